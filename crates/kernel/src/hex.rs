//! Bytes in hexadecimal, as people and databases write them.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Two lower-case digits for each byte.
pub fn hex(bytes: &[u8]) -> String {
    let halves = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves.map(|half| char::from(DIGITS[usize::from(half)])).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_byte_is_two_digits() {
        // RFC 4648, section 10: BASE16("fooba"), in lower case.
        assert_eq!(super::hex(b"fooba"), "666f6f6261");
        assert_eq!(super::hex(&[0x00, 0x0f, 0xff]), "000fff");
    }
}
