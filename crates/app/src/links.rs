//! Links that open one thing to who has them, without an account: the debtor's space, the question of a dispute,
//! a plan to sign. Each is signed with a key of the house, expires, and can be taken back.

mod asked;

pub use asked::{LinkAsked, LinkShown};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use kernel::{Timestamp, epoch_day, from_epoch_day, hex};
use ledger::{Account, AccountId};
use ring::hmac;
use serde::Serialize;
use serde_json::json;
pub use store::{LinkId, LinkPurpose};
use store::{SignedLink, StoreError, Tx};

use crate::desk::About;
use crate::reach::Reach;
use crate::schedule::{day_in, start_of, zone_in_tx};
use crate::secret::random;
use crate::{Actor, Desk, DeskError, LinkRefusal, Permission, Role};

/// Setting that holds the key of the house.
const KEY: &str = "link-key";
/// Setting that holds the public address of the house.
const ADDRESS: &str = "public-address";
/// Bytes of the signature: nobody guesses 128 bits.
const SIGNATURE: usize = 16;
/// Wrong answers to what only they know, after which a link is closed.
pub(crate) const FAILURES_MAX: i64 = 5;
/// How the timeline names who came by a link: no login holds a colon.
const BY_LINK: &str = "link:";

/// A link to make.
pub(crate) struct LinkOrder<'a> {
    pub account: &'a Account,
    pub purpose: LinkPurpose,
    /// Which dispute, which plan.
    pub subject: Option<i64>,
    /// Who it is for, in words.
    pub recipient: &'a str,
    /// Days it is good for: until the end of the last one.
    pub days: i64,
}

/// A link as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkLine {
    /// What names it.
    pub id: LinkId,
    /// What it opens.
    pub purpose: LinkPurpose,
    /// Who it was made for.
    pub recipient: String,
    /// When it was made.
    pub made: Timestamp,
    /// Good until then.
    pub expires: Timestamp,
    /// When it was opened first.
    pub opened: Option<Timestamp>,
    /// When it did what it was made for.
    pub used: Option<Timestamp>,
    /// When it was taken back.
    pub revoked: Option<Timestamp>,
    /// Closed by wrong answers.
    pub locked: bool,
    /// Who made it.
    pub actor: String,
}

impl LinkLine {
    /// True when its address may be read again: that of a link to a debtor. What is asked of a colleague, or of a
    /// customer, is answered by who got it.
    pub fn may_show(&self) -> bool {
        is_shown(self.purpose)
    }
}

/// True of a link whose address may be read again.
fn is_shown(purpose: LinkPurpose) -> bool {
    matches!(purpose, LinkPurpose::Space | LinkPurpose::Plan)
}

/// True of a link by which somebody of the house answers.
pub(crate) fn is_of_house(purpose: LinkPurpose) -> bool {
    !is_shown(purpose) && purpose != LinkPurpose::Opinion
}

/// True of a link that opens still: neither taken back, used, closed by wrong answers, nor over.
pub(crate) fn stands(link: &SignedLink, now: Timestamp) -> bool {
    link.revoked_us.is_none() && link.used_us.is_none() && link.failures < FAILURES_MAX && link.expires_us > now
}

/// Who came by a link is told from who signs in: `link:` and the name it was made for.
pub fn came_by_link(actor: &str) -> Option<&str> {
    actor.strip_prefix(BY_LINK)
}

impl Actor {
    /// Their name where they are of the house; empty for who came by a link, who answers for nothing here.
    pub(crate) fn of_house(&self) -> &str {
        if came_by_link(&self.name).is_none() { &self.name } else { "" }
    }

    /// Who opens a link: they reach one account, and only through the acts of that link.
    pub(crate) fn guest(link: &SignedLink) -> Self {
        Self::new(format!("{BY_LINK}{}", link.recipient), Role::Collector).within(Reach::account(link.account_id))
    }
}

