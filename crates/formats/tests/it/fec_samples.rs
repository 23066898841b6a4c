use std::collections::{BTreeMap, BTreeSet};

use formats::fec::{Fec, FecOptions, Grouping, receivables};
use formats::{Decoded, text};
use ledger::{Intake, ItemKind};

use crate::common::{cents, expected, samples};

fn with_fec<T>(bytes: &[u8], then: impl FnOnce(&Fec<'_>) -> T) -> T {
    let decoded: Decoded<'_> = text::decode(bytes).expect("a text");
    let fec = formats::fec::read(&decoded).expect("a FEC");
    then(&fec)
}

fn intake_of(bytes: &[u8]) -> Intake {
    with_fec(bytes, |fec| receivables(fec, &FecOptions::default()))
}

fn text_of<'v>(value: &'v serde_json::Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is a text"))
}

#[test]
fn every_fec_gives_its_expected_figures() {
    let Some(folder) = samples("fec") else { return };
    let mut seen = 0;
    for (name, truth) in expected(&folder) {
        let Ok(bytes) = std::fs::read(folder.join(&name)) else { continue };
        seen += 1;
        with_fec(&bytes, |fec| {
            assert_eq!(Some(fec.lines), truth["data_lines"].as_u64(), "{name}: lines");
            assert_eq!(fec.debit, cents(text_of(&truth, "total_debit")), "{name}: debit");
            assert_eq!(fec.credit, cents(text_of(&truth, "total_credit")), "{name}: credit");
            assert_eq!(fec.separator_name(), text_of(&truth, "separator"), "{name}: separator");
            let encoding = match text_of(&truth, "encoding") {
                "utf-8-sig" => "utf-8",
                "iso-8859-1" => "windows-1252",
                other => other,
            };
            assert_eq!(fec.encoding.name(), encoding, "{name}: encoding");
            let compact = |date: Option<kernel::Date>| date.expect("a date").to_string().replace('-', "");
            assert_eq!(compact(fec.first_date), text_of(&truth, "ecriture_date_min"), "{name}: first date");
            assert_eq!(compact(fec.last_date), text_of(&truth, "ecriture_date_max"), "{name}: last date");
            assert!(fec.errors.is_empty(), "{name}: {:?}", fec.errors.list.first());
            check_entries(fec, &truth, &name);
            check_journals(fec, &truth, &name);
        });
    }
    assert!(seen >= 7, "only {seen} FEC files found");
}

/// Where numbers are good, entries are those of the truth; where they are not, entries are rebuilt.
fn check_entries(fec: &Fec<'_>, truth: &serde_json::Value, name: &str) {
    let of = |key: &str| truth[key].as_u64().expect("a count");
    let journals = u64::try_from(fec.journals.len()).expect("few journals");
    if of("entries_by_journal_and_num") <= journals {
        assert_eq!(fec.grouping, Grouping::Rebuilt, "{name}");
        assert!(fec.entries > 10 * journals, "{name}: {} entries", fec.entries);
    } else if of("unbalanced_entries") == 0 {
        assert_eq!(fec.entries, of("entries_by_journal_and_num"), "{name}: entries");
    } else {
        assert_eq!((fec.grouping, fec.entries), (Grouping::Number, of("entries_by_num_only")), "{name}: entries");
    }
}

fn check_journals(fec: &Fec<'_>, truth: &serde_json::Value, name: &str) {
    let journals = truth["journals"].as_object().expect("journals");
    assert_eq!(fec.journals.len(), journals.len(), "{name}: journals");
    for journal in &fec.journals {
        let wanted = &journals[&journal.code];
        let lines = wanted["lines"].as_u64().expect("lines");
        assert_eq!(journal.lines, lines, "{name}: lines of {}", journal.code);
        assert_eq!(journal.debit, cents(text_of(wanted, "debit")), "{name}: debit of {}", journal.code);
    }
}

/// Receivables by customer tie to the file's own 411 accounts, and no line is lost.
#[test]
fn receivables_tie_to_the_accounts_of_each_file() {
    let Some(folder) = samples("fec") else { return };
    for (name, truth) in expected(&folder) {
        let Ok(bytes) = std::fs::read(folder.join(&name)) else { continue };
        let intake = intake_of(&bytes);
        let on_411 = |piece: &&ledger::intake::PieceRow| piece.gl_account.starts_with("411");
        let balance: i64 = intake.pieces.iter().filter(on_411).map(|p| p.amount.minor()).sum();
        assert_eq!(balance, cents(text_of(&truth, "account411_balance")), "{name}: balance of 411");
        let customers: BTreeSet<u32> = intake.pieces.iter().filter(on_411).map(|p| p.customer).collect();
        let wanted = truth["account411_customers"].as_u64();
        assert_eq!(u64::try_from(customers.len()).ok(), wanted, "{name}: customers on 411");
        let mut balances: BTreeMap<u32, i64> = BTreeMap::new();
        for piece in intake.pieces.iter().filter(on_411) {
            *balances.entry(piece.customer).or_default() += piece.amount.minor();
        }
        let open = u64::try_from(balances.values().filter(|b| **b != 0).count()).ok();
        assert_eq!(open, truth["account411_customers_with_nonzero_balance"].as_u64(), "{name}: open customers");
        let aside: u64 = intake.ignored.iter().map(|i| i.lines).sum();
        let taken = u64::try_from(intake.pieces.len()).expect("a count");
        assert_eq!(taken + aside, intake.lines, "{name}: every line is a piece or has a reason");
        let keys: BTreeSet<&str> = intake.pieces.iter().filter_map(|p| p.key.as_deref()).collect();
        assert_eq!(keys.len(), intake.pieces.len(), "{name}: keys are unique");
    }
}

