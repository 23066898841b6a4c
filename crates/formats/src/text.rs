//! From bytes to text: BOM, UTF-8, UTF-16, Windows-1252 or ISO 8859-15, DOS 850.

use std::borrow::Cow;

use encoding_rs::{Encoding as Codec, ISO_8859_15, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::Serialize;

use crate::limits;

/// Character set of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// Plain ASCII.
    Ascii,
    /// UTF-8.
    Utf8,
    /// UTF-16, little end first.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// Windows-1252, of which ISO 8859-1 is the part without `€ œ ’`.
    Windows1252,
    /// ISO 8859-15.
    Iso8859_15,
    /// DOS code page 850.
    Dos850,
}

impl Encoding {
    /// Name shown to people and scripts.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ascii => "ascii",
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
            Self::Iso8859_15 => "iso-8859-15",
            Self::Dos850 => "dos-850",
        }
    }
}

/// A file as text.
#[derive(Debug, Clone)]
pub struct Decoded<'a> {
    /// The text, without its byte order mark. Borrowed when the bytes were UTF-8 already.
    pub text: Cow<'a, str>,
    /// What the bytes were.
    pub encoding: Encoding,
    /// True when the file began with a byte order mark.
    pub had_bom: bool,
    /// Characters that could not be decoded and were replaced by `�`.
    pub replaced: u64,
}

/// Why bytes are not a text we can read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// Nothing inside.
    #[error("the file is empty: export it again")]
    Empty,
    /// Not a text.
    #[error("the file is not a text (binary data at byte {at}): check that the right file was given")]
    Binary {
        /// Offset of the first byte no text has.
        at: usize,
    },
    /// Too large.
    #[error("the file is too large ({bytes} bytes; the limit is {limit}): split it by year or by journal")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// [`limits::FILE_BYTES`].
        limit: usize,
    },
    /// A line is too long.
    #[error("line {line} is longer than {limit} bytes: this is no table; check that the right file was given")]
    LongLine {
        /// 1-based.
        line: u64,
        /// [`limits::LINE_BYTES`].
        limit: usize,
    },
}

impl NotText {
    /// The sentence in French.
    pub fn french(&self) -> String {
        match self {
            Self::Empty => "le fichier est vide : exportez-le de nouveau".into(),
            Self::Binary { at } => format!(
                "le fichier n’est pas un texte (donnée binaire à l’octet {at}) : vérifiez que c’est le bon fichier"
            ),
            Self::TooLarge { bytes, limit } => format!(
                "le fichier est trop gros ({bytes} octets, limite {limit}) : découpez-le par exercice ou par journal"
            ),
            Self::LongLine { line, limit } => format!(
                "la ligne {line} dépasse {limit} octets : ce n’est pas un tableau ; vérifiez que c’est le bon fichier"
            ),
        }
    }
}

/// Decodes a file, whole.
///
/// # Errors
/// [`NotText`] when it is empty, binary, too large, or has a line beyond [`limits::LINE_BYTES`].
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, NotText> {
    if bytes.len() > limits::FILE_BYTES {
        return Err(NotText::TooLarge { bytes: bytes.len(), limit: limits::FILE_BYTES });
    }
    let decoded = decode_part(bytes)?;
    check_lines(&decoded.text)?;
    Ok(decoded)
}

/// Decodes without looking at the length of lines: for recognising.
pub(crate) fn decode_part(bytes: &[u8]) -> Result<Decoded<'_>, NotText> {
    if bytes.is_empty() {
        return Err(NotText::Empty);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        refuse_binary(rest)?;
        return Ok(match std::str::from_utf8(rest) {
            Ok(text) => Decoded { text: Cow::Borrowed(text), encoding: Encoding::Utf8, had_bom: true, replaced: 0 },
            // A mark put before bytes of another set: trust the bytes.
            Err(_) => Decoded { had_bom: true, ..eight_bits(rest) },
        });
    }
    if let Some(wide) = utf16(bytes) {
        return wide;
    }
    refuse_binary(bytes)?;
    Ok(match std::str::from_utf8(bytes) {
        Ok(text) => {
            let encoding = if bytes.is_ascii() { Encoding::Ascii } else { Encoding::Utf8 };
            Decoded { text: Cow::Borrowed(text), encoding, had_bom: false, replaced: 0 }
        }
        Err(_) => eight_bits(bytes),
    })
}

/// UTF-16 by its mark, or by every other byte being zero.
fn utf16(bytes: &[u8]) -> Option<Result<Decoded<'_>, NotText>> {
    let head = &bytes[..bytes.len().min(512)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (codec, had_bom, encoding) = match bytes {
        [0xFF, 0xFE, ..] => (UTF_16LE, true, Encoding::Utf16Le),
        [0xFE, 0xFF, ..] => (UTF_16BE, true, Encoding::Utf16Be),
        _ if head.len() >= 8 && zeros(1) * 10 >= head.len() * 4 && zeros(0) == 0 => {
            (UTF_16LE, false, Encoding::Utf16Le)
        }
        _ if head.len() >= 8 && zeros(0) * 10 >= head.len() * 4 && zeros(1) == 0 => {
            (UTF_16BE, false, Encoding::Utf16Be)
        }
        _ => return None,
    };
    let body = if had_bom { &bytes[2..] } else { bytes };
    let (text, _) = codec.decode_without_bom_handling(body);
    let replaced = count_replaced(&text);
    // Binary data that happens to begin with FF FE decodes into rubbish.
    let strange = text.chars().take(4096).filter(|c| c.is_control() && !c.is_whitespace() || *c == '\u{fffd}').count();
    if strange > 4 {
        return Some(Err(NotText::Binary { at: 0 }));
    }
    Some(Ok(Decoded { text: Cow::Owned(text.into_owned()), encoding, had_bom, replaced }))
}

