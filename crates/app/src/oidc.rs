//! Signing in through a provider of identities: OpenID Connect, by code, with PKCE, state and nonce.
//!
//! The browser holds one token of 256 bits, for ten minutes; state, nonce and verifier are derived from it,
//! and the database keeps its hash alone, which is gone once the provider's answer was taken. Nobody is
//! created: somebody whom the provider names must exist here. From their first sign-in on they are known by
//! the provider's own key of them (`iss` and `sub`), so that an address that changes hands opens nothing.

mod fault;
mod health;
mod keys;
mod metadata;
mod people;
mod token;

use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use courier::oidc::form_text;
use courier::{OidcClient, OidcExchange};
use kernel::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};
use store::{ProviderAttempt, Session, Tx, User};

pub use fault::ProviderFault;
pub use people::ProviderPerson;

use crate::secret::{digest, token as fresh_token};
use crate::sign_in::{AGENT_MAX, Entered, FORGET_US, LONGEST_US, SECOND_STEP_US, earlier, later};
use crate::{Desk, DeskError, ProviderRefusal, Role};
use keys::{KeySet, Verdict};
use metadata::Metadata;
use token::{Claims, Expected};

/// The provider's answer is awaited so long, microseconds: ten minutes.
const ATTEMPT_US: i64 = 10 * 60 * 1_000_000;
/// Sign-ins that await an answer at a time: far more than a house has people.
const ATTEMPTS_MAX: i64 = 10_000;
/// What a provider publishes is believed so long, microseconds: one hour.
const KNOWN_US: i64 = 3600 * 1_000_000;
/// Longest answer that a browser brings, in bytes.
const ANSWER_MAX: usize = 4_096;
/// Longest page to go back to, in bytes.
const BACK_MAX: usize = 2_000;

kernel::slug_enum!(
    /// What of a token says who somebody is, until they are tied to the provider's key of them.
    ProviderClaim {
        /// The address, which the provider must have verified.
        Email = "email",
        /// The provider's own key.
        Subject = "sub",
        /// The name they sign in with there; the provider must let nobody choose it.
        Username = "preferred_username",
        /// The same of Microsoft's directories.
        PrincipalName = "upn",
    }
);

impl ProviderClaim {
    /// What is asked for, so that the token has it.
    const fn scope(self) -> &'static str {
        match self {
            Self::Email => "openid email",
            Self::Subject => "openid",
            Self::Username | Self::PrincipalName => "openid profile",
        }
    }
}

/// Which provider, and what it is trusted with.
#[derive(Clone)]
pub struct ProviderSettings {
    /// Its address, exactly as it writes it itself.
    pub issuer: String,
    /// Who the house is there.
    pub client_id: String,
    /// The house's secret there; none for a public client.
    pub secret: Option<String>,
    /// Its name on the button.
    pub name: String,
    /// What says who somebody is.
    pub claim: ProviderClaim,
    /// The `amr` or `acr` that stands for a second factor; without it, ours is asked.
    pub multi_factor: Option<String>,
    /// The one login that passwords open; without it, they open every one.
    pub passwords_for: Option<String>,
}

/// A provider of identities. What it publishes is read at the first sign-in, and again every hour.
pub struct Provider {
    settings: ProviderSettings,
    client: OidcClient,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    metadata: Option<(Timestamp, Arc<Metadata>)>,
    keys: Option<(Timestamp, Arc<KeySet>)>,
}

/// What the sign-in page says of the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderDoor {
    /// Its name.
    pub name: String,
    /// Passwords open one login only.
    pub alone: bool,
}

/// A sign-in that begins.
#[derive(Clone)]
pub struct ProviderStart {
    /// What the browser keeps, for ten minutes.
    pub token: String,
    /// Where it goes.
    pub to: String,
}

/// What a browser brings back.
#[derive(Clone, Default)]
pub struct ProviderAnswer {
    /// What it kept.
    pub token: String,
    /// `state`.
    pub state: String,
    /// `code`.
    pub code: String,
    /// `error`, where the provider said no.
    pub error: String,
    /// `iss`, where the provider names itself.
    pub issuer: Option<String>,
}

/// Where the browser comes from.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// Its address.
    pub from: &'a str,
    /// The browser, as it names itself.
    pub agent: &'a str,
}

impl Provider {
    /// A provider; asks it nothing yet.
    ///
    /// # Errors
    /// [`ProviderFault::Address`] where the issuer is no address in https.
    pub fn try_new(settings: ProviderSettings, client: OidcClient) -> Result<Self, ProviderFault> {
        if !metadata::is_safe(&settings.issuer) || settings.issuer.contains('?') {
            let said = settings.issuer.chars().take(200).collect();
            return Err(ProviderFault::Address { what: "issuer".to_owned(), said });
        }
        Ok(Self { settings, client, known: Mutex::default() })
    }

