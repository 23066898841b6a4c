//! One procedure, whole: its notices, where it stands, what becomes of each piece with the reason, what to declare.

use std::collections::HashMap;

use judicial::insolvency::around::{Admission, Arrangement, RevendicationCheck, arrangement, estates, future_supply};
use judicial::insolvency::clocks::published;
use judicial::insolvency::declaration::{DeclarationState, Term};
use judicial::insolvency::standing::{Insolvency as Procedure, Standing};
use kernel::{Money, Wording};
use ledger::{Account, AccountId, Debtor, ItemId};
use store::{
    CaseFilter, CaseId, CaseSide, Insolvency, InsolvencyClaim, InsolvencyId, InsolvencyMatch, InsolvencyNoticeId,
    PlanId, Tx,
};

use super::claims::{admissions, heads, shared};
use super::declared::{Drawn, drawn, places};
use super::pieces::{Books, Judged};
use super::settle::{Settled, kept};
use super::shown::{
    AccountPart, ArrangementLine, ClaimLine, ClockLine, CreditLine, DoubtLine, InsolvencyBanner, InsolvencyFile,
    ItemLine, MissingLine, NoticeLine, OfficerLine, ShareLine, SumLine,
};
use super::{notices, words};
use crate::{Actor, Desk, DeskError, Permission};

/// Open cases of one account that are looked at.
const CASES_MOST: u32 = 50;

/// What parts of a file are made from.
struct Whole<'a> {
    row: &'a Insolvency,
    known: Option<&'a Procedure>,
    debtor: &'a Debtor,
    books: &'a Books,
}

