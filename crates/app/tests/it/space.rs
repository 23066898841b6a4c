//! The debtor's space, by its link: who comes in, what shows, what each act does to the books.

use app::blocks::{BlockFilter, BlockReason};
use app::disputes::{DisputeFilter, DisputeKind, Source};
use app::imports::ImportRequest;
use app::links::LinkAsked;
use app::plans::{PlanState, PlanTerms};
use app::runs::RunRequest;
use app::space::{Caller, LinkPurpose, SpaceContest, SpaceNext, SpacePaid, SpaceSignature, SpaceTerms};
use app::{Actor, Desk, DeskError};
use kernel::{FixedClock, Money};
use ledger::{AccountId, DebtorKind, ImportMode, ItemId};

use crate::support::{House, become_kind, day, houses, import, open_at, request, upload};

pub const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n";
pub const START: &str = "2026-11-23";
pub const ADDRESS: &str = "https://recouvrement.example";

/// Two late invoices and one to come, of a customer of this kind.
pub fn opened(kind: DebtorKind) -> Vec<House> {
    let all = houses(START);
    for house in &all {
        let who = "C-12;Claire Masson;1 rue A;75001;Paris";
        let lines = format!(
            "{HEAD}{who};F-1001;facture;01/08/2026;01/09/2026;300,00\n{who};F-1002;facture;05/08/2026;15/09/2026;600,00\n\
             {who};F-1003;facture;20/11/2026;20/12/2026;100,00\nC2;Autre SARL;2 rue B;75002;Paris;G1;facture;01/08/2026;01/09/2026;50,00\n"
        );
        import(&house.desk, &request(vec![upload("open.csv", lines)]));
        house.desk.set_address(&Actor::operator(), ADDRESS).expect("an address");
        become_kind(&house.desk, "C-12", kind);
    }
    all
}

pub fn account(desk: &Desk) -> AccountId {
    desk.find_account(&Actor::operator(), "C-12").expect("the account")
}

pub fn item(desk: &Desk, number: &str) -> ItemId {
    desk.find_item(&Actor::operator(), number).expect("the piece").id
}

pub fn token(address: &str) -> String {
    assert!(address.starts_with(&format!("{ADDRESS}/link/")), "{address}");
    address.rsplit('/').next().expect("a token").to_owned()
}

/// Who comes by a new link to the space, and says the fact where one is asked.
pub fn caller(desk: &Desk) -> Caller {
    let made = desk.make_link(&Actor::operator(), account(desk), &LinkAsked::default()).expect("a link");
    let token = token(&made.address);
    let proof = desk.prove_link(LinkPurpose::Space, &token, "f 1003").expect("the fact").0;
    Caller { purpose: LinkPurpose::Space, token, proof }
}

pub fn euros(text: &str) -> Money {
    Money::parse(text, kernel::Currency::EUR).expect("an amount")
}

pub fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

pub fn on(house: &House, today: &str) -> Desk {
    open_at(&house.url, FixedClock::on(day(today)))
}

fn kinds(desk: &Desk) -> Vec<String> {
    let file = desk.account_file(&Actor::operator(), account(desk)).expect("the file");
    file.timeline.iter().rev().map(|line| line.kind.clone()).collect()
}

