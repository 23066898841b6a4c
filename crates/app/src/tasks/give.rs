//! A task is given to somebody: who signs in, or a colleague who answers from the mail. They hear of it once.

use kernel::{Date, Language, Spoken, Wording, days_between};
use ledger::{Account, AccountId};
use store::{EntryId, LinkPurpose, Task, TaskId, TaskKind, TaskState, Tx};

use super::{facts, open_task, subject};
use crate::colleagues::{People, Person};
use crate::desk::About;
use crate::links::LinkOrder;
use crate::notices::NoticeOrder;
use crate::undo::TaskWas;
use crate::{Actor, Desk, DeskError, Permission, Refusal, TeamRefusal};

/// Days that a link to a task is good for, at least.
const LINK_DAYS: i64 = 30;
/// Days after the last one during which it can still be answered.
const AFTER_DAYS: i64 = 14;
/// Days that it is good for at most.
const LINK_DAYS_MAX: i64 = 365;

/// How the keys of the notices of a task begin.
pub(crate) fn key_of(task: TaskId) -> String {
    format!("task-given:{task}:")
}

/// The key of the notice of one giving.
pub(crate) fn giving_key(task: TaskId, entry: EntryId) -> String {
    format!("{}{entry}", key_of(task))
}

impl Desk {
    /// Gives an account a task to come back to, to somebody or to anybody; who gets it is told by mail.
    ///
    /// # Errors
    /// [`DeskError::Refused`] without a subject, on a day gone by, for who is not known or does not see the account.
    pub fn add_task(
        &self,
        actor: &Actor,
        account: AccountId,
        subject: &str,
        due: Date,
        owner: &str,
    ) -> Result<TaskId, DeskError> {
        actor.may(Permission::Answer)?;
        if subject.trim().is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        if due < self.today() {
            return Err(Refusal::DayOver { day: due }.into());
        }
        let (id, entry) = (TaskId(self.id()), EntryId(self.id()));
        self.store.write("task.add", |tx| {
            let account = actor.find(tx, account)?;
            let who = self.taker(tx, account.id, owner)?;
            let task = Task {
                id,
                account_id: account.id,
                reminder_id: None,
                kind: TaskKind::FollowUp,
                state: TaskState::Open,
                subject: subject.trim().to_owned(),
                owner: owner_of(who.as_ref()),
                due_on: due,
                outcome: String::new(),
                note: String::new(),
                actor: actor.name.clone(),
                created_us: self.now(),
                closed_us: None,
            };
            tx.tasks().insert(&task)?;
            let given = self.entry(entry, actor, About::account(&account), "task.given", &facts(&task));
            tx.timeline().append(&given)?;
            self.tell_taker(tx, actor, (&account, &task, entry), who.as_ref())?;
            Ok(id)
        })
    }

    /// Gives a task to somebody, who is told by mail; to anybody when empty. Answers its entry, by which it can be
    /// taken back.
    ///
    /// # Errors
    /// [`TeamRefusal`] for who is not known or does not see the account; [`DeskError::Store`] when the task was
    /// closed meanwhile.
    pub fn reassign_task(&self, actor: &Actor, id: TaskId, owner: &str) -> Result<EntryId, DeskError> {
        actor.may(Permission::EditAccount)?;
        let entry = EntryId(self.id());
        self.store.write("task.reassigned", |tx| {
            let (mut task, account) = open_task(tx, actor, id)?;
            let was = TaskWas::of(&task);
            let who = self.taker(tx, account.id, owner)?;
            task.owner = owner_of(who.as_ref());
            // Who gave it is who hears of the answer.
            task.actor.clone_from(&actor.name);
            tx.tasks().save(&task)?;
            let mut payload = facts(&task);
            payload["was"] = serde_json::json!(was);
            let given = self.entry(entry, actor, About::account(&account), "task.reassigned", &payload);
            tx.timeline().append(&given)?;
            if task.owner != was.owner {
                self.tell_taker(tx, actor, (&account, &task, entry), who.as_ref())?;
            }
            Ok(entry)
        })
    }

