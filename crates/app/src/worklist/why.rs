//! Why a file has its rank: the points of each criterion, what they were read from, and their weight.

use kernel::{Date, Language, Money, Wording};
use ledger::AccountId;
use serde::Serialize;

use super::judge::{Work, overdue};
use super::past::ANSWER_DAYS;
use super::{Criterion, WorkRow};
use crate::{Actor, Desk, DeskError, Permission};

/// What one criterion gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PointLine {
    /// Which.
    pub criterion: Criterion,
    /// 0 to 100.
    pub points: u8,
    /// How much it counts.
    pub weight: u8,
    /// Points times weight.
    pub score: u32,
    /// What they were read from, or why there are none.
    pub why: Wording,
}

/// The rank of a file, explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RankWhy {
    /// The file as the list has it; its rank is that in everybody's list.
    pub row: WorkRow,
    /// Files on everybody's list.
    pub of: u64,
    /// The criteria, those that give most first.
    pub points: Vec<PointLine>,
    /// Last day to act before a right is lost, where one is near.
    pub right_ends: Option<Date>,
}

impl Desk {
    /// Why a file has its rank.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] when nothing waits for anybody there today.
    pub fn why_rank(&self, actor: &Actor, account: AccountId) -> Result<RankWhy, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| match actor.find(tx, account) {
            // A file that is not there has no rank either.
            Err(DeskError::NotFound { .. }) => Err(DeskError::NotFound { what: "rank", key: account.to_string() }),
            found => found.map(drop),
        })?;
        let day = self.day()?;
        let eyes = self.eyes(&day, actor)?;
        let absent = || DeskError::NotFound { what: "rank", key: account.to_string() };
        let work = day.work(account).ok_or_else(absent)?;
        let place = eyes.list(None).position(|other| other.position == work.position).ok_or_else(absent)?;
        let left = u64::from(day.house.capacity(&actor.name));
        let mut points: Vec<PointLine> =
            Criterion::ALL.iter().map(|criterion| line(work, *criterion, eyes.weights.get(*criterion))).collect();
        points.sort_by_key(|line| (std::cmp::Reverse(line.score), line.criterion));
        Ok(RankWhy {
            row: eyes.row(work, place as u64 + 1, left),
            of: eyes.list(None).count() as u64,
            points,
            right_ends: work.right_ends.filter(|_| work.points.get(Criterion::Right) > 0),
        })
    }
}

fn line(work: &Work, criterion: Criterion, weight: u8) -> PointLine {
    let points = work.points.get(criterion);
    PointLine { criterion, points, weight, score: u32::from(points) * u32::from(weight), why: words(work, criterion) }
}

kernel::sentences! {
    /// What the points of a criterion were read from.
    Ground {
        /// What is late.
        Late { amount: Money } = "late", "{amount} échus", "{amount} overdue";
        /// Nothing is late.
        NothingLate = "nothing-late", "rien d’échu", "nothing overdue";
        /// Days late.
        Days { days: i64 } = "days", "{days} j de retard", "{days} days late";
        /// How late it pays.
        PaysLate { days: i64, pieces: i64 } = "pays-late",
            "paie {days} j après l’échéance en moyenne, sur {pieces} pièces",
            "pays {days} d after the due date on average, over {pieces} items";
        /// In time.
        PaysInTime { pieces: i64 } = "pays-in-time",
            "paie à l’heure, sur {pieces} pièces", "pays in time, over {pieces} items";
        /// Nobody knows.
        NoPast = "no-past",
            "trop peu de paiements connus : rien n’est compté",
            "too few payments known: nothing is counted";
        /// Broken.
        Broken { days: i64 } = "broken",
            "le délai d’attente est passé depuis {days} j", "awaited until {days} d ago";
        /// None.
        NoBroken = "no-broken", "aucune promesse rompue sans suite", "no broken promise left without a move";
        /// A right.
        Left { days: i64 } = "left",
            "{days} j avant la prescription, au plus tôt", "{days} d before limitation, at the earliest";
        /// None near.
        NoRight = "no-right", "aucun droit près de se perdre", "no right about to be lost";
        /// What a move brings.
        Expected { amount: Money, share: Share, reminders: i64, days: i64 } = "expected",
            "environ {amount} : {share} de ce qui était demandé est venu en {days} j, sur {reminders} relances",
            "about {amount}: {share} of what was asked came within {days} d, over {reminders} reminders";
        /// Nobody knows.
        NoMove = "no-move",
            "trop peu de relances passées : rien n’est compté",
            "too few past reminders: nothing is counted";
        /// Waits.
        Waits { days: i64 } = "waits", "attend depuis {days} j", "has waited for {days} d";
        /// Since today.
        WaitsToday = "waits-today", "attend depuis aujourd’hui", "waits since today";
        /// Nothing.
        NoWait = "no-wait", "ni tâche, ni accord, ni pièce libérée", "no task, approval or released item";
    }
}

/// A share of a thousand, as percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share(pub i64);

impl kernel::Spoken for Share {
    fn said(&self, language: Language) -> String {
        format!("{}{}", (self.0 + 5) / 10, language.pick("\u{202f}%", "%"))
    }

    fn example() -> Self {
        Self(412)
    }
}

fn words(work: &Work, criterion: Criterion) -> Wording {
    let facts = &work.facts;
    let (pieces, reminders) = work.witnesses;
    let ground = match (criterion, facts.measure(criterion)) {
        (Criterion::Amount, Some(_)) => Ground::Late { amount: overdue(work) },
        (Criterion::Amount | Criterion::Lateness, None) => Ground::NothingLate,
        (Criterion::Lateness, Some(days)) => Ground::Days { days },
        (Criterion::Payer, Some(0)) => Ground::PaysInTime { pieces },
        (Criterion::Payer, Some(days)) => Ground::PaysLate { days, pieces },
        (Criterion::Payer, None) => Ground::NoPast,
        (Criterion::Promise, Some(days)) => Ground::Broken { days },
        (Criterion::Promise, None) => Ground::NoBroken,
        (Criterion::Right, Some(days)) => Ground::Left { days },
        (Criterion::Right, None) => Ground::NoRight,
        (Criterion::Value, Some(units)) => Ground::Expected {
            amount: Money::new(units.saturating_mul(work.currency.scale()), work.currency),
            share: Share(facts.answer.unwrap_or(0)),
            reminders,
            days: i64::from(ANSWER_DAYS),
        },
        (Criterion::Value, None) => Ground::NoMove,
        (Criterion::Waiting, Some(0)) => Ground::WaitsToday,
        (Criterion::Waiting, Some(days)) => Ground::Waits { days },
        (Criterion::Waiting, None) => Ground::NoWait,
    };
    ground.wording()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ground_has_its_words_in_both_languages() {
        for ground in Ground::examples() {
            let said = ground.wording();
            assert!(!said.fr.is_empty() && said.fr != said.en, "{}: {said:?}", ground.code());
        }
    }
}
