//! The bundle: papers, bordereau and exhibits in one PDF, with bookmarks and a stamp on each page.
//!
//! A page of an exhibit is set upright on A4, smaller where it must be, below a band that belongs to the stamp: it hides
//! nothing, and nothing hides it. Text stays text.

use kernel::{
    figures::{count, date_short},
    hex, slug_enum,
    words::Language,
};
use lopdf::{Dictionary, Object, StringFormat};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    CourtError, NamedFault,
    behind::Behind,
    exhibit::{BUNDLE, Exhibit, ExhibitFault, LeftOut, Readable, read_all},
    paper::{Block, Column, Paper, Table, laid},
    party::{Cover, Party, upper},
    sheet::{Layer, Matrix, Sheet, then},
    stamps::{Stamp, read_pdf_of_house, stamps},
};
use crate::{
    DocumentError, Pdf,
    compile::Laid,
    pdf_writer::{CopyError, Numbers, PdfWriter, utf16},
};

/// Short and long side of A4, in points.
const A4: (f32, f32) = (595.276, 841.89);
/// White around the page of an exhibit.
const EDGE: f32 = 14.0;
/// Times the bordereau is laid out until its own length agrees with the pages it names.
const ROUNDS: usize = 6;

slug_enum!(
    /// What a bundle is for.
    BundleForm {
        /// To be filed: exhibits keep their text.
        Filing = "filing",
        /// To be kept: PDF/A, exhibits are pictures of their pages.
        Archive = "archive",
    }
);

/// What is bound.
pub struct Bundle<'a> {
    /// Reference, place and day.
    pub cover: &'a Cover,
    /// Who files.
    pub creditor: &'a Party,
    /// `A contre B`.
    pub about: String,
    /// The papers, in order; the bordereau follows them.
    pub parts: Vec<Part>,
    /// The exhibits, in the order of their numbers.
    pub exhibits: &'a [Exhibit],
    /// Their files, in the same order: PDF, PNG or JPEG.
    pub contents: &'a [&'a [u8]],
    /// What they are, and what their pages bear.
    pub behind: Behind<'a>,
}

/// A paper of the house in a bundle.
pub struct Part {
    /// Its name in the bookmarks.
    pub title: String,
    /// Itself.
    pub(super) paper: Paper,
}

/// A bundle, and where everything is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The file.
    pub pdf: Pdf,
    /// Its pages.
    pub pages: u32,
    /// Papers, the bordereau last.
    pub parts: Vec<PlacedPart>,
    /// Exhibits.
    pub exhibits: Vec<PlacedExhibit>,
}

/// Where a paper is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedPart {
    /// Its name.
    pub title: String,
    /// First page in the bundle, from 1.
    pub first_page: u32,
    /// Last page.
    pub last_page: u32,
}

/// Where an exhibit is, and what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedExhibit {
    /// As the list names it.
    #[serde(flatten)]
    pub exhibit: Exhibit,
    /// SHA-256 of its file as given, 64 hexadecimal digits.
    pub sha256: String,
    /// Bytes of its file as given.
    pub size: u64,
    /// First page in the bundle, from 1.
    pub first_page: u32,
    /// Last page.
    pub last_page: u32,
    /// What its file held beside its pages, and the bundle does not; in a copy that is kept, what to compare too.
    pub left_out: Vec<LeftOut>,
}

