//! Who signs in, by the pages and by the API: codes, tokens, sessions, and who must wait.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::support::{Answer, PASSWORD, TestApp};

/// A call of a program: a bearer token, no cookie.
async fn call(app: &TestApp, method: &str, path: &str, token: &str, body: &Value) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let body = if body.is_null() { String::new() } else { body.to_string() };
    app.send(request.body(Body::from(body)).expect("a request")).await
}

async fn session(app: &TestApp, login: &str) -> String {
    let answer = call(app, "POST", "/api/v1/session", "", &json!({ "login": login, "password": PASSWORD })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.json()["token"].as_str().expect("a token").to_owned()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// The code of a period, counted from the one of the test's clock.
fn code(app: &TestApp, secret: &str, periods: i64) -> String {
    let key = Builder::new().with_secret(Secret::try_from_base32(secret).expect("base 32")).build().expect("a key");
    key.generate(u64::try_from(app.desk.now().as_second() + 30 * periods).expect("after 1970")).to_string()
}

/// What stands between two texts.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("no {before} in {page}"));
    rest.split_once(after).expect("an end").0
}

#[tokio::test]
async fn a_code_is_turned_on_and_asked_as_a_second_step() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("collector").await;
    let page = "/profile/second-factor";
    let wrong = app.post(page, &cookie, &[("current", "pas la bonne du tout")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"e-current\"") && !wrong.body.contains("pas la bonne du tout"));
    assert_eq!(app.post(page, &cookie, &[("current", PASSWORD)]).await.location(), page);
    let shown = app.get(page, &cookie).await.body;
    let secret = between(&shown, "class=\"secret-key\">", "<").replace(' ', "");
    assert_eq!(secret.len(), 32, "160 bits");
    assert!(shown.contains("<svg class=\"qr\"") && shown.contains(&format!("secret={secret}")));
    let wrong = app.post("/profile/second-factor/confirm", &cookie, &[("code", "12345")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"e-code\"") && wrong.body.contains(&secret[..4]), "the key is still there");
    let on = app.post("/profile/second-factor/confirm", &cookie, &[("code", &code(&app, &secret, 0))]).await;
    assert_eq!((on.status, on.body.matches("<li><code>").count()), (StatusCode::OK, 10), "{}", on.body);
    let recovery = between(&on.body, "<li><code>", "<").to_owned();
    assert!(!app.get(page, &cookie).await.body.contains(&recovery), "shown once");

    // The password alone leads to the second step, and nowhere else.
    let first = app
        .post("/sign-in", "", &[("login", "collector"), ("password", PASSWORD), ("next", "/aging?by=creditor")])
        .await;
    assert_eq!(first.location(), "/sign-in/code?next=/aging%3Fby%3Dcreditor");
    let half = first.cookie().expect("a cookie for the second step");
    assert_eq!(app.get("/accounts", &half).await.location(), "/sign-in?next=/accounts");
    assert_eq!(app.get("/api/v1/me", &half).await.status, StatusCode::UNAUTHORIZED);
    let asks = app.get(first.location(), &half).await;
    assert!(asks.status == StatusCode::OK && asks.body.contains("autocomplete=\"one-time-code\""));
    assert_eq!(app.get("/sign-in/code", "").await.location(), "/sign-in", "without the first step");
    let used = [("code", code(&app, &secret, 0)), ("next", "/aging".to_owned())];
    let used = used.each_ref().map(|(name, value)| (*name, value.as_str()));
    let again = app.post("/sign-in/code", &half, &used).await;
    assert!(again.status == StatusCode::UNPROCESSABLE_ENTITY && again.body.contains("a déjà servi"), "{}", again.body);
    let next = code(&app, &secret, 1);
    let entered = app.post("/sign-in/code", &half, &[("code", &next), ("next", "//evil.example")]).await;
    assert_eq!((entered.status, entered.location()), (StatusCode::SEE_OTHER, "/"), "nobody is sent elsewhere");
    let whole = entered.cookie().expect("a session");
    assert!(whole != half && app.get("/accounts", &whole).await.status == StatusCode::OK);

    // The API takes all three at once.
    let body = |code: Value| json!({ "login": "collector", "password": PASSWORD, "code": code });
    let lacking = call(&app, "POST", "/api/v1/session", "", &body(Value::Null)).await;
    assert_eq!((lacking.status.as_u16(), lacking.json()["code"].as_str()), (422, Some("code-needed")));
    assert_eq!(lacking.json()["field"], "code");
    let wrong = call(&app, "POST", "/api/v1/session", "", &body(json!(next))).await;
    assert_eq!(wrong.json()["code"], "code-used");
    let by_recovery = call(&app, "POST", "/api/v1/session", "", &body(json!(recovery))).await;
    assert_eq!(by_recovery.status, StatusCode::OK, "{}", by_recovery.body);

    // An administrator takes it off, and sees it.
    let admin = app.sign_in("administrator").await;
    let person = "/users/collector/sign-in";
    assert!(app.get(person, &admin).await.body.contains("/users/collector/second-factor/reset"));
    let reset = app.post("/users/collector/second-factor/reset", &admin, &[]).await;
    assert_eq!(reset.location(), format!("{person}?done=codes-off"));
    assert_eq!(app.get("/accounts", &whole).await.status, StatusCode::SEE_OTHER, "their devices are out");
    app.sign_in("collector").await;
    assert_eq!(app.get(person, &app.sign_in("manager").await).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_role_that_must_have_a_code_reaches_nothing_else() {
    let app = TestApp::with_people();
    let (admin, reader) = (app.sign_in("administrator").await, app.sign_in("reader").await);
    let set = app.post("/users/second-factor", &admin, &[("roles", "reader")]).await;
    assert_eq!(set.location(), "/users?done=code-roles");
    assert!(app.get("/users", &admin).await.body.contains("value=\"reader\" checked"));
    for path in ["/", "/accounts", "/profile", "/settings"] {
        assert_eq!(app.get(path, &reader).await.location(), "/profile/second-factor", "{path}");
    }
    let refused = app.get("/api/v1/accounts", &reader).await;
    assert_eq!((refused.status.as_u16(), refused.json()["code"].as_str()), (403, Some("second-factor-needed")));
    let order = json!({ "name": "détour", "scopes": ["read"], "password": PASSWORD });
    let around = call(&app, "POST", "/api/v1/me/tokens", &session(&app, "reader").await, &order).await;
    assert_eq!(around.json()["code"], "second-factor-needed", "no token leads around it");
    let page = app.get("/profile/second-factor", &reader).await;
    assert!(
        page.status == StatusCode::OK && page.body.contains("/sign-out") && !page.body.contains("href=\"/accounts\"")
    );
    // The API opens the way too.
    let token = session(&app, "reader").await;
    let key = call(&app, "POST", "/api/v1/me/second-factor", &token, &json!({ "password": PASSWORD })).await;
    let given = code(&app, &text(&key.json()["secret"]), 0);
    let confirm = "/api/v1/me/second-factor/confirmation";
    let codes = call(&app, "POST", confirm, &token, &json!({ "code": given })).await;
    assert_eq!(codes.json()["recovery_codes"].as_array().map(Vec::len), Some(10), "{}", codes.body);
    assert_eq!(call(&app, "GET", "/api/v1/accounts", &token, &Value::Null).await.status, StatusCode::OK);
    assert_eq!(app.get("/accounts", &reader).await.location(), "/sign-in?next=/accounts", "the others are out");
}

#[tokio::test]
async fn a_token_opens_the_api_within_its_scopes_and_no_page() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let form: Vec<(&str, &str)> = vec![
        ("token-name", "tableau <b>de bord</b>"),
        ("token-days", "30"),
        ("token-current", PASSWORD),
        ("token-scopes", "read"),
        ("token-scopes", "accounts:write"),
    ];
    let lacking = app.post("/profile/tokens", &cookie, &form[..3]).await;
    assert_eq!(lacking.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(lacking.body.contains("id=\"e-token-scopes\"") && lacking.body.contains("value=\"30\""));
    assert!(!lacking.body.contains(PASSWORD), "a password is typed again");
    let unproved: Vec<_> = form.iter().copied().filter(|(name, _)| *name != "token-current").collect();
    let unproved = app.post("/profile/tokens", &cookie, &unproved).await;
    assert_eq!(unproved.status, StatusCode::UNPROCESSABLE_ENTITY, "a session alone makes no token");
    assert!(unproved.body.contains("id=\"e-token-current\"") && !unproved.body.contains("readonly value"));
    let made = app.post("/profile/tokens", &cookie, &form).await;
    assert_eq!(made.status, StatusCode::OK);
    let token = between(&made.body, "readonly value=\"", "\"").to_owned();
    assert!(token.starts_with("qt_"));
    let listed = app.get("/profile", &cookie).await.body;
    assert!(!listed.contains(&token) && listed.contains(&token[..7]), "shown once, then by its first characters");
    assert!(listed.contains("tableau &#60;b&#62;") && !listed.contains("<b>de bord"), "a name is a text");

    let me = call(&app, "GET", "/api/v1/me", &token, &Value::Null).await.json();
    assert_eq!((text(&me["login"]), me["scopes"].clone()), ("manager".to_owned(), json!(["read", "accounts:write"])));
    assert_eq!(app.get("/api/v1/me", &cookie).await.json()["scopes"], Value::Null);
    assert_eq!(call(&app, "GET", "/api/v1/accounts", &token, &Value::Null).await.status, StatusCode::OK);
    let pause = json!({ "until": "2026-12-01", "reason": "essai" });
    let paused = call(&app, "POST", "/api/v1/accounts/C0107/pause", &token, &pause).await;
    assert!(paused.status.is_success(), "{}", paused.body);
    let run = call(&app, "POST", "/api/v1/run", &token, &json!({})).await;
    assert_eq!((run.status.as_u16(), run.json()["code"].as_str()), (403, Some("scope-missing")));
    assert!(text(&run.json()["detail"]).contains("« run »"), "{}", run.body);
    for (method, path, body) in [
        ("POST", "/api/v1/me/tokens", json!({ "name": "autre", "scopes": ["read"], "password": PASSWORD })),
        ("GET", "/api/v1/me/tokens", Value::Null),
        ("POST", "/api/v1/me/password", json!({ "current": PASSWORD, "password": "une autre phrase" })),
        ("GET", "/api/v1/me/sessions", Value::Null),
        ("DELETE", "/api/v1/me/sessions", Value::Null),
        ("POST", "/api/v1/me/second-factor", json!({ "password": PASSWORD })),
        ("DELETE", "/api/v1/users/reader/sessions", Value::Null),
        ("DELETE", "/api/v1/users/reader/second-factor", Value::Null),
    ] {
        let answer = call(&app, method, path, &token, &body).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (403, Some("not-by-token")), "{path}");
    }
    // Neither pages nor cookies know it.
    assert_eq!(call(&app, "GET", "/accounts", &token, &Value::Null).await.location(), "/sign-in?next=/accounts");
    assert_eq!(app.get("/api/v1/me", &format!("quittance={token}")).await.status, StatusCode::UNAUTHORIZED);
    let forged = format!("{}0", &token[..token.len() - 1]);
    let forged = if forged == token { format!("{}1", &token[..token.len() - 1]) } else { forged };
    assert_eq!(call(&app, "GET", "/api/v1/me", &forged, &Value::Null).await.status, StatusCode::UNAUTHORIZED);

    let id = between(&listed, "/profile/tokens/revoke\"><input type=\"hidden\" name=\"id\" value=\"", "\"").to_owned();
    let foreign = app.post("/profile/tokens/revoke", &app.sign_in("reader").await, &[("id", &id)]).await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody revokes another's");
    let gone = app.post("/profile/tokens/revoke", &cookie, &[("id", &id)]).await;
    assert_eq!(gone.location(), "/profile?done=token-revoked");
    assert_eq!(call(&app, "GET", "/api/v1/me", &token, &Value::Null).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn devices_are_listed_and_signed_out() {
    let app = TestApp::with_people();
    let (here, there, elsewhere) =
        (app.sign_in("reader").await, app.sign_in("reader").await, session(&app, "reader").await);
    let page = app.get("/profile", &here).await.body;
    assert_eq!(page.matches("/profile/sessions/end").count(), 3, "two of them, and all the others");
    let id = between(&page, "/profile/sessions/end\"><input type=\"hidden\" name=\"id\" value=\"", "\"").to_owned();
    let ended = app.post("/profile/sessions/end", &here, &[("id", &id)]).await;
    assert_eq!(ended.location(), "/profile?done=sessions&n=1");
    assert!(app.get(ended.location(), &here).await.body.contains("Un appareil déconnecté"));
    let ended = app.post("/profile/sessions/end", &here, &[]).await;
    assert_eq!(ended.location(), "/profile?done=sessions&n=1", "the one that was left");
    assert_eq!(app.get("/accounts", &there).await.status, StatusCode::SEE_OTHER);
    assert_eq!(call(&app, "GET", "/api/v1/me", &elsewhere, &Value::Null).await.status, StatusCode::UNAUTHORIZED);

    let other = session(&app, "reader").await;
    let wrong = [("current", "pas la bonne du tout"), ("password", "une tout autre phrase")];
    let wrong = app.post("/profile/password", &here, &wrong).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("id=\"e-current\""));
    let done = app.post("/profile/password", &here, &[("current", PASSWORD), ("password", " une autre ")]).await;
    assert_eq!(done.location(), "/profile?done=password");
    assert_eq!(call(&app, "GET", "/api/v1/me", &other, &Value::Null).await.status, StatusCode::UNAUTHORIZED);
    let spaced = json!({ "login": "reader", "password": " une autre " });
    let answer = call(&app, "POST", "/api/v1/session", "", &spaced).await;
    assert_eq!(answer.status, StatusCode::OK, "a blank is part of a password");
    let listed = call(&app, "GET", "/api/v1/me/sessions", &text(&answer.json()["token"]), &Value::Null).await.json();
    assert_eq!(listed.as_array().map(Vec::len), Some(2), "{listed}");

    let admin = app.sign_in("administrator").await;
    let all = app.post("/users/reader/sessions/end", &admin, &[]).await;
    assert_eq!(all.location(), "/users/reader/sign-in?done=sessions&n=2");
    assert_eq!(app.get("/accounts", &here).await.status, StatusCode::SEE_OTHER);
    let forbidden = app.post("/users/administrator/sessions/end", &app.sign_in("manager").await, &[]).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    let language = app.post("/profile/language", &admin, &[("language", "en")]).await;
    assert_eq!(language.location(), "/profile?done=language&lang=en");
    assert!(app.get("/profile", &admin).await.body.contains("Your sign-in"), "kept with the person");
}

#[tokio::test]
async fn who_guesses_is_told_how_long_to_wait() {
    let app = TestApp::with_people();
    let body = |login: &str| json!({ "login": login, "password": "pas la bonne du tout" });
    for _ in 0..5 {
        let answer = call(&app, "POST", "/api/v1/session", "", &body("reader")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let told = call(&app, "POST", "/api/v1/session", "", &body("reader")).await;
    assert_eq!((told.status.as_u16(), told.json()["code"].as_str()), (429, Some("too-many-tries")));
    assert_eq!(told.headers["retry-after"], "60");
    assert!(text(&told.json()["detail"]).contains("60 s"), "{}", told.body);
    let page = app.post("/sign-in", "", &[("login", "reader"), ("password", PASSWORD)]).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.body.contains("attendez 60 s") && page.body.contains("value=\"reader\""), "the form is there again");
    app.sign_in("manager").await;
}
