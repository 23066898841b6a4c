//! Messages by hand once the ledger, the form or the house has moved: written anew, refused, closed.

use std::sync::{Arc, Mutex};

use amicable::Claim;
use app::blocks::{BlockOrder, BlockReason};
use app::outbox::{OutboxFilter, SendReport};
use app::promises::{PromiseLevel, PromiseOrder};
use app::runs::RunRequest;
use app::scopes::Scopes;
use app::writing::MessageOrder;
use app::{Actor, Channel, Desk, DeskError, MessageState, Refusal, Role, Undo};
use courier::{Carrier, Content, Outcome, Parcel, Refusal as Refused, Stage};
use kernel::{Currency, Money};
use ledger::ItemId;

use crate::outbox::{Fake, TODAY, import_items, items, later, made, mail_by, send, state, states};
use crate::support::{House, day, houses, import, open, request, upload};
use crate::writing::{account, file, late, seconds_later};

fn refused<T: std::fmt::Debug>(result: Result<T, DeskError>) -> String {
    match result {
        Err(DeskError::Refused(Refusal::NotWritten { why })) => why.en,
        Err(DeskError::Refused(other)) => other.code().to_owned(),
        other => panic!("not refused: {other:?}"),
    }
}

fn disputed(minor: Option<i64>) -> BlockOrder {
    BlockOrder {
        reason: BlockReason::Disputed,
        amount: minor.map(|minor| Money::new(minor, Currency::EUR)),
        owner: String::new(),
        until: None,
        note: String::new(),
    }
}

fn piece(desk: &Desk, code: &str, number: &str) -> ItemId {
    file(desk, code).items.iter().find(|l| l.item.number == number).map(|l| l.item.id).expect("the piece")
}

#[test]
fn who_takes_a_message_back_and_sends_the_form_again_is_not_told_that_it_is_done() {
    for house in late(1) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let c0 = account(desk, "C0");
        let draft = desk.draft_message(&actor, c0, &MessageOrder::default()).expect("a draft");
        let worded = |subject: &str| MessageOrder {
            id: Some(draft.id),
            words: Some(draft.words.replace(&draft.subject, subject)),
            ..MessageOrder::default()
        };
        let first = desk.write_message(&actor, c0, &worded("Avec une fote")).expect("written");
        desk.undo(&actor, Undo::Message(first)).expect("taken back");
        let second = desk.write_message(&actor, c0, &worded("Sans faute")).expect("written anew");
        assert_ne!(first, second, "on {}", house.engine);
        assert_eq!(desk.write_message(&actor, c0, &worded("Sans faute")).expect("twice"), second, "a double click");
        desk.undo(&actor, Undo::Message(second)).expect("taken back");
        let third = desk.write_message(&actor, c0, &worded("Mieux dit")).expect("written anew");
        let counts = states(desk);
        assert_eq!((counts["cancelled"], counts["rendered"]), (2, 1));
        let fake = Fake::doing(&[]);
        assert_eq!(send(&later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>))).sent, 1);
        assert!(fake.texts.lock().expect("a lock").join("").contains("Mieux dit"), "{third}");
        let again = desk.write_message(&actor, c0, &worded("Mieux dit")).expect("already done");
        assert_eq!(again, third, "what has left is not sent again");
    }
}

#[test]
fn a_form_opened_before_a_payment_does_not_ask_the_amount_of_before() {
    for house in late(1) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let c0 = account(desk, "C0");
        let opened = desk.draft_message(&actor, c0, &MessageOrder::default()).expect("a draft");
        assert!(opened.subject.contains("100,00"), "{}", opened.subject);
        // As a browser sends the form back: nobody typed anything.
        let form = |seen: &str, words: &str| MessageOrder {
            words: Some(words.replace('\n', "\r\n")),
            seen: Some(seen.to_owned()),
            own: Some(opened.own.clone()),
            ..MessageOrder::default()
        };
        import_items(desk, items(1, &[(0, "40.00")]));
        let words = refused(desk.write_message(&actor, c0, &form(&opened.seen, &opened.words)));
        assert!(words.contains("amounts have changed since"), "{words}, on {}", house.engine);
        let shown = desk.draft_message(&actor, c0, &form(&opened.seen, &opened.words)).expect("a draft");
        assert!(shown.subject.contains("60,00") && !shown.words.contains("100,00"), "{}", shown.words);
        let typed = opened.words.replace(&opened.subject, "Un mot à vous");
        let kept = desk.draft_message(&actor, c0, &form(&shown.seen, &typed)).expect("a draft");
        assert_eq!(kept.subject, "Un mot à vous", "words that somebody typed stay");
        desk.write_message(&actor, c0, &form(&shown.seen, &opened.words)).expect("written");
        let page = desk.outbox(&actor, &OutboxFilter::default()).expect("a page");
        let subject = shown.subject.replace(['\u{a0}', '\u{202f}'], " ");
        assert_eq!(page.messages[0].subject, subject, "the figures of now");
        assert_eq!(send(&later(&house, 1, mail_by(Fake::doing(&[])))).sent, 1);
    }
}