#[test]
fn a_person_says_one_fact_before_anything_shows() {
    for house in opened(DebtorKind::Consumer) {
        let desk = &house.desk;
        let made = desk.make_link(&Actor::operator(), account(desk), &LinkAsked::default()).expect("a link");
        let stranger = Caller { purpose: LinkPurpose::Space, token: token(&made.address), proof: String::new() };
        assert_eq!(code(desk.space(&stranger)), "link-fact-needed", "{}", house.engine);
        for act in [
            code(desk.space_say(&stranger, "bonjour")),
            code(desk.space_working(&stranger, item(desk, "F-1001"))),
            code(desk.space_offer(&stranger, &SpaceTerms { months: Some(2), ..SpaceTerms::default() })),
            code(desk.space_paid(&stranger, &SpacePaid { on: None, words: String::new() })),
        ] {
            assert_eq!(act, "link-fact-needed");
        }
        let prove = |answer: &str| desk.prove_link(LinkPurpose::Space, &stranger.token, answer);
        assert_eq!(code(prove("  ")), "link-fact-missing", "nothing typed is no try");
        for (answer, why) in [
            ("G1", "the invoice of somebody else"),
            ("F-1001", "a letter lists what is late"),
            ("C-12", "and says the customer code"),
        ] {
            assert_eq!(code(prove(answer)), "link-fact-wrong", "{why}");
        }
        for answer in ["f-1003", "Facture F 1003", "n° f1003"] {
            let (proof, _) = prove(answer).unwrap_or_else(|e| panic!("{answer}: {e}"));
            let known = Caller { proof, ..stranger.clone() };
            assert_eq!(desk.space(&known).expect("the space").debtor, "Claire Masson");
        }
        let (proof, seconds) = prove("F-1003").expect("the fact");
        let other = desk.find_account(&Actor::operator(), "C2").expect("another");
        let made = desk.make_link(&Actor::operator(), other, &LinkAsked::default()).expect("a link");
        let turned = proof.replacen('1', "2", 1);
        let forged = Caller { proof: turned, ..stranger.clone() };
        assert_eq!(code(desk.space(&forged)), "link-fact-needed", "a proof that was changed");
        let lent = Caller { token: token(&made.address), proof: proof.clone(), purpose: LinkPurpose::Space };
        assert_eq!(desk.space(&lent).expect("a company sees at once").debtor, "Autre SARL");
        assert!(seconds <= 2 * 3600);
        let later = on(&house, "2026-11-24");
        let over = Caller { proof, ..stranger.clone() };
        assert_eq!(code(later.space(&over)), "link-fact-needed", "a proof does not last the night");
    }
}

#[test]
fn five_wrong_answers_close_the_link_and_each_is_noted() {
    for house in opened(DebtorKind::Trader) {
        let desk = &house.desk;
        let made = desk.make_link(&Actor::operator(), account(desk), &LinkAsked::default()).expect("a link");
        let token = token(&made.address);
        let prove = |answer: &str| desk.prove_link(LinkPurpose::Space, &token, answer);
        for _ in 0..4 {
            assert_eq!(code(prove("F-9999")), "link-fact-wrong");
        }
        assert_eq!(code(prove("F-9999")), "link-locked");
        assert_eq!(code(prove("F-1003")), "link-locked", "the right answer comes too late");
        let again = desk.make_link(&Actor::operator(), account(desk), &LinkAsked::default()).expect("a link");
        assert_ne!(again.id, made.id, "a link that is closed is given to nobody");
        let lines = desk.links(&Actor::operator(), account(desk)).expect("links");
        let locked: Vec<bool> = lines.iter().map(|line| line.locked).collect();
        assert_eq!(locked, [false, true], "and the list says so");
        let told = kinds(desk);
        let count = |kind: &str| told.iter().filter(|k| *k == kind).count();
        assert_eq!((count("link.failed"), count("link.locked")), (4, 1), "{}", house.engine);
    }
}

#[test]
fn a_company_sees_at_once_what_is_asked_now_and_what_is_not() {
    for house in opened(DebtorKind::CommercialCompany) {
        let desk = &house.desk;
        let asked = LinkAsked { recipient: "la compta".to_owned(), days: Some(3) };
        let made = desk.make_link(&Actor::operator(), account(desk), &asked).expect("a link");
        let again = desk.make_link(&Actor::operator(), account(desk), &asked).expect("a link");
        assert_eq!(made, again, "one that is still good is given again");
        let who = Caller { purpose: LinkPurpose::Space, token: token(&made.address), proof: String::new() };
        let contest = SpaceContest {
            item: item(desk, "F-1002"),
            kind: DisputeKind::Delivery,
            amount: "200".to_owned(),
            words: "Il manque deux portes.".to_owned(),
            file: Some(upload("photo.png", b"\x89PNG\r\n\x1a\nrest".to_vec())),
        };
        desk.space_contest(&who, &contest).expect("a dispute");
        let space = desk.space(&who).expect("the space");
        let sum = space.first().expect("a sum");
        // 300 + 600 are late, 200 of them contested; 100 come in December; nothing was claimed besides.
        assert_eq!((sum.due, sum.coming, sum.aside), (euros("700"), euros("100"), euros("200")), "{}", house.engine);
        assert_eq!(sum.now(), euros("700"));
        let line = space.lines.iter().find(|line| line.number == "F-1002").expect("the line");
        assert_eq!((line.open, line.asked, line.aside.len()), (euros("600"), euros("400"), 1));
        assert!(matches!(space.next, SpaceNext::Step { .. }), "{:?}", space.next);
        let filter = DisputeFilter { account: Some(account(desk)), ..DisputeFilter::default() };
        let dispute = desk.disputes(&Actor::operator(), &filter, None, 10).expect("disputes").rows.remove(0);
        assert_eq!((dispute.source, dispute.actor.as_str()), (Source::Debtor, "link:la compta"));
        let file = desk.dispute(&Actor::operator(), dispute.id).expect("the dispute");
        assert_eq!(file.evidence.len(), 1, "the photograph is kept");
        assert!(kinds(desk).contains(&"link.opened".to_owned()));
        desk.revoke_link(&Actor::operator(), made.id).expect("taken back");
        assert_eq!(code(desk.space(&who)), "link-revoked");
        let made = desk.make_link(&Actor::operator(), account(desk), &asked).expect("another link");
        let late = Caller { token: token(&made.address), ..who };
        let minute = |now: &str| {
            let now = now.parse().expect("an instant");
            open_at(&house.url, FixedClock { now, ..FixedClock::on(day("2026-11-26")) })
        };
        // Three days are good until the end of the third, in Paris.
        minute("2026-11-26T22:59:00Z").space(&late).expect("the last minute of the day");
        assert_eq!(code(minute("2026-11-26T23:00:00Z").space(&late)), "link-expired");
    }
}

