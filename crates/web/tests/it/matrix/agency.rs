//! An agency with two creditors, every act waiting on the accounts of both, and two people of each role.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use app::accounts::AccountQuery;
use app::blocks::{BlockFilter, BlockOrder, BlockReason};
use app::cases::{CaseOrder, CaseSide, PartyOrder, PartyRole, ProcedureOrder};
use app::costs::{CostOrder, TimeOrder};
use app::disputes::{DisputeFilter, DisputeOrder};
use app::entries::FormerLevels;
use app::imports::{ImportRequest, Upload};
use app::insolvency::{DemandKind, DemandOrder};
use app::links::LinkAsked;
use app::plans::PlanTerms;
use app::promises::{PromiseFilter, PromiseLevel, PromiseOrder};
use app::runs::RunRequest;
use app::sale_terms::{AcceptanceHow, AcceptanceOrder, SaleTermsOrder};
use app::titles::{HeadOrder, TitleOrder};
use app::users::{NewUser, Rights};
use app::worklist::AbsenceOrder;
use app::writing::MessageOrder;
use app::{Actor, Channel, Desk, Role};
use kernel::{Clock, Currency, Date, FixedClock, Money};
use ledger::{AccountId, ImportMode, ItemId, Language};
use web::WebConfig;

use crate::support::{PASSWORD, TestApp};

