//! A page of another PDF as a picture that can be placed anywhere, upright, with its text.
//!
//! Its content becomes a form: it is clipped to what the page shows, cannot disturb what is drawn after it, and keeps
//! its text. Marks and filled fields are drawn where they stand.

use std::io::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::exhibit::{ExhibitFault, LeftOut};
use crate::pdf_writer::{CopyError, Numbers, PdfWriter, whole_page};

/// Least and most a page may measure, in points (ISO 32000-1, annex C).
const SIDES: std::ops::RangeInclusive<f32> = 3.0..=14_400.0;
/// Bytes of the drawing of one page, decoded.
const DRAWING: usize = 256 << 20;
/// Marks on one page.
const MARKS: usize = 5_000;

/// A matrix of PDF: `[a b c d e f]`.
pub(super) type Matrix = [f32; 6];

/// One page, ready to be placed.
pub(super) struct Sheet {
    /// Width and height as shown, in points.
    pub(super) size: (f32, f32),
    /// From the page's own space to one whose origin is its lower left corner as shown.
    pub(super) upright: Matrix,
    form: Stream,
    marks: Vec<(ObjectId, Matrix)>,
}

/// Forms of a page once they are written: their numbers, and where each is drawn in the page's own space.
pub(super) struct Placed {
    pub(super) forms: Vec<(u32, Matrix)>,
}

pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// A layer of a document, and whether its author hid it.
pub(super) struct Layer {
    pub(super) id: ObjectId,
    pub(super) hidden: bool,
}

/// The layers of a document, as it opens.
pub(super) fn layers(document: &Document) -> Vec<Layer> {
    let known = document.catalog().ok().and_then(|c| c.get(b"OCProperties").ok());
    let Some(known) = known.and_then(|o| document.dereference(o).ok()).and_then(|(_, o)| o.as_dict().ok()) else {
        return Vec::new();
    };
    let list = |dictionary: &Dictionary, key: &[u8]| -> Vec<ObjectId> {
        let array = dictionary.get(key).ok().and_then(|o| document.dereference(o).ok());
        let array = array.and_then(|(_, o)| o.as_array().ok());
        array.into_iter().flatten().filter_map(|o| o.as_reference().ok()).collect()
    };
    let nothing = Dictionary::new();
    let usual = known.get(b"D").ok().and_then(|o| document.dereference(o).ok()).and_then(|(_, o)| o.as_dict().ok());
    let usual = usual.unwrap_or(&nothing);
    let all_hidden = usual.get(b"BaseState").and_then(Object::as_name).is_ok_and(|state| state == b"OFF");
    let (on, off) = (list(usual, b"ON"), list(usual, b"OFF"));
    let hidden = |id: &ObjectId| off.contains(id) || (all_hidden && !on.contains(id));
    list(known, b"OCGs").into_iter().map(|id| Layer { hidden: hidden(&id), id }).collect()
}

/// Prepares the pages of a document.
pub(super) fn sheets(
    document: &Document,
    pages: &[ObjectId],
    left_out: &mut Vec<LeftOut>,
) -> Result<Vec<Sheet>, ExhibitFault> {
    let mut sheets = Vec::with_capacity(pages.len());
    for (at, page) in pages.iter().enumerate() {
        let whole = whole_page(document, *page).map_err(|e| ExhibitFault::Damaged(e.to_string()))?;
        let annotations = document.get_dictionary(*page).and_then(|own| own.get(b"Annots")).ok();
        let marks = marks(document, annotations, left_out);
        sheets.push(sheet(document, &whole, at + 1, marks)?);
    }
    Ok(sheets)
}

