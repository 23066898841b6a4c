//! What happened, as ledger pieces and the matches between them; any day can be asked.

use super::cast::{Debtor, cast};
use super::script::{ADVANCE, STRAYS};
use super::text::{Day, Draw};
use super::trade::{self, Invoice};
use super::{Cents, FRIDAY, MONDAY, OPENING};

/// What a line of a customer's account is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Type {
    Invoice,
    CreditNote,
    Payment,
    /// An accepted bill of exchange, on 413.
    Bill,
    /// An invoice moved to 416.
    Doubtful,
    /// A deposit received, on 419.
    Advance,
    /// The credit on 411 that a bill or a move to 416 makes.
    Transfer,
}

impl Type {
    /// The word in the ERP's export.
    pub(super) const fn french(self) -> &'static str {
        match self {
            Self::Invoice | Self::Doubtful => "Facture",
            Self::CreditNote => "Avoir",
            Self::Payment | Self::Transfer => "Règlement",
            Self::Bill => "Effet",
            Self::Advance => "Acompte",
        }
    }
}

/// One line of a customer's account. Debits are positive.
pub(super) struct Piece {
    pub(super) debtor: usize,
    pub(super) kind: Type,
    pub(super) account: &'static str,
    pub(super) number: String,
    pub(super) date: Day,
    /// The day of the entry; later than `date` for a move to 416.
    pub(super) booked: Day,
    pub(super) due: Day,
    /// The due date as Monday's export corrects it.
    pub(super) corrected: Option<Day>,
    pub(super) label: &'static str,
    /// In the customer's currency, tax included.
    pub(super) amount: Cents,
    /// The same in euros, as booked.
    pub(super) euros: Cents,
    /// Money received, in euros; differs from `euros` by the exchange result.
    pub(super) cash: Cents,
    /// Value added tax in it, in euros.
    pub(super) vat: Cents,
    /// Sales account; empty where none.
    pub(super) sales: &'static str,
}

/// A match between a debit and a credit.
pub(super) struct Link {
    pub(super) debit: usize,
    pub(super) credit: usize,
    pub(super) amount: Cents,
    pub(super) day: Day,
}

/// Everything that happened up to Monday.
pub(super) struct World {
    pub(super) debtors: Vec<Debtor>,
    pub(super) pieces: Vec<Piece>,
    pub(super) links: Vec<Link>,
}

/// Money that arrives: day, payer, what it pays.
struct Receipt {
    day: Day,
    debtor: usize,
    paid: Vec<(usize, Cents)>,
    /// Never merged with another of the same day.
    alone: bool,
}

impl World {
    pub(super) fn build() -> Self {
        let debtors = cast();
        let invoices = trade::invoices(&debtors);
        let mut world = Self { debtors, pieces: Vec::new(), links: Vec::new() };
        for invoice in &invoices {
            world.bill(invoice);
        }
        world.credit_notes(&invoices);
        world.paper(&invoices);
        world.doubtful();
        let receipts = world.receipts(&invoices);
        world.bank(receipts);
        world.monday();
        world
    }

    /// What is left of a piece at the end of `day`, with its sign; zero before it is booked.
    pub(super) fn open(&self, piece: usize, day: Day) -> Cents {
        self.open_all(day)[piece]
    }

    /// The same for every piece, in one pass.
    pub(super) fn open_all(&self, day: Day) -> Vec<Cents> {
        let mut open: Vec<Cents> = self.pieces.iter().map(|p| if p.booked <= day { p.amount } else { 0 }).collect();
        for link in self.links.iter().filter(|link| link.day <= day) {
            open[link.debit] -= link.amount;
            open[link.credit] += link.amount;
        }
        open
    }

    fn bill(&mut self, invoice: &Invoice) {
        let currency = self.debtors[invoice.debtor].currency;
        let euros = trade::in_euros(invoice.total, currency, invoice.issue);
        self.pieces.push(Piece {
            debtor: invoice.debtor,
            kind: Type::Invoice,
            account: "411000",
            number: invoice.number.clone(),
            date: invoice.issue,
            booked: invoice.issue,
            due: invoice.due,
            corrected: None,
            label: invoice.label,
            amount: invoice.total,
            euros,
            cash: 0,
            vat: invoice.vat,
            sales: invoice.sales,
        });
    }

