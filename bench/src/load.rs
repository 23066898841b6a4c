//! Pages under load: the real server on a house of open items, asked by people who do not wait for each
//! other.
//!
//! Requests leave at a constant rate, whatever the answers take, and each is timed from the instant it was
//! due: a server that stalls is charged with every request that should have been sent meanwhile.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use app::sign_in::Entered;
use app::users::NewUser;
use app::{Actor, Role};
use ledger::Language;

use crate::cases;
use crate::chance::Chance;
use crate::data::{AS_OF, Shape};
use crate::guard;
use crate::house::{self, House};
use crate::probe::{Fallible, Sample, of_process};

/// Requests a second.
const RATE: usize = 50;
/// How long, seconds.
const LASTS: usize = 40;
/// Connections kept open: more than are ever in use at once while the bar is held.
const CONNECTIONS: usize = 32;
/// Accounts whose files are opened.
const FILES: usize = 500;
/// What is typed into the search field, a letter after the other.
const TYPED: [&str; 8] =
    ["garage moreau 4217", "ÉLECTRICITÉ Lefèvre", "petit fils", "C004217", "F0421700", "1 234,56", "c004217@", "zzyzx"];
/// What is asked, each as often as the other: every keystroke is a request, so searches are half of them.
const MIX: [&str; 10] = ["search", "search", "search", "search", "search", "file", "file", "file", "today", "aged"];

/// How the list of rights is filtered.
const GUARD: [&str; 5] =
    ["/guard?show=soon&days=30", "/guard", "/guard?show=soon&days=365", "/guard?show=lost", "/guard?show=unconfirmed"];
/// Pages of rights asked.
const RIGHTS_ASKED: usize = 200;

/// A connection kept open.
struct Client {
    stream: BufReader<TcpStream>,
    head: String,
}

impl Client {
    fn connect(address: &str, token: &str) -> Fallible<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let head = format!("Host: {address}\r\nAuthorization: Bearer {token}\r\n");
        Ok(Self { stream: BufReader::new(stream), head })
    }

    /// Status and body of a page as a browser asks for it; `part` asks for the fragment of a keystroke.
    fn get(&mut self, path: &str, part: bool) -> Fallible<(u16, Vec<u8>)> {
        let packed = if path.starts_with("/api/") { "" } else { "Accept-Encoding: gzip\r\n" };
        let more = if part { format!("{packed}HX-Request: true\r\n") } else { packed.to_owned() };
        let asked = format!("GET {path} HTTP/1.1\r\n{}{more}\r\n", self.head);
        self.stream.get_mut().write_all(asked.as_bytes())?;
        let status = self.line()?.split(' ').nth(1).and_then(|s| s.parse().ok()).ok_or("no status")?;
        let (mut length, mut chunked) = (None, false);
        loop {
            let line = self.line()?.to_ascii_lowercase();
            match line.split_once(':') {
                None => break,
                Some(("content-length", n)) => length = Some(n.trim().parse::<usize>()?),
                Some(("transfer-encoding", how)) => chunked = how.trim() == "chunked",
                Some(_) => {}
            }
        }
        let mut body = Vec::new();
        if chunked {
            while let size @ 1.. = usize::from_str_radix(self.line()?.trim(), 16)? {
                self.take(&mut body, size)?;
                self.line()?;
            }
            self.line()?;
        } else {
            self.take(&mut body, length.unwrap_or(0))?;
        }
        Ok((status, body))
    }

    fn take(&mut self, body: &mut Vec<u8>, size: usize) -> Fallible<()> {
        let start = body.len();
        body.resize(start + size, 0);
        Ok(self.stream.read_exact(&mut body[start..])?)
    }

    fn line(&mut self) -> Fallible<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            return Err("the server closed the connection".into());
        }
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}

