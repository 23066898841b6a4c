// The main line of work, as its users live it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, account, examine, firstRun, house, launch, page, signIn } from "../house.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

const NARROW = "\u202f";
const text = async (p, selector) => (await p.locator(selector).first().innerText()).replaceAll("\n", " ");

test("from an empty database to today's letters", async () => {
  const home = await house();
  const p = await page(browser);
  try {
    await firstRun(p, home.base);
    assert.match(await text(p, ".empty"), /Aucune créance/);
    await examine(p, home.base, ["clients.csv", "balance-2026-11-20.csv"], "VAUBAN");
    assert.match(await text(p, ".changes"), /Débiteurs créés 298/);
    const gaps = await p.locator("table:has-text('Écart') tbody tr td:last-child .tag").allInnerTexts();
    assert.deepEqual(gaps.map((g) => g.replace(/[^0-9,]/g, "")), ["0,00", "0,00", "0,00"]);
    await p.click("form[action='/imports/start'] button.first");
    await p.waitForURL(/\/imports\/[0-9A-Z]{13}/, { timeout: 90_000 });
    assert.match(await text(p, ".head"), /en service/);
    assert.match(await text(p, ".toast"), /Import terminé/);

    await p.click(".head a[href='/aging']");
    // demo/README.md: Friday's export on 23 November.
    const totals = await p.locator("tfoot tr").first().locator("td").allInnerTexts();
    assert.deepEqual(
      totals.map((t) => t.replaceAll(NARROW, " ").replace(" €", "")),
      ["605 078,35", "241 310,36", "103 873,80", "39 172,74", "54 508,71", "1 043 943,96"],
    );
    await p.click("tbody a:has-text('Garage Moreau')");
    assert.match(await text(p, ".figures"), new RegExp(`12${NARROW}400,00`));
    await p.locator("input[name=item]").first().uncheck();
    await p.waitForFunction(() => document.querySelector("#why").innerText.includes("2 pièces choisies"));

    await p.goto(`${home.base}/run`);
    const count = await p.locator("main tbody tr").count();
    assert.ok(count > 10, `${count} decisions`);
    await p.click(".side button.first");
    await p.waitForURL(/\/letters/);
    await p.waitForSelector(".head a[href^='/documents/']", { timeout: 60_000 });
    assert.equal(await p.locator("main tbody tr").count(), count);
    const pdf = await p.request.get(home.base + (await p.locator("td.do a").first().getAttribute("href")));
    assert.equal((await pdf.body()).subarray(0, 4).toString(), "%PDF");

    await p.goto(`${home.base}/run`);
    assert.match(await text(p, ".empty"), /Personne à relancer/, "the same day again reminds nobody");
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("the day after: what changed, the bad lines, and undo", async () => {
  const home = await house("demo");
  const p = await page(browser);
  try {
    await signIn(p, home.base);
    await p.goto(`${home.base}/aging`);
    const before = await text(p, "tfoot");
    await examine(p, home.base, ["balance-2026-11-23.csv"]);
    const lines = await p.locator("#errors tbody td:first-child").allInnerTexts();
    assert.deepEqual(lines, ["41", "160", "287"]);
    await p.click("form[action='/imports/start'] button.first");
    await p.waitForURL(/\/imports\/[0-9A-Z]{13}/, { timeout: 90_000 });
    const result = p.url();
    await p.goto(`${home.base}/aging`);
    assert.notEqual(await text(p, "tfoot"), before);
    await p.goto(result);
    await Promise.all([p.waitForURL(/done=undone/, { timeout: 90_000, waitUntil: "commit" }), p.click("button.danger")]);
    await p.goto(`${home.base}/aging`);
    assert.equal(await text(p, "tfoot"), before, "the former state is back to the cent");
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

// File, creditor, total of demo/README.md, what its columns mean, how it is written.
for (const [file, creditor, total, columns, style] of [
  [
    "foreign/nordwind-offene-posten.csv", "NORDWIND", "140 176,62",
    { Kontonummer: "customer_number", Debitor: "customer_name", "Offen Soll": "debit", "Offen Haben": "credit" },
    { signs: "debit-credit", dates: "dmy", decimals: "comma", kinds: "GU = avoir, RE = facture, ZA = règlement" },
  ],
  [
    "foreign/lakeside-open-items.csv", "LAKESIDE", "96 913,52",
    { "Original Amount": "amount", "Open Balance": "open_amount" },
    { signs: "signed", dates: "mdy", decimals: "point", kinds: "" },
  ],
  [
    "foreign/iberia-pendientes.tsv", "IBERIA", "168 415,92",
    { "Importe pendiente": "open_amount", "D/H": "sign", Concepto: "kind" },
    { signs: "side", dates: "ymd", decimals: "comma", kinds: "" },
  ],
]) {
  test(`${file} is mapped in the page and ties`, async () => {
    const home = await house();
    const p = await page(browser);
    try {
      await firstRun(p, home.base);
      await examine(p, home.base, [file], creditor);
      await p.evaluate(() => (document.querySelector("#mapping").open = true));
      for (const [header, field] of Object.entries(columns)) await p.getByLabel(header, { exact: true }).selectOption(field);
      const { kinds, ...choices } = style;
      for (const [name, value] of Object.entries(choices)) await p.locator(`#f-${name}`).selectOption(value);
      await p.fill("#f-kinds", kinds);
      await p.fill("#f-name", creditor.toLowerCase());
      await p.click("#mapping button.first");
      await p.waitForURL(/profile=/);
      const row = p.locator("table:has-text('Écart') tbody tr").first();
      const cells = (await row.locator("td").allInnerTexts()).map((t) => t.replaceAll(NARROW, " "));
      assert.ok(cells[1]?.startsWith(total), `${total} in ${cells.join(" | ")}; ${await p.locator("#errors").allInnerTexts()}`);
      assert.ok(cells.at(-1).startsWith("0,00"), `gap ${cells.at(-1)}`);
      await p.click("form[action='/imports/start'] button.first");
      await p.waitForURL(/\/imports\/[0-9A-Z]{13}/, { timeout: 90_000 });
      // The saved profile serves again, and the same file changes nothing.
      await examine(p, home.base, [file]);
      await p.selectOption("#f-profile", creditor.toLowerCase());
      await p.click("form.filters button");
      await p.waitForURL(/profile=/);
      assert.match(await text(p, ".note.good"), /Rien à changer/);
      assert.deepEqual(p.troubles, []);
    } finally {
      await p.context().close();
      await home.close();
    }
  });
}

test("by keyboard alone", async () => {
  const home = await house("demo");
  const p = await page(browser);
  try {
    await signIn(p, home.base);
    await p.keyboard.press("g");
    await p.keyboard.press("d");
    await p.waitForURL(/\/accounts$/);
    await p.keyboard.press("j");
    await p.keyboard.press("j");
    const name = await text(p, "tr.chosen td.who");
    await p.keyboard.press("Enter");
    await p.waitForURL(/\/accounts\/[0-9A-Z]{13}/);
    assert.equal(await text(p, "h1"), name);
    await p.keyboard.press("s");
    await p.waitForFunction(() => document.activeElement?.id === "f-until");
    await p.keyboard.press("Escape");
    await p.keyboard.press("?");
    assert.ok(await p.locator("#keys").isVisible());
    await p.keyboard.press("Escape");
    await p.keyboard.press("/");
    await p.keyboard.type("C0107");
    await p.keyboard.press("Enter");
    await p.waitForFunction(() => document.querySelector("h1")?.innerText === "Garage Moreau SARL");
    await p.keyboard.press("Tab");
    assert.notEqual(await p.evaluate(() => document.activeElement.tagName), "BODY");
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("the list of the day by keyboard: why a rank, put off with a reason, taken back", async () => {
  const home = await house("demo");
  const p = await page(browser);
  const names = () => p.locator(".work td.who").allInnerTexts();
  try {
    await signIn(p, home.base);
    const before = await names();
    assert.ok(before.length > 3, `${before.length} files`);
    for (const key of ["j", "j", "r"]) await p.keyboard.press(key);
    await p.waitForFunction(() => document.querySelector("#pane")?.innerText.includes("Montant échu"));
    await p.keyboard.press("s");
    await p.waitForFunction(() => document.activeElement?.id === "f-reason");
    await p.keyboard.type("comptable absente");
    await p.keyboard.press("Enter");
    await p.waitForFunction(() => document.querySelector(".toast")?.innerText.includes("mis de côté"));
    const after = await names();
    assert.ok(!after.includes(before[1]) && after.includes(before[2]), "the second file left the list");
    await p.click(".toast button");
    await p.waitForFunction((name) => document.querySelector(".work")?.innerText.includes(name), before[1].split("\n")[0]);
    assert.deepEqual(await names(), before);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("search as you type, by keyboard alone", async () => {
  const home = await house("demo");
  const p = await page(browser);
  const type = async (words) => {
    await p.keyboard.press("/");
    await p.keyboard.type(words);
    await p.waitForSelector("#found:not([hidden]) [role=option]");
  };
  try {
    await signIn(p, home.base);
    await type("mor gar");
    assert.equal(await p.getAttribute("#q", "aria-expanded"), "true");
    assert.match(await text(p, "#found"), /Garage Moreau SARL/);
    assert.deepEqual(await p.locator("#found a").first().locator("mark").allInnerTexts(), ["Gar", "Mor"]);
    await p.keyboard.press("ArrowDown");
    assert.equal(await p.getAttribute("#q", "aria-activedescendant"), "found-accounts-1");
    await p.keyboard.press("Enter");
    await p.waitForFunction(() => document.querySelector("h1")?.innerText === "Garage Moreau SARL");
    await type("11 910,00");
    await p.keyboard.press("ArrowUp");
    assert.match(await p.locator("#found [aria-selected=true]").innerText(), /Tous les résultats/, "up begins at the end");
    await p.keyboard.press("ArrowUp");
    await p.keyboard.press("Enter");
    await p.waitForURL(/#piece-/);
    assert.match(await text(p, "tr:target"), /F1101/, "an amount leads to its line");
    await type("zzyzx");
    assert.match(await text(p, "#found"), /Rien ne répond/);
    await p.keyboard.press("Escape");
    assert.ok(await p.locator("#found").isHidden());
    assert.equal(await p.inputValue("#q"), "zzyzx", "what was typed stays");
    await p.keyboard.press("Escape");
    assert.equal(await p.evaluate(() => document.activeElement.tagName), "BODY");
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("without JavaScript", async () => {
  const home = await house("demo");
  const p = await page(browser, { javaScriptEnabled: false });
  try {
    await signIn(p, home.base);
    await examine(p, home.base, ["balance-2026-11-23.csv"]);
    await p.click("form[action='/imports/start'] button.first");
    // The running page refreshes itself until the result.
    await p.waitForURL(/\/imports\/[0-9A-Z]{13}/, { timeout: 90_000 });
    await p.fill("#q", "garage");
    await p.press("#q", "Enter");
    assert.match(await text(p, "main"), /Garage Moreau SARL.*C0107/);
    await p.fill("#q", "mor gar");
    await p.press("#q", "Enter");
    assert.match(await text(p, "h1"), /Garage Moreau SARL/);
    await p.locator("input[name=item]").first().uncheck();
    await p.click("form[data-live] button");
    assert.match(await text(p, "#why"), /2 pièces choisies/);
    await p.locator("details.act:has(#f-until) summary").click();
    await p.fill("#f-until", "2026-11-30");
    await p.click("form#pause button.first");
    assert.match(await text(p, ".error"), /dites pourquoi/);
    await p.fill("#f-reason", "chèque annoncé");
    await p.click("form#pause button.first");
    assert.match(await text(p, ".note.ask"), /chèque annoncé/);
    // a calculator: the form's address is the clean question, and the word explained opens by itself
    await p.goto(`${home.base}/calculators/late-interest`);
    await p.fill("#f-amount", "4 800,00");
    await p.fill("#f-due", "2026-03-01");
    await p.fill("#f-until", "2026-11-01");
    await p.fill("#f-payment-date-0", "2026-05-01");
    await p.fill("#f-payment-amount-0", "1000");
    await p.click("form.form button.first");
    await p.waitForURL(/late-interest\?amount=4800.00&due=2026-03-01&until=2026-11-01&payment=2026-05-01%3A1000$/);
    assert.match(await text(p, ".headline output"), /379,49/);
    await p.click(".word >> nth=0");
    assert.match(await text(p, ".meaning:popover-open"), /D441-5/);
  } finally {
    await p.context().close();
    await home.close();
  }
});

test("on a phone: nothing runs over the edge, the bar leads everywhere", async () => {
  const home = await house("demo");
  const p = await page(browser, { viewport: PHONE, hasTouch: true, isMobile: true });
  try {
    await signIn(p, home.base);
    const garage = await account(p, home.base, "C0107");
    for (const path of ["/", "/search?q=garage", "/worklist/team", "/worklist/weights?amount=1", "/accounts", "/aging", "/indicators", "/indicators/delays", "/letters", "/outbox", "/imports", "/diagnosis", "/creditors", "/calculators", "/calculators/decompte", "/calculators/late-interest?amount=4800.00&due=2026-03-01&until=2026-11-01&payment=2026-05-01%3A1000.00", "/calculators/court?debtor=commercial-company&amount=4000.00&place=75056", "/users", "/run", garage.replace(home.base, "")]) {
      await p.goto(home.base + path);
      const over = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(over, 0, `${path} is ${over} px too wide`);
    }
    await p.click(".rail .more a");
    await p.click(".menu a[href='/aging']");
    assert.match(await text(p, "h1"), /Balance âgée/);
    assert.deepEqual(p.troubles, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});
