//! People of the house are told once, at the address that is known, and what nobody knows of asks.

use std::sync::Arc;

use app::colleagues::ColleagueOrder;
use app::disputes::{DisputeHandOver, DisputeKind, DisputeOrder};
use app::notices::NoticeState;
use app::{Actor, Desk, DeskError, Role};
use kernel::Language;

use crate::outbox::{Fake, Next, later, made, mail_by};
use crate::support::House;

fn colleague(name: &str, email: &str) -> ColleagueOrder {
    ColleagueOrder { name: name.to_owned(), email: email.to_owned(), language: Language::En }
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

/// A dispute on the first open piece, given to somebody.
fn given(house: &House, to: &str) {
    let (desk, actor) = (&house.desk, Actor::operator());
    let item = desk.find_item(&actor, "F0").expect("a piece").id;
    let order = DisputeOrder { kind: DisputeKind::Price, ..DisputeOrder::heard("the price list says 90") };
    let id = desk.open_dispute(&actor, item, &order).expect("open");
    let hand = DisputeHandOver { owner: to.to_owned(), ..DisputeHandOver::default() };
    desk.assign_dispute(&actor, id, &hand).expect("given");
    desk.assign_dispute(&actor, id, &hand).expect("given to the same on the same day");
}

fn told(desk: &Desk) -> Vec<(String, NoticeState)> {
    let page = desk.notices(&Actor::operator(), None, None, 10).expect("notices");
    page.into_iter().map(|n| (n.recipient, n.state)).collect()
}

#[test]
fn who_answers_a_dispute_is_asked_once() {
    for house in made(1) {
        let actor = Actor::operator();
        house.desk.save_colleague(&actor, None, &colleague("Léa Roy", "lea@house.example")).expect("a colleague");
        given(&house, "Léa Roy");
        assert_eq!(told(&house.desk), [("Léa Roy".to_owned(), NoticeState::Waiting)], "on {}", house.engine);
        let fake = Fake::doing(&[Next::Greylist]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as _));
        let done = desk.send_notices(&actor, &|_, _| ()).expect("tried");
        assert_eq!((done.sent, done.deferred), (0, 1));
        let desk = later(&house, 2, mail_by(Arc::clone(&fake) as _));
        assert_eq!(desk.send_notices(&actor, &|_, _| ()).expect("too early").sent, 0);
        let desk = later(&house, 10, mail_by(Arc::clone(&fake) as _));
        assert_eq!(desk.send_notices(&actor, &|_, _| ()).expect("sent").sent, 1);
        assert_eq!(desk.send_notices(&actor, &|_, _| ()).expect("once").sent, 0);
        let texts = fake.texts.lock().expect("a lock").join("\n");
        assert!(texts.contains("lea@house.example") && texts.contains("Is the customer right?"), "{texts}");
        assert!(texts.contains("the price list says 90"), "{texts}");
        assert!(desk.verify(&actor).expect("verify").is_sound());
    }
}

#[test]
fn an_answer_that_was_lost_is_not_sent_again_by_itself() {
    for house in made(1) {
        let actor = Actor::operator();
        house.desk.save_colleague(&actor, None, &colleague("Léa Roy", "lea@house.example")).expect("a colleague");
        given(&house, "Léa Roy");
        let fake = Fake::doing(&[Next::LoseAnswer]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as _));
        assert_eq!(desk.send_notices(&actor, &|_, _| ()).expect("tried").doubtful, 1);
        let desk = later(&house, 600, mail_by(Arc::clone(&fake) as _));
        assert_eq!(desk.send_notices(&actor, &|_, _| ()).expect("nothing").sent, 0, "on {}", house.engine);
        let notice = desk.notices(&actor, Some(NoticeState::Doubtful), None, 10).expect("doubtful")[0].id;
        desk.resend_notice(&actor, notice).expect("a person decides");
        assert_eq!(desk.send_notices(&actor, &|_, _| ()).expect("sent").sent, 1);
        assert_eq!(code(desk.resend_notice(&actor, notice)), "notice-not-now");
        let account = desk.find_account(&actor, "C0").expect("the account");
        let told = desk.account_file(&actor, account).expect("the file").timeline;
        assert!(told.iter().any(|line| line.kind == "notice.resent"), "who sent it again is known");
    }
}

