//! What a body may be: an object where the document says an object.
//!
//! The readers of JSON would take a list of its values for an object as well, in the order of our fields.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::problem::{Failure, Told};
use crate::serve::FORM_LIMIT;

/// Method and path of what takes an object.
static OBJECTS: LazyLock<BTreeSet<(String, String)>> = LazyLock::new(|| {
    let document = serde_json::to_value(super::document()).unwrap_or_default();
    let paths = document["paths"].as_object().into_iter().flatten();
    paths
        .flat_map(|(path, item)| item.as_object().into_iter().flatten().map(move |(method, told)| (path, method, told)))
        .filter(|(_, _, told)| {
            let schema = &told["requestBody"]["content"]["application/json"]["schema"];
            schema.is_object() && !is_list(&document, schema)
        })
        .map(|(path, method, _)| (method.to_uppercase(), path.clone()))
        .collect()
});

fn is_list(document: &Value, schema: &Value) -> bool {
    match schema["$ref"].as_str() {
        Some(name) => is_list(document, document.pointer(name.trim_start_matches('#')).unwrap_or(&Value::Null)),
        None => schema["type"] == "array",
    }
}

/// True for every type that the readers take for JSON: `application/json`, `application/…+json`, in either case.
fn is_json(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let Some(subtype) = essence.strip_prefix("application/") else { return false };
    subtype == "json" || subtype.ends_with("+json")
}

/// Refuses what is no object where one is expected.
pub async fn objects(request: Request, next: Next) -> Response {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let known = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let Some(path) = known.filter(|_| is_json(kind)) else { return next.run(request).await };
    if !OBJECTS.contains(&(request.method().as_str().to_owned(), path)) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, FORM_LIMIT).await else { return Failure::TooLarge(FORM_LIMIT).into_response() };
    if !bytes.is_empty() && !bytes.trim_ascii_start().starts_with(b"{") {
        return Failure::Malformed(Told::of("body-no-object", &[])).into_response();
    }
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}
