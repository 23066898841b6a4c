//! What is owed and why, one line whole, its invoice, receipts.

use app::plans::{PlanLine, PlanPaper, PlanState};
use app::space::{BlockReason, Caller, Space, SpaceLine, SpaceNext, SpaceSum, SpaceWorking};
use app::{Desk, DeskError};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use kernel::{Date, Money};

use super::door::{Shell, Way};
use crate::figures::{self, Amount, day, decimal};
use crate::layout::html;
use crate::pages::letters::document_response;
use crate::problem::Failure;
use crate::site::Site;
use crate::words::Words;

/// The one number of the page, with what it is made of.
struct Headline {
    lead: String,
    amount: Amount,
    after: String,
    parts: Vec<(String, String)>,
}

/// One piece.
pub struct LineView {
    pub title: String,
    pub amount: Amount,
    /// Nothing of it is asked for now.
    pub held: bool,
    pub open: bool,
    pub notes: Vec<String>,
    pub claimed: String,
    pub working: String,
    pub invoice: String,
    pub contest: String,
}

struct PlanView {
    title: String,
    note: String,
    href: String,
    go: String,
}

#[derive(Template)]
#[template(path = "space.html")]
struct Home {
    w: Words,
    shell: Shell,
    creditor: String,
    number: String,
    debtor: String,
    heads: Vec<Headline>,
    lines: Vec<LineView>,
    plans: Vec<PlanView>,
    disputes: Vec<String>,
    payments: Vec<(String, String)>,
    owes: bool,
    may_plan: bool,
    /// That some interest claimed is in no sum; empty where all of it is.
    uncounted: String,
    example: String,
    next: String,
    free: bool,
    contact: String,
    email: String,
    until: String,
}

#[derive(Template)]
#[template(path = "space_line.html")]
struct LinePage {
    w: Words,
    shell: Shell,
    title: String,
    rows: Vec<(String, String)>,
    paid: Vec<(String, String)>,
    words: Vec<String>,
    articles: String,
    invoice: String,
    contest: String,
}

/// An amount in words.
pub fn money(amount: Money, w: Words) -> String {
    figures::money(amount, w.lang)
}

/// What a piece is called: « Facture F1044 du 3 oct. ».
pub fn titled(line: &SpaceLine, today: Date, w: Words) -> String {
    let kind = w.of("item", line.kind.slug());
    let dated = day(line.issued, today, w.lang);
    w.with("space-line-title", &[("kind", &kind), ("number", &line.number), ("day", &dated)])
}

/// Why parts of it are not asked for now.
fn notes(line: &SpaceLine, today: Date, w: Words) -> Vec<String> {
    let mut notes = Vec::new();
    if line.open.minor() > 0 {
        let due = day(line.due, today, w.lang);
        let key = match (line.due_supposed, line.late) {
            (true, _) => "space-due-supposed",
            (false, true) => "space-due-past",
            (false, false) => "space-due",
        };
        notes.push(w.t1(key, "day", due));
    } else {
        notes.push(w.t("space-credit"));
    }
    if line.open != line.amount {
        notes.push(w.t1("space-of", "amount", money(line.amount, w)));
    }
    for aside in &line.aside {
        let amount = money(aside.amount, w);
        let until = aside.until.map_or_else(String::new, |until| day(until, today, w.lang));
        let key = match aside.reason {
            BlockReason::Disputed => "space-aside-disputed",
            BlockReason::Plan => "space-aside-plan",
            BlockReason::PaymentAnnounced if aside.until.is_none() => "space-aside-awaited",
            BlockReason::PaymentAnnounced => "space-aside-announced",
            BlockReason::Collecting => "space-aside-collecting",
            BlockReason::Case => "space-aside-case",
            BlockReason::Factored => "space-aside-factored",
            BlockReason::Insolvency => "space-aside-insolvency",
            BlockReason::ToCheck | BlockReason::Excluded => "space-aside-checked",
        };
        notes.push(w.with(key, &[("amount", &amount), ("until", &until)]));
    }
    notes
}

