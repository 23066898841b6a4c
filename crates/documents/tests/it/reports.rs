//! Aged balance, statement, charts.

use documents::{
    AgedBalance, AgedRow, IndicatorReport, IndicatorSection, Language, ReportFigure, ReportPicture, ReportTable,
    Statement, StatementLine,
    charts::{AgeStep, MonthDelay, ageing_bar, ageing_columns, dso_lines},
    render_aged_balance, render_indicators, render_statement,
};
use kernel::{Currency, Money};

use crate::common::{creditor, day, eur, pages, squeezed, text_of};

pub fn aged(rows: i64) -> AgedBalance {
    let names =
        ["Garage Moreau SARL", "Clinique des Pins", "Mairie de Vallon", "Boulangerie Çelik", "SCI Les Tilleuls"];
    let money = |minor: i64| Money::new(minor, Currency::EUR);
    let row = |n: i64| AgedRow {
        number: format!("C{n:05}"),
        name: names[usize::try_from(n % 5).expect("small")].to_owned(),
        amounts: [
            830_000 + n * 137,
            410_000 - n * 91,
            if n % 3 == 0 { 0 } else { 90_000 + n },
            12_345 * (n % 4),
            -1_000 * (n % 2),
        ]
        .map(money)
        .to_vec(),
    };
    AgedBalance {
        ident: "aged/2026-10-31".to_owned(),
        language: Language::Fr,
        title: "Balance âgée".to_owned(),
        creditor: "Ateliers Vauban".to_owned(),
        as_of: day("2026-10-31"),
        source: "Grand livre importé le 23 novembre 2026 à 08:12".to_owned(),
        buckets: ["Non échu", "1 à 30 j", "31 à 60 j", "61 à 90 j", "Plus de 90 j"].map(str::to_owned).to_vec(),
        rows: (0..rows).map(row).collect(),
    }
}

#[test]
fn the_aged_balance_ties_to_its_rows() {
    let report = aged(70);
    let pdf = render_aged_balance(&report).expect("laid out");
    assert_eq!(pdf, render_aged_balance(&report).expect("laid out"), "same bytes");
    assert!((2..=4).contains(&pages(pdf.bytes())));
    let total: i64 = report.rows.iter().flat_map(|row| &row.amounts).map(|m| m.minor()).sum();
    let total = documents::figures::amount(Money::new(total, Currency::EUR), Language::Fr).replace('\u{202f}', " ");
    let Some(text) = text_of(pdf.bytes()) else { return };
    let flat = squeezed(&text);
    for said in
        ["Balance âgée", "au 31 octobre 2026", "Part échue", "Plus de 90 j", "C00069", "−10,00", "100,0 %", &total]
    {
        assert!(flat.contains(said), "« {said} » is not in:\n{text}");
    }
    let last = text.split('\u{c}').rfind(|page| !page.trim().is_empty()).expect("a page");
    assert!(last.contains("C00069") && last.contains("Total"), "totals stand with the last rows");
}

#[test]
fn the_indicators_print_their_rules_and_pictures() {
    let words = |list: &[&str]| list.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let months: Vec<MonthDelay> =
        (0..12).map(|n| MonthDelay { label: format!("m{n}"), days: (n > 2).then_some((600 + n, 400)) }).collect();
    let table = ReportTable {
        title: "Retards".to_owned(),
        headers: words(&["Compte", "Débiteur", "En retard"]),
        text_columns: 2,
        widths: vec![false, true, false],
        rows: vec![words(&["C1", "Garage Moreau", "12 400,00 €"])],
    };
    let section = |currency: &str| IndicatorSection {
        currency: currency.to_owned(),
        figures: vec![
            ReportFigure {
                name: "DSO comptable".to_owned(),
                value: "61,1 jours".to_owned(),
                computed: "400 ÷ 890 × 90".to_owned(),
                formula: "Créances ÷ ventes × jours.".to_owned(),
            };
            5
        ],
        notes: words(&["Les délais laissent de côté 3,00 €"]),
        pictures: vec![ReportPicture {
            title: "Le DSO monte".to_owned(),
            chart_svg: dso_lines("Le DSO monte", &months, Language::Fr),
            alt: "Les chiffres sont dans le tableau.".to_owned(),
            table: table.clone(),
        }],
        tables: vec![table.clone()],
    };
    let mut report = IndicatorReport {
        ident: "indicators/1".to_owned(),
        language: Language::Fr,
        title: "Indicateurs".to_owned(),
        creditor: "Ateliers Vauban".to_owned(),
        as_of: day("2026-10-31"),
        source: "Comptes lus le 23/11/2026 à 08:12".to_owned(),
        sections: vec![section("EUR"), section("USD")],
    };
    let pdf = render_indicators(&report).expect("laid out");
    assert_eq!(pdf, render_indicators(&report).expect("laid out"), "same bytes");
    assert_eq!(pages(pdf.bytes()), 2, "one part per currency");
    report.sections.clear();
    assert!(render_indicators(&report).is_err(), "nothing to show");
    let Some(text) = text_of(pdf.bytes()) else { return };
    let flat = squeezed(&text);
    for said in
        ["Indicateurs", "au 31 octobre 2026", "61,1 jours", "400 ÷ 890 × 90", "USD", "Garage Moreau", "DSO optimal"]
    {
        assert!(flat.contains(said), "« {said} » is not in:\n{text}");
    }
}

