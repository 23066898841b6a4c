//! What a message about a selection of pieces would ask, line by line, with its sources.

use amicable::Claim;
use documents::Letter;
use kernel::{Currency, Date, Language, Money, epoch_day};
use ledger::{AccountId, ItemId, ItemKind};
use serde::Serialize;
use store::BlockReason;

use super::ground::Picked;
use super::objection::Objection;
use super::{MessageOrder, draft};
use crate::{Actor, Desk, DeskError, Permission};

/// A part set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HeldPart {
    /// Why.
    pub reason: BlockReason,
    /// How much.
    pub amount: String,
}

/// One piece of a selection. Amounts are decimal texts of the currency of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskLine {
    /// The piece.
    pub item: ItemId,
    /// Its number.
    pub number: String,
    /// What it is.
    pub kind: ItemKind,
    /// Its due date.
    pub due: Date,
    /// The due date comes from terms: no penalty, no formal notice.
    pub due_inferred: bool,
    /// What is open, negative for a credit.
    pub open: String,
    /// What of it is set aside, and why.
    pub held: Vec<HeldPart>,
    /// What a message asks of it.
    pub asked: String,
    /// Late interest to date.
    pub interest: String,
    /// Fixed indemnity to date.
    pub indemnity: String,
}

/// Days at one rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RateLine {
    /// First bearing day of any piece.
    pub from: Date,
    /// Last one, included.
    pub until: Date,
    /// Percent a year.
    pub rate: String,
}

/// What the figures rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    /// The article or decision.
    pub article: String,
    /// Where it was read.
    pub source: String,
}

/// What a message would ask. Amounts are decimal texts of the currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskAnswer {
    /// The account.
    pub account_id: AccountId,
    /// The currency; that of the creditor when nothing is chosen.
    pub currency: Currency,
    /// The text it would be made from.
    pub text: String,
    /// Its language.
    pub language: Language,
    /// `mail` or `letter`.
    pub channel: String,
    /// To whom: the mail address, or the first line of the postal one; empty where nothing reaches.
    pub to: String,
    /// `withheld`, `announced` or `claimed`: what the text does with interest and indemnity.
    pub claim: String,
    /// It is a mise en demeure.
    pub formal_notice: bool,
    /// The pieces, those owed by due date then the credits.
    pub lines: Vec<AskLine>,
    /// What is open of the pieces owed. As every sum, none where the pieces are in several currencies.
    pub principal: Option<String>,
    /// What of it is set aside and not asked.
    pub withheld: Option<String>,
    /// Credits taken off, negative or zero.
    pub credits: Option<String>,
    /// Late interest to date on what is asked.
    pub interest: Option<String>,
    /// Fixed indemnities to date of the pieces asked for.
    pub indemnity: Option<String>,
    /// What the message asks: interest and indemnity in it where they are claimed. That of its letter.
    pub total: Option<String>,
    /// The rates of the interest, by period.
    pub rates: Vec<RateLine>,
    /// What interest and indemnity rest on.
    pub sources: Vec<SourceLine>,
    /// Why it would be refused; nothing when it can leave.
    pub objections: Vec<Objection>,
}

impl Desk {
    /// What a message about those pieces would ask, and what would forbid it. Nothing is written.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Refused`] on a piece of another account.
    pub fn ask(&self, actor: &Actor, account: AccountId, order: &MessageOrder) -> Result<AskAnswer, DeskError> {
        actor.may(Permission::Read)?;
        Ok(self.prepare(actor, account, order)?.ask)
    }
}

/// What the answer says besides its lines.
pub(super) struct Header<'a> {
    pub account: AccountId,
    pub currency: Currency,
    pub text: &'a str,
    pub way: &'a draft::Way,
    pub claim: Claim,
    pub formal_notice: bool,
    pub language: Language,
}

