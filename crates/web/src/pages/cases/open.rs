//! A case is opened from the file of its debtor.

use app::Permission;
use app::cases::{CaseOrder, CaseSide};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use ledger::{AccountId, ItemId};

use crate::act::{Act, Done, Sheet};
use crate::figures::{Amount, day};
use crate::forms::{Typed, reference};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

const OPEN: Sheet = Sheet { form: "case", prefix: "", field: "items" };

struct Piece {
    id: String,
    number: String,
    due: String,
    late: bool,
    open: Amount,
    ticked: bool,
    /// Why it is set aside, where it is.
    aside: String,
}

#[derive(Template)]
#[template(path = "case_open.html")]
struct Open {
    w: Words,
    frame: Frame,
    id: String,
    debtor: String,
    number: String,
    pieces: Vec<Piece>,
    sides: Vec<(String, String)>,
    typed: Typed,
}

/// The fields of the form, or of the query that opens it.
type Pairs = Vec<(String, String)>;

async fn show(site: &Site, visit: &Visit, id: &str, pairs: &Pairs, typed: Typed) -> Result<Response, Failure> {
    visit.actor.may(Permission::EditAccount)?;
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(id)?, visit.words());
    let read = site.ask(move |desk| {
        let filter = app::blocks::BlockFilter { account: Some(account), ..app::blocks::BlockFilter::default() };
        let blocks = desk.blocked_items(&actor, &filter, None, 2_000)?.rows;
        Ok((desk.account_file(&actor, account)?, blocks, desk.today()))
    });
    let (file, blocks, today) = read.await?;
    let ticked: Vec<&str> =
        pairs.iter().filter(|(key, _)| key == "item" || key == "items").map(|(_, id)| id.as_str()).collect();
    let owed = file.items.iter().filter(|line| line.open.minor() > 0);
    let piece = |line: &app::accounts::FileItem| {
        let id = line.item.id.to_string();
        let aside = blocks.iter().find(|block| block.item_id == line.item.id);
        let usual = line.late_days > 0 && aside.is_none();
        Piece {
            ticked: if ticked.is_empty() && !typed.is_wrong() { usual } else { ticked.contains(&id.as_str()) },
            number: line.item.number.clone(),
            due: day(line.item.due_on, today, w.lang),
            late: line.late_days > 0,
            open: Amount::new(line.open, w.lang),
            aside: aside.map_or_else(String::new, |block| w.of("block-reason", block.reason.slug())),
            id,
        }
    };
    let wrong = typed.is_wrong();
    let page = Open {
        w,
        frame: Frame::of(visit, "nav-cases", &w.t("case-open-title")),
        id: id.to_owned(),
        debtor: file.debtor.name.clone(),
        number: file.account.number.clone(),
        pieces: owed.map(piece).collect(),
        sides: w.choices("case-side", CaseSide::ALL.iter().map(|side| side.slug())),
        typed,
    };
    let mut response = html(&page)?;
    if wrong {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// `GET /accounts/{id}/case`.
pub async fn form(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(pairs): Query<Pairs>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, &pairs, Typed::default()).await
}

/// `POST /accounts/{id}/case`.
pub async fn open(act: Act) -> Result<Response, Failure> {
    let pairs = act.pairs();
    let answered = act.answer_shown(&OPEN, |desk, actor, form| {
        let items: Vec<ItemId> = form.ticked("items")?;
        let side = CaseSide::parse(&form.text("side")).unwrap_or(CaseSide::Claimant);
        let order = CaseOrder {
            side,
            items,
            reference: form.text("reference"),
            object: form.text("object"),
            owner: form.text("owner"),
            parties: Vec::new(),
        };
        Ok(desk.open_case(actor, form.about()?, &order)?)
    });
    match answered.await? {
        Ok((id, _)) => Ok(Done::from("case-opened").go(&format!("/cases/{id}"))),
        Err(act) => show(&act.site, &act.visit, &act.id, &pairs, act.typed).await,
    }
}
