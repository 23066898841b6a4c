//! One invented company, its letters, and a reader of PDF text.

use std::{
    io::Write,
    num::NonZeroU16,
    process::{Command, Stdio},
};

use documents::{
    Accessories, FormalNotice, Indemnity, InterestBasis, InterestNote, InterestSlice, Language, Letter, LetterCredit,
    LetterItem, Letterhead, PaymentBlock, Pdf, PieceKind, References, Signature, TextFacts, default_text, figures,
    parse_text, render_text,
};
use kernel::{Currency, Date, Iban, Money, Rate};

pub fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

pub fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

pub fn creditor() -> Letterhead {
    Letterhead {
        name: "Ateliers Vauban".to_owned(),
        address: ["14 quai Rambaud", "69002 Lyon"].map(str::to_owned).to_vec(),
        phone: Some("04 72 00 00 14".to_owned()),
        mail: Some("comptabilite@ateliers-vauban.example".to_owned()),
        legal_lines: vec![
            "Ateliers Vauban, SAS au capital de 240 000 €, 14 quai Rambaud, 69002 Lyon".to_owned(),
            "SIREN 732 829 320 RCS Lyon · TVA FR44732829320".to_owned(),
        ],
        logo_svg: None,
    }
}

pub fn item(number: &str, issued: &str, due: &str, late: i64, open: &str, interest: Option<&str>) -> LetterItem {
    LetterItem {
        number: number.to_owned(),
        kind: PieceKind::Invoice,
        issued: Some(day(issued)),
        due: Some(day(due)),
        due_inferred: false,
        days_late: Some(late),
        original: eur(open),
        open: eur(open),
        interest: interest.map(eur),
        disputed: None,
        note: None,
    }
}

/// A second reminder: three invoices, one in part paid, one with an inferred due date, one credit.
pub fn letter(language: Language) -> Letter {
    let mut items = vec![
        item("FA-2026-0812", "2026-05-12", "2026-06-11", 165, "8300.00", Some("454.95")),
        item("FA-2026-1044", "2026-09-03", "2026-10-03", 51, "3200.00", Some("55.44")),
        item("FA-2026-1107", "2026-10-01", "2026-10-31", 23, "1020.00", None),
    ];
    items[1].original = eur("4100.00");
    items[1].disputed = Some(eur("900.00"));
    items[2].due_inferred = true;
    Letter {
        ident: "letter/2026/000017".to_owned(),
        language,
        creditor: creditor(),
        recipient: ["Garage Moreau SARL", "À l’attention de Mme Roy", "8 route de Privas", "07200 Aubenas"]
            .map(str::to_owned)
            .to_vec(),
        delivery: None,
        place: "Lyon".to_owned(),
        date: day("2026-11-23"),
        references: References {
            our_file: Some("4K7-Q2".to_owned()),
            customer_number: Some("C00417".to_owned()),
            handled_by: Some("M. Roy, 04 72 00 00 14".to_owned()),
        },
        subject: String::new(),
        salutation: String::new(),
        paragraphs: Vec::new(),
        closing: Vec::new(),
        formal_notice: None,
        accessories: Accessories::Claimed,
        items,
        credits: vec![LetterCredit {
            number: "AV-2026-0031".to_owned(),
            kind: PieceKind::CreditNote,
            date: Some(day("2026-09-20")),
            amount: eur("120.00"),
        }],
        indemnity: Some(Indemnity { each: eur("40"), count: 2 }),
        interest_note: Some(InterestNote {
            basis: InterestBasis::LatePayment,
            until: day("2026-11-23"),
            slices: vec![
                InterestSlice {
                    from: day("2026-06-12"),
                    until: day("2026-06-30"),
                    rate: Rate::parse("12.15").expect("a rate"),
                },
                InterestSlice {
                    from: day("2026-07-01"),
                    until: day("2026-11-23"),
                    rate: Rate::parse("12.40").expect("a rate"),
                },
            ],
        }),
        payment: PaymentBlock {
            holder: "Ateliers Vauban SAS".to_owned(),
            iban: Some(Iban::parse("FR7630006000011234567890189").expect("an IBAN")),
            bic: Some("AGRIFRPPXXX".parse().expect("a BIC")),
            reference: "C00417 4K7-Q2".to_owned(),
            pay_by: Some(day("2026-12-01")),
        },
        signature: Signature { name: "Claire Aubert".to_owned(), role: "Responsable crédit".to_owned() },
        enclosures: Vec::new(),
        on_request: Vec::new(),
        space_link: None,
    }
}

