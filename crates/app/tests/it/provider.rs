//! A provider of identities on this machine, which tests script: it keeps to the specification until told not to.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard};

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair,
    RsaPublicKeyComponents,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub const CLIENT: &str = "quittance";
pub const SECRET: &str = "s3cret / é";

/// How a token is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Rs256,
    Ps256,
    Es256,
    /// By the key that the set publishes under another name.
    Stranger,
    /// By a shared secret: the published key.
    Hs256,
    /// By nothing.
    None,
}

/// How an address answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Well,
    Status(u16),
    Elsewhere,
    Huge,
    Silent,
    Garbled,
}

/// What the provider does.
pub struct Script {
    pub sign: Sign,
    /// Claims put over the right ones; null takes one out.
    pub claims: Value,
    /// Header of tokens put over the right one.
    pub header: Value,
    /// Names of the published keys: of the RSA key, of the curve's.
    pub kids: (&'static str, &'static str),
    pub metadata: Value,
    pub discovery: Answer,
    pub keys: Answer,
    pub token: Answer,
    /// Times the key set was read.
    pub keys_read: usize,
    /// Times a code was exchanged.
    pub exchanged: usize,
    /// Now, as its clock has it.
    pub now: i64,
    /// Codes given out: nonce, challenge, redirect.
    codes: HashMap<String, (String, String, String)>,
    /// Connections that nobody answers.
    held: Vec<TcpStream>,
}

/// The provider.
pub struct Provider {
    pub issuer: String,
    script: Arc<Mutex<Script>>,
}

struct Keys {
    one: RsaKeyPair,
    two: RsaKeyPair,
    curve: EcdsaKeyPair,
    random: SystemRandom,
}

fn text(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

impl Keys {
    fn made() -> Self {
        let random = SystemRandom::new();
        let fresh = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).expect("a key");
        let curve = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, fresh.as_ref(), &random);
        Self {
            one: RsaKeyPair::from_pkcs8(include_bytes!("keys/rsa-one.der")).expect("a key"),
            two: RsaKeyPair::from_pkcs8(include_bytes!("keys/rsa-two.der")).expect("a key"),
            curve: curve.expect("a key"),
            random,
        }
    }

    fn published(&self, kids: (&str, &str)) -> Value {
        let rsa = RsaPublicKeyComponents::<Vec<u8>>::from(self.one.public_key());
        let point = self.curve.public_key().as_ref();
        json!({ "keys": [
            { "kty": "RSA", "use": "sig", "kid": kids.0, "n": text(&rsa.n), "e": text(&rsa.e) },
            { "kty": "EC", "crv": "P-256", "use": "sig", "kid": kids.1, "x": text(&point[1..33]), "y": text(&point[33..]) },
            { "kty": "RSA", "use": "enc", "kid": "for-something-else", "n": text(&rsa.n), "e": text(&rsa.e) },
        ] })
    }

    fn signed(&self, script: &Script, nonce: &str, issuer: &str) -> String {
        let (alg, kid) = match script.sign {
            Sign::Rs256 | Sign::Stranger => ("RS256", script.kids.0),
            Sign::Ps256 => ("PS256", script.kids.0),
            Sign::Es256 => ("ES256", script.kids.1),
            Sign::Hs256 => ("HS256", script.kids.0),
            Sign::None => ("none", script.kids.0),
        };
        let header = over(json!({ "typ": "JWT", "alg": alg, "kid": kid }), &script.header);
        let claims = json!({
            "iss": issuer, "aud": CLIENT, "sub": "key-of-paul", "nonce": nonce, "iat": script.now,
            "exp": script.now + 300, "email": "paul@house.example", "email_verified": true,
        });
        let message = format!("{}.{}", text(header.to_string()), text(over(claims, &script.claims).to_string()));
        let rsa = |key: &RsaKeyPair, how| {
            let mut signature = vec![0; key.public().modulus_len()];
            key.sign(how, &self.random, message.as_bytes(), &mut signature).expect("a signature");
            signature
        };
        let signature = match script.sign {
            Sign::Rs256 => rsa(&self.one, &RSA_PKCS1_SHA256),
            Sign::Ps256 => rsa(&self.one, &RSA_PSS_SHA256),
            Sign::Stranger => rsa(&self.two, &RSA_PKCS1_SHA256),
            Sign::Es256 => self.curve.sign(&self.random, message.as_bytes()).expect("a signature").as_ref().to_vec(),
            Sign::Hs256 => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, self.one.public_key().as_ref());
                ring::hmac::sign(&key, message.as_bytes()).as_ref().to_vec()
            }
            Sign::None => Vec::new(),
        };
        format!("{message}.{}", text(signature))
    }
}

/// The first with the fields of the second; null takes one out.
fn over(mut value: Value, fields: &Value) -> Value {
    for (name, field) in fields.as_object().into_iter().flatten() {
        match (field, value.as_object_mut()) {
            (Value::Null, Some(all)) => drop(all.remove(name)),
            (field, Some(all)) => drop(all.insert(name.clone(), field.clone())),
            (_, None) => {}
        }
    }
    value
}

