//! The indicators as the desk tells them, on both engines: tied to the ledger, or honest about what is missing.

use std::fmt::Write as _;

use app::aging::AgingQuery;
use app::blocks::{BlockOrder, BlockReason};
use app::indicators::{CurrencyIndicators, Indicator, IndicatorQuery, PromisesQuery, SalesQuery};
use app::promises::{PromiseLevel, PromiseOrder, PromiseState};
use app::reports::ReportFormat;
use app::{Actor, Desk};
use kernel::{Currency, Language, Money};
use ledger::ImportMode;
use ledger::indicators::lateness::DelayOrder;

use crate::support::{House, day, houses, import, open, request, upload};

const EUR: Currency = Currency::EUR;

fn demo(name: &str) -> Vec<u8> {
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../demo").join(name);
    std::fs::read(path).expect("a demo file")
}

fn take(desk: &Desk, files: &[(&str, Vec<u8>)], mode: ImportMode, on: &str) {
    let mut request = request(files.iter().map(|(name, bytes)| upload(name, bytes.clone())).collect());
    (request.mode, request.as_of) = (Some(mode), Some(day(on)));
    let answer = import(desk, &request);
    assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
}

fn asked(desk: &Desk, on: &str, months: u8) -> Vec<CurrencyIndicators> {
    let query = IndicatorQuery { as_of: Some(day(on)), creditor: None, months: Some(months) };
    desk.indicators(&Actor::operator(), &query).expect("the indicators").currencies
}

/// The figure, or the code of what is missing.
fn told(block: &CurrencyIndicators, indicator: Indicator) -> String {
    let line = block.figure(indicator).expect("every indicator has its line");
    assert!(!line.formula.fr.is_empty() && !line.formula.en.is_empty());
    match (&line.value, &line.missing) {
        (Some(value), None) => value.clone(),
        (None, Some(missing)) => {
            assert!(!missing.words.fr.is_empty() && missing.words.fr != missing.words.en);
            missing.code.clone()
        }
        both => panic!("{indicator:?} is told and missing, or neither: {both:?}"),
    }
}

/// Lines of a general ledger: journal, day, account, customer, piece, debit, credit, letter, its day.
fn fec(lines: &[[&str; 9]]) -> Vec<u8> {
    let mut text = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n".to_owned();
    for (n, [journal, on, account, customer, piece, debit, credit, letter, lettered]) in lines.iter().enumerate() {
        let label = if *journal == "VE" { "Ventes" } else { "Banque" };
        let who = if customer.is_empty() { "" } else { "Client" };
        let _ = writeln!(
            text,
            "{journal}\t{label}\t{}\t{on}\t{account}\tx\t{customer}\t{who}\t{piece}\t{on}\t{piece}\t{debit}\t{credit}\t{letter}\t{lettered}\t{on}\t\t",
            n / 2 + 1
        );
    }
    text.into_bytes()
}

/// The quarter of the Credit Research Foundation's forms: sales 300, 280 and 310 thousand; 400 thousand
/// open at its end, of which 310 not due (terms of thirty days).
fn quarter() -> Vec<u8> {
    fec(&[
        ["VE", "20260110", "411000", "C1", "F1", "300000,00", "0,00", "A", "20260225"],
        ["VE", "20260110", "706000", "", "F1", "0,00", "300000,00", "", ""],
        ["VE", "20260205", "411000", "C2", "F2", "280000,00", "0,00", "", ""],
        ["VE", "20260205", "706000", "", "F2", "0,00", "280000,00", "", ""],
        ["VE", "20260310", "411000", "C1", "F3", "310000,00", "0,00", "", ""],
        ["VE", "20260310", "706000", "", "F3", "0,00", "310000,00", "", ""],
        ["BQ", "20260225", "512000", "", "V1", "300000,00", "0,00", "", ""],
        ["BQ", "20260225", "411000", "C1", "V1", "0,00", "300000,00", "A", "20260225"],
        ["BQ", "20260320", "512000", "", "V2", "190000,00", "0,00", "", ""],
        ["BQ", "20260320", "411000", "C2", "V2", "0,00", "190000,00", "", ""],
    ])
}

