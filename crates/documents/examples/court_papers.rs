//! Writes every court paper and a bundle of sixty exhibits into a folder, and says what the bundle took.
//!
//! `cargo run --release -p documents --example court_papers -- FOLDER [EXHIBITS]`: exhibits of your own are files of a
//! folder, taken in the order of their names.
#![expect(clippy::print_stdout, reason = "an example that tells a measure")]

#[path = "../tests/it/court_data.rs"]
mod court_data;
#[path = "../tests/it/court_files.rs"]
mod court_files;

use std::{error::Error, fs, path::PathBuf, time::Instant};

use court_data::{all, cover, creditor, debtor, long_decompte, petition};
use court_files::{sixty, slices};
use documents::{Language, court::BundleForm};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "court-papers".to_owned()));
    fs::create_dir_all(&folder)?;
    for lang in [Language::Fr, Language::En] {
        for (name, pdf) in all(lang) {
            fs::write(folder.join(format!("{name}-{}.pdf", lang.code())), pdf.bytes())?;
        }
    }
    let long = long_decompte(12, 30).render(&cover("long"), &creditor(), &[debtor()], Language::Fr)?;
    fs::write(folder.join("long-fr.pdf"), long.bytes())?;
    let files = match std::env::args().nth(2) {
        None => sixty(),
        Some(own) => {
            let mut paths =
                fs::read_dir(own)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
            paths.sort();
            paths.into_iter().map(fs::read).collect::<Result<_, _>>()?
        }
    };
    let many = u32::try_from(files.len())?;
    for lang in [Language::Fr, Language::En] {
        let mut sent = None;
        for form in [BundleForm::Filing, BundleForm::Archive] {
            let begun = Instant::now();
            let bound = petition(many).bundle(&slices(&files), lang, form)?;
            let (took, size, form) = (begun.elapsed().as_millis(), bound.pdf.bytes().len() / 1000, form.slug());
            println!("bundle of {many} exhibits, {form}: {} pages, {size} kB, {took} ms", bound.pages);
            fs::write(folder.join(format!("bundle-{form}-{}.pdf", lang.code())), bound.pdf.bytes())?;
            sent.get_or_insert(bound);
        }
        let bound = sent.ok_or("no bundle")?;
        fs::write(folder.join("petition.json"), documents::court::filing(&petition(many), &bound)?)?;
    }
    Ok(())
}
