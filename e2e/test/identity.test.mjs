// Who signs in: a code, a token, a session, as people do it in the browser.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { ADMIN, PHONE, firstRun, house, launch, page } from "../house.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

/** The code that an application shows (RFC 6238), so many periods from now. */
function code(secret, periods = 0) {
  const bits = [...secret.replaceAll(" ", "")].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + periods));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function password(p, base) {
  await p.goto(`${base}/sign-in`);
  await p.fill("[name=login]", ADMIN.login);
  await p.fill("[name=password]", ADMIN.password);
  await p.click("button.first");
}

for (const [how, options] of [["on a desktop", {}], ["on a phone without JavaScript", { viewport: PHONE, javaScriptEnabled: false }]]) {
  test(`a code is turned on and asked, a token made, a device signed out, ${how}`, async () => {
    const home = await house();
    const p = await page(browser, options);
    const other = await page(browser, options);
    try {
      await firstRun(p, home.base);
      await p.goto(`${home.base}/profile`);
      await p.click("a[href='/profile/second-factor'].button");
      await p.fill("[name=current]", ADMIN.password);
      await p.click("main form button.first");
      const secret = await p.locator(".secret-key").innerText();
      const box = await p.locator("svg.qr").boundingBox();
      assert.ok(box.width > 150 && Math.abs(box.width - box.height) < 2, "the picture can be photographed");
      const used = code(secret);
      await p.fill("[name=code]", used);
      await p.click("main form button.first");
      const recovery = await p.locator(".recovery code").allInnerTexts();
      assert.equal(new Set(recovery).size, 10);
      await p.click(".shown-once a.button");
      await p.waitForURL(`${home.base}/`);

      // Elsewhere: the password, the code that was used, that of the next period.
      await password(other, home.base);
      await other.waitForURL(/\/sign-in\/code/);
      await other.fill("[name=code]", used);
      await other.click("button.first");
      assert.match(await other.locator("[role=alert]").innerText(), /a déjà servi/);
      await other.fill("[name=code]", code(secret, 1));
      await other.click("button.first");
      await other.waitForURL(`${home.base}/`);

      // A token, shown once, which the API takes within its scopes.
      await p.goto(`${home.base}/profile`);
      await p.locator("section:has([name=token-name]) summary").click();
      await p.fill("[name=token-name]", "export du matin");
      await p.fill("[name=token-current]", ADMIN.password);
      await p.click("[action='/profile/tokens'] button.first");
      const token = await p.locator("#made").inputValue();
      const headers = { authorization: `Bearer ${token}` };
      const reads = await fetch(`${home.base}/api/v1/accounts`, { headers });
      assert.equal(reads.status, 200);
      const runs = await fetch(`${home.base}/api/v1/run`, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body: "{}" });
      assert.deepEqual([runs.status, (await runs.json()).code], [403, "scope-missing"]);
      await p.goto(`${home.base}/profile`);
      assert.equal(await p.locator("#made").count(), 0);
      const said = (done, act) => Promise.all([p.waitForURL(done, { waitUntil: "commit" }), act()]);
      await said(/done=token-revoked/, () => p.click("[action='/profile/tokens/revoke'] button"));
      assert.equal((await fetch(`${home.base}/api/v1/accounts`, { headers })).status, 401);

      // The other device is listed, and signed out.
      assert.equal(await p.locator("td.who:has-text('Chrome')").count(), 2);
      await said(/done=sessions/, () => p.click("[action='/profile/sessions/end']:has([name=id]) button"));
      assert.match(await p.locator(".toast").innerText(), /Un appareil déconnecté/);
      await other.goto(`${home.base}/accounts`);
      await other.waitForURL(/\/sign-in/);

      // The device is lost: a recovery code.
      await password(other, home.base);
      await other.fill("[name=code]", recovery[0]);
      await other.click("button.first");
      await other.waitForURL(`${home.base}/`);
      assert.deepEqual([...p.troubles, ...other.troubles], []);
    } finally {
      await p.context().close();
      await other.context().close();
      await home.close();
    }
  });
}
