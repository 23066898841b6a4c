//! When a number names several pieces: true duplicates are refused, instalments are told apart.

use std::collections::{BTreeMap, HashMap};

use ledger::intake::{CustomerRow, PieceRow};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::fec::hash;
use crate::problem::excerpt;
use crate::{Problem, Report, profile::Field};

/// Gives a key to pieces whose number is empty or shared, and takes true duplicates out.
pub(super) fn settle(pieces: &mut Vec<PieceRow>, customers: &[CustomerRow], report: &mut Report) {
    let mut hashed: Vec<(u64, usize)> = pieces
        .par_iter()
        .enumerate()
        .map(|(at, piece)| (hash(u64::from(piece.customer), piece.number.as_bytes()), at))
        .collect();
    hashed.par_sort_unstable();
    let mut keys: Vec<(usize, Box<str>)> = Vec::new();
    let mut refused: Vec<(usize, u64)> = Vec::new();
    for same_hash in hashed.chunk_by(|a, b| a.0 == b.0) {
        let alone = same_hash.len() == 1;
        if alone && same_hash.first().is_some_and(|(_, at)| !pieces[*at].number.is_empty()) {
            continue;
        }
        // Two numbers with one hash are told apart here.
        let mut exact: BTreeMap<(u32, &str), Vec<usize>> = BTreeMap::new();
        for (_, at) in same_hash {
            exact.entry((pieces[*at].customer, &pieces[*at].number)).or_default().push(*at);
        }
        for ((customer, number), group) in exact {
            if number.is_empty() {
                let code = customers.get(usize::try_from(customer).unwrap_or(usize::MAX)).map_or("", |c| &c.number);
                without_number(pieces, &group, code, &mut keys);
            } else if group.len() > 1 {
                shared_number(pieces, group, number, &mut keys, &mut refused);
            }
        }
    }
    for (at, key) in keys {
        pieces[at].key = Some(key);
    }
    refused.sort_unstable();
    for (at, first) in &refused {
        let piece = &pieces[*at];
        report.add(
            piece.line,
            Field::Number.slug(),
            Problem::Duplicate { number: excerpt(&piece.number), first: *first },
        );
    }
    let mut out = refused.iter().map(|(at, _)| *at).peekable();
    let mut at = 0;
    pieces.retain(|_| {
        let drop = out.next_if_eq(&at).is_some();
        at += 1;
        !drop
    });
}

/// Same number, several lines: the same piece twice, or instalments and an invoice with its payment.
fn shared_number(
    pieces: &[PieceRow],
    mut group: Vec<usize>,
    number: &str,
    keys: &mut Vec<(usize, Box<str>)>,
    refused: &mut Vec<(usize, u64)>,
) {
    let order = |at: &usize| {
        let p = &pieces[*at];
        (p.due_on.unwrap_or(p.issue_on), p.issue_on, p.amount.minor(), p.line)
    };
    group.sort_by_key(order);
    let mut rank = 0;
    let mut previous: Option<usize> = None;
    for at in group {
        let piece = &pieces[at];
        if let Some(before) = previous.map(|b| &pieces[b])
            && (before.due_on, before.issue_on, before.amount, before.kind)
                == (piece.due_on, piece.issue_on, piece.amount, piece.kind)
        {
            refused.push((at, before.line));
            continue;
        }
        previous = Some(at);
        rank += 1;
        if rank > 1 {
            keys.push((at, format!("{number}#{rank}").into_boxed_str()));
        }
    }
}

/// No number: the content is the key, and the rank among identical lines.
fn without_number(pieces: &[PieceRow], group: &[usize], code: &str, keys: &mut Vec<(usize, Box<str>)>) {
    let mut ranks: HashMap<u128, u32> = HashMap::new();
    for at in group {
        let p = &pieces[*at];
        let text = format!(
            "{code}\u{1f}{}\u{1f}{}\u{1f}{:?}\u{1f}{}\u{1f}{}",
            p.kind.slug(),
            p.issue_on,
            p.due_on,
            p.amount.to_decimal(),
            p.label
        );
        let full: [u8; 32] = Sha256::digest(text.as_bytes()).into();
        let mut half = [0_u8; 16];
        half.copy_from_slice(&full[..16]);
        let digest = u128::from_be_bytes(half);
        let rank = ranks.entry(digest).or_default();
        *rank += 1;
        let suffix = if *rank == 1 { String::new() } else { format!("#{rank}") };
        keys.push((*at, format!("{digest:032x}{suffix}").into_boxed_str()));
    }
}
