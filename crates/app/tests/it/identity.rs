//! Who signs in: tokens, sessions, codes, and what slows down those who guess.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::sign_in::{Entered, SignedIn};
use app::tokens::{MadeToken, NewToken};
use app::users::NewUser;
use app::{Actor, Desk, DeskError, Permission, Role};
use kernel::{Clock, Date, Timestamp};
use store::{OpenOptions, Store};
use totp_rs::{Builder, Secret};

use crate::support::{House, day, houses};

const PASSWORD: &str = "une phrase assez longue";
const HERE: &str = "192.0.2.1";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

/// A clock that a test moves.
pub struct Moved(AtomicI64);

impl Moved {
    pub fn at(second: i64) -> Self {
        Self(AtomicI64::new(second))
    }

    pub fn on(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::Relaxed)).expect("an instant")
    }

    fn today(&self) -> Date {
        day("2026-11-23")
    }
}

/// A desk by a clock of ours, on each engine, with an administrator and a collector.
fn each(test: impl Fn(&Desk, &Moved, &House)) {
    for house in houses("2026-11-23") {
        // 23 November 2026, nine in the morning.
        let clock = Arc::new(Moved::at(1_795_420_800));
        let store = Store::open(&house.url, &OpenOptions::default()).expect("a store");
        let desk = Desk::new(store, Arc::clone(&clock) as Arc<dyn Clock>, 900);
        let by = Actor::operator();
        for (login, role) in [("admin", Role::Administrator), ("paul", Role::Collector)] {
            let new = NewUser {
                login: login.to_owned(),
                name: login.to_owned(),
                password: PASSWORD.to_owned(),
                role,
                language: ledger::Language::Fr,
            };
            desk.create_user(Some(&by), &new).expect("a user");
        }
        test(&desk, &clock, &house);
    }
}

fn enter(desk: &Desk, login: &str) -> String {
    match desk.sign_in(login, PASSWORD, HERE, FIREFOX).expect("a sign-in") {
        Entered::Signed(token) => token,
        Entered::AwaitsCode(_) => panic!("no code is in force"),
    }
}

fn first_step(desk: &Desk, login: &str) -> String {
    match desk.sign_in(login, PASSWORD, HERE, FIREFOX).expect("a first step") {
        Entered::AwaitsCode(token) => token,
        Entered::Signed(_) => panic!("a code is in force"),
    }
}

fn holder(desk: &Desk, token: &str) -> Option<SignedIn> {
    desk.session(token).expect("an answer")
}

fn code<T>(answer: Result<T, DeskError>) -> &'static str {
    answer.err().map_or("done", |error| error.code())
}

/// The code that an application shows, so many seconds from now.
pub fn shown(desk: &Desk, secret: &str, seconds: i64) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).expect("base 32");
    let totp = Builder::new().with_secret(secret).build().expect("a key");
    totp.generate(u64::try_from(desk.now().as_second() + seconds).expect("after 1970")).to_string()
}

/// Turns codes on for somebody signed in; the secret and the recovery codes.
pub fn enrol(desk: &Desk, actor: &Actor, session: &str) -> (String, Vec<String>) {
    let key = desk.begin_second_factor(actor, PASSWORD, HERE).expect("a key");
    let given = shown(desk, &key.secret, 0);
    (key.secret, desk.confirm_second_factor(actor, session, &given, HERE).expect("codes"))
}

fn new_token(scopes: &[&str], days: i64) -> NewToken {
    let scopes = scopes.iter().map(|&s| s.to_owned()).collect();
    NewToken { name: "import du matin".to_owned(), days: Some(days), scopes }
}

fn make(desk: &Desk, actor: &Actor, new: &NewToken) -> Result<MadeToken, DeskError> {
    desk.make_token(actor, new, PASSWORD, HERE)
}

