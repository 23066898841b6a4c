//! Letters drawn as a printer draws them, measured on the pixels. Lengths are tenths of a millimetre from the top left
//! corner of the sheet.

use documents::{DefaultText, Delivery, Language, Letter};

use crate::common::{boxes_of, codes_in, drawn, letter, notice, render, with_text};

/// Dots an inch of a drawing, and tenths of a millimetre of an inch.
const DOTS: usize = 200;
const INCH: usize = 254;
/// An A4 sheet (ISO 216).
const SHEET: (usize, usize) = (2100, 2970);
/// Paler than this there is ink; the paper is white.
const PAPER: u8 = 245;

/// A part of the sheet: from, to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Area {
    x: (usize, usize),
    y: (usize, usize),
}

impl Area {
    fn within(self, other: Self) -> bool {
        self.x.0 >= other.x.0 && self.x.1 <= other.x.1 && self.y.0 >= other.y.0 && self.y.1 <= other.y.1
    }
}

// A DL envelope is 220 × 110 mm, its window 100 mm wide and 35 or 45 mm high, 20 mm from the right and bottom edges: it
// opens from 100 to 200 mm across, and down from 45 or 55 to 90 mm. The sheet folded in three is 210 × 99 mm and plays by
// 10 mm across and 11 mm down. Counted from the sheet, the window begins at 90 to 100 mm and ends at 190 to 200 mm
// across; down, the high one begins at 34 to 45 mm, the low one at 44 to 55 mm, and both end at 79 to 90 mm.

/// What both windows show wherever the sheet lies.
const ALWAYS: Area = Area { x: (1000, 1900), y: (550, 790) };
/// Where one of them may look.
const EVER: Area = Area { x: (900, 2000), y: (340, 900) };

/// A page as pixels, a byte each.
struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

const fn dots(tenths: usize) -> usize {
    tenths * DOTS / INCH
}

const fn tenths(dots: usize) -> usize {
    dots * INCH / DOTS
}

