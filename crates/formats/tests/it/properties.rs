use formats::table::{CsvOptions, XlsxOptions, read_csv, read_xlsx};
use formats::value::{DateOrder, DecimalStyle, parse_amount, parse_date};
use formats::{detect, fec, text};
use proptest::prelude::*;

/// `1234.56` with the grouping, decimal sign and sign of a country.
fn written(cents: i64, group: &str, decimal: &str, sign: usize) -> String {
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push_str(group);
        }
        grouped.push(digit);
    }
    let plain = format!("{grouped}{decimal}{rest:02}");
    match (cents < 0, sign) {
        (false, 1) => format!("+{plain}"),
        (false, 2) => format!("{plain} €"),
        (false, _) => plain,
        (true, 1) => format!("({plain})"),
        (true, 2) => format!("{plain}-"),
        (true, _) => format!("-{plain}"),
    }
}

proptest! {
    #[test]
    fn amounts_of_every_country_are_exact(cents in -999_999_999_999_i64..999_999_999_999, sign in 0_usize..3) {
        for (group, decimal, style) in [
            ("", ",", DecimalStyle::Comma), (".", ",", DecimalStyle::Comma), (" ", ",", DecimalStyle::Comma),
            ("\u{a0}", ",", DecimalStyle::Comma), ("\u{202f}", ",", DecimalStyle::Comma),
            ("", ".", DecimalStyle::Point), (",", ".", DecimalStyle::Point), ("'", ".", DecimalStyle::Point),
        ] {
            let text = written(cents, group, decimal, sign);
            for style in [style, DecimalStyle::Auto] {
                let read = parse_amount(&text, style).map(|w| w.value.minor(2));
                prop_assert_eq!(read, Ok(Ok(cents)), "{}", &text);
            }
        }
    }

    #[test]
    fn every_day_reads_back_in_every_order(day in -10_000_i32..40_000) {
        let date = kernel::from_epoch_day(day);
        let (y, m, d) = (date.year(), date.month(), date.day());
        for (text, order) in [
            (format!("{d:02}/{m:02}/{y}"), DateOrder::Dmy), (format!("{d}.{m}.{y}"), DateOrder::Dmy),
            (format!("{d:02}-{m:02}-{y} 10:30:00"), DateOrder::Dmy), (format!("{m}/{d}/{y}"), DateOrder::Mdy),
            (format!("{y}-{m:02}-{d:02}"), DateOrder::Dmy), (format!("{y}-{m:02}-{d:02}T00:00:00"), DateOrder::Mdy),
            (format!("{y}{m:02}{d:02}"), DateOrder::Ymd), (format!("{y}/{m:02}/{d:02}"), DateOrder::Ymd),
        ] {
            prop_assert_eq!(parse_date(&text, order), Ok(date), "{}", text);
        }
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), start in 0_usize..6) {
        let starts: [&[u8]; 6] = [b"", b"PK\x03\x04", b"\xFF\xFE", b"JournalCode|EcritureDate|CompteNum|Debit|Credit\n", b"%PDF-", b"<OFX>"];
        let whole = [starts[start], &bytes].concat();
        let _ = detect(&whole, "x.csv");
        let _ = read_xlsx(&whole, &XlsxOptions::default());
        if let Ok(decoded) = text::decode(&whole) {
            let _ = read_csv(&decoded, CsvOptions::default());
            if let Ok(fec) = fec::read(&decoded) {
                let _ = fec::receivables(&fec, &fec::FecOptions::default());
            }
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(body in "[0-9A-Za-zé€\"|;,\t\r\n/. +()'-]{0,400}") {
        let whole = format!("JournalCode|EcritureNum|EcritureDate|CompteNum|CompAuxNum|Debit|Credit\n{body}");
        let decoded = text::decode(whole.as_bytes()).expect("a text");
        if let Ok(fec) = fec::read(&decoded) {
            let intake = fec::receivables(&fec, &fec::FecOptions::default());
            prop_assert!(intake.pieces.len() <= usize::try_from(fec.lines).expect("a count"));
        }
        if let Ok(table) = read_csv(&decoded, CsvOptions::default()) {
            let guess = formats::profile::guess(&table);
            let _ = formats::open_items::from_tables(&[(table, guess.profile)], formats::open_items::Defaults::default());
        }
        let _ = parse_amount(&body, DecimalStyle::Auto);
        let _ = parse_date(&body, DateOrder::Dmy);
    }
}
