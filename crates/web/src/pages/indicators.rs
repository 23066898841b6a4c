//! The indicators: each figure with its rule and the way down to what is behind it, the pictures, the
//! lists.

use app::indicators::{
    CurrencyIndicators, DelayLine, FigureLine, FileBasis, Indicator, IndicatorAnswer, IndicatorQuery, MONTHS_USUAL,
    TradeGroup,
};
use app::reports::{ReportFormat, balance_chart, delay_chart};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use kernel::{Currency, Date, Money, Wording};
use ledger::Creditor;
use serde::Deserialize;

use super::exports::attachment;
use crate::api::indicators::currency as currency_asked;
use crate::figures::{self, Amount};
use crate::forms;
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::{Lang, Words};

/// What the page is asked, as typed.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub as_of: String,
    #[serde(default)]
    pub creditor: String,
    #[serde(default)]
    pub months: String,
    #[serde(default)]
    pub currency: String,
    #[serde(default)]
    pub format: String,
}

impl Asked {
    /// The question, the creditor left to be found by its code.
    pub fn query(&self) -> Result<IndicatorQuery, Failure> {
        let wrong = |_| Failure::refused("indicators-months-wrong", &[("text", &self.months)]);
        let months = (!self.months.is_empty()).then(|| self.months.parse::<u8>().map_err(wrong)).transpose()?;
        Ok(IndicatorQuery { as_of: forms::date_asked(&self.as_of)?, creditor: None, months })
    }

    /// The same question elsewhere, with other values.
    pub fn link(&self, path: &str, change: &[(&str, &str)]) -> String {
        let mut pairs = vec![
            ("as_of", self.as_of.as_str()),
            ("creditor", &self.creditor),
            ("months", &self.months),
            ("currency", &self.currency),
        ];
        for (key, value) in change {
            pairs.retain(|(k, _)| k != key);
            pairs.push((key, value));
        }
        link(path, &pairs)
    }
}

/// The creditor of a code; none for an empty one.
pub fn creditor_of<'c>(creditors: &'c [Creditor], code: &str) -> Result<Option<&'c Creditor>, app::DeskError> {
    if code.is_empty() {
        return Ok(None);
    }
    let found = creditors.iter().find(|c| c.code == code);
    found.map(Some).ok_or(app::DeskError::NotFound { what: "creditor", key: code.to_owned() })
}

struct Gauge {
    name: String,
    value: String,
    known: bool,
    computed: String,
    formula: String,
    href: String,
    behind: String,
}

struct Month {
    until: String,
    outstanding: String,
    overdue: String,
    rate: String,
    sales: String,
    sales_href: String,
    dso: String,
    best: String,
    count_back: String,
}

struct Late {
    id: String,
    name: String,
    number: String,
    amount: Amount,
    items: String,
    oldest: String,
    average: String,
    share: String,
}

struct Counted {
    name: String,
    amount: String,
    count: String,
    share: String,
    href: String,
}

struct Group {
    title: String,
    gauges: Vec<Gauge>,
}

/// The figures of the files of one creditor, or of the cases of one procedure.
struct Share {
    name: String,
    files: String,
    href: String,
    /// Each figure, and its two numbers.
    figures: Vec<(String, String)>,
}

/// Those of every creditor, or of every procedure.
struct Shares {
    title: String,
    first: String,
    rows: Vec<Share>,
}

#[derive(Template)]
#[template(path = "indicators.html")]
struct Indicators {
    w: Words,
    frame: Frame,
    title: String,
    fresh: String,
    import: Option<(String, String)>,
    as_of: Date,
    asked: Asked,
    lengths: Vec<(u8, String, bool)>,
    creditors: Vec<(String, String)>,
    currencies: Vec<(String, String, bool)>,
    exports: Vec<(&'static str, String)>,
    empty: bool,
    notes: Vec<String>,
    groups: Vec<Group>,
    shares: Vec<Shares>,
    share_names: Vec<String>,
    balance_title: String,
    balance_chart: Option<String>,
    delay_title: String,
    delay_chart: Option<String>,
    history: Vec<Month>,
    top: Vec<(String, String)>,
    top_href: String,
    delays: Vec<Late>,
    delays_more: String,
    delays_href: String,
    longest_href: String,
    blocked: Vec<Counted>,
    blocked_href: String,
    promises: Vec<Counted>,
    promises_href: String,
    period: String,
}

/// `GET /indicators`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let mut query = asked.query()?;
    let code = asked.creditor.clone();
    let read = site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?;
        query.creditor = creditor_of(&creditors, &code)?.map(|c| c.id);
        Ok((desk.indicators(&actor, &query)?, creditors, desk.today()))
    });
    let (answer, creditors, today) = read.await?;
    let wanted = currency_asked(&asked.currency)?;
    let shown = answer.currencies.iter().find(|b| wanted.is_none_or(|c| b.currency == c));
    html(&view(&visit, w, &answer, shown, creditors, today, asked))
}

