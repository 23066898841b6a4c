//! Twelve months as pictures: what was open with its overdue part hatched, and the days to be paid
//! against the best possible. Axes start at zero; lines and columns are named where they end.

use std::fmt::Write;

use kernel::{Money, Rounding};

use super::{Canvas, MUTED, RULE, Tone};
use crate::{Language, figures};

const WIDTH: u32 = 720;
const HEIGHT: u32 = 264;
/// Where the picture begins and ends, left and right: figures of the axis, names of the lines.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 600.0;
const TOP: f64 = 34.0;
const BASE: f64 = 222.0;
const DARK: &str = "#2a4a6b";
const LIGHT: &str = "#b9c9d8";
const PALE: &str = "#dfe6ec";

/// What was open at the end of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthBalance {
    /// `oct.`, `23 nov.`
    pub label: String,
    /// Outstanding and what of it was overdue; none when unknown.
    pub amounts: Option<(Money, Money)>,
}

/// Delays at the end of a month, in tenths of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthDelay {
    /// `oct.`, `23 nov.`
    pub label: String,
    /// DSO and best possible DSO; none when unknown.
    pub days: Option<(i64, i64)>,
}

/// The step of an axis of at most five lines up to `most`: 1, 2 or 5 and zeros.
fn step(most: i128) -> i128 {
    let mut size = 1;
    loop {
        if let Some(found) = [1, 2, 5].into_iter().map(|n| n * size).find(|step| step * 5 >= most) {
            return found;
        }
        size *= 10;
    }
}

/// Pixels for a part of a whole: a picture, not an account.
#[expect(clippy::cast_precision_loss, reason = "a length on screen")]
fn scaled(part: i128, whole: i128) -> f64 {
    if whole <= 0 { 0.0 } else { part.clamp(0, whole) as f64 / whole as f64 * (BASE - TOP) }
}

fn place(n: usize, of: usize) -> f64 {
    let count = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    LEFT + (RIGHT - LEFT) / count(of.max(1)) * (count(n) + 0.5)
}

impl Canvas {
    /// The lines of an axis from zero to `most`, each with its figure; the top of the axis.
    fn axis(&mut self, most: i128, unit: &str, say: impl Fn(i128) -> String) -> i128 {
        let step = step(most.max(1));
        let lines = (most.max(1) + step - 1) / step;
        let top = step * lines;
        for n in 0..=lines {
            let y = BASE - scaled(step * n, top);
            let _ = write!(
                self.svg,
                "<line class=\"chart-rule\" stroke=\"{RULE}\" x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{RIGHT}\" y2=\"{y:.1}\"/>"
            );
            self.words(Tone::Muted, 11.5, (LEFT - 8.0, y + 4.0), "end", &say(step * n));
        }
        self.words(Tone::Muted, 11.5, (LEFT - 8.0, TOP - 14.0), "end", unit);
        top
    }

    /// The name of each month under the picture.
    fn month_names<'l>(&mut self, labels: impl ExactSizeIterator<Item = &'l str>) {
        let count = labels.len();
        for (n, label) in labels.enumerate() {
            self.words(Tone::Muted, 11.5, (place(n, count), BASE + 18.0), "middle", label);
        }
    }

    /// A name where a line ends, with its figure under it.
    fn named(&mut self, y: f64, name: &str, figure: &str) {
        self.words(Tone::Muted, 12.0, (RIGHT + 10.0, y - 3.0), "start", name);
        self.words(Tone::Ink, 13.5, (RIGHT + 10.0, y + 13.0), "start", figure);
    }

    /// A line through points.
    fn path(&mut self, class: &str, stroke: &str, more: &str, points: &[(f64, f64)]) {
        let mut d = String::new();
        for (n, (x, y)) in points.iter().enumerate() {
            let _ = write!(d, "{}{x:.1} {y:.1}", if n == 0 { "M" } else { "L" });
        }
        let _ = write!(self.svg, "<path class=\"{class}\" fill=\"none\" stroke=\"{stroke}\" {more} d=\"{d}\"/>");
    }

    fn dot(&mut self, class: &str, fill: &str, (x, y): (f64, f64)) {
        let _ = write!(self.svg, "<circle class=\"{class}\" fill=\"{fill}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"/>");
    }
}

/// Two names at the right of a picture, kept apart, the upper first.
fn apart(upper: f64, lower: f64) -> (f64, f64) {
    let lower = lower.min(BASE - 6.0);
    let upper = upper.min(lower - 36.0).max(TOP - 4.0);
    (upper, lower.max(upper + 36.0))
}

/// Minor units of one unit of the axis, and what the unit is called.
fn scale(most: i128, sample: Money) -> (i128, String) {
    let one = i128::from(sample.currency().scale());
    let currency = sample.currency();
    let symbol = match currency.code() {
        "EUR" => "€",
        "GBP" => "£",
        code => code,
    };
    match most / one {
        ..10_000 => (one, symbol.to_owned()),
        10_000..10_000_000 => (one * 1_000, format!("k{symbol}")),
        _ => (one * 1_000_000, format!("M{symbol}")),
    }
}