    /// Its configuration, at most an hour old.
    fn metadata(&self, now: Timestamp) -> Result<Arc<Metadata>, ProviderFault> {
        if let Some((at, known)) = &self.lock().metadata
            && is_fresh(*at, now)
        {
            return Ok(Arc::clone(known));
        }
        // Asked without the lock: a provider that is slow holds nobody else up.
        let said = self.client.read(&metadata::address(&self.settings.issuer))?;
        let read = Arc::new(metadata::read(&said, &self.settings.issuer)?);
        self.lock().metadata = Some((now, Arc::clone(&read)));
        Ok(read)
    }

    /// Its keys, read anew.
    fn fetch_keys(&self, metadata: &Metadata, now: Timestamp) -> Result<Arc<KeySet>, ProviderFault> {
        let read = Arc::new(KeySet::read(&self.client.read(&metadata.keys)?)?);
        self.lock().keys = Some((now, Arc::clone(&read)));
        Ok(read)
    }

    /// Its keys, at most an hour old.
    fn keys(&self, metadata: &Metadata, now: Timestamp) -> Result<Arc<KeySet>, ProviderFault> {
        let known = self.lock().keys.clone().filter(|(at, _)| is_fresh(*at, now));
        known.map_or_else(|| self.fetch_keys(metadata, now), |(_, keys)| Ok(keys))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a browser signs in.
    fn sign_in_address(&self, metadata: &Metadata, token: &str, redirect_uri: &str) -> String {
        let challenge = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(derived(token, VERIFIER)));
        let (state, nonce) = (derived(token, STATE), derived(token, NONCE));
        let fields: [(&str, &str); 8] = [
            ("response_type", "code"),
            ("client_id", &self.settings.client_id),
            ("redirect_uri", redirect_uri),
            ("scope", self.settings.claim.scope()),
            ("state", &state),
            ("nonce", &nonce),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", form_text(value))).collect();
        let between = if metadata.authorization.contains('?') { '&' } else { '?' };
        format!("{}{between}{}", metadata.authorization, pairs.join("&"))
    }

    /// Exchanges the code and believes the token, or says what is wrong with it.
    fn claims(
        &self,
        answer: &ProviderAnswer,
        redirect_uri: &str,
        begun: Timestamp,
        now: Timestamp,
    ) -> Result<Claims, ProviderFault> {
        let metadata = self.metadata(now)?;
        let names_another = answer.issuer.as_ref().map_or(metadata.names_itself, |said| *said != self.settings.issuer);
        if names_another {
            return Err(ProviderFault::AnsweredByAnother);
        }
        let verifier = derived(&answer.token, VERIFIER);
        let given = self.client.exchange(&OidcExchange {
            endpoint: &metadata.token,
            client_id: &self.settings.client_id,
            secret: self.settings.secret.as_deref(),
            proof: metadata.proof,
            code: &answer.code,
            redirect_uri,
            verifier: &verifier,
        })?;
        let text = given.get("id_token").and_then(Value::as_str).ok_or(ProviderFault::NoToken)?;
        let parts = token::parts(text)?;
        let is_signed = |keys: &KeySet| {
            keys.verify(parts.algorithm, parts.kid.as_deref(), parts.message.as_bytes(), &parts.signature)
        };
        let mut verdict = is_signed(self.keys(&metadata, now)?.as_ref());
        if verdict == Verdict::Unknown {
            // Keys change: the set is read once again.
            verdict = is_signed(self.fetch_keys(&metadata, now)?.as_ref());
        }
        match verdict {
            Verdict::Good => {}
            Verdict::Wrong => return Err(ProviderFault::Signature),
            Verdict::Unknown => return Err(ProviderFault::KeyUnknown),
        }
        let (issuer, client_id) = (&self.settings.issuer, &self.settings.client_id);
        let nonce = derived(&answer.token, NONCE);
        token::claims(parts.payload, &Expected { issuer, client_id, nonce: &nonce, begun, now })
    }

    fn failed(&self, fault: &ProviderFault) -> DeskError {
        tracing::warn!(fault = fault.code(), words = %fault.words(kernel::Language::En), "the provider failed");
        ProviderRefusal::ProviderFailed { name: self.settings.name.clone(), why: fault.wording() }.into()
    }
}

const STATE: &str = "state";
const NONCE: &str = "nonce";
const VERIFIER: &str = "verifier";

/// What of a sign-in travels, from what its browser keeps: one leads to none of the others.
fn derived(token: &str, what: &str) -> String {
    digest(&format!("{what}:{token}"))
}

fn is_fresh(at: Timestamp, now: Timestamp) -> bool {
    let age = now.as_microsecond() - at.as_microsecond();
    (0..KNOWN_US).contains(&age)
}

impl Desk {
    /// The same desk, with a provider of identities.
    #[must_use]
    pub fn with_provider(mut self, provider: Provider) -> Self {
        self.provider = Some(provider);
        self
    }