#[test]
fn what_ends_the_sessions_of_somebody_ends_their_tokens_too_and_for_good() {
    each(|desk, _, _| {
        let admin = Actor::new("admin", Role::Administrator);
        let open = |token: &MadeToken| desk.token_holder(&token.token).expect("an answer").is_some();
        let both = || {
            let session = enter(desk, "paul");
            let paul = holder(desk, &session).expect("Paul").actor;
            (make(desk, &paul, &new_token(&["read"], 30)).expect("a token"), paul, session)
        };
        // Out of the house and in again: what was open stays closed.
        let (token, _, session) = both();
        desk.set_active(&admin, "paul", false).expect("barred");
        desk.set_active(&admin, "paul", true).expect("allowed");
        assert!(!open(&token) && holder(desk, &session).is_none());
        // The device is lost.
        let (token, paul, session) = both();
        enrol(desk, &paul, &session);
        assert!(open(&token), "a code turned on leaves programs alone");
        desk.reset_second_factor(&admin, "paul").expect("reset");
        assert!(!open(&token) && holder(desk, &session).is_none());
        // A new password: the session that changes it stays.
        let (token, paul, session) = both();
        let others = make(desk, &admin, &new_token(&["read"], 30)).expect("a token");
        desk.change_password(&paul, &session, PASSWORD, "une tout autre phrase", HERE).expect("changed");
        assert!(!open(&token) && open(&others) && holder(desk, &session).is_some());
    });
}

#[test]
fn nobody_has_a_password_hashed_once_there_is_an_administrator() {
    each(|desk, _, _| {
        let new = |password: &str| NewUser {
            login: "intrus".to_owned(),
            name: "Intrus".to_owned(),
            password: password.to_owned(),
            role: Role::Administrator,
            language: ledger::Language::Fr,
        };
        // Refused before the password is looked at, and so before it is hashed.
        assert_eq!(code(desk.create_user(None, &new("court"))), "administrator-exists");
        let paul = Actor::new("paul", Role::Collector);
        assert_eq!(code(desk.create_user(Some(&paul), &new("court"))), "forbidden");
    });
}

#[test]
fn a_token_does_what_its_scopes_and_its_owner_may_until_its_day() {
    each(|desk, clock, _| {
        let paul = holder(desk, &enter(desk, "paul")).expect("Paul").actor;
        let made = make(desk, &paul, &new_token(&["read", "import"], 2)).expect("a token");
        assert!(made.token.starts_with("qt_") && made.token.len() == 67 && made.token.starts_with(&made.listed.hint));
        assert!(holder(desk, &made.token).is_none(), "it is no session");
        let by = |token: &str| desk.token_holder(token).expect("an answer").map(|s| s.actor);
        let program = by(&made.token).expect("a holder");
        assert_eq!((program.name.as_str(), program.role), ("paul", Role::Collector));
        assert_eq!(code(program.may(Permission::Read)), "done");
        assert_eq!(code(program.may(Permission::EditAccount)), "scope-missing", "the role would, the token not");
        assert_eq!(code(program.may(Permission::Import)), "forbidden", "the token would, the role not");
        // Nothing of how one signs in is a token's.
        for refused in [
            code(make(desk, &program, &new_token(&["read"], 1))),
            code(desk.tokens(&program, "paul")),
            code(desk.revoke_token(&program, made.listed.id)),
            code(desk.sessions(&program, "paul", "")),
            code(desk.end_other_sessions(&program, "")),
            code(desk.change_password(&program, "", PASSWORD, "une autre phrase longue", HERE)),
            code(desk.begin_second_factor(&program, PASSWORD, HERE)),
            code(desk.confirm_second_factor(&program, "", "000000", HERE)),
            code(desk.remove_second_factor(&program, PASSWORD, HERE)),
        ] {
            assert_eq!(refused, "not-by-token");
        }
        let admin = Actor::new("admin", Role::Administrator);
        assert_eq!(code(desk.make_token_for(&admin, "paul", &new_token(&["read"], 1))), "token-of-another");
        assert_eq!(code(desk.make_token_for(&paul, "paul", &new_token(&["read"], 1))), "forbidden");
        let stolen = desk.make_token(&paul, &new_token(&["read"], 366), "pas la bonne du tout", HERE);
        assert_eq!(code(stolen), "password-wrong", "a session alone makes no token");
        assert_eq!(desk.tokens(&paul, "paul").expect("the list").len(), 1);
        let given = desk.make_token_for(&Actor::operator(), "paul", &new_token(&["read"], 1)).expect("a token");
        desk.revoke_token(&paul, given.listed.id).expect("revoked");
        let seen = desk.tokens(&admin, "paul").expect("the list");
        assert_eq!(seen[0].used.map(Timestamp::as_second), Some(desk.now().as_second()), "its use shows");
        assert_eq!(code(desk.tokens(&paul, "admin")), "forbidden");
        // Expired, revoked by another, owner deactivated.
        clock.on(2 * 24 * 3600);
        assert!(by(&made.token).is_none(), "its last day is over");
        let kept = make(desk, &paul, &new_token(&["read"], 30)).expect("a token");
        desk.set_active(&admin, "paul", false).expect("barred");
        assert!(by(&kept.token).is_none());
        desk.set_active(&admin, "paul", true).expect("allowed");
        let kept = make(desk, &paul, &new_token(&["read"], 30)).expect("a token");
        desk.revoke_token(&admin, kept.listed.id).expect("revoked");
        assert!(by(&kept.token).is_none());
        let own = make(desk, &admin, &new_token(&["read"], 1)).expect("a token");
        assert_eq!(code(desk.revoke_token(&paul, own.listed.id)), "not-found", "of somebody else");
        let program = by(&own.token).expect("a holder");
        assert_eq!(code(program.may(Permission::ManageUsers)), "not-by-token");
        for (new, told) in [
            (new_token(&[], 1), "scopes-missing"),
            (new_token(&["users"], 1), "scope-unknown"),
            (new_token(&["read"], 0), "token-days-wrong"),
            (new_token(&["read"], 367), "token-days-wrong"),
            (NewToken { name: " ".to_owned(), ..new_token(&["read"], 1) }, "token-name-wrong"),
        ] {
            assert_eq!(code(make(desk, &admin, &new)), told);
        }
    });
}

