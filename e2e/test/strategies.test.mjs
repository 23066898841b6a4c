// A manager edits a strategy by keyboard: the axis, the preview, the names, the past year, saving, approving.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DAY, house, launch, page, signIn } from "../house.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

const text = async (p, selector) => (await p.locator(selector).first().innerText()).replaceAll("\n", " ");
const focused = (p) => p.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("href") || "");

/** Tab until what is asked holds the focus. */
async function tabTo(p, id, most = 80) {
  for (let i = 0; i < most; i += 1) {
    if ((await focused(p)) === id) return;
    await p.keyboard.press("Tab");
  }
  assert.fail(`${id} cannot be reached by Tab: ${await focused(p)}`);
}

/** No pointer at all: the page counts what is done with one. */
async function countMouse(p) {
  await p.addInitScript(() => {
    for (const kind of ["mousedown", "pointerdown", "touchstart"])
      addEventListener(kind, () => sessionStorage.setItem("mouse", Number(sessionStorage.getItem("mouse") ?? 0) + 1), true);
  });
}

test("a manager edits a strategy, sees the preview, replays, saves, approves a batch: by keyboard", async () => {
  const home = await house("demo");
  const p = await page(browser);
  try {
    await signIn(p, home.base);
    await countMouse(p);
    await p.goto(home.base);
    for (const key of ["g", "p"]) await p.keyboard.press(key);
    await p.waitForURL(/\/strategies$/);
    await p.keyboard.press("j");
    await p.keyboard.press("Enter");
    await p.waitForURL(/\/strategies\/standard$/);
    const before = await text(p, "#preview .finding");
    assert.match(before, /^Demain, mardi 24 novembre/);

    // The first card, six days earlier: once with Shift, once without.
    await tabTo(p, "flag-0");
    await p.keyboard.press("Shift+ArrowLeft");
    await p.keyboard.press("ArrowLeft");
    assert.equal(await p.inputValue("#f-s0-days"), "2");
    await p.waitForFunction(() => document.querySelector("#preview")?.innerText.includes("en plus"));
    assert.equal(await focused(p), "flag-0", "the card keeps the focus when the axis is drawn again");
    assert.match(await p.locator("#flag-0").textContent(), /J\+2/);
    assert.match(await text(p, "#unsaved"), /1 changement/);

    // Two steps on one day: refused beside the field, with no preview, and mended by the same keys.
    await tabTo(p, "flag-1");
    for (let i = 0; i < 4; i += 1) await p.keyboard.press("Shift+ArrowLeft");
    await p.waitForFunction(() => document.querySelector("#e-s1-days")?.textContent.includes("doit venir après"));
    assert.match(await text(p, "#preview"), /Corrigez d'abord/);
    for (let i = 0; i < 4; i += 1) await p.keyboard.press("Shift+ArrowRight");
    await p.waitForFunction(() => document.querySelector("#preview")?.innerText.includes("en plus"));
    assert.equal(await p.locator("#e-s1-days").innerText(), "");

    // That step shall be approved first.
    await p.keyboard.press("Enter");
    await p.waitForFunction(() => document.activeElement?.id === "f-s1-days");
    await tabTo(p, "f-s1-approval");
    await p.keyboard.press("Space");
    await p.waitForFunction(() => document.querySelector("#flag-1")?.textContent.includes("à approuver"));
    await p.evaluate(() => document.querySelector("#flag-0").focus());
    await p.keyboard.press("Enter");
    await tabTo(p, "f-s0-approval");
    await p.keyboard.press("Space");
    await p.waitForFunction(() => document.querySelector("#flag-0")?.textContent.includes("à approuver"));

    // The names behind the figure.
    await tabTo(p, "show-gain", 120);
    await p.keyboard.press("Enter");
    await p.waitForSelector("#names a[href^='/accounts/']");
    assert.ok((await p.locator("#names li").count()) > 5);

    // The past year, and the names behind a month.
    await p.evaluate(() => document.querySelector("#f-s0-days").focus());
    await tabTo(p, "replay-go", 120);
    await p.keyboard.press("Enter");
    await p.waitForSelector("#replay-out svg.past", { timeout: 30_000 });
    assert.match(await text(p, "#replay-out .finding"), /contacts à \d+ comptes/);
    for (let i = 0; i < 12 && (await p.evaluate(() => document.activeElement?.name)) !== "past"; i += 1) await p.keyboard.press("Tab");
    await p.keyboard.press("Enter");
    await p.waitForSelector("#past-names a[href^='/accounts/']");

    await p.evaluate(() => document.querySelector("#f-s0-days").focus());
    await p.keyboard.press("Tab");
    for (let i = 0; i < 120 && !(await p.evaluate(() => document.activeElement?.matches(".savebar button.first"))); i += 1) await p.keyboard.press("Tab");
    await p.keyboard.press("Enter");
    await p.waitForURL(/\/strategies\/standard/);
    await p.waitForSelector(".toast");
    assert.match(await text(p, ".versions"), /J\+8 → J\+2/);
    assert.equal(await p.evaluate(() => sessionStorage.getItem("mouse")), null, "no pointer was used");

    // The run obeys; its messages wait, and leave in one go.
    const headers = { "sec-fetch-site": "same-origin" };
    await p.request.post(`${home.base}/run`, { form: { day: DAY }, headers });
    await p.waitForTimeout(0);
    for (let i = 0; i < 60; i += 1) {
      await p.goto(`${home.base}/approvals`);
      if (await p.locator("#answer tbody tr").count()) break;
    }
    const waiting = await p.locator("#answer tbody tr").count();
    assert.ok(waiting > 0, "messages wait for approval");
    await p.goto(`${home.base}/approvals?tick=all`);
    for (let i = 0; i < 60 && !(await p.evaluate(() => document.activeElement?.matches("#answer button.first"))); i += 1) await p.keyboard.press("Tab");
    await p.keyboard.press("Enter");
    await p.waitForURL(/approvals/);
    await p.waitForSelector(".toast");
    assert.match(await text(p, ".toast"), /peu(t|vent) partir/);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("a card is dragged, and the whole editor works without a script", async () => {
  const home = await house("demo");
  const p = await page(browser);
  try {
    await signIn(p, home.base);
    await p.goto(`${home.base}/strategies/standard`);
    const box = await p.locator("#flag-2").boundingBox();
    await p.mouse.move(box.x + 40, box.y + 20);
    await p.mouse.down();
    await p.mouse.move(box.x + 140, box.y + 20, { steps: 5 });
    await p.mouse.up();
    assert.equal(await p.inputValue("#f-s2-days"), "45", "ten pixels are a day");
    await p.waitForFunction(() => document.querySelector("#flag-2")?.textContent.includes("J+45"));
    assert.deepEqual(p.troubles, []);
    const state = await p.context().storageState();
    await p.context().close();

    const q = await page(browser, { javaScriptEnabled: false, storageState: state });
    await q.goto(`${home.base}/strategies/standard`);
    await q.locator("#step-0 summary").click();
    await q.fill("#f-s0-days", "3");
    await q.click(".savebar .without-script");
    assert.match(await text(q, "#preview"), /en plus/);
    await q.locator("#show-gain").click();
    assert.ok((await q.locator("#names li").count()) > 3);
    await q.click("#replay-go");
    assert.match(await text(q, "#replay-out"), /contacts à/);
    await q.locator("#step-1 summary").click();
    await q.locator("#step-1 button:has-text('Dupliquer')").click();
    assert.equal(await q.locator(".flag").count(), 4);
    // The delay that the copy grants runs over the notice: the notice moves.
    if (!(await q.isVisible("#f-s3-days"))) await q.locator("#step-3 summary").click();
    await q.fill("#f-s3-days", "45");
    await q.click(".savebar button.first");
    assert.match(await text(q, ".toast"), /en vigueur/);
    await q.context().close();
  } finally {
    await home.close();
  }
});
