//! Titles: recorded in their case, followed to their last day, told to the guard.

use app::cases::{CaseId, CaseOrder, CaseOutcome};
use app::guard::GuardQuery;
use app::reports::ReportFormat;
use app::titles::{CourtTitleId, HeadOrder, TitleOrder, TitleShow, TitleState, TitleTell, TitleTold};
use app::{Actor, Desk, DeskError, Role};
use kernel::{Currency, Language, Money};

use crate::support::{House, day, houses, import, open, request, upload};

const START: &str = "2026-09-01";
const FILE: &str = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F1;facture;01/05/2026;31/05/2026;1000,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F2;facture;01/06/2026;30/06/2026;250,00\n";

pub fn filled(start: &str) -> Vec<House> {
    let all = houses(start);
    for house in &all {
        let answer = import(&house.desk, &request(vec![upload("open.csv", FILE)]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
    }
    all
}

pub fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

pub fn case_of(desk: &Desk) -> CaseId {
    let actor = Actor::operator();
    let account = desk.find_account(&actor, "C1").expect("C1");
    desk.open_case(&actor, account, &CaseOrder::default()).expect("a case")
}

fn judgment(issued: &str) -> TitleOrder {
    TitleOrder {
        issued: Some(day(issued)),
        enforceable: Some(day(issued)),
        court: "tribunal de commerce de Paris".to_owned(),
        number: "2026F00112".to_owned(),
        heads: vec![HeadOrder { amount: "1000.00".to_owned(), ..HeadOrder::default() }],
        ..TitleOrder::default()
    }
}

fn recorded(desk: &Desk, case: CaseId) -> CourtTitleId {
    desk.add_title(&Actor::operator(), case, &judgment("2026-07-01")).expect("a title")
}

fn told(what: TitleTold, on: &str) -> TitleTell {
    TitleTell::new(what, Some(day(on)))
}

/// CPCE L111-4: ten years, to the end of the last day; an act of enforcement starts them anew (C. civ. 2244, 2231).
#[test]
fn a_judgment_lasts_ten_years_and_an_act_of_enforcement_starts_them_anew() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = case_of(desk);
        let id = recorded(desk, case);
        let shown = desk.title(&actor, id).expect("the title");
        assert_eq!((shown.line.state, shown.line.last_day), (TitleState::ToServe, Some(day("2036-07-01"))));
        assert_eq!((shown.line.awarded.as_str(), shown.line.original.as_str()), ("1000.00", ""));
        let attachment = |shown: &app::titles::TitleDetail| {
            shown.doors.iter().find(|door| door.measure == "attachment").expect("an attachment").open
        };
        assert!(!attachment(&shown), "not served, it opens nothing");
        let served = TitleTell {
            on: "Garage Leroy".to_owned(),
            proof: "PV 4512".to_owned(),
            ..told(TitleTold::Service, "2026-07-10")
        };
        desk.tell_title(&actor, id, &served).expect("served");
        let place = TitleTell {
            place: "coffre".to_owned(),
            holder: "Me Aubert".to_owned(),
            ..told(TitleTold::Original, "2026-07-12")
        };
        desk.tell_title(&actor, id, &place).expect("moved");
        let act = TitleTell {
            event: "enforcement-act".to_owned(),
            proof: "PV 4600".to_owned(),
            ..told(TitleTold::Renewal, "2026-08-03")
        };
        desk.tell_title(&actor, id, &act).expect("renewed");
        let shown = desk.title(&actor, id).expect("the title");
        assert_eq!((shown.line.state, shown.line.last_day), (TitleState::Provisional, Some(day("2036-08-03"))));
        assert_eq!(shown.line.original, "coffre · Me Aubert");
        assert!(attachment(&shown), "{:?}", shown.doors);
        let (interest, daily) = (shown.interest.expect("known rates"), shown.daily.expect("known rates"));
        let amount = |text: &str| Money::parse(text, Currency::EUR).expect("an amount").minor();
        assert!(amount(&interest) > 0 && (0..100).contains(&amount(&daily)), "{interest} {daily}");
        assert_eq!(amount(shown.line.owed.as_ref().expect("owed")), 100_000 + amount(&interest));
        // Told by mistake: it counts no more, and stays to be read.
        assert_eq!(code(desk.strike_title_fact(&actor, id, (2, " "))), "reason-missing");
        assert_eq!(code(desk.strike_title_fact(&actor, id, (9, "autre"))), "title-fact-unknown");
        desk.strike_title_fact(&actor, id, (2, "autre dossier")).expect("struck");
        let shown = desk.title(&actor, id).expect("the title");
        assert_eq!((shown.line.last_day, shown.facts.len()), (Some(day("2036-07-01")), 3), "on {}", house.engine);
        assert!(shown.facts[2].left.is_some());
    }
}