fn sheet(
    document: &Document,
    page: &Dictionary,
    number: usize,
    marks: Vec<(ObjectId, Matrix)>,
) -> Result<Sheet, ExhibitFault> {
    let damaged = |why: &str| ExhibitFault::Damaged(format!("page {number}: {why}"));
    let media = rectangle(document, page.get(b"MediaBox").ok()).ok_or_else(|| damaged("no size"))?;
    let crop = rectangle(document, page.get(b"CropBox").ok()).unwrap_or(media);
    let shown = [media[0].max(crop[0]), media[1].max(crop[1]), media[2].min(crop[2]), media[3].min(crop[3])];
    // A crop outside of the page is none.
    let shown = if shown[2] > shown[0] && shown[3] > shown[1] { shown } else { media };
    let unit = page.get(b"UserUnit").ok().and_then(|o| real(document, o)).filter(|u| *u > 0.0).unwrap_or(1.0);
    let (width, height) = ((shown[2] - shown[0]) * unit, (shown[3] - shown[1]) * unit);
    if !SIDES.contains(&width) || !SIDES.contains(&height) {
        return Err(ExhibitFault::PageSize(number));
    }
    let turn = page.get(b"Rotate").ok().and_then(|o| real(document, o)).unwrap_or(0.0).rem_euclid(360.0);
    #[expect(clippy::cast_possible_truncation, reason = "below 360")]
    let turn = turn as i32;
    let [x0, y0, x1, y1] = shown;
    let (turned, size) = if turn == 90 {
        ([0.0, -1.0, 1.0, 0.0, -y0, x1], (height, width))
    } else if turn == 180 {
        ([-1.0, 0.0, 0.0, -1.0, x1, y1], (width, height))
    } else if turn == 270 {
        ([0.0, 1.0, -1.0, 0.0, y1, -x0], (height, width))
    } else {
        ([1.0, 0.0, 0.0, 1.0, -x0, -y0], (width, height))
    };
    let upright = turned.map(|part| part * unit);
    let mut form = drawing(document, page.get(b"Contents").ok()).map_err(|why| damaged(&why))?;
    form.dict.set("Type", Object::Name(b"XObject".to_vec()));
    form.dict.set("Subtype", Object::Name(b"Form".to_vec()));
    form.dict.set("BBox", Object::Array(shown.map(Object::Real).to_vec()));
    let resources = page.get(b"Resources").cloned().unwrap_or_else(|_| Object::Dictionary(Dictionary::new()));
    form.dict.set("Resources", resources);
    if let Ok(group) = page.get(b"Group") {
        form.dict.set("Group", group.clone());
    }
    Ok(Sheet { size, upright, form, marks })
}

/// The content of a page as one stream: its own when it has one, else all of them, one after the other.
fn drawing(document: &Document, contents: Option<&Object>) -> Result<Stream, String> {
    let mut parts = Vec::new();
    if let Some(contents) = contents {
        streams(document, contents, 0, &mut parts)?;
    }
    match parts.as_slice() {
        [] => Ok(Stream::new(Dictionary::new(), Vec::new())),
        [one] => {
            let mut dictionary = Dictionary::new();
            for key in [&b"Filter"[..], b"DecodeParms"] {
                if let Ok(value) = one.dict.get(key) {
                    dictionary.set(key, value.clone());
                }
            }
            Ok(Stream::new(dictionary, one.content.clone()))
        }
        many => {
            let mut all = Vec::new();
            for part in many {
                let left = DRAWING.saturating_sub(all.len());
                all.extend(part.get_plain_content_with_limit(left).map_err(|e| e.to_string())?);
                all.push(b'\n');
            }
            let mut stream = Stream::new(Dictionary::new(), all);
            stream.compress().map_err(|e| e.to_string())?;
            Ok(stream)
        }
    }
}

fn streams<'a>(
    document: &'a Document,
    object: &'a Object,
    depth: usize,
    parts: &mut Vec<&'a Stream>,
) -> Result<(), String> {
    if depth > 8 {
        return Err("its content is nested too deep".to_owned());
    }
    match document.dereference(object).map_err(|_| "its content is missing".to_owned())?.1 {
        Object::Stream(stream) => parts.push(stream),
        Object::Array(values) => {
            for value in values {
                streams(document, value, depth + 1, parts)?;
            }
        }
        Object::Null => {}
        _ => return Err("its content is no drawing".to_owned()),
    }
    Ok(())
}

/// Appearances drawn over a page, and where.
fn marks(document: &Document, annotations: Option<&Object>, left_out: &mut Vec<LeftOut>) -> Vec<(ObjectId, Matrix)> {
    let resolved = annotations.and_then(|a| document.dereference(a).ok()).and_then(|(_, o)| o.as_array().ok());
    let mut marks = Vec::new();
    for annotation in resolved.into_iter().flatten().take(MARKS) {
        let Some(mark) = document.dereference(annotation).ok().and_then(|(_, o)| o.as_dict().ok()) else { continue };
        let flags = mark.get(b"F").and_then(Object::as_i64).unwrap_or(0);
        let kind = mark.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        // Hidden, or not for the screen; links and the windows of comments draw nothing.
        if flags & 0b10_0010 != 0 || matches!(kind, b"Link" | b"Popup") {
            continue;
        }
        match appearance(document, mark) {
            Some(placed) => marks.push(placed),
            None if kind != b"Widget" => left_out.push(LeftOut::BareMark),
            None => {}
        }
    }
    marks
}