#[test]
fn the_published_quarter_comes_out_of_a_ledger() {
    for house in houses("2026-03-31") {
        take(&house.desk, &[("000017079FEC20260331.txt", quarter())], ImportMode::Movement, "2026-03-31");
        let found = asked(&house.desk, "2026-03-31", 3);
        let [block] = found.as_slice() else { panic!("one currency, on {}", house.engine) };
        for (indicator, wanted) in [
            (Indicator::Outstanding, "400000.00"),
            (Indicator::Overdue, "90000.00"),
            (Indicator::OverdueRate, "22.5"),
            (Indicator::Dso, "40.4"),
            (Indicator::BestPossibleDso, "31.3"),
            (Indicator::AverageDaysDelinquent, "9.1"),
            (Indicator::CountBackDso, "40.0"),
            (Indicator::PromisesKept, "no-promise"),
            (Indicator::BlockedRate, "0.0"),
        ] {
            assert_eq!(told(block, indicator), wanted, "{indicator:?} on {}", house.engine);
        }
        let sales: Vec<Option<&str>> = block.months.iter().map(|m| m.sales.as_deref()).collect();
        assert_eq!(sales[9..], [Some("300000.00"), Some("280000.00"), Some("310000.00")]);
        assert_eq!(sales[8], None, "before the ledger");
        assert_eq!(block.months[9].outstanding.as_deref(), Some("300000.00"));
        assert_eq!(block.top[0].accounts, 1);
        let longer = asked(&house.desk, "2026-03-31", 4);
        assert_eq!(told(&longer[0], Indicator::Dso), "sales-unknown", "the fourth month is before the ledger");
        assert_eq!(told(&longer[0], Indicator::CountBackDso), "40.0", "it needs no period");
        let late = asked(&house.desk, "2026-05-31", 3);
        assert_eq!(told(&late[0], Indicator::Dso), "sales-unknown", "the ledger ends in March");
        let before = asked(&house.desk, "2026-01-31", 1);
        assert_eq!(told(&before[0], Indicator::Dso), "31.0", "a month is enough for one of one month");
    }
}

/// Sales of each month by the general ledger itself: debits less credits of customers in the sales journals.
fn sold(fec: &str) -> std::collections::BTreeMap<String, i64> {
    let cents = |text: &str| text.replace(',', "").parse::<i64>().expect("an amount");
    let mut months = std::collections::BTreeMap::new();
    for line in fec.lines().skip(1) {
        let f: Vec<&str> = line.split('\t').collect();
        if f[0] == "VE" && f[4].starts_with("411") {
            *months.entry(f[3][..6].to_owned()).or_default() += cents(f[11]) - cents(f[12]);
        }
    }
    months
}

#[test]
fn the_demo_company_ties_to_its_aged_balance_and_to_its_ledger() {
    let ledger = demo("000017079FEC20261231.txt");
    let truth = sold(&String::from_utf8(ledger.clone()).expect("UTF-8"));
    for house in houses("2026-11-23") {
        take(&house.desk, &[("000017079FEC20261231.txt", ledger.clone())], ImportMode::Movement, "2026-11-20");
        let files = [("clients.csv", demo("clients.csv")), ("balance-2026-11-20.csv", demo("balance-2026-11-20.csv"))];
        take(&house.desk, &files, ImportMode::Snapshot, "2026-11-20");
        let actor = Actor::operator();
        for on in ["2026-03-31", "2026-08-17", "2026-11-20", "2026-11-23"] {
            let query = AgingQuery { as_of: Some(day(on)), ..AgingQuery::default() };
            let aged = house.desk.aged_balance(&actor, &query).expect("a balance");
            let found = asked(&house.desk, on, 3);
            assert_eq!(found[0].currency, aged.currency);
            assert_eq!(told(&found[0], Indicator::Outstanding), aged.total, "{on} on {}", house.engine);
            assert_eq!(told(&found[0], Indicator::Overdue), aged.overdue, "{on} on {}", house.engine);
            for line in &aged.others {
                let other = found.iter().find(|b| b.currency == line.currency).expect("a block per currency");
                assert_eq!(told(other, Indicator::Outstanding), line.total, "{} {on}", line.currency);
            }
        }
        let found = asked(&house.desk, "2026-11-23", 3);
        let months: Vec<_> = found[0].months.iter().filter_map(|m| Some((m.until, m.sold?.minor()))).collect();
        assert_eq!(months.len(), 11, "from January to November");
        for (until, minor) in months {
            let month = format!("{}{:02}", until.year(), until.month());
            assert_eq!(Some(&minor), truth.get(&month), "sales of {month} on {}", house.engine);
        }
        assert!(found[0].figure(Indicator::Dso).is_some_and(|f| f.value.is_some()), "{:?}", found[0].figures);
        assert!(found.len() > 1);
        for other in &found[1..] {
            assert_eq!(told(other, Indicator::Dso), "sales-unknown", "the ledger is kept in euros: {}", other.currency);
        }
        sales_are_paged(&house);
        leaves_in_every_form(&house);
    }
}

