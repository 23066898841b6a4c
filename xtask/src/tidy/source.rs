//! Rules about our own Rust: length, words, clocks, transactions, SQL.

use super::{File, Finding};

/// Past this a file wants splitting; tests are not counted.
const LINES_MAX: usize = 500;

/// Files that may be longer, each with its reason. Empty, and meant to stay so.
const LONG_BY_NATURE: [&str; 0] = [];

/// The one file outside `crates/cli` that may read the system's clock, should one be needed.
const CLOCK_FILE: &str = "crates/app/src/clock.rs";

/// The file of the store where transactions begin, each on its engine's terms.
const TRANSACTION_FILE: &str = "crates/store/src/store.rs";

/// Lines of code with their numbers: comments and the tests at the foot of the file left out.
fn code(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let lines = file.text.lines().take(lines_before_tests(&file.text));
    lines.enumerate().map(|(index, line)| (index + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// Lines up to the module of tests, which stands at the foot of a file.
fn lines_before_tests(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.iter().enumerate().position(|(index, line)| {
        let next = lines[index + 1..].iter().find(|next| !next.trim_start().starts_with("#["));
        // `mod tests;` names another file: what follows it here is still code
        line.starts_with("#[cfg(test)]") && next.is_some_and(|next| next.starts_with("mod ") && next.ends_with('{'))
    });
    tests.unwrap_or(lines.len())
}

/// Rust that is compiled into what we ship: tests in files of their own left out.
fn is_shipped(path: &str) -> bool {
    let ours = path.starts_with("crates/") && path.contains("/src/") && is_rust(path);
    ours && !path.contains("/tests/") && !path.ends_with("/tests.rs") && !path.ends_with("_tests.rs")
}

fn is_rust(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|kind| kind == "rs")
}

fn search(files: &[File], judged: impl Fn(&str) -> bool, words: &[(&str, &str)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| judged(&file.path)) {
        for (number, line) in code(file) {
            for (word, instead) in words.iter().filter(|(word, _)| line.contains(word)) {
                findings.push(Finding::new(&file.path, number, format!("`{}`: {instead}", word.trim())));
            }
        }
    }
    findings
}

/// A file tells one story and is short.
pub fn files_are_short(files: &[File]) -> Vec<Finding> {
    let judged = |path: &str| {
        let ours = ["crates/", "xtask/", "bench/"].iter().any(|folder| path.starts_with(folder));
        ours && is_rust(path) && !path.contains("/tests/") && !path.ends_with("/tests.rs")
    };
    let judged = files.iter().filter(|file| judged(&file.path) && !LONG_BY_NATURE.contains(&file.path.as_str()));
    judged
        .filter_map(|file| {
            let lines = lines_before_tests(&file.text);
            let what = format!("{lines} lines before its tests, {LINES_MAX} at most: split it by what it tells");
            (lines > LINES_MAX).then(|| Finding::new(&file.path, 0, what))
        })
        .collect()
}

/// Words that may not reach a user, and tests that do not run.
pub fn no_forbidden_words(files: &[File]) -> Vec<Finding> {
    let words = [
        ("todo!", "finish it, or leave it out"),
        ("unimplemented!", "finish it, or leave it out"),
        (".unwrap()", "an error says where, why and what to do next"),
        ("dbg!(", "a leftover of debugging"),
    ];
    let mut findings = search(files, is_shipped, &words);
    // in tests too, so on every line of every Rust file but this one
    for file in files.iter().filter(|file| is_rust(&file.path) && !file.path.ends_with("tidy/source.rs")) {
        for (index, line) in file.text.lines().enumerate() {
            if line.trim_start().starts_with("#[ignore") {
                findings.push(Finding::new(&file.path, index + 1, "`#[ignore]`: a test runs or does not exist"));
            }
        }
    }
    findings
}

/// Nothing asks what time it is but the program itself: it hands a clock down.
pub fn time_is_a_parameter(files: &[File]) -> Vec<Finding> {
    let judged = |path: &str| is_shipped(path) && !path.starts_with("crates/cli/") && path != CLOCK_FILE;
    let instead = "time comes in as a parameter (`today`, `now`, or a `Clock`)";
    let words = [("Timestamp::now", instead), ("Zoned::now", instead), ("SystemTime::now", instead)];
    search(files, judged, &words)
}

/// A transaction has a name, a retry and the right way to begin on each engine.
pub fn transactions_are_named(files: &[File]) -> Vec<Finding> {
    let judged = |path: &str| is_shipped(path) && path != TRANSACTION_FILE;
    let instead = "go through the store's named transactions: this one begins deferred on SQLite and is never retried";
    search(files, judged, &[(".transaction(", instead), (".transaction::<", instead)])
}

/// SQL is written in `store` and nowhere else.
pub fn sql_stays_in_the_store(files: &[File]) -> Vec<Finding> {
    let judged = |path: &str| is_shipped(path) && !path.starts_with("crates/store/");
    let instead = "SQL belongs to crates/store";
    let words = ["diesel::", "sql_query", "SELECT ", "INSERT INTO ", "DELETE FROM "].map(|word| (word, instead));
    search(files, judged, &words)
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    fn lines(findings: &[Finding]) -> Vec<usize> {
        findings.iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_long_file_is_found_and_its_tests_do_not_count() {
        let body = "fn f() {}\n".repeat(LINES_MAX);
        let tests = format!("{body}#[cfg(test)]\nmod tests {{\n{body}}}\n");
        assert_eq!(files_are_short(&[file("crates/ledger/src/item.rs", &tests)]), []);
        let long = format!("{body}fn g() {{}}\n");
        assert_eq!(files_are_short(&[file("crates/ledger/src/item.rs", &long)]).len(), 1);
        assert_eq!(files_are_short(&[file("crates/ledger/tests/it/main.rs", &long)]), []);
        // a module of tests in another file does not hide the code below its name
        let hidden = format!("#[cfg(test)]\nmod tests;\n{body}");
        assert_eq!(files_are_short(&[file("crates/ledger/src/item.rs", &hidden)]).len(), 1);
    }

    #[test]
    fn forbidden_words_are_found_in_code_and_not_in_tests_or_comments() {
        let text = "fn f() {\n    // .unwrap() would be wrong\n    g().unwrap();\n    todo!()\n}\n\
            #[cfg(test)]\nmod tests {\n    fn t() { g().unwrap(); }\n}\n";
        assert_eq!(lines(&no_forbidden_words(&[file("crates/law/src/lib.rs", text)])), [3, 4]);
        assert_eq!(no_forbidden_words(&[file("crates/law/tests/it/main.rs", text)]), []);
    }

    #[test]
    fn a_test_that_does_not_run_is_found_even_among_tests() {
        let text = "#[cfg(test)]\nmod tests {\n    #[test]\n    #[ignore = \"slow\"]\n    fn t() {}\n}\n";
        assert_eq!(lines(&no_forbidden_words(&[file("crates/law/src/lib.rs", text)])), [4]);
    }

    #[test]
    fn a_clock_is_found_outside_the_program() {
        let text = "fn f() -> Timestamp {\n    Timestamp::now()\n}\n";
        assert_eq!(lines(&time_is_a_parameter(&[file("crates/app/src/run.rs", text)])), [2]);
        assert_eq!(time_is_a_parameter(&[file("crates/cli/src/main.rs", text)]), []);
    }

    #[test]
    fn a_bare_transaction_is_found_outside_its_file() {
        let text = "fn f(c: &mut Connection) {\n    c.transaction(|c| Ok(()))\n}\n";
        assert_eq!(lines(&transactions_are_named(&[file("crates/store/src/items.rs", text)])), [2]);
        assert_eq!(transactions_are_named(&[file(TRANSACTION_FILE, text)]), []);
    }

    #[test]
    fn sql_is_found_outside_the_store() {
        let text = "const Q: &str = \"SELECT 1\";\nfn f() { diesel::sql_query(Q); }\n";
        assert_eq!(lines(&sql_stays_in_the_store(&[file("crates/web/src/aging.rs", text)])), [1, 2, 2]);
        assert_eq!(sql_stays_in_the_store(&[file("crates/store/src/aging.rs", text)]), []);
    }
}
