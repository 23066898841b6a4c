//! What is this file? By its content; its name only decides between two equal readings.

use serde::Serialize;

use crate::{Encoding, limits, table, text};

/// Formats we recognise. The slugs are those of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the slugs say it")]
pub enum Format {
    Fec,
    Csv,
    Xlsx,
    FacturX,
    Cii,
    Ubl,
    Zugferd1,
    Camt052,
    Camt053,
    Camt054,
    Mt940,
    Mt942,
    Cfonb120,
    Cfonb240,
    Ofx,
    Pain001,
    Pain002,
    Pain008,
    Cdar,
    Bodacc,
    Sirene,
    Unknown,
}

impl Format {
    /// Every format, in the order of the contract.
    pub const ALL: [Self; 22] = [
        Self::Fec,
        Self::Csv,
        Self::Xlsx,
        Self::FacturX,
        Self::Cii,
        Self::Ubl,
        Self::Zugferd1,
        Self::Camt052,
        Self::Camt053,
        Self::Camt054,
        Self::Mt940,
        Self::Mt942,
        Self::Cfonb120,
        Self::Cfonb240,
        Self::Ofx,
        Self::Pain001,
        Self::Pain002,
        Self::Pain008,
        Self::Cdar,
        Self::Bodacc,
        Self::Sirene,
        Self::Unknown,
    ];

    /// The name scripts use.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Fec => "fec",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::FacturX => "factur-x",
            Self::Cii => "cii",
            Self::Ubl => "ubl",
            Self::Zugferd1 => "zugferd1",
            Self::Camt052 => "camt.052",
            Self::Camt053 => "camt.053",
            Self::Camt054 => "camt.054",
            Self::Mt940 => "mt940",
            Self::Mt942 => "mt942",
            Self::Cfonb120 => "cfonb120",
            Self::Cfonb240 => "cfonb240",
            Self::Ofx => "ofx",
            Self::Pain001 => "pain.001",
            Self::Pain002 => "pain.002",
            Self::Pain008 => "pain.008",
            Self::Cdar => "cdar",
            Self::Bodacc => "bodacc",
            Self::Sirene => "sirene",
            Self::Unknown => "unknown",
        }
    }

    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.slug() == slug)
    }

    /// True when this version reads it; the others are only recognised.
    pub const fn is_readable(self) -> bool {
        matches!(self, Self::Fec | Self::Csv | Self::Xlsx)
    }
}

impl Serialize for Format {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.slug())
    }
}

/// What was recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Detection {
    /// The format.
    pub format: Format,
    /// Version, where the content names one (`001.02` for camt.053.001.02).
    pub version: Option<String>,
    /// Character set, for texts.
    pub encoding: Option<Encoding>,
    /// Separator, for FEC and CSV.
    pub separator: Option<char>,
    /// Why an unknown file is not read, or what to do with it.
    pub note: Option<Note>,
}

/// What to say of a file that is recognised and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// Zero bytes.
    Empty,
    /// Recognised; no reader yet.
    NotReadableYet,
    /// An Excel file of before 2007.
    OldExcel,
    /// A spreadsheet of `LibreOffice` (`.ods`).
    OpenDocument,
    /// Another archive.
    Archive,
    /// A PDF without a structured invoice.
    PlainPdf,
    /// A FEC in XML.
    FecXml,
    /// Another XML.
    OtherXml,
    /// Binary data.
    Binary,
    /// A text without columns.
    PlainText,
}

