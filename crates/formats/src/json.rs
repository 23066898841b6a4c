//! Records of the open APIs: their envelopes, and texts as they are found in them.
//!
//! An API answers with a page of records, its export with a list or with one record a line. What is inside may be
//! hidden, badly encoded or too long: a text is cleaned once, here.

use kernel::Date;
use serde_json::{Map, Value};

use crate::problem::{Problem, excerpt};
use crate::value::{DateFault, DateOrder, parse_date};
use crate::{Report, limits};

/// One record, as found.
pub type Record = Map<String, Value>;

/// The records of a file, numbered from 1, with what could not be read told in `report`. `inside` names the keys that
/// an envelope may hold its records under, and `of` the key that a record may be wrapped in.
pub fn records(bytes: &[u8], inside: &[&str], of: &[&str], report: &mut Report) -> Vec<(u64, Record)> {
    if bytes.len() > limits::JSON_BYTES {
        report.add(0, "", Problem::TooBig { limit_mib: limits::JSON_BYTES >> 20 });
        return Vec::new();
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let values = match serde_json::from_slice(bytes) {
        Ok(value) => listed(value, inside),
        Err(error) => {
            let lines = by_line(bytes, report);
            if lines.is_none() {
                report.add(0, "", Problem::NotJson { line: error.line(), column: error.column() });
                return Vec::new();
            }
            lines
        }
    };
    let Some(mut values) = values else {
        report.add(0, "", Problem::OtherRecords);
        return Vec::new();
    };
    if values.len() > limits::JSON_RECORDS {
        report.add(0, "", Problem::TooMany { found: values.len(), limit: limits::JSON_RECORDS });
        values.truncate(limits::JSON_RECORDS);
    }
    let mut records = Vec::with_capacity(values.len());
    for (number, value) in (1..).zip(values) {
        match unwrapped(value, of) {
            Some(Value::Object(record)) => records.push((number, record)),
            None => {}
            Some(_) => report.add(number, "", Problem::NotARecord),
        }
    }
    records
}

/// The records of an envelope: under one of the keys, in a list, or one alone.
fn listed(value: Value, inside: &[&str]) -> Option<Vec<Value>> {
    match value {
        Value::Array(list) => Some(list),
        Value::Object(mut object) => {
            if let Some(Value::Object(inner)) = object.get_mut("result") {
                object = std::mem::take(inner);
            }
            for key in inside {
                if let Some(Value::Array(list)) = object.remove(*key) {
                    return Some(list);
                }
            }
            Some(vec![Value::Object(object)])
        }
        _ => None,
    }
}

/// One record a line, as the exports write them; none when the first line is no object either.
fn by_line(bytes: &[u8], report: &mut Report) -> Option<Vec<Value>> {
    let lines = || bytes.split(|b| *b == b'\n').enumerate().filter(|(_, l)| !l.trim_ascii().is_empty());
    let is_object = |line: &[u8]| serde_json::from_slice::<Record>(line).is_ok();
    if lines().count() < 2 || !lines().next().is_some_and(|(_, first)| is_object(first)) {
        return None;
    }
    let mut values = Vec::new();
    for (number, (at, line)) in (1..).zip(lines()) {
        values.push(match serde_json::from_slice(line) {
            Ok(value) => value,
            Err(error) => {
                report.add(number, "", Problem::NotJson { line: at + 1, column: error.column() });
                // already told: it only keeps its number
                Value::Null
            }
        });
    }
    Some(values)
}

/// A record without what it is wrapped in; none for what was told already.
fn unwrapped(value: Value, of: &[&str]) -> Option<Value> {
    let mut value = value;
    if value.is_null() {
        return None;
    }
    for key in of {
        if let Value::Object(object) = &mut value
            && let Some(inner @ Value::Object(_)) = object.get_mut(*key)
        {
            value = inner.take();
        }
    }
    Some(value)
}

/// Reads the fields of one record and tells what is wrong with them.
pub struct Fields<'a> {
    record: &'a Record,
    number: u64,
    report: &'a mut Report,
}

impl<'a> Fields<'a> {
    pub const fn new(record: &'a Record, number: u64, report: &'a mut Report) -> Self {
        Self { record, number, report }
    }

    /// Another record inside this one, whose problems are told at the same number.
    pub const fn of<'b>(&'b mut self, record: &'b Record) -> Fields<'b> {
        Fields { record, number: self.number, report: self.report }
    }

