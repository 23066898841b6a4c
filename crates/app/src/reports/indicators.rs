//! The indicators as a file: one block of sheets, or one part of the paper, per currency.

mod sheets;

use documents::charts::{MonthBalance, MonthDelay, dso_lines, outstanding_months};
use documents::{IndicatorReport, IndicatorSection, ReportFigure, ReportPicture, ReportTable};
use kernel::{Currency, Date, Language, Money, TimeZone, figures};
use ledger::indicators::Ratio;
use ledger::indicators::lateness::DelayOrder;

use super::{ReportFile, ReportFormat};
use crate::indicators::{CurrencyIndicators, DelayLine, IndicatorAnswer, IndicatorQuery, MonthFigures, TradeGroup};
use crate::{Actor, Desk, DeskError, Refusal};

/// Accounts in a sheet of delays.
const ACCOUNTS: usize = 10_000;

impl Desk {
    /// The indicators as XLSX, CSV or PDF, in `language`.
    ///
    /// # Errors
    /// Those of [`Desk::indicators`]; [`DeskError::Refused`] for slides; [`DeskError::Document`], on paper
    /// also when nothing was ever open.
    pub fn indicators_file(
        &self,
        actor: &Actor,
        query: &IndicatorQuery,
        format: ReportFormat,
        language: Language,
    ) -> Result<ReportFile, DeskError> {
        let answer = self.indicators(actor, query)?;
        let stem = format!("{}-{}", language.pick("indicateurs", "indicators"), answer.as_of);
        match format {
            ReportFormat::Pptx => Err(Refusal::UnknownReportFormat { format: "pptx".to_owned() }.into()),
            ReportFormat::Pdf => {
                let creditors = self.creditor_names()?;
                let mut whose: Vec<&str> = creditors
                    .iter()
                    .filter(|(id, _)| query.creditor.is_none_or(|asked| asked == **id))
                    .map(|(_, (_, name))| name.as_str())
                    .collect();
                whose.sort_unstable();
                let report = on_paper(&answer, whose.join(", "), (&self.zone()?, language));
                Ok(format.file(&stem, documents::render_indicators(&report)?.into_bytes()))
            }
            ReportFormat::Xlsx | ReportFormat::Csv => {
                let mut tables = Vec::new();
                for block in &answer.currencies {
                    let order = (block.currency, DelayOrder::Weight);
                    let late = self.delays(actor, query, order, None, ACCOUNTS)?;
                    tables.extend(sheets::of(block, &late.rows, language));
                }
                format.tables(&stem, &tables, answer.as_of)
            }
        }
    }
}

/// The label of a month under a picture: `oct.`, and its day where the month is not over.
pub fn month_label(until: Date, language: Language) -> String {
    let short: &str = match language {
        Language::Fr => {
            const MOIS: [&str; 12] =
                ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
            MOIS[usize::try_from(until.month() - 1).unwrap_or(0)]
        }
        Language::En => &figures::month(until, Language::En)[..3],
    };
    if until == until.last_of_month() { short.to_owned() } else { format!("{}\u{a0}{short}", until.day()) }
}

/// The picture of what was open, for a page and for paper; nothing when no month is known.
pub fn balance_chart(block: &CurrencyIndicators, language: Language) -> Option<String> {
    let months: Vec<MonthBalance> = block
        .months
        .iter()
        .map(|m| MonthBalance { label: month_label(m.until, language), amounts: m.balance })
        .collect();
    let drawn = months.iter().any(|m| m.amounts.is_some());
    drawn.then(|| outstanding_months(block.balance_finding.pick(language), &months, language))
}

/// The picture of the delays; nothing when no month is known.
pub fn delay_chart(block: &CurrencyIndicators, language: Language) -> Option<String> {
    let tenths = |(dso, best): (Ratio, Ratio)| (dso.tenths(), best.tenths());
    let months: Vec<MonthDelay> = block
        .months
        .iter()
        .map(|m| MonthDelay { label: month_label(m.until, language), days: m.delays.map(tenths) })
        .collect();
    let drawn = months.iter().any(|m| m.days.is_some());
    drawn.then(|| dso_lines(block.delay_finding.pick(language), &months, language))
}

fn number(ratio: Option<Ratio>, language: Language) -> String {
    ratio.map_or_else(|| "–".to_owned(), |r| decimal(&r.to_decimal(), language))
}

fn decimal(text: &str, language: Language) -> String {
    let text = text.replace('-', "\u{2212}");
    language.either(text.replace('.', ","), text.clone())
}

fn percent(text: Option<&str>, language: Language) -> String {
    let sign = language.pick("\u{202f}%", "%");
    text.map_or_else(|| "–".to_owned(), |t| format!("{}{sign}", decimal(t, language)))
}

