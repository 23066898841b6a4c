//! Starts `smtp_server.py`, which stands on Debian's `python3-aiosmtpd`.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use courier::{Roots, Security, Server, Smtp, Timeouts};
use serde_json::Value;
use tempfile::TempDir;

/// A running server; dropping it ends it.
pub struct Relay {
    child: Child,
    home: TempDir,
    pub port: u16,
}

/// The first Python that has the library; on CI it must be there.
fn python() -> Option<&'static str> {
    let has = |python: &&str| {
        let mut try_it = Command::new(python);
        try_it.args(["-c", "import aiosmtpd"]).stdout(Stdio::null()).stderr(Stdio::null());
        try_it.status().is_ok_and(|status| status.success())
    };
    let found = ["python3", "/usr/bin/python3"].into_iter().find(has);
    if found.is_none() {
        assert!(!std::env::var("CI").is_ok_and(|v| v == "true"), "no Python with aiosmtpd: cargo xtask setup");
        eprintln!("SKIP SMTP: no Python with aiosmtpd (Debian's python3-aiosmtpd)");
    }
    found
}

/// A server with those arguments; none, with a visible line, where it cannot be had.
pub fn relay(arguments: &[&str]) -> Option<Relay> {
    let python = python()?;
    let home = tempfile::tempdir().expect("a folder");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/smtp_server.py");
    let mut command = Command::new(python);
    command.arg(script).arg(home.path()).args(arguments);
    if arguments.contains(&"--tls") {
        let (cert, key) = certificate(home.path());
        command.arg("--cert").arg(cert).arg("--key").arg(key);
    }
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("the server writes its port");
    let port = line.trim().parse().expect("a port");
    Some(Relay { child, home, port })
}

/// An authority and a certificate of `localhost` that it signed.
fn certificate(home: &Path) -> (PathBuf, PathBuf) {
    let openssl = |words: &str| {
        let done = Command::new("openssl").current_dir(home).args(words.split(' ')).output().expect("openssl runs");
        assert!(done.status.success(), "openssl {words}: {}", String::from_utf8_lossy(&done.stderr));
    };
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes";
    fs::write(home.join("san"), "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n").expect("written");
    openssl(&format!("req -x509 {key} -keyout ca.key -out ca.pem -days 2 -subj /CN=invented-authority"));
    openssl(&format!("req {key} -keyout relay.key -out relay.csr -subj /CN=localhost"));
    openssl("x509 -req -in relay.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out relay.pem");
    (home.join("relay.pem"), home.join("relay.key"))
}

impl Relay {
    /// Settings to reach it, with short waits.
    pub fn settings(&self, security: Security) -> Server {
        let mut server = Server::new("localhost", self.port, security, "house.example");
        // long enough for a loaded machine where an answer comes, short where none does
        server.timeouts = Timeouts {
            connect: Duration::from_secs(20),
            command: Duration::from_secs(20),
            end_of_data: Duration::from_secs(20),
        };
        if matches!(security, Security::Tls | Security::StartTls) {
            server.roots = Roots::Only(fs::read(self.home.path().join("ca.pem")).expect("the authority"));
        }
        server
    }

    /// A carrier without TLS.
    pub fn plain(&self) -> Smtp {
        Smtp::try_new(self.settings(Security::PlainOnLoopback)).expect("good settings")
    }

    /// Messages it accepted.
    pub fn taken(&self) -> usize {
        let names = fs::read_dir(self.home.path()).expect("a folder").map(|entry| entry.expect("an entry").path());
        names.filter(|path| path.extension().is_some_and(|ending| ending == "eml")).count()
    }

    /// The `n`th message that it accepted, from 1, and its envelope.
    pub fn message(&self, n: usize) -> (Vec<u8>, Value) {
        let read = |ending: &str| fs::read(self.home.path().join(format!("{n}.{ending}"))).expect("accepted");
        (read("eml"), serde_json::from_slice(&read("json")).expect("JSON"))
    }

    /// The commands that it noted.
    pub fn commands(&self) -> Vec<String> {
        let text = fs::read_to_string(self.home.path().join("commands")).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
