//! PDF objects as bytes (ISO 32000-1 § 7.3): what the print file writes.

use std::io::{self, Write};

use lopdf::{Dictionary, Object};

/// Writes one object. Strings go out in hexadecimal, which needs no escapes.
pub(crate) fn write_object(out: &mut dyn Write, object: &Object) -> io::Result<()> {
    match object {
        Object::Null => out.write_all(b"null"),
        Object::Boolean(value) => write!(out, "{value}"),
        Object::Integer(value) => write!(out, "{value}"),
        // `Display` never writes an exponent, which PDF does not have; a whole number keeps its point.
        Object::Real(value) => {
            let text = value.to_string();
            out.write_all(text.as_bytes())?;
            if text.contains('.') { Ok(()) } else { out.write_all(b".0") }
        }
        Object::Name(name) => write_name(out, name),
        Object::String(bytes, _) => {
            out.write_all(b"<")?;
            for byte in bytes {
                write!(out, "{byte:02X}")?;
            }
            out.write_all(b">")
        }
        Object::Array(values) => {
            out.write_all(b"[")?;
            for (place, value) in values.iter().enumerate() {
                if place > 0 {
                    out.write_all(b" ")?;
                }
                write_object(out, value)?;
            }
            out.write_all(b"]")
        }
        Object::Dictionary(dictionary) => write_dictionary(out, dictionary),
        Object::Stream(stream) => {
            let mut dictionary = stream.dict.clone();
            dictionary.set("Length", Object::Integer(i64::try_from(stream.content.len()).unwrap_or(i64::MAX)));
            write_dictionary(out, &dictionary)?;
            out.write_all(b"\nstream\n")?;
            out.write_all(&stream.content)?;
            out.write_all(b"\nendstream")
        }
        Object::Reference((number, generation)) => write!(out, "{number} {generation} R"),
    }
}

/// Writes a dictionary, in the order of its keys.
pub(crate) fn write_dictionary(out: &mut dyn Write, dictionary: &Dictionary) -> io::Result<()> {
    out.write_all(b"<<")?;
    for (key, value) in dictionary {
        write_name(out, key)?;
        out.write_all(b" ")?;
        write_object(out, value)?;
        out.write_all(b"\n")?;
    }
    out.write_all(b">>")
}

fn write_name(out: &mut dyn Write, name: &[u8]) -> io::Result<()> {
    out.write_all(b"/")?;
    for byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(byte) {
            out.write_all(&[*byte])?;
        } else {
            write!(out, "#{byte:02X}")?;
        }
    }
    Ok(())
}