fn on_paper(answer: &IndicatorAnswer, creditor: String, (zone, language): (&TimeZone, Language)) -> IndicatorReport {
    IndicatorReport {
        ident: format!("indicators-{}-{}", answer.creditor.as_deref().unwrap_or("all"), answer.as_of),
        language,
        title: language.pick("Indicateurs", "Indicators").to_owned(),
        creditor,
        as_of: answer.as_of,
        source: source(answer, zone, language),
        sections: answer.currencies.iter().map(|block| section(block, language)).collect(),
    }
}

/// When the ledger was read, the last file, and the period of the sales.
fn source(answer: &IndicatorAnswer, zone: &TimeZone, language: Language) -> String {
    let read = super::said_at(answer.read_at, zone, language);
    let mut words = format!("{}{read}", language.pick("Comptes lus le ", "Books read on "));
    if let Some(last) = &answer.last_import {
        let day = figures::date_short(last.as_of, language);
        let import = language.pick("dernier import", "last import");
        words = format!("{words} ; {import} {} ({day})", last.source).replace(" ; ", language.pick(" ; ", "; "));
    }
    let (from, until) =
        (figures::date_short(answer.period.from, language), figures::date_short(answer.period.until, language));
    let span = language.either(format!(" ; période du {from} au {until}"), format!("; period {from} to {until}"));
    words + &span
}

fn section(block: &CurrencyIndicators, language: Language) -> IndicatorSection {
    let figure = |line: &crate::indicators::FigureLine| ReportFigure {
        name: line.name.pick(language).to_owned(),
        value: line.said(language),
        computed: line.missing.as_ref().map_or(&line.computed, |m| &m.words).pick(language).to_owned(),
        formula: line.formula.pick(language).to_owned(),
    };
    let alt = language.pick("Les chiffres sont dans le tableau.", "The figures are in the table.");
    let picture = |title: &str, chart: Option<String>, table| ReportPicture {
        title: title.to_owned(),
        chart_svg: chart.unwrap_or_default(),
        alt: alt.to_owned(),
        table,
    };
    let mut notes: Vec<String> = block.notes.iter().map(|n| n.pick(language).to_owned()).collect();
    notes.extend(block.top.iter().map(|t| t.words.pick(language).to_owned()));
    let lists = [
        delay_table(block, language),
        blocked_table(block, language),
        promise_table(block, language),
        group_table(
            ("Dossiers terminés, par créancier", "Files that ended, by creditor"),
            &block.by_creditor,
            language,
        ),
        group_table(("Dossiers clos, par procédure", "Cases closed, by procedure"), &block.by_procedure, language),
    ];
    IndicatorSection {
        currency: block.currency.code().to_owned(),
        figures: block.figures.iter().map(figure).collect(),
        notes,
        pictures: vec![
            picture(
                block.balance_finding.pick(language),
                balance_chart(block, language),
                balance_table(block, language),
            ),
            picture(block.delay_finding.pick(language), delay_chart(block, language), days_table(block, language)),
        ],
        tables: lists.into_iter().filter(|t| !t.rows.is_empty()).collect(),
    }
}

fn headers(language: Language, names: &[(&'static str, &'static str)]) -> Vec<String> {
    names.iter().map(|(fr, en)| language.pick(fr, en).to_owned()).collect()
}

fn listed(
    language: Language,
    title: (&'static str, &'static str),
    names: &[(&'static str, &'static str)],
    words: usize,
) -> ReportTable {
    ReportTable {
        title: language.pick(title.0, title.1).to_owned(),
        headers: headers(language, names),
        text_columns: words,
        widths: (0..names.len()).map(|n| n == words.saturating_sub(1)).collect(),
        rows: Vec::new(),
    }
}

fn balance_table(block: &CurrencyIndicators, language: Language) -> ReportTable {
    let names = [("Au", "On"), ("Encours", "Outstanding"), ("Échu", "Overdue"), ("Taux d’échu", "Overdue rate")];
    let money = |m: Option<Money>| m.map_or_else(|| "–".to_owned(), |m| figures::money(m, language));
    let row = |m: &MonthFigures| {
        vec![
            figures::date_short(m.until, language),
            money(m.balance.map(|b| b.0)),
            money(m.balance.map(|b| b.1)),
            percent(m.overdue_rate.as_deref(), language),
        ]
    };
    let rows = block.months.iter().rev().map(row).collect();
    ReportTable { rows, ..listed(language, ("", ""), &names, 1) }
}

fn days_table(block: &CurrencyIndicators, language: Language) -> ReportTable {
    let names = [
        ("Au", "On"),
        ("Ventes TTC du mois", "Sales of the month"),
        ("DSO comptable (jours)", "DSO (days)"),
        ("DSO optimal", "Best possible"),
        ("DSO par épuisement", "Count-back"),
    ];
    let row = |m: &MonthFigures| {
        vec![
            figures::date_short(m.until, language),
            m.sold.map_or_else(|| "–".to_owned(), |m| figures::money(m, language)),
            number(m.delays.map(|d| d.0), language),
            number(m.delays.map(|d| d.1), language),
            number(m.exhausted, language),
        ]
    };
    let rows = block.months.iter().rev().map(row).collect();
    ReportTable { rows, ..listed(language, ("", ""), &names, 1) }
}

