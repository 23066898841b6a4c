//! The demo company, « Menuiserie Vauban »: one invented world, written as the files its ERP and
//! its accountant would hand over. Everything comes from that world, so the files tie to the cent.
//!
//! The same code always writes the same bytes: its own generator of numbers, integers only, no clock.
//! The demo's day is Monday 23 November 2026; the books stop on Friday 20 November.

mod books;
mod cast;
mod court;
mod exports;
mod foreign;
mod names;
mod papers;
mod registers;
mod script;
mod sums;
mod text;
mod trade;
mod truth;
mod world;

use std::fs;
use std::io;
use std::path::Path;

use text::{Day, cp1252};

/// Amounts in minor units of their currency.
type Cents = i64;

/// The last day of the books and of the first export (a Friday).
const FRIDAY: Day = Day::of(2026, 11, 20);
/// The demo's day: the second export comes on that morning.
const MONDAY: Day = Day::of(2026, 11, 23);
/// First day of the financial year.
const OPENING: Day = Day::of(2026, 1, 1);

/// The invented creditor.
struct Creditor {
    name: &'static str,
    form: &'static str,
    siren: String,
    vat: String,
    iban: String,
    address: [&'static str; 2],
    phone: &'static str,
    email: &'static str,
    site: &'static str,
}

fn creditor() -> Creditor {
    let siren = text::siren(1707);
    let vat = text::french_vat(&siren);
    Creditor {
        name: "Menuiserie Vauban",
        form: "SAS",
        siren,
        vat,
        // 99999 is given to no bank; RIB and IBAN keys are right.
        iban: text::french_iban("99999", "00025", "00001707233"),
        address: ["14 chemin des Copeaux", "25000 Besançon"],
        phone: "01 99 00 17 07",
        email: "compta@menuiserie-vauban.example",
        site: "https://www.menuiserie-vauban.example",
    }
}

/// Writes every file of the demo under `dir` (created when missing, files replaced).
///
/// # Errors
/// When a folder or a file cannot be written.
pub fn generate(dir: &Path) -> io::Result<()> {
    for folder in ["foreign", "papers"] {
        fs::create_dir_all(dir.join(folder))?;
    }
    for (name, bytes) in files() {
        fs::write(dir.join(name), bytes)?;
    }
    Ok(())
}

/// Every file with its path under the demo's folder.
fn files() -> Vec<(String, Vec<u8>)> {
    let world = world::World::build();
    let creditor = creditor();
    let books = books::Books::keep(&world);
    let friday = exports::friday(&world);
    let monday = exports::monday(&world);
    let abroad = foreign::all();
    let mut files = vec![
        (format!("{}FEC20261231.txt", creditor.siren), books.fec().into_bytes()),
        ("clients.csv".to_owned(), cp1252(&exports::customers(&world))),
        ("balance-2026-11-20.csv".to_owned(), cp1252(&friday.text())),
        ("balance-2026-11-23.csv".to_owned(), cp1252(&monday.text())),
    ];
    files.extend(abroad.iter().map(|file| (format!("foreign/{}", file.name), file.bytes.clone())));
    files.extend(registers::files(&world));
    files.extend(papers::files(&world));
    let truth = truth::Truth { creditor: &creditor, world: &world, books: &books, friday, monday, abroad: &abroad };
    files.push(("expected.json".to_owned(), truth.json().into_bytes()));
    files.push(("README.md".to_owned(), truth.readme().into_bytes()));
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_committed_files_are_what_the_generator_writes() {
        let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../demo");
        for (name, bytes) in files() {
            let committed = fs::read(demo.join(&name)).unwrap_or_default();
            assert!(committed == bytes, "demo/{name} is stale: run `cargo xtask demo-data`");
        }
    }

    #[test]
    fn the_books_and_the_export_of_friday_tie_customer_by_customer() {
        let world = world::World::build();
        let books = books::Books::keep(&world).customers();
        for (code, (currency, open)) in sums::by_customer(&sums::open_items(&world, FRIDAY)) {
            let euros: Cents = books.get(&code).map(|accounts| accounts.values().sum()).unwrap_or_default();
            assert!(currency != "EUR" || euros == open, "{code}: {euros} in the books, {open} in the export");
        }
    }

    #[test]
    fn keys_agree_with_published_examples() {
        // INSEE's own number, a VAT number and an IBAN that are given everywhere as examples.
        assert_eq!(text::siren(12_002_701), "120027016");
        assert_eq!(text::french_vat("404833048"), "FR83404833048");
        assert_eq!(text::french_iban("30006", "00001", "12345678901"), "FR7630006000011234567890189");
    }
}
