//! One procedure: notices, standing, what becomes of each piece with the reason, what to declare and what came of it.

use app::Permission;
use app::insolvency::{
    AccountPart, ClaimAnswer, ClaimLine, ClockLine, InsolvencyClaimId, InsolvencyFile, InsolvencyId, InsolvencyMatchId,
    ItemLine, MatchState, MissingLine, NoticeLine, Side,
};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Currency, Date, Money, Wording};

use super::answers::{Guarantor, guarantor};
use super::demands::{Asked, asked};
use super::{left_words, maybe_day};
use crate::act::{Act, Answered, Sheet, Slip};
use crate::figures::{self, Amount, day};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// A row the tables of law lack.
pub(super) struct Missing {
    table: String,
    row: String,
    meanwhile: String,
}

struct Notice {
    id: String,
    number: String,
    what: String,
    told: String,
    url: String,
    state: String,
    decided: String,
    counts: bool,
}

pub(super) struct Period {
    what: String,
    safe: String,
    due: String,
    left: String,
    tone: &'static str,
    article: String,
    lost: String,
    missing: Option<Missing>,
}

#[expect(clippy::struct_excessive_bools, reason = "each is one thing the page says of a piece")]
struct Item {
    id: String,
    number: String,
    open: Amount,
    due: String,
    supply: String,
    supply_typed: String,
    stopped: bool,
    chase: String,
    why: String,
    interest: String,
    set_off: String,
    declare: bool,
    term: String,
    late: String,
    privilege: String,
    long_loan: bool,
    personal: bool,
    credit: bool,
    connected: &'static str,
    factored: bool,
    questions: Vec<String>,
    warnings: Vec<String>,
    missing: Vec<Missing>,
}

struct Claim {
    id: String,
    /// What tells the form that asks something from the others.
    ask: String,
    currency: String,
    facts: Vec<(String, String)>,
    shares: Vec<(String, String, String, String)>,
    sent: bool,
    may_answer: bool,
    may_share: bool,
}

struct Part {
    account: String,
    /// Where its papers are drawn up; empty while it has no case.
    papers: String,
    number: String,
    creditor: String,
    declaration: String,
    tone: &'static str,
    due: String,
    periods: Vec<Period>,
    sums: Vec<Vec<(String, String)>>,
    credits: Vec<(String, String)>,
    groups: Vec<(String, Vec<Item>)>,
    plans: Vec<(String, String, String)>,
    guarantors: Vec<Guarantor>,
    demands: Vec<Asked>,
    claim: Option<Claim>,
}

#[derive(Template)]
#[template(path = "insolvency_one.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    name: String,
    siren: String,
    regime: String,
    stage: String,
    facts: Vec<(String, String)>,
    officers: Vec<(String, String, String)>,
    portal: String,
    doubts: Vec<(String, String, Option<Missing>)>,
    notices: Vec<Notice>,
    future: String,
    estates: Option<Missing>,
    goods: Vec<String>,
    parts: Vec<Part>,
    answers: Vec<(String, String)>,
    connected: Vec<(String, String)>,
    decisions: Vec<(String, String)>,
    persons: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    may_edit: bool,
    typed: Typed,
}

pub(super) fn missing(of: &MissingLine, w: Words) -> Missing {
    Missing { table: of.table.clone(), row: of.row.clone(), meanwhile: of.meanwhile.pick(w.lang).to_owned() }
}

fn said(list: &[Wording], w: Words) -> Vec<String> {
    list.iter().map(|words| words.pick(w.lang).to_owned()).collect()
}

pub(super) fn money(text: &str, currency: Currency, w: Words) -> String {
    figures::money(figures::decimal(text, currency), w.lang)
}

fn notice(of: &NoticeLine, today: Date, w: Words) -> Notice {
    let status = w.of("insolvency-status", &of.status);
    let values = [
        ("published", day(of.published_on, today, w.lang)),
        ("judgment", maybe_day(of.judgment_on, today, w)),
        ("status", status),
        ("replaces", of.replaces.clone()),
        ("source", of.source.clone()),
    ];
    let key = if of.replaces.is_empty() { "insolvency-notice-told" } else { "insolvency-notice-replaces" };
    Notice {
        id: of.id.to_string(),
        number: of.number.clone(),
        what: of.what.pick(w.lang).to_owned(),
        told: w.with(key, &values.each_ref().map(|(k, v)| (*k, v.as_str()))),
        url: of.url.clone(),
        state: if of.certain && of.state == MatchState::Confirmed {
            w.t("insolvency-by-siren")
        } else {
            w.of("insolvency-match", of.state.slug())
        },
        decided: if of.decided_by.is_empty() {
            String::new()
        } else {
            w.with("insolvency-decided", &[("by", of.decided_by.as_str()), ("why", &of.reason)])
        },
        counts: of.state == MatchState::Confirmed,
    }
}

