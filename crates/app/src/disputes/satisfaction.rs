//! What customers answered when they were asked how their dispute was handled: how many are satisfied, by service
//! and month, and what is behind each figure.

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{Date, Timestamp, slug_enum};
use ledger::AccountId;
use serde::Serialize;
use store::{DisputeId, LinkPurpose, Opinion};

use super::{DisputeFilter, DisputeLine, Service, Step};
use crate::{Actor, Desk, DeskError, Permission};

/// The lowest score of who is satisfied: « well », of five.
pub const SATISFIED: i64 = 4;

slug_enum!(
    /// Which of those asked a list shows.
    SatisfactionShow {
        /// All of them.
        Asked = "asked",
        /// Those who answered.
        Answered = "answered",
        /// Those who are satisfied.
        Satisfied = "satisfied",
        /// Those who answered and are not.
        Unsatisfied = "unsatisfied",
    }
);

/// Which disputes: closed from one day to another, both included, of one service or of all.
#[derive(Debug, Clone, Copy, Default)]
pub struct SatisfactionQuery {
    /// Closed from this day.
    pub from: Option<Date>,
    /// Closed until this day.
    pub until: Option<Date>,
    /// Of this service.
    pub service: Option<Service>,
}

/// How many were asked, and what they answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct SatisfactionSum {
    /// Disputes closed.
    pub closed: u64,
    /// Of these, those whose customer was asked.
    pub asked: u64,
    /// Of these, those who answered.
    pub answered: u64,
    /// Of these, those who are satisfied.
    pub satisfied: u64,
    /// The satisfied among those who answered, in per mille, rounded half up; none without an answer.
    pub satisfied_per_mille: Option<u64>,
}

/// The same for one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SatisfactionLine {
    /// Who answered for the house.
    pub service: Service,
    /// The figures.
    #[serde(flatten)]
    pub sum: SatisfactionSum,
}

/// The same for one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SatisfactionMonth {
    /// Its first day.
    pub month: Date,
    /// The figures.
    #[serde(flatten)]
    pub sum: SatisfactionSum,
}

/// What customers think, in figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Satisfaction {
    /// All of them.
    #[serde(flatten)]
    pub all: SatisfactionSum,
    /// By service, those with a dispute closed.
    pub services: Vec<SatisfactionLine>,
    /// By month of closing, the oldest first.
    pub months: Vec<SatisfactionMonth>,
}

/// One customer who was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedLine {
    /// The dispute.
    pub dispute: DisputeId,
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Number of the piece.
    pub item: String,
    /// Who answered for the house.
    pub service: Service,
    /// The day it was closed.
    pub closed: Option<Date>,
    /// From 1 to 5; none without an answer.
    pub score: Option<i64>,
    /// What they wrote.
    pub words: String,
    /// When they answered.
    pub at: Option<Timestamp>,
}

/// A page of those asked, the last dispute first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskedPage {
    /// The lines.
    pub rows: Vec<AskedLine>,
    /// Where the next page goes on.
    pub next: Option<DisputeId>,
}

/// A dispute that is closed, whether its customer was asked, and the last thing they answered.
struct Closed {
    line: DisputeLine,
    asked: bool,
    opinion: Option<Opinion>,
}

impl Closed {
    fn satisfied(&self) -> Option<bool> {
        self.opinion.as_ref().map(|opinion| opinion.score >= SATISFIED)
    }
}

impl SatisfactionSum {
    fn of<'c>(closed: impl Iterator<Item = &'c Closed>) -> Self {
        let mut sum = Self::default();
        for one in closed {
            sum.closed += 1;
            sum.asked += u64::from(one.asked);
            sum.answered += u64::from(one.opinion.is_some());
            sum.satisfied += u64::from(one.satisfied() == Some(true));
        }
        let half_up = |whole: u64| (sum.satisfied * 2000 + whole) / (whole * 2);
        sum.satisfied_per_mille = (sum.answered > 0).then(|| half_up(sum.answered));
        sum
    }
}

