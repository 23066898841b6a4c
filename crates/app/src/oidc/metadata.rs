//! What a provider publishes of itself (OpenID Connect Discovery 1.0).

use courier::OidcProof;
use serde_json::Value;

use super::ProviderFault;
use super::keys::Algorithm;

/// Longest address of a provider.
const URL_MAX: usize = 2_000;

/// Where a provider does what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Metadata {
    /// Where people sign in.
    pub authorization: String,
    /// Where a code is exchanged.
    pub token: String,
    /// Where its keys are.
    pub keys: String,
    /// How it takes a secret.
    pub proof: OidcProof,
    /// Its answers to the browser name it (RFC 9207).
    pub names_itself: bool,
}

/// Where an issuer publishes its configuration.
pub(super) fn address(issuer: &str) -> String {
    format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'))
}

/// Reads the configuration that `issuer` published.
pub(super) fn read(value: &Value, issuer: &str) -> Result<Metadata, ProviderFault> {
    let text = |field: &str| {
        let found = value.get(field).and_then(Value::as_str).filter(|text| !text.is_empty());
        found.ok_or_else(|| ProviderFault::Missing { field: field.to_owned() })
    };
    let said = text("issuer")?;
    if said != issuer {
        let said = said.chars().take(200).collect();
        return Err(ProviderFault::IssuerDiffers { said, expected: issuer.to_owned() });
    }
    // What is told in clear on this machine may stay on it; nothing else is told in clear.
    let in_clear = issuer.starts_with("http://");
    let endpoint = |field: &str| {
        let url = text(field)?;
        let safe = is_safe(url) && (in_clear || url.starts_with("https://"));
        let wrong = || ProviderFault::Address { what: field.to_owned(), said: url.chars().take(200).collect() };
        if safe { Ok(url.to_owned()) } else { Err(wrong()) }
    };
    let signs = list(value, "id_token_signing_alg_values_supported");
    if !signs.is_empty() && signs.iter().all(|alg| Algorithm::parse(alg).is_none()) {
        let said = signs.join(", ").chars().take(200).collect();
        return Err(ProviderFault::NoAlgorithm { said });
    }
    let proofs = list(value, "token_endpoint_auth_methods_supported");
    // The header is what the specification has when nothing is said.
    let in_header = proofs.is_empty() || proofs.contains(&"client_secret_basic");
    Ok(Metadata {
        authorization: endpoint("authorization_endpoint")?,
        token: endpoint("token_endpoint")?,
        keys: endpoint("jwks_uri")?,
        proof: if in_header { OidcProof::Header } else { OidcProof::Form },
        names_itself: value.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)),
    })
}

fn list<'v>(value: &'v Value, field: &str) -> Vec<&'v str> {
    let found = value.get(field).and_then(Value::as_array);
    found.map(|all| all.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

/// True of an address in https, or in http on this machine, that holds no login and no fragment.
pub(super) fn is_safe(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let plain = url.len() <= URL_MAX && url.chars().all(|c| c.is_ascii_graphic() && !"#\\\"<>".contains(c));
    if !plain || authority.is_empty() || authority.contains('@') {
        return false;
    }
    scheme == "https" || (scheme == "http" && is_here(authority))
}

/// True of this machine, with or without a port.
pub(super) fn is_here(authority: &str) -> bool {
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|host| {
        authority.strip_prefix(host).is_some_and(|rest| {
            rest.is_empty() || rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok())
        })
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn published() -> Value {
        json!({
            "issuer": "https://id.example", "authorization_endpoint": "https://id.example/authorize",
            "token_endpoint": "https://id.example/token", "jwks_uri": "https://keys.example/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "none"],
        })
    }

    fn with(field: &str, value: Value) -> Result<Metadata, ProviderFault> {
        let mut all = published();
        all[field] = value;
        read(&all, "https://id.example")
    }

    #[test]
    fn a_configuration_is_the_issuers_own_and_leads_nowhere_in_clear() {
        let sound = read(&published(), "https://id.example").expect("a configuration");
        assert_eq!((sound.keys.as_str(), sound.proof), ("https://keys.example/jwks", OidcProof::Header));
        let code = |answer: Result<Metadata, ProviderFault>| answer.expect_err("a fault").code();
        assert_eq!(code(read(&published(), "https://id.example/")), "issuer-differs", "to the last character");
        assert_eq!(code(with("issuer", json!("https://evil.example"))), "issuer-differs");
        assert_eq!(code(with("issuer", json!(null))), "missing");
        assert_eq!(code(with("token_endpoint", json!("http://id.example/token"))), "address");
        assert_eq!(code(with("token_endpoint", json!("http://127.0.0.1/token"))), "address", "not from a remote one");
        assert_eq!(code(with("jwks_uri", json!("file:///etc/passwd"))), "address");
        assert_eq!(code(with("authorization_endpoint", json!("javascript:alert(1)"))), "address");
        assert_eq!(code(with("id_token_signing_alg_values_supported", json!(["HS256", "none"]))), "no-algorithm");
        let posts = with("token_endpoint_auth_methods_supported", json!(["client_secret_post"]));
        assert_eq!(posts.expect("a configuration").proof, OidcProof::Form);
    }

    #[test]
    fn an_address_is_https_or_this_machine() {
        for (url, safe) in [
            ("https://id.example/realms/house", true),
            ("http://127.0.0.1:9000", true),
            ("http://localhost/x", true),
            ("http://[::1]:80/", true),
            ("http://id.example", false),
            ("http://127.0.0.1.evil.example/", false),
            ("http://localhost:80.evil.example/", false),
            ("https://ana:secret@id.example/", false),
            ("https://id.example/#part", false),
            ("https://id.example/a b", false),
            ("https:///x", false),
            ("id.example/realm", false),
        ] {
            assert_eq!(is_safe(url), safe, "{url}");
        }
    }
}