fn claimed(line: &SpaceLine, w: Words) -> String {
    let (late, indemnity) = (line.known_interest(), money(line.indemnity, w));
    let interest = money(late, w);
    let values = [("interest", interest.as_str()), ("indemnity", &indemnity)];
    if line.interest.is_none() {
        return w.t("space-claimed-uncounted");
    }
    match (late.minor() > 0, line.indemnity.minor() > 0) {
        (true, true) => w.with("space-claimed-both", &values),
        (true, false) => w.with("space-claimed-interest", &values),
        (false, true) => w.with("space-claimed-indemnity", &values),
        (false, false) => String::new(),
    }
}

fn line_view(line: &SpaceLine, base: &str, (today, w): (Date, Words)) -> LineView {
    let held = line.open.minor() > 0 && line.asked.is_zero();
    let here = format!("{base}/lines/{}", line.id);
    LineView {
        title: titled(line, today, w),
        amount: Amount::new(if held { line.open } else { line.asked }, w.lang),
        held,
        open: !line.aside.is_empty(),
        notes: notes(line, today, w),
        claimed: claimed(line, w),
        invoice: if line.file { format!("{here}/invoice") } else { String::new() },
        contest: if line.asked.minor() > 0 { format!("{base}/contest?item={}", line.id) } else { String::new() },
        working: here,
    }
}

fn headline(sum: &SpaceSum, space: &Space, w: Words) -> Headline {
    let late = space.lines.iter().filter(|l| l.late && l.asked.minor() > 0 && l.open.currency() == sum.currency);
    let count = late.count() as u64;
    let now = sum.now();
    let mut parts = Vec::new();
    let mut part = |key: &str, amount: Money| {
        if !amount.is_zero() {
            parts.push((w.t(key), money(amount, w)));
        }
    };
    if sum.instalments.minor() + sum.interest.minor() + sum.indemnity.minor() > 0 {
        part("space-part-principal", sum.due);
        part("space-part-instalments", sum.instalments);
        part("space-part-interest", sum.interest);
        part("space-part-indemnity", sum.indemnity);
    }
    if now.minor() > 0 {
        part("space-part-coming", sum.coming);
    }
    part("space-part-aside", sum.aside);
    let creditor = space.creditor.as_str();
    if now.minor() > 0 {
        let after = if count == 0 {
            w.t1("space-to", "creditor", creditor)
        } else {
            w.n("space-to-for", count, &[("creditor", creditor)])
        };
        return Headline { lead: w.t("space-owe-now"), amount: Amount::new(now, w.lang), after, parts };
    }
    let (lead, amount) = if sum.coming.minor() > 0 {
        ("space-owe-later", sum.coming)
    } else {
        ("space-owe-nothing", Money::zero(sum.currency))
    };
    let after = w.t1("space-to", "creditor", creditor);
    Headline { lead: w.t(lead), amount: Amount::new(amount, w.lang), after, parts }
}

fn plan_view(plan: &PlanLine, base: &str, (today, w): (Date, Words)) -> PlanView {
    let total = money(decimal(&plan.total, plan.currency), w);
    let next = plan.next_due.zip(plan.next_amount.as_deref()).map(|(due, amount)| {
        let amount = money(decimal(amount, plan.currency), w);
        w.with("space-plan-next", &[("amount", &amount), ("day", &day(due, today, w.lang))])
    });
    let (note, go) = match plan.state {
        PlanState::Proposed => (w.t("space-plan-to-sign"), "space-plan-read-sign"),
        PlanState::Awaiting => (w.t("space-plan-awaits"), "space-plan-see"),
        _ => (next.unwrap_or_default(), "space-plan-see"),
    };
    PlanView {
        title: w.t1("space-plan-of", "total", total),
        note,
        href: format!("{base}/plans/{}", plan.id),
        go: w.t(go),
    }
}

fn next_words(space: &Space, w: Words) -> String {
    let on = |date: Date| day(date, space.today, w.lang);
    let creditor = space.creditor.as_str();
    match space.next {
        SpaceNext::Nothing => w.t("space-next-nothing"),
        SpaceNext::Suspended => w.t("space-next-suspended"),
        SpaceNext::Plan => w.t("space-next-plan"),
        SpaceNext::Paused(until) => w.t1("space-next-paused", "day", on(until)),
        SpaceNext::Review => w.t1("space-next-review", "creditor", creditor),
        SpaceNext::Step { channel, formal, after } => {
            let act = if formal { w.t("space-step-formal") } else { w.of("space-step", channel.slug()) };
            let values = [("creditor", creditor), ("act", act.as_str())];
            match after {
                Some(after) => w.with("space-next-after", &[values[0], values[1], ("day", &on(after))]),
                None => w.with("space-next-step", &values),
            }
        }
    }
}

