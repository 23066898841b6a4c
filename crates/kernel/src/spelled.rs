//! Amounts in words, as a private deed must write them (C. civ. 1376).

use crate::{Currency, Language, Money};

const FRENCH: [&str; 20] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
];
const FRENCH_TENS: [&str; 7] = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante"];
const ENGLISH: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const ENGLISH_TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// An amount in words: `deux mille trois cent quarante et un euros et cinquante centimes`. The currency is named
/// in words for the euro, by its code otherwise; what is less than one is named where a hundred of it make one, and
/// a fraction in figures otherwise (`cinq TND et 500/1000`); the sign is not written.
pub fn spelled(money: Money, language: Language) -> String {
    let (minor, scale) = (money.minor().unsigned_abs(), money.currency().scale().unsigned_abs());
    let (whole, part) = (minor / scale, minor % scale);
    let currency = money.currency();
    let (euro, code) = (currency == Currency::EUR, currency.code());
    // « un million d’euros », « deux millions de TND »: million and milliard are nouns.
    let noun = language == Language::Fr && whole >= 1_000_000 && whole.is_multiple_of(1_000_000);
    let unit = match (language, whole) {
        _ if !euro && noun => format!("de {code}"),
        _ if !euro => code.to_owned(),
        _ if noun => "d’euros".to_owned(),
        (Language::Fr, 0) | (_, 1) => "euro".to_owned(),
        _ => "euros".to_owned(),
    };
    joined((whole, &unit), (part, scale), language)
}

fn joined((whole, unit): (u64, &str), (part, scale): (u64, u64), language: Language) -> String {
    let whole = format!("{} {unit}", number(whole, language));
    if part == 0 {
        return whole;
    }
    if scale != 100 {
        // A thousandth of a dinar is no centime, and other parts have names of their own.
        return format!("{whole} {} {part}/{scale}", language.pick("et", "and"));
    }
    let cents = match (language, part) {
        (Language::Fr, 1) => "centime",
        (Language::Fr, _) => "centimes",
        (Language::En, 1) => "cent",
        (Language::En, _) => "cents",
    };
    format!("{whole} {} {} {cents}", language.pick("et", "and"), number(part, language))
}

/// A whole number in words; French in the spelling of before 1990 (hyphens below a hundred).
pub fn number(n: u64, language: Language) -> String {
    let scales: [(u64, &str, &str); 3] = match language {
        Language::Fr => {
            [(1_000_000_000, "milliard", "milliards"), (1_000_000, "million", "millions"), (1_000, "mille", "mille")]
        }
        Language::En => {
            [(1_000_000_000, "billion", "billion"), (1_000_000, "million", "million"), (1_000, "thousand", "thousand")]
        }
    };
    let (mut words, mut rest) = (Vec::new(), n);
    for (scale, one, many) in scales {
        let count = rest / scale;
        rest %= scale;
        if count == 0 {
            continue;
        }
        if language == Language::Fr && scale == 1_000 && count == 1 {
            words.push("mille".to_owned());
        } else {
            // « deux cent mille », « quatre-vingt mille »: no plural before mille, which is a number itself.
            let plain = scale == 1_000;
            let count_words =
                if count >= 1_000 { number(count, language) } else { below_thousand(count, language, plain) };
            words.push(format!("{count_words} {}", if count == 1 { one } else { many }));
        }
    }
    if rest > 0 || words.is_empty() {
        words.push(below_thousand(rest, language, false));
    }
    words.join(" ")
}

fn below_thousand(n: u64, language: Language, before_mille: bool) -> String {
    let (hundreds, rest) = (n / 100, n % 100);
    match language {
        Language::Fr => {
            let head = match (hundreds, rest) {
                (0, _) => return french(rest, before_mille),
                (1, _) => "cent".to_owned(),
                (_, 0) if !before_mille => format!("{} cents", french(hundreds, false)),
                _ => format!("{} cent", french(hundreds, false)),
            };
            if rest == 0 { head } else { format!("{head} {}", french(rest, before_mille)) }
        }
        Language::En => match (hundreds, rest) {
            (0, _) => english(rest),
            (_, 0) => format!("{} hundred", english(hundreds)),
            _ => format!("{} hundred and {}", english(hundreds), english(rest)),
        },
    }
}

