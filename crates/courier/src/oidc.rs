//! Asking a provider of identities (OpenID Connect): its public papers, and the exchange of a code.
//!
//! One request, one answer, read up to a limit. No redirect is followed and no proxy of the environment is
//! used: the addresses are those the house was told, and what they say is judged by whoever asked.

use std::io::Read;
use std::sync::OnceLock;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ureq::http::{Response, Uri};
use ureq::{Agent, Body};

use crate::client;
use crate::smtp::Roots;

/// Bytes read of an answer: key sets of large providers have some twenty thousand.
pub const ANSWER_MAX: usize = 256 * 1024;
/// Characters kept of an error.
const ERROR_KEPT: usize = 200;

/// Why a provider gave no answer that can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OidcSilence {
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
    /// It sends elsewhere.
    #[error("{host} sends elsewhere ({status})")]
    Redirects {
        /// The machine.
        host: String,
        /// HTTP status.
        status: u16,
    },
    /// It refused: status, and the error it names.
    #[error("{host} answered {status}: {said}")]
    Refused {
        /// The machine.
        host: String,
        /// HTTP status.
        status: u16,
        /// `error` and `error_description` of its answer, where there are; on one line.
        said: String,
    },
    /// More than [`ANSWER_MAX`].
    #[error("the answer of {host} is too long")]
    TooLong {
        /// The machine.
        host: String,
    },
    /// What came was no HTTP, or no JSON.
    #[error("the answer of {host} cannot be read")]
    Garbled {
        /// The machine.
        host: String,
    },
}

/// How the house proves itself with a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OidcProof {
    /// In a header: `client_secret_basic`.
    Header,
    /// In the form: `client_secret_post`.
    Form,
}

/// What a code is exchanged with.
#[derive(Clone)]
pub struct OidcExchange<'a> {
    /// Where.
    pub endpoint: &'a str,
    /// Who the house is at the provider.
    pub client_id: &'a str,
    /// Its secret; none for a public client.
    pub secret: Option<&'a str>,
    /// How the secret travels.
    pub proof: OidcProof,
    /// The code that the browser brought.
    pub code: &'a str,
    /// Where the browser brought it.
    pub redirect_uri: &'a str,
    /// The verifier of PKCE.
    pub verifier: &'a str,
}

/// Asks providers. Several threads may share it.
pub struct OidcClient {
    roots: Roots,
    wait: Duration,
    agent: OnceLock<Agent>,
}

impl OidcClient {
    /// A client that waits so long for each answer, all in all; calls nobody yet.
    pub const fn new(roots: Roots, wait: Duration) -> Self {
        Self { roots, wait, agent: OnceLock::new() }
    }

    /// Reads a public document; may block as long as the client waits.
    ///
    /// # Errors
    /// [`OidcSilence`].
    pub fn read(&self, url: &str) -> Result<serde_json::Value, OidcSilence> {
        let answer = self.agent().get(url).header("accept", "application/json").call();
        json(&host(url), answer)
    }

    /// Exchanges a code, once; may block as long as the client waits.
    ///
    /// # Errors
    /// [`OidcSilence`].
    pub fn exchange(&self, with: &OidcExchange<'_>) -> Result<serde_json::Value, OidcSilence> {
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", with.code),
            ("redirect_uri", with.redirect_uri),
            ("code_verifier", with.verifier),
        ];
        let mut request = self.agent().post(with.endpoint).header("accept", "application/json");
        match (with.secret, with.proof) {
            (Some(secret), OidcProof::Header) => {
                // Both parts are written as a form first (RFC 6749, 2.3.1).
                let pair = format!("{}:{}", form_text(with.client_id), form_text(secret));
                request = request.header("authorization", format!("Basic {}", BASE64_STANDARD.encode(pair)));
            }
            (Some(secret), OidcProof::Form) => {
                fields.extend([("client_id", with.client_id), ("client_secret", secret)]);
            }
            (None, _) => fields.push(("client_id", with.client_id)),
        }
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", form_text(value))).collect();
        let answer = request.content_type("application/x-www-form-urlencoded").send(pairs.join("&"));
        json(&host(with.endpoint), answer)
    }

    fn agent(&self) -> &Agent {
        self.agent.get_or_init(|| Agent::new_with_config(client::config(&self.roots, self.wait)))
    }
}

