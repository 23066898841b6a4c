//! Versions of terms of sale: written, copied, changed while nobody is bound by them.

use ledger::{Creditor, CreditorId};
use serde_json::{Value, json};
use store::{Document, DocumentId, SaleClause, SaleClauseId, SaleTerms, Tx};

use super::{ClauseKind, SaleTermsId, clause_words};
use crate::accounts::check_pdf;
use crate::desk::About;
use crate::imports::Upload;
use crate::{Actor, Desk, DeskError, Permission, Refusal, SaleTermsRefusal};

/// Longest name of a version, in characters.
const LABEL_MAX: usize = 60;
/// Longest text of a clause, in characters: the longest we read has four thousand.
const TEXT_MAX: usize = 20_000;
/// Longest wording of a rate, in characters.
const RATE_MAX: usize = 300;

/// A clause as somebody writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseText {
    /// What it is about.
    pub kind: ClauseKind,
    /// Its text; a clause without text is not kept.
    pub text: String,
    /// The rate as it is worded; read of penalties only.
    pub rate: String,
}

/// A version as somebody writes it.
#[derive(Debug, Clone)]
pub struct SaleTermsOrder {
    /// What people call it.
    pub label: String,
    /// First day in force, included.
    pub since: kernel::Date,
    /// Its clauses; those of the version it is made from when none are given.
    pub clauses: Option<Vec<ClauseText>>,
    /// The version it is made from.
    pub from: Option<SaleTermsId>,
    /// Its PDF; the one that is there stays when none is given.
    pub pdf: Option<Upload>,
}

impl SaleTermsOrder {
    /// The label, found sound.
    fn named(&self) -> Result<String, SaleTermsRefusal> {
        let label = self.label.split_whitespace().collect::<Vec<_>>().join(" ");
        if label.is_empty() || label.chars().count() > LABEL_MAX || label.chars().any(char::is_control) {
            return Err(SaleTermsRefusal::LabelWrong { most: i64::try_from(LABEL_MAX).unwrap_or(i64::MAX) });
        }
        Ok(label)
    }
}

/// The clauses that have a text, one of each kind, in the order of the kinds.
fn sound(clauses: &[ClauseText]) -> Result<Vec<ClauseText>, SaleTermsRefusal> {
    let mut kept: Vec<ClauseText> = Vec::new();
    for clause in clauses {
        let kind = || clause_words(clause.kind);
        let (text, rate) = (clause.text.trim(), clause.rate.trim());
        if text.chars().count() > TEXT_MAX || rate.chars().count() > RATE_MAX {
            let most = if text.chars().count() > TEXT_MAX { TEXT_MAX } else { RATE_MAX };
            return Err(SaleTermsRefusal::ClauseTooLong {
                kind: kind(),
                most: i64::try_from(most).unwrap_or(i64::MAX),
            });
        }
        let rate = if clause.kind == ClauseKind::LatePenalties { rate } else { "" };
        if text.is_empty() && rate.is_empty() {
            continue;
        }
        if kept.iter().any(|other| other.kind == clause.kind) {
            return Err(SaleTermsRefusal::ClauseTwice { kind: kind() });
        }
        kept.push(ClauseText { kind: clause.kind, text: text.to_owned(), rate: rate.to_owned() });
    }
    kept.sort_by_key(|clause| clause.kind);
    Ok(kept)
}

fn facts(terms: &SaleTerms) -> Value {
    json!({ "version": terms.id, "label": terms.label, "since": terms.since_on })
}

fn with_paper(mut payload: Value, paper: Option<&Document>) -> Value {
    if let Some(paper) = paper {
        payload["document"] = json!(paper.id);
        payload["size"] = json!(paper.size);
        payload["sha256"] = json!(paper.sha256);
    }
    payload
}

const fn about(creditor: CreditorId) -> About {
    About { account: None, creditor: Some(creditor), on: None }
}

impl Desk {
    /// A version and its creditor, where some account of that creditor is within reach.
    pub(super) fn version_within(&self, actor: &Actor, id: SaleTermsId) -> Result<(SaleTerms, Creditor), DeskError> {
        let (terms, creditor) = self.store.read(|tx| {
            let terms = tx.sale_terms().get(id)?;
            let creditor = tx.creditors().get(terms.creditor_id)?;
            Ok::<_, DeskError>((terms, creditor))
        })?;
        let seen = actor.reach.admits(creditor.id)
            && (!actor.reach.is_own() || self.sight(actor)?.positions(Some(creditor.id)).next().is_some());
        if seen { Ok((terms, creditor)) } else { Err(actor.out_of_reach("terms of sale", id)) }
    }

    /// The same for who writes it.
    fn version_written(&self, actor: &Actor, id: SaleTermsId) -> Result<SaleTerms, DeskError> {
        actor.may_here(Permission::Settings)?;
        let (terms, creditor) = self.version_within(actor, id)?;
        actor.whole_of(creditor.id, &creditor.code)?;
        Ok(terms)
    }

