//! Mails to people of the house: a question, a warning, a digest. Written in the transaction of what they tell,
//! sent by a worker, each once.

use courier::{Blame, Content, EmailAddress, Leave, Line, Mail, Mailbox, MessageId as ParcelId, Outcome, Parcel};
use kernel::{DAY_US, Timestamp, Wording};
use ledger::{Account, AccountId, Creditor};
use serde::Serialize;
use serde_json::json;
use store::{DisputeId, LinkPurpose, Notice, SignedLink, StoreError, Tx};
pub use store::{NoticeId, NoticeState};

use crate::colleagues::correspondent;
use crate::desk::About;
use crate::imports::Progress;
use crate::links::{LinkOrder, is_of_house, stands, token};
use crate::outbox::minutes;
use crate::{Actor, Desk, DeskError, LinkRefusal, Permission};

/// Notices sent in one go.
const PAGE: u32 = 100;
/// How long an attempt is its worker's.
const LEASE_MIN: i64 = 5;
/// Attempts before somebody must look: 5 minutes, then twice as long each time, two days in all.
const ATTEMPTS: i64 = 10;
/// The first pause.
const PAUSE_MIN: i64 = 5;

/// Something to be told to somebody of the house.
pub(crate) struct NoticeOrder {
    /// What it is for, as a slug.
    pub kind: &'static str,
    /// A login or a name.
    pub to: String,
    /// The account it is about.
    pub account: Option<AccountId>,
    /// In both languages: the recipient's is sent.
    pub subject: Wording,
    /// The same, plain text.
    pub body: Wording,
    /// What is told: the same thing is told once.
    pub key: String,
}

/// A notice as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeLine {
    /// What names it.
    pub id: NoticeId,
    /// The account it is about.
    pub account: Option<AccountId>,
    /// What it is for.
    pub kind: String,
    /// Who it goes to.
    pub recipient: String,
    /// Their address; empty where nobody knows it.
    pub email: String,
    /// Subject.
    pub subject: String,
    /// Where it stands.
    pub state: NoticeState,
    /// What was said last, or why it failed.
    pub reply: String,
    /// When it was written.
    pub created: Timestamp,
    /// When it was sent, or given up.
    pub settled: Option<Timestamp>,
}

/// What a sending of notices did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct NoticesSent {
    /// Taken by the mail server.
    pub sent: u64,
    /// To be tried again.
    pub deferred: u64,
    /// Given up.
    pub failed: u64,
    /// Nobody knows whether they left.
    pub doubtful: u64,
}

impl Desk {
    /// Tells somebody of the house something, in the caller's transaction; false when it was told before. Who has
    /// no address is not written to: the notice says so.
    pub(crate) fn tell_within(&self, tx: &mut Tx, order: &NoticeOrder) -> Result<bool, StoreError> {
        self.tell_from(tx, order, self.now())
    }

    /// The same, held as long as the act that it tells can be taken back.
    pub(crate) fn tell_held_within(&self, tx: &mut Tx, order: &NoticeOrder) -> Result<bool, StoreError> {
        self.tell_from(tx, order, crate::undo::last(self.now()))
    }

    /// The same; nothing leaves before `from`.
    pub(crate) fn tell_from(&self, tx: &mut Tx, order: &NoticeOrder, from: Timestamp) -> Result<bool, StoreError> {
        if tx.notices().is_told(&order.key)? {
            return Ok(false);
        }
        let now = self.now();
        let who = correspondent(tx, &order.to)?;
        let language = who.as_ref().map_or(kernel::Language::Fr, |who| who.language);
        let email = who.as_ref().map(|who| who.email.clone()).unwrap_or_default();
        let (state, reply) = if email.is_empty() {
            (NoticeState::Failed, no_address().pick(language).to_owned())
        } else {
            (NoticeState::Waiting, String::new())
        };
        tx.notices().insert(&Notice {
            id: NoticeId(self.id()),
            account_id: order.account,
            kind: order.kind.to_owned(),
            recipient: who.map_or_else(|| order.to.clone(), |who| who.name),
            email,
            language,
            subject: order.subject.pick(language).to_owned(),
            body: order.body.pick(language).to_owned(),
            dedupe_key: order.key.clone(),
            state,
            attempts: 0,
            next_try_us: from,
            reserved_until_us: None,
            reply,
            created_us: now,
            settled_us: (state == NoticeState::Failed).then_some(now),
        })?;
        Ok(true)
    }

