//! When the day's run starts by itself, and the beat that starts it.

use amicable::schedule::Schedule;
use jiff::tz::TimeZone;
use kernel::{Date, Timestamp};
use serde::Serialize;
use serde_json::json;
use store::{Store, StoreError, Tx};

use crate::desk::About;
use crate::{Actor, Desk, DeskError, Permission, Refusal, jobs};

/// Setting that holds the schedule.
const SCHEDULE: &str = "schedule";
/// Setting that holds the last day started.
const LAST: &str = "schedule-last";
/// Setting that holds the house's time zone.
const ZONE: &str = "time-zone";
/// The zone of a house that says nothing.
const PARIS: &str = "Europe/Paris";

/// The schedule as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScheduleAnswer {
    /// None while nothing starts by itself.
    pub schedule: Option<Schedule>,
    /// The house's time zone.
    pub zone: String,
    /// Last day started.
    pub last: Option<Date>,
}

/// The time zone of the house that keeps this store; Paris until it says otherwise.
///
/// # Errors
/// [`DeskError::Store`].
pub fn zone_of(store: &Store) -> Result<TimeZone, DeskError> {
    Ok(store.read(zone_in_tx)?)
}

/// The same, as the transaction sees it.
pub(crate) fn zone_in_tx(tx: &mut Tx) -> Result<TimeZone, StoreError> {
    let kept = tx.settings().get(ZONE)?;
    Ok(TimeZone::get(kept.as_deref().unwrap_or(PARIS)).unwrap_or(TimeZone::UTC))
}

/// The civil day of an instant in a zone.
pub(crate) fn day_in(zone: &TimeZone, at: Timestamp) -> Date {
    at.to_zoned(zone.clone()).date()
}

/// The instant at which a day begins in a zone.
pub(crate) fn start_of(zone: &TimeZone, day: Date) -> Timestamp {
    day.to_zoned(zone.clone()).map_or(Timestamp::UNIX_EPOCH, |start| start.timestamp())
}

impl Desk {
    /// The time zone of the house.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn zone(&self) -> Result<TimeZone, DeskError> {
        zone_of(&self.store)
    }

    /// The schedule of the house: off until somebody sets it.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn schedule(&self, actor: &Actor) -> Result<ScheduleAnswer, DeskError> {
        actor.may(Permission::Read)?;
        self.read_schedule()
    }

    fn read_schedule(&self) -> Result<ScheduleAnswer, DeskError> {
        let (schedule, zone, last) = self.store.read(|tx| {
            let mut settings = tx.settings();
            Ok::<_, DeskError>((settings.get(SCHEDULE)?, settings.get(ZONE)?, settings.get(LAST)?))
        })?;
        Ok(ScheduleAnswer {
            schedule: schedule.and_then(|text| serde_json::from_str(&text).ok()),
            zone: zone.unwrap_or_else(|| PARIS.to_owned()),
            last: last.and_then(|text| text.parse().ok()),
        })
    }

    /// Sets the schedule, or stops it.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Refused`] on an hour outside of the day.
    pub fn set_schedule(&self, actor: &Actor, schedule: Option<Schedule>) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        if let Some(wrong) = schedule.filter(|s| s.minute >= 24 * 60) {
            let hour = format!("{:02}:{:02}", wrong.minute / 60, wrong.minute % 60);
            return Err(Refusal::HourWrong { hour }.into());
        }
        self.store.write("schedule.set", |tx| {
            match &schedule {
                Some(schedule) => {
                    let text = serde_json::to_string(schedule)
                        .map_err(|e| DeskError::from(Refusal::Unwritable { why: e.to_string() }))?;
                    tx.settings().set(SCHEDULE, &text)?;
                }
                None => tx.settings().remove(SCHEDULE)?,
            }
            Ok(self.note(tx, actor, About::default(), "schedule.set", &json!({ "schedule": schedule }))?)
        })
    }

    /// Sets the house's time zone, by its IANA name: the hour of the run and the day it is here. A program
    /// that runs already takes the new day when it starts again.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Refused`] on a name no zone has.
    pub fn set_zone(&self, actor: &Actor, zone: &str) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        let known = TimeZone::get(zone.trim()).ok();
        let name = known.as_ref().and_then(TimeZone::iana_name).map(str::to_owned);
        let name = name.ok_or_else(|| Refusal::ZoneWrong { zone: zone.trim().chars().take(60).collect() })?;
        self.store.write("zone.set", |tx| {
            if tx.settings().get(ZONE)?.as_deref() == Some(name.as_str()) {
                return Ok(());
            }
            tx.settings().set(ZONE, &name)?;
            Ok(self.note(tx, actor, About::default(), "zone.set", &json!({ "zone": name }))?)
        })
    }

    /// Ends imports that were interrupted, and queues what the hour asks for: the run of the day when it is due, the making of messages that were
    /// left behind, and the sending when a message is due. Any number of workers may call it; the day starts once.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn tick(&self) -> Result<(), DeskError> {
        self.end_abandoned_imports()?;
        let kept = self.read_schedule()?;
        if let Some(schedule) = kept.schedule {
            self.start_day(schedule, &kept)?;
        }
        self.make_what_was_planned()?;
        if self.something_leaves()? {
            self.enqueue(jobs::SEND, &json!({}), Some(jobs::SEND.to_owned()))?;
        }
        if self.notices_wait()? {
            self.enqueue(jobs::NOTICES, &json!({}), Some(jobs::NOTICES.to_owned()))?;
        }
        self.tend_insolvencies_moved()?;
        self.queue_insolvency_fetch()?;
        self.queue_company_fetch()?;
        self.queue_webhooks()
    }

    /// Queues the making of messages that no job will make: approved while the job of their run was
    /// ending, or left by a run that was killed and not taken up again on its day.
    fn make_what_was_planned(&self) -> Result<(), DeskError> {
        let today = self.today();
        let runs = self.store.read::<_, StoreError>(|tx| {
            let runs = tx.messages().runs_with_planned()?;
            runs.into_iter().map(|id| tx.runs().get(id)).collect::<Result<Vec<_>, _>>()
        })?;
        let over = |run: &store::Run| run.state != store::RunState::Running || run.day < today;
        for run in runs.into_iter().filter(over) {
            self.store.write("letters.queue", |tx| self.queue_letters(tx, run.id))?;
        }
        Ok(())
    }

    fn start_day(&self, schedule: Schedule, kept: &ScheduleAnswer) -> Result<(), DeskError> {
        let zone = TimeZone::get(&kept.zone).unwrap_or(TimeZone::UTC);
        let time = self.now().to_zoned(zone).time();
        let minute = u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).unwrap_or(0);
        let today = self.today();
        let Some(due) = schedule.due(today, minute, kept.last) else { return Ok(()) };
        let day = Schedule::decided_for(today);
        let job = self.job(jobs::RUN, &json!({ "day": day, "actor": "schedule" }), Some(format!("run:{day}")));
        self.store.write("schedule.start", |tx| {
            // Another worker may have been quicker.
            let last: Option<Date> = tx.settings().get(LAST)?.and_then(|text| text.parse().ok());
            if last.is_some_and(|last| last >= due) {
                return Ok::<_, DeskError>(());
            }
            tx.jobs().enqueue(&job, job.run_at)?;
            tx.settings().set(LAST, &due.to_string())?;
            let payload = json!({ "day": day, "due": due });
            Ok(self.note(tx, &Actor::worker(), About::default(), "schedule.started", &payload)?)
        })
    }
}
