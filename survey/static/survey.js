// A link to the survey carries the code after its "#", which browsers never send to a server.
// Put it into the field, and take it out of the address and the history.
const code = location.hash.slice(1);
if (/^[0-9A-Z-]{27,}$/i.test(code)) {
  document.getElementById("code").value = code;
  history.replaceState(null, "", location.pathname);
}