    pub const fn whole(&self) -> &'a Record {
        self.record
    }

    pub fn tell(&mut self, field: &str, problem: Problem) {
        self.report.add(self.number, field, problem);
    }

    pub fn value(&self, field: &str) -> Option<&'a Value> {
        self.record.get(field).filter(|value| !value.is_null())
    }

    pub fn text(&self, field: &str) -> Option<String> {
        self.value(field).and_then(text)
    }

    /// A day; one that cannot be read is told and is none.
    pub fn day(&mut self, field: &str) -> Option<Date> {
        self.day_of(field, &self.text(field)?)
    }

    pub fn day_of(&mut self, field: &str, text: &str) -> Option<Date> {
        day(text)
            .map_err(|fault| {
                let text = excerpt(text);
                let problem = match fault {
                    DateFault::NoSuchDay => Problem::NoSuchDate { text },
                    DateFault::Unreadable => Problem::UnreadableDate { text, order: "AAAA-MM-JJ" },
                };
                self.tell(field, problem);
            })
            .ok()
    }

    /// An object or a list, as such or as JSON held in a text; what cannot be read is told and is none.
    pub fn nested(&mut self, field: &str) -> Option<Value> {
        match self.value(field)? {
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => match serde_json::from_str(text) {
                Ok(Value::Null) => None,
                Ok(inner @ (Value::Object(_) | Value::Array(_))) => Some(inner),
                _ => {
                    self.tell(field, Problem::NestedJson { text: excerpt(text) });
                    None
                }
            },
            inner @ (Value::Object(_) | Value::Array(_)) => Some(inner.clone()),
            other => {
                self.tell(field, Problem::NestedJson { text: excerpt(&other.to_string()) });
                None
            }
        }
    }
}

/// A text or a number as text: trimmed, mended, cut at [`limits::TEXT_CHARS`]; none when it is empty or hidden.
pub fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => mended(text.trim()),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    let text: String = text.chars().take(limits::TEXT_CHARS).collect();
    (!text.is_empty() && !is_hidden(&text)).then_some(text)
}

/// The text of a key of an object.
pub fn text_at(object: &Value, key: &str) -> Option<String> {
    object.get(key).and_then(text)
}

/// True for what a publisher writes instead of what it may not say: `[NON-DIFFUSIBLE]`, `[ND]`, `XXXXXX`.
fn is_hidden(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphanumeric());
    text.starts_with('[') && ["[NON-DIFFUSIBLE]", "[NON DIFFUSIBLE]", "[ND]"].contains(&text)
        || letters().count() >= 3 && letters().all(|c| c.eq_ignore_ascii_case(&'x'))
}

/// Text in UTF-8 that was once read as Windows-1252 is put back: `clÃ´ture` is `clôture`.
fn mended(text: &str) -> String {
    if !text.contains(['Ã', 'Â', 'â']) {
        return text.to_owned();
    }
    let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(text);
    match String::from_utf8(bytes.into_owned()) {
        Ok(mended) if !lossy => mended,
        _ => text.to_owned(),
    }
}

/// A day as the open data write it: `2026-09-29`, `29/09/2026`, `1er décembre 2009`.
pub fn day(text: &str) -> Result<Date, DateFault> {
    let text = text.trim();
    match text.split_once("er ") {
        Some(("1", rest)) => parse_date(&format!("1 {rest}"), DateOrder::Dmy),
        _ => parse_date(text, DateOrder::Dmy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_and_badly_encoded_texts_are_cleaned() {
        for (raw, wanted) in [
            ("  Garage Moreau ", Some("Garage Moreau")),
            ("clÃ´ture de la procÃ©dure", Some("clôture de la procédure")),
            ("Château d’Âme", Some("Château d’Âme")),
            ("[NON-DIFFUSIBLE]", None),
            ("[ND]", None),
            ("XXXXXX", None),
            ("Xxxxxx, Xxxx, Xxxxx", None),
            ("XX", Some("XX")),
            ("", None),
        ] {
            assert_eq!(text(&Value::from(raw)).as_deref(), wanted, "{raw}");
        }
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for (written, wanted) in [
            ("2026-09-29", "2026-09-29"),
            ("29/09/2026", "2026-09-29"),
            ("10 décembre 2009", "2009-12-10"),
            ("1er mars 2024", "2024-03-01"),
            ("15 août 2023", "2023-08-15"),
        ] {
            assert_eq!(day(written).map(|d| d.to_string()), Ok(wanted.to_owned()), "{written}");
        }
        assert_eq!(day("31 février 2024"), Err(DateFault::NoSuchDay));
        assert_eq!(day("le mois dernier"), Err(DateFault::Unreadable));
    }

    #[test]
    fn every_envelope_gives_its_records() {
        for (file, count, problems) in [
            (r#"{"records":[{"fields":{"id":"A1"}},{"record":{"fields":{"id":"A2"}}}]}"#, 2, 0),
            (r#"{"total_count":1,"results":[{"id":"A1"}]}"#, 1, 0),
            (r#"[{"id":"A1"},7]"#, 1, 1),
            (r#"{"id":"A1"}"#, 1, 0),
            ("{\"id\":\"A1\"}\n{\"id\":\n\n{\"id\":\"A3\"}\n", 2, 1),
            ("7", 0, 1),
            ("{", 0, 1),
            ("", 0, 1),
        ] {
            let mut report = Report::default();
            let found = records(file.as_bytes(), &["results", "records"], &["record", "fields"], &mut report);
            assert_eq!((found.len(), report.len()), (count, problems), "{file}");
        }
    }
}
