//! Instalment plans from the command line.

use std::path::PathBuf;

use app::plans::{
    Every, MeansTyped, PlanFilter, PlanId, PlanKind, PlanSignature, PlanState, PlanTerms, SignatureLevel,
};
use app::{Actor, Desk};
use clap::{Args, Subcommand};
use kernel::{Currency, Date};

use crate::house::House;
use crate::output::{Done, Failure, line, said, table};

/// Lines of a list; more are asked page by page through the API.
const LINES: u32 = 100_000;

/// `plan`.
#[derive(Args)]
pub struct Plan {
    #[command(subcommand)]
    act: Act,
}

/// What is done with a plan.
#[derive(Subcommand)]
enum Act {
    /// Compute a plan; nothing is written.
    Offer(Terms),
    /// Propose a plan.
    Propose(Terms),
    /// Show a plan with its instalments.
    Show(Show),
    /// Grant a plan that its author could not grant alone.
    Approve(One),
    /// Refuse a plan that nobody signed.
    Refuse(Ended),
    /// Record the signature.
    Sign(Sign),
    /// Give a plan up.
    Cancel(Ended),
    /// Record that the notice of default was received.
    Notify(Notify),
    /// Pronounce the forfeiture of the term.
    Accelerate(One),
    /// Erase what a person said of their means.
    EraseMeans(One),
    /// Write the protocol as a PDF.
    Protocol(Paper),
    /// Write the notice of default as a PDF.
    Notice(Paper),
}

/// A plan.
#[derive(Args)]
struct One {
    /// Reference of the plan.
    id: PlanId,
}

/// A plan that ends.
#[derive(Args)]
struct Ended {
    /// Reference of the plan.
    id: PlanId,
    /// Why.
    #[arg(long)]
    reason: String,
}

/// A plan to show.
#[derive(Args)]
struct Show {
    /// Reference of the plan.
    id: PlanId,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// A signature.
#[derive(Args)]
struct Sign {
    /// Reference of the plan.
    id: PlanId,
    /// Who signed, in what capacity.
    #[arg(long)]
    by: String,
    /// When; today when none.
    #[arg(long)]
    on: Option<Date>,
    /// said, written, handwritten, electronic or qualified.
    #[arg(long, default_value = "handwritten", value_parser = level)]
    level: SignatureLevel,
    /// The signed copy, a PDF.
    #[arg(long)]
    copy: Option<PathBuf>,
}

/// A notice.
#[derive(Args)]
struct Notify {
    /// Reference of the plan.
    id: PlanId,
    /// The day it was received; today when none.
    #[arg(long)]
    on: Option<Date>,
}

/// A PDF to write.
#[derive(Args)]
struct Paper {
    /// Reference of the plan.
    id: PlanId,
    /// Where.
    #[arg(long, short)]
    out: PathBuf,
}

/// What a plan is made from.
#[derive(Args)]
struct Terms {
    /// Customer code, or reference of the account.
    account: String,
    /// Number or reference of a piece; may come several times. What is late when none.
    #[arg(long = "item")]
    items: Vec<String>,
    /// equal, each, stepped, listed or deferral.
    #[arg(long, default_value = "equal", value_parser = kind)]
    kind: PlanKind,
    /// In how many parts.
    #[arg(long)]
    count: Option<u32>,
    /// What is paid each time.
    #[arg(long, default_value = "")]
    each: String,
    /// An amount, or « 2027-01-05 400.00 »; may come several times.
    #[arg(long = "step")]
    steps: Vec<String>,
    /// The currency meant.
    #[arg(long)]
    currency: Option<String>,
    /// week, fortnight, month or quarter.
    #[arg(long, default_value = "month", value_parser = every)]
    every: Every,
    /// First due day.
    #[arg(long)]
    first: Option<Date>,
    /// Agreed yearly rate in percent.
    #[arg(long, default_value = "")]
    rate: String,
    /// Leave due days where they fall, weekends and holidays included.
    #[arg(long)]
    any_day: bool,
    /// Without the clause that a default makes everything due.
    #[arg(long)]
    no_acceleration: bool,
    /// Days the notice gives.
    #[arg(long)]
    notice_days: Option<i64>,
    /// The plan whose place it takes.
    #[arg(long)]
    replaces: Option<PlanId>,
    /// Income of a person, a month.
    #[arg(long, default_value = "")]
    income: String,
    /// Charges of a person, a month.
    #[arg(long, default_value = "")]
    charges: String,
    /// Who follows it.
    #[arg(long, default_value = "")]
    owner: String,
    /// In words.
    #[arg(long, default_value = "")]
    note: String,
}

fn level(slug: &str) -> Result<SignatureLevel, String> {
    SignatureLevel::parse(slug).ok_or_else(|| "said, written, handwritten, electronic or qualified".to_owned())
}

fn kind(slug: &str) -> Result<PlanKind, String> {
    PlanKind::parse(slug).ok_or_else(|| "equal, each, stepped, listed or deferral".to_owned())
}

fn every(slug: &str) -> Result<Every, String> {
    Every::parse(slug).ok_or_else(|| "week, fortnight, month or quarter".to_owned())
}

impl Terms {
    fn read(&self, desk: &Desk, actor: &Actor) -> Result<PlanTerms, Failure> {
        let item = |text: &String| Ok::<_, Failure>(desk.find_item(actor, text)?.id);
        Ok(PlanTerms {
            items: self.items.iter().map(item).collect::<Result<_, _>>()?,
            currency: self.currency.as_deref().map(Currency::parse).transpose()?,
            kind: self.kind,
            count: self.count,
            each: self.each.clone(),
            steps: self.steps.clone(),
            every: self.every,
            first: self.first,
            rate: self.rate.clone(),
            working_days: !self.any_day,
            acceleration: !self.no_acceleration,
            notice_days: self.notice_days,
            replaces: self.replaces,
            means: Some(MeansTyped { income: self.income.clone(), charges: self.charges.clone() }),
            owner: self.owner.clone(),
            note: self.note.clone(),
        })
    }
}

impl Plan {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            Act::Offer(terms) => {
                let account = desk.find_account(&actor, &terms.account)?;
                said(&desk.plan_offer(&actor, account, &terms.read(&desk, &actor)?)?)?;
            }
            Act::Propose(terms) => {
                let account = desk.find_account(&actor, &terms.account)?;
                line(&desk.propose_plan(&actor, account, &terms.read(&desk, &actor)?)?.to_string())?;
            }
            Act::Show(show) => shown(&desk, &actor, show)?,
            Act::Approve(one) => desk.approve_plan(&actor, one.id)?,
            Act::Refuse(end) => desk.refuse_plan(&actor, end.id, &end.reason)?,
            Act::Sign(sign) => {
                let signature = PlanSignature { on: sign.on, by: sign.by.clone(), level: sign.level };
                desk.sign_plan(&actor, sign.id, &signature)?;
                if let Some(path) = &sign.copy {
                    let bytes = std::fs::read(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
                    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
                    desk.attach_plan_copy(&actor, sign.id, &app::imports::Upload { name, bytes })?;
                }
            }
            Act::Cancel(end) => desk.cancel_plan(&actor, end.id, &end.reason)?,
            Act::Notify(notice) => desk.notify_plan(&actor, notice.id, notice.on)?,
            Act::Accelerate(one) => desk.accelerate_plan(&actor, one.id)?,
            Act::EraseMeans(one) => desk.erase_means(&actor, one.id)?,
            Act::Protocol(paper) => write(&paper.out, &desk.plan_protocol(&actor, paper.id)?.bytes)?,
            Act::Notice(paper) => write(&paper.out, &desk.plan_notice(&actor, paper.id)?.bytes)?,
        }
        Ok(Done::Well)
    }
}

