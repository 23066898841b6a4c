//! Who sees what: two creditors of an agency, two salespeople, one customer that both creditors have.

use app::accounts::AccountQuery;
use app::aging::{AgingQuery, Grouping};
use app::blocks::{BlockFilter, BlockOrder, BlockReason};
use app::creditors::CreditorEdit;
use app::entries::{FormerLevels, Proposals};
use app::outbox::OutboxFilter;
use app::promises::{PromiseFilter, PromiseLevel, PromiseOrder};
use app::reports::ReportFormat;
use app::runs::RunRequest;
use app::search::SearchQuery;
use app::sign_in::Entered;
use app::users::{NewUser, Rights};
use app::worklist::{AbsenceOrder, Chosen, Scope, WorkQuery};
use app::{Actor, Desk, DeskError, Reach, Role};
use kernel::{Currency, Language, Money, Period};
use ledger::{AccountId, BatchId, ImportMode, ItemId};

use crate::support::{House, day, houses, import, open, request, upload};

const TODAY: &str = "2026-11-23";
const HEAD: &str =
    "code client;raison sociale;SIREN;adresse;code postal;ville;commercial;piece;type;date;echeance;montant\n";
/// The second customer is the first of the other creditor: one debtor, two accounts.
const NORTH: &str = "N1;Atelier Boreal;;1 rue A;75001;Paris;Durand;NF1;facture;01/08/2026;01/09/2026;1 111,00\n\
    N2;Commun Frères;000114249;2 rue B;69001;Lyon;Petit;NF2;facture;01/08/2026;01/09/2026;2 222,00\n";
const SOUTH: &str = "S1;Commun Frères;000114249;2 rue B;69001;Lyon;Durand;SF1;facture;01/08/2026;01/09/2026;3 333,00\n\
    S2;Cave Australe;;4 rue D;35000;Rennes;Petit;SF2;facture;01/08/2026;01/09/2026;4 444,00\n";
/// Customers that came after the run: nobody was reminded, so that a level is proposed.
const LATER: [(&str, &str); 2] = [
    ("NORTH", "N3;Echo Boreal;;3 rue C;33000;Bordeaux;Autre;NF3;facture;01/08/2026;01/09/2026;555,00\n"),
    ("SOUTH", "S3;Dallage Austral;;5 rue E;35000;Rennes;Autre;SF3;facture;01/08/2026;01/09/2026;666,00\n"),
];

/// Both creditors, and on every account a task, a promise, a block, a file put off and a reminder.
fn filled() -> Vec<House> {
    let houses = houses(TODAY);
    for house in &houses {
        let desk = &house.desk;
        for (code, rows) in [("NORTH", NORTH), ("SOUTH", SOUTH)] {
            let mut request = request(vec![upload(&format!("{code}.csv"), format!("{HEAD}{rows}"))]);
            (request.mode, request.creditor) = (Some(ImportMode::Snapshot), Some(code.to_owned()));
            assert_eq!(import(desk, &request).outcome.rejected, 0);
        }
        let whole = Actor::operator();
        let run = RunRequest::default();
        assert_eq!(desk.run(&whole, &run, &|_, _| ()).expect("a run").messages, 4);
        desk.render_pending(&whole, &|_, _| ()).expect("letters");
        for (code, rows) in LATER {
            let mut request = request(vec![upload(&format!("{code}-later.csv"), format!("{HEAD}{rows}"))]);
            (request.mode, request.creditor) = (Some(ImportMode::Movement), Some(code.to_owned()));
            assert_eq!(import(desk, &request).outcome.items, 1);
        }
        assert_eq!(desk.propose_entries(&whole, None, &FormerLevels::new()).expect("proposals"), 2);
        for code in ["N1", "N2", "S1", "S2"] {
            busy(desk, account(desk, code));
        }
    }
    houses
}

