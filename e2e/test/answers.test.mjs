// Disputes leave the desk and come back answered: a colleague on a telephone, without an account nor a script.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PHONE, house, launch, page, signIn } from "../house.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

/** A mail as text, whatever its transfer encoding. */
function plain(mail) {
  const parts = mail.split(/\r?\n\r?\n/);
  const soft = mail.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  const coded = parts.filter((part) => /^[A-Za-z0-9+/=\r\n]+$/.test(part)).map((part) => Buffer.from(part, "base64").toString("utf8"));
  return [soft, ...coded].join("\n");
}

/** What axe finds on a page: evaluated, as the policy of the pages forbids inline scripts. */
async function faults(p) {
  await p.evaluate(axe);
  const found = await p.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`);
}

/** A dispute that Lea must answer; the path of her link. */
async function asked(p, home, outbox) {
  const headers = { "sec-fetch-site": "same-origin" };
  const api = `${home.base}/api/v1`;
  await p.request.put(`${api}/house`, { data: { address: "https://desk.example" }, headers });
  await p.request.post(`${api}/colleagues`, { data: { name: "Lea Quai", email: "lea@vauban.example" }, headers });
  const account = await (await p.request.get(`${api}/accounts/C0107`, { headers })).json();
  const owed = account.items.filter((item) => !String(item.open).startsWith("-"));
  const data = { kind: "delivery", amount: "80.00", owner: "Lea Quai", note: "deux palettes manquent" };
  const made = await p.request.post(`${api}/items/${owed[0].id}/disputes`, { data, headers });
  assert.equal(made.status(), 201, await made.text());
  let link;
  // The question is held while the dispute can be taken back.
  for (const until = Date.now() + 60_000; !link && Date.now() < until; ) {
    await new Promise((done) => setTimeout(done, 1_000));
    home.run("notices", "send");
    const files = readdirSync(outbox, { recursive: true, withFileTypes: true }).filter((f) => f.isFile() && !f.name.startsWith("."));
    const mails = files.map((f) => plain(readFileSync(join(f.parentPath ?? f.path, f.name), "utf8")));
    link = mails.map((mail) => mail.match(/https:\/\/desk\.example(\/link\/dispute\/[\w.-]+)/)).find(Boolean);
  }
  assert.ok(link, "the link is in the mail");
  return { id: (await made.json()).id, path: link[1] };
}

test("a colleague answers on a telephone, without an account nor a script", async () => {
  const outbox = mkdtempSync(join(tmpdir(), "quittance-outbox-"));
  process.env.QUITTANCE_OUTBOX = outbox;
  const home = await house("demo");
  const desk = await page(browser);
  const looks = { viewport: PHONE, isMobile: true, hasTouch: true };
  const phone = await page(browser, { ...looks, javaScriptEnabled: false });
  const reader = await page(browser, looks);
  try {
    await signIn(desk, home.base);
    const { id, path } = await asked(desk, home, outbox);
    await reader.goto(home.base + path);
    assert.deepEqual(await faults(reader), []);
    const wide = await reader.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, "nothing sticks out on a telephone");

    await phone.goto(home.base + path);
    assert.match(await phone.locator("main").innerText(), /Le client a-t-il raison \?/);
    assert.match(await phone.locator("main").innerText(), /deux palettes manquent/);
    assert.equal(await phone.locator("nav, header").count(), 0, "nothing else to see");
    await phone.getByText("En partie", { exact: true }).click();
    await phone.fill("[name=amount]", "40,00");
    await phone.fill("[name=words]", "Une palette sur deux.");
    await phone.setInputFiles("[name=file]", { name: "quai.jpg", mimeType: "image/jpeg", buffer: Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]) });
    await phone.getByRole("button", { name: "Envoyer ma réponse" }).click();
    assert.match(await phone.locator("main").innerText(), /Merci/);
    await phone.goto(home.base + path);
    assert.match(await phone.locator("main").innerText(), /déjà servi/);

    await desk.goto(`${home.base}/disputes/${id}`);
    const told = await desk.locator("main").innerText();
    assert.match(told, /Lea Quai \(par lien\)/);
    assert.match(told, /Une palette sur deux\./);
    assert.match(told, /quai\.jpg/);
    assert.deepEqual([...desk.troubles, ...phone.troubles], []);
  } finally {
    for (const p of [desk, phone, reader]) await p.context().close();
    await home.close();
    delete process.env.QUITTANCE_OUTBOX;
    rmSync(outbox, { recursive: true, force: true });
  }
});

test("a manager reads which cause is dearest", async () => {
  const home = await house("demo");
  const p = await page(browser);
  try {
    await signIn(p, home.base);
    const headers = { "sec-fetch-site": "same-origin" };
    const account = await (await p.request.get(`${home.base}/api/v1/accounts/C0107`, { headers })).json();
    const item = account.items.find((item) => !String(item.open).startsWith("-")).id;
    for (const data of [{ kind: "delivery", amount: "40.00" }, { kind: "price", amount: "120.00" }, { kind: "delivery", amount: "30.00" }]) {
      const made = await p.request.post(`${home.base}/api/v1/items/${item}/disputes`, { data, headers });
      assert.equal(made.status(), 201, await made.text());
    }
    await p.goto(`${home.base}/disputes/causes`);
    const rows = await p.locator("section:has(#pareto) tbody tr").allInnerTexts();
    assert.equal(rows.length, 2);
    assert.match(rows[0], /^prix/);
    assert.match(rows[0], /120,00/);
    assert.match(rows[1], /70,00/);
    assert.deepEqual(await faults(p), []);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});
