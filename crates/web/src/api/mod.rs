//! The JSON API: the same use cases, for programs. Amounts are decimal texts, dates ISO 8601, errors
//! problems (RFC 9457).

mod acts;
mod answers;
mod bodies;
mod cases;
mod companies;
mod costs;
pub(crate) mod credit;
mod data;
mod desk;
pub(crate) mod disputes;
mod guard;
mod identity;
pub(crate) mod indicators;
mod insolvency;
mod law;
mod limitation;
mod links;
mod mentions;
mod models;
mod outbox;
mod papers;
mod people;
mod plans;
mod proofs;
mod readiness;
pub(crate) mod sale_terms;
mod search;
mod slice;
mod standing;
mod strategies;
pub(crate) mod texts;
mod titles;
mod users;
mod webhooks;
mod worklist;
mod writing;

pub(crate) use strategies::cap_of;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi as Document, Ref, RefOr, ResponseBuilder, Schema};
use utoipa::{Modify, OpenApi};

use self::law::{LawAnswer, LawLine, LawPaths, LawSource};
use self::webhooks::Events as WebhookRequests;
use crate::site::Site;

/// Bytes of a mail that came back: it often carries the whole message.
const RETURNED_MAX: usize = 40_000_000;

struct Schemes;

impl Modify for Schemes {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_with(Default::default);
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        let cookie = ApiKey::Cookie(ApiKeyValue::new("quittance"));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(cookie));
    }
}

/// Says of each answer what OpenAPI 3.1 requires (a description), and that failures are problems.
struct Answers;

