//! What a case costs: each euro is somewhere once, and comes back in legal order.

use app::cases::{CaseId, CaseOutcome};
use app::costs::{CaseClosing, CostOrder, LossOrder, Party, TimeOrder};
use app::reports::ReportFormat;
use app::worklist::{Scope, WorkQuery};
use app::{Actor, Desk};
use kernel::{Currency, Date, Language, Money};
use law::Law;
use law::decompte::{Account, Cost, Item, Receipt, decompte};
use proptest::prelude::*;

use crate::support::{day, import, request, upload};
use crate::titles::{case_of, code, filled};

const START: &str = "2026-09-01";

fn order(label: &str, (net, vat): (&str, &str), ground: &str) -> CostOrder {
    CostOrder {
        kind: "officer-act".to_owned(),
        label: label.to_owned(),
        net: net.to_owned(),
        vat: vat.to_owned(),
        ground: ground.to_owned(),
        ..CostOrder::default()
    }
}

fn minor(text: &str) -> i64 {
    Money::parse(text, Currency::EUR).expect("an amount").minor()
}

fn with_costs(desk: &Desk) -> CaseId {
    let (actor, case) = (Actor::operator(), case_of(desk));
    let served = CostOrder {
        tariff: "service-of-order".to_owned(),
        ..order("signification", ("58.73", "11.75"), "prescribed-act")
    };
    desk.add_cost(&actor, case, &served).expect("a cost");
    desk.add_cost(&actor, case, &order("avocat", ("500.00", "100.00"), "outside-proceedings")).expect("a cost");
    let time = TimeOrder { who: "Léa".to_owned(), day: None, minutes: 50, hourly: "42.50".to_owned() };
    desk.add_time(&actor, case, &time).expect("time");
    case
}

#[test]
fn costs_are_summed_by_who_bears_them_beside_their_budget() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = with_costs(desk);
        let lines = [("officer-act".to_owned(), "600".to_owned()), ("lawyer".to_owned(), String::new())];
        desk.set_budget(&actor, case, &lines).expect("a budget");
        let costs = desk.case_costs(&actor, case).expect("the costs");
        // 58.73 + 11.75 = 70.48; 500 + 100 = 600; 42.50 × 50 / 60 = 35.42
        let sums = &costs.sums;
        assert_eq!((sums.gross.as_str(), sums.to_claim.as_str(), sums.budget.as_str()), ("705.90", "70.48", "600.00"));
        let parts = |all: &[(Party, String)]| all.iter().map(|(_, text)| minor(text)).sum::<i64>();
        assert_eq!((parts(&sums.by_bearer), parts(&sums.by_advance)), (minor("705.90"), minor("705.90")));
        let acts = sums.by_kind.iter().find(|line| line.budget.is_some()).expect("the acts");
        assert_eq!((acts.actual.as_str(), acts.over.as_str()), ("670.48", "70.48"));
        assert_eq!(sums.unpaid, "670.48");
        // The tariff stands beside what was charged, and its rows say what they are worth.
        let served = &costs.costs.iter().find(|line| line.label == "signification").expect("the service");
        let beside = served.beside.as_ref().expect("the tariff");
        assert!(beside.stale_since.is_some() && beside.words.fr.contains("périmé"), "{beside:?}");
        assert!(!beside.warnings.is_empty(), "rows that are not verified say so");
        // Where the law leaves it to the judge, his decision counts.
        let lawyer = costs.costs.iter().find(|line| line.label == "avocat").expect("the lawyer");
        assert_eq!(lawyer.borne_by, Party::Undecided);
        let decided =
            CostOrder { decided: "debtor".to_owned(), ..order("avocat", ("500.00", "100.00"), "outside-proceedings") };
        assert_eq!(code(desk.change_cost(&actor, lawyer.id, (&decided, "jugement"))), "cost-decision-missing");
        let decided = CostOrder { decision: "TC Paris, 20 août 2026".to_owned(), ..decided };
        assert_eq!(code(desk.change_cost(&actor, lawyer.id, (&decided, ""))), "reason-missing");
        desk.change_cost(&actor, lawyer.id, (&decided, "jugement rendu")).expect("corrected");
        let sums = desk.case_costs(&actor, case).expect("the costs").sums;
        assert_eq!((sums.to_claim.as_str(), sums.gross.as_str()), ("670.48", "705.90"));
        desk.pay_cost(&actor, lawyer.id, None).expect("paid");
        desk.drop_cost(&actor, lawyer.id, "autre dossier").expect("taken out");
        let costs = desk.case_costs(&actor, case).expect("the costs");
        assert_eq!((costs.sums.gross.as_str(), costs.costs.len()), ("105.90", 2), "on {}", house.engine);
        assert_eq!(code(desk.pay_cost(&actor, lawyer.id, None)), "cost-gone");
        let time = costs.time[0].id;
        assert_eq!(code(desk.drop_time(&actor, time, "")), "reason-missing");
        desk.drop_time(&actor, time, "double").expect("taken out");
        assert_eq!(desk.case_costs(&actor, case).expect("the costs").sums.gross, "70.48");
    }
}

