//! Texts of messages: the list, the editor, the preview, and what is refused.

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{Answer, TestApp, form};

const EDITOR: &str = "/texts/reminder-1/fr";
const OWN: &str = "Un mot de {{ creditor }}\n\nCher client,\n\nNotre <b>phrase</b> maison.\n\n---\n\nAu revoir.";

/// A form sent by htmx: a part of the page is wanted.
async fn part(app: &TestApp, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let request = Request::post(path)
        .header("cookie", cookie)
        .header("hx-request", "true")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form(fields)));
    app.send(request.expect("a request")).await
}

#[tokio::test]
async fn a_text_is_edited_previewed_saved_and_given_back() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let list = app.get("/texts", &cookie).await.body;
    assert!(list.contains("href=\"/texts/formal-notice/en\"") && list.contains("texte fourni"), "{list}");
    let editor = app.get(EDITOR, &cookie).await.body;
    assert!(
        editor.contains("{{ &#34;la pièce")
            || editor.contains("{{ &quot;la pièce")
            || editor.contains("la pièce ci-dessous")
    );
    assert!(editor.contains("data-insert=") && editor.contains("name=\"base\" value=\"0\""));
    let shown = part(&app, &format!("{EDITOR}/preview"), &cookie, &[("body", OWN), ("on", "business")]).await;
    assert_eq!(shown.status, StatusCode::OK);
    assert!(
        !shown.body.contains("<html") && shown.body.contains("Notre &#60;b&#62;phrase&#60;/b&#62; maison."),
        "{}",
        shown.body
    );
    // Without a script the same button gives the whole page.
    let whole = app.post(&format!("{EDITOR}/preview"), &cookie, &[("body", OWN), ("account", "C0107")]).await;
    assert!(whole.body.ends_with("</html>") && whole.body.contains("Garage Moreau SARL"), "on a real account");
    let saved = app.post(EDITOR, &cookie, &[("body", OWN), ("base", "0")]).await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/texts/reminder-1/fr?done=text"));
    let after = app.get(saved.location(), &cookie).await.body;
    assert!(after.contains("version 1") && after.contains("manager") && after.contains("role=\"status\""), "{after}");
    let late = app.post(EDITOR, &cookie, &[("body", "Autre\n\nCorps"), ("base", "0")]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("entre-temps") && late.body.contains("Autre"), "what was typed is kept");
    let pdf = app.post(&format!("{EDITOR}/letter"), &cookie, &[("body", OWN)]).await;
    assert_eq!(pdf.status, StatusCode::OK, "{}", pdf.body);
    assert_eq!(pdf.headers["content-type"], "application/pdf");
    let back = app.post(&format!("{EDITOR}/retire"), &cookie, &[]).await;
    assert_eq!(back.location(), "/texts?done=text-retired");
    assert!(app.get(EDITOR, &cookie).await.body.contains("texte fourni"));
}

#[tokio::test]
async fn a_run_after_the_edit_says_the_new_words() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    for slug in ["reminder-1", "reminder-2", "formal-notice"] {
        let body = OWN.replace("Cher client", &format!("Texte {slug}, mise en demeure de payer {{{{ total }}}}"));
        let path = format!("/texts/{slug}/fr");
        assert_eq!(app.post(&path, &cookie, &[("body", &body)]).await.status, StatusCode::SEE_OTHER);
    }
    app.post("/run", &cookie, &[("day", "2026-11-23")]).await;
    app.work();
    let outbox = app.get("/api/v1/outbox?state=rendered", &cookie).await.json();
    let messages = outbox["messages"].as_array().expect("messages");
    assert!(messages.len() > 10, "{outbox}");
    let subjects: Vec<&str> = messages.iter().filter_map(|m| m["subject"].as_str()).collect();
    // A few debtors read English, which the house did not write.
    let own = subjects.iter().filter(|s| s.starts_with("Un mot de ")).count();
    assert!(own > subjects.len() * 9 / 10, "{subjects:?}");
    assert!(subjects.iter().all(|s| s.starts_with("Un mot de ") || s.contains("payment")), "{subjects:?}");
}

