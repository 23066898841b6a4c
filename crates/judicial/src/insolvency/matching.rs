//! Whom of the house a notice is about: by number, else by name with a review.
//!
//! A number decides. A name never does: homonyms are many, and stopping the reminders of the wrong customer is as bad
//! as missing the right one. Every candidate is shown with what speaks for and against it.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Siren, search_key, slug_enum};
use law::Line;
use ledger::{DebtorId, DebtorKind};
use serde::{Deserialize, Serialize};

use super::{Notice, NoticePerson};

/// A debtor of the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DebtorRow {
    /// Identity.
    pub id: DebtorId,
    /// Name.
    pub name: String,
    /// Its search key, as [`search_key`] writes it.
    pub key: String,
    /// Number.
    pub siren: Option<Siren>,
    /// What it is.
    pub kind: DebtorKind,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub town: String,
}

slug_enum!(
    /// What speaks for or against a match.
    Ground {
        /// The same SIREN.
        SameSiren = "same-siren",
        /// The same name.
        SameName = "same-name",
        /// The name is the shop sign.
        SameTradeName = "same-trade-name",
        /// The same postcode.
        SamePostcode = "same-postcode",
        /// The same town.
        SameTown = "same-town",
        /// Another postcode.
        OtherPostcode = "other-postcode",
        /// A company here, a natural person there.
        OtherNature = "other-nature",
        /// Nobody wrote the SIREN in the customer file.
        NoSiren = "no-siren",
    }
);

impl Ground {
    /// True when it speaks for the match.
    pub const fn supports(self) -> bool {
        !matches!(self, Self::OtherPostcode | Self::OtherNature | Self::NoSiren)
    }

    /// In words.
    pub fn words(self) -> Line {
        match self {
            Self::SameSiren => Line::new("même SIREN", "same SIREN"),
            Self::SameName => Line::new("même nom", "same name"),
            Self::SameTradeName => Line::new("nom égal à l’enseigne", "name equal to the shop sign"),
            Self::SamePostcode => Line::new("même code postal", "same postcode"),
            Self::SameTown => Line::new("même commune", "same town"),
            Self::OtherPostcode => Line::new("autre code postal", "another postcode"),
            Self::OtherNature => Line::new(
                "personne physique d’un côté, société de l’autre",
                "a natural person on one side, a company on the other",
            ),
            Self::NoSiren => Line::new(
                "SIREN absent de la fiche ou de l’annonce",
                "SIREN missing in the customer file or in the notice",
            ),
        }
    }
}

/// One debtor that a notice may be about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// The debtor.
    pub debtor: DebtorId,
    /// The person of the notice, by its place in it, from 0.
    pub person: usize,
    /// True by SIREN; false asks for a review.
    pub certain: bool,
    /// Why, for and against.
    pub grounds: Vec<Ground>,
}

/// The debtors of the house, found by number and by the words of their names: made once, asked for each notice of a
/// day.
#[derive(Debug)]
pub struct Directory<'a> {
    rows: &'a [DebtorRow],
    by_siren: BTreeMap<&'a str, Vec<usize>>,
    by_words: BTreeMap<String, Vec<usize>>,
}

/// Words of a name looked at when some of them may miss: every choice among them is tried.
const WORDS: usize = 8;

impl<'a> Directory<'a> {
    /// Over these debtors.
    pub fn new(rows: &'a [DebtorRow]) -> Self {
        let (mut by_siren, mut by_words) = (BTreeMap::<_, Vec<usize>>::new(), BTreeMap::<_, Vec<usize>>::new());
        for (at, row) in rows.iter().enumerate() {
            if let Some(siren) = &row.siren {
                by_siren.entry(siren.as_str()).or_default().push(at);
            }
            by_words.entry(joined(&words(&row.key))).or_default().push(at);
        }
        Self { rows, by_siren, by_words }
    }

    /// Every debtor a notice is about, certain ones first, then by what speaks for them.
    pub fn candidates(&self, notice: &Notice) -> Vec<Candidate> {
        let mut found = Vec::new();
        for (place, person) in notice.persons.iter().enumerate() {
            let names = Names::of(person);
            let rows = self.near(person, &names).into_iter().filter_map(|at| self.rows.get(at));
            found.extend(rows.filter_map(|row| candidate(place, person, &names, row)));
        }
        let weight = |c: &Candidate| c.grounds.iter().filter(|g| g.supports()).count();
        found.sort_by_key(|c| (!c.certain, std::cmp::Reverse(weight(c)), c.debtor.get(), c.person));
        found
    }

    /// The rows worth a look.
    fn near(&self, person: &NoticePerson, names: &Names) -> BTreeSet<usize> {
        let mut keys = vec![joined(&names.name), joined(&names.trade_name)];
        if names.natural {
            let all: Vec<&String> = names.name.iter().take(WORDS).collect();
            keys.extend((1_u32..1 << all.len()).map(|choice| {
                let chosen = all.iter().enumerate().filter(|(at, _)| choice & (1 << at) != 0);
                chosen.map(|(_, word)| word.as_str()).collect::<Vec<_>>().join(" ")
            }));
        }
        let by_name = keys.iter().filter(|key| !key.is_empty()).filter_map(|key| self.by_words.get(key));
        let by_number = person.siren.as_ref().and_then(|siren| self.by_siren.get(siren.as_str()));
        by_name.chain(by_number).flatten().copied().collect()
    }
}

