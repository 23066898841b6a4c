//! Accounts that move from one plan to another, and the steps that other tests do not take: a level is carried over,
//! a formal notice asks for what was reminded, and each channel and each choice does what it says.

use std::fs;
use std::sync::Arc;

use app::imports::ImportRequest;
use app::outbox::{Carriers, SendReport};
use app::runs::RunRequest;
use app::strategies::{segments_from_json, strategy_from_json};
use app::tasks::TaskKind;
use app::{Actor, Desk};
use courier::{Carrier, Folder};
use kernel::Currency;
use ledger::{AccountId, Contact, ContactId, ContactRole, ImportMode};

use crate::outbox::{later, send};
use crate::support::{House, day, houses, import, open, request, upload};

const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n";
const TODAY: &str = "2026-11-23";

fn feed(desk: &Desk, lines: &str) {
    let movement = ImportRequest {
        mode: Some(ImportMode::Movement),
        ..request(vec![upload("export.csv", format!("{HEAD}{lines}"))])
    };
    let answer = import(desk, &movement);
    assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome);
}

/// Atelier A with one line of pieces, as `piece;type;date;due;amount`.
fn of_a(line: &str) -> String {
    format!("A;Atelier A;1 rue A;75001;Paris;{line}\n")
}

fn filled(lines: &[&str]) -> Vec<House> {
    let houses = houses(TODAY);
    for house in &houses {
        feed(&house.desk, &lines.iter().map(|line| of_a(line)).collect::<String>());
    }
    houses
}

fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&Actor::operator(), code).expect("the account")
}

/// What a day's run decides: account, level, amount and currency, channel.
fn decided(desk: &Desk, on: &str, dry: bool) -> Vec<(String, u8, String, String)> {
    let order = RunRequest { day: Some(day(on)), dry, creditor: None, summary: false };
    let answer = desk.run(&Actor::operator(), &order, &|_, _| ()).expect("the run");
    assert_eq!(answer.failed, []);
    let told = answer.decisions.iter().map(|d| (d.account, d.level, format!("{} {}", d.amount, d.currency), d.channel));
    let mut told: Vec<_> = told.collect();
    told.sort();
    told
}

fn asks(level: u8, amount: &str, channel: &str) -> Vec<(String, u8, String, String)> {
    vec![("A".to_owned(), level, format!("{amount} EUR"), channel.to_owned())]
}

fn level(desk: &Desk, level: u8) {
    desk.set_level(&Actor::operator(), account(desk, "A"), Currency::EUR, level, "repris").expect("a level");
}

/// Under 250 €, the plan of small accounts; from there on, that of PME.
const SEGMENTS: &str = r#"[
    {"slug":"little","rule":{"outstanding_below":25000},"strategy":"small"},
    {"slug":"rest","strategy":"sme"}]"#;

