//! The five indicators of the trade, over the files that came to an end in a period: what was resolved without a
//! judge, how long the money took, how procedures ended, what a case costs, and what is left of it all.
//!
//! No text fixes these formulas; these are the house's, chosen as a credit manager reads the words, and written beside
//! each figure ([`formula`]). Worked example: a piece of 300 paid 10 days late; a case of 1 000 won, 1 000 paid 60
//! days late, costs 150; a case of 200 lost, costs 50. Amicable: 300 ÷ 1 500 = 20 %. Delay: (3 000 + 60 000) ÷ 1 300 =
//! 48.5 days. Success: 1 ÷ 2; granted: 1 000 ÷ 1 200. Cost: 200 ÷ 2 = 100. Net: (1 000 − 200) ÷ 1 200 = 66.7 %.

use std::collections::BTreeMap;

use kernel::{Currency, Language, Money, Rounding, Wording, figures as said, slug_enum};
use ledger::indicators::Ratio;
use serde::Serialize;

use super::ended::Ended;
use super::figures::{FigureLine, Indicator, Parts, money_of};
use super::words::Missing;
use super::{CurrencyIndicators, Ground};
use crate::Desk;

slug_enum!(
    /// Which of the files that ended a figure is made of.
    FileBasis {
        /// All of them: late pieces paid, cases closed.
        Ended = "ended",
        /// Those on which money came.
        Collected = "collected",
        /// Cases in which a procedure was decided.
        Decided = "decided",
        /// Cases.
        Cases = "cases",
    }
);

impl FileBasis {
    pub(super) fn holds(self, file: &Ended, procedure: Option<&str>) -> bool {
        file.followed(procedure)
            && match self {
                Self::Ended => true,
                Self::Collected => file.collected > 0,
                Self::Decided => file.decided(procedure).next().is_some(),
                Self::Cases => file.is_case(),
            }
    }
}

impl Indicator {
    /// The files it is made of; none where it is made of other things.
    pub const fn basis(self) -> Option<FileBasis> {
        match self {
            Self::AmicableResolution => Some(FileBasis::Ended),
            Self::CollectionDelay => Some(FileBasis::Collected),
            Self::ProceduresWon | Self::ProceduresGranted => Some(FileBasis::Decided),
            Self::CostPerCase | Self::NetEfficiency => Some(FileBasis::Cases),
            _ => None,
        }
    }
}

/// The rule of an indicator of files and cases, in words.
pub(super) fn formula(indicator: Indicator) -> Wording {
    let (fr, en) = match indicator {
        Indicator::AmicableResolution => (
            "Réglé sans juge ÷ tout ce qui s’est terminé dans la période, en montant. Sans juge : pièces payées en retard qu’aucun dossier ne réclame (l’argent reçu, pas les avoirs), et dossiers clos payés ou transigés avant toute décision, pour ce qu’ils réclamaient. Terminé : les mêmes pièces et tous les dossiers clos.",
            "Resolved without a judge ÷ all that ended in the period, by amount. Without a judge: items paid late that no case claims (money received, not credit notes), and cases closed as paid or settled before any decision, for what they claimed. Ended: the same items and every case closed.",
        ),
        Indicator::CollectionDelay => (
            "Σ (argent reçu × jours de l’échéance au paiement) ÷ Σ argent reçu, sur les pièces payées en retard et les dossiers clos de la période. Un paiement avant l’échéance compte zéro jour ; les avoirs ne comptent pas.",
            "Σ (money received × days from the due date to the payment) ÷ Σ money received, over the items paid late and the cases closed in the period. A payment before the due date counts zero days; credit notes do not count.",
        ),
        Indicator::ProceduresWon => (
            "Procédures qui ont obtenu leur titre, même en partie ÷ procédures décidées, dans les dossiers clos de la période. Refusée, caduque ou jugée sans titre au coffre : perdue. Désistement, transaction avant décision, mesure d’exécution, procédure collective : pas comptées.",
            "Procedures that obtained their title, even in part ÷ procedures decided, in the cases closed in the period. Refused, lapsed or judged with no title in the vault: lost. Withdrawn, settled before a decision, enforcement, insolvency: not counted.",
        ),
        Indicator::ProceduresGranted => (
            "Principal accordé ÷ principal demandé, sur les mêmes procédures décidées ; zéro pour celles qui sont perdues.",
            "Principal granted ÷ principal asked, over the same decided procedures; nothing for those lost.",
        ),
        Indicator::CostPerCase => (
            "Frais avancés par la maison, TVA et temps interne compris ÷ dossiers clos dans la période. Ce que le débiteur a remboursé n’est pas déduit.",
            "Costs advanced by the house, VAT and internal time included ÷ cases closed in the period. What the debtor paid back is not deducted.",
        ),
        _ => (
            "(Argent reçu − frais) ÷ montant réclamé, sur les dossiers clos de la période. Frais : ceux du coût moyen. Un remboursement du débiteur est dans l’argent reçu, donc compté une fois.",
            "(Money received − costs) ÷ amount claimed, over the cases closed in the period. Costs: those of the mean cost. What the debtor paid back is in the money received, so it counts once.",
        ),
    };
    Wording::new(fr, en)
}

