//! What the API answers is what its document says: live answers against the schemas.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::support::{Answer, TestApp};

/// What of `value` is not as `schema` says, with its place.
fn faults(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = document.pointer(name.trim_start_matches('#'));
        return faults(document, target.unwrap_or_else(|| panic!("{at}: {name} is nowhere")), value, at, found);
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        faults(document, part, value, at, found);
    }
    if let Some(ways) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
        let fits = |way: &Value| {
            let mut wrong = Vec::new();
            faults(document, way, value, at, &mut wrong);
            wrong.is_empty()
        };
        if !ways.iter().any(fits) {
            found.push(format!("{at}: {value} is none of {schema}"));
        }
        return;
    }
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(n) if n.is_i64() || n.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let named = |said: &Value| said == kind || (kind == "integer" && said == "number");
    let said = &schema["type"];
    if !said.is_null() && !named(said) && !said.as_array().is_some_and(|kinds| kinds.iter().any(named)) {
        found.push(format!("{at}: {kind} where {said} is said"));
        return;
    }
    for (place, one) in value.as_array().into_iter().flatten().enumerate() {
        if schema["items"].is_object() {
            faults(document, &schema["items"], one, &format!("{at}/{place}"), found);
        }
    }
    let (Some(fields), known, rest) = (value.as_object(), &schema["properties"], &schema["additionalProperties"])
    else {
        return;
    };
    for required in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !fields.contains_key(required) {
            found.push(format!("{at}: {required} is missing"));
        }
    }
    for (name, one) in fields {
        let at = format!("{at}/{name}");
        match known.get(name) {
            Some(schema) => faults(document, schema, one, &at, found),
            None if rest.is_object() => faults(document, rest, one, &at, found),
            // An object without properties of its own says « anything ».
            None if known.is_object() || *rest == false => found.push(format!("{at}: said nowhere")),
            None => {}
        }
    }
}

async fn call(app: &TestApp, cookie: &str, method: &str, path: &str, body: &str) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json");
    app.send(request.body(Body::from(body.to_owned())).expect("a request")).await
}

/// The demo company with one of everything: a block, a promise, a task, a message to approve.
async fn busy(app: &TestApp, cookie: &str) {
    let found = app.get("/api/v1/accounts?overdue=true", cookie).await.json();
    let other = found["accounts"].as_array().expect("accounts").iter().find(|a| a["number"] != "C0107");
    let number = other.expect("another account")["number"].as_str().expect("a code").to_owned();
    let file = app.get(&format!("/api/v1/accounts/{number}"), cookie).await.json();
    let item = file["items"][0]["id"].as_str().expect("a piece").to_owned();
    let strategy = json!({
        "name": "With approval", "steps": [{
            "slug": "reminder-1", "timing": { "after-due": 8 }, "channel": "letter", "tone": "courteous",
            "grant_days": 8, "claim": "withheld", "approval": true,
        }],
    });
    for (method, path, body) in [
        ("PUT", "/api/v1/strategies/with-approval".to_owned(), strategy),
        (
            "PUT",
            "/api/v1/segments".to_owned(),
            json!([{ "slug": "large", "rule": { "outstanding_from": 99_000_000 }, "strategy": "with-approval" }]),
        ),
        ("PUT", "/api/v1/accounts/C0107/strategy".to_owned(), json!({ "strategy": "with-approval" })),
        ("POST", format!("/api/v1/items/{item}/blocks"), json!({ "reason": "disputed", "amount": "1.00" })),
        ("POST", format!("/api/v1/accounts/{number}/promises"), json!({ "amount": "1.00", "until": "2026-12-04" })),
        ("POST", format!("/api/v1/accounts/{number}/tasks"), json!({ "subject": "rappeler", "due": "2026-11-24" })),
        ("PUT", "/api/v1/worklist/weights".to_owned(), json!({ "right": 12 })),
        (
            "POST",
            format!("/api/v1/accounts/{number}/snooze"),
            json!({ "until": "2026-11-27", "reason": "comptable absente" }),
        ),
        (
            "POST",
            "/api/v1/absences".to_owned(),
            json!({ "login": "collector", "since": "2026-11-23", "until": "2026-11-27", "stand_in": "manager" }),
        ),
        (
            "POST",
            "/api/v1/creditors/VAUBAN/sale-terms".to_owned(),
            json!({ "label": "CGV 2025", "since": "2025-01-01", "clauses": [{ "kind": "deposit", "text": "30 %" }] }),
        ),
        (
            "POST",
            "/api/v1/accounts/C0107/sale-terms".to_owned(),
            json!({ "version": "CGV 2025", "on": "2025-03-12", "how": "invoice-only" }),
        ),
        ("PUT", "/api/v1/schedule".to_owned(), json!({ "at": "07:00", "working_days": "metropole" })),
    ] {
        let answer = call(app, cookie, method, &path, &body.to_string()).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.body);
    }
}

