//! `quittance`: the one binary.

mod accounts;
mod acts;
mod carriers;
mod cases;
mod clock;
mod companies;
mod credit;
mod data;
mod demo;
mod desk;
mod disputes;
mod guard;
mod hearings;
mod house;
mod identity;
mod insolvency;
mod law;
mod limitation;
mod links;
mod mentions;
mod outbox;
mod output;
mod papers;
mod pauses;
mod people;
mod plans;
mod provider;
mod queues;
mod readiness;
mod rights;
mod sale_terms;
mod search;
mod serve;
mod standing;
mod strategies;
mod texts;
mod titles;
mod webhooks;
mod worklist;
mod writing;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use kernel::Date;

use crate::output::Failure;

/// Rows and letters are many small texts: a seventh of a cold start is allocating them
/// (docs/benchmarks.md).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The desk of the service contentieux: receivables in, who owes what, today's letters out.
#[derive(Parser)]
#[command(name = "quittance", version, about, max_term_width = 100)]
struct Cli {
    /// Database: `sqlite:PATH` or `postgres://user@host/name`; without it, the platform's data directory.
    #[arg(long, global = true, env = "QUITTANCE_DATABASE", value_name = "URL", hide_env_values = true)]
    db: Option<String>,
    /// Day the house believes it is, for demonstrations and tests.
    #[arg(long, global = true, env = "QUITTANCE_TODAY", value_name = "DATE", hide = true)]
    today: Option<Date>,
    /// Minutes the clock runs ahead, for tests.
    #[arg(
        long,
        global = true,
        env = "QUITTANCE_CLOCK_AHEAD",
        default_value_t = 0,
        hide = true,
        allow_hyphen_values = true
    )]
    clock_ahead: i64,
    #[command(flatten)]
    carriers: carriers::CarrierArgs,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Say what a file is and how it is understood; needs no database.
    Inspect(data::Inspect),
    /// Import files into the ledger, or undo an import.
    Import(data::Import),
    /// Find accounts, pieces and contacts by name, code, SIREN, number, amount, mail or telephone.
    Search(search::Search),
    /// The aged balance, at any date.
    Aging(desk::Aging),
    /// The day's reminders: decide, write, print.
    Run(desk::Run),
    /// Strategies: list, show, check, save, compare with today's, replay over the past.
    Strategy(strategies::StrategyArgs),
    /// Segments: which strategy an account follows.
    Segments(strategies::SegmentsArgs),
    /// Texts of letters, mails and text messages: list, show, check, preview, save, retire.
    Text(texts::TextArgs),
    /// Set a piece aside, or part of it: no message asks for it.
    Block(acts::Block),
    /// Release a piece that was set aside.
    Unblock(acts::Unblock),
    /// The pieces set aside, with the sums by reason.
    Blocked(acts::Blocked),
    /// Pause the reminders of an account until a day, with a reason and an owner.
    Pause(pauses::Pause),
    /// End the pause of an account: the next run goes on where it stood.
    Resume(pauses::Resume),
    /// Accounts whose reminders are paused: until when, by whom, why.
    Paused(pauses::Paused),
    /// Disputes: open, list, move on, evidence, close, causes, routing rules.
    Dispute(disputes::DisputeArgs),
    /// Colleagues who do not sign in: list, add, change, remove.
    Colleague(people::ColleagueArgs),
    /// Mails to people of the house: list, send those that are due, send one again.
    Notices(people::NoticesArgs),
    /// Notes on an account: write one, see who can be told.
    Note(mentions::NoteArgs),
    /// The notes in which somebody is called, and that they did not see.
    Mentions(mentions::MentionsArgs),
    /// One mail that says what waits: how often, for whom.
    Digest(mentions::DigestArgs),
    /// What customers think of how their dispute was handled.
    Satisfaction(mentions::SatisfactionArgs),
    /// Where the house answers from outside: what the links in its mails begin with.
    House(people::HouseArgs),
    /// Credit: limits, classes, insurance, orders held, what gets worse.
    Credit(credit::CreditArgs),
    /// Cases: what goes before a judge.
    #[command(subcommand)]
    Case(cases::CaseCommand),
    /// Titles: what gives the right to enforce.
    #[command(subcommand)]
    Title(titles::TitleCommand),
    /// What cases cost.
    #[command(subcommand)]
    Cost(titles::CostCommand),
    /// Procedures that cases follow, act by act.
    #[command(subcommand)]
    Procedure(cases::ProcedureCommand),
    /// The guard of rights: what is lost when nobody acts, and by which day; as a calendar too.
    Guard(guard::GuardArgs),
    /// What moves the limitation of items outside of a procedure.
    #[command(subcommand)]
    Limitation(limitation::LimitationCommand),
    /// Insolvencies: notices, names to check, procedures, declarations.
    Insolvency(Box<insolvency::InsolvencyArgs>),
    /// Companies of the SIRENE register: what it says of debtors, ask it again, import saved answers.
    #[command(subcommand)]
    Company(companies::CompanyCommand),
    /// Terms of sale: versions, clauses, who accepted them and how.
    SaleTerms(sale_terms::SaleTermsArgs),
    /// Take down a promise of payment.
    Promise(acts::PromiseArgs),
    /// Promises: open, kept, broken.
    Promises(acts::Promises),
    /// Propose an instalment plan, sign it, and what follows.
    Plan(plans::Plan),
    /// Instalment plans: running, late, kept.
    Plans(plans::Plans),
    /// Write the receipt of a payment as a PDF.
    Receipt(plans::Receipt),
    /// The worklist of the day: which files deserve a move, in order, and why.
    Worklist(worklist::WorklistArgs),
    /// What waits: files of today, tasks, approvals, messages, imports.
    Waiting(standing::WaitingArgs),
    /// The last arrival of each ledger, the last run, the last sending.
    Sources(standing::SourcesArgs),
    /// What is to be done: calls, visits, contacts to mend.
    Tasks(acts::Tasks),
    /// Close, give, put off or drop a task.
    Task(acts::TaskArgs),
    /// Messages by hand: what they would ask, writing them, confirming a promise.
    Message(writing::MessageArgs),
    /// Take an act back, in the ten seconds that follow it.
    Undo(writing::UndoArgs),
    /// Messages that wait for approval.
    Approvals(queues::Approvals),
    /// Going live: the level old debts enter with.
    Entry(queues::Entry),
    /// Choose the strategy of an account, or who pays for it; open one by hand.
    Account(accounts::AccountArgs),
    /// Choose the strategy of one piece, or give it its PDF.
    Item(accounts::ItemArgs),
    /// What leaves: list, send, resolve doubts, bounces, posted print files.
    Outbox(outbox::OutboxArgs),
    /// Webhooks: programs elsewhere that are told what happens.
    Webhook(webhooks::WebhookArgs),
    /// Links to the debtor's space and to sign a plan: make, list, take back.
    Link(links::Link),
    /// When the day's run starts by itself.
    Schedule(outbox::ScheduleArgs),
    /// The statement of an account.
    Statement(desk::StatementArgs),
    /// Write a report to a file.
    Report(desk::Report),
    /// Show or set a creditor: letterhead, terms, bank account.
    Creditor(desk::CreditorArgs),
    /// Add a person who signs in to the pages.
    User(house::UserArgs),
    /// Show or change what a person may do, and how far they see.
    Rights(rights::Rights),
    /// Tokens by which programs sign in: make, list, revoke.
    Token(identity::TokenArgs),
    /// Where somebody is signed in; sign them out.
    Session(identity::SessionArgs),
    /// The one-time codes of sign-in: reset somebody's, say which roles need them.
    SecondFactor(identity::SecondFactorArgs),
    /// The provider of identities: who is who there.
    Provider(provider::ProviderCommand),
    /// Ask the law: interest, dates, courts, tariffs; needs no database.
    Law(law::LawArgs),
    /// Build the demo company and open the cockpit.
    Demo(demo::Demo),
    /// Serve the pages and the API.
    Serve(serve::Serve),
    /// Do queued work until stopped.
    Worker(serve::Worker),
    /// Bring the database's schema up to date.
    Migrate,
    /// Copy the whole database into one new SQLite file, while others work.
    Backup {
        /// File to write; it must not exist.
        file: PathBuf,
    },
    /// Fill an empty database from a backup.
    Restore {
        /// File made by `backup`.
        file: PathBuf,
    },
    /// Check the ledger and the sealed timeline; exit code 2 and the first break when broken.
    Verify(house::Verify),
    /// Copy a database into another, empty one, and compare.
    MoveStore {
        /// From.
        from: String,
        /// To.
        to: String,
    },
    /// Look at everything that goes wrong in practice, the provider of identities included.
    Doctor {
        /// The provider to ask, told as to `serve`.
        #[command(flatten)]
        provider: provider::ProviderArgs,
    },
}

fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("QUITTANCE_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let cli = Cli::parse();
    let house = house::House { url: cli.db, today: cli.today, ahead: cli.clock_ahead, carriers: cli.carriers };
    answer(run(cli.command, &house))
}

#[expect(clippy::too_many_lines, reason = "one line a command")]
fn run(command: Command, house: &house::House) -> Result<output::Done, Failure> {
    match command {
        Command::Inspect(args) => args.run(),
        Command::Import(args) => args.run(house),
        Command::Search(args) => args.run(house),
        Command::Aging(args) => args.run(house),
        Command::Run(args) => args.run(house),
        Command::Strategy(args) => args.run(house),
        Command::Segments(args) => args.run(house),
        Command::Text(args) => args.run(house),
        Command::Block(args) => args.run(house),
        Command::Unblock(args) => args.run(house),
        Command::Blocked(args) => args.run(house),
        Command::Pause(args) => args.run(house),
        Command::Resume(args) => args.run(house),
        Command::Paused(args) => args.run(house),
        Command::Dispute(args) => args.run(house),
        Command::Colleague(args) => args.run(house),
        Command::Notices(args) => args.run(house),
        Command::Note(args) => args.run(house),
        Command::Mentions(args) => args.run(house),
        Command::Digest(args) => args.run(house),
        Command::Satisfaction(args) => args.run(house),
        Command::House(args) => args.run(house),
        Command::Credit(args) => args.run(house),
        Command::Case(command) => command.run(house),
        Command::Title(command) => command.run(house),
        Command::Limitation(command) => command.run(house),
        Command::Cost(command) => command.run(house),
        Command::Procedure(command) => command.run(house),
        Command::Guard(args) => args.run(house),
        Command::Insolvency(args) => args.run(house),
        Command::Company(command) => command.run(house),
        Command::SaleTerms(args) => args.run(house),
        Command::Promise(args) => args.run(house),
        Command::Promises(args) => args.run(house),
        Command::Plan(args) => args.run(house),
        Command::Plans(args) => args.run(house),
        Command::Receipt(args) => args.run(house),
        Command::Worklist(args) => args.run(house),
        Command::Waiting(args) => args.run(house),
        Command::Sources(args) => args.run(house),
        Command::Tasks(args) => args.run(house),
        Command::Task(args) => args.run(house),
        Command::Message(args) => args.run(house),
        Command::Undo(args) => args.run(house),
        Command::Approvals(args) => args.run(house),
        Command::Entry(args) => args.run(house),
        Command::Account(args) => args.run(house),
        Command::Item(args) => args.run(house),
        Command::Outbox(args) => args.run(house),
        Command::Schedule(args) => args.run(house),
        Command::Webhook(args) => args.run(house),
        Command::Link(args) => args.run(house),
        Command::Statement(args) => args.run(house),
        Command::Report(args) => args.run(house),
        Command::Creditor(args) => args.run(house),
        Command::User(args) => args.run(house),
        Command::Rights(args) => args.run(house),
        Command::Token(args) => args.run(house),
        Command::Session(args) => args.run(house),
        Command::SecondFactor(args) => args.run(house),
        Command::Provider(args) => args.run(house),
        Command::Demo(args) => args.run(house),
        Command::Serve(args) => args.run(house),
        Command::Worker(args) => args.run(house),
        Command::Migrate => house.migrate(),
        Command::Backup { file } => house.backup(&file),
        Command::Restore { file } => house.restore(&file),
        Command::Verify(args) => args.run(house),
        Command::MoveStore { from, to } => house::move_store(&from, &to),
        Command::Doctor { provider } => house.doctor(&provider),
        Command::Law(args) => args.run(house.today),
    }
}

fn answer(result: Result<output::Done, Failure>) -> ExitCode {
    match result {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            let Failure(text) = failure;
            output::talk(&format!("error: {text}"));
            ExitCode::from(2)
        }
    }
}