    /// A piece that is no invoice: same currency as the customer's, no sale behind it.
    fn push(
        &mut self,
        debtor: usize,
        kind: Type,
        account: &'static str,
        number: String,
        day: Day,
        amount: Cents,
    ) -> usize {
        let euros = trade::in_euros(amount, self.debtors[debtor].currency, day);
        self.pieces.push(Piece {
            debtor,
            kind,
            account,
            number,
            date: day,
            booked: day,
            due: day,
            corrected: None,
            label: match kind {
                Type::CreditNote => "Avoir sur facture",
                Type::Bill => "Lettre de change acceptée",
                Type::Doubtful => "Créance douteuse",
                Type::Advance => "Acompte sur commande",
                Type::Transfer => "Transfert",
                _ => "Virement",
            },
            amount,
            euros,
            cash: -euros,
            vat: 0,
            sales: "",
        });
        self.pieces.len() - 1
    }

    fn link(&mut self, debit: usize, credit: usize, amount: Cents, day: Day) {
        self.links.push(Link { debit, credit, amount, day });
    }

    /// Credit notes in order of day, so that each series is numbered as it was issued.
    fn credit_notes(&mut self, invoices: &[Invoice]) {
        let mut list: Vec<(Day, usize)> =
            invoices.iter().enumerate().filter_map(|(i, v)| v.credit.map(|c| (c.day, i))).collect();
        list.sort();
        let mut counts = [0_i64; 3];
        for (day, i) in list {
            let (invoice, Some(credit)) = (&invoices[i], invoices[i].credit) else { continue };
            let series = self.debtors[invoice.debtor].series as usize;
            counts[series] += 1;
            let number = match series {
                0 => format!("A{:04}", counts[0]),
                1 => format!("AB26-{:03}", counts[1]),
                _ => format!("AD26-{:03}", counts[2]),
            };
            let piece = self.push(invoice.debtor, Type::CreditNote, "411000", number, day, -credit.amount);
            let vat = if invoice.vat == 0 { 0 } else { credit.amount - trade::before_tax(credit.amount) };
            self.pieces[piece].vat = -vat;
            self.pieces[piece].sales = invoice.sales;
            if credit.matched {
                self.link(i, piece, credit.amount, day);
            }
        }
    }

    /// Bills of exchange: accepted ten days after the invoice, which they settle on 411.
    fn paper(&mut self, invoices: &[Invoice]) {
        let mut count = 0;
        for (i, invoice) in invoices.iter().enumerate() {
            let day = invoice.issue.plus(10).workday();
            if self.debtors[invoice.debtor].role != "bills" || invoice.issue < OPENING || day > MONDAY {
                continue;
            }
            count += 1;
            let number = format!("LCR26-{count:03}");
            let transfer = self.push(invoice.debtor, Type::Transfer, "411000", number.clone(), day, -invoice.total);
            self.link(i, transfer, invoice.total, day);
            let bill = self.push(invoice.debtor, Type::Bill, "413000", number, day, invoice.total);
            self.pieces[bill].due = invoice.due;
        }
    }

    /// The customer in reorganisation: what is open on 30 April goes to 416, invoice by invoice.
    fn doubtful(&mut self) {
        let day = Day::of(2026, 4, 30);
        let Some(debtor) = self.debtors.iter().position(|d| d.role == "failed") else { return };
        let unpaid: Vec<usize> = (0..self.pieces.len())
            .filter(|i| self.pieces[*i].debtor == debtor && self.pieces[*i].date >= Day::of(2026, 1, 20))
            .collect();
        for i in unpaid {
            let (number, date, due, amount) =
                (self.pieces[i].number.clone(), self.pieces[i].date, self.pieces[i].due, self.pieces[i].amount);
            let transfer = self.push(debtor, Type::Transfer, "411000", number.clone(), day, -amount);
            self.link(i, transfer, amount, day);
            let moved = self.push(debtor, Type::Doubtful, "416000", number, day, amount);
            (self.pieces[moved].date, self.pieces[moved].due) = (date, due);
        }
    }

