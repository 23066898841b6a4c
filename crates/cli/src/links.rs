//! Links to the debtor's space and to sign a plan, from the command line.

use app::Actor;
use app::links::{LinkAsked, LinkId, LinkLine};
use app::plans::PlanId;
use clap::{Args, Subcommand};

use crate::house::House;
use crate::output::{Done, Failure, line, said, table};

/// `link`.
#[derive(Args)]
pub struct Link {
    #[command(subcommand)]
    act: Act,
}

/// What is done with links.
#[derive(Subcommand)]
enum Act {
    /// Make a link to the debtor's space, and print its address.
    Make(Make),
    /// Make a link by which the debtor signs or refuses a plan, and print its address.
    Plan(MakeForPlan),
    /// The links of an account.
    List(List),
    /// Take a link back: it opens nothing any more.
    Revoke {
        /// Reference of the link.
        id: LinkId,
    },
}

/// Who a link is for, and for how long.
#[derive(Args)]
struct For {
    /// Who it is for; the debtor when empty.
    #[arg(long = "for", default_value = "")]
    recipient: String,
    /// Days it is good for; thirty when none.
    #[arg(long)]
    days: Option<i64>,
}

/// A link to a space.
#[derive(Args)]
struct Make {
    /// Customer code, or reference of the account.
    account: String,
    #[command(flatten)]
    asked: For,
}

/// A link to a plan.
#[derive(Args)]
struct MakeForPlan {
    /// Reference of the plan.
    plan: PlanId,
    #[command(flatten)]
    asked: For,
}

/// Links to list.
#[derive(Args)]
struct List {
    /// Customer code, or reference of the account.
    account: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl For {
    fn asked(&self) -> LinkAsked {
        LinkAsked { recipient: self.recipient.clone(), days: self.days }
    }
}

impl Link {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            Act::Make(make) => {
                let account = desk.find_account(&actor, &make.account)?;
                line(&desk.make_link(&actor, account, &make.asked.asked())?.address)?;
            }
            Act::Plan(make) => line(&desk.make_plan_link(&actor, make.plan, &make.asked.asked())?.address)?,
            Act::List(list) => {
                let links = desk.links(&actor, desk.find_account(&actor, &list.account)?)?;
                if list.json {
                    said(&links)?;
                } else {
                    table(&links.iter().map(row).collect::<Vec<_>>())?;
                }
            }
            Act::Revoke { id } => desk.revoke_link(&actor, *id)?,
        }
        Ok(Done::Well)
    }
}

fn row(link: &LinkLine) -> Vec<String> {
    let state = match (link.revoked, link.opened) {
        (Some(_), _) => "revoked",
        (None, _) if link.locked => "locked",
        (None, _) if link.used.is_some() => "used",
        (None, Some(_)) => "opened",
        (None, None) => "unopened",
    };
    vec![
        link.id.to_string(),
        link.purpose.slug().to_owned(),
        link.recipient.clone(),
        link.expires.to_string(),
        state.to_owned(),
    ]
}
