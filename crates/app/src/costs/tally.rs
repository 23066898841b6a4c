//! The costs of a case, shown and summed.

use std::collections::BTreeMap;

use judicial::costs::{
    Bearing, Budget, Cost, CostKind, Ground, Party, Recovery, Tally, TimeSpent, bearing, beside, tally,
};
use kernel::{Money, Wording};
use law::tariffs::{TariffAsked, tariff};
use store::{CaseCost, CaseId, CaseTime, CourtCase, StoreError, Tx};

use super::{CaseCosts, CaseDecompte, CostLine, CostSums, KindLine, TariffBeside, TimeLine};
use crate::proofs::{Subject, SubjectKind};
use crate::{Actor, Desk, DeskError, Permission};

fn corrupt(field: &'static str, why: &str) -> DeskError {
    DeskError::Store(StoreError::Corrupt { table: "case_cost", field, why: why.to_owned() })
}

impl Desk {
    /// The costs of a case with their sums, payments in legal order, and what is lost where nothing will come.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Law`], [`DeskError::Store`].
    pub fn case_costs(&self, actor: &Actor, case: CaseId) -> Result<CaseCosts, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let case = actor.find(tx, case)?;
            let of = tx.accounts().get_many(&[case.account_id])?.pop();
            let of = of.ok_or_else(|| DeskError::NotFound { what: "account", key: case.account_id.to_string() })?;
            let (kept, spent) = (tx.costs().of_cases(&[case.id])?, tx.costs().time_of(&[case.id])?);
            let mut claims = tx.cases().claims_of(&[case.id])?;
            claims.retain(|claim| claim.left_on.is_none());
            let debt = Money::new(claims.iter().map(|claim| claim.claimed_minor).sum(), case.currency);
            let mut costs = Vec::new();
            for one in &kept {
                costs.push((self.cost_of(one)?, one));
            }
            let counted = self.standing_costs(&costs, &spent)?;
            let budget = budgets(tx.costs().budget_of(case.id)?, &case)?;
            let sums = tally(&counted, &budget, case.currency).map_err(law::LawError::from)?;
            let (drawn, missing) = match self.case_decompte(tx, (&case, of.debtor.kind), &claims, &counted)? {
                Ok(drawn) => (Some(drawn), None),
                Err(why) => (None, Some(why)),
            };
            let unpaid = kept.iter().filter(|one| one.left_on.is_none() && one.paid_on.is_none());
            let unpaid = unpaid.map(|one| one.net_minor + one.vat_minor).sum();
            let lines = costs.iter().map(|(cost, one)| self.cost_line(cost, one, debt));
            let loss = tx.costs().loss_of(case.id)?;
            Ok(CaseCosts {
                case: case.id,
                case_reference: case.reference.clone(),
                account_id: case.account_id,
                account: of.account.number,
                debtor: of.debtor.name,
                currency: case.currency,
                costs: lines.collect::<Result<_, _>>()?,
                time: spent.iter().map(|one| self.time_line(one)).collect::<Result<_, _>>()?,
                sums: told(&sums, drawn.as_ref(), Money::new(unpaid, case.currency)),
                decompte: drawn,
                decompte_missing: missing,
                loss: loss.map(|loss| self.loss_detail(&loss, case.currency)).transpose()?,
                closed: case.closed_on.is_some(),
                today: self.today(),
            })
        })
    }

    /// What a case cost, the time of the house too.
    pub(crate) fn costs_of(&self, tx: &mut Tx, case: CaseId) -> Result<Vec<Cost>, DeskError> {
        let (kept, spent) = (tx.costs().of_cases(&[case])?, tx.costs().time_of(&[case])?);
        let mut costs = Vec::new();
        for one in &kept {
            costs.push((self.cost_of(one)?, one));
        }
        self.standing_costs(&costs, &spent)
    }

    /// The costs and the time that were not taken out.
    fn standing_costs(&self, costs: &[(Cost, &CaseCost)], spent: &[CaseTime]) -> Result<Vec<Cost>, DeskError> {
        let stand = costs.iter().filter(|(_, one)| one.left_on.is_none());
        let mut counted: Vec<Cost> = stand.map(|(cost, _)| cost.clone()).collect();
        for one in spent.iter().filter(|one| one.left_on.is_none()) {
            counted.push(time_of(one).cost(&self.law)?);
        }
        Ok(counted)
    }

    /// The acts whose tariff the tables of law have, by their words.
    ///
    /// # Errors
    /// [`DeskError::Law`] when the table cannot be read.
    pub fn tariff_words(&self, actor: &Actor) -> Result<Vec<(String, Wording)>, DeskError> {
        actor.may(Permission::Read)?;
        let rows = &self.law.table("tariff_items")?.rows;
        let words = |row: &law::table::Row| {
            (row.text("slug").to_owned(), Wording::new(row.text("label_fr"), row.text("label_en")))
        };
        Ok(rows.iter().map(words).collect())
    }

    /// A cost as the rules take it.
    fn cost_of(&self, kept: &CaseCost) -> Result<Cost, DeskError> {
        let kind = CostKind::parse(&kept.kind).ok_or_else(|| corrupt("kind", &kept.kind))?;
        let ground = Ground::parse(&kept.ground).ok_or_else(|| corrupt("ground", &kept.ground))?;
        let advanced_by = Party::parse(&kept.advanced_by).ok_or_else(|| corrupt("advanced_by", &kept.advanced_by))?;
        let bearing = decided(bearing(ground, &self.law)?, kept)?;
        Ok(Cost {
            kind,
            label: kept.label.clone(),
            day: kept.on_day,
            net: Money::new(kept.net_minor, kept.currency),
            vat: Money::new(kept.vat_minor, kept.currency),
            advanced_by,
            bearing,
            tariff: Some(kept.tariff.clone()).filter(|text| !text.is_empty()),
            reference: Some(kept.reference.clone()).filter(|text| !text.is_empty()),
        })
    }

    fn cost_line(&self, cost: &Cost, kept: &CaseCost, debt: Money) -> Result<CostLine, DeskError> {
        Ok(CostLine {
            id: kept.id,
            kind: cost.kind,
            label: cost.label.clone(),
            day: cost.day,
            net: cost.net.to_decimal(),
            vat: cost.vat.to_decimal(),
            gross: cost.gross().map_err(law::LawError::from)?.to_decimal(),
            advanced_by: cost.advanced_by,
            ground: Ground::parse(&kept.ground).ok_or_else(|| corrupt("ground", &kept.ground))?,
            borne_by: cost.bearing.borne_by,
            recovery: cost.bearing.recovery,
            why: cost.bearing.why.clone(),
            article: cost.bearing.article.clone(),
            decided: kept.decided.as_deref().and_then(Party::parse),
            decision: kept.decision.clone(),
            paid: kept.paid_on,
            tariff: kept.tariff.clone(),
            beside: self.tariff_beside(cost, debt)?,
            reference: kept.reference.clone(),
            act: kept.fact_id.map(|fact| Subject::new(SubjectKind::Fact, fact.0)),
            left: kept.left_on,
            left_why: kept.left_why.clone(),
            actor: kept.actor.clone(),
            version: kept.version,
        })
    }

    /// The tariff of an act beside what was charged, with the status of its rows. The tables are in euros.
    fn tariff_beside(&self, cost: &Cost, debt: Money) -> Result<Option<TariffBeside>, DeskError> {
        if cost.net.currency() != kernel::Currency::EUR {
            return Ok(None);
        }
        let Some(found) = beside(cost, debt, &self.law)? else { return Ok(None) };
        let mut warnings: Vec<Wording> = Vec::new();
        if found.tariff.amount().is_some() {
            let day = found.tariff.stale_since.unwrap_or(cost.day);
            warnings = tariff(&TariffAsked::new(&found.tariff.item, debt, day), &self.law)?.warnings;
        }
        Ok(Some(TariffBeside {
            words: found.words,
            beyond: found.beyond.map(Money::to_decimal),
            stale_since: found.tariff.stale_since,
            warnings,
        }))
    }

    fn time_line(&self, kept: &CaseTime) -> Result<TimeLine, DeskError> {
        let spent = time_of(kept);
        Ok(TimeLine {
            id: kept.id,
            cost: spent.cost(&self.law)?.net.to_decimal(),
            who: spent.who,
            day: kept.on_day,
            minutes: kept.minutes,
            hourly: spent.hourly.to_decimal(),
            left: kept.left_on,
            left_why: kept.left_why.clone(),
        })
    }
}