    /// Gives a task that the house words itself to the first of those names who is known and sees the account, in the
    /// caller's transaction; to anybody where none does. Who gets it is told by mail.
    pub(crate) fn give_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        account: &Account,
        (subject, due_on): (String, Date),
        names: &[String],
    ) -> Result<Task, DeskError> {
        let mut who = None;
        for name in names {
            who = match self.taker(tx, account.id, name) {
                Ok(found) => found,
                Err(DeskError::Refused(_)) => None,
                Err(error) => return Err(error),
            };
            if who.is_some() {
                break;
            }
        }
        let task = Task {
            id: TaskId(self.id()),
            account_id: account.id,
            reminder_id: None,
            kind: TaskKind::FollowUp,
            state: TaskState::Open,
            subject,
            owner: owner_of(who.as_ref()),
            due_on,
            outcome: String::new(),
            note: String::new(),
            actor: actor.name.clone(),
            created_us: self.now(),
            closed_us: None,
        };
        tx.tasks().insert(&task)?;
        let entry = self.noted(tx, actor, About::account(account), "task.given", &facts(&task))?;
        self.tell_taker(tx, actor, (account, &task, entry), who.as_ref())?;
        Ok(task)
    }

    /// Who is meant by the owner of a task; none where it is anybody's.
    fn taker(&self, tx: &mut Tx, account: AccountId, owner: &str) -> Result<Option<Person>, DeskError> {
        if owner.trim().is_empty() {
            return Ok(None);
        }
        let name = || owner.trim().chars().take(80).collect::<String>();
        let found = People::read(tx)?.find(owner);
        let person = found.ok_or_else(|| TeamRefusal::Nobody { name: name() })?;
        if self.shows(tx, &person, account)? {
            return Ok(Some(person));
        }
        Err(TeamRefusal::OutOfSight { name: name() }.into())
    }

    /// Tells who is given a task what, which customer, by when; a colleague answers by the link of the mail.
    fn tell_taker(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        (account, task, entry): (&Account, &Task, EntryId),
        who: Option<&Person>,
    ) -> Result<(), DeskError> {
        let Some(person) = who.filter(|person| person.owner() != actor.name) else { return Ok(()) };
        let page = match (person, self.address_in(tx)?) {
            (_, None) => None,
            (Person::User(_), Some(house)) => Some(format!("{house}/tasks/{}", task.id)),
            (Person::Colleague(colleague), Some(_)) => {
                let left = days_between(self.today(), task.due_on) + AFTER_DAYS;
                let order = LinkOrder {
                    account,
                    purpose: LinkPurpose::Task,
                    subject: Some(task.id.0),
                    recipient: &colleague.name,
                    days: left.clamp(LINK_DAYS, LINK_DAYS_MAX),
                };
                let link = self.link_within(tx, actor, &order)?;
                self.link_address(tx, &link)?
            }
        };
        let people = People::read(tx)?;
        let debtor = tx.debtors().get(account.debtor_id)?.name;
        let what = subject(&task.subject);
        let told = Given {
            asker: people.name_of(&actor.name),
            what: &what,
            debtor: &debtor,
            number: &account.number,
            due: task.due_on,
            page: page.as_deref(),
            by_link: matches!(person, Person::Colleague(_)),
        };
        let order = NoticeOrder {
            kind: "task",
            to: person.owner().to_owned(),
            account: Some(account.id),
            subject: Wording::new(told.subject(Language::Fr), told.subject(Language::En)),
            body: Wording::new(told.body(Language::Fr), told.body(Language::En)),
            key: giving_key(task.id, entry),
        };
        self.tell_held_within(tx, &order)?;
        Ok(())
    }
}

fn owner_of(who: Option<&Person>) -> String {
    who.map_or_else(String::new, |person| person.owner().to_owned())
}

/// What there is to say of a task that is given.
struct Given<'a> {
    asker: &'a str,
    what: &'a Wording,
    debtor: &'a str,
    number: &'a str,
    due: Date,
    page: Option<&'a str>,
    by_link: bool,
}

impl Given<'_> {
    fn subject(&self, language: Language) -> String {
        let Self { debtor, number, .. } = self;
        let due = self.due.said(language);
        match language {
            Language::Fr => format!("{debtor} ({number}) : une tâche pour vous, d’ici le {due}"),
            Language::En => format!("{debtor} ({number}): a task for you, by {due}"),
        }
    }

    fn body(&self, language: Language) -> String {
        let Self { asker, debtor, number, .. } = self;
        let (what, due) = (self.what.pick(language), self.due.said(language));
        let mut parts = match language {
            Language::Fr => vec![
                format!("{asker} vous confie une tâche sur le compte de {debtor} ({number}) :"),
                format!("« {what} »"),
                format!("À faire au plus tard le {due}."),
            ],
            Language::En => vec![
                format!("{asker} gives you a task on the account of {debtor} ({number}):"),
                format!("« {what} »"),
                format!("To be done by {due} at the latest."),
            ],
        };
        parts.push(match (language, self.page, self.by_link) {
            (Language::Fr, Some(page), true) => format!(
                "Dites ici si c’est fait, ou si vous ne pouvez pas, sans compte :\n{page}\n\nCe lien est pour vous seul."
            ),
            (Language::En, Some(page), true) => format!(
                "Say here whether it is done, or that you cannot, without an account:\n{page}\n\nThis link is for you \
                 alone."
            ),
            (Language::Fr, Some(page), false) => format!("La tâche :\n{page}"),
            (Language::En, Some(page), false) => format!("The task:\n{page}"),
            (Language::Fr, None, _) => format!("Répondez à {asker}."),
            (Language::En, None, _) => format!("Answer {asker}."),
        });
        parts.join("\n\n")
    }
}
