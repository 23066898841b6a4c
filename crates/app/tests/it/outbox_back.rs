//! Pauses, returned mail, posted print files, and the hour of the run.

use std::sync::Arc;

use app::outbox::{BounceFate, OutboxFilter, SendReport};
use app::{Actor, Schedule};
use courier::Carrier;
use kernel::{Language, Territory};
use store::JobState;

use crate::outbox::{Fake, Next, TODAY, import_items, items, later, made, mail_by, send, state, states};
use crate::support::day;

#[test]
fn a_pause_only_puts_off_what_was_made() {
    for house in made(1) {
        let actor = Actor::operator();
        let id = house.desk.find_account(&actor, "C0").expect("an account");
        house.desk.pause(&actor, id, Some(day(TODAY)), "négociation", "").expect("paused");
        let fake = Fake::doing(&[]);
        let carriers = mail_by(Arc::clone(&fake) as Arc<dyn Carrier>);
        assert_eq!(send(&later(&house, 1, carriers.clone())), SendReport { waiting: 1, ..SendReport::default() });
        assert_eq!((states(&house.desk), fake.count()), (state("rendered", 1), 0), "no level is lost");
        house.desk.pause(&actor, id, None, "", "").expect("resumed");
        assert_eq!(send(&later(&house, 7 * 60, carriers)).sent, 1, "on {}", house.engine);
    }
}