impl Desk {
    /// One procedure, as far as who asks sees its debtor.
    ///
    /// # Errors
    /// [`DeskError::NotFound`] where no account of the debtor is within reach, [`DeskError::Law`].
    pub fn insolvency(&self, actor: &Actor, id: InsolvencyId) -> Result<InsolvencyFile, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let row = tx.insolvencies().get(id)?;
            let accounts = tx.accounts().of_debtor(row.debtor_id)?;
            let seen = actor.among(tx, accounts)?;
            let line = self.insolvency_lines(tx, (actor, None))?.into_iter().find(|line| line.id == id);
            let Some(line) = line.filter(|_| !seen.is_empty()) else {
                return Err(actor.out_of_reach("insolvency", id));
            };
            let standing: Standing = kept(&row);
            let settled = Settled { known: standing.insolvency.clone(), row: row.clone() };
            let debtor = tx.debtors().get(row.debtor_id)?;
            let ids: Vec<AccountId> = seen.iter().map(|account| account.id).collect();
            let books = Books::read(tx, &ids)?;
            let whole = Whole { row: &row, known: settled.counts(), debtor: &debtor, books: &books };
            let mut parts = Vec::with_capacity(seen.len());
            for account in &seen {
                parts.push(self.account_part(tx, &whole, account)?);
            }
            let known = standing.insolvency.as_ref();
            let officer = |o: &judicial::insolvency::Officer| OfficerLine {
                role: words::officer(o.role),
                name: o.name.clone(),
                address: o.address.clone().unwrap_or_default(),
            };
            Ok(InsolvencyFile {
                notices: notice_lines(tx, &row)?,
                officers: known.map(|known| known.officers.iter().map(officer).collect()).unwrap_or_default(),
                declare_to: known.and_then(Procedure::declare_to).map(|o| o.name.clone()).unwrap_or_default(),
                portal: known.and_then(|known| known.portal.clone()).unwrap_or_default(),
                cessation_on: known.and_then(|known| known.cessation_on),
                claims_list_on: known.and_then(|known| known.claims_list_on),
                doubts: standing.doubts.iter().map(doubt).collect(),
                future: known.map_or_else(|| Wording::same("–"), |known| future_supply(known).1),
                estates: estates(debtor.kind).as_ref().map(MissingLine::of),
                goods: RevendicationCheck::ALL.iter().map(|check| check.words()).collect(),
                accounts: parts,
                today: self.today(),
                line,
            })
        })
    }

    fn account_part(&self, tx: &mut Tx, whole: &Whole<'_>, account: &Account) -> Result<AccountPart, DeskError> {
        let creditor = tx.creditors().get(account.creditor_id)?;
        let last = tx.insolvencies().claim_of(account.id)?;
        let claim = last.filter(|claim| claim.opened_by == whole.row.opened_by);
        let at = places(&whole.row.department, &creditor.address);
        let mut part = AccountPart {
            account_id: account.id,
            account: account.number.clone(),
            creditor: creditor.code.clone(),
            case: open_case_of(tx, account.id)?,
            owner: tx.collectors().of(account.id)?.unwrap_or_default(),
            claim: claim.as_ref().map(claim_line).transpose()?,
            declaration: DeclarationState::Nothing,
            declaration_words: words::declaration(DeclarationState::Nothing),
            due: None,
            clocks: Vec::new(),
            sums: Vec::new(),
            credits: Vec::new(),
            items: Vec::new(),
            arrangements: Vec::new(),
            guarantors: super::guarantors::lines(tx, account.id, &whole.row.opened_by)?,
            demands: super::demands::lines(tx, (whole.row, account), (at, self.today(), &self.law))?,
        };
        let Some(known) = whole.known else { return Ok(part) };
        let today = self.today();
        let judgment = known.judgment_on.unwrap_or(known.known_from);
        let kind = whole.debtor.kind;
        let judged = whole.books.judged(account.id, kind, (known, &self.law), (today, Some(judgment)))?;
        let drawn = drawn(known, &judged, claim.as_ref(), (at, today, &self.law))?;
        part.declaration = drawn.state;
        part.declaration_words = words::declaration(drawn.state);
        part.due = drawn.due.as_ref().map(|clock| ClockLine::of(clock, today));
        part.clocks = published(known, at, &self.law)?.iter().map(|clock| ClockLine::of(clock, today)).collect();
        part.sums = drawn
            .declaration
            .sums
            .iter()
            .map(|sums| SumLine {
                currency: sums.due.currency(),
                due: sums.due.to_decimal(),
                not_yet_due: sums.not_yet_due.to_decimal(),
                interest: sums.interest.to_decimal(),
                indemnity: sums.indemnity.to_decimal(),
            })
            .collect();
        part.credits = credits(&judged, &drawn);
        part.items = judged.iter().map(|one| item_line(one, &drawn)).collect();
        part.items.sort_by(|a, b| (a.side, a.due_on, &a.number).cmp(&(b.side, b.due_on, &b.number)));
        part.arrangements = self.arrangement_lines(tx, account.id, &judged)?;
        Ok(part)
    }

    fn arrangement_lines(
        &self,
        tx: &mut Tx,
        account: AccountId,
        judged: &[Judged],
    ) -> Result<Vec<ArrangementLine>, DeskError> {
        let mut plans = tx.plans().of_accounts(&[account])?;
        plans.retain(|plan| plan.state.binds());
        let ids: Vec<PlanId> = plans.iter().map(|plan| plan.id).collect();
        let items = tx.plans().items_of(&ids)?;
        let mut lines = Vec::new();
        for plan in plans {
            let of_plan = |one: &&Judged| items.iter().any(|i| i.plan_id == plan.id && i.item_id == one.piece.item.id);
            let mine: Vec<&Judged> = judged.iter().filter(of_plan).collect();
            let held = mine.iter().filter(|one| one.is_held()).count();
            let (effect, why) = arrangement(Arrangement::Plan, held, mine.len() - held, &self.law)?;
            lines.push(ArrangementLine { plan: plan.id, effect: words::arrangement(effect), why });
        }
        Ok(lines)
    }

    /// What the file of an account says of its debtor's procedure; none without one that counts.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Law`].
    pub fn insolvency_of_account(
        &self,
        actor: &Actor,
        account: AccountId,
    ) -> Result<Option<InsolvencyBanner>, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let account = actor.find(tx, account)?;
            let Some(now) = self.declaring(tx, &account)? else { return Ok(None) };
            Ok(Some(InsolvencyBanner {
                id: now.row.id,
                regime: words::regime(now.known.regime),
                stage: words::state(now.row.state),
                judgment_on: now.known.judgment_on,
                declaration: words::declaration(now.drawn.state),
                safe: now.drawn.due.map(|clock| clock.safe),
            }))
        })
    }
}

/// The open case of an account in which its creditor claims, the last opened.
fn open_case_of(tx: &mut Tx, account: AccountId) -> Result<Option<CaseId>, DeskError> {
    let filter = CaseFilter { open: Some(true), account: Some(account) };
    let cases = tx.cases().list(&filter, None, CASES_MOST)?;
    Ok(cases.into_iter().find(|case| case.side == CaseSide::Claimant).map(|case| case.id))
}

fn doubt(of: &judicial::insolvency::standing::Doubt) -> DoubtLine {
    DoubtLine { notice: of.notice.clone(), why: of.why.clone(), missing: of.missing.as_ref().map(MissingLine::of) }
}

