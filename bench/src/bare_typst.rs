//! Typst as anyone would call it: one plain template, the fonts of the house, one document at a time.

use documents::Letter;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

use crate::probe::Fallible;

const FONTS: [&[u8]; 2] = [
    include_bytes!("../../crates/documents/fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../../crates/documents/fonts/SourceSans3-SemiBold.ttf"),
];

/// A letter as one would write it by hand: blocks of text and a table, no envelope window, no fold
/// marks, no tags asked for, no archival standard.
const PLAIN: &str = r#"
#let d = json("/data.json")
#set page(paper: "a4", margin: 22mm)
#set text(font: "Source Sans 3", size: 10pt, lang: "fr")
#strong(d.creditor) \
#d.contact.join(linebreak())
#v(12mm)
#pad(left: 82mm, d.recipient.join(linebreak()))
#v(8mm)
#pad(left: 82mm)[#d.date]
#v(4mm)
#strong(d.subject)
#for p in d.paragraphs { par(p) }
#table(
  columns: (1fr, auto, auto, auto, auto),
  stroke: (bottom: 0.4pt),
  align: (left, left, right, right, right),
  ..("Pièce", "Échéance", "Retard", "Montant", "Reste dû").map(strong),
  ..d.rows.flatten(),
)
#align(right, strong(d.total))
#for p in d.closing { par(p) }
#v(6mm)
#d.payment
#v(6mm)
#d.signature
"#;

/// The compiler and what it needs to be told once.
pub struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    source: Source,
    data: FileId,
}

struct Page<'a> {
    bare: &'a Bare,
    data: Bytes,
}

impl Bare {
    /// Reads fonts and template.
    pub fn new() -> Fallible<Self> {
        let id = |path: &str| -> Fallible<FileId> {
            let path = VirtualPath::new(path).map_err(|e| e.to_string())?;
            Ok(RootedPath::new(VirtualRoot::Project, path).intern())
        };
        let fonts: Vec<Font> = FONTS.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
        Ok(Self {
            library: LazyHash::new(Library::builder().build()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            source: Source::new(id("/plain.typ")?, PLAIN.to_owned()),
            data: id("/data.json")?,
        })
    }

    /// One PDF.
    pub fn compile(&self, letter: &Letter) -> Fallible<Vec<u8>> {
        let page = Page { bare: self, data: Bytes::new(serde_json::to_vec(&facts(letter)?)?) };
        let words = |errors: &dyn std::fmt::Debug| format!("the bare page could not be laid out: {errors:?}");
        let document = typst::compile::<PagedDocument>(&page).output.map_err(|e| words(&e))?;
        let pdf = typst_pdf::pdf(&document, &PdfOptions::default()).map_err(|e| words(&e))?;
        // what the last document did not use goes: flat in memory, and the fastest of the ages tried
        comemo::evict(1);
        Ok(pdf)
    }
}

fn facts(letter: &Letter) -> Fallible<serde_json::Value> {
    let rows: Vec<Vec<String>> = letter
        .items
        .iter()
        .map(|item| {
            let due = item.due.map(|d| d.to_string()).unwrap_or_default();
            let late = item.days_late.unwrap_or(0).to_string();
            vec![item.number.clone(), due, late, item.original.to_decimal(), item.open.to_decimal()]
        })
        .collect();
    Ok(serde_json::json!({
        "creditor": letter.creditor.name, "contact": letter.creditor.address, "recipient": letter.recipient,
        "date": letter.date.to_string(), "subject": letter.subject, "paragraphs": letter.paragraphs, "rows": rows,
        "total": letter.totals()?.total.to_decimal(), "closing": letter.closing, "payment": letter.payment.reference,
        "signature": letter.signature.name,
    }))
}

impl World for Page<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.bare.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.bare.book
    }

    fn main(&self) -> FileId {
        self.bare.source.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.bare.source.id() { Ok(self.bare.source.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.bare.data { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.bare.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
