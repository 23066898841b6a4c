//! The bulletin fetched from a server on this machine: day by day, page by page, through everything that fails.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use app::insolvency::{BodaccSource, FetchAnswer, InsolvencyQuery};
use app::{Actor, Desk, DeskError};
use courier::{FeedClient, Roots};
use kernel::FixedClock;
use serde_json::{Value, json};

use crate::insolvency::{notice, opening};
use crate::support::{day, houses, import, open_at, request, upload};

const TODAY: &str = "2026-11-23";

/// How the server treats one request.
#[derive(Debug, Clone, Copy)]
enum Reply {
    /// As the service does.
    Well,
    Status(u16),
    /// The beginning of a page.
    Half,
    /// Fewer records than it says.
    Short,
    /// Nothing, for longer than anybody waits.
    Mute,
}

struct Bulletin {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Bulletin {
    /// Serves these notices by their day; what each request in order meets is said by `replies`, then all is well.
    fn serving(records: Vec<Value>, replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let (asked, stop): (Arc<Mutex<Vec<String>>>, _) = (Arc::default(), Arc::new(AtomicBool::new(false)));
        let (kept, ended) = (Arc::clone(&asked), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            let mut replies = replies.into_iter();
            let mut muted = Vec::new();
            for stream in listener.incoming() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let mut stream = stream.expect("a connection");
                let query = query(&stream);
                kept.lock().expect("a lock").push(query.clone());
                match replies.next().unwrap_or(Reply::Well) {
                    Reply::Mute => muted.push(stream),
                    reply => answer(&mut stream, reply, &records, &query),
                }
            }
        });
        Self { address, asked, stop, thread: Some(thread) }
    }

    fn source(&self) -> BodaccSource {
        let client = FeedClient::new(Roots::System, Duration::from_millis(700));
        BodaccSource::new(&format!("http://{}/records", self.address), client).expect("an address")
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("a lock").clone()
    }
}

impl Drop for Bulletin {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The day and the offset that a request asks for: `2026-11-22 100`.
fn query(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut first, mut line) = (String::new(), String::new());
    reader.read_line(&mut first).expect("a line");
    while reader.read_line(&mut line).expect("a line") > 2 {
        line.clear();
    }
    let Some(at) = first.find("date%3Ddate%27").or_else(|| first.find("dateparution%3Ddate%27")) else {
        let at = first.find("date%27").expect("a day asked for");
        return format!("{} {}", &first[at + 7..at + 17], offset(&first));
    };
    let at = at + first[at..].find("%27").expect("a quote") + 3;
    format!("{} {}", &first[at..at + 10], offset(&first))
}

fn offset(line: &str) -> u64 {
    let rest = line.split("offset=").nth(1).expect("an offset");
    rest.split([' ', '&']).next().and_then(|text| text.parse().ok()).expect("a number")
}

fn answer(stream: &mut TcpStream, reply: Reply, records: &[Value], query: &str) {
    let (on, offset) = query.split_once(' ').expect("a query");
    let offset: usize = offset.parse().expect("a number");
    let of_day: Vec<&Value> = records.iter().filter(|record| record["dateparution"] == on).collect();
    let mut page: Vec<&Value> = of_day.iter().copied().skip(offset).take(100).collect();
    if matches!(reply, Reply::Short) {
        page.truncate(page.len() / 2);
    }
    let body = json!({ "total_count": of_day.len(), "results": page }).to_string();
    let status = if let Reply::Status(status) = reply { status } else { 200 };
    let head = format!("HTTP/1.1 {status} Said\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let sent = if matches!(reply, Reply::Half) { &body[..body.len() / 2] } else { &body[..] };
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(sent.as_bytes()));
}

fn fetch(desk: &Desk, since: Option<&str>) -> FetchAnswer {
    desk.fetch_insolvency_notices(&Actor::operator(), since.map(day), &|_, _| ()).expect("a fetch")
}

fn known(desk: &Desk) -> u64 {
    desk.insolvencies(&Actor::operator(), &InsolvencyQuery::default(), None, 9).expect("a list").count
}

const HEAD: &str = "code client;raison sociale;siren;adresse;code postal;ville;piece;type;date;echeance;montant\n";