fn view(
    visit: &Visit,
    w: Words,
    answer: &IndicatorAnswer,
    block: Option<&CurrencyIndicators>,
    creditors: Vec<Creditor>,
    today: Date,
    asked: Asked,
) -> Indicators {
    let said = |both: &Wording| both.pick(w.lang).to_owned();
    let import = answer.last_import.as_ref().map(|i| {
        let words = w.with("indicators-import", &[("file", &i.source), ("day", &figures::day(i.as_of, today, w.lang))]);
        (format!("/imports/{}", i.id), words)
    });
    let tab = |b: &CurrencyIndicators| {
        let code = b.currency.to_string();
        let here = block.is_some_and(|shown| shown.currency == b.currency);
        (asked.link("/indicators", &[("currency", &code)]), code, here)
    };
    let several = answer.currencies.len() > 1;
    let lengths = [1, MONTHS_USUAL, 6, 12];
    let length = |n: u8| (n, w.n("indicators-length", u64::from(n), &[]), n == answer.months);
    let day = |date: Date| figures::day(date, today, w.lang);
    Indicators {
        w,
        frame: Frame::of(visit, "nav-indicators", &w.t("nav-indicators")).read_at(answer.read_at),
        title: w.t1("indicators-title", "day", figures::weekday_day(answer.as_of, today, w.lang)),
        fresh: w.t1("indicators-read", "hour", w.hour(answer.read_at)),
        import,
        as_of: answer.as_of,
        lengths: lengths.map(length).to_vec(),
        creditors: if creditors.len() > 1 {
            creditors.into_iter().map(|c| (c.code, c.name)).collect()
        } else {
            Vec::new()
        },
        currencies: if several { answer.currencies.iter().map(tab).collect() } else { Vec::new() },
        exports: ["xlsx", "pdf", "csv"]
            .iter()
            .map(|f| (*f, asked.link("/indicators/export", &[("format", f), ("currency", "")])))
            .collect(),
        empty: block.is_none(),
        notes: block.map_or_else(Vec::new, |b| b.notes.iter().map(said).collect()),
        groups: block.map_or_else(Vec::new, |b| groups(b, answer, &asked, today, w)),
        shares: block.map_or_else(Vec::new, |b| shares(b, &asked, w)),
        share_names: OF_FILES.iter().map(|one| one.name().pick(w.lang).to_owned()).collect(),
        balance_title: block.map_or_else(String::new, |b| said(&b.balance_finding)),
        balance_chart: block.and_then(|b| balance_chart(b, w.lang)),
        delay_title: block.map_or_else(String::new, |b| said(&b.delay_finding)),
        delay_chart: block.and_then(|b| delay_chart(b, w.lang)),
        history: block.map_or_else(Vec::new, |b| months(b, &asked, w)),
        top: block.map_or_else(Vec::new, |b| b.top.iter().map(|t| (said(&t.words), t.share.clone())).collect()),
        top_href: overdue_link(answer, &asked, today),
        delays: block.map_or_else(Vec::new, |b| b.delays.iter().map(|d| late(d, b.currency, w)).collect()),
        delays_more: block.map_or_else(String::new, |b| w.n("indicators-late-accounts", b.late_accounts, &[])),
        delays_href: asked.link("/indicators/delays", &[]),
        longest_href: format!("{}order=longest", with_more(&asked.link("/indicators/delays", &[]))),
        blocked: block.map_or_else(Vec::new, |b| blocked(b, &asked, w)),
        blocked_href: asked.link("/indicators/blocked", &[]),
        promises: block.map_or_else(Vec::new, |b| promises(b, &asked, w)),
        promises_href: asked.link("/indicators/promises", &[]),
        period: w
            .with("indicators-period", &[("from", &day(answer.period.from)), ("until", &day(answer.period.until))]),
        asked,
    }
}

/// A link that takes one more value.
pub fn with_more(link: &str) -> String {
    format!("{link}{}", if link.contains('?') { '&' } else { '?' })
}

