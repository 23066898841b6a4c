//! A plan proposed and signed by a link.

use amicable::plans::{PlanState, SignatureLevel};
use kernel::{Date, Money, spelled};
use store::{LinkPurpose, PlanId, Task, TaskId, TaskKind, TaskState, Tx};

use super::door::{Caller, Entered};
use crate::desk::About;
use crate::plans::{MeansTyped, PlanDetail, PlanKind, PlanOffer, PlanPaper, PlanSignature, PlanTerms, is_person};
use crate::tasks::Subject;
use crate::{Desk, DeskError, LinkRefusal, Refusal};

/// Characters of a name, and of a capacity.
const NAME_MAX: usize = 120;
/// Characters of a reason or of a note.
pub(super) const WORDS_MAX: usize = 2_000;

/// A plan as a debtor asks for it: amounts are decimal texts.
#[derive(Debug, Clone, Default)]
pub struct SpaceTerms {
    /// What is paid each month; in equal parts when empty.
    pub each: String,
    /// In how many months.
    pub months: Option<u32>,
    /// The first due day.
    pub first: Option<Date>,
    /// What a person says of their means.
    pub means: Option<MeansTyped>,
    /// In words.
    pub note: String,
}

impl SpaceTerms {
    fn terms(&self) -> Result<PlanTerms, DeskError> {
        bounded(&self.note)?;
        let by_amount = !self.each.trim().is_empty();
        Ok(PlanTerms {
            kind: if by_amount { PlanKind::Each } else { PlanKind::Equal },
            count: self.months,
            each: self.each.clone(),
            first: self.first,
            means: self.means.clone(),
            note: self.note.clone(),
            ..PlanTerms::default()
        })
    }
}

/// A plan as who signs it sees it.
#[derive(Debug, Clone)]
pub struct SpacePlan {
    /// The plan.
    pub plan: PlanDetail,
    /// Who is owed.
    pub creditor: String,
    /// Who owes.
    pub debtor: String,
    /// Who owes is a natural person.
    pub person: bool,
    /// What is acknowledged, the principal, in the words of each language.
    pub spelled: kernel::Wording,
    /// The day it is told on.
    pub today: Date,
}

/// A signature by a link.
#[derive(Debug, Clone, Default)]
pub struct SpaceSignature {
    /// Who signs.
    pub name: String,
    /// In what capacity; oneself when empty.
    pub capacity: String,
    /// The box that says so was ticked.
    pub consent: bool,
}

/// Refuses words without end.
pub(super) fn bounded(words: &str) -> Result<(), LinkRefusal> {
    if words.chars().count() <= WORDS_MAX {
        return Ok(());
    }
    Err(LinkRefusal::WordsLong { most: i64::try_from(WORDS_MAX).unwrap_or(i64::MAX) })
}

impl Desk {
    /// What a plan would be; nothing is written.
    ///
    /// # Errors
    /// As [`Desk::plan_offer`] and [`Desk::space`].
    pub fn space_offer(&self, caller: &Caller, terms: &SpaceTerms) -> Result<PlanOffer, DeskError> {
        let who = self.let_in(caller)?;
        self.plan_offer(&who.guest, who.account.id, &terms.terms()?)
    }

    /// Proposes a plan: it may be signed at once within what a collector grants, else somebody of the house is
    /// asked first. What the same person proposed by link before is given up, where nobody granted or signed it; the
    /// same terms again are the same plan.
    ///
    /// # Errors
    /// As [`Desk::propose_plan`] and [`Desk::space`].
    pub fn space_propose(&self, caller: &Caller, terms: &SpaceTerms) -> Result<PlanId, DeskError> {
        let guest = self.let_in(caller)?.guest;
        let terms = terms.terms()?;
        let made = self.store.write("space.propose", |tx| {
            let who = self.let_in_tx(tx, caller)?;
            let terms = PlanTerms { owner: owner(tx, &who)?, ..terms.clone() };
            // What cannot be is refused before anything else is touched.
            let drawn = self.draw_plan(tx, &who.guest, who.account.id, &terms)?;
            let mut before = tx.plans().of_accounts(&[who.account.id])?;
            before.retain(|plan| {
                matches!(plan.state, PlanState::Awaiting | PlanState::Proposed)
                    && plan.actor == who.guest.name
                    && plan.approved_by.is_empty()
            });
            for plan in &before {
                if drawn.is_again(tx, plan)? {
                    return Ok(plan.id);
                }
            }
            for plan in before {
                self.withdraw_plan_within(tx, &who.guest, plan.id)?;
                self.unask(tx, &who, &Subject::PlanAwaits { plan: plan.id.to_string() })?;
            }
            self.propose_plan_within(tx, &who.guest, &drawn)?;
            let plan = drawn.plan;
            if plan.state == PlanState::Awaiting {
                self.ask_house(tx, &who, &Subject::PlanAwaits { plan: plan.id.to_string() }, "")?;
            }
            Ok::<_, DeskError>(plan.id)
        })?;
        self.keep_protocol(&guest, made)?;
        Ok(made)
    }

