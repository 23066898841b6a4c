//! An ID token: taken apart, and judged (OpenID Connect Core 1.0, 3.1.3.7).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use kernel::Timestamp;
use serde_json::Value;

use super::ProviderFault;
use super::keys::Algorithm;

/// How far the clocks of a provider and of the house may be apart, seconds.
pub(super) const SKEW_S: i64 = 60;
/// Longest key of a person (OpenID Connect Core, 2).
const SUBJECT_MAX: usize = 255;
/// Longest claim that is read.
const CLAIM_MAX: usize = 255;

/// A token taken apart; nothing of it is believed yet.
pub(super) struct Parts<'t> {
    pub algorithm: Algorithm,
    pub kid: Option<String>,
    /// What is signed.
    pub message: &'t str,
    pub signature: Vec<u8>,
    pub payload: Value,
}

/// Takes a token apart.
pub(super) fn parts(text: &str) -> Result<Parts<'_>, ProviderFault> {
    let read = |part: &str| -> Option<Value> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice(&bytes).ok().filter(Value::is_object)
    };
    let (message, signature) = text.rsplit_once('.').ok_or(ProviderFault::Shapeless)?;
    let (header, payload) = message.split_once('.').ok_or(ProviderFault::Shapeless)?;
    let header = read(header).ok_or(ProviderFault::Shapeless)?;
    let alg = header.get("alg").and_then(Value::as_str).unwrap_or_default();
    let algorithm = Algorithm::parse(alg)
        .ok_or_else(|| ProviderFault::Algorithm { alg: alg.chars().filter(|c| !c.is_control()).take(20).collect() })?;
    // Something that must be understood, and is not.
    if header.get("crit").is_some() {
        return Err(ProviderFault::Shapeless);
    }
    let payload = read(payload).ok_or(ProviderFault::Shapeless)?;
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).map_err(|_| ProviderFault::Shapeless)?;
    let kid = header.get("kid").and_then(Value::as_str).map(str::to_owned);
    Ok(Parts { algorithm, kid, message, signature, payload })
}

/// What a token must be.
pub(super) struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
    /// When the sign-in began.
    pub begun: Timestamp,
    pub now: Timestamp,
}

/// Whom a token names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claims {
    /// The provider's own key of them.
    pub subject: String,
    payload: Value,
}

impl Claims {
    /// A claim that is a text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        let found = self.payload.get(name).and_then(Value::as_str);
        found.filter(|text| !text.is_empty() && text.len() <= CLAIM_MAX && !text.chars().any(char::is_control))
    }

    /// The address was checked by the provider. Some write the word in quotes.
    pub(super) fn has_verified_email(&self) -> bool {
        let said = self.payload.get("email_verified");
        said.is_some_and(|said| said.as_bool() == Some(true) || said.as_str() == Some("true"))
    }

    /// They signed in so: one of the methods (`amr`, RFC 8176), or the class (`acr`).
    pub(super) fn signed_in_by(&self, how: &str) -> bool {
        let methods = self.payload.get("amr").and_then(Value::as_array);
        methods.is_some_and(|all| all.iter().any(|one| one == how)) || self.text("acr") == Some(how)
    }
}

/// Judges what a token says, once its signature was found good.
pub(super) fn claims(payload: Value, expected: &Expected<'_>) -> Result<Claims, ProviderFault> {
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let second = |name: &str| payload.get(name).and_then(Value::as_i64);
    if text("iss") != Some(expected.issuer) {
        return Err(ProviderFault::Issuer);
    }
    if !is_for(&payload, expected.client_id) {
        return Err(ProviderFault::Audience);
    }
    let now = expected.now.as_second();
    if second("exp").is_none_or(|end| now >= end.saturating_add(SKEW_S)) {
        return Err(ProviderFault::Expired);
    }
    let begun = expected.begun.as_second();
    let made = second("iat").filter(|at| *at >= begun - SKEW_S && *at <= now + SKEW_S);
    let holds = second("nbf").is_none_or(|at| at <= now + SKEW_S);
    if made.is_none() || !holds {
        return Err(ProviderFault::Instant);
    }
    if text("nonce") != Some(expected.nonce) {
        return Err(ProviderFault::Nonce);
    }
    let subject = text("sub").filter(|sub| !sub.is_empty() && sub.len() <= SUBJECT_MAX);
    let subject = subject.filter(|sub| !sub.chars().any(char::is_control)).ok_or(ProviderFault::Subject)?.to_owned();
    Ok(Claims { subject, payload })
}

