//! The insolvency watch: from a notice to what stops, what goes on, what is declared.

use app::blocks::{BlockFilter, BlockReason};
use app::credit::OrderState;
use app::imports::ImportRequest;
use app::insolvency::{
    ClaimAnswer, DeclarationState, InsolvencyLine, InsolvencyQuery, InsolvencyShow, ItemAnswer, MatchState,
    NoticesTaken, Side,
};
use app::promises::{PromiseFilter, PromiseLevel, PromiseOrder, PromiseState};
use app::runs::RunRequest;
use app::{Actor, Desk, DeskError, Reach, Role};
use kernel::{Currency, Language, Money};
use ledger::{AccountId, ImportMode, ItemId};
use serde_json::{Value, json};

use crate::support::{House, day, houses, import, request, samples, upload};

const TODAY: &str = "2026-11-23";
const HEAD: &str = "code client;raison sociale;siren;adresse;code postal;ville;commercial;piece;type;date;\
    date de livraison;echeance;montant\n";
pub const SIREN: &str = "732829320";

fn euro(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

/// A notice as the open API gives it.
pub fn notice(number: &str, published: &str, name: &str, siren: Option<&str>, judgment: &Value) -> Value {
    let mut person = json!({
        "typePersonne": "pm", "denomination": name,
        "adresseSiegeSocial": { "nomVoie": "1 rue A", "codePostal": "75001", "ville": "PARIS" },
    });
    if let Some(siren) = siren {
        person["numeroImmatriculation"] = json!({ "numeroIdentification": siren });
    }
    json!({
        "id": number, "dateparution": published, "typeavis": "annonce", "familleavis": "collective",
        "numerodepartement": "75", "tribunal": "Tribunal des affaires économiques de Paris", "commercant": name,
        "registre": siren.map(|s| vec![s]), "listepersonnes": json!({ "personne": person }).to_string(),
        "jugement": judgment.to_string(),
    })
}

pub fn opening(judgment: &str) -> Value {
    json!({
        "famille": "Jugement d'ouverture", "nature": "Jugement d'ouverture d'une procédure de redressement judiciaire",
        "date": judgment, "complementJugement": "Mandataire judiciaire : SELARL Aubépine, 1 rue B, 75002 PARIS",
    })
}

/// A later notice that speaks of a former one: `A2026022111` is issue 20260221, number 11.
pub fn about(mut of: Value, kind: &str, former: &str) -> Value {
    of["typeavis"] = kind.into();
    let (issue, number) = former[1..].split_at(8);
    let before = json!({ "nomPublication": "BODACC A", "numeroParution": issue, "numeroAnnonce": number });
    of["parutionavisprecedent"] = before.to_string().into();
    of
}

pub fn take(desk: &Desk, records: &[Value]) -> NoticesTaken {
    let file = upload("bodacc.json", json!({ "results": records }).to_string());
    desk.take_insolvency_notices(&Actor::operator(), &file, &|_, _| ()).expect("taken")
}

fn line(client: (&str, &str, &str), piece: (&str, &str), days: (&str, &str, &str), amount: &str) -> String {
    let ((code, name, siren), (number, kind), (dated, supplied, due)) = (client, piece, days);
    format!("{code};{name};{siren};1 rue A;75001;Paris;Durand;{number};{kind};{dated};{supplied};{due};{amount}\n")
}

const C1: (&str, &str, &str) = ("C1", "Menuiserie Rouvière", SIREN);
const C2: (&str, &str, &str) = ("C2", "Garage du Centre", "");

/// C1 owes 1 000 from before 10 November, of which 400 is not due yet, and 250 from after it; it has a credit note.
fn ledger() -> String {
    let mut text = HEAD.to_owned();
    text += &line(C1, ("F1", "facture"), ("01/08/2026", "01/08/2026", "01/09/2026"), "600,00");
    text += &line(C1, ("F2", "facture"), ("12/10/2026", "12/10/2026", "30/11/2026"), "400,00");
    text += &line(C1, ("F3", "facture"), ("11/11/2026", "11/11/2026", "12/11/2026"), "250,00");
    text += &line(C1, ("A1", "avoir"), ("05/09/2026", "05/09/2026", ""), "-300,00");
    text += &line(C2, ("G1", "facture"), ("01/08/2026", "01/08/2026", "01/09/2026"), "80,00");
    text
}

pub fn filled() -> Vec<House> {
    let all = houses(TODAY);
    for house in &all {
        let answer = import(&house.desk, &request(vec![upload("open.csv", ledger())]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
    }
    all
}

pub fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&Actor::operator(), code).expect("the account")
}

fn item(desk: &Desk, number: &str) -> ItemId {
    desk.find_item(&Actor::operator(), number).expect("the piece").id
}

/// What the run asks of each account.
fn asked(desk: &Desk, dry: bool) -> Vec<(String, String)> {
    let request = RunRequest { dry, ..RunRequest::default() };
    let answer = desk.run(&Actor::operator(), &request, &|_, _| ()).expect("a run");
    let mut asked: Vec<(String, String)> = answer.decisions.iter().map(|d| (d.account, d.amount)).collect();
    asked.sort();
    asked
}

fn stopped(desk: &Desk, code: &str) -> Vec<String> {
    let filter = BlockFilter {
        account: Some(account(desk, code)),
        reason: Some(BlockReason::Insolvency),
        ..BlockFilter::default()
    };
    let page = desk.blocked_items(&Actor::operator(), &filter, None, 100).expect("blocks");
    let mut held: Vec<String> = page.rows.into_iter().map(|row| row.item).collect();
    held.sort();
    held
}

fn procedures(desk: &Desk, actor: &Actor) -> Vec<InsolvencyLine> {
    desk.insolvencies(actor, &InsolvencyQuery::default(), None, 50).expect("a list").rows
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

pub fn facts(desk: &Desk, client: &str, kind: &str) -> usize {
    let found = desk.account_timeline(&Actor::operator(), account(desk, client), (None, 500)).expect("facts");
    found.0.iter().filter(|entry| entry.kind == kind).count()
}

#[test]
fn a_number_stops_what_is_prior_at_once_and_leaves_the_rest_to_be_asked() {
    for house in filled() {
        let (desk, chief) = (&house.desk, Actor::operator());
        let promise = PromiseOrder {
            amount: euro("100.00"),
            until: day("2026-11-30"),
            level: PromiseLevel::Said,
            note: String::new(),
        };
        desk.promise(&chief, account(desk, "C1"), &promise).expect("a promise");
        assert_eq!(asked(desk, true), [("C2".to_owned(), "80.00".to_owned())], "a promise is waited for");
        let taken = take(desk, &[notice("A2026022111", "2026-11-18", "ROUVIERE", Some(SIREN), &opening("2026-11-10"))]);
        assert_eq!((taken.kept, taken.certain, taken.waiting, taken.refused), (1, 1, 0, 0), "on {}", house.engine);
        assert_eq!(stopped(desk, "C1"), ["F1", "F2"]);
        let gone = PromiseFilter { account: Some(account(desk, "C1")), state: Some(PromiseState::Withdrawn) };
        assert_eq!(desk.promises(&chief, &gone, None, 9).expect("promises").rows.len(), 1);
        // The credit of before covers nothing of what came after.
        let both = [("C1".to_owned(), "250.00".to_owned()), ("C2".to_owned(), "80.00".to_owned())];
        assert_eq!(asked(desk, true), both);
        assert_eq!(asked(desk, false), both, "and the run of the day says the same");
        let found = procedures(desk, &chief);
        let [one] = found.as_slice() else { panic!("one procedure: {found:?}") };
        assert_eq!((one.before.as_str(), one.later.as_str()), ("700.00", "250.00"), "1 000 less the credit; 250");
        assert_eq!((one.declaration, one.judgment_on), (DeclarationState::ToDeclare, Some(day("2026-11-10"))));
        // Two months from 18 November end on 18 January 2027, a Monday.
        assert_eq!((one.due, one.safe), (Some(day("2027-01-18")), Some(day("2027-01-18"))));
        let tasks = desk.account_tasks(&chief, account(desk, "C1")).expect("tasks");
        let declare = tasks.iter().find(|t| t.subject.en.contains("declare the claim")).expect("a task");
        assert_eq!(declare.due, day("2027-01-18"));
        assert!(tasks.iter().any(|t| t.subject.en.contains("retention of title") && t.due <= day("2027-02-18")));
        let orders = desk.orders_blocked(&chief, &[OrderState::Blocked], None, 9).expect("orders").rows;
        assert_eq!(orders.iter().map(|o| o.account.as_str()).collect::<Vec<_>>(), ["C1"], "orders are held");
        let told = desk.notices(&chief, None, None, 50).expect("notices");
        assert!(told.iter().any(|n| n.kind == "insolvency" && n.recipient == "Durand"), "{told:?}");
        assert_eq!(facts(desk, "C1", "insolvency.opened"), 1);
        assert!(desk.verify(&chief).expect("verify").is_sound());
    }
}

#[test]
fn what_waits_to_leave_is_withheld() {
    for house in filled() {
        let (desk, chief) = (&house.desk, Actor::operator());
        assert_eq!(asked(desk, false).len(), 2);
        desk.render_pending(&chief, &|_, _| ()).expect("letters");
        take(desk, &[notice("A2026022111", "2026-11-18", "ROUVIERE", Some(SIREN), &opening("2026-11-22"))]);
        // Everything of C1 was supplied before that judgment: its letter asks for nothing any more.
        assert_eq!(facts(desk, "C1", "message.cancelled"), 1, "on {}", house.engine);
        assert_eq!(facts(desk, "C2", "message.cancelled"), 0);
        assert_eq!(stopped(desk, "C1"), ["F1", "F2", "F3"]);
    }
}

#[test]
fn a_homonym_waits_for_a_person_and_what_was_decided_holds_for_the_next_notice() {
    for house in filled() {
        let (desk, chief) = (&house.desk, Actor::operator());
        let of = |number: &str, judgment: &Value| {
            notice(number, "2026-11-18", "GARAGE DU CENTRE", Some("552032534"), judgment)
        };
        let taken = take(desk, &[of("A2026022112", &opening("2026-11-10"))]);
        assert_eq!((taken.certain, taken.waiting), (0, 1), "on {}", house.engine);
        assert_eq!((stopped(desk, "C2"), procedures(desk, &chief).len()), (Vec::<String>::new(), 0));
        assert!(asked(desk, true).iter().any(|(code, _)| code == "C2"), "reminded as before");
        let page = desk.insolvency_reviews(&chief, MatchState::Waiting, None, 9).expect("reviews");
        let [line] = page.rows.as_slice() else { panic!("one name: {page:?}") };
        assert_eq!((line.debtor.name.as_str(), line.siren.as_str()), ("Garage du Centre", "552032534"));
        assert!(line.grounds.iter().any(|g| g.slug == "no-siren" && !g.supports), "{:?}", line.grounds);
        assert_eq!(desk.waits_for(&chief).expect("waiting").reviews, 1);
        assert_eq!(code(desk.decide_insolvency_match(&chief, line.id, false, " ")), "reason-missing");
        desk.decide_insolvency_match(&chief, line.id, false, "autre ville").expect("decided");
        assert_eq!(procedures(desk, &chief).len(), 0);
        // The next notice of the same procedure asks nobody again.
        let closing = json!({ "nature": "Jugement de clôture pour insuffisance d'actif", "date": "2026-11-20" });
        let next = take(desk, &[of("A2026022213", &closing)]);
        assert_eq!((next.kept, next.waiting), (1, 0));
        // It was ours after all.
        assert_eq!(code(desk.decide_insolvency_match(&chief, line.id, true, "")), "reason-missing");
        desk.decide_insolvency_match(&chief, line.id, true, "le SIREN est le nôtre").expect("decided");
        assert_eq!(stopped(desk, "C2"), ["G1"]);
        assert_eq!((facts(desk, "C2", "insolvency.refused"), facts(desk, "C2", "insolvency.confirmed")), (1, 1));
    }
}

#[test]
fn a_notice_twice_changes_nothing_a_corrected_one_replaces_and_a_cancelled_one_takes_back() {
    for house in filled() {
        let (desk, chief) = (&house.desk, Actor::operator());
        let first = notice("A2026022111", "2026-11-18", "ROUVIERE", Some(SIREN), &opening("2026-11-10"));
        take(desk, std::slice::from_ref(&first));
        let (entries, before) = (desk.store().read(|tx| tx.timeline().stamp()).expect("a stamp"), stopped(desk, "C1"));
        let again = take(desk, std::slice::from_ref(&first));
        assert_eq!((again.kept, again.unchanged, again.certain), (0, 1, 0), "on {}", house.engine);
        let stamp = desk.store().read(|tx| tx.timeline().stamp()).expect("a stamp");
        assert_eq!((stamp, stopped(desk, "C1")), (entries, before), "nothing was written");

        let later = notice("A2026022331", "2026-11-20", "ROUVIERE", Some(SIREN), &opening("2026-11-12"));
        take(desk, &[about(later, "rectificatif", "A2026022111")]);
        assert_eq!(stopped(desk, "C1"), ["F1", "F2", "F3"], "F3 was supplied the eve of the corrected judgment");
        let one = procedures(desk, &chief).remove(0);
        assert_eq!(one.judgment_on, Some(day("2026-11-12")));
        assert_eq!(one.due, Some(day("2027-01-18")), "the period stays counted from the first publication");
        let file = desk.insolvency(&chief, one.id).expect("a file");
        assert!(file.doubts.iter().any(|d| d.missing.is_some()), "the tables have no row for a correction");
        assert_eq!(file.notices.len(), 2);

        let none = notice("A2026022441", "2026-11-21", "ROUVIERE", Some(SIREN), &json!({}));
        take(desk, &[about(none, "annulation", "A2026022331")]);
        assert_eq!(stopped(desk, "C1"), Vec::<String>::new());
        assert_eq!(procedures(desk, &chief).len(), 0);
        let query = InsolvencyQuery { show: InsolvencyShow::TakenBack, ..InsolvencyQuery::default() };
        assert_eq!(desk.insolvencies(&chief, &query, None, 9).expect("a list").count, 1);
        assert!(asked(desk, true).iter().any(|(code, _)| code == "C1"), "reminded again");
        let tasks = desk.account_tasks(&chief, account(desk, "C1")).expect("tasks");
        assert!(!tasks.iter().any(|t| t.subject.en.contains("claim")), "{tasks:?}");
    }
}

#[test]
fn good_records_go_in_and_bad_ones_are_listed_with_their_number() {
    for house in filled() {
        let desk = &house.desk;
        let good = notice("A2026022111", "2026-11-18", "ROUVIERE", Some(SIREN), &opening("2026-11-10"));
        let mut undated = good.clone();
        undated["dateparution"] = "31/02/2026".into();
        let stranger = notice("A2026022119", "2026-11-18", "PERSONNE", Some("404833048"), &opening("2026-11-10"));
        let taken = take(desk, &[undated, good, json!(7), stranger]);
        assert_eq!((taken.read, taken.kept, taken.refused, taken.strangers), (4, 1, 2, 1), "{taken:?}");
        let lines: Vec<u64> = taken.errors.iter().map(|error| error.line).collect();
        assert!(lines.contains(&1) && lines.contains(&3) && !lines.contains(&2), "{lines:?}");
        let junk = upload("junk.json", "{ not json");
        let refused = desk.take_insolvency_notices(&Actor::operator(), &junk, &|_, _| ());
        assert_eq!(code(refused), "insolvency-file");
    }
}

#[test]
fn a_piece_imported_later_stands_on_its_side_before_anything_asks_for_it() {
    for house in filled() {
        let (desk, chief) = (&house.desk, Actor::operator());
        take(desk, &[notice("A2026022111", "2026-11-18", "ROUVIERE", Some(SIREN), &opening("2026-11-10"))]);
        let mut text = HEAD.to_owned();
        text += &line(C1, ("F8", "facture"), ("09/11/2026", "09/11/2026", "10/11/2026"), "30,00");
        text += &line(C1, ("F9", "facture"), ("11/11/2026", "11/11/2026", "12/11/2026"), "50,00");
        text += &line(C1, ("F0", "facture"), ("11/11/2026", "", "12/11/2026"), "70,00");
        let more = ImportRequest { mode: Some(ImportMode::Movement), ..request(vec![upload("more.csv", text)]) };
        assert_eq!(import(desk, &more).outcome.rejected, 0);
        assert_eq!(stopped(desk, "C1"), ["F0", "F1", "F2", "F8"], "on {}", house.engine);
        // Nobody knows when F0 was supplied: held until somebody says.
        let late = ItemAnswer { supply_on: Some(day("2026-11-24")), ..ItemAnswer::default() };
        assert_eq!(code(desk.answer_insolvency_item(&chief, item(desk, "F0"), &late)), "insolvency-day-ahead");
        let said = ItemAnswer { supply_on: Some(day("2026-11-11")), ..ItemAnswer::default() };
        desk.answer_insolvency_item(&chief, item(desk, "F0"), &said).expect("answered");
        assert_eq!(stopped(desk, "C1"), ["F1", "F2", "F8"]);
        assert_eq!(asked(desk, false)[0], ("C1".to_owned(), "370.00".to_owned()), "250, 50 and 70 from after");
        // A person releases nothing by hand, and sets nothing aside for that reason.
        let filter = BlockFilter { account: Some(account(desk, "C1")), ..BlockFilter::default() };
        let held = desk.blocked_items(&chief, &filter, None, 9).expect("blocks").rows.remove(0);
        assert_eq!(code(desk.unblock(&chief, held.id)), "insolvency-holds-piece");
    }
}

#[test]
fn a_prior_credit_is_set_off_against_a_connected_claim_only() {
    for house in filled() {
        let (desk, chief) = (&house.desk, Actor::operator());
        take(desk, &[notice("A2026022111", "2026-11-18", "ROUVIERE", Some(SIREN), &opening("2026-11-10"))]);
        let (debit, credit) = (item(desk, "F1"), item(desk, "A1"));
        assert_eq!(code(desk.allocate(&chief, debit, credit, None)), "insolvency-set-off", "on {}", house.engine);
        let said = ItemAnswer { supply_on: None, connected: Some(true), ..ItemAnswer::default() };
        desk.answer_insolvency_item(&chief, credit, &said).expect("answered");
        desk.allocate(&chief, debit, credit, None).expect("connected");
    }
}

#[test]
fn a_declaration_is_noted_with_its_proof_and_followed_to_its_dividend() {
    for house in filled() {
        let (desk, chief) = (&house.desk, Actor::operator());
        take(desk, &[notice("A2026022111", "2026-11-18", "ROUVIERE", Some(SIREN), &opening("2026-11-10"))]);
        let id = procedures(desk, &chief)[0].id;
        let part = |desk: &Desk| desk.insolvency(&chief, id).expect("a file").accounts.remove(0);
        let first = part(desk);
        let claim = first.claim.expect("a claim").id;
        let sums = &first.sums[0];
        assert_eq!((sums.due.as_str(), sums.not_yet_due.as_str()), ("600.00", "400.00"), "on {}", house.engine);
        assert_ne!(sums.interest, "0.00", "from 1 September to the judgment");
        let sides: Vec<(String, Side)> = first.items.iter().map(|i| (i.number.clone(), i.side)).collect();
        assert!(sides.contains(&("F1".to_owned(), Side::Before)) && sides.contains(&("F3".to_owned(), Side::Later)));
        let send = |on: &str, proof: &str| desk.send_insolvency_declaration(&chief, claim, day(on), proof);
        assert_eq!(
            code(desk.receive_insolvency_declaration(&chief, claim, day(TODAY), "AR")),
            "insolvency-not-declared"
        );
        assert_eq!(code(send("2026-11-24", "RAR")), "insolvency-day-ahead");
        assert_eq!(code(send("2026-11-09", "RAR")), "insolvency-day-before");
        assert_eq!(code(send("2026-11-20", " ")), "insolvency-proof-missing");
        send("2026-11-20", "RAR 1A 234").expect("sent");
        assert_eq!(procedures(desk, &chief)[0].declaration, DeclarationState::Declared);
        let tasks = desk.account_tasks(&chief, account(desk, "C1")).expect("tasks");
        assert!(!tasks.iter().any(|t| t.subject.en.contains("declare the claim")), "{tasks:?}");
        desk.receive_insolvency_declaration(&chief, claim, day("2026-11-21"), "AR signé").expect("received");
        let answer = |amount: Option<&str>| {
            let told = (ClaimAnswer::Admitted, day("2026-11-22"));
            desk.answer_insolvency_claim(&chief, claim, told, (amount.map(euro), "ordonnance"))
        };
        assert_eq!(code(answer(None)), "insolvency-amount-missing");
        assert_eq!(code(answer(Some("1000.01"))), "insolvency-amount-beyond");
        let dividend = |amount: &str| desk.note_insolvency_dividend(&chief, claim, day("2026-11-23"), euro(amount));
        assert_eq!(code(dividend("10.00")), "insolvency-not-admitted");
        answer(Some("1000.00")).expect("admitted");
        dividend("100.01").expect("noted");
        assert_eq!(code(dividend("900.00")), "insolvency-amount-beyond");
        let shares = part(desk).claim.expect("a claim").shares;
        let parts: Vec<(&str, &str)> = shares.iter().map(|s| (s.number.as_str(), s.dividend.as_str())).collect();
        assert_eq!(parts, [("F1", "60.01"), ("F2", "40.00")], "to the cent");
        assert_eq!(facts(desk, "C1", "insolvency.dividend"), 1);
        // The limitation of what was declared is interrupted.
        let events = desk.store().read(|tx| tx.claim_events().list()).expect("events");
        assert_eq!(events.iter().filter(|e| e.event == "insolvency-declaration").count(), 2);
    }
}

#[test]
fn a_contested_claim_gives_a_task_with_its_last_day_and_a_closing_unpaid_another() {
    for house in filled() {
        let (desk, chief) = (&house.desk, Actor::operator());
        take(desk, &[notice("A2026022111", "2026-11-18", "ROUVIERE", Some(SIREN), &opening("2026-11-10"))]);
        let id = procedures(desk, &chief)[0].id;
        let claim = desk.insolvency(&chief, id).expect("a file").accounts[0].claim.as_ref().expect("a claim").id;
        desk.send_insolvency_declaration(&chief, claim, day("2026-11-19"), "RAR").expect("sent");
        let contested = (ClaimAnswer::Contested, day("2026-11-20"));
        desk.answer_insolvency_claim(&chief, claim, contested, (None, "avoir oublié")).expect("answered");
        let due = |words: &str| {
            let tasks = desk.account_tasks(&chief, account(desk, "C1")).expect("tasks");
            tasks.into_iter().find(|t| t.subject.en.contains(words)).map(|t| t.due)
        };
        // Thirty days from 20 November end on Sunday 20 December: the working day before it is safe.
        assert_eq!(due("contestation"), Some(day("2026-12-18")), "on {}", house.engine);
        assert_eq!(
            code(desk.send_insolvency_declaration(&chief, claim, day(TODAY), "x")),
            "insolvency-answered-already"
        );
        let closing = json!({ "nature": "Jugement de clôture pour insuffisance d'actif", "date": "2026-11-21" });
        take(desk, &[notice("A2026022551", "2026-11-22", "ROUVIERE", Some(SIREN), &closing)]);
        assert!(due("irrecoverability").is_some(), "a task to ask for the certificate");
        assert_eq!(stopped(desk, "C1"), ["F1", "F2"], "closed, and nobody may sue: still stopped");
        let csv = desk
            .insolvency_report(&chief, app::reports::ReportFormat::Csv, &InsolvencyQuery::default(), Language::En)
            .expect("a file");
        assert!(String::from_utf8_lossy(&csv.bytes).contains("closed, unpaid"));
    }
}

#[test]
fn who_sees_one_creditor_sees_its_accounts_alone() {
    let row = |code: &str, piece: &str| {
        line((code, "Commun Frères", SIREN), (piece, "facture"), ("01/08/2026", "01/08/2026", "01/09/2026"), "100,00")
    };
    for house in houses(TODAY) {
        let desk = &house.desk;
        for (creditor, text) in [("NORTH", row("N1", "NF1")), ("SOUTH", row("S1", "SF1"))] {
            let mut request = request(vec![upload(&format!("{creditor}.csv"), format!("{HEAD}{text}"))]);
            (request.mode, request.creditor) = (Some(ImportMode::Snapshot), Some(creditor.to_owned()));
            assert_eq!(import(desk, &request).outcome.rejected, 0);
        }
        let creditors = desk.creditors(&Actor::operator()).expect("creditors");
        let north = creditors.iter().find(|c| c.code == "NORTH").expect("north").id;
        let seeing = |name: &str, role, reach| {
            let mut actor = Actor::new(name, role);
            actor.reach = reach;
            actor
        };
        let agent = seeing("agent", Role::Administrator, Reach::creditors([north]));
        let file = upload("bodacc.json", "{\"results\":[]}");
        let refused = desk.take_insolvency_notices(&agent, &file, &|_, _| ());
        assert!(matches!(refused, Err(DeskError::Beyond)), "notices are about everybody's debtors");
        let taken = take(desk, &[notice("A2026022111", "2026-11-18", "COMMUN", Some(SIREN), &opening("2026-11-10"))]);
        assert_eq!(taken.certain, 1);
        assert_eq!((stopped(desk, "N1"), stopped(desk, "S1")), (vec!["NF1".to_owned()], vec!["SF1".to_owned()]));
        let line = procedures(desk, &agent).remove(0);
        assert_eq!((line.accounts.len(), line.before.as_str()), (1, "100.00"), "on {}", house.engine);
        let mine = desk.insolvency(&agent, line.id).expect("a file");
        assert_eq!(mine.accounts.iter().map(|a| a.account.as_str()).collect::<Vec<_>>(), ["N1"]);
        let all = desk.insolvency(&Actor::operator(), line.id).expect("a file");
        let other = all.accounts.iter().find(|a| a.account == "S1").and_then(|a| a.claim.as_ref()).expect("theirs").id;
        let sent = desk.send_insolvency_declaration(&agent, other, day(TODAY), "RAR");
        assert!(matches!(sent, Err(DeskError::NotFound { .. })), "{sent:?}");
        let stranger = seeing("n", Role::Collector, Reach::own(["nobody".to_owned()], "Nobody"));
        assert_eq!(procedures(desk, &stranger).len(), 0);
        assert!(matches!(desk.insolvency(&stranger, line.id), Err(DeskError::NotFound { .. })));
    }
}

#[test]
fn real_notices_go_in_twice_without_a_trace() {
    let Some(folder) = samples("bodacc") else { return };
    let bytes = std::fs::read(folder.join("sentinelle_liquidation_v2.1.json")).expect("a sample");
    for house in houses(TODAY) {
        let desk = &house.desk;
        let client = ("R1", "L'TIOT RESTO", "933407314");
        let text =
            HEAD.to_owned() + &line(client, ("R1F", "facture"), ("01/08/2026", "01/08/2026", "01/09/2026"), "90,00");
        import(desk, &request(vec![upload("open.csv", text)]));
        let file = upload("real.json", bytes.clone());
        let take = || desk.take_insolvency_notices(&Actor::operator(), &file, &|_, _| ()).expect("taken");
        let first = take();
        assert_eq!((first.kept, first.certain, first.others, first.refused), (1, 1, 1, 0), "on {}", house.engine);
        let line = procedures(desk, &Actor::operator()).remove(0);
        assert_eq!(
            (line.regime.fr.as_str(), line.court.as_str()),
            ("liquidation judiciaire", "Greffe du Tribunal Judiciaire de Colmar")
        );
        assert_eq!(stopped(desk, "R1"), ["R1F"]);
        let again = take();
        assert_eq!((again.kept, again.unchanged), (0, 1));
    }
}
