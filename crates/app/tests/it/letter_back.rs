//! Letters that the post brings back: presented or not, and what follows from it.

use app::outbox::{LetterBack, OutboxCard, OutboxFilter, PostReturn};
use app::tasks::TaskLine;
use app::{Actor, Desk, MessageState};
use kernel::Date;

use crate::levels::{account, late, level, mend, on, render, run};
use crate::outbox::TODAY;
use crate::support::{House, day};

/// The day the letter is back.
const BACK: &str = "2026-09-28";

/// A letter of the first level, posted on its day; the others of the house as they are.
fn posted(house: &House) -> OutboxCard {
    let (desk, actor) = (&house.desk, Actor::operator());
    assert_eq!(run(desk).0, level(1), "on {}", house.engine);
    assert_eq!(render(desk), (1, 0));
    let card = of(desk);
    let early = desk.letter_returned(&actor, card.message, &back(PostReturn::Unknown, None, TODAY));
    assert_eq!(early.expect_err("it is still here").code(), "letter-not-posted");
    let file = desk.print_files_to_post(&actor).expect("files")[0].1.document;
    assert_eq!(desk.posted(&actor, file, day(TODAY), &[]).expect("posted").sent, 1);
    of(desk)
}

fn of(desk: &Desk) -> OutboxCard {
    desk.outbox(&Actor::operator(), &OutboxFilter::default()).expect("a page").messages.remove(0)
}

fn back(reason: PostReturn, presented_on: Option<&str>, on: &str) -> LetterBack {
    let number = presented_on.map(|_| "1A 234 567 8901 2".to_owned());
    LetterBack { reason, on: day(on), presented_on: presented_on.map(day), number }
}

fn tasks(desk: &Desk) -> Vec<TaskLine> {
    desk.account_tasks(&Actor::operator(), account(desk, "C0")).expect("tasks")
}

#[test]
fn a_letter_unknown_at_the_address_is_no_level_done_until_it_is_made_again() {
    for house in late(1, "letter", "9 rue Z") {
        let actor = Actor::operator();
        let letter = posted(&house).message;
        let then = on(&house, BACK);
        then.letter_returned(&actor, letter, &back(PostReturn::Unknown, None, BACK)).expect("it came back");
        then.letter_returned(&actor, letter, &back(PostReturn::Unknown, None, BACK)).expect("said already");
        let card = of(&then);
        assert_eq!(card.state, "failed", "on {}", house.engine);
        let why = card.why.expect("a reason");
        assert!(why.fr.contains("9 rue Z") && why.fr.contains("inconnu") && why.en.contains("unknown"), "{why:?}");
        assert!(tasks(&then).len() == 1 && tasks(&then)[0].subject.fr.contains("9 rue Z"), "{:?}", tasks(&then));
        let debtor = then.account_file(&actor, account(&then, "C0")).expect("a file").debtor;
        assert!(debtor.address_came_back() && !debtor.is_postable());
        let seen = then.letter_at_post(&actor, letter).expect("the letter");
        assert!(seen.is_over() && !seen.left(), "the post has no more to say of it");
        assert_eq!((seen.returned, seen.returned_on), (Some(PostReturn::Unknown), Some(day(BACK))));
        assert_eq!((seen.presented_on, seen.written), (None, day(TODAY)));
        assert!(seen.address.contains("9 rue Z") && seen.why.expect("a reason").fr.contains("inconnu"));
        // The second level was due on 5 October: it waits, as what should come before reached nobody.
        let later = on(&house, "2026-10-05");
        assert_eq!(run(&later).1.get("last_failed"), Some(&1), "on {}", house.engine);
        // Made again while the address is the same, it fails again and says why.
        later.make_again(&actor, letter).expect("again");
        assert_eq!(render(&later), (0, 1));
        assert!(of(&later).why.expect("a reason").fr.contains("9 rue Z"));
        // Mended, it leaves; its delay runs from then, and the second level follows.
        mend(&later, account(&later, "C0"));
        assert!(later.account_file(&actor, account(&later, "C0")).expect("a file").debtor.is_postable());
        later.make_again(&actor, letter).expect("again");
        assert_eq!(render(&later), (1, 0));
        assert!(tasks(&later).is_empty());
        let kept = later.store().read(|tx| tx.messages().get(letter)).expect("the letter");
        assert_eq!((kept.registered.as_str(), kept.presented_on, kept.returned_on), ("", None, None));
        assert!(kept.recipient.contains("1 rue A"));
        let file = later.print_files_to_post(&actor).expect("files")[0].1.document;
        assert_eq!(later.posted(&actor, file, day("2026-10-05"), &[]).expect("posted").sent, 1);
        assert_eq!(run(&on(&house, "2026-10-17")).0, level(2), "on {}", house.engine);
        later.store().seal(later.now()).expect("sealed");
        assert!(later.verify(&actor).expect("verified").is_sound());
    }
}

