//! A form with one file, as it was sent: of a file too heavy, the weight alone.

use app::disputes::EVIDENCE_MAX;
use app::imports::Upload;
use app::{DeskError, SaleTermsRefusal};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::StatusCode;

use crate::forms::Typed;
use crate::problem::{Failure, Told};
use crate::words::Lang;

/// Bytes kept of a field of text: the longest clause, in letters of four bytes.
const TEXT_MAX: usize = 80_000;
/// Fields read: a version has some twenty.
const FIELDS: usize = 40;

/// What was sent.
#[derive(Debug, Default)]
pub struct Sent {
    /// The fields; a file too heavy is told of beside `file`.
    pub typed: Typed,
    /// The file; none when none was chosen, or when it is too heavy.
    pub file: Option<Upload>,
}

/// Reads a form.
///
/// # Errors
/// [`Failure::TooLarge`], [`Failure::Malformed`].
pub async fn read(mut form: Multipart, limit: usize, lang: Lang) -> Result<Sent, Failure> {
    let wrong = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge(limit),
        _ => Failure::malformed(error.body_text()),
    };
    let mut sent = Sent::default();
    let mut fields = 0;
    while let Some(mut field) = form.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().chars().take(60).collect::<String>();
        let Some(file) = field.file_name().map(str::to_owned) else {
            let (bytes, _) = kept(&mut field, TEXT_MAX).await.map_err(wrong)?;
            fields += 1;
            if fields <= FIELDS {
                sent.typed = sent.typed.with(&name, String::from_utf8_lossy(&bytes));
            }
            continue;
        };
        let (bytes, size) = kept(&mut field, EVIDENCE_MAX).await.map_err(wrong)?;
        // A name, never a path.
        let file: String =
            file.rsplit(['/', '\\']).next().unwrap_or_default().chars().filter(|c| !c.is_control()).take(120).collect();
        if size > EVIDENCE_MAX {
            let millions = |bytes: usize| i64::try_from(bytes.div_ceil(1_000_000)).unwrap_or(i64::MAX);
            let heavy = SaleTermsRefusal::FileTooHeavy { file, size: millions(size), most: millions(EVIDENCE_MAX) };
            sent.typed.refused(&Told::from(&DeskError::from(heavy)), "file", lang);
        } else if size > 0 && sent.file.is_none() {
            sent.file = Some(Upload { name: file, bytes });
        }
    }
    Ok(sent)
}

/// The first bytes of a field, and how many it has: the rest is let through and forgotten.
async fn kept(field: &mut Field<'_>, most: usize) -> Result<(Vec<u8>, usize), MultipartError> {
    let (mut bytes, mut size) = (Vec::new(), 0);
    while let Some(chunk) = field.chunk().await? {
        size += chunk.len();
        let room = most.saturating_sub(bytes.len()).min(chunk.len());
        bytes.extend_from_slice(chunk.get(..room).unwrap_or_default());
    }
    Ok((bytes, size))
}