#[test]
fn sessions_are_seen_and_ended_and_a_new_password_ends_the_others() {
    each(|desk, clock, _| {
        let [one, two, three] = [(); 3].map(|()| {
            clock.on(60);
            enter(desk, "paul")
        });
        let paul = holder(desk, &three).expect("Paul").actor;
        let list = |token: &str| desk.sessions(&paul, "paul", token).expect("sessions");
        let seen = list(&one);
        assert_eq!(seen.len(), 3);
        assert_eq!((seen[0].device.fr.as_str(), seen[0].from.as_str()), ("Firefox sur Linux", HERE));
        assert_eq!(seen.iter().map(|s| s.here).collect::<Vec<_>>(), [false, false, true], "the last seen first");
        desk.end_session(&paul, "paul", &seen[0].id).expect("ended");
        assert!(holder(desk, &three).is_none() && holder(desk, &two).is_some());
        assert_eq!(code(desk.end_session(&paul, "paul", &seen[0].id)), "not-found", "it is over");
        let admin = holder(desk, &enter(desk, "admin")).expect("the administrator").actor;
        assert_eq!(code(desk.sessions(&paul, "admin", &one)), "forbidden");
        assert_eq!(code(desk.end_sessions_of(&paul, "admin")), "forbidden");

        let other = "une tout autre phrase";
        assert_eq!(code(desk.change_password(&paul, &one, "pas la bonne du tout", other, HERE)), "password-wrong");
        assert_eq!(code(desk.change_password(&paul, &one, PASSWORD, "court", HERE)), "password-too-short");
        assert!(holder(desk, &two).is_some(), "nothing has changed");
        desk.change_password(&paul, &one, PASSWORD, other, HERE).expect("changed");
        assert!(holder(desk, &two).is_none() && holder(desk, &one).is_some());
        assert_eq!(code(desk.sign_in("paul", PASSWORD, HERE, FIREFOX)), "wrong-credentials");
        assert!(matches!(desk.sign_in("paul", other, HERE, FIREFOX), Ok(Entered::Signed(_))));
        assert_eq!(desk.end_other_sessions(&paul, &one).expect("ended"), 1);
        assert_eq!(desk.end_sessions_of(&admin, "paul").expect("ended"), 1);
        assert!(holder(desk, &one).is_none());

        let idle = enter(desk, "admin");
        clock.on(12 * 3600 + 1);
        assert!(holder(desk, &idle).is_none() && list("").is_empty(), "what nobody used is over, and not listed");
    });
}

