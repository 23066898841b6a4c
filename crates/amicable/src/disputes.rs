//! Disputes: a customer contests a piece, or a part of it, and only that part stops.
//!
//! [`share`] says how much of a piece a dispute may hold; [`motives`] reads the closed list of the French
//! e-invoicing reform as kinds of ours; [`steps`] says which step may follow which; [`policy`] says which service
//! answers, who that is, and by when; [`lifecycle`] says what the statuses of an electronic invoice come to.

pub mod lifecycle;
pub mod motives;
pub mod policy;
pub mod steps;

use kernel::slug_enum;

pub use motives::{Motive, motive};
pub use policy::{Clock, Policy, PolicyFault, Route, ServiceDesk, after_working_days};
pub use steps::{Outcome, Step, StepFault, advance, close};

slug_enum!(
    /// What a customer says is wrong.
    DisputeKind {
        /// Goods or work below what was agreed.
        Quality = "quality",
        /// Late, incomplete, damaged or not delivered.
        Delivery = "delivery",
        /// Another quantity than delivered.
        Quantity = "quantity",
        /// Another price or discount than agreed.
        Price = "price",
        /// Rate or amount of VAT.
        Tax = "tax",
        /// A wrong sum, mention or layout of the invoice.
        InvoiceError = "invoice-error",
        /// Order or contract: number missing or wrong, article not ordered, contract ended.
        Order = "order",
        /// Terms and means of payment.
        Terms = "terms",
        /// Invoiced twice.
        Duplicate = "duplicate",
        /// Sent to the wrong company, establishment or address.
        Recipient = "recipient",
        /// The customer knows neither the sale nor the seller.
        UnknownSale = "unknown-sale",
        /// Our bank details do not match theirs.
        BankDetails = "bank-details",
        /// A document is missing: delivery note, order, attendance sheet.
        MissingProof = "missing-proof",
        /// None of these, or not known yet.
        Other = "other",
    }
);
slug_enum!(
    /// Who in the house can answer.
    Service {
        /// Sales.
        Sales = "sales",
        /// Logistics.
        Logistics = "logistics",
        /// Quality.
        Quality = "quality",
        /// Accounting, invoicing included.
        Accounting = "accounting",
        /// Customer service.
        CustomerService = "customer-service",
    }
);
slug_enum!(
    /// How a dispute reached the house.
    Source {
        /// A collector heard of it.
        Collector = "collector",
        /// A mail, kept as evidence.
        Mail = "mail",
        /// A status of an electronic invoice.
        EInvoice = "e-invoice",
        /// The debtor's own link.
        Debtor = "debtor",
    }
);

/// Why a dispute cannot hold what is asked of a piece. Minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShareFault {
    /// Nothing is open, or all of it is set aside already.
    #[error("nothing is left to set aside")]
    NothingLeft,
    /// Zero, less, or more than is left.
    #[error("the amount must be above zero and at most {most}")]
    Beyond {
        /// What is left.
        most: i64,
    },
}

/// How much of a piece may be set aside: `asked` minor units, or all that is left when none, of a piece of which
/// `open` is open and `taken` is set aside already. Answers none for the whole of the piece, whatever is paid on
/// it later.
///
/// # Errors
/// [`ShareFault`]: never more than is open, whatever the number of disputes on it.
pub fn share(asked: Option<i64>, open: i64, taken: i64) -> Result<Option<i64>, ShareFault> {
    let left = open.saturating_sub(taken);
    if left <= 0 {
        return Err(ShareFault::NothingLeft);
    }
    match asked {
        None => Ok((taken > 0).then_some(left)),
        Some(amount) if amount <= 0 || amount > left => Err(ShareFault::Beyond { most: left }),
        Some(amount) => Ok(Some(amount)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_share_is_never_more_than_is_left() {
        assert_eq!(share(None, 100, 0), Ok(None), "the whole piece");
        assert_eq!(share(None, 100, 30), Ok(Some(70)), "what is left of it");
        assert_eq!(share(Some(12), 100, 30), Ok(Some(12)));
        assert_eq!(share(Some(71), 100, 30), Err(ShareFault::Beyond { most: 70 }));
        assert_eq!(share(Some(0), 100, 30), Err(ShareFault::Beyond { most: 70 }));
        assert_eq!(share(Some(-5), 100, 0), Err(ShareFault::Beyond { most: 100 }));
        assert_eq!(share(None, 100, 100), Err(ShareFault::NothingLeft));
        assert_eq!(share(Some(1), -100, 0), Err(ShareFault::NothingLeft), "a credit is not contested");
    }

    proptest! {
        #[test]
        fn several_disputes_never_hold_more_than_is_open(
            open in -1_000_i64..1_000_000,
            asked in proptest::collection::vec(proptest::option::of(-500_i64..600_000), 0..12),
        ) {
            let mut taken = 0;
            for wanted in asked {
                if let Ok(held) = share(wanted, open, taken) {
                    taken += held.unwrap_or(open);
                }
                prop_assert!(taken <= open.max(0));
            }
        }
    }
}