    /// Notices, the last first, in one state or in all.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Beyond`].
    pub fn notices(
        &self,
        actor: &Actor,
        state: Option<NoticeState>,
        before: Option<NoticeId>,
        limit: u32,
    ) -> Result<Vec<NoticeLine>, DeskError> {
        actor.may(Permission::Run)?;
        actor.may_everywhere()?;
        let line = |n: Notice| NoticeLine {
            id: n.id,
            account: n.account_id,
            kind: n.kind,
            recipient: n.recipient,
            email: n.email,
            subject: n.subject,
            state: n.state,
            reply: n.reply,
            created: n.created_us,
            settled: n.settled_us,
        };
        Ok(self.store.read(|tx| tx.notices().page(state, before, limit))?.into_iter().map(line).collect())
    }

    /// Sends again what failed, or what nobody knows of, to the address that is known now.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`LinkRefusal::NoticeNotNow`].
    pub fn resend_notice(&self, actor: &Actor, id: NoticeId) -> Result<(), DeskError> {
        actor.may(Permission::Run)?;
        actor.may_everywhere()?;
        let now = self.now();
        self.store.write("notice.resend", |tx| {
            let notice = tx.notices().get(id)?;
            if !matches!(notice.state, NoticeState::Failed | NoticeState::Doubtful) {
                return Err(LinkRefusal::NoticeNotNow.into());
            }
            let known = correspondent(tx, &notice.recipient)?.map(|who| who.email).filter(|email| !email.is_empty());
            let email = known.unwrap_or_else(|| notice.email.clone());
            if email.is_empty() {
                return Err(LinkRefusal::ColleagueEmail { text: String::new() }.into());
            }
            let account = notice.account_id.map(|id| tx.accounts().get(id)).transpose()?;
            let mut body = notice.body.clone();
            if let Some(account) = &account {
                for link in tx.signed_links().of_account(account.id)? {
                    let over = !stands(&link, now) && link.used_us.is_none();
                    if over && link.recipient == notice.recipient && is_of_house(link.purpose) {
                        body = self.relinked(tx, actor, (account, &link), (&notice.recipient, &body))?;
                    }
                }
            }
            let about = account.as_ref().map_or_else(About::default, About::account);
            let payload = facts(&notice, &notice.reply);
            tx.notices().save(&again(Notice { email, body, ..notice }, now))?;
            Ok(self.note(tx, actor, about, "notice.resent", &payload)?)
        })
    }

