//! The form that opens a dispute, beside a file.

use app::disputes::{DisputeKind, DisputeOrder, Source, motives};
use app::{Permission, Undo};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use ledger::{AccountId, ItemId};

use crate::act::{Act, Answered, Done, Sheet};
use crate::api::disputes::kind as kind_of;
use crate::forms::{Typed, inside, reference};
use crate::pages::account_acts::currency_of;
use crate::pages::account_pane::{Origin, owed};
use crate::pages::pane;
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

#[derive(Template)]
#[template(path = "dispute_part.html")]
struct Part {
    w: Words,
    id: String,
    debtor: String,
    back: String,
    typed: Typed,
    pieces: Vec<(String, String)>,
    kinds: Vec<(String, String)>,
    motives: Vec<(String, String)>,
}

async fn show(site: &Site, visit: &Visit, id: &str, typed: Typed) -> Result<Response, Failure> {
    visit.actor.may(Permission::Answer)?;
    let (actor, account, w) = (visit.actor.clone(), reference::<AccountId>(id)?, visit.words());
    let file = site.ask(move |desk| desk.account_file(&actor, account)).await?;
    let (wrong, page) = (typed.is_wrong(), format!("/accounts/{id}"));
    let mut motives_of = vec![(String::new(), w.t("dispute-motive-none"))];
    motives_of.extend(motives::MOTIVES.iter().map(|m| {
        let words = w.lang.pick(m.fr, m.en);
        (m.code.to_owned(), format!("{} · {words}", m.code))
    }));
    let part = Part {
        w,
        id: id.to_owned(),
        debtor: file.debtor.name.clone(),
        back: inside(typed.get("back"), &page).to_owned(),
        typed,
        pieces: owed(&file, w),
        kinds: w.choices("dispute-kind", DisputeKind::ALL.iter().map(|k| k.slug())),
        motives: motives_of,
    };
    pane::answer(visit, &w.t("dispute-open"), (page, file.account.number.clone()), &part, wrong)
}

/// `GET /accounts/{id}/dispute`.
pub async fn page(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Query(from): Query<Origin>,
) -> Result<Response, Failure> {
    show(&site, &visit, &id, Typed::default().with("back", from.back)).await
}

const OPEN: Sheet = Sheet { form: "dispute", prefix: "dispute-", field: "item" };

/// `POST /accounts/{id}/dispute`.
pub async fn open(act: Act) -> Result<Response, Failure> {
    let file = format!("/accounts/{}", act.id);
    let back = inside(act.typed.get("back"), &file).to_owned();
    let answered = act.answer(&OPEN, |desk, actor, form| {
        let (account, item): (AccountId, ItemId) = (form.about()?, form.reference("item")?);
        let amount = form.amount("amount", currency_of(desk, actor, account, Some(item))?)?;
        let mail = form.text("mail");
        let order = DisputeOrder {
            kind: kind_of(&form.text("kind"))?,
            amount,
            motive: form.text("motive"),
            source: if mail.is_empty() { Source::Collector } else { Source::Mail },
            owner: form.text("owner"),
            note: form.text("note"),
            mail,
        };
        let made = desk.open_dispute(actor, desk.item_of_account(actor, account, item)?, &order)?;
        Ok(Done::or("dispute-opened", Undo::Dispute(made)).informing(made))
    });
    match answered.await? {
        Answered::Done(done) => Ok(done.go(&back)),
        Answered::Wrong(act) => show(&act.site, &act.visit, &act.id, act.typed).await,
    }
}
