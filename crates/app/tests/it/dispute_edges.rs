//! What disputes and statuses meet at their edges: words that look like a machine's, namesakes, an import taken back,
//! a second click, a hand-over on the same day.

use app::blocks::{BlockFilter, BlockReason};
use app::colleagues::ColleagueOrder;
use app::disputes::{
    CauseGrouping, CauseQuery, DisputeFilter, DisputeHandOver, DisputeId, DisputeKind, DisputeMove, DisputeOrder,
    Outcome, Service, Step,
};
use app::imports::ImportRequest;
use app::{Actor, Desk, DeskError, Undo};
use kernel::{Currency, Language, Money};
use ledger::{BatchId, ImportMode};

use crate::scenarios::cdar;
use crate::support::{House, day, houses, import, open, request, upload};

const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n";
const F1: &str = "A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00\n";

fn bring(desk: &Desk, rows: &str) -> BatchId {
    let mode = Some(ImportMode::Movement);
    let files = ImportRequest { mode, ..request(vec![upload("export.csv", format!("{HEAD}{rows}"))]) };
    import(desk, &files).batch.expect("written")
}

fn filled() -> Vec<House> {
    let houses = houses("2026-09-21");
    for house in &houses {
        bring(&house.desk, F1);
    }
    houses
}

fn euros(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

fn contest(desk: &Desk, amount: &str, note: &str) -> DisputeId {
    let actor = Actor::operator();
    let item = desk.find_item(&actor, "F1").expect("a piece").id;
    let order = DisputeOrder { kind: DisputeKind::Price, amount: Some(euros(amount)), ..DisputeOrder::heard(note) };
    desk.open_dispute(&actor, item, &order).expect("open")
}

fn say(desk: &Desk, text: String) -> app::disputes::StatusesTaken {
    desk.take_statuses(&Actor::operator(), &[upload("cdv.xml", text)]).expect("taken")
}

/// A status with one figure.
fn figured(code: &str, at: &str, motive: &str, figure: &str) -> String {
    cdar(code, "F1", at, motive).replace(
        "</ram:SpecifiedDocumentStatus>",
        &format!(
            "<ram:SpecifiedDocumentCharacteristic>{figure}</ram:SpecifiedDocumentCharacteristic>\
             </ram:SpecifiedDocumentStatus>"
        ),
    )
}

/// What is set aside: reason, amount, until.
fn aside(desk: &Desk) -> Vec<(BlockReason, String, Option<String>)> {
    let page = desk.blocked_items(&Actor::operator(), &BlockFilter::default(), None, 100).expect("blocks");
    page.rows.into_iter().map(|b| (b.reason, b.amount, b.until.map(|day| day.to_string()))).collect()
}

fn disputes(desk: &Desk) -> Vec<app::disputes::DisputeLine> {
    let all = DisputeFilter { closed_too: true, ..DisputeFilter::default() };
    desk.disputes(&Actor::operator(), &all, None, 100).expect("disputes").rows
}

#[test]
fn words_that_look_like_a_status_release_nothing() {
    for house in filled() {
        let desk = &house.desk;
        contest(desk, "120.00", "CDV 210 reçu, prix faux");
        say(desk, cdar("203", "F1", "20260921090000", ""));
        assert_eq!(aside(desk), [(BlockReason::Disputed, "120.00".to_owned(), None)], "on {}", house.engine);
    }
}

#[test]
fn a_status_of_a_namesake_waits_for_its_own_invoice() {
    for house in filled() {
        let dated = |at: &str, on: &str| {
            let date = format!(
                "<ram:FormattedIssueDateTime><qdt:DateTimeString format=\"102\">{on}</qdt:DateTimeString>\
                 </ram:FormattedIssueDateTime><ram:ProcessConditionCode>"
            );
            cdar("210", "F1", at, "PU_ERR")
                .replace("xmlns:udt=\"u\"", "xmlns:udt=\"u\" xmlns:qdt=\"q\"")
                .replace("<ram:ProcessConditionCode>", &date)
        };
        // The invoice of last year bore the same number.
        let taken = say(&house.desk, dated("20260920090000", "20250801"));
        assert_eq!((taken.waiting, taken.disputes), (1, 0), "on {}", house.engine);
        let taken = say(&house.desk, dated("20260921090000", "20260801"));
        assert_eq!((taken.waiting, taken.disputes), (0, 1));
    }
}

#[test]
fn statuses_that_never_tie_starve_nobody_and_a_later_invoice_waits_for_its_day() {
    let house = filled().remove(0);
    let desk = &house.desk;
    let one = cdar("203", "X0", "20260901090000", "");
    let (head, rest) = one.split_once("<rsm:AcknowledgementDocument>").expect("a document");
    let (body, tail) = rest.split_once("</rsm:AcknowledgementDocument>").expect("its end");
    let document = |n: usize| {
        let body = body.replace("X0", &format!("X{n}"));
        format!("<rsm:AcknowledgementDocument>{body}</rsm:AcknowledgementDocument>")
    };
    let all: String = (0..=1_000).map(document).collect();
    assert_eq!(say(desk, format!("{head}{all}{tail}")).waiting, 1_001);
    say(desk, cdar("208", "F9", "20260920090000", "JUSTIF_ABS"));
    // Entered three days from now: nothing is held back of what does not count yet.
    bring(desk, "A;Atelier A;1 rue A;75001;Paris;F9;facture;24/09/2026;24/10/2026;90,00\n");
    assert_eq!(aside(desk), []);
    let later = open(&house.url, day("2026-09-24"));
    assert_eq!(later.tend_disputes(&Actor::operator(), day("2026-09-24")).expect("tended").linked, 1);
    assert_eq!(aside(&later), [(BlockReason::ToCheck, "90.00".to_owned(), None)]);
}

#[test]
fn what_is_approved_in_part_is_asked_for() {
    for (figure, held) in [
        ("<ram:TypeCode>MNATTC</ram:TypeCode><ram:ValueAmount>200.00</ram:ValueAmount>", "200.00"),
        ("<ram:TypeCode>MAPTTC</ram:TypeCode><ram:ValueAmount>850.00</ram:ValueAmount>", "150.00"),
        ("<ram:TypeCode>MAJ</ram:TypeCode>", "1000.00"),
    ] {
        for house in filled() {
            say(&house.desk, figured("206", "20260921090000", "PU_ERR", figure));
            assert_eq!(aside(&house.desk), [(BlockReason::Disputed, held.to_owned(), None)], "{figure}");
            // Refused after all: the whole of it, by the same dispute.
            say(&house.desk, cdar("210", "F1", "20260921100000", "PU_ERR"));
            assert_eq!(aside(&house.desk), [(BlockReason::Disputed, "1000.00".to_owned(), None)], "{figure}");
            let told: Vec<_> = disputes(&house.desk).into_iter().map(|d| d.contested).collect();
            assert_eq!(told, ["1000.00"], "on {}", house.engine);
        }
    }
}

#[test]
fn a_payment_told_of_for_another_century_is_not_waited_for_longer() {
    for house in filled() {
        let far = "<ram:TypeCode>MPA</ram:TypeCode><ram:ValueAmount>1000.00</ram:ValueAmount><ram:ValueDateTime>\
            <udt:DateTimeString format=\"102\">20990101</udt:DateTimeString></ram:ValueDateTime>";
        say(&house.desk, figured("211", "20260921090000", "AUTRE", far));
        let until = Some("2026-10-01".to_owned());
        let wanted = [(BlockReason::PaymentAnnounced, "1000.00".to_owned(), until)];
        assert_eq!(aside(&house.desk), wanted, "on {}", house.engine);
    }
}

#[test]
fn a_refusal_after_the_closing_is_another_dispute_on_the_same_day_too() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        say(desk, cdar("210", "F1", "20260921080000", "PU_ERR"));
        let id = disputes(desk)[0].id;
        // The clock shows ten in Paris.
        desk.close_dispute(&actor, id, Outcome::Withdrawn, "").expect("closed");
        assert_eq!(say(desk, cdar("207", "F1", "20260921095900", "PU_ERR")).disputes, 0, "said before");
        assert_eq!(say(desk, cdar("210", "F1", "20260921100100", "PU_ERR")).disputes, 1, "on {}", house.engine);
    }
}

