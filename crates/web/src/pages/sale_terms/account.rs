//! What a customer accepted, and which terms of sale bind each of its pieces.

use app::sale_terms::{
    AcceptanceHow, AcceptanceLine, AcceptanceOrder, AccountSaleTerms, SaleTermsId, Strength, TermsAcceptanceId,
    TermsBinding, VersionState,
};
use app::{DeskError, Permission, Refusal, SaleTermsRefusal};
use askama::Template;
use axum::extract::multipart::Multipart;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Date;
use ledger::AccountId;

use super::sent::{self, Sent};
use crate::act::{Act, Answered, Done, Sheet};
use crate::api::sale_terms::how as how_asked;
use crate::figures::{self, Amount, day};
use crate::forms::{Typed, date, reference};
use crate::layout::{Frame, html};
use crate::problem::{Failure, Told};
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

/// What the file of a customer says of its terms of sale, and what its form offers.
pub struct Brief {
    /// In a sentence; a name for the page where the creditor has no terms.
    pub line: String,
    /// Versions of its creditor; none where there is none.
    pub versions: Vec<(String, String)>,
    /// Ways to accept.
    pub ways: Vec<(String, String)>,
    /// The version in force, and the day of the house.
    usual: (String, Date),
}

impl Brief {
    /// What the form says where nothing was typed.
    pub fn typed(&self, typed: Typed) -> Typed {
        let (version, today) = &self.usual;
        typed.with_usual("accept-version", version).with_usual("accept-on", &today.to_string())
    }
}

/// What is said of the terms of a customer.
pub fn brief(terms: &AccountSaleTerms, today: Date, w: Words) -> Brief {
    let option = |v: &app::sale_terms::VersionText| (v.id.to_string(), v.label.clone());
    let usual = terms.versions.iter().find(|v| v.state == VersionState::InForce).or(terms.versions.first());
    Brief {
        line: if terms.versions.is_empty() { w.t("sale-terms") } else { terms.today.why.pick(w.lang).to_owned() },
        versions: terms.versions.iter().map(option).collect(),
        ways: w.choices("acceptance-how", AcceptanceHow::ALL.iter().map(|h| h.slug())),
        usual: (usual.map_or_else(String::new, |v| v.id.to_string()), today),
    }
}

struct Accepted {
    id: String,
    label: String,
    version: String,
    day: String,
    how: String,
    strength: String,
    weak: bool,
    note: String,
    proof: String,
    file: String,
    told: String,
    /// Who took it back, when and why; empty while it counts.
    back: String,
}

struct Piece {
    number: String,
    issued: String,
    open: Amount,
    terms: String,
    version: String,
    why: String,
    /// Tone of what it is worth.
    tone: &'static str,
    strength: String,
}

#[derive(Template)]
#[template(path = "sale_terms_account.html")]
struct Page {
    w: Words,
    frame: Frame,
    id: String,
    name: String,
    number: String,
    creditor: String,
    today: String,
    tone: &'static str,
    strength: String,
    accepted: Vec<Accepted>,
    pieces: Vec<Piece>,
    brief: Brief,
    may_edit: bool,
    typed: Typed,
}

/// `GET /accounts/{id}/sale-terms`.
pub async fn page(State(site): State<Site>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    show(&site, &visit, reference(&id)?, Typed::default()).await
}

async fn show(site: &Site, visit: &Visit, id: AccountId, typed: Typed) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let read = site.ask(move |desk| Ok((desk.sale_terms_of_account(&actor, id)?, desk.today())));
    let (terms, today) = read.await?;
    let wrong = typed.is_wrong();
    let brief = brief(&terms, today, w);
    let (strength, tone) = worth(&terms.today, w);
    let mut response = html(&Page {
        w,
        frame: Frame::of(visit, "nav-accounts", &w.t1("sale-terms-of", "name", &terms.debtor)),
        id: terms.account_id.to_string(),
        name: terms.debtor.clone(),
        number: terms.account.clone(),
        creditor: terms.creditor.clone(),
        today: terms.today.why.pick(w.lang).to_owned(),
        tone,
        strength,
        accepted: terms.acceptances.iter().map(|line| accepted(line, today, w)).collect(),
        pieces: pieces(&terms, today, w),
        may_edit: visit.visitor.may(Permission::EditAccount),
        typed: brief.typed(typed),
        brief,
    })?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// What a proof is worth, in a word and its tone.
fn worth(binding: &TermsBinding, w: Words) -> (String, &'static str) {
    match binding.strength {
        Some(strength @ Strength::Strong) => (w.of("acceptance-strength", strength.slug()), "cash"),
        Some(strength @ Strength::Weak) => (w.of("acceptance-strength", strength.slug()), "attention"),
        None => (w.t("sale-terms-none-proven"), "right"),
    }
}

fn accepted(line: &AcceptanceLine, today: Date, w: Words) -> Accepted {
    let shown = |at| day(w.day_of(at), today, w.lang);
    let back = line.withdrawn_at.map(|at| {
        let on = shown(at);
        let values = [("by", line.withdrawn_by.as_str()), ("day", on.as_str()), ("why", line.withdrawn_why.as_str())];
        w.with("acceptance-back", &values)
    });
    Accepted {
        id: line.id.to_string(),
        label: line.label.clone(),
        version: line.version.to_string(),
        day: day(line.on, today, w.lang),
        how: w.of("acceptance-how", line.how.slug()),
        strength: w.of("acceptance-strength", line.strength.slug()),
        weak: line.strength == Strength::Weak,
        note: line.note.clone(),
        proof: line.document.map_or_else(String::new, |id| format!("/documents/{id}")),
        file: line.file.clone(),
        told: w.with("acceptance-told", &[("by", &line.actor), ("day", &shown(line.at))]),
        back: back.unwrap_or_default(),
    }
}

