//! The debtor's space and a plan to sign: pages by link, without an account. Light, phone first, no script.

mod acts;
mod door;
mod home;
mod plan;
mod say;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::site::Site;

/// Bytes of a photograph with its form. More than is kept, so that a heavy photograph is refused in words rather
/// than cut off on its way.
const PHOTO_BODY: usize = 64_000_000;

/// Every route of the section: none asks to sign in.
pub fn routes(site: &Site) -> Router<Site> {
    let limit = site.config.upload_limit.min(PHOTO_BODY);
    let file = post(acts::contest).layer(DefaultBodyLimit::max(limit));
    Router::new()
        .route("/link/space/{token}", get(home::page))
        .route("/link/space/{token}/fact", post(door::prove))
        .route("/link/space/{token}/lines/{item}", get(home::line))
        .route("/link/space/{token}/lines/{item}/invoice", get(home::invoice))
        .route("/link/space/{token}/receipts/{item}", get(home::receipt))
        .route("/link/space/{token}/pay", get(say::pay).post(say::paid))
        .route("/link/space/{token}/other", get(say::other).post(say::say))
        .route("/link/space/{token}/contest", get(acts::contest_form).merge(file))
        .route("/link/space/{token}/plan", get(plan::form).post(plan::propose))
        .route("/link/space/{token}/plans/{plan}", get(plan::page).post(plan::sign))
        .route("/link/space/{token}/plans/{plan}/refusal", post(plan::refuse))
        .route("/link/space/{token}/plans/{plan}/protocol", get(plan::protocol))
        .route("/link/plan/{token}", get(plan::page).post(plan::sign))
        .route("/link/plan/{token}/fact", post(door::prove))
        .route("/link/plan/{token}/refusal", post(plan::refuse))
        .route("/link/plan/{token}/protocol", get(plan::protocol))
}