/// The accounts behind what is overdue: the list of today, the aged balance of another day.
fn overdue_link(answer: &IndicatorAnswer, asked: &Asked, today: Date) -> String {
    if answer.as_of == today {
        link("/accounts", &[("overdue", "1"), ("creditor", &asked.creditor)])
    } else {
        aging_link(answer, asked)
    }
}

fn aging_link(answer: &IndicatorAnswer, asked: &Asked) -> String {
    link("/aging", &[("as_of", &answer.as_of.to_string()), ("by", "account"), ("creditor", &asked.creditor)])
}

/// The indicators of files and cases.
const OF_FILES: [Indicator; 6] = [
    Indicator::AmicableResolution,
    Indicator::CollectionDelay,
    Indicator::ProceduresWon,
    Indicator::ProceduresGranted,
    Indicator::CostPerCase,
    Indicator::NetEfficiency,
];

/// The figures of files by creditor, where several have some, and by procedure.
fn shares(b: &CurrencyIndicators, asked: &Asked, w: Words) -> Vec<Shares> {
    let table = |title: &str, first: &str, key: &str, groups: &[TradeGroup]| {
        let row = |group: &TradeGroup| Share {
            name: group.name.pick(w.lang).to_owned(),
            files: figures::count(group.files, w.lang),
            href: asked.link("/indicators/files", &[(key, &group.key)]),
            figures: group
                .figures
                .iter()
                .map(|line| (line.said(w.lang), line.computed.pick(w.lang).to_owned()))
                .collect(),
        };
        Shares { title: w.t(title), first: w.t(first), rows: groups.iter().map(row).collect() }
    };
    let mut all = Vec::new();
    if b.by_creditor.len() > 1 {
        all.push(table("indicators-by-creditor", "creditor", "creditor", &b.by_creditor));
    }
    if !b.by_procedure.is_empty() {
        all.push(table("indicators-by-procedure", "indicators-procedure", "procedure", &b.by_procedure));
    }
    all
}

fn groups(b: &CurrencyIndicators, answer: &IndicatorAnswer, asked: &Asked, today: Date, w: Words) -> Vec<Group> {
    use Indicator::{
        AmicableResolution, AverageDaysDelinquent, AverageDaysLate, BestPossibleDso, BlockedRate, CollectionDelay,
        CostPerCase, CountBackDso, Dso, NetEfficiency, Outstanding, Overdue, OverdueRate, ProceduresGranted,
        ProceduresWon, PromisesKept, PromisesPaid,
    };
    let (from, until) = (answer.period.from.to_string(), answer.period.until.to_string());
    let sales = asked.link("/indicators/sales", &[("as_of", ""), ("months", ""), ("from", &from), ("until", &until)]);
    let behind = |indicator: Indicator| match indicator {
        Outstanding => (aging_link(answer, asked), w.t("indicators-behind-aging")),
        Overdue | OverdueRate => (overdue_link(answer, asked, today), w.t("indicators-behind-accounts")),
        Dso | CountBackDso | BestPossibleDso | AverageDaysDelinquent => (sales.clone(), w.t("indicators-behind-sales")),
        AverageDaysLate => (asked.link("/indicators/delays", &[]), w.t("indicators-behind-delays")),
        BlockedRate => (asked.link("/indicators/blocked", &[]), w.t("indicators-behind-blocked")),
        PromisesKept | PromisesPaid => (asked.link("/indicators/promises", &[]), w.t("indicators-behind-promises")),
        AmicableResolution | CollectionDelay | ProceduresWon | ProceduresGranted | CostPerCase | NetEfficiency => {
            let basis = indicator.basis().map_or("", FileBasis::slug);
            (asked.link("/indicators/files", &[("basis", basis)]), w.t("indicators-behind-files"))
        }
    };
    let gauge = |indicator: &Indicator| {
        let line: &FigureLine = b.figure(*indicator)?;
        let (href, behind) = behind(*indicator);
        let known = line.value.is_some();
        Some(Gauge {
            name: line.name.pick(w.lang).to_owned(),
            value: line.said(w.lang),
            known,
            computed: line.missing.as_ref().map_or(&line.computed, |m| &m.words).pick(w.lang).to_owned(),
            formula: line.formula.pick(w.lang).to_owned(),
            // A figure that is missing has nothing behind it.
            href: if known { href } else { String::new() },
            behind,
        })
    };
    let group = |title: String, list: &[Indicator]| Group { title, gauges: list.iter().filter_map(gauge).collect() };
    vec![
        group(w.t("indicators-owed"), &[Outstanding, Overdue, OverdueRate, AverageDaysLate]),
        group(w.t("indicators-delays"), &[Dso, CountBackDso, BestPossibleDso, AverageDaysDelinquent]),
        group(w.t("indicators-work"), &[BlockedRate, PromisesKept, PromisesPaid]),
        group(w.t("indicators-files"), &OF_FILES),
    ]
}

