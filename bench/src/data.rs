//! Files to work on, made here, the same bytes for the same number of lines.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use kernel::{Date, epoch_day, from_epoch_day};

use crate::chance::{Chance, whole};
use crate::probe::Fallible;

/// The day the portfolios are seen from.
pub const AS_OF: &str = "2026-10-31";

const FIRST: [&str; 12] = [
    "Atelier",
    "Boulangerie",
    "Garage",
    "Menuiserie",
    "Pharmacie",
    "Imprimerie",
    "Transports",
    "Maçonnerie",
    "Électricité",
    "Plomberie",
    "Hôtel",
    "Cabinet",
];
const LAST: [&str; 12] = [
    "Lefèvre",
    "Dupont",
    "Moreau",
    "Garçon",
    "Müller",
    "O'Neil",
    "Rousseau",
    "Besançon",
    "Petit & Fils",
    "\"Martin, Frères\"",
    "Durand",
    "Noël",
];
const CITIES: [(&str, &str); 6] = [
    ("75011", "Paris"),
    ("69003", "Lyon"),
    ("13006", "Marseille"),
    ("44000", "Nantes"),
    ("67000", "Strasbourg"),
    ("42000", "Saint-Étienne"),
];

/// Which receivables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Two years of invoices, most of them paid: 3 to 60 lines a customer (log-uniform), log-normal
    /// amounts (median 450 €), 8 % credit notes, 15 % of invoices part-paid, terms and lateness of
    /// each customer's own.
    History,
    /// A morning export: every line is still open. 2 to 30 lines a customer, ten on average, most of
    /// them recent; 8 % credit notes, 15 % part-paid.
    Open,
}

impl Shape {
    /// Name of its files and database.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::Open => "open",
        }
    }
}

/// The customer's habits.
struct Customer {
    id: String,
    number: usize,
    terms: i32,
    late: f64,
    never: f64,
}

struct Line {
    customer: usize,
    issue: i32,
    due: i32,
    credit_note: bool,
    amount: i64,
    paid: i64,
    paid_on: Option<i32>,
}

/// Writes `customers.csv` and `items.csv` of that shape with `rows` lines into `folder`.
pub fn write_open_items(shape: Shape, rows: usize, folder: &Path) -> Fallible<()> {
    let as_of = epoch_day(AS_OF.parse()?);
    let mut chance = Chance::new(20_261_031);
    let mut customers = String::from("customer_id,name,street,postcode,city,country,email,language,terms_days\n");
    let mut ids = Vec::new();
    let mut lines = Vec::with_capacity(rows);
    while lines.len() < rows {
        let customer = customer(ids.len() + 1, &mut chance, &mut customers)?;
        let (low, high) = if shape == Shape::History { (3.0, 61.0) } else { (2.0, 31.0) };
        let count = usize::try_from(chance.log_uniform(low, high))?.min(rows - lines.len());
        for _ in 0..count {
            lines.push(if shape == Shape::History {
                line_of_history(&customer, as_of, &mut chance)
            } else {
                line_still_open(&customer, as_of, &mut chance)
            });
        }
        ids.push(customer.id);
    }
    lines.sort_by_key(|line| line.issue);
    fs::create_dir_all(folder)?;
    fs::write(folder.join("customers.csv"), customers)?;
    fs::write(folder.join("items.csv"), items(&lines, &ids)?)?;
    Ok(())
}

fn customer(number: usize, chance: &mut Chance, out: &mut String) -> Fallible<Customer> {
    let t = chance.share();
    let terms = if t < 0.60 {
        30
    } else if t < 0.75 {
        45
    } else if t < 0.95 {
        60
    } else {
        15
    };
    let t = chance.share();
    let late = if t < 0.35 {
        -3.0
    } else if t < 0.70 {
        6.0
    } else if t < 0.90 {
        20.0
    } else {
        55.0
    };
    let never = if late < 50.0 { 0.02 } else { 0.12 };
    let (first, last) = (chance.pick(&FIRST), chance.pick(&LAST));
    let name = match last.strip_prefix('"') {
        Some(rest) => format!("\"{first} {} {number}\"", rest.trim_end_matches('"')),
        None => format!("{first} {last} {number}"),
    };
    let (postcode, city) = chance.pick(&CITIES);
    let (id, street) = (format!("C{number:06}"), chance.between(1, 199));
    writeln!(
        out,
        "{id},{name},{street} rue de la République,{postcode},{city},FR,compta{number}@example.com,fr,{terms}"
    )?;
    Ok(Customer { id, number: number - 1, terms, late, never })
}

fn line_of_history(customer: &Customer, as_of: i32, chance: &mut Chance) -> Line {
    let issue = as_of - chance.between(0, 729);
    let amount = chance.cents(450.0);
    if chance.share() < 0.08 {
        let paid_on = issue + chance.between(0, 60);
        let settled = chance.share() < 0.7 && paid_on <= as_of;
        let paid = if settled { -amount } else { 0 };
        let paid_on = settled.then_some(paid_on);
        return Line {
            customer: customer.number,
            issue,
            due: issue,
            credit_note: true,
            amount: -amount,
            paid,
            paid_on,
        };
    }
    let due = issue + customer.terms;
    let mut paid_on = issue.max(due + whole(chance.normal(customer.late, 10.0)));
    let t = chance.share();
    let paid = if t < 0.15 {
        if paid_on > as_of {
            paid_on = issue + chance.between(0, as_of - issue);
        }
        part(amount, chance)
    } else if t < 0.15 + customer.never || paid_on > as_of {
        0
    } else {
        amount
    };
    let paid_on = (paid != 0).then_some(paid_on);
    Line { customer: customer.number, issue, due, credit_note: false, amount, paid, paid_on }
}