fn busy(desk: &Desk, id: AccountId) {
    let whole = Actor::operator();
    let euro = |text: &str| Money::parse(text, Currency::EUR).expect("an amount");
    let item = desk.account_file(&whole, id).expect("a file").items[0].item.id;
    desk.add_task(&whole, id, "rappeler", day(TODAY), "").expect("a task");
    let order = PromiseOrder {
        amount: euro("10.00"),
        until: day("2026-11-30"),
        level: PromiseLevel::Said,
        note: String::new(),
    };
    desk.promise(&whole, id, &order).expect("a promise");
    let order = BlockOrder {
        reason: BlockReason::Disputed,
        amount: Some(euro("1.00")),
        owner: String::new(),
        until: None,
        note: String::new(),
    };
    desk.block(&whole, item, &order).expect("a block");
    desk.snooze(&whole, id, day("2026-11-27"), "comptable absente").expect("put off");
}

fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&Actor::operator(), code).expect("the account")
}

fn north(desk: &Desk) -> Reach {
    Reach::creditors([desk.creditor(&Actor::operator(), "NORTH").expect("the creditor").id])
}

/// Everything a list of the desk says to somebody.
fn told(desk: &Desk, actor: &Actor) -> String {
    let mut all = Vec::new();
    let mut say = |what: String| all.push(what);
    let accounts = desk.accounts(actor, &AccountQuery { limit: 100, ..AccountQuery::default() });
    say(format!("{:?}", accounts.expect("accounts")));
    let by = [Grouping::None, Grouping::Creditor, Grouping::Account, Grouping::Salesperson, Grouping::Segment];
    for as_of in [None, Some(day("2026-11-01"))] {
        for by in by {
            let query = AgingQuery { by, as_of, ..AgingQuery::default() };
            let balance = desk.aged_balance(actor, &query).expect("a balance");
            say(serde_json::to_string(&balance).expect("json"));
        }
    }
    let file = desk.report(actor, "aged-balance", ReportFormat::Csv, &AgingQuery::default(), Language::Fr);
    say(String::from_utf8(file.expect("a report").bytes).expect("text"));
    let query = WorkQuery { scope: Scope::Team, after: None, limit: 100 };
    say(format!("{:?}", desk.worklist(actor, &query).expect("a list")));
    say(format!("{:?}", desk.snoozed(actor).expect("put off")));
    say(format!("{:?}", desk.team(actor).expect("a team")));
    say(format!("{:?}", desk.diagnosis(actor, None).expect("findings")));
    for text in ["commun", "cave", "boreal", "SF1", "NF", "3333", "4444", "1111", "S2"] {
        let query = SearchQuery { text: text.to_owned(), creditor: None, limit: 100 };
        say(format!("{:?}", desk.search(actor, &query).expect("an answer")));
    }
    say(format!("{:?}", desk.approvals(actor, None, 100).expect("approvals")));
    say(format!("{:?}", desk.tasks(actor, None, 100).expect("tasks")));
    say(format!("{:?}", desk.due_tasks(actor, 0, 100).expect("tasks")));
    say(format!("{:?}", desk.promises(actor, &PromiseFilter::default(), None, 100).expect("promises")));
    say(format!("{:?}", desk.blocked_items(actor, &BlockFilter::default(), None, 100).expect("blocks")));
    say(format!("{:?}", desk.letters(actor, day(TODAY), None, 100).expect("letters")));
    say(format!("{:?}", desk.outbox(actor, &OutboxFilter::default()).expect("messages").messages));
    say(format!("{:?}", desk.print_files(actor, day(TODAY)).expect("print files")));
    say(format!("{:?}", desk.entries(actor, None, None, 100).expect("proposals")));
    say(format!("{:?}", desk.runs(actor, 100).expect("runs")));
    say(format!("{:?}", desk.batches(actor, None, None, 100).expect("imports")));
    say(format!("{:?}", desk.creditors(actor).expect("creditors")));
    let preview = RunRequest { day: Some(day("2026-12-10")), dry: true, ..RunRequest::default() };
    let preview = desk.run(actor, &preview, &|_, _| ()).expect("a preview");
    say(serde_json::to_string(&app::said(&preview, Language::Fr)).expect("json"));
    let mut plan = desk.plan().expect("a plan");
    plan.strategies.iter_mut().for_each(|s| s.steps.clear());
    let compared = desk.compare_plan(actor, &plan, Some(day("2026-12-10"))).expect("a difference");
    say(format!("{compared:?}"));
    all.join("\n")
}

