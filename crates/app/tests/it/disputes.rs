//! Disputes: each owns its block, has its proofs, and its figures add up; statuses of electronic invoices come to
//! the same in any order.

use std::collections::BTreeMap;

use app::blocks::{BlockFilter, BlockOrder, BlockReason};
use app::disputes::{
    Brought, CauseGrouping, CauseQuery, DisputeFilter, DisputeHandOver, DisputeKind, DisputeMove, DisputeOrder,
    EvidenceKind, Outcome, Service, Side, Step, motive,
};
use app::imports::ImportRequest;
use app::reports::ReportFormat;
use app::{Actor, Desk, DeskError, Role, Undo};
use kernel::{Currency, Money};
use ledger::{ImportMode, ItemId};

use crate::scenarios::cdar;
use crate::support::{House, day, houses, import, open, request, upload};

const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n";
const F1: &str = "A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00\n";
const F2: &str = "B;Boutique B;2 rue B;75002;Paris;F2;facture;05/08/2026;05/09/2026;200,00\n";

fn bring(desk: &Desk, rows: &str) {
    let mode = Some(ImportMode::Movement);
    let files = ImportRequest { mode, ..request(vec![upload("export.csv", format!("{HEAD}{rows}"))]) };
    assert_eq!(import(desk, &files).outcome.rejected, 0);
}

fn filled() -> Vec<House> {
    let houses = houses("2026-09-21");
    for house in &houses {
        bring(&house.desk, &format!("{F1}{F2}"));
    }
    houses
}

fn item(desk: &Desk, number: &str) -> ItemId {
    desk.find_item(&Actor::operator(), number).expect("a piece").id
}

fn euros(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn order(kind: DisputeKind, amount: Option<&str>) -> DisputeOrder {
    DisputeOrder { kind, amount: amount.map(euros), ..DisputeOrder::heard("") }
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

/// What is set aside: piece, reason, amount.
fn aside(desk: &Desk) -> Vec<(String, BlockReason, String)> {
    let page = desk.blocked_items(&Actor::operator(), &BlockFilter::default(), None, 100).expect("blocks");
    let mut rows: Vec<_> = page.rows.into_iter().map(|b| (b.item, b.reason, b.amount)).collect();
    rows.sort();
    rows
}

#[test]
fn a_dispute_owns_its_block_and_other_blocks_stay() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let checked = BlockOrder {
            reason: BlockReason::ToCheck,
            amount: Some(euros("50.00")),
            owner: String::new(),
            until: None,
            note: String::new(),
        };
        desk.block(&actor, item(desk, "F1"), &checked).expect("set aside");
        let id = desk.open_dispute(&actor, item(desk, "F1"), &order(DisputeKind::Price, Some("120.00"))).expect("open");
        let f1 = |reason, amount: &str| ("F1".to_owned(), reason, amount.to_owned());
        assert_eq!(aside(desk), [f1(BlockReason::Disputed, "120.00"), f1(BlockReason::ToCheck, "50.00")]);
        let blocks = desk.blocked_items(&actor, &BlockFilter::default(), None, 100).expect("blocks").rows;
        let own = blocks.iter().find(|b| b.reason == BlockReason::Disputed).expect("its block");
        assert_eq!(code(desk.unblock(&actor, own.id)), "block-of-dispute", "on {}", house.engine);
        // All that is left, checked or not: what is contested is contested. Nothing after that.
        desk.open_dispute(&actor, item(desk, "F1"), &order(DisputeKind::Quality, None)).expect("the rest");
        assert_eq!(
            code(desk.open_dispute(&actor, item(desk, "F1"), &order(DisputeKind::Quality, None))),
            "block-nothing-left"
        );
        desk.close_dispute(&actor, id, Outcome::Withdrawn, "").expect("closed");
        assert_eq!(aside(desk), [f1(BlockReason::Disputed, "880.00"), f1(BlockReason::ToCheck, "50.00")]);
        assert_eq!(code(desk.close_dispute(&actor, id, Outcome::Withdrawn, "")), "dispute-over-already");
        assert_eq!(code(desk.move_dispute(&actor, id, Step::Facts, &DisputeMove::default())), "dispute-over-already");
        assert!(desk.verify(&actor).expect("verify").is_sound());
    }
}

