//! What a case costs: recorded, corrected, summed beside its budget; payments in legal order; the entries a loss
//! proposes.

mod acts;
mod view;

use app::Permission;
use app::cases::CaseId;
use app::costs::{CaseCostId, CaseCosts, CostKind, CostLine, Ground, Party, VatDue};
use app::papers::PaperKind;
use app::proofs::{Provable, SubjectKind};
use app::reports::ReportFormat;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use kernel::{Date, Wording};
use serde::Deserialize;

use super::exports::attachment;
use crate::figures::Amount;
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html, link};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::{Words, or_none};
use view::{Drawn, Entry, KindRow, Line, Lost, Spent};

pub use acts::loss_of;
pub use view::figures;

/// Every route of the section.
pub fn routes() -> Router<Site> {
    Router::new()
        .route("/cases/{id}/costs", get(page))
        .route("/cases/{id}/entries", get(export))
        .route("/cases/{id}/cost", post(acts::cost))
        .route("/cases/{id}/cost-out", post(acts::cost_out))
        .route("/cases/{id}/cost-paid", post(acts::cost_paid))
        .route("/cases/{id}/time", post(acts::time))
        .route("/cases/{id}/time-out", post(acts::time_out))
        .route("/cases/{id}/budget", post(acts::budget))
        .route("/cases/{id}/loss", post(acts::loss))
}

/// Values and what they are called.
type Options = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "costs.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    account_id: String,
    debtor: String,
    reference: String,
    figures: Vec<(String, String)>,
    lines: Vec<Line>,
    time: Vec<Spent>,
    kinds: Vec<KindRow>,
    bearers: Vec<(String, Amount)>,
    drawn: Option<Drawn>,
    missing: String,
    lost: Option<Lost>,
    entries: Vec<Entry>,
    xlsx: String,
    csv: String,
    cost_kinds: Options,
    grounds: Options,
    parties: Options,
    sides: Options,
    tariffs: Options,
    open_costs: Options,
    unpaid: Options,
    acts: Options,
    open_time: Options,
    dues: Options,
    editing: String,
    typed: Typed,
    may: bool,
    may_complete: bool,
}

/// Which cost the form holds, and how a file is written.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    edit: String,
    #[serde(default)]
    format: String,
}

/// What is kept of a cost, as its form has it.
fn typed_of(line: &CostLine) -> Typed {
    Typed::default()
        .with("cost-id", line.id.to_string())
        .with("cost-kind", line.kind.slug())
        .with("cost-label", line.label.clone())
        .with("cost-day", line.day.to_string())
        .with("cost-net", line.net.clone())
        .with("cost-vat", line.vat.clone())
        .with("cost-advanced_by", line.advanced_by.slug())
        .with("cost-ground", line.ground.slug())
        .with("cost-decided", line.decided.map_or("", |party| party.slug()))
        .with("cost-decision", line.decision.clone())
        .with("cost-paid", line.paid.map_or_else(String::new, |day| day.to_string()))
        .with("cost-tariff", line.tariff.clone())
        .with("cost-reference", line.reference.clone())
        .with("cost-act", line.act.map_or_else(String::new, |act| act.to_string()))
        .with("form", "cost")
}

/// The form as it opens: a cost to correct, the budget that stands, what is told of a loss.
fn usual(costs: &CaseCosts, edit: Option<CaseCostId>) -> Typed {
    let mut typed = costs
        .costs
        .iter()
        .find(|line| Some(line.id) == edit && line.left.is_none())
        .map_or_else(|| Typed::default().with("cost-ground", Ground::Proceedings.slug()), typed_of);
    for line in &costs.sums.by_kind {
        let budget = line.budget.clone().unwrap_or_default();
        typed = typed.with(&format!("budget-{}", line.kind.slug()), budget);
    }
    if let Some(loss) = &costs.loss {
        typed = typed
            .with("loss-proof", loss.proof.clone())
            .with("loss-proof_on", loss.proof_on.to_string())
            .with("loss-vat_rate", loss.vat_rate.clone().unwrap_or_default())
            .with("loss-vat", loss.vat_due.slug());
    }
    let today = costs.today.to_string();
    typed.with_usual("cost-day", &today).with("time-day", today.clone()).with("paid-day", today)
}

/// The acts that a cost may pay, each with its day.
fn acts(proofs: &[Provable], today: Date, w: Words) -> Options {
    let acts = proofs.iter().filter(|one| one.subject.kind == SubjectKind::Fact && !one.gone);
    acts.map(|one| (one.subject.to_string(), view::act(one, today, w))).collect()
}

