//! The routes, as the code writes them and as the document of the API does.

use std::collections::BTreeSet;
use std::path::Path;

type Route = (String, String);

const METHODS: [&str; 5] = ["get", "post", "put", "delete", "patch"];

/// A path without its query, its parameters without names.
pub fn bare(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in path.split('?').next().unwrap_or_default().chars() {
        match c {
            '{' => {
                out.push('{');
                inside = true;
            }
            '}' => {
                out.push('}');
                inside = false;
            }
            _ if inside => {}
            c => out.push(c),
        }
    }
    out
}

/// Every `.route(PATH, METHODS)` of the sources; those of the API stand below `/api/v1`.
pub fn of_the_code() -> BTreeSet<Route> {
    let mut routes = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |file, text| {
        let prefix = if file.components().any(|part| part.as_os_str() == "api") { "/api/v1" } else { "" };
        for call in text.split(".route(").skip(1) {
            let call = balanced(call);
            let path = call.split('"').nth(1).unwrap_or_else(|| panic!("{}: {call}", file.display()));
            let rest = call.splitn(3, '"').nth(2).unwrap_or_default();
            let methods = methods(rest);
            assert!(!methods.is_empty(), "{}: which methods has {path}: {rest}?", file.display());
            routes.extend(methods.into_iter().map(|method| (method, bare(&format!("{prefix}{path}")))));
        }
    });
    routes
}

/// The text up to the bracket that closes the call.
fn balanced(text: &str) -> &str {
    let mut depth = 1;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &text[..at];
        }
    }
    panic!("a call without an end: {}", &text[..text.len().min(80)]);
}

/// The methods named; what stands in a variable of its own is a file that is sent.
fn methods(text: &str) -> BTreeSet<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = BTreeSet::new();
    for method in METHODS {
        let call = format!("{method}(");
        let named = text.match_indices(&call).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            before.is_none_or(|c| !is_word(c) && c != '.') || text[..at].ends_with(").")
        });
        if named {
            found.insert(method.to_uppercase());
        }
    }
    let sent = ["upload", "file"].iter().any(|name| text.split(|c: char| !is_word(c)).any(|word| word == *name));
    if sent {
        found.insert("POST".to_owned());
    }
    found
}

fn walk(folder: &Path, read: &mut dyn FnMut(&Path, &str)) {
    let mut entries: Vec<_> =
        std::fs::read_dir(folder).expect("the sources").map(|e| e.expect("a file").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, read);
        } else if path.extension().is_some_and(|e| e == "rs") {
            read(&path, &std::fs::read_to_string(&path).expect("a source"));
        }
    }
}

/// Every operation of the OpenAPI document.
pub fn of_the_document() -> BTreeSet<Route> {
    let document = serde_json::to_value(web::openapi()).expect("a document");
    let paths = document["paths"].as_object().expect("paths");
    let mut routes = BTreeSet::new();
    for (path, operations) in paths {
        for method in METHODS.iter().filter(|method| operations.get(**method).is_some()) {
            // Each question of law is documented by itself.
            let path = if path.starts_with("/api/v1/law/") { "/api/v1/law/{verb}" } else { path };
            routes.insert((method.to_uppercase(), bare(path)));
        }
    }
    routes
}