#[test]
fn a_code_is_asked_after_the_password_and_is_good_once() {
    each(|desk, clock, house| {
        let (one, two) = (enter(desk, "paul"), enter(desk, "paul"));
        let paul = holder(desk, &one).expect("Paul").actor;
        assert_eq!(code(desk.begin_second_factor(&paul, "pas la bonne du tout", HERE)), "password-wrong");
        assert_eq!(code(desk.confirm_second_factor(&paul, &one, "123456", HERE)), "codes-not-begun");
        let key = desk.begin_second_factor(&paul, PASSWORD, HERE).expect("a key");
        let plain = key.secret.replace(' ', "");
        assert!(key.uri.starts_with(&format!("otpauth://totp/Quittance:paul?secret={plain}&issuer=Quittance")));
        assert!(key.qr.is_some(), "it can be photographed");
        enter(desk, "paul");
        let wrong = if shown(desk, &key.secret, 0) == "000000" { "000001" } else { "000000" };
        assert_eq!(code(desk.confirm_second_factor(&paul, &one, wrong, HERE)), "code-wrong");
        let given = shown(desk, &key.secret, 0);
        let codes = desk.confirm_second_factor(&paul, &one, &given, HERE).expect("recovery codes");
        assert!(holder(desk, &two).is_none() && holder(desk, &one).is_some(), "the others signed in without it");
        assert_eq!(code(desk.begin_second_factor(&paul, PASSWORD, HERE)), "codes-on");
        assert!(desk.enrolment(&paul).expect("an answer").is_none(), "the secret is shown no more");

        let first = first_step(desk, "paul");
        assert!(holder(desk, &first).is_none() && desk.awaits_code(&first).expect("an answer"));
        assert_eq!(code(desk.sign_in_with_code(&first, &given, HERE)), "code-used", "by the confirmation");
        clock.on(30);
        let next = shown(desk, &key.secret, 0);
        // Another process of the house knows that it was used.
        let other = crate::support::open(&house.url, day("2026-11-23"));
        let whole = desk.sign_in_with_code(&first, &next, HERE).expect("in");
        assert!(whole != first && holder(desk, &whole).is_some(), "the second step has a token of its own");
        assert_eq!(code(other.sign_in_with_code(&first, &next, HERE)), "second-step-over");
        let again = first_step(desk, "paul");
        assert_eq!(code(desk.sign_in_with_code(&again, &next, HERE)), "code-used");
        assert_eq!(code(desk.sign_in_with_code(&again, &shown(desk, &key.secret, -30), HERE)), "code-used");
        // One period of grace ahead, and what is further is wrong.
        assert_eq!(code(desk.sign_in_with_code(&again, &shown(desk, &key.secret, 90), HERE)), "code-wrong");
        let spaced = shown(desk, &key.secret, 30);
        desk.sign_in_with_code(&again, &format!(" {} {} ", &spaced[..3], &spaced[3..]), HERE).expect("in");

        // A recovery code replaces it once, as typed by people.
        let lost = first_step(desk, "paul");
        desk.sign_in_with_code(&lost, &codes[3].to_uppercase().replace('-', " "), HERE).expect("in");
        let lost = first_step(desk, "paul");
        assert_eq!(code(desk.sign_in_with_code(&lost, &codes[3], HERE)), "code-wrong", "it was used");
        assert_eq!(desk.second_factor(&paul, "paul").expect("an answer").codes_left, 9);
        let renewed = desk.renew_recovery_codes(&paul, PASSWORD, HERE).expect("codes");
        assert_eq!(code(desk.sign_in_with_code(&lost, &codes[4], HERE)), "code-wrong", "the former ones are gone");
        desk.sign_in_with_code(&lost, &renewed[0], HERE).expect("in");

        // The first step does not wait for ever.
        let late = first_step(desk, "paul");
        clock.on(601);
        assert_eq!(code(desk.sign_in_with_code(&late, &renewed[1], HERE)), "second-step-over");
        // Turned off by its owner, then reset by an administrator.
        assert_eq!(code(desk.remove_second_factor(&paul, "pas la bonne du tout", HERE)), "password-wrong");
        desk.remove_second_factor(&paul, PASSWORD, HERE).expect("off");
        let session = enter(desk, "paul");
        enrol(desk, &paul, &session);
        assert_eq!(code(desk.reset_second_factor(&paul, "paul")), "forbidden");
        desk.reset_second_factor(&Actor::new("admin", Role::Administrator), "paul").expect("reset");
        assert!(holder(desk, &session).is_none(), "what is reset signs out");
        enter(desk, "paul");
    });
}