pub(super) fn period(of: &ClockLine, today: Date, w: Words) -> Period {
    Period {
        what: of.what.pick(w.lang).to_owned(),
        safe: day(of.safe, today, w.lang),
        due: day(of.due, today, w.lang),
        left: left_words(of.left, w),
        tone: if of.left <= 15 { "right" } else { "" },
        article: of.article.clone(),
        lost: of.lost.pick(w.lang).to_owned(),
        missing: of.missing.as_ref().map(|row| missing(row, w)),
    }
}

fn item_of(of: &ItemLine, today: Date, w: Words) -> Item {
    let figure = |text: &Option<String>| text.as_ref().map(|text| money(text, of.currency, w));
    let late: Vec<String> = [
        figure(&of.interest).map(|sum| w.t1("insolvency-interest-of", "amount", sum)),
        figure(&of.indemnity).map(|sum| w.t1("insolvency-indemnity-of", "amount", sum)),
    ]
    .into_iter()
    .flatten()
    .collect();
    Item {
        id: of.item_id.to_string(),
        number: of.number.clone(),
        open: Amount::new(figures::decimal(&of.open, of.currency), w.lang),
        due: day(of.due_on, today, w.lang),
        supply: maybe_day(of.supply_on, today, w),
        supply_typed: of.supply_on.map_or_else(String::new, |on| on.to_string()),
        stopped: of.stopped,
        chase: of.chase.pick(w.lang).to_owned(),
        why: of.why.pick(w.lang).to_owned(),
        interest: of.interest_effect.pick(w.lang).to_owned(),
        set_off: of.set_off.pick(w.lang).to_owned(),
        declare: of.declare,
        term: w.t(if of.due_then { "insolvency-term-due" } else { "insolvency-term-later" }),
        late: if of.declare && late.is_empty() { w.t("insolvency-no-figure") } else { late.join(" · ") },
        privilege: of.privilege.clone(),
        long_loan: of.long_loan,
        personal: of.personal,
        credit: of.open.starts_with('-'),
        connected: match of.connected {
            None => "",
            Some(true) => "yes",
            Some(false) => "no",
        },
        factored: of.factored,
        questions: said(&of.questions, w),
        warnings: said(&of.warnings, w),
        missing: of.missing.iter().map(|row| missing(row, w)).collect(),
    }
}

fn claim(of: &ClaimLine, today: Date, w: Words) -> Claim {
    let amount = |text: &str| money(text, of.currency, w);
    let mut facts = Vec::new();
    if let Some(on) = of.sent_on {
        facts.push((w.t("insolvency-sent"), format!("{} · {}", day(on, today, w.lang), of.sent_proof)));
        facts.push((w.t("insolvency-declared"), amount(&of.declared)));
    }
    if let Some(on) = of.received_on {
        facts.push((w.t("insolvency-received"), format!("{} · {}", day(on, today, w.lang), of.received_proof)));
    }
    if of.sent_on.is_some() {
        let on = of.answer_on.map_or_else(String::new, |on| format!(" · {}", day(on, today, w.lang)));
        let note = if of.answer_note.is_empty() { String::new() } else { format!(" · {}", of.answer_note) };
        facts.push((w.t("insolvency-answer"), format!("{}{on}{note}", of.answer_words.pick(w.lang))));
    }
    if let Some(admitted) = &of.admitted {
        facts.push((w.t("insolvency-admitted"), amount(admitted)));
        facts.push((w.t("insolvency-dividends"), amount(&of.dividend)));
    }
    let share = |s: &app::insolvency::ShareLine| {
        (s.number.clone(), amount(&s.declared), amount(&s.admitted), amount(&s.dividend))
    };
    let admitted = of.answer == ClaimAnswer::Admitted;
    Claim {
        id: of.id.to_string(),
        ask: format!("{}-ask", of.id),
        currency: of.currency.code().to_owned(),
        facts,
        shares: if admitted { of.shares.iter().map(share).collect() } else { Vec::new() },
        sent: of.sent_on.is_some(),
        may_answer: of.sent_on.is_some(),
        may_share: admitted,
    }
}

