// Starts the program on a free loopback port over a database of its own, and a browser on it.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");
export const demo = (name) => join(root, "demo", name);
export const DAY = "2026-11-23";
const bin = process.env.QUITTANCE_BIN ?? join(root, "target/release/quittance");

const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer().once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

/** One program, one database, on a day. `kind`: "empty", or "demo" for the demo company. */
export async function house(kind = "empty", today = DAY) {
  const dir = mkdtempSync(join(tmpdir(), "quittance-e2e-"));
  const db = kind === "demo" ? join(dir, "demo.db") : join(dir, "desk.db");
  if (kind === "demo") {
    const built = spawnSync(bin, ["demo", "--no-serve", "--dir", dir], { encoding: "utf8" });
    if (built.status !== 0) throw new Error(`demo: ${built.stderr}`);
  }
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  if (kind === "demo") {
    // Links lead here.
    const said = spawnSync(bin, ["--db", `sqlite:${db}`, "--today", today, "house", "address", base], { encoding: "utf8" });
    if (said.status !== 0) throw new Error(`house address: ${said.stderr}`);
  }
  const args = ["--db", `sqlite:${db}`, "--today", today, "serve", "--listen", `127.0.0.1:${port}`];
  const child = spawn(bin, args, { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stdout.on("data", (d) => (log += d));
  child.stderr.on("data", (d) => (log += d));
  const until = Date.now() + 20_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the program stopped: ${log}`);
    try {
      if ((await fetch(`${base}/healthz`)).ok) break;
    } catch {
      if (Date.now() > until) throw new Error(`the program does not answer: ${log}`);
      await new Promise((r) => setTimeout(r, 50));
    }
  }
  return {
    base,
    /** Runs a command of the program on the same database. */
    run(...args) {
      const done = spawnSync(bin, ["--db", `sqlite:${db}`, "--today", today, ...args], { encoding: "utf8" });
      if (done.status !== 0) throw new Error(`${args.join(" ")}: ${done.stderr}`);
      return done.stdout;
    },
    async close() {
      const gone = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await gone;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export const launch = () =>
  chromium.launch({
    executablePath: process.env.QUITTANCE_CHROMIUM ?? "/usr/bin/chromium",
    args: (process.env.QUITTANCE_CHROMIUM_ARGS ?? "").split(" ").filter(Boolean),
  });

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** A page in its own context, which fails the test on any script error or refused resource. */
export async function page(browser, options = {}) {
  const context = await browser.newContext({ locale: "fr-FR", viewport: DESKTOP, ...options });
  const page = await context.newPage();
  page.troubles = [];
  page.on("pageerror", (error) => page.troubles.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().includes("status of 4")) page.troubles.push(message.text());
  });
  return page;
}

/** A PDF of some pages that says what it is. */
export function pdf(words, pages) {
  const text = `BT /F1 18 Tf 60 760 Td (${words}) Tj ET`;
  const kids = Array.from({ length: pages }, (_, n) => `${n + 5} 0 R`);
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    `<</Type/Pages/Kids[${kids.join(" ")}]/Count ${pages}>>`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
    ...kids.map(() => "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>"),
  ];
  let file = "%PDF-1.4\n";
  const offsets = objects.map((object, n) => {
    const at = file.length;
    file += `${n + 1} 0 obj${object}endobj\n`;
    return at;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  file += offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  file += `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`;
  return Buffer.from(file, "latin1");
}

/** A page that tells whether the mouse was used, and a keyboard that counts. */
export async function byKeyboard(p) {
  await p.addInitScript(() => {
    for (const kind of ["mousedown", "pointerdown", "touchstart"]) {
      addEventListener(kind, () => (globalThis.mouse = (globalThis.mouse ?? 0) + 1), true);
    }
  });
  let strokes = 0;
  return {
    press: async (...keys) => {
      for (const key of keys) {
        strokes += 1;
        await p.keyboard.press(key);
      }
    },
    type: async (text) => {
      strokes += text.length;
      await p.keyboard.type(text);
    },
    // A browser asks for the day in the order of its own language, whatever the page's.
    date: async (iso) => {
      const [year, month, day] = iso.split("-");
      for (const typed of [day + month + year, month + day + year]) {
        await p.keyboard.type(typed);
        if ((await p.evaluate(() => document.activeElement.value)) === iso) break;
        await p.evaluate(() => {
          const field = document.activeElement;
          field.value = "";
          field.blur();
          field.focus();
        });
      }
      strokes += 8;
    },
    count: () => strokes,
    mouse: () => p.evaluate(() => globalThis.mouse ?? 0),
  };
}

export const ADMIN = { name: "Claire Lefort", login: "lefort", password: "une phrase assez longue" };

/** First run: the administrator, then the first page. */
export async function firstRun(page, base) {
  await page.goto(`${base}/`);
  for (const [field, value] of Object.entries(ADMIN)) await page.fill(`[name=${field}]`, value);
  await page.click("button.first");
  await page.waitForURL(`${base}/`);
}

/** Signs in to the demo company. */
export async function signIn(page, base, login = "demo", password = "menuiserie-vauban") {
  await page.goto(`${base}/sign-in`);
  await page.fill("[name=login]", login);
  await page.fill("[name=password]", password);
  await page.click("button.first");
  await page.waitForURL(`${base}/`);
}

/** Drops files on the import page and stops at the preview. */
export async function examine(page, base, names, creditor) {
  await page.goto(`${base}/imports`);
  await page.setInputFiles("input[type=file]", names.map(demo));
  await page.click("main form button.first");
  await page.waitForURL(/\/imports\/prepare/);
  if (creditor) {
    const field = page.locator("#f-creditor");
    if ((await field.evaluate((e) => e.tagName)) === "SELECT") await field.selectOption(creditor);
    else await field.fill(creditor);
    await page.click("form.filters button");
    await page.waitForLoadState();
  }
}

/** The address of the account of a name. */
export async function account(page, base, words) {
  await page.goto(`${base}/accounts?q=${encodeURIComponent(words)}`);
  return page.url();
}
