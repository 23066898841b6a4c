//! Times the reading of an open-items CSV: `cargo run --release -p formats --example items_speed FILE.csv…`.

#![expect(clippy::print_stdout, reason = "a measuring program speaks on its output")]

use std::collections::BTreeMap;
use std::time::Instant;

use formats::open_items::{Defaults, from_tables};
use formats::table::{CsvOptions, XlsxOptions, read_csv, read_xlsx};
use formats::{Format, Profile, detect, profile, text};

fn main() {
    let start = Instant::now();
    let mut tables = Vec::new();
    for name in std::env::args().skip(1) {
        let Ok(bytes) = std::fs::read(&name) else { return println!("{name}: cannot be read") };
        let read = if detect(&bytes, &name).format == Format::Xlsx {
            read_xlsx(&bytes, &XlsxOptions::default())
        } else {
            let Ok(decoded) = text::decode(&bytes) else { return println!("{name}: not a text") };
            read_csv(&decoded, CsvOptions::default())
        };
        let table = match read {
            Ok(table) => table,
            Err(refused) => return println!("{name}: {refused}"),
        };
        let found = Profile::recognise(&table).unwrap_or_else(|| profile::guess(&table).profile);
        println!("{name}: {} rows, profile {}, {:?}", table.len(), found.name, start.elapsed());
        tables.push((table, found));
    }
    let intake = from_tables(&tables, Defaults::default());
    let mut open: BTreeMap<String, i64> = BTreeMap::new();
    for piece in &intake.pieces {
        let settled = piece.settled.map_or(0, |s| s.minor);
        *open.entry(piece.amount.currency().to_string()).or_default() += piece.amount.minor() - settled;
    }
    println!(
        "{} customers, {} pieces, {} errors, open {open:?}, {:?}",
        intake.customers.len(),
        intake.pieces.len(),
        intake.errors.len(),
        start.elapsed()
    );
    for error in intake.errors.iter().take(5) {
        println!("  line {} {}: {}", error.line, error.field, error.message.en);
    }
}