fn sales_are_paged(house: &House) {
    let actor = Actor::operator();
    let mut query =
        SalesQuery { creditor: None, from: day("2026-10-01"), until: day("2026-10-31"), ..SalesQuery::default() };
    let (mut seen, mut sum) = (std::collections::BTreeSet::new(), 0);
    loop {
        let page = house.desk.sales(&actor, &query, EUR, 100).expect("a page");
        for row in &page.rows {
            assert!(seen.insert(row.item), "{} comes twice", row.number);
            sum += Money::parse(&row.amount, EUR).expect("an amount").minor();
        }
        query.after = page.next;
        if query.after.is_none() {
            assert_eq!(Money::new(sum, EUR).to_decimal(), page.total, "the pages make the month");
            break;
        }
    }
    assert!(seen.len() > 100, "{} pieces", seen.len());
    let query = IndicatorQuery { as_of: None, creditor: None, months: None };
    let (mut after, mut accounts) = (None, Vec::new());
    loop {
        let order = (EUR, DelayOrder::Longest);
        let page = house.desk.delays(&actor, &query, order, after.as_deref(), 40).expect("a page");
        accounts.extend(page.rows.iter().map(|r| (r.oldest_days, r.account_id)));
        after = page.next.map(|n| n.to_string());
        if after.is_none() {
            assert_eq!(accounts.len() as u64, page.total);
            break;
        }
    }
    assert!(accounts.is_sorted_by(|a, b| a.0 >= b.0) && accounts.len() > 40);
}

fn leaves_in_every_form(house: &House) {
    let query = IndicatorQuery::default();
    for (language, stem) in [(Language::Fr, "indicateurs"), (Language::En, "indicators")] {
        for (format, start) in [
            (ReportFormat::Csv, b"\xef\xbb\xbf".as_slice()),
            (ReportFormat::Xlsx, b"PK".as_slice()),
            (ReportFormat::Pdf, b"%PDF".as_slice()),
        ] {
            let file = house.desk.indicators_file(&Actor::operator(), &query, format, language).expect("a file");
            assert!(file.bytes.starts_with(start) && file.name.starts_with(stem), "{}", file.name);
        }
        let slides = house.desk.indicators_file(&Actor::operator(), &query, ReportFormat::Pptx, language);
        assert!(slides.is_err());
    }
}

#[test]
fn a_ledger_of_open_items_alone_says_what_is_missing() {
    for house in houses("2026-11-23") {
        let files = [("clients.csv", demo("clients.csv")), ("balance-2026-11-20.csv", demo("balance-2026-11-20.csv"))];
        take(&house.desk, &files, ImportMode::Snapshot, "2026-11-20");
        let found = asked(&house.desk, "2026-11-23", 3);
        let block = &found[0];
        assert_eq!(told(block, Indicator::Outstanding), "1043943.96", "on {}", house.engine);
        for indicator in
            [Indicator::Dso, Indicator::BestPossibleDso, Indicator::AverageDaysDelinquent, Indicator::CountBackDso]
        {
            assert_eq!(told(block, indicator), "sales-unknown", "{indicator:?} on {}", house.engine);
        }
        let missing = block.figure(Indicator::Dso).and_then(|f| f.missing.as_ref()).expect("what is missing");
        assert!(missing.words.fr.contains("MAISON") && missing.words.fr.contains("FEC"), "{}", missing.words.fr);
        let known: Vec<bool> = block.months.iter().map(|m| m.outstanding.is_some()).collect();
        assert_eq!(known.iter().filter(|k| **k).count(), 1, "what was open before the first export is unknown");
        assert!(block.months.iter().all(|m| m.sales.is_none() && m.dso.is_none()));
        let early = asked(&house.desk, "2026-10-31", 3);
        assert_eq!(told(&early[0], Indicator::Dso), "before-ledger");
        assert!(early[0].notes.iter().any(|n| n.en.contains("20\u{a0}November\u{a0}2026")), "{:?}", early[0].notes);
        assert!(asked(&house.desk, "2020-01-01", 3).is_empty(), "nothing was open");
        let refused = IndicatorQuery { months: Some(13), ..IndicatorQuery::default() };
        assert!(house.desk.indicators(&Actor::operator(), &refused).is_err());
    }
}