impl Bundle<'_> {
    /// Binds everything into one file.
    ///
    /// # Errors
    /// [`CourtError::Exhibits`] names every exhibit that cannot be bound, or not be drawn, all at once;
    /// [`CourtError::Document`] when a paper cannot be laid out or read.
    pub fn bind(&self, lang: Language, form: BundleForm) -> Result<Bound, CourtError> {
        let ident = &self.cover.ident;
        let refused = |faults| CourtError::Exhibits { ident: ident.clone(), faults };
        let mut exhibits = read_all(self.exhibits, self.contents).map_err(refused)?;
        let parts = self.parts.iter().map(|part| self.part(&part.paper, lang));
        let mut parts = parts.collect::<Result<Vec<_>, _>>()?;
        let (bordereau, places) = self.bordereau(&parts, &exhibits, lang)?;
        parts.push(bordereau);
        let pages = places.last().map_or(0, |last| last.1);
        if pages as usize > BUNDLE {
            let last = self.exhibits.last();
            let faults = last.map(|e| NamedFault::new(e, ExhibitFault::AllTooManyPages(pages as usize)));
            return Err(refused(faults.into_iter().collect()));
        }
        let named = self.names(lang);
        let mut marks = self.stamps(&parts, &exhibits, pages, lang);
        let pdf = match form {
            BundleForm::Filing => {
                let marks = read_pdf_of_house(stamps(self.cover, &marks, lang)?.pdf()?.bytes(), ident)?;
                Pdf::from_bytes(self.write(&parts, &exhibits, &marks, &named, lang)?)
            }
            BundleForm::Archive => {
                for (place, name) in places.iter().zip(named) {
                    if let Some(mark) = marks.get_mut(place.0 as usize - 1) {
                        mark.bookmark = name;
                    }
                }
                self.archive(&parts, &mut exhibits, &stamps(self.cover, &marks, lang)?, lang)?
            }
        };
        let mut places = places.into_iter();
        let titles = self.parts.iter().map(|part| part.title.clone()).chain([self.behind.title(lang).to_owned()]);
        let parts = titles.zip(places.by_ref()).map(|(title, (first_page, last_page))| PlacedPart {
            title,
            first_page,
            last_page,
        });
        let parts = parts.collect();
        let files = self.exhibits.iter().zip(self.contents).zip(&exhibits).zip(places);
        let exhibits = files.map(|(((exhibit, content), read), (first_page, last_page))| PlacedExhibit {
            exhibit: exhibit.clone(),
            sha256: hex(&Sha256::digest(content)),
            size: content.len() as u64,
            first_page,
            last_page,
            left_out: read.left_out.clone(),
        });
        Ok(Bound { pdf, pages, parts, exhibits: exhibits.collect() })
    }

    /// A paper laid out, and read as it will be bound.
    fn part(&self, paper: &Paper, lang: Language) -> Result<PartRead, CourtError> {
        let laid = laid(self.cover, paper, lang)?;
        let read = read_pdf_of_house(laid.pdf()?.bytes(), &self.cover.ident)?;
        Ok(PartRead { laid, read })
    }

    /// Lays the bordereau out until the pages it names are the pages of the bundle; gives these too, parts first.
    fn bordereau(
        &self,
        parts: &[PartRead],
        exhibits: &[Readable],
        lang: Language,
    ) -> Result<(PartRead, Vec<(u32, u32)>), CourtError> {
        let mut own = 1;
        for _ in 0..ROUNDS {
            let counts =
                parts.iter().map(|p| p.read.sheets.len()).chain([own]).chain(exhibits.iter().map(|e| e.sheets.len()));
            let mut next = 1;
            let places: Vec<(u32, u32)> = counts
                .map(|pages| {
                    let first = next;
                    next += u32::try_from(pages).unwrap_or(u32::MAX / 4);
                    (first, next - 1)
                })
                .collect();
            let list = self.part(&self.list(&places, lang), lang)?;
            if list.read.sheets.len() == own {
                return Ok((list, places));
            }
            own = list.read.sheets.len();
        }
        let message = "the bordereau does not settle on its own length".to_owned();
        Err(DocumentError::Layout { ident: self.cover.ident.clone(), message }.into())
    }

    fn list(&self, places: &[(u32, u32)], lang: Language) -> Paper {
        let range = |(first, last): (u32, u32)| {
            let (from, to) = (count(i64::from(first), lang), count(i64::from(last), lang));
            if first == last { from } else { format!("{from} {} {to}", lang.pick("à", "to")) }
        };
        let papers = self.parts.iter().map(|part| part.title.as_str()).chain([self.behind.title(lang)]);
        let papers = papers.zip(places).map(|(title, place)| vec![title.to_owned(), range(*place)]);
        let pages = lang.pick("Pages de la liasse", "Pages of the bundle");
        let exhibits = self.exhibits.iter().zip(places.iter().skip(self.parts.len() + 1)).map(|(exhibit, place)| {
            let on = exhibit.on.map_or_else(|| "–".to_owned(), |day| date_short(day, lang));
            let many = count(i64::from(place.1 - place.0 + 1), lang);
            vec![exhibit.number.to_string(), upper(exhibit.title.pick(lang)), on, many, range(*place)]
        });
        let papers = Table {
            columns: vec![Column::words(lang.pick("Actes", "Papers")), Column::figures(pages)],
            rows: papers.collect(),
            ..Table::default()
        };
        let exhibits = Table {
            columns: vec![
                Column::figures(lang.pick("N°", "No.")),
                Column::words(self.behind.head(lang)),
                Column::short("Date"),
                Column::figures(lang.pick("Nombre de pages", "Pages")),
                Column::figures(pages),
            ],
            rows: exhibits.collect(),
            ..Table::default()
        };
        Paper {
            subtitle: self.about.clone(),
            blocks: vec![Block::Table(papers), Block::Table(exhibits)],
            ..Paper::from(self.creditor, self.behind.title(lang))
        }
    }

    /// Names of the bookmarks, in order.
    fn names(&self, lang: Language) -> Vec<String> {
        let papers = self.parts.iter().map(|part| part.title.clone()).chain([self.behind.title(lang).to_owned()]);
        papers
            .chain(self.exhibits.iter().map(|e| {
                let name = self.behind.named(e, lang);
                format!("{name} – {}", upper(e.title.pick(lang)))
            }))
            .collect()
    }

    fn stamps(&self, parts: &[PartRead], exhibits: &[Readable], pages: u32, lang: Language) -> Vec<Stamp> {
        let nobody: Option<&Exhibit> = None;
        let files = parts.iter().map(|part| (nobody, &part.read)).chain(self.exhibits.iter().map(Some).zip(exhibits));
        let mut run = 0;
        let mut all = Vec::new();
        for (exhibit, read) in files {
            let own = read.sheets.len();
            for (at, sheet) in read.sheets.iter().enumerate() {
                run += 1;
                let (width, height) = paper_of(sheet, exhibit.is_some());
                let shown = exhibit.map_or((String::new(), String::new(), String::new()), |exhibit| {
                    let page = format!("page {} / {}", count_of(at + 1, lang), count_of(own, lang));
                    (self.behind.named(exhibit, lang), page, upper(exhibit.title.pick(lang)))
                });
                let of = (count(i64::from(run), lang), count(i64::from(pages), lang));
                all.push(Stamp {
                    width,
                    height,
                    exhibit: shown.0,
                    page: shown.1,
                    title: shown.2,
                    words: exhibit.map_or("", |exhibit| self.behind.words(exhibit)).to_owned(),
                    run: format!("{}, page {} / {}", lang.pick("Liasse", "Bundle"), of.0, of.1),
                    bookmark: String::new(),
                });
            }
        }
        all
    }

    fn write(
        &self,
        parts: &[PartRead],
        exhibits: &[Readable],
        marks: &Readable,
        names: &[String],
        lang: Language,
    ) -> Result<Vec<u8>, CourtError> {
        let ours =
            |error: CopyError| DocumentError::Layout { ident: self.cover.ident.clone(), message: error.to_string() };
        let mut file = PdfWriter::new(Vec::new()).map_err(DocumentError::Write)?;
        let mut stamped = Numbers::new();
        let mut stamps = marks.sheets.iter();
        let mut layers = Layers::default();
        let band = Some(self.behind.band());
        let files = parts.iter().map(|part| (None, &part.read)).chain(exhibits.iter().map(|exhibit| (band, exhibit)));
        for ((band, read), name) in files.zip(names) {
            let mut numbers = Numbers::new();
            for (at, sheet) in read.sheets.iter().enumerate() {
                let mut drawn = Vec::new();
                let (size, place) = placed(sheet, band);
                for (form, matrix) in sheet.put(&read.document, &mut file, &mut numbers).map_err(ours)?.forms {
                    drawn.push((form, then(matrix, place)));
                }
                if let Some(stamp) = stamps.next() {
                    let forms = stamp.put(&marks.document, &mut file, &mut stamped).map_err(ours)?.forms;
                    drawn.extend(forms.into_iter().map(|(form, matrix)| (form, then(matrix, stamp.upright))));
                }
                let page = put_page(&mut file, size, &drawn).map_err(DocumentError::Write)?;
                if at == 0 {
                    file.bookmark(name, page);
                }
            }
            layers.note(&read.layers, &numbers);
        }
        self.close(file, layers, lang).map_err(|e| DocumentError::Write(e).into())
    }

    /// What the file is called.
    pub(super) fn title(&self) -> String {
        let title = self.parts.first().map_or("", |part| part.title.as_str());
        format!("{title} – {}", self.about)
    }

    fn close(&self, mut file: PdfWriter<Vec<u8>>, layers: Layers, lang: Language) -> std::io::Result<Vec<u8>> {
        let text = |text: &str| Object::String(utf16(text), StringFormat::Hexadecimal);
        let mut info = Dictionary::new();
        info.set("Title", text(&self.title()));
        info.set("Author", text(&self.creditor.name));
        info.set("Creator", text("Quittance"));
        let day = self.cover.date;
        let stamp = format!("D:{:04}{:02}{:02}000000Z", day.year(), day.month(), day.day());
        info.set("CreationDate", Object::String(stamp.into_bytes(), StringFormat::Literal));
        let info = file.put(&Object::Dictionary(info))?;
        let mut trailer = Dictionary::new();
        trailer.set("Info", Object::Reference((info, 0)));
        let id = Sha256::digest(self.cover.ident.as_bytes());
        let id = Object::String(id.iter().take(16).copied().collect(), StringFormat::Hexadecimal);
        trailer.set("ID", Object::Array(vec![id.clone(), id]));
        let mut catalog = Dictionary::new();
        catalog.set("Lang", Object::String(lang.code().as_bytes().to_vec(), StringFormat::Literal));
        catalog.set("PageMode", Object::Name(b"UseOutlines".to_vec()));
        let mut preferences = Dictionary::new();
        preferences.set("DisplayDocTitle", Object::Boolean(true));
        catalog.set("ViewerPreferences", Object::Dictionary(preferences));
        if let Some(properties) = layers.properties() {
            catalog.set("OCProperties", properties);
        }
        file.finish(catalog, &trailer)
    }
}

