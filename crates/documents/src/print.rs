//! The print file: many letters in one PDF, in order, written as they come.
//!
//! Each letter is read, its pages and what they use are copied to the output under new numbers, and
//! forgotten: memory holds one letter, the page numbers and one offset per object. What letters
//! share to the byte (colour profile, fonts of equal letters) is written once. The print file is for
//! a printer: tags and archival marks stay with the single letters.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use sha2::{Digest, Sha256};

use crate::{
    DocumentError, Pdf,
    pdf_syntax::{write_dictionary, write_object},
};

/// How the print file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PrintOptions {
    /// Printed on both sides: each letter starts on an odd page, a blank page is added where needed.
    pub duplex: bool,
}

/// Attributes a page may inherit from the page tree.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// Marks of the tagged, navigable document that mean nothing to a printer, and what programs keep for
/// themselves beside a page; the beads of an article (`B`) would bring every page of its document along.
const DROPPED: [&[u8]; 9] =
    [b"Parent", b"StructParents", b"Tabs", b"Annots", b"Metadata", b"AA", b"B", b"PieceInfo", b"Thumb"];
/// Objects within each other: what a sound PDF needs many times over, and far from the end of a stack.
const NESTED: usize = 200;
/// Children of one node of the page tree.
const BRANCH: usize = 64;

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
    out: Counted<W>,
    options: PrintOptions,
    /// Offset of object `n` at place `n - 1`; zero for a number not yet written.
    offsets: Vec<u64>,
    pages: Vec<u32>,
    /// Page object reserved for the page tree's parents, one per branch.
    parents: Vec<u32>,
    bookmarks: Vec<(String, u32)>,
    shared: HashMap<[u8; 16], u32>,
    letters: usize,
    nested: usize,
}

