//! Pauses of reminders: set on an account, listed, ended. A piece is set aside by `block`, with its own end.

use app::Actor;
use clap::Args;
use kernel::Date;

use crate::house::House;
use crate::output::{Done, Failure, line, said, table};

/// Lines of a list; more are asked page by page through the API.
const LINES: usize = 100_000;

/// `pause`.
#[derive(Args)]
pub struct Pause {
    /// Customer code, or reference of the account.
    account: String,
    /// Last day, included.
    #[arg(long)]
    until: Date,
    /// Why.
    #[arg(long)]
    reason: String,
    /// Who answers for it; who asks when none.
    #[arg(long, default_value = "")]
    owner: String,
}

impl Pause {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        let id = desk.find_account(&actor, &self.account)?;
        let entry = desk.pause(&actor, id, Some(self.until), &self.reason, &self.owner)?;
        line(&format!("fact:{entry}"))?;
        Ok(Done::Well)
    }
}

/// `resume`.
#[derive(Args)]
pub struct Resume {
    /// Customer code, or reference of the account.
    account: String,
}

impl Resume {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        let id = desk.find_account(&actor, &self.account)?;
        let entry = desk.pause(&actor, id, None, "", "")?;
        line(&format!("fact:{entry}"))?;
        Ok(Done::Well)
    }
}

/// `paused`.
#[derive(Args)]
pub struct Paused {
    /// One owner only.
    #[arg(long)]
    owner: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Paused {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let page = house.desk()?.paused_accounts(&Actor::operator(), self.owner.as_deref(), None, LINES)?;
        if self.json {
            said(&page)?;
            return Ok(Done::Well);
        }
        let row = |p: &app::pauses::PausedAccount| {
            vec![format!("{} {}", p.account, p.debtor), p.until.to_string(), p.owner.clone(), p.reason.clone()]
        };
        table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}