fn line_still_open(customer: &Customer, as_of: i32, chance: &mut Chance) -> Line {
    // ages fall off by half in 50 days
    let issue = as_of - whole(-72.0 * (1.0 - chance.share()).ln()).min(729);
    let amount = chance.cents(450.0);
    if chance.share() < 0.08 {
        return Line {
            customer: customer.number,
            issue,
            due: issue,
            credit_note: true,
            amount: -amount,
            paid: 0,
            paid_on: None,
        };
    }
    let partly = chance.share() < 0.15;
    let paid = if partly { part(amount, chance) } else { 0 };
    let paid_on = partly.then(|| issue + chance.between(0, as_of - issue));
    Line { customer: customer.number, issue, due: issue + customer.terms, credit_note: false, amount, paid, paid_on }
}

/// From a tenth to nine tenths of the amount, at least a cent.
fn part(amount: i64, chance: &mut Chance) -> i64 {
    (amount * i64::from(chance.between(100, 900)) / 1000).clamp(1, amount - 1)
}

fn items(lines: &[Line], ids: &[String]) -> Fallible<String> {
    let mut out = String::with_capacity(lines.len() * 80);
    out.push_str("invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n");
    for (number, line) in (1_usize..).zip(lines) {
        let (prefix, kind) = if line.credit_note { ('C', "CN") } else { ('I', "INV") };
        write!(
            out,
            "{prefix}{number:08},{kind},{},{},{},{},{},",
            ids[line.customer],
            date(line.issue),
            date(line.due),
            euros(line.amount, '.'),
            euros(line.paid, '.')
        )?;
        if let Some(day) = line.paid_on {
            write!(out, "{}", date(day))?;
        }
        out.push_str(",EUR\n");
    }
    Ok(out)
}

fn date(day: i32) -> Date {
    from_epoch_day(day)
}

fn euros(cents: i64, mark: char) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}{mark}{:02}", cents.abs() / 100, cents.abs() % 100)
}

/// A FEC of `rows` lines: sales (customer, revenue, VAT) and receipts matched with them, tabs, eighteen
/// columns, some 164 bytes a line, balanced entry by entry.
pub fn fec(rows: usize) -> Fallible<Vec<u8>> {
    let mut out = String::with_capacity(rows * 170 + 400);
    out.push_str(
        "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\t\
         PieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\r\n",
    );
    let mut chance = Chance::new(20_261_231);
    let start = epoch_day("2026-01-01".parse()?);
    let (mut left, mut entry, mut sale) = (rows, 0_u32, (12_000, 1, "FA2026-0000000".to_owned()));
    while left >= 2 {
        entry += 1;
        // a remainder of one line could not be balanced
        let receipt = left == 2 || left == 4 || (left != 3 && entry.is_multiple_of(2));
        // entries follow the calendar, as books do
        let day = compact(start + whole(364.0 * share(rows - left, rows)));
        if receipt {
            let (amount, customer, piece) = &sale;
            let (cents, letter) = (euros(*amount, ','), format!("L{entry:07}"));
            let head = format!("BQ\tBanque Crédit Coopératif\t{entry:08}\t{day}");
            let tail = format!("{piece}\t{day}\tVirement client {customer:06} {piece}");
            writeln!(out, "{head}\t51200000\tBanque compte courant\t\t\t{tail}\t{cents}\t0,00\t\t\t{day}\t\t\r")?;
            writeln!(
                out,
                "{head}\t41100000\tClients\tC{customer:06}\tÉtablissements Moreau {customer:06}\t{tail}\t0,00\t{cents}\t{letter}\t{day}\t{day}\t\t\r"
            )?;
            left -= 2;
        } else {
            let (net, customer) = (chance.cents(450.0), chance.between(1, 9_999));
            let (vat, piece) = (net / 5, format!("FA2026-{entry:07}"));
            let head = format!("VE\tVentes de marchandises\t{entry:08}\t{day}");
            let tail = format!("{piece}\t{day}\tFacture client {customer:06} {piece}");
            let (gross, net_text, vat_text) = (euros(net + vat, ','), euros(net, ','), euros(vat, ','));
            writeln!(
                out,
                "{head}\t41100000\tClients\tC{customer:06}\tÉtablissements Moreau {customer:06}\t{tail}\t{gross}\t0,00\t\t\t{day}\t\t\r"
            )?;
            writeln!(
                out,
                "{head}\t70710000\tVentes de marchandises 20 %\t\t\t{tail}\t0,00\t{net_text}\t\t\t{day}\t\t\r"
            )?;
            writeln!(out, "{head}\t44571000\tTVA collectée 20 %\t\t\t{tail}\t0,00\t{vat_text}\t\t\t{day}\t\t\r")?;
            sale = (net + vat, customer, piece);
            left -= 3;
        }
    }
    Ok(out.into_bytes())
}

#[expect(clippy::cast_precision_loss, reason = "a share of some millions")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn compact(day: i32) -> String {
    date(day).to_string().replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_lines_from_two_makes_a_balanced_ledger() {
        for rows in 2..40 {
            let bytes = fec(rows).expect("made");
            let text = formats::text::decode(&bytes).expect("text");
            let read = formats::fec::read(&text).expect("a ledger");
            assert_eq!((read.lines, read.errors.len()), (rows as u64, 0), "{rows}");
            assert_eq!(read.debit, read.credit);
        }
    }
}
