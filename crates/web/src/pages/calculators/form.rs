//! The form of a calculator, from what its verb declares, and the address its answer has.

use std::collections::BTreeMap;

use app::calculators::{Worked, Wrong};
use app::questions::{Choice, Kind, Need, Otherwise, Param, Part, Verb};
use kernel::{Currency, Date, Money, Rate, figures};

use crate::forms;
use crate::words::Lang;

/// Rows left open below those filled, which are as many as an address holds.
const SPARE_ROWS: usize = 2;

/// One choice of a list.
pub struct Opt {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// Choices that belong together; without a name, the whole list.
pub struct Group {
    pub label: String,
    pub options: Vec<Opt>,
}

/// A control: how a value is typed.
pub struct Control {
    /// `date`, `amount`, `number`, `text`, `select`, `check`.
    pub shape: &'static str,
    pub name: String,
    pub id: String,
    pub label: String,
    pub value: String,
    /// A first choice that chooses nothing.
    pub blank: bool,
    pub groups: Vec<Group>,
}

/// A value of the question, with its words and what is wrong with it.
pub struct Field {
    pub name: &'static str,
    pub label: &'static str,
    pub about: String,
    pub error: String,
    /// What describes its control: its error, else its line of words.
    pub described: String,
    pub needed: bool,
    pub aside: bool,
    /// Address that reads again the lists that depend on it, when it changes; empty for most.
    pub leads: String,
    pub control: Option<Control>,
    /// Rows of controls, for what can be repeated, and what stands above their columns.
    pub rows: Vec<Vec<Control>>,
    pub heads: Vec<&'static str>,
    /// Class of the rows: a list among them needs its room.
    pub rows_class: &'static str,
    /// Class of its place in the form: lists and rows need its whole width.
    pub place: &'static str,
    given: bool,
}

impl Field {
    /// True when it was given, or something is wrong with it.
    pub fn speaks(&self) -> bool {
        self.given || !self.error.is_empty()
    }
}

/// A value given, in words, for the page on paper.
pub struct Restated {
    pub label: &'static str,
    pub values: Vec<String>,
}

/// The question as its address writes it: each value once typed in its plain form, in the order of the
/// declaration, nothing where nothing was given or where it is what would be taken anyway.
pub fn canonical(verb: &Verb, given: &[(String, String)]) -> Vec<(String, String)> {
    let mut left: Vec<(String, String)> =
        given.iter().map(|(name, value)| (name.replace('_', "-"), value.trim().to_owned())).collect();
    let mut pairs = Vec::new();
    for param in verb.params {
        let values = match param.kind {
            Kind::Row(parts) => rows(param, parts, &mut left),
            _ => take(&mut left, param.name),
        };
        let values = values.into_iter().map(|value| plain(param.kind, &value)).filter(|value| !value.is_empty());
        match param.kind {
            Kind::List => {}
            Kind::Switch => {
                let on = values.into_iter().any(|value| value != "false");
                pairs.extend(on.then(|| (param.name.to_owned(), "true".to_owned())));
            }
            _ => {
                let spoken = values.filter(|value| !matches!(param.otherwise, Otherwise::Word(word) if word == value));
                pairs.extend(spoken.map(|value| (param.name.to_owned(), value)));
            }
        }
    }
    // what the verb does not take is refused by it, with its name
    pairs.extend(left.into_iter().filter(|(_, value)| !value.is_empty()));
    pairs
}

fn take(left: &mut Vec<(String, String)>, name: &str) -> Vec<String> {
    let (found, rest) = std::mem::take(left).into_iter().partition(|(given, _)| given == name);
    *left = rest;
    let found: Vec<(String, String)> = found;
    found.into_iter().map(|(_, value)| value).collect()
}

/// The rows of a value: whole as a link gives them, and part by part as a form does.
fn rows(param: &Param, parts: &[Part], left: &mut Vec<(String, String)>) -> Vec<String> {
    let mut whole = take(left, param.name);
    for row in &mut whole {
        let cells = row.splitn(parts.len(), ':').zip(parts).map(|(cell, part)| plain(part.kind, cell.trim()));
        *row = joined(cells.collect());
    }
    let columns: Vec<Vec<String>> =
        parts.iter().map(|part| take(left, &format!("{}.{}", param.name, part.name))).collect();
    let count = columns.iter().map(Vec::len).max().unwrap_or(0);
    whole.extend((0..count).map(|i| {
        let cell =
            |(column, part): (&Vec<String>, &Part)| plain(part.kind, column.get(i).map_or("", String::as_str).trim());
        joined(columns.iter().zip(parts).map(cell).collect())
    }));
    whole
}

/// Cells as one value; nothing when all are empty.
fn joined(mut cells: Vec<String>) -> String {
    while cells.len() > 2 && cells.last().is_some_and(String::is_empty) {
        cells.pop();
    }
    if cells.iter().all(String::is_empty) { String::new() } else { cells.join(":") }
}

/// A value as people type it, in the form the question reads; what cannot be read stays as typed.
fn plain(kind: Kind, text: &str) -> String {
    match kind {
        Kind::Date => match forms::date(text) {
            Ok(Some(day)) => day.to_string(),
            Ok(None) => String::new(),
            Err(typed) => typed,
        },
        Kind::Amount => {
            let plain = forms::plain_amount(text);
            if Money::parse(&plain, Currency::EUR).is_ok() { plain } else { text.to_owned() }
        }
        Kind::Percent | Kind::AgreedRate | Kind::Quarters | Kind::Whole => {
            let kept: String = text.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
            let plain = kept.replace(',', ".");
            let readable = plain.chars().next_back().is_some_and(|c| c.is_ascii_alphanumeric());
            if readable { plain.to_ascii_lowercase() } else { text.to_owned() }
        }
        _ => text.to_owned(),
    }
}

/// The fields of the form, with what was given and what is wrong.
pub fn fields(verb: &Verb, pairs: &[(String, String)], worked: &Worked, wrongs: &[Wrong], lang: Lang) -> Vec<Field> {
    let shown = verb.params.iter().filter(|param| !matches!(param.kind, Kind::List | Kind::Document));
    let field = |param: &Param| {
        let values: Vec<&str> =
            pairs.iter().filter(|(name, _)| name == param.name).map(|(_, value)| value.as_str()).collect();
        let maker = Maker { choices: &worked.choices, lang };
        let about = param.about.pick(lang);
        let error = wrongs.iter().filter(|wrong| wrong.field == Some(param.name));
        let error = error.map(|wrong| wrong.words.pick(lang)).collect::<Vec<_>>().join(" ");
        let given = !values.is_empty();
        let (control, rows) = match param.kind {
            Kind::Row(parts) => (None, maker.rows(param, parts, &values)),
            _ => (Some(maker.single(param, values.first().copied(), pairs.is_empty(), worked.today)), Vec::new()),
        };
        let about = if about == param.label.pick(lang) { "" } else { about };
        let described = match (error.is_empty(), about.is_empty()) {
            (false, _) => format!("e-{}", param.name),
            (true, false) => format!("h-{}", param.name),
            (true, true) => String::new(),
        };
        let heads: Vec<&'static str> = match param.kind {
            Kind::Row(parts) => parts.iter().map(|part| part.label.pick(lang)).collect(),
            _ => Vec::new(),
        };
        let wide = matches!(param.kind, Kind::Choice(_) | Kind::Row(_) | Kind::Switch | Kind::Text);
        Field {
            heads,
            rows_class: match param.kind {
                Kind::Row(parts) if parts.iter().any(|part| matches!(part.kind, Kind::Choice(_))) => "picks",
                _ => "",
            },
            place: if wide { "all" } else { "" },
            name: param.name,
            label: param.label.pick(lang),
            about: about.to_owned(),
            described,
            needed: param.is_needed(),
            aside: param.aside,
            leads: if param.name == "procedure" { format!("/calculators/{}", verb.name) } else { String::new() },
            error,
            control,
            rows,
            given,
        }
    };
    shown.map(field).collect()
}

