//! Who asks, in which language, by which door: found once per request.

use std::net::{IpAddr, SocketAddr};

use app::sign_in::SignedIn;
use app::tokens::PREFIX;
use app::waiting::Waiting;
use app::{Actor, Desk, DeskError, Permission, SignInRefusal};
use axum::body::to_bytes;
use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::TimeZone;

use crate::problem::{Failure, Told, dress};
use crate::serve::FORM_LIMIT;
use crate::site::{Site, WebConfig};
use crate::words::{Lang, Words, accepted};

const LANG_COOKIE: &str = "quittance_lang";
/// Bytes kept of what a reader of requests says is wrong: a sentence.
const SENTENCE_MAX: usize = 16 * 1024;

/// The one who asks.
#[derive(Debug, Clone)]
pub struct Visitor {
    /// Signed in, or not.
    pub signed: Option<SignedIn>,
    /// The session token, to end it.
    pub token: Option<String>,
    /// Language of the answer.
    pub lang: Lang,
    /// Path asked.
    pub path: String,
    /// Path and query asked.
    pub asked: String,
    /// Only a part of the page is wanted.
    pub fragment: bool,
    /// Address of the caller, for the count of failed sign-ins.
    pub from: String,
    /// Cookies may only travel by TLS.
    pub secure: bool,
    /// What waits for them, where a whole page is asked.
    pub waiting: Waiting,
    /// Largest upload, bytes.
    pub upload_limit: usize,
    /// Where the house is.
    pub zone: &'static TimeZone,
}

impl Visitor {
    /// The words of the visitor's language.
    pub const fn words(&self) -> Words {
        Words::new(self.lang).at_home(self.zone)
    }

    /// True for programs.
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }

    /// To the sign-in page, and back here afterwards.
    pub fn to_sign_in(&self) -> Response {
        let next = if self.asked == "/" { String::new() } else { format!("?next={}", escape_query(&self.asked)) };
        self.sent_to(&format!("/sign-in{next}"))
    }

    /// To another page, also from a part of one.
    fn sent_to(&self, to: &str) -> Response {
        if self.fragment {
            let mut response = StatusCode::OK.into_response();
            if let Ok(value) = HeaderValue::from_str(to) {
                response.headers_mut().insert(HeaderName::from_static("hx-redirect"), value);
            }
            return response;
        }
        Redirect::to(to).into_response()
    }

    /// True when the one signed in may.
    pub fn may(&self, permission: Permission) -> bool {
        self.signed.as_ref().is_some_and(|s| s.actor.carries(permission))
    }
}

/// Percent-encodes a value of a query.
pub fn escape_query(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The value of a cookie.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    all.flat_map(|line| line.split(';')).find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then_some(value)
    })
}

/// Name of the session cookie: bound to this host when it travels by TLS.
pub const fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-quittance" } else { "quittance" }
}

/// Name of the cookie that a sign-in through the provider is awaited with, bound likewise.
pub const fn provider_cookie(secure: bool) -> &'static str {
    if secure { "__Host-quittance-provider" } else { "quittance-provider" }
}

/// A `Set-Cookie` line.
pub fn set_cookie(name: &str, value: &str, seconds: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}");
    HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The value of `name` in a query string, undecoded.
fn query_value<'a>(query: Option<&'a str>, name: &str) -> Option<&'a str> {
    query?.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value))
}

/// The address whose failed sign-ins are counted together. Behind a proxy it is the one that the proxy names
/// last, or all the house would wait for one person's mistakes. Believed are a proxy of this machine, where one is
/// expected, and those that the house names; behind one of these, the one before it.
fn caller(headers: &HeaderMap, peer: Option<IpAddr>, config: &WebConfig) -> String {
    let Some(peer) = peer else { return "local".to_owned() };
    let here = |at: IpAddr| config.public_origin.is_some() && at.is_loopback();
    let believed = |at: IpAddr| here(at) || config.trusted_proxies.contains(&at);
    let lines = headers.get_all("x-forwarded-for").iter().rev().filter_map(|line| line.to_str().ok());
    let mut named = lines.flat_map(|line| line.rsplit(',')).map(|text| text.trim().parse::<IpAddr>());
    let mut at = peer.to_canonical();
    while believed(at) {
        let Some(Ok(before)) = named.next() else { break };
        at = before.to_canonical();
    }
    at.to_string()
}

