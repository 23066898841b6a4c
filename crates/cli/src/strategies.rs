//! `strategy` and `segments`: the dunning plan, previewed, replayed, put in force.

use std::path::{Path, PathBuf};

use app::strategies::{
    ContactCap, Difference, Plan, Replayed, Strategy, plan_with, segments_from_json, strategy_from_json, title,
};
use app::{Actor, Desk};
use clap::{Args, Subcommand};
use kernel::{Date, Period};

use crate::house::House;
use crate::output::{Done, Failure, json, language, line, said, table, talk};

/// `strategy`.
#[derive(Args)]
pub struct StrategyArgs {
    #[command(subcommand)]
    verb: Verb,
    /// Print one JSON document.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Verb {
    /// Strategies in force; the first is that of accounts no segment takes.
    List,
    /// A strategy as JSON, to be edited and saved again.
    Show {
        /// Its name.
        slug: String,
        /// A version that the house wrote; the one in force when none.
        #[arg(long, value_name = "N")]
        version: Option<i64>,
        /// Where nobody wrote it yet: the strategy in force to begin with.
        #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
        from: String,
    },
    /// A strategy with its past: as shipped, in force, every version the house wrote. One JSON document.
    Versions {
        /// Its name.
        slug: String,
    },
    /// Check a file without saving it: its steps, and the texts in force that they name.
    Check {
        /// A strategy as JSON.
        file: PathBuf,
    },
    /// Put a strategy in force as a new version; the next run obeys.
    Save {
        /// A strategy as JSON.
        file: PathBuf,
    },
    /// Take the house's version out of force: the shipped one speaks again.
    Retire {
        /// Its name.
        slug: String,
    },
    /// Which accounts would gain, lose or change their message of the day.
    Compare {
        /// A strategy as JSON.
        file: PathBuf,
        /// The day; today when none.
        #[arg(long)]
        date: Option<Date>,
    },
    /// How often a debtor may be contacted, all channels and creditors together; shown when nothing is given.
    Cap {
        /// Contacts at most.
        #[arg(long, requires = "days", conflicts_with = "off")]
        contacts: Option<u16>,
        /// In so many days running.
        #[arg(long, requires = "contacts")]
        days: Option<u16>,
        /// As often as the strategies say.
        #[arg(long)]
        off: bool,
    },
    /// What a strategy would have sent over a past period.
    Replay {
        /// Its name, or a file with a strategy as JSON.
        strategy: String,
        /// First day.
        #[arg(long)]
        from: Date,
        /// Last day, included.
        #[arg(long)]
        to: Date,
    },
}

/// `segments`.
#[derive(Args)]
pub struct SegmentsArgs {
    #[command(subcommand)]
    verb: SegmentsVerb,
    /// Print one JSON document.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum SegmentsVerb {
    /// The segments as JSON, in order: the first whose rule holds takes the account.
    Show,
    /// Replace the segments.
    Save {
        /// Segments as JSON.
        file: PathBuf,
    },
    /// Which accounts would gain, lose or change their message of the day.
    Compare {
        /// Segments as JSON.
        file: PathBuf,
        /// The day; today when none.
        #[arg(long)]
        date: Option<Date>,
    },
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|e| Failure(format!("{}: {e}", file.display())))
}

fn strategy(file: &Path) -> Result<Strategy, Failure> {
    let read = strategy_from_json(&read(file)?).map_err(Failure::from);
    read.map_err(|Failure(why)| Failure(format!("{}: {why}", file.display())))
}

/// The same, where `base` may name the strategy in force that gives what is not written, and `over` the version
/// it was written over.
fn written(desk: &Desk, actor: &Actor, file: &Path) -> Result<(Strategy, Option<i64>), Failure> {
    let read = desk.written_strategy(actor, &read(file)?).map_err(Failure::from);
    read.map_err(|Failure(why)| Failure(format!("{}: {why}", file.display())))
}

