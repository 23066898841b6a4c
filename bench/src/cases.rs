//! A house whose cases go before judges: each follows procedures that leave ten rights to be lost.
//!
//! Some model cases are opened and followed by the desk itself, on days of their own. The others are their very rows,
//! with other ids, accounts, pieces and amounts; the timeline tells of the models alone. What the desk reads of them
//! is compared with what it reads of their models.

use std::collections::{BTreeMap, HashMap};

use app::cases::{CaseId, CaseOrder, CaseSide, CourtProcedureId, ProcedureOrder, ProofKind, TellOrder};
use app::guard::{GuardQuery, RightShow};
use app::users::NewUser;
use app::{Actor, Desk, Role};
use kernel::{Date, IdSource, Territory};
use ledger::{AccountId, ItemId, Language};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::data::Shape;
use crate::house::{self, House};
use crate::probe::{Fallible, Meter, Sample};

/// Pieces to a case: a hundred thousand cases for a million pieces.
const PIECES: usize = 10;
/// Model cases, each with days of its own.
const MODELS: usize = 97;
/// Rights that a case leaves to be lost, beside those of its pieces.
pub const RIGHTS: usize = 10;
/// People who follow cases.
const PEOPLE: usize = 20;
/// Rows of one transaction, as in the product.
const ROWS: usize = 5000;
/// Cases compared with their models.
const COMPARED: usize = 50;
/// Password of everybody.
pub const PASSWORD: &str = "a password of the bench";

/// The tables of a case, those first that others point at.
const TABLES: [&str; 7] = [
    "court_case",
    "item_block",
    "case_claim",
    "court_procedure",
    "procedure_fact",
    "procedure_deadline",
    "claim_event",
];

/// A piece that can be claimed, and what is open of it.
type Piece = (ItemId, i64);

/// An account and the pieces that a case of it claims.
struct Claimed {
    account: AccountId,
    pieces: Vec<Piece>,
}

/// A procedure of a model: its definition, its acts each so many days after the first, and that day, so many before
/// the day of the bench.
struct Walk {
    definition: &'static str,
    acts: &'static [(&'static str, i32)],
    before: i32,
}

/// Makes the database: the open items, the people, the models, and their likes.
pub fn make(house: &House) -> Fallible<Sample> {
    let database = house.guarded();
    house::copy(&house.database(Shape::Open), &database)?;
    let meter = Meter::start();
    let today = house::day(0)?;
    let desk = house::desk_later(&database, today)?;
    people(&desk)?;
    let all = claimed(&desk, house.rows / PIECES)?;
    let models = MODELS.min(all.len());
    let mut known = Vec::with_capacity(models);
    for (n, of) in all.iter().take(models).enumerate() {
        known.push(model(&desk, n, of)?);
    }
    drop(desk);
    let connection = house::bare(&database, true)?;
    let mut likes = Likes::read(&connection, &known, &all)?;
    let made = likes.write(&connection, &all[models..])?;
    let rows = likes.rows;
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")?;
    drop(connection);
    let sample = meter.stop();
    let desk = house::desk(&database, today)?;
    for (case, n) in made.iter().step_by((made.len() / COMPARED).max(1)) {
        compare(&desk, known[*n], *case)?;
    }
    let note = format!("{models} models and {} like them, {rows} rows, compared by the desk", made.len());
    Ok(sample.about(format!("{} cases", models + made.len()), note))
}

/// Who follows cases, and who manages.
fn people(desk: &Desk) -> Fallible<()> {
    let person = |login: String, role: Role| NewUser {
        name: login.clone(),
        login,
        password: PASSWORD.to_owned(),
        role,
        language: Language::Fr,
    };
    desk.create_user(Some(&Actor::operator()), &person("bench".to_owned(), Role::Manager))?;
    for n in 0..PEOPLE {
        desk.create_user(Some(&Actor::operator()), &person(follower(n), Role::Collector))?;
    }
    Ok(())
}

fn follower(n: usize) -> String {
    format!("person{}", n % PEOPLE)
}

/// So many cases to come: one for each account with late pieces, then another where some are left. Of an account with
/// several, every fourth case claims two.
fn claimed(desk: &Desk, most: usize) -> Fallible<Vec<Claimed>> {
    let (view, today) = (desk.view()?, kernel::epoch_day(desk.today()));
    let late = |position: usize| {
        let items = view.portfolio.items(position).filter(move |item| item.open > 0 && item.due_day < today);
        items.map(|item| (item.id, item.open)).collect::<Vec<Piece>>()
    };
    let mut left: Vec<(AccountId, Vec<Piece>)> =
        view.cards.iter().enumerate().map(|(position, card)| (card.id, late(position))).collect();
    let mut all: Vec<Claimed> = Vec::with_capacity(most);
    while all.len() < most {
        let before = all.len();
        for (account, pieces) in left.iter_mut().filter(|(_, pieces)| !pieces.is_empty()) {
            if all.len() == most {
                break;
            }
            let count = if all.len().is_multiple_of(4) { 2 } else { 1 }.min(pieces.len());
            all.push(Claimed { account: *account, pieces: pieces.drain(..count).collect() });
        }
        if all.len() == before {
            return Err(format!("only {before} cases find a late piece").into());
        }
    }
    Ok(all)
}