impl Note {
    /// The sentence in French.
    pub const fn french(self) -> &'static str {
        match self {
            Self::Empty => "le fichier est vide : exportez-le de nouveau",
            Self::NotReadableYet => "format reconnu, que cette version ne lit pas encore",
            Self::OldExcel => "ancien classeur Excel (.xls) : enregistrez-le en .xlsx ou en CSV",
            Self::OpenDocument => "classeur OpenDocument : enregistrez-le en .xlsx ou en CSV",
            Self::Archive => "archive : extrayez les fichiers et donnez-les un par un",
            Self::PlainPdf => "PDF sans facture structurée à l’intérieur",
            Self::FecXml => "FEC en XML, que cette version ne lit pas encore : exportez la forme texte",
            Self::OtherXml => "XML d’un format inconnu",
            Self::Binary => "données binaires d’un format inconnu : vérifiez que c’est le bon fichier",
            Self::PlainText => "texte sans colonnes : exportez un tableau CSV ou XLSX",
        }
    }

    /// The sentence in English.
    pub const fn english(self) -> &'static str {
        match self {
            Self::Empty => "the file is empty: export it again",
            Self::NotReadableYet => "format recognised; this version does not read it yet",
            Self::OldExcel => "old Excel workbook (.xls): save it as .xlsx or CSV",
            Self::OpenDocument => "OpenDocument spreadsheet: save it as .xlsx or CSV",
            Self::Archive => "archive: extract the files and give them one by one",
            Self::PlainPdf => "PDF without a structured invoice inside",
            Self::FecXml => "FEC in XML, which this version does not read yet: export the text form",
            Self::OtherXml => "XML of an unknown format",
            Self::Binary => "binary data of an unknown format: check that the right file was given",
            Self::PlainText => "text without columns: export a CSV or XLSX table",
        }
    }
}

impl Detection {
    fn of(format: Format) -> Self {
        let note = (!format.is_readable() && format != Format::Unknown).then_some(Note::NotReadableYet);
        Self { format, version: None, encoding: None, separator: None, note }
    }

    fn unknown(note: Note) -> Self {
        Self { note: Some(note), ..Self::of(Format::Unknown) }
    }
}

