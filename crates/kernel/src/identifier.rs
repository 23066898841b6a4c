//! Identifiers with a check: SIREN, SIRET, VAT number, IBAN, BIC, creditor reference.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why an identifier was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Wrong length or characters.
    #[error("« {text} » is not a {what}: {expected}")]
    Shape {
        /// The kind of identifier.
        what: &'static str,
        /// What was given.
        text: String,
        /// What it should look like.
        expected: &'static str,
    },
    /// The check digits do not agree.
    #[error("« {text} » is not a valid {what}: its check digits do not agree")]
    Check {
        /// The kind of identifier.
        what: &'static str,
        /// What was given.
        text: String,
    },
}

fn shape(what: &'static str, text: &str, expected: &'static str) -> IdentifierError {
    IdentifierError::Shape { what, text: text.chars().take(40).collect(), expected }
}

/// Letters and digits only, upper case: how identifiers are compared.
fn compact(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '\u{a0}' | '\u{202f}'))
        .collect::<String>()
        .to_uppercase()
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0') * if i % 2 == 1 { 2 } else { 1 };
            if d > 9 { d - 9 } else { d }
        })
        .sum();
    sum.is_multiple_of(10)
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The compact text, without blanks.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self { value.0 }
        }
        impl TryFrom<String> for $name {
            type Error = IdentifierError;
            fn try_from(text: String) -> Result<Self, Self::Error> { Self::parse(&text) }
        }
        impl std::str::FromStr for $name {
            type Err = IdentifierError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { Self::parse(text) }
        }
    };
}

text_type!(
    /// A French company: nine digits, the last by Luhn (INSEE).
    Siren
);
text_type!(
    /// A French establishment: the SIREN and five digits, Luhn on the whole; for La Poste
    /// (356 000 000) the digits add up to a multiple of five.
    Siret
);
text_type!(
    /// An intra-Community VAT number: two letters and 2 to 13 characters; the French key is checked.
    VatNumber
);
text_type!(
    /// A bank account (ISO 13616), length by country and modulo 97.
    Iban
);
text_type!(
    /// A bank (ISO 9362): 8 or 11 characters.
    Bic
);
text_type!(
    /// A structured creditor reference (ISO 11649): `RF`, two check digits, up to 21 characters.
    CreditorReference
);

impl Siren {
    /// Reads nine digits, blanks ignored.
    ///
    /// # Errors
    /// [`IdentifierError`] when it is not nine digits or the key is wrong.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let digits = compact(text);
        if digits.len() != 9 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(shape("SIREN", text, "nine digits"));
        }
        if luhn(&digits) { Ok(Self(digits)) } else { Err(IdentifierError::Check { what: "SIREN", text: digits }) }
    }

    /// `732 829 320`: three groups, as on letters.
    pub fn grouped(&self) -> String {
        format!("{} {} {}", &self.0[..3], &self.0[3..6], &self.0[6..])
    }
}

impl Siret {
    /// Reads fourteen digits, blanks ignored.
    ///
    /// # Errors
    /// [`IdentifierError`] when it is not fourteen digits or the key is wrong.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let digits = compact(text);
        if digits.len() != 14 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(shape("SIRET", text, "fourteen digits"));
        }
        let la_poste = digits.starts_with("356000000")
            && digits.bytes().map(|b| u32::from(b - b'0')).sum::<u32>().is_multiple_of(5);
        if luhn(&digits) || la_poste {
            Ok(Self(digits))
        } else {
            Err(IdentifierError::Check { what: "SIRET", text: digits })
        }
    }

    /// The company it belongs to.
    pub fn siren(&self) -> Siren {
        Siren(self.0[..9].to_owned())
    }
}

impl VatNumber {
    /// Reads a VAT number. French keys of the form `FR` + 2 digits + SIREN are verified:
    /// key = (12 + 3 × (SIREN mod 97)) mod 97.
    ///
    /// # Errors
    /// [`IdentifierError`] on a wrong shape or a wrong French key.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let vat = compact(text);
        let expected = "two letters and 2 to 13 characters";
        if !(4..=15).contains(&vat.len())
            || !vat.bytes().take(2).all(|b| b.is_ascii_uppercase())
            || !vat.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'*'))
        {
            return Err(shape("VAT number", text, expected));
        }
        if let Some(rest) = vat.strip_prefix("FR") {
            if rest.len() != 11 {
                return Err(shape("French VAT number", text, "FR, a key of two characters, a SIREN"));
            }
            let (key, siren) = rest.split_at(2);
            if let (Ok(key), Ok(number)) = (key.parse::<u64>(), siren.parse::<u64>())
                && key != (12 + 3 * (number % 97)) % 97
            {
                return Err(IdentifierError::Check { what: "French VAT number", text: vat });
            }
        }
        Ok(Self(vat))
    }

    /// The French number of a company.
    pub fn french(siren: &Siren) -> Self {
        let number: u64 = siren.0.parse().unwrap_or(0);
        Self(format!("FR{:02}{}", (12 + 3 * (number % 97)) % 97, siren.0))
    }
}

