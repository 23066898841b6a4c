//! The alphabet of text messages, 7 bits a character (3GPP TS 23.038 § 6.2.1).

/// The basic alphabet, escape apart. `ê`, `ç` and `œ` are not in it.
const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
                     ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// The extension table, reached by the escape.
const EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// Places of 7 bits that a character takes: one, or two in the extension; none where the alphabet has
/// not got it, which brings a whole message down to 16 bits a character.
pub fn places(character: char) -> Option<usize> {
    if BASIC.contains(character) {
        Some(1)
    } else if EXTENDED.contains(character) {
        Some(2)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_is_that_of_the_standard() {
        // 127 characters beside the escape; the euro sign stands among the ten of the extension.
        assert_eq!((BASIC.chars().count(), EXTENDED.chars().count()), (127, 10));
        assert_eq!((places('é'), places('€'), places('ê')), (Some(1), Some(2), None));
    }
}
