//! Companies of the register: what it says, asking again, saved answers in.

use std::path::PathBuf;

use app::companies::{CompaniesTaken, CompanyFetched, CompanyLine, CompanyQuery, CompanyShow};
use app::imports::Upload;
use app::reports::ReportFormat;
use app::{Actor, Desk};
use clap::Subcommand;
use kernel::Siren;

use crate::desk::save;
use crate::house::House;
use crate::output::{Done, Failure, language, line, said, table, talk};

/// `company`.
#[derive(Subcommand)]
pub enum CompanyCommand {
    /// What the register says of the debtors that have a SIREN.
    List {
        /// all, changed, ceased, seat, never or unknown.
        #[arg(long, default_value = "all")]
        show: String,
        /// One creditor only, by code.
        #[arg(long)]
        creditor: Option<String>,
        /// Write the whole list to a CSV file instead.
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
        /// The first so many only.
        #[arg(long, default_value_t = 1_000)]
        top: u32,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// What the register says of one debtor, as JSON.
    Show {
        /// Reference or code of an account.
        account: String,
    },
    /// Ask the register; its address is `QUITTANCE_SIRENE`.
    Fetch {
        /// SIREN of a debtor, reference or code of an account; those whose turn it is when absent.
        company: Option<String>,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Import saved answers of the register.
    Import {
        /// Answers of the company search or of API Entreprise, in JSON.
        file: PathBuf,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Give a debtor the address of its head office.
    Address {
        /// Reference or code of an account.
        account: String,
    },
    /// Give a debtor its name in the register.
    Name {
        /// Reference or code of an account.
        account: String,
    },
}

impl CompanyCommand {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.sending_desk()?, Actor::operator());
        match self {
            Self::List { .. } => return self.list(&desk),
            Self::Show { account } => said(&desk.company(&actor, desk.find_account(&actor, account)?)?)?,
            Self::Fetch { company: Some(company), json } => return one(&desk, company, *json),
            Self::Fetch { company: None, json } => {
                let done = desk.fetch_companies(&actor, &|_, _| ())?;
                if *json {
                    said(&done)?;
                } else {
                    line(&format!(
                        "{} asked, {} kept, {} changes, {} unknown, {} without an answer, {} left",
                        done.asked, done.kept, done.changes, done.unknown, done.failed, done.left
                    ))?;
                }
                if let Some(error) = &done.error {
                    return Err(Failure(error.pick(language()).to_owned()));
                }
            }
            Self::Import { file, json } => {
                let bytes = std::fs::read(file).map_err(|e| Failure(format!("{}: {e}", file.display())))?;
                let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                let taken = desk.take_companies(&actor, &Upload { name, bytes }, &|_, _| ())?;
                if *json {
                    said(&taken)?;
                } else {
                    told(&taken)?;
                }
                return Ok(if taken.refused > 0 { Done::WithRejects } else { Done::Well });
            }
            Self::Address { account } => desk.take_company_address(&actor, desk.find_account(&actor, account)?)?,
            Self::Name { account } => desk.take_company_name(&actor, desk.find_account(&actor, account)?)?,
        }
        Ok(Done::Well)
    }

    fn list(&self, desk: &Desk) -> Result<Done, Failure> {
        let Self::List { show, creditor, csv, top, json } = self else { return Ok(Done::Well) };
        let actor = Actor::operator();
        let known = || CompanyShow::ALL.iter().map(|one| one.slug()).collect::<Vec<_>>().join(", ");
        let wrong = || Failure(format!("--show {show}: one of {}", known()));
        let query = CompanyQuery {
            creditor: creditor.as_deref().map(|code| desk.creditor(&actor, code)).transpose()?.map(|c| c.id),
            show: CompanyShow::parse(show).ok_or_else(wrong)?,
        };
        if let Some(path) = csv {
            let file = desk.company_report(&actor, ReportFormat::Csv, &query, language())?;
            return save(path, &file.bytes);
        }
        let page = desk.companies(&actor, &query, None, *top)?;
        if *json {
            said(&page)?;
        } else {
            table(&page.rows.iter().map(row).collect::<Vec<_>>())?;
        }
        Ok(Done::Well)
    }
}

/// Asks for one company, by its number or by an account.
fn one(desk: &Desk, company: &str, json: bool) -> Result<Done, Failure> {
    let actor = Actor::operator();
    let fetched: CompanyFetched = match Siren::parse(company) {
        Ok(siren) => desk.fetch_company_of(&actor, &siren)?,
        Err(_) => desk.fetch_company(&actor, desk.find_account(&actor, company)?)?,
    };
    if json {
        said(&fetched)?;
    } else if let Some(state) = fetched.state {
        let changes: Vec<&str> = fetched.changes.iter().map(|change| change.slug()).collect();
        line(&format!("{} {} {}", fetched.siren, state.slug(), changes.join(", ")))?;
    }
    match &fetched.error {
        Some(error) => Err(Failure(error.pick(language()).to_owned())),
        None => Ok(Done::Well),
    }
}

/// What could not be read goes to standard error; the rest in a line.
fn told(taken: &CompaniesTaken) -> Result<(), Failure> {
    for error in &taken.errors {
        let field = if error.field.is_empty() { String::new() } else { format!(", {}", error.field) };
        talk(&format!("record {}{field}: {}", error.line, error.message.pick(language())));
    }
    line(&format!(
        "{} read, {} kept, {} changes, {} unchanged, {} of nobody here, {} refused",
        taken.read, taken.kept, taken.changes, taken.unchanged, taken.strangers, taken.refused
    ))
}

fn row(of: &CompanyLine) -> Vec<String> {
    let warned: Vec<&str> = of.warnings.iter().map(|warning| warning.words.pick(language())).collect();
    vec![
        format!("{} {}", of.account, of.debtor),
        of.siren.clone(),
        of.state_words.pick(language()).to_owned(),
        of.seat.clone(),
        of.read.map_or_else(|| "-".to_owned(), |at| at.to_string()),
        warned.join("; "),
    ]
}