#[test]
fn lists_show_what_is_within_reach_and_nothing_else() {
    for house in filled() {
        let desk = &house.desk;
        let agent = Actor::new("agent", Role::Manager).within(north(desk));
        let (whole, seen) = (told(desk, &Actor::operator()), told(desk, &agent));
        for own in ["N1", "N2", "Atelier Boreal", "Commun Frères", "NF1", "1111.00", "2222.00", "NORTH"] {
            assert!(seen.contains(own), "{own} on {}", house.engine);
        }
        for foreign in [
            "S1",
            "S2",
            "S3",
            "Cave Australe",
            "Dallage Austral",
            "666.00",
            "SF1",
            "SF2",
            "3333.00",
            "4444.00",
            "SOUTH",
        ] {
            assert!(whole.contains(foreign), "{foreign} is told to who sees everything");
            let line = seen.lines().find(|line| tells(line, foreign));
            assert!(line.is_none(), "{foreign} on {}: {line:?}", house.engine);
        }
        let counts = desk.letter_counts(&agent, day(TODAY)).expect("counts");
        let due = desk.due_tasks(&agent, 0, 0).expect("counts");
        let waiting = desk.entries(&agent, None, None, 1).expect("proposals");
        assert_eq!((counts.all, due.due, waiting.levels.values().sum::<u64>()), (2, 2, 1));
        assert_eq!(desk.outbox(&agent, &OutboxFilter::default()).expect("messages").counts.values().sum::<i64>(), 2);
        let one = AccountQuery { limit: 1, ..AccountQuery::default() };
        assert_eq!(desk.accounts(&agent, &one).expect("accounts").total, 3);
        let first = desk.tasks(&agent, None, 1).expect("tasks");
        let rest = desk.tasks(&agent, first.next.as_deref(), 1).expect("tasks");
        assert!(first.rows.len() == 1 && rest.rows.len() == 1 && rest.next.is_none(), "pages go on within reach");
    }
}

fn absent<T: std::fmt::Debug>(what: &str, answer: Result<T, DeskError>) {
    let code = answer.expect_err(what).code();
    assert_eq!(code, "not-found", "{what}");
}

/// The last piece and the last of everything on an account.
fn pieces(desk: &Desk, id: AccountId) -> (ItemId, store::TaskId, store::PromiseId, store::ItemBlockId) {
    let whole = Actor::operator();
    let item = desk.account_file(&whole, id).expect("a file").items[0].item.id;
    let task = desk.account_tasks(&whole, id).expect("tasks")[0].id;
    let filter = PromiseFilter { account: Some(id), ..PromiseFilter::default() };
    let promise = desk.promises(&whole, &filter, None, 10).expect("promises").rows[0].id;
    let filter = BlockFilter { account: Some(id), ..BlockFilter::default() };
    let block = desk.blocked_items(&whole, &filter, None, 10).expect("blocks").rows[0].id;
    (item, task, promise, block)
}

