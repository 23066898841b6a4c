//! The second factor: one-time codes of six digits (RFC 6238), and recovery codes for a lost device.
//!
//! SHA-1, thirty seconds, one period of grace on each side: what every application speaks. A period
//! whose code was used is stored, and its code is refused from then on.

use documents::epc::QrPicture;
use kernel::{Timestamp, Wording};
use serde_json::json;
use store::{SecondFactor, Tx, User};
use totp_rs::{Builder, Secret, Totp};

use crate::desk::About;
use crate::secret::{digest, random};
use crate::sign_in::{Tries, user_in_tx};
use crate::{Actor, Desk, DeskError, Permission, Refusal, Role, SignInRefusal};

/// Setting that holds the roles that must sign in with a code.
const ROLES: &str = "second-factor-roles";
/// A secret that nobody confirms for so long is no longer shown, microseconds: one hour.
const PENDING_US: i64 = 3600 * 1_000_000;
/// Recovery codes given at a time.
const CODES: usize = 10;

/// How somebody's second factor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondFactorAnswer {
    /// In force since; none when off.
    pub since: Option<Timestamp>,
    /// Recovery codes left.
    pub codes_left: i64,
    /// The role must have it.
    pub required: bool,
}

/// A secret to be given to an application.
#[derive(Clone)]
pub struct Enrolment {
    /// The secret in base 32, in groups of four.
    pub secret: String,
    /// The same as an address that applications read.
    pub uri: String,
    /// The address as a QR code; none when it does not fit.
    pub qr: Option<QrPicture>,
}

impl Desk {
    /// How the second factor of somebody stands.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`] when it is another's and the actor does not manage users.
    pub fn second_factor(&self, actor: &Actor, login: &str) -> Result<SecondFactorAnswer, DeskError> {
        Self::own_or_managed(actor, login)?;
        self.store.read(|tx| {
            let user = user_in_tx(tx, login)?;
            let since = tx.second_factors().of(user.id)?.and_then(|f| f.confirmed_us);
            let required = roles_in_tx(tx)?.iter().any(|role| role.slug() == user.role);
            Ok(SecondFactorAnswer { since, codes_left: tx.second_factors().codes_left(user.id)?, required })
        })
    }

    /// Begins: makes a secret, which is in force once a code of it was given back.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the password is wrong or codes are on already.
    pub fn begin_second_factor(&self, actor: &Actor, password: &str, from: &str) -> Result<Enrolment, DeskError> {
        let user = self.myself(actor, password, from)?;
        let secret = Secret::from(random::<20>()?).to_base32();
        let fresh =
            SecondFactor { user_id: user.id, secret, created_us: self.now(), confirmed_us: None, last_step: -1 };
        self.store.write("user.code_begun", |tx| {
            if tx.second_factors().of(user.id)?.is_some_and(|f| f.confirmed_us.is_some()) {
                return Err(DeskError::from(SignInRefusal::CodesOn));
            }
            tx.second_factors().put(&fresh)?;
            Ok(self.noted_in_tx(tx, actor, &user, "user.code_begun")?)
        })?;
        Ok(enrolment(&user, &fresh))
    }

    /// The secret that awaits its first code, for an hour.
    ///
    /// # Errors
    /// [`DeskError::NotByToken`], [`DeskError::Store`].
    pub fn enrolment(&self, actor: &Actor) -> Result<Option<Enrolment>, DeskError> {
        actor.in_person()?;
        self.store.read(|tx| {
            let user = user_in_tx(tx, &actor.name)?;
            let found = tx.second_factors().of(user.id)?.filter(|f| self.is_pending(f));
            Ok(found.map(|factor| enrolment(&user, &factor)))
        })
    }

    /// Puts the secret in force by a first code of it; every other session ends. Answers the recovery
    /// codes, shown once.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when nothing awaits a code, or the code is wrong.
    pub fn confirm_second_factor(
        &self,
        actor: &Actor,
        token: &str,
        code: &str,
        from: &str,
    ) -> Result<Vec<String>, DeskError> {
        actor.in_person()?;
        let tries = Tries::of_code(&actor.name, from);
        self.allows(&tries)?;
        let (codes, kept, now) = (recovery_codes()?, digest(token), self.now());
        let answer = self.store.write("user.code_on", |tx| {
            let user = user_in_tx(tx, &actor.name)?;
            let found = tx.second_factors().of(user.id)?.filter(|f| self.is_pending(f));
            let factor = found.ok_or(SignInRefusal::CodesNotBegun)?;
            let last_step = step_of(&factor, code, now)?;
            tx.second_factors().put(&SecondFactor { confirmed_us: Some(now), last_step, ..factor })?;
            tx.second_factors().set_codes(user.id, &hashes(&user, &codes))?;
            tx.sessions().remove_others(user.id, &kept)?;
            Ok(self.noted_in_tx(tx, actor, &user, "user.code_on")?)
        });
        self.counted(&tries, answer)?;
        Ok(codes)
    }

