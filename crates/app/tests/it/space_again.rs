//! The debtor's space, said again: what proves who somebody is, what is sent twice, what is due day by day.

use app::Actor;
use app::disputes::DisputeKind;
use app::imports::ImportRequest;
use app::links::LinkAsked;
use app::plans::PlanState;
use app::space::{Caller, LinkPurpose, SpaceContest, SpaceNext, SpacePaid, SpaceSignature, SpaceTerms};
use ledger::{DebtorKind, ImportMode};

use crate::space::{ADDRESS, HEAD, START, account, caller, code, euros, item, on, opened, token};
use crate::support::{become_kind, day, houses, import, request, upload};

#[test]
fn what_no_letter_says_proves_who_somebody_is() {
    for house in houses(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let head =
            "code client;raison sociale;adresse;code postal;ville;téléphone;e-mail;piece;type;date;echeance;montant\n";
        let late = |code: &str, phone: &str, mail: &str| {
            format!("{code};x;1 rue A;75001;Paris;{phone};{mail};F-{code};facture;01/08/2026;01/09/2026;300,00\n")
        };
        let lines = [
            head.to_owned(),
            late("P1", "06 39 98 51 96", "p1@x.example"),
            late("P2", "", "p2@x.example"),
            late("P3", "", ""),
            late("P4", "", "p4@x.example"),
            "P4;x;1 rue A;75001;Paris;;p4@x.example;R-4;règlement;20/10/2026;;-1045,30\n".to_owned(),
        ];
        import(desk, &request(vec![upload("open.csv", lines.concat())]));
        desk.set_address(&actor, ADDRESS).expect("an address");
        let asked = [
            ("P1", "telephone", "5196", ["F-P1", "P1", "5197"]),
            ("P2", "mail address", "P2@x.example", ["F-P2", "P2", "p1@x.example"]),
            ("P3", "customer code", "f p3", ["F-P1", "P4", "300"]),
            ("P4", "payment", "1 045,30 €", ["F-P4", "P4", "300"]),
        ];
        for (number, question, right, wrong) in asked {
            become_kind(desk, number, DebtorKind::Consumer);
            let account = desk.find_account(&actor, number).expect("the account");
            let made = desk.make_link(&actor, account, &LinkAsked::default()).expect("a link");
            let (purpose, token) = (LinkPurpose::Space, token(&made.address));
            let who = Caller { purpose, token: token.clone(), proof: String::new() };
            let told = desk.space(&who).expect_err("a question").wording();
            assert!(told.en.contains(question), "{number}: {}", told.en);
            for answer in wrong {
                let refused = desk.prove_link(purpose, &token, answer);
                assert_eq!(code(refused), "link-fact-wrong", "{number}: {answer} on {}", house.engine);
            }
            let (proof, _) = desk.prove_link(purpose, &token, right).unwrap_or_else(|e| panic!("{number}: {e}"));
            desk.space(&Caller { proof, ..who }).expect("the space");
        }
    }
}

#[test]
fn the_same_dispute_twice_is_one_and_there_is_a_bound() {
    for house in opened(DebtorKind::CommercialCompany) {
        let desk = &house.desk;
        let who = caller(desk);
        let contest = |number: &str, amount: &str, words: &str| SpaceContest {
            item: item(desk, number),
            kind: DisputeKind::Delivery,
            amount: amount.to_owned(),
            words: words.to_owned(),
            file: None,
        };
        for (number, amount) in [("F-1002", "120"), ("F-1001", "")] {
            let order = contest(number, amount, "Il manque une porte.");
            let first = desk.space_contest(&who, &order).expect("a dispute");
            assert_eq!(desk.space_contest(&who, &order).expect("sent twice"), first, "{number} on {}", house.engine);
        }
        assert_ne!(
            desk.space_contest(&who, &contest("F-1002", "120", "Et une fenêtre.")).expect("another"),
            desk.space_contest(&who, &contest("F-1002", "120", "Il manque une porte.")).expect("the first"),
        );
        let aside = desk.space(&who).expect("the space").first().expect("a sum").aside;
        assert_eq!(aside, euros("540"), "300 whole, and twice 120");
        let tasks = desk.account_tasks(&Actor::operator(), account(desk)).expect("tasks");
        assert_eq!(tasks.len(), 3, "nobody is named to answer: the team is asked");
        let unowned =
            |task: &app::tasks::TaskLine| task.owner.is_empty() && task.subject.en.contains("name who answers");
        assert!(tasks.iter().all(unowned), "{tasks:?}");
        for n in 3..20 {
            desk.space_contest(&who, &contest("F-1003", "0.01", &format!("point {n}"))).expect("a dispute");
        }
        assert_eq!(code(desk.space_contest(&who, &contest("F-1003", "0.01", "encore"))), "link-too-contested");
        desk.space_contest(&who, &contest("F-1003", "0.01", "point 3")).expect("the same again is not one more");
        desk.space_say(&who, "Vos réponses ?").expect("words have a bound of their own");
    }
}