/// What no answer may hold of the creditor out of reach, blanks taken out.
pub const FOREIGN: [&str; 6] = ["Austral", "AUSTRAL", "AUS-", "AUSF", "4271,00", "4271.00"];
/// The accounts of a creditor: the letters of the last three wait for approval.
const ACCOUNTS: [&str; 5] = ["1", "2", "3", "4", "5"];
/// Those that came after the run: a level is proposed for each.
const LATER: [&str; 3] = ["6", "7", "8"];
const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;commercial;piece;type;date;echeance;montant\n";

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn euro(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

/// One creditor: its code, what its customers and pieces begin with, its salesperson, what each account owes.
struct House {
    code: &'static str,
    prefix: &'static str,
    name: &'static str,
    salesperson: &'static str,
    amount: &'static str,
}

const OWN: House =
    House { code: "NORD", prefix: "NOR", name: "Export Nord", salesperson: "Durand", amount: "1 111,00" };
const OTHER: House =
    House { code: "AUSTRAL", prefix: "AUS", name: "Export Austral", salesperson: "Petit", amount: "4 271,00" };

impl House {
    fn file(&self, accounts: &[&str]) -> Upload {
        let Self { prefix, name, salesperson, amount, .. } = self;
        let mut lines = vec![HEAD.to_owned()];
        for n in accounts {
            let who = format!("{prefix}-{n};{name} {n};{n} rue Haute;75001;Paris;{salesperson}");
            lines.push(format!("{who};{prefix}F{n};facture;01/08/2026;01/09/2026;{amount}\n"));
            if *n == "1" {
                lines.push(format!("{who};{prefix}A{n};avoir;01/10/2026;01/10/2026;-100,00\n"));
            }
        }
        Upload { name: format!("{}.csv", self.code), bytes: lines.concat().into_bytes() }
    }

    fn account(&self, desk: &Desk, n: &str) -> AccountId {
        desk.find_account(&Actor::operator(), &format!("{}-{n}", self.prefix)).expect("the account")
    }
}

/// References by the names the table gives them.
#[derive(Debug, Clone, Default)]
pub struct References(BTreeMap<&'static str, String>);

impl References {
    /// A text with its references in their places.
    pub fn write(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, value) in &self.0 {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        text
    }

    fn set(&mut self, name: &'static str, value: &impl ToString) {
        self.0.insert(name, value.to_string());
    }
}

/// A file as a browser sends it: no PDF, and nothing that could be imported.
pub fn multipart() -> String {
    "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nx\r\n--limit--\r\n".to_owned()
}

/// The agency, filled once and opened as often as needed.
pub struct Agency {
    dir: tempfile::TempDir,
    /// Processes so far, and the last database opened.
    opened: AtomicU16,
    last: Mutex<PathBuf>,
    own: References,
    foreign: References,
}

impl Agency {
    pub fn filled() -> Self {
        let app = TestApp::empty();
        let desk = &app.desk;
        let chief = NewUser {
            login: "administrator".to_owned(),
            name: "M. administrator".to_owned(),
            password: PASSWORD.to_owned(),
            role: Role::Administrator,
            language: Language::Fr,
        };
        desk.create_user(None, &chief).expect("the first user");
        for house in [&OWN, &OTHER] {
            fill(desk, house);
        }
        let whole = Actor::operator();
        desk.run(&whole, &RunRequest::default(), &|_, _| ()).expect("a run");
        desk.render_pending(&whole, &|_, _| ()).expect("letters");
        for house in [&OWN, &OTHER] {
            take_in(desk, house, &LATER);
        }
        assert_eq!(desk.propose_entries(&whole, None, &FormerLevels::new()).expect("proposals"), 8);
        people(desk);
        let (own, foreign) = (references(desk, &OWN), references(desk, &OTHER));
        let dir = tempfile::tempdir().expect("a folder");
        desk.backup(&whole, &dir.path().join("agency.sqlite")).expect("a copy");
        Self { dir, opened: AtomicU16::new(2), last: Mutex::default(), own, foreign }
    }

    fn desk_of(&self, database: &Path, on: &str) -> Arc<Desk> {
        let address = format!("sqlite:{}", database.display());
        let store = store::Store::open(&address, &store::OpenOptions::default()).expect("the copy");
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::on(day(on)));
        Arc::new(Desk::new(store, clock, self.opened.fetch_add(1, Ordering::Relaxed)))
    }

    /// A copy of the agency, and somebody signed in to it, with a file to import that is theirs.
    pub async fn open(&self, login: &str) -> (TestApp, String) {
        let dir = tempfile::tempdir().expect("a folder");
        let database = dir.path().join("desk.sqlite");
        std::fs::copy(self.dir.path().join("agency.sqlite"), &database).expect("a copy");
        self.last.lock().expect("no panic here").clone_from(&database);
        let desk = self.desk_of(&database, "2026-11-23");
        let app = TestApp { router: web::router(Arc::clone(&desk), WebConfig::default()), desk, _dir: dir };
        let cookie = app.sign_in(login).await;
        (app, cookie)
    }

    /// The last database opened, a day later.
    pub fn a_day_later(&self) -> TestApp {
        let dir = tempfile::tempdir().expect("a folder");
        let database = self.last.lock().expect("no panic here").clone();
        let desk = self.desk_of(&database, "2026-11-24");
        TestApp { router: web::router(Arc::clone(&desk), WebConfig::default()), desk, _dir: dir }
    }

    /// What is within reach of everybody here, and the files of `login`.
    pub fn own(&self, login: &str) -> References {
        let mut own = self.own.clone();
        if let Some(files) = self.own.0.get(files_of(login)) {
            own.set("files", files);
        }
        own
    }

    /// What is out of reach of who is limited.
    pub fn foreign(&self) -> References {
        self.foreign.clone()
    }

    /// References of the right form that name nothing.
    pub fn never(&self) -> References {
        let mut never = self.foreign.clone();
        let nothing = AccountId(4_242).to_string();
        for (name, value) in &mut never.0 {
            let kept = [
                "login",
                "paper",
                "text",
                "language",
                "strategy",
                "fresh",
                "verb",
                "calculator",
                "asset",
                "token",
                "absence",
                "absence2",
                "version",
            ];
            if !kept.contains(name) {
                value.clone_from(&nothing);
            }
        }
        never.set("number", &"NOPE-1");
        never.set("creditor", &"NOPE");
        never
    }

    /// True when `login` wrote something on an account out of reach.
    pub fn touched(app: &TestApp, login: &str) -> bool {
        ACCOUNTS.iter().any(|n| {
            let account = OTHER.account(&app.desk, n);
            let file = app.desk.account_file(&Actor::operator(), account).expect("a file");
            file.timeline.iter().any(|line| line.actor == login)
        })
    }
}

fn take_in(desk: &Desk, house: &House, accounts: &[&str]) {
    let request = ImportRequest {
        files: vec![house.file(accounts)],
        creditor: Some(house.code.to_owned()),
        mode: Some(ImportMode::Movement),
        ..ImportRequest::default()
    };
    let answer = desk.import(&Actor::operator(), &request, &|_, _| ()).expect("an import");
    assert_eq!((answer.outcome.rejected, answer.outcome.items > 0), (0, true), "{:?}", answer.outcome.errors);
}

fn fill(desk: &Desk, house: &House) {
    let whole = Actor::operator();
    take_in(desk, house, &ACCOUNTS);
    let mut strategy = desk.plan().expect("a plan").strategies.remove(0);
    "with-approval".clone_into(&mut strategy.slug);
    strategy.steps.iter_mut().for_each(|step| step.approval = true);
    desk.save_strategy(&whole, &strategy).expect("a strategy");
    for n in ["3", "4", "5"] {
        desk.choose_strategy(&whole, house.account(desk, n), Some("with-approval")).expect("chosen");
    }
    let first = house.account(desk, "1");
    let item = piece(desk, first, false);
    for _ in 0..2 {
        desk.allocate(&whole, item, piece(desk, first, true), Some(euro("10.00"))).expect("a match");
        let promise = PromiseOrder {
            amount: euro("5.00"),
            until: day("2026-11-30"),
            level: PromiseLevel::Said,
            note: String::new(),
        };
        desk.promise(&whole, house.account(desk, "2"), &promise).expect("a promise");
        let block = BlockOrder {
            reason: BlockReason::Disputed,
            amount: Some(euro("2.00")),
            owner: String::new(),
            until: None,
            note: String::new(),
        };
        desk.block(&whole, item, &block).expect("a block");
    }
    desk.block_orders(&whole, house.account(desk, "2"), "chèque rejeté", false).expect("a block of orders");
    desk.set_credit_limit(&whole, first, Some(euro("1.00")), "essai").expect("a limit");
    let contested = DisputeOrder { amount: Some(euro("3.00")), ..DisputeOrder::heard("tarif") };
    desk.open_dispute(&whole, item, &contested).expect("a dispute");
    for n in ["1", "1", "1", "1", "2"] {
        desk.add_task(&whole, house.account(desk, n), "rappeler", day("2026-11-23"), "").expect("a task");
    }
    for n in ["3", "4"] {
        desk.snooze(&whole, house.account(desk, n), day("2026-11-27"), "comptable absente").expect("put off");
    }
}

/// The invoice of an account, or its credit.
fn piece(desk: &Desk, account: AccountId, credit: bool) -> ItemId {
    let file = desk.account_file(&Actor::operator(), account).expect("a file");
    let found = file.items.iter().find(|line| (line.open.minor() < 0) == credit);
    found.expect("a piece").item.id
}

/// Two people of each role: one who sees everything their role lets them, one limited to the first creditor.
fn people(desk: &Desk) {
    let whole = Actor::operator();
    for role in Role::ALL {
        for (login, creditors) in
            [(role.slug().to_owned(), vec![]), (format!("{}-limited", role.slug()), vec![OWN.code])]
        {
            let new = NewUser {
                login: login.clone(),
                name: format!("M. {login}"),
                password: PASSWORD.to_owned(),
                role,
                language: Language::Fr,
            };
            if login != "administrator" {
                desk.create_user(Some(&whole), &new).expect("a user");
            }
            let rights = Rights {
                role,
                creditors: creditors.into_iter().map(str::to_owned).collect(),
                own_only: role == Role::Salesperson,
                salesperson: if role == Role::Salesperson { OWN.salesperson.to_owned() } else { String::new() },
            };
            desk.set_rights(&whole, &login, &rights).expect("rights");
        }
    }
}

fn files_of(login: &str) -> &'static str {
    let role = Role::ALL.into_iter().find(|role| login.starts_with(role.slug()));
    match (role, login.ends_with("-limited")) {
        (Some(Role::Administrator), true) => "files-a",
        (Some(Role::Manager), true) => "files-m",
        (Some(Role::Accountant), true) => "files-v",
        _ => "files",
    }
}

