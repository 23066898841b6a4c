//! Acts on an account: each changes what it says, leaves its fact, and is taken back by its opposite.

use app::accounts::{AccountFile, DebtorEdit};
use app::runs::RunRequest;
use app::{Actor, Desk, DeskError, Refusal, Role};
use ledger::ItemId;

use crate::support::{House, day, houses, import, request, upload};

const EXPORT: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00\n\
    A;Atelier A;1 rue A;75001;Paris;F2;facture;05/08/2026;;200,00\n\
    A;Atelier A;1 rue A;75001;Paris;VIR1;règlement;10/08/2026;;-300,00\n";

fn filled() -> Vec<House> {
    let houses = houses("2026-11-23");
    for house in &houses {
        let answer = import(&house.desk, &request(vec![upload("export.csv", EXPORT)]));
        assert_eq!((answer.outcome.items, answer.outcome.rejected), (2, 0), "{:?}", answer.outcome);
    }
    houses
}

fn file(desk: &Desk) -> AccountFile {
    let actor = Actor::operator();
    let id = desk.find_account(&actor, "A").expect("the account");
    desk.account_file(&actor, id).expect("the file")
}

fn piece(file: &AccountFile, number: &str) -> ItemId {
    let all = || file.items.iter().chain(&file.settled);
    all().find(|l| l.item.number == number).map(|l| l.item.id).expect("the piece")
}

fn open(desk: &Desk, number: &str) -> String {
    let file = file(desk);
    let found = file.items.iter().find(|l| l.item.number == number);
    found.map_or_else(|| "0.00".to_owned(), |l| l.open.to_decimal())
}

#[test]
fn a_match_by_hand_is_taken_back_by_its_opposite() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let before = file(desk);
        let (invoice, payment) = (piece(&before, "F1"), piece(&before, "VIR1"));
        let made = desk.allocate(&actor, invoice, payment, None).expect("a match");
        assert_eq!((open(desk, "F1"), open(desk, "VIR1")), ("700.00".to_owned(), "0.00".to_owned()));
        assert!(desk.allocate(&actor, invoice, payment, None).is_err(), "nothing is left of the payment");
        desk.reverse_allocation(&actor, made).expect("a reversal");
        assert_eq!((open(desk, "F1"), open(desk, "VIR1")), ("1000.00".to_owned(), "-300.00".to_owned()));
        assert!(matches!(desk.reverse_allocation(&actor, made), Err(DeskError::Refused(_))), "once");
        let kinds: Vec<String> = file(desk).timeline.into_iter().map(|t| t.kind).collect();
        assert_eq!(&kinds[..2], ["allocation.reversed", "allocation.made"], "on {}", house.engine);
        assert!(desk.verify(&actor).expect("verify").is_sound());
    }
}

#[test]
fn what_is_asked_for_one_account_never_touches_another() {
    for house in houses("2026-11-23") {
        let two = format!("{EXPORT}B;Bureau B;2 rue B;69001;Lyon;G1;facture;01/08/2026;01/09/2026;80,00\n");
        import(&house.desk, &request(vec![upload("export.csv", two)]));
        let (desk, actor) = (&house.desk, Actor::operator());
        let [a, b] = ["A", "B"].map(|code| desk.find_account(&actor, code).expect("the account"));
        let invoice = piece(&file(desk), "F1");
        assert_eq!(desk.item_of_account(&actor, a, invoice).expect("its own"), invoice);
        let other = desk.item_of_account(&actor, b, invoice);
        assert!(matches!(other, Err(DeskError::Refused(Refusal::ItemOfOther { .. }))), "on {}", house.engine);
    }
}

#[test]
fn an_inferred_due_date_bears_nothing_until_confirmed() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let line = |desk: &Desk| file(desk).items.into_iter().find(|l| l.item.number == "F2").expect("F2");
        let before = line(desk);
        assert!(before.item.due_inferred && before.indemnity.is_zero() && before.late_days > 0);
        assert!(desk.confirm_due(&actor, before.item.id, day("2026-08-01")).is_err(), "before the piece");
        desk.confirm_due(&actor, before.item.id, day("2026-09-10")).expect("confirmed");
        let after = line(desk);
        assert!(!after.item.due_inferred && after.indemnity.to_decimal() == "40.00", "on {}", house.engine);
        assert!(after.interest.is_some_and(|i| !i.is_zero()));
    }
}