fn part(of: &AccountPart, today: Date, w: Words) -> Part {
    let side = |side: Side| {
        let items: Vec<Item> = of.items.iter().filter(|i| i.side == side).map(|i| item_of(i, today, w)).collect();
        (w.of("insolvency-side", side.slug()), items)
    };
    let sums = |s: &app::insolvency::SumLine| {
        let amount = |text: &str| money(text, s.currency, w);
        vec![
            (w.t("insolvency-due"), amount(&s.due)),
            (w.t("insolvency-not-yet-due"), amount(&s.not_yet_due)),
            (w.t("insolvency-interest"), amount(&s.interest)),
            (w.t("insolvency-indemnity"), amount(&s.indemnity)),
        ]
    };
    let due = of.due.as_ref();
    Part {
        account: of.account_id.to_string(),
        papers: of.case.map_or_else(String::new, |case| format!("/cases/{case}/papers")),
        number: of.account.clone(),
        creditor: of.creditor.clone(),
        declaration: of.declaration_words.pick(w.lang).to_owned(),
        tone: match of.declaration {
            app::insolvency::DeclarationState::Declared => "cash",
            app::insolvency::DeclarationState::Nothing => "",
            _ => "right",
        },
        due: due.map_or_else(String::new, |c| {
            let (safe, left) = (day(c.safe, today, w.lang), left_words(c.left, w));
            w.with("insolvency-by", &[("day", &safe), ("left", &left)])
        }),
        periods: of.clocks.iter().map(|clock| period(clock, today, w)).collect(),
        sums: of.sums.iter().map(sums).collect(),
        credits: of
            .credits
            .iter()
            .map(|c| {
                let key = match c.connected {
                    None => "insolvency-connected-unsaid",
                    Some(true) => "insolvency-connected-yes",
                    Some(false) => "insolvency-connected-no",
                };
                (format!("{} · {}", c.number, money(&c.amount, c.currency, w)), w.t(key))
            })
            .collect(),
        groups: [Side::Before, Side::Unknown, Side::Later]
            .map(side)
            .into_iter()
            .filter(|(_, i)| !i.is_empty())
            .collect(),
        plans: of
            .arrangements
            .iter()
            .map(|a| (a.plan.to_string(), a.effect.pick(w.lang).to_owned(), a.why.pick(w.lang).to_owned()))
            .collect(),
        guarantors: of.guarantors.iter().map(|of| guarantor(of, today, w)).collect(),
        demands: of.demands.iter().map(|of| asked(of, today, w)).collect(),
        claim: of.claim.as_ref().map(|of| claim(of, today, w)),
    }
}

fn facts(file: &InsolvencyFile, w: Words) -> Vec<(String, String)> {
    let (line, today) = (&file.line, file.today);
    let mut facts = vec![
        (w.t("insolvency-court"), line.court.clone()),
        (w.t("insolvency-judgment"), maybe_day(line.judgment_on, today, w)),
        (w.t("insolvency-published"), maybe_day(line.published_on, today, w)),
        (w.t("insolvency-known"), day(line.known_on, today, w.lang)),
    ];
    if let Some(on) = file.cessation_on {
        facts.push((w.t("insolvency-cessation"), day(on, today, w.lang)));
    }
    if let Some(on) = file.claims_list_on {
        facts.push((w.t("insolvency-claims-list"), day(on, today, w.lang)));
    }
    let to = if file.declare_to.is_empty() { w.t("insolvency-declare-to-none") } else { file.declare_to.clone() };
    facts.push((w.t("insolvency-declare-to"), to));
    facts
}

/// `GET /insolvency/{id}`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default()).await
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, w, named) = (visit.actor.clone(), visit.words(), reference::<InsolvencyId>(id)?);
    let file: InsolvencyFile = site.ask(move |desk| desk.insolvency(&actor, named)).await?;
    let today = file.today;
    let wrong = typed.is_wrong();
    let option = |answer: &ClaimAnswer| (answer.slug().to_owned(), w.of("insolvency-answer", answer.slug()));
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-insolvency", &file.line.debtor),
        id: file.line.id.to_string(),
        name: file.line.debtor.clone(),
        siren: file.line.siren.clone(),
        regime: file.line.regime.pick(w.lang).to_owned(),
        stage: file.line.stage.pick(w.lang).to_owned(),
        facts: facts(&file, w),
        officers: file
            .officers
            .iter()
            .map(|o| (o.role.pick(w.lang).to_owned(), o.name.clone(), o.address.clone()))
            .collect(),
        // What the notice gives, and nothing that a browser would run.
        portal: if file.portal.starts_with("https://") { file.portal.clone() } else { String::new() },
        doubts: file
            .doubts
            .iter()
            .map(|d| (d.notice.clone(), d.why.pick(w.lang).to_owned(), d.missing.as_ref().map(|row| missing(row, w))))
            .collect(),
        notices: file.notices.iter().map(|of| notice(of, today, w)).collect(),
        future: file.future.pick(w.lang).to_owned(),
        estates: file.estates.as_ref().map(|row| missing(row, w)),
        goods: said(&file.goods, w),
        parts: file.accounts.iter().map(|of| part(of, today, w)).collect(),
        answers: ClaimAnswer::ALL.iter().filter(|a| **a != ClaimAnswer::Awaited).map(option).collect(),
        connected: ["", "yes", "no"]
            .map(|value| {
                (value.to_owned(), w.of("insolvency-connected", if value.is_empty() { "unsaid" } else { value }))
            })
            .into(),
        decisions: super::answers::decisions(w),
        persons: super::answers::persons(w),
        kinds: super::demands::kinds(w),
        may_edit: visit.visitor.may(Permission::EditAccount),
        typed,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

