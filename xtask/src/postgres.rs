//! A private PostgreSQL for the tests: its own data folder, its own loopback port, gone afterwards.
//!
//! Uses the server programs that Debian installs under `/usr/lib/postgresql/*/bin`. PostgreSQL
//! refuses to run as the superuser, so a superuser hands it to the account `postgres`.

use std::fs;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::shell;

/// The variable by which the tests learn the address of a server they may fill with databases.
pub const VARIABLE: &str = "QUITTANCE_TEST_POSTGRES";

/// How long a server may take to answer on a slow, busy machine before we give up.
const START_MAX: Duration = Duration::from_mins(1);
/// How long a server may take to stop when asked, before it is killed.
const STOP_MAX: Duration = Duration::from_secs(20);
/// Another program may take the free port between our asking and the server's start.
const ATTEMPTS: u32 = 3;

/// A running server; dropping it stops that very process and removes its folder.
pub struct Server {
    child: Child,
    home: PathBuf,
    port: u16,
}

impl Server {
    /// Prepares and starts a server with nothing in it but the database `postgres`.
    pub fn start() -> Result<Self, String> {
        let programs = programs().ok_or("PostgreSQL's server programs are not installed (package `postgresql`)")?;
        let owner = Owner::find()?;
        let home = make_home(&owner)?;
        let started = prepare(&programs, &owner, &home).and_then(|()| {
            let mut last = String::new();
            for _ in 0..ATTEMPTS {
                match launch(&programs, &owner, &home) {
                    Ok(server) => return Ok(server),
                    Err(error) => last = error,
                }
            }
            Err(last)
        });
        if started.is_err() {
            // best effort: a folder left behind in the temporary folder harms nobody
            let _ = fs::remove_dir_all(&home);
        }
        started
    }

    /// The address for clients: superuser, no password, loopback only.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Asks the server to end at once without waiting for its clients, then makes sure that it did.
    fn stop(&mut self) {
        let pid = self.child.id().to_string();
        shell::succeeds(Command::new("kill").args(["-INT", &pid]));
        let until = Instant::now() + STOP_MAX;
        while Instant::now() < until {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return;
            }
            sleep(Duration::from_millis(50));
        }
        // already gone is as good as killed
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
        let _ = fs::remove_dir_all(&self.home);
    }
}

/// The account that owns the data folder and runs the server.
struct Owner {
    /// User and group to hand over to; `None` where we are an ordinary user already.
    hand_over: Option<(u32, u32)>,
}

impl Owner {
    fn find() -> Result<Self, String> {
        if !shell::is_root() {
            return Ok(Self { hand_over: None });
        }
        let id = |flag: &str| {
            let text = shell::output(Command::new("id").args([flag, "postgres"]))?;
            text.trim().parse::<u32>().map_err(|error| format!("`id {flag} postgres`: {error}"))
        };
        Ok(Self { hand_over: Some((id("-u")?, id("-g")?)) })
    }

    /// A command run by that account which ends when we end, even if we are killed.
    fn command(&self, program: &Path, home: &Path) -> Command {
        let mut command = if let Some(setpriv) = shell::which("setpriv") {
            let mut command = Command::new(setpriv);
            command.args(["--pdeathsig", "INT"]);
            if let Some((user, group)) = self.hand_over {
                command.args([format!("--reuid={user}"), format!("--regid={group}"), "--clear-groups".to_owned()]);
            }
            command.arg(program);
            command
        } else {
            let mut command = Command::new(program);
            if let Some((user, group)) = self.hand_over {
                command.uid(user).gid(group);
            }
            command
        };
        // a fixed language: the tests read some of the server's messages
        command.current_dir(home).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
        command
    }
}

/// The folder of the newest server programs: Debian's, else the one of `initdb` on `PATH`.
pub fn programs() -> Option<PathBuf> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = debian
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let folder = entry.path().join("bin");
            (folder.join("initdb").is_file() && folder.join("postgres").is_file()).then_some((version, folder))
        })
        .max();
    if let Some((_, folder)) = newest {
        return Some(folder);
    }
    let initdb = fs::canonicalize(shell::which("initdb")?).ok()?;
    initdb.parent().filter(|folder| folder.join("postgres").is_file()).map(Path::to_path_buf)
}

fn make_home(owner: &Owner) -> Result<PathBuf, String> {
    let complain = |error: std::io::Error| format!("cannot make a folder for PostgreSQL's data: {error}");
    let base = std::env::temp_dir();
    for number in 0..1000_u32 {
        let home = base.join(format!("quittance-pg-{}-{number}", std::process::id()));
        match fs::create_dir(&home) {
            Ok(()) => {
                fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).map_err(complain)?;
                if let Some((user, group)) = owner.hand_over {
                    chown(&home, Some(user), Some(group)).map_err(complain)?;
                }
                return Ok(home);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(complain(error)),
        }
    }
    Err(format!("cannot make a folder for PostgreSQL's data: {} is full of old ones", base.display()))
}

