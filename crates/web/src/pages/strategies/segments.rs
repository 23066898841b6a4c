//! The segments: who belongs to each, in their order, and what another order or rule would change.

use std::collections::BTreeMap;

use app::strategies::{Kind, PlanError, Preview, Rule, Segment};
use app::{Desk, Permission};
use askama::Template;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Currency, Money};
use ledger::DebtorKind;

use super::SECTION;
use super::view::{self, Shown};
use crate::forms::plain_amount;
use crate::layout::{Frame, html};
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::{Lang, Words};

type Pairs = Vec<(String, String)>;
type Values = BTreeMap<String, String>;

/// Segments a form may send.
const SEGMENTS_READ: usize = 60;

/// Amounts of a rule, in minor units.
const AMOUNTS: [&str; 2] = ["outstanding_from", "outstanding_below"];
const NUMBERS: [&str; 2] = ["late_from", "items_from"];

/// The segments as typed, with what is wrong.
#[derive(Default)]
struct Typed {
    rows: Vec<Values>,
    errors: BTreeMap<(usize, &'static str), String>,
    loose: String,
}

/// One segment of the form.
struct Row {
    n: usize,
    values: Values,
    errors: BTreeMap<&'static str, String>,
    title: String,
    rule: Vec<String>,
    kinds: Vec<(String, String, bool)>,
    first: bool,
    last: bool,
}

impl Row {
    fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.get(name) == value
    }

    fn error(&self, name: &str) -> &str {
        self.errors.get(name).map_or("", String::as_str)
    }

    fn wrong(&self) -> bool {
        !self.errors.is_empty()
    }
}

#[derive(Template)]
#[template(path = "segments.html")]
struct Page {
    w: Words,
    frame: Frame,
    rows: Vec<Row>,
    strategies: Vec<(String, String)>,
    rest: String,
    loose: String,
    preview: Option<Shown>,
    path: String,
    may_edit: bool,
}

impl Typed {
    fn of(segments: &[Segment], lang: Lang) -> Self {
        Self { rows: segments.iter().map(|s| values(s, lang)).collect(), ..Self::default() }
    }

    fn read_form(pairs: &[(String, String)]) -> Self {
        let mut typed = Self::default();
        for (name, text) in pairs {
            let found = name.strip_prefix('g').and_then(|rest| rest.split_once('-'));
            let Some((n, field)) = found.and_then(|(n, field)| Some((n.parse::<usize>().ok()?, field))) else {
                continue;
            };
            if n >= SEGMENTS_READ {
                continue;
            }
            if typed.rows.len() <= n {
                typed.rows.resize(n + 1, Values::new());
            }
            typed.rows[n].insert(field.to_owned(), text.trim().to_owned());
        }
        typed.rows.retain(|row| !row.is_empty());
        typed
    }

    /// Does what a button says: `add`, `up-2`, `down-2`, `remove-2`.
    fn act(&mut self, act: &str) {
        let (verb, n) = act.split_once('-').map_or((act, None), |(verb, n)| (verb, n.parse::<usize>().ok()));
        match (verb, n.filter(|n| *n < self.rows.len())) {
            ("add", _) => {
                let free = (1..=self.rows.len() + 1)
                    .map(|n| format!("segment-{n}"))
                    .find(|name| self.rows.iter().all(|row| row.get("slug") != Some(name)));
                self.rows.push([("slug".to_owned(), free.unwrap_or_default())].into());
            }
            ("remove", Some(n)) => drop(self.rows.remove(n)),
            ("up", Some(n)) if n > 0 => self.rows.swap(n, n - 1),
            ("down", Some(n)) if n + 1 < self.rows.len() => self.rows.swap(n, n + 1),
            _ => {}
        }
    }

    /// The segments typed; none while something cannot be read.
    fn segments(&mut self, w: Words) -> Option<Vec<Segment>> {
        let rows = self.rows.clone();
        let segments = rows.iter().enumerate().map(|(n, row)| self.segment(n, row, w)).collect();
        self.errors.is_empty().then_some(segments)
    }

