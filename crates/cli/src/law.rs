//! The law, asked from the command line; no database needed. The verbs and what they take are those of
//! `law::questions`: this door only turns flags into names and values, and answers into lines.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, Subcommand};
use kernel::Date;
use law::questions::{self, Kind, Need, Param, VERBS, Verb};
use law::{Law, Override};

use crate::clock::HouseClock;
use crate::output::{Done, Failure, json, language, line, talk};

/// `law`.
#[derive(Args)]
pub struct LawArgs {
    /// Folder of your own rows: TABLE.csv files with the table's header; they win and are shown as such.
    #[arg(long, global = true, env = "QUITTANCE_LAW", value_name = "DIR")]
    tables: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    question: Question,
}

/// A verb with the values given to it.
struct Question {
    verb: String,
    pairs: Vec<(String, String)>,
}

/// The flag of a parameter.
fn flag(verb: &Verb, param: &Param) -> Arg {
    let arg = Arg::new(param.name).help(param.usage);
    let arg = match param.need {
        Need::Positional => arg,
        Need::Switch => arg.long(param.name).action(ArgAction::SetTrue),
        Need::Optional if matches!(param.kind, Kind::Document) => arg.long(param.name).value_name("FILE"),
        Need::Required | Need::Optional => arg.long(param.name),
        Need::Repeated => arg.long(param.name).action(ArgAction::Append),
    };
    let arg = match (param.is_needed(), verb.lists()) {
        (true, true) => arg.required_unless_present("list"),
        (needed, _) => arg.required(needed),
    };
    // a negative amount is a question too: it is refused with its reason
    arg.allow_negative_numbers(param.need != Need::Switch)
}

impl Subcommand for Question {
    fn augment_subcommands(command: Command) -> Command {
        let verb = |verb: &Verb| {
            Command::new(verb.name).about(verb.about.en).args(verb.params.iter().map(|param| flag(verb, param)))
        };
        command.subcommand_required(true).arg_required_else_help(true).subcommands(VERBS.iter().map(verb))
    }

    fn augment_subcommands_for_update(command: Command) -> Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        questions::verb(name).is_ok()
    }
}

impl FromArgMatches for Question {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, given) = matches.subcommand().ok_or_else(missing)?;
        let verb = questions::verb(name).map_err(|_| missing())?;
        let mut pairs = Vec::new();
        for param in verb.params {
            if param.need == Need::Switch {
                if given.get_flag(param.name) {
                    pairs.push((param.name.to_owned(), "true".to_owned()));
                }
            } else {
                let values = given.get_many::<String>(param.name).into_iter().flatten();
                pairs.extend(values.map(|value| (param.name.to_owned(), value.clone())));
            }
        }
        Ok(Self { verb: name.to_owned(), pairs })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The tables compiled in, with the user's own rows over them.
pub fn tables(folder: Option<&Path>) -> Result<Law, Failure> {
    let law = Law::builtin();
    let Some(folder) = folder else { return Ok(law.clone()) };
    if !folder.is_dir() {
        return Err(Failure(format!("{}: no such folder of law tables", folder.display())));
    }
    let mut files = Vec::new();
    for name in Law::table_names() {
        let path = folder.join(format!("{name}.csv"));
        match std::fs::read_to_string(&path) {
            Ok(text) => files.push((name, text)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(Failure(format!("{}: {e}", path.display()))),
        }
    }
    let overrides: Vec<Override<'_>> = files.iter().map(|(table, csv)| Override { table, csv }).collect();
    Ok(law.with_overrides(&overrides)?)
}

impl LawArgs {
    /// Answers.
    pub fn run(self, today: Option<Date>) -> Result<Done, Failure> {
        let law = tables(self.tables.as_deref())?;
        let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap_or(jiff::tz::TimeZone::UTC);
        let today = kernel::Clock::today(&HouseClock { pinned: today, ahead: 0, zone });
        let Question { verb, mut pairs } = self.question;
        let document = |name: &str| {
            let param = questions::verb(&verb).ok().and_then(|verb| verb.param(name));
            param.is_some_and(|param| matches!(param.kind, Kind::Document))
        };
        for (_, path) in pairs.iter_mut().filter(|(name, _)| document(name)) {
            *path = std::fs::read_to_string(&*path).map_err(|e| Failure(format!("{path}: {e}")))?;
        }
        let answer = questions::ask(&verb, &pairs, &law, today)?;
        if self.json {
            json(&answer)?;
        } else {
            show(&answer)?;
        }
        let broken = answer.get("ok") == Some(&serde_json::Value::Bool(false));
        Ok(if broken { Done::Broken } else { Done::Well })
    }
}
/// What the explanation says already, line by line.
const TOLD: [&str; 12] = [
    "explanation",
    "sources",
    "warnings",
    "slices",
    "payments",
    "timeline",
    "breakdown",
    "lines",
    "annex",
    "items",
    "receipts",
    "mentions",
];

/// The answer for people: its plain values, then the explanation in the language of the environment, sources,
/// warnings.
fn show(answer: &serde_json::Value) -> Result<(), Failure> {
    let Some(map) = answer.as_object() else {
        return list(answer);
    };
    for (key, value) in map.iter().filter(|(key, _)| !TOLD.contains(&key.as_str())) {
        match value.as_array() {
            Some(rows) if rows.iter().any(serde_json::Value::is_object) => {
                line(&format!("{key}:"))?;
                rows.iter().try_for_each(|row| line(&format!("  {}", plain(row))))?;
            }
            _ => line(&format!("{key}: {}", plain(value)))?,
        }
    }
    let words = |key: &str| map.get(key).and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
    for text in words("explanation") {
        line(&format!("  {}", plain(&text)))?;
    }
    for source in words("sources") {
        let field = |name: &str| source[name].as_str().unwrap_or_default().to_owned();
        line(&format!("  [{}] {} · {}", field("status"), field("article"), field("source")))?;
    }
    for text in words("warnings") {
        talk(&format!("  ! {}", plain(&text)));
    }
    Ok(())
}

/// Lists, one entry a line.
fn list(answer: &serde_json::Value) -> Result<(), Failure> {
    match answer.as_array() {
        Some(rows) if rows.iter().all(serde_json::Value::is_array) => rows.iter().try_for_each(list),
        Some(rows) => rows.iter().try_for_each(|row| line(&plain(row))),
        None => line(&plain(answer)),
    }
}

/// One value in one line: a text in the language of the environment, the fields of an object side by side.
fn plain(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(true) => language().pick("oui", "yes").to_owned(),
        Value::Bool(false) => language().pick("non", "no").to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(map) if map.contains_key("fr") => plain(&map[language().code()]),
        Value::Object(map) => {
            let shown = map.iter().filter(|(key, value)| !value.is_null() && !TOLD.contains(&key.as_str()));
            shown.map(|(key, value)| format!("{key} {}", plain(value))).collect::<Vec<_>>().join(" · ")
        }
    }
}