    /// What the sign-in page says of the provider; none where there is none.
    pub fn provider_door(&self) -> Option<ProviderDoor> {
        let settings = &self.provider.as_ref()?.settings;
        Some(ProviderDoor { name: settings.name.clone(), alone: settings.passwords_for.is_some() })
    }

    /// Begins a sign-in; may block as long as the provider is waited for. `back` is the page to go to
    /// afterwards, `redirect_uri` where the browser brings the answer.
    ///
    /// # Errors
    /// [`DeskError::Refused`]: no provider, one that fails, or too many tries.
    pub fn begin_with_provider(
        &self,
        back: &str,
        redirect_uri: &str,
        caller: Caller<'_>,
    ) -> Result<ProviderStart, DeskError> {
        let provider = self.provider.as_ref().ok_or(ProviderRefusal::ProviderOff)?;
        self.allows_from(caller.from)?;
        let now = self.now();
        let metadata = provider.metadata(now).map_err(|fault| provider.failed(&fault))?;
        let token = fresh_token()?;
        let attempt = ProviderAttempt {
            token_hash: digest(&token),
            back: if back.len() > BACK_MAX || back.contains('\0') { String::new() } else { back.to_owned() },
            created_us: now,
            expires_us: later(now, ATTEMPT_US),
        };
        self.store.write("user.provider_begin", |tx| {
            if tx.providers().sweep(now)? >= ATTEMPTS_MAX {
                return Err(DeskError::from(ProviderRefusal::ProviderBusy));
            }
            Ok(tx.providers().begin(&attempt)?)
        })?;
        let to = provider.sign_in_address(&metadata, &token, redirect_uri);
        Ok(ProviderStart { token, to })
    }

    /// Takes the provider's answer: how far it leads, and the page to go to. May block as long as the
    /// provider is waited for.
    ///
    /// # Errors
    /// [`DeskError::Refused`]: no such sign-in, an answer that cannot be believed, or nobody of ours.
    pub fn finish_with_provider(
        &self,
        answer: &ProviderAnswer,
        redirect_uri: &str,
        caller: Caller<'_>,
    ) -> Result<(Entered, String), DeskError> {
        let provider = self.provider.as_ref().ok_or(ProviderRefusal::ProviderOff)?;
        self.allows_from(caller.from)?;
        let entered = self.finish(provider, answer, redirect_uri, caller);
        if let Err(DeskError::Refused(refusal)) = &entered {
            tracing::warn!(code = refusal.code(), "sign-in through the provider refused");
            // A provider that is down must not have the account for emergencies wait.
            if refusal.code() != "provider-failed" {
                self.failed_from(caller.from)?;
            }
        }
        entered
    }

