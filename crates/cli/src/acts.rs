//! What people do around the run: pieces set aside, promises, tasks.

use app::blocks::{BlockFilter, BlockOrder, BlockReason, ItemBlockId};
use app::promises::{PromiseFilter, PromiseId, PromiseLevel, PromiseOrder};
use app::tasks::{Outcome, TaskEnd, TaskId};
use app::{Actor, Desk, Refusal};
use clap::{Args, Subcommand};
use kernel::{Currency, Date, Money};
use ledger::AccountId;

use crate::house::House;
use crate::output::{Done, Failure, language, line, said, table};

/// Lines of a list; more are asked page by page through the API.
const LINES: u32 = 100_000;

fn reason(slug: &str) -> Result<BlockReason, Failure> {
    BlockReason::parse(slug).ok_or_else(|| {
        let known: Vec<&str> = BlockReason::BY_HAND.iter().map(|r| r.slug()).collect();
        app::DeskError::from(Refusal::UnknownReason { reason: slug.to_owned(), known: known.join(", ") }).into()
    })
}

/// `block`.
#[derive(Args)]
pub struct Block {
    /// Number of the piece, or its reference.
    item: String,
    /// disputed, payment-announced, collecting, to-check or excluded.
    #[arg(long)]
    reason: String,
    /// How much; the whole of what is open when none.
    #[arg(long)]
    amount: Option<String>,
    /// Who answers for it.
    #[arg(long, default_value = "")]
    owner: String,
    /// Last day, included; until released when none.
    #[arg(long)]
    until: Option<Date>,
    /// In words.
    #[arg(long, default_value = "")]
    note: String,
}

impl Block {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        let item = desk.find_item(&actor, &self.item)?;
        let currency = item.amount.currency();
        let order = BlockOrder {
            reason: reason(&self.reason)?,
            amount: self.amount.as_deref().map(|a| Money::parse(a, currency)).transpose()?,
            owner: self.owner.clone(),
            until: self.until,
            note: self.note.clone(),
        };
        line(&desk.block(&actor, item.id, &order)?.to_string())?;
        Ok(Done::Well)
    }
}

/// `unblock`.
#[derive(Args)]
pub struct Unblock {
    /// Reference of the block.
    id: ItemBlockId,
}

impl Unblock {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        house.desk()?.unblock(&Actor::operator(), self.id)?;
        Ok(Done::Well)
    }
}

/// `blocked`.
#[derive(Args)]
pub struct Blocked {
    /// One account only: customer code or reference.
    #[arg(long)]
    account: Option<String>,
    /// One reason only.
    #[arg(long)]
    reason: Option<String>,
    /// One owner only.
    #[arg(long)]
    owner: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// The account of a customer code or a reference, where one is named.
///
/// # Errors
/// None of that name within reach.
pub fn account(desk: &Desk, actor: &Actor, text: Option<&str>) -> Result<Option<AccountId>, Failure> {
    Ok(text.map(|text| desk.find_account(actor, text)).transpose()?)
}

impl Blocked {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        let filter = BlockFilter {
            account: account(&desk, &actor, self.account.as_deref())?,
            reason: self.reason.as_deref().map(reason).transpose()?,
            owner: self.owner.clone(),
        };
        let page = desk.blocked_items(&actor, &filter, None, usize::try_from(LINES)?)?;
        if self.json {
            said(&page)?;
            return Ok(Done::Well);
        }
        let row = |b: &app::blocks::BlockedItem| {
            let until = b.until.map_or_else(String::new, |day| day.to_string());
            let money = format!("{} {}", b.amount, b.currency);
            let who = format!("{} {} {}", b.id, b.account, b.debtor);
            vec![who, b.item.clone(), money, b.reason.slug().to_owned(), b.owner.clone(), b.age_days.to_string(), until]
        };
        table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
        for t in &page.totals {
            line(&format!("  {}: {} {} ({})", t.reason.slug(), t.amount, t.currency, t.count))?;
        }
        Ok(Done::Well)
    }
}

/// `promise`.
#[derive(Args)]
pub struct PromiseArgs {
    /// Customer code, or reference of the account.
    account: String,
    /// What is promised.
    #[arg(long)]
    amount: String,
    /// Its currency.
    #[arg(long, default_value = "EUR")]
    currency: String,
    /// Last day to pay, included.
    #[arg(long)]
    until: Date,
    /// How well it is proved: said, written or guaranteed.
    #[arg(long, default_value = "said", value_parser = level)]
    level: PromiseLevel,
    /// In words.
    #[arg(long, default_value = "")]
    note: String,
}

fn level(slug: &str) -> Result<PromiseLevel, String> {
    PromiseLevel::parse(slug).ok_or_else(|| "said, written or guaranteed".to_owned())
}

impl PromiseArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        let id = desk.find_account(&actor, &self.account)?;
        let amount = Money::parse(&self.amount, Currency::parse(&self.currency)?)?;
        let order = PromiseOrder { amount, until: self.until, level: self.level, note: self.note.clone() };
        line(&desk.promise(&actor, id, &order)?.to_string())?;
        Ok(Done::Well)
    }
}

