//! Who the papers are about: parties with what identifies them, the cover, the grounds, who signs.

use kernel::{
    Date, Money, Wording,
    figures::{date_long, money},
    words::Language,
};
use serde::{Deserialize, Serialize};

use super::paper::Block;
use crate::{DocumentError, Signature};

/// What each paper bears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cover {
    /// Names the paper for ever: goes, hashed, into the PDF's identifier.
    pub ident: String,
    /// Reference of the case, at the foot of each page.
    pub reference: String,
    /// Place before the date; may be empty.
    pub place: String,
    /// The day of the paper, and the only date of the file.
    pub date: Date,
}

/// A person or a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Name; surname and first names of a person.
    pub name: String,
    /// What it is.
    pub kind: PartyKind,
    /// Seat or home, one printed line each.
    pub address: Vec<String>,
    /// Who represents it by law.
    #[serde(default)]
    pub represented_by: Option<Representative>,
    /// Who acts for it, by a power.
    #[serde(default)]
    pub agent: Option<Agent>,
    /// Telephone, mail: as printed.
    #[serde(default)]
    pub contact: Vec<String>,
}

/// What identifies a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PartyKind {
    /// A company, an association, a public body.
    Company {
        /// Legal form.
        form: Wording,
        /// Share capital.
        #[serde(default)]
        capital: Option<Money>,
        /// `RCS Lyon 732 829 320`.
        #[serde(default)]
        registration: Option<String>,
    },
    /// A person, trading or not.
    Person {
        /// Birth.
        #[serde(default)]
        born: Option<Birth>,
        /// Nationality.
        #[serde(default)]
        nationality: Option<Wording>,
        /// Occupation.
        #[serde(default)]
        occupation: Option<Wording>,
        /// Registration of a trader.
        #[serde(default)]
        registration: Option<String>,
    },
}

/// Day and place of birth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Birth {
    /// Day.
    pub on: Date,
    /// Place.
    pub at: String,
}

/// The organ that represents a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Representative {
    /// Name.
    pub name: String,
    /// `présidente`, `gérant`.
    pub capacity: Wording,
}

/// Who acts by a power.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// Name.
    pub name: String,
    /// Function.
    pub capacity: Wording,
    /// The power: what, of which day, which exhibit.
    pub authority: Wording,
    /// Address, one printed line each; may be empty.
    #[serde(default)]
    pub address: Vec<String>,
}

/// A ground in law: the article and what it says for this case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// `article L441-10 II du code de commerce`.
    pub article: Wording,
    /// What follows from it.
    pub text: Wording,
}

/// Texts in one language.
pub(crate) fn said(texts: &[Wording], lang: Language) -> impl Iterator<Item = Block> {
    texts.iter().map(move |text| Block::text(text.pick(lang)))
}

/// Grounds as a list.
pub(crate) fn grounds(grounds: &[Ground], lang: Language) -> Vec<Block> {
    let items: Vec<String> = grounds
        .iter()
        .map(|ground| match lang {
            Language::Fr => format!("{} : {}", upper(&ground.article.fr), ground.text.fr),
            Language::En => format!("{}: {}", upper(&ground.article.en), ground.text.en),
        })
        .collect();
    if items.is_empty() { Vec::new() } else { vec![Block::List { items }] }
}

