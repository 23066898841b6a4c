//! The clock of a limitation: one period, run, stopped, run again by the events of a claim.

use kernel::{Date, Territory, days_between, epoch_day, from_epoch_day};

use crate::limitation::{Effects, LimitationAsked};
use crate::limitation_tables::{Effect, EventRow, KindRow, Start};
use crate::limitation_words::Why;
use crate::time::Length;
use crate::{Law, LawError};

#[derive(Debug, Clone, Copy)]
pub(crate) struct Suspension {
    remaining: i64,
    floor: bool,
}

/// The state of the period while its events are read.
pub(crate) struct Clock<'a> {
    pub kind: &'a KindRow,
    period: Length,
    pub starts: Date,
    /// The day the right is born: nothing runs before it.
    from: Date,
    /// The day the present period runs from: nothing is suspended before it.
    runs: Date,
    pub expires: Date,
    /// Proceedings that interrupt while they last.
    pub open: Option<Date>,
    pub suspended: Option<Suspension>,
    long_stop: Option<Date>,
    floor: Length,
    pub capped: bool,
    pub titled: bool,
}

impl<'a> Clock<'a> {
    pub(crate) fn start(asked: &LimitationAsked, kind: &'a KindRow, law: &Law) -> Result<Self, LawError> {
        let tables = law.limitation_tables();
        let starts = asked.completed.map_or(asked.due, |completed| completed.min(asked.due));
        // no long stop for titles, nor for land (C. civ. 2232, second paragraph; 2227)
        let long_stop = match kind.slug.as_str() {
            "title" | "real-estate" => None,
            _ => Some(tables.long_stop()?.length.after(starts, Territory::Metropole)?),
        };
        let mut clock = Self {
            kind,
            period: kind.length,
            starts,
            from: starts,
            runs: starts,
            expires: starts,
            open: None,
            suspended: None,
            long_stop,
            floor: tables.floor()?.length,
            capped: false,
            titled: false,
        };
        clock.expires = clock.run_from(starts)?;
        // a law that shortened the period: the new one from its day, within the old one (C. civ. 2222)
        if let Some((day, former)) = kind.shortened.filter(|(day, _)| starts < *day) {
            let old = former.after(starts, Territory::Metropole)?;
            clock.expires = clock.run_from(day)?.min(old);
        }
        clock.runs = clock.runs_after(starts);
        clock.starts = clock.runs;
        Ok(clock)
    }

    /// Whether years are counted from 1 January (public debtors), a day that counts itself.
    fn by_calendar_years(&self) -> bool {
        self.kind.start == Start::NextYear && !self.titled
    }

    /// The day a period runs from when it starts with an event of that day.
    fn runs_after(&self, day: Date) -> Date {
        if self.by_calendar_years() { first_of_next_year(day) } else { day }
    }

    /// Last day of a full period that starts with an event of that day.
    fn run_from(&self, day: Date) -> Result<Date, LawError> {
        let end = self.period.after(self.runs_after(day), Territory::Metropole)?;
        Ok(if self.by_calendar_years() { from_epoch_day(epoch_day(end) - 1) } else { end })
    }

    fn restart(&mut self, day: Date, beyond_long_stop: bool) -> Result<(), LawError> {
        // a suit before the due date starts no period before it either (C. civ. 2233)
        let day = if self.titled { day } else { day.max(self.from) };
        self.runs = self.runs_after(day);
        let full = self.run_from(day)?;
        if beyond_long_stop {
            self.long_stop = None;
        }
        self.capped = self.long_stop.is_some_and(|stop| stop < full);
        self.expires = self.long_stop.map_or(full, |stop| full.min(stop));
        if let Some(suspension) = &mut self.suspended {
            suspension.remaining = days_between(self.runs, self.expires);
        }
        Ok(())
    }

    pub(crate) fn stopped(&self) -> bool {
        self.open.is_some() || self.suspended.is_some()
    }

