//! What people do around the reminders, by plain forms and by the API.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{Answer, TestApp};

async fn call(app: &TestApp, cookie: &str, method: &str, path: &str, body: &str) -> Answer {
    let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    let request = request.header("cookie", cookie).header("sec-fetch-site", "same-origin");
    app.send(request.body(Body::from(body.to_owned())).expect("a request")).await
}

#[tokio::test]
async fn the_forms_of_the_file_work_and_say_what_is_wrong_beside_the_field() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("collector").await;
    let account = app.account(&cookie, "moreau").await;
    let page = format!("/accounts/{account}");
    let file = app.get(&format!("/api/v1{page}"), &cookie).await.json();
    let items = file["items"].as_array().expect("pieces");
    let item = items.iter().find(|i| !i["open"].as_str().is_some_and(|o| o.starts_with('-'))).expect("a piece owed");
    let item = item["id"].as_str().expect("a reference");

    let block = |amount: &'static str| [("block-item", item), ("block-reason", "disputed"), ("block-amount", amount)];
    let wrong = app.post(&format!("{page}/block"), &cookie, &block("99999999")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"e-block-amount\""), "the refusal stands beside its field");
    assert!(!wrong.body.contains("id=\"e-amount\""), "and beside no other");
    let done = app.post(&format!("{page}/block"), &cookie, &block("1,00")).await;
    assert!(done.location().starts_with(&format!("{page}?done=blocked&undo=block%3A")), "{}", done.location());
    let held = app.get("/api/v1/blocks", &cookie).await.json();
    assert_eq!((held["rows"][0]["amount"].as_str(), held["totals"][0]["count"].as_u64()), (Some("1.00"), Some(1)));
    let held = held["rows"][0]["id"].as_str().expect("a block").to_owned();
    let shown = app.get(&page, &cookie).await;
    assert!(shown.body.contains(&held) && shown.body.contains("contestée"), "it is listed, with its reason");
    let done = app.post(&format!("{page}/unblock"), &cookie, &[("held", &held)]).await;
    assert!(done.location().starts_with(&format!("{page}?done=released&undo=release%3A")), "{}", done.location());

    let promise = |until: &'static str| [("promise-amount", "100,00"), ("promise-until", until)];
    let wrong = app.post(&format!("{page}/promise"), &cookie, &promise("")).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("id=\"e-promise-until\""));
    let done = app.post(&format!("{page}/promise"), &cookie, &promise("2026-11-30")).await;
    assert!(done.location().starts_with(&format!("{page}?done=promised&undo=promise%3A")), "{}", done.location());
    let wrong = app.post(&format!("{page}/choices"), &cookie, &[("choice-payer", "C0107")]).await;
    assert!(wrong.body.contains("id=\"e-choice-payer\""), "an account does not pay for itself: {}", wrong.status);
    let done = app.post(&format!("{page}/choices"), &cookie, &[("choice-strategy", "key-account")]).await;
    assert!(done.location().starts_with(&format!("{page}?done=choices&undo=fact%3A")), "{}", done.location());
    assert!(app.get(&page, &cookie).await.body.contains("value=\"key-account\" selected"));
}

#[tokio::test]
async fn programs_give_and_close_tasks_and_only_managers_answer_queues() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("collector").await;
    let given = r#"{"subject":"appeler","due":"2026-11-23"}"#;
    let task = call(&app, &cookie, "POST", "/api/v1/accounts/C0107/tasks", given).await;
    assert_eq!(task.status, StatusCode::CREATED, "{}", task.body);
    let task = task.json()["id"].as_str().expect("a reference").to_owned();
    let done = format!("/api/v1/tasks/{task}/done");
    let lacking = call(&app, &cookie, "POST", &done, r#"{"outcome":"reached-promise"}"#).await;
    assert_eq!((lacking.status.as_u16(), lacking.json()["code"].as_str()), (422, Some("outcome-needs-promise")));
    let end = r#"{"outcome":"reached-promise","amount":"50.00","until":"2026-11-30"}"#;
    assert_eq!(call(&app, &cookie, "POST", &done, end).await.status, StatusCode::NO_CONTENT);
    let again = call(&app, &cookie, "POST", &done, end).await;
    assert_eq!(again.json()["code"], "changed-meanwhile", "two people at once");
    assert_eq!(app.get("/api/v1/promises", &cookie).await.json()["rows"][0]["amount"], "50.00");
    let refused = call(&app, &cookie, "POST", "/api/v1/entries/proposal", "{}").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let manager = app.sign_in("manager").await;
    let proposed = call(&app, &manager, "POST", "/api/v1/entries/proposal", "{}").await.json();
    assert!(proposed["proposed"].as_u64().is_some_and(|n| n > 100), "{proposed}");
    let rows = app.get("/api/v1/entries?lang=fr", &manager).await.json();
    let shown = rows["rows"].as_array().expect("rows").len() as u64;
    assert!(rows["rows"][0]["reason"].is_string(), "{rows}");
    assert_eq!(Some(shown), proposed["proposed"].as_u64().map(|n| n.min(200)), "a page of two hundred at most");
    let all = call(&app, &manager, "POST", "/api/v1/entries/approval", r#"{"all":true}"#).await.json();
    assert_eq!(all["answered"], proposed["proposed"]);
    assert!(app.get("/api/v1/approvals", &manager).await.json()["rows"].as_array().is_some_and(Vec::is_empty));
}
