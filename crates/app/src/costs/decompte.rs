//! What a case comes to: its pieces, the costs the debtor bears, and what came in, in legal order (C. civ. 1342-10,
//! 1343-1). A view apart: it never changes what the ledger matched.

use std::collections::HashMap;

use judicial::costs::{Cost, Party, Recovery};
use kernel::{Date, Language, Money, Spoken, Wording};
use law::decompte::{Account, Decompte, Item, Receipt, ReceiptLine, decompte};
use law::{LawError, Regime};
use ledger::{DebtorKind, ItemId, ItemKind};
use serde::Serialize;
use store::{CaseClaim, CourtCase, Tx};

use crate::insolvency::CaseStop;
use crate::titles::{Received, received};
use crate::{Desk, DeskError};

/// One receipt, and what it went to: the parts add up to its amount.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecompteReceipt {
    /// When.
    pub day: Date,
    /// How much.
    pub amount: String,
    /// A credit note rather than money.
    pub credit_note: bool,
    /// To costs.
    pub to_costs: String,
    /// To interest.
    pub to_interest: String,
    /// To fixed indemnities.
    pub to_indemnities: String,
    /// To principal.
    pub to_principal: String,
    /// Beyond the debt.
    pub surplus: String,
}

/// The account of a case today, payments in legal order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseDecompte {
    /// The day it is drawn up to, included.
    pub as_of: Date,
    /// Principal of the pieces.
    pub principal: String,
    /// Of which left.
    pub principal_left: String,
    /// Interest accrued.
    pub interest: String,
    /// Of which left.
    pub interest_left: String,
    /// Fixed indemnities.
    pub indemnities: String,
    /// Of which left.
    pub indemnities_left: String,
    /// Costs the debtor bears.
    pub costs: String,
    /// Of which left.
    pub costs_left: String,
    /// Of which recovered.
    pub costs_recovered: String,
    /// Received, credit notes included.
    pub received: String,
    /// All that is still owed.
    pub owed: String,
    /// Receipts by day.
    pub receipts: Vec<DecompteReceipt>,
    /// What a reader must know.
    pub warnings: Vec<Wording>,
}

fn receipt(line: &ReceiptLine) -> DecompteReceipt {
    DecompteReceipt {
        day: line.date,
        amount: line.amount.to_decimal(),
        credit_note: line.credit_note,
        to_costs: line.to_costs.to_decimal(),
        to_interest: line.to_interest.to_decimal(),
        to_indemnities: line.to_indemnities.to_decimal(),
        to_principal: line.to_principal.to_decimal(),
        surplus: line.surplus.to_decimal(),
    }
}

fn cost(cost: &Cost) -> Option<law::decompte::Cost> {
    let amount = cost.gross().ok().filter(|gross| gross.minor() > 0)?;
    let recoverable = cost.bearing.borne_by == Party::Debtor && cost.bearing.recovery == Recovery::Recoverable;
    (cost.advanced_by == Party::Creditor).then(|| law::decompte::Cost {
        label: cost.label.clone(),
        date: cost.day,
        amount,
        recoverable,
    })
}

/// How a piece bears, by what its debtor is; a consumer's from the day of a formal notice, what is no invoice and what
/// is due on a day that nobody confirmed not at all.
fn piece(item: &ledger::Item, name: &str, (debtor, notice): (DebtorKind, Option<Date>)) -> Item {
    let bears = !item.due_inferred && matches!(item.kind, ItemKind::Invoice | ItemKind::Bill | ItemKind::Doubtful);
    let regime = match debtor {
        _ if !bears => Regime::Consumer,
        DebtorKind::Consumer => Regime::Consumer,
        DebtorKind::PublicBody => Regime::Public,
        _ => Regime::B2b,
    };
    Item {
        regime,
        formal_notice: notice.filter(|_| bears && regime == Regime::Consumer),
        indemnity: regime != Regime::Consumer,
        ..Item::new(name, item.amount, item.due_on)
    }
}

/// What a case comes to on a day, with what it was drawn from.
pub(crate) struct CaseDrawn {
    /// The answer of the law.
    pub answer: Decompte,
    /// The pieces, in the order of its items.
    pub items: Vec<ledger::Item>,
    /// What came in, in the order of its receipts.
    pub receipts: Vec<Received>,
    /// The costs the house advanced, in the order of its account.
    pub costs: Vec<Cost>,
}

impl CaseDrawn {
    /// Pieces whose due date nobody confirmed.
    pub fn unconfirmed(&self) -> usize {
        self.items.iter().filter(|item| item.due_inferred).count()
    }
}

