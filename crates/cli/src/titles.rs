//! Titles, and what cases cost.

use std::path::PathBuf;

use app::Actor;
use app::cases::CaseId;
use app::costs::{CaseCostId, CostOrder, TimeOrder};
use app::reports::ReportFormat;
use app::titles::{CourtTitleId, HeadOrder, TitleLine, TitleOrder, TitleShow, TitleTell, TitleTold};
use clap::{Args, Subcommand};
use kernel::Date;

use crate::desk::save;
use crate::house::House;
use crate::output::{Done, Failure, language, line, said, table};

/// `title`.
#[derive(Subcommand)]
pub enum TitleCommand {
    /// Titles, the first to be lost first.
    List(TitleList),
    /// One title: what it is worth today, what it opens, what happened to it.
    Show(TitleOne),
    /// The titles that procedures of a case brought and that nobody recorded.
    Proposed(crate::limitation::TitleProposed),
    /// Record a title in an open case.
    Add(TitleAdd),
    /// Tell that a title was served, that its clock starts anew, or where its original is.
    Tell(TitleFact),
    /// Strike out a fact told by mistake.
    Strike(TitleStrike),
    /// Record that a later decision set a title aside.
    Annul(TitleAnnul),
}

/// `title list`.
#[derive(Args)]
pub struct TitleList {
    /// live, soon, lost, unknown or all.
    #[arg(long, default_value = "live")]
    show: String,
    /// One account only, by customer code or reference.
    #[arg(long)]
    account: Option<String>,
    /// Write them to a file instead: .xlsx or .csv.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// The first so many only.
    #[arg(long, default_value_t = 1_000)]
    top: u32,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// `title show`.
#[derive(Args)]
pub struct TitleOne {
    /// The title.
    id: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// `title add`.
#[derive(Args)]
pub struct TitleAdd {
    /// The case.
    case: String,
    /// Its date.
    #[arg(long)]
    issued: Date,
    /// The court, or who issued it.
    #[arg(long)]
    court: String,
    /// Its number.
    #[arg(long, default_value = "")]
    number: String,
    /// judgment, interim-order, payment-order, notarial-deed…
    #[arg(long, default_value = "")]
    kind: String,
    /// A sum it awards, `kind=amount` or an amount alone for the principal; several times for several.
    #[arg(long = "head")]
    heads: Vec<String>,
    /// The day it became enforceable.
    #[arg(long)]
    enforceable: Option<Date>,
    /// suspended, provisional or final.
    #[arg(long, default_value = "")]
    finality: String,
    /// It grants capitalisation.
    #[arg(long)]
    capitalise: bool,
    /// b2b, consumer or public: the claim it lasts as long as.
    #[arg(long, default_value = "")]
    claim: String,
    /// Due date of that claim.
    #[arg(long)]
    claim_due: Option<Date>,
}

/// `title tell`.
#[derive(Args)]
pub struct TitleFact {
    /// The title.
    id: String,
    /// service, renewal or original.
    what: String,
    /// On whom it was served, what gave the clock a new start (enforcement-act), or where the original is.
    about: String,
    /// The day; today without it.
    #[arg(long)]
    on: Option<Date>,
    /// in-person or not-in-person.
    #[arg(long, default_value = "")]
    service: String,
    /// Reference of the act, or of what proves it.
    #[arg(long, default_value = "")]
    proof: String,
    /// Who has the original.
    #[arg(long, default_value = "")]
    holder: String,
}

/// `title strike`.
#[derive(Args)]
pub struct TitleStrike {
    /// The title.
    id: String,
    /// The number of the fact, from 0.
    position: i64,
    /// Why.
    #[arg(long)]
    why: String,
}

/// `title annul`.
#[derive(Args)]
pub struct TitleAnnul {
    /// The title.
    id: String,
    /// By which decision.
    #[arg(long)]
    by: String,
    /// The day; today without it.
    #[arg(long)]
    on: Option<Date>,
}

/// `cost`.
#[derive(Subcommand)]
pub enum CostCommand {
    /// What a case costs, summed beside its budget.
    Show(CostShow),
    /// Record a cost in an open case.
    Add(CostAdd),
    /// Take a cost out: it stays to be read, and counts no more.
    Remove(CostRemove),
    /// Record the day a cost was paid.
    Pay(CostPay),
    /// Record time of the house.
    Time(CostTime),
    /// Write what is foreseen anew: `lawyer=600.00`.
    Budget(CostBudget),
    /// Write the entries that an irrecoverable case proposes to a file: .xlsx or .csv.
    Entries(CostEntries),
}

/// `cost show`.
#[derive(Args)]
pub struct CostShow {
    /// The case.
    case: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// `cost add`.
#[derive(Args)]
pub struct CostAdd {
    /// The case.
    case: String,
    /// What it is for.
    label: String,
    /// Without VAT.
    net: String,
    /// VAT.
    #[arg(long, default_value = "")]
    vat: String,
    /// registry, officer-act, lawyer…
    #[arg(long, default_value = "")]
    kind: String,
    /// enforcement, prescribed-act, proceedings…
    #[arg(long, default_value = "")]
    ground: String,
    /// The day of the act; today without it.
    #[arg(long)]
    on: Option<Date>,
    /// debtor or creditor, where the law leaves it to the judge.
    #[arg(long, default_value = "")]
    decided: String,
    /// That decision.
    #[arg(long, default_value = "")]
    decision: String,
    /// Word of the tariff.
    #[arg(long, default_value = "")]
    tariff: String,
    /// Number of the invoice or fee note.
    #[arg(long, default_value = "")]
    reference: String,
    /// The day it was paid.
    #[arg(long)]
    paid: Option<Date>,
    /// The act of a procedure that it pays, as `case proofs` names it: `fact-…`.
    #[arg(long, default_value = "")]
    act: String,
}

/// `cost remove`.
#[derive(Args)]
pub struct CostRemove {
    /// The cost.
    id: String,
    /// Why.
    #[arg(long)]
    why: String,
}

/// `cost pay`.
#[derive(Args)]
pub struct CostPay {
    /// The cost.
    id: String,
    /// The day; today without it.
    #[arg(long)]
    on: Option<Date>,
}

/// `cost time`.
#[derive(Args)]
pub struct CostTime {
    /// The case.
    case: String,
    /// Who.
    who: String,
    /// Minutes.
    minutes: i64,
    /// What an hour costs.
    hourly: String,
    /// The day; today without it.
    #[arg(long)]
    on: Option<Date>,
}

/// `cost budget`.
#[derive(Args)]
pub struct CostBudget {
    /// The case.
    case: String,
    /// `kind=amount`, VAT included; each kind once.
    lines: Vec<String>,
}

/// `cost entries`.
#[derive(Args)]
pub struct CostEntries {
    /// The case.
    case: String,
    /// The file.
    file: PathBuf,
}

fn title_id(text: &str) -> Result<CourtTitleId, Failure> {
    text.parse().map_err(|_| Failure(format!("{text}: no reference of a title; `quittance title list` shows them")))
}

fn cost_id(text: &str) -> Result<CaseCostId, Failure> {
    text.parse().map_err(|_| Failure(format!("{text}: no reference of a cost; `quittance cost show` shows them")))
}

fn case_id(text: &str) -> Result<CaseId, Failure> {
    text.parse().map_err(|_| Failure(format!("{text}: no reference of a case; `quittance case list` shows them")))
}

fn format(path: &std::path::Path) -> Result<ReportFormat, Failure> {
    Ok(ReportFormat::parse(path.extension().and_then(|e| e.to_str()).unwrap_or_default())?)
}

fn row(title: &TitleLine) -> Vec<String> {
    vec![
        title.id.to_string(),
        format!("{} {}", title.account, title.debtor),
        format!("{} {} {}", title.kind.slug(), title.number, title.issued),
        title.state.slug().to_owned(),
        title.last_day.map_or_else(String::new, |day| day.to_string()),
        title.owed.as_ref().map_or_else(String::new, |owed| format!("{owed} {}", title.currency)),
    ]
}

/// `kind=amount`, or an amount alone.
fn pair(text: &str) -> (String, String) {
    let (kind, amount) = text.split_once('=').unwrap_or(("", text));
    (kind.trim().to_owned(), amount.trim().to_owned())
}

impl TitleCommand {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match self {
            Self::List(list) => return list.run(&desk, &actor),
            Self::Show(show) => return show.run(&desk, &actor),
            Self::Proposed(proposed) => return proposed.run(&desk, &actor),
            Self::Add(add) => line(&desk.add_title(&actor, case_id(&add.case)?, &add.order())?.to_string())?,
            Self::Tell(fact) => {
                let known = || TitleTold::ALL.iter().map(|told| told.slug()).collect::<Vec<_>>().join(", ");
                let what = TitleTold::parse(&fact.what)
                    .ok_or_else(|| Failure(format!("{}: one of {}", fact.what, known())))?;
                let mut told = TitleTell {
                    service: fact.service.clone(),
                    proof: fact.proof.clone(),
                    holder: fact.holder.clone(),
                    ..TitleTell::new(what, fact.on)
                };
                match what {
                    TitleTold::Service => told.on.clone_from(&fact.about),
                    TitleTold::Renewal => told.event.clone_from(&fact.about),
                    TitleTold::Original => told.place.clone_from(&fact.about),
                }
                desk.tell_title(&actor, title_id(&fact.id)?, &told)?;
            }
            Self::Strike(strike) => {
                desk.strike_title_fact(&actor, title_id(&strike.id)?, (strike.position, &strike.why))?;
            }
            Self::Annul(annul) => desk.annul_title(&actor, title_id(&annul.id)?, (annul.on, &annul.by))?,
        }
        Ok(Done::Well)
    }
}

impl TitleList {
    fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let known = || TitleShow::ALL.iter().map(|show| show.slug()).collect::<Vec<_>>().join(", ");
        let show = TitleShow::parse(&self.show).ok_or_else(|| Failure(format!("{}: one of {}", self.show, known())))?;
        let account = self.account.as_deref().map(|text| desk.find_account(actor, text)).transpose()?;
        let filter = show.filter(desk.today(), account);
        if let Some(path) = &self.export {
            return save(path, &desk.title_report(actor, format(path)?, &filter, language())?.bytes);
        }
        let page = desk.titles(actor, &filter, None, self.top)?;
        if self.json {
            said(&page)?;
            return Ok(Done::Well);
        }
        table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}

impl TitleOne {
    fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let title = desk.title(actor, title_id(&self.id)?)?;
        if self.json {
            said(&title)?;
            return Ok(Done::Well);
        }
        table(&[row(&title.line)])?;
        for warning in &title.warnings {
            line(warning.pick(language()))?;
        }
        let doors = title.doors.iter().map(|door| {
            let open = if door.open { "open" } else { "closed" };
            vec![door.measure.clone(), open.to_owned(), door.why.pick(language()).to_owned()]
        });
        table(&doors.collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}

impl TitleAdd {
    fn order(&self) -> TitleOrder {
        let head = |text: &String| {
            let (kind, amount) = pair(text);
            HeadOrder { kind, amount, bare: false }
        };
        TitleOrder {
            kind: self.kind.clone(),
            issued: Some(self.issued),
            court: self.court.clone(),
            number: self.number.clone(),
            heads: self.heads.iter().map(head).collect(),
            enforceable: self.enforceable,
            finality: self.finality.clone(),
            capitalise: self.capitalise,
            claim_kind: self.claim.clone(),
            claim_due: self.claim_due,
            ..TitleOrder::default()
        }
    }
}

impl CostCommand {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match self {
            Self::Show(show) => return show.run(&desk, &actor),
            Self::Add(add) => line(&desk.add_cost(&actor, case_id(&add.case)?, &add.order())?.to_string())?,
            Self::Remove(gone) => desk.drop_cost(&actor, cost_id(&gone.id)?, &gone.why)?,
            Self::Pay(pay) => desk.pay_cost(&actor, cost_id(&pay.id)?, pay.on)?,
            Self::Time(time) => {
                let (who, hourly) = (time.who.clone(), time.hourly.clone());
                let order = TimeOrder { who, day: time.on, minutes: time.minutes, hourly };
                line(&desk.add_time(&actor, case_id(&time.case)?, &order)?.to_string())?;
            }
            Self::Budget(budget) => {
                let lines: Vec<(String, String)> = budget.lines.iter().map(|text| pair(text)).collect();
                desk.set_budget(&actor, case_id(&budget.case)?, &lines)?;
            }
            Self::Entries(entries) => {
                let (case, format) = (case_id(&entries.case)?, format(&entries.file)?);
                return save(&entries.file, &desk.loss_report(&actor, format, case, language())?.bytes);
            }
        }
        Ok(Done::Well)
    }
}

impl CostAdd {
    fn order(&self) -> CostOrder {
        CostOrder {
            kind: self.kind.clone(),
            label: self.label.clone(),
            day: self.on,
            net: self.net.clone(),
            vat: self.vat.clone(),
            ground: self.ground.clone(),
            decided: self.decided.clone(),
            decision: self.decision.clone(),
            paid: self.paid,
            tariff: self.tariff.clone(),
            reference: self.reference.clone(),
            act: self.act.clone(),
            ..CostOrder::default()
        }
    }
}

impl CostShow {
    fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let costs = desk.case_costs(actor, case_id(&self.case)?)?;
        if self.json {
            said(&costs)?;
            return Ok(Done::Well);
        }
        let rows = costs.costs.iter().map(|cost| {
            let left = cost.left.map_or_else(String::new, |day| format!("taken out {day}: {}", cost.left_why));
            let (bearer, paid) = (cost.borne_by.slug(), cost.paid.map_or_else(String::new, |day| day.to_string()));
            vec![
                cost.id.to_string(),
                cost.day.to_string(),
                cost.label.clone(),
                cost.gross.clone(),
                bearer.to_owned(),
                paid,
                left,
            ]
        });
        table(&rows.collect::<Vec<_>>())?;
        let sums = &costs.sums;
        let recovered = sums.recovered.clone().unwrap_or_else(|| "-".to_owned());
        let named = [
            ("spent", &sums.gross),
            ("foreseen", &sums.budget),
            ("advanced", &sums.advanced),
            ("to claim", &sums.to_claim),
            ("recovered", &recovered),
            ("to be paid", &sums.unpaid),
        ];
        table(&named.map(|(name, sum)| vec![name.to_owned(), format!("{sum} {}", costs.currency)]))?;
        Ok(Done::Well)
    }
}
