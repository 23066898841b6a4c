//! Programs elsewhere that are told what happens: one signed request, answered or not.
//!
//! The form is that of Standard Webhooks: `webhook-id`, `webhook-timestamp` and `webhook-signature`, an
//! HMAC-SHA256 over `id.timestamp.body`. No redirect is followed, no proxy of the environment is used, and
//! where an address lies is looked at after the name was resolved: a name that begins to point inside the
//! house leads nowhere.

use std::io::Read;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::OnceLock;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use kernel::Timestamp;
use ring::hmac;
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use crate::client;
use crate::smtp::Roots;

/// What a secret begins with.
const SECRET: &str = "whsec_";
/// Bytes of a secret: as many as the hash.
pub const SECRET_BYTES: usize = 32;
/// Longest address.
const URL_MAX: usize = 2_000;
/// Bytes read of an answer that is no success: enough for a sentence.
const ANSWER_MAX: u64 = 2_048;
/// Characters kept of it.
const ANSWER_KEPT: usize = 300;

/// Where webhooks may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WebhookReach {
    /// Public addresses only.
    #[default]
    Public,
    /// Those, and this machine: for trials and tests.
    Loopback,
    /// Everywhere, the networks of the house included.
    Private,
}

impl WebhookReach {
    /// True where a request may be sent to this address.
    fn allows(self, address: IpAddr) -> bool {
        match self {
            Self::Public => is_public(address),
            Self::Loopback => is_public(address) || address.to_canonical().is_loopback(),
            Self::Private => true,
        }
    }
}

/// True of an address that everybody reaches alike.
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// By the register of special addresses of IANA.
fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let special = v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_multicast()
        || v4.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    let inner = |high: u16, low: u16| {
        let (high, low) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(high[0], high[1], low[0], low[1]))
    };
    match v6.segments() {
        // An address of version 4 written in one of version 6: NAT64, 6to4.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => inner(high, low),
        // Teredo, benchmarking, documentation.
        [0x2001, second, ..] => second >= 0x200 && second != 0xdb8,
        // What is given out to the public: 2000::/3.
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// An address that cannot be told anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// No URL with a host.
    #[error("no address of a server")]
    Unreadable,
    /// In clear over a network.
    #[error("in clear: https is needed, except on this machine")]
    InClear,
    /// A name or a password in the address.
    #[error("it holds a name or a password")]
    Login,
    /// Inside the house.
    #[error("it lies inside of a private network")]
    Private,
}

/// Sends webhooks. Several threads may share it.
pub struct WebhookClient {
    reach: WebhookReach,
    wait: Duration,
    agent: OnceLock<Agent>,
}

/// One request.
#[derive(Debug, Clone)]
pub struct WebhookCall<'a> {
    /// Where.
    pub url: &'a str,
    /// Identity of the event, the same each time it is sent.
    pub id: &'a str,
    /// When it is sent.
    pub at: Timestamp,
    /// Secrets that sign, the newest first.
    pub secrets: &'a [&'a str],
    /// What is told, as JSON.
    pub body: &'a str,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebhookAnswer {
    /// Somebody answered.
    Status {
        /// HTTP status.
        status: u16,
        /// Seconds the other side asks to be left alone.
        retry_after: Option<u32>,
        /// The beginning of what it said; empty where it took the event.
        said: String,
    },
    /// Nobody did.
    Silent(WebhookSilence),
}

kernel::slug_enum!(
    /// Why nobody answered.
    WebhookSilence {
        /// Nobody at this address.
        Unreachable = "unreachable",
        /// Not in time.
        TimedOut = "timed-out",
        /// The name leads inside the house.
        Private = "private-address",
        /// No trusted certificate, or no TLS.
        Tls = "tls",
        /// What came was no HTTP.
        Garbled = "garbled",
        /// The secret cannot sign.
        Unsigned = "unsigned",
    }
);

impl WebhookClient {
    /// A client that waits so long for an answer, all in all; calls nobody yet.
    pub const fn new(reach: WebhookReach, wait: Duration) -> Self {
        Self { reach, wait, agent: OnceLock::new() }
    }

