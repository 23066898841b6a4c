// The file of an account by keyboard: from the list to a message sent and taken back, and a call.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { byKeyboard, house, launch, page, signIn } from "../house.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

const focused = (p, selector) => p.waitForFunction((s) => document.activeElement?.matches(s), selector);

test("from the list: a file opened, pieces chosen, a message sent and taken back", async () => {
  const home = await house("demo");
  const p = await page(browser);
  const keys = await byKeyboard(p);
  try {
    await signIn(p, home.base);
    await keys.press("j", "j");
    const name = (await p.locator("tr.chosen td.who a").innerText()).split("\n")[0];
    await keys.press("Enter");
    await p.waitForURL(/\/accounts\/[0-9A-Z]{13}/);
    assert.ok(name.startsWith(await p.locator("h1").innerText()));
    const asked = await p.locator("#why .total .amount").innerText();
    await p.locator("input[name=item]").first().focus();
    await keys.press("Space");
    await p.waitForFunction((before) => document.querySelector("#why")?.innerText.indexOf(before) < 0, asked);
    await keys.press("Space");
    await p.waitForFunction((before) => document.querySelector("#why .total .amount")?.innerText === before, asked);
    await keys.press("m");
    await p.waitForSelector("#pane #write");
    assert.deepEqual(await p.locator("#pane .note.ask").allInnerTexts(), [], "nothing forbids it");
    await p.locator("#f-words").focus();
    await p.evaluate(() => document.querySelector("#f-words").setSelectionRange(0, 0));
    await keys.type("Suite à notre échange : ");
    await p.waitForFunction(() => document.querySelector("#sheet .subject")?.innerText.startsWith("Suite à notre échange"));
    await keys.press("Tab", "Enter");
    await p.waitForSelector(".toast form[action='/undo']");
    assert.match(await p.locator(".thread").nth(1).innerText(), /écrit : Suite à notre échange/);
    await keys.press("u");
    await p.waitForFunction(() => document.querySelector(".toast")?.innerText.includes("annulé"));
    assert.match(await p.locator(".thread").nth(1).innerText(), /retiré par la personne/);
    assert.equal(await keys.mouse(), 0);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("a call ends with a promise in 25 keystrokes, without leaving the list, and its mail is proposed", async () => {
  const home = await house("demo");
  const p = await page(browser);
  const keys = await byKeyboard(p);
  try {
    await signIn(p, home.base);
    await keys.press("j", "c");
    await focused(p, "[name=done-outcome]");
    await keys.press("1");
    await focused(p, "[name=done-until]");
    await keys.date("2026-11-30");
    await keys.press("Enter");
    await p.waitForFunction(() => document.querySelector(".toast")?.innerText.includes("Confirmer par mail"));
    assert.ok(keys.count() <= 25, `${keys.count()} keystrokes`);
    assert.equal(new URL(p.url()).pathname, "/", "the list was never left");
    await keys.press("u");
    await p.waitForFunction(() => document.querySelector(".toast")?.innerText.includes("annulé"));
    assert.equal(await keys.mouse(), 0);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("promise, dispute and task open beside the list by their keys, and Escape closes them", async () => {
  const home = await house("demo");
  const p = await page(browser);
  const keys = await byKeyboard(p);
  try {
    await signIn(p, home.base);
    for (const [key, form] of [["p", "promise"], ["l", "dispute"], ["t", "task"], ["m", "write"]]) {
      await keys.press("j", key);
      await p.waitForSelector(`#pane form#${form}`);
      await keys.press("Escape", "Escape");
      await p.waitForFunction(() => !document.querySelector("#pane")?.childElementCount);
    }
    assert.equal(await keys.mouse(), 0);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});
