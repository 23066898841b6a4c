//! The daily run: once a day, once a level, never for what is paid.

use std::collections::BTreeMap;

use app::Actor;
use app::runs::RunRequest;

use crate::support::{House, day, everything_leaves, houses, import, request, upload};

const CUSTOMERS: &str = "customer_id,name,street,postcode,city,country,email,language,terms_days\n\
    A,Atelier A,1 rue A,75001,Paris,FR,a@example.com,fr,30\nB,Bureau B,2 rue B,69001,Lyon,FR,b@example.com,en,30\n\
    N,Nulle Part,,,,FR,,fr,30\n";
const ITEMS: &str = "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n\
    F1,INV,A,2026-08-01,2026-09-01,1000.00,0.00,,EUR\nF2,INV,A,2026-08-15,2026-09-15,200.00,0.00,,EUR\n\
    K1,CN,A,2026-08-20,2026-08-20,-50.00,0.00,,EUR\nF3,INV,B,2026-08-10,2026-09-10,80.00,0.00,,EUR\n\
    F4,INV,N,2026-08-10,2026-09-10,80.00,0.00,,EUR\n";

fn filled(today: &str) -> Vec<House> {
    let houses = houses(today);
    for house in &houses {
        let mut files = request(vec![upload("customers.csv", CUSTOMERS), upload("items.csv", ITEMS)]);
        files.profile = formats::Profile::named("open-items");
        assert_eq!(import(&house.desk, &files).outcome.rejected, 0);
    }
    houses
}

fn run(house: &House, on: &str, dry: bool) -> BTreeMap<String, (u8, String)> {
    let request = RunRequest { day: Some(day(on)), dry, creditor: None, summary: false };
    let answer = house.desk.run(&Actor::operator(), &request, &|_, _| ()).expect("the run");
    assert_eq!(answer.failed, []);
    answer.decisions.iter().map(|d| (d.account, (d.level, d.amount))).collect()
}

#[test]
fn a_day_run_three_times_writes_once_and_the_dry_run_foretells_it() {
    for house in filled("2026-09-20") {
        let foretold = run(&house, "2026-09-20", true);
        let first = run(&house, "2026-09-20", false);
        assert_eq!(first, foretold, "on {}", house.engine);
        assert_eq!(first.get("A"), Some(&(1, "1150.00".to_owned())), "two invoices less the credit note");
        assert_eq!(first.get("B"), Some(&(1, "80.00".to_owned())));
        assert_eq!(first.get("N"), None, "no address, no letter");
        assert!(run(&house, "2026-09-20", false).is_empty() && run(&house, "2026-09-20", false).is_empty());
        let report = house.desk.render_pending(&Actor::operator(), &|_, _| ()).expect("letters");
        assert_eq!((report.made, report.letters, report.failed), (2, 2, 0));
        let (actor, on) = (Actor::operator(), day("2026-09-20"));
        let letters = house.desk.letters(&actor, on, None, 500).expect("letters");
        assert_eq!((letters.letters.len(), letters.next), (2, None));
        let first = house.desk.letters(&actor, on, None, 1).expect("a page");
        assert!(first.next.is_some() && first.letters == letters.letters[..1]);
        let rest = house.desk.letters(&actor, on, first.next, 500).expect("the page after");
        assert_eq!((rest.letters.as_slice(), rest.next), (&letters.letters[1..], None), "on {}", house.engine);
        let counts = house.desk.letter_counts(&actor, on).expect("counts");
        let to_post = letters.letters.iter().filter(|l| l.channel == "letter").count() as u64;
        assert_eq!((counts.all, counts.made(), counts.planned, counts.to_post), (2, 2, 0, to_post));
        assert_eq!(house.desk.letter_counts(&actor, day("2026-09-21")).expect("counts").all, 0);
        for letter in &letters.letters {
            let document =
                house.desk.read_document(&Actor::operator(), letter.document.expect("made")).expect("a document");
            assert!(document.content.starts_with(b"%PDF"));
        }
        assert_eq!(house.desk.print_files(&Actor::operator(), day("2026-09-20")).expect("files").len(), 1);
        let again = house.desk.render_pending(&Actor::operator(), &|_, _| ()).expect("letters");
        assert_eq!(again.made, 0, "letters are made once");
        assert!(house.desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}

#[test]
fn a_missed_day_loses_nothing_and_no_level_is_jumped() {
    for house in filled("2026-09-20") {
        let mut levels = Vec::new();
        for on in ["2026-10-20", "2026-10-21", "2026-10-31", "2026-11-01", "2026-11-15", "2026-11-16", "2026-11-30"] {
            if let Some((level, _)) = run(&house, on, false).get("A") {
                levels.push((on, *level));
            }
            everything_leaves(&house.desk);
        }
        assert_eq!(levels, [("2026-10-20", 1), ("2026-11-01", 2), ("2026-11-16", 3)], "on {}", house.engine);
    }
}

#[test]
fn what_is_paid_after_the_decision_is_not_asked_for() {
    for house in filled("2026-09-20") {
        run(&house, "2026-09-20", false);
        let paid = ITEMS.replace(
            "F3,INV,B,2026-08-10,2026-09-10,80.00,0.00,,EUR",
            "F3,INV,B,2026-08-10,2026-09-10,80.00,80.00,2026-09-20,EUR",
        );
        let mut files = request(vec![upload("items.csv", paid)]);
        files.profile = formats::Profile::named("open-items");
        import(&house.desk, &files);
        let report = house.desk.render_pending(&Actor::operator(), &|_, _| ()).expect("letters");
        assert_eq!((report.made, report.cancelled), (1, 1), "on {}", house.engine);
    }
}

#[test]
fn a_text_that_is_no_mail_address_reaches_nobody() {
    for house in filled("2026-09-20") {
        let account = house.desk.find_account(&Actor::operator(), "N").expect("an account");
        let written = house.desk.store().write("test", |tx| {
            let debtor = tx.accounts().get_many(&[account])?[0].debtor.id;
            tx.contacts().insert(&ledger::Contact {
                id: ledger::ContactId(7),
                debtor_id: debtor,
                name: String::new(),
                role: ledger::ContactRole::Accounting,
                email: "à demander".to_owned(),
                phone: String::new(),
                batch_id: None,
                bounced_on: None,
            })
        });
        written.expect("a contact");
        assert_eq!(run(&house, "2026-09-20", true).get("N"), None, "on {}", house.engine);
        assert_eq!(run(&house, "2026-09-20", false).get("N"), None, "on {}", house.engine);
    }
}
