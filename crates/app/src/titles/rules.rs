//! A title between the store and the rules.

use judicial::procedure::StayGround;
use judicial::titles::{Finality, Head, OwnClaim, Renewal, Served, Title, TitleKind, TitleStanding, standing};
use kernel::{Date, Money};
use law::{CreditorClass, Payment};
use store::{CourtTitle, StoreError, TitleFact, Tx};

use super::{Received, TitleEvent};
use crate::{Desk, DeskError};

fn corrupt(field: &'static str, why: String) -> DeskError {
    DeskError::Store(StoreError::Corrupt { table: "court_title", field, why })
}

/// What a title awards.
pub(crate) fn heads(kept: &CourtTitle) -> Result<Vec<Head>, DeskError> {
    serde_json::from_str(&kept.heads).map_err(|error| corrupt("heads", error.to_string()))
}

/// What happened, as it was told.
pub(super) fn event(fact: &TitleFact) -> Result<TitleEvent, DeskError> {
    serde_json::from_str(&fact.fact).map_err(|error| corrupt("fact", error.to_string()))
}

/// Its kind.
pub(super) fn kind(kept: &CourtTitle) -> Result<TitleKind, DeskError> {
    TitleKind::parse(&kept.kind).ok_or_else(|| corrupt("kind", kept.kind.clone()))
}

/// Whether it may still be attacked.
pub(super) fn finality(kept: &CourtTitle) -> Result<Finality, DeskError> {
    Finality::parse(&kept.finality).ok_or_else(|| corrupt("finality", kept.finality.clone()))
}

/// A title as the rules take it, with what came in on its case since its date. What was struck out is not there.
pub(crate) fn title_of(kept: &CourtTitle, facts: &[TitleFact], received: &[Received]) -> Result<Title, DeskError> {
    let mut title = Title::new(kind(kept)?, kept.issued_on, &kept.court, &kept.number);
    title.enforceable = kept.enforceable_on;
    title.finality = finality(kept)?;
    title.heads = heads(kept)?;
    title.creditor_class = CreditorClass::parse(&kept.creditor_class)?;
    title.capitalise = kept.capitalise;
    title.claim = kept.claim_due_on.map(|due| OwnClaim { kind: kept.claim_kind.clone(), due });
    title.annulled = kept.annulled_on.map(|day| (day, kept.annulled_by.clone()));
    for fact in facts.iter().filter(|fact| fact.title_id == kept.id && fact.left_on.is_none()) {
        match event(fact)? {
            TitleEvent::Service { day, on, service, proof } => {
                title.served.push(Served { day, on, service, proof });
            }
            TitleEvent::Renewal { day, event, reference } => {
                let reference = Some(reference).filter(|text| !text.is_empty());
                title.renewals.push(Renewal { day, event, reference });
            }
            TitleEvent::Original { place, holder, .. } => {
                let parts = [place, holder].into_iter().filter(|part| !part.is_empty());
                title.original = Some(parts.collect::<Vec<_>>().join(" · "));
            }
        }
    }
    let since = received.iter().filter(|one| one.case == kept.case_id && one.day >= kept.issued_on);
    title.payments = since.map(|one| Payment { date: one.day, amount: one.amount }).collect();
    Ok(title)
}

/// What a title awards in all.
pub(super) fn awarded(title: &Title, kept: &CourtTitle) -> Money {
    Money::new(title.heads.iter().map(|head| head.amount.minor()).sum(), kept.currency)
}

impl Desk {
    /// Where a title stands today.
    pub(super) fn title_standing(
        &self,
        title: &Title,
        stayed: Option<(StayGround, Date)>,
        day: Date,
    ) -> Result<TitleStanding, DeskError> {
        Ok(standing(title, stayed, day, &self.law)?)
    }

    /// Since when the creditor's acts are suspended in a case, and why: by one of its procedures, or by the
    /// insolvency of its debtor.
    pub(super) fn stayed(&self, tx: &mut Tx, kept: &CourtTitle) -> Result<Option<(StayGround, Date)>, DeskError> {
        let account = tx.accounts().get(kept.account_id)?;
        if let Some(day) = crate::insolvency::stops_since(tx, account.debtor_id)? {
            return Ok(Some((StayGround::Insolvency, day)));
        }
        for procedure in tx.procedures().of_cases(&[kept.case_id])? {
            let course = crate::cases::course(self, tx, &procedure)?;
            if !course.is_over() && course.stayed.is_some() {
                return Ok(course.stayed);
            }
        }
        Ok(None)
    }

    /// Keeps the last day of a title's clock, for lists and for the guard. The caller saves.
    pub(super) fn keep_clock(&self, kept: &mut CourtTitle, facts: &[TitleFact]) -> Result<(), DeskError> {
        let title = title_of(kept, facts, &[])?;
        let clock = self.title_standing(&title, None, self.today())?.clock;
        kept.clocked = clock.is_some();
        kept.due_on = clock.map_or(kept.issued_on, |clock| clock.expires);
        Ok(())
    }
}
