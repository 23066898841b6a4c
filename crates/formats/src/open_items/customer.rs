//! Customers, met once in a customer file or again and again on the lines of pieces.

use std::collections::HashMap;

use kernel::{Siren, Siret, VatNumber, Wording};
use ledger::ContactRole;
use ledger::intake::{ContactRow, CustomerRow};

use super::{Mapped, at};
use crate::problem::excerpt;
use crate::profile::{Field, words};
use crate::{Located, Problem, Report};

/// Customers in order of appearance.
#[derive(Default)]
pub(super) struct Customers {
    pub rows: Vec<CustomerRow>,
    index: HashMap<Box<str>, u32>,
    /// Those described by a line of a customer file.
    described: Vec<bool>,
}

impl Customers {
    /// The customer of a line, added or completed with what the line says.
    pub fn meet(
        &mut self,
        mapped: &Mapped<'_>,
        row: usize,
        own_file: bool,
        report: &mut Report,
    ) -> Result<u32, Located> {
        let number = number(mapped, row);
        if number.is_empty() {
            let field = if mapped.has(Field::CustomerNumber) { Field::CustomerNumber } else { Field::CustomerName };
            return Err(at(mapped, row, field, Problem::MissingCustomer));
        }
        let place = |index: u32| usize::try_from(index).unwrap_or(usize::MAX);
        let line = mapped.table.line(row);
        if let Some(index) = self.index.get(number).copied() {
            let slot = place(index);
            if own_file {
                let known = self.described.get(slot).copied().unwrap_or(false);
                if known {
                    let first = self.rows.get(slot).map_or(0, |r| r.line);
                    let problem = Problem::CustomerTwice { number: excerpt(number), first };
                    report.add(line, mapped.header(Field::CustomerNumber), problem);
                } else if let (Some(mark), Some(row)) = (self.described.get_mut(slot), self.rows.get_mut(slot)) {
                    *mark = true;
                    row.line = line;
                }
            }
            // On lines of pieces the first line told; only a gap is worth filling.
            if let Some(known) = self.rows.get_mut(slot)
                && (own_file || lacks_something(known, mapped))
            {
                complete(known, read(mapped, row, number, own_file.then_some(report)));
            }
            return Ok(index);
        }
        let index = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        self.index.insert(number.into(), index);
        let mut customer = read(mapped, row, number, Some(report));
        if !own_file {
            // Only pieces name it so far.
            customer.line = 0;
        }
        self.rows.push(customer);
        self.described.push(own_file);
        Ok(index)
    }
}

/// The code of the customer of a line; its name when the table has no code.
pub(super) fn number<'t>(mapped: &Mapped<'t>, row: usize) -> &'t str {
    match mapped.text(row, Field::CustomerNumber) {
        "" if !mapped.has(Field::CustomerNumber) => mapped.text(row, Field::CustomerName),
        number => number,
    }
}

/// True when a mapped column may still tell something of this customer.
fn lacks_something(known: &CustomerRow, mapped: &Mapped<'_>) -> bool {
    (known.name.is_none() && mapped.has(Field::CustomerName))
        || (known.city.is_none() && mapped.has(Field::City))
        || (known.siren.is_none() && mapped.has(Field::Siren))
        || (known.contact.is_none() && mapped.has(Field::Email))
}

/// Fills what is missing in `known`.
fn complete(known: &mut CustomerRow, more: CustomerRow) {
    macro_rules! fill {
        ($($field:ident),+) => { $( if known.$field.is_none() { known.$field = more.$field; } )+ };
    }
    fill!(
        name,
        kind,
        siren,
        vat,
        street,
        complement,
        postcode,
        city,
        country,
        language,
        contact,
        terms,
        salesperson,
        group
    );
}