/// The fields of a query or a form.
pub fn fields(query: &str) -> HashMap<String, String> {
    let plain = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.as_bytes();
        while let Some((first, others)) = rest.split_first() {
            rest = others;
            if *first == b'%' {
                let digits = std::str::from_utf8(&rest[..2]).expect("digits");
                bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
                rest = &rest[2..];
            } else {
                bytes.push(if *first == b'+' { b' ' } else { *first });
            }
        }
        String::from_utf8(bytes).expect("a text")
    };
    query.split('&').filter_map(|pair| pair.split_once('=')).map(|(k, v)| (plain(k), plain(v))).collect()
}

impl Provider {
    /// Starts on a free port of this machine.
    pub fn start(now: i64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let script = Script {
            sign: Sign::Rs256,
            claims: json!({}),
            header: json!({}),
            kids: ("rsa-1", "ec-1"),
            metadata: json!({}),
            discovery: Answer::Well,
            keys: Answer::Well,
            token: Answer::Well,
            keys_read: 0,
            exchanged: 0,
            now,
            codes: HashMap::new(),
            held: Vec::new(),
        };
        let script = Arc::new(Mutex::new(script));
        let (own, shared) = (issuer.clone(), Arc::clone(&script));
        std::thread::spawn(move || {
            let keys = Keys::made();
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                // A client that hangs up is no fault of the provider.
                let _ = serve(stream, &keys, &own, &shared);
            }
        });
        Self { issuer, script }
    }

    /// What it does from now on.
    pub fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().expect("the script")
    }

    /// Somebody signs in there: what their browser brings back, as (`state`, `code`).
    pub fn authorize(&self, to: &str) -> (String, String) {
        let query = to.strip_prefix(&format!("{}/authorize?", self.issuer)).expect("to the provider");
        let asked = fields(query);
        assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", CLIENT));
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
        let mut script = self.script();
        let code = format!("code-{}", script.codes.len());
        let kept = (asked["nonce"].clone(), asked["code_challenge"].clone(), asked["redirect_uri"].clone());
        script.codes.insert(code.clone(), kept);
        (asked["state"].clone(), code)
    }
}

fn serve(mut stream: TcpStream, keys: &Keys, issuer: &str, script: &Mutex<Script>) -> std::io::Result<()> {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    let (head, body) = loop {
        let read = stream.read(&mut part)?;
        request.extend_from_slice(&part[..read]);
        let whole = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = whole.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                break (head.to_owned(), body.to_owned());
            }
        }
        if read == 0 {
            return Ok(());
        }
    };
    let mut script = script.lock().expect("the script");
    let path = head.split(' ').nth(1).unwrap_or_default();
    let (how, value) = match path {
        "/.well-known/openid-configuration" => {
            let own = json!({
                "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/keys"),
            });
            (script.discovery, Ok(over(own, &script.metadata)))
        }
        "/keys" => {
            script.keys_read += 1;
            (script.keys, Ok(keys.published(script.kids)))
        }
        "/token" => (script.token, exchange(&head, &fields(&body), keys, issuer, &mut script)),
        _ => (Answer::Status(404), Ok(json!({}))),
    };
    let (status, body) = match value {
        Ok(value) => (200, value.to_string()),
        Err(error) => (400, json!({ "error": error }).to_string()),
    };
    let kind = "content-type: application/json\r\nconnection: close\r\n";
    let whole =
        |status: u16, body: &str| format!("HTTP/1.1 {status} X\r\n{kind}content-length: {}\r\n\r\n{body}", body.len());
    let answer = match how {
        Answer::Well => whole(status, &body),
        Answer::Status(status) => whole(status, "{\"error\":\"server_error\"}"),
        Answer::Elsewhere => {
            format!("HTTP/1.1 302 X\r\nlocation: {issuer}/elsewhere\r\n{kind}content-length: 0\r\n\r\n")
        }
        Answer::Huge => whole(200, &format!("{{\"a\":\"{}\"}}", "x".repeat(1_000_000))),
        Answer::Garbled => whole(200, "<html>"),
        Answer::Silent => {
            script.held.push(stream);
            return Ok(());
        }
    };
    drop(script);
    stream.write_all(answer.as_bytes())
}

/// The token of a code: once, to whoever holds the secret and the verifier.
fn exchange(
    head: &str,
    form: &HashMap<String, String>,
    keys: &Keys,
    issuer: &str,
    script: &mut Script,
) -> Result<Value, &'static str> {
    script.exchanged += 1;
    let pair = format!("{CLIENT}:{}", "s3cret%20%2F%20%C3%A9");
    let basic = format!("authorization: basic {}", BASE64_STANDARD.encode(pair)).to_lowercase();
    let by_header = head.to_lowercase().lines().any(|line| line == basic);
    let by_form = form.get("client_id").is_some_and(|id| id == CLIENT)
        && form.get("client_secret").is_some_and(|secret| secret == SECRET);
    if !by_header && !by_form {
        return Err("invalid_client");
    }
    let code = form.get("code").and_then(|code| script.codes.remove(code));
    let (nonce, challenge, redirect) = code.ok_or("invalid_grant")?;
    let verifier = form.get("code_verifier").ok_or("invalid_request")?;
    if text(Sha256::digest(verifier)) != challenge || form.get("redirect_uri") != Some(&redirect) {
        return Err("invalid_grant");
    }
    Ok(json!({ "access_token": "unused", "token_type": "Bearer", "id_token": keys.signed(script, &nonce, issuer) }))
}
