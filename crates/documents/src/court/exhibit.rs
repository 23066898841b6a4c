//! Exhibits: what the list says of them, and what their files must be to be bound.
//!
//! A file comes from anywhere. Only what its pages show is taken: text, pictures, and the marks and filled fields that
//! have an appearance. Scripts, actions and files inside it are left out and told; what cannot be shown is refused.

use std::panic::{AssertUnwindSafe, catch_unwind};

use kernel::{Date, Wording, figures::date_short, slug_enum, words::Language};
use lopdf::Document;
use serde::{Deserialize, Serialize};

use super::{
    drawing::Undrawn,
    paper::{Block, Column, Table},
    party::upper,
    sheet::{Layer, Sheet, layers, sheets},
};
use crate::{
    Pdf,
    compile::{Pages, Template, compile},
    pdf_writer::{Numbers, PdfWriter},
};

/// Exhibits of one bundle: far above any case, and few enough for one list.
const EXHIBITS: usize = 500;
/// Pages of one exhibit: a file of more is a box of papers, not an exhibit.
const PAGES: usize = 1_000;
/// Pages of a bundle: what one person can leaf through, and a page number of four digits.
pub(super) const BUNDLE: usize = 9_999;
/// Bytes of one exhibit.
const SIZE: usize = 100 << 20;
/// Bytes of all exhibits of a bundle: what one machine holds beside its other work.
const ALL: usize = 500 << 20;
/// Bytes at the end of a file among which its end mark stands: some programs write after it.
const TAIL: usize = 64 << 10;
/// Letters of a name: three lines of the list.
const NAME: usize = 250;
/// Pixels of a picture: a scan of A3 at 600 points per inch.
pub(super) const PIXELS: u64 = 100_000_000;
/// Pages of exhibits in a copy that is kept: their pictures are held together while it is written.
pub(super) const DRAWN: usize = 1_500;

/// A document to be shown, as the list names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exhibit {
    /// From 1, without a gap.
    pub number: u32,
    /// `Facture FA-2026-0812`.
    pub title: Wording,
    /// Its date.
    #[serde(default)]
    pub on: Option<Date>,
    /// Name of its file.
    pub file: String,
}

slug_enum!(
    /// What a file held beside its pages, and the bundle does not.
    LeftOut {
        /// A script.
        Script = "script",
        /// An action: to start a program, to send a form, to open another file.
        Action = "action",
        /// Files inside the file.
        Attachment = "attachment",
        /// Sound, film, a model in space.
        Media = "media",
        /// A form that draws itself by a program: check that its pages show what they should.
        DynamicForm = "dynamic-form",
        /// An electronic signature: its picture stays, its proof is in the original.
        ElectronicSignature = "electronic-signature",
        /// A mark of a reader without an appearance of its own.
        BareMark = "bare-mark",
        /// In a copy that is kept: a font that the file does not hold, drawn with another.
        ReplacedFont = "replaced-font",
        /// In a copy that is kept: a page that draws something, and whose picture is white.
        BlankPage = "blank-page",
    }
);

impl LeftOut {
    /// What was left out, in words.
    pub fn words(self) -> Wording {
        let (fr, en) = match self {
            Self::Script => ("un programme (script)", "a script"),
            Self::Action => (
                "une action (ouverture d’un programme, envoi d’un formulaire, renvoi à un autre fichier)",
                "an action (starting a program, sending a form, opening another file)",
            ),
            Self::Attachment => ("des fichiers joints dans le fichier", "files inside the file"),
            Self::Media => ("un son, un film ou un modèle en relief", "sound, film or a model in space"),
            Self::DynamicForm => (
                "un formulaire dynamique : vérifiez que ses pages montrent ce qu’elles doivent",
                "a dynamic form: check that its pages show what they should",
            ),
            Self::ElectronicSignature => (
                "une signature électronique : son image reste, sa preuve est dans l’original",
                "an electronic signature: its picture stays, its proof is in the original",
            ),
            Self::BareMark => ("une annotation sans apparence", "a mark without an appearance"),
            Self::ReplacedFont => (
                "une police que le fichier ne contient pas, dessinée avec une autre : comparez à l’original",
                "a font that the file does not hold, drawn with another: compare with the original",
            ),
            Self::BlankPage => (
                "une page dont l’image est blanche : comparez à l’original",
                "a page whose picture is white: compare with the original",
            ),
        };
        Wording::new(fr, en)
    }
}