#[test]
fn what_is_out_of_reach_does_not_exist() {
    for house in filled() {
        let desk = &house.desk;
        let agent = Actor::new("agent", Role::Manager).within(north(desk));
        let (id, own) = (account(desk, "S1"), account(desk, "N2"));
        let (item, task, promise, block) = pieces(desk, id);
        let whole = Actor::operator();
        let period = Period { from: day("2026-01-01"), until: day(TODAY) };
        absent("a file", desk.account_file(&agent, id));
        absent("a code", desk.find_account(&agent, "S1"));
        absent("a statement", desk.statement(&agent, id, period));
        absent("a statement as a file", desk.statement_file(&agent, id, period, ReportFormat::Csv));
        absent("a pause", desk.pause(&agent, id, Some(day("2026-12-01")), "essai", ""));
        absent("a level", desk.set_level(&agent, id, Currency::EUR, 1, "essai"));
        absent("a strategy", desk.choose_strategy(&agent, id, None));
        absent("a payer", desk.set_payer(&agent, own, Some(id)));
        absent("a rank", desk.why_rank(&agent, id));
        absent("a file put off", desk.snooze(&agent, id, day("2026-11-26"), "essai"));
        absent("a name", desk.account_names(&agent, id));
        absent("a collector", desk.collector_of(&agent, id));
        absent("a call", desk.call_task(&agent, id));
        absent("a task given", desk.add_task(&agent, id, "essai", day(TODAY), ""));
        absent("tasks", desk.account_tasks(&agent, id));
        absent("promises kept", desk.promise_history(&agent, id));
        absent("a task", desk.task(&agent, task));
        absent("a task dropped", desk.drop_task(&agent, task, "essai"));
        absent("a promise", desk.withdraw_promise(&agent, promise, "essai"));
        absent("a piece", desk.confirm_due(&agent, item, day("2026-10-01")));
        absent("a piece of another", desk.item_of_account(&agent, own, item));
        absent("a number", desk.find_item(&agent, "SF1"));
        absent("a file of a piece", desk.detach_file(&agent, item));
        absent("a strategy of a piece", desk.choose_item_strategy(&agent, item, None));
        absent("a block", desk.unblock(&agent, block));
        // The customer of both is read, without its other account.
        let shared = desk.account_file(&agent, own).expect("a file");
        assert_eq!(shared.siblings, [], "on {}", house.engine);
        assert_eq!(desk.account_file(&whole, own).expect("a file").siblings, [id]);
        // Nothing was written there.
        let file = desk.account_file(&whole, id).expect("a file");
        assert!(file.timeline.iter().all(|line| line.actor != "agent"), "{:?}", file.timeline);
    }
}

#[test]
fn queues_letters_imports_and_creditors_out_of_reach_do_not_exist() {
    for house in filled() {
        let desk = &house.desk;
        let (agent, whole) = (Actor::new("agent", Role::Manager).within(north(desk)), Actor::operator());
        let id = account(desk, "S1");
        let put_off = desk.snoozed(&whole).expect("put off");
        let put_off = put_off.iter().find(|line| line.account_id == id).expect("one").id;
        absent("a file taken back", desk.end_snooze(&agent, put_off));
        let letter = desk.letters(&whole, day(TODAY), None, 100).expect("letters").letters;
        let letter = letter.into_iter().find(|l| l.account_id == id).expect("one");
        absent("a document", desk.read_document(&agent, letter.document.expect("a PDF")));
        absent("a registered number", desk.registered(&agent, letter.message, None, (None, None)));
        absent("a doubt", desk.resolve_doubt(&agent, letter.message, true));
        absent("an approval", desk.approve_messages(&agent, &[letter.message]));
        let print = desk.print_files(&whole, day(TODAY)).expect("print files");
        let print = print.iter().find(|f| f.creditor == "SOUTH").expect("one").document;
        absent("a print file", desk.read_document(&agent, print));
        absent("a print file posted", desk.posted(&agent, print, day(TODAY), &[]));
        let entry = desk.entries(&whole, None, None, 100).expect("proposals").rows;
        let entry = entry.iter().find(|e| e.account == "S3").expect("one").id;
        absent("a level approved", desk.approve_entries(&agent, Proposals::These(&[entry]), None));
        absent("a level proposed", desk.set_entry_level(&agent, entry, 2));
        let batch = desk.batches(&whole, None, None, 10).expect("imports");
        let batch: BatchId = batch.iter().find(|b| b.source.starts_with("SOUTH")).expect("one").id;
        absent("an import", desk.batch(&agent, batch));
        absent("an import undone", desk.undo_import(&agent, batch));
        absent("a creditor", desk.creditor(&agent, "SOUTH"));
        let edit = CreditorEdit { code: "SOUTH".to_owned(), name: "S".to_owned(), ..CreditorEdit::default() };
        absent("a creditor changed", desk.save_creditor(&agent, &edit));
        let mut file = request(vec![upload("x.csv", format!("{HEAD}{SOUTH}"))]);
        file.creditor = Some("SOUTH".to_owned());
        absent("an import into it", desk.import(&agent, &file, &|_, _| ()));
        file.creditor = Some("NOBODY".to_owned());
        absent("an import into a new one", desk.preview_import(&agent, &file));
        let chosen = Chosen { accounts: vec![id], ..Chosen::default() };
        absent("accounts given", desk.assign(&agent, &chosen, None));
        let kept = desk.keep_files(&whole, &[upload("y.csv", HEAD)]).expect("kept");
        absent("the file of another", desk.kept_files(&agent, &kept));
    }
}

