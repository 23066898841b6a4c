//! What the text of a judgment says besides its decision: who acts for the creditors, since when payments stopped,
//! where claims are declared. Written by hundreds of registries, it is read carefully: what is not sure is left out.

use kernel::{Date, slug_enum};
use serde::{Deserialize, Serialize};

use crate::json;

slug_enum!(
    /// Whom the court names.
    OfficerRole {
        /// Liquidator: claims are declared to him.
        Liquidator = "liquidator",
        /// Representative of the creditors (mandataire judiciaire): claims are declared to him.
        Representative = "representative",
        /// Administrator: contracts and goods are asked of him.
        Administrator = "administrator",
        /// Commissioner of the plan.
        PlanCommissioner = "plan-commissioner",
    }
);

/// An officer and where to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    /// What for.
    pub role: OfficerRole,
    /// Name, or firm.
    pub name: String,
    /// Address, where one follows the name.
    pub address: Option<String>,
}

/// The words of a role, the longer first: « mandataire liquidateur » is no representative.
const ROLES: [(&str, OfficerRole); 8] = [
    ("mandataire judiciaire liquidateur", OfficerRole::Liquidator),
    ("mandataire liquidateur", OfficerRole::Liquidator),
    ("liquidateur judiciaire", OfficerRole::Liquidator),
    ("liquidateur", OfficerRole::Liquidator),
    ("mandataire judiciaire", OfficerRole::Representative),
    ("administrateur judiciaire", OfficerRole::Administrator),
    ("administrateur", OfficerRole::Administrator),
    ("commissaire à l'exécution du plan", OfficerRole::PlanCommissioner),
];

/// How the name of an officer begins.
const TITLES: [&str; 13] = [
    "me ",
    "maître ",
    "maitre ",
    "selarl ",
    "selas ",
    "selafa ",
    "sas ",
    "scp ",
    "sarl ",
    "s.e.l.a.r.l. ",
    "s.c.p. ",
    "m. ",
    "mme ",
];

/// Bytes looked at after a role: a firm, its partner and an address.
const NAME_BYTES: usize = 240;
/// Officers kept: two of each sort.
const OFFICERS: usize = 8;

/// The officers a text names.
pub(super) fn officers(text: &str) -> Vec<Officer> {
    let text = text.replace('’', "'");
    let lower = text.to_ascii_lowercase();
    let mut found: Vec<Officer> = Vec::new();
    let mut from = 0;
    while let Some((at, role, length)) = next_role(&lower, from) {
        from = at + length;
        if found.len() == OFFICERS {
            break;
        }
        let named = lower[..at].trim_end().rsplit(char::is_whitespace).next().is_some_and(is_naming);
        if let Some((name, address)) = named_after(&text[from..], named)
            && !found.iter().any(|known| known.role == role && known.name == name)
        {
            found.push(Officer { role, name, address });
        }
    }
    found
}

/// « désignant », « désigne », « nomme » before the role (its article aside).
fn is_naming(word: &str) -> bool {
    ["signant", "signe", "signé", "nommant", "nomme", "nommé"].iter().any(|end| word.ends_with(end))
}

fn next_role(lower: &str, from: usize) -> Option<(usize, OfficerRole, usize)> {
    let rest = lower.get(from..)?;
    let found = ROLES.iter().filter_map(|(word, role)| Some((rest.find(word)?, word.len(), *role)));
    // the first in the text, the longest of those that begin there
    found.min_by_key(|(at, length, _)| (*at, usize::MAX - length)).map(|(at, length, role)| (from + at, role, length))
}

/// Name and address after a role, when it is said who: after a colon, after a word that names, or by a title.
fn named_after(rest: &str, named: bool) -> Option<(String, Option<String>)> {
    let after = rest.trim_start();
    let (after, colon) = after.strip_prefix(':').map_or((after, false), |after| (after.trim_start(), true));
    let head = after.get(..after.len().min(16)).unwrap_or(after).to_lowercase();
    if !named && !colon && !TITLES.iter().any(|title| head.starts_with(title)) {
        return None;
    }
    let told = sentence(after);
    let split = told.find(',').or_else(|| told.find(|c: char| c.is_ascii_digit()));
    let (name, address) = split.map_or((told, ""), |at| told.split_at(at));
    let (name, address) =
        (name.trim().trim_end_matches([',', '-', ':']).trim(), address.trim_start_matches(',').trim());
    let is_name = name.chars().any(char::is_alphabetic) && name.chars().count() <= 120;
    let address = (address.chars().any(|c| c.is_ascii_digit())).then(|| address.to_owned());
    is_name.then(|| (name.to_owned(), address))
}