/// True of a token for this client: it is the audience, or one of several and the party it was made for.
fn is_for(payload: &Value, client_id: &str) -> bool {
    let party = payload.get("azp");
    let is_party = party.is_some_and(|party| party == client_id);
    match payload.get("aud") {
        Some(Value::String(one)) => one == client_id && (party.is_none() || is_party),
        Some(Value::Array(all)) => {
            all.iter().any(|one| one == client_id)
                && if all.len() == 1 { party.is_none() || is_party } else { is_party }
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: i64 = 1_795_420_800;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("an instant")
    }

    fn sound() -> Value {
        json!({
            "iss": "https://id.example", "aud": "quittance", "sub": "k1", "nonce": "n", "iat": NOW, "exp": NOW + 300,
            "email": "paul@house.example", "email_verified": true, "amr": ["pwd", "mfa"], "acr": "2",
        })
    }

    fn judged(changes: &[(&str, Value)]) -> Result<Claims, &'static str> {
        let mut payload = sound();
        for (name, value) in changes {
            payload[*name] = value.clone();
        }
        let expected = Expected {
            issuer: "https://id.example",
            client_id: "quittance",
            nonce: "n",
            begun: at(NOW - 30),
            now: at(NOW),
        };
        claims(payload, &expected).map_err(|fault| fault.code())
    }

    #[test]
    fn a_token_is_from_the_issuer_for_us_now_and_the_answer_to_this_sign_in() {
        let claims = judged(&[]).expect("claims");
        assert_eq!((claims.subject.as_str(), claims.text("email")), ("k1", Some("paul@house.example")));
        assert!(claims.has_verified_email() && claims.signed_in_by("mfa") && claims.signed_in_by("2"));
        assert!(!claims.signed_in_by("otp") && !claims.signed_in_by(""));
        for (name, value, fault) in [
            ("iss", json!("https://id.example/"), "issuer"),
            ("iss", json!(null), "issuer"),
            ("aud", json!("another"), "audience"),
            ("aud", json!([]), "audience"),
            ("aud", json!(["quittance", "another"]), "audience"),
            ("azp", json!("another"), "audience"),
            ("exp", json!(NOW - SKEW_S), "expired"),
            ("exp", json!(null), "expired"),
            ("exp", json!("soon"), "expired"),
            ("iat", json!(NOW + SKEW_S + 1), "instant"),
            ("iat", json!(NOW - 31 - SKEW_S), "instant"),
            ("iat", json!(null), "instant"),
            ("nbf", json!(NOW + SKEW_S + 1), "instant"),
            ("nonce", json!("m"), "nonce"),
            ("nonce", json!(null), "nonce"),
            ("sub", json!(""), "subject"),
            ("sub", json!("k\n1"), "subject"),
            ("sub", json!("k".repeat(256)), "subject"),
        ] {
            assert_eq!(judged(&[(name, value.clone())]).err(), Some(fault), "{name} {value}");
        }
    }

    #[test]
    fn clocks_may_be_a_minute_apart() {
        assert!(judged(&[("exp", json!(NOW - SKEW_S + 1))]).is_ok());
        assert!(judged(&[("iat", json!(NOW + SKEW_S))]).is_ok());
        assert!(judged(&[("iat", json!(NOW - 30 - SKEW_S))]).is_ok());
    }

    #[test]
    fn among_several_audiences_ours_is_the_party() {
        let several = ("aud", json!(["quittance", "another"]));
        assert!(judged(&[several.clone(), ("azp", json!("quittance"))]).is_ok());
        assert_eq!(judged(&[several, ("azp", json!("another"))]).err(), Some("audience"));
        assert!(judged(&[("aud", json!(["quittance"]))]).is_ok());
    }

    #[test]
    fn only_a_whole_signed_token_is_taken_apart() {
        let token = |header: Value, payload: &str| {
            let part = |text: &str| BASE64_URL_SAFE_NO_PAD.encode(text);
            format!("{}.{}.{}", part(&header.to_string()), part(payload), part("signature"))
        };
        let fault = |text: &str| parts(text).err().map(|fault| fault.code());
        assert_eq!(fault(&token(json!({ "alg": "RS256", "kid": "a" }), "{}")), None);
        for alg in ["none", "HS256", "RS512", ""] {
            assert_eq!(fault(&token(json!({ "alg": alg }), "{}")), Some("algorithm"), "{alg}");
        }
        assert_eq!(fault(&token(json!({}), "{}")), Some("algorithm"));
        assert_eq!(fault(&token(json!({ "alg": "RS256", "crit": ["exp"] }), "{}")), Some("shapeless"));
        assert_eq!(fault(&token(json!({ "alg": "RS256" }), "[]")), Some("shapeless"));
        for text in ["", "a", "e30.e30", "....", "a.b.c", "e30.e30.e30.e30.e30"] {
            assert!(fault(text).is_some(), "{text}");
        }
    }
}
