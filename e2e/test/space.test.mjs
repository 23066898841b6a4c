// The debtor's space on a telephone: with and without JavaScript.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { PHONE, house, launch, page, signIn } from "../house.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const headers = { "sec-fetch-site": "same-origin" };
const phone = { viewport: PHONE, isMobile: true, hasTouch: true };
// One black point: what a telephone would send, made small.
const PHOTO = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==",
  "base64",
);
let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

async function clean(p, name) {
  await p.evaluate(axe);
  const tags = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
  const { violations } = await p.evaluate((runOnly) => globalThis.axe.run(document, { runOnly }), tags);
  assert.deepEqual(violations.map((v) => `${name}: ${v.id}: ${v.nodes[0].html.slice(0, 120)}`), []);
  const wide = await p.evaluate(() => document.documentElement.scrollWidth > globalThis.innerWidth);
  assert.equal(wide, false, `${name}: nothing is wider than the telephone`);
}

/** A link made by the house, through its API. */
async function links(home) {
  const p = await page(browser);
  await signIn(p, home.base);
  return {
    make: async (path) => {
      const answer = await p.request.post(`${home.base}/api/v1/${path}/links`, { data: {}, headers });
      assert.equal(answer.status(), 201, await answer.text());
      return answer.json();
    },
    revoke: (id) => p.request.delete(`${home.base}/api/v1/links/${id}`, { headers }),
    ask: async (path) => (await p.request.get(`${home.base}/api/v1/${path}`, { headers })).json(),
    close: () => p.context().close(),
  };
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "" : " without JavaScript";
  test(`a person proves who they are, contests with a photograph, proposes and signs a plan${how}`, async () => {
    const home = await house("demo");
    const desk = await links(home);
    const p = await page(browser, { ...phone, javaScriptEnabled });
    const look = (name) => (javaScriptEnabled ? clean(p, name) : null);
    try {
      const { address } = await desk.make("accounts/C0269");
      await p.goto(address);
      await look("question");
      assert.equal(await p.getByText("€").count(), 0, "no amount before the fact");
      await p.fill("[name=fact]", "f9999");
      await p.click("button.first");
      assert.match(await p.locator("#e-fact").innerText(), /essais restants : 4/);
      // The end of their telephone number: their letters say the rest.
      await p.fill("[name=fact]", "51 96");
      await p.click("button.first");
      assert.match(await p.locator(".sum").first().innerText(), /2.757,48/);
      await look("space");

      await p.click("a.choice[href$='/contest']");
      await look("contest");
      await p.selectOption("[name=kind]", "delivery");
      await p.fill("[name=amount]", "757,48");
      await p.fill("[name=words]", "Une porte n'a pas été livrée.");
      await p.setInputFiles("[name=file]", { name: "mur.png", mimeType: "image/png", buffer: PHOTO });
      await p.click("button.first");
      assert.match(await p.locator(".done").innerText(), /contestation est enregistrée/);
      assert.match(await p.locator(".sum").first().innerText(), /2.000,00/);

      // What is contested enters no plan: the house closes nothing, the person asks for time on another line only.
      await p.goto(`${address}/pay`);
      await look("pay");
      assert.ok(await p.locator(".code svg").isVisible(), "the code of the transfer");
      assert.match(await p.locator(".facts").innerText(), /FR\d\d/);
      await p.goto(`${address}/other`);
      await p.fill("[name=words]", "Je préfère être appelé le matin.");
      await p.click("button.first");
      assert.match(await p.locator(".done").innerText(), /transmis/);

      const { address: second } = await desk.make("accounts/C0063");
      await p.goto(second);
      // An invoice paid in October: no reminder lists it.
      await p.fill("[name=fact]", "F1075");
      await p.click("button.first");
      await p.click("a.choice[href$='/plan']");
      await look("plan");
      await p.fill("[name=count]", "6");
      await p.fill("[name=first]", "2026-12-07");
      await p.click("button[value=compute]");
      assert.equal(await p.locator(".card .sums tr").count(), 7, "six instalments and their total");
      await p.click("button[value=propose]");
      await look("sign");
      await p.fill("[name=name]", "Françoise Délémontet");
      await p.click("form[action*='/plans/'] button.first");
      assert.match(await p.locator("#e-consent").innerText(), /cochez/);
      await p.check("[name=consent]");
      await p.click("form[action*='/plans/'] button.first");
      assert.match(await p.locator("main").innerText(), /Signé le/);
      const protocol = await p.request.get(`${p.url().split("?")[0]}/protocol`);
      assert.match(protocol.headers()["content-type"], /pdf/);
      const plans = await desk.ask("plans?account=C0063&state=active");
      assert.equal(plans.rows.length, 1);
      const disputes = await desk.ask("disputes?account=C0269");
      assert.equal(disputes.rows[0].source, "debtor");
      assert.deepEqual(p.troubles, []);
    } finally {
      await p.context().close();
      await desk.close();
      await home.close();
    }
  });
}

test("a link that is forged, cut or taken back is kind and tells nothing; a plan is signed by its own link", async () => {
  const home = await house("demo");
  const desk = await links(home);
  const p = await page(browser, phone);
  try {
    const made = await desk.make("accounts/C0107");
    await p.goto(made.address);
    assert.match(await p.locator("main").innerText(), /Vous devez/);
    for (const wrong of [made.address.slice(0, -3), `${home.base}/link/plan/${made.address.split("/").pop()}`]) {
      await p.goto(wrong);
      assert.match(await p.locator("h1").innerText(), /n'ouvre rien/);
      assert.doesNotMatch(await p.locator("body").innerText(), /Moreau|€/);
    }
    await clean(p, "closed");
    await desk.revoke(made.id);
    await p.goto(made.address);
    assert.match(await p.locator("main").innerText(), /plus valable/);
    const answer = await fetch(made.address);
    assert.equal(answer.headers.get("referrer-policy"), "no-referrer");
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await desk.close();
    await home.close();
  }
});