/// Fills the letter with one of the shipped texts.
pub fn with_text(mut letter: Letter, text: documents::DefaultText) -> Letter {
    let totals = letter.totals().expect("totals");
    let lang = letter.language;
    let facts = TextFacts {
        creditor: letter.creditor.name.clone(),
        debtor: letter.recipient[0].clone(),
        count: letter.items.len(),
        total: figures::money(totals.total, lang),
        principal: figures::money(totals.principal, lang),
        interest: Some(figures::money(totals.interest, lang)).filter(|_| totals.interest.minor() > 0),
        indemnity: letter.indemnity.map(|_| figures::money(totals.indemnity, lang)),
        oldest_due: letter.items[0].due.map(|d| figures::date_long(d, lang)),
        days_late: letter.items[0].days_late.unwrap_or(0),
        has_credits: !letter.credits.is_empty(),
        has_disputed: letter.items.iter().any(|item| item.note.is_some()),
        previous_date: Some(figures::date_long(day("2026-11-02"), lang)),
        delay_days: 8,
        business: true,
        consumer: false,
        phone: letter.creditor.phone.clone(),
        mail: None,
        ..TextFacts::default()
    };
    let text = parse_text(&render_text(default_text(text, lang), &facts).expect("the shipped text"));
    letter.subject = text.subject;
    letter.paragraphs = text.before;
    letter.closing = text.after;
    letter
}

/// The text of a PDF, narrow and no-break spaces as blanks, or `None` (said aloud) without `pdftotext`.
/// With `CI=true` its absence is a failure.
pub fn text_of(pdf: &[u8]) -> Option<String> {
    let text = output_of("pdftotext", &["-layout", "-enc", "UTF-8", "-", "-"], pdf)?;
    let text = String::from_utf8(text).expect("UTF-8");
    Some(text.replace(['\u{202f}', '\u{a0}'], " ").replace('\u{200b}', ""))
}

/// What a program answers to these bytes, or `None` (said aloud) where it is not installed. With
/// `CI=true` its absence is a failure.
#[expect(clippy::print_stderr, reason = "a skipped check is said aloud")]
fn output_of(program: &str, arguments: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else {
        assert!(
            std::env::var("CI").as_deref() != Ok("true"),
            "{program} is needed: apt-get install poppler-utils zbar-tools"
        );
        eprintln!("SKIP looking into a PDF: {program} is not installed (poppler-utils, zbar-tools)");
        return None;
    };
    let mut pipe = child.stdin.take().expect("stdin");
    let bytes = input.to_vec();
    // A reader may stop before the end.
    let writer = std::thread::spawn(move || pipe.write_all(&bytes).unwrap_or_default());
    let output = child.wait_with_output().expect("the program runs");
    writer.join().expect("joins");
    // zbarimg answers 4 when there is no code to read.
    assert!(output.status.success() || (program == "zbarimg" && output.status.code() == Some(4)), "{program} failed");
    Some(output.stdout)
}

/// One blank between words: for sentences that the layout wrapped.
pub fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn pages(pdf: &[u8]) -> usize {
    lopdf::Document::load_mem(pdf).expect("a readable PDF").get_pages().len()
}

pub fn render(letter: &Letter) -> Pdf {
    documents::render_letter(letter).expect("the letter is laid out")
}

/// A mise en demeure that may leave: the certain, undisputed pieces of the letter.
pub fn notice(language: Language) -> Letter {
    let mut letter = letter(language);
    letter.items.remove(2);
    letter.items[1].disputed = None;
    letter.formal_notice = Some(FormalNotice { delay_days: NonZeroU16::new(8).expect("eight") });
    letter.payment.pay_by = None;
    with_text(letter, documents::DefaultText::FormalNotice)
}

