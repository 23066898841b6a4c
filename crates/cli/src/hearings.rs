//! The hearings to come, and those past of which nobody told what came.

use app::Actor;
use app::cases::{HearingLine, HearingPlace, HearingQuery};
use clap::Args;

use crate::output::{Done, Failure, language, line, said, table};

/// `procedure hearings`.
#[derive(Args)]
pub struct ProcedureHearings {
    /// One account only, by customer code or reference.
    #[arg(long)]
    account: Option<String>,
    /// One creditor only, by code.
    #[arg(long)]
    creditor: Option<String>,
    /// Where the page starts: the `next` of the page before.
    #[arg(long)]
    after: Option<String>,
    /// How many.
    #[arg(long, default_value_t = 100)]
    top: usize,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl ProcedureHearings {
    /// Runs it.
    pub fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let place = |text: &str| {
            text.parse::<HearingPlace>().map_err(|()| Failure(format!("{text}: no place of the list of hearings")))
        };
        let query = HearingQuery {
            account: self.account.as_deref().map(|text| desk.find_account(actor, text)).transpose()?,
            creditor: self.creditor.as_deref().map(|code| desk.creditor(actor, code)).transpose()?.map(|c| c.id),
        };
        let page = desk.hearings(actor, &query, self.after.as_deref().map(place).transpose()?, self.top)?;
        if self.json {
            said(&page)?;
            return Ok(Done::Well);
        }
        table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
        line(&format!("{} to come, {} past without an outcome", page.ahead, page.untold))?;
        if let Some(next) = page.next {
            line(&format!("next: --after {next}"))?;
        }
        Ok(Done::Well)
    }
}

fn row(one: &HearingLine) -> Vec<String> {
    let kind = one.court_words.as_ref().map_or("", |words| words.pick(language()));
    let before = one.before.iter().map(|term| format!("{} {}", term.due, term.words.pick(language())));
    vec![
        one.day.to_string(),
        if one.court.is_empty() { kind.to_owned() } else { one.court.clone() },
        format!("{} {}", one.account, one.debtor),
        one.words.pick(language()).to_owned(),
        one.procedure.to_string(),
        one.owner.clone(),
        if one.untold { "no outcome told".to_owned() } else { before.collect::<Vec<_>>().join("; ") },
        one.note.clone(),
    ]
}