    /// Adds a version of the terms of sale of a creditor; with one to be made from, its clauses are copied unless
    /// others are given. It ends the version before it by its day.
    ///
    /// # Errors
    /// [`SaleTermsRefusal::LabelWrong`], [`SaleTermsRefusal::LabelTaken`], [`SaleTermsRefusal::ClauseTwice`],
    /// [`SaleTermsRefusal::ClauseTooLong`], [`DeskError::NotFound`].
    pub fn add_sale_terms(
        &self,
        actor: &Actor,
        creditor: &str,
        order: &SaleTermsOrder,
    ) -> Result<SaleTermsId, DeskError> {
        actor.may_here(Permission::Settings)?;
        let creditor = self.creditor(actor, creditor)?;
        actor.whole_of(creditor.id, &creditor.code)?;
        let from = order.from.map(|from| self.version_within(actor, from)).transpose()?.map(|(from, _)| from);
        let label = order.named()?;
        let given = order.clauses.as_deref().map(sound).transpose()?;
        let paper = order.pdf.as_ref().map(|file| self.terms_paper(file, &label)).transpose()?;
        let terms = SaleTerms {
            id: SaleTermsId(self.id()),
            creditor_id: creditor.id,
            label,
            since_on: order.since,
            document_id: paper.as_ref().map(|paper| paper.id),
            actor: actor.name.clone(),
            created_us: self.now(),
            version: 1,
        };
        self.store.write("sale_terms.add", |tx| {
            free_label(tx, &terms)?;
            if let Some(paper) = &paper {
                tx.documents().insert(paper)?;
            }
            tx.sale_terms().insert(&terms)?;
            let clauses = match (&given, &from) {
                (Some(given), _) => given.clone(),
                (None, Some(from)) => copied(tx, from.id)?,
                (None, None) => Vec::new(),
            };
            self.write_clauses(tx, terms.id, &clauses)?;
            let mut payload = with_paper(facts(&terms), paper.as_ref());
            payload["from"] = json!(from.as_ref().map(|from| from.label.as_str()));
            payload["clauses"] = json!(clauses.iter().map(|clause| clause.kind).collect::<Vec<_>>());
            self.note(tx, actor, about(creditor.id), "sale_terms.added", &payload)?;
            Ok(terms.id)
        })
    }

    /// Changes a version that is not in force yet and that nobody accepted.
    ///
    /// # Errors
    /// [`SaleTermsRefusal::Kept`] where it binds or bound somebody; those of [`Desk::add_sale_terms`].
    pub fn change_sale_terms(&self, actor: &Actor, id: SaleTermsId, order: &SaleTermsOrder) -> Result<(), DeskError> {
        let seen = self.version_written(actor, id)?;
        let label = order.named()?;
        let given = order.clauses.as_deref().map(sound).transpose()?;
        let paper = order.pdf.as_ref().map(|file| self.terms_paper(file, &label)).transpose()?;
        let today = self.today();
        self.store.write("sale_terms.change", |tx| {
            let known = tx.sale_terms().get(seen.id)?;
            still_draft(tx, &known, today)?;
            let paper = paper.as_ref().map(|paper| newer(tx, &known, paper)).transpose()?.flatten();
            let document_id = paper.map(|paper| paper.id).or(known.document_id);
            let terms = SaleTerms { label: label.clone(), since_on: order.since, document_id, ..known.clone() };
            free_label(tx, &terms)?;
            let before = copied(tx, id)?;
            let clauses = given.clone().unwrap_or_else(|| before.clone());
            if terms == known && clauses == before {
                return Ok(());
            }
            if let Some(paper) = paper {
                tx.documents().insert(paper)?;
            }
            tx.sale_terms().save(&terms)?;
            self.write_clauses(tx, id, &clauses)?;
            let mut payload = with_paper(facts(&terms), paper);
            payload["before"] = facts(&known);
            payload["clauses"] = json!(clauses.iter().map(|clause| clause.kind).collect::<Vec<_>>());
            Ok(self.note(tx, actor, about(known.creditor_id), "sale_terms.changed", &payload)?)
        })
    }

    /// Takes away a version that is not in force yet and that nobody accepted.
    ///
    /// # Errors
    /// [`SaleTermsRefusal::Kept`], [`DeskError::NotFound`].
    pub fn remove_sale_terms(&self, actor: &Actor, id: SaleTermsId) -> Result<(), DeskError> {
        let seen = self.version_written(actor, id)?;
        let today = self.today();
        self.store.write("sale_terms.remove", |tx| {
            let known = tx.sale_terms().get(seen.id)?;
            still_draft(tx, &known, today)?;
            tx.sale_terms().remove(id)?;
            Ok(self.note(tx, actor, about(known.creditor_id), "sale_terms.removed", &facts(&known))?)
        })
    }

