//! Everything that leaves the house on paper or as a file: letters, reports, spreadsheets, charts,
//! the print file, and the texts that users edit.
//!
//! Pure functions: data in, bytes out. No file, no network, no clock; equal input gives equal bytes,
//! so that a document can be made again and its hash compared with the evidence kept.

mod archive;
mod compile;
mod fonts;
mod letter_view;
mod pdf_syntax;
mod pdf_writer;
mod slip;

pub mod address;
pub mod agreement;
pub mod charts;
pub mod court;
pub mod epc;
pub mod indicators;
pub mod letter;
pub mod letter_check;
pub mod mail;
pub mod print;
pub mod reports;
pub mod sheets;
pub mod slides;
pub mod sms;
pub mod text_check;
pub mod texts;

pub use agreement::{Agreement, render_agreement};
pub use indicators::{IndicatorReport, IndicatorSection, ReportFigure, ReportPicture, ReportTable, render_indicators};
pub use kernel::{figures, words::Language};
pub use letter::{
    Accessories, Delivery, FormalNotice, Indemnity, InterestBasis, InterestNote, InterestSlice, Letter, LetterCredit,
    LetterItem, Letterhead, PaymentBlock, PieceKind, References, Signature,
};
pub use letter_check::{NoticeFault, Totals, render_letter, render_letters};
pub use mail::{Mail, mail};
pub use print::{PrintFile, PrintOptions, merge, page_count};
pub use reports::{AgedBalance, AgedRow, Statement, StatementLine, render_aged_balance, render_statement};
pub use sheets::{Cell, Column, ColumnKind, Table, csv_safe, write_csv, write_xlsx};
pub use slides::write_pptx;
pub use sms::{SMS_LENGTH, SmsFault, gsm_length, sms};
pub use text_check::{TextError, TextFault, check_text, is_short, preview_text, render_text};
pub use texts::{DefaultText, LetterText, TextFacts, Tone, default_text, parse_text};

use sha2::{Digest, Sha256};

/// A finished PDF document.
#[derive(Clone, PartialEq, Eq)]
pub struct Pdf(Vec<u8>);

impl Pdf {
    /// Takes the bytes of a PDF kept elsewhere, as they are.
    pub const fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The file's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Gives the bytes away.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl std::fmt::Debug for Pdf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pdf({} bytes)", self.0.len())
    }
}

/// The evidence hash of a document: SHA-256 of its bytes, 64 lower-case hexadecimal digits.
pub fn sha256_hex(pdf: &Pdf) -> String {
    kernel::hex(&Sha256::digest(pdf.bytes()))
}

/// Why a document could not be made.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// Something a letter or report cannot do without is absent.
    #[error("document {ident}: {field} is missing; complete it and print again")]
    Missing {
        /// The document, as its caller named it.
        ident: String,
        /// What is missing, in the trade's words.
        field: &'static str,
    },
    /// The address cannot be shown in the envelope's window.
    #[error("document {ident}: {fault}")]
    Address {
        /// The document.
        ident: String,
        /// What is wrong with it.
        fault: address::AddressFault,
    },
    /// A mise en demeure without what gives it its effects.
    #[error("document {ident}: a formal notice is refused: {fault}")]
    Notice {
        /// The document.
        ident: String,
        /// What it lacks.
        fault: NoticeFault,
    },
    /// The credits cover what is owed: such a letter must not leave.
    #[error("document {ident}: {principal} is owed once credits are deducted; no letter is sent at zero or below")]
    NothingOwed {
        /// The document.
        ident: String,
        /// Principal after credits.
        principal: kernel::Money,
    },
    /// Amounts that cannot be added.
    #[error("document {ident}: {cause}; a letter speaks of one currency")]
    Money {
        /// The document.
        ident: String,
        /// Mixed currencies or overflow.
        cause: kernel::MoneyError,
    },
    /// The typesetter refused the document: a defect of a template, to be reported.
    #[error("document {ident} could not be laid out: {message}")]
    Layout {
        /// The document.
        ident: String,
        /// The typesetter's words.
        message: String,
    },
    /// A PDF given to the print file could not be read.
    #[error("letter number {position} of the print file is not a readable PDF: {message}; make it again")]
    Unreadable {
        /// Its place in the print file, from 1.
        position: usize,
        /// What the reader said.
        message: String,
    },
    /// A spreadsheet could not be written.
    #[error("the table « {title} » could not be written: {message}")]
    Sheet {
        /// Title of the table.
        title: String,
        /// What stood in the way.
        message: String,
    },
    /// The output refused the bytes (disk full, closed connection).
    #[error("the document could not be written: {0}")]
    Write(#[from] std::io::Error),
}