#[test]
fn a_message_that_cannot_leave_does_not_hold_up_the_others() {
    for house in made(3) {
        let missing = store::DocumentId(7);
        house
            .desk
            .store()
            .write("test", |tx| {
                // The oldest one, first to leave, attaches a file that is no more.
                let Some(message) = tx.messages().list(None, None, None, 100)?.pop() else { return Ok(()) };
                let mut said: serde_json::Value = serde_json::from_str(&message.body).expect("JSON");
                said["attached"] = serde_json::json!([missing]);
                tx.messages().save(&store::Message { body: said.to_string(), ..message })?;
                Ok::<_, store::StoreError>(())
            })
            .expect("written");
        let fake = Fake::doing(&[]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        for _ in 0..2 {
            let told = send(&desk).passed_over;
            assert!(told.len() == 1 && told[0].why.pick(Language::En).contains(&missing.to_string()), "{told:?}");
            assert_eq!(fake.count(), 2, "on {}", house.engine);
        }
        let left: Vec<i64> = ["sent", "rendered"].map(|s| states(&desk)[s]).into();
        assert_eq!(left, [2, 1], "on {}", house.engine);
    }
}

#[test]
fn a_returned_mail_finds_its_message_and_the_contact_is_to_be_mended() {
    for house in made(1) {
        let actor = Actor::operator();
        let fake = Fake::doing(&[]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(send(&desk).sent, 1);
        let name = fake.arrived.lock().expect("a lock").keys().next().cloned().expect("a name");
        let report = |name: &str, to: &str| {
            format!(
                "From: MAILER-DAEMON@d0.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n\
                 Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\n\r\nno\r\n\
                 --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; d0.example\r\n\r\n\
                 Final-Recipient: rfc822;{to}\r\nAction: failed\r\nStatus: 5.1.1\r\n\
                 Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n\
                 Message-ID: <{name}>\r\nSubject: x\r\n\r\ny\r\n--b--\r\n"
            )
        };
        let stranger = desk.bounced(&actor, report(&name, "other@d0.example").as_bytes()).expect("read");
        assert_eq!(stranger.fate, BounceFate::NotOurs, "nobody else's address is believed");
        let unknown = desk.bounced(&actor, report("q.1@house.example", "c0@d0.example").as_bytes()).expect("read");
        assert_eq!(unknown.fate, BounceFate::NotOurs);
        for _ in 0..2 {
            let answer = desk.bounced(&actor, report(&name, "c0@d0.example").as_bytes()).expect("read");
            assert_eq!(answer.fate, BounceFate::Bounced, "on {}", house.engine);
        }
        assert_eq!(states(&desk), state("bounced", 1));
        let account = desk.find_account(&actor, "C0").expect("an account");
        let tasks = desk.store().read(|tx| tx.tasks().of_account(account)).expect("tasks");
        assert_eq!(tasks.len(), 1, "one task, however often it is told");
        assert!(desk.bounced(&actor, b"").is_err());
    }
}

#[test]
fn a_report_of_delivery_ends_the_doubt() {
    for house in made(1) {
        let actor = Actor::operator();
        let fake = Fake::doing(&[Next::LoseAnswer]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(send(&desk).doubtful, 1);
        let name = fake.arrived.lock().expect("a lock").keys().next().cloned().expect("a name");
        let report = format!(
            "From: MAILER-DAEMON@d0.example\r\nSubject: Delivered\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\n\r\nyes\r\n\
             --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; d0.example\r\n\r\n\
             Final-Recipient: rfc822;c0@d0.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n\
             --b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <{name}>\r\nSubject: x\r\n\r\ny\r\n--b--\r\n"
        );
        assert_eq!(desk.bounced(&actor, report.as_bytes()).expect("read").fate, BounceFate::Noted);
        assert_eq!(states(&desk), state("sent", 1), "on {}", house.engine);
    }
}

#[test]
fn a_posted_print_file_counts_as_sent_without_what_was_paid() {
    for house in made(3) {
        let actor = Actor::operator();
        // The customers have no mail address any more: everything goes by letter.
        house
            .desk
            .store()
            .write("test", |tx| {
                for message in tx.messages().list(None, None, None, 100)? {
                    let state = store::MessageState::Planned;
                    tx.messages().save(&store::Message {
                        channel: "letter".to_owned(),
                        state,
                        document_id: None,
                        ..message
                    })?;
                }
                Ok::<_, store::StoreError>(())
            })
            .expect("written");
        house.desk.render_pending(&actor, &|_, _| ()).expect("letters");
        let file = house.desk.print_files(&actor, day(TODAY)).expect("files")[0].document;
        import_items(&house.desk, items(3, &[(1, "100.00")]));
        assert!(house.desk.posted(&actor, file, day("2026-09-22"), &[]).is_err(), "not tomorrow");
        assert!(
            house.desk.posted(&actor, file, day(TODAY), &["1A23456789012".to_owned()]).is_err(),
            "none is registered"
        );
        for slip in ["2026-09-20", "0026-09-21"] {
            let before = house.desk.posted(&actor, file, day(slip), &[]).expect_err("before it was dated");
            assert_eq!(before.code(), "posted-before", "on {}", house.engine);
        }
        let posted = house.desk.posted(&actor, file, day(TODAY), &[]).expect("posted");
        assert_eq!((posted.sent, posted.before), (2, 0), "on {}", house.engine);
        assert_eq!(posted.take_out.iter().map(|o| o.debtor.as_str()).collect::<Vec<_>>(), ["Client 1"]);
        let again = house.desk.posted(&actor, file, day(TODAY), &[]).expect("posted");
        assert_eq!((again.sent, again.before), (0, 2), "saying it twice changes nothing");
        let page = house.desk.outbox(&actor, &OutboxFilter::default()).expect("a page");
        let sent = page.messages.iter().find(|m| m.state == "sent").expect("a letter").message;
        for early in [(Some(day("2026-09-20")), None), (None, Some(day("0026-09-21")))] {
            let slip = house.desk.registered(&actor, sent, Some("1A23456789012"), early).expect_err("too early");
            assert_eq!(slip.code(), "post-before", "on {}", house.engine);
        }
        let days = (Some(day(TODAY)), None);
        assert!(house.desk.registered(&actor, sent, None, days).is_err(), "a date without a number");
        house.desk.registered(&actor, sent, Some("1A 234 567 8901 2"), days).expect("registered");
        house.desk.registered(&actor, sent, None, (None, Some(day(TODAY)))).expect("it came back");
        let kept = house.desk.store().read(|tx| tx.messages().get(sent)).expect("the letter");
        assert_eq!(
            (kept.registered.as_str(), kept.presented_on, kept.returned_on),
            ("1A23456789012", Some(day(TODAY)), Some(day(TODAY))),
            "number and presentation stay, on {}",
            house.engine
        );
        assert!(house.desk.verify(&actor).expect("verified").is_sound());
    }
}

#[test]
fn each_letter_stands_in_one_print_file_whatever_the_clock_of_its_maker() {
    for house in made(2) {
        let actor = Actor::operator();
        let letters = |state: store::MessageState, only: usize| {
            house.desk.store().write("test", |tx| {
                for message in tx.messages().list(None, None, None, 100)?.into_iter().take(only) {
                    let channel = "letter".to_owned();
                    tx.messages().save(&store::Message { channel, state, document_id: None, ..message })?;
                }
                Ok::<_, store::StoreError>(())
            })
        };
        letters(store::MessageState::Planned, 2).expect("written");
        letters(store::MessageState::Awaiting, 1).expect("written");
        let make = |desk: &app::Desk| desk.render_pending(&actor, &|_, _| ()).expect("letters").letters;
        assert_eq!(make(&later(&house, 5, mail_by(Fake::doing(&[])))), 1);
        letters(store::MessageState::Planned, 1).expect("written");
        assert_eq!(make(&house.desk), 1, "five minutes behind, on {}", house.engine);
        let files = house.desk.print_files(&actor, day(TODAY)).expect("files");
        assert_eq!(files.iter().map(|f| f.letters).collect::<Vec<_>>(), [1, 1], "on {}", house.engine);
        // Another worker that made the same file meanwhile finds the letter taken.
        let cards = house.desk.letters(&actor, day(TODAY), None, 10).expect("letters").letters;
        let document = cards[0].document.expect("made");
        let twice = house.desk.store().write("test", |tx| tx.messages().put_in_file(files[0].document, &[document]));
        assert!(matches!(twice, Err(store::StoreError::Conflict { .. })), "{twice:?}");
        for file in files {
            let posted = house.desk.posted(&actor, file.document, day(TODAY), &[]).expect("posted");
            assert_eq!((posted.sent, posted.before, posted.take_out.len()), (1, 0, 0), "on {}", house.engine);
        }
        assert_eq!(states(&house.desk), state("sent", 2));
    }
}

#[test]
fn the_hour_starts_the_day_once_whoever_looks() {
    for house in made(1) {
        let actor = Actor::operator();
        let desks = [1, 2].map(|minutes| later(&house, minutes, mail_by(Fake::doing(&[]))));
        let runs = || {
            let jobs = house.desk.store().read(|tx| tx.jobs().list(JobState::Queued, None, 50)).expect("jobs");
            jobs.iter().filter(|j| j.kind == "run").count()
        };
        desks[0].tick().expect("a tick");
        assert_eq!(runs(), 0, "off until set");
        let schedule = Schedule { minute: 7 * 60, working_days: Some(Territory::Metropole) };
        house.desk.set_schedule(&actor, Some(schedule)).expect("set");
        for desk in desks.iter().chain(&desks) {
            desk.tick().expect("a tick");
        }
        // Eight in the morning UTC of a Monday is ten in Paris.
        assert_eq!((runs(), house.desk.schedule(&actor).expect("kept").last), (1, Some(day(TODAY))));
        assert!(desks[0].work_off("w").expect("worked") >= 2, "the run and the sending, on {}", house.engine);
        assert_eq!(states(&house.desk), state("sent", 1));
        assert_eq!(runs(), 0);
        let late = Schedule { minute: 1440, working_days: None };
        assert!(house.desk.set_schedule(&actor, Some(late)).is_err());
    }
}
