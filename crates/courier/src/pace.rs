//! How fast mail leaves: so many a minute to one domain, so many at a time, and a pause when a
//! server asks for one.
//!
//! A value that is asked and told; it reads no clock. Each worker has its own: a house with several
//! divides its limits between them.

use std::collections::{BTreeMap, VecDeque};

use jiff::{SignedDuration, ToSpan};
use kernel::Timestamp;

use crate::outcome::{Blame, Outcome};

/// Domains kept in mind before the idle ones are forgotten.
const DOMAINS_KEPT: usize = 1000;
const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// Limits for the mail of one domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Messages begun in any sixty seconds; at least 1.
    pub per_minute: u32,
    /// Messages under way at the same time; at least 1.
    pub concurrent: u32,
}

impl Default for Limits {
    /// What a careful sender does unasked.
    fn default() -> Self {
        Self { per_minute: 60, concurrent: 2 }
    }
}

/// Whether a message may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    /// At once.
    Now,
    /// At this instant at the earliest; ask again then.
    NotBefore(Timestamp),
    /// When one that is under way to the same domain has ended.
    WhenOneEnds,
}

/// The memory of what left.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    limits: Limits,
    own: BTreeMap<String, Limits>,
    domains: BTreeMap<String, Traffic>,
    /// The whole house waits: the server is not reached, or refuses us.
    house: Pause,
}

#[derive(Debug, Clone, Default)]
struct Traffic {
    /// Beginnings within the last minute, oldest first.
    begun: VecDeque<Timestamp>,
    under_way: u32,
    pause: Pause,
}

#[derive(Debug, Clone, Default)]
struct Pause {
    strikes: u32,
    until: Option<Timestamp>,
}

impl Pause {
    /// One minute, doubled at each strike in a row, an hour at most.
    fn strike(&mut self, at: Timestamp) {
        let minutes = 1_i64 << self.strikes.min(6);
        self.strikes = self.strikes.saturating_add(1);
        self.until = at.checked_add(minutes.min(60).minutes()).ok();
    }

    fn end(&mut self) {
        *self = Self::default();
    }

    fn blocks(&self, at: Timestamp) -> Option<Timestamp> {
        self.until.filter(|&until| until > at)
    }
}

impl Pace {
    /// The same limits for every domain.
    pub fn new(limits: Limits) -> Self {
        Self { limits, ..Self::default() }
    }

    /// Limits of one domain's own.
    #[must_use]
    pub fn with(mut self, domain: &str, limits: Limits) -> Self {
        self.own.insert(domain.to_ascii_lowercase(), limits);
        self
    }

    /// Whether a message to that domain may begin at that instant.
    pub fn may_go(&self, domain: &str, at: Timestamp) -> Leave {
        let domain = domain.to_ascii_lowercase();
        let limits = self.own.get(&domain).copied().unwrap_or(self.limits);
        let idle = Traffic::default();
        let traffic = self.domains.get(&domain).unwrap_or(&idle);
        // the latest of all reasons to wait, so that the instant given is not refused again
        let places = usize::try_from(limits.per_minute.max(1)).unwrap_or(usize::MAX);
        let recent: Vec<Timestamp> = traffic.begun.iter().copied().filter(|&begun| within(begun, at)).collect();
        let window = recent.len().checked_sub(places).and_then(|index| recent.get(index)?.checked_add(MINUTE).ok());
        let wait = [self.house.blocks(at), traffic.pause.blocks(at), window].into_iter().flatten().max();
        match wait {
            Some(until) => Leave::NotBefore(until),
            None if traffic.under_way >= limits.concurrent.max(1) => Leave::WhenOneEnds,
            None => Leave::Now,
        }
    }

    /// A message to that domain begins.
    pub fn begun(&mut self, domain: &str, at: Timestamp) {
        if self.domains.len() >= DOMAINS_KEPT {
            self.domains.retain(|_, t| {
                t.under_way > 0 || t.pause.blocks(at).is_some() || t.begun.iter().any(|&b| within(b, at))
            });
        }
        let traffic = self.domains.entry(domain.to_ascii_lowercase()).or_default();
        traffic.begun.retain(|&begun| within(begun, at));
        // workers' clocks differ a little: keep the order all the same
        let place = traffic.begun.partition_point(|&begun| begun <= at);
        traffic.begun.insert(place, at);
        traffic.under_way = traffic.under_way.saturating_add(1);
    }

    /// It has ended so. A domain that answers 421 ("not now") is left alone for a while; when the
    /// house's own server is not reached or refuses us, everything waits. A greylist is the matter of
    /// one message: whoever sends it tries again later.
    pub fn ended(&mut self, domain: &str, at: Timestamp, outcome: &Outcome) {
        let traffic = self.domains.entry(domain.to_ascii_lowercase()).or_default();
        traffic.under_way = traffic.under_way.saturating_sub(1);
        match outcome {
            Outcome::Accepted(_) => {
                traffic.pause.end();
                self.house.end();
            }
            Outcome::Refused(refusal) => {
                let not_now = |code: Option<u16>| code == Some(421);
                if not_now(refusal.code) || refusal.recipients.iter().any(|r| not_now(Some(r.code))) {
                    traffic.pause.strike(at);
                } else if refusal.blame() == Blame::House {
                    self.house.strike(at);
                }
            }
            Outcome::Ambiguous(_) => self.house.strike(at),
        }
    }
}

