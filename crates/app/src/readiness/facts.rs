//! The facts of a case: what the ledger and the file know by themselves, with what people answered over it.

use std::collections::HashMap;

use judicial::guard::State;
use judicial::readiness::exhibits::ExhibitKind;
use judicial::readiness::{
    Acceptance, Authority, Contest, CourtKnown, Evidence, Facts, Identity, Notice, Readiness, Solvency, Weights, judge,
};
use kernel::{Currency, Date, Money, Wording};
use law::conditions::CourtKind;
use law::courts::{CourtAsked, court};
use ledger::{Account, Debtor, DebtorKind, Item, ItemId};
use store::{CaseAnswer, CaseAspect, CaseClaim, CaseId, CaseSide, CourtCase, InsolvencyState, MessageState, Tx};

use super::evidence::evidence;
use super::words::{aspect_words, value_words};
use super::{AnswerLine, AspectLine};
use crate::disputes::{Outcome, Step};
use crate::portfolio::View;
use crate::{Actor, Desk, DeskError, ReadinessRefusal};

/// The word of a debtor who has no extract of a register.
pub const UNREGISTERED: &str = "none-needed";
/// The matter of a claim of which nobody says another.
const MATTER: &str = "goods";
/// State of debtors whose file says none.
const FRANCE: &str = "FR";

/// What is read before a transaction begins.
pub(crate) struct Outside {
    view: std::sync::Arc<View>,
    /// Where the limitation of each claimed piece stands.
    pub limitations: HashMap<ItemId, State>,
    /// Who follows the account.
    pub collector: Option<String>,
}

/// A case as the rules take it.
pub(crate) struct Known {
    /// What it is judged on.
    pub facts: Facts,
    /// Its claim, as the law asks it.
    pub asked: CourtAsked,
    /// Where each aspect comes from.
    pub aspects: Vec<AspectLine>,
    /// The debtor.
    pub debtor: Debtor,
    /// The court, where the law names it.
    pub court: Option<Wording>,
}

impl Known {
    /// The verdict.
    pub fn judged(&self, weights: &Weights, today: Date) -> Readiness {
        judge(&self.facts, weights, today)
    }
}

/// What answers can change.
#[derive(Clone)]
pub(super) struct Draft {
    facts: Facts,
    place: Option<String>,
    matter: String,
}

/// The words that answer an aspect; none where it is answered by a day or a place.
pub fn values(aspect: CaseAspect) -> Vec<&'static str> {
    macro_rules! slugs {
        ($Of:ty) => {
            <$Of>::ALL.iter().map(|one| one.slug()).collect()
        };
    }
    match aspect {
        CaseAspect::Contest => slugs!(Contest),
        CaseAspect::Amount => vec!["determined", "undetermined"],
        CaseAspect::Order | CaseAspect::Delivery | CaseAspect::Invoice => slugs!(Evidence),
        CaseAspect::Terms => slugs!(Acceptance),
        CaseAspect::Notice => slugs!(Notice),
        CaseAspect::Authority => slugs!(Authority),
        CaseAspect::Identity => slugs!(Identity),
        CaseAspect::Solvency => slugs!(Solvency),
        CaseAspect::Matter => law::courts::matters().to_vec(),
        CaseAspect::Register | CaseAspect::Place => Vec::new(),
    }
}

impl Draft {
    /// Takes an answer; none where its word is not known.
    pub(super) fn tell(&mut self, aspect: CaseAspect, value: &str) -> Option<()> {
        let facts = &mut self.facts;
        match aspect {
            CaseAspect::Contest => facts.contest = Contest::parse(value)?,
            CaseAspect::Amount => facts.determined = (value == "determined").then_some(true).or_else(|| no(value))?,
            CaseAspect::Order => facts.order = Evidence::parse(value)?,
            CaseAspect::Delivery => facts.delivery = Evidence::parse(value)?,
            CaseAspect::Invoice => facts.invoice = Evidence::parse(value)?,
            CaseAspect::Terms => facts.terms = Acceptance::parse(value)?,
            CaseAspect::Notice => facts.notice = Notice::parse(value)?,
            CaseAspect::Authority => facts.authority = Authority::parse(value)?,
            CaseAspect::Identity => facts.identity = Identity::parse(value)?,
            CaseAspect::Solvency => facts.solvency = Solvency::parse(value)?,
            CaseAspect::Register if value == UNREGISTERED => (facts.register, facts.unregistered) = (None, true),
            CaseAspect::Register => {
                (facts.register, facts.unregistered) = (Some(value.parse().ok()?), false);
            }
            CaseAspect::Place => self.place = Some(value.to_owned()),
            CaseAspect::Matter => {
                law::courts::matters().contains(&value).then_some(())?;
                value.clone_into(&mut self.matter);
            }
        }
        Some(())
    }

