//! The files that came to an end in a period: late pieces that were paid without a judge, and cases that were closed.
//!
//! Every indicator of the trade is a sum over these lines. A case opened by mistake, one in which we defend, and what
//! was taken out of a case are nowhere; a piece that a case claims belongs to the case.

use std::collections::{HashMap, HashSet};

use judicial::costs::Party;
use judicial::procedure::Ending;
use judicial::titles::HeadKind;
use kernel::{Currency, Date, Money, days_between, epoch_day, from_epoch_day};
use ledger::{AccountId, CreditorId, Item, ItemId};
use store::{CaseClaim, CaseClaimId, CaseId, CaseOutcome, CourtProcedure, CourtTitle, ProcedureFact, Tx};

use super::Ground;
use crate::costs::time_of;
use crate::titles::{Received, heads, received};
use crate::{Desk, DeskError};

/// What names a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FileKey {
    /// A piece, no case claiming it.
    Piece(ItemId),
    /// A case.
    Case(CaseId),
}

/// A procedure that a case followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Followed {
    pub definition: String,
    /// What was asked, minor units.
    pub asked: i64,
    /// What its title awards of it, nothing where it was lost; none where nothing was decided.
    pub granted: Option<i64>,
}

/// A file that came to an end; amounts in minor units.
#[derive(Debug, Clone)]
pub(super) struct Ended {
    pub day: Date,
    pub key: FileKey,
    pub creditor: CreditorId,
    /// The account of a case; that of a piece is read with it.
    pub account: Option<AccountId>,
    pub currency: Currency,
    /// The reference of a case.
    pub reference: String,
    /// What was late and was paid; of a case, what it claimed.
    pub entrusted: i64,
    /// Money that came on it.
    pub collected: i64,
    /// Σ money × days from the due date to the day it came.
    pub weight: i128,
    /// What the house spent on it, VAT and its own time included.
    pub cost: i64,
    /// Paid or settled before anything was decided.
    pub amicable: bool,
    pub outcome: Option<CaseOutcome>,
    pub procedures: Vec<Followed>,
}

impl Ended {
    pub const fn is_case(&self) -> bool {
        matches!(self.key, FileKey::Case(_))
    }

    /// True where a case followed the procedure asked for, and for every file where none is.
    pub fn followed(&self, procedure: Option<&str>) -> bool {
        procedure.is_none_or(|asked| self.procedures.iter().any(|one| one.definition == asked))
    }

    /// Its decided procedures, or those of one definition: what was asked, and what was granted.
    pub fn decided<'e>(&'e self, procedure: Option<&'e str>) -> impl Iterator<Item = (i64, i64)> + 'e {
        let asked = self.procedures.iter().filter(move |one| procedure.is_none_or(|asked| one.definition == asked));
        asked.filter_map(|one| Some((one.asked, one.granted?)))
    }
}

impl Ground {
    /// The creditor of an account, where the question is about it.
    fn creditor_of(&self, account: AccountId) -> Option<CreditorId> {
        let creditor = self.view.cards[self.view.portfolio.position(account)?].creditor;
        self.whole.hold(creditor).then_some(creditor)
    }
}

impl Desk {
    /// The files that came to an end in the period, in every currency, in no order.
    pub(super) fn ended(&self, ground: &Ground) -> Result<Vec<Ended>, DeskError> {
        let (mut found, claimed) = self.store.read(|tx| {
            let claimed: HashSet<ItemId> = tx.cases().claimed_items()?.into_iter().collect();
            Ok::<_, DeskError>((self.ended_cases(tx, ground)?, claimed))
        })?;
        let (from, until) = (epoch_day(ground.period.from), epoch_day(ground.period.until));
        for book in ground.known.history.books.iter().filter(|book| ground.whole.hold(book.creditor)) {
            let paid = book.late.between(from, until).iter().filter(|one| !claimed.contains(&one.item));
            found.extend(paid.map(|one| Ended {
                day: from_epoch_day(one.day),
                key: FileKey::Piece(one.item),
                creditor: book.creditor,
                account: None,
                currency: book.currency,
                reference: String::new(),
                entrusted: one.amount,
                collected: one.amount,
                weight: i128::from(one.weight),
                cost: 0,
                amicable: true,
                outcome: None,
                procedures: Vec::new(),
            }));
        }
        Ok(found)
    }

