//! Strategies in words: when a step is due, what it is, what differs between two, what the day would bring.

use app::strategies::{
    Kind, Past, Preview, PreviewCount, PreviewRow, Rule, Segment, Strategy, StrategyShown, StrategyStep, Timing, title,
};
use kernel::{Currency, Date, Money};

use crate::figures::{self, Amount};
use crate::words::{Lang, Words};

/// What a step is called.
pub fn step_name(slug: &str, w: Words) -> String {
    w.of("step", slug)
}

/// What a strategy is called.
pub fn name(strategy: &Strategy, w: Words) -> String {
    title(&strategy.slug, &strategy.name, w.lang).to_owned()
}

/// From when a step is due: `J+8`, `J−7`, `fin de mois J+30`, `+10 j`.
pub fn when(timing: Timing, w: Words) -> String {
    match timing {
        Timing::AfterDue(days) if days < 0 => w.t1("when-before", "days", days.unsigned_abs()),
        Timing::AfterDue(days) => w.t1("when-after", "days", days),
        Timing::EndOfMonth(days) => w.t1("when-month", "days", days),
        Timing::AfterPrevious(days) => w.t1("when-previous", "days", days),
    }
}

/// The line of a card.
pub fn card(step: &StrategyStep, w: Words) -> String {
    format!("{} · {}", w.of("channel", step.channel.slug()), w.of("tone", step.tone.slug()))
}

/// A step in one line.
pub fn said(step: &StrategyStep, w: Words) -> String {
    let mut parts = vec![when(step.timing, w), w.of("channel", step.channel.slug()), w.of("tone", step.tone.slug())];
    parts.push(w.n("plan-granted", u64::from(step.grant_days), &[]));
    if step.formal_notice {
        parts.push(w.t("step-formal-notice"));
    }
    if step.approval {
        parts.push(w.t("plan-to-approve"));
    }
    if step.threshold_minor > 0 {
        parts.push(w.t1("plan-from", "amount", euros(step.threshold_minor, w)));
    }
    parts.join(" · ")
}

fn euros(minor: i64, w: Words) -> String {
    figures::money(Money::new(minor, Currency::EUR), w.lang)
}

/// What changes from one strategy to another, one sentence a change; nothing when they are the same.
pub fn differences(old: &Strategy, new: &Strategy, w: Words) -> Vec<String> {
    let mut told = Vec::new();
    let mut change = |what: String, before: String, after: String| {
        if before != after {
            told.push(w.with("differs", &[("what", &what), ("before", &before), ("after", &after)]));
        }
    };
    change(w.t("strategy-name"), old.name.clone(), new.name.clone());
    let money = |minor| euros(minor, w);
    change(w.t("item-threshold"), money(old.item_threshold_minor), money(new.item_threshold_minor));
    change(w.t("account-threshold"), money(old.account_threshold_minor), money(new.account_threshold_minor));
    let days = |s: &Strategy| w.of("territory", s.working_days.map_or("every-day", kernel::Territory::slug));
    change(w.t("working-days"), days(old), days(new));
    for step in &new.steps {
        let title = step_name(&step.slug, w);
        let Some((_, before)) = old.find(&step.slug) else { continue };
        for ((field, a), (_, b)) in facts(before, w).into_iter().zip(facts(step, w)) {
            change(format!("{title}, {field}"), a, b);
        }
    }
    for step in new.steps.iter().filter(|step| old.find(&step.slug).is_none()) {
        told.push(w.with("differs-added", &[("step", &step_name(&step.slug, w)), ("said", &said(step, w))]));
    }
    for step in old.steps.iter().filter(|step| new.find(&step.slug).is_none()) {
        told.push(w.with("differs-removed", &[("step", &step_name(&step.slug, w)), ("said", &said(step, w))]));
    }
    told
}

/// Everything about a step, named.
fn facts(step: &StrategyStep, w: Words) -> Vec<(String, String)> {
    let yes = |on: bool| w.t(if on { "said-yes" } else { "said-no" });
    let attach: Vec<String> = step.attach.iter().map(|kind| w.of("attach", kind.slug())).collect();
    let or_usual = |text: &str| if text.is_empty() { w.t("said-usual") } else { text.to_owned() };
    vec![
        (w.t("plan-when"), when(step.timing, w)),
        (w.t("plan-channel"), w.of("channel", step.channel.slug())),
        (w.t("plan-tone"), w.of("tone", step.tone.slug())),
        (w.t("text"), or_usual(&step.text)),
        (w.t("plan-sender"), or_usual(&step.sender)),
        (w.t("language"), or_usual(step.language.as_deref().unwrap_or_default())),
        (w.t("plan-grant"), step.grant_days.to_string()),
        (w.t("plan-claim"), w.of("claim", step.claim.slug())),
        (w.t("step-formal-notice"), yes(step.formal_notice)),
        (w.t("plan-approval"), yes(step.approval)),
        (w.t("plan-threshold"), euros(step.threshold_minor, w)),
        (w.t("plan-attach"), if attach.is_empty() { w.t("said-no") } else { attach.join(", ") }),
    ]
}

