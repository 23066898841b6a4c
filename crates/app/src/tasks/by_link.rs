//! A colleague answers a task by the link of a mail, without an account: done, or not for them.

use kernel::{Date, Language, Wording, slug_enum};
use ledger::Account;
use store::{LinkPurpose, SignedLink, Task, TaskId, TaskState, Tx};

use super::{facts, subject};
use crate::colleagues::correspondent;
use crate::desk::About;
use crate::notices::NoticeOrder;
use crate::{Actor, Desk, DeskError, LinkRefusal, TeamRefusal};

/// Characters of a comment.
const WORDS_MAX: usize = 2_000;

slug_enum!(
    /// What somebody says of a task they were given.
    TaskVerdict {
        /// It is done.
        Done = "done",
        /// They cannot.
        Cannot = "cannot",
    }
);

/// What somebody who opens the link is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedTask {
    /// Who is asked.
    pub recipient: String,
    /// The customer.
    pub debtor: String,
    /// What to do.
    pub what: Wording,
    /// By when, included.
    pub until: Date,
    /// Who asks; empty when it was no person of the house.
    pub asker: String,
}

/// What they say.
#[derive(Debug, Clone)]
pub struct TaskAnswer {
    /// Done, or not.
    pub verdict: TaskVerdict,
    /// In words.
    pub words: String,
}

/// What becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskSaid {
    /// The customer.
    pub debtor: String,
    /// Who hears of it; empty when nobody is named.
    pub asker: String,
}

/// The task that a link asks about, while it is open and still theirs.
fn asked_by(tx: &mut Tx, link: &SignedLink) -> Result<(Task, Account), DeskError> {
    let task = Actor::guest(link).find(tx, TaskId(link.subject_id.unwrap_or_default()))?;
    if task.state != TaskState::Open {
        return Err(TeamRefusal::TaskOver.into());
    }
    if task.owner != link.recipient {
        return Err(TeamRefusal::TaskElsewhere.into());
    }
    let account = tx.accounts().get(task.account_id)?;
    Ok((task, account))
}

/// The login of who gave a task, while they sign in; empty for a program.
fn asker_of(tx: &mut Tx, task: &Task) -> Result<String, DeskError> {
    let user = tx.users().by_login(&task.actor)?.filter(|user| user.active);
    Ok(user.map(|user| user.login).unwrap_or_default())
}

impl Desk {
    /// What the holder of a link is asked to do.
    ///
    /// # Errors
    /// [`LinkRefusal`] on a link that is forged, over, used or taken back; [`TeamRefusal`] once the task is over or
    /// somebody else's.
    pub fn asked_task(&self, token: &str) -> Result<AskedTask, DeskError> {
        self.store.write("task.asked", |tx| {
            let link = self.opened(tx, token, LinkPurpose::Task)?;
            let (task, account) = asked_by(tx, &link)?;
            let asker = correspondent(tx, &task.actor)?.map(|who| who.name).unwrap_or_default();
            Ok(AskedTask {
                recipient: link.recipient,
                debtor: tx.debtors().get(account.debtor_id)?.name,
                what: subject(&task.subject),
                until: task.due_on,
                asker,
            })
        })
    }

    /// Takes the answer of who holds a link, once: the task is done, or goes back to who gave it; they are told.
    ///
    /// # Errors
    /// As [`Desk::asked_task`]; [`TeamRefusal::WhyMissing`] where they cannot and say nothing.
    pub fn answer_task(&self, token: &str, answer: &TaskAnswer) -> Result<TaskSaid, DeskError> {
        let words = answer.words.trim();
        if words.chars().count() > WORDS_MAX {
            return Err(LinkRefusal::WordsLong { most: i64::try_from(WORDS_MAX).unwrap_or(i64::MAX) }.into());
        }
        self.store.write("task.answer", |tx| {
            let mut link = self.opened(tx, token, LinkPurpose::Task)?;
            let (mut task, account) = asked_by(tx, &link)?;
            if answer.verdict == TaskVerdict::Cannot && words.is_empty() {
                return Err(TeamRefusal::WhyMissing.into());
            }
            let (guest, asker) = (Actor::guest(&link), asker_of(tx, &task)?);
            words.clone_into(&mut task.note);
            match answer.verdict {
                TaskVerdict::Done => {
                    (task.state, task.closed_us) = (TaskState::Done, Some(self.now()));
                    task.actor.clone_from(&guest.name);
                }
                TaskVerdict::Cannot => task.owner.clone_from(&asker),
            }
            tx.tasks().save(&task)?;
            link.used_us = Some(self.now());
            tx.signed_links().save(&link)?;
            let mut payload = facts(&task);
            payload["verdict"] = answer.verdict.slug().into();
            payload["link"] = serde_json::json!(link.id);
            self.note(tx, &guest, About::account(&account), "task.answered", &payload)?;
            let debtor = tx.debtors().get(account.debtor_id)?.name;
            if !asker.is_empty() {
                self.tell_asker(tx, (&task, &account, &debtor), (&link, answer.verdict), &asker)?;
            }
            let asker = correspondent(tx, &asker)?.map(|who| who.name).unwrap_or_default();
            Ok(TaskSaid { debtor, asker })
        })
    }

    fn tell_asker(
        &self,
        tx: &mut Tx,
        (task, account, debtor): (&Task, &Account, &str),
        (link, verdict): (&SignedLink, TaskVerdict),
        asker: &str,
    ) -> Result<(), DeskError> {
        let page = self.address_in(tx)?.map(|house| format!("{house}/tasks/{}", task.id));
        let (who, number, what) = (&link.recipient, &account.number, subject(&task.subject));
        let subject = |language| match (language, verdict) {
            (Language::Fr, TaskVerdict::Done) => format!("{debtor} ({number}) : fait par {who}"),
            (Language::Fr, TaskVerdict::Cannot) => format!("{debtor} ({number}) : {who} ne peut pas"),
            (Language::En, TaskVerdict::Done) => format!("{debtor} ({number}): done by {who}"),
            (Language::En, TaskVerdict::Cannot) => format!("{debtor} ({number}): {who} cannot"),
        };
        let body = |language| {
            let what = what.pick(language);
            let mut parts = vec![match (language, verdict) {
                (Language::Fr, TaskVerdict::Done) => format!("{who} a fait : « {what} »."),
                (Language::Fr, TaskVerdict::Cannot) => {
                    format!("{who} ne peut pas : « {what} ». La tâche vous revient.")
                }
                (Language::En, TaskVerdict::Done) => format!("{who} has done: « {what} »."),
                (Language::En, TaskVerdict::Cannot) => format!("{who} cannot: « {what} ». The task comes back to you."),
            }];
            if !task.note.is_empty() {
                parts.push(format!("« {} »", task.note));
            }
            parts.extend(page.clone());
            parts.join("\n\n")
        };
        let order = NoticeOrder {
            kind: "task-answered",
            to: asker.to_owned(),
            account: Some(account.id),
            subject: Wording::new(subject(Language::Fr), subject(Language::En)),
            body: Wording::new(body(Language::Fr), body(Language::En)),
            key: format!("task-answered:{}", link.id),
        };
        self.tell_within(tx, &order)?;
        Ok(())
    }
}
