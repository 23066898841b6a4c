// axe finds nothing serious on any page, light and dark, wide and narrow.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, house, launch, page, signIn } from "../house.mjs";
import { pages } from "../pages.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

async function check(p, name) {
  // The policy of the pages forbids inline scripts, so the tool is evaluated, not inserted.
  await p.evaluate(axe);
  const result = await p.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
  assert.ok(result.passes.length > 4, `${name}: axe looked at the page`);
  const bad = result.violations.filter((v) => ["serious", "critical"].includes(v.impact));
  const told = bad.map((v) => `${name}: ${v.id}: ${v.help}\n    ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join("\n    ")}`);
  return told;
}

const looks = [["light", DESKTOP], ["dark", DESKTOP], ["light", PHONE], ["dark", PHONE]];

// A page is opened once and looked at in every light and width.
async function look(p, name) {
  const told = [];
  for (const [colorScheme, viewport] of looks) {
    await p.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await p.setViewportSize(viewport);
    told.push(...(await check(p, `${name}, ${colorScheme}, ${viewport.width} px`)));
  }
  return told;
}

test("axe on every page, light and dark, wide and narrow", async () => {
  const home = await house("demo");
  const p = await page(browser, { viewport: DESKTOP, reducedMotion: "reduce" });
  try {
    await p.goto(`${home.base}/sign-in`);
    const found = await look(p, "sign-in");
    await p.setViewportSize(DESKTOP);
    await signIn(p, home.base);
    for (const [name, url] of Object.entries(await pages(p, home.base))) {
      await p.goto(url);
      await p.waitForLoadState("networkidle");
      await p.evaluate(() => document.querySelectorAll("main details").forEach((d) => (d.open = true)));
      found.push(...(await look(p, name)));
    }
    await p.goto(home.base);
    await p.locator("#q").pressSequentially("garage");
    await p.waitForSelector("#found:not([hidden]) [role=option]");
    await p.keyboard.press("ArrowDown");
    found.push(...(await look(p, "the list under the search field")));
    assert.deepEqual(found, []);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});