    /// A plan of the account, or the one the link is about.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; as [`Desk::space`].
    pub fn space_plan(&self, caller: &Caller, plan: Option<PlanId>) -> Result<SpacePlan, DeskError> {
        let (who, plan) = self.let_in_for(caller, plan)?;
        let plan = self.plan_detail(&who.guest, plan)?;
        let owed =
            Money::parse(&plan.principal, plan.line.currency).unwrap_or_else(|_| Money::zero(plan.line.currency));
        let said = |language| spelled::spelled(owed, language);
        Ok(SpacePlan {
            plan,
            person: is_person(who.debtor.kind),
            creditor: who.creditor.name,
            debtor: who.debtor.name,
            spelled: kernel::Wording::new(said(kernel::Language::Fr), said(kernel::Language::En)),
            today: self.today(),
        })
    }

    /// The protocol of a plan: as it was signed, or as it would be.
    ///
    /// # Errors
    /// As [`Desk::plan_protocol`] and [`Desk::space`].
    pub fn space_protocol(&self, caller: &Caller, plan: Option<PlanId>) -> Result<PlanPaper, DeskError> {
        let (who, plan) = self.let_in_for(caller, plan)?;
        self.plan_protocol(&who.guest, plan)
    }

    /// Signs a plan: a simple electronic signature, by who holds the link and says who they are.
    ///
    /// # Errors
    /// [`LinkRefusal::NameMissing`], [`LinkRefusal::ConsentMissing`]; as [`Desk::sign_plan`] and [`Desk::space`].
    pub fn space_sign(
        &self,
        caller: &Caller,
        plan: Option<PlanId>,
        signature: &SpaceSignature,
    ) -> Result<(), DeskError> {
        let (who, plan) = self.let_in_for(caller, plan)?;
        let name = one_line(&signature.name);
        let capacity = one_line(&signature.capacity);
        if name.is_empty() || name.chars().count() > NAME_MAX || capacity.chars().count() > NAME_MAX {
            return Err(LinkRefusal::NameMissing { most: i64::try_from(NAME_MAX).unwrap_or(i64::MAX) }.into());
        }
        if !signature.consent {
            return Err(LinkRefusal::ConsentMissing.into());
        }
        let by = if capacity.is_empty() { name } else { format!("{name}, {capacity}") };
        let level = SignatureLevel::Electronic;
        self.sign_plan(&who.guest, plan, &PlanSignature { on: None, by, level })
    }

    /// Says no to a plan, with a reason.
    ///
    /// # Errors
    /// As [`Desk::refuse_plan`] and [`Desk::space`].
    pub fn space_refuse(&self, caller: &Caller, plan: Option<PlanId>, reason: &str) -> Result<(), DeskError> {
        let (who, plan) = self.let_in_for(caller, plan)?;
        bounded(reason)?;
        if reason.trim().is_empty() {
            return Err(Refusal::ReasonMissing.into());
        }
        self.refuse_plan(&who.guest, plan, reason)
    }

    /// Who comes, and the plan: that of the link, where the link is about one.
    fn let_in_for(&self, caller: &Caller, plan: Option<PlanId>) -> Result<(Entered, PlanId), DeskError> {
        let who = self.let_in(caller)?;
        let of_link = who.link.subject_id.filter(|_| caller.purpose == LinkPurpose::Plan).map(PlanId);
        let plan = of_link.or(plan).ok_or(LinkRefusal::Unknown)?;
        Ok((who, plan))
    }

    /// Gives the house something to do about what was said by a link.
    pub(super) fn ask_house(
        &self,
        tx: &mut Tx,
        who: &Entered,
        subject: &Subject,
        note: &str,
    ) -> Result<TaskId, DeskError> {
        let task = Task {
            id: TaskId(self.id()),
            account_id: who.account.id,
            reminder_id: None,
            kind: TaskKind::FollowUp,
            state: TaskState::Open,
            subject: subject.kept(),
            owner: owner(tx, who)?,
            due_on: self.today(),
            outcome: String::new(),
            note: note.trim().to_owned(),
            actor: who.guest.name.clone(),
            created_us: self.now(),
            closed_us: None,
        };
        tx.tasks().insert(&task)?;
        let payload = serde_json::json!({
            "task": task.id, "kind": task.kind, "subject": task.subject, "owner": task.owner, "due": task.due_on,
        });
        self.note(tx, &who.guest, About::account(&who.account), "task.given", &payload)?;
        Ok(task.id)
    }
}

impl Desk {
    /// Drops what the house was asked about something that is no more.
    fn unask(&self, tx: &mut Tx, who: &Entered, subject: &Subject) -> Result<(), DeskError> {
        let kept = subject.kept();
        for mut task in tx.tasks().of_account(who.account.id)? {
            if task.state != TaskState::Open || task.subject != kept {
                continue;
            }
            (task.state, task.actor, task.closed_us) = (TaskState::Dropped, who.guest.name.clone(), Some(self.now()));
            tx.tasks().save(&task)?;
            let payload = serde_json::json!({
                "task": task.id, "kind": task.kind, "subject": task.subject, "owner": task.owner, "due": task.due_on,
                "note": task.note,
            });
            self.note(tx, &who.guest, About::account(&who.account), "task.dropped", &payload)?;
        }
        Ok(())
    }
}

/// Who of the house answers: who has the account, else who made the link, where a person did.
pub(super) fn owner(tx: &mut Tx, who: &Entered) -> Result<String, DeskError> {
    let maker = Some(who.link.actor.clone()).filter(|maker| !matches!(maker.as_str(), "worker" | "cli"));
    Ok(tx.collectors().of(who.account.id)?.or(maker).unwrap_or_default())
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