/// One version of a strategy.
pub struct VersionRow {
    pub label: String,
    pub when: String,
    pub by: String,
    pub in_force: bool,
    /// Where it is taken up again.
    pub href: String,
    pub changes: Vec<String>,
}

/// The versions, newest first, each with what it changed.
pub fn versions(shown: &StrategyShown, slug: &str, today: Date, w: Words) -> Vec<VersionRow> {
    let row = |(i, v): (usize, &app::strategies::StrategyVersionCard)| {
        let before = shown.versions.get(i + 1).and_then(|v| v.strategy.as_ref()).or(shown.shipped.as_ref());
        let changes = match (before, v.strategy.as_ref()) {
            (Some(old), Some(new)) => differences(old, new, w),
            (None, Some(_)) => vec![w.t("version-first")],
            (_, None) => vec![w.t("version-unreadable")],
        };
        VersionRow {
            label: w.t1("text-version-n", "version", v.version),
            when: figures::day(w.day_of(v.saved_at), today, w.lang),
            by: v.actor.clone(),
            in_force: v.in_force,
            href: format!("/strategies/{slug}?version={}", v.version),
            changes: if changes.is_empty() { vec![w.t("version-same")] } else { changes },
        }
    };
    shown.versions.iter().enumerate().map(row).collect()
}

/// The key of a figure's words.
const fn counted(kind: Kind) -> &'static str {
    match kind {
        Kind::Mail => "bring-mail",
        Kind::Letter => "bring-letter",
        Kind::Sms => "bring-sms",
        Kind::Call => "bring-call",
        Kind::Visit => "bring-visit",
        Kind::FormalNotice => "bring-formal-notice",
        Kind::Key => "bring-key",
        Kind::Gain => "bring-gain",
        Kind::Lose => "bring-lose",
        Kind::Change => "bring-change",
    }
}

/// A figure of the preview, with the button that shows who is behind.
pub struct Figure {
    pub slug: &'static str,
    pub words: String,
    /// `+12`, `−3`, or nothing.
    pub by: String,
    /// `up`, `down` or nothing.
    pub way: &'static str,
    pub here: bool,
    pub any: bool,
}

/// An account behind a figure.
pub struct Behind {
    pub id: String,
    pub debtor: String,
    pub number: String,
    pub before: String,
    pub now: String,
}

/// What the next day would bring.
#[derive(Default)]
pub struct Shown {
    pub title: String,
    pub brings: Vec<Figure>,
    pub changes: Vec<Figure>,
    pub verdict: String,
    pub asked: Vec<Amount>,
    pub rows: Vec<Behind>,
    pub rows_title: String,
    /// The button of the next page of names, and of the first.
    pub next: String,
    pub first: String,
}

impl Shown {
    /// The preview in words.
    pub fn of(p: &Preview, asked: Option<(Kind, usize)>, today: Date, w: Words) -> Self {
        let figure = |count: &PreviewCount| {
            let compares = matches!(count.kind, Kind::Gain | Kind::Lose | Kind::Change);
            let by = figures::count(count.now.abs_diff(count.before), w.lang);
            let (by, way) = if compares || count.now == count.before {
                (String::new(), "")
            } else if count.now > count.before {
                (format!("+{by}"), "up")
            } else {
                (format!("\u{2212}{by}"), "down")
            };
            Figure {
                slug: count.kind.slug(),
                words: w.n(counted(count.kind), count.now, &[]),
                by,
                way,
                here: asked.is_some_and(|(kind, _)| kind == count.kind),
                any: count.now > 0,
            }
        };
        let (compare, bring): (Vec<&PreviewCount>, Vec<&PreviewCount>) =
            p.counts.iter().partition(|c| matches!(c.kind, Kind::Gain | Kind::Lose | Kind::Change));
        let same = compare.iter().all(|c| c.now == 0);
        let day = figures::day_title(p.day, w.lang);
        let tomorrow = today.tomorrow().is_ok_and(|next| next == p.day);
        let title = if tomorrow { "bring-tomorrow" } else { "bring-day" };
        let from = asked.map_or(0, |(_, from)| from);
        Self {
            title: w.n(title, p.now, &[("day", &day)]),
            brings: bring.into_iter().filter(|c| c.now > 0 || c.before > 0).map(figure).collect(),
            changes: compare.into_iter().filter(|c| c.now > 0).map(figure).collect(),
            verdict: if same { w.t("bring-same") } else { w.n("bring-from", p.before, &[]) },
            asked: p.asked.iter().map(|(c, minor)| Amount::minor(*minor, *c, w.lang)).collect(),
            rows: p.rows.iter().map(|row| behind(row, w)).collect(),
            rows_title: asked.map_or_else(String::new, |(kind, _)| {
                let n = p.counts.iter().find(|c| c.kind == kind).map_or(0, |c| c.now);
                let last = from as u64 + p.rows.len() as u64;
                let place = [
                    ("what", w.n(counted(kind), n, &[])),
                    ("from", figures::count(from as u64 + 1, w.lang)),
                    ("to", figures::count(last, w.lang)),
                ];
                w.with("bring-names", &place.each_ref().map(|(k, v)| (*k, v.as_str())))
            }),
            next: asked.zip(p.next).map_or_else(String::new, |((kind, _), next)| format!("{}:{next}", kind.slug())),
            first: asked.filter(|_| from > 0).map_or_else(String::new, |(kind, _)| kind.slug().to_owned()),
        }
    }
}

