//! The file of an account: acts beside it, messages by hand, the sheet of a call, what is taken back.

use axum::http::StatusCode;

use crate::support::TestApp;

async fn fragment(app: &TestApp, path: &str, cookie: &str) -> String {
    let request = axum::http::Request::get(path).header("cookie", cookie).header("hx-request", "true");
    app.send(request.body(axum::body::Body::empty()).expect("a request")).await.body
}

/// What a page offers to take back.
fn undo(location: &str) -> String {
    let text = location.split("undo=").nth(1).unwrap_or_default();
    text.split('&').next().unwrap_or_default().replace("%3A", ":")
}

/// The value of a hidden field.
fn hidden<'a>(page: &'a str, name: &str) -> &'a str {
    let at = format!("name=\"{name}\" value=\"");
    page.split(&at).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

#[tokio::test]
async fn the_header_offers_the_acts_and_each_opens_beside_or_alone() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("collector").await;
    let page = format!("/accounts/{}", app.account(&cookie, "moreau").await);
    let body = app.get(&page, &cookie).await.body;
    for key in ["c", "m", "p", "l", "t"] {
        assert!(body.contains(&format!("data-key=\"{key}\"")), "the key {key}");
    }
    assert!(body.contains("Prescription le") && body.contains("Amiable"), "both lanes");
    for act in ["promise", "block", "task", "write"] {
        let part = fragment(&app, &format!("{page}/{act}"), &cookie).await;
        assert!(part.contains("<form") && !part.contains("<html"), "{act}");
        let alone = app.get(&format!("{page}/{act}"), &cookie).await;
        assert!(
            alone.status == StatusCode::OK && alone.body.contains("<html") && alone.body.contains("<form"),
            "{act}"
        );
        let reader = app.sign_in("reader").await;
        assert_eq!(app.get(&format!("{page}/{act}"), &reader).await.status, StatusCode::FORBIDDEN, "{act}");
    }
}

#[tokio::test]
async fn the_selection_says_what_a_message_would_ask_with_its_sources() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("collector").await;
    let account = app.account(&cookie, "moreau").await;
    let whole = fragment(&app, &format!("/accounts/{account}/ask"), &cookie).await;
    assert!(whole.contains("Demandé") && whole.contains("12,40") && whole.contains("L441-10"), "{whole}");
    let none = fragment(&app, &format!("/accounts/{account}/ask?choose=1"), &cookie).await;
    assert!(none.contains("Cochez des pièces"), "{none}");
    let plain = app.get(&format!("/accounts/{account}?choose=1"), &cookie).await.body;
    assert!(plain.contains("Cochez des pièces"), "the same without a script");
}