#[test]
fn a_pause_stops_the_run_and_says_why() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = file(desk).account.id;
        assert!(desk.pause(&actor, id, Some(day("2026-12-01")), " ", "").is_err(), "a reason is needed");
        desk.pause(&actor, id, Some(day("2026-12-01")), "promesse par téléphone", "").expect("paused");
        let run = |on: &str| {
            let request = RunRequest { day: Some(day(on)), dry: true, creditor: None, summary: false };
            desk.run(&actor, &request, &|_, _| ()).expect("a dry run")
        };
        assert_eq!((run("2026-12-01").messages, run("2026-12-01").blocked["paused"]), (0, 1));
        assert_eq!(run("2026-12-02").messages, 1, "it ends by itself, on {}", house.engine);
        desk.pause(&actor, id, None, "", "").expect("resumed");
        assert_eq!(run("2026-11-23").messages, 1);
    }
}

#[test]
fn a_debtor_is_corrected_once_and_wrong_fields_are_named() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let debtor = file(desk).debtor;
        let edit = |siren: &str, version| DebtorEdit {
            name: "Atelier A SARL".to_owned(),
            kind: ledger::DebtorKind::CommercialCompany,
            siren: siren.to_owned(),
            vat: String::new(),
            address: debtor.address.clone(),
            language: ledger::Language::En,
            version,
        };
        let wrong = desk.correct_debtor(&actor, debtor.id, &edit("123", debtor.version)).expect("an answer");
        assert_eq!(
            wrong.expect_err("a wrong SIREN").iter().map(|r| r.field().unwrap_or_default()).collect::<Vec<_>>(),
            ["siren"]
        );
        desk.correct_debtor(&actor, debtor.id, &edit("732829320", debtor.version)).expect("saved").expect("right");
        assert!(
            desk.correct_debtor(&actor, debtor.id, &edit("", debtor.version)).is_err(),
            "someone changed it meanwhile"
        );
        assert_eq!(file(desk).debtor.language, ledger::Language::En);
    }
}

#[test]
fn a_reader_reads_and_does_nothing_else() {
    let house = filled().remove(0);
    let reader = Actor::new("lecteur", Role::Reader);
    let file = file(&house.desk);
    let refused = |r: Result<(), DeskError>| assert!(matches!(r, Err(DeskError::Forbidden { .. })), "{r:?}");
    refused(house.desk.pause(&reader, file.account.id, None, "", "").map(drop));
    refused(house.desk.allocate(&reader, piece(&file, "F1"), piece(&file, "VIR1"), None).map(drop));
    refused(house.desk.import(&reader, &request(vec![upload("e.csv", EXPORT)]), &|_, _| ()).map(drop));
    refused(house.desk.run(&reader, &RunRequest::default(), &|_, _| ()).map(drop));
    refused(house.desk.verify(&reader).map(drop));
    assert!(house.desk.account_file(&reader, file.account.id).is_ok());
}

#[test]
fn an_import_others_build_on_is_undone_after_them() {
    for house in houses("2026-11-23") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let day_one = "client;piece;date;echeance;montant;solde\nC1;F1;01/08/2026;01/09/2026;100,00;100,00\n";
        let day_two = "client;piece;date;echeance;montant;solde\nC1;F1;01/08/2026;01/09/2026;100,00;40,00\n";
        let first = import(desk, &request(vec![upload("one.csv", day_one)])).batch.expect("written");
        let second = import(desk, &request(vec![upload("two.csv", day_two)])).batch.expect("written");
        let refused = desk.undo_import(&actor, first);
        assert!(
            matches!(&refused, Err(DeskError::Refused(Refusal::ImportBuiltOn { source, .. })) if source == "two.csv"),
            "{refused:?}"
        );
        desk.undo_import(&actor, second).expect("the last one");
        desk.undo_import(&actor, first).expect("then the first");
        assert!(desk.verify(&actor).expect("verify").is_sound(), "on {}", house.engine);
    }
}

