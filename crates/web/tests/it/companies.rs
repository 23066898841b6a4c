//! Companies on the pages: saved answers in, what differs on the file of the customer, its name taken over.

use app::imports::Upload;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::TestApp;

/// The demo customer that the answer is about.
const CUSTOMER: &str = "C0107";

fn saved(siren: &str) -> Upload {
    let bad = json!({ "siren": "12" });
    let good = json!({
        "siren": siren, "nom_raison_sociale": "BOISERIES DU RHONE", "nature_juridique": "5710",
        "etat_administratif": "C", "date_fermeture": "2026-10-31", "statut_diffusion": "O",
        "nombre_etablissements_ouverts": 0,
    });
    Upload { name: "sirene.json".to_owned(), bytes: json!({ "results": [bad, good] }).to_string().into_bytes() }
}

/// What the API says of the customer.
async fn company(app: &TestApp, cookie: &str) -> Value {
    app.get(&format!("/api/v1/accounts/{CUSTOMER}/company"), cookie).await.json()
}

#[tokio::test]
async fn a_saved_answer_goes_in_and_what_differs_is_taken_over_on_the_file() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let before = company(&app, &cookie).await;
    assert_eq!(before["state"], Value::Null);
    let (siren, id) = (before["siren"].as_str().expect("a SIREN"), before["account_id"].as_str().expect("an account"));
    let never = app.get("/companies?show=never", &cookie).await;
    assert!(never.status == StatusCode::OK && never.body.contains("jamais lue"), "{}", never.body);

    let taken = app.upload("/companies/import", &cookie, &[saved(siren)]).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert!(taken.body.contains("siren"), "the record that cannot be read is listed: {}", taken.body);
    assert_eq!(company(&app, &cookie).await["state"], "ceased");
    for page in ["/companies?show=ceased", "/companies?show=ceased&lang=en"] {
        let list = app.get(page, &cookie).await;
        assert!(list.status == StatusCode::OK && list.body.contains("BOISERIES DU RHONE"), "{}", list.body);
    }
    let file = format!("/accounts/{id}");
    let page = app.get(&file, &cookie).await;
    assert!(page.body.contains("Société cessée le") && page.body.contains("BODACC"), "{}", page.body);
    assert!(page.body.contains("Reprendre le nom : BOISERIES DU RHONE"), "{}", page.body);
    assert!(!page.body.contains("Redemander au registre"), "nobody can be asked here");

    let act = format!("{file}/company");
    let address = app.post(&act, &cookie, &[("act", "address")]).await;
    assert_eq!(address.status, StatusCode::UNPROCESSABLE_ENTITY, "the register gives none");
    assert!(address.body.contains("adresse de siège"), "the reason is said: {}", address.body);
    let name = app.post(&act, &cookie, &[("act", "name")]).await;
    assert_eq!(name.status, StatusCode::SEE_OTHER, "{}", name.body);
    assert!(app.get(name.location(), &cookie).await.body.contains("Nom du registre repris"));
    let known = company(&app, &cookie).await;
    assert_eq!((&known["name"], &known["offers"]["name"]), (&json!("BOISERIES DU RHONE"), &Value::Null), "{known}");
    let csv = app.get("/companies/export?show=ceased", &cookie).await;
    assert!(csv.status == StatusCode::OK && csv.body.contains("cessée"), "{}", csv.body);
    let sources = app.get("/sources", &cookie).await;
    assert!(sources.body.contains("QUITTANCE_SIRENE"), "{}", sources.body);
}