/// Why an exhibit cannot be bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExhibitFault {
    /// Its number is not its place in the list.
    Number(usize),
    /// Its name or title is empty, too long, or holds a line break or another control character.
    Name,
    /// The list names it and no file was given.
    NoFile,
    /// A file was given that the list does not name.
    NotListed,
    /// Nothing in it.
    Empty,
    /// Too many bytes.
    TooLarge(usize),
    /// Neither PDF, PNG nor JPEG.
    Unknown,
    /// Protected by a password.
    Encrypted,
    /// Cut short or damaged.
    Damaged(String),
    /// Without a page.
    NoPage,
    /// Too many pages.
    TooManyPages(usize),
    /// A page too small or too large for any reader.
    PageSize(usize),
    /// A picture of too many pixels.
    TooManyPixels,
    /// A cover that only holds other files.
    Portfolio,
    /// The last of a bundle of too many pages.
    AllTooManyPages(usize),
    /// Too many exhibits.
    TooMany(usize),
    /// Too many bytes, with those before it.
    AllTooLarge(usize),
    /// A page that cannot be drawn as it is bound, from 1 where one is known: a copy that is kept would not show it.
    NotDrawn(Option<usize>, Undrawn),
    /// The last of a copy that is kept, of too many pages to draw.
    TooManyToDraw(usize),
}

/// A fault, and the exhibit that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFault {
    /// Number of the exhibit.
    pub number: u32,
    /// Name of its file, in one line.
    pub file: String,
    /// What is wrong.
    pub fault: ExhibitFault,
}

impl NamedFault {
    pub(super) fn new(exhibit: &Exhibit, fault: ExhibitFault) -> Self {
        let file = exhibit.file.chars().map(|c| if c.is_control() { ' ' } else { c }).take(NAME).collect();
        Self { number: exhibit.number, file, fault }
    }

    /// The fault in a sentence, with what to do.
    pub fn wording(&self) -> Wording {
        let (fr, en) = self.fault.words();
        let (number, file) = (self.number, &self.file);
        Wording::new(
            format!("pièce n°\u{a0}{number} «\u{a0}{file}\u{a0}» : {fr}"),
            format!("exhibit {number} “{file}”: {en}"),
        )
    }
}

impl ExhibitFault {
    /// What is wrong with one file, with what to do.
    pub fn wording(&self) -> Wording {
        let (fr, en) = self.words();
        Wording::new(fr, en)
    }

