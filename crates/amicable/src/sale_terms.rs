//! Terms of sale: what clauses are about, how a customer accepted them, and which version binds a piece.
//!
//! Terms bind who accepted them, as they stood that day. What was accepted after a piece says nothing of it.

use std::cmp::Reverse;

use kernel::{Date, epoch_day, from_epoch_day, slug_enum};

slug_enum!(
    /// What a clause is about.
    ClauseKind {
        /// When and how invoices are paid.
        PaymentPeriod = "payment-period",
        /// Interest for late payment, with its rate.
        LatePenalties = "late-penalties",
        /// The fixed indemnity for recovery costs, and its complement.
        RecoveryIndemnity = "recovery-indemnity",
        /// A sum agreed beforehand for not performing (clause pénale).
        PenaltyClause = "penalty-clause",
        /// The seller keeps the goods until they are paid (réserve de propriété).
        RetentionOfTitle = "retention-of-title",
        /// One unpaid instalment makes all of them due (déchéance du terme).
        Acceleration = "acceleration",
        /// Which court.
        Jurisdiction = "jurisdiction",
        /// Discount for payment before the due day (escompte).
        EarlyDiscount = "early-discount",
        /// What is paid on the order.
        Deposit = "deposit",
        /// In how many days a delivery is contested.
        Complaints = "complaints",
        /// Anything else.
        Other = "other",
    }
);

slug_enum!(
    /// How a customer accepted terms of sale.
    AcceptanceHow {
        /// The terms are signed.
        Signed = "signed",
        /// An order form that refers to them.
        OrderForm = "order-form",
        /// A confirmation of order with them, which nobody contested.
        OrderUnopposed = "order-unopposed",
        /// A click on a site.
        Click = "click",
        /// The form that opened the account.
        AccountOpening = "account-opening",
        /// They are printed on invoices, and nowhere else.
        InvoiceOnly = "invoice-only",
        /// They were applied for years without a word.
        CourseOfDealing = "course-of-dealing",
        /// Otherwise, as a note says.
        Other = "other",
    }
);

slug_enum!(
    /// What an acceptance is worth before a judge.
    Strength {
        /// The customer did something that accepts them, before or with the order.
        Strong = "strong",
        /// It is drawn from silence, or from what only we wrote.
        Weak = "weak",
    }
);

slug_enum!(
    /// Where a version stands.
    VersionState {
        /// It begins on a later day.
        Upcoming = "upcoming",
        /// In force.
        InForce = "in-force",
        /// The next one took its place.
        Ended = "ended",
        /// The next one begins on the same day: it is never in force.
        Replaced = "replaced",
    }
);

/// The last day of each version, included, and where it stands, from the days they begin, in order: the next one
/// ends it.
pub fn spans(since: &[Date], today: Date) -> Vec<(Option<Date>, VersionState)> {
    let span = |(at, first): (usize, &Date)| match since.get(at + 1) {
        Some(next) if next == first => (None, VersionState::Replaced),
        _ if *first > today => (since.get(at + 1).copied().map(eve), VersionState::Upcoming),
        Some(next) if *next <= today => (Some(eve(*next)), VersionState::Ended),
        next => (next.copied().map(eve), VersionState::InForce),
    };
    since.iter().enumerate().map(span).collect()
}

fn eve(day: Date) -> Date {
    from_epoch_day(epoch_day(day) - 1)
}

impl AcceptanceHow {
    /// What it is worth. Of what only a note tells, nothing is supposed: it is weak.
    pub const fn strength(self) -> Strength {
        match self {
            Self::Signed | Self::OrderForm | Self::OrderUnopposed | Self::Click | Self::AccountOpening => {
                Strength::Strong
            }
            Self::InvoiceOnly | Self::CourseOfDealing | Self::Other => Strength::Weak,
        }
    }
}

/// An acceptance as it bears on pieces. `A` names it, `V` names the version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepted<A, V> {
    /// The acceptance.
    pub acceptance: A,
    /// The version.
    pub version: V,
    /// First day of the version, included.
    pub since: Date,
    /// Day it was accepted.
    pub on: Date,
    /// How.
    pub how: AcceptanceHow,
    /// Its proof is on file.
    pub filed: bool,
}

/// Which terms bind a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding<A, V> {
    /// Those that were accepted last before it.
    Bound {
        /// The best proof of that version.
        by: Accepted<A, V>,
        /// Where that proof is weak: the last strong one, of an older version.
        stronger: Option<Accepted<A, V>>,
    },
    /// None: what was accepted holds from a later day on.
    Later {
        /// That day.
        from: Date,
    },
    /// None: nobody wrote down that any were accepted.
    Never,
}

impl<A: Copy + Ord, V: Copy + Eq> Accepted<A, V> {
    /// First day on which it holds: it was accepted, and the version is in force.
    fn holds_from(&self) -> Date {
        self.on.max(self.since)
    }

    fn is_strong(&self) -> bool {
        self.how.strength() == Strength::Strong
    }
}

