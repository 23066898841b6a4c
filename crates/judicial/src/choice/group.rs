//! Small claims together: several pieces of one debtor, or several debtors of one kind.
//!
//! Pieces of one debtor go in one petition: one set of costs for the sum. Debtors stay apart before the judge, each
//! with its own petition; what is shared between them is what the house pays once for the batch.

use kernel::{Currency, Money, Rounding, Wording};
use law::text::{amount_en, amount_fr};
use law::{Law, LawError};
use serde::{Deserialize, Serialize};

use super::{Asked, Choice, OwnCost, Parameters, decide};

/// Several claims, apart and together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grouping {
    /// Each by itself, in the order given.
    pub apart: Vec<Choice>,
    /// Together: one answer for one debtor, one each for several.
    pub together: Vec<Choice>,
    /// True when some claim gets another verdict together than apart.
    pub changes: bool,
    /// What it comes to.
    pub words: Wording,
}

kernel::sentences! {
    /// Why claims are not put together.
    GroupFault {
        /// Fewer than two.
        Alone = "group-alone",
            "un groupe compte deux créances au moins : ajoutez-en une",
            "a group has two claims at least: add one";
        /// Other debtor, court or matter.
        Unlike = "group-unlike",
            "ces créances ne sont pas du même genre (débiteur, matière, lieu ou solvabilité) : une requête ne les réunit pas, groupez celles qui se ressemblent",
            "these claims are not alike (debtor, matter, place or solvency): one petition does not join them, group those that are";
        /// Beyond 64 bits.
        TooLarge = "group-too-large",
            "la somme est trop grande pour être calculée : faites des groupes plus petits",
            "the sum is too large to be computed: make smaller groups";
        /// Of the law.
        Law { why: Wording } = "group-law",
            "{why}",
            "{why}";
    }
}

impl From<LawError> for GroupFault {
    fn from(error: LawError) -> Self {
        Self::Law { why: error.wording() }
    }
}

/// Several claims on one debtor, in one petition. One that is time-barred stays out of the sum: together as apart,
/// nothing is asked for it.
///
/// # Errors
/// [`GroupFault`].
pub fn grouped(claims: &[Asked], parameters: &Parameters, law: &Law) -> Result<Grouping, GroupFault> {
    let first = alike(claims)?;
    let apart = claims.iter().map(|claim| decide(claim, parameters, law)).collect::<Result<Vec<_>, _>>()?;
    let live: Vec<&Asked> = claims.iter().filter(|claim| !claim.is_time_barred()).collect();
    let mut sum = Money::zero(first.claim.amount.currency());
    for claim in &live {
        sum = sum.checked_add(claim.claim.amount).map_err(|_| GroupFault::TooLarge)?;
    }
    let mut whole = live.first().copied().unwrap_or(first).clone();
    whole.claim.amount = sum;
    // the limitation that ends first binds the petition
    whole.limitation = live.iter().filter_map(|claim| claim.limitation.clone()).min_by_key(left).or(whole.limitation);
    let together = if live.is_empty() { apart.clone() } else { vec![decide(&whole, parameters, law)?] };
    let changes = match together.first() {
        Some(one) if !live.is_empty() => {
            let living = claims.iter().zip(&apart).filter(|(claim, _)| !claim.is_time_barred());
            living.into_iter().any(|(_, choice)| choice.verdict.slug() != one.verdict.slug())
        }
        _ => false,
    };
    let words = told(changes, sum, live.len(), claims.len());
    Ok(Grouping { apart, together, changes, words })
}

/// Several debtors of one kind, handled in one batch on one way: each bears its share of what is paid once.
///
/// # Errors
/// [`GroupFault`].
pub fn batched(claims: &[Asked], shared: &OwnCost, parameters: &Parameters, law: &Law) -> Result<Grouping, GroupFault> {
    let first = alike_in_kind(claims)?;
    let bearing = |amount: Money| {
        let mut parameters = parameters.clone();
        parameters.own_costs.push(OwnCost { amount, ..shared.clone() });
        parameters
    };
    let (alone, count) = (bearing(shared.amount), i64::try_from(claims.len()).unwrap_or(i64::MAX));
    let part = shared.amount.ratio(1, count, Rounding::Up).map_err(|_| GroupFault::TooLarge)?;
    let split = bearing(part);
    let apart = claims.iter().map(|claim| decide(claim, &alone, law)).collect::<Result<Vec<_>, _>>()?;
    let together = claims.iter().map(|claim| decide(claim, &split, law)).collect::<Result<Vec<_>, _>>()?;
    let changes = apart.iter().zip(&together).any(|(a, t)| a.verdict.slug() != t.verdict.slug());
    let mut sum = Money::zero(first.claim.amount.currency());
    for claim in claims {
        sum = sum.checked_add(claim.claim.amount).map_err(|_| GroupFault::TooLarge)?;
    }
    Ok(Grouping { apart, together, changes, words: told(changes, sum, claims.len(), claims.len()) })
}

fn left(state: &crate::guard::State) -> i64 {
    match state {
        crate::guard::State::Unconfirmed { .. } | crate::guard::State::LastDay => 0,
        crate::guard::State::Running { left, .. } => *left,
        _ => i64::MAX,
    }
}

fn alike(claims: &[Asked]) -> Result<&Asked, GroupFault> {
    let first = alike_in_kind(claims)?;
    let same = |claim: &Asked| claim.claim.place == first.claim.place && claim.claim.insolvent == first.claim.insolvent;
    if claims.iter().all(same) { Ok(first) } else { Err(GroupFault::Unlike) }
}

fn alike_in_kind(claims: &[Asked]) -> Result<&Asked, GroupFault> {
    let [first, _, ..] = claims else { return Err(GroupFault::Alone) };
    let same = |claim: &Asked| {
        claim.claim.debtor == first.claim.debtor
            && claim.claim.matter == first.claim.matter
            && claim.claim.on == first.claim.on
            && claim.claim.amount.currency() == Currency::EUR
            && claim.solvency == first.solvency
    };
    if claims.iter().all(same) { Ok(first) } else { Err(GroupFault::Unlike) }
}

fn told(changes: bool, sum: Money, live: usize, all: usize) -> Wording {
    let (fr, en) = if changes {
        ("ensemble, le verdict change", "together, the verdict changes")
    } else {
        ("ensemble, le verdict est le même", "together, the verdict is the same")
    };
    let (out_fr, out_en) = match all - live {
        0 => (String::new(), String::new()),
        out => (format!(" ; prescrites, laissées de côté : {out}"), format!("; time-barred, left out: {out}")),
    };
    Wording::new(
        format!("{live} créances, {} : {fr}{out_fr}.", amount_fr(sum)),
        format!("{live} claims, {}: {en}{out_en}.", amount_en(sum)),
    )
}
