//! The cap of contacts: one debtor, several creditors, several channels; the preview and the run alike.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::outbox::{Carriers, OutboxFilter};
use app::runs::{RunAnswer, RunRequest};
use app::strategies::ContactCap;
use app::{Actor, MessageState};
use courier::Carrier;
use kernel::FixedClock;

use crate::outbox::{Fake, TODAY, send};
use crate::support::{House, day, houses, import, open_at, request, upload};

/// Two creditors, one debtor known by its SIREN, and another debtor.
fn filled(today: &str) -> Vec<House> {
    let export = |code: &str, amount: &str| {
        format!(
            "code client;raison sociale;siren;adresse;code postal;ville;piece;type;date;echeance;montant\n\
             {code};Atelier A;732829320;1 rue A;75001;Paris;F{code};facture;01/08/2026;01/09/2026;{amount}\n"
        )
    };
    let houses = houses(today);
    for house in &houses {
        for (creditor, code, amount) in [("ONE", "A1", "1000,00"), ("TWO", "A2", "3000,00")] {
            let mut files = request(vec![upload("export.csv", export(code, amount))]);
            files.creditor = Some(creditor.to_owned());
            assert_eq!(import(&house.desk, &files).outcome.rejected, 0);
        }
        let of = |code: &str| {
            let id = house.desk.find_account(&Actor::operator(), code).expect("an account");
            house.desk.account_file(&Actor::operator(), id).expect("a file").account.debtor_id
        };
        assert_eq!(of("A1"), of("A2"), "one debtor, by its SIREN");
    }
    houses
}

fn answer(house: &House, on: &str, dry: bool) -> RunAnswer {
    let request = RunRequest { day: Some(day(on)), dry, creditor: None, summary: false };
    let answer = house.desk.run(&Actor::operator(), &request, &|_, _| ()).expect("the run");
    assert_eq!(answer.failed, []);
    answer
}

fn levels(answer: &RunAnswer) -> BTreeMap<String, u8> {
    answer.decisions.iter().map(|d| (d.account, d.level)).collect()
}

fn cap(house: &House, contacts: u16, days: u16) {
    let cap = Some(ContactCap { contacts, days });
    house.desk.set_contact_cap(&Actor::operator(), cap).expect("a cap");
}

fn map(pairs: &[(&str, u8)]) -> BTreeMap<String, u8> {
    pairs.iter().map(|(code, level)| ((*code).to_owned(), *level)).collect()
}

#[test]
fn a_debtor_of_two_creditors_is_contacted_no_more_often_than_the_cap() {
    for house in filled("2026-09-20") {
        let engine = house.engine;
        assert_eq!(levels(&answer(&house, "2026-09-20", true)).len(), 2, "off until it is set, on {engine}");
        cap(&house, 1, 7);
        let foretold = answer(&house, "2026-09-20", true);
        assert_eq!(levels(&foretold), map(&[("A2", 1)]), "the larger claim goes first, on {engine}");
        assert_eq!(foretold.blocked.get("contact_cap"), Some(&1), "and the other says why it waits");
        assert_eq!(levels(&answer(&house, "2026-09-20", false)), levels(&foretold), "the run obeys on {engine}");
        assert!(levels(&answer(&house, "2026-09-20", false)).is_empty(), "twice changes nothing");
        let file = |code: &str| {
            let id = house.desk.find_account(&Actor::operator(), code).expect("an account");
            house.desk.account_file(&Actor::operator(), id).expect("a file")
        };
        let why = &file("A1").next[0].why;
        assert!(why.en.contains("2026-09-27"), "the day that frees: {}", why.en);
        assert!(levels(&answer(&house, "2026-09-26", false)).is_empty(), "still within the seven days, on {engine}");
        assert_eq!(levels(&answer(&house, "2026-09-27", false)), map(&[("A1", 1)]), "due since: nothing is lost");
        house.desk.set_contact_cap(&Actor::operator(), None).expect("lifted");
        assert_eq!(house.desk.plan().expect("a plan").contact_cap, None);
    }
}

