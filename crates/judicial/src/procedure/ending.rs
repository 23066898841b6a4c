//! Whether a procedure brought the title it was begun for.
//!
//! Only procedures that lead to a title from who owes have an ending here: measures of enforcement have their title
//! already, insolvency and over-indebtedness are not ours to win. The last state that says something decides, so that
//! an order that lapsed afterwards brought nothing.

use super::Course;

/// What a procedure begun for a title came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It brought its title, in whole or in part.
    Won,
    /// It was refused, or a right was lost on the way.
    Lost,
    /// A judge decided; the definition does not say for whom: the title he gave does.
    Judged,
}

/// The states of a definition that say what it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Marks {
    /// It has its title.
    pub won: &'static [&'static str],
    /// It was refused: by the judge, or by the debtor where nothing goes without him.
    pub refused: &'static [&'static str],
    /// A right was lost: it lapsed, or falls.
    pub missed: &'static [&'static str],
    /// Decided, for one or for the other.
    pub judged: &'static [&'static str],
    /// Open again: what stood before is attacked, or given up.
    pub undone: &'static [&'static str],
}

/// The marks of a definition; none where it is not begun for a title.
pub fn marks(definition: &str) -> Marks {
    let none = Marks::default();
    match definition {
        "payment-order" => Marks {
            won: &["granted", "granted-part"],
            refused: &["rejected"],
            missed: &["lapsed"],
            judged: &["judged"],
            undone: &["opposed", "abandoned"],
        },
        "european-payment-order" => Marks {
            won: &["issued"],
            refused: &["rejected"],
            missed: &["extinct"],
            judged: &["judged"],
            undone: &["opposed"],
        },
        "european-small-claims" => {
            Marks { refused: &["rejected"], judged: &["decided"], undone: &["withdrawn"], ..none }
        }
        "small-claims" => Marks { won: &["title-issued"], refused: &["refused", "silent", "ended"], ..none },
        "uncontested-claims" => {
            Marks { won: &["enforceable"], refused: &["contested"], missed: &["lapsed"], undone: &["paid"], ..none }
        }
        "interim-payment" => Marks { won: &["granted"], refused: &["refused"], undone: &["heard", "referred"], ..none },
        "summons" => Marks {
            missed: &["lapsed", "void"],
            judged: &["judged", "final"],
            undone: &["appeal", "withdrawn"],
            ..none
        },
        "cheque" => Marks { won: &["title"], missed: &["prescribed"], undone: &["paid"], ..none },
        "public-debtors" => Marks { judged: &["judgment"], missed: &["lapsed"], ..none },
        _ => none,
    }
}

impl Course {
    /// What the procedure came to by now; none while nothing is decided, and where nobody will decide.
    pub fn ending(&self) -> Option<Ending> {
        let marks = marks(&self.definition);
        let states = self.reached.iter().map(|(state, _)| state.as_str()).chain([self.state.as_str()]);
        let mut ending = None;
        for state in states {
            let among = |states: &[&str]| states.contains(&state);
            if among(marks.won) {
                ending = Some(Ending::Won);
            } else if among(marks.refused) || among(marks.missed) {
                ending = Some(Ending::Lost);
            } else if among(marks.judged) {
                ending = Some(Ending::Judged);
            } else if among(marks.undone) {
                ending = None;
            }
        }
        ending
    }
}

#[cfg(test)]
mod tests {
    use law::Law;

    use super::*;

    /// Every mark is a state of its definition, and no state says two things.
    #[test]
    fn marks_are_states_of_the_tables() {
        let law = Law::builtin();
        for name in [
            "payment-order",
            "european-payment-order",
            "european-small-claims",
            "small-claims",
            "uncontested-claims",
            "interim-payment",
            "summons",
            "cheque",
            "public-debtors",
        ] {
            let (definition, marks) = (law.procedures().find(name).expect("a definition"), marks(name));
            let all = [marks.won, marks.refused, marks.missed, marks.judged, marks.undone].concat();
            for (at, state) in all.iter().enumerate() {
                assert!(definition.states.iter().any(|known| known.state == *state), "{name}: {state}");
                assert!(!all[..at].contains(state), "{name}: {state} twice");
            }
        }
        assert_eq!(marks("attachment"), Marks::default());
    }
}
