//! A message as its reader would get it, before it is sent.

use amicable::{Channel, Enclosure, Step, Strategy};
use documents::{Letter, Pdf, parse_text};
use kernel::{Currency, Date, epoch_day, from_epoch_day};
use ledger::{AccountId, Creditor, Debtor, ItemId};
use serde::Serialize;
use sha2::{Digest, Sha256};
use store::{Message, MessageId, MessageState};

use super::MessageOrder;
use super::ask::{AskAnswer, Header, answer};
use super::ground::{Ground, Picked};
use super::objection::{Hindrance, Objection};
use crate::letters::{Addressee, Asked, AskedLine, ByHand, Enclosures, Said, attention_of, compose, mail_address, way};
use crate::outbox::{circumstances, held_until, verdict};
use crate::scopes::Scope;
use crate::texts::{TextUsed, step_under};
use crate::{Actor, Desk, DeskError, Permission, Refusal};

/// A message as its reader would get it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageDraft {
    /// The identity it would have: sent twice under it, it is one message.
    pub id: MessageId,
    /// What it asks, and what forbids it.
    pub ask: AskAnswer,
    /// Subject; empty where nothing is asked.
    pub subject: String,
    /// Paragraphs before the table of pieces.
    pub before: Vec<String>,
    /// Paragraphs after it.
    pub after: Vec<String>,
    /// Who signs.
    pub signature: Vec<String>,
    /// What goes with it, in words.
    pub enclosed: Vec<String>,
    /// What was to go with it and does not fit, in words.
    pub on_request: Vec<String>,
    /// The same words as they can be changed: subject, paragraphs, `---`, paragraphs.
    pub words: String,
    /// Stands for what it asks, piece by piece: sent with the order, it is refused once that has changed.
    pub seen: String,
    /// Stands for the words before anybody changed them.
    #[serde(skip)]
    pub own: String,
}

/// By which way it goes.
pub(super) struct Way {
    pub channel: Channel,
    /// Mail address; empty for a letter.
    pub address: String,
    /// As pages show it.
    pub shown: String,
}

/// A message about to be written.
pub(super) struct Prepared {
    pub ask: AskAnswer,
    pub way: Way,
    pub message: Message,
    /// None where nothing could be composed; the objections say why.
    pub letter: Option<Letter>,
    /// The mark of its words before anybody changed them.
    own: String,
    /// What the letter is laid out from.
    told: Option<Asked>,
    creditor: Creditor,
    /// What goes with it.
    pub with: Enclosures,
    pub made_from: Option<TextUsed>,
    /// What it asks of each piece, minor units.
    pub asked: Vec<(ItemId, i64)>,
    pub hand: ByHand,
}

impl Prepared {
    /// Stands for what it asks of each piece and in all.
    pub fn seen(&self) -> String {
        let lines = self.asked.iter().map(|(item, minor)| format!("{item}:{minor}"));
        let lines: Vec<String> = lines.collect();
        mark(&format!("{} {} {}", lines.join(" "), self.ask.total.as_deref().unwrap_or_default(), self.ask.currency))
    }
}

impl Desk {
    /// The message as its reader would get it. Nothing is written.
    ///
    /// # Errors
    /// As [`Desk::ask`]; [`DeskError::Text`] where the text cannot be rendered.
    pub fn draft_message(
        &self,
        actor: &Actor,
        account: AccountId,
        order: &MessageOrder,
    ) -> Result<MessageDraft, DeskError> {
        actor.may(Permission::EditAccount)?;
        let prepared = self.prepare(actor, account, order)?;
        let (seen, own) = (prepared.seen(), prepared.own);
        let letter = prepared.letter;
        let signed = letter.as_ref().map(|l| [l.signature.name.clone(), l.signature.role.clone()]);
        let words = letter.as_ref().map_or_else(String::new, words_of);
        let with = letter.as_ref().map(|l| (l.enclosures.clone(), l.on_request.clone()));
        let (enclosed, on_request) = with.unwrap_or_default();
        let (subject, before, after) = letter.map_or_else(Default::default, |l| (l.subject, l.paragraphs, l.closing));
        Ok(MessageDraft {
            id: prepared.message.id,
            ask: prepared.ask,
            subject,
            before,
            after,
            signature: signed.into_iter().flatten().filter(|line| !line.trim().is_empty()).collect(),
            enclosed,
            on_request,
            words,
            seen,
            own,
        })
    }

