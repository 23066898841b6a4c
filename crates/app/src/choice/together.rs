//! Small claims of the same debtor: what is late and free beside the case, and what the answer becomes together.

use std::collections::HashMap;

use judicial::choice::{Asked, Choice, Parameters, group::grouped};
use judicial::guard::State;
use kernel::{Date, Money, Wording};
use ledger::{Item, ItemId};
use store::{CourtCase, Tx};

use super::Together;
use super::words::{choice_words, route_words};
use crate::blocks::open_pieces;
use crate::{CaseRefusal, Desk, DeskError, Refusal};

/// Pieces looked at beside a case.
const MOST: usize = 50;

impl Desk {
    /// The pieces of the account that could go with a case; none where there are none, or where the law does not
    /// compare them.
    pub(super) fn together(
        &self,
        tx: &mut Tx,
        case: &CourtCase,
        (asked, limitations): (&Asked, &HashMap<ItemId, State>),
        parameters: &Parameters,
    ) -> Result<Option<Together>, DeskError> {
        if case.closed_on.is_some() {
            return Ok(None);
        }
        let pieces = beside(tx, case, self.today())?;
        let claim = |(item, open): &(Item, Money)| {
            let mut one = asked.clone();
            one.claim.amount = *open;
            one.limitation = limitations.get(&item.id).cloned();
            one
        };
        let claims: Vec<Asked> = std::iter::once(asked.clone()).chain(pieces.iter().map(claim)).collect();
        // alone, in another currency or of another kind: there is nothing to propose
        let Ok(found) = grouped(&claims, parameters, &self.law) else { return Ok(None) };
        let said = |choice: Option<&Choice>| {
            choice.map_or_else(|| Wording::same(""), |choice| choice_words(choice, |route| route_words(self, route)))
        };
        Ok(Some(Together {
            items: pieces.iter().map(|(item, _)| item.id).collect(),
            numbers: pieces.iter().map(|(item, _)| item.number.as_str()).collect::<Vec<_>>().join(", "),
            words: found.words.clone(),
            apart: said(found.apart.first()),
            together: said(found.together.first()),
            changes: found.changes,
        }))
    }
}

/// What is late and free of the account, in the currency of the case.
fn beside(tx: &mut Tx, case: &CourtCase, today: Date) -> Result<Vec<(Item, Money)>, DeskError> {
    let account = tx.accounts().get(case.account_id)?;
    let free = match crate::cases::free(tx, &account, today) {
        Err(DeskError::Refused(Refusal::Case(CaseRefusal::NothingToClaim))) => return Ok(Vec::new()),
        other => other?,
    };
    let mut open = open_pieces(tx, account.id, today)?;
    open.retain(|(item, open)| free.contains(&item.id) && open.currency() == case.currency);
    open.truncate(MOST);
    Ok(open)
}
