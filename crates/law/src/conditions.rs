//! Before which courts, and for what, an act of a procedure is done: the deposit of the commercial court, the lawyer
//! of the civil one.

use kernel::{Date, Money, search_key, slug_enum};
use serde::Serialize;

use crate::deadlines::Deadlines;
use crate::procedures::{Act, Procedure};
use crate::refusals::Fault;
use crate::table::{Row, Table};
use crate::text::{amount_en, amount_fr};
use crate::{Law, LawError, Line, Source};

slug_enum!(
    /// A kind of court, in the words of [`crate::courts::CourtAnswer::kind`].
    CourtKind {
        /// The commercial court.
        Commercial = "commercial",
        /// One of the experimental courts of economic affairs.
        Tae = "tae",
        /// The mixed commercial court of an overseas department.
        MixedCommercial = "mixed-commercial",
        /// The commercial chamber of a civil court, in Alsace-Moselle.
        CommercialChamber = "commercial-chamber",
        /// The civil court.
        Civil = "civil",
        /// The civil court where it alone may judge.
        CivilExclusive = "civil-exclusive",
        /// The judge for the protection of persons.
        Protection = "protection",
        /// The administrative court.
        Administrative = "administrative",
        /// A court of another State.
        Foreign = "foreign",
    }
);

impl CourtKind {
    /// The court in both languages.
    ///
    /// ```
    /// assert_eq!(law::conditions::CourtKind::Civil.words().fr, "tribunal judiciaire");
    /// ```
    pub fn words(self) -> Line {
        let label = Law::builtin().court_tables().label(self.slug());
        label.map_or_else(|_| Line::same(self.slug()), |label| label.words.clone())
    }

    /// The kind that the name of a court tells; none where it tells none.
    ///
    /// ```
    /// use law::conditions::CourtKind;
    /// assert_eq!(CourtKind::named("Tribunal judiciaire de Lyon"), Some(CourtKind::Civil));
    /// assert_eq!(CourtKind::named("Le juge des contentieux de la protection"), Some(CourtKind::Protection));
    /// assert_eq!(CourtKind::named("Lyon"), None);
    /// ```
    pub fn named(text: &str) -> Option<Self> {
        let (told, tables) = (search_key(text), Law::builtin().court_tables());
        let mut closest: Option<(usize, Self)> = None;
        for kind in Self::ALL {
            let judge = if *kind == Self::Protection { "protection-judge" } else { kind.slug() };
            for label in [kind.slug(), judge].into_iter().filter_map(|key| tables.label(key).ok()) {
                for name in [search_key(&label.words.fr), search_key(&label.words.en)] {
                    // the longest name is the closest: « chambre commerciale du tribunal judiciaire »
                    if told.contains(&name) && closest.is_none_or(|(length, _)| length < name.len()) {
                        closest = Some((name.len(), *kind));
                    }
                }
            }
        }
        closest.map(|(_, kind)| kind)
    }
}

/// What is known of a file when it is asked whether an act is done in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// Before which court.
    pub court: Option<CourtKind>,
    /// What is claimed.
    pub claimed: Option<Money>,
    /// Date of the order.
    pub order: Option<Date>,
}

/// Whether an act is done in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// No.
    No,
    /// What it hangs on is not known.
    Unknown,
    /// Yes.
    Yes,
}

/// One case in which an act is done: all that it says must be so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// The kinds of court; every one when empty.
    pub courts: Vec<CourtKind>,
    /// Only for a claim over this.
    pub over: Option<Money>,
    /// Only for an order to which the step of its deadline applies.
    pub order_of_step: bool,
    /// Before these courts that step takes the place of the one the act names, `-` none; the act itself is done
    /// before every court.
    pub step: Option<String>,
    /// Article, source, status.
    pub source: Source,
}

