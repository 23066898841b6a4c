//! The board and the list of disputes, and one dispute with all that is known of it.

use std::collections::{BTreeMap, HashMap, HashSet};

use amicable::disputes::{Clock, lifecycle, motive};
use kernel::{Currency, Date, Money, Timestamp, Wording, days_between};
use ledger::statement::open_of;
use ledger::{Account, AccountId, DebtorKind, Item, ItemId};
use serde::Serialize;
use store::{
    AccountLine, Dispute, DisputeId, DisputeSought, DocumentId, EvidenceId, EvidenceKind, Side, StoreError, Tx,
};

use super::{DisputeKind, MediationLine, Outcome, Policy, Service, Source, Step, daily, policy, statuses, step_words};
use crate::portfolio::Scope;
use crate::{Actor, Desk, DeskError, Permission};

/// Disputes read together.
const CHUNK: u32 = 1_000;
/// Lines of a page at most.
const LINES: u32 = 100_000;
/// Facts of the account among which those of the dispute are looked for.
const FACTS: u32 = 500;

/// Which disputes a list shows; every open one when nothing is asked.
#[derive(Debug, Clone, Default)]
pub struct DisputeFilter {
    /// Of one account, whatever their step.
    pub account: Option<AccountId>,
    /// At one step; closed ones only where this asks for them.
    pub step: Option<Step>,
    /// Of one kind.
    pub kind: Option<DisputeKind>,
    /// Of one service.
    pub service: Option<Service>,
    /// Of one owner.
    pub owner: Option<String>,
    /// Those whose last day is over.
    pub late: bool,
    /// Closed ones too.
    pub closed_too: bool,
}

/// One dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisputeLine {
    /// The dispute.
    pub id: DisputeId,
    /// Customer code.
    pub account: String,
    /// The account.
    pub account_id: AccountId,
    /// Name of the debtor.
    pub debtor: String,
    /// Whose customer: the salesperson of the customer file.
    pub salesperson: String,
    /// Number of the piece.
    pub item: String,
    /// The piece.
    pub item_id: ItemId,
    /// Currency.
    pub currency: Currency,
    /// What was contested when it was opened.
    pub contested: String,
    /// What it holds back today: never more than is open; zero once closed.
    pub held: String,
    /// What is granted.
    pub granted: String,
    /// What is said to be wrong.
    pub kind: DisputeKind,
    /// Motive of the e-invoicing reform, as a code; empty when none.
    pub motive: String,
    /// How it reached the house.
    pub source: Source,
    /// Where it stands.
    pub step: Step,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// Who must answer.
    pub service: Service,
    /// Who that is.
    pub owner: String,
    /// Last day to answer, included.
    pub due: Date,
    /// Working days left; none once the last day is over, or the dispute.
    pub left_days: Option<u16>,
    /// The last day is over.
    pub late: bool,
    /// Both sides are before a mediator: the clock waits.
    pub mediation: bool,
    /// How often silence escalated it.
    pub escalations: i64,
    /// The day it was opened.
    pub opened: Date,
    /// The day it was closed.
    pub closed: Option<Date>,
    /// Days it blocked, or has blocked until today.
    pub age_days: i64,
    /// In words.
    pub note: String,
    /// Who opened it.
    pub actor: String,
}

/// A column of the board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BoardStep {
    /// The step.
    pub step: Step,
    /// Disputes there.
    pub count: u64,
    /// What they hold back, by currency.
    pub held: Vec<(Currency, String)>,
}

/// A page of disputes, the oldest first, with the board of all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisputePage {
    /// The lines.
    pub rows: Vec<DisputeLine>,
    /// Where the next page goes on.
    pub next: Option<DisputeId>,
    /// Open disputes by step, of all pages of this filter.
    pub board: Vec<BoardStep>,
    /// Those whose last day is over.
    pub late: u64,
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceLine {
    /// It.
    pub id: EvidenceId,
    /// Who brought it.
    pub side: Side,
    /// What it is.
    pub kind: EvidenceKind,
    /// The words.
    pub words: String,
    /// The file.
    pub document: Option<DocumentId>,
    /// Its name.
    pub file: String,
    /// Who took it in.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

/// Something that was done to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoveLine {
    /// What, as the timeline names it.
    pub kind: String,
    /// The facts of it.
    pub payload: serde_json::Value,
    /// When.
    pub at: Timestamp,
    /// The day it counts.
    pub on: Date,
    /// Who.
    pub actor: String,
}