#[test]
fn a_dispute_opened_by_mistake_is_taken_back() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = desk.open_dispute(&actor, item(desk, "F2"), &order(DisputeKind::Other, None)).expect("open");
        desk.undo(&actor, Undo::Dispute(id)).expect("taken back");
        assert_eq!(aside(desk), []);
        assert_eq!(desk.dispute(&actor, id).expect("still told").line.outcome, Some(Outcome::Withdrawn));
    }
}

#[test]
fn evidence_is_what_its_content_says_and_a_mail_is_kept() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let heard =
            DisputeOrder { mail: "Bonjour,\nil manque 12 cartons.".to_owned(), ..order(DisputeKind::Quantity, None) };
        let id = desk.open_dispute(&actor, item(desk, "F1"), &heard).expect("open");
        let file = |name: &str, bytes: &[u8]| Brought {
            side: Side::Customer,
            kind: EvidenceKind::File,
            words: String::new(),
            file: Some(upload(name, bytes)),
        };
        let photo = file("quai.exe", b"\xff\xd8\xff\xe0quai");
        let first = desk.add_evidence(&actor, id, &photo).expect("a photograph");
        assert_eq!(desk.add_evidence(&actor, id, &photo).expect("the same").id, first.id, "once");
        let program = file("facture.pdf", b"MZ\x90\0\x03");
        assert_eq!(code(desk.add_evidence(&actor, id, &program)), "dispute-file-unknown");
        let nothing = Brought { side: Side::House, kind: EvidenceKind::Note, words: "  ".to_owned(), file: None };
        assert_eq!(code(desk.add_evidence(&actor, id, &nothing)), "dispute-nothing-brought");
        let told = desk.dispute(&actor, id).expect("the dispute");
        let kept: Vec<_> = told.evidence.iter().map(|e| (e.kind, e.file.as_str(), e.words.lines().count())).collect();
        assert_eq!(kept, [(EvidenceKind::Mail, "", 2), (EvidenceKind::File, "quai.jpg", 0)], "on {}", house.engine);
    }
}

#[test]
fn a_dispute_goes_to_the_service_of_its_kind_and_to_no_stranger() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = desk.open_dispute(&actor, item(desk, "F1"), &order(DisputeKind::Other, None)).expect("open");
        let about = DisputeHandOver { kind: Some(DisputeKind::Delivery), ..DisputeHandOver::default() };
        desk.assign_dispute(&actor, id, &about).expect("requalified");
        let line = desk.dispute(&actor, id).expect("the dispute").line;
        assert_eq!((line.service.slug(), line.due), ("logistics", day("2026-09-28")));
        let reader = Actor::new("lui", Role::Reader);
        assert_eq!(code(desk.close_dispute(&reader, id, Outcome::Withdrawn, "")), "forbidden");
        let seller = Actor::new("vera", Role::Salesperson).within(app::Reach::own(["vera".to_owned()], "Vera"));
        assert_eq!(code(desk.dispute(&seller, id)), "not-found", "on {}", house.engine);
        assert_eq!(desk.disputes(&seller, &DisputeFilter::default(), None, 10).expect("none").rows, []);
    }
}

