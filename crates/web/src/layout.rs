//! The frame around every page: top bar, rail, and the words of who is here.

use app::disputes::DisputeId;
use app::promises::PromiseId;
use app::{Permission, Undo};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use crate::pages::imports::FILES;
use crate::problem::Failure;
use crate::session::{Visit, Visitor, escape_query};
use crate::words::{Lang, Words};
use crate::{assets, figures};

/// One entry of the rail.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Address.
    pub href: &'static str,
    /// What it is called.
    pub label: String,
    /// The page is in this section.
    pub here: bool,
    /// Where it stands among the others.
    pub place: Place,
    /// Letter after `g` that leads there.
    pub letter: &'static str,
    /// What waits there for who is here; empty when nothing does.
    pub count: String,
    /// The same in words.
    pub waits: String,
}

/// Where an entry stands in the rail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Under the one before.
    Plain,
    /// The same, after a rule.
    Apart,
    /// A part of the last section that is none, shown while the page is in that section.
    Part,
    /// Such a part, while the page is elsewhere: its letter leads there all the same.
    Folded,
}

impl Entry {
    /// A rule stands above.
    pub fn is_apart(&self) -> bool {
        self.place == Place::Apart
    }

    /// It is a part of the section above.
    pub fn is_part(&self) -> bool {
        matches!(self.place, Place::Part | Place::Folded)
    }

    /// It is not shown.
    pub fn is_folded(&self) -> bool {
        self.place == Place::Folded
    }
}

/// What the layout of a page needs.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Language code of the document.
    pub lang: &'static str,
    /// Title of the window.
    pub title: String,
    /// Rail; empty when nobody is signed in.
    pub rail: Vec<Entry>,
    /// Name of who is signed in.
    pub person: String,
    /// Hour of the figures shown.
    pub fresh: String,
    /// Refresh the page after so many seconds where there is no script.
    pub refresh: u8,
    /// Words in the search field.
    pub search: String,
    /// Style sheet.
    pub css: String,
    /// Our script.
    pub js: String,
    /// htmx.
    pub htmx: String,
    /// Icon.
    pub icon: String,
    /// The other language: code, name in itself, address of this page in it.
    pub other: (&'static str, &'static str, String),
    /// What was just done, said once.
    pub done: String,
    /// What takes it back, and the page that follows; none where nothing does.
    pub undo: Option<(String, String)>,
    /// Where a mail that confirms it is written, and how that is called; empty where there is none.
    pub confirm: (String, String),
    /// Files dropped on the page are imported.
    pub drop: Option<Drop>,
    /// In which its hours are told.
    pub words: Words,
}

/// What may be dropped.
#[derive(Debug, Clone)]
pub struct Drop {
    /// Bytes at once.
    pub limit: usize,
    /// The same in megabytes, to be said.
    pub megabytes: String,
    /// Files at once.
    pub files: usize,
}

/// href, key, letter, place. Parts follow their section.
const SECTIONS: [(&str, &str, &str, Place); 22] = [
    ("/", "nav-today", "t", Place::Plain),
    ("/accounts", "nav-accounts", "d", Place::Plain),
    ("/tasks", "nav-tasks", "f", Place::Plain),
    ("/disputes", "nav-disputes", "x", Place::Plain),
    ("/approvals", "nav-approvals", "a", Place::Plain),
    ("/plans", "nav-plans", "h", Place::Plain),
    ("/credit", "nav-credit", "u", Place::Plain),
    ("/cases", "nav-cases", "j", Place::Plain),
    ("/guard", "nav-guard", "o", Place::Part),
    ("/titles", "titles-title", "y", Place::Part),
    ("/insolvency", "nav-insolvency", "v", Place::Part),
    ("/companies", "nav-companies", "w", Place::Part),
    ("/letters", "nav-letters", "l", Place::Plain),
    ("/outbox", "nav-outbox", "e", Place::Plain),
    ("/strategies", "nav-strategies", "p", Place::Plain),
    ("/imports", "nav-imports", "i", Place::Plain),
    ("/aging", "nav-aging", "b", Place::Plain),
    ("/indicators", "nav-indicators", "n", Place::Plain),
    ("/diagnosis", "nav-diagnosis", "s", Place::Plain),
    ("/calculators", "nav-calculators", "k", Place::Plain),
    ("/creditors", "nav-creditors", "c", Place::Apart),
    ("/settings", "nav-settings", "r", Place::Plain),
];

