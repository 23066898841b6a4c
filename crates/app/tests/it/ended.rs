//! The indicators of the trade: by hand on a small portfolio, and equal to a separate computation from the CSV.

mod portfolio;
mod recount;

use app::cases::{CaseId, CaseOutcome};
use app::indicators::{
    CurrencyIndicators, FigureLine, FileBasis, FilesQuery, Indicator, IndicatorQuery, Missing, TradeGroup,
};
use app::reports::ReportFormat;
use app::{Actor, Desk, Reach, Role};
use kernel::{Currency, Language};

use crate::support::{House, day, houses};
use portfolio::{TODAY, close, filled, line, opened, take};
use recount::Recount;

const SIX: [Indicator; 6] = [
    Indicator::AmicableResolution,
    Indicator::CollectionDelay,
    Indicator::ProceduresWon,
    Indicator::ProceduresGranted,
    Indicator::CostPerCase,
    Indicator::NetEfficiency,
];

fn query(desk: &Desk, creditor: Option<&str>, months: u8) -> IndicatorQuery {
    let creditor = creditor.map(|code| desk.creditor(&Actor::operator(), code).expect("a creditor").id);
    IndicatorQuery { as_of: None, creditor, months: Some(months) }
}

fn blocks(desk: &Desk, query: &IndicatorQuery) -> Vec<CurrencyIndicators> {
    desk.indicators(&Actor::operator(), query).expect("the indicators").currencies
}

fn block<'b>(blocks: &'b [CurrencyIndicators], currency: &str) -> &'b CurrencyIndicators {
    blocks.iter().find(|block| block.currency.code() == currency).expect("a currency")
}

/// A figure with its two numbers, or the code of what is missing.
fn told(line: &FigureLine) -> String {
    assert!(!line.formula.fr.is_empty() && line.formula.fr != line.formula.en);
    match (&line.value, &line.parts, &line.missing) {
        (Some(value), Some(parts), None) => format!("{value} = {} / {}", parts.numerator, parts.denominator),
        (None, None, Some(missing)) => missing.code.clone(),
        other => panic!("{:?} is told and missing, or neither: {other:?}", line.indicator),
    }
}

fn six(figures: &[FigureLine]) -> Vec<String> {
    let of = |indicator: &Indicator| figures.iter().find(|line| line.indicator == *indicator).expect("its line");
    SIX.iter().map(|indicator| told(of(indicator))).collect()
}

/// Written from the portfolio above before anything was run; amounts × days are amounts.
#[test]
fn the_indicators_of_a_small_portfolio_are_those_computed_by_hand() {
    for House { desk, engine, .. } in filled() {
        let un = blocks(&desk, &query(&desk, Some("UN"), 3));
        // 300 + 150 + 700 without a judge, of 450 + 1 000 + 800 + 600 + 700 + 250 + 900.
        // 300×100 + 150×100 + 400×100 + 600×60 + 500×100 + 350×60 over 300 + 150 + 1 000 + 500 + 350.
        // Costs 120+24+40, 50, 30+6, 10; received in cases 1 000 + 500 + 350.
        let wanted = [
            "24.5 = 1150.00 / 4700.00",
            "83.5 = 192000.00 / 2300.00",
            "66.7 = 2 / 3",
            "62.5 = 1500.00 / 2400.00",
            "46.67 = 280.00 / 6",
            "36.9 = 1570.00 / 4250.00",
        ];
        assert_eq!(six(&block(&un, "EUR").figures), wanted, "on {engine}");
        let wanted = [
            "4.8 = 100.00 / 2100.00",
            "96.4 = 106000.00 / 1100.00",
            "100.0 = 1 / 1",
            "100.0 = 2000.00 / 2000.00",
            "500.00 = 500.00 / 1",
            "25.0 = 500.00 / 2000.00",
        ];
        assert_eq!(six(&block(&un, "USD").figures), wanted, "dollars are not euros, on {engine}");
        let deux = blocks(&desk, &query(&desk, Some("DEUX"), 3));
        // A judgment with its title, one without; the house paid 100 and nothing came.
        let wanted = [
            "0.0 = 0.00 / 1900.00",
            "nothing-collected",
            "50.0 = 1 / 2",
            "78.9 = 1500.00 / 1900.00",
            "50.00 = 100.00 / 2",
            "-5.3 = -100.00 / 1900.00",
        ];
        assert_eq!(six(&block(&deux, "EUR").figures), wanted, "on {engine}");
        let all = blocks(&desk, &query(&desk, None, 3));
        let wanted = [
            "17.4 = 1150.00 / 6600.00",
            "83.5 = 192000.00 / 2300.00",
            "60.0 = 3 / 5",
            "69.8 = 3000.00 / 4300.00",
            "47.50 = 380.00 / 8",
            "23.9 = 1470.00 / 6150.00",
        ];
        assert_eq!(six(&block(&all, "EUR").figures), wanted, "on {engine}");
        let keys = |groups: &[TradeGroup]| -> Vec<(String, u64)> {
            groups.iter().map(|group| (group.key.clone(), group.files)).collect()
        };
        let (eur, usd) = (block(&all, "EUR"), block(&all, "USD"));
        assert_eq!(keys(&eur.by_creditor), [("DEUX".to_owned(), 2), ("UN".to_owned(), 8)]);
        assert_eq!(six(&eur.by_creditor[1].figures), six(&block(&un, "EUR").figures));
        // All but the shell, which followed none, and the items.
        assert_eq!(keys(&eur.by_procedure), [("payment-order".to_owned(), 7)]);
        assert_eq!(told(&eur.by_procedure[0].figures[0]), "13.3 = 700.00 / 5250.00");
        assert_eq!(keys(&usd.by_procedure), [("payment-order".to_owned(), 1)]);
    }
}