#[test]
fn a_role_that_must_have_a_code_is_asked_for_it_first() {
    each(|desk, clock, _| {
        let session = enter(desk, "paul");
        let admin = Actor::new("admin", Role::Administrator);
        let paul = holder(desk, &session).expect("Paul").actor;
        assert_eq!(code(desk.set_roles_with_code(&paul, &[])), "forbidden");
        assert_eq!(code(desk.set_roles_with_code(&admin, &["boss".to_owned()])), "role-unknown");
        desk.set_roles_with_code(&admin, &["collector".to_owned()]).expect("set");
        assert!(holder(desk, &session).is_some_and(|s| s.must_enrol));
        assert!(holder(desk, &enter(desk, "admin")).is_some_and(|s| !s.must_enrol));
        enrol(desk, &paul, &session);
        assert!(holder(desk, &session).is_some_and(|s| !s.must_enrol));
        desk.remove_second_factor(&paul, PASSWORD, HERE).expect("off");
        assert!(holder(desk, &session).is_some_and(|s| s.must_enrol), "it is asked for again");
        // A key that nobody confirms is shown for an hour.
        desk.begin_second_factor(&paul, PASSWORD, HERE).expect("a key");
        clock.on(3601);
        assert!(desk.enrolment(&paul).expect("an answer").is_none());
        assert_eq!(code(desk.confirm_second_factor(&paul, &session, "000000", HERE)), "codes-not-begun");
    });
}

/// Seconds that a refusal tells to wait; 0 when it is another.
fn waits<T>(answer: &Result<T, DeskError>) -> i64 {
    match answer {
        Err(DeskError::Refused(app::Refusal::TooManyTries { wait_s })) => *wait_s,
        _ => 0,
    }
}

#[test]
fn guessing_is_slowed_down_by_login_and_by_address() {
    each(|desk, clock, _| {
        let wrong = |login: &str, from: &str| desk.sign_in(login, "pas la bonne du tout", from, "");
        let right = |login: &str, from: &str| desk.sign_in(login, PASSWORD, from, "");
        for n in 0..5 {
            assert_eq!(code(wrong("paul", &format!("198.51.100.{n}"))), "wrong-credentials");
        }
        assert_eq!(waits(&right("paul", "203.0.113.1")), 60, "from elsewhere too, and with the right password");
        let said = right("paul", "203.0.113.1").expect_err("a refusal");
        assert!(said.words(kernel::Language::Fr).contains("60 s"), "{said}");
        assert!(right("admin", "203.0.113.1").is_ok(), "nobody else waits");
        clock.on(60);
        assert_eq!(code(wrong("paul", "203.0.113.1")), "wrong-credentials");
        assert_eq!(waits(&right("paul", "203.0.113.1")), 120, "each failure beyond waits longer");
        clock.on(120);
        assert!(right("paul", "203.0.113.1").is_ok());
        assert_eq!(code(wrong("paul", "203.0.113.1")), "wrong-credentials");
        assert!(right("paul", "203.0.113.1").is_ok(), "a success forgets the login's failures");

        // One address tries many logins; its own right password changes nothing.
        for n in 0..20 {
            assert_eq!(code(wrong(&format!("nobody{n}"), HERE)), "wrong-credentials");
            if n < 19 {
                assert!(right("admin", HERE).is_ok());
            }
        }
        assert_eq!(waits(&right("admin", HERE)), 60, "the address waits whoever signs in");
        assert!(right("admin", "203.0.113.9").is_ok(), "another does not");
        clock.on(3601);
        assert!(right("admin", HERE).is_ok());
        assert_eq!(code(wrong("admin", HERE)), "wrong-credentials");
        assert!(right("admin", HERE).is_ok(), "what is an hour old no longer counts");
    });
}