#[test]
fn a_message_made_before_the_cap_was_reached_waits_to_leave() {
    for house in filled(TODAY) {
        assert_eq!(levels(&answer(&house, TODAY, false)).len(), 2, "no cap yet, on {}", house.engine);
        house.desk.render_pending(&Actor::operator(), &|_, _| ()).expect("letters");
        cap(&house, 1, 7);
        let fake = Fake::doing(&[]);
        let on = |date: &str| {
            let carriers = Carriers { post: Some(Arc::clone(&fake) as Arc<dyn Carrier>), ..Carriers::default() };
            send(&open_at(&house.url, FixedClock::on(day(date))).with_carriers(carriers))
        };
        let sent = on(TODAY);
        assert_eq!((sent.sent, sent.waiting, fake.count()), (1, 1, 1), "one leaves, on {}", house.engine);
        let sent = on("2026-09-27");
        assert_eq!((sent.sent, sent.waiting, fake.count()), (0, 1, 1), "within the seven days");
        let sent = on("2026-09-28");
        assert_eq!((sent.sent, sent.waiting, fake.count()), (1, 0, 2), "the day that frees");
    }
}

#[test]
fn a_contact_counts_on_the_day_it_is_where_the_house_is() {
    for house in filled(TODAY) {
        assert_eq!(levels(&answer(&house, TODAY, false)).len(), 2, "no cap yet, on {}", house.engine);
        house.desk.render_pending(&Actor::operator(), &|_, _| ()).expect("letters");
        cap(&house, 1, 7);
        let fake = Fake::doing(&[]);
        let at = |clock: FixedClock| {
            let carriers = Carriers { post: Some(Arc::clone(&fake) as Arc<dyn Carrier>), ..Carriers::default() };
            send(&open_at(&house.url, clock).with_carriers(carriers))
        };
        // Half past midnight of the 22nd in Paris, still the 21st in Greenwich.
        let night = "2026-09-21T22:30:00Z".parse().expect("an instant");
        assert_eq!(at(FixedClock { now: night, today: day("2026-09-22") }).sent, 1, "on {}", house.engine);
        let sent = at(FixedClock::on(day("2026-09-28")));
        assert_eq!((sent.sent, sent.waiting), (0, 1), "six days after the 22nd, on {}", house.engine);
        let sent = at(FixedClock::on(day("2026-09-29")));
        assert_eq!((sent.sent, fake.count()), (1, 2), "the seventh, on {}", house.engine);
    }
}

#[test]
fn what_never_reached_the_debtor_is_no_contact() {
    for house in filled("2026-09-20") {
        let mut strategy = house.desk.plan().expect("a plan").strategies[0].clone();
        strategy.steps[0].approval = true;
        house.desk.save_strategy(&Actor::operator(), &strategy).expect("a strategy");
        cap(&house, 1, 30);
        assert_eq!(levels(&answer(&house, "2026-09-20", false)), map(&[("A2", 1)]));
        let waiting = house.desk.approvals(&Actor::operator(), None, 10).expect("a page");
        assert_eq!(waiting.total, 1, "on {}", house.engine);
        assert!(levels(&answer(&house, "2026-09-21", true)).is_empty(), "one that waits to leave counts");
        house.desk.refuse_messages(&Actor::operator(), &[waiting.rows[0].id], "sensible").expect("refused");
        let filter = OutboxFilter { state: Some(MessageState::Cancelled), ..OutboxFilter::default() };
        assert_eq!(house.desk.outbox(&Actor::operator(), &filter).expect("a page").messages.len(), 1);
        assert_eq!(levels(&answer(&house, "2026-09-21", true)), map(&[("A1", 1)]), "one taken back does not");
    }
}

#[test]
fn a_cap_that_cannot_be_kept_and_a_zone_that_does_not_exist_are_refused() {
    for house in houses("2026-09-20") {
        let actor = Actor::operator();
        for (contacts, days) in [(0, 7), (1, 0), (101, 7), (1, 366)] {
            let refused = house.desk.set_contact_cap(&actor, Some(ContactCap { contacts, days })).expect_err("refused");
            assert_eq!(refused.code(), "contact-cap-wrong");
        }
        let reader = Actor::new("r", app::Role::Reader);
        assert_eq!(house.desk.set_zone(&reader, "Europe/Paris").expect_err("refused").code(), "forbidden");
        for zone in ["", "Paris", "Europe/Atlantis", "UTC+2"] {
            assert_eq!(house.desk.set_zone(&actor, zone).expect_err("refused").code(), "zone-wrong", "{zone}");
        }
        assert_eq!(house.desk.schedule(&actor).expect("a schedule").zone, "Europe/Paris");
        house.desk.set_zone(&actor, " Indian/Reunion ").expect("a zone");
        assert_eq!(house.desk.schedule(&actor).expect("a schedule").zone, "Indian/Reunion");
        let zone = app::schedule::zone_of(house.desk.store()).expect("a zone");
        assert_eq!(zone.iana_name(), Some("Indian/Reunion"));
    }
}