    fn segment(&mut self, n: usize, row: &Values, w: Words) -> Segment {
        let text = |name: &str| row.get(name).cloned().unwrap_or_default();
        let list = |name: &str| -> Vec<String> {
            text(name).split([',', ';']).map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
        };
        let mut currencies = Vec::new();
        for code in list("currencies") {
            match Currency::parse(&code.to_uppercase()) {
                Ok(currency) => currencies.push(currency),
                Err(_) => drop(self.errors.insert((n, "currencies"), w.t1("rule-currency-unknown", "text", code))),
            }
        }
        let [from, below] = AMOUNTS.map(|name| self.amount((n, name), &text(name), w));
        let [late, items] = NUMBERS.map(|name| self.number((n, name), &text(name), w));
        Segment {
            slug: text("slug"),
            name: text("name"),
            strategy: text("strategy"),
            rule: Rule {
                creditors: list("creditors"),
                kinds: DebtorKind::ALL
                    .iter()
                    .copied()
                    .filter(|k| text(&format!("kind-{}", k.slug())) == "yes")
                    .collect(),
                countries: list("countries").iter().map(|c| c.to_uppercase()).collect(),
                salespeople: list("salespeople"),
                currencies,
                account_prefix: text("account_prefix"),
                outstanding_from: from,
                outstanding_below: below,
                late_from: late,
                items_from: items.and_then(|n| usize::try_from(n).ok()),
            },
        }
    }

