//! Presentations.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use calamine::Reader;
use documents::{AgedBalance, AgedRow, Language, write_pptx};
use kernel::Money;

use crate::common::{day, eur};

fn balance(accounts: usize) -> AgedBalance {
    AgedBalance {
        ident: "aged/1".to_owned(),
        language: Language::Fr,
        title: "Balance âgée".to_owned(),
        creditor: "Ateliers Vauban".to_owned(),
        as_of: day("2026-11-22"),
        source: "Pièces ouvertes lues le 22/11/2026".to_owned(),
        buckets: ["Non échu", "1 à 30 j", "31 à 60 j", "61 à 90 j", "91 j et plus"].map(str::to_owned).to_vec(),
        rows: (0..accounts)
            .map(|n| AgedRow {
                number: format!("C{n:05}"),
                name: format!("Débiteur <{n}> & fils"),
                amounts: [1, 2, 3, 4, 5]
                    .map(|m| Money::new(i64::try_from(n).expect("small") * m * 100, kernel::Currency::EUR))
                    .to_vec(),
            })
            .collect(),
    }
}

fn parts(report: &AgedBalance) -> BTreeMap<String, Vec<u8>> {
    let mut bytes = Vec::new();
    write_pptx(Cursor::new(&mut bytes), report).expect("written");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).expect("a part");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("readable");
            (part.name().expect("a name").into_owned(), content)
        })
        .collect()
}

fn text(parts: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(parts[name].clone()).expect("UTF-8")
}

/// What follows the last dot of a name.
fn ending(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or_default()
}

#[test]
fn every_part_that_is_named_is_there() {
    let parts = parts(&balance(3));
    let types = text(&parts, "[Content_Types].xml");
    for piece in types.split("PartName=\"/").skip(1) {
        let name = piece.split('"').next().expect("a name");
        assert!(parts.contains_key(name), "{name} is declared and absent");
    }
    for name in parts.keys().filter(|name| ending(name) == "rels") {
        let folder = name.trim_end_matches(|c| c != '/').trim_end_matches("_rels/");
        for piece in text(&parts, name).split("Target=\"").skip(1) {
            let target = piece.split('"').next().expect("a target");
            let (mut base, mut rest): (Vec<&str>, &str) =
                (folder.split('/').filter(|p| !p.is_empty()).collect(), target);
            while let Some(shorter) = rest.strip_prefix("../") {
                base.pop();
                rest = shorter;
            }
            base.push(rest);
            assert!(parts.contains_key(&base.join("/")), "{name}: {target} is absent");
        }
    }
    // Each tag that opens closes: `<a …>` as often as `</a>` or `/>`.
    for (name, content) in parts.iter().filter(|(name, _)| ending(name) != "xlsx") {
        let xml = String::from_utf8(content.clone()).expect("UTF-8");
        let closed = xml.matches("</").count();
        let alone = xml.matches("/>").count();
        let opened = xml.matches('<').count() - closed - alone - xml.matches("<?").count();
        assert_eq!(opened, closed, "{name}");
    }
}

#[test]
fn figures_chart_and_table_agree_with_the_balance() {
    let report = balance(14);
    let parts = parts(&report);
    // Σ n for n < 14 is 91: 91 € times 15.
    let first = text(&parts, "ppt/slides/slide1.xml").replace('\u{202f}', " ");
    assert!(first.contains("1 365,00 €") && first.contains("93,3 %"), "{first}");
    let chart = text(&parts, "ppt/charts/chart1.xml");
    for value in ["91.00", "182.00", "273.00", "364.00", "455.00"] {
        assert!(chart.contains(&format!("<c:v>{value}</c:v>")), "{value}");
    }
    let second = text(&parts, "ppt/slides/slide2.xml").replace('\u{202f}', " ");
    assert_eq!(second.matches("<a:tr ").count(), 1 + 10 + 1 + 1, "head, ten accounts, the others, the total");
    // The four smallest are 0, 1, 2, 3: 6 € times 15.
    assert!(
        second.contains("4 autres comptes") && second.contains("90,00") && second.contains("&lt;13&gt; &amp; fils")
    );
    let mut sheets = calamine::Xlsx::new(Cursor::new(parts["ppt/embeddings/chart1.xlsx"].clone())).expect("a workbook");
    let range = sheets.worksheet_range("Encours").expect("the sheet the chart names");
    assert_eq!(range.get_value((5, 1)), Some(&calamine::Data::Float(455.0)));
}

#[test]
fn equal_balances_give_equal_bytes() {
    assert_eq!(parts(&balance(5)), parts(&balance(5)));
    let mut empty = balance(1);
    empty.rows.clear();
    assert!(write_pptx(Cursor::new(Vec::new()), &empty).is_err());
    let mut odd = balance(2);
    odd.rows[0].amounts.push(eur("1"));
    assert!(write_pptx(Cursor::new(Vec::new()), &odd).is_err());
}
