//! The rights to enforce titles: listed by the last day the store keeps of each, told by the rules.

use std::collections::HashMap;

use judicial::guard::{CaseId as GuardedCase, DeadlineFacts, DeadlineId, OwnerId, Right, RightKind, Whose, of_title};
use judicial::titles::{Head, standing};
use kernel::{Date, Money, Wording, epoch_day};
use law::Law;
use law::text::{date_en, date_fr};
use store::{CaseId, CourtTitle, CourtTitleId, TitleFact, Tx};

use super::court::{CourtRight, Owned};
use super::list::{RightOf, SeenRight};
use crate::DeskError;
use crate::titles::title_of;

/// Those of the titles that live, of every case or of some, each with what there is to lose by it: what is open of the
/// pieces of its case; what it awards where it claims none. One whose pieces are all settled has nothing to lose.
pub(super) fn read(
    tx: &mut Tx,
    cases: Option<&[CaseId]>,
    open: &HashMap<CaseId, i64>,
) -> Result<Vec<Owned>, DeskError> {
    let right = |title: &CourtTitle| {
        let minor = open.get(&title.case_id).copied();
        let right = CourtRight {
            of: RightOf::Title(title.id),
            case: Some(title.case_id),
            open: Money::new(minor.unwrap_or_else(|| awarded(title)), title.currency),
            last: epoch_day(title.due_on),
            apart: false,
            term: None,
        };
        (minor != Some(0)).then_some((title.account_id, right))
    };
    Ok(tx.titles().running(cases)?.iter().filter_map(right).collect())
}

fn awarded(title: &CourtTitle) -> i64 {
    let heads: Vec<Head> = serde_json::from_str(&title.heads).unwrap_or_default();
    heads.iter().map(|head| head.amount.minor()).sum()
}

/// Those of a page, each after its name.
pub(super) fn rights(
    tx: &mut Tx,
    page: &[SeenRight],
    (today, law): (Date, &Law),
) -> Result<HashMap<CourtTitleId, (Wording, Right)>, DeskError> {
    let of = |one: &SeenRight| if let RightOf::Title(id) = one.of { Some((id, one.open)) } else { None };
    let open: HashMap<CourtTitleId, Money> = page.iter().filter_map(of).collect();
    let ids: Vec<CourtTitleId> = open.keys().copied().collect();
    let (titles, facts) = (tx.titles().get_many(&ids)?, tx.titles().facts_of(&ids)?);
    let mut of: HashMap<CourtTitleId, Vec<TitleFact>> = HashMap::new();
    for fact in facts {
        of.entry(fact.title_id).or_default().push(fact);
    }
    let mut rights = HashMap::new();
    for kept in &titles {
        let facts = of.remove(&kept.id).unwrap_or_default();
        let Some(clock) = standing(&title_of(kept, &facts, &[])?, None, today, law)?.clock else { continue };
        let name = Wording::new(
            format!("{} {} du {}", kept.court, kept.number, date_fr(kept.issued_on)),
            format!("{} {} of {}", kept.court, kept.number, date_en(kept.issued_on)),
        );
        let at_risk = open.get(&kept.id).copied().unwrap_or_else(|| Money::zero(kept.currency));
        let right = of_title(facts_of(kept, at_risk), &name, &clock);
        rights.insert(kept.id, (name, right));
    }
    Ok(rights)
}

fn facts_of(kept: &CourtTitle, at_risk: Money) -> DeadlineFacts {
    let case = Some(GuardedCase(kept.case_id.0));
    DeadlineFacts {
        id: DeadlineId(kept.id.0),
        kind: RightKind::Limitation,
        whose: Whose { account: kept.account_id, items: Vec::new(), case, procedure: None },
        at_risk,
        owner: OwnerId(0),
        from: kept.enforceable_on.unwrap_or(kept.issued_on),
        known_on: kept.issued_on,
    }
}