/// What people did: tasks, promises, pieces set aside.
fn acts(desk: &Desk, (first, second): (AccountId, AccountId), of: &mut References) {
    let whole = Actor::operator();
    let tasks = desk.account_tasks(&whole, first).expect("tasks");
    for (name, task) in ["task", "task1", "task2", "task3"].into_iter().zip(&tasks) {
        of.set(name, &task.id);
    }
    let filter = PromiseFilter { account: Some(second), ..PromiseFilter::default() };
    let promises = desk.promises(&whole, &filter, None, 10).expect("promises").rows;
    for (name, promise) in ["promise1", "promise2"].into_iter().zip(&promises) {
        of.set(name, &promise.id);
    }
    let filter = BlockFilter { account: Some(first), ..BlockFilter::default() };
    let blocks = desk.blocked_items(&whole, &filter, None, 10).expect("blocks").rows;
    for (name, block) in ["block1", "block2"].into_iter().zip(&blocks) {
        of.set(name, &block.id);
    }
    let orders = desk.credit_of(&whole, second).expect("credit").orders;
    of.set("orders", &orders.first().expect("a block of orders").id);
    let signals = desk.credit_of(&whole, first).expect("credit").signals;
    of.set("signal", &signals.first().expect("a signal").id);
}

/// A notice about a customer that only its name ties to it, confirmed: its procedure, its claim and its match.
fn insolvent(desk: &Desk, house: &House, of: &mut References) {
    let whole = Actor::operator();
    take_in(desk, house, &["9"]);
    let (account, empty) = (house.account(desk, "9"), String::new);
    let (role, name) = (PartyRole::Guarantor, "Camille Caution".to_owned());
    let warrants = PartyOrder { role, name, address: empty(), note: empty(), account: None };
    let (items, parties) = (vec![piece(desk, account, false)], vec![warrants]);
    desk.open_case(&whole, account, &CaseOrder { items, parties, ..CaseOrder::default() }).expect("a case");
    let name = format!("{} 9", house.name);
    let judgment = serde_json::json!({
        "nature": "Jugement d'ouverture de liquidation judiciaire", "date": "2026-11-10",
    });
    let notice = serde_json::json!([{
        "id": format!("A20260221{}", house.code.len()), "dateparution": "2026-11-18", "familleavis": "collective",
        "tribunal": "Tribunal", "commercant": name, "jugement": judgment.to_string(),
    }]);
    let file = Upload { name: "bodacc.json".to_owned(), bytes: notice.to_string().into_bytes() };
    desk.take_insolvency_notices(&whole, &file, &|_, _| ()).expect("taken");
    let waiting = desk.insolvency_reviews(&whole, app::insolvency::MatchState::Waiting, None, 9).expect("reviews");
    let line = waiting.rows.into_iter().find(|line| line.debtor.name == name).expect("a name");
    desk.decide_insolvency_match(&whole, line.id, true, "").expect("decided");
    of.set("match", &line.id);
    let query = app::insolvency::InsolvencyQuery::default();
    let all = desk.insolvencies(&whole, &query, None, 9).expect("a list").rows;
    let procedure = all.iter().find(|line| line.debtor == name).expect("a procedure").id;
    of.set("insolvency", &procedure);
    let file = desk.insolvency(&whole, procedure).expect("a file");
    let claim = file.accounts[0].claim.as_ref().expect("a claim").id;
    of.set("claim", &claim);
    let (kind, what) = (DemandKind::Contract, "crédit-bail 12".to_owned());
    let demand = desk.add_insolvency_demand(&whole, claim, &DemandOrder { kind, what, amount: None });
    of.set("demand", &demand.expect("a contract"));
    of.set("guarantor", &file.accounts[0].guarantors[0].id);
}

