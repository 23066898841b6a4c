//! A look inside an XLSX before it is opened: what does it declare, and what does it really hold?
//!
//! The workbook reader expands whole members, so a bomb must be stopped before. Sizes declared by
//! the central directory are checked first, then each member is expanded into nothing, counting.

use std::io::Read;

use super::TableRefused;
use crate::limits;

/// One member, as the central directory says.
struct Member {
    name: String,
    method: u16,
    packed: u64,
    expanded: u64,
    offset: usize,
}

fn damaged(reason: &str) -> TableRefused {
    TableRefused::Workbook { reason: reason.to_owned() }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn size_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32_at(bytes, at)?).ok()
}

/// Refuses a ZIP that is damaged, too large once expanded, or lies about it.
pub(super) fn check(bytes: &[u8]) -> Result<(), TableRefused> {
    let members = directory(bytes).ok_or_else(|| damaged("no ZIP directory: the file is cut or is no workbook"))?;
    if members.len() > limits::ZIP_MEMBERS {
        return Err(damaged("too many members"));
    }
    let mut total: u64 = 0;
    for member in &members {
        total = total.saturating_add(member.expanded);
        refuse_if_bomb(member, member.expanded, total)?;
    }
    let mut total: u64 = 0;
    for member in &members {
        let found = expand(bytes, member, total)?;
        total = total.saturating_add(found);
        refuse_if_bomb(member, found, total)?;
    }
    Ok(())
}

fn refuse_if_bomb(member: &Member, expanded: u64, total: u64) -> Result<(), TableRefused> {
    let too_dense = expanded > limits::ZIP_RATIO_FLOOR && expanded / limits::ZIP_RATIO > member.packed;
    if too_dense || total > limits::ZIP_EXPANDED {
        return Err(TableRefused::Bomb { expanded: expanded.max(total), member: member.name.clone() });
    }
    Ok(())
}

/// The names of the members, for recognising the kind of archive.
pub(crate) fn names(bytes: &[u8]) -> Vec<String> {
    directory(bytes).unwrap_or_default().into_iter().map(|m| m.name).collect()
}

/// Reads the central directory.
fn directory(bytes: &[u8]) -> Option<Vec<Member>> {
    // The end record is 22 bytes, then a comment of at most 65 535.
    let tail = bytes.len().saturating_sub(22 + 65_535);
    let end = tail + memchr::memmem::rfind(&bytes[tail..], b"PK\x05\x06")?;
    let count = usize::from(u16_at(bytes, end + 10)?);
    let mut at = size_at(bytes, end + 16)?;
    let mut members = Vec::with_capacity(count.min(limits::ZIP_MEMBERS));
    while members.len() <= limits::ZIP_MEMBERS && bytes.get(at..at.checked_add(4)?) == Some(b"PK\x01\x02") {
        let name_length = usize::from(u16_at(bytes, at + 28)?);
        let extra_length = usize::from(u16_at(bytes, at + 30)?);
        let comment_length = usize::from(u16_at(bytes, at + 32)?);
        let name = bytes.get(at + 46..at + 46 + name_length)?;
        members.push(Member {
            name: String::from_utf8_lossy(name).into_owned(),
            method: u16_at(bytes, at + 10)?,
            packed: u64::from(u32_at(bytes, at + 20)?),
            expanded: u64::from(u32_at(bytes, at + 24)?),
            offset: size_at(bytes, at + 42)?,
        });
        at += 46 + name_length + extra_length + comment_length;
    }
    (!members.is_empty()).then_some(members)
}

/// Expands a member into nothing and counts, stopping at the limit.
fn expand(bytes: &[u8], member: &Member, before: u64) -> Result<u64, TableRefused> {
    let cut = || damaged(&format!("{} is cut", member.name));
    let at = member.offset;
    if bytes.get(at..at.saturating_add(4)) != Some(b"PK\x03\x04") {
        return Err(cut());
    }
    let name_length = usize::from(u16_at(bytes, at + 26).ok_or_else(cut)?);
    let extra_length = usize::from(u16_at(bytes, at + 28).ok_or_else(cut)?);
    let data = bytes.get(at + 30 + name_length + extra_length..).ok_or_else(cut)?;
    let packed = usize::try_from(member.packed).unwrap_or(usize::MAX);
    let data = data.get(..packed).ok_or_else(cut)?;
    match member.method {
        0 => Ok(member.packed),
        8 => {
            let room = limits::ZIP_EXPANDED.saturating_sub(before) + 1;
            let mut inflater = flate2::read::DeflateDecoder::new(data).take(room);
            std::io::copy(&mut inflater, &mut std::io::sink())
                .map_err(|_| damaged(&format!("{} is damaged", member.name)))
        }
        _ => Err(damaged(&format!("{} is packed in an unknown way", member.name))),
    }
}