    fn words(&self) -> (String, String) {
        let both = |fr: &str, en: &str| (fr.to_owned(), en.to_owned());
        match self {
            Self::Number(place) => (
                format!("son numéro n’est pas sa place ({place}) ; renumérotez les pièces"),
                format!("its number is not its place ({place}); number the exhibits again"),
            ),
            Self::Name => both(
                "son nom ou son intitulé est vide, trop long, ou contient un saut de ligne ; renommez-la",
                "its name or title is empty, too long, or holds a line break; name it again",
            ),
            Self::NoFile => both("son fichier manque ; joignez-le", "its file is missing; attach it"),
            Self::NotListed => both(
                "le bordereau ne la cite pas ; ajoutez-la ou retirez-la",
                "the list does not name it; add it or take it out",
            ),
            Self::Empty => both("le fichier est vide ; joignez-le de nouveau", "the file is empty; attach it again"),
            Self::TooLarge(size) => (
                format!("{} Mio, au-delà de {} ; divisez-la ou réduisez-la", size >> 20, SIZE >> 20),
                format!("{} MiB, above {}; split it or make it smaller", size >> 20, SIZE >> 20),
            ),
            Self::Unknown => both(
                "ni PDF, ni image PNG ou JPEG ; convertissez-la en PDF",
                "neither PDF nor a PNG or JPEG picture; turn it into PDF",
            ),
            Self::Encrypted => both(
                "protégée par un mot de passe ; enregistrez-la sans mot de passe",
                "protected by a password; save it without",
            ),
            Self::Damaged(why) => (
                format!("fichier tronqué ou abîmé ({why}) ; demandez-en une copie saine"),
                format!("cut short or damaged ({why}); ask for a sound copy"),
            ),
            Self::NoPage => both("aucune page ; demandez-en une copie saine", "no page; ask for a sound copy"),
            Self::TooManyPages(pages) => (
                format!("{pages} pages, au-delà de {PAGES} ; ne gardez que les pages utiles"),
                format!("{pages} pages, above {PAGES}; keep the pages that matter"),
            ),
            Self::PageSize(page) => (
                format!("la page {page} a des dimensions hors norme ; imprimez-la en PDF au format A4"),
                format!("page {page} has a size out of bounds; print it to PDF as A4"),
            ),
            Self::TooManyPixels => both(
                "image de plus de 100 millions de points ; réduisez-la",
                "a picture of more than 100 million pixels; make it smaller",
            ),
            Self::Portfolio => both(
                "porte-documents PDF : joignez chaque document qu’il contient comme une pièce",
                "a PDF portfolio: attach each document it holds as an exhibit",
            ),
            Self::AllTooLarge(size) => all_too_large(size >> 20),
            Self::AllTooManyPages(pages) => (
                format!("la liasse aurait {pages} pages, au-delà de {BUNDLE} ; ne gardez que les pages utiles"),
                format!("the bundle would have {pages} pages, above {BUNDLE}; keep the pages that matter"),
            ),
            Self::NotDrawn(page, why) => not_drawn(*page, *why),
            Self::TooManyToDraw(pages) => (
                format!(
                    "{pages} pages de pièces, au-delà de {DRAWN} pour une copie d’archive ; ne gardez que les pages utiles"
                ),
                format!("{pages} pages of exhibits, above {DRAWN} for an archival copy; keep the pages that matter"),
            ),
            Self::TooMany(count) => (
                format!("{count} pièces, au-delà de {EXHIBITS} ; regroupez-les"),
                format!("{count} exhibits, above {EXHIBITS}; group them"),
            ),
        }
    }
}

fn all_too_large(mebibytes: usize) -> (String, String) {
    let most = ALL >> 20;
    (
        format!("{mebibytes} Mio avec celles qui la précèdent, au-delà de {most} ; réduisez les images"),
        format!("{mebibytes} MiB with those before it, above {most}; make pictures smaller"),
    )
}

fn not_drawn(page: Option<usize>, why: Undrawn) -> (String, String) {
    let (fr, en) = why.words();
    let of = page.map_or_else(
        || ("une page".to_owned(), "a page".to_owned()),
        |page| (format!("la page {page}"), format!("page {page}")),
    );
    (
        format!("{} ne peut être dessinée fidèlement ({fr}) ; imprimez-la en PDF et joignez-la de nouveau", of.0),
        format!("{} cannot be drawn faithfully ({en}); print it to PDF and attach it again", of.1),
    )
}

/// What a file shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its pages.
    pub pages: usize,
    /// What it holds beside them, and a bundle would not.
    pub left_out: Vec<LeftOut>,
}

/// Reads a file as a bundle would, alone, so that what cannot be bound is told when it comes.
///
/// # Errors
/// [`ExhibitFault`].
pub fn shown(content: &[u8], title: &str) -> Result<Shown, ExhibitFault> {
    let read = readable(content, title)?;
    Ok(Shown { pages: read.sheets.len(), left_out: read.left_out })
}

