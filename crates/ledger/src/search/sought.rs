//! What was typed, understood.

use kernel::{Siren, search_key};

/// Characters of a query that are read; what is longer was pasted by mistake.
pub const QUERY_MAX: usize = 120;
/// Words of a query that are read.
const WORDS_MAX: usize = 8;
/// Figures at the end of a number that are looked for, most.
const TAIL_MAX: usize = 9;
/// Words that name a currency beside an amount.
const CURRENCIES: [&str; 7] = ["eur", "euro", "euros", "usd", "gbp", "chf", "e"];

/// A query, each of its readings beside the others: « 12 400 » may be an amount or the end of a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Its words, folded as [`search_key`] does.
    pub words: Vec<String>,
    /// Its letters and digits in one, folded: a code or a number typed with blanks.
    pub compact: String,
    /// Its words without digits: with a number or an amount beside them, whose it is.
    pub names: Vec<String>,
    /// The same for what has digits.
    pub figures: String,
    /// Last figures of the number of a piece, without leading zeros.
    pub tail: Option<u32>,
    /// The amounts it may be, in French or in English writing.
    pub amounts: Vec<Decimal>,
    /// The SIREN within a SIRET or a French VAT number.
    pub siren: Option<String>,
    /// Beginning of a mail address or of its domain, in small letters.
    pub mail: Option<String>,
    /// Beginning of a telephone number as [`phone_key`] writes it.
    pub phone: Option<String>,
}

impl Sought {
    /// Reads a query; anything can be typed.
    pub fn read(text: &str) -> Self {
        let text: String = text.chars().take(QUERY_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
        let text = text.trim();
        let key = search_key(text);
        let words: Vec<String> = key.split(' ').filter(|w| !w.is_empty()).take(WORDS_MAX).map(str::to_owned).collect();
        let compact = number_key(text);
        let (with_digits, without): (Vec<&str>, Vec<&str>) = text
            .split_whitespace()
            .filter(|part| part.chars().any(char::is_alphanumeric))
            .partition(|part| part.chars().any(|c| c.is_ascii_digit()));
        let names: Vec<String> = without
            .iter()
            .flat_map(|part| search_key(part).split(' ').map(str::to_owned).collect::<Vec<_>>())
            .filter(|word| !word.is_empty() && !CURRENCIES.contains(&word.as_str()))
            .take(WORDS_MAX)
            .collect();
        let figures = with_digits.join(" ");
        let digits: String = figures.chars().filter(char::is_ascii_digit).collect();
        let plain = figures.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ".-/()+".contains(c));
        let tail = (plain && (2..=TAIL_MAX).contains(&digits.len())).then(|| digits.parse().ok()).flatten();
        Self {
            amounts: amounts(&figures),
            tail: tail.filter(|tail| *tail > 0),
            siren: siren(&compact),
            mail: mail(text),
            phone: (plain && names.is_empty() && digits.len() >= 4).then(|| phone_key(&figures)),
            figures: number_key(&figures),
            words,
            compact,
            names,
        }
    }

    /// True when there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Beginning of the number of a piece: letters and digits of the whole query, a digit among them.
    pub fn number(&self) -> Option<&str> {
        (self.compact.len() >= 2 && self.has_figures()).then_some(self.compact.as_str())
    }

    /// Beginning of the number of a piece of the one whose [`Sought::names`] were typed beside it.
    pub fn number_of_name(&self) -> Option<&str> {
        (self.figures.len() >= 2 && !self.names.is_empty() && self.has_figures()).then_some(self.figures.as_str())
    }

    /// What may stand in an answer for it to be marked ([`kernel::marks`]).
    pub fn keys(&self) -> Vec<&str> {
        let all = self.words.iter().chain([&self.compact, &self.figures]).map(String::as_str);
        let mut keys: Vec<&str> = all.chain(self.siren.as_deref()).filter(|key| !key.is_empty()).collect();
        keys.dedup();
        keys
    }

    fn has_figures(&self) -> bool {
        !self.figures.is_empty()
    }
}

/// Letters and digits in one, folded: how numbers of pieces are stored to be found.
pub fn number_key(text: &str) -> String {
    let mut key = search_key(text);
    key.retain(|c| c != ' ');
    key
}

/// The SIREN at the head of a SIRET that is being typed, or at the end of a French VAT number.
fn siren(compact: &str) -> Option<String> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let nine = match compact.strip_prefix("fr") {
        Some(vat) if vat.len() == 11 && digits(vat) => &vat[2..],
        _ if (10..=14).contains(&compact.len()) && digits(compact) => &compact[..9],
        _ => return None,
    };
    Siren::parse(nine).ok().map(|siren| siren.as_str().to_owned())
}

fn mail(text: &str) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || "@._%+-'".contains(c);
    let long = text.chars().count() >= if text.contains('@') { 2 } else { 3 };
    (long && text.chars().all(plain) && text.chars().any(char::is_alphabetic)).then(|| text.to_lowercase())
}

