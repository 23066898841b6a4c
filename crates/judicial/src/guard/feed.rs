//! The rights as a calendar other programs read: iCalendar (RFC 5545), in French or in English.
//!
//! One all-day event for each right that runs or is to be confirmed, from its safe date to its last day: who looks
//! at the first day of it is in time. What is closed or stopped is not there; what is lost says so. The UID of a
//! right never changes, so that a corrected date moves the event instead of adding one. Hearings come after the rights.

use std::fmt::Write as _;

use kernel::{Date, Language, Timestamp, Wording, days_between, figures};

use super::alarms::Policy;
use super::clock::Clock;
use super::{Right, State};

/// Octets of a line of the feed, without its end (RFC 5545, 3.1).
const LINE_MOST: usize = 75;

/// What the feed is made with.
#[derive(Debug, Clone, Copy)]
pub struct Feed<'a> {
    /// Its language.
    pub language: Language,
    /// What makes its identifiers the house's own: a domain name.
    pub domain: &'a str,
    /// The instant it is made.
    pub now: Timestamp,
    /// The day of the question.
    pub today: Date,
}

/// A hearing as the calendar tells it.
#[derive(Debug, Clone)]
pub struct HearingEvent {
    /// What tells it from the others: its procedure.
    pub id: String,
    /// The day.
    pub day: Date,
    /// What it is.
    pub what: Wording,
    /// The court; may be empty.
    pub place: Wording,
    /// What is known of it, and what must be done before it; may be empty.
    pub told: Wording,
}

impl Feed<'_> {
    /// The calendar of these rights, in their order.
    pub fn write<'r>(&self, rights: impl IntoIterator<Item = &'r Right>, policy: &Policy) -> String {
        self.write_with(rights, &[], policy)
    }

    /// The same, and the hearings after them: each an all-day event on its day, which moves when it is put off.
    pub fn write_with<'r>(
        &self,
        rights: impl IntoIterator<Item = &'r Right>,
        hearings: &[HearingEvent],
        policy: &Policy,
    ) -> String {
        let mut out = Lines::default();
        out.line("BEGIN:VCALENDAR");
        out.line("VERSION:2.0");
        out.line("PRODID:-//Quittance//Deadline guard//FR");
        out.line("CALSCALE:GREGORIAN");
        out.line("METHOD:PUBLISH");
        out.text("X-WR-CALNAME", self.language.pick("Droits à ne pas perdre", "Rights not to lose"));
        for right in rights {
            self.event(&mut out, right, policy);
        }
        for hearing in hearings {
            self.hearing(&mut out, hearing);
        }
        out.line("END:VCALENDAR");
        out.0
    }

    fn event(&self, out: &mut Lines, right: &Right, policy: &Policy) {
        let state = right.state(self.today, policy);
        if matches!(state, State::Ended { .. } | State::Stopped { .. }) {
            return;
        }
        let term = right.clock.term();
        out.line("BEGIN:VEVENT");
        out.line(&format!("UID:{}@{}", right.id.text(), plain(self.domain)));
        out.line(&format!("DTSTAMP:{}", self.now.strftime("%Y%m%dT%H%M%SZ")));
        // the end of an all-day event is the day after it (3.6.1)
        let after = term.last_day.tomorrow().unwrap_or(term.last_day);
        out.line(&format!("DTSTART;VALUE=DATE:{}", day(term.safe.min(term.last_day))));
        out.line(&format!("DTEND;VALUE=DATE:{}", day(after)));
        out.text("SUMMARY", &self.summary(right, &state));
        out.text("DESCRIPTION", &self.description(right, &state));
        out.line("CLASS:CONFIDENTIAL");
        out.line("TRANSP:TRANSPARENT");
        let tentative = matches!(right.clock, Clock::Unconfirmed { .. });
        out.line(if tentative { "STATUS:TENTATIVE" } else { "STATUS:CONFIRMED" });
        for told in policy.days(right.as_row().times()) {
            self.alarm(out, right, told);
        }
        out.line("END:VEVENT");
    }

    fn hearing(&self, out: &mut Lines, hearing: &HearingEvent) {
        out.line("BEGIN:VEVENT");
        out.line(&format!("UID:hearing-{}@{}", plain(&hearing.id), plain(self.domain)));
        out.line(&format!("DTSTAMP:{}", self.now.strftime("%Y%m%dT%H%M%SZ")));
        out.line(&format!("DTSTART;VALUE=DATE:{}", day(hearing.day)));
        out.line(&format!("DTEND;VALUE=DATE:{}", day(hearing.day.tomorrow().unwrap_or(hearing.day))));
        out.text("SUMMARY", hearing.what.pick(self.language));
        for (name, words) in [("LOCATION", &hearing.place), ("DESCRIPTION", &hearing.told)] {
            let text = words.pick(self.language);
            if !text.is_empty() {
                out.text(name, text);
            }
        }
        out.line("CLASS:CONFIDENTIAL");
        out.line("TRANSP:OPAQUE");
        out.line("STATUS:CONFIRMED");
        out.line("END:VEVENT");
    }

    /// An alarm at the beginning of the day it is told, counted from the safe date the event begins with.
    fn alarm(&self, out: &mut Lines, right: &Right, told: Date) {
        let term = right.clock.term();
        let before = days_between(told, term.safe.min(term.last_day));
        let sign = if before < 0 { "" } else { "-" };
        out.line("BEGIN:VALARM");
        out.line("ACTION:DISPLAY");
        out.line(&format!("TRIGGER:{sign}P{}D", before.abs()));
        out.text("DESCRIPTION", right.what.pick(self.language));
        out.line("END:VALARM");
    }

    fn summary(&self, right: &Right, state: &State) -> String {
        let mark = match state {
            State::Expired { .. } => Wording::new("PERDU : ", "LOST: "),
            State::Unconfirmed { .. } => Wording::new("Échéance à confirmer : ", "Due date to confirm: "),
            _ => Wording::default(),
        };
        let amount = figures::money(right.at_risk, self.language);
        format!("{}{} ({amount})", mark.pick(self.language), right.what.pick(self.language))
    }

    fn description(&self, right: &Right, state: &State) -> String {
        let term = right.clock.term();
        let (safe, last) =
            (figures::date_long(term.safe, self.language), figures::date_long(term.last_day, self.language));
        let mut text = state.words().pick(self.language).to_owned();
        let _ = match self.language {
            Language::Fr => write!(
                text,
                "\nDate sûre : {safe}\nDernier jour : {last}\nSinon : {}\nArticle : {}",
                right.lost.fr, right.article
            ),
            Language::En => write!(
                text,
                "\nSafe date: {safe}\nLast day: {last}\nElse: {}\nArticle: {}",
                right.lost.en, right.article
            ),
        };
        for warning in &right.warnings {
            text.push('\n');
            text.push_str(warning.pick(self.language));
        }
        text
    }
}

/// A domain without what would break a line.
fn plain(domain: &str) -> String {
    let kept: String = domain.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')).collect();
    if kept.is_empty() { "localhost".to_owned() } else { kept }
}

fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property whose value is free text, escaped (3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len() + name.len() + 1);
        escaped.push_str(name);
        escaped.push(':');
        for c in value.chars() {
            match c {
                '\\' | ';' | ',' => escaped.extend(['\\', c]),
                '\n' => escaped.push_str("\\n"),
                c if c.is_control() => {}
                c => escaped.push(c),
            }
        }
        self.line(&escaped);
    }

    /// One line, folded before the 76th octet, never inside a character.
    fn line(&mut self, line: &str) {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > LINE_MOST {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}
