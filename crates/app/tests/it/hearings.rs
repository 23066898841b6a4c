//! The hearings of every case together: past without an outcome first, moved when they are put off, gone once something
//! is told of them, and in the calendar of who sees them.

use app::cases::{CaseOrder, CourtProcedureId, HearingPage, HearingQuery, ProcedureOrder, ProofKind, Tell, TellOrder};
use app::guard::GuardQuery;
use app::{Actor, Desk, Role};
use kernel::{Date, Language};

use crate::exhibits::code;
use crate::support::{House, day, houses, import, open, request, upload};

const TODAY: &str = "2026-10-05";
const FILE: &str = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F1;facture;01/05/2026;31/05/2026;1000,00\n\
    C3;Tiers SARL;société;3 rue C;75003;Paris;H1;facture;01/05/2026;31/05/2026;10,00\n";

fn begun(desk: &Desk, account: &str, item: &str, (definition, on): (&str, &str)) -> CourtProcedureId {
    let actor = Actor::operator();
    let items = vec![desk.find_item(&actor, item).expect("an item").id];
    let account = desk.find_account(&actor, account).expect("an account");
    let order = CaseOrder { items, owner: "aline".to_owned(), ..CaseOrder::default() };
    let case = desk.open_case(&actor, account, &order).expect("a case");
    let order = ProcedureOrder {
        definition: definition.to_owned(),
        begun: Some(day(on)),
        court: "tribunal de commerce de Paris".to_owned(),
        ..ProcedureOrder::default()
    };
    desk.begin_procedure(&actor, case, &order).expect("begun")
}

fn act(desk: &Desk, id: CourtProcedureId, (act, on): (&str, &str), (kind, proof): (ProofKind, &str)) {
    desk.tell_procedure(&Actor::operator(), id, &TellOrder::act(act, day(on)).proved(kind, proof)).expect("told");
}

fn set(desk: &Desk, id: CourtProcedureId, (on, note): (&str, &str)) {
    let told = TellOrder { day: Some(day(on)), note: note.to_owned(), ..TellOrder::new(Tell::Hearing) };
    desk.tell_procedure(&Actor::operator(), id, &told).expect("told");
}

/// A summons with its hearing ahead, and an interim payment whose hearing is past: nobody told what came of it.
fn two(house: &House) -> (CourtProcedureId, CourtProcedureId) {
    let desk = &house.desk;
    assert_eq!(import(desk, &request(vec![upload("open.csv", FILE)])).outcome.rejected, 0);
    let summons = begun(desk, "C1", "F1", ("summons", "2026-10-01"));
    act(desk, summons, ("ask-date", "2026-10-02"), (ProofKind::RegistryReceipt, "2026/812"));
    set(desk, summons, ("2026-12-15", "9 h 30, salle 2"));
    let interim = begun(desk, "C3", "H1", ("interim-payment", "2026-09-01"));
    act(desk, interim, ("summon", "2026-09-03"), (ProofKind::OfficerAct, "PV 4512"));
    act(desk, interim, ("file", "2026-09-07"), (ProofKind::RegistryReceipt, "2026R00114"));
    set(desk, interim, ("2026-09-24", ""));
    (summons, interim)
}

fn all(desk: &Desk) -> HearingPage {
    desk.hearings(&Actor::operator(), &HearingQuery::default(), None, 50).expect("a page")
}

fn days(page: &HearingPage) -> Vec<(CourtProcedureId, Date, bool)> {
    page.rows.iter().map(|row| (row.procedure, row.day, row.untold)).collect()
}

