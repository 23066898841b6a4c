//! `cargo xtask test`: every check of the house, in the order in which they fail fastest.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::tally::{self, Row, Tally, Verdict};
use crate::{browser, postgres, schemathesis, setup, shell, tidy};

/// The stages by name, in order.
const STAGES: [&str; 8] = ["tidy", "fmt", "clippy", "deny", "unit", "doc", "schemathesis", "e2e"];

/// Runs the named stages, or all; an error means that at least one check failed.
pub fn command(names: &[String]) -> Result<(), String> {
    if let Some(unknown) = names.iter().find(|name| !STAGES.contains(&name.as_str())) {
        return Err(format!("test: no stage `{unknown}`; there are: {}", STAGES.join(" ")));
    }
    let chosen: Vec<&'static str> =
        STAGES.into_iter().filter(|stage| names.is_empty() || names.iter().any(|name| name == stage)).collect();
    let chosen: Vec<&'static str> =
        chosen.into_iter().filter(|stage| *stage != "e2e" || browser::suite().is_some()).collect();
    if chosen.iter().any(|stage| ["clippy", "unit", "doc", "schemathesis", "e2e"].contains(stage)) {
        for missing in setup::system() {
            println!("setup: {missing}");
        }
    }
    let server =
        if chosen.iter().any(|stage| ["unit", "e2e"].contains(stage)) { Database::find() } else { Database::None };
    let mut rows = Vec::new();
    for stage in chosen {
        println!("\n── {stage} ──");
        let start = Instant::now();
        let verdict = run_stage(stage, &server);
        if let Verdict::Skipped(why) = &verdict {
            println!("SKIP {stage}: {why}");
        }
        rows.push(Row { stage, verdict, took: start.elapsed() });
    }
    drop(server);
    if tally::close(&rows, shell::strict()) { Ok(()) } else { Err(String::new()) }
}

fn run_stage(stage: &str, server: &Database) -> Verdict {
    match stage {
        "tidy" => plain(tidy::command()),
        "fmt" => plain(
            // names the files only: the differences of a large change would bury everything else
            shell::run(shell::command("cargo").args(["fmt", "--all", "--", "--check", "-l"]))
                .map_err(|error| format!("{error}; `cargo fmt --all` repairs it")),
        ),
        "clippy" => plain(shell::run(shell::command("cargo").args([
            "clippy",
            "--release",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]))),
        "deny" => deny(),
        "unit" => unit(server),
        "doc" => doc(),
        "schemathesis" => contract(),
        _ => end_to_end(server),
    }
}

fn plain(outcome: Result<(), String>) -> Verdict {
    match outcome {
        Ok(()) => Verdict::Passed(None),
        Err(why) => Verdict::Failed(None, why),
    }
}

fn counted((tally, end): (Tally, Result<(), String>)) -> Verdict {
    match end {
        // a runner that ran nothing and is content has been called wrongly
        Ok(()) if tally == Tally::default() => Verdict::Failed(Some(tally), "no test was run".to_owned()),
        Ok(()) if tally.failed > 0 => Verdict::Failed(Some(tally), format!("{} tests failed", tally.failed)),
        Ok(()) => Verdict::Passed(Some(tally)),
        Err(why) => Verdict::Failed(Some(tally), why),
    }
}

/// Licences, banned crates and sources. The database of advisories is fetched from the network, so
/// it is asked by hand (see CONTRIBUTING.md) and never decides whether a build passes.
fn deny() -> Verdict {
    if !setup::has_cargo_deny() {
        if !shell::strict() {
            return Verdict::Skipped("cargo-deny is not installed; `cargo xtask setup` builds it, once".to_owned());
        }
        if let Err(why) = setup::cargo_deny() {
            return Verdict::Skipped(why);
        }
    }
    plain(shell::run(shell::command("cargo").args([
        "deny",
        "--log-level",
        "warn",
        "check",
        "licenses",
        "bans",
        "sources",
    ])))
}

fn unit(server: &Database) -> Verdict {
    if let Database::Missing(why) = server {
        if shell::strict() {
            return Verdict::Failed(None, format!("PostgreSQL: {why}"));
        }
        println!("SKIP the tests on PostgreSQL: {why}");
    }
    let mut command = shell::command("cargo");
    if shell::which("cargo-nextest").is_some() {
        command.args(["nextest", "run", "--release", "--workspace", "--no-fail-fast", "--color", "never"]);
        // every test's output comes through, and `tally` keeps the lines that matter
        command.args(["--success-output", "immediate", "--status-level", "pass"]);
    } else {
        command.args(["test", "--release", "--workspace", "--lib", "--bins", "--tests", "--no-fail-fast"]);
    }
    server.tell(&mut command);
    counted(tally::run_counting(&mut command))
}

