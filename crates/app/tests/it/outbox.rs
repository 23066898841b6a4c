//! What leaves, leaves once, and never for what is paid; by carriers that misbehave.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use std::sync::{Arc, Mutex};

use app::outbox::{Carriers, OutboxFilter, SendReport};
use app::runs::RunRequest;
use app::{Actor, Desk, MessageState};
use courier::{
    Accepted, Carrier, Content, Doubt, EmailAddress, Evidence, Folder, Limits, Outcome, Parcel, Refusal, Silence, Stage,
};
use jiff::ToSpan;
use kernel::FixedClock;
use store::{Message, MessageId, TaskKind};

use crate::support::{House, day, houses, import, open_at, request, upload};

/// A Monday.
pub const TODAY: &str = "2026-09-21";

/// What the carrier does next.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Next {
    Accept,
    Greylist,
    NoSuchUser,
    LoseAnswer,
    Die,
}

/// A carrier that does as it is told, then accepts; it counts as a debtor would.
#[derive(Default)]
pub struct Fake {
    script: Mutex<VecDeque<Next>>,
    pub arrived: Mutex<BTreeMap<String, u32>>,
    pub texts: Mutex<Vec<String>>,
}

impl Fake {
    pub fn doing(script: &[Next]) -> Arc<Self> {
        Arc::new(Self { script: Mutex::new(script.iter().copied().collect()), ..Self::default() })
    }

    pub fn count(&self) -> u32 {
        self.arrived.lock().expect("a lock").values().sum()
    }
}

impl Carrier for Fake {
    fn carries(&self, _: &Content) -> bool {
        true
    }

    fn send(&self, parcel: &Parcel) -> Outcome {
        let next = self.script.lock().expect("a lock").pop_front().unwrap_or(Next::Accept);
        let refused = |permanent, code: u16| {
            Outcome::Refused(Refusal {
                permanent,
                stage: Stage::Recipient,
                code: Some(code),
                reply: format!("{code} said"),
                recipients: Vec::new(),
            })
        };
        match next {
            Next::Greylist => return refused(false, 451),
            Next::NoSuchUser => return refused(true, 550),
            Next::Die => panic!("killed while sending"),
            Next::Accept | Next::LoseAnswer => {}
        }
        *self.arrived.lock().expect("a lock").entry(parcel.id.to_string()).or_default() += 1;
        self.texts.lock().expect("a lock").push(format!("{:?}", parcel.content));
        let (by, sha256) = ("fake".to_owned(), "00".to_owned());
        if next == Next::LoseAnswer {
            let refused = Vec::new();
            let doubt = Doubt { after: Stage::EndOfData, why: Silence::Closed, by, size: 1, sha256, refused };
            return Outcome::Ambiguous(Box::new(doubt));
        }
        let queue_id = Some("Q1".to_owned());
        let evidence =
            Evidence { by, reply: "250 Ok: queued as Q1".to_owned(), queue_id, secured: true, size: 1, sha256 };
        Outcome::Accepted(Accepted { evidence, refused: Vec::new() })
    }

    fn kind(&self) -> &'static str {
        "smtp"
    }
}

pub fn mail_by(carrier: Arc<dyn Carrier>) -> Carriers {
    let limits = Limits { per_minute: 100_000, concurrent: 8 };
    let mail_from = Some(EmailAddress::parse("relances@house.example").expect("an address"));
    Carriers { mail: Some(carrier), limits, mail_from, ..Carriers::default() }
}

pub fn items(count: usize, paid: &[(usize, &str)]) -> String {
    let mut text = "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n".to_owned();
    for i in 0..count {
        let amount = paid.iter().find(|(n, _)| *n == i).map_or("0.00,".to_owned(), |(_, a)| format!("{a},2026-09-20"));
        writeln!(text, "F{i},INV,C{i},2026-08-01,2026-09-01,100.00,{amount},EUR").expect("text");
    }
    text
}

pub fn import_items(desk: &Desk, text: String) {
    let mut files = request(vec![upload("items.csv", text)]);
    files.profile = formats::Profile::named("open-items");
    assert_eq!(import(desk, &files).outcome.rejected, 0);
}

/// Houses where `count` customers were reminded today, by mail, and the mails are made.
pub fn made(count: usize) -> Vec<House> {
    let houses = houses(TODAY);
    for house in &houses {
        let mut customers = "customer_id,name,street,postcode,city,country,email,language,terms_days\n".to_owned();
        for i in 0..count {
            writeln!(customers, "C{i},Client {i},{i} rue A,75001,Paris,FR,c{i}@d{i}.example,fr,30").expect("text");
        }
        let mut files = request(vec![upload("customers.csv", customers), upload("items.csv", items(count, &[]))]);
        files.profile = formats::Profile::named("open-items");
        assert_eq!(import(&house.desk, &files).outcome.rejected, 0);
        let run = RunRequest { day: Some(day(TODAY)), dry: false, creditor: None, summary: true };
        house.desk.run(&Actor::operator(), &run, &|_, _| ()).expect("the run");
        by_mail(&house.desk);
        let report = house.desk.render_pending(&Actor::operator(), &|_, _| ()).expect("messages");
        assert_eq!((report.made, report.letters, report.failed), (count as u64, 0, 0), "on {}", house.engine);
    }
    houses
}

