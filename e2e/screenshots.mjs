// A picture of every page: `node screenshots.mjs [folder]`. Desktop, phone, dark; French, English.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DESKTOP, PHONE, house, launch, page, root, signIn } from "./house.mjs";
import { pages } from "./pages.mjs";

const folder = process.argv[2] ?? join(root, "target", "screenshots");
mkdirSync(folder, { recursive: true });
const browser = await launch();
const home = await house("demo");
const looks = [
  ["desktop", { viewport: DESKTOP }, "fr"],
  ["phone", { viewport: PHONE, isMobile: true, hasTouch: true }, "fr"],
  ["dark", { viewport: DESKTOP, colorScheme: "dark" }, "fr"],
  ["english", { viewport: DESKTOP, locale: "en-GB" }, "en"],
];
try {
  for (const [look, options, lang] of looks) {
    const p = await page(browser, options);
    await p.goto(`${home.base}/sign-in?lang=${lang}`);
    await p.screenshot({ path: join(folder, `${look}-sign-in.png`) });
    await signIn(p, home.base);
    for (const [name, url] of Object.entries(await pages(p, home.base))) {
      await p.goto(url);
      await p.waitForLoadState("networkidle");
      await p.screenshot({ path: join(folder, `${look}-${name}.png`) });
    }
    await p.goto(`${home.base}/profile/second-factor`);
    // A key that nobody confirms changes nothing for the next look.
    if (await p.locator("[name=current]").count()) {
      await p.fill("[name=current]", "menuiserie-vauban");
      await p.click("main form button.first");
    }
    await p.screenshot({ path: join(folder, `${look}-enrolment.png`), fullPage: true });
    await p.goto(`${home.base}/profile`);
    await p.locator("section:has([name=token-name]) summary").click();
    await p.fill("[name=token-name]", "tableau de bord");
    await p.fill("[name=token-current]", "menuiserie-vauban");
    await p.screenshot({ path: join(folder, `${look}-token-new.png`), fullPage: true });
    await p.click("[action='/profile/tokens'] button.first");
    await p.screenshot({ path: join(folder, `${look}-token.png`), fullPage: true });
    await p.goto(home.base);
    await p.locator("#q").pressSequentially("gar");
    await p.waitForSelector("#found:not([hidden]) [role=option]");
    await p.keyboard.press("ArrowDown");
    await p.screenshot({ path: join(folder, `${look}-search-list.png`) });
    await p.keyboard.press("Escape");
    await p.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["x"], "balance.csv"));
      document.querySelector("main").dispatchEvent(new DragEvent("dragover", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    });
    await p.screenshot({ path: join(folder, `${look}-drop.png`) });
    await p.context().close();
  }
  const fresh = await house();
  const p = await page(browser);
  await p.goto(`${fresh.base}/first-run`);
  await p.screenshot({ path: join(folder, "desktop-first-run.png") });
  await fresh.close();
} finally {
  await browser.close();
  await home.close();
}
console.log(folder);
