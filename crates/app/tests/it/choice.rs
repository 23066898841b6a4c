//! Go or no-go on a case: what is advised and why, small claims together, the decision with its figures.

use app::cases::{CaseId, CaseOrder, CaseOutcome, ProcedureOrder, ProofKind, TellOrder};
use app::choice::{ChoiceOutcome, DecisionOrder, Given, Measure, OwnCost};
use app::readiness::CasePolicy;
use app::{Actor, Desk, Role};
use kernel::{Currency, Money};

use crate::readiness::{code, filled, opened, say, whole};
use crate::support::{day, import, open, request, upload};

fn order(outcome: ChoiceOutcome, route: &str, why: &str) -> DecisionOrder {
    DecisionOrder { outcome, route: route.to_owned(), why: why.to_owned(), until: None }
}

/// The house says what it collects of a title on a sound debtor.
fn half_is_collected(desk: &Desk) -> CasePolicy {
    let mut policy = CasePolicy::default();
    policy.parameters.given.push(Given {
        measure: Measure::Collected,
        route: None,
        solvency: None,
        value: 500,
        by: "cli".to_owned(),
        on: day("2026-11-23"),
    });
    desk.set_case_policy(&Actor::operator(), &policy).expect("the policy");
    policy
}

/// The same, with what a small claim costs the house: the tables have no path for it.
fn small_claims_cost(desk: &Desk) {
    let mut policy = half_is_collected(desk);
    policy.parameters.own_costs.push(OwnCost {
        route: "small-claims".to_owned(),
        label: "commissaire de justice".to_owned(),
        amount: Money::new(4_000, Currency::EUR),
        recoverable: false,
    });
    desk.set_case_policy(&Actor::operator(), &policy).expect("the policy");
}

fn verdict(desk: &Desk, case: CaseId) -> (String, String) {
    let found = desk.choice(&Actor::operator(), case).expect("a choice");
    (found.verdict, found.words.en)
}

#[test]
fn each_route_says_its_court_its_cost_what_it_brings_and_what_it_hangs_on() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = whole(desk, "C1");
        // Nobody ships what is collected of a title: it is asked for, never supposed.
        let found = desk.choice(&actor, case).expect("a choice");
        assert_eq!(found.verdict, "ask", "{found:?}");
        assert!(found.words.en.contains("share collected"), "{}", found.words.en);
        half_is_collected(desk);
        let found = desk.choice(&actor, case).expect("a choice");
        assert_eq!((found.verdict.as_str(), found.claim.as_str()), ("go", "8000.00"));
        let first = &found.routes[0];
        assert_eq!(first.route.procedure, "payment-order");
        assert!(first.route.court.fr.contains("Lille"), "{:?}", first.route.court);
        // (8000 + costs) × 0,74 × 0,95 × 0,5 − costs, costs between zero and 200 €.
        let expected = first.route.expected.expect("a value").minor();
        assert!((260_000..=281_200).contains(&expected), "{expected}");
        let hinge = first.hinge_words.as_ref().expect("a hinge");
        assert!(hinge.en.starts_with("share collected") && hinge.en.contains("acting pays from"), "{hinge:?}");
        assert!(first.cost_words.is_some() && first.duration_words.is_some());
        // A cost of the house's own counts.
        let mut policy = half_is_collected(desk);
        policy.parameters.own_costs.push(OwnCost {
            route: "payment-order".to_owned(),
            label: "avocat".to_owned(),
            amount: Money::new(500_000, Currency::EUR),
            recoverable: false,
        });
        desk.set_case_policy(&actor, &policy).expect("the policy");
        let dear = desk.choice(&actor, case).expect("a choice");
        let order = dear.routes.iter().find(|line| line.route.procedure == "payment-order").expect("the route");
        assert_eq!(order.route.advice.slug(), "not-worth-it", "on {}", house.engine);
    }
}

#[test]
fn acting_is_not_advised_on_a_shell_on_what_is_time_barred_or_for_less_than_it_costs() {
    for house in filled() {
        let desk = &house.desk;
        small_claims_cost(desk);
        let shell = whole(desk, "C1");
        say(desk, shell, "solvency", "empty-shell");
        assert_eq!(verdict(desk, shell), ("no-go".to_owned(), "do not act: nothing to seize".to_owned()));
        let barred = whole(desk, "C4");
        assert_eq!(verdict(desk, barred), ("no-go".to_owned(), "do not act: time-barred claim".to_owned()));
        let small = whole(desk, "C11");
        let (found, words) = verdict(desk, small);
        assert_eq!(found, "no-go", "{words}");
        assert!(words.starts_with("do not act: the cost reaches the claim"), "{words}, on {}", house.engine);
    }
}

#[test]
fn small_claims_of_the_same_debtor_are_proposed_together() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        small_claims_cost(desk);
        let more = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
            C11;Garage C11 SARL;société;1 rue A;59000;Lille;F-C11;facture;31/05/2026;30/06/2026;20,00\n\
            C11;Garage C11 SARL;société;1 rue A;59000;Lille;F-C11B;facture;31/05/2026;30/06/2026;4000,00\n";
        import(desk, &request(vec![upload("more.csv", more)]));
        let account = desk.find_account(&actor, "C11").expect("C11");
        let item = desk.find_item(&actor, "F-C11").expect("F-C11").id;
        let case =
            desk.open_case(&actor, account, &CaseOrder { items: vec![item], ..CaseOrder::default() }).expect("a case");
        for (aspect, value) in [("solvency", "good"), ("place", "59350")] {
            say(desk, case, aspect, value);
        }
        let group = desk.choice(&actor, case).expect("a choice").group.expect("a group");
        assert_eq!((group.numbers.as_str(), group.changes), ("F-C11B", true), "{group:?}");
        assert!(group.apart.en.starts_with("do not act") && group.together.en.starts_with("worth it"), "{group:?}");
        desk.add_claims(&actor, case, &group.items).expect("joined");
        let found = desk.choice(&actor, case).expect("a choice");
        assert_eq!((found.claim.as_str(), found.group.is_none()), ("4020.00", true), "on {}", house.engine);
    }
}

