//! People of the house who are written to: colleagues, the notices they get, where the house answers.

use app::Actor;
use app::colleagues::{ColleagueId, ColleagueOrder};
use app::notices::{NoticeId, NoticeState};
use clap::{Args, Subcommand};
use ledger::Language;

use crate::house::House;
use crate::output::{Done, Failure, json, line, table, talk};

/// Lines of a list.
const LINES: u32 = 200;

/// `colleague`.
#[derive(Args)]
pub struct ColleagueArgs {
    #[command(subcommand)]
    act: Option<Act>,
}

/// Who, and where they are written to.
#[derive(Args)]
struct Order {
    /// The name that the dispute policy or the customer file gives them.
    name: String,
    /// Mail address.
    email: String,
    /// Language of what they are told: fr or en.
    #[arg(long, default_value = "fr")]
    language: String,
}

impl Order {
    fn order(&self) -> Result<ColleagueOrder, Failure> {
        let language = Language::parse(&self.language).ok_or_else(|| Failure("the language is fr or en".to_owned()))?;
        Ok(ColleagueOrder { name: self.name.clone(), email: self.email.clone(), language })
    }
}

#[derive(Subcommand)]
enum Act {
    /// The colleagues, by name.
    List {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Add one; prints their reference.
    Add(Order),
    /// Change one.
    Set {
        /// Their reference.
        id: ColleagueId,
        #[command(flatten)]
        order: Order,
    },
    /// Take one away; what they said stays.
    Remove {
        /// Their reference.
        id: ColleagueId,
    },
}

impl ColleagueArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match self.act.as_ref().unwrap_or(&Act::List { json: false }) {
            Act::List { json: as_json } => {
                let known = desk.colleagues(&actor)?;
                if *as_json {
                    json(&known)?;
                } else {
                    let row = |c: &app::colleagues::ColleagueLine| vec![format!("{} {}  {}", c.id, c.name, c.email)];
                    table(&known.iter().map(row).collect::<Vec<_>>())?;
                }
            }
            Act::Add(order) => line(&desk.save_colleague(&actor, None, &order.order()?)?.to_string())?,
            Act::Set { id, order } => line(&desk.save_colleague(&actor, Some(*id), &order.order()?)?.to_string())?,
            Act::Remove { id } => desk.remove_colleague(&actor, *id)?,
        }
        Ok(Done::Well)
    }
}

/// `notices`.
#[derive(Args)]
pub struct NoticesArgs {
    #[command(subcommand)]
    act: Option<NoticeAct>,
}

#[derive(Subcommand)]
enum NoticeAct {
    /// The notices, the last first.
    List {
        /// waiting, sent, failed or doubtful; all when none.
        #[arg(long)]
        state: Option<String>,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Send those that are due; a worker does it by itself.
    Send,
    /// Send one again, to the address that is known now.
    Resend {
        /// Its reference.
        id: NoticeId,
    },
}

impl NoticesArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.sending_desk()?, Actor::operator());
        match self.act.as_ref().unwrap_or(&NoticeAct::List { state: None, json: false }) {
            NoticeAct::List { state, json: as_json } => {
                let unknown = |text: &str| Failure(format!("« {text} » is no state: waiting, sent, failed, doubtful"));
                let state = state.as_deref().map(|text| NoticeState::parse(text).ok_or_else(|| unknown(text)));
                let known = desk.notices(&actor, state.transpose()?, None, LINES)?;
                if *as_json {
                    json(&known)?;
                } else {
                    let row = |n: &app::notices::NoticeLine| {
                        vec![format!("{} {:<8} {}  {}  {}", n.id, n.state.slug(), n.recipient, n.subject, n.reply)]
                    };
                    table(&known.iter().map(row).collect::<Vec<_>>())?;
                }
            }
            NoticeAct::Send => {
                let sent = desk.send_notices(&actor, &|_, _| ())?;
                let app::notices::NoticesSent { sent, deferred, failed, doubtful } = sent;
                line(&format!("{sent} sent, {deferred} deferred, {failed} failed, {doubtful} doubtful"))?;
            }
            NoticeAct::Resend { id } => desk.resend_notice(&actor, *id)?,
        }
        Ok(Done::Well)
    }
}

/// `house`.
#[derive(Args)]
pub struct HouseArgs {
    #[command(subcommand)]
    act: HouseAct,
}

#[derive(Subcommand)]
enum HouseAct {
    /// Show the public address; with one, set it.
    Address {
        /// `https://recouvrement.example`; empty text to say nothing.
        address: Option<String>,
    },
    /// Say where somebody who signs in is written to.
    Email {
        /// Login.
        login: String,
        /// Mail address; empty text for nowhere.
        email: String,
    },
}

impl HouseArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            HouseAct::Address { address: Some(text) } => desk.set_address(&actor, text)?,
            HouseAct::Address { address: None } => match desk.address(&actor)? {
                Some(address) => line(&address)?,
                None => talk("no address: mails hold no links"),
            },
            HouseAct::Email { login, email } => desk.set_email(&actor, login, email)?,
        }
        Ok(Done::Well)
    }
}
