//! The pages. Each module is one section: its view, its handlers, its templates.

mod account;
mod account_acts;
mod account_ask;
mod account_chase;
mod account_pane;
mod account_view;
mod accounts;
pub(crate) mod aging;
mod approvals;
mod behind;
mod calculators;
mod cases;
mod checklist;
mod colleagues;
mod companies;
mod costs;
mod credit;
mod creditors;
mod debtor;
mod diagnosis;
mod disputes;
mod entries;
mod exports;
mod guard;
mod import_prepare;
pub(crate) mod imports;
mod indicators;
mod insolvency;
pub(crate) mod letters;
mod limitation;
mod links;
mod mentions;
mod notices;
mod outbox;
mod pane;
pub mod papers;
mod person;
mod plan_composer;
mod plan_papers;
mod plans;
mod profile;
pub mod proofs;
mod provider;
mod rights;
mod run;
mod sale_terms;
mod search;
mod second_factor;
mod sign_in;
mod sources;
mod space;
mod standing;
mod strategies;
mod task_link;
mod tasks;
mod team;
mod texts;
mod timeline;
mod titles;
mod today;
mod undo;
mod users;
mod webhooks;
mod weights;
mod worklist;
mod write;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::forms::reference;
use crate::problem::Failure;
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
        .route("/search", get(search::page))
        .route("/accounts", get(accounts::page))
        .route("/accounts/{id}", get(account::page))
        .route("/accounts/{id}/ask", get(account::ask))
        .route("/accounts/{id}/statement", get(account::statement))
        .route("/accounts/{id}/pause", post(account_acts::pause))
        .route("/accounts/{id}/due", post(account_acts::confirm_due))
        .route("/accounts/{id}/allocate", post(account_acts::allocate))
        .route("/accounts/{id}/reverse", post(account_acts::reverse))
        .merge(debtor::routes())
        .route("/accounts/{id}/block", get(account_pane::block).post(account_chase::block))
        .route("/accounts/{id}/unblock", post(account_chase::unblock))
        .route("/accounts/{id}/promise", get(account_pane::promise).post(account_chase::promise))
        .route("/accounts/{id}/withdraw", post(account_chase::withdraw))
        .route("/accounts/{id}/piece", post(account_chase::choose_for_piece))
        .route("/accounts/{id}/level", post(account_chase::set_level))
        .route("/accounts/{id}/choices", post(account_chase::choose))
        .route("/aging", get(aging::page))
        .route("/aging/export", get(exports::export))
        .route("/calculators", get(calculators::list))
        .route("/calculators/{verb}", get(calculators::page))
        .merge(indicator_routes())
        .merge(queues())
        .merge(work())
        .merge(file())
        .merge(strategies::routes())
        .merge(disputes::routes(site))
        .merge(doors())
        .merge(sign_ins())
        .merge(plans::routes(site))
        .merge(people(site))
        .merge(credit::routes())
        .merge(court(site))
        .merge(sale_terms::routes(site))
        .merge(links())
        .merge(space::routes(site))
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
        .route("/users/{login}", get(rights::page).post(rights::save))
        .route("/users/{login}/active", post(users::set_active))
        .route("/texts", get(texts::list).post(texts::begin))
        .route("/texts/{slug}/{language}", get(texts::edit).post(texts::save))
        .route("/texts/{slug}/{language}/preview", post(texts::preview))
        .route("/texts/{slug}/{language}/letter", post(texts::letter))
        .route("/texts/{slug}/{language}/retire", post(texts::retire))
        .route("/sources", get(sources::page))
        .route("/settings", get(standing::settings).post(standing::save))
        .route("/help", get(standing::help))
        .route("/menu", get(standing::menu))
}

/// What goes before a judge, and what is lost without one.
fn court(site: &Site) -> Router<Site> {
    guard::routes()
        .merge(limitation::routes())
        .merge(checklist::routes())
        .merge(cases::routes())
        .merge(papers::routes(site))
        .merge(proofs::routes(site))
        .merge(titles::routes())
        .merge(costs::routes())
        .merge(insolvency::routes(site))
        .merge(companies::routes(site))
}

/// How people and their programs sign in.
fn sign_ins() -> Router<Site> {
    Router::new()
        .route("/sign-in/code", get(sign_in::code_form).post(sign_in::with_code))
        .route("/sign-in/provider", get(provider::begin))
        .route("/sign-in/provider/callback", get(provider::callback))
        .route("/users/{login}/provider", post(person::name_at_provider))
        .route("/users/{login}/provider/untie", post(person::untie_from_provider))
        .route("/profile", get(profile::page))
        .route("/profile/language", post(profile::set_language))
        .route("/profile/password", post(profile::change_password))
        .route("/profile/sessions/end", post(profile::end_session))
        .route("/profile/tokens", post(profile::make_token))
        .route("/profile/tokens/revoke", post(profile::revoke_token))
        .route("/profile/second-factor", get(second_factor::page).post(second_factor::begin))
        .route("/profile/second-factor/confirm", post(second_factor::confirm))
        .route("/profile/second-factor/codes", post(second_factor::renew_codes))
        .route("/profile/second-factor/off", post(second_factor::turn_off))
        .route("/users/second-factor", post(person::set_roles_with_code))
        .route("/users/{login}/sign-in", get(person::page))
        .route("/users/{login}/sessions/end", post(person::end_session))
        .route("/users/{login}/tokens/revoke", post(person::revoke_token))
        .route("/users/{login}/second-factor/reset", post(person::reset_code))
}

