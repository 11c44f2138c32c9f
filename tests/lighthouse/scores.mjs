// Lighthouse's scores of pages of the form, on its mobile profile, as JSON.
//
//   node scores.mjs CHROMIUM ORIGIN '[{"name": "part", "fields": {"code": "…", "go": "begin"}}, …]'
//
// A page with fields is reached by posting them from the form's first page, as a browser without
// JavaScript does; one without fields is the first page itself.

import { startFlow } from "lighthouse";
import { launch } from "puppeteer-core";

const [executablePath, origin, pages] = process.argv.slice(2);
const quiet = ["--no-first-run", "--disable-background-networking", "--disable-sync"];
const browser = await launch({
  executablePath,
  args: [...quiet, "--disable-component-update", "--disable-gpu", "--no-sandbox"],
});

function post(fields) {
  const form = document.createElement("form");
  form.method = "post";
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

function found({ categories, audits }) {
  return Object.values(categories).map(({ id, score, auditRefs }) => ({
    category: id,
    score: Math.round(score * 100),
    faults: auditRefs
      .filter((ref) => ref.weight > 0 && audits[ref.id].score < 0.9)
      .map((ref) => `${ref.id} ${audits[ref.id].displayValue ?? ""}`.trim()),
  }));
}

try {
  const page = await browser.newPage();
  const onlyCategories = ["accessibility", "best-practices", "performance"];
  const flow = await startFlow(page, { flags: { onlyCategories, logLevel: "error" } });
  for (const { name, fields } of JSON.parse(pages)) {
    if (!fields) {
      await flow.navigate(`${origin}/survey/`, { name });
    } else {
      await page.goto(`${origin}/survey/`);
      await flow.navigate(() => page.evaluate(post, fields), { name });
    }
  }
  const { steps } = await flow.createFlowResult();
  console.log(JSON.stringify(Object.fromEntries(steps.map(({ name, lhr }) => [name, found(lhr)]))));
} finally {
  await browser.close();
}
