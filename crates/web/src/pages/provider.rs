//! Signing in through the provider of identities: there, and back again.

use app::oidc::{Caller, ProviderAnswer};
use app::sign_in::Entered;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::sign_in::{Next, agent, enter, refused};
use crate::forms::inside;
use crate::layout::link;
use crate::problem::Failure;
use crate::session::{Visitor, cookie, provider_cookie, set_cookie};
use crate::site::{Site, WebConfig};

/// Ten minutes, the longest that the provider's answer is awaited, seconds.
const AWAITED: i64 = 600;
/// Longest value of the cookie, in bytes: twice ours.
const TOKEN_MAX: usize = 128;

/// Where the provider sends the browser back to. Without `--origin` only this machine is certain of its name.
fn redirect_uri(headers: &HeaderMap, config: &WebConfig) -> Result<String, Failure> {
    const BACK: &str = "/sign-in/provider/callback";
    if let Some(origin) = &config.public_origin {
        return Ok(format!("{}{BACK}", origin.trim_end_matches('/')));
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(name, _)| name);
    if ["127.0.0.1", "localhost", "[::1]"].contains(&name) {
        return Ok(format!("http://{host}{BACK}"));
    }
    Err(Failure::refused("provider-needs-origin", &[]))
}

/// `GET /sign-in/provider`: to the provider. A link, not a form: the policy of our pages lets no form go
/// elsewhere.
pub async fn begin(
    State(site): State<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(query): Query<Next>,
) -> Result<Response, Failure> {
    let back = if query.next.is_empty() { String::new() } else { inside(&query.next, "").to_owned() };
    // Another site does not have somebody sign in: they see our page first, and choose.
    let fetched = headers.get(HeaderName::from_static("sec-fetch-site")).and_then(|v| v.to_str().ok());
    if fetched.is_some_and(|site| !matches!(site, "same-origin" | "none")) || visitor.signed.is_some() {
        return Ok(Redirect::to(&link("/sign-in", &[("next", &back)])).into_response());
    }
    let (from, agent, kept) = (visitor.from.clone(), agent(&headers), back.clone());
    let started = match redirect_uri(&headers, &site.config) {
        Ok(to) => {
            let begun =
                move |desk: &app::Desk| desk.begin_with_provider(&kept, &to, Caller { from: &from, agent: &agent });
            site.ask_outside(begun).await
        }
        Err(failure) => Err(failure),
    };
    match started {
        Ok(start) => {
            let mut response = Redirect::to(&start.to).into_response();
            let line = set_cookie(provider_cookie(visitor.secure), &start.token, AWAITED, visitor.secure);
            response.headers_mut().append(header::SET_COOKIE, line);
            Ok(response)
        }
        Err(failure) => refused(&site, &visitor, failure, &back).await,
    }
}

/// What the provider has the browser bring.
#[derive(Deserialize)]
pub struct Brought {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: String,
    iss: Option<String>,
}

/// `GET /sign-in/provider/callback`: back from the provider. It comes from another site, as it must; what
/// says that this browser began is its cookie.
pub async fn callback(
    State(site): State<Site>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(brought): Query<Brought>,
) -> Result<Response, Failure> {
    let token = cookie(&headers, provider_cookie(visitor.secure)).filter(|token| token.len() <= TOKEN_MAX);
    let Brought { code, state, error, iss: issuer } = brought;
    let answer = ProviderAnswer { token: token.unwrap_or_default().to_owned(), state, code, error, issuer };
    let (from, agent) = (visitor.from.clone(), agent(&headers));
    let entered = match redirect_uri(&headers, &site.config) {
        Ok(to) => {
            let finished =
                move |desk: &app::Desk| desk.finish_with_provider(&answer, &to, Caller { from: &from, agent: &agent });
            site.ask_outside(finished).await
        }
        Err(failure) => Err(failure),
    };
    let mut response = match entered {
        Ok((Entered::Signed(token), back)) => enter(&visitor, &token, inside(&back, "/"), super::sign_in::LONGEST),
        Ok((Entered::AwaitsCode(token), back)) => {
            let to = link("/sign-in/code", &[("next", &back)]);
            enter(&visitor, &token, &to, super::sign_in::SECOND_STEP)
        }
        Err(failure) => return refused(&site, &visitor, failure, "").await,
    };
    let over = set_cookie(provider_cookie(visitor.secure), "", 0, visitor.secure);
    response.headers_mut().append(header::SET_COOKIE, over);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_provider_sends_back_to_the_house_and_nowhere_else() {
        let asked = |host: &'static str, origin: Option<&str>| {
            let headers = std::iter::once((header::HOST, HeaderValue::from_static(host))).collect();
            let config = WebConfig { public_origin: origin.map(str::to_owned), ..WebConfig::default() };
            redirect_uri(&headers, &config).ok()
        };
        let back = |origin: &str| Some(format!("{origin}/sign-in/provider/callback"));
        assert_eq!(asked("evil.example", Some("https://desk.example/")), back("https://desk.example"));
        assert_eq!(asked("127.0.0.1:8080", None), back("http://127.0.0.1:8080"));
        assert_eq!(asked("[::1]:8080", None), back("http://[::1]:8080"));
        assert_eq!(asked("localhost", None), back("http://localhost"));
        for other in ["desk.example", "127.0.0.1.evil.example:80", "localhost:80@evil.example", "127.0.0.1:x", ""] {
            assert_eq!(asked(other, None), None, "{other}");
        }
    }
}
