//! Customers in order of what they owe beyond their limit; the same as a file.

use std::cmp::Reverse;

use documents::{Cell, Column, ColumnKind, Table};
use kernel::{Language, Money};
use ledger::AccountId;

use super::picture::{Picture, Standing};
use super::{CreditLine, CreditPage, CreditQuery, CreditShow, CreditShown, state_words};
use crate::portfolio::Sight;
use crate::reports::{ReportFile, ReportFormat};
use crate::{Actor, Desk, DeskError, Permission, Refusal};

impl Picture {
    /// One line of the list.
    pub(super) fn line(&self, standing: &Standing) -> CreditLine {
        let card = &self.view.cards[standing.position];
        let main = &standing.main;
        let money = |minor: i64| Money::new(minor, main.currency).to_decimal();
        let beyond = |minor: i64| (minor > 0).then(|| money(minor));
        let (limit, cover) = (self.kept.limits.get(&card.id), self.kept.cover(card.id, self.today()));
        let weights = self.kept.weights();
        CreditLine {
            account_id: card.id,
            account: card.number.to_string(),
            debtor: card.name.to_string(),
            salesperson: card.salesperson.to_string(),
            currency: main.currency,
            exposure: money(main.exposure),
            overdue: money(main.overdue),
            not_due: money(main.exposure - main.overdue),
            late_days: standing.late_days(self.today()),
            other_currencies: !standing.others.is_empty(),
            limit: limit.map(|limit| money(limit.amount_minor)),
            beyond: beyond(standing.beyond),
            covered: cover.map(|cover| Money::new(cover.amount_minor, cover.currency).to_decimal()),
            covered_currency: standing.insured_in,
            uncovered: uncovered(standing).map(Money::to_decimal),
            grade: standing.points.grade(&weights),
            score: standing.points.score(&weights),
            orders: self.kept.blocks.get(&card.id).map(|block| block.state),
        }
    }

    fn shows(&self, standing: &Standing, show: CreditShow) -> bool {
        let account = self.view.cards[standing.position].id;
        let orders = self.kept.blocks.get(&account).map(|block| block.state);
        let (limited, insured) = (self.kept.limits.contains_key(&account), self.kept.covers.contains_key(&account));
        match show {
            CreditShow::All => {
                standing.purses().any(|purse| purse.exposure != 0) || limited || insured || orders.is_some()
            }
            CreditShow::Over => standing.beyond > 0,
            CreditShow::Uncovered => {
                let lapsed = insured && self.kept.cover(account, self.today()).is_none();
                standing.uncovered > 0 || (lapsed && standing.owes())
            }
            CreditShow::Blocked => orders.is_some_and(super::OrderState::holds),
            CreditShow::Waiting => orders.is_some_and(super::OrderState::waits),
            CreditShow::Unlimited => standing.owes() && !limited,
        }
    }

    /// Those within reach that a query shows, in order.
    fn chosen<'p>(&'p self, sight: &'p Sight, query: &CreditQuery) -> Vec<&'p Standing> {
        let weights = self.kept.weights();
        let of_grade = |s: &Standing| query.grade.is_none_or(|grade| s.points.grade(&weights) == Some(grade));
        let mine = sight.positions(query.creditor).map(|position| &self.standings[position]);
        let mut chosen: Vec<&Standing> = mine.filter(|s| self.shows(s, query.show) && of_grade(s)).collect();
        // Amounts of two currencies are not compared: the main one comes first.
        let order = |s: &&Standing| {
            let foreign = (s.main.currency != self.view.currency, s.main.currency);
            (foreign, Reverse(s.beyond), Reverse(s.main.exposure), self.view.cards[s.position].id)
        };
        chosen.sort_by_key(order);
        chosen.truncate(query.top.and_then(|top| usize::try_from(top).ok()).unwrap_or(usize::MAX));
        chosen
    }
}