/// A firm mail of PME was the last word on 23 November: the formal notice is next, on 3 December, under either plan,
/// and once it is decided no plan says anything gentler, nor says it twice.
#[test]
fn a_part_payment_that_moves_an_account_takes_no_level_back() {
    for house in filled(&["F1;facture;01/08/2026;01/09/2026;300,00"]) {
        let (desk, actor) = (&house.desk, Actor::operator());
        desk.save_segments(&actor, &segments_from_json(SEGMENTS).expect("segments")).expect("saved");
        level(desk, 4);
        assert_eq!(decided(desk, "2026-12-03", true), asks(5, "300.00", "letter"), "on {}", house.engine);
        feed(desk, &of_a("VIR1;règlement;23/11/2026;;-100,00"));
        let next = desk.account_file(&actor, account(desk, "A")).expect("a file").next.remove(0);
        assert_eq!((next.strategy.as_str(), next.level), ("small", 4), "another plan, and as far in it");
        assert!(decided(desk, "2026-12-02", true).is_empty(), "ten days lie between the two steps there");
        assert_eq!(decided(desk, "2026-12-03", true), asks(5, "200.00", "letter"), "on {}", house.engine);
        // Who chooses a plan by hand begins with its first reminder.
        desk.choose_strategy(&actor, account(desk, "A"), Some("small")).expect("chosen");
        assert_eq!(decided(desk, "2026-12-03", true), asks(2, "200.00", "letter"));
        desk.choose_strategy(&actor, account(desk, "A"), None).expect("its segment again");
        assert_eq!(decided(desk, "2026-12-03", false), asks(5, "200.00", "letter"));
        for on in ["2026-12-21", "2027-01-21", "2027-03-18"] {
            assert!(decided(desk, on, true).is_empty(), "{on}: the last step was taken");
        }
        // Another invoice brings it back to PME, where the notice was not decided: it is not said again.
        feed(desk, &of_a("F2;facture;23/11/2026;10/12/2026;100,00"));
        let next = desk.account_file(&actor, account(desk, "A")).expect("a file").next.remove(0);
        assert_eq!((next.strategy.as_str(), next.level), ("sme", 5), "on {}", house.engine);
        for on in ["2027-01-21", "2027-03-18"] {
            assert!(decided(desk, on, true).is_empty(), "{on}");
        }
    }
}

#[test]
fn a_formal_notice_leaves_out_what_nobody_was_reminded_of() {
    for house in filled(&["F3;facture;01/08/2026;01/09/2026;300,00"]) {
        level(&house.desk, 2);
        feed(&house.desk, &of_a("F9;facture;23/11/2026;05/12/2026;900,00"));
        assert_eq!(decided(&house.desk, "2026-12-08", false), asks(3, "300.00", "letter"), "on {}", house.engine);
    }
}

#[test]
fn a_payment_that_comes_back_goes_on_from_the_level_reached() {
    let head = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant;solde\n";
    let a = "A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00;1 000,00\n";
    let b = "B;Bureau B;2 rue B;69001;Lyon;F3;facture;10/11/2026;31/12/2026;500,00;500,00\n";
    for house in houses(TODAY) {
        let desk = &house.desk;
        let export = |name: &str, lines: &[&str]| {
            let files = request(vec![upload(name, format!("{head}{}", lines.concat()))]);
            let answer = import(desk, &ImportRequest { mode: Some(ImportMode::Snapshot), ..files });
            assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome);
        };
        export("monday.csv", &[a, b]);
        level(desk, 1);
        export("tuesday.csv", &[b]);
        assert!(decided(desk, "2026-12-20", true).is_empty(), "paid, says the export");
        export("wednesday.csv", &[a, b]);
        assert_eq!(decided(desk, "2026-12-20", true), asks(2, "1000.00", "letter"), "on {}", house.engine);
    }
}

#[test]
fn two_currencies_of_an_account_make_two_letters_each_of_its_own_sum() {
    let customers = "customer_id,name,street,postcode,city,country,email,language,terms_days\n\
        A,Atelier A,1 rue A,75001,Paris,FR,,fr,30\n";
    let items = "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n\
        F1,INV,A,2026-08-01,2026-09-01,1000.00,0.00,,EUR\nF2,INV,A,2026-08-01,2026-09-01,700.00,0.00,,USD\n\
        F3,INV,A,2026-08-01,2026-09-05,50.00,0.00,,USD\n";
    for house in houses(TODAY) {
        let desk = &house.desk;
        let mut files = request(vec![upload("customers.csv", customers), upload("items.csv", items)]);
        files.profile = formats::Profile::named("open-items");
        assert_eq!(import(desk, &files).outcome.rejected, 0);
        let told = decided(desk, TODAY, false);
        let wanted = ["1000.00 EUR", "750.00 USD"];
        assert_eq!(
            told,
            wanted.map(|sum| ("A".to_owned(), 1, sum.to_owned(), "letter".to_owned())),
            "{}",
            house.engine
        );
        let report = desk.render_pending(&Actor::operator(), &|_, _| ()).expect("letters");
        assert_eq!((report.made, report.letters, report.failed), (2, 2, 0), "on {}", house.engine);
    }
}

