use formats::open_items::{Defaults, from_tables};
use formats::profile::{Field, SignConvention, check, guess};
use formats::table::{CsvOptions, read_csv};
use formats::value::{DateOrder, DecimalStyle};
use formats::{Problem, Profile, Table, text};
use kernel::{Currency, Date, Money};
use ledger::intake::Settled;
use ledger::{DebtorKind, ImportMode, Intake, ItemKind, Language};

fn table(text: &str) -> Table {
    table_of(text.as_bytes())
}

fn table_of(bytes: &[u8]) -> Table {
    let decoded = text::decode(bytes).expect("a text");
    read_csv(&decoded, CsvOptions::default()).expect("a table")
}

fn read(text: &str, profile: &Profile) -> Intake {
    from_tables(&[(table(text), profile.clone())], Defaults::default())
}

fn eur(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn open_items() -> Profile {
    Profile::named("open-items").expect("shipped")
}

const CUSTOMERS: &str = "customer_id,name,street,postcode,city,country,email,language,terms_days\n\
    C000001,\"Martin, Frères 1\",3 rue de la République,75011,Paris,FR,compta1@example.com,fr,30\n\
    C000002,O'Neil 2,5 rue de la République,25000,Besançon,FR,compta2@example.com,fr,45\n";
const ITEMS: &str = "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n\
    I00000001,INV,C000001,2026-01-05,2026-02-04,450.10,45.00,2026-02-10,EUR\n\
    I00000002,INV,C000002,2026-01-06,2026-02-20,100.00,0.00,,EUR\n\
    C00000003,CN,C000002,2026-01-07,2026-01-07,-30.00,-30.00,2026-01-20,EUR\n";

#[test]
fn the_two_files_of_the_bench_are_read_in_any_order() {
    let profile = open_items();
    for tables in [[CUSTOMERS, ITEMS], [ITEMS, CUSTOMERS]] {
        let pairs = tables.map(|t| (table(t), profile.clone()));
        assert!(pairs.iter().all(|(t, _)| Profile::recognise(t).is_some_and(|p| p.name == "open-items")));
        let intake = from_tables(&pairs, Defaults::default());
        assert_eq!((intake.errors.len(), intake.lines, intake.mode), (0, 5, ImportMode::Snapshot));
        assert_eq!((intake.customers.len(), intake.pieces.len()), (2, 3));
        let martin = intake.customers.iter().find(|c| &*c.number == "C000001").expect("C000001");
        assert_eq!(martin.name.as_deref(), Some("Martin, Frères 1"));
        assert_eq!(martin.terms.map(|t| t.to_string()).as_deref(), Some("30"));
        assert_eq!((martin.language, martin.country.as_deref()), (Some(Language::Fr), Some("FR")));
        assert_eq!(martin.contact.as_ref().map(|c| &*c.email), Some("compta1@example.com"));
        let [invoice, unpaid, credit] = &intake.pieces[..] else { panic!("three pieces") };
        assert_eq!(
            (invoice.kind, invoice.amount, invoice.due_on),
            (ItemKind::Invoice, eur(45_010), Some(day("2026-02-04")))
        );
        assert_eq!(invoice.settled, Some(Settled { minor: 4_500, on: Some(day("2026-02-10")) }));
        assert_eq!((unpaid.settled, unpaid.key.as_deref()), (None, None));
        assert_eq!((credit.kind, credit.amount), (ItemKind::CreditNote, eur(-3_000)));
        assert_eq!(credit.settled, Some(Settled { minor: -3_000, on: Some(day("2026-01-20")) }));
    }
}

#[test]
fn what_breaks_a_line_is_mended_and_told_with_its_line_and_field() {
    let customers = "customer_id,name,street,postcode,city,country,email,language,terms_days\n\
        C1,\"Atelier\nA\",\"1 rue A\r\nBcc: x@example.com\",75001,Paris,FR,a@example.com,fr,30\n\
        C2,Bureau B,2 rue B,69001,\"Ly\non\",FR,\"b@example.com\nBcc: x@example.com\",fr,30\n\
        C3,Client C,3 rue C,31000,Toulouse,FR,c@example.com,fr,30\n";
    let items = "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n\
        F1,INV,C1,2026-01-05,2026-02-04,450.10,0.00,,EUR\n";
    let tables = [customers, items].map(|t| (table(t), open_items()));
    let intake = from_tables(&tables, Defaults::default());
    assert_eq!((intake.customers.len(), intake.pieces.len()), (3, 1), "every line goes in");
    let [a, b, c] = &intake.customers[..] else { panic!("three customers") };
    assert_eq!((a.name.as_deref(), a.street.as_deref()), (Some("Atelier A"), Some("1 rue A Bcc: x@example.com")));
    assert_eq!(a.contact.as_ref().map(|c| &*c.email), Some("a@example.com"));
    assert_eq!((b.city.as_deref(), b.contact.is_none()), (Some("Ly on"), true), "a broken address reaches nobody");
    assert_eq!(c.contact.as_ref().map(|c| &*c.email), Some("c@example.com"));
    let told: Vec<(u64, &str)> = intake.errors.iter().map(|e| (e.line, e.field.as_str())).collect();
    assert_eq!(told, [(a.line, "name"), (a.line, "street"), (b.line, "city"), (b.line, "email")]);
    assert!(intake.errors[1].message.fr.contains("1 rue A Bcc: x@example.com"), "{:?}", intake.errors[1]);
    assert!(intake.errors.iter().all(|e| !e.message.fr.contains(['\n', '\r'])), "{:?}", intake.errors);
}

/// German software: semicolons, Windows characters, Soll and Haben, a title and a total.
#[test]
fn a_german_list_is_guessed() {
    let text = "Offene Posten zum 31.10.2026;;;;;;;\n;;;;;;;\n\
        Kundennummer;Kundenname;Belegnummer;Belegdatum;F\u{e4}lligkeit;Betrag;S/H;W\u{e4}hrung\n\
        10001;M\u{fc}ller GmbH;RE-1;05.09.2026;05.10.2026;1.234,56;S;EUR\n\
        10001;M\u{fc}ller GmbH;GS-2;17.09.2026;17.09.2026;34,56;H;EUR\n\
        10002;B\u{e4}cker KG;RE-3;30.09.2026;30.10.2026;800;S;EUR\n\
        Summe;;;;;2.000,00;;\n";
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let table = table_of(&bytes);
    assert_eq!((table.header_line, table.titles.len(), table.len()), (3, 1, 4));
    let guess = guess(&table);
    assert!(guess.confidence >= 85, "{guess:#?}");
    assert!(guess.problems.is_empty(), "{:?}", guess.problems);
    let profile = guess.profile;
    assert_eq!(
        (profile.dates, profile.decimals, profile.signs),
        (DateOrder::Dmy, DecimalStyle::Comma, SignConvention::Side)
    );
    let intake = from_tables(&[(table, profile)], Defaults::default());
    assert!(intake.errors.is_empty(), "{:?}", intake.errors);
    let amounts: Vec<i64> = intake.pieces.iter().map(|p| p.amount.minor()).collect();
    assert_eq!(amounts, [123_456, -3_456, 80_000]);
    assert_eq!((&*intake.ignored[0].reason, intake.ignored[0].lines), ("total-line", 1));
    assert_eq!(intake.customers[0].name.as_deref(), Some("Müller GmbH"));
}

/// American software: month first, negative in brackets, open amount beside the original.
#[test]
fn an_american_list_is_guessed() {
    let table = table(
        "Customer No,Customer Name,Invoice Number,Invoice Date,Due Date,Original Amount,Open Balance,Currency\n\
         A-1,\"Acme, Inc.\",1001,01/15/2026,02/14/2026,\"1,234.50\",\"1,000.00\",EUR\n\
         A-1,\"Acme, Inc.\",CM-7,02/03/2026,02/03/2026,(34.50),(34.50),EUR\n\
         B-2,Baker LLC,1002,03/04/2026,04/03/2026,99.00,0.00,EUR\n",
    );
    let guess = guess(&table);
    assert_eq!((guess.profile.dates, guess.profile.decimals), (DateOrder::Mdy, DecimalStyle::Point), "{guess:#?}");
    let intake = from_tables(&[(table, guess.profile)], Defaults::default());
    assert!(intake.errors.is_empty(), "{:?}", intake.errors);
    let facts: Vec<(i64, Option<i64>)> =
        intake.pieces.iter().map(|p| (p.amount.minor(), p.settled.map(|s| s.minor))).collect();
    assert_eq!(facts, [(123_450, Some(23_450)), (-3_450, None), (9_900, Some(9_900))]);
    assert_eq!(intake.pieces[0].due_on, Some(day("2026-02-14")));
}

/// French software: debit and credit columns, narrow blanks, instalments, tab.
#[test]
fn a_french_list_is_guessed() {
    let table = table(
        "Code client\tRaison sociale\tSIRET\tN° pièce\tDate pièce\tÉchéance\tDébit\tCrédit\tLibellé\n\
         DUP\tDupont SARL\t732 829 320 00074\tF12\t15/01/2026\t28/02/2026\t1 200,00\t\tFacture\n\
         DUP\tDupont SARL\t732 829 320 00074\tF12\t15/01/2026\t31/03/2026\t1\u{202f}200,00\t\tFacture\n\
         DUP\tDupont SARL\t732 829 320 00074\tV3\t20/02/2026\t\t\t200,00\tVirement reçu\n",
    );
    let guess = guess(&table);
    let profile = guess.profile;
    assert_eq!(profile.signs, SignConvention::DebitCredit);
    let intake = from_tables(&[(table, profile)], Defaults::default());
    assert!(intake.errors.is_empty(), "{:?}", intake.errors);
    let facts: Vec<(i64, Option<&str>, ItemKind)> =
        intake.pieces.iter().map(|p| (p.amount.minor(), p.key.as_deref(), p.kind)).collect();
    assert_eq!(
        facts,
        [
            (120_000, None, ItemKind::Invoice),
            (120_000, Some("F12#2"), ItemKind::Invoice),
            (-20_000, None, ItemKind::Payment)
        ]
    );
    assert_eq!(intake.customers[0].siren.as_ref().map(kernel::Siren::as_str), Some("732829320"));
}

#[test]
fn dates_that_nothing_decides_are_told() {
    let table = table("Client;Facture;Date;Montant\nA;1;01/02/2026;10,00\nA;2;03/04/2026;11,00\n");
    let problems: Vec<Problem> = guess(&table).problems.into_iter().map(|l| l.problem).collect();
    assert_eq!(problems, [Problem::AmbiguousDates]);
}

#[test]
fn each_bad_line_is_named_and_the_others_go_in() {
    let profile = open_items();
    let intake = read(
        "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n\
         1,INV,C1,2026-02-31,2026-03-01,10.00,0.00,,EUR\n\
         2,INV,C1,2026-02-01,2026-03-01,\"1.234,56\",0.00,,EUR\n\
         3,INV,,2026-02-01,2026-03-01,10.00,0.00,,EUR\n\
         4,INV,C1,2026-02-01,2026-03-01,10.00,0.00,,ZZZ\n\
         5,WAT,C1,2026-02-01,2026-03-01,10.00,0.00,,EUR\n\
         6,INV,C1,2026-02-01,2026-03-01,10.00,11.00,2026-02-02,EUR\n\
         7,INV,C1,2026-02-01,2026-03-01,10.001,0.00,,EUR\n\
         8,INV,C1,2026-02-01,2026-03-01,,0.00,,EUR\n\
         9,INV,C1,,,10.00,0.00,,EUR\n\
         10,INV,C1,2026-02-01,2026-03-01,10.00,0.00,,EUR,extra\n\
         11,INV,C1,2026-02-01,2026-03-01,10.00,0.00,,EUR\n\
         11,INV,C1,2026-02-01,2026-03-01,10.00,0.00,,EUR\n\
         11,INV,C2,2026-02-01,2026-03-01,10.00,0.00,,EUR\n\
         12,INV,C1,2026-02-01,2026-03-01,0.00,0.00,,EUR\n",
        &profile,
    );
    let told: Vec<(u64, &str)> = intake.errors.iter().map(|e| (e.line, e.field.as_str())).collect();
    assert_eq!(
        told,
        [
            (2, "issue_date"),
            (3, "amount"),
            (4, "customer_id"),
            (5, "currency"),
            (6, "kind"),
            (7, "paid_amount"),
            (8, "amount"),
            (9, "amount"),
            (10, "issue_date"),
            (11, ""),
            (13, "number")
        ]
    );
    assert!(
        intake.errors[0].message.fr.contains("n’est pas une date du calendrier"),
        "{}",
        intake.errors[0].message.fr
    );
    assert!(intake.errors[10].message.fr.contains("ligne 12"), "{}", intake.errors[10].message.fr);
    assert_eq!(intake.pieces.len(), 2);
    // A refused piece is still open: snapshots must not settle it.
    let unread: Vec<(&str, &str)> = intake.unread.iter().map(|u| (&*u.customer, &*u.number)).collect();
    assert!(unread.contains(&("C1", "2")) && unread.contains(&("", "3")) && unread.contains(&("", "")), "{unread:?}");
    assert_eq!((unread.len(), intake.lines), (10, 14));
}

#[test]
fn sorting_or_recoding_the_file_changes_no_key() {
    let profile = open_items();
    let body = "F1,INV,C1,2026-01-05,2026-03-04,10.00,0.00,,EUR\n\
        F1,INV,C1,2026-01-05,2026-02-04,10.00,0.00,,EUR\n\
        ,INV,C1,2026-01-05,2026-02-04,7.00,0.00,,EUR\n\
        ,INV,C1,2026-01-05,2026-02-04,7.00,0.00,,EUR\n\
        ,INV,C1,2026-01-05,2026-02-04,8.00,0.00,,EUR\n";
    let header = ITEMS.lines().next().expect("a header");
    let keys = |lines: Vec<&str>| {
        let intake = read(&format!("{header}\n{}\n", lines.join("\n")), &profile);
        let mut keys: Vec<(String, String)> = intake
            .pieces
            .iter()
            .map(|p| (p.key.as_deref().unwrap_or(&p.number).to_owned(), format!("{:?} {:?}", p.due_on, p.amount)))
            .collect();
        keys.sort();
        keys
    };
    let forward = keys(body.lines().collect());
    assert_eq!(forward, keys(body.lines().rev().collect()));
    assert_eq!(forward.len(), 5);
    assert!(
        forward.contains(&("F1#2".into(), format!("{:?} {:?}", Some(day("2026-03-04")), eur(1_000)))),
        "{forward:?}"
    );
}

#[test]
fn what_remains_is_enough_and_closed_pieces_are_told() {
    let mut profile = Profile::new("mine", ImportMode::Snapshot)
        .with(Field::CustomerName, "Client")
        .with(Field::Number, "Facture")
        .with(Field::DueOn, "Echéance")
        .with(Field::OpenAmount, "Solde");
    let body = "Client;Facture;Echeance;SOLDE\nDupont;F1;31/01/2026;12,50\nDupont;F2;31/01/2026;0,00\nDurand;F3;;5\n";
    let intake = read(body, &profile);
    assert_eq!((intake.pieces.len(), intake.pieces[0].amount), (1, eur(1_250)));
    assert_eq!((&*intake.customers[0].number, intake.customers[0].name.as_deref()), ("Dupont", Some("Dupont")));
    assert_eq!(intake.ignored[0].reason, "closed-item");
    assert_eq!(intake.errors[0].line, 4);
    profile.invert_sign = true;
    assert_eq!(read(body, &profile).pieces[0].amount, eur(-1_250));
}

#[test]
fn credits_told_by_their_kind_become_negative() {
    let table = table(
        "Client;Type;Numéro;Date facture;Montant TTC\nA;Facture;1;31/01/2026;100,00\nA;Avoir;2;31/01/2026;40,00\nA;Règlement;3;31/01/2026;60,00\n",
    );
    let profile = guess(&table).profile;
    assert_eq!(profile.signs, SignConvention::ByKind);
    let amounts: Vec<i64> =
        from_tables(&[(table, profile)], Defaults::default()).pieces.iter().map(|p| p.amount.minor()).collect();
    assert_eq!(amounts, [10_000, -4_000, -6_000]);
}

#[test]
fn a_profile_is_checked_saved_and_read_back() {
    for profile in Profile::shipped() {
        let json = serde_json::to_string(&profile).expect("JSON");
        assert_eq!(serde_json::from_str::<Profile>(&json).expect("read back"), profile);
    }
    let profile = Profile::new("mine", ImportMode::Snapshot).with(Field::Number, "Absente");
    let found: Vec<&str> = check(&table("a;Montant\n1;2\n"), &profile.with(Field::Amount, "Montant"))
        .iter()
        .map(|l| l.problem.code())
        .collect();
    assert_eq!(found, ["missing-column", "missing-column", "unknown-column"]);
    assert!(
        serde_json::from_str::<Profile>("{\"name\":\"x\",\"mode\":\"snapshot\",\"columns\":{},\"colour\":1}").is_err()
    );
    assert_eq!(Field::ALL.iter().filter(|f| Field::parse(f.slug()) == Some(**f)).count(), Field::ALL.len());
}

#[test]
fn a_customer_file_keeps_good_values_and_tells_bad_ones() {
    let table = table(
        "Code;Raison sociale;Forme juridique;SIREN;TVA intracommunautaire;Code postal;Ville;Pays;Délai de paiement;Commercial\n\
         C1;Dupont;SARL;732829320;FR44732829320;75001;Paris;France;45 jours fin de mois;Léa\n\
         C2;Mairie de X;Collectivité;123456789;;01000;Bourg;;bientôt;\n\
         C1;Dupont bis;;;;;;;;\n",
    );
    let mut profile = guess(&table).profile;
    profile = profile.with(Field::CustomerNumber, "Code");
    let intake = from_tables(&[(table, profile)], Defaults::default());
    assert_eq!((intake.customers.len(), intake.pieces.len()), (2, 0));
    let dupont = &intake.customers[0];
    assert_eq!((dupont.kind, dupont.country.as_deref()), (Some(DebtorKind::CommercialCompany), Some("FR")));
    assert_eq!(dupont.terms.map(|t| t.to_string()).as_deref(), Some("45+eom"));
    assert_eq!(intake.customers[1].postcode.as_deref(), Some("01000"));
    assert_eq!(intake.customers[1].siren, None);
    let told: Vec<(u64, &str)> = intake.errors.iter().map(|e| (e.line, e.field.as_str())).collect();
    assert_eq!(told, [(3, "SIREN"), (3, "Délai de paiement"), (4, "Code")]);
}

#[test]
fn csv_quotes_line_ends_and_open_quotes() {
    let table =
        table("a;b\r\r\n\"x;1\";\"two\nlines\"\r\r\n\"he said \"\"hi\"\"\";3\r\r\n\"never closed;4\r\r\nlast;5");
    let rows: Vec<Vec<&str>> = (0..table.len()).map(|row| table.row(row).collect()).collect();
    assert_eq!(
        rows,
        [vec!["x;1", "two\nlines"], vec!["he said \"hi\"", "3"], vec!["\"never closed", "4"], vec!["last", "5"]]
    );
    assert_eq!([table.line(0), table.line(1), table.line(3)], [2, 4, 6]);
    assert_eq!((table.problems.list[0].line, &table.problems.list[0].problem), (5, &Problem::OpenQuote));
}