fn references(desk: &Desk, house: &House) -> References {
    let whole = Actor::operator();
    let mut of = References::default();
    let account = |n: &str| house.account(desk, n);
    let (first, second) = (account("1"), account("2"));
    of.set("account", &first);
    of.set("account2", &second);
    of.set("number", &format!("{}-1", house.prefix));
    of.set("creditor", &house.code);
    of.set("item", &piece(desk, first, false));
    of.set("credit", &piece(desk, first, true));
    let file = desk.account_file(&whole, first).expect("a file");
    of.set("version", &file.debtor.version);
    for (name, allocation) in ["allocation1", "allocation2"].into_iter().zip(&file.allocations) {
        of.set(name, &allocation.id);
    }
    acts(desk, (first, second), &mut of);
    let put_off = desk.snoozed(&whole).expect("files put off");
    for (name, n) in [("snooze", "3"), ("snooze3", "4")] {
        of.set(name, &put_off.iter().find(|line| line.account_id == account(n)).expect("put off").id);
    }
    waiting(desk, house, &mut of);
    let batches = desk.batches(&whole, None, None, 10).expect("imports");
    of.set("import", &batches.iter().rfind(|b| b.source.starts_with(house.code)).expect("an import").id);
    insolvent(desk, house, &mut of);
    kept(desk, house, &mut of);
    agreed(desk, house, &mut of);
    cases(desk, house, &mut of);
    sale_terms(desk, house, &mut of);
    links(desk, house, &mut of);
    for (name, value) in [
        ("login", "target"),
        ("paper", "petition"),
        ("subject", "cost-0000000000000"),
        ("text", "reminder-1"),
        ("language", "fr"),
        ("strategy", "standard"),
        ("fresh", "fresh"),
        ("verb", "limitation"),
        ("calculator", "late-interest"),
        ("asset", "quittance.css"),
        ("token", "0000000000000.AAAAAAAAAAAAAAAAAAAAAA"),
    ] {
        of.set(name, &value);
    }
    if house.code == OWN.code {
        let new = NewUser {
            login: "target".to_owned(),
            name: "M. target".to_owned(),
            password: PASSWORD.to_owned(),
            role: Role::Reader,
            language: Language::Fr,
        };
        desk.create_user(Some(&whole), &new).expect("a user");
    }
    for name in ["absence", "absence2"] {
        let order = AbsenceOrder {
            login: "target".to_owned(),
            since: day("2026-12-01"),
            until: day("2026-12-02"),
            stand_in: String::new(),
        };
        of.set(name, &desk.note_absence(&whole, &order).expect("an absence"));
    }
    of
}