    fn ended_cases(&self, tx: &mut Tx, ground: &Ground) -> Result<Vec<Ended>, DeskError> {
        let cases = tx.cases().closed_between(ground.period.from, ground.period.until)?;
        let mine: Vec<_> = cases.into_iter().filter_map(|c| Some((ground.creditor_of(c.account_id)?, c))).collect();
        let ids: Vec<CaseId> = mine.iter().map(|(_, case)| case.id).collect();
        let mut claims = tx.cases().claims_of(&ids)?;
        claims.retain(|claim| claim.left_on.is_none());
        let money = collected(tx, &claims, ground.as_of)?;
        let costs = spent(tx, &ids, ground.as_of)?;
        let mut followed = self.followed_by(tx, &ids)?;
        let mut sums: HashMap<CaseId, (i64, i64, i128)> = HashMap::new();
        for claim in &claims {
            let (amount, weight) = money.get(&claim.id).copied().unwrap_or_default();
            let sum = sums.entry(claim.case_id).or_default();
            *sum = (sum.0 + claim.claimed_minor.max(0), sum.1 + amount, sum.2 + weight);
        }
        let line = |(creditor, case): (CreditorId, store::CourtCase)| {
            let (entrusted, collected, weight) = sums.get(&case.id).copied().unwrap_or_default();
            let procedures = followed.remove(&case.id).unwrap_or_default();
            let agreed = matches!(case.outcome, Some(CaseOutcome::Paid | CaseOutcome::Settled));
            Some(Ended {
                day: case.closed_on?,
                key: FileKey::Case(case.id),
                creditor,
                account: Some(case.account_id),
                currency: case.currency,
                reference: case.reference,
                entrusted,
                collected,
                weight,
                cost: costs.get(&case.id).copied().unwrap_or(0),
                amicable: agreed && procedures.iter().all(|one| one.granted.is_none()),
                outcome: case.outcome,
                procedures,
            })
        };
        Ok(mine.into_iter().filter_map(line).collect())
    }

    /// The procedures of those cases, each with what it asked and brought.
    fn followed_by(&self, tx: &mut Tx, cases: &[CaseId]) -> Result<HashMap<CaseId, Vec<Followed>>, DeskError> {
        let procedures = tx.procedures().of_cases(cases)?;
        let mut keys: Vec<_> = procedures.iter().map(|one| one.id).collect();
        keys.sort_unstable();
        let facts = tx.procedures().facts_of(&keys)?;
        let mut titles: HashMap<CaseId, Vec<CourtTitle>> = HashMap::new();
        for title in tx.titles().of_cases(cases)? {
            titles.entry(title.case_id).or_default().push(title);
        }
        let mut found: HashMap<CaseId, Vec<Followed>> = HashMap::new();
        for kept in &procedures {
            let titles = titles.get(&kept.case_id).map_or(&[][..], Vec::as_slice);
            let granted = self.granted(kept, facts_of(&facts, kept), titles)?;
            let one = Followed { definition: kept.definition.clone(), asked: kept.claimed_minor, granted };
            found.entry(kept.case_id).or_default().push(one);
        }
        Ok(found)
    }

    /// What a procedure brought of what it asked; nothing where it was lost, none where nothing was decided.
    fn granted(
        &self,
        kept: &CourtProcedure,
        facts: &[ProcedureFact],
        titles: &[CourtTitle],
    ) -> Result<Option<i64>, DeskError> {
        let course = crate::cases::read(kept, facts)?.as_of(self.today(), &self.law)?;
        let minor = match course.ending() {
            None => return Ok(None),
            Some(Ending::Lost) => 0,
            Some(Ending::Won) => course.granted.map_or(kept.claimed_minor, Money::minor),
            Some(Ending::Judged) => awarded(kept, titles)?,
        };
        Ok(Some(minor.clamp(0, kept.claimed_minor.max(0))))
    }
}

