// Signing in through a provider of identities, as people do it in the browser.
import assert from "node:assert/strict";
import { createHash, createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { ADMIN, PHONE, firstRun, house, launch, page } from "../house.mjs";

let browser;
before(async () => (browser = await launch()));
after(async () => browser.close());

const SECRET = "a secret of the test";

/** A provider with a page of its own, on another site: `localhost`, where the house is at 127.0.0.1. */
async function provider() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const codes = new Map();
  const people = { email: "claire@house.example", sub: "key-of-claire" };
  const server = createServer((request, response) => {
    const issuer = `http://localhost:${server.address().port}`;
    const url = new URL(request.url, issuer);
    const json = (status, value) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (url.pathname === "/.well-known/openid-configuration") {
      return json(200, { issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` });
    }
    if (url.pathname === "/keys") {
      return json(200, { keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig" }] });
    }
    if (url.pathname === "/authorize") {
      const asked = Object.fromEntries(url.searchParams);
      const code = randomUUID();
      codes.set(code, asked);
      const back = `${asked.redirect_uri}?${new URLSearchParams({ code, state: asked.state })}`;
      const no = `${asked.redirect_uri}?${new URLSearchParams({ error: "access_denied", state: asked.state })}`;
      const links = `<a id="yes" href="${back.replaceAll("&", "&amp;")}">Oui</a> <a id="no" href="${no.replaceAll("&", "&amp;")}">Non</a>`;
      return response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(`<!doctype html><title>Maison</title>${links}`);
    }
    // A browser asks for an icon of its own accord.
    if (url.pathname !== "/token") return response.writeHead(404).end();
    let body = "";
    request.on("data", (part) => (body += part));
    request.on("end", () => {
      const form = Object.fromEntries(new URLSearchParams(body));
      const [id, secret] = Buffer.from(request.headers.authorization.slice(6), "base64").toString().split(":").map(decodeURIComponent);
      const asked = codes.get(form.code);
      codes.delete(form.code);
      const challenge = createHash("sha256").update(form.code_verifier).digest("base64url");
      if (id !== "quittance" || secret !== SECRET || !asked || asked.code_challenge !== challenge || asked.redirect_uri !== form.redirect_uri) {
        return json(400, { error: "invalid_grant" });
      }
      const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: issuer, aud: id, nonce: asked.nonce, iat: now, exp: now + 300, email_verified: true, ...people };
      const message = `${part({ alg: "RS256", kid: "one" })}.${part(claims)}`;
      const signature = createSign("RSA-SHA256").update(message).sign(privateKey, "base64url");
      json(200, { access_token: "unused", token_type: "Bearer", id_token: `${message}.${signature}` });
    });
  });
  await new Promise((done) => server.listen(0, "localhost", done));
  return { people, issuer: `http://localhost:${server.address().port}`, close: () => server.close() };
}

for (const [how, options] of [["on a desktop", {}], ["on a phone without JavaScript", { viewport: PHONE, javaScriptEnabled: false }]]) {
  test(`somebody signs in through the provider, is turned away, is named, ${how}`, async () => {
    const there = await provider();
    Object.assign(process.env, {
      QUITTANCE_OIDC_ISSUER: there.issuer,
      QUITTANCE_OIDC_CLIENT_ID: "quittance",
      QUITTANCE_OIDC_CLIENT_SECRET: SECRET,
      QUITTANCE_OIDC_NAME: "Maison",
    });
    const home = await house();
    for (const name of Object.keys(process.env)) if (name.startsWith("QUITTANCE_OIDC_")) delete process.env[name];
    const p = await page(browser, options);
    const other = await page(browser, options);
    try {
      await firstRun(p, home.base);

      // The provider knows somebody whom nobody is here.
      await other.goto(`${home.base}/aging`);
      assert.match(other.url(), /\/sign-in\?next=/);
      await other.click("text=Se connecter avec Maison");
      await other.click("#yes");
      assert.match(await other.locator("[role=alert]").innerText(), /claire@house\.example.*administrateur/s);
      assert.equal(await other.locator("text=Se connecter avec Maison").count(), 1, "the way back is there");

      // An administrator writes the name down.
      await p.goto(`${home.base}/users/${ADMIN.login}/sign-in`);
      await p.fill("[name=known-as]", "claire@house.example");
      // The page takes what was done out of its address as soon as it has said it.
      await Promise.all([p.waitForURL(/done=provider-named/, { waitUntil: "commit" }), p.click("#provider form button")]);

      // Turned away by the provider, then in, where they were going.
      await other.goto(`${home.base}/aging`);
      await other.click("text=Se connecter avec Maison");
      await other.click("#no");
      assert.match(await other.locator("[role=alert]").innerText(), /access_denied/);
      await other.goto(`${home.base}/aging`);
      await other.click("text=Se connecter avec Maison");
      await other.click("#yes");
      await other.waitForURL(`${home.base}/aging`);
      assert.equal(await other.locator("h1").count(), 1);

      // The address changes hands: it opens nothing any more.
      there.people.sub = "key-of-eve";
      const eve = await page(browser, options);
      await eve.goto(`${home.base}/sign-in`);
      await eve.click("text=Se connecter avec Maison");
      await eve.click("#yes");
      assert.match(await eve.locator("[role=alert]").innerText(), /autre identité/);
      assert.deepEqual(eve.troubles, []);
      await eve.context().close();

      // Untied, and so signed out.
      await p.goto(`${home.base}/users/${ADMIN.login}/sign-in`);
      assert.match(await p.locator("#provider").innerText(), /liée depuis/);
      await p.click("#provider .button.danger");
      await p.waitForURL(/\/sign-in\?next=/);
      await other.goto(`${home.base}/aging`);
      assert.match(other.url(), /\/sign-in/);
      assert.deepEqual([...p.troubles, ...other.troubles], []);
    } finally {
      await p.context().close();
      await other.context().close();
      await home.close();
      there.close();
    }
  });
}
