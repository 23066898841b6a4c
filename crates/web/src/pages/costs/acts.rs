//! What is done with the costs of a case.

use app::costs::{CaseCostId, CaseTimeId, CostKind, CostOrder, LossOrder, TimeOrder};
use app::{Actor, Desk};
use axum::response::Response;

use super::show;
use crate::act::{Act, Answered, Reading, Sheet, Slip};
use crate::forms::plain_amount;
use crate::problem::Failure;

const COST: Sheet = Sheet { form: "cost", prefix: "cost-", field: "label" };
const OUT: Sheet = Sheet { form: "out", prefix: "out-", field: "why" };
const PAID: Sheet = Sheet { form: "paid", prefix: "paid-", field: "day" };
const TIME: Sheet = Sheet { form: "time", prefix: "time-", field: "who" };
const TIME_OUT: Sheet = Sheet { form: "time-out", prefix: "time-out-", field: "why" };
const BUDGET: Sheet = Sheet { form: "budget", prefix: "budget-", field: "registry" };
const LOSS: Sheet = Sheet { form: "loss", prefix: "loss-", field: "proof" };

async fn on_costs<W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<&'static str, Slip> + Send + 'static,
{
    let page = format!("/cases/{}/costs", act.id);
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, (act.typed.with("form", sheet.form), "")).await,
    }
}

fn order(form: &Reading) -> Result<CostOrder, Slip> {
    Ok(CostOrder {
        kind: form.text("kind"),
        label: form.text("label"),
        day: form.day("day")?,
        net: plain_amount(&form.text("net")),
        vat: plain_amount(&form.text("vat")),
        currency: String::new(),
        advanced_by: form.text("advanced_by"),
        ground: form.text("ground"),
        decided: form.text("decided"),
        decision: form.text("decision"),
        paid: form.day("paid")?,
        tariff: form.text("tariff"),
        reference: form.text("reference"),
        act: form.text("act"),
    })
}

/// `POST /cases/{id}/cost`: a new cost, or the correction of the one the form names.
pub async fn cost(act: Act) -> Result<Response, Failure> {
    on_costs(act, &COST, |desk, actor, form| {
        let told = order(form)?;
        if form.text("id").is_empty() {
            desk.add_cost(actor, form.about()?, &told)?;
            return Ok("cost-added");
        }
        let id: CaseCostId = form.reference("id")?;
        desk.change_cost(actor, id, (&told, &form.text("why")))?;
        Ok("cost-changed")
    })
    .await
}

/// `POST /cases/{id}/cost-out`.
pub async fn cost_out(act: Act) -> Result<Response, Failure> {
    on_costs(act, &OUT, |desk, actor, form| {
        let id: CaseCostId = form.reference("cost")?;
        desk.drop_cost(actor, id, &form.text("why"))?;
        Ok("cost-out")
    })
    .await
}

/// `POST /cases/{id}/cost-paid`.
pub async fn cost_paid(act: Act) -> Result<Response, Failure> {
    on_costs(act, &PAID, |desk, actor, form| {
        let id: CaseCostId = form.reference("cost")?;
        desk.pay_cost(actor, id, form.day("day")?)?;
        Ok("cost-paid")
    })
    .await
}

/// `POST /cases/{id}/time`.
pub async fn time(act: Act) -> Result<Response, Failure> {
    on_costs(act, &TIME, |desk, actor, form| {
        let told = TimeOrder {
            who: form.text("who"),
            day: form.day("day")?,
            minutes: form.number("minutes")?.unwrap_or(0),
            hourly: plain_amount(&form.text("hourly")),
        };
        desk.add_time(actor, form.about()?, &told)?;
        Ok("cost-time")
    })
    .await
}

/// `POST /cases/{id}/time-out`.
pub async fn time_out(act: Act) -> Result<Response, Failure> {
    on_costs(act, &TIME_OUT, |desk, actor, form| {
        let id: CaseTimeId = form.reference("time")?;
        desk.drop_time(actor, id, &form.text("why"))?;
        Ok("cost-time-out")
    })
    .await
}

/// `POST /cases/{id}/budget`.
pub async fn budget(act: Act) -> Result<Response, Failure> {
    on_costs(act, &BUDGET, |desk, actor, form| {
        let line = |kind: &CostKind| (kind.slug().to_owned(), plain_amount(&form.text(kind.slug())));
        let lines: Vec<(String, String)> = CostKind::ALL.iter().map(line).collect();
        desk.set_budget(actor, form.about()?, &lines)?;
        Ok("cost-budget")
    })
    .await
}

/// What a form tells of a loss.
pub fn loss_of(form: &Reading) -> Result<LossOrder, Slip> {
    Ok(LossOrder {
        proof: form.text("proof"),
        proof_on: form.day("proof_on")?,
        vat_rate: form.text("vat_rate"),
        vat: form.text("vat"),
    })
}

/// `POST /cases/{id}/loss`.
pub async fn loss(act: Act) -> Result<Response, Failure> {
    on_costs(act, &LOSS, |desk, actor, form| {
        desk.complete_loss(actor, form.about()?, &loss_of(form)?)?;
        Ok("case-loss")
    })
    .await
}