/// A paper of the house, laid out, and its pages read.
pub(super) struct PartRead {
    pub(super) laid: Laid,
    read: Readable,
}

/// The pages of an exhibit as they are bound below a band, without stamps, as a file of their own.
pub(super) fn unstamped(read: &Readable, band: f32) -> Result<Vec<u8>, CopyError> {
    let mut file = PdfWriter::new(Vec::new())?;
    let (mut numbers, mut layers) = (Numbers::new(), Layers::default());
    for sheet in &read.sheets {
        let (size, place) = placed(sheet, Some(band));
        let forms = sheet.put(&read.document, &mut file, &mut numbers)?.forms;
        let drawn: Vec<_> = forms.into_iter().map(|(form, matrix)| (form, then(matrix, place))).collect();
        put_page(&mut file, size, &drawn)?;
    }
    layers.note(&read.layers, &numbers);
    let mut catalog = Dictionary::new();
    if let Some(properties) = layers.properties() {
        catalog.set("OCProperties", properties);
    }
    Ok(file.finish(catalog, &Dictionary::new())?)
}

/// Layers of the exhibits: those their authors hid stay hidden.
#[derive(Default)]
struct Layers {
    all: Vec<Object>,
    off: Vec<Object>,
}

impl Layers {
    fn note(&mut self, layers: &[Layer], numbers: &Numbers) {
        for layer in layers {
            let Some(number) = numbers.get(&layer.id) else { continue };
            self.all.push(Object::Reference((*number, 0)));
            if layer.hidden {
                self.off.push(Object::Reference((*number, 0)));
            }
        }
    }