#[test]
fn an_import_is_not_taken_back_under_a_dispute_and_its_statuses_tie_again() {
    for house in houses("2026-09-21") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let batch = bring(desk, F1);
        say(desk, cdar("210", "F1", "20260921080000", "PU_ERR"));
        let refused = desk.undo_import(&actor, batch).expect_err("a dispute stands on it");
        assert_eq!(refused.code(), "import-held");
        assert!(refused.to_string().contains("dispute on F1"), "{refused}");
        desk.close_dispute(&actor, disputes(desk)[0].id, Outcome::Withdrawn, "").expect("closed");
        desk.undo_import(&actor, batch).expect("taken back");
        bring(desk, &format!("{F1}A;Atelier A;1 rue A;75001;Paris;F2;facture;02/08/2026;02/09/2026;50,00\n"));
        let rows = disputes(desk);
        let again = rows.iter().find(|d| d.outcome.is_none()).expect("it is contested again");
        assert_eq!((again.item.as_str(), again.held.as_str()), ("F1", "1000.00"), "on {}", house.engine);
        assert_eq!(desk.dispute(&actor, again.id).expect("it").statuses.len(), 1);
        assert!(desk.verify(&actor).expect("verify").is_sound());
    }
}

#[test]
fn a_refund_is_asked_once_and_never_beyond_what_is_contested_without_a_word() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = contest(desk, "120.00", "");
        for step in [Step::Facts, Step::Negotiate, Step::Agree] {
            desk.move_dispute(&actor, id, step, &DisputeMove::default()).expect("a step");
        }
        let first = desk.ask_refund(&actor, id, euros("80.00"), "").expect("asked");
        assert_eq!(desk.ask_refund(&actor, id, euros("80.00"), "").expect("a second click"), first);
        assert_eq!(code(desk.ask_refund(&actor, id, euros("40.01"), "")), "dispute-refund-beyond");
        desk.ask_refund(&actor, id, euros("500.00"), "préjudice reconnu").expect("a compensation, said so");
        let tasks = desk.tasks(&actor, None, 10).expect("tasks").rows;
        assert_eq!(tasks.len(), 2, "on {}", house.engine);
    }
}

