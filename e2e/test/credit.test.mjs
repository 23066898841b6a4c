// A manager reads who is beyond their limit, approves a block with its reason, sees a signal: without script too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { house, launch, page, signIn } from "../house.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

const headers = { "sec-fetch-site": "same-origin" };

/** What axe finds wrong on the page. */
async function wrongs(p) {
  await p.evaluate(axe);
  const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
  const result = await p.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), tags);
  assert.ok(result.passes.length > 10, "axe looked at the page");
  return result.violations.map((v) => `${v.id}: ${v.nodes.length}`);
}

test("a manager reads the list, approves a block, and the orders are told as held", async () => {
  const home = await house("demo");
  const p = await page(browser);
  try {
    await signIn(p, home.base);
    const put = (path, data) => p.request.put(`${home.base}/api/v1/accounts/C0107/${path}`, { data, headers });
    assert.equal((await put("credit/limit", { amount: "100.00", reason: "comité" })).status(), 204);
    const post = (path, data) => p.request.post(`${home.base}/api/v1/${path}`, { data, headers });
    assert.equal((await post("accounts/C0107/credit/orders", { reason: "deux chèques revenus" })).status(), 201);

    await p.goto(`${home.base}/credit?show=over`);
    assert.match(await p.locator("tbody tr").first().innerText(), /C0107/);
    assert.deepEqual(await wrongs(p), []);
    await p.locator("tbody tr a").first().click();
    await p.waitForURL(/\/accounts\/[0-9A-Z]{13}\/credit$/);
    assert.deepEqual(await wrongs(p), []);
    const act = p.locator("button[name=orders-act][value=approve]");
    await act.click();
    await p.waitForSelector("p.error[role=alert]");
    assert.match(await p.locator("p.error[role=alert]").innerText(), /dites pourquoi/, "never without a reason");
    await p.locator("input[name=orders-reason]").first().fill("vu avec la direction commerciale");
    await p.locator("button[name=orders-act][value=approve]").click();
    await p.waitForURL(/\/accounts\/[0-9A-Z]{13}\/credit/);
    assert.match(await p.locator("section[aria-labelledby=orders-title]").innerText(), /bloquées/);

    const held = await (await p.request.get(`${home.base}/api/v1/credit/blocked`)).json();
    // that of C0143 by its receivership
    assert.deepEqual(held.rows.map((row) => [row.account, row.state]).sort(), [["C0107", "blocked"], ["C0143", "blocked"]]);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("without script a limit is set, and the list shows who is beyond it", async () => {
  const home = await house("demo");
  const p = await page(browser, { javaScriptEnabled: false });
  try {
    await signIn(p, home.base);
    await p.goto(`${home.base}/credit`);
    await p.locator("tbody tr a").first().click();
    await p.locator("#f-limit-amount").fill("50");
    await p.locator("#limit button").click();
    assert.match(await p.locator("#e-limit-reason").innerText(), /dites pourquoi/);
    await p.locator("#f-limit-reason").fill("essai");
    await p.locator("#limit button").click();
    await p.goto(`${home.base}/credit?show=over`);
    assert.equal(await p.locator("tbody tr").count(), 1);
  } finally {
    await p.context().close();
    await home.close();
  }
});
