//! The readers, seen from outside: real files with their expected figures, nasty files, properties.

mod it {
    mod bodacc;
    mod cdar;
    mod detection;
    mod fec_nasty;
    mod fec_samples;
    mod fields;
    mod items;
    mod properties;
    mod sirene;
    mod workbook;
}

/// What several tests need.
mod common {
    use std::path::{Path, PathBuf};

    #[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
    /// The folder of collected files, or none with a visible line. On CI its absence is a failure.
    pub fn samples(family: &str) -> Option<PathBuf> {
        let root = std::env::var_os("QUITTANCE_SAMPLES")
            .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples"), PathBuf::from);
        let folder = root.join(family);
        if folder.is_dir() {
            return Some(folder);
        }
        assert!(std::env::var("CI").as_deref() != Ok("true"), "samples are required on CI: {}", folder.display());
        eprintln!("SKIP samples of {family}: no folder {}", folder.display());
        None
    }

    /// The expected figures of a family.
    pub fn expected(folder: &Path) -> serde_json::Map<String, serde_json::Value> {
        let text = std::fs::read_to_string(folder.join("expected.json")).expect("expected.json");
        serde_json::from_str(&text).expect("JSON")
    }

    /// `1234.56` or `1234.5` in cents.
    pub fn cents(text: &str) -> i64 {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{decimals:0<2}").parse().expect("an amount")
    }
}