/// `40,4`, and a dash for nothing.
pub fn decimal(text: Option<&str>, lang: Lang) -> String {
    let shown = |t: &str| {
        let t = t.replace('-', "\u{2212}");
        lang.either(t.replace('.', ","), t.clone())
    };
    text.map_or_else(|| "–".to_owned(), shown)
}

/// `40,4 %`, and a dash for nothing.
pub fn percent(text: Option<&str>, lang: Lang) -> String {
    let sign = if text.is_some() { lang.pick("\u{202f}%", "%") } else { "" };
    format!("{}{sign}", decimal(text, lang))
}

fn months(b: &CurrencyIndicators, asked: &Asked, w: Words) -> Vec<Month> {
    let money = |m: Option<Money>| m.map_or_else(|| "–".to_owned(), |m| figures::money(m, w.lang));
    let month = |m: &app::indicators::MonthFigures| {
        let (from, until) = (m.until.first_of_month().to_string(), m.until.to_string());
        let change = [("as_of", ""), ("months", ""), ("from", from.as_str()), ("until", until.as_str())];
        Month {
            until: figures::day(m.until, Date::ZERO, w.lang),
            outstanding: money(m.balance.map(|b| b.0)),
            overdue: money(m.balance.map(|b| b.1)),
            rate: percent(m.overdue_rate.as_deref(), w.lang),
            sales: money(m.sold),
            sales_href: if m.sold.is_some() { asked.link("/indicators/sales", &change) } else { String::new() },
            dso: decimal(m.dso.as_deref(), w.lang),
            best: decimal(m.best_possible_dso.as_deref(), w.lang),
            count_back: decimal(m.count_back_dso.as_deref(), w.lang),
        }
    };
    b.months.iter().rev().map(month).collect()
}

fn late(d: &DelayLine, currency: Currency, w: Words) -> Late {
    Late {
        id: d.account_id.to_string(),
        name: d.debtor.clone(),
        number: d.account.clone(),
        amount: Amount::new(d.money.unwrap_or(Money::zero(currency)), w.lang),
        items: figures::count(d.items, w.lang),
        oldest: figures::late_days(i64::from(d.oldest_days), w),
        average: decimal(Some(&d.average_days), w.lang),
        share: percent(Some(&d.share), w.lang),
    }
}

fn blocked(b: &CurrencyIndicators, asked: &Asked, w: Words) -> Vec<Counted> {
    let row = |r: &app::indicators::BlockedReason| Counted {
        name: w.of("block-reason", r.reason.slug()),
        amount: figures::money(figures::decimal(&r.amount, b.currency), w.lang),
        count: figures::count(r.count, w.lang),
        share: percent(r.share.as_deref(), w.lang),
        href: format!("{}reason={}", with_more(&asked.link("/indicators/blocked", &[])), r.reason.slug()),
    };
    b.blocked.reasons.iter().map(row).collect()
}

fn promises(b: &CurrencyIndicators, asked: &Asked, w: Words) -> Vec<Counted> {
    let p = &b.promises;
    let states =
        [("kept", p.kept), ("partly", p.partly), ("broken", p.broken), ("open", p.open), ("withdrawn", p.withdrawn)];
    let row = |(slug, count): &(&str, u64)| Counted {
        name: w.of("promises-state", slug),
        amount: String::new(),
        count: figures::count(*count, w.lang),
        share: String::new(),
        href: format!("{}state={slug}", with_more(&asked.link("/indicators/promises", &[]))),
    };
    states.iter().filter(|(_, count)| *count > 0).map(row).collect()
}

/// `GET /indicators/export`.
pub async fn export(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (format, lang) = (ReportFormat::parse(&asked.format)?, visit.visitor.lang);
    let mut query = asked.query()?;
    let file = site.ask(move |desk| {
        query.creditor = creditor_of(&desk.creditors(&visit.actor)?, &asked.creditor)?.map(|c| c.id);
        desk.indicators_file(&visit.actor, &query, format, lang)
    });
    Ok(attachment(file.await?))
}
