//! Search over the demo company, on both engines: forgiven, exact, and only what may be seen.

use app::Actor;
use app::accounts::{AccountQuery, DebtorEdit};
use app::search::{LIMIT, SearchAnswer, SearchQuery};
use ledger::ImportMode;

use crate::support::{House, day, houses, import, request, upload};

fn demo(name: &str) -> Vec<u8> {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../demo").join(name);
    std::fs::read(path).expect("a demo file")
}

/// The demo company of Friday and Monday, and another creditor with a customer of the same name.
fn filled() -> Vec<House> {
    let houses = houses("2026-11-23");
    for house in &houses {
        for (files, on) in [
            (&["clients.csv", "balance-2026-11-20.csv"][..], "2026-11-20"),
            (&["balance-2026-11-23.csv"], "2026-11-23"),
        ] {
            let mut request = request(files.iter().map(|f| upload(f, demo(f))).collect());
            (request.mode, request.as_of) = (Some(ImportMode::Snapshot), Some(day(on)));
            request.creditor = Some("VAUBAN".to_owned());
            import(&house.desk, &request);
        }
        let other = "code client;raison sociale;piece;type;date;echeance;montant\n\
             K-9;L’Étoile d'Or & Moreau;F1023;facture;01/08/2026;01/09/2026;8300,00\n";
        let mut request = request(vec![upload("other.csv", other)]);
        request.creditor = Some("OTHER".to_owned());
        assert_eq!(import(&house.desk, &request).outcome.rejected, 0);
    }
    houses
}

fn search(house: &House, text: &str) -> SearchAnswer {
    let query = SearchQuery { text: text.to_owned(), creditor: None, limit: 20 };
    house.desk.search(&Actor::operator(), &query).expect("an answer")
}

/// `kind reason code what`, the way a person would tell the results.
fn told(answer: &SearchAnswer) -> Vec<String> {
    let accounts = answer.accounts.hits.iter().map(|h| format!("{} {}", h.account.number, h.reason.slug()));
    let items = answer.items.hits.iter().map(|h| {
        let open = if h.open.is_zero() { "settled".to_owned() } else { h.open.to_decimal() };
        format!("{} {} {} {open}", h.account.number, h.reason.slug(), h.number)
    });
    let contacts = answer.contacts.hits.iter().map(|h| format!("{} {} {}", h.account.number, h.reason.slug(), h.email));
    accounts.chain(items).chain(contacts).collect()
}

#[test]
fn the_garage_is_found_by_whatever_is_known_of_it() {
    for house in filled() {
        // demo/README.md: C0107, Garage Moreau SARL, 000 114 249, 01 99 00 76 54, compta@garage-moreau.example.
        for typed in [
            "mor gar",
            "Garage MORÉAU",
            "moreau sarl garage",
            "C0107",
            "c 0107",
            "c-0107",
            "000114249",
            "000 114 249",
            "00011424900012",
            "FR 58 000114249",
            "compta@garage-moreau.example",
            "COMPTA@garage-mor",
            "@garage-moreau",
            "garage-moreau.example",
            "01 99 00 76 54",
            "0199007654",
            "+33 1 99 00 76 54",
            "F1101",
            "f 1101",
            "1101",
            "11 910,00",
            "11910",
            "11,910.00 €",
            "11.910,00 EUR",
            "moreau 4220",
            "garage 1044",
        ] {
            let answer = search(&house, typed);
            let all = told(&answer);
            assert!(all.iter().any(|line| line.starts_with("C0107 ")), "« {typed} » on {}: {all:?}", house.engine);
            let list = AccountQuery { search: typed.to_owned(), limit: 500, ..AccountQuery::default() };
            let list = house.desk.accounts(&Actor::operator(), &list).expect("a list");
            assert!(list.rows.iter().any(|row| row.number == "C0107"), "/accounts by « {typed} »");
            assert!(list.rows.len() < 40, "« {typed} » finds {} accounts", list.rows.len());
        }
    }
}

