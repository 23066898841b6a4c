//! The tables behind [`crate::courts`]: districts by commune, experimental courts, labels, States.

use std::collections::BTreeMap;

use kernel::Date;

use crate::refusals::{Fault, Sought};
use crate::table::Row;
use crate::table_dates::TableDate;
use crate::{LawError, Line, Source};

/// What a claim may be about.
pub(crate) const MATTERS: [&str; 14] = [
    "goods",
    "services",
    "works",
    "carriage",
    "energy",
    "telecom",
    "insurance",
    "consumer-credit",
    "housing-rent",
    "commercial-lease",
    "co-ownership",
    "cheque",
    "bill-of-exchange",
    "promissory-note",
];

/// A seat and its communes.
#[derive(Debug, Clone)]
struct Range {
    from: String,
    to: String,
    seat: usize,
}

/// An experimental court of economic affairs.
#[derive(Debug, Clone)]
struct Experiment {
    seat: String,
    from: Date,
    to: Date,
    source: Source,
}

/// A court or judge in both languages, with the form of its payment order.
#[derive(Debug, Clone)]
pub(crate) struct Label {
    pub words: Line,
    pub form: Option<String>,
    pub source: Source,
}

/// Which court for which debtor or matter.
#[derive(Debug, Clone)]
pub(crate) struct CourtRule {
    debtor: String,
    matter: String,
    pub court: String,
    pub judge: String,
    pub source: Source,
}

/// A State.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub name: Line,
    pub european_procedures: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct CourtTables {
    seats: Vec<(String, Source)>,
    ranges: Vec<Range>,
    experiments: Vec<Experiment>,
    labels: BTreeMap<String, Label>,
    rules: Vec<CourtRule>,
    states: BTreeMap<String, State>,
    /// The civil courts of each department.
    civil: BTreeMap<String, (Vec<String>, Source)>,
    dates: Vec<TableDate>,
}

