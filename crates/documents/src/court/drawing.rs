//! Pages of exhibits as pictures, for the copy that is kept.
//!
//! What is drawn are pages as a bundle binds them, where marks and filled fields are part of the drawing already. The
//! drawer (`hayro`) goes on past what it cannot do: each sign of it is taken, so that nothing is lost without a word.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hayro::{
    RenderCache, RenderSettings,
    hayro_interpret::{
        InterpreterSettings,
        font::{FontData, FontQuery, StandardFont},
        hayro_cmap::CMapName,
    },
    hayro_syntax::{Pdf as Drawable, object::Object, page::Page},
    render,
    vello_cpu::{Pixmap, color::palette::css::WHITE},
};
use image::{
    ExtendedColorType, ImageEncoder, ImageResult,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
    },
};
use kernel::Wording;
use lopdf::{DecompressError, Dictionary, Error, Stream};
use typst_assets::pdf;

use super::exhibit::{LeftOut, PIXELS, Readable};

/// Quality of a JPEG, of 100: letters stay clean, a photograph is a third of its PNG.
const QUALITY: u8 = 85;
/// Bytes of one stream, decoded: the pixels of the largest picture, in colour.
const STREAM: usize = 300 << 20;
/// How far the parts of a grey may lie apart: what rounding does to it.
const GREY: u8 = 2;

/// Why a page cannot be drawn as it is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undrawn {
    /// A picture in it cannot be decoded.
    Picture,
    /// A picture or a drawing in it is too large.
    TooLarge,
    /// Its letters are coded by a table that we do not have, or their font cannot be read.
    Letters,
    /// A part of its drawing is damaged.
    Damaged,
    /// The drawer stopped.
    Stopped,
}

impl Undrawn {
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Picture => ("une image y est illisible", "a picture in it cannot be read"),
            Self::TooLarge => ("une image y dépasse les limites", "a picture in it is above the limits"),
            Self::Letters => ("la police de ses lettres manque", "the font of its letters is missing"),
            Self::Damaged => ("une partie de son dessin est abîmée", "a part of its drawing is damaged"),
            Self::Stopped => ("le moteur de dessin s’est arrêté", "the drawer stopped"),
        }
    }

    /// The reason in a few words.
    pub fn wording(self) -> Wording {
        let (fr, en) = self.words();
        Wording::new(fr, en)
    }
}

/// What the drawer says while it draws.
enum Sign {
    Picture,
    Letters,
    Replaced,
}

/// Families among the fourteen fonts that any reader has, and their usual other names.
const FAMILIES: [&str; 13] = [
    "Helvetica",
    "Arial",
    "ArialMT",
    "Courier",
    "CourierNew",
    "CourierNewPS",
    "CourierNewPSMT",
    "Times",
    "TimesNewRoman",
    "TimesNewRomanPS",
    "TimesNewRomanPSMT",
    "Symbol",
    "ZapfDingbats",
];

/// The pages of an exhibit, drawn.
pub(super) struct Drawn {
    /// A picture of each page, as SVG that holds a PNG or a JPEG.
    pub(super) pages: Vec<Vec<u8>>,
    /// What to compare with the original.
    pub(super) notes: Vec<LeftOut>,
}

/// Draws the pages of an exhibit, `bound` without stamps, at `dots` per inch. A fault names its page, where it is of one.
pub(super) fn draw(read: &Readable, bound: Vec<u8>, dots: f32) -> Result<Drawn, (Option<usize>, Undrawn)> {
    // The drawer is trusted with bytes, not with its life.
    catch_unwind(AssertUnwindSafe(|| {
        measured(read)?;
        pages(read, bound, dots)
    }))
    .unwrap_or(Err((None, Undrawn::Stopped)))
}

/// Refuses what would exhaust the machine before anything decodes it.
fn measured(read: &Readable) -> Result<(), (Option<usize>, Undrawn)> {
    let shared = read.document.objects.values().filter_map(|object| object.as_stream().ok());
    let own = read.sheets.iter().map(super::sheet::Sheet::form);
    for stream in shared.chain(own) {
        let pixels = side(stream, b"Width").saturating_mul(side(stream, b"Height"));
        let size = stream.get_plain_content_with_limit(STREAM);
        if pixels > PIXELS || matches!(size, Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. }))) {
            return Err((None, Undrawn::TooLarge));
        }
    }
    Ok(())
}

