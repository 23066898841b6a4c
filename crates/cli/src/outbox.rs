//! What leaves the house, and when.

use std::path::PathBuf;

use app::letters::PrintFileLine;
use app::outbox::{LetterBack, OutboxFilter, OutboxPage, PostReturn, SendReport};
use app::{Actor, Channel, Desk, DeskError, MessageState, Refusal, Schedule};
use clap::{Args, Subcommand};
use kernel::{Date, Territory};

use crate::house::House;
use crate::output::{Done, Failure, json, language, line, said, table, talk};

/// `outbox`.
#[derive(Args)]
pub struct OutboxArgs {
    #[command(subcommand)]
    act: Option<Act>,
    /// Print one JSON document.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Act {
    /// List messages, newest first.
    List {
        /// One state: awaiting, planned, rendered, reserved, sent, failed, ambiguous, bounced, cancelled.
        #[arg(long)]
        state: Option<String>,
        /// One channel: letter, mail, sms.
        #[arg(long)]
        channel: Option<String>,
        /// How many.
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// Send what is due.
    Send,
    /// Say whether a doubtful message left.
    Resolve {
        /// The message.
        message: String,
        /// It left: it counts as sent.
        #[arg(long, conflicts_with = "not_left", required_unless_present = "not_left")]
        left: bool,
        /// It did not leave: it is sent again.
        #[arg(long)]
        not_left: bool,
    },
    /// Make a message that failed again, once what stopped it is mended.
    Again {
        /// The message.
        message: String,
    },
    /// Read a mail that came back.
    Bounce {
        /// The mail as received (.eml).
        file: PathBuf,
    },
    #[command(flatten)]
    Paper(Paper),
}

/// What is printed, and what the post says.
#[derive(Subcommand)]
enum Paper {
    /// The print files of which letters are still to be posted, newest first; or those of a day.
    PrintFiles {
        /// Day of their run.
        #[arg(long)]
        date: Option<Date>,
    },
    /// Write a print file as a PDF, for the printer.
    Print {
        /// The print file's document.
        document: String,
        /// File to write; its own name when none.
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
    /// Say that a print file went to the post; lists the letters to take out of it.
    Posted {
        /// The print file's document.
        document: String,
        /// Day it was posted; today when none.
        #[arg(long)]
        on: Option<Date>,
        /// Numbers of the registered letters, in the order of printing.
        #[arg(long, value_delimiter = ',')]
        registered: Vec<String>,
    },
    /// Write what the post says of a registered letter.
    Registered {
        /// The message.
        message: String,
        /// Number of the registered letter.
        #[arg(long)]
        number: Option<String>,
        /// Day it was presented.
        #[arg(long)]
        presented_on: Option<Date>,
        /// Day it came back.
        #[arg(long)]
        returned_on: Option<Date>,
    },
    /// Say that the post brought a letter back, and why: unknown at the address, it reached nobody.
    Returned {
        /// The message.
        message: String,
        /// unclaimed, refused or unknown.
        #[arg(long, value_parser = reason)]
        reason: PostReturn,
        /// Day it came back; today when none.
        #[arg(long)]
        on: Option<Date>,
        /// Day it was presented, where it was.
        #[arg(long)]
        presented_on: Option<Date>,
        /// Number of the registered letter, where it is not known yet.
        #[arg(long)]
        number: Option<String>,
    },
}

fn reason(slug: &str) -> Result<PostReturn, String> {
    PostReturn::parse(slug).ok_or_else(|| "unclaimed, refused or unknown".to_owned())
}

fn refused(refusal: Refusal) -> Failure {
    DeskError::from(refusal).into()
}

impl OutboxArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.sending_desk()?, Actor::operator());
        match &self.act {
            None => self.list(&desk.outbox(&actor, &OutboxFilter { limit: Some(50), ..OutboxFilter::default() })?),
            Some(Act::List { state, channel, limit }) => {
                let state = state
                    .as_ref()
                    .map(|s| MessageState::parse(s).ok_or_else(|| refused(Refusal::UnknownState { state: s.clone() })));
                let channel = channel
                    .as_ref()
                    .map(|c| Channel::parse(c).ok_or_else(|| refused(Refusal::UnknownChannel { channel: c.clone() })));
                let filter = OutboxFilter {
                    state: state.transpose()?,
                    channel: channel.transpose()?,
                    before: None,
                    limit: Some(*limit),
                };
                self.list(&desk.outbox(&actor, &filter)?)
            }
            Some(Act::Send) => {
                let report = desk.send_due(&actor, &crate::serve::worker_name())?;
                desk.store().seal(desk.now())?;
                let notes = desk.outbox(&actor, &OutboxFilter { limit: Some(1), ..OutboxFilter::default() })?.notes;
                for note in &notes {
                    talk(note.pick(language()));
                }
                self.sent(&report)
            }
            Some(Act::Resolve { message, left, .. }) => {
                desk.resolve_doubt(&actor, message.parse()?, *left)?;
                self.done(message)
            }
            Some(Act::Again { message }) => {
                desk.make_again(&actor, message.parse()?)?;
                self.done(message)
            }
            Some(Act::Bounce { file }) => {
                let bytes = std::fs::read(file).map_err(|e| Failure(format!("{}: {e}", file.display())))?;
                let answer = desk.bounced(&actor, &bytes)?;
                if self.json {
                    json(&answer)?;
                } else {
                    let fate = serde_json::to_value(answer.fate)?;
                    let message = answer.message.map(|id| format!(" {id}")).unwrap_or_default();
                    line(&format!("{}{message} {}", fate.as_str().unwrap_or_default(), answer.reply))?;
                }
                Ok(Done::Well)
            }
            Some(Act::Paper(act)) => self.paper(&desk, &actor, act),
        }
    }

    /// What is printed, and what the post says.
    fn paper(&self, desk: &Desk, actor: &Actor, act: &Paper) -> Result<Done, Failure> {
        match act {
            Paper::PrintFiles { date } => self.print_files(&desk.print_file_list(actor, *date)?),
            Paper::Print { document, output } => {
                let file = desk.read_print_file(actor, document.parse()?)?;
                let path = output.clone().unwrap_or_else(|| PathBuf::from(&file.file_name));
                std::fs::write(&path, file.content).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
                line(&path.display().to_string())?;
                Ok(Done::Well)
            }
            Paper::Posted { document, on, registered } => {
                let day = on.unwrap_or_else(|| desk.today());
                let posted = desk.posted(actor, document.parse()?, day, registered)?;
                if self.json {
                    said(&posted)?;
                    return Ok(Done::Well);
                }
                line(&format!("{} letters count as sent on {day}", posted.sent))?;
                for out in &posted.take_out {
                    line(&format!("  take out {}: {} ({})", out.place, out.debtor, out.why.pick(language())))?;
                }
                Ok(Done::Well)
            }
            Paper::Registered { message, number, presented_on, returned_on } => {
                desk.registered(actor, message.parse()?, number.as_deref(), (*presented_on, *returned_on))?;
                self.done(message)
            }
            Paper::Returned { message, reason, on, presented_on, number } => {
                let on = on.unwrap_or_else(|| desk.today());
                let back = LetterBack { reason: *reason, on, presented_on: *presented_on, number: number.clone() };
                desk.letter_returned(actor, message.parse()?, &back)?;
                self.done(message)
            }
        }
    }

    fn sent(&self, report: &SendReport) -> Result<Done, Failure> {
        if self.json {
            said(report)?;
        } else {
            let SendReport { sent, deferred, refused, doubtful, cancelled, remade, waiting, .. } = report;
            line(&format!(
                "{sent} sent, {deferred} deferred, {refused} refused, {doubtful} doubtful, {cancelled} cancelled, \
                 {remade} to make again, {waiting} waiting"
            ))?;
        }
        for passed in &report.passed_over {
            talk(&format!("{}: {}", passed.what, passed.why.pick(language())));
        }
        Ok(if report.passed_over.is_empty() { Done::Well } else { Done::WithRejects })
    }

    fn print_files(&self, files: &[PrintFileLine]) -> Result<Done, Failure> {
        if self.json {
            said(&files)?;
            return Ok(Done::Well);
        }
        let row = |f: &PrintFileLine| {
            let what = format!("{} {} {}", f.document, f.day, f.creditor);
            vec![what, format!("{} letters", f.letters), format!("{} to post", f.to_post)]
        };
        table(&files.iter().map(row).collect::<Vec<_>>())?;
        Ok(Done::Well)
    }

    fn done(&self, message: &str) -> Result<Done, Failure> {
        if self.json {
            json(&serde_json::json!({ "message": message }))?;
        } else {
            line(message)?;
        }
        Ok(Done::Well)
    }

    fn list(&self, page: &OutboxPage) -> Result<Done, Failure> {
        if self.json {
            said(page)?;
            return Ok(Done::Well);
        }
        let counts: Vec<String> = page.counts.iter().map(|(state, count)| format!("{count} {state}")).collect();
        line(&if counts.is_empty() { "no message".to_owned() } else { counts.join(", ") })?;
        let rows: Vec<Vec<String>> = page
            .messages
            .iter()
            .map(|m| {
                let said = m.why.as_ref().map_or(m.last_reply.as_str(), |why| why.pick(language()));
                vec![format!("{} {:<9} {:<6} {}  {said}", m.message, m.state, m.channel, m.to)]
            })
            .collect();
        table(&rows)?;
        for note in &page.notes {
            talk(note.pick(language()));
        }
        Ok(Done::Well)
    }
}

