// The doors: a file dropped on a page, how fresh the data is, a program elsewhere that is told.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { demo, house, launch, page, signIn } from "../house.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

const text = async (p, selector) => (await p.locator(selector).first().innerText()).replaceAll("\n", " ");

/** Drags files over the page and, unless told otherwise, lets go. */
async function drag(p, files, events = ["dragover", "drop"]) {
  const data = await p.evaluateHandle((files) => {
    const transfer = new DataTransfer();
    for (const [name, bytes] of files) transfer.items.add(new File([new Uint8Array(bytes)], name));
    return transfer;
  }, files);
  for (const event of events) await p.dispatchEvent("main", event, { dataTransfer: data });
}

test("a file dropped on any page is examined", async () => {
  const home = await house("demo");
  const p = await page(browser);
  try {
    await signIn(p, home.base);
    await p.goto(`${home.base}/aging`);
    const name = "balance-2026-11-23.csv";
    await drag(p, [[name, []]], ["dragover"]);
    assert.match(await text(p, "#dropping:not([hidden])"), /Déposez pour importer/);
    await p.waitForSelector("#dropping", { state: "hidden" });

    const many = Array.from({ length: 11 }, (_, n) => [`f${n}.csv`, []]);
    await drag(p, many);
    assert.match(await text(p, "#dropping"), /Trop de fichiers : 10 au plus/);
    await p.keyboard.press("Escape");
    await p.waitForSelector("#dropping", { state: "hidden" });
    assert.equal(new URL(p.url()).pathname, "/aging", "refused where one stands");

    await drag(p, [[name, [...readFileSync(demo(name))]]]);
    await p.waitForURL(/\/imports\/prepare\?files=/);
    assert.deepEqual(await p.locator("#errors tbody td:first-child").allInnerTexts(), ["41", "160", "287"]);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("who may not import sees no frame", async () => {
  const home = await house("demo");
  const p = await page(browser);
  try {
    await signIn(p, home.base);
    const reader = { name: "Paul Roux", login: "roux", password: "une phrase assez longue", role: "reader", language: "fr" };
    const made = await p.request.post(`${home.base}/users`, { form: reader, headers: { "sec-fetch-site": "same-origin" } });
    assert.ok(made.ok(), `${made.status()}`);
    await p.context().clearCookies();
    await signIn(p, home.base, reader.login, reader.password);
    assert.equal(await p.locator("#dropping").count(), 0);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("the hour of the figures leads to their sources, and the menu counts what waits", async () => {
  const home = await house("demo");
  const p = await page(browser);
  try {
    await signIn(p, home.base);
    await p.click("a.fresh");
    await p.waitForURL(`${home.base}/sources`);
    assert.match(await text(p, "tbody tr"), /Menuiserie Vauban.*balance-2026-11-20\.csv/i);
    // The plan of the day was read by the first page.
    assert.match(await text(p, ".rail a[href='/']"), /^Aujourd'hui \d+/);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("a webhook made on its page receives a signed test", async () => {
  const received = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => (body += piece));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  process.env.QUITTANCE_WEBHOOKS_REACH = "loopback";
  const home = await house("demo");
  delete process.env.QUITTANCE_WEBHOOKS_REACH;
  const p = await page(browser);
  try {
    await signIn(p, home.base);
    await p.goto(`${home.base}/settings`);
    await p.click("a[href='/webhooks']");
    await p.fill("#f-url", "http://10.0.0.1/hook");
    await p.click("main form button.first");
    assert.match(await text(p, "#e-url"), /https/);
    await p.fill("#f-url", `http://127.0.0.1:${server.address().port}/hook`);
    await p.check("input[name=events][value=promise]");
    await p.click("main form button.first");
    const secret = await text(p, "code.secret");
    assert.match(secret, /^whsec_/);
    await p.click("form[action$='/test'] button");
    await p.waitForSelector("#told .tag.cash", { timeout: 15_000 });
    const { headers, body } = received[0];
    assert.equal(JSON.parse(body).type, "webhook.test");
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const code = createHmac("sha256", key).update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`).digest("base64");
    assert.equal(headers["webhook-signature"], `v1,${code}`);
    await p.goto(p.url().split("?")[0]);
    assert.equal(await p.locator("code.secret").count(), 0, "shown once");
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
    server.close();
  }
});
