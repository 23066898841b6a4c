//! A colleague answers by the link of a mail, without an account: is the customer right?

use kernel::{Date, Language, Money, Wording, slug_enum};
use ledger::{Account, Item};
use serde_json::json;
use store::{
    Dispute, DisputeId, EvidenceId, EvidenceKind, LinkPurpose, Side, SignedLink, Task, TaskId, TaskKind, TaskState,
    Testimony, Tx,
};

use super::moves::dispute_of;
use super::{DisputeKind, Step, asked, evidence, facts, policy};
use crate::colleagues::correspondent;
use crate::desk::About;
use crate::imports::Upload;
use crate::tasks::Subject;
use crate::{Actor, Desk, DeskError, DisputeRefusal, Refusal};

slug_enum!(
    /// Is the customer right?
    Verdict {
        /// They are.
        Yes = "yes",
        /// In part.
        Part = "part",
        /// They are not.
        No = "no",
    }
);

/// What somebody who opens the link is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedDispute {
    /// Who is asked.
    pub recipient: String,
    /// The customer.
    pub debtor: String,
    /// Number of the piece.
    pub piece: String,
    /// The day of the piece.
    pub dated: Date,
    /// What is contested.
    pub amount: Money,
    /// What is said to be wrong.
    pub kind: DisputeKind,
    /// What the customer says, as it was heard or written.
    pub words: Vec<String>,
    /// Last day to answer, included.
    pub until: Date,
}

/// What they answer.
#[derive(Debug, Clone)]
pub struct ColleagueAnswer {
    /// Is the customer right?
    pub verdict: Verdict,
    /// For how much, where they are right in part.
    pub amount: Option<Money>,
    /// In words.
    pub words: String,
    /// A photograph, or a paper.
    pub file: Option<Upload>,
}

/// What becomes of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerTaken {
    /// The customer.
    pub debtor: String,
    /// Number of the piece.
    pub piece: String,
    /// Who decides what follows; empty when nobody is named.
    pub next: String,
}

/// The verdict in words.
fn said(verdict: Verdict, amount: Option<Money>) -> Wording {
    let of = |language| amount.map_or_else(String::new, |amount| kernel::Spoken::said(&amount, language));
    match verdict {
        Verdict::Yes => Wording::new("Le client a raison.", "The customer is right."),
        Verdict::No => Wording::new("Le client n’a pas raison.", "The customer is not right."),
        Verdict::Part => Wording::new(
            format!("Le client a raison en partie : {}.", of(Language::Fr)),
            format!("The customer is right in part: {}.", of(Language::En)),
        ),
    }
}

/// The dispute that a link asks about, while it is open.
fn asked_by(tx: &mut Tx, link: &SignedLink) -> Result<(Dispute, Account, Item), DeskError> {
    dispute_of(tx, &Actor::guest(link), DisputeId(link.subject_id.unwrap_or_default()))
}

/// Who decides what follows an answer: who opened the dispute, else who follows the account; empty when nobody does.
fn decides(tx: &mut Tx, dispute: &Dispute) -> Result<String, DeskError> {
    let opened = tx.users().by_login(&dispute.actor)?.filter(|user| user.active);
    match opened {
        Some(user) => Ok(user.login),
        None => Ok(tx.collectors().of(dispute.account_id)?.unwrap_or_default()),
    }
}

impl Desk {
    /// What the holder of a link is asked.
    ///
    /// # Errors
    /// [`crate::LinkRefusal`] on a link that is forged, over, used or taken back; [`DeskError::Refused`] once the
    /// dispute is closed.
    pub fn asked_dispute(&self, token: &str) -> Result<AskedDispute, DeskError> {
        self.seen_good(token, LinkPurpose::Dispute)?;
        self.store.write("dispute.asked", |tx| {
            let link = self.opened(tx, token, LinkPurpose::Dispute)?;
            let (dispute, account, item) = asked_by(tx, &link)?;
            Ok(AskedDispute {
                recipient: link.recipient,
                debtor: tx.debtors().get(account.debtor_id)?.name,
                piece: item.number,
                dated: item.entry_on,
                amount: Money::new(dispute.contested_minor, dispute.currency),
                kind: dispute.kind,
                words: asked::words_of(tx, &dispute)?,
                until: dispute.due_on,
            })
        })
    }