    /// The same as a PDF. It is signed and ready for the post: one that could not be sent is not made either,
    /// or it would go out by hand past every reason not to.
    ///
    /// # Errors
    /// [`Refusal::NotWritten`] with the first reason that forbids it; [`DeskError::Document`].
    pub fn draft_letter(&self, actor: &Actor, account: AccountId, order: &MessageOrder) -> Result<Vec<u8>, DeskError> {
        actor.may(Permission::EditAccount)?;
        let prepared = self.prepare(actor, account, order)?;
        let Some(letter) = prepared.letter.filter(|_| prepared.ask.objections.is_empty()) else {
            return Err(refused(&prepared.ask.objections));
        };
        Ok(self.pages(&letter, prepared.way.channel, &prepared.with)?.into_bytes())
    }

    /// The letter; on paper what it encloses follows it.
    pub(super) fn pages(&self, letter: &Letter, channel: Channel, with: &Enclosures) -> Result<Pdf, DeskError> {
        let pdf = documents::render_letter(letter)?;
        if channel == Channel::Letter { self.with_pages(pdf, with) } else { Ok(pdf) }
    }

    /// Everything about a message by hand, from one reading of the ledger.
    pub(super) fn prepare(
        &self,
        actor: &Actor,
        account: AccountId,
        order: &MessageOrder,
    ) -> Result<Prepared, DeskError> {
        let today = self.today();
        let (mut prepared, files) = self.store.read(|tx| {
            let ground = Ground::read(tx, self, actor, account)?;
            let own = self.strategy_followed(tx, account, ground.currency(order.items.as_deref()))?;
            let mut prepared = self.on_ground(actor, (&ground, own.as_ref()), order, today)?;
            if prepared.ask.objections.is_empty() {
                let around = circumstances(tx, &prepared.message, today)?;
                let judged = around.map(|around| verdict(&prepared.message, &around, today));
                prepared.ask.objections.extend(judged.as_ref().and_then(Objection::of));
            }
            let pieces: Vec<ItemId> = prepared.asked.iter().map(|(item, _)| *item).collect();
            let invoices = order.attach.contains(&Enclosure::Invoices);
            let files = if invoices { tx.documents().of_items(&pieces)? } else { Vec::new() };
            Ok::<_, DeskError>((prepared, files))
        })?;
        let files = files.into_iter().filter_map(|file| file.item_id.map(|item| (item, file))).collect();
        if let (Some(letter), Some(told)) = (&mut prepared.letter, &prepared.told) {
            let goes = (prepared.way.channel, letter.language);
            let mut with = self.enclosures(&order.attach, &prepared.creditor, goes, told, &files)?;
            letter.enclosures = std::mem::take(&mut with.named);
            letter.on_request = std::mem::take(&mut with.on_request);
            prepared.with = with;
        }
        Ok(prepared)
    }