fn prepare(programs: &Path, owner: &Owner, home: &Path) -> Result<(), String> {
    let mut initdb = owner.command(&programs.join("initdb"), home);
    initdb.arg("--pgdata").arg(home.join("data"));
    initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
    shell::output(&mut initdb).map(|_| ())
}

fn launch(programs: &Path, owner: &Owner, home: &Path) -> Result<Server, String> {
    let port = free_port()?;
    let log = home.join("log");
    let out = fs::File::create(&log).map_err(|error| format!("cannot write {}: {error}", log.display()))?;
    let errors = out.try_clone().map_err(|error| format!("cannot write {}: {error}", log.display()))?;
    let mut postgres = owner.command(&programs.join("postgres"), home);
    postgres.arg("-D").arg(home.join("data")).arg("-p").arg(port.to_string()).arg("-k").arg(home);
    // nothing here has to survive a power cut, and many tests connect at once
    for setting in ["listen_addresses=127.0.0.1", "fsync=off", "synchronous_commit=off", "full_page_writes=off"] {
        postgres.args(["-c", setting]);
    }
    // nor to keep much of what was written
    for setting in ["wal_level=minimal", "max_wal_senders=0", "max_wal_size=128MB", "min_wal_size=32MB"] {
        postgres.args(["-c", setting]);
    }
    postgres.args(["-c", "max_connections=300", "-c", "timezone=UTC"]);
    let child = postgres.stdout(out).stderr(errors).spawn();
    let child = child.map_err(|error| format!("PostgreSQL could not start: {error}"))?;
    let mut server = Server { child, home: home.to_path_buf(), port };
    match wait_until_ready(programs, &mut server) {
        Ok(()) => Ok(server),
        Err(why) => {
            server.stop();
            let said = fs::read_to_string(&log).unwrap_or_default();
            // the folder must outlive this attempt for the next one
            server.home = home.join("nothing-to-remove");
            Err(format!("{why}\n{said}"))
        }
    }
}

fn wait_until_ready(programs: &Path, server: &mut Server) -> Result<(), String> {
    let port = server.port.to_string();
    let until = Instant::now() + START_MAX;
    while Instant::now() < until {
        if let Ok(Some(status)) = server.child.try_wait() {
            return Err(format!("PostgreSQL ended while starting ({status}); it wrote:"));
        }
        let mut ask = Command::new(programs.join("pg_isready"));
        if shell::succeeds(ask.args(["--quiet", "--host=127.0.0.1", "--port", &port])) {
            return Ok(());
        }
        sleep(Duration::from_millis(100));
    }
    Err(format!("PostgreSQL did not answer within {} s; it wrote:", START_MAX.as_secs()))
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(|error| format!("no free port: {error}"))?;
    listener.local_addr().map(|address| address.port()).map_err(|error| format!("no free port: {error}"))
}

/// `cargo xtask postgres`: a server to try things on, until a line or the end of input arrives.
pub fn command() -> Result<(), String> {
    let server = Server::start()?;
    println!("{VARIABLE}={}", server.url());
    // whoever reads our output through a pipe waits for this line
    std::io::stdout().flush().map_err(|error| error.to_string())?;
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| error.to_string())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(programs: &Path, url: &str, sql: &str) -> Result<String, String> {
        shell::output(Command::new(programs.join("psql")).args([url, "--no-psqlrc", "-At", "-c", sql]))
    }

    #[test]
    fn a_server_answers_while_it_lives_and_leaves_nothing_behind() {
        let Some(programs) = programs() else {
            assert!(!shell::strict(), "CI needs PostgreSQL's server programs");
            eprintln!("SKIP a private PostgreSQL: no server programs on this machine");
            return;
        };
        let server = Server::start().expect("a server starts");
        let (url, home, pid) = (server.url(), server.home.clone(), server.child.id());
        assert_eq!(query(&programs, &url, "SELECT 6 * 7").expect("it answers").trim(), "42");
        assert_eq!(query(&programs, &url, "SHOW server_encoding").expect("it answers").trim(), "UTF8");
        let second = Server::start().expect("a second server beside it");
        assert_ne!(second.port, server.port);
        drop(server);
        assert!(query(&programs, &url, "SELECT 1").is_err(), "the first one is gone");
        assert!(!home.exists(), "its folder is removed");
        assert!(!Path::new("/proc").exists() || !Path::new(&format!("/proc/{pid}")).exists(), "its process has ended");
        assert_eq!(query(&programs, &second.url(), "SELECT 1").expect("the second lives").trim(), "1");
    }
}
