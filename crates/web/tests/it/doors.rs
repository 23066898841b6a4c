//! What waits, how fresh it is, files dropped, webhooks: as pages and as the API.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{Answer, TestApp, demo};

async fn api(app: &TestApp, cookie: &str, method: &str, path: &str, body: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json");
    app.send(request.body(Body::from(body.to_owned())).expect("a request")).await
}

#[tokio::test]
async fn hours_are_those_of_the_house() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("administrator").await;
    // The test's clock stands at eight in Greenwich.
    assert!(app.get("/accounts", &cookie).await.body.contains("09:00"), "in Paris");
    let desk = std::sync::Arc::clone(&app.desk);
    desk.set_zone(&app::Actor::operator(), "Pacific/Honolulu").expect("moved");
    let moved = TestApp { router: web::router(desk, web::WebConfig::default()), ..app };
    let page = moved.get("/accounts", &cookie).await.body;
    assert!(page.contains("22:00") && !page.contains("09:00"), "the evening before, in Honolulu");
}

/// What the menu counts beside a section.
fn count(page: &str, href: &str) -> Option<String> {
    let (_, rest) = page.split_once("<nav class=\"rail\"")?;
    let (_, rest) = rest.split_once(&format!("<a href=\"{href}\""))?;
    let (entry, _) = rest.split_once("</a>")?;
    let (_, count) = entry.split_once("class=\"count\" aria-hidden=\"true\">")?;
    count.split_once('<').map(|(count, _)| count.to_owned())
}

#[tokio::test]
async fn the_menu_counts_what_waits_for_who_looks() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    assert_eq!(count(&app.get("/help", &cookie).await.body, "/"), None, "the plan of the day is not read for it");
    app.get("/", &cookie).await;
    let page = app.get("/help", &cookie).await.body;
    let list = app.get("/api/v1/worklist", &cookie).await.json();
    let within = list["rows"].as_array().expect("rows").iter().filter(|r| r["within"] == true).count();
    assert!(within > 0);
    assert_eq!(count(&page, "/"), Some(within.to_string()));
    assert_eq!(count(&page, "/tasks"), None);
    let given = api(
        &app,
        &cookie,
        "POST",
        "/api/v1/accounts/C0107/tasks",
        "{\"subject\":\"rappeler\",\"due\":\"2026-11-23\",\"owner\":\"manager\"}",
    );
    assert_eq!(given.await.status, StatusCode::CREATED);
    assert_eq!(count(&app.get("/help", &cookie).await.body, "/tasks").as_deref(), Some("1"), "as soon as written");
    let collector = app.sign_in("collector").await;
    assert_eq!(count(&app.get("/help", &collector).await.body, "/tasks"), None, "somebody else's");
    let reader = app.sign_in("reader").await;
    let page = app.get("/help", &reader).await.body;
    assert!(!page.contains("class=\"count\""), "nothing waits for who only reads");
}

#[tokio::test]
async fn an_import_with_refused_lines_waits_for_who_imports() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("accountant").await;
    assert_eq!(count(&app.get("/help", &cookie).await.body, "/imports"), None);
    app.import(vec![demo("balance-2026-11-23.csv")]);
    assert_eq!(count(&app.get("/help", &cookie).await.body, "/imports").as_deref(), Some("1"));
}

#[tokio::test]
async fn the_sources_say_their_last_arrival() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("reader").await;
    let body = app.get("/sources", &cookie).await.body;
    assert!(body.contains("balance-2026-11-20.csv") && body.contains("jamais"), "{body}");
    assert!(app.get("/aging", &cookie).await.body.contains("class=\"fresh\" href=\"/sources\""));
}