/// The reader is trusted with bytes, not with its life.
fn readable(content: &[u8], title: &str) -> Result<Readable, ExhibitFault> {
    catch_unwind(AssertUnwindSafe(|| read_one(content, title)))
        .unwrap_or_else(|_| Err(ExhibitFault::Damaged("the reader stopped".to_owned())))
}

/// The list of exhibits without pages: what a paper made alone shows.
pub(super) fn list(exhibits: &[Exhibit], lang: Language) -> Block {
    let rows = exhibits.iter().map(|exhibit| {
        let on = exhibit.on.map_or_else(|| "–".to_owned(), |day| date_short(day, lang));
        vec![exhibit.number.to_string(), upper(exhibit.title.pick(lang)), on]
    });
    Block::Table(Table {
        columns: vec![
            Column::figures(lang.pick("N°", "No.")),
            Column::words(lang.pick("Bordereau des pièces", "List of exhibits")),
            Column::short("Date"),
        ],
        rows: rows.collect(),
        ..Table::default()
    })
}

/// An exhibit read: its pages, ready to be placed.
pub(super) struct Readable {
    pub(super) document: Document,
    pub(super) sheets: Vec<Sheet>,
    pub(super) layers: Vec<Layer>,
    pub(super) left_out: Vec<LeftOut>,
}

/// Reads all exhibits, or says of each why it cannot be.
pub(super) fn read_all(exhibits: &[Exhibit], contents: &[&[u8]]) -> Result<Vec<Readable>, Vec<NamedFault>> {
    let mut faults = Vec::new();
    if exhibits.len() > EXHIBITS {
        faults.extend(exhibits.get(EXHIBITS).map(|e| NamedFault::new(e, ExhibitFault::TooMany(exhibits.len()))));
        return Err(faults);
    }
    let (mut read, mut size) = (Vec::with_capacity(exhibits.len()), 0_usize);
    for (at, exhibit) in exhibits.iter().enumerate() {
        let mut note = |fault| faults.push(NamedFault::new(exhibit, fault));
        if exhibit.number as usize != at + 1 {
            note(ExhibitFault::Number(at + 1));
        }
        let names = [&exhibit.file, &exhibit.title.fr, &exhibit.title.en];
        if names.into_iter().any(|name| !is_name(name)) {
            note(ExhibitFault::Name);
        }
        size = size.saturating_add(contents.get(at).map_or(0, |content| content.len()));
        match contents.get(at) {
            None => note(ExhibitFault::NoFile),
            Some(_) if size > ALL => note(ExhibitFault::AllTooLarge(size)),
            Some(content) => match readable(content, &exhibit.title.fr) {
                Ok(readable) => read.push(readable),
                Err(fault) => note(fault),
            },
        }
    }
    for number in exhibits.len() + 1..=contents.len() {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        faults.push(NamedFault { number, file: String::new(), fault: ExhibitFault::NotListed });
    }
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

fn is_name(name: &str) -> bool {
    let separators = ['\u{2028}', '\u{2029}', '\u{85}'];
    !name.trim().is_empty()
        && name.chars().count() <= NAME
        && !name.chars().any(|c| c.is_control() || separators.contains(&c))
}

fn read_one(content: &[u8], title: &str) -> Result<Readable, ExhibitFault> {
    if content.is_empty() {
        return Err(ExhibitFault::Empty);
    }
    if content.len() > SIZE {
        return Err(ExhibitFault::TooLarge(content.len()));
    }
    let head = &content[..content.len().min(1024)];
    if head.windows(5).any(|bytes| bytes == b"%PDF-") {
        return read_pdf(content, PAGES);
    }
    let Some(pixels) = pixels(content) else { return Err(ExhibitFault::Unknown) };
    if pixels > PIXELS {
        return Err(ExhibitFault::TooManyPixels);
    }
    read_pdf(picture(content, title)?.bytes(), PAGES)
}

/// Reads a PDF of at most so many pages, and prepares them.
pub(super) fn read_pdf(content: &[u8], most: usize) -> Result<Readable, ExhibitFault> {
    let damaged = |error: lopdf::Error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => ExhibitFault::Encrypted,
        other => ExhibitFault::Damaged(other.to_string()),
    };
    if !ends(content) {
        return Err(ExhibitFault::Damaged("its end is missing".to_owned()));
    }
    let mut document = Document::load_mem(content).map_err(damaged)?;
    if document.is_encrypted() && !document.was_encrypted() {
        return Err(ExhibitFault::Encrypted);
    }
    if document.catalog().is_ok_and(|catalog| catalog.has(b"Collection")) {
        return Err(ExhibitFault::Portfolio);
    }
    let pages: Vec<_> = document.get_pages().into_values().collect();
    match pages.len() {
        0 => return Err(ExhibitFault::NoPage),
        many if many > most => return Err(ExhibitFault::TooManyPages(many)),
        _ => {}
    }
    let mut left_out = super::beside::beside(&document);
    let sheets = sheets(&document, &pages, &mut left_out)?;
    // Written once for nothing: what cannot be copied is known before anything is.
    let damaged = |error: &dyn std::fmt::Display| ExhibitFault::Damaged(error.to_string());
    let mut trial = PdfWriter::new(std::io::sink()).map_err(|e| damaged(&e))?;
    let mut numbers = Numbers::new();
    for sheet in &sheets {
        sheet.put(&document, &mut trial, &mut numbers).map_err(|e| damaged(&e))?;
    }
    left_out.sort_unstable();
    left_out.dedup();
    let layers = layers(&document);
    // What is not shown is forgotten now: sixty files wait here together.
    document.objects.retain(|id, _| numbers.contains_key(id));
    Ok(Readable { document, sheets, layers, left_out })
}