/// The text with its first letter as a capital.
pub(crate) fn upper(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Articles in one line.
pub(crate) fn articles(articles: &[Wording], lang: Language) -> String {
    upper(&articles.iter().map(|a| a.pick(lang)).collect::<Vec<_>>().join(lang.pick(" ; ", "; ")))
}

/// The lines of the sender at the head of a paper.
pub(crate) fn sender(party: &Party) -> Vec<String> {
    [&party.name].into_iter().chain(&party.address).chain(&party.contact).cloned().collect()
}

/// The lines under the place to sign.
pub(crate) fn signed(party: &Party, signature: &Signature, lang: Language) -> Vec<String> {
    let for_whom = match lang {
        Language::Fr => format!("Pour {}", party.name),
        Language::En => format!("For {}", party.name),
    };
    [signature.name.clone(), signature.role.clone(), for_whom]
        .into_iter()
        .filter(|line| !line.trim().is_empty() && (*line != party.name))
        .collect()
}

/// What identifies a party, as names and values.
pub(crate) fn identity(party: &Party, lang: Language) -> Block {
    let mut rows: Vec<(String, String)> = Vec::new();
    let mut put = |fr: &'static str, en: &'static str, value: String| {
        if !value.trim().is_empty() {
            rows.push((lang.pick(fr, en).to_owned(), value));
        }
    };
    let address = party.address.join(", ");
    match &party.kind {
        PartyKind::Company { form, capital, registration } => {
            put("Dénomination", "Name", party.name.clone());
            put(
                "Forme",
                "Legal form",
                capital.map_or_else(
                    || form.pick(lang).to_owned(),
                    |capital| {
                        let capital = money(capital, lang);
                        lang.either(
                            format!("{} au capital de {capital}", form.fr),
                            format!("{} with a capital of {capital}", form.en),
                        )
                    },
                ),
            );
            put("Immatriculation", "Registration", registration.clone().unwrap_or_default());
            put("Siège social", "Seat", address);
        }
        PartyKind::Person { born, nationality, occupation, registration } => {
            put("Nom et prénoms", "Name", party.name.clone());
            put(
                "Date et lieu de naissance",
                "Date and place of birth",
                born.as_ref().map_or_else(String::new, |born| {
                    let on = date_long(born.on, lang);
                    lang.either(format!("{on} à {}", born.at), format!("{on}, {}", born.at))
                }),
            );
            let words = |words: &Option<Wording>| words.as_ref().map_or_else(String::new, |w| w.pick(lang).to_owned());
            put("Nationalité", "Nationality", words(nationality));
            put("Profession", "Occupation", words(occupation));
            put("Immatriculation", "Registration", registration.clone().unwrap_or_default());
            put("Domicile", "Home", address);
        }
    }
    if let Some(by) = &party.represented_by {
        put("Représentant légal", "Represented by", format!("{}, {}", by.name, by.capacity.pick(lang)));
    }
    if let Some(agent) = &party.agent {
        let about = [agent.name.as_str(), agent.capacity.pick(lang)]
            .into_iter()
            .chain(agent.address.iter().map(String::as_str));
        put("Mandataire", "Agent", about.collect::<Vec<_>>().join(", "));
        put("Pouvoir", "Authority", agent.authority.pick(lang).to_owned());
    }
    Block::Facts { rows }
}

/// The names of several parties: `A, B et C`.
pub(crate) fn names(parties: &[Party], lang: Language) -> String {
    let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), lang.pick("et", "and")),
    }
}

/// Refuses a party without a name or an address.
pub(crate) fn complete(party: &Party, ident: &str, who: [&'static str; 2]) -> Result<(), DocumentError> {
    let missing = |field| Err(DocumentError::Missing { ident: ident.to_owned(), field });
    if party.name.trim().is_empty() {
        return missing(who[0]);
    }
    if party.address.iter().all(|line| line.trim().is_empty()) {
        return missing(who[1]);
    }
    Ok(())
}

/// Refuses an applicant who is not identified as a request wants it.
pub(crate) fn applicant(party: &Party, ident: &str) -> Result<(), DocumentError> {
    complete(party, ident, ["the name of the creditor", "the address of the creditor"])?;
    let missing = |field| Err(DocumentError::Missing { ident: ident.to_owned(), field });
    match &party.kind {
        PartyKind::Company { form, .. } if form.fr.trim().is_empty() => missing("the legal form of the creditor"),
        PartyKind::Company { .. } if party.represented_by.is_none() => missing("who represents the creditor by law"),
        PartyKind::Person { born: None, .. } => missing("date and place of birth of the creditor"),
        PartyKind::Person { nationality: None, .. } => missing("the nationality of the creditor"),
        PartyKind::Person { occupation: None, .. } => missing("the occupation of the creditor"),
        _ => Ok(()),
    }
}

/// Refuses a paper nobody signs.
pub(crate) fn signatory(signature: &Signature, ident: &str) -> Result<(), DocumentError> {
    if signature.name.trim().is_empty() {
        return Err(DocumentError::Missing { ident: ident.to_owned(), field: "who signs" });
    }
    Ok(())
}