#[test]
fn a_token_sends_no_formal_notice_that_its_scopes_do_not_give() {
    for house in late(1) {
        let desk = &house.desk;
        let notice = MessageOrder {
            text: Some("formal-notice".to_owned()),
            channel: Some(Channel::Letter),
            ..MessageOrder::default()
        };
        let by = |scopes: &[&str]| {
            Actor::new("m", Role::Manager).limited(Scopes::parse(scopes.iter().copied()).expect("scopes"))
        };
        let c0 = account(desk, "C0");
        let words = refused(desk.write_message(&by(&["read", "accounts:write"]), c0, &notice));
        assert!(words.contains("scope « run »"), "{words}, on {}", house.engine);
        let ask = desk.ask(&by(&["read", "accounts:write", "run"]), c0, &notice).expect("an answer");
        assert!(ask.objections.is_empty(), "{:?}", ask.objections);
    }
}

#[test]
fn a_letter_that_could_not_be_sent_is_not_printed_either() {
    for house in late(2) {
        let (desk, actor) = (&house.desk, Actor::new("c", Role::Collector));
        let order = MessageOrder { channel: Some(Channel::Letter), ..MessageOrder::default() };
        let (c0, c1) = (account(desk, "C0"), account(desk, "C1"));
        assert!(desk.draft_letter(&actor, c0, &order).expect("a letter").starts_with(b"%PDF"));
        for role in [Role::Reader, Role::Salesperson, Role::Accountant] {
            let other = Actor::new("r", role);
            assert!(matches!(desk.draft_letter(&other, c0, &order), Err(DeskError::Forbidden { .. })), "{role:?}");
            assert!(matches!(desk.draft_message(&other, c0, &order), Err(DeskError::Forbidden { .. })), "{role:?}");
        }
        desk.pause(&actor, c1, Some(day("2026-10-01")), "audit", "").expect("paused");
        assert!(refused(desk.draft_letter(&actor, c1, &order)).contains("paused"), "on {}", house.engine);
        let notice = MessageOrder { text: Some("formal-notice".to_owned()), ..order };
        assert!(refused(desk.draft_letter(&actor, c0, &notice)).contains("by a manager"));
    }
}

const TWO: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant;devise\n\
    A;Atelier A;1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;1 000,00;EUR\n\
    A;Atelier A;1 rue A;75001;Paris;F2;facture;01/08/2026;01/09/2026;500,00;EUR\n\
    A;Atelier A;1 rue A;75001;Paris;F3;facture;01/08/2026;01/09/2026;70,00;USD\n";

#[test]
fn what_is_set_aside_bears_nothing_and_two_currencies_have_no_sum() {
    for house in houses("2026-11-23") {
        let (desk, actor) = (&house.desk, Actor::operator());
        assert_eq!(import(desk, &request(vec![upload("two.csv", TWO)])).outcome.rejected, 0);
        let a = account(desk, "A");
        let order = |numbers: &[&str]| MessageOrder {
            items: Some(numbers.iter().map(|n| piece(desk, "A", n)).collect()),
            text: Some("formal-notice".to_owned()),
            ..MessageOrder::default()
        };
        desk.block(&actor, piece(desk, "A", "F2"), &disputed(None)).expect("blocked");
        desk.block(&actor, piece(desk, "A", "F1"), &disputed(Some(40_000))).expect("blocked");
        let draft = desk.draft_message(&actor, a, &order(&["F1", "F2"])).expect("a draft");
        let ask = draft.ask;
        // 83 days at 12.40 % on 600.00, the part that nobody contests; one indemnity, of the piece asked for.
        let sums = [&ask.principal, &ask.withheld, &ask.interest, &ask.indemnity, &ask.total];
        let sums = sums.map(|sum| sum.as_deref().expect("one currency"));
        assert_eq!(sums, ["1500.00", "900.00", "16.92", "40.00", "656.92"], "on {}", house.engine);
        assert!(draft.before.join(" ").contains("656,92"), "the letter asks the same: {:?}", draft.before);
        let mixed = MessageOrder { text: Some("reminder-1".to_owned()), ..order(&["F1", "F3"]) };
        let mixed = desk.ask(&actor, a, &mixed).expect("an answer");
        assert_eq!((mixed.total, mixed.interest), (None, None), "{:?}", mixed.objections);
        assert!(mixed.objections.iter().any(|o| o.code == "currencies-mixed"));
        // A run withholds the same.
        let run = RunRequest { day: Some(day("2026-11-23")), dry: false, creditor: None, summary: true };
        desk.run(&actor, &run, &|_, _| ()).expect("the run");
        let interest = |desk: &Desk| -> Vec<i64> {
            let reminders = desk.store().read(|tx| tx.reminders().of_account(a)).expect("reminders");
            reminders.iter().filter(|r| r.currency == Currency::EUR).map(|r| r.interest_minor).collect()
        };
        assert_eq!(interest(desk), [1_692], "decided, on {}", house.engine);
        desk.render_pending(&actor, &|_, _| ()).expect("made");
        assert_eq!(interest(desk), [1_692], "and made");
    }
}