#[test]
fn the_list_has_the_first_to_be_lost_first_and_the_guard_has_them_too() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = case_of(desk);
        let id = recorded(desk, case);
        let deed = TitleOrder { kind: "notarial-deed".to_owned(), ..judgment("2026-06-01") };
        let unknown = desk.add_title(&actor, case, &deed).expect("a deed");
        let ids = |show: TitleShow, desk: &Desk| -> Vec<CourtTitleId> {
            let page = desk.titles(&actor, &show.filter(desk.today(), None), None, 50).expect("titles");
            page.rows.into_iter().map(|line| line.id).collect()
        };
        assert_eq!(ids(TitleShow::Live, desk), [unknown, id], "whose clock is unknown stands at its date");
        assert_eq!(ids(TitleShow::Unknown, desk), [unknown]);
        let first = desk.titles(&actor, &TitleShow::All.filter(desk.today(), None), None, 1).expect("titles");
        let rest = desk.titles(&actor, &TitleShow::All.filter(desk.today(), None), first.next.as_deref(), 1);
        let rest = rest.expect("titles");
        assert_eq!((rest.rows[0].id, rest.next), (id, None));
        assert_eq!(code(desk.titles(&actor, &TitleShow::All.filter(desk.today(), None), Some("x"), 1)), "not-found");
        // Its clock is that of its claim, once told: five years from the due date, started anew by nothing.
        let deed = TitleOrder { claim_kind: "b2b".to_owned(), claim_due: Some(day("2026-05-31")), ..deed };
        assert_eq!(code(desk.change_title(&actor, unknown, (&deed, ""))), "reason-missing");
        desk.change_title(&actor, unknown, (&deed, "nature de la créance")).expect("corrected");
        let deed = desk.title(&actor, unknown).expect("the deed");
        assert!(deed.line.last_day.is_some_and(|last| last < day("2036-06-01")), "{:?}", deed.line.last_day);
        // In the one calendar of rights, with what is open of the case.
        let rights = desk.guard(&actor, &GuardQuery::default(), None, 50).expect("rights");
        let right = rights.rows.iter().find(|line| line.title_id == Some(id)).expect("the judgment");
        assert_eq!((right.last_day, right.at_risk.as_str()), (day("2036-07-01"), "1250.00"));
        assert!(right.article.contains("L111-4"), "{}", right.article);
        let late = open(&house.url, day("2036-07-02"));
        assert!(ids(TitleShow::Lost, &late).contains(&id));
        let line = late.title(&actor, id).expect("the title").line;
        assert_eq!(line.state, TitleState::Prescribed, "on {}", house.engine);
        let csv =
            desk.title_report(&actor, ReportFormat::Csv, &TitleShow::All.filter(desk.today(), None), Language::Fr);
        let csv = String::from_utf8(csv.expect("a file").bytes).expect("text");
        assert!(csv.lines().count() == 3 && csv.contains("acte notarié"), "{csv}");
        assert_eq!(code(desk.title(&Actor::new("x", Role::Salesperson), id)), "not-found", "out of reach");
    }
}

#[test]
fn what_cannot_be_told_of_a_title_is_refused_and_says_why() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = case_of(desk);
        let add = |order: TitleOrder| code(desk.add_title(&actor, case, &order));
        let good = || judgment("2026-07-01");
        assert_eq!(add(judgment("2026-09-02")), "title-future");
        assert_eq!(add(TitleOrder { issued: None, ..good() }), "title-day-missing");
        assert_eq!(add(TitleOrder { court: " ".to_owned(), ..good() }), "title-court-missing");
        assert_eq!(add(TitleOrder { currency: "USD".to_owned(), ..good() }), "title-other-currency");
        assert_eq!(add(TitleOrder { enforceable: Some(day("2026-06-30")), ..good() }), "title-enforceable-before");
        assert_eq!(add(TitleOrder { enforceable: Some(day("2026-09-02")), ..good() }), "title-enforceable-ahead");
        assert_eq!(add(TitleOrder { claim_kind: "b2b".to_owned(), ..good() }), "title-claim-half");
        assert_eq!(add(TitleOrder { kind: "paper".to_owned(), ..good() }), "case-word");
        let head = |amount: &str| vec![HeadOrder { amount: amount.to_owned(), ..HeadOrder::default() }];
        assert_eq!(add(TitleOrder { heads: head("-5"), ..good() }), "title-head-amount");
        assert_eq!(add(TitleOrder { heads: head("beaucoup"), ..good() }), "title-head-amount");
        let id = recorded(desk, case);
        let tell = |order: TitleTell| code(desk.tell_title(&actor, id, &order));
        let served = |on: &str| TitleTell {
            on: "Garage Leroy".to_owned(),
            proof: "PV 1".to_owned(),
            ..told(TitleTold::Service, on)
        };
        assert_eq!(tell(served("2026-06-30")), "title-fact-before", "a service before the title");
        assert_eq!(tell(served("2026-09-02")), "title-fact-ahead");
        assert_eq!(tell(TitleTell { proof: String::new(), ..served("2026-07-10") }), "title-proof-missing");
        assert_eq!(tell(TitleTell { on: String::new(), ..served("2026-07-10") }), "title-served-missing");
        assert_eq!(tell(told(TitleTold::Original, "2026-07-10")), "title-place-missing");
        let renewed = |event: &str, on: &str| TitleTell { event: event.to_owned(), ..told(TitleTold::Renewal, on) };
        assert_eq!(tell(renewed("letter", "2026-07-10")), "title-no-renewal", "a letter starts nothing anew");
        // Ten years after, nothing revives it.
        let late = open(&house.url, day("2036-09-01"));
        let act = renewed("enforcement-act", "2036-07-02");
        assert_eq!(code(late.tell_title(&actor, id, &act)), "title-renewal-late");
        late.tell_title(&actor, id, &renewed("enforcement-act", "2036-07-01")).expect("on the last day, to its end");
        // Set aside, it opens nothing and nothing more is told of it.
        assert_eq!(code(desk.annul_title(&actor, id, (None, " "))), "title-by-missing");
        desk.annul_title(&actor, id, (None, "CA Paris, 28 août 2026")).expect("set aside");
        let shown = desk.title(&actor, id).expect("the title");
        assert_eq!(shown.line.state, TitleState::Annulled);
        assert!(shown.doors.iter().all(|door| !door.open), "{:?}", shown.doors);
        assert_eq!(tell(served("2026-07-10")), "title-annulled");
        desk.close_case(&actor, case, (CaseOutcome::Settled, "accord")).expect("closed");
        assert_eq!(code(desk.add_title(&actor, case, &good())), "case-closed");
    }
}