    /// Keeps the PDF of a version: once, unless it can still change. The same file again changes nothing.
    ///
    /// # Errors
    /// [`SaleTermsRefusal::DocumentKept`], [`Refusal::NotAPdf`], [`Refusal::FileTooHeavy`],
    /// [`Refusal::PdfUnusable`], [`DeskError::NotFound`].
    pub fn attach_sale_terms(&self, actor: &Actor, id: SaleTermsId, file: &Upload) -> Result<DocumentId, DeskError> {
        let seen = self.version_written(actor, id)?;
        let paper = self.terms_paper(file, &seen.label)?;
        let today = self.today();
        self.store.write("sale_terms.attach", |tx| {
            let known = tx.sale_terms().get(seen.id)?;
            let kept = known.document_id;
            let Some(paper) = newer(tx, &known, &paper)? else {
                return kept.ok_or_else(|| DeskError::NotFound { what: "document", key: id.to_string() });
            };
            if kept.is_some() && !is_draft(tx, &known, today)? {
                return Err(SaleTermsRefusal::DocumentKept { label: known.label.clone() }.into());
            }
            tx.documents().insert(paper)?;
            tx.sale_terms().save(&SaleTerms { document_id: Some(paper.id), ..known.clone() })?;
            let payload = with_paper(facts(&known), Some(paper));
            self.note(tx, actor, about(known.creditor_id), "sale_terms.document", &payload)?;
            Ok(paper.id)
        })
    }

    /// The PDF of a version, for who sees an account of its creditor.
    ///
    /// # Errors
    /// [`DeskError::NotFound`].
    pub fn sale_terms_paper(&self, actor: &Actor, id: SaleTermsId) -> Result<Document, DeskError> {
        actor.may(Permission::Read)?;
        let (terms, _) = self.version_within(actor, id)?;
        let absent = || DeskError::NotFound { what: "document", key: id.to_string() };
        let document = terms.document_id.ok_or_else(absent)?;
        Ok(self.store.read(|tx| tx.documents().get(document))?)
    }

    /// A PDF as it is kept.
    fn terms_paper(&self, file: &Upload, label: &str) -> Result<Document, DeskError> {
        check_pdf(file).map_err(of_terms)?;
        Ok(self.document("sale-terms", &paper_name(label), "application/pdf", file.bytes.clone()))
    }

    fn write_clauses(&self, tx: &mut Tx, id: SaleTermsId, clauses: &[ClauseText]) -> Result<(), DeskError> {
        let row = |clause: &ClauseText| SaleClause {
            id: SaleClauseId(self.id()),
            terms_id: id,
            kind: clause.kind,
            body: clause.text.clone(),
            rate: clause.rate.clone(),
        };
        let rows: Vec<SaleClause> = clauses.iter().map(row).collect();
        Ok(tx.sale_terms().set_clauses(id, &rows)?)
    }
}

/// The clauses of a version, to be written again, in the order of their kinds.
fn copied(tx: &mut Tx, id: SaleTermsId) -> Result<Vec<ClauseText>, DeskError> {
    let clauses = tx.sale_terms().clauses(&[id])?.into_iter();
    let mut clauses: Vec<ClauseText> =
        clauses.map(|c| ClauseText { kind: c.kind, text: c.body, rate: c.rate }).collect();
    clauses.sort_by_key(|clause| clause.kind);
    Ok(clauses)
}

/// Refuses a name that another version of the creditor has.
fn free_label(tx: &mut Tx, terms: &SaleTerms) -> Result<(), DeskError> {
    let key = kernel::search_key(&terms.label);
    let others = tx.sale_terms().list(Some(terms.creditor_id))?;
    if others.iter().any(|other| other.id != terms.id && kernel::search_key(&other.label) == key) {
        return Err(SaleTermsRefusal::LabelTaken { label: terms.label.clone() }.into());
    }
    Ok(())
}

/// A PDF, unless the version has the same already.
fn newer<'a>(tx: &mut Tx, known: &SaleTerms, paper: &'a Document) -> Result<Option<&'a Document>, DeskError> {
    let Some(kept) = known.document_id else { return Ok(Some(paper)) };
    let same = tx.documents().infos(&[kept])?.iter().any(|info| info.sha256 == paper.sha256);
    Ok(if same { None } else { Some(paper) })
}

/// True while a version can change: it begins later, and nobody ever accepted it.
fn is_draft(tx: &mut Tx, terms: &SaleTerms, today: kernel::Date) -> Result<bool, DeskError> {
    Ok(terms.since_on > today && !tx.sale_terms().was_accepted(terms.id)?)
}

fn still_draft(tx: &mut Tx, terms: &SaleTerms, today: kernel::Date) -> Result<(), DeskError> {
    if is_draft(tx, terms, today)? {
        return Ok(());
    }
    Err(SaleTermsRefusal::Kept { label: terms.label.clone() }.into())
}

/// What is refused of the file of a piece is refused of terms of sale, in their words.
fn of_terms(refusal: Refusal) -> DeskError {
    match refusal {
        Refusal::NotAPdf { file } => SaleTermsRefusal::NotAPdf { file }.into(),
        other => other.into(),
    }
}

/// A name for people from that of the version.
fn paper_name(label: &str) -> String {
    let plain = label.chars().map(|c| if c.is_alphanumeric() || "._- ".contains(c) { c } else { '-' });
    format!("{}.pdf", plain.collect::<String>().trim())
}