#[test]
fn what_is_due_of_a_plan_is_due_from_its_day() {
    for house in opened(DebtorKind::CommercialCompany) {
        let desk = &house.desk;
        let who = caller(desk);
        let terms = SpaceTerms { months: Some(3), first: Some(day("2026-12-07")), ..SpaceTerms::default() };
        let plan = desk.space_propose(&who, &terms).expect("a plan");
        let sign = SpaceSignature { name: "L. Roy".to_owned(), capacity: "gérante".to_owned(), consent: true };
        desk.space_sign(&who, Some(plan), &sign).expect("signed");
        for (today, due) in [("2026-12-06", "0"), ("2026-12-07", "300"), ("2026-12-08", "300"), ("2027-01-07", "600")] {
            let desk = on(&house, today);
            let who = Caller { proof: String::new(), ..caller(&desk) };
            let sum = *desk.space(&who).expect("the space").first().expect("a sum");
            assert_eq!(sum.instalments, euros(due), "{today} on {}", house.engine);
        }
    }
}

#[test]
fn a_plan_that_was_granted_stands_and_one_given_up_leaves_no_task() {
    for house in opened(DebtorKind::CommercialCompany) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let who = caller(desk);
        let terms =
            |months| SpaceTerms { months: Some(months), first: Some(day("2026-12-07")), ..SpaceTerms::default() };
        let state = |id| desk.plan_detail(&actor, id).expect("the plan").line.state;
        let tasks = || desk.account_tasks(&actor, account(desk)).expect("tasks").len();
        for months in 28..40 {
            desk.space_propose(&who, &terms(months)).expect("a plan");
            assert_eq!(tasks(), 1, "one plan waits, {months} months");
        }
        desk.space_say(&who, "Laquelle vous convient ?").expect("proposals are no messages");
        let granted = desk.space_propose(&who, &terms(40)).expect("a plan");
        assert_eq!(state(granted), PlanState::Awaiting);
        desk.approve_plan(&actor, granted).expect("granted");
        let other = desk.space_propose(&who, &terms(4)).expect("a plan");
        assert_eq!((state(granted), state(other)), (PlanState::Proposed, PlanState::Proposed), "{}", house.engine);
        let asked = LinkAsked { recipient: "le gérant".to_owned(), days: None };
        let made = desk.make_link(&actor, account(desk), &asked).expect("a link");
        let second = Caller { purpose: LinkPurpose::Space, token: token(&made.address), proof: String::new() };
        desk.space_propose(&second, &terms(5)).expect("a plan");
        assert_eq!(state(other), PlanState::Proposed, "what another person proposed is not theirs to give up");
    }
}

#[test]
fn a_payment_announced_again_waits_again_once_the_first_wait_is_over() {
    for house in opened(DebtorKind::CommercialCompany) {
        let who = caller(&house.desk);
        let paid = |words: &str| SpacePaid { on: None, words: words.to_owned() };
        let first = house.desk.space_paid(&who, &paid("virement")).expect("noted");
        assert_eq!(first, Some(day("2026-12-03")));
        let more = house.desk.space_paid(&who, &paid("et un chèque")).expect("noted");
        assert_eq!(more, first, "{}: it waits already, and no longer for that", house.engine);
        let later = on(&house, "2026-12-05");
        assert_eq!(later.space_paid(&who, &paid("un autre virement")).expect("noted"), Some(day("2026-12-15")));
        let contest = |number: &str| SpaceContest {
            item: item(&later, number),
            kind: DisputeKind::Quality,
            amount: String::new(),
            words: "non conforme".to_owned(),
            file: None,
        };
        let after = on(&house, "2026-12-17");
        for number in ["F-1001", "F-1002"] {
            after.space_contest(&who, &contest(number)).expect("a dispute");
        }
        assert_eq!(after.space_paid(&who, &paid("encore")).expect("noted"), None, "nothing late is asked for");
        let space = after.space(&who).expect("the space");
        assert_eq!((space.next, space.first().expect("a sum").now()), (SpaceNext::Suspended, euros("0")));
    }
}

#[test]
fn a_piece_that_left_the_books_is_no_payment() {
    for house in opened(DebtorKind::CommercialCompany) {
        let desk = &house.desk;
        let left = format!(
            "{HEAD}C-12;Claire Masson;1 rue A;75001;Paris;F-1002;facture;05/08/2026;15/09/2026;600,00\n\
             C2;Autre SARL;2 rue B;75002;Paris;G1;facture;01/08/2026;01/09/2026;50,00\n"
        );
        let mode = Some(ImportMode::Snapshot);
        import(desk, &ImportRequest { mode, ..request(vec![upload("later.csv", left)]) });
        let link = desk.make_link(&Actor::operator(), account(desk), &LinkAsked::default()).expect("a link");
        let who = Caller { purpose: LinkPurpose::Space, token: token(&link.address), proof: String::new() };
        let space = desk.space(&who).expect("the space");
        assert_eq!(space.first().expect("a sum").due, euros("600"), "{}: F-1001 is gone", house.engine);
        assert!(space.payments.is_empty(), "nobody says that money came: {:?}", space.payments);
    }
}
