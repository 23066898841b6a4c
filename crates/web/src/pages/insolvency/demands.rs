//! What is asked of who administers a procedure: contracts in progress, goods claimed back.

use app::insolvency::{
    ClockLine, DemandAct, DemandAnswer, DemandKind, DemandLine, DemandOrder, DemandStage, DemandTold,
    InsolvencyClaimId, InsolvencyDemandId,
};
use axum::response::Response;
use kernel::Date;

use super::one::{Period, amount, answered, money, period};
use crate::act::{Act, Sheet, Slip};
use crate::figures::day;
use crate::problem::Failure;
use crate::words::Words;

/// Something asked, with what can be told of it.
pub(super) struct Asked {
    pub id: String,
    pub what: String,
    pub kind: String,
    pub currency: String,
    pub stage: String,
    pub tone: &'static str,
    pub says: String,
    pub facts: Vec<(String, String)>,
    pub periods: Vec<Period>,
    pub acts: Vec<Told>,
}

/// The form of one thing that can be told.
pub(super) struct Told {
    pub act: &'static str,
    /// What tells it from the other forms of the page.
    pub key: String,
    pub label: String,
    /// What its day is called; empty where it has none.
    pub on: &'static str,
    /// What its proof is called; empty where it has none.
    pub proof: &'static str,
    pub answers: Vec<(String, String)>,
    /// What it is about, as it may be corrected; none of the others.
    pub what: Option<String>,
    pub amount: bool,
}

fn told(of: &DemandLine, act: DemandAct, w: Words) -> Told {
    let (on, proof) = match act {
        DemandAct::Asked | DemandAct::Answered | DemandAct::Done => ("insolvency-on", "insolvency-ask-proof"),
        DemandAct::Extended => ("insolvency-ask-extended", "insolvency-ask-proof"),
        DemandAct::Changed => ("", ""),
        DemandAct::Left => ("", "reason"),
    };
    let answers = match (act, of.kind) {
        (DemandAct::Answered, DemandKind::Contract) => {
            w.choices("insolvency-ask-contract", DemandAnswer::ALL.iter().map(|one| one.slug()))
        }
        (DemandAct::Answered, DemandKind::Goods) => {
            w.choices("insolvency-ask-goods", DemandAnswer::ALL.iter().map(|one| one.slug()))
        }
        _ => Vec::new(),
    };
    Told {
        act: act.slug(),
        key: format!("{}-{}", of.id, act.slug()),
        label: w.of("insolvency-ask-act", act.slug()),
        on,
        proof,
        answers,
        what: (act == DemandAct::Changed).then(|| of.what.clone()),
        amount: act == DemandAct::Changed,
    }
}

pub(super) fn asked(of: &DemandLine, today: Date, w: Words) -> Asked {
    let on = |day_of: Date, proof: &str| {
        let day = day(day_of, today, w.lang);
        if proof.is_empty() { day } else { format!("{day} · {proof}") }
    };
    let clock = |clock: &ClockLine| {
        let last = day(clock.due, today, w.lang);
        format!("{last} · {} · {}", clock.article, w.of("source", clock.status.word()))
    };
    let mut facts = Vec::new();
    let mut fact = |key: &str, value: Option<String>| facts.extend(value.map(|value| (w.t(key), value)));
    fact("amount", (of.amount != "0.00").then(|| money(&of.amount, of.currency, w)));
    fact("insolvency-ask-received", of.asked_on.map(|day| on(day, &of.asked_proof)));
    fact("insolvency-ask-until", of.answers.as_ref().map(clock));
    fact("insolvency-ask-extended", of.extended_to.map(|day| on(day, &of.extended_proof)));
    let open = of.stage == DemandStage::Awaited && of.extended_to.is_none();
    fact("insolvency-ask-at-most", of.at_most.as_ref().filter(|_| open).map(clock));
    let answer = of.answer != DemandAnswer::Awaited;
    let answer = answer.then(|| {
        let day = of.answer_on.map_or_else(String::new, |day| format!(" · {}", on(day, &of.answer_proof)));
        format!("{}{day}", of.answer_words.pick(w.lang))
    });
    fact("insolvency-answer", answer);
    fact("insolvency-ask-ended", of.ended_on.map(|day| on(day, "")));
    let late = if of.late { format!(" · {}", w.t("insolvency-ask-late")) } else { String::new() };
    fact("insolvency-ask-done", of.done_on.map(|day| format!("{}{late}", on(day, &of.done_proof))));
    Asked {
        id: of.id.to_string(),
        what: of.what.clone(),
        kind: of.kind_words.pick(w.lang).to_owned(),
        currency: of.currency.code().to_owned(),
        stage: of.stage_words.pick(w.lang).to_owned(),
        tone: match of.stage {
            DemandStage::ToAsk | DemandStage::Awaited => "attention",
            DemandStage::Terminated | DemandStage::ToSeize => "right",
            DemandStage::Continued | DemandStage::GivenBack | DemandStage::Done => "",
        },
        says: of.says.as_ref().map_or_else(String::new, |said| said.pick(w.lang).to_owned()),
        facts,
        periods: of.ours.iter().map(|clock| period(clock, today, w)).collect(),
        acts: of.acts.iter().map(|act| told(of, *act, w)).collect(),
    }
}

/// What can be asked.
pub(super) fn kinds(w: Words) -> Vec<(String, String)> {
    w.choices("insolvency-ask-kind", DemandKind::ALL.iter().map(|one| one.slug()))
}

const ASK: Sheet = Sheet { form: "ask", prefix: "ask-", field: "what" };

/// `POST /insolvency/{id}/demand`: a contract in progress, goods of ours.
pub async fn ask(act: Act) -> Result<Response, Failure> {
    answered(act, &ASK, |desk, actor, form| {
        let id = form.reference::<InsolvencyClaimId>("claim")?;
        let kind = DemandKind::parse(&form.text("kind")).ok_or_else(|| Slip::beside("kind", "choose"))?;
        let order = DemandOrder { kind, what: form.text("what"), amount: amount(form)? };
        desk.add_insolvency_demand(actor, id, &order)?;
        Ok("insolvency-ask")
    })
    .await
}

const TOLD: Sheet = Sheet { form: "told", prefix: "told-", field: "on" };

/// `POST /insolvency/{id}/told`: what happened to something asked.
pub async fn tell(act: Act) -> Result<Response, Failure> {
    answered(act, &TOLD, |desk, actor, form| {
        let id = form.reference::<InsolvencyDemandId>("demand")?;
        let act = DemandAct::parse(&form.text("act")).ok_or_else(|| Slip::beside("act", "choose"))?;
        let told = DemandTold {
            on: form.day("on")?,
            proof: form.text("proof"),
            answer: DemandAnswer::parse(&form.text("answer")),
            what: form.text("what"),
            amount: if act == DemandAct::Changed { amount(form)? } else { None },
            ..DemandTold::new(act)
        };
        desk.tell_insolvency_demand(actor, id, &told)?;
        Ok("insolvency-ask-told")
    })
    .await
}