#[test]
fn what_is_about_more_than_they_see_is_refused() {
    for house in filled() {
        let desk = &house.desk;
        let agent = Actor::new("agent", Role::Manager).within(north(desk));
        let beyond = |answer: Result<(), DeskError>| assert_eq!(answer.expect_err("a refusal").code(), "beyond-reach");
        beyond(desk.queue_run(&agent, day(TODAY)));
        beyond(desk.run(&agent, &RunRequest::default(), &|_, _| ()).map(drop));
        beyond(desk.save_segments(&agent, &[]));
        beyond(desk.save_weights(&agent, None));
        beyond(desk.set_zone(&agent, "Europe/Paris"));
        beyond(desk.send_due(&agent, "x").map(drop));
        let collector = Actor::new("ana", Role::Manager).within(Reach::own(["ana".to_owned()], "Durand"));
        let mut file = request(vec![upload("x.csv", format!("{HEAD}{NORTH}"))]);
        file.creditor = Some("NORTH".to_owned());
        beyond(desk.preview_import(&collector, &file).map(drop));
        let creditor = desk.creditor(&agent, "NORTH").expect("theirs").id;
        let own = RunRequest { creditor: Some(creditor), day: Some(day("2026-12-10")), ..RunRequest::default() };
        beyond(desk.run(&collector, &own, &|_, _| ()).map(drop));
        assert!(desk.run(&agent, &own, &|_, _| ()).expect("their own run").written);
        desk.preview_import(&agent, &file).expect("their own import");
    }
}

/// True when a text tells a word; « 1666.00 » does not tell « 666.00 ».
fn tells(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_digit()))
}

fn user(desk: &Desk, login: &str, role: Role) {
    let new = NewUser {
        login: login.to_owned(),
        name: login.to_owned(),
        password: "une phrase assez longue".to_owned(),
        role,
        language: Language::Fr,
    };
    desk.create_user(Some(&Actor::operator()), &new).expect("a user");
}

fn signed(desk: &Desk, login: &str) -> String {
    match desk.sign_in(login, "une phrase assez longue", "here", "test").expect("signed in") {
        Entered::Signed(token) => token,
        Entered::AwaitsCode(_) => panic!("nobody was asked for a code"),
    }
}

/// Codes of the accounts that a session sees.
fn codes(desk: &Desk, token: &str) -> Vec<String> {
    let actor = desk.session(token).expect("a session").expect("good").actor;
    let page = desk.accounts(&actor, &AccountQuery { limit: 100, ..AccountQuery::default() }).expect("accounts");
    let mut codes: Vec<String> = page.rows.into_iter().map(|row| row.number).collect();
    codes.sort();
    codes
}

