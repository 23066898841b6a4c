//! Not tests: samples to look at and figures to read, run by hand with `--ignored --nocapture`.

use std::{
    fs,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};

use documents::{DefaultText, Delivery, Language, Letter, PrintFile, PrintOptions, render_aged_balance};

use crate::common::{item, letter, render, with_text};

#[test]
#[ignore = "writes sample documents to the folder named by DOCUMENTS_OUT"]
fn samples() {
    let out = PathBuf::from(std::env::var_os("DOCUMENTS_OUT").expect("DOCUMENTS_OUT names a folder"));
    let write = |name: &str, bytes: &[u8]| fs::write(out.join(name), bytes).expect("written");
    let reminder = with_text(letter(Language::Fr), DefaultText::Reminder2);
    write("reminder-2-fr.pdf", render(&reminder).bytes());
    let mut notice = letter(Language::Fr);
    notice.items.truncate(2);
    let mut notice = with_text(notice, DefaultText::FormalNotice);
    notice.delivery = Some(Delivery::Registered { number: Some("1A 204 553 1187 2".to_owned()) });
    write("formal-notice-fr.pdf", render(&notice).bytes());
    let mut simple = with_text(letter(Language::En), DefaultText::Reminder1);
    simple.items.truncate(1);
    simple.items[0].interest = None;
    (simple.indemnity, simple.interest_note) = (None, None);
    simple.credits.clear();
    write("reminder-1-en.pdf", render(&with_text(simple, DefaultText::Reminder1)).bytes());
    let mut long = reminder;
    long.items = (1..=60)
        .map(|i| item(&format!("FA-{i:05}"), "2026-05-12", "2026-06-11", 165, "1210.01", Some("60.55")))
        .collect();
    write("long-fr.pdf", render(&long).bytes());
    write("aged-balance-fr.pdf", render_aged_balance(&crate::reports::aged(70)).expect("laid out").bytes());
}

#[test]
#[ignore = "a measure: DOCUMENTS_LETTERS letters (1 000) on DOCUMENTS_THREADS threads (1), with their print file"]
#[expect(clippy::cast_precision_loss, reason = "a figure to read")]
fn letters_by_the_thousand() {
    let number = |name: &str, default| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default);
    let (count, threads): (usize, usize) = (number("DOCUMENTS_LETTERS", 1000), number("DOCUMENTS_THREADS", 1));
    // No two letters alike: name, address, numbers, dates and amounts differ, as in a real run.
    let differing = |n: usize| {
        let mut one = letter(Language::Fr);
        one.ident = format!("m/{n}");
        one.recipient = vec![
            format!("Établissements {n:05}"),
            format!("{} rue de la Gare", n % 300 + 1),
            format!("{:05} Ville-{n}", n * 7 % 96_000),
        ];
        one.references.customer_number = Some(format!("C{n:06}"));
        one.payment.reference = format!("C{n:06} {n}");
        for (i, item) in one.items.iter_mut().enumerate() {
            let cents = i64::try_from(n * 1_237 + i * 71).expect("small");
            item.number = format!("FA-2026-{:06}", n * 3 + i);
            item.open = kernel::Money::new(item.open.minor() + cents, item.open.currency());
            item.original = kernel::Money::new(item.original.minor() + cents, item.original.currency());
            item.issued = item
                .issued
                .map(|d| kernel::from_epoch_day(kernel::epoch_day(d) - i32::try_from(n % 20).expect("small")));
        }
        with_text(one, DefaultText::Reminder2)
    };
    let letters: Vec<Letter> = (0..count).map(differing).collect();
    let (bytes, start) = (AtomicUsize::new(0), Instant::now());
    let made = std::sync::Mutex::new(Vec::new());
    let keep = |_: usize, pdf: Result<documents::Pdf, documents::DocumentError>| {
        let pdf = pdf.expect("a letter");
        bytes.fetch_add(pdf.bytes().len(), Ordering::Relaxed);
        let mut made = made.lock().expect("lock");
        if made.len() < 50 {
            made.push(pdf);
        }
    };
    documents::render_letters(&letters, std::num::NonZeroUsize::new(threads).expect("threads"), keep);
    let rendered = start.elapsed();
    let mut file = PrintFile::new(std::io::sink(), PrintOptions { duplex: true }).expect("begun");
    let start = Instant::now();
    let made = made.into_inner().expect("lock");
    for n in 0..count {
        file.add(&made[n % made.len()], Some("Garage Moreau")).expect("added");
    }
    file.finish().expect("finished");
    eprintln!(
        "{count} letters on {threads} thread(s): {:.2} ms wall each, {} bytes each; print file {:.2} ms a letter; {}",
        rendered.as_secs_f64() * 1e3 / count as f64,
        bytes.into_inner() / count,
        start.elapsed().as_secs_f64() * 1e3 / count as f64,
        fs::read_to_string("/proc/self/status")
            .unwrap_or_default()
            .lines()
            .filter(|l| l.starts_with("VmHWM"))
            .collect::<String>(),
    );
}
