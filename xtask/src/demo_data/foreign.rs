//! Open-items exports of three other invented companies, each in the manner of its country, for
//! mapping by hand: other column names, separators, signs, dates and encodings.

use std::fmt::Write as _;

use super::Cents;
use super::text::{Day, Draw, amount, grouped};

/// A file with its control figures.
pub(super) struct Foreign {
    pub(super) name: &'static str,
    pub(super) company: &'static str,
    pub(super) form: &'static str,
    pub(super) currency: &'static str,
    pub(super) bytes: Vec<u8>,
    pub(super) rows: usize,
    pub(super) customers: usize,
    pub(super) debits: Cents,
    pub(super) credits: Cents,
    /// Not due, 1–30, 31–60, 61–90, 91 and more on 20 November 2026, net of credits.
    pub(super) bands: [Cents; 5],
}

struct Row {
    code: String,
    name: &'static str,
    number: i64,
    date: Day,
    due: Day,
    original: Cents,
    /// Credits negative.
    open: Cents,
}

const GERMAN: [&str; 9] = [
    "Tischlerei Ahrenskötter",
    "Küchenstudio Weißbrodt",
    "Bauelemente Jørgensen & Söhne",
    "Möbelhaus Grünhagel",
    "Zimmerei Öhlrichsen",
    "Gasthof Zum Fährmann",
    "Innenausbau Süßkind-Thoma",
    "Schulverein Moorbüttel e.V.",
    "Praxis Dr. Käsmeier",
];
const AMERICAN: [&str; 9] = [
    "Birchwater Cabinets, LLC",
    "Prairie Door & Trim",
    "O'Dowell Remodeling",
    "Stillpond School District 9",
    "Maple Fork Builders, Inc.",
    "Two Rivers Inn",
    "Kowalczyk Custom Homes",
    "Ferrand \"Bud\" Tillman",
    "North Shoal Marina",
];
const SPANISH: [&str; 9] = [
    "Reformas Peñalcázar S.L.",
    "Cocinas Ibarrondo",
    "Ayuntamiento de Valdeguijo",
    "Hostal La Cigüeña Blanca",
    "Construcciones Muñogil S.A.",
    "Decoración Añover",
    "Talleres Güemeslar",
    "Colegio San Telmín",
    "Clínica Núñez-Ordás",
];

const AS_OF: Day = super::FRIDAY;