fn write(path: &PathBuf, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|e| Failure(format!("{}: {e}", path.display())))
}

fn shown(desk: &Desk, actor: &Actor, show: &Show) -> Result<(), Failure> {
    let plan = desk.plan_detail(actor, show.id)?;
    if show.json {
        return said(&plan);
    }
    let currency = plan.line.currency;
    line(&format!(
        "{} {}: {} {currency}, {}",
        plan.line.account,
        plan.line.debtor,
        plan.line.total,
        plan.line.state.slug()
    ))?;
    let row = |i: &app::plans::PlanInstalmentLine| {
        vec![i.due.to_string(), i.amount.clone(), i.paid.clone(), i.state.to_owned()]
    };
    table(&plan.schedule.iter().map(row).collect::<Vec<_>>())
}

/// `plans`.
#[derive(Args)]
pub struct Plans {
    /// One account only: customer code or reference.
    #[arg(long)]
    account: Option<String>,
    /// One state only.
    #[arg(long, value_parser = state)]
    state: Option<PlanState>,
    /// Judge those that run by the ledger first.
    #[arg(long)]
    judge: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

fn state(slug: &str) -> Result<PlanState, String> {
    let known = || PlanState::ALL.iter().map(|s| s.slug()).collect::<Vec<_>>().join(", ");
    PlanState::parse(slug).ok_or_else(known)
}

impl Plans {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        if self.judge {
            desk.judge_plans(&actor, desk.today())?;
        }
        let account = self.account.as_deref().map(|text| desk.find_account(&actor, text)).transpose()?;
        let filter = PlanFilter { states: self.state.into_iter().collect(), account };
        let page = desk.plans(&actor, &filter, None, LINES)?;
        if self.json {
            said(&page)?;
            return Ok(Done::Well);
        }
        let row = |p: &app::plans::PlanLine| {
            let who = format!("{} {} {}", p.id, p.account, p.debtor);
            let money = format!("{} / {} {}", p.paid, p.total, p.currency);
            vec![who, money, p.state.slug().to_owned(), p.next_due.map_or_else(String::new, |day| day.to_string())]
        };
        table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}

/// `receipt`.
#[derive(Args)]
pub struct Receipt {
    /// Number of the payment, or its reference.
    item: String,
    /// Where the PDF is written.
    #[arg(long, short)]
    out: PathBuf,
}

impl Receipt {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        let item = desk.find_item(&actor, &self.item)?;
        write(&self.out, &desk.receipt(&actor, item.id)?.bytes)?;
        Ok(Done::Well)
    }
}