/// A hundred and fifty notices on the 22nd, ours the last of them; another customer of ours on the 23rd.
fn records() -> Vec<Value> {
    let mut all: Vec<Value> = (0..149)
        .map(|n| {
            notice(&format!("A20260222{n:04}"), "2026-11-22", "PERSONNE", Some("404833048"), &opening("2026-11-10"))
        })
        .collect();
    all.push(notice("A202602229999", "2026-11-22", "ROUVIERE", Some("732829320"), &opening("2026-11-10")));
    all.push(notice("A202602239999", "2026-11-23", "AUTRE", Some("552032534"), &opening("2026-11-10")));
    all
}

fn customers(desk: &Desk) {
    let rows = "C1;Menuiserie Rouvière;732829320;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;10,00\n\
        C2;Autre;552032534;1 rue A;75001;Paris;F2;facture;01/08/2026;01/09/2026;10,00\n";
    assert_eq!(import(desk, &request(vec![upload("open.csv", format!("{HEAD}{rows}"))])).outcome.rejected, 0);
}

#[test]
fn what_breaks_off_is_taken_up_where_it_stopped_and_nothing_is_lost() {
    for house in houses(TODAY) {
        customers(&house.desk);
        let refused = house.desk.fetch_insolvency_notices(&Actor::operator(), None, &|_, _| ());
        assert_eq!(refused.expect_err("no address").code(), "insolvency-source-missing");
        let replies =
            vec![Reply::Status(500), Reply::Well, Reply::Half, Reply::Short, Reply::Mute, Reply::Well, Reply::Well];
        let bulletin = Bulletin::serving(records(), replies);
        let desk = open_at(&house.url, FixedClock::on(day(TODAY))).with_bodacc(bulletin.source());

        let first = fetch(&desk, Some("2026-11-22"));
        assert!(first.error.as_ref().is_some_and(|e| e.en.contains("500")) && first.pages == 0, "{first:?}");
        let watch = desk.sources(&Actor::operator()).expect("sources").insolvency;
        assert!(watch.error.is_some() && watch.failures == 1 && watch.next.is_some(), "{watch:?}");

        // The first page comes whole, the second breaks off: the first is kept.
        let second = fetch(&desk, None);
        assert_eq!((second.pages, second.taken.read, second.complete), (1, 100, false), "on {}", house.engine);
        assert!(second.error.is_some());
        for _ in 0..2 {
            let stuck = fetch(&desk, None);
            assert!(stuck.error.is_some() && stuck.pages == 0 && stuck.until.is_none(), "{stuck:?}");
        }
        assert_eq!(known(&desk), 0);

        let last = fetch(&desk, None);
        assert_eq!((last.error.clone(), last.complete, last.until), (None, true, Some(day(TODAY))), "{last:?}");
        assert_eq!((last.taken.read, known(&desk)), (51, 2));
        let asked = bulletin.asked();
        let second_page = |q: &&String| q.as_str() == "2026-11-22 100";
        assert_eq!(asked.iter().filter(second_page).count(), 4, "asked again until it came: {asked:?}");
        assert_eq!(asked.last().map(String::as_str), Some("2026-11-23 0"));
        let watch = desk.sources(&Actor::operator()).expect("sources").insolvency;
        assert_eq!((watch.error, watch.failures, watch.seen), (None, 0, Some(day(TODAY))));
    }
}

#[test]
fn a_worker_fetches_by_itself_once_and_not_again_before_its_hour() {
    for house in houses(TODAY) {
        customers(&house.desk);
        let bulletin = Bulletin::serving(records(), Vec::new());
        let desk = open_at(&house.url, FixedClock::on(day(TODAY))).with_bodacc(bulletin.source());
        desk.work_off("worker").expect("worked");
        assert_eq!(known(&desk), 2, "on {}", house.engine);
        let asked = bulletin.asked().len();
        assert!(asked > 60, "the days of the period to declare: {asked}");
        desk.work_off("worker").expect("worked");
        assert_eq!(bulletin.asked().len(), asked, "nothing before its hour");
    }
}

#[test]
fn only_who_sees_everything_fetches() {
    for house in houses(TODAY) {
        let mut agent = Actor::new("agent", app::Role::Administrator);
        agent.reach = app::Reach::creditors([ledger::CreditorId(1)]);
        let refused = house.desk.fetch_insolvency_notices(&agent, None, &|_, _| ());
        assert!(matches!(refused, Err(DeskError::Beyond)), "{refused:?}");
    }
}
