use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{PASSWORD, TestApp, demo};

async fn call(app: &TestApp, method: &str, path: &str, token: &str, body: &str) -> crate::support::Answer {
    let mut request = Request::builder().method(method).uri(path).header("content-type", "application/json");
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    app.send(request.body(Body::from(body.to_owned())).expect("a request")).await
}

async fn token(app: &TestApp, login: &str) -> String {
    let body = format!("{{\"login\":\"{login}\",\"password\":\"{PASSWORD}\"}}");
    let answer = call(app, "POST", "/api/v1/session", "", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.json()["token"].as_str().expect("a token").to_owned()
}

#[test]
fn the_document_of_the_api_changes_only_on_purpose() {
    let text = web::openapi().to_pretty_json().expect("plain data");
    insta::assert_snapshot!("openapi", text);
}

/// OpenAPI 3.1 requires a description of each answer; RFC 9457 gives problems a type of their own.
#[test]
fn every_answer_is_described_and_every_failure_a_problem() {
    let document = serde_json::to_value(web::openapi()).expect("plain data");
    let mut seen = 0;
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let answers = operation["responses"].as_object().expect("answers");
            assert!(answers.contains_key("default"), "{method} {path}");
            for (status, answer) in answers {
                let what = format!("{method} {path} {status}");
                assert!(answer["description"].as_str().is_some_and(|text| !text.is_empty()), "{what}");
                let failure = status == "default" || status.starts_with('4');
                assert_eq!(answer["content"]["application/problem+json"].is_object(), failure, "{what}");
                seen += 1;
            }
        }
    }
    assert!(seen > 100, "{seen} answers");
}