/// What of an answer is not as a schema of the document says.
fn unlike(document: &Value, schema: &str, answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    faults(document, &json!({ "$ref": format!("#/components/schemas/{schema}") }), answer, "", &mut found);
    found
}

/// A token to make, with the password again.
const TOKEN: &str = "{\"name\":\"essai\",\"scopes\":[\"read\"],\"password\":\"une phrase assez longue\"}";

/// Method, path of the document, what stands for its parameter, question, body, and a list that must not be empty, so
/// that its lines are looked at.
const ASKED: [(&str, &str, &str, &str, &str, &str); 53] = [
    ("get", "/api/v1/me", "", "", "", ""),
    ("post", "/api/v1/me/tokens", "", "", TOKEN, "/listed/scopes"),
    ("get", "/api/v1/me/tokens", "", "", "", ""),
    ("get", "/api/v1/me/sessions", "", "", "", ""),
    ("get", "/api/v1/me/second-factor", "", "", "", ""),
    ("delete", "/api/v1/me/sessions", "", "", "", ""),
    ("get", "/api/v1/worklist", "", "?of=team&limit=20", "", "/rows"),
    ("get", "/api/v1/accounts/{id}/rank", "C0107", "", "", "/points"),
    ("get", "/api/v1/snoozes", "", "", "", ""),
    ("get", "/api/v1/worklist/weights", "", "", "", "/saved"),
    ("post", "/api/v1/worklist/weights/compare", "", "", "{\"amount\":1}", "/head"),
    ("get", "/api/v1/worklist/team", "", "", "", ""),
    ("get", "/api/v1/absences", "", "", "", ""),
    ("get", "/api/v1/accounts", "", "?limit=5", "", "/accounts"),
    ("get", "/api/v1/accounts/{id}", "C0107", "", "", "/items"),
    ("get", "/api/v1/accounts/{id}/statement", "C0107", "", "", ""),
    ("get", "/api/v1/search", "", "?q=moreau", "", "/accounts/hits"),
    ("get", "/api/v1/search", "", "?q=11910", "", "/items/hits"),
    ("get", "/api/v1/search", "", "?q=compta", "", "/contacts/hits"),
    ("get", "/api/v1/aging", "", "?by=account", "", "/lines"),
    ("get", "/api/v1/aging", "", "", "", "/buckets"),
    ("get", "/api/v1/indicators", "", "?months=1", "", "/currencies"),
    ("get", "/api/v1/indicators", "", "", "", "/currencies/0/blocked/reasons"),
    ("get", "/api/v1/indicators/delays", "", "?limit=5", "", "/rows"),
    ("get", "/api/v1/indicators/files", "", "?months=12", "", ""),
    ("get", "/api/v1/run", "", "?limit=5", "", "/decisions"),
    ("get", "/api/v1/run", "", "?summary=true", "", "/steps"),
    ("post", "/api/v1/run", "", "", "{}", "/decisions"),
    ("post", "/api/v1/accounts/{id}/messages/draft", "C0107", "", "{}", "/ask/lines"),
    ("get", "/api/v1/blocks", "", "", "", "/rows"),
    ("get", "/api/v1/promises", "", "", "", "/rows"),
    ("get", "/api/v1/tasks", "", "", "", "/rows"),
    ("get", "/api/v1/approvals", "", "", "", "/rows"),
    ("get", "/api/v1/letters", "", "", "", "/letters"),
    ("get", "/api/v1/outbox", "", "", "", "/messages"),
    ("post", "/api/v1/outbox/send", "", "", "", ""),
    ("get", "/api/v1/creditors", "", "", "", ""),
    ("get", "/api/v1/sale-terms", "", "", "", "/0/versions"),
    ("get", "/api/v1/accounts/{id}/sale-terms", "C0107", "", "", "/acceptances"),
    ("get", "/api/v1/diagnosis", "", "", "", ""),
    ("get", "/api/v1/imports", "", "", "", ""),
    ("get", "/api/v1/strategies", "", "", "", ""),
    ("get", "/api/v1/segments", "", "", "", ""),
    ("get", "/api/v1/waiting", "", "", "", ""),
    ("get", "/api/v1/sources", "", "", "", "/ledgers"),
    ("get", "/api/v1/schedule", "", "", "", ""),
    ("post", "/api/v1/accounts/{id}/notes", "C0107", "", "{\"note\":\"@manager @personne\"}", "/told"),
    ("get", "/api/v1/accounts/{id}/people", "C0107", "", "", ""),
    ("get", "/api/v1/mentions", "", "", "", ""),
    ("get", "/api/v1/me/digest", "", "", "", ""),
    ("get", "/api/v1/disputes/satisfaction", "", "?show=asked", "", ""),
    ("get", "/api/v1/credit/waiting", "", "", "", ""),
    ("post", "/api/v1/entries/proposal", "", "", "{}", ""),
];