/// What the law says of who bears it, or what the judge decided.
fn decided(by_law: Bearing, kept: &CaseCost) -> Result<Bearing, DeskError> {
    let Some(text) = kept.decided.as_deref() else { return Ok(by_law) };
    let party = Party::parse(text).ok_or_else(|| corrupt("decided", text))?;
    let recovery = if party == Party::Debtor { Recovery::Recoverable } else { Recovery::NotRecoverable };
    let why = Wording::new(format!("décision : {}", kept.decision), format!("decision: {}", kept.decision));
    Ok(Bearing { borne_by: party, recovery, why, article: None })
}

pub(crate) fn time_of(kept: &CaseTime) -> TimeSpent {
    TimeSpent {
        who: kept.who.clone(),
        day: kept.on_day,
        minutes: u32::try_from(kept.minutes).unwrap_or(0),
        hourly: Money::new(kept.hourly_minor, kept.currency),
    }
}

fn budgets(kept: Vec<store::CaseBudget>, case: &CourtCase) -> Result<Vec<Budget>, DeskError> {
    let line = |one: store::CaseBudget| {
        let kind = CostKind::parse(&one.kind).ok_or_else(|| corrupt("kind", &one.kind))?;
        Ok(Budget { kind, gross: Money::new(one.gross_minor, case.currency) })
    };
    kept.into_iter().map(line).collect()
}

fn told(sums: &Tally, drawn: Option<&CaseDecompte>, unpaid: Money) -> CostSums {
    fn all<K: Copy>(of: &BTreeMap<K, Money>) -> Vec<(K, String)> {
        of.iter().map(|(key, sum)| (*key, sum.to_decimal())).collect()
    }
    let kinds = sums.by_kind.iter().map(|(kind, of)| KindLine {
        kind: *kind,
        budget: of.budget.map(Money::to_decimal),
        actual: of.actual.to_decimal(),
        over: of.over.to_decimal(),
    });
    let advanced = sums.by_advance.get(&Party::Creditor).copied();
    CostSums {
        net: sums.net.to_decimal(),
        vat: sums.vat.to_decimal(),
        gross: sums.gross.to_decimal(),
        budget: sums.budget.to_decimal(),
        advanced: advanced.unwrap_or_else(|| Money::zero(sums.gross.currency())).to_decimal(),
        to_claim: sums.to_claim.to_decimal(),
        recovered: drawn.map(|drawn| drawn.costs_recovered.clone()),
        by_bearer: all(&sums.by_bearer),
        by_advance: all(&sums.by_advance),
        by_recovery: all(&sums.by_recovery),
        by_kind: kinds.collect(),
        unpaid: unpaid.to_decimal(),
    }
}
