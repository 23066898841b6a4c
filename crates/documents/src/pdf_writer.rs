//! A PDF written object by object: what is copied into it from other PDFs, its page tree, its bookmarks.
//!
//! Memory holds the page numbers, one offset per object and what the caller holds. Streams that are equal to the byte
//! (colour profile, fonts of equal letters) are written once.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use sha2::{Digest, Sha256};

use crate::pdf_syntax::{write_dictionary, write_object};

/// Attributes a page may inherit from the page tree.
const INHERITED: [&[u8]; 4] = [b"Resources", b"MediaBox", b"CropBox", b"Rotate"];
/// Marks of the tagged, navigable document that mean nothing on paper, and what programs keep for
/// themselves beside a page; the beads of an article (`B`) would bring every page of its document along.
const DROPPED: [&[u8]; 9] =
    [b"Parent", b"StructParents", b"Tabs", b"Annots", b"Metadata", b"AA", b"B", b"PieceInfo", b"Thumb"];
/// What a stream may carry beside what it shows: files joined to it, other programs' data, a page of another file.
const BESIDE: [&[u8]; 5] = [b"AF", b"Metadata", b"PieceInfo", b"OPI", b"Ref"];
/// Objects within each other: what a sound PDF needs many times over, and far from the end of a stack.
const NESTED: usize = 200;
/// Children of one node of the page tree.
const BRANCH: usize = 64;

/// Why an object could not be copied.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CopyError {
    /// The output refused the bytes.
    #[error(transparent)]
    Write(#[from] io::Error),
    /// A chain of objects without end.
    #[error("its objects are nested more than {NESTED} deep")]
    Nested,
}

/// New numbers of the objects of one source, by their numbers there.
pub(crate) type Numbers = HashMap<ObjectId, u32>;

/// A PDF being written.
pub(crate) struct PdfWriter<W: Write> {
    out: Counted<W>,
    /// Offset of object `n` at place `n - 1`; zero for a number not yet written.
    offsets: Vec<u64>,
    pages: Vec<u32>,
    /// Page object reserved for the page tree's parents, one per branch.
    parents: Vec<u32>,
    bookmarks: Vec<(String, u32)>,
    shared: HashMap<[u8; 16], u32>,
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

impl<W: Write> PdfWriter<W> {
    /// Begins a file.
    pub(crate) fn new(out: W) -> io::Result<Self> {
        let mut out = Counted { inner: out, at: 0 };
        out.write_all(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")?;
        Ok(Self {
            out,
            offsets: Vec::new(),
            pages: Vec::new(),
            parents: Vec::new(),
            bookmarks: Vec::new(),
            shared: HashMap::new(),
            nested: 0,
        })
    }

    /// Number of pages so far.
    pub(crate) fn page_count(&self) -> usize {
        self.pages.len()
    }

    /// Names a page in the outline.
    pub(crate) fn bookmark(&mut self, name: &str, page: u32) {
        self.bookmarks.push((name.to_owned(), page));
    }

    /// Closes the file and gives the output back. `catalog` and `trailer` are added to what they hold by need.
    pub(crate) fn finish(mut self, catalog: Dictionary, trailer: &Dictionary) -> io::Result<W> {
        let root = self.put_page_tree()?;
        let mut whole = Dictionary::new();
        whole.set("Type", Object::Name(b"Catalog".to_vec()));
        whole.set("Pages", Object::Reference((root, 0)));
        if let Some(outlines) = self.put_bookmarks()? {
            whole.set("Outlines", Object::Reference((outlines, 0)));
        }
        for (key, value) in catalog {
            whole.set(key, value);
        }
        let catalog = self.put(&Object::Dictionary(whole))?;
        let start = self.out.at;
        write!(self.out, "xref\n0 {}\n0000000000 65535 f \n", self.offsets.len() + 1)?;
        for offset in &self.offsets {
            writeln!(self.out, "{offset:010} 00000 n ")?;
        }
        let size = self.offsets.len() + 1;
        write!(self.out, "trailer\n<< /Size {size} /Root {catalog} 0 R ")?;
        for (key, value) in trailer {
            write_object(&mut self.out, &Object::Name(key.clone()))?;
            self.out.write_all(b" ")?;
            write_object(&mut self.out, value)?;
            self.out.write_all(b" ")?;
        }
        write!(self.out, ">>\nstartxref\n{start}\n%%EOF\n")?;
        self.out.flush()?;
        Ok(self.out.inner)
    }

    pub(crate) fn reserve(&mut self) -> u32 {
        self.offsets.push(0);
        u32::try_from(self.offsets.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn put(&mut self, object: &Object) -> io::Result<u32> {
        let number = self.reserve();
        self.put_at(number, object)?;
        Ok(number)
    }

    pub(crate) fn put_at(&mut self, number: u32, object: &Object) -> io::Result<()> {
        if let Some(offset) = self.offsets.get_mut(number as usize - 1) {
            *offset = self.out.at;
        }
        writeln!(self.out, "{number} 0 obj")?;
        write_object(&mut self.out, object)?;
        self.out.write_all(b"\nendobj\n")?;
        Ok(())
    }

    pub(crate) fn put_page(&mut self, mut page: Dictionary) -> io::Result<u32> {
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

    /// Writes what `dictionary` refers to, deepest first, and renumbers its references.
    pub(crate) fn copy_parts(
        &mut self,
        document: &Document,
        dictionary: &mut Dictionary,
        numbers: &mut Numbers,
    ) -> Result<(), CopyError> {
        for (_, value) in dictionary.iter_mut() {
            self.copy_value(document, value, numbers)?;
        }
        Ok(())
    }

    pub(crate) fn copy_value(
        &mut self,
        document: &Document,
        value: &mut Object,
        numbers: &mut Numbers,
    ) -> Result<(), CopyError> {
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
    pub(crate) fn copy_object(
        &mut self,
        document: &Document,
        id: ObjectId,
        numbers: &mut Numbers,
    ) -> Result<Option<u32>, CopyError> {
        if let Some(number) = numbers.get(&id) {
            return Ok(Some(*number));
        }
        let Some(object) = document.objects.get(&id) else { return Ok(None) };
        if self.nested >= NESTED {
            return Err(CopyError::Nested);
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
        numbers: &mut Numbers,
    ) -> Result<u32, CopyError> {
        let mut object = object.clone();
        if let Object::Stream(stream) = &mut object {
            // A stream is written after its parts, so that equal streams are seen to be equal.
            for key in BESIDE {
                stream.dict.remove(key);
            }
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

    pub(crate) fn put_shared(&mut self, stream: &Stream) -> io::Result<u32> {
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
    fn put_page_tree(&mut self) -> io::Result<u32> {
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

    fn put_branch(&mut self, number: u32, kids: &[u32], count: usize, parent: Option<u32>) -> io::Result<()> {
        let mut node = Dictionary::new();
        node.set("Type", Object::Name(b"Pages".to_vec()));
        node.set("Kids", Object::Array(kids.iter().map(|kid| Object::Reference((*kid, 0))).collect()));
        node.set("Count", Object::Integer(i64::try_from(count).unwrap_or(i64::MAX)));
        if let Some(parent) = parent {
            node.set("Parent", Object::Reference((parent, 0)));
        }
        self.put_at(number, &Object::Dictionary(node))
    }

    fn put_bookmarks(&mut self) -> io::Result<Option<u32>> {
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
pub(crate) fn whole_page(document: &Document, page: ObjectId) -> Result<Dictionary, lopdf::Error> {
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

pub(crate) fn utf16(text: &str) -> Vec<u8> {
    [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect()
}
