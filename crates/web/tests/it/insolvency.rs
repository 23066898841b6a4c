//! Insolvencies on the pages: notices in, a name to check, one procedure from the banner of the file to its proof.

use app::imports::Upload;
use axum::http::StatusCode;
use serde_json::json;

use crate::support::TestApp;

/// The demo customer that the notice is about, by name only.
const CUSTOMER: &str = "C0107";

fn file(name: &str) -> Upload {
    let judgment = json!({ "nature": "Jugement d'ouverture de redressement judiciaire", "date": "2026-11-10" });
    let good = json!({
        "id": "A2026022111", "dateparution": "2026-11-18", "familleavis": "collective",
        "tribunal": "Tribunal de commerce de Lyon", "commercant": name, "jugement": judgment.to_string(),
    });
    let bad = json!({ "id": "A2026022112", "familleavis": "collective" });
    Upload { name: "bodacc.json".to_owned(), bytes: json!([bad, good]).to_string().into_bytes() }
}

#[tokio::test]
async fn a_notice_goes_in_waits_for_a_word_and_is_followed_to_its_proof() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let accounts = app.get(&format!("/api/v1/accounts?q={CUSTOMER}"), &cookie).await.json();
    let (account, name) = (&accounts["accounts"][0]["id"], &accounts["accounts"][0]["name"]);
    let (account, name) = (account.as_str().expect("an account"), name.as_str().expect("a name").to_owned());
    assert!(app.get("/insolvency", &cookie).await.body.contains("Aucune procédure ici."));
    let taken = app.upload("/insolvency/import", &cookie, &[file(&name)]).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert!(taken.body.contains("dateparution"), "the record that cannot be read is listed: {}", taken.body);
    let review = app.get("/insolvency/review", &cookie).await;
    assert!(review.body.contains(&name.replace('\'', "&#39;")), "{}", review.body);
    let page = app.get("/api/v1/insolvency/reviews", &cookie).await.json();
    let id = page["rows"][0]["id"].as_str().expect("a name to check").to_owned();
    let none = app.post("/insolvency/review", &cookie, &[("match", &id), ("act", "other"), ("reason", "")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY, "a refusal has its reason");
    let ours = app.post("/insolvency/review", &cookie, &[("match", &id), ("act", "ours"), ("reason", "")]).await;
    assert_eq!(ours.status, StatusCode::SEE_OTHER, "{}", ours.body);
    assert!(app.get(&format!("/accounts/{account}"), &cookie).await.body.contains("redressement judiciaire"));

    let list = app.get("/api/v1/insolvency", &cookie).await.json();
    let procedure = list["rows"][0]["id"].as_str().expect("a procedure").to_owned();
    let path = format!("/insolvency/{procedure}");
    let one = app.get(&path, &cookie).await;
    assert_eq!(one.status, StatusCode::OK, "{}", one.body);
    assert!(one.body.contains("Noter l&#39;envoi") || one.body.contains("Noter l'envoi"), "{}", one.body);
    let english = app.get(&format!("{path}?lang=en"), &cookie).await;
    assert_eq!(english.status, StatusCode::OK);
    let whole = app.get(&format!("/api/v1/insolvency/{procedure}"), &cookie).await.json();
    let claim = whole["accounts"][0]["claim"]["id"].as_str().expect("a claim").to_owned();
    let sent = |proof: &'static str| {
        let fields = [("sent-claim", claim.clone()), ("claim-of", claim.clone()), ("sent-on", "2026-11-20".to_owned())];
        let mut fields: Vec<(&str, String)> = fields.to_vec();
        fields.push(("sent-proof", proof.to_owned()));
        fields
    };
    let fields = sent("");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let wrong = app.post(&format!("{path}/sent"), &cookie, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("2026-11-20"), "what was typed stays");
    let fields = sent("RAR 1A 234");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let done = app.post(&format!("{path}/sent"), &cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(app.get(&path, &cookie).await.body.contains("RAR 1A 234"));
    let csv = app.get("/insolvency/export", &cookie).await;
    assert!(csv.status == StatusCode::OK && csv.body.contains("déclarée"), "{}", csv.body);
}

/// A customer of the demo with late pieces.
const SUED: &str = "C0108";