/// What the strategy decides for letters goes by mail.
fn by_mail(desk: &Desk) {
    desk.store()
        .write("test", |tx| {
            for message in tx.messages().list(Some(MessageState::Planned), None, None, 500)? {
                tx.messages().save(&Message { channel: "mail".to_owned(), ..message })?;
            }
            Ok::<_, store::StoreError>(())
        })
        .expect("written");
}

/// A desk of another process, some minutes later.
pub fn later(house: &House, minutes: i64, carriers: Carriers) -> Desk {
    let base = FixedClock::on(day(TODAY));
    let now = base.now.checked_add(minutes.minutes()).expect("an instant");
    open_at(&house.url, FixedClock { now, ..base }).with_carriers(carriers)
}

pub fn send(desk: &Desk) -> SendReport {
    desk.send_due(&Actor::operator(), "w").expect("sent")
}

pub fn states(desk: &Desk) -> BTreeMap<String, i64> {
    desk.outbox(&Actor::operator(), &OutboxFilter::default()).expect("a page").counts
}

pub fn state(name: &str, count: i64) -> BTreeMap<String, i64> {
    BTreeMap::from([(name.to_owned(), count)])
}

fn sound(desk: &Desk) {
    desk.store().seal(desk.now()).expect("sealed");
    let found = desk.verify(&Actor::operator()).expect("verified");
    assert!(found.is_sound(), "{:?}", found.findings);
}

/// A folder that dies before it writes.
struct Dying;
impl Carrier for Dying {
    fn carries(&self, _: &Content) -> bool {
        true
    }
    fn send(&self, _: &Parcel) -> Outcome {
        panic!("killed before it wrote")
    }
    fn kind(&self) -> &'static str {
        "folder"
    }
}