#[tokio::test]
async fn failures_are_problems() {
    let app = TestApp::with_people();
    let out = call(&app, "GET", "/api/v1/accounts", "", "").await;
    assert_eq!(out.status, StatusCode::UNAUTHORIZED);
    assert_eq!(out.headers["content-type"], "application/problem+json");
    assert_eq!(out.json()["status"], 401);
    let reader = token(&app, "reader").await;
    let run = call(&app, "POST", "/api/v1/run", &reader, "{}").await;
    assert_eq!((run.status, run.json()["type"].as_str()), (StatusCode::FORBIDDEN, Some("about:blank#forbidden")));
    let nothing = call(&app, "GET", "/api/v1/nothing", &reader, "").await;
    assert_eq!((nothing.status, nothing.json()["instance"].as_str()), (StatusCode::NOT_FOUND, Some("/api/v1/nothing")));
    let bad = call(&app, "GET", "/api/v1/aging?as_of=2026-02-31", &reader, "").await;
    assert_eq!((bad.status, bad.json()["code"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("date-unreadable")));
    assert!(bad.body.contains("is no date"), "a program without Accept-Language reads English: {}", bad.body);
    let by = call(&app, "GET", "/api/v1/aging?by=moon&lang=fr", &reader, "").await;
    assert_eq!((by.json()["code"].as_str(), by.json()["field"].as_str()), (Some("unknown-grouping"), Some("by")));
    assert!(by.body.contains("n’est pas un regroupement"), "{}", by.body);
    let method = call(&app, "GET", "/api/v1/texts/check", &reader, "").await;
    assert_eq!((method.status, method.json()["code"].as_str()), (StatusCode::METHOD_NOT_ALLOWED, Some("no-method")));
    assert_eq!(method.headers["allow"], "POST");
    for (method, path, body) in [
        ("POST", "/api/v1/run", " [true]"),
        ("PUT", "/api/v1/strategies/any", "\"any\""),
        ("POST", "/api/v1/worklist/weights/compare", "7"),
    ] {
        let other = call(&app, method, path, &reader, body).await;
        let said = (other.status, other.json()["code"].clone());
        assert_eq!(said, (StatusCode::BAD_REQUEST, "body-no-object".into()), "{method} {path}");
        // Under every name that the readers know JSON by.
        for kind in ["application/x+json", "Application/JSON", "application/problem+json; charset=utf-8"] {
            let request = Request::builder().method(method).uri(path).header("content-type", kind);
            let request = request.header("authorization", format!("Bearer {reader}"));
            let other = app.send(request.body(Body::from(body)).expect("a request")).await;
            let said = (other.status, other.json()["code"].clone());
            assert_eq!(said, (StatusCode::BAD_REQUEST, "body-no-object".into()), "{method} {path} as {kind}");
        }
    }
    let switch = call(&app, "GET", "/api/v1/law/tariff?list=perhaps", &reader, "").await;
    assert_eq!((switch.status, switch.json()["field"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("list")));
    for body in ["{", "{\"day\":1}"] {
        let unread = call(&app, "POST", "/api/v1/run", &reader, body).await;
        assert_eq!(unread.headers["content-type"], "application/problem+json", "{body}");
        assert_eq!((unread.status, unread.json()["code"].as_str()), (StatusCode::BAD_REQUEST, Some("malformed")));
    }
    assert_eq!(call(&app, "DELETE", "/api/v1/session", &reader, "").await.status, StatusCode::NO_CONTENT);
    assert_eq!(call(&app, "GET", "/api/v1/me", &reader, "").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn programs_import_look_and_run() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("manager").await;
    let kept = app.upload("/api/v1/imports", &cookie, &[demo("clients.csv"), demo("balance-2026-11-20.csv")]).await;
    assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.body);
    let order = format!("{{\"files\":{},\"creditor\":\"VAUBAN\"}}", kept.json()["files"]);
    let token = token(&app, "manager").await;
    let preview = call(&app, "POST", "/api/v1/imports/preview", &token, &order).await.json();
    assert_eq!(preview["created"]["debtors"], 298);
    assert!(preview["controls"].as_array().expect("a list").iter().all(|c| c["gap"] == "0.00"), "{preview}");
    assert_eq!(call(&app, "POST", "/api/v1/imports/start", &token, &order).await.status, StatusCode::ACCEPTED);
    app.work();
    let files = kept.json()["files"].as_str().expect("a reference").to_owned();
    let result = call(&app, "GET", &format!("/api/v1/imports/result?files={files}"), &token, "").await.json();
    let batch = result["batch"].as_str().expect("a batch").to_owned();
    // demo/README.md: Friday's export on 23 November.
    let aging = call(&app, "GET", "/api/v1/aging?by=account", &token, "").await.json();
    let amounts: Vec<&str> =
        aging["buckets"].as_array().expect("a list").iter().filter_map(|b| b["amount"].as_str()).collect();
    assert_eq!(amounts, ["605078.35", "241310.36", "103873.80", "39172.74", "54508.71"]);
    assert_eq!(aging["total"], "1043943.96");
    let file = call(&app, "GET", "/api/v1/accounts/C0107", &token, "").await.json();
    assert_eq!(
        (file["name"].as_str(), file["totals"][0]["overdue"].as_str()),
        (Some("Garage Moreau SARL"), Some("12400.00"))
    );
    let why = |file: &serde_json::Value| file["next"][0]["why"].as_str().expect("a reason").to_owned();
    let french = call(&app, "GET", "/api/v1/accounts/C0107?lang=fr", &token, "").await.json();
    assert_ne!(why(&file), why(&french), "the reason is said in the language asked for");
    let statement = call(&app, "GET", "/api/v1/accounts/C0107/statement", &token, "").await.json();
    assert_eq!(statement[0]["closing"], "24310.00");
    let run = call(&app, "POST", "/api/v1/run", &token, "{\"dry\":true}").await.json();
    assert_eq!(run["written"], false);
    let figures = call(&app, "GET", "/api/v1/run?summary=true", &token, "").await.json();
    assert_eq!(figures["decisions"], serde_json::json!([]));
    let mut same = run.clone();
    same["decisions"] = serde_json::json!([]);
    assert_eq!(figures, same, "the figures of a summary are those of the run");
    let steps: u64 = run["steps"].as_array().expect("steps").iter().filter_map(|s| s["messages"].as_u64()).sum();
    assert_eq!(Some(steps), run["messages"].as_u64());
    let (mut told, mut path) = (Vec::new(), "/api/v1/run?limit=7".to_owned());
    loop {
        let page = call(&app, "GET", &path, &token, "").await.json();
        let decisions = page["decisions"].as_array().expect("decisions");
        assert!(!decisions.is_empty() && decisions.len() <= 7, "{path}");
        told.extend(decisions.clone());
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/api/v1/run?limit=7&after={next}");
    }
    assert_eq!(run["decisions"].as_array(), Some(&told));
    let gone = call(&app, "GET", "/api/v1/run?after=0000000000000-EUR-none", &token, "").await;
    assert_eq!((gone.status, gone.json()["code"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some("list-moved")));
    let findings = call(&app, "GET", "/api/v1/diagnosis", &token, "").await.json();
    assert!(findings.as_array().is_some_and(|f| !f.is_empty()));
    let undone = call(&app, "POST", &format!("/api/v1/imports/{batch}/undo"), &token, "").await.json();
    assert_eq!(undone["state"], "undone");
}

/// Each route of an account takes its customer code, and its file says what was set.
#[tokio::test]
async fn what_is_set_on_an_account_is_read_back() {
    let app = TestApp::with_ledger();
    let token = token(&app, "manager").await;
    let file = call(&app, "GET", "/api/v1/accounts/C0107", &token, "").await.json();
    let item = file["items"][0]["id"].as_str().expect("a piece").to_owned();
    for (method, path, body, status) in [
        ("POST", "/api/v1/accounts/C0107/pause", r#"{"until":"2026-12-01","reason":"salon","owner":"Paul"}"#, 204),
        ("PUT", "/api/v1/accounts/C0107/strategy", r#"{"strategy":"key-account"}"#, 204),
        ("PUT", "/api/v1/accounts/C0107/payer", "{}", 204),
        ("POST", "/api/v1/accounts/C0107/promises", r#"{"amount":"500.00","until":"2026-12-04"}"#, 201),
        ("POST", &format!("/api/v1/items/{item}/blocks"), r#"{"reason":"disputed","amount":"10.00"}"#, 201),
    ] {
        let answer = call(&app, method, path, &token, body).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body);
    }
    let file = call(&app, "GET", "/api/v1/accounts/C0107", &token, "").await.json();
    assert_eq!((&file["paused_until"], &file["pause_reason"]), (&"2026-12-01".into(), &"salon".into()));
    assert_eq!((&file["pause_owner"], &file["strategy"]), (&"Paul".into(), &"key-account".into()));
    assert_eq!((&file["promises"][0]["amount"], &file["promises"][0]["state"]), (&"500.00".into(), &"open".into()));
    assert_eq!((&file["blocks"][0]["amount"], &file["blocks"][0]["item_id"]), (&"10.00".into(), &item.into()));
}

/// What was read can be written back as it is, and what was written is read.
#[tokio::test]
async fn a_creditor_read_and_written_back_is_unchanged() {
    let app = TestApp::with_ledger();
    let token = token(&app, "administrator").await;
    let read = call(&app, "GET", "/api/v1/creditors", &token, "").await.json()[0].clone();
    let code = read["code"].as_str().expect("a code").to_owned();
    let mut whole = read.clone();
    for (field, value) in [
        ("legal_line", "SAS au capital de 50 000 €"),
        ("siren", "404833048"),
        ("street", "3 rue des Forges"),
        ("postcode", "25000"),
        ("city", "Besançon"),
        ("phone", "03 81 00 00 00"),
        ("email", "compta@vauban.example"),
        ("iban", "FR7630006000011234567890189"),
        ("bic", "AGRIFRPP"),
        ("signatory", "Mme Vauban"),
        ("mediator", "Médiateur du bois, Besançon"),
    ] {
        whole[field] = value.into();
    }
    let path = format!("/api/v1/creditors/{code}");
    for sent in [&whole, &read, &whole] {
        let saved = call(&app, "PUT", &path, &token, &sent.to_string()).await;
        assert_eq!((saved.status, &saved.json()), (StatusCode::OK, sent), "every field, null or not");
        assert_eq!(&call(&app, "GET", "/api/v1/creditors", &token, "").await.json()[0], sent);
    }
    let typo = call(&app, "PUT", &path, &token, r#"{"name":"X","letterhead":"Y"}"#).await;
    assert_eq!(typo.json()["code"], "malformed", "{}", typo.body);
}

#[tokio::test]
async fn the_law_answers_as_on_the_command_line() {
    let app = TestApp::with_people();
    assert_eq!(call(&app, "GET", "/api/v1/law/check", "", "").await.status, StatusCode::UNAUTHORIZED);
    let reader = token(&app, "reader").await;
    let path = "/api/v1/law/late-interest?amount=10000.00&due=2026-06-20&until=2026-06-30&payment=2026-06-30:4000.00";
    let answer = call(&app, "GET", path, &reader, "").await.json();
    assert_eq!((answer["interest"].as_str(), answer["principal_left"].as_str()), (Some("33.29"), Some("6033.29")));
    assert!(answer["explanation"].as_array().is_some_and(|lines| lines.len() > 3));
    let court = call(&app, "GET", "/api/v1/law/court?debtor=trader&amount=800&place=69123", &reader, "").await.json();
    assert_eq!(court["kind"], "tae");
    // the same question by its body, payments as a list
    let body = r#"{"amount":"10000.00","due":"2026-06-20","until":"2026-06-30","payment":["2026-06-30:4000.00"]}"#;
    assert_eq!(call(&app, "POST", "/api/v1/law/late-interest", &reader, body).await.json(), answer);
    let missing = call(&app, "GET", "/api/v1/law/rate?kind=ecb&on=2027-02-01", &reader, "").await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.json()["detail"].as_str().is_some_and(|text| text.contains("ecb_main_refinancing_rate")));
    for wrong in [
        "/api/v1/law/late-interest?amount=1&due=2026-02-30&until=2026-03-31",
        "/api/v1/law/rate?kind=ecb&on=2026-01-01&moon=1",
    ] {
        assert_eq!(call(&app, "GET", wrong, &reader, "").await.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    assert_eq!(call(&app, "GET", "/api/v1/law/divorce", &reader, "").await.status, StatusCode::NOT_FOUND);
    let document = call(&app, "GET", "/api/v1/openapi.json", &reader, "").await.json();
    for verb in app::questions::VERBS {
        assert!(document["paths"][format!("/api/v1/law/{}", verb.name)].is_object(), "{}", verb.name);
    }
}

#[tokio::test]
async fn a_piece_is_given_its_pdf_and_what_is_none_is_refused() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let file = |bytes: &[u8]| app::imports::Upload { name: "FB26-0767.pdf".to_owned(), bytes: bytes.to_vec() };
    let path = "/api/v1/items/FB26-0767/file";
    let heavy = [b"%PDF-1.7\n".as_slice(), &vec![b'x'; 20_000_000]].concat();
    for (bytes, code) in [(b"<html>".as_slice(), "not-a-pdf"), (&heavy, "file-too-heavy")] {
        let refused = app.upload(path, &cookie, &[file(bytes)]).await;
        let told = refused.json();
        assert_eq!((refused.status, told["code"].as_str()), (StatusCode::UNPROCESSABLE_ENTITY, Some(code)), "{told}");
        assert_eq!(told["field"], "file");
    }
    assert_eq!(app.upload(path, &cookie, &[]).await.json()["code"], "no-file");
    let pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF";
    let kept = app.upload(path, &cookie, &[file(pdf)]).await;
    assert_eq!(kept.status, StatusCode::CREATED, "{}", kept.body);
    let id = kept.json()["id"].as_str().expect("a reference").to_owned();
    let token = token(&app, "manager").await;
    let document = call(&app, "GET", &format!("/api/v1/documents/{id}"), &token, "").await;
    assert_eq!(document.body.as_bytes(), pdf);
    let reader = self::token(&app, "reader").await;
    assert_eq!(call(&app, "DELETE", path, &reader, "").await.status, StatusCode::FORBIDDEN);
    for _ in 0..2 {
        assert_eq!(call(&app, "DELETE", path, &token, "").await.status, StatusCode::NO_CONTENT);
    }
}
