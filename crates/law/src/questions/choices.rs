//! The closed lists of the questions, in words: from the tables of law where they hold them.

use kernel::Wording;

use super::declared::Choice;
use crate::{Law, words};

type Pairs = [(String, String)];

fn choice(value: &str, words: Wording) -> Choice {
    Choice { value: value.to_owned(), words, group: None }
}

/// The words of a family, in the order of their file.
fn family(name: &'static str) -> Vec<Choice> {
    words::family(name).map(|(slug, words)| choice(slug, words.clone())).collect()
}

/// Words of a family for the slugs of a table.
fn named<'a>(name: &'static str, slugs: impl Iterator<Item = &'a str>) -> Vec<Choice> {
    let mut list: Vec<Choice> = Vec::new();
    for slug in slugs {
        if !list.iter().any(|seen| seen.value == slug) {
            list.push(choice(slug, words::of(name, slug)));
        }
    }
    list
}

/// The value given to a name.
fn given<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    let found = pairs.iter().find(|(given, _)| given.replace('_', "-") == name);
    found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

macro_rules! families {
    ($($(#[$about:meta])* $function:ident = $family:literal;)+) => {$(
        $(#[$about])*
        pub(super) fn $function(_: &Law, _: &Pairs) -> Vec<Choice> {
            family($family)
        }
    )+};
}

families! {
    /// Regimes of late interest.
    regimes = "regime";
    /// Who is owed.
    creditor_classes = "creditor-class";
    /// What a payment settles first.
    payment_orders = "payment-order";
    /// Rates.
    rates = "rate";
    /// Far from the court.
    distances = "distance";
    /// Public holidays.
    territories = "territory";
    /// Rules of counting.
    countings = "counting";
    /// Readings of « end of month ».
    conventions = "convention";
    /// Kinds of debtor.
    debtors = "debtor";
    /// What the claim is about.
    matters = "matter";
}

/// Kinds of sale with a legal term.
pub(super) fn term_kinds(law: &Law, _: &Pairs) -> Vec<Choice> {
    rows_of(law, "payment_terms", "kind", "term-kind")
}

/// Documents with mandatory mentions.
pub(super) fn documents(law: &Law, _: &Pairs) -> Vec<Choice> {
    rows_of(law, "mandatory_mentions", "document", "document")
}

/// Paths through acts.
pub(super) fn paths(law: &Law, _: &Pairs) -> Vec<Choice> {
    rows_of(law, "cost_paths", "path", "path")
}

fn rows_of(law: &Law, table: &str, column: &str, name: &'static str) -> Vec<Choice> {
    let rows = law.table(table).map(|table| table.rows.as_slice()).unwrap_or_default();
    named(name, rows.iter().map(|row| row.text(column)))
}

/// Life-cycle statuses that have a name.
pub(super) fn statuses(law: &Law, _: &Pairs) -> Vec<Choice> {
    let rows = law.table("einvoice_lifecycle_statuses").map(|table| table.rows.as_slice()).unwrap_or_default();
    let named = rows.iter().filter(|row| !row.text("label_fr").is_empty());
    let words = |code: &str, label: &str| {
        let said = words::if_any("status", code).map_or(label, |words| words.en.as_str());
        Wording::new(format!("{code} {label}"), format!("{code} {said}"))
    };
    named.map(|row| choice(row.text("code"), words(row.text("code"), row.text("label_fr")))).collect()
}

/// Kinds of claim, with the length of their period.
pub(super) fn claim_kinds(law: &Law, _: &Pairs) -> Vec<Choice> {
    let kind = |row: &crate::limitation_tables::KindRow| {
        let words = words::of("claim-kind", &row.slug);
        let (fr, en) = (row.length.words_fr(), row.length.words_en());
        choice(&row.slug, Wording::new(format!("{} ({fr})", words.fr), format!("{} ({en})", words.en)))
    };
    law.limitation_tables().kinds().map(kind).collect()
}

/// Facts of limitation.
pub(super) fn events(law: &Law, _: &Pairs) -> Vec<Choice> {
    named("event", law.limitation_tables().events().map(|row| row.event.as_str()))
}

/// Items of the tariff.
pub(super) fn tariff_items(law: &Law, _: &Pairs) -> Vec<Choice> {
    law.tariff_items().iter().map(|item| choice(&item.slug, item.label.clone())).collect()
}

/// Procedures with their acts.
pub(super) fn procedures(law: &Law, _: &Pairs) -> Vec<Choice> {
    law.procedures().list().map(|procedure| choice(&procedure.name, procedure.label.clone())).collect()
}

/// States of the procedure given, else of all.
pub(super) fn states(law: &Law, pairs: &Pairs) -> Vec<Choice> {
    let chosen = given(pairs, "procedure").and_then(|name| law.procedures().find(name).ok());
    let of = |procedure: &crate::procedures::Procedure, group: Option<Wording>| {
        let states = named("state", procedure.states.iter().map(|state| state.state.as_str()));
        states.into_iter().map(move |state| Choice { group: group.clone(), ..state }).collect::<Vec<_>>()
    };
    match chosen {
        Some(procedure) => of(procedure, None),
        None => law.procedures().list().flat_map(|procedure| of(procedure, Some(procedure.label.clone()))).collect(),
    }
}

/// Procedures with deadlines.
pub(super) fn deadline_procedures(law: &Law, _: &Pairs) -> Vec<Choice> {
    let mut list: Vec<Choice> = Vec::new();
    for row in law.deadlines().list() {
        if !list.iter().any(|seen| seen.value == row.procedure) {
            list.push(choice(&row.procedure, procedure_words(law, &row.procedure)));
        }
    }
    list
}

/// Steps of the procedure given, else of all: those that are a period.
pub(super) fn steps(law: &Law, pairs: &Pairs) -> Vec<Choice> {
    let chosen = given(pairs, "procedure");
    let known = chosen.filter(|name| law.deadlines().list().iter().any(|row| row.procedure == *name));
    let rows = law.deadlines().list().iter().filter(|row| row.kind != crate::deadlines::DeadlineKind::Rule);
    let mut list: Vec<Choice> = Vec::new();
    for row in rows.filter(|row| known.is_none_or(|name| row.procedure == name)) {
        let group = known.is_none().then(|| procedure_words(law, &row.procedure));
        if !list.iter().any(|seen| seen.value == row.step && seen.group == group) {
            list.push(Choice { value: row.step.clone(), words: row.words(), group });
        }
    }
    list
}

fn procedure_words(law: &Law, name: &str) -> Wording {
    let rows = law.table("procedures").map(|table| table.rows.as_slice()).unwrap_or_default();
    let row = rows.iter().find(|row| row.text("procedure") == name);
    row.map_or_else(|| words::of("procedure", name), |row| Wording::new(row.text("label_fr"), row.text("label_en")))
}