fn side(stream: &Stream, key: &[u8]) -> u64 {
    let side = stream.dict.get(key).and_then(lopdf::Object::as_i64).unwrap_or(0);
    u64::try_from(side).unwrap_or(0)
}

fn pages(read: &Readable, bound: Vec<u8>, dots: f32) -> Result<Drawn, (Option<usize>, Undrawn)> {
    let file = Drawable::new(bound).map_err(|_| (None, Undrawn::Damaged))?;
    whole(&file).map_err(|fault| (None, fault))?;
    let (sender, signs) = channel();
    let (settings, cache) = (settings(&sender), RenderCache::new());
    let (mut pages, mut notes) = (Vec::with_capacity(read.sheets.len()), Vec::new());
    if replaces(read) {
        notes.push(LeftOut::ReplacedFont);
    }
    if file.pages().len() != read.sheets.len() {
        return Err((None, Undrawn::Damaged));
    }
    for (at, (page, sheet)) in file.pages().iter().zip(&read.sheets).enumerate() {
        let pixels = render(page, &cache, &settings, &scaled(page, dots));
        heard(&signs, &mut notes).map_err(|fault| (Some(at + 1), fault))?;
        let (picture, blank) = picture(&pixels).map_err(|_| (Some(at + 1), Undrawn::Stopped))?;
        if blank && sheet.draws() {
            notes.push(LeftOut::BlankPage);
        }
        pages.push(picture);
    }
    notes.sort_unstable();
    notes.dedup();
    Ok(Drawn { pages, notes })
}

/// True of a file that names a font which it does not hold, and not every reader has: the drawer does not say so.
fn replaces(read: &Readable) -> bool {
    let own = read.sheets.iter().map(|sheet| &sheet.form().dict);
    let shared = read.document.objects.values().filter_map(|object| match object {
        lopdf::Object::Dictionary(dictionary) => Some(dictionary),
        lopdf::Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    });
    own.chain(shared).any(|dictionary| names_foreign_font(read, dictionary))
}

fn names_foreign_font(read: &Readable, dictionary: &Dictionary) -> bool {
    let name = |key: &[u8]| dictionary.get(key).and_then(lopdf::Object::as_name).unwrap_or_default();
    if name(b"Type") == b"Font" && matches!(name(b"Subtype"), b"Type1" | b"MMType1" | b"TrueType") {
        let called = String::from_utf8_lossy(name(b"BaseFont")).into_owned();
        let family = called.split(['-', ',']).next().unwrap_or_default();
        return !holds_its_letters(read, dictionary) && !FAMILIES.contains(&family);
    }
    dictionary.iter().any(|(_, value)| value.as_dict().is_ok_and(|inside| names_foreign_font(read, inside)))
}

fn holds_its_letters(read: &Readable, font: &Dictionary) -> bool {
    let described = font.get(b"FontDescriptor").and_then(|described| read.document.dereference(described));
    let described = described.and_then(|(_, described)| described.as_dict());
    described.is_ok_and(|own| [&b"FontFile"[..], b"FontFile2", b"FontFile3"].iter().any(|key| own.has(key)))
}

/// Every drawing can be decoded: the drawer would leave out one that cannot, without a word.
fn whole(file: &Drawable) -> Result<(), Undrawn> {
    for object in file.objects() {
        let Object::Stream(stream) = object else { continue };
        // A picture says itself that it cannot be decoded.
        let is_picture = stream.dict().contains_key(b"Width") || stream.dict().contains_key(b"W");
        if !is_picture && stream.decoded().is_err() {
            return Err(Undrawn::Damaged);
        }
    }
    Ok(())
}

/// Takes what the drawer said of the page just drawn.
fn heard(signs: &Receiver<Sign>, notes: &mut Vec<LeftOut>) -> Result<(), Undrawn> {
    for sign in signs.try_iter() {
        match sign {
            Sign::Picture => return Err(Undrawn::Picture),
            Sign::Letters => return Err(Undrawn::Letters),
            Sign::Replaced => notes.push(LeftOut::ReplacedFont),
        }
    }
    Ok(())
}