/// A word on a page, in millimetres from its top left corner.
#[derive(Debug)]
pub struct WordBox {
    pub page: usize,
    pub word: String,
    pub x0: f64,
    pub x1: f64,
    pub y0: f64,
    pub y1: f64,
}

/// The words of a PDF with their places, or `None` without `pdftotext`.
pub fn boxes_of(pdf: &[u8]) -> Option<Vec<WordBox>> {
    let html = output_of("pdftotext", &["-bbox", "-", "-"], pdf)?;
    let (mut page, mut boxes) = (0, Vec::new());
    for line in String::from_utf8(html).expect("UTF-8").lines() {
        page += usize::from(line.trim_start().starts_with("<page "));
        let Some((head, rest)) = line.trim().strip_prefix("<word ").and_then(|l| l.split_once('>')) else { continue };
        let side = |name: &str| -> f64 {
            let value = head.split(&format!("{name}=\"")).nth(1).and_then(|v| v.split('"').next()).expect("a side");
            value.parse::<f64>().expect("points") * 25.4 / 72.0
        };
        let word = rest.split("</word>").next().unwrap_or("").to_owned();
        boxes.push(WordBox { page, word, x0: side("xMin"), x1: side("xMax"), y0: side("yMin"), y1: side("yMax") });
    }
    Some(boxes)
}

/// A page drawn in grey.
pub struct Grey {
    pub size: (usize, usize),
    pub pixels: Vec<u8>,
}

impl Grey {
    /// Mean difference of its pixels from those of another, of 255.
    pub fn apart(&self, other: &Self) -> f64 {
        assert_eq!(self.size, other.size);
        let sum: u32 = self.pixels.iter().zip(&other.pixels).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
        f64::from(sum) / self.count()
    }

    /// How dark it is, of 1.
    pub fn ink(&self) -> f64 {
        self.pixels.iter().map(|pixel| 255.0 - f64::from(*pixel)).sum::<f64>() / 255.0 / self.count()
    }

    fn count(&self) -> f64 {
        f64::from(u32::try_from(self.pixels.len()).expect("a page"))
    }
}

/// The pages of a PDF as `pdftoppm` draws them, 50 dots per inch, or `None` without it.
pub fn greys_of(pdf: &[u8]) -> Option<Vec<Grey>> {
    let drawn = output_of("pdftoppm", &["-r", "50", "-gray", "-"], pdf)?;
    let (mut rest, mut pages) = (drawn.as_slice(), Vec::new());
    while !rest.is_empty() {
        // `P5`, width and height, the largest value, each on a line; then a byte a pixel.
        let head: Vec<&[u8]> = rest.splitn(4, |byte| *byte == b'\n').collect();
        let number = |text: &[u8]| {
            std::str::from_utf8(text)
                .expect("a head")
                .split(' ')
                .map(|n| n.parse::<usize>().expect("a number"))
                .collect::<Vec<_>>()
        };
        let size = number(head[1]);
        let (pixels, after) = head[3].split_at(size[0] * size[1]);
        pages.push(Grey { size: (size[0], size[1]), pixels: pixels.to_vec() });
        rest = after;
    }
    Some(pages)
}

/// What the bar codes of the first page say, or `None` without the tools to draw and read it.
pub fn codes_of(pdf: &[u8]) -> Option<String> {
    codes_in(&drawn(pdf)?)
}

/// The first page in greys, 200 dots an inch, as a PGM file; or `None` without `pdftoppm`.
pub fn drawn(pdf: &[u8]) -> Option<Vec<u8>> {
    output_of("pdftoppm", &["-r", "200", "-gray", "-f", "1", "-l", "1", "-"], pdf)
}

/// What the bar codes of an image say, or `None` without `zbarimg`.
pub fn codes_in(image: &[u8]) -> Option<String> {
    let said = output_of("zbarimg", &["--quiet", "--raw", "--oneshot", "-Sdisable", "-Sqrcode.enable", "-"], image)?;
    Some(String::from_utf8(said).expect("UTF-8"))
}