/// The key of the house, made when it is first needed.
fn key(tx: &mut Tx) -> Result<hmac::Key, DeskError> {
    let kept = if let Some(kept) = tx.settings().get(KEY)? {
        kept
    } else {
        let made = hex(&random::<32>()?);
        tx.settings().set(KEY, &made)?;
        made
    };
    Ok(hmac::Key::new(hmac::HMAC_SHA256, kept.as_bytes()))
}

/// What is signed: all that the link is about, so that nothing of it can be changed.
fn signed(link: &SignedLink) -> String {
    let subject = link.subject_id.unwrap_or_default();
    let expires = link.expires_us.as_microsecond();
    format!("{}\0{}\0{}\0{subject}\0{expires}", link.purpose.slug(), link.id, link.account_id)
}

fn signature(key: &hmac::Key, link: &SignedLink) -> String {
    let whole = hmac::sign(key, signed(link).as_bytes());
    BASE64_URL_SAFE_NO_PAD.encode(whole.as_ref().get(..SIGNATURE).unwrap_or_default())
}

/// The link as it stands in an address.
pub(crate) fn token(tx: &mut Tx, link: &SignedLink) -> Result<String, DeskError> {
    Ok(format!("{}.{}", link.id.to_string().to_lowercase(), signature(&key(tx)?, link)))
}

/// What proves that who holds a link knows the fact it asks for, until an instant: a seal of the house on both.
fn proof_seal(link: LinkId, until_us: i64) -> String {
    format!("proof\0{link}\0{until_us}")
}

/// A proof good until `until`, to be shown again with the link.
pub(crate) fn proof(tx: &mut Tx, link: &SignedLink, until: Timestamp) -> Result<String, DeskError> {
    let until_us = until.as_microsecond();
    let seal = hmac::sign(&key(tx)?, proof_seal(link.id, until_us).as_bytes());
    Ok(format!("{until_us}.{}", BASE64_URL_SAFE_NO_PAD.encode(seal.as_ref())))
}

/// True of a proof that this house gave for this link, and that is not over.
pub(crate) fn is_proven(tx: &mut Tx, link: &SignedLink, proof: &str, now: Timestamp) -> Result<bool, DeskError> {
    let read = || {
        let (until, seal) = proof.split_once('.')?;
        Some((until.parse::<i64>().ok()?, BASE64_URL_SAFE_NO_PAD.decode(seal).ok()?))
    };
    let Some((until_us, seal)) = read() else { return Ok(false) };
    let sealed = hmac::verify(&key(tx)?, proof_seal(link.id, until_us).as_bytes(), &seal).is_ok();
    Ok(sealed && until_us > now.as_microsecond())
}

/// The link behind a token, whether it is still good or not.
///
/// # Errors
/// [`LinkRefusal::Unknown`] for what this house never signed.
fn find(tx: &mut Tx, token: &str) -> Result<SignedLink, DeskError> {
    let unknown = || DeskError::from(LinkRefusal::Unknown);
    let (id, told) = token.split_once('.').ok_or_else(unknown)?;
    let id: LinkId = id.parse().map_err(|_| unknown())?;
    let link = match tx.signed_links().get(id) {
        Err(StoreError::NotFound { .. }) => return Err(unknown()),
        found => found?,
    };
    let told = BASE64_URL_SAFE_NO_PAD.decode(told).map_err(|_| unknown())?;
    // The whole signature is compared, in a time that tells nothing.
    let whole = hmac::sign(&key(tx)?, signed(&link).as_bytes());
    let ours = whole.as_ref().get(..SIGNATURE).unwrap_or_default();
    let same = ours.len() == told.len() && ours.iter().zip(&told).fold(0, |d, (a, b)| d | (a ^ b)) == 0;
    if same { Ok(link) } else { Err(unknown()) }
}