    /// Takes the answer of who holds a link, once: it is evidence of the house's side, the facts are known, and who
    /// opened the dispute has a task to decide what follows.
    ///
    /// # Errors
    /// As [`Desk::asked_dispute`]; [`DisputeRefusal::AnswerAmount`] in part without an amount below what is contested;
    /// what is no evidence ([`Desk::add_evidence`]).
    pub fn answer_dispute(&self, token: &str, answer: &ColleagueAnswer) -> Result<AnswerTaken, DeskError> {
        evidence::bounded(answer.words.trim())?;
        self.seen_good(token, LinkPurpose::Dispute)?;
        let document = answer.file.as_ref().map(|file| self.exhibit(file)).transpose()?;
        self.store.write("dispute.answer", |tx| {
            let mut link = self.opened(tx, token, LinkPurpose::Dispute)?;
            let (mut dispute, account, item) = asked_by(tx, &link)?;
            let amount = granted(answer, &dispute)?;
            let guest = Actor::guest(&link);
            let language = correspondent(tx, &link.recipient)?.map_or(Language::Fr, |who| who.language);
            let verdict = said(answer.verdict, amount);
            let words = [verdict.pick(language), answer.words.trim()].join("\n\n");
            evidence::room(tx, dispute.id)?;
            tx.disputes().testify(&Testimony {
                id: EvidenceId(self.id()),
                dispute_id: dispute.id,
                account_id: account.id,
                side: Side::House,
                kind: EvidenceKind::Note,
                body: words.trim().to_owned(),
                document_id: None,
                actor: guest.name.clone(),
                created_us: self.now(),
            })?;
            if let Some(document) = &document {
                let exhibit = (Side::House, EvidenceKind::File, "", Some(document));
                self.testify(tx, &guest, (&dispute, &account, &item), exhibit)?;
            }
            let (today, next) = (self.today(), decides(tx, &dispute)?);
            if dispute.step == Step::Identify {
                dispute.step = Step::Facts;
            }
            if !next.is_empty() {
                next.clone_into(&mut dispute.owner);
            }
            (dispute.asked_on, dispute.escalations) = (today, 0);
            dispute.due_on = policy::in_force(tx)?.due(dispute.service, today).max(dispute.due_on);
            dispute.version = tx.disputes().save(&dispute)?;
            self.seek_owner(tx, &guest, &dispute, &item)?;
            link.used_us = Some(self.now());
            tx.signed_links().save(&link)?;
            let task = self.to_decide(tx, &guest, (&dispute, &item), (&next, &link.recipient))?;
            let mut payload = facts(&dispute, &item.number);
            payload["verdict"] = answer.verdict.slug().into();
            payload["granted"] = amount.map_or_else(String::new, Money::to_decimal).into();
            payload["note"] = answer.words.trim().into();
            (payload["link"], payload["task"]) = (json!(link.id), json!(task));
            self.note(tx, &guest, About::account(&account), "dispute.answered", &payload)?;
            let debtor = tx.debtors().get(account.debtor_id)?.name;
            Ok(AnswerTaken { debtor, piece: item.number, next })
        })
    }

    /// Looks at a link before anything is written: what was never signed here takes no lock.
    pub(super) fn seen_good(&self, token: &str, purpose: LinkPurpose) -> Result<(), DeskError> {
        self.store.read(|tx| self.good_for(tx, token, purpose)).map(drop)
    }

    /// A task for who decides what follows an answer.
    fn to_decide(
        &self,
        tx: &mut Tx,
        guest: &Actor,
        (dispute, item): (&Dispute, &Item),
        (owner, by): (&str, &str),
    ) -> Result<TaskId, DeskError> {
        let task = Task {
            id: TaskId(self.id()),
            account_id: dispute.account_id,
            reminder_id: None,
            kind: TaskKind::FollowUp,
            state: TaskState::Open,
            subject: Subject::DisputeAnswered { what: format!("{} · {by}", item.number) }.kept(),
            owner: owner.to_owned(),
            due_on: self.today(),
            outcome: String::new(),
            note: String::new(),
            actor: guest.name.clone(),
            created_us: self.now(),
            closed_us: None,
        };
        tx.tasks().insert(&task)?;
        Ok(task.id)
    }
}

/// For how much the customer is right, said only where they are in part.
fn granted(answer: &ColleagueAnswer, dispute: &Dispute) -> Result<Option<Money>, DeskError> {
    if answer.verdict != Verdict::Part {
        return Ok(None);
    }
    let most = Money::new(dispute.contested_minor, dispute.currency);
    let fits = |m: &Money| m.currency() == most.currency() && m.minor() > 0 && m.minor() < most.minor();
    let refused = || Refusal::from(DisputeRefusal::AnswerAmount { most }).into();
    answer.amount.filter(fits).map(Some).ok_or_else(refused)
}
