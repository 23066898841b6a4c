//! What is asked of who administers an insolvency: goods claimed back, contracts in progress, and the rights of ours
//! that follow an answer or a silence.

use app::guard::{GuardLine, GuardPage, GuardQuery, RightShow};
use app::insolvency::{
    DemandAct, DemandAnswer, DemandKind, DemandLine, DemandOrder, DemandStage, DemandTold, InsolvencyClaimId,
    InsolvencyDemandId, InsolvencyQuery,
};
use app::{Actor, Desk};
use kernel::{Currency, Date, Language, Money};

use crate::insolvency::{SIREN, account, facts, filled, notice, opening, take};
use crate::support::{House, day, open};
use crate::titles::code;

/// C1 in receivership, published on 18 November; the claim of its account.
fn insolvent() -> Vec<(House, InsolvencyClaimId)> {
    let told = |house: House| {
        take(&house.desk, &[notice("A2026022111", "2026-11-18", "ROUVIERE", Some(SIREN), &opening("2026-11-10"))]);
        let claim = part(&house.desk).claim.expect("a claim").id;
        (house, claim)
    };
    filled().into_iter().map(told).collect()
}

fn part(desk: &Desk) -> app::insolvency::AccountPart {
    let chief = Actor::operator();
    let id = desk.insolvencies(&chief, &InsolvencyQuery::default(), None, 50).expect("a list").rows[0].id;
    desk.insolvency(&chief, id).expect("a file").accounts.remove(0)
}

fn shown(desk: &Desk) -> DemandLine {
    part(desk).demands.remove(0)
}

