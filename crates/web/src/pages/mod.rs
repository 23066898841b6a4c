//! The pages. Each module is one section: its view, its handlers, its templates.

mod account;
mod account_acts;
mod account_chase;
mod account_view;
mod accounts;
pub(crate) mod aging;
mod creditors;
mod diagnosis;
mod exports;
mod import_prepare;
pub(crate) mod imports;
pub(crate) mod letters;
mod outbox;
mod run;
mod sign_in;
mod standing;
mod texts;
mod timeline;
mod today;
mod users;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::site::Site;

/// Every page.
pub fn routes(site: &Site) -> Router<Site> {
    let upload = post(imports::upload).layer(DefaultBodyLimit::max(site.config.upload_limit));
    Router::new()
        .route("/sign-in", get(sign_in::form).post(sign_in::sign_in))
        .route("/sign-out", post(sign_in::sign_out))
        .route("/first-run", get(sign_in::first_form).post(sign_in::first_run))
        .route("/", get(today::page))
        .route("/run", get(run::preview).post(run::start))
        .route("/accounts", get(accounts::page))
        .route("/accounts/{id}", get(account::page))
        .route("/accounts/{id}/ask", get(account::ask))
        .route("/accounts/{id}/statement", get(account::statement))
        .route("/accounts/{id}/pause", post(account_acts::pause))
        .route("/accounts/{id}/due", post(account_acts::confirm_due))
        .route("/accounts/{id}/allocate", post(account_acts::allocate))
        .route("/accounts/{id}/reverse", post(account_acts::reverse))
        .route("/accounts/{id}/debtor", get(account_acts::debtor_form).post(account_acts::correct_debtor))
        .route("/accounts/{id}/block", post(account_chase::block))
        .route("/accounts/{id}/unblock", post(account_chase::unblock))
        .route("/accounts/{id}/promise", post(account_chase::promise))
        .route("/accounts/{id}/withdraw", post(account_chase::withdraw))
        .route("/accounts/{id}/task", post(account_chase::finish_task))
        .route("/accounts/{id}/choices", post(account_chase::choose))
        .route("/aging", get(aging::page))
        .route("/aging/export", get(exports::export))
        .route("/letters", get(letters::page))
        .route("/documents/{id}", get(letters::document))
        .route("/outbox", get(outbox::page))
        .route("/outbox/{id}/resolve", post(outbox::resolve))
        .route("/outbox/{id}/posted", post(outbox::posted))
        .route("/imports", get(imports::list).merge(upload))
        .route("/imports/prepare", get(import_prepare::page).post(import_prepare::save_mapping))
        .route("/imports/start", post(imports::start))
        .route("/imports/running", get(imports::running))
        .route("/imports/{id}", get(imports::result))
        .route("/imports/{id}/undo", post(imports::undo))
        .route("/diagnosis", get(diagnosis::page))
        .route("/creditors", get(creditors::list))
        .route("/creditors/new", get(creditors::fresh).post(creditors::create))
        .route("/creditors/{code}", get(creditors::edit).post(creditors::save))
        .route("/users", get(users::list).post(users::create))
        .route("/users/{login}/active", post(users::set_active))
        .route("/texts", get(texts::list).post(texts::begin))
        .route("/texts/{slug}/{language}", get(texts::edit).post(texts::save))
        .route("/texts/{slug}/{language}/preview", post(texts::preview))
        .route("/texts/{slug}/{language}/letter", post(texts::letter))
        .route("/texts/{slug}/{language}/retire", post(texts::retire))
        .route("/settings", get(standing::settings))
        .route("/help", get(standing::help))
        .route("/menu", get(standing::menu))
}
