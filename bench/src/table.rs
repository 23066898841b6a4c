//! The table: one line per measurement, in Markdown.

use crate::probe::Sample;
use crate::works::{Bar, Work};

const HEAD: [&str; 10] =
    ["Work", "Size", "Wall", "CPU", "Others", "Peak", "Baseline", "Ratio wall (CPU)", "Bar", "Held"];

/// A line of the table.
pub struct Line {
    cells: [String; 10],
    /// What came out, for the reader to check.
    pub note: String,
}

impl Line {
    /// Puts a measurement beside its baseline and its bars. `lines` is the number of ledger lines in
    /// millions.
    pub fn new(work: &Work, sample: &Sample, baseline: Option<&Sample>, lines: f64) -> Self {
        let scale = if work.by_lines { lines } else { 1.0 };
        let judged: Vec<(String, String)> = work.bars.iter().map(|b| judge(*b, sample, baseline, scale)).collect();
        let all = |f: &dyn Fn(&(String, String)) -> String| judged.iter().map(f).collect::<Vec<_>>().join(", ");
        let ratio = baseline.map(|b| {
            format!("{} ({})", times(sample.wall_ms / b.wall_ms.max(0.001)), times(sample.cpu_ms / b.cpu_ms.max(0.001)))
        });
        Self {
            cells: [
                work.title.to_owned(),
                sample.size.clone(),
                time(sample.wall_ms),
                time(sample.cpu_ms),
                format!("{:.1}", sample.others),
                format!("{:.0} MB", sample.peak_mb),
                baseline.map_or_else(dash, |b| format!("{} (CPU {})", time(b.wall_ms), time(b.cpu_ms))),
                ratio.unwrap_or_else(dash),
                if judged.is_empty() { dash() } else { all(&|j| j.0.clone()) },
                if judged.is_empty() { dash() } else { all(&|j| j.1.clone()) },
            ],
            note: format!("{}: {}", work.name, sample.note),
        }
    }
}

/// The bar in words, and whether it is held.
fn judge(bar: Bar, sample: &Sample, baseline: Option<&Sample>, scale: f64) -> (String, String) {
    let verdict = |held: bool| if held { "yes" } else { "**no**" }.to_owned();
    match bar {
        Bar::Wall(seconds) => {
            let limit = seconds * 1e3 * scale;
            // on a busy machine the wall tells of the neighbours too
            let alone = sample.wall_ms > limit && sample.cpu_ms <= limit;
            let held = if alone { "no (CPU: yes)".to_owned() } else { verdict(sample.wall_ms <= limit) };
            (format!("≤ {}", time(limit)), held)
        }
        Bar::Cpu(seconds) => {
            let limit = seconds * 1e3 * scale;
            (format!("≤ {} CPU", time(limit)), verdict(sample.cpu_ms <= limit))
        }
        Bar::Ratio(most) => {
            let held = baseline.is_some_and(|b| sample.wall_ms <= most * b.wall_ms);
            (format!("≤ {most}×"), verdict(held))
        }
        Bar::Peak(most) => (format!("≤ {most} MB"), verdict(sample.peak_mb <= most)),
    }
}

fn dash() -> String {
    "–".to_owned()
}

fn times(ratio: f64) -> String {
    if ratio < 10.0 { format!("{ratio:.1}×") } else { format!("{ratio:.0}×") }
}

fn time(ms: f64) -> String {
    match ms {
        ms if ms < 10.0 => format!("{ms:.1} ms"),
        ms if ms < 1000.0 => format!("{ms:.0} ms"),
        ms => format!("{:.2} s", ms / 1e3),
    }
}

/// The whole table, columns aligned.
pub fn markdown(lines: &[Line]) -> String {
    let head = HEAD.map(str::to_owned);
    let rows: Vec<&[String; 10]> = std::iter::once(&head).chain(lines.iter().map(|l| &l.cells)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let line = |cells: &mut dyn Iterator<Item = String>| {
        cells.fold(String::new(), |line, cell| line + "|" + &cell)
            + "|
"
    };
    let mut out = String::new();
    for (number, row) in rows.iter().enumerate() {
        out += &line(&mut row.iter().zip(&widths).map(|(cell, width)| format!(" {cell:<width$} ")));
        if number == 0 {
            out += &line(&mut widths.iter().map(|width| "-".repeat(width + 2)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(wall_ms: f64, cpu_ms: f64) -> Sample {
        Sample { wall_ms, cpu_ms, ..Sample::default() }
    }

    #[test]
    fn a_bar_is_held_up_to_its_limit() {
        let held = |bar, measured: &Sample, base: Option<&Sample>, scale| judge(bar, measured, base, scale).1;
        assert_eq!(held(Bar::Wall(0.5), &sample(500.0, 900.0), None, 1.0), "yes");
        assert_eq!(held(Bar::Wall(0.5), &sample(501.0, 900.0), None, 1.0), "**no**");
        // the bar for a tenth of the lines is a tenth
        assert_eq!(held(Bar::Wall(0.5), &sample(60.0, 60.0), None, 0.1), "**no**");
        assert_eq!(held(Bar::Wall(0.5), &sample(600.0, 400.0), None, 1.0), "no (CPU: yes)");
        assert_eq!(held(Bar::Ratio(2.0), &sample(20.0, 0.0), Some(&sample(10.0, 0.0)), 1.0), "yes");
        assert_eq!(held(Bar::Ratio(2.0), &sample(21.0, 0.0), Some(&sample(10.0, 0.0)), 1.0), "**no**");
        assert_eq!(held(Bar::Ratio(2.0), &sample(21.0, 0.0), None, 1.0), "**no**");
    }
}