    /// Whether something can be told at this address; a name is only looked up when it is.
    ///
    /// # Errors
    /// [`UrlError`].
    pub fn check(&self, url: &str) -> Result<(), UrlError> {
        let read: Uri = url.parse().map_err(|_| UrlError::Unreadable)?;
        let host = read.host().filter(|host| !host.is_empty()).ok_or(UrlError::Unreadable)?;
        if url.len() > URL_MAX || url.contains('#') {
            return Err(UrlError::Unreadable);
        }
        if read.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(UrlError::Login);
        }
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let address: Option<IpAddr> = bare.parse().ok();
        let here = address.map_or(bare == "localhost", |a| a.to_canonical().is_loopback());
        match read.scheme_str() {
            Some("https") => {}
            Some("http") if here => {}
            Some("http") => return Err(UrlError::InClear),
            _ => return Err(UrlError::Unreadable),
        }
        let allowed = address.map_or(!here || self.reach != WebhookReach::Public, |a| self.reach.allows(a));
        if allowed { Ok(()) } else { Err(UrlError::Private) }
    }

    /// Sends it once; may block as long as the client waits.
    pub fn send(&self, call: &WebhookCall<'_>) -> WebhookAnswer {
        let at = call.at.as_second();
        let signed: Option<Vec<String>> =
            call.secrets.iter().map(|secret| sign(secret, call.id, at, call.body.as_bytes())).collect();
        let Some(signatures) = signed.filter(|s| !s.is_empty()) else {
            return WebhookAnswer::Silent(WebhookSilence::Unsigned);
        };
        if self.check(call.url) == Err(UrlError::Private) {
            return WebhookAnswer::Silent(WebhookSilence::Private);
        }
        let sent = self
            .agent()
            .post(call.url)
            .header("content-type", "application/json")
            .header("webhook-id", call.id)
            .header("webhook-timestamp", at.to_string())
            .header("webhook-signature", signatures.join(" "))
            .send(call.body);
        match sent {
            Ok(mut response) => {
                let status = response.status().as_u16();
                let after = response.headers().get("retry-after");
                let retry_after = after.and_then(|v| v.to_str().ok()).and_then(|v| v.trim().parse().ok());
                let said = if (200..300).contains(&status) {
                    String::new()
                } else {
                    // Too long, or broken off: what came of it says enough.
                    let mut body = Vec::new();
                    let _ = response.body_mut().as_reader().take(ANSWER_MAX).read_to_end(&mut body);
                    first_words(&String::from_utf8_lossy(&body))
                };
                WebhookAnswer::Status { status, retry_after, said }
            }
            Err(error) => WebhookAnswer::Silent(silence(&error)),
        }
    }

    fn agent(&self) -> &Agent {
        self.agent.get_or_init(|| {
            let guarded = Guarded(self.reach, DefaultResolver::default());
            Agent::with_parts(client::config(&Roots::System, self.wait), DefaultConnector::default(), guarded)
        })
    }
}

/// Looks at where a name leads before anybody goes there.
#[derive(Debug)]
struct Guarded(WebhookReach, DefaultResolver);

/// How the refusal of an address travels through the library.
const REFUSED: &str = "webhook-address-refused";

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.1.resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in found.iter().filter(|address| self.0.allows(address.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() { Err(ureq::Error::BadUri(REFUSED.to_owned())) } else { Ok(allowed) }
    }
}

fn silence(error: &ureq::Error) -> WebhookSilence {
    use ureq::Error as E;
    match error {
        E::BadUri(why) if why == REFUSED => WebhookSilence::Private,
        E::Timeout(_) => WebhookSilence::TimedOut,
        E::Tls(_) | E::Rustls(_) | E::Pem(_) => WebhookSilence::Tls,
        E::Protocol(_) | E::Http(_) => WebhookSilence::Garbled,
        E::Io(e) if e.kind() == std::io::ErrorKind::InvalidData => WebhookSilence::Tls,
        _ => WebhookSilence::Unreachable,
    }
}

/// The beginning of an answer on one line.
fn first_words(text: &str) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(ANSWER_KEPT).collect::<String>();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A secret of these bytes, as its owner keeps it.
pub fn secret_of(bytes: &[u8; SECRET_BYTES]) -> String {
    format!("{SECRET}{}", BASE64_STANDARD.encode(bytes))
}