#[test]
fn a_piece_of_its_own_strategy_and_the_others_send_one_message_a_day() {
    let pieces = ["F1;facture;01/08/2026;01/09/2026;1 000,00", "F2;facture;05/08/2026;15/09/2026;200,00"];
    for house in filled(&pieces) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let notice = r#"{"slug":"hard","steps":[{"slug":"formal-notice","timing":{"after-due":8},"channel":"letter",
            "tone":"formal","grant_days":8,"claim":"claimed","formal_notice":true}]}"#;
        desk.save_strategy(&actor, &strategy_from_json(notice).expect("a strategy")).expect("saved");
        assert_eq!(decided(desk, TODAY, true), asks(1, "1200.00", "letter"));
        let f1 = desk.find_item(&actor, "F1").expect("the piece").id;
        desk.choose_item_strategy(&actor, f1, Some("hard")).expect("chosen");
        assert_eq!(decided(desk, TODAY, true), asks(1, "1000.00", "letter"), "the gravest goes first");
        let next = desk.account_file(&actor, account(desk, "A")).expect("a file").next;
        let mut told: Vec<_> =
            next.iter().map(|n| (n.strategy.as_str(), n.step.as_deref(), n.why.en.as_str())).collect();
        told.sort_unstable();
        assert_eq!((told[0].0, told[0].1), ("hard", Some("formal-notice")), "on {}", house.engine);
        assert_eq!(told[1], ("standard", None, "another message leaves today for this account"));
        desk.choose_item_strategy(&actor, f1, None).expect("its account again");
        assert_eq!(decided(desk, TODAY, true), asks(1, "1200.00", "letter"));
    }
}

#[test]
fn a_visit_is_a_task_for_a_person_and_no_message() {
    for house in filled(&["F1;facture;01/08/2026;01/09/2026;300,00"]) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let visit = r#"{"slug":"standard","steps":[{"slug":"visit-1","timing":{"after-due":8},"channel":"visit","grant_days":8}]}"#;
        desk.save_strategy(&actor, &strategy_from_json(visit).expect("a strategy")).expect("saved");
        assert_eq!(decided(desk, TODAY, false), asks(1, "300.00", "visit"));
        let tasks = desk.account_tasks(&actor, account(desk, "A")).expect("tasks");
        let told: Vec<_> = tasks.iter().map(|t| (t.kind, t.due)).collect();
        assert_eq!(told, [(TaskKind::Visit, day(TODAY))], "on {}", house.engine);
        assert_eq!(desk.letter_counts(&actor, day(TODAY)).expect("letters").all, 0);
        assert!(decided(desk, "2026-12-21", false).is_empty(), "the only level is done");
    }
}

#[test]
fn a_text_message_goes_from_the_run_to_the_folder() {
    for house in houses(crate::outbox::TODAY) {
        let (desk, actor) = (&house.desk, Actor::operator());
        feed(desk, &of_a("F1;facture;01/08/2026;01/09/2026;300,00"));
        let a = account(desk, "A");
        let debtor = desk.account_file(&actor, a).expect("a file").debtor.id;
        let contact = Contact {
            id: ContactId(7),
            debtor_id: debtor,
            name: "Mme Comptable".to_owned(),
            role: ContactRole::Accounting,
            email: String::new(),
            phone: "06 12 34 56 78".to_owned(),
            bounced_on: None,
            batch_id: None,
        };
        desk.store().write("test", |tx| tx.contacts().insert(&contact)).expect("a contact");
        let short =
            r#"{"slug":"standard","steps":[{"slug":"sms-1","timing":{"after-due":8},"channel":"sms","grant_days":5}]}"#;
        desk.save_strategy(&actor, &strategy_from_json(short).expect("a strategy")).expect("saved");
        assert_eq!(decided(desk, crate::outbox::TODAY, false), asks(1, "300.00", "sms"), "on {}", house.engine);
        let report = desk.render_pending(&actor, &|_, _| ()).expect("messages");
        assert_eq!((report.made, report.letters, report.failed), (1, 0, 0));
        let folder = tempfile::tempdir().expect("a folder");
        let carrier: Arc<dyn Carrier> = Arc::new(Folder::open(folder.path()).expect("a folder"));
        let carriers = Carriers { sms: Some(carrier), ..Carriers::default() };
        let sent = send(&later(&house, 1, carriers));
        assert_eq!(sent, SendReport { sent: 1, ..SendReport::default() }, "on {}", house.engine);
        let read = |ending: &str| {
            let files = fs::read_dir(folder.path()).expect("files").map(|file| file.expect("a file").path());
            let mut of: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == ending)).collect();
            assert_eq!(of.len(), 1, "one .{ending}");
            fs::read_to_string(of.remove(0)).expect("a text")
        };
        let text = read("txt");
        assert!(text.contains("300,00"), "{text}");
        assert!(read("json").contains("+33612345678"));
    }
}

