//! Imports that are interrupted, overtaken or taken back: what counts stays whole.

use std::fmt::Write;
use std::sync::atomic::{AtomicBool, Ordering};

use app::{Actor, DeskError, Refusal};
use kernel::{FixedClock, Timestamp};
use ledger::{Batch, BatchState, Debtor};
use store::StoreError;

use crate::support::{House, balances, day, houses, import, open_at, request, upload};

const TODAY: &str = "2026-11-23";

/// An export of so many customers, one invoice each, all in that street.
fn export(customers: u32, street: &str) -> app::imports::ImportRequest {
    let mut text = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n".to_owned();
    for n in 1..=customers {
        writeln!(text, "C{n};Atelier {n};{street};75001;Paris;F{n};facture;01/08/2026;01/09/2026;100,00")
            .expect("text");
    }
    request(vec![upload("export.csv", text)])
}

fn debtor(house: &House, code: &str) -> Debtor {
    let actor = Actor::operator();
    let account = house.desk.find_account(&actor, code).expect("an account");
    house.desk.account_file(&actor, account).expect("a file").debtor
}

fn street(house: &House, code: &str) -> String {
    debtor(house, code).address.street
}

fn imported(house: &House, customers: u32, street: &str) -> Batch {
    let id = import(&house.desk, &export(customers, street)).batch.expect("a batch");
    house.desk.batch(&Actor::operator(), id).expect("an import").0
}

fn is_busy(house: &House, batch: &Batch) -> bool {
    house.desk.store().read::<_, StoreError>(|tx| tx.batches().busy(batch.creditor_id)).expect("read").is_some()
}

/// The clock of another machine, when every sign of life is over.
fn an_hour_later() -> FixedClock {
    let now = FixedClock::on(day(TODAY));
    let later = Timestamp::from_microsecond(now.now.as_microsecond() + 3_600_000_000).expect("an instant");
    FixedClock { now: later, ..now }
}

#[test]
fn what_somebody_corrected_since_stays_when_the_import_is_taken_back() {
    for house in houses(TODAY) {
        imported(&house, 2, "1 rue A");
        let second = imported(&house, 2, "2 rue B");
        let by_hand = debtor(&house, "C1");
        let edited =
            Debtor { address: ledger::Address { street: "3 rue C".to_owned(), ..by_hand.address.clone() }, ..by_hand };
        house.desk.store().write("test", |tx| tx.debtors().save(&edited)).expect("saved");
        house.desk.undo_import(&Actor::operator(), second.id).expect("undone");
        assert_eq!((street(&house, "C1"), street(&house, "C2")), ("3 rue C".to_owned(), "1 rue A".to_owned()));
    }
}

#[test]
fn more_corrections_than_a_transaction_holds_stand_and_are_taken_back() {
    for house in houses(TODAY) {
        imported(&house, 1_010, "1 rue A");
        let second = imported(&house, 1_010, "2 rue B");
        assert_eq!((street(&house, "C1"), street(&house, "C1010")), ("2 rue B".to_owned(), "2 rue B".to_owned()));
        assert!(!is_busy(&house, &second), "nothing is left to do on {}", house.engine);
        let undone = house.desk.undo_import(&Actor::operator(), second.id).expect("undone");
        assert_eq!(undone.state, BatchState::Undone);
        assert_eq!((street(&house, "C1"), street(&house, "C1010")), ("1 rue A".to_owned(), "1 rue A".to_owned()));
        assert!(!is_busy(&house, &second));
    }
}

#[test]
fn corrections_that_were_interrupted_are_finished_by_whoever_comes_next() {
    for house in houses(TODAY) {
        imported(&house, 1, "1 rue A");
        let second = imported(&house, 1, "2 rue B");
        // As a crash leaves it: the import counts, its corrections are still to be made.
        let before = debtor(&house, "C1");
        let old =
            Debtor { address: ledger::Address { street: "1 rue A".to_owned(), ..before.address.clone() }, ..before };
        let now = FixedClock::on(day(TODAY)).now;
        house
            .desk
            .store()
            .write("test", |tx| {
                tx.debtors().save(&old)?;
                let ids: Vec<_> = tx.batches().changes(second.id, None, 10)?.iter().map(|c| c.id).collect();
                tx.batches().mark_changes(&ids, false)?;
                tx.batches().turn(second.id, BatchState::Live, BatchState::Live, now, Some(now))
            })
            .expect("interrupted");
        let refused = house.desk.undo_import(&Actor::operator(), second.id);
        assert!(matches!(refused, Err(DeskError::Refused(Refusal::ImportUnderWay { .. }))), "{refused:?}");
        open_at(&house.url, an_hour_later()).tick().expect("a tick");
        assert_eq!(street(&house, "C1"), "2 rue B", "on {}", house.engine);
        assert!(!is_busy(&house, &second));
    }
}

#[test]
fn an_import_taken_for_dead_while_it_lives_never_counts_by_halves() {
    for house in houses(TODAY) {
        let (other, taken) = (open_at(&house.url, an_hour_later()), AtomicBool::new(false));
        let answer = house.desk.import(&Actor::operator(), &export(3, "1 rue A"), &|done, total| {
            // Its rows are all written, and it does not count yet.
            if done == total && total > 0 && !taken.swap(true, Ordering::Relaxed) {
                other.tick().expect("a tick");
            }
        });
        let batch = answer.expect("it is planned and written again").batch.expect("a batch");
        assert!(taken.load(Ordering::Relaxed));
        let states: Vec<_> = house.desk.batches(&Actor::operator(), None, None, 10).expect("imports");
        let states: Vec<_> = states.iter().map(|b| (b.id == batch, b.state)).collect();
        assert_eq!(states, [(true, BatchState::Live), (false, BatchState::Dropped)], "on {}", house.engine);
        assert_eq!(balances(&house.desk, None).len(), 3);
        assert_eq!(house.desk.verify(&Actor::operator()).expect("verified").findings.len(), 0);
    }
}
