//! What is printed: results on stdout, talk on stderr.

use std::io::Write;
use std::process::ExitCode;

use app::{DeskError, FieldRefusal};
use kernel::Language;
use serde::Serialize;

/// A command that did nothing, and why.
#[derive(Debug)]
pub struct Failure(pub String);

/// The language of the environment: that of `QUITTANCE_LANG`, else of the first of `LC_ALL`,
/// `LC_MESSAGES` and `LANG` that is set; English when it is neither French nor English.
pub fn language() -> Language {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let tag = ["QUITTANCE_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    tag.and_then(|tag| Language::of_tag(&tag)).unwrap_or(Language::En)
}

/// Fields that are wrong, each with why.
pub fn fields(wrong: &[FieldRefusal]) -> Failure {
    let one =
        |refusal: &FieldRefusal| format!("{}: {}", refusal.field().unwrap_or_default(), refusal.words(language()));
    Failure(wrong.iter().map(one).collect::<Vec<_>>().join("; "))
}

/// An answer of the desk as one JSON document in the language of the environment.
pub fn said(answer: &impl Serialize) -> Result<(), Failure> {
    json(&app::said(answer, language()))
}

impl<E: std::error::Error + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        // A refusal of the desk or of the law speaks the language of the environment.
        if let Some(error) = (&error as &dyn std::any::Any).downcast_ref::<DeskError>() {
            return Self(error.words(language()));
        }
        if let Some(error) = (&error as &dyn std::any::Any).downcast_ref::<law::LawError>() {
            return Self(error.words(language()));
        }
        let mut text = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            let more = inner.to_string();
            if !text.contains(&more) {
                text.push_str(": ");
                text.push_str(&more);
            }
            cause = inner.source();
        }
        Self(text)
    }
}

/// How a command that did something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// Everything.
    Well,
    /// Some records were refused and listed.
    WithRejects,
    /// What was asked for was checked and found broken.
    Broken,
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> Self {
        match done {
            Done::Well => Self::SUCCESS,
            Done::WithRejects => Self::from(1),
            Done::Broken => Self::from(2),
        }
    }
}

/// One line to people, on stderr.
pub fn talk(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// One line of result, on stdout.
pub fn line(text: &str) -> Result<(), Failure> {
    stdout(writeln!(std::io::stdout().lock(), "{text}"))
}

/// A text of results, as it is, on stdout.
pub fn bytes(text: &[u8]) -> Result<(), Failure> {
    stdout(std::io::stdout().lock().write_all(text))
}

/// Who reads no further (`| head`) ends the command, and that is no failure.
fn stdout(written: std::io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => std::process::exit(0),
        other => Ok(other?),
    }
}

/// The one JSON document of a command, written as it is made.
pub fn json(value: &impl Serialize) -> Result<(), Failure> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let written = serde_json::to_writer_pretty(&mut out, value)
        .map_err(std::io::Error::from)
        .and_then(|()| writeln!(out))
        .and_then(|()| out.flush());
    stdout(written)
}

/// A table of columns: the first flush left, the others right, as wide as their widest cell.
pub fn table(rows: &[Vec<String>]) -> Result<(), Failure> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |c: usize| rows.iter().filter_map(|r| r.get(c)).map(|t| t.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        let cell = |(c, text): (usize, &String)| {
            let pad = " ".repeat(widths[c].saturating_sub(text.chars().count()));
            if c == 0 { format!("{text}{pad}") } else { format!("{pad}{text}") }
        };
        let text: Vec<String> = row.iter().enumerate().map(cell).collect();
        line(text.join("  ").trim_end())?;
    }
    Ok(())
}

/// A progress bar on stderr, silent when it is not a terminal.
pub fn bar(what: &'static str) -> impl Fn(u64, u64) + Sync {
    let bar = indicatif::ProgressBar::new(0);
    if let Ok(style) = indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    bar.set_message(what);
    move |done, total| {
        bar.set_length(total);
        bar.set_position(done);
        // Nothing done of nothing is waiting for others, not an end.
        if total > 0 && done >= total {
            bar.finish_and_clear();
        }
    }
}