    /// What arrives, payer by payer and day by day.
    fn receipts(&self, invoices: &[Invoice]) -> Vec<Receipt> {
        let mut list: Vec<Receipt> = Vec::new();
        let mut draw = Draw::of("payments");
        for (i, invoice) in invoices.iter().enumerate() {
            let debtor = &self.debtors[invoice.debtor];
            for (day, amount) in trade::settlement(invoice, debtor, &mut draw) {
                if day <= MONDAY {
                    list.push(Receipt {
                        day,
                        debtor: invoice.debtor,
                        paid: vec![(i, amount)],
                        alone: debtor.currency != "EUR" || !trade::whole(invoice, debtor),
                    });
                }
            }
        }
        for (i, piece) in self.pieces.iter().enumerate().filter(|(_, p)| p.kind == Type::Bill) {
            let day = piece.due.workday();
            if day <= MONDAY {
                list.push(Receipt { day, debtor: piece.debtor, paid: vec![(i, piece.amount)], alone: true });
            }
        }
        list.sort_by_key(|r| (r.day, r.debtor, r.paid[0].0));
        // One transfer pays all that a customer pays that day, except where lines must stay apart.
        let mut merged: Vec<Receipt> = Vec::new();
        for receipt in list {
            match merged.last_mut() {
                Some(previous)
                    if !(receipt.alone || previous.alone)
                        && previous.day == receipt.day
                        && previous.debtor == receipt.debtor =>
                {
                    previous.paid.extend(receipt.paid);
                }
                _ => merged.push(receipt),
            }
        }
        merged
    }

    /// Books the money, numbering bank pieces by day and payer (a group pays in one transfer).
    fn bank(&mut self, receipts: Vec<Receipt>) {
        let mut money: Vec<Receipt> = receipts;
        for (role, day, amount) in STRAYS.into_iter().chain([ADVANCE]) {
            if let Some(debtor) = self.debtors.iter().position(|d| d.role == role) {
                money.push(Receipt { day, debtor, paid: vec![(usize::MAX, amount)], alone: true });
            }
        }
        money.sort_by_key(|r| (r.day, self.debtors[r.debtor].group, r.debtor));
        let (mut number, mut last) = (0, (Day(0), "", 0, 0));
        for receipt in money {
            let debtor = &self.debtors[receipt.debtor];
            let first = receipt.paid[0].0;
            let key = if debtor.group.is_empty() {
                (receipt.day, "", receipt.debtor, first)
            } else {
                (receipt.day, debtor.group, 0, 0)
            };
            if key != last && receipt.day >= OPENING {
                number += 1;
            }
            last = key;
            let piece_number = format!("BQ{:02}-{number:04}", receipt.day.civil().0 % 100);
            let total: Cents = receipt.paid.iter().map(|p| p.1).sum();
            let (kind, account) = if debtor.role == "advance" && first == usize::MAX {
                (Type::Advance, "419100")
            } else if first < self.pieces.len() && self.pieces[first].kind == Type::Bill {
                (Type::Payment, "413000")
            } else {
                (Type::Payment, "411000")
            };
            let piece = self.push(receipt.debtor, kind, account, piece_number, receipt.day, -total);
            for (paid, amount) in receipt.paid.into_iter().filter(|p| p.0 != usize::MAX) {
                let left = self.open(paid, receipt.day).min(amount);
                if left > 0 {
                    self.link(paid, piece, left, receipt.day);
                }
                if self.pieces[paid].amount != self.pieces[paid].euros {
                    // Paid whole: the account is cleared at the rate of the invoice.
                    self.pieces[piece].euros = -self.pieces[paid].euros;
                }
            }
        }
    }

    /// What the ERP did before Monday's export: four part payments and one due date put right.
    fn monday(&mut self) {
        let open = self.open_all(MONDAY);
        let quiet = |p: &Piece| {
            p.kind == Type::Invoice && p.date < FRIDAY.plus(-20) && self.debtors[p.debtor].currency == "EUR"
        };
        let whole = |i: &usize| {
            let p = &self.pieces[*i];
            open[*i] == p.amount && p.amount > 150_000 && self.debtors[p.debtor].role.is_empty() && quiet(p)
        };
        let late: Vec<usize> = (0..self.pieces.len()).filter(|i| self.pieces[*i].due < FRIDAY && whole(i)).collect();
        let early: Vec<usize> = (0..self.pieces.len()).filter(|i| self.pieces[*i].due > MONDAY && whole(i)).collect();
        for (rank, i) in late.iter().step_by((late.len() / 4).max(1)).take(4).enumerate() {
            let part = self.pieces[*i].amount * 2 / 5 / 100 * 100;
            let number = format!("BQ26-P{:02}", rank + 1);
            let debtor = self.pieces[*i].debtor;
            let piece = self.push(debtor, Type::Payment, "411000", number, MONDAY, -part);
            self.link(*i, piece, part, MONDAY);
        }
        if let Some(i) = early.get(early.len() / 2) {
            self.pieces[*i].corrected = Some(self.pieces[*i].due.plus(15));
        }
    }
}
