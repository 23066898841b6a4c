//! Closed lists of words: an enum whose values have a slug, stored, spoken by scripts and written in
//! JSON.

/// Declares an enum stored and spoken as a slug.
#[macro_export]
macro_rules! slug_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $slug:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $slug)] $variant),+ }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The slug stored and spoken.
            pub const fn slug(self) -> &'static str { match self { $(Self::$variant => $slug),+ } }
            /// Reads a slug.
            pub fn parse(slug: &str) -> Option<Self> { match slug { $($slug => Some(Self::$variant),)+ _ => None } }
        }
    };
}