/// The rail on a page of `section`: parts are folded elsewhere, and what waits in them counts for the whole.
fn rail(visitor: &Visitor, section: &str) -> Vec<Entry> {
    let words = visitor.words();
    let families = SECTIONS.chunk_by(|_, next| next.3 == Place::Part);
    let family = |family: &[(&'static str, &'static str, &'static str, Place)]| {
        let inside = family.iter().any(|(_, key, ..)| *key == section);
        let entries = family.iter().enumerate().map(|(at, (href, key, letter, place))| {
            let folds = at == 0 && !inside;
            let n =
                if folds { family.iter().map(|(_, key, ..)| waits(visitor, key)).sum() } else { waits(visitor, key) };
            Entry {
                href,
                label: words.t(key),
                here: *key == section,
                place: if at > 0 && !inside { Place::Folded } else { *place },
                letter,
                count: if n == 0 { String::new() } else { figures::count(n, visitor.lang) },
                waits: if n == 0 { String::new() } else { words.n("nav-waits", n, &[]) },
            }
        });
        entries.collect::<Vec<_>>()
    };
    if visitor.may(Permission::Read) { families.flat_map(family).collect() } else { Vec::new() }
}

impl Frame {
    /// The frame of a page of `section` (a key such as `nav-today`, or nothing).
    pub fn new(visitor: &Visitor, section: &str, title: &str) -> Self {
        let words = visitor.words();
        let (code, name) = match visitor.lang {
            Lang::Fr => ("en", "English"),
            Lang::En => ("fr", "Français"),
        };
        Self {
            lang: visitor.lang.slug(),
            title: title.to_owned(),
            // Who must first have a code finds nothing else to open.
            rail: if visitor.signed.as_ref().is_some_and(|s| s.must_enrol) {
                Vec::new()
            } else {
                rail(visitor, section)
            },
            person: visitor.signed.as_ref().map(|s| s.name.clone()).unwrap_or_default(),
            fresh: String::new(),
            refresh: 0,
            search: String::new(),
            css: assets::url("quittance.css"),
            js: assets::url("quittance.js"),
            htmx: assets::url("htmx.min.js"),
            icon: assets::url("icon.svg"),
            other: (code, name, in_language(&visitor.asked, code)),
            done: done(visitor, words),
            undo: undo(visitor),
            confirm: confirm(visitor, words),
            drop: visitor.may(Permission::Import).then(|| Drop {
                limit: visitor.upload_limit,
                megabytes: (visitor.upload_limit / (1024 * 1024)).to_string(),
                files: FILES,
            }),
            words,
        }
    }

    /// The frame of a page for someone signed in.
    pub fn of(visit: &Visit, section: &str, title: &str) -> Self {
        Self::new(&visit.visitor, section, title)
    }

    /// The same, stamped with the hour its figures were read.
    #[must_use]
    pub fn read_at(mut self, at: kernel::Timestamp) -> Self {
        self.fresh = self.words.hour(at);
        self
    }
}

/// What the query of this page says under a name.
fn said<'a>(visitor: &'a Visitor, name: &str) -> &'a str {
    let query = visitor.asked.split_once('?').map_or("", |(_, query)| query);
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).unwrap_or("")
}

/// What waits in a section.
fn waits(visitor: &Visitor, key: &str) -> u64 {
    let waiting = &visitor.waiting;
    match key {
        "nav-today" => waiting.today.unwrap_or(0),
        "nav-tasks" => waiting.tasks.unwrap_or(0),
        "nav-approvals" => waiting.approvals,
        "nav-outbox" => waiting.outbox,
        "nav-imports" => waiting.imports,
        "nav-insolvency" => waiting.reviews,
        _ => 0,
    }
}

/// `?done=slug`: the page says that the act before it succeeded, on how many with `n=`.
fn done(visitor: &Visitor, words: Words) -> String {
    let (slug, n) = (said(visitor, "done"), said(visitor, "n").parse().unwrap_or(0));
    let key = format!("done-{slug}");
    match n {
        _ if !words.has(&key) => String::new(),
        0 => words.of("done", slug),
        n => words.n(&key, n, &[]),
    }
}

/// `?done=promised&undo=promise:ID`: what the act before can be taken back by.
fn undo(visitor: &Visitor) -> Option<(String, String)> {
    let what: Undo = said(visitor, "undo").replace("%3A", ":").parse().ok()?;
    (!said(visitor, "done").is_empty()).then(|| (what.to_string(), unsaid(&visitor.asked, "")))
}

/// `?done=task&confirm=ID`: where a promise is confirmed by mail; `&inform=ID`, where the customer is told of a
/// dispute.
fn confirm(visitor: &Visitor, words: Words) -> (String, String) {
    let back = unsaid(&visitor.asked, "");
    if let Ok(id) = said(visitor, "confirm").parse::<PromiseId>() {
        return (link(&format!("/promises/{id}/confirm"), &[("back", &back)]), words.t("toast-confirm"));
    }
    let dispute = said(visitor, "inform").parse::<DisputeId>().ok().filter(|_| visitor.may(Permission::EditAccount));
    dispute.map_or_else(Default::default, |id| {
        (link(&format!("/disputes/{id}/inform"), &[("back", &back)]), words.t("toast-inform"))
    })
}

/// This page without what it says once, nor what begins with `but`.
fn unsaid(asked: &str, but: &str) -> String {
    const ONCE: [&str; 5] = ["done=", "n=", "undo=", "confirm=", "inform="];
    let (path, query) = asked.split_once('?').unwrap_or((asked, ""));
    let gone =
        |pair: &str| ONCE.iter().any(|name| pair.starts_with(name)) || (!but.is_empty() && pair.starts_with(but));
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !gone(pair)).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

/// This page in another language.
pub fn in_language(asked: &str, code: &str) -> String {
    let page = unsaid(asked, "lang=");
    let join = if page.contains('?') { '&' } else { '?' };
    format!("{page}{join}lang={code}")
}

/// Writes a template.
///
/// # Errors
/// [`Failure::Broken`].
pub fn html(page: &impl Template) -> Result<Response, Failure> {
    Ok(Html(page.render()?).into_response())
}

/// A link of a pager or a filter: the path and its query, empty values left out.
pub fn link(path: &str, pairs: &[(&str, &str)]) -> String {
    let query: Vec<String> =
        pairs.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={}", escape_query(v))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}
