//! Whose turn it is hears of it by mail: the question in plain words, by when, and a link to answer by.

use kernel::{Date, Language, Money, Spoken, Wording};
use ledger::{Account, Item};
use store::{Dispute, LinkPurpose, Side, Task, TaskId, TaskKind, TaskState, Tx};

use super::{Source, Step, step_words};
use crate::colleagues::correspondent;
use crate::links::{LinkOrder, came_by_link};
use crate::notices::NoticeOrder;
use crate::tasks::Subject;
use crate::undo::last;
use crate::{Actor, Desk, DeskError};

/// Days that a link to a question is good for.
const LINK_DAYS: i64 = 14;
/// Characters of the customer's own words in a mail: the rest is on the page.
const WORDS_SHOWN: usize = 1_500;

/// Why somebody is written to.
enum Ask<'a> {
    /// It is theirs now.
    Given,
    /// Nobody answered in time, and it comes to them.
    Silence,
    /// They did not answer in time, and it went to another.
    Passed { to: &'a str },
}

/// What there is to say, whatever the language.
struct Told<'a> {
    ask: Ask<'a>,
    /// Where it stands: what is to do.
    step: Step,
    debtor: &'a str,
    piece: &'a str,
    amount: Money,
    until: Date,
    /// What the customer says, as it was heard or written.
    words: Vec<String>,
    /// Who opened it; empty when it was no person of the house.
    asker: &'a str,
    /// Where it is answered; none while the house says nowhere it answers.
    link: Option<String>,
}

impl Desk {
    /// Gives the house to name who answers a dispute that came by itself and that nobody has; no longer once somebody
    /// has it, or once it is over.
    pub(super) fn seek_owner(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        dispute: &Dispute,
        item: &Item,
    ) -> Result<(), DeskError> {
        let subject = Subject::DisputeOwner { what: format!("{} · {}", item.number, dispute.id) }.kept();
        let tasks = tx.tasks().of_account(dispute.account_id)?;
        let given = tasks.into_iter().find(|task| task.subject == subject && task.state == TaskState::Open);
        let by_itself = !matches!(dispute.source, Source::Collector | Source::Mail);
        let wanted = by_itself && dispute.owner.is_empty() && dispute.step != Step::Closed;
        match given {
            Some(mut task) if !wanted => {
                (task.state, task.actor, task.closed_us) = (TaskState::Dropped, actor.name.clone(), Some(self.now()));
                Ok(tx.tasks().save(&task)?)
            }
            None if wanted => Ok(tx.tasks().insert(&Task {
                id: TaskId(self.id()),
                account_id: dispute.account_id,
                reminder_id: None,
                kind: TaskKind::FollowUp,
                state: TaskState::Open,
                subject,
                owner: String::new(),
                due_on: self.today(),
                outcome: String::new(),
                note: String::new(),
                actor: actor.name.clone(),
                created_us: self.now(),
                closed_us: None,
            })?),
            _ => Ok(()),
        }
    }

    /// Asks who has a dispute now, in the transaction that gave it to them; once for each time it is given. `silence`
    /// says that another did not answer in time.
    pub(super) fn ask_owner(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        dispute: &Dispute,
        about: (&Account, &Item),
        silence: bool,
    ) -> Result<(), DeskError> {
        let ask = if silence { Ask::Silence } else { Ask::Given };
        self.ask_by_mail(tx, actor, (dispute, &dispute.owner), about, ask)
    }

    /// Tells who did not answer that it went to another; they may answer still.
    pub(super) fn tell_silent(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (dispute, silent): (&Dispute, &str),
        about: (&Account, &Item),
    ) -> Result<(), DeskError> {
        self.ask_by_mail(tx, actor, (dispute, silent), about, Ask::Passed { to: &dispute.owner })
    }

    fn ask_by_mail(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (dispute, to): (&Dispute, &str),
        (account, item): (&Account, &Item),
        ask: Ask<'_>,
    ) -> Result<(), DeskError> {
        if to.trim().is_empty() {
            return Ok(());
        }
        let key = format!("{}{}:{to}", key_of(dispute), dispute.version);
        let who = correspondent(tx, to)?.filter(|who| !who.email.is_empty());
        let judged = matches!(dispute.step, Step::Identify | Step::Facts);
        // A link is for who will get the mail, while there is something to judge; one that was told already has it.
        let link = match who {
            Some(who) if judged && !tx.notices().is_told(&key)? && self.address_in(tx)?.is_some() => {
                let order = LinkOrder {
                    account,
                    purpose: LinkPurpose::Dispute,
                    subject: Some(dispute.id.0),
                    recipient: &who.name,
                    days: LINK_DAYS,
                };
                let link = self.link_within(tx, actor, &order)?;
                self.link_address(tx, &link)?
            }
            _ => None,
        };
        let debtor = tx.debtors().get(account.debtor_id)?.name;
        let asker = match dispute.actor.as_str() {
            "worker" | "cli" => "",
            name if came_by_link(name).is_some() => "",
            name => name,
        };
        let told = Told {
            ask,
            step: dispute.step,
            debtor: &debtor,
            piece: &item.number,
            amount: Money::new(dispute.contested_minor, dispute.currency),
            until: dispute.due_on,
            words: words_of(tx, dispute)?,
            asker,
            link,
        };
        let order = NoticeOrder {
            kind: "dispute",
            to: to.to_owned(),
            account: Some(account.id),
            subject: Wording::new(told.subject(Language::Fr), told.subject(Language::En)),
            body: Wording::new(told.body(Language::Fr), told.body(Language::En)),
            key,
        };
        // As long as what opened it can be taken back, nothing leaves.
        self.tell_from(tx, &order, last(self.now()))?;
        Ok(())
    }
}

