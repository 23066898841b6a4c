//! From the general ledger to the receivables: lines of 411, 413, 416 and 419 by customer.

use std::collections::{BTreeMap, HashMap};

use kernel::{Currency, Money, Wording, search_key};
use ledger::intake::{CustomerRow, Ignored, Intake, PieceRow, Source};
use ledger::{ImportMode, ItemKind};
use rayon::prelude::*;

use super::columns::{Column, Fields};
use super::journal::{Nature, is_opening};
use super::read::optional_date;
use super::who::{Names, Who};
use super::{Fec, FecLine, OUTSIDE, key};
use crate::{Problem, Report};

/// How to read receivables out of a FEC.
#[derive(Debug, Clone, Copy)]
pub struct FecOptions {
    /// The currency the books are kept in.
    pub currency: Currency,
}

impl Default for FecOptions {
    fn default() -> Self {
        Self { currency: Currency::EUR }
    }
}

/// A line of a customer's account with its fields.
struct Claim<'a> {
    row: &'a FecLine,
    fields: Fields<'a>,
}

/// The receivables of a FEC. Every other line is counted in `ignored`; unusable lines are in
/// `errors` with what the reader found.
pub fn receivables(fec: &Fec<'_>, options: &FecOptions) -> Intake {
    let mut aside = Aside::default();
    let wanted: Vec<&FecLine> = fec.rows.iter().filter(|row| aside.keeps(row)).collect();
    let mut claims: Vec<Claim<'_>> = wanted.into_par_iter().map(|row| Claim { row, fields: fec.fields(row) }).collect();
    claims.retain(|claim| aside.keeps_claim(claim));
    let who = Who::new(claims.iter().map(|c| (c.fields.get(Column::CompteNum), c.fields.get(Column::CompAuxNum))));
    let (customers, owners) = customers(&claims, &who);
    let natures: Vec<Nature> = fec.journals.iter().map(super::Journal::nature).collect();
    let keys = keys(&claims);
    let built: Vec<Result<PieceRow, (u64, Problem)>> = claims
        .par_iter()
        .zip(owners)
        .zip(keys)
        .map(|((claim, customer), key)| piece(claim, customer, key, &natures, *options))
        .collect();
    let mut refused = Report::default();
    let mut pieces = Vec::with_capacity(built.len());
    for result in built {
        match result {
            Ok(piece) => pieces.push(piece),
            Err((line, problem)) => refused.add(line, Column::Debit.name(), problem),
        }
    }
    let mut errors = fec.errors.to_line_errors();
    errors.extend(refused.to_line_errors());
    Intake {
        mode: ImportMode::Movement,
        source: Source::Fec,
        customers,
        pieces,
        ignored: aside.told(),
        errors,
        // A FEC brings movements: what is missing from it is not settled by its absence.
        remarks: Vec::new(),
        unread: Vec::new(),
        lines: fec.lines,
    }
}

/// Lines set aside, counted by why.
#[derive(Default)]
struct Aside {
    /// Lines by class (the first digit) and, inside class 4, by group 41.
    others: BTreeMap<&'static str, BTreeMap<u16, u64>>,
    zero: u64,
}

impl Aside {
    fn keeps(&mut self, row: &FecLine) -> bool {
        let reason = match row.class {
            411 | 413 | 416 | 419 => {
                if row.debit == row.credit {
                    self.zero += 1;
                    return false;
                }
                return true;
            }
            OUTSIDE => "account-outside-plan",
            410..=419 => "customer-account-not-owed",
            _ => "not-receivable",
        };
        *self.others.entry(reason).or_default().entry(row.class).or_default() += 1;
        false
    }

    /// 4196 (deposits on packaging) and 4198 (rebates to grant) are no pieces of a customer.
    fn keeps_claim(&mut self, claim: &Claim<'_>) -> bool {
        let account = claim.fields.get(Column::CompteNum);
        if account.starts_with("4196") || account.starts_with("4198") {
            *self.others.entry("customer-account-not-owed").or_default().entry(419).or_default() += 1;
            return false;
        }
        true
    }

    fn told(self) -> Vec<Ignored> {
        let mut out = Vec::new();
        for (reason, classes) in self.others {
            if reason == "not-receivable" {
                // One row per class of the plan: 1 capital, 2 assets, … 7 income.
                let mut by_digit: BTreeMap<u16, (u64, Vec<String>)> = BTreeMap::new();
                for (class, lines) in classes {
                    let (total, names) = by_digit.entry(class / 100).or_default();
                    *total += lines;
                    names.push(format!("{class:03}"));
                }
                for (lines, names) in by_digit.into_values() {
                    let more = if names.len() > 12 { "…" } else { "" };
                    let names = names.into_iter().take(12).collect::<Vec<_>>().join(", ");
                    let detail = Wording::new(format!("comptes {names}{more}"), format!("accounts {names}{more}"));
                    out.push(Ignored { reason: reason.into(), detail, lines });
                }
                continue;
            }
            let lines = classes.values().sum();
            let names: Vec<String> = classes.keys().filter(|c| **c != OUTSIDE).map(|c| format!("{c:03}")).collect();
            let names = names.join(", ");
            let detail = if reason == "account-outside-plan" {
                Wording::new(
                    "comptes qui ne commencent pas par trois chiffres",
                    "accounts that do not begin with three digits",
                )
            } else {
                Wording::new(
                    format!("comptes {names} : factures ou avoirs à établir, consignations"),
                    format!("accounts {names}: to be invoiced or credited, deposits"),
                )
            };
            out.push(Ignored { reason: reason.into(), detail, lines });
        }
        if self.zero > 0 {
            let detail = Wording::new("lignes à zéro sur un compte client", "zero lines on a customer account");
            out.push(Ignored { reason: "zero".into(), detail, lines: self.zero });
        }
        out
    }
}

