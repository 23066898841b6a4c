//! What waits for people, by plain forms: tasks, approvals, entry levels, the level of an account.

use app::strategies::Strategy;
use app::{Actor, MessageState};
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{TestApp, form};

/// A demo company whose first step asks for approval.
fn asking() -> TestApp {
    let app = TestApp::with_ledger();
    let mut strategy = Strategy::standard();
    strategy.steps[0].approval = true;
    app.desk.save_strategy(&Actor::operator(), &strategy).expect("a strategy");
    app
}

/// The value of every input of a name, in order.
fn values(body: &str, name: &str) -> Vec<String> {
    let mark = format!("name=\"{name}\" value=\"");
    body.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test]
async fn messages_are_approved_and_refused_by_those_who_may() {
    let app = asking();
    let manager = app.sign_in("manager").await;
    assert!(
        app.get("/approvals", &manager).await.body.contains("Aucun message n&#39;attend"),
        "the empty queue says so"
    );
    app.post("/run", &manager, &[("day", "2026-11-23")]).await;
    app.work();
    let page = app.get("/approvals", &manager).await.body;
    let ids = values(&page, "id");
    assert!(ids.len() > 3, "{page}");
    let total = app.get("/api/v1/approvals", &manager).await.json()["total"].as_u64().expect("a number");
    assert!(app.get("/", &manager).await.body.contains("href=\"/approvals\""), "today says that they wait");
    assert_eq!(app.get("/approvals?tick=all", &manager).await.body.matches(" checked").count(), ids.len());

    let none = app.post("/approvals", &manager, &[("act", "approve")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("id=\"e-id\""));
    let mixed = [("act", "approve"), ("id", ids[0].as_str()), ("reason", "trop tôt")];
    let mixed = app.post("/approvals", &manager, &mixed).await;
    assert!(mixed.body.contains("id=\"e-reason\"") && mixed.body.contains("value=\"trop tôt\""));
    assert_eq!(mixed.body.matches(" checked").count(), 1, "what was ticked stays ticked");
    let silent = app.post("/approvals", &manager, &[("act", "refuse"), ("id", &ids[0])]).await;
    assert!(silent.status == StatusCode::UNPROCESSABLE_ENTITY && silent.body.contains("id=\"e-reason\""));

    let refused =
        app.post("/approvals", &manager, &[("act", "refuse"), ("id", &ids[0]), ("reason", "client sensible")]).await;
    assert!(refused.location().starts_with("/approvals?done=refused&n=1&undo=fact"), "{}", refused.location());
    let said = app.get(refused.location(), &manager).await.body;
    assert!(said.contains("1 message refusé") && !said.contains(&ids[0]));
    let one = app.post("/approvals", &manager, &[("one", &ids[1]), ("id", &ids[2])]).await;
    assert!(
        one.location().starts_with("/approvals?done=approved&n=1&undo=fact"),
        "the button of a row answers for its row only"
    );
    let two = app.post("/approvals", &manager, &[("act", "approve"), ("id", &ids[2]), ("id", &ids[3])]).await;
    assert!(two.location().starts_with("/approvals?done=approved&n=2&undo=fact"), "{}", two.location());
    let offered = two.location().split("undo=").nth(1).expect("an act").replace("%3A", ":");
    let back = app.post("/undo", &manager, &[("what", &offered), ("back", "/approvals")]).await;
    assert_eq!(back.location(), "/approvals?done=taken-back");
    assert_eq!(
        app.get("/api/v1/approvals", &manager).await.json()["total"].as_u64(),
        Some(total - 2),
        "both wait again"
    );
    app.post("/approvals", &manager, &[("act", "approve"), ("id", &ids[2]), ("id", &ids[3])]).await;
    let again = app.post("/approvals", &manager, &[("act", "approve"), ("id", &ids[2])]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "two people at once");
    let left = app.get("/api/v1/approvals", &manager).await.json()["total"].as_u64();
    assert_eq!(left, Some(total - 4));

    let collector = app.sign_in("collector").await;
    let seen = app.get("/approvals", &collector).await.body;
    assert!(seen.contains("Seul un responsable") && values(&seen, "id").is_empty(), "seen, not answered");
    let forbidden = app.post("/approvals", &collector, &[("one", &ids[4 % ids.len()])]).await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_form_from_elsewhere_answers_no_queue() {
    let app = TestApp::with_ledger();
    let manager = app.sign_in("manager").await;
    for path in ["/approvals", "/entries", "/entries/propose", "/tasks/0000000000000/done"] {
        let request = Request::post(path)
            .header("cookie", &manager)
            .header("sec-fetch-site", "cross-site")
            .header("origin", "https://elsewhere.example")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form(&[("act", "approve-all")])));
        assert_eq!(app.send(request.expect("a request")).await.status, StatusCode::FORBIDDEN, "{path}");
        let signed_out = app.post(path, "", &[("act", "approve-all")]).await;
        assert!(signed_out.location().starts_with("/sign-in"), "{path}");
    }
}

