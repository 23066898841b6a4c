//! Small tools: numbers drawn the same everywhere, days, check digits, encodings, ways to write amounts.

use super::Cents;

/// `SplitMix64`: enough for a demo, the same bytes on every machine.
pub(super) struct Draw(u64);

impl Draw {
    /// One stream per subject, so that a change in one leaves the others alone.
    pub(super) fn of(subject: &str) -> Self {
        Self(
            subject
                .bytes()
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `bound` − 1.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        usize::try_from((self.next() >> 11) % bound).unwrap_or(0)
    }

    /// A number between two bounds, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low + 1).unwrap_or(1);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// True `percent` times in a hundred.
    pub(super) fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of a list that is not empty.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// A new order.
    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

/// A civil day, counted from 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Day(pub(super) i64);

impl Day {
    /// Days from the civil calendar (Hinnant's formula).
    pub(super) const fn of(year: i64, month: i64, day: i64) -> Self {
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let of_era = y.rem_euclid(400);
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Self(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    pub(super) const fn civil(self) -> (i64, i64, i64) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, doy - (153 * mp + 2) / 5 + 1)
    }

    /// 0 is Monday, 6 is Sunday.
    pub(super) const fn weekday(self) -> i64 {
        (self.0 + 3).rem_euclid(7)
    }

    pub(super) const fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    pub(super) const fn end_of_month(self) -> Self {
        let (y, m, _) = self.civil();
        if m == 12 { Self::of(y, 12, 31) } else { Self::of(y, m + 1, 1).plus(-1) }
    }

    /// A week-end or a public holiday with a fixed date.
    pub(super) const fn closed(self) -> bool {
        let (_, month, day) = self.civil();
        self.weekday() > 4 || matches!((month, day), (1 | 5 | 11, 1) | (5, 8) | (7, 14) | (8, 15) | (11, 11) | (12, 25))
    }

    /// This day, or the first one after it when work is done.
    pub(super) const fn workday(self) -> Self {
        let mut day = self;
        while day.closed() {
            day = day.plus(1);
        }
        day
    }

    /// This day or the first one after it that falls on `weekday`.
    pub(super) const fn on(self, weekday: i64) -> Self {
        self.plus((weekday - self.weekday()).rem_euclid(7))
    }

    /// `20261123`.
    pub(super) fn fec(self) -> String {
        let (y, m, d) = self.civil();
        format!("{y:04}{m:02}{d:02}")
    }

    /// `2026-11-23`.
    pub(super) fn iso(self) -> String {
        let (y, m, d) = self.civil();
        format!("{y:04}-{m:02}-{d:02}")
    }

    /// `23/11/2026`.
    pub(super) fn french(self) -> String {
        let (y, m, d) = self.civil();
        format!("{d:02}/{m:02}/{y:04}")
    }
}

/// The amount with this decimal mark and no thousands separator: `-1234,56`.
pub(super) fn amount(cents: Cents, mark: char) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}{mark}{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// The amount with thousands separated: `1.234,56` or `1,234.56`.
pub(super) fn grouped(cents: Cents, thousands: &str, mark: char) -> String {
    let whole = (cents.abs() / 100).to_string();
    let mut out = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push_str(thousands);
        }
        out.push(digit);
    }
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{out}{mark}{:02}", cents.abs() % 100)
}

/// A SIREN with its key from eight digits; kept under 000 325 175, the first of the public register.
pub(super) fn siren(number: i64) -> String {
    keyed(&format!("{number:08}"))
}

/// The SIRET of an establishment: SIREN, four digits and the key.
pub(super) fn siret(siren: &str, establishment: i64) -> String {
    keyed(&format!("{siren}{establishment:04}"))
}

/// Digits with their Luhn key.
fn keyed(body: &str) -> String {
    let sum: i64 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let digit = i64::from(b - b'0') * if i % 2 == 0 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// `FR`, the key (12 + 3 × (SIREN mod 97)) mod 97, the SIREN.
pub(super) fn french_vat(siren: &str) -> String {
    format!("FR{:02}{siren}", (12 + 3 * modulo97(siren)) % 97)
}

/// Bank, branch and account (digits only) with their RIB key and their IBAN key.
pub(super) fn french_iban(bank: &str, branch: &str, account: &str) -> String {
    let weighted = 89 * modulo97(bank) + 15 * modulo97(branch) + 3 * modulo97(account);
    let bban = format!("{bank}{branch}{account}{:02}", 97 - weighted % 97);
    // F is 15, R is 27 (ISO 13616).
    let key = 98 - modulo97(&format!("{bban}152700"));
    format!("FR{key:02}{bban}")
}

fn modulo97(digits: &str) -> i64 {
    digits.bytes().filter(u8::is_ascii_digit).fold(0, |rest, b| (rest * 10 + i64::from(b - b'0')) % 97)
}

/// Windows-1252 as a French ERP writes it; what it cannot hold becomes `?`.
pub(super) fn cp1252(text: &str) -> Vec<u8> {
    text.chars()
        .map(|c| match c {
            '€' => 0x80,
            '’' => 0x92,
            '–' => 0x96,
            'œ' => 0x9c,
            'Œ' => 0x8c,
            'Ÿ' => 0x9f,
            _ => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        })
        .collect()
}

/// Lower case, without accents, words joined by hyphens: the host name of a company.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.to_lowercase().chars() {
        let plain = match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' => "a",
            'é' | 'è' | 'ê' | 'ë' | 'ễ' => "e",
            'î' | 'ï' | 'í' => "i",
            'ô' | 'ö' | 'ó' | 'õ' => "o",
            'ù' | 'û' | 'ü' | 'ú' => "u",
            'ÿ' => "y",
            'ç' => "c",
            'ñ' => "n",
            'œ' => "oe",
            'ß' => "ss",
            _ if c.is_ascii_alphanumeric() => {
                out.push(c);
                continue;
            }
            _ => "-",
        };
        if plain != "-" || !(out.is_empty() || out.ends_with('-')) {
            out.push_str(plain);
        }
    }
    out.trim_end_matches('-').to_owned()
}