#[test]
fn what_is_contested_wrongly_changes_nothing() {
    for house in opened(DebtorKind::Consumer) {
        let desk = &house.desk;
        let who = caller(desk);
        let contest = |amount: &str, words: &str, file| SpaceContest {
            item: item(desk, "F-1001"),
            kind: DisputeKind::Price,
            amount: amount.to_owned(),
            words: words.to_owned(),
            file,
        };
        let program = Some(upload("photo.jpg", b"MZ\x90\0program".to_vec()));
        let heavy = Some(upload("photo.jpg", vec![0xff; 50_000_000]));
        for (order, why) in [
            (contest("-5", "non", None), "block-amount"),
            (contest("301", "non", None), "block-amount"),
            (contest("10 USD", "non", None), "link-amount-unread"),
            (contest("", " ", None), "link-words-missing"),
            (contest("", &"a".repeat(2_001), None), "link-words-long"),
            (contest("", "non", program), "dispute-file-unknown"),
            (contest("", "non", heavy), "dispute-file-heavy"),
            (SpaceContest { item: item(desk, "G1"), ..contest("", "non", None) }, "not-found"),
        ] {
            assert_eq!(code(desk.space_contest(&who, &order)), why);
        }
        let filter = DisputeFilter { account: Some(account(desk)), ..DisputeFilter::default() };
        assert!(desk.disputes(&Actor::operator(), &filter, None, 10).expect("disputes").rows.is_empty());
        for (item, what) in [(item(desk, "G1"), "the piece of somebody else"), (ItemId(7), "no piece")] {
            assert_eq!(code(desk.space_working(&who, item)), "not-found", "{what}");
            assert_eq!(code(desk.space_file(&who, item)), "not-found", "{what}");
            assert_eq!(code(desk.space_receipt(&who, item)), "not-found", "{what}");
        }
    }
}

