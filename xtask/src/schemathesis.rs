//! The API against its own document: schemathesis makes requests out of the OpenAPI document and sends them to
//! the program as built, over the demo company. No answer may be a 500 or other than the document says.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::shell;

/// The version whose checks are known here.
const PACKAGE: &str = "schemathesis==4.32.5";
/// The same requests each time, unless `QUITTANCE_SEED` chooses others.
const SETTINGS: &str = "xtask/schemathesis.toml";
/// Seconds at most.
const SECONDS: &str = "150";
/// Requests for each operation.
const EXAMPLES: &str = "12";
/// The server answers within so long.
const START: Duration = Duration::from_secs(30);

/// Left out: no schema can say that a reference exists, that a plan is sound or that a day is a working day, so
/// a request that the document allows may be refused by a rule of the trade.
const UNASKED: &str = "positive_data_acceptance";

/// Installs it in a virtualenv of its own, once per machine; gives the program.
pub fn installed() -> Result<PathBuf, String> {
    let folder = target()?.join("schemathesis");
    let program = folder.join("venv/bin/schemathesis");
    let stamp = folder.join("installed");
    if program.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|kept| kept == PACKAGE) {
        return Ok(program);
    }
    println!("setup: {PACKAGE} in a virtualenv");
    let why = |error: String| format!("{PACKAGE}: {error}");
    std::fs::create_dir_all(&folder).map_err(|error| why(error.to_string()))?;
    shell::output(Command::new("python3").args(["-m", "venv"]).arg(folder.join("venv"))).map_err(why)?;
    let mut pip = Command::new(folder.join("venv/bin/pip"));
    shell::output(pip.args(["install", "--quiet", "--disable-pip-version-check", PACKAGE])).map_err(why)?;
    std::fs::write(&stamp, PACKAGE).map_err(|error| why(error.to_string()))?;
    Ok(program)
}

fn target() -> Result<PathBuf, String> {
    let metadata = shell::cargo_metadata()?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .ok_or("cargo metadata names no target directory".to_owned())
}

/// Runs it on a demo company of its own.
pub fn run(program: &Path) -> Result<(), String> {
    let target = target()?;
    let (quittance, folder) = (target.join("release/quittance"), target.join("schemathesis/house"));
    let _ = std::fs::remove_dir_all(&folder);
    shell::output(Command::new(&quittance).args(["demo", "--no-serve", "--dir"]).arg(&folder))?;
    let server = Server::start(&quittance, &folder)?;
    let token = server.token()?;
    let seed = std::env::var("QUITTANCE_SEED").ok();
    let mut command = shell::command(&program.to_string_lossy());
    match &seed {
        None => command.arg("--config-file").arg(shell::root().join(SETTINGS)).arg("run"),
        Some(seed) => command.args(["run", "--seed", seed]),
    };
    command
        .args([&format!("{}/api/v1/openapi.json", server.base()), "--url", &server.base()])
        .args(["--header", &format!("Authorization: Bearer {token}")])
        // A token of its own: signing out would leave the rest of the requests to nobody.
        .args(["--exclude-path", "/api/v1/session"])
        .args(["--checks", "all", "--exclude-checks", UNASKED])
        .args(["--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES])
        .args(["--max-time", SECONDS, "--generation-database", "none", "--no-color"]);
    // Its command line holds a token of the demo company: the failure names the tool alone.
    shell::run(&mut command).map_err(|_| "schemathesis found something: see above".to_owned())
}

/// The program as built, stopped at the end.
struct Server {
    child: Child,
    port: u16,
}

impl Server {
    fn start(program: &Path, folder: &Path) -> Result<Self, String> {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
        let port = free.map_err(|error| format!("no free port: {error}"))?.port();
        let child = Command::new(program)
            .args(["--db", &format!("sqlite:{}", folder.join("demo.db").display()), "--today", "2026-11-23"])
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .map_err(|error| format!("the program does not start: {error}"))?;
        let server = Self { child, port };
        let began = Instant::now();
        while server.ask("GET /healthz", "").is_err() {
            if began.elapsed() > START {
                return Err("the program does not answer".to_owned());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A token of a program, made by the demo company's person: it does everything but what is done in person.
    fn token(&self) -> Result<String, String> {
        let read = |answer: String| {
            let json = answer.find('{').and_then(|at| serde_json::from_str::<serde_json::Value>(&answer[at..]).ok());
            json.and_then(|json| json["token"].as_str().map(str::to_owned))
        };
        let password = "menuiserie-vauban";
        let body = serde_json::json!({ "login": "demo", "password": password }).to_string();
        let session = read(self.ask("POST /api/v1/session", &body)?).ok_or("nobody could sign in")?;
        let scopes = ["read", "import", "allocate", "accounts:write", "run", "settings"];
        let body = serde_json::json!({ "name": "schemathesis", "scopes": scopes, "password": password }).to_string();
        let what = format!("POST /api/v1/me/tokens HTTP/1.1\r\nauthorization: Bearer {session}");
        read(self.ask_with(&what, &body)?).ok_or_else(|| "no token was made".to_owned())
    }

    fn ask(&self, what: &str, body: &str) -> Result<String, String> {
        self.ask_with(&format!("{what} HTTP/1.1"), body)
    }

    fn ask_with(&self, head: &str, body: &str) -> Result<String, String> {
        let ask = || -> std::io::Result<String> {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
            let kind = "content-type: application/json\r\nconnection: close";
            write!(stream, "{head}\r\nhost: local\r\n{kind}\r\ncontent-length: {}\r\n\r\n{body}", body.len())?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            Ok(answer)
        };
        ask().map_err(|error| error.to_string())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