/// A server of its own process, ended with it.
struct Server {
    child: Child,
    address: String,
    started: Instant,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts the program beside this one on a database; answers once it listens.
    fn start(database: &Path) -> Fallible<Self> {
        let program = std::env::current_exe()?.with_file_name("quittance");
        if !program.is_file() {
            return Err(format!("{} is not built: cargo build --release --workspace", program.display()).into());
        }
        let started = Instant::now();
        let mut child = Command::new(program)
            .args(["--db", &format!("sqlite:{}", database.display()), "--today", AS_OF])
            .args(["serve", "--listen", "127.0.0.1:0", "--no-worker"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        let address = line.trim().strip_prefix("http://").unwrap_or_default().to_owned();
        let server = Self { child, address, started };
        if server.address.is_empty() { Err("the server did not start".into()) } else { Ok(server) }
    }
}

/// A copy of the database of the open items, or of the same after its first run, with somebody who may sign
/// in: the token.
fn signed_in(house: &House, database: &Path) -> Fallible<String> {
    house::copy(database, &house.scratch())?;
    let desk = house::desk_now(&house.scratch(), house::day(0)?)?;
    let (login, password) = ("bench", "a password of the bench");
    let user = NewUser {
        login: login.to_owned(),
        name: "Bench".to_owned(),
        password: password.to_owned(),
        role: Role::Manager,
        language: Language::Fr,
    };
    desk.create_user(Some(&Actor::operator()), &user)?;
    match desk.sign_in(login, password, "127.0.0.1", "bench")? {
        Entered::Signed(token) => Ok(token),
        Entered::AwaitsCode(_) => Err("the bench has no code".into()),
    }
}

/// From the start of the process to the first page of the day, on a database whose run is done.
pub fn first_page(house: &House, run: bool) -> Fallible<Sample> {
    let database = if run { house.after_run(Shape::Open) } else { house.database(Shape::Open) };
    let token = signed_in(house, &database)?;
    let server = Server::start(&house.scratch())?;
    let (status, body) = Client::connect(&server.address, &token)?.get("/", false)?;
    let wall_ms = server.started.elapsed().as_secs_f64() * 1e3;
    if status != 200 {
        return Err(format!("the first page answers {status}").into());
    }
    let (cpu_ms, peak_mb) = of_process(server.child.id());
    let (size, note) = (format!("{} bytes of page", body.len()), "listens, reads, answers".to_owned());
    Ok(Sample { wall_ms, cpu_ms, peak_mb, size, note, ..Sample::default() })
}

/// One request that was sent: its kind, and how long after it was due its answer was there.
type Answered = (&'static str, f64);

/// One hundredth of the requests is answered later than the wall time told.
#[expect(clippy::cast_precision_loss, reason = "some thousands of requests")]
pub fn pages(house: &House) -> Fallible<Sample> {
    let token = signed_in(house, &house.after_run(Shape::Open))?;
    let server = Server::start(&house.scratch())?;
    let mut first = Client::connect(&server.address, &token)?;
    first.get("/", false)?;
    // The first search waits for the words of names.
    first.get("/search?q=mo", true)?;
    let paths = plan(&accounts(&mut first)?);
    let (before, _) = of_process(server.child.id());
    let mut answered = ask(&server.address, &token, &paths)?;
    let (cpu_ms, peak_mb) = of_process(server.child.id());
    answered.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut kinds: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (kind, ms) in &answered {
        kinds.entry(*kind).or_default().push(*ms);
    }
    let all: Vec<f64> = answered.iter().map(|(_, ms)| *ms).collect();
    let told = |walls: &[f64]| {
        format!("{:.0} / {:.0} / {:.0} ms", share(walls, 50), share(walls, 99), walls.last().copied().unwrap_or(0.0))
    };
    let by_kind: Vec<String> = kinds.iter().map(|(kind, walls)| format!("{kind} {}", told(walls))).collect();
    Ok(Sample {
        wall_ms: share(&all, 99),
        cpu_ms: (cpu_ms - before) / all.len().max(1) as f64,
        peak_mb,
        size: format!("{} requests, {RATE} a second, 99 of 100 within", all.len()),
        note: format!("median / 99 of 100 / slowest: {}; {}", told(&all), by_kind.join(", ")),
        ..Sample::default()
    })
}

/// The page of rights asked one after the other, as people filter it; one hundredth takes longer than the wall time
/// told.
pub fn guard(house: &House) -> Fallible<Sample> {
    let database = house.guarded();
    let desk = house::desk_now(&database, house::day(0)?)?;
    let Entered::Signed(token) = desk.sign_in("bench", cases::PASSWORD, "127.0.0.1", "bench")? else {
        return Err("the bench has no code".into());
    };
    drop(desk);
    let server = Server::start(&database)?;
    let mut client = Client::connect(&server.address, &token)?;
    client.get("/guard", false)?;
    let (before, _) = of_process(server.child.id());
    let (mut walls, mut bytes) = (Vec::with_capacity(RIGHTS_ASKED), 0);
    for path in GUARD.into_iter().cycle().take(RIGHTS_ASKED) {
        let started = Instant::now();
        let (status, body) = client.get(path, false)?;
        walls.push(started.elapsed().as_secs_f64() * 1e3);
        if status != 200 {
            return Err(format!("{path} answers {status}").into());
        }
        bytes += body.len();
    }
    let (cpu_ms, peak_mb) = of_process(server.child.id());
    let each = bytes / RIGHTS_ASKED;
    let sample = guard::within(walls, &format!("{each} bytes of page"));
    Ok(Sample { cpu_ms: (cpu_ms - before) / f64::from(u32::try_from(RIGHTS_ASKED)?), peak_mb, ..sample })
}

/// The time within which so many of a hundred were answered.
fn share(sorted: &[f64], of_hundred: usize) -> f64 {
    sorted.get(sorted.len() * of_hundred / 100).or(sorted.last()).copied().unwrap_or(0.0)
}

/// References of accounts, to open their files.
fn accounts(client: &mut Client) -> Fallible<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    let mut after = String::new();
    while found.len() < FILES {
        let (_, body) = client.get(&format!("/api/v1/accounts?limit=100{after}"), false)?;
        let page: serde_json::Value = serde_json::from_slice(&body)?;
        let rows = page["accounts"].as_array().ok_or("no accounts")?;
        found.extend(rows.iter().filter_map(|a| a["id"].as_str()).map(str::to_owned));
        match page["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    Ok(found)
}

/// What is asked, in order: the same at every call.
fn plan(files: &[String]) -> Vec<(&'static str, String)> {
    let mut chance = Chance::new(7);
    let strokes: Vec<String> = TYPED
        .iter()
        .flat_map(|text| (2..=text.chars().count()).map(|n| text.chars().take(n).collect::<String>()))
        .map(|text| format!("/search?q={}", escaped(&text)))
        .collect();
    let path = |n: usize, kind: &str, chance: &mut Chance| match kind {
        "search" => strokes[n % strokes.len()].clone(),
        "file" => format!("/accounts/{}", chance.pick(files)),
        "today" => "/".to_owned(),
        _ => "/aging".to_owned(),
    };
    (0..RATE * LASTS)
        .map(|n| {
            let kind = *chance.pick(&MIX);
            (kind, path(n, kind, &mut chance))
        })
        .collect()
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// Sends every request when it is due, on whichever connection is free.
#[expect(clippy::cast_precision_loss, reason = "some thousands of requests")]
fn ask(address: &str, token: &str, plan: &[(&'static str, String)]) -> Fallible<Vec<Answered>> {
    let (next, found, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()), Mutex::new(String::new()));
    let start = Instant::now() + Duration::from_millis(200);
    let worker = || -> Result<(), String> {
        let mut client = Client::connect(address, token).map_err(|e| e.to_string())?;
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some((kind, path)) = plan.get(place) else { return Ok(()) };
            let due = start + Duration::from_secs_f64(place as f64 / RATE as f64);
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            let (status, _) = client.get(path, *kind == "search").map_err(|e| format!("{path}: {e}"))?;
            if status != 200 {
                return Err(format!("{path} answers {status}"));
            }
            let ms = due.elapsed().as_secs_f64() * 1e3;
            found.lock().map_err(|e| e.to_string())?.push((*kind, ms));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                if let (Err(error), Ok(mut told)) = (worker(), failed.lock()) {
                    *told = error;
                }
            });
        }
    });
    let failed = failed.into_inner()?;
    if failed.is_empty() { Ok(found.into_inner()?) } else { Err(failed.into()) }
}