fn pieces(terms: &AccountSaleTerms, today: Date, w: Words) -> Vec<Piece> {
    let piece = |item: &app::sale_terms::ItemTerms| {
        let (strength, tone) = worth(&item.binding, w);
        Piece {
            number: item.item.clone(),
            issued: day(item.issued, today, w.lang),
            open: Amount::new(figures::decimal(&item.open, item.currency), w.lang),
            terms: item.binding.label.clone(),
            version: item.binding.version.map_or_else(String::new, |id| id.to_string()),
            why: item.binding.why.pick(w.lang).to_owned(),
            tone,
            strength,
        }
    };
    terms.items.iter().map(piece).collect()
}

/// The acceptance as it was typed, or what is missing, beside its field.
fn order(typed: &Typed, file: Option<app::imports::Upload>) -> Result<AcceptanceOrder, (&'static str, Told)> {
    let beside = |field, refusal: SaleTermsRefusal| (field, Told::from(&DeskError::from(refusal)));
    let version = typed.get("accept-version");
    let missing = |_| beside("accept-version", SaleTermsRefusal::VersionMissing);
    let version: SaleTermsId = version.parse().map_err(missing)?;
    let unreadable = |text: String| beside("accept-on", SaleTermsRefusal::DateUnreadable { text });
    let on = date(typed.get("accept-on")).map_err(unreadable)?;
    let on = on.ok_or_else(|| beside("accept-on", SaleTermsRefusal::DateMissing))?;
    let how = how_asked(typed.get("accept-how")).map_err(|error| ("accept-how", Told::from(&error)))?;
    Ok(AcceptanceOrder { version, on, how, note: typed.get("accept-note").to_owned(), file })
}

/// The field of the form that a refusal is about.
fn beside(told: &Told) -> String {
    match told.field {
        Some("file") => "file".to_owned(),
        Some(field) => format!("accept-{field}"),
        None => "accept-version".to_owned(),
    }
}

/// `POST /accounts/{id}/sale-terms`.
pub async fn accept(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let (account, actor, lang) = (reference::<AccountId>(&id)?, visit.actor.clone(), visit.visitor.lang);
    let Sent { mut typed, file } = sent::read(form, site.config.upload_limit, lang).await?;
    if typed.is_wrong() {
        return show(&site, &visit, account, typed).await;
    }
    let order = match order(&typed, file) {
        Ok(order) => order,
        Err((field, told)) => {
            typed.wrong(field, told.words.pick(lang));
            return show(&site, &visit, account, typed).await;
        }
    };
    match site.ask(move |desk| desk.accept_sale_terms(&actor, account, &order)).await {
        Ok(_) => Ok(Done::from("sale-terms-accepted").go(&format!("/accounts/{id}/sale-terms"))),
        Err(Failure::Refused(told)) => {
            typed.wrong(&beside(&told), told.words.pick(lang));
            show(&site, &visit, account, typed).await
        }
        Err(other) => Err(other),
    }
}

/// `POST /acceptances/{id}/proof`.
pub async fn prove(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let (id, actor, lang) = (reference::<TermsAcceptanceId>(&id)?, visit.actor.clone(), visit.visitor.lang);
    let Sent { mut typed, file } = sent::read(form, site.config.upload_limit, lang).await?;
    let who = visit.actor.clone();
    let account = site.ask(move |desk| desk.account_of_acceptance(&who, id)).await?;
    if typed.is_wrong() {
        let told = typed.error("file").to_owned();
        typed.wrong("proof", told);
        return show(&site, &visit, account, typed).await;
    }
    let kept = site.ask(move |desk| {
        let file = file.ok_or(Refusal::NoFile)?;
        desk.attach_acceptance(&actor, id, &file)
    });
    match kept.await {
        Ok(_) => Ok(Done::from("sale-terms-proof").go(&format!("/accounts/{account}/sale-terms"))),
        Err(Failure::Refused(told)) => {
            typed.wrong("proof", told.words.pick(lang));
            show(&site, &visit, account, typed).await
        }
        Err(other) => Err(other),
    }
}

const BACK: Sheet = Sheet { form: "back", prefix: "back-", field: "reason" };

/// `POST /acceptances/{id}/withdrawal`.
pub async fn withdraw(act: Act) -> Result<Response, Failure> {
    act.visit.actor.may(Permission::EditAccount)?;
    let (site, who, id) = (act.site.clone(), act.visit.actor.clone(), reference::<TermsAcceptanceId>(&act.id)?);
    let account = site.ask(move |desk| desk.account_of_acceptance(&who, id)).await?;
    let done = act.answer(&BACK, |desk, actor, form| {
        desk.withdraw_acceptance(actor, form.about()?, &form.text("reason"))?;
        Ok("sale-terms-withdrawn")
    });
    match done.await? {
        Answered::Done(done) => Ok(done.go(&format!("/accounts/{account}/sale-terms"))),
        Answered::Wrong(act) => show(&act.site, &act.visit, account, act.typed).await,
    }
}
