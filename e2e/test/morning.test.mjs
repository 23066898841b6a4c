// A collector's morning without the mouse: forty files called, each closed with one of five outcomes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { byKeyboard, house, launch, page, signIn } from "../house.mjs";

// Two weeks after the demo company sent its letters: most of its customers are to be spoken to.
const TODAY = "2026-12-08";
const CONTACTS = 40;
const KEYSTROKES = 25;
// The key of the outcome, and what is typed after it: the day of the promise or of the next call.
const OUTCOMES = [
  ["1", "2026-12-15"],
  ["5", "2026-12-11"],
  ["6", ""],
  ["7", ""],
  ["4", ""],
];

let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

test("a morning of forty contacts by keyboard, none of more than 25 keystrokes", async () => {
  const home = await house("demo", TODAY);
  const p = await page(browser);
  const keys = await byKeyboard(p);
  try {
    await signIn(p, home.base);
    const called = new Set();
    const told = [];
    for (let n = 0; n < CONTACTS; n += 1) {
      const begun = keys.count();
      const files = await p.locator("tr[data-file]").evaluateAll((rows) => rows.map((row) => row.dataset.file));
      const place = files.findIndex((file) => !called.has(file));
      assert.ok(place >= 0, `nobody is left to call after ${n} contacts, on ${p.url()}: ${(await p.locator("main").innerText()).slice(0, 300)}`);
      called.add(files[place]);
      // The list comes back with the next file chosen: mostly nothing is left to press.
      const chosen = await p.locator("tr[data-file]").evaluateAll((rows) => rows.findIndex((row) => row.matches(".chosen")));
      for (let step = chosen; step < place; step += 1) await keys.press("j");
      for (let step = chosen; step > place; step -= 1) await keys.press("k");
      assert.equal(await p.locator("tr.chosen").getAttribute("data-file"), files[place]);
      await keys.press("c");
      await p.waitForFunction(() => document.activeElement?.name === "done-outcome");
      const [key, day] = OUTCOMES[n % OUTCOMES.length];
      await keys.press(key);
      const field = day ? "done-until" : "done-note";
      await p.waitForFunction((name) => document.activeElement?.name === name, field);
      if (day) await keys.date(day);
      const mouse = await keys.mouse();
      const done = p.waitForEvent("load");
      await keys.press("Enter");
      await done;
      assert.equal(mouse + (await keys.mouse()), 0, "no mouse event");
      assert.equal(await p.locator(".toast").count(), 1, "what was done is said");
      told.push(keys.count() - begun);
    }
    const most = Math.max(...told);
    assert.ok(most <= KEYSTROKES, `${most} keystrokes for one contact: ${told.join(" ")}`);
    assert.equal(called.size, CONTACTS);
    await p.goto(`${home.base}/tasks`);
    assert.deepEqual(p.troubles, []);
    console.log(`# ${CONTACTS} contacts, ${told.reduce((a, b) => a + b, 0)} keystrokes, ${most} at most`);
  } finally {
    await p.context().close();
    await home.close();
  }
});
