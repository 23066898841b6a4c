//! French and English: the language of an answer, a sentence in both, and values said in either.

use serde::{Deserialize, Serialize};

use crate::{Currency, Date, Money, figures};

/// A language we speak and write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

impl Language {
    /// Both, French first.
    pub const ALL: &'static [Self] = &[Self::Fr, Self::En];

    /// The BCP 47 code of a document or page: `fr`, `en`.
    pub const fn code(self) -> &'static str {
        self.slug()
    }

    /// The slug stored and spoken: `fr`, `en`.
    pub const fn slug(self) -> &'static str {
        self.pick("fr", "en")
    }

    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|language| language.slug() == slug)
    }

    /// Reads the tag of a browser or of an environment by its language: `en-GB`, `fr_FR.UTF-8`.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_', '.']).next()?;
        Self::parse(&language.to_ascii_lowercase())
    }

    /// The French or the English of two values made already.
    pub fn either<T>(self, fr: T, en: T) -> T {
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }

    /// The French words or the English ones.
    pub const fn pick(self, fr: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Fr => fr,
            Self::En => en,
        }
    }
}

/// One sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Kept")]
pub struct Wording {
    /// French.
    pub fr: String,
    /// English.
    pub en: String,
}

/// A sentence as it was kept: in both languages, or, in the first ledgers, in one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Both { fr: String, en: String },
    One(String),
}

impl From<Kept> for Wording {
    fn from(kept: Kept) -> Self {
        match kept {
            Kept::Both { fr, en } => Self { fr, en },
            Kept::One(text) => Self::same(text),
        }
    }
}

impl Wording {
    /// The sentence in French and in English.
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { fr: fr.into(), en: en.into() }
    }

    /// What is the same in both languages: a name, a number, what a machine said.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { fr: text.clone(), en: text }
    }

    /// The sentence in `language`.
    pub fn pick(&self, language: Language) -> &str {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }
}

/// What a sentence can name: said as each language writes it.
pub trait Spoken {
    /// The value as `language` writes it.
    fn said(&self, language: Language) -> String;

    /// Some value, for a test that reads every sentence.
    fn example() -> Self;
}

/// Implements [`Spoken`]: `Type: (value, language) => words, example;`.
macro_rules! spoken {
    ($($kind:ty: ($value:ident, $language:ident) => $words:expr, $example:expr;)+) => {$(
        impl Spoken for $kind {
            fn said(&self, $language: Language) -> String {
                let $value = self;
                $words
            }

            fn example() -> Self {
                $example
            }
        }
    )+};
}

spoken! {
    String: (text, _language) => text.clone(), "X1".to_owned();
    &'static str: (text, _language) => (*text).to_owned(), "X1";
    Wording: (both, language) => both.pick(language).to_owned(), Self::new("oui", "yes");
    i64: (number, language) => figures::count(*number, language), 1234;
    u64: (number, language) => figures::count(i64::try_from(*number).unwrap_or(i64::MAX), language), 1234;
    usize: (number, language) => figures::count(i64::try_from(*number).unwrap_or(i64::MAX), language), 1234;
    Currency: (currency, _language) => currency.code().to_owned(), Self::EUR;
    Money: (money, language) => figures::money(*money, language), Self::new(123_450, Currency::EUR);
    Date: (day, language) => figures::date_long(*day, language), crate::from_epoch_day(20_758);
}

/// Declares an enum of sentences: each variant has a code for programs, perhaps the field of a form it
/// is about, and its words in French and in English, which may name the values it carries. `with` takes in
/// whole enums of sentences declared elsewhere, one variant for each.
#[macro_export]
macro_rules! sentences {
    ($(#[$about:meta])* $Name:ident {
        $($(#[$doc:meta])* $Variant:ident $({ $($arg:ident : $kind:ty),+ })? = $code:literal $(at $field:literal)?, $fr:literal, $en:literal;)+
    } $(with { $($(#[$part_doc:meta])* $Part:ident($Of:ty)),+ $(,)? })?) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $Name {
            $($(#[$doc])* $Variant $({ $(#[doc = "What the sentence names."] $arg: $kind),+ })?,)+
            $($($(#[$part_doc])* $Part($Of),)+)?
        }

        $($(impl From<$Of> for $Name {
            fn from(part: $Of) -> Self { Self::$Part(part) }
        })+)?

        impl $Name {
            /// Stable code, for programs and filters.
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$Variant $({ $($arg: _),+ })? => $code,)+
                    $($(Self::$Part(part) => part.code(),)+)?
                }
            }

            /// The field of a form it is about, where it is about one.
            pub const fn field(&self) -> Option<&'static str> {
                match self {
                    $(Self::$Variant $({ $($arg: _),+ })? => $crate::sentences!(@field $($field)?),)+
                    $($(Self::$Part(part) => part.field(),)+)?
                }
            }

            /// The sentence in `language`; numbers, amounts and dates are written as it writes them.
            pub fn words(&self, language: $crate::Language) -> String {
                match self {
                    $(Self::$Variant $({ $($arg),+ })? => {
                        $($(let $arg = $crate::Spoken::said($arg, language);)+)?
                        match language {
                            $crate::Language::Fr => format!($fr),
                            $crate::Language::En => format!($en),
                        }
                    })+
                    $($(Self::$Part(part) => part.words(language),)+)?
                }
            }

            /// The sentence in both languages.
            pub fn wording(&self) -> $crate::Wording {
                $crate::Wording::new(self.words($crate::Language::Fr), self.words($crate::Language::En))
            }

            /// One of each, for a test that reads every sentence.
            pub fn examples() -> Vec<Self> {
                let own = vec![$(Self::$Variant $({ $($arg: $crate::Spoken::example()),+ })?),+];
                $(let own = own.into_iter()$(.chain(<$Of>::examples().into_iter().map(Self::$Part)))+.collect();)?
                own
            }
        }
    };
    (@field) => { None };
    (@field $field:literal) => { Some($field) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_read_from_the_tags_of_browsers_and_systems() {
        for (tag, language) in [
            ("fr", Some(Language::Fr)),
            ("en-GB", Some(Language::En)),
            ("fr_FR.UTF-8", Some(Language::Fr)),
            ("EN", Some(Language::En)),
            ("C", None),
            ("frp", None),
            ("", None),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
    }

    #[test]
    fn values_are_said_as_each_language_writes_them() {
        let due = Date::new(2026, 11, 1).expect("a day");
        let amount = Money::new(123_450, Currency::EUR);
        assert_eq!(
            (due.said(Language::Fr), due.said(Language::En)),
            ("1er\u{a0}novembre\u{a0}2026".into(), "1\u{a0}November\u{a0}2026".into())
        );
        assert_eq!(
            (amount.said(Language::Fr), amount.said(Language::En)),
            ("1\u{202f}234,50\u{202f}€".into(), "€1,234.50".into())
        );
    }
}