    fn finish(
        &self,
        provider: &Provider,
        answer: &ProviderAnswer,
        redirect_uri: &str,
        caller: Caller<'_>,
    ) -> Result<(Entered, String), DeskError> {
        let name = || provider.settings.name.clone();
        let over = || ProviderRefusal::ProviderStepOver { name: name() };
        let key = digest(&answer.token);
        let attempt = self.store.read(|tx| tx.providers().attempt(&key, self.now()))?.ok_or_else(over)?;
        // By their hashes, so that time tells nothing of the right one.
        if digest(&answer.state) != digest(&derived(&answer.token, STATE)) {
            return Err(over().into());
        }
        if !self.store.write("user.provider_answer", |tx| tx.providers().use_up(&key))? {
            return Err(over().into());
        }
        if answer.code.is_empty() || answer.code.len() > ANSWER_MAX {
            let plain = |c: &char| c.is_ascii_alphanumeric() || "_-.".contains(*c);
            let said: String = answer.error.chars().filter(plain).take(60).collect();
            let error = if said.is_empty() { "no code".to_owned() } else { said };
            return Err(ProviderRefusal::ProviderSaidNo { name: name(), error }.into());
        }
        let claims = provider.claims(answer, redirect_uri, attempt.created_us, self.now());
        let claims = match claims {
            Ok(claims) => claims,
            Err(fault) => {
                // A code that the provider does not know may be a guess.
                if matches!(fault, ProviderFault::Refused { status: 400..500, .. }) {
                    self.failed_from(caller.from)?;
                }
                return Err(provider.failed(&fault));
            }
        };
        let token = fresh_token()?;
        // The provider may have taken its time.
        let now = self.now();
        let awaits_code = self.store.write("user.provider_sign_in", |tx| {
            let user = self.recognised_in_tx(tx, &provider.settings, &claims)?;
            let vouched = provider.settings.multi_factor.as_deref().is_some_and(|how| claims.signed_in_by(how));
            let awaits_code = !vouched && has_code(tx, &user)?;
            tx.sessions().sweep(now, earlier(now, FORGET_US))?;
            tx.sessions().insert(&Session {
                token_hash: digest(&token),
                user_id: user.id,
                created_us: now,
                last_seen_us: now,
                expires_us: later(now, if awaits_code { SECOND_STEP_US } else { LONGEST_US }),
                user_agent: crate::sign_in::shown(caller.agent).take(AGENT_MAX).collect(),
                address: caller.from.to_owned(),
                awaits_code,
                vouched,
            })?;
            Ok::<_, DeskError>(awaits_code)
        })?;
        let entered = if awaits_code { Entered::AwaitsCode(token) } else { Entered::Signed(token) };
        Ok((entered, attempt.back))
    }

    /// Refuses passwords where the provider is the only door, but for the login kept for emergencies.
    pub(crate) fn password_opens(&self, login: &str) -> Result<(), DeskError> {
        let settings = self.provider.as_ref().map(|provider| &provider.settings);
        let closed = settings.filter(|s| s.passwords_for.as_ref().is_some_and(|only| only != login));
        closed.map_or(Ok(()), |s| Err(ProviderRefusal::PasswordsClosed { name: s.name.clone() }.into()))
    }

    /// The login kept for emergencies is an administrator's.
    pub(crate) fn password_opens_to(&self, user: &User) -> Result<(), DeskError> {
        let settings = self.provider.as_ref().map(|provider| &provider.settings);
        let closed = settings.filter(|s| s.passwords_for.is_some() && user.role != Role::Administrator.slug());
        closed.map_or(Ok(()), |s| Err(ProviderRefusal::PasswordsClosed { name: s.name.clone() }.into()))
    }
}

fn has_code(tx: &mut Tx, user: &User) -> Result<bool, DeskError> {
    Ok(tx.second_factors().of(user.id)?.is_some_and(|factor| factor.confirmed_us.is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_travels_leads_to_nothing_else() {
        let all = [STATE, NONCE, VERIFIER].map(|what| derived("token", what));
        assert!(all.iter().all(|text| text.len() == 64), "43 characters at least for PKCE");
        assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2] && !all.contains(&digest("token")));
    }

    #[test]
    fn the_way_to_the_provider_is_that_of_the_specification() {
        let settings = ProviderSettings {
            issuer: "https://id.example".to_owned(),
            client_id: "quittance & co".to_owned(),
            secret: None,
            name: "Maison".to_owned(),
            claim: ProviderClaim::Email,
            multi_factor: None,
            passwords_for: None,
        };
        let client = || OidcClient::new(courier::Roots::System, std::time::Duration::from_secs(1));
        let provider = Provider::try_new(settings.clone(), client()).expect("a provider");
        let metadata = Metadata {
            authorization: "https://id.example/authorize?realm=x".to_owned(),
            token: String::new(),
            keys: String::new(),
            proof: courier::OidcProof::Header,
            names_itself: false,
        };
        let to = provider.sign_in_address(&metadata, "token", "https://desk.example/sign-in/provider/callback");
        assert!(to.starts_with(
            "https://id.example/authorize?realm=x&response_type=code&client_id=quittance%20%26%20co&\
             redirect_uri=https%3A%2F%2Fdesk.example%2Fsign-in%2Fprovider%2Fcallback&scope=openid%20email&state="
        ));
        assert!(to.ends_with("&code_challenge_method=S256") && !to.contains(&derived("token", VERIFIER)));
        for wrong in ["http://id.example", "id.example/realm", "https://id.example/?realm=x", "https://a:b@id.example"]
        {
            let settings = ProviderSettings { issuer: wrong.to_owned(), ..settings.clone() };
            assert!(Provider::try_new(settings, client()).is_err(), "{wrong}");
        }
    }
}
