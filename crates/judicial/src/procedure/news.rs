//! What one fact, or the days since somebody last looked, changed.

use super::Event;

/// The events of `after` that were not in `before`, in order; what `before` said and is no longer so comes first.
/// A deadline that moved is told once, with both of its days.
pub fn news(before: &[Event], after: &[Event]) -> Vec<Event> {
    let (gone, mut new) = (missing(before, after), missing(after, before));
    let mut told = Vec::new();
    for old in gone {
        match new.iter_mut().find_map(|event| moved(&old, event).map(|moved| (event, moved))) {
            Some((event, moved)) => *event = moved,
            None if is_lasting(&old) => told.push(Event::NoLonger { what: Box::new(old) }),
            None => {}
        }
    }
    told.append(&mut new);
    told
}

/// What only helped to decide at the time says nothing once it is over.
const fn is_lasting(event: &Event) -> bool {
    !matches!(event, Event::Warned { .. } | Event::Rule { .. } | Event::NoLonger { .. })
}

fn missing(of: &[Event], from: &[Event]) -> Vec<Event> {
    let mut left: Vec<&Event> = from.iter().collect();
    let new = of.iter().filter(|event| match left.iter().position(|other| other == event) {
        Some(found) => {
            left.swap_remove(found);
            false
        }
        None => true,
    });
    new.cloned().collect()
}

/// One deadline, opened with another date.
fn moved(old: &Event, new: &Event) -> Option<Event> {
    let (Event::Opened { step, state, due: was, .. }, Event::Opened { step: same, state: there, words, due: is, .. }) =
        (old, new)
    else {
        return None;
    };
    let recomputed =
        || Event::Recomputed { step: step.clone(), state: state.clone(), words: words.clone(), was: *was, is: *is };
    ((step, state) == (same, there)).then(recomputed)
}
