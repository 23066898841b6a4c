//! What the questions declare of themselves: every example has its answer, every figure of an answer is
//! declared, every word of every list is one the question takes, and has its words.

use std::collections::BTreeSet;

use kernel::{Date, Language};
use law::questions::{self, Kind, Need, VERBS, Verb};
use law::{Law, LawError};
use serde_json::Value;

/// Words that are the same in French.
const SAME_IN_FRENCH: [&str; 5] = ["artisan", "association", "services", "opposition", "quittance"];

fn today() -> Date {
    "2026-11-21".parse().expect("a day")
}

fn example(verb: &Verb) -> Value {
    questions::ask(verb.name, &verb.example(), Law::builtin(), today())
        .unwrap_or_else(|error| panic!("{}: {error}", verb.name))
}

#[test]
fn every_question_declares_itself_in_both_languages() {
    let whole = |said: questions::Said| !said.fr.is_empty() && !said.en.is_empty();
    for verb in VERBS {
        assert!(whole(verb.title) && whole(verb.about), "{}", verb.name);
        let names: BTreeSet<&str> = verb.params.iter().map(|param| param.name).collect();
        assert_eq!(names.len(), verb.params.len(), "{}: a name twice", verb.name);
        for param in verb.params {
            assert!(whole(param.label) && whole(param.about), "{} {}", verb.name, param.name);
            assert!(!param.is_needed() || !param.example.is_empty(), "{} {} has no example", verb.name, param.name);
            assert!(!param.is_needed() || !param.aside, "{} {} is asked for aside", verb.name, param.name);
            let switch = matches!(param.kind, Kind::Switch | Kind::List);
            assert_eq!(switch, param.need == Need::Switch, "{} {}", verb.name, param.name);
        }
    }
}

#[test]
fn every_example_is_answered_and_told() {
    for verb in VERBS {
        assert!(questions::faults(verb.name, &verb.example(), today()).is_empty(), "{}", verb.name);
        let answer = example(verb);
        let told = questions::tell(verb, &answer, Law::builtin());
        assert!(!told.figures.is_empty() || !told.tables.is_empty(), "{} tells nothing", verb.name);
        // what stands first is what was asked
        if let Some(first) = verb.figures.first() {
            assert_eq!(told.figures.first().map(|figure| figure.label), Some(first.label), "{}", verb.name);
        }
        assert!(told.tables.iter().all(|table| table.rows.iter().all(|row| row.len() == table.columns.len())));
    }
}

/// A figure that its verb does not declare would stand nowhere on the page.
#[test]
fn every_figure_of_an_answer_is_declared() {
    // said by the explanation, by the question itself, or read by programs only
    let told: BTreeSet<&str> = [
        "/explanation",
        "/sources",
        "/warnings",
        "/currency",
        "/annex",
        "/kind",
        "/seat",
        "/dates",
        "/procedure",
        "/step",
        "/title",
        "/consequence",
        "/item",
        "/path",
        "/document",
        "/court_en",
        "/judge_en",
        "/label",
        "/user_rows",
        "/indemnity_left",
        "/indemnity",
        "/total",
    ]
    .into();
    for verb in VERBS {
        let answer = example(verb);
        let places: BTreeSet<&str> =
            verb.figures.iter().map(|figure| figure.at).chain(verb.tables.iter().map(|rows| rows.at)).collect();
        for key in answer.as_object().expect("an object").keys() {
            let at = format!("/{key}");
            let inside = places.iter().any(|place| place.starts_with(&format!("{at}/")));
            let known = places.contains(at.as_str()) || told.contains(at.as_str()) || inside;
            assert!(known || key == "not_found", "{}: {key} is not declared", verb.name);
        }
    }
}

#[test]
fn every_word_of_a_list_is_taken_and_has_its_words() {
    let law = Law::builtin();
    for verb in VERBS {
        for param in verb.params {
            let Kind::Choice(list) = param.kind else { continue };
            let mut others = verb.example();
            others.retain(|(name, _)| name != param.name);
            let choices = list(law, &verb.example());
            assert!(choices.len() > 1, "{} {} has no list", verb.name, param.name);
            for choice in choices {
                let slug = choice.value.replace(['-', '_'], " ");
                let same = SAME_IN_FRENCH.contains(&choice.value.as_str());
                assert!(same || choice.words.fr != slug, "{} {}: {slug} has no words", verb.name, param.name);
                let mut pairs = others.clone();
                pairs.push((param.name.to_owned(), choice.value.clone()));
                let answer = questions::ask(verb.name, &pairs, law, today());
                let unknown = matches!(&answer, Err(LawError::Unknown { value, .. }) if *value == choice.value);
                assert!(!unknown, "{} {}: {answer:?}", verb.name, param.name);
            }
        }
    }
}