/// Text as forms write it.
pub fn form_text(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The machine of an address.
fn host(url: &str) -> String {
    let read: Option<Uri> = url.parse().ok();
    read.and_then(|uri| uri.authority().map(ToString::to_string)).unwrap_or_else(|| url.chars().take(60).collect())
}

fn json(host: &str, answer: Result<Response<Body>, ureq::Error>) -> Result<serde_json::Value, OidcSilence> {
    let mut response = answer.map_err(|error| silence(host, &error))?;
    let status = response.status().as_u16();
    if (300..400).contains(&status) {
        return Err(OidcSilence::Redirects { host: host.to_owned(), status });
    }
    let mut body = Vec::new();
    let limit = u64::try_from(ANSWER_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let read = response.body_mut().as_reader().take(limit).read_to_end(&mut body);
    if body.len() > ANSWER_MAX {
        return Err(OidcSilence::TooLong { host: host.to_owned() });
    }
    if let Err(error) = read {
        return Err(match error.kind() {
            std::io::ErrorKind::TimedOut => OidcSilence::TimedOut { host: host.to_owned() },
            _ => OidcSilence::Garbled { host: host.to_owned() },
        });
    }
    let value: Option<serde_json::Value> = serde_json::from_slice(&body).ok().filter(serde_json::Value::is_object);
    if !(200..300).contains(&status) {
        let said = value.as_ref().map(said).unwrap_or_default();
        return Err(OidcSilence::Refused { host: host.to_owned(), status, said });
    }
    value.ok_or_else(|| OidcSilence::Garbled { host: host.to_owned() })
}

/// The error that an answer names (RFC 6749, 5.2).
fn said(value: &serde_json::Value) -> String {
    let text = |name: &str| value.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
    let whole = format!("{} {}", text("error"), text("error_description"));
    let plain: String = whole.chars().map(|c| if c.is_control() { ' ' } else { c }).take(ERROR_KEPT).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn silence(host: &str, error: &ureq::Error) -> OidcSilence {
    use ureq::Error as E;
    let host = host.to_owned();
    match error {
        E::Timeout(_) => OidcSilence::TimedOut { host },
        E::Tls(_) | E::Rustls(_) | E::Pem(_) => OidcSilence::Tls { host },
        E::Protocol(_) | E::Http(_) | E::LargeResponseHeader(..) => OidcSilence::Garbled { host },
        E::Io(e) if e.kind() == std::io::ErrorKind::InvalidData => OidcSilence::Tls { host },
        E::Io(e) if e.kind() == std::io::ErrorKind::TimedOut => OidcSilence::TimedOut { host },
        _ => OidcSilence::Unreachable { host },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_holds_reads_back_as_it_was() {
        // RFC 6749, appendix B: its example of a value, but for the blank, which is `+` or `%20`.
        assert_eq!(form_text(" %&+£€"), "%20%25%26%2B%C2%A3%E2%82%AC");
        assert_eq!(form_text("s6BhdRkqt3-._~"), "s6BhdRkqt3-._~");
    }

    #[test]
    fn an_error_is_told_on_one_line() {
        let answer = serde_json::json!({ "error": "invalid_grant", "error_description": "code\nwas used" });
        assert_eq!(said(&answer), "invalid_grant code was used");
        assert_eq!(said(&serde_json::json!({ "error": 7 })), "");
        let long = serde_json::json!({ "error": "x".repeat(5_000) });
        assert_eq!(said(&long).len(), ERROR_KEPT);
    }
}
