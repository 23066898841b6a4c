//! Times the FEC reader on an invented ledger: `cargo run --release -p formats --example fec_speed [LINES]`.

#![expect(clippy::print_stdout, reason = "a measuring program speaks on its output")]

use std::fmt::Write;
use std::time::Instant;

fn main() {
    let lines: u32 = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    let text = ledger(lines);
    let megabytes = text.len() / 1_000_000;
    for round in 1..=4 {
        let start = Instant::now();
        let Ok(decoded) = formats::text::decode(text.as_bytes()) else { return };
        let decoded_in = start.elapsed();
        let Ok(fec) = formats::fec::read(&decoded) else { return };
        let read_in = start.elapsed();
        let intake = formats::fec::receivables(&fec, &formats::fec::FecOptions::default());
        println!(
            "round {round}: {megabytes} MB, {} lines, {} entries, debit {} = credit {}, {} errors, {} warnings; decode {decoded_in:?}, \
             decode + read {read_in:?}, with receivables ({} pieces, {} customers) {:?}",
            fec.lines,
            fec.entries,
            fec.debit,
            fec.credit,
            fec.errors.len(),
            fec.warnings.len(),
            intake.pieces.len(),
            intake.customers.len(),
            start.elapsed(),
        );
    }
}

/// Sales of three lines and their payments of two, over a year; 20 000 customers.
fn ledger(lines: u32) -> String {
    let mut text = String::with_capacity(usize::try_from(lines).unwrap_or(0) * 170);
    text.push_str(
        "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\t\
         EcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n",
    );
    let mut written = 0;
    let mut entry = 0_u32;
    while written < lines {
        entry += 1;
        let customer = entry.wrapping_mul(2_654_435_761) % 20_000;
        let (month, day) = (1 + entry % 12, 1 + entry % 28);
        let net = 10_000 + entry % 90_000;
        let vat = net / 5;
        let total = net + vat;
        let mut line = |account: &str,
                        name: &str,
                        auxiliary: &str,
                        debit: u32,
                        credit: u32,
                        journal: &str,
                        letter: &str| {
            let _ = writeln!(
                text,
                "{journal}\t{entry:08}\t2026{month:02}{day:02}\t{account}\t{name}\t{auxiliary}\tFA{entry:08}\t2026{month:02}{day:02}\t\
                 Facture FA{entry:08} livraison du mois\t{},{:02}\t{},{:02}\t{letter}\t20261231\t\t",
                debit / 100,
                debit % 100,
                credit / 100,
                credit % 100,
            );
        };
        let auxiliary = format!("C{customer:06}\tSociété Exemple numéro {customer}");
        if entry.is_multiple_of(3) {
            line("51200000", "Banque", "\t", total, 0, "BQ\tBanque principale", "\t");
            line("41100000", "Collectif clients", &auxiliary, 0, total, "BQ\tBanque principale", "AA\t20261130");
            written += 2;
        } else {
            line("41100000", "Collectif clients", &auxiliary, total, 0, "VE\tVentes de marchandises", "AA\t20261130");
            line("70700000", "Ventes de marchandises", "\t", 0, net, "VE\tVentes de marchandises", "\t");
            line("44571000", "TVA collectée 20 %", "\t", 0, vat, "VE\tVentes de marchandises", "\t");
            written += 3;
        }
    }
    text
}