/// French answers speak French: the steps, states and acts of the tables have their words.
#[test]
fn what_the_tables_name_has_its_words() {
    let law = Law::builtin();
    let french = |family: &str, slug: &str| {
        let words = law::words::of(family, slug);
        assert_ne!(words.fr, slug.replace('-', " "), "{family} {slug} has no words");
    };
    for procedure in law.procedures().list() {
        for act in &procedure.acts {
            french("act", &act.act);
        }
        for state in procedure.states.iter().filter(|state| state.state != "final") {
            french("state", &state.state);
        }
    }
    let rows = law.deadlines().list().iter();
    for row in rows.filter(|row| row.kind != law::deadlines::DeadlineKind::Rule) {
        let said = row.words();
        assert_ne!(said.fr, said.en, "{} {}", row.procedure, row.step);
    }
}

#[test]
fn every_fault_is_said_at_once_beside_its_field() {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let pairs = [
        pair("amount", "beaucoup"),
        pair("until", "2026-02-31"),
        pair("payment", "2026-05-01:x"),
        pair("agreed-rate", "y"),
    ];
    let faults = questions::faults("late-interest", &pairs, today());
    let fields: Vec<_> = faults.iter().filter_map(LawError::field).collect();
    assert_eq!(fields, ["amount", "due", "until", "agreed-rate", "payment"]);
    assert!(faults[0].beside().fr.starts_with("« beaucoup » : attendu un montant"), "{:?}", faults[0].beside());
    assert!(!faults[1].beside().fr.contains("due"), "beside its field a value needs no name");
    // a list asks for nothing else
    assert!(questions::faults("deadline", &[pair("list", "true")], today()).is_empty());
}

/// The rows of a décompte give the figures of the account they stand for.
#[test]
fn a_decompte_of_rows_is_that_of_its_account() {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let rows =
        [pair("item", "2026-06-20:10000.00:F-1"), pair("payment", "2026-06-30:4000.00"), pair("as-of", "2026-06-30")];
    let answer = questions::ask("decompte", &rows, Law::builtin(), today()).expect("an answer");
    // the worked example of the handbook: interest first, 33.29, then principal
    assert_eq!(answer["receipts"][0]["to_interest"], "33.29");
    assert_eq!(answer["totals"]["principal_left"], "6033.29");
    let account = answer["annex"]["account"].to_string();
    let same = questions::ask("decompte", &[pair("account", &account), rows[2].clone()], Law::builtin(), today());
    assert_eq!(same.expect("the account is whole")["totals"], answer["totals"]);
    let both = [rows[0].clone(), pair("account", &account)];
    assert!(questions::ask("decompte", &both, Law::builtin(), today()).is_err());
}

#[test]
fn costs_penalties_and_credit_notes_go_in_as_rows() {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let rows = [
        pair("item", "2026-06-20:1000.00:F-1"),
        pair("item", "2026-07-20:500.00"),
        pair("credit-note", "2026-07-01:100.00:F-1"),
        pair("cost", "2026-08-01:73.18:signification"),
        pair("penalty", "2026-08-02:150.00:article 7"),
        pair("no-indemnity", "true"),
        pair("as-of", "2026-08-31"),
    ];
    let answer = questions::ask("decompte", &rows, Law::builtin(), today()).expect("an answer");
    let totals = &answer["totals"];
    assert_eq!((&totals["costs"], &totals["penalty"]), (&Value::from("73.18"), &Value::from("150.00")));
    assert_eq!((&totals["received"], &totals["principal_left"]), (&Value::from("100.00"), &Value::from("1400.00")));
    assert_eq!(answer["items"][1]["reference"], "2", "an item without a number gets its place");
    let told = questions::tell(questions::verb("decompte").expect("a verb"), &answer, Law::builtin());
    assert!(told.figures.iter().any(|figure| figure.label.fr == "Clause pénale"));
    assert!(!told.figures.iter().any(|figure| figure.label.fr == "Indemnités"));
    assert_eq!(told.tables[0].title.pick(Language::En), "Items");
}
