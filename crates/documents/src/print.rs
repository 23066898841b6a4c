//! The print file: many letters in one PDF, in order, written as they come.
//!
//! Each letter is read, its pages and what they use are copied to the output under new numbers, and
//! forgotten: memory holds one letter, the page numbers and one offset per object. What letters
//! share to the byte (colour profile, fonts of equal letters) is written once. The print file is for
//! a printer: tags and archival marks stay with the single letters.

use std::io::{self, Write};

use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::{
    DocumentError, Pdf,
    pdf_writer::{CopyError, Numbers, PdfWriter, whole_page},
};

/// How the print file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PrintOptions {
    /// Printed on both sides: each letter starts on an odd page, a blank page is added where needed.
    pub duplex: bool,
}

/// Puts letters into one PDF, in the order given.
///
/// # Errors
/// [`DocumentError::Unreadable`] names the letter that is no PDF.
pub fn merge(pdfs: &[Pdf], options: PrintOptions) -> Result<Vec<u8>, DocumentError> {
    let mut file = PrintFile::new(Vec::new(), options)?;
    for pdf in pdfs {
        file.add(pdf, None)?;
    }
    file.finish()
}

/// Pages of a PDF made elsewhere, everything they hold read through as the print file will.
///
/// # Errors
/// [`DocumentError::Unreadable`] on what cannot be printed: damaged, protected by a password, without a page.
pub fn page_count(pdf: &Pdf) -> Result<usize, DocumentError> {
    let mut file = PrintFile::new(io::sink(), PrintOptions::default())?;
    file.add(pdf, None)?;
    Ok(file.page_count())
}

/// A print file being written.
pub struct PrintFile<W: Write> {
    file: PdfWriter<W>,
    options: PrintOptions,
    letters: usize,
}

impl<W: Write> PrintFile<W> {
    /// Begins a print file on `out`, which should be buffered when it is a file.
    ///
    /// # Errors
    /// [`DocumentError::Write`].
    pub fn new(out: W, options: PrintOptions) -> Result<Self, DocumentError> {
        Ok(Self { file: PdfWriter::new(out)?, options, letters: 0 })
    }

    /// Number of pages so far, blank ones included.
    pub fn page_count(&self) -> usize {
        self.file.page_count()
    }

    /// Adds one letter, with a bookmark when it has a name.
    ///
    /// # Errors
    /// [`DocumentError::Unreadable`] or [`DocumentError::Write`].
    pub fn add(&mut self, pdf: &Pdf, bookmark: Option<&str>) -> Result<(), DocumentError> {
        self.letters += 1;
        let position = self.letters;
        let unreadable = |message: String| DocumentError::Unreadable { position, message };
        let document = Document::load_mem(pdf.bytes()).map_err(|e| unreadable(e.to_string()))?;
        if document.is_encrypted() && !document.was_encrypted() {
            return Err(unreadable("it is protected by a password".to_owned()));
        }
        let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
        if pages.is_empty() {
            return Err(unreadable("it has no page".to_owned()));
        }
        if self.options.duplex && self.page_count() % 2 == 1 {
            self.add_blank()?;
        }
        let mut numbers = Numbers::new();
        for (place, page) in pages.into_iter().enumerate() {
            let mut dictionary = whole_page(&document, page).map_err(|e| unreadable(e.to_string()))?;
            self.file.copy_parts(&document, &mut dictionary, &mut numbers).map_err(|error| match error {
                CopyError::Write(error) => error.into(),
                CopyError::Nested => unreadable(error.to_string()),
            })?;
            let number = self.file.put_page(dictionary)?;
            if let (0, Some(name)) = (place, bookmark) {
                self.file.bookmark(name, number);
            }
        }
        Ok(())
    }

    /// Closes the file and gives the output back.
    ///
    /// # Errors
    /// [`DocumentError::Write`].
    pub fn finish(self) -> Result<W, DocumentError> {
        Ok(self.file.finish(Dictionary::new(), &Dictionary::new())?)
    }

    /// An empty A4 page.
    fn add_blank(&mut self) -> Result<(), DocumentError> {
        let mut page = Dictionary::new();
        let corners = [0.0, 0.0, 595.28, 841.89].map(Object::Real);
        page.set("MediaBox", Object::Array(corners.to_vec()));
        page.set("Resources", Object::Dictionary(Dictionary::new()));
        self.file.put_page(page)?;
        Ok(())
    }
}
