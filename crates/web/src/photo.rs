//! A form with a photograph, from somebody who does not sign in: no more of it is held than can be kept.

use std::collections::HashMap;

use app::disputes::EVIDENCE_MAX;
use app::imports::Upload;
use app::{DeskError, DisputeRefusal};
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::StatusCode;

use crate::problem::{Failure, Told};

/// Bytes kept of a field of text.
const TEXT_MAX: usize = 100_000;
/// Fields kept of a form.
const FIELDS_MAX: usize = 10;

/// What the form sent.
#[derive(Default)]
pub struct Brought {
    /// Texts by field.
    pub fields: HashMap<String, String>,
    /// The photograph, where one was chosen.
    pub file: Option<Upload>,
    /// The file is too heavy: why.
    pub heavy: Option<Told>,
}

/// Reads the form: of a file too heavy, the weight alone.
///
/// # Errors
/// [`Failure::TooLarge`] past the limit of the whole form, [`Failure::Malformed`].
pub async fn brought(mut form: Multipart, limit: usize) -> Result<Brought, Failure> {
    let wrong = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge(limit),
        _ => Failure::malformed(error.body_text()),
    };
    let mut sent = Brought::default();
    while let Some(mut field) = form.next_field().await.map_err(wrong)? {
        let name = field.name().unwrap_or_default().chars().take(20).collect::<String>();
        let Some(file) = field.file_name().map(str::to_owned) else {
            let (bytes, _) = kept(&mut field, TEXT_MAX).await.map_err(wrong)?;
            if sent.fields.len() < FIELDS_MAX {
                sent.fields.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
            continue;
        };
        let (bytes, size) = kept(&mut field, EVIDENCE_MAX).await.map_err(wrong)?;
        if size > EVIDENCE_MAX {
            let millions = |bytes: usize| i64::try_from(bytes.div_ceil(1_000_000)).unwrap_or(i64::MAX);
            let file = file.chars().filter(|c| !c.is_control()).take(120).collect();
            let refusal = DisputeRefusal::FileTooHeavy { file, size: millions(size), most: millions(EVIDENCE_MAX) };
            sent.heavy = Some(Told::from(&DeskError::from(refusal)));
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
