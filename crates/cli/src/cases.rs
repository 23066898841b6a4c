//! Cases and the procedures they follow.

use app::Actor;
use app::cases::{
    CaseFilter, CaseId, CaseLine, CaseOrder, CaseOutcome, CaseSide, CourtProcedureId, Distance, PartyOrder, PartyRole,
    ProcedureOrder, Tell, TellOrder,
};
use app::costs::{CaseClosing, LossOrder};
use app::reports::ReportFormat;
use clap::{Args, Subcommand};
use kernel::Date;
use ledger::ItemId;
use std::path::PathBuf;

use crate::desk::save;
use crate::hearings::ProcedureHearings;
use crate::house::House;
use crate::output::{Done, Failure, language, line, said, table, talk};
use crate::papers::{CaseExhibits, CasePaper, CasePapers, CaseProofs};

/// `case`.
#[derive(Subcommand)]
pub enum CaseCommand {
    /// Cases, the last opened first.
    List(CaseList),
    /// One case with its items, parties and procedures.
    Show(CaseShow),
    /// Open a case: its items are not reminded of while it is open.
    Open(CaseOpen),
    /// Add items to an open case.
    Claim(CaseClaim),
    /// Add a party to an open case.
    Party(CaseParty),
    /// The exhibits of a case, numbered; with files, add them first.
    Exhibits(CaseExhibits),
    /// What of a case can be proved, each with its files; with files, add them first.
    Proofs(CaseProofs),
    /// The papers made for a case, the last made first.
    Papers(CasePapers),
    /// Make a paper: décompte, petition, instruction, declaration of claim and the others, bound with its exhibits.
    Paper(CasePaper),
    /// What must be ready before it is handed over, and who ticked each line.
    Checklist(crate::limitation::CaseChecklist),
    /// Close a case.
    Close(CaseClose),
    /// Whether a case can go before a judge: its score, what is missing, who was asked.
    Ready(crate::readiness::CaseReady),
    /// Say what the ledger cannot know of a case, or knows otherwise.
    Answer(crate::readiness::CaseAnswer),
    /// Ask a missing piece of who holds it, once.
    Ask(crate::readiness::CaseAsk),
    /// The routes of a case with their figures; with --go, --no-go or --later, record the decision.
    Choose(crate::readiness::CaseChoose),
}

