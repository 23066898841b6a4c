//! Every key exists in both languages and is used; every key the sources name exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use web::{Lang, Words};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn texts(folder: &Path, end: &str, out: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            texts(&path, end, out);
        } else if path.to_string_lossy().ends_with(end) {
            out.push(fs::read_to_string(&path).expect("a text"));
        }
    }
}

fn keys(lang: &str) -> BTreeSet<String> {
    let mut files = Vec::new();
    texts(&root().join("i18n").join(lang), ".ftl", &mut files);
    let lines: Vec<String> = files.iter().flat_map(|f| f.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let named = lines.iter().filter(|l| l.starts_with(|c: char| c.is_ascii_lowercase()));
    let list: Vec<String> = named.filter_map(|l| l.split_once(" =").map(|(key, _)| key.to_owned())).collect();
    let set: BTreeSet<String> = list.iter().cloned().collect();
    assert_eq!(set.len(), list.len(), "a key is written twice in {lang}");
    set
}

fn sources() -> String {
    let mut files = Vec::new();
    texts(&root().join("src"), ".rs", &mut files);
    texts(&root().join("templates"), ".html", &mut files);
    files.join("\n")
}

/// The first text after each `call(`.
fn named(source: &str, call: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in source.match_indices(call) {
        let rest = source[at + call.len()..].trim_start();
        if let Some(text) = rest.strip_prefix('"').and_then(|r| r.split_once('"')) {
            found.insert(text.0.to_owned());
        }
    }
    found
}

#[test]
fn both_languages_say_the_same_things() {
    let (fr, en) = (keys("fr"), keys("en"));
    assert!(fr.len() > 300, "the files were not read");
    assert_eq!(fr.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in English");
    assert_eq!(en.difference(&fr).collect::<Vec<_>>(), Vec::<&String>::new(), "missing in French");
    for key in &fr {
        assert!(Words::new(Lang::Fr).has(key) && Words::new(Lang::En).has(key), "« {key} » has a mistake");
    }
}

#[test]
fn every_key_is_used_and_every_use_is_written() {
    let (keys, source) = (keys("fr"), sources());
    let mut families = named(&source, ".of(");
    families.extend(named(&source, ".choices("));
    let used = |key: &String| {
        source.contains(&format!("\"{key}\"")) || families.iter().any(|family| key.starts_with(&format!("{family}-")))
    };
    assert_eq!(keys.iter().filter(|k| !used(k)).collect::<Vec<_>>(), Vec::<&String>::new(), "never used");
    let calls = [
        "w.t(",
        "w.t1(",
        "w.n(",
        "w.with(",
        "words.t(",
        "words.t1(",
        "words.n(",
        "words().t(",
        "words().t1(",
        "Told::of(",
        "Failure::refused(",
    ];
    for call in calls {
        for key in named(&source, call) {
            assert!(keys.contains(&key), "« {key} » is asked for and not written");
        }
    }
    for family in families {
        assert!(keys.iter().any(|k| k.starts_with(&format!("{family}-"))), "the family « {family} » has no word");
    }
}

/// The slugs of a source: the text between `before` and the next quote, where `after` follows it.
fn slugs(source: &str, before: &str, after: &str) -> BTreeSet<String> {
    let quoted = source.split(before).skip(1).filter_map(|rest| rest.split_once('"'));
    quoted.filter(|(_, rest)| rest.starts_with(after)).map(|(slug, _)| slug.to_owned()).collect()
}

/// Pages show the slugs of other crates by their words: one that nobody named would stand there bare.
#[test]
fn steps_and_reasons_of_other_crates_have_their_words() {
    let read = |path: &str| fs::read_to_string(root().join("..").join(path)).expect("a source");
    let keys = keys("fr");
    let steps = slugs(&read("amicable/data/strategies.json"), "{\"slug\": \"", ", \"timing\"");
    assert!(steps.len() > 10, "the strategies were not read");
    let reasons = read("amicable/src/reason.rs");
    let codes = reasons.split_once("const fn code").and_then(|(_, rest)| rest.split_once("\n    }"));
    let mut codes = slugs(codes.expect("the codes").0, "=> \"", ",");
    assert!(codes.len() > 15, "the reasons were not read");
    // These two are why a message leaves, never why none does.
    codes.retain(|code| code != "step_due" && code != "before_due");
    let wanted = steps.iter().map(|slug| format!("step-{slug}"));
    let wanted: Vec<String> = wanted.chain(codes.iter().map(|c| format!("blocked-{}", c.replace('_', "-")))).collect();
    assert_eq!(wanted.iter().filter(|key| !keys.contains(*key)).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// Facts written about an account stand in its thread.
#[test]
fn facts_of_the_desk_have_their_words() {
    let mut files = Vec::new();
    texts(&root().join("../app/src"), ".rs", &mut files);
    let thread = fs::read_to_string(root().join("src/pages/timeline.rs")).expect("a source");
    let families =
        ["message", "letter", "account", "item", "allocation", "promise", "task", "entry", "contact", "debtor"];
    let mut kinds = BTreeSet::new();
    for file in &files {
        // The odd pieces are what stands between quotes; a transaction's name is no fact.
        let pieces: Vec<&str> = file.split('"').collect();
        for (before, quoted) in pieces.iter().zip(pieces.iter().skip(1)) {
            let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            let fact = quoted.split_once('.').is_some_and(|(family, act)| families.contains(&family) && word(act));
            if fact && !before.trim_end().ends_with("write(") {
                kinds.insert((*quoted).to_owned());
            }
        }
    }
    assert!(kinds.len() > 30, "the facts were not read: {kinds:?}");
    let keys = keys("fr");
    let told = |kind: &String| {
        keys.contains(&format!("fact-{}", kind.replace(['.', '_'], "-"))) || thread.contains(&format!("\"{kind}\" =>"))
    };
    assert_eq!(kinds.iter().filter(|kind| !told(kind)).collect::<Vec<_>>(), Vec::<&String>::new());
}