/// A rate that nobody has entered yet stops the account that bears interest, is told with it, and stops no other:
/// the due date of the second is inferred, and nothing is counted on it.
#[test]
fn an_account_that_fails_is_told_and_the_others_go_on() {
    const DAY: &str = "2029-03-26";
    let lines = "A;Atelier A;1 rue A;75001;Paris;F1;facture;10/01/2029;10/02/2029;300,00\n\
        B;Bureau B;2 rue B;69001;Lyon;F2;facture;10/01/2029;;200,00\n";
    for house in houses(DAY) {
        let (desk, actor) = (&house.desk, Actor::operator());
        feed(desk, lines);
        let step =
            r#"{"slug":"reminder-2","timing":{"after-due":8},"channel":"letter","grant_days":8,"claim":"announced"}"#;
        let plan = format!(r#"{{"slug":"standard","steps":[{step}]}}"#);
        desk.save_strategy(&actor, &strategy_from_json(&plan).expect("a strategy")).expect("saved");
        let order = RunRequest { day: Some(day(DAY)), dry: false, creditor: None, summary: false };
        for reminded in [vec!["B".to_owned()], Vec::new()] {
            let answer = desk.run(&actor, &order, &|_, _| ()).expect("the run");
            let told: Vec<String> = answer.decisions.iter().map(|d| d.account).collect();
            assert_eq!(told, reminded, "on {}", house.engine);
            assert_eq!(answer.failed.len(), 1, "{:?}", answer.failed);
            let said = &answer.failed[0];
            assert!(said.fr.starts_with("A : ") && said.en.starts_with("A: "), "{said:?}");
        }
        assert!(desk.verify(&actor).expect("verify").is_sound());
    }
}

#[test]
fn two_runs_of_one_day_at_once_remind_everybody_once() {
    for house in houses(TODAY) {
        let line = |n: u8| format!("C{n};Client {n};{n} rue A;75001;Paris;F{n};facture;01/08/2026;01/09/2026;100,00\n");
        let lines: Vec<String> = (0..60).map(line).collect();
        feed(&house.desk, &lines.concat());
        let other = open(&house.url, day(TODAY));
        let run = |desk: &Desk| decided(desk, TODAY, false).into_iter().map(|d| d.0).collect::<Vec<_>>();
        let mut told = std::thread::scope(|scope| {
            let (one, two) = (scope.spawn(|| run(&house.desk)), scope.spawn(|| run(&other)));
            [one.join().expect("a run"), two.join().expect("a run")].concat()
        });
        told.sort();
        let mut wanted: Vec<String> = (0..60).map(|n| format!("C{n}")).collect();
        wanted.sort();
        assert_eq!(told, wanted, "nobody twice, nobody left out, on {}", house.engine);
        assert!(house.desk.verify(&Actor::operator()).expect("verify").is_sound());
    }
}
