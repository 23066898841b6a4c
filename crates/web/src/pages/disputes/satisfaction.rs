//! What customers think of how disputes were handled: by service, by month, and who said what.

use app::disputes::{
    AskedLine, DisputeId, SATISFIED, Satisfaction, SatisfactionQuery, SatisfactionShow, SatisfactionSum, Service,
};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use kernel::Date;
use serde::Deserialize;

use crate::api::disputes::service as service_asked;
use crate::figures::{self, day};
use crate::forms::date_asked;
use crate::layout::{Frame, html, link};
use crate::pages::after;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Answers of a page.
const LIMIT: usize = 50;

/// Which disputes, and which of those asked.
#[derive(Debug, Default, Clone, Deserialize)]
pub struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    service: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    after: String,
}

/// Figures of one line: each opens what is behind it.
struct Line {
    name: String,
    closed: String,
    asked: (String, String),
    answered: (String, String),
    satisfied: (String, String),
    share: String,
    width: u64,
}

struct Row {
    href: String,
    debtor: String,
    number: String,
    piece: String,
    service: String,
    closed: String,
    score: String,
    words: String,
}

#[derive(Template)]
#[template(path = "dispute_satisfaction.html")]
struct Page {
    w: Words,
    frame: Frame,
    asked: Asked,
    lead: String,
    hint: String,
    none: bool,
    services: Vec<Line>,
    months: Vec<Line>,
    tabs: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    next: String,
}

impl Asked {
    fn query(&self) -> Result<SatisfactionQuery, Failure> {
        let service = Some(self.service.as_str()).filter(|text| !text.is_empty()).map(service_asked).transpose()?;
        Ok(SatisfactionQuery { from: date_asked(&self.from)?, until: date_asked(&self.until)?, service })
    }

    fn show(&self) -> Result<SatisfactionShow, Failure> {
        if self.show.is_empty() {
            return Ok(SatisfactionShow::Answered);
        }
        SatisfactionShow::parse(&self.show).ok_or_else(|| Failure::unknown(&self.show))
    }

    /// The page of the same disputes that shows some of those asked.
    fn to(&self, show: SatisfactionShow) -> String {
        let pairs =
            [("from", self.from.as_str()), ("until", &self.until), ("service", &self.service), ("show", show.slug())];
        link("/disputes/satisfaction", &pairs)
    }
}

/// `GET /disputes/satisfaction`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let (query, show, before) = (asked.query()?, asked.show()?, after::<DisputeId>(&asked.after)?);
    let read = site.ask(move |desk| {
        let all = desk.satisfaction(&actor, &query)?;
        Ok((all, desk.satisfaction_answers(&actor, (&query, show), before, LIMIT)?, desk.today(), desk.now()))
    });
    let (all, found, today, now) = read.await?;
    let next = found.next.map(|next| format!("{}&after={next}", asked.to(show)));
    let tab = |to: &SatisfactionShow| (asked.to(*to), w.of("satisfaction-show", to.slug()), *to == show);
    html(&Page {
        w,
        frame: Frame::of(&visit, "nav-disputes", &w.t("satisfaction-title")).read_at(now),
        lead: lead(&all.all, w),
        hint: w.t1("satisfaction-hint", "score", w.of("opinion-score", &SATISFIED.to_string())),
        none: all.all.closed == 0,
        services: services(&all, &asked, w),
        months: months(&all, &asked, w),
        tabs: SatisfactionShow::ALL.iter().map(tab).collect(),
        rows: found.rows.iter().map(|line| row(line, today, w)).collect(),
        next: next.unwrap_or_default(),
        asked,
    })
}

/// In thousandths as per cent.
fn percent(per_mille: Option<u64>, w: Words) -> String {
    let whole = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    per_mille.map_or_else(String::new, |share| figures::percent(whole(share), 1000, w.lang))
}

fn lead(sum: &SatisfactionSum, w: Words) -> String {
    let values = [
        ("share", percent(sum.satisfied_per_mille, w)),
        ("asked", figures::count(sum.asked, w.lang)),
        ("answered", figures::count(sum.answered, w.lang)),
    ];
    let key = if sum.answered == 0 { "satisfaction-lead-none" } else { "satisfaction-lead" };
    w.with(key, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
}

fn line(name: String, sum: &SatisfactionSum, asked: &Asked, w: Words) -> Line {
    let cell = |n: u64, show| (figures::count(n, w.lang), if n == 0 { String::new() } else { asked.to(show) });
    Line {
        name,
        closed: figures::count(sum.closed, w.lang),
        asked: cell(sum.asked, SatisfactionShow::Asked),
        answered: cell(sum.answered, SatisfactionShow::Answered),
        satisfied: cell(sum.satisfied, SatisfactionShow::Satisfied),
        share: percent(sum.satisfied_per_mille, w),
        width: sum.satisfied_per_mille.unwrap_or(0) / 10,
    }
}

fn services(all: &Satisfaction, asked: &Asked, w: Words) -> Vec<Line> {
    let of = |service: Service| Asked { service: service.slug().to_owned(), ..asked.clone() };
    let shown = |l: &app::disputes::SatisfactionLine| {
        line(w.of("dispute-service", l.service.slug()), &l.sum, &of(l.service), w)
    };
    let mut lines: Vec<Line> = all.services.iter().map(shown).collect();
    lines.push(line(w.t("satisfaction-all"), &all.all, asked, w));
    lines
}

fn months(all: &Satisfaction, asked: &Asked, w: Words) -> Vec<Line> {
    let shown = |m: &app::disputes::SatisfactionMonth| {
        // Of a month that is cut by the days asked for, the part that was counted.
        let last = m.month.last_of_month();
        let bound = |text: &str| text.parse::<Date>().ok();
        let from = bound(&asked.from).map_or(m.month, |from| from.max(m.month));
        let until = bound(&asked.until).map_or(last, |until| until.min(last));
        let of = Asked { from: from.to_string(), until: until.to_string(), ..asked.clone() };
        line(figures::month_year(m.month, w.lang), &m.sum, &of, w)
    };
    all.months.iter().map(shown).collect()
}

fn row(line: &AskedLine, today: Date, w: Words) -> Row {
    Row {
        href: format!("/disputes/{}", line.dispute),
        debtor: line.debtor.clone(),
        number: line.account.clone(),
        piece: line.item.clone(),
        service: w.of("dispute-service", line.service.slug()),
        closed: line.closed.map_or_else(String::new, |on| day(on, today, w.lang)),
        score: line.score.map_or_else(|| w.t("satisfaction-no-answer"), |s| w.of("opinion-score", &s.to_string())),
        words: line.words.clone(),
    }
}
