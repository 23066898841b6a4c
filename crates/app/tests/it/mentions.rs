//! Who is called in a note is told once, and only who sees that account; a note taken back leaves no mail.

use std::sync::Arc;

use app::colleagues::ColleagueOrder;
use app::disputes::{Brought, DisputeOrder, EvidenceKind, Side};
use app::mentions::NoteKept;
use app::users::{NewUser, Rights};
use app::{Actor, Desk, DeskError, Reach, Role, Undo};
use kernel::Language;
use ledger::AccountId;

use crate::outbox::{Fake, later, made, mail_by};
use crate::support::House;

pub fn person(desk: &Desk, login: &str, name: &str, role: Role) -> Actor {
    let new = NewUser {
        login: login.to_owned(),
        name: name.to_owned(),
        password: "une phrase assez longue".to_owned(),
        role,
        language: Language::Fr,
    };
    desk.create_user(Some(&Actor::operator()), &new).expect("a user");
    desk.set_email(&Actor::operator(), login, &format!("{login}@house.example")).expect("an address");
    Actor::new(login, role)
}

pub fn colleague(desk: &Desk, name: &str) {
    let order =
        ColleagueOrder { name: name.to_owned(), email: "quai@house.example".to_owned(), language: Language::En };
    desk.save_colleague(&Actor::operator(), None, &order).expect("a colleague");
}

/// Two customers; Marie and Paul who collect, Nina who sees her own accounts only, Léa Quai who does not sign in.
fn filled() -> Vec<House> {
    let houses = made(2);
    for House { desk, .. } in &houses {
        let actor = Actor::operator();
        for (login, name) in [("marie", "Marie Petit"), ("paul", "Paul Roy"), ("nina", "Nina Blin")] {
            person(desk, login, name, Role::Collector);
        }
        let rights = Rights { own_only: true, ..desk.rights(&actor, "nina").expect("rights") };
        desk.set_rights(&actor, "nina", &rights).expect("her own accounts only");
        colleague(desk, "Léa Quai");
        desk.set_address(&actor, "https://desk.example").expect("an address");
    }
    houses
}

pub fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&Actor::operator(), code).expect("an account")
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

/// Recipient, subject and text of what was written to people of the house, the last first.
pub fn mails(desk: &Desk, kind: &str) -> Vec<(String, String, String)> {
    let notices = desk.store().read(|tx| tx.notices().page(None, None, 100)).expect("notices");
    let of = notices.into_iter().filter(|notice| notice.kind == kind);
    of.map(|notice| (notice.recipient, notice.subject, notice.body)).collect()
}

fn note(desk: &Desk, text: &str) -> NoteKept {
    desk.add_note(&Actor::new("paul", Role::Collector), account(desk, "C0"), text).expect("a note")
}