    /// Replaces the recovery codes; answers the new ones, shown once.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the password is wrong or codes are off.
    pub fn renew_recovery_codes(&self, actor: &Actor, password: &str, from: &str) -> Result<Vec<String>, DeskError> {
        let user = self.myself(actor, password, from)?;
        let codes = recovery_codes()?;
        self.store.write("user.codes_renewed", |tx| {
            let on = tx.second_factors().of(user.id)?.is_some_and(|f| f.confirmed_us.is_some());
            if !on {
                return Err(DeskError::from(SignInRefusal::CodesOff));
            }
            tx.second_factors().set_codes(user.id, &hashes(&user, &codes))?;
            Ok(self.noted_in_tx(tx, actor, &user, "user.codes_renewed")?)
        })?;
        Ok(codes)
    }

    /// Turns one's own codes off. Whose role must have them is asked for new ones at once.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the password is wrong or codes are off.
    pub fn remove_second_factor(&self, actor: &Actor, password: &str, from: &str) -> Result<(), DeskError> {
        let user = self.myself(actor, password, from)?;
        self.store.write("user.code_off", |tx| {
            if !tx.second_factors().remove(user.id)? {
                return Err(SignInRefusal::CodesOff.into());
            }
            Ok(self.noted_in_tx(tx, actor, &user, "user.code_off")?)
        })
    }

    /// Turns off the codes of somebody who lost their device; their sessions end and their tokens are taken away.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Refused`] when codes are off.
    pub fn reset_second_factor(&self, actor: &Actor, login: &str) -> Result<(), DeskError> {
        actor.in_person()?;
        actor.may(Permission::ManageUsers)?;
        self.store.write("user.code_reset", |tx| {
            let user = user_in_tx(tx, login)?;
            if !tx.second_factors().remove(user.id)? {
                return Err(SignInRefusal::CodesOff.into());
            }
            tx.sessions().remove_of(user.id)?;
            tx.api_tokens().remove_of(user.id)?;
            Ok(self.noted_in_tx(tx, actor, &user, "user.code_reset")?)
        })
    }

    /// The roles that must sign in with a code.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`].
    pub fn roles_with_code(&self, actor: &Actor) -> Result<Vec<Role>, DeskError> {
        actor.may(Permission::ManageUsers)?;
        self.store.read(roles_in_tx)
    }

    /// Says which roles must sign in with a code. Who has none yet is asked with the next request.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Refused`] for no role of ours.
    pub fn set_roles_with_code(&self, actor: &Actor, roles: &[String]) -> Result<(), DeskError> {
        actor.in_person()?;
        actor.may(Permission::ManageUsers)?;
        let known = || Wording::same(Role::ALL.map(Role::slug).join(", "));
        for role in roles {
            if Role::parse(role).is_none() {
                let role = role.chars().take(60).collect();
                return Err(SignInRefusal::RoleUnknown { role, known: known() }.into());
            }
        }
        let named = |role: &Role| roles.iter().any(|r| r == role.slug());
        let chosen: Vec<&str> = Role::ALL.into_iter().filter(named).map(Role::slug).collect();
        self.store.write("user.code_roles", |tx| {
            tx.settings().set(ROLES, &chosen.join(" "))?;
            Ok(self.note(tx, actor, About::default(), "user.code_roles", &json!({ "roles": chosen }))?)
        })
    }

    /// True for somebody whose role must sign in with a code, and who has none in force.
    pub(crate) fn lacks_code_in_tx(tx: &mut Tx, user: &User) -> Result<bool, DeskError> {
        if !roles_in_tx(tx)?.iter().any(|role| role.slug() == user.role) {
            return Ok(false);
        }
        Ok(tx.second_factors().of(user.id)?.is_none_or(|f| f.confirmed_us.is_none()))
    }

    /// Uses a code up: of the application, or a recovery code.
    pub(crate) fn use_code(&self, tx: &mut Tx, user: &User, code: &str) -> Result<(), DeskError> {
        let found = tx.second_factors().of(user.id)?.filter(|f| f.confirmed_us.is_some());
        let factor = found.ok_or(SignInRefusal::SecondStepOver)?;
        let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
        if plain.len() == 6 {
            let last_step = step_of(&factor, &plain, self.now())?;
            return Ok(tx.second_factors().put(&SecondFactor { last_step, ..factor })?);
        }
        if !tx.second_factors().use_code(user.id, &recovery_hash(user, &plain))? {
            return Err(SignInRefusal::CodeWrong.into());
        }
        let left = tx.second_factors().codes_left(user.id)?;
        let actor = Actor::new(user.login.clone(), Role::Reader);
        let payload = json!({ "login": user.login, "left": left });
        Ok(self.note(tx, &actor, About::default(), "user.code_recovered", &payload)?)
    }