/// The signature of a body: `v1,` and the code in base64; none where the secret is no secret of ours.
pub fn sign(secret: &str, id: &str, at: i64, body: &[u8]) -> Option<String> {
    let key = BASE64_STANDARD.decode(secret.strip_prefix(SECRET)?).ok()?;
    let mut context = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, &key));
    context.update(format!("{id}.{at}.").as_bytes());
    context.update(body);
    Some(format!("v1,{}", BASE64_STANDARD.encode(context.sign())))
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// HMAC as RFC 2104 writes it, for keys no longer than a block.
    fn naive(key: &[u8], message: &[u8]) -> Vec<u8> {
        let pad = |byte: u8| -> Vec<u8> { (0..64).map(|i| key.get(i).copied().unwrap_or(0) ^ byte).collect() };
        let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
        Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize().to_vec()
    }

    #[test]
    fn a_signature_is_the_published_one() {
        // The example of the specification: github.com/standard-webhooks, spec/standard-webhooks.md.
        let said = sign(
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            br#"{"test": 2432232314}"#,
        );
        assert_eq!(said.as_deref(), Some("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
        assert_eq!(sign("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a", 1, b""), None);
    }

    #[test]
    fn a_signature_is_a_code_over_id_instant_and_body() {
        let bytes = [7_u8; SECRET_BYTES];
        let said = sign(&secret_of(&bytes), "ev_1", 1_700_000_000, b"{}").expect("a signature");
        let plain = naive(&bytes, b"ev_1.1700000000.{}");
        assert_eq!(said, format!("v1,{}", BASE64_STANDARD.encode(plain)));
    }

    #[test]
    fn only_what_everybody_reaches_is_public() {
        for (text, public) in [
            ("93.184.216.34", true),
            ("127.0.0.1", false),
            ("10.1.2.3", false),
            ("172.20.0.1", false),
            ("192.168.1.1", false),
            ("169.254.169.254", false),
            ("100.64.0.1", false),
            ("0.0.0.0", false),
            ("255.255.255.255", false),
            ("2606:2800:220:1:248:1893:25c8:1946", true),
            ("::1", false),
            ("fe80::1", false),
            ("fd00::1", false),
            ("::ffff:10.0.0.1", false),
            ("64:ff9b::a00:1", false),
            ("2002:a00:1::", false),
            ("2001:db8::1", false),
        ] {
            assert_eq!(is_public(text.parse().expect("an address")), public, "{text}");
        }
    }

    #[test]
    fn an_address_is_https_or_this_machine_where_allowed() {
        let client = |reach| WebhookClient::new(reach, Duration::from_secs(1));
        for (url, public, loopback) in [
            ("https://erp.example/hook?x=1", Ok(()), Ok(())),
            ("http://erp.example/hook", Err(UrlError::InClear), Err(UrlError::InClear)),
            ("http://127.0.0.1:9000/hook", Err(UrlError::Private), Ok(())),
            ("http://localhost:9000/hook", Err(UrlError::Private), Ok(())),
            ("http://[::1]:9000/", Err(UrlError::Private), Ok(())),
            ("https://10.0.0.4/hook", Err(UrlError::Private), Err(UrlError::Private)),
            ("https://169.254.169.254/latest", Err(UrlError::Private), Err(UrlError::Private)),
            ("https://ana:secret@erp.example/", Err(UrlError::Login), Err(UrlError::Login)),
            ("ftp://erp.example/", Err(UrlError::Unreadable), Err(UrlError::Unreadable)),
            ("erp.example", Err(UrlError::Unreadable), Err(UrlError::Unreadable)),
            ("https:///hook", Err(UrlError::Unreadable), Err(UrlError::Unreadable)),
        ] {
            assert_eq!(client(WebhookReach::Public).check(url), public, "{url}");
            assert_eq!(client(WebhookReach::Loopback).check(url), loopback, "{url}");
        }
        assert_eq!(client(WebhookReach::Private).check("https://10.0.0.4/hook"), Ok(()));
    }
}