impl CourtTables {
    pub fn read<'a>(find: impl Fn(&str) -> Result<&'a Vec<Row>, LawError>) -> Result<Self, LawError> {
        let (seats, ranges) = read_districts(find("commercial_court_districts")?)?;
        let experiments = find("tae_courts")?
            .iter()
            .map(|row| {
                Ok(Experiment {
                    seat: row.required("seat")?.to_owned(),
                    from: row.date("valid_from")?,
                    to: row.date("valid_to")?,
                    source: row.source(row.required("article")?)?,
                })
            })
            .collect::<Result<_, LawError>>()?;
        let labels = find("court_labels")?
            .iter()
            .map(|row| {
                let form = row.text("form");
                let label = Label {
                    words: Line::new(row.required("label_fr")?, row.required("label_en")?),
                    form: (!form.is_empty()).then(|| form.to_owned()),
                    source: row.source(row.required("label_fr")?)?,
                };
                Ok((row.required("key")?.to_owned(), label))
            })
            .collect::<Result<BTreeMap<_, _>, LawError>>()?;
        let rules = find("court_rules")?
            .iter()
            .map(|row| {
                for column in ["court", "judge"] {
                    if !labels.contains_key(row.required(column)?) {
                        return Err(row.error(column, Fault::NotIn { file: "court_labels.csv" }));
                    }
                }
                Ok(CourtRule {
                    debtor: row.text("debtor").to_owned(),
                    matter: row.text("matter").to_owned(),
                    court: row.required("court")?.to_owned(),
                    judge: row.required("judge")?.to_owned(),
                    source: row.source(row.required("article")?)?,
                })
            })
            .collect::<Result<_, _>>()?;
        let states = find("states")?
            .iter()
            .map(|row| {
                let name = Line::new(row.required("name_fr")?, row.required("name_en")?);
                let european = row.required("european_procedures")? == "yes";
                Ok((row.required("code")?.to_owned(), State { name, european_procedures: european }))
            })
            .collect::<Result<_, LawError>>()?;
        let civil = find("civil_court_seats")?
            .iter()
            .map(|row| {
                let seats = row.required("seats")?.split(';').map(|seat| seat.trim().to_owned()).collect();
                Ok((row.required("department")?.to_owned(), (seats, row.source("COJ annexe tableau IV")?)))
            })
            .collect::<Result<_, LawError>>()?;
        let dates = find("table_dates")?.iter().map(TableDate::read).collect::<Result<_, _>>()?;
        Ok(Self { seats, ranges, experiments, labels, rules, states, civil, dates })
    }

    /// When a table was drawn up, and from what.
    pub fn date_of(&self, table: &str) -> Option<&TableDate> {
        self.dates.iter().find(|date| date.table == table)
    }

    /// The seat of the commercial registry of a commune, by INSEE code.
    pub fn seat(&self, insee: &str) -> Option<(&str, &Source)> {
        let after = self.ranges.partition_point(|range| range.from.as_str() <= insee);
        let range = self.ranges.get(after.checked_sub(1)?)?;
        let (seat, source) = self.seats.get(range.seat)?;
        (insee <= range.to.as_str()).then_some((seat, source))
    }

    /// The civil courts of the department of a commune; the commune's own is one of them.
    pub fn civil_seats(&self, insee: &str) -> Option<(&[String], &Source)> {
        let long = insee.starts_with("97").then(|| insee.get(..3)).flatten();
        let (seats, source) = self.civil.get(long.or_else(|| insee.get(..2))?)?;
        Some((seats, source))
    }

    /// The experimental court of a seat on a day.
    pub fn experiment(&self, seat: &str, on: Date) -> Option<&Source> {
        let found = self.experiments.iter().find(|court| court.seat == seat && court.from <= on && on <= court.to);
        found.map(|court| &court.source)
    }

    pub fn label(&self, key: &str) -> Result<&Label, LawError> {
        self.labels.get(key).ok_or_else(|| LawError::MissingRow {
            table: "court_labels",
            asked: Sought::Thing { key: key.to_owned() },
            row: format!("key,label_fr,label_en,form,status,source = {key},<fr>,<en>,,verified,<page>"),
        })
    }

    /// The rule of the matter, else of the debtor.
    pub fn rule(&self, debtor: &str, matter: &str) -> Option<&CourtRule> {
        let by_matter = self.rules.iter().find(|rule| !rule.matter.is_empty() && rule.matter == matter);
        by_matter.or_else(|| self.rules.iter().find(|rule| rule.matter.is_empty() && rule.debtor == debtor))
    }

    /// The kinds of debtor there are rules for.
    pub fn debtors(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|rule| rule.debtor.as_str()).filter(|debtor| !debtor.is_empty())
    }

    pub fn state(&self, code: &str) -> Option<&State> {
        self.states.get(code)
    }
}

/// Seats and the ranges of communes that point to them.
type Districts = (Vec<(String, Source)>, Vec<Range>);

fn read_districts(rows: &[Row]) -> Result<Districts, LawError> {
    let (mut seats, mut ranges) = (Vec::new(), Vec::new());
    for row in rows {
        let department = row.required("department")?;
        for part in row.required("communes")?.split_whitespace() {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            if from.len() != 3 || to.len() != 3 || to < from {
                return Err(row.error("communes", Fault::Communes { text: part.to_owned() }));
            }
            ranges.push((
                Range { from: format!("{department}{from}"), to: format!("{department}{to}"), seat: seats.len() },
                row,
            ));
        }
        seats.push((row.required("seat")?.to_owned(), row.source("C. com. annexe 7-1")?));
    }
    ranges.sort_by(|a, b| a.0.from.cmp(&b.0.from));
    for pair in ranges.windows(2) {
        if pair[1].0.from <= pair[0].0.to {
            let problem = Fault::CommuneTwice { commune: pair[1].0.from.clone(), line: pair[0].1.line };
            return Err(pair[1].1.error("communes", problem));
        }
    }
    Ok((seats, ranges.into_iter().map(|(range, _)| range).collect()))
}
