//! Terms of sale: versions with their clauses, who accepted them, what binds a piece.

use std::path::{Path, PathBuf};

use app::sale_terms::{
    AcceptanceHow, AcceptanceOrder, ClauseKind, ClauseText, CreditorSaleTerms, SaleTermsId, SaleTermsLine,
    SaleTermsOrder, TermsAcceptanceId,
};
use app::{Actor, Desk, DeskError, SaleTermsRefusal};
use clap::{Args, Subcommand};
use kernel::Date;

use crate::data::upload;
use crate::house::House;
use crate::output::{Done, Failure, language, line, said, table, talk};

/// `sale-terms`.
#[derive(Args)]
pub struct SaleTermsArgs {
    #[command(subcommand)]
    act: Act,
}

/// What a version is written from.
#[derive(Args)]
struct Written {
    /// What people call it.
    #[arg(long)]
    label: String,
    /// First day in force, included; it ends the version before.
    #[arg(long)]
    since: Date,
    /// Its PDF.
    #[arg(long)]
    pdf: Option<PathBuf>,
    /// A clause, KIND=TEXT, as often as needed: payment-period, late-penalties, recovery-indemnity, penalty-clause,
    /// retention-of-title, acceleration, jurisdiction, early-discount, deposit, complaints or other.
    #[arg(long = "clause", value_name = "KIND=TEXT")]
    clauses: Vec<String>,
    /// The rate of penalties, as it is worded.
    #[arg(long, default_value = "")]
    rate: String,
}