pub(super) async fn answered(act: Act, sheet: &'static Sheet, work: Work) -> Result<Response, Failure> {
    act.visit.actor.may(Permission::EditAccount)?;
    let id = act.id.clone();
    let done = act.answer(sheet, move |desk, actor, form| {
        // The procedure that the path names is within reach, or there is none.
        desk.insolvency(actor, form.about()?).map_err(Slip::named)?;
        work(desk, actor, form)
    });
    match done.await? {
        Answered::Done(done) => Ok(done.go(&format!("/insolvency/{id}"))),
        Answered::Wrong(act) => show(&act.site, &act.visit, &id, act.typed).await,
    }
}

pub(super) type Work = fn(&app::Desk, &app::Actor, &crate::act::Reading) -> Result<&'static str, Slip>;

const NOTICE: Sheet = Sheet { form: "notice", prefix: "notice-", field: "reason" };

/// `POST /insolvency/{id}/notice`: a notice counts, or is set aside, with the reason.
pub async fn set_notice(act: Act) -> Result<Response, Failure> {
    answered(act, &NOTICE, |desk, actor, form| {
        let (id, ours) = (form.reference::<InsolvencyMatchId>("match")?, form.is("act", "ours"));
        desk.decide_insolvency_match(actor, id, ours, &form.text("reason")).map_err(Slip::named)?;
        Ok(if ours { "insolvency-ours" } else { "insolvency-not-ours" })
    })
    .await
}

const SENT: Sheet = Sheet { form: "sent", prefix: "sent-", field: "on" };

/// `POST /insolvency/{id}/sent`.
pub async fn sent(act: Act) -> Result<Response, Failure> {
    answered(act, &SENT, |desk, actor, form| {
        let id = form.reference::<InsolvencyClaimId>("claim")?;
        desk.send_insolvency_declaration(actor, id, form.day_needed("on")?, &form.text("proof"))?;
        Ok("insolvency-sent")
    })
    .await
}

const RECEIVED: Sheet = Sheet { form: "received", prefix: "received-", field: "on" };

/// `POST /insolvency/{id}/received`.
pub async fn received(act: Act) -> Result<Response, Failure> {
    answered(act, &RECEIVED, |desk, actor, form| {
        let id = form.reference::<InsolvencyClaimId>("claim")?;
        desk.receive_insolvency_declaration(actor, id, form.day_needed("on")?, &form.text("proof"))?;
        Ok("insolvency-received")
    })
    .await
}

/// The currency that the form names, as the page wrote it.
pub(super) fn amount(form: &crate::act::Reading) -> Result<Option<Money>, Slip> {
    let currency = Currency::parse(&form.text("currency")).map_err(|e| Failure::malformed(e.to_string()))?;
    form.amount("amount", currency)
}

const ANSWER: Sheet = Sheet { form: "answer", prefix: "answer-", field: "on" };

/// `POST /insolvency/{id}/answer`.
pub async fn answer(act: Act) -> Result<Response, Failure> {
    answered(act, &ANSWER, |desk, actor, form| {
        let id = form.reference::<InsolvencyClaimId>("claim")?;
        let answer = ClaimAnswer::parse(&form.text("answer")).ok_or_else(|| Slip::beside("answer", "choose"))?;
        let admitted = amount(form)?;
        let on = form.day_needed("on")?;
        desk.answer_insolvency_claim(actor, id, (answer, on), (admitted, &form.text("note")))?;
        Ok("insolvency-answered")
    })
    .await
}

const DIVIDEND: Sheet = Sheet { form: "dividend", prefix: "dividend-", field: "amount" };

/// `POST /insolvency/{id}/dividend`.
pub async fn dividend(act: Act) -> Result<Response, Failure> {
    answered(act, &DIVIDEND, |desk, actor, form| {
        let id = form.reference::<InsolvencyClaimId>("claim")?;
        let amount = amount(form)?.ok_or_else(|| Slip::beside("amount", "amount-missing"))?;
        desk.note_insolvency_dividend(actor, id, form.day_needed("on")?, amount)?;
        Ok("insolvency-dividend")
    })
    .await
}
