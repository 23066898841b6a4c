//! « Aujourd'hui »: the files that deserve a move, in order; what waits besides.

use app::aging::{AgingAnswer, AgingQuery};
use app::guard::GuardSum;
use app::mentions::MentionPage;
use app::worklist::{Move, Reason, Scope, SnoozeLine, Top, WorkQuery, WorkRow, Worklist};
use app::{Desk, Permission};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use kernel::Date;
use serde::Deserialize;

use super::aging::{Bar, OtherCurrency, bar_of, others_of};
use super::guard::amounts;
use super::mentions;
use crate::figures::{self, Amount, age_step, day, day_title, decimal, late_days};
use crate::forms::reference;
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// Files of a page.
const SHOWN: usize = 60;
/// Files put off that the page tells one by one.
const PUT_OFF: usize = 50;

/// Something that waits for someone.
struct Waiting {
    count: String,
    what: String,
    href: String,
    tone: &'static str,
}

/// What is proposed: a link, or a form where something is written first.
pub struct Proposal {
    pub label: String,
    pub href: String,
    pub post: bool,
}

/// One file.
pub struct Row {
    pub id: String,
    pub rank: String,
    pub debtor: String,
    pub number: String,
    pub overdue: Option<Amount>,
    pub late: String,
    pub step: u8,
    pub tag: String,
    pub lead: String,
    pub rest: String,
    pub collector: String,
    pub act: Option<Proposal>,
    pub first: bool,
    /// The line that cuts the list after it.
    pub cut: String,
}

/// « The first 58 are 55 % of what is late. »
pub struct TopView {
    words: String,
    sums: String,
    percent: u8,
}

/// A file put off.
struct PutOff {
    id: String,
    account: String,
    debtor: String,
    text: String,
}

struct Tab {
    href: &'static str,
    label: String,
    count: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "today.html")]
struct Today {
    w: Words,
    frame: Frame,
    title: String,
    sub: String,
    empty: bool,
    top: Option<TopView>,
    tabs: Vec<Tab>,
    list: &'static str,
    team: bool,
    cut_first: String,
    rows: Vec<Row>,
    next: String,
    put_off: Vec<PutOff>,
    put_off_count: String,
    bar: Bar,
    sums: Vec<(String, Amount)>,
    /// What is lost within thirty days if nobody acts: how many rights, and what they are for.
    soon: Option<(String, String)>,
    others: Vec<OtherCurrency>,
    waiting: Vec<Waiting>,
    mentions: Vec<mentions::Row>,
    more_mentions: bool,
    back: &'static str,
    may: May,
}

/// What the one signed in may do here.
struct May {
    import: bool,
    run: bool,
    act: bool,
}

/// Whose list, and from where.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    list: String,
    #[serde(default)]
    after: String,
}

/// `GET /`.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let scope = match asked.list.as_str() {
        "team" => Scope::Team,
        "mine" => Scope::Of(actor.name.clone()),
        _ => Scope::Usual,
    };
    let after = if asked.after.is_empty() { None } else { Some(reference(&asked.after)?) };
    let query = WorkQuery { scope, after, limit: SHOWN };
    let read = site.ask(move |desk| {
        let list = desk.worklist(&actor, &query)?;
        let put_off = if list.snoozed > 0 { desk.snoozed(&actor)? } else { Vec::new() };
        let aside =
            (waiting(desk, &actor, w)?, desk.mentions(&actor, None, mentions::BESIDE)?, desk.guard_soon(&actor)?);
        Ok((list, put_off, aside, desk.aged_balance(&actor, &AgingQuery::default())?))
    });
    let (list, put_off, aside, aging) = read.await?;
    html(&view(&visit, (&list, &aging), &put_off, aside))
}

fn view(
    visit: &Visit,
    (list, aging): (&Worklist, &AgingAnswer),
    put_off: &[SnoozeLine],
    (waiting, called, soon): (Vec<Waiting>, MentionPage, GuardSum),
) -> Today {
    let (w, lang) = (visit.words(), visit.words().lang);
    let team = list.owner.is_none();
    let may = May {
        import: visit.visitor.may(Permission::Import),
        run: visit.visitor.may(Permission::Run),
        act: visit.visitor.may(Permission::EditAccount),
    };
    let mark = if team { "team" } else { "mine" };
    let done = if list.done > 0 { w.n("work-done", list.done, &[]) } else { String::new() };
    let files = w.n("work-files", list.total, &[]);
    let money = |minor| Amount::minor(minor, aging.currency, lang);
    let tab = |href, key: &str, n: u64, here| Tab { href, label: w.t(key), count: figures::count(n, lang), here };
    Today {
        w,
        frame: Frame::of(visit, "nav-today", &w.t("nav-today")).read_at(list.read_at),
        title: w.t1("today-title", "day", day_title(list.date, lang)),
        sub: [done, files].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · "),
        empty: aging.items == 0 && aging.others.is_empty() && list.team == 0,
        top: list.top.as_ref().map(|top| top_view(top, w)),
        tabs: vec![tab("/?list=mine", "work-mine", list.mine, !team), tab("/?list=team", "work-team", list.team, team)],
        list: mark,
        team,
        cut_first: if list.capacity == 0 && list.total > 0 { cut(list, w) } else { String::new() },
        rows: list.rows.iter().map(|row| work_row(row, list, (may.act, may.run), w)).collect(),
        next: list.next.map_or_else(String::new, |id| link("/", &[("list", mark), ("after", &id.to_string())])),
        put_off: put_off.iter().take(PUT_OFF).map(|line| put_off_line(line, list.date, w)).collect(),
        put_off_count: figures::count(list.snoozed, lang),
        sums: vec![
            (w.t("overdue"), money(aging.row.overdue())),
            (w.t("outstanding"), money(aging.row.total())),
            (w.t("credits"), money(aging.row.credits)),
        ],
        soon: (soon.rights > 0).then(|| (w.n("guard-rights", soon.rights, &[]), amounts(&soon, w))),
        bar: bar_of(aging, w),
        others: others_of(aging, w),
        waiting,
        mentions: called.rows.iter().map(|line| mentions::row(line, list.date, w)).collect(),
        more_mentions: called.next.is_some(),
        back: "/",
        may,
    }
}

