//! The mail that tells a customer of their dispute: that it is noted, or how it ended and what is owed. It asks for
//! nothing by itself, and nothing sends it but a person.

use amicable::Channel;
use amicable::disputes::{Outcome, Step};
use documents::{TextFacts, figures};
use kernel::{DAY_US, Money, Timestamp};
use ledger::DebtorKind;
use ledger::statement::open_of;
use serde::Serialize;
use serde_json::json;
use store::{Dispute, DisputeId, LinkId, LinkPurpose, Message, MessageId, SignedLink, Tx};

use super::confirm::parted;
use super::draft::{refused, way_of};
use super::ground::Ground;
use super::objection::{Hindrance, Objection};
use super::write::{Identity, identity};
use crate::desk::About;
use crate::letters::{ByHand, Said, mail_address};
use crate::plans::worded;
use crate::{Actor, Desk, DeskError, DisputeRefusal, Permission};

/// Days that the link to an opinion is good for.
const OPINION_DAYS: i64 = 60;

/// A mail about a dispute before it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DisputeMail {
    /// The identity it would have.
    pub id: MessageId,
    /// The account.
    pub account_id: ledger::AccountId,
    /// The text it comes from: `dispute-opened`, `dispute-closed`.
    pub text: &'static str,
    /// The mail address; empty where there is none.
    pub to: String,
    /// Subject, blank line, paragraphs.
    pub words: String,
    /// Why it would be refused.
    pub objections: Vec<Objection>,
}

impl Desk {
    /// The mail that would tell the customer of a dispute: noted while it is open, its outcome and what is owed once
    /// it is closed. Nothing is sent, and the link to their opinion opens once the mail is.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`DeskError::Text`] where the text cannot be rendered; [`DeskError::Refused`] on a
    /// dispute opened by mistake.
    pub fn draft_dispute_mail(&self, actor: &Actor, id: DisputeId) -> Result<DisputeMail, DeskError> {
        actor.may(Permission::EditAccount)?;
        let fresh = MessageId(self.id());
        self.store.write("message.draft_dispute", |tx| {
            let dispute = actor.find(tx, id)?;
            let ground = Ground::read(tx, self, actor, dispute.account_id)?;
            let way = way_of(&ground, Some(Channel::Mail), false);
            let words = self.dispute_words(tx, (&dispute, &ground), fresh)?;
            let no_mail = mail_address(&way.address).is_none().then_some(Hindrance::NoMail);
            Ok(DisputeMail {
                id: fresh,
                account_id: dispute.account_id,
                text: text_of(&dispute)?,
                to: way.address,
                objections: no_mail
                    .into_iter()
                    .chain(unmediated(&dispute, &ground, &words))
                    .map(Objection::from)
                    .collect(),
                words,
            })
        })
    }