/// Every order of a few statuses, with the invoice among them, and each said twice.
#[test]
fn statuses_come_to_the_same_in_any_order() {
    // A buyer who suspends, contests the tax, then refuses for the price, then approves; and the import of the invoice.
    // Accounting has somebody who answers, sales has nobody.
    let said = [
        ("208", "20260901100000", "JUSTIF_ABS"),
        ("207", "20260901110000", "TX_TVA_ERR"),
        ("210", "20260902100200", "PU_ERR"),
        ("205", "20260903100000", ""),
    ];
    let mut orders: Vec<Vec<usize>> = vec![Vec::new()];
    for n in 0..=said.len() {
        orders = orders
            .iter()
            .flat_map(|order| (0..=order.len()).map(move |at| [&order[..at], &[n], &order[at..]].concat()))
            .collect();
    }
    let mut ends: Vec<(String, Vec<usize>)> = Vec::new();
    let house = houses("2026-09-21").into_iter().next().expect("a house");
    let mut policy = house.desk.dispute_policy(&Actor::operator()).expect("a policy").policy;
    let accounting = policy.services.iter_mut().find(|d| d.service == Service::Accounting).expect("accounting");
    accounting.owner = "Ines".to_owned();
    house.desk.set_dispute_policy(&Actor::operator(), &policy).expect("kept");
    for (n, order) in orders.iter().enumerate().step_by(7) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let number = format!("F{n}-X");
        for event in order.iter().chain(order) {
            if *event == said.len() {
                let row =
                    format!("C{n};Client {n};1 rue A;75001;Paris;{number};facture;01/08/2026;01/09/2026;1 000,00\n");
                bring(desk, &row);
                continue;
            }
            let (code, at, motive) = said[*event];
            let text = cdar(code, &number, at, motive);
            let taken = desk.take_statuses(&actor, &[upload("cdv.xml", text)]).expect("taken");
            assert_eq!(taken.unread, []);
        }
        let account = desk.find_account(&actor, &format!("C{n}")).expect("the account");
        let filter = DisputeFilter { account: Some(account), ..DisputeFilter::default() };
        let rows = desk.disputes(&actor, &filter, None, 10).expect("disputes").rows;
        let told: Vec<_> = rows
            .iter()
            .map(|d| {
                (
                    d.kind,
                    d.motive.clone(),
                    d.held.clone(),
                    d.step,
                    (d.service, d.owner.clone(), d.due, d.note.clone()),
                    desk.dispute(&actor, d.id).expect("it").proposals,
                )
            })
            .collect();
        let mine = BlockFilter { account: Some(account), ..BlockFilter::default() };
        let blocks = desk.blocked_items(&actor, &mine, None, 10).expect("blocks").rows;
        let held: Vec<_> = blocks.iter().map(|b| (b.reason, b.amount.clone(), b.until)).collect();
        let tasks = desk.account_tasks(&actor, account).expect("tasks").len();
        ends.push((format!("{told:?} {held:?} {tasks} tasks"), order.clone()));
    }
    assert!(ends.len() > 10);
    for (end, order) in &ends {
        assert_eq!(end, &ends[0].0, "{order:?} ends otherwise than {:?}", ends[0].1);
    }
    assert!(
        ends[0].0.contains("Price") && ends[0].0.contains("PU_ERR") && ends[0].0.contains("Approved"),
        "{}",
        ends[0].0
    );
}

#[test]
fn each_status_has_its_own_effect_on_the_piece() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let say = |code: &str, at: &str, motive: &str| {
            let text = cdar(code, "F2", at, motive);
            desk.take_statuses(&actor, &[upload("cdv.xml", text)]).expect("taken")
        };
        let f2 = |reason| [("F2".to_owned(), reason, "200.00".to_owned())];
        say("203", "20260901090000", "");
        assert_eq!(aside(desk), [], "made available: nothing stops");
        say("208", "20260902090000", "JUSTIF_ABS");
        assert_eq!(aside(desk), f2(BlockReason::ToCheck), "suspended");
        let tasks = desk.tasks(&actor, None, 10).expect("tasks").rows;
        assert!(tasks.iter().any(|t| t.subject.fr.contains("F2 · 208")), "{tasks:?}");
        say("209", "20260903090000", "");
        assert_eq!(aside(desk), [], "put right");
        say("211", "20260920090000", "");
        assert_eq!(aside(desk), f2(BlockReason::PaymentAnnounced), "payment on its way");
        say("207", "20260921090000", "QTE_ERR");
        assert_eq!(aside(desk), f2(BlockReason::Disputed), "in dispute, on {}", house.engine);
        let wrong = desk.take_statuses(&actor, &[upload("x.xml", "<a/>")]).expect("told");
        assert_eq!((wrong.fresh, wrong.unread.len()), (0, 1));
    }
}

