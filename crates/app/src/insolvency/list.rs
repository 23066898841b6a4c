//! The procedures of our debtors: court, dates, what was born before and after, where the declaration is.

use std::collections::HashMap;

use documents::{Cell, Column, ColumnKind};
use judicial::insolvency::declaration::DeclarationState;
use judicial::insolvency::standing::Standing;
use kernel::{Currency, Date, Language, Money, Wording, days_between, slug_enum};
use ledger::{Account, AccountId, Creditor, CreditorId, Debtor, DebtorId};
use serde::Serialize;
use store::{Insolvency, InsolvencyClaim, InsolvencyId, InsolvencyState, Tx};

use super::declared::{drawn, places};
use super::pieces::Books;
use super::settle::{Settled, kept};
use super::{InsolvencyWatch, words};
use crate::reports::{ReportFile, ReportFormat};
use crate::{Actor, Desk, DeskError, Permission};

/// Reviews counted at most: beyond, the number says enough.
const REVIEWS: usize = 99;

slug_enum!(
    /// Which procedures a list shows.
    #[derive(Default)]
    InsolvencyShow {
        /// All that count.
        #[default]
        All = "all",
        /// A claim is to be declared.
        ToDeclare = "to-declare",
        /// The period is over.
        Late = "late",
        /// Declared.
        Declared = "declared",
        /// Closed.
        Closed = "closed",
        /// Taken back.
        TakenBack = "taken-back",
    }
);

/// Which procedures.
#[derive(Debug, Clone, Copy, Default)]
pub struct InsolvencyQuery {
    /// Of the accounts of one creditor.
    pub creditor: Option<CreditorId>,
    /// Which of them.
    pub show: InsolvencyShow,
}

/// One procedure. Amounts are those of the accounts within reach, in `currency`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InsolvencyLine {
    /// What names it.
    pub id: InsolvencyId,
    /// The debtor.
    pub debtor_id: DebtorId,
    /// Its name.
    pub debtor: String,
    /// Its number; empty where it is not known.
    pub siren: String,
    /// Which procedure, in words.
    pub regime: Wording,
    /// How far it is.
    pub state: InsolvencyState,
    /// The same in words.
    pub stage: Wording,
    /// The court.
    pub court: String,
    /// The day of the opening judgment.
    pub judgment_on: Option<Date>,
    /// The day its opening was published.
    pub published_on: Option<Date>,
    /// The day the house learnt of it.
    pub known_on: Date,
    /// Currency of the amounts.
    pub currency: Currency,
    /// What was born before the judgment, or is taken as such.
    pub before: String,
    /// What was born after it.
    pub later: String,
    /// Something is open in another currency too.
    pub other_currencies: bool,
    /// Questions to be answered on pieces, and doubts on notices.
    pub questions: u64,
    /// Where the declaration is: of several accounts, the most urgent.
    pub declaration: DeclarationState,
    /// The same in words.
    pub declaration_words: Wording,
    /// The last day that counts now, by law.
    pub due: Option<Date>,
    /// The last working day on or before it.
    pub safe: Option<Date>,
    /// Days left to that working day; negative once it is over.
    pub left: Option<i64>,
    /// Its accounts within reach: reference and customer code.
    pub accounts: Vec<(AccountId, String)>,
    /// Who follows the first of them; empty when nobody does.
    pub owner: String,
}

/// How many procedures a list can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct InsolvencyShown {
    /// Which of them.
    pub show: InsolvencyShow,
    /// How many.
    pub procedures: u64,
}

/// A page of procedures: those whose day comes first, first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InsolvencyPage {
    /// The lines.
    pub rows: Vec<InsolvencyLine>,
    /// Where the next page goes on.
    pub next: Option<InsolvencyId>,
    /// Procedures of all pages.
    pub count: u64,
    /// Procedures of the whole list by what a list can show.
    pub shown: Vec<InsolvencyShown>,
    /// Names to be looked at.
    pub reviews: u64,
    /// How fresh the watch over the bulletin is.
    pub watch: InsolvencyWatch,
    /// The day of the question.
    pub today: Date,
}

