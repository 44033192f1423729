// Looks at a report in a real browser: node look.mjs PAGE FOLDER CHROMIUM
// Writes a picture for each scheme and width into the folder, and prints what it saw as JSON.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [page, folder, executablePath] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const url = pathToFileURL(page).href;
const HEIGHT = 2400;

const browser = await chromium.launch({
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--hide-scrollbars",
  ],
});

const seen = { console: [], requests: [], dialogs: 0, faults: [], wide: [], looks: [] };

for (const scheme of ["light", "dark"]) {
  for (const width of [360, 800, 1280]) {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
      reducedMotion: "reduce",
    });
    const tab = await context.newPage();
    tab.on("console", (message) => seen.console.push(`${message.type()}: ${message.text()}`));
    tab.on("pageerror", (error) => seen.console.push(`error: ${error}`));
    tab.on("dialog", (dialog) => {
      seen.dialogs += 1;
      dialog.dismiss();
    });
    tab.on("request", (request) => {
      if (request.url() !== url && !request.url().startsWith("data:")) {
        seen.requests.push(request.url());
      }
    });
    await tab.goto(url, { waitUntil: "load" });
    const name = `${scheme}-${width}`;
    await tab.setViewportSize({ width, height: HEIGHT });
    await tab.screenshot({ path: `${folder}/${name}.png` });
    await tab.setViewportSize({ width, height: 900 });
    seen.looks.push(name);
    const inner = await tab.evaluate("document.documentElement.scrollWidth - innerWidth");
    if (inner > 0) seen.wide.push(`${name}: ${inner} pixels`);
    await tab.evaluate("document.querySelectorAll('details').forEach((lid) => (lid.open = true))");
    const open = await tab.evaluate("document.documentElement.scrollWidth - innerWidth");
    if (open > 0) seen.wide.push(`${name} with every lid open: ${open} pixels`);
    await tab.evaluate(axe);
    const found = await tab.evaluate("axe.run(document, { resultTypes: ['violations'] })");
    for (const { id, impact, nodes } of found.violations) {
      if (impact === "serious" || impact === "critical") {
        seen.faults.push(`${name}: ${id} (${impact}): ${nodes[0].html.slice(0, 200)}`);
      }
    }
    await context.close();
  }
}

const tab = await browser.newPage();
await tab.goto(url);
seen.title = await tab.title();
seen.text = await tab.evaluate("document.body.textContent");
seen.scripts = await tab.evaluate("document.scripts.length");
seen.handlers = await tab.evaluate(
  "[...document.querySelectorAll('*')].filter((one) => [...one.attributes].some((name) => name.name.startsWith('on'))).length",
);
seen.described = await tab.evaluate(
  "[...document.querySelectorAll('figure svg')].every((svg) => svg.querySelector('title')?.textContent && svg.querySelector('desc')?.textContent)",
);
seen.tabled = await tab.evaluate(
  "[...document.querySelectorAll('figure')].filter((one) => one.querySelector('svg, img')).every((one) => one.querySelector('details table tbody tr'))",
);
// With the keyboard alone: the first stop skips the contents, and a lid opens with Enter.
await tab.keyboard.press("Tab");
seen.first = await tab.evaluate("document.activeElement.textContent");
await tab.evaluate("document.querySelector('summary').focus()");
await tab.keyboard.press("Enter");
seen.opens = await tab.evaluate("document.querySelector('details').open");
await browser.close();

process.stdout.write(JSON.stringify(seen));
