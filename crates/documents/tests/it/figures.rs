//! Amounts, dates and rates as people read them.

use documents::{
    Language,
    figures::{count, date_long, date_short, money, rate, share},
};
use kernel::{Currency, Money, Rate};

#[test]
fn amounts_follow_the_language() {
    let eur = |minor| Money::new(minor, Currency::EUR);
    assert_eq!(money(eur(1_240_000), Language::Fr), "12\u{202f}400,00\u{202f}€");
    assert_eq!(money(eur(-12_000), Language::Fr), "\u{2212}120,00\u{202f}€");
    assert_eq!(money(eur(123_456_789), Language::En), "€1,234,567.89");
    assert_eq!(money(eur(-5), Language::En), "\u{2212}€0.05");
    let franc = Currency::parse("CHF").expect("a currency");
    assert_eq!(money(Money::new(100, franc), Language::En), "CHF\u{202f}1.00");
    assert_eq!(share(eur(2), eur(3), Language::Fr), "66,7\u{202f}%");
    assert_eq!(share(eur(2), eur(0), Language::Fr), "–");
    assert_eq!(count(-12_345, Language::En), "\u{2212}12,345");
}

#[test]
fn dates_and_rates_follow_the_language() {
    let day = kernel::from_epoch_day(20_758); // 1 November 2026
    assert_eq!(date_long(day, Language::Fr), "1er\u{a0}novembre\u{a0}2026");
    assert_eq!(date_short(day, Language::Fr), "01/11/2026");
    assert_eq!(date_short(day, Language::En), "1\u{a0}Nov\u{a0}2026");
    assert_eq!(rate(Rate::parse("12.15").expect("a rate"), Language::Fr), "12,15\u{202f}%");
}
