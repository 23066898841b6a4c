//! Each indicator by its name, its unit, its formula and its figure.

use kernel::{Currency, Date, Language, Money, Wording, figures as said, slug_enum};
use ledger::indicators::lateness::{Delay, average_days_late};
use ledger::indicators::{Figure, Gap, Ratio};
use serde::Serialize;

use super::asides::{BlockedShare, PromiseFigures};
use super::measure::{Books, Measure};
use super::words::{Missing, both, percent, tenths, without_doubtful};
use super::{Ground, trade};

slug_enum!(
    /// An indicator of the trade.
    Indicator {
        /// Everything open.
        Outstanding = "outstanding",
        /// What is past its due date.
        Overdue = "overdue",
        /// Overdue in percent of outstanding.
        OverdueRate = "overdue-rate",
        /// Days sales outstanding, accounting method.
        Dso = "dso",
        /// The same by exhaustion.
        CountBackDso = "count-back-dso",
        /// What it would be if everybody paid on the day.
        BestPossibleDso = "best-possible-dso",
        /// The gap between the two.
        AverageDaysDelinquent = "average-days-delinquent",
        /// Mean days late of late pieces, weighted by amounts.
        AverageDaysLate = "average-days-late",
        /// What is set aside, in percent of outstanding.
        BlockedRate = "blocked-rate",
        /// Promises kept, by number.
        PromisesKept = "promises-kept",
        /// Promises kept, by amount.
        PromisesPaid = "promises-paid",
        /// What ended without a judge, of all that ended.
        AmicableResolution = "amicable-resolution",
        /// Mean days from the due date to the money, on files that ended.
        CollectionDelay = "collection-delay",
        /// Procedures that brought their title, of those decided.
        ProceduresWon = "procedures-won",
        /// What their titles award of what was asked.
        ProceduresGranted = "procedures-granted",
        /// What a case costs the house.
        CostPerCase = "cost-per-case",
        /// What cases bring once their costs are taken off, of what they claimed.
        NetEfficiency = "net-efficiency",
    }
);

slug_enum!(
    /// What a figure counts.
    Unit {
        /// An amount.
        Money = "money",
        /// Percent.
        Percent = "percent",
        /// Days.
        Days = "days",
    }
);

impl Indicator {
    /// What it is called.
    pub fn name(self) -> Wording {
        let (fr, en) = match self {
            Self::Outstanding => ("Encours", "Outstanding"),
            Self::Overdue => ("Échu", "Overdue"),
            Self::OverdueRate => ("Taux d’échu", "Overdue rate"),
            Self::Dso => ("DSO comptable", "DSO, accounting method"),
            Self::CountBackDso => ("DSO par épuisement", "DSO by count-back"),
            Self::BestPossibleDso => ("DSO optimal", "Best possible DSO"),
            Self::AverageDaysDelinquent => ("Jours de retard dans le DSO", "Average days delinquent"),
            Self::AverageDaysLate => ("Retard moyen pondéré", "Weighted average days late"),
            Self::BlockedRate => ("Poids des pièces mises de côté", "Weight of items set aside"),
            Self::PromisesKept => ("Promesses tenues, en nombre", "Promises kept, by number"),
            Self::PromisesPaid => ("Promesses tenues, en montant", "Promises kept, by amount"),
            Self::AmicableResolution => ("Taux de résolution amiable", "Amicable resolution rate"),
            Self::CollectionDelay => ("Délai moyen de recouvrement", "Mean time to collect"),
            Self::ProceduresWon => ("Taux de succès des procédures", "Success rate of procedures"),
            Self::ProceduresGranted => ("Part accordée des demandes", "Share of claims granted"),
            Self::CostPerCase => ("Coût moyen par litige", "Mean cost of a case"),
            Self::NetEfficiency => ("Efficacité nette", "Net efficiency"),
        };
        Wording::new(fr, en)
    }