/// The drawer as we want it: it reaches for nothing, and each thing it lacks is a sign.
fn settings(signs: &Sender<Sign>) -> InterpreterSettings {
    let (fonts, tables, pictures) = (signs.clone(), signs.clone(), signs.clone());
    // The receiver outlives the drawing: a sign always arrives.
    let say = |to: &Sender<Sign>, sign: Sign| to.send(sign).unwrap_or_default();
    InterpreterSettings {
        font_resolver: Arc::new(move |query| match query {
            FontQuery::Standard(font) => Some(standard(*font)),
            FontQuery::Fallback(asked) => {
                // A font of one byte a letter says which letters it holds; one of several only by its own table.
                let composite = asked.character_collection.is_some();
                say(&fonts, if composite { Sign::Letters } else { Sign::Replaced });
                Some(standard(asked.pick_standard_font()))
            }
        }),
        cmap_resolver: Arc::new(move |name| {
            if !matches!(name, CMapName::IdentityH | CMapName::IdentityV) {
                say(&tables, Sign::Letters);
            }
            None
        }),
        warning_sink: Arc::new(move |_| say(&pictures, Sign::Picture)),
        // They are drawn as forms already.
        render_annotations: false,
    }
}

/// One of the fourteen fonts that a PDF may name without holding them (ISO 32000-1, 9.6.2.2).
fn standard(font: StandardFont) -> (FontData, u32) {
    let bytes: &'static [u8] = match font {
        StandardFont::Helvetica => pdf::SANS,
        StandardFont::HelveticaBold => pdf::SANS_BOLD,
        StandardFont::HelveticaOblique => pdf::SANS_ITALIC,
        StandardFont::HelveticaBoldOblique => pdf::SANS_BOLD_ITALIC,
        StandardFont::Courier => pdf::FIXED,
        StandardFont::CourierBold => pdf::FIXED_BOLD,
        StandardFont::CourierOblique => pdf::FIXED_ITALIC,
        StandardFont::CourierBoldOblique => pdf::FIXED_BOLD_ITALIC,
        StandardFont::TimesRoman => pdf::SERIF,
        StandardFont::TimesBold => pdf::SERIF_BOLD,
        StandardFont::TimesItalic => pdf::SERIF_ITALIC,
        StandardFont::TimesBoldItalic => pdf::SERIF_BOLD_ITALIC,
        StandardFont::ZapfDingBats => pdf::DING_BATS,
        StandardFont::Symbol => pdf::SYMBOL,
    };
    (Arc::new(bytes), 0)
}

/// As many whole pixels as the page takes, and the drawing stretched to their edges.
fn scaled(page: &Page<'_>, dots: f32) -> RenderSettings {
    let (width, height) = page.render_dimensions();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "A4 at some hundreds of dots")]
    let pixels = |side: f32| (side * dots / 72.0).ceil() as u16;
    let (across, down) = (pixels(width), pixels(height));
    RenderSettings {
        x_scale: f32::from(across) / width,
        y_scale: f32::from(down) / height,
        width: Some(across),
        height: Some(down),
        bg_color: WHITE,
    }
}

/// The pixels as an SVG of one picture: PNG or JPEG, whichever is smaller; and whether all of it is white.
///
/// The typesetter keeps a picture of its own decoded, twelve megabytes a page; one inside an SVG stays as it is.
fn picture(pixels: &Pixmap) -> ImageResult<(Vec<u8>, bool)> {
    let data = pixels.data();
    let grey = data.iter().all(|p| p.r.abs_diff(p.g) <= GREY && p.b.abs_diff(p.g) <= GREY);
    let blank = data.iter().all(|p| p.r == u8::MAX && p.g == u8::MAX && p.b == u8::MAX);
    let (bytes, colours) = if grey {
        (data.iter().map(|p| p.g).collect::<Vec<_>>(), ExtendedColorType::L8)
    } else {
        (data.iter().flat_map(|p| [p.r, p.g, p.b]).collect(), ExtendedColorType::Rgb8)
    };
    let (width, height) = (u32::from(pixels.width()), u32::from(pixels.height()));
    let (mut exact, mut near) = (Vec::new(), Vec::new());
    // As the exporter will pack it: without a filter.
    PngEncoder::new_with_quality(&mut exact, CompressionType::Default, FilterType::NoFilter)
        .write_image(&bytes, width, height, colours)?;
    JpegEncoder::new_with_quality(&mut near, QUALITY).write_image(&bytes, width, height, colours)?;
    let (kind, file) = if exact.len() <= near.len() { ("png", exact) } else { ("jpeg", near) };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\"><image width=\"{width}\" \
         height=\"{height}\" preserveAspectRatio=\"none\" href=\"data:image/{kind};base64,"
    );
    STANDARD.encode_string(&file, &mut svg);
    svg.push_str("\"/></svg>");
    Ok((svg.into_bytes(), blank))
}
