//! Every row of the worked examples, as questions with their answers; the tag of the row respected.
//!
//! `OK` and `CONV` rows are equal, the latter under the convention written in the question; `BAD` rows are
//! traps, and one of their answers is that the source's figure is not ours.

use std::collections::BTreeSet;

use law::{Law, questions};

mod rows;

use rows::{at, rows, said};

/// Rows that are no law: ratios of receivables, which belong to the desk's indicators.
const ELSEWHERE: &[(&str, &str)] = &[
    ("S2", "accounting DSO, an indicator"),
    ("S3", "accounting DSO, an indicator"),
    ("S5", "count-back DSO, an indicator (and a trap of its own)"),
    ("S7", "collection effectiveness, an indicator"),
    ("S8", "collection effectiveness, an indicator"),
    ("S10", "days to pay weighted by amount, an indicator"),
    ("S11", "days to pay weighted by amount, an indicator"),
    ("S12", "days to pay weighted by amount, an indicator"),
];

fn check((id, tag, verb, given, expected): &rows::Row) {
    let pair = |text: &str| text.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    let pairs: Vec<(String, String)> = given.split("; ").map(|text| pair(text).expect("name=value")).collect();
    let today = "2026-11-21".parse().expect("a date");
    let answer = match questions::ask(verb, &pairs, Law::builtin(), today) {
        Ok(answer) => answer,
        Err(error) => serde_json::json!({ "error": error.to_string() }),
    };
    let mut refused = 0;
    for wanted in expected.split("; ") {
        if let Some((path, words)) = wanted.split_once('~') {
            let found = at(&answer, path);
            assert!(said(found).contains(words), "{id} {verb} {given}: {path} is {found}, without « {words} »");
        } else if let Some((path, trap)) = wanted.split_once("!=") {
            refused += 1;
            let found = at(&answer, path);
            assert!(
                !found.is_null() && said(found) != trap,
                "{id} {verb} {given}: {path} is the trap {trap}: {answer}"
            );
        } else {
            let (path, value) = wanted.split_once('=').expect("path=value");
            assert_eq!(said(at(&answer, path)), value, "{id} {verb} {given}: {path} in {answer}");
        }
    }
    assert!(*tag != "BAD" || refused > 0, "{id}: a BAD row asserts what it is not");
}

#[test]
fn every_row_is_answered_as_its_tag_says() {
    rows().for_each(check);
}

/// The folder of the published examples, when it is there.
fn files() -> Option<std::path::PathBuf> {
    let samples = std::env::var_os("QUITTANCE_SAMPLES").map(std::path::PathBuf::from);
    let beside = samples.and_then(|samples| Some(samples.parent()?.join("law")));
    let root = beside.unwrap_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/law"));
    if root.is_dir() {
        return Some(root);
    }
    assert!(std::env::var_os("CI").is_none(), "the worked examples are missing: {}", root.display());
    #[expect(clippy::print_stderr, reason = "a skipped check must be seen")]
    {
        eprintln!("SKIP the worked examples are missing: {}", root.display());
    }
    None
}

#[test]
fn no_row_of_the_files_is_forgotten() {
    let Some(root) = files() else { return };
    let mut published = BTreeSet::new();
    for file in ["worked_examples_money.md", "worked_examples_procedures.md"] {
        let text = std::fs::read_to_string(root.join(file)).expect("readable");
        for line in text.lines() {
            let table = line.strip_prefix("| ").and_then(|rest| rest.split(" |").next());
            let id = table.or_else(|| line.split_once(". ").map(|(id, _)| id)).unwrap_or_default();
            let digits = id.get(1..).unwrap_or_default();
            let is_id = id.starts_with(|c: char| c.is_ascii_uppercase())
                && !digits.is_empty()
                && digits.chars().all(|c| c.is_ascii_digit());
            if !is_id {
                continue;
            }
            assert!(published.insert(id.to_owned()), "{id} stands twice");
            // the tag of the row is the one of the data
            for (_, tag, ..) in rows().filter(|row| row.0 == id && !row.1.is_empty()) {
                assert!(line.contains(&format!("**{tag}**")), "{id} is not tagged {tag}: {line}");
            }
        }
    }
    assert!(published.len() > 90, "{} rows read", published.len());
    let known: BTreeSet<String> =
        rows().map(|row| row.0).chain(ELSEWHERE.iter().map(|(id, _)| *id)).map(str::to_owned).collect();
    let missing: Vec<&String> = published.difference(&known).collect();
    assert!(missing.is_empty(), "not asked: {missing:?}");
    let invented: Vec<&String> = known.difference(&published).collect();
    assert!(invented.is_empty(), "in no file: {invented:?}");
}