fn whole(minor: i128, unit: i128, language: Language) -> String {
    let count = Rounding::HalfUp.divide(minor, unit);
    figures::count(i64::try_from(count).unwrap_or(i64::MAX), language)
}

/// Outstanding month by month: one column each on a base at zero, the overdue part hatched at its foot,
/// the whole written above.
pub fn outstanding_months(title: &str, months: &[MonthBalance], language: Language) -> String {
    let known: Vec<(Money, Money)> = months.iter().filter_map(|m| m.amounts).collect();
    let line = |m: &MonthBalance| {
        let said = m.amounts.map_or_else(
            || language.pick("inconnu", "unknown").to_owned(),
            |(all, late)| {
                let late = figures::money(late, language);
                format!("{} ({} {late})", figures::money(all, language), language.pick("échu", "overdue"))
            },
        );
        format!("{} {said}", m.label)
    };
    let description = months.iter().map(line).collect::<Vec<_>>().join(language.pick(" ; ", "; "));
    let mut canvas = Canvas::new(WIDTH, HEIGHT, title, &description, "months");
    let Some(last) = known.last().copied() else { return canvas.finish() };
    let _ = write!(
        canvas.svg,
        "<defs><pattern id=\"hatch-late\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect class=\"age-0\" fill=\"{PALE}\" width=\"6\" height=\"6\"/>\
         <rect class=\"age-4\" fill=\"{DARK}\" width=\"3\" height=\"6\"/></pattern></defs>"
    );
    let most = known.iter().map(|(all, late)| i128::from(all.minor().max(late.minor()))).max().unwrap_or(0);
    let (unit, name) = scale(most, last.0);
    // The axis counts in its unit, so that its steps are round.
    let highest = (most.max(0) + unit - 1) / unit;
    let top = canvas.axis(highest, &name, |n| figures::count(i64::try_from(n).unwrap_or(i64::MAX), language)) * unit;
    let width = (RIGHT - LEFT) / f64::from(u32::try_from(months.len().max(1)).unwrap_or(1)) * 0.62;
    for (n, month) in months.iter().enumerate() {
        let x = place(n, months.len());
        let Some((all, late)) = month.amounts else {
            canvas.words(Tone::Muted, 12.0, (x, BASE - 8.0), "middle", "?");
            continue;
        };
        let height = scaled(i128::from(all.minor()), top);
        let hatched = scaled(i128::from(late.minor()), top).min(height);
        canvas.rect("age-1", LIGHT, (x - width / 2.0, BASE - height), (width, height - hatched));
        canvas.rect("late", "url(#hatch-late)", (x - width / 2.0, BASE - hatched), (width, hatched));
        let said = whole(i128::from(all.minor()), unit, language);
        canvas.words(Tone::Ink, 11.5, (x, BASE - height - 6.0), "middle", &said);
    }
    canvas.month_names(months.iter().map(|m| m.label.as_str()));
    let amount = |money: Money| format!("{} {name}", whole(i128::from(money.minor()), unit, language));
    let (height, hatched) = (scaled(i128::from(last.0.minor()), top), scaled(i128::from(last.1.minor()), top));
    let not_due = Money::new(last.0.minor() - last.1.minor(), last.0.currency());
    let (upper, lower) = apart(BASE - f64::midpoint(height, hatched), BASE - hatched / 2.0);
    canvas.named(upper, language.pick("Non échu", "Not due"), &amount(not_due));
    canvas.named(lower, language.pick("Échu (hachuré)", "Overdue (hatched)"), &amount(last.1));
    canvas.finish()
}

