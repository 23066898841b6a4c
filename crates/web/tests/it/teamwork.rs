//! Notes that call somebody, tasks answered by link, the digest, satisfaction: as people meet them.

use app::colleagues::ColleagueOrder;
use app::disputes::{DisputeMove, DisputeOrder, Outcome, Step};
use app::{Actor, Role};
use axum::http::StatusCode;
use kernel::Language;

use crate::support::TestApp;

/// The demo company; Léa Quai does not sign in.
fn house() -> TestApp {
    let app = TestApp::with_ledger();
    let actor = Actor::operator();
    app.desk.set_address(&actor, "https://desk.example").expect("an address");
    let lea =
        ColleagueOrder { name: "Léa Quai".to_owned(), email: "lea@house.example".to_owned(), language: Language::Fr };
    app.desk.save_colleague(&actor, None, &lea).expect("a colleague");
    app
}

#[tokio::test]
async fn a_note_calls_stands_out_and_is_seen_without_a_script() {
    let app = house();
    let collector = app.sign_in("collector").await;
    let id = app.account(&collector, "C0107").await;
    let form = app.get(&format!("/accounts/{id}/note"), &collector).await;
    assert!(form.status == StatusCode::OK && form.body.contains("<textarea"), "{}", form.body);
    assert!(form.body.contains("Léa Quai, par courriel"), "who can be told: {}", form.body);
    let empty = app.post(&format!("/accounts/{id}/note"), &collector, &[("note", " ")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && empty.body.contains("id=\"e-note\""), "{}", empty.body);
    let text = "<b>vu</b> avec @manager, @personne";
    let kept = app.post(&format!("/accounts/{id}/note"), &collector, &[("note", text), ("back", "/")]).await;
    let place = kept.location().to_owned();
    assert!(place.starts_with(&format!("/accounts/{id}?done=noted-partly&undo=fact%3A")), "{place}");
    let file = app.get(&place, &collector).await.body;
    assert!(file.contains("<strong>@manager</strong>") && !file.contains("<b>vu</b>"), "{file}");
    assert!(file.contains("appelle @personne"), "the writer is told: {file}");
    let whole = app.post(&format!("/accounts/{id}/note"), &collector, &[("note", "@manager ok"), ("back", "/")]).await;
    assert!(whole.location().starts_with("/?done=noted&undo=fact%3A"), "{}", whole.location());

    let manager = app.sign_in("manager").await;
    let today = app.get("/", &manager).await.body;
    assert!(today.contains("href=\"/mentions\"") && today.contains("<strong>@manager</strong>"), "{today}");
    let list = app.get("/mentions", &manager).await.body;
    let action = list.split("action=\"/mentions/").nth(1).and_then(|rest| rest.split('"').next()).expect("a form");
    let seen = app.post(&format!("/mentions/{action}"), &manager, &[("back", "/mentions")]).await;
    assert_eq!(seen.location(), "/mentions?done=mention-seen");
    assert_eq!(
        app.get("/mentions", &manager).await.body.matches("action=\"/mentions/").count(),
        1,
        "the other one stays"
    );
    let reader = app.sign_in("reader").await;
    assert_eq!(app.post(&format!("/mentions/{action}"), &reader, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get(&format!("/accounts/{id}/note"), &reader).await.status, StatusCode::FORBIDDEN);
    let english = app.get("/mentions?lang=en", &manager).await.body;
    assert!(english.contains("The notes that call you"), "{english}");
}

#[tokio::test]
async fn a_colleague_answers_a_task_by_link_without_an_account_and_once() {
    let app = house();
    let collector = app.sign_in("collector").await;
    let id = app.account(&collector, "C0107").await;
    let path = format!("/accounts/{id}/task");
    let form = app.get(&path, &collector).await.body;
    assert!(form.contains("<datalist id=\"l-task-owner\">") && form.contains("<option value=\"Léa Quai\">"), "{form}");
    let fields = |owner| [("task-subject", "<i>le bon</i>"), ("task-due", "2026-11-27"), ("task-owner", owner)];
    let unknown = app.post(&path, &collector, &fields("Zoé")).await;
    assert!(unknown.status == StatusCode::UNPROCESSABLE_ENTITY && unknown.body.contains("id=\"e-task-owner\""));
    assert!(unknown.body.contains("value=\"Zoé\""), "what was typed stays");
    let given = app.post(&path, &collector, &fields("Léa Quai")).await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    let told = app.desk.store().read(|tx| tx.notices().page(None, None, 10)).expect("notices");
    let (_, link) = told[0].body.split_once("https://desk.example").expect("a link");
    let link = link.split_whitespace().next().expect("a path");

    let page = app.get(link, "").await;
    assert!(page.status == StatusCode::OK && page.body.contains("M. collector vous confie"), "{}", page.body);
    assert!(!page.body.contains("<i>le bon") && !page.body.contains("href=\"/accounts") && !page.body.contains('€'));
    assert!(app.get(&format!("{link}?lang=en"), "").await.body.contains("It is done"));
    for (fields, wrong) in [(&[("words", "bof")][..], "dites si"), (&[("answer", "cannot")][..], "id=\"e-words\"")] {
        let answer = app.post(link, "", fields).await;
        assert!(answer.status == StatusCode::UNPROCESSABLE_ENTITY && answer.body.contains(wrong), "{}", answer.body);
    }
    let done = app.post(link, "", &[("answer", "done"), ("words", "<u>posé</u>")]).await;
    assert!(done.status == StatusCode::OK && done.body.contains("M. collector en est averti"), "{}", done.body);
    assert_eq!(app.get(link, "").await.status, StatusCode::GONE);
    assert_eq!(app.get("/link/task/x", "").await.status, StatusCode::NOT_FOUND);
    let file = app.get(&format!("/accounts/{id}"), &collector).await.body;
    assert!(file.contains("Léa Quai (par lien)") && file.contains("Fait :") && !file.contains("<u>posé"), "{file}");
}

#[tokio::test]
async fn the_digest_is_chosen_and_shown_on_ones_own_page() {
    let app = house();
    let collector = app.sign_in("collector").await;
    let page = app.get("/profile", &collector).await.body;
    assert!(
        page.contains("<option value=\"none\" selected>") && page.contains("aucun courriel ne partirait"),
        "{page}"
    );
    let refused = app.post("/profile/digest", &collector, &[("frequency", "monday")]).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.body.contains("id=\"e-frequency\""));
    app.desk.set_email(&Actor::operator(), "collector", "c@house.example").expect("an address");
    let kept = app.post("/profile/digest", &collector, &[("frequency", "monday")]).await;
    assert_eq!(kept.location(), "/profile?done=digest");
    let account = app.desk.find_account(&Actor::operator(), "C0107").expect("an account");
    let giver = Actor::new("manager", Role::Manager);
    let due = "2026-11-23".parse().expect("a day");
    app.desk.add_task(&giver, account, "rappeler <vite>", due, "collector").expect("a task");
    let page = app.get("/profile", &collector).await.body;
    assert!(page.contains("<option value=\"monday\" selected>") && page.contains("Tâches à faire : 1"), "{page}");
    assert!(!page.contains("rappeler <vite>"));
}

#[tokio::test]
async fn satisfaction_and_what_waits_about_credit_are_shown() {
    let app = house();
    let manager = app.sign_in("manager").await;
    let none = app.get("/disputes/satisfaction", &manager).await;
    assert!(none.status == StatusCode::OK && none.body.contains("Aucun litige clos"), "{}", none.body);
    let account = app.desk.find_account(&Actor::operator(), "C0107").expect("an account");
    let file = app.desk.account_file(&Actor::operator(), account).expect("a file");
    let item = file.items.iter().find(|line| line.open.minor() > 50_000).expect("an invoice").item.id;
    let actor = Actor::operator();
    let order = DisputeOrder::heard("");
    let dispute = app.desk.open_dispute(&actor, item, &order).expect("open");
    app.desk.move_dispute(&actor, dispute, Step::Facts, &DisputeMove::default()).expect("the facts");
    app.desk.close_dispute(&actor, dispute, Outcome::Unfounded, "").expect("closed");
    let draft = app.desk.draft_dispute_mail(&actor, dispute).expect("a draft");
    app.desk.inform_of_dispute(&actor, dispute, (&draft.words, Some(draft.id))).expect("sent");
    let token =
        draft.words.split_once("/link/opinion/").and_then(|(_, rest)| rest.split_whitespace().next()).expect("a link");
    app.desk.give_opinion(token, 5, "<b>bravo</b>").expect("an opinion");
    let page = app.get("/disputes/satisfaction", &manager).await.body;
    assert!(page.contains("100\u{202f}% satisfaits") && !page.contains("<b>bravo"), "{page}");
    assert!(page.contains("show=satisfied#answers"), "each number opens what is behind: {page}");
    let behind = app.get("/disputes/satisfaction?show=unsatisfied", &manager).await.body;
    assert!(behind.contains("Personne dans cette liste"), "{behind}");
    assert_eq!(app.get("/disputes/satisfaction?show=x", &manager).await.status, StatusCode::NOT_FOUND);

    let limit = kernel::Money::parse("1.00", kernel::Currency::EUR).expect("an amount");
    app.desk.set_credit_limit(&actor, account, Some(limit), "comité").expect("a limit");
    app.desk.tend_credit(&actor, app.desk.today()).expect("told");
    let today = app.get("/", &manager).await.body;
    assert!(today.contains("href=\"/credit/signals\"") && today.contains("href=\"/credit?show=waiting\""), "{today}");
    let reader = app.sign_in("reader").await;
    assert!(!app.get("/", &reader).await.body.contains("href=\"/credit/signals\""));
}