/// A telephone number as it is compared: French ones as they are dialled at home, `0612345678`, others
/// with the code of their country and no sign, `442071234567`.
pub(super) fn phone_key(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let abroad = match digits.strip_prefix("00") {
        Some(rest) => rest,
        None if text.trim_start().starts_with('+') || (digits.len() == 11 && digits.starts_with("33")) => &digits,
        None => return digits,
    };
    match abroad.strip_prefix("33") {
        Some(rest) if rest.starts_with('0') => rest.to_owned(),
        Some(rest) => format!("0{rest}"),
        None => abroad.to_owned(),
    }
}

/// An amount without its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// All its figures.
    figures: i64,
    /// How many of them are decimals; the last is no zero.
    decimals: u8,
    /// Three decimals were written, as only currencies with three have them.
    thousandths: bool,
}

impl Decimal {
    fn read(whole: &str, written: &str) -> Option<Self> {
        let decimals = written.trim_end_matches('0');
        let figures = format!("{whole}{decimals}").parse().ok()?;
        Some(Self { figures, decimals: u8::try_from(decimals.len()).ok()?, thousandths: written.len() == 3 })
    }

    /// In minor units of a currency with so many decimals; none when it has more decimals than that.
    pub fn minor(self, digits: u8) -> Option<i64> {
        let more = digits.checked_sub(self.decimals).filter(|_| !self.thousandths || digits == 3)?;
        self.figures.checked_mul(10_i64.checked_pow(u32::from(more))?)
    }
}

/// Figures in groups of three, as `12 400`: the first of one to three.
fn grouped(text: &str, separator: impl Fn(char) -> bool) -> Option<String> {
    let mut groups = text.split(separator);
    let first = groups.next().filter(|g| (1..=3).contains(&g.len()))?;
    groups.try_fold(first.to_owned(), |all, group| (group.len() == 3).then(|| all + group))
}

/// The amounts a text may mean: `12 400,00`, `12400`, `12,400.00`, `12.400`, `CHF 12'400.50`. None for
/// what is no amount. Where a writing can be read in two ways, `1,234`, both are there.
fn amounts(text: &str) -> Vec<Decimal> {
    let text: String = text
        .chars()
        .filter(|c| !"€$£".contains(*c))
        .map(|c| {
            if c == '’' {
                '\''
            } else if c.is_whitespace() {
                ' '
            } else {
                c
            }
        })
        .collect();
    let text = text.trim().to_lowercase();
    // A currency written without a blank, `12400EUR`; beside one, it is no figure.
    let named =
        |rest: &&str| rest.starts_with(|c: char| c.is_ascii_digit()) || rest.ends_with(|c: char| c.is_ascii_digit());
    let stripped = |code: &&str| text.strip_suffix(code).or_else(|| text.strip_prefix(code)).filter(named);
    let text = CURRENCIES.iter().find_map(stripped).unwrap_or(&text);
    let text = text.trim_start_matches(['-', '+', '\u{2212}', ' ']);
    // A comma that was just typed begins decimals that are not there yet.
    let text = text.strip_suffix([',', '.']).unwrap_or(text);
    let blank = |c: char| c == ' ' || c == '\'';
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || blank(c) || c == ',' || c == '.') {
        return Vec::new();
    }
    let plain = |text: &str| if text.contains(blank) { grouped(text, blank) } else { Some(text.to_owned()) };
    let point = |c: char| c == ',' || c == '.';
    let Some(last) = text.rfind(point) else {
        return plain(text).into_iter().filter_map(|whole| amount(&whole, "")).collect();
    };
    let (whole, decimals) = (&text[..last], &text[last + 1..]);
    let mark = &text[last..=last];
    let mut found = Vec::new();
    // The mark parts decimals, and another one may part thousands…
    if decimals.len() <= 3 && !whole.contains(mark) {
        let whole = if whole.contains(point) { grouped(whole, point) } else { plain(whole) };
        found.extend(whole.and_then(|whole| amount(&whole, decimals)));
    }
    // … or it parts thousands itself.
    if !text.replace(mark, "").contains(point) && !text.contains(blank) {
        found.extend(grouped(text, point).and_then(|whole| amount(&whole, "")));
    }
    found
}