/// What the lines are made from, read at once.
struct Ground {
    rows: Vec<Insolvency>,
    accounts: HashMap<DebtorId, Vec<Account>>,
    debtors: HashMap<DebtorId, Debtor>,
    creditors: Vec<Creditor>,
    books: Books,
    claims: Vec<InsolvencyClaim>,
    owners: HashMap<AccountId, String>,
}

impl Ground {
    fn read(tx: &mut Tx, actor: &Actor, creditor: Option<CreditorId>) -> Result<Self, DeskError> {
        let mut rows = tx.insolvencies().list()?;
        let debtors: Vec<DebtorId> = rows.iter().map(|row| row.debtor_id).collect();
        let ids: Vec<AccountId> = tx.insolvencies().accounts(&debtors)?.into_iter().map(|(_, id)| id).collect();
        let known = tx.accounts().get_many(&ids)?.into_iter().map(|line| line.account);
        let known = known.filter(|account| creditor.is_none_or(|c| account.creditor_id == c)).collect();
        let seen = actor.among(tx, known)?;
        let ids: Vec<AccountId> = seen.iter().map(|account| account.id).collect();
        let mut accounts: HashMap<DebtorId, Vec<Account>> = HashMap::new();
        for account in seen {
            accounts.entry(account.debtor_id).or_default().push(account);
        }
        rows.retain(|row| accounts.contains_key(&row.debtor_id));
        let debtors: Vec<DebtorId> = rows.iter().map(|row| row.debtor_id).collect();
        let procedures: Vec<InsolvencyId> = rows.iter().map(|row| row.id).collect();
        Ok(Self {
            accounts,
            debtors: tx.debtors().get_many(&debtors)?.into_iter().map(|debtor| (debtor.id, debtor)).collect(),
            creditors: tx.creditors().list()?,
            books: Books::read(tx, &ids)?,
            claims: tx.insolvencies().claims(&procedures)?,
            owners: tx.collectors().of_accounts(&ids)?.into_iter().collect(),
            rows,
        })
    }
}

/// The most urgent first.
const URGENCY: [DeclarationState; 6] = [
    DeclarationState::ToDeclare,
    DeclarationState::Late,
    DeclarationState::Undated,
    DeclarationState::Lost,
    DeclarationState::Declared,
    DeclarationState::Nothing,
];

fn urgency(state: DeclarationState) -> usize {
    URGENCY.iter().position(|of| *of == state).unwrap_or(URGENCY.len())
}

impl InsolvencyShow {
    fn holds(self, line: &InsolvencyLine) -> bool {
        use DeclarationState as D;
        use InsolvencyState as S;
        let counts = line.state != S::TakenBack;
        let closed = matches!(line.state, S::Closed | S::ClosedPaid | S::ActionsResumed);
        match self {
            Self::All => counts,
            Self::ToDeclare => counts && matches!(line.declaration, D::ToDeclare | D::Undated),
            Self::Late => counts && matches!(line.declaration, D::Late | D::Lost),
            Self::Declared => counts && line.declaration == D::Declared,
            Self::Closed => closed,
            Self::TakenBack => !counts,
        }
    }
}