/// The facts of a procedure, in a list that is in the order of procedures.
fn facts_of<'f>(facts: &'f [ProcedureFact], kept: &CourtProcedure) -> &'f [ProcedureFact] {
    let from = facts.partition_point(|fact| fact.procedure_id < kept.id);
    let to = facts.partition_point(|fact| fact.procedure_id <= kept.id);
    &facts[from..to]
}

/// The principal that the titles of its case award since the procedure was begun; a judgment that left none in the
/// vault was not for us.
fn awarded(kept: &CourtProcedure, titles: &[CourtTitle]) -> Result<i64, DeskError> {
    let stands = |title: &&CourtTitle| title.issued_on >= kept.begun_on && title.annulled_on.is_none();
    let mut sum = 0;
    for title in titles.iter().filter(stands) {
        let principal = heads(title)?.into_iter().filter(|head| head.kind == HeadKind::Principal);
        sum += principal.map(|head| head.amount.minor()).sum::<i64>();
    }
    Ok(sum)
}

/// What the house advanced for each case until a day, VAT and its own time included; what was taken out is no cost.
fn spent(tx: &mut Tx, cases: &[CaseId], until: Date) -> Result<HashMap<CaseId, i64>, DeskError> {
    let mut sums: HashMap<CaseId, i64> = HashMap::new();
    let ours = Party::Creditor.slug();
    for cost in tx.costs().of_cases(cases)? {
        if cost.left_on.is_none() && cost.on_day <= until && cost.advanced_by == ours {
            *sums.entry(cost.case_id).or_default() += cost.net_minor + cost.vat_minor;
        }
    }
    for time in tx.costs().time_of(cases)? {
        if time.left_on.is_none() && time.on_day <= until {
            let amount = time_of(&time).amount().map_err(law::LawError::from)?;
            *sums.entry(time.case_id).or_default() += amount.minor();
        }
    }
    Ok(sums)
}

/// The money that came on each claim until a day, and its days. What had come off the piece before it was claimed is
/// not the case's; what came after another case claimed what was left is that case's.
fn collected(tx: &mut Tx, claims: &[CaseClaim], until: Date) -> Result<HashMap<CaseClaimId, (i64, i128)>, DeskError> {
    let mut ids: Vec<ItemId> = claims.iter().map(|claim| claim.item_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let items: HashMap<ItemId, Item> = tx.items().get_many(&ids)?.into_iter().map(|item| (item.id, item)).collect();
    let mut claiming: HashMap<ItemId, Vec<CaseClaim>> = HashMap::new();
    for claim in tx.cases().claims_on(&ids)? {
        claiming.entry(claim.item_id).or_default().push(claim);
    }
    let mut came: HashMap<ItemId, Vec<Received>> = HashMap::new();
    for one in received(tx, claims)? {
        came.entry(one.item).or_default().push(one);
    }
    let sum = |claim: &CaseClaim| {
        let (item, came) = (items.get(&claim.item_id)?, came.get(&claim.item_id)?);
        let off = |claim: &CaseClaim| item.amount.minor() - claim.claimed_minor;
        let mut others = claiming.get(&claim.item_id).into_iter().flatten();
        let next = others.find(|other| other.id > claim.id && other.case_id != claim.case_id);
        let (from, to) = (off(claim), next.map_or(i64::MAX, off));
        let (mut at, mut amount, mut weight) = (0_i64, 0_i64, 0_i128);
        for one in came {
            let part = (at + one.amount.minor()).min(to) - at.max(from);
            at += one.amount.minor();
            if part > 0 && !one.credit_note && one.day <= until {
                amount += part;
                weight += i128::from(part) * i128::from(days_between(item.due_on, one.day).max(0));
            }
        }
        Some((claim.id, (amount, weight)))
    };
    Ok(claims.iter().filter_map(sum).collect())
}
