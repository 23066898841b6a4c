//! Words in memory, found by their beginnings.

use rayon::prelude::*;

/// One word and whose it is.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// Its first eight bytes, the first the highest: words sort by them.
    head: u64,
    /// Where it begins in the text.
    at: u32,
    /// Whose.
    owner: u32,
}

/// Words of many owners: one text and sixteen bytes a word.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Words end at a blank or a line feed.
    text: String,
    words: Vec<Word>,
}

fn head(word: &[u8], rest: u8) -> u64 {
    let mut bytes = [rest; 8];
    for (to, from) in bytes.iter_mut().zip(word) {
        *to = *from;
    }
    u64::from_be_bytes(bytes)
}

impl Words {
    /// Adds a text of words parted by blanks; returns where it begins.
    pub(super) fn add(&mut self, owner: u32, text: &str) -> u32 {
        let start = self.end();
        let mut at = start;
        for word in text.split(' ') {
            if !word.is_empty() {
                self.words.push(Word { head: head(word.as_bytes(), 0), at, owner });
            }
            at = at.saturating_add(u32::try_from(word.len() + 1).unwrap_or(u32::MAX));
        }
        self.text.push_str(text);
        self.text.push('\n');
        start
    }

    /// Makes the part of the last text that begins `from` bytes after `start` a word as well.
    pub(super) fn add_within(&mut self, owner: u32, start: u32, from: usize) {
        let at = start.saturating_add(u32::try_from(from).unwrap_or(u32::MAX));
        let word = Word { head: head(self.word_at(at), 0), at, owner };
        self.words.push(word);
    }

    fn end(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Puts the words in order, so that they can be found.
    pub(super) fn finish(&mut self) {
        self.words.par_sort_unstable_by_key(|word| (word.head, word.owner));
        self.words.shrink_to_fit();
        self.text.shrink_to_fit();
    }

    /// The text that begins at `at`, to its end.
    pub(super) fn text_at(&self, at: u32) -> &str {
        let rest = self.text.get(at as usize..).unwrap_or_default();
        rest.split_once('\n').map_or(rest, |(text, _)| text)
    }

    fn word_at(&self, at: u32) -> &[u8] {
        let rest = self.text.as_bytes().get(at as usize..).unwrap_or_default();
        let end = rest.iter().position(|b| matches!(b, b' ' | b'\n')).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }

    /// Who has a word that begins with `prefix`; some more than once.
    pub(super) fn beginning(&self, prefix: &str) -> impl Iterator<Item = u32> + '_ {
        let prefix = prefix.as_bytes();
        let (low, high) = (head(prefix, 0), head(prefix, u8::MAX));
        let from = self.words.partition_point(|word| word.head < low);
        let to = self.words.partition_point(|word| word.head <= high);
        let rest: Vec<u8> = prefix.get(8..).unwrap_or_default().to_vec();
        let holds = move |word: &&Word| {
            rest.is_empty() || self.word_at(word.at).get(8..).is_some_and(|end| end.starts_with(&rest))
        };
        let range = if prefix.is_empty() { 0..0 } else { from..to };
        self.words.get(range).unwrap_or_default().iter().filter(holds).map(|word| word.owner)
    }
}

/// A set of owners, as one bit each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owners(Vec<u64>);

impl Owners {
    /// None of `len` owners.
    pub fn none(len: usize) -> Self {
        Self(vec![0; len.div_ceil(64)])
    }

    /// Adds one; those past the end are nobody.
    pub fn insert(&mut self, owner: usize) {
        if let Some(bits) = self.0.get_mut(owner / 64) {
            *bits |= 1 << (owner % 64);
        }
    }

    /// True when it is in.
    pub fn contains(&self, owner: usize) -> bool {
        self.0.get(owner / 64).is_some_and(|bits| bits & (1 << (owner % 64)) != 0)
    }

    /// Keeps those that are in both.
    pub fn keep(&mut self, others: &Self) {
        for (bits, other) in self.0.iter_mut().zip(&others.0) {
            *bits &= other;
        }
    }

    /// Adds those of another set.
    pub fn add(&mut self, others: &Self) {
        for (bits, other) in self.0.iter_mut().zip(&others.0) {
            *bits |= other;
        }
    }

    /// Each one, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(place, bits)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(place * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_their_beginnings_and_nothing_else() {
        let mut words = Words::default();
        let texts = ["garage moreau", "moreau", "electricite", "electricien", "a", "c0107 000132753", ""];
        for (owner, text) in (0..).zip(texts) {
            words.add(owner, text);
        }
        words.finish();
        let found = |prefix: &str| {
            let mut owners: Vec<u32> = words.beginning(prefix).collect();
            owners.sort_unstable();
            owners
        };
        for (prefix, owners) in [
            ("mor", &[0, 1][..]),
            ("g", &[0]),
            ("arage", &[]),
            ("electric", &[2, 3]),
            ("electricit", &[2]),
            ("electricite", &[2]),
            ("electricites", &[]),
            ("moreaux", &[]),
            ("0001327", &[5]),
            ("000132753", &[5]),
            ("zz", &[]),
            ("", &[]),
        ] {
            assert_eq!(found(prefix), owners, "{prefix}");
        }
        assert_eq!(words.text_at(0), "garage moreau");
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let mut set = Owners::none(130);
        for owner in [0, 63, 64, 129, 999] {
            set.insert(owner);
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 129]);
        let mut other = Owners::none(130);
        other.insert(64);
        other.insert(65);
        set.keep(&other);
        assert!(set.contains(64) && !set.contains(0) && !set.contains(65));
        set.add(&other);
        assert_eq!(set.iter().collect::<Vec<_>>(), [64, 65]);
    }
}
