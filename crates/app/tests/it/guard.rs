//! The guard of rights: every open piece has one from its import, worked out by the law, moved by dated facts.

use app::guard::{GuardPlace, GuardQuery, RightShow};
use app::plans::{PlanSignature, PlanTerms, SignatureLevel};
use app::{Actor, Desk};
use kernel::Language;

use crate::support::{House, day, houses, import, open, request, upload};

pub const START: &str = "2026-11-23";
/// Due 15 November 2021 is over since the 15th (C. com. L110-4, a Sunday does not move it); 10 December 2021 ends in
/// seventeen days; a consumer has two years (C. conso. L218-2); a credit has no right.
const FILE: &str = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F1;facture;01/10/2021;15/11/2021;100,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F2;facture;01/11/2021;10/12/2021;250,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F3;facture;01/10/2026;01/11/2026;40,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;A1;avoir;05/10/2026;;-10,00\n\
    C2;Jean Petit;particulier;2 rue B;69001;Lyon;G1;facture;01/11/2024;01/12/2024;75,00\n";

pub fn filled() -> Vec<House> {
    let all = houses(START);
    for house in &all {
        let answer = import(&house.desk, &request(vec![upload("open.csv", FILE)]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
    }
    all
}

pub fn shown(desk: &Desk, show: RightShow) -> Vec<(String, String, String)> {
    let query = GuardQuery { show, ..GuardQuery::default() };
    let page = desk.guard(&Actor::operator(), &query, None, 50).expect("the guard");
    assert_eq!(page.count, page.rows.len() as u64);
    page.rows.into_iter().map(|l| (l.item.fr, l.last_day.to_string(), l.state)).collect()
}

pub fn told(rows: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    rows.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect()
}

#[test]
fn every_open_piece_has_its_right_and_those_lost_say_so() {
    for house in filled() {
        let desk = &house.desk;
        let all = [
            ("F1", "2026-11-15", "expired"),
            ("G1", "2026-12-01", "running"),
            ("F2", "2026-12-10", "running"),
            ("F3", "2031-11-01", "running"),
        ];
        assert_eq!(shown(desk, RightShow::All), told(&all), "on {}", house.engine);
        assert_eq!(shown(desk, RightShow::Lost), told(&all[..1]));
        assert_eq!(shown(desk, RightShow::Soon), told(&all[1..3]));
        assert!(shown(desk, RightShow::Unconfirmed).is_empty());
        let page = desk.guard(&Actor::operator(), &GuardQuery::default(), None, 1).expect("a page");
        let sums =
            |sum: &app::guard::GuardSum| (sum.rights, sum.amounts.iter().map(|a| a.1.clone()).collect::<Vec<_>>());
        assert_eq!(sums(&page.soon), (2, vec!["325.00".to_owned()]));
        assert_eq!(sums(&page.lost), (1, vec!["100.00".to_owned()]));
        // Page by page, each right once; a piece that is paid meanwhile leaves the list without moving the others.
        let (mut found, mut after) = (Vec::new(), None::<GuardPlace>);
        loop {
            let page = desk.guard(&Actor::operator(), &GuardQuery::default(), after, 1).expect("a page");
            found.extend(page.rows.into_iter().map(|l| l.item.fr));
            let Some(next) = page.next else { break };
            assert_eq!(next.to_string().parse(), Ok(next));
            after = Some(next);
        }
        assert_eq!(found, ["F1", "G1", "F2", "F3"], "on {}", house.engine);
        let last_day = open(&house.url, day("2026-12-10"));
        assert_eq!(shown(&last_day, RightShow::Soon), told(&[("F2", "2026-12-10", "last-day")]));
        let after = open(&house.url, day("2026-12-11"));
        assert_eq!(shown(&after, RightShow::Lost).len(), 3, "two more were lost: nobody acted");
    }
}

/// What the debtor signs acknowledges the debt: a new period runs from that day (C. civ. 2240, 2231).
#[test]
fn an_acknowledged_debt_has_a_new_period() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let account = desk.find_account(&actor, "C1").expect("C1");
        let before = desk.guard(&actor, &GuardQuery { account: Some(account), ..GuardQuery::default() }, None, 50);
        assert_eq!(before.expect("the rights of an account").count, 3);
        let f2 = desk.find_item(&actor, "F2").expect("F2").id;
        let terms =
            PlanTerms { count: Some(2), first: Some(day("2026-12-01")), items: vec![f2], ..PlanTerms::default() };
        let plan = desk.propose_plan(&actor, account, &terms).expect("a plan");
        let by = "M. Leroy, gérant".to_owned();
        let signature = PlanSignature { on: None, by, level: SignatureLevel::Handwritten };
        desk.sign_plan(&actor, plan, &signature).expect("signed");
        let rows = shown(desk, RightShow::All);
        assert!(rows.contains(&("F2".to_owned(), "2031-11-23".to_owned(), "running".to_owned())), "{rows:?}");
        assert_eq!(shown(desk, RightShow::Soon), told(&[("G1", "2026-12-01", "running")]), "on {}", house.engine);
    }
}

#[test]
fn the_calendar_holds_what_can_still_be_done() {
    for house in filled() {
        let file =
            house.desk.guard_calendar(&Actor::operator(), &GuardQuery::default(), Language::Fr).expect("a calendar");
        let text = String::from_utf8(file.bytes).expect("text");
        assert!(file.name.starts_with("droits-") && text.starts_with("BEGIN:VCALENDAR\r\n"), "{text}");
        assert_eq!(
            text.matches("BEGIN:VEVENT").count(),
            2,
            "what is lost, and what is years away, is not there\n{text}"
        );
        assert!(text.contains("DTEND;VALUE=DATE:20261211"), "the last day is included\n{text}");
        assert!(text.lines().all(|line| line.len() <= 75), "on {}", house.engine);
    }
}
