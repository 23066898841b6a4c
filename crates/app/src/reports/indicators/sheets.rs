//! The sheets of the indicators of one currency.

use documents::{Cell, Column, ColumnKind, Table};
use kernel::{Currency, Language};
use ledger::indicators::Ratio;

use super::{parsed, reason_name};
use crate::indicators::{CurrencyIndicators, DelayLine, FigureLine, TradeGroup, Unit};
use ColumnKind::{Date, Integer, Money, Tenths, Text};

/// A column: its title in French, in English, and what it holds.
type Title = (&'static str, &'static str, ColumnKind);

/// The sheets of a currency: figures, months, accounts late, what is set aside, how files ended.
pub(super) fn of(block: &CurrencyIndicators, late: &[DelayLine], language: Language) -> Vec<Table> {
    vec![
        figures(block, language),
        months(block, language),
        delays(block.currency, late, language),
        aside(block, language),
        groups(("Par créancier", "By creditor"), (block.currency, &block.by_creditor), language),
        groups(("Par procédure", "By procedure"), (block.currency, &block.by_procedure), language),
    ]
}

/// A line for each figure of each group, with its two numbers in words.
fn groups(
    title: (&'static str, &'static str),
    (currency, groups): (Currency, &[TradeGroup]),
    language: Language,
) -> Table {
    const COLUMNS: [Title; 8] = [
        ("Groupe", "Group", Text),
        ("Nom", "Name", Text),
        ("Dossiers", "Files", Integer),
        ("Indicateur", "Indicator", Text),
        ("Montant", "Amount", Money),
        ("Nombre", "Number", Tenths),
        ("Unité", "Unit", Text),
        ("Calcul", "Computed", Text),
    ];
    let lines = groups.iter().flat_map(|group| group.figures.iter().map(move |line| (group, line)));
    let row = |(group, line): (&TradeGroup, &FigureLine)| {
        vec![
            group.key.as_str().into(),
            group.name.pick(language).into(),
            count(group.files),
            line.name.pick(language).into(),
            line.money.into(),
            line.tenths.map_or(Cell::Empty, Cell::Tenths),
            unit(line, language).into(),
            line.missing.as_ref().map_or(&line.computed, |m| &m.words).pick(language).into(),
        ]
    };
    table(title, currency, &COLUMNS, lines.map(row).collect(), language)
}

fn table(
    (fr, en): (&'static str, &'static str),
    currency: Currency,
    columns: &[Title],
    rows: Vec<Vec<Cell>>,
    language: Language,
) -> Table {
    let column = |(fr, en, kind): &Title| Column::new(language.pick(fr, en), *kind);
    Table {
        title: format!("{} {currency}", language.pick(fr, en)),
        columns: columns.iter().map(column).collect(),
        rows,
    }
}

fn tenths(ratio: Option<Ratio>) -> Cell {
    ratio.map_or(Cell::Empty, |r| Cell::Tenths(r.tenths()))
}

/// A number of ours with one decimal.
fn decimal(text: &str) -> Cell {
    text.replace('.', "").parse().map_or(Cell::Empty, Cell::Tenths)
}

fn count(n: u64) -> Cell {
    i64::try_from(n).unwrap_or(i64::MAX).into()
}

fn unit(line: &FigureLine, language: Language) -> String {
    match line.unit {
        Unit::Money => line.money.map_or_else(String::new, |m| m.currency().code().to_owned()),
        Unit::Percent => "%".to_owned(),
        Unit::Days => language.pick("jours", "days").to_owned(),
    }
}

fn figures(block: &CurrencyIndicators, language: Language) -> Table {
    const COLUMNS: [Title; 6] = [
        ("Indicateur", "Indicator", Text),
        ("Montant", "Amount", Money),
        ("Nombre", "Number", Tenths),
        ("Unité", "Unit", Text),
        ("Calcul", "Computed", Text),
        ("Formule", "Formula", Text),
    ];
    let row = |line: &FigureLine| {
        let why = line.missing.as_ref().map_or(&line.computed, |m| &m.words);
        vec![
            line.name.pick(language).into(),
            line.money.into(),
            line.tenths.map_or(Cell::Empty, Cell::Tenths),
            unit(line, language).into(),
            why.pick(language).into(),
            line.formula.pick(language).into(),
        ]
    };
    let rows = block.figures.iter().map(row).collect();
    table(("Indicateurs", "Indicators"), block.currency, &COLUMNS, rows, language)
}

fn months(block: &CurrencyIndicators, language: Language) -> Table {
    const COLUMNS: [Title; 8] = [
        ("Au", "On", Date),
        ("Encours", "Outstanding", Money),
        ("Échu", "Overdue", Money),
        ("Taux d’échu (%)", "Overdue rate (%)", Tenths),
        ("Ventes TTC du mois", "Sales of the month", Money),
        ("DSO comptable (jours)", "DSO (days)", Tenths),
        ("DSO optimal (jours)", "Best possible DSO (days)", Tenths),
        ("DSO par épuisement (jours)", "Count-back DSO (days)", Tenths),
    ];
    let rows = block.months.iter().map(|m| {
        let rate = m.balance.and_then(|(all, late)| Ratio::percent(late.minor(), all.minor()));
        vec![
            m.until.into(),
            m.balance.map(|b| b.0).into(),
            m.balance.map(|b| b.1).into(),
            tenths(rate),
            m.sold.into(),
            tenths(m.delays.map(|d| d.0)),
            tenths(m.delays.map(|d| d.1)),
            tenths(m.exhausted),
        ]
    });
    table(("Mois", "Months"), block.currency, &COLUMNS, rows.collect(), language)
}

fn delays(currency: Currency, late: &[DelayLine], language: Language) -> Table {
    const COLUMNS: [Title; 7] = [
        ("Compte", "Account", Text),
        ("Débiteur", "Debtor", Text),
        ("En retard", "Late", Money),
        ("Pièces", "Pieces", Integer),
        ("Plus ancien (jours)", "Oldest (days)", Integer),
        ("Retard moyen (jours)", "Mean delay (days)", Tenths),
        ("Part du retard (%)", "Share of delays (%)", Tenths),
    ];
    let rows = late.iter().map(|d| {
        vec![
            d.account.as_str().into(),
            d.debtor.as_str().into(),
            d.money.into(),
            count(d.items),
            i64::from(d.oldest_days).into(),
            decimal(&d.average_days),
            decimal(&d.share),
        ]
    });
    table(("Retards", "Delays"), currency, &COLUMNS, rows.collect(), language)
}

fn aside(block: &CurrencyIndicators, language: Language) -> Table {
    const COLUMNS: [Title; 4] = [
        ("Motif", "Reason", Text),
        ("Montant", "Amount", Money),
        ("Pièces", "Pieces", Integer),
        ("Part de l’encours (%)", "Share of outstanding (%)", Tenths),
    ];
    let rows = block.blocked.reasons.iter().map(|r| {
        vec![
            reason_name(r.reason, language).into(),
            parsed(&r.amount, block.currency).into(),
            count(r.count),
            r.share.as_deref().map_or(Cell::Empty, decimal),
        ]
    });
    table(("Mises de côté", "Set aside"), block.currency, &COLUMNS, rows.collect(), language)
}