#[test]
fn what_is_set_aside_and_promised_is_told_as_of_its_day() {
    for house in houses("2026-03-31") {
        let actor = Actor::operator();
        take(&house.desk, &[("000017079FEC20260331.txt", quarter())], ImportMode::Movement, "2026-03-31");
        let account = house.desk.find_account(&actor, "C2").expect("an account");
        let piece = house.desk.find_item(&actor, "F2").expect("a piece");
        let part = |minor| BlockOrder {
            reason: BlockReason::Disputed,
            amount: Some(Money::new(minor, EUR)),
            owner: String::new(),
            until: None,
            note: String::new(),
        };
        let block = house.desk.block(&actor, piece.id, &part(10_000_000)).expect("set aside");
        let promise = |minor, until: &str| {
            let order = PromiseOrder {
                amount: Money::new(minor, EUR),
                until: day(until),
                level: PromiseLevel::Said,
                note: String::new(),
            };
            house.desk.promise(&actor, account, &order).expect("noted")
        };
        promise(3_000_000, "2026-04-10");
        promise(5_000_000, "2026-04-20");
        let later = open(&house.url, day("2026-05-04"));
        let paid = fec(&[
            ["BQ", "20260408", "512000", "", "V3", "40000,00", "0,00", "", ""],
            ["BQ", "20260408", "411000", "C2", "V3", "0,00", "40000,00", "", ""],
        ]);
        take(&later, &[("000017079FEC20260430.txt", paid)], ImportMode::Movement, "2026-05-04");
        later.judge_promises(&actor, day("2026-05-04")).expect("judged");
        later.unblock(&actor, block).expect("released");
        let share = |desk: &Desk, on: &str| {
            let found = asked(desk, on, 3);
            (told(&found[0], Indicator::BlockedRate), found[0].blocked.amount.clone())
        };
        assert_eq!(share(&later, "2026-03-30").1, "0.00", "not yet");
        assert_eq!(share(&later, "2026-03-31"), ("25.0".to_owned(), "100000.00".to_owned()), "100 of 400");
        assert_eq!(share(&later, "2026-05-04").1, "0.00", "released that day");
        // At eight in the morning of Greenwich on the 4th it is the evening of the 3rd in Honolulu.
        assert_eq!(share(&later, "2026-05-03").1, "100000.00", "not before, in Paris");
        later.set_zone(&actor, "Pacific/Honolulu").expect("moved");
        assert_eq!(share(&later, "2026-05-03").1, "0.00", "by the day of the house, on {}", house.engine);
        later.set_zone(&actor, "Europe/Paris").expect("back");
        let found = asked(&later, "2026-05-04", 3);
        let promises = &found[0].promises;
        assert_eq!((promises.kept, promises.partly, promises.broken), (1, 1, 0), "30 kept; 10 of 50 came");
        assert_eq!(told(&found[0], Indicator::PromisesKept), "50.0", "on {}", house.engine);
        assert_eq!(told(&found[0], Indicator::PromisesPaid), "50.0", "40 of 80");
        let of = IndicatorQuery { as_of: Some(day("2026-05-04")), ..IndicatorQuery::default() };
        let kept = PromisesQuery { of, currency: EUR, state: Some(PromiseState::Kept) };
        let (rows, next) = later.promises_due(&actor, &kept, None, 10).expect("a list");
        assert_eq!((rows.len(), next, rows[0].amount.as_str()), (1, None, "30000.00"));
        let every = PromisesQuery { state: None, ..kept };
        let (first, next) = later.promises_due(&actor, &every, None, 1).expect("a page");
        let (last, end) = later.promises_due(&actor, &every, next.as_deref(), 1).expect("the next page");
        assert_eq!((first[0].amount.as_str(), last[0].amount.as_str(), end), ("30000.00", "50000.00", None));
        let blocked =
            later.set_aside(&actor, &IndicatorQuery { as_of: Some(day("2026-03-31")), ..of }, (EUR, None), None, 10);
        assert_eq!(blocked.expect("a list").rows[0].item, "F2");
    }
}

#[test]
fn each_creditor_has_its_own_and_one_without_history_holds_back_the_whole() {
    for house in houses("2026-03-31") {
        let actor = Actor::operator();
        let take_for = |code: &str, name: &str, bytes: Vec<u8>, mode| {
            let mut request = request(vec![upload(name, bytes)]);
            (request.mode, request.as_of, request.creditor) =
                (Some(mode), Some(day("2026-03-31")), Some(code.to_owned()));
            import(&house.desk, &request);
        };
        take_for("UN", "000017079FEC20260331.txt", quarter(), ImportMode::Movement);
        let open =
            "code client;raison sociale;piece;date;echeance;montant\nD1;Dupont;G1;01/03/2026;15/03/2026;1000,00\n";
        take_for("DEUX", "open.csv", open.as_bytes().to_vec(), ImportMode::Snapshot);
        let of = |code: &str| {
            let creditor = house.desk.creditor(&actor, code).expect("a creditor").id;
            let query = IndicatorQuery { as_of: None, creditor: Some(creditor), months: None };
            house.desk.indicators(&actor, &query).expect("the indicators").currencies.remove(0)
        };
        assert_eq!(
            (told(&of("UN"), Indicator::Dso), told(&of("DEUX"), Indicator::Dso)),
            ("40.4".into(), "sales-unknown".into())
        );
        let whole = asked(&house.desk, "2026-03-31", 3);
        assert_eq!(told(&whole[0], Indicator::Outstanding), "401000.00");
        let missing = whole[0].figure(Indicator::Dso).and_then(|f| f.missing.as_ref()).expect("missing");
        assert!(missing.words.en.contains("(DEUX)"), "{}", missing.words.en);
    }
}