fn count_replaced(text: &str) -> u64 {
    u64::try_from(memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}").count()).unwrap_or(0)
}

/// A zero byte, or several controls that no text file has, mean binary data.
fn refuse_binary(bytes: &[u8]) -> Result<(), NotText> {
    if let Some(at) = memchr::memchr(0, bytes) {
        return Err(NotText::Binary { at });
    }
    let odd = |b: &u8| *b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1A | 0x1B | 0x01..=0x04);
    let head = &bytes[..bytes.len().min(limits::HEAD_BYTES)];
    let strange = head.iter().filter(|b| odd(b)).count();
    if strange * 100 > head.len() {
        return Err(NotText::Binary { at: head.iter().position(odd).unwrap_or(0) });
    }
    Ok(())
}

fn check_lines(text: &str) -> Result<(), NotText> {
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut line = 1;
    let too_long = |line| NotText::LongLine { line, limit: limits::LINE_BYTES };
    while bytes.len() - start > limits::LINE_BYTES {
        // Jump a limit ahead and look back for a line end: cheap on normal files.
        let window = &bytes[start..start + limits::LINE_BYTES];
        let Some(end) = memchr::memrchr2(b'\n', b'\r', window) else { return Err(too_long(line)) };
        line += u64::try_from(memchr::memchr_iter(b'\n', &window[..=end]).count()).unwrap_or(0);
        start += end + 1;
    }
    Ok(())
}

/// One byte per character: which of the sets French programs wrote?
fn eight_bits(bytes: &[u8]) -> Decoded<'_> {
    let mut seen = [0_u32; 256];
    for byte in bytes.iter().take(4 << 20) {
        seen[usize::from(*byte)] += 1;
    }
    let count = |set: &[u8]| set.iter().map(|b| seen[usize::from(*b)]).sum::<u32>();
    // French letters of DOS 850 (é à è ê ç ô î û ù â ï ë É) lie where Windows has punctuation.
    let dos = count(&[0x82, 0x85, 0x8A, 0x88, 0x87, 0x93, 0x8C, 0x96, 0x97, 0x83, 0x8B, 0x89, 0x90]);
    let windows = count(&[0xE9, 0xE0, 0xE8, 0xEA, 0xE7, 0xF4, 0xEE, 0xFB, 0xF9, 0xE2, 0xEF, 0xEB, 0xC9]);
    if dos > windows {
        return Decoded {
            text: Cow::Owned(bytes.iter().map(|b| dos_char(*b)).collect()),
            encoding: Encoding::Dos850,
            had_bom: false,
            replaced: 0,
        };
    }
    // 0x80 to 0x9F are letters and signs in Windows-1252, controls in ISO 8859-15; and the euro,
    // œ and Œ of ISO 8859-15 are ¤ ½ ¼ in Windows-1252, which ledgers do not write.
    let c1: u32 = seen[0x80..0xA0].iter().sum();
    let latin9 = count(&[0xA4, 0xBC, 0xBD]);
    let (codec, encoding): (&Codec, _) =
        if c1 == 0 && latin9 > 0 { (ISO_8859_15, Encoding::Iso8859_15) } else { (WINDOWS_1252, Encoding::Windows1252) };
    let (text, _) = codec.decode_without_bom_handling(bytes);
    let replaced = count_replaced(&text);
    Decoded { text, encoding, had_bom: false, replaced }
}

/// Upper half of code page 850 (IBM, 1987).
const DOS_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
    ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

fn dos_char(byte: u8) -> char {
    match byte.checked_sub(128) {
        None => char::from(byte),
        Some(at) => DOS_850.chars().nth(usize::from(at)).unwrap_or('\u{fffd}'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_character_set_is_told_by_its_letters() {
        for (bytes, encoding, text) in [
            (&b"abc"[..], Encoding::Ascii, "abc"),
            ("Réf café".as_bytes(), Encoding::Utf8, "Réf café"),
            (b"R\xE9f caf\xE9", Encoding::Windows1252, "Réf café"),
            (b"10 \x80 pi\xE8ce", Encoding::Windows1252, "10 € pièce"),
            (b"10 \xA4 pi\xE8ce", Encoding::Iso8859_15, "10 € pièce"),
            (b"R\x82f caf\x82 \x85 Besan\x87on", Encoding::Dos850, "Réf café à Besançon"),
            (b"\xFF\xFEa\0\xE9\0", Encoding::Utf16Le, "aé"),
            (b"\xFE\xFF\0a\0\xE9", Encoding::Utf16Be, "aé"),
        ] {
            let decoded = decode(bytes).expect("a text");
            assert_eq!((decoded.encoding, decoded.text.as_ref()), (encoding, text));
        }
        assert_eq!(DOS_850.chars().count(), 128);
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_reason() {
        assert_eq!(decode(b"").err(), Some(NotText::Empty));
        assert_eq!(decode(b"abc\0def").err(), Some(NotText::Binary { at: 3 }));
        let long = vec![b'x'; limits::LINE_BYTES * 3];
        assert_eq!(decode(&long).err(), Some(NotText::LongLine { line: 1, limit: limits::LINE_BYTES }));
        let mut second = b"a\nb\n".to_vec();
        second.extend(&long);
        assert_eq!(decode(&second).err(), Some(NotText::LongLine { line: 3, limit: limits::LINE_BYTES }));
    }
}