    /// What it counts.
    pub const fn unit(self) -> Unit {
        match self {
            Self::Outstanding | Self::Overdue | Self::CostPerCase => Unit::Money,
            Self::OverdueRate
            | Self::BlockedRate
            | Self::PromisesKept
            | Self::PromisesPaid
            | Self::AmicableResolution
            | Self::ProceduresWon
            | Self::ProceduresGranted
            | Self::NetEfficiency => Unit::Percent,
            Self::Dso
            | Self::CountBackDso
            | Self::BestPossibleDso
            | Self::AverageDaysDelinquent
            | Self::AverageDaysLate
            | Self::CollectionDelay => Unit::Days,
        }
    }

    /// The rule it follows, in words. Sources: `ledger::indicators`; those of files and cases are the house's (`trade`).
    pub fn formula(self) -> Wording {
        let (fr, en) = match self {
            Self::AmicableResolution
            | Self::CollectionDelay
            | Self::ProceduresWon
            | Self::ProceduresGranted
            | Self::CostPerCase
            | Self::NetEfficiency => return trade::formula(self),
            Self::Outstanding => (
                "Somme de ce qui reste ouvert ce jour-là en comptabilité, avoirs et règlements non lettrés déduits : le total de la balance âgée.",
                "Sum of what is open on that day in the books, unmatched credit notes and payments deducted: the total of the aged balance.",
            ),
            Self::Overdue => (
                "Part de l’encours dont l’échéance est passée. Une pièce échue le jour même n’est pas en retard ; un crédit compte à sa propre date.",
                "The part of outstanding past its due date. A piece due on the day itself is not late; a credit counts at its own date.",
            ),
            Self::OverdueRate => ("Échu ÷ encours.", "Overdue ÷ outstanding."),
            Self::Dso => (
                "Créances TTC ÷ ventes TTC de la période × jours de la période. Ventes = factures moins avoirs, à leur date comptable ; créances = encours sans les clients douteux.",
                "Receivables ÷ sales of the period × days of the period, tax included. Sales = invoices less credit notes, at their accounting date; receivables = outstanding without doubtful customers.",
            ),
            Self::CountBackDso => (
                "Les ventes TTC de chaque mois sont retirées des créances, du mois le plus récent au plus ancien. Chaque mois épuisé compte ses jours, le dernier au prorata.",
                "The sales of each month, tax included, are taken off the receivables, newest month first. Each month used up counts its days, the last in proportion.",
            ),
            Self::BestPossibleDso => (
                "Créances non échues ÷ ventes TTC de la période × jours : ce que serait le DSO si chacun payait à l’échéance.",
                "Receivables not yet due ÷ sales of the period × days: what DSO would be if everybody paid on the due date.",
            ),
            Self::AverageDaysDelinquent => (
                "DSO comptable − DSO optimal, soit créances échues ÷ ventes TTC × jours : ce que le retard ajoute au délai.",
                "DSO − best possible DSO, that is overdue receivables ÷ sales × days: what lateness adds to the delay.",
            ),
            Self::AverageDaysLate => (
                "Σ (reste dû × jours de retard) ÷ Σ reste dû, sur les pièces en retard ; les crédits ne sont pas déduits.",
                "Σ (open amount × days late) ÷ Σ open amount, over late pieces; credits are not deducted.",
            ),
            Self::BlockedRate => (
                "Montants mis de côté ce jour-là (contestés, annoncés, en encaissement, à vérifier, exclus) ÷ encours.",
                "Amounts set aside on that day (disputed, announced, being collected, to check, excluded) ÷ outstanding.",
            ),
            Self::PromisesKept => (
                "Promesses tenues ÷ (tenues + partielles + rompues), parmi celles dont le jour tombe dans la période.",
                "Promises kept ÷ (kept + partly kept + broken), among those whose day falls in the period.",
            ),
            Self::PromisesPaid => (
                "Payé à temps ÷ promis, sur les mêmes promesses ; un paiement ne compte pas au-delà de la promesse.",
                "Paid in time ÷ promised, over the same promises; a payment does not count beyond its promise.",
            ),
        };
        Wording::new(fr, en)
    }
}

/// Why a figure is not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lacking {
    /// Stable code.
    pub code: String,
    /// What is missing, and what would show the figure.
    pub words: Wording,
}