/// Which terms bind a piece issued on a day: the last version accepted on or before it, by the best proof of that
/// version. Acceptances that were taken back are not given.
pub fn binding<A: Copy + Ord, V: Copy + Eq>(all: &[Accepted<A, V>], issued: Date) -> Binding<A, V> {
    let held = || all.iter().filter(|a| a.holds_from() <= issued);
    let last_of = |a: &&Accepted<A, V>| (a.on, a.since, a.acceptance);
    let Some(last) = held().max_by_key(last_of) else {
        let first = all.iter().map(Accepted::holds_from).min();
        return first.map_or(Binding::Never, |from| Binding::Later { from });
    };
    let of_version = held().filter(|a| a.version == last.version);
    let by = of_version.max_by_key(|a| (a.is_strong(), a.filed, Reverse((a.on, a.acceptance)))).unwrap_or(last);
    let stronger = if by.is_strong() { None } else { held().filter(|a| a.is_strong()).max_by_key(last_of).copied() };
    Binding::Bound { by: *by, stronger }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    fn accepted(
        n: i64,
        (version, since): (&'static str, &str),
        on: &str,
        how: AcceptanceHow,
    ) -> Accepted<i64, &'static str> {
        Accepted { acceptance: n, version, since: day(since), on: day(on), how, filed: false }
    }

    const OLD: (&str, &str) = ("2023", "2023-01-01");
    const NEW: (&str, &str) = ("2025", "2025-01-01");

    fn told(binding: Binding<i64, &'static str>) -> String {
        match binding {
            Binding::Bound { by, stronger } => {
                let other = stronger.map_or_else(String::new, |s| format!(" else {} by {}", s.version, s.acceptance));
                format!("{} by {}{other}", by.version, by.acceptance)
            }
            Binding::Later { from } => format!("later {from}"),
            Binding::Never => "never".to_owned(),
        }
    }

    #[test]
    fn the_last_version_accepted_on_or_before_the_piece_binds_it() {
        let signed = accepted(1, OLD, "2023-03-12", AcceptanceHow::Signed);
        let ordered = accepted(2, NEW, "2025-02-01", AcceptanceHow::OrderForm);
        let all = [ordered, signed];
        for (issued, expected) in [
            ("2023-03-11", "later 2023-03-12"),
            ("2023-03-12", "2023 by 1"),
            ("2025-01-31", "2023 by 1"),
            ("2025-02-01", "2025 by 2"),
            ("2030-01-01", "2025 by 2"),
        ] {
            assert_eq!(told(binding(&all, day(issued))), expected, "{issued}");
        }
        assert_eq!(told(binding::<i64, &str>(&[], day("2025-01-01"))), "never");
    }

    #[test]
    fn what_is_signed_before_it_is_in_force_binds_from_then_on() {
        let early = accepted(1, NEW, "2024-12-20", AcceptanceHow::Signed);
        assert_eq!(told(binding(&[early], day("2024-12-31"))), "later 2025-01-01");
        assert_eq!(told(binding(&[early], day("2025-01-01"))), "2025 by 1");
        // The old ones go on until the new ones hold.
        let old = accepted(2, OLD, "2023-03-12", AcceptanceHow::Signed);
        assert_eq!(told(binding(&[early, old], day("2024-12-31"))), "2023 by 2");
    }

    #[test]
    fn the_best_proof_of_a_version_counts_and_a_weak_one_names_the_stronger_before_it() {
        let signed = accepted(1, OLD, "2023-03-12", AcceptanceHow::Signed);
        let printed = accepted(2, OLD, "2024-06-01", AcceptanceHow::InvoiceOnly);
        assert_eq!(told(binding(&[signed, printed], day("2024-07-01"))), "2023 by 1");
        let again = Accepted { filed: true, ..accepted(3, OLD, "2024-01-01", AcceptanceHow::Click) };
        assert_eq!(
            told(binding(&[signed, printed, again], day("2024-07-01"))),
            "2023 by 3",
            "a proof on file is better"
        );
        let newer = accepted(4, NEW, "2025-02-01", AcceptanceHow::CourseOfDealing);
        assert_eq!(told(binding(&[signed, newer], day("2025-03-01"))), "2025 by 4 else 2023 by 1");
        assert_eq!(told(binding(&[newer], day("2025-03-01"))), "2025 by 4");
    }

    #[test]
    fn the_next_version_ends_the_one_before() {
        let since = ["2023-01-01", "2025-01-01", "2025-01-01", "2027-01-01"].map(day);
        let told = |today: &str| -> Vec<String> {
            let spans = spans(&since, day(today));
            spans
                .iter()
                .map(|(until, s)| format!("{} {}", until.map_or("-".to_owned(), |d| d.to_string()), s.slug()))
                .collect()
        };
        assert_eq!(told("2024-12-31"), ["2024-12-31 in-force", "- replaced", "2026-12-31 upcoming", "- upcoming"]);
        assert_eq!(told("2025-01-01"), ["2024-12-31 ended", "- replaced", "2026-12-31 in-force", "- upcoming"]);
        assert_eq!(told("2027-01-01")[2..], ["2026-12-31 ended", "- in-force"]);
    }

    #[test]
    fn silence_and_what_only_a_note_tells_are_weak() {
        let weak: Vec<&str> =
            AcceptanceHow::ALL.iter().filter(|how| how.strength() == Strength::Weak).map(|how| how.slug()).collect();
        assert_eq!(weak, ["invoice-only", "course-of-dealing", "other"]);
    }
}
