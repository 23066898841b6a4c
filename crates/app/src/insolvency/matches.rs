//! Notices that only a name ties to a debtor: shown side by side, decided by a person.

use judicial::insolvency::matching::Ground;
use kernel::{Date, Money, Wording};
use ledger::{AccountId, DebtorId, DebtorKind};
use serde::Serialize;
use serde_json::json;
use store::{InsolvencyMatch, InsolvencyMatchId, MatchState, StoreError, Tx};

use super::{notices, words};
use crate::blocks::open_pieces;
use crate::desk::About;
use crate::portfolio::Scope;
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// Longest reason, in characters.
const REASON_MAX: usize = 400;
/// Matches read at a time.
const READ: u32 = 200;

/// What speaks for or against a match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewGround {
    /// As a slug.
    pub slug: String,
    /// In words.
    pub words: Wording,
    /// True when it speaks for it.
    pub supports: bool,
}

/// The debtor's side of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewDebtor {
    /// The debtor.
    pub id: DebtorId,
    /// Name.
    pub name: String,
    /// Number; empty where nobody wrote it.
    pub siren: String,
    /// What it is.
    pub kind: DebtorKind,
    /// Postcode and town.
    pub place: String,
    /// Its accounts within reach: reference, customer code, what is open.
    pub accounts: Vec<(AccountId, String, String)>,
}

/// One notice beside one debtor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewLine {
    /// The match.
    pub id: InsolvencyMatchId,
    /// Number of the notice.
    pub notice: String,
    /// The day it appeared.
    pub published_on: Date,
    /// What it tells.
    pub what: Wording,
    /// The day of the judgment.
    pub judgment_on: Option<Date>,
    /// The court.
    pub court: String,
    /// Its page; empty where it is not known.
    pub url: String,
    /// Name in the notice.
    pub name: String,
    /// Shop sign in the notice.
    pub trade_name: String,
    /// Number in the notice; empty where it has none.
    pub siren: String,
    /// Postcode and town in the notice.
    pub place: String,
    /// The debtor.
    pub debtor: ReviewDebtor,
    /// What speaks for and against.
    pub grounds: Vec<ReviewGround>,
    /// What was decided.
    pub state: MatchState,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub decided_by: String,
}

/// A page of reviews, the oldest notice first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewPage {
    /// The lines.
    pub rows: Vec<ReviewLine>,
    /// Where the next page goes on.
    pub next: Option<InsolvencyMatchId>,
}

/// How many reviews wait for who sees so far.
pub(crate) fn reviews_waiting(tx: &mut Tx, scope: &Scope) -> Result<u64, StoreError> {
    let waiting = tx.insolvencies().matches_in(MatchState::Waiting, None, READ)?;
    let debtors: Vec<DebtorId> = waiting.iter().map(|one| one.debtor_id).collect();
    let accounts = tx.insolvencies().accounts(&debtors)?;
    let seen = |debtor: DebtorId| accounts.iter().any(|(of, account)| *of == debtor && scope.reaches(*account));
    Ok(waiting.iter().filter(|one| seen(one.debtor_id)).count() as u64)
}