impl Modify for Answers {
    fn modify(&self, document: &mut Document) {
        const PROBLEM: &str = "application/problem+json";
        let schema = RefOr::<Schema>::Ref(Ref::from_schema_name("Problem"));
        let content = ContentBuilder::new().schema(Some(schema)).build();
        let problem =
            ResponseBuilder::new().description("A problem: its code says which").content(PROBLEM, content).build();
        for item in document.paths.paths.values_mut() {
            let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                let answers = &mut operation.responses.responses;
                for (status, answer) in answers.iter_mut() {
                    let RefOr::T(answer) = answer else { continue };
                    if answer.description.is_empty() {
                        let known = StatusCode::from_bytes(status.as_bytes()).ok().and_then(|s| s.canonical_reason());
                        known.unwrap_or("Answer").clone_into(&mut answer.description);
                    }
                    if status.starts_with('4')
                        && let Some(content) = answer.content.swap_remove("application/json")
                    {
                        answer.content.insert(PROBLEM.to_owned(), content);
                    }
                }
                answers.entry("default".to_owned()).or_insert_with(|| RefOr::T(problem.clone()));
            }
        }
    }
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Quittance", description = "The desk of receivables. Amounts are decimal strings with the currency's digits, dates ISO 8601, references short base-32 texts. Send `Authorization: Bearer` with a token of your own (`qt_…`, made on the profile page or by `POST /api/v1/me/tokens`; it does what its scopes and its owner’s role both allow, and a refusal `scope-missing` names the scope it lacks), or with the token of a session (`POST /api/v1/session`), or use the cookie of the pages."),
    modifiers(&Schemes, &LawPaths, &Answers, &WebhookRequests),
    security(("bearer" = []), ("cookie" = [])),
    paths(
        acts::blocked, acts::paused, acts::block, acts::unblock, acts::promises, acts::promise, acts::withdraw, acts::tasks,
        acts::add_task, acts::finish_task, acts::change_task, acts::approvals, acts::approve, acts::refuse,
        acts::entries, acts::set_entry_level, acts::set_level, acts::propose_entries, acts::approve_entries,
        acts::refuse_entries, acts::choose_strategy,
        acts::choose_item_strategy, acts::attach_file, acts::detach_file, acts::set_payer,
        data::sign_in, data::sign_out, data::me, data::imports, data::upload, data::inspect, data::preview, data::start,
        data::import_result, data::import, data::undo,
        desk::accounts, desk::open_account, desk::account, desk::statement, desk::pause, desk::confirm_due, desk::allocate, desk::reverse,
        desk::aging, desk::run, desk::preview_run, desk::letters, desk::document, desk::creditors, desk::save_creditor,
        desk::diagnosis, search::search, indicators::indicators, indicators::delays,
        indicators::files,
        standing::waiting, standing::sources, strategies::strategies, strategies::one, strategies::save, strategies::retire, strategies::compare, strategies::check, strategies::replay,
        strategies::segments, strategies::save_segments, strategies::compare_segments,
        outbox::outbox, outbox::send, outbox::resolve, outbox::again, outbox::bounce, outbox::print_files, outbox::posted, outbox::registered, outbox::returned,
        outbox::schedule, outbox::set_schedule, strategies::contact_cap, strategies::set_contact_cap,
        worklist::page, worklist::why, worklist::snooze, worklist::snoozed, worklist::end_snooze, worklist::weights,
        worklist::save_weights, worklist::reset_weights, worklist::compare, worklist::team, worklist::assign,
        worklist::capacity, worklist::absences, worklist::note_absence, worklist::cancel_absence,
        writing::draft, writing::write, writing::confirm, writing::posted, writing::withdraw_message, writing::undo,
        webhooks::list, webhooks::add, webhooks::one, webhooks::change, webhooks::remove, webhooks::switch,
        webhooks::rotate, webhooks::test, webhooks::deliveries, webhooks::resend, webhooks::skip,
        identity::change_password, identity::sessions, identity::end_other_sessions, identity::end_session,
        identity::tokens, identity::make_token, identity::revoke_token, identity::second_factor,
        identity::begin_second_factor, identity::confirm_second_factor, identity::renew_recovery_codes,
        identity::remove_second_factor, identity::end_sessions_of, identity::reset_second_factor,
        plans::plans, plans::plan, plans::offer, plans::propose, plans::approve, plans::refuse, plans::sign,
        plans::cancel, plans::notify, plans::accelerate, plans::erase_means, plans::copy, plans::protocol,
        plans::notice, plans::receipt, plans::limits, plans::set_limits,
        texts::texts, texts::text, texts::save, texts::retire, texts::check, texts::preview, texts::letter,
        users::people, users::set_rights,
        disputes::list, disputes::one, disputes::open, disputes::step, disputes::assign, disputes::close,
        disputes::testify, disputes::attach, disputes::policy, disputes::set_policy, disputes::causes,
        disputes::statuses, answers::mail, answers::inform, answers::mediate, answers::refund,
        answers::settlement, answers::preventions, answers::prevent, answers::change_prevention,
        people::colleagues, people::add, people::change, people::remove, people::notices, people::resend,
        people::house, people::set_house, people::email, people::set_email,
        credit::list, credit::blocked, credit::decide, credit::signals, credit::see, credit::policy, credit::set_policy,
        credit::weights, credit::set_weights, credit::reset_weights, credit::one, credit::set_limit, credit::set_cover,
        credit::remove_cover, credit::block, credit::assign, credit::take_back,
        credit::declare, credit::undeclare,
        guard::list, guard::calendar, guard::right, guard::answer, guard::waive, guard::take_up,
        cases::cases, cases::case, cases::open, cases::claim, cases::add_party, cases::close, cases::choices,
        papers::exhibits, papers::add, papers::papers, papers::draft, papers::make,
        proofs::proofs, proofs::add, proofs::remove,
        titles::titles, titles::title, titles::add, titles::change, titles::tell,
        titles::proposals, limitation::sheet, limitation::tell, limitation::strike, limitation::checklist,
        limitation::tick,
        costs::costs, costs::add, costs::change, costs::remove, costs::pay, costs::spend, costs::remove_time,
        costs::budget, costs::loss,
        cases::begin, cases::procedure, cases::tell, cases::hearings, readiness::readiness, readiness::answer, readiness::ask,
        readiness::choice, readiness::decide, readiness::policy, readiness::set_policy,
        insolvency::list, insolvency::one, insolvency::reviews, insolvency::decide, insolvency::take, insolvency::fetch,
        insolvency::sent, insolvency::received, insolvency::answer, insolvency::dividend, insolvency::item,
        companies::list, companies::one, companies::ask, companies::address, companies::name, companies::take,
        companies::fetch,
        insolvency::guarantor, insolvency::demand, insolvency::demand_told,
        sale_terms::list, sale_terms::one, sale_terms::add, sale_terms::change, sale_terms::remove,
        sale_terms::accepted, sale_terms::paper, sale_terms::attach, sale_terms::of_account, sale_terms::of_item,
        sale_terms::accept, sale_terms::accept_file, sale_terms::withdraw, sale_terms::prove,
        links::links, links::make, links::make_for_plan, links::revoke,
        mentions::add_note, mentions::people, mentions::mentions, mentions::see, mentions::digest,
        mentions::set_digest, mentions::satisfaction, mentions::waiting,
    ),
    components(schemas(crate::problem::Problem, LawAnswer, LawLine, LawSource, models::WebhookEvent))
)]
struct Api;

/// The OpenAPI document of this version.
pub fn document() -> Document {
    Api::openapi()
}