impl Desk {
    /// Draws up what a case comes to at the end of a day: pieces, costs until then, and all that came in, in legal order.
    pub(crate) fn drawn_up(
        &self,
        tx: &mut Tx,
        (case, debtor): (&CourtCase, DebtorKind),
        (claims, costs): (&[CaseClaim], &[Cost]),
        as_of: Date,
    ) -> Result<CaseDrawn, DeskError> {
        let ids: Vec<ItemId> = claims.iter().map(|claim| claim.item_id).collect();
        let mut items = tx.items().get_many(&ids)?;
        items.retain(|item| item.amount.minor() > 0);
        items.sort_by(|a, b| (a.due_on, &a.number, a.id).cmp(&(b.due_on, &b.number, b.id)));
        let notice = presented(tx, case)?;
        let mut account = Account::new(case.currency);
        let mut names: HashMap<ItemId, String> = HashMap::new();
        for item in &items {
            let taken = names.values().any(|name| *name == item.number);
            let name = if taken { format!("{} ({})", item.number, item.id) } else { item.number.clone() };
            account.items.push(piece(item, &name, (debtor, notice)));
            names.insert(item.id, name);
        }
        let costs: Vec<Cost> = costs.iter().filter(|one| one.day <= as_of && cost(one).is_some()).cloned().collect();
        account.costs = costs.iter().filter_map(cost).collect();
        let mut receipts = received(tx, claims)?;
        receipts.retain(|one| one.day <= as_of && names.contains_key(&one.item));
        for one in &receipts {
            // The ledger's match says which case money belongs to; the law says what it settles there. A credit note
            // corrects its own piece.
            let chosen = names.get(&one.item).filter(|_| one.credit_note).cloned();
            account.receipts.push(Receipt { date: one.day, amount: one.amount, chosen, credit_note: one.credit_note });
        }
        let stop = self.case_stop(tx, case)?;
        account.insolvency = stop.as_ref().filter(|stop| !stop.bears).map(|stop| stop.since);
        let mut answer = decompte(&account, &self.law, as_of)?;
        answer.warnings.extend(stop.filter(|stop| !stop.bears).iter().flat_map(stopped));
        Ok(CaseDrawn { answer, items, receipts, costs })
    }

    /// The account of a case; what is missing where it cannot be drawn up: a rate, a row.
    pub(super) fn case_decompte(
        &self,
        tx: &mut Tx,
        of: (&CourtCase, DebtorKind),
        claims: &[CaseClaim],
        costs: &[Cost],
    ) -> Result<Result<CaseDecompte, Wording>, DeskError> {
        match self.drawn_up(tx, of, (claims, costs), self.today()) {
            Ok(drawn) => Ok(Ok(told(&drawn.answer, drawn.unconfirmed()))),
            Err(DeskError::Law(missing @ (LawError::MissingRow { .. } | LawError::Refused(_)))) => {
                Ok(Err(missing.wording()))
            }
            Err(error) => Err(error),
        }
    }
}

/// What a reader must know of an account that an insolvency stops.
fn stopped(stop: &CaseStop) -> Vec<Wording> {
    let (day_fr, day_en) = (stop.since.said(Language::Fr), stop.since.said(Language::En));
    let mut said = vec![Wording::new(
        format!("procédure collective : intérêts arrêtés au jugement du {day_fr}."),
        format!("insolvency: interest stops at the judgment of {day_en}."),
    )];
    if !stop.later.is_empty() {
        let numbers = stop.later.join(", ");
        said.push(Wording::new(
            format!("{numbers} : née après le jugement, ses intérêts continuent et ne sont pas comptés ici ; réclamez-la dans un dossier à part."),
            format!("{numbers}: born after the judgment, its interest goes on and is not counted here; claim it in a case apart."),
        ));
    }
    said
}

/// The first day on which a registered letter was presented to the debtor.
fn presented(tx: &mut Tx, case: &CourtCase) -> Result<Option<Date>, DeskError> {
    Ok(tx.messages().of_account(case.account_id)?.iter().filter_map(|message| message.presented_on).min())
}

fn told(drawn: &Decompte, inferred: usize) -> CaseDecompte {
    let totals = &drawn.totals;
    let mut warnings = drawn.warnings.clone();
    if inferred > 0 {
        warnings.insert(
            0,
            Wording::new(
                format!("{inferred} échéance(s) déduite(s) des conditions de paiement : ni pénalité ni indemnité tant qu’elles ne sont pas confirmées."),
                format!("{inferred} due date(s) inferred from payment terms: no penalty and no indemnity until confirmed."),
            ),
        );
    }
    let zero = Money::zero(drawn.currency);
    let recovered = drawn.receipts.iter().map(|line| line.to_costs).try_fold(zero, Money::checked_add);
    CaseDecompte {
        as_of: drawn.as_of,
        principal: totals.principal.to_decimal(),
        principal_left: totals.principal_left.to_decimal(),
        interest: totals.interest.to_decimal(),
        interest_left: totals.interest_left.to_decimal(),
        indemnities: totals.indemnities.to_decimal(),
        indemnities_left: totals.indemnities_left.to_decimal(),
        costs: totals.costs.to_decimal(),
        costs_left: totals.costs_left.to_decimal(),
        costs_recovered: recovered.unwrap_or(zero).to_decimal(),
        received: totals.received.to_decimal(),
        owed: totals.owed.to_decimal(),
        receipts: drawn.receipts.iter().map(receipt).collect(),
        warnings,
    }
}
