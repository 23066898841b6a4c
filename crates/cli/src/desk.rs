//! The day's questions.

use std::path::{Path, PathBuf};

use app::Actor;
use app::aging::{AgingAnswer, AgingLine, AgingQuery, Grouping};
use app::creditors::CreditorEdit;
use app::disputes::DisputeFilter;
use app::indicators::{FileBasis, FilesQuery, IndicatorQuery};
use app::reports::ReportFormat;
use app::runs::{Decisions, RunAnswer, RunRequest};
use clap::Args;
use kernel::{Date, Language, Period};
use ledger::{Address, Buckets};
use serde::{Serialize, Serializer};

use crate::house::House;
use crate::output::{Done, Failure, bar, bytes as print_bytes, fields, json, language, line, table, talk};

fn buckets(text: Option<&str>) -> Result<Buckets, Failure> {
    let Some(text) = text else { return Ok(Buckets::default()) };
    let limits: Result<Vec<u16>, _> = text.split(',').map(|t| t.trim().parse()).collect();
    let limits = limits.map_err(|_| Failure(format!("« {text} »: {}", ledger::ageing::BucketsError)))?;
    Ok(Buckets::new(limits)?)
}

/// `aging`.
#[derive(Args)]
pub struct Aging {
    /// Day lateness is counted to; today when none.
    #[arg(long)]
    as_of: Option<Date>,
    /// Limits between buckets, days late.
    #[arg(long, value_name = "30,60,90")]
    buckets: Option<String>,
    /// One line by creditor, segment, account, currency or salesperson.
    #[arg(long, default_value = "none")]
    by: String,
    /// One creditor only, by code.
    #[arg(long)]
    creditor: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Aging {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let desk = house.desk()?;
        let actor = Actor::operator();
        let query = AgingQuery {
            as_of: self.as_of,
            buckets: buckets(self.buckets.as_deref())?,
            by: Grouping::parse(&self.by)?,
            creditor: self.creditor.as_deref().map(|c| desk.creditor(&actor, c)).transpose()?.map(|c| c.id),
        };
        let answer = desk.aged_balance(&actor, &query)?;
        if self.json {
            json(&answer)?;
        } else {
            show_aging(&answer)?;
        }
        Ok(Done::Well)
    }
}

fn show_aging(answer: &AgingAnswer) -> Result<(), Failure> {
    let mut header = vec![format!("{}", answer.as_of)];
    header.extend(["total", "overdue"].map(str::to_owned));
    header.extend(answer.buckets.iter().map(|b| b.label.clone()));
    let mut rows = vec![header];
    let cells = |name: String, total: &str, overdue: &str, buckets: &[app::aging::BucketAnswer]| {
        let mut row = vec![name, total.to_owned(), overdue.to_owned()];
        row.extend(buckets.iter().map(|b| b.amount.clone()));
        row
    };
    let of = |l: &AgingLine| cells(format!("{} {} {}", l.key, l.name, l.currency), &l.total, &l.overdue, &l.buckets);
    rows.extend(answer.lines.iter().map(|l| of(&l)));
    rows.push(cells(answer.currency.to_string(), &answer.total, &answer.overdue, &answer.buckets));
    rows.extend(answer.others.iter().map(|l| cells(l.currency.to_string(), &l.total, &l.overdue, &l.buckets)));
    table(&rows)
}