#[test]
fn a_message_leaves_once_with_its_proof() {
    for house in made(3) {
        let nobody = later(&house, 1, Carriers::default());
        assert_eq!(send(&nobody), SendReport::default(), "without a carrier nothing leaves");
        let page = nobody.outbox(&Actor::operator(), &OutboxFilter::default()).expect("a page");
        assert!(page.notes[0].fr.starts_with("aucun transport pour les mails (3"), "{:?}", page.notes);
        let fake = Fake::doing(&[]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(send(&desk), SendReport { sent: 3, ..SendReport::default() }, "on {}", house.engine);
        assert_eq!((send(&desk), fake.count()), (SendReport::default(), 3), "once");
        assert_eq!(states(&desk), state("sent", 3));
        let page = desk.outbox(&Actor::operator(), &OutboxFilter::default()).expect("a page");
        assert!(page.messages.iter().all(|m| m.last_reply == "250 Ok: queued as Q1" && m.to.contains('@')));
        assert!(
            fake.texts.lock().expect("a lock").iter().all(|t| t.contains("application/pdf")),
            "the letter goes with it"
        );
        let account = page.messages[0].account_id;
        let entries = desk.store().read(|tx| tx.timeline().of_account(account, None, 50)).expect("entries");
        assert!(entries.iter().any(|e| e.kind == "message.sent" && e.payload.contains("evidence_sha256")));
        sound(&desk);
    }
}

#[test]
fn a_message_approved_while_the_job_of_its_run_ends_is_made_all_the_same() {
    for house in made(1) {
        house.desk.work_off("w").expect("the queue is empty");
        // What an approval leaves: its job has the name of one that is still there, and past this message.
        house
            .desk
            .store()
            .write("test", |tx| {
                for message in tx.messages().list(Some(MessageState::Rendered), None, None, 1)? {
                    tx.messages().save(&Message { state: MessageState::Planned, document_id: None, ..message })?;
                }
                Ok::<_, store::StoreError>(())
            })
            .expect("written");
        assert_eq!(states(&house.desk), state("planned", 1));
        house.desk.work_off("w").expect("the queue");
        assert_eq!(states(&house.desk), state("rendered", 1), "on {}", house.engine);
    }
}

#[test]
fn what_is_paid_between_the_run_and_the_sending_is_not_asked_for() {
    for house in made(3) {
        // C0 pays all, C1 a part.
        import_items(&house.desk, items(3, &[(0, "100.00"), (1, "60.00")]));
        let fake = Fake::doing(&[]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        let wanted = SendReport { sent: 1, cancelled: 1, remade: 1, ..SendReport::default() };
        assert_eq!(send(&desk), wanted, "on {}", house.engine);
        desk.render_pending(&Actor::operator(), &|_, _| ()).expect("made again");
        assert_eq!(send(&desk), SendReport { sent: 1, ..SendReport::default() });
        assert_eq!(fake.count(), 2);
        let page = desk.outbox(
            &Actor::operator(),
            &OutboxFilter { state: Some(MessageState::Cancelled), ..OutboxFilter::default() },
        );
        assert_eq!(page.expect("a page").messages[0].to, "c0@d0.example");
        sound(&desk);
    }
}

#[test]
fn a_payment_that_nobody_matched_yet_holds_the_message_back() {
    for house in made(2) {
        let paid = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n\
            C0;Client 0;0 rue A;75001;Paris;F0;facture;01/08/2026;01/09/2026;100,00\n\
            C0;Client 0;0 rue A;75001;Paris;VIR1;règlement;21/09/2026;;-100,00\n\
            C1;Client 1;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;100,00\n";
        assert_eq!(import(&house.desk, &request(vec![upload("paid.csv", paid)])).outcome.rejected, 0);
        let fake = Fake::doing(&[]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        let wanted = SendReport { sent: 1, waiting: 1, ..SendReport::default() };
        assert_eq!((send(&desk), fake.count()), (wanted, 1), "who has paid hears nothing, on {}", house.engine);
        assert_eq!(send(&desk), SendReport::default(), "and is left alone for hours");
    }
}

#[test]
fn a_greylist_is_waited_out_and_given_up_in_the_end() {
    for house in made(1) {
        let fake = Fake::doing(&[Next::Greylist]);
        let carriers = mail_by(Arc::clone(&fake) as Arc<dyn Carrier>);
        assert_eq!(send(&later(&house, 1, carriers.clone())), SendReport { deferred: 1, ..SendReport::default() });
        assert_eq!(send(&later(&house, 5, carriers.clone())), SendReport::default(), "not before five minutes");
        assert_eq!(send(&later(&house, 7, carriers)).sent, 1, "on {}", house.engine);
    }
    for house in made(1) {
        let fake = Fake::doing(&[Next::Greylist; 20]);
        let carriers = mail_by(Arc::clone(&fake) as Arc<dyn Carrier>);
        let reports: Vec<SendReport> = (0..8).map(|i| send(&later(&house, 1 + i * 1000, carriers.clone()))).collect();
        assert_eq!(reports.iter().map(|r| r.deferred).sum::<u64>(), 5);
        assert_eq!((reports.iter().map(|r| r.refused).sum::<u64>(), fake.count()), (1, 0), "on {}", house.engine);
    }
}

#[test]
fn a_refused_address_is_marked_given_as_a_task_and_replaced_by_a_letter() {
    for house in made(1) {
        let fake = Fake::doing(&[Next::NoSuchUser]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(send(&desk), SendReport { refused: 1, ..SendReport::default() });
        assert_eq!(states(&desk), state("planned", 1), "made again");
        desk.render_pending(&Actor::operator(), &|_, _| ()).expect("made");
        let page = desk.outbox(&Actor::operator(), &OutboxFilter::default()).expect("a page");
        assert_eq!((page.messages[0].channel.as_str(), page.messages[0].state.as_str()), ("letter", "rendered"));
        let account = page.messages[0].account_id;
        let (tasks, contacts) = desk
            .store()
            .read(|tx| {
                let debtor = tx.accounts().get_many(&[account])?[0].debtor.id;
                Ok::<_, store::StoreError>((tx.tasks().of_account(account)?, tx.contacts().of_debtor(debtor)?))
            })
            .expect("read");
        assert_eq!(tasks.iter().map(|t| t.kind).collect::<Vec<_>>(), [TaskKind::Contact]);
        assert_eq!(contacts[0].bounced_on, Some(day(TODAY)), "on {}", house.engine);
        assert_eq!(send(&desk), SendReport::default(), "a letter waits for the print file");
        assert_eq!(desk.print_files(&Actor::operator(), day(TODAY)).expect("files").len(), 1);
        sound(&desk);
    }
}

#[test]
fn a_doubt_is_never_resent_by_itself() {
    for house in made(2) {
        let fake = Fake::doing(&[Next::LoseAnswer, Next::LoseAnswer]);
        let carriers = mail_by(Arc::clone(&fake) as Arc<dyn Carrier>);
        let desk = later(&house, 1, carriers.clone());
        let first = send(&desk);
        assert_eq!(
            first,
            SendReport { doubtful: 1, waiting: 1, ..SendReport::default() },
            "a silent server is left alone"
        );
        assert_eq!(send(&later(&house, 2, carriers.clone())).doubtful, 1);
        for minutes in [10, 1000, 100_000] {
            assert_eq!(send(&later(&house, minutes, carriers.clone())), SendReport::default());
        }
        let actor = Actor::operator();
        let page = desk.outbox(&actor, &OutboxFilter::default()).expect("a page");
        let ids: Vec<MessageId> = page.messages.iter().map(|m| m.message).collect();
        desk.resolve_doubt(&actor, ids[0], true).expect("resolved");
        desk.resolve_doubt(&actor, ids[1], false).expect("resolved");
        assert!(desk.resolve_doubt(&actor, ids[0], false).is_err(), "no doubt is left");
        assert_eq!(send(&later(&house, 3, carriers)).sent, 1);
        assert_eq!((states(&desk), fake.count()), (state("sent", 2), 3), "on {}", house.engine);
        sound(&desk);
    }
}

#[test]
fn a_dead_worker_leaves_a_doubt_or_an_answer_that_its_carrier_remembers() {
    for house in made(1) {
        let fake = Fake::doing(&[Next::Die]);
        let dying = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert!(std::thread::spawn(move || send(&dying)).join().is_err(), "it died while sending");
        let carriers = mail_by(Arc::clone(&fake) as Arc<dyn Carrier>);
        assert_eq!(send(&later(&house, 2, carriers.clone())), SendReport::default(), "its lease still runs");
        assert_eq!(send(&later(&house, 9, carriers)).doubtful, 1, "on {}", house.engine);
    }
    for house in made(1) {
        let folder = tempfile::tempdir().expect("a folder");
        let carrier: Arc<dyn Carrier> = Arc::new(Folder::open(folder.path()).expect("a folder"));
        let dying = later(&house, 1, mail_by(Arc::new(Dying)));
        assert!(std::thread::spawn(move || send(&dying)).join().is_err());
        let first = send(&later(&house, 9, mail_by(Arc::clone(&carrier))));
        assert_eq!((first.deferred, first.doubtful), (1, 0), "the folder has not got it");
        assert_eq!(send(&later(&house, 20, mail_by(Arc::clone(&carrier)))).sent, 1, "on {}", house.engine);
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 2, "one mail and its label");
    }
}

/// A folder whose worker is killed once the parcel is in it.
struct Killed(Folder);

impl Carrier for Killed {
    fn carries(&self, content: &Content) -> bool {
        self.0.carries(content)
    }
    fn send(&self, parcel: &Parcel) -> Outcome {
        assert!(matches!(self.0.send(parcel), Outcome::Accepted(_)), "it is written");
        panic!("killed before the answer")
    }
    fn kind(&self) -> &'static str {
        self.0.kind()
    }
}

#[test]
fn what_left_under_the_former_address_of_the_house_is_found_again() {
    for house in made(1) {
        let folder = tempfile::tempdir().expect("a folder");
        let open = || Folder::open(folder.path()).expect("a folder");
        let dying = later(&house, 1, mail_by(Arc::new(Killed(open()))));
        assert!(std::thread::spawn(move || send(&dying)).join().is_err());
        let mail_from = Some(EmailAddress::parse("relances@other.example").expect("an address"));
        let restarted = || Carriers { mail_from: mail_from.clone(), ..mail_by(Arc::new(open())) };
        let first = send(&later(&house, 9, restarted()));
        assert_eq!((first.sent, first.deferred), (1, 0), "the folder has it, on {}", house.engine);
        assert_eq!(send(&later(&house, 20, restarted())), SendReport::default());
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 2, "one mail and its label");
        assert_eq!(states(&house.desk), state("sent", 1));
        sound(&house.desk);
    }
}

#[test]
fn two_workers_a_minute_apart_never_send_twice() {
    let repeats: usize = std::env::var("QUITTANCE_REPEAT").ok().and_then(|n| n.parse().ok()).unwrap_or(1);
    for _ in 0..repeats {
        for house in made(40) {
            let fake = Fake::doing(&[]);
            let workers: Vec<_> = [0, 1]
                .map(|minutes| {
                    let desk = later(&house, 1 + minutes, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
                    std::thread::spawn(move || {
                        desk.send_due(&Actor::operator(), &format!("w{minutes}")).expect("sent").sent
                    })
                })
                .into_iter()
                .collect();
            let sent: u64 = workers.into_iter().map(|w| w.join().expect("a worker")).sum();
            let arrived = fake.arrived.lock().expect("a lock").clone();
            assert_eq!((sent, arrived.len()), (40, 40), "on {}", house.engine);
            assert!(arrived.values().all(|n| *n == 1), "nobody got two");
            sound(&house.desk);
        }
    }
}
