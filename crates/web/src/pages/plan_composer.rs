//! The composer of an instalment plan: what it covers, how it is divided, and what that comes to.

use app::plans::{Every, MeansTyped, PlanId, PlanKind, PlanOffer, PlanTerms};
use app::{Actor, Desk, Permission, Undo};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use kernel::Date;
use ledger::{AccountId, DebtorKind};

use super::account_pane::owed;
use super::pane;
use crate::act::{Act, Done};
use crate::figures::{self, Amount, day, decimal};
use crate::forms::{Typed, date, inside, plain_amount, reference};
use crate::layout::html;
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// One piece to tick.
struct Piece {
    id: String,
    label: String,
    ticked: bool,
}

/// One instalment as it would be.
pub struct OfferRow {
    pub due: String,
    pub amount: Amount,
}

/// The answer to what is asked: dates, cost, approval.
pub struct Offer {
    pub headline: String,
    pub cost: String,
    pub late: String,
    pub remains: String,
    pub pieces: String,
    pub rows: Vec<OfferRow>,
    pub total: Amount,
    pub beyond: Vec<String>,
}

#[derive(Template)]
#[template(path = "plan_part.html")]
struct PlanPart {
    w: Words,
    id: String,
    debtor: String,
    back: String,
    typed: Typed,
    pieces: Vec<Piece>,
    kinds: Vec<(String, String)>,
    rhythms: Vec<(String, String)>,
    person: bool,
    working: bool,
    clause: bool,
    offer: Option<Offer>,
    said: String,
}

#[derive(Template)]
#[template(path = "plan_offer.html")]
struct OfferPart {
    w: Words,
    offer: Option<Offer>,
    said: String,
}

/// The fields of the form, or of the query that opens it.
type Pairs = Vec<(String, String)>;

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.trim())
}

/// A refusal beside a field.
fn told(field: &'static str, key: &'static str, text: &str) -> Failure {
    Failure::Refused(Told { field: Some(field), ..Told::of(key, &[("text", text)]) })
}

/// What the form asks for.
fn terms(pairs: &[(String, String)]) -> Result<PlanTerms, Failure> {
    let items = pairs.iter().filter(|(key, _)| key == "item").map(|(_, id)| reference(id));
    let first = date(value(pairs, "first")).map_err(|text| told("first", "date-unreadable", &text))?;
    let number = |name: &'static str| match value(pairs, name) {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| told(name, "number-unreadable", text)),
    };
    let step = |line: &str| {
        let line = line.trim();
        // A day first, where there is one; the amount as people type it.
        match line.split_once([' ', ';', '\t']).map(|(head, tail)| (date(head), tail)) {
            Some((Ok(Some(day)), amount)) => format!("{day} {}", plain_amount(amount)),
            _ => plain_amount(line),
        }
    };
    let means =
        MeansTyped { income: plain_amount(value(pairs, "income")), charges: plain_amount(value(pairs, "charges")) };
    let replaces = Some(value(pairs, "replaces")).filter(|text| !text.is_empty());
    Ok(PlanTerms {
        items: items.collect::<Result<_, _>>()?,
        kind: PlanKind::parse(value(pairs, "kind")).unwrap_or(PlanKind::Equal),
        count: number("count")?.map(|n: u32| n),
        each: plain_amount(value(pairs, "each")),
        steps: value(pairs, "steps").lines().map(step).collect(),
        every: Every::parse(value(pairs, "every")).unwrap_or(Every::Month),
        first,
        rate: plain_amount(value(pairs, "rate").trim_end_matches('%').trim()),
        working_days: value(pairs, "working") == "1",
        acceleration: value(pairs, "clause") == "1",
        notice_days: number("notice")?.map(i64::from),
        replaces: replaces.map(reference::<PlanId>).transpose()?,
        means: Some(means),
        owner: value(pairs, "owner").to_owned(),
        note: value(pairs, "note").to_owned(),
        ..PlanTerms::default()
    })
}