/// `run`.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub struct Run {
    /// Day decided for; today when none.
    #[arg(long)]
    date: Option<Date>,
    /// Decide only, write nothing.
    #[arg(long = "dry-run")]
    dry: bool,
    /// One creditor only, by code.
    #[arg(long)]
    creditor: Option<String>,
    /// Leave the decisions out of what is printed.
    #[arg(long)]
    summary: bool,
    /// Write the reminders and leave their letters to a worker.
    #[arg(long)]
    no_letters: bool,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Run {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let desk = house.sending_desk()?;
        let actor = Actor::operator();
        let creditor = self.creditor.as_deref().map(|c| desk.creditor(&actor, c)).transpose()?.map(|c| c.id);
        let request = RunRequest { day: self.date, dry: self.dry, creditor, summary: self.summary };
        let show = bar("run");
        let mut answer = desk.run(&actor, &request, &show)?;
        if !self.dry && !self.no_letters {
            let report = desk.render_pending(&actor, &bar("letters"))?;
            if report.made + report.failed + report.cancelled > 0 {
                talk(&format!(
                    "made: {} letters, {} mails and text messages; {} cancelled, {} failed",
                    report.letters,
                    report.made - report.letters,
                    report.cancelled,
                    report.failed
                ));
            }
        }
        if !self.dry {
            desk.store().seal(desk.now())?;
        }
        if self.json {
            let decisions = std::mem::take(&mut answer.decisions);
            let mut figures = app::said(&answer, language());
            if let Some(map) = figures.as_object_mut() {
                map.remove("decisions");
            }
            json(&Document { figures, decisions: (!self.summary).then_some(Lines(&decisions, language())) })?;
        } else {
            show_run(&answer)?;
        }
        for failed in &answer.failed {
            talk(&format!("  failed: {}", failed.pick(language())));
        }
        Ok(if answer.failed.is_empty() { Done::Well } else { Done::WithRejects })
    }
}

/// A run as one document: its figures, and its messages, each put in words as it is written.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    figures: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    decisions: Option<Lines<'a>>,
}

struct Lines<'a>(&'a Decisions, Language);

impl Serialize for Lines<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|line| app::said(&line, self.1)))
    }
}

fn show_run(answer: &RunAnswer) -> Result<(), Failure> {
    let mut rows = Vec::new();
    for d in answer.decisions.iter() {
        let (who, amount) = (format!("{} {}", d.account, d.debtor), format!("{} {}", d.amount, d.currency));
        rows.push(vec![who, amount, d.step, d.reason.pick(language()).to_owned()]);
    }
    table(&rows)?;
    let written = if answer.written { "written" } else { "not written" };
    line(&format!("{}: {} accounts late, {} messages, {written}", answer.date, answer.accounts, answer.messages))?;
    for (currency, asked) in &answer.asked {
        line(&format!("  asked: {asked} {currency}"))?;
    }
    for (reason, count) in &answer.blocked {
        line(&format!("  {reason}: {count}"))?;
    }
    Ok(())
}

/// `statement`.
#[derive(Args)]
pub struct StatementArgs {
    /// Customer code, or reference of the account.
    account: String,
    /// First day; the beginning when none.
    #[arg(long)]
    from: Option<Date>,
    /// Last day; today when none.
    #[arg(long)]
    until: Option<Date>,
    /// Print one JSON document.
    #[arg(long, conflicts_with = "output")]
    json: bool,
    /// File to write instead of printing.
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// pdf, xlsx or csv; the file's own ending when none.
    #[arg(long, requires = "output")]
    format: Option<String>,
}

impl StatementArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let desk = house.desk()?;
        let actor = Actor::operator();
        let id = desk.find_account(&actor, &self.account)?;
        let period =
            Period { from: self.from.unwrap_or(Date::ZERO), until: self.until.unwrap_or_else(|| desk.today()) };
        if let Some(output) = &self.output {
            let format = format(self.format.as_deref(), output)?;
            return save(output, &desk.statement_file(&actor, id, period, format)?.bytes);
        }
        let statements = desk.statement(&actor, id, period)?;
        if self.json {
            let documents: Vec<serde_json::Value> = statements
                .iter()
                .map(|s| {
                    let lines: Vec<_> = s
                        .lines
                        .iter()
                        .map(|l| {
                            serde_json::json!({
                                "date": l.item.entry_on, "number": l.item.number, "kind": l.item.kind, "label": l.item.label,
                                "due": l.item.due_on, "due_inferred": l.item.due_inferred,
                                "amount": l.item.amount.to_decimal(), "open": l.open.to_decimal(), "balance": l.balance.to_decimal(),
                            })
                        })
                        .collect();
                    serde_json::json!({
                        "account": id, "currency": s.currency, "from": s.period.from, "until": s.period.until,
                        "opening": s.opening.to_decimal(), "closing": s.closing.to_decimal(), "lines": lines,
                    })
                })
                .collect();
            json(&documents)?;
            return Ok(Done::Well);
        }
        for s in &statements {
            let mut rows =
                vec![["date", "piece", "kind", "due", "amount", "open", "balance"].map(str::to_owned).to_vec()];
            rows.extend(s.lines.iter().map(|l| {
                let due = format!("{}{}", l.item.due_on, if l.item.due_inferred { "?" } else { "" });
                vec![
                    l.item.entry_on.to_string(),
                    l.item.number.clone(),
                    l.item.kind.slug().to_owned(),
                    due,
                    l.item.amount.to_decimal(),
                    l.open.to_decimal(),
                    l.balance.to_decimal(),
                ]
            }));
            table(&rows)?;
            line(&format!("{} opening {} closing {}", s.currency, s.opening.to_decimal(), s.closing.to_decimal()))?;
        }
        Ok(Done::Well)
    }
}

