//! Who is called is told: one mail for each note and person, held while the note can be taken back.

use amicable::mentions::names;
use kernel::{Language, Wording};
use ledger::Account;
use store::{DisputeId, EntryId, Mention, MentionId, Tx};

use super::{Mentioned, bounded};
use crate::colleagues::{People, Person};
use crate::notices::NoticeOrder;
use crate::{Actor, Desk, DeskError};

/// A note while those called in it are looked for.
pub(crate) struct Calling<'a> {
    pub account: &'a Account,
    /// The entry of the note.
    pub entry: EntryId,
    /// The dispute whose comment it is.
    pub dispute: Option<DisputeId>,
    pub note: &'a str,
}

/// How the keys of the notices of a note begin.
pub(crate) fn key_of(entry: EntryId) -> String {
    format!("mention:{entry}:")
}

impl Desk {
    /// Tells who is called in a note, in the caller's transaction, and answers what became of each name.
    pub(crate) fn call_within(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        calling: &Calling<'_>,
    ) -> Result<Mentioned, DeskError> {
        let (called, mut mentioned) = (names(calling.note), Mentioned::default());
        if called.is_empty() {
            return Ok(mentioned);
        }
        bounded(&called)?;
        let people = People::read(tx)?;
        let mut done: Vec<String> = Vec::new();
        for name in called {
            let Some(person) = people.find(&name) else {
                mentioned.nobody.push(name);
                continue;
            };
            if done.iter().any(|owner| owner == person.owner()) {
                mentioned.told.push(name);
                continue;
            }
            if !self.shows(tx, &person, calling.account.id)? {
                mentioned.out_of_sight.push(name);
                continue;
            }
            done.push(person.owner().to_owned());
            // Who calls themselves knows already.
            if person.owner() != actor.name {
                self.call_one(tx, actor, calling, (&people, &person))?;
            }
            mentioned.told.push(name);
        }
        Ok(mentioned)
    }

    fn call_one(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        calling: &Calling<'_>,
        (people, person): (&People, &Person),
    ) -> Result<(), DeskError> {
        if let Person::User(user) = person {
            tx.mentions().insert(&Mention {
                id: MentionId(self.id()),
                account_id: calling.account.id,
                entry_id: calling.entry,
                dispute_id: calling.dispute,
                login: user.login.clone(),
                body: calling.note.to_owned(),
                actor: actor.name.clone(),
                created_us: self.now(),
                seen_us: None,
            })?;
        }
        let debtor = tx.debtors().get(calling.account.debtor_id)?.name;
        let house = self.address_in(tx)?.filter(|_| matches!(person, Person::User(_)));
        let page = house.map(|house| match calling.dispute {
            Some(dispute) => format!("{house}/disputes/{dispute}"),
            None => format!("{house}/accounts/{}", calling.account.id),
        });
        let (writer, number) = (people.name_of(&actor.name), &calling.account.number);
        let say = |language| body((writer, calling.note), (&debtor, number, page.as_deref()), language);
        let order = NoticeOrder {
            kind: "mention",
            to: person.owner().to_owned(),
            account: Some(calling.account.id),
            subject: Wording::new(
                format!("{debtor} ({number}) : {writer} vous a mentionné"),
                format!("{debtor} ({number}): {writer} mentioned you"),
            ),
            body: Wording::new(say(Language::Fr), say(Language::En)),
            key: format!("{}{}", key_of(calling.entry), person.owner()),
        };
        // A comment of a dispute is not taken back: its mail leaves at once.
        if calling.dispute.is_some() {
            self.tell_within(tx, &order)?
        } else {
            self.tell_held_within(tx, &order)?
        };
        Ok(())
    }
}

fn body(
    (writer, note): (&str, &str),
    (debtor, number, page): (&str, &str, Option<&str>),
    language: Language,
) -> String {
    let lead = match language {
        Language::Fr => format!("{writer} vous a mentionné dans une note sur le compte de {debtor} ({number}) :"),
        Language::En => format!("{writer} mentioned you in a note on the account of {debtor} ({number}):"),
    };
    let mut parts = vec![lead, format!("« {note} »")];
    match (language, page) {
        (Language::Fr, Some(page)) => parts.push(format!("Le dossier :\n{page}")),
        (Language::En, Some(page)) => parts.push(format!("The file:\n{page}")),
        (Language::Fr, None) => parts.push(format!("Répondez à {writer}.")),
        (Language::En, None) => parts.push(format!("Answer {writer}.")),
    }
    parts.join("\n\n")
}
