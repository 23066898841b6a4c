//! What every answer carries, and what no request may do.

use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::Instrument;

use crate::problem::Failure;
use crate::session::{cookie, cookie_name};
use crate::site::{Site, WebConfig};

/// Nothing from elsewhere, nothing inline, no evaluation, no frame around us.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Puts the headers on every answer.
pub async fn headers(State(site): State<Site>, request: Request, next: Next) -> Response {
    let by_link = is_by_link(request.uri().path());
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    // The address of a link is what opens it: it is told to nobody.
    set(header::REFERRER_POLICY, if by_link { "no-referrer" } else { "same-origin" });
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    // Pages show other people's money: no cache keeps them.
    set(header::CACHE_CONTROL, "no-store");
    if site.config.is_secure() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    headers.append(header::VARY, HeaderValue::from_static("HX-Request"));
    response
}

/// Refuses what a foreign page sends in the name of someone signed in here.
pub async fn same_origin(State(site): State<Site>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    // Nothing borrowed from the request may be held while it is answered.
    let ours = reads || {
        let by_link = is_by_link(request.uri().path());
        is_ours(request.headers(), &site.config) || (by_link && says_no_origin(request.headers(), &site.config))
    };
    if ours {
        return next.run(request).await;
    }
    tracing::warn!(path = logged(request.uri().path()), "refused: the form came from another site");
    Failure::Forged.into_response()
}

/// `Sec-Fetch-Site` where the browser sends it, else `Origin` against the host. A program without
/// cookies (bearer token) has neither and needs neither.
fn is_ours(headers: &HeaderMap, config: &WebConfig) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text(HeaderName::from_static("sec-fetch-site")) {
        return matches!(site, "same-origin" | "none");
    }
    if let Some(origin) = text(header::ORIGIN) {
        if config.public_origin.as_deref().is_some_and(|ours| ours.trim_end_matches('/') == origin) {
            return true;
        }
        let host = origin.split_once("://").map(|(_, host)| host);
        return config.public_origin.is_none() && host.is_some() && host == text(header::HOST);
    }
    // No page of another site can have a browser send a token.
    text(header::AUTHORIZATION).is_some_and(|told| told.starts_with("Bearer ")) || !headers.contains_key(header::COOKIE)
}

/// True of the pages that a link opens.
fn is_by_link(path: &str) -> bool {
    path.starts_with("/link/")
}

/// A path as the log keeps it: what opens a link is no more written there than a password.
fn logged(path: &str) -> &str {
    let end = path.match_indices('/').nth(2).filter(|_| is_by_link(path)).map_or(path.len(), |(at, _)| at);
    path.get(..end).unwrap_or(path)
}

/// True where a browser that sends no `Sec-Fetch-Site` hides where a form came from, as our own pages of a link ask it
/// to, and nobody is signed in: only who has the link can have written the address.
fn says_no_origin(headers: &HeaderMap, config: &WebConfig) -> bool {
    let hidden = headers.get(header::ORIGIN).is_none_or(|origin| origin == "null");
    let fetch = headers.contains_key(HeaderName::from_static("sec-fetch-site"));
    hidden && !fetch && cookie(headers, cookie_name(config.is_secure())).is_none()
}

static REQUESTS: AtomicU64 = AtomicU64::new(1);

/// Names each request in the log and in the answer, so that a user's report finds its lines.
pub async fn request_id(request: Request, next: Next) -> Response {
    let id = format!("{:x}-{:x}", std::process::id(), REQUESTS.fetch_add(1, Ordering::Relaxed));
    let span = tracing::info_span!("request", %id, method = %request.method(), path = logged(request.uri().path()));
    let mut response = async move {
        let response = next.run(request).await;
        tracing::debug!(status = response.status().as_u16(), "answered");
        response
    }
    .instrument(span)
    .await;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers_of(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (HeaderName::from_static(k), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn no_link_is_kept_in_the_log() {
        assert_eq!(logged("/link/dispute/0abc.signature"), "/link/dispute");
        assert_eq!(logged("/accounts/1/write"), "/accounts/1/write");
        assert_eq!(logged("/link"), "/link");
    }

    #[test]
    fn only_our_own_pages_may_send_forms() {
        let open = WebConfig::default();
        let public = WebConfig { public_origin: Some("https://desk.example".to_owned()), ..WebConfig::default() };
        for (pairs, config, ours) in [
            (&[("sec-fetch-site", "same-origin")][..], &open, true),
            (&[("sec-fetch-site", "cross-site"), ("origin", "http://h:1"), ("host", "h:1")], &open, false),
            (&[("sec-fetch-site", "same-site")], &open, false),
            (&[("origin", "http://h:1"), ("host", "h:1"), ("cookie", "a=b")], &open, true),
            (&[("origin", "http://evil.example"), ("host", "h:1"), ("cookie", "a=b")], &open, false),
            (&[("origin", "null"), ("host", "h:1")], &open, false),
            (&[("origin", "https://desk.example"), ("host", "10.0.0.1:8080")], &public, true),
            (&[("origin", "http://desk.example"), ("host", "desk.example")], &public, false),
            (&[("cookie", "a=b")], &open, false),
            (&[("authorization", "Bearer x")], &open, true),
            (&[("authorization", "Bearer x"), ("cookie", "a=b")], &open, true),
            (&[("authorization", "Basic x"), ("cookie", "a=b")], &open, false),
            (&[("authorization", "Bearer x"), ("sec-fetch-site", "cross-site")], &open, false),
        ] {
            assert_eq!(is_ours(&headers_of(pairs), config), ours, "{pairs:?}");
        }
    }

    #[test]
    fn a_link_is_not_written_to_the_log() {
        assert_eq!(logged("/link/space/abc.def/pay"), "/link/space");
        assert_eq!(logged("/link/plan/abc"), "/link/plan");
        assert_eq!(logged("/accounts/1/links"), "/accounts/1/links");
        assert_eq!(logged("/link"), "/link");
    }

    #[test]
    fn only_who_hides_where_they_come_from_and_is_signed_out_is_taken_at_a_link() {
        let open = WebConfig::default();
        for (pairs, taken) in [
            (&[("origin", "null")][..], true),
            (&[("cookie", "quittance-link=1.x")], true),
            (&[("origin", "null"), ("cookie", "quittance=abc")], false),
            (&[("origin", "https://evil.example")], false),
            (&[("origin", "null"), ("sec-fetch-site", "cross-site")], false),
        ] {
            assert_eq!(says_no_origin(&headers_of(pairs), &open), taken, "{pairs:?}");
        }
    }
}
