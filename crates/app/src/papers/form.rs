//! What somebody completes before a paper is made: fields that the file filled, and how they are read.

use std::collections::BTreeMap;

use kernel::{Date, Wording};
use serde::Serialize;

use super::make::Ground;
use crate::PaperRefusal;

/// Characters of one field.
const TEXT_MAX: usize = 20_000;

kernel::slug_enum!(
    /// How a field is typed.
    Entry {
        /// One line.
        Line = "line",
        /// A paragraph a line.
        Lines = "lines",
        /// A day, `2026-11-23`.
        Day = "day",
        /// Yes or no: `1`, or nothing.
        Tick = "tick",
    }
);

/// Fields as they were typed, by name. What is not there stays as it was drafted.
pub type PaperOrder = BTreeMap<String, String>;

/// One field of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PaperField {
    /// Its name in an order.
    pub name: &'static str,
    /// How it is typed.
    pub entry: Entry,
    /// What it is.
    pub words: Wording,
    /// What begins with it, where something does.
    pub section: Option<Wording>,
    /// How to fill it.
    pub hint: Option<Wording>,
    /// A paper is not made without it.
    pub needed: bool,
    /// What the file says.
    pub value: String,
    #[serde(skip)]
    drafted: Vec<Wording>,
    #[serde(skip)]
    missing: Option<PaperRefusal>,
    #[serde(skip)]
    kept: bool,
}

impl PaperField {
    fn new(name: &'static str, entry: Entry, (fr, en): (&str, &str), value: String) -> Self {
        let words = Wording::new(fr, en);
        let (section, hint, missing) = (None, None, None);
        Self { name, entry, words, section, hint, needed: false, value, drafted: Vec::new(), missing, kept: false }
    }

    /// One line.
    pub(super) fn line(name: &'static str, words: (&str, &str), value: impl Into<String>) -> Self {
        Self::new(name, Entry::Line, words, value.into())
    }

    /// A paragraph a line, in the words of the file: one that is left as it is keeps both its languages.
    pub(super) fn lines(name: &'static str, words: (&str, &str), drafted: Vec<Wording>) -> Self {
        let value = drafted.iter().map(|one| one.fr.as_str()).collect::<Vec<_>>().join("\n");
        Self { drafted, ..Self::new(name, Entry::Lines, words, value) }
    }

    /// A day.
    pub(super) fn day(name: &'static str, words: (&str, &str), value: Option<Date>) -> Self {
        Self::new(name, Entry::Day, words, value.map_or_else(String::new, |day| day.to_string()))
    }

    /// Yes or no.
    pub(super) fn tick(name: &'static str, words: (&str, &str), on: bool) -> Self {
        Self::new(name, Entry::Tick, words, if on { "1" } else { "" }.to_owned())
    }

    /// The first of a group of fields.
    pub(super) fn under(self, fr: &str, en: &str) -> Self {
        Self { section: Some(Wording::new(fr, en)), ..self }
    }

    /// The same, with how to fill it.
    pub(super) fn hint(self, fr: &str, en: &str) -> Self {
        Self { hint: Some(Wording::new(fr, en)), ..self }
    }

    /// The same; without it the paper is refused with these words.
    pub(super) fn needed(self, missing: PaperRefusal) -> Self {
        Self { needed: true, missing: Some(missing), ..self }
    }

    /// The same; the next paper of the kind starts from what was typed.
    pub(super) fn kept(self) -> Self {
        Self { kept: true, ..self }
    }
}

/// Starts from what was typed for the last paper of the kind, where a field keeps that.
pub(super) fn resumed(fields: &mut [PaperField], last: &PaperOrder) {
    for field in fields.iter_mut().filter(|field| field.kept) {
        if let Some(typed) = last.get(field.name) {
            field.value.clone_from(typed);
        }
    }
}

/// Fields that were completed and can be read.
pub(super) struct Filled {
    fields: Vec<PaperField>,
}

impl Filled {
    /// Puts what was typed into the fields.
    ///
    /// # Errors
    /// [`PaperRefusal::Field`] on a name that the paper does not have, [`PaperRefusal::TooLong`],
    /// [`PaperRefusal::Day`], what a field needs.
    pub fn new(mut fields: Vec<PaperField>, order: &PaperOrder) -> Result<Self, PaperRefusal> {
        for (name, typed) in order {
            let Some(field) = fields.iter_mut().find(|field| field.name == name) else {
                let known = fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
                return Err(PaperRefusal::Field { name: name.chars().take(60).collect(), known });
            };
            if typed.chars().count() > TEXT_MAX {
                let words = field.words.clone();
                return Err(PaperRefusal::TooLong { words, most: i64::try_from(TEXT_MAX).unwrap_or(i64::MAX) });
            }
            typed.trim().clone_into(&mut field.value);
        }
        for field in &fields {
            if let Some(missing) = field.missing.as_ref().filter(|_| field.value.is_empty()) {
                return Err(missing.clone());
            }
            if field.entry == Entry::Day && !field.value.is_empty() && field.value.parse::<Date>().is_err() {
                return Err(PaperRefusal::Day { text: field.value.chars().take(40).collect() });
            }
        }
        Ok(Self { fields })
    }