    fn is_pending(&self, factor: &SecondFactor) -> bool {
        let age = self.now().as_microsecond() - factor.created_us.as_microsecond();
        factor.confirmed_us.is_none() && age <= PENDING_US
    }

    fn noted_in_tx(&self, tx: &mut Tx, actor: &Actor, user: &User, kind: &str) -> Result<(), store::StoreError> {
        self.note(tx, actor, About::default(), kind, &json!({ "login": user.login }))
    }
}

fn roles_in_tx(tx: &mut Tx) -> Result<Vec<Role>, DeskError> {
    let kept = tx.settings().get(ROLES)?.unwrap_or_default();
    Ok(kept.split(' ').filter_map(Role::parse).collect())
}

/// The period whose code this is, later than the last used.
fn step_of(factor: &SecondFactor, code: &str, now: Timestamp) -> Result<i64, DeskError> {
    let totp = totp(&factor.secret)?;
    let plain: String = code.chars().filter(char::is_ascii_digit).collect();
    let found = totp.check(&plain, u64::try_from(now.as_second()).unwrap_or(0));
    let step = found.and_then(|step| i64::try_from(step).ok()).ok_or(SignInRefusal::CodeWrong)?;
    if step > factor.last_step { Ok(step) } else { Err(SignInRefusal::CodeUsed.into()) }
}

fn totp(secret: &str) -> Result<Totp, DeskError> {
    let unreadable = |why: String| DeskError::from(Refusal::NoSecret { why });
    let secret = Secret::try_from_base32(secret).map_err(|e| unreadable(e.to_string()))?;
    let builder = Builder::new().with_secret(secret).with_digits(6).with_skew(1).with_step_duration(30);
    builder.build().map_err(|e| unreadable(e.to_string()))
}

fn enrolment(user: &User, factor: &SecondFactor) -> Enrolment {
    // A login is letters, digits and `.-_@`: the last alone needs writing otherwise.
    let login = user.login.replace('@', "%40");
    let uri = format!(
        "otpauth://totp/Quittance:{login}?secret={}&issuer=Quittance&algorithm=SHA1&digits=6&period=30",
        factor.secret
    );
    Enrolment { secret: grouped(&factor.secret, ' '), qr: documents::epc::picture(&uri), uri }
}

/// A text in groups of four.
fn grouped(text: &str, between: char) -> String {
    let mut out = String::with_capacity(text.len() * 5 / 4);
    for (at, c) in text.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            out.push(between);
        }
        out.push(c);
    }
    out
}

/// Ten codes of eighty bits each, so that nobody finds one from its hash.
fn recovery_codes() -> Result<Vec<String>, DeskError> {
    let one = |_| {
        let text = Secret::new(Box::new(random::<10>()?)).to_base32().to_lowercase();
        Ok(grouped(&text, '-'))
    };
    (0..CODES).map(one).collect()
}

fn hashes(user: &User, codes: &[String]) -> Vec<String> {
    let plain = |code: &String| code.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    codes.iter().map(|code| recovery_hash(user, &plain(code))).collect()
}

fn recovery_hash(user: &User, plain: &str) -> String {
    digest(&format!("{}:{}", user.id, plain.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1: the last six of the eight digits it prints.
        let secret = Secret::from(*b"12345678901234567890").to_base32();
        let factor = |last_step| SecondFactor {
            user_id: store::UserId(1),
            secret: secret.clone(),
            created_us: Timestamp::UNIX_EPOCH,
            confirmed_us: None,
            last_step,
        };
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            let at = |second: i64| Timestamp::from_second(second).expect("an instant");
            let step = second / 30;
            assert_eq!(step_of(&factor(-1), code, at(second)).expect("the code"), step, "{second}");
            assert_eq!(step_of(&factor(step - 1), code, at(second + 30)).expect("one late"), step);
            let told = |answer: Result<i64, DeskError>| answer.expect_err("a refusal").code();
            assert_eq!(told(step_of(&factor(-1), code, at(second + 60))), "code-wrong", "two periods late");
            assert_eq!(told(step_of(&factor(step), code, at(second))), "code-used", "a second time");
        }
    }

    #[test]
    fn what_people_type_is_in_groups_of_four() {
        assert_eq!(grouped("ABCDEFGHIJ", ' '), "ABCD EFGH IJ");
        let codes = recovery_codes().expect("codes");
        assert!(codes.len() == 10 && codes.iter().all(|c| c.len() == 19 && c.matches('-').count() == 3), "{codes:?}");
    }
}