impl Condition {
    fn read(row: &Row, procedure: &str, deadlines: &Deadlines) -> Result<Self, LawError> {
        let said = |column: &str, error: LawError| row.error(column, Fault::Said { why: error.wording() });
        let kind = |word: &str| {
            CourtKind::parse(word).ok_or_else(|| row.error("courts", Fault::NotIn { file: "court_labels.csv" }))
        };
        let over = match row.text("over") {
            "" => None,
            step => deadlines.find(procedure, step).map_err(|error| said("over", error))?.threshold,
        };
        let step = Some(row.text("step")).filter(|step| !step.is_empty());
        if let Some(step) = step.filter(|step| *step != "-") {
            deadlines.find(procedure, step).map_err(|error| said("step", error))?;
        }
        Ok(Self {
            courts: row.text("courts").split_whitespace().map(kind).collect::<Result<_, _>>()?,
            over,
            order_of_step: !row.text("order").is_empty(),
            step: step.map(str::to_owned),
            source: row.source(row.required("article")?)?,
        })
    }

    fn holds(&self, step: Option<(&str, &str)>, known: &Known, law: &Law) -> Holds {
        let court = match known.court {
            _ if self.courts.is_empty() => Holds::Yes,
            None => Holds::Unknown,
            Some(court) if self.courts.contains(&court) => Holds::Yes,
            Some(_) => Holds::No,
        };
        let over =
            match (self.over, known.claimed) {
                (None, _) => Holds::Yes,
                (Some(over), Some(claimed)) if over.currency() == claimed.currency() => {
                    if claimed.minor() > over.minor() { Holds::Yes } else { Holds::No }
                }
                _ => Holds::Unknown,
            };
        let order = match (self.order_of_step, step, known.order) {
            (false, ..) | (true, None, _) => Holds::Yes,
            (true, Some(_), None) => Holds::Unknown,
            (true, Some((procedure, step)), Some(day)) => {
                if law.deadlines().choose(procedure, step, Some(day)).is_ok() { Holds::Yes } else { Holds::No }
            }
        };
        court.min(over).min(order)
    }

    /// « tribunal judiciaire, au-delà de 10 000 € (CPC 1418) ».
    fn words(&self, step: Option<&Line>) -> Line {
        let courts: Vec<Line> = self.courts.iter().map(|court| court.words()).collect();
        let told = |pick: fn(&Line) -> &str, over: Option<String>| {
            let courts = courts.iter().map(|court| pick(court).to_owned());
            let order = step.filter(|_| self.order_of_step).map(|step| pick(step).to_owned());
            courts.chain(over).chain(order).collect::<Vec<_>>().join(", ")
        };
        let article = &self.source.article;
        let fr = told(|line| &line.fr, self.over.map(|over| format!("au-delà de {}", amount_fr(over))));
        let en = told(|line| &line.en, self.over.map(|over| format!("over {}", amount_en(over))));
        Line::new(format!("{fr} ({article})"), format!("{en} ({article})"))
    }
}

/// The conditions of an act in the table.
pub(crate) fn of_act(
    (procedure, act): (&str, &str),
    table: &Table,
    deadlines: &Deadlines,
) -> Result<Vec<Condition>, LawError> {
    let of = table.rows.iter().filter(|row| (row.text("procedure"), row.text("act")) == (procedure, act));
    of.map(|row| Condition::read(row, procedure, deadlines)).collect()
}

impl Act {
    /// Whether it is done in a file: where nothing is said of it, it is.
    pub fn holds(&self, procedure: &str, known: &Known, law: &Law) -> Holds {
        let step = self.deadline.as_deref().map(|step| (procedure, step));
        let said = self.conditions.iter().filter(|condition| condition.step.is_none());
        said.map(|condition| condition.holds(step, known, law)).max().unwrap_or(Holds::Yes)
    }

    /// The step that takes the place of the one it names before a court; `-` where it has none there.
    pub fn step_before(&self, court: CourtKind) -> Option<&str> {
        let there = self.conditions.iter().find(|one| one.step.is_some() && one.courts.contains(&court));
        there.and_then(|one| one.step.as_deref())
    }
}

