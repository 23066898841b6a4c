//! A register on this machine: a search by number, and every way to answer badly.

use std::collections::{BTreeMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use app::companies::SireneSource;
use courier::{FeedClient, Roots};
use kernel::Siret;
use serde_json::{Value, json};

/// How the register treats one question.
#[derive(Debug, Clone, Copy)]
pub enum Reply {
    /// As the service does.
    Well,
    Status(u16),
    /// Too many questions: come back after so many seconds.
    Busy(u32),
    /// The beginning of an answer.
    Half,
    /// Something else than an answer.
    Garbage,
    /// It says it found somebody, and shows nobody.
    Short,
    /// Nothing, for longer than anybody waits.
    Mute,
}

#[derive(Default)]
struct Kept {
    records: BTreeMap<String, Value>,
    replies: VecDeque<Reply>,
    asked: Vec<String>,
}

pub struct Register {
    address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Register {
    /// What each question in order meets is said by `replies`, then all is well.
    pub fn serving(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let kept = Arc::new(Mutex::new(Kept { replies: replies.into(), ..Kept::default() }));
        let stop = Arc::new(AtomicBool::new(false));
        let (known, ended) = (Arc::clone(&kept), Arc::clone(&stop));
        let thread = std::thread::spawn(move || {
            let mut muted = Vec::new();
            for stream in listener.incoming() {
                if ended.load(Ordering::Relaxed) {
                    return;
                }
                let mut stream = stream.expect("a connection");
                let siren = question(&stream);
                let (reply, results) = {
                    let mut kept = known.lock().expect("a lock");
                    kept.asked.push(siren.clone());
                    let results = kept.records.get(&siren).cloned().unwrap_or_else(|| json!([]));
                    (kept.replies.pop_front().unwrap_or(Reply::Well), results)
                };
                match reply {
                    Reply::Mute => muted.push(stream),
                    reply => answer(&mut stream, reply, &results),
                }
            }
        });
        Self { address, kept, stop, thread: Some(thread) }
    }

    /// What it finds for a number.
    pub fn set(&self, siren: &str, results: Value) {
        self.kept.lock().expect("a lock").records.insert(siren.to_owned(), results);
    }

    /// How it treats the next question.
    pub fn then(&self, reply: Reply) {
        self.kept.lock().expect("a lock").replies.push_back(reply);
    }

    /// The numbers it was asked for.
    pub fn asked(&self) -> Vec<String> {
        self.kept.lock().expect("a lock").asked.clone()
    }

    pub fn source(&self) -> SireneSource {
        let client = FeedClient::new(Roots::System, Duration::from_millis(1_500));
        let source = SireneSource::new(&format!("http://{}/search", self.address), client).expect("an address");
        source.paced(Duration::ZERO)
    }
}

impl Drop for Register {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The number that a request asks for.
fn question(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let (mut first, mut line) = (String::new(), String::new());
    reader.read_line(&mut first).expect("a line");
    while reader.read_line(&mut line).expect("a line") > 2 {
        line.clear();
    }
    let rest = first.split("q=").nth(1).unwrap_or_default();
    rest.chars().take_while(char::is_ascii_digit).collect()
}

fn answer(stream: &mut TcpStream, reply: Reply, results: &Value) {
    let total = results.as_array().map_or(0, Vec::len);
    let mut body = json!({ "results": results, "total_results": total, "page": 1, "per_page": 10 }).to_string();
    let (mut status, mut head) = (200, String::new());
    match reply {
        Reply::Status(said) => status = said,
        Reply::Busy(seconds) => (status, head) = (429, format!("retry-after: {seconds}\r\n")),
        Reply::Garbage => "<html><body>maintenance</body></html>".clone_into(&mut body),
        Reply::Short => body = json!({ "results": [], "total_results": 1 }).to_string(),
        Reply::Well | Reply::Half | Reply::Mute => {}
    }
    let head = format!("HTTP/1.1 {status} Said\r\n{head}content-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let sent = if matches!(reply, Reply::Half) { &body[..body.len() / 2] } else { &body[..] };
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(sent.as_bytes()));
}

/// The establishment of a company with that number, its key found.
pub fn siret(siren: &str, number: u32) -> String {
    let all = (0..10).map(|key| format!("{siren}{number:04}{key}"));
    all.into_iter().find(|text| Siret::parse(text).is_ok()).expect("a key")
}

/// A company in business, as the open search gives it.
pub fn record((siren, name): (&str, &str), seat: u32, (street, postcode, town): (&str, &str, &str)) -> Value {
    json!({
        "siren": siren, "nom_complet": name, "nom_raison_sociale": name, "sigle": null,
        "nature_juridique": "5710", "etat_administratif": "A", "statut_diffusion": "O",
        "date_creation": "2010-01-04", "date_fermeture": null, "nombre_etablissements_ouverts": 1,
        "siege": {
            "siret": siret(siren, seat), "est_siege": true, "etat_administratif": "A",
            "date_creation": "2010-01-04", "date_fermeture": null,
            "adresse": format!("{street} {postcode} {town}"), "code_postal": postcode, "libelle_commune": town,
        },
        "matching_etablissements": [],
    })
}
