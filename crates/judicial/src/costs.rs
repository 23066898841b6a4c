//! What procedures cost: each cost typed, with who advances it, who bears it, and whether it comes back.
//!
//! Amounts are exact and in one currency; the parts of a [`Tally`] add up to its total. Who bears what is read from
//! the law tables; what they do not hold is said to be for the judge to decide.

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money, MoneyError, Rounding, Wording, slug_enum};
use law::estimate::{EstimateLine, estimate_item};
use law::text::{amount_en, amount_fr};
use law::{Law, LawError};
use serde::{Deserialize, Serialize};

slug_enum!(
    /// What a cost is for.
    CostKind {
        /// Registry of a court.
        Registry = "registry",
        /// An act of a commissaire de justice, travel included.
        OfficerAct = "officer-act",
        /// A proportional fee of a commissaire de justice.
        CollectionFee = "collection-fee",
        /// Fees of a lawyer.
        Lawyer = "lawyer",
        /// An expert, a translator.
        Expert = "expert",
        /// A stamp or a contribution.
        Tax = "tax",
        /// A collection agency.
        Agency = "agency",
        /// A publication, an extract, a search.
        Formality = "formality",
        /// Registered letters and the like.
        Postage = "postage",
        /// Time of the house.
        InternalTime = "internal-time",
        /// None of these.
        Other = "other",
    }
);

slug_enum!(
    /// Who pays first, or in the end.
    Party {
        /// The creditor.
        Creditor = "creditor",
        /// The debtor.
        Debtor = "debtor",
        /// A third party: the Treasury, an insurer.
        ThirdParty = "third-party",
        /// Nobody knows before the judge decides.
        Undecided = "undecided",
    }
);

slug_enum!(
    /// Whether what the creditor advanced comes back.
    Recovery {
        /// From the debtor, by law.
        Recoverable = "recoverable",
        /// Never.
        NotRecoverable = "not-recoverable",
        /// If the judge says so.
        ByDecision = "by-decision",
    }
);

slug_enum!(
    /// Why a cost falls on somebody: the case of the law it is in.
    Ground {
        /// Enforcement with a title.
        Enforcement = "enforcement",
        /// The proportional fee the creditor owes (A444-32).
        CreditorFee = "creditor-fee",
        /// Collection without a title.
        WithoutTitle = "without-title",
        /// An act the law prescribes to the creditor.
        PrescribedAct = "prescribed-act",
        /// A conservatory measure.
        Conservatory = "conservatory",
        /// The rejection of a cheque.
        Cheque = "cheque",
        /// Costs of proceedings (dépens).
        Proceedings = "proceedings",
        /// Lawyers and the like, outside the costs of proceedings.
        OutsideProceedings = "outside-proceedings",
        /// Time of the house.
        InternalTime = "internal-time",
    }
);

/// Who bears a cost, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bearing {
    /// Who, in the end.
    pub borne_by: Party,
    /// Whether it comes back to who advanced it.
    pub recovery: Recovery,
    /// In words.
    pub why: Wording,
    /// Article; absent where the tables hold none.
    pub article: Option<String>,
}

/// Who bears a cost of a ground, as the law tables say.
///
/// # Errors
/// [`LawError`] when the table of tariffs cannot be read.
///
/// ```
/// use judicial::costs::{Ground, Party, Recovery, bearing};
/// use law::Law;
/// let fee = bearing(Ground::CreditorFee, Law::builtin())?;
/// assert_eq!((fee.borne_by, fee.recovery), (Party::Creditor, Recovery::NotRecoverable));
/// assert_eq!(fee.article.as_deref(), Some("CPCE L111-8"));
/// # Ok::<(), law::LawError>(())
/// ```
pub fn bearing(ground: Ground, law: &Law) -> Result<Bearing, LawError> {
    let (article, borne_by, recovery, fr, en) = match ground {
        Ground::Enforcement => (
            "CPCE L111-8",
            Party::Debtor,
            Recovery::Recoverable,
            "frais d’exécution avec un titre : au débiteur",
            "enforcement costs with a title: the debtor’s",
        ),
        Ground::CreditorFee => (
            "CPCE L111-8",
            Party::Creditor,
            Recovery::NotRecoverable,
            "émolument proportionnel du créancier : il lui reste",
            "the creditor’s proportional fee stays with him",
        ),
        Ground::WithoutTitle | Ground::InternalTime => (
            "CPCE L111-8",
            Party::Creditor,
            Recovery::NotRecoverable,
            "frais de recouvrement sans titre : au créancier",
            "collection costs without a title: the creditor’s",
        ),
        Ground::PrescribedAct => (
            "CPCE L111-8",
            Party::Debtor,
            Recovery::Recoverable,
            "acte que la loi prescrit au créancier : au débiteur",
            "an act the law prescribes to the creditor: the debtor’s",
        ),
        Ground::Conservatory => (
            "CPCE L512-2",
            Party::Debtor,
            Recovery::ByDecision,
            "mesure conservatoire : au débiteur, sauf décision du juge",
            "conservatory measure: the debtor’s, unless the judge decides otherwise",
        ),
        Ground::Cheque => (
            "CMF L131-73",
            Party::Debtor,
            Recovery::Recoverable,
            "frais du rejet d’un chèque : au tireur",
            "costs of the rejection of a cheque: the drawer’s",
        ),
        Ground::Proceedings => return Ok(undecided("dépens", "costs of proceedings")),
        Ground::OutsideProceedings => {
            return Ok(undecided("frais hors dépens", "costs outside those of the proceedings"));
        }
    };
    let held =
        law.table("tariffs")?.rows.iter().any(|row| row.text("item") == WHO_PAYS && row.text("article") == article);
    if !held {
        return Ok(undecided(fr, en));
    }
    Ok(Bearing { borne_by, recovery, why: Wording::new(fr, en), article: Some(article.to_owned()) })
}

