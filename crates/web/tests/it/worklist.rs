//! « Aujourd'hui » and what is done from it, by plain forms and by fragments.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{Answer, TestApp};

async fn fragment(app: &TestApp, cookie: &str, path: &str) -> Answer {
    let request = Request::get(path).header("cookie", cookie).header("hx-request", "true").body(Body::empty());
    app.send(request.expect("a request")).await
}

/// The references of the files shown, in order.
fn shown(body: &str) -> Vec<String> {
    let mark = "<td class=\"rank\"><a href=\"/worklist/";
    body.split(mark).skip(1).filter_map(|rest| rest.split('/').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn today_shows_the_files_in_order_with_their_reasons() {
    let app = TestApp::with_ledger();
    let manager = app.sign_in("manager").await;
    let page = app.get("/", &manager).await.body;
    let files = shown(&page);
    assert!(files.len() > 20, "{page}");
    let asked = app.get("/api/v1/worklist?of=team&limit=60", &manager).await.json();
    let rows = asked["rows"].as_array().expect("rows");
    let listed: Vec<&str> = rows.iter().filter_map(|row| row["account_id"].as_str()).collect();
    assert_eq!(files, listed, "the page and the API tell the same list");
    let scores: Vec<u64> = rows.iter().filter_map(|row| row["score"].as_u64()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    assert!(
        page.contains("dossiers font 5") && page.contains("votre capacité aujourd&#39;hui : 45 dossiers"),
        "{page}"
    );
    assert!(page.contains("relance 1 due") && page.contains("intérêts de retard depuis"));
    let english = app.get("/?lang=en", &manager).await.body;
    assert!(english.contains("reminder 1 due") && english.contains("your capacity today: 45 files"));

    let first = &files[0];
    let whole = app.get(&format!("/worklist/{first}/why"), &manager).await.body;
    let part = fragment(&app, &manager, &format!("/worklist/{first}/why")).await.body;
    assert!(whole.contains("<html") && whole.contains("trop peu de relances passées"), "{whole}");
    assert!(!part.contains("<html") && part.contains("Montant échu"), "{part}");
    assert_eq!(app.get("/worklist/0000000000000/why", &manager).await.status, StatusCode::NOT_FOUND);

    let next = page.split("href=\"/?list=team&#38;after=").nth(1).and_then(|rest| rest.split('"').next());
    let next = next.unwrap_or_else(|| panic!("a second page: {page}"));
    let second = shown(&app.get(&format!("/?list=team&after={next}"), &manager).await.body);
    assert!(!second.is_empty() && second.iter().all(|id| !files.contains(id)));
    let gone = app.get("/?list=team&after=0000000000000", &manager).await.status;
    assert_ne!(gone, StatusCode::OK);
}

#[tokio::test]
async fn a_file_is_put_off_from_the_list_and_taken_back_from_the_toast() {
    let app = TestApp::with_ledger();
    let manager = app.sign_in("manager").await;
    let files = shown(&app.get("/", &manager).await.body);
    let path = format!("/worklist/{}/snooze", files[1]);
    let form = fragment(&app, &manager, &path).await.body;
    assert!(form.contains("value=\"2026-11-26\"") && !form.contains("<html"), "three days later: {form}");
    let silent = app.post(&path, &manager, &[("until", "2026-11-27"), ("reason", "")]).await;
    assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.body.contains("id=\"e-reason\""));
    let past = app.post(&path, &manager, &[("until", "2026-11-23"), ("reason", "x")]).await;
    assert!(past.status == StatusCode::UNPROCESSABLE_ENTITY && past.body.contains("id=\"e-until\""));
    let done = app.post(&path, &manager, &[("until", "2026-11-27"), ("reason", "comptable absente")]).await;
    assert!(done.location().starts_with("/?done=snoozed&undo="), "{}", done.location());
    let page = app.get(done.location(), &manager).await.body;
    assert!(!shown(&page).contains(&files[1]) && page.contains("comptable absente"));
    let undo = done.location().split("undo=").nth(1).expect("a reference").replace("%3A", ":");
    let toast = "class=\"toast\" role=\"status\">Dossier mis de côté<form method=\"post\" action=\"/undo\"";
    assert!(page.contains(toast) && page.contains(&format!("name=\"what\" value=\"{undo}\"")), "{page}");
    let thread = app.get(&format!("/accounts/{}", files[1]), &manager).await.body;
    assert!(thread.contains("Mis de côté jusqu&#39;au"), "the thread of the account says it");
    let forged = app.get("/?done=snoozed&undo=%22%3E%3Cscript%3E", &manager).await.body;
    assert!(!forged.contains("<script>") && !forged.contains("action=\"/undo\""));
    let back = app.post("/undo", &manager, &[("what", &undo), ("back", "/?list=team")]).await;
    assert_eq!(back.location(), "/?list=team&done=taken-back");
    let twice = app.post("/undo", &manager, &[("what", &undo), ("back", "//elsewhere.example/")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "taken back once");
    assert_eq!(shown(&app.get("/", &manager).await.body), files);
}

#[tokio::test]
async fn a_call_opens_the_sheet_where_its_outcome_is_written() {
    let app = TestApp::with_ledger();
    let collector = app.sign_in("collector").await;
    let account = app.account(&collector, "moreau").await;
    let to = app.post(&format!("/worklist/{account}/call"), &collector, &[]).await;
    assert!(to.location().starts_with("/tasks/"), "{}", to.location());
    assert!(app.get(to.location(), &collector).await.body.contains("name=\"done-outcome\""));
    let again = app.post(&format!("/worklist/{account}/call"), &collector, &[]).await;
    assert_eq!(again.location(), to.location(), "the same call");
    let page = app.get("/", &collector).await.body;
    assert!(shown(&page).contains(&account) && page.contains("à faire aujourd’hui : appel"), "{page}");
}

#[tokio::test]
async fn weights_are_previewed_then_saved_by_those_who_may() {
    let app = TestApp::with_ledger();
    let manager = app.sign_in("manager").await;
    let plain = app.get("/worklist/weights", &manager).await.body;
    assert!(plain.contains("Poids d&#39;origine") && !plain.contains("formaction"));
    let preview = app.get("/worklist/weights?amount=0&lateness=20", &manager).await.body;
    assert!(preview.contains("formaction=\"/worklist/weights\"") && preview.contains("▲"), "{preview}");
    assert!(
        preview.contains("name=\"lateness\" type=\"number\" min=\"0\" max=\"20\" inputmode=\"numeric\" value=\"20\"")
    );
    let wrong = app.get("/worklist/weights?amount=21", &manager).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("un poids va de 0 à 20"));
    let saved = app.post("/worklist/weights", &manager, &[("amount", "0"), ("lateness", "20")]).await;
    assert_eq!(saved.location(), "/worklist/weights?done=weights");
    let after = app.get(saved.location(), &manager).await.body;
    assert!(after.contains("Derniers enregistrements") && after.contains("Revenir aux poids d&#39;origine"));
    let rows = app.get("/api/v1/worklist?of=team&limit=60", &manager).await.json();
    let late: Vec<i64> =
        rows["rows"].as_array().expect("rows").iter().filter_map(|r| r["late_days"].as_i64()).collect();
    assert!(late[0] > late[late.len() - 1], "lateness leads now: {late:?}");
    let collector = app.sign_in("collector").await;
    assert!(app.get("/worklist/weights", &collector).await.body.contains("Seul un responsable"));
    let back = app.post("/worklist/weights/reset", &manager, &[]).await;
    assert_eq!(back.location(), "/worklist/weights?done=weights");
}

#[tokio::test]
async fn accounts_are_given_and_a_stand_in_gets_them() {
    let app = TestApp::with_ledger();
    let manager = app.sign_in("manager").await;
    let unread =
        app.post("/worklist/team/assign", &manager, &[("assign-letters", "ABC"), ("assign-login", "collector")]).await;
    assert!(unread.status == StatusCode::UNPROCESSABLE_ENTITY && unread.body.contains("id=\"e-assign-letters\""));
    let nobody =
        app.post("/worklist/team/assign", &manager, &[("assign-account", "zzz"), ("assign-login", "collector")]).await;
    assert!(nobody.body.contains("id=\"e-assign-account\""), "{}", nobody.body);
    let given =
        app.post("/worklist/team/assign", &manager, &[("assign-letters", "a-z"), ("assign-login", "collector")]).await;
    assert!(given.location().starts_with("/worklist/team?done=assigned&n="), "{}", given.location());
    let team = app.get(given.location(), &manager).await.body;
    assert!(team.contains("comptes confiés") && team.contains("M. collector"), "{team}");

    let collector = app.sign_in("collector").await;
    let capacity = app.post("/worklist/team/capacity", &collector, &[("capacity-capacity", "2")]).await;
    assert_eq!(capacity.location(), "/worklist/team?done=capacity");
    let (since, until) = (("absence-since", "2026-11-23"), ("absence-until", "2026-11-24"));
    let order = [("absence-login", "collector"), since, until, ("absence-stand_in", "manager")];
    assert_eq!(app.get("/api/v1/worklist", &manager).await.json()["owner"], serde_json::Value::Null);
    let away = app.post("/worklist/team/absences", &collector, &order).await;
    assert_eq!(away.location(), "/worklist/team?done=absence");
    assert_eq!(app.get("/api/v1/worklist", &manager).await.json()["owner"], "manager", "their list is mine now");
    let page = app.get("/worklist/team", &collector).await.body;
    let id = page.split("action=\"/absences/").nth(1).and_then(|rest| rest.split('/').next()).expect("a form");
    let reader = app.sign_in("reader").await;
    let forbidden = app.post(&format!("/absences/{id}/end"), &reader, &[]).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    let back = app.post(&format!("/absences/{id}/end"), &collector, &[]).await;
    assert_eq!(back.location(), "/worklist/team?done=absence-ended");
}
