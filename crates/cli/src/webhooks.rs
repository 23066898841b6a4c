//! Webhooks: programs elsewhere that are told what happens.

use app::Actor;
use app::webhooks::{EVENTS, WebhookCard, WebhookOrder, WebhookTold};
use clap::{Args, Subcommand};
use store::{WebhookDeliveryId, WebhookId};

use crate::house::House;
use crate::output::{Done, Failure, json, line, table, talk};

/// Lines of a list.
const LINES: u32 = 200;

/// `webhook`.
#[derive(Args)]
pub struct WebhookArgs {
    #[command(subcommand)]
    act: Option<Act>,
}

/// Where and of what.
#[derive(Args)]
struct Order {
    /// Where it is told: https, or this machine with --webhooks-reach loopback.
    url: String,
    /// A family of events (`promise`) or one event (`promise.broken`); several times for several.
    #[arg(long = "event", value_name = "EVENT", required = true)]
    events: Vec<String>,
    /// What concerns this creditor only, by code.
    #[arg(long)]
    creditor: Option<String>,
}

impl Order {
    fn order(&self) -> WebhookOrder {
        WebhookOrder { url: self.url.clone(), events: self.events.clone(), creditor: self.creditor.clone() }
    }
}

#[derive(Subcommand)]
enum Act {
    /// The webhooks, with what waits for each.
    List {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// The events that can be told, by family.
    Events,
    /// Add one; prints its secret, this once.
    Add(Order),
    /// Change where and of what one is told.
    Set {
        /// Its reference.
        id: WebhookId,
        #[command(flatten)]
        order: Order,
    },
    /// Stop one: what happens meanwhile waits.
    Pause {
        /// Its reference.
        id: WebhookId,
    },
    /// Have one told again, from where it stopped.
    Resume {
        /// Its reference.
        id: WebhookId,
    },
    /// Remove one.
    Remove {
        /// Its reference.
        id: WebhookId,
    },
    /// Give one a new secret; the former one signs beside it for two days.
    Rotate {
        /// Its reference.
        id: WebhookId,
    },
    /// Send a test event, at the next turn of a worker.
    Test {
        /// Reference of the webhook.
        id: WebhookId,
    },
    /// What one was told, newest first.
    Deliveries {
        /// Reference of the webhook.
        id: WebhookId,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Send a delivery once more.
    Resend {
        /// Reference of the delivery.
        id: WebhookDeliveryId,
    },
    /// Give up a delivery that holds back the others.
    Skip {
        /// Reference of the delivery.
        id: WebhookDeliveryId,
    },
}

impl WebhookArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.sending_desk()?, Actor::operator());
        match self.act.as_ref().unwrap_or(&Act::List { json: false }) {
            Act::List { json: as_json } => {
                let page = desk.webhooks(&actor, None, LINES)?;
                if *as_json {
                    json(&page)?;
                } else {
                    table(&page.rows.iter().map(webhook_row).collect::<Vec<_>>())?;
                }
            }
            Act::Events => {
                for (family, kinds) in EVENTS {
                    line(&format!("{family}: {}", kinds.join(" ")))?;
                }
            }
            Act::Add(order) => {
                let made = desk.add_webhook(&actor, &order.order())?;
                talk("keep the secret: it is shown this once");
                line(&format!("{}  {}", made.id, made.secret))?;
            }
            Act::Set { id, order } => desk.change_webhook(&actor, *id, &order.order())?,
            Act::Pause { id } => desk.set_webhook_active(&actor, *id, false)?,
            Act::Resume { id } => desk.set_webhook_active(&actor, *id, true)?,
            Act::Remove { id } => desk.remove_webhook(&actor, *id)?,
            Act::Rotate { id } => {
                let made = desk.rotate_webhook(&actor, *id)?;
                talk("keep the secret: it is shown this once; the former one signs beside it for two days");
                line(&made.secret)?;
            }
            Act::Test { id } => line(&desk.test_webhook(&actor, *id)?.to_string())?,
            Act::Deliveries { id, json: as_json } => {
                let page = desk.webhook_deliveries(&actor, *id, None, LINES)?;
                if *as_json {
                    json(&page)?;
                } else {
                    table(&page.rows.iter().map(told_row).collect::<Vec<_>>())?;
                }
            }
            Act::Resend { id } => line(&desk.resend_webhook(&actor, *id)?.to_string())?,
            Act::Skip { id } => desk.skip_webhook(&actor, *id)?,
        }
        Ok(Done::Well)
    }
}

fn webhook_row(card: &WebhookCard) -> Vec<String> {
    let of = card.creditor.clone().unwrap_or_default();
    let who = format!("{} {}", card.id, card.url);
    vec![who, card.state.clone(), card.waiting.to_string(), card.events.join(","), of]
}

fn told_row(told: &WebhookTold) -> Vec<String> {
    let status = told.status.map_or_else(String::new, |status| status.to_string());
    let what = format!("{} {}", told.id, told.kind);
    vec![what, told.created_at.to_string(), told.state.clone(), told.attempts.to_string(), status, told.answer.clone()]
}