/// The two numbers of a figure that is one over the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parts {
    /// What is divided: an amount, an amount × days, or a count.
    pub numerator: String,
    /// By what: an amount or a count, above zero.
    pub denominator: String,
}

/// One indicator: a figure, or what is missing to tell it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FigureLine {
    /// Which.
    pub indicator: Indicator,
    /// What it is called.
    pub name: Wording,
    /// What it counts.
    pub unit: Unit,
    /// The figure: an amount, or a number with one decimal rounded half up; none when it is missing.
    pub value: Option<String>,
    /// Why it is missing.
    pub missing: Option<Lacking>,
    /// The rule, in words.
    pub formula: Wording,
    /// The rule with its numbers; empty when the figure is missing or is its own number.
    pub computed: Wording,
    /// Its two numbers, for the indicators of files and cases; none when it is missing.
    pub parts: Option<Parts>,
    /// The figure in tenths, where it is a number.
    #[serde(skip)]
    pub tenths: Option<i64>,
    /// The figure as an amount, where it is one.
    #[serde(skip)]
    pub money: Option<Money>,
}

impl FigureLine {
    fn of(indicator: Indicator) -> Self {
        Self {
            indicator,
            name: indicator.name(),
            unit: indicator.unit(),
            value: None,
            missing: None,
            formula: indicator.formula(),
            computed: Wording::default(),
            parts: None,
            tenths: None,
            money: None,
        }
    }

    pub(super) fn amount(indicator: Indicator, money: Money) -> Self {
        Self { value: Some(money.to_decimal()), money: Some(money), ..Self::of(indicator) }
    }

    pub(super) fn number(
        indicator: Indicator,
        figure: Result<Ratio, Missing>,
        computed: impl Fn(Language) -> String,
    ) -> Self {
        match figure {
            Ok(ratio) => Self {
                value: Some(ratio.to_decimal()),
                tenths: Some(ratio.tenths()),
                computed: both(computed),
                ..Self::of(indicator)
            },
            Err(missing) => Self::lacking(indicator, &missing),
        }
    }

    pub(super) fn lacking(indicator: Indicator, missing: &Missing) -> Self {
        let missing = Lacking { code: missing.code().to_owned(), words: missing.wording() };
        Self { missing: Some(missing), ..Self::of(indicator) }
    }

    /// The figure as a language writes it; a dash when it is missing.
    pub fn said(&self, language: Language) -> String {
        let number = |tenths: i64| Ratio::of(i128::from(tenths), 10);
        match (self.money, self.tenths.and_then(number), self.unit) {
            (Some(money), ..) => said::money(money, language),
            (_, Some(ratio), Unit::Percent) => percent(ratio, language),
            (_, Some(ratio), _) => {
                format!("{}\u{a0}{}", tenths(ratio, language), language.pick("jours", "days"))
            }
            _ => "–".to_owned(),
        }
    }
}

/// Says why a figure of `measure` is missing.
fn gap(gap: Gap, books: &Books<'_>, ground: &Ground, measure: &Measure) -> Missing {
    let (from, until) = (measure.period.from, measure.period.until);
    let since = books.sales_since(until);
    match (gap, since) {
        (Gap::NothingOutstanding, _) => Missing::NothingOutstanding,
        (Gap::NoSales, _) => Missing::NoSales { from, until },
        (Gap::BeforeLedger, _) => {
            books.known_from().map_or(Missing::NeverKnown, |known| Missing::BeforeLedger { known })
        }
        (Gap::HistoryTooShort, Ok(known)) => Missing::HistoryTooShort { known },
        (Gap::SalesUnknown, Ok(known)) => Missing::SalesSince { known, from },
        (Gap::SalesUnknown | Gap::HistoryTooShort, Err(creditors)) => {
            let mut codes: Vec<String> = creditors.iter().map(|c| ground.code(*c)).collect();
            codes.sort_unstable();
            Missing::SalesUnknown { creditors: codes.join(", "), from }
        }
    }
}