#[tokio::test]
async fn only_who_imports_may_drop_and_the_script_is_told_where_to_go() {
    let app = TestApp::with_ledger();
    for (role, may) in [("accountant", true), ("manager", true), ("collector", false), ("reader", false)] {
        let cookie = app.sign_in(role).await;
        let page = app.get("/accounts", &cookie).await.body;
        assert_eq!(page.contains("id=\"dropping\""), may, "{role}");
    }
    let cookie = app.sign_in("accountant").await;
    let send = |name: &str, hx: bool| {
        let body =
            format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\nx\r\n--b--\r\n");
        let mut request = Request::post("/imports")
            .header("cookie", &cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=b");
        if hx {
            request = request.header("hx-request", "true");
        }
        request.body(Body::from(body)).expect("a request")
    };
    let dropped = app.send(send("a.csv", true)).await;
    let to = dropped.headers["hx-redirect"].to_str().expect("text");
    assert!(dropped.status == StatusCode::OK && to.starts_with("/imports/prepare?files="), "{to}");
    assert_eq!(app.send(send("a.csv", false)).await.status, StatusCode::SEE_OTHER, "the form as before");
}

#[tokio::test]
async fn a_webhook_is_made_shown_and_removed_on_its_page() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    for role in ["collector", "accountant", "reader"] {
        let other = app.sign_in(role).await;
        assert_eq!(app.get("/webhooks", &other).await.status, StatusCode::FORBIDDEN, "{role}");
    }
    let wrong = app.post("/webhooks", &cookie, &[("url", "http://erp.example/h"), ("events", "promise")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"e-url\"") && wrong.body.contains("value=\"promise\" checked"), "{}", wrong.body);
    let none = app.post("/webhooks", &cookie, &[("url", "https://erp.example/h")]).await;
    assert!(none.status == StatusCode::UNPROCESSABLE_ENTITY && none.body.contains("au moins un événement"));
    let made = app
        .post(
            "/webhooks",
            &cookie,
            &[("url", "https://erp.example/h"), ("events", "promise"), ("events", "message.sent")],
        )
        .await;
    assert!(made.status == StatusCode::OK && made.body.contains("whsec_"), "{}", made.body);
    let list = app.get("/api/v1/webhooks", &cookie).await.json();
    let id = list["rows"][0]["id"].as_str().expect("a reference").to_owned();
    let page = app.get(&format!("/webhooks/{id}"), &cookie).await.body;
    assert!(
        !page.contains("whsec_") && page.contains("Promesses, message.sent") | page.contains("message.sent, Promesses")
    );
    let fields = [("url", "https://erp.example/h"), ("events", "nothing")];
    let refused = app.post(&format!("/webhooks/{id}"), &cookie, &fields).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("« nothing »"));
    let rotated = app.post(&format!("/webhooks/{id}/secret"), &cookie, &[]).await;
    assert!(rotated.body.contains("whsec_") && rotated.body.contains("Ancien secret"));
    app.post(&format!("/webhooks/{id}/active"), &cookie, &[("active", "0")]).await;
    assert!(app.get(&format!("/webhooks/{id}"), &cookie).await.body.contains("suspendu"));
    app.post(&format!("/webhooks/{id}/test"), &cookie, &[]).await;
    let told = app.get(&format!("/api/v1/webhooks/{id}/deliveries"), &cookie).await.json();
    let delivery = told["rows"][0]["id"].as_str().expect("a test").to_owned();
    let skipped = app.post(&format!("/webhook-deliveries/{delivery}/skip"), &cookie, &[("webhook", &id)]).await;
    assert_eq!(skipped.location(), format!("/webhooks/{id}?done=hook"));
    let again = app.post(&format!("/webhook-deliveries/{delivery}/resend"), &cookie, &[("webhook", &id)]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let gone = app.post(&format!("/webhooks/{id}/remove"), &cookie, &[]).await;
    assert_eq!(gone.location(), "/webhooks?done=hook-removed");
    assert_eq!(app.get(&format!("/webhooks/{id}"), &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn webhooks_by_the_api_go_on_page_after_page() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let order = "{\"url\":\"https://erp.example/h\",\"events\":[\"promise\"],\"creditor\":\"VAUBAN\"}";
    for _ in 0..3 {
        let made = api(&app, &cookie, "POST", "/api/v1/webhooks", order).await;
        assert!(made.status == StatusCode::CREATED && made.body.contains("whsec_"), "{}", made.body);
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = app.get(&format!("/api/v1/webhooks?limit=2&after={after}"), &cookie).await.json();
        seen.extend(page["rows"].as_array().expect("rows").iter().map(|r| r["id"].to_string()));
        match page["next"].as_str() {
            Some(next) => after = next.to_owned(),
            None => break,
        }
    }
    seen.dedup();
    assert_eq!(seen.len(), 3);
    let wrong = order.replace("VAUBAN", "NOBODY");
    assert_eq!(api(&app, &cookie, "POST", "/api/v1/webhooks", &wrong).await.status, StatusCode::NOT_FOUND);
    let document = serde_json::to_value(web::openapi()).expect("plain data");
    let event = &document["webhooks"]["event"]["post"];
    assert_eq!(event["parameters"].as_array().map(Vec::len), Some(3), "the headers are described");
    assert!(document["components"]["schemas"]["WebhookEvent"]["properties"]["data"].is_object());
}
