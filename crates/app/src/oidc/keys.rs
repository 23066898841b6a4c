//! The keys of a provider (RFC 7517), and whether a signature is one of theirs.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use serde_json::Value;

use super::ProviderFault;

/// Keys kept of a set: providers have a handful.
const KEYS_MAX: usize = 50;
/// Bytes of a coordinate of P-256.
const COORDINATE: usize = 32;

/// How a token may be signed. `none` and the shared secrets (`HS256`…) are none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    /// RSA, PKCS#1 1.5, SHA-256.
    Rs256,
    /// RSA, PSS, SHA-256.
    Ps256,
    /// P-256, SHA-256.
    Es256,
}

impl Algorithm {
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "RS256" => Some(Self::Rs256),
            "PS256" => Some(Self::Ps256),
            "ES256" => Some(Self::Es256),
            _ => None,
        }
    }
}

enum Material {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// The point, uncompressed.
    P256(Vec<u8>),
}

struct Key {
    kid: Option<String>,
    /// The one way it signs; any of its kind when the set does not say.
    only: Option<Algorithm>,
    material: Material,
}

/// The keys of a provider that can be used.
pub(super) struct KeySet(Vec<Key>);

/// What a set says of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// One of its keys made it.
    Good,
    /// None of them did.
    Wrong,
    /// The key named is not in the set.
    Unknown,
}

impl KeySet {
    /// The keys of a published set; those of other kinds, or for other uses, are passed over.
    pub(super) fn read(value: &Value) -> Result<Self, ProviderFault> {
        let all = value.get("keys").and_then(Value::as_array);
        let all = all.ok_or_else(|| ProviderFault::Missing { field: "keys".to_owned() })?;
        let keys: Vec<Key> = all.iter().filter_map(key).take(KEYS_MAX).collect();
        if keys.is_empty() { Err(ProviderFault::NoKey) } else { Ok(Self(keys)) }
    }

    /// How many.
    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether one of the keys signed the message so: the one named, or any where none is named.
    pub(super) fn verify(&self, by: Algorithm, kid: Option<&str>, message: &[u8], signature: &[u8]) -> Verdict {
        let named = |key: &&Key| kid.is_none_or(|kid| key.kid.as_deref() == Some(kid));
        let fits = |key: &&Key| match (&key.material, by) {
            (Material::Rsa { .. }, Algorithm::Rs256 | Algorithm::Ps256) | (Material::P256(_), Algorithm::Es256) => {
                key.only.is_none_or(|only| only == by)
            }
            _ => false,
        };
        let mut candidates = self.0.iter().filter(named).filter(fits).peekable();
        if candidates.peek().is_none() {
            return Verdict::Unknown;
        }
        let good = candidates.any(|key| match &key.material {
            Material::Rsa { n, e } => {
                let padding =
                    if by == Algorithm::Ps256 { &RSA_PSS_2048_8192_SHA256 } else { &RSA_PKCS1_2048_8192_SHA256 };
                RsaPublicKeyComponents { n, e }.verify(padding, message, signature).is_ok()
            }
            Material::P256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature).is_ok()
            }
        });
        if good { Verdict::Good } else { Verdict::Wrong }
    }
}

fn key(value: &Value) -> Option<Key> {
    let text = |field: &str| value.get(field).and_then(Value::as_str);
    let bytes = |field: &str| BASE64_URL_SAFE_NO_PAD.decode(text(field)?.trim_end_matches('=')).ok();
    if text("use").is_some_and(|used| used != "sig") {
        return None;
    }
    let only = match text("alg") {
        // A key for an algorithm that is none of ours.
        Some(alg) => Some(Algorithm::parse(alg)?),
        None => None,
    };
    let material = match text("kty")? {
        "RSA" => {
            let strip = |bytes: Vec<u8>| bytes.into_iter().skip_while(|byte| *byte == 0).collect::<Vec<u8>>();
            let (n, e) = (strip(bytes("n")?), strip(bytes("e")?));
            // 2048 bits at least; the library refuses less too.
            if n.len() < 256 {
                return None;
            }
            Material::Rsa { n, e }
        }
        "EC" if text("crv") == Some("P-256") => {
            let (x, y) = (bytes("x")?, bytes("y")?);
            if x.len() != COORDINATE || y.len() != COORDINATE {
                return None;
            }
            Material::P256([vec![4], x, y].concat())
        }
        _ => return None,
    };
    Some(Key { kid: text("kid").map(str::to_owned), only, material })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// RFC 7515, appendix A.3: the key and the token signed by ES256.
    const TOKEN: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const SIGNATURE: &str = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    fn published() -> Value {
        json!({ "kty": "EC", "crv": "P-256", "kid": "a3",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" })
    }

    #[test]
    fn a_signature_is_the_published_one() {
        let set = KeySet::read(&json!({ "keys": [published()] })).expect("a set");
        let signature = BASE64_URL_SAFE_NO_PAD.decode(SIGNATURE).expect("a signature");
        let of = |by, kid, text: &str| set.verify(by, kid, text.as_bytes(), &signature);
        assert_eq!(of(Algorithm::Es256, Some("a3"), TOKEN), Verdict::Good);
        assert_eq!(of(Algorithm::Es256, None, TOKEN), Verdict::Good, "no key is named");
        assert_eq!(of(Algorithm::Es256, Some("a3"), &TOKEN.replace("eyJp", "eyJq")), Verdict::Wrong);
        assert_eq!(of(Algorithm::Es256, Some("a4"), TOKEN), Verdict::Unknown);
        assert_eq!(of(Algorithm::Rs256, Some("a3"), TOKEN), Verdict::Unknown, "a key of another kind");
    }

    #[test]
    fn keys_for_other_uses_are_passed_over() {
        for (field, value) in [
            ("use", json!("enc")),
            ("alg", json!("HS256")),
            ("kty", json!("oct")),
            ("crv", json!("P-384")),
            ("x", json!("AQAB")),
            ("y", json!("not base64 !")),
        ] {
            let mut other = published();
            other[field] = value;
            let fault = KeySet::read(&json!({ "keys": [other] })).err().map(|fault| fault.code());
            assert_eq!(fault, Some("no-key"), "{field}");
        }
        let short = json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" });
        assert!(KeySet::read(&json!({ "keys": [short] })).is_err(), "RSA of 24 bits");
        assert_eq!(KeySet::read(&json!({ "keys": "none" })).err().map(|fault| fault.code()), Some("missing"));
    }

    #[test]
    fn nothing_unsigned_and_no_shared_secret_is_an_algorithm() {
        for alg in ["none", "None", "HS256", "HS384", "HS512", "RS1", "rs256", "ES256K", ""] {
            assert_eq!(Algorithm::parse(alg), None, "{alg}");
        }
    }
}