/// A status of the invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusLine {
    /// Code: `207`.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Motive, in words; empty when none.
    pub motive: Wording,
    /// Instant, 14 digits.
    pub at: String,
    /// What else it says.
    pub words: String,
}

/// Why the dispute could be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proposal {
    /// The buyer approved the invoice after contesting it.
    Approved,
    /// Nothing of the piece is open any more.
    Settled,
    /// A credit note waits unmatched on the account.
    CreditWaits,
}

/// One dispute with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisputeFile {
    /// It.
    pub line: DisputeLine,
    /// The step that comes next; none when it is to be closed.
    pub next: Option<Step>,
    /// The same in words.
    pub next_words: Wording,
    /// What credit notes settled of the piece since it was opened.
    pub credited: String,
    /// What is open of the piece.
    pub open: String,
    /// What was brought, the oldest first.
    pub evidence: Vec<EvidenceLine>,
    /// What was done, the last first.
    pub moves: Vec<MoveLine>,
    /// Statuses of the electronic invoice, the oldest first.
    pub statuses: Vec<StatusLine>,
    /// Why it could be closed.
    pub proposals: Vec<Proposal>,
    /// Motive of the reform in words; empty when none.
    pub motive: Wording,
    /// Its mediations, the last first.
    pub mediations: Vec<MediationLine>,
    /// The customer is a consumer.
    pub consumer: bool,
}

/// What lines are made from.
struct Known {
    accounts: HashMap<AccountId, AccountLine>,
    items: HashMap<ItemId, Item>,
    settled: HashMap<ItemId, i64>,
    blocks: HashMap<store::ItemBlockId, Option<i64>>,
    mediated: HashSet<DisputeId>,
    policy: Policy,
}

/// What is known of these disputes: of their accounts and pieces, and of nothing else on them.
fn known(tx: &mut Tx, disputes: &[Dispute], day: Date) -> Result<Known, DeskError> {
    let mut accounts: Vec<AccountId> = disputes.iter().map(|d| d.account_id).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let ids: Vec<ItemId> = disputes.iter().map(|d| d.item_id).collect();
    let blocks: Vec<store::ItemBlockId> = disputes.iter().map(|d| d.block_id).collect();
    Ok(Known {
        accounts: tx.accounts().get_many(&accounts)?.into_iter().map(|l| (l.account.id, l)).collect(),
        items: tx.items().get_many(&ids)?.into_iter().map(|i| (i.id, i)).collect(),
        settled: tx.disputes().settled(&ids, day)?,
        blocks: tx.disputes().parts(&blocks)?,
        mediated: tx.mediations().going_on(&accounts)?.into_iter().collect(),
        policy: policy::in_force(tx)?,
    })
}

impl Known {
    fn line(&self, d: Dispute, today: Date) -> Option<DisputeLine> {
        let (of, item) = (self.accounts.get(&d.account_id)?, self.items.get(&d.item_id)?);
        let open = item.amount.minor() + self.settled.get(&d.item_id).copied().unwrap_or(0);
        // A released block is not read: it holds nothing.
        let part = self.blocks.get(&d.block_id).map_or(0, |part| part.unwrap_or(open));
        let held = part.clamp(0, open.max(0));
        let money = |minor: i64| Money::new(minor, d.currency).to_decimal();
        let over = d.step == Step::Closed;
        let mediation = !over && self.mediated.contains(&d.id);
        let clock = Clock::read(d.due_on, today, self.policy.desk(d.service).territory);
        let left_days = match clock {
            Clock::Runs { left } if !over && !mediation => Some(left),
            _ => None,
        };
        Some(DisputeLine {
            id: d.id,
            account: of.account.number.clone(),
            account_id: d.account_id,
            debtor: of.debtor.name.clone(),
            salesperson: of.account.salesperson.clone(),
            item: item.number.clone(),
            item_id: d.item_id,
            currency: d.currency,
            contested: money(d.contested_minor),
            held: money(held),
            granted: money(d.granted_minor),
            kind: d.kind,
            motive: d.motive,
            source: d.source,
            step: d.step,
            outcome: d.outcome,
            service: d.service,
            owner: d.owner,
            due: d.due_on,
            left_days,
            late: !over && !mediation && clock == Clock::Over,
            mediation,
            escalations: d.escalations,
            opened: d.opened_on,
            closed: d.closed_on,
            age_days: days_between(d.opened_on, d.closed_on.unwrap_or(today)),
            note: d.note,
            actor: d.actor,
        })
    }
}

