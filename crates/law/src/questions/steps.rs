//! Verbs about time: due dates, periods, deadlines, limitation, procedures.

use serde_json::Value;

use super::Need::{Optional, Positional, Repeated, Required, Switch};
use super::{Asked, Param, Verb, value};
use crate::deadlines::DeadlineAsked;
use crate::due_date::{EndOfMonth, Terms};
use crate::limitation::LimitationAsked;
use crate::procedures::Standing;
use crate::time::{Counting, Distance, Length, Period, territory};
use crate::{Law, LawError, answers};
use kernel::Territory;

const DISTANCE: Param = Param::new("distance", Optional, "none (when not given), overseas or abroad");
const TERRITORY: Param =
    Param::new("territory", Optional, "Whose public holidays: metropole (when not given), alsace-moselle, guadeloupe…");
const NO_ROLL: Param = Param::new("no-roll", Switch, "Leave the last day where it falls");

fn place(asked: &Asked) -> Result<(Distance, Territory), LawError> {
    let distance = asked.text("distance").map(Distance::parse).transpose()?.unwrap_or_default();
    Ok((distance, asked.text("territory").map_or(Ok(Territory::Metropole), territory)?))
}

pub(super) const DUE_DATE: Verb = Verb {
    name: "due-date",
    about: "The due date of an invoice under payment terms",
    params: &[
        Param::new("invoice", Required, "Date of the invoice"),
        Param::new("terms", Required, "« 30 days », « 45 days end of month », « fin de mois 45 jours »…"),
        Param::new("convention", Optional, "eom-after-45d, 45d-after-eom or eom-15th"),
    ],
    answer: due_date,
};

fn due_date(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let convention = asked.text("convention").map(EndOfMonth::parse).transpose()?;
    value(answers::due_date(asked.date("invoice")?, Terms::parse(asked.needed("terms")?)?, convention, law)?)
}

pub(super) const LEGAL_TERM: Verb = Verb {
    name: "legal-term",
    about: "The longest payment term the law allows for a kind of sale",
    params: &[
        Param::new("kind", Positional, "Kind of sale or buyer; the list names them"),
        Param::new("from", Optional, "The day it starts from: invoice, delivery or receipt, as the list says"),
        Param::new("list", Switch, "Every kind"),
    ],
    answer: legal_term,
};

fn legal_term(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    if asked.on("list") {
        return value(answers::legal_term_list(law)?);
    }
    value(answers::legal_term(asked.needed("kind")?, asked.date("from")?, law)?)
}

pub(super) const PERIOD: Verb = Verb {
    name: "period",
    about: "The end of a procedural period",
    params: &[
        Param::new("from", Required, "The day that starts it, not counted"),
        Param::new("years", Optional, "Years"),
        Param::new("months", Optional, "Months"),
        Param::new("days", Optional, "Days"),
        Param::new("counting", Optional, "cpc (when not given), eu (Regulation 1182/71) or no-roll"),
        DISTANCE,
        TERRITORY,
        NO_ROLL,
    ],
    answer: period,
};

fn period(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let (years, months, days) = (asked.number("years")?, asked.number("months")?, asked.number("days")?);
    let mut period = Period::new(asked.date("from")?, Length { years, months, days, ..Length::default() });
    (period.distance, period.territory) = place(asked)?;
    period.counting = asked.text("counting").map(Counting::parse).transpose()?.unwrap_or_default();
    if asked.on("no-roll") {
        period.counting = Counting::NoRoll;
    }
    value(answers::period(&period, law)?)
}

pub(super) const DEADLINE: Verb = Verb {
    name: "deadline",
    about: "The deadline of a step of a procedure",
    params: &[
        Param::new("procedure", Positional, "Procedure"),
        Param::new("step", Positional, "Step"),
        Param::new("from", Optional, "The day that starts it (the hearing, for a step that must precede it)"),
        Param::new("order-date", Optional, "Date of the order, where the rule changed with it"),
        Param::new("amount", Optional, "Amount, where it decides"),
        Param::new("list", Switch, "Every procedure and step"),
        DISTANCE,
        TERRITORY,
        NO_ROLL,
    ],
    answer: deadline,
};

fn deadline(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    if asked.on("list") {
        return value(answers::deadline_list(law));
    }
    let mut step = DeadlineAsked::new(asked.needed("procedure")?, asked.needed("step")?, asked.date("from")?);
    (step.order, step.amount) = (asked.date_if("order-date")?, asked.money_if("amount")?);
    (step.distance, step.territory) = place(asked)?;
    step.no_roll = asked.on("no-roll");
    value(answers::deadline(&step, law)?)
}

pub(super) const LIMITATION: Verb = Verb {
    name: "limitation",
    about: "Whether a claim is time-barred, and what interrupted or suspended the clock",
    params: &[
        Param::new("kind", Optional, "Kind of claim: b2b, consumer, carriage…"),
        Param::new("due", Optional, "Due date"),
        Param::new("completed", Optional, "Day the service was completed or the goods delivered"),
        Param::new(
            "event",
            Repeated,
            "DATE:EVENT or DATE:EVENT:PROOF, as often as needed; the proof in your own words",
        ),
        Param::new("on", Optional, "Day asked about; today when not given"),
        Param::new("list", Switch, "Every kind of claim and every event"),
    ],
    answer: limitation,
};

fn limitation(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    if asked.on("list") {
        return value(answers::limitation_list(law));
    }
    let claim = LimitationAsked {
        kind: asked.needed("kind")?.to_owned(),
        due: asked.date("due")?,
        completed: asked.date_if("completed")?,
        events: asked.events("event")?,
        on: asked.date_or_today("on")?,
    };
    value(answers::limitation(&claim, law)?)
}

pub(super) const PROCEDURE: Verb = Verb {
    name: "procedure",
    about: "What may follow in a procedure, by whom, by when, at what cost",
    params: &[
        Param::new("procedure", Positional, "Procedure"),
        Param::new("state", Optional, "Where it stands; without it, the whole procedure"),
        Param::new("since", Optional, "Day it came there; today when not given"),
        Param::new("reached", Repeated, "DATE:STATE it went through before: some deadlines are counted from it"),
        Param::new("order-date", Optional, "Date of the order, where the rule changed with it"),
        Param::new("on", Optional, "Day asked about; today when not given"),
        Param::new("list", Switch, "Every procedure"),
        DISTANCE,
        TERRITORY,
    ],
    answer: procedure,
};

fn procedure(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    if asked.on("list") {
        return value(answers::procedure_list(law));
    }
    let name = asked.needed("procedure")?;
    let Some(state) = asked.text("state") else {
        return value(law.procedures().find(name)?);
    };
    let (distance, territory) = place(asked)?;
    let standing = Standing {
        procedure: name.to_owned(),
        state: state.to_owned(),
        since: asked.date_or_today("since")?,
        reached: asked.states("reached")?,
        order: asked.date_if("order-date")?,
        distance,
        territory,
    };
    value(answers::next_acts(&standing, asked.date_or_today("on")?, law)?)
}