#[test]
fn a_statement_runs_its_balance() {
    let line = |date: &str, number: &str, label: &str, amount: &str| StatementLine {
        date: Some(day(date)),
        number: number.to_owned(),
        label: label.to_owned(),
        due: None,
        amount: eur(amount),
    };
    let statement = Statement {
        ident: "statement/1".to_owned(),
        language: Language::En,
        creditor: creditor(),
        recipient: vec!["Garage Moreau SARL".to_owned()],
        account: "C00417".to_owned(),
        as_of: day("2026-11-23"),
        opening: Some((day("2026-01-01"), eur("100"))),
        lines: vec![line("2026-05-12", "FA-1", "Invoice", "8300"), line("2026-06-20", "VIR", "Payment", "-300.50")],
        notes: vec!["Amounts include tax.".to_owned()],
    };
    let pdf = render_statement(&statement).expect("laid out");
    let Some(text) = text_of(pdf.bytes()) else { return };
    let text = squeezed(&text);
    for said in [
        "Statement of account as of 23 November 2026",
        "Balance brought forward 100.00",
        "−300.50 8,099.50",
        "Balance €8,099.50",
    ] {
        assert!(text.contains(said), "« {said} » is not in:\n{text}");
    }
}

#[test]
fn ages_spread_over_the_whole_ramp() {
    let ramp = |steps| (0..steps).map(|step| documents::charts::ramp_step(step, steps)).collect::<Vec<_>>();
    assert_eq!(ramp(5), [0, 1, 2, 3, 4]);
    assert_eq!((ramp(1), ramp(3)), (vec![0], vec![0, 2, 4]));
    assert_eq!(ramp(9).last(), Some(&4));
}

#[test]
fn charts_are_plain_svg_with_their_text() {
    let steps: Vec<AgeStep> =
        [("Non échu", "800"), ("1–30 j", "150.50"), ("31–60 j", "0"), ("<61> & \"90\"", "-20"), ("> 90 j", "49.50")]
            .map(|(label, amount)| AgeStep { label: label.to_owned(), amount: eur(amount) })
            .to_vec();
    for svg in [ageing_bar("Encours", &steps, Language::Fr), ageing_columns("Encours", &steps, Language::Fr)] {
        for absent in ["style", "<script", "onload", "href", "<61>"] {
            assert!(!svg.contains(absent), "{absent}: a strict page refuses it");
        }
        for present in
            ["role=\"img\"", "<title>Encours</title>", "<desc>Non échu 800,00", "class=\"age-0\"", "class=\"age-4\""]
        {
            assert!(svg.contains(present), "{present} is not in {svg}");
        }
        assert!(svg.contains("&lt;61&gt; &amp; &quot;90&quot;") && svg.contains("−20,00"));
    }
    // Widths follow the amounts: 800 of 1 000 euros over 718 pixels (two gaps of one).
    assert!(ageing_bar("x", &steps, Language::Fr).contains("width=\"574.4\""));
    assert!(ageing_bar("x", &[], Language::En).contains("</svg>"));
}