fn top_view(top: &Top, w: Words) -> TopView {
    let share = format!("{}{}", top.percent, w.lang.pick("\u{202f}%", "%"));
    let money = |text: &str| figures::money(decimal(text, top.currency), w.lang);
    TopView {
        words: w.n("top-accounts", top.accounts, &[("share", &share)]),
        sums: w.with("work-top-sums", &[("part", &money(&top.overdue)), ("whole", &money(&top.of))]),
        percent: top.percent,
    }
}

/// The line under which the day has no time left.
fn cut(list: &Worklist, w: Words) -> String {
    if list.done > 0 && list.owner.is_some() {
        return w.n("work-cut-left", list.capacity, &[("done", &figures::count(list.done, w.lang))]);
    }
    w.n("work-cut", list.capacity, &[])
}

/// One file in words.
pub fn work_row(row: &WorkRow, list: &Worklist, (may_act, may_run): (bool, bool), w: Words) -> Row {
    let mut reasons = row.reasons.iter();
    let lead = reasons.next();
    let says = |reason: &Reason| reason.words.pick(w.lang).to_owned();
    let overdue = decimal(&row.overdue, row.currency);
    Row {
        id: row.account_id.to_string(),
        rank: figures::count(row.rank, w.lang),
        debtor: row.debtor.clone(),
        number: row.account.clone(),
        overdue: (overdue.minor() > 0).then(|| Amount::new(overdue, w.lang)),
        late: if row.late_days > 0 { late_days(row.late_days, w) } else { String::new() },
        step: age_step(row.late_days),
        tag: if lead.is_some_and(|r| r.code == "right-at-risk") { w.t("work-right") } else { String::new() },
        lead: lead.map(says).unwrap_or_default(),
        rest: reasons.map(says).fold(String::new(), |all, one| all + " · " + &one),
        collector: row.collector.clone(),
        act: proposal(row, (may_act, may_run), w),
        first: row.rank == 1,
        cut: if row.rank == list.capacity && row.rank < list.total { cut(list, w) } else { String::new() },
    }
}

/// Where the proposed move is made; none for who may not make it.
fn proposal(row: &WorkRow, (may_act, may_run): (bool, bool), w: Words) -> Option<Proposal> {
    let file = format!("/accounts/{}", row.account_id);
    let task = row.task.map(|id| format!("/tasks/{id}"));
    let (href, may) = match row.proposed {
        Move::Call => (format!("/worklist/{}/call", row.account_id), may_act),
        Move::Remind => ("/run".to_owned(), may_run),
        Move::Approve => ("/approvals".to_owned(), may_run),
        Move::Enter => ("/entries".to_owned(), may_run),
        Move::Do => (task.unwrap_or(file), may_act),
        Move::Mend => (task.unwrap_or(format!("{file}/debtor")), may_act),
        Move::Write | Move::Decide => (file, true),
    };
    may.then(|| Proposal { label: w.of("move", row.proposed.slug()), href, post: row.proposed == Move::Call })
}

fn put_off_line(line: &SnoozeLine, today: Date, w: Words) -> PutOff {
    let values = [("day", day(line.until, today, w.lang)), ("reason", line.reason.clone()), ("by", line.actor.clone())];
    PutOff {
        id: line.id.to_string(),
        account: line.account_id.to_string(),
        debtor: line.debtor.clone(),
        text: w.with("snoozed-line", &values.each_ref().map(|(k, v)| (*k, v.as_str()))),
    }
}

/// What waits for a word or an act, letters made and not yet posted, letters that could not be made, the
/// last import's refused lines.
fn waiting(desk: &Desk, actor: &app::Actor, w: Words) -> Result<Vec<Waiting>, app::DeskError> {
    let mut list = Vec::new();
    let (tasks, levels) = (desk.due_tasks(actor, 0, 0)?, desk.entries(actor, None, None, 0)?.levels);
    let credit = desk.credit_waiting(actor)?;
    let reviews = desk.waits_for(actor)?.reviews;
    let queues = [
        (tasks.due, "today-tasks", "/tasks", "accent"),
        (desk.approvals(actor, None, 0)?.total, "today-approvals", "/approvals", "attention"),
        (levels.values().sum(), "today-entries", "/entries", "attention"),
        (reviews, "today-insolvency-reviews", "/insolvency/review", "attention"),
        (credit.signals, "today-credit-signals", "/credit/signals", "attention"),
        (credit.proposals, "today-credit-proposals", "/credit?show=waiting", "attention"),
    ];
    for (n, key, href, tone) in queues.into_iter().filter(|queue| queue.0 > 0) {
        list.push(Waiting { count: figures::count(n, w.lang), what: w.n(key, n, &[]), href: href.to_owned(), tone });
    }
    let letters = desk.letter_counts(actor, desk.today())?;
    // Those of a former run too: one put off for a while is posted days later.
    let ready = desk.letters_to_post(actor)?;
    if ready > 0 {
        list.push(Waiting {
            count: figures::count(ready, w.lang),
            what: w.n("today-letters", ready, &[]),
            href: "/outbox".to_owned(),
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
    for batch in &desk.batches(actor, None, None, 1)? {
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