struct Counted<W: Write> {
    inner: W,
    at: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.at += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: Write> PrintFile<W> {
    /// Begins a print file on `out`, which should be buffered when it is a file.
    ///
    /// # Errors
    /// [`DocumentError::Write`].
    pub fn new(out: W, options: PrintOptions) -> Result<Self, DocumentError> {
        let mut out = Counted { inner: out, at: 0 };
        out.write_all(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")?;
        Ok(Self {
            out,
            options,
            offsets: Vec::new(),
            pages: Vec::new(),
            parents: Vec::new(),
            bookmarks: Vec::new(),
            shared: HashMap::new(),
            letters: 0,
            nested: 0,
        })
    }

    /// Number of pages so far, blank ones included.
    pub fn page_count(&self) -> usize {
        self.pages.len()
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
        if self.options.duplex && self.pages.len() % 2 == 1 {
            self.add_blank()?;
        }
        let mut numbers = HashMap::new();
        for (place, page) in pages.into_iter().enumerate() {
            let mut dictionary = whole_page(&document, page).map_err(|e| unreadable(e.to_string()))?;
            self.copy_parts(&document, &mut dictionary, &mut numbers)?;
            let number = self.put_page(dictionary)?;
            if let (0, Some(name)) = (place, bookmark) {
                self.bookmarks.push((name.to_owned(), number));
            }
        }
        Ok(())
    }

    /// Closes the file and gives the output back.
    ///
    /// # Errors
    /// [`DocumentError::Write`].
    pub fn finish(mut self) -> Result<W, DocumentError> {
        let root = self.put_page_tree()?;
        let mut catalog = Dictionary::new();
        catalog.set("Type", Object::Name(b"Catalog".to_vec()));
        catalog.set("Pages", Object::Reference((root, 0)));
        if let Some(outlines) = self.put_bookmarks()? {
            catalog.set("Outlines", Object::Reference((outlines, 0)));
        }
        let catalog = self.put(&Object::Dictionary(catalog))?;
        let start = self.out.at;
        write!(self.out, "xref\n0 {}\n0000000000 65535 f \n", self.offsets.len() + 1)?;
        for offset in &self.offsets {
            writeln!(self.out, "{offset:010} 00000 n ")?;
        }
        let size = self.offsets.len() + 1;
        write!(self.out, "trailer\n<< /Size {size} /Root {catalog} 0 R >>\nstartxref\n{start}\n%%EOF\n")?;
        self.out.flush()?;
        Ok(self.out.inner)
    }

    fn reserve(&mut self) -> u32 {
        self.offsets.push(0);
        u32::try_from(self.offsets.len()).unwrap_or(u32::MAX)
    }

    fn put(&mut self, object: &Object) -> Result<u32, DocumentError> {
        let number = self.reserve();
        self.put_at(number, object)?;
        Ok(number)
    }

    fn put_at(&mut self, number: u32, object: &Object) -> Result<(), DocumentError> {
        if let Some(offset) = self.offsets.get_mut(number as usize - 1) {
            *offset = self.out.at;
        }
        writeln!(self.out, "{number} 0 obj")?;
        write_object(&mut self.out, object)?;
        self.out.write_all(b"\nendobj\n")?;
        Ok(())
    }

    fn put_page(&mut self, mut page: Dictionary) -> Result<u32, DocumentError> {
        if self.pages.len().is_multiple_of(BRANCH) {
            let parent = self.reserve();
            self.parents.push(parent);
        }
        let parent = self.parents.last().copied().unwrap_or(1);
        page.set("Type", Object::Name(b"Page".to_vec()));
        page.set("Parent", Object::Reference((parent, 0)));
        let number = self.put(&Object::Dictionary(page))?;
        self.pages.push(number);
        Ok(number)
    }

    /// An empty A4 page.
    fn add_blank(&mut self) -> Result<(), DocumentError> {
        let mut page = Dictionary::new();
        let corners = [0.0, 0.0, 595.28, 841.89].map(Object::Real);
        page.set("MediaBox", Object::Array(corners.to_vec()));
        page.set("Resources", Object::Dictionary(Dictionary::new()));
        self.put_page(page)?;
        Ok(())
    }

    /// Writes what `dictionary` refers to, deepest first, and renumbers its references.
    fn copy_parts(
        &mut self,
        document: &Document,
        dictionary: &mut Dictionary,
        numbers: &mut HashMap<ObjectId, u32>,
    ) -> Result<(), DocumentError> {
        for (_, value) in dictionary.iter_mut() {
            self.copy_value(document, value, numbers)?;
        }
        Ok(())
    }

    fn copy_value(
        &mut self,
        document: &Document,
        value: &mut Object,
        numbers: &mut HashMap<ObjectId, u32>,
    ) -> Result<(), DocumentError> {
        match value {
            Object::Reference(id) => {
                let number = self.copy_object(document, *id, numbers)?;
                *value = number.map_or(Object::Null, |n| Object::Reference((n, 0)));
            }
            Object::Array(values) => {
                for value in values {
                    self.copy_value(document, value, numbers)?;
                }
            }
            Object::Dictionary(dictionary) => self.copy_parts(document, dictionary, numbers)?,
            _ => {}
        }
        Ok(())
    }

    /// The new number of an object, written if it was not; none when the letter does not hold it.
    fn copy_object(
        &mut self,
        document: &Document,
        id: ObjectId,
        numbers: &mut HashMap<ObjectId, u32>,
    ) -> Result<Option<u32>, DocumentError> {
        if let Some(number) = numbers.get(&id) {
            return Ok(Some(*number));
        }
        let Some(object) = document.objects.get(&id) else { return Ok(None) };
        if self.nested >= NESTED {
            let message = format!("its objects are nested more than {NESTED} deep");
            return Err(DocumentError::Unreadable { position: self.letters, message });
        }
        self.nested += 1;
        let copied = self.copy_new(document, id, object, numbers);
        self.nested -= 1;
        copied.map(Some)
    }

    fn copy_new(
        &mut self,
        document: &Document,
        id: ObjectId,
        object: &Object,
        numbers: &mut HashMap<ObjectId, u32>,
    ) -> Result<u32, DocumentError> {
        let mut object = object.clone();
        if let Object::Stream(stream) = &mut object {
            // A stream is written after its parts, so that equal streams are seen to be equal.
            self.copy_parts(document, &mut stream.dict, numbers)?;
            let number = self.put_shared(stream)?;
            numbers.insert(id, number);
            return Ok(number);
        }
        // Numbered before its parts: a cycle finds its way back.
        let number = self.reserve();
        numbers.insert(id, number);
        self.copy_value(document, &mut object, numbers)?;
        self.put_at(number, &object)?;
        Ok(number)
    }

    fn put_shared(&mut self, stream: &Stream) -> Result<u32, DocumentError> {
        let mut hash = Sha256::new();
        let mut head = Vec::new();
        write_dictionary(&mut head, &stream.dict)?;
        hash.update(&head);
        hash.update(&stream.content);
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        if let Some(number) = self.shared.get(&key) {
            return Ok(*number);
        }
        let number = self.put(&Object::Stream(stream.clone()))?;
        self.shared.insert(key, number);
        Ok(number)
    }

    /// Writes the reserved branches, then levels above them until one root remains.
    fn put_page_tree(&mut self) -> Result<u32, DocumentError> {
        let mut level: Vec<(u32, Vec<u32>, usize)> = self
            .parents
            .iter()
            .zip(self.pages.chunks(BRANCH))
            .map(|(parent, pages)| (*parent, pages.to_vec(), pages.len()))
            .collect();
        if level.is_empty() {
            level.push((self.reserve(), Vec::new(), 0));
        }
        while level.len() > 1 {
            let mut above = Vec::new();
            for nodes in level.chunks(BRANCH) {
                let parent = self.reserve();
                for (number, kids, count) in nodes {
                    self.put_branch(*number, kids, *count, Some(parent))?;
                }
                let count = nodes.iter().map(|(_, _, count)| count).sum();
                above.push((parent, nodes.iter().map(|(number, ..)| *number).collect(), count));
            }
            level = above;
        }
        let (root, kids, count) = level.swap_remove(0);
        self.put_branch(root, &kids, count, None)?;
        Ok(root)
    }

    fn put_branch(
        &mut self,
        number: u32,
        kids: &[u32],
        count: usize,
        parent: Option<u32>,
    ) -> Result<(), DocumentError> {
        let mut node = Dictionary::new();
        node.set("Type", Object::Name(b"Pages".to_vec()));
        node.set("Kids", Object::Array(kids.iter().map(|kid| Object::Reference((*kid, 0))).collect()));
        node.set("Count", Object::Integer(i64::try_from(count).unwrap_or(i64::MAX)));
        if let Some(parent) = parent {
            node.set("Parent", Object::Reference((parent, 0)));
        }
        self.put_at(number, &Object::Dictionary(node))
    }

    fn put_bookmarks(&mut self) -> Result<Option<u32>, DocumentError> {
        let bookmarks = std::mem::take(&mut self.bookmarks);
        if bookmarks.is_empty() {
            return Ok(None);
        }
        let outlines = self.reserve();
        let first = outlines + 1;
        for _ in &bookmarks {
            self.reserve();
        }
        let last = outlines + u32::try_from(bookmarks.len()).unwrap_or(0);
        for (number, (name, page)) in (first..).zip(&bookmarks) {
            let mut item = Dictionary::new();
            item.set("Title", Object::String(utf16(name), lopdf::StringFormat::Hexadecimal));
            item.set("Parent", Object::Reference((outlines, 0)));
            item.set("Dest", Object::Array(vec![Object::Reference((*page, 0)), Object::Name(b"Fit".to_vec())]));
            if number > first {
                item.set("Prev", Object::Reference((number - 1, 0)));
            }
            if number < last {
                item.set("Next", Object::Reference((number + 1, 0)));
            }
            self.put_at(number, &Object::Dictionary(item))?;
        }
        let mut root = Dictionary::new();
        root.set("Type", Object::Name(b"Outlines".to_vec()));
        root.set("First", Object::Reference((first, 0)));
        root.set("Last", Object::Reference((last, 0)));
        root.set("Count", Object::Integer(i64::try_from(bookmarks.len()).unwrap_or(0)));
        self.put_at(outlines, &Object::Dictionary(root))?;
        Ok(Some(outlines))
    }
}

/// A page's dictionary with what it inherits, without what a printer does not need.
fn whole_page(document: &Document, page: ObjectId) -> Result<Dictionary, lopdf::Error> {
    let own = document.get_dictionary(page)?;
    let mut whole = Dictionary::new();
    for (key, value) in own {
        if !DROPPED.contains(&key.as_slice()) {
            whole.set(key.clone(), value.clone());
        }
    }
    let mut node = own;
    // A sound page tree is shallow; the bound stops one that turns in circles.
    for _ in 0..32 {
        for key in INHERITED {
            if let (false, Ok(value)) = (whole.has(key), node.get(key)) {
                whole.set(key, value.clone());
            }
        }
        let Some(parent) = node.get(b"Parent").and_then(Object::as_reference).ok() else { break };
        node = document.get_dictionary(parent)?;
    }
    Ok(whole)
}

fn utf16(text: &str) -> Vec<u8> {
    [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}