/// The rows of the tariff that say who bears what.
const WHO_PAYS: &str = "who pays";

fn undecided(fr: &str, en: &str) -> Bearing {
    Bearing {
        borne_by: Party::Undecided,
        recovery: Recovery::ByDecision,
        why: Wording::new(
            format!("{fr} : le juge décide ; la table tariffs n’a pas de ligne « {WHO_PAYS} » à ce sujet, ajoutez-la"),
            format!("{en}: the judge decides; the table tariffs has no row « {WHO_PAYS} » about it, add one"),
        ),
        article: None,
    }
}

/// One cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// What it is for.
    pub kind: CostKind,
    /// In the user's words.
    pub label: String,
    /// The day of the act it pays.
    pub day: Date,
    /// Without VAT; below zero for a refund.
    pub net: Money,
    /// VAT, of the same sign and currency.
    pub vat: Money,
    /// Who pays it first.
    pub advanced_by: Party,
    /// Who bears it.
    pub bearing: Bearing,
    /// Word of the tariff.
    pub tariff: Option<String>,
    /// Number of the invoice or fee note.
    pub reference: Option<String>,
}

/// Why a cost is no cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CostFault {
    /// VAT in another currency.
    #[error("net and VAT are in two currencies")]
    Currencies,
    /// VAT of the other sign.
    #[error("net and VAT are of opposite signs")]
    Signs,
}

impl CostFault {
    /// What is wrong and what to do, in both languages.
    pub fn wording(self) -> Wording {
        match self {
            Self::Currencies => Wording::new(
                "le hors taxe et la TVA ne sont pas dans la même monnaie ; donnez-les dans la même",
                "the net amount and the VAT are not in one currency; give both in the same",
            ),
            Self::Signs => Wording::new(
                "le hors taxe et la TVA sont de signes contraires ; un remboursement a les deux négatifs",
                "the net amount and the VAT are of opposite signs; a refund has both below zero",
            ),
        }
    }
}

impl Cost {
    /// A cost the creditor advances.
    ///
    /// # Errors
    /// [`CostFault`] when VAT is of another currency or sign than the net amount.
    pub fn try_new(
        kind: CostKind,
        label: &str,
        day: Date,
        (net, vat): (Money, Money),
        bearing: Bearing,
    ) -> Result<Self, CostFault> {
        if net.currency() != vat.currency() {
            return Err(CostFault::Currencies);
        }
        if net.minor().signum() * vat.minor().signum() < 0 {
            return Err(CostFault::Signs);
        }
        let advanced_by = Party::Creditor;
        Ok(Self { kind, label: label.to_owned(), day, net, vat, advanced_by, bearing, tariff: None, reference: None })
    }

    /// VAT included.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn gross(&self) -> Result<Money, MoneyError> {
        self.net.checked_add(self.vat)
    }
}

/// Time somebody of the house spent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeSpent {
    /// Who.
    pub who: String,
    /// When.
    pub day: Date,
    /// Minutes.
    pub minutes: u32,
    /// What an hour costs the house.
    pub hourly: Money,
}

impl TimeSpent {
    /// What it comes to, rounded half up to the cent.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`].
    pub fn amount(&self) -> Result<Money, MoneyError> {
        self.hourly.ratio(i64::from(self.minutes), 60, Rounding::HalfUp)
    }

    /// The cost of it; without VAT, and never the debtor's.
    ///
    /// # Errors
    /// [`LawError`] when an amount is too large or the table of tariffs cannot be read.
    pub fn cost(&self, law: &Law) -> Result<Cost, LawError> {
        let net = self.amount()?;
        Ok(Cost {
            kind: CostKind::InternalTime,
            label: self.who.clone(),
            day: self.day,
            net,
            vat: Money::zero(net.currency()),
            advanced_by: Party::Creditor,
            bearing: bearing(Ground::InternalTime, law)?,
            tariff: None,
            reference: None,
        })
    }
}

