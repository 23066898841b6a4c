//! How the looks at a service go: the last that went well, why the last failed, when it is looked at again.

use kernel::{Timestamp, Wording};
use serde::{Deserialize, Serialize};

/// Minutes after a first failure.
const RETRY_MIN: i64 = 5;
/// Doublings of that pause at most: a little more than five hours.
const DOUBLINGS: u32 = 6;

/// How the looks at a service went, as it is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Looks {
    /// The last that went well.
    pub checked: Option<Timestamp>,
    /// Why the last one failed; none when it went well.
    pub error: Option<Wording>,
    /// Failures in a row.
    pub failures: u32,
    /// Not before this.
    pub next: Option<Timestamp>,
}

impl Looks {
    /// A look failed: the service is left alone for longer each time, and as long as it asks for.
    pub fn failed(&mut self, now: Timestamp, why: Wording, seconds: Option<u32>) {
        self.failures = self.failures.saturating_add(1);
        let doublings = (self.failures - 1).min(DOUBLINGS);
        let asked = seconds.map_or(0, |seconds| i64::from(seconds).div_euclid(60) + 1);
        self.next = Some(crate::outbox::minutes(now, asked.max(RETRY_MIN << doublings)));
        self.error = Some(why);
    }

    /// A look went well; the next comes after so many minutes, at once where none is said.
    pub fn succeeded(&mut self, now: Timestamp, pause_min: Option<i64>) {
        (self.failures, self.error, self.checked) = (0, None, Some(now));
        self.next = pause_min.map(|pause| crate::outbox::minutes(now, pause));
    }

    /// True when its hour has come.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.next.is_none_or(|next| next <= now)
    }
}

/// The machine of an address.
pub(crate) fn host(url: &str) -> String {
    let rest = url.split("://").nth(1).unwrap_or(url);
    rest.split(['/', '?']).next().unwrap_or_default().to_owned()
}

/// Why a service gave nothing, in words.
pub(crate) fn silent(silence: &courier::FeedSilence) -> Wording {
    use courier::FeedSilence as S;
    let fr = match silence {
        S::Address { url } => format!("« {url} » n’est pas une adresse lisible : https, sauf sur cette machine"),
        S::Unreachable { host } => format!("{host} est injoignable"),
        S::TimedOut { host } => format!("{host} n’a pas répondu à temps"),
        S::Tls { host } => format!("{host} n’a pas de certificat auquel cette machine se fie"),
        S::Refused { host, status } => format!("{host} a répondu {status}"),
        S::Busy { host, .. } => format!("{host} demande qu’on le laisse tranquille un moment"),
        S::TooLong { host } => format!("la réponse de {host} est trop longue"),
        S::BrokeOff { host } => format!("la réponse de {host} s’est interrompue"),
    };
    Wording::new(fr, silence.to_string())
}
