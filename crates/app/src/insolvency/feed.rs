//! Notices fetched from the service that publishes them: day by day since the last one seen, a page at a time.
//!
//! A page that came whole is kept at once, and where the next one starts with it: a fetch that breaks off goes on there.
//! A page that is not whole counts for nothing. A service that fails is left alone for longer each time.

use std::sync::Arc;

use courier::FeedClient;
use formats::bodacc;
use kernel::{Date, Wording, epoch_day, from_epoch_day};
use serde::Serialize;
use serde_json::json;

use super::take::NoticesTaken;
use crate::imports::Progress;
use crate::sources::silent;
use crate::{Actor, Desk, DeskError, InsolvencyRefusal, Permission, jobs};

/// Records of a page: what the service gives at most.
const PAGE: u64 = 100;
/// Records of one day that the service lets be paged through.
const DAY_MOST: u64 = 10_000;
/// Pages of one fetch: the rest follows at the next beat.
const PAGES: u32 = 200;
/// Days looked back the first time: the period to declare, and a little.
const FIRST_DAYS: i32 = 70;
/// Days that can be asked for at most.
const BACK_DAYS: i32 = 5 * 366;

/// Where notices are published: an address that answers as the open API of the BODACC does.
#[derive(Clone)]
pub struct BodaccSource {
    url: String,
    client: Arc<FeedClient>,
}

impl BodaccSource {
    /// A service at an address; asks it nothing yet.
    ///
    /// # Errors
    /// [`courier::FeedSilence::Address`].
    pub fn new(url: &str, client: FeedClient) -> Result<Self, courier::FeedSilence> {
        FeedClient::check(url)?;
        Ok(Self { url: url.trim().to_owned(), client: Arc::new(client) })
    }

    /// The machine it is on.
    pub(super) fn host(&self) -> String {
        crate::sources::host(&self.url)
    }

    /// The address of a page of a day.
    fn page(&self, day: Date, offset: u64) -> String {
        let families = "\"collective\",\"conciliation\",\"retablissement_professionnel\"";
        let asked = format!("dateparution=date'{day}' and familleavis in ({families})");
        let join = if self.url.contains('?') { '&' } else { '?' };
        let asked = courier::oidc::form_text(&asked);
        format!("{}{join}where={asked}&order_by=id&limit={PAGE}&offset={offset}", self.url)
    }
}

/// What a fetch brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FetchAnswer {
    /// First day asked for.
    pub from: Date,
    /// The last day seen whole; none before the first.
    pub until: Option<Date>,
    /// Pages read.
    pub pages: u64,
    /// What they held.
    pub taken: NoticesTaken,
    /// False when there is more to fetch.
    pub complete: bool,
    /// Why it stopped before the end.
    pub error: Option<Wording>,
}

/// One page that came whole.
struct Page {
    read: bodacc::Notices,
    /// Records of the day, where the service says it.
    total: Option<u64>,
}

impl Desk {
    /// The same desk, fetching notices from a service.
    #[must_use]
    pub fn with_bodacc(mut self, source: BodaccSource) -> Self {
        self.bodacc = Some(source);
        self
    }

    /// Fetches the notices published since the last day seen, or since `since`. What fails is told in the answer and
    /// where sources are shown; what came before it stays.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Beyond`]; [`InsolvencyRefusal::SourceMissing`].
    pub fn fetch_insolvency_notices(
        &self,
        actor: &Actor,
        since: Option<Date>,
        progress: Progress<'_>,
    ) -> Result<FetchAnswer, DeskError> {
        actor.may(Permission::Import)?;
        actor.may_everywhere()?;
        let source = self.bodacc.clone().ok_or(InsolvencyRefusal::SourceMissing)?;
        let today = self.today();
        let mut watch = self.insolvency_cursor()?;
        if let Some(since) = since {
            let first = from_epoch_day(epoch_day(today) - BACK_DAYS);
            (watch.day, watch.offset) = (Some(since.clamp(first, today)), 0);
        }
        let from = watch.day.unwrap_or_else(|| from_epoch_day(epoch_day(today) - FIRST_DAYS));
        watch.day = Some(from);
        let known = self.debtors_known()?;
        let mut answer = FetchAnswer {
            from,
            until: watch.seen,
            pages: 0,
            taken: NoticesTaken::default(),
            complete: false,
            error: None,
        };
        for _ in 0..PAGES {
            let day = watch.day.unwrap_or(from);
            progress(answer.pages, u64::from(PAGES));
            let page = match read_page(&source, day, watch.offset) {
                Ok(page) => page,
                Err(why) => {
                    answer.error = Some(why.clone());
                    watch.looks.failed(self.now(), why, None);
                    break;
                }
            };
            answer.pages += 1;
            let taken = self.take_page(actor, (&page.read, &known), &source.host(), &|_, _| ())?;
            answer.taken.add(taken);
            let read = watch.offset + page.read.read;
            let over = page.read.read == 0 || page.total.map_or(page.read.read < PAGE, |total| read >= total);
            if !over && read < DAY_MOST {
                watch.offset = read;
            } else {
                (watch.seen, watch.offset) = (Some(watch.seen.map_or(day, |seen| seen.max(day))), 0);
                if day >= today {
                    // The day of today is asked for again: more may appear on it.
                    answer.complete = true;
                    break;
                }
                watch.day = Some(from_epoch_day(epoch_day(day) + 1));
            }
            self.keep_cursor(&watch)?;
        }
        if answer.error.is_none() {
            watch.succeeded(self.now(), answer.complete);
        }
        answer.until = watch.seen;
        self.keep_cursor(&watch)?;
        self.note_taken(actor, &source.host(), &answer.taken)?;
        Ok(answer)
    }

    /// Queues a fetch when its hour has come: several times a day, later after each failure.
    pub(crate) fn queue_insolvency_fetch(&self) -> Result<(), DeskError> {
        if self.bodacc.is_none() || !self.insolvency_cursor()?.looks.is_due(self.now()) {
            return Ok(());
        }
        self.enqueue(jobs::BODACC, &json!({}), Some(jobs::BODACC.to_owned())).map(drop)
    }
}

/// Reads one page, whole or not at all.
fn read_page(source: &BodaccSource, day: Date, offset: u64) -> Result<Page, Wording> {
    let bytes = source.client.read(&source.page(day, offset)).map_err(|silence| silent(&silence))?;
    let read = bodacc::read(&bytes);
    let total = serde_json::from_slice::<serde_json::Value>(&bytes)
        .ok()
        .and_then(|value| value.get("total_count").and_then(serde_json::Value::as_u64));
    let whole = read.problems.list.iter().all(|problem| problem.line > 0);
    // Fewer records than the service says there are: half a page.
    let expected = total.map(|total| total.saturating_sub(offset).min(PAGE));
    let half = expected.is_some_and(|expected| read.read < expected);
    if !whole || half {
        let host = source.host();
        return Err(Wording::new(
            format!("{host} a donné une page incomplète du {day} : elle sera redemandée"),
            format!("{host} gave half a page of {day}: it will be asked for again"),
        ));
    }
    Ok(Page { read, total })
}