/// Customers in order of appearance, and the index of each line's customer.
fn customers<'a>(claims: &[Claim<'a>], who: &Who<'a>) -> (Vec<CustomerRow>, Vec<u32>) {
    let mut index: HashMap<&str, u32> = HashMap::new();
    let mut rows: Vec<CustomerRow> = Vec::new();
    let mut names: Vec<(Names<'a>, Names<'a>, bool)> = Vec::new();
    let mut owners = Vec::with_capacity(claims.len());
    for claim in claims {
        let account = claim.fields.get(Column::CompteNum);
        let auxiliary = claim.fields.get(Column::CompAuxNum);
        let number = who.number(account, auxiliary);
        let at = *index.entry(number).or_insert_with(|| {
            let line = u64::from(claim.row.line);
            rows.push(CustomerRow { line, number: number.into(), ..CustomerRow::default() });
            names.push((Names::default(), Names::default(), number == "411"));
            u32::try_from(rows.len() - 1).unwrap_or(u32::MAX)
        });
        owners.push(at);
        if let Some((own, of_account, _)) = names.get_mut(usize::try_from(at).unwrap_or(usize::MAX)) {
            if !auxiliary.is_empty() {
                own.add(claim.fields.get(Column::CompAuxLib));
            } else if account.starts_with("411") {
                own.add(claim.fields.get(Column::CompteLib));
            } else {
                of_account.add(claim.fields.get(Column::CompteLib));
            }
        }
    }
    for (row, (own, of_account, sundry)) in rows.iter_mut().zip(&names) {
        row.name = if *sundry {
            Some("Clients divers".into())
        } else {
            own.best().or_else(|| of_account.best()).map(Into::into)
        };
    }
    (rows, owners)
}

/// Stable keys of the lines.
fn keys(claims: &[Claim<'_>]) -> Vec<Box<str>> {
    let digests: Vec<u128> = claims
        .par_iter()
        .map(|claim| {
            let piece = optional_date(claim.fields.get(Column::PieceDate)).map_or(i32::MIN, kernel::epoch_day);
            key::digest(claim.row, &claim.fields, piece)
        })
        .collect();
    key::texts(&digests, |at| {
        claims.get(at).map(|claim| {
            let letter = claim.fields.get(Column::EcritureLet);
            (letter.is_empty(), letter, claim.fields.get(Column::DateLet), claim.fields.get(Column::EcritureNum))
        })
    })
}

fn piece(
    claim: &Claim<'_>,
    customer: u32,
    key: Box<str>,
    natures: &[Nature],
    options: FecOptions,
) -> Result<PieceRow, (u64, Problem)> {
    let fields = &claim.fields;
    let line = u64::from(claim.row.line);
    let entry_on = Fec::date(claim.row);
    let account = fields.get(Column::CompteNum);
    let label = fields.get(Column::EcritureLib);
    let nature = natures.get(usize::from(claim.row.journal)).copied().unwrap_or(Nature::Other);
    let cents = claim.row.debit - claim.row.credit;
    let letter = fields.get(Column::EcritureLet);
    let letter_on = optional_date(fields.get(Column::DateLet));
    Ok(PieceRow {
        line,
        customer,
        kind: kind(account, nature, label, cents),
        number: fields.get(Column::PieceRef).into(),
        key: Some(key),
        label: with_foreign_amount(fields, options.currency).into(),
        amount: Money::new(minor(cents, options.currency).map_err(|problem| (line, problem))?, options.currency),
        entry_on,
        issue_on: optional_date(fields.get(Column::PieceDate)).unwrap_or(entry_on),
        due_on: None,
        supply_on: None,
        settled: None,
        letter: (!letter.is_empty()).then(|| (letter.into(), letter_on)),
        gl_account: account.into(),
    })
}

/// Cents of the file in minor units of the currency of the books.
fn minor(cents: i64, currency: Currency) -> Result<i64, Problem> {
    let text = || Money::new(cents, Currency::EUR).to_decimal();
    match currency.digits() {
        2 => Ok(cents),
        0 if cents % 100 == 0 => Ok(cents / 100),
        3 => cents.checked_mul(10).ok_or_else(|| Problem::TooLarge { text: text() }),
        _ => Err(Problem::TooPrecise { text: text(), currency }),
    }
}

/// What the line is, by its account, its journal and its sign.
fn kind(account: &str, nature: Nature, label: &str, cents: i64) -> ItemKind {
    match account.get(..3) {
        Some("413") => return ItemKind::Bill,
        Some("416") => return ItemKind::Doubtful,
        Some("419") => return ItemKind::Advance,
        _ => {}
    }
    match (nature, cents > 0) {
        (Nature::Opening, _) => ItemKind::Opening,
        (Nature::Sales, true) => ItemKind::Invoice,
        (Nature::Sales, false) => ItemKind::CreditNote,
        (Nature::Treasury, true) => ItemKind::Refund,
        (Nature::Other, _) if is_opening(&search_key(label)) => ItemKind::Opening,
        (Nature::Treasury | Nature::Other, false) => ItemKind::Payment,
        (Nature::Other, true) => ItemKind::Other,
    }
}

/// The label, with the amount in foreign currency when the line has one.
fn with_foreign_amount(fields: &Fields<'_>, currency: Currency) -> String {
    let label = fields.get(Column::EcritureLib);
    let (amount, code) = (fields.get(Column::Montantdevise), fields.get(Column::Idevise));
    if amount.is_empty() || code.is_empty() || code.eq_ignore_ascii_case(currency.code()) {
        return label.to_owned();
    }
    format!("{label} [{amount} {code}]")
}