/// What the page of costs shows.
struct Shown {
    costs: CaseCosts,
    proofs: Vec<Provable>,
    tariffs: Vec<(String, Wording)>,
    /// The papers that the case calls for.
    called: Vec<PaperKind>,
}

fn page_of(visit: &Visit, shown: &Shown, typed: Typed) -> Page {
    let (costs, proofs) = (&shown.costs, shown.proofs.as_slice());
    let w = visit.words();
    let id = costs.case.to_string();
    let title = w.t1("costs-of", "debtor", &costs.debtor);
    let live = || costs.costs.iter().filter(|line| line.left.is_none());
    let named = |line: &CostLine| (line.id.to_string(), format!("{} · {}", line.label, line.gross));
    let file = |format: &str| link(&format!("/cases/{id}/entries"), &[("format", format)]);
    let editor = visit.visitor.may(Permission::EditAccount);
    let rectified = editor && shown.called.contains(&PaperKind::VatRectification);
    let tariffs = shown.tariffs.iter().map(|(item, words)| (item.clone(), words.pick(w.lang).to_owned())).collect();
    Page {
        frame: Frame::of(visit, "nav-cases", &title),
        account_id: costs.account_id.to_string(),
        debtor: costs.debtor.clone(),
        reference: costs.case_reference.clone(),
        figures: figures(costs, w),
        lines: costs.costs.iter().map(|line| view::line(line, (costs, proofs), w)).collect(),
        time: costs.time.iter().map(|line| view::spent(line, costs, w)).collect(),
        kinds: costs.sums.by_kind.iter().map(|line| view::kind(line, costs.currency, w)).collect(),
        bearers: view::bearers(costs, w),
        drawn: costs.decompte.as_ref().map(|drawn| view::drawn(drawn, costs, w)),
        missing: costs.decompte_missing.as_ref().map_or_else(String::new, |why| why.pick(w.lang).to_owned()),
        lost: costs.loss.as_ref().map(|loss| view::lost(loss, (costs, rectified), w)),
        entries: view::entries(costs, w),
        xlsx: file("xlsx"),
        csv: file("csv"),
        cost_kinds: w.choices("cost-kind", CostKind::ALL.iter().map(|kind| kind.slug())),
        grounds: w.choices("cost-ground", Ground::ALL.iter().map(|ground| ground.slug())),
        parties: w.choices("cost-party", Party::ALL.iter().map(|party| party.slug())),
        sides: or_none(w.choices("cost-party", ["debtor", "creditor"])),
        tariffs: or_none(tariffs),
        acts: or_none(acts(proofs, costs.today, w)),
        open_costs: live().map(named).collect(),
        unpaid: live().filter(|line| line.paid.is_none()).map(named).collect(),
        open_time: costs
            .time
            .iter()
            .filter(|line| line.left.is_none())
            .map(|line| (line.id.to_string(), format!("{} · {} min", line.who, line.minutes)))
            .collect(),
        dues: w.choices("vat-due", VatDue::ALL.iter().map(|due| due.slug())),
        editing: typed.get("cost-id").to_owned(),
        typed,
        may: !costs.closed && editor,
        may_complete: costs.loss.is_some() && editor,
        id,
        w,
    }
}

async fn show(site: &Site, visit: &Visit, id: &str, (typed, edit): (Typed, &str)) -> Result<Response, Failure> {
    let (actor, case) = (visit.actor.clone(), reference::<CaseId>(id)?);
    let shown = site.ask(move |desk| {
        Ok(Shown {
            tariffs: desk.tariff_words(&actor)?,
            costs: desk.case_costs(&actor, case)?,
            proofs: desk.proofs(&actor, case)?,
            called: desk.paper_kinds(&actor, case)?,
        })
    });
    let shown = shown.await?;
    let wrong = typed.is_wrong();
    let typed = if wrong { typed } else { usual(&shown.costs, edit.parse().ok()) };
    let mut response = html(&page_of(visit, &shown, typed))?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /cases/{id}/costs`.
pub async fn page(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, (Typed::default(), &asked.edit)).await
}

/// `GET /cases/{id}/entries`.
pub async fn export(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let (format, lang) = (ReportFormat::parse(&asked.format)?, visit.visitor.lang);
    let case = reference::<CaseId>(&id)?;
    Ok(attachment(site.ask(move |desk| desk.loss_report(&visit.actor, format, case, lang)).await?))
}
