// From a complete file to the petition, bound with sixty exhibits, by keyboard, in under two minutes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { house, launch, page, pdf, signIn } from "../house.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

const headers = { "sec-fetch-site": "same-origin" };
/** What a person may take. */
const MOST = 120_000;

/** Goes on with Tab until what has the focus is the one that is looked for. */
async function reach(p, selector) {
  for (let n = 0; n < 400; n += 1) {
    if (await p.evaluate((selector) => document.activeElement?.matches(selector) ?? false, selector)) return;
    await p.keyboard.press("Tab");
  }
  assert.fail(`the keyboard never comes to ${selector}`);
}

test("sixty exhibits and a petition, by keyboard, in under two minutes", async () => {
  const home = await house("demo");
  const p = await page(browser);
  try {
    await signIn(p, home.base);
    const opened = await p.request.post(`${home.base}/api/v1/accounts/C0108/cases`, { data: {}, headers });
    const { id } = await opened.json();
    const files = Array.from({ length: 60 }, (_, n) => ({
      name: n < 30 ? `Facture FA-${n + 1}.pdf` : `BL ${n + 1}.pdf`,
      mimeType: "application/pdf",
      buffer: pdf(`Document ${n + 1}`, 1 + (n % 3)),
    }));
    files.push({ name: "carnet.txt", mimeType: "text/plain", buffer: Buffer.from("bonjour") });

    // Listened for from the start: what opens before the browser is told to hand it over is never told.
    const chooser = new Promise((resolve) => p.once("filechooser", resolve));
    const begun = Date.now();
    await p.goto(`${home.base}/cases/${id}`);
    await reach(p, `a[href="/cases/${id}/papers"]`);
    await p.keyboard.press("Enter");
    await p.waitForURL(/\/papers$/);
    await reach(p, "#f-files");
    await p.keyboard.press("Enter");
    await (await chooser).setFiles(files);
    await reach(p, "#add button");
    await p.keyboard.press("Enter");
    await p.waitForSelector(".note.ask[role=alert]");
    const told = await p.locator(".note.ask[role=alert]").innerText();
    assert.match(told, /60 pièces ajoutées/);
    assert.match(told, /carnet : ni PDF, ni image/, "what cannot be bound is told, the rest is kept");
    await p.goto(`${home.base}/cases/${id}/papers/petition`);
    await reach(p, "#f-court");
    await p.keyboard.press("End");
    await p.keyboard.press("Control+A");
    await p.keyboard.type("Monsieur le président\nTribunal de commerce de Lille Métropole\n59000 Lille");
    const fill = async (field, words) => {
      await reach(p, field);
      if ((await p.locator(field).inputValue()) === "") await p.keyboard.type(words);
    };
    await fill("#f-form", "SAS au capital de 120 000 euros");
    await fill("#f-representative", "Claire Morel");
    await fill("#f-capacity", "présidente");
    await fill("#f-signer", "Claire Morel");
    await reach(p, "#paper button[value=fr]");
    await p.keyboard.press("Enter");
    await p.waitForURL(/\/papers\?/, { timeout: 60_000 });
    const took = Date.now() - begun;
    assert.ok(took < MOST, `${took} ms`);

    const get = async (path) => (await p.request.get(`${home.base}${path}`, { headers })).json();
    const [paper] = await get(`/api/v1/cases/${id}/papers`);
    const filing = await (await p.request.get(`${home.base}/documents/${paper.data}`, { headers })).json();
    const file = await (await p.request.get(`${home.base}/documents/${paper.document}`, { headers })).body();
    assert.equal(file.subarray(0, 5).toString(), "%PDF-");
    assert.equal(filing.bundle.size, file.length);
    const list = await get(`/api/v1/cases/${id}/exhibits`);
    assert.equal(list.length, 60);
    assert.deepEqual(list.map((one) => one.number), Array.from({ length: 60 }, (_, n) => n + 1));
    assert.deepEqual(
      filing.bundle.exhibits.map((one) => [one.number, one.title.fr]),
      list.map((one) => [one.number, one.kind === "delivery" ? `Bon de livraison ${one.name}` : one.name]),
      "the bundle holds the list, in its order",
    );
    let page_ = filing.bundle.exhibits[0].first_page;
    for (const one of filing.bundle.exhibits) {
      assert.equal(one.first_page, page_, `exhibit ${one.number} follows the one before`);
      page_ = one.last_page + 1;
    }
    assert.equal(filing.bundle.pages, page_ - 1);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});