/// The procedures of the model of that number: ten rights to be lost, most of them within two years, some within weeks.
fn walks(n: usize) -> Fallible<Vec<Walk>> {
    let n = i32::try_from(n)?;
    let vehicle = |of: i32| Walk {
        definition: "vehicle",
        acts: &[("declare", 0), ("denounce", 3)],
        before: 20 + (n * 7 + of * 113) % 680,
    };
    let mut walks: Vec<Walk> = (0..6).map(vehicle).collect();
    walks.push(Walk {
        definition: "payment-order",
        acts: &[("file-request", 0), ("grant", 10)],
        before: 20 + (n * 3) % 75,
    });
    walks.push(Walk { definition: "wage-seizure", acts: &[("command", 0), ("register", 1)], before: 5 + (n * 5) % 75 });
    walks.push(Walk { definition: "insolvency", acts: &[("publish-opening", 0)], before: 3 + (n * 11) % 50 });
    Ok(walks)
}

/// A case opened and followed by the desk.
fn model(desk: &Desk, n: usize, of: &Claimed) -> Fallible<CaseId> {
    let actor = Actor::operator();
    let order = CaseOrder {
        side: CaseSide::Claimant,
        items: of.pieces.iter().map(|(item, _)| *item).collect(),
        reference: format!("2026/{n:04}"),
        owner: follower(n),
        ..CaseOrder::default()
    };
    let case = desk.open_case(&actor, of.account, &order)?;
    for Walk { definition, acts, before } in walks(n)? {
        let first = working(house::day(-before)?);
        let order = ProcedureOrder {
            definition: definition.to_owned(),
            begun: Some(first),
            court: "Tribunal de commerce de Besançon".to_owned(),
            // No title is recorded in these cases.
            leave: format!("JEX {n}"),
            ..ProcedureOrder::default()
        };
        let procedure = desk.begin_procedure(&actor, case, &order)?;
        for (act, later) in acts {
            let day = working(kernel::from_epoch_day(kernel::epoch_day(first) + later));
            let told = TellOrder::act(act, day).proved(ProofKind::Statement, &format!("PV {n}"));
            let told = TellOrder { leave: format!("JEX {n}"), ..told };
            desk.tell_procedure(&actor, procedure, &told)?;
        }
    }
    Ok(case)
}

fn working(day: Date) -> Date {
    kernel::calendar::next_working_day(day, Territory::Metropole)
}

/// The rows of a model, table by table.
struct Model {
    account: AccountId,
    pieces: Vec<Piece>,
    rows: Vec<Vec<Vec<Value>>>,
    case: CaseId,
}

/// The models, and where the likes of them stand.
struct Likes {
    columns: Vec<Vec<String>>,
    /// By the number of pieces they claim.
    models: BTreeMap<usize, Vec<(usize, Model)>>,
    next_id: i64,
    /// Rows written.
    rows: usize,
}

impl Likes {
    fn read(connection: &Connection, cases: &[CaseId], all: &[Claimed]) -> Fallible<Self> {
        let mut columns = Vec::new();
        for table in TABLES {
            let read = connection.prepare(&format!("SELECT * FROM {table}"))?;
            columns.push(read.column_names().into_iter().map(str::to_owned).collect());
        }
        let mut models: BTreeMap<usize, Vec<(usize, Model)>> = BTreeMap::new();
        for (n, (case, of)) in cases.iter().zip(all).enumerate() {
            let rows: Fallible<Vec<_>> = TABLES.iter().map(|table| rows_of(connection, table, *case)).collect();
            let model = Model { account: of.account, pieces: of.pieces.clone(), rows: rows?, case: *case };
            models.entry(of.pieces.len()).or_default().push((n, model));
        }
        // Two days before anything was written here: no other row bears such an id.
        let ids = IdSource::new(0);
        let first = ids.next(kernel::FixedClock::on(house::day(-2)?).now);
        Ok(Self { columns, models, next_id: first, rows: 0 })
    }

    /// Writes a case for each, like a model in turn; answers it and the number of the model.
    fn write(&mut self, connection: &Connection, all: &[Claimed]) -> Fallible<Vec<(CaseId, usize)>> {
        let mut inserts = Vec::new();
        for (table, columns) in TABLES.iter().zip(&self.columns) {
            let marks = vec!["?"; columns.len()].join(", ");
            inserts.push(connection.prepare(&format!("INSERT INTO {table} VALUES ({marks})"))?);
        }
        let (mut made, mut waiting) = (Vec::with_capacity(all.len()), 0);
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for (n, of) in all.iter().enumerate() {
            let models = self.models.get(&of.pieces.len()).ok_or("no model claims as many pieces")?;
            let (number, model) = &models[n % models.len()];
            let mut ids: HashMap<i64, i64> = HashMap::from([(model.account.0, of.account.0)]);
            ids.extend(model.pieces.iter().zip(&of.pieces).map(|(there, here)| (there.0.0, here.0.0)));
            let like = Like { of, ids, model, follower: follower(n) };
            let (case, rows) = like.insert(&self.columns, &mut inserts, &mut self.next_id)?;
            made.push((case, *number));
            self.rows += rows;
            waiting += rows;
            if waiting >= ROWS {
                connection.execute_batch("COMMIT; BEGIN IMMEDIATE")?;
                waiting = 0;
            }
        }
        connection.execute_batch("COMMIT")?;
        Ok(made)
    }
}

