//! A cost is recorded, corrected, taken out; what is foreseen is written.

use judicial::costs::{CostKind, Ground, Party, Recovery, bearing};
use kernel::{Currency, Date, Money};
use serde_json::{Value, json};
use store::{CaseBudget, CaseBudgetId, CaseCost, CaseCostId, CaseId, CourtCase, ProcedureFactId, Tx};

use super::CostOrder;
use crate::cases::{open_case, worded};
use crate::desk::About;
use crate::proofs::{Subject, SubjectKind};
use crate::titles::word;
use crate::{Actor, CostRefusal, Desk, DeskError, Permission, Refusal};

/// The start of a text, for a refusal.
pub(super) fn short(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

/// What the timeline says of a cost.
fn facts(kept: &CaseCost) -> Value {
    let gross = Money::new(kept.net_minor + kept.vat_minor, kept.currency);
    json!({
        "case": kept.case_id, "cost": kept.id, "kind": kept.kind, "label": kept.label, "currency": kept.currency,
        "amount": gross.to_decimal(), "reference": kept.reference,
    })
}

/// The act that a cost says it pays: one of the procedures of its case.
fn act_of(tx: &mut Tx, kept: &CaseCost, text: &str) -> Result<Option<ProcedureFactId>, DeskError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let unknown = || CostRefusal::Act { text: short(text) };
    let named = Subject::parse(text).filter(|subject| subject.kind == SubjectKind::Fact).ok_or_else(unknown)?;
    let procedures: Vec<_> = tx.procedures().of_cases(&[kept.case_id])?.iter().map(|one| one.id).collect();
    let facts = tx.procedures().facts_of(&procedures)?;
    let fact = facts.iter().find(|fact| fact.id.0 == named.id).ok_or_else(unknown)?;
    Ok(Some(fact.id))
}

/// A cost that may be changed: within reach, in an open case, not taken out.
fn live_cost(tx: &mut Tx, actor: &Actor, id: CaseCostId) -> Result<(CaseCost, ledger::Account), DeskError> {
    let kept = actor.find(tx, id)?;
    let (_, account) = open_case(tx, actor, kept.case_id)?;
    if let Some(day) = kept.left_on {
        return Err(CostRefusal::Gone { day }.into());
    }
    Ok((kept, account))
}

/// An amount of a cost, decimal.
fn amounts(order: &CostOrder, currency: Currency) -> Result<(Money, Money), DeskError> {
    let given = order.currency.trim();
    if !given.is_empty() && given != currency.code() {
        return Err(CostRefusal::OtherCurrency { given: short(given), expected: currency }.into());
    }
    let net = Money::parse(order.net.trim(), currency).map_err(|_| CostRefusal::Amount { text: short(&order.net) })?;
    if net.minor() <= 0 {
        return Err(CostRefusal::Negative.into());
    }
    let wrong = || CostRefusal::Vat { text: short(&order.vat) };
    let vat = match order.vat.trim() {
        "" => Money::zero(currency),
        text => Money::parse(text, currency).map_err(|_| wrong())?,
    };
    if vat.minor() < 0 || net.minor() < vat.minor() {
        return Err(wrong().into());
    }
    net.checked_add(vat).map_err(law::LawError::from)?;
    Ok((net, vat))
}