/// Recognises a file by its first bytes and, for archives and PDF, by its directory.
pub fn detect(bytes: &[u8], file_name: &str) -> Detection {
    if bytes.is_empty() {
        return Detection::unknown(Note::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return zip(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Detection::unknown(Note::OldExcel);
    }
    if memchr::memmem::find(&bytes[..bytes.len().min(1024)], b"%PDF-").is_some() {
        return pdf(bytes);
    }
    let head = &bytes[..bytes.len().min(limits::HEAD_BYTES)];
    let Ok(decoded) = text::decode_part(whole_characters(head)) else {
        return Detection::unknown(Note::Binary);
    };
    let mut found = by_text(decoded.text.trim_start(), file_name, bytes.len() > head.len());
    found.encoding = Some(decoded.encoding);
    found
}

/// Drops the bytes of a character cut by the window.
fn whole_characters(head: &[u8]) -> &[u8] {
    match std::str::from_utf8(head) {
        Err(e) if e.error_len().is_none() => &head[..e.valid_up_to()],
        _ => head,
    }
}

fn zip(bytes: &[u8]) -> Detection {
    let names = table::zip_names(bytes);
    let has = |wanted: &str| names.iter().any(|n| n.eq_ignore_ascii_case(wanted));
    if names.iter().any(|n| n.starts_with("xl/")) || (names.is_empty() && has_text(bytes, b"xl/worksheets")) {
        Detection::of(Format::Xlsx)
    } else if has("mimetype") && has("content.xml") {
        Detection::unknown(Note::OpenDocument)
    } else {
        Detection::unknown(Note::Archive)
    }
}

fn has_text(bytes: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(bytes, wanted).is_some()
}

/// The XMP packet of a hybrid invoice names its schema; the attachment has a known name.
fn pdf(bytes: &[u8]) -> Detection {
    let any = |list: &[&[u8]]| list.iter().any(|wanted| has_text(bytes, wanted));
    if any(&[b"urn:ferd:pdfa:CrossIndustryDocument:invoice:1p0", b"urn:ferd:pdfa:invoice:rc"]) {
        Detection::of(Format::Zugferd1)
    } else if any(&[
        b"urn:factur-x:pdfa",
        b"urn:zugferd:pdfa",
        b"factur-x.xml",
        b"zugferd-invoice.xml",
        b"xrechnung.xml",
    ]) {
        Detection::of(Format::FacturX)
    } else if any(&[b"ZUGFeRD-invoice.xml"]) {
        Detection::of(Format::Zugferd1)
    } else if has_text(bytes, b"/EmbeddedFile") && any(&[b"/AFRelationship", b"/text#2Fxml", b"/text#2fxml"]) {
        // Its XMP is packed: an associated XML is an invoice until the reader says otherwise.
        Detection::of(Format::FacturX)
    } else {
        Detection::unknown(Note::PlainPdf)
    }
}

fn by_text(text: &str, file_name: &str, cut: bool) -> Detection {
    if text.starts_with('<') {
        return xml(text);
    }
    if has_ofx_header(text) {
        return Detection::of(Format::Ofx);
    }
    if text.starts_with(['{', '[']) && !text.starts_with("{1:") {
        let keys = ["\"publicationavis\"", "\"familleavis\"", "\"typeavis\"", "\"numeroannonce\"", "\"numeroAnnonce\""];
        if keys.iter().filter(|k| text.contains(*k)).count() >= 2 {
            return Detection::of(Format::Bodacc);
        }
        let company = ["\"siren\"", "\"siret\""].iter().any(|k| text.contains(k));
        if company && ["\"siege\"", "\"siret_siege_social\"", "\"unite_legale\""].iter().any(|k| text.contains(k)) {
            return Detection::of(Format::Sirene);
        }
    }
    if let Some(found) = swift(text).or_else(|| cfonb(text)) {
        return found;
    }
    if let Some(separator) = fec_separator(text) {
        return Detection { separator: Some(separator), ..Detection::of(Format::Fec) };
    }
    csv(text, file_name, cut)
}

fn has_ofx_header(text: &str) -> bool {
    let head: String = text.chars().take(4000).collect::<String>().to_ascii_uppercase();
    head.starts_with("OFXHEADER") || head.contains("<OFX>") || head.contains("OFXHEADER:")
}

/// XML by the name and the namespace of its elements, whatever the prefix.
fn xml(text: &str) -> Detection {
    let head = text.get(..text.len().min(16 << 10)).unwrap_or_else(|| {
        // Cut inside a character: step back to its border.
        let end = (0..=16 << 10).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        &text[..end]
    });
    for (format, id, element) in [
        (Format::Camt052, "camt.052.", "BkToCstmrAcctRpt"),
        (Format::Camt053, "camt.053.", "BkToCstmrStmt"),
        (Format::Camt054, "camt.054.", "BkToCstmrDbtCdtNtfctn"),
        (Format::Pain002, "pain.002.", "CstmrPmtStsRpt"),
        (Format::Pain008, "pain.008.", "CstmrDrctDbtInitn"),
        (Format::Pain001, "pain.001.", "CstmrCdtTrfInitn"),
    ] {
        let named = [format!("<{element}"), format!(":{element}")].iter().any(|e| head.contains(e.as_str()));
        let spaced = head.find(&format!("xsd:{id}")).or_else(|| head.find(&format!("\"{id}")));
        if named || spaced.is_some() {
            let version = head.find(id).and_then(|at| version_after(&head[at + id.len()..]));
            return Detection { version, ..Detection::of(format) };
        }
    }
    let says = |wanted: &[&str]| wanted.iter().any(|w| head.contains(w));
    if says(&["CrossDomainAcknowledgementAndResponse"]) {
        Detection::of(Format::Cdar)
    } else if root(head) == "CrossIndustryInvoice" {
        Detection::of(Format::Cii)
    } else if says(&["CrossIndustryDocument"]) {
        Detection::of(Format::Zugferd1)
    } else if says(&["xsd:Invoice-2", "xsd:CreditNote-2", "xsd:Invoice-1"]) {
        Detection::of(Format::Ubl)
    } else if has_ofx_header(text) || says(&["<?OFX"]) {
        Detection::of(Format::Ofx)
    } else if says(&["<comptabilite", "<Comptabilite", "formatA47A"]) {
        Detection::unknown(Note::FecXml)
    } else if says(&["<bodacc", "<annonces", "familleAvis", "typeAnnonce"]) {
        Detection::of(Format::Bodacc)
    } else {
        Detection::unknown(Note::OtherXml)
    }
}

/// Local name of the root element: past the declaration and comments.
fn root(text: &str) -> &str {
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with("!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end..]);
        } else if !rest.starts_with(['?', '!']) {
            let name = rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
            return name.rsplit(':').next().unwrap_or_default();
        }
    }
    ""
}

fn version_after(rest: &str) -> Option<String> {
    let version: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    (!version.is_empty()).then(|| version.trim_end_matches('.').to_owned())
}

/// MT940 and MT942 by their tags; bank lines and SWIFT envelopes may come before.
fn swift(text: &str) -> Option<Detection> {
    let tag = |wanted: &str| {
        text.starts_with(wanted)
            || [format!("\n{wanted}"), format!("\r{wanted}"), format!("}}{wanted}")]
                .iter()
                .any(|w| text.contains(w.as_str()))
    };
    let any = |tags: &[&str]| tags.iter().any(|t| tag(t));
    if !any(&[":20:", ":25:", ":28C:", ":28:", ":60F:", ":60M:", ":61:", ":62F:"]) {
        return None;
    }
    let interim =
        any(&[":34F:", ":13D:", ":13:", ":90D:", ":90C:"]) || text.contains("{2:O942") || text.contains("{2:I942");
    if interim && !any(&[":60F:", ":60M:"]) {
        return Some(Detection::of(Format::Mt942));
    }
    any(&[":60F:", ":60M:", ":61:", ":62F:", ":25:", ":28C:", ":28:"]).then(|| Detection::of(Format::Mt940))
}

/// CFONB by the codes and the shape of the first records; ends of lines may be missing.
fn cfonb(text: &str) -> Option<Detection> {
    let first = text.lines().find(|l| !l.trim().is_empty())?;
    let code = first.get(..2)?;
    let digits = |from: usize, to: usize| first.get(from..to).is_some_and(|s| s.bytes().all(|b| b.is_ascii_digit()));
    let length = first.trim_end().chars().count();
    let full = first.trim_end_matches(['\r', '\n']).chars().count();
    match code {
        "31" | "34" if full > 200 && digits(2, 10) => Some(Detection::of(Format::Cfonb240)),
        // Bank and branch in digits, and an amount whose last character carries the sign.
        "01" | "04" | "05" | "07" if length >= 46 && digits(2, 7) && digits(11, 16) => {
            let others = text.lines().filter(|l| !l.trim().is_empty()).take(20);
            let fits = others.clone().filter(|l| matches!(l.get(..2), Some("01" | "04" | "05" | "07"))).count();
            (fits * 10 >= others.count() * 9).then(|| Detection::of(Format::Cfonb120))
        }
        _ => None,
    }
}

/// A header naming the fields of article A47 A-1.
fn fec_separator(text: &str) -> Option<char> {
    let first = text.lines().find(|l| !l.trim().is_empty())?;
    let lower = first.to_lowercase();
    let known = ["journalcode", "ecrituredate", "comptenum", "ecriturelib", "piecedate", "validdate"];
    if known.iter().filter(|k| lower.contains(*k)).count() < 3 {
        return None;
    }
    ['\t', '|', ';', ','].into_iter().max_by_key(|s| (first.matches(*s).count(), *s == '\t'))
}

fn csv(text: &str, file_name: &str, cut: bool) -> Detection {
    let last = text.rfind('\n').filter(|_| cut).unwrap_or(text.len());
    let sample = &text[..last];
    let named =
        file_name.rsplit('.').next().is_some_and(|e| e.eq_ignore_ascii_case("csv") || e.eq_ignore_ascii_case("tsv"));
    match table::csv_shape(sample) {
        Some((separator, even)) if even || named => {
            Detection { separator: Some(separator), ..Detection::of(Format::Csv) }
        }
        _ => Detection::unknown(Note::PlainText),
    }
}
