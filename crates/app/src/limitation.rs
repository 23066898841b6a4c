//! What moves the limitation of a piece outside of a procedure: told by people, with its proof, from the rows of law.
//!
//! Acts of procedures, plans and mediations tell it by themselves. What somebody tells is kept for good; struck out, it
//! stays to be read and moves nothing.

use std::collections::HashMap;

use judicial::guard::clock::claim_kinds;
use kernel::{Currency, Date, Timestamp, Wording};
use law::limitation_events::KnownEvent;
use ledger::{Account, AccountId, DebtorKind, ItemId};
use serde::Serialize;
use serde_json::json;
pub use store::LimitationFactId;
use store::{ClaimEvent, LimitationFact, Tx};

use crate::cases::worded;
use crate::desk::About;
use crate::{Actor, Desk, DeskError, LimitationRefusal, Permission, Refusal};

/// A fact as a person tells it.
#[derive(Debug, Clone, Default)]
pub struct LimitationOrder {
    /// The pieces it is about.
    pub items: Vec<ItemId>,
    /// Its word in the tables of law: `acknowledgement`.
    pub event: String,
    /// The day it happened; today when none.
    pub day: Option<Date>,
    /// What proves it, in words.
    pub proof: String,
}

/// A fact about one piece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitationLine {
    /// What names it; none for what a procedure, a plan or a mediation tells.
    pub id: Option<LimitationFactId>,
    /// The piece.
    pub item: ItemId,
    /// Its number.
    pub number: String,
    /// Its word in the tables of law.
    pub event: String,
    /// The same in words.
    pub words: Wording,
    /// The day it happened.
    pub on: Date,
    /// What proves it.
    pub proof: String,
    /// Who told it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The day it was struck out.
    pub left: Option<Date>,
    /// Why, and by whom.
    pub left_why: String,
}

/// A fact that can be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitationChoice {
    /// Its word in the tables of law.
    pub event: String,
    /// The same in words.
    pub words: Wording,
    /// What it does.
    pub why: Wording,
    /// Article.
    pub article: String,
    /// What proves it, where a row of law says so.
    pub proof: Option<Wording>,
}

/// What is known of the limitations of an account, and what can be told of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitationSheet {
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// What was told, by day; what was struck out too.
    pub facts: Vec<LimitationLine>,
    /// What can be told.
    pub choices: Vec<LimitationChoice>,
    /// The pieces it can be told of: those that are open.
    pub pieces: Vec<LimitationPiece>,
    /// The day of the answer.
    pub today: Date,
}

/// A piece whose limitation can be moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LimitationPiece {
    /// It.
    pub item: ItemId,
    /// Its number.
    pub number: String,
    /// What is open of it.
    pub open: String,
    /// Its currency.
    pub currency: Currency,
}

/// What moves the claims on a debtor, whatever the kind of the claim; each once.
fn movers(law: &law::Law, debtor: DebtorKind) -> Result<Vec<KnownEvent>, DeskError> {
    let mut known: Vec<KnownEvent> = Vec::new();
    for kind in claim_kinds(debtor) {
        for event in law.limitation_movers(kind)? {
            if !known.iter().any(|one| one.event == event.event) {
                known.push(event);
            }
        }
    }
    Ok(known)
}

/// The word of law for what somebody tells, where it moves a claim on the debtor.
fn mover(law: &law::Law, debtor: DebtorKind, event: &str) -> Result<KnownEvent, DeskError> {
    let mut idle = None;
    for kind in claim_kinds(debtor) {
        let known = law.limitation_event(event.trim(), kind)?;
        if known.moves {
            return Ok(known);
        }
        idle = Some(known);
    }
    let idle = idle.ok_or_else(|| DeskError::NotFound { what: "limitation", key: event.trim().to_owned() })?;
    Err(LimitationRefusal::Idle { event: idle.words, why: idle.why }.into())
}