#[test]
fn a_message_by_hand_speaks_by_the_strategy_of_its_account_and_by_no_other() {
    for house in late(2) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let mut other = desk.plan().expect("a plan").strategies[0].clone();
        "other".clone_into(&mut other.slug);
        other.steps.truncate(1);
        let step = &mut other.steps[0];
        "gentle".clone_into(&mut step.slug);
        "reminder-3".clone_into(&mut step.text);
        "Me Alpha, huissier".clone_into(&mut step.sender);
        step.claim = Claim::Withheld;
        desk.save_strategy(&actor, &other).expect("saved");
        desk.choose_strategy(&actor, account(desk, "C1"), Some("other")).expect("chosen");
        let order = MessageOrder { text: Some("reminder-3".to_owned()), ..MessageOrder::default() };
        let draft = |code| desk.draft_message(&actor, account(desk, code), &order).expect("a draft");
        let (stranger, own) = (draft("C0"), draft("C1"));
        assert!(!stranger.signature.join(" ").contains("Alpha"), "{:?}", stranger.signature);
        assert_eq!(own.signature[0], "Me Alpha", "on {}", house.engine);
        assert_eq!(own.ask.claim, "withheld");
    }
}

#[test]
fn a_print_file_waits_for_the_post_however_old_its_run() {
    for house in made(2) {
        let actor = Actor::operator();
        let letters = |state: MessageState| {
            house.desk.store().write("test", |tx| {
                for message in tx.messages().list(None, None, None, 100)? {
                    let channel = "letter".to_owned();
                    tx.messages().save(&store::Message { channel, state, document_id: None, ..message })?;
                }
                Ok::<_, store::StoreError>(())
            })
        };
        letters(MessageState::Planned).expect("written");
        house.desk.render_pending(&actor, &|_, _| ()).expect("letters");
        house.desk.pause(&actor, account(&house.desk, "C1"), Some(day("2026-09-25")), "audit", "").expect("paused");
        let file = house.desk.print_files(&actor, day(TODAY)).expect("files")[0].document;
        let posted = house.desk.posted(&actor, file, day(TODAY), &[]).expect("posted");
        assert_eq!((posted.sent, posted.take_out.len()), (1, 1), "on {}", house.engine);
        let desk = open(&house.url, day("2026-09-28"));
        let waiting = desk.print_files_to_post(&actor).expect("files");
        let told: Vec<_> = waiting.iter().map(|(made, card)| (*made, card.document)).collect();
        assert_eq!((told, desk.letters_to_post(&actor).expect("a count")), (vec![(day(TODAY), file)], 1));
        let posted = desk.posted(&actor, file, day("2026-09-28"), &[]).expect("posted");
        assert_eq!((posted.sent, posted.before), (1, 1), "the pause is over");
        assert!(desk.print_files_to_post(&actor).expect("files").is_empty());
    }
}

