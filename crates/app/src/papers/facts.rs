//! What a petition says of what happened, from what the file knows: the sale, the invoices, what came, what was asked.

use kernel::{Date, Language, Money, Wording, figures};
use ledger::Item;
use store::{CourtCase, Message, MessageState, Tx};

use super::parties::Parties;
use crate::DeskError;
use crate::costs::CaseDrawn;
use crate::schedule::{day_in, zone_in_tx};

/// What is said of a case where nobody says it otherwise: the facts, then what was done to settle.
pub(super) struct Told {
    pub facts: Vec<Wording>,
    pub amicable: Vec<Wording>,
}

/// A day, written out.
fn day(date: Date, language: Language) -> String {
    figures::date_long(date, language)
}

fn both(say: impl Fn(Language) -> String) -> Wording {
    Wording::new(say(Language::Fr), say(Language::En))
}

/// Tells it.
pub(super) fn told(tx: &mut Tx, case: &CourtCase, (parties, drawn): (&Parties, &CaseDrawn)) -> Result<Told, DeskError> {
    let mut facts = vec![relation(parties), invoices(&drawn.items, case)];
    facts.extend(received(drawn));
    if !case.object.trim().is_empty() {
        facts.push(Wording::same(case.object.trim()));
    }
    let zone = zone_in_tx(tx)?;
    let messages = tx.messages().of_account(case.account_id)?;
    let mut amicable = Vec::new();
    amicable.extend(asked(&messages, |message| message.settled_us.map(|at| day_in(&zone, at))));
    amicable.extend(noticed(&messages));
    Ok(Told { facts, amicable })
}

fn relation(parties: &Parties) -> Wording {
    let (creditor, number) = (&parties.creditor.name, &parties.account.number);
    let debtor = parties.debtors.first().map_or("", |party| party.name.as_str());
    Wording::new(
        format!("{creditor} est en relation d’affaires avec {debtor}, son client n° {number}."),
        format!("{creditor} trades with {debtor}, its customer No. {number}."),
    )
}

/// `Elle a émis 3 factures, du … au …, d’un montant total de …, chacune payable à l’échéance dite au décompte.`
fn invoices(claimed: &[Item], case: &CourtCase) -> Wording {
    let total = Money::new(claimed.iter().map(|one| one.amount.minor()).sum(), case.currency);
    let issued = claimed.iter().map(|one| one.issue_on);
    let (first, last) = (issued.clone().min(), issued.max());
    let (due_first, due_last) =
        (claimed.iter().map(|one| one.due_on).min(), claimed.iter().map(|one| one.due_on).max());
    let span = |from: Option<Date>, to: Option<Date>, language: Language| match (from, to) {
        (Some(from), Some(to)) if from != to => match language {
            Language::Fr => format!("du {} au {}", day(from, language), day(to, language)),
            Language::En => format!("from {} to {}", day(from, language), day(to, language)),
        },
        (Some(on), _) => match language {
            Language::Fr => format!("le {}", day(on, language)),
            Language::En => format!("on {}", day(on, language)),
        },
        _ => String::new(),
    };
    let numbers = claimed.iter().map(|one| one.number.as_str()).collect::<Vec<_>>().join(", ");
    both(|language| {
        let (issued, due) = (span(first, last, language), span(due_first, due_last, language));
        let amount = figures::money(total, language);
        match (language, claimed.len()) {
            (Language::Fr, 1) => format!(
                "Elle a émis {issued} la facture {numbers}, d’un montant de {amount}, échue {due} et restée impayée."
            ),
            (Language::Fr, n) => format!(
                "Elle a émis {issued} {n} factures ({numbers}), d’un montant total de {amount}, échues {due} et restées impayées en tout ou partie."
            ),
            (Language::En, 1) => {
                format!("It issued {issued} the invoice {numbers}, of {amount}, due {due} and left unpaid.")
            }
            (Language::En, n) => format!(
                "It issued {issued} {n} invoices ({numbers}), {amount} in all, due {due} and left unpaid in whole or in part."
            ),
        }
    })
}

fn received(drawn: &CaseDrawn) -> Option<Wording> {
    let received = drawn.answer.totals.received;
    (received.minor() > 0).then(|| {
        both(|language| {
            let amount = figures::money(received, language);
            match language {
                Language::Fr => format!(
                    "Le débiteur n’a réglé que {amount}, avoirs compris ; le décompte dit ce que chaque règlement a éteint."
                ),
                Language::En => format!(
                    "The debtor paid {amount} only, credit notes included; the computation says what each payment settled."
                ),
            }
        })
    })
}

/// `2 rappels lui ont été adressés, du … au …, sans effet.`
fn asked(messages: &[Message], when: impl Fn(&Message) -> Option<Date>) -> Option<Wording> {
    let sent = messages.iter().filter(|message| message.state == MessageState::Sent && message.reminder_id.is_some());
    let days: Vec<Date> = sent.filter(|message| message.registered.is_empty()).filter_map(&when).collect();
    let (first, last) = (days.iter().min()?, days.iter().max()?);
    Some(both(|language| {
        let (first, last) = (day(*first, language), day(*last, language));
        match (language, days.len()) {
            (Language::Fr, 1) => format!("Un rappel lui a été adressé le {first}, sans effet."),
            (Language::Fr, n) => format!("{n} rappels lui ont été adressés, du {first} au {last}, sans effet."),
            (Language::En, 1) => format!("A reminder was sent on {first}, to no effect."),
            (Language::En, n) => format!("{n} reminders were sent, from {first} to {last}, to no effect."),
        }
    }))
}

/// `Une mise en demeure lui a été adressée par lettre recommandée n° …, présentée le …`
fn noticed(messages: &[Message]) -> Vec<Wording> {
    // One that came back from an unknown address failed: it asked nobody.
    let reached = |message: &&Message| !message.registered.is_empty() && message.state != MessageState::Failed;
    let mut registered: Vec<&Message> = messages.iter().filter(reached).collect();
    registered.sort_by_key(|message| (message.presented_on, message.id));
    let sentence = |message: &&Message| {
        let number = &message.registered;
        both(|language| {
            let presented = message.presented_on.map(|on| day(on, language));
            match (language, presented) {
                (Language::Fr, Some(on)) => format!(
                    "Une lettre recommandée avec avis de réception n° {number} lui a été présentée le {on}, sans effet."
                ),
                (Language::Fr, None) => {
                    format!("Une lettre recommandée avec avis de réception n° {number} lui a été adressée, sans effet.")
                }
                (Language::En, Some(on)) => {
                    format!("A registered letter, No. {number}, was presented on {on}, to no effect.")
                }
                (Language::En, None) => format!("A registered letter, No. {number}, was sent, to no effect."),
            }
        })
    };
    registered.iter().map(sentence).collect()
}