#[tokio::test]
async fn a_guarantor_is_shown_and_decided_with_why() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let account = app.account(&cookie, SUED).await;
    let accounts = app.get(&format!("/api/v1/accounts?q={SUED}"), &cookie).await.json();
    let name = accounts["accounts"][0]["name"].as_str().expect("a name").to_owned();
    let opened = app.post(&format!("/accounts/{account}/case"), &cookie, &[("reference", "2026/200")]).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let case = opened.location().split('?').next().unwrap_or_default().to_owned();
    let party = [("party-role", "guarantor"), ("party-name", "Camille Caution")];
    let added = app.post(&format!("{case}/party"), &cookie, &party).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    app.upload("/insolvency/import", &cookie, &[file(&name)]).await;
    let page = app.get("/api/v1/insolvency/reviews", &cookie).await.json();
    let id = page["rows"][0]["id"].as_str().expect("a name to check").to_owned();
    app.post("/insolvency/review", &cookie, &[("match", &id), ("act", "ours"), ("reason", "")]).await;
    let list = app.get("/api/v1/insolvency", &cookie).await.json();
    let procedure = list["rows"][0]["id"].as_str().expect("a procedure").to_owned();
    let path = format!("/insolvency/{procedure}");
    assert!(app.get(&path, &cookie).await.body.contains("Camille Caution"));
    let whole = app.get(&format!("/api/v1/insolvency/{procedure}"), &cookie).await.json();
    let guarantor = &whole["accounts"][0]["guarantors"][0];
    assert_eq!((&guarantor["decision"], &guarantor["may_be_pursued"]), (&json!("awaited"), &json!(false)));
    let id = guarantor["id"].as_str().expect("a reference").to_owned();
    let decide = |decision: &'static str, why: &'static str| {
        let fields = [("guarantor-guarantor", id.clone()), ("claim-of", id.clone())];
        let typed = [("guarantor-decision", decision), ("guarantor-person", ""), ("guarantor-why", why)];
        let typed = typed.map(|(name, value)| (name, value.to_owned()));
        fields.into_iter().chain(typed).collect::<Vec<(&str, String)>>()
    };
    let send = async |fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        app.post(&format!("{path}/guarantor"), &cookie, &fields).await
    };
    let wrong = send(decide("pursue", "acte du 3 mai")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("acte du 3 mai") && wrong.body.contains("personne physique"), "{}", wrong.body);
    let done = send(decide("hold", "plan attendu")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let page = app.get(&path, &cookie).await.body;
    assert!(page.contains("plan attendu") && page.contains("attente décidée"), "{page}");
}

/// L622-13 III 1: a notice received on 20 November has its answer by Monday 21 December.
#[tokio::test]
async fn a_contract_in_progress_is_told_put_on_notice_and_taken_out() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let accounts = app.get(&format!("/api/v1/accounts?q={CUSTOMER}"), &cookie).await.json();
    let name = accounts["accounts"][0]["name"].as_str().expect("a name").to_owned();
    app.upload("/insolvency/import", &cookie, &[file(&name)]).await;
    let page = app.get("/api/v1/insolvency/reviews", &cookie).await.json();
    let id = page["rows"][0]["id"].as_str().expect("a name to check").to_owned();
    app.post("/insolvency/review", &cookie, &[("match", &id), ("act", "ours"), ("reason", "")]).await;
    let list = app.get("/api/v1/insolvency", &cookie).await.json();
    let procedure = list["rows"][0]["id"].as_str().expect("a procedure").to_owned();
    let (path, api) = (format!("/insolvency/{procedure}"), format!("/api/v1/insolvency/{procedure}"));
    let whole = app.get(&api, &cookie).await.json();
    let claim = whole["accounts"][0]["claim"]["id"].as_str().expect("a claim").to_owned();
    let form = format!("{claim}-ask");
    let ask = async |what: &str| {
        let fields = [("ask-claim", claim.as_str()), ("claim-of", form.as_str()), ("ask-currency", "EUR")];
        let fields: Vec<_> = fields.into_iter().chain([("ask-kind", "contract"), ("ask-what", what)]).collect();
        app.post(&format!("{path}/demand"), &cookie, &fields).await
    };
    assert_eq!(ask(" ").await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let asked = ask("maintenance 2026-14").await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let demand = app.get(&api, &cookie).await.json()["accounts"][0]["demands"][0].clone();
    assert_eq!((&demand["stage"], &demand["kind"]), (&json!("to-ask"), &json!("contract")));
    let id = demand["id"].as_str().expect("a reference").to_owned();
    let tell = async |act: &str, on: &str, proof: &str| {
        let form = format!("{id}-{act}");
        let fields = [("told-demand", id.as_str()), ("claim-of", form.as_str()), ("told-act", act)];
        let fields: Vec<_> = fields.into_iter().chain([("told-on", on), ("told-proof", proof)]).collect();
        app.post(&format!("{path}/told"), &cookie, &fields).await
    };
    let unproved = tell("asked", "2026-11-20", "").await;
    assert_eq!(unproved.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unproved.body.contains("2026-11-20"), "what was typed stays");
    let received = tell("asked", "2026-11-20", "RAR 1A 235").await;
    assert_eq!(received.status, StatusCode::SEE_OTHER, "{}", received.body);
    let shown = app.get(&path, &cookie).await.body;
    assert!(shown.contains("RAR 1A 235") && shown.contains("L622-13") && shown.contains("21\u{a0}déc"), "{shown}");
    let demand = app.get(&api, &cookie).await.json()["accounts"][0]["demands"][0].clone();
    assert_eq!((&demand["answers"]["due"], &demand["stage"]), (&json!("2026-12-21"), &json!("awaited")));
    let left = tell("left", "", "autre client").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.body);
    assert!(!app.get(&path, &cookie).await.body.contains("RAR 1A 235"));
}