/// Makes controls.
struct Maker<'a> {
    choices: &'a BTreeMap<String, Vec<Choice>>,
    lang: Lang,
}

impl Maker<'_> {
    fn single(&self, param: &Param, given: Option<&str>, fresh: bool, today: Date) -> Control {
        let value = match (given, param.otherwise) {
            (Some(value), _) => value.to_owned(),
            (None, Otherwise::Today) if fresh || param.need == Need::Optional => today.to_string(),
            (None, Otherwise::Word(word)) => word.to_owned(),
            (None, _) => String::new(),
        };
        let label = param.label.pick(self.lang).to_owned();
        let blank = !matches!(param.otherwise, Otherwise::Word(_));
        self.control(param.kind, param.name, param.name, label, value, blank)
    }

    fn rows(&self, param: &Param, parts: &[Part], values: &[&str]) -> Vec<Vec<Control>> {
        let spare = if param.need == Need::Repeated { SPARE_ROWS } else { usize::from(values.is_empty()) };
        let all = values.iter().copied().chain(std::iter::repeat_n("", spare));
        let row = |(i, row): (usize, &str)| {
            let cells = row.splitn(parts.len(), ':').chain(std::iter::repeat(""));
            let control = |(part, cell): (&Part, &str)| {
                let name = format!("{}.{}", param.name, part.name);
                let id = format!("{name}-{i}");
                let label = format!("{} {}", part.label.pick(self.lang), i + 1);
                self.control(part.kind, &name, &id, label, cell.to_owned(), true)
            };
            parts.iter().zip(cells).map(control).collect()
        };
        all.enumerate().map(row).collect()
    }

    fn control(&self, kind: Kind, name: &str, id: &str, label: String, value: String, blank: bool) -> Control {
        let shape = match kind {
            // what is no date could not be shown by a field that only holds dates
            Kind::Date if value.is_empty() || value.parse::<Date>().is_ok() => "date",
            Kind::Amount | Kind::Percent | Kind::Quarters => "amount",
            Kind::Whole => "number",
            Kind::Choice(_) => "select",
            Kind::Switch => "check",
            _ => "text",
        };
        let groups = if shape == "select" { self.groups(name, &value) } else { Vec::new() };
        let value = if shape == "amount" { typed(&value, self.lang) } else { value };
        Control { shape, name: name.to_owned(), id: id.replace('.', "-"), label, value, blank, groups }
    }

    fn groups(&self, name: &str, value: &str) -> Vec<Group> {
        let list = self.choices.get(name).map_or(&[][..], Vec::as_slice);
        let mut groups: Vec<Group> = Vec::new();
        if !value.is_empty() && !list.iter().any(|choice| choice.value == value) {
            let unknown = Opt { value: value.to_owned(), label: value.to_owned(), chosen: true };
            groups.push(Group { label: String::new(), options: vec![unknown] });
        }
        let mut chosen_yet = false;
        for choice in list {
            let label = choice.group.as_ref().map_or("", |group| group.pick(self.lang));
            // a word may stand in several groups
            let chosen = !chosen_yet && choice.value == value;
            chosen_yet |= chosen;
            let option = Opt { value: choice.value.clone(), label: choice.words.pick(self.lang).to_owned(), chosen };
            match groups.last_mut().filter(|group| group.label == label) {
                Some(group) => group.options.push(option),
                None => groups.push(Group { label: label.to_owned(), options: vec![option] }),
            }
        }
        groups
    }
}

