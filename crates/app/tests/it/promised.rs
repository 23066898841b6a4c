//! What is promised or paid on one account of a family holds for who pays.

use std::sync::Arc;

use app::imports::ImportRequest;
use app::promises::{PromiseLevel, PromiseOrder, PromiseState};
use app::{Actor, Desk};
use courier::Carrier;
use kernel::{Currency, Money};
use ledger::{AccountId, ImportMode};

use crate::outbox::{Fake, TODAY, later, made, mail_by, send};
use crate::support::{day, import, request, upload};

fn order(amount: &str) -> PromiseOrder {
    let amount = Money::parse(amount, Currency::EUR).expect("an amount");
    PromiseOrder { amount, until: day("2026-09-30"), level: PromiseLevel::Said, note: String::new() }
}

fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&Actor::operator(), code).expect("an account")
}

/// A file of payments alone: what it does not tell of stays open.
fn pay(desk: &Desk, paid: &str) {
    let mode = Some(ImportMode::Movement);
    let answer = import(desk, &ImportRequest { mode, ..request(vec![upload("paid.csv", paid)]) });
    assert_eq!(answer.outcome.rejected, 0);
}

#[test]
fn a_promise_holds_for_the_payer_whoever_gives_it_and_whoever_pays() {
    for house in made(2) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let (payer, child) = (account(desk, "C0"), account(desk, "C1"));
        desk.set_payer(&actor, child, Some(payer)).expect("C0 pays for C1");
        let given = desk.promise(&actor, child, &order("100.00")).expect("noted");
        let fake = Fake::doing(&[]);
        let sent = send(&later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>)));
        assert_eq!((sent.waiting, sent.sent, fake.count()), (2, 0, 0), "on {}", house.engine);
        desk.withdraw_promise(&actor, given, "").expect("withdrawn");
        assert!(desk.promise(&actor, payer, &order("200.01")).is_err(), "200 are open on both");
        let given = desk.promise(&actor, payer, &order("200.00")).expect("noted for the two");
        // The money comes on the account whose piece it pays.
        let paid = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n\
            C1;Client 1;1 rue A;75001;Paris;VIR1;règlement;21/09/2026;;-200,00\n";
        pay(desk, paid);
        desk.judge_promises(&actor, day(TODAY)).expect("judged");
        let kept = desk.store().read(|tx| tx.promises().get(given)).expect("the promise");
        assert_eq!((kept.state, kept.paid_minor), (PromiseState::Kept, 20_000), "on {}", house.engine);
    }
}

#[test]
fn money_that_came_on_another_account_of_the_family_holds_the_message_back() {
    for house in made(2) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let (payer, child) = (account(desk, "C0"), account(desk, "C1"));
        desk.set_payer(&actor, child, Some(payer)).expect("C0 pays for C1");
        let paid = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n\
            C1;Client 1;1 rue A;75001;Paris;VIR1;règlement;21/09/2026;;-200,00\n";
        pay(desk, paid);
        let fake = Fake::doing(&[]);
        let sent = send(&later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>)));
        assert_eq!((sent.waiting, sent.sent, fake.count()), (2, 0, 0), "both are covered, on {}", house.engine);
    }
}
