//! What is behind an indicator: accounts, sales, pieces set aside, promises, files that ended, page by page.

use app::blocks::BlockReason;
use app::indicators::{FileBasis, FileLine, FilesQuery, IndicatorQuery, PromisesQuery, SalesQuery};
use app::promises::PromiseState;
use app::reports::ReportFormat;
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use kernel::{Currency, Date};
use serde::Deserialize;

use super::after;
use super::exports::attachment;
use super::indicators::{Asked, creditor_of, decimal, percent};
use crate::api::indicators::{currency as currency_asked, order as order_asked};
use crate::figures;
use crate::forms;
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Lines of one page.
const PAGE: usize = 100;

/// Which list, and from where on.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Place {
    #[serde(default)]
    as_of: String,
    #[serde(default)]
    creditor: String,
    #[serde(default)]
    months: String,
    #[serde(default)]
    currency: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    order: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    procedure: String,
    #[serde(default)]
    format: String,
    #[serde(default)]
    after: String,
}

impl Place {
    fn asked(&self) -> Asked {
        Asked {
            as_of: self.as_of.clone(),
            creditor: self.creditor.clone(),
            months: self.months.clone(),
            currency: self.currency.clone(),
            ..Asked::default()
        }
    }

    /// The same list with other values.
    fn link(&self, path: &str, change: &[(&str, &str)]) -> String {
        let own = [
            ("from", self.from.as_str()),
            ("until", &self.until),
            ("order", &self.order),
            ("reason", &self.reason),
            ("state", &self.state),
            ("basis", &self.basis),
            ("procedure", &self.procedure),
        ];
        let kept = own.iter().filter(|(key, value)| !value.is_empty() && !change.iter().any(|(k, _)| k == key));
        let all: Vec<(&str, &str)> = kept.copied().chain(change.iter().copied()).collect();
        self.asked().link(path, &all)
    }

    fn currency(&self) -> Result<Currency, Failure> {
        Ok(currency_asked(&self.currency)?.unwrap_or(Currency::EUR))
    }

    fn query(&self) -> Result<IndicatorQuery, Failure> {
        self.asked().query()
    }

    /// The files asked for, in the currency of the list.
    fn files(&self) -> Result<FilesQuery, Failure> {
        let known = |slug: &str| FileBasis::parse(slug).ok_or_else(|| Failure::unknown(slug));
        let basis = if self.basis.is_empty() { FileBasis::Ended } else { known(&self.basis)? };
        let procedure = Some(self.procedure.clone()).filter(|name| !name.is_empty());
        Ok(FilesQuery { of: self.query()?, currency: Some(self.currency()?), procedure, basis })
    }
}

/// One cell of a list.
struct Cell {
    text: String,
    href: String,
    amount: bool,
}

fn text(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), href: String::new(), amount: false }
}

fn amount(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), href: String::new(), amount: true }
}

fn account(name: &str, id: impl std::fmt::Display) -> Cell {
    Cell { text: name.to_owned(), href: format!("/accounts/{id}"), amount: false }
}

