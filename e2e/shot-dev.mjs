import { chromium } from "playwright-core";
const base = process.argv[2], out = process.argv[3], scheme = process.argv[4] ?? "light", phone = process.argv[5] === "phone";
const pages = process.argv.slice(6);
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu"] });
const c = await b.newContext({ viewport: phone ? { width: 390, height: 844 } : { width: 1440, height: 900 }, colorScheme: scheme, locale: "fr-FR" });
const p = await c.newPage();
p.on("console", m => console.log("console", m.type(), m.text())); p.on("pageerror", e => console.log("ERR", e.message));
p.on("response", r => { if (r.status() >= 400) console.log(r.status(), r.url()); });
await p.goto(base + "/sign-in"); await p.fill("[name=login]", "lefort"); await p.fill("[name=password]", "une bonne phrase"); await p.click("button.first");
await p.waitForLoadState("networkidle");
for (const spec of pages) { const [name, url] = spec.split("="); await p.goto(base + decodeURIComponent(url)); await p.waitForLoadState("networkidle"); await p.screenshot({ path: `${out}/${name}.png` }); }
await b.close();