impl DisputeFilter {
    /// The same for the store, on a day.
    fn sought(&self, today: Date) -> DisputeSought {
        DisputeSought {
            account: self.account,
            step: self.step,
            kind: self.kind,
            service: self.service,
            owner: self.owner.clone(),
            late_on: self.late.then_some(today),
            opened: None,
            closed_too: self.closed_too || self.account.is_some() || self.step == Some(Step::Closed),
        }
    }
}

/// The open disputes of a filter by step, and how many of them are late.
fn board(
    tx: &mut Tx,
    scope: &Scope,
    (filter, today): (&DisputeFilter, Date),
) -> Result<(Vec<BoardStep>, u64), DeskError> {
    let sought = DisputeSought { closed_too: false, ..filter.sought(today) };
    let mut open = tx.disputes().briefs(&sought)?;
    open.retain(|brief| scope.reaches(brief.account_id));
    let items: Vec<ItemId> = open.iter().map(|brief| brief.item_id).collect();
    let settled = tx.disputes().settled(&items, today)?;
    let mediated: HashSet<DisputeId> = tx.mediations().all_going_on()?.into_iter().collect();
    let late = open.iter().filter(|brief| brief.due_on < today && !mediated.contains(&brief.id)).count();
    let step = |step: Step| {
        let (mut count, mut sums) = (0, BTreeMap::<Currency, i64>::new());
        for brief in open.iter().filter(|brief| brief.step == step) {
            let left = brief.piece_minor + settled.get(&brief.item_id).copied().unwrap_or(0);
            count += 1;
            let part = if brief.released { 0 } else { brief.part_minor.unwrap_or(left) };
            *sums.entry(brief.currency).or_default() += part.clamp(0, left.max(0));
        }
        let held = sums.into_iter().map(|(c, minor)| (c, Money::new(minor, c).to_decimal())).collect();
        BoardStep { step, count, held }
    };
    let steps = Step::ALL.iter().copied().filter(|step| *step != Step::Closed);
    Ok((steps.map(step).collect(), u64::try_from(late).unwrap_or(u64::MAX)))
}

impl Desk {
    /// Every dispute within reach that a filter takes, opened between two days where they are given, by id.
    pub(crate) fn dispute_lines(
        &self,
        actor: &Actor,
        filter: &DisputeFilter,
        opened: Option<(Date, Date)>,
    ) -> Result<Vec<DisputeLine>, DeskError> {
        let (today, scope) = (self.today(), self.scope(actor)?);
        let sought = DisputeSought { opened, ..filter.sought(today) };
        self.store.read(|tx| {
            let (mut lines, mut after) = (Vec::new(), None);
            loop {
                let mut page = tx.disputes().page(&sought, after, CHUNK)?;
                let Some(last) = page.last() else { return Ok(lines) };
                after = Some(last.id);
                page.retain(|dispute| scope.reaches(dispute.account_id));
                let known = known(tx, &page, today)?;
                lines.extend(page.into_iter().filter_map(|dispute| known.line(dispute, today)));
            }
        })
    }

    /// A page of disputes, the oldest first, with the board of all that the filter takes.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] on an account out of reach; [`DeskError::Store`].
    pub fn disputes(
        &self,
        actor: &Actor,
        filter: &DisputeFilter,
        after: Option<DisputeId>,
        limit: usize,
    ) -> Result<DisputePage, DeskError> {
        actor.may(Permission::Read)?;
        let (today, scope) = (self.today(), self.scope(actor)?);
        let limit = u32::try_from(limit).unwrap_or(u32::MAX).min(LINES);
        let sought = filter.sought(today);
        self.store.read(|tx| {
            if let Some(account) = filter.account {
                actor.find(tx, account)?;
            }
            let read = |after, limit| tx.disputes().page(&sought, after, limit);
            let (found, more) = scope.page((after, limit), read, |dispute| (dispute.id, dispute.account_id))?;
            let next = found.last().filter(|_| more).map(|dispute| dispute.id);
            let known = known(tx, &found, today)?;
            let rows = found.into_iter().filter_map(|dispute| known.line(dispute, today)).collect();
            let (board, late) = board(tx, &scope, (filter, today))?;
            Ok(DisputePage { rows, next, board, late })
        })
    }