impl SatisfactionQuery {
    fn takes(&self, line: &DisputeLine) -> bool {
        let Some(closed) = line.closed.filter(|_| line.step == Step::Closed) else { return false };
        self.from.is_none_or(|from| closed >= from)
            && self.until.is_none_or(|until| closed <= until)
            && self.service.is_none_or(|service| line.service == service)
    }
}

impl SatisfactionShow {
    fn takes(self, one: &Closed) -> bool {
        match self {
            Self::Asked => one.asked,
            Self::Answered => one.opinion.is_some(),
            Self::Satisfied => one.satisfied() == Some(true),
            Self::Unsatisfied => one.satisfied() == Some(false),
        }
    }
}

impl Desk {
    /// How customers whose dispute was closed answered, by service and by month.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn satisfaction(&self, actor: &Actor, query: &SatisfactionQuery) -> Result<Satisfaction, DeskError> {
        actor.may(Permission::Read)?;
        let closed = self.closed(actor, query)?;
        let of = |service: &Service| SatisfactionLine {
            service: *service,
            sum: SatisfactionSum::of(closed.iter().filter(|one| one.line.service == *service)),
        };
        let mut months: BTreeMap<Date, Vec<&Closed>> = BTreeMap::new();
        for one in &closed {
            if let Some(day) = one.line.closed {
                months.entry(day.first_of_month()).or_default().push(one);
            }
        }
        let month =
            |(month, of): (Date, Vec<&Closed>)| SatisfactionMonth { month, sum: SatisfactionSum::of(of.into_iter()) };
        Ok(Satisfaction {
            all: SatisfactionSum::of(closed.iter()),
            services: Service::ALL.iter().map(of).filter(|line| line.sum.closed > 0).collect(),
            months: months.into_iter().map(month).collect(),
        })
    }

    /// What is behind the figures: who was asked and what they answered, the last dispute first.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn satisfaction_answers(
        &self,
        actor: &Actor,
        (query, show): (&SatisfactionQuery, SatisfactionShow),
        before: Option<DisputeId>,
        limit: usize,
    ) -> Result<AskedPage, DeskError> {
        actor.may(Permission::Read)?;
        let mut closed = self.closed(actor, query)?;
        closed.retain(|one| show.takes(one) && before.is_none_or(|before| one.line.id < before));
        closed.sort_by_key(|one| std::cmp::Reverse(one.line.id));
        let more = closed.len() > limit;
        closed.truncate(limit);
        let next = closed.last().filter(|_| more).map(|one| one.line.id);
        let row = |Closed { line, opinion, .. }: Closed| AskedLine {
            dispute: line.id,
            account_id: line.account_id,
            account: line.account,
            debtor: line.debtor,
            item: line.item,
            service: line.service,
            closed: line.closed,
            score: opinion.as_ref().map(|opinion| opinion.score),
            at: opinion.as_ref().map(|opinion| opinion.created_us),
            words: opinion.map(|opinion| opinion.words).unwrap_or_default(),
        };
        Ok(AskedPage { rows: closed.into_iter().map(row).collect(), next })
    }

    /// The closed disputes within reach that a query takes.
    fn closed(&self, actor: &Actor, query: &SatisfactionQuery) -> Result<Vec<Closed>, DeskError> {
        let filter = DisputeFilter { closed_too: true, ..DisputeFilter::default() };
        let mut lines = self.dispute_lines(actor, &filter, None)?;
        lines.retain(|line| query.takes(line));
        let ids: Vec<DisputeId> = lines.iter().map(|line| line.id).collect();
        let keys: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let (asked, told) = self.store.read(|tx| {
            let asked = tx.signed_links().subjects(LinkPurpose::Opinion, &keys)?;
            Ok::<_, store::StoreError>((asked, tx.opinions().of_disputes(&ids)?))
        })?;
        let asked: HashSet<i64> = asked.into_iter().collect();
        let mut last: HashMap<DisputeId, Opinion> = HashMap::new();
        for opinion in told {
            // They come the last first.
            last.entry(opinion.dispute_id).or_insert(opinion);
        }
        let one = |line: DisputeLine| {
            let opinion = last.remove(&line.id);
            Closed { asked: asked.contains(&line.id.0) || opinion.is_some(), opinion, line }
        };
        Ok(lines.into_iter().map(one).collect())
    }
}