fn delay_table(block: &CurrencyIndicators, language: Language) -> ReportTable {
    let names = [
        ("Compte", "Account"),
        ("Débiteur", "Debtor"),
        ("En retard", "Late"),
        ("Pièces", "Pieces"),
        ("Plus ancien (jours)", "Oldest (days)"),
        ("Retard moyen", "Mean delay"),
        ("Part du retard", "Share of delays"),
    ];
    let row = |d: &DelayLine| {
        vec![
            d.account.clone(),
            d.debtor.clone(),
            d.money.map_or_else(String::new, |m| figures::money(m, language)),
            figures::count(i64::try_from(d.items).unwrap_or(i64::MAX), language),
            figures::count(i64::from(d.oldest_days), language),
            decimal(&d.average_days, language),
            percent(Some(&d.share), language),
        ]
    };
    let title = ("Retards qui pèsent le plus (montant × jours)", "Delays that weigh most (amount × days)");
    ReportTable { rows: block.delays.iter().map(row).collect(), ..listed(language, title, &names, 2) }
}

/// What a reason is called.
pub fn reason_name(reason: store::BlockReason, language: Language) -> &'static str {
    use store::BlockReason::{
        Case, Collecting, Disputed, Excluded, Factored, Insolvency, PaymentAnnounced, Plan, ToCheck,
    };
    match reason {
        Disputed => language.pick("Contesté", "Disputed"),
        PaymentAnnounced => language.pick("Paiement annoncé", "Payment announced"),
        Collecting => language.pick("En encaissement", "Being collected"),
        ToCheck => language.pick("À vérifier", "To check"),
        Excluded => language.pick("Exclu des relances", "Left out of reminders"),
        Plan => language.pick("Échéancier", "Instalment plan"),
        Case => language.pick("Dossier contentieux", "Court case"),
        Insolvency => language.pick("Procédure collective", "Insolvency"),
        Factored => language.pick("Cédé à un factor", "Assigned to a factor"),
    }
}

fn parsed(text: &str, currency: Currency) -> Money {
    Money::parse(text, currency).unwrap_or_else(|_| Money::zero(currency))
}

fn blocked_table(block: &CurrencyIndicators, language: Language) -> ReportTable {
    let names = [("Motif", "Reason"), ("Montant", "Amount"), ("Pièces", "Pieces"), ("Part de l’encours", "Share")];
    let row = |r: &crate::indicators::BlockedReason| {
        vec![
            reason_name(r.reason, language).to_owned(),
            figures::money(parsed(&r.amount, block.currency), language),
            figures::count(i64::try_from(r.count).unwrap_or(i64::MAX), language),
            percent(r.share.as_deref(), language),
        ]
    };
    let title = ("Pièces mises de côté, par motif", "Items set aside, by reason");
    ReportTable { rows: block.blocked.reasons.iter().map(row).collect(), ..listed(language, title, &names, 1) }
}

fn group_table(title: (&'static str, &'static str), groups: &[TradeGroup], language: Language) -> ReportTable {
    let names = [
        ("", ""),
        ("Dossiers", "Files"),
        ("Résolu à l’amiable", "Amicable"),
        ("Délai", "Delay"),
        ("Succès", "Success"),
        ("Accordé", "Granted"),
        ("Coût moyen", "Mean cost"),
        ("Efficacité nette", "Net efficiency"),
    ];
    let row = |group: &TradeGroup| {
        let count = figures::count(i64::try_from(group.files).unwrap_or(i64::MAX), language);
        let mut cells = vec![group.name.pick(language).to_owned(), count];
        cells.extend(group.figures.iter().map(|line| line.said(language)));
        cells
    };
    ReportTable { rows: groups.iter().map(row).collect(), ..listed(language, title, &names, 1) }
}

fn promise_table(block: &CurrencyIndicators, language: Language) -> ReportTable {
    let names = [("Promesses de la période", "Promises of the period"), ("Nombre", "Number")];
    let p = &block.promises;
    let states = [
        (("Tenues", "Kept"), p.kept),
        (("Tenues en partie", "Partly kept"), p.partly),
        (("Rompues", "Broken"), p.broken),
        (("Pas encore jugées", "Not judged yet"), p.open),
        (("Retirées", "Withdrawn"), p.withdrawn),
    ];
    let rows = states
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|((fr, en), count)| {
            let count = figures::count(i64::try_from(*count).unwrap_or(i64::MAX), language);
            vec![language.pick(fr, en).to_owned(), count]
        })
        .collect();
    ReportTable { rows, ..listed(language, ("Promesses", "Promises"), &names, 1) }
}