impl Desk {
    /// What is known of the limitations of an account, and what can be told of them.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Law`], [`DeskError::Store`].
    pub fn limitation_sheet(&self, actor: &Actor, account: AccountId) -> Result<LimitationSheet, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        self.store.read(|tx| {
            let account = actor.find(tx, account)?;
            let debtor = tx.debtors().get(account.debtor_id)?;
            let choice = |known: KnownEvent| LimitationChoice {
                event: known.event,
                words: known.words,
                why: known.why,
                article: known.article,
                proof: known.proof,
            };
            let open = crate::blocks::open_pieces(tx, account.id, today)?.into_iter();
            let piece = |(item, open): (ledger::Item, kernel::Money)| LimitationPiece {
                item: item.id,
                number: item.number,
                open: open.to_decimal(),
                currency: open.currency(),
            };
            Ok(LimitationSheet {
                account_id: account.id,
                facts: lines(tx, &account)?,
                account: account.number,
                choices: movers(&self.law, debtor.kind)?.into_iter().map(choice).collect(),
                debtor: debtor.name,
                pieces: open.filter(|(_, open)| open.minor() > 0).map(piece).collect(),
                today,
            })
        })
    }

    /// Tells what moved the limitation of pieces, with its proof: an acknowledgement, a part payment, an act of a
    /// commissaire de justice.
    ///
    /// # Errors
    /// [`LimitationRefusal`]: no piece, no proof, a day to come or before the piece, a fact that moves nothing;
    /// [`DeskError::Law`] for a word that the tables of law do not know.
    pub fn tell_limitation_fact(
        &self,
        actor: &Actor,
        account: AccountId,
        order: &LimitationOrder,
    ) -> Result<Vec<LimitationFactId>, DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        let day = order.day.unwrap_or(today);
        self.store.write("limitation.tell", |tx| {
            let account = actor.find(tx, account)?;
            let debtor = tx.debtors().get(account.debtor_id)?;
            let mut items = Vec::with_capacity(order.items.len());
            for id in &order.items {
                let item = actor.find(tx, *id)?;
                if item.account_id != account.id {
                    return Err(LimitationRefusal::OtherAccount { piece: item.number }.into());
                }
                if day < item.issue_on {
                    return Err(LimitationRefusal::BeforePiece { piece: item.number, issued: item.issue_on }.into());
                }
                items.push(item);
            }
            if items.is_empty() {
                return Err(LimitationRefusal::NoPiece.into());
            }
            if today < day {
                return Err(LimitationRefusal::Ahead { today }.into());
            }
            let known = mover(&self.law, debtor.kind, &order.event)?;
            let proof = worded(&order.proof)?;
            if proof.is_empty() {
                return Err(LimitationRefusal::ProofMissing.into());
            }
            let fact = |item: &ledger::Item| LimitationFact {
                id: LimitationFactId(self.id()),
                account_id: account.id,
                item_id: item.id,
                event: known.event.clone(),
                on_day: day,
                proof: proof.clone(),
                left_on: None,
                left_why: String::new(),
                left_actor: String::new(),
                actor: actor.name.clone(),
                created_us: self.now(),
            };
            let facts: Vec<LimitationFact> = items.iter().map(fact).collect();
            tx.limitation_facts().insert(&facts)?;
            tx.claim_events().insert(&facts.iter().map(moved_by).collect::<Vec<_>>())?;
            let numbers = items.iter().map(|item| item.number.as_str()).collect::<Vec<_>>().join(", ");
            let payload = json!({
                "pieces": numbers, "event": known.event, "said": known.words, "proof": proof,
                "facts": facts.iter().map(|fact| fact.id).collect::<Vec<_>>(),
            });
            let about = About { on: Some(day), ..About::account(&account) };
            self.note(tx, actor, about, "limitation.told", &payload)?;
            Ok(facts.into_iter().map(|fact| fact.id).collect())
        })
    }

    /// Strikes out a fact that was told by mistake: it stays to be read, and moves nothing.
    ///
    /// # Errors
    /// [`LimitationRefusal::Struck`], [`Refusal::ReasonMissing`].
    pub fn strike_limitation_fact(&self, actor: &Actor, id: LimitationFactId, why: &str) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let (today, why) = (self.today(), worded(why)?);
        self.store.write("limitation.strike", |tx| {
            let fact = actor.find(tx, id)?;
            if let Some(day) = fact.left_on {
                return Err(LimitationRefusal::Struck { day }.into());
            }
            if why.is_empty() {
                return Err(Refusal::ReasonMissing.into());
            }
            let (account, item) = (tx.accounts().get(fact.account_id)?, tx.items().get(fact.item_id)?);
            tx.limitation_facts().strike(&fact, (today, &why, &actor.name))?;
            let payload = json!({
                "pieces": item.number, "event": fact.event, "said": law::words::of("event", &fact.event),
                "fact": fact.id, "reason": why,
            });
            Ok(self.note(tx, actor, About::account(&account), "limitation.struck", &payload)?)
        })
    }
}

/// The event by which a fact moves the limitation.
fn moved_by(fact: &LimitationFact) -> ClaimEvent {
    ClaimEvent {
        id: fact.event_id(),
        account_id: fact.account_id,
        item_id: fact.item_id,
        event: fact.event.clone(),
        on_day: fact.on_day,
        proof: fact.proof.clone(),
        document_id: None,
        procedure_id: None,
        actor: fact.actor.clone(),
        created_us: fact.created_us,
    }
}

/// What moved the limitations of an account, by day, and what was struck out.
fn lines(tx: &mut Tx, account: &Account) -> Result<Vec<LimitationLine>, DeskError> {
    let told = tx.limitation_facts().of_account(account.id)?;
    let events = tx.claim_events().of_account(account.id)?;
    let mut ids: Vec<ItemId> = events.iter().map(|event| event.item_id).collect();
    ids.extend(told.iter().map(|fact| fact.item_id));
    ids.sort_unstable();
    ids.dedup();
    let numbers: HashMap<ItemId, String> =
        tx.items().get_many(&ids)?.into_iter().map(|item| (item.id, item.number)).collect();
    let line = |event: &ClaimEvent, fact: Option<&LimitationFact>| LimitationLine {
        id: fact.map(|fact| fact.id),
        item: event.item_id,
        number: numbers.get(&event.item_id).cloned().unwrap_or_default(),
        event: event.event.clone(),
        words: law::words::of("event", &event.event),
        on: event.on_day,
        proof: event.proof.clone(),
        by: event.actor.clone(),
        at: event.created_us,
        left: fact.and_then(|fact| fact.left_on),
        left_why: fact
            .filter(|fact| fact.left_on.is_some())
            .map_or_else(String::new, |fact| format!("{} · {}", fact.left_why, fact.left_actor)),
    };
    let mut lines: Vec<LimitationLine> =
        events.iter().map(|event| line(event, told.iter().find(|fact| fact.event_id() == event.id))).collect();
    lines.extend(told.iter().filter(|fact| fact.left_on.is_some()).map(|fact| line(&moved_by(fact), Some(fact))));
    lines.sort_by_key(|line| (line.on, line.at));
    Ok(lines)
}
