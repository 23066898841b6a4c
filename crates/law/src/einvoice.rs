//! Life-cycle statuses of electronic invoices and the reasons that go with them (AFNOR XP Z12-012).

use serde::Serialize;

use crate::refusals::Word;
use crate::source::cite;
use crate::{Law, LawError, Line, Source};

/// A status and its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusAnswer {
    /// Code: `210`.
    pub code: String,
    /// Label; absent where none was found.
    pub label: Option<String>,
    /// Whether the tax administration must receive it: `yes`, `no`, `conditional`.
    pub mandatory_to_tax_administration: String,
    /// Whether a reason must come with it.
    pub reason_mandatory: bool,
    /// Reason codes, with `b2g` for those of public buyers only.
    pub reasons: Vec<(String, String)>,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// What is weak.
    pub warnings: Vec<Line>,
}

/// A life-cycle status by code.
///
/// # Errors
/// [`LawError::Unknown`] with the codes of the table.
///
/// ```
/// let refused = law::einvoice::status("210", law::Law::builtin())?;
/// assert!(refused.reason_mandatory);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn status(code: &str, law: &Law) -> Result<StatusAnswer, LawError> {
    let table = law.table("einvoice_lifecycle_statuses")?;
    let row = table.rows.iter().find(|row| row.text("code") == code).ok_or_else(|| {
        let known: Vec<&str> = table.rows.iter().map(|row| row.text("code")).collect();
        LawError::unknown(Word::EinvoiceStatus, code, known.join(", "))
    })?;
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    cite(&mut sources, &mut warnings, &row.source("AFNOR XP Z12-012")?);
    let reasons = &law.table("einvoice_status_reasons")?.rows;
    let reasons = reasons.iter().filter(|reason| reason.text("status_code") == code);
    let label = row.text("label_fr");
    let reasons: Vec<(String, String)> =
        reasons.map(|r| (r.text("reason_code").to_owned(), r.text("scope").to_owned())).collect();
    let reason_mandatory = row.required("reason_code_mandatory")? == "yes";
    let named = if label.is_empty() { "?" } else { label };
    let (must_fr, must_en) = if reason_mandatory { ("obligatoire", "mandatory") } else { ("facultatif", "optional") };
    let explanation = vec![Line::new(
        format!("Statut {code} « {named} » : motif {must_fr}, {} motifs connus.", reasons.len()),
        format!("Status {code} \"{named}\": reason {must_en}, {} reasons known.", reasons.len()),
    )];
    Ok(StatusAnswer {
        code: code.to_owned(),
        label: (!label.is_empty()).then(|| label.to_owned()),
        mandatory_to_tax_administration: row.required("mandatory_to_tax_administration")?.to_owned(),
        reason_mandatory,
        reasons,
        explanation,
        sources,
        warnings,
    })
}