fn colleague(desk: &Desk, name: &str) {
    let email = format!("{}@house.example", name.to_lowercase());
    let order = ColleagueOrder { name: name.to_owned(), email, language: Language::Fr };
    desk.save_colleague(&Actor::operator(), None, &order).expect("a colleague");
}

fn give(desk: &Desk, id: DisputeId, to: &str) {
    let hand = DisputeHandOver { owner: to.to_owned(), ..DisputeHandOver::default() };
    desk.assign_dispute(&Actor::operator(), id, &hand).expect("given");
}

/// The mails, the first first: to whom, and their words.
fn mails(desk: &Desk) -> Vec<(String, String)> {
    let mut told = desk.store().read(|tx| tx.notices().page(None, None, 100)).expect("notices");
    told.reverse();
    told.into_iter().map(|notice| (notice.recipient, notice.body)).collect()
}

#[test]
fn who_is_given_a_dispute_back_is_asked_again_and_by_the_step_it_stands_at() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        desk.set_address(&actor, "https://desk.example").expect("an address");
        colleague(desk, "Lea");
        colleague(desk, "Marc");
        let id = contest(desk, "120.00", "trop cher");
        for who in ["Lea", "Marc", "Lea"] {
            give(desk, id, who);
        }
        let to: Vec<String> = mails(desk).into_iter().map(|(who, _)| who).collect();
        assert_eq!(to, ["Lea", "Marc", "Lea"], "on {}", house.engine);
        for step in [Step::Facts, Step::Negotiate, Step::Agree] {
            desk.move_dispute(&actor, id, step, &DisputeMove::default()).expect("a step");
        }
        give(desk, id, "Marc");
        let (_, body) = mails(desk).pop().expect("a mail");
        assert!(body.contains("à l’étape « convenir »") && !body.contains("/link/"), "{body}");
        assert!(!body.contains("Le client a-t-il raison"), "{body}");
    }
}

