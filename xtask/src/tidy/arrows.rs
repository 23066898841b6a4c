//! Which crate may know which: the picture of `ARCHITECTURE.md`, held.

use serde_json::Value;

use super::Finding;

/// A member of the workspace and what it names as its dependencies.
#[derive(Debug, Clone)]
pub struct Member {
    /// Name of the package.
    pub name: String,
    /// Its folder from the root, `crates/ledger`.
    pub folder: String,
    /// Packages it needs to be built, tests aside.
    pub needs: Vec<String>,
}

/// Package, and the packages of the house it may know. A package that is not listed is a finding,
/// so that a new crate is placed on a floor before it is used.
const MAY_KNOW: [(&str, &[&str]); 15] = [
    ("kernel", &[]),
    ("law", &["kernel"]),
    ("ledger", &["kernel", "law"]),
    ("amicable", &["kernel", "law", "ledger"]),
    ("judicial", &["kernel", "law", "ledger"]),
    ("insight", &["kernel", "law", "ledger", "amicable", "judicial"]),
    ("formats", &["kernel", "ledger"]),
    ("documents", &["kernel", "law"]),
    ("store", &["kernel", "ledger", "amicable", "judicial"]),
    ("courier", &["kernel"]),
    (
        "app",
        &["kernel", "law", "ledger", "amicable", "judicial", "insight", "formats", "documents", "store", "courier"],
    ),
    // documents for its charts only: pages and reports draw the same picture; ledger and formats for
    // the plain types that use cases take and give
    ("web", &["kernel", "ledger", "formats", "app", "documents"]),
    // store to open one and to keep it (migrate, restore, move); courier to make the carriers it is told of
    ("quittance", &["kernel", "law", "ledger", "formats", "documents", "store", "courier", "app", "web"]),
    ("xtask", &[]),
    // measures every floor by itself
    (
        "bench",
        &[
            "kernel",
            "law",
            "ledger",
            "amicable",
            "judicial",
            "insight",
            "formats",
            "documents",
            "store",
            "courier",
            "app",
            "web",
        ],
    ),
];

/// Libraries that only some of our packages may name, by the beginning of the library's name.
const FENCES: [(&str, &[&str]); 9] = [
    // `kernel` only to derive columns for its own types
    ("diesel", &["store", "kernel", "bench"]),
    ("libsqlite3-sys", &["store", "bench"]),
    ("rusqlite", &["bench"]),
    ("pq-sys", &["store"]),
    ("typst", &["documents", "bench"]),
    ("axum", &["web"]),
    ("askama", &["web"]),
    ("tokio", &["web", "quittance"]),
    ("clap", &["quittance", "bench"]),
];

/// Reads `cargo metadata --no-deps`.
pub fn members(metadata: &Value) -> Vec<Member> {
    let root = metadata["workspace_root"].as_str().unwrap_or_default();
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .map(|package| {
            let manifest = package["manifest_path"].as_str().unwrap_or_default();
            let folder = manifest.trim_start_matches(root).trim_start_matches('/').trim_end_matches("/Cargo.toml");
            let needs = package["dependencies"].as_array().into_iter().flatten();
            Member {
                name: package["name"].as_str().unwrap_or_default().to_owned(),
                folder: folder.to_owned(),
                needs: needs
                    .filter(|need| need["kind"].as_str() != Some("dev"))
                    .filter_map(|need| need["name"].as_str().map(str::to_owned))
                    .collect(),
            }
        })
        .collect()
}

/// Each arrow between our crates is one of the picture.
pub fn point_down(members: &[Member]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in members {
        let manifest = format!("{}/Cargo.toml", member.folder);
        let Some((_, allowed)) = MAY_KNOW.iter().find(|(name, _)| *name == member.name) else {
            let what = format!("`{}` has no floor: add it to MAY_KNOW in xtask/src/tidy/arrows.rs", member.name);
            findings.push(Finding::new(&manifest, 0, what));
            continue;
        };
        for need in &member.needs {
            let ours = MAY_KNOW.iter().any(|(name, _)| name == need);
            if ours && !allowed.contains(&need.as_str()) {
                let what = format!("`{}` may not know `{need}`: arrows point down (ARCHITECTURE.md)", member.name);
                findings.push(Finding::new(&manifest, 0, what));
            }
        }
    }
    findings
}

/// Each fenced library stays on its floor.
pub fn fenced_dependencies(members: &[Member]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in members {
        for need in &member.needs {
            let fence = FENCES.iter().find(|(library, _)| is_of_family(need, library));
            if let Some((library, inside)) = fence.filter(|(_, inside)| !inside.contains(&member.name.as_str())) {
                let what = format!("`{need}` belongs to {}: `{library}` stays on its floor", inside.join(", "));
                findings.push(Finding::new(&format!("{}/Cargo.toml", member.folder), 0, what));
            }
        }
    }
    findings
}

/// `typst-pdf` and `diesel_migrations` are of the families `typst` and `diesel`.
fn is_of_family(package: &str, family: &str) -> bool {
    package.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(name: &str, needs: &[&str]) -> Member {
        let needs = needs.iter().map(|&need| need.to_owned()).collect();
        Member { name: name.to_owned(), folder: format!("crates/{name}"), needs }
    }

    #[test]
    fn arrows_up_and_sideways_are_found() {
        let good = [member("store", &["kernel", "ledger", "diesel"]), member("web", &["app", "kernel"])];
        assert_eq!(point_down(&good), []);
        for (name, need) in [("kernel", "law"), ("amicable", "judicial"), ("web", "store"), ("store", "app")] {
            let found = point_down(&[member(name, &[need])]);
            assert_eq!(found.len(), 1, "{name} → {need}");
            assert!(found[0].what.contains(need), "{}", found[0].what);
        }
    }

    #[test]
    fn a_crate_without_a_floor_is_found() {
        assert_eq!(point_down(&[member("helpers", &[])]).len(), 1);
    }

    #[test]
    fn a_library_outside_its_fence_is_found_with_its_family() {
        assert_eq!(fenced_dependencies(&[member("documents", &["typst", "typst-pdf"])]), []);
        assert_eq!(fenced_dependencies(&[member("app", &["typst-pdf"])]).len(), 1);
        assert_eq!(fenced_dependencies(&[member("app", &["diesel"])]).len(), 1);
        assert_eq!(fenced_dependencies(&[member("ledger", &["tokio"])]).len(), 1);
        assert_eq!(fenced_dependencies(&[member("ledger", &["tokiologue"])]), []);
    }

    #[test]
    fn dependencies_of_tests_are_not_arrows() {
        let metadata: Value = serde_json::from_str(
            r#"{"workspace_root": "/house", "packages": [{"name": "ledger", "manifest_path": "/house/crates/ledger/Cargo.toml",
                "dependencies": [{"name": "kernel", "kind": null}, {"name": "store", "kind": "dev"}]}]}"#,
        )
        .expect("valid JSON");
        let read = members(&metadata);
        assert_eq!(read[0].folder, "crates/ledger");
        assert_eq!(read[0].needs, ["kernel"]);
    }
}
