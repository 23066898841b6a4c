//! The plan of one account.

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{Currency, Date, Money, PaymentTerms};

use super::changes::changes;
use super::plan::{AccountPlan, Cause, Context, Creation, DueChange, Match, Piece, Settlement};
use super::{CustomerGap, Known, KnownAccount, KnownItem, Outcome, Sample};
use crate::intake::{CustomerRow, Intake, PieceRow, Source};
use crate::lettrage::{Side, pair};
use crate::{ImportMode, ItemId, ItemKind};

/// What every customer's planning reads.
pub(super) struct Shared<'a> {
    intake: &'a Intake,
    context: Context<'a>,
    first_entry: Option<Date>,
    last_entry: Date,
    unread_pairs: HashSet<(&'a str, &'a str)>,
    unread_customers: HashSet<&'a str>,
    unread_numbers: HashSet<&'a str>,
    unread_anything: bool,
}

impl<'a> Shared<'a> {
    pub(super) fn new(intake: &'a Intake, known: &Known, context: Context<'a>) -> Self {
        let mut shared = Self {
            intake,
            context,
            first_entry: known.first_entry(),
            last_entry: intake.pieces.iter().map(|p| p.entry_on).max().unwrap_or(context.as_of),
            unread_pairs: HashSet::new(),
            unread_customers: HashSet::new(),
            unread_numbers: HashSet::new(),
            unread_anything: false,
        };
        for unread in &intake.unread {
            match (&*unread.customer, &*unread.number) {
                ("", "") => shared.unread_anything = true,
                ("", number) => {
                    shared.unread_numbers.insert(number);
                }
                (customer, "") => {
                    shared.unread_customers.insert(customer);
                }
                both => {
                    shared.unread_pairs.insert(both);
                }
            }
        }
        shared
    }

    /// True when a refused line may be about this piece.
    fn may_be_unread(&self, customer: &str, number: &str) -> bool {
        self.unread_anything
            || self.unread_customers.contains(customer)
            || self.unread_numbers.contains(number)
            || self.unread_pairs.contains(&(customer, number))
    }
}

#[derive(Default)]
pub(super) struct Tally {
    accepted: u64,
    unchanged: u64,
    debtors: u64,
    items: u64,
    payments: u64,
    settled_by_absence: u64,
    held_back: u64,
    controls: BTreeMap<Currency, (i64, i64, i64)>,
    name: String,
    number: String,
    matches: u64,
    changes: u64,
    samples: Vec<Sample>,
}

impl Tally {
    pub(super) fn add_to(self, outcome: &mut Outcome) {
        outcome.accepted += self.accepted;
        outcome.unchanged += self.unchanged;
        outcome.debtors += self.debtors;
        outcome.items += self.items;
        outcome.payments += self.payments;
        outcome.allocations += self.matches;
        outcome.changes += self.changes;
        outcome.settled_by_absence += self.settled_by_absence;
        outcome.held_back += self.held_back;
        for (currency, (file, before, after)) in self.controls {
            let control = outcome.controls.entry(currency).or_default();
            control.customers += 1;
            control.file += file;
            control.before += before;
            control.after += after;
            if file != after {
                control.gap_count += 1;
                let gap = CustomerGap { number: self.number.clone(), name: self.name.clone(), file, ledger: after };
                control.gaps.push(gap);
            }
        }
        for sample in self.samples {
            if outcome.samples.iter().filter(|s| s.what == sample.what).count() < 10 {
                outcome.samples.push(sample);
            }
        }
    }
}

pub(super) struct Part {
    pub(super) plan: AccountPlan,
    pub(super) tally: Tally,
}

/// Plans one account.
pub(super) struct Planner<'a> {
    shared: &'a Shared<'a>,
    known: Option<&'a KnownAccount>,
    by_key: HashMap<&'a str, usize>,
    by_number: HashMap<&'a str, Vec<usize>>,
    /// Open amount of each known piece, as decisions go.
    opens: Vec<i64>,
    seen: Vec<bool>,
    /// Open amount of each creation.
    created: Vec<i64>,
    plan: AccountPlan,
    tally: Tally,
}