/// C. civ. 1342-10, 1343-1: costs, then interest, then principal; the ledger's match stays as it is.
#[test]
fn what_comes_in_settles_costs_first_and_the_parts_are_the_whole() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = with_costs(desk);
        let paid = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
            C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F1;facture;01/05/2026;31/05/2026;1000,00\n\
            C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F2;facture;01/06/2026;30/06/2026;250,00\n\
            C1;Garage Leroy SARL;société;1 rue A;75001;Paris;R1;règlement;01/09/2026;;-300,00\n";
        import(desk, &request(vec![upload("paid.csv", paid)]));
        let of = |number: &str| desk.find_item(&actor, number).expect("an item").id;
        let amount = Money::parse("300", Currency::EUR).expect("an amount");
        desk.allocate(&actor, of("F1"), of("R1"), Some(amount)).expect("matched");
        let costs = desk.case_costs(&actor, case).expect("the costs");
        let drawn = costs.decompte.unwrap_or_else(|| panic!("{:?}", costs.decompte_missing));
        let line = &drawn.receipts[0];
        let parts = [&line.to_costs, &line.to_interest, &line.to_indemnities, &line.to_principal, &line.surplus];
        assert_eq!(parts.iter().map(|text| minor(text)).sum::<i64>(), 30_000, "{line:?}");
        assert_eq!((line.to_costs.as_str(), costs.sums.recovered.as_deref()), ("70.48", Some("70.48")));
        assert_eq!(drawn.principal, "1250.00");
    }
}

#[test]
fn what_cannot_be_told_of_a_cost_is_refused_and_says_why() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = case_of(desk);
        let good = || order("acte", ("10.00", ""), "enforcement");
        let add = |order: CostOrder| code(desk.add_cost(&actor, case, &order));
        let ahead = Some(day("2026-09-02"));
        assert_eq!(add(CostOrder { net: "-10".to_owned(), ..good() }), "cost-negative");
        assert_eq!(add(CostOrder { net: "dix".to_owned(), ..good() }), "cost-amount");
        assert_eq!(add(CostOrder { vat: "-2".to_owned(), ..good() }), "cost-vat");
        assert_eq!(add(CostOrder { vat: "11".to_owned(), ..good() }), "cost-vat");
        assert_eq!(add(CostOrder { currency: "USD".to_owned(), ..good() }), "cost-other-currency");
        assert_eq!(add(CostOrder { label: " ".to_owned(), ..good() }), "cost-label-missing");
        assert_eq!(add(CostOrder { day: ahead, ..good() }), "cost-future");
        assert_eq!(add(CostOrder { paid: ahead, ..good() }), "cost-paid-ahead");
        assert_eq!(add(CostOrder { ground: "luck".to_owned(), ..good() }), "case-word");
        assert_eq!(add(CostOrder { tariff: "nothing".to_owned(), ..good() }), "law");
        let decided =
            |decision: &str| CostOrder { decided: "creditor".to_owned(), decision: decision.to_owned(), ..good() };
        assert_eq!(add(decided("TC Paris")), "cost-by-law", "the law puts enforcement on the debtor");
        let time = |minutes, hourly: &str, who: &str| {
            let order = TimeOrder { who: who.to_owned(), day: None, minutes, hourly: hourly.to_owned() };
            code(desk.add_time(&actor, case, &order))
        };
        assert_eq!(time(0, "42", "Léa"), "cost-minutes");
        assert_eq!(time(1_441, "42", "Léa"), "cost-minutes");
        assert_eq!(time(10, "0", "Léa"), "cost-hourly");
        assert_eq!(time(10, "42", " "), "cost-who-missing");
        let budget = |lines: &[(&str, &str)]| {
            let lines: Vec<(String, String)> = lines.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            code(desk.set_budget(&actor, case, &lines))
        };
        assert_eq!(budget(&[("lawyer", "-1")]), "cost-budget");
        assert_eq!(budget(&[("lawyer", "1"), ("lawyer", "2")]), "cost-budget");
    }
}