/// Rows drawn for one company; about one in eight is a credit.
fn rows(subject: &str, names: &[&'static str], count: usize, first_code: i64, first_number: i64) -> Vec<Row> {
    let mut draw = Draw::of(subject);
    let mut list: Vec<Row> = (0..count)
        .map(|i| {
            let who = if i < names.len() { i } else { draw.below(names.len()) };
            let date = AS_OF.plus(-draw.between(2, 150)).workday();
            let original = draw.between(4_000, 480_000) * if draw.chance(25) { 5 } else { 1 };
            let part = draw.chance(20);
            let credit = i % 8 == 5;
            let (original, open) = match (credit, part) {
                (true, _) => (-original / 6, -original / 6),
                (false, true) => (original, original * 2 / 5),
                (false, false) => (original, original),
            };
            Row {
                code: (first_code + 7 * i64::try_from(who).unwrap_or(0)).to_string(),
                name: names[who],
                number: first_number + 3 * i64::try_from(i).unwrap_or(0),
                date,
                due: if credit { date } else { date.plus(*draw.pick(&[14, 30, 30, 60])) },
                original,
                open,
            }
        })
        .collect();
    list.sort_by(|a, b| (&a.code, a.date, a.number).cmp(&(&b.code, b.date, b.number)));
    list
}

fn file(
    name: &'static str,
    company: &'static str,
    form: &'static str,
    currency: &'static str,
    rows: &[Row],
    bytes: Vec<u8>,
) -> Foreign {
    let mut bands = [0; 5];
    for row in rows {
        let late = AS_OF.0 - row.due.0;
        let band = [0, 30, 60, 90].iter().filter(|bound| late > **bound).count();
        bands[band] += row.open;
    }
    let mut codes: Vec<&String> = rows.iter().map(|r| &r.code).collect();
    codes.dedup();
    Foreign {
        name,
        company,
        form,
        currency,
        bytes,
        rows: rows.len(),
        customers: codes.len(),
        debits: rows.iter().map(|r| r.open.max(0)).sum(),
        credits: rows.iter().map(|r| r.open.min(0)).sum(),
        bands,
    }
}

/// The three files.
pub(super) fn all() -> [Foreign; 3] {
    [nordwind(), lakeside(), iberia()]
}

fn nordwind() -> Foreign {
    let rows = rows("nordwind", &GERMAN, 42, 70_100, 240_811);
    let mut text =
        "\u{feff}Kontonummer;Debitor;Belegart;Belegnummer;Belegdatum;Fälligkeit;Offen Soll;Offen Haben;Währung\r\n"
            .to_owned();
    for r in &rows {
        let german = |day: Day| day.french().replace('/', ".");
        let figure = grouped(r.open.abs(), ".", ',');
        let (kind, debit, credit) =
            if r.open > 0 { ("RE", figure, String::new()) } else { ("GU", String::new(), figure) };
        let _ = writeln!(
            text,
            "{};{};{kind};{kind}{};{};{};{debit};{credit};EUR\r",
            r.code,
            r.name,
            r.number,
            german(r.date),
            german(r.due)
        );
    }
    let form = "`;`, UTF-8 with mark, CRLF, `1.234,56`, dd.mm.yyyy, debit and credit columns";
    file("nordwind-offene-posten.csv", "Nordwind Treppenbau GmbH", form, "EUR", &rows, text.into_bytes())
}

fn lakeside() -> Foreign {
    let rows = rows("lakeside", &AMERICAN, 40, 1_010, 58_203);
    let mut text = "Lakeside Millwork & Stair Co.\nOpen Items as of 11/20/2026\n\
        Customer ID,Customer Name,Type,Document,Doc Date,Due Date,Original Amount,Open Balance,Currency\n"
        .to_owned();
    for r in &rows {
        let american = |day: Day| {
            let (y, m, d) = day.civil();
            format!("{m}/{d}/{y}")
        };
        let figure = |cents: Cents| {
            let plain = grouped(cents.abs(), ",", '.');
            let signed = if cents < 0 { format!("({plain})") } else { plain };
            quoted(&signed)
        };
        let kind = if r.open > 0 { "Invoice" } else { "Credit Memo" };
        let _ = writeln!(
            text,
            "{},{},{kind},{},{},{},{},{},USD",
            r.code,
            quoted(r.name),
            r.number,
            american(r.date),
            american(r.due),
            figure(r.original),
            figure(r.open)
        );
    }
    let form = "`,` with quotes, UTF-8, LF, two title lines before the header, `1,234.56`, `(120.00)`, M/D/YYYY";
    file("lakeside-open-items.csv", "Lakeside Millwork & Stair Co.", form, "USD", &rows, text.into_bytes())
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn iberia() -> Foreign {
    let rows = rows("iberia", &SPANISH, 41, 430_001, 7_714);
    let mut text =
        "Cliente\tNombre\tDocumento\tFecha\tVencimiento\tConcepto\tImporte pendiente\tD/H\tDivisa\n".to_owned();
    for r in &rows {
        let (concept, side) = if r.open > 0 { ("Factura", "D") } else { ("Abono", "H") };
        let _ = writeln!(
            text,
            "{}\t{}\tFV/{}\t{}\t{}\t{concept}\t{}\t{side}\tEUR",
            r.code,
            r.name,
            r.number,
            r.date.iso(),
            r.due.iso(),
            amount(r.open.abs(), ',')
        );
    }
    let total: Cents = rows.iter().map(|r| r.open).sum();
    let _ = writeln!(text, "TOTAL\t\t\t\t\t\t{}\tD\tEUR", amount(total, ','));
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let form = "TAB, ISO 8859-1, LF, `1234,56`, yyyy-mm-dd, sign in the column D/H, last line of totals";
    file("iberia-pendientes.tsv", "Escaleras y Puertas del Moncayuelo S.L.", form, "EUR", &rows, latin)
}