#[derive(Template)]
#[template(path = "behind.html")]
struct Behind {
    w: Words,
    frame: Frame,
    title: String,
    sub: String,
    back: String,
    exports: Vec<(&'static str, String)>,
    choices: Vec<(String, String, bool)>,
    headers: Vec<(String, bool)>,
    rows: Vec<Vec<Cell>>,
    first: String,
    next: String,
}

impl Behind {
    fn of(visit: &Visit, place: &Place, title: String, headers: &[(&str, bool)]) -> Self {
        let w = visit.words();
        Self {
            w,
            frame: Frame::of(visit, "nav-indicators", &title),
            title,
            sub: String::new(),
            back: place.asked().link("/indicators", &[]),
            exports: Vec::new(),
            choices: Vec::new(),
            headers: headers.iter().map(|(key, amount)| (w.t(key), *amount)).collect(),
            rows: Vec::new(),
            first: String::new(),
            next: String::new(),
        }
    }
}

fn money(text: &str, currency: Currency, w: Words) -> String {
    figures::money(figures::decimal(text, currency), w.lang)
}

/// `GET /indicators/delays`: the accounts with late pieces.
pub async fn delays(State(site): State<Site>, visit: Visit, Query(place): Query<Place>) -> Result<Response, Failure> {
    let (actor, w, currency) = (visit.actor.clone(), visit.words(), place.currency()?);
    let (mut query, order, code) = (place.query()?, order_asked(&place.order)?, place.creditor.clone());
    let from = place.after.clone();
    let page = site.ask(move |desk| {
        query.creditor = creditor_of(&desk.creditors(&actor)?, &code)?.map(|c| c.id);
        desk.delays(&actor, &query, (currency, order), (!from.is_empty()).then_some(from.as_str()), PAGE)
    });
    let page = page.await?;
    let headers = [
        ("debtor", false),
        ("code", false),
        ("indicators-late", true),
        ("indicators-items", true),
        ("oldest", true),
        ("indicators-average", true),
        ("indicators-share", true),
    ];
    let row = |d: &app::indicators::DelayLine| {
        vec![
            account(&d.debtor, d.account_id),
            text(&d.account),
            amount(money(&d.amount, currency, w)),
            amount(figures::count(d.items, w.lang)),
            amount(figures::late_days(i64::from(d.oldest_days), w)),
            amount(decimal(Some(&d.average_days), w.lang)),
            amount(percent(Some(&d.share), w.lang)),
        ]
    };
    let path = "/indicators/delays";
    let choice = |slug: &str| {
        let here = slug == order.slug();
        (place.link(path, &[("order", slug)]), w.of("delay-order", slug), here)
    };
    let mut list = Behind::of(&visit, &place, w.t("indicators-behind-delays"), &headers);
    list.sub = w.n("indicators-late-accounts", page.total, &[]);
    list.choices = ["weight", "longest"].map(choice).to_vec();
    list.rows = page.rows.iter().map(row).collect();
    list.next = page.next.map(|n| place.link(path, &[("after", &n.to_string())])).unwrap_or_default();
    list.first = if place.after.is_empty() { String::new() } else { place.link(path, &[]) };
    html(&list)
}

/// `GET /indicators/sales`: the invoices and credit notes of a period.
pub async fn sales(State(site): State<Site>, visit: Visit, Query(place): Query<Place>) -> Result<Response, Failure> {
    let (actor, w, currency) = (visit.actor.clone(), visit.words(), place.currency()?);
    let (from, until) = (forms::date_asked(&place.from)?, forms::date_asked(&place.until)?);
    let (code, next) = (place.creditor.clone(), place.after.clone());
    let read = site.ask(move |desk| {
        let creditor = creditor_of(&desk.creditors(&actor)?, &code)?.map(|c| c.id);
        let until = until.unwrap_or_else(|| desk.today());
        let from = from.unwrap_or_else(|| until.first_of_month());
        let query = SalesQuery { creditor, from, until, after: (!next.is_empty()).then_some(next) };
        Ok((desk.sales(&actor, &query, currency, PAGE)?, query, desk.today()))
    });
    let (page, query, today) = read.await?;
    let headers = [
        ("indicators-on", false),
        ("indicators-number", false),
        ("indicators-kind", false),
        ("debtor", false),
        ("code", false),
        ("indicators-due", false),
        ("indicators-amount", true),
    ];
    let day = |date: Date| figures::day(date, today, w.lang);
    let row = |s: &app::indicators::SaleLine| {
        vec![
            text(day(s.on)),
            text(&s.number),
            text(w.of("item", s.kind.slug())),
            account(&s.debtor, s.account_id),
            text(&s.account),
            text(day(s.due)),
            amount(money(&s.amount, currency, w)),
        ]
    };
    let path = "/indicators/sales";
    let span = [("from", day(query.from)), ("until", day(query.until)), ("total", money(&page.total, currency, w))];
    let span: Vec<(&str, &str)> = span.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let mut list = Behind::of(&visit, &place, w.t("indicators-behind-sales"), &headers);
    list.sub = w.with("indicators-sales-sub", &span);
    list.rows = page.rows.iter().map(row).collect();
    list.next = page.next.map(|n| place.link(path, &[("after", &n)])).unwrap_or_default();
    list.first = if place.after.is_empty() { String::new() } else { place.link(path, &[]) };
    html(&list)
}

/// `GET /indicators/blocked`: the pieces set aside on the day.
pub async fn blocked(State(site): State<Site>, visit: Visit, Query(place): Query<Place>) -> Result<Response, Failure> {
    let (actor, w, currency) = (visit.actor.clone(), visit.words(), place.currency()?);
    let known = |slug: &str| BlockReason::parse(slug).ok_or_else(|| Failure::unknown(slug));
    let reason = (!place.reason.is_empty()).then(|| known(&place.reason)).transpose()?;
    let (mut query, code, from) = (place.query()?, place.creditor.clone(), after(&place.after)?);
    let read = site.ask(move |desk| {
        query.creditor = creditor_of(&desk.creditors(&actor)?, &code)?.map(|c| c.id);
        Ok((desk.set_aside(&actor, &query, (currency, reason), from, PAGE)?, desk.today()))
    });
    let (page, today) = read.await?;
    let headers = [
        ("debtor", false),
        ("code", false),
        ("indicators-number", false),
        ("why", false),
        ("indicators-owner", false),
        ("from", false),
        ("until", false),
        ("indicators-amount", true),
    ];
    let day = |date: Date| figures::day(date, today, w.lang);
    let row = |b: &app::indicators::AsideLine| {
        vec![
            account(&b.debtor, b.account_id),
            text(&b.account),
            text(&b.item),
            text(w.of("block-reason", b.reason.slug())),
            text(&b.owner),
            text(day(b.since)),
            text(b.until.map(day).unwrap_or_default()),
            amount(money(&b.amount, currency, w)),
        ]
    };
    let path = "/indicators/blocked";
    let mut list = Behind::of(&visit, &place, w.t("indicators-behind-blocked"), &headers);
    let choice = |r: &BlockReason| {
        (place.link(path, &[("reason", r.slug())]), w.of("block-reason", r.slug()), reason == Some(*r))
    };
    list.choices.push((place.link(path, &[("reason", "")]), w.t("all"), reason.is_none()));
    list.choices.extend(BlockReason::ALL.iter().map(choice));
    list.rows = page.rows.iter().map(row).collect();
    list.next = page.next.map(|n| place.link(path, &[("after", &n.to_string())])).unwrap_or_default();
    list.first = if place.after.is_empty() { String::new() } else { place.link(path, &[]) };
    html(&list)
}

/// `GET /indicators/promises`: the promises of the period.
pub async fn promises(State(site): State<Site>, visit: Visit, Query(place): Query<Place>) -> Result<Response, Failure> {
    let (actor, w, currency) = (visit.actor.clone(), visit.words(), place.currency()?);
    let known = |slug: &str| PromiseState::parse(slug).ok_or_else(|| Failure::unknown(slug));
    let state = (!place.state.is_empty()).then(|| known(&place.state)).transpose()?;
    let (mut query, code, after) = (place.query()?, place.creditor.clone(), place.after.clone());
    let read = site.ask(move |desk| {
        query.creditor = creditor_of(&desk.creditors(&actor)?, &code)?.map(|c| c.id);
        let asked = PromisesQuery { of: query, currency, state };
        Ok((desk.promises_due(&actor, &asked, (!after.is_empty()).then_some(after.as_str()), PAGE)?, desk.today()))
    });
    let ((rows, next), today) = read.await?;
    let headers = [
        ("debtor", false),
        ("code", false),
        ("indicators-given", false),
        ("until", false),
        ("state", false),
        ("indicators-promised", true),
        ("indicators-paid", true),
    ];
    let day = |date: Date| figures::day(date, today, w.lang);
    let row = |p: &app::promises::PromiseLine| {
        vec![
            account(&p.debtor, p.account_id),
            text(&p.account),
            text(day(p.made)),
            text(day(p.until)),
            text(w.of("promise-state", p.state.slug())),
            amount(money(&p.amount, currency, w)),
            amount(money(&p.paid, currency, w)),
        ]
    };
    let path = "/indicators/promises";
    let mut list = Behind::of(&visit, &place, w.t("indicators-behind-promises"), &headers);
    let choice = |s: &PromiseState| {
        (place.link(path, &[("state", s.slug())]), w.of("promises-state", s.slug()), state == Some(*s))
    };
    list.choices.push((place.link(path, &[("state", "")]), w.t("all"), state.is_none()));
    list.choices.extend(PromiseState::ALL.iter().map(choice));
    list.rows = rows.iter().map(row).collect();
    list.next = next.map(|n| place.link(path, &[("after", &n)])).unwrap_or_default();
    list.first = if place.after.is_empty() { String::new() } else { place.link(path, &[]) };
    html(&list)
}

/// The columns of a list of files, by what it is behind: title, amount, and what a file says there.
type FileColumn = (&'static str, bool, fn(&FileLine, Words) -> String);

const AMICABLE: FileColumn =
    ("indicators-amicable", false, |f, w| w.t(if f.amicable { "indicators-yes" } else { "indicators-no" }));
const ENTRUSTED: FileColumn = ("indicators-entrusted", true, |f, w| money(&f.entrusted, f.currency, w));
const COLLECTED: FileColumn = ("indicators-collected", true, |f, w| money(&f.collected, f.currency, w));
const AMOUNT_DAYS: FileColumn = ("indicators-amount-days", true, |f, w| money(&f.amount_days, f.currency, w));
const WON: FileColumn = ("indicators-won", true, |f, w| figures::count(f.won, w.lang));
const DECIDED: FileColumn = ("indicators-decided", true, |f, w| figures::count(f.decided, w.lang));
const GRANTED: FileColumn = ("indicators-granted", true, |f, w| money(&f.granted, f.currency, w));
const ASKED: FileColumn = ("indicators-asked", true, |f, w| money(&f.asked, f.currency, w));
const COST: FileColumn = ("indicators-cost", true, |f, w| money(&f.cost, f.currency, w));

const fn file_columns(basis: FileBasis) -> &'static [FileColumn] {
    match basis {
        FileBasis::Ended => &[AMICABLE, ENTRUSTED],
        FileBasis::Collected => &[COLLECTED, AMOUNT_DAYS],
        FileBasis::Decided => &[WON, DECIDED, GRANTED, ASKED],
        FileBasis::Cases => &[COLLECTED, COST, ENTRUSTED],
    }
}

/// What a file is called, and where it is read.
fn file(line: &FileLine, w: Words) -> Cell {
    let Some(id) = line.case else { return text(&line.reference) };
    let name = if line.reference.is_empty() { w.t("indicators-case") } else { line.reference.clone() };
    Cell { text: name, href: format!("/cases/{id}"), amount: false }
}

/// `GET /indicators/files`: the late items that were paid and the cases that were closed.
pub async fn files(State(site): State<Site>, visit: Visit, Query(place): Query<Place>) -> Result<Response, Failure> {
    let (actor, w, mut query) = (visit.actor.clone(), visit.words(), place.files()?);
    let (basis, code, after) = (query.basis, place.creditor.clone(), place.after.clone());
    let read = site.ask(move |desk| {
        query.of.creditor = creditor_of(&desk.creditors(&actor)?, &code)?.map(|c| c.id);
        let after = (!after.is_empty()).then_some(after.as_str());
        Ok((desk.ended_files(&actor, &query, after, PAGE)?, desk.today()))
    });
    let (page, today) = read.await?;
    let columns = file_columns(basis);
    let mut headers = vec![
        ("indicators-ended-on", false),
        ("indicators-file", false),
        ("debtor", false),
        ("case-outcome", false),
        ("indicators-procedures", false),
    ];
    headers.extend(columns.iter().map(|(title, amount, _)| (*title, *amount)));
    let row = |f: &FileLine| {
        let procedures: Vec<&str> = f.procedures.iter().map(|words| words.pick(w.lang)).collect();
        let mut cells = vec![
            text(figures::day(f.ended, today, w.lang)),
            file(f, w),
            account(&f.debtor, f.account_id),
            text(f.outcome.map(|outcome| w.of("case-outcome", outcome.slug())).unwrap_or_default()),
            text(procedures.join(", ")),
        ];
        cells.extend(columns.iter().map(|(_, is_amount, say)| Cell { amount: *is_amount, ..text(say(f, w)) }));
        cells
    };
    let path = "/indicators/files";
    let mut list = Behind::of(&visit, &place, w.t("indicators-behind-files"), &headers);
    let count = w.n("indicators-files-count", page.total, &[]);
    let named = page.procedure.as_ref().map(|words| words.pick(w.lang).to_owned());
    list.sub = named.into_iter().chain([count]).collect::<Vec<_>>().join(" · ");
    let choice = |b: &FileBasis| (place.link(path, &[("basis", b.slug())]), w.of("file-basis", b.slug()), *b == basis);
    list.choices = FileBasis::ALL.iter().map(choice).collect();
    let export = |format: &&'static str| (*format, place.link("/indicators/files/export", &[("format", format)]));
    list.exports = ["xlsx", "csv"].iter().map(export).collect();
    list.rows = page.rows.iter().map(row).collect();
    list.next = page.next.map(|n| place.link(path, &[("after", &n)])).unwrap_or_default();
    list.first = if place.after.is_empty() { String::new() } else { place.link(path, &[]) };
    html(&list)
}

/// `GET /indicators/files/export`: the same files, with every number that the formulas take.
pub async fn files_export(
    State(site): State<Site>,
    visit: Visit,
    Query(place): Query<Place>,
) -> Result<Response, Failure> {
    let (format, lang, mut query) = (ReportFormat::parse(&place.format)?, visit.visitor.lang, place.files()?);
    let file = site.ask(move |desk| {
        query.of.creditor = creditor_of(&desk.creditors(&visit.actor)?, &place.creditor)?.map(|c| c.id);
        desk.files_report(&visit.actor, &query, format, lang)
    });
    Ok(attachment(file.await?))
}
