//! The mail of alarms: what each person is told of the rights they answer for, or that nobody answered.

use std::collections::{BTreeMap, HashMap};

use judicial::guard::alarms::Ask;
use kernel::{Currency, Date, Language, Spoken, Wording};

use super::RightKey;
use super::alarms::Due;
use super::ground::{Ground, Whole};
use super::list::SeenRight;
use crate::digests::words::{Part, PartKind, TOLD};
use crate::notices::NoticeOrder;
use crate::portfolio::{AccountCard, Sight};
use crate::{Desk, DeskError};

/// The heads of a mail, in their order.
const HEADS: [PartKind; 4] =
    [PartKind::RightsToSave, PartKind::RightsUnanswered, PartKind::RightsToConfirm, PartKind::RightsLost];

/// What tells the mail of somebody and a day from the others.
pub(super) fn key_of(login: &str, day: Date) -> String {
    format!("guard:{login}:{day}")
}

/// What one person is told: places among the alarms, by head, the first to be lost first.
#[derive(Debug, Clone, Default)]
pub(super) struct Letter([Vec<usize>; 4]);

impl Letter {
    /// Adds an alarm.
    pub fn add(&mut self, kind: PartKind, at: usize) {
        for (head, places) in HEADS.iter().zip(&mut self.0) {
            if *head == kind {
                places.push(at);
            }
        }
    }

    /// The places of the alarms that are told one by one.
    fn first(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().flat_map(|places| places.iter().copied().take(TOLD))
    }
}

impl Desk {
    /// One mail for each person.
    pub(super) fn alarm_letters(
        &self,
        (sight, ground): (&Sight, &Ground<'_>),
        letters: &BTreeMap<&str, Letter>,
        (due, owners): (&[Due], &[Option<&str>]),
    ) -> Result<Vec<NoticeOrder>, DeskError> {
        let mut told: Vec<usize> = letters.values().flat_map(Letter::first).collect();
        told.sort_unstable();
        told.dedup();
        let page: Vec<SeenRight> = told.into_iter().map(|at| due[at].seen).collect();
        let wholes = ground.rights(&self.store, sight, &page)?;
        let wholes: HashMap<RightKey, Whole> = wholes.into_iter().map(|one| (one.seen.key(), one)).collect();
        let house = self.store.read(|tx| self.address_in(tx))?;
        let line = |kind: PartKind, at: usize| {
            let one = &due[at];
            let unanswered = owners[at].filter(|_| kind == PartKind::RightsUnanswered);
            let whole = wholes.get(&one.seen.key())?;
            Some(line(one, whole, (&sight.cards[one.seen.position], unanswered)))
        };
        let order = |(login, letter): (&&str, &Letter)| {
            let heads = HEADS.iter().zip(&letter.0).filter(|(_, places)| !places.is_empty());
            let parts: Vec<Part> = heads
                .map(|(kind, places)| {
                    let lines = places.iter().take(TOLD).filter_map(|at| line(*kind, *at));
                    Part::new(*kind, places.len(), sums(places, due), lines)
                })
                .collect();
            let text = |language| text(&parts, (ground.today, house.as_deref()), language);
            let (fr, en) = (text(Language::Fr), text(Language::En));
            NoticeOrder {
                kind: "guard",
                to: (*login).to_owned(),
                account: None,
                subject: Wording::new(fr.0, en.0),
                body: Wording::new(fr.1, en.1),
                key: key_of(login, ground.today),
            }
        };
        Ok(letters.iter().map(order).collect())
    }
}

fn sums(places: &[usize], due: &[Due]) -> BTreeMap<Currency, i64> {
    let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
    for at in places {
        let money = due[*at].alarm.at_risk;
        let sum = sums.entry(money.currency()).or_default();
        *sum = sum.saturating_add(money.minor());
    }
    sums
}

/// `Garage Leroy (C1) : prescription de la pièce F2, 250,00 €, dernier jour le …`.
fn line(due: &Due, whole: &Whole, (card, unanswered): (&AccountCard, Option<&str>)) -> Wording {
    let alarm = &due.alarm;
    let say = |language: Language| {
        let (safe, last) = (alarm.safe.said(language), alarm.last_day.said(language));
        let when = match (alarm.ask, language) {
            (Ask::Lost, Language::Fr) => format!("perdu depuis le {last} à minuit"),
            (Ask::Lost, Language::En) => format!("lost since {last} at midnight"),
            (Ask::Confirm, Language::Fr) => format!("à confirmer ; confirmée, dernier jour le {last}"),
            (Ask::Confirm, Language::En) => format!("to confirm; if confirmed, last day {last}"),
            (Ask::Act, Language::Fr) if alarm.safe < alarm.last_day => {
                format!("date sûre le {safe}, dernier jour le {last}")
            }
            (Ask::Act, Language::En) if alarm.safe < alarm.last_day => format!("safe day {safe}, last day {last}"),
            (Ask::Act, Language::Fr) => format!("dernier jour le {last}"),
            (Ask::Act, Language::En) => format!("last day {last}"),
        };
        let by = unanswered.map_or_else(String::new, |owner| {
            language.either(format!(", suivi par {owner}"), format!(", followed by {owner}"))
        });
        let (what, amount) = (whole.right.what.pick(language), alarm.at_risk.said(language));
        let colon = language.pick(" : ", ": ");
        format!("{} ({}){colon}{what}, {amount}, {when}{by}", card.name, card.number)
    };
    Wording::new(say(Language::Fr), say(Language::En))
}

/// Subject and body in one language.
fn text(parts: &[Part], (day, house): (Date, Option<&str>), language: Language) -> (String, String) {
    let heads: Vec<String> = parts.iter().map(|part| part.counted(language)).collect();
    let (heads, on) = (heads.join(", "), day.said(language));
    let subject =
        language.either(format!("Droits à garder au {on} : {heads}"), format!("Rights to keep on {on}: {heads}"));
    let mut body: Vec<String> = parts.iter().map(|part| part.body(language)).collect();
    let foot = language.pick(
        "Répondez à l’alerte dans la liste des droits (« je m’en occupe ») : sans réponse, elle remonte au responsable. \
         Un droit se perd tant que l’acte n’est pas fait.",
        "Answer the alarm in the list of rights (« I act on it »): unanswered, it goes to the manager. A right is lost \
         as long as the act is not done.",
    );
    body.push(house.map_or_else(|| foot.to_owned(), |house| format!("{foot}\n{house}/guard")));
    (subject, body.join("\n\n"))
}