/// `promises`.
#[derive(Args)]
pub struct Promises {
    /// One account only, whatever came of them: customer code or reference.
    #[arg(long)]
    account: Option<String>,
    /// Open, kept, partly, broken or withdrawn.
    #[arg(long)]
    state: Option<String>,
    /// Judge the open ones by the ledger first.
    #[arg(long)]
    judge: bool,
    /// Withdraw this one first.
    #[arg(long, value_name = "ID")]
    withdraw: Option<PromiseId>,
    /// Why it is withdrawn.
    #[arg(long, default_value = "")]
    note: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Promises {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        if let Some(id) = self.withdraw {
            desk.withdraw_promise(&actor, id, &self.note)?;
        }
        if self.judge {
            desk.judge_promises(&actor, desk.today())?;
        }
        let state = self.state.as_deref().map(|slug| {
            app::promises::PromiseState::parse(slug)
                .ok_or_else(|| Failure(format!("« {slug} »: open, kept, partly, broken or withdrawn")))
        });
        let filter =
            PromiseFilter { account: account(&desk, &actor, self.account.as_deref())?, state: state.transpose()? };
        let page = desk.promises(&actor, &filter, None, LINES)?;
        if self.json {
            said(&page)?;
            return Ok(Done::Well);
        }
        let row = |p: &app::promises::PromiseLine| {
            let money = format!("{} {}", p.amount, p.currency);
            let who = format!("{} {} {}", p.id, p.account, p.debtor);
            vec![who, money, p.until.to_string(), p.state.slug().to_owned(), p.level.slug().to_owned(), p.paid.clone()]
        };
        table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}

/// `tasks`.
#[derive(Args)]
pub struct Tasks {
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Tasks {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let page = house.desk()?.tasks(&Actor::operator(), None, LINES)?;
        if self.json {
            said(&page)?;
            return Ok(Done::Well);
        }
        let row = |t: &app::tasks::TaskLine| {
            let who = format!("{} {} {}", t.id, t.account, t.debtor);
            vec![
                who,
                t.due.to_string(),
                t.kind.slug().to_owned(),
                t.owner.clone(),
                t.subject.pick(language()).to_owned(),
            ]
        };
        table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}

/// `task`.
#[derive(Args)]
pub struct TaskArgs {
    #[command(subcommand)]
    act: TaskAct,
}

#[derive(Subcommand)]
enum TaskAct {
    /// Close a task with what came of it.
    Done(TaskDone),
    /// Give an account a task.
    Add {
        /// Customer code, or reference of the account.
        account: String,
        /// What to do, in a line.
        #[arg(long)]
        subject: String,
        /// When.
        #[arg(long)]
        due: Date,
        /// Whose it is.
        #[arg(long, default_value = "")]
        owner: String,
    },
    /// Put a task off.
    Postpone {
        /// Reference of the task.
        id: TaskId,
        /// To this day.
        #[arg(long)]
        until: Date,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Give a task to somebody; to anybody without owner.
    Reassign {
        /// Reference of the task.
        id: TaskId,
        /// Whose it is.
        #[arg(long, default_value = "")]
        owner: String,
    },
    /// Drop a task that is no longer needed.
    Drop {
        /// Reference of the task.
        id: TaskId,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Args)]
struct TaskDone {
    /// Reference of the task.
    id: TaskId,
    /// reached-promise, reached-pays-now, reached-disputes, reached-refuses, reached-callback,
    /// not-reached, voicemail or wrong-number.
    #[arg(long)]
    outcome: String,
    /// What is promised.
    #[arg(long)]
    amount: Option<String>,
    /// Its currency.
    #[arg(long, default_value = "EUR")]
    currency: String,
    /// Day of the promise, or of the next call.
    #[arg(long)]
    until: Option<Date>,
    /// Pieces contested or announced, by number or reference.
    #[arg(long)]
    item: Vec<String>,
    /// In words.
    #[arg(long, default_value = "")]
    note: String,
}

impl TaskArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            TaskAct::Done(done) => {
                let currency = Currency::parse(&done.currency)?;
                let items: Result<Vec<_>, _> =
                    done.item.iter().map(|text| desk.find_item(&actor, text).map(|item| item.id)).collect();
                let end = TaskEnd {
                    outcome: Outcome::read(&done.outcome)?,
                    amount: done.amount.as_deref().map(|a| Money::parse(a, currency)).transpose()?,
                    until: done.until,
                    items: items?,
                    note: done.note.clone(),
                };
                desk.finish_task(&actor, done.id, &end)?;
            }
            TaskAct::Add { account, subject, due, owner } => {
                let account = desk.find_account(&actor, account)?;
                line(&desk.add_task(&actor, account, subject, *due, owner)?.to_string())?;
            }
            TaskAct::Postpone { id, until, reason } => drop(desk.postpone_task(&actor, *id, *until, reason)?),
            TaskAct::Reassign { id, owner } => drop(desk.reassign_task(&actor, *id, owner)?),
            TaskAct::Drop { id, reason } => drop(desk.drop_task(&actor, *id, reason)?),
        }
        Ok(Done::Well)
    }
}