fn euros(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn ask(desk: &Desk, claim: InsolvencyClaimId, kind: DemandKind, amount: Option<Money>) -> InsolvencyDemandId {
    let what = if kind == DemandKind::Goods { "presse n° 8812" } else { "maintenance 2026-14" };
    let order = DemandOrder { kind, what: what.to_owned(), amount };
    desk.add_insolvency_demand(&Actor::operator(), claim, &order).expect("told")
}

fn told(act: DemandAct, on: &str) -> DemandTold {
    DemandTold { on: Some(day(on)), proof: "RAR 1A 234".to_owned(), ..DemandTold::new(act) }
}

fn answered(answer: DemandAnswer, on: &str) -> DemandTold {
    DemandTold { answer: Some(answer), ..told(DemandAct::Answered, on) }
}

fn tell(desk: &Desk, id: InsolvencyDemandId, told: &DemandTold) -> Result<(), app::DeskError> {
    desk.tell_insolvency_demand(&Actor::operator(), id, told)
}

fn guarded(desk: &Desk, show: RightShow) -> GuardPage {
    let query = GuardQuery { account: Some(account(desk, "C1")), show, days: 365, ..GuardQuery::default() };
    desk.guard(&Actor::operator(), &query, None, 50).expect("rights")
}

/// What the guard lists of an insolvency beside the declaration.
fn rights(desk: &Desk) -> Vec<GuardLine> {
    let own = |line: &GuardLine| line.insolvency_id.is_some() && !line.what.fr.contains("la créance");
    let mut rows = guarded(desk, RightShow::All).rows;
    rows.retain(|line| own(line) && !line.what.fr.contains("relevé"));
    rows
}

fn soon(desk: &Desk) -> i64 {
    let sums = guarded(desk, RightShow::Soon).soon.amounts;
    sums.iter().map(|(_, text)| Money::parse(text, Currency::EUR).expect("an amount").minor()).sum()
}

/// The day of an open task whose words hold these.
fn task(desk: &Desk, words: &str) -> Option<Date> {
    let tasks = desk.account_tasks(&Actor::operator(), account(desk, "C1")).expect("tasks");
    tasks.into_iter().find(|task| task.subject.en.contains(words)).map(|task| task.due)
}

/// R624-13: a month to answer, to Sunday 20 December, hence Monday 21; then a month to seize the judge, answered or
/// not. L624-9: three months from the publication to ask.
#[test]
fn goods_claimed_back_are_guarded_until_the_judge_is_seized() {
    for (house, claim) in insolvent() {
        let (desk, chief) = (&house.desk, Actor::operator());
        let before = soon(desk);
        let nothing = DemandOrder { kind: DemandKind::Goods, what: " ".to_owned(), amount: Some(euros("600")) };
        assert_eq!(code(desk.add_insolvency_demand(&chief, claim, &nothing)), "insolvency-demand-what");
        let unpriced = DemandOrder { what: "presse".to_owned(), amount: None, ..nothing };
        assert_eq!(code(desk.add_insolvency_demand(&chief, claim, &unpriced)), "insolvency-amount-missing");
        let id = ask(desk, claim, DemandKind::Goods, Some(euros("600")));
        let right = rights(desk).remove(0);
        assert_eq!((right.last_day, right.at_risk.as_str()), (day("2027-02-18"), "600.00"), "on {}", house.engine);
        assert!(right.article.contains("L624-9") && right.what.fr.contains("presse n° 8812"), "{right:?}");
        assert_eq!(soon(desk), before, "the price is that of a piece: counted once");
        assert_eq!(code(tell(desk, id, &told(DemandAct::Asked, "2026-11-24"))), "insolvency-day-ahead");
        assert_eq!(code(tell(desk, id, &told(DemandAct::Asked, "2026-11-09"))), "insolvency-demand-before");
        let unproved = DemandTold { proof: " ".to_owned(), ..told(DemandAct::Asked, "2026-11-20") };
        assert_eq!(code(tell(desk, id, &unproved)), "insolvency-proof-missing");
        tell(desk, id, &told(DemandAct::Asked, "2026-11-20")).expect("received");
        let right = rights(desk).remove(0);
        assert_eq!((right.last_day, right.safe_day), (day("2027-01-21"), day("2027-01-21")));
        assert!(right.article.contains("R624-13") && right.what.en.contains("juge-commissaire"), "{right:?}");
        assert_eq!(
            (shown(desk).stage, task(desk, "answer of the administrator")),
            (DemandStage::Awaited, Some(day("2026-12-22")))
        );
        let calendar = desk.guard_calendar(&chief, &GuardQuery::default(), Language::En).expect("a calendar");
        assert!(String::from_utf8_lossy(&calendar.bytes).contains("juge-commissaire"));
        assert_eq!(code(tell(desk, id, &answered(DemandAnswer::Silent, "2026-11-23"))), "insolvency-demand-silence");
        assert_eq!(code(tell(desk, id, &told(DemandAct::Done, "2026-11-23"))), "insolvency-demand-act");
        // It can be given up, and taken up again, as any right.
        let waiver = desk.waive_right(&chief, right.right, "biens revendus").expect("given up");
        assert!(rights(desk).is_empty());
        desk.take_up_right(&chief, waiver, "retrouvés").expect("taken up");
        assert_eq!(rights(desk), std::slice::from_ref(&right));

        let late = open(&house.url, day("2026-12-22"));
        assert_eq!(shown(&late).stage, DemandStage::ToSeize, "silence is a refusal");
        tell(&late, id, &answered(DemandAnswer::Silent, "2026-12-22")).expect("noted");
        assert_eq!(shown(&late).answer_on, Some(day("2026-12-21")));
        assert_eq!(task(&late, "answer of the administrator"), None);
        assert_eq!(task(&late, "go before the juge-commissaire"), Some(day("2027-01-21")));
        assert_eq!(rights(&late)[0].last_day, day("2027-01-21"));
        tell(&late, id, &told(DemandAct::Done, "2026-12-22")).expect("seized");
        let seized = shown(&late);
        assert_eq!((seized.stage, seized.late, seized.acts.len()), (DemandStage::Done, false, 0));
        assert!(rights(&late).is_empty() && task(&late, "go before the juge-commissaire").is_none());
        assert_eq!(facts(&late, "C1", "insolvency.demand"), 1);
        assert_eq!(facts(&late, "C1", "insolvency.demand_told"), 3, "what was refused left no trace");
    }
}

/// L622-13 III 1: a month to answer, two more at most by the judge; silence ends the contract, and R622-21 gives a
/// month from its end to declare what it leaves.
#[test]
fn a_contract_goes_on_or_ends_and_what_it_leaves_is_guarded() {
    for (house, claim) in insolvent() {
        let desk = &house.desk;
        let id = ask(desk, claim, DemandKind::Contract, None);
        assert!(rights(desk).is_empty() && shown(desk).stage == DemandStage::ToAsk);
        assert_eq!(code(tell(desk, id, &told(DemandAct::Extended, "2027-01-10"))), "insolvency-demand-act");
        tell(desk, id, &told(DemandAct::Asked, "2026-11-20")).expect("received");
        let asked = shown(desk);
        let (answers, most) = (asked.answers.expect("a month"), asked.at_most.expect("two more"));
        // Sunday 20 December and Sunday 21 February: moved to Monday.
        assert_eq!((answers.due, most.due), (day("2026-12-21"), day("2027-02-22")), "on {}", house.engine);
        assert!(answers.article.contains("L622-13") && answers.lost.en.contains("terminated"), "{answers:?}");
        assert_eq!(answers.status, law::Status::Verified);
        assert!(rights(desk).is_empty(), "the administrator's time is no right of ours");
        assert_eq!(task(desk, "answer of the administrator"), Some(day("2026-12-22")));
        for wrong in ["2026-12-21", "2027-02-23"] {
            assert_eq!(code(tell(desk, id, &told(DemandAct::Extended, wrong))), "insolvency-demand-extension");
        }
        tell(desk, id, &told(DemandAct::Extended, "2027-01-31")).expect("prolonged");
        assert_eq!(shown(desk).answers.map(|clock| clock.due), Some(day("2027-01-31")));
        assert_eq!(task(desk, "answer of the administrator"), Some(day("2027-02-01")));
        tell(desk, id, &answered(DemandAnswer::Agreed, "2026-11-23")).expect("continued");
        let on = shown(desk);
        assert!(on.stage == DemandStage::Continued && on.says.is_some_and(|said| said.en.contains("not stopped")));
        assert!(rights(desk).is_empty() && task(desk, "answer of the administrator").is_none());
        tell(desk, id, &answered(DemandAnswer::Awaited, "2026-11-23")).expect("that was a mistake");

        let late = open(&house.url, day("2027-02-01"));
        let over = shown(&late);
        assert_eq!((over.stage, over.ended_on), (DemandStage::Terminated, Some(day("2027-01-31"))));
        // A month from 31 January: Sunday 28 February, moved to Monday.
        let right = rights(&late).remove(0);
        assert_eq!((right.last_day, right.at_risk.as_str()), (day("2027-03-01"), "0.00"));
        assert!(right.article.contains("R622-21"), "{right:?}");
        assert_eq!(code(tell(&late, id, &answered(DemandAnswer::Agreed, "2027-02-01"))), "insolvency-demand-late");
        tell(&late, id, &answered(DemandAnswer::Silent, "2027-02-01")).expect("silence");
        assert_eq!(task(&late, "declare the damages"), Some(day("2027-02-26")), "the safe day");
        let before = soon(&late);
        let amount = Some(euros("5000"));
        tell(&late, id, &DemandTold { amount, ..DemandTold::new(DemandAct::Changed) }).expect("damages");
        assert_eq!(
            (rights(&late)[0].at_risk.as_str(), soon(&late)),
            ("5000.00", before + 500_000),
            "beside the pieces"
        );
        tell(&late, id, &told(DemandAct::Done, "2027-02-01")).expect("declared");
        assert!(rights(&late).is_empty() && shown(&late).stage == DemandStage::Done);
        let mistake = ask(&late, claim, DemandKind::Contract, None);
        let left = DemandTold { proof: "autre client".to_owned(), ..DemandTold::new(DemandAct::Left) };
        assert_eq!(code(tell(&late, mistake, &DemandTold::new(DemandAct::Left))), "reason-missing");
        tell(&late, mistake, &left).expect("taken out");
        assert_eq!((part(&late).demands.len(), code(tell(&late, mistake, &left))), (1, "insolvency-demand-act"));
        assert!(late.verify(&Actor::operator()).expect("verify").is_sound());
    }
}