/// `report`.
#[derive(Args)]
pub struct Report {
    /// Report: aged-balance, indicators, files (those that ended, behind the indicators), disputes (closed ones too).
    name: String,
    /// xlsx, csv or pdf; pptx for aged-balance, json for indicators; the file's own ending when none.
    #[arg(long)]
    format: Option<String>,
    /// File to write; without it, json and csv are printed.
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// Day; today when none.
    #[arg(long = "as-of", visible_alias = "at", value_name = "DATE")]
    as_of: Option<Date>,
    /// One creditor only, by code.
    #[arg(long)]
    creditor: Option<String>,
    /// Limits between buckets of aged-balance, days late.
    #[arg(long, value_name = "30,60,90")]
    buckets: Option<String>,
    /// Months of the period of indicators and files.
    #[arg(long, value_name = "1-12")]
    months: Option<u8>,
    /// Which files: ended (all), collected, decided or cases.
    #[arg(long, default_value = "ended", value_parser = basis)]
    basis: FileBasis,
    /// Files: the cases that followed this procedure, by its name in the tables of law.
    #[arg(long)]
    procedure: Option<String>,
}

impl Report {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let desk = house.desk()?;
        let actor = Actor::operator();
        let creditor = self.creditor.as_deref().map(|c| desk.creditor(&actor, c)).transpose()?.map(|c| c.id);
        let indicators = self.name == "indicators";
        let query = IndicatorQuery { as_of: self.as_of, creditor, months: self.months };
        let ending = self.output.as_deref().and_then(Path::extension).and_then(|e| e.to_str());
        let asked = self.format.as_deref().or(ending).unwrap_or(if indicators { "json" } else { "xlsx" });
        if indicators && asked == "json" {
            let answer = app::said(&desk.indicators(&actor, &query)?, language());
            let Some(output) = &self.output else {
                json(&answer)?;
                return Ok(Done::Well);
            };
            return save(output, format!("{answer:#}\n").as_bytes());
        }
        let format = ReportFormat::parse(asked)?;
        let file = match self.name.as_str() {
            "indicators" => desk.indicators_file(&actor, &query, format, language())?,
            "files" => {
                let procedure = self.procedure.clone();
                let files = FilesQuery { of: query, currency: None, procedure, basis: self.basis };
                desk.files_report(&actor, &files, format, language())?
            }
            "disputes" => {
                let all = DisputeFilter { closed_too: true, ..DisputeFilter::default() };
                desk.dispute_report(&actor, format, &all, language())?
            }
            name => {
                let buckets = buckets(self.buckets.as_deref())?;
                let query = AgingQuery { as_of: self.as_of, buckets, creditor, ..AgingQuery::default() };
                desk.report(&actor, name, format, &query, language())?
            }
        };
        match &self.output {
            Some(output) => save(output, &file.bytes),
            None if format == ReportFormat::Csv => print(&file.bytes),
            None => Err(Failure(format!("{}: name a file to write it to (-o FILE)", file.name))),
        }
    }
}