/// The pieces an offer covers, and what credits take off them.
pub fn covers(found: &PlanOffer, w: Words) -> String {
    let covers = w.t1("plan-covers", "pieces", found.pieces.join(", "));
    let deducted = decimal(&found.deducted, found.currency);
    if deducted.is_zero() {
        return covers;
    }
    format!("{covers} {}", w.t1("plan-deducted", "amount", figures::money(deducted, w.lang)))
}

fn offer(found: &PlanOffer, today: Date, w: Words) -> Offer {
    let money = |text: &str| figures::money(decimal(text, found.currency), w.lang);
    let cleared = figures::weekday_day(found.cleared, today, w.lang);
    let n = found.instalments.len() as u64;
    let row = |i: &app::plans::OfferLine| OfferRow {
        due: figures::weekday_day(i.due, today, w.lang),
        amount: Amount::new(decimal(&i.amount, found.currency), w.lang),
    };
    let free = decimal(&found.interest, found.currency).is_zero();
    let late = match (&found.late_to_date, &found.late_then, found.late_until) {
        (Some(now), Some(then), Some(until)) => {
            let values = [("now", money(now)), ("then", money(then)), ("day", day(until, today, w.lang))];
            w.with("plan-late-cost", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
        }
        _ => w.t("plan-late-unknown"),
    };
    Offer {
        headline: w.n("plan-headline", n, &[("day", &cleared), ("total", &money(&found.total))]),
        cost: if free { w.t("plan-cost-free") } else { w.t1("plan-cost", "interest", money(&found.interest)) },
        late,
        remains: found.remains.as_ref().map_or_else(String::new, |left| w.t1("plan-remains", "amount", money(left))),
        pieces: covers(found, w),
        rows: found.instalments.iter().map(row).collect(),
        total: Amount::new(decimal(&found.total, found.currency), w.lang),
        beyond: found.beyond.iter().map(|why| why.pick(w.lang).to_owned()).collect(),
    }
}

/// What the form comes to, or why it cannot be; nothing while it is not filled.
fn answer(
    desk: &Desk,
    actor: &Actor,
    account: AccountId,
    (pairs, today, w): (&[(String, String)], Date, Words),
) -> Result<(Option<Offer>, Option<Told>), Failure> {
    let asked = match terms(pairs) {
        Ok(asked) => asked,
        Err(Failure::Refused(told)) => return Ok((None, Some(told))),
        Err(other) => return Err(other),
    };
    match desk.plan_offer(actor, account, &asked) {
        Ok(found) => Ok((Some(offer(&found, today, w)), None)),
        Err(error @ app::DeskError::Refused(_)) => Ok((None, Some(Told::from(&error)))),
        Err(other) => Err(other.into()),
    }
}

/// The form as it opens: what is late, in three months from the fifth of the next one.
fn usual(pairs: Pairs, today: Date) -> Pairs {
    let (year, month) = if today.month() == 12 { (today.year() + 1, 1) } else { (today.year(), today.month() + 1) };
    let first = Date::new(year, month, 5).map(|day| day.to_string()).unwrap_or_default();
    let mut filled = pairs;
    for (name, usual) in [
        ("kind", "equal"),
        ("count", "3"),
        ("every", "month"),
        ("first", &first),
        ("working", "1"),
        ("clause", "1"),
        ("notice", "15"),
    ] {
        if !filled.iter().any(|(key, _)| key == name) {
            filled.push((name.to_owned(), usual.to_owned()));
        }
    }
    filled
}

async fn show(
    site: &Site,
    visit: &Visit,
    id: &str,
    (pairs, refused): (Pairs, Option<Told>),
) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(id)?, visit.words());
    let asked = pairs.clone();
    let read = site.ask(move |desk| {
        let file = desk.account_file(&actor, account)?;
        let today = desk.today();
        Ok((answer(desk, &actor, account, (&asked, today, w)), file))
    });
    let (found, file) = read.await?;
    let (offer, wrong) = found?;
    let wrong = refused.or(wrong);
    let mut typed = Typed::new(pairs.clone());
    if let Some(told) = &wrong {
        typed.refused(told, "kind", w.lang);
    }
    let ticked: Vec<&str> = pairs.iter().filter(|(key, _)| key == "item").map(|(_, id)| id.as_str()).collect();
    let late: Vec<String> =
        file.items.iter().filter(|line| line.late_days > 0).map(|line| line.item.id.to_string()).collect();
    let piece = |(id, label): (String, String)| {
        let on = if ticked.is_empty() { late.is_empty() || late.contains(&id) } else { ticked.contains(&id.as_str()) };
        Piece { id, label, ticked: on }
    };
    let page = format!("/accounts/{id}");
    let part = PlanPart {
        w,
        id: id.to_owned(),
        debtor: file.debtor.name.clone(),
        back: inside(typed.get("back"), &page).to_owned(),
        pieces: owed(&file, w).into_iter().map(piece).collect(),
        kinds: w.choices("plan-kind", PlanKind::ALL.iter().map(|k| k.slug())),
        rhythms: w.choices("plan-every", Every::ALL.iter().map(|e| e.slug())),
        person: matches!(
            file.debtor.kind,
            DebtorKind::Consumer | DebtorKind::Trader | DebtorKind::Artisan | DebtorKind::Professional
        ),
        working: typed.is("working", "1"),
        clause: typed.is("clause", "1"),
        said: wrong.map_or_else(String::new, |told| told.words.pick(w.lang).to_owned()),
        offer,
        typed,
    };
    pane::answer(
        visit,
        &w.t("plan-title"),
        (page, file.account.number.clone()),
        &part,
        !part.said.is_empty() && !part.typed.get("sent").is_empty(),
    )
}

