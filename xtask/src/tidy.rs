//! `cargo xtask tidy`: the house rules that no compiler knows.
//!
//! Each rule is a small function over the files of the repository; the test beside it shows that it
//! can fail.

mod arrows;
mod papers;
mod source;

use std::fs;

use crate::shell;

/// A file of the repository: kept under version control, or new and not ignored.
#[derive(Debug, Clone)]
pub struct File {
    /// Path from the root, with forward slashes.
    pub path: String,
    /// Its text; files that are not UTF-8 text are not read.
    pub text: String,
}

/// A rule that is not kept, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Path from the root.
    pub path: String,
    /// Line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong and what to do instead.
    pub what: String,
}

impl Finding {
    fn new(path: &str, line: usize, what: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, what: what.into() }
    }
}

/// A rule that reads files.
type Rule = fn(&[File]) -> Vec<Finding>;

const RULES: [Rule; 10] = [
    source::files_are_short,
    source::no_forbidden_words,
    source::time_is_a_parameter,
    source::transactions_are_named,
    source::sql_stays_in_the_store,
    papers::no_trace_of_a_machine,
    papers::guides_come_in_pairs,
    papers::changelog_has_a_place_for_what_is_new,
    papers::links_lead_somewhere,
    papers::no_space_at_line_ends,
];

/// Applies every rule and lists what it finds.
pub fn command() -> Result<(), String> {
    let files = read_repository()?;
    let members = arrows::members(&shell::cargo_metadata()?);
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&files)).collect();
    findings.extend(arrows::point_down(&members));
    findings.extend(arrows::fenced_dependencies(&members));
    findings.extend(papers::each_crate_has_one_line(&files, &members));
    findings.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    if findings.is_empty() {
        println!("tidy: {} files, {} crates, nothing to say", files.len(), members.len());
        return Ok(());
    }
    for finding in &findings {
        println!("{}:{}: {}", finding.path, finding.line, finding.what);
    }
    Err(format!("tidy: {} findings", findings.len()))
}

fn read_repository() -> Result<Vec<File>, String> {
    let listed =
        shell::output(shell::command("git").args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]))?;
    let root = shell::root();
    let mut files = Vec::new();
    for path in listed.split('\0').filter(|path| !path.is_empty()) {
        // pictures, spreadsheets and files removed but still listed are not text to judge
        if let Ok(text) = fs::read_to_string(root.join(path)) {
            files.push(File { path: path.to_owned(), text });
        }
    }
    if files.is_empty() {
        return Err("tidy: git lists no file here, so nothing could be checked".to_owned());
    }
    Ok(files)
}

#[cfg(test)]
fn file(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}