#[tokio::test]
async fn hostile_texts_are_refused_at_the_field() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("administrator").await;
    let long = "x".repeat(1_000_000);
    for (body, told) in [
        ("Objet\n\n{% for x in debtor %}x{% endfor %}", "Ligne 3"),
        ("Objet\n\nBonjour {{ debtr }}", "n’est pas un mot connu"),
        ("Objet\n\n{{ 'a' * 90000000 }}", "ne multiplie pas"),
        ("", "n’a pas d’objet"),
        (long.as_str(), "raccourcissez-le"),
    ] {
        let refused = app.post(EDITOR, &cookie, &[("body", body)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
        assert!(refused.body.contains("aria-invalid=\"true\"") || body.is_empty(), "{told}");
        assert!(refused.body.contains(told), "{told}");
        let shown = part(&app, &format!("{EDITOR}/preview"), &cookie, &[("body", body)]).await;
        assert_eq!(shown.headers["hx-reswap"], "none", "the last good preview stays");
        assert!(shown.body.contains(told) && shown.body.contains("hx-swap-oob"), "{told}");
    }
    // Markup is words: it is shown, and runs nowhere.
    let script = "<script>alert(1)</script>\n\n</textarea><img src=x onerror=alert(2)>{{ creditor }}";
    assert_eq!(app.post(EDITOR, &cookie, &[("body", script)]).await.status, StatusCode::SEE_OTHER);
    for page in ["/texts", EDITOR, "/texts/reminder-1/fr?version=1"] {
        let body = app.get(page, &cookie).await.body;
        assert!(!body.contains("<script>alert") && !body.contains("<img src=x"), "{page}");
    }
    for (path, status) in [
        ("/texts/nothing-here/fr", StatusCode::OK),
        ("/texts/..%2Fx/fr", StatusCode::NOT_FOUND),
        ("/texts/reminder-1/de", StatusCode::NOT_FOUND),
        ("/texts/reminder-1/fr?version=9", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(app.get(path, &cookie).await.status, status, "{path}");
    }
    let named = app.post("/texts", &cookie, &[("name", "Relance douce"), ("language", "fr")]).await;
    assert_eq!(named.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(named.body.contains("id=\"e-name\"") && named.body.contains("value=\"Relance douce\""));
    let begun =
        app.post("/texts", &cookie, &[("name", "relance-douce"), ("language", "fr"), ("from", "reminder-1")]).await;
    assert_eq!(begun.location(), "/texts/relance-douce/fr?from=reminder-1");
}

#[tokio::test]
async fn only_who_keeps_the_settings_writes() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("collector").await;
    let editor = app.get(EDITOR, &cookie).await.body;
    assert!(editor.contains(" readonly") && !editor.contains("/retire"), "{editor}");
    assert_eq!(app.post(EDITOR, &cookie, &[("body", OWN)]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.post(&format!("{EDITOR}/retire"), &cookie, &[]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.get("/texts/new-one/fr", &cookie).await.status, StatusCode::NOT_FOUND);
    let tried = app.post(&format!("{EDITOR}/preview"), &cookie, &[("body", OWN)]).await;
    assert_eq!(tried.status, StatusCode::OK, "looking is free");
}

#[tokio::test]
async fn programs_read_check_try_and_save_texts() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let send = async |method: &str, path: &str, body: serde_json::Value| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("cookie", &cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json")
            .body(Body::from(body.to_string()));
        app.send(request.expect("a request")).await
    };
    let list = app.get("/api/v1/texts", &cookie).await.json();
    assert_eq!(list.as_array().map(Vec::len), Some(22));
    assert_eq!((list[0]["slug"].as_str(), list[0]["language"].as_str()), (Some("pre-due"), Some("fr")));
    let checked = send("POST", "/api/v1/texts/check", serde_json::json!({ "body": "a\n\n{{ totl }}" })).await.json();
    assert_eq!(
        (checked["faults"][0]["line"].as_u64(), checked["faults"][0]["code"].as_str()),
        (Some(3), Some("unknown-name"))
    );
    assert!(checked["faults"][0]["message"].as_str().is_some_and(|m| m.contains("is not a known fact")), "{checked}");
    let tried = serde_json::json!({ "body": OWN, "text": "reminder-1", "on": "C0107" });
    let preview = send("POST", "/api/v1/texts/preview", tried).await.json();
    assert_eq!(
        (preview["debtor"].as_str(), preview["before"][1].as_str()),
        (Some("Garage Moreau SARL"), Some("Notre <b>phrase</b> maison."))
    );
    let unknown = send("POST", "/api/v1/texts/preview", serde_json::json!({ "body": OWN, "on": "C9999" })).await;
    assert_eq!(
        (unknown.status, unknown.json()["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("example-unknown"))
    );
    let saved = send("PUT", "/api/v1/texts/reminder-1/fr", serde_json::json!({ "body": OWN })).await.json();
    assert_eq!((saved["version"].as_i64(), saved["written"].as_bool()), (Some(1), Some(true)));
    let refused = send("PUT", "/api/v1/texts/reminder-1/fr", serde_json::json!({ "body": "{% include 'x' %}" })).await;
    assert_eq!((refused.status, refused.json()["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("body")));
    let shown = app.get("/api/v1/texts/reminder-1/fr", &cookie).await.json();
    assert!(
        shown["body"].as_str().is_some_and(|b| b.starts_with("Un mot de")) && shown["versions"][0]["in_force"] == true
    );
    let named = serde_json::json!({ "steps": [{ "slug": "a", "timing": { "after-due": 8 }, "channel": "letter", "grant_days": 8, "text": "no-such" }] });
    let refused = send("PUT", "/api/v1/strategies/mine", named).await;
    assert_eq!(refused.json()["code"].as_str(), Some("step-text-unknown"), "{}", refused.body);
    assert_eq!(
        send("DELETE", "/api/v1/texts/reminder-1/fr", serde_json::Value::Null).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(app.get("/api/v1/texts/reminder-1/de", &cookie).await.json()["code"], "language-unknown");
}
