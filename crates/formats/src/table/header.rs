//! Which line is the header?

use crate::profile::headers;

/// How much a line looks like a header: known column words count most, numbers count against.
pub(super) fn score<'a>(cells: impl Iterator<Item = &'a str>) -> i64 {
    let mut score = 0;
    for cell in cells {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        if digits * 2 > cell.len() || cell.len() > 60 {
            score -= 3;
        } else if headers::is_known(cell) {
            score += 6;
        } else {
            score += 1;
        }
    }
    score
}

/// The best of the first lines: index and whether it looks like a header at all. Among equals the
/// first wins; a line with a single cell is a title.
pub(super) fn best(scores: &[(i64, usize)]) -> Option<usize> {
    let widest = scores.iter().map(|(_, filled)| *filled).max()?;
    let mut found: Option<(usize, i64)> = None;
    for (at, (score, filled)) in scores.iter().enumerate() {
        if *filled == 0 || (*filled == 1 && widest > 1) {
            continue;
        }
        if found.is_none_or(|(_, best)| *score > best) {
            found = Some((at, *score));
        }
    }
    found.map(|(at, _)| at)
}