#[tokio::test]
async fn what_the_api_answers_is_what_its_document_says() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("administrator").await;
    busy(&app, &cookie).await;
    let document = serde_json::to_value(web::openapi()).expect("plain data");
    for (method, route, named, question, body, list) in ASKED {
        let path = format!("{}{question}", route.replace("{id}", named));
        let answer = call(&app, &cookie, &method.to_uppercase(), &path, body).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.body);
        let said = &document["paths"][route][method]["responses"][answer.status.as_str()];
        let schema = &said["content"]["application/json"]["schema"];
        assert!(schema.is_object(), "{method} {route} says nothing of a {}", answer.status);
        let value = answer.json();
        let lines = if list.is_empty() { value.as_array() } else { value.pointer(list).and_then(Value::as_array) };
        if !list.is_empty() || value.is_array() {
            assert!(lines.is_some_and(|lines| !lines.is_empty()), "{method} {path}: nothing to look at in {list}");
        }
        let mut found = Vec::new();
        faults(&document, schema, &value, "", &mut found);
        assert!(found.is_empty(), "{method} {path}: {found:#?}");
    }
    let entries = call(&app, &cookie, "GET", "/api/v1/entries", "").await.json();
    assert_eq!(unlike(&document, "EntryPage", &entries), [""; 0]);
}

#[test]
fn an_answer_that_differs_is_found() {
    let document = json!({ "components": { "schemas": { "Line": {
        "type": "object", "required": ["id"], "properties": { "id": { "type": "string" }, "paid": { "type": ["string", "null"] } },
    } } } });
    let schema = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Line" } });
    let look = |value: Value| {
        let mut found = Vec::new();
        faults(&document, &schema, &value, "", &mut found);
        found.len()
    };
    assert_eq!(look(json!([{ "id": "A", "paid": null }, { "id": "B" }])), 0);
    assert_eq!(look(json!([{ "paid": "1.00" }])), 1, "missing");
    assert_eq!(look(json!([{ "id": 1 }])), 1, "of another kind");
    assert_eq!(look(json!([{ "id": "A", "owner": "Paul" }])), 1, "said nowhere");
    assert_eq!(look(json!({})), 1, "no list");
}
