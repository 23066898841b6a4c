//! What the statuses of an electronic invoice come to: one standing, whatever the order they arrived in.
//!
//! Codes: AFNOR XP Z12-012 (the table `einvoice_lifecycle_statuses` of `law` has them all with their source).
//! Refused, disputed and partly approved open a dispute; suspended, rejected, inadmissible and cancelled set the
//! piece aside until it is put right; a payment told of by the buyer is waited for; the others are only told.

use std::collections::BTreeSet;

use kernel::Date;

/// One status of one invoice, as its platform told it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Status {
    /// Instant it was given, as 14 digits `20250701180000`: they sort as time does.
    pub at: String,
    /// Code: `207`.
    pub code: String,
    /// Code of the motive; empty when none.
    pub motive: String,
    /// What the buyer says to have paid, minor units.
    pub paid: Option<i64>,
    /// The day it says so of.
    pub paid_on: Option<Date>,
    /// What the buyer approves, taxes included, minor units.
    pub approved: Option<i64>,
    /// What the buyer does not approve, taxes included, minor units.
    pub unapproved: Option<i64>,
}

impl Status {
    /// What it contests of a piece of `total`, minor units; none for all of it.
    pub fn part(&self, total: i64) -> Option<i64> {
        if !matches!(self.code.as_str(), "206" | "207") {
            return None;
        }
        let part = self.unapproved.or_else(|| self.approved.map(|approved| total - approved))?;
        Some(part.max(0)).filter(|part| *part < total)
    }
}

/// What a status does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// A dispute: 206, 207, 210.
    Contests,
    /// The piece waits for us: 208, 213, 220, 221, 501.
    Holds,
    /// What we did about it, or the buyer going on: lifts what held (200 to 205, 209, 212, 214).
    GoesOn,
    /// Payment on its way: 211.
    Announces,
    /// Known, without effect on reminders: 224 to 228.
    Told,
    /// No code we know.
    Unknown,
}

/// What a status does.
pub fn effect(code: &str) -> Effect {
    match code {
        "206" | "207" | "210" => Effect::Contests,
        "208" | "213" | "220" | "221" | "501" => Effect::Holds,
        "200" | "201" | "202" | "203" | "204" | "205" | "209" | "212" | "214" => Effect::GoesOn,
        "211" => Effect::Announces,
        "224" | "225" | "226" | "227" | "228" => Effect::Told,
        _ => Effect::Unknown,
    }
}

/// What all the statuses of one invoice come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The last that contests it.
    pub contested: Option<Status>,
    /// The buyer approved it after that.
    pub approved_since: bool,
    /// What holds it now.
    pub held: Option<Status>,
    /// The last payment told of, unless it was received since.
    pub announced: Option<Status>,
    /// The last status of all.
    pub last: Option<Status>,
    /// Codes we do not know.
    pub unknown: BTreeSet<String>,
}

/// Sums statuses up. Neither their order nor how often one came changes the answer.
pub fn standing(statuses: &[Status]) -> Standing {
    let sorted: BTreeSet<&Status> = statuses.iter().collect();
    let mut now = Standing::default();
    for status in sorted {
        match effect(&status.code) {
            Effect::Contests => (now.contested, now.approved_since) = (Some(status.clone()), false),
            Effect::Holds => now.held = Some(status.clone()),
            Effect::GoesOn => {
                now.held = None;
                now.approved_since |= status.code == "205" && now.contested.is_some();
                if status.code == "212" {
                    now.announced = None;
                }
            }
            Effect::Announces => (now.announced, now.held) = (Some(status.clone()), None),
            Effect::Told => {}
            Effect::Unknown => {
                now.unknown.insert(status.code.clone());
                continue;
            }
        }
        now.last = Some(status.clone());
    }
    now
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    use super::*;

    fn status(at: &str, code: &str) -> Status {
        Status {
            at: at.to_owned(),
            code: code.to_owned(),
            motive: String::new(),
            paid: None,
            paid_on: None,
            approved: None,
            unapproved: None,
        }
    }

    #[test]
    fn what_is_approved_in_part_contests_the_rest_only() {
        let told = |code, approved, unapproved| Status { approved, unapproved, ..status("20260901100000", code) };
        assert_eq!(told("206", None, Some(200)).part(1_000), Some(200));
        assert_eq!(told("206", Some(850), None).part(1_000), Some(150));
        assert_eq!(told("206", Some(850), Some(200)).part(1_000), Some(200), "what is not approved is said itself");
        assert_eq!(told("206", None, None).part(1_000), None, "nothing is said: all of it");
        assert_eq!(told("206", None, Some(1_000)).part(1_000), None);
        assert_eq!(told("206", Some(1_000), None).part(1_000), Some(0), "nothing of it is contested");
        assert_eq!(told("210", None, Some(200)).part(1_000), None, "refused is refused");
    }

    #[test]
    fn each_status_has_its_own_effect() {
        let refused = standing(&[status("20260901100200", "210")]);
        assert_eq!(refused.contested.map(|s| s.code), Some("210".to_owned()));
        let suspended = status("20260901100000", "208");
        assert!(standing(std::slice::from_ref(&suspended)).held.is_some());
        let completed = [suspended, status("20260902100000", "209")];
        assert_eq!(standing(&completed).held, None, "put right");
        let approved = [status("20260901100000", "207"), status("20260905100000", "205")];
        assert!(standing(&approved).approved_since && standing(&approved).contested.is_some());
        let again = [&approved[..], &[status("20260906100000", "210")]].concat();
        assert!(!standing(&again).approved_since, "contested again after it was approved");
        let paid = [status("20260901100000", "211"), status("20260904100000", "212")];
        assert!(standing(&paid[..1]).announced.is_some() && standing(&paid).announced.is_none());
        let odd = standing(&[status("20260901100000", "299"), status("20260801100000", "205")]);
        assert_eq!(odd.unknown.into_iter().collect::<Vec<_>>(), ["299"]);
        assert_eq!(odd.last.map(|s| s.code), Some("205".to_owned()), "what is not understood decides nothing");
    }

    proptest! {
        #[test]
        fn neither_order_nor_duplicates_change_the_standing(
            codes in proptest::collection::vec(
                select(vec!["200", "203", "205", "206", "207", "208", "209", "210", "211", "212", "213", "299"]), 1..8),
            seed in proptest::collection::vec(any::<u16>(), 16),
            twice in subsequence((0_usize..7).collect::<Vec<_>>(), 0..7),
        ) {
            let told: Vec<Status> =
                codes.iter().enumerate().map(|(n, code)| status(&format!("2026090{}100000", n + 1), code)).collect();
            let mut other = told.clone();
            other.extend(twice.iter().filter_map(|n| told.get(*n).cloned()));
            let mut keyed: Vec<(u16, Status)> = other.into_iter().enumerate().map(|(n, s)| (seed[n % 16], s)).collect();
            keyed.sort_by_key(|(key, _)| *key);
            let shuffled: Vec<Status> = keyed.into_iter().map(|(_, s)| s).collect();
            prop_assert_eq!(standing(&told), standing(&shuffled));
        }
    }
}
