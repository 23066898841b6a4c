//! The end-to-end suite in `e2e/`: Node drives Debian's Chromium against the program as built.
//!
//! The suite starts and stops its own servers. It is told, by environment:
//! - `QUITTANCE_BIN`: the program, absolute path;
//! - `QUITTANCE_CHROMIUM`: the browser;
//! - `QUITTANCE_CHROMIUM_ARGS`: arguments for the browser, separated by blanks;
//! - `QUITTANCE_TEST_POSTGRES`: a PostgreSQL to play with, where one is running.

use std::path::PathBuf;
use std::process::Command;

use crate::shell;

/// Keeps a test browser silent: no first-run page, no update, no lookup outside the machine.
const QUIET: [&str; 6] = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// The folder of the suite, if this tree has one.
pub fn suite() -> Option<PathBuf> {
    let folder = shell::root().join("e2e");
    folder.join("package.json").is_file().then_some(folder)
}

/// The browser: `QUITTANCE_CHROMIUM`, else the first known name on `PATH`.
pub fn find() -> Option<PathBuf> {
    if let Some(chosen) = std::env::var_os("QUITTANCE_CHROMIUM") {
        return Some(PathBuf::from(chosen)).filter(|file| file.is_file());
    }
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(shell::which)
}

/// Arguments for the browser. Chromium refuses its sandbox to the superuser.
pub fn arguments(superuser: bool) -> String {
    let mut words = QUIET.to_vec();
    if superuser {
        words.push("--no-sandbox");
    }
    words.join(" ")
}

/// What the suite still lacks, in words, if anything.
pub fn lacking() -> Option<String> {
    if shell::which("node").is_none() || shell::which("npm").is_none() {
        return Some("Node.js 20 or later with npm is not installed".to_owned());
    }
    if find().is_none() {
        return Some("no Chromium on this machine (package `chromium`)".to_owned());
    }
    let modules = suite().map(|folder| folder.join("node_modules"));
    modules.filter(|modules| !modules.is_dir()).map(|_| "the packages of e2e/ are not installed (npm)".to_owned())
}

/// The command that runs the whole suite: `npm test` in `e2e/`.
pub fn command(postgres: Option<&str>) -> Result<Command, String> {
    let folder = suite().ok_or("there is no e2e/ in this tree")?;
    let browser = find().ok_or("no Chromium on this machine")?;
    let metadata = shell::cargo_metadata()?;
    let target = metadata["target_directory"].as_str().ok_or("cargo metadata names no target directory")?;
    let mut command = Command::new("npm");
    command
        .current_dir(folder)
        .args(["test", "--silent"])
        .env("QUITTANCE_BIN", PathBuf::from(target).join("release/quittance"))
        .env("QUITTANCE_CHROMIUM", browser)
        .env("QUITTANCE_CHROMIUM_ARGS", arguments(shell::is_root()));
    if let Some(address) = postgres {
        command.env("QUITTANCE_TEST_POSTGRES", address);
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_superuser_gives_up_the_sandbox() {
        assert!(arguments(true).contains("--no-sandbox"));
        assert!(!arguments(false).contains("--no-sandbox"));
    }
}