#[test]
fn salespeople_see_their_customers_and_a_change_holds_at_once() {
    for house in filled() {
        let (desk, whole) = (&house.desk, Actor::operator());
        for (login, role) in [("durand", Role::Salesperson), ("ana", Role::Collector), ("bob", Role::Collector)] {
            user(desk, login, role);
        }
        let token = signed(desk, "durand");
        assert!(codes(desk, &token).is_empty(), "nobody's customers are theirs until somebody says so");
        let rights = |role, creditors: &[&str], own_only, salesperson: &str| Rights {
            role,
            creditors: creditors.iter().map(|c| (*c).to_owned()).collect(),
            own_only,
            salesperson: salesperson.to_owned(),
        };
        desk.set_rights(&whole, "durand", &rights(Role::Salesperson, &[], false, "Durand")).expect("changed");
        assert_eq!(codes(desk, &token), ["N1", "S1"], "on {}", house.engine);
        desk.set_rights(&whole, "durand", &rights(Role::Salesperson, &["SOUTH"], true, "Durand")).expect("changed");
        assert_eq!(codes(desk, &token), ["S1"]);
        let durand = desk.session(&token).expect("a session").expect("good").actor;
        assert_eq!(desk.creditors(&durand).expect("creditors").len(), 1);
        desk.add_task(&durand, account(desk, "S1"), "la cliente rappelle", day(TODAY), "").expect("a word of hers");
        let refused = desk.pause(&durand, account(desk, "S1"), Some(day("2026-12-01")), "essai", "");
        assert_eq!(refused.expect_err("a refusal").code(), "forbidden");
        absent("another's customer", desk.account_file(&durand, account(desk, "S2")));

        // A collector limited to their own: given in the team, lent by an absence, taken back.
        let ana = signed(desk, "ana");
        desk.set_rights(&whole, "ana", &rights(Role::Collector, &[], true, "")).expect("changed");
        assert!(codes(desk, &ana).is_empty());
        let given = |code: &str| Chosen { accounts: vec![account(desk, code)], ..Chosen::default() };
        desk.assign(&whole, &given("N1"), Some("ana")).expect("given");
        desk.assign(&whole, &given("S2"), Some("bob")).expect("given");
        assert_eq!(codes(desk, &ana), ["N1"]);
        let absence = AbsenceOrder {
            login: "bob".to_owned(),
            since: day(TODAY),
            until: day("2026-11-27"),
            stand_in: "ana".to_owned(),
        };
        let absence = desk.note_absence(&whole, &absence).expect("noted");
        assert_eq!(codes(desk, &ana), ["N1", "S2"]);
        desk.cancel_absence(&whole, absence).expect("back");
        desk.assign(&whole, &given("N1"), None).expect("nobody's");
        assert!(codes(desk, &ana).is_empty());
        let told = desk.rights(&whole, "durand").expect("rights");
        assert_eq!(told, rights(Role::Salesperson, &["SOUTH"], true, "Durand"));
    }
}

#[test]
fn the_last_administrator_who_sees_everything_stays() {
    for house in filled() {
        let (desk, whole) = (&house.desk, Actor::operator());
        user(desk, "chef", Role::Administrator);
        user(desk, "second", Role::Administrator);
        let limited = |role, creditor: &str| Rights {
            role,
            creditors: vec![creditor.to_owned()],
            own_only: false,
            salesperson: String::new(),
        };
        let refused = |answer: Result<(), DeskError>| answer.expect_err("a refusal").code();
        assert_eq!(refused(desk.set_rights(&whole, "second", &limited(Role::Administrator, "NOBODY"))), "not-found");
        desk.set_rights(&whole, "second", &limited(Role::Administrator, "NORTH")).expect("limited");
        assert_eq!(
            refused(desk.set_rights(&whole, "chef", &limited(Role::Administrator, "NORTH"))),
            "last-administrator"
        );
        assert_eq!(refused(desk.set_active(&whole, "chef", false)), "last-administrator");
        let second = desk.session(&signed(desk, "second")).expect("a session").expect("good").actor;
        assert_eq!(refused(desk.people(&second).map(drop)), "beyond-reach");
        desk.set_active(&whole, "second", false).expect("the other stays");
        // The entry says what they had and what they have.
        let other = open(&house.url, day(TODAY));
        let verified = other.verify(&whole).expect("a verification");
        assert!(verified.is_sound(), "{:?}", verified.findings);
    }
}