impl Desk {
    /// Takes what a person told of a cost into the one that is kept.
    fn fill_cost(&self, kept: &mut CaseCost, order: &CostOrder) -> Result<(), DeskError> {
        let today = self.today();
        let (net, vat) = amounts(order, kept.currency)?;
        let (label, day) = (worded(&order.label)?, order.day.unwrap_or(today));
        if label.is_empty() {
            return Err(CostRefusal::LabelMissing.into());
        }
        if today < day {
            return Err(CostRefusal::Future { today }.into());
        }
        if order.paid.is_some_and(|paid| today < paid) {
            return Err(CostRefusal::PaidAhead { today }.into());
        }
        let kinds: Vec<&str> = CostKind::ALL.iter().map(|kind| kind.slug()).collect();
        let grounds: Vec<&str> = Ground::ALL.iter().map(|ground| ground.slug()).collect();
        let parties: Vec<&str> = Party::ALL.iter().map(|party| party.slug()).collect();
        let kind = word(&order.kind, CostKind::Other, (CostKind::parse, &kinds))?;
        let ground = word(&order.ground, Ground::Proceedings, (Ground::parse, &grounds))?;
        let advanced = word(&order.advanced_by, Party::Creditor, (Party::parse, &parties))?;
        self.fill_bearer(kept, ground, order)?;
        let tariff = order.tariff.trim();
        if !tariff.is_empty() {
            law::estimate::estimate_item(tariff, Money::zero(Currency::EUR), day, &self.law)?;
        }
        (kept.kind, kept.label, kept.on_day) = (kind.slug().to_owned(), label, day);
        (kept.net_minor, kept.vat_minor) = (net.minor(), vat.minor());
        (kept.ground, kept.advanced_by) = (ground.slug().to_owned(), advanced.slug().to_owned());
        (kept.paid_on, kept.tariff, kept.reference) = (order.paid, tariff.to_owned(), worded(&order.reference)?);
        Ok(())
    }

    /// Who bears it, where a judge decided and the law leaves it to him.
    fn fill_bearer(&self, kept: &mut CaseCost, ground: Ground, order: &CostOrder) -> Result<(), DeskError> {
        let by_law = bearing(ground, &self.law)?;
        let sides = ["creditor", "debtor"];
        let decided = match order.decided.trim() {
            "" => None,
            text => Some(word(
                text,
                Party::Creditor,
                (|text: &str| Party::parse(text).filter(|_| sides.contains(&text)), &sides),
            )?),
        };
        let decision = worded(&order.decision)?;
        if decided.is_some() && by_law.recovery != Recovery::ByDecision {
            return Err(CostRefusal::ByLaw { why: by_law.why }.into());
        }
        if decided.is_some() && decision.is_empty() {
            return Err(CostRefusal::DecisionMissing.into());
        }
        (kept.decided, kept.decision) = (decided.map(|party| party.slug().to_owned()), decision);
        Ok(())
    }

