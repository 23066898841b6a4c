//! The router, and the server around it.

use std::net::SocketAddr;
use std::sync::Arc;

use app::Desk;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, Uri};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use tower_http::compression::CompressionLayer;

use crate::problem::Failure;
use crate::site::{Site, WebConfig};
use crate::{api, assets, pages, security, session};

/// Largest ordinary form.
pub(crate) const FORM_LIMIT: usize = 2 * 1024 * 1024;

/// Every page, fragment and API route over one desk.
pub fn router(desk: Arc<Desk>, config: WebConfig) -> Router {
    let site = Site::new(desk, config);
    let desk_routes = Router::new()
        .merge(pages::routes(&site))
        .merge(api::routes(&site))
        .fallback(|| async { Failure::unknown("") })
        .method_not_allowed_fallback(elsewhere)
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .layer(from_fn_with_state(site.clone(), security::same_origin))
        .layer(from_fn_with_state(site.clone(), session::recognise));
    Router::new()
        .route("/healthz", get(healthz))
        .route("/assets/{name}", get(assets::serve))
        .merge(desk_routes)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(site.clone(), security::headers))
        .layer(from_fn(security::request_id))
        .with_state(site)
}

/// The address of a form, asked as a page: its language was changed after an error, or one signed in
/// again. The page that holds the form stands one step up.
async fn elsewhere(method: Method, uri: Uri) -> Response {
    let up = uri.path().rsplit_once('/').map(|(up, _)| up).filter(|up| !up.is_empty() && !up.starts_with("/api"));
    match up {
        Some(up) if method == Method::GET => Redirect::to(up).into_response(),
        _ => Failure::NoMethod.into_response(),
    }
}

/// Alive, and the database answers.
async fn healthz(axum::extract::State(site): axum::extract::State<Site>) -> (axum::http::StatusCode, &'static str) {
    match site.ask(Desk::needs_first_user).await {
        Ok(_) => (axum::http::StatusCode::OK, "ok\n"),
        Err(_) => (axum::http::StatusCode::SERVICE_UNAVAILABLE, "database does not answer\n"),
    }
}

/// Serves until `shutdown` resolves, then lets running requests finish.
///
/// # Errors
/// What the listener says.
pub async fn serve(
    listener: tokio::net::TcpListener,
    desk: Arc<Desk>,
    config: WebConfig,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let app = router(desk, config).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, app).with_graceful_shutdown(shutdown).await
}