/// True of two names that differ by no more than case, accents, the order of their words and the legal form.
pub fn same_name(a: &str, b: &str) -> bool {
    words(&search_key(a)) == words(&search_key(b))
}

/// [`Directory::candidates`] for one notice alone.
pub fn candidates(notice: &Notice, debtors: &[DebtorRow]) -> Vec<Candidate> {
    Directory::new(debtors).candidates(notice)
}

fn joined(words: &BTreeSet<String>) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

fn candidate(place: usize, person: &NoticePerson, names: &Names, row: &DebtorRow) -> Option<Candidate> {
    let by_number = person.siren.as_ref().zip(row.siren.as_ref()).map(|(a, b)| a == b);
    let mut grounds = Vec::new();
    let by_name = names.ground(row);
    match by_number {
        // two numbers that differ are two persons, whatever their names
        Some(false) => return None,
        Some(true) => grounds.push(Ground::SameSiren),
        None => {
            grounds.push(by_name?);
            grounds.push(Ground::NoSiren);
        }
    }
    let certain = by_number == Some(true);
    if certain {
        grounds.extend(by_name);
    }
    if let Some(postcode) = person.postcode.as_deref().filter(|_| !row.postcode.is_empty()) {
        let same = postcode.trim() == row.postcode.trim();
        grounds.push(if same { Ground::SamePostcode } else { Ground::OtherPostcode });
    }
    if person.town.as_deref().is_some_and(|town| !row.town.is_empty() && search_key(town) == search_key(&row.town)) {
        grounds.push(Ground::SameTown);
    }
    if person.natural.is_some_and(|natural| natural != is_natural(row.kind)) {
        grounds.push(Ground::OtherNature);
    }
    Some(Candidate { debtor: row.id, person: place, certain, grounds })
}

const fn is_natural(kind: DebtorKind) -> bool {
    matches!(kind, DebtorKind::Trader | DebtorKind::Artisan | DebtorKind::Professional | DebtorKind::Consumer)
}

/// The names of a person as sets of words, legal forms aside.
struct Names {
    name: BTreeSet<String>,
    trade_name: BTreeSet<String>,
    natural: bool,
}

impl Names {
    fn of(person: &NoticePerson) -> Self {
        let set = |name: &Option<String>| name.as_deref().map(|n| words(&search_key(n))).unwrap_or_default();
        Self { name: set(&person.name), trade_name: set(&person.trade_name), natural: person.natural != Some(false) }
    }

    fn ground(&self, row: &DebtorRow) -> Option<Ground> {
        let key = words(&row.key);
        if key.is_empty() {
            return None;
        }
        // a notice gives all the given names of a person, a customer file one of them
        let person = self.natural && key.len() >= 2 && key.is_subset(&self.name);
        if key == self.name || person {
            Some(Ground::SameName)
        } else {
            (key == self.trade_name).then_some(Ground::SameTradeName)
        }
    }
}

fn words(key: &str) -> BTreeSet<String> {
    const FORMS: [&str; 16] = [
        "sarl", "sas", "sasu", "sa", "eurl", "sci", "snc", "scop", "scp", "selarl", "ei", "eirl", "ste", "societe",
        "monsieur", "madame",
    ];
    let all: BTreeSet<String> = key.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    let kept: BTreeSet<String> = all.iter().filter(|w| !FORMS.contains(&w.as_str())).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::insolvency::{NoticeKind, NoticeStatus};

    fn name() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec!["Vasseur", "Camille", "Renée", "SARL", "d'Or", "Étoile", "EI"]);
        prop::collection::vec(word, 0..5).prop_map(|words| words.join(" "))
    }

    fn siren() -> impl Strategy<Value = Option<Siren>> {
        let one = prop::sample::select(vec!["990000010", "990000028"]);
        prop::option::of(one.prop_map(|text| Siren::parse(text).expect("a SIREN")))
    }

    prop_compose! {
        fn row()(id in 0_i64..99, name in name(), siren in siren(), kind in prop::sample::select(DebtorKind::ALL.to_vec()))
            -> DebtorRow {
            DebtorRow {
                id: DebtorId(id),
                key: search_key(&name),
                name,
                siren,
                kind,
                postcode: String::new(),
                town: String::new(),
            }
        }
    }

    prop_compose! {
        fn person()(name in prop::option::of(name()), trade_name in prop::option::of(name()), siren in siren(),
            natural in prop::option::of(any::<bool>())) -> NoticePerson {
            NoticePerson { name, trade_name, siren, natural, postcode: None, town: None }
        }
    }

    proptest! {
        #[test]
        fn looking_up_misses_nobody(rows in prop::collection::vec(row(), 0..30), person in person()) {
            let all = rows.iter().filter_map(|row| candidate(0, &person, &Names::of(&person), row)).count();
            let notice = Notice {
                id: "A1".to_owned(),
                published_on: kernel::from_epoch_day(20_000),
                status: NoticeStatus::Initial,
                replaces: None,
                kind: NoticeKind::Other,
                judgment_on: None,
                tribunal: String::new(),
                persons: vec![person],
                officers: Vec::new(),
                cessation_on: None,
                portal: None,
            };
            let found = candidates(&notice, &rows);
            prop_assert_eq!(found.len(), all);
            // no name makes a match certain
            prop_assert!(found.iter().all(|c| !c.certain || c.grounds.contains(&Ground::SameSiren)));
        }
    }
}