/// nextest runs no example in documentation, so crates that have some run them here.
fn doc() -> Verdict {
    let packages = match packages_with_examples() {
        Ok(packages) => packages,
        Err(why) => return Verdict::Failed(None, why),
    };
    if packages.is_empty() {
        println!("no example in any documentation");
        return Verdict::Passed(Some(Tally::default()));
    }
    let mut command = shell::command("cargo");
    command.args(["test", "--release", "--doc", "--no-fail-fast"]);
    for package in packages {
        command.args(["--package", &package]);
    }
    counted(tally::run_counting(&mut command))
}

fn packages_with_examples() -> Result<Vec<String>, String> {
    let metadata = shell::cargo_metadata()?;
    let mut found = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let (Some(name), Some(manifest)) = (package["name"].as_str(), package["manifest_path"].as_str()) else {
            continue;
        };
        let source = Path::new(manifest).with_file_name("src");
        // a package without a library has no examples that cargo could run
        if source.join("lib.rs").is_file() && any_example(&source) {
            found.push(name.to_owned());
        }
    }
    Ok(found)
}

fn any_example(folder: &Path) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return any_example(&path);
        }
        path.extension().is_some_and(|kind| kind == "rs")
            && fs::read_to_string(&path).is_ok_and(|text| has_example(&text))
    })
}

/// True if a documentation comment opens a block of Rust.
fn has_example(text: &str) -> bool {
    let mut inside = false;
    for line in text.lines() {
        let line = line.trim_start();
        let Some(comment) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else {
            inside = false;
            continue;
        };
        let Some(words) = comment.trim().strip_prefix("```") else { continue };
        if !inside && ["", "rust", "no_run", "should_panic", "compile_fail"].contains(&words) {
            return true;
        }
        inside = !inside;
    }
    false
}

/// The API against its own document.
fn contract() -> Verdict {
    let program = match schemathesis::installed() {
        Ok(program) => program,
        Err(why) => return Verdict::Skipped(why),
    };
    plain(built().and_then(|()| schemathesis::run(&program)))
}

/// The program, as the tests before have built it: asked for by name alone, it would have other features than
/// with the tests beside it, and be compiled again from the first crate to the last.
fn built() -> Result<(), String> {
    shell::run(shell::command("cargo").args(["test", "--release", "--workspace", "--no-run", "--quiet"]))
}

fn end_to_end(server: &Database) -> Verdict {
    if let Err(why) = setup::node_packages() {
        return Verdict::Skipped(why);
    }
    if let Some(why) = browser::lacking() {
        return Verdict::Skipped(why);
    }
    if let Err(why) = built() {
        return Verdict::Failed(None, why);
    }
    match browser::command(server.address().as_deref()) {
        Ok(mut command) => counted(tally::run_counting(&mut command)),
        Err(why) => Verdict::Failed(None, why),
    }
}

/// The PostgreSQL of this run.
enum Database {
    /// Not asked for.
    None,
    /// The user named one; it is theirs, we neither start nor stop it.
    Given(String),
    /// Ours, stopped at the end.
    Private(Box<postgres::Server>),
    /// None could be had, and why.
    Missing(String),
}

impl Database {
    fn find() -> Self {
        if let Ok(address) = std::env::var(postgres::VARIABLE) {
            return Self::Given(address);
        }
        match postgres::Server::start() {
            Ok(server) => Self::Private(Box::new(server)),
            Err(why) => Self::Missing(why),
        }
    }

    fn address(&self) -> Option<String> {
        match self {
            Self::Given(address) => Some(address.clone()),
            Self::Private(server) => Some(server.url()),
            Self::None | Self::Missing(_) => None,
        }
    }

    fn tell(&self, command: &mut Command) {
        if let Some(address) = self.address() {
            command.env(postgres::VARIABLE, address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_stage_is_refused_with_the_list() {
        let error = command(&["lint".to_owned()]).expect_err("no such stage");
        assert!(error.contains("lint") && error.contains("clippy"), "{error}");
    }

    #[test]
    fn a_runner_that_ran_nothing_has_failed() {
        assert!(matches!(counted((Tally::default(), Ok(()))), Verdict::Failed(..)));
        let tally = Tally { passed: 2, failed: 0, skips: 0 };
        assert_eq!(counted((tally, Ok(()))), Verdict::Passed(Some(tally)));
        assert!(matches!(counted((tally, Err("exit 1".to_owned()))), Verdict::Failed(..)));
        assert!(matches!(counted((Tally { passed: 2, failed: 1, skips: 0 }, Ok(()))), Verdict::Failed(..)));
    }

    #[test]
    fn only_rust_in_documentation_is_an_example() {
        assert!(has_example("/// ```\n/// let a = 1;\n/// ```\nfn f() {}"));
        assert!(has_example("//! ```no_run\n//! start();\n//! ```"));
        assert!(!has_example("/// ```text\n/// Creditor ──< Account\n/// ```\nfn f() {}"));
        assert!(!has_example("// ```\n// not documentation\n// ```"));
    }
}
