//! What moves the limitation of items outside of a procedure, the titles that wait to be recorded, and the list of a
//! hand-over.

use app::Actor;
use app::checklist::CheckLine;
use app::limitation::{LimitationFactId, LimitationLine, LimitationOrder};
use app::titles::TitleProposal;
use clap::{Args, Subcommand};
use kernel::Date;

use crate::cases::case_id;
use crate::house::House;
use crate::output::{Done, Failure, language, line, said, table};

/// `limitation`.
#[derive(Subcommand)]
pub enum LimitationCommand {
    /// What moved the limitations of an account, struck out or not.
    List(LimitationList),
    /// Tell what moved the limitation of items, with its proof.
    Tell(LimitationTell),
    /// Strike out a fact told by mistake.
    Strike(LimitationStrike),
}

/// `limitation list`.
#[derive(Args)]
pub struct LimitationList {
    /// The account, by customer code or reference.
    account: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// `limitation tell`.
#[derive(Args)]
pub struct LimitationTell {
    /// The account, by customer code or reference.
    account: String,
    /// acknowledgement, partial-payment, request-for-time, enforcement-act…
    event: String,
    /// An item, by number or reference; several times for several.
    #[arg(long = "item", required = true)]
    items: Vec<String>,
    /// The day; today without it.
    #[arg(long)]
    on: Option<Date>,
    /// What proves it.
    #[arg(long)]
    proof: String,
}

/// `limitation strike`.
#[derive(Args)]
pub struct LimitationStrike {
    /// The fact.
    id: String,
    /// Why.
    #[arg(long)]
    why: String,
}

/// `title proposed`.
#[derive(Args)]
pub struct TitleProposed {
    /// The case.
    case: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// `case checklist`.
#[derive(Args)]
pub struct CaseChecklist {
    /// The case.
    id: String,
    /// Tick this line.
    #[arg(long, value_name = "LINE")]
    tick: Option<String>,
    /// Take the tick of this line back.
    #[arg(long, value_name = "LINE", conflicts_with = "tick")]
    untick: Option<String>,
    /// In words, for a tick.
    #[arg(long, default_value = "")]
    note: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

fn told(fact: &LimitationLine) -> Vec<String> {
    let left = fact.left.map_or_else(String::new, |day| format!("struck out {day}: {}", fact.left_why));
    vec![
        fact.id.map_or_else(String::new, |id| id.to_string()),
        fact.on.to_string(),
        fact.number.clone(),
        fact.words.pick(language()).to_owned(),
        fact.proof.clone(),
        left,
    ]
}

impl LimitationCommand {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match self {
            Self::List(list) => {
                let account = desk.find_account(&actor, &list.account)?;
                let sheet = desk.limitation_sheet(&actor, account)?;
                if list.json {
                    said(&sheet)?;
                } else {
                    table(&sheet.facts.iter().map(told).collect::<Vec<_>>())?;
                }
            }
            Self::Tell(tell) => {
                let account = desk.find_account(&actor, &tell.account)?;
                let mut items = Vec::with_capacity(tell.items.len());
                for text in &tell.items {
                    items.push(desk.find_item(&actor, text)?.id);
                }
                let (event, proof) = (tell.event.clone(), tell.proof.clone());
                let order = LimitationOrder { items, event, day: tell.on, proof };
                for id in desk.tell_limitation_fact(&actor, account, &order)? {
                    line(&id.to_string())?;
                }
            }
            Self::Strike(strike) => {
                let unknown = |_| Failure(format!("{}: no reference of a fact", strike.id));
                let id: LimitationFactId = strike.id.parse().map_err(unknown)?;
                desk.strike_limitation_fact(&actor, id, &strike.why)?;
            }
        }
        Ok(Done::Well)
    }
}

impl TitleProposed {
    pub(crate) fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let proposed = desk.title_proposals(actor, case_id(&self.case)?)?;
        if self.json {
            said(&proposed)?;
            return Ok(Done::Well);
        }
        let row = |title: &TitleProposal| {
            vec![
                title.procedure.to_string(),
                title.kind.slug().to_owned(),
                title.issued.to_string(),
                title.court.clone(),
                title.number.clone(),
                title.granted.clone().unwrap_or_default(),
            ]
        };
        table(&proposed.iter().map(row).collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}

impl CaseChecklist {
    pub(crate) fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let case = case_id(&self.id)?;
        if let Some(name) = &self.tick {
            desk.tick_check(actor, case, (name, &self.note))?;
            return Ok(Done::Well);
        }
        if let Some(name) = &self.untick {
            desk.untick_check(actor, case, name)?;
            return Ok(Done::Well);
        }
        let list = desk.case_checklist(actor, case)?;
        if self.json {
            said(&list)?;
            return Ok(Done::Well);
        }
        let row = |one: &CheckLine| {
            let tick = one.tick.as_ref().map_or_else(String::new, |tick| format!("{} {}", tick.by, tick.on));
            let file = match one.ready {
                Some(true) => "there",
                Some(false) => "missing",
                None => "",
            };
            let detail = one.detail.as_ref().map_or("", |words| words.pick(language()));
            vec![one.line.clone(), one.words.pick(language()).to_owned(), file.to_owned(), detail.to_owned(), tick]
        };
        table(&list.lines.iter().map(row).collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}