/// Finds who asks, lets the request through, and writes the body of failures for them.
pub async fn recognise(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let headers = request.headers();
    let secure = site.config.is_secure();
    let bearer =
        headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Bearer "));
    let token = bearer.map(str::trim).or_else(|| cookie(headers, cookie_name(secure))).map(str::to_owned);
    let chosen = query_value(request.uri().query(), "lang").and_then(Lang::of_tag);
    let kept = cookie(headers, LANG_COOKIE).and_then(Lang::of_tag);
    let read = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).and_then(accepted);
    let fragment = headers.contains_key("hx-request") && !headers.contains_key("hx-boosted");
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.ip());
    let from = caller(headers, peer, &site.config);
    let path = request.uri().path().to_owned();
    let asked = request.uri().path_and_query().map_or_else(|| path.clone(), ToString::to_string);
    // Programs and parts of pages show no rail.
    let whole = !fragment && !path.starts_with("/api/");
    // A program's token opens the API alone, and no cookie carries one.
    let by_program = token.as_deref().is_some_and(|token| token.starts_with(PREFIX));
    let is_open = !by_program || (bearer.is_some() && path.starts_with("/api/"));
    let found = match token.clone() {
        Some(token) if token.len() <= 128 && is_open => {
            let holder = move |desk: &Desk| if by_program { desk.token_holder(&token) } else { desk.session(&token) };
            known(&site, holder, whole).await
        }
        _ => Ok((None, Waiting::default())),
    };
    // A database that does not answer signs nobody out.
    let broken = matches!(found, Err(Failure::Broken));
    let (signed, waiting) = found.unwrap_or_default();
    if signed.is_none() && token.is_some() && !broken {
        tracing::warn!(from, bearer = bearer.is_some(), "refused: the token opens no session");
    }
    let own = signed.as_ref().map(|s| s.language);
    // A program says what it reads; a person has chosen once and for all.
    let lang = if path.starts_with("/api/") {
        chosen.or(read).unwrap_or(Lang::En)
    } else {
        chosen.or(kept).or(own).or(read).unwrap_or_default()
    };
    let upload_limit = site.config.upload_limit;
    let zone = site.zone;
    let visitor = Visitor { signed, token, lang, path, asked, fragment, from, secure, waiting, upload_limit, zone };
    request.extensions_mut().insert(visitor.clone());
    let enrols = visitor.signed.as_ref().is_some_and(|s| s.must_enrol) && !is_for_enrolment(&visitor.path);
    let mut response = match (broken, enrols) {
        (true, _) => Failure::Broken.into_response(),
        (_, true) => enrol_first(&visitor),
        _ => next.run(request).await,
    };
    let failure = match response.extensions_mut().remove::<Failure>() {
        Some(failure) => Some(failure),
        None => unreadable(&mut response).await,
    };
    if let Some(failure) = failure {
        response = dress(&failure, &visitor);
    }
    if let Some(chosen) = chosen {
        let line = set_cookie(LANG_COOKIE, chosen.code(), 31_536_000, secure);
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    response
}

/// Who holds a token, and what waits for them.
async fn known<H>(site: &Site, holder: H, whole: bool) -> Result<(Option<SignedIn>, Waiting), Failure>
where
    H: FnOnce(&Desk) -> Result<Option<SignedIn>, DeskError> + Send + 'static,
{
    site.ask(move |desk| {
        let signed = holder(desk)?;
        let waiting = match &signed {
            // A page is worth more than its figures beside.
            Some(signed) if whole => desk.waits_for(&signed.actor).unwrap_or_else(|error| {
                tracing::error!(%error, "what waits could not be counted");
                Waiting::default()
            }),
            _ => Waiting::default(),
        };
        Ok((signed, waiting))
    })
    .await
}

