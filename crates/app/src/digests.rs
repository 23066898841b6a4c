//! One mail instead of many: what waits for somebody, each working day or on Monday, for who asks for it.

mod gather;
pub(crate) mod words;

pub use amicable::digests::DigestFrequency;
use kernel::{Date, Language, Territory, Timestamp, Wording};
use serde::Serialize;
use serde_json::json;
use store::{Digest, User};

use crate::desk::About;
use crate::notices::NoticeOrder;
use crate::schedule::{day_in, zone_in_tx};
use crate::sign_in::user_in_tx;
use crate::{Actor, Desk, DeskError, Permission, TeamRefusal};

/// How far back what would be said now looks, where nothing was told yet, in microseconds.
const WEEK_US: i64 = 7 * kernel::DAY_US;

/// What somebody is told in one mail, and how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DigestSetting {
    /// How often; none where nothing is told.
    pub frequency: Option<DigestFrequency>,
    /// When the last one was written, or since when it is asked for.
    pub since: Option<Timestamp>,
    /// What it would say now, in their language; none where there is nothing to say.
    pub preview: Option<DigestText>,
}

/// A digest as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DigestText {
    /// Subject.
    pub subject: String,
    /// Plain text.
    pub body: String,
}

/// Reads a frequency; none for `none`.
///
/// # Errors
/// [`TeamRefusal::DigestUnknown`] naming those that exist.
pub fn frequency(text: &str) -> Result<Option<DigestFrequency>, DeskError> {
    if text == "none" {
        return Ok(None);
    }
    let known = || DigestFrequency::ALL.iter().map(|one| one.slug()).chain(["none"]).collect::<Vec<_>>().join(", ");
    let unknown = || TeamRefusal::DigestUnknown { text: text.chars().take(60).collect(), known: known() }.into();
    DigestFrequency::parse(text).map(Some).ok_or_else(unknown)
}

impl Desk {
    /// What somebody is told in one mail, and what it would say now: their own, or anybody's for who manages users.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`].
    pub fn digest(&self, actor: &Actor, login: &str) -> Result<DigestSetting, DeskError> {
        Self::own_or_managed(actor, login)?;
        let (user, kept) = self.store.read(|tx| {
            let user = user_in_tx(tx, login)?;
            let kept = tx.digests().of(user.id)?;
            Ok::<_, DeskError>((user, kept))
        })?;
        let now = self.now();
        let week_ago = Timestamp::from_microsecond(now.as_microsecond() - WEEK_US).unwrap_or(now);
        let since = kept.as_ref().map_or(week_ago, |digest| digest.since_us);
        let gathered = self.gather_for(&self.shared(since)?, &user, since)?;
        let frequency = kept.as_ref().map(|digest| digest.frequency);
        let house = self.store.read(|tx| self.address_in(tx))?;
        let preview = gathered.map(|gathered| {
            let text = |language| gathered.text((self.today(), frequency), house.as_deref(), language);
            text(user.language)
        });
        Ok(DigestSetting { frequency, since: kept.map(|digest| digest.since_us), preview })
    }

    /// Says how often somebody is told what waits for them; never when none. Their own, or anybody's for who manages
    /// users.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`]; [`TeamRefusal::DigestNoAddress`] while nobody knows where
    /// they are written to.
    pub fn set_digest(&self, actor: &Actor, login: &str, frequency: Option<DigestFrequency>) -> Result<(), DeskError> {
        Self::own_or_managed(actor, login)?;
        self.store.write("user.digest", |tx| {
            let user = user_in_tx(tx, login)?;
            let kept = tx.digests().of(user.id)?;
            if kept.as_ref().map(|digest| digest.frequency) == frequency {
                return Ok(());
            }
            match (frequency, kept) {
                (None, _) => tx.digests().remove(user.id)?,
                (Some(_), _) if user.email.is_empty() => return Err(TeamRefusal::DigestNoAddress.into()),
                (Some(frequency), Some(kept)) => tx.digests().save(&Digest { frequency, ..kept })?,
                (Some(frequency), None) => {
                    tx.digests().insert(&Digest { user_id: user.id, frequency, since_us: self.now() })?;
                }
            }
            let payload = json!({ "login": login, "frequency": frequency.map_or("none", DigestFrequency::slug) });
            Ok(self.note(tx, actor, About::default(), "user.digest", &payload)?)
        })
    }

    /// Writes the digests of a day, one for each who asked for it and has something waiting. Doing it twice on a day
    /// changes nothing. It is about today: another day is left alone.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Beyond`], [`DeskError::Store`].
    pub fn write_digests(&self, actor: &Actor, day: Date) -> Result<u64, DeskError> {
        actor.may(Permission::Run)?;
        actor.may_everywhere()?;
        if day != self.today() {
            return Ok(0);
        }
        let due = self.digests_due(actor, day)?;
        let Some(since) = due.iter().map(|(_, digest)| digest.since_us).min() else { return Ok(0) };
        let (shared, house) = (self.shared(since)?, self.store.read(|tx| self.address_in(tx))?);
        let mut written = 0;
        for (user, digest) in due {
            let gathered = self.gather_for(&shared, &user, digest.since_us)?;
            let order = gathered.map(|gathered| {
                let text = |language| gathered.text((day, Some(digest.frequency)), house.as_deref(), language);
                order_of(&user, day, &text)
            });
            written += self.store.write("digest.write", |tx| {
                let told = match &order {
                    Some(order) => self.tell_within(tx, order)?,
                    None => false,
                };
                // They may have changed their mind meanwhile.
                if let Some(kept) = tx.digests().of(user.id)? {
                    tx.digests().save(&Digest { since_us: self.now(), ..kept })?;
                }
                Ok::<_, DeskError>(u64::from(told))
            })?;
        }
        Ok(written)
    }

    /// Who is to be told on a day: those who can be written to.
    fn digests_due(&self, actor: &Actor, day: Date) -> Result<Vec<(User, Digest)>, DeskError> {
        let territory = self.schedule(actor)?.schedule.and_then(|schedule| schedule.working_days);
        self.store.read(|tx| {
            let zone = zone_in_tx(tx)?;
            let mut due = Vec::new();
            for digest in tx.digests().list()? {
                let last = day_in(&zone, digest.since_us);
                if !digest.frequency.is_due(day, last, territory.unwrap_or(Territory::Metropole)) {
                    continue;
                }
                let user = tx.users().get(digest.user_id)?;
                if user.active && !user.email.is_empty() {
                    due.push((user, digest));
                }
            }
            Ok(due)
        })
    }
}

fn order_of(user: &User, day: Date, text: &dyn Fn(Language) -> DigestText) -> NoticeOrder {
    let (fr, en) = (text(Language::Fr), text(Language::En));
    NoticeOrder {
        kind: "digest",
        to: user.login.clone(),
        account: None,
        subject: Wording::new(fr.subject, en.subject),
        body: Wording::new(fr.body, en.body),
        key: format!("digest:{}:{day}", user.login),
    }
}
