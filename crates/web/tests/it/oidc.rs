//! Signing in through a provider of identities, as a browser does it.

use std::sync::Arc;
use std::time::Duration;

use app::oidc::{Provider as Asked, ProviderClaim, ProviderSettings};
use app::{Actor, Desk};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use courier::{OidcClient, Roots};
use kernel::{Clock, Date, FixedClock};
use web::{WebConfig, router};

use crate::provider::{CLIENT, Provider, SECRET};
use crate::support::{Answer, PASSWORD, TestApp};

/// A reader whom the provider calls Paul.
fn with_provider(config: WebConfig, passwords_for: Option<&str>) -> (TestApp, Provider) {
    let app = TestApp::with_people();
    app.desk.name_at_provider(&Actor::operator(), "reader", "paul@house.example").expect("named");
    let provider = Provider::start(app.desk.now().as_second());
    let settings = ProviderSettings {
        issuer: provider.issuer.clone(),
        client_id: CLIENT.to_owned(),
        secret: Some(SECRET.to_owned()),
        name: "Maison <b>".to_owned(),
        claim: ProviderClaim::Email,
        multi_factor: None,
        passwords_for: passwords_for.map(str::to_owned),
    };
    let asked = Asked::try_new(settings, OidcClient::new(Roots::System, Duration::from_secs(5))).expect("a provider");
    let store = store::Store::open(app.desk.store().address(), &store::OpenOptions::default()).expect("the database");
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::on(Date::new(2026, 11, 23).expect("a day")));
    let desk = Arc::new(Desk::new(store, clock, 2).with_provider(asked));
    let router = router(Arc::clone(&desk), config);
    (TestApp { desk, router, ..app }, provider)
}

/// What a browser asks on this machine.
async fn go(app: &TestApp, path: &str, cookie: &str, site: &str) -> Answer {
    let request = Request::get(path).header("host", "127.0.0.1:8080").header("cookie", cookie);
    let request = if site.is_empty() { request } else { request.header("sec-fetch-site", site) };
    app.send(request.body(Body::empty()).expect("a request")).await
}

/// The whole line that sets the cookie of a sign-in that began.
fn awaited(answer: &Answer) -> String {
    let mut lines = answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
    lines.find(|line| line.contains("quittance-provider=")).unwrap_or_default().to_owned()
}

fn pair(line: &str) -> String {
    line.split(';').next().unwrap_or_default().to_owned()
}

/// Out and back: the address of the callback, and the cookie to come with.
async fn out(app: &TestApp, provider: &Provider, next: &str) -> (String, String) {
    let begun = go(app, &format!("/sign-in/provider?next={next}"), "", "same-origin").await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let (state, code) = provider.authorize(begun.location());
    (format!("/sign-in/provider/callback?state={state}&code={code}"), pair(&awaited(&begun)))
}

#[tokio::test]
async fn a_browser_goes_out_and_comes_back_signed_in() {
    let (app, provider) = with_provider(WebConfig::default(), None);
    let page = app.get("/sign-in?next=/aging", "").await.body;
    assert!(page.contains("href=\"/sign-in/provider?next=/aging\""), "{page}");
    assert!(page.contains("Se connecter avec Maison") && !page.contains("<b>\""), "the name is a text");
    assert!(page.contains("name=\"password\"") && !page.contains("<details"));
    let begun = go(&app, "/sign-in/provider?next=/aging", "", "same-origin").await;
    let line = awaited(&begun);
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"] {
        assert!(line.contains(part), "{part} in {line}");
    }
    assert!(!begun.location().contains(pair(&line).split_once('=').expect("a value").1), "the cookie stays here");
    let (state, code) = provider.authorize(begun.location());
    let callback = format!("/sign-in/provider/callback?state={state}&code={code}&session_state=x");
    let stranger = go(&app, &callback, "", "cross-site").await;
    assert_eq!(stranger.status, StatusCode::UNPROCESSABLE_ENTITY, "another browser");
    assert!(stranger.body.contains("role=\"alert\"") && stranger.cookie().is_none());
    let entered = go(&app, &callback, &pair(&line), "cross-site").await;
    assert_eq!((entered.status, entered.location()), (StatusCode::SEE_OTHER, "/aging"), "{}", entered.body);
    assert!(awaited(&entered).contains("Max-Age=0"));
    let session = entered.cookie().expect("a session");
    assert_eq!(app.get("/aging", &session).await.status, StatusCode::OK);
    assert_eq!(go(&app, "/sign-in/provider", &session, "same-origin").await.location(), "/sign-in", "in already");
    let again = go(&app, &callback, &pair(&line), "cross-site").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "a second time");
    assert!(again.cookie().is_none() && again.body.contains("recommencez"), "{}", again.body);
}