impl StrategyArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.verb {
            Verb::List => self.list(&desk, &actor)?,
            Verb::Show { slug, version, from } => json(&desk.strategy_to_edit(&actor, slug, (*version, from))?)?,
            Verb::Versions { slug } => json(&desk.strategy(&actor, slug)?)?,
            Verb::Check { file } => return self.check(&desk, &actor, file),
            Verb::Save { file } => {
                let (strategy, over) = written(&desk, &actor, file)?;
                let version = desk.save_strategy_over(&actor, &strategy, over)?;
                if self.json {
                    json(&serde_json::json!({ "strategy": strategy.slug, "version": version }))?;
                } else {
                    line(&format!("{}: version {version} is in force", strategy.slug))?;
                }
            }
            Verb::Retire { slug } => {
                desk.retire_strategy(&actor, slug)?;
                line(&format!("{slug}: out of force"))?;
            }
            Verb::Compare { file, date } => {
                let (strategy, _) = written(&desk, &actor, file)?;
                show(&desk.compare_plan(&actor, &plan_with(desk.plan()?, &strategy), *date)?, self.json)?;
            }
            Verb::Cap { contacts, days, off } => {
                let asked = contacts.zip(*days).map(|(contacts, days)| ContactCap { contacts, days });
                if *off || asked.is_some() {
                    desk.set_contact_cap(&actor, asked)?;
                }
                let cap = desk.plan()?.contact_cap;
                match cap {
                    _ if self.json => json(&cap)?,
                    None => line("off: as often as the strategies say")?,
                    Some(cap) => line(&format!("{} contacts of a debtor in {} days at most", cap.contacts, cap.days))?,
                }
            }
            Verb::Replay { strategy: name, from, to } => {
                let plan = desk.plan()?;
                let strategy = match plan.find(name) {
                    Some(place) => plan.strategies[place].clone(),
                    None => strategy(Path::new(name))?,
                };
                show_replay(&desk.replay(&actor, &strategy, Period { from: *from, until: *to })?, self.json)?;
            }
        }
        Ok(Done::Well)
    }

    fn check(&self, desk: &Desk, actor: &Actor, file: &Path) -> Result<Done, Failure> {
        let (strategy, _) = written(desk, actor, file)?;
        let found = desk.check_strategy(actor, &strategy)?;
        if self.json {
            said(&serde_json::json!({ "strategy": strategy.slug, "steps": strategy.steps.len(), "faults": found }))?;
        } else if found.is_empty() {
            line(&format!("{}: {} steps, can run", strategy.slug, strategy.steps.len()))?;
        }
        for fault in found.iter().filter(|_| !self.json) {
            talk(&format!("error: {}: {}", file.display(), fault.message.pick(language())));
        }
        Ok(if found.is_empty() { Done::Well } else { Done::Broken })
    }

    fn list(&self, desk: &Desk, actor: &Actor) -> Result<(), Failure> {
        let strategies = desk.strategies(actor)?;
        if self.json {
            return json(&strategies);
        }
        let mut rows = vec![["strategy", "steps", "version", "name"].map(str::to_owned).to_vec()];
        rows.extend(strategies.into_iter().map(|s| {
            let version = s.version.map_or_else(|| "shipped".to_owned(), |v| v.to_string());
            let name = title(&s.strategy.slug, &s.strategy.name, language()).to_owned();
            vec![s.strategy.slug, s.strategy.steps.len().to_string(), version, name]
        }));
        table(&rows)
    }
}

impl SegmentsArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.verb {
            SegmentsVerb::Show => json(&desk.plan()?.segments)?,
            SegmentsVerb::Save { file } => {
                let segments = segments_from_json(&read(file)?)?;
                desk.save_segments(&actor, &segments)?;
                line(&format!("{} segments are in force", segments.len()))?;
            }
            SegmentsVerb::Compare { file, date } => {
                let plan = Plan { segments: segments_from_json(&read(file)?)?, ..desk.plan()? };
                show(&desk.compare_plan(&actor, &plan, *date)?, self.json)?;
            }
        }
        Ok(Done::Well)
    }
}

fn show(difference: &Difference, as_json: bool) -> Result<(), Failure> {
    if as_json {
        return json(difference);
    }
    let Difference { date, gain, lose, change, .. } = difference;
    line(&format!("{date}: {gain} accounts gain a message, {lose} lose theirs, {change} get another"))?;
    let told = |step: &Option<app::strategies::Step>| {
        step.as_ref().map_or_else(|| "–".to_owned(), |s| format!("{} {} ({})", s.step, s.amount, s.channel))
    };
    let rows: Vec<Vec<String>> = difference
        .accounts
        .iter()
        .map(|c| vec![format!("{} {}", c.account, c.debtor), told(&c.before), told(&c.after), c.currency.to_string()])
        .collect();
    table(&rows)
}

fn show_replay(replayed: &Replayed, as_json: bool) -> Result<(), Failure> {
    if as_json {
        return json(replayed);
    }
    line(&format!(
        "{} from {} to {}: {} accounts reminded",
        replayed.strategy, replayed.from, replayed.to, replayed.accounts
    ))?;
    let rows: Vec<Vec<String>> = replayed
        .steps
        .iter()
        .map(|s| {
            let asked = s.asked.iter().map(|(currency, amount)| format!("{amount} {currency}"));
            vec![s.step.clone(), s.messages.to_string(), asked.collect::<Vec<_>>().join(", ")]
        })
        .collect();
    table(&rows)?;
    for (month, steps) in &replayed.months {
        let told: Vec<String> = steps.iter().map(|(step, n)| format!("{step} {n}")).collect();
        line(&format!("  {month}: {}", told.join(", ")))?;
    }
    Ok(())
}