fn word(table: &[&str], at: u64) -> String {
    usize::try_from(at).ok().and_then(|at| table.get(at)).copied().unwrap_or_default().to_owned()
}

fn french(n: u64, before_mille: bool) -> String {
    match n {
        0..=19 => word(&FRENCH, n),
        20..=69 => match n % 10 {
            0 => word(&FRENCH_TENS, n / 10),
            1 => format!("{} et un", word(&FRENCH_TENS, n / 10)),
            unit => format!("{}-{}", word(&FRENCH_TENS, n / 10), word(&FRENCH, unit)),
        },
        71 => "soixante et onze".to_owned(),
        70..=79 => format!("soixante-{}", word(&FRENCH, n - 60)),
        80 if before_mille => "quatre-vingt".to_owned(),
        80 => "quatre-vingts".to_owned(),
        _ => format!("quatre-vingt-{}", word(&FRENCH, n - 80)),
    }
}

fn english(n: u64) -> String {
    match (n, n % 10) {
        (0..=19, _) => word(&ENGLISH, n),
        (_, 0) => word(&ENGLISH_TENS, n / 10),
        (_, unit) => format!("{}-{}", word(&ENGLISH_TENS, n / 10), word(&ENGLISH, unit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Forms given by the Académie française and the Bescherelle.
    #[test]
    fn numbers_are_spelled_as_a_deed_writes_them() {
        for (n, fr, en) in [
            (0, "zéro", "zero"),
            (21, "vingt et un", "twenty-one"),
            (71, "soixante et onze", "seventy-one"),
            (77, "soixante-dix-sept", "seventy-seven"),
            (80, "quatre-vingts", "eighty"),
            (81, "quatre-vingt-un", "eighty-one"),
            (99, "quatre-vingt-dix-neuf", "ninety-nine"),
            (100, "cent", "one hundred"),
            (200, "deux cents", "two hundred"),
            (201, "deux cent un", "two hundred and one"),
            (1_000, "mille", "one thousand"),
            (80_000, "quatre-vingt mille", "eighty thousand"),
            (200_000, "deux cent mille", "two hundred thousand"),
            (1_000_000, "un million", "one million"),
            (2_341, "deux mille trois cent quarante et un", "two thousand three hundred and forty-one"),
        ] {
            assert_eq!((number(n, Language::Fr), number(n, Language::En)), (fr.to_owned(), en.to_owned()));
        }
    }

    #[test]
    fn an_amount_names_its_cents_and_its_currency() {
        let say = |minor, language| spelled(Money::new(minor, Currency::EUR), language);
        assert_eq!(say(123_456, Language::Fr), "mille deux cent trente-quatre euros et cinquante-six centimes");
        assert_eq!(say(100, Language::Fr), "un euro");
        assert_eq!(say(1, Language::Fr), "zéro euro et un centime");
        assert_eq!(say(100_000_000, Language::Fr), "un million d’euros");
        assert_eq!(say(2_050, Language::En), "twenty euros and fifty cents");
        let yen = Money::new(300, Currency::parse("JPY").expect("a currency"));
        assert_eq!(spelled(yen, Language::Fr), "trois cents JPY");
    }

    #[test]
    fn a_part_is_a_centime_only_where_a_hundred_make_one() {
        let tnd = |minor| spelled(Money::new(minor, Currency::parse("TND").expect("a currency")), Language::Fr);
        assert_eq!(tnd(1_500), "un TND et 500/1000", "a dinar has a thousand millimes");
        assert_eq!(tnd(1_000_000_000), "un million de TND");
        assert_eq!(tnd(3_000_000_000_000), "trois milliards de TND");
        assert_eq!(tnd(1_000_001_000), "un million un TND", "« de » only right after the noun");
        let usd = Money::new(250, Currency::parse("USD").expect("a currency"));
        assert_eq!(spelled(usd, Language::En), "two USD and fifty cents");
    }
}