    fn field(&self, name: &str) -> Option<&PaperField> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What was typed; empty where the paper has no such field.
    pub fn text(&self, name: &str) -> &str {
        self.field(name).map_or("", |field| field.value.as_str())
    }

    /// Whether it was ticked.
    pub fn is(&self, name: &str) -> bool {
        self.text(name) == "1"
    }

    /// A day; none when empty.
    pub fn day(&self, name: &str) -> Option<Date> {
        self.text(name).parse().ok()
    }

    /// Its lines that say something.
    pub fn rows(&self, name: &str) -> Vec<String> {
        let lines = self.text(name).lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    }

    /// Its paragraphs, each in both languages where it was left as it was drafted.
    pub fn paragraphs(&self, name: &str) -> Vec<Wording> {
        let drafted = self.field(name).map_or(&[][..], |field| field.drafted.as_slice());
        let known = |line: String| drafted.iter().find(|one| one.fr == line).cloned().unwrap_or(Wording::same(line));
        self.rows(name).into_iter().map(known).collect()
    }

    /// Its lines as pairs: what stands before a colon, and after; a line that is none is wrong.
    pub fn pairs(
        &self,
        name: &str,
        wrong: fn(String) -> PaperRefusal,
    ) -> Result<Vec<(Wording, Wording)>, PaperRefusal> {
        let split = |line: &str| split(line).ok_or_else(|| wrong(line.chars().take(60).collect()));
        let pair = |line: Wording| {
            let ((head, fr), (head_en, en)) = (split(&line.fr)?, split(&line.en)?);
            Ok((Wording::new(head, head_en), Wording::new(fr, en)))
        };
        self.paragraphs(name).into_iter().map(pair).collect()
    }

    /// What was typed, by name: what a next paper starts from.
    pub fn typed(&self) -> PaperOrder {
        self.fields.iter().map(|field| (field.name.to_owned(), field.value.clone())).collect()
    }
}

/// `article : what it gives`.
fn split(line: &str) -> Option<(String, String)> {
    let (head, text) = line.split_once(" : ").or_else(|| line.split_once(':'))?;
    let (head, text) = (head.trim(), text.trim());
    (!head.is_empty() && !text.is_empty()).then(|| (head.to_owned(), text.to_owned()))
}

/// The judge whom a paper is addressed to.
pub(super) fn judge(known: Vec<Wording>) -> PaperField {
    PaperField::lines("court", ("Au juge, avec son adresse", "To the judge, with their address"), known)
        .needed(PaperRefusal::CourtMissing)
        .kept()
}

/// The grounds in law, an article and what it gives a line.
pub(super) fn basis(known: Vec<Wording>) -> PaperField {
    PaperField::lines("grounds", ("Le fondement", "The basis in law"), known).hint(
        "Un par ligne : l’article, deux-points, puis ce qu’il donne.",
        "One a line: the article, a colon, then what it gives.",
    )
}

/// Who asks: what a court wants to know of them.
pub(super) fn applicant(ground: &Ground) -> Vec<PaperField> {
    let (signer, role) = ground.signatory();
    let legal = ground.parties.creditor_record.legal_line.trim().to_owned();
    vec![
        PaperField::line("form", ("Forme, capital, immatriculation", "Legal form, capital, registration"), legal)
            .under("Le requérant", "The applicant")
            .needed(PaperRefusal::FormMissing)
            .kept(),
        PaperField::line("representative", ("Représentant légal", "Legal representative"), signer)
            .needed(PaperRefusal::RepresentativeMissing)
            .kept(),
        PaperField::line("capacity", ("En qualité de", "In the capacity of"), role)
            .hint("Gérant, présidente…", "Manager, president…")
            .needed(PaperRefusal::CapacityMissing)
            .kept(),
    ]
}

/// Who signs.
pub(super) fn signature(ground: &Ground) -> Vec<PaperField> {
    let (signer, role) = ground.signatory();
    vec![
        PaperField::line("signer", ("Signataire", "Who signs"), signer)
            .under("La signature", "Signature")
            .needed(PaperRefusal::SignerMissing)
            .kept(),
        PaperField::line("role", ("Qualité du signataire", "Capacity of who signs"), role).kept(),
        PaperField::line("place", ("Fait à", "Place"), &ground.parties.creditor_record.address.city).kept(),
    ]
}