#[test]
fn a_letter_by_hand_that_must_not_leave_is_closed_or_withdrawn() {
    for house in late(3) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let order = MessageOrder { channel: Some(Channel::Letter), ..MessageOrder::default() };
        let [paid, kept, late] =
            ["C0", "C1", "C2"].map(|code| desk.write_message(&actor, account(desk, code), &order).expect("written"));
        import_items(desk, items(3, &[(0, "100.00")]));
        assert!(refused(desk.letter_posted(&actor, paid, day(TODAY))).contains("nothing is left"));
        let counts = states(desk);
        assert_eq!((counts["cancelled"], counts["rendered"]), (1, 2), "it waits no longer, on {}", house.engine);
        let kinds: Vec<String> = file(desk, "C0").timeline.into_iter().map(|t| t.kind).collect();
        assert_eq!(kinds[0], "message.cancelled");
        let tomorrow = open(&house.url, day("2026-09-22"));
        tomorrow.letter_posted(&actor, kept, day(TODAY)).expect("posted the day before");
        let sent = file(&tomorrow, "C1").timeline.into_iter().find(|t| t.kind == "message.sent").expect("told");
        assert!(sent.payload.to_string().contains("\"posted_on\":\"2026-09-21\""), "{:?}", sent.payload);
        assert!(tomorrow.undo(&actor, Undo::Message(late)).is_err(), "the seconds are over");
        tomorrow.withdraw_message(&actor, late).expect("withdrawn");
        assert!(tomorrow.withdraw_message(&actor, kept).is_err(), "it has left");
    }
}

#[test]
fn a_promise_is_confirmed_once_whoever_asks_again() {
    for house in late(1) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let order = PromiseOrder {
            amount: Money::new(10_000, Currency::EUR),
            until: day("2026-09-30"),
            note: String::new(),
            level: PromiseLevel::Said,
        };
        let promise = desk.promise(&actor, account(desk, "C0"), &order).expect("promised");
        let first = desk.confirm_promise(&actor, promise, ("", None)).expect("written");
        let again = refused(desk.confirm_promise(&actor, promise, ("", None)));
        assert!(again.contains("confirmed already by a mail to c0@d0.example"), "{again}, on {}", house.engine);
        assert_eq!(desk.confirm_promise(&actor, promise, ("", Some(first))).expect("already"), first);
        desk.undo(&actor, Undo::Message(first)).expect("taken back");
        let second = desk.confirm_promise(&actor, promise, ("", Some(first))).expect("written anew");
        assert_ne!(first, second);
        assert!(seconds_later(&house, 60).confirm_promise(&actor, promise, ("", None)).is_err());
    }
}

/// A carrier that scans for so long that another worker takes its attempt for lost, and then refuses.
struct Slow {
    other: Mutex<Option<Desk>>,
    permanent: bool,
}

impl Carrier for Slow {
    fn carries(&self, _: &Content) -> bool {
        true
    }
    fn send(&self, _: &Parcel) -> Outcome {
        if let Some(other) = self.other.lock().expect("a lock").take() {
            assert_eq!(send(&other), SendReport { doubtful: 1, ..SendReport::default() }, "its lease is over");
        }
        Outcome::Refused(Refused {
            permanent: self.permanent,
            stage: Stage::EndOfData,
            code: Some(if self.permanent { 554 } else { 451 }),
            reply: "said at last".to_owned(),
            recipients: Vec::new(),
        })
    }
    fn kind(&self) -> &'static str {
        "smtp"
    }
}

fn slowly(house: &House, permanent: bool) -> Desk {
    let other = later(house, 9, mail_by(Fake::doing(&[])));
    let carrier = Slow { other: Mutex::new(Some(other)), permanent };
    later(house, 1, mail_by(Arc::new(carrier)))
}

#[test]
fn a_refusal_that_comes_after_the_lease_settles_the_doubt() {
    for house in made(1) {
        let desk = slowly(&house, true);
        assert_eq!(send(&desk).refused, 1, "on {}", house.engine);
        assert_eq!(states(&desk), state("failed", 1), "certain that it did not leave");
        let page = desk.outbox(&Actor::operator(), &OutboxFilter::default()).expect("a page");
        assert!(page.messages[0].last_reply.contains("said at last"), "{:?}", page.messages[0].last_reply);
        let kinds = file(&desk, "C0").timeline.into_iter().map(|t| t.kind).filter(|kind| kind != "task.given");
        let kinds: Vec<String> = kinds.take(2).collect();
        // By the clocks of two machines: the doubt was written by the one that is eight minutes ahead.
        assert_eq!(kinds, ["message.doubtful", "message.failed"]);
        assert!(desk.verify(&Actor::operator()).expect("verified").is_sound());
    }
    for house in made(1) {
        assert_eq!(send(&slowly(&house, false)).deferred, 1, "on {}", house.engine);
        assert_eq!(states(&house.desk), state("rendered", 1), "it waits for another try");
        assert_eq!(send(&later(&house, 600, mail_by(Fake::doing(&[])))).sent, 1);
    }
}
