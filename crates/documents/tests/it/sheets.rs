//! Spreadsheets, read back by another library.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use documents::{Cell, Column, ColumnKind, Table, csv_safe, write_csv, write_xlsx};
use kernel::Rate;

use crate::common::{day, eur};

fn table() -> Table {
    Table {
        title: "Balance âgée".to_owned(),
        columns: [
            ("Débiteur", ColumnKind::Text),
            ("Échu", ColumnKind::Money),
            ("Échéance", ColumnKind::Date),
            ("Retard", ColumnKind::Integer),
            ("Taux", ColumnKind::Percent),
        ]
        .map(|(header, kind)| Column::new(header, kind))
        .to_vec(),
        rows: vec![
            vec![
                "Garage Moreau".into(),
                eur("12400.05").into(),
                day("2026-10-12").into(),
                18.into(),
                Rate::percent(12).into(),
            ],
            vec!["=HYPERLINK(\"http://x\")".into(), eur("-0.10").into(), Cell::Empty, (-3).into(), Cell::Empty],
            vec!["+33 4 72".into(), eur("99999999999999.99").into(), Cell::Empty, i64::MAX.into(), Cell::Empty],
        ],
    }
}

#[test]
fn a_workbook_reads_back_and_holds_no_formula() {
    let mut bytes = Vec::new();
    write_xlsx(&mut bytes, day("2026-11-23"), &[table(), table()]).expect("written");
    let mut again = Vec::new();
    write_xlsx(&mut again, day("2026-11-23"), &[table(), table()]).expect("written");
    assert!(bytes == again, "same bytes for the same tables");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Balance âgée", "Balance âgée 2"]);
    let sheet = book.worksheet_range("Balance âgée").expect("a sheet");
    let cell = |row, column| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert_eq!(cell(0, 1), Data::String("Échu".to_owned()));
    assert_eq!(cell(1, 1), Data::Float(12400.05));
    assert_eq!(cell(2, 0), Data::String("=HYPERLINK(\"http://x\")".to_owned()));
    assert_eq!(cell(2, 1), Data::Float(-0.1));
    assert_eq!(cell(3, 1), Data::String("99999999999999.99".to_owned()), "never rounded");
    assert_eq!(cell(3, 3), Data::String(i64::MAX.to_string()));
    assert!(matches!(cell(1, 2), Data::DateTime(_)), "{:?}", cell(1, 2));
    let formulas = book.worksheet_formula("Balance âgée").expect("a sheet");
    assert!(formulas.is_empty(), "no formula");
}

#[test]
fn csv_disarms_formulas_and_leaves_numbers_alone() {
    let mut bytes = Vec::new();
    write_csv(&mut bytes, &table(), b';').expect("written");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "Débiteur;Échu;Échéance;Retard;Taux");
    assert_eq!(lines[1], "Garage Moreau;12400.05;2026-10-12;18;12.00");
    assert_eq!(lines[2], "\"'=HYPERLINK(\"\"http://x\"\")\";-0.10;;-3;");
    assert_eq!(lines[3], "'+33 4 72;99999999999999.99;;9223372036854775807;");
}

#[test]
fn sheet_names_are_what_a_workbook_allows() {
    let titles = ["Balance [2026/11] : *?", "", &"x".repeat(90), &"x".repeat(90), "'quoted'"];
    let tables: Vec<Table> = titles.iter().map(|title| Table { title: (*title).to_owned(), ..table() }).collect();
    let mut bytes = Vec::new();
    write_xlsx(&mut bytes, day("2026-11-23"), &tables).expect("written");
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names();
    assert_eq!(names[0], "Balance  2026 11");
    assert_eq!(names[1], "2");
    assert!(names.iter().all(|name| name.chars().count() <= 31), "{names:?}");
}

#[test]
fn formulas_are_disarmed_in_csv() {
    for hostile in ["=1+1", "+33", "-2", "@x", "\t=1", " =cmd|' /C calc'!A0", "\r=1"] {
        assert!(csv_safe(hostile).starts_with('\''), "{hostile:?}");
    }
    assert_eq!(csv_safe("O'Neil"), "O'Neil");
}