/// Whether an event still counts at an instant: the sixtieth second is free again.
fn within(event: Timestamp, at: Timestamp) -> bool {
    at.duration_since(event) < MINUTE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::outcome::{Accepted, Evidence, Refusal, Silence, Stage};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_767_225_600 + second).expect("an instant")
    }

    fn accepted() -> Outcome {
        let evidence = Evidence {
            by: String::new(),
            reply: String::new(),
            queue_id: None,
            secured: true,
            size: 0,
            sha256: String::new(),
        };
        Outcome::Accepted(Accepted { evidence, refused: Vec::new() })
    }

    fn refused(stage: Stage, code: u16) -> Outcome {
        Outcome::Refused(Refusal::spoken(stage, code, String::new()))
    }

    #[test]
    fn so_many_a_minute_and_the_next_when_the_oldest_is_a_minute_old() {
        let mut pace = Pace::new(Limits { per_minute: 2, concurrent: 9 });
        for second in [0, 10] {
            assert_eq!(pace.may_go("example.fr", at(second)), Leave::Now);
            pace.begun("example.fr", at(second));
        }
        assert_eq!(pace.may_go("Example.FR", at(11)), Leave::NotBefore(at(60)));
        assert_eq!(pace.may_go("other.example", at(11)), Leave::Now);
        assert_eq!(pace.may_go("example.fr", at(60)), Leave::Now);
        pace.begun("example.fr", at(60));
        assert_eq!(pace.may_go("example.fr", at(61)), Leave::NotBefore(at(70)));
    }

    #[test]
    fn so_many_at_a_time() {
        let mut pace = Pace::default().with("slow.example", Limits { per_minute: 60, concurrent: 1 });
        pace.begun("slow.example", at(0));
        assert_eq!(pace.may_go("slow.example", at(1)), Leave::WhenOneEnds);
        pace.ended("slow.example", at(2), &accepted());
        assert_eq!(pace.may_go("slow.example", at(2)), Leave::Now);
    }

    #[test]
    fn a_domain_that_says_not_now_is_left_alone_longer_each_time() {
        let mut pace = Pace::default();
        for (second, until) in [(0, 60), (60, 180), (180, 420)] {
            pace.begun("example.fr", at(second));
            pace.ended("example.fr", at(second), &refused(Stage::Sender, 421));
            assert_eq!(pace.may_go("example.fr", at(second + 1)), Leave::NotBefore(at(until)));
            assert_eq!(pace.may_go("other.example", at(second + 1)), Leave::Now);
        }
        pace.begun("example.fr", at(420));
        pace.ended("example.fr", at(421), &accepted());
        assert_eq!(pace.may_go("example.fr", at(422)), Leave::Now);
    }

    #[test]
    fn a_greylist_stops_nobody_else_and_a_refused_login_everybody() {
        let mut pace = Pace::default();
        pace.begun("example.fr", at(0));
        pace.ended("example.fr", at(0), &refused(Stage::Recipient, 451));
        assert_eq!(pace.may_go("example.fr", at(1)), Leave::Now);
        pace.begun("example.fr", at(1));
        pace.ended("example.fr", at(1), &refused(Stage::Login, 535));
        assert_eq!(pace.may_go("other.example", at(2)), Leave::NotBefore(at(61)));
        pace.ended("example.fr", at(61), &Outcome::Refused(Refusal::silent(Stage::Connect, Silence::TimedOut)));
        assert_eq!(pace.may_go("other.example", at(62)), Leave::NotBefore(at(181)));
    }

    proptest! {
        #[test]
        fn the_limits_hold_and_the_instant_given_is_good(steps in prop::collection::vec((0_u8..3, 0_i64..30), 1..200)) {
            let limits = Limits { per_minute: 5, concurrent: 3 };
            let mut pace = Pace::new(limits);
            let mut now = 0;
            let mut begun: Vec<i64> = Vec::new();
            let mut under_way = 0_u32;
            for (domain, step) in steps {
                now += step;
                if domain == 0 && under_way > 0 {
                    pace.ended("a.example", at(now), &accepted());
                    under_way -= 1;
                }
                match pace.may_go("a.example", at(now)) {
                    Leave::Now => {
                        pace.begun("a.example", at(now));
                        begun.push(now);
                        under_way += 1;
                    }
                    Leave::NotBefore(later) => {
                        prop_assert!(later > at(now));
                        prop_assert!(!matches!(pace.may_go("a.example", later), Leave::NotBefore(_)));
                    }
                    Leave::WhenOneEnds => prop_assert_eq!(under_way, limits.concurrent),
                }
                prop_assert!(under_way <= limits.concurrent);
                prop_assert!(begun.iter().filter(|&&b| now - b < 60).count() <= 5);
            }
        }
    }
}