    fn on_ground(
        &self,
        actor: &Actor,
        (ground, followed): (&Ground, Option<&Strategy>),
        order: &MessageOrder,
        today: Date,
    ) -> Result<Prepared, DeskError> {
        let slug = order.text.clone().unwrap_or_else(|| usual_text(ground));
        let step = step_under(&ground.plan, followed, &slug);
        let picked = ground.pick(&self.law, step.claim, (order.items.as_deref(), today))?;
        let currency = picked.first().map_or(ground.creditor.currency, |p| p.open.currency());
        let way = way_of(ground, order.channel, step.formal_notice);
        let language = ground.line.debtor.language;
        let text = ground.texts.find(&slug, language).filter(|text| !text.short);
        let mut objections = hindrances(ground, &step, &picked, (&way, today));
        objections.extend(text.is_none().then(|| Hindrance::TextUnfit { text: slug.clone() }.into()));
        objections.extend(notice_refused(actor, &step).map(Objection::from));
        let hand = ByHand {
            currency,
            on: today,
            grant_until: from_epoch_day(epoch_day(today) + i32::from(step.grant_days)),
            promise: None,
            dispute: None,
        };
        let id = order.id.unwrap_or_else(|| MessageId(self.id()));
        let mixed = picked.iter().any(|p| p.open.currency() != currency);
        let asks = !mixed && picked.iter().map(|p| p.asked.minor()).sum::<i64>() > 0;
        let mut asked: Vec<_> =
            picked.iter().map(|p| (p.item.id, p.asked.minor())).filter(|(_, minor)| *minor != 0).collect();
        asked.sort_unstable();
        let (mut letter, mut laid_out, mut own) = (None, None, String::new());
        if let Some(text) = text.filter(|_| asks) {
            let told = told(ground, (&step, id), (&picked, &hand));
            let debtor = Debtor { language, ..ground.line.debtor.clone() };
            let to =
                Addressee { account: &ground.line.account, debtor: &debtor, attention: attention_of(&ground.contacts) };
            let composed = compose(&self.law, &ground.creditor, to, &told, text)?;
            own = mark(&words_of(&composed));
            // Words that the form sends back as it got them are no words of anybody.
            let words = order.words.as_deref().filter(|words| order.own.as_deref() != Some(mark(words).as_str()));
            letter = Some(reworded(composed, words, &mut objections));
            laid_out = Some(told);
        }
        let header = Header {
            account: ground.line.account.id,
            currency,
            text: &slug,
            way: &way,
            claim: step.claim,
            formal_notice: step.formal_notice,
            language,
        };
        let ask = answer(&header, &picked, letter.as_ref(), objections);
        let made_from = text.map(|text| text.used.clone());
        let said = Said { asked: asked.clone(), by_hand: Some(hand.clone()), ..Said::default() };
        let message = self.by_hand((id, ground.line.account.id), &way, language, &said);
        let (told, creditor, with) = (laid_out, ground.creditor.clone(), Enclosures::default());
        Ok(Prepared { ask, way, message, letter, own, told, creditor, with, made_from, asked, hand })
    }

    /// A message made now and held.
    pub(super) fn by_hand(
        &self,
        (id, account): (MessageId, AccountId),
        way: &Way,
        language: kernel::Language,
        said: &Said,
    ) -> Message {
        let now = self.now();
        Message {
            id,
            account_id: account,
            reminder_id: None,
            channel: way.channel.slug().to_owned(),
            language,
            state: MessageState::Rendered,
            recipient: String::new(),
            subject: String::new(),
            body: said.kept(),
            document_id: None,
            created_us: now,
            address: way.address.clone(),
            refusals: 0,
            next_try_us: held_until(now),
            settled_us: None,
            registered: String::new(),
            presented_on: None,
            returned_on: None,
            run_id: None,
            print_file_id: None,
        }
    }
}

/// The first objection, as a refusal.
pub(super) fn refused(objections: &[Objection]) -> DeskError {
    let why = objections.first().map_or_else(|| Objection::from(Hindrance::NothingChosen).why, |o| o.why.clone());
    Refusal::NotWritten { why }.into()
}

/// The text that speaks next: never a mise en demeure by itself.
fn usual_text(ground: &Ground) -> String {
    let level = ground.reminders.first().map_or(0, |reminder| reminder.level);
    let slug = match level {
        0 => "reminder-1",
        1 => "reminder-2",
        _ => "reminder-3",
    };
    slug.to_owned()
}

/// The way asked for, else mail where there is an address; letter else, and always for a mise en demeure.
pub(super) fn way_of(ground: &Ground, wanted: Option<Channel>, formal_notice: bool) -> Way {
    let debtor = &ground.line.debtor;
    let usual = if formal_notice { Channel::Letter } else { Channel::Mail };
    let channel = wanted.filter(|c| matches!(c, Channel::Mail | Channel::Letter));
    // Asked for mail and without any, it stays a mail, that cannot leave: nothing is sent otherwise than asked.
    let found = way((channel.unwrap_or(usual).slug(), formal_notice), &ground.contacts, debtor.is_postable());
    let (channel, address) = match (channel, found) {
        (Some(Channel::Mail) | None, Some((Channel::Mail, address))) => (Channel::Mail, address),
        (Some(channel), _) => (channel, String::new()),
        (None, _) => (Channel::Letter, String::new()),
    };
    let shown = match channel {
        Channel::Mail => address.clone(),
        _ if debtor.is_postable() => format!("{}, {}", debtor.name, debtor.address.city),
        _ => String::new(),
    };
    Way { channel, address, shown }
}

