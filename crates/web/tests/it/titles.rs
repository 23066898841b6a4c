//! Titles and costs on the pages: recorded from the case, shown in both languages, refused with what was typed.

use app::Actor;
use app::cases::CaseOrder;
use axum::http::StatusCode;

use crate::support::TestApp;

#[tokio::test]
async fn a_title_is_recorded_from_its_case_and_a_cost_beside_it() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let actor = Actor::operator();
    let account = app.desk.find_account(&actor, "C0108").expect("the account");
    let id = app.desk.open_case(&actor, account, &CaseOrder::default()).expect("a case");
    let case = format!("/cases/{id}");
    let one = app.get(&case, &cookie).await;
    assert!(one.body.contains("Aucun titre") && one.body.contains("Enregistrer un titre"), "{}", one.body);
    let form = app.get(&format!("{case}/title"), &cookie).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    let fields = |issued: &'static str| {
        [
            ("kind", "judgment"),
            ("issued", issued),
            ("court", "TC de Lille"),
            ("number", "2026F00114"),
            ("head-principal", "1 200,00"),
            ("head-outside-costs", "500"),
            ("bare-outside-costs", "1"),
        ]
    };
    let wrong = app.post(&format!("{case}/title"), &cookie, &fields("2030-01-01")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("à venir") && wrong.body.contains("2026F00114"), "{}", wrong.body);
    let done = app.post(&format!("{case}/title"), &cookie, &fields("2026-10-12")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let list = app.get("/api/v1/titles", &cookie).await.json();
    let title = format!("/titles/{}", list["rows"][0]["id"].as_str().expect("a title"));
    assert_eq!(list["rows"][0]["awarded"], "1700.00");
    let served = [("service-on", "Garage"), ("service-day", "2026-10-20"), ("service-proof", "PV 4512")];
    let done = app.post(&format!("{title}/service"), &cookie, &served).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let shown = app.get(&title, &cookie).await;
    assert!(shown.body.contains("PV 4512") && shown.body.contains("sans intérêt"), "{}", shown.body);
    for page in ["/titles", "/titles?show=all", title.as_str(), &format!("{title}/change"), &format!("{case}/costs")] {
        let separator = if page.contains('?') { "&" } else { "?" };
        let english = app.get(&format!("{page}{separator}lang=en"), &cookie).await;
        assert_eq!(english.status, StatusCode::OK, "{page}: {}", english.body);
    }
    assert!(app.get("/titles", &cookie).await.body.contains("2026F00114"));

    let bad = [("cost-label", "signification"), ("cost-net", "-5")];
    let wrong = app.post(&format!("{case}/cost"), &cookie, &bad).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("signification") && wrong.body.contains("au-dessus de zéro"), "{}", wrong.body);
    let good = [
        ("cost-label", "signification"),
        ("cost-net", "58,73"),
        ("cost-vat", "11,75"),
        ("cost-ground", "prescribed-act"),
        ("cost-tariff", "service-of-order"),
    ];
    let done = app.post(&format!("{case}/cost"), &cookie, &good).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let costs = app.get(&format!("{case}/costs"), &cookie).await;
    assert!(costs.body.contains("signification") && costs.body.contains("périmé"), "{}", costs.body);
    let api = app.get(&format!("/api/v1{case}/costs"), &cookie).await.json();
    assert_eq!(api["sums"]["to_claim"], "70.48", "{api}");

    // Nothing comes: the proof is asked for, and entries are proposed.
    let closing = [("close-outcome", "irrecoverable"), ("close-why", "rien à saisir"), ("close-proof", "certificat")];
    let wrong = app.post(&format!("{case}/close"), &cookie, &closing).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "the day of the proof");
    let mut closing = closing.to_vec();
    closing.extend([("close-proof_on", "2026-11-02"), ("close-vat_rate", "20"), ("close-vat", "debits")]);
    let done = app.post(&format!("{case}/close"), &cookie, &closing).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let shown = app.get(&format!("{case}/costs"), &cookie).await.body;
    assert!(shown.contains("4457") && shown.contains("demeurée impayée"), "{shown}");
    let csv = app.get(&format!("{case}/entries?format=csv"), &cookie).await;
    assert!(csv.status == StatusCode::OK && csv.body.contains("654"), "{}", csv.body);
}

#[tokio::test]
async fn the_pages_of_a_lost_case_lead_to_the_rectification_of_its_vat() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let actor = Actor::operator();
    let account = app.desk.find_account(&actor, "C0108").expect("the account");
    let id = app.desk.open_case(&actor, account, &CaseOrder::default()).expect("a case");
    let case = format!("/cases/{id}");
    let paper = format!("{case}/papers/vat-rectification");
    let open = app.get(&paper, &cookie).await;
    assert!(open.status == StatusCode::UNPROCESSABLE_ENTITY && open.body.contains("irrécouvrable"), "{}", open.body);
    let link = format!("href=\"{paper}\"");
    assert!(!app.get(&format!("{case}/papers"), &cookie).await.body.contains(&link));
    let closing = [
        ("close-outcome", "irrecoverable"),
        ("close-why", "rien à saisir"),
        ("close-proof", "certificat"),
        ("close-proof_on", "2026-11-02"),
        ("close-vat_rate", "20"),
        ("close-vat", "debits"),
    ];
    let done = app.post(&format!("{case}/close"), &cookie, &closing).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let costs = app.get(&format!("{case}/costs"), &cookie).await.body;
    assert!(costs.contains(&link), "{costs}");
    let papers = app.get(&format!("{case}/papers"), &cookie).await.body;
    assert!(papers.contains(&link) && !papers.contains("/papers/petition"), "{papers}");
    let draft = app.get(&paper, &cookie).await;
    assert_eq!(draft.status, StatusCode::OK, "{}", draft.body);
    assert!(draft.body.contains("Rectification de TVA") && draft.body.contains("source secondaire"), "{}", draft.body);
    let api = app.get(&format!("/api/v1{paper}"), &cookie).await.json();
    assert_eq!(api["kind"], "vat-rectification", "{api}");
    // Who only reads is not led to what they cannot make.
    let reader = app.sign_in("reader").await;
    assert!(!app.get(&format!("{case}/papers"), &reader).await.body.contains(&link));
    assert!(!app.get(&format!("{case}/costs"), &reader).await.body.contains(&link));
}