impl Picture {
    /// The first page of a PDF, or `None` without `pdftoppm`.
    fn of(pdf: &[u8]) -> Option<Self> {
        let file = drawn(pdf)?;
        // « P5 width height 255 », a blank, then the bytes.
        let mut numbers = Vec::new();
        let mut at = 2;
        assert_eq!(&file[..at], b"P5", "a PGM file");
        while numbers.len() < 3 {
            let start = at + file[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            at = start + file[start..].iter().take_while(|b| b.is_ascii_digit()).count();
            numbers.push(std::str::from_utf8(&file[start..at]).expect("digits").parse::<usize>().expect("a number"));
        }
        let (width, height) = (numbers[0], numbers[1]);
        let pixels = file[at + 1..].to_vec();
        assert_eq!(pixels.len(), width * height, "a byte a pixel");
        let sheet = (tenths(width), tenths(height));
        assert!(sheet.0.abs_diff(SHEET.0) < 3 && sheet.1.abs_diff(SHEET.1) < 3, "the sheet is A4: {sheet:?}");
        Some(Self { width, height, pixels })
    }

    /// The smallest part of `area` that holds what `marks` says of its places; none where there is nothing.
    fn around(&self, area: Area, marks: impl Fn(usize) -> bool) -> Option<Area> {
        let mut found: Option<Area> = None;
        for y in dots(area.y.0)..dots(area.y.1).min(self.height) {
            for x in dots(area.x.0)..dots(area.x.1).min(self.width) {
                if !marks(y * self.width + x) {
                    continue;
                }
                let (x, y) = ((tenths(x), tenths(x + 1)), (tenths(y), tenths(y + 1)));
                let so_far = found.unwrap_or(Area { x, y });
                found = Some(Area {
                    x: (so_far.x.0.min(x.0), so_far.x.1.max(x.1)),
                    y: (so_far.y.0.min(y.0), so_far.y.1.max(y.1)),
                });
            }
        }
        found
    }

    /// The smallest part of `area` that holds its ink; none where it is blank.
    fn ink(&self, area: Area) -> Option<Area> {
        self.around(area, |place| self.pixels[place] < PAPER)
    }

    /// Where two pages differ within `area`.
    fn differs(&self, other: &Self, area: Area) -> Option<Area> {
        assert_eq!(self.pixels.len(), other.pixels.len(), "two sheets of one size");
        self.around(area, |place| self.pixels[place] != other.pixels[place])
    }

    /// The same page with what is in `area` alone, or with all but that; as a PGM file.
    fn only(&self, area: Area, inside: bool) -> Vec<u8> {
        let mut file = format!("P5\n{} {}\n255\n", self.width, self.height).into_bytes();
        let (across, down) = (dots(area.x.0)..dots(area.x.1), dots(area.y.0)..dots(area.y.1));
        file.extend(self.pixels.iter().enumerate().map(|(place, grey)| {
            let here = across.contains(&(place % self.width)) && down.contains(&(place / self.width));
            if here == inside { *grey } else { u8::MAX }
        }));
        file
    }
}

/// Real letters: a reminder, one to the longest address by registered post, a formal notice, one in English.
fn letters() -> [Letter; 4] {
    let mut longest = with_text(letter(Language::Fr), DefaultText::Reminder2);
    longest.recipient = [
        "ÉTABLISSEMENTS MOREAU ET FILS AUTOMOBILES",
        "SERVICE COMPTABILITÉ FOURNISSEURS",
        "BÂTIMENT C, ESCALIER 4, QUATRIÈME ÉTAGE",
        "ZONE D’ACTIVITÉ DE LA ROUTE DE PRIVAS",
        "BP 40217",
        "07204 AUBENAS CEDEX",
    ]
    .map(str::to_owned)
    .to_vec();
    longest.creditor.address = vec!["Un long nom de rue, de quai ou d’impasse".to_owned(); 4];
    longest.delivery = Some(Delivery::Registered { number: Some("1A 204 553 1187 2".to_owned()) });
    let reminder = with_text(letter(Language::Fr), DefaultText::Reminder1);
    [reminder, longest, notice(Language::Fr), with_text(letter(Language::En), DefaultText::Reminder2)]
}

#[test]
fn the_ink_in_the_window_is_the_address_and_nothing_else() {
    for letter in letters() {
        let Some(page) = Picture::of(render(&letter).bytes()) else { return };
        let below = page.ink(Area { y: (ALWAYS.y.0, EVER.y.1), ..EVER }).expect("an address");
        assert!(below.within(ALWAYS), "{}: ink at {below:?}", letter.subject);
        // A line of ten points is 3.5 mm: the ink is as high as the lines of the address are many, and no higher.
        let lines = letter.recipient.len();
        let height = below.y.1 - below.y.0;
        assert!(height > (lines - 1) * 25 && height <= lines * 45, "{lines} lines in {height} tenths");
        // Above it, the sender's one small line, which the low window may hide.
        let above = page.ink(Area { y: (EVER.y.0, ALWAYS.y.0), ..EVER }).expect("the sender's line");
        assert!(above.y.1 - above.y.0 < 35, "more than a line above the address: {above:?}");
        // Another address changes the upper third of the sheet there alone.
        let mut other = letter.clone();
        other.recipient = vec!["Zx".to_owned(), "99 Y".to_owned()];
        let Some(second) = Picture::of(render(&other).bytes()) else { return };
        let upper = Area { x: (0, SHEET.0), y: (0, EVER.y.1) };
        let moved = page.differs(&second, upper).expect("another address");
        assert!(moved.within(ALWAYS), "{}: another address shows at {moved:?}", letter.subject);
    }
}

#[test]
fn nothing_is_printed_in_the_outer_margin_but_the_fold_marks() {
    for letter in letters() {
        let Some(page) = Picture::of(render(&letter).bytes()) else { return };
        let told = |area| page.ink(Area { ..area });
        // Printers of an office leave the last millimetres of a sheet blank: five, save for the marks.
        for (name, area) in [
            ("top", Area { x: (0, SHEET.0), y: (0, 50) }),
            ("bottom", Area { x: (0, SHEET.0), y: (SHEET.1 - 50, SHEET.1) }),
            ("right", Area { x: (SHEET.0 - 50, SHEET.0), y: (0, SHEET.1) }),
            ("left", Area { x: (0, 38), y: (0, SHEET.1) }),
        ] {
            assert_eq!(told(area), None, "{}: ink in the {name} margin", letter.subject);
        }
        // In the left margin, two short marks where a sheet of 297 mm is folded in three, at 99 and at 198 mm.
        let strip = |from, to| told(Area { x: (0, 200), y: (from, to) });
        for fold in [990, 1980] {
            let mark = strip(fold - 20, fold + 20).expect("a fold mark");
            assert!(mark.y.0 + 5 >= fold && mark.y.1 <= fold + 5, "the mark of {fold} is at {mark:?}");
            assert!(mark.x.1 <= 90, "the mark runs into the text: {mark:?}");
        }
        for (from, to) in [(0, 970), (1010, 1960), (2000, SHEET.1)] {
            assert_eq!(strip(from, to), None, "{}: ink in the left margin", letter.subject);
        }
    }
}

#[test]
fn the_code_stands_above_its_words_whole_and_is_read_alone() {
    for (letter, label, amount) in [
        (with_text(letter(Language::Fr), DefaultText::Reminder2), "virement", "EUR12990.39"),
        (notice(Language::En), "transfer", "EUR11970.39"),
    ] {
        let pdf = render(&letter);
        let (Some(words), Some(page)) = (boxes_of(pdf.bytes()), Picture::of(pdf.bytes())) else { return };
        // « Code QR du virement », « QR code of the transfer »: the code is centred above these words.
        let under = words.iter().filter(|b| b.page == 1 && b.word == label).map(|b| b.y0).fold(0.0_f64, f64::max);
        let line = words.iter().filter(|b| b.page == 1 && b.x0 > 150.0 && (b.y0 - under).abs() < 0.5);
        let (left, right) = line.fold((f64::MAX, 0.0_f64), |(l, r), b| (l.min(b.x0), r.max(b.x1)));
        let (middle, top) = (whole((left + right) * 5.0), whole(under * 10.0));
        let square = Area { x: (middle - 150, middle + 150), y: (top - 295, top - 1) };
        let code = page.ink(square).expect("a code");
        let (across, down) = (code.x.1 - code.x.0, code.y.1 - code.y.0);
        assert!(across.abs_diff(down) <= 3 && (200..=300).contains(&across), "a square of 2 to 3 cm: {code:?}");
        assert!(
            usize::midpoint(code.x.0, code.x.1).abs_diff(middle) <= 10,
            "{code:?} is not above its words, at {middle}"
        );
        // A corner of a QR code begins with a run of seven modules, and four blank ones are around it (ISO/IEC 18004).
        let row = dots(code.y.0) + 1;
        let first = row * page.width + dots(code.x.0);
        let begin = (first..page.pixels.len()).find(|place| page.pixels[*place] < 128).expect("a corner");
        let run = page.pixels[begin..].iter().take_while(|grey| **grey < 128).count();
        let quiet = tenths(run * 4 / 7) - 3;
        let around = Area { x: (code.x.0 - quiet, code.x.1 + quiet), y: (code.y.0 - quiet, code.y.1 + quiet) };
        assert_eq!(page.ink(around), Some(code), "the margin of the code is not blank");
        let said = format!(
            "BCD\n002\n1\nSCT\nAGRIFRPPXXX\nAteliers Vauban SAS\nFR7630006000011234567890189\n{amount}\n\n\nC00417 4K7-Q2"
        );
        let Some(read) = codes_in(&page.only(around, true)) else { return };
        assert_eq!(read.trim_end(), said);
        assert_eq!(codes_in(&page.only(around, false)).as_deref(), Some(""), "there is no other code");
    }
}

/// A length in whole tenths.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place on a sheet is small and positive")]
fn whole(tenths: f64) -> usize {
    tenths.round() as usize
}
