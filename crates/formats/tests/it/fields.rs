use formats::value::{AmountFault, DateFault, DateOrder, DecimalStyle, parse_amount, parse_date, parse_side};

#[test]
fn amounts_are_exact_or_refused() {
    for (text, style, cents) in [
        ("1.234,56", DecimalStyle::Auto, 123_456),
        ("1,234.56", DecimalStyle::Auto, 123_456),
        ("1 234,56", DecimalStyle::Auto, 123_456),
        ("1\u{202f}234,56 €", DecimalStyle::Auto, 123_456),
        ("(120.00)", DecimalStyle::Auto, -12_000),
        ("120.00-", DecimalStyle::Auto, -12_000),
        ("+000000069,40", DecimalStyle::Auto, 6_940),
        ("1'234.50", DecimalStyle::Auto, 123_450),
        ("-€12.5", DecimalStyle::Auto, -1_250),
        ("€ 12", DecimalStyle::Auto, 1_200),
        ("12,00 EUR", DecimalStyle::Auto, 1_200),
        ("1.234", DecimalStyle::Comma, 123_400),
        ("1,234", DecimalStyle::Point, 123_400),
        ("1.234.567", DecimalStyle::Auto, 123_456_700),
        ("0.500", DecimalStyle::Auto, 50),
        ("\u{2212}5", DecimalStyle::Auto, -500),
    ] {
        let read = parse_amount(text, style).map(|w| w.value.minor(2));
        assert_eq!(read, Ok(Ok(cents)), "{text} {style:?}");
    }
    for text in ["1,234", "1.234", "12.345"] {
        assert_eq!(parse_amount(text, DecimalStyle::Auto), Err(AmountFault::Ambiguous), "{text}");
    }
    for (text, style) in [
        ("", DecimalStyle::Auto),
        ("abc", DecimalStyle::Auto),
        ("12 fois", DecimalStyle::Auto),
        ("1.234,56", DecimalStyle::Point),
        ("1,23,456.00", DecimalStyle::Auto),
        ("--5", DecimalStyle::Auto),
        ("=1+1", DecimalStyle::Auto),
        ("1.2.3", DecimalStyle::Auto),
        ("-", DecimalStyle::Auto),
        ("€", DecimalStyle::Auto),
    ] {
        assert_eq!(parse_amount(text, style), Err(AmountFault::NotANumber), "{text} {style:?}");
    }
    assert!(parse_amount("0,125", DecimalStyle::Comma).expect("a number").value.minor(2).is_err());
}

#[test]
fn dates_are_of_the_calendar_or_refused() {
    for (text, order, iso) in [
        ("31/12/2026", DateOrder::Dmy, "2026-12-31"),
        ("1.2.26", DateOrder::Dmy, "2026-02-01"),
        ("2/1/2026", DateOrder::Mdy, "2026-02-01"),
        ("20261231", DateOrder::Dmy, "2026-12-31"),
        ("31122026", DateOrder::Dmy, "2026-12-31"),
        ("311226", DateOrder::Dmy, "2026-12-31"),
        ("45000", DateOrder::Dmy, "2023-03-15"),
        ("31 déc. 2026", DateOrder::Dmy, "2026-12-31"),
        ("5-Jul-2026", DateOrder::Dmy, "2026-07-05"),
        ("5 juillet 2026", DateOrder::Dmy, "2026-07-05"),
        ("5 juin 2026", DateOrder::Dmy, "2026-06-05"),
        ("01/01/85", DateOrder::Dmy, "1985-01-01"),
    ] {
        assert_eq!(parse_date(text, order).map(|d| d.to_string()), Ok(iso.to_owned()), "{text}");
    }
    for (text, order) in [
        ("31/02/2026", DateOrder::Dmy),
        ("13/13/2026", DateOrder::Dmy),
        ("12/31/2026", DateOrder::Dmy),
        ("20260230", DateOrder::Ymd),
    ] {
        assert_eq!(parse_date(text, order), Err(DateFault::NoSuchDay), "{text}");
    }
    for text in ["", "hier", "2026", "1/2", "1/2/3/4", "é1/02/2026"] {
        assert_eq!(parse_date(text, DateOrder::Dmy), Err(DateFault::Unreadable), "{text}");
    }
}

#[test]
fn sides_are_read_in_five_languages() {
    for (text, side) in [
        ("D", Some(true)),
        ("C", Some(false)),
        ("S", Some(true)),
        ("H", Some(false)),
        ("+1", Some(true)),
        ("-1", Some(false)),
        ("-", Some(false)),
        ("Dare", Some(true)),
        ("x", None),
        ("", None),
    ] {
        assert_eq!(parse_side(text), side, "{text}");
    }
}