pub(super) fn answer(
    header: &Header<'_>,
    picked: &[Picked],
    letter: Option<&Letter>,
    objections: Vec<Objection>,
) -> AskAnswer {
    let mixed = picked.iter().any(|p| p.open.currency() != header.currency);
    let money = |minor: i64| (!mixed).then(|| Money::new(minor, header.currency).to_decimal());
    let sum = |of: &dyn Fn(&Picked) -> i64| picked.iter().map(of).sum::<i64>();
    let open = sum(&|p| p.open.minor().max(0));
    let asked = sum(&|p| p.asked.minor().max(0));
    let credits = sum(&|p| p.open.minor().min(0));
    let (interest, indemnity) = (sum(&|p| p.claim.interest.minor()), sum(&|p| p.claim.indemnity.minor()));
    let told = letter.and_then(|letter| letter.totals().ok()).map(|totals| totals.total.minor());
    let added = if header.claim == Claim::Claimed { interest + indemnity } else { 0 };
    AskAnswer {
        account_id: header.account,
        currency: header.currency,
        text: header.text.to_owned(),
        language: header.language,
        channel: header.way.channel.slug().to_owned(),
        to: header.way.shown.clone(),
        claim: claim_slug(header.claim).to_owned(),
        formal_notice: header.formal_notice,
        lines: picked.iter().map(line).collect(),
        principal: money(open),
        withheld: money(open - asked),
        credits: money(credits),
        interest: money(interest),
        indemnity: money(indemnity),
        total: money(told.unwrap_or((asked + credits).max(0) + added)),
        rates: rates(picked),
        sources: sources(picked),
        objections,
    }
}

const fn claim_slug(claim: Claim) -> &'static str {
    match claim {
        Claim::Withheld => "withheld",
        Claim::Announced => "announced",
        Claim::Claimed => "claimed",
    }
}

fn line(picked: &Picked) -> AskLine {
    let held = picked.held.iter().map(|h| HeldPart { reason: h.reason, amount: h.amount.to_decimal() });
    AskLine {
        item: picked.item.id,
        number: picked.item.number.clone(),
        kind: picked.item.kind,
        due: picked.item.due_on,
        due_inferred: picked.item.due_inferred,
        open: picked.open.to_decimal(),
        held: held.collect(),
        asked: picked.asked.to_decimal(),
        interest: picked.claim.interest.to_decimal(),
        indemnity: picked.claim.indemnity.to_decimal(),
    }
}

/// Each rate from the first day any piece bears it to the last; one that comes back after another, a second time.
fn rates(picked: &[Picked]) -> Vec<RateLine> {
    let slices = picked.iter().filter_map(|p| p.working.as_ref()).flat_map(|w| &w.slices);
    joined(slices.map(|s| RateLine { from: s.from, until: s.to, rate: s.rate.to_string() }).collect())
}

/// Periods of one rate that touch or overlap, as one.
fn joined(mut slices: Vec<RateLine>) -> Vec<RateLine> {
    slices.sort_by_key(|slice| (slice.from, slice.until));
    let mut rates: Vec<RateLine> = Vec::new();
    for slice in slices {
        let touches = |known: &&mut RateLine| {
            known.rate == slice.rate && epoch_day(slice.from) <= epoch_day(known.until).saturating_add(1)
        };
        match rates.iter_mut().find(touches) {
            Some(known) => known.until = known.until.max(slice.until),
            None => rates.push(slice),
        }
    }
    rates
}

fn sources(picked: &[Picked]) -> Vec<SourceLine> {
    let mut sources: Vec<SourceLine> = Vec::new();
    for source in picked.iter().filter_map(|p| p.working.as_ref()).flat_map(|w| &w.sources) {
        let line = SourceLine { article: source.article.clone(), source: source.source.clone() };
        if !sources.contains(&line) {
            sources.push(line);
        }
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, until: &str, rate: &str) -> RateLine {
        let day = |text: &str| text.parse().expect("a date");
        RateLine { from: day(from), until: day(until), rate: rate.to_owned() }
    }

    #[test]
    fn a_rate_that_comes_back_is_told_twice() {
        let (first, last) = (period("2025-01-10", "2025-06-30", "12.15"), period("2026-01-01", "2026-02-01", "12.15"));
        let between = period("2025-07-01", "2025-12-31", "12.40");
        let told =
            joined(vec![last.clone(), between.clone(), first.clone(), period("2025-03-01", "2025-06-30", "12.15")]);
        assert_eq!(told, [first, between, last], "no line runs over another");
        let halves = vec![period("2025-07-01", "2025-12-31", "12.15"), period("2025-01-10", "2025-06-30", "12.15")];
        assert_eq!(joined(halves), [period("2025-01-10", "2025-12-31", "12.15")], "two half-years at one rate");
    }
}
