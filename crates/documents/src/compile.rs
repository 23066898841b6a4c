//! Typst behind our own small world: eight templates, our fonts, one JSON file, the bytes
//! of one picture, and nothing else.
//!
//! The virtual paths are constant, because Typst keeps every path it ever saw. The memo cache is
//! emptied of what the last documents did not use, which keeps memory flat over a run of any length.

use std::sync::LazyLock;

use kernel::Date;
use serde::Serialize;
use serde_json::Value;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::{
    DocumentError, Pdf,
    fonts::{FONTS, printable},
};

/// Stack of a thread that typesets or draws, in bytes.
pub(crate) const STACK: usize = 16 << 20;

/// The layouts of the house.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Template {
    Letter,
    AgedBalance,
    Statement,
    Indicators,
    Agreement,
    Court,
    Stamps,
    Picture,
}

/// How many pages a document may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pages {
    /// One: with more, nothing comes back.
    One,
    /// As many as it takes.
    Any,
}

/// What the documents share: library, fonts, parsed templates.
struct House {
    library: LazyHash<Library>,
    sources: Vec<Source>,
    data: FileId,
    picture: FileId,
}

static HOUSE: LazyLock<Result<House, String>> = LazyLock::new(|| {
    let id = |path: &str| {
        let path = VirtualPath::new(path).map_err(|e| e.to_string())?;
        Ok::<_, String>(RootedPath::new(VirtualRoot::Project, path).intern())
    };
    let files = [
        ("/letter.typ", include_str!("../templates/letter.typ")),
        ("/aged-balance.typ", include_str!("../templates/aged-balance.typ")),
        ("/statement.typ", include_str!("../templates/statement.typ")),
        ("/indicators.typ", include_str!("../templates/indicators.typ")),
        ("/agreement.typ", include_str!("../templates/agreement.typ")),
        ("/court.typ", include_str!("../templates/court.typ")),
        ("/stamps.typ", include_str!("../templates/stamps.typ")),
        ("/picture.typ", include_str!("../templates/picture.typ")),
        ("/house.typ", include_str!("../templates/house.typ")),
    ];
    let sources = files.into_iter().map(|(path, text)| Ok(Source::new(id(path)?, text.to_owned())));
    Ok(House {
        library: LazyHash::new(Library::builder().build()),
        sources: sources.collect::<Result<_, String>>()?,
        data: id("/data.json")?,
        picture: id("/picture")?,
    })
});

/// One document's world.
struct Desk<'a> {
    house: &'a House,
    main: FileId,
    data: Bytes,
    picture: Bytes,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.house.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.house.sources.iter().find(|source| source.id() == id);
        found.cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match id {
            id if id == self.house.data => Ok(self.data.clone()),
            id if id == self.house.picture => Ok(self.picture.clone()),
            _ => Err(FileError::AccessDenied),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.faces.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

impl Desk<'_> {
    fn new(template: Template, facts: &impl Serialize, picture: &[u8]) -> Result<Self, String> {
        let house = HOUSE.as_ref().map_err(Clone::clone)?;
        let mut json = serde_json::to_value(facts).map_err(|e| e.to_string())?;
        make_printable(&mut json);
        let bytes = serde_json::to_vec(&json).map_err(|e| e.to_string())?;
        let main = house.sources.get(template as usize).ok_or("no such template")?.id();
        Ok(Self { house, main, data: Bytes::new(bytes), picture: Bytes::new(picture.to_vec()) })
    }
}

/// A document laid out, not yet a file.
pub(crate) struct Laid {
    pub(crate) document: PagedDocument,
    ident: String,
    date: Date,
}

impl Laid {
    /// The file: PDF/A-2a and PDF/UA-1.
    pub(crate) fn pdf(&self) -> Result<Pdf, DocumentError> {
        in_peace(&self.ident, || export(&self.document, &self.ident, &options(&self.ident, self.date)))
    }
}

/// As [`compile`], before it is a file.
pub(crate) fn lay_out(
    template: Template,
    ident: &str,
    date: Date,
    facts: &impl Serialize,
) -> Result<Laid, DocumentError> {
    let layout = |message: String| DocumentError::Layout { ident: ident.to_owned(), message };
    let desk = Desk::new(template, facts, &[]).map_err(layout)?;
    let document = in_peace(ident, || {
        let done = typst::compile::<PagedDocument>(&desk).output;
        comemo::evict(2);
        done.map_err(|errors| layout(in_words(&errors)))
    })?;
    Ok(Laid { document, ident: ident.to_owned(), date })
}