/// Every motive the law table lists has its kind here.
#[test]
fn no_motive_of_the_reform_is_unknown() {
    for status in ["206", "207", "208", "210"] {
        let known = law::einvoice::status(status, law::Law::builtin()).expect("a status");
        assert!(!known.reasons.is_empty());
        for (code, _) in known.reasons {
            assert!(motive(&code).is_some(), "{status}: {code}");
        }
    }
}

#[test]
fn causes_are_the_sums_of_the_list() {
    for house in filled() {
        let actor = Actor::operator();
        bring(&house.desk, "C;Cave C;3 rue C;75003;Paris;F3;facture;01/08/2026;01/09/2026;70,00\n");
        for (number, kind, amount) in [
            ("F1", DisputeKind::Price, Some("120.00")),
            ("F1", DisputeKind::Quality, Some("30.00")),
            ("F2", DisputeKind::Price, None),
            ("F3", DisputeKind::Delivery, None),
        ] {
            house.desk.open_dispute(&actor, item(&house.desk, number), &order(kind, amount)).expect("open");
        }
        let rows = |desk: &Desk| {
            let all = DisputeFilter { closed_too: true, ..DisputeFilter::default() };
            desk.disputes(&actor, &all, None, 100).expect("the list").rows
        };
        let later = open(&house.url, day("2026-10-01"));
        let first = rows(&later)[0].id;
        later.move_dispute(&actor, first, Step::Facts, &DisputeMove::default()).expect("facts");
        later.close_dispute(&actor, first, Outcome::Unfounded, "").expect("closed");
        let mistake = rows(&later)[3].id;
        later.close_dispute(&actor, mistake, Outcome::Withdrawn, "").expect("withdrawn");
        let query = CauseQuery { by: CauseGrouping::Kind, from: None, until: None, currency: Currency::EUR };
        let desk = open(&house.url, day("2026-10-11"));
        let causes = desk.dispute_causes(&actor, &query).expect("the causes");
        // By hand: price 120 + 200, blocked 10 days (closed) and 20; quality 30 for 20 days; delivery was withdrawn.
        let told: Vec<_> = causes
            .lines
            .iter()
            .map(|l| (l.key.as_str(), l.amount.as_str(), l.days, l.count, l.open, l.founded))
            .collect();
        assert_eq!(told, [("price", "320.00", 30, 2, 1, 0), ("quality", "30.00", 20, 1, 1, 0)], "on {}", house.engine);
        assert_eq!(causes.lines.iter().map(|l| l.running_per_mille).collect::<Vec<_>>(), [914, 1000]);
        // Another way: summed again from the file that is exported.
        let all = DisputeFilter { closed_too: true, ..DisputeFilter::default() };
        let file = desk.dispute_report(&actor, ReportFormat::Csv, &all, kernel::Language::En).expect("a file");
        let exported = String::from_utf8(file.bytes).expect("text");
        let mut of: BTreeMap<String, (i64, i64, u64)> = BTreeMap::new();
        for row in exported.lines().skip(1).map(|row| row.split(';').collect::<Vec<_>>()) {
            if row[7] == "withdrawn" {
                continue;
            }
            let sum = of.entry(row[5].to_owned()).or_default();
            let cents: String = row[11].chars().filter(char::is_ascii_digit).collect();
            sum.0 += cents.parse::<i64>().expect("cents");
            sum.1 += row[17].parse::<i64>().expect("days");
            sum.2 += 1;
        }
        let summed: BTreeMap<String, (i64, i64, u64)> = causes
            .lines
            .iter()
            .map(|l| (l.key.clone(), (l.amount.replace('.', "").parse().expect("cents"), l.days, l.count)))
            .collect();
        assert_eq!(of, summed, "on {}\n{exported}", house.engine);
        let months: Vec<_> = causes.months.iter().map(|m| (m.month.to_string(), m.opened, m.closed)).collect();
        assert_eq!(months, [("2026-09-01".to_owned(), 3, 0), ("2026-10-01".to_owned(), 0, 1)]);
    }
}
