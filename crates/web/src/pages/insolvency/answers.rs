//! What somebody answers in a procedure: about a piece, about who answers beside the debtor.

use app::insolvency::{GuarantorDecision, GuarantorLine, GuarantorOrder, InsolvencyGuarantorId, ItemAnswer, Person};
use axum::response::Response;
use kernel::Date;
use ledger::ItemId;

use super::one::{Missing, answered, missing};
use crate::act::{Act, Sheet, Slip};
use crate::figures::day;
use crate::problem::Failure;
use crate::words::{Words, or_none};

/// Somebody who answers beside the debtor.
pub(super) struct Guarantor {
    pub id: String,
    pub name: String,
    pub role: String,
    pub says: String,
    pub tone: &'static str,
    pub decided: String,
    pub person: &'static str,
    pub missing: Option<Missing>,
}

pub(super) fn guarantor(of: &GuarantorLine, today: Date, w: Words) -> Guarantor {
    let told = of.at.map(|at| {
        let on = day(w.day_of(at), today, w.lang);
        w.with("insolvency-guarantor-decided", &[("by", of.by.as_str()), ("day", &on), ("why", &of.why)])
    });
    Guarantor {
        id: of.id.to_string(),
        name: of.name.clone(),
        role: w.of("insolvency-role", of.role.slug()),
        says: of.says.pick(w.lang).to_owned(),
        tone: if of.decision == GuarantorDecision::Awaited { "attention" } else { "" },
        decided: told.unwrap_or_default(),
        person: of.person.map_or("", Person::slug),
        missing: of.missing.as_ref().map(|row| missing(row, w)),
    }
}

/// What can be decided.
pub(super) fn decisions(w: Words) -> Vec<(String, String)> {
    let all = GuarantorDecision::ALL.iter().filter(|one| **one != GuarantorDecision::Awaited);
    w.choices("insolvency-decision", all.map(|one| one.slug()))
}

/// What somebody can be in law.
pub(super) fn persons(w: Words) -> Vec<(String, String)> {
    or_none(w.choices("insolvency-person", Person::ALL.iter().map(|one| one.slug())))
}

const GUARANTOR: Sheet = Sheet { form: "guarantor", prefix: "guarantor-", field: "why" };

/// `POST /insolvency/{id}/guarantor`.
pub async fn decide(act: Act) -> Result<Response, Failure> {
    answered(act, &GUARANTOR, |desk, actor, form| {
        let id = form.reference::<InsolvencyGuarantorId>("guarantor")?;
        let decision = GuarantorDecision::parse(&form.text("decision"));
        let order = GuarantorOrder {
            decision: decision.ok_or_else(|| Slip::beside("decision", "choose"))?,
            person: Person::parse(&form.text("person")),
            why: form.text("why"),
        };
        desk.decide_guarantor(actor, id, &order)?;
        Ok("insolvency-guarantor")
    })
    .await
}

const ITEM: Sheet = Sheet { form: "item", prefix: "item-", field: "supply" };

/// `POST /insolvency/{id}/item`: what somebody answers about a piece.
pub async fn item(act: Act) -> Result<Response, Failure> {
    answered(act, &ITEM, |desk, actor, form| {
        let id = form.reference::<ItemId>("item")?;
        let answer = ItemAnswer {
            supply_on: form.day("supply")?,
            connected: match form.text("connected").as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            personal: form.is("personal", "1"),
            long_loan: form.is("long-loan", "1"),
            privilege: form.text("privilege"),
        };
        desk.answer_insolvency_item(actor, id, &answer).map_err(Slip::named)?;
        Ok("insolvency-item")
    })
    .await
}
