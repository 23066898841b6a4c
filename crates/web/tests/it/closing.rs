//! What a case is closed, enforced and handed over by, on the pages: refused with what was typed, shown in both
//! languages.

use app::Actor;
use app::cases::CaseOrder;
use axum::http::StatusCode;

use crate::support::TestApp;

#[tokio::test]
async fn a_measure_waits_for_its_title_and_a_hand_over_is_ticked() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let actor = Actor::operator();
    let account = app.desk.find_account(&actor, "C0108").expect("the account");
    let id = app.desk.open_case(&actor, account, &CaseOrder::default()).expect("a case");
    let case = format!("/cases/{id}");

    let begin = [("begin-definition", "attachment"), ("begin-court", "TC de Lille")];
    let wrong = app.post(&format!("{case}/procedure"), &cookie, &begin).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("aucun titre n’est enregistré") && wrong.body.contains("TC de Lille"),
        "{}",
        wrong.body
    );
    let paid = [("close-outcome", "paid"), ("close-why", "soldé par virement")];
    let wrong = app.post(&format!("{case}/close"), &cookie, &paid).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("restent dus") && wrong.body.contains("soldé par virement"), "{}", wrong.body);

    let list = format!("{case}/checklist");
    let before = app.get(&format!("/api/v1{list}"), &cookie).await.json();
    let left = before["left"].as_u64().expect("a count");
    let done = app.post(&list, &cookie, &[("line", "sales"), ("note", "appel")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let after = app.get(&format!("/api/v1{list}"), &cookie).await.json();
    assert_eq!(after["left"].as_u64(), Some(left - 1), "{after}");
    let wrong = app.post(&list, &cookie, &[("line", "nothing")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for page in [list.as_str(), &case, &format!("/accounts/{account}/limitation")] {
        let english = app.get(&format!("{page}?lang=en"), &cookie).await;
        assert_eq!(english.status, StatusCode::OK, "{page}: {}", english.body);
    }
}

#[tokio::test]
async fn an_acknowledgement_is_told_on_the_page_of_the_account_and_struck_out() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let account = app.desk.find_account(&Actor::operator(), "C0108").expect("the account");
    let page = format!("/accounts/{account}/limitation");
    let sheet = app.get(&format!("/api/v1{page}"), &cookie).await.json();
    let item = sheet["pieces"][0]["item"].as_str().expect("an open piece").to_owned();
    let mut fields = vec![("items", item.as_str()), ("event", "acknowledgement"), ("day", "2026-11-20")];
    let wrong = app.post(&page, &cookie, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("sans preuve") && wrong.body.contains("checked"), "{}", wrong.body);
    fields.push(("proof", "courriel du 20 novembre"));
    let done = app.post(&page, &cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let shown = app.get(&page, &cookie).await;
    assert!(shown.body.contains("courriel du 20 novembre"), "{}", shown.body);
    let right = app.get(&format!("/guard/rights/{item}"), &cookie).await;
    assert!(right.body.contains("courriel du 20 novembre"), "{}", right.body);
    let sheet = app.get(&format!("/api/v1{page}"), &cookie).await.json();
    let fact = sheet["facts"][0]["id"].as_str().expect("a fact").to_owned();
    let strike = format!("{page}/{fact}/strike");
    let wrong = app.post(&strike, &cookie, &[("strike-reason", " ")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    let done = app.post(&strike, &cookie, &[("strike-reason", "autre débiteur")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(app.get(&page, &cookie).await.body.contains("autre débiteur"));
}