impl Desk {
    /// The procedures of the debtors within reach, those whose day comes first, first.
    ///
    /// # Errors
    /// [`DeskError::Law`], [`DeskError::Store`].
    pub fn insolvencies(
        &self,
        actor: &Actor,
        query: &InsolvencyQuery,
        after: Option<InsolvencyId>,
        limit: usize,
    ) -> Result<InsolvencyPage, DeskError> {
        actor.may(Permission::Read)?;
        let all = self.store.read(|tx| self.insolvency_lines(tx, (actor, query.creditor)))?;
        let shown = InsolvencyShow::ALL
            .iter()
            .map(|show| InsolvencyShown {
                show: *show,
                procedures: all.iter().filter(|line| show.holds(line)).count() as u64,
            })
            .collect();
        let chosen: Vec<InsolvencyLine> = all.into_iter().filter(|line| query.show.holds(line)).collect();
        let count = chosen.len() as u64;
        let from = after.and_then(|after| chosen.iter().position(|line| line.id == after)).map_or(0, |at| at + 1);
        let mut rows: Vec<InsolvencyLine> = chosen.into_iter().skip(from).take(limit.saturating_add(1)).collect();
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|line| line.id);
        let reviews = self.insolvency_reviews(actor, store::MatchState::Waiting, None, REVIEWS)?.rows.len() as u64;
        let watch = self.store.read(|tx| self.insolvency_watch_in(tx))?;
        Ok(InsolvencyPage { rows, next, count, shown, reviews, watch, today: self.today() })
    }

    /// Every line of who asks, sorted.
    pub(super) fn insolvency_lines(
        &self,
        tx: &mut Tx,
        (actor, creditor): (&Actor, Option<CreditorId>),
    ) -> Result<Vec<InsolvencyLine>, DeskError> {
        let ground = Ground::read(tx, actor, creditor)?;
        let mut lines: Vec<InsolvencyLine> =
            ground.rows.iter().map(|row| self.insolvency_line(&ground, row)).collect::<Result<_, _>>()?;
        lines.sort_by_key(|line| (line.due.is_none(), line.due, std::cmp::Reverse(line.known_on), line.id));
        Ok(lines)
    }

    fn insolvency_line(&self, ground: &Ground, row: &Insolvency) -> Result<InsolvencyLine, DeskError> {
        let standing: Standing = kept(row);
        let doubts = standing.doubts.len() as u64;
        let settled = Settled { known: standing.insolvency, row: row.clone() };
        let accounts = ground.accounts.get(&row.debtor_id).map_or(&[][..], Vec::as_slice);
        let debtor = ground.debtors.get(&row.debtor_id);
        let kind = debtor.map_or(ledger::DebtorKind::CommercialCompany, |debtor| debtor.kind);
        let (mut sums, mut questions): (HashMap<Currency, (i64, i64)>, u64) = (HashMap::new(), doubts);
        let (mut state, mut due) = (DeclarationState::Nothing, None);
        for account in accounts {
            let Some(known) = settled.counts() else { continue };
            let judged = ground.books.judged(account.id, kind, (known, &self.law), (self.today(), None))?;
            for one in &judged {
                let sum = sums.entry(one.piece.open.open.currency()).or_default();
                let minor = one.piece.open.open.minor();
                if one.effect.side == super::Side::Later {
                    sum.1 += minor;
                } else {
                    sum.0 += minor;
                }
                questions += one.effect.questions.len() as u64;
            }
            let claim = ground.claims.iter().find(|c| c.account_id == account.id && c.opened_by == row.opened_by);
            let creditor = ground.creditors.iter().find(|c| c.id == account.creditor_id);
            let at = creditor.map(|c| places(&row.department, &c.address));
            let Some(at) = at else { continue };
            let drawn = drawn(known, &judged, claim, (at, self.today(), &self.law))?;
            if urgency(drawn.state) < urgency(state) {
                state = drawn.state;
            }
            if let Some(clock) = drawn.due
                && due.is_none_or(|(day, _): (Date, Date)| clock.due < day)
                && !matches!(drawn.state, DeclarationState::Lost)
            {
                due = Some((clock.due, clock.safe));
            }
        }
        let first = accounts.first();
        let usual = first.and_then(|a| ground.creditors.iter().find(|c| c.id == a.creditor_id)).map(|c| c.currency);
        let most = sums.iter().max_by_key(|(currency, (before, later))| (before.abs() + later.abs(), **currency));
        let currency = most.map(|(currency, _)| *currency).or(usual).unwrap_or(Currency::EUR);
        let (before, later) = sums.get(&currency).copied().unwrap_or_default();
        let known = settled.known.as_ref();
        Ok(InsolvencyLine {
            id: row.id,
            debtor_id: row.debtor_id,
            debtor: debtor.map(|debtor| debtor.name.clone()).unwrap_or_default(),
            siren: debtor.and_then(|d| d.siren.as_ref()).map(|s| s.as_str().to_owned()).unwrap_or_default(),
            regime: known.map_or_else(|| Wording::same("–"), |known| words::regime(known.regime)),
            state: row.state,
            stage: words::state(row.state),
            court: known.map(|known| known.tribunal.clone()).unwrap_or_default(),
            judgment_on: row.judgment_on,
            published_on: row.published_on,
            known_on: row.known_on,
            currency,
            before: Money::new(before, currency).to_decimal(),
            later: Money::new(later, currency).to_decimal(),
            other_currencies: sums.len() > 1,
            questions,
            declaration: state,
            declaration_words: words::declaration(state),
            due: due.map(|(due, _)| due),
            safe: due.map(|(_, safe)| safe),
            left: due.map(|(_, safe)| days_between(self.today(), safe)),
            accounts: accounts.iter().map(|account| (account.id, account.number.clone())).collect(),
            owner: first.and_then(|account| ground.owners.get(&account.id)).cloned().unwrap_or_default(),
        })
    }

    /// The same list as a file.
    ///
    /// # Errors
    /// As [`Desk::insolvencies`].
    pub fn insolvency_report(
        &self,
        actor: &Actor,
        format: ReportFormat,
        query: &InsolvencyQuery,
        language: Language,
    ) -> Result<ReportFile, DeskError> {
        actor.may(Permission::Read)?;
        let all = self.store.read(|tx| self.insolvency_lines(tx, (actor, query.creditor)))?;
        let rows = all.iter().filter(|line| query.show.holds(line)).map(|line| cells(line, language)).collect();
        let title = language.pick("Procédures collectives", "Insolvencies").to_owned();
        let table = documents::Table { title, columns: columns(language), rows };
        let stem = format!("{}-{}", language.pick("procedures-collectives", "insolvencies"), self.today());
        format.tables(&stem, &[table], self.today())
    }
}

