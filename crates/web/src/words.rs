//! The words of the screens: Fluent files, French and English.

use std::fmt::Display;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use kernel::{Date, TimeZone, Timestamp, Wording, Zoned};
use unic_langid::langid;

/// A language of the screens.
pub use kernel::Language as Lang;

/// The first language of an `Accept-Language` header that we speak.
pub fn accepted(header: &str) -> Option<Lang> {
    header.split(',').find_map(|part| Lang::of_tag(part.split(';').next().unwrap_or("")))
}

#[derive(rust_embed::RustEmbed)]
#[folder = "i18n"]
struct Files;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 2]> = LazyLock::new(|| [bundle(Lang::Fr), bundle(Lang::En)]);

fn bundle(lang: Lang) -> Bundle {
    let id = match lang {
        Lang::Fr => langid!("fr"),
        Lang::En => langid!("en"),
    };
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Invisible marks around values would end in titles and copied text.
    bundle.set_use_isolating(false);
    for path in Files::iter().filter(|path| path.starts_with(lang.slug())) {
        let Some(file) = Files::get(&path) else { continue };
        let text = String::from_utf8_lossy(&file.data).into_owned();
        let resource = FluentResource::try_new(text).unwrap_or_else(|(partial, errors)| {
            tracing::error!(%path, ?errors, "a file of words has mistakes");
            partial
        });
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// A message in both languages.
pub fn wording(key: &str, values: &[(&str, &str)]) -> Wording {
    let say = |lang| Words::new(lang).with(key, values);
    Wording::new(say(Lang::Fr), say(Lang::En))
}

/// The words of one language, and the hours of one place.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words {
    /// The language.
    pub lang: Lang,
    /// Where the house is; Paris when nobody said.
    zone: Option<&'static TimeZone>,
}

impl Words {
    /// The words of `lang`.
    pub const fn new(lang: Lang) -> Self {
        Self { lang, zone: None }
    }

    /// The same where the house is.
    #[must_use]
    pub const fn at_home(self, zone: &'static TimeZone) -> Self {
        Self { zone: Some(zone), ..self }
    }

    fn civil(self, at: Timestamp) -> Zoned {
        match self.zone {
            Some(zone) => at.to_zoned(zone.clone()),
            None => at.in_tz("Europe/Paris").unwrap_or_else(|_| at.to_zoned(TimeZone::UTC)),
        }
    }

    /// Hour and minute of an instant, by the clock of the house.
    pub fn hour(self, at: Timestamp) -> String {
        let civil = self.civil(at);
        format!("{:02}:{:02}", civil.hour(), civil.minute())
    }

    /// The civil day of an instant, where the house is.
    pub fn day_of(self, at: Timestamp) -> Date {
        self.civil(at).date()
    }

    /// True when the key is written in this language.
    pub fn has(&self, key: &str) -> bool {
        BUNDLES[self.lang as usize].has_message(key)
    }

    fn say(self, key: &str, args: Option<&FluentArgs<'_>>) -> String {
        let bundle = &BUNDLES[self.lang as usize];
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else {
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, args, &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "words that cannot be put together");
        }
        one_point(text)
    }

    /// A message.
    pub fn t(&self, key: &str) -> String {
        self.say(key, None)
    }

    /// A message with one value.
    pub fn t1(&self, key: &str, name: &str, value: impl Display) -> String {
        let mut args = FluentArgs::new();
        args.set(name.to_owned(), value.to_string());
        self.say(key, Some(&args))
    }

    /// A message with several values.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, FluentValue::from(*value))).collect();
        self.say(key, Some(&args))
    }

    /// A message that depends on a number: `$n` chooses the form, `$count` shows it; other values beside.
    pub fn n(&self, key: &str, n: u64, values: &[(&str, &str)]) -> String {
        let shown = documents::figures::count(i64::try_from(n).unwrap_or(i64::MAX), self.lang);
        let mut args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, FluentValue::from(*value))).collect();
        args.set("n", FluentValue::from(n));
        args.set("count", shown);
        self.say(key, Some(&args))
    }

    /// The message of a slug: `of("kind", "credit-note")` is `kind-credit-note`; the slug itself when
    /// nobody named it.
    pub fn of(&self, family: &str, slug: &str) -> String {
        let key = format!("{family}-{}", slug.replace(['_', '.'], "-"));
        if self.has(&key) { self.t(&key) } else { slug.to_owned() }
    }

    /// What a list of a form offers: each slug of a family, with its words.
    pub fn choices<'s>(&self, family: &str, slugs: impl IntoIterator<Item = &'s str>) -> Vec<(String, String)> {
        slugs.into_iter().map(|slug| (slug.to_owned(), self.of(family, slug))).collect()
    }
}

/// A list that may be left empty: a dash comes first.
pub fn or_none(choices: Vec<(String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), "—".to_owned())).chain(choices).collect()
}

/// An abbreviation that ends a sentence (`le 23 nov.`) has the point of the sentence too.
fn one_point(text: String) -> String {
    match text.strip_suffix("..") {
        Some(start) if start.ends_with(char::is_alphabetic) => format!("{start}."),
        _ if text.contains(".. ") => text.replace(".. ", ". "),
        _ => text,
    }
}

/// A refusal as a sentence that stands alone.
pub fn sentence(words: &str) -> String {
    let end = if words.is_empty() || words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{}{end}", capital(words))
}

/// Words that begin a line of their own: a name in a list, a choice of a form.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
