//! What waits for a person's word: messages to approve, entry levels.

use std::path::PathBuf;

use app::Actor;
use app::entries::{FormerLevels, Proposals, read_former_levels};
use clap::{Args, Subcommand};
use store::{EntryLevelId, MessageId, RunId};

use crate::house::House;
use crate::output::{Done, Failure, line, said, table};

/// Lines of a list; more are asked page by page through the API.
const LINES: u32 = 100_000;

/// `approvals`.
#[derive(Args)]
pub struct Approvals {
    #[command(subcommand)]
    act: Option<ApprovalAct>,
}

#[derive(Subcommand)]
enum ApprovalAct {
    /// The messages that wait.
    List {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Let messages leave.
    Approve {
        /// References of messages.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        ids: Vec<MessageId>,
        /// Every one that waits.
        #[arg(long)]
        all: bool,
        /// Of one run only.
        #[arg(long, requires = "all")]
        run: Option<RunId>,
    },
    /// Take messages back; their level counts as done.
    Refuse {
        /// References of messages.
        #[arg(required = true)]
        ids: Vec<MessageId>,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

impl Approvals {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        let done = match self.act.as_ref().unwrap_or(&ApprovalAct::List { json: false }) {
            ApprovalAct::List { json } => {
                let page = desk.approvals(&actor, None, LINES)?;
                if *json {
                    said(&page)?;
                    return Ok(Done::Well);
                }
                let row = |a: &app::approvals::ApprovalLine| {
                    let who = format!("{} {} {}", a.id, a.account, a.debtor);
                    let money = format!("{} {}", a.amount, a.currency);
                    vec![
                        who,
                        money,
                        a.step.clone(),
                        a.level.to_string(),
                        a.channel.clone(),
                        a.reason.pick(crate::output::language()).to_owned(),
                    ]
                };
                table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
                return Ok(Done::Well);
            }
            ApprovalAct::Approve { run, all: true, .. } => desk.approve_all(&actor, *run)?,
            ApprovalAct::Approve { ids, .. } => desk.approve_messages(&actor, ids)?,
            ApprovalAct::Refuse { ids, reason } => {
                desk.refuse_messages(&actor, ids, reason)?;
                return Ok(Done::Well);
            }
        };
        line(&format!("{} approved, {} settled meanwhile", done.approved, done.settled))?;
        Ok(Done::Well)
    }
}

/// `entry`.
#[derive(Args)]
pub struct Entry {
    #[command(subcommand)]
    act: Option<EntryAct>,
}

#[derive(Subcommand)]
enum EntryAct {
    /// Propose the level each old debt enters with; nothing is sent.
    Propose {
        /// One creditor only, by code.
        #[arg(long)]
        creditor: Option<String>,
        /// What the former tool had sent: a CSV with customer, level and date.
        #[arg(long, value_name = "FILE")]
        former: Option<PathBuf>,
    },
    /// The proposals that wait.
    List {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Take levels as done: the next run goes on from there.
    Approve {
        /// References of proposals.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        ids: Vec<EntryLevelId>,
        /// Every one that waits.
        #[arg(long)]
        all: bool,
        /// At this level instead of the one proposed.
        #[arg(long)]
        level: Option<u8>,
    },
    /// Change the level of a proposal; it still waits.
    Level {
        /// Reference of the proposal.
        id: EntryLevelId,
        /// Level taken as done; 0 starts with the first step.
        level: u8,
    },
    /// Turn proposals down: the accounts start with their first step.
    Refuse {
        /// References of proposals.
        #[arg(required_unless_present = "all", conflicts_with = "all")]
        ids: Vec<EntryLevelId>,
        /// Every one that waits.
        #[arg(long)]
        all: bool,
    },
}

const fn which(all: bool, ids: &[EntryLevelId]) -> Proposals<'_> {
    if all { Proposals::All } else { Proposals::These(ids) }
}

impl Entry {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match self.act.as_ref().unwrap_or(&EntryAct::List { json: false }) {
            EntryAct::Propose { creditor, former } => {
                let creditor = creditor.as_deref().map(|code| desk.creditor(&actor, code)).transpose()?.map(|c| c.id);
                let former = match former {
                    None => FormerLevels::new(),
                    Some(path) => {
                        let bytes = std::fs::read(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
                        read_former_levels(&bytes)?
                    }
                };
                line(&format!("{} proposed", desk.propose_entries(&actor, creditor, &former)?))?;
            }
            EntryAct::List { json } => {
                let page = desk.entries(&actor, None, None, LINES)?;
                if *json {
                    said(&page)?;
                    return Ok(Done::Well);
                }
                let row = |e: &app::entries::EntryLine| {
                    let who = format!("{} {} {}", e.id, e.account, e.debtor);
                    let money = format!("{} {}", e.overdue, e.currency);
                    let why = e.reason.pick(crate::output::language()).to_owned();
                    vec![who, money, e.strategy.clone(), e.level.to_string(), why]
                };
                table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
            }
            EntryAct::Approve { ids, all, level } => {
                let done = desk.approve_entries(&actor, which(*all, ids), *level)?;
                line(&format!("{} approved, {} beyond the beginning", done.answered, done.levels))?;
            }
            EntryAct::Level { id, level } => desk.set_entry_level(&actor, *id, *level)?,
            EntryAct::Refuse { ids, all } => {
                let done = desk.refuse_entries(&actor, which(*all, ids))?;
                line(&format!("{} refused", done.answered))?;
            }
        }
        Ok(Done::Well)
    }
}