/// A plain decimal as people type it: with a comma in French.
fn typed(value: &str, lang: Lang) -> String {
    let plain = value.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b'-');
    if plain && lang == Lang::Fr { value.replace('.', ",") } else { value.to_owned() }
}

/// What was given, in words.
pub fn restated(verb: &Verb, pairs: &[(String, String)], worked: &Worked, lang: Lang) -> Vec<Restated> {
    let of = |param: &Param| {
        let given = pairs.iter().filter(|(name, _)| name == param.name).map(|(_, value)| value.as_str());
        let values: Vec<String> = given.map(|value| said(param, value, worked, lang)).collect();
        (!values.is_empty()).then(|| Restated { label: param.label.pick(lang), values })
    };
    verb.params.iter().filter(|param| !matches!(param.kind, Kind::Document)).filter_map(of).collect()
}

fn said(param: &Param, value: &str, worked: &Worked, lang: Lang) -> String {
    match param.kind {
        Kind::Row(parts) => {
            let cells = parts.iter().zip(value.splitn(parts.len(), ':'));
            let cell = |(part, cell): (&Part, &str)| {
                one(part.kind, &format!("{}.{}", param.name, part.name), cell, worked, lang)
            };
            cells.map(cell).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        kind => one(kind, param.name, value, worked, lang),
    }
}

fn one(kind: Kind, name: &str, value: &str, worked: &Worked, lang: Lang) -> String {
    let said = match kind {
        Kind::Date => value.parse::<Date>().ok().map(|day| figures::date_long(day, lang)),
        Kind::Amount => Money::parse(value, Currency::EUR).ok().map(|money| figures::money(money, lang)),
        Kind::Percent | Kind::AgreedRate => Rate::parse(value).ok().map(|rate| figures::rate(rate, lang)),
        Kind::Choice(_) => {
            let list = worked.choices.get(name).map_or(&[][..], Vec::as_slice);
            list.iter().find(|choice| choice.value == value).map(|choice| choice.words.pick(lang).to_owned())
        }
        Kind::Switch => Some(lang.pick("oui", "yes").to_owned()),
        _ => None,
    };
    said.unwrap_or_else(|| value.to_owned())
}