/// The worklist: what is done with a file, its weights, the team.
fn work() -> Router<Site> {
    Router::new()
        .route("/worklist/weights", get(weights::page).post(weights::save))
        .route("/worklist/weights/reset", post(weights::reset))
        .route("/worklist/team", get(team::page))
        .route("/worklist/team/assign", post(team::assign))
        .route("/worklist/team/capacity", post(team::capacity))
        .route("/worklist/team/absences", post(team::note_absence))
        .route("/worklist/{id}/why", get(worklist::why))
        .route("/worklist/{id}/snooze", get(worklist::snooze_form).post(worklist::snooze))
        .route("/worklist/{id}/call", post(worklist::call))
        .route("/snoozes/{id}/end", post(worklist::end_snooze))
        .route("/absences/{id}/end", post(team::end_absence))
}

/// The indicators, and what is behind each.
fn indicator_routes() -> Router<Site> {
    Router::new()
        .route("/indicators", get(indicators::page))
        .route("/indicators/export", get(indicators::export))
        .route("/indicators/delays", get(behind::delays))
        .route("/indicators/sales", get(behind::sales))
        .route("/indicators/blocked", get(behind::blocked))
        .route("/indicators/promises", get(behind::promises))
        .route("/indicators/files", get(behind::files))
        .route("/indicators/files/export", get(behind::files_export))
}

/// What is done from a file or from the list, and taken back.
fn file() -> Router<Site> {
    Router::new()
        .route("/undo", post(undo::take_back))
        .route("/outbox/{id}/mailed", post(outbox::mailed))
        .route("/outbox/{id}/withdraw", post(outbox::withdraw))
        .route("/outbox/{id}/again", post(outbox::again))
        .route("/outbox/{id}/letter", get(outbox::letter::page))
        .route("/outbox/{id}/registered", post(outbox::letter::registered))
        .route("/outbox/{id}/returned", post(outbox::letter::returned))
        .route("/accounts/{id}/thread", get(account::thread))
        .route("/accounts/{id}/task", get(account_pane::task).post(account_pane::give_task))
        .route("/accounts/{id}/write", get(write::form).post(write::send))
        .route("/accounts/{id}/write/draft", post(write::draft))
        .route("/accounts/{id}/write/preview", post(write::sheet))
        .route("/accounts/{id}/write/letter", post(write::letter))
        .route("/promises/{id}/confirm", get(write::confirm_form).post(write::confirm))
}

/// Programs elsewhere.
fn doors() -> Router<Site> {
    Router::new()
        .route("/webhooks", get(webhooks::list).post(webhooks::add))
        .route("/webhooks/{id}", get(webhooks::page).post(webhooks::change))
        .route("/webhooks/{id}/active", post(webhooks::switch))
        .route("/webhooks/{id}/secret", post(webhooks::rotate))
        .route("/webhooks/{id}/test", post(webhooks::test))
        .route("/webhooks/{id}/remove", post(webhooks::remove))
        .route("/webhook-deliveries/{id}/resend", post(webhooks::resend))
        .route("/webhook-deliveries/{id}/skip", post(webhooks::skip))
}

/// People of the house: who is written to, and what they answer without signing in.
fn people(site: &Site) -> Router<Site> {
    Router::new()
        .route("/colleagues", get(colleagues::page).post(colleagues::add))
        .route("/colleagues/{id}", post(colleagues::change))
        .route("/colleagues/{id}/remove", post(colleagues::remove))
        .route("/notices", get(notices::page))
        .route("/notices/{id}/resend", post(notices::resend))
        .route("/profile/email", post(profile::set_email))
        .route("/profile/digest", post(profile::set_digest))
        .route("/accounts/{id}/note", get(mentions::form).post(mentions::write))
        .route("/mentions", get(mentions::page))
        .route("/mentions/{id}/seen", post(mentions::see))
        .route("/link/task/{token}", get(task_link::page).post(task_link::answer))
        .route("/users/{login}/email", post(person::set_email))
        .merge(disputes::link_routes(site))
}

/// Links to the debtor's space, and to sign a plan.
fn links() -> Router<Site> {
    Router::new()
        .route("/accounts/{id}/links", get(links::page).post(links::make))
        .route("/plans/{id}/link", post(links::make_for_plan))
        .route("/links/{id}/revoke", post(links::revoke))
}

/// What waits for people: tasks, approvals, entry levels.
fn queues() -> Router<Site> {
    Router::new()
        .route("/tasks", get(tasks::page))
        .route("/tasks/{id}", get(tasks::sheet))
        .route("/tasks/{id}/done", post(tasks::finish))
        .route("/tasks/{id}/later", post(tasks::postpone))
        .route("/tasks/{id}/owner", post(tasks::reassign))
        .route("/tasks/{id}/drop", post(tasks::cancel))
        .route("/approvals", get(approvals::page).post(approvals::answer))
        .route("/entries", get(entries::page).post(entries::answer))
        .route("/entries/propose", post(entries::propose))
        .route("/entries/{id}", post(entries::set_level))
}

/// Where a page of a list starts.
fn after<T: std::str::FromStr>(text: &str) -> Result<Option<T>, Failure> {
    if text.is_empty() { Ok(None) } else { reference(text).map(Some) }
}
