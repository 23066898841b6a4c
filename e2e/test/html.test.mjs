// Every page, in both languages, is HTML as its standard writes it, without a script or a style of its own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { HtmlValidate } from "html-validate";
import { house, launch, page, signIn } from "../house.mjs";
import { pages } from "../pages.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

// The standard itself, and the policy of the pages; how a tag is laid out is our own affair.
const html = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard"],
  rules: { "no-inline-style": "error", "no-dup-id": "error", "wcag/h32": "off" },
});

test("every page is valid in both languages", async () => {
  const home = await house("demo");
  const p = await page(browser);
  try {
    const found = [];
    let seen = 0;
    const check = async (name, url) => {
      for (const lang of ["fr", "en"]) {
        // As the server writes it: a browser would mend it first.
        const asked = new URL(url);
        asked.searchParams.set("lang", lang);
        const source = await (await p.request.get(asked.href)).text();
        assert.match(source, new RegExp(`^<!doctype html>\\s*<html lang="${lang}">`), name);
        assert.doesNotMatch(source, /<script(?![^>]* src="\/assets\/)|<style|\son\w+="|javascript:/i, `${name}: nothing inline`);
        const report = await html.validateString(source, `${name}-${lang}`);
        for (const { messages } of report.results) {
          found.push(...messages.map((m) => `${name} ${lang}: ${m.ruleId}: ${m.message} (line ${m.line}, ${m.selector})`));
        }
        seen += 1;
      }
    };
    await check("sign-in", `${home.base}/sign-in`);
    await signIn(p, home.base);
    for (const [name, url] of Object.entries(await pages(p, home.base))) await check(name, url);
    assert.ok(seen > 80, `${seen} pages`);
    assert.deepEqual(found, []);
  } finally {
    await p.context().close();
    await home.close();
  }
});
