//! Signing in through a provider of identities: the good way in, and those who try another.

use std::sync::Arc;
use std::time::Duration;

use app::oidc::{Caller, ProviderAnswer, ProviderClaim, ProviderSettings};
use app::sign_in::{Entered, SignedIn};
use app::users::NewUser;
use app::{Actor, Desk, DeskError, Role};
use courier::{OidcClient, Roots};
use kernel::{Clock, Language};
use serde_json::{Value, json};
use store::{Health, OpenOptions, Store};

use crate::identity::{Moved, enrol, shown};
use crate::provider::{Answer, CLIENT, Provider, SECRET, Sign};
use crate::support::{House, houses};

const PASSWORD: &str = "une phrase assez longue";
const BACK: &str = "https://desk.example/sign-in/provider/callback";
const CALLER: Caller<'_> = Caller { from: "192.0.2.1", agent: "Firefox" };

/// A desk whose people come by a provider of this machine.
struct Trial {
    desk: Desk,
    clock: Arc<Moved>,
    provider: Provider,
    _house: House,
}

fn trials(change: impl Fn(&mut ProviderSettings)) -> impl Iterator<Item = Trial> {
    houses("2026-11-23").into_iter().map(move |house| {
        let clock = Arc::new(Moved::at(1_795_420_800));
        let provider = Provider::start(1_795_420_800);
        let mut settings = ProviderSettings {
            issuer: provider.issuer.clone(),
            client_id: CLIENT.to_owned(),
            secret: Some(SECRET.to_owned()),
            name: "Maison".to_owned(),
            claim: ProviderClaim::Email,
            multi_factor: None,
            passwords_for: None,
        };
        change(&mut settings);
        let store = Store::open(&house.url, &OpenOptions::default()).expect("a store");
        let desk = Desk::new(store, Arc::clone(&clock) as Arc<dyn Clock>, 900).with_provider(asking(settings, 5_000));
        for (login, role) in [("admin", Role::Administrator), ("paul@house.example", Role::Collector)] {
            user(&desk, login, role);
        }
        Trial { desk, clock, provider, _house: house }
    })
}

fn asking(settings: ProviderSettings, wait_ms: u64) -> app::oidc::Provider {
    let client = OidcClient::new(Roots::System, Duration::from_millis(wait_ms));
    app::oidc::Provider::try_new(settings, client).expect("a provider")
}

fn user(desk: &Desk, login: &str, role: Role) {
    let (login, name) = (login.to_owned(), login.to_owned());
    let new = NewUser { login, name, password: PASSWORD.to_owned(), role, language: Language::Fr };
    desk.create_user(Some(&Actor::operator()), &new).expect("a user");
}

impl Trial {
    /// Out to the provider and back to the browser.
    fn out(&self) -> ProviderAnswer {
        let start = self.desk.begin_with_provider("/aging", BACK, CALLER).expect("a way to the provider");
        let (state, code) = self.provider.authorize(&start.to);
        ProviderAnswer { token: start.token, state, code, ..ProviderAnswer::default() }
    }

    fn back(&self, answer: &ProviderAnswer) -> Result<(Entered, String), DeskError> {
        self.desk.finish_with_provider(answer, BACK, CALLER)
    }

    fn sign_in(&self) -> Result<Entered, DeskError> {
        self.back(&self.out()).map(|(entered, _)| entered)
    }

    fn enter(&self) -> SignedIn {
        match self.sign_in().expect("a sign-in") {
            Entered::Signed(token) => self.desk.session(&token).expect("an answer").expect("a session"),
            Entered::AwaitsCode(_) => panic!("no code is in force"),
        }
    }

    /// The code and the English words of a refusal.
    fn refused(&self) -> (&'static str, String) {
        told(self.sign_in())
    }

    fn set(&self, claims: Value) {
        self.provider.script().claims = claims;
    }
}

