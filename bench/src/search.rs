//! Search as people type: every keystroke is a search of its own.

use std::hint::black_box;
use std::time::Instant;

use app::Actor;
use app::search::SearchQuery;

use crate::data::Shape;
use crate::house::{self, House};
use crate::probe::{Fallible, Meter, Sample};

/// What is typed: names in any order, a code, numbers, amounts, mails, and what nothing answers.
const TYPED: [&str; 16] = [
    "garage moreau 4217",
    "mor gar",
    "ÉLECTRICITÉ Lefèvre",
    "boulangerie",
    "petit fils atelier",
    "o'neil",
    "C004217",
    "c 0421",
    "F0421700",
    "421700",
    "1 234,56",
    "12,400.00",
    "450",
    "c004217@",
    "moreau 450,00",
    "zzyzx nobody",
];
/// Letters from which the list under the field opens.
const LEAST: usize = 2;
/// Results of each kind in that list.
const LISTED: usize = 5;
/// How often everything is typed.
const ROUNDS: usize = 5;

/// One hundredth of the keystrokes takes longer than the wall time told.
pub fn typed(house: &House) -> Fallible<Sample> {
    let desk = house::desk(&house.database(Shape::Open), house::day(0)?)?;
    desk.view()?;
    let actor = Actor::operator();
    let search = |text: String| -> Fallible<f64> {
        let started = Instant::now();
        let query = SearchQuery { text, creditor: None, limit: LISTED };
        black_box(desk.search(&actor, &query)?.shown());
        Ok(started.elapsed().as_secs_f64() * 1e3)
    };
    // The first search makes the directory.
    let first = search("mo".to_owned())?;
    let meter = Meter::start();
    let mut walls = Vec::new();
    for text in [TYPED; ROUNDS].into_iter().flatten() {
        let letters: Vec<char> = text.chars().collect();
        for length in LEAST..=letters.len() {
            walls.push(search(letters.iter().take(length).collect())?);
        }
    }
    let all = meter.stop();
    walls.sort_by(f64::total_cmp);
    let at = |share: usize| walls[(walls.len() * share / 100).min(walls.len() - 1)];
    let count = f64::from(u32::try_from(walls.len())?);
    let sample = Sample { wall_ms: at(99), cpu_ms: all.cpu_ms / count, ..all };
    let note = format!("median {:.1} ms, slowest {:.1} ms, the very first {first:.0} ms", at(50), at(100));
    Ok(sample.about(format!("{} keystrokes, 99 of 100 within", walls.len()), note))
}
