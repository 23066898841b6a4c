//! The insolvency watch: from a notice of the bulletin to what becomes of each claim.
//!
//! Notices come from a file or from the bulletin's service ([`take`], [`feed`]). A number says whom they are about; a
//! name waits for a person ([`matches`]). All the notices of a debtor are read together at each change ([`settle`]),
//! and what follows is written in the same transaction on every account of the debtor ([`hold`]): what was born before
//! the judgment is set aside by the one mechanism of blocks, what was born after it goes on. The procedures of the cases
//! that claim it are stayed ([`stays`]); who answers beside the debtor is decided one by one ([`guarantors`]); contracts
//! in progress and goods claimed back are asked of who administers it ([`demands`]).

mod claims;
mod declared;
mod demands;
mod feed;
mod guarantors;
mod guarded;
mod hold;
mod list;
mod matches;
mod notices;
mod one;
mod opening;
mod pieces;
mod settle;
mod shown;
mod stays;
mod take;
mod watch;
mod words;

use std::collections::HashSet;

use kernel::Date;
use ledger::{AccountId, DebtorId, Item, ItemId, ItemKind};
use store::{BlockReason, Connected, InsolvencyState, Tx};

pub use claims::ItemAnswer;
pub(crate) use declared::Declaring;
pub use demands::{DemandOrder, DemandTold};
pub use feed::{BodaccSource, FetchAnswer};
pub use guarantors::{GuarantorLine, GuarantorOrder};
pub(crate) use guarded::{InsolvencyRight, rights_of};
pub use judicial::insolvency::around::{GuarantorDecision, Person};
pub use judicial::insolvency::declaration::DeclarationState;
pub use judicial::insolvency::demands::{DemandAct, DemandAnswer, DemandKind, DemandStage};
pub use judicial::insolvency::effects::Side;
pub use list::{InsolvencyLine, InsolvencyPage, InsolvencyQuery, InsolvencyShow, InsolvencyShown};
pub(crate) use matches::reviews_waiting;
pub use matches::{ReviewDebtor, ReviewGround, ReviewLine, ReviewPage};
pub(crate) use settle::Tended;
pub use shown::{
    AccountPart, ArrangementLine, ClaimLine, ClockLine, CreditLine, DemandLine, DoubtLine, InsolvencyBanner,
    InsolvencyFile, ItemLine, MissingLine, NoticeLine, OfficerLine, ShareLine, SumLine,
};
pub(crate) use stays::{CaseStop, left_open};
pub use store::{
    ClaimAnswer, GuarantorRole, InsolvencyClaimId, InsolvencyDemandId, InsolvencyGuarantorId, InsolvencyId,
    InsolvencyMatchId, MatchState,
};
pub use take::NoticesTaken;
pub use watch::InsolvencyWatch;
pub(crate) use words::regime;

use crate::{DeskError, InsolvencyRefusal};

/// True of a procedure that stops something.
const fn stops(state: InsolvencyState) -> bool {
    !matches!(state, InsolvencyState::TakenBack | InsolvencyState::ActionsResumed | InsolvencyState::ClosedPaid)
}

/// The accounts whose debtor's procedure is under way.
pub(crate) fn under_way(tx: &mut Tx) -> Result<HashSet<AccountId>, DeskError> {
    let procedures = tx.insolvencies().list()?;
    let debtors: Vec<DebtorId> = procedures.iter().filter(|p| stops(p.state)).map(|p| p.debtor_id).collect();
    Ok(tx.insolvencies().accounts(&debtors)?.into_iter().map(|(_, account)| account).collect())
}

/// Since when the insolvency of a debtor stops acts against him: by its judgment, or else since it was known.
pub(crate) fn stops_since(tx: &mut Tx, debtor: DebtorId) -> Result<Option<Date>, DeskError> {
    let procedure = tx.insolvencies().of_debtor(debtor)?.filter(|procedure| stops(procedure.state));
    Ok(procedure.map(|procedure| procedure.judgment_on.unwrap_or(procedure.known_on)))
}

/// The pieces of some accounts that an insolvency stops.
pub(crate) fn stopped(tx: &mut Tx, accounts: &[AccountId]) -> Result<HashSet<ItemId>, DeskError> {
    let blocks = tx.item_blocks().of_accounts(accounts)?;
    Ok(blocks.into_iter().filter(|b| b.reason == BlockReason::Insolvency).map(|b| b.item_id).collect())
}

/// Refuses a notice or a forfeiture of a plan that pays what an insolvency stops.
pub(crate) fn plan_goes_on(tx: &mut Tx, account: AccountId, items: &[ItemId]) -> Result<(), DeskError> {
    let held = stopped(tx, &[account])?;
    match items.iter().find(|item| held.contains(item)) {
        Some(item) => Err(InsolvencyRefusal::PlanStopped { piece: tx.items().get(*item)?.number }.into()),
        None => Ok(()),
    }
}

/// Refuses to set off a credit note born before the judgment, unless somebody said that it is connected. Money that
/// came is matched as usual: that is no set-off.
pub(crate) fn may_set_off(tx: &mut Tx, credit: &Item) -> Result<(), DeskError> {
    if credit.kind != ItemKind::CreditNote || !stopped(tx, &[credit.account_id])?.contains(&credit.id) {
        return Ok(());
    }
    let answers = tx.insolvencies().answers(&[credit.account_id])?;
    let connected = answers.iter().any(|a| a.item_id == credit.id && a.connected == Connected::Yes);
    if connected { Ok(()) } else { Err(InsolvencyRefusal::SetOff { piece: credit.number.clone() }.into()) }
}
