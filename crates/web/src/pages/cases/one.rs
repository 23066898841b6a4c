//! One case: what it claims, who stands in it, the procedures it follows.

use app::cases::{
    CaseClaimId, CaseDetail, CaseId, CaseOutcome, CasePartyId, CaseSide, ClaimLine, CourtProcedureId, Distance,
    PartyLine, PartyOrder, PartyRole, ProcedureChoice, ProcedureLine, ProcedureOrder,
};
use app::choice::{ChoiceOutcome, DecisionLine};
use app::costs::{CaseClosing, CaseCosts, VatDue};
use app::limitation::LimitationLine;
use app::readiness::ReadinessDetail;
use app::titles::{TitleLine, TitleProposal};
use app::{Actor, Desk, Permission};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Currency, Date, Territory};

use super::super::limitation::{Told, told};
use super::ready::{score, verdict_tone};
use super::{Row, row, tone};
use crate::act::{Act, Answered, Done, Reading, Sheet, Slip};
use crate::figures::{Amount, day, decimal};
use crate::forms::{Typed, plain_amount, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::{Words, or_none};

const CHANGE: Sheet = Sheet { form: "change", prefix: "", field: "object" };
const CLAIM: Sheet = Sheet { form: "claim", prefix: "claim-", field: "items" };
const UNCLAIM: Sheet = Sheet { form: "unclaim", prefix: "unclaim-", field: "why" };
const PARTY: Sheet = Sheet { form: "party", prefix: "party-", field: "name" };
const BEGIN: Sheet = Sheet { form: "begin", prefix: "begin-", field: "definition" };
const CLOSE: Sheet = Sheet { form: "close", prefix: "close-", field: "why" };

struct Claim {
    id: String,
    number: String,
    account: String,
    account_id: String,
    due: String,
    inferred: bool,
    claimed: Amount,
    open: Amount,
    left: String,
}

struct Party {
    id: String,
    role: String,
    name: String,
    address: String,
    note: String,
}

struct Procedure {
    id: String,
    words: String,
    court: String,
    state: String,
    due: String,
    tone: &'static str,
    begun: String,
    claimed: Amount,
}

/// Whether it can go, in short.
struct Brief {
    verdict: String,
    tone: &'static str,
    score: String,
    missing: String,
}

/// What is read for the page.
struct Found {
    case: CaseDetail,
    titles: Vec<TitleLine>,
    proposed: Vec<TitleProposal>,
    /// What moved the limitation of its pieces.
    moved: Vec<LimitationLine>,
    costs: CaseCosts,
    choices: Vec<ProcedureChoice>,
    ready: Option<ReadinessDetail>,
    decided: Option<DecisionLine>,
    /// Lines of the hand-over that nobody ticked.
    unticked: u64,
    today: Date,
}

#[derive(Template)]
#[template(path = "case.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    line: Row,
    account: String,
    side: String,
    object: String,
    received: Amount,
    claims: Vec<Claim>,
    parties: Vec<Party>,
    procedures: Vec<Procedure>,
    titles: Vec<super::super::titles::Row>,
    /// What moved the limitation of its pieces.
    moved: Vec<Told>,
    /// Titles to record: the procedure, and what to say of it.
    proposed: Vec<(String, String)>,
    spent: Vec<(String, String)>,
    lost: bool,
    dues: Vec<(String, String)>,
    facts: Vec<(String, String)>,
    choices: Vec<(String, String)>,
    waiting: Vec<(String, String)>,
    distances: Vec<(String, String)>,
    courts: Vec<(String, String)>,
    territories: Vec<(String, String)>,
    roles: Vec<(String, String)>,
    outcomes: Vec<(String, String)>,
    ready: Option<Brief>,
    decided: Option<(String, String)>,
    /// What to say of the hand-over; empty when every line is ticked.
    unticked: String,
    /// The form that the last decision opens.
    opens: &'static str,
    typed: Typed,
    may: bool,
}

/// Values and what they are called.
type Options = Vec<(String, String)>;

