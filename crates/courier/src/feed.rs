//! Reading what a public service publishes: one address, one answer, whole or not at all.
//!
//! No redirect is followed and no proxy of the environment is used. An answer that breaks off is no answer: half a
//! page must never be taken for the whole.

use std::io::Read;
use std::sync::OnceLock;
use std::time::Duration;

use ureq::Agent;
use ureq::http::Uri;

use crate::client;
use crate::smtp::Roots;

/// Bytes read of an answer: a page of a hundred notices is some five hundred thousand.
pub const ANSWER_MAX: usize = 16 << 20;
/// Longest address.
const URL_MAX: usize = 4_000;

/// Why a service gave nothing that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeedSilence {
    /// No `https` address of a server, nor one of this machine.
    #[error("« {url} » is no address that can be read: https is needed, except on this machine")]
    Address {
        /// As given.
        url: String,
    },
    /// Nobody at this address.
    #[error("{host} cannot be reached")]
    Unreachable {
        /// The machine.
        host: String,
    },
    /// Not in time.
    #[error("{host} did not answer in time")]
    TimedOut {
        /// The machine.
        host: String,
    },
    /// No trusted certificate, or no TLS.
    #[error("{host} has no certificate that this machine trusts")]
    Tls {
        /// The machine.
        host: String,
    },
    /// Another answer than what was asked for.
    #[error("{host} answered {status}")]
    Refused {
        /// The machine.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// Too many questions.
    #[error("{host} asks to be left alone for a while")]
    Busy {
        /// The machine.
        host: String,
        /// For so many seconds, where it says so.
        seconds: Option<u32>,
    },
    /// More than [`ANSWER_MAX`].
    #[error("the answer of {host} is too long")]
    TooLong {
        /// The machine.
        host: String,
    },
    /// It broke off, or was no HTTP.
    #[error("the answer of {host} broke off")]
    BrokeOff {
        /// The machine.
        host: String,
    },
}

/// Reads services. Several threads may share it.
pub struct FeedClient {
    roots: Roots,
    wait: Duration,
    agent: OnceLock<Agent>,
}

impl FeedClient {
    /// A client that waits so long for each answer, all in all; calls nobody yet.
    pub const fn new(roots: Roots, wait: Duration) -> Self {
        Self { roots, wait, agent: OnceLock::new() }
    }

    /// Whether an address may be read: `https`, or this machine.
    ///
    /// # Errors
    /// [`FeedSilence::Address`].
    pub fn check(url: &str) -> Result<(), FeedSilence> {
        let wrong = || FeedSilence::Address { url: url.chars().take(120).collect() };
        let read: Uri = url.parse().map_err(|_| wrong())?;
        let host = read.host().filter(|host| !host.is_empty()).ok_or_else(wrong)?;
        let here = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let safe = match read.scheme_str() {
            Some("https") => true,
            Some("http") => here,
            _ => false,
        };
        if safe && url.len() <= URL_MAX { Ok(()) } else { Err(wrong()) }
    }

    /// Reads an address; may block as long as the client waits.
    ///
    /// # Errors
    /// [`FeedSilence`].
    pub fn read(&self, url: &str) -> Result<Vec<u8>, FeedSilence> {
        Self::check(url)?;
        let host = host(url);
        let agent = self.agent.get_or_init(|| Agent::new_with_config(client::config(&self.roots, self.wait)));
        let answer = agent.get(url).header("accept", "application/json").call();
        let mut response = answer.map_err(|error| silence(&host, &error))?;
        let status = response.status().as_u16();
        if status == 429 {
            let after = response.headers().get("retry-after");
            let seconds = after.and_then(|v| v.to_str().ok()).and_then(|v| v.trim().parse().ok());
            return Err(FeedSilence::Busy { host, seconds });
        }
        if status != 200 {
            return Err(FeedSilence::Refused { host, status });
        }
        let limit = u64::try_from(ANSWER_MAX).unwrap_or(u64::MAX).saturating_add(1);
        let mut body = Vec::new();
        let read = response.body_mut().as_reader().take(limit).read_to_end(&mut body);
        if body.len() > ANSWER_MAX {
            return Err(FeedSilence::TooLong { host });
        }
        match read {
            Ok(_) => Ok(body),
            Err(error) if error.kind() == std::io::ErrorKind::TimedOut => Err(FeedSilence::TimedOut { host }),
            Err(_) => Err(FeedSilence::BrokeOff { host }),
        }
    }
}

/// The machine of an address.
fn host(url: &str) -> String {
    let read: Option<Uri> = url.parse().ok();
    read.and_then(|uri| uri.authority().map(ToString::to_string)).unwrap_or_else(|| url.chars().take(60).collect())
}

fn silence(host: &str, error: &ureq::Error) -> FeedSilence {
    use ureq::Error as E;
    let host = host.to_owned();
    match error {
        E::Timeout(_) => FeedSilence::TimedOut { host },
        E::Tls(_) | E::Rustls(_) | E::Pem(_) => FeedSilence::Tls { host },
        E::Protocol(_) | E::Http(_) | E::LargeResponseHeader(..) => FeedSilence::BrokeOff { host },
        E::Io(e) if e.kind() == std::io::ErrorKind::InvalidData => FeedSilence::Tls { host },
        E::Io(e) if e.kind() == std::io::ErrorKind::TimedOut => FeedSilence::TimedOut { host },
        E::Io(e) if e.kind() == std::io::ErrorKind::UnexpectedEof => FeedSilence::BrokeOff { host },
        _ => FeedSilence::Unreachable { host },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_https_and_this_machine_are_read() {
        for good in ["https://bodacc.example/records", "http://127.0.0.1:8081/a", "http://localhost/a"] {
            assert_eq!(FeedClient::check(good), Ok(()), "{good}");
        }
        for bad in ["http://bodacc.example/records", "file:///etc/passwd", "bodacc", "", "http://127.0.0.1.example/a"] {
            assert!(FeedClient::check(bad).is_err(), "{bad}");
        }
    }
}
