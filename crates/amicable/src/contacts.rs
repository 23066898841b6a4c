//! How often a debtor may be contacted, whatever the channel, the account and the creditor of the house.

use serde::{Deserialize, Serialize};

use crate::PlanError;

/// At most so many contacts of one debtor in so many days running. Every letter, mail, text message, call
/// and visit counts, notices before the due date included. A policy of the house: no law sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactCap {
    /// Contacts, 1 to 100.
    pub contacts: u16,
    /// Days running, that of the contact included, 1 to 365.
    pub days: u16,
}

impl ContactCap {
    /// Checks that the cap can be kept.
    ///
    /// # Errors
    /// [`PlanError::Cap`].
    pub fn check(self) -> Result<(), PlanError> {
        let sound = (1..=100).contains(&self.contacts) && (1..=365).contains(&self.days);
        if sound { Ok(()) } else { Err(PlanError::Cap) }
    }

    /// The contacts that still count on `day`: epoch days, the oldest first.
    fn recent(self, past: &[i32], day: i32) -> Vec<i32> {
        let first = day - i32::from(self.days) + 1;
        let mut recent: Vec<i32> = past.iter().copied().filter(|on| (first..=day).contains(on)).collect();
        recent.sort_unstable();
        recent
    }

    /// How many contacts may still be made on `day` after those of `past` (epoch days, in any order).
    pub fn room(self, past: &[i32], day: i32) -> usize {
        usize::from(self.contacts).saturating_sub(self.recent(past, day).len())
    }

    /// The first day on which a contact may be made again; none when one may be made on `day`.
    pub fn frees(self, past: &[i32], day: i32) -> Option<i32> {
        let recent = self.recent(past, day);
        let leaves = recent.len().checked_sub(usize::from(self.contacts))?;
        recent.get(leaves).map(|on| on + i32::from(self.days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_frees_its_place_when_its_days_have_run() {
        let cap = ContactCap { contacts: 2, days: 7 };
        // (contacts made, day, room, first free day)
        let cases: [(&[i32], i32, usize, Option<i32>); 6] = [
            (&[], 100, 2, None),
            (&[100], 100, 1, None),
            (&[98, 95], 100, 0, Some(102)),
            (&[95, 98, 93], 100, 0, Some(102)),
            (&[94, 98, 99], 100, 0, Some(105)),
            (&[101, 102], 100, 2, None),
        ];
        for (past, day, room, free) in cases {
            assert_eq!((cap.room(past, day), cap.frees(past, day)), (room, free), "{past:?} on {day}");
            if let Some(free) = free {
                assert_eq!((cap.frees(past, free), cap.frees(past, free - 1)), (None, Some(free)), "that very day");
            }
        }
        let zero = ContactCap { contacts: 0, days: 7 };
        assert_eq!(
            (zero.check(), cap.check()),
            (Err(PlanError::Cap), Ok(())),
            "a cap of nothing parks everybody in silence"
        );
    }
}