fn basis(text: &str) -> Result<FileBasis, String> {
    let known = || FileBasis::ALL.iter().map(|basis| basis.slug()).collect::<Vec<_>>().join(", ");
    FileBasis::parse(text).ok_or_else(known)
}

/// The format asked for; without one, that of the file's ending, and a workbook when it has none.
fn format(asked: Option<&str>, output: &Path) -> Result<ReportFormat, Failure> {
    let ending = output.extension().and_then(|e| e.to_str()).unwrap_or("xlsx");
    Ok(ReportFormat::parse(asked.unwrap_or(ending))?)
}

/// Prints a text file as it is.
fn print(bytes: &[u8]) -> Result<Done, Failure> {
    print_bytes(bytes)?;
    Ok(Done::Well)
}

/// Writes a file and says where.
pub fn save(output: &Path, bytes: &[u8]) -> Result<Done, Failure> {
    std::fs::write(output, bytes).map_err(|e| Failure(format!("{}: {e}", output.display())))?;
    line(&output.display().to_string())?;
    Ok(Done::Well)
}

/// `creditor`.
#[derive(Args)]
pub struct CreditorArgs {
    /// Code; without it, every creditor is listed.
    code: Option<String>,
    /// Legal name; creates or changes the creditor.
    #[arg(long)]
    name: Option<String>,
    /// Legal form, capital, registry.
    #[arg(long)]
    legal_line: Option<String>,
    /// SIREN.
    #[arg(long)]
    siren: Option<String>,
    /// VAT number.
    #[arg(long)]
    vat: Option<String>,
    /// Street.
    #[arg(long)]
    street: Option<String>,
    /// Post code.
    #[arg(long)]
    postcode: Option<String>,
    /// Town.
    #[arg(long)]
    city: Option<String>,
    /// Telephone.
    #[arg(long)]
    phone: Option<String>,
    /// Mail.
    #[arg(long)]
    email: Option<String>,
    /// Account debtors pay on.
    #[arg(long)]
    iban: Option<String>,
    /// Its bank.
    #[arg(long)]
    bic: Option<String>,
    /// Who signs letters.
    #[arg(long)]
    signatory: Option<String>,
    /// The mediator of consumption: name, address, site.
    #[arg(long)]
    mediator: Option<String>,
    /// Default payment terms, in words.
    #[arg(long)]
    terms: Option<String>,
}

impl CreditorArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let desk = house.desk()?;
        let actor = Actor::operator();
        let Some(code) = &self.code else {
            let rows: Vec<Vec<String>> = desk
                .creditors(&actor)?
                .into_iter()
                .map(|c| vec![format!("{} {}", c.code, c.name), c.terms.to_string()])
                .collect();
            table(&rows)?;
            return Ok(Done::Well);
        };
        let known = desk.creditors(&actor)?.into_iter().find(|c| &c.code == code);
        let before = known.map(|c| CreditorEdit::of(&c)).unwrap_or_default();
        let take = |new: &Option<String>, old: String| new.clone().unwrap_or(old);
        let edit = CreditorEdit {
            code: code.clone(),
            name: take(&self.name, if before.name.is_empty() { code.clone() } else { before.name }),
            legal_line: take(&self.legal_line, before.legal_line),
            siren: take(&self.siren, before.siren),
            vat: take(&self.vat, before.vat),
            address: Address {
                street: take(&self.street, before.address.street),
                postcode: take(&self.postcode, before.address.postcode),
                city: take(&self.city, before.address.city),
                ..before.address
            },
            phone: take(&self.phone, before.phone),
            email: take(&self.email, before.email),
            iban: take(&self.iban, before.iban),
            bic: take(&self.bic, before.bic),
            signatory: take(&self.signatory, before.signatory),
            mediator: take(&self.mediator, before.mediator),
            terms: take(&self.terms, before.terms),
        };
        match desk.save_creditor(&actor, &edit)? {
            Ok(creditor) => {
                line(&format!("{} {}", creditor.code, creditor.name))?;
                Ok(Done::Well)
            }
            Err(wrong) => Err(fields(&wrong)),
        }
    }
}