/// A60 of the worked examples: a hearing of 15 December 2026 before the commercial court, serve by 30 November.
#[test]
fn a_hearing_past_without_outcome_is_first_and_one_put_off_moves() {
    for house in houses(TODAY) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let (summons, interim) = two(&house);
        let page = all(desk);
        let expected = [(interim, day("2026-09-24"), true), (summons, day("2026-12-15"), false)];
        assert_eq!(days(&page), expected, "on {}", house.engine);
        assert_eq!((page.ahead, page.untold, page.next), (1, 1, None));
        let row = &page.rows[1];
        assert_eq!(
            (row.debtor.as_str(), row.account.as_str(), row.owner.as_str()),
            ("Garage Leroy SARL", "C1", "aline")
        );
        assert_eq!((row.court.as_str(), row.note.as_str()), ("tribunal de commerce de Paris", "9 h 30, salle 2"));
        assert_eq!((row.before[0].due, row.before[0].article.as_str()), (day("2026-11-30"), "CPC 856"));
        assert!(row.before.iter().all(|term| term.due < row.day) && page.rows[0].before.is_empty());
        // A page goes on where the one before ended.
        let first = desk.hearings(&actor, &HearingQuery::default(), None, 1).expect("a page");
        let next = first.next.expect("a second page").to_string().parse().expect("a place");
        let second = desk.hearings(&actor, &HearingQuery::default(), Some(next), 1).expect("a page");
        assert_eq!((days(&second), second.next), (days(&page)[1..].to_vec(), None));
        // Put off by a week, fifteen days before Tuesday 22 December is Monday 7 December.
        set(desk, summons, ("2026-12-22", ""));
        let moved = all(desk).rows.remove(1);
        assert_eq!((moved.day, moved.put_off_from), (day("2026-12-22"), Some(day("2026-12-15"))));
        assert_eq!(moved.before[0].due, day("2026-12-07"), "on {}", house.engine);
        set(desk, interim, ("2026-11-10", ""));
        let page = all(desk);
        let expected = [(interim, day("2026-11-10"), false), (summons, day("2026-12-22"), false)];
        assert_eq!((days(&page), page.ahead, page.untold), (expected.to_vec(), 2, 0));
        // Pleaded on its day, it has its outcome.
        let then = open(&house.url, day("2026-11-12"));
        assert_eq!(all(&then).untold, 1, "nobody told yet what came of it");
        act(&then, interim, ("plead", "2026-11-10"), (ProofKind::Statement, "note d’audience"));
        assert_eq!(days(&all(&then)), [(summons, day("2026-12-22"), false)], "on {}", house.engine);
        then.store().seal(then.now()).expect("sealed");
        assert!(then.verify(&actor).expect("verified").is_sound());
    }
}

#[test]
fn a_hearing_out_of_reach_is_not_seen_and_one_within_is_in_the_calendar() {
    for house in houses(TODAY) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let (summons, interim) = two(&house);
        let account = |number: &str| Some(desk.find_account(&actor, number).expect("an account"));
        let of = HearingQuery { account: account("C3"), ..HearingQuery::default() };
        assert_eq!(desk.hearings(&actor, &of, None, 50).expect("a page").rows[0].procedure, interim);
        let stranger = Actor::new("x", Role::Salesperson);
        let page = desk.hearings(&stranger, &HearingQuery::default(), None, 50).expect("an empty page");
        assert_eq!((page.rows.len(), page.ahead, page.untold), (0, 0, 0), "on {}", house.engine);
        assert_eq!(code(desk.hearings(&stranger, &of, None, 50)), "not-found");
        let feed = |actor: &Actor| {
            let file = desk.guard_calendar(actor, &GuardQuery::default(), Language::Fr).expect("a calendar");
            String::from_utf8(file.bytes).expect("text").replace("\r\n ", "")
        };
        let seen = feed(&actor);
        assert!(seen.contains(&format!("UID:hearing-{summons}@")) && seen.contains("DTSTART;VALUE=DATE:20261215"));
        assert!(seen.contains("SUMMARY:Audience : Garage Leroy SARL ("), "{seen}");
        assert!(
            seen.contains("LOCATION:tribunal de commerce de Paris") && seen.contains("9 h 30\\, salle 2"),
            "{seen}"
        );
        assert!(!seen.contains(&format!("hearing-{interim}")), "a calendar tells what is to come");
        assert!(!feed(&stranger).contains("hearing-"), "on {}", house.engine);
        // Put off, the event moves: its UID stays.
        set(desk, summons, ("2026-12-22", ""));
        let moved = feed(&actor);
        assert_eq!(moved.matches(&format!("UID:hearing-{summons}@")).count(), 1);
        assert!(moved.contains("DTSTART;VALUE=DATE:20261222") && !moved.contains("DTSTART;VALUE=DATE:20261215"));
    }
}
