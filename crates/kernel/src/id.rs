//! Identifiers: 64 bits, ordered by time, made by the application, shown in base 32 with a check
//! character so that a typing error never opens another file.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Milliseconds of 2020-01-01T00:00:00Z, from which ids count.
const EPOCH_MS: i64 = 1_577_836_800_000;
const NODE_BITS: u32 = 10;
const STEP: i64 = 1 << NODE_BITS;

/// The text is no id: wrong character, length or check.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("« {0} » is not a valid reference: a character is missing or mistyped")]
pub struct ParseIdError(pub String);

/// Makes ids: 41 bits of milliseconds, 12 of sequence, 10 of node. Never twice the same from one
/// source; two sources must have different nodes.
#[derive(Debug)]
pub struct IdSource {
    node: i64,
    last: AtomicI64,
}

impl IdSource {
    /// A source for `node` (its ten low bits are kept): one per process.
    pub const fn new(node: u16) -> Self {
        Self { node: node as i64 & (STEP - 1), last: AtomicI64::new(0) }
    }

    /// The next id at `now`. A burst runs ahead of the clock rather than repeat.
    pub fn next(&self, now: Timestamp) -> i64 {
        self.block(now, 1)
    }

    /// The first of `count` consecutive ids at `now`; the others follow by [`IdSource::STEP`].
    pub fn block(&self, now: Timestamp, count: usize) -> i64 {
        let floor = (now.as_millisecond() - EPOCH_MS).max(1) << (NODE_BITS + 12);
        let width = i64::try_from(count.max(1)).unwrap_or(1) * STEP;
        let mut last = self.last.load(Ordering::Relaxed);
        loop {
            let first = floor.max(last + STEP) & !(STEP - 1);
            match self.last.compare_exchange_weak(last, first + width - STEP, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => return first | self.node,
                Err(seen) => last = seen,
            }
        }
    }

    /// Distance between the ids of one block.
    pub const STEP: i64 = STEP;
}

/// Text of an id: thirteen base-32 digits without leading zeros, then a check character.
pub fn to_text(id: i64) -> String {
    let value = id.unsigned_abs();
    let mut digits: Vec<u8> =
        (0..13).map(|i| ALPHABET[usize::try_from((value >> (5 * i)) & 31).unwrap_or(0)]).collect();
    while digits.len() > 1 && digits.last() == Some(&b'0') {
        digits.pop();
    }
    digits.reverse();
    digits.push(check(value));
    String::from_utf8(digits).unwrap_or_default()
}

/// Reads [`to_text`]; lower case and Crockford's look-alikes (O for 0, I and L for 1) are forgiven.
///
/// # Errors
/// [`ParseIdError`] with the text as given.
pub fn from_text(text: &str) -> Result<i64, ParseIdError> {
    let wrong = || ParseIdError(text.chars().take(40).collect());
    let (body, last) = text.trim().split_at_checked(text.trim().len().saturating_sub(1)).ok_or_else(wrong)?;
    if body.is_empty() || body.len() > 13 {
        return Err(wrong());
    }
    let digit = |c: u8| {
        let c = match c.to_ascii_uppercase() {
            b'O' => b'0',
            b'I' | b'L' => b'1',
            c => c,
        };
        ALPHABET.iter().position(|a| *a == c).and_then(|p| u64::try_from(p).ok())
    };
    let mut value: u64 = 0;
    for c in body.bytes() {
        value = value.checked_mul(32).and_then(|v| v.checked_add(digit(c)?)).ok_or_else(wrong)?;
    }
    let given = last.bytes().next().and_then(digit).ok_or_else(wrong)?;
    if digit(check(value)) != Some(given) {
        return Err(wrong());
    }
    i64::try_from(value).map_err(|_| wrong())
}

/// A weighted sum modulo 31: catches every single error and every swap of neighbours but one pair.
fn check(value: u64) -> u8 {
    let sum: u64 = (0..13).map(|i| ((value >> (5 * i)) & 31) * (i + 2)).sum();
    ALPHABET[usize::try_from(sum % 31).unwrap_or(0)]
}

/// Declares id newtypes: `define_id!(/// One debtor. DebtorId)`.
#[macro_export]
macro_rules! define_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub i64);

        impl $name {
            /// The 64 bits as stored.
            pub const fn get(self) -> i64 { self.0 }
        }
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(&$crate::id::to_text(self.0))
            }
        }
        impl ::core::str::FromStr for $name {
            type Err = $crate::ParseIdError;
            fn from_str(text: &str) -> Result<Self, Self::Err> { $crate::id::from_text(text).map(Self) }
        }
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
        }
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <::std::string::String as ::serde::Deserialize>::deserialize(d)?;
                text.parse().map_err(::serde::de::Error::custom)
            }
        }
    )+};
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_are_unique_and_ordered() {
        let ids = IdSource::new(3);
        let now = Timestamp::from_second(1_800_000_000).expect("an instant");
        let mut made: Vec<i64> = (0..10_000).map(|_| ids.next(now)).collect();
        let block = ids.block(now, 5);
        made.extend((0..5).map(|i| block + i * IdSource::STEP));
        made.push(ids.next(now));
        assert!(made.windows(2).all(|w| w[0] < w[1]));
    }

    proptest! {
        #[test]
        fn text_round_trips_and_catches_a_wrong_digit(id in 0_i64.., at in 0_usize..14, other in 0_usize..32) {
            let text = to_text(id);
            prop_assert_eq!(from_text(&text.to_lowercase()), Ok(id));
            let mut wrong = text.clone().into_bytes();
            let at = at % wrong.len();
            wrong[at] = ALPHABET[other];
            let wrong = String::from_utf8(wrong).expect("ascii");
            // 0 and Z differ by 31: the one substitution a sum modulo 31 cannot see.
            let blind = text.bytes().zip(wrong.bytes()).any(|(a, b)| matches!((a, b), (b'0', b'Z') | (b'Z', b'0')));
            if wrong != text && !blind {
                prop_assert!(from_text(&wrong).is_err(), "{} read as {}", wrong, text);
            }
        }
    }
}