fn columns(language: Language) -> Vec<Column> {
    use ColumnKind::{Date, Integer, Money, Text};
    let column = |(fr, en, kind): (&'static str, &'static str, ColumnKind)| Column::new(language.pick(fr, en), kind);
    [
        ("Débiteur", "Debtor", Text),
        ("SIREN", "SIREN", Text),
        ("Comptes", "Accounts", Text),
        ("Procédure", "Procedure", Text),
        ("État", "State", Text),
        ("Tribunal", "Court", Text),
        ("Jugement", "Judgment", Date),
        ("Publication", "Published", Date),
        ("Devise", "Currency", Text),
        ("Antérieur", "Born before", Money),
        ("Postérieur", "Born after", Money),
        ("Déclaration", "Declaration", Text),
        ("Dernier jour", "Last day", Date),
        ("Jours restants", "Days left", Integer),
        ("Suivi par", "Followed by", Text),
    ]
    .into_iter()
    .map(column)
    .collect()
}

fn cells(line: &InsolvencyLine, language: Language) -> Vec<Cell> {
    let money = |text: &str| Money::parse(text, line.currency).map_or(Cell::Empty, Cell::Money);
    let day = |day: Option<Date>| day.map_or(Cell::Empty, Cell::Date);
    let accounts: Vec<&str> = line.accounts.iter().map(|(_, number)| number.as_str()).collect();
    let words = |words: &Wording| Cell::Text(words.pick(language).to_owned());
    vec![
        Cell::Text(line.debtor.clone()),
        Cell::Text(line.siren.clone()),
        Cell::Text(accounts.join(", ")),
        words(&line.regime),
        words(&line.stage),
        Cell::Text(line.court.clone()),
        day(line.judgment_on),
        day(line.published_on),
        line.currency.code().into(),
        money(&line.before),
        money(&line.later),
        words(&line.declaration_words),
        day(line.due),
        line.left.map_or(Cell::Empty, Cell::Integer),
        Cell::Text(line.owner.clone()),
    ]
}
