//! The guard of rights: what is lost when nobody acts, by which day, on every open piece from its import, case or not.
//!
//! The limitation of each piece is worked out by the law from its due date, the day it was supplied, and the dated
//! facts that moved it; no row is stored for a piece to which nothing happened.

mod alarms;
mod cache;
mod court;
mod followed;
mod ground;
mod insolvent;
mod limits;
mod list;
mod mail;
mod subscribed;
mod titled;
mod waive;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::PoisonError;

use judicial::guard::feed::Feed;
use judicial::guard::{Policy, State};
use kernel::{Currency, Date, Language, Timestamp, Wording};
use ledger::{AccountId, CreditorId, ItemId};
use serde::{Serialize, Serializer};
use store::{CourtProcedureId, CourtTitleId, InsolvencyId};
pub use store::{RightKey, RightWaiverId};

pub use alarms::AlarmsTold;
pub(crate) use cache::GuardCache;
use list::Asked;
pub use waive::{GuardRight, WaiverLine};

use crate::cases::HearingQuery;
use crate::portfolio::Sight;
use crate::reports::ReportFile;
use crate::{Actor, Desk, DeskError, Permission};

/// Days ahead that « lost soon » looks at, where nothing else is asked.
pub const SOON_DAYS: u16 = 30;
/// Days ahead that a calendar holds.
const CALENDAR_DAYS: u16 = 366;
/// Events of a calendar at most.
const CALENDAR_MOST: usize = 2_000;

kernel::slug_enum!(
    /// Which rights a list shows.
    RightShow {
        /// All of them but those given up, those lost first.
        All = "all",
        /// Lost within so many days if nobody acts.
        Soon = "soon",
        /// Lost already.
        Lost = "lost",
        /// Their due date is inferred: nothing runs until somebody confirms it.
        Unconfirmed = "unconfirmed",
        /// Somebody gave them up.
        GivenUp = "given-up",
    }
);

/// Which rights.
#[derive(Debug, Clone)]
pub struct GuardQuery {
    /// Of one account.
    pub account: Option<AccountId>,
    /// Of one creditor.
    pub creditor: Option<CreditorId>,
    /// Which of them.
    pub show: RightShow,
    /// Days ahead that [`RightShow::Soon`] looks at, today not counted.
    pub days: u16,
}

impl Default for GuardQuery {
    fn default() -> Self {
        Self { account: None, creditor: None, show: RightShow::All, days: SOON_DAYS }
    }
}

/// Where a page ends: the last day of its last right, and what tells it from the others of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GuardPlace {
    /// Last day.
    pub last_day: Date,
    /// The piece, the row of the deadline, the title, or the claim or demand in an insolvency.
    pub right: RightKey,
}

impl fmt::Display for GuardPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.last_day, self.right)
    }
}

impl FromStr for GuardPlace {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (day, right) = text.split_once('_').ok_or(())?;
        Ok(Self { last_day: day.parse().map_err(drop)?, right: right.parse().map_err(drop)? })
    }
}

impl Serialize for GuardPlace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuardLine {
    /// What tells the right from the others.
    pub right: RightKey,
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// The piece; none for what is not its limitation.
    pub item_id: Option<ItemId>,
    /// The procedure; none for what is no deadline of one.
    pub procedure_id: Option<CourtProcedureId>,
    /// The title; none for what is not the limitation of one.
    pub title_id: Option<CourtTitleId>,
    /// The insolvency; none for what is no period of one.
    pub insolvency_id: Option<InsolvencyId>,
    /// The number of the piece, or the name of the procedure, of the title or of the insolvency.
    pub item: Wording,
    /// Currency.
    pub currency: Currency,
    /// What is open of it: what there is to lose.
    pub at_risk: String,
    /// `unconfirmed`, `stopped`, `running`, `last-day`, `expired`, or `ended` where it is given up.
    pub state: String,
    /// The same in words.
    pub words: Wording,
    /// What runs.
    pub what: Wording,
    /// What is lost.
    pub lost: Wording,
    /// The day the period is counted from.
    pub starts: Date,
    /// Last day to act by law, to its end.
    pub last_day: Date,
    /// Last working day on or before it.
    pub safe_day: Date,
    /// Article.
    pub article: String,
    /// Who answers for it: who follows its case, else the account; empty when nobody does.
    pub owner: String,
    /// The last day one of its alarms was told; none where none was.
    pub told: Option<Date>,
    /// The last day somebody answered one.
    pub answered: Option<Date>,
    /// Who; empty where nobody did.
    pub answered_by: String,
    /// Who gave it up, and why; none where nobody did.
    pub waiver: Option<WaiverLine>,
    /// What a reader must know of it: inferred dates, rows of the law that are not verified.
    pub warnings: Vec<Wording>,
}

/// So many rights, and what they are for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct GuardSum {
    /// How many.
    pub rights: u64,
    /// What is open of their pieces, by currency.
    pub amounts: Vec<(Currency, String)>,
}

/// A page of rights, the first to be lost first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuardPage {
    /// The rights.
    pub rows: Vec<GuardLine>,
    /// Where the next page starts.
    pub next: Option<GuardPlace>,
    /// Rights that the query shows, on all pages.
    pub count: u64,
    /// Lost within the days asked, if nobody acts.
    pub soon: GuardSum,
    /// Lost already.
    pub lost: GuardSum,
    /// To be confirmed.
    pub unconfirmed: GuardSum,
    /// Given up: in none of the others.
    pub given_up: GuardSum,
    /// Days ahead of `soon`.
    pub days: u16,
    /// The day of the question.
    pub today: Date,
    /// When the ledger was read.
    pub read_at: Timestamp,
}

