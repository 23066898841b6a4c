//! Before which court a procedure is, and on which side of it we stand: what is asked, what is ours to lose, and in euros.

use app::cases::{
    CaseFilter, CaseId, CaseOrder, CaseSide, CourtProcedureId, ProcedureOrder, ProofKind, Tell, TellOrder,
};
use app::guard::{GuardQuery, RightShow};
use app::{Actor, Desk, DeskError, Role};
use kernel::Language;

use crate::mentions::person;
use crate::support::{House, day, houses, import, open, request, upload};

const FILE: &str = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F1;facture;01/05/2026;31/05/2026;1000,00\n\
    C2;Amicale du Parc;association;2 rue B;75002;Paris;G1;facture;01/05/2026;31/05/2026;75,00\n";

fn filled(start: &str) -> Vec<House> {
    let all = houses(start);
    for house in &all {
        let answer = import(&house.desk, &request(vec![upload("open.csv", FILE)]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
    }
    all
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

fn case_of(desk: &Desk, account: &str, order: &CaseOrder) -> CaseId {
    let actor = Actor::operator();
    desk.open_case(&actor, desk.find_account(&actor, account).expect("an account"), order).expect("a case")
}

/// A payment order filed on 1 September before the court that is named.
fn filed(desk: &Desk, case: CaseId, order: ProcedureOrder) -> CourtProcedureId {
    let (actor, begun) = (Actor::operator(), Some(day("2026-09-01")));
    let order = ProcedureOrder { definition: "payment-order".to_owned(), begun, ..order };
    let id = desk.begin_procedure(&actor, case, &order).expect("a procedure");
    let request = TellOrder::act("file-request", day("2026-09-01")).proved(ProofKind::RegistryReceipt, "2026/114");
    desk.tell_procedure(&actor, id, &request).expect("filed");
    id
}

fn court(desk: &Desk, id: CourtProcedureId) -> Option<String> {
    desk.procedure(&Actor::operator(), id).expect("the procedure").court_words.map(|words| words.fr)
}

#[test]
fn the_kind_of_court_is_told_named_or_answered_by_the_law() {
    for house in filled("2026-11-20") {
        let (desk, actor) = (&house.desk, Actor::operator());
        let (company, association) =
            (case_of(desk, "C1", &CaseOrder::default()), case_of(desk, "C2", &CaseOrder::default()));
        let begin = |case, name: &str, kind: &str| {
            let order =
                ProcedureOrder { court: name.to_owned(), court_kind: kind.to_owned(), ..ProcedureOrder::default() };
            filed(desk, case, order)
        };
        let said = |id| court(desk, id).expect("a kind of court");
        // CPC 1406: the debtor decides, unless the court is named, or its kind told
        let answered = begin(company, "", "");
        assert_eq!(said(answered), "tribunal de commerce");
        assert_eq!(said(begin(association, "", "")), "tribunal judiciaire");
        let named = begin(company, "Tribunal judiciaire de Lyon", "");
        assert_eq!(said(named), "tribunal judiciaire");
        assert_eq!(said(begin(company, "Lyon", "tae")), "tribunal des activités économiques");
        let wrong = ProcedureOrder {
            definition: "payment-order".to_owned(),
            court_kind: "moon".to_owned(),
            ..ProcedureOrder::default()
        };
        assert_eq!(code(desk.begin_procedure(&actor, company, &wrong)), "case-word");
        // eighty days after the request, the one before the commercial court has a deposit to look after, the civil one none
        let due = |id| desk.procedure(&actor, id).expect("the procedure").line.due;
        assert_eq!((due(answered), due(named)), (Some(day("2026-09-16")), None));
        let lost = GuardQuery { show: RightShow::Lost, ..GuardQuery::default() };
        let rows = desk.guard(&actor, &lost, None, 50).expect("rights").rows;
        assert!(rows.iter().all(|row| row.procedure_id != Some(named)), "on {}", house.engine);
        assert!(rows.iter().any(|row| row.procedure_id == Some(answered)), "on {}", house.engine);
        // told later, it takes the right away with its object, and is not told twice
        let told = |kind: &str| TellOrder {
            ground: kind.to_owned(),
            day: Some(day("2026-09-02")),
            ..TellOrder::new(Tell::Court)
        };
        desk.tell_procedure(&actor, answered, &told("civil")).expect("told");
        assert_eq!((said(answered).as_str(), due(answered)), ("tribunal judiciaire", None));
        assert_eq!(code(desk.tell_procedure(&actor, answered, &told("civil"))), "court-already");
        assert_eq!(code(desk.tell_procedure(&actor, answered, &told("moon"))), "case-word");
        let asked = TellOrder::act("ask-deposit", day("2026-09-03")).proved(ProofKind::RegistryReceipt, "avis");
        assert_eq!(code(desk.tell_procedure(&actor, answered, &asked)), "not-here");
    }
}

/// An order served on us on 2 November: the month to oppose it is ours, to 2 December (CPC 1416).
#[test]
fn an_order_served_on_us_leaves_us_a_right_to_lose() {
    for house in filled("2026-11-03") {
        let (desk, actor) = (&house.desk, Actor::operator());
        person(desk, "chef", "Jeanne Chef", Role::Manager);
        let object = "ordonnance signifiée".to_owned();
        let defence = CaseOrder { side: CaseSide::Defendant, object, ..CaseOrder::default() };
        let case = case_of(desk, "C1", &defence);
        let silent = ProcedureOrder { definition: "payment-order".to_owned(), ..ProcedureOrder::default() };
        assert_eq!(code(desk.begin_procedure(&actor, case, &silent)), "case-claimed-against");
        let id = filed(desk, case, ProcedureOrder { claimed: "8000".to_owned(), ..ProcedureOrder::default() });
        assert_eq!(court(desk, id), None, "the law answers for what we claim");
        let tell = |desk: &Desk, order: &TellOrder| desk.tell_procedure(&actor, id, order).expect("told");
        tell(desk, &TellOrder::act("grant", day("2026-10-01")).proved(ProofKind::Decision, "2026IP9"));
        let of_f1 = |desk: &Desk| {
            let rows = desk.guard(&actor, &GuardQuery::default(), None, 50).expect("rights").rows;
            rows.into_iter().find(|row| row.item.en == "F1").expect("F1").last_day
        };
        let limitation = of_f1(desk);
        let served = TellOrder::act("serve", day("2026-11-02")).proved(ProofKind::OfficerAct, "PV 7");
        tell(desk, &TellOrder { service: "in-person".to_owned(), ..served });
        assert_eq!(of_f1(desk), limitation, "their act moves what we owe, not what we are owed, on {}", house.engine);
        // In the lists, in the calendar, alarmed, for what is claimed against us.
        let soon = GuardQuery { show: RightShow::Soon, days: 30, ..GuardQuery::default() };
        let rows = desk.guard(&actor, &soon, None, 50).expect("rights").rows;
        let right = rows.iter().find(|row| row.procedure_id == Some(id)).expect("the opposition");
        assert_eq!((right.last_day, right.at_risk.as_str()), (day("2026-12-02"), "8000.00"));
        let line = desk.cases(&actor, &CaseFilter::default(), None, 10).expect("cases").rows.remove(0);
        assert_eq!(line.due, Some(day("2026-12-02")));
        let file = desk.guard_calendar(&actor, &GuardQuery::default(), Language::Fr).expect("a calendar");
        assert!(String::from_utf8(file.bytes).expect("text").contains("20261202"), "on {}", house.engine);
        assert_eq!(desk.tell_alarms(&actor, day("2026-11-03")).expect("alarms").rights, 1);
        // Nobody opposes: lost once, and given to somebody.
        let late = open(&house.url, day("2026-12-03"));
        let judged = late.judge_procedures(&actor, late.today()).expect("judged");
        assert_eq!((judged.moved, judged.lost), (1, 1), "on {}", house.engine);
        assert_eq!(late.judge_procedures(&actor, late.today()).expect("judged").moved, 0, "once");
        let account = late.find_account(&actor, "C1").expect("C1");
        let tasks = late.account_tasks(&actor, account).expect("tasks");
        assert!(tasks.iter().any(|task| task.subject.en.contains("is over")), "{tasks:?}");
    }
}
