//! Life-cycle messages of electronic invoices: UN/CEFACT CDAR D22B as the French reform uses it
//! (AFNOR XP Z12-012, « CDV »). What a platform, a buyer or a seller says of invoices: refused, disputed,
//! suspended, rejected, approved, paid.
//!
//! Read by element, not by rule: a message that breaks a rule of the profile is still read for what it says, and
//! what it does not say is none. The numbers MDT-n are those of the profile.

use crate::xml::{self, Node, XmlError};

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Business process (MDT-2): `REGULATED`.
    pub process: Option<String>,
    /// Profile (MDT-3).
    pub guideline: Option<String>,
    /// Identity (MDT-4).
    pub id: Option<String>,
    /// Name (MDT-5).
    pub name: Option<String>,
    /// Instant, 14 digits (MDT-8).
    pub issued: Option<String>,
    /// Role of the sender (MDT-21).
    pub sender_role: Option<String>,
    /// Who says it (MDT-38).
    pub issuer: Option<String>,
    /// Their role (MDT-40): `BY` buyer, `SE` seller, `WK` platform.
    pub issuer_role: Option<String>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// What is said, invoice by invoice.
    pub acknowledgements: Vec<Acknowledgement>,
}

/// Who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    /// Identity (MDT-57).
    pub id: Option<String>,
    /// Role (MDT-59).
    pub role: Option<String>,
}

/// What is said of one invoice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledgement {
    /// Type (MDT-77): 305 by a platform, 23 by a party.
    pub kind: Option<String>,
    /// Instant of the status, 14 digits (MDT-78).
    pub said_at: Option<String>,
    /// Number of the invoice (MDT-87).
    pub invoice: Option<String>,
    /// Type of the invoice (MDT-91).
    pub invoice_type: Option<String>,
    /// Code of the status (MDT-105).
    pub code: Option<String>,
    /// Its name (MDT-106).
    pub label: Option<String>,
    /// Day of the invoice, 8 or 14 digits (MDT-100).
    pub invoice_date: Option<String>,
    /// SIREN of the seller (MDT-129).
    pub seller: Option<String>,
    /// Why.
    pub details: Vec<Detail>,
}

/// One motive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// Code (MDT-113).
    pub motive: Option<String>,
    /// In words (MDT-114).
    pub reason: Option<String>,
    /// What is asked of the seller (MDT-121).
    pub action: Option<String>,
    /// Its number (MDT-124-2).
    pub sequence: Option<String>,
    /// Notes.
    pub notes: Vec<String>,
    /// Figures that go with it.
    pub characteristics: Vec<Characteristic>,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Characteristic {
    /// What it is (MDT-207): `MPA` amount paid, `MEN` amount received, `MAPTTC` and `MNATTC` amount approved and not
    /// approved with taxes, `DIV` and `DVA` a value before and after…
    pub kind: Option<String>,
    /// Whether the value changes (MDT-209).
    pub changed: Option<String>,
    /// Its name (MDT-211).
    pub name: Option<String>,
    /// Per cent (MDT-224).
    pub percent: Option<String>,
    /// Amount, as written (MDT-215).
    pub amount: Option<String>,
    /// Day, as written.
    pub date: Option<String>,
}

/// Why a file is no life-cycle message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CdarError {
    /// It is no XML.
    #[error(transparent)]
    Xml(#[from] XmlError),
    /// It is another message.
    #[error("the root is not CrossDomainAcknowledgementAndResponse")]
    OtherMessage,
    /// The bytes are no text.
    #[error("the text is not in UTF-8")]
    NotText,
}

const ROOT: &str = "CrossDomainAcknowledgementAndResponse";

/// Reads a message.
///
/// # Errors
/// [`CdarError`].
pub fn read(bytes: &[u8]) -> Result<Message, CdarError> {
    let text = std::str::from_utf8(bytes).map_err(|_| CdarError::NotText)?;
    let root = xml::read(text.trim_start_matches('\u{feff}'))?;
    if root.name != ROOT {
        return Err(CdarError::OtherMessage);
    }
    let nothing = Node::default();
    let context = root.child("ExchangedDocumentContext").unwrap_or(&nothing);
    let document = root.child("ExchangedDocument").unwrap_or(&nothing);
    Ok(Message {
        process: context.text_at(&["BusinessProcessSpecifiedDocumentContextParameter", "ID"]),
        guideline: context.text_at(&["GuidelineSpecifiedDocumentContextParameter", "ID"]),
        id: document.text_at(&["ID"]),
        name: document.text_at(&["Name"]),
        issued: instant(document),
        sender_role: document.text_at(&["SenderTradeParty", "RoleCode"]),
        issuer: document.text_at(&["IssuerTradeParty", "GlobalID"]),
        issuer_role: document.text_at(&["IssuerTradeParty", "RoleCode"]),
        recipients: document
            .every("RecipientTradeParty")
            .map(|party| Party { id: party.text_at(&["GlobalID"]), role: party.text_at(&["RoleCode"]) })
            .collect(),
        acknowledgements: root.every("AcknowledgementDocument").flat_map(acknowledgements).collect(),
    })
}

/// `IssueDateTime/DateTimeString`.
fn instant(of: &Node) -> Option<String> {
    of.text_at(&["IssueDateTime", "DateTimeString"])
}

/// One document may speak of several invoices (MDT-74).
fn acknowledgements(of: &Node) -> Vec<Acknowledgement> {
    let one = |about: &Node| Acknowledgement {
        kind: of.text_at(&["TypeCode"]),
        said_at: instant(of),
        invoice: about.text_at(&["IssuerAssignedID"]),
        invoice_type: about.text_at(&["TypeCode"]),
        code: about.text_at(&["ProcessConditionCode"]),
        label: about.text_at(&["ProcessCondition"]),
        invoice_date: about.text_at(&["FormattedIssueDateTime", "DateTimeString"]),
        seller: about.text_at(&["IssuerTradeParty", "GlobalID"]),
        details: about.every("SpecifiedDocumentStatus").map(detail).collect(),
    };
    of.every("ReferenceReferencedDocument").map(one).collect()
}

fn detail(of: &Node) -> Detail {
    Detail {
        motive: of.text_at(&["ReasonCode"]),
        reason: of.text_at(&["Reason"]),
        action: of.text_at(&["RequestedActionCode"]),
        sequence: of.text_at(&["SequenceNumeric"]),
        notes: of.every("IncludedNote").filter_map(|note| note.text_at(&["Content"])).collect(),
        characteristics: of.every("SpecifiedDocumentCharacteristic").map(characteristic).collect(),
    }
}

fn characteristic(of: &Node) -> Characteristic {
    Characteristic {
        kind: of.text_at(&["TypeCode"]),
        changed: of.child("ValueChangedIndicator").map(|told| told.children.first().unwrap_or(told).text.clone()),
        name: of.text_at(&["Name"]),
        percent: of.text_at(&["ValuePercent"]),
        amount: of.text_at(&["ValueAmount"]),
        date: of.text_at(&["ValueDateTime", "DateTimeString"]),
    }
}
