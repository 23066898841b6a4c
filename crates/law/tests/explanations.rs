//! The explanation alone suffices: a décompte and a wage computed again from their words, in both languages.

use kernel::{Currency, Date, Money, Rate, epoch_day, from_epoch_day};
use law::decompte::{Account, Cost, Decompte, Item, Penalty, Receipt, decompte};
use law::wages::wage;
use law::{AgreedRate, Law, Line, Regime};
use proptest::prelude::*;

mod pencil;

use pencil::{cents, half_up, slice};

/// What marks each line in a language.
struct Words {
    due: &'static str,
    indemnity: &'static str,
    settled: &'static str,
    costs: &'static str,
    debtor: &'static str,
    penalty: &'static str,
    receipts: [&'static str; 2],
    parts: [&'static str; 6],
    owed: &'static str,
    pick: fn(&Line) -> &str,
}

const FR: Words = Words {
    due: " à payer le ",
    indemnity: "indemnité forfaitaire ",
    settled: ", imputé le ",
    costs: "Frais (",
    debtor: "débiteur",
    penalty: "Clause pénale (",
    receipts: ["Paiement du ", "Avoir du "],
    parts: ["intérêts", "principal", "indemnit", "frais", "clause pénale", "trop-perçu"],
    owed: "vous devez ",
    pick: |line| &line.fr,
};

const EN: Words = Words {
    due: " due on ",
    indemnity: "fixed indemnity ",
    settled: ", settled on ",
    costs: "Costs (",
    debtor: "debtor",
    penalty: "Penalty clause (",
    receipts: ["Payment of ", "Credit note of "],
    parts: ["interest", "principal", "indemnit", "costs", "penalty", "overpaid"],
    owed: "you owe ",
    pick: |line| &line.en,
};

/// The words of an amount: « intérêts 33,29 € » among « principal 10,00 €, intérêts 33,29 € ».
fn part(text: &str, word: &str) -> i64 {
    let named = text.split(", ").find_map(|part| part.trim().strip_prefix(word));
    named.map_or(0, |rest| cents(rest).expect("an amount"))
}

/// Principal, interest, indemnities, costs and penalty left, what was paid too much; then the slices seen.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sums {
    left: [i64; 5],
    overpaid: i64,
    slices: usize,
}

/// Does a décompte again with pencil and paper, and checks each line against those before it.
fn redo(answer: &Decompte, words: &Words) -> Sums {
    let (mut sums, mut principal) = (Sums::default(), 0);
    let mut settled = [0_i64; 3];
    let mut closed = false;
    for line in answer.explanation.iter().skip(1).map(words.pick) {
        // the amounts stand after the colon that follows the reference, the label or the date
        let said = line.split_once(": ").map_or("", |(_, rest)| rest);
        let shares = || words.parts.map(|word| part(said.trim_end_matches('.'), word));
        if let Some(slice) = slice(line) {
            assert_eq!((slice.balance, slice.redone), (principal, slice.said), "{line}");
            sums.left[1] += slice.redone;
            sums.slices += 1;
        } else if line.contains(words.settled) {
            let [interest, capital, indemnity, ..] = shares();
            principal -= capital;
            for (at, amount) in [(0, capital), (1, interest), (2, indemnity)] {
                sums.left[at] -= amount;
                settled[at] += amount;
            }
        } else if line.contains(words.due) {
            principal = cents(said).expect("a principal");
            sums.left[0] += principal;
            sums.left[2] += said.split_once(words.indemnity).map_or(0, |(_, rest)| cents(rest).expect("an indemnity"));
        } else if line.starts_with(words.costs) {
            sums.left[3] += if said.contains(words.debtor) { cents(said).expect("a cost") } else { 0 };
        } else if line.starts_with(words.penalty) {
            sums.left[4] += cents(said).expect("a penalty");
        } else if words.receipts.iter().any(|start| line.starts_with(start)) {
            let [interest, capital, indemnity, costs, penalty, surplus] = shares();
            sums.left[3] -= costs;
            sums.left[4] -= penalty;
            sums.overpaid += surplus;
            // the items say the same
            for (at, amount) in [(0, capital), (1, interest), (2, indemnity)] {
                settled[at] -= amount;
            }
        } else {
            let (_, owed) = line.split_once(words.owed).expect("the closing line");
            assert_eq!(cents(owed), Some(sums.left.iter().sum()), "{line}");
            closed = true;
        }
    }
    assert!(closed && settled == [0; 3], "{settled:?}");
    sums
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn any_day() -> impl Strategy<Value = Date> {
    (epoch_day(day("2021-01-01"))..=epoch_day(day("2026-12-31"))).prop_map(from_epoch_day)
}

fn any_item() -> impl Strategy<Value = Item> {
    (1_i64..20_000_000, any_day(), 0_u8..5).prop_map(|(minor, due, kind)| {
        let mut item = Item::new("", eur(minor), due);
        match kind {
            0 => item.regime = Regime::Public,
            1 => (item.regime, item.formal_notice) = (Regime::Consumer, Some(due)),
            2 => item.agreed_rate = AgreedRate::parse("ecb+7.125").ok(),
            3 => item.agreed_rate = Some(AgreedRate::Fixed(Rate::percent(11))),
            _ => {}
        }
        item
    })
}

fn any_account() -> impl Strategy<Value = Account> {
    let items = proptest::collection::vec(any_item(), 1..5);
    let receipts = proptest::collection::vec((any_day(), 1_i64..15_000_000, 0_usize..8, any::<bool>()), 0..6);
    let costs = proptest::collection::vec((any_day(), 1_i64..30_000, any::<bool>()), 0..3);
    let penalty = proptest::option::of((any_day(), 1_i64..500_000));
    (items, receipts, costs, penalty).prop_map(|(mut items, receipts, costs, penalty)| {
        for (n, item) in items.iter_mut().enumerate() {
            item.reference = format!("F-{n}");
        }
        let chosen = |n: usize| items.get(n).map(|item| item.reference.clone());
        let receipts = receipts.into_iter().map(|(date, minor, n, credit_note)| Receipt {
            date,
            amount: eur(minor),
            chosen: chosen(n),
            credit_note,
        });
        let receipts = receipts.collect();
        let costs = costs.into_iter().map(|(date, minor, recoverable)| Cost {
            label: "acte".to_owned(),
            date,
            amount: eur(minor),
            recoverable,
        });
        let penalty = penalty.map(|(date, minor)| Penalty { label: "art. 8".to_owned(), date, amount: eur(minor) });
        Account { items, receipts, costs: costs.collect(), penalty, ..Account::new(Currency::EUR) }
    })
}

/// Does a wage again: yearly and monthly part.
fn redo_wage(lines: &[Line], pick: fn(&Line) -> &str) -> (i64, i64) {
    let (mut net, mut sixtieths, mut floor) = (0, 0_i128, None);
    for (n, line) in lines[..lines.len() - 1].iter().map(pick).enumerate() {
        let said = line.split_once(": ").map_or("", |(_, rest)| rest);
        if n == 0 {
            net = cents(said).expect("a wage");
        } else if line.contains("L3252-3") {
            floor = cents(line);
        } else if let Some((share, of)) = said.split_once(' ') {
            let Some((numerator, denominator)) = share.split_once('/') else { continue };
            let (numerator, denominator): (i128, i128) =
                (numerator.parse().expect("a share"), denominator.parse().expect("a share"));
            sixtieths += i128::from(cents(of).expect("a part")) * 60 * numerator / denominator;
        }
    }
    floor.map_or((half_up(sixtieths, 60), half_up(sixtieths, 720)), |floor: i64| {
        ((net - 12 * floor).max(0), (net / 12 - floor).max(0))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_decompte_is_computed_again_from_its_words(account in any_account(), as_of in any_day()) {
        let answer = decompte(&account, Law::builtin(), as_of).expect("a décompte");
        let t = &answer.totals;
        let left = [t.principal_left, t.interest_left, t.indemnities_left, t.costs_left, t.penalty_left].map(Money::minor);
        let slices = answer.items.iter().map(|item| item.slices.len()).sum();
        let expected = Sums { left, overpaid: t.overpaid.minor(), slices };
        prop_assert_eq!(&redo(&answer, &FR), &expected);
        prop_assert_eq!(&redo(&answer, &EN), &expected);
    }

    #[test]
    fn a_wage_is_computed_again_from_its_words(net in 0_i64..6_000_000, dependants in 0_u16..9, month in 1_i8..=12, year in prop_oneof![Just(2024_i16), Just(2026)]) {
        let on = Date::new(year, month, 15).expect("a date");
        let answer = wage(eur(net), dependants, on, Law::builtin()).expect("inside the scale");
        let expected = (answer.yearly.minor(), answer.monthly.minor());
        prop_assert_eq!(redo_wage(&answer.explanation, |line| &line.fr), expected);
        prop_assert_eq!(redo_wage(&answer.explanation, |line| &line.en), expected);
    }
}
