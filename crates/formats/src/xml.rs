//! A small tree of an XML message: elements by local name, with their text. Bounded, and closed to what makes XML
//! dangerous: a document type (and with it every entity of its own) is refused, nothing outside is read.
//!
//! Namespaces are not resolved: the messages read here are told apart by their root, and platforms bind the same
//! elements to different prefixes.

/// Bytes of a message: a life-cycle message has a few thousand.
const BYTES_MAX: usize = 4_000_000;
/// Elements within elements.
const DEPTH_MAX: usize = 64;
/// Elements of a message.
const NODES_MAX: usize = 100_000;

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Node {
    /// Its name, without prefix.
    pub name: String,
    /// Its own text, without blanks around it.
    pub text: String,
    /// What stands in it, in order.
    pub children: Vec<Node>,
}

/// Why a text is no XML that is read here, and where: the byte counted from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say it")]
pub enum XmlError {
    #[error("the message is larger than {BYTES_MAX} bytes")]
    TooLarge,
    #[error("a document type is not accepted (byte {0})")]
    DocumentType(usize),
    #[error("elements are nested more than {DEPTH_MAX} deep (byte {0})")]
    TooDeep(usize),
    #[error("the message has more than {NODES_MAX} elements")]
    TooMany,
    #[error("the markup is not closed (byte {0})")]
    Unclosed(usize),
    #[error("an end tag does not match its start (byte {0})")]
    Mismatch(usize),
    #[error("an entity is unknown (byte {0})")]
    Entity(usize),
    #[error("there is no element, or something after the last")]
    NoRoot,
}

impl Node {
    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Every child of a name.
    pub fn every<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// What a path of names leads to, the first at each step.
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// The text of what a path leads to.
    pub fn text_at(&self, path: &[&str]) -> Option<String> {
        self.at(path).map(|node| node.text.clone())
    }
}

/// Reads the root of a message.
///
/// # Errors
/// [`XmlError`].
pub fn read(text: &str) -> Result<Node, XmlError> {
    if text.len() > BYTES_MAX {
        return Err(XmlError::TooLarge);
    }
    let mut reader = Reader { text, at: 0, open: Vec::new(), root: None, nodes: 0 };
    while reader.at < text.len() {
        reader.step()?;
    }
    if !reader.open.is_empty() {
        return Err(XmlError::Unclosed(text.len()));
    }
    reader.root.ok_or(XmlError::NoRoot)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Open elements with their full names.
    open: Vec<(&'t str, Node)>,
    root: Option<Node>,
    nodes: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// What stands before `end` after `skip` bytes; passes over both.
    fn until(&mut self, skip: usize, end: &str) -> Result<&'t str, XmlError> {
        let inner = &self.rest()[skip..];
        let length = inner.find(end).ok_or(XmlError::Unclosed(self.at))?;
        self.at += skip + length + end.len();
        Ok(&inner[..length])
    }

    fn step(&mut self) -> Result<(), XmlError> {
        let rest = self.rest();
        if rest.starts_with("<!--") {
            self.until(4, "-->")?;
        } else if rest.starts_with("<![CDATA[") {
            let words = self.until(9, "]]>")?;
            self.words(words);
        } else if rest.starts_with("<?") {
            self.until(2, "?>")?;
        } else if rest.starts_with("<!") {
            return Err(XmlError::DocumentType(self.at));
        } else if rest.starts_with("</") {
            let from = self.at;
            let name = self.until(2, ">")?.trim_end();
            let (open, node) = self.open.pop().ok_or(XmlError::Mismatch(from))?;
            if open != name {
                return Err(XmlError::Mismatch(from));
            }
            self.close(node)?;
        } else if rest.starts_with('<') {
            self.start()?;
        } else {
            let length = rest.find('<').unwrap_or(rest.len());
            let words = unescaped(&rest[..length], self.at)?;
            self.words(&words);
            self.at += length;
        }
        Ok(())
    }

    fn words(&mut self, words: &str) {
        if let Some((_, node)) = self.open.last_mut() {
            node.text.push_str(words);
        }
    }

    /// A start tag, whose attributes may hold a `>` between quotes.
    fn start(&mut self) -> Result<(), XmlError> {
        let (from, rest) = (self.at, self.rest());
        let mut quote = None;
        let end = rest.char_indices().find(|(_, c)| {
            if quote == Some(*c) {
                quote = None;
            } else if quote.is_none() && matches!(c, '"' | '\'') {
                quote = Some(*c);
            }
            quote.is_none() && *c == '>'
        });
        let (end, _) = end.ok_or(XmlError::Unclosed(from))?;
        self.at += end + 1;
        let inner = &rest[1..end];
        let (inner, empty) = inner.strip_suffix('/').map_or((inner, false), |inner| (inner, true));
        let name = inner.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
        self.nodes += 1;
        if self.nodes > NODES_MAX {
            return Err(XmlError::TooMany);
        }
        if self.open.len() >= DEPTH_MAX {
            return Err(XmlError::TooDeep(from));
        }
        if name.is_empty() || self.root.is_some() {
            return Err(XmlError::NoRoot);
        }
        let local = name.rsplit(':').next().unwrap_or_default().to_owned();
        let node = Node { name: local, ..Node::default() };
        if empty {
            return self.close(node);
        }
        self.open.push((name, node));
        Ok(())
    }

    fn close(&mut self, mut node: Node) -> Result<(), XmlError> {
        let trimmed = node.text.trim();
        if trimmed.len() < node.text.len() {
            node.text = String::from(trimmed);
        }
        match self.open.last_mut() {
            Some((_, parent)) => parent.children.push(node),
            None if self.root.is_none() => self.root = Some(node),
            None => return Err(XmlError::NoRoot),
        }
        Ok(())
    }
}

