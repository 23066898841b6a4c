//! « Aujourd'hui »: what is owed, what waits.

use app::accounts::AccountQuery;
use app::aging::AgingQuery;
use app::{Desk, Permission};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::Date;

use super::accounts::{AccountRow, TopBar};
use super::aging::{Bar, OtherCurrency, bar_of, others_of};
use crate::figures::{self, Amount, day_title};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Accounts shown on the first page.
const SHOWN: usize = 8;

/// Something that waits for someone.
struct Waiting {
    count: String,
    what: String,
    href: String,
    tone: &'static str,
}

#[derive(Template)]
#[template(path = "today.html")]
struct Today {
    w: Words,
    frame: Frame,
    title: String,
    empty: bool,
    overdue: Amount,
    outstanding: Amount,
    credits: Amount,
    accounts: String,
    bar: Bar,
    others: Vec<OtherCurrency>,
    top: Option<TopBar>,
    rows: Vec<AccountRow>,
    waiting: Vec<Waiting>,
    may_import: bool,
    may_run: bool,
}

/// `GET /`.
pub async fn page(State(site): State<Site>, visit: Visit) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let read = site.ask(move |desk| {
        let aging = desk.aged_balance(&actor, &AgingQuery::default())?;
        let list = desk.accounts(&actor, &AccountQuery { overdue: true, limit: SHOWN, ..AccountQuery::default() })?;
        Ok((aging, list, waiting(desk, &actor, w)?, desk.today()))
    });
    let (aging, list, waiting, today): (_, _, _, Date) = read.await?;
    let lang = w.lang;
    let title = w.t1("today-title", "day", day_title(today, lang));
    let amount = |minor| Amount::minor(minor, aging.currency, lang);
    html(&Today {
        w,
        frame: Frame::of(&visit, "nav-today", &w.t("nav-today")).read_at(aging.read_at),
        title,
        empty: aging.items == 0 && aging.others.is_empty(),
        overdue: amount(aging.row.overdue()),
        outstanding: amount(aging.row.total()),
        credits: amount(aging.row.credits),
        accounts: figures::count(aging.accounts, lang),
        bar: bar_of(&aging, w),
        others: others_of(&aging, w),
        top: TopBar::of(&list, w),
        rows: list.rows.iter().map(|row| AccountRow::of(row, w)).collect(),
        waiting,
        may_import: visit.visitor.may(Permission::Import),
        may_run: visit.visitor.may(Permission::Run),
    })
}

/// What waits for a word or an act, letters made and not yet posted, letters that could not be made, the
/// last import's refused lines.
fn waiting(desk: &Desk, actor: &app::Actor, w: Words) -> Result<Vec<Waiting>, app::DeskError> {
    let mut list = Vec::new();
    let (tasks, levels) = (desk.worklist(actor, 0, 0)?, desk.entries(actor, None, None, 0)?.levels);
    let queues = [
        (tasks.due, "today-tasks", "/tasks", "accent"),
        (desk.approvals(actor, None, 0)?.total, "today-approvals", "/approvals", "attention"),
        (levels.values().sum(), "today-entries", "/entries", "attention"),
    ];
    for (n, key, href, tone) in queues.into_iter().filter(|queue| queue.0 > 0) {
        list.push(Waiting { count: figures::count(n, w.lang), what: w.n(key, n, &[]), href: href.to_owned(), tone });
    }
    let letters = desk.letter_counts(actor, desk.today())?;
    let ready = letters.to_post;
    if ready > 0 {
        list.push(Waiting {
            count: figures::count(ready, w.lang),
            what: w.n("today-letters", ready, &[]),
            href: "/letters".to_owned(),
            tone: "accent",
        });
    }
    let failed = letters.failed;
    if failed > 0 {
        list.push(Waiting {
            count: figures::count(failed, w.lang),
            what: w.n("today-letters-failed", failed, &[]),
            href: "/letters".to_owned(),
            tone: "right",
        });
    }
    for batch in desk.batches(actor, None, None, 5)?.iter().filter(|b| b.format != "manual").take(1) {
        let (_, outcome) = desk.batch(actor, batch.id)?;
        if outcome.rejected > 0 {
            list.push(Waiting {
                count: figures::count(outcome.rejected, w.lang),
                what: w.n("today-refused", outcome.rejected, &[("file", &batch.source)]),
                href: format!("/imports/{}", batch.id),
                tone: "attention",
            });
        }
    }
    Ok(list)
}