    /// Records a cost in an open case.
    ///
    /// # Errors
    /// [`CostRefusal`]: no amount, below zero, another currency, a day to come, a decision where the law decides.
    pub fn add_cost(&self, actor: &Actor, case: CaseId, order: &CostOrder) -> Result<CaseCostId, DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("cost.add", |tx| {
            let (case, account) = open_case(tx, actor, case)?;
            let mut kept = self.blank_cost(actor, &case);
            self.fill_cost(&mut kept, order)?;
            kept.fact_id = act_of(tx, &kept, &order.act)?;
            tx.costs().insert(&kept)?;
            let about = About { on: Some(kept.on_day), ..About::account(&account) };
            self.note(tx, actor, about, "cost.added", &facts(&kept))?;
            Ok(kept.id)
        })
    }

    /// Corrects a cost, as a whole.
    ///
    /// # Errors
    /// As [`Desk::add_cost`]; [`CostRefusal::Gone`], [`Refusal::ReasonMissing`].
    pub fn change_cost(
        &self,
        actor: &Actor,
        id: CaseCostId,
        (order, why): (&CostOrder, &str),
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        if why.trim().is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        let why = worded(why)?;
        self.store.write("cost.change", |tx| {
            let (mut kept, account) = live_cost(tx, actor, id)?;
            let before = facts(&kept);
            self.fill_cost(&mut kept, order)?;
            kept.fact_id = act_of(tx, &kept, &order.act)?;
            tx.costs().save(&kept)?;
            let mut payload = facts(&kept);
            payload["before"] = before["amount"].clone();
            payload["reason"] = why.as_str().into();
            Ok(self.note(tx, actor, About::account(&account), "cost.changed", &payload)?)
        })
    }

    /// Takes a cost out: it stays to be read, and counts no more.
    ///
    /// # Errors
    /// [`CostRefusal::Gone`], [`Refusal::ReasonMissing`].
    pub fn drop_cost(&self, actor: &Actor, id: CaseCostId, why: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let (today, why) = (self.today(), worded(why)?);
        self.store.write("cost.drop", |tx| {
            let (mut kept, account) = live_cost(tx, actor, id)?;
            if why.is_empty() {
                return Err(Refusal::ReasonMissing.into());
            }
            (kept.left_on, kept.left_why) = (Some(today), why.clone());
            tx.costs().save(&kept)?;
            let mut payload = facts(&kept);
            payload["reason"] = why.as_str().into();
            Ok(self.note(tx, actor, About::account(&account), "cost.dropped", &payload)?)
        })
    }

    /// Notes the day a cost was paid.
    ///
    /// # Errors
    /// [`CostRefusal::PaidAhead`], [`CostRefusal::Gone`].
    pub fn pay_cost(&self, actor: &Actor, id: CaseCostId, day: Option<Date>) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        let day = day.unwrap_or(today);
        if today < day {
            return Err(CostRefusal::PaidAhead { today }.into());
        }
        self.store.write("cost.pay", |tx| {
            let (mut kept, account) = live_cost(tx, actor, id)?;
            kept.paid_on = Some(day);
            tx.costs().save(&kept)?;
            let about = About { on: Some(day), ..About::account(&account) };
            Ok(self.note(tx, actor, about, "cost.paid", &facts(&kept))?)
        })
    }

    /// Writes what is foreseen for an open case anew: an amount for each kind, VAT included; an empty amount foresees
    /// nothing.
    ///
    /// # Errors
    /// [`CostRefusal::Budget`], [`crate::CaseRefusal::Word`].
    pub fn set_budget(&self, actor: &Actor, case: CaseId, lines: &[(String, String)]) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("cost.budget", |tx| {
            let (case, account) = open_case(tx, actor, case)?;
            let mut kept: Vec<CaseBudget> = Vec::new();
            for (kind, amount) in lines.iter().filter(|(_, amount)| !amount.trim().is_empty()) {
                let wrong = || CostRefusal::Budget { text: short(amount) };
                let gross = Money::parse(amount.trim(), case.currency).map_err(|_| wrong())?;
                let kinds: Vec<&str> = CostKind::ALL.iter().map(|kind| kind.slug()).collect();
                let kind = word(kind, CostKind::Other, (CostKind::parse, &kinds))?.slug().to_owned();
                if gross.minor() <= 0 || kept.iter().any(|line| line.kind == kind) {
                    return Err(wrong().into());
                }
                kept.push(CaseBudget {
                    id: CaseBudgetId(self.id()),
                    case_id: case.id,
                    account_id: case.account_id,
                    kind,
                    gross_minor: gross.minor(),
                });
            }
            tx.costs().replace_budget(case.id, &kept)?;
            let sum = Money::new(kept.iter().map(|line| line.gross_minor).sum(), case.currency);
            let payload = json!({ "case": case.id, "currency": case.currency, "amount": sum.to_decimal() });
            Ok(self.note(tx, actor, About::account(&account), "cost.foreseen", &payload)?)
        })
    }

    fn blank_cost(&self, actor: &Actor, case: &CourtCase) -> CaseCost {
        CaseCost {
            id: CaseCostId(self.id()),
            case_id: case.id,
            account_id: case.account_id,
            kind: String::new(),
            label: String::new(),
            on_day: self.today(),
            net_minor: 0,
            vat_minor: 0,
            currency: case.currency,
            advanced_by: String::new(),
            ground: String::new(),
            decided: None,
            decision: String::new(),
            paid_on: None,
            tariff: String::new(),
            reference: String::new(),
            left_on: None,
            left_why: String::new(),
            actor: actor.name.clone(),
            created_us: self.now(),
            version: 1,
            fact_id: None,
        }
    }
}