/// `schedule`.
#[derive(Args)]
pub struct ScheduleArgs {
    #[command(subcommand)]
    act: Option<When>,
    /// Print one JSON document.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum When {
    /// Show it.
    Show,
    /// Start the day's run by itself.
    Set {
        /// Hour of the house.
        #[arg(default_value = "07:00")]
        at: String,
        /// Working days of this territory only; `all` for every day.
        #[arg(long, default_value = "metropole")]
        working_days: String,
    },
    /// Start nothing by itself.
    Off,
    /// The house's time zone: the hour of the run, and the day it is here.
    Zone {
        /// IANA name, `Europe/Paris` or `Indian/Reunion`.
        name: String,
    },
}

impl ScheduleArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            None | Some(When::Show) => {}
            Some(When::Off) => desk.set_schedule(&actor, None)?,
            Some(When::Zone { name }) => desk.set_zone(&actor, name)?,
            Some(When::Set { at, working_days }) => {
                let minute = minute(at).ok_or_else(|| refused(Refusal::HourWrong { hour: at.clone() }))?;
                let territory = match working_days.as_str() {
                    "all" => None,
                    slug => Some(
                        Territory::parse(slug)
                            .ok_or_else(|| refused(Refusal::TerritoryWrong { text: slug.to_owned() }))?,
                    ),
                };
                desk.set_schedule(&actor, Some(Schedule { minute, working_days: territory }))?;
            }
        }
        let kept = desk.schedule(&actor)?;
        if self.json {
            json(&kept)?;
            return Ok(Done::Well);
        }
        match kept.schedule {
            None => line(&format!("off: nothing starts by itself; {}", kept.zone))?,
            Some(s) => {
                let days = if s.working_days.is_some() { "working days" } else { "every day" };
                line(&format!("{:02}:{:02} {}, {days}", s.minute / 60, s.minute % 60, kept.zone))?;
            }
        }
        Ok(Done::Well)
    }
}

/// `07:00` as minutes after midnight.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}