#[tokio::test]
async fn a_task_is_done_put_off_given_and_dropped() {
    let app = TestApp::with_ledger();
    let collector = app.sign_in("collector").await;
    assert!(app.get("/tasks", &collector).await.body.contains("Rien à faire aujourd&#39;hui"));
    let actor = Actor::operator();
    let day = |text: &str| text.parse().expect("a day");
    let of = |code: &str| app.desk.find_account(&actor, code).expect("an account");
    let small = app.desk.add_task(&actor, of("C0109"), "appeler", day("2026-11-23"), "").expect("a task");
    let large = app.desk.add_task(&actor, of("C0107"), "relire le contrat", day("2026-11-23"), "").expect("a task");
    let later = app.desk.add_task(&actor, of("C0107"), "rappeler", day("2026-12-01"), "").expect("a task");

    let list = app.get("/tasks", &collector).await.body;
    let at = |id: &str| list.find(id);
    let overdue = |code: &str| app.desk.account_file(&actor, of(code)).expect("a file").totals[0].overdue.minor();
    assert!(overdue("C0107") > overdue("C0109"), "the demo company");
    assert!(at(&large.to_string()) < at(&small.to_string()), "the most late money first");
    assert!(at(&later.to_string()).is_none());
    assert!(app.get("/tasks?when=later", &collector).await.body.contains(&later.to_string()));

    let sheet = format!("/tasks/{large}");
    assert!(app.get(&sheet, &collector).await.body.contains("relire le contrat"));
    let wrong = app.post(&format!("{sheet}/done"), &collector, &[]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("id=\"e-done-outcome\""));
    let lacking = [("done-outcome", "reached-promise"), ("done-note", "au téléphone"), ("done-amount", "")];
    let lacking = app.post(&format!("{sheet}/done"), &collector, &lacking).await;
    assert!(lacking.body.contains("id=\"e-done-amount\"") && lacking.body.contains("value=\"au téléphone\""));
    assert!(
        lacking.body.contains("value=\"reached-promise\" data-outcome=\"1\" checked"),
        "what was chosen stays chosen"
    );
    let done = [("done-outcome", "reached-promise"), ("done-amount", "1 000,50"), ("done-until", "2026-11-30")];
    let closed = app.post(&format!("{sheet}/done"), &collector, &done).await;
    assert!(closed.location().starts_with("/tasks?done=task&undo=call%3A"), "{}", closed.location());
    assert!(closed.location().contains("&confirm="), "a mail is proposed");
    let promises = app.get("/api/v1/promises", &collector).await.json();
    assert_eq!(promises["rows"][0]["amount"], "1000.50");
    let closed = app.get(&sheet, &collector).await.body;
    assert!(closed.contains("Close : joint : promet un paiement") && !closed.contains("id=\"done\""));

    let sheet = format!("/tasks/{later}");
    let unexplained = app.post(&format!("{sheet}/later"), &collector, &[("later-until", "2026-12-02")]).await;
    assert!(unexplained.body.contains("id=\"e-later-reason\""));
    let moved = [("later-until", "2026-12-02"), ("later-reason", "comptable absente")];
    let done = |act: &str, answer: &crate::support::Answer| {
        let undo = format!("/tasks?done=task-{act}&undo=fact%3A");
        assert!(answer.location().starts_with(&undo), "{}", answer.location());
    };
    done("later", &app.post(&format!("{sheet}/later"), &collector, &moved).await);
    done("owner", &app.post(&format!("{sheet}/owner"), &collector, &[("owner-owner", "manager")]).await);
    assert!(app.get("/tasks?when=later", &collector).await.body.contains("muted\">manager<"));
    done("dropped", &app.post(&format!("{sheet}/drop"), &collector, &[("drop-reason", "payé")]).await);
    assert!(app.get(&sheet, &collector).await.body.contains("Abandonnée : payé"));

    let reader = app.sign_in("reader").await;
    let sheet = format!("/tasks/{small}");
    assert!(!app.get(&sheet, &reader).await.body.contains("id=\"done\""));
    let refused = app.post(&format!("{sheet}/done"), &reader, &[("done-outcome", "not-reached")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(app.get("/tasks/nowhere", &reader).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn going_live_is_proposed_changed_and_approved_and_sends_nothing() {
    let app = TestApp::with_ledger();
    let collector = app.sign_in("collector").await;
    assert_eq!(app.post("/entries/propose", &collector, &[]).await.status, StatusCode::FORBIDDEN);
    let manager = app.sign_in("manager").await;
    let empty = app.get("/entries", &manager).await.body;
    assert!(empty.contains("Rien n&#39;est envoyé.") && empty.contains("Aucun niveau ne reste"));
    let wrong = app.post("/entries/propose", &manager, &[("file", "nom;jour\nX;1")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("id=\"e-file\""));
    let heavy = "x".repeat(2 * 1024 * 1024 + 1);
    let heavy = app.post("/entries/propose", &manager, &[("file", &heavy)]).await;
    assert_eq!(heavy.status, StatusCode::PAYLOAD_TOO_LARGE);
    let former = [("file", "client;niveau;date\nC0107;1;2026-11-02\n")];
    let proposed = app.post("/entries/propose", &manager, &former).await;
    let n: usize = proposed.location().rsplit("n=").next().and_then(|n| n.parse().ok()).expect("a number");
    let page = app.get("/entries", &manager).await.body;
    let ids = values(&page, "id");
    assert_eq!(ids.len(), n.min(100));
    let levels = app.get("/api/v1/entries", &manager).await.json()["levels"].clone();
    assert_eq!(
        levels.as_object().expect("levels").values().filter_map(serde_json::Value::as_u64).sum::<u64>(),
        n as u64
    );

    let beyond = app.post(&format!("/entries/{}", ids[0]), &manager, &[("level", "9"), ("after", &ids[1])]).await;
    assert_eq!(beyond.status, StatusCode::UNPROCESSABLE_ENTITY);
    let second = app.get(&format!("/entries?after={}", ids[1]), &manager).await.body;
    let place = values(&second, "after");
    assert!(!place.is_empty() && place.iter().all(|after| *after == ids[1]), "a form knows its page: {place:?}");
    assert_eq!(values(&beyond.body, "id"), values(&second, "id"), "what is wrong is told on the page it was sent from");
    let third = app.post(&format!("/entries/{}", ids[0]), &manager, &[("level", "3")]).await;
    assert_eq!(third.location(), "/entries?done=entry-level");
    let only = app.get("/entries?level=3", &manager).await.body;
    assert_eq!(values(&only, "id"), [ids[0].clone()], "a formal notice is taken as done by hand only");
    let refused = app.post("/entries", &manager, &[("act", "refuse"), ("id", &ids[1])]).await;
    assert_eq!(refused.location(), "/entries?done=entries-refused&n=1");
    let entered = app.post("/entries", &manager, &[("act", "approve-all"), ("at", "3")]).await;
    assert_eq!(entered.location(), "/entries?done=entered&n=1");
    let rest = app.post("/entries", &manager, &[("act", "approve-all"), ("at", "")]).await;
    assert_eq!(rest.location(), format!("/entries?done=entered&n={}", n - 2));
    app.work();
    let outbox = app.get("/api/v1/outbox", &manager).await.json();
    assert!(outbox["messages"].as_array().expect("a list").is_empty(), "nothing was sent: {outbox}");
}

#[tokio::test]
async fn the_level_of_an_account_is_set_from_its_page() {
    let app = TestApp::with_ledger();
    let collector = app.sign_in("collector").await;
    let page = format!("/accounts/{}", app.account(&collector, "moreau").await);
    let set = |level: &'static str, reason: &'static str| {
        [("level-level", level), ("level-currency", "EUR"), ("level-reason", reason)]
    };
    let unexplained = app.post(&format!("{page}/level"), &collector, &set("2", "")).await;
    assert!(
        unexplained.status == StatusCode::UNPROCESSABLE_ENTITY && unexplained.body.contains("id=\"e-level-reason\"")
    );
    let beyond = app.post(&format!("{page}/level"), &collector, &set("9", "x")).await;
    assert!(beyond.body.contains("id=\"e-level-level\""));
    let done = app.post(&format!("{page}/level"), &collector, &set("2", "relances faites par téléphone")).await;
    assert_eq!(done.location(), format!("{page}?done=level"));
    let file = app.get(&format!("/api/v1{page}"), &collector).await.json();
    assert_eq!((file["next"][0]["level"].as_u64(), file["next"][0]["step"].as_str()), (Some(2), None), "{file}");
    assert!(app.get(&page, &collector).await.body.contains("relances faites par téléphone"), "its timeline says why");
    let back = app.post(&format!("{page}/level"), &collector, &set("0", "repris au début")).await;
    assert_eq!(back.location(), format!("{page}?done=level"));
    let file = app.get(&format!("/api/v1{page}"), &collector).await.json();
    assert_eq!((file["next"][0]["level"].as_u64(), file["next"][0]["step"].as_str()), (Some(0), Some("reminder-1")));
    let outbox = app.get("/api/v1/outbox", &collector).await.json();
    assert!(outbox["messages"].as_array().expect("a list").is_empty(), "nothing was sent");
}

#[tokio::test]
async fn the_file_of_what_another_pays_shows_the_decision_of_the_payer() {
    let app = TestApp::with_ledger();
    let collector = app.sign_in("collector").await;
    let actor = Actor::operator();
    let of = |code: &str| app.desk.find_account(&actor, code).expect("an account");
    let (child, payer) = (of("C0107"), of("C0109"));
    app.desk.set_payer(&actor, child, Some(payer)).expect("a payer");
    let file = |id| app.desk.account_file(&actor, id).expect("a file");
    assert_eq!(file(child).next, file(payer).next, "one decision, of the one who pays");
    let whole: i64 = [child, payer].map(|id| file(id).totals[0].overdue.minor()).iter().sum();
    assert_eq!(file(payer).next[0].amount.map(kernel::Money::minor), Some(whole), "for what both owe");
    app.desk
        .pause(&actor, payer, Some("2026-12-01".parse().expect("a day")), "accord", "")
        .expect("the payer is left in peace");
    assert!(file(child).next[0].step.is_none(), "and with it what it pays for");
    let page = app.get(&format!("/accounts/{child}"), &collector).await.body;
    assert!(page.contains(&format!("href=\"/accounts/{payer}\"")) && page.contains("Sur le compte C0109, qui paie"));
    assert!(!page.contains("name=\"level-level\""), "its level is that of the payer");
    let told = app.get(&format!("/api/v1/accounts/{child}"), &collector).await.json();
    assert_eq!(told["payer"], "C0109");
    let refused = [("level-level", "1"), ("level-currency", "EUR"), ("level-reason", "x")];
    let refused = app.post(&format!("/accounts/{child}/level"), &collector, &refused).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn the_address_of_a_form_asked_as_a_page_leads_to_its_page() {
    let app = TestApp::with_ledger();
    let collector = app.sign_in("collector").await;
    for (form, page) in [
        ("/tasks/0000000000000/done?lang=en", "/tasks/0000000000000"),
        ("/entries/propose", "/entries"),
        ("/texts/reminder-1/fr/preview", "/texts/reminder-1/fr"),
    ] {
        assert_eq!(app.get(form, &collector).await.location(), page, "{form}");
    }
    assert_eq!(app.get("/api/v1/outbox/send", &collector).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_message_that_failed_says_why_and_is_made_again_from_the_outbox() {
    let app = TestApp::with_ledger();
    let manager = app.sign_in("manager").await;
    app.post("/run", &manager, &[("day", "2026-11-23")]).await;
    app.work();
    let why = kernel::Wording::new("l’adresse a un saut de ligne", "the address has a line break");
    let failed = app.desk.store().write("test", |tx| {
        let message = tx.messages().list(Some(MessageState::Rendered), None, None, 1)?.remove(0);
        let body = serde_json::to_string(&why).expect("JSON");
        tx.messages().save(&store::Message { state: MessageState::Failed, body, ..message.clone() })?;
        Ok::<_, store::StoreError>(message.id)
    });
    let id = failed.expect("written").to_string();
    let page = app.get("/outbox?state=failed", &manager).await.body;
    let again = format!("/outbox/{id}/again");
    assert!(page.contains("l’adresse a un saut de ligne") && page.contains(&again), "{page}");
    let told = app.get("/api/v1/outbox?state=failed", &manager).await.json();
    assert_eq!(told["messages"][0]["why"], "the address has a line break", "{told}");
    let done = app.post(&again, &manager, &[]).await;
    assert_eq!(done.location(), "/outbox?done=message-again");
    assert!(app.get(done.location(), &manager).await.body.contains("Message à refaire"));
    let twice = app.post(&again, &manager, &[]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "it has not failed any more");
    app.work();
    let told = app.get("/api/v1/outbox?state=failed", &manager).await.json();
    assert!(told["messages"].as_array().expect("a list").is_empty(), "it is made: {told}");
}