/// Figures that begin with a zero are a code or a telephone, not an amount.
fn amount(whole: &str, decimals: &str) -> Option<Decimal> {
    let figures = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let zero = whole.len() > 1 && whole.starts_with('0');
    if zero || whole.is_empty() || whole.len() > 14 || !figures(whole) || !figures(decimals) {
        return None;
    }
    Decimal::read(whole, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(text: &str) -> Vec<i64> {
        Sought::read(text).amounts.iter().filter_map(|d| d.minor(2)).collect()
    }

    #[test]
    fn amounts_are_read_in_french_and_in_english() {
        for (text, minor) in [
            ("12 400,00", &[1_240_000][..]),
            ("12\u{202f}400,00 €", &[1_240_000]),
            ("12\u{a0}400", &[1_240_000]),
            ("12400", &[1_240_000]),
            ("12400,5", &[1_240_050]),
            ("12400.50", &[1_240_050]),
            ("12,400.00", &[1_240_000]),
            ("12.400,00", &[1_240_000]),
            ("12,400", &[1_240_000]),
            ("12.400", &[1_240_000]),
            ("1,234,567.89", &[123_456_789]),
            ("1.234.567,89", &[123_456_789]),
            ("1,234,567", &[123_456_700]),
            ("12'400.50", &[1_240_050]),
            ("CHF 12’400", &[1_240_000]),
            ("€12,400.00", &[1_240_000]),
            ("12400 EUR", &[1_240_000]),
            ("12400EUR", &[1_240_000]),
            ("-12 400,00", &[1_240_000]),
            ("\u{2212}120,00", &[12_000]),
            ("12400,", &[1_240_000]),
            ("0,50", &[50]),
            ("0.5", &[50]),
            // three decimals are no cents, and 1,2345 is no amount at all
            ("1,2345", &[]),
            ("06 12 34 56 78", &[]),
            ("0612", &[]),
            ("12 40", &[]),
            ("1 240,00,00", &[]),
            ("12,40,00", &[]),
            ("1,23.45,67", &[]),
            ("552 100 554", &[55_210_055_400]),
            ("999999999999999999999", &[]),
            ("FA-2026", &[]),
            ("12%", &[]),
            ("", &[]),
        ] {
            assert_eq!(euros(text), minor, "{text}");
        }
        let dinars: Vec<_> = Sought::read("1,234").amounts.iter().filter_map(|d| d.minor(3)).collect();
        assert_eq!(dinars, [1234, 1_234_000], "both readings, for a currency with three decimals");
        let yens: Vec<_> = Sought::read("12400,00").amounts.iter().filter_map(|d| d.minor(0)).collect();
        assert_eq!(yens, [12_400]);
    }

    #[test]
    fn a_query_is_read_in_every_way_it_can_mean() {
        let read = Sought::read;
        assert_eq!(read("  Moréau GAR ").words, ["moreau", "gar"]);
        assert_eq!(read("C 0107").compact, "c0107");
        assert_eq!(read("FA-2026/0612").number(), Some("fa20260612"));
        assert_eq!((read("0612").tail, read("6").tail, read("00").tail), (Some(612), None, None));
        let of_name = read("garage moreau 612");
        assert_eq!(
            (of_name.names.join(" "), of_name.number_of_name(), of_name.tail),
            ("garage moreau".into(), Some("612"), Some(612))
        );
        assert_eq!(read("moreau 12 400,00 €").amounts, read("12400").amounts);
        assert_eq!(read("12400 EUR").names, [""; 0]);
        assert_eq!(read("732 829 320 00074").siren.as_deref(), Some("732829320"));
        assert_eq!(read("FR 44 732829320").siren.as_deref(), Some("732829320"));
        assert_eq!(read("06 12 34 56 78").siren, None);
        assert_eq!(read("Compta@Garage").mail.as_deref(), Some("compta@garage"));
        assert_eq!((read("a b@c").mail, read("ab").mail, read("1234").mail), (None, None, None));
        for (typed, key) in [
            ("06 39 98", "063998"),
            ("+33 6 39 98", "063998"),
            ("+33 (0)6 39", "0639"),
            ("0033639", "0639"),
            ("33639981234", "0639981234"),
            ("+44 20 71", "442071"),
        ] {
            assert_eq!(read(typed).phone.as_deref(), Some(key), "{typed}");
        }
    }

    #[test]
    fn anything_can_be_typed() {
        let long = "x".repeat(10_000);
        let blanks = " \t\u{a0}\u{202f}\n".repeat(50);
        for text in [
            "",
            "   ",
            blanks.as_str(),
            "🙂",
            "%",
            "_",
            "'",
            "\"",
            "\\",
            "%_%",
            "\0\u{1b}[J",
            "«»",
            "-",
            "+",
            ",",
            "€",
            "日本",
        ] {
            let sought = Sought::read(text);
            assert!(sought.amounts.is_empty() && sought.number().is_none() && sought.tail.is_none(), "{text:?}");
        }
        assert!(Sought::read(&blanks).is_empty() && Sought::read("%_'\"🙂").words.iter().all(|w| !w.contains('%')));
        assert!(Sought::read(&long).compact.len() <= QUERY_MAX);
        assert!(Sought::read(&"1 ".repeat(5000)).words.len() <= WORDS_MAX);
        assert!(Sought::read(&"9".repeat(10_000)).amounts.is_empty());
    }
}