    /// One dispute with all that is known of it.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn dispute(&self, actor: &Actor, id: DisputeId) -> Result<DisputeFile, DeskError> {
        actor.may(Permission::Read)?;
        let today = self.today();
        self.store.read(|tx| {
            let dispute = actor.find(tx, id)?;
            let (account, item) = (tx.accounts().get(dispute.account_id)?, tx.items().get(dispute.item_id)?);
            let known = known(tx, std::slice::from_ref(&dispute), today)?;
            let missing = || StoreError::NotFound { what: "dispute", id: id.to_string() };
            let line = known.line(dispute.clone(), today).ok_or_else(missing)?;
            let open = open_of(&item, &tx.allocations().of_account(account.id)?, Some(today));
            let (_, credited) = daily::granted(tx, &dispute)?;
            let next = dispute.step.next();
            let said = tx.invoice_statuses().of_item(item.id)?;
            Ok(DisputeFile {
                next,
                next_words: next.map_or_else(|| step_words(Step::Closed), step_words),
                credited,
                open: open.to_decimal(),
                evidence: evidence_of(tx, id)?,
                moves: moves_of(tx, &account, id)?,
                proposals: proposals(tx, (&dispute, today), open, &said)?,
                statuses: said.iter().map(|status| status_line(self.law(), status)).collect(),
                motive: motive_words(&dispute.motive),
                mediations: tx.mediations().of_dispute(id)?.into_iter().map(MediationLine::from).collect(),
                consumer: tx.debtors().get(account.debtor_id)?.kind == DebtorKind::Consumer,
                line,
            })
        })
    }
}

/// A motive in words; empty when none, the code itself when nobody knows it.
pub(super) fn motive_words(code: &str) -> Wording {
    motive(code)
        .map_or_else(|| Wording::same(code), |known| Wording { fr: known.fr.to_owned(), en: known.en.to_owned() })
}

fn status_line(law: &law::Law, status: &store::InvoiceStatus) -> StatusLine {
    StatusLine {
        code: status.code.clone(),
        label: statuses::label(law, &status.code),
        motive: motive_words(&status.motive),
        at: status.said_at.clone(),
        words: status.words.clone(),
    }
}

fn evidence_of(tx: &mut Tx, id: DisputeId) -> Result<Vec<EvidenceLine>, StoreError> {
    let brought = tx.disputes().evidence(id)?;
    let ids: Vec<DocumentId> = brought.iter().filter_map(|e| e.document_id).collect();
    let names: HashMap<DocumentId, String> =
        tx.documents().infos(&ids)?.into_iter().map(|info| (info.id, info.file_name)).collect();
    let line = |e: store::Testimony| EvidenceLine {
        id: e.id,
        side: e.side,
        kind: e.kind,
        words: e.body,
        document: e.document_id,
        file: e.document_id.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
        actor: e.actor,
        at: e.created_us,
    };
    Ok(brought.into_iter().map(line).collect())
}

fn moves_of(tx: &mut Tx, account: &Account, id: DisputeId) -> Result<Vec<MoveLine>, StoreError> {
    let (entries, name) = (tx.timeline().of_account(account.id, None, FACTS)?, id.to_string());
    let told = entries.into_iter().filter(|entry| entry.kind.starts_with("dispute.")).filter_map(|entry| {
        let payload: serde_json::Value = serde_json::from_str(&entry.payload).ok()?;
        let ours = payload.get("dispute").and_then(serde_json::Value::as_str) == Some(name.as_str());
        ours.then_some(MoveLine { kind: entry.kind, payload, at: entry.at_us, on: entry.on_day, actor: entry.actor })
    });
    Ok(told.collect())
}

fn proposals(
    tx: &mut Tx,
    (dispute, today): (&Dispute, Date),
    open: Money,
    said: &[store::InvoiceStatus],
) -> Result<Vec<Proposal>, DeskError> {
    if dispute.step == Step::Closed {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    if lifecycle::standing(&statuses::known(said, dispute.currency)).approved_since {
        found.push(Proposal::Approved);
    }
    if open.minor() <= 0 {
        found.push(Proposal::Settled);
    } else if !daily::credits_waiting(tx, dispute, today)?.is_empty() {
        found.push(Proposal::CreditWaits);
    }
    Ok(found)
}