    /// The word of an aspect; empty where nobody knows.
    pub(super) fn value(&self, aspect: CaseAspect) -> String {
        let facts = &self.facts;
        let word = match aspect {
            CaseAspect::Contest => facts.contest.slug(),
            CaseAspect::Amount if facts.determined => "determined",
            CaseAspect::Amount => "undetermined",
            CaseAspect::Order => facts.order.slug(),
            CaseAspect::Delivery => facts.delivery.slug(),
            CaseAspect::Invoice => facts.invoice.slug(),
            CaseAspect::Terms => facts.terms.slug(),
            CaseAspect::Notice => facts.notice.slug(),
            CaseAspect::Authority => facts.authority.slug(),
            CaseAspect::Identity => facts.identity.slug(),
            CaseAspect::Solvency => facts.solvency.slug(),
            CaseAspect::Register if facts.unregistered => UNREGISTERED,
            CaseAspect::Register => return facts.register.map_or_else(String::new, |day| day.to_string()),
            CaseAspect::Place => self.place.as_deref().unwrap_or_default(),
            CaseAspect::Matter => &self.matter,
        };
        word.to_owned()
    }
}

fn no(value: &str) -> Option<bool> {
    (value == "undetermined").then_some(false)
}

/// The answers that count: the last of each aspect, those taken back left out.
pub(super) fn standing_answers(answers: Vec<CaseAnswer>) -> HashMap<CaseAspect, CaseAnswer> {
    let mut last: HashMap<CaseAspect, CaseAnswer> = HashMap::new();
    for answer in answers {
        last.insert(answer.aspect, answer);
    }
    last.retain(|_, answer| !answer.value.is_empty());
    last
}

/// The State of a debtor who lives in another.
fn abroad(debtor: &Debtor) -> Option<String> {
    Some(debtor.address.country.as_str()).filter(|code| code.len() == 2 && *code != FRANCE).map(str::to_owned)
}

impl Desk {
    /// What a judgment of a case needs and no transaction may read: the open items, the limitation of its pieces.
    pub(crate) fn outside(&self, actor: &Actor, id: CaseId) -> Result<Outside, DeskError> {
        let (account, claims) = self.store.read(|tx| {
            let case = actor.find(tx, id)?;
            if case.side != CaseSide::Claimant {
                return Err(ReadinessRefusal::NotClaimant.into());
            }
            Ok::<_, DeskError>((case.account_id, crate::cases::standing(tx, id)?))
        })?;
        let mut accounts: Vec<_> = claims.iter().map(|claim| claim.account_id).chain([account]).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let mut limitations = HashMap::new();
        for account in accounts {
            limitations.extend(self.limitations(account)?);
        }
        let collector = self.day()?.house.collector(account).map(str::to_owned);
        Ok(Outside { view: self.view()?, limitations, collector })
    }

    /// The facts of a case, answers taken in.
    pub(crate) fn case_known(&self, tx: &mut Tx, outside: &Outside, case: &CourtCase) -> Result<Known, DeskError> {
        let account = tx.accounts().get(case.account_id)?;
        let debtor = tx.debtors().get(account.debtor_id)?;
        let claims = crate::cases::standing(tx, case.id)?;
        let ids: Vec<ItemId> = claims.iter().map(|claim| claim.item_id).collect();
        let open = crate::cases::opens(&outside.view, &claims);
        let mut items = tx.items().get_many(&ids)?;
        // what was paid since is not asked
        items.retain(|item| open.get(&item.id).is_some_and(|minor| *minor > 0));
        let amount = Money::new(open.values().sum(), case.currency);
        let seen = Seen { case, account: &account, debtor: &debtor, claims: &claims, items: &items, amount };
        let (mut draft, insolvent) = self.of_the_desk(tx, &seen, outside)?;
        let alone = draft.clone();
        let answers = standing_answers(tx.readiness().of_cases(&[case.id])?);
        for answer in answers.values() {
            // a word that an older version wrote and this one does not know leaves what the desk knows
            let _known = draft.tell(answer.aspect, &answer.value);
        }
        if insolvent {
            draft.facts.solvency = Solvency::Insolvent;
        }
        let aspects = lines(&draft, &alone, &answers);
        let asked = CourtAsked {
            debtor: debtor.kind.slug().to_owned(),
            amount,
            matter: draft.matter,
            place: draft.place.filter(|place| !place.is_empty()),
            on: self.today(),
            insolvent,
        };
        let mut facts = draft.facts;
        let (known, court) = self.court_of(&asked, &debtor);
        facts.court = known;
        Ok(Known { facts, asked, aspects, debtor, court })
    }