    /// Sends that mail in these words, or in the usual ones when empty; under an identity of a draft it is written
    /// once. It is held and taken back as any message by hand.
    ///
    /// # Errors
    /// [`crate::Refusal::NotWritten`] without a mail address or without words.
    pub fn inform_of_dispute(
        &self,
        actor: &Actor,
        dispute: DisputeId,
        (words, id): (&str, Option<MessageId>),
    ) -> Result<MessageId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let (today, fresh) = (self.today(), MessageId(self.id()));
        self.store.write("message.dispute", |tx| {
            let dispute = actor.find(tx, dispute)?;
            let text = text_of(&dispute)?;
            let id = match id.map(|id| identity(tx, id, dispute.account_id)).transpose()? {
                Some(Identity::Written(id)) => return Ok(id),
                Some(Identity::Free(id)) => id,
                None => fresh,
            };
            let ground = Ground::read(tx, self, actor, dispute.account_id)?;
            let way = way_of(&ground, Some(Channel::Mail), false);
            if mail_address(&way.address).is_none() {
                return Err(refused(&[Hindrance::NoMail.into()]));
            }
            let usual;
            let words = if words.trim().is_empty() {
                usual = self.dispute_words(tx, (&dispute, &ground), id)?;
                usual.as_str()
            } else {
                words
            };
            if let Some(why) = unmediated(&dispute, &ground, words) {
                return Err(refused(&[why.into()]));
            }
            let (subject, body) = parted(words).ok_or_else(|| refused(&[Hindrance::WordsMissing.into()]))?;
            let hand = ByHand {
                currency: dispute.currency,
                on: today,
                grant_until: today,
                promise: None,
                dispute: Some(dispute.id),
            };
            let said = Said { text: body, by_hand: Some(hand), ..Said::default() };
            let message = self.by_hand((id, dispute.account_id), &way, ground.line.debtor.language, &said);
            let message = Message { recipient: ground.line.debtor.name.clone(), subject, ..message };
            self.decide_again(tx, &message)?;
            self.open_opinion(tx, actor, (&dispute, &ground), words)?;
            tx.messages().insert_many(std::slice::from_ref(&message))?;
            let payload = json!({
                "message": message.id, "dispute": dispute.id, "text": text, "subject": message.subject,
                "channel": message.channel, "address": message.address, "not_before": message.next_try_us,
            });
            self.note(tx, actor, About::account(&ground.line.account), "message.written", &payload)?;
            Ok(message.id)
        })
    }

    /// The usual words, in the customer's language.
    fn dispute_words(
        &self,
        tx: &mut Tx,
        (dispute, ground): (&Dispute, &Ground),
        message: MessageId,
    ) -> Result<String, DeskError> {
        let (debtor, creditor) = (&ground.line.debtor, &ground.creditor);
        let language = debtor.language;
        let money = |minor: i64| figures::money(Money::new(minor, dispute.currency), language);
        let piece = tx.items().get(dispute.item_id)?;
        let today = self.today();
        let open = open_of(&piece, &tx.allocations().of_account(dispute.account_id)?, Some(today)).minor();
        let over = dispute.step == Step::Closed;
        // What is held back of it, by this dispute while it is open and by others, is not asked for.
        let held = tx.item_blocks().of_accounts(&[dispute.account_id])?;
        let held = held.iter().filter(|block| block.item_id == piece.id && block.in_force(today));
        let left = held.fold(open, |left, block| left - block.amount_minor.unwrap_or(left).clamp(0, left.max(0)));
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let facts = TextFacts {
            creditor: creditor.name.clone(),
            debtor: debtor.name.clone(),
            count: 1,
            business: debtor.kind != DebtorKind::Consumer,
            consumer: debtor.kind == DebtorKind::Consumer,
            phone: some(&creditor.phone),
            mail: some(&creditor.email),
            oldest_due: Some(figures::date_long(piece.due_on, language)),
            piece: piece.number.clone(),
            contested: money(dispute.contested_minor),
            outcome: dispute.outcome.map_or("", Outcome::slug).to_owned(),
            granted: (dispute.granted_minor > 0).then(|| money(dispute.granted_minor)),
            left: (left > 0).then(|| money(left)),
            mediator: some(&creditor.mediator).filter(|_| names_mediator(dispute, ground)),
            opinion: if over { self.opinion_link(tx, (dispute, ground), message)? } else { None },
            ..TextFacts::default()
        };
        let text = worded(&ground.texts, text_of(dispute)?, language, &facts)?;
        let mut parts = vec![text.subject];
        parts.extend(text.before);
        parts.extend(text.after);
        let signed = [creditor.signatory.as_str(), creditor.name.as_str()];
        parts.push(signed.into_iter().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n"));
        Ok(parts.join("\n\n"))
    }

    /// Where the customer says how it was handled; none while the house says nowhere it answers, or once it is too
    /// late. A link of the mail's own number, which opens nothing before the mail is sent.
    fn opinion_link(
        &self,
        tx: &mut Tx,
        (dispute, ground): (&Dispute, &Ground),
        message: MessageId,
    ) -> Result<Option<String>, DeskError> {
        match opinion_of((dispute, ground), LinkId(message.0)) {
            Some(link) if link.expires_us > self.now() => self.link_address(tx, &link),
            _ => Ok(None),
        }
    }

    /// The link of a mail that is sent opens from now on, where its words hold it.
    fn open_opinion(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (dispute, ground): (&Dispute, &Ground),
        words: &str,
    ) -> Result<(), DeskError> {
        let told = words.split_once("/link/opinion/").and_then(|(_, rest)| rest.split_once('.'));
        let id = told.and_then(|(id, _)| id.parse::<LinkId>().ok());
        let Some(link) = id.and_then(|id| opinion_of((dispute, ground), id)) else { return Ok(()) };
        let ours = self.link_address(tx, &link)?.is_some_and(|address| words.contains(&address));
        let known = tx.signed_links().of_account(link.account_id)?.iter().any(|known| known.id == link.id);
        if !ours || known {
            return Ok(());
        }
        let link = SignedLink { made_us: self.now(), actor: actor.name.clone(), ..link };
        tx.signed_links().insert(&link)?;
        self.link_noted(tx, actor, (&ground.line.account, &link), "link.made")
    }
}

/// A link to an opinion, good for some days from the end of the dispute; none while that is open.
fn opinion_of((dispute, ground): (&Dispute, &Ground), id: LinkId) -> Option<SignedLink> {
    let closed = dispute.closed_us?;
    let expires_us = Timestamp::from_microsecond(closed.as_microsecond() + OPINION_DAYS * DAY_US).ok()?;
    Some(SignedLink {
        id,
        account_id: dispute.account_id,
        purpose: LinkPurpose::Opinion,
        subject_id: Some(dispute.id.0),
        recipient: ground.line.debtor.name.clone(),
        made_us: closed,
        expires_us,
        opened_us: None,
        used_us: None,
        revoked_us: None,
        failures: 0,
        actor: String::new(),
    })
}

/// True of what is answered to a consumer who does not get all they asked for.
fn names_mediator(dispute: &Dispute, ground: &Ground) -> bool {
    let not_all = matches!(dispute.outcome, Some(Outcome::Partly | Outcome::Unfounded));
    ground.line.debtor.kind == DebtorKind::Consumer && not_all
}

/// What forbids such an answer: a creditor without a mediator, or words that do not name theirs.
fn unmediated(dispute: &Dispute, ground: &Ground, words: &str) -> Option<Hindrance> {
    if !names_mediator(dispute, ground) {
        return None;
    }
    let (creditor, told) = (&ground.creditor, words.split_whitespace().collect::<Vec<_>>().join(" "));
    let name = creditor.mediator.split(',').next().unwrap_or_default().trim();
    if name.is_empty() {
        return Some(Hindrance::MediatorUnknown { creditor: creditor.name.clone() });
    }
    (!told.contains(name)).then(|| Hindrance::MediatorUnsaid { mediator: creditor.mediator.clone() })
}

/// The text that speaks of a dispute where it stands.
fn text_of(dispute: &Dispute) -> Result<&'static str, DeskError> {
    match (dispute.step, dispute.outcome) {
        // What was a mistake is nobody's news.
        (_, Some(Outcome::Withdrawn)) => Err(DisputeRefusal::Over.into()),
        (Step::Closed, _) => Ok("dispute-closed"),
        _ => Ok("dispute-opened"),
    }
}