impl<'a> Planner<'a> {
    pub(super) fn new(shared: &'a Shared<'a>, known: Option<&'a KnownAccount>) -> Self {
        let items: &[KnownItem] = known.map_or(&[], |k| &k.items);
        let mut by_number: HashMap<&str, Vec<usize>> = HashMap::new();
        for (i, item) in items.iter().enumerate().filter(|(_, i)| !i.number.is_empty()) {
            by_number.entry(&*item.number).or_default().push(i);
        }
        Self {
            shared,
            known,
            by_key: items.iter().enumerate().map(|(i, item)| (&*item.key, i)).collect(),
            by_number,
            opens: items.iter().map(|i| i.open).collect(),
            seen: vec![false; items.len()],
            created: Vec::new(),
            plan: AccountPlan::default(),
            tally: Tally::default(),
        }
    }

    fn items(&self) -> &'a [KnownItem] {
        self.known.map_or(&[], |k| &k.items)
    }

    pub(super) fn run(mut self, customer: Option<(u32, &'a CustomerRow)>, rows: &[u32]) -> Part {
        self.plan.account = self.known.map(|k| k.account.id);
        self.plan.customer = customer.map(|(index, _)| index);
        let number = customer.map_or_else(|| self.known.map_or("", |k| &k.account.number), |(_, row)| &row.number);
        self.plan.number = number.into();
        number.clone_into(&mut self.tally.number);
        self.tally.name = self.display_name(customer.map(|(_, row)| row));
        if let Some((_, row)) = customer {
            self.customer(row);
        }
        let row_terms = customer.and_then(|(_, row)| row.terms);
        let fec = self.shared.intake.source == Source::Fec;
        let mut lettered: BTreeMap<&str, Vec<(Piece, &PieceRow)>> = BTreeMap::new();
        for &index in rows {
            let row = &self.shared.intake.pieces[index as usize];
            let piece =
                if fec { self.ledger_line(index, row, row_terms) } else { Some(self.open_item(index, row, row_terms)) };
            if let (Some(piece), Some((letter, _))) = (piece, &row.letter) {
                lettered.entry(letter).or_default().push((piece, row));
            }
        }
        for group in lettered.values() {
            self.letter(group);
        }
        if self.shared.intake.mode == ImportMode::Snapshot && !self.shared.intake.pieces.is_empty() {
            self.absent();
        }
        self.control(rows);
        self.tally.matches = self.plan.matches.len() as u64;
        self.tally.changes = (self.plan.changes.len() + self.plan.due_changes.len()) as u64;
        Part { plan: self.plan, tally: self.tally }
    }

    fn display_name(&self, row: Option<&CustomerRow>) -> String {
        let known = self.known.map(|k| k.debtor.name.as_str());
        row.and_then(|r| r.name.as_deref()).or(known).unwrap_or(&self.tally.number).to_owned()
    }

    /// A line of a general ledger: its content is its identity.
    fn ledger_line(&mut self, index: u32, row: &'a PieceRow, terms: Option<PaymentTerms>) -> Option<Piece> {
        let brought_forward = row.kind == ItemKind::Opening
            && self.shared.first_entry.is_some_and(|first| first < row.entry_on)
            && self.find(row).is_none();
        if brought_forward {
            // The year before is in the ledger: the opening balance repeats it.
            self.tally.unchanged += 1;
            return None;
        }
        if let Some(i) = self.find(row) {
            self.seen[i] = true;
            self.tally.unchanged += 1;
            return Some(Piece::Known(self.items()[i].id));
        }
        Some(self.create(index, row, terms))
    }

    /// A line of an open-items export: its number is its identity, its open amount may have moved.
    fn open_item(&mut self, index: u32, row: &'a PieceRow, terms: Option<PaymentTerms>) -> Piece {
        let Some(i) = self.find(row) else { return self.create(index, row, terms) };
        self.seen[i] = true;
        let item = &self.items()[i];
        let snapshot = self.shared.intake.mode == ImportMode::Snapshot;
        let wanted = row.amount.minor() - row.settled.map_or(0, |s| s.minor);
        let corrected = row.amount.currency() != item.currency
            || (wanted != 0 && wanted.signum() != item.amount.signum())
            || wanted.abs() > item.amount.abs()
            || (row.settled.is_some() && row.amount.minor() != item.amount);
        if corrected {
            // Taken back on the day of the piece that stands for it, so that no day counts both.
            let on = item.entry_on.max(row.entry_on).min(self.shared.context.as_of);
            self.settle_known(i, self.opens[i], on, Cause::Replaced);
            return self.create(index, row, terms);
        }
        let mut moved = false;
        if (snapshot || row.settled.is_some()) && self.opens[i] != wanted {
            let on = row.settled.and_then(|s| s.on).unwrap_or(self.shared.context.as_of);
            self.settle_known(i, self.opens[i] - wanted, on, Cause::Paid);
            moved = true;
        }
        if let Some(due) = row.due_on
            && (due != item.due_on || item.due_inferred)
        {
            let change = DueChange { item: item.id, old: item.due_on, was_inferred: item.due_inferred, new: due };
            self.plan.due_changes.push(change);
            self.sample("due", &item.number, &item.due_on, &due);
            moved = true;
        }
        if moved {
            self.tally.accepted += 1;
        } else {
            self.tally.unchanged += 1;
        }
        Piece::Known(item.id)
    }

    /// The known piece a row speaks of. Among pieces of one number (instalments), the one of that due
    /// date; else by key; else by number, amount and date, when another source brought it.
    fn find(&self, row: &PieceRow) -> Option<usize> {
        let free = |i: &&usize| !self.seen[**i];
        let twins = self.by_number.get(&*row.number).map_or(&[][..], Vec::as_slice);
        if let Some(due) = row.due_on.filter(|_| twins.len() > 1 && self.shared.intake.source == Source::OpenItems) {
            let same = |i: &&usize| self.items()[**i].due_on == due && self.opens[**i] != 0;
            if let Some(i) = twins.iter().filter(free).find(same) {
                return Some(*i);
            }
        }
        let key = row.key.as_deref().unwrap_or(&row.number);
        if let Some(i) = self.by_key.get(key).filter(free) {
            return Some(*i);
        }
        let same = |i: &&usize| {
            let item = &self.items()[**i];
            let amounts = item.amount == row.amount.minor()
                || (self.shared.intake.source == Source::OpenItems && item.open == row.amount.minor());
            amounts && item.currency == row.amount.currency() && item.issue_on == row.issue_on
        };
        twins.iter().filter(free).find(same).copied()
    }

    fn create(&mut self, index: u32, row: &'a PieceRow, terms: Option<PaymentTerms>) -> Piece {
        let debit = row.amount.minor() > 0;
        let terms =
            || terms.or_else(|| self.known.and_then(|k| k.account.terms)).unwrap_or(self.shared.context.creditor.terms);
        let (due_on, due_inferred) = match row.due_on {
            Some(due) => (due, false),
            None if debit && row.kind != ItemKind::Refund => (terms().due(row.issue_on), true),
            None => (row.issue_on, false),
        };
        let place = u32::try_from(self.plan.creations.len()).unwrap_or(u32::MAX);
        self.plan.creations.push(Creation { row: index, due_on, due_inferred });
        self.created.push(row.amount.minor());
        self.tally.accepted += 1;
        if matches!(row.kind, ItemKind::Payment | ItemKind::Settlement) {
            self.tally.payments += 1;
        } else {
            self.tally.items += 1;
        }
        self.sample("create", &row.number, &row.issue_on, &row.amount);
        if let Some(settled) = row.settled.filter(|s| s.minor != 0) {
            let on = settled.on.unwrap_or(self.shared.context.as_of);
            self.plan.settlements.push(Settlement {
                piece: Piece::New(place),
                minor: settled.minor,
                on,
                cause: Cause::Paid,
            });
            self.created[place as usize] -= settled.minor;
            self.tally.payments += 1;
        }
        Piece::New(place)
    }

    fn settle_known(&mut self, i: usize, minor: i64, on: Date, cause: Cause) {
        if minor == 0 {
            return;
        }
        let item = &self.items()[i];
        let before = Money::new(self.opens[i], item.currency);
        self.opens[i] -= minor;
        let after = Money::new(self.opens[i], item.currency);
        self.plan.settlements.push(Settlement { piece: Piece::Known(item.id), minor, on, cause });
        self.tally.payments += u64::from(cause != Cause::Replaced);
        self.sample(if cause == Cause::Absent { "absent" } else { "settle" }, &item.number, &before, &after);
    }

    /// Matches the pieces of one lettrage code. When the file's group balances, whatever an earlier
    /// settlement already took is balanced too, so that nothing counts twice.
    fn letter(&mut self, group: &[(Piece, &PieceRow)]) {
        let mut currencies: Vec<Currency> = group.iter().map(|(_, r)| r.amount.currency()).collect();
        currencies.dedup();
        let on = group.iter().map(|(_, r)| r.entry_on.max(r.letter.as_ref().and_then(|l| l.1).unwrap_or(r.entry_on)));
        let (Some(on), [currency]) = (on.max(), currencies.as_slice()) else { return };
        let mut order: Vec<usize> = (0..group.len()).collect();
        order.sort_by_key(|i| (group[*i].1.entry_on, group[*i].1.line));
        let sides = |sign: i64| -> Vec<Side> {
            let open = order.iter().map(|i| Side { index: *i, open: self.open(group[*i].0) * sign });
            open.filter(|s| s.open > 0).collect()
        };
        let pairs = pair(&sides(1), &sides(-1));
        for p in pairs {
            let (debit, credit) = (group[p.debit].0, group[p.credit].0);
            self.take(debit, p.amount);
            self.take(credit, -p.amount);
            let letter = group[p.debit].1.letter.as_ref().map_or_else(Box::default, |l| l.0.clone());
            self.plan.matches.push(Match { debit, credit, amount: p.amount, currency: *currency, on, letter });
        }
        let balanced = group.iter().map(|(_, r)| r.amount.minor()).sum::<i64>() == 0;
        for (piece, _) in group.iter().filter(|_| balanced) {
            if let Piece::New(_) = piece
                && self.open(*piece) != 0
            {
                let minor = self.open(*piece);
                self.take(*piece, minor);
                self.plan.settlements.push(Settlement { piece: *piece, minor, on, cause: Cause::Paid });
            }
        }
    }

    fn open(&self, piece: Piece) -> i64 {
        match piece {
            Piece::New(n) => self.created[n as usize],
            Piece::Known(id) => self.place(id).map_or(0, |i| self.opens[i]),
        }
    }

    fn take(&mut self, piece: Piece, minor: i64) {
        match piece {
            Piece::New(n) => self.created[n as usize] -= minor,
            Piece::Known(id) => {
                if let Some(i) = self.place(id) {
                    self.opens[i] -= minor;
                }
            }
        }
    }

    fn place(&self, id: ItemId) -> Option<usize> {
        self.items().binary_search_by_key(&id, |i| i.id).ok()
    }

    /// Pieces open in the ledger and absent from the snapshot: matched together first, as the ERP
    /// must have done, then settled.
    fn absent(&mut self) {
        let mut gone = Vec::new();
        for (i, item) in self.items().iter().enumerate() {
            if self.seen[i] || self.opens[i] == 0 || item.entry_on > self.shared.context.as_of {
                continue;
            }
            if self.shared.may_be_unread(&self.plan.number, &item.number) {
                self.tally.held_back += 1;
                continue;
            }
            gone.push(i);
        }
        self.tally.settled_by_absence += gone.len() as u64;
        let as_of = self.shared.context.as_of;
        let mut currencies: Vec<Currency> = gone.iter().map(|i| self.items()[*i].currency).collect();
        currencies.sort();
        currencies.dedup();
        for currency in currencies {
            let side = |sign: i64| -> Vec<Side> {
                let mine = gone.iter().filter(|i| self.items()[**i].currency == currency);
                mine.map(|i| Side { index: *i, open: self.opens[*i] * sign }).filter(|s| s.open > 0).collect()
            };
            for p in pair(&side(1), &side(-1)) {
                let (debit, credit) = (self.items()[p.debit].id, self.items()[p.credit].id);
                self.opens[p.debit] -= p.amount;
                self.opens[p.credit] += p.amount;
                let (debit, credit) = (Piece::Known(debit), Piece::Known(credit));
                let letter = Box::default();
                self.plan.matches.push(Match { debit, credit, amount: p.amount, currency, on: as_of, letter });
            }
        }
        for i in gone {
            self.settle_known(i, self.opens[i], as_of, Cause::Absent);
        }
    }

    /// Totals of the file against the ledger after the import, on the same pieces.
    fn control(&mut self, rows: &[u32]) {
        let intake = self.shared.intake;
        let fec = intake.source == Source::Fec;
        let movement = intake.mode == ImportMode::Movement;
        let mut totals: BTreeMap<Currency, (i64, i64, i64)> = BTreeMap::new();
        for row in rows.iter().map(|r| &intake.pieces[*r as usize]) {
            let open = row.amount.minor() - row.settled.map_or(0, |s| s.minor);
            totals.entry(row.amount.currency()).or_default().0 += open;
        }
        for (i, item) in self.items().iter().enumerate() {
            let compared = if fec { item.entry_on <= self.shared.last_entry } else { !movement || self.seen[i] };
            if compared && (item.open != 0 || self.opens[i] != 0) {
                let total = totals.entry(item.currency).or_default();
                total.1 += item.open;
                total.2 += self.opens[i];
            }
        }
        for (creation, open) in self.plan.creations.iter().zip(&self.created) {
            let currency = intake.pieces[creation.row as usize].amount.currency();
            totals.entry(currency).or_default().2 += open;
        }
        self.tally.controls = totals;
    }

    /// The customer's own fields.
    fn customer(&mut self, row: &'a CustomerRow) {
        let Some(known) = self.known else {
            self.tally.debtors += 1;
            self.tally.accepted += u64::from(self.is_customer_line(row));
            self.plan.new_contact = row.contact.is_some();
            return;
        };
        let fill_only = self.shared.intake.source == Source::Fec;
        self.plan.changes = changes(row, known, fill_only);
        self.plan.new_contact = row.contact.as_ref().is_some_and(|c| {
            !known.contacts.iter().any(|k| {
                k.email.eq_ignore_ascii_case(&c.email)
                    && *k.phone == *c.phone
                    && (c.name.is_empty() || *k.name == *c.name)
            })
        });
        for change in self.plan.changes.iter().take(2) {
            let sample = Sample {
                what: "customer".to_owned(),
                customer: self.tally.name.clone(),
                piece: change.field.to_owned(),
                before: change.old.clone(),
                after: change.new.clone(),
            };
            self.tally.samples.push(sample);
        }
        let moved = !self.plan.changes.is_empty() || self.plan.new_contact;
        if self.is_customer_line(row) && moved {
            self.tally.accepted += 1;
        } else if self.is_customer_line(row) {
            self.tally.unchanged += 1;
        }
    }

    /// True when a line of the file is about the customer itself, not about one of its pieces.
    fn is_customer_line(&self, row: &CustomerRow) -> bool {
        row.line > 0 && self.shared.intake.source == Source::OpenItems
    }

    fn sample(&mut self, what: &str, piece: &str, before: &dyn std::fmt::Display, after: &dyn std::fmt::Display) {
        if self.tally.samples.len() < 4 {
            self.tally.samples.push(Sample {
                what: what.to_owned(),
                customer: self.tally.name.clone(),
                piece: piece.to_owned(),
                before: before.to_string(),
                after: after.to_string(),
            });
        }
    }
}