#[tokio::test]
async fn nobody_is_sent_elsewhere_nor_made_to_sign_in() {
    let (app, provider) = with_provider(WebConfig::default(), None);
    for next in
        ["//evil.example", "https://evil.example/", "/%5Cevil.example", "/%09/evil.example", "/%0A/evil.example", ""]
    {
        let (callback, cookie) = out(&app, &provider, next).await;
        assert_eq!(go(&app, &callback, &cookie, "cross-site").await.location(), "/", "{next}");
    }
    let page = app.get("/sign-in?next=/%09/evil.example", "").await;
    assert_eq!(page.status, StatusCode::OK);
    let form = [("login", "reader"), ("password", PASSWORD), ("next", "/\t/evil.example")];
    assert_eq!(app.post("/sign-in", "", &form).await.location(), "/", "a tab is nothing to a browser");
    let forced = go(&app, "/sign-in/provider?next=/aging", "", "cross-site").await;
    assert_eq!(forced.location(), "/sign-in?next=/aging", "another site does not begin");
    let unsure = Request::get("/sign-in/provider").header("host", "evil.example").body(Body::empty());
    let unsure = app.send(unsure.expect("a request")).await;
    assert!(unsure.status == StatusCode::UNPROCESSABLE_ENTITY && unsure.body.contains("--origin"), "{}", unsure.body);
    let said = go(&app, "/sign-in/provider/callback?error=%3Cscript%3E&state=x", "", "cross-site").await;
    assert!(said.status == StatusCode::UNPROCESSABLE_ENTITY && !said.body.contains("<script>alert"));
    // With its public address, the cookie is of this host alone and travels by TLS.
    let config = WebConfig { public_origin: Some("https://desk.example/".to_owned()), ..WebConfig::default() };
    let (app, provider) = with_provider(config, None);
    let begun = go(&app, "/sign-in/provider", "", "none").await;
    assert!(awaited(&begun).starts_with("__Host-quittance-provider=") && awaited(&begun).ends_with("; Secure"));
    let back = "redirect_uri=https%3A%2F%2Fdesk.example%2Fsign-in%2Fprovider%2Fcallback&";
    assert!(begun.location().contains(back), "{}", begun.location());
    let (state, code) = provider.authorize(begun.location());
    let callback = format!("/sign-in/provider/callback?state={state}&code={code}");
    let entered = go(&app, &callback, &pair(&awaited(&begun)), "cross-site").await;
    assert_eq!(entered.location(), "/", "{}", entered.body);
}

#[tokio::test]
async fn an_administrator_names_and_unties() {
    let (app, provider) = with_provider(WebConfig::default(), None);
    let admin = app.sign_in("administrator").await;
    let person = "/users/reader/sign-in";
    let shown = app.get(person, &admin).await.body;
    assert!(shown.contains("value=\"paul@house.example\"") && !shown.contains("/provider/untie"), "{shown}");
    let taken = app.post("/users/collector/provider", &admin, &[("known-as", "Paul@house.example")]).await;
    assert!(taken.status == StatusCode::UNPROCESSABLE_ENTITY && taken.body.contains("id=\"e-known-as\""));
    assert!(taken.body.contains("value=\"Paul@house.example\""), "what was typed stays");
    let named = app.post("/users/collector/provider", &admin, &[("known-as", "lea@house.example")]).await;
    assert_eq!(named.location(), "/users/collector/sign-in?done=provider-named");
    let (callback, cookie) = out(&app, &provider, "/").await;
    let session = go(&app, &callback, &cookie, "cross-site").await.cookie().expect("a session");
    assert!(app.get(person, &admin).await.body.contains("/users/reader/provider/untie"));
    let untied = app.post("/users/reader/provider/untie", &admin, &[]).await;
    assert_eq!(untied.location(), format!("{person}?done=provider-untied"));
    assert_eq!(app.get("/aging", &session).await.location(), "/sign-in?next=/aging", "signed out");
}

#[tokio::test]
async fn passwords_may_be_closed_on_every_door() {
    let (app, _provider) = with_provider(WebConfig::default(), Some("administrator"));
    let page = app.get("/sign-in", "").await.body;
    assert!(page.contains("<details") && page.contains("href=\"/sign-in/provider\""), "{page}");
    let refused = app.post("/sign-in", "", &[("login", "reader"), ("password", PASSWORD)]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("ne servent plus ici"));
    let request = Request::post("/api/v1/session").header("content-type", "application/json");
    let body = serde_json::json!({ "login": "reader", "password": PASSWORD }).to_string();
    let by_program = app.send(request.body(Body::from(body)).expect("a request")).await;
    assert_eq!(by_program.json()["code"], "passwords-closed");
    app.sign_in("administrator").await;
}
