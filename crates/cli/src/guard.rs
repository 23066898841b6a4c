//! The guard of rights: what is lost when nobody acts, and by which day.

use std::path::PathBuf;

use app::Actor;
use app::guard::{GuardLine, GuardQuery, GuardSum, RightKey, RightShow, RightWaiverId, SOON_DAYS};
use clap::Args;

use crate::desk::save;
use crate::house::House;
use crate::output::{Done, Failure, language, line, said, table};

/// `guard`.
#[derive(Args)]
pub struct GuardArgs {
    /// all, soon, lost, unconfirmed or given-up.
    #[arg(long, default_value = "all")]
    show: String,
    /// Days ahead of `soon`.
    #[arg(long, default_value_t = SOON_DAYS)]
    days: u16,
    /// One account only, by customer code or reference.
    #[arg(long)]
    account: Option<String>,
    /// One creditor only, by code.
    #[arg(long)]
    creditor: Option<String>,
    /// Write the rights of the year to come to a calendar (iCalendar) instead.
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
    /// Give this right up, by its reference (needs --why).
    #[arg(long, value_name = "RIGHT", requires = "why")]
    waive: Option<RightKey>,
    /// Take up again a right that was given up, by the reference of its waiver (needs --why).
    #[arg(long, value_name = "WAIVER", requires = "why", conflicts_with = "waive")]
    take_up: Option<RightWaiverId>,
    /// Answer the alarms of this right: somebody acts.
    #[arg(long, value_name = "RIGHT", conflicts_with_all = ["waive", "take_up"])]
    answer: Option<RightKey>,
    /// Why a right is given up, or taken up again.
    #[arg(long)]
    why: Option<String>,
    /// The first so many only.
    #[arg(long, default_value_t = 1_000)]
    top: usize,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl GuardArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        let why = self.why.as_deref().unwrap_or_default();
        if let Some(right) = self.waive {
            let waiver = desk.waive_right(&actor, right, why)?;
            line(&waiver.to_string())?;
            return Ok(Done::Well);
        }
        if let Some(waiver) = self.take_up {
            desk.take_up_right(&actor, waiver, why)?;
            return Ok(Done::Well);
        }
        if let Some(right) = self.answer {
            desk.answer_alarm(&actor, right)?;
            return Ok(Done::Well);
        }
        let known = || RightShow::ALL.iter().map(|show| show.slug()).collect::<Vec<_>>().join(", ");
        let query = GuardQuery {
            account: self.account.as_deref().map(|text| desk.find_account(&actor, text)).transpose()?,
            creditor: self.creditor.as_deref().map(|code| desk.creditor(&actor, code)).transpose()?.map(|c| c.id),
            show: RightShow::parse(&self.show)
                .ok_or_else(|| Failure(format!("--show {}: one of {}", self.show, known())))?,
            days: self.days,
        };
        if let Some(path) = &self.calendar {
            let file = desk.guard_calendar(&actor, &query, language())?;
            return save(path, &file.bytes);
        }
        let page = desk.guard(&actor, &query, None, self.top)?;
        if self.json {
            said(&page)?;
            return Ok(Done::Well);
        }
        table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
        let sum = |sum: &GuardSum| {
            let amounts: Vec<String> =
                sum.amounts.iter().map(|(currency, amount)| format!("{amount} {currency}")).collect();
            format!("{} ({})", sum.rights, if amounts.is_empty() { "0".to_owned() } else { amounts.join(" + ") })
        };
        let (soon, lost, unconfirmed) = (sum(&page.soon), sum(&page.lost), sum(&page.unconfirmed));
        let given_up = sum(&page.given_up);
        let days = page.days;
        line(&format!("lost within {days} days {soon}, lost {lost}, to confirm {unconfirmed}, given up {given_up}"))?;
        Ok(Done::Well)
    }
}

fn row(l: &GuardLine) -> Vec<String> {
    let said = match &l.waiver {
        Some(waiver) => format!("{} {}, {}: {}", waiver.id, waiver.by, waiver.on, waiver.why),
        None => l.told.map_or_else(String::new, |told| {
            let answered = l.answered.filter(|answered| *answered >= told);
            answered.map_or_else(|| format!("told {told}"), |on| format!("answered {on} {}", l.answered_by))
        }),
    };
    vec![
        l.right.to_string(),
        format!("{} {}", l.account, l.debtor),
        l.item.pick(language()).to_owned(),
        format!("{} {}", l.at_risk, l.currency),
        l.safe_day.to_string(),
        l.last_day.to_string(),
        l.words.pick(language()).to_owned(),
        said,
    ]
}
