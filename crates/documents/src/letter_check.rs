//! What a letter adds up to, what it refuses, and how it becomes a PDF.

use std::{
    num::NonZeroUsize,
    sync::atomic::{AtomicUsize, Ordering},
};

use kernel::{Money, MoneyError};
use serde::Serialize;

use crate::{
    Accessories, DocumentError, Indemnity, Letter, Pdf,
    address::window_lines,
    compile::{Pages, Template, alone, compile},
    letter_view::LetterView,
};

/// Lines of the table beyond which a letter never holds on one page.
const ONE_PAGE_LINES: usize = 16;

/// Why a mise en demeure must not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoticeFault {
    /// A due date inferred from payment terms, or none: nothing proves the delay.
    #[error("the due date of « {number} » is not certain; confirm it or leave the item out")]
    DueDate {
        /// The piece.
        number: String,
    },
    /// The debtor disputes the piece.
    #[error("« {number} » is disputed; settle the dispute or leave the item out")]
    Disputed {
        /// The piece.
        number: String,
    },
    /// A name alone: there is nowhere to post it.
    #[error("it has no postal address; complete the debtor's")]
    Address,
    /// Nobody signs.
    #[error("nobody signs it; name a signatory of the creditor")]
    Signature,
}

/// What a letter asks, computed from its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Open amounts of the items.
    pub items: Money,
    /// Credits deducted, positive.
    pub credits: Money,
    /// Items less credits.
    pub principal: Money,
    /// Interest of the items, claimed or not.
    pub interest: Money,
    /// Indemnity, all pieces together, claimed or not.
    pub indemnity: Money,
    /// What the debtor is asked to pay: the principal, with interest and indemnity when they are claimed.
    pub total: Money,
}

impl Letter {
    /// Adds the letter up. The caller may compare with what it recorded.
    ///
    /// # Errors
    /// [`DocumentError::Money`] on mixed currencies or overflow, [`DocumentError::Missing`] without items.
    pub fn totals(&self) -> Result<Totals, DocumentError> {
        let Some(first) = self.items.first() else { return Err(self.missing("at least one item")) };
        let zero = Money::new(0, first.open.currency());
        self.add_up(zero).map_err(|cause| DocumentError::Money { ident: self.ident.clone(), cause })
    }

    fn add_up(&self, zero: Money) -> Result<Totals, MoneyError> {
        let sum = |amounts: &mut dyn Iterator<Item = Money>| -> Result<Money, MoneyError> {
            let mut total = zero;
            for amount in amounts {
                total = total.checked_add(amount)?;
            }
            Ok(total)
        };
        let items = sum(&mut self.items.iter().map(|item| item.open))?;
        // Summed only to refuse a second currency among the original amounts.
        sum(&mut self.items.iter().map(|item| item.original))?;
        let credits = sum(&mut self.credits.iter().map(|credit| credit.amount))?;
        let interest = sum(&mut self.items.iter().filter_map(|item| item.interest))?;
        let indemnity = match self.indemnity {
            Some(Indemnity { each, count }) => {
                zero.checked_add(each.ratio(i64::from(count), 1, kernel::Rounding::HalfUp)?)?
            }
            None => zero,
        };
        let principal = items.checked_add(-credits)?;
        let total = match self.accessories {
            Accessories::Claimed => principal.checked_add(interest)?.checked_add(indemnity)?,
            Accessories::Withheld | Accessories::Announced => principal,
        };
        Ok(Totals { items, credits, principal, interest, indemnity, total })
    }

    fn missing(&self, field: &'static str) -> DocumentError {
        DocumentError::Missing { ident: self.ident.clone(), field }
    }

    /// What a mail needs: everything but the window's address, unless it is a mise en demeure.
    pub(crate) fn check_mail(&self) -> Result<Totals, DocumentError> {
        if self.formal_notice.is_some() { Ok(self.check()?.0) } else { self.check_claim() }
    }

    /// Refuses what must not leave on paper.
    fn check(&self) -> Result<(Totals, Vec<String>), DocumentError> {
        let ident = || self.ident.clone();
        let recipient =
            window_lines(&self.recipient).map_err(|fault| DocumentError::Address { ident: ident(), fault })?;
        self.check_notice(&recipient).map_err(|fault| DocumentError::Notice { ident: ident(), fault })?;
        Ok((self.check_claim()?, recipient))
    }

    /// Refuses a letter without its parts, and one that asks for nothing.
    fn check_claim(&self) -> Result<Totals, DocumentError> {
        let blank = |text: &str| text.trim().is_empty();
        let absent = [
            (blank(&self.ident), "the letter's own reference"),
            (blank(&self.creditor.name), "the creditor's name"),
            (blank(&self.subject), "the subject"),
            (self.paragraphs.iter().all(|text| blank(text)), "the text"),
            (blank(&self.payment.reference), "the reference to quote with the payment"),
        ];
        if let Some((_, field)) = absent.iter().find(|(absent, _)| *absent) {
            return Err(self.missing(field));
        }
        let totals = self.totals()?;
        if totals.principal.minor() <= 0 {
            return Err(DocumentError::NothingOwed { ident: self.ident.clone(), principal: totals.principal });
        }
        Ok(totals)
    }

    /// A mise en demeure rests on certain, undisputed pieces, reaches an address, and is signed.
    fn check_notice(&self, recipient: &[String]) -> Result<(), NoticeFault> {
        if self.formal_notice.is_none() {
            return Ok(());
        }
        for item in &self.items {
            let number = || item.number.clone();
            if item.due_inferred || item.due.is_none() {
                return Err(NoticeFault::DueDate { number: number() });
            }
            if item.disputed.is_some_and(|part| !part.is_zero()) {
                return Err(NoticeFault::Disputed { number: number() });
            }
        }
        if recipient.len() < 2 {
            return Err(NoticeFault::Address);
        }
        if self.signature.name.trim().is_empty() && self.signature.role.trim().is_empty() {
            return Err(NoticeFault::Signature);
        }
        Ok(())
    }
}

/// Lays a letter out: PDF/A-2a and PDF/UA-1, the same bytes for the same letter.
///
/// # Errors
/// [`DocumentError`]: something missing, nothing owed, mixed currencies, a defect of the layout.
pub fn render_letter(letter: &Letter) -> Result<Pdf, DocumentError> {
    let (totals, recipient) = letter.check()?;
    let (mut view, code) = LetterView::new(letter, &totals, &recipient);
    let code = code.as_ref().map_or(&[][..], |code| code.pixels.as_slice());
    // A letter of many lines is known not to hold on one page: not even tried.
    if letter.items.len() + letter.credits.len() <= ONE_PAGE_LINES {
        let tried = compile(Template::Letter, Pages::One, &letter.ident, letter.date, &view, code)?;
        if let Some(pdf) = tried {
            return Ok(pdf);
        }
    }
    view.one_page = false;
    let pdf = compile(Template::Letter, Pages::Any, &letter.ident, letter.date, &view, code)?;
    pdf.ok_or_else(|| letter.missing("a page"))
}

/// Lays letters out on `threads` threads of their own; `done` receives each one as soon as it is
/// ready, with its place in `letters`, and keeps what it wants: nothing is held here.
pub fn render_letters<F>(letters: &[Letter], threads: NonZeroUsize, done: F)
where
    F: Fn(usize, Result<Pdf, DocumentError>) + Sync,
{
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(letter) = letters.get(place) else { break };
            done(place, render_letter(letter));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.get() {
            scope.spawn(|| alone(work));
        }
    });
}