/// What somebody reaches whose role signs in with a code and who has none yet: the code, and the way out.
/// Not their tokens: those would open the rest.
fn is_for_enrolment(path: &str) -> bool {
    ["/profile/second-factor", "/api/v1/me/second-factor"].iter().any(|part| path.starts_with(part))
        || ["/sign-out", "/api/v1/session", "/api/v1/me"].contains(&path)
}

fn enrol_first(visitor: &Visitor) -> Response {
    if visitor.is_api() {
        return Failure::Forbidden(Told::from(&DeskError::from(SignInRefusal::CodesDue))).into_response();
    }
    visitor.sent_to("/profile/second-factor")
}

/// What the readers of forms and bodies answer in their own plain words, as a failure of ours.
async fn unreadable(response: &mut Response) -> Option<Failure> {
    let status = response.status();
    let plain = response.headers().get(header::CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"text/plain"));
    if !plain || !status.is_client_error() {
        return None;
    }
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        return Some(Failure::TooLarge(FORM_LIMIT));
    }
    let words = to_bytes(std::mem::take(response.body_mut()), SENTENCE_MAX).await.ok()?;
    Some(Failure::malformed(String::from_utf8_lossy(&words)))
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts.extensions.get::<Self>().cloned().ok_or(Failure::Broken)
    }
}

/// Someone signed in: what every page but a few wants.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who may do what.
    pub actor: Actor,
    /// The rest.
    pub visitor: Visitor,
}

impl Visit {
    /// The words of the visitor's language.
    pub const fn words(&self) -> Words {
        self.visitor.words()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let actor = visitor.signed.as_ref().map(|s| s.actor.clone()).ok_or(Failure::SignedOut)?;
        Ok(Self { actor, visitor })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_a_proxy_each_caller_counts_alone() {
        let named = |text| -> HeaderMap {
            std::iter::once((HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(text))).collect()
        };
        let public = WebConfig { public_origin: Some("https://desk.example".to_owned()), ..WebConfig::default() };
        let (proxy, other) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([192, 0, 2, 1]));
        assert_eq!(caller(&named("203.0.113.9, 198.51.100.7"), Some(proxy), &public), "198.51.100.7");
        assert_eq!(caller(&HeaderMap::new(), Some(proxy), &public), "127.0.0.1");
        assert_eq!(caller(&named("nobody"), Some(proxy), &public), "127.0.0.1");
        assert_eq!(caller(&named("198.51.100.7"), Some(other), &public), "192.0.2.1", "anybody may write the header");
        assert_eq!(caller(&named("198.51.100.7"), Some(proxy), &WebConfig::default()), "127.0.0.1");
        assert_eq!(caller(&HeaderMap::new(), None, &public), "local");
    }

    #[test]
    fn a_proxy_on_another_machine_is_believed_when_the_house_names_it() {
        let named = |text| -> HeaderMap {
            std::iter::once((HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(text))).collect()
        };
        let (proxy, front) = (IpAddr::from([10, 0, 0, 2]), IpAddr::from([10, 0, 0, 3]));
        let public = WebConfig { trusted_proxies: vec![proxy, front], ..WebConfig::default() };
        assert_eq!(caller(&named("203.0.113.9, 198.51.100.7"), Some(proxy), &public), "198.51.100.7");
        assert_eq!(caller(&named("203.0.113.9, 198.51.100.7, 10.0.0.3"), Some(proxy), &public), "198.51.100.7");
        let mapped = std::net::Ipv4Addr::new(10, 0, 0, 2).to_ipv6_mapped();
        assert_eq!(caller(&named("198.51.100.7"), Some(mapped.into()), &public), "198.51.100.7");
        assert_eq!(caller(&HeaderMap::new(), Some(proxy), &public), "10.0.0.2");
        let other = IpAddr::from([10, 0, 0, 4]);
        assert_eq!(caller(&named("198.51.100.7"), Some(other), &public), "10.0.0.4", "not one of the house's");
    }
}