/// The sums of files in one currency; amounts in minor units.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    files: u64,
    entrusted: i64,
    amicable: i64,
    collected: i64,
    weight: i128,
    cases: i64,
    claimed: i64,
    recovered: i64,
    cost: i64,
    decided: i64,
    won: i64,
    asked: i64,
    granted: i64,
}

impl Sums {
    /// Adds a file; of its procedures, those of one definition where one is asked for.
    pub fn add(&mut self, file: &Ended, procedure: Option<&str>) {
        self.files += 1;
        self.entrusted += file.entrusted;
        self.collected += file.collected;
        self.weight += file.weight;
        if file.amicable {
            self.amicable += file.entrusted;
        }
        if file.is_case() {
            self.cases += 1;
            self.claimed += file.entrusted;
            self.recovered += file.collected;
            self.cost += file.cost;
        }
        for (asked, granted) in file.decided(procedure) {
            self.decided += 1;
            self.won += i64::from(granted > 0);
            self.asked += asked;
            self.granted += granted;
        }
    }

    /// The figures, each with its two numbers.
    pub fn lines(&self, ground: &Ground, currency: Currency) -> Vec<FigureLine> {
        let (from, until) = (ground.period.from, ground.period.until);
        let decimal = |minor: i64| Money::new(minor, currency).to_decimal();
        let money = |minor: i64| move |l: Language| money_of(minor, currency, l);
        let count = |n: i64| move |l: Language| said::count(n, l);
        let weight = i64::try_from(self.weight).unwrap_or(i64::MAX);
        let days = |l: Language| format!("{}\u{a0}× {}", money_of(weight, currency, l), l.pick("jours", "days"));
        let left = self.recovered - self.cost;
        let net =
            |l: Language| format!("({} − {})", money_of(self.recovered, currency, l), money_of(self.cost, currency, l));
        vec![
            over(
                (Indicator::AmicableResolution, Ratio::percent(self.amicable, self.entrusted)),
                Missing::NoFileEnded { from, until },
                (decimal(self.amicable), decimal(self.entrusted)),
                (money(self.amicable), money(self.entrusted)),
            ),
            over(
                (Indicator::CollectionDelay, Ratio::of(self.weight, i128::from(self.collected))),
                Missing::NothingCollected { from, until },
                (decimal(weight), decimal(self.collected)),
                (days, money(self.collected)),
            ),
            over(
                (Indicator::ProceduresWon, Ratio::percent(self.won, self.decided)),
                Missing::NothingDecided { from, until },
                (self.won.to_string(), self.decided.to_string()),
                (count(self.won), count(self.decided)),
            ),
            over(
                (Indicator::ProceduresGranted, Ratio::percent(self.granted, self.asked)),
                Missing::NothingDecided { from, until },
                (decimal(self.granted), decimal(self.asked)),
                (money(self.granted), money(self.asked)),
            ),
            self.cost_per_case(currency, &Missing::NoCaseClosed { from, until }),
            over(
                (Indicator::NetEfficiency, Ratio::percent(left, self.claimed)),
                if self.cases == 0 {
                    Missing::NoCaseClosed { from, until }
                } else {
                    Missing::NothingClaimed { from, until }
                },
                (decimal(left), decimal(self.claimed)),
                (net, money(self.claimed)),
            ),
        ]
    }