#[test]
fn silence_is_told_only_of_who_was_silent() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        colleague(desk, "Lea");
        colleague(desk, "Marc");
        let mut policy = desk.dispute_policy(&actor).expect("a policy").policy;
        let sales = policy.services.iter_mut().find(|d| d.service == Service::Sales).expect("sales");
        (sales.owner, sales.escalate_to) = ("Lea".to_owned(), "Marc".to_owned());
        desk.set_dispute_policy(&actor, &policy).expect("kept");
        let id = contest(desk, "120.00", "");
        let later = open(&house.url, day("2026-10-05"));
        assert_eq!(later.tend_disputes(&actor, day("2026-10-05")).expect("tended").escalated, 1);
        assert!(mails(&later).iter().any(|(who, body)| who == "Marc" && body.contains("n’a pas répondu à temps")));
        give(&later, id, "Lea");
        let (who, body) = mails(&later).pop().expect("a mail");
        assert!(who == "Lea" && !body.contains("n’a pas répondu"), "on {}: {body}", house.engine);
    }
}

#[test]
fn a_dispute_taken_back_asks_nobody_any_more() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        colleague(desk, "Lea");
        let item = desk.find_item(&actor, "F1").expect("a piece").id;
        let order = DisputeOrder { owner: "Lea".to_owned(), ..DisputeOrder::heard("") };
        let id = desk.open_dispute(&actor, item, &order).expect("open");
        let leaves = desk.store().read(|tx| tx.notices().due(desk.now(), 10)).expect("notices");
        assert_eq!(leaves, [], "held while it can be taken back");
        desk.undo(&actor, Undo::Dispute(id)).expect("taken back");
        assert_eq!(mails(desk), [], "on {}", house.engine);
    }
}

#[test]
fn what_comes_by_itself_and_nobody_has_is_given_to_do() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        say(desk, cdar("210", "F1", "20260921080000", "PU_ERR"));
        let dispute = disputes(desk).remove(0);
        assert_eq!(dispute.owner, "");
        let tasks = desk.tasks(&actor, None, 10).expect("tasks").rows;
        assert!(tasks.iter().any(|t| t.subject.en.starts_with("name who answers the dispute F1")), "{tasks:?}");
        give(desk, dispute.id, "Lea");
        assert_eq!(desk.tasks(&actor, None, 10).expect("tasks").rows.len(), 0, "on {}", house.engine);
    }
}

#[test]
fn causes_count_what_was_granted_in_the_end_and_what_a_month_closed() {
    for house in filled() {
        let actor = Actor::operator();
        let id = contest(&house.desk, "120.00", "");
        for step in [Step::Facts, Step::Negotiate, Step::Agree] {
            let order = DisputeMove { granted: Some(euros("80.00")), ..DisputeMove::default() };
            house.desk.move_dispute(&actor, id, step, &order).expect("a step");
        }
        let later = open(&house.url, day("2026-10-05"));
        later.close_dispute(&actor, id, Outcome::Unfounded, "").expect("closed");
        let query = CauseQuery { by: CauseGrouping::Account, from: None, until: None, currency: Currency::EUR };
        let causes = later.dispute_causes(&actor, &query).expect("causes");
        let lines: Vec<_> = causes.lines.iter().map(|l| (l.key.as_str(), l.granted.as_str())).collect();
        assert_eq!(lines, [("A · Atelier A", "0.00")]);
        let october = CauseQuery { from: Some(day("2026-10-01")), until: Some(day("2026-10-31")), ..query };
        let causes = later.dispute_causes(&actor, &october).expect("causes");
        let months: Vec<_> = causes.months.iter().map(|m| (m.opened, m.closed)).collect();
        assert_eq!((causes.count, months), (0, vec![(0, 1)]), "on {}", house.engine);
    }
}

#[test]
fn a_list_reads_in_pages_and_its_board_counts_all() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        for amount in ["10.00", "20.00", "30.00"] {
            contest(desk, amount, "");
        }
        let late = open(&house.url, day("2026-10-05"));
        let filter = DisputeFilter { late: true, ..DisputeFilter::default() };
        let first = late.disputes(&actor, &filter, None, 2).expect("a page");
        assert_eq!((first.rows.len(), first.late), (2, 3));
        assert_eq!((first.board[0].count, first.board[0].held.clone()), (3, vec![(Currency::EUR, "60.00".to_owned())]));
        let second = late.disputes(&actor, &filter, first.next, 2).expect("the next");
        assert_eq!((second.rows.len(), second.next), (1, None), "on {}", house.engine);
        assert_eq!(desk.disputes(&actor, &filter, None, 2).expect("none").rows, [], "nobody is late today");
    }
}