    /// The body of a notice with a new link for `to` in the place of one that opens nothing; as it is where it holds
    /// no such link.
    fn relinked(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, link): (&Account, &SignedLink),
        (to, body): (&str, &str),
    ) -> Result<String, DeskError> {
        let old = token(tx, link)?;
        if !body.contains(&old) {
            return Ok(body.to_owned());
        }
        let days = (link.expires_us.as_microsecond() - link.made_us.as_microsecond()) / DAY_US;
        let (purpose, subject) = (link.purpose, link.subject_id);
        let fresh = self.link_within(tx, actor, &LinkOrder { account, purpose, subject, recipient: to, days })?;
        Ok(body.replace(&old, &token(tx, &fresh)?))
    }

    /// Takes back what somebody of the house was asked by link at an address that is no longer theirs. With a name
    /// and an address known now, it is asked again there; else what did not leave stays here.
    pub(crate) fn readdress(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        name: &str,
        now_known: Option<(&str, &str)>,
    ) -> Result<(), DeskError> {
        let now = self.now();
        for link in tx.signed_links().open_for(name)? {
            if !is_of_house(link.purpose) || !stands(&link, now) {
                continue;
            }
            let account = tx.accounts().get(link.account_id)?;
            let held = token(tx, &link)?;
            let dispute = link.subject_id.filter(|_| link.purpose == LinkPurpose::Dispute).map(DisputeId);
            let over = match dispute {
                Some(id) => tx.disputes().get(id)?.closed_on.is_some(),
                None => false,
            };
            self.revoke_within(tx, actor, (&account, link.clone()))?;
            let mut about = tx.notices().of_account(account.id, u32::MAX)?;
            about.retain(|n| n.recipient == name && n.body.contains(&held) && n.reserved_until_us.is_none());
            let asked = now_known.filter(|_| !over);
            for (n, notice) in about.into_iter().enumerate() {
                let waits = notice.state == NoticeState::Waiting;
                let changed = match asked {
                    // The last mail says all that the ones before it said.
                    Some((to, email)) if n == 0 || waits => {
                        let body = self.relinked(tx, actor, (&account, &link), (to, &notice.body))?;
                        let (recipient, email) = (to.to_owned(), email.to_owned());
                        again(Notice { recipient, email, body, ..notice }, now)
                    }
                    None if waits => {
                        let reply = no_address().pick(notice.language).to_owned();
                        let (email, state) = (String::new(), NoticeState::Failed);
                        Notice { email, state, reply, settled_us: Some(now), ..notice }
                    }
                    _ => continue,
                };
                tx.notices().save(&changed)?;
            }
        }
        Ok(())
    }

    /// True when a notice could leave now.
    pub(crate) fn notices_wait(&self) -> Result<bool, DeskError> {
        if self.outbox.carriers.mail.is_none() {
            return Ok(false);
        }
        let now = self.now();
        Ok(self.store.read(|tx| Ok::<_, StoreError>(!tx.notices().due(now, 1)?.is_empty()))?)
    }

    /// Sends the notices that are due. Several workers may call it at once.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn send_notices(&self, actor: &Actor, progress: Progress<'_>) -> Result<NoticesSent, DeskError> {
        actor.may(Permission::Run)?;
        actor.may_everywhere()?;
        let mut done = NoticesSent::default();
        let Some(carrier) = self.outbox.carriers.mail.clone() else { return Ok(done) };
        let creditors = self.creditors(actor)?;
        done.doubtful += self.give_up_lost()?;
        let page = self.store.read(|tx| tx.notices().due(self.now(), PAGE))?;
        for (n, notice) in page.iter().enumerate() {
            progress(n as u64, page.len() as u64);
            let domain = notice.email.rsplit_once('@').map_or("", |(_, domain)| domain).to_owned();
            if self.outbox.pace(|pace| pace.may_go(&domain, self.now())) != Leave::Now {
                continue;
            }
            let Some(taken) = self.take_notice(notice.id)? else { continue };
            let outcome = match self.parcel_of(&taken, &creditors) {
                Ok(parcel) => {
                    self.outbox.pace(|pace| pace.begun(&domain, self.now()));
                    let outcome = carrier.send(&parcel);
                    self.outbox.pace(|pace| pace.ended(&domain, self.now(), &outcome));
                    Ok(outcome)
                }
                Err(why) => Err(why),
            };
            self.settle_notice(&taken, &outcome, &mut done)?;
        }
        Ok(done)
    }

    /// Takes a notice, so that no other worker sends it too.
    fn take_notice(&self, id: NoticeId) -> Result<Option<Notice>, DeskError> {
        let now = self.now();
        Ok(self.store.write::<_, StoreError>("notice.reserve", |tx| {
            let notice = tx.notices().get(id)?;
            if notice.state != NoticeState::Waiting || notice.reserved_until_us.is_some() {
                return Ok(None);
            }
            let until = Some(minutes(now, LEASE_MIN));
            let taken = Notice { attempts: notice.attempts + 1, reserved_until_us: until, ..notice };
            tx.notices().save(&taken)?;
            Ok(Some(taken))
        })?)
    }

    /// What a worker held when it stopped may have left or not: a person decides.
    fn give_up_lost(&self) -> Result<u64, DeskError> {
        let now = self.now();
        Ok(self.store.write::<_, StoreError>("notice.lost", |tx| {
            let lost = tx.notices().lost(now, PAGE)?;
            for notice in &lost {
                let doubtful = Notice {
                    state: NoticeState::Doubtful,
                    reserved_until_us: None,
                    settled_us: Some(now),
                    ..notice.clone()
                };
                tx.notices().save(&doubtful)?;
            }
            Ok(lost.len() as u64)
        })?)
    }

    fn parcel_of(&self, notice: &Notice, creditors: &[Creditor]) -> Result<Parcel, String> {
        let of_account = |id| self.store.read(|tx| Ok::<_, StoreError>(tx.accounts().get(id)?.creditor_id)).ok();
        let own = notice.account_id.and_then(of_account);
        let creditor = creditors
            .iter()
            .find(|c| Some(c.id) == own)
            .or_else(|| creditors.iter().find(|c| EmailAddress::parse(&c.email).is_ok()));
        let own = || creditor.map_or("", |c| c.email.as_str());
        let from = self.outbox.carriers.mail_from.clone().map_or_else(|| EmailAddress::parse(own()), Ok);
        let from = from.map_err(|e| e.to_string())?;
        let to = EmailAddress::parse(&notice.email).map_err(|e| e.to_string())?;
        let subject: String = notice.subject.split_whitespace().collect::<Vec<_>>().join(" ");
        let subject: String = subject.chars().filter(|c| !c.is_control()).take(courier::words::LINE_MAX).collect();
        let name = creditor.and_then(|c| Line::parse(&c.name).ok());
        let sender = Mailbox { name, address: from.clone() };
        let subject = Line::parse(&subject).map_err(|e| e.to_string())?;
        let mail = Mail::try_new(sender, vec![Mailbox::bare(to)], subject, &notice.body).map_err(|e| e.to_string())?;
        let id = format!("n.{}.{}@{}", notice.id.to_string().to_lowercase(), notice.attempts, from.domain());
        Ok(Parcel {
            id: ParcelId::parse(&id).map_err(|e| e.to_string())?,
            written: notice.created_us,
            language: notice.language,
            content: Content::Mail(mail),
        })
    }

    fn settle_notice(
        &self,
        notice: &Notice,
        outcome: &Result<Outcome, String>,
        done: &mut NoticesSent,
    ) -> Result<(), DeskError> {
        let now = self.now();
        let again = |attempts: i64, house: bool| {
            let doublings = if house { 0 } else { u32::try_from((attempts - 1).clamp(0, 12)).unwrap_or(0) };
            minutes(now, PAUSE_MIN << doublings)
        };
        let (state, reply, next) = match outcome {
            Ok(Outcome::Accepted(accepted)) => (NoticeState::Sent, accepted.evidence.reply.clone(), now),
            Ok(Outcome::Ambiguous(doubt)) => (NoticeState::Doubtful, doubt.why.to_string(), now),
            Ok(Outcome::Refused(refusal)) => {
                // A server that is down, or that refuses the house, says nothing of this mail.
                let house = refusal.blame() == Blame::House;
                let over = !house && (refusal.permanent || notice.attempts >= ATTEMPTS);
                let state = if over { NoticeState::Failed } else { NoticeState::Waiting };
                (state, refusal.reply.clone(), again(notice.attempts, house))
            }
            Err(why) => (NoticeState::Failed, why.clone(), now),
        };
        match state {
            NoticeState::Sent => done.sent += 1,
            NoticeState::Waiting => done.deferred += 1,
            NoticeState::Failed => done.failed += 1,
            NoticeState::Doubtful => done.doubtful += 1,
        }
        self.store.write("notice.settle", |tx| {
            let settled = Notice {
                state,
                reply: reply.clone(),
                next_try_us: next,
                reserved_until_us: None,
                settled_us: (state != NoticeState::Waiting).then_some(now),
                ..notice.clone()
            };
            tx.notices().save(&settled)?;
            let kind = match state {
                NoticeState::Sent => "notice.sent",
                NoticeState::Failed => "notice.failed",
                NoticeState::Waiting | NoticeState::Doubtful => return Ok(()),
            };
            let Some(id) = notice.account_id else { return Ok(()) };
            let account = tx.accounts().get(id)?;
            let payload = facts(notice, &reply);
            Ok::<_, DeskError>(self.note(tx, &Actor::worker(), About::account(&account), kind, &payload)?)
        })
    }
}

