//! `waiting` and `sources`: what waits, and how fresh what the house knows is.

use app::sources::{Arrival, Source};
use app::worklist::WorkQuery;
use app::{Actor, waiting::Waiting};
use clap::Args;

use crate::house::House;
use crate::output::{Done, Failure, json, line, table};

/// `waiting`.
#[derive(Args)]
pub struct WaitingArgs {
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl WaitingArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        // The counts take the plan of the day as it lies in memory: a program that begins has none yet.
        desk.worklist(&actor, &WorkQuery { limit: 1, ..WorkQuery::default() })?;
        let waiting = desk.waits_for(&actor)?;
        if self.json {
            json(&waiting)?;
            return Ok(Done::Well);
        }
        let Waiting { today, tasks, approvals, outbox, imports, reviews } = waiting;
        let count = |n: Option<u64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
        table(&[
            vec!["files of today".to_owned(), count(today)],
            vec!["tasks".to_owned(), count(tasks)],
            vec!["approvals".to_owned(), approvals.to_string()],
            vec!["messages to look at".to_owned(), outbox.to_string()],
            vec!["imports to look at".to_owned(), imports.to_string()],
            vec!["names of insolvencies to check".to_owned(), reviews.to_string()],
        ])?;
        Ok(Done::Well)
    }
}

/// `sources`.
#[derive(Args)]
pub struct SourcesArgs {
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl SourcesArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let found = house.desk()?.sources(&Actor::operator())?;
        if self.json {
            json(&found)?;
            return Ok(Done::Well);
        }
        let told =
            |of: &dyn Fn(&Arrival) -> String, source: &Source| source.last.as_ref().map_or_else(|| "-".to_owned(), of);
        let row = |source: &Source| {
            vec![
                format!("{} {}", source.creditor, source.name),
                told(&|last| last.as_of.to_string(), source),
                told(&|last| last.at.to_string(), source),
                told(&|last| last.file.clone(), source),
                told(&|last| format!("{} refused", last.refused), source),
            ]
        };
        table(&found.ledgers.iter().map(row).collect::<Vec<_>>())?;
        if let Some(run) = &found.run {
            let going = if run.done { "" } else { ", not finished" };
            line(&format!("last run: {} for {} by {}{going}", run.at, run.day, run.by))?;
        }
        if let Some(sent) = found.sent {
            line(&format!("last message sent: {sent}"))?;
        }
        let watch = &found.insolvency;
        if let Some(seen) = watch.seen {
            line(&format!("insolvencies seen until: {seen}"))?;
        }
        if let Some(error) = &watch.error {
            line(&format!("the last look at insolvencies failed: {}", error.pick(crate::output::language())))?;
        }
        if let Some(at) = found.companies.checked {
            line(&format!("companies asked for: {at}"))?;
        }
        if let Some(error) = &found.companies.error {
            line(&format!("the last look at companies failed: {}", error.pick(crate::output::language())))?;
        }
        Ok(Done::Well)
    }
}