/// `GET /accounts/{id}/plan`.
pub async fn form(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Failure> {
    let today = site.ask(|desk| Ok(desk.today())).await?;
    show(&site, &visit, &id, (usual(pairs, today), None)).await
}

/// `POST /accounts/{id}/plan/offer`: computed again, the whole form without JavaScript, the offer alone with it.
pub async fn compute(act: Act) -> Result<Response, Failure> {
    let pairs = act.pairs();
    if !act.visit.visitor.fragment {
        return show(&act.site, &act.visit, &act.id, (pairs, None)).await;
    }
    act.visit.actor.may(Permission::EditAccount)?;
    let (actor, account, w) = (act.visit.actor.clone(), reference::<AccountId>(&act.id)?, act.visit.words());
    let read = act.site.ask(move |desk| Ok(answer(desk, &actor, account, (&pairs, desk.today(), w))));
    let (offer, wrong) = read.await??;
    let said = wrong.map_or_else(String::new, |told| told.words.pick(w.lang).to_owned());
    html(&OfferPart { w, offer, said })
}

/// `POST /accounts/{id}/plan`: proposes it.
pub async fn propose(act: Act) -> Result<Response, Failure> {
    let (pairs, actor) = (act.pairs(), act.visit.actor.clone());
    let account = reference::<AccountId>(&act.id)?;
    let asked = match terms(&pairs) {
        Ok(asked) => asked,
        Err(Failure::Refused(told)) => return show(&act.site, &act.visit, &act.id, (sent(pairs), Some(told))).await,
        Err(other) => return Err(other),
    };
    match act.site.ask(move |desk| desk.propose_plan(&actor, account, &asked)).await {
        Ok(id) => Ok(Done::or("plan-proposed", Undo::Plan(id)).go(&format!("/plans/{id}"))),
        Err(Failure::Refused(told)) => show(&act.site, &act.visit, &act.id, (sent(pairs), Some(told))).await,
        Err(other) => Err(other),
    }
}

fn sent(mut pairs: Pairs) -> Pairs {
    pairs.push(("sent".to_owned(), "1".to_owned()));
    pairs
}