#[test]
fn a_plan_is_proposed_and_signed_by_the_link() {
    for house in opened(DebtorKind::Consumer) {
        let desk = &house.desk;
        let who = caller(desk);
        let terms = SpaceTerms { months: Some(3), first: Some(day("2026-12-05")), ..SpaceTerms::default() };
        let offer = desk.space_offer(&who, &terms).expect("an offer");
        assert_eq!((offer.total.as_str(), offer.instalments.len(), offer.beyond.len()), ("900.00", 3, 0));
        let first = desk.space_propose(&who, &terms).expect("a plan");
        assert_eq!(desk.space_propose(&who, &terms).expect("the same again"), first, "sent twice, proposed once");
        let better = SpaceTerms { note: "après ma paie".to_owned(), ..terms };
        let plan = desk.space_propose(&who, &better).expect("a better one");
        let state = |id| desk.plan_detail(&Actor::operator(), id).expect("the plan").line.state;
        assert_eq!((state(first), state(plan)), (PlanState::Cancelled, PlanState::Proposed));
        let sign = |name: &str, consent| SpaceSignature { name: name.to_owned(), capacity: String::new(), consent };
        assert_eq!(code(desk.space_sign(&who, Some(plan), &sign(" ", true))), "link-name-missing");
        assert_eq!(code(desk.space_sign(&who, Some(plan), &sign("Claire Masson", false))), "link-consent-missing");
        assert_eq!(state(plan), PlanState::Proposed);
        desk.space_sign(&who, Some(plan), &sign("Claire  Masson", true)).expect("signed");
        let detail = desk.plan_detail(&Actor::operator(), plan).expect("the plan");
        assert_eq!((detail.signed_by.as_str(), detail.signed_level.as_str()), ("Claire Masson", "electronic"));
        assert_eq!(code(desk.space_sign(&who, Some(plan), &sign("Claire Masson", true))), "plan-not-now");
        let paper = desk.space_protocol(&who, Some(plan)).expect("the protocol");
        assert!(paper.bytes.starts_with(b"%PDF-"));
        let space = desk.space(&who).expect("the space");
        let sum = space.first().expect("a sum");
        assert_eq!((sum.now(), sum.aside), (euros("0"), euros("900")), "{}", house.engine);
        assert_eq!(space.next, SpaceNext::Plan);
        assert_eq!(desk.run(&Actor::worker(), &RunRequest::default(), &|_, _| ()).expect("a run").messages, 1, "C2");
        let clock = desk.account_file(&Actor::operator(), account(desk)).expect("the file").limitation;
        assert_eq!(clock.expect("a clock").acknowledged, Some(day(START)), "the acknowledgement is written");
    }
}

#[test]
fn beyond_what_a_collector_grants_a_plan_waits_for_somebody() {
    for house in opened(DebtorKind::Consumer) {
        let desk = &house.desk;
        let who = caller(desk);
        let terms = SpaceTerms { months: Some(30), first: Some(day("2026-12-05")), ..SpaceTerms::default() };
        let plan = desk.space_propose(&who, &terms).expect("a plan");
        let detail = desk.plan_detail(&Actor::operator(), plan).expect("the plan");
        assert_eq!(detail.line.state, PlanState::Awaiting);
        let sign = SpaceSignature { name: "Claire Masson".to_owned(), capacity: String::new(), consent: true };
        assert_eq!(code(desk.space_sign(&who, Some(plan), &sign)), "plan-not-now", "nobody granted it");
        let tasks = desk.account_tasks(&Actor::operator(), account(desk)).expect("tasks");
        assert!(tasks[0].subject.en.contains("proposed by link"), "{:?}", tasks[0].subject);
        for (terms, why) in [
            (SpaceTerms { months: Some(400), ..terms.clone() }, "plan-too-many"),
            (SpaceTerms { each: "-50".to_owned(), ..terms.clone() }, "plan-amount-negative"),
            (SpaceTerms { each: "100 USD".to_owned(), ..terms.clone() }, "plan-step-malformed"),
            (SpaceTerms { first: Some(day("2026-11-01")), ..terms.clone() }, "plan-first-past"),
        ] {
            let told = code(desk.space_propose(&who, &terms));
            assert!(told.starts_with("plan-"), "{why}: {told}");
            assert_eq!(detail.line.state, PlanState::Awaiting, "what was proposed stands");
        }
    }
}

#[test]
fn a_plan_of_the_house_is_signed_or_refused_by_its_own_link() {
    for house in opened(DebtorKind::CommercialCompany) {
        let desk = &house.desk;
        let actor = Actor::operator();
        let terms = PlanTerms { count: Some(2), first: Some(day("2026-12-07")), ..PlanTerms::default() };
        let plan = desk.propose_plan(&actor, account(desk), &terms).expect("a plan");
        let other = desk.find_account(&actor, "C2").expect("another");
        let foreign = desk.propose_plan(&actor, other, &terms).expect("a plan of another");
        let made = desk.make_plan_link(&actor, plan, &LinkAsked::default()).expect("a link");
        let who = Caller { purpose: LinkPurpose::Plan, token: token(&made.address), proof: String::new() };
        assert_eq!(
            desk.space_plan(&who, Some(foreign)).expect("the plan").plan.line.id,
            plan,
            "its own, whatever is asked"
        );
        let astray = Caller { purpose: LinkPurpose::Space, ..who.clone() };
        assert_eq!(code(desk.space(&astray)), "link-unknown", "a link opens one thing");
        assert_eq!(code(desk.space_refuse(&who, None, " ")), "reason-missing");
        let sign = SpaceSignature { name: "L. Roy".to_owned(), capacity: "gérante".to_owned(), consent: true };
        desk.space_sign(&who, None, &sign).expect("signed");
        let signed = desk.space_plan(&who, None).expect("the plan").plan;
        assert_eq!((signed.line.state, signed.signed_by.as_str()), (PlanState::Active, "L. Roy, gérante"));
        assert_eq!(code(desk.space_refuse(&who, None, "non")), "plan-not-now");
        assert_eq!(code(desk.make_plan_link(&actor, plan, &LinkAsked::default())), "link-nothing-to-sign");
        let space = desk.make_link(&actor, account(desk), &LinkAsked::default()).expect("a link");
        let space = Caller { purpose: LinkPurpose::Space, token: token(&space.address), proof: String::new() };
        assert_eq!(code(desk.space_plan(&space, Some(foreign))), "not-found", "the plan of another");
        assert_eq!(code(desk.space_sign(&space, Some(foreign), &sign)), "not-found");
        assert_eq!(code(desk.space_protocol(&space, Some(foreign))), "not-found");
    }
}