/// Terms of sale with their text, which accounts accepted, and versions that can still change.
fn sale_terms(desk: &Desk, house: &House, of: &mut References) {
    let whole = Actor::operator();
    let version = |label: &str, since: &str, pdf: Option<Upload>| {
        let label = format!("{}-{label}", house.prefix);
        let order = SaleTermsOrder { label, since: day(since), clauses: None, from: None, pdf };
        desk.add_sale_terms(&whole, house.code, &order).expect("a version")
    };
    let text = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF";
    let terms = version("en vigueur", "2026-01-01", Some(Upload { name: "cgv.pdf".to_owned(), bytes: text.to_vec() }));
    of.set("terms", &terms);
    for (name, since) in [("draft1", "2027-01-01"), ("draft2", "2027-02-01")] {
        of.set(name, &version(name, since, None));
    }
    for (name, n) in [("acceptance1", "1"), ("acceptance2", "2")] {
        let (how, note) = (AcceptanceHow::Signed, String::new());
        let order = AcceptanceOrder { version: terms, on: day("2026-02-01"), how, note, file: None };
        of.set(name, &desk.accept_sale_terms(&whole, house.account(desk, n), &order).expect("an acceptance"));
    }
}

/// Links made, of the house whose address is known.
fn links(desk: &Desk, house: &House, of: &mut References) {
    desk.set_address(&Actor::operator(), "https://desk.example").expect("an address");
    for (name, n) in [("link", "2"), ("link2", "3")] {
        let asked = LinkAsked { recipient: name.to_owned(), days: None };
        of.set(name, &desk.make_link(&Actor::operator(), house.account(desk, n), &asked).expect("a link").id);
    }
}

/// A dispute, and plans proposed that nobody signed.
fn agreed(desk: &Desk, house: &House, of: &mut References) {
    let filter = DisputeFilter { account: Some(house.account(desk, "1")), ..DisputeFilter::default() };
    let disputes = desk.disputes(&Actor::operator(), &filter, None, 10).expect("disputes").rows;
    of.set("dispute", &disputes.first().expect("a dispute").id);
    for (name, n) in [("plan1", "2"), ("plan2", "2"), ("plan3", "4"), ("plan4", "4"), ("plan5", "3"), ("plan6", "3")] {
        let terms = PlanTerms { count: Some(2), first: Some(day("2026-12-07")), ..PlanTerms::default() };
        let account = house.account(desk, n);
        of.set(name, &desk.propose_plan(&Actor::operator(), account, &terms).expect("a plan"));
    }
}