impl Iban {
    /// Reads an IBAN, blanks ignored, its length and modulo 97 verified.
    ///
    /// # Errors
    /// [`IdentifierError`] on a wrong shape, country or check.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let compacted = compact(text);
        match compacted.parse::<iban::Iban>() {
            Ok(_) => Ok(Self(compacted)),
            Err(iban::ParseIbanError::InvalidBaseIban { source: iban::ParseBaseIbanError::InvalidChecksum }) => {
                Err(IdentifierError::Check { what: "IBAN", text: compacted })
            }
            Err(_) => Err(shape("IBAN", text, "a country, two check digits and the account, by the country's length")),
        }
    }

    /// Groups of four, as printed on letters.
    pub fn grouped(&self) -> String {
        let mut text = String::with_capacity(self.0.len() * 5 / 4 + 1);
        for (i, c) in self.0.chars().enumerate() {
            if i > 0 && i % 4 == 0 {
                text.push(' ');
            }
            text.push(c);
        }
        text
    }
}

impl Bic {
    /// Reads eight or eleven characters.
    ///
    /// # Errors
    /// [`IdentifierError`] on a wrong shape.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let bic = compact(text);
        let ok = matches!(bic.len(), 8 | 11)
            && bic
                .bytes()
                .enumerate()
                .all(|(i, b)| if i < 6 { b.is_ascii_uppercase() } else { b.is_ascii_alphanumeric() });
        ok.then_some(Self(bic)).ok_or_else(|| shape("BIC", text, "eight or eleven characters"))
    }
}

impl CreditorReference {
    /// Makes the reference of `text` (letters and digits, up to 21): `RF` and its check digits first.
    ///
    /// # Errors
    /// [`IdentifierError`] when the text is empty, too long or has other characters.
    pub fn make(text: &str) -> Result<Self, IdentifierError> {
        let body = compact(text);
        if body.is_empty() || body.len() > 21 || !body.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(shape("creditor reference", text, "1 to 21 letters and digits"));
        }
        let key = 98 - mod97(&format!("{body}RF00"));
        Ok(Self(format!("RF{key:02}{body}")))
    }

    /// Reads a reference and verifies its check digits.
    ///
    /// # Errors
    /// [`IdentifierError`] on a wrong shape or check.
    pub fn parse(text: &str) -> Result<Self, IdentifierError> {
        let reference = compact(text);
        let body = reference.strip_prefix("RF").filter(|b| (3..=23).contains(&b.len()) && b.is_char_boundary(2));
        let Some(body) = body.filter(|b| b.bytes().all(|b| b.is_ascii_alphanumeric())) else {
            return Err(shape("creditor reference", text, "RF, two check digits, 1 to 21 letters and digits"));
        };
        let rotated = format!("{}RF{}", &body[2..], &body[..2]);
        if mod97(&rotated) == 1 {
            Ok(Self(reference))
        } else {
            Err(IdentifierError::Check { what: "creditor reference", text: reference })
        }
    }
}

/// ISO 7064 modulo 97 over letters (A = 10 … Z = 35) and digits.
fn mod97(text: &str) -> u32 {
    text.bytes().fold(0, |rest, b| {
        if b.is_ascii_digit() {
            (rest * 10 + u32::from(b - b'0')) % 97
        } else {
            (rest * 100 + u32::from(b - b'A') + 10) % 97
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_decide() {
        assert_eq!(Siren::parse("732 829 320").map(|s| s.grouped()), Ok("732 829 320".to_owned()));
        assert!(Siren::parse("732829321").is_err() && Siren::parse("73282932").is_err());
        assert!(Siret::parse("73282932000074").is_ok());
        assert!(Siret::parse("35600000000048").is_ok(), "head office of La Poste");
        let siren = Siren::parse("404833048").expect("a SIREN");
        assert_eq!(VatNumber::french(&siren).as_str(), "FR83404833048");
        assert!(VatNumber::parse("FR83404833048").is_ok() && VatNumber::parse("FR84404833048").is_err());
        assert!(Iban::parse("FR76 3000 6000 0112 3456 7890 189").is_ok());
        assert!(matches!(Iban::parse("FR7630006000011234567890188"), Err(IdentifierError::Check { .. })));
        assert_eq!(CreditorReference::make("539007547034").map(|r| r.to_string()), Ok("RF18539007547034".to_owned()));
        assert!(CreditorReference::parse("RF18 5390 0754 7034").is_ok());
        assert!(CreditorReference::parse("RF19539007547034").is_err());
        assert!(Bic::parse("BNPAFRPPXXX").is_ok() && Bic::parse("BNP").is_err());
    }
}
