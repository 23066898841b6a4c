//! A title is recorded, or corrected: one form.

use app::Permission;
use app::cases::{CaseId, CourtProcedureId};
use app::titles::{
    CLAIM_KINDS, CourtTitleId, Finality, HeadKind, HeadOrder, TitleDetail, TitleKind, TitleOrder, TitleProposal,
};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::act::{Act, Done, Reading, Sheet, Slip};
use crate::forms::{Typed, plain_amount, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const TITLE: Sheet = Sheet { form: "title", prefix: "", field: "issued" };

struct HeadField {
    kind: &'static str,
    label: String,
    amount: String,
    bare: bool,
}

#[derive(Template)]
#[template(path = "title_form.html")]
struct Page {
    w: Words,
    frame: Frame,
    action: String,
    back: (String, String),
    heading: String,
    heads: Vec<HeadField>,
    kinds: Vec<(String, String)>,
    finalities: Vec<(String, String)>,
    classes: Vec<(String, String)>,
    claims: Vec<(String, String)>,
    correcting: bool,
    typed: Typed,
}

fn page_of(visit: &Visit, (action, back): (String, (String, String)), heading: &str, typed: Typed) -> Page {
    let w = visit.words();
    let head = |kind: &HeadKind| HeadField {
        kind: kind.slug(),
        label: w.of("title-head", kind.slug()),
        amount: typed.get(&format!("head-{}", kind.slug())).to_owned(),
        bare: typed.is(&format!("bare-{}", kind.slug()), "1"),
    };
    let none = (String::new(), w.t("title-claim-none"));
    let claims = CLAIM_KINDS
        .iter()
        .map(|kind| ((*kind).to_owned(), crate::words::capital(app::titles::claim_words(kind).pick(w.lang))));
    Page {
        w,
        frame: Frame::of(visit, "titles-title", heading),
        correcting: action.ends_with("/change"),
        action,
        back,
        heading: heading.to_owned(),
        heads: HeadKind::ALL.iter().map(head).collect(),
        kinds: w.choices("title-kind", TitleKind::ALL.iter().map(|kind| kind.slug())),
        finalities: w.choices("title-finality", Finality::ALL.iter().map(|one| one.slug())),
        classes: w.choices("title-class", ["professional", "individual"]),
        claims: std::iter::once(none).chain(claims).collect(),
        typed,
    }
}

fn shown(page: &Page) -> Result<Response, Failure> {
    let mut response = html(page)?;
    if page.typed.is_wrong() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// What a procedure tells of the title it brought, as the form has it.
fn typed_from(title: &TitleProposal) -> Typed {
    Typed::default()
        .with("kind", title.kind.slug())
        .with("issued", title.issued.to_string())
        .with("court", title.court.clone())
        .with("number", title.number.clone())
        .with("enforceable", title.enforceable.map_or_else(String::new, |day| day.to_string()))
        .with("finality", title.finality.slug())
        .with("head-principal", title.granted.clone().unwrap_or_default())
}

/// The form, with what a procedure tells where the case has a title to record.
async fn show_blank(site: &Site, visit: &Visit, id: &str, (typed, of): (Typed, &str)) -> Result<Response, Failure> {
    let (actor, case) = (visit.actor.clone(), reference::<CaseId>(id)?);
    let of = Some(of).filter(|of| !of.is_empty()).map(reference::<CourtProcedureId>).transpose()?;
    let (line, proposed) = site
        .ask(move |desk| {
            actor.may(Permission::EditAccount)?;
            Ok((desk.case(&actor, case)?.line, desk.title_proposals(&actor, case)?))
        })
        .await?;
    let proposed = proposed.into_iter().find(|one| of.is_none_or(|of| one.procedure == of));
    let typed = match proposed.filter(|_| !typed.is_wrong()) {
        Some(title) => typed_from(&title),
        None => typed,
    };
    let back = (format!("/cases/{id}"), line.debtor);
    shown(&page_of(visit, (format!("/cases/{id}/title"), back), &visit.words().t("title-add-title"), typed))
}

/// What a title says, as its form has it.
fn typed_of(title: &TitleDetail) -> Typed {
    let text = |day: Option<kernel::Date>| day.map_or_else(String::new, |day| day.to_string());
    let mut typed = Typed::default()
        .with("kind", title.line.kind.slug())
        .with("issued", title.line.issued.to_string())
        .with("court", title.line.court.clone())
        .with("number", title.line.number.clone())
        .with("enforceable", text(title.enforceable))
        .with("finality", title.finality.slug())
        .with("creditor_class", title.creditor_class.clone())
        .with("capitalise", if title.capitalise { "1" } else { "" })
        .with("claim_kind", title.claim_kind.clone())
        .with("claim_due", text(title.claim_due));
    for head in &title.heads {
        typed = typed.with(&format!("head-{}", head.kind.slug()), head.amount.clone());
        typed = typed.with(&format!("bare-{}", head.kind.slug()), if head.bears { "" } else { "1" });
    }
    typed
}

async fn show_filled(site: &Site, visit: &Visit, id: &str, typed: Option<Typed>) -> Result<Response, Failure> {
    let (actor, title) = (visit.actor.clone(), reference::<CourtTitleId>(id)?);
    let found = site
        .ask(move |desk| {
            actor.may(Permission::EditAccount)?;
            desk.title(&actor, title)
        })
        .await?;
    let (w, typed) = (visit.words(), typed.unwrap_or_else(|| typed_of(&found)));
    let back = (format!("/titles/{id}"), super::name(&found.line, found.today, w));
    shown(&page_of(visit, (format!("/titles/{id}/change"), back), &w.t("title-change-title"), typed))
}

/// Whose title is recorded.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// The procedure that brought it; the first of the case when empty.
    #[serde(default)]
    procedure: String,
}

/// `GET /cases/{id}/title`.
pub async fn blank(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    show_blank(&site, &visit, &id, (Typed::default(), &asked.procedure)).await
}

/// `GET /titles/{id}/change`.
pub async fn filled(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show_filled(&site, &visit, &id, None).await
}

fn order(form: &Reading) -> Result<TitleOrder, Slip> {
    let head = |kind: &HeadKind| HeadOrder {
        kind: kind.slug().to_owned(),
        amount: plain_amount(&form.text(&format!("head-{}", kind.slug()))),
        bare: form.is(&format!("bare-{}", kind.slug()), "1"),
    };
    Ok(TitleOrder {
        kind: form.text("kind"),
        issued: form.day("issued")?,
        court: form.text("court"),
        number: form.text("number"),
        currency: String::new(),
        heads: HeadKind::ALL.iter().map(head).collect(),
        enforceable: form.day("enforceable")?,
        finality: form.text("finality"),
        creditor_class: form.text("creditor_class"),
        capitalise: form.is("capitalise", "1"),
        claim_kind: form.text("claim_kind"),
        claim_due: form.day("claim_due")?,
    })
}

/// `POST /cases/{id}/title`.
pub async fn add(act: Act) -> Result<Response, Failure> {
    let answered = act.answer_shown(&TITLE, |desk, actor, form| {
        desk.add_title(actor, form.about()?, &order(form)?).map_err(Slip::named)
    });
    match answered.await? {
        Ok((id, _)) => {
            let id: CourtTitleId = id;
            Ok(Done::from("title-added").go(&format!("/titles/{id}")))
        }
        Err(act) => show_blank(&act.site, &act.visit, &act.id, (act.typed, "")).await,
    }
}

/// `POST /titles/{id}/change`.
pub async fn change(act: Act) -> Result<Response, Failure> {
    let page = format!("/titles/{}", act.id);
    let answered = act.answer_shown(&TITLE, |desk, actor, form| {
        let (id, why) = (form.about()?, form.text("why"));
        desk.change_title(actor, id, (&order(form)?, &why)).map_err(Slip::named)
    });
    match answered.await? {
        Ok(((), _)) => Ok(Done::from("title-changed").go(&page)),
        Err(act) => show_filled(&act.site, &act.visit, &act.id, Some(act.typed)).await,
    }
}
