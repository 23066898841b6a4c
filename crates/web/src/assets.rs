//! Static files, compiled in, under names that change with their content.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

#[derive(rust_embed::RustEmbed)]
#[folder = "assets"]
struct Files;

/// Plain name → name with hash.
static NAMES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    Files::iter()
        .filter(|name| [".css", ".js", ".svg"].iter().any(|end| name.ends_with(end)))
        .filter_map(|name| {
            let file = Files::get(&name)?;
            let digest = Sha256::digest(&file.data);
            let first: [u8; 8] = digest.get(..8)?.try_into().ok()?;
            let hash = format!("{:016x}", u64::from_be_bytes(first));
            let (stem, extension) = name.rsplit_once('.')?;
            Some((name.to_string(), format!("{stem}.{hash}.{extension}")))
        })
        .collect()
});

/// The address of a file.
pub fn url(name: &str) -> String {
    format!("/assets/{}", NAMES.get(name).map_or(name, String::as_str))
}

/// Serves one file; cached for a year, since another content has another name.
pub async fn serve(Path(asked): Path<String>, headers: HeaderMap) -> Response {
    let Some((name, hashed)) = NAMES.iter().find(|(_, hashed)| **hashed == asked) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let tag = format!("\"{hashed}\"");
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let Some(file) = Files::get(name) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "image/svg+xml",
    };
    let fixed = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (fixed, [(header::ETAG, tag)], file.data.into_owned()).into_response()
}
