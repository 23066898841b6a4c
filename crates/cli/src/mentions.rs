//! Notes, who is called in them, digests, what customers answered: how a team works together.

use app::colleagues::KnownPerson;
use app::digests;
use app::disputes::{AskedLine, SatisfactionQuery, SatisfactionShow, SatisfactionSum, Service};
use app::mentions::{MentionId, MentionLine, Mentioned};
use app::{Actor, Desk, DisputeRefusal, Role, Undo};
use clap::{Args, Subcommand};
use kernel::Date;

use crate::house::House;
use crate::output::{Done, Failure, json, line, said, table, talk};

/// Lines of a list.
const LINES: u32 = 200;

/// `note`.
#[derive(Args)]
pub struct NoteArgs {
    #[command(subcommand)]
    act: NoteAct,
}

#[derive(Subcommand)]
enum NoteAct {
    /// Write a note on an account; `@login` in it tells somebody. Prints what takes it back.
    Add {
        /// Customer code or reference.
        account: String,
        /// The note.
        note: String,
    },
    /// Who can be told on an account, or given a task on it.
    People {
        /// Customer code or reference.
        account: String,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
}

/// Says on the side who is not told.
pub fn tell_untold(mentioned: &Mentioned) {
    for name in &mentioned.nobody {
        talk(&format!("nobody is called @{name}, or several are: write the login"));
    }
    for name in &mentioned.out_of_sight {
        talk(&format!("@{name} does not see this account and was not told"));
    }
}

impl NoteArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            NoteAct::Add { account, note } => {
                let account = desk.find_account(&actor, account)?;
                let kept = desk.add_note(&actor, account, note)?;
                line(&Undo::Fact(kept.entry).to_string())?;
                tell_untold(&kept.mentioned);
            }
            NoteAct::People { account, json: as_json } => {
                let account = desk.find_account(&actor, account)?;
                let known = desk.people_for(&actor, account)?;
                if *as_json {
                    json(&known)?;
                } else {
                    let row = |p: &KnownPerson| vec![p.owner.clone(), p.name.clone()];
                    table(&known.iter().map(row).collect::<Vec<_>>())?;
                }
            }
        }
        Ok(Done::Well)
    }
}

/// `mentions`.
#[derive(Args)]
pub struct MentionsArgs {
    /// Whose: a login.
    login: String,
    /// Note that this one was seen.
    #[arg(long)]
    seen: Option<MentionId>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl MentionsArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::new(self.login.as_str(), Role::Administrator));
        if let Some(id) = self.seen {
            desk.see_mention(&actor, id)?;
            return Ok(Done::Well);
        }
        let page = desk.mentions(&actor, None, LINES)?;
        if self.json {
            said(&page)?;
        } else {
            let row = |m: &MentionLine| {
                vec![format!("{} {} {}", m.id, m.account, m.debtor), m.actor.clone(), m.note.replace('\n', " ")]
            };
            table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
        }
        Ok(Done::Well)
    }
}

/// `digest`.
#[derive(Args)]
pub struct DigestArgs {
    #[command(subcommand)]
    act: DigestAct,
}

#[derive(Subcommand)]
enum DigestAct {
    /// How often somebody is told what waits for them, and what it would say now.
    Show {
        /// Login.
        login: String,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Say how often: none, working-day or monday.
    Set {
        /// Login.
        login: String,
        /// none, working-day or monday.
        frequency: String,
    },
    /// Write those that are due; the day's run does it.
    Write,
}

impl DigestArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            DigestAct::Show { login, json: as_json } => show(&desk, &actor, login, *as_json)?,
            DigestAct::Set { login, frequency } => {
                desk.set_digest(&actor, login, digests::frequency(frequency)?)?;
            }
            DigestAct::Write => line(&format!("{} written", desk.write_digests(&actor, desk.today())?))?,
        }
        Ok(Done::Well)
    }
}

fn show(desk: &Desk, actor: &Actor, login: &str, as_json: bool) -> Result<(), Failure> {
    let kept = desk.digest(actor, login)?;
    if as_json {
        return json(&kept);
    }
    line(kept.frequency.map_or("none", digests::DigestFrequency::slug))?;
    if let Some(text) = kept.preview {
        return line(&format!("\n{}\n\n{}", text.subject, text.body));
    }
    talk("nothing to say now");
    Ok(())
}

/// `satisfaction`.
#[derive(Args)]
pub struct SatisfactionArgs {
    /// Disputes closed from this day.
    #[arg(long)]
    from: Option<Date>,
    /// Disputes closed until this day.
    #[arg(long)]
    until: Option<Date>,
    /// sales, logistics, quality, accounting or customer-service.
    #[arg(long)]
    service: Option<String>,
    /// What is behind the figures: asked, answered, satisfied or unsatisfied.
    #[arg(long)]
    show: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

fn word<T: Copy>(
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    all: &[T],
    slug: impl Fn(T) -> &'static str,
) -> Result<T, Failure> {
    let known = || all.iter().map(|one| slug(*one)).collect::<Vec<_>>().join(", ");
    let unknown = || app::DeskError::from(DisputeRefusal::UnknownWord { text: text.to_owned(), known: known() });
    Ok(parse(text).ok_or_else(unknown)?)
}

impl SatisfactionArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        let service = |text: &String| word(text, Service::parse, Service::ALL, Service::slug);
        let query = SatisfactionQuery {
            from: self.from,
            until: self.until,
            service: self.service.as_ref().map(service).transpose()?,
        };
        if let Some(text) = &self.show {
            let show = word(text, SatisfactionShow::parse, SatisfactionShow::ALL, SatisfactionShow::slug)?;
            let page = desk.satisfaction_answers(&actor, (&query, show), None, LINES as usize)?;
            if self.json {
                said(&page)?;
            } else {
                let row = |l: &AskedLine| {
                    let score = l.score.map_or_else(|| "-".to_owned(), |score| score.to_string());
                    vec![format!("{} {} {}", l.dispute, l.account, l.debtor), score, l.words.replace('\n', " ")]
                };
                table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
            }
            return Ok(Done::Well);
        }
        let found = desk.satisfaction(&actor, &query)?;
        if self.json {
            said(&found)?;
            return Ok(Done::Well);
        }
        let mut rows: Vec<Vec<String>> = found.services.iter().map(|l| row(l.service.slug(), &l.sum)).collect();
        rows.extend(found.months.iter().map(|m| row(&format!("{:04}-{:02}", m.month.year(), m.month.month()), &m.sum)));
        rows.push(row("all", &found.all));
        table(&rows)?;
        Ok(Done::Well)
    }
}

fn row(name: &str, sum: &SatisfactionSum) -> Vec<String> {
    let share = sum.satisfied_per_mille.map_or_else(|| "-".to_owned(), |n| format!("{}.{} %", n / 10, n % 10));
    vec![
        name.to_owned(),
        format!("{} closed", sum.closed),
        format!("{} asked", sum.asked),
        format!("{} answered", sum.answered),
        format!("{} satisfied", sum.satisfied),
        share,
    ]
}
