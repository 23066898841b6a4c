//! The tables behind [`crate::tariffs`]: dated rows, items of the command line, contributions.

use std::collections::BTreeMap;

use kernel::{Date, Money, Rate};

use crate::interest::INDEMNITY_ITEM;
use crate::refusals::{Fault, Word};
use crate::scale::{euros, leading_euros};
use crate::table::{Row, Table};
use crate::{LawError, Line, Source, Status};

/// One dated row of the tariff.
#[derive(Debug, Clone)]
pub(crate) struct TariffRow {
    pub act: String,
    /// The cell as written.
    pub cell: String,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// The amount the cell starts with.
    pub flat: Option<Money>,
    pub source: Source,
    line: u64,
}

impl TariffRow {
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    fn known(&self) -> bool {
        self.source.status != Status::NotFound && !self.cell.is_empty()
    }
}

/// How an item of the command line is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Act,
    Scale,
    RegistryGross,
    RegistryNet,
    Tax,
    Tae,
}

/// An item of the command line.
#[derive(Debug, Clone)]
pub struct TariffItem {
    /// Its word: `service-of-order`.
    pub slug: String,
    /// What it is.
    pub label: Line,
    pub(crate) item: String,
    pub(crate) acts: Vec<String>,
    pub(crate) kind: Kind,
    pub(crate) coefficient: bool,
    pub(crate) travel: bool,
}

/// The tariff, indexed by item.
#[derive(Debug, Clone)]
pub(crate) struct Tariffs {
    rows: BTreeMap<String, Vec<TariffRow>>,
    /// The rows of the fixed indemnities apart: every item of a portfolio asks for them.
    late: Vec<TariffRow>,
    items: Vec<TariffItem>,
    pub contributions: Vec<Contribution>,
    pub person_contributions: Vec<PersonContribution>,
}

/// A row of the contribution to economic justice.
#[derive(Debug, Clone)]
pub(crate) struct Contribution {
    pub claim_over: Money,
    pub staff_from: i64,
    pub turnover_over: Money,
    pub turnover_up_to: Option<Money>,
    pub profit_over: Money,
    pub percent: Rate,
    pub cap: Money,
    pub from: Date,
    pub to: Option<Date>,
    pub source: Source,
}

/// A row of the contribution of a natural person: by reference income for one part of the household.
#[derive(Debug, Clone)]
pub(crate) struct PersonContribution {
    pub claim_over: Money,
    pub income_over: Money,
    pub income_up_to: Option<Money>,
    pub percent: Rate,
    pub cap: Money,
    pub from: Date,
    pub to: Option<Date>,
    pub source: Source,
}

impl Tariffs {
    pub fn read(table: &Table, items: &Table, companies: &Table, persons: &Table) -> Result<Self, LawError> {
        let mut rows: BTreeMap<String, Vec<TariffRow>> = BTreeMap::new();
        for row in &table.rows {
            let article = row.text("article");
            let item = row.required("item")?.to_owned();
            let source = row.source(if article.is_empty() { &item } else { article })?;
            let cell = row.text("amount_or_formula").to_owned();
            let (from, to) = (row.optional_date("valid_from")?, row.optional_date("valid_to")?);
            if from.zip(to).is_some_and(|(from, to)| to < from) {
                return Err(row.error("valid_to", Fault::EndBeforeStart));
            }
            let act = row.text("act").to_owned();
            refuse_overlap(rows.get(&item), &act, from, to, row)?;
            let flat = leading_euros(&cell);
            rows.entry(item).or_default().push(TariffRow { act, cell, from, to, flat, source, line: row.line });
        }
        let items = items.rows.iter().map(read_item).collect::<Result<_, _>>()?;
        let contributions = companies.rows.iter().map(read_contribution).collect::<Result<_, _>>()?;
        let person_contributions = persons.rows.iter().map(read_person_contribution).collect::<Result<_, _>>()?;
        let late = rows.get(INDEMNITY_ITEM).cloned().unwrap_or_default();
        Ok(Self { rows, late, items, contributions, person_contributions })
    }

    /// The items of the command line.
    pub fn items(&self) -> &[TariffItem] {
        &self.items
    }

    pub fn item(&self, slug: &str) -> Result<&TariffItem, LawError> {
        self.items.iter().find(|item| item.slug == slug).ok_or_else(|| {
            let known: Vec<&str> = self.items.iter().map(|item| item.slug.as_str()).collect();
            LawError::unknown(Word::TariffItem, slug, known.join(", "))
        })
    }

    /// The rows of an item.
    pub fn of(&self, item: &str) -> &[TariffRow] {
        self.rows.get(item).map_or(&[], Vec::as_slice)
    }

    /// The row of an item and act on a day: the latest that covers it, the user's first.
    pub fn find(&self, item: &str, act: impl Fn(&str) -> bool, day: Date) -> Option<&TariffRow> {
        latest(self.of(item), act, day)
    }

    /// The fixed indemnity of an act on a day.
    pub fn indemnity(&self, act: &str, day: Date) -> Option<Money> {
        latest(&self.late, |name| name == act, day)?.flat
    }

    /// A flat amount on a day.
    pub fn flat(&self, item: &str, act: &str, day: Date) -> Option<(Money, &Source)> {
        let row = self.find(item, |name| name == act, day)?;
        Some((row.flat?, &row.source))
    }

