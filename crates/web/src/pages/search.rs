//! « Recherche »: accounts, pieces and contacts, in the list under the field and on a page of their own.

use app::search::{AccountHit, ContactHit, FoundAccount, Group, ItemHit, SearchAnswer, SearchQuery};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Date, Money};
use ledger::ItemKind;
use ledger::search::Reason;
use serde::Deserialize;

use crate::figures::{self, Amount, day};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Results of each kind on the page.
const PAGE: usize = 50;
/// Results of each kind under the field: they fit a small screen.
const LISTED: usize = 5;
/// Letters after which the list under the field opens: fewer find everybody.
const LEAST: usize = 2;
/// Letters of the query that are said back.
const SAID: usize = 60;

/// A run of a text, marked or not.
pub struct Part {
    pub text: String,
    pub marked: bool,
}

/// The text in runs, with what was looked for marked.
fn parts(text: &str, keys: &[String]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    let mut push = |text: &str, marked| {
        if !text.is_empty() {
            parts.push(Part { text: text.to_owned(), marked });
        }
    };
    for mark in kernel::marks(text, keys) {
        push(text.get(at..mark.start).unwrap_or_default(), false);
        push(text.get(mark.clone()).unwrap_or_default(), true);
        at = mark.end;
    }
    push(text.get(at..).unwrap_or_default(), false);
    parts
}

/// One result.
pub struct Row {
    pub href: String,
    pub name: Vec<Part>,
    pub code: Vec<Part>,
    /// The piece, the contact or the SIREN that was found.
    pub what: Vec<Part>,
    /// What else there is to know of it.
    pub about: String,
    /// Why it is here.
    pub why: String,
    pub owed: Amount,
    /// The amount shown is what was looked for.
    pub exact: bool,
    /// Nothing is open.
    pub settled: bool,
}

/// The results of one kind.
pub struct Kind {
    pub slug: &'static str,
    pub title: String,
    pub count: String,
    pub rows: Vec<Row>,
}

/// What a row is made with.
struct Telling<'t> {
    w: Words,
    keys: &'t [String],
    today: Date,
}

impl Telling<'_> {
    fn row(&self, account: &FoundAccount, reason: Reason) -> Row {
        Row {
            href: format!("/accounts/{}", account.id),
            name: parts(&account.name, self.keys),
            code: parts(&account.number, self.keys),
            what: Vec::new(),
            about: String::new(),
            why: self.w.of("found-by", reason.slug()),
            owed: Amount::new(account.total, self.w.lang),
            exact: false,
            settled: false,
        }
    }

    fn account(&self, hit: &AccountHit) -> Row {
        let FoundAccount { total, overdue, siren, .. } = &hit.account;
        let row = self.row(&hit.account, hit.reason);
        let about = if overdue.minor() > 0 {
            self.w.t1("found-overdue", "amount", figures::money(*overdue, self.w.lang))
        } else if total.is_zero() {
            self.w.t("found-nothing-open")
        } else {
            String::new()
        };
        let what = siren.as_deref().filter(|_| hit.reason == Reason::Siren).unwrap_or_default();
        Row { what: parts(what, self.keys), about, settled: total.is_zero(), ..row }
    }

    fn item(&self, hit: &ItemHit) -> Row {
        let row = self.row(&hit.account, hit.reason);
        let settled = hit.open.is_zero();
        let kind = self.w.of("item", hit.kind.slug());
        let number = if hit.number.trim().is_empty() { &kind } else { &hit.number };
        let mut about = Vec::new();
        if hit.kind != ItemKind::Invoice && *number != kind {
            about.push(kind.clone());
        }
        if settled {
            about.push(self.w.t("found-settled"));
        } else if hit.open.minor() > 0 {
            about.push(self.w.t1("found-due", "day", day(hit.due, self.today, self.w.lang)));
        }
        let shown = |money: Money| figures::money(money, self.w.lang);
        if !settled && hit.open != hit.amount {
            about.push(self.w.t1("item-of", "amount", shown(hit.amount)));
        }
        Row {
            href: format!("/accounts/{}#piece-{}", hit.account.id, hit.id),
            what: parts(number, self.keys),
            about: about.join(" · "),
            owed: Amount::new(if settled { hit.amount } else { hit.open }, self.w.lang),
            exact: hit.reason == Reason::OpenAmount,
            settled,
            ..row
        }
    }

    fn contact(&self, hit: &ContactHit) -> Row {
        let row = self.row(&hit.account, hit.reason);
        let (what, about) = match hit.reason {
            Reason::Email => (&hit.email, &hit.name),
            Reason::Phone => (&hit.phone, &hit.name),
            _ => (&hit.name, if hit.email.is_empty() { &hit.phone } else { &hit.email }),
        };
        Row { what: parts(what, self.keys), about: about.clone(), ..row }
    }
}

