//! What a case shows and what is drawn up for it: exhibits and papers.

use std::path::PathBuf;

use app::papers::{BundleForm, PaperKind, PaperMade, PaperOrder};
use app::{Actor, Desk};
use clap::Args;
use kernel::Language;
use serde::Deserialize;

use crate::cases::case_id;
use crate::data::upload;
use crate::desk::save;
use crate::output::{Done, Failure, language, line, said, table, talk};

/// `case exhibits`.
#[derive(Args)]
pub struct CaseExhibits {
    /// The case.
    id: String,
    /// Files to add: PDF, PNG or JPEG.
    files: Vec<PathBuf>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// `case proofs`.
#[derive(Args)]
pub struct CaseProofs {
    /// The case.
    id: String,
    /// What the files prove, as the list names it: `cost-…`.
    #[arg(long = "of", value_name = "SUBJECT", requires = "files")]
    subject: Option<String>,
    /// Files to add: PDF, PNG or JPEG.
    #[arg(requires = "subject")]
    files: Vec<PathBuf>,
    /// Take this proof out instead; its file stays among those of the account.
    #[arg(long, value_name = "PROOF", requires = "why", conflicts_with = "files")]
    out: Option<String>,
    /// Why it is taken out.
    #[arg(long)]
    why: Option<String>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// `case papers`.
#[derive(Args)]
pub struct CasePapers {
    /// The case.
    id: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// `case paper`.
#[derive(Args)]
pub struct CasePaper {
    /// The case.
    id: String,
    /// decompte, formal-notice, petition or instruction; for an insolvency declaration, relief, reclaim or reclaim-request; once
    /// closed as irrecoverable vat-rectification.
    kind: String,
    /// Print the draft as JSON instead: its fields, what each is, what the file says.
    #[arg(long)]
    draft: bool,
    /// A field that was completed: its name, `=`, its text. What is not said stays as it was drafted.
    #[arg(long = "set", value_name = "FIELD=TEXT")]
    fields: Vec<String>,
    /// The same from a JSON file: an object of texts by name, or a draft that was completed.
    #[arg(long, value_name = "FILE")]
    order: Option<PathBuf>,
    /// A copy to read, in English.
    #[arg(long)]
    english: bool,
    /// With exhibits, filing or archive: filing keeps their text, and is what online filing takes; archive is PDF/A with
    /// pictures of their pages, for keeping.
    #[arg(long, value_name = "FORM", default_value = "filing")]
    bundle: String,
    /// Where the PDF goes; it is kept in the case in any event.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

const fn of(english: bool) -> Language {
    if english { Language::En } else { Language::Fr }
}

/// Writes the file where it was asked for, then says what was made.
fn told(desk: &Desk, actor: &Actor, made: &PaperMade, (out, json): (Option<&PathBuf>, bool)) -> Result<Done, Failure> {
    if let Some(path) = out {
        let file = desk.read_document(actor, made.document)?;
        save(path, &file.content)?;
    }
    if json {
        said(made)?;
        return Ok(Done::Well);
    }
    line(&format!("{} {} {}", made.document, made.file, made.sha256))?;
    let bound = made.exhibits.iter().map(|one| {
        let pages = format!("{}-{}", one.first_page, one.last_page);
        vec![one.number.to_string(), pages, one.title.pick(language()).to_owned()]
    });
    table(&bound.collect::<Vec<_>>())?;
    for one in &made.exhibits {
        for what in &one.left_out {
            talk(&format!("{} {}: {}", one.number, one.title.pick(language()), what.words().pick(language())));
        }
    }
    Ok(Done::Well)
}

impl CaseExhibits {
    /// Runs it.
    pub fn run(&self, desk: &Desk, actor: &Actor) -> Result<Done, Failure> {
        let id = case_id(&self.id)?;
        let mut done = Done::Well;
        if !self.files.is_empty() {
            let files = self.files.iter().map(|path| upload(path)).collect::<Result<Vec<_>, _>>()?;
            let added = desk.add_exhibits(actor, id, &files)?;
            for one in &added.refused {
                talk(&format!("{}: {}", one.file, one.why.pick(language())));
                done = Done::WithRejects;
            }
        }
        let list = desk.exhibits(actor, id)?;
        if self.json {
            said(&list)?;
            return Ok(done);
        }
        let row = |one: &app::papers::ExhibitLine| vec![one.line.pick(language()).to_owned(), one.file.clone()];
        table(&list.iter().map(row).collect::<Vec<_>>())?;
        Ok(done)
    }
}

impl CaseProofs {
    /// Runs it.
    pub fn run(&self, desk: &Desk, actor: &Actor) -> Result<Done, Failure> {
        let id = case_id(&self.id)?;
        let mut done = Done::Well;
        if let Some(out) = &self.out {
            let proof = out.parse().map_err(|_| Failure(format!("{out}: not a reference")))?;
            desk.take_proof_out(actor, id, (proof, self.why.as_deref().unwrap_or_default()))?;
        }
        if let Some(subject) = &self.subject {
            let files = self.files.iter().map(|path| upload(path)).collect::<Result<Vec<_>, _>>()?;
            let added = desk.add_proofs(actor, id, (subject, &files))?;
            for one in &added.refused {
                talk(&format!("{}: {}", one.file, one.why.pick(language())));
                done = Done::WithRejects;
            }
        }
        let list = desk.proofs(actor, id)?;
        if self.json {
            said(&list)?;
            return Ok(done);
        }
        let row = |one: &app::proofs::Provable| {
            let files = one.files.iter().map(|file| format!("{} {}", file.id, file.file));
            let on = one.on.map_or_else(String::new, |on| on.to_string());
            vec![
                one.subject.to_string(),
                on,
                one.words.pick(language()).to_owned(),
                files.collect::<Vec<_>>().join(", "),
            ]
        };
        table(&list.iter().map(row).collect::<Vec<_>>())?;
        Ok(done)
    }
}

impl CasePapers {
    /// Runs it.
    pub fn run(&self, desk: &Desk, actor: &Actor) -> Result<Done, Failure> {
        let list = desk.papers(actor, case_id(&self.id)?)?;
        if self.json {
            said(&list)?;
            return Ok(Done::Well);
        }
        let row = |one: &app::papers::PaperLine| {
            vec![one.on.to_string(), one.words.pick(language()).to_owned(), one.document.to_string(), one.file.clone()]
        };
        table(&list.iter().map(row).collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}

impl CasePaper {
    /// What was completed: the file first, then what was said on the line.
    fn asked(&self) -> Result<PaperOrder, Failure> {
        let mut order = PaperOrder::new();
        if let Some(path) = &self.order {
            let unreadable = |why: String| Failure(format!("{}: {why}", path.display()));
            let text = std::fs::read_to_string(path).map_err(|e| unreadable(e.to_string()))?;
            let read: Written = serde_json::from_str(&text).map_err(|e| unreadable(e.to_string()))?;
            order = match read {
                Written::Draft { fields } => fields.into_iter().map(|one| (one.name, one.value)).collect(),
                Written::Order(order) => order,
            };
        }
        for one in &self.fields {
            let pair = one.split_once('=');
            let (name, text) = pair.ok_or_else(|| Failure(format!("--set {one}: expected FIELD=TEXT")))?;
            order.insert(name.trim().to_owned(), text.to_owned());
        }
        Ok(order)
    }

    /// Runs it.
    pub fn run(&self, desk: &Desk, actor: &Actor) -> Result<Done, Failure> {
        let id = case_id(&self.id)?;
        let known = || PaperKind::ALL.iter().map(|kind| kind.slug()).collect::<Vec<_>>().join(", ");
        let kind =
            PaperKind::parse(&self.kind).ok_or_else(|| Failure(format!("{}: expected {}", self.kind, known())))?;
        if self.draft {
            said(&desk.paper_draft(actor, id, kind)?)?;
            return Ok(Done::Well);
        }
        let forms = || BundleForm::ALL.iter().map(|form| form.slug()).collect::<Vec<_>>().join(", ");
        let form = BundleForm::parse(&self.bundle)
            .ok_or_else(|| Failure(format!("--bundle {}: expected {}", self.bundle, forms())))?;
        let made = desk.make_paper(actor, id, (kind, &self.asked()?, of(self.english), form))?;
        told(desk, actor, &made, (self.out.as_ref(), self.json))
    }
}

/// A file of fields: a draft as it was printed and completed, or an order.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Draft { fields: Vec<WrittenField> },
    Order(PaperOrder),
}

#[derive(Deserialize)]
struct WrittenField {
    name: String,
    value: String,
}
