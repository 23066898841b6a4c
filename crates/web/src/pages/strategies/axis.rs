//! The steps of a draft on an axis of days around the due date: places are reckoned here, so that the
//! picture needs neither script nor style.

use app::strategies::{Strategy, StrategyStep, Timing};

use super::view;
use crate::words::Words;

/// Days shown at least, before and after the due date.
const FIRST: i32 = -10;
const LAST: i32 = 60;
/// Beyond so many days the axis grows no wider: its days grow narrower.
const WIDE: i32 = 190;
/// Tenths of a pixel for a day.
const DAY: i32 = 100;
/// Sizes, pixels.
const CARD: (i32, i32) = (132, 60);
const LANE: i32 = 70;
const EDGE: i32 = 16;
/// Signs of a name that fit on a card.
const NAME: usize = 19;

/// A mark of the scale.
pub struct Tick {
    pub x: i32,
    pub label: String,
    pub due: bool,
}

/// A step on the axis.
pub struct Flag {
    pub n: usize,
    pub x: i32,
    pub y: i32,
    pub when: String,
    pub name: String,
    pub told: String,
    pub label: String,
    /// Days that its message grants, on the scale.
    pub granted: (i32, i32),
    /// What it looks like.
    pub class: String,
    /// What calls for a person: to mend, to approve.
    pub mark: String,
}

/// The whole picture.
pub struct Axis {
    pub width: i32,
    pub height: i32,
    /// Where the scale runs.
    pub base: i32,
    pub ticks: Vec<Tick>,
    pub flags: Vec<Flag>,
    /// Tenths of a pixel for a day.
    pub day: i32,
}

impl Axis {
    /// The steps of a strategy; `wrong` says whether a step has a fault.
    pub fn of(strategy: &Strategy, wrong: impl Fn(usize) -> bool, w: Words) -> Self {
        let days: Vec<i32> = strategy.first_days().iter().map(|(first, _)| (*first).clamp(-90, 800)).collect();
        let granted = |n: usize| i32::from(strategy.steps[n].grant_days).min(200);
        let first = days.iter().copied().min().unwrap_or(0).min(FIRST + 2) - 2;
        let last = days.iter().enumerate().map(|(n, day)| day + granted(n).min(20)).max().unwrap_or(0).max(LAST);
        let span = last - first;
        let day = if span <= WIDE { DAY } else { (WIDE * DAY / span).max(20) };
        let at = |days: i32| EDGE + (days - first) * day / 10;
        let lanes = lanes(&days.iter().map(|d| at(*d)).collect::<Vec<_>>());
        let most = lanes.iter().copied().max().unwrap_or(0);
        let base = (most + 1) * LANE + 14;
        let flag = |(n, step): (usize, &StrategyStep)| Flag {
            n,
            x: at(days[n]),
            y: (most - lanes[n]) * LANE + 4,
            when: view::when(step.timing, w),
            name: clipped(&view::step_name(&step.slug, w)),
            told: view::card(step, w),
            label: label((n, step), wrong(n), w),
            granted: (at(days[n]), (granted(n) * day / 10).max(2)),
            class: class(step, wrong(n)),
            mark: match (wrong(n), step.approval) {
                (true, _) => w.t("plan-wrong"),
                (false, true) => w.t("plan-mark-approval"),
                (false, false) => String::new(),
            },
        };
        Self {
            width: at(last) + CARD.0,
            height: base + 40,
            base,
            ticks: ticks(first, last, day).into_iter().map(|d| tick(d, at(d), w)).collect(),
            flags: strategy.steps.iter().enumerate().map(flag).collect(),
            day,
        }
    }
}

/// What a card says to who does not see it.
fn label((n, step): (usize, &StrategyStep), wrong: bool, w: Words) -> String {
    let name = view::step_name(&step.slug, w);
    let mend = if wrong { format!(", {}", w.t("plan-wrong")) } else { String::new() };
    format!("{}, {name}, {}{mend}", w.t1("plan-step", "n", n + 1), view::said(step, w))
}

fn class(step: &StrategyStep, wrong: bool) -> String {
    let kind = match (step.formal_notice, step.channel.is_task()) {
        (true, _) => " notice",
        (false, true) => " task",
        (false, false) => "",
    };
    format!("flag{kind}{}", if wrong { " wrong" } else { "" })
}

fn tick(days: i32, x: i32, w: Words) -> Tick {
    let days16 = i16::try_from(days).unwrap_or(0);
    Tick { x, label: if days == 0 { w.t("axis-due") } else { view::when(Timing::AfterDue(days16), w) }, due: days == 0 }
}

/// Marks every ten days, or further apart where days are narrow.
fn ticks(first: i32, last: i32, day: i32) -> Vec<i32> {
    let every = if day >= 60 { 10 } else { 60 };
    (first..=last).filter(|d| d.rem_euclid(every) == 0).collect()
}

/// A lane for each card, 0 the lowest: from the last to the first, so that no stem runs through the card
/// of a later step, and none stands over another.
fn lanes(x: &[i32]) -> Vec<i32> {
    let mut taken: Vec<Vec<(i32, i32)>> = Vec::new();
    let mut lanes = vec![0; x.len()];
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.sort_by_key(|n| (std::cmp::Reverse(x[*n]), *n));
    for n in order {
        let card = (x[n], x[n] + CARD.0 + 6);
        let free = |lane: &Vec<(i32, i32)>| lane.iter().all(|(from, to)| card.1 <= *from || *to <= card.0);
        let lane = taken.iter().position(free).unwrap_or(taken.len());
        if lane == taken.len() {
            taken.push(Vec::new());
        }
        taken[lane].push(card);
        for below in &mut taken[..lane] {
            below.push((x[n] - 2, x[n] + 2));
        }
        lanes[n] = i32::try_from(lane).unwrap_or(0);
    }
    lanes
}

fn clipped(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    format!("{}…", name.chars().take(NAME - 1).collect::<String>().trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    #[test]
    fn no_card_covers_another_nor_the_stem_of_one() {
        for strategy in &app::strategies::Plan::default().strategies {
            let axis = Axis::of(strategy, |_| false, Words::new(Lang::Fr));
            for (i, a) in axis.flags.iter().enumerate() {
                assert!(a.x >= 0 && a.x + CARD.0 <= axis.width && a.y >= 0 && a.y + CARD.1 < axis.base, "{}", a.name);
                for b in axis.flags.iter().skip(i + 1) {
                    let side_by_side = a.x + CARD.0 <= b.x || b.x + CARD.0 <= a.x;
                    assert!(side_by_side || a.y != b.y, "{}: {} and {}", strategy.slug, a.name, b.name);
                    // The stem of the later step runs down from its left edge.
                    let crossed = b.x > a.x && b.x < a.x + CARD.0 && a.y > b.y;
                    assert!(!crossed, "{}: {} covers the stem of {}", strategy.slug, a.name, b.name);
                }
            }
        }
    }

    #[test]
    fn a_long_strategy_grows_narrower_and_keeps_its_days() {
        let mut strategy = Strategy::standard();
        strategy.steps[2].timing = Timing::AfterDue(700);
        let axis = Axis::of(&strategy, |_| false, Words::new(Lang::En));
        assert!(axis.width < 2_400, "{}", axis.width);
        assert!(axis.flags.windows(2).all(|pair| pair[0].x < pair[1].x));
    }
}