#[tokio::test]
async fn a_message_is_written_shown_sent_and_taken_back() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("collector").await;
    let account = app.account(&cookie, "moreau").await;
    let page = format!("/accounts/{account}");
    let form = app.get(&format!("{page}/write"), &cookie).await.body;
    let (message, item) = (hidden(&form, "message").to_owned(), hidden(&form, "item").to_owned());
    let fields = |text: &'static str, words: &'static str| {
        [
            ("message", message.clone()),
            ("item", item.clone()),
            ("was", "reminder-1".to_owned()),
            ("text", text.to_owned()),
            ("words", words.to_owned()),
        ]
    };
    let send = |path: String, fields: [(&'static str, String); 5]| {
        let (app, cookie) = (&app, cookie.clone());
        async move {
            let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
            app.post(&path, &cookie, &fields).await
        }
    };
    let words = "Un objet à moi\n\nBonjour,\n\nUn mot <b>à moi</b>.";
    let shown = send(format!("{page}/write/draft"), fields("reminder-1", words)).await.body;
    assert!(shown.contains("Un objet à moi") && shown.contains("&#60;b&#62;à moi"), "shown as it is: {shown}");
    let other = send(format!("{page}/write/draft"), fields("reminder-2", words)).await.body;
    assert!(!other.contains("Un objet à moi"), "another text speaks in its own words");
    let pdf = send(format!("{page}/write/letter"), fields("reminder-1", words)).await;
    assert!(pdf.status == StatusCode::OK && pdf.body.starts_with("%PDF"));
    let notice = send(format!("{page}/write"), fields("formal-notice", "")).await;
    assert_eq!(notice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(notice.body.contains("responsable"), "a collector sends no formal notice");
    let posted = send(format!("{page}/write"), fields("reminder-1", words)).await;
    assert!(posted.location().starts_with(&format!("{page}?done=written")), "{} {}", posted.location(), posted.body);
    let outbox = app.get("/api/v1/outbox", &cookie).await.json();
    assert_eq!(
        (&outbox["messages"][0]["state"], &outbox["messages"][0]["subject"]),
        (&"rendered".into(), &"Un objet à moi".into())
    );
    let after = app.get(posted.location(), &cookie).await.body;
    assert!(after.contains("action=\"/undo\"") && after.contains("Un objet à moi"), "the toast and the thread");
    let back = app.post("/undo", &cookie, &[("what", &undo(posted.location())), ("back", &page)]).await;
    assert_eq!(back.location(), format!("{page}?done=taken-back"));
    let outbox = app.get("/api/v1/outbox", &cookie).await.json();
    assert_eq!(outbox["messages"][0]["state"], "cancelled");
    let twice = app.post("/undo", &cookie, &[("what", &undo(posted.location())), ("back", &page)]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Back to the form by the browser, which sends the same identity again.
    let anew = send(format!("{page}/write"), fields("reminder-1", words)).await;
    assert!(anew.location().starts_with(&format!("{page}?done=written")), "{}", anew.body);
    assert_ne!(undo(anew.location()), undo(posted.location()), "another message, not the one taken back");
    let rendered = app.get("/api/v1/outbox?state=rendered", &cookie).await.json();
    assert_eq!(rendered["messages"].as_array().map(Vec::len), Some(1));
    let old = [("item", item.as_str()), ("seen", "figures-of-before"), ("text", "reminder-1"), ("was", "reminder-1")];
    let stale = app.post(&format!("{page}/write"), &cookie, &old).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stale.body.contains("les montants ont changé") && !hidden(&stale.body, "seen").is_empty());
}

#[tokio::test]
async fn a_call_closes_with_a_promise_proposes_its_mail_and_is_taken_back() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("collector").await;
    let account = app.account(&cookie, "moreau").await;
    let call = app.post(&format!("/worklist/{account}/call"), &cookie, &[("back", "/?list=team")]).await;
    let sheet = fragment(&app, call.location(), &cookie).await;
    for part in ["Comprendre", "Convaincre", "Conclure", "data-outcome=\"8\"", "value=\"/?list=team\"", "12400,00"] {
        assert!(sheet.contains(part), "{part}: {sheet}");
    }
    let done = call.location().split('?').next().expect("a path").to_owned() + "/done";
    let fields = [
        ("done-outcome", "reached-promise"),
        ("done-amount", "5 000,00"),
        ("done-until", "2026-11-30"),
        ("back", "/?list=team"),
    ];
    let closed = app.post(&done, &cookie, &fields).await;
    assert!(closed.location().starts_with("/?list=team&done=task&undo=call%3A"), "{}", closed.location());
    let list = app.get(closed.location(), &cookie).await.body;
    assert!(list.contains("Confirmer par mail") && list.contains("action=\"/undo\""));
    let promise = closed.location().split("confirm=").nth(1).expect("a promise").to_owned();
    let mail = app.get(&format!("/promises/{promise}/confirm"), &cookie).await.body;
    assert!(mail.contains("5\u{202f}000,00") && mail.contains("Confirmation de votre engagement"), "{mail}");
    let empty = app.post(&format!("/promises/{promise}/confirm"), &cookie, &[("words", "objet seul")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let back = app.post("/undo", &cookie, &[("what", &undo(closed.location())), ("back", "/")]).await;
    assert_eq!(back.location(), "/?done=taken-back");
    let promises = app.get(&format!("/api/v1/promises?account={account}"), &cookie).await.json();
    assert_eq!(promises["rows"][0]["state"], "withdrawn");
}

#[tokio::test]
async fn nothing_is_taken_back_from_elsewhere_nor_by_who_may_not() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("collector").await;
    let page = format!("/accounts/{}", app.account(&cookie, "moreau").await);
    let given = [("task-subject", "relire"), ("task-due", "2026-11-23")];
    let given = app.post(&format!("{page}/task"), &cookie, &given).await;
    let what = undo(given.location());
    let foreign = axum::http::Request::post("/undo")
        .header("cookie", &cookie)
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(axum::body::Body::from(format!("what={}", what.replace(':', "%3A"))));
    assert_eq!(app.send(foreign.expect("a request")).await.status, StatusCode::FORBIDDEN);
    let reader = app.sign_in("reader").await;
    assert_eq!(app.post("/undo", &reader, &[("what", &what)]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.post("/undo", &cookie, &[("what", "task:nowhere")]).await.status, StatusCode::NOT_FOUND);
    let back = app.post("/undo", &cookie, &[("what", &what), ("back", "//elsewhere.example/")]).await;
    assert_eq!(back.location(), "/?done=taken-back", "and nobody is sent elsewhere");
}

#[tokio::test]
async fn the_thread_goes_on_page_after_page() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("collector").await;
    let account = app.account(&cookie, "moreau").await;
    let page = format!("/accounts/{account}");
    for _ in 0..17 {
        app.post(&format!("{page}/pause"), &cookie, &[("until", "2026-12-01"), ("reason", "x")]).await;
        app.post(&format!("{page}/pause"), &cookie, &[("resume", "1")]).await;
    }
    let body = app.get(&page, &cookie).await.body;
    let older = body.split("/thread?before=").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let part = fragment(&app, &format!("{page}/thread?before={older}"), &cookie).await;
    assert!(part.contains("<ol class=\"thread\">") && !part.contains("<html"), "{part}");
    assert!(app.get(&format!("{page}/thread?before={older}"), &cookie).await.body.contains("<html"));
}
