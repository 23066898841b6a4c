//! Disputes: what customers contest, who answers, by when; and what platforms say of electronic invoices.

use std::path::PathBuf;

use app::disputes::{
    Brought, CauseGrouping, CauseQuery, DisputeFilter, DisputeHandOver, DisputeId, DisputeKind, DisputeLine,
    DisputeMove, DisputeOrder, EvidenceKind, MediationOrder, MediationPath, MediationStep, Outcome, Policy,
    PreventionId, PreventionOrder, Service, Side, Source, Step,
};
use app::imports::Upload;
use app::{Actor, Desk, DeskError, DisputeRefusal};
use clap::{Args, Subcommand};
use kernel::{Currency, Date, Money};

use crate::data::upload;
use crate::house::House;
use crate::output::{Done, Failure, json, language, line, said, table, talk};

/// `dispute`.
#[derive(Args)]
pub struct DisputeArgs {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Open a dispute on a piece, or on a part of it; prints its reference.
    Open {
        /// Number of the piece, or its reference.
        item: String,
        /// quality, delivery, quantity, price, tax, invoice-error, order, terms, duplicate, recipient,
        /// unknown-sale, bank-details, missing-proof or other.
        #[arg(long, default_value = "other")]
        kind: String,
        /// How much; all that is left of the piece when none.
        #[arg(long)]
        amount: Option<String>,
        /// Who must answer; who the policy names when empty.
        #[arg(long, default_value = "")]
        owner: String,
        /// In words.
        #[arg(long, default_value = "")]
        note: String,
        /// The mail that says so: a text file, kept as evidence.
        #[arg(long)]
        mail: Option<PathBuf>,
    },
    /// The disputes: those open, unless asked otherwise.
    List {
        /// One account only, closed ones too: customer code or reference.
        #[arg(long)]
        account: Option<String>,
        /// identify, facts, negotiate, agree, carry-out or closed.
        #[arg(long)]
        step: Option<String>,
        /// One kind only.
        #[arg(long)]
        kind: Option<String>,
        /// sales, logistics, quality, accounting or customer-service.
        #[arg(long)]
        service: Option<String>,
        /// One owner only.
        #[arg(long)]
        owner: Option<String>,
        /// Those whose last day is over.
        #[arg(long)]
        late: bool,
        /// Closed ones too.
        #[arg(long)]
        closed: bool,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// One dispute with all that is known of it, as one JSON document.
    Show {
        /// Its reference.
        id: DisputeId,
    },
    /// Move one to a step: one on, or back to facts or negotiate.
    Step {
        /// Its reference.
        id: DisputeId,
        /// facts, negotiate, agree or carry-out.
        step: String,
        /// Who has it now.
        #[arg(long, default_value = "")]
        owner: String,
        /// Last day to answer, included.
        #[arg(long)]
        until: Option<Date>,
        /// What is granted to the customer.
        #[arg(long)]
        granted: Option<String>,
        /// In words.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Give one to somebody, or say what it is really about.
    Assign {
        /// Its reference.
        id: DisputeId,
        /// Its kind; the service follows.
        #[arg(long)]
        kind: Option<String>,
        /// Its service.
        #[arg(long)]
        service: Option<String>,
        /// Who.
        #[arg(long, default_value = "")]
        owner: String,
        /// Last day to answer, included.
        #[arg(long)]
        until: Option<Date>,
    },
    /// Bring words or a file to one.
    Add {
        /// Its reference.
        id: DisputeId,
        /// customer or house.
        #[arg(long, default_value = "house")]
        side: String,
        /// The words.
        #[arg(long, default_value = "")]
        words: String,
        /// A PDF, a photograph or a text.
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// Close one with its outcome.
    Close {
        /// Its reference.
        id: DisputeId,
        /// founded, partly, unfounded or withdrawn.
        outcome: String,
        /// In words.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Say what happens to its mediation.
    Mediate {
        /// Its reference.
        id: DisputeId,
        /// proposed, accepted, agreement, failure or refused.
        what: String,
        /// Where it is proposed: conventional, business or consumer.
        #[arg(long, default_value = "conventional")]
        path: String,
        /// Who the mediator is.
        #[arg(long, default_value = "")]
        mediator: String,
        /// The day; today when none.
        #[arg(long)]
        on: Option<Date>,
    },
    /// Ask accounting to pay money back, or as compensation.
    Refund {
        /// Its reference.
        id: DisputeId,
        /// How much.
        amount: String,
        /// In words.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Write the settlement agreement as a PDF.
    Settlement {
        /// Its reference.
        id: DisputeId,
        /// Last day to pay what remains; the due date of the piece when none.
        #[arg(long)]
        until: Option<Date>,
        /// Where the PDF is written.
        #[arg(long, short)]
        out: PathBuf,
    },
    /// The mail that tells the customer of one, as it would leave; with --send, sends it.
    Inform {
        /// Its reference.
        id: DisputeId,
        /// A text file with other words: subject, blank line, paragraphs.
        #[arg(long)]
        words: Option<PathBuf>,
        /// Send it.
        #[arg(long)]
        send: bool,
    },
    /// Close what its credit note settles, escalate what its service left without answer; the day's run does it.
    Tend,
    /// What disputes cost in money and days, the dearest cause first.
    Causes {
        /// kind, service, salesperson or account.
        #[arg(long, default_value = "kind")]
        by: String,
        /// Opened from this day, included.
        #[arg(long)]
        from: Option<Date>,
        /// Opened until this day, included.
        #[arg(long)]
        until: Option<Date>,
        /// Currency of the amounts.
        #[arg(long, default_value = "EUR")]
        currency: String,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// What is done against causes, as JSON, with what each changed.
    Preventions,
    /// Write down what is done against a cause, or change it; who does it is told.
    Prevent {
        /// The cause: a kind of dispute.
        kind: String,
        /// What is done.
        what: String,
        /// Who does it: a login, or a name.
        #[arg(long)]
        owner: String,
        /// By when, included.
        #[arg(long)]
        due: Date,
        /// Since when it is in force.
        #[arg(long)]
        since: Option<Date>,
        /// The one to change.
        #[arg(long)]
        id: Option<PreventionId>,
    },
    /// The policy in force as JSON; with a file, saves the policy it holds.
    Policy {
        /// A JSON file with services and routes.
        file: Option<PathBuf>,
    },
}

fn word<T: Copy>(
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    all: &[T],
    slug: impl Fn(T) -> &'static str,
) -> Result<T, Failure> {
    parse(text).ok_or_else(|| {
        let known = all.iter().map(|one| slug(*one)).collect::<Vec<_>>().join(", ");
        DeskError::from(DisputeRefusal::UnknownWord { text: text.to_owned(), known }).into()
    })
}

fn kind(text: &str) -> Result<DisputeKind, Failure> {
    word(text, DisputeKind::parse, DisputeKind::ALL, DisputeKind::slug)
}

fn step(text: &str) -> Result<Step, Failure> {
    word(text, Step::parse, Step::ALL, Step::slug)
}

fn service(text: &str) -> Result<Service, Failure> {
    word(text, Service::parse, Service::ALL, Service::slug)
}

impl DisputeArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            Act::Open { item, kind: of, amount, owner, note, mail } => {
                let item = desk.find_item(&actor, item)?;
                let mail = mail.as_ref().map(std::fs::read_to_string).transpose()?.unwrap_or_default();
                let amount = amount.as_deref().map(|a| Money::parse(a, item.amount.currency())).transpose()?;
                let source = if mail.is_empty() { Source::Collector } else { Source::Mail };
                let (owner, note) = (owner.clone(), note.clone());
                let order = DisputeOrder { kind: kind(of)?, amount, motive: String::new(), source, owner, note, mail };
                line(&desk.open_dispute(&actor, item.id, &order)?.to_string())?;
            }
            Act::List { .. } => self.list(&desk, &actor)?,
            Act::Show { id } => said(&desk.dispute(&actor, *id)?)?,
            Act::Step { id, step: to, owner, until, granted, note } => {
                let currency = desk.dispute(&actor, *id)?.line.currency;
                let granted = granted.as_deref().map(|a| Money::parse(a, currency)).transpose()?;
                let order = DisputeMove { owner: owner.clone(), until: *until, granted, note: note.clone() };
                desk.move_dispute(&actor, *id, step(to)?, &order)?;
            }
            Act::Assign { id, kind: of, service: to, owner, until } => {
                let order = DisputeHandOver {
                    kind: of.as_deref().map(kind).transpose()?,
                    service: to.as_deref().map(service).transpose()?,
                    owner: owner.clone(),
                    until: *until,
                };
                desk.assign_dispute(&actor, *id, &order)?;
            }
            Act::Add { id, side, words, file } => {
                let side = word(side, Side::parse, Side::ALL, Side::slug)?;
                let file = file.as_ref().map(|path| upload(path)).transpose()?;
                let brought = Brought { side, kind: EvidenceKind::Note, words: words.clone(), file };
                let kept = desk.add_evidence(&actor, *id, &brought)?;
                line(&kept.id.to_string())?;
                crate::mentions::tell_untold(&kept.mentioned);
            }
            Act::Close { id, outcome, note } => {
                let outcome = word(outcome, Outcome::parse, Outcome::ALL, Outcome::slug)?;
                desk.close_dispute(&actor, *id, outcome, note)?;
            }
            Act::Tend => {
                let done = desk.tend_disputes(&actor, desk.today())?;
                line(&format!("{} closed, {} escalated, {} statuses tied", done.closed, done.escalated, done.linked))?;
            }
            Act::Causes { .. } => self.causes(&desk, &actor)?,
            Act::Policy { file } => policy(&desk, &actor, file.as_ref())?,
            _ => self.after(&desk, &actor)?,
        }
        Ok(Done::Well)
    }

    /// What a dispute comes to: mediation, money back, papers, the mail to the customer, prevention.
    fn after(&self, desk: &Desk, actor: &Actor) -> Result<(), Failure> {
        match &self.act {
            Act::Mediate { id, what, path, mediator, on } => {
                let step = word(what, MediationStep::parse, MediationStep::ALL, MediationStep::slug)?;
                let path = word(path, MediationPath::parse, MediationPath::ALL, MediationPath::slug)?;
                desk.mediate(actor, *id, (step, &MediationOrder { path, mediator: mediator.clone(), on: *on }))?;
            }
            Act::Refund { id, amount, note } => {
                let amount = Money::parse(amount, desk.dispute(actor, *id)?.line.currency)?;
                line(&desk.ask_refund(actor, *id, amount, note)?.to_string())?;
            }
            Act::Settlement { id, until, out } => {
                std::fs::write(out, desk.dispute_settlement(actor, *id, *until)?.bytes)?;
            }
            Act::Inform { id, words, send } => {
                let words = words.as_ref().map(std::fs::read_to_string).transpose()?.unwrap_or_default();
                if *send {
                    line(&desk.inform_of_dispute(actor, *id, (&words, None))?.to_string())?;
                } else {
                    line(&desk.draft_dispute_mail(actor, *id)?.words)?;
                }
            }
            Act::Preventions => json(&desk.preventions(actor, Currency::EUR)?)?,
            Act::Prevent { kind: of, what, owner, due, since, id } => {
                let (what, owner) = (what.clone(), owner.clone());
                let order = PreventionOrder { kind: kind(of)?, what, owner, due: *due, since: *since };
                line(&desk.save_prevention(actor, *id, &order)?.to_string())?;
            }
            _ => {}
        }
        Ok(())
    }

    fn list(&self, desk: &Desk, actor: &Actor) -> Result<(), Failure> {
        let Act::List { account, step: at, kind: of, service: to, owner, late, closed, json: as_json } = &self.act
        else {
            return Ok(());
        };
        let filter = DisputeFilter {
            account: account.as_deref().map(|text| desk.find_account(actor, text)).transpose()?,
            step: at.as_deref().map(step).transpose()?,
            kind: of.as_deref().map(kind).transpose()?,
            service: to.as_deref().map(service).transpose()?,
            owner: owner.clone(),
            late: *late,
            closed_too: *closed,
        };
        let page = desk.disputes(actor, &filter, None, usize::MAX)?;
        if *as_json {
            return said(&page);
        }
        let row = |d: &DisputeLine| {
            let who = format!("{} {} {}", d.id, d.account, d.debtor);
            let money = format!("{} {}", if d.step == Step::Closed { &d.contested } else { &d.held }, d.currency);
            let state = d.outcome.map_or(d.step.slug(), |outcome| outcome.slug());
            let clock = if d.late { format!("{} !", d.due) } else { d.due.to_string() };
            vec![who, d.item.clone(), money, d.kind.slug().to_owned(), state.to_owned(), d.owner.clone(), clock]
        };
        table(&page.rows.iter().map(row).collect::<Vec<_>>())
    }

    fn causes(&self, desk: &Desk, actor: &Actor) -> Result<(), Failure> {
        let Act::Causes { by, from, until, currency, json: as_json } = &self.act else { return Ok(()) };
        let by = word(by, CauseGrouping::parse, CauseGrouping::ALL, CauseGrouping::slug)?;
        let query = CauseQuery { by, from: *from, until: *until, currency: Currency::parse(currency)? };
        let causes = desk.dispute_causes(actor, &query)?;
        if *as_json {
            return json(&causes);
        }
        let row = |l: &app::disputes::CauseLine| {
            let share = format!("{}.{} %", l.running_per_mille / 10, l.running_per_mille % 10);
            vec![
                l.key.clone(),
                format!("{} {}", l.amount, causes.currency),
                share,
                l.count.to_string(),
                l.days.to_string(),
            ]
        };
        table(&causes.lines.iter().map(row).collect::<Vec<_>>())
    }
}

fn policy(desk: &Desk, actor: &Actor, file: Option<&PathBuf>) -> Result<(), Failure> {
    let Some(path) = file else { return json(&desk.dispute_policy(actor)?.policy) };
    let text = std::fs::read_to_string(path)?;
    let policy: Policy = serde_json::from_str(&text).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
    Ok(desk.set_dispute_policy(actor, &policy)?)
}

/// Takes in statuses of electronic invoices, which `import` was given.
pub fn take(desk: &Desk, actor: &Actor, files: &[Upload], as_json: bool) -> Result<Done, Failure> {
    let taken = desk.take_statuses(actor, files)?;
    desk.store().seal(desk.now())?;
    if as_json {
        said(&taken)?;
    } else {
        line(&format!(
            "  {} statuses: {} new, {} known, {} wait for their invoice; {} disputes opened",
            taken.fresh + taken.repeated,
            taken.fresh,
            taken.repeated,
            taken.waiting,
            taken.disputes
        ))?;
    }
    for unread in &taken.unread {
        talk(&format!("  ! {} {}", unread.invoice, unread.why.pick(language())));
    }
    for code in &taken.unknown {
        talk(&format!("  ? {code}"));
    }
    Ok(if taken.unread.is_empty() { Done::Well } else { Done::WithRejects })
}