fn behind(row: &PreviewRow, w: Words) -> Behind {
    let message = |step: Option<&app::strategies::PreviewStep>| {
        step.map_or_else(
            || w.t("bring-nothing"),
            |s| {
                let asked = figures::money(Money::new(s.principal, row.currency), w.lang);
                format!("{}, {}, {asked}", step_name(&s.step, w), w.of("channel", s.channel))
            },
        )
    };
    let (before, now) = (message(row.before.as_ref()), message(row.now.as_ref()));
    Behind {
        id: row.account_id.to_string(),
        debtor: row.debtor.clone(),
        number: row.account.clone(),
        before: if before == now { String::new() } else { before },
        now,
    }
}

/// The kinds that a replay counts, in its order.
pub const SENT: [Kind; 6] = [Kind::Mail, Kind::Letter, Kind::Sms, Kind::Call, Kind::Visit, Kind::FormalNotice];

/// One cell of the replay: a figure, and the button that shows who is behind.
pub struct Cell {
    pub n: String,
    pub any: bool,
    pub value: String,
    pub label: String,
}

/// A piece of a bar.
pub struct Part {
    pub class: &'static str,
    pub x: u64,
    pub width: u64,
}

/// A month of the replay.
pub struct Month {
    pub name: String,
    pub cells: Vec<Cell>,
    pub total: String,
    pub y: usize,
    pub parts: Vec<Part>,
    pub end: u64,
}