#[test]
fn who_has_no_address_is_not_written_to_and_the_notice_says_so() {
    for house in made(1) {
        let actor = Actor::operator();
        given(&house, "Marc");
        let page = house.desk.notices(&actor, None, None, 10).expect("notices");
        assert_eq!((page[0].state, page[0].reply.contains("aucune adresse")), (NoticeState::Failed, true));
        assert_eq!(code(house.desk.resend_notice(&actor, page[0].id)), "colleague-email");
        house.desk.save_colleague(&actor, None, &colleague("Marc", "marc@house.example")).expect("known now");
        house.desk.resend_notice(&actor, page[0].id).expect("to the address known now");
        assert_eq!(told(&house.desk), [("Marc".to_owned(), NoticeState::Waiting)], "on {}", house.engine);
    }
}

#[test]
fn a_colleague_has_a_name_an_address_and_no_namesake() {
    for house in made(1) {
        let (desk, actor) = (&house.desk, Actor::operator());
        assert_eq!(code(desk.save_colleague(&actor, None, &colleague(" ", "a@b.example"))), "colleague-name");
        for wrong in ["", "lea", "lea@", "a@b.example\r\nBcc: c@d.example"] {
            assert_eq!(code(desk.save_colleague(&actor, None, &colleague("Léa", wrong))), "colleague-email", "{wrong}");
        }
        let id = desk.save_colleague(&actor, None, &colleague(" Léa   Roy ", "lea@house.example")).expect("kept");
        assert_eq!(code(desk.save_colleague(&actor, None, &colleague("Léa Roy", "x@y.example"))), "colleague-taken");
        desk.save_colleague(&actor, Some(id), &colleague("Léa Roy", "roy@house.example")).expect("changed");
        let known: Vec<_> = desk.colleagues(&actor).expect("all").into_iter().map(|c| (c.name, c.email)).collect();
        assert_eq!(known, [("Léa Roy".to_owned(), "roy@house.example".to_owned())], "on {}", house.engine);
        let collector = Actor::new("paul", Role::Collector);
        assert_eq!(code(desk.remove_colleague(&collector, id)), "forbidden");
        desk.remove_colleague(&actor, id).expect("gone");
        assert!(desk.colleagues(&actor).expect("none").is_empty());
    }
}

#[test]
fn the_public_address_is_a_place_and_nothing_more() {
    for house in made(1) {
        let (desk, actor) = (&house.desk, Actor::operator());
        assert_eq!(desk.address(&actor).expect("none"), None);
        assert_eq!(code(desk.set_address(&actor, "desk.example/path")), "address-wrong");
        desk.set_address(&actor, "https://desk.example/").expect("set");
        assert_eq!(desk.address(&actor).expect("set").as_deref(), Some("https://desk.example"), "on {}", house.engine);
        desk.set_address(&actor, "").expect("taken away");
        assert_eq!(desk.address(&actor).expect("none"), None);
    }
}

/// The link that a question of a dispute carries, as it stands in the mail.
fn asked_by(fake: &Fake) -> Vec<String> {
    let texts = fake.texts.lock().expect("a lock").join("\n");
    let after = texts.split("/link/dispute/").skip(1);
    after.map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || ".-_".contains(*c)).collect()).collect()
}

#[test]
fn at_another_address_the_link_is_taken_back_and_the_question_asked_again() {
    for house in made(1) {
        let actor = Actor::operator();
        house.desk.set_address(&actor, "https://desk.example").expect("an address");
        let id = house.desk.save_colleague(&actor, None, &colleague("Léa Roy", "lea@wrong.example")).expect("wrong");
        given(&house, "Léa Roy");
        let fake = Fake::doing(&[]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as _));
        assert_eq!(desk.send_notices(&actor, &|_, _| ()).expect("sent").sent, 1);
        let first = asked_by(&fake).pop().expect("a link");
        desk.asked_dispute(&first).expect("the question");
        desk.save_colleague(&actor, Some(id), &colleague("Léa Roy", "lea@house.example")).expect("put right");
        assert_eq!(code(desk.asked_dispute(&first)), "link-revoked", "on {}", house.engine);
        assert_eq!(desk.send_notices(&actor, &|_, _| ()).expect("sent").sent, 1, "asked where she is");
        let second = asked_by(&fake).pop().expect("a link");
        assert!(fake.texts.lock().expect("a lock").last().is_some_and(|text| text.contains("lea@house.example")));
        desk.asked_dispute(&second).expect("the question");
        let account = desk.find_account(&actor, "C0").expect("the account");
        let lines = desk.links(&actor, account).expect("links");
        let link = lines.iter().find(|l| l.revoked.is_none() && l.recipient == "Léa Roy").expect("hers");
        assert_eq!(code(desk.link_shown(&actor, link.id)), "link-not-yours", "she alone answers");
        desk.remove_colleague(&actor, id).expect("gone");
        assert_eq!(code(desk.asked_dispute(&second)), "link-revoked");
        assert!(desk.verify(&actor).expect("verify").is_sound());
    }
}