impl Desk {
    /// What customers owe and may owe: beyond their limit first.
    ///
    /// # Errors
    /// [`Refusal::ListMoved`] when the customer the page starts after is shown no more, [`DeskError::Store`].
    pub fn credit(
        &self,
        actor: &Actor,
        query: &CreditQuery,
        after: Option<AccountId>,
        limit: usize,
    ) -> Result<CreditPage, DeskError> {
        actor.may(Permission::Read)?;
        let picture = self.credit_picture()?;
        let sight = self.sight_of(std::sync::Arc::clone(&picture.view), actor)?;
        let chosen = picture.chosen(&sight, query);
        let start = match after {
            None => 0,
            Some(after) => {
                let at = chosen.iter().position(|s| picture.view.cards[s.position].id == after);
                at.ok_or(Refusal::ListMoved)? + 1
            }
        };
        let page: Vec<&Standing> = chosen.iter().skip(start).take(limit).copied().collect();
        let more = chosen.len() > start + page.len();
        let next = page.last().filter(|_| more).map(|s| picture.view.cards[s.position].id);
        let currency = picture.view.currency;
        let sum = |of: fn(&Standing) -> i64| {
            let mine = chosen.iter().filter(|s| s.main.currency == currency);
            Money::new(mine.map(|s| of(s)).sum(), currency).to_decimal()
        };
        let shown = |show: &CreditShow| {
            let mine = sight.positions(query.creditor).map(|position| &picture.standings[position]);
            CreditShown { show: *show, customers: mine.filter(|s| picture.shows(s, *show)).count() as u64 }
        };
        Ok(CreditPage {
            rows: page.into_iter().map(|standing| picture.line(standing)).collect(),
            next,
            count: chosen.len() as u64,
            currency,
            exposure: sum(|s| s.main.exposure),
            beyond: sum(|s| s.beyond),
            shown: CreditShow::ALL.iter().map(shown).collect(),
            read_at: picture.view.read_at,
        })
    }

    /// The same list as a sheet or a text.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for what is no table, [`DeskError::Document`].
    pub fn credit_report(
        &self,
        actor: &Actor,
        format: ReportFormat,
        query: &CreditQuery,
        language: Language,
    ) -> Result<ReportFile, DeskError> {
        actor.may(Permission::Read)?;
        let picture = self.credit_picture()?;
        let sight = self.sight_of(std::sync::Arc::clone(&picture.view), actor)?;
        let chosen = picture.chosen(&sight, query);
        let title = language.pick("Crédit clients", "Customer credit").to_owned();
        let rows = chosen.iter().map(|standing| cells(&picture, standing, language)).collect();
        let table = Table { title, columns: columns(language), rows };
        let stem = format!("{}-{}", language.pick("credit-clients", "customer-credit"), picture.today());
        format.tables(&stem, &[table], picture.today())
    }
}

/// What is owed beyond what is insured, in the currency of the insurance.
fn uncovered(standing: &Standing) -> Option<Money> {
    let currency = standing.insured_in.filter(|_| standing.uncovered > 0)?;
    Some(Money::new(standing.uncovered, currency))
}

fn columns(language: Language) -> Vec<Column> {
    use ColumnKind::{Integer, Money, Text};
    let column = |(fr, en, kind): (&'static str, &'static str, ColumnKind)| Column::new(language.pick(fr, en), kind);
    [
        ("Compte", "Account", Text),
        ("Nom", "Name", Text),
        ("Commercial", "Salesperson", Text),
        ("Devise", "Currency", Text),
        ("Encours", "Exposure", Money),
        ("Échu", "Overdue", Money),
        ("Non échu", "Not due", Money),
        ("Retard, jours", "Days late", Integer),
        ("Plafond", "Limit", Money),
        ("Dépassement", "Beyond the limit", Money),
        ("Assuré", "Insured", Money),
        ("Non couvert", "Not covered", Money),
        ("Classe", "Class", Text),
        ("Commandes", "Orders", Text),
    ]
    .into_iter()
    .map(column)
    .collect()
}

fn cells(picture: &Picture, standing: &Standing, language: Language) -> Vec<Cell> {
    let card = &picture.view.cards[standing.position];
    let main = &standing.main;
    let money = |minor: i64| Cell::Money(Money::new(minor, main.currency));
    let kept = &picture.kept;
    let (limit, cover) = (kept.limits.get(&card.id), kept.cover(card.id, picture.today()));
    let beyond = |minor: i64| if minor > 0 { money(minor) } else { Cell::Empty };
    let grade = standing.points.grade(&kept.weights()).map_or("", super::Grade::slug).to_uppercase();
    let orders = kept.blocks.get(&card.id).map(|block| state_words(block.state).pick(language).to_owned());
    vec![
        (&*card.number).into(),
        (&*card.name).into(),
        (&*card.salesperson).into(),
        main.currency.code().into(),
        money(main.exposure),
        money(main.overdue),
        money(main.exposure - main.overdue),
        Cell::Integer(standing.late_days(picture.today())),
        limit.map_or(Cell::Empty, |limit| money(limit.amount_minor)),
        beyond(standing.beyond),
        cover.map_or(Cell::Empty, |cover| Cell::Money(Money::new(cover.amount_minor, cover.currency))),
        uncovered(standing).map_or(Cell::Empty, Cell::Money),
        Cell::Text(grade),
        Cell::Text(orders.unwrap_or_default()),
    ]
}