#[test]
fn each_result_says_what_of_it_was_looked_for() {
    for house in filled() {
        for (typed, first) in [
            ("garage moreau", &["C0107 name"][..]),
            ("C0107", &["C0107 code"]),
            ("000114249", &["C0107 siren"]),
            // the same number at two creditors, then what begins like it
            ("F1023", &["C0107 number F1023 8300.00", "K-9 number F1023 8300.00"]),
            ("moreau 1023", &["C0107 number-end F1023 8300.00", "K-9 number-end F1023 8300.00"]),
            ("8300", &["K-9 owed", "C0107 open-amount F1023 8300.00", "K-9 open-amount F1023 8300.00"]),
            // whatever the sign
            ("120,00", &["C0039 open-amount F0814 120.00", "C0107 open-amount A0007 -120.00"]),
            // demo: F0929 was 2 038,44 and owes 1 223,44 on Monday, all that C0013 still owes
            ("2 038,44", &["C0013 amount F0929 1223.44"]),
            ("1223.44", &["C0013 owed", "C0013 open-amount F0929 1223.44"]),
            // settled on Monday: no amount is open any more, its number still leads there
            ("F1016", &["C0013 number F1016 settled"]),
            ("etoile or", &["K-9 name"]),
            ("l'etoile", &["K-9 name"]),
            ("compta@garage-moreau", &["C0107 email compta@garage-moreau.example"]),
            ("0199007654", &["C0107 phone compta@garage-moreau.example"]),
        ] {
            let told = told(&search(&house, typed));
            let at: Vec<Option<usize>> = first.iter().map(|line| told.iter().position(|l| l == line)).collect();
            assert!(at.iter().all(Option::is_some), "« {typed} » on {}: {told:?}", house.engine);
            assert_eq!(told.first().map(String::as_str), first.first().copied(), "« {typed} »: {told:?}");
        }
        let exact = search(&house, "3 534,36");
        assert_eq!(exact.items.total, 0, "a settled amount is open nowhere: {:?}", told(&exact));
    }
}

#[test]
fn another_creditor_shows_nothing_and_limits_hold() {
    for house in filled() {
        let other = house.desk.creditor(&Actor::operator(), "OTHER").expect("the creditor").id;
        for typed in ["moreau", "F1023", "1023", "8300", "compta@", "0199", "000114249", "C0107"] {
            let query = SearchQuery { text: typed.to_owned(), creditor: Some(other), limit: LIMIT };
            let answer = house.desk.search(&Actor::operator(), &query).expect("an answer");
            let foreign: Vec<String> = told(&answer).into_iter().filter(|line| !line.starts_with("K-9 ")).collect();
            assert_eq!(foreign, [""; 0], "« {typed} » on {}", house.engine);
        }
        let few = SearchQuery { text: "sarl".to_owned(), creditor: None, limit: 3 };
        let few = house.desk.search(&Actor::operator(), &few).expect("an answer");
        assert!(few.accounts.hits.len() == 3 && few.accounts.total > 3);
        let overdue: Vec<i64> = few.accounts.hits.iter().map(|h| h.account.overdue.minor()).collect();
        assert!(overdue.is_sorted_by(|a, b| a >= b), "the largest overdue first: {overdue:?}");
    }
}

#[test]
fn whatever_is_typed_is_answered() {
    for house in filled() {
        let long = "garage ".repeat(1500);
        let nines = "9".repeat(10_000);
        for typed in [
            "",
            " ",
            "\u{a0}\u{202f}\t",
            "%",
            "_",
            "%%%",
            "'",
            "\"",
            "' OR 1=1 --",
            "\\",
            "🙂",
            "\0",
            "\u{1b}[2J",
            "-",
            ",",
        ] {
            let answer = search(&house, typed);
            assert_eq!((answer.items.total, answer.contacts.total), (0, 0), "{typed:?} on {}", house.engine);
            assert!(answer.accounts.total < 5, "{typed:?}: {:?}", told(&answer));
        }
        for typed in [long.as_str(), nines.as_str(), "%c0107%", "c0107%", "c0107_", "'c0107'", "\"c0107\""] {
            search(&house, typed);
        }
        assert_eq!(told(&search(&house, "'c0107'"))[0], "C0107 code");
    }
}

#[test]
fn what_is_new_is_found_and_what_was_renamed_is_not() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        assert_eq!(search(&house, "zephyrine").accounts.total, 0);
        let more = "code client;raison sociale;contact;email;telephone;piece;type;date;echeance;montant\n\
             K-10;Zéphyrine;Mme Ôde;ode@zephyrine.example;0199005555;N1;facture;01/08/2026;01/09/2026;77,00\n";
        let mut request = request(vec![upload("more.csv", more)]);
        request.creditor = Some("OTHER".to_owned());
        let batch = import(desk, &request).batch.expect("written");
        assert_eq!(told(&search(&house, "zephyrine"))[0], "K-10 name");
        desk.undo_import(&actor, batch).expect("undo");
        assert_eq!(search(&house, "N1").items.hits.iter().filter(|h| h.account.number == "K-10").count(), 0);
        let found = search(&house, "garage moreau");
        let account = found.accounts.hits[0].account.id;
        let debtor = desk.account_file(&actor, account).expect("a file").debtor;
        let edit = DebtorEdit {
            name: "Ateliers Quinquin".to_owned(),
            kind: debtor.kind,
            siren: String::new(),
            vat: String::new(),
            address: debtor.address,
            language: debtor.language,
            version: debtor.version,
        };
        desk.correct_debtor(&actor, debtor.id, &edit).expect("a correction").expect("accepted");
        assert_eq!(told(&search(&house, "quinquin"))[0], "C0107 name");
        assert_eq!(
            (search(&house, "garage moreau").accounts.total, search(&house, "000114249").accounts.total),
            (0, 0)
        );
    }
}
