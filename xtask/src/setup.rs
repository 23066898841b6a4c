//! `cargo xtask setup`: installs what the tests need and this machine lacks.
//!
//! Debian packages are installed only by the superuser on Debian; elsewhere each missing thing is
//! named with the package that brings it, and the tests that need it are skipped or fail.

use std::path::Path;
use std::process::Command;

use crate::{browser, postgres, schemathesis, shell};

/// Something the tests need from the system.
struct Need {
    /// In words, for the report.
    what: &'static str,
    /// Debian's package.
    package: &'static str,
    /// Whether it is here.
    present: fn() -> bool,
}

const NEEDS: [Need; 11] = [
    // OpenSSL and libpq are built from source with the store
    Need { what: "a C compiler", package: "gcc", present: || shell::which("cc").is_some() },
    Need { what: "make", package: "make", present: || shell::which("make").is_some() },
    Need { what: "Perl with its modules", package: "perl", present: perl },
    Need { what: "PostgreSQL server", package: "postgresql", present: || postgres::programs().is_some() },
    Need { what: "Chromium", package: "chromium", present: || browser::find().is_some() },
    Need { what: "pdftotext and pdftoppm", package: "poppler-utils", present: || shell::which("pdftotext").is_some() },
    Need { what: "zbarimg", package: "zbar-tools", present: || shell::which("zbarimg").is_some() },
    Need { what: "fonts for screenshots", package: "fonts-dejavu-core", present: fonts },
    // the mail server that courier's tests send to, and the certificates they make for it
    Need { what: "Python with aiosmtpd", package: "python3-aiosmtpd", present: aiosmtpd },
    // the tool that asks the API what its document allows
    Need { what: "Python with venv", package: "python3-venv", present: venv },
    Need { what: "the openssl program", package: "openssl", present: || shell::which("openssl").is_some() },
];

fn perl() -> bool {
    shell::succeeds(Command::new("perl").args(["-MIPC::Cmd", "-MFindBin", "-e", "1"]))
}

/// Debian's library belongs to Debian's Python, which may not be the first on the path.
fn aiosmtpd() -> bool {
    let has = |python| shell::succeeds(Command::new(python).args(["-c", "import aiosmtpd"]));
    has("python3") || has("/usr/bin/python3")
}

fn venv() -> bool {
    shell::succeeds(Command::new("python3").args(["-c", "import venv, ensurepip"]))
}

fn fonts() -> bool {
    ["truetype", "opentype"].iter().any(|kind| Path::new("/usr/share/fonts").join(kind).is_dir())
}

/// Installs everything it can and says what it could not.
pub fn command() -> Result<(), String> {
    let mut lacking = system();
    lacking.extend(node_packages().err());
    lacking.extend(cargo_deny().err());
    lacking.extend(schemathesis::installed().err());
    if lacking.is_empty() {
        println!("setup: everything the tests need is here");
        return Ok(());
    }
    Err(format!("setup: could not install:\n  {}", lacking.join("\n  ")))
}

/// Installs the missing system packages; gives those that are still missing.
pub fn system() -> Vec<String> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Vec::new();
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    if !Path::new("/etc/debian_version").exists() || shell::which("apt-get").is_none() {
        return report(&missing, "this is not Debian: install it by your own means");
    }
    if !shell::is_root() {
        return report(&missing, &format!("run as root: apt-get install {}", packages.join(" ")));
    }
    println!("setup: installing {}", packages.join(" "));
    let done = apt(&["update"]).and_then(|()| {
        let mut words = vec!["install", "--yes", "--no-install-recommends"];
        words.extend(packages);
        apt(&words)
    });
    match done {
        Ok(()) => report(&missing.into_iter().filter(|need| !(need.present)()).collect::<Vec<_>>(), "still not found"),
        Err(error) => report(&missing, &error),
    }
}

fn report(needs: &[&Need], why: &str) -> Vec<String> {
    needs.iter().map(|need| format!("{} (package `{}`): {why}", need.what, need.package)).collect()
}

fn apt(words: &[&str]) -> Result<(), String> {
    // quiet on success, everything on failure; a lock held by another installer is waited for
    let mut command = Command::new("apt-get");
    command.args(["-o", "DPkg::Lock::Timeout=120", "--quiet"]).args(words).env("DEBIAN_FRONTEND", "noninteractive");
    shell::output(&mut command).map(|_| ())
}

/// Installs the packages of `e2e/` if the folder exists and they are missing or older than its list.
pub fn node_packages() -> Result<(), String> {
    let Some(folder) = browser::suite() else { return Ok(()) };
    let installed = folder.join("node_modules/.package-lock.json");
    let lock = folder.join("package-lock.json");
    let wanted = if lock.is_file() { lock.clone() } else { folder.join("package.json") };
    if newer(&installed, &wanted) {
        return Ok(());
    }
    if shell::which("npm").is_none() {
        return Err("packages of e2e/: Node.js 20 or later with npm is not installed".to_owned());
    }
    let verb = if lock.is_file() { "ci" } else { "install" };
    println!("setup: npm {verb} in e2e/");
    let mut npm = Command::new("npm");
    npm.current_dir(&folder).args([verb, "--no-audit", "--no-fund"]);
    shell::output(&mut npm).map(|_| ()).map_err(|error| format!("packages of e2e/: {error}"))
}

fn newer(file: &Path, than: &Path) -> bool {
    let time = |path: &Path| std::fs::metadata(path).and_then(|data| data.modified()).ok();
    match (time(file), time(than)) {
        (Some(file), Some(than)) => file >= than,
        _ => false,
    }
}

/// Whether `cargo deny` is here.
pub fn has_cargo_deny() -> bool {
    shell::succeeds(shell::command("cargo").args(["deny", "--version"]))
}

/// Builds cargo-deny if it is missing: some minutes of compilation, once per machine, which is why
/// `test` does so only under `CI=true`.
pub fn cargo_deny() -> Result<(), String> {
    if has_cargo_deny() {
        return Ok(());
    }
    println!("setup: building cargo-deny (some minutes, once)");
    let mut install = Command::new("cargo");
    install.args(["install", "cargo-deny", "--locked", "--quiet"]);
    shell::output(&mut install).map(|_| ()).map_err(|error| format!("cargo-deny: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_thing_is_reported_with_its_package_and_the_remedy() {
        let need = Need { what: "a unicorn", package: "unicorn", present: || false };
        assert_eq!(report(&[&need], "run as root"), ["a unicorn (package `unicorn`): run as root"]);
    }

    #[test]
    fn a_file_that_does_not_exist_is_never_newer() {
        let here = Path::new(file!());
        assert!(!newer(Path::new("no-such-file"), here));
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(newer(&manifest, &manifest));
    }
}