/// Lays `facts` out with `template`. `ident` names the document in errors and in the PDF's identifier,
/// `date` is the only date the file carries, `picture` the one picture it reads. `None` when it overflows the `pages` it may have.
pub(crate) fn compile(
    template: Template,
    pages: Pages,
    ident: &str,
    date: Date,
    facts: &impl Serialize,
    picture: &[u8],
) -> Result<Option<Pdf>, DocumentError> {
    let layout = |message: String| DocumentError::Layout { ident: ident.to_owned(), message };
    let desk = Desk::new(template, facts, picture).map_err(layout)?;
    in_peace(ident, || {
        let done = typst::compile::<PagedDocument>(&desk).output.and_then(|document| {
            if pages == Pages::One && document.pages().len() > 1 {
                return Ok(None);
            }
            typst_pdf::pdf(&document, &options(ident, date)).map(|bytes| Some(Pdf::from_bytes(bytes)))
        });
        comemo::evict(2);
        done.map_err(|errors| layout(in_words(&errors)))
    })
}

/// Exports pages for keeping: PDF/A-2u, whose text can be searched and copied. Their structure is not marked.
pub(crate) fn export_archive(document: &PagedDocument, ident: &str, date: Date) -> Result<Pdf, DocumentError> {
    let standards = PdfStandards::new(&[PdfStandard::A_2u]).unwrap_or_default();
    export(document, ident, &PdfOptions { standards, tagged: false, ..options(ident, date) })
}

fn export(document: &PagedDocument, ident: &str, options: &PdfOptions) -> Result<Pdf, DocumentError> {
    let done = typst_pdf::pdf(document, options).map(Pdf::from_bytes);
    comemo::evict(2);
    done.map_err(|errors| DocumentError::Layout { ident: ident.to_owned(), message: in_words(&errors) })
}

/// Does a work of the typesetter where it meets no other: here, or on a thread of its own.
pub(crate) fn in_peace<T: Send>(
    ident: &str,
    work: impl FnOnce() -> Result<T, DocumentError> + Send,
) -> Result<T, DocumentError> {
    if !in_shared_pool() {
        return work();
    }
    let stopped = || DocumentError::Layout { ident: ident.to_owned(), message: "the typesetter stopped".to_owned() };
    std::thread::scope(|scope| scope.spawn(|| alone(work)).join()).unwrap_or_else(|_| Err(stopped()))
}

/// True on a worker of a rayon pool with several threads. The typesetter uses rayon inside; while it
/// waits there, such a worker would start the next document on the same stack, and so on until the
/// stack is full.
fn in_shared_pool() -> bool {
    rayon::current_thread_index().is_some() && rayon::current_num_threads() > 1
}

/// Does `work` in a rayon pool of one thread, where the typesetter meets no other document; here and
/// now when no pool can be had.
pub(crate) fn alone<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// PDF/A-2a: archival, tagged, with its language; PDF/UA-1 on top of it.
fn options(ident: &str, date: Date) -> PdfOptions {
    let small = |n: i8| u8::try_from(n).unwrap_or(1);
    let midnight = Datetime::from_ymd_hms(i32::from(date.year()), small(date.month()), small(date.day()), 0, 0, 0);
    PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("Quittance".to_owned())),
        timestamp: midnight.map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap_or_default(),
        ..PdfOptions::default()
    }
}

fn in_words(errors: &[SourceDiagnostic]) -> String {
    let sentence = |error: &SourceDiagnostic| {
        let mut words = error.message.to_string();
        for hint in &error.hints {
            words.push_str(" (");
            words.push_str(&hint.v);
            words.push(')');
        }
        words
    };
    errors.iter().take(3).map(sentence).collect::<Vec<_>>().join("; ")
}

/// Replaces what the fonts cannot print, everywhere but in pictures.
fn make_printable(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let std::borrow::Cow::Owned(shown) = printable(text) {
                *text = shown;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(make_printable),
        Value::Object(fields) => {
            fields.iter_mut().filter(|(key, _)| !key.ends_with("svg")).for_each(|(_, v)| make_printable(v));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