#[derive(Subcommand)]
enum Act {
    /// Versions by creditor, with how many accounts accepted them and what of the amounts owed they cover.
    List {
        /// Of one creditor, by its code.
        #[arg(long)]
        creditor: Option<String>,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// One version with its clauses and what the law asks for, as one JSON document.
    Show {
        /// Its reference.
        id: SaleTermsId,
    },
    /// Add a version; prints its reference.
    Add {
        /// Code of the creditor.
        creditor: String,
        #[command(flatten)]
        written: Written,
        /// The version it is made from: its clauses are copied unless others are given.
        #[arg(long)]
        from: Option<SaleTermsId>,
    },
    /// Change a version that is not in force yet and that nobody accepted.
    Change {
        /// Its reference.
        id: SaleTermsId,
        #[command(flatten)]
        written: Written,
    },
    /// Take away a version that is not in force yet and that nobody accepted.
    Remove {
        /// Its reference.
        id: SaleTermsId,
    },
    /// Give a version its PDF; or write the PDF it has to a file.
    Pdf {
        /// Its reference.
        id: SaleTermsId,
        /// The PDF.
        #[arg(required_unless_present = "out")]
        file: Option<PathBuf>,
        /// Where the PDF it has is written.
        #[arg(long, short, conflicts_with = "file")]
        out: Option<PathBuf>,
    },
    /// Who accepted a version, as one JSON document.
    Accepted {
        /// Its reference.
        id: SaleTermsId,
    },
    /// The terms of sale of a customer: acceptances, what binds each open piece, as one JSON document.
    Account {
        /// Customer code or reference.
        account: String,
    },
    /// The terms that bind a piece, as one JSON document.
    Item {
        /// Number of the piece, or its reference.
        item: String,
    },
    /// Note that a customer accepted a version; prints the reference.
    Accept {
        /// Customer code or reference.
        account: String,
        /// The version: its name or its reference.
        version: String,
        /// The day.
        #[arg(long)]
        on: Date,
        /// signed, order-form, order-unopposed, click, account-opening, invoice-only, course-of-dealing or other.
        #[arg(long)]
        how: String,
        /// In words.
        #[arg(long, default_value = "")]
        note: String,
        /// The proof: a PDF or a photograph.
        #[arg(long)]
        proof: Option<PathBuf>,
    },
    /// Note the acceptances of a file (customer, date, how, version); the same file again changes nothing.
    AcceptFile {
        /// A CSV.
        file: PathBuf,
        /// Code of the creditor; needed where there are several.
        #[arg(long)]
        creditor: Option<String>,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Add its proof to an acceptance that has none.
    Proof {
        /// Reference of the acceptance.
        id: TermsAcceptanceId,
        /// A PDF or a photograph.
        file: PathBuf,
    },
    /// Take an acceptance back.
    Withdraw {
        /// Reference of the acceptance.
        id: TermsAcceptanceId,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

fn unknown(text: &str, known: impl Iterator<Item = &'static str>) -> Failure {
    let known = known.collect::<Vec<_>>().join(", ");
    DeskError::from(SaleTermsRefusal::UnknownWord { text: text.to_owned(), known }).into()
}

fn how(text: &str) -> Result<AcceptanceHow, Failure> {
    AcceptanceHow::parse(text).ok_or_else(|| unknown(text, AcceptanceHow::ALL.iter().map(|how| how.slug())))
}

impl Written {
    /// The clauses; none when none are named, so that those that are there stay.
    fn clauses(&self) -> Result<Option<Vec<ClauseText>>, Failure> {
        let mut clauses = Vec::new();
        for text in &self.clauses {
            let (kind, text) = text.split_once('=').unwrap_or((text.as_str(), ""));
            let known = || unknown(kind, ClauseKind::ALL.iter().map(|kind| kind.slug()));
            let kind = ClauseKind::parse(kind.trim()).ok_or_else(known)?;
            let rate = if kind == ClauseKind::LatePenalties { self.rate.clone() } else { String::new() };
            clauses.push(ClauseText { kind, text: text.to_owned(), rate });
        }
        if !self.rate.is_empty() && clauses.iter().all(|clause| clause.kind != ClauseKind::LatePenalties) {
            let (kind, text) = (ClauseKind::LatePenalties, String::new());
            clauses.push(ClauseText { kind, text, rate: self.rate.clone() });
        }
        Ok(if clauses.is_empty() { None } else { Some(clauses) })
    }

    fn order(&self, from: Option<SaleTermsId>) -> Result<SaleTermsOrder, Failure> {
        let pdf = self.pdf.as_deref().map(upload).transpose()?;
        Ok(SaleTermsOrder { label: self.label.clone(), since: self.since, clauses: self.clauses()?, from, pdf })
    }
}

impl SaleTermsArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            Act::List { creditor, json } => list(&desk, &actor, creditor.as_deref(), *json)?,
            Act::Show { id } => said(&desk.sale_terms_version(&actor, *id)?)?,
            Act::Add { creditor, written, from } => {
                line(&desk.add_sale_terms(&actor, creditor, &written.order(*from)?)?.to_string())?;
            }
            Act::Change { id, written } => desk.change_sale_terms(&actor, *id, &written.order(None)?)?,
            Act::Remove { id } => desk.remove_sale_terms(&actor, *id)?,
            Act::Pdf { id, file, out } => match out {
                Some(out) => std::fs::write(out, desk.sale_terms_paper(&actor, *id)?.content)?,
                None => attach(&desk, &actor, *id, file.as_deref())?,
            },
            Act::Accepted { id } => said(&desk.sale_terms_accepted(&actor, *id, None, u32::MAX)?)?,
            Act::Account { account } => {
                said(&desk.sale_terms_of_account(&actor, desk.find_account(&actor, account)?)?)?;
            }
            Act::Item { item } => said(&desk.sale_terms_of_item(&actor, desk.find_item(&actor, item)?.id)?)?,
            Act::Accept { account, version, on, how: way, note, proof } => {
                let account = desk.find_account(&actor, account)?;
                let creditor = desk.account_file(&actor, account)?.creditor.code;
                let order = AcceptanceOrder {
                    version: desk.find_sale_terms(&actor, &creditor, version)?,
                    on: *on,
                    how: how(way)?,
                    note: note.clone(),
                    file: proof.as_deref().map(upload).transpose()?,
                };
                line(&desk.accept_sale_terms(&actor, account, &order)?.to_string())?;
            }
            Act::AcceptFile { file, creditor, json } => {
                return accept_file(&desk, &actor, (file, creditor.as_deref()), *json);
            }
            Act::Proof { id, file } => drop(desk.attach_acceptance(&actor, *id, &upload(file)?)?),
            Act::Withdraw { id, reason } => desk.withdraw_acceptance(&actor, *id, reason)?,
        }
        Ok(Done::Well)
    }
}

fn attach(desk: &Desk, actor: &Actor, id: SaleTermsId, pdf: Option<&Path>) -> Result<(), Failure> {
    if let Some(pdf) = pdf {
        desk.attach_sale_terms(actor, id, &upload(pdf)?)?;
    }
    Ok(())
}

fn list(desk: &Desk, actor: &Actor, creditor: Option<&str>, json: bool) -> Result<(), Failure> {
    let all = desk.sale_terms(actor, creditor)?;
    if json {
        return said(&all);
    }
    for CreditorSaleTerms { creditor, name, versions, currency, owed, strong, .. } in &all {
        line(&format!("{creditor} {name}: {strong} of {owed} {currency} under a strong proof"))?;
        let row = |l: &SaleTermsLine| {
            let until = l.until.map_or_else(|| "-".to_owned(), |until| until.to_string());
            let accounts = format!("{} accounts", l.accounts);
            vec![format!("  {} {}", l.id, l.label), l.state.slug().to_owned(), l.since.to_string(), until, accounts]
        };
        table(&versions.iter().map(row).collect::<Vec<_>>())?;
    }
    Ok(())
}

fn accept_file(
    desk: &Desk,
    actor: &Actor,
    (file, creditor): (&Path, Option<&str>),
    json: bool,
) -> Result<Done, Failure> {
    let creditor = match creditor {
        Some(code) => code.to_owned(),
        None => only_creditor(desk, actor)?,
    };
    let taken = desk.take_acceptances(actor, &creditor, &upload(file)?)?;
    if json {
        said(&taken)?;
    } else {
        let (lines, fresh) = (taken.lines, taken.accepted);
        let (known, bad) = (taken.unchanged, taken.rejected);
        line(&format!("{lines} lines: {fresh} accepted, {known} unchanged, {bad} rejected"))?;
    }
    for error in &taken.errors {
        talk(&format!("  ! {}: {} {}", error.line, error.field, error.why.pick(language())));
    }
    Ok(if taken.rejected == 0 { Done::Well } else { Done::WithRejects })
}

/// The one creditor there is.
fn only_creditor(desk: &Desk, actor: &Actor) -> Result<String, Failure> {
    let mut creditors = desk.creditors(actor)?.into_iter().map(|creditor| creditor.code);
    match (creditors.next(), creditors.next()) {
        (Some(first), Some(second)) => Err(DeskError::from(app::Refusal::SeveralCreditors { first, second }).into()),
        (Some(one), None) => Ok(one),
        _ => Err(DeskError::NotFound { what: "creditor", key: String::new() }.into()),
    }
}
