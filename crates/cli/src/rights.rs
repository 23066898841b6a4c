//! What a person may do, and how far they see.

use app::users::Rights as Held;
use app::{Actor, Role};
use clap::Args;

use crate::house::House;
use crate::output::{Done, Failure, json};

/// `rights`.
#[derive(Args)]
pub struct Rights {
    /// Login; without any change, their rights are shown.
    login: String,
    /// Role: administrator, manager, collector, accountant, salesperson, reader.
    #[arg(long)]
    role: Option<String>,
    /// Code of a creditor they are limited to; may be given several times, and replaces those before.
    #[arg(long)]
    creditor: Vec<String>,
    /// They see every creditor.
    #[arg(long, conflicts_with = "creditor")]
    every_creditor: bool,
    /// They see their own accounts only: those given to them, and those of their customers.
    #[arg(long)]
    own: bool,
    /// They see everybody's accounts.
    #[arg(long, conflicts_with = "own")]
    everybody: bool,
    /// The salesperson of the customer file that they are; empty for nobody.
    #[arg(long)]
    salesperson: Option<String>,
}

impl Rights {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        let held = desk.rights(&actor, &self.login)?;
        let mut rights = held.clone();
        if let Some(role) = &self.role {
            rights.role = Role::parse(role).ok_or_else(|| Failure(format!("« {role} » is no role")))?;
        }
        if self.every_creditor || !self.creditor.is_empty() {
            rights.creditors.clone_from(&self.creditor);
        }
        rights.own_only = (held.own_only || self.own) && !self.everybody;
        if let Some(name) = &self.salesperson {
            rights.salesperson.clone_from(name);
        }
        if rights != held {
            desk.set_rights(&actor, &self.login, &rights)?;
        }
        let told: Held = desk.rights(&actor, &self.login)?;
        json(&told)?;
        Ok(Done::Well)
    }
}
