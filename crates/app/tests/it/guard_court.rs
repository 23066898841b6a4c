//! The rights of the court in the guard: those of an insolvency, and money that several rights are for, counted once.

use app::cases::{CaseOrder, ProcedureOrder, ProofKind, TellOrder};
use app::guard::{GuardLine, GuardPage, GuardQuery, GuardSum, RightShow};
use app::insolvency::{ClaimAnswer, InsolvencyClaimId, InsolvencyQuery};
use app::{Actor, Desk};
use kernel::Currency;
use ledger::AccountId;

use crate::insolvency::{SIREN, account, filled as insolvents, notice, opening, take};
use crate::support::{day, houses, import, request, upload};

fn guarded(desk: &Desk, account: AccountId, days: u16) -> GuardPage {
    let query = GuardQuery { account: Some(account), show: RightShow::Soon, days, ..GuardQuery::default() };
    desk.guard(&Actor::operator(), &query, None, 50).expect("rights")
}

/// What an insolvency leaves to be lost of an account.
fn of_insolvency(desk: &Desk, code: &str) -> Vec<GuardLine> {
    let page = guarded(desk, account(desk, code), 400);
    page.rows.into_iter().filter(|line| line.insolvency_id.is_some()).collect()
}

fn claim(desk: &Desk) -> InsolvencyClaimId {
    let chief = Actor::operator();
    let id = desk.insolvencies(&chief, &InsolvencyQuery::default(), None, 50).expect("a list").rows[0].id;
    desk.insolvency(&chief, id).expect("a file").accounts.remove(0).claim.expect("a claim").id
}

fn euros(sum: &GuardSum) -> Option<&str> {
    sum.amounts.iter().find(|(currency, _)| *currency == Currency::EUR).map(|(_, amount)| amount.as_str())
}

#[test]
fn what_is_to_be_declared_is_guarded_until_it_is() {
    for house in insolvents() {
        let (desk, chief) = (&house.desk, Actor::operator());
        assert!(of_insolvency(desk, "C1").is_empty());
        take(desk, &[notice("A2026022111", "2026-11-18", "ROUVIERE", Some(SIREN), &opening("2026-11-10"))]);
        // Two months from the publication of 18 November (R622-24).
        let right = of_insolvency(desk, "C1").remove(0);
        assert_eq!((right.last_day, right.what.en.as_str()), (day("2027-01-18"), "declare the claim"));
        assert_eq!(right.starts, day("2026-11-18"), "on {}", house.engine);
        let declared: f64 = right.at_risk.parse().expect("an amount");
        assert!(declared >= 1000.0, "principal due and not yet due, interest, indemnity: {declared}");
        let page = guarded(desk, account(desk, "C1"), 60);
        assert_eq!((page.soon.rights, euros(&page.soon)), (1, Some(right.at_risk.as_str())));
        let calendar = desk.guard_calendar(&chief, &GuardQuery::default(), kernel::Language::En).expect("a calendar");
        assert!(String::from_utf8_lossy(&calendar.bytes).contains("declare the claim"));
        // It can be given up, and taken up again, as any right.
        let waiver = desk.waive_right(&chief, right.right, "trop peu pour agir").expect("given up");
        assert!(of_insolvency(desk, "C1").is_empty());
        desk.take_up_right(&chief, waiver, "erreur").expect("taken up");
        desk.send_insolvency_declaration(&chief, claim(desk), day("2026-11-20"), "RAR").expect("sent");
        assert!(of_insolvency(desk, "C1").is_empty(), "declared: nothing is left to be lost by waiting");
        // Contested, the answer has thirty days: Sunday 20 December, moved to Monday.
        let contested = (ClaimAnswer::Contested, day("2026-11-20"));
        desk.answer_insolvency_claim(&chief, claim(desk), contested, (None, "avoir oublié")).expect("answered");
        let right = of_insolvency(desk, "C1").remove(0);
        assert_eq!((right.last_day, right.safe_day), (day("2026-12-21"), day("2026-12-18")));
        assert_eq!(
            (right.at_risk.as_str(), right.what.en.as_str()),
            ("1000.00", "answer the contestation of the claim")
        );
    }
}

#[test]
fn two_deadlines_of_a_case_are_for_the_same_money() {
    const FILE: &str = "code client;raison sociale;type client;piece;type;date;echeance;montant\n\
        C1;Garage Leroy SARL;société;F1;facture;01/05/2026;31/05/2026;600,00\n";
    for house in houses("2026-09-10") {
        let (desk, chief) = (&house.desk, Actor::operator());
        import(desk, &request(vec![upload("open.csv", FILE)]));
        let account = account(desk, "C1");
        let case = desk.open_case(&chief, account, &CaseOrder::default()).expect("a case");
        for n in 0..2 {
            let order = ProcedureOrder {
                definition: "payment-order".to_owned(),
                court: "Tribunal de commerce de Paris".to_owned(),
                begun: Some(day("2026-09-01")),
                ..ProcedureOrder::default()
            };
            let id = desk.begin_procedure(&chief, case, &order).expect("a procedure");
            for (act, on, kind) in [
                ("file-request", "2026-09-01", ProofKind::RegistryReceipt),
                ("grant", "2026-09-10", ProofKind::Decision),
            ] {
                let told = TellOrder::act(act, day(on)).proved(kind, &format!("2026/{n}"));
                desk.tell_procedure(&chief, id, &told).expect("told");
            }
        }
        // Three months to serve (CPC 1411), twice; one claim of 600 euros.
        let page = guarded(desk, account, 100);
        let last: Vec<_> = page.rows.iter().map(|line| line.last_day).collect();
        assert_eq!(last, [day("2026-12-10"); 2], "on {}", house.engine);
        assert_eq!((page.soon.rights, euros(&page.soon)), (2, Some("600.00")), "counted once");
    }
}
