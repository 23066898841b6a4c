//! Verbs about courts, costs, wages, documents and the tables themselves.

use serde_json::Value;

use super::Need::{Optional, Positional, Required, Switch};
use super::{Asked, Param, Verb, value};
use crate::courts::CourtAsked;
use crate::tariffs::TariffAsked;
use crate::{Law, LawError, answers};

const ON: Param = Param::new("on", Optional, "Day asked about; today when not given");

pub(super) const COURT: Verb = Verb {
    name: "court",
    about: "The competent court and the procedures open, with the reasons",
    params: &[
        Param::new(
            "debtor",
            Required,
            "commercial-company, civil-company, association, trader, artisan, professional, consumer, public-body or public-undertaking",
        ),
        Param::new("amount", Required, "Amount claimed"),
        Param::new("matter", Optional, "goods (when not given), consumer-credit, housing-rent, co-ownership…"),
        Param::new("place", Optional, "INSEE code of the debtor's commune, or the two letters of a State"),
        Param::new("insolvent", Switch, "Insolvency of the debtor is open"),
        ON,
    ],
    answer: court,
};

fn court(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let mut claim = CourtAsked::new(asked.needed("debtor")?, asked.money("amount")?, asked.date_or_today("on")?);
    if let Some(matter) = asked.text("matter") {
        matter.clone_into(&mut claim.matter);
    }
    claim.place = asked.text("place").map(str::to_owned);
    claim.insolvent = asked.on("insolvent");
    value(answers::court(&claim, law)?)
}

pub(super) const TARIFF: Verb = Verb {
    name: "tariff",
    about: "What an act costs",
    params: &[
        Param::new("item", Positional, "Item; the list names them"),
        Param::new("debt", Optional, "Amount of the debt"),
        Param::new("collected", Optional, "Amount collected, all instalments together"),
        Param::new("turnover", Optional, "Yearly turnover of the claimant, mean of three years"),
        Param::new("profit", Optional, "Yearly profit of the claimant, mean of three years"),
        Param::new("staff", Optional, "Staff of the claimant"),
        Param::new("income", Optional, "Reference income of the claimant's household, a natural person"),
        Param::new("parts", Optional, "Parts of that household, in quarters: 2.5 (1 when not given)"),
        Param::new("electronic", Switch, "Served by electronic means: a fee instead of travel"),
        Param::new("list", Switch, "Every item"),
        ON,
    ],
    answer: tariff,
};

fn tariff(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    if asked.on("list") {
        return value(answers::tariff_list(law));
    }
    let mut act = TariffAsked::new(asked.needed("item")?, asked.money("debt")?, asked.date_or_today("on")?);
    act.collected = asked.money_if("collected")?;
    (act.turnover, act.profit) = (asked.money_if("turnover")?, asked.money_if("profit")?);
    act.staff = asked.number_if("staff")?;
    (act.income, act.quarter_parts) = (asked.money_if("income")?, asked.quarters_if("parts")?);
    act.electronic = asked.on("electronic");
    value(answers::tariff(&act, law)?)
}

pub(super) const ESTIMATE: Verb = Verb {
    name: "estimate",
    about: "The cost of a whole path, « périmé » and « au moins » said; never for a document",
    params: &[
        Param::new("path", Positional, "payment-order, payment-order-attachment, interim-payment, summons…"),
        Param::new("debt", Required, "Amount of the debt"),
        ON,
    ],
    answer: estimate,
};

fn estimate(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::estimate(asked.needed("path")?, asked.money("debt")?, asked.date_or_today("on")?, law)?)
}

pub(super) const WAGE: Verb = Verb {
    name: "wage",
    about: "The part of a wage that can be seized",
    params: &[
        Param::new("net-yearly", Required, "Net wage of a year"),
        Param::new("dependants", Optional, "Dependants"),
        ON,
    ],
    answer: wage,
};

fn wage(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::wage(asked.money("net-yearly")?, asked.number("dependants")?, asked.date_or_today("on")?, law)?)
}

pub(super) const BANK_MINIMUM: Verb = Verb {
    name: "bank-minimum",
    about: "What a bank must leave on the accounts of a natural person (CPCE L162-2)",
    params: &[ON],
    answer: bank_minimum,
};

fn bank_minimum(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::bank_minimum(law, asked.date_or_today("on")?)?)
}

pub(super) const MENTIONS: Verb = Verb {
    name: "mentions",
    about: "What a document must say",
    params: &[Param::new("document", Positional, "third-party-letter, formal-notice, invoice, payment-order-request…")],
    answer: mentions,
};

fn mentions(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::mentions(asked.needed("document")?, law)?)
}

pub(super) const EINVOICE: Verb = Verb {
    name: "einvoice-status",
    about: "A life-cycle status of electronic invoices and its reasons",
    params: &[Param::new("code", Positional, "Code of the status, such as 210")],
    answer: einvoice,
};

fn einvoice(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(crate::einvoice::status(asked.needed("code")?, law)?)
}

pub(super) const CHECK: Verb = Verb {
    name: "check",
    about: "Check every table, and say what runs out within 60 days",
    params: &[ON],
    answer: check,
};

fn check(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::check(law, asked.date_or_today("on")?))
}