/// Every route under `/api/v1`.
pub fn routes(site: &Site) -> Router<Site> {
    let upload = post(data::upload).layer(DefaultBodyLimit::max(site.config.upload_limit));
    let v1 = Router::new()
        .route("/openapi.json", get(|| async { Json(document()) }))
        .route("/session", post(data::sign_in).merge(delete(data::sign_out)))
        .route("/me", get(data::me))
        .route("/search", get(search::search))
        .route("/accounts", get(desk::accounts).post(desk::open_account))
        .route("/accounts/{id}", get(desk::account))
        .route("/accounts/{id}/statement", get(desk::statement))
        .route("/accounts/{id}/pause", post(desk::pause))
        .route("/accounts/{id}/allocations", post(desk::allocate))
        .route("/items/{id}/due", post(desk::confirm_due))
        .route("/allocations/{id}/reversal", post(desk::reverse))
        .route("/aging", get(desk::aging))
        .route("/indicators", get(indicators::indicators))
        .route("/indicators/delays", get(indicators::delays))
        .route("/indicators/files", get(indicators::files))
        .route("/imports", get(data::imports).merge(upload))
        .route("/imports/inspect", get(data::inspect))
        .route("/imports/preview", post(data::preview))
        .route("/imports/start", post(data::start))
        .route("/imports/result", get(data::import_result))
        .route("/imports/{id}", get(data::import))
        .route("/imports/{id}/undo", post(data::undo))
        .route("/run", get(desk::preview_run).post(desk::run))
        .route("/letters", get(desk::letters))
        .route("/documents/{id}", get(desk::document))
        .route("/outbox", get(outbox::outbox))
        .route("/outbox/send", post(outbox::send))
        .route("/outbox/bounce", post(outbox::bounce).layer(DefaultBodyLimit::max(RETURNED_MAX)))
        .route("/outbox/{id}/resolution", post(outbox::resolve))
        .route("/outbox/{id}/again", post(outbox::again))
        .route("/outbox/{id}/registered", post(outbox::registered))
        .route("/outbox/{id}/returned", post(outbox::returned))
        .route("/print-files", get(outbox::print_files))
        .route("/print-files/{id}/posted", post(outbox::posted))
        .route("/schedule", get(outbox::schedule).put(outbox::set_schedule))
        .route("/creditors", get(desk::creditors))
        .route("/creditors/{code}", put(desk::save_creditor))
        .route("/strategies", get(strategies::strategies))
        .route("/strategies/{slug}", get(strategies::one).put(strategies::save).delete(strategies::retire))
        .route("/strategies/{slug}/compare", post(strategies::compare))
        .route("/strategies/{slug}/check", post(strategies::check))
        .route("/strategies/{slug}/replay", get(strategies::replay))
        .route("/segments", get(strategies::segments).merge(put(strategies::save_segments)))
        .route("/contact-cap", get(strategies::contact_cap).put(strategies::set_contact_cap))
        .route("/segments/compare", post(strategies::compare_segments))
        .route("/diagnosis", get(desk::diagnosis))
        .route("/law/{verb}", get(law::ask).post(law::post));
    let file = post(acts::attach_file).layer(DefaultBodyLimit::max(site.config.upload_limit));
    let v1 = v1.route("/items/{id}/file", file.merge(delete(acts::detach_file)));
    let v1 = v1
        .merge(act_routes())
        .merge(text_routes())
        .merge(worklist::routes())
        .merge(users::routes())
        .merge(standing::routes())
        .merge(writing::routes())
        .merge(webhooks::routes())
        .merge(plans::routes(site))
        .merge(links::routes())
        .merge(mentions::routes())
        .merge(identity::routes())
        .merge(credit::routes())
        .merge(court(site))
        .merge(sale_terms::routes(site))
        .merge(disputes::routes(site))
        .merge(answers::routes())
        .merge(people::routes());
    Router::new().nest("/api/v1", v1.layer(from_fn(bodies::objects)))
}

/// What goes before a judge, and what is lost without one.
fn court(site: &Site) -> Router<Site> {
    guard::routes()
        .merge(limitation::routes())
        .merge(cases::routes())
        .merge(papers::routes(site))
        .merge(proofs::routes(site))
        .merge(titles::routes())
        .merge(costs::routes())
        .merge(readiness::routes())
        .merge(insolvency::routes(site))
        .merge(companies::routes(site))
}

/// The acts of people around the run.
fn act_routes() -> Router<Site> {
    Router::new()
        .route("/blocks", get(acts::blocked))
        .route("/pauses", get(acts::paused))
        .route("/blocks/{id}", delete(acts::unblock))
        .route("/items/{id}/blocks", post(acts::block))
        .route("/items/{id}/strategy", put(acts::choose_item_strategy))
        .route("/accounts/{id}/strategy", put(acts::choose_strategy))
        .route("/accounts/{id}/payer", put(acts::set_payer))
        .route("/accounts/{id}/promises", post(acts::promise))
        .route("/accounts/{id}/tasks", post(acts::add_task))
        .route("/accounts/{id}/level", put(acts::set_level))
        .route("/entries/{id}/level", put(acts::set_entry_level))
        .route("/promises", get(acts::promises))
        .route("/promises/{id}", delete(acts::withdraw))
        .route("/tasks", get(acts::tasks))
        .route("/tasks/{id}", post(acts::change_task))
        .route("/tasks/{id}/done", post(acts::finish_task))
        .route("/approvals", get(acts::approvals).post(acts::approve))
        .route("/approvals/refusal", post(acts::refuse))
        .route("/entries", get(acts::entries))
        .route("/entries/proposal", post(acts::propose_entries))
        .route("/entries/approval", post(acts::approve_entries))
        .route("/entries/refusal", post(acts::refuse_entries))
}

/// What messages say.
fn text_routes() -> Router<Site> {
    Router::new()
        .route("/texts", get(texts::texts))
        .route("/texts/check", post(texts::check))
        .route("/texts/preview", post(texts::preview))
        .route("/texts/letter", post(texts::letter))
        .route("/texts/{slug}/{language}", get(texts::text).merge(put(texts::save)).merge(delete(texts::retire)))
}