impl Desk {
    /// Where the limitation of each open piece of an account stands, given up or not. Who asks was seen to reach it
    /// already.
    pub(crate) fn limitations(&self, account: AccountId) -> Result<HashMap<ItemId, State>, DeskError> {
        let (sight, ground) = self.guard_ground(&Actor::worker())?;
        let mut pieces = Vec::new();
        if let Some(position) = sight.position(account) {
            ground.each(&sight, position, &mut |one| {
                pieces.extend(matches!(one.of, list::RightOf::Item(_)).then_some(one));
            });
        }
        let (today, policy) = (sight.as_of, Policy::default());
        let state = |whole: ground::Whole| match whole.seen.of {
            list::RightOf::Item(item) => Some((item, whole.right.reopened().state(today, &policy))),
            _ => None,
        };
        Ok(ground.rights(&self.store, &sight, &pieces)?.into_iter().filter_map(state).collect())
    }

    /// Rights on open pieces, those lost first, then the first to be lost.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] on an account out of reach, [`DeskError::Law`], [`DeskError::Store`].
    pub fn guard(
        &self,
        actor: &Actor,
        query: &GuardQuery,
        after: Option<GuardPlace>,
        limit: usize,
    ) -> Result<GuardPage, DeskError> {
        actor.may(Permission::Read)?;
        self.reached(actor, query)?;
        let (sight, ground) = self.guard_ground(actor)?;
        let today = sight.as_of;
        let asked = Asked::sums(query.days, today).page(query.show, after, limit);
        let mut seen = ground.look(&sight, query, asked);
        let (page, next) = seen.page(limit);
        let rows = self.guard_lines(&sight, &ground, &page)?;
        let (soon, lost, unconfirmed) = (seen.soon.told(), seen.lost.told(), seen.unconfirmed.told());
        let (given_up, count) = (seen.given_up.told(), seen.count);
        let (days, read_at) = (query.days, sight.read_at);
        Ok(GuardPage { rows, next, count, soon, lost, unconfirmed, given_up, days, today, read_at })
    }

    /// What an actor sees of rights lost within thirty days if nobody acts: the figure of the first page.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Law`], [`DeskError::Store`].
    pub fn guard_soon(&self, actor: &Actor) -> Result<GuardSum, DeskError> {
        actor.may(Permission::Read)?;
        let (sight, ground) = self.guard_ground(actor)?;
        let kept = || ground.kept.soon.lock().unwrap_or_else(PoisonError::into_inner);
        // Whose accounts are moves without the ledger.
        let lasting = !actor.reach.is_own();
        if let Some((_, known)) = kept().iter().find(|(reach, _)| lasting && *reach == actor.reach) {
            return Ok(known.clone());
        }
        let query = GuardQuery::default();
        let soon = ground.look(&sight, &query, Asked::sums(query.days, sight.as_of)).soon.told();
        if lasting {
            kept().push((actor.reach.clone(), soon.clone()));
        }
        Ok(soon)
    }

    /// The rights that end within a year as a calendar other programs read (iCalendar, RFC 5545), the first to be lost
    /// first, two thousand at most; the hearings to come after them. Rights lost already, or given up, are not in it: a
    /// calendar tells what can be done.
    ///
    /// # Errors
    /// As [`Desk::guard`].
    pub fn guard_calendar(
        &self,
        actor: &Actor,
        query: &GuardQuery,
        language: Language,
    ) -> Result<ReportFile, DeskError> {
        actor.may(Permission::Read)?;
        self.reached(actor, query)?;
        let (sight, ground) = self.guard_ground(actor)?;
        let today = sight.as_of;
        let asked = Asked::sums(CALENDAR_DAYS, today).page(RightShow::Soon, None, CALENDAR_MOST);
        let (page, _) = ground.look(&sight, query, asked).page(CALENDAR_MOST);
        let rights = ground.rights(&self.store, &sight, &page)?;
        let address = self.store.read(|tx| self.address_in(tx))?.unwrap_or_default();
        let domain = address.split("://").last().and_then(|host| host.split(['/', ':']).next()).unwrap_or_default();
        let feed = Feed { language, domain, now: self.now(), today };
        let of = HearingQuery { account: query.account, creditor: query.creditor };
        let hearings = self.hearing_events(actor, &of, CALENDAR_MOST)?;
        let text = feed.write_with(rights.iter().map(|whole| &whole.right), &hearings, &Policy::default());
        let name = format!("{}-{today}.ics", language.pick("droits", "rights"));
        Ok(ReportFile { name, media_type: "text/calendar; charset=utf-8", bytes: text.into_bytes() })
    }

    /// Checks that the account of a query is within reach.
    fn reached(&self, actor: &Actor, query: &GuardQuery) -> Result<(), DeskError> {
        let Some(account) = query.account else { return Ok(()) };
        self.store.read(|tx| actor.find(tx, account).map(drop))
    }

    fn guard_lines(
        &self,
        sight: &Sight,
        ground: &ground::Ground<'_>,
        page: &[list::SeenRight],
    ) -> Result<Vec<GuardLine>, DeskError> {
        let house = &self.day()?.house;
        let line = |whole: ground::Whole| {
            let card = &sight.cards[whole.seen.position];
            let owner = house.collector(card.id).unwrap_or_default();
            list::line(whole, ground, (card, owner), sight.as_of)
        };
        Ok(ground.rights(&self.store, sight, page)?.into_iter().map(line).collect())
    }
}
