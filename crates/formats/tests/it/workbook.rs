use formats::open_items::{Defaults, from_tables};
use formats::profile::guess;
use formats::table::{CellKind, TableRefused, XlsxOptions, read_xlsx};
use formats::{Format, detect};
use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook, XlsxError};

fn workbook() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Vide")?;
    let sheet = book.add_worksheet();
    sheet.set_name("Balance")?;
    let date = Style::new().set_num_format("dd/mm/yyyy");
    sheet.write(0, 0, "Balance auxiliaire au 31/10/2026")?;
    for (column, header) in
        (0..).zip(["Code client", "Nom", "N° facture", "Date facture", "Échéance", "Montant TTC", "Reste dû"])
    {
        sheet.write(2, column, header)?;
    }
    for (row, (code, number, issue, due, amount, open)) in (3..).zip([
        ("C1", "F1", (2026, 1, 31), (2026, 3, 2), 1234.56, 0.1 + 0.2),
        ("C2", "F2", (2026, 2, 28), (2026, 3, 30), -99.99, -99.99),
    ]) {
        sheet.write(row, 0, code)?;
        sheet.write(row, 1, "Société & Fils")?;
        sheet.write(row, 2, number)?;
        sheet.write_with_format(row, 3, ExcelDateTime::from_ymd(issue.0, issue.1, issue.2)?, &date)?;
        sheet.write_with_format(row, 4, ExcelDateTime::from_ymd(due.0, due.1, due.2)?, &date)?;
        sheet.write(row, 5, amount)?;
        sheet.write(row, 6, open)?;
    }
    sheet.write(7, 0, "Total")?;
    sheet.write(7, 5, 1134.57)?;
    book.save_to_buffer()
}

#[test]
fn a_workbook_keeps_dates_and_cents() {
    let bytes = workbook().expect("a workbook");
    assert_eq!(detect(&bytes, "x").format, Format::Xlsx);
    let table = read_xlsx(&bytes, &XlsxOptions::default()).expect("a table");
    assert_eq!((table.sheet.as_deref(), table.header_line, table.len()), (Some("Balance"), 3, 3));
    assert_eq!((table.line(0), table.line(2), table.blank), (4, 8, 2));
    let cell = |column| table.cell(0, column);
    assert_eq!((cell(3).text, cell(3).kind), ("2026-01-31", CellKind::Date));
    assert_eq!((cell(5).text, cell(6).text, cell(5).kind), ("1234.56", "0.3", CellKind::Number));
    let guess = guess(&table);
    assert!(guess.problems.is_empty(), "{guess:#?}");
    let intake = from_tables(&[(table, guess.profile)], Defaults::default());
    assert!(intake.errors.is_empty(), "{:?}", intake.errors);
    let facts: Vec<(i64, Option<i64>, String)> = intake
        .pieces
        .iter()
        .map(|p| (p.amount.minor(), p.settled.map(|s| s.minor), p.due_on.expect("due").to_string()))
        .collect();
    assert_eq!(facts, [(123_456, Some(123_426), "2026-03-02".to_owned()), (-9_999, None, "2026-03-30".to_owned())]);
    assert_eq!(intake.ignored[0].reason, "total-line");
}

#[test]
fn cut_or_hostile_workbooks_are_refused() {
    let bytes = workbook().expect("a workbook");
    for length in (0..bytes.len()).step_by(97) {
        assert!(read_xlsx(&bytes[..length], &XlsxOptions::default()).is_err(), "cut at {length}");
    }
    let asked = XlsxOptions { sheet: Some("Absente".into()), header_line: None };
    assert_eq!(read_xlsx(&bytes, &asked).err(), Some(TableRefused::NoSheet { name: "Absente".into() }));
    // Each byte of the directory changed in turn: refused or read, never a panic.
    for at in (0..bytes.len()).rev().take(1200) {
        let mut broken = bytes.clone();
        broken[at] ^= 0xFF;
        let _ = read_xlsx(&broken, &XlsxOptions::default());
    }
}

/// A ZIP of one member: its name, its packed bytes, and the expanded size it declares.
fn zip_of(name: &str, packed: &[u8], declared: u32) -> Vec<u8> {
    let le32 = |n: usize| u32::try_from(n).expect("small").to_le_bytes();
    let le16 = |n: usize| u16::try_from(n).expect("small").to_le_bytes();
    let sizes = [le32(packed.len()), declared.to_le_bytes()].concat();
    let mut out = [
        b"PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00".as_slice(),
        &sizes,
        &le16(name.len()),
        &[0, 0],
        name.as_bytes(),
        packed,
    ]
    .concat();
    let directory = out.len();
    out.extend(
        [
            b"PK\x01\x02\x14\x00\x14\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00".as_slice(),
            &sizes,
            &le16(name.len()),
            &[0; 12],
            &[0; 4],
            name.as_bytes(),
        ]
        .concat(),
    );
    let size = out.len() - directory;
    out.extend([b"PK\x05\x06\0\0\0\0\x01\0\x01\0".as_slice(), &le32(size), &le32(directory), &[0, 0]].concat());
    out
}

#[test]
fn zip_bombs_are_stopped_before_they_expand() {
    use std::io::Write;
    let mut deflater = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..64 {
        deflater.write_all(&zeros).expect("packed");
    }
    let packed = deflater.finish().expect("packed");
    // Honest about its size: refused by the directory. Lying: refused while counting.
    for declared in [64 << 20, 1000] {
        let bytes = zip_of("xl/sharedStrings.xml", &packed, declared);
        assert_eq!(detect(&bytes, "").format, Format::Xlsx);
        let refused = read_xlsx(&bytes, &XlsxOptions::default()).expect_err("a bomb");
        assert!(matches!(refused, TableRefused::Bomb { expanded: 67_108_864, .. }), "{declared}: {refused:?}");
    }
    let member = zip_of("xl/workbook.xml", &packed, u32::MAX);
    assert!(matches!(read_xlsx(&member, &XlsxOptions::default()), Err(TableRefused::Bomb { .. })));
}
