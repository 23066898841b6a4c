//! What is printed over the pages of a bundle: exhibit, page of the exhibit, page of the bundle; on a duplicate, the words
//! of the law.

use kernel::words::Language;
use serde::Serialize;

use super::{
    CourtError,
    exhibit::{BUNDLE, ExhibitFault, Readable, read_pdf},
    paper::{READING_COPY, tidy},
    party::Cover,
};
use crate::{
    DocumentError,
    compile::{Laid, Template, lay_out},
};

/// What one page bears.
#[derive(Debug, Serialize)]
pub(super) struct Stamp {
    /// Points.
    pub(super) width: f32,
    /// Points.
    pub(super) height: f32,
    /// `Pièce n° 3`; empty on the papers of the house.
    pub(super) exhibit: String,
    /// `page 2 / 7`.
    pub(super) page: String,
    /// What the exhibit is.
    pub(super) title: String,
    /// What a duplicate must bear, below the line of its band; empty on anything else.
    pub(super) words: String,
    /// `Liasse, page 12 / 210`.
    pub(super) run: String,
    /// The bookmark that leads here, where the file takes it from the typesetter.
    pub(super) bookmark: String,
}

#[derive(Serialize)]
struct View<'a> {
    lang: &'static str,
    title: String,
    reference: String,
    copy: &'static str,
    stamps: &'a [Stamp],
}

/// Lays the stamps out, a page each.
pub(super) fn stamps(cover: &Cover, stamps: &[Stamp], lang: Language) -> Result<Laid, CourtError> {
    let ident = format!("{}/stamps", cover.ident);
    let layout = |message: String| DocumentError::Layout { ident: ident.clone(), message };
    let view = View {
        lang: lang.code(),
        title: lang.pick("Timbres", "Stamps").to_owned(),
        reference: format!("{} {}", lang.pick("Dossier", "Case"), cover.reference.trim()),
        copy: if lang == Language::En { READING_COPY } else { "" },
        stamps,
    };
    let mut facts = serde_json::to_value(&view).map_err(|e| layout(e.to_string()))?;
    tidy(&mut facts, lang);
    Ok(lay_out(Template::Stamps, &ident, cover.date, &facts)?)
}

/// Reads a PDF that was made here; what fails is ours.
pub(super) fn read_pdf_of_house(content: &[u8], ident: &str) -> Result<Readable, CourtError> {
    read_pdf(content, BUNDLE).map_err(|fault| {
        let message = match fault {
            ExhibitFault::Damaged(why) => why,
            other => format!("{other:?}"),
        };
        DocumentError::Layout { ident: ident.to_owned(), message }.into()
    })
}
