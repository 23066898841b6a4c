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
    /// The cost of it, rounded half up to the cent; without VAT, and never the debtor's.
    ///
    /// # Errors
    /// [`LawError`] when an amount is too large or the table of tariffs cannot be read.
    pub fn cost(&self, law: &Law) -> Result<Cost, LawError> {
        let net = self.hourly.ratio(i64::from(self.minutes), 60, Rounding::HalfUp)?;
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
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn eur(text: &str) -> Money {
        Money::parse(text, Currency::EUR).expect("an amount")
    }

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn cost(kind: CostKind, net: &str, vat: &str, ground: Ground) -> Cost {
        let bearing = bearing(ground, Law::builtin()).expect("a bearing");
        Cost::try_new(kind, "un coût", day("2023-06-01"), (eur(net), eur(vat)), bearing).expect("a cost")
    }

    // D01 of the worked examples, with what the examples say of each part
    #[test]
    fn d01_is_summed_by_who_bears_it() {
        let costs = [
            cost(CostKind::Registry, "27.89", "5.58", Ground::PrescribedAct),
            cost(CostKind::OfficerAct, "58.73", "11.75", Ground::PrescribedAct),
            cost(CostKind::OfficerAct, "73.63", "14.73", Ground::Enforcement),
            cost(CostKind::CollectionFee, "98.10", "19.62", Ground::Enforcement),
            cost(CostKind::CollectionFee, "487.06", "97.42", Ground::CreditorFee),
        ];
        let sum = tally(&costs, &[], Currency::EUR).expect("a sum");
        // 33.47 + 70.48 + 88.36 = 192.31, and 117.72 on the debtor; 584.48 on the creditor
        assert_eq!(sum.by_bearer[&Party::Debtor], eur("310.03"));
        assert_eq!(sum.by_bearer[&Party::Creditor], eur("584.48"));
        assert_eq!(sum.gross, eur("894.51"));
        assert_eq!(sum.to_claim, eur("310.03"));
    }

    #[test]
    fn what_the_tables_do_not_hold_is_for_the_judge() {
        for ground in [Ground::Proceedings, Ground::OutsideProceedings] {
            let unknown = bearing(ground, Law::builtin()).expect("an answer");
            assert_eq!(
                (unknown.borne_by, unknown.recovery, unknown.article),
                (Party::Undecided, Recovery::ByDecision, None)
            );
            assert!(unknown.why.fr.contains("ajoutez-la"), "{}", unknown.why.fr);
        }
        assert_eq!(bearing(Ground::Cheque, Law::builtin()).expect("an answer").borne_by, Party::Debtor);
    }

    #[test]
    fn a_cost_stands_beside_its_tariff_and_an_old_one_says_so() {
        let charged = Cost {
            tariff: Some("service-of-order".to_owned()),
            ..cost(CostKind::OfficerAct, "58.73", "11.75", Ground::PrescribedAct)
        };
        let then = beside(&charged, eur("10000"), Law::builtin()).expect("known").expect("a tariff");
        assert_eq!((then.beyond, then.tariff.stale_since), (Some(eur("0")), None)); // C03: 70.48
        let now = Cost { day: day("2026-11-21"), ..charged.clone() };
        let old = beside(&now, eur("10000"), Law::builtin()).expect("known").expect("a tariff");
        assert_eq!(old.tariff.stale_since, Some(day("2026-02-28")));
        assert!(old.words.fr.contains("périmé"), "{}", old.words.fr);
        let unknown = Cost { tariff: Some("attachment-record".to_owned()), ..charged };
        let none = beside(&unknown, eur("10000"), Law::builtin()).expect("known").expect("an answer");
        assert_eq!((none.beyond, none.tariff.amount()), (None, None));
        assert!(none.words.en.contains("unknown"), "{}", none.words.en);
        assert!(
            beside(&cost(CostKind::Postage, "5", "0", Ground::WithoutTitle), eur("1"), Law::builtin())
                .expect("known")
                .is_none()
        );
    }

    #[test]
    fn time_has_its_price_and_stays_with_the_house() {
        let spent = TimeSpent { who: "Léa".to_owned(), day: day("2026-11-21"), minutes: 50, hourly: eur("42.50") };
        let cost = spent.cost(Law::builtin()).expect("a cost");
        // 42.50 × 50 / 60 = 35.4166…
        assert_eq!((cost.net, cost.gross().expect("a sum")), (eur("35.42"), eur("35.42")));
        assert_eq!((cost.bearing.borne_by, cost.bearing.recovery), (Party::Creditor, Recovery::NotRecoverable));
    }

    #[test]
    fn a_budget_is_told_beside_what_was_spent() {
        let budget = [
            Budget { kind: CostKind::Lawyer, gross: eur("600") },
            Budget { kind: CostKind::OfficerAct, gross: eur("70") },
        ];
        let costs = [cost(CostKind::OfficerAct, "58.73", "11.75", Ground::PrescribedAct)];
        let sum = tally(&costs, &budget, Currency::EUR).expect("a sum");
        assert_eq!(sum.by_kind[&CostKind::OfficerAct].over, eur("0.48"));
        assert_eq!(
            sum.by_kind[&CostKind::Lawyer],
            KindTally { budget: Some(eur("600")), actual: eur("0"), over: eur("-600") }
        );
        assert_eq!(sum.budget, eur("670"));
    }

    #[test]
    fn two_currencies_or_two_signs_are_refused() {
        let usd = Currency::parse("USD").expect("a currency");
        let bearing = bearing(Ground::Enforcement, Law::builtin()).expect("a bearing");
        let try_one = |net, vat| Cost::try_new(CostKind::Other, "x", day("2026-01-05"), (net, vat), bearing.clone());
        assert_eq!(try_one(eur("10"), Money::zero(usd)), Err(CostFault::Currencies));
        assert_eq!(try_one(eur("10"), eur("-2")), Err(CostFault::Signs));
        assert!(try_one(eur("-10"), eur("-2")).is_ok(), "a refund");
        let dollars = try_one(Money::new(100, usd), Money::zero(usd)).expect("a cost");
        assert!(matches!(tally(&[dollars], &[], Currency::EUR), Err(MoneyError::Mixed(..))));
    }

    proptest! {
        #[test]
        fn every_cent_is_somewhere_once(
            drawn in proptest::collection::vec((0_usize..11, 0_usize..9, 0_usize..4, -100_000_i64..1_000_000, 0_i64..100), 0..40),
        ) {
            let mut costs = Vec::new();
            let mut gross = 0;
            for (kind, ground, by, net, percent) in drawn {
                let vat = net * percent / 100;
                gross += net + vat;
                let bearing = bearing(Ground::ALL[ground], Law::builtin()).expect("a bearing");
                let amounts = (Money::new(net, Currency::EUR), Money::new(vat, Currency::EUR));
                let cost = Cost::try_new(CostKind::ALL[kind], "x", day("2026-01-05"), amounts, bearing).expect("a cost");
                costs.push(Cost { advanced_by: Party::ALL[by], ..cost });
            }
            let sum = tally(&costs, &[], Currency::EUR).expect("a sum");
            prop_assert_eq!(sum.gross.minor(), gross);
            prop_assert_eq!(sum.net.minor() + sum.vat.minor(), gross);
            let total = |parts: Vec<Money>| parts.iter().map(|part| part.minor()).sum::<i64>();
            prop_assert_eq!(total(sum.by_bearer.into_values().collect()), gross);
            prop_assert_eq!(total(sum.by_advance.into_values().collect()), gross);
            prop_assert_eq!(total(sum.by_recovery.into_values().collect()), gross);
            prop_assert_eq!(total(sum.by_kind.into_values().map(|kind| kind.actual).collect()), gross);
        }
    }
}
