//! Verbs about sums: interest, rates, discounts, the décompte.

use serde_json::Value;

use super::Need::{Optional, Positional, Repeated, Required, Switch};
use super::{Asked, Param, Verb, value};
use crate::convention::PaymentOrder;
use crate::decompte::{Account, Annex};
use crate::judgment::Judgment;
use crate::refusals::Refusal;
use crate::{AgreedRate, Claim, CreditorClass, Law, LawError, Line, RateKind, Regime, answers};

pub(super) const LATE_INTEREST: Verb = Verb {
    name: "late-interest",
    about: "Late interest and the 40 € of one invoice",
    params: &[
        Param::new("amount", Required, "Amount, taxes included"),
        Param::new("due", Required, "Due date"),
        Param::new("until", Required, "Last day counted, included"),
        Param::new("regime", Optional, "b2b (when not given), public or consumer"),
        Param::new("agreed-rate", Optional, "12.15, 3xlegal or ecb+10"),
        Param::new("payment", Repeated, "DATE:AMOUNT, as often as needed"),
        Param::new("formal-notice", Optional, "Day the formal notice was received (consumers)"),
        Param::new("creditor-class", Optional, "professional or individual"),
        Param::new("no-indemnity", Switch, "Leave the 40 € out"),
        Param::new("payments", Optional, "interest-first, or principal-first (a judge's order under C. civ. 1343-5)"),
        Param::new("insolvency", Optional, "Day of the judgment that opened insolvency"),
    ],
    answer: late_interest,
};

fn late_interest(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let regime = asked.text("regime").map(Regime::parse).transpose()?.unwrap_or_default();
    let mut claim = Claim::new(asked.money("amount")?, asked.date("due")?, regime);
    claim.agreed_rate = asked.text("agreed-rate").map(AgreedRate::parse).transpose()?;
    claim.payments = asked.payments("payment")?;
    claim.formal_notice = asked.date_if("formal-notice")?;
    claim.indemnity = !asked.on("no-indemnity");
    claim.insolvency = asked.date_if("insolvency")?;
    if let Some(class) = asked.text("creditor-class") {
        claim.creditor_class = CreditorClass::parse(class)?;
    }
    if let Some(order) = asked.text("payments") {
        claim.conventions.payment_order = PaymentOrder::parse(order)?;
    }
    value(answers::late_interest(&claim, law, asked.date("until")?)?)
}

pub(super) const LEGAL_INTEREST: Verb = Verb {
    name: "legal-interest",
    about: "Interest at the legal rate after a decision, majoration included",
    params: &[
        Param::new("amount", Required, "Amount awarded"),
        Param::new("enforceable", Required, "Day the decision became enforceable; in practice, its service"),
        Param::new("from", Optional, "Day of the decision, or the one it sets for interest (C. civ. 1231-7)"),
        Param::new("until", Required, "Last day counted, included"),
        Param::new("creditor-class", Required, "individual or professional"),
        Param::new("capitalise", Switch, "Capitalise yearly (C. civ. 1343-2)"),
        Param::new("payment", Repeated, "DATE:AMOUNT, as often as needed"),
    ],
    answer: legal_interest,
};

fn legal_interest(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let class = CreditorClass::parse(asked.needed("creditor-class")?)?;
    let mut judgment = Judgment::new(asked.money("amount")?, asked.date("enforceable")?, class);
    judgment.bears_from = asked.date_if("from")?;
    (judgment.capitalise, judgment.payments) = (asked.on("capitalise"), asked.payments("payment")?);
    value(answers::legal_interest(&judgment, law, asked.date("until")?)?)
}

pub(super) const CONSUMER_CREDIT: Verb = Verb {
    name: "consumer-credit",
    about: "What a forfeited consumer credit owes (C. conso. L312-39)",
    params: &[
        Param::new("capital", Required, "Capital still due"),
        Param::new("interest-before", Optional, "Interest accrued before the forfeiture and unpaid"),
        Param::new("loan-rate", Required, "Rate of the loan, percent a year"),
        Param::new("forfeited", Required, "Day of the forfeiture"),
        Param::new("until", Required, "Last day counted, included"),
    ],
    answer: consumer_credit,
};

fn consumer_credit(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let capital = asked.money("capital")?;
    let before = asked.money_if("interest-before")?.unwrap_or(kernel::Money::zero(capital.currency()));
    let (forfeited, until) = (asked.date("forfeited")?, asked.date("until")?);
    value(crate::consumer_credit::forfeited_credit(capital, before, asked.rate("loan-rate")?, forfeited, until, law)?)
}

pub(super) const RATE: Verb = Verb {
    name: "rate",
    about: "A rate on a day",
    params: &[
        Param::new("kind", Positional, "ecb, legal-individual, legal-professional, b2b-default, b2b-floor or public"),
        Param::new("on", Required, "Day"),
    ],
    answer: rate,
};

fn rate(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::rate(law, RateKind::parse(asked.needed("kind")?)?, asked.date("on")?)?)
}

pub(super) const DISCOUNT: Verb = Verb {
    name: "discount",
    about: "The yearly rate hidden in a discount for early payment",
    params: &[
        Param::new("percent", Required, "Discount, percent of the invoice"),
        Param::new("days", Required, "Days gained"),
    ],
    answer: discount,
};

fn discount(asked: &Asked, _law: &Law) -> Result<Value, LawError> {
    asked.needed("days")?;
    value(crate::terms_cost::discount_rate(asked.rate("percent")?, asked.number("days")?)?)
}

pub(super) const DELAY_COST: Verb = Verb {
    name: "delay-cost",
    about: "What waiting for a payment costs at the house's cost of cash",
    params: &[
        Param::new("amount", Required, "Amount, taxes included"),
        Param::new("days", Required, "Days of waiting"),
        Param::new("cost-of-cash", Required, "Percent a year the house pays for its cash"),
    ],
    answer: delay_cost,
};

fn delay_cost(asked: &Asked, _law: &Law) -> Result<Value, LawError> {
    asked.needed("days")?;
    let days = asked.number("days")?;
    value(crate::terms_cost::cost_of_delay(asked.money("amount")?, days, asked.rate("cost-of-cash")?)?)
}

pub(super) const DECOMPTE: Verb = Verb {
    name: "decompte",
    about: "The décompte of an account on a day, or the same again from its annex",
    params: &[
        Param::new("account", Optional, "The account, as JSON"),
        Param::new("annex", Optional, "The annex of a décompte, as JSON: computed again without the tables"),
        Param::new("as-of", Optional, "Last day counted, included; today when not given"),
    ],
    answer: decompte,
};

fn decompte(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let unread = |fr, en, error: serde_json::Error| Refusal::Unread { what: Line::new(fr, en), why: error.to_string() };
    match (asked.text("account"), asked.text("annex")) {
        (Some(text), None) => {
            let account: Account =
                serde_json::from_str(text).map_err(|error| unread("ce compte", "this account", error))?;
            value(answers::decompte(&account, law, asked.date_or_today("as-of")?)?)
        }
        (None, Some(text)) => {
            let annex: Annex =
                serde_json::from_str(text).map_err(|error| unread("cette annexe", "this annex", error))?;
            value(crate::decompte::recompute(&annex)?)
        }
        _ => Err(Refusal::DecompteInput.into()),
    }
}