/// True when the file goes to its end: the reader would make do with what is there, and show less than was written.
fn ends(content: &[u8]) -> bool {
    let tail = &content[content.len().saturating_sub(TAIL)..];
    let last = tail.windows(5).rposition(|bytes| bytes == b"%%EOF");
    last.is_some_and(|at| !tail[at..].windows(4).any(|bytes| bytes == b" obj"))
}

/// A picture as a PDF of one page. Its day is any: it does not reach the bundle.
fn picture(content: &[u8], title: &str) -> Result<Pdf, ExhibitFault> {
    let facts = serde_json::json!({ "title": title });
    let day = Date::constant(2000, 1, 1);
    let made = compile(Template::Picture, Pages::Any, "picture", day, &facts, content);
    made.ok().flatten().ok_or_else(|| ExhibitFault::Damaged("the picture cannot be read".to_owned()))
}

/// Pixels of a PNG or a JPEG, from its head; none for anything else.
fn pixels(content: &[u8]) -> Option<u64> {
    let number = |at: usize, bytes: usize| {
        let part = content.get(at..at + bytes)?;
        Some(part.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    if content.starts_with(b"\x89PNG\r\n\x1a\n") {
        return number(16, 4)?.checked_mul(number(20, 4)?);
    }
    if !content.starts_with(b"\xff\xd8\xff") {
        return None;
    }
    let mut at = 2;
    loop {
        let marker = number(at, 2)?;
        match marker {
            // start of frame; C4, C8 and CC are tables
            0xffc0..=0xffcf if !matches!(marker, 0xffc4 | 0xffc8 | 0xffcc) => {
                return number(at + 5, 2)?.checked_mul(number(at + 7, 2)?);
            }
            0xffff => at += 1,
            0xff00..=0xffff => at += 2 + usize::try_from(number(at + 2, 2)?).ok()?,
            _ => return None,
        }
    }
}
