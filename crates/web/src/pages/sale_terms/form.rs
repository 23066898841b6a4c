//! The form that writes a version: a new one, a copy, or one that is not in force yet.

use app::Permission;
use app::sale_terms::{ClauseKind, ClauseText, SaleTermsFile, SaleTermsId, SaleTermsOrder};
use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use super::sent::{self, Sent};
use crate::act::Done;
use crate::forms::{Typed, date, reference};
use crate::layout::{Frame, html};
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

struct Area {
    /// Name of the field.
    name: String,
    label: String,
    hint: String,
    text: String,
    penalties: bool,
    rows: u8,
}

#[derive(Template)]
#[template(path = "sale_terms_form.html")]
struct Page {
    w: Words,
    frame: Frame,
    title: String,
    action: String,
    /// Where it goes back to.
    back: String,
    /// Which creditor, where it is not known yet.
    creditors: Vec<(String, String)>,
    from: String,
    from_label: String,
    areas: Vec<Area>,
    typed: Typed,
}

/// What a new version is made for, and from.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    creditor: String,
    #[serde(default)]
    from: String,
}

fn field(kind: ClauseKind) -> String {
    format!("clause-{}", kind.slug())
}

fn filled(mut typed: Typed, file: &SaleTermsFile) -> Typed {
    for clause in &file.clauses {
        typed = typed.with(&field(clause.kind), &clause.text);
        if clause.kind == ClauseKind::LatePenalties {
            typed = typed.with("rate", &clause.rate);
        }
    }
    typed
}

/// What the form says: the version that is changed, the one it is made from.
async fn read(
    site: &Site,
    visit: &Visit,
    id: Option<SaleTermsId>,
) -> Result<(Option<SaleTermsFile>, Vec<(String, String)>), Failure> {
    let actor = visit.actor.clone();
    site.ask(move |desk| {
        let file = id.map(|id| desk.sale_terms_version(&actor, id)).transpose()?;
        let creditors = desk.creditors(&actor)?.into_iter().filter(|c| actor.reach.covers(c.id));
        Ok((file, creditors.map(|c| (c.code, c.name)).collect()))
    })
    .await
}