fn told<T>(answer: Result<T, DeskError>) -> (&'static str, String) {
    answer.err().map_or(("done", String::new()), |error| (error.code(), error.words(Language::En)))
}

#[test]
fn whoever_the_provider_vouches_for_comes_in_by_each_signature() {
    for trial in trials(|_| ()) {
        for sign in [Sign::Rs256, Sign::Ps256, Sign::Es256] {
            trial.provider.script().sign = sign;
            let (entered, back) = trial.back(&trial.out()).expect("a sign-in");
            let Entered::Signed(token) = entered else { panic!("no code is in force") };
            let signed = trial.desk.session(&token).expect("an answer").expect("a session");
            assert_eq!((signed.actor.name.as_str(), back.as_str()), ("paul@house.example", "/aging"), "{sign:?}");
        }
        let admin = Actor::new("admin", Role::Administrator);
        let sessions = trial.desk.sessions(&admin, "paul@house.example", "").expect("sessions");
        assert_eq!((sessions.len(), sessions[0].from.as_str()), (3, "192.0.2.1"));
        assert_eq!(trial.provider.script().keys_read, 1, "kept for an hour");
        trial.clock.on(3600);
        trial.provider.script().now += 3600;
        trial.enter();
        assert_eq!(trial.provider.script().keys_read, 2);
        // A provider that takes the secret in the form, and one that names itself in its answers.
        let named = json!({ "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "authorization_response_iss_parameter_supported": true });
        trial.provider.script().metadata = named;
        trial.clock.on(3600);
        trial.provider.script().now += 3600;
        let answer = trial.out();
        let issuer = Some(trial.provider.issuer.clone());
        assert!(trial.back(&ProviderAnswer { issuer, ..answer }).is_ok());
        let (code, words) = trial.refused();
        assert!(
            code == "provider-failed" && words.contains("another provider"),
            "it should have named itself: {words}"
        );
        let mixed = ProviderAnswer { issuer: Some("https://evil.example".to_owned()), ..trial.out() };
        assert!(told(trial.back(&mixed)).1.contains("another provider"));
    }
}

#[test]
fn an_answer_is_good_once_in_the_browser_that_asked_for_ten_minutes() {
    for trial in trials(|_| ()) {
        let answer = trial.out();
        let wrong = ProviderAnswer { state: "0".repeat(64), ..answer.clone() };
        assert_eq!(told(trial.back(&wrong)).0, "provider-step-over", "another state");
        assert_eq!(trial.provider.script().exchanged, 0, "nothing was asked of the provider");
        let other = trial.out();
        let swapped = ProviderAnswer { token: other.token.clone(), ..answer.clone() };
        assert_eq!(told(trial.back(&swapped)).0, "provider-step-over", "another browser");
        let bare = ProviderAnswer { token: String::new(), ..answer.clone() };
        assert_eq!(told(trial.back(&bare)).0, "provider-step-over", "a browser that did not begin");
        trial.back(&answer).expect("a sign-in");
        assert_eq!(told(trial.back(&answer)).0, "provider-step-over", "a second time");
        // The code of one sign-in, in another: the verifier is another.
        let third = trial.out();
        let injected = ProviderAnswer { code: third.code, ..other };
        let (code, words) = told(trial.back(&injected));
        assert!(code == "provider-failed" && words.contains("invalid_grant"), "{words}");
        let late = trial.out();
        trial.clock.on(599);
        trial.provider.script().now += 599;
        let in_time = trial.out();
        trial.clock.on(1);
        assert_eq!(told(trial.back(&late)).0, "provider-step-over", "ten minutes later");
        assert!(trial.back(&in_time).is_ok());
        let denied = ProviderAnswer { code: String::new(), error: "access_denied<b>".to_owned(), ..trial.out() };
        let (code, words) = told(trial.back(&denied));
        assert!(code == "provider-said-no" && words.contains("(access_deniedb)"), "{words}");
        assert_eq!(told(trial.back(&denied)).0, "provider-step-over", "a refusal is used up too");
    }
}

#[test]
fn a_token_that_is_not_ours_now_and_signed_is_refused() {
    let now = 1_795_420_800_i64;
    let cases: [(&str, Sign, Value, Value, &str); 18] = [
        ("issuer", Sign::Rs256, json!({ "iss": "https://evil.example" }), json!({}), "another issuer"),
        ("audience", Sign::Rs256, json!({ "aud": "another" }), json!({}), "another application"),
        ("party", Sign::Rs256, json!({ "azp": "another" }), json!({}), "another application"),
        ("two audiences", Sign::Rs256, json!({ "aud": [CLIENT, "b"] }), json!({}), "another application"),
        ("expired", Sign::Rs256, json!({ "exp": now - 60 }), json!({}), "is over"),
        ("endless", Sign::Rs256, json!({ "exp": null }), json!({}), "is over"),
        ("to come", Sign::Rs256, json!({ "iat": now + 61 }), json!({}), "not that of this sign-in"),
        ("old", Sign::Rs256, json!({ "iat": now - 61 }), json!({}), "not that of this sign-in"),
        ("nonce", Sign::Rs256, json!({ "nonce": "another" }), json!({}), "another sign-in"),
        ("no nonce", Sign::Rs256, json!({ "nonce": null }), json!({}), "another sign-in"),
        ("nobody", Sign::Rs256, json!({ "sub": null }), json!({}), "names nobody"),
        ("unsigned", Sign::None, json!({}), json!({}), "« none »"),
        ("shared secret", Sign::Hs256, json!({}), json!({}), "« HS256 »"),
        ("shared secret, called RSA", Sign::Hs256, json!({}), json!({ "alg": "RS256" }), "signature"),
        ("another key", Sign::Stranger, json!({}), json!({}), "signature"),
        ("unsigned, called RSA", Sign::None, json!({}), json!({ "alg": "RS256" }), "signature"),
        ("another way", Sign::Rs256, json!({}), json!({ "alg": "PS256" }), "signature"),
        (
            "a key for something else",
            Sign::Rs256,
            json!({}),
            json!({ "kid": "for-something-else" }),
            "does not publish",
        ),
    ];
    for trial in trials(|_| ()) {
        for (name, sign, claims, header, words) in &cases {
            {
                let mut script = trial.provider.script();
                (script.sign, script.claims, script.header) = (*sign, claims.clone(), header.clone());
            }
            let (code, said) = trial.refused();
            assert!(code == "provider-failed" && said.contains(words), "{name}: {code}, {said}");
        }
        let sessions = trial.desk.sessions(&Actor::operator(), "paul@house.example", "").expect("sessions");
        assert!(sessions.is_empty(), "nobody came in");
        assert_eq!(trial.desk.provider_people(&Actor::operator()).expect("people")[1].tied_at, None);
    }
}

#[test]
fn new_keys_are_read_once_again() {
    for trial in trials(|_| ()) {
        trial.enter();
        trial.provider.script().kids = ("rsa-2", "ec-2");
        trial.enter();
        assert_eq!(trial.provider.script().keys_read, 2, "read again for the new name");
        trial.provider.script().header = json!({ "kid": "rsa-3" });
        let (code, words) = trial.refused();
        assert!(code == "provider-failed" && words.contains("does not publish"), "{words}");
        assert_eq!(trial.provider.script().keys_read, 3, "once");
        trial.provider.script().header = json!({ "kid": null });
        trial.enter();
        assert_eq!(trial.provider.script().keys_read, 3, "no name: any key of its kind");
    }
}

#[test]
fn a_person_is_known_by_the_providers_key_once_they_came_in() {
    for trial in trials(|_| ()) {
        let admin = Actor::new("admin", Role::Administrator);
        user(&trial.desk, "anne@house.example", Role::Collector);
        assert_eq!(trial.enter().actor.name, "paul@house.example");
        let held = trial.desk.provider_person(&admin, "paul@house.example").expect("a person");
        assert_eq!(held.issuer.as_ref(), Some(&trial.provider.issuer));
        // Paul's address becomes Anne's, then nobody's: he stays himself.
        for email in ["anne@house.example", "other@house.example"] {
            trial.set(json!({ "email": email, "email_verified": false }));
            assert_eq!(trial.enter().actor.name, "paul@house.example", "{email}");
        }
        // Somebody else is given his address.
        trial.set(json!({ "sub": "key-of-eve", "email": "Paul@House.example" }));
        assert_eq!(trial.refused().0, "provider-tied");
        assert_eq!(
            told(trial.desk.untie_from_provider(&Actor::new("x", Role::Collector), "anne@house.example")).0,
            "forbidden"
        );
        assert_eq!(told(trial.desk.untie_from_provider(&admin, "anne@house.example")).0, "provider-untied");
        trial.desk.untie_from_provider(&admin, "paul@house.example").expect("untied");
        let sessions = trial.desk.sessions(&admin, "paul@house.example", "").expect("sessions");
        assert!(sessions.is_empty(), "signed out");
        assert_eq!(trial.enter().actor.name, "paul@house.example", "an administrator let the new key in");
        trial.set(json!({}));
        assert_eq!(trial.refused().0, "provider-tied", "the former key is nobody's");
    }
}

#[test]
fn nobody_is_created_and_a_refusal_says_whom_to_ask() {
    for trial in trials(|_| ()) {
        let admin = Actor::new("admin", Role::Administrator);
        trial.set(json!({ "email": "new@house.example", "sub": "key-of-new" }));
        let (code, words) = trial.refused();
        assert!(code == "provider-unknown" && words.contains("new@house.example") && words.contains("administrator"));
        assert_eq!(trial.desk.people(&admin).expect("people").len(), 2, "nobody is created");
        for verified in [json!(false), json!(null), json!("false"), json!(1)] {
            trial.set(json!({ "email_verified": verified }));
            assert_eq!(trial.refused().0, "provider-unverified", "{verified}");
        }
        trial.set(json!({ "email": null }));
        assert!(trial.refused().1.contains("no « email »"));
        // A name that an administrator wrote down, which the login then is no more.
        user(&trial.desk, "lea", Role::Reader);
        assert_eq!(told(trial.desk.name_at_provider(&admin, "lea", " PAUL@house.example ")).0, "provider-name-taken");
        assert_eq!(told(trial.desk.name_at_provider(&admin, "lea", &"x".repeat(256))).0, "provider-name-wrong");
        trial.desk.name_at_provider(&admin, "lea", "lea.martin@house.example").expect("named");
        trial.set(json!({ "email": "Lea.Martin@house.example", "email_verified": "true", "sub": "key-of-lea" }));
        assert_eq!(trial.enter().actor.name, "lea");
        // Out: whom the provider still knows.
        trial.desk.set_active(&admin, "lea", false).expect("barred");
        assert_eq!(trial.refused().0, "provider-barred");
        trial.desk.set_active(&admin, "paul@house.example", false).expect("barred");
        trial.set(json!({}));
        assert_eq!(trial.refused().0, "provider-barred", "before the first sign-in too");
    }
}

#[test]
fn the_name_may_be_another_claim_and_the_key_itself() {
    for trial in trials(|settings| settings.claim = ProviderClaim::Subject) {
        assert_eq!(trial.refused().0, "provider-unknown");
        let admin = Actor::new("admin", Role::Administrator);
        trial.desk.name_at_provider(&admin, "paul@house.example", "Key-of-Paul").expect("named");
        assert_eq!(trial.refused().0, "provider-unknown", "to the last letter");
        trial.desk.name_at_provider(&admin, "paul@house.example", "key-of-paul").expect("named");
        assert_eq!(trial.enter().actor.name, "paul@house.example");
    }
}

#[test]
fn our_code_is_asked_unless_the_provider_vouches_for_one() {
    for trial in trials(|settings| settings.multi_factor = Some("mfa".to_owned())) {
        let paul = trial.enter();
        let entered = trial.desk.sign_in("paul@house.example", PASSWORD, "192.0.2.1", "Firefox").expect("a sign-in");
        let Entered::Signed(session) = entered else { panic!("no code is in force") };
        let (secret, _) = enrol(&trial.desk, &paul.actor, &session);
        let Entered::AwaitsCode(half) = trial.sign_in().expect("a first step") else { panic!("a code is in force") };
        assert!(trial.desk.session(&half).expect("an answer").is_none(), "half a sign-in opens nothing");
        let code = shown(&trial.desk, &secret, 30);
        trial.desk.sign_in_with_code(&half, &code, "192.0.2.1").expect("a sign-in");
        trial.set(json!({ "amr": ["pwd", "mfa"] }));
        trial.enter();
        trial.set(json!({ "acr": "mfa" }));
        trial.enter();
        trial.set(json!({ "amr": ["pwd"] }));
        assert!(matches!(trial.sign_in(), Ok(Entered::AwaitsCode(_))));
        // A role that must have a code: whoever comes with one of the provider's has none of ours to make.
        trial.desk.set_roles_with_code(&Actor::operator(), &["reader".to_owned()]).expect("set");
        user(&trial.desk, "lea@house.example", Role::Reader);
        let lea = |amr: &str| json!({ "email": "lea@house.example", "sub": "key-of-lea", "amr": [amr] });
        trial.set(lea("pwd"));
        assert!(trial.enter().must_enrol);
        trial.set(lea("mfa"));
        assert!(!trial.enter().must_enrol);
    }
    // Without the setting, what the provider says of it counts for nothing.
    for trial in trials(|_| ()) {
        trial.desk.set_roles_with_code(&Actor::operator(), &["collector".to_owned()]).expect("set");
        trial.set(json!({ "amr": ["mfa"], "acr": "mfa" }));
        assert!(trial.enter().must_enrol);
    }
}

#[test]
fn passwords_may_be_kept_for_one_administrator() {
    for trial in trials(|settings| settings.passwords_for = Some("admin".to_owned())) {
        let by_password = |login: &str, password: &str| told(trial.desk.sign_in(login, password, "192.0.2.1", "")).0;
        assert_eq!(by_password("paul@house.example", PASSWORD), "passwords-closed");
        assert_eq!(by_password("paul@house.example", "pas la bonne du tout"), "passwords-closed", "nothing is told");
        assert_eq!(by_password("Admin", PASSWORD), "done");
        assert_eq!(by_password("admin", "pas la bonne du tout"), "wrong-credentials");
        assert!(trial.desk.provider_door().is_some_and(|door| door.alone && door.name == "Maison"));
        trial.enter();
    }
    for trial in trials(|settings| settings.passwords_for = Some("paul@house.example".to_owned())) {
        let paul = trial.desk.sign_in("paul@house.example", PASSWORD, "192.0.2.1", "");
        assert_eq!(told(paul).0, "passwords-closed", "no administrator");
    }
}

#[test]
fn a_provider_that_fails_is_told_from_one_that_refuses() {
    let failing = [
        (Answer::Status(500), "answered 500 server_error"),
        (Answer::Elsewhere, "sends elsewhere (302)"),
        (Answer::Huge, "too long"),
        (Answer::Garbled, "cannot be read"),
    ];
    for trial in trials(|_| ()) {
        for (how, words) in failing {
            trial.provider.script().discovery = how;
            let begun = told(trial.desk.begin_with_provider("", BACK, CALLER).map(drop));
            assert!(begun.0 == "provider-failed" && begun.1.contains(words), "discovery, {how:?}: {begun:?}");
        }
        trial.provider.script().discovery = Answer::Well;
        for (how, words) in failing {
            trial.provider.script().token = how;
            let refused = trial.refused();
            assert!(refused.0 == "provider-failed" && refused.1.contains(words), "token, {how:?}: {refused:?}");
        }
        trial.provider.script().token = Answer::Well;
        for (how, words) in failing {
            trial.provider.script().keys = how;
            let refused = trial.refused();
            assert!(refused.0 == "provider-failed" && refused.1.contains(words), "keys, {how:?}: {refused:?}");
        }
        trial.provider.script().keys = Answer::Well;
        trial.enter();
        // Twenty failures of the provider have nobody wait: the account for emergencies still opens.
        trial.provider.script().token = Answer::Status(503);
        for _ in 0..21 {
            assert_eq!(trial.refused().0, "provider-failed");
        }
        assert!(trial.desk.sign_in("admin", PASSWORD, CALLER.from, "").is_ok());
        // Twenty answers that nobody asked for do.
        let stray = ProviderAnswer { code: "x".to_owned(), ..ProviderAnswer::default() };
        for _ in 0..20 {
            assert_eq!(told(trial.back(&stray)).0, "provider-step-over");
        }
        assert_eq!(told(trial.back(&stray)).0, "too-many-tries");
        assert_eq!(told(trial.desk.begin_with_provider("", BACK, CALLER).map(drop)).0, "too-many-tries");
    }
}

#[test]
fn the_doctor_says_what_is_wrong_with_the_provider() {
    let checks = |desk: &Desk| {
        let all = desk.doctor(&Actor::operator()).expect("checks");
        all.into_iter().filter(|c| c.name.starts_with("provider")).map(|c| (c.health, c.detail)).collect::<Vec<_>>()
    };
    for trial in trials(|settings| settings.passwords_for = Some("admin".to_owned())) {
        let seen = checks(&trial.desk);
        assert!(seen[0].0 == Health::Good && seen[0].1.contains("2 keys"), "{seen:?}");
        assert!(seen[1].0 == Health::Watch && seen[1].1.contains("admin"), "no address: {seen:?}");
        assert!(seen[2].0 == Health::Watch && seen[2].1.contains("no sign-in code"), "{seen:?}");
        trial.provider.script().metadata = json!({ "issuer": "https://id.example/" });
        let seen = checks(&trial.desk);
        assert!(seen[0].0 == Health::Bad && seen[0].1.contains("--oidc-issuer"), "{seen:?}");
        trial.provider.script().metadata = json!({ "jwks_uri": null });
        assert!(checks(&trial.desk)[0].1.contains("« jwks_uri »"));
    }
    // Nobody there, and somebody who does not answer.
    for house in houses("2026-11-23") {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = closed.local_addr().expect("an address");
        drop(closed);
        let settings = |issuer: String| ProviderSettings {
            issuer,
            client_id: CLIENT.to_owned(),
            secret: None,
            name: "Maison".to_owned(),
            claim: ProviderClaim::Email,
            multi_factor: None,
            passwords_for: None,
        };
        let open = |provider| {
            let store = Store::open(&house.url, &OpenOptions::default()).expect("a store");
            Desk::new(store, Arc::new(Moved::at(1_795_420_800)), 900).with_provider(provider)
        };
        let desk = open(asking(settings(format!("http://{address}")), 5_000));
        let seen = checks(&desk);
        assert!(seen[0].0 == Health::Bad && seen[0].1.contains("cannot be reached"), "{seen:?}");
        let silent = Provider::start(0);
        silent.script().discovery = Answer::Silent;
        let desk = open(asking(settings(silent.issuer.clone()), 200));
        let seen = checks(&desk);
        assert!(seen[0].0 == Health::Bad && seen[0].1.contains("in time"), "{seen:?}");
    }
}