    /// The kind of court that the law names for a case, whatever its amount; none where it has no answer.
    pub(crate) fn court_kind(&self, tx: &mut Tx, case: &CourtCase) -> Result<Option<CourtKind>, DeskError> {
        let account = tx.accounts().get(case.account_id)?;
        let debtor = tx.debtors().get(account.debtor_id)?;
        let answers = standing_answers(tx.readiness().of_cases(&[case.id])?);
        let told = |aspect: CaseAspect| answers.get(&aspect).map(|answer| answer.value.clone());
        let asked = CourtAsked {
            matter: told(CaseAspect::Matter).unwrap_or_else(|| MATTER.to_owned()),
            place: told(CaseAspect::Place).or_else(|| abroad(&debtor)),
            ..CourtAsked::new(debtor.kind.slug(), Money::zero(Currency::EUR), self.today())
        };
        Ok(court(&asked, &self.law).ok().and_then(|answer| CourtKind::parse(&answer.kind)))
    }

    /// The court of a claim, as far as the law says it. Its kind and its seat do not hang on the currency.
    fn court_of(&self, asked: &CourtAsked, debtor: &Debtor) -> (CourtKnown, Option<Wording>) {
        let address = &debtor.address;
        if asked.place.is_none() && address.city.is_empty() && address.postcode.is_empty() {
            return (CourtKnown::Unknown, None);
        }
        let mut asked = asked.clone();
        if asked.amount.currency() != Currency::EUR || asked.amount.minor() < 0 {
            asked.amount = Money::zero(Currency::EUR);
        }
        match court(&asked, &self.law) {
            Ok(answer) => (CourtKnown::of(&answer), Some(Wording::new(answer.court, answer.court_en))),
            Err(_) => (CourtKnown::Unknown, None),
        }
    }

    /// What the ledger and the file know by themselves, and whether a judgment stops the claim.
    fn of_the_desk(&self, tx: &mut Tx, seen: &Seen<'_>, outside: &Outside) -> Result<(Draft, bool), DeskError> {
        let held = evidence(tx, seen.case.id, seen.items)?;
        let (stopped, later) = insolvency(tx, seen)?;
        let unregistered = matches!(seen.debtor.kind, DebtorKind::Consumer | DebtorKind::PublicBody);
        let states = seen.items.iter().map(|item| outside.limitations.get(&item.id));
        let facts = Facts {
            amount: seen.amount,
            determined: true,
            contest: contest(tx, seen)?,
            due: seen.items.iter().map(|item| item.due_on).max().unwrap_or_else(|| self.today()),
            due_inferred: seen.items.iter().any(|item| item.due_inferred),
            order: held.order,
            delivery: held.delivery,
            invoice: held.invoice,
            terms: self.acceptance(tx, seen)?,
            notice: notice(tx, seen)?,
            register: None,
            unregistered,
            authority: Authority::Missing,
            identity: crate::companies::identity(tx, seen.debtor)?,
            solvency: match (stopped, later) {
                (true, _) => Solvency::Insolvent,
                (false, true) => Solvency::Doubtful,
                (false, false) => Solvency::Unknown,
            },
            limitation: first_to_end(states),
            court: CourtKnown::Unknown,
        };
        let place = abroad(seen.debtor);
        Ok((Draft { facts, place, matter: MATTER.to_owned() }, stopped))
    }

    fn acceptance(&self, tx: &mut Tx, seen: &Seen<'_>) -> Result<Acceptance, DeskError> {
        let mut worst = Acceptance::Strong;
        let mut accounts: Vec<_> = seen.items.iter().map(|item| item.account_id).collect();
        accounts.sort_unstable();
        accounts.dedup();
        for id in accounts {
            let account = tx.accounts().get(id)?;
            let days: Vec<Date> =
                seen.items.iter().filter(|item| item.account_id == id).map(|item| item.issue_on).collect();
            let found = match crate::sale_terms::weakest(tx, &account, &days, self.today())? {
                Some(amicable::sale_terms::Strength::Strong) => Acceptance::Strong,
                Some(amicable::sale_terms::Strength::Weak) => Acceptance::Weak,
                None => Acceptance::None,
            };
            worst = worst.max(found);
        }
        Ok(if seen.items.is_empty() { Acceptance::None } else { worst })
    }
}

/// A case as its facts are read.
struct Seen<'a> {
    case: &'a CourtCase,
    account: &'a Account,
    debtor: &'a Debtor,
    claims: &'a [CaseClaim],
    /// The pieces of which something is open.
    items: &'a [Item],
    amount: Money,
}