/// The five entities of XML, and characters by number.
fn unescaped(text: &str, at: usize) -> Result<String, XmlError> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(amp) = rest.find('&') {
        let unknown = XmlError::Entity(at);
        let end = rest[amp..].find(';').ok_or(unknown)? + amp;
        out.push_str(&rest[..amp]);
        let name = &rest[amp + 1..end];
        let by_number = || {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)
        };
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => by_number().ok_or(unknown)?,
        });
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn elements_are_found_by_their_local_names() {
        let text = "<?xml version=\"1.0\"?><!-- a --><a:x k='1 > 0'>\n <b> R&amp;D &#233; </b><c/><b><![CDATA[<2>]]></b></a:x>\n";
        let root = read(text).expect("a tree");
        assert_eq!((root.name.as_str(), root.children.len()), ("x", 3));
        assert_eq!(root.text_at(&["b"]), Some("R&D é".to_owned()));
        assert_eq!(root.every("b").nth(1).map(|b| b.text.as_str()), Some("<2>"));
        assert_eq!(root.text_at(&["c"]), Some(String::new()));
        assert_eq!(root.at(&["c", "d"]), None);
    }

    #[test]
    fn what_is_dangerous_or_broken_is_refused() {
        assert_eq!(read("<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>"), Err(XmlError::DocumentType(0)));
        assert_eq!(read("<x>&a;</x>"), Err(XmlError::Entity(3)));
        assert_eq!(read("<x><y></x>"), Err(XmlError::Mismatch(6)));
        assert_eq!(read("<x>"), Err(XmlError::Unclosed(3)));
        assert_eq!(read("<x/><y/>"), Err(XmlError::NoRoot));
        assert_eq!(read(" "), Err(XmlError::NoRoot));
        assert!(matches!(read(&"<x>".repeat(100)), Err(XmlError::TooDeep(_))));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fall(text in "[<>/a&;!\\[\\]\"'? é-]{0,60}") {
            drop(read(&text));
        }
    }
}
