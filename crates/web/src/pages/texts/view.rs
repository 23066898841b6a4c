//! Texts as the pages show them.

use app::strategies::title;
use app::texts::{Fault, TextCard, TextPreview, TextShown, words};
use kernel::{Date, Language};

use crate::figures;
use crate::words::Words;

/// Signs of a line at fault that are shown.
const EXCERPT: usize = 80;

/// A text in one language, in the list.
pub struct Spoken {
    pub href: String,
    pub state: String,
    /// Written by the house.
    pub own: bool,
    pub language: Language,
}

/// A text, in the list.
pub struct Row {
    pub slug: String,
    pub name: String,
    pub kind: String,
    pub languages: Vec<Spoken>,
    pub steps: String,
}

/// The texts, each with its languages.
pub fn rows(cards: &[TextCard], today: Date, w: Words) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for card in cards {
        if rows.iter().any(|row| row.slug == card.slug) {
            continue;
        }
        let of = |language: Language| cards.iter().find(|c| c.slug == card.slug && c.language == language);
        let languages = Language::ALL.iter().map(|language| {
            let found = of(*language);
            Spoken {
                href: format!("/texts/{}/{}", card.slug, language.slug()),
                state: state(found, today, w),
                own: found.is_some_and(|c| c.version.is_some()),
                language: *language,
            }
        });
        let steps = Language::ALL.iter().filter_map(|l| of(*l)).map(|c| c.steps.len()).max().unwrap_or(0);
        rows.push(Row {
            slug: card.slug.clone(),
            name: name(&card.slug, w),
            kind: w.t(if card.short { "text-for-sms" } else { "text-for-letters" }),
            languages: languages.collect(),
            steps: w.n("text-steps", steps as u64, &[]),
        });
    }
    rows
}

/// What a text is called.
pub fn name(slug: &str, w: Words) -> String {
    w.of("text-name", slug)
}

/// A language, in itself.
pub const fn language_name(language: Language) -> &'static str {
    language.pick("Français", "English")
}

/// The languages of a choice.
pub fn languages() -> Vec<(String, String)> {
    Language::ALL.iter().map(|l| (l.slug().to_owned(), language_name(*l).to_owned())).collect()
}

/// Shipped, or which version, of when and by whom.
pub fn state(card: Option<&TextCard>, today: Date, w: Words) -> String {
    let Some(card) = card else { return w.t("text-absent") };
    let (Some(version), Some(at)) = (card.version, card.saved_at) else { return w.t("text-shipped") };
    let day = figures::day(w.day_of(at), today, w.lang);
    let by = card.actor.clone().unwrap_or_default();
    w.with("text-version", &[("version", &version.to_string()), ("day", &day), ("by", &by)])
}

/// The steps that speak by a text.
pub fn steps(card: &TextCard, w: Words) -> Vec<String> {
    let strategy = |s: &app::texts::TextStep| title(&s.strategy, &s.name, w.lang).to_owned();
    card.steps.iter().map(|s| format!("{} · {}", strategy(s), w.of("step", &s.step))).collect()
}

/// A version, in the list beside.
pub struct VersionRow {
    pub href: String,
    pub label: String,
    pub when: String,
    pub in_force: bool,
}

/// The versions of a text, newest first.
pub fn versions(shown: &TextShown, path: &str, today: Date, w: Words) -> Vec<VersionRow> {
    let row = |v: &app::texts::TextVersionCard| VersionRow {
        href: format!("{path}?version={}", v.version),
        label: w.t1("text-version-n", "version", v.version),
        when: format!("{} {}, {}", figures::day(w.day_of(v.saved_at), today, w.lang), w.hour(v.saved_at), v.actor),
        in_force: v.in_force,
    };
    shown.versions.iter().map(row).collect()
}

/// A word that a text may use.
pub struct Fact {
    pub name: &'static str,
    pub meaning: String,
    /// What a click writes.
    pub insert: String,
}

/// Every one of them, with what it stands for.
pub fn facts(w: Words) -> Vec<Fact> {
    let fact = |known: app::texts::Known| Fact {
        name: known.name,
        meaning: known.meaning.pick(w.lang).to_owned(),
        insert: known.insert,
    };
    words().into_iter().map(fact).collect()
}

/// Something wrong, with its line.
pub struct FaultRow {
    pub place: String,
    pub excerpt: String,
    pub words: String,
}

impl FaultRow {
    /// A fault without a place.
    pub const fn of(words: String) -> Self {
        Self { place: String::new(), excerpt: String::new(), words }
    }
}

/// The faults of a draft, each with its line.
pub fn faults(found: &[Fault], body: &str, w: Words) -> Vec<FaultRow> {
    let row = |fault: &Fault| {
        let line = fault.line.checked_sub(1).and_then(|n| body.lines().nth(n)).unwrap_or("").trim();
        FaultRow {
            place: if fault.line == 0 { String::new() } else { w.t1("text-line", "line", fault.line) },
            excerpt: line.chars().take(EXCERPT).collect(),
            words: fault.message.pick(w.lang).to_owned(),
        }
    };
    found.iter().map(row).collect()
}

/// The preview: words only, every one of them escaped by the page.
#[derive(Default)]
pub struct Shown {
    pub to: String,
    pub subject: String,
    /// Paragraphs, each as its lines.
    pub before: Vec<Vec<String>>,
    pub after: Vec<Vec<String>>,
    pub signature: Vec<String>,
    pub sms: String,
    pub sms_size: String,
    /// More than one text message, or signs that telephones lack.
    pub sms_wrong: bool,
}

impl Shown {
    /// What the desk rendered.
    pub fn of(p: &TextPreview, w: Words) -> Self {
        let lines = |texts: &[String]| texts.iter().map(|t| t.lines().map(str::to_owned).collect()).collect();
        let size = p.sms.as_ref().map(|sms| match sms.length {
            Some(length) => {
                let values = [("length", length.to_string()), ("most", sms.most.to_string())];
                w.with("text-sms-size", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
            }
            None => w.t("text-sms-foreign"),
        });
        Self {
            to: p.debtor.clone(),
            subject: p.subject.clone(),
            before: lines(&p.before),
            after: lines(&p.after),
            signature: p.signature.clone(),
            sms: p.sms.as_ref().map_or_else(String::new, |sms| sms.text.clone()),
            sms_size: size.unwrap_or_default(),
            sms_wrong: p.sms.as_ref().is_some_and(|sms| sms.length.is_none_or(|length| length > sms.most)),
        }
    }

    /// Nothing could be rendered.
    pub const fn is_empty(&self) -> bool {
        self.subject.is_empty()
    }
}
