//! Rules about what is written around the code: documents, guides, traces of a machine.

use std::collections::BTreeSet;
use std::path::Path;

use super::arrows::Member;
use super::{File, Finding};

/// Places that mean something on one machine only, and hosts that a lock file must not name.
/// Written in pieces, so that this file does not find itself.
const TRACES: [&str; 8] = [
    concat!("/wo", "rk/"),
    concat!("/tmp", "/w/"),
    concat!("/home", "/"),
    concat!("/root", "/"),
    concat!("/Users", "/"),
    concat!("C:", "\\Users"),
    concat!("registry.", "npmjs.org"),
    concat!("static.", "crates.io"),
];

fn is_markdown(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|kind| kind == "md")
}

/// No path of a machine and no host of a package registry in what we publish.
pub fn no_trace_of_a_machine(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        for (index, line) in file.text.lines().enumerate() {
            for trace in TRACES.iter().filter(|trace| line.contains(**trace)) {
                findings.push(Finding::new(&file.path, index + 1, format!("`{trace}` means nothing elsewhere")));
            }
        }
    }
    findings
}

/// Each crate has exactly one line in the table of `ARCHITECTURE.md`, and the table no other.
pub fn each_crate_has_one_line(files: &[File], members: &[Member]) -> Vec<Finding> {
    const PATH: &str = "ARCHITECTURE.md";
    let Some(file) = files.iter().find(|file| file.path == PATH) else {
        return vec![Finding::new(PATH, 0, "missing: it holds the picture and one line per crate")];
    };
    let mut findings = Vec::new();
    for member in members {
        let name = member.folder.rsplit('/').next().unwrap_or(&member.folder);
        let count = file.text.lines().filter(|line| line.starts_with(&format!("| `{name}` |"))).count();
        if count != 1 {
            let what = format!("`{name}` has {count} lines in the table of crates, one is wanted: | `{name}` | …");
            findings.push(Finding::new(PATH, 0, what));
        }
    }
    findings
}

/// Each chapter of the guide exists in French and in English; the number in front pairs them.
pub fn guides_come_in_pairs(files: &[File]) -> Vec<Finding> {
    let chapters = |language: &str| -> BTreeSet<String> {
        let folder = format!("docs/guide/{language}/");
        let names = files.iter().filter(|file| is_markdown(&file.path));
        names.filter_map(|file| file.path.strip_prefix(&folder)).map(chapter).collect()
    };
    let (french, english) = (chapters("fr"), chapters("en"));
    let mut findings = Vec::new();
    for (has, lacks, language) in [(&french, &english, "en"), (&english, &french, "fr")] {
        for chapter in has.difference(lacks) {
            let what = format!("chapter {chapter} is missing in this language");
            findings.push(Finding::new(&format!("docs/guide/{language}/"), 0, what));
        }
    }
    findings
}

/// `02` of `02-importer.md`; the whole name where no number leads it (`README.md`).
fn chapter(name: &str) -> String {
    let number: String = name.chars().take_while(char::is_ascii_digit).collect();
    if number.is_empty() { name.to_owned() } else { number }
}

/// What changes is written down while it is fresh.
pub fn changelog_has_a_place_for_what_is_new(files: &[File]) -> Vec<Finding> {
    const PATH: &str = "CHANGELOG.md";
    let file = files.iter().find(|file| file.path == PATH);
    let heading = |line: &str| line.starts_with("## ") && line.contains("Unreleased");
    if file.is_some_and(|file| file.text.lines().any(heading)) {
        return Vec::new();
    }
    vec![Finding::new(PATH, 0, "wants a section `## [Unreleased]`")]
}

/// A link of a document to a file of the repository leads to a file that exists.
pub fn links_lead_somewhere(files: &[File]) -> Vec<Finding> {
    let root = crate::shell::root();
    links_lead_to(files, |path| root.join(path).exists())
}