#[test]
fn quadra_has_its_customers_by_auxiliary_account() {
    let Some(folder) = samples("fec") else { return };
    let bytes = std::fs::read(folder.join("quadra_123456789FEC20190731.txt")).expect("the Quadra file");
    let intake = intake_of(&bytes);
    let by_auxiliary = intake.pieces.iter().filter(|p| p.gl_account.starts_with("411"));
    assert_eq!(by_auxiliary.map(|p| p.amount.minor()).sum::<i64>(), 28_311_383);
    // 732 customers, and the collective account of advances.
    assert_eq!(intake.customers.len(), 733);
    let named = |number: &str| intake.customers.iter().find(|c| &*c.number == number).expect(number).name.as_deref();
    assert_eq!(named("01ACSO00"), Some("ACSO"));
    for kind in [ItemKind::Opening, ItemKind::Invoice, ItemKind::CreditNote, ItemKind::Payment, ItemKind::Advance] {
        assert!(intake.pieces.iter().any(|p| p.kind == kind), "{kind:?} exists");
    }
    let openings = intake.pieces.iter().filter(|p| p.kind == ItemKind::Opening);
    assert!(openings.clone().count() > 20 && openings.clone().all(|p| p.entry_on.to_string() == "2018-08-01"));
    assert!(intake.pieces.iter().any(|p| p.letter.is_some()));
}

#[test]
fn sub_accounts_are_customers_where_there_is_no_auxiliary() {
    let Some(folder) = samples("fec") else { return };
    for (name, customers) in [
        ("agrigest_123456789FEC20230331.txt", &["41110100", "41115200", "41153000"][..]),
        ("odicom_123456789FEC20200331.txt", &["411BEJO00", "411GSN000", "411VILMO0"]),
        ("istea_123456789FEC20201231.txt", &["41199999"]),
    ] {
        let intake = intake_of(&std::fs::read(folder.join(name)).expect(name));
        for number in customers {
            let customer = intake.customers.iter().find(|c| &*c.number == *number);
            let customer = customer.unwrap_or_else(|| panic!("{name}: {number}"));
            assert!(customer.name.as_deref().is_some_and(|n| !n.is_empty()), "{name}: {number} has a name");
        }
    }
}

/// Another order of lines, another character set, another line end: the same pieces.
#[test]
fn a_sorted_or_recoded_copy_has_the_same_keys() {
    let Some(folder) = samples("fec") else { return };
    for name in expected(&folder).keys() {
        let Ok(bytes) = std::fs::read(folder.join(name)) else { continue };
        let original = facts(&intake_of(&bytes));
        let decoded = text::decode(&bytes).expect("a text");
        let mut lines: Vec<&str> = decoded.text.lines().map(|l| l.trim_end_matches('\r')).collect();
        let header = lines.remove(0);
        lines.sort_unstable();
        lines.reverse();
        let sorted = format!("{header}\r\n{}\r\n", lines.join("\r\n"));
        assert_eq!(facts(&intake_of(sorted.as_bytes())), original, "{name}: sorted");
        let narrow: Option<Vec<u8>> = decoded
            .text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).ok().filter(|b| !(0x80..0xA0).contains(b)))
            .collect();
        if let Some(narrow) = narrow {
            assert_eq!(facts(&intake_of(&narrow)), original, "{name}: one byte per character");
        }
        let wide: Vec<u8> =
            std::iter::once(0xFEFF).chain(decoded.text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(facts(&intake_of(&wide)), original, "{name}: UTF-16");
    }
}

/// Key, cents, letter, customer.
type Fact = (String, i64, Option<String>, String);

/// What an import compares: key, amount, letter and customer of each piece; names of customers.
fn facts(intake: &Intake) -> (BTreeSet<Fact>, BTreeMap<String, Option<String>>) {
    let customer = |index: u32| &intake.customers[usize::try_from(index).expect("an index")];
    let pieces = intake.pieces.iter().map(|p| {
        let letter = p.letter.as_ref().map(|(code, _)| code.to_string());
        (
            p.key.as_deref().unwrap_or_default().to_owned(),
            p.amount.minor(),
            letter,
            customer(p.customer).number.to_string(),
        )
    });
    let names = intake.customers.iter().map(|c| (c.number.to_string(), c.name.as_deref().map(str::to_owned)));
    (pieces.collect(), names.collect())
}