/// The words up to the town after the postcode; without a postcode, up to the end of the clause.
fn sentence(text: &str) -> &str {
    let mut end = text.len().min(NAME_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    let clause = clause_end(text, 0);
    postcode(text, clause).map_or(&text[..clause], |after| &text[..clause_end(text, after)])
}

/// The end of the first five-digit word that ends before the clause does.
fn postcode(text: &str, clause: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (0..bytes.len().saturating_sub(4)).find_map(|at| {
        let digits = bytes[at..at + 5].iter().all(u8::is_ascii_digit);
        let alone =
            (at == 0 || !bytes[at - 1].is_ascii_digit()) && bytes.get(at + 5).is_none_or(|b| !b.is_ascii_digit());
        (digits && alone && at < clause).then_some(at + 5)
    })
}

/// Where a clause ends, from a place on: a full stop before a blank, a semicolon, a spaced dash, a new line, and after
/// the postcode a comma too. « Me. » and initials end nothing.
fn clause_end(text: &str, from: usize) -> usize {
    let after = &text[from..];
    let stop = after.char_indices().find(|(at, c)| match c {
        ';' | '\n' | '\r' => true,
        ',' | '(' => from > 0,
        '-' => after[..*at].ends_with(' ') && after[at + 1..].starts_with(' '),
        '.' => {
            let last = after[..*at].rsplit([' ', '.']).next().unwrap_or_default();
            let ends = after[at + 1..].is_empty() || after[at + 1..].starts_with([' ', '\n']);
            ends && last.chars().count() > 2
        }
        _ => false,
    });
    // words that never belong to a name or a town
    let words = [
        " et ouvre",
        " avec ",
        " pour mission",
        " les créan",
        " Les ",
        " dans le",
        " conformément",
        " et désign",
        " Les créan",
    ];
    let word = words.iter().filter_map(|word| after.find(word)).min();
    let end = [stop.map(|(at, _)| at), word].into_iter().flatten().min().unwrap_or(after.len());
    from + end
}

/// The day payments stopped: the first date close after the words.
pub(super) fn cessation(text: &str) -> Option<Date> {
    const WORDS: &str = "cessation des paiements";
    let lower = text.to_ascii_lowercase();
    lower.match_indices(WORDS).find_map(|(at, _)| {
        let after = text.get(at + WORDS.len()..)?;
        let clause = after.find(". ").map_or(after, |end| &after[..end]);
        let near: Vec<&str> = clause.split_whitespace().take(9).collect();
        (0..near.len()).find_map(|from| {
            let clean = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            let one = clean(near[from]);
            let three = near.get(from..from + 3).map(|w| w.iter().map(|w| clean(w)).collect::<Vec<_>>().join(" "));
            let is_day = |t: &String| t.starts_with(|c: char| c.is_ascii_digit()) && t.len() >= 8;
            [Some(one), three].into_iter().flatten().filter(is_day).find_map(|t| json::day(&t).ok())
        })
    })
}

/// The first web address of the text.
pub(super) fn portal(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = ["https://", "http://", "www."].iter().filter_map(|start| lower.find(start)).min()?;
    let word = text.get(at..)?.split(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ',' | ';')).next()?;
    let word = word.trim_end_matches(['.', ')', ']', ':', '!', '\'']);
    let host = word.rsplit("//").next().unwrap_or_default();
    (host.contains('.') && word.len() <= 300).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn officers_are_read_with_their_address() {
        for (text, role, name, address) in [
            (
                "Ouvre les opérations - Liquidateur : SAS HOUX & ASSOCIES, 11 avenue du Chêne, 68000 COLMAR - Etablissement",
                OfficerRole::Liquidator,
                "SAS HOUX & ASSOCIES",
                Some("11 avenue du Chêne, 68000 COLMAR"),
            ),
            (
                "désignant liquidateur Me Vasseur, 62100 Calais.",
                OfficerRole::Liquidator,
                "Me Vasseur",
                Some("62100 Calais"),
            ),
            (
                "désignant mandataire judiciaire Selarl Aubépine en la personne de Me Doré 12 rue des Lilas 75001 Paris, et ouvre une période d’observation",
                OfficerRole::Representative,
                "Selarl Aubépine en la personne de Me Doré",
                Some("12 rue des Lilas 75001 Paris"),
            ),
            ("Administrateur : SCP Houx", OfficerRole::Administrator, "SCP Houx", None),
            (
                "désignant mandataire liquidateur Maître Sorbier 3 place d'Armes 33000 Bordeaux.",
                OfficerRole::Liquidator,
                "Maître Sorbier",
                Some("3 place d'Armes 33000 Bordeaux"),
            ),
        ] {
            let found = officers(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!((found[0].role, found[0].name.as_str(), found[0].address.as_deref()), (role, name, address));
        }
        for text in [
            "Les déclarations des créances sont à adresser au LIQUIDATEUR JUDICIAIRE dans les deux mois",
            "sur le rapport du liquidateur, le tribunal",
            "",
        ] {
            assert_eq!(officers(text), [], "{text}");
        }
    }

    #[test]
    fn the_day_payments_stopped_and_the_portal_are_read() {
        for (text, day) in [
            ("date de cessation des paiements le 15 mars 2026, désignant", Some("2026-03-15")),
            ("fixe la cessation des paiements au 1er juin 2026.", Some("2026-06-01")),
            ("Date de cessation des paiements : 01/02/2026", Some("2026-02-01")),
            ("date de cessation des paiements non fixée. Jugement du 3 mars 2026", None),
            ("le 3 mars 2026", None),
        ] {
            assert_eq!(cessation(text).map(|d| d.to_string()).as_deref(), day, "{text}");
        }
        assert_eq!(
            portal("ou sur le portail électronique prévu par l'article L814-2 : https://www.portail.example/pe/."),
            Some("https://www.portail.example/pe/".to_owned())
        );
        assert_eq!(portal("sans adresse"), None);
    }
}