#[test]
fn a_piece_whose_import_was_undone_is_matched_no_more() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let before = file(desk);
        let (invoice, payment) = (piece(&before, "F1"), piece(&before, "VIR1"));
        let batch = desk.batches(&actor, None, None, 10).expect("imports")[0].id;
        desk.undo_import(&actor, batch).expect("undone");
        let refused = desk.allocate(&actor, invoice, payment, None).expect_err("it counts no more");
        assert_eq!(refused.code(), "item-undone", "on {}", house.engine);
    }
}

#[test]
fn a_strategy_kept_that_cannot_be_read_stops_the_run_until_it_is_retired() {
    for house in houses("2026-11-23") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let version = store::StrategyVersion {
            id: store::StrategyId(1),
            slug: "standard".to_owned(),
            version: 1,
            name: "Standard".to_owned(),
            json: "{}".to_owned(),
            state: store::VersionState::Active,
            actor: "essai".to_owned(),
            created_us: desk.now(),
        };
        desk.store().write("test", |tx| tx.strategies().put_in_force(&version)).expect("written");
        let run = || desk.run(&actor, &RunRequest { dry: true, ..RunRequest::default() }, &|_, _| ()).map(drop);
        let refused = run().expect_err("nobody falls to another strategy in silence");
        assert_eq!(refused.code(), "strategy-unsound", "on {}", house.engine);
        assert!(refused.to_string().contains("standard"), "{refused}");
        desk.retire_strategy(&actor, "standard").expect("the shipped one speaks again");
        run().expect("a run");
    }
}

#[test]
fn a_cap_kept_that_cannot_be_read_stops_the_run_until_it_is_set_again() {
    for house in houses("2026-11-23") {
        let (desk, actor) = (&house.desk, Actor::operator());
        desk.store().write("test", |tx| tx.settings().set("plan.contact-cap", "{}")).expect("written");
        let run = || desk.run(&actor, &RunRequest { dry: true, ..RunRequest::default() }, &|_, _| ()).map(drop);
        let refused = run().expect_err("no cap is lifted in silence");
        assert_eq!(refused.code(), "contact-cap-wrong", "on {}", house.engine);
        desk.set_contact_cap(&actor, None).expect("lifted by somebody");
        run().expect("a run");
    }
}

#[test]
fn a_login_with_a_nul_is_a_wrong_login() {
    for house in houses("2026-11-23") {
        let refused = house.desk.sign_in("ad\0min", "une phrase assez longue", "192.0.2.1", "test");
        assert!(
            matches!(refused, Err(DeskError::Refused(Refusal::WrongCredentials))),
            "on {}: {refused:?}",
            house.engine
        );
    }
}

#[test]
fn a_payer_and_a_strategy_are_chosen_together_or_not_at_all() {
    for house in houses("2026-11-23") {
        let two = format!("{EXPORT}B;Bureau B;2 rue B;69001;Lyon;G1;facture;01/08/2026;01/09/2026;80,00\n");
        import(&house.desk, &request(vec![upload("export.csv", two)]));
        let (desk, actor) = (&house.desk, Actor::operator());
        let [a, b] = ["A", "B"].map(|code| desk.find_account(&actor, code).expect("the account"));
        let chosen = |desk: &Desk| {
            let account = file(desk).account;
            (account.payer_id, account.strategy)
        };
        assert!(desk.choose(&actor, a, Some(b), Some("no-such-strategy")).is_err());
        assert_eq!(chosen(desk), (None, None), "neither, on {}", house.engine);
        desk.choose(&actor, a, Some(b), Some("key-account")).expect("both");
        assert_eq!(chosen(desk), (Some(b), Some("key-account".to_owned())));
        desk.choose(&actor, a, None, None).expect("taken back");
        assert_eq!(chosen(desk), (None, None));
    }
}
