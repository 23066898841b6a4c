//! Webhooks against a real server on this machine: what is told, when again, and when no more.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use app::creditors::CreditorEdit;
use app::webhooks::{WebhookCard, WebhookId, WebhookOrder, WebhookTold};
use app::{Actor, Desk, DeskError};
use courier::{WebhookClient, WebhookReach};
use jiff::{Timestamp, ToSpan};
use kernel::{Clock, Date, FixedClock};
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{OpenOptions, Store};

use crate::support::{House, day, houses};

const TODAY: &str = "2026-11-23";

/// How the server treats one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reply {
    Status(u16),
    /// Elsewhere.
    Moved,
    /// Later, in so many seconds.
    Busy(u32),
    /// Takes the event and says nothing.
    Mute,
    /// Takes the event and hangs up.
    HangUp,
    /// Begins an answer that never ends.
    Trickle,
    /// A refusal with more words than anybody reads.
    Flood,
}

#[derive(Debug, Clone)]
struct Received {
    id: String,
    at: String,
    signature: String,
    body: String,
}

/// A server that answers as it is told, then well.
struct Receiver {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Receiver {
    fn answering(replies: &[Reply]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let stop = Arc::new(AtomicBool::new(false));
        let (kept, ended, replies) = (Arc::clone(&received), Arc::clone(&stop), replies.to_vec());
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let mut stream = stream.expect("a connection");
                let request = read(&stream);
                let reply = {
                    let mut kept = kept.lock().expect("a lock");
                    kept.push(request);
                    replies.get(kept.len() - 1).copied().unwrap_or(Reply::Status(204))
                };
                answer(&mut stream, reply);
            }
        });
        Self { address, received, stop, thread: Some(thread) }
    }

    fn url(&self) -> String {
        format!("http://{}/quittance?from=test", self.address)
    }

    fn received(&self) -> Vec<Received> {
        self.received.lock().expect("a lock").clone()
    }

    fn kinds(&self) -> Vec<String> {
        let name = |r: &Received| json(&r.body)["type"].as_str().expect("a kind").to_owned();
        self.received().iter().map(name).collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // Wakes the server, which then sees that it is over.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn read(stream: &TcpStream) -> Received {
    let mut reader = BufReader::new(stream);
    let (mut lines, mut line) = (Vec::new(), String::new());
    while reader.read_line(&mut line).expect("a line") > 2 {
        lines.push(line.trim_end().to_owned());
        line.clear();
    }
    let header = |name: &str| {
        let found = lines.iter().find_map(|l| l.split_once(": ").filter(|(n, _)| n.eq_ignore_ascii_case(name)));
        found.map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    let mut body = vec![0; header("content-length").parse().unwrap_or(0)];
    reader.read_exact(&mut body).expect("a body");
    let (id, at, signature) = (header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"));
    Received { id, at, signature, body: String::from_utf8(body).expect("text") }
}

fn answer(stream: &mut TcpStream, reply: Reply) {
    let whole =
        |line: &str, more: &str| format!("HTTP/1.1 {line}\r\n{more}content-length: 0\r\nconnection: close\r\n\r\n");
    let text = match reply {
        Reply::Status(status) => whole(&format!("{status} Said"), ""),
        Reply::Moved => whole("302 Found", "location: http://127.0.0.1:1/elsewhere\r\n"),
        Reply::Busy(seconds) => whole("503 Busy", &format!("retry-after: {seconds}\r\n")),
        Reply::Flood => {
            format!("HTTP/1.1 400 No\r\nconnection: close\r\n\r\n{}", "far too many words ".repeat(100_000))
        }
        Reply::Trickle => "HTTP/1.1 400 No\r\ncontent-length: 100000\r\n\r\nbut wh".to_owned(),
        Reply::Mute => String::new(),
        Reply::HangUp => return,
    };
    // Who does not read on is not waited for.
    let _ = stream.write_all(text.as_bytes());
    if matches!(reply, Reply::Mute | Reply::Trickle) {
        // Until the client gives up.
        let _ = stream.read(&mut [0]);
    }
}

/// Seconds gone by since the start of the day's work.
#[derive(Default)]
struct Hand(AtomicI64);

impl Hand {
    fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        let start = FixedClock::on(day(TODAY)).now;
        start.checked_add(self.0.load(Ordering::Relaxed).seconds()).expect("an instant")
    }

    fn today(&self) -> Date {
        day(TODAY)
    }
}

fn actor() -> Actor {
    Actor::operator()
}

fn desk_at(house: &House, clock: &Arc<Hand>, node: u16) -> Desk {
    let store = Store::open(&house.url, &OpenOptions::default()).expect("a store");
    let client = WebhookClient::new(WebhookReach::Loopback, Duration::from_millis(700));
    Desk::new(store, Arc::clone(clock) as Arc<dyn Clock>, node).with_webhooks(client)
}

fn creditor(desk: &Desk, code: &str) {
    let edit = CreditorEdit { code: code.to_owned(), name: format!("Maison {code}"), ..CreditorEdit::default() };
    desk.save_creditor(&actor(), &edit).expect("saved").expect("a sound creditor");
}

fn hook(desk: &Desk, server: &Receiver, events: &[&str]) -> (WebhookId, String) {
    let events = events.iter().map(|&e| e.to_owned()).collect();
    let order = WebhookOrder { url: server.url(), events, creditor: None };
    let made = desk.add_webhook(&actor(), &order).expect("a webhook");
    (made.id, made.secret)
}

/// One turn of a worker: sealed, then worked off.
fn turn(desk: &Desk) {
    desk.store().seal(desk.now()).expect("sealed");
    desk.work_off("w").expect("worked");
}

fn card(desk: &Desk, id: WebhookId) -> WebhookCard {
    desk.webhook(&actor(), id).expect("the webhook")
}

fn told(desk: &Desk, id: WebhookId) -> Vec<WebhookTold> {
    desk.webhook_deliveries(&actor(), id, None, 50).expect("deliveries").rows
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

/// HMAC-SHA256 as RFC 2104 writes it, for keys no longer than a block.
fn naive_code(key: &[u8], message: &[u8]) -> Vec<u8> {
    let pad = |byte: u8| -> Vec<u8> { (0..64).map(|i| key.get(i).copied().unwrap_or(0) ^ byte).collect() };
    let inner = Sha256::digest([pad(0x36), message.to_vec()].concat());
    Sha256::digest([pad(0x5c), inner.to_vec()].concat()).to_vec()
}

/// Base64, bit by bit.
fn naive_base64(bytes: &[u8]) -> String {
    let letters: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let bits: Vec<char> = bytes.iter().flat_map(|b| format!("{b:08b}").chars().collect::<Vec<_>>()).collect();
    let six = |chunk: &[char]| {
        let text: String = chunk.iter().collect();
        letters[usize::from_str_radix(&format!("{text:0<6}"), 2).expect("bits")]
    };
    let text: String = bits.chunks(6).map(six).collect();
    let pad = (4 - text.len() % 4) % 4;
    text + &"=".repeat(pad)
}

fn naive_unbase64(text: &str) -> Vec<u8> {
    let letters: Vec<char> = ('A'..='Z').chain('a'..='z').chain('0'..='9').chain(['+', '/']).collect();
    let place = |c: char| letters.iter().position(|l| *l == c).expect("a letter of base64");
    let letter = |c: char| format!("{:06b}", place(c)).chars().collect::<Vec<_>>();
    let bits: Vec<char> = text.trim_end_matches('=').chars().flat_map(letter).collect();
    let byte = |chunk: &[char]| u8::from_str_radix(&chunk.iter().collect::<String>(), 2).expect("bits");
    bits.chunks_exact(8).map(byte).collect()
}

fn signature(secret: &str, request: &Received) -> String {
    let key = naive_unbase64(secret.strip_prefix("whsec_").expect("a secret"));
    let message = format!("{}.{}.{}", request.id, request.at, request.body);
    format!("v1,{}", naive_base64(&naive_code(&key, message.as_bytes())))
}

#[test]
fn what_happens_is_told_once_in_order_and_signed() {
    for house in houses(TODAY) {
        let (clock, server) = (Arc::new(Hand::default()), Receiver::answering(&[]));
        let desk = desk_at(&house, &clock, 1);
        creditor(&desk, "BEFORE");
        turn(&desk);
        let (id, secret) = hook(&desk, &server, &["creditor"]);
        creditor(&desk, "A");
        creditor(&desk, "B");
        desk.set_zone(&actor(), "Europe/Lisbon").expect("a fact nobody asked for");
        creditor(&desk, "A");
        turn(&desk);
        turn(&desk);
        assert_eq!(server.kinds(), ["creditor.created", "creditor.created", "creditor.changed"], "{}", house.engine);
        let requests = server.received();
        let bodies: Vec<Value> = requests.iter().map(|r| json(&r.body)).collect();
        let codes: Vec<&str> = bodies.iter().filter_map(|b| b["creditor"].as_str()).collect();
        assert_eq!(codes, ["A", "B", "A"]);
        assert!(bodies.windows(2).all(|w| w[0]["sequence"].as_i64() < w[1]["sequence"].as_i64()), "{bodies:?}");
        for (request, body) in requests.iter().zip(&bodies) {
            assert_eq!(request.signature, signature(&secret, request));
            assert_eq!(request.at, desk.now().as_second().to_string());
            assert_eq!(body["id"], request.id.as_str());
            assert!(body["account"].is_null() && body["data"].is_object() && body["actor"] == "cli");
        }
        let log = told(&desk, id);
        assert!(log.iter().all(|t| t.state == "delivered" && t.status == Some(204) && t.attempts == 1), "{log:?}");
        assert_eq!(card(&desk, id).waiting, 0);
    }
}

#[test]
fn what_is_refused_is_told_again_and_the_others_wait_behind() {
    for house in houses(TODAY) {
        let clock = Arc::new(Hand::default());
        let server = Receiver::answering(&[Reply::Status(500), Reply::Busy(100), Reply::Status(200)]);
        let desk = desk_at(&house, &clock, 1);
        let (id, _) = hook(&desk, &server, &["creditor.created"]);
        creditor(&desk, "A");
        creditor(&desk, "B");
        turn(&desk);
        turn(&desk);
        assert_eq!(server.received().len(), 1, "not again at once, nor the next");
        assert_eq!((card(&desk, id).waiting, card(&desk, id).state.as_str()), (2, "active"));
        clock.pass(15);
        turn(&desk);
        assert_eq!(server.received().len(), 2);
        clock.pass(60);
        turn(&desk);
        assert_eq!(server.received().len(), 2, "asked to be left alone for a hundred seconds");
        clock.pass(60);
        turn(&desk);
        let requests = server.received();
        assert_eq!(requests.len(), 4, "{}", house.engine);
        assert!(
            requests[0].id == requests[1].id && requests[1].id == requests[2].id && requests[2].id != requests[3].id
        );
        assert!(requests[0].body == requests[2].body && requests[0].signature != requests[2].signature);
        assert_eq!(card(&desk, id).waiting, 0);
    }
}

#[test]
fn who_stays_silent_is_asked_again_and_then_left_alone() {
    for house in houses(TODAY) {
        let clock = Arc::new(Hand::default());
        let replies = [Reply::Mute, Reply::HangUp, Reply::Trickle, Reply::Flood, Reply::Moved];
        let server = Receiver::answering(&[replies.to_vec(), vec![Reply::Status(503); 7]].concat());
        let desk = desk_at(&house, &clock, 1);
        let (id, _) = hook(&desk, &server, &["creditor"]);
        creditor(&desk, "A");
        let mut said = Vec::new();
        for _ in 0..12 {
            turn(&desk);
            let last = told(&desk, id).remove(0);
            said.push((last.status, last.answer));
            clock.pass(8 * 3600);
        }
        assert_eq!(said[0], (None, "timed-out".to_owned()), "{said:?}");
        assert_eq!(said[1].0, None, "{said:?}");
        assert!(said[2].0 == Some(400) && said[3].0 == Some(400), "{said:?}");
        assert!(said[3].1.starts_with("far too many words") && said[3].1.len() <= 300, "{said:?}");
        assert_eq!(said[4].0, Some(302), "a redirect is no success, and nobody goes there");
        assert_eq!(card(&desk, id).state, "failing");
        clock.pass(8 * 3600);
        creditor(&desk, "B");
        turn(&desk);
        assert_eq!(server.received().len(), 12, "nobody tries any more");
        // Mended: what waits is told in its order, with what happened meanwhile.
        desk.set_webhook_active(&actor(), id, true).expect("resumed");
        turn(&desk);
        turn(&desk);
        let requests = server.received();
        assert_eq!(requests.len(), 14, "{}", house.engine);
        assert_eq!(requests[12].id, requests[0].id);
        let facts = desk.store().read(|tx| tx.timeline().of_kind("webhook.failing", None, 5)).expect("entries");
        assert_eq!(facts.len(), 1, "somebody is told, once");
    }
}

#[test]
fn gone_is_gone() {
    for house in houses(TODAY) {
        let (clock, server) = (Arc::new(Hand::default()), Receiver::answering(&[Reply::Status(410)]));
        let desk = desk_at(&house, &clock, 1);
        let (id, _) = hook(&desk, &server, &["creditor"]);
        creditor(&desk, "A");
        creditor(&desk, "B");
        turn(&desk);
        clock.pass(24 * 3600);
        turn(&desk);
        assert_eq!((server.received().len(), card(&desk, id).state.as_str()), (1, "gone"), "{}", house.engine);
    }
}

/// The other side took the event and its answer was lost: it comes again under the same identity.
#[test]
fn an_answer_that_was_lost_has_the_event_told_again_under_its_name() {
    for house in houses(TODAY) {
        let (clock, server) = (Arc::new(Hand::default()), Receiver::answering(&[Reply::HangUp]));
        let desk = desk_at(&house, &clock, 1);
        let (id, _) = hook(&desk, &server, &["creditor"]);
        creditor(&desk, "A");
        turn(&desk);
        clock.pass(20);
        turn(&desk);
        let requests = server.received();
        assert_eq!(requests.len(), 2, "{}", house.engine);
        assert_eq!((&requests[0].id, &requests[0].body), (&requests[1].id, &requests[1].body));
        assert_eq!(told(&desk, id)[0].attempts, 2);
    }
}

#[test]
fn two_workers_tell_nothing_twice() {
    for house in houses(TODAY) {
        let (clock, server) = (Arc::new(Hand::default()), Receiver::answering(&[]));
        let desks = [desk_at(&house, &clock, 1), desk_at(&house, &clock, 2)];
        let (id, _) = hook(&desks[0], &server, &["creditor"]);
        for n in 0..20 {
            creditor(&desks[n % 2], &format!("C{n}"));
        }
        desks[0].store().seal(desks[0].now()).expect("sealed");
        std::thread::scope(|scope| {
            for (desk, name) in desks.iter().zip(["one", "two"]) {
                scope.spawn(move || {
                    for _ in 0..6 {
                        desk.work_off(name).expect("worked");
                    }
                });
            }
        });
        let ids: Vec<String> = server.received().into_iter().map(|r| r.id).collect();
        let once: std::collections::BTreeSet<&String> = ids.iter().collect();
        assert_eq!((ids.len(), once.len()), (20, 20), "{}", house.engine);
        assert_eq!(card(&desks[0], id).waiting, 0);
        let sequence: Vec<i64> = server.received().iter().filter_map(|r| json(&r.body)["sequence"].as_i64()).collect();
        assert!(sequence.is_sorted(), "{sequence:?}");
    }
}

#[test]
fn a_test_a_second_sending_and_a_new_secret() {
    for house in houses(TODAY) {
        let (clock, server) = (Arc::new(Hand::default()), Receiver::answering(&[Reply::Status(400)]));
        let desk = desk_at(&house, &clock, 1);
        let (id, first) = hook(&desk, &server, &["creditor"]);
        desk.test_webhook(&actor(), id).expect("a test");
        turn(&desk);
        assert_eq!(told(&desk, id)[0].state, "given-up", "a test is tried once");
        desk.set_webhook_active(&actor(), id, false).expect("paused");
        desk.test_webhook(&actor(), id).expect("a test");
        turn(&desk);
        assert_eq!(server.kinds(), ["webhook.test", "webhook.test"], "a paused one is tested too");
        let second = desk.rotate_webhook(&actor(), id).expect("a new secret").secret;
        assert_ne!(first, second);
        desk.resend_webhook(&actor(), told(&desk, id)[0].id).expect("once more");
        turn(&desk);
        let last = server.received().pop().expect("a request");
        assert_eq!(last.id, server.received()[1].id, "the same event");
        let both = format!("{} {}", signature(&second, &last), signature(&first, &last));
        assert_eq!(last.signature, both, "for two days both secrets sign");
        clock.pass(49 * 3600);
        desk.test_webhook(&actor(), id).expect("a test");
        turn(&desk);
        let last = server.received().pop().expect("a request");
        assert_eq!(last.signature, signature(&second, &last), "{}", house.engine);
    }
}

#[test]
fn one_that_holds_back_the_others_can_be_given_up() {
    for house in houses(TODAY) {
        let (clock, server) = (Arc::new(Hand::default()), Receiver::answering(&[Reply::Status(422)]));
        let desk = desk_at(&house, &clock, 1);
        let (id, _) = hook(&desk, &server, &["creditor"]);
        creditor(&desk, "A");
        creditor(&desk, "B");
        turn(&desk);
        let head = told(&desk, id).pop().expect("the first");
        desk.skip_webhook(&actor(), head.id).expect("given up");
        turn(&desk);
        let codes: Vec<Value> = server.received().iter().map(|r| json(&r.body)["creditor"].clone()).collect();
        assert_eq!(codes, ["A", "B"], "{}", house.engine);
    }
}

#[test]
fn an_address_inside_and_an_event_nobody_knows_are_refused() {
    let house = houses(TODAY).remove(0);
    let order =
        |url: &str, event: &str| WebhookOrder { url: url.to_owned(), events: vec![event.to_owned()], creditor: None };
    let code = |desk: &Desk, order: &WebhookOrder| match desk.add_webhook(&actor(), order) {
        Err(DeskError::Refused(refusal)) => refusal.code(),
        other => panic!("{order:?}: {other:?}"),
    };
    for (url, event, wanted) in [
        ("http://127.0.0.1:9/hook", "promise", "webhook-url"),
        ("https://10.0.0.1/hook", "promise", "webhook-url"),
        ("http://erp.example/hook", "promise", "webhook-url"),
        ("https://erp.example/hook", "user", "webhook-event"),
        ("https://erp.example/hook", "", "webhook-no-event"),
    ] {
        assert_eq!(code(&house.desk, &order(url, event)), wanted, "{url} {event}");
    }
    let reader = Actor::new("r", app::Role::Reader);
    let forbidden = house.desk.add_webhook(&reader, &order("https://erp.example/hook", "promise"));
    assert!(matches!(forbidden, Err(DeskError::Forbidden { .. })));
    // A name that leads inside is found out when it is called.
    let clock = Arc::new(Hand::default());
    let desk = desk_at(&house, &clock, 1);
    let server = Receiver::answering(&[]);
    let (id, _) = hook(&desk, &server, &["creditor"]);
    let strict = Desk::new(
        Store::open(&house.url, &OpenOptions::default()).expect("a store"),
        Arc::clone(&clock) as Arc<dyn Clock>,
        3,
    )
    .with_webhooks(WebhookClient::new(WebhookReach::Public, Duration::from_secs(1)));
    strict.test_webhook(&actor(), id).expect("a test");
    turn(&strict);
    assert_eq!(told(&strict, id)[0].answer, "private-address");
    assert_eq!(server.received().len(), 0);
}
