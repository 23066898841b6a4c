use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{PASSWORD, TestApp, form};

#[tokio::test]
async fn the_first_run_creates_the_administrator_once() {
    let app = TestApp::empty();
    assert_eq!(app.get("/", "").await.location(), "/sign-in");
    assert_eq!(app.get("/sign-in", "").await.location(), "/first-run");
    let short = app.post("/first-run", "", &[("name", "A"), ("login", "admin"), ("password", "court")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("aria-describedby=\"e-password\""), "the error stands beside its field");
    let made = app.post("/first-run", "", &[("name", "A"), ("login", "admin"), ("password", PASSWORD)]).await;
    assert_eq!((made.status, made.location()), (StatusCode::SEE_OTHER, "/"));
    let cookie = made.cookie().expect("signed in at once");
    assert_eq!(app.get("/", &cookie).await.status, StatusCode::OK);
    let again = app.post("/first-run", "", &[("name", "B"), ("login", "other"), ("password", PASSWORD)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_wrong_password_says_neither_which_nor_opens() {
    let app = TestApp::with_people();
    let mut bodies = Vec::new();
    for (login, password) in [("reader", "pas le bon du tout"), ("personne", PASSWORD)] {
        let answer = app.post("/sign-in", "", &[("login", login), ("password", password)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.cookie().is_none());
        bodies.push(answer.body.replace(login, ""));
    }
    assert_eq!(bodies[0], bodies[1]);
}

#[tokio::test]
async fn the_session_cookie_is_kept_from_scripts_and_other_sites() {
    let app = TestApp::with_people();
    let answer =
        app.post("/sign-in", "", &[("login", "reader"), ("password", PASSWORD), ("next", "/aging?by=creditor")]).await;
    assert_eq!(answer.location(), "/aging?by=creditor");
    let line = answer.headers["set-cookie"].to_str().expect("text");
    assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax") && !line.contains("Secure"), "{line}");
    let tricks = ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/\t/evil.example"];
    for elsewhere in tricks {
        let answer =
            app.post("/sign-in", "", &[("login", "reader"), ("password", PASSWORD), ("next", elsewhere)]).await;
        assert_eq!(answer.location(), "/", "{elsewhere}");
    }
    let cookie = app.sign_in("reader").await;
    assert_eq!(app.post("/sign-out", &cookie, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get("/accounts", &cookie).await.location(), "/sign-in?next=/accounts", "the session is over");
}

#[tokio::test]
async fn behind_tls_cookies_are_secure_and_bound_to_the_host() {
    let app = TestApp::with_people();
    let config = web::WebConfig { public_origin: Some("https://desk.example".to_owned()), ..web::WebConfig::default() };
    let app = TestApp { router: web::router(std::sync::Arc::clone(&app.desk), config), ..app };
    let answer = app.post("/sign-in", "", &[("login", "reader"), ("password", PASSWORD)]).await;
    let line = answer.headers["set-cookie"].to_str().expect("text");
    assert!(line.starts_with("__Host-quittance=") && line.contains("; Secure"), "{line}");
    assert!(answer.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn forged_forms_are_refused_before_anything_is_read() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("administrator").await;
    let body = form(&[
        ("name", "X"),
        ("login", "intrus"),
        ("password", PASSWORD),
        ("role", "administrator"),
        ("language", "fr"),
    ]);
    for (name, value) in
        [("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site"), ("origin", "https://evil.example")]
    {
        let request = Request::post("/users")
            .header("cookie", &cookie)
            .header("host", "desk.example")
            .header(name, value)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.clone()))
            .expect("a request");
        let answer = app.send(request).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name}: {value}");
        assert!(answer.body.contains("Formulaire refusé"));
    }
    assert!(!app.get("/users", &cookie).await.body.contains("intrus"));
}

type Fields<'a> = &'a [(&'a str, &'a str)];

/// What each role may reach: 200 or 303 where it may, 403 where it may not.
#[tokio::test]
async fn roles_open_and_close_doors() {
    let app = TestApp::with_ledger();
    let admin = app.sign_in("administrator").await;
    let account = app.account(&admin, "moreau").await;
    let pause = format!("/accounts/{account}/pause");
    let debtor = format!("/accounts/{account}/debtor");
    let (later, call) = (format!("/worklist/{account}/snooze"), format!("/worklist/{account}/call"));
    let pages = [
        ("/", "amcvr"),
        ("/accounts", "amcvr"),
        ("/aging", "amcvr"),
        ("/indicators", "amcvr"),
        ("/indicators/sales", "amcvr"),
        ("/letters", "amcvr"),
        ("/run", "amcvr"),
        ("/imports", "amcvr"),
        ("/diagnosis", "amcvr"),
        ("/creditors", "amcvr"),
        ("/creditors/new", "am"),
        ("/users", "a"),
        ("/profile", "amcvr"),
        ("/profile/second-factor", "amcvr"),
        ("/users/reader/sign-in", "a"),
        ("/worklist/team", "amcvr"),
        ("/worklist/weights", "amcvr"),
        (later.as_str(), "amc"),
        (debtor.as_str(), "amc"),
        ("/imports/prepare?files=x", "amv"),
    ];
    let forms: [(&str, Fields<'_>, &str); 13] = [
        ("/users/reader/sessions/end", &[("id", "0")], "a"),
        ("/users/reader/second-factor/reset", &[], "a"),
        ("/users/second-factor", &[], "a"),
        ("/profile/tokens", &[("token-name", "essai"), ("token-scopes", "read"), ("token-current", PASSWORD)], "amcvr"),
        ("/run", &[("day", "2026-11-23")], "am"),
        (&pause, &[("until", "2026-12-01"), ("reason", "essai")], "amc"),
        (
            "/users",
            &[("login", "nouveau"), ("role", "reader"), ("password", PASSWORD), ("name", "N"), ("language", "fr")],
            "a",
        ),
        ("/creditors/new", &[("code", ""), ("name", "")], "am"),
        (&later, &[("until", "2026-12-01"), ("reason", "essai")], "amc"),
        (&call, &[], "amc"),
        ("/worklist/weights", &[("amount", "5")], "am"),
        ("/worklist/team/assign", &[("assign-login", "")], "am"),
        (
            "/worklist/team/absences",
            &[("absence-login", "reader"), ("absence-since", "2026-11-23"), ("absence-until", "2026-11-24")],
            "am",
        ),
    ];
    for (role, letter) in
        [("administrator", 'a'), ("manager", 'm'), ("collector", 'c'), ("accountant", 'v'), ("reader", 'r')]
    {
        let cookie = app.sign_in(role).await;
        for (path, who) in pages {
            let status = app.get(path, &cookie).await.status;
            assert_eq!(status != StatusCode::FORBIDDEN, who.contains(letter), "{role} on {path}: {status}");
        }
        for (path, fields, who) in forms {
            let status = app.post(path, &cookie, fields).await.status;
            assert_eq!(status != StatusCode::FORBIDDEN, who.contains(letter), "{role} sends {path}: {status}");
        }
    }
}

#[tokio::test]
async fn someone_deactivated_is_out_at_once() {
    let app = TestApp::with_people();
    let (admin, reader) = (app.sign_in("administrator").await, app.sign_in("reader").await);
    assert_eq!(app.post("/users/reader/active", &admin, &[("active", "0")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get("/accounts", &reader).await.status, StatusCode::SEE_OTHER);
    let myself = app.post("/users/administrator/active", &admin, &[("active", "0")]).await;
    assert_eq!(myself.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_change_of_rights_holds_from_the_next_request() {
    let app = TestApp::with_ledger();
    let (admin, reader) = (app.sign_in("administrator").await, app.sign_in("reader").await);
    let page = app.get("/users/reader", &admin).await;
    for part in ["value=\"VAUBAN\"", "<option value=\"Mme Bailly\">", "value=\"reader\" selected"] {
        assert!(page.body.contains(part), "{part}");
    }
    let count = async |cookie: &str| app.get("/api/v1/accounts?limit=1", cookie).await.json()["total"].as_u64();
    let all = count(&reader).await;
    let form = [("role", "collector"), ("own", "1"), ("salesperson", "Mme Bailly")];
    let done = app.post("/users/reader", &admin, &form).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/users?done=user"));
    assert_eq!(app.get("/api/v1/me", &reader).await.json()["role"], "collector");
    let own = count(&reader).await;
    assert!(own > Some(0) && own < all, "{own:?} of {all:?}");
    assert!(app.get("/users", &admin).await.body.contains("ses comptes et ceux du commercial"), "it is told");
    let wrong = app.post("/users/administrator", &admin, &[("role", "reader")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("dernier administrateur"), "the refusal stands beside its field");
}