#[test]
fn a_decision_keeps_who_why_and_the_figures_and_against_advice_is_marked() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let policy = half_is_collected(desk);
        let case = whole(desk, "C1");
        let why = "le débiteur paie ses autres fournisseurs";
        let no_reason = order(ChoiceOutcome::Go, "payment-order", "ok");
        assert_eq!(code(desk.decide_case(&actor, case, &no_reason)), "decision-no-reason");
        let closed = order(ChoiceOutcome::Go, "over-indebtedness", why);
        assert_eq!(code(desk.decide_case(&actor, case, &closed)), "decision-closed");
        assert_eq!(code(desk.decide_case(&actor, case, &order(ChoiceOutcome::Later, "", why))), "choice-until-missing");
        let reader = Actor::new("r", Role::Reader);
        assert_eq!(code(desk.decide_case(&reader, case, &order(ChoiceOutcome::NoGo, "", why))), "forbidden");
        assert_eq!(code(desk.choice(&Actor::new("x", Role::Salesperson), case)), "not-found");
        let later = DecisionOrder { until: Some(day("2026-12-01")), ..order(ChoiceOutcome::Later, "", why) };
        desk.decide_case(&actor, case, &later).expect("put off");
        let account = desk.case(&actor, case).expect("a case").line.account_id;
        let tasks = desk.account_tasks(&actor, account).expect("tasks");
        assert_eq!(tasks.iter().map(|task| task.due.to_string()).collect::<Vec<_>>(), ["2026-12-01"]);
        desk.decide_case(&actor, case, &order(ChoiceOutcome::Go, "payment-order", why)).expect("decided");
        // The figures move on, the record stays.
        desk.set_case_policy(&actor, &CasePolicy::default()).expect("the policy");
        desk.decide_case(&actor, case, &order(ChoiceOutcome::Go, "payment-order", why)).expect("decided");
        desk.set_case_policy(&actor, &policy).expect("the policy");
        desk.decide_case(&actor, case, &order(ChoiceOutcome::NoGo, "", why)).expect("decided");
        let kept = desk.case_decisions(&actor, case).expect("decisions");
        let told: Vec<(&str, bool)> = kept.iter().map(|line| (line.outcome.slug(), line.against)).collect();
        assert_eq!(told, [("no-go", true), ("go", true), ("go", false), ("later", false)], "on {}", house.engine);
        assert!(kept[2].court.contains("Lille") && kept[2].by == "cli" && kept[2].why == why, "{:?}", kept[2]);
        desk.close_case(&actor, case, (CaseOutcome::GivenUp, why)).expect("closed");
        assert_eq!(code(desk.decide_case(&actor, case, &order(ChoiceOutcome::NoGo, "", why))), "case-closed");
        assert!(!desk.choice(&actor, case).expect("a choice").open);
    }
}

#[test]
fn closed_cases_teach_what_they_brought_and_mistakes_teach_nothing() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        for (account, outcome) in [("C1", CaseOutcome::GivenUp), ("C2", CaseOutcome::Mistake)] {
            let case = opened(desk, account);
            let begin = ProcedureOrder {
                definition: "payment-order".to_owned(),
                begun: Some(day("2026-09-01")),
                ..ProcedureOrder::default()
            };
            let id = desk.begin_procedure(&actor, case, &begin).expect("a procedure");
            let filed = TellOrder::act("file-request", day("2026-09-01")).proved(ProofKind::RegistryReceipt, "1");
            desk.tell_procedure(&actor, id, &filed).expect("filed");
            let refused = TellOrder::act("reject", day("2026-10-01")).proved(ProofKind::Decision, "2");
            desk.tell_procedure(&actor, id, &refused).expect("rejected");
            desk.close_case(&actor, case, (outcome, "requête rejetée")).expect("closed");
        }
        let learned = desk.learned_figures(&actor).expect("figures");
        let told: Vec<(Measure, &str, u32, u64)> =
            learned.iter().map(|one| (one.measure, one.route.as_str(), one.cases, one.sum)).collect();
        assert_eq!(told, [(Measure::Granted, "payment-order", 1, 0)], "on {}", house.engine);
        // (740 × 20 + 0) / 21 = 704,76.
        let desk = open(&house.url, day("2026-11-23"));
        let case = whole(&desk, "C3");
        let found = desk.choice(&actor, case).expect("a choice");
        let route = found.routes.iter().find(|line| line.route.procedure == "payment-order").expect("the route");
        assert_eq!(route.route.chances[0].value, 705, "on {}", house.engine);
    }
}

#[test]
fn a_policy_that_the_rules_cannot_use_is_refused() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let policy = half_is_collected(desk);
        let with = |change: &dyn Fn(&mut CasePolicy)| {
            let mut changed = policy.clone();
            change(&mut changed);
            code(desk.set_case_policy(&actor, &changed))
        };
        assert_eq!(with(&|p| p.parameters.given[0].value = 1_001), "choice-figure");
        assert_eq!(with(&|p| p.parameters.given[0].route = Some("duel".to_owned())), "choice-route");
        assert_eq!(with(&|p| p.parameters.least_cases = 0), "choice-case-counts");
        assert_eq!(with(&|p| p.parameters.least_gain = Money::new(-1, Currency::EUR)), "choice-amount");
    }
}