/// The normal appearance of a mark, and the matrix that brings its box into the mark's rectangle (ISO 32000-1, 12.5.5).
fn appearance(document: &Document, mark: &Dictionary) -> Option<(ObjectId, Matrix)> {
    let states = document.dereference(mark.get(b"AP").ok()?).ok()?.1.as_dict().ok()?;
    let normal = states.get(b"N").ok()?;
    let (mut id, mut object) = document.dereference(normal).ok()?;
    if let Object::Dictionary(states) = object {
        let state = mark.get(b"AS").and_then(Object::as_name).ok()?;
        (id, object) = document.dereference(states.get(state).ok()?).ok()?;
    }
    let (id, form) = (id?, object.as_stream().ok()?);
    let target = rectangle(document, mark.get(b"Rect").ok())?;
    let bounds = rectangle(document, form.dict.get(b"BBox").ok())?;
    let m = matrix(document, form.dict.get(b"Matrix").ok()).unwrap_or(IDENTITY);
    let corners = [(0, 1), (2, 1), (0, 3), (2, 3)].map(|(x, y)| apply(m, (bounds[x], bounds[y])));
    let low = corners.iter().fold((f32::MAX, f32::MAX), |a, c| (a.0.min(c.0), a.1.min(c.1)));
    let high = corners.iter().fold((f32::MIN, f32::MIN), |a, c| (a.0.max(c.0), a.1.max(c.1)));
    let (width, height) = (high.0 - low.0, high.1 - low.1);
    if width <= 0.0 || height <= 0.0 {
        return None;
    }
    let (sx, sy) = ((target[2] - target[0]) / width, (target[3] - target[1]) / height);
    Some((id, [sx, 0.0, 0.0, sy, target[0] - low.0 * sx, target[1] - low.1 * sy]))
}

fn apply(m: Matrix, (x, y): (f32, f32)) -> (f32, f32) {
    (m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5])
}

/// `first`, then `second`.
pub(super) fn then(first: Matrix, second: Matrix) -> Matrix {
    let origin = apply(second, (first[4], first[5]));
    let part = |x: f32, y: f32| (second[0] * x + second[2] * y, second[1] * x + second[3] * y);
    let (a, b) = part(first[0], first[1]);
    let (c, d) = part(first[2], first[3]);
    [a, b, c, d, origin.0, origin.1]
}

fn real(document: &Document, object: &Object) -> Option<f32> {
    match document.dereference(object).ok()?.1 {
        #[expect(clippy::cast_precision_loss, reason = "a side of a page")]
        Object::Integer(value) => Some(*value as f32),
        Object::Real(value) => Some(*value),
        _ => None,
    }
    .filter(|value| value.is_finite())
}

fn reals<const N: usize>(document: &Document, object: Option<&Object>) -> Option<[f32; N]> {
    let values = document.dereference(object?).ok()?.1.as_array().ok()?;
    let values: Vec<f32> = values.iter().map(|value| real(document, value)).collect::<Option<_>>()?;
    values.try_into().ok()
}

fn matrix(document: &Document, object: Option<&Object>) -> Option<Matrix> {
    reals(document, object)
}

/// A rectangle with its corners in order.
fn rectangle(document: &Document, object: Option<&Object>) -> Option<[f32; 4]> {
    let [a, b, c, d] = reals(document, object)?;
    Some([a.min(c), b.min(d), a.max(c), b.max(d)])
}

impl Sheet {
    /// What the page itself draws, without its marks.
    pub(super) const fn form(&self) -> &Stream {
        &self.form
    }

    /// True of a page that draws something: not of one that is empty.
    pub(super) fn draws(&self) -> bool {
        !self.form.content.is_empty() || !self.marks.is_empty()
    }

    /// Writes the page and its marks as forms.
    pub(super) fn put<W: Write>(
        &self,
        document: &Document,
        file: &mut PdfWriter<W>,
        numbers: &mut Numbers,
    ) -> Result<Placed, CopyError> {
        let mut form = self.form.clone();
        file.copy_parts(document, &mut form.dict, numbers)?;
        let mut forms = vec![(file.put_shared(&form)?, IDENTITY)];
        for (id, at) in &self.marks {
            if let Some(number) = file.copy_object(document, *id, numbers)? {
                forms.push((number, *at));
            }
        }
        Ok(Placed { forms })
    }
}
