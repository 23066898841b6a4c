//! Messages by hand: what they would ask, writing them, taking an act back.

use app::strategies::Enclosure;
use app::writing::MessageOrder;
use app::{Actor, Channel, Desk, Refusal, Undo};
use clap::{Args, Subcommand};
use ledger::{AccountId, ItemId};

use crate::house::House;
use crate::output::{Done, Failure, language, line, said, table, talk};

/// `message`.
#[derive(Args)]
pub struct MessageArgs {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// What a message would ask and say, and why it would be refused; nothing is written.
    Draft {
        #[command(flatten)]
        order: Order,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Write a message into the outbox, where it is held for ten seconds.
    Write {
        #[command(flatten)]
        order: Order,
    },
    /// Send the mail that confirms a promise.
    Confirm {
        /// Reference of the promise.
        promise: app::promises::PromiseId,
    },
    /// Take back a message written by hand that has not left.
    Withdraw {
        /// Reference of the message.
        id: String,
    },
    /// Say that a letter written by hand went to the post.
    Posted {
        /// Reference of the message.
        id: String,
        /// On this day; today without it.
        #[arg(long)]
        on: Option<kernel::Date>,
    },
}

#[derive(Args)]
struct Order {
    /// Customer code, or reference of the account.
    account: String,
    /// A piece, by number or reference; several times. What is late and the free credits without it.
    #[arg(long = "item")]
    items: Vec<String>,
    /// `mail` or `letter`; by mail where there is an address without it.
    #[arg(long)]
    channel: Option<String>,
    /// Name of a text; by what was sent before without it.
    #[arg(long)]
    text: Option<String>,
    /// What goes with it: `statement`, `invoices`; both by naming it twice.
    #[arg(long, value_name = "WHAT")]
    attach: Vec<String>,
}

impl Order {
    fn read(&self, desk: &Desk, actor: &Actor) -> Result<(AccountId, MessageOrder), Failure> {
        let account = desk.find_account(actor, &self.account)?;
        let found: Result<Vec<ItemId>, app::DeskError> =
            self.items.iter().map(|text| desk.find_item(actor, text).map(|item| item.id)).collect();
        let channel = self.channel.as_ref().map(|slug| {
            Channel::parse(slug).ok_or_else(|| app::DeskError::from(Refusal::UnknownChannel { channel: slug.clone() }))
        });
        let kind = |slug: &String| {
            Enclosure::parse(slug)
                .ok_or_else(|| Failure(format!("--attach {slug}: name « statement » or « invoices »")))
        };
        let attach: Result<Vec<Enclosure>, Failure> = self.attach.iter().map(kind).collect();
        let order = MessageOrder {
            items: Some(found?).filter(|items| !items.is_empty()),
            channel: channel.transpose()?,
            text: self.text.clone(),
            attach: attach?,
            ..MessageOrder::default()
        };
        Ok((account, order))
    }
}

impl MessageArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            Act::Draft { order, json } => {
                let (account, order) = order.read(&desk, &actor)?;
                let draft = desk.draft_message(&actor, account, &order)?;
                if *json {
                    said(&draft)?;
                    return Ok(Done::Well);
                }
                let ask = &draft.ask;
                let row = |l: &app::writing::AskLine| {
                    vec![l.number.clone(), l.due.to_string(), l.open.clone(), l.asked.clone(), l.interest.clone()]
                };
                table(&ask.lines.iter().map(row).collect::<Vec<_>>())?;
                let total = ask.total.as_deref().unwrap_or("—");
                line(&format!("  {total} {} ({}, {})", ask.currency, ask.text, ask.channel))?;
                for objection in &ask.objections {
                    talk(objection.why.pick(language()));
                }
                line(&draft.words)?;
            }
            Act::Write { order } => {
                let (account, order) = order.read(&desk, &actor)?;
                line(&desk.write_message(&actor, account, &order)?.to_string())?;
            }
            Act::Confirm { promise } => {
                line(&desk.confirm_promise(&actor, *promise, ("", None))?.to_string())?;
            }
            Act::Withdraw { id } => desk.withdraw_message(&actor, id.parse()?)?,
            Act::Posted { id, on } => {
                desk.letter_posted(&actor, id.parse()?, on.unwrap_or_else(|| desk.today()))?;
            }
        }
        Ok(Done::Well)
    }
}

/// `undo`.
#[derive(Args)]
pub struct UndoArgs {
    /// Kind and reference: `promise:…`, `block:…`, `task:…`, `call:…`, `allocation:…`, `snooze:…`, `message:…`;
    /// `withdrawal:…`, `release:…`, `reversal:…`, `snooze-end:…` for what took one back; `fact:…` with an entry of the
    /// account for a pause, a task put off, a due date, a choice.
    what: Undo,
}

impl UndoArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        house.desk()?.undo(&Actor::operator(), self.what)?;
        Ok(Done::Well)
    }
}