#[test]
fn who_is_called_is_told_once_with_what_and_whose() {
    for house in filled() {
        let desk = &house.desk;
        let text = "Vu au téléphone : @marie, @Marie.Petit et @\"Léa Quai\" s’en occupent. @paul aussi. a@b.fr";
        let kept = note(desk, text).mentioned;
        assert_eq!(kept.told, ["marie", "Marie.Petit", "Léa Quai", "paul"], "on {}", house.engine);
        assert!(kept.is_whole(), "{kept:?}");
        let told = mails(desk, "mention");
        assert_eq!(told.iter().map(|mail| mail.0.as_str()).collect::<Vec<_>>(), ["Léa Quai", "Marie Petit"]);
        let (_, subject, body) = &told[1];
        assert!(subject.contains("Client 0") && subject.contains("Paul Roy"), "{subject}");
        assert!(body.contains(text) && body.contains("https://desk.example/accounts/"), "{body}");
        assert!(!told[0].2.contains("https://"), "who does not sign in has no page to open: {}", told[0].2);

        let marie = Actor::new("marie", Role::Collector);
        let page = desk.mentions(&marie, None, 10).expect("hers");
        assert_eq!(
            page.rows.iter().map(|m| (m.account.as_str(), m.actor.as_str())).collect::<Vec<_>>(),
            [("C0", "paul")]
        );
        assert!(desk.mentions(&Actor::new("paul", Role::Collector), None, 10).expect("his").rows.is_empty());
        let id = page.rows[0].id;
        assert_eq!(code(desk.see_mention(&Actor::new("paul", Role::Collector), id)), "not-found");
        desk.see_mention(&marie, id).expect("seen");
        desk.see_mention(&marie, id).expect("twice changes nothing");
        assert!(desk.mentions(&marie, None, 10).expect("none").rows.is_empty());
        assert!(desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn a_name_nobody_has_keeps_nothing_back_and_who_may_not_see_is_not_told() {
    for house in filled() {
        let desk = &house.desk;
        let kept = note(desk, "@personne @nina @marie").mentioned;
        assert_eq!((kept.nobody, kept.out_of_sight), (vec!["personne".to_owned()], vec!["nina".to_owned()]));
        assert_eq!(mails(desk, "mention").len(), 1, "Marie alone, on {}", house.engine);
        let nina = Actor::new("nina", Role::Collector).within(Reach::own(["nina".to_owned()], ""));
        assert!(desk.mentions(&nina, None, 10).expect("none").rows.is_empty());
        assert_eq!(code(desk.add_note(&nina, account(desk, "C0"), "essai")), "not-found");
        let file = desk.account_file(&Actor::operator(), account(desk, "C0")).expect("a file");
        let told = &file.timeline[0];
        assert_eq!((told.kind.as_str(), told.payload["nobody"][0].as_str()), ("account.noted", Some("personne")));

        let (writer, c0) = (Actor::new("paul", Role::Collector), account(desk, "C0"));
        assert_eq!(code(desk.add_note(&writer, c0, "  ")), "note-missing");
        assert_eq!(code(desk.add_note(&writer, c0, &"a".repeat(4_001))), "note-too-long");
        let crowd: Vec<String> = (0..21).map(|n| format!("@p{n}")).collect();
        assert_eq!(code(desk.add_note(&writer, c0, &crowd.join(" "))), "note-calls-too-many");
        assert_eq!(code(desk.add_note(&Actor::new("r", Role::Reader), c0, "essai")), "forbidden");
        // An account that is given to her is one she sees.
        let chosen = app::worklist::Chosen { accounts: vec![c0], ..app::worklist::Chosen::default() };
        desk.assign(&Actor::operator(), &chosen, Some("nina")).expect("given");
        assert!(note(desk, "@nina à toi").mentioned.is_whole());
    }
}

#[test]
fn a_note_taken_back_leaves_no_mail_and_no_mention() {
    for house in filled() {
        let (desk, paul) = (&house.desk, Actor::new("paul", Role::Collector));
        let fake = Fake::doing(&[]);
        let early = later(&house, 0, mail_by(Arc::clone(&fake) as _));
        let kept = note(desk, "@marie appelle-le");
        assert_eq!(early.send_notices(&Actor::operator(), &|_, _| ()).expect("held").sent, 0, "on {}", house.engine);
        assert_eq!(code(desk.undo(&Actor::new("marie", Role::Collector), Undo::Fact(kept.entry))), "changed-meanwhile");
        desk.undo(&paul, Undo::Fact(kept.entry)).expect("taken back");
        assert_eq!(code(desk.undo(&paul, Undo::Fact(kept.entry))), "changed-meanwhile");
        assert!(mails(desk, "mention").is_empty());
        let marie = Actor::new("marie", Role::Collector);
        assert!(desk.mentions(&marie, None, 10).expect("none").rows.is_empty());
        note(desk, "@marie rappelle-le");
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as _));
        assert_eq!(desk.send_notices(&Actor::operator(), &|_, _| ()).expect("sent").sent, 1);
        assert_eq!(fake.count(), 1);
        assert!(desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn a_comment_of_a_dispute_calls_as_a_note_does_and_a_customer_calls_nobody() {
    for house in filled() {
        let (desk, paul) = (&house.desk, Actor::new("paul", Role::Collector));
        let item = desk.find_item(&paul, "F0").expect("a piece").id;
        let id = desk.open_dispute(&paul, item, &DisputeOrder::heard("")).expect("open");
        let brought =
            |side, words: &str| Brought { side, kind: EvidenceKind::Note, words: words.to_owned(), file: None };
        let kept = desk.add_evidence(&paul, id, &brought(Side::House, "@marie as-tu le bon ? @x")).expect("kept");
        assert_eq!((kept.mentioned.told, kept.mentioned.nobody), (vec!["marie".to_owned()], vec!["x".to_owned()]));
        desk.add_evidence(&paul, id, &brought(Side::Customer, "dites-le à @marie")).expect("kept");
        let told = mails(desk, "mention");
        assert_eq!(told.len(), 1, "on {}", house.engine);
        assert!(told[0].2.contains(&format!("https://desk.example/disputes/{id}")), "{}", told[0].2);
        let hers = desk.mentions(&Actor::new("marie", Role::Collector), None, 10).expect("hers");
        assert_eq!(hers.rows[0].dispute, Some(id));
    }
}

#[test]
fn mentions_are_told_by_pages_the_last_first() {
    for house in filled() {
        let (desk, marie) = (&house.desk, Actor::new("marie", Role::Collector));
        for n in 0..5 {
            note(desk, &format!("{n} @marie"));
        }
        let first = desk.mentions(&marie, None, 3).expect("a page");
        let rest = desk.mentions(&marie, first.next, 3).expect("the next one");
        let notes: Vec<_> = first.rows.iter().chain(&rest.rows).map(|m| m.note.clone()).collect();
        assert_eq!(notes, ["4 @marie", "3 @marie", "2 @marie", "1 @marie", "0 @marie"], "on {}", house.engine);
        assert_eq!(rest.next, None);
    }
}

#[test]
fn who_can_be_told_are_those_who_see_the_account_and_colleagues() {
    for house in filled() {
        let (desk, paul) = (&house.desk, Actor::new("paul", Role::Collector));
        let known = desk.people_for(&paul, account(desk, "C0")).expect("people");
        let names: Vec<_> = known.iter().map(|person| (person.owner.as_str(), person.signs_in)).collect();
        assert_eq!(names, [("marie", true), ("paul", true), ("Léa Quai", false)], "on {}", house.engine);
        assert_eq!(code(desk.people_for(&Actor::new("r", Role::Reader), account(desk, "C0"))), "forbidden");
    }
}