impl Procedure {
    /// Where an act is done, in words: each case of the table.
    pub fn done_where(&self, act: &Act, law: &Law) -> Line {
        let step = act.deadline.as_deref().and_then(|step| law.deadlines().find(&self.name, step).ok());
        let step = step.map(crate::deadlines::DeadlineRow::words);
        let cases = act.conditions.iter().filter(|one| one.step.is_none()).map(|one| one.words(step.as_ref()));
        let cases: Vec<Line> = cases.collect();
        let join = |pick: fn(&Line) -> &str| cases.iter().map(pick).collect::<Vec<_>>().join(" ; ");
        Line::new(join(|line| &line.fr), join(|line| &line.en))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(act: &str, known: Known) -> Holds {
        let law = Law::builtin();
        let definition = law.procedures().find("payment-order").expect("known");
        let found = definition.acts.iter().find(|one| one.act == act).expect("an act");
        found.holds(&definition.name, &known, law)
    }

    #[test]
    fn every_kind_of_court_has_its_label() {
        for kind in CourtKind::ALL {
            assert!(Law::builtin().court_tables().label(kind.slug()).is_ok(), "{kind:?}");
            assert_ne!(kind.words().fr, kind.words().en);
        }
    }

    #[test]
    fn the_name_of_a_court_tells_its_kind() {
        for (name, kind) in [
            ("Tribunal de commerce de Lille Métropole", CourtKind::Commercial),
            ("TRIBUNAL DES ACTIVITÉS ÉCONOMIQUES DE PARIS", CourtKind::Tae),
            ("Chambre commerciale du tribunal judiciaire de Strasbourg", CourtKind::CommercialChamber),
            ("Tribunal judiciaire de Nantes, juge des contentieux de la protection", CourtKind::Protection),
        ] {
            assert_eq!(CourtKind::named(name), Some(kind), "{name}");
        }
        assert_eq!((CourtKind::named(""), CourtKind::named("greffe de Lyon")), (None, None));
    }

    #[test]
    fn the_deposit_is_of_the_commercial_court_and_the_lawyer_of_the_civil_one_over_the_threshold() {
        let of = |court: CourtKind, euros: i64| Known {
            court: Some(court),
            claimed: Some(Money::new(euros * 100, kernel::Currency::EUR)),
            order: None,
        };
        assert_eq!(order("deposit", of(CourtKind::Tae, 8_000)), Holds::Yes);
        assert_eq!(order("deposit", of(CourtKind::Protection, 8_000)), Holds::No);
        assert_eq!(order("deposit", Known::default()), Holds::Unknown);
        assert_eq!(order("appoint-lawyer", of(CourtKind::Civil, 12_000)), Holds::Yes);
        assert_eq!(order("appoint-lawyer", of(CourtKind::Civil, 10_000)), Holds::No, "not over it");
        assert_eq!(order("appoint-lawyer", of(CourtKind::CivilExclusive, 500)), Holds::Yes);
        assert_eq!(order("appoint-lawyer", of(CourtKind::Protection, 12_000)), Holds::No);
        assert_eq!(order("convene", of(CourtKind::Protection, 12_000)), Holds::Yes);
        let dated = |day: &str| Known { order: Some(day.parse().expect("a date")), ..Known::default() };
        assert_eq!(order("issue-certificate", dated("2026-08-31")), Holds::Yes);
        assert_eq!(order("issue-certificate", dated("2026-09-01")), Holds::No);
    }

    #[test]
    fn a_row_of_an_unknown_court_or_step_is_refused_with_its_column() {
        let head = "procedure,act,courts,over,order,step,article,status,source\n";
        for (row, column) in [
            ("payment-order,serve,moon,,,,CPC,verified,x", "courts"),
            ("payment-order,serve,civil,height,,,CPC,verified,x", "over"),
            ("payment-order,serve,civil,,,nothing,CPC,verified,x", "step"),
            ("sorcery,serve,civil,,,,CPC,verified,x", "procedure"),
        ] {
            let csv = format!("{head}{row}\n");
            let error = Law::builtin().with_overrides(&[crate::Override { table: "act_courts", csv: &csv }]);
            let Err(LawError::Table { column: at, .. }) = error else { panic!("{row}: {error:?}") };
            assert_eq!(at, column, "{row}");
        }
    }
}