/// Cases in which the house defends itself, and a procedure that one of them follows.
fn cases(desk: &Desk, house: &House, of: &mut References) {
    let whole = Actor::operator();
    for name in ["case1", "case2", "case3"] {
        let object = "assignation reçue".to_owned();
        let order = CaseOrder { side: CaseSide::Defendant, object, ..CaseOrder::default() };
        let id = desk.open_case(&whole, house.account(desk, "2"), &order).expect("a case");
        of.set(name, &id);
        if name == "case1" {
            let (definition, claimed) = ("payment-order".to_owned(), "100".to_owned());
            let order = ProcedureOrder { definition, claimed, ..ProcedureOrder::default() };
            let heads = vec![HeadOrder { amount: "100.00".to_owned(), ..HeadOrder::default() }];
            let (issued, court) = (Some(day("2026-11-02")), "tribunal de commerce de Lille".to_owned());
            let title = TitleOrder { issued, court, heads, ..TitleOrder::default() };
            of.set("title", &desk.add_title(&whole, id, &title).expect("a title"));
            let (label, net) = ("requête".to_owned(), "27.89".to_owned());
            let cost = CostOrder { label, net, ..CostOrder::default() };
            of.set("cost", &desk.add_cost(&whole, id, &cost).expect("a cost"));
            let (who, hourly) = ("Léa".to_owned(), "42.50".to_owned());
            let time = TimeOrder { who, hourly, minutes: 30, day: None };
            of.set("time", &desk.add_time(&whole, id, &time).expect("time"));
            of.set("procedure1", &desk.begin_procedure(&whole, id, &order).expect("a procedure"));
        }
    }
}

/// What waits: proposals, messages to approve, letters made.
fn waiting(desk: &Desk, house: &House, of: &mut References) {
    let whole = Actor::operator();
    let query = AccountQuery { limit: 100, ..AccountQuery::default() };
    // The second agency finds the insolvent customer of the first beside those of both.
    assert!((16..=17).contains(&desk.accounts(&whole, &query).expect("accounts").total));
    let here = |id: AccountId| ACCOUNTS.iter().chain(&LATER).any(|n| house.account(desk, n) == id);
    let mut entries = desk.entries(&whole, None, None, 100).expect("proposals").rows;
    entries.retain(|entry| LATER.iter().any(|n| house.account(desk, n) == entry.account_id));
    for (name, entry) in ["entry1", "entry2", "entry3"].into_iter().zip(&entries) {
        of.set(name, &entry.id);
    }
    let mut approvals = desk.approvals(&whole, None, 100).expect("approvals").rows;
    approvals.retain(|line| here(line.account_id));
    assert_eq!((entries.len(), approvals.len()), (3, 3), "proposals and messages that wait");
    for (name, line) in ["awaiting1", "awaiting2", "awaiting3"].into_iter().zip(&approvals) {
        of.set(name, &line.id);
    }
    let letters = desk.letters(&whole, day("2026-11-23"), None, 100).expect("letters").letters;
    let letter = letters.iter().find(|l| here(l.account_id) && l.document.is_some()).expect("a letter");
    of.set("message", &letter.message);
    of.set("document", &letter.document.expect("a PDF"));
    of.set("print", &letter.print_file.expect("a print file"));
    for (name, n) in [("written1", "6"), ("written2", "6"), ("written3", "7"), ("written4", "8")] {
        let order = MessageOrder { channel: Some(Channel::Letter), ..MessageOrder::default() };
        of.set(name, &desk.write_message(&whole, house.account(desk, n), &order).expect("a letter by hand"));
    }
}

/// The same file kept by each who may import and is limited, and by the house.
fn kept(desk: &Desk, house: &House, of: &mut References) {
    let mut keep = |name: &'static str, actor: &Actor| {
        let kept = desk.keep_files(actor, &[house.file(&ACCOUNTS)]).expect("kept");
        of.set(name, &kept.0.iter().map(|id| kernel::id::to_text(*id)).collect::<Vec<_>>().join("."));
    };
    keep("files", &Actor::operator());
    for (name, role) in [("files-a", Role::Administrator), ("files-m", Role::Manager), ("files-v", Role::Accountant)] {
        keep(name, &Actor::new(format!("{}-limited", role.slug()), role));
    }
}
