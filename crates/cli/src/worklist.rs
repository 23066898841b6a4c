//! The worklist of the day: the list, why a rank, files put off, weights, the team.

use app::worklist::{
    AbsenceId, AbsenceOrder, Chosen, Criterion, Scope, SnoozeId, Weights, WhoseAccounts, WorkQuery, WorkRow,
    with_weights,
};
use app::{Actor, Desk};
use clap::{Args, Subcommand};
use kernel::Date;

use crate::house::House;
use crate::output::{Done, Failure, language, line, said, table, talk};

/// `worklist`.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct WorklistArgs {
    #[command(subcommand)]
    act: Option<Act>,
    #[command(flatten)]
    list: List,
}

#[derive(Args)]
struct List {
    /// The list of one login; everybody's without it.
    #[arg(long, value_name = "LOGIN")]
    of: Option<String>,
    /// Files told.
    #[arg(long, default_value_t = 100)]
    limit: usize,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(Subcommand)]
enum Act {
    /// Why a file has its rank: points by criterion, weights.
    Why {
        /// Customer code or reference.
        account: String,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Put a file off until a day.
    Snooze {
        /// Customer code or reference.
        account: String,
        /// The day it comes back.
        #[arg(long)]
        until: Date,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Take a file back that was put off.
    Unsnooze {
        /// Reference told by `snooze` or `snoozed`.
        id: SnoozeId,
    },
    /// The files put off.
    Snoozed {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// The weights of the order; with --set, who would move; with --save, they hold.
    Weights {
        /// A weight, `amount=5`; several times. Those not named stay.
        #[arg(long, value_name = "CRITERION=N")]
        set: Vec<String>,
        /// Put them in force.
        #[arg(long, requires = "set")]
        save: bool,
        /// Take back the weights shipped.
        #[arg(long, conflicts_with = "set")]
        reset: bool,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Contacts a day of a person.
    Capacity {
        /// Login.
        login: String,
        /// How many.
        contacts: u16,
    },
    /// Give accounts to somebody; prints how many changed hands.
    Assign(Assign),
    /// Everybody with their list.
    Team {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Note that somebody is away; their list goes to the stand-in.
    Absent {
        /// Login.
        login: String,
        /// First day, included.
        #[arg(long)]
        from: Date,
        /// Last day, included.
        #[arg(long)]
        until: Date,
        /// Login of the stand-in; nobody without it.
        #[arg(long, default_value = "")]
        stand_in: String,
    },
    /// Take an absence back.
    Present {
        /// Reference told by `absent` or `absences`.
        id: AbsenceId,
    },
    /// Absences that are not over.
    Absences {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
}

/// `worklist assign`.
#[derive(Args)]
struct Assign {
    /// To whom, by login.
    #[arg(long, required_unless_present = "to_nobody", conflicts_with = "to_nobody")]
    to: Option<String>,
    /// To nobody.
    #[arg(long)]
    to_nobody: bool,
    /// Customer code or reference; several times.
    #[arg(long)]
    account: Vec<String>,
    /// Of a creditor, by code.
    #[arg(long)]
    creditor: Option<String>,
    /// Of a salesperson.
    #[arg(long)]
    salesperson: Option<String>,
    /// That are of this login now.
    #[arg(long, conflicts_with = "of_nobody")]
    of: Option<String>,
    /// That are nobody's now.
    #[arg(long)]
    of_nobody: bool,
    /// Whose debtor's name begins with one of these letters: A-F.
    #[arg(long, value_parser = letters)]
    letters: Option<(char, char)>,
}

fn letters(text: &str) -> Result<(char, char), String> {
    let given: Vec<char> = text.chars().collect();
    match given.as_slice() {
        [one] => Ok((*one, *one)),
        [first, '-', last] => Ok((*first, *last)),
        _ => Err("one letter, or two with a dash: A-F".to_owned()),
    }
}

impl WorklistArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            None => list(&desk, &actor, &self.list)?,
            Some(Act::Why { account, json }) => why(&desk, &actor, (account, *json))?,
            Some(Act::Snooze { account, until, reason }) => {
                let account = desk.find_account(&actor, account)?;
                line(&desk.snooze(&actor, account, *until, reason)?.to_string())?;
            }
            Some(Act::Unsnooze { id }) => desk.end_snooze(&actor, *id)?,
            Some(Act::Snoozed { json }) => {
                let list = desk.snoozed(&actor)?;
                if *json {
                    said(&list)?;
                } else {
                    let row = |s: &app::worklist::SnoozeLine| {
                        let who = format!("{} {} {}", s.id, s.account, s.debtor);
                        vec![who, s.until.to_string(), s.actor.clone(), s.reason.clone()]
                    };
                    table(&list.iter().map(row).collect::<Vec<_>>())?;
                }
            }
            Some(Act::Weights { set, save, reset, json }) => weights(&desk, &actor, (set, *save, *reset, *json))?,
            Some(Act::Capacity { login, contacts }) => desk.set_capacity(&actor, login, *contacts)?,
            Some(Act::Assign(assign)) => line(&assign.run(&desk, &actor)?.to_string())?,
            Some(act) => team(&desk, &actor, act)?,
        }
        Ok(Done::Well)
    }
}

fn list(desk: &Desk, actor: &Actor, asked: &List) -> Result<(), Failure> {
    let scope = asked.of.clone().map_or(Scope::Team, Scope::Of);
    let found = desk.worklist(actor, &WorkQuery { scope, after: None, limit: asked.limit })?;
    if asked.json {
        return said(&found);
    }
    if let Some(top) = &found.top {
        talk(&format!(
            "{} accounts: {}% of what is overdue ({} of {} {})",
            top.accounts, top.percent, top.overdue, top.of, top.currency
        ));
    }
    let row = |r: &WorkRow| {
        let words: Vec<&str> = r.reasons.iter().map(|reason| reason.words.pick(language())).collect();
        vec![
            format!("{} {} {}", r.rank, r.account, r.debtor),
            format!("{} {}", r.overdue, r.currency),
            format!("{} d", r.late_days),
            r.proposed.slug().to_owned(),
            words.join(" · "),
        ]
    };
    table(&found.rows.iter().map(row).collect::<Vec<_>>())?;
    talk(&format!("{} of {} files; {} contacts left today", found.rows.len(), found.total, found.capacity));
    Ok(())
}

fn why(desk: &Desk, actor: &Actor, (account, json): (&str, bool)) -> Result<(), Failure> {
    let why = desk.why_rank(actor, desk.find_account(actor, account)?)?;
    if json {
        return said(&why);
    }
    let row = |p: &app::worklist::PointLine| {
        let sum = format!("{} × {}", p.points, p.weight);
        vec![p.criterion.slug().to_owned(), p.score.to_string(), sum, p.why.pick(language()).to_owned()]
    };
    let mut rows: Vec<Vec<String>> = why.points.iter().map(row).collect();
    rows.push(vec!["=".to_owned(), why.row.score.to_string(), format!("{} / {}", why.row.rank, why.of), String::new()]);
    table(&rows)
}

/// `amount=5`.
fn change(text: &str) -> Result<(Criterion, u8), Failure> {
    let read = || {
        let (slug, weight) = text.split_once('=')?;
        Some((Criterion::parse(slug.trim())?, weight.trim().parse().ok()?))
    };
    read().ok_or_else(|| {
        let known: Vec<&str> = Criterion::ALL.iter().map(|c| c.slug()).collect();
        Failure(format!("« {text} » is no weight: write CRITERION=N, the criterion being {}", known.join(", ")))
    })
}

fn weights(desk: &Desk, actor: &Actor, (set, save, reset, json): (&[String], bool, bool, bool)) -> Result<(), Failure> {
    if reset {
        desk.save_weights(actor, None)?;
    }
    let force = desk.weights(actor)?;
    if set.is_empty() {
        return if json { said(&force) } else { told(force.weights) };
    }
    let changes = set.iter().map(|text| change(text)).collect::<Result<Vec<_>, _>>()?;
    let wanted = with_weights(force.weights, changes)?;
    let moved = desk.compare_weights(actor, &wanted)?;
    if save {
        desk.save_weights(actor, Some(wanted))?;
    }
    if json {
        return said(&moved);
    }
    let row = |c: &app::worklist::RankChange| {
        vec![format!("{} {}", c.account, c.debtor), c.before.to_string(), c.after.to_string()]
    };
    table(&moved.head.iter().map(row).collect::<Vec<_>>())?;
    talk(&format!("{} of {} files enter the {} of the day", moved.enter, moved.files, moved.capacity));
    Ok(())
}

fn told(weights: Weights) -> Result<(), Failure> {
    let row = |c: &Criterion| vec![c.slug().to_owned(), weights.get(*c).to_string()];
    table(&Criterion::ALL.iter().map(row).collect::<Vec<_>>())
}

impl Assign {
    fn run(&self, desk: &Desk, actor: &Actor) -> Result<u64, Failure> {
        let accounts = self.account.iter().map(|text| desk.find_account(actor, text)).collect::<Result<Vec<_>, _>>()?;
        let whose = match (&self.of, self.of_nobody) {
            (Some(login), _) => WhoseAccounts::Of(login.clone()),
            (None, true) => WhoseAccounts::Nobody,
            (None, false) => WhoseAccounts::Any,
        };
        let creditor = self.creditor.as_deref().map(|code| desk.creditor(actor, code)).transpose()?.map(|c| c.id);
        let chosen = Chosen { accounts, creditor, salesperson: self.salesperson.clone(), whose, letters: self.letters };
        Ok(desk.assign(actor, &chosen, self.to.as_deref())?.accounts)
    }
}

fn team(desk: &Desk, actor: &Actor, act: &Act) -> Result<(), Failure> {
    match act {
        Act::Team { json: true } => said(&desk.team(actor)?),
        Act::Team { json: false } => {
            let row = |m: &app::worklist::TeamMember| {
                let who = if m.login.is_empty() { "-".to_owned() } else { format!("{} {}", m.login, m.name) };
                let away = m.away_until.map_or_else(String::new, |until| format!("away until {until}"));
                let stand_in = m.stand_in.clone().unwrap_or_default();
                let late = format!("{} {}", m.overdue, m.currency);
                vec![who, m.accounts.to_string(), late, m.files.to_string(), m.capacity.to_string(), away, stand_in]
            };
            table(&desk.team(actor)?.iter().map(row).collect::<Vec<_>>())
        }
        Act::Absent { login, from, until, stand_in } => {
            let order = AbsenceOrder { login: login.clone(), since: *from, until: *until, stand_in: stand_in.clone() };
            line(&desk.note_absence(actor, &order)?.to_string())
        }
        Act::Present { id } => Ok(desk.cancel_absence(actor, *id)?),
        Act::Absences { json: true } => said(&desk.absences(actor)?),
        _ => {
            let row = |a: &app::worklist::AbsenceLine| {
                let who = format!("{} {}", a.id, a.login);
                vec![who, a.since.to_string(), a.until.to_string(), a.stand_in.clone()]
            };
            table(&desk.absences(actor)?.iter().map(row).collect::<Vec<_>>())
        }
    }
}