/// Who answers: who is named, else who of the house does it, else who follows the account; empty when nobody does.
pub(super) fn answerer(tx: &mut Tx, actor: &Actor, account: &Account, named: &str) -> Result<String, DeskError> {
    let person = Some(actor.of_house()).filter(|who| !matches!(*who, "" | "worker" | "cli"));
    if let Some(who) = Some(named.trim()).filter(|who| !who.is_empty()).or(person) {
        return Ok(who.to_owned());
    }
    Ok(tx.collectors().of(account.id)?.unwrap_or_default())
}

/// How the keys of the questions of a dispute begin.
pub(super) fn key_of(dispute: &Dispute) -> String {
    format!("dispute:{}:", dispute.id)
}

/// What the customer says: what was noted when it was opened, then their own words.
pub(super) fn words_of(tx: &mut Tx, dispute: &Dispute) -> Result<Vec<String>, DeskError> {
    let brought = tx.disputes().evidence(dispute.id)?;
    let theirs = brought.into_iter().filter(|e| e.side == Side::Customer).map(|e| e.body);
    let all = std::iter::once(dispute.note.clone()).chain(theirs);
    Ok(all.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()).collect())
}

fn short(words: &str) -> String {
    match words.char_indices().nth(WORDS_SHOWN) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words.to_owned(),
    }
}

impl Told<'_> {
    /// True while somebody says whether the customer is right.
    const fn is_judged(&self) -> bool {
        matches!(self.step, Step::Identify | Step::Facts)
    }

    fn subject(&self, language: Language) -> String {
        let Self { debtor, piece, .. } = self;
        match (language, &self.ask) {
            (Language::Fr, Ask::Given) if !self.is_judged() => {
                format!("Litige de {debtor} sur {piece} : {}", step_words(self.step).fr)
            }
            (Language::En, Ask::Given) if !self.is_judged() => {
                format!("Dispute of {debtor} on {piece}: {}", step_words(self.step).en)
            }
            (Language::Fr, Ask::Given) => format!("Litige de {debtor} sur {piece} : votre réponse"),
            (Language::Fr, Ask::Silence) => format!("Litige de {debtor} sur {piece} : toujours sans réponse"),
            (Language::Fr, Ask::Passed { to }) => {
                format!("Litige de {debtor} sur {piece} : sans réponse, passé à {to}")
            }
            (Language::En, Ask::Given) => format!("Dispute of {debtor} on {piece}: your answer"),
            (Language::En, Ask::Silence) => format!("Dispute of {debtor} on {piece}: still without an answer"),
            (Language::En, Ask::Passed { to }) => {
                format!("Dispute of {debtor} on {piece}: without an answer, passed to {to}")
            }
        }
    }

    fn body(&self, language: Language) -> String {
        let Self { debtor, piece, .. } = self;
        let amount = self.amount.said(language);
        let mut first = match language {
            Language::Fr => format!("{debtor} conteste {amount} de la pièce {piece}."),
            Language::En => format!("{debtor} contests {amount} of {piece}."),
        };
        match (language, &self.ask) {
            (_, Ask::Given) => {}
            (Language::Fr, Ask::Silence) => {
                first.push_str(" Le service interrogé n’a pas répondu à temps : la question vous revient.");
            }
            (Language::En, Ask::Silence) => {
                first.push_str(" The service that was asked did not answer in time: the question comes to you.");
            }
            (Language::Fr, Ask::Passed { to }) => {
                first.push_str(" Nous n’avons pas eu votre réponse à temps : la question passe à ");
                first.push_str(to);
                first.push_str(". Vous pouvez encore répondre.");
            }
            (Language::En, Ask::Passed { to }) => {
                first.push_str(" Your answer did not come in time: the question goes to ");
                first.push_str(to);
                first.push_str(". You can still answer.");
            }
        }
        let mut parts = vec![first];
        parts.extend(self.words.iter().map(|words| format!("« {} »", short(words))));
        parts.push(self.question(language));
        parts.push(self.how(language));
        parts.join("\n\n")
    }

    fn question(&self, language: Language) -> String {
        let (until, step) = (self.until.said(language), step_words(self.step));
        let judged = self.is_judged();
        match language {
            Language::Fr if judged => {
                format!("Le client a-t-il raison ? La réponse est attendue au plus tard le {until}.")
            }
            Language::En if judged => {
                format!("Is the customer right? The answer is awaited by {until} at the latest.")
            }
            Language::Fr => {
                format!("Le litige en est à l’étape « {} » : c’est à faire au plus tard le {until}.", step.fr)
            }
            Language::En => {
                format!("The dispute stands at the step « {} »: it is to be done by {until} at the latest.", step.en)
            }
        }
    }

    fn how(&self, language: Language) -> String {
        let asker = if self.asker.is_empty() { String::new() } else { format!(" ({})", self.asker) };
        match (language, &self.link) {
            (Language::Fr, Some(link)) => format!(
                "Répondez ici, sans compte, depuis un téléphone aussi bien :\n{link}\n\nCe lien est pour vous seul ; il \
                 vaut {LINK_DAYS} jours."
            ),
            (Language::En, Some(link)) => format!(
                "Answer here, without an account, on a telephone as well:\n{link}\n\nThis link is for you alone; it is \
                 good for {LINK_DAYS} days."
            ),
            (Language::Fr, None) => format!("Répondez à la personne qui suit ce compte{asker}."),
            (Language::En, None) => format!("Answer the person who follows this account{asker}."),
        }
    }
}
