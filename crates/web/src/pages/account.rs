//! The file of one account: one screen.

use app::Permission;
use app::accounts::{AccountFile, EntryId, FileItem};
use app::reports::ReportFormat;
use app::writing::{AskAnswer, MessageOrder};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use documents::{Cell, Column, ColumnKind, Table};
use kernel::{Date, Period};
use ledger::{AccountId, DebtorKind};
use serde::Deserialize;

use super::account_acts::currency_of;
use super::account_ask::{self, Ask};
use super::account_chase::{self as chase, Chase};
use super::account_view::{self as view, ItemRow, MatchRow, Person, TotalsView};
use super::exports::attachment;
use super::pane;
use super::timeline::{Fact, facts};
use crate::figures::{self, Amount};
use crate::forms::{self, Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Facts of the thread that the page shows, and those of a page of older ones.
const SHOWN: usize = 30;
const FACTS: u32 = 50;

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    w: Words,
    frame: Frame,
    id: String,
    name: String,
    number: String,
    kind: String,
    kind_supposed: bool,
    creditor: String,
    creditor_code: String,
    siren: String,
    address: String,
    people: Vec<Person>,
    paused: String,
    payer: Option<(String, String)>,
    totals: Vec<TotalsView>,
    items: Vec<ItemRow>,
    settled: Vec<ItemRow>,
    matches: Vec<MatchRow>,
    ask: Ask,
    next: Vec<String>,
    strategy: String,
    pace: String,
    lane: Lane,
    facts: Vec<Fact>,
    older: String,
    siblings: Vec<String>,
    may_edit: bool,
    may_allocate: bool,
    typed: Typed,
    open: String,
    chase: Chase,
    inferred: Vec<(String, String)>,
    debits: Vec<(String, String)>,
    credits: Vec<(String, String)>,
}

/// The judicial lane: what is engaged, and when the first right is lost.
struct Lane {
    text: String,
    source: String,
    over: bool,
}

/// Older facts, under those of the page.
#[derive(Template)]
#[template(path = "thread_part.html")]
struct ThreadPart {
    w: Words,
    facts: Vec<Fact>,
    older: String,
}

#[derive(Template)]
#[template(path = "account_ask.html")]
struct AskPart {
    w: Words,
    ask: Ask,
}

/// Which pieces are ticked: `item=…` repeated; the late ones and the credits when the query names none.
#[derive(Debug, Clone, Default)]
pub struct Chosen(Option<Vec<String>>);

impl Chosen {
    pub fn of(query: Option<&str>) -> Self {
        let query = query.unwrap_or("");
        let items: Vec<String> = query.split('&').filter_map(|p| p.strip_prefix("item=")).map(str::to_owned).collect();
        Self(if items.is_empty() && !query.contains("choose=1") { None } else { Some(items) })
    }

    /// The same as a message is asked for.
    pub fn order(&self) -> Result<MessageOrder, Failure> {
        let items = self.0.as_ref().map(|items| items.iter().map(|id| reference(id)).collect::<Result<_, _>>());
        Ok(MessageOrder { items: items.transpose()?, ..MessageOrder::default() })
    }

    fn holds(&self, line: &FileItem) -> bool {
        match &self.0 {
            None => line.late_days > 0 || line.open.minor() < 0,
            Some(items) => items.contains(&line.item.id.to_string()),
        }
    }
}

async fn read(site: &Site, visit: &Visit, id: &str) -> Result<(AccountFile, Date), Failure> {
    let (actor, id) = (visit.actor.clone(), reference::<AccountId>(id)?);
    site.ask(move |desk| Ok((desk.account_file(&actor, id)?, desk.today()))).await
}