fn view(way: &Way, space: &Space) -> Home {
    let (w, base, today) = (way.words(), way.base(), space.today);
    let first = space.first();
    let payable = first.map_or_else(|| Money::zero(kernel::Currency::EUR), SpaceSum::payable);
    let unknown = space.lines.iter().any(|line| line.interest.is_none());
    let indemnity = unknown || space.sums.iter().any(|sum| sum.indemnity.minor() > 0);
    let dispute = |line: &app::disputes::DisputeLine| {
        let amount = money(decimal(&line.contested, line.currency), w);
        w.with(
            "space-dispute",
            &[("piece", &line.item), ("amount", &amount), ("day", &day(line.opened, today, w.lang))],
        )
    };
    let payment = |p: &app::space::SpacePayment| {
        let said = w.with("space-payment", &[("amount", &money(p.amount, w)), ("day", &day(p.on, today, w.lang))]);
        (format!("{base}/receipts/{}", p.id), said)
    };
    let by: Vec<&str> = [space.phone.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
    Home {
        w,
        shell: way.shell(&w.t("space-title")),
        creditor: space.creditor.clone(),
        number: space.number.clone(),
        debtor: space.debtor.clone(),
        heads: space.sums.iter().map(|sum| headline(sum, space, w)).collect(),
        lines: space.lines.iter().map(|line| line_view(line, &base, (today, w))).collect(),
        plans: space.plans.iter().map(|plan| plan_view(plan, &base, (today, w))).collect(),
        disputes: space.disputes.iter().map(dispute).collect(),
        payments: space.payments.iter().map(payment).collect(),
        owes: space.lines.iter().any(|line| line.open.minor() > 0),
        may_plan: space.lines.iter().any(|line| line.asked.minor() > 0 && line.aside.is_empty()),
        uncounted: if unknown { w.t("space-uncounted") } else { String::new() },
        example: example(payable, w),
        next: next_words(space, w),
        free: !indemnity,
        contact: by.join(" · "),
        email: space.email.clone(),
        until: day(w.day_of(space.expires), today, w.lang),
    }
}

/// « Par exemple 4 × 800 € ».
fn example(payable: Money, w: Words) -> String {
    let part = payable.split(&[1, 1, 1, 1]).first().copied().filter(|part| part.minor() > 0);
    part.map_or_else(|| w.t("space-plan-short"), |part| w.t1("space-plan-example", "part", money(part, w)))
}

/// `GET /link/space/{token}`.
pub async fn page(State(site): State<Site>, way: Way) -> Response {
    let caller = way.caller.clone();
    let found = site.ask(move |desk| desk.space(&caller)).await;
    way.answer(found.and_then(|space| html(&view(&way, &space))))
}

/// `GET /link/space/{token}/lines/{item}`: how one line is computed.
pub async fn line(State(site): State<Site>, way: Way) -> Response {
    let answer = line_in(&site, &way).await;
    way.answer(answer)
}

async fn line_in(site: &Site, way: &Way) -> Result<Response, Failure> {
    let (caller, item) = (way.caller.clone(), way.named("item")?);
    let (found, today) = site.ask(move |desk| Ok((desk.space_working(&caller, item)?, desk.today()))).await?;
    html(&working(way, &found, today))
}

fn working(way: &Way, found: &SpaceWorking, today: Date) -> LinePage {
    let (w, line) = (way.words(), &found.line);
    let shown = line_view(line, &way.base(), (today, w));
    let mut rows = vec![(w.t("space-row-amount"), money(line.amount, w))];
    if !found.paid.is_empty() {
        let paid: i64 = found.paid.iter().map(|(_, amount)| amount.minor()).sum();
        rows.push((w.t("space-row-paid"), money(Money::new(-paid, line.open.currency()), w)));
    }
    rows.push((w.t("space-row-left"), money(line.open, w)));
    for aside in &line.aside {
        rows.push((
            w.of("space-row-aside", aside.reason.slug()),
            money(Money::new(-aside.amount.minor(), line.open.currency()), w),
        ));
    }
    for (key, extra) in [("space-part-interest", line.known_interest()), ("space-part-indemnity", line.indemnity)] {
        if !extra.is_zero() {
            rows.push((w.t(key), money(extra, w)));
        }
    }
    let now = line.asked.minor() + line.known_interest().minor() + line.indemnity.minor();
    let last = match (line.open.minor() < 0, line.late) {
        (true, _) => "space-row-deducted",
        (false, true) => "space-row-now",
        (false, false) => "space-row-then",
    };
    rows.push((w.t(last), money(Money::new(now, line.open.currency()), w)));
    LinePage {
        w,
        shell: way.shell(&shown.title),
        rows,
        paid: found.paid.iter().map(|(on, amount)| (day(*on, today, w.lang), money(*amount, w))).collect(),
        words: found.words.iter().map(|line| line.pick(w.lang).to_owned()).collect(),
        articles: found.articles.join(", "),
        invoice: shown.invoice,
        contest: shown.contest,
        title: shown.title,
    }
}

/// A paper of the account of a link, or a kind page.
pub async fn paper<W>(site: &Site, way: &Way, work: W) -> Response
where
    W: FnOnce(&Desk, &Caller) -> Result<PlanPaper, DeskError> + Send + 'static,
{
    let caller = way.caller.clone();
    let found = site.ask(move |desk| work(desk, &caller)).await;
    way.answer(found.map(|paper| document_response("application/pdf", &paper.name, paper.bytes)))
}

/// `GET /link/space/{token}/lines/{item}/invoice`.
pub async fn invoice(State(site): State<Site>, way: Way) -> Response {
    match way.named("item") {
        Ok(item) => paper(&site, &way, move |desk, caller| desk.space_file(caller, item)).await,
        Err(failure) => way.answer(Err(failure)),
    }
}

/// `GET /link/space/{token}/receipts/{item}`.
pub async fn receipt(State(site): State<Site>, way: Way) -> Response {
    match way.named("item") {
        Ok(item) => paper(&site, &way, move |desk, caller| desk.space_receipt(caller, item)).await,
        Err(failure) => way.answer(Err(failure)),
    }
}

#[cfg(test)]
mod tests {
    use app::space::SpaceAside;
    use kernel::Currency;
    use ledger::{ItemId, ItemKind};

    use super::*;
    use crate::words::Lang;

    fn euros(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn line() -> SpaceLine {
        let on = |text: &str| text.parse::<Date>().expect("a day");
        SpaceLine {
            id: ItemId(1),
            number: "F1".to_owned(),
            kind: ItemKind::Invoice,
            issued: on("2026-08-01"),
            due: on("2026-09-01"),
            due_supposed: false,
            amount: euros(10_000),
            open: euros(10_000),
            asked: euros(10_000),
            late: true,
            aside: Vec::new(),
            interest: Some(euros(0)),
            indemnity: euros(0),
            file: false,
        }
    }

    #[test]
    fn interest_that_cannot_be_computed_is_said_and_not_nought() {
        let w = Words::new(Lang::Fr);
        assert!(claimed(&line(), w).is_empty());
        let told = claimed(&SpaceLine { interest: Some(euros(500)), ..line() }, w);
        assert!(told.contains("à ce jour") && !told.contains("déjà"), "{told}");
        let told = claimed(&SpaceLine { interest: None, ..line() }, w);
        assert!(told.contains("ne peut pas être calculé"), "{told}");
    }

    #[test]
    fn a_wait_without_an_end_names_no_day() {
        let aside = SpaceAside { reason: BlockReason::PaymentAnnounced, amount: euros(10_000), until: None };
        let waits = SpaceLine { aside: vec![aside], ..line() };
        let said = notes(&waits, line().due, Words::new(Lang::Fr)).concat();
        assert!(said.contains("paiement annoncé") && !said.contains("jusqu"), "{said}");
    }
}
