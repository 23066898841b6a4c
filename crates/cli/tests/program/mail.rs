//! The program and a real mail server: what the desk says of each message, and what the server has.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use app::{Actor, Desk};
use kernel::{Date, FixedClock};
use serde_json::{Value, json as value};
use store::{OpenOptions, Store};

use crate::support::{databases, json, run};

const DAY: &str = "2026-11-23";

/// The mail server of courier's tests; dropping it ends it.
struct Relay {
    child: Child,
    home: PathBuf,
    port: String,
    python: &'static str,
}

impl Relay {
    /// None, with a visible line, where no Python has the library; on CI one must.
    fn start(home: &Path) -> Option<Self> {
        let has = |python: &&str| {
            let mut ask = Command::new(python);
            ask.args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status().is_ok_and(|s| s.success())
        };
        let Some(python) = ["python3", "/usr/bin/python3"].into_iter().find(has) else {
            assert!(!std::env::var("CI").is_ok_and(|v| v == "true"), "no Python with aiosmtpd: cargo xtask setup");
            eprintln!("SKIP SMTP: no Python with aiosmtpd (Debian's python3-aiosmtpd)");
            return None;
        };
        fs::create_dir(home).expect("a folder");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../courier/tests/smtp_server.py");
        let mut command = Command::new(python);
        let mut child =
            command.arg(script).arg(home).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut port = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut port).expect("it writes its port");
        Some(Self { child, home: home.to_owned(), port: port.trim().to_owned(), python })
    }

    /// What it has, by recipient: name of the message, text, and name and SHA-256 of each file. Read by
    /// Python's own library.
    fn taken(&self) -> Vec<(String, Value)> {
        const READ: &str = "
import email, email.policy, hashlib, json, pathlib, sys
found = []
for path in sorted(pathlib.Path(sys.argv[1]).glob('*.eml')):
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    files = [[part.get_filename(), hashlib.sha256(part.get_payload(decode=True)).hexdigest()] for part in mail.iter_attachments()]
    text = mail.get_body(('plain',)).get_content()
    to = json.loads(path.with_suffix('.json').read_text())['to'][0]
    found.append([to, {'name': mail['Message-ID'].strip('<>'), 'text': text, 'files': files}])
print(json.dumps(found))
";
        let output = Command::new(self.python).args(["-c", READ]).arg(&self.home).output().expect("Python runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }

    /// The hash of a file, by somebody else than us.
    fn sha256(&self, file: &Path) -> String {
        let code = "import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], 'rb').read()).hexdigest())";
        let output = Command::new(self.python).args(["-c", code]).arg(file).output().expect("Python runs");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// How many messages it has of each recipient.
    fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for (to, _) in self.taken() {
            *counts.entry(to).or_insert(0) += 1;
        }
        counts
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A house on one database, some minutes later each time.
struct House<'a> {
    db: &'a str,
    smtp: String,
}

impl House<'_> {
    fn ask(&self, ahead: i64, args: &[&str]) -> Value {
        let ahead = ahead.to_string();
        let mail = ["--smtp", &self.smtp, "--mail-from", "relances@house.example", "--clock-ahead", &ahead];
        let output = run(self.db, &[args, &mail].concat());
        assert!(output.status.success(), "{args:?} on {}: {}", self.db, String::from_utf8_lossy(&output.stderr));
        if args.contains(&"--json") { json(&output) } else { Value::Null }
    }

    /// What a sending did, without what it did not.
    fn send(&self, ahead: i64) -> Value {
        let mut report = self.ask(ahead, &["outbox", "send", "--json"]);
        report.as_object_mut().expect("a report").retain(|_, count| *count != 0);
        report
    }

    /// Channel, state and last answer by customer.
    fn states(&self) -> BTreeMap<String, (String, String, String)> {
        let list = self.ask(0, &["outbox", "list", "--json"]);
        let text = |m: &Value, key: &str| m[key].as_str().unwrap_or_default().to_owned();
        let messages = list["messages"].as_array().expect("messages").iter();
        messages.map(|m| (text(m, "debtor"), (text(m, "channel"), text(m, "state"), text(m, "last_reply")))).collect()
    }
}

/// Five customers whose mail meets with five fates, reminded by mail with everything enclosed.
fn reminded(house: &House<'_>, home: &Path) {
    let mut customers = String::from("customer_id,name,street,postcode,city,country,email,language,terms_days\n");
    let mut items =
        String::from("invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n");
    for (n, name) in ["taken", "unknown", "grey", "back", "silent"].iter().enumerate() {
        writeln!(customers, "C{n},{name},1 rue A,75001,Paris,FR,{name}@{name}.example,fr,30").expect("text");
        writeln!(items, "F{n},INV,C{n},2026-09-05,2026-10-05,120.00,0.00,,EUR").expect("text");
    }
    let plan = r#"{"slug":"standard","steps":[{"slug":"reminder-1","timing":{"after-due":8},"channel":"mail",
        "grant_days":8,"attach":["statement","invoices"]}]}"#;
    let path = |name: &str| home.join(name).display().to_string();
    for (name, text) in [("customers.csv", customers.as_str()), ("items.csv", &items), ("plan.json", plan)] {
        fs::write(home.join(name), text).expect("written");
    }
    house.ask(0, &["import", &path("customers.csv"), &path("items.csv"), "--profile", "open-items"]);
    house.ask(0, &["strategy", "save", &path("plan.json")]);
    // Any PDF is an invoice to the desk.
    house.ask(0, &["report", "aged-balance", "--format", "pdf", "-o", &path("F0.pdf")]);
    house.ask(0, &["item", "F0", "--attach", &path("F0.pdf")]);
    house.ask(0, &["run", "--date", DAY, "--summary"]);
}

