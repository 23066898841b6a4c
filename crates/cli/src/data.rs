//! Files in.

use std::path::{Path, PathBuf};

use app::imports::{ImportRequest, Upload};
use app::{Actor, Desk};
use clap::Args;
use formats::Profile;
use kernel::{Date, Money};
use ledger::imports::Outcome;
use ledger::{BatchId, ImportMode};

use crate::house::House;
use crate::output::{Done, Failure, bar, json, language, line, said, talk};

/// Refused lines printed for people; the JSON has them all.
const SHOWN: usize = 20;

pub fn upload(path: &Path) -> Result<Upload, Failure> {
    let bytes = std::fs::read(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Ok(Upload { name, bytes })
}

/// A profile by file or by name.
fn profile(desk: Option<&Desk>, text: &str) -> Result<Profile, Failure> {
    if Path::new(text).is_file() {
        let content = std::fs::read_to_string(text).map_err(|e| Failure(format!("{text}: {e}")))?;
        return serde_json::from_str(&content).map_err(|e| Failure(format!("{text}: {e}")));
    }
    match desk {
        Some(desk) => Ok(desk.profile(&Actor::operator(), text)?),
        None => Profile::named(text).ok_or_else(|| Failure(format!("« {text} » is no shipped profile and no file"))),
    }
}

/// `inspect`.
#[derive(Args)]
pub struct Inspect {
    /// The file.
    file: PathBuf,
    /// Mapping profile: a shipped name, or a JSON file.
    #[arg(long)]
    profile: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Inspect {
    /// Runs it.
    pub fn run(&self) -> Result<Done, Failure> {
        let file = upload(&self.file)?;
        let chosen = self.profile.as_deref().map(|p| profile(None, p)).transpose()?;
        let found = app::imports::inspect(&file, chosen.as_ref());
        let unreadable = found.note.is_some() && found.records == 0;
        if self.json {
            said(&found.to_json())?;
        } else {
            line(&format!("{}: {}, {} records", found.file, found.format, found.records))?;
            let texts = [
                ("encoding", found.encoding.clone()),
                ("separator", found.separator.clone()),
                ("entries", found.entries.map(|n| n.to_string())),
                ("debit", found.debit.clone()),
                ("credit", found.credit.clone()),
                ("from", found.first_date.map(|d| d.to_string())),
                ("to", found.last_date.map(|d| d.to_string())),
                ("profile", found.profile.as_ref().map(|p| p.name.clone())),
            ];
            for (name, text) in texts {
                if let Some(text) = text {
                    line(&format!("  {name}: {text}"))?;
                }
            }
            refused(&found.errors);
        }
        Ok(match (unreadable, found.errors.is_empty()) {
            (true, _) => Done::Broken,
            (false, false) => Done::WithRejects,
            (false, true) => Done::Well,
        })
    }
}

fn refused(errors: &[ledger::intake::LineError]) {
    for error in errors.iter().take(SHOWN) {
        let place = if error.line == 0 { "file".to_owned() } else { format!("line {}", error.line) };
        let field = if error.field.is_empty() { String::new() } else { format!(" · {}", error.field) };
        talk(&format!("  {place}{field}: {}", error.message.pick(language())));
    }
    if errors.len() > SHOWN {
        talk(&format!("  … and {} more: --json lists them", errors.len() - SHOWN));
    }
}

/// `import`.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Import {
    /// Files read together: customers and open items, or one FEC.
    #[arg(required_unless_present = "undo")]
    files: Vec<PathBuf>,
    /// Mapping profile: a name, or a JSON file; guessed from the columns when none.
    #[arg(long)]
    profile: Option<String>,
    /// Code of the creditor; created when unknown.
    #[arg(long)]
    creditor: Option<String>,
    /// Day the files speak of; today when none.
    #[arg(long)]
    as_of: Option<Date>,
    /// The file is all that is open: what it does not mention is settled.
    #[arg(long, conflicts_with = "movement")]
    snapshot: bool,
    /// The file brings movements: what it does not mention does not change.
    #[arg(long)]
    movement: bool,
    /// Show what would change, write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Answer yes to the question a much smaller snapshot asks.
    #[arg(long)]
    yes: bool,
    /// Take a whole import back.
    #[arg(long, value_name = "BATCH", conflicts_with_all = ["files", "dry_run"])]
    undo: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Import {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let desk = house.desk()?;
        let actor = Actor::operator();
        if let Some(batch) = &self.undo {
            return self.undo(&desk, &actor, batch);
        }
        let files: Vec<Upload> = self.files.iter().map(|p| upload(p)).collect::<Result<_, _>>()?;
        if app::disputes::are_statuses(&files) {
            return crate::disputes::take(&desk, &actor, &files, self.json);
        }
        let request = ImportRequest {
            files,
            creditor: self.creditor.clone(),
            profile: self.profile.as_deref().map(|p| profile(Some(&desk), p)).transpose()?,
            mode: match (self.snapshot, self.movement) {
                (true, _) => Some(ImportMode::Snapshot),
                (_, true) => Some(ImportMode::Movement),
                _ => None,
            },
            as_of: self.as_of,
            confirmed: self.yes,
        };
        let answer = if self.dry_run {
            desk.preview_import(&actor, &request)?
        } else {
            let show = bar("import");
            let answer = desk.import(&actor, &request, &show)?;
            desk.store().seal(desk.now())?;
            answer
        };
        if self.json {
            said(&answer.to_json())?;
        } else {
            if let Some(batch) = answer.batch {
                line(&format!("import {batch} ({}, profile {})", answer.format, answer.profile))?;
            }
            figures(&answer.outcome)?;
            if let Some(question) = &answer.question {
                talk(&format!("  ? {}", question.words(language())));
            }
        }
        Ok(if answer.outcome.rejected > 0 { Done::WithRejects } else { Done::Well })
    }

    fn undo(&self, desk: &Desk, actor: &Actor, batch: &str) -> Result<Done, Failure> {
        let id: BatchId = batch.parse()?;
        let batch = desk.undo_import(actor, id)?;
        if self.json {
            json(&serde_json::json!({ "batch": id, "state": batch.state, "source": batch.source }))?;
        } else {
            line(&format!("import {id} ({}) taken back", batch.source))?;
        }
        Ok(Done::Well)
    }
}

fn figures(outcome: &Outcome) -> Result<(), Failure> {
    line(&format!(
        "  {} lines: {} accepted, {} unchanged, {} rejected",
        outcome.lines, outcome.accepted, outcome.unchanged, outcome.rejected
    ))?;
    line(&format!(
        "  created {} debtors, {} items, {} payments, {} matches; {} fields changed; {} settled by absence",
        outcome.debtors,
        outcome.items,
        outcome.payments,
        outcome.allocations,
        outcome.changes,
        outcome.settled_by_absence
    ))?;
    for ignored in &outcome.ignored {
        line(&format!(
            "  left aside: {} lines, {} {}",
            ignored.lines,
            ignored.reason,
            ignored.detail.pick(language())
        ))?;
    }
    for class in &outcome.classes {
        let balance = Money::new(class.balance, class.currency);
        line(&format!("  accounts {}: {} customers, balance {balance}", class.class, class.customers))?;
    }
    for (currency, control) in &outcome.controls {
        let money = |minor: i64| Money::new(minor, *currency).to_decimal();
        line(&format!(
            "  control {currency}: {} customers, file {}, ledger {}, gap {}",
            control.customers,
            money(control.file),
            money(control.after),
            money(control.gap())
        ))?;
        for gap in control.gaps.iter().take(10) {
            line(&format!("    {} {}: file {}, ledger {}", gap.number, gap.name, money(gap.file), money(gap.ledger)))?;
        }
    }
    for warning in &outcome.warnings {
        talk(&format!("  ! {}", warning.pick(language())));
    }
    if !outcome.remarks.is_empty() {
        talk(&format!("  {} values left aside:", outcome.remarks.len()));
        refused(&outcome.remarks);
    }
    if !outcome.errors.is_empty() {
        talk("  refused:");
        refused(&outcome.errors);
    }
    Ok(())
}