/// The file of a question, as text.
fn csv(desk: &Desk, of: IndicatorQuery, procedure: Option<&str>) -> String {
    let query = FilesQuery { of, currency: None, procedure: procedure.map(str::to_owned), basis: FileBasis::Ended };
    let file = desk.files_report(&Actor::operator(), &query, ReportFormat::Csv, Language::En).expect("a file");
    String::from_utf8(file.bytes).expect("text")
}

fn same(figures: &[FigureLine], recounted: &Recount, what: &str) {
    for ((said, counted), indicator) in six(figures).iter().zip(recounted.six()).zip(SIX) {
        match counted {
            Some(counted) => assert_eq!(*said, counted, "{indicator:?} of {what}"),
            None => assert!(!said.contains('='), "{indicator:?} of {what}: {said} of nothing"),
        }
    }
}

#[test]
fn every_indicator_is_equal_to_a_separate_computation_from_the_csv() {
    for House { desk, engine, .. } in filled() {
        let mut compared = 0;
        for creditor in [None, Some("UN"), Some("DEUX")] {
            for months in [1, 3, 12] {
                let of = query(&desk, creditor, months);
                let text = csv(&desk, of, None);
                for block in blocks(&desk, &of) {
                    let (currency, what) = (block.currency.code(), format!("{creditor:?} {months} on {engine}"));
                    same(&block.figures, &Recount::of(&text, currency), &what);
                    for group in &block.by_creditor {
                        let text = csv(&desk, query(&desk, Some(&group.key), months), None);
                        same(&group.figures, &Recount::of(&text, currency), &format!("{} in {what}", group.key));
                    }
                    for group in &block.by_procedure {
                        let text = csv(&desk, of, Some(&group.key));
                        same(&group.figures, &Recount::of(&text, currency), &format!("{} in {what}", group.key));
                        compared += 1;
                    }
                }
            }
        }
        assert!(compared >= 9, "{compared} on {engine}");
        // Ten months more have the item that was paid in July.
        let (short, long) = (csv(&desk, query(&desk, None, 3), None), csv(&desk, query(&desk, None, 12), None));
        assert_eq!((short.lines().count(), long.lines().count()), (13, 14), "on {engine}");
        assert!(!short.contains(";C-A5;") && long.contains(";C-A5;"), "{long}");
        for left_out in ["A3", "A4", "STAYED", "MISTAKE", "DEFENCE"] {
            assert!(!long.contains(&format!(";C-{left_out};")), "{left_out}: {long}");
        }
    }
}

#[test]
fn where_nothing_ended_there_is_no_figure_and_never_a_zero() {
    let from = day("2026-12-01");
    for House { desk, engine, .. } in filled() {
        let of = IndicatorQuery { as_of: Some(day("2026-12-31")), creditor: None, months: Some(1) };
        let block = &blocks(&desk, &of)[0];
        let wanted = [
            "no-file-ended",
            "nothing-collected",
            "nothing-decided",
            "nothing-decided",
            "no-case-closed",
            "no-case-closed",
        ];
        assert_eq!(six(&block.figures), wanted, "on {engine}");
        assert!(block.by_creditor.is_empty() && block.by_procedure.is_empty());
        let missing = Missing::NoCaseClosed { from, until: day("2026-12-31") };
        let line = block.figure(Indicator::NetEfficiency).and_then(|line| line.missing.as_ref()).expect("missing");
        assert_eq!(line.words, missing.wording());
    }
}