/// A report as a mail server writes it, about a message that it took first.
fn report(name: &str, to: &str) -> String {
    format!(
        "From: MAILER-DAEMON@back.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\n\r\nno\r\n\
         --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; back.example\r\n\r\n\
         Final-Recipient: rfc822;{to}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
         Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\
         Message-ID: <{name}>\r\nSubject: x\r\n\r\ny\r\n--b--\r\n"
    )
}

#[test]
fn a_real_server_accepts_refuses_puts_off_falls_silent_and_sends_back() {
    let folder = tempfile::tempdir().expect("a folder");
    for (place, db) in databases(folder.path(), "mail").into_iter().enumerate() {
        let home = folder.path().join(place.to_string());
        fs::create_dir(&home).expect("a folder");
        let Some(relay) = Relay::start(&home.join("relay")) else { return };
        let house = House { db: &db, smtp: format!("smtp://127.0.0.1:{}", relay.port) };
        reminded(&house, &home);

        // After a silence the house holds its mail for a minute: whoever comes after it leaves then.
        let mut first = house.send(0);
        let then = house.send(2);
        let both = first.as_object_mut().expect("a report");
        both.remove("waiting");
        for (fate, count) in then.as_object().expect("a report") {
            let sum = both.get(fate).and_then(Value::as_u64).unwrap_or(0) + count.as_u64().unwrap_or(0);
            both.insert(fate.clone(), sum.into());
        }
        assert_eq!(first, value!({ "sent": 2, "refused": 1, "deferred": 1, "doubtful": 1 }), "on {db}");
        let states = house.states();
        let is = |name: &str, state: &str, reply: &str| {
            let (_, found, said) = &states[name];
            assert!(found == state && said.contains(reply), "{name} on {db}: {found} {said}");
        };
        is("taken", "sent", "250 2.0.0 Ok: queued as Q1");
        is("unknown", "planned", "550");
        is("grey", "rendered", "451");
        is("back", "sent", "250");
        is("silent", "ambiguous", "");
        assert_eq!(states["unknown"].0, "letter", "a refused address is replaced by a letter");

        // The greylist opens after five minutes; the doubt stays a doubt, however long.
        assert_eq!(house.send(3), value!({}), "on {db}");
        assert_eq!(house.send(8), value!({ "sent": 1 }), "on {db}");
        for ahead in [100, 10_000, 100_000] {
            assert_eq!(house.send(ahead), value!({}), "on {db}");
        }
        assert_eq!(house.states()["silent"].1, "ambiguous");
        let once: BTreeMap<String, usize> =
            ["taken", "grey", "back", "silent"].map(|name| (format!("{name}@{name}.example"), 1)).into();
        assert_eq!(relay.counts(), once, "on {db}");

        let taken: BTreeMap<String, Value> = relay.taken().into_iter().collect();
        let invoice = relay.sha256(&home.join("F0.pdf"));
        enclosed(&taken["taken@taken.example"], &invoice);
        assert_eq!(taken["grey@grey.example"]["files"].as_array().expect("files").len(), 2, "letter and statement");

        let returned = home.join("back.eml");
        let name = taken["back@back.example"]["name"].as_str().expect("a name");
        fs::write(&returned, report(name, "back@back.example")).expect("written");
        let answer = house.ask(0, &["outbox", "bounce", &returned.display().to_string(), "--json"]);
        assert_eq!(answer["fate"], "bounced", "on {db}");
        assert_eq!(house.states()["back"].1, "bounced");
        told(&db, &invoice);
    }
}

/// The mail carries its letter, the statement and the invoice, to the byte, and says so.
fn enclosed(mail: &Value, invoice: &str) {
    let files = mail["files"].as_array().expect("files");
    let names: Vec<&str> = files.iter().filter_map(|f| f[0].as_str()).collect();
    assert_eq!(names, ["2026-11-23-C0-n1.pdf", "releve-C0-2026-11-23.pdf", "F0.pdf"]);
    assert_eq!(files[2][1].as_str(), Some(invoice), "the very bytes");
    let text = mail["text"].as_str().unwrap_or_default().replace('\u{a0}', " ");
    assert!(text.contains("Pièces jointes : relevé de compte au 23 novembre 2026, facture F0"), "{text}");
}

/// The timeline of the accounts: the hashes of what left, and that one came back.
fn told(db: &str, invoice: &str) {
    let today: Date = DAY.parse().expect("a date");
    let store = Store::open(db, &OpenOptions::default()).expect("a store");
    let desk = Desk::new(store, Arc::new(FixedClock::on(today)), 1023);
    let facts = |customer: &str, kind: &str| -> Vec<Value> {
        let account = desk.find_account(&Actor::operator(), customer).expect("an account");
        let entries = desk.store().read(|tx| tx.timeline().of_account(account, None, 50)).expect("entries");
        let of_kind = entries.iter().filter(|e| e.kind == kind);
        of_kind.map(|e| serde_json::from_str(&e.payload).expect("JSON")).collect()
    };
    let sent = facts("C0", "message.sent");
    let hashes: Vec<&str> =
        sent[0]["attached"].as_array().expect("files").iter().filter_map(|f| f["sha256"].as_str()).collect();
    assert!(sent.len() == 1 && hashes.len() == 2 && hashes.contains(&invoice), "{sent:?}");
    let back = facts("C3", "message.bounced");
    assert!(back.len() == 1 && back[0]["reply"].as_str().is_some_and(|r| r.contains("no such user")), "{back:?}");
    assert_eq!((facts("C4", "message.doubtful").len(), facts("C4", "message.sent").len()), (1, 0));
}