    /// The last day officers' acts are known for: an open row proves nothing after it.
    pub fn horizon(&self) -> Option<Date> {
        self.of("CdJ act").iter().filter(|row| row.source.status != Status::User).filter_map(|row| row.to).max()
    }

    /// The last day before `day` for which a row of the item is known. An open row of officers or registries
    /// is known to the last day of officers' acts, no further.
    pub fn last_day(&self, item: &TariffItem, day: Date) -> Option<Date> {
        let all = matches!(item.kind, Kind::Scale);
        let rows = self.of(&item.item).iter().filter(|row| row.known() && (all || item.acts.contains(&row.act)));
        rows.filter_map(|row| row.to.or_else(|| self.horizon())).filter(|last| *last < day).max()
    }

    /// The last day of each series of rows whose end is known: by item and act, or by item where the
    /// acts are brackets that change with the year.
    pub fn ends(&self) -> Vec<(String, Date)> {
        let mut ends: BTreeMap<String, Option<Date>> = BTreeMap::new();
        for (item, rows) in &self.rows {
            for row in rows.iter().filter(|row| row.known() && !row.act.starts_with("transition")) {
                let series = if row.act.starts_with("over ") || row.act.starts_with("RSA") {
                    item.clone()
                } else {
                    format!("{item}: {}", row.act)
                };
                // an open row keeps its series open
                let end = ends.entry(series).or_insert(row.to);
                *end = end.zip(row.to).map(|(a, b)| a.max(b));
            }
        }
        ends.into_iter().filter_map(|(series, end)| Some((series, end?))).collect()
    }
}

fn latest(rows: &[TariffRow], act: impl Fn(&str) -> bool, day: Date) -> Option<&TariffRow> {
    let rows = rows.iter().filter(|row| act(&row.act) && row.covers(day) && row.known());
    rows.max_by_key(|row| (row.source.status == Status::User, row.from))
}

fn refuse_overlap(
    rows: Option<&Vec<TariffRow>>,
    act: &str,
    from: Option<Date>,
    to: Option<Date>,
    row: &Row,
) -> Result<(), LawError> {
    // a user's row may stand over ours: it wins, and is shown
    let same = rows.into_iter().flatten().filter(|other| other.act == act && !row.user);
    for other in same {
        let starts_inside = other.to.is_none_or(|end| from.is_none_or(|from| from <= end)) && other.to.is_some();
        let before = to.zip(other.from).is_some_and(|(to, start)| to < start);
        if starts_inside && !before {
            return Err(row.error("valid_from", Fault::OverlapLine { line: other.line }));
        }
    }
    Ok(())
}

fn read_item(row: &Row) -> Result<TariffItem, LawError> {
    let kind = match row.required("kind")? {
        "act" => Kind::Act,
        "scale" => Kind::Scale,
        "registry-gross" => Kind::RegistryGross,
        "registry-net" => Kind::RegistryNet,
        "tax" => Kind::Tax,
        "tae" => Kind::Tae,
        other => {
            let expected = "act, scale, registry-gross, registry-net, tax, tae";
            return Err(row.error("kind", Fault::Listed { text: other.to_owned(), expected }));
        }
    };
    row.status()?;
    Ok(TariffItem {
        slug: row.required("slug")?.to_owned(),
        label: Line::new(row.required("label_fr")?, row.required("label_en")?),
        item: row.required("item")?.to_owned(),
        acts: row.text("act").split('|').map(str::to_owned).collect(),
        kind,
        coefficient: row.required("coefficient")? == "yes",
        travel: row.required("travel")? == "yes",
    })
}

fn read_money(row: &Row, column: &str) -> Result<Money, LawError> {
    let text = row.required(column)?;
    euros(text).ok_or_else(|| row.error(column, Fault::Amount { text: text.to_owned() }))
}

fn read_person_contribution(row: &Row) -> Result<PersonContribution, LawError> {
    let open = row.text("income_up_to").is_empty();
    Ok(PersonContribution {
        claim_over: read_money(row, "claim_over")?,
        income_over: read_money(row, "income_over")?,
        income_up_to: if open { None } else { Some(read_money(row, "income_up_to")?) },
        percent: row.rate("percent")?,
        cap: read_money(row, "cap")?,
        from: row.date("valid_from")?,
        to: row.optional_date("valid_to")?,
        source: row.source(row.required("article")?)?,
    })
}

fn read_contribution(row: &Row) -> Result<Contribution, LawError> {
    let money = |column: &str| read_money(row, column);
    let staff = row.required("staff_from")?;
    Ok(Contribution {
        claim_over: money("claim_over")?,
        staff_from: staff
            .parse()
            .map_err(|_| row.error("staff_from", Fault::WholeNumber { text: staff.to_owned() }))?,
        turnover_over: money("turnover_over")?,
        turnover_up_to: if row.text("turnover_up_to").is_empty() { None } else { Some(money("turnover_up_to")?) },
        profit_over: money("profit_over")?,
        percent: row.rate("percent")?,
        cap: money("cap")?,
        from: row.date("valid_from")?,
        to: row.optional_date("valid_to")?,
        source: row.source(row.required("article")?)?,
    })
}