fn page(
    visit: &Visit,
    (changed, from): (Option<&SaleTermsFile>, Option<&SaleTermsFile>),
    creditors: Vec<(String, String)>,
    typed: Typed,
) -> Result<Response, Failure> {
    let (w, wrong) = (visit.words(), typed.is_wrong());
    let title =
        changed.map_or_else(|| w.t("sale-terms-new"), |file| w.t1("sale-terms-edit", "label", &file.line.label));
    let action = changed.map_or_else(|| "/sale-terms/new".to_owned(), |f| format!("/sale-terms/{}/edit", f.line.id));
    let area = |kind: &ClauseKind| Area {
        label: w.of("clause-kind", kind.slug()),
        hint: w.of("clause-hint", kind.slug()),
        text: typed.get(&field(*kind)).to_owned(),
        penalties: *kind == ClauseKind::LatePenalties,
        rows: if matches!(kind, ClauseKind::Deposit | ClauseKind::EarlyDiscount) { 2 } else { 4 },
        name: field(*kind),
    };
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-credit", &title),
        title,
        action,
        back: changed.map_or_else(|| "/sale-terms".to_owned(), |file| format!("/sale-terms/{}", file.line.id)),
        creditors: if changed.is_some() { Vec::new() } else { creditors },
        from: from.map_or_else(String::new, |file| file.line.id.to_string()),
        from_label: from.map_or_else(String::new, |file| file.line.label.clone()),
        areas: ClauseKind::ALL.iter().map(area).collect(),
        typed,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /sale-terms/new`: empty, or a copy of another version.
pub async fn fresh(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    visit.actor.may_here(Permission::Settings)?;
    let from = if asked.from.is_empty() { None } else { Some(reference::<SaleTermsId>(&asked.from)?) };
    let (file, creditors) = read(&site, &visit, from).await?;
    let first = creditors.first().map_or("", |(code, _)| code.as_str());
    let code = if asked.creditor.is_empty() { first } else { &asked.creditor };
    let mut typed = Typed::default().with("creditor", code);
    if let Some(file) = &file {
        typed = filled(typed, file).with("from", file.line.id.to_string());
    }
    page(&visit, (None, file.as_ref()), creditors, typed)
}

/// `GET /sale-terms/{id}/edit`.
pub async fn edit(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    visit.actor.may_here(Permission::Settings)?;
    let (file, _) = read(&site, &visit, Some(reference(&id)?)).await?;
    let Some(file) = file else { return Err(Failure::unknown(&id)) };
    let typed = Typed::default().with("label", &file.line.label).with("since", file.line.since.to_string());
    page(&visit, (Some(&file), None), Vec::new(), filled(typed, &file))
}

/// `POST /sale-terms/new`.
pub async fn create(State(site): State<Site>, visit: Visit, form: Multipart) -> Result<Response, Failure> {
    visit.actor.may_here(Permission::Settings)?;
    let sent = sent::read(form, site.config.upload_limit, visit.visitor.lang).await?;
    keep(&site, &visit, None, sent).await
}

/// `POST /sale-terms/{id}/edit`.
pub async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    visit.actor.may_here(Permission::Settings)?;
    let id = reference::<SaleTermsId>(&id)?;
    let sent = sent::read(form, site.config.upload_limit, visit.visitor.lang).await?;
    keep(&site, &visit, Some(id), sent).await
}

/// The version as it was typed; what is wrong is noted beside its field.
fn order(typed: &mut Typed, file: Option<app::imports::Upload>, w: Words) -> Option<SaleTermsOrder> {
    let since = match date(typed.get("since")) {
        Ok(Some(since)) => Some(since),
        Ok(None) => {
            typed.wrong("since", w.t("date-missing"));
            None
        }
        Err(text) => {
            typed.wrong("since", w.t1("date-unreadable", "text", text));
            None
        }
    };
    let text = |name: &str| typed.get(name).replace("\r\n", "\n");
    let clause = |kind: &ClauseKind| ClauseText {
        kind: *kind,
        text: text(&field(*kind)),
        rate: if *kind == ClauseKind::LatePenalties { text("rate") } else { String::new() },
    };
    let clauses = ClauseKind::ALL.iter().map(clause).collect();
    let label = text("label");
    let since = since.filter(|_| !typed.is_wrong())?;
    // What it was made from is in the fields already.
    Some(SaleTermsOrder { label, since, clauses: Some(clauses), from: None, pdf: file })
}

async fn keep(site: &Site, visit: &Visit, id: Option<SaleTermsId>, sent: Sent) -> Result<Response, Failure> {
    let (actor, lang) = (visit.actor.clone(), visit.visitor.lang);
    let Sent { mut typed, file } = sent;
    let (changed, creditors) = read(site, visit, id).await?;
    let from = typed.get("from").parse::<SaleTermsId>().ok();
    let made_from =
        if let Some(from) = from.filter(|_| id.is_none()) { read(site, visit, Some(from)).await?.0 } else { None };
    let Some(mut order) = order(&mut typed, file, visit.words()) else {
        return page(visit, (changed.as_ref(), made_from.as_ref()), creditors, typed);
    };
    order.from = made_from.as_ref().map(|file| file.line.id);
    let code = typed.get("creditor").to_owned();
    if id.is_none() && code.is_empty() {
        let missing = app::DeskError::from(app::SaleTermsRefusal::CreditorMissing);
        typed.refused(&Told::from(&missing), "creditor", lang);
        return page(visit, (None, made_from.as_ref()), creditors, typed);
    }
    let kept = site.ask(move |desk| match id {
        Some(id) => desk.change_sale_terms(&actor, id, &order).map(|()| id),
        None => desk.add_sale_terms(&actor, &code, &order),
    });
    match kept.await {
        Ok(id) => Ok(Done::from("sale-terms-saved").go(&format!("/sale-terms/{id}"))),
        Err(Failure::Refused(told)) => {
            typed.refused(&told, "label", lang);
            page(visit, (changed.as_ref(), made_from.as_ref()), creditors, typed)
        }
        Err(other) => Err(other),
    }
}