fn hindrances(ground: &Ground, step: &Step, picked: &[Picked], (way, today): (&Way, Date)) -> Vec<Objection> {
    let mut found: Vec<Hindrance> = Vec::new();
    let number = |p: &Picked| if p.item.number.is_empty() { p.item.id.to_string() } else { p.item.number.clone() };
    found.extend(ground.payer.clone().map(|number| Hindrance::PaidByAnother { number }));
    let currencies: Option<Currency> = picked.first().map(|p| p.open.currency());
    if picked.is_empty() {
        found.push(Hindrance::NothingChosen);
    } else if picked.iter().any(|p| Some(p.open.currency()) != currencies) {
        found.push(Hindrance::CurrenciesMixed);
    }
    for p in picked.iter().filter(|p| p.open.minor() > 0) {
        if !step.timing.is_before_due() && p.item.due_on >= today {
            found.push(Hindrance::NotDue { piece: number(p), due: p.item.due_on });
        }
        if step.formal_notice && p.item.due_inferred {
            found.push(Hindrance::DueInferred { piece: number(p) });
        }
        if step.formal_notice && p.held.iter().any(|h| h.reason == store::BlockReason::Disputed) {
            found.push(Hindrance::NoticeDisputed { piece: number(p) });
        }
    }
    if step.formal_notice && way.channel == Channel::Mail {
        found.push(Hindrance::NoticeByLetter);
    }
    match way.channel {
        Channel::Mail if mail_address(&way.address).is_none() => found.push(Hindrance::NoMail),
        Channel::Letter if !ground.line.debtor.address.is_postable() => found.push(Hindrance::NoAddress),
        _ => {}
    }
    let mut objections: Vec<Objection> = found.into_iter().map(Objection::from).collect();
    let net: i64 = picked.iter().map(|p| p.asked.minor()).sum();
    if !picked.is_empty() && net <= 0 {
        objections.push((&crate::outbox::Why::NothingLeft).into());
    }
    let debtor = &ground.line.debtor;
    if way.channel == Channel::Letter && debtor.address_came_back() {
        objections.push((&crate::outbox::Why::AddressUnknown { address: debtor.returned_address.clone() }).into());
    }
    objections
}

/// What the letter is laid out from.
fn told(ground: &Ground, (step, id): (&Step, MessageId), (picked, hand): (&[Picked], &ByHand)) -> Asked {
    let lines = picked.iter().filter(|p| !p.asked.is_zero()).map(|p| AskedLine {
        item: p.item.clone(),
        open: p.asked,
        interest: p.claim.interest,
        indemnity: p.claim.indemnity,
        disputed: p.disputed(),
    });
    let received = ground.reminders.iter().filter(|r| ground.received.contains(&r.id));
    let before = received.filter(|r| r.currency == hand.currency && r.on_day < hand.on);
    Asked {
        ident: id.to_string(),
        step: step.clone(),
        registered: String::new(),
        space: ground.space.clone(),
        on: hand.on,
        grant_until: hand.grant_until,
        previous_on: before.map(|r| r.on_day).max(),
        disputed: ground.contested(hand.on),
        lines: lines.collect(),
    }
}

/// Why they send no mise en demeure; nothing where they do.
fn notice_refused(actor: &Actor, step: &Step) -> Option<Hindrance> {
    if !step.formal_notice || actor.carries(Permission::Run) {
        return None;
    }
    let lacks = Scope::of(Permission::Run).filter(|_| actor.role.carries(Permission::Run));
    Some(lacks.map_or(Hindrance::NoticeByManager, |scope| Hindrance::NoticeByScope { scope: scope.slug().to_owned() }))
}

/// Stands for a text: the same under either end of line, whatever blanks close its lines.
fn mark(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    kernel::hex(&Sha256::digest(lines.join("\n").as_bytes())[..12])
}

/// The words of a letter as a person changes them.
fn words_of(letter: &Letter) -> String {
    let mut text = format!("{}\n\n{}", letter.subject, letter.paragraphs.join("\n\n"));
    if !letter.closing.is_empty() {
        text.push_str("\n\n---\n\n");
        text.push_str(&letter.closing.join("\n\n"));
    }
    text
}

/// The letter in the words that somebody changed for it alone.
fn reworded(mut letter: Letter, words: Option<&str>, objections: &mut Vec<Objection>) -> Letter {
    let Some(words) = words.filter(|words| !words.trim().is_empty()) else { return letter };
    let own = parse_text(words);
    if own.subject.trim().is_empty() || own.before.is_empty() {
        objections.push(Hindrance::WordsMissing.into());
        return letter;
    }
    (letter.subject, letter.paragraphs, letter.closing) = (own.subject, own.before, own.after);
    letter
}