    fn properties(self) -> Option<Object> {
        if self.all.is_empty() {
            return None;
        }
        let mut usual = Dictionary::new();
        usual.set("OFF", Object::Array(self.off));
        let mut properties = Dictionary::new();
        properties.set("OCGs", Object::Array(self.all));
        properties.set("D", Object::Dictionary(usual));
        Some(Object::Dictionary(properties))
    }
}

/// The sheet of paper a page is set on: its own for ours, A4 the way it lies for an exhibit.
fn paper_of(sheet: &Sheet, is_exhibit: bool) -> (f32, f32) {
    let (width, height) = sheet.size;
    match is_exhibit {
        false => sheet.size,
        true if width > height => (A4.1, A4.0),
        true => A4,
    }
}

/// The paper of a page, and the matrix that sets it there: below a band where it is of an exhibit.
fn placed(sheet: &Sheet, band: Option<f32>) -> ((f32, f32), Matrix) {
    let paper = paper_of(sheet, band.is_some());
    let Some(band) = band else { return (paper, sheet.upright) };
    let (width, height) = sheet.size;
    let room = (paper.0 - 2.0 * EDGE, paper.1 - band - EDGE);
    let scale = (room.0 / width).min(room.1 / height).min(1.0);
    let x = (paper.0 - width * scale) / 2.0;
    let y = EDGE + (room.1 - height * scale) / 2.0;
    (paper, then(sheet.upright, [scale, 0.0, 0.0, scale, x, y]))
}

fn put_page(file: &mut PdfWriter<Vec<u8>>, size: (f32, f32), drawn: &[(u32, Matrix)]) -> std::io::Result<u32> {
    use std::fmt::Write as _;
    let (mut content, mut forms) = (String::new(), Dictionary::new());
    for (at, (form, matrix)) in drawn.iter().enumerate() {
        let numbers: Vec<String> = matrix.iter().map(|part| format!("{part:.5}")).collect();
        // Five decimals: a tenth of a pixel over the largest page. Writing to a text does not fail.
        writeln!(content, "q {} cm /F{at} Do Q", numbers.join(" ")).unwrap_or_default();
        forms.set(format!("F{at}"), Object::Reference((*form, 0)));
    }
    let content = file.put(&Object::Stream(lopdf::Stream::new(Dictionary::new(), content.into_bytes())))?;
    let mut resources = Dictionary::new();
    resources.set("XObject", Object::Dictionary(forms));
    let mut page = Dictionary::new();
    page.set("MediaBox", Object::Array([0.0, 0.0, size.0, size.1].map(Object::Real).to_vec()));
    page.set("Resources", Object::Dictionary(resources));
    page.set("Contents", Object::Reference((content, 0)));
    file.put_page(page)
}

fn count_of(number: usize, lang: Language) -> String {
    count(i64::try_from(number).unwrap_or(i64::MAX), lang)
}
