//! The guard of rights: what is lost when nobody acts, by which day, on every open piece from its import, case or not.
//!
//! The limitation of each piece is worked out by the law from its due date, the day it was supplied, and the dated
//! facts that moved it; no row is stored for a piece to which nothing happened.

mod ground;
mod list;

use std::fmt;
use std::str::FromStr;

use judicial::guard::Policy;
use judicial::guard::feed::Feed;
use kernel::{Currency, Date, Language, Timestamp, Wording};
use ledger::{AccountId, CreditorId, ItemId};
use serde::{Serialize, Serializer};

pub(crate) use ground::GuardCache;

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
        /// All of them, those lost first.
        All = "all",
        /// Lost within so many days if nobody acts.
        Soon = "soon",
        /// Lost already.
        Lost = "lost",
        /// Their due date is inferred: nothing runs until somebody confirms it.
        Unconfirmed = "unconfirmed",
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

/// Where a page ends: the last day of its last right, and the piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GuardPlace {
    /// Last day.
    pub last_day: Date,
    /// The piece.
    pub item: ItemId,
}

impl fmt::Display for GuardPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.last_day, self.item)
    }
}

impl FromStr for GuardPlace {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (day, item) = text.split_once('_').ok_or(())?;
        Ok(Self { last_day: day.parse().map_err(drop)?, item: item.parse().map_err(drop)? })
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
    /// The account.
    pub account_id: AccountId,
    /// Customer code.
    pub account: String,
    /// Name of the debtor.
    pub debtor: String,
    /// The piece.
    pub item_id: ItemId,
    /// Its number.
    pub item: String,
    /// Currency.
    pub currency: Currency,
    /// What is open of it: what there is to lose.
    pub at_risk: String,
    /// `unconfirmed`, `stopped`, `running`, `last-day` or `expired`.
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
    /// Who follows the account; empty when nobody does.
    pub owner: String,
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
    /// Days ahead of `soon`.
    pub days: u16,
    /// The day of the question.
    pub today: Date,
    /// When the ledger was read.
    pub read_at: Timestamp,
}

impl Desk {
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
        let (sight, ground) = self.guard_ground(actor, query)?;
        let today = sight.as_of;
        let seen = ground.seen(&sight, query)?;
        let sum = |show: RightShow| seen.sum(show, query.days, today);
        let (soon, lost, unconfirmed) = (sum(RightShow::Soon), sum(RightShow::Lost), sum(RightShow::Unconfirmed));
        let chosen = seen.of(query, today);
        let count = chosen.len() as u64;
        let (page, next) = list::page(chosen, after, limit);
        let house = &self.day()?.house;
        let rights = ground.rights(&self.store, &sight, &page)?;
        let line = |(one, (number, right)): (&list::SeenRight, (String, _))| {
            let card = &sight.cards[one.position];
            list::line(right, (card, &number), house.collector(card.id).unwrap_or_default(), today)
        };
        let rows = page.iter().zip(rights).map(line).collect();
        let (days, read_at) = (query.days, sight.read_at);
        Ok(GuardPage { rows, next, count, soon, lost, unconfirmed, days, today, read_at })
    }

    /// The rights that end within a year as a calendar other programs read (iCalendar, RFC 5545), the first to be lost
    /// first, two thousand at most. Those lost already are not in it: a calendar tells what can be done.
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
        let (sight, ground) = self.guard_ground(actor, query)?;
        let today = sight.as_of;
        let query = GuardQuery { show: RightShow::Soon, days: CALENDAR_DAYS, ..query.clone() };
        let (page, _) = list::page(ground.seen(&sight, &query)?.of(&query, today), None, CALENDAR_MOST);
        let rights = ground.rights(&self.store, &sight, &page)?;
        let address = self.store.read(|tx| self.address_in(tx))?.unwrap_or_default();
        let domain = address.split("://").last().and_then(|host| host.split(['/', ':']).next()).unwrap_or_default();
        let feed = Feed { language, domain, now: self.now(), today };
        let text = feed.write(rights.iter().map(|(_, right)| right), &Policy::default());
        let name = format!("{}-{today}.ics", language.pick("droits", "rights"));
        Ok(ReportFile { name, media_type: "text/calendar; charset=utf-8", bytes: text.into_bytes() })
    }
}
