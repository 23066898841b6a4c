//! « Pourquoi ce montant »: what a message about the ticked pieces would ask, with its sources.

use app::writing::AskAnswer;
use kernel::{Currency, Date, Money};

use crate::figures::{self, Amount, day, decimal};
use crate::words::Words;

/// The rates of a period.
pub struct Rate {
    pub text: String,
}

/// What a message about the chosen pieces would ask.
pub struct Ask {
    /// Principal, what is set aside and why, credits.
    pub lines: Vec<(String, Amount)>,
    pub total: Amount,
    pub chosen: String,
    pub extras: String,
    pub rates: Vec<Rate>,
    /// Article, and where it was read.
    pub sources: Vec<(String, String)>,
    pub objections: Vec<String>,
    pub mixed: bool,
    pub none: bool,
}

/// The same in words.
pub fn view(answer: &AskAnswer, today: Date, w: Words) -> Ask {
    let currency = answer.currency;
    let money = |text: &str| decimal(text, currency);
    let amount = |text: &str| Amount::new(money(text), w.lang);
    let total = |text: Option<&str>| Amount::new(sum(text, currency), w.lang);
    let mut lines = vec![(w.t("ask-principal"), total(answer.principal.as_deref()))];
    for line in &answer.lines {
        for held in &line.held {
            let (reason, minus) = (w.of("block-reason", held.reason.slug()), -money(&held.amount));
            let label = w.with("ask-held", &[("reason", &reason), ("piece", &line.number)]);
            lines.push((label, Amount::new(minus, w.lang)));
        }
    }
    for line in answer.lines.iter().filter(|line| money(&line.open).minor() < 0) {
        lines.push((format!("{} {}", w.of("item", line.kind.slug()), line.number), amount(&line.open)));
    }
    if answer.claim == "claimed" {
        lines.push((w.t("ask-interest"), total(answer.interest.as_deref())));
        lines.push((w.t("ask-indemnity"), total(answer.indemnity.as_deref())));
    }
    let rate = |rate: &app::writing::RateLine| {
        let percent = kernel::Rate::parse(&rate.rate).map_or_else(|_| rate.rate.clone(), |r| figures::rate(r, w.lang));
        let (from, until) = (day(rate.from, today, w.lang), day(rate.until, today, w.lang));
        Rate { text: w.with("ask-rate", &[("rate", &percent), ("from", &from), ("until", &until)]) }
    };
    let shown = figures::money(sum(answer.total.as_deref(), currency), w.lang);
    Ask {
        total: total(answer.total.as_deref()),
        chosen: w.n("ask-chosen", answer.lines.len() as u64, &[("total", &shown)]),
        extras: extras(answer, w),
        rates: answer.rates.iter().map(rate).collect(),
        sources: answer.sources.iter().map(|s| (s.article.clone(), s.source.clone())).collect(),
        objections: answer.objections.iter().map(|o| o.why.pick(w.lang).to_owned()).collect(),
        mixed: answer.objections.iter().any(|o| o.code == "currencies-mixed"),
        none: answer.lines.is_empty(),
        lines,
    }
}

/// A sum of the answer; nothing in several currencies, where the page says so instead.
pub fn sum(text: Option<&str>, currency: Currency) -> Money {
    text.map_or_else(|| Money::zero(currency), |text| decimal(text, currency))
}

/// Interest and indemnity, and what the message does with them.
fn extras(answer: &AskAnswer, w: Words) -> String {
    let money = |text: &Option<String>| sum(text.as_deref(), answer.currency);
    let (interest, indemnity) = (money(&answer.interest), money(&answer.indemnity));
    if interest.is_zero() && indemnity.is_zero() {
        return w.t("ask-no-extras");
    }
    let said = |m: Money| figures::money(m, w.lang);
    let does = w.of("ask-claim", &answer.claim);
    w.with("ask-extras", &[("interest", &said(interest)), ("indemnity", &said(indemnity)), ("does", &does)])
}
