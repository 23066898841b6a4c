//! Which rights are about to be lost: the due days whose limitation ends within the days told before.
//!
//! Asked once for each due day of a short window, never piece by piece. No event is known here: the end is
//! the earliest it can be.

use kernel::{Date, epoch_day, from_epoch_day};
use law::Law;
use law::limitation::{LimitationAsked, limitation};
use ledger::DebtorKind;
use ledger::portfolio::OpenItem;

/// The farthest a due day is looked for, in days: beyond any limitation of ours.
const FARTHEST: i32 = 40 * 366;

/// The window of one kind of claim.
#[derive(Debug, Clone)]
struct Window {
    /// Due days up to this one are beyond limitation.
    over: i32,
    /// Last day to act for each due day after it, epoch days.
    ends: Vec<i32>,
}

/// The windows of a day.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rights {
    business: Option<Window>,
    consumer: Option<Window>,
    public: Option<Window>,
}

/// What an account's pieces say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Risk {
    /// The first last day to act that is not over.
    pub ends: Option<i32>,
    /// A piece is beyond limitation.
    pub over: bool,
}

impl Rights {
    /// The windows of `today`, told `days` before.
    pub fn read(law: &Law, today: Date, days: i64) -> Self {
        let window = |kind: &str| Window::read(law, kind, today, days);
        Self { business: window("b2b"), consumer: window("consumer"), public: window("public") }
    }

    /// What is at risk among the pieces of a debtor. A supposed due date starts nothing.
    pub fn of<'i>(&self, kind: DebtorKind, items: impl IntoIterator<Item = &'i OpenItem>) -> Risk {
        let windows: &[&Option<Window>] = match kind {
            DebtorKind::Consumer => &[&self.consumer],
            DebtorKind::PublicBody => &[&self.public],
            // Whether it has a public accountant is not known: the earlier end is told.
            DebtorKind::PublicUndertaking => &[&self.public, &self.business],
            _ => &[&self.business],
        };
        let mut risk = Risk::default();
        for item in items.into_iter().filter(|item| item.open > 0 && !item.due_inferred) {
            for window in windows.iter().filter_map(|window| window.as_ref()) {
                match usize::try_from(item.due_day - window.over - 1).map(|at| window.ends.get(at)) {
                    Err(_) => risk.over = true,
                    Ok(Some(end)) => risk.ends = Some(risk.ends.map_or(*end, |known| known.min(*end))),
                    Ok(None) => {}
                }
            }
        }
        risk
    }
}

impl Window {
    fn read(law: &Law, kind: &str, today: Date, days: i64) -> Option<Self> {
        let day = epoch_day(today);
        let until = day.saturating_add(i32::try_from(days).unwrap_or(i32::MAX));
        // The last due day whose limitation is over: limitation never ends earlier for a later due day.
        let (mut over, mut open) = (day - FARTHEST, day);
        while open - over > 1 {
            let middle = over + (open - over) / 2;
            if expires(law, kind, middle, today)? < day {
                over = middle;
            } else {
                open = middle;
            }
        }
        let mut ends = Vec::new();
        for due in open..=day {
            let end = expires(law, kind, due, today)?;
            if end > until {
                break;
            }
            ends.push(end);
        }
        Some(Self { over, ends })
    }
}

/// Last day to act, as an epoch day; none where the tables do not answer.
fn expires(law: &Law, kind: &str, due: i32, today: Date) -> Option<i32> {
    let asked = LimitationAsked {
        kind: kind.to_owned(),
        due: from_epoch_day(due),
        completed: None,
        events: Vec::new(),
        on: today,
    };
    match limitation(&asked, law) {
        Ok(answer) => Some(epoch_day(answer.expires)),
        Err(error) => {
            tracing::warn!(kind, %error, "the limitation of open items is not followed");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;
    use ledger::{ItemId, ItemKind};

    use super::*;

    fn item(due: &str, inferred: bool) -> OpenItem {
        let due: Date = due.parse().expect("a day");
        OpenItem {
            id: ItemId(1),
            kind: ItemKind::Invoice,
            currency: Currency::EUR,
            amount: 100,
            open: 100,
            issue_day: epoch_day(due) - 30,
            due_day: epoch_day(due),
            due_inferred: inferred,
        }
    }

    /// Five years between businesses (C. com. L110-4), two for a consumer (C. conso. L218-2), four from the
    /// first of January that follows for a public body (loi 68-1250).
    #[test]
    fn a_right_is_told_ninety_days_before_it_is_lost() {
        let today: Date = "2026-11-23".parse().expect("a day");
        let rights = Rights::read(Law::builtin(), today, 90);
        let of = |kind, due: &str, inferred| {
            let risk = rights.of(kind, &[item(due, inferred)]);
            (risk.ends.map(|end| from_epoch_day(end).to_string()), risk.over)
        };
        let ends = |day: &str| (Some(day.to_owned()), false);
        assert_eq!(of(DebtorKind::CommercialCompany, "2021-12-12", false), ends("2026-12-12"));
        assert_eq!(of(DebtorKind::CommercialCompany, "2021-11-23", false), ends("2026-11-23"));
        assert_eq!(of(DebtorKind::CommercialCompany, "2021-11-22", false), (None, true));
        assert_eq!(of(DebtorKind::CommercialCompany, "2022-02-21", false), ends("2027-02-21"));
        assert_eq!(of(DebtorKind::CommercialCompany, "2022-02-22", false), (None, false));
        assert_eq!(of(DebtorKind::CommercialCompany, "2021-12-12", true), (None, false), "supposed: nothing runs");
        assert_eq!(of(DebtorKind::Consumer, "2024-12-12", false), ends("2026-12-12"));
        assert_eq!(of(DebtorKind::PublicBody, "2022-03-01", false), ends("2026-12-31"));
        assert!(of(DebtorKind::PublicUndertaking, "2021-12-12", false).1, "the earlier end");
    }
}
