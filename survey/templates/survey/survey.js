// A link to the survey carries the code after its "#", which browsers never send to a server.
// Put it into the field, and take it out of the address and the history.
function takeCode() {
  const fragment = location.hash.slice(1);
  if (!fragment || document.getElementById(fragment)) return; // a link within the page
  history.replaceState(history.state, "", location.pathname);
  const field = document.querySelector("input#code"); // only the first page has one
  if (!field) return;
  const isWhole = fragment.replaceAll("-", "").length === Number(field.dataset.characters);
  const isRead = isWhole && /^[0-9a-z-]+$/i.test(fragment);
  document.getElementById("code.cut").hidden = isRead;
  field.setAttribute("aria-describedby", isRead ? "code.hint" : "code.cut code.hint");
  if (isRead) field.value = fragment;
  else field.focus();
}
takeCode();
addEventListener("hashchange", takeCode); // a link pasted over the address of this page

// The browser was led back to a page of a form that it has let go of.
document.getElementById("gone").hidden = history.state === null;

// From here on each page of the form takes the place of the last, in this one document, so that
// the browser's own Back and Forward lead through the form. The history knows only which button
// leads to a page; the answers are in the form and nowhere else.

history.scrollRestoration = "manual"; // each page starts at its top

let leading = { go: "back", page: "1" }; // what leads to the page that is shown: the first one
let answers = new URLSearchParams(); // the form as it was when it was last left
let asked = 0;
let isWaiting = false;
let lastForm = { main: document.querySelector("main"), title: document.title };

function step(fields) {
  return Object.fromEntries(["go", "page", "changing"].map((name) => [name, fields.get(name) ?? ""]));
}

async function turnTo(wanted, isNew) {
  const form = document.querySelector("main form");
  if (form) answers = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(wanted)) answers.set(name, value);
  const number = ++asked;
  isWaiting = true;
  let reply, page;
  try {
    reply = await fetch(location.pathname, { method: "POST", body: answers });
    page = new DOMParser().parseFromString(await reply.text(), "text/html");
  } catch {
    page = null;
  }
  if (reply?.redirected) return leave(reply.url); // counted
  if (number !== asked) return; // meanwhile somewhere else was wanted
  isWaiting = false;
  const main = page?.querySelector("main");
  const notice = document.getElementById("notice");
  notice.replaceChildren();
  if (!main) {
    notice.append(document.getElementById("unreached").content.cloneNode(true));
    return scrollTo(0, 0);
  }
  const isForm = main.querySelector("form") !== null;
  if (isNew && (reply.ok || !isForm)) {
    history.replaceState(leading, "", location.pathname);
    if (isForm) leading = wanted;
    history.pushState(leading, "");
  } else if (!isNew) leading = wanted;
  if (isForm) lastForm = { main, title: page.title };
  show({ main, title: page.title });
}

function show({ main, title }) {
  document.querySelector("main").replaceWith(main);
  document.title = title;
  scrollTo(0, 0);
  const start = main.querySelector("[role=alert], h1");
  start.tabIndex = -1;
  start.focus();
}

function leave(address) {
  document.querySelector("main").remove();
  addEventListener("pageshow", () => location.reload()); // should Back bring this page to life
  location.replace(address);
}

addEventListener("submit", (event) => {
  event.preventDefault();
  if (isWaiting) return;
  const fields = new FormData(event.target);
  fields.set("go", event.submitter.value);
  turnTo(step(fields), true);
});

addEventListener("popstate", ({ state }) => {
  if (!state) return; // a link within the page
  if (document.querySelector("main form")) turnTo(state, false);
  else show(lastForm);
});

addEventListener("beforeunload", (event) => {
  if (document.querySelector("main input[type=hidden]")) event.preventDefault();
});