/// `case list`.
#[derive(Args)]
pub struct CaseList {
    /// One account only, by customer code or reference.
    #[arg(long)]
    account: Option<String>,
    /// Closed ones too.
    #[arg(long)]
    all: bool,
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

/// `case show`.
#[derive(Args)]
pub struct CaseShow {
    /// The case.
    id: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// `case open`.
#[derive(Args)]
pub struct CaseOpen {
    /// The account, by customer code or reference.
    account: String,
    /// An item to claim, by number or reference; several times for several. All that is late and free without any.
    #[arg(long = "item")]
    items: Vec<String>,
    /// The creditor is claimed from.
    #[arg(long)]
    defendant: bool,
    /// The reference the house gives it.
    #[arg(long, default_value = "")]
    reference: String,
    /// What it is about.
    #[arg(long, default_value = "")]
    object: String,
    /// Who follows it.
    #[arg(long, default_value = "")]
    owner: String,
}

/// `case claim`.
#[derive(Args)]
pub struct CaseClaim {
    /// The case.
    id: String,
    /// Items, by number or reference.
    #[arg(required = true)]
    items: Vec<String>,
}

/// `case party`.
#[derive(Args)]
pub struct CaseParty {
    /// The case.
    id: String,
    /// co-debtor, guarantor, claimant, lawyer or officer.
    role: String,
    /// Their name.
    #[arg(long, default_value = "")]
    name: String,
    /// Their account with the same creditor.
    #[arg(long)]
    account: Option<String>,
    /// In words.
    #[arg(long, default_value = "")]
    note: String,
}

/// `case close`.
#[derive(Args)]
pub struct CaseClose {
    /// The case.
    id: String,
    /// paid, settled, irrecoverable, given-up or mistake.
    outcome: String,
    /// Why.
    #[arg(long)]
    why: String,
    /// What proves that nothing will come; needed for irrecoverable.
    #[arg(long, default_value = "")]
    proof: String,
    /// The day of that proof.
    #[arg(long)]
    proof_on: Option<Date>,
    /// Rate of VAT of the items, percent.
    #[arg(long, default_value = "")]
    vat_rate: String,
    /// When the VAT was due: debits, collection or unknown.
    #[arg(long, default_value = "")]
    vat: String,
}

/// `procedure`.
#[derive(Subcommand)]
pub enum ProcedureCommand {
    /// The procedures of the tables of law, with those that cannot be begun today.
    List {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Begin a procedure in an open case.
    Begin(ProcedureBegin),
    /// Where a procedure stands, by when what, and what is known of it.
    Show(ProcedureShow),
    /// Tell a procedure what happened.
    Tell(ProcedureTell),
    /// The hearings to come of every procedure, after those past without an outcome.
    Hearings(ProcedureHearings),
}

/// `procedure begin`.
#[derive(Args)]
pub struct ProcedureBegin {
    /// The case.
    case: String,
    /// Its name: payment-order, insolvency…
    definition: String,
    /// The day it was begun; today without it.
    #[arg(long)]
    on: Option<Date>,
    /// The court.
    #[arg(long, default_value = "")]
    court: String,
    /// Its kind: commercial, tae, civil, protection…; without it, what its name tells, else what the law answers.
    #[arg(long, default_value = "")]
    court_kind: String,
    /// Date of the order, where no act gives it.
    #[arg(long)]
    order: Option<Date>,
    /// Where the debtor lives: none, overseas or abroad.
    #[arg(long, default_value = "none")]
    distance: String,
    /// The sum claimed; what was open of the items without it.
    #[arg(long, default_value = "")]
    claimed: String,
    /// Leave of the judge, for a measure that no title of the case opens.
    #[arg(long, default_value = "")]
    leave: String,
}

/// `procedure show`.
#[derive(Args)]
pub struct ProcedureShow {
    /// The procedure.
    id: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// `procedure tell`.
#[derive(Args)]
pub struct ProcedureTell {
    /// The procedure.
    id: String,
    /// act, withdraw, day, hearing, instead, aside, court, stay, lift, end, correct or strike.
    what: String,
    /// The act (serve), the step (service), the ground (agreement, paid), the court (civil) or the number of the fact, from 0.
    about: Option<String>,
    /// The day; today without it, save for a hearing.
    #[arg(long)]
    on: Option<Date>,
    /// Who did it.
    #[arg(long, default_value = "")]
    by: String,
    /// Kind of the proof: officer-act, registered-letter, registry-receipt, decision, publication, receipt, bank or
    /// statement.
    #[arg(long, default_value = "")]
    proof_kind: String,
    /// Reference of the proof.
    #[arg(long, default_value = "")]
    proof: String,
    /// How it was served: in-person or not-in-person.
    #[arg(long, default_value = "")]
    service: String,
    /// What was granted, where it is not all.
    #[arg(long, default_value = "")]
    granted: String,
    /// Leave of the judge to act on a closed day, or without the title a measure needs.
    #[arg(long, default_value = "")]
    leave: String,
    /// The step followed, for `instead`.
    #[arg(long, default_value = "")]
    instead: String,
    /// Why.
    #[arg(long, default_value = "")]
    why: String,
    /// In words.
    #[arg(long, default_value = "")]
    note: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

pub(crate) fn case_id(text: &str) -> Result<CaseId, Failure> {
    text.parse().map_err(|_| Failure(format!("{text}: no reference of a case; `quittance case list` shows them")))
}

fn procedure_id(text: &str) -> Result<CourtProcedureId, Failure> {
    text.parse().map_err(|_| Failure(format!("{text}: no reference of a procedure; `quittance case show` shows them")))
}

fn items(desk: &app::Desk, actor: &Actor, texts: &[String]) -> Result<Vec<ItemId>, Failure> {
    texts.iter().map(|text| Ok(desk.find_item(actor, text)?.id)).collect()
}

fn row(case: &CaseLine) -> Vec<String> {
    vec![
        case.id.to_string(),
        format!("{} {}", case.account, case.debtor),
        format!("{} {}", case.open, case.currency),
        case.procedure.as_ref().map_or_else(String::new, |words| words.pick(language()).to_owned()),
        case.due.map_or_else(String::new, |due| due.to_string()),
        case.closed.map_or_else(String::new, |day| day.to_string()),
    ]
}

impl CaseCommand {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match self {
            Self::List(list) => list.run(&desk, &actor),
            Self::Show(show) => show.run(&desk, &actor),
            Self::Ready(ready) => ready.run(&desk, &actor),
            Self::Answer(answer) => answer.run(&desk, &actor),
            Self::Ask(ask) => ask.run(&desk, &actor),
            Self::Choose(choose) => choose.run(&desk, &actor),
            Self::Checklist(checklist) => checklist.run(&desk, &actor),
            Self::Open(open) => {
                let account = desk.find_account(&actor, &open.account)?;
                let order = CaseOrder {
                    side: if open.defendant { CaseSide::Defendant } else { CaseSide::Claimant },
                    items: items(&desk, &actor, &open.items)?,
                    reference: open.reference.clone(),
                    object: open.object.clone(),
                    owner: open.owner.clone(),
                    parties: Vec::new(),
                };
                line(&desk.open_case(&actor, account, &order)?.to_string())?;
                Ok(Done::Well)
            }
            Self::Claim(claim) => {
                desk.add_claims(&actor, case_id(&claim.id)?, &items(&desk, &actor, &claim.items)?)?;
                Ok(Done::Well)
            }
            Self::Party(party) => {
                let known = || PartyRole::ALL.iter().map(|role| role.slug()).collect::<Vec<_>>().join(", ");
                let role = PartyRole::parse(&party.role)
                    .ok_or_else(|| Failure(format!("{}: one of {}", party.role, known())))?;
                let account = party.account.as_deref().map(|text| desk.find_account(&actor, text)).transpose()?;
                let (name, note) = (party.name.clone(), party.note.clone());
                let order = PartyOrder { role, name, address: String::new(), note, account };
                line(&desk.add_party(&actor, case_id(&party.id)?, &order)?.to_string())?;
                Ok(Done::Well)
            }
            Self::Exhibits(exhibits) => exhibits.run(&desk, &actor),
            Self::Proofs(proofs) => proofs.run(&desk, &actor),
            Self::Papers(papers) => papers.run(&desk, &actor),
            Self::Paper(paper) => paper.run(&desk, &actor),
            Self::Close(close) => {
                let known = || CaseOutcome::ALL.iter().map(|one| one.slug()).collect::<Vec<_>>().join(", ");
                let outcome = CaseOutcome::parse(&close.outcome)
                    .ok_or_else(|| Failure(format!("{}: one of {}", close.outcome, known())))?;
                let loss = LossOrder {
                    proof: close.proof.clone(),
                    proof_on: close.proof_on,
                    vat_rate: close.vat_rate.clone(),
                    vat: close.vat.clone(),
                };
                let closing = CaseClosing { outcome, why: close.why.clone(), loss };
                desk.close_case(&actor, case_id(&close.id)?, closing)?;
                Ok(Done::Well)
            }
        }
    }
}

impl CaseList {
    fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let account = self.account.as_deref().map(|text| desk.find_account(actor, text)).transpose()?;
        let filter = CaseFilter { open: if self.all { None } else { Some(true) }, account };
        if let Some(path) = &self.export {
            let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
            let file = desk.case_report(actor, ReportFormat::parse(extension)?, &filter, language())?;
            return save(path, &file.bytes);
        }
        let page = desk.cases(actor, &filter, None, self.top)?;
        if self.json {
            said(&page)?;
            return Ok(Done::Well);
        }
        table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}

impl CaseShow {
    fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let case = desk.case(actor, case_id(&self.id)?)?;
        if self.json {
            said(&case)?;
            return Ok(Done::Well);
        }
        table(&[row(&case.line)])?;
        let claims = case.claims.iter().map(|claim| {
            let left = claim.left.map_or_else(String::new, |day| format!("left {day}: {}", claim.left_why));
            vec![claim.number.clone(), claim.due.to_string(), claim.claimed.clone(), claim.open.clone(), left]
        });
        table(&claims.collect::<Vec<_>>())?;
        let parties = case.parties.iter().map(|party| vec![party.role.slug().to_owned(), party.name.clone()]);
        table(&parties.collect::<Vec<_>>())?;
        let procedures = case.procedures.iter().map(|one| {
            let due = one.due.map_or_else(String::new, |due| due.to_string());
            vec![one.id.to_string(), one.definition.clone(), one.state.clone(), due]
        });
        table(&procedures.collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}

impl ProcedureCommand {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match self {
            Self::List { json } => {
                let all = desk.procedure_choices(&actor)?;
                if *json {
                    said(&all)?;
                    return Ok(Done::Well);
                }
                let row = |choice: &app::cases::ProcedureChoice| {
                    let closed = choice.closed.as_ref().map_or("", |why| why.pick(language()));
                    let words = choice.words.pick(language()).to_owned();
                    vec![choice.definition.clone(), words, choice.article.clone(), closed.to_owned()]
                };
                table(&all.iter().map(row).collect::<Vec<_>>())?;
                Ok(Done::Well)
            }
            Self::Begin(begin) => {
                let order = ProcedureOrder {
                    definition: begin.definition.clone(),
                    begun: begin.on,
                    court: begin.court.clone(),
                    court_kind: begin.court_kind.clone(),
                    order: begin.order,
                    distance: Distance::parse(&begin.distance).map_err(app::DeskError::from)?,
                    territory: kernel::Territory::default(),
                    claimed: begin.claimed.clone(),
                    leave: begin.leave.clone(),
                };
                let case = case_id(&begin.case)?;
                line(&desk.begin_procedure(&actor, case, &order)?.to_string())?;
                match desk.unticked(&actor, case)? {
                    0 => {}
                    left => {
                        talk(&format!("{left} lines of the hand-over are not ticked: quittance case checklist {case}"));
                    }
                }
                Ok(Done::Well)
            }
            Self::Show(show) => show.run(&desk, &actor),
            Self::Tell(tell) => tell.run(&desk, &actor),
            Self::Hearings(hearings) => hearings.run(&desk, &actor),
        }
    }
}

impl ProcedureShow {
    fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let found = desk.procedure(actor, procedure_id(&self.id)?)?;
        if self.json {
            said(&found)?;
            return Ok(Done::Well);
        }
        let (words, state) = (found.line.words.pick(language()), found.line.state_words.pick(language()));
        line(&format!("{words}: {state}, {}", found.course.since))?;
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        let open = found.course.open().map(|deadline| {
            let words = deadline.words.pick(language()).to_owned();
            vec![deadline.step.clone(), day(deadline.safe), day(deadline.due), words, deadline.article.clone()]
        });
        table(&open.collect::<Vec<_>>())?;
        let acts = found.course.possible.iter().map(|act| {
            vec![act.act.clone(), act.words.pick(language()).to_owned(), act.actor.clone(), act.article.clone()]
        });
        table(&acts.collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}

impl ProcedureTell {
    fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let known = || Tell::ALL.iter().map(|tell| tell.slug()).collect::<Vec<_>>().join(", ");
        let what = Tell::parse(&self.what).ok_or_else(|| Failure(format!("{}: one of {}", self.what, known())))?;
        let about = self.about.clone().unwrap_or_default();
        let mut order = TellOrder {
            day: self.on,
            by: self.by.clone(),
            proof_kind: self.proof_kind.clone(),
            proof: self.proof.clone(),
            service: self.service.clone(),
            granted: self.granted.clone(),
            leave: self.leave.clone(),
            note: self.note.clone(),
            instead: self.instead.clone(),
            why: self.why.clone(),
            ..TellOrder::new(what)
        };
        match what {
            Tell::Act | Tell::Withdraw => order.act = about,
            Tell::Day | Tell::Instead | Tell::Aside => order.step = about,
            Tell::Court | Tell::Stay | Tell::End => order.ground = about,
            Tell::Correct | Tell::Strike => order.position = about.parse().ok(),
            Tell::Lift | Tell::Hearing => {}
        }
        let events = desk.tell_procedure(actor, procedure_id(&self.id)?, &order)?;
        if self.json {
            said(&events.iter().map(app::cases::Event::words).collect::<Vec<_>>())?;
            return Ok(Done::Well);
        }
        for event in &events {
            line(event.words().pick(language()))?;
        }
        Ok(Done::Well)
    }
}