#[test]
fn the_files_behind_a_figure_are_paged_and_kept_to_what_one_sees() {
    for House { desk, engine, .. } in filled() {
        let actor = Actor::operator();
        let asked = |basis, procedure: Option<&str>| FilesQuery {
            of: query(&desk, None, 3),
            currency: Some(Currency::EUR),
            procedure: procedure.map(str::to_owned),
            basis,
        };
        let total = |actor: &Actor, query: &FilesQuery| {
            desk.ended_files(actor, query, None, 100).map(|page| page.total).map_err(|error| error.code())
        };
        let each = FileBasis::ALL.iter().map(|basis| total(&actor, &asked(*basis, None)));
        assert_eq!(each.collect::<Vec<_>>(), [Ok(10), Ok(5), Ok(5), Ok(8)], "on {engine}");
        assert_eq!(total(&actor, &asked(FileBasis::Ended, Some("payment-order"))), Ok(7));
        assert_eq!(total(&actor, &asked(FileBasis::Ended, Some("summons"))), Ok(0));
        assert_eq!(total(&actor, &asked(FileBasis::Ended, Some("moon"))), Err("law"));
        // A page at a time, each file once, the last ended first.
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = desk.ended_files(&actor, &asked(FileBasis::Ended, None), after.as_deref(), 3).expect("a page");
            seen.extend(page.rows.into_iter().map(|row| (row.ended, row.account)));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert!(seen.is_sorted_by(|a, b| a.0 >= b.0), "{seen:?}");
        assert_eq!(seen[9], (day("2026-10-08"), "C-A1".to_owned()), "on {engine}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 10, "{seen:?}");
        assert!(desk.ended_files(&actor, &asked(FileBasis::Ended, None), Some("moon"), 3).is_err());
        // One creditor's files, for who sees that creditor; none for who sees their own accounts.
        let mut of_deux = Actor::new("deux", Role::Reader);
        of_deux.reach = Reach::creditors([desk.creditor(&actor, "DEUX").expect("a creditor").id]);
        assert_eq!(total(&of_deux, &asked(FileBasis::Ended, None)), Ok(2));
        let un = FilesQuery { of: query(&desk, Some("UN"), 3), ..asked(FileBasis::Ended, None) };
        assert!(total(&of_deux, &un).is_err(), "out of reach");
        assert!(total(&Actor::new("vente", Role::Salesperson), &asked(FileBasis::Ended, None)).is_err());
    }
}

/// Money goes to the case that claimed the piece when it came, and to no other.
#[test]
fn money_of_a_piece_claimed_twice_is_counted_once() {
    for House { desk, engine, .. } in houses(TODAY) {
        let actor = Actor::operator();
        take(&desk, "UN", &line("TWICE", ("TWICE", "facture"), ("31/05/2026", "30/06/2026"), ("500,00", "EUR")));
        let pay = |number: &str, on: &str, amount: &str| {
            take(&desk, "UN", &line("TWICE", (number, "règlement"), (on, ""), (amount, "EUR")));
            let of = |number: &str| desk.find_item(&actor, number).expect("an item").id;
            desk.allocate(&actor, of("TWICE"), of(number), None).expect("matched");
        };
        pay("T0", "10/07/2026", "-50,00");
        let first = opened(&desk, "TWICE");
        pay("T1", "29/08/2026", "-100,00");
        close(&desk, first, CaseOutcome::Settled);
        let mistake = opened(&desk, "TWICE");
        close(&desk, mistake, CaseOutcome::Mistake);
        let second = opened(&desk, "TWICE");
        pay("T2", "08/10/2026", "-350,00");
        close(&desk, second, CaseOutcome::Paid);
        let asked = FilesQuery { of: query(&desk, None, 3), currency: None, procedure: None, basis: FileBasis::Cases };
        let rows = desk.ended_files(&actor, &asked, None, 10).expect("files").rows;
        let mut told: Vec<(Option<CaseId>, &str, &str, &str)> = rows
            .iter()
            .map(|row| (row.case, row.entrusted.as_str(), row.collected.as_str(), row.amount_days.as_str()))
            .collect();
        told.sort();
        let wanted = [(Some(first), "450.00", "100.00", "6000.00"), (Some(second), "350.00", "350.00", "35000.00")];
        assert_eq!(told, wanted, "on {engine}");
        assert_eq!(blocks(&desk, &asked.of)[0].by_creditor[0].files, 2, "a piece of a case is no file beside it");
    }
}
