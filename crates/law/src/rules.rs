//! The numbers written in articles: points, multiples, flat sums, minimum delays (table `rules`).

use kernel::{Date, Rate};

use crate::refusals::{Fault, Sought};
use crate::table::{Row, Table};
use crate::{LawError, Source};

/// One number of an article, with its dates.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    key: String,
    row: Row,
    from: Date,
    to: Option<Date>,
    /// Where the number is written.
    pub source: Source,
}

impl Rule {
    fn read(row: &Row) -> Result<Self, LawError> {
        Ok(Self {
            key: row.required("key")?.to_owned(),
            from: row.date("valid_from")?,
            to: row.optional_date("valid_to")?,
            source: row.source(row.required("article")?)?,
            row: row.clone(),
        })
    }

    /// The value as a percentage.
    pub fn rate(&self) -> Result<Rate, LawError> {
        self.row.rate("value")
    }

    /// The value as a whole number.
    pub fn integer(&self) -> Result<i64, LawError> {
        let text = self.row.required("value")?;
        text.parse().map_err(|_| self.row.error("value", Fault::WholeNumber { text: text.to_owned() }))
    }
}

/// The table `rules`.
#[derive(Debug, Clone)]
pub(crate) struct Rules(Vec<Rule>);

impl Rules {
    pub fn read(table: &Table) -> Result<Self, LawError> {
        let mut rules = table.rows.iter().map(Rule::read).collect::<Result<Vec<_>, _>>()?;
        rules.sort_by(|a, b| (&a.key, a.from).cmp(&(&b.key, b.from)));
        for user in [false, true] {
            let series: Vec<&Rule> = rules.iter().filter(|rule| rule.row.user == user).collect();
            for pair in series.windows(2) {
                let [earlier, later] = pair else { continue };
                if earlier.key == later.key && earlier.to.is_some_and(|to| to >= later.from) {
                    return Err(later.row.error("valid_from", Fault::OverlapLine { line: earlier.row.line }));
                }
            }
        }
        Ok(Self(rules))
    }

    /// The rule `key` in force on a day.
    pub fn on(&self, key: &str, day: Date) -> Result<&Rule, LawError> {
        // the user's row wins over the days it covers, whatever dates a release ships afterwards
        let latest = |user: bool| {
            let row = self.0.iter().rfind(|rule| rule.row.user == user && rule.key == key && rule.from <= day);
            row.filter(|rule| rule.to.is_none_or(|to| day <= to))
        };
        latest(true).or_else(|| latest(false)).ok_or_else(|| LawError::MissingRow {
            table: "rules",
            asked: Sought::ThingOn { key: key.to_owned(), day: day.to_string() },
            row: format!(
                "key,value,unit,valid_from,valid_to,article,status,source = {key},<value>,<unit>,{day},,<article>,verified,<page>"
            ),
        })
    }

    /// The rows whose end is known and that nothing follows.
    pub fn ends(&self) -> impl Iterator<Item = (&str, Date, &Source)> {
        let last = |rule: &&Rule| !self.0.iter().any(|other| other.key == rule.key && other.from > rule.from);
        self.0.iter().filter(last).filter_map(|rule| Some((rule.key.as_str(), rule.to?, &rule.source)))
    }

    /// The rule `key` on a day, or nothing before it existed.
    pub fn if_any(&self, key: &str, day: Date) -> Option<&Rule> {
        self.on(key, day).ok()
    }
}