    fn amount(&mut self, (n, name): (usize, &'static str), text: &str, w: Words) -> Option<i64> {
        if text.is_empty() {
            return None;
        }
        let read = Money::parse(&plain_amount(text), Currency::EUR);
        if read.is_err() {
            self.errors.insert((n, name), w.t1("amount-unreadable", "text", text));
        }
        read.ok().map(Money::minor)
    }

    fn number(&mut self, (n, name): (usize, &'static str), text: &str, w: Words) -> Option<i64> {
        if text.is_empty() {
            return None;
        }
        let read = text.parse().ok().filter(|n: &i64| *n >= 0);
        if read.is_none() {
            self.errors.insert((n, name), w.t1("number-unreadable", "text", text));
        }
        read
    }

    /// Notes what the plan says of the segments, beside the one it names.
    fn unsound(&mut self, error: &PlanError, w: Words) {
        let words = match w.lang {
            Lang::Fr => error.french(),
            Lang::En => error.to_string(),
        };
        let (name, field) = match error {
            PlanError::Slug(name) | PlanError::Twice(name) => (name, "slug"),
            PlanError::Strategy(name, _) => (name, "strategy"),
            PlanError::Empty(name) => (name, "outstanding_below"),
            PlanError::Unreadable(_) | PlanError::Cap => return self.loose = words,
        };
        match self.rows.iter().rposition(|row| row.get("slug") == Some(name)) {
            Some(n) => drop(self.errors.insert((n, field), words)),
            None => self.loose = words,
        }
    }
}

fn values(segment: &Segment, lang: Lang) -> Values {
    let rule = &segment.rule;
    let number = |n: Option<i64>| n.map_or_else(String::new, |n| n.to_string());
    let amount = |minor: Option<i64>| {
        let text = minor.map_or_else(String::new, |minor| Money::new(minor, Currency::EUR).to_decimal());
        if lang == Lang::Fr { text.replace('.', ",") } else { text }
    };
    let currencies: Vec<String> = rule.currencies.iter().map(ToString::to_string).collect();
    let mut values: Values = [
        ("slug", segment.slug.clone()),
        ("name", segment.name.clone()),
        ("strategy", segment.strategy.clone()),
        ("creditors", rule.creditors.join(", ")),
        ("countries", rule.countries.join(", ")),
        ("salespeople", rule.salespeople.join(", ")),
        ("currencies", currencies.join(", ")),
        ("account_prefix", rule.account_prefix.clone()),
        ("outstanding_from", amount(rule.outstanding_from)),
        ("outstanding_below", amount(rule.outstanding_below)),
        ("late_from", number(rule.late_from)),
        ("items_from", number(rule.items_from.and_then(|n| i64::try_from(n).ok()))),
    ]
    .map(|(k, v)| (k.to_owned(), v))
    .into();
    for kind in &rule.kinds {
        values.insert(format!("kind-{}", kind.slug()), "yes".to_owned());
    }
    values
}

/// `GET /strategies/segments`.
pub async fn page(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    let plan = site.ask(Desk::plan).await?;
    let typed = Typed::of(&plan.segments, visit.visitor.lang);
    show(&site, &visit, typed, None, None).await
}

async fn show(
    site: &Site,
    visit: &Visit,
    mut typed: Typed,
    preview: Option<(Preview, kernel::Date)>,
    behind: Option<(Kind, usize)>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let plan = site.ask(Desk::plan).await?;
    let count = typed.rows.len();
    let rows = typed.rows.clone();
    let wrong = !(typed.errors.is_empty() && typed.loose.is_empty());
    let errors = typed.errors.clone();
    let row = |(n, row): (usize, &Values)| {
        let segment = typed.segment(n, row, w);
        let kinds = DebtorKind::ALL.iter().map(|k| {
            let slug = format!("kind-{}", k.slug());
            let ticked = row.get(&slug).is_some_and(|v| v == "yes");
            (slug, w.of("kind", k.slug()), ticked)
        });
        Row {
            n,
            kinds: kinds.collect(),
            errors: errors.iter().filter(|((of, _), _)| *of == n).map(|((_, f), words)| (*f, words.clone())).collect(),
            title: if segment.name.is_empty() { segment.slug.clone() } else { segment.name.clone() },
            rule: view::rule(&segment, w),
            values: row.clone(),
            first: n == 0,
            last: n + 1 == count,
        }
    };
    let rows = rows.iter().enumerate().map(row).collect();
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, SECTION, &w.t("segments-title")),
        rows,
        strategies: plan.strategies.iter().map(|s| (s.slug.clone(), view::name(s, w))).collect(),
        rest: plan.strategies.first().map(|s| view::name(s, w)).unwrap_or_default(),
        loose: typed.loose,
        preview: preview.map(|(p, today)| Shown::of(&p, behind, today, w)),
        path: "/strategies/segments".to_owned(),
        may_edit: visit.visitor.may(Permission::Settings),
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `POST /strategies/segments`: a row moved, a comparison with the plan in force, or the segments saved.
pub async fn answer(State(site): State<Site>, visit: Visit, Form(pairs): Form<Pairs>) -> Result<Response, Failure> {
    let w = visit.words();
    let get = |name: &str| pairs.iter().rev().find(|(k, _)| k == name).map_or("", |(_, v)| v.as_str());
    let save = get("act") == "save";
    if save {
        visit.actor.may(Permission::Settings)?;
    }
    let mut typed = Typed::read_form(&pairs);
    let asks = save || get("act") == "compare" || !get("show").is_empty();
    if !asks {
        typed.act(get("act"));
        return show(&site, &visit, Typed { rows: typed.rows, ..Typed::default() }, None, None).await;
    }
    let Some(segments) = typed.segments(w) else { return show(&site, &visit, typed, None, None).await };
    let (kind, from) = get("show").split_once(':').unwrap_or((get("show"), "0"));
    let behind = Kind::parse(kind).map(|kind| (kind, from.parse().unwrap_or(0)));
    let actor = visit.actor.clone();
    let read = site.ask(move |desk| {
        let plan = app::strategies::Plan { segments, ..desk.plan()? };
        if let Err(error) = plan.check() {
            return Ok(Err(error));
        }
        if save {
            desk.save_segments(&actor, &plan.segments)?;
            return Ok(Ok(None));
        }
        let (kind, from) = (behind.map(|(kind, _)| kind), behind.map_or(0, |(_, from)| from));
        Ok(Ok(Some((desk.preview_plan(&actor, &plan, (kind, from))?, desk.today()))))
    });
    match read.await {
        Ok(Ok(None)) => Ok(Redirect::to("/strategies?done=segments").into_response()),
        Ok(Ok(preview)) => show(&site, &visit, typed, preview, behind).await,
        Ok(Err(error)) => {
            typed.unsound(&error, w);
            show(&site, &visit, typed, None, None).await
        }
        Err(Failure::Refused(told)) => {
            typed.loose = said(&told, w.lang);
            show(&site, &visit, typed, None, None).await
        }
        Err(other) => Err(other),
    }
}

fn said(told: &Told, lang: Lang) -> String {
    told.words.pick(lang).to_owned()
}