impl Desk {
    /// Makes a link in the caller's transaction. One that is still good for the same thing and the same person is
    /// used again.
    pub(crate) fn link_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        order: &LinkOrder<'_>,
    ) -> Result<SignedLink, DeskError> {
        let (now, zone) = (self.now(), zone_in_tx(tx)?);
        // « Bon jusqu'au 22 » is until the 22nd is over, where the house is.
        let day_after =
            |days: i64| from_epoch_day(epoch_day(day_in(&zone, now)) + i32::try_from(days).unwrap_or(0) + 1);
        let end = |days: i64| {
            Timestamp::from_microsecond(start_of(&zone, day_after(days)).as_microsecond() - 1).unwrap_or(now)
        };
        let (expires_us, half) = (end(order.days), end(order.days / 2));
        let known = tx.signed_links().of_account(order.account.id)?.into_iter().find(|link| {
            link.purpose == order.purpose
                && link.subject_id == order.subject
                && link.recipient == order.recipient.trim()
                && stands(link, now)
                && link.expires_us > half
        });
        if let Some(known) = known {
            return Ok(known);
        }
        let link = SignedLink {
            id: LinkId(self.id()),
            account_id: order.account.id,
            purpose: order.purpose,
            subject_id: order.subject,
            recipient: order.recipient.trim().to_owned(),
            made_us: now,
            expires_us,
            opened_us: None,
            used_us: None,
            revoked_us: None,
            failures: 0,
            actor: actor.name.clone(),
        };
        tx.signed_links().insert(&link)?;
        self.link_noted(tx, actor, (order.account, &link), "link.made")?;
        Ok(link)
    }

    /// The whole address of a link, `/link/PURPOSE/TOKEN`; none while the house says nowhere it answers.
    pub(crate) fn link_address(&self, tx: &mut Tx, link: &SignedLink) -> Result<Option<String>, DeskError> {
        let Some(house) = self.address_in(tx)? else { return Ok(None) };
        Ok(Some(format!("{house}/link/{}/{}", link.purpose.slug(), token(tx, link)?)))
    }

    /// The link of a token, if it is good for `purpose` now; noted the first time.
    pub(crate) fn opened(&self, tx: &mut Tx, token: &str, purpose: LinkPurpose) -> Result<SignedLink, DeskError> {
        let mut link = self.good_for(tx, token, purpose)?;
        if link.opened_us.is_none() {
            link.opened_us = Some(self.now());
            tx.signed_links().save(&link)?;
            let account = tx.accounts().get(link.account_id)?;
            self.link_noted(tx, &Actor::guest(&link), (&account, &link), "link.opened")?;
        }
        Ok(link)
    }

    /// The link of a token, if it is good for `purpose` now.
    pub(crate) fn good_for(&self, tx: &mut Tx, token: &str, purpose: LinkPurpose) -> Result<SignedLink, DeskError> {
        let link = self.good(tx, token)?;
        if link.purpose == purpose { Ok(link) } else { Err(LinkRefusal::Unknown.into()) }
    }

    /// The link of a token, if it is good now.
    fn good(&self, tx: &mut Tx, token: &str) -> Result<SignedLink, DeskError> {
        let (link, now) = (find(tx, token)?, self.now());
        let why = if link.revoked_us.is_some() {
            LinkRefusal::Revoked
        } else if link.failures >= FAILURES_MAX {
            LinkRefusal::Locked
        } else if link.used_us.is_some() {
            LinkRefusal::Used
        } else if link.expires_us <= now {
            LinkRefusal::Expired { day: day_in(&zone_in_tx(tx)?, link.expires_us) }
        } else {
            return Ok(link);
        };
        tracing::warn!(link = %link.id, code = why.code(), "refused: the link is no longer good");
        Err(why.into())
    }

    /// Links of an account, the last first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn links(&self, actor: &Actor, account: AccountId) -> Result<Vec<LinkLine>, DeskError> {
        actor.may(Permission::Read)?;
        let line = |l: SignedLink| LinkLine {
            id: l.id,
            purpose: l.purpose,
            recipient: l.recipient,
            made: l.made_us,
            expires: l.expires_us,
            opened: l.opened_us,
            used: l.used_us,
            revoked: l.revoked_us,
            locked: l.failures >= FAILURES_MAX,
            actor: l.actor,
        };
        self.store.read(|tx| {
            actor.find(tx, account)?;
            Ok(tx.signed_links().of_account(account)?.into_iter().map(line).collect())
        })
    }

    /// Takes a link back: who has it finds nothing any more.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn revoke_link(&self, actor: &Actor, id: LinkId) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        self.store.write("link.revoke", |tx| {
            let link = actor.find(tx, id)?;
            if link.revoked_us.is_some() {
                return Ok(());
            }
            let account = tx.accounts().get(link.account_id)?;
            self.revoke_within(tx, actor, (&account, link))
        })
    }

    /// The same in the caller's transaction.
    pub(crate) fn revoke_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, mut link): (&Account, SignedLink),
    ) -> Result<(), DeskError> {
        link.revoked_us = Some(self.now());
        tx.signed_links().save(&link)?;
        self.link_noted(tx, actor, (account, &link), "link.revoked")
    }

    pub(crate) fn link_noted(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, link): (&Account, &SignedLink),
        kind: &str,
    ) -> Result<(), DeskError> {
        let payload = json!({
            "link": link.id, "purpose": link.purpose, "recipient": link.recipient, "expires": link.expires_us,
        });
        Ok(self.note(tx, actor, About::account(account), kind, &payload)?)
    }

    /// Where the house answers from outside: `https://recouvrement.example`; none while nobody says.
    ///
    /// # Errors
    /// [`DeskError::Store`].
    pub fn address(&self, actor: &Actor) -> Result<Option<String>, DeskError> {
        actor.may(Permission::Read)?;
        Ok(self.store.read(|tx| self.address_in(tx))?)
    }

    pub(crate) fn address_in(&self, tx: &mut Tx) -> Result<Option<String>, StoreError> {
        Ok(tx.settings().get(ADDRESS)?.or_else(|| self.address.clone()))
    }

    /// Says where the house answers from outside; empty to say nothing.
    ///
    /// # Errors
    /// [`LinkRefusal::AddressWrong`].
    pub fn set_address(&self, actor: &Actor, text: &str) -> Result<(), DeskError> {
        actor.may(Permission::Settings)?;
        let text = text.trim().trim_end_matches('/');
        if !text.is_empty() && !is_origin(text) {
            return Err(LinkRefusal::AddressWrong { text: text.chars().take(100).collect() }.into());
        }
        self.store.write("house.address", |tx| {
            if tx.settings().get(ADDRESS)?.unwrap_or_default() == text {
                return Ok(());
            }
            if text.is_empty() {
                tx.settings().remove(ADDRESS)?;
            } else {
                tx.settings().set(ADDRESS, text)?;
            }
            Ok(self.note(tx, actor, About::default(), "house.address", &json!({ "address": text }))?)
        })
    }

    /// The same desk, whose links lead to `address` unless the house says otherwise.
    #[must_use]
    pub fn with_address(mut self, address: &str) -> Self {
        self.address = Some(address.trim_end_matches('/').to_owned());
        self
    }
}

/// True of `https://host` with or without a port, and of `http://` on this machine.
fn is_origin(text: &str) -> bool {
    let local = |host: &str| matches!(host.split(':').next(), Some("localhost" | "127.0.0.1"));
    let host = match text.split_once("://") {
        Some(("https", host)) => host,
        Some(("http", host)) if local(host) => host,
        _ => return false,
    };
    let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let label = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
    !name.is_empty() && name.chars().all(label) && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_place_and_nothing_more() {
        for (text, sound) in [
            ("https://recouvrement.example", true),
            ("https://desk.example:8443", true),
            ("http://127.0.0.1:8080", true),
            ("http://desk.example", false),
            ("https://desk.example/path", false),
            ("https://desk.example?x=1", false),
            ("https://user@desk.example", false),
            ("javascript:alert(1)", false),
            ("https://", false),
            ("recouvrement", false),
        ] {
            assert_eq!(is_origin(text), sound, "{text}");
        }
    }
}
