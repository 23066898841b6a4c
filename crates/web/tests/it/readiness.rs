//! A case judged, asked and decided on the pages, in both languages.

use axum::http::StatusCode;

use crate::support::TestApp;

/// A case on the pieces of an account of the demo.
async fn opened(app: &TestApp, cookie: &str) -> String {
    let account = app.account(cookie, "C0108").await;
    let made = app.post(&format!("/accounts/{account}/case"), cookie, &[("reference", "2026/114")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let path = made.location().split('?').next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn what_is_missing_is_shown_asked_and_answered() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("collector").await;
    let case = opened(&app, &cookie).await;
    let one = app.get(&format!("/cases/{case}"), &cookie).await.body;
    assert!(one.contains("Préparation du dossier") && one.contains("pas prêt"), "{one}");
    let path = format!("/cases/{case}/readiness");
    let page = app.get(&path, &cookie).await.body;
    for told in ["rien ne montre le pouvoir de qui agit", "bloquant", "Demander", "CPC 1407", "Tribunal compétent"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let english = app.get(&format!("{path}?lang=en"), &cookie).await.body;
    assert!(english.contains("nothing shows the power of who acts") && !english.contains("Demander"), "{english}");
    app.get(&format!("{path}?lang=fr"), &cookie).await;
    let ask = [("gap", "power-missing")];
    assert!(app.post(&format!("/cases/{case}/ask"), &cookie, &ask).await.location().ends_with("done=ready-asked"));
    let again = app.post(&format!("/cases/{case}/ask"), &cookie, &ask).await;
    assert!(again.location().ends_with("done=ready-asked-before"), "{}", again.location());
    let page = app.get(&path, &cookie).await.body;
    // Five working days after Monday 23 November comes the 30th.
    assert!(page.contains("le 23\u{a0}nov., pour le 30\u{a0}nov."), "{page}");
    assert!(!page.contains("value=\"power-missing\""), "it is not offered a second time: {page}");
    assert!(page.contains("name=\"gap\"") && page.contains("href=\"/tasks/"), "the others can still be asked");
    // What was typed stays, beside what is wrong with it.
    let wrong = [("aspect", "register"), ("value", "bientôt"), ("note", "vu au greffe")];
    let answer = app.post(&format!("/cases/{case}/answer"), &cookie, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("bientôt") && answer.body.contains("vu au greffe"), "{}", answer.body);
    assert!(answer.body.contains("ne répond pas à cette question"), "{}", answer.body);
    let power = [("aspect", "authority"), ("value", "own")];
    assert_eq!(app.post(&format!("/cases/{case}/answer"), &cookie, &power).await.status, StatusCode::SEE_OTHER);
    let page = app.get(&path, &cookie).await.body;
    assert!(!page.contains("rien ne montre le pouvoir"), "{page}");
    let reader = app.sign_in("reader").await;
    let page = app.get(&path, &reader).await.body;
    assert!(page.contains("Préparation") && !page.contains("/ask\""), "{page}");
}

#[tokio::test]
async fn a_decision_is_recorded_and_fills_in_what_follows() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let case = opened(&app, &cookie).await;
    let path = format!("/cases/{case}/choice");
    let page = app.get(&path, &cookie).await.body;
    for told in ["Rien n&#39;est encore décidé", "Valeur attendue", "Injonction de payer"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let short = [("outcome", "go"), ("route", "payment-order"), ("why", "oui")];
    let answer = app.post(&format!("/cases/{case}/decide"), &cookie, &short).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("dites en quelques mots pourquoi"), "{}", answer.body);
    let go = [("outcome", "go"), ("route", "payment-order"), ("why", "le client paie ses autres fournisseurs")];
    assert_eq!(app.post(&format!("/cases/{case}/decide"), &cookie, &go).await.status, StatusCode::SEE_OTHER);
    let page = app.get(&path, &cookie).await.body;
    assert!(page.contains("le client paie ses autres fournisseurs") && page.contains("#begin"), "{page}");
    assert!(
        page.contains("contre l&#39;avis") || page.contains("contre l’avis"),
        "nobody said what is collected: {page}"
    );
    let no = [("outcome", "no-go"), ("route", ""), ("why", "le client vient de déposer le bilan")];
    app.post(&format!("/cases/{case}/decide"), &cookie, &no).await;
    let one = app.get(&format!("/cases/{case}?lang=en"), &cookie).await.body;
    assert!(one.contains("do not act") && one.contains("le client vient de déposer le bilan"), "{one}");
    let english = app.get(&format!("{path}?lang=en"), &cookie).await.body;
    assert!(english.contains("Expected value") && english.contains("#close"), "{english}");
}

#[tokio::test]
async fn the_rules_are_shown_with_their_sources_and_set_by_a_manager() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let page = app.get("/cases/policy", &cookie).await.body;
    assert!(page.contains("Infostat Justice n° 178") && page.contains("aucun dossier clos"), "{page}");
    let weights = [
        "certain",
        "liquid",
        "due",
        "order",
        "delivery",
        "invoice",
        "terms",
        "notice",
        "register",
        "authority",
        "identity",
        "solvency",
        "limitation",
        "court",
    ];
    let mut fields: Vec<(&str, &str)> = weights.into_iter().map(|name| (name, "10")).collect();
    fields.extend([("ready", "900"), ("reserves", "400"), ("extract-days", "90"), ("limitation-days", "60")]);
    fields.extend([("ask-days", "4"), ("prior-cases", "20"), ("least-cases", "10"), ("least-gain", "50,00")]);
    fields.extend([("given-measure-0", "collected"), ("given-value-0", "600"), ("who-legal", "Me Durand")]);
    fields.extend([("cost-route-0", "summons"), ("cost-label-0", "avocat"), ("cost-amount-0", "1 500,00")]);
    let saved = app.post("/cases/policy", &cookie, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = app.get("/cases/policy", &cookie).await.body;
    for told in ["value=\"600\"", "value=\"1500.00\"", "Me Durand", "value=\"900\""] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let mut heavy = fields.clone();
    heavy[0].1 = "21";
    let answer = app.post("/cases/policy", &cookie, &heavy).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("va de 0 à 20") && answer.body.contains("value=\"21\""), "{}", answer.body);
    let collector = app.sign_in("collector").await;
    assert_eq!(app.post("/cases/policy", &collector, &fields).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_hearing_is_told_on_its_procedure_and_listed_with_the_others() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("collector").await;
    assert!(app.get("/hearings", &cookie).await.body.contains("Aucune audience à venir"));
    let case = opened(&app, &cookie).await;
    let order = [
        ("begin-definition", "summons"),
        ("begin-begun", "2026-11-20"),
        ("begin-court", "Tribunal de commerce de Lille"),
    ];
    let begun = app.post(&format!("/cases/{case}/procedure"), &cookie, &order).await;
    let procedure = begun.location().split('?').next().unwrap_or_default().to_owned();
    assert!(procedure.starts_with("/procedures/"), "{}", begun.body);
    let wrong = app.post(&format!("{procedure}/hearing"), &cookie, &[("hearing-note", "9 h 30, salle 2")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"e-hearing-day\"") && wrong.body.contains("value=\"9 h 30, salle 2\""));
    let typed = [("hearing-day", "2026-12-15"), ("hearing-note", "9 h 30, salle 2")];
    let told = app.post(&format!("{procedure}/hearing"), &cookie, &typed).await;
    assert!(told.location().ends_with("done=procedure-told"), "{}", told.body);
    // 15 December 2026 is a Tuesday.
    let page = app.get("/hearings", &cookie).await.body;
    for shown in ["mar.\u{a0}15\u{a0}déc.", "9 h 30, salle 2", "Tribunal de commerce de Lille", procedure.as_str()] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let one = app.get(&procedure, &cookie).await.body;
    assert!(one.contains("Audience le mar.\u{a0}15\u{a0}déc. · 9 h 30, salle 2"), "{one}");
    let api = app.get("/api/v1/hearings", &cookie).await.json();
    assert_eq!((&api["rows"][0]["day"], &api["ahead"]), (&"2026-12-15".into(), &1.into()));
    for path in ["/cases", "/guard"] {
        assert!(app.get(path, &cookie).await.body.contains("href=\"/hearings\""), "{path}");
    }
}
