//! What makes a ledger line the same line in two exports.
//!
//! The number, the lettrage and the validation date change from one export to the next; the rest
//! does not. Identical lines are told apart by their rank.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::FecLine;
use super::columns::{Column, Fields};

/// First half of a SHA-256 of the line's lasting content.
pub(crate) fn digest(row: &FecLine, fields: &Fields<'_>, piece_day: i32) -> u128 {
    let mut hasher = Sha256::new();
    for column in [Column::JournalCode, Column::CompteNum, Column::CompAuxNum, Column::PieceRef, Column::EcritureLib] {
        hasher.update(fields.get(column).as_bytes());
        hasher.update([0x1f]);
    }
    hasher.update(row.day.to_le_bytes());
    hasher.update(piece_day.to_le_bytes());
    hasher.update(row.debit.to_le_bytes());
    hasher.update(row.credit.to_le_bytes());
    let full: [u8; 32] = hasher.finalize().into();
    let mut half = [0_u8; 16];
    half.copy_from_slice(&full[..16]);
    u128::from_be_bytes(half)
}

/// Texts of the keys: 32 hexadecimal digits, then `#2`, `#3` for identical lines. Twins are ranked
/// by what `order` gives, so that the order of the file does not matter.
pub(crate) fn texts<K: Ord>(digests: &[u128], order: impl Fn(usize) -> K) -> Vec<Box<str>> {
    let mut out: Vec<Box<str>> = digests.par_iter().map(|d| format!("{d:032x}").into_boxed_str()).collect();
    let mut sorted: Vec<(u128, usize)> = digests.iter().copied().zip(0..).collect();
    sorted.par_sort_unstable();
    for twins in sorted.chunk_by(|a, b| a.0 == b.0).filter(|twins| twins.len() > 1) {
        let mut ranked: Vec<usize> = twins.iter().map(|(_, at)| *at).collect();
        ranked.sort_by_key(|at| order(*at));
        for (rank, at) in ranked.into_iter().enumerate().skip(1) {
            out[at] = format!("{}#{}", out[at], rank + 1).into_boxed_str();
        }
    }
    out
}