fn links_lead_to(files: &[File], exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| is_markdown(&file.path)) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (index, line) in file.text.lines().enumerate() {
            for target in line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next()) {
                let target = target.split('#').next().unwrap_or_default();
                let elsewhere = target.is_empty() || target.contains(':');
                if !elsewhere && !exists(&resolve(folder, target)) {
                    findings.push(Finding::new(&file.path, index + 1, format!("the link to `{target}` leads nowhere")));
                }
            }
        }
    }
    findings
}

/// `../SECURITY.md` seen from `docs/guide` is `docs/SECURITY.md`.
fn resolve(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// No blank at the end of a line of code or prose.
pub fn no_space_at_line_ends(files: &[File]) -> Vec<Finding> {
    let judged = |path: &str| {
        let kind = Path::new(path).extension().and_then(|kind| kind.to_str()).unwrap_or_default();
        ["rs", "md", "toml", "html", "css", "js", "ftl", "typ", "sql"].contains(&kind) && !path.contains("/vendor/")
    };
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| judged(&file.path)) {
        for (index, line) in file.text.lines().enumerate().filter(|(_, line)| line.ends_with([' ', '\t'])) {
            let shown = line.trim().chars().take(40).collect::<String>();
            findings.push(Finding::new(&file.path, index + 1, format!("blank at the end of “{shown}”")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    fn member(folder: &str) -> Member {
        Member { name: "any".to_owned(), folder: folder.to_owned(), needs: Vec::new() }
    }

    #[test]
    fn a_path_of_a_machine_is_found() {
        for trace in TRACES {
            let found = no_trace_of_a_machine(&[file("README.md", &format!("first\nsee {trace}x\n"))]);
            assert_eq!(found.len(), 1, "{trace}");
            assert_eq!(found[0].line, 2);
        }
        assert_eq!(no_trace_of_a_machine(&[file("README.md", "see docs/guide and https://example.org\n")]), []);
    }

    #[test]
    fn a_crate_without_a_line_or_with_two_is_found() {
        let page = |text: &str| [file("ARCHITECTURE.md", text)];
        let members = [member("crates/ledger")];
        assert_eq!(each_crate_has_one_line(&page("| `ledger` | items |\n"), &members), []);
        assert_eq!(each_crate_has_one_line(&page("| `law` | tables |\n"), &members).len(), 1);
        assert_eq!(each_crate_has_one_line(&page("| `ledger` | a |\n| `ledger` | b |\n"), &members).len(), 1);
        assert_eq!(each_crate_has_one_line(&[], &members).len(), 1);
    }

    #[test]
    fn a_chapter_in_one_language_only_is_found() {
        let french = file("docs/guide/fr/02-importer.md", "");
        let english = file("docs/guide/en/02-importing.md", "");
        assert_eq!(guides_come_in_pairs(&[french.clone(), english.clone()]), []);
        assert_eq!(guides_come_in_pairs(&[french])[0].path, "docs/guide/en/");
        assert_eq!(guides_come_in_pairs(&[english])[0].path, "docs/guide/fr/");
    }

    #[test]
    fn a_changelog_without_unreleased_is_found() {
        assert_eq!(changelog_has_a_place_for_what_is_new(&[file("CHANGELOG.md", "## [Unreleased]\n")]), []);
        assert_eq!(changelog_has_a_place_for_what_is_new(&[file("CHANGELOG.md", "## 0.1.0\n")]).len(), 1);
        assert_eq!(changelog_has_a_place_for_what_is_new(&[]).len(), 1);
    }

    #[test]
    fn a_link_to_nothing_is_found() {
        let exists = |path: &str| path == "docs/style.md";
        let page = |text: &str| [file("docs/decisions/0001.md", text)];
        assert_eq!(links_lead_to(&page("[a](../style.md#names) [b](https://example.org) [c](#here)"), exists), []);
        assert_eq!(links_lead_to(&page("[a](../stile.md)"), exists).len(), 1);
    }

    #[test]
    fn a_blank_at_a_line_end_is_found() {
        assert_eq!(no_space_at_line_ends(&[file("a.md", "one\ntwo\n")]), []);
        assert_eq!(no_space_at_line_ends(&[file("a.md", "one\ntwo \n")]).len(), 1);
    }
}
