//! The QR code of a SEPA credit transfer: « Quick Response Code: Guidelines to enable data capture
//! for the initiation of a SEPA credit transfer », EPC069-12, version 002.

use fast_qr::{ECL, QRBuilder};
use kernel::{Bic, CreditorReference, Iban, Money};

/// Characters of the beneficiary's name (EPC069-12, table 2).
const NAME: usize = 70;
/// Characters of the unstructured remittance information.
const REMITTANCE: usize = 140;
/// Bytes of the whole.
const PAYLOAD: usize = 331;
/// Highest amount: 999 999 999.99 €.
const HIGHEST_MINOR: i64 = 99_999_999_999;
/// Modules of one side of the largest symbol allowed, version 13 (17 + 4 × version).
const LARGEST: usize = 17 + 4 * 13;
/// White modules around the symbol (ISO/IEC 18004).
const QUIET: usize = 4;

/// A transfer to be proposed to the payer.
#[derive(Debug, Clone, Copy)]
pub struct Transfer<'a> {
    /// Holder of the account.
    pub name: &'a str,
    /// The account.
    pub iban: &'a Iban,
    /// The bank; not needed within the European Economic Area since version 002.
    pub bic: Option<&'a Bic>,
    /// What is to be paid.
    pub amount: Money,
    /// What the payer quotes. An ISO 11649 reference (`RF…`) goes to its own field.
    pub reference: &'a str,
}

impl Transfer<'_> {
    /// The text of the code, or `None` when the scheme cannot carry it: another currency than the
    /// euro, an amount outside 0.01 to 999 999 999.99, no name.
    pub fn payload(&self) -> Option<String> {
        let (name, reference) = (one_line(self.name, NAME), one_line(self.reference, REMITTANCE));
        let payable = (1..=HIGHEST_MINOR).contains(&self.amount.minor());
        if self.amount.currency().code() != "EUR" || !payable || name.is_empty() {
            return None;
        }
        let structured = CreditorReference::parse(&reference).ok();
        let (structured, free) = match &structured {
            Some(rf) => (rf.as_str(), ""),
            None => ("", reference.as_str()),
        };
        let amount = format!("EUR{}", self.amount.to_decimal());
        let bic = self.bic.map_or("", Bic::as_str);
        let iban = self.iban.as_str();
        let lines = ["BCD", "002", "1", "SCT", bic, &name, iban, &amount, "", structured, free];
        let payload = lines.join("\n").trim_end_matches('\n').to_owned();
        (payload.len() <= PAYLOAD).then_some(payload)
    }
}

/// The first characters of a text on one line.
fn one_line(text: &str, most: usize) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").chars().take(most).collect::<String>().trim_end().to_owned()
}

/// A code as grey pixels, one a module, its quiet zone included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QrPicture {
    /// Pixels of one side.
    pub side: usize,
    /// Row by row: 0 is black, 255 white.
    pub pixels: Vec<u8>,
}

impl QrPicture {
    /// The dark modules as the path of a drawing, one unit a module.
    pub fn path(&self) -> String {
        use std::fmt::Write;
        let mut path = String::new();
        for (at, _) in self.pixels.iter().enumerate().filter(|(_, pixel)| **pixel == 0) {
            let _ = write!(path, "M{} {}h1v1h-1z", at % self.side, at / self.side);
        }
        path
    }

    /// The whole as SVG.
    pub fn svg(&self) -> String {
        let (side, path) = (self.side, self.path());
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\"><path d=\"{path}\"/></svg>")
    }
}

/// Draws a payload at error correction level M, as the guidelines ask. `None` past symbol version 13.
pub fn picture(payload: &str) -> Option<QrPicture> {
    let code = QRBuilder::new(payload).ecl(ECL::M).build().ok()?;
    if code.size > LARGEST {
        return None;
    }
    let side = code.size + 2 * QUIET;
    let mut pixels = vec![255; side * side];
    for row in 0..code.size {
        let start = (row + QUIET) * side + QUIET;
        for (pixel, module) in pixels[start..start + code.size].iter_mut().zip(&code[row]) {
            *pixel = if module.value() { 0 } else { 255 };
        }
    }
    Some(QrPicture { side, pixels })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Currency;

    fn payload(name: &str, amount: Money, reference: &str, bic: Option<&str>) -> Option<String> {
        let iban = Iban::parse("BE72000000001616").expect("an IBAN");
        let bic = bic.map(|text| Bic::parse(text).expect("a BIC"));
        Transfer { name, iban: &iban, bic: bic.as_ref(), amount, reference }.payload()
    }

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn the_lines_stand_in_the_order_of_the_guidelines() {
        // The example of EPC069-12, annex: Red Cross of Belgium, one euro, « Urgency fund ».
        assert_eq!(
            payload("Red Cross of Belgium", eur(100), "Urgency fund", Some("BPOTBEB1")).as_deref(),
            Some("BCD\n002\n1\nSCT\nBPOTBEB1\nRed Cross of Belgium\nBE72000000001616\nEUR1.00\n\n\nUrgency fund")
        );
        // An ISO 11649 reference has its own line, and nothing stands after it.
        assert_eq!(
            payload("Red Cross", eur(1234), "RF18539007547034", None).as_deref(),
            Some("BCD\n002\n1\nSCT\n\nRed Cross\nBE72000000001616\nEUR12.34\n\nRF18539007547034")
        );
    }

    #[test]
    fn what_the_scheme_cannot_carry_has_no_code() {
        let pounds = Money::new(100, Currency::parse("GBP").expect("a currency"));
        for (name, amount) in [("A", pounds), ("A", eur(0)), ("A", eur(-1)), ("A", eur(100_000_000_000)), (" ", eur(1))]
        {
            assert_eq!(payload(name, amount, "x", None), None, "{name} {amount}");
        }
        assert!(payload("A", eur(99_999_999_999), "x", None).is_some());
    }

    #[test]
    fn long_words_are_cut_and_line_breaks_add_no_line() {
        let text =
            payload(&"é".repeat(90), eur(1), &format!("a\nEUR9999\r\n{}", "b".repeat(200)), None).expect("a payload");
        let lines: Vec<&str> = text.split('\n').collect();
        assert_eq!((lines.len(), lines[5].chars().count(), lines[10].chars().count()), (11, 70, 140));
        assert!(lines[10].starts_with("a EUR9999 b"));
        assert!(picture(&text).is_some_and(|code| code.side * code.side == code.pixels.len()));
    }
}
