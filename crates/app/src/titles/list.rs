//! Titles in lists, and one title whole.

use kernel::Money;
use ledger::AccountId;
use store::{CaseClaim, CaseId, CourtTitle, CourtTitleId, TitleFact, TitleFilter, TitlePlace, Tx};

use super::rules::{awarded, event, finality, title_of};
use super::{DoorLine, HeadLine, Received, TitleDetail, TitleFactLine, TitleLine, TitlePage, received};
use crate::{Actor, Desk, DeskError, Permission};

/// A place in a list as a link carries it.
pub(super) fn place_text((day, id): TitlePlace) -> String {
    format!("{day}_{id}")
}

/// The same, read; none of what no list of ours wrote.
pub(super) fn place(text: &str) -> Option<TitlePlace> {
    let (day, id) = text.split_once('_')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

impl Desk {
    /// Titles, the first to be lost first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] on an account out of reach, or on a place that no list gave; [`DeskError::Store`].
    pub fn titles(
        &self,
        actor: &Actor,
        filter: &TitleFilter,
        after: Option<&str>,
        limit: u32,
    ) -> Result<TitlePage, DeskError> {
        actor.may(Permission::Read)?;
        let scope = self.scope(actor)?;
        let unknown = |text: &str| DeskError::NotFound { what: "page", key: text.chars().take(60).collect() };
        let after = after.map(|text| place(text).ok_or_else(|| unknown(text))).transpose()?;
        self.store.read(|tx| {
            if let Some(account) = filter.account {
                actor.find(tx, account)?;
            }
            let read = |after, limit| tx.titles().list(filter, after, limit);
            let (found, more) = scope.page((after, limit), read, |one| ((one.due_on, one.id), one.account_id))?;
            let next = found.last().filter(|_| more).map(|one| place_text((one.due_on, one.id)));
            Ok(TitlePage { rows: self.title_lines(tx, &found)?, next })
        })
    }

    /// The titles of a case, the first obtained first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Law`], [`DeskError::Store`].
    pub fn case_titles(&self, actor: &Actor, case: CaseId) -> Result<Vec<TitleLine>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let case = actor.find(tx, case)?;
            let found = tx.titles().of_cases(&[case.id])?;
            self.title_lines(tx, &found)
        })
    }

    /// One title, what happened to it, and what it is worth today.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Law`], [`DeskError::Store`].
    pub fn title(&self, actor: &Actor, id: CourtTitleId) -> Result<TitleDetail, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        self.store.read(|tx| {
            let kept = actor.find(tx, id)?;
            let line = self.title_lines(tx, std::slice::from_ref(&kept))?.pop();
            let line = line.ok_or_else(|| DeskError::NotFound { what: "title", key: id.to_string() })?;
            let facts = tx.titles().facts_of(&[id])?;
            let claims = claims_of(tx, &[kept.case_id])?;
            let came = received(tx, &claims)?;
            let title = title_of(&kept, &facts, &came)?;
            let stayed = self.stayed(tx, &kept)?;
            let now = self.title_standing(&title, stayed, today)?;
            let before = self.title_standing(&title, stayed, yesterday(today))?;
            let daily = now.interest.as_ref().zip(before.interest.as_ref());
            let daily = daily.and_then(|(now, before)| now.interest.checked_add(-before.interest).ok());
            let sums = title.payments.iter().map(|payment| payment.amount.minor()).sum();
            let told = |fact: &TitleFact| {
                Ok(TitleFactLine {
                    position: fact.position,
                    fact: event(fact)?,
                    left: fact.left_on,
                    left_why: fact.left_why.clone(),
                    by: fact.actor.clone(),
                })
            };
            let door = |door: judicial::titles::Door| DoorLine {
                words: self.measure_words(&door.measure),
                measure: door.measure,
                open: door.open,
                why: door.why,
                article: door.article,
            };
            let head = |head: &judicial::titles::Head| HeadLine {
                kind: head.kind,
                amount: head.amount.to_decimal(),
                bears: head.bears,
            };
            Ok(TitleDetail {
                heads: title.heads.iter().map(head).collect(),
                interest: now.interest.as_ref().map(|interest| interest.interest.to_decimal()),
                daily: daily.map(Money::to_decimal),
                counting: now.interest.as_ref().map_or_else(Vec::new, |interest| interest.explanation.clone()),
                received: Money::new(sums, kept.currency).to_decimal(),
                enforceable: kept.enforceable_on,
                finality: finality(&kept)?,
                creditor_class: kept.creditor_class.clone(),
                capitalise: kept.capitalise,
                claim_kind: kept.claim_kind.clone(),
                claim_due: kept.claim_due_on,
                annulled: kept.annulled_on,
                annulled_by: kept.annulled_by.clone(),
                clock: now.clock.as_ref().map_or_else(Vec::new, |clock| clock.explanation.clone()),
                doors: now.doors.into_iter().map(door).collect(),
                warnings: now.warnings,
                facts: facts.iter().map(told).collect::<Result<_, DeskError>>()?,
                actor: kept.actor.clone(),
                today,
                version: kept.version,
                line,
            })
        })
    }

    fn title_lines(&self, tx: &mut Tx, kept: &[CourtTitle]) -> Result<Vec<TitleLine>, DeskError> {
        let ids: Vec<CourtTitleId> = kept.iter().map(|one| one.id).collect();
        let mut cases: Vec<CaseId> = kept.iter().map(|one| one.case_id).collect();
        cases.sort_unstable();
        cases.dedup();
        let facts = tx.titles().facts_of(&ids)?;
        let claims = claims_of(tx, &cases)?;
        let came = received(tx, &claims)?;
        let accounts: Vec<AccountId> = kept.iter().map(|one| one.account_id).collect();
        let known = tx.accounts().get_many(&accounts)?;
        let closed: Vec<CaseId> = tx
            .cases()
            .get_many(&cases)?
            .into_iter()
            .filter(|case| case.closed_on.is_some())
            .map(|case| case.id)
            .collect();
        let mut lines = Vec::with_capacity(kept.len());
        for one in kept {
            let Some(of) = known.iter().find(|line| line.account.id == one.account_id) else { continue };
            let line = self.title_line(one, (&facts, &came), closed.contains(&one.case_id))?;
            let (account, debtor) = (of.account.number.clone(), of.debtor.name.clone());
            lines.push(TitleLine { account, debtor, ..line });
        }
        Ok(lines)
    }

    /// A line without the names of its account.
    fn title_line(
        &self,
        kept: &CourtTitle,
        (facts, came): (&[TitleFact], &[Received]),
        closed: bool,
    ) -> Result<TitleLine, DeskError> {
        let title = title_of(kept, facts, came)?;
        let now = self.title_standing(&title, None, self.today())?;
        Ok(TitleLine {
            id: kept.id,
            case: kept.case_id,
            account: String::new(),
            account_id: kept.account_id,
            debtor: String::new(),
            kind: title.kind,
            issued: kept.issued_on,
            court: kept.court.clone(),
            number: kept.number.clone(),
            currency: kept.currency,
            awarded: awarded(&title, kept).to_decimal(),
            owed: now.owed.map(Money::to_decimal),
            state: now.state,
            last_day: now.clock.as_ref().map(|clock| clock.expires),
            safe_day: now.clock.as_ref().map(|clock| clock.safe),
            original: title.original.unwrap_or_default(),
            closed,
        })
    }
}

/// The pieces that cases claim today.
fn claims_of(tx: &mut Tx, cases: &[CaseId]) -> Result<Vec<CaseClaim>, DeskError> {
    let mut claims = tx.cases().claims_of(cases)?;
    claims.retain(|claim| claim.left_on.is_none());
    Ok(claims)
}

fn yesterday(day: kernel::Date) -> kernel::Date {
    kernel::from_epoch_day(kernel::epoch_day(day) - 1)
}