#[test]
fn a_payment_announced_waits_some_days_once_and_words_become_a_task() {
    for house in opened(DebtorKind::CommercialCompany) {
        let desk = &house.desk;
        let who = caller(desk);
        let paid = |on: &str| SpacePaid { on: Some(day(on)), words: "virement de 900 €".to_owned() };
        assert_eq!(code(desk.space_paid(&who, &paid("2026-11-24"))), "link-paid-when", "a day to come");
        assert_eq!(code(desk.space_paid(&who, &paid("2026-01-02"))), "link-paid-when", "long ago");
        for _ in 0..2 {
            let waits = desk.space_paid(&who, &paid("2026-11-20")).expect("noted");
            assert_eq!(waits, Some(day("2026-12-03")));
        }
        let filter =
            BlockFilter { account: Some(account(desk)), reason: Some(BlockReason::PaymentAnnounced), owner: None };
        let blocked = desk.blocked_items(&Actor::operator(), &filter, None, 10).expect("blocks").rows;
        assert_eq!(blocked.len(), 2, "both late pieces, once");
        assert_eq!(blocked[0].until, Some(day("2026-12-03")));
        desk.space_say(&who, "Je change de <script>banque</script>").expect("noted");
        let tasks = desk.account_tasks(&Actor::operator(), account(desk)).expect("tasks");
        assert_eq!(tasks.len(), 2, "{}: the same again is one", house.engine);
        for n in 2..10 {
            desk.space_say(&who, &format!("message {n}")).expect("noted");
        }
        assert_eq!(code(desk.space_say(&who, "encore")), "link-too-much");
        desk.space_say(&who, "message 9").expect("the same again is not one more");
        let told = kinds(desk);
        assert_eq!(told.iter().filter(|kind| *kind == "space.paid").count(), 1);
    }
}

#[test]
fn interest_shows_only_once_a_message_claimed_it() {
    for house in opened(DebtorKind::CommercialCompany) {
        let who = caller(&house.desk);
        let claimed = |desk: &Desk| {
            let sum = *desk.space(&who).expect("the space").first().expect("a sum");
            sum.interest.minor() + sum.indemnity.minor()
        };
        assert_eq!(claimed(&house.desk), 0, "nothing was sent");
        let working = house.desk.space_working(&who, item(&house.desk, "F-1001")).expect("the line");
        assert!(working.words.is_empty(), "and nothing is computed");
    }
}

#[test]
fn a_receipt_of_a_payment_is_theirs() {
    for house in opened(DebtorKind::CommercialCompany) {
        let desk = &house.desk;
        let line = format!("{HEAD}C-12;x;1 rue A;75001;Paris;R1;règlement;20/11/2026;;-300,00\n");
        let mode = Some(ImportMode::Movement);
        import(desk, &ImportRequest { mode, ..request(vec![upload("paid.csv", line)]) });
        let who = caller(desk);
        let space = desk.space(&who).expect("the space");
        let sum = space.first().expect("a sum");
        assert_eq!(sum.due, euros("600"), "what came is deducted");
        let payment = space.payments.first().expect("a payment");
        assert_eq!(payment.amount, euros("300"));
        assert!(desk.space_receipt(&who, payment.id).expect("a receipt").bytes.starts_with(b"%PDF-"));
    }
}