    fn cost_per_case(&self, currency: Currency, none: &Missing) -> FigureLine {
        let indicator = Indicator::CostPerCase;
        let cost = Money::new(self.cost, currency);
        let mean = (self.cases > 0).then(|| cost.ratio(1, self.cases, Rounding::HalfUp).ok()).flatten();
        let Some(mean) = mean else { return FigureLine::lacking(indicator, none) };
        let computed = |l: Language| format!("{} ÷ {}", money_of(self.cost, currency, l), said::count(self.cases, l));
        FigureLine {
            parts: Some(Parts { numerator: cost.to_decimal(), denominator: self.cases.to_string() }),
            computed: super::words::both(computed),
            ..FigureLine::amount(indicator, mean)
        }
    }
}

/// One number over another, or why there is none.
fn over(
    (indicator, figure): (Indicator, Option<Ratio>),
    none: Missing,
    (numerator, denominator): (String, String),
    (above, below): (impl Fn(Language) -> String, impl Fn(Language) -> String),
) -> FigureLine {
    let parts = figure.map(|_| Parts { numerator, denominator });
    let computed = |l: Language| format!("{} ÷ {}", above(l), below(l));
    FigureLine { parts, ..FigureLine::number(indicator, figure.ok_or(none), computed) }
}

/// The indicators of the files of one creditor, or of the cases that followed one procedure.
#[derive(Debug, Clone, Serialize)]
pub struct TradeGroup {
    /// Code of the creditor, or name of the procedure in the tables of law.
    pub key: String,
    /// In words.
    pub name: Wording,
    /// Files that ended.
    pub files: u64,
    /// The figures, each with its formula.
    pub figures: Vec<FigureLine>,
}

/// The indicators of files and cases in one currency.
pub(super) struct Trade {
    pub figures: Vec<FigureLine>,
    pub by_creditor: Vec<TradeGroup>,
    pub by_procedure: Vec<TradeGroup>,
}

impl Desk {
    /// The indicators of the files that ended, in all, by creditor, and by procedure that cases followed.
    pub(super) fn trade_of(&self, ground: &Ground, ended: &[Ended], currency: Currency) -> Trade {
        let mut whole = Sums::default();
        let (mut creditors, mut procedures) = (BTreeMap::<_, Sums>::new(), BTreeMap::<&str, Sums>::new());
        for file in ended.iter().filter(|file| file.currency == currency) {
            whole.add(file, None);
            creditors.entry(file.creditor).or_default().add(file, None);
            let mut names: Vec<&str> = file.procedures.iter().map(|one| one.definition.as_str()).collect();
            names.sort_unstable();
            names.dedup();
            for name in names {
                procedures.entry(name).or_default().add(file, Some(name));
            }
        }
        let group = |key: String, name: Wording, sums: &Sums| TradeGroup {
            key,
            name,
            files: sums.files,
            figures: sums.lines(ground, currency),
        };
        let creditor = |(id, sums): (&ledger::CreditorId, &Sums)| {
            let (code, name) = ground.names.get(id).cloned().unwrap_or_default();
            group(code, Wording::same(&name), sums)
        };
        let procedure = |(name, sums): (&&str, &Sums)| group((*name).to_owned(), self.measure_words(name), sums);
        let mut by_creditor: Vec<TradeGroup> = creditors.iter().map(creditor).collect();
        by_creditor.sort_by(|a, b| a.key.cmp(&b.key));
        Trade {
            figures: whole.lines(ground, currency),
            by_creditor,
            by_procedure: procedures.iter().map(procedure).collect(),
        }
    }
}

impl CurrencyIndicators {
    /// These, with the indicators of files and cases.
    #[must_use]
    pub(super) fn with(mut self, trade: Trade) -> Self {
        self.figures.extend(trade.figures);
        self.by_creditor = trade.by_creditor;
        self.by_procedure = trade.by_procedure;
        self
    }
}