fn days(tenths: i64, language: Language) -> String {
    let text = format!("{}.{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    let sign = if tenths < 0 { "\u{2212}" } else { "" };
    let text = language.either(text.replace('.', ","), text.clone());
    format!("{sign}{text} {}", language.pick("j", "d"))
}

/// DSO month by month against the best possible, on a base at zero; the space between the two is what
/// lateness costs.
pub fn dso_lines(title: &str, months: &[MonthDelay], language: Language) -> String {
    let line = |m: &MonthDelay| {
        let said = m.days.map_or_else(
            || language.pick("inconnu", "unknown").to_owned(),
            |(dso, best)| {
                let best = days(best, language);
                format!("{} ({} {best})", days(dso, language), language.pick("optimal", "best possible"))
            },
        );
        format!("{} {said}", m.label)
    };
    let description = months.iter().map(line).collect::<Vec<_>>().join(language.pick(" ; ", "; "));
    let mut canvas = Canvas::new(WIDTH, HEIGHT, title, &description, "months");
    let known: Vec<(i64, i64)> = months.iter().filter_map(|m| m.days).collect();
    let Some(last) = known.last().copied() else { return canvas.finish() };
    let most = known.iter().map(|(dso, best)| i128::from(*dso.max(best))).max().unwrap_or(0);
    let count = |n: i128| figures::count(i64::try_from(n).unwrap_or(i64::MAX), language);
    let top = canvas.axis((most.max(0) + 9) / 10, language.pick("jours", "days"), count) * 10;
    let y = |tenths: i64| BASE - scaled(i128::from(tenths), top);
    let drawn: Vec<Option<(f64, f64, f64)>> = months
        .iter()
        .enumerate()
        .map(|(n, m)| m.days.map(|(dso, best)| (place(n, months.len()), y(dso), y(best))))
        .collect();
    for run in drawn.split(Option::is_none) {
        let run: Vec<(f64, f64, f64)> = run.iter().flatten().copied().collect();
        let (dso, best): (Vec<_>, Vec<_>) = run.iter().map(|(x, a, b)| ((*x, *a), (*x, *b))).unzip();
        if run.len() > 1 {
            let around = dso.iter().chain(best.iter().rev()).map(|(x, y)| format!("{x:.1},{y:.1}"));
            let around = around.collect::<Vec<_>>().join(" ");
            let _ = write!(canvas.svg, "<polygon class=\"age-0\" fill=\"{PALE}\" points=\"{around}\"/>");
            canvas.path("chart-best", MUTED, "stroke-width=\"1.5\" stroke-dasharray=\"5 4\"", &best);
            canvas.path("chart-line", DARK, "stroke-width=\"2.5\" stroke-linejoin=\"round\"", &dso);
        }
        for (first, second) in dso.iter().zip(&best) {
            canvas.dot("chart-best-dot", MUTED, *second);
            canvas.dot("chart-dot", DARK, *first);
        }
    }
    canvas.month_names(months.iter().map(|m| m.label.as_str()));
    if let Some((x, at, _)) = drawn.iter().flatten().next()
        && known.len() > 1
    {
        let said = days(known[0].0, language);
        canvas.words(Tone::Ink, 11.5, (*x, at - 9.0), "middle", &said);
    }
    let (upper, lower) = apart(y(last.0), y(last.1));
    canvas.named(upper, "DSO", &days(last.0, language));
    canvas.named(lower, language.pick("DSO optimal", "Best possible"), &days(last.1, language));
    canvas.finish()
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;

    fn balance(label: &str, amounts: Option<(i64, i64)>) -> MonthBalance {
        let money = |minor| Money::new(minor, Currency::EUR);
        MonthBalance { label: label.to_owned(), amounts: amounts.map(|(all, late)| (money(all), money(late))) }
    }

    #[test]
    fn columns_stand_on_zero_and_their_parts_make_them() {
        let months = [
            balance("sept.", None),
            balance("oct.", Some((80_000_000, 20_000_000))),
            balance("nov.", Some((100_000_000, 100_000_000))),
        ];
        let svg = outstanding_months("t", &months, Language::Fr);
        let whole = BASE - TOP;
        let tall = |class: &str| -> Vec<f64> {
            svg.split(&format!("<rect class=\"{class}\""))
                .skip(1)
                .filter(|part| part.contains(" y=\"") && part.contains("width=\""))
                .filter_map(|part| part.split("height=\"").nth(1)?.split('"').next()?.parse().ok())
                .collect()
        };
        assert_eq!(tall("late"), [whole * 0.2, whole].map(|h| (h * 10.0).round() / 10.0));
        assert_eq!(tall("age-1"), [whole * 0.6, 0.0].map(|h| (h * 10.0).round() / 10.0));
        assert!(svg.contains(">?<") && svg.contains("k€") && svg.contains(">1\u{202f}000<"));
        assert!(outstanding_months("t", &[balance("x", None)], Language::En).ends_with("</svg>"));
    }

    #[test]
    fn an_axis_has_few_round_steps() {
        for (most, wanted) in [(1, 1), (5, 1), (6, 2), (11, 5), (26, 10), (1_044, 500), (98, 20)] {
            assert_eq!(step(most), wanted, "{most}");
        }
    }

    #[test]
    fn a_hole_parts_a_line_and_names_stay_apart() {
        let month = |days| MonthDelay { label: "m".to_owned(), days };
        let months = [month(Some((600, 400))), month(None), month(Some((610, 400))), month(Some((620, 615)))];
        let svg = dso_lines("t", &months, Language::En);
        assert_eq!((svg.matches("<polygon").count(), svg.matches("chart-dot").count()), (1, 3));
        assert!(svg.contains("62.0 d") && svg.contains("61.5 d") && svg.contains("60.0 d"));
        let (upper, lower) = apart(100.0, 104.0);
        assert!(lower - upper >= 36.0 && lower <= BASE);
    }
}