#[test]
fn guessing_codes_is_slowed_down_and_the_password_does_not_forget_it() {
    each(|desk, clock, _| {
        let session = enter(desk, "paul");
        let paul = holder(desk, &session).expect("Paul").actor;
        let (secret, _) = enrol(desk, &paul, &session);
        clock.on(60);
        for n in 0..5 {
            let first = first_step(desk, "paul");
            let right = shown(desk, &secret, 0);
            let wrong = if right == "123456" { "654321" } else { "123456" };
            assert_eq!(code(desk.sign_in_with_code(&first, wrong, &format!("198.51.100.{n}"))), "code-wrong");
        }
        let first = first_step(desk, "paul");
        assert_eq!(waits(&desk.sign_in_with_code(&first, &shown(desk, &secret, 0), "203.0.113.1")), 60);
        clock.on(60);
        assert!(desk.sign_in_with_code(&first, &shown(desk, &secret, 0), "203.0.113.1").is_ok());
        // A password asked again is counted like one of sign-in.
        for _ in 0..5 {
            assert_eq!(code(desk.renew_recovery_codes(&paul, "pas la bonne du tout", HERE)), "password-wrong");
        }
        assert_eq!(waits(&desk.renew_recovery_codes(&paul, PASSWORD, HERE)), 60);
        assert_eq!(waits(&desk.sign_in("paul", PASSWORD, "203.0.113.1", "")), 60);
    });
}

#[test]
fn no_secret_is_written_in_the_timeline() {
    each(|desk, _, _| {
        let session = enter(desk, "paul");
        let paul = holder(desk, &session).expect("Paul").actor;
        let made = make(desk, &paul, &new_token(&["read"], 1)).expect("a token");
        let (secret, codes) = enrol(desk, &paul, &session);
        let other = "une tout autre phrase";
        desk.revoke_token(&paul, made.listed.id).expect("revoked");
        desk.change_password(&paul, &session, PASSWORD, other, HERE).expect("changed");
        desk.end_sessions_of(&paul, "paul").expect("ended");
        desk.reset_second_factor(&Actor::operator(), "paul").expect("reset");
        let mut written = String::new();
        for kind in ["token_made", "code_begun", "code_on", "password", "sessions_ended", "code_reset", "token_revoked"]
        {
            let kind = format!("user.{kind}");
            let entries = desk.store().read(|tx| tx.timeline().of_kind(&kind, None, 100)).expect("the timeline");
            assert!(!entries.is_empty(), "{kind} is audited");
            written.extend(entries.into_iter().map(|entry| entry.payload));
        }
        let plain = secret.replace(' ', "");
        for hidden in [made.token.as_str(), session.as_str(), plain.as_str(), other, PASSWORD, codes[0].as_str()] {
            assert!(!written.contains(hidden), "a secret in {written}");
        }
    });
}

#[test]
fn names_of_the_program_are_nobodys_login() {
    each(|desk, _, _| {
        for login in ["cli", "Worker"] {
            let new = NewUser {
                login: login.to_owned(),
                name: "X".to_owned(),
                password: PASSWORD.to_owned(),
                role: Role::Reader,
                language: ledger::Language::Fr,
            };
            assert_eq!(code(desk.create_user(Some(&Actor::operator()), &new)), "login-reserved");
        }
    });
}