impl Desk {
    /// Notices beside the debtors of the same name, in one state, the oldest first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn insolvency_reviews(
        &self,
        actor: &Actor,
        state: MatchState,
        after: Option<InsolvencyMatchId>,
        limit: usize,
    ) -> Result<ReviewPage, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let (mut rows, mut from) = (Vec::new(), after);
            loop {
                let page = tx.insolvencies().matches_in(state, from, READ)?;
                let full = u32::try_from(page.len()).is_ok_and(|n| n == READ);
                from = page.last().map(|one| one.id);
                for one in page {
                    // By its number nobody decides: it is in the list of procedures.
                    if one.certain && state != MatchState::Refused {
                        continue;
                    }
                    rows.extend(self.review_within(tx, actor, one)?);
                    if rows.len() > limit {
                        rows.truncate(limit);
                        let next = rows.last().map(|row: &ReviewLine| row.id);
                        return Ok(ReviewPage { rows, next });
                    }
                }
                if !full {
                    return Ok::<_, DeskError>(ReviewPage { rows, next: None });
                }
            }
        })
    }

    /// One line; none where no account of the debtor is within reach.
    fn review_within(&self, tx: &mut Tx, actor: &Actor, of: InsolvencyMatch) -> Result<Option<ReviewLine>, DeskError> {
        let debtor = tx.debtors().get(of.debtor_id)?;
        let accounts = tx.accounts().of_debtor(debtor.id)?;
        let seen = actor.among(tx, accounts)?;
        if seen.is_empty() {
            return Ok(None);
        }
        let mut owed = Vec::new();
        for account in seen {
            let open = open_pieces(tx, account.id, self.today())?;
            let currency = open.first().map(|(_, open)| open.currency());
            let sum = |currency| open.iter().filter(|(_, o)| o.currency() == currency).map(|(_, o)| o.minor()).sum();
            let open =
                currency.map(|currency| format!("{} {currency}", Money::new(sum(currency), currency).to_decimal()));
            owed.push((account.id, account.number, open.unwrap_or_default()));
        }
        let Some((row, notice)) = notices::read(tx, &[of.notice_id])?.pop() else { return Ok(None) };
        let grounds: Vec<Ground> = of.grounds.split(' ').filter_map(Ground::parse).collect();
        // The person of the notice whose name is the debtor's; the only one, or the first, where none says it.
        let key = kernel::search_key(&debtor.name);
        let is = |name: &Option<String>| name.as_deref().is_some_and(|name| kernel::search_key(name) == key);
        let named = notice.persons.iter().find(|p| is(&p.name) || is(&p.trade_name) || p.siren == debtor.siren);
        let person = named.or_else(|| notice.persons.first()).cloned().unwrap_or_default();
        let place = |code: Option<&str>, town: Option<&str>| {
            [code, town].into_iter().flatten().filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
        };
        Ok(Some(ReviewLine {
            id: of.id,
            notice: row.number,
            published_on: row.published_on,
            what: words::notice(notice.kind),
            judgment_on: notice.judgment_on,
            court: notice.tribunal,
            url: row.url,
            place: place(person.postcode.as_deref(), person.town.as_deref()),
            name: person.name.unwrap_or_default(),
            trade_name: person.trade_name.unwrap_or_default(),
            siren: person.siren.map(|siren| siren.as_str().to_owned()).unwrap_or_default(),
            debtor: ReviewDebtor {
                id: debtor.id,
                siren: debtor.siren.map(|siren| siren.as_str().to_owned()).unwrap_or_default(),
                kind: debtor.kind,
                place: place(Some(&debtor.address.postcode), Some(&debtor.address.city)),
                name: debtor.name,
                accounts: owed,
            },
            grounds: grounds
                .into_iter()
                .map(|g| ReviewGround { slug: g.slug().to_owned(), words: g.words(), supports: g.supports() })
                .collect(),
            state: of.state,
            reason: of.reason,
            decided_by: of.decided_by,
        }))
    }

    /// Says that a notice is about a debtor, or about somebody else of that name; what follows is done at once. What
    /// was decided can be decided anew, with the reason.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where no account of the debtor is within reach; [`Refusal::ReasonMissing`] for a refusal,
    /// or for another word than before.
    pub fn decide_insolvency_match(
        &self,
        actor: &Actor,
        id: InsolvencyMatchId,
        ours: bool,
        reason: &str,
    ) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let reason: String = reason.trim().chars().take(REASON_MAX).collect();
        self.store.write("insolvency.decide", |tx| {
            let of = tx.insolvencies().matched(id)?;
            let accounts = tx.accounts().of_debtor(of.debtor_id)?;
            // Who reaches one of its accounts decides for the debtor, which its creditors share.
            if actor.among(tx, accounts.clone())?.is_empty() {
                return Err(actor.out_of_reach("match", id));
            }
            let state = if ours { MatchState::Confirmed } else { MatchState::Refused };
            if of.state == state {
                return Ok(());
            }
            if reason.is_empty() && (!ours || of.state != MatchState::Waiting) {
                return Err(Refusal::ReasonMissing.into());
            }
            let number = notices::read(tx, &[of.notice_id])?.pop().map(|(row, _)| row.number).unwrap_or_default();
            let decided = InsolvencyMatch {
                state,
                reason: reason.clone(),
                decided_by: actor.name.clone(),
                decided_us: Some(self.now()),
                ..of.clone()
            };
            tx.insolvencies().save_match(&decided)?;
            let kind = if ours { "insolvency.confirmed" } else { "insolvency.refused" };
            let payload = json!({ "match": id, "notice": number, "reason": reason });
            for account in &accounts {
                self.note(tx, actor, About::account(account), kind, &payload)?;
            }
            self.settle_within(tx, actor, of.debtor_id)
        })
    }
}
