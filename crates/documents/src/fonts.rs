//! The fonts compiled in, and which characters they can print.

use std::{borrow::Cow, sync::LazyLock};

use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
    utils::LazyHash,
};

/// Printed in place of a character that no font has.
const UNKNOWN: char = '\u{25a1}';

static FILES: [&[u8]; 3] = [
    include_bytes!("../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../fonts/SourceSans3-SemiBold.ttf"),
    include_bytes!("../fonts/DejaVuSans-fallback.ttf"),
];

/// The fonts, with the book that Typst looks them up in.
pub(crate) struct Fonts {
    pub(crate) faces: Vec<Font>,
    pub(crate) book: LazyHash<FontBook>,
    /// Code points of the basic plane that some font can print, one bit each.
    basic: Vec<u64>,
}

pub(crate) static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let faces: Vec<Font> = FILES.iter().flat_map(|file| Font::iter(Bytes::new(*file))).collect();
    let book = LazyHash::new(FontBook::from_fonts(&faces));
    let mut basic = vec![0_u64; 1024];
    for code in faces.iter().flat_map(|font| font.info().coverage.iter()) {
        if let Some(word) = basic.get_mut(code as usize / 64) {
            *word |= 1 << (code % 64);
        }
    }
    Fonts { faces, book, basic }
});

impl Fonts {
    fn covers(&self, c: char) -> bool {
        let code = u32::from(c);
        match self.basic.get(code as usize / 64) {
            Some(word) => word & (1 << (code % 64)) != 0,
            None => self.faces.iter().any(|font| font.info().coverage.contains(code)),
        }
    }
}

/// Characters that draw nothing but shape the line: joiners, zero-width space, direction marks.
const fn is_shaping(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe0e}' | '\u{fe0f}' | '\u{ad}')
}

/// The text with every character that cannot be printed shown as `□`, control characters as blanks.
/// Direction overrides (U+202A to U+202E, U+2066 to U+2069), which can make a name read as another,
/// are dropped.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let fonts = &*FONTS;
    let fine = |c: char| c == '\n' || (!c.is_control() && !is_override(c) && (is_shaping(c) || fonts.covers(c)));
    if text.chars().all(fine) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().filter(|c| !is_override(*c) && *c != '\u{feff}' && *c != '\r').map(|c| match c {
        '\t' => ' ',
        c if fine(c) => c,
        c if c.is_control() => ' ',
        c if c.is_whitespace() => ' ',
        _ => UNKNOWN,
    });
    Cow::Owned(shown.collect())
}

const fn is_override(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