/// The definitions that can be begun, and why the others cannot.
fn choices(all: &[ProcedureChoice], w: Words) -> (Options, Options) {
    let (mut open, mut closed) = (Vec::new(), Vec::new());
    for choice in all {
        let label = choice.words.pick(w.lang).to_owned();
        match &choice.closed {
            None => open.push((choice.definition.clone(), label)),
            Some(why) => closed.push((label, why.pick(w.lang).to_owned())),
        }
    }
    open.sort_by(|a, b| a.1.cmp(&b.1));
    (open, closed)
}

fn facts(case: &CaseDetail, today: Date, w: Words) -> Vec<(String, String)> {
    let shown = |date: Date| day(date, today, w.lang);
    let mut facts = vec![
        (w.t("case-opened-on"), format!("{} · {}", shown(case.line.opened), case.actor)),
        (w.t("case-owner"), case.line.owner.clone()),
    ];
    if let (Some(on), Some(outcome)) = (case.line.closed, case.line.outcome) {
        facts.push((w.t("case-closed-on"), format!("{} · {}", shown(on), w.of("case-outcome", outcome.slug()))));
        facts.push((w.t("case-closed-why"), case.closed_why.clone()));
    }
    facts
}

fn claimed(one: &ClaimLine, currency: Currency, (today, w): (Date, Words)) -> Claim {
    let amount = |text: &str| Amount::new(decimal(text, currency), w.lang);
    let left = |on: Date| {
        let on = day(on, today, w.lang);
        w.with("case-claim-left", &[("day", on.as_str()), ("why", &one.left_why)])
    };
    Claim {
        id: one.id.to_string(),
        number: one.number.clone(),
        account: one.account.clone(),
        account_id: one.account_id.to_string(),
        due: day(one.due, today, w.lang),
        inferred: one.due_inferred,
        claimed: amount(&one.claimed),
        open: amount(&one.open),
        left: one.left.map_or_else(String::new, left),
    }
}

fn standing(one: &PartyLine, w: Words) -> Party {
    Party {
        id: one.id.to_string(),
        role: w.of("case-role", one.role.slug()),
        name: one.name.clone(),
        address: one.address.replace('\n', ", "),
        note: one.note.clone(),
    }
}

fn followed(one: &ProcedureLine, (today, w): (Date, Words)) -> Procedure {
    Procedure {
        id: one.id.to_string(),
        words: one.words.pick(w.lang).to_owned(),
        court: one.court.clone(),
        state: one.state_words.pick(w.lang).to_owned(),
        due: one.due.map_or_else(String::new, |due| day(due, today, w.lang)),
        tone: tone(one.due, today),
        begun: day(one.begun, today, w.lang),
        claimed: Amount::new(decimal(&one.claimed, one.currency), w.lang),
    }
}

fn brief(found: &ReadinessDetail, w: Words) -> Brief {
    let missing = found.missing.iter().map(|line| line.missing.what.pick(w.lang)).take(3).collect::<Vec<_>>();
    Brief {
        verdict: found.words.pick(w.lang).to_owned(),
        tone: verdict_tone(found.verdict),
        score: score(found.score, w),
        missing: missing.join(" · "),
    }
}

/// What a decision fills in beforehand: the procedure of its route, or why the case is closed.
fn prefilled(typed: Typed, decided: Option<&DecisionLine>) -> Typed {
    match decided {
        Some(line) if line.outcome == ChoiceOutcome::Go => {
            typed.with("begin-definition", line.route.clone()).with("begin-court", line.court.clone())
        }
        Some(line) if line.outcome == ChoiceOutcome::NoGo => {
            typed.with("close-outcome", CaseOutcome::GivenUp.slug()).with("close-why", line.why.clone())
        }
        _ => typed,
    }
}