/// A notice as its entries tell it.
fn facts(notice: &Notice, reply: &str) -> serde_json::Value {
    json!({
        "notice": notice.id, "about": notice.kind, "to": notice.recipient, "subject": notice.subject, "reply": reply,
    })
}

/// A notice that is to leave, as on its first day.
fn again(notice: Notice, now: Timestamp) -> Notice {
    Notice {
        state: NoticeState::Waiting,
        attempts: 0,
        next_try_us: now,
        reserved_until_us: None,
        settled_us: None,
        ..notice
    }
}

/// Takes back the notices of an account whose keys begin so, in the caller's transaction, unless they have left or are
/// leaving.
pub(crate) fn untell_within(tx: &mut Tx, account: AccountId, key: &str) -> Result<(), StoreError> {
    let held = |notice: &Notice| {
        let stays = notice.state == NoticeState::Waiting || notice.email.is_empty();
        notice.dedupe_key.starts_with(key) && stays
    };
    let told = tx.notices().of_account(account, PAGE)?;
    let ids: Vec<NoticeId> = told.iter().filter(|notice| held(notice)).map(|notice| notice.id).collect();
    if ids.is_empty() { Ok(()) } else { tx.notices().withdraw(&ids) }
}

/// Why somebody is not written to.
fn no_address() -> Wording {
    Wording::new(
        "aucune adresse connue : ajoutez-la dans les collègues ou sur la fiche de l’utilisateur",
        "no address known: add it among the colleagues or on the page of the user",
    )
}
