//! The décompte: what is owed, from where, to which day, so that a judge can compute it again.
//!
//! Its totals are given by the caller and checked here: a paper with a sum that differs from its parts is not made.
//! It has the form of `law::decompte`, and stands alone or inside another paper.

use kernel::{Currency, Date, Money, Rate, Wording, words::Language};
use serde::{Deserialize, Serialize};

use super::{
    CourtError,
    decompte_check::check,
    decompte_view::{detail, summary},
    paper::{Block, Paper, render},
    party::{Cover, Party, articles, complete, names},
};
use crate::Pdf;

/// What one debtor owes one creditor, to a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decompte {
    /// Last day counted.
    pub as_of: Date,
    /// Of every amount.
    pub currency: Currency,
    /// Invoices and other sums.
    pub claims: Vec<Claim>,
    /// Penalty clauses.
    #[serde(default)]
    pub penalties: Vec<Charge>,
    /// Costs, whoever bears them.
    #[serde(default)]
    pub costs: Vec<Cost>,
    /// Payments and credit notes, by date.
    #[serde(default)]
    pub payments: Vec<Payment>,
    /// Sums.
    pub totals: DecompteTotals,
    /// Interest that goes on after the day, by rate.
    #[serde(default)]
    pub running: Vec<Running>,
    /// Articles it stands on: interest, indemnity, order of imputation.
    #[serde(default)]
    pub articles: Vec<Wording>,
    /// How it was counted, and what a reader must know.
    #[serde(default)]
    pub notes: Vec<Wording>,
}

/// One sum owed, with its interest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// `Facture FA-2026-0812`.
    pub label: Wording,
    /// Day of issue.
    #[serde(default)]
    pub issued: Option<Date>,
    /// Due date.
    pub due: Date,
    /// Principal as invoiced.
    pub principal: Money,
    /// Interest, period by period.
    #[serde(default)]
    pub periods: Vec<Period>,
    /// Interest of all periods.
    pub interest: Money,
    /// Fixed indemnity.
    pub indemnity: Money,
    /// Principal still owed.
    pub principal_left: Money,
    /// Interest still owed.
    pub interest_left: Money,
    /// Indemnity still owed.
    pub indemnity_left: Money,
}

/// Days during which neither the rate nor the base changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day, included.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// Days, both ends included.
    pub days: i64,
    /// The principal that bears.
    pub base: Money,
    /// Percent a year.
    pub rate: Rate,
    /// Days of the year that divide.
    pub year_days: i64,
    /// Interest.
    pub amount: Money,
    /// Where the rate comes from.
    pub source: Wording,
}

/// A penalty clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charge {
    /// The clause.
    pub label: Wording,
    /// The day it was incurred.
    pub date: Date,
    /// Amount.
    pub amount: Money,
}

/// Who bears a cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bearer {
    /// The debtor: asked.
    Debtor,
    /// The creditor: shown, not asked.
    Creditor,
    /// Whoever the judge says: shown, not asked here.
    Undecided,
}

/// A cost of recovery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Its kind: `acte de commissaire de justice`.
    pub kind: Wording,
    /// What for.
    pub label: Wording,
    /// When.
    pub date: Date,
    /// Amount.
    pub amount: Money,
    /// Who bears it.
    pub borne_by: Bearer,
}

/// Money received or a credit note, and what it settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payment {
    /// When.
    pub date: Date,
    /// `Virement`, `Avoir AV-2026-0031`.
    pub label: Wording,
    /// What was received.
    pub amount: Money,
    /// To costs.
    pub to_costs: Money,
    /// To interest.
    pub to_interest: Money,
    /// To fixed indemnities.
    pub to_indemnities: Money,
    /// To principal.
    pub to_principal: Money,
    /// To penalty clauses.
    pub to_penalties: Money,
    /// Beyond the debt.
    pub surplus: Money,
}

/// Sums of a décompte.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecompteTotals {
    /// Principal as invoiced.
    pub principal: Money,
    /// Of which left.
    pub principal_left: Money,
    /// Interest.
    pub interest: Money,
    /// Of which left.
    pub interest_left: Money,
    /// Fixed indemnities.
    pub indemnities: Money,
    /// Of which left.
    pub indemnities_left: Money,
    /// Penalty clauses.
    pub penalties: Money,
    /// Of which left.
    pub penalties_left: Money,
    /// Costs the debtor bears.
    pub costs: Money,
    /// Of which left.
    pub costs_left: Money,
    /// Received, credit notes included.
    pub received: Money,
    /// Of which beyond the debt.
    pub surplus: Money,
    /// Everything left.
    pub owed: Money,
}

/// Interest of one day at one rate, after the last day counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Running {
    /// The principal that bears.
    pub base: Money,
    /// Percent a year.
    pub rate: Rate,
    /// Days of the year that divide.
    pub year_days: i64,
    /// Interest of a day.
    pub daily: Money,
}

impl Decompte {
    /// The décompte as a paper of its own.
    ///
    /// # Errors
    /// [`CourtError::Sums`] names every sum that differs from its parts; [`CourtError::Document`] when it names no
    /// creditor, debtor or claim, or cannot be laid out.
    pub fn render(
        &self,
        cover: &Cover,
        creditor: &Party,
        debtors: &[Party],
        lang: Language,
    ) -> Result<Pdf, CourtError> {
        Ok(render(cover, &self.paper(cover, creditor, debtors, lang)?, lang)?)
    }

    pub(super) fn paper(
        &self,
        cover: &Cover,
        creditor: &Party,
        debtors: &[Party],
        lang: Language,
    ) -> Result<Paper, CourtError> {
        complete(creditor, &cover.ident, ["the name of the creditor", "the address of the creditor"])?;
        check(self, &cover.ident)?;
        let title = lang.pick("Décompte de la créance", "Computation of the claim");
        let parties = vec![
            (lang.pick("Créancier", "Creditor").to_owned(), creditor.name.clone()),
            (
                lang.pick(if debtors.len() > 1 { "Débiteurs" } else { "Débiteur" }, "Debtor").to_owned(),
                names(debtors, lang),
            ),
        ];
        let mut blocks = vec![Block::Facts { rows: parties }];
        blocks.extend(summary(self, lang));
        blocks.extend(detail(self, lang));
        Ok(Paper { subtitle: articles(&self.articles, lang), blocks, ..Paper::from(creditor, title) })
    }

    /// Checks every sum against its parts.
    ///
    /// # Errors
    /// As [`Decompte::render`].
    pub fn check(&self, ident: &str) -> Result<(), CourtError> {
        check(self, ident)
    }
}