fn kind<T>(slug: &'static str, group: &Group<T>, w: Words, row: impl Fn(&T) -> Row) -> Option<Kind> {
    let count = figures::count(group.total as u64, w.lang);
    let count = if group.more { w.t1("found-more", "count", count) } else { count };
    let rows: Vec<Row> = group.hits.iter().map(row).collect();
    (!rows.is_empty()).then(|| Kind { slug, title: w.of("found", slug), count, rows })
}

fn kinds(answer: &SearchAnswer, today: Date, w: Words) -> Vec<Kind> {
    let telling = Telling { w, keys: &answer.keys, today };
    let accounts = kind("accounts", &answer.accounts, w, |hit| telling.account(hit));
    let items = kind("items", &answer.items, w, |hit| telling.item(hit));
    let contacts = kind("contacts", &answer.contacts, w, |hit| telling.contact(hit));
    // Who types a number or an amount wants its piece before accounts that merely have it in their code.
    let pieces_first = answer.accounts.hits.first().is_none_or(|hit| hit.reason == Reason::Owed);
    let order = if pieces_first { [items, accounts, contacts] } else { [accounts, items, contacts] };
    order.into_iter().flatten().collect()
}

/// What is asked.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage {
    w: Words,
    frame: Frame,
    said: String,
    found: String,
    kinds: Vec<Kind>,
    accounts: String,
}

#[derive(Template)]
#[template(path = "search_found.html")]
struct Listed {
    w: Words,
    said: String,
    found: String,
    kinds: Vec<Kind>,
    all: String,
}

/// `GET /search`: a search with one answer goes straight to it.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w, fragment) = (visit.actor.clone(), visit.words(), visit.visitor.fragment);
    let text = asked.q.trim().to_owned();
    if fragment && text.chars().count() < LEAST {
        return Ok(().into_response());
    }
    let limit = if fragment { LISTED } else { PAGE };
    let query = SearchQuery { text: text.clone(), creditor: None, limit };
    let (answer, today, now) =
        site.ask(move |desk| Ok((desk.search(&actor, &query)?, desk.today(), desk.now()))).await?;
    let said: String = text.chars().take(SAID).collect();
    let kinds = kinds(&answer, today, w);
    let total = answer.accounts.total + answer.items.total + answer.contacts.total;
    let found = w.n("found-results", total as u64, &[]);
    if fragment {
        return html(&Listed { w, said, found, kinds, all: link("/search", &[("q", &text)]) });
    }
    if let ([Kind { rows, .. }], 1) = (kinds.as_slice(), total)
        && let Some(only) = rows.first()
    {
        return Ok(Redirect::to(&only.href).into_response());
    }
    let mut frame = Frame::of(&visit, "", &w.t("search-title")).read_at(now);
    frame.search.clone_from(&text);
    let accounts = if answer.accounts.total > answer.accounts.hits.len() {
        link("/accounts", &[("q", &text)])
    } else {
        String::new()
    };
    html(&SearchPage { w, frame, said, found, kinds, accounts })
}
