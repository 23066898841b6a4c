//! Charts as SVG drawn here: no script, no inline style, so that a strict page and a PDF take the
//! same picture. Colours come from the classes `age-0`…`age-4`, `chart-ink`, `chart-muted` and
//! `chart-rule`, with presentation attributes that hold where no style sheet is.

mod months;

use std::fmt::Write;

use kernel::Money;

pub use months::{MonthBalance, MonthDelay, dso_lines, outstanding_months};

use crate::{Language, figures, fonts::printable};

/// Colours of age, from paper to ink.
pub const AGE_COLOURS: [&str; 5] = ["#dfe6ec", "#b9c9d8", "#8aa6bf", "#56799b", "#2a4a6b"];
const INK: &str = "#1a1d21";
const MUTED: &str = "#5c6470";
const RULE: &str = "#d5d0c4";
/// Quoted, for a name that holds a digit is no identifier.
const FONT: &str = "'Source Sans 3', system-ui, sans-serif";

/// One step of age, youngest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgeStep {
    /// `Non échu`, `1–30 j`…
    pub label: String,
    /// What stands there; may be negative where credits are older than invoices.
    pub amount: Money,
}

/// A chart's canvas being written.
struct Canvas {
    svg: String,
}

impl Canvas {
    fn new(width: u32, height: u32, title: &str, description: &str, class: &str) -> Self {
        let mut svg = String::with_capacity(4096);
        let _ = write!(
            svg,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" role=\"img\" class=\"chart {class}\"><title>{}</title><desc>{}</desc>",
            escaped(title),
            escaped(description)
        );
        Self { svg }
    }

    fn rect(&mut self, class: &str, fill: &str, at: (f64, f64), size: (f64, f64)) {
        let ((x, y), (w, h)) = (at, size);
        let _ = write!(
            self.svg,
            "<rect class=\"{class}\" fill=\"{fill}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\"/>"
        );
    }

    fn rule(&mut self, y: f64, width: u32) {
        let _ = write!(
            self.svg,
            "<line class=\"chart-rule\" stroke=\"{RULE}\" x1=\"0\" y1=\"{y:.1}\" x2=\"{width}\" y2=\"{y:.1}\"/>"
        );
    }

    fn words(&mut self, tone: Tone, size: f64, at: (f64, f64), anchor: &str, text: &str) {
        let (class, fill, weight) = match tone {
            Tone::Ink => ("chart-ink", INK, "600"),
            Tone::Muted => ("chart-muted", MUTED, "400"),
        };
        let (x, y) = at;
        let _ = write!(
            self.svg,
            "<text class=\"{class}\" fill=\"{fill}\" font-family=\"{FONT}\" font-size=\"{size}\" \
             font-weight=\"{weight}\" text-anchor=\"{anchor}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>",
            escaped(text)
        );
    }

    fn finish(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }
}

#[derive(Clone, Copy)]
enum Tone {
    Ink,
    Muted,
}

pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in printable(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// The whole in words: each step with its amount and share.
fn description(steps: &[AgeStep], language: Language) -> String {
    let whole = positive_sum(steps);
    let line = |step: &AgeStep| {
        let share = if step.amount.minor() > 0 { share(step.amount, whole, language) } else { String::new() };
        let bracket = if share.is_empty() { String::new() } else { format!(" ({share})") };
        format!("{} {}{bracket}", step.label, figures::money(step.amount, language))
    };
    steps.iter().map(line).collect::<Vec<_>>().join(language.pick(" ; ", "; "))
}

fn positive_sum(steps: &[AgeStep]) -> i128 {
    steps.iter().map(|step| i128::from(step.amount.minor().max(0))).sum()
}

fn share(part: Money, whole: i128, language: Language) -> String {
    let whole = Money::new(i64::try_from(whole).unwrap_or(i64::MAX), part.currency());
    figures::share(part, whole, language)
}

/// Pixels for an amount: a picture, not an account, so a double will do.
#[expect(clippy::cast_precision_loss, reason = "a length on screen")]
fn scaled(minor: i64, whole: i128, length: f64) -> f64 {
    if whole <= 0 { 0.0 } else { minor.max(0) as f64 / whole as f64 * length }
}

/// Place of a step among `steps` on the ramp of five colours, from 0: fewer or more spread over the whole
/// of it.
pub const fn ramp_step(step: usize, steps: usize) -> usize {
    if steps <= 1 {
        return 0;
    }
    let at = (step * 4 + (steps - 1) / 2) / (steps - 1);
    if at > 4 { 4 } else { at }
}

fn class(step: usize, steps: usize) -> (String, &'static str) {
    let at = ramp_step(step, steps);
    (format!("age-{at}"), AGE_COLOURS[at])
}

/// The ageing bar: one horizontal bar parted by age, each step named under it with its amount.
pub fn ageing_bar(title: &str, steps: &[AgeStep], language: Language) -> String {
    bar(720, title, steps, language)
}

/// The ageing bar on a canvas `width` units wide: the wider, the smaller its words beside the page's.
pub(crate) fn bar(width: u32, title: &str, steps: &[AgeStep], language: Language) -> String {
    let mut canvas = Canvas::new(width, 76, title, &description(steps, language), "ageing-bar");
    let whole = positive_sum(steps);
    let drawn: Vec<usize> = (0..steps.len()).filter(|i| steps[*i].amount.minor() > 0).collect();
    let gaps = u32::try_from(drawn.len().saturating_sub(1)).unwrap_or(0);
    let length = f64::from(width - gaps);
    let mut x = 0.0;
    for i in drawn {
        let (class, fill) = class(i, steps.len());
        let long = scaled(steps[i].amount.minor(), whole, length);
        canvas.rect(&class, fill, (x, 0.0), (long, 22.0));
        x += long + 1.0;
    }
    if whole == 0 {
        canvas.rule(11.0, width);
    }
    let column = f64::from(width) / f64::from(u32::try_from(steps.len().max(1)).unwrap_or(1));
    let mut x = 0.0;
    for (i, step) in steps.iter().enumerate() {
        let (class, fill) = class(i, steps.len());
        canvas.rect(&class, fill, (x, 36.0), (4.0, 34.0));
        canvas.words(Tone::Muted, 12.5, (x + 11.0, 47.0), "start", &step.label);
        canvas.words(Tone::Ink, 14.0, (x + 11.0, 67.0), "start", &figures::money(step.amount, language));
        x += column;
    }
    canvas.finish()
}

/// The ageing columns: one column per step on a common base at zero, the amount above, the name and
/// share below.
pub fn ageing_columns(title: &str, steps: &[AgeStep], language: Language) -> String {
    const WIDTH: u32 = 720;
    const BASE: f64 = 176.0;
    let mut canvas = Canvas::new(WIDTH, 220, title, &description(steps, language), "ageing-columns");
    let whole = positive_sum(steps);
    let highest = steps.iter().map(|step| step.amount.minor()).max().unwrap_or(0);
    let slot = f64::from(WIDTH) / f64::from(u32::try_from(steps.len().max(1)).unwrap_or(1));
    let width = (slot * 0.62).min(96.0);
    for (i, step) in steps.iter().enumerate() {
        let middle = slot * (f64::from(u32::try_from(i).unwrap_or(0)) + 0.5);
        let (class, fill) = class(i, steps.len());
        let height = scaled(step.amount.minor(), i128::from(highest), BASE - 26.0);
        canvas.rect(&class, fill, (middle - width / 2.0, BASE - height), (width, height));
        let amount = figures::money(step.amount, language);
        canvas.words(Tone::Ink, 14.0, (middle, BASE - height - 8.0), "middle", &amount);
        canvas.words(Tone::Muted, 13.0, (middle, BASE + 18.0), "middle", &step.label);
        if step.amount.minor() > 0 {
            canvas.words(Tone::Muted, 12.0, (middle, BASE + 35.0), "middle", &share(step.amount, whole, language));
        }
    }
    canvas.rule(BASE, WIDTH);
    canvas.finish()
}