/// What is foreseen for a kind of cost, VAT included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    /// The kind.
    pub kind: CostKind,
    /// How much.
    pub gross: Money,
}

/// What was foreseen for a kind, and what it came to. VAT included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct KindTally {
    /// Foreseen; absent when nothing was.
    pub budget: Option<Money>,
    /// Spent.
    pub actual: Money,
    /// Spent beyond what was foreseen; below zero for what is left.
    pub over: Money,
}

/// The costs of a file, summed. Each of the breakdowns adds up to `gross`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Without VAT.
    pub net: Money,
    /// VAT.
    pub vat: Money,
    /// VAT included.
    pub gross: Money,
    /// By who bears it.
    pub by_bearer: BTreeMap<Party, Money>,
    /// By who advanced it.
    pub by_advance: BTreeMap<Party, Money>,
    /// By whether it comes back.
    pub by_recovery: BTreeMap<Recovery, Money>,
    /// By kind, beside what was foreseen. A kind with a budget and no cost is there with zero.
    pub by_kind: BTreeMap<CostKind, KindTally>,
    /// What the creditor advanced and the debtor bears by law: to be claimed from him.
    pub to_claim: Money,
    /// All that was foreseen.
    pub budget: Money,
}

/// Sums costs of one currency, beside their budget.
///
/// # Errors
/// [`MoneyError::Mixed`] for another currency, [`MoneyError::Overflow`].
pub fn tally<'a>(
    costs: impl IntoIterator<Item = &'a Cost>,
    budget: &[Budget],
    currency: Currency,
) -> Result<Tally, MoneyError> {
    let zero = Money::zero(currency);
    let mut sum = Tally {
        net: zero,
        vat: zero,
        gross: zero,
        by_bearer: BTreeMap::new(),
        by_advance: BTreeMap::new(),
        by_recovery: BTreeMap::new(),
        by_kind: BTreeMap::new(),
        to_claim: zero,
        budget: zero,
    };
    for line in budget {
        let kind = sum.by_kind.entry(line.kind).or_insert(KindTally { budget: None, actual: zero, over: zero });
        kind.budget = Some(kind.budget.unwrap_or(zero).checked_add(line.gross)?);
        sum.budget = sum.budget.checked_add(line.gross)?;
    }
    for cost in costs {
        let gross = cost.gross()?;
        sum.net = sum.net.checked_add(cost.net)?;
        sum.vat = sum.vat.checked_add(cost.vat)?;
        sum.gross = sum.gross.checked_add(gross)?;
        add(&mut sum.by_bearer, cost.bearing.borne_by, gross)?;
        add(&mut sum.by_advance, cost.advanced_by, gross)?;
        add(&mut sum.by_recovery, cost.bearing.recovery, gross)?;
        let kind = sum.by_kind.entry(cost.kind).or_insert(KindTally { budget: None, actual: zero, over: zero });
        kind.actual = kind.actual.checked_add(gross)?;
        let claimed = cost.advanced_by == Party::Creditor
            && cost.bearing.borne_by == Party::Debtor
            && cost.bearing.recovery == Recovery::Recoverable;
        if claimed {
            sum.to_claim = sum.to_claim.checked_add(gross)?;
        }
    }
    for kind in sum.by_kind.values_mut() {
        kind.over = kind.actual.checked_add(-kind.budget.unwrap_or(zero))?;
    }
    Ok(sum)
}

fn add<K: Ord>(to: &mut BTreeMap<K, Money>, key: K, amount: Money) -> Result<(), MoneyError> {
    let sum = to.entry(key).or_insert(Money::zero(amount.currency()));
    *sum = sum.checked_add(amount)?;
    Ok(())
}

/// A cost beside the tariff of its act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Beside {
    /// The tariff, « périmé » where its row is old; no amount where the tables hold none.
    pub tariff: EstimateLine,
    /// Charged beyond the tariff, VAT included; absent where it is unknown.
    pub beyond: Option<Money>,
    /// In words.
    pub words: Wording,
}

/// A cost beside the tariff of its act for a debt, for whoever checks the fee note: never for a document.
/// Nothing for a cost that names no tariff.
///
/// # Errors
/// [`LawError::Unknown`] for a tariff that does not exist.
pub fn beside(cost: &Cost, debt: Money, law: &Law) -> Result<Option<Beside>, LawError> {
    let Some(item) = &cost.tariff else { return Ok(None) };
    let tariff = estimate_item(item, debt, cost.day, law)?;
    let gross = cost.gross()?;
    let beyond = tariff.amount().map(|amount| gross.checked_add(-amount)).transpose()?;
    let said = tariff.words();
    let words = Wording::new(
        format!("{} compté {} ; {}", cost.label, amount_fr(gross), said.fr),
        format!("{} charged {}; {}", cost.label, amount_en(gross), said.en),
    );
    Ok(Some(Beside { tariff, beyond, words }))
}

#[cfg(test)]
mod tests;