fn read(mapped: &Mapped<'_>, row: usize, number: &str, report: Option<&mut Report>) -> CustomerRow {
    let mut reader = Reader { mapped, row, report };
    let siren = reader.siren();
    CustomerRow {
        line: mapped.table.line(row),
        number: number.into(),
        name: reader.plain(Field::CustomerName),
        kind: reader.word(Field::LegalKind, words::debtor_kind),
        siren,
        vat: reader.parsed(
            Field::Vat,
            |t| VatNumber::parse(t).ok(),
            |text| Problem::BadIdentifier { text, what: Wording::new("numéro de TVA", "VAT number") },
        ),
        street: reader.plain(Field::Street),
        complement: reader.plain(Field::Complement),
        postcode: reader.plain(Field::Postcode),
        city: reader.plain(Field::City),
        country: reader.word(Field::Country, |t| words::country(t).map(String::into_boxed_str)),
        language: reader.word(Field::Language, words::language),
        contact: reader.contact(),
        terms: reader.parsed(Field::Terms, |t| t.parse().ok(), |text| Problem::UnknownTerms { text }),
        salesperson: reader.plain(Field::Salesperson),
        group: reader.plain(Field::Group),
    }
}

/// Reads the optional fields of a row; a bad value is told and left aside.
struct Reader<'r, 'm> {
    mapped: &'r Mapped<'m>,
    row: usize,
    report: Option<&'r mut Report>,
}

impl Reader<'_, '_> {
    fn tell(&mut self, field: Field, problem: Problem) {
        if let Some(report) = &mut self.report {
            report.add(self.mapped.table.line(self.row), self.mapped.header(field), problem);
        }
    }

    fn plain(&mut self, field: Field) -> Option<Box<str>> {
        let text = self.one_line(field);
        (!text.is_empty()).then_some(text)
    }

    /// A text as one line: what breaks it is a space, and told. A letter and a mail have no place for another.
    fn one_line(&mut self, field: Field) -> Box<str> {
        let text = self.mapped.text(self.row, field);
        if !text.contains(breaks) {
            return text.into();
        }
        let line = without_breaks(text);
        self.tell(field, Problem::SeveralLines { text: excerpt(&line) });
        line.into()
    }

    /// An address that reaches somebody or not: one that is broken is left aside, and told.
    fn address(&mut self, field: Field) -> Box<str> {
        let text = self.mapped.text(self.row, field);
        if !text.contains(breaks) {
            return text.into();
        }
        self.tell(field, Problem::BrokenAddress { text: excerpt(&without_breaks(text)) });
        Box::default()
    }

    fn parsed<T>(
        &mut self,
        field: Field,
        parse: impl Fn(&str) -> Option<T>,
        problem: impl Fn(String) -> Problem,
    ) -> Option<T> {
        let text = self.mapped.text(self.row, field);
        if text.is_empty() {
            return None;
        }
        let value = parse(text);
        if value.is_none() {
            self.tell(field, problem(excerpt(text)));
        }
        value
    }

    fn word<T>(&mut self, field: Field, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.parsed(field, parse, |text| Problem::UnknownWord { text })
    }

    /// A SIREN, or the one inside a SIRET.
    fn siren(&mut self) -> Option<Siren> {
        let parse = |text: &str| Siren::parse(text).ok().or_else(|| Siret::parse(text).ok().map(|s| s.siren()));
        self.parsed(Field::Siren, parse, |text| Problem::BadIdentifier { text, what: Wording::same("SIREN") })
    }

    fn contact(&mut self) -> Option<ContactRow> {
        let name = self.one_line(Field::Contact);
        let (email, phone) = (self.address(Field::Email), self.address(Field::Phone));
        if name.is_empty() && email.is_empty() && phone.is_empty() {
            return None;
        }
        let role = match self.mapped.text(self.row, Field::Role) {
            "" => ContactRole::Accounting,
            role => words::role(role),
        };
        Some(ContactRow { name, role, email, phone })
    }
}

/// True of what ends a line, or is no character of a text.
fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn without_breaks(text: &str) -> String {
    text.split(breaks).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