#[test]
fn a_letter_not_collected_or_refused_was_presented_and_its_level_is_done() {
    for reason in [PostReturn::Unclaimed, PostReturn::Refused] {
        for house in late(1, "letter", "9 rue Z") {
            let actor = Actor::operator();
            let letter = posted(&house).message;
            let then = on(&house, BACK);
            let say = |order: &LetterBack| then.letter_returned(&actor, letter, order).map_err(|e| e.code());
            assert_eq!(say(&back(reason, None, BACK)), Err("presentation-missing"));
            assert_eq!(say(&back(reason, Some("2026-09-23"), "2026-09-22")), Err("returned-before"));
            assert_eq!(say(&back(reason, Some("2026-09-20"), BACK)), Err("post-before"), "before its day");
            assert_eq!(say(&back(reason, Some("2026-09-23"), "2026-09-29")), Err("post-later"));
            let nameless = LetterBack { number: None, ..back(reason, Some("2026-09-23"), BACK) };
            assert_eq!(say(&nameless), Err("number-missing"), "only a registered letter is presented");
            assert_eq!(say(&back(reason, Some("2026-09-23"), BACK)), Ok(()));
            assert_eq!(say(&back(reason, Some("2026-09-23"), BACK)), Ok(()), "said already");
            assert_eq!(say(&back(PostReturn::Unknown, None, BACK)), Err("letter-was-presented"));
            let kept = then.store().read(|tx| tx.messages().get(letter)).expect("the letter");
            let days: (Option<Date>, Option<Date>) = (kept.presented_on, kept.returned_on);
            assert_eq!((kept.state, days), (MessageState::Sent, (Some(day("2026-09-23")), Some(day(BACK)))));
            let file = then.account_file(&actor, account(&then, "C0")).expect("a file");
            assert!(file.debtor.is_postable() && tasks(&then).is_empty(), "the address is good");
            let told: Vec<_> = file.timeline.iter().filter(|line| line.kind == "message.registered").collect();
            assert_eq!(told.len(), 1, "one entry, said twice");
            assert_eq!(told[0].payload["reason"], reason.slug());
            let seen = then.letter_at_post(&actor, letter).expect("the letter");
            assert_eq!((seen.presented_on, seen.returned_on), (Some(day("2026-09-23")), Some(day(BACK))));
            assert_eq!((seen.registered.as_str(), seen.returned), ("1A23456789012", Some(reason)));
            assert!(seen.left() && !seen.is_over() && seen.why.is_none());
            assert_eq!(run(&on(&house, "2026-10-05")).0, level(2), "{reason:?} on {}", house.engine);
        }
    }
}

#[test]
fn a_presentation_said_twice_is_told_once() {
    for house in late(1, "letter", "9 rue Z") {
        let actor = Actor::operator();
        let letter = posted(&house).message;
        let (then, days) = (on(&house, BACK), (Some(day("2026-09-23")), None));
        then.registered(&actor, letter, Some("1A 234 567 8901 2"), days).expect("presented");
        then.registered(&actor, letter, Some("1A23456789012"), days).expect("said already");
        let file = then.account_file(&actor, account(&then, "C0")).expect("a file");
        let told = file.timeline.iter().filter(|line| line.kind == "message.registered").count();
        assert_eq!(told, 1, "one entry, said twice, on {}", house.engine);
        let seen = then.letter_at_post(&actor, letter).expect("the letter");
        assert_eq!((seen.registered.as_str(), seen.presented_on), ("1A23456789012", Some(day("2026-09-23"))));
        assert_eq!((seen.returned, seen.returned_on), (None, None));
    }
}

#[test]
fn an_address_a_letter_came_back_from_is_no_address_for_the_next_decision() {
    for house in late(2, "letter", "9 rue Z") {
        let actor = Actor::operator();
        assert_eq!(run(&house.desk).0.len(), 2);
        assert_eq!(render(&house.desk), (2, 0));
        let file = house.desk.print_files_to_post(&actor).expect("files")[0].1.document;
        assert_eq!(house.desk.posted(&actor, file, day(TODAY), &[]).expect("posted").sent, 2);
        let then = on(&house, BACK);
        let id = account(&then, "C0");
        let page = then.outbox(&actor, &OutboxFilter::default()).expect("a page");
        let letter = page.messages.iter().find(|m| m.account_id == id).expect("its letter").message;
        then.letter_returned(&actor, letter, &back(PostReturn::Unknown, None, BACK)).expect("it came back");
        then.withdraw_message(&actor, letter).expect("given up: its level counts as done");
        assert!(tasks(&then).is_empty());
        // The other customer of the street goes on; this one has no address for the second level.
        let later = on(&house, "2026-10-05");
        let (levels, blocked) = run(&later);
        assert_eq!(levels.into_iter().collect::<Vec<_>>(), [("C1".to_owned(), 2)], "on {}", house.engine);
        assert_eq!(blocked.get("no_address"), Some(&1), "{blocked:?}");
        mend(&later, id);
        assert_eq!(run(&on(&house, "2026-10-06")).0, level(2), "once it is mended, on {}", house.engine);
    }
}