/// Every figure of one currency, and what they leave out.
pub(super) fn lines(
    ground: &Ground,
    books: &Books<'_>,
    late: &[Delay],
    blocked: &BlockedShare,
    promises: &PromiseFigures,
) -> (Vec<FigureLine>, Vec<Wording>) {
    let found = books.on(ground.as_of);
    let currency = books.currency;
    let told = |figure: Figure| figure.map_err(|why| gap(why, books, ground, &found));
    let money = |minor: i64, l: Language| said::money(Money::new(minor, currency), l);
    let over = |part: i64| {
        let (sales, days) = (found.sales.unwrap_or(0), found.period.days());
        move |l: Language| format!("{} ÷ {} × {days}", money_of(part, currency, l), money_of(sales, currency, l))
    };
    let nothing = || Missing::NothingOutstanding;
    let (outstanding, overdue) = (found.outstanding, found.overdue);
    let not_due = found.receivables - found.receivables_overdue;
    let mean = average_days_late(late).ok_or(Missing::NothingLate);
    let (late_open, late_items) = (late.iter().map(|d| d.amount).sum(), late.iter().map(|d| d.items).sum::<u64>());
    let mut lines = vec![
        FigureLine::amount(Indicator::Outstanding, Money::new(outstanding, currency)),
        FigureLine::amount(Indicator::Overdue, Money::new(overdue, currency)),
        FigureLine::number(Indicator::OverdueRate, Ratio::percent(overdue, outstanding).ok_or_else(nothing), |l| {
            format!("{} ÷ {}", money(overdue, l), money(outstanding, l))
        }),
        FigureLine::number(Indicator::Dso, told(found.dso), over(found.receivables)),
        FigureLine::number(Indicator::CountBackDso, told(found.count_back), |l| {
            let words = l.pick("les ventes retirées mois par mois de", "sales taken month by month off");
            format!("{words} {}", money(found.receivables, l))
        }),
        FigureLine::number(Indicator::BestPossibleDso, told(found.best_possible), over(not_due)),
        FigureLine::number(Indicator::AverageDaysDelinquent, told(found.delinquent), over(found.receivables_overdue)),
        FigureLine::number(Indicator::AverageDaysLate, mean, |l| {
            let count = said::count(i64::try_from(late_items).unwrap_or(i64::MAX), l);
            let pieces = l.pick("pièces en retard pour", "late pieces for");
            format!("{count} {pieces} {}", money(late_open, l))
        }),
    ];
    lines.push(FigureLine::number(
        Indicator::BlockedRate,
        Ratio::percent(blocked.minor, outstanding).ok_or_else(nothing),
        |l| format!("{} ÷ {}", money(blocked.minor, l), money(outstanding, l)),
    ));
    lines.extend(promised(promises, ground, currency));
    let mut notes = Vec::new();
    if found.doubtful != 0 {
        notes.push(without_doubtful(Money::new(found.doubtful, currency)));
    }
    if let Some(known) = books.known_from().filter(|known| *known > ground.as_of) {
        notes.push(Missing::BeforeLedger { known }.wording());
    }
    (lines, notes)
}

pub(super) fn money_of(minor: i64, currency: Currency, language: Language) -> String {
    said::money(Money::new(minor, currency), language)
}

fn promised(promises: &PromiseFigures, ground: &Ground, currency: Currency) -> [FigureLine; 2] {
    let (from, until): (Date, Date) = (ground.period.from, ground.period.until);
    let none = || Missing::NoPromise { from, until };
    let judged = promises.kept + promises.partly + promises.broken;
    let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let kept = Ratio::percent(number(promises.kept), number(judged)).ok_or_else(none);
    let paid = Ratio::percent(promises.paid_minor, promises.promised_minor).ok_or_else(none);
    [
        FigureLine::number(Indicator::PromisesKept, kept, |l| {
            format!("{} ÷ {}", said::count(number(promises.kept), l), said::count(number(judged), l))
        }),
        FigureLine::number(Indicator::PromisesPaid, paid, |l| {
            format!(
                "{} ÷ {}",
                money_of(promises.paid_minor, currency, l),
                money_of(promises.promised_minor, currency, l)
            )
        }),
    ]
}