fn page_of(visit: &Visit, found: &Found, typed: Typed) -> Page {
    let Found { case, titles, proposed, moved, costs, choices: all, ready, decided, unticked, today } = found;
    let (w, currency, today) = (visit.words(), case.line.currency, *today);
    let (open, waiting) = choices(all, w);
    let title = w.with("case-of", &[("debtor", &case.line.debtor), ("id", &case.line.id.to_string())]);
    let typed = if typed.is_wrong() {
        typed
    } else {
        typed
            .with("reference", case.line.reference.clone())
            .with("object", case.line.object.clone())
            .with("owner", case.line.owner.clone())
            .with("begin-begun", today.to_string())
            .with("begin-definition", "payment-order")
    };
    let begun = !case.procedures.is_empty();
    let typed = if typed.is_wrong() { typed } else { prefilled(typed, decided.as_ref().filter(|_| !begun)) };
    let is = |outcome: ChoiceOutcome| decided.as_ref().is_some_and(|line| line.outcome == outcome);
    Page {
        w,
        frame: Frame::of(visit, "nav-cases", &title).read_at(case.read_at),
        id: case.line.id.to_string(),
        account: case.line.account_id.to_string(),
        line: row(&case.line, today, w),
        side: w.of("case-side", case.line.side.slug()),
        object: case.line.object.clone(),
        received: Amount::new(decimal(&case.received, currency), w.lang),
        claims: case.claims.iter().map(|one| claimed(one, currency, (today, w))).collect(),
        parties: case.parties.iter().map(|one| standing(one, w)).collect(),
        procedures: case.procedures.iter().rev().map(|one| followed(one, (today, w))).collect(),
        titles: titles.iter().map(|line| super::super::titles::row(line, today, w)).collect(),
        moved: moved.iter().map(|line| told(line, today, w)).collect(),
        proposed: proposed.iter().map(|title| super::super::titles::proposal(title, today, w)).collect(),
        spent: super::super::costs::figures(costs, w),
        lost: costs.loss.is_some(),
        dues: w.choices("vat-due", VatDue::ALL.iter().map(|due| due.slug())),
        facts: facts(case, today, w),
        choices: open,
        waiting,
        distances: w.choices("distance", ["none", "overseas", "abroad"]),
        courts: or_none(super::follow::court_kinds(w)),
        territories: w.choices("territory", Territory::ALL.iter().map(|t| t.slug())),
        roles: w.choices("case-role", PartyRole::ALL.iter().map(|role| role.slug())),
        outcomes: w.choices("case-outcome", CaseOutcome::ALL.iter().map(|outcome| outcome.slug())),
        ready: ready.as_ref().map(|found| brief(found, w)),
        decided: decided
            .as_ref()
            .map(|line| (line.words.pick(w.lang).to_owned(), format!("{} · {}", line.by, day(line.on, today, w.lang)))),
        unticked: if *unticked == 0 { String::new() } else { w.t1("checklist-left", "n", unticked.to_string()) },
        opens: match decided {
            Some(_) if is(ChoiceOutcome::Go) && !begun => "begin",
            Some(_) if is(ChoiceOutcome::NoGo) => "close",
            _ => "",
        },
        typed,
        may: case.line.closed.is_none() && visit.visitor.may(Permission::EditAccount),
    }
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    let (actor, case) = (visit.actor.clone(), reference::<CaseId>(id)?);
    let found = site.ask(move |desk| {
        let id = case;
        let (case, choices) = (desk.case(&actor, id)?, desk.procedure_choices(&actor)?);
        let ours = case.line.side == CaseSide::Claimant && case.line.closed.is_none();
        let ready = if ours { Some(desk.readiness(&actor, id)?) } else { None };
        let decided = desk.case_decisions(&actor, id)?.into_iter().next();
        let (titles, costs) = (desk.case_titles(&actor, id)?, desk.case_costs(&actor, id)?);
        let proposed = desk.title_proposals(&actor, id)?;
        let mut moved = desk.limitation_sheet(&actor, case.line.account_id)?.facts;
        moved.retain(|fact| case.claims.iter().any(|claim| claim.item == fact.item));
        let unticked = if ours { desk.unticked(&actor, id)? } else { 0 };
        Ok(Found { case, titles, proposed, moved, costs, choices, ready, decided, unticked, today: desk.today() })
    });
    let found = found.await?;
    let wrong = typed.is_wrong();
    let mut response = html(&page_of(visit, &found, typed))?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /cases/{id}`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default()).await
}

async fn on_case<W>(act: Act, sheet: &'static Sheet, work: W) -> Result<Response, Failure>
where
    W: FnOnce(&Desk, &Actor, &Reading) -> Result<&'static str, Slip> + Send + 'static,
{
    let page = format!("/cases/{}", act.id);
    match act.answer(sheet, work).await? {
        Answered::Done(done) => Ok(done.go(&page)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

/// `POST /cases/{id}/change`.
pub async fn change(act: Act) -> Result<Response, Failure> {
    on_case(act, &CHANGE, |desk, actor, form| {
        let told = (form.text("reference"), form.text("object"), form.text("owner"));
        desk.change_case(actor, form.about()?, (&told.0, &told.1, &told.2))?;
        Ok("case-changed")
    })
    .await
}

/// `POST /cases/{id}/claim`: pieces by their numbers, one a line.
pub async fn claim(act: Act) -> Result<Response, Failure> {
    on_case(act, &CLAIM, |desk, actor, form| {
        actor.may(Permission::EditAccount)?;
        let mut items = Vec::new();
        for line in form.text("items").lines().map(str::trim).filter(|line| !line.is_empty()) {
            items.push(desk.find_item(actor, line)?.id);
        }
        desk.add_claims(actor, form.about()?, &items)?;
        Ok("case-claimed")
    })
    .await
}

/// `POST /cases/{id}/unclaim`.
pub async fn unclaim(act: Act) -> Result<Response, Failure> {
    on_case(act, &UNCLAIM, |desk, actor, form| {
        let claim: CaseClaimId = form.reference("claim")?;
        desk.drop_claim(actor, form.about()?, claim, &form.text("why"))?;
        Ok("case-unclaimed")
    })
    .await
}

/// `POST /cases/{id}/party`: by name, or by the code of their account.
pub async fn party(act: Act) -> Result<Response, Failure> {
    on_case(act, &PARTY, |desk, actor, form| {
        let account = form.some("account").map(|code| desk.find_account(actor, &code)).transpose();
        let account = account.map_err(|error| match error {
            app::DeskError::NotFound { .. } => Slip::beside("account", "account-unknown"),
            other => other.into(),
        })?;
        let order = PartyOrder {
            role: PartyRole::parse(&form.text("role")).unwrap_or(PartyRole::CoDebtor),
            name: form.text("name"),
            address: form.text("address"),
            note: form.text("note"),
            account,
        };
        desk.add_party(actor, form.about()?, &order)?;
        Ok("case-party")
    })
    .await
}

/// `POST /cases/{id}/party-out`.
pub async fn party_out(act: Act) -> Result<Response, Failure> {
    on_case(act, &PARTY, |desk, actor, form| {
        let party: CasePartyId = form.reference("party")?;
        desk.drop_party(actor, form.about()?, party)?;
        Ok("case-party-out")
    })
    .await
}

/// `POST /cases/{id}/procedure`.
pub async fn begin(act: Act) -> Result<Response, Failure> {
    let answered = act.answer_shown(&BEGIN, |desk, actor, form| {
        let order = ProcedureOrder {
            definition: form.text("definition"),
            begun: form.day("begun")?,
            court: form.text("court"),
            court_kind: form.text("kind"),
            order: None,
            distance: Distance::parse(&form.text("distance")).unwrap_or_default(),
            territory: Territory::parse(&form.text("territory")).unwrap_or_default(),
            claimed: plain_amount(&form.text("claimed")),
            leave: form.text("leave"),
        };
        let case: CaseId = form.about()?;
        let begun = desk.begin_procedure(actor, case, &order)?;
        Ok((begun, desk.unticked(actor, case)?))
    });
    match answered.await? {
        Ok(((id, left), _)) => {
            let id: CourtProcedureId = id;
            let done =
                if left == 0 { Done::from("procedure-begun") } else { Done::count("procedure-begun-left", left) };
            Ok(done.go(&format!("/procedures/{id}")))
        }
        Err(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}

/// `POST /cases/{id}/close`.
pub async fn close(act: Act) -> Result<Response, Failure> {
    on_case(act, &CLOSE, |desk, actor, form| {
        let outcome = CaseOutcome::parse(&form.text("outcome")).unwrap_or(CaseOutcome::Paid);
        let closing = CaseClosing { outcome, why: form.text("why"), loss: super::super::costs::loss_of(form)? };
        desk.close_case(actor, form.about()?, closing)?;
        Ok("case-closed")
    })
    .await
}