/// The page, with what was typed in one of its forms and what is wrong with it.
pub async fn show(
    site: &Site,
    visit: &Visit,
    id: &str,
    chosen: &Chosen,
    typed: Typed,
    open: &str,
) -> Result<Response, Failure> {
    let (file, today) = read(site, visit, id).await?;
    let (actor, order) = (visit.actor.clone(), chosen.order()?);
    let read = site.ask(move |desk| {
        let (around, asked) = (chase::read(desk, &actor, &file)?, desk.ask(&actor, file.account.id, &order)?);
        Ok((file, around, asked))
    });
    let (file, around, asked) = read.await?;
    let page = build(visit, (&file, around, &asked), today, chosen, typed, open);
    let mut response = html(&page)?;
    if page.typed.is_wrong() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn build(
    visit: &Visit,
    (file, around, asked): (&AccountFile, chase::Read, &AskAnswer),
    today: Date,
    chosen: &Chosen,
    typed: Typed,
    open: &str,
) -> AccountPage {
    let w = visit.words();
    let holds = |line: &FileItem| chosen.holds(line);
    let never = |_: &FileItem| false;
    let items = view::rows(&file.items, &holds, today, w);
    let option = |line: &FileItem| {
        let number =
            if line.item.number.is_empty() { w.of("item", line.item.kind.slug()) } else { line.item.number.clone() };
        (line.item.id.to_string(), format!("{number} · {}", figures::money(line.open, w.lang)))
    };
    let debtor = &file.debtor;
    let town = format!("{} {}", debtor.address.postcode, debtor.address.city);
    let address = [debtor.address.street.as_str(), town.trim()]
        .into_iter()
        .filter(|p| !p.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let currency = file.totals.first().map_or(file.creditor.currency, |t| t.currency);
    let debits: Vec<(String, String)> = file.items.iter().filter(|l| l.open.minor() > 0).map(option).collect();
    let chase = chase::chase(around, today, w);
    AccountPage {
        w,
        frame: Frame::of(visit, "nav-accounts", &debtor.name).read_at(file.read_at),
        id: file.account.id.to_string(),
        name: debtor.name.clone(),
        number: file.account.number.clone(),
        kind: w.of("kind", debtor.kind.slug()),
        kind_supposed: !debtor.kind_confirmed,
        creditor: file.creditor.name.clone(),
        creditor_code: file.creditor.code.clone(),
        siren: debtor.siren.as_ref().map(kernel::Siren::grouped).unwrap_or_default(),
        address,
        people: view::people(file, w),
        paused: view::paused(file, today, w),
        payer: file.payer.as_ref().map(|p| {
            let text = w.with("account-paid-by", &[("name", p.name.as_str()), ("number", &p.number)]);
            (format!("/accounts/{}", p.id), text)
        }),
        totals: view::totals(&file.totals, w),
        settled: view::rows(&file.settled, &never, today, w),
        matches: view::matches(file, today, w),
        ask: account_ask::view(asked, today, w),
        next: view::next(file, today, w),
        strategy: strategy_of(file, &chase),
        pace: file.pace.map_or_else(String::new, |pace| w.t1("account-pace", "days", pace.days)),
        lane: lane(file, today, w),
        facts: facts(&file.timeline[..file.timeline.len().min(SHOWN)], currency, today, w),
        older: file
            .timeline
            .get(SHOWN - 1)
            .filter(|_| file.timeline.len() > SHOWN)
            .map_or_else(String::new, |last| format!("/accounts/{}/thread?before={}", file.account.id, last.id)),
        siblings: file.siblings.iter().map(ToString::to_string).collect(),
        may_edit: visit.visitor.may(Permission::EditAccount),
        may_allocate: visit.visitor.may(Permission::Allocate),
        typed: if open == "choices" { typed } else { chase.typed(typed) },
        open: open.to_owned(),
        chase,
        inferred: file.items.iter().filter(|l| l.item.due_inferred && l.open.minor() > 0).map(option).collect(),
        debits,
        credits: file.items.iter().filter(|l| l.open.minor() < 0).map(option).collect(),
        items,
    }
}

/// The strategy that the account follows, by its name.
fn strategy_of(file: &AccountFile, chase: &Chase) -> String {
    let slug = file.next.first().map_or("", |next| next.strategy.as_str());
    let known = chase.strategies.iter().find(|(known, _)| known == slug && !slug.is_empty());
    known.map_or_else(|| slug.to_owned(), |(_, name)| name.clone())
}

fn lane(file: &AccountFile, today: Date, w: Words) -> Lane {
    let Some(end) = &file.limitation else {
        return Lane { text: String::new(), source: String::new(), over: false };
    };
    let key = if end.expired { "judicial-over" } else { "judicial-limitation" };
    let (piece, on) = (end.item.as_str(), figures::day(end.expires, today, w.lang));
    Lane { text: w.with(key, &[("day", &on), ("piece", piece)]), source: end.article.clone(), over: end.expired }
}

/// Where a page of older facts starts.
#[derive(Debug, Default, Deserialize)]
pub struct Before {
    #[serde(default)]
    before: String,
}

/// `GET /accounts/{id}/thread`: older facts; a page of its own without JavaScript.
pub async fn thread(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Before>,
) -> Result<Response, Failure> {
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(&id)?, visit.words());
    let before: Option<EntryId> = super::after(&asked.before)?;
    let read = site.ask(move |desk| {
        let (lines, next) = desk.account_timeline(&actor, account, (before, FACTS))?;
        let currency = currency_of(desk, &actor, account, None)?;
        Ok((lines, next, currency, desk.account_names(&actor, account)?, desk.today()))
    });
    let (lines, next, currency, (number, debtor), today) = read.await?;
    let older = next.map_or_else(String::new, |next| format!("/accounts/{id}/thread?before={next}"));
    let part = ThreadPart { w, facts: facts(&lines, currency, today, w), older };
    pane::answer(&visit, &w.t1("thread-of", "name", debtor), (format!("/accounts/{id}"), number), &part, false)
}

/// `GET /accounts/{id}`.
pub async fn page(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    axum::extract::RawQuery(query): axum::extract::RawQuery,
) -> Result<Response, Failure> {
    let asked = query.as_deref().unwrap_or("");
    let due = asked.split('&').find_map(|p| p.strip_prefix("due=")).unwrap_or("");
    let open = if due.is_empty() { "" } else { "due" };
    let typed = Typed::default().with("item", due);
    show(&site, &visit, &id, &Chosen::of(query.as_deref()), typed, open).await
}

/// `GET /accounts/{id}/ask`: the part of the page that says what the ticked pieces come to.
pub async fn ask(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    axum::extract::RawQuery(query): axum::extract::RawQuery,
) -> Result<Response, Failure> {
    let chosen = Chosen::of(query.as_deref());
    if !visit.visitor.fragment {
        return show(&site, &visit, &id, &chosen, Typed::default(), "").await;
    }
    let (actor, account, order) = (visit.actor.clone(), reference::<AccountId>(&id)?, chosen.order()?);
    let (asked, today) = site.ask(move |desk| Ok((desk.ask(&actor, account, &order)?, desk.today()))).await?;
    let w = visit.words();
    html(&AskPart { w, ask: account_ask::view(&asked, today, w) })
}

struct StatementRow {
    day: String,
    number: String,
    kind: String,
    due: String,
    amount: Amount,
    balance: Amount,
}

struct StatementView {
    currency: String,
    opening: Amount,
    closing: Amount,
    rows: Vec<StatementRow>,
}

#[derive(Template)]
#[template(path = "statement.html")]
struct StatementPage {
    w: Words,
    frame: Frame,
    id: String,
    name: String,
    from: Date,
    until: Date,
    statements: Vec<StatementView>,
    exports: Vec<(&'static str, String)>,
}

/// The period of a statement.
#[derive(Debug, Default, Deserialize)]
pub struct Span {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    format: String,
}

/// `GET /accounts/{id}/statement`: the current and the last calendar year unless asked otherwise.
pub async fn statement(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(span): Query<Span>,
) -> Result<Response, Failure> {
    let (file, today) = read(&site, &visit, &id).await?;
    let w = visit.words();
    let january = Date::new(today.year() - 1, 1, 1).unwrap_or(today);
    let (from, until) =
        (forms::date_asked(&span.from)?.unwrap_or(january), forms::date_asked(&span.until)?.unwrap_or(today));
    let (actor, account) = (visit.actor.clone(), file.account.id);
    if span.format == "pdf" {
        let period = Period { from, until };
        let paper = site.ask(move |desk| desk.statement_file(&actor, account, period, ReportFormat::Pdf));
        return Ok(attachment(paper.await?));
    }
    let found = site.ask(move |desk| desk.statement(&actor, account, Period { from, until })).await?;
    if !span.format.is_empty() {
        let stem = format!("{}-{}-{until}", w.lang.pick("releve", "statement"), file.account.number);
        let format = ReportFormat::parse(&span.format)?;
        return Ok(attachment(format.tables(&stem, &[statement_table(&found, w)], until)?));
    }
    let statements = found.iter().map(|s| statement_view(s, today, w)).collect();
    let link = |f: &str| format!("/accounts/{id}/statement?from={from}&until={until}&format={f}");
    html(&StatementPage {
        w,
        frame: Frame::of(&visit, "nav-accounts", &w.t1("statement-title", "name", &file.debtor.name))
            .read_at(file.read_at),
        id: id.clone(),
        name: file.debtor.name,
        from,
        until,
        statements,
        exports: ["pdf", "xlsx", "csv"].iter().map(|f| (*f, link(f))).collect(),
    })
}

fn statement_view(statement: &ledger::statement::Statement, today: Date, w: Words) -> StatementView {
    let rows = statement.lines.iter().map(|line| StatementRow {
        day: figures::day(line.item.entry_on, today, w.lang),
        number: line.item.number.clone(),
        kind: w.of("item", line.item.kind.slug()),
        due: if line.item.amount.minor() > 0 { figures::day(line.item.due_on, today, w.lang) } else { String::new() },
        amount: Amount::new(line.item.amount, w.lang),
        balance: Amount::new(line.balance, w.lang),
    });
    StatementView {
        currency: statement.currency.to_string(),
        opening: Amount::new(statement.opening, w.lang),
        closing: Amount::new(statement.closing, w.lang),
        rows: rows.collect(),
    }
}

fn statement_table(statements: &[ledger::statement::Statement], w: Words) -> Table {
    let columns = [
        ("date", ColumnKind::Date),
        ("piece", ColumnKind::Text),
        ("kind", ColumnKind::Text),
        ("due", ColumnKind::Date),
        ("currency", ColumnKind::Text),
        ("amount", ColumnKind::Money),
        ("balance", ColumnKind::Money),
        ("open", ColumnKind::Money),
    ];
    let rows = statements.iter().flat_map(|s| {
        s.lines.iter().map(|line| {
            vec![
                Cell::from(line.item.entry_on),
                Cell::from(line.item.number.as_str()),
                Cell::from(w.of("item", line.item.kind.slug())),
                Cell::from(line.item.due_on),
                Cell::from(s.currency.code()),
                Cell::from(line.item.amount),
                Cell::from(line.balance),
                Cell::from(line.open),
            ]
        })
    });
    Table {
        title: w.t("statement"),
        columns: columns.iter().map(|(key, kind)| Column::new(w.of("column", key), *kind)).collect(),
        rows: rows.collect(),
    }
}

/// The kinds of debtor as options of a form.
pub fn kind_options(w: Words) -> Vec<(&'static str, String)> {
    DebtorKind::ALL.iter().map(|k| (k.slug(), w.of("kind", k.slug()))).collect()
}