/// The rows of a case in a table, in their order.
fn rows_of(connection: &Connection, table: &str, case: CaseId) -> Fallible<Vec<Vec<Value>>> {
    let condition = match table {
        "court_case" => "id = ?",
        "item_block" => "id IN (SELECT block_id FROM case_claim WHERE case_id = ?)",
        "case_claim" | "court_procedure" => "case_id = ?",
        _ => "procedure_id IN (SELECT id FROM court_procedure WHERE case_id = ?)",
    };
    let mut read = connection.prepare(&format!("SELECT * FROM {table} WHERE {condition} ORDER BY id"))?;
    let columns = read.column_count();
    let mut rows = read.query([case.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((0..columns).map(|c| row.get(c)).collect::<Result<Vec<Value>, _>>()?);
    }
    Ok(found)
}

/// A case like a model.
struct Like<'m> {
    of: &'m Claimed,
    /// What stands for what: account, pieces, and the rows written so far.
    ids: HashMap<i64, i64>,
    model: &'m Model,
    follower: String,
}

impl Like<'_> {
    fn insert(
        mut self,
        columns: &[Vec<String>],
        inserts: &mut [rusqlite::Statement<'_>],
        next_id: &mut i64,
    ) -> Fallible<(CaseId, usize)> {
        let mut written = 0;
        for (at, rows) in self.model.rows.iter().enumerate() {
            for row in rows {
                if let Some(Value::Integer(id)) = row.first() {
                    self.ids.insert(*id, *next_id);
                    *next_id += 1;
                }
                let cells = row.iter().zip(&columns[at]).map(|(cell, column)| self.cell(TABLES[at], column, cell));
                inserts[at].execute(params_from_iter(cells.collect::<Vec<Value>>()))?;
                written += 1;
            }
        }
        Ok((CaseId(self.ids[&self.model.case.0]), written))
    }

    fn cell(&self, table: &str, column: &str, cell: &Value) -> Value {
        let (there, here) = (self.model.case, CaseId(*self.ids.get(&self.model.case.0).unwrap_or(&0)));
        match (table, column, cell) {
            // Of one piece, or of all that the case claims.
            (_, "claimed_minor", Value::Integer(minor)) => {
                let open = self.model.pieces.iter().zip(&self.of.pieces).find(|(there, _)| there.1 == *minor);
                let all = || self.of.pieces.iter().map(|piece| piece.1).sum();
                let one = if table == "case_claim" { open.map(|(_, here)| here.1) } else { None };
                Value::Integer(one.unwrap_or_else(all))
            }
            (_, "owner", _) => Value::Text(self.follower.clone()),
            ("item_block", "note", Value::Text(note)) if *note == there.to_string() => Value::Text(here.to_string()),
            (_, name, Value::Integer(id)) if name == "id" || name.ends_with("_id") => {
                Value::Integer(self.ids.get(id).copied().unwrap_or(*id))
            }
            _ => cell.clone(),
        }
    }
}

/// The desk reads a case as it reads its model: as many pieces, the same procedures, each standing where the other
/// stands; and each right it lists is found again by the rules.
fn compare(desk: &Desk, model: CaseId, like: CaseId) -> Fallible<()> {
    let actor = Actor::operator();
    let (there, here) = (desk.case(&actor, model)?, desk.case(&actor, like)?);
    if there.claims.len() != here.claims.len() || here.line.claimed != here.line.open {
        return Err(format!("{like} does not claim as {model} does").into());
    }
    let course = |id: CourtProcedureId| -> Fallible<_> { Ok(desk.procedure(&actor, id)?) };
    for (there, here) in there.procedures.iter().zip(&here.procedures) {
        let same = (&there.definition, &there.state, there.over, there.due)
            == (&here.definition, &here.state, here.over, here.due);
        let (there, here) = (course(there.id)?, course(here.id)?);
        if !same || there.course != here.course || there.facts.len() != here.facts.len() {
            return Err(format!("{like}: {} does not stand as in {model}", here.line.definition).into());
        }
    }
    let query = GuardQuery { account: Some(here.line.account_id), show: RightShow::All, ..GuardQuery::default() };
    let page = desk.guard(&actor, &query, None, 500)?;
    let court = page.rows.iter().filter(|line| line.procedure_id.is_some()).count();
    if page.rows.len() as u64 != page.count || court == 0 || !court.is_multiple_of(RIGHTS) {
        return Err(format!("{like}: {court} rights of procedures, {} of {} read", page.rows.len(), page.count).into());
    }
    Ok(())
}