#[test]
fn a_loss_is_proved_and_its_entries_are_balanced_and_never_posted() {
    for house in filled(START) {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = case_of(desk);
        let closing = |loss: LossOrder| CaseClosing {
            outcome: CaseOutcome::Irrecoverable,
            why: "rien à saisir".to_owned(),
            loss,
        };
        let close = |loss: LossOrder| code(desk.close_case(&actor, case, closing(loss)));
        let proof = |on: Option<Date>| LossOrder {
            proof: "certificat d’irrécouvrabilité".to_owned(),
            proof_on: on,
            ..LossOrder::default()
        };
        assert_eq!(close(LossOrder::default()), "loss-proof-missing");
        assert_eq!(close(proof(None)), "loss-day-missing");
        assert_eq!(close(proof(Some(day("2026-09-02")))), "loss-ahead");
        assert_eq!(close(LossOrder { vat_rate: "101".to_owned(), ..proof(Some(day(START))) }), "loss-vat-rate");
        assert_eq!(code(desk.complete_loss(&actor, case, &proof(Some(day(START))))), "loss-none");
        desk.close_case(&actor, case, closing(proof(Some(day(START))))).expect("closed");
        // what left the case stays set aside: nobody is asked to call for it
        let day_list =
            desk.worklist(&actor, &WorkQuery { scope: Scope::Team, after: None, limit: 50 }).expect("a list");
        assert!(day_list.rows.iter().flat_map(|row| &row.reasons).all(|reason| reason.code != "pieces-free"));
        let loss = |desk: &Desk| desk.case_costs(&actor, case).expect("the costs").loss.expect("a loss");
        let accounts =
            |desk: &Desk| -> Vec<String> { loss(desk).entries.into_iter().map(|line| line.account).collect() };
        assert_eq!((loss(desk).gross.as_str(), accounts(desk)), ("1250.00", vec!["416".to_owned(), "411".to_owned()]));
        assert!(loss(desk).warnings.iter().any(|words| words.fr.contains("aucune table")), "what is lacking is said");
        let told = |vat: &str| LossOrder { vat_rate: "20".to_owned(), vat: vat.to_owned(), ..proof(Some(day(START))) };
        desk.complete_loss(&actor, case, &told("debits")).expect("completed");
        let known = loss(desk);
        // 1000 / 1.2 = 833.33 + 166.67; 250 / 1.2 = 208.33 + 41.67
        assert_eq!((known.net.as_deref(), known.vat.as_deref()), (Some("1041.66"), Some("208.34")));
        assert_eq!(accounts(desk), ["416", "411", "654", "4457", "416", "491", "78174"]);
        let spaced = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
        let words = spaced(known.pieces[0].overprint.as_deref().expect("the duplicate"));
        assert!(words.contains("833,33") && words.contains("166,67") && !words.contains('…'), "{words}");
        for entry in 1..=3 {
            let of = |side: fn(&app::costs::EntryLine) -> Option<&String>| -> i64 {
                known.entries.iter().filter(|line| line.entry == entry).filter_map(side).map(|text| minor(text)).sum()
            };
            assert_eq!(of(|line| line.debit.as_ref()), of(|line| line.credit.as_ref()), "entry {entry}");
        }
        let csv = desk.loss_report(&actor, ReportFormat::Csv, case, Language::Fr).expect("a file");
        let csv = String::from_utf8(csv.bytes).expect("text");
        assert!(csv.lines().count() == 8 && csv.contains("654"), "{csv}");
        desk.complete_loss(&actor, case, &told("collection")).expect("completed");
        assert!(!accounts(desk).contains(&"4457".to_owned()), "VAT on collection is not recovered");
        assert!(loss(desk).pieces.iter().all(|piece| piece.overprint.is_none()), "on {}", house.engine);
    }
}

proptest! {
    #[test]
    fn every_euro_of_cost_and_payment_balances(
        costs in proptest::collection::vec((1_i64..50_000, any::<bool>()), 0..6),
        receipts in proptest::collection::vec((0_i32..80, 1_i64..200_000), 0..8),
    ) {
        let eur = |minor| Money::new(minor, Currency::EUR);
        let from = kernel::epoch_day(day("2026-06-01"));
        let mut account = Account::new(Currency::EUR);
        account.items.push(Item::new("F1", eur(100_000), day("2026-05-31")));
        account.costs = costs
            .iter()
            .map(|(amount, recoverable)| Cost {
                label: "acte".to_owned(),
                date: day("2026-05-31"),
                amount: eur(*amount),
                recoverable: *recoverable,
            })
            .collect();
        account.receipts = receipts
            .iter()
            .map(|(after, amount)| Receipt {
                date: kernel::from_epoch_day(from + after),
                amount: eur(*amount),
                chosen: None,
                credit_note: false,
            })
            .collect();
        let drawn = decompte(&account, Law::builtin(), day("2026-08-31")).expect("a décompte");
        let (mut received, mut to_costs) = (0, 0);
        for line in &drawn.receipts {
            let parts = [line.to_costs, line.to_interest, line.to_indemnities, line.to_principal, line.to_penalty, line.surplus];
            prop_assert_eq!(parts.iter().map(|part| part.minor()).sum::<i64>(), line.amount.minor());
            received += line.amount.minor();
            to_costs += line.to_costs.minor();
        }
        let totals = &drawn.totals;
        prop_assert_eq!(received, receipts.iter().map(|(_, amount)| amount).sum::<i64>());
        prop_assert_eq!(totals.costs.minor() - totals.costs_left.minor(), to_costs);
        let owed = costs.iter().filter(|(_, recoverable)| *recoverable).map(|(amount, _)| amount).sum::<i64>();
        prop_assert_eq!(totals.costs.minor(), owed);
        let due = totals.principal.minor() + totals.interest.minor() + totals.indemnities.minor() + totals.costs.minor();
        prop_assert_eq!(totals.owed.minor() - totals.overpaid.minor(), due - received);
    }
}