    pub(crate) fn apply(
        &mut self,
        date: Date,
        row: &'a EventRow,
        voided: bool,
        law: &Law,
    ) -> Result<(Effects, Why<'a>), LawError> {
        let early = date < self.from && matches!(row.effect, Effect::Interrupts);
        let over = !self.stopped() && date > self.expires && row.effect != Effect::Title;
        Ok(if voided {
            (Effects::None, Why::Undone)
        } else if over && row.effect != Effect::None {
            (Effects::None, Why::TooLate { expired: self.expires })
        } else if early {
            (Effects::None, Why::TooEarly { starts: self.from })
        } else if self.kind.forfeiture && !self.titled && !row.forfeiture {
            (Effects::None, Why::Forfeiture)
        } else {
            (self.take(date, row, law)?, Why::Row(&row.why))
        })
    }

    fn take(&mut self, date: Date, row: &EventRow, law: &Law) -> Result<Effects, LawError> {
        let judicial = matches!(row.event.as_str(), "order-served" | "conservatory-measure" | "enforcement-act");
        Ok(match row.effect {
            Effect::Interrupts => {
                self.restart(date, judicial)?;
                Effects::Interrupts
            }
            Effect::Proceedings => {
                self.open = Some(date);
                self.restart(date, true)?;
                Effects::Interrupts
            }
            Effect::Ends if self.open.take().is_some() => {
                self.restart(date, true)?;
                Effects::Interrupts
            }
            Effect::Title => {
                // ten years, unless the claim itself lasts longer (CPCE L111-4)
                let title = law.limitation_tables().kind("title")?.length;
                let longer =
                    self.period.after(date, Territory::Metropole)? > title.after(date, Territory::Metropole)?;
                self.period = if longer { self.period } else { title };
                (self.titled, self.open, self.suspended) = (true, None, None);
                self.restart(date, true)?;
                Effects::Interrupts
            }
            Effect::OwnTitle => {
                (self.open, self.suspended) = (None, None);
                self.restart(date, false)?;
                Effects::Interrupts
            }
            Effect::Suspends if self.suspended.is_none() && self.open.is_none() => {
                let from = date.max(self.runs);
                self.suspended = Some(Suspension { remaining: days_between(from, self.expires), floor: false });
                Effects::Suspends
            }
            Effect::Resumes { floor } if self.suspended.is_some() => {
                let suspension = self.suspended.take().map(|s| Suspension { floor, ..s });
                if let Some(suspension) = suspension {
                    self.expires = self.resumed(suspension, date)?;
                    self.capped = self.long_stop == Some(self.expires);
                }
                Effects::None
            }
            // what ends or undoes something that is not there does nothing
            Effect::None | Effect::Cancels | Effect::Ends | Effect::Suspends | Effect::Resumes { .. } => Effects::None,
        })
    }

    fn resumed(&self, suspension: Suspension, day: Date) -> Result<Date, LawError> {
        // over before the period runs at all, a suspension takes nothing from it
        let after = i64::from(epoch_day(day.max(self.runs))) + suspension.remaining.max(0);
        let end = from_epoch_day(i32::try_from(after).unwrap_or(i32::MAX));
        let floor = self.floor.after(day, Territory::Metropole)?;
        let end = if suspension.floor { end.max(floor) } else { end };
        Ok(self.long_stop.map_or(end, |stop| end.min(stop)))
    }

    /// The end of the period as it stands on a day, and whether it runs.
    pub(crate) fn at(&self, day: Date) -> Result<(Date, bool), LawError> {
        match self.suspended {
            Some(suspension) => Ok((self.resumed(Suspension { floor: true, ..suspension }, day)?, false)),
            None => Ok((self.expires, self.open.is_none())),
        }
    }
}

fn first_of_next_year(day: Date) -> Date {
    Date::new(day.year().saturating_add(1), 1, 1).unwrap_or(Date::MAX)
}