fn notice_lines(tx: &mut Tx, row: &Insolvency) -> Result<Vec<NoticeLine>, DeskError> {
    let matches = tx.insolvencies().matches_on(row.debtor_id)?;
    let ids: Vec<InsolvencyNoticeId> = matches.iter().map(|m| m.notice_id).collect();
    let of: HashMap<InsolvencyNoticeId, InsolvencyMatch> = matches.into_iter().map(|m| (m.notice_id, m)).collect();
    let mut lines = Vec::new();
    for (kept, notice) in notices::read(tx, &ids)? {
        let Some(tie) = of.get(&kept.id) else { continue };
        lines.push(NoticeLine {
            id: tie.id,
            number: kept.number,
            published_on: kept.published_on,
            what: words::notice(notice.kind),
            status: notice.status.slug().to_owned(),
            replaces: notice.replaces.unwrap_or_default(),
            judgment_on: notice.judgment_on,
            url: kept.url,
            source: kept.source,
            read_at: kept.created_us,
            certain: tie.certain,
            state: tie.state,
            reason: tie.reason.clone(),
            decided_by: tie.decided_by.clone(),
        });
    }
    lines.sort_by(|a, b| (a.published_on, &a.number).cmp(&(b.published_on, &b.number)));
    Ok(lines)
}

fn credits(judged: &[Judged], drawn: &Drawn) -> Vec<CreditLine> {
    let number = |item: ItemId| judged.iter().find(|one| one.piece.item.id == item);
    let credit = |aside: &judicial::insolvency::declaration::CreditAside| CreditLine {
        item_id: aside.item,
        number: number(aside.item).map(|one| one.piece.item.number.clone()).unwrap_or_default(),
        amount: aside.amount.to_decimal(),
        currency: aside.amount.currency(),
        connected: aside.connected,
    };
    drawn.declaration.credits.iter().map(credit).collect()
}

fn item_line(one: &Judged, drawn: &Drawn) -> ItemLine {
    let (open, effect) = (&one.piece.open, &one.effect);
    let head = drawn.declaration.heads.iter().find(|head| head.item == open.id);
    let amount = |money: Option<Money>| money.map(Money::to_decimal);
    ItemLine {
        item_id: open.id,
        number: open.number.clone(),
        open: open.open.to_decimal(),
        currency: open.open.currency(),
        due_on: open.due_on,
        supply_on: open.supply_on,
        side: effect.side,
        side_words: words::side(effect.side),
        chase: words::chase(effect.chase),
        stopped: one.is_held(),
        interest_effect: words::interest(effect.interest),
        set_off: words::set_off(effect.set_off),
        declare: effect.declare && !one.piece.factored,
        due_then: head.is_some_and(|head| head.term == Term::Due),
        interest: head.and_then(|head| amount(head.interest)),
        indemnity: head.and_then(|head| amount(head.indemnity)),
        privilege: open.privilege.clone().unwrap_or_default(),
        long_loan: open.long_loan,
        personal: open.personal,
        connected: open.connected,
        factored: one.piece.factored,
        questions: effect.questions.iter().map(|question| words::question(*question)).collect(),
        why: effect.why.clone(),
        warnings: head.map(|head| head.warnings.clone()).unwrap_or_default(),
        missing: effect.missing.iter().map(MissingLine::of).collect(),
    }
}

fn claim_line(claim: &InsolvencyClaim) -> Result<ClaimLine, DeskError> {
    let money = |minor: i64| Money::new(minor, claim.currency).to_decimal();
    let admitted = admissions(claim)?;
    let dividends = shared(Money::new(claim.dividend_minor, claim.currency), &admitted)?;
    let part = |list: &[Admission], item: ItemId| {
        list.iter().find(|a| a.item == item).map_or_else(|| money(0), |a| a.amount.to_decimal())
    };
    let own = heads(claim).into_iter().filter(|head| head.currency == claim.currency);
    let shares = own.map(|head| ShareLine {
        declared: money(head.minor),
        admitted: part(&admitted, head.item),
        dividend: part(&dividends, head.item),
        number: head.number,
    });
    Ok(ClaimLine {
        id: claim.id,
        currency: claim.currency,
        sent_on: claim.sent_on,
        sent_proof: claim.sent_proof.clone(),
        declared: money(claim.declared_minor),
        received_on: claim.received_on,
        received_proof: claim.received_proof.clone(),
        answer: claim.answer,
        answer_words: words::answer(claim.answer),
        answer_on: claim.answer_on,
        answer_note: claim.answer_note.clone(),
        admitted: claim.admitted_minor.map(money),
        dividend: money(claim.dividend_minor),
        shares: shares.collect(),
    })
}