/// Of several pieces, the state that binds: one that is over first, then the least time left; none while one is
/// unknown.
pub(crate) fn first_to_end<'s>(states: impl Iterator<Item = Option<&'s State>>) -> Option<State> {
    let rank = |state: &State| match state {
        State::Expired { .. } => (0, 0),
        State::Unconfirmed { .. } => (1, 0),
        State::LastDay => (2, 0),
        State::Running { left, .. } => (3, *left),
        State::Stopped { .. } | State::Ended { .. } => (4, 0),
    };
    let all: Option<Vec<&State>> = states.collect();
    all?.into_iter().min_by_key(|state| rank(state)).cloned()
}

/// Whether the debtor contests: a dispute that is open on all of it is serious until somebody says otherwise, one that
/// was closed as unfounded is a grievance to be answered.
fn contest(tx: &mut Tx, seen: &Seen<'_>) -> Result<Contest, DeskError> {
    let accounts: Vec<_> = seen.claims.iter().map(|claim| claim.account_id).collect();
    let mut disputes = tx.disputes().of_accounts(&accounts)?;
    disputes.retain(|dispute| seen.items.iter().any(|item| item.id == dispute.item_id));
    let sum = |open: bool| -> i64 {
        let kept = disputes.iter().filter(|dispute| (dispute.step != Step::Closed) == open);
        let counts = kept.filter(|dispute| open || dispute.outcome == Some(Outcome::Unfounded));
        counts.map(|dispute| dispute.contested_minor).sum()
    };
    let (open, unfounded) = (sum(true), sum(false));
    Ok(match (open, unfounded) {
        (0, 0) => Contest::Not,
        (open, _) if open >= seen.amount.minor() => Contest::Serious,
        (0, unfounded) if unfounded >= seen.amount.minor() => Contest::Unfounded,
        _ => Contest::Part,
    })
}

/// The formal notices that ask for the pieces: one sent, presented where the post said so of each piece; or one that
/// the case shows with the proof that it was presented.
fn notice(tx: &mut Tx, seen: &Seen<'_>) -> Result<Notice, DeskError> {
    let sent = crate::letters::formal_notices(tx, seen.account.id)?;
    let of = |item: &Item| {
        let mine = sent.iter().filter(|(message, asked)| {
            message.state == MessageState::Sent && asked.iter().any(|(id, _)| *id == item.id)
        });
        mine.map(|(message, _)| if message.presented_on.is_some() { Notice::Presented } else { Notice::Sent })
            .min()
            .unwrap_or(Notice::None)
    };
    let letters = seen.items.iter().map(of).max().unwrap_or(Notice::None);
    let exhibits = tx.exhibits().of_case(seen.case.id)?;
    let holds = |kind: ExhibitKind| exhibits.iter().any(|one| one.kind == kind.slug());
    let shown = match (holds(ExhibitKind::Notice), holds(ExhibitKind::NoticeProof)) {
        (true, true) => Notice::Presented,
        _ => Notice::None,
    };
    Ok(letters.min(shown))
}

/// Whether an insolvency stops the claim; whether one is open and the claim was born after its judgment.
fn insolvency(tx: &mut Tx, seen: &Seen<'_>) -> Result<(bool, bool), DeskError> {
    use InsolvencyState as S;
    let known = tx.insolvencies().of_debtor(seen.debtor.id)?;
    let Some(open) = known.filter(|one| matches!(one.state, S::Open | S::Plan | S::PlanEnded | S::Closed)) else {
        return Ok((false, false));
    };
    let prior = |judgment: Date| seen.items.iter().any(|item| item.supply_on.unwrap_or(item.issue_on) < judgment);
    let stopped = open.judgment_on.is_none_or(prior);
    Ok((stopped, !stopped))
}

fn lines(draft: &Draft, alone: &Draft, answers: &HashMap<CaseAspect, CaseAnswer>) -> Vec<AspectLine> {
    let line = |aspect: &CaseAspect| {
        let (value, desk) = (draft.value(*aspect), alone.value(*aspect));
        let answer = answers.get(aspect).map(|answer| AnswerLine {
            value: answer.value.clone(),
            note: answer.note.clone(),
            by: answer.actor.clone(),
            at: answer.created_us,
        });
        let (said, desk_said) = (value_words(*aspect, &value), value_words(*aspect, &desk));
        AspectLine { aspect: *aspect, words: aspect_words(*aspect), value, said, desk, desk_said, answer }
    };
    CaseAspect::ALL.iter().map(line).collect()
}