/// What would have left over a year.
#[derive(Default)]
pub struct Replay {
    pub title: String,
    pub lead: String,
    pub heads: Vec<(String, &'static str)>,
    pub months: Vec<Month>,
    pub height: usize,
    pub rows: Vec<(String, String, String, String, Amount)>,
    pub rows_title: String,
    pub next: String,
}

const CLASSES: [&str; 6] = ["s2", "s3", "s1", "hatch", "hatch", "s4"];
/// Length of the longest bar, and height of one.
const BAR: u64 = 560;
const ROW: usize = 26;

impl Replay {
    /// The past year in words and bars.
    pub fn of(past: &Past, asked: Option<(&str, Kind, usize)>, today: Date, w: Words) -> Self {
        let used: Vec<(Kind, &'static str)> = SENT
            .into_iter()
            .zip(CLASSES)
            .filter(|(kind, _)| past.months.iter().any(|m| m.kinds.contains_key(kind)))
            .collect();
        let total = |m: &app::strategies::PastMonth| m.kinds.values().sum::<u64>();
        let most = past.months.iter().map(total).max().unwrap_or(0).max(1);
        let busiest = past.months.iter().max_by_key(|m| total(m));
        let values = |month: &str, n: u64| {
            [
                ("accounts", figures::count(past.accounts, w.lang)),
                ("month", month.to_owned()),
                ("most", figures::count(n, w.lang)),
            ]
        };
        let values = busiest.map_or_else(|| values("", 0), |m| values(&month_name(&m.month, w), total(m)));
        let months = past.months.iter().enumerate().map(|(i, m)| {
            let mut x = 0;
            let parts = used.iter().filter_map(|(kind, class)| {
                let width = m.kinds.get(kind)? * BAR / most;
                let bar = Part { class, x, width: width.max(1) };
                x += width;
                Some(bar)
            });
            let parts: Vec<Part> = parts.collect();
            let name = month_name(&m.month, w);
            let cell = |(kind, _): &(Kind, &'static str)| {
                let n = m.kinds.get(kind).copied().unwrap_or(0);
                let label = format!("{name}, {}", w.n(counted(*kind), n, &[]));
                Cell { n: figures::count(n, w.lang), any: n > 0, value: format!("{}:{}", m.month, kind.slug()), label }
            };
            Month {
                cells: used.iter().map(cell).collect(),
                total: figures::count(total(m), w.lang),
                y: i * ROW,
                parts,
                end: x + 8,
                name,
            }
        });
        Self {
            months: months.collect(),
            title: w.n("past-title", past.messages, &values.each_ref().map(|(k, v)| (*k, v.as_str()))),
            lead: w.t(if past.every_account { "past-every" } else { "past-followers" }),
            heads: used.iter().map(|(kind, class)| (w.of("kind-sent", kind.slug()), *class)).collect(),
            height: past.months.len() * ROW,
            rows: past
                .rows
                .iter()
                .map(|row| {
                    let on = figures::day(row.on, today, w.lang);
                    let asked = Amount::new(row.asked, w.lang);
                    (row.account_id.to_string(), row.debtor.clone(), on, step_name(&row.step, w), asked)
                })
                .collect(),
            rows_title: asked.map_or_else(String::new, |(month, kind, _)| {
                format!("{}, {}", w.of("kind-sent", kind.slug()), month_name(month, w))
            }),
            next: asked
                .zip(past.next)
                .map_or_else(String::new, |((month, kind, _), next)| format!("{month}:{}:{next}", kind.slug())),
        }
    }
}

/// `mars 2026`.
pub fn month_name(month: &str, w: Words) -> String {
    let date = format!("{month}-01").parse::<Date>().unwrap_or(Date::ZERO);
    figures::month_year(date, w.lang)
}

/// Who a segment takes, in words.
pub fn rule(segment: &Segment, w: Words) -> Vec<String> {
    let Rule {
        creditors,
        kinds,
        countries,
        salespeople,
        currencies,
        account_prefix,
        outstanding_from,
        outstanding_below,
        late_from,
        items_from,
    } = &segment.rule;
    let mut told = Vec::new();
    let either = w.t("said-or");
    let mut one_of = |key: &str, list: Vec<String>| {
        if !list.is_empty() {
            told.push(w.t1(key, "list", list.join(&either)));
        }
    };
    one_of("rule-creditors", creditors.clone());
    one_of("rule-kinds", kinds.iter().map(|k| w.of("kind", k.slug())).collect());
    one_of("rule-countries", countries.clone());
    one_of("rule-salespeople", salespeople.clone());
    one_of("rule-currencies", currencies.iter().map(ToString::to_string).collect());
    if !account_prefix.is_empty() {
        told.push(w.t1("rule-prefix", "text", account_prefix));
    }
    if let Some(minor) = outstanding_from {
        told.push(w.t1("rule-from", "amount", euros(*minor, w)));
    }
    if let Some(minor) = outstanding_below {
        told.push(w.t1("rule-below", "amount", euros(*minor, w)));
    }
    if let Some(days) = late_from {
        told.push(w.t1("rule-late", "days", days));
    }
    if let Some(items) = items_from {
        told.push(w.t1("rule-items", "items", items));
    }
    if told.is_empty() {
        told.push(w.t("rule-everybody"));
    }
    told
}

/// Who wrote what is in force, and when.
pub fn state(version: Option<i64>, actor: &str, at: Option<kernel::Timestamp>, today: Date, w: Words) -> String {
    let (Some(version), Some(at)) = (version, at) else { return w.t("strategy-shipped") };
    let day = figures::day(w.day_of(at), today, w.lang);
    w.with("text-version", &[("version", &version.to_string()), ("day", &day), ("by", actor)])
}

/// The sign between a word and a colon, by language.
pub const fn language_name(lang: Lang) -> &'static str {
    lang.pick("Français", "English")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_strategies_are_told_apart_in_words() {
        let w = Words::new(Lang::Fr);
        let old = Strategy::standard();
        let mut new = old.clone();
        assert_eq!(differences(&old, &new, w), Vec::<String>::new());
        new.steps[0].timing = Timing::AfterDue(10);
        new.steps[1].approval = true;
        new.steps.remove(2);
        let told = differences(&old, &new, w);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].contains("Relance 1") && told[0].contains("J+8") && told[0].contains("J+10"), "{told:?}");
        assert!(told[1].contains("oui") && told[2].contains("Mise en demeure"), "{told:?}");
    }
}
