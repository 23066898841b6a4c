//! Insolvency seen from outside: the worked examples, every sample notice, and what must never happen.

use std::path::Path;

use judicial::insolvency::around::{
    self, Admission, Arrangement, ArrangementEffect, Guarantor, GuarantorDecision, Person,
};
use judicial::insolvency::clocks::{ClockKind, Places, clock, published};
use judicial::insolvency::declaration::{DeclarationState, Term, declaration, state};
use judicial::insolvency::effects::{Chase, InterestEffect, OpenItem, Question, SetOff, Side, effects};
use judicial::insolvency::matching::{DebtorRow, Ground, candidates};
use judicial::insolvency::standing::{Insolvency, Stage, standing};
use judicial::insolvency::{Notice, NoticeKind, NoticePerson, NoticeStatus, Officer, OfficerRole, Regime as Procedure};
use kernel::{Currency, Date, Money, Siren, search_key};
use law::{Claim, Law, Regime};
use ledger::{DebtorId, DebtorKind, ItemId};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn euros(cents: i64) -> Money {
    Money::new(cents, Currency::EUR)
}

fn notice(id: &str, kind: NoticeKind, judgment: &str, published: &str) -> Notice {
    Notice {
        id: id.to_owned(),
        published_on: day(published),
        status: NoticeStatus::Initial,
        replaces: None,
        kind,
        judgment_on: Some(day(judgment)),
        tribunal: "Tribunal de commerce de Bordeaux".to_owned(),
        persons: vec![NoticePerson { name: Some("Menuiserie Rouvière".to_owned()), ..NoticePerson::default() }],
        officers: vec![Officer {
            role: OfficerRole::Representative,
            name: "SELARL Aubépine".to_owned(),
            address: None,
        }],
        cessation_on: None,
        portal: None,
    }
}

fn opening() -> Notice {
    notice("A1", NoticeKind::ReceivershipOpening, "2026-09-01", "2026-09-15")
}

fn known(notices: &[Notice]) -> Insolvency {
    standing(notices).insolvency.expect("a procedure")
}

fn item(id: i64, cents: i64, due: &str, supply: Option<&str>) -> OpenItem {
    let open = euros(cents);
    OpenItem {
        id: ItemId(id),
        number: format!("FA-{id}"),
        open,
        due_on: day(due),
        supply_on: supply.map(day),
        long_loan: false,
        privilege: None,
        personal: false,
        connected: None,
        claim: (cents > 0).then(|| Claim::new(open, day(due), Regime::B2b)),
    }
}

fn last_day(kind: ClockKind, from: &str, places: Places) -> (Date, Date, Date) {
    let found = clock(kind, day(from), places, Law::builtin()).expect("a period");
    assert!(!found.article.is_empty() && !found.sources.is_empty());
    (found.raw, found.due, found.safe)
}

#[test]
fn the_worked_examples_give_their_dates() {
    let here = Places::METROPOLE;
    // A44
    let declare = last_day(ClockKind::Declaration, "2026-09-15", here);
    assert_eq!(declare, (day("2026-11-15"), day("2026-11-16"), day("2026-11-13")));
    // A46
    assert_eq!(last_day(ClockKind::Relief, "2026-09-15", here).1, day("2027-03-15"));
    assert_eq!(last_day(ClockKind::RetentionOfTitle, "2026-09-15", here).1, day("2026-12-15"));
    // A50
    let answer = last_day(ClockKind::AnswerContest, "2026-11-12", here);
    assert_eq!((answer.0, answer.1), (day("2026-12-12"), day("2026-12-14")));
    // A51: silence is a refusal, and the month to go to the judge runs from it
    assert_eq!(last_day(ClockKind::RetentionOfTitleAnswer, "2026-12-04", here).1, day("2027-01-04"));
    assert_eq!(last_day(ClockKind::RetentionOfTitleJudge, "2027-01-04", here).1, day("2027-02-04"));
    // A52
    assert_eq!(last_day(ClockKind::ContractOption, "2026-10-13", here).1, day("2026-11-13"));
    let after = last_day(ClockKind::DeclarationAfterTermination, "2026-11-13", here);
    assert_eq!((after.0, after.1), (day("2026-12-13"), day("2026-12-14")));
    // R622-24 al. 2 and 3: four months for who is far
    let abroad = Places { creditor_in_metropole: false, ..here };
    assert_eq!(last_day(ClockKind::Declaration, "2026-09-15", abroad).1, day("2027-01-15"));
    let overseas = Places { court_overseas: true, ..here };
    assert_eq!(last_day(ClockKind::Declaration, "2026-09-15", overseas).1, day("2027-01-15"));
    let same = Places { court_overseas: true, same_overseas: true, creditor_in_metropole: false, ..here };
    let found = clock(ClockKind::Declaration, day("2026-09-15"), same, Law::builtin()).expect("a period");
    assert_eq!((found.due, found.missing.is_some()), (day("2026-11-16"), true), "the table has no row for them");
}

#[test]
fn a_safeguard_of_yesterday_stops_what_is_prior_and_asks_for_a_declaration() {
    // B16
    let known = known(&[notice("A1", NoticeKind::SafeguardOpening, "2026-11-20", "2026-11-20")]);
    let items = [item(1, 120_000, "2026-09-30", Some("2026-08-30")), item(2, 50_000, "2026-12-31", Some("2026-11-10"))];
    for effect in effects(&known, &items, Law::builtin()).expect("effects") {
        assert_eq!((effect.side, effect.chase, effect.declare), (Side::Before, Chase::Stopped, true));
        assert_eq!((effect.interest, effect.set_off), (InterestEffect::Stops, SetOff::ConnectedOnly));
        assert!(effect.why.fr.contains("L622-21") && effect.why.fr.contains("L622-28"), "{}", effect.why.fr);
    }
    let drawn = declaration(&known, &items, Places::METROPOLE, Law::builtin()).expect("a declaration");
    assert_eq!(drawn.heads.iter().map(|h| h.term).collect::<Vec<_>>(), [Term::Due, Term::NotYetDue]);
    assert_eq!((drawn.sums[0].due, drawn.sums[0].not_yet_due), (euros(120_000), euros(50_000)));
    assert_eq!(drawn.to.as_ref().map(|o| o.name.as_str()), Some("SELARL Aubépine"));
    for (sent, today, wanted, last) in [
        (None, "2026-11-21", DeclarationState::ToDeclare, Some("2027-01-20")),
        (None, "2027-01-20", DeclarationState::ToDeclare, Some("2027-01-20")),
        (None, "2027-01-21", DeclarationState::Late, Some("2027-05-20")),
        (None, "2027-05-21", DeclarationState::Lost, Some("2027-05-20")),
        (Some("2027-01-20"), "2027-02-01", DeclarationState::Declared, None),
        (Some("2027-01-21"), "2027-02-01", DeclarationState::Late, Some("2027-05-20")),
    ] {
        let found = state(&known, &drawn, sent.map(day), Places::METROPOLE, day(today), Law::builtin());
        let (state, clock) = found.expect("a state");
        assert_eq!((state, clock.map(|c| c.due)), (wanted, last.map(day)), "{sent:?} {today}");
    }
}

#[test]
fn interest_runs_to_the_judgment_and_no_further() {
    let known = known(&[opening()]);
    let draw = |item: OpenItem| declaration(&known, &[item], Places::METROPOLE, Law::builtin()).expect("drawn");
    let overdue = item(1, 1_000_000, "2026-06-20", Some("2026-05-20"));
    let eve = law::late_interest(overdue.claim.as_ref().expect("a claim"), Law::builtin(), day("2026-08-31"));
    let head = draw(overdue).heads.remove(0);
    assert_eq!((head.interest, head.indemnity), (Some(eve.expect("interest").interest), Some(euros(4_000))));
    assert!(head.interest.is_some_and(|i| i.minor() > 0) && !head.warnings.is_empty(), "rows not verified say so");
    // not due on the day of the judgment: neither interest nor indemnity
    let head = draw(item(2, 1_000_000, "2026-10-20", Some("2026-08-20"))).heads.remove(0);
    assert_eq!((head.interest, head.indemnity), (Some(euros(0)), Some(euros(0))));
    let loan = OpenItem { long_loan: true, ..item(3, 500_000, "2027-06-20", Some("2025-01-10")) };
    assert!(draw(loan).heads[0].interest_goes_on);
    // before any row of the tables: no figure, and the row to add
    let head = draw(item(4, 500_000, "1999-06-20", Some("1999-01-10"))).heads.remove(0);
    assert_eq!((head.interest, head.principal), (None, euros(500_000)));
    assert!(!head.warnings.is_empty());
}

#[test]
fn the_side_of_an_item_is_that_of_its_supply() {
    let known = known(&[opening()]);
    let items = [
        item(1, 100, "2026-12-01", Some("2026-08-31")),
        // the very day: no row says, it is held and asked
        item(2, 100, "2026-12-01", Some("2026-09-01")),
        item(3, 100, "2026-12-01", Some("2026-09-02")),
        item(4, 100, "2026-12-01", None),
        item(5, -100, "2026-08-01", Some("2026-08-01")),
    ];
    let found = effects(&known, &items, Law::builtin()).expect("effects");
    let told: Vec<(Side, Chase, bool)> = found.iter().map(|e| (e.side, e.chase, e.declare)).collect();
    let wanted = [
        (Side::Before, Chase::Stopped, true),
        (Side::Unknown, Chase::Stopped, true),
        (Side::Later, Chase::Continues, false),
        (Side::Unknown, Chase::Stopped, true),
        (Side::Before, Chase::Stopped, false),
    ];
    assert_eq!(told, wanted);
    assert_eq!((found[1].questions.as_slice(), found[1].missing.len()), (&[Question::SameDay][..], 1));
    assert_eq!(found[3].questions, [Question::SupplyDate]);
    assert_eq!(found[4].questions, [Question::Connected]);
    let drawn = declaration(&known, &items, Places::METROPOLE, Law::builtin()).expect("drawn");
    assert_eq!((drawn.credits[0].amount, drawn.credits[0].connected), (euros(100), None));
    assert_eq!(drawn.sums[0].not_yet_due, euros(300), "credits are not deducted");
}

#[test]
fn a_notice_twice_changes_nothing_a_correction_replaces_a_cancellation_takes_back() {
    let once = standing(&[opening()]);
    assert_eq!(standing(&[opening(), opening()]), once);
    let mut corrected = notice("A2", NoticeKind::Other, "2026-08-20", "2026-09-22");
    corrected.status = NoticeStatus::Corrected;
    corrected.replaces = Some("A1".to_owned());
    corrected.officers.clear();
    let after = known(&[opening(), corrected.clone()]);
    assert_eq!((after.regime, after.judgment_on), (Procedure::Receivership, Some(day("2026-08-20"))));
    assert_eq!(after.published_on, Some(day("2026-09-15")), "the prudent day: the first publication");
    assert_eq!(after.officers.len(), 1, "what the correction does not say stays");
    assert_eq!(after.notices, ["A2"]);
    // its effects are computed again: what was supplied between the two days is later now
    let between = [item(1, 100, "2026-12-01", Some("2026-08-25"))];
    let side = |known: &Insolvency| effects(known, &between, Law::builtin()).expect("effects")[0].side;
    assert_eq!((side(&known(&[opening()])), side(&after)), (Side::Before, Side::Later));
    let mut cancelled = notice("A3", NoticeKind::Other, "2026-09-01", "2026-09-30");
    cancelled.status = NoticeStatus::Cancelled;
    cancelled.replaces = Some("A2".to_owned());
    assert_eq!(standing(&[opening(), corrected, cancelled.clone()]).insolvency, None);
    // a cancellation of what nobody knows takes nothing back, and says so
    let orphan = standing(&[opening(), cancelled]);
    assert_eq!((orphan.insolvency.is_some(), orphan.doubts.len()), (true, 1));
}

#[test]
fn conversion_plan_and_closing_move_the_procedure_and_keep_the_judgment() {
    let conversion = notice("A2", NoticeKind::ConversionToLiquidation, "2026-12-01", "2026-12-10");
    let after = known(&[opening(), conversion]);
    assert_eq!((after.regime, after.stage), (Procedure::Liquidation, Stage::Open));
    assert_eq!(after.judgment_on, Some(day("2026-09-01")), "claims keep the day of the opening");
    for (kind, stage, declare, chase) in [
        (NoticeKind::PlanAdopted, Stage::Plan, true, Chase::Stopped),
        (NoticeKind::ClosingWithoutAssets, Stage::Closed, false, Chase::Stopped),
        (NoticeKind::ClosingDebtsPaid, Stage::ClosedPaid, false, Chase::Stopped),
        (NoticeKind::IndividualActionsResumed, Stage::ActionsResumed, false, Chase::Continues),
    ] {
        let known = known(&[opening(), notice("A9", kind, "2028-01-10", "2028-01-20")]);
        let effect = effects(&known, &[item(1, 100, "2026-08-01", Some("2026-07-01"))], Law::builtin());
        let effect = effect.expect("effects").remove(0);
        assert_eq!((known.stage, effect.declare, effect.chase), (stage, declare, chase), "{kind:?}");
    }
    // a new procedure after a plan that failed has its own day
    let plan = notice("A2", NoticeKind::PlanAdopted, "2027-03-01", "2027-03-10");
    let resolved = notice("A3", NoticeKind::PlanResolved, "2029-03-01", "2029-03-10");
    let again = notice("A4", NoticeKind::LiquidationOpening, "2029-03-01", "2029-03-12");
    let after = known(&[opening(), plan, resolved, again]);
    assert_eq!((after.judgment_on, after.regime), (Some(day("2029-03-01")), Procedure::Liquidation));
    // the list of claims starts its own clock
    let list = notice("A5", NoticeKind::ClaimsListFiled, "2027-01-10", "2027-02-01");
    let clocks = published(&known(&[opening(), list]), Places::METROPOLE, Law::builtin()).expect("clocks");
    assert_eq!(clocks.last().map(|c| (c.kind, c.due)), Some((ClockKind::Objection, day("2027-03-01"))));
}

#[test]
fn an_opening_nobody_knows_is_asked_for_and_nothing_of_before_is_chased() {
    let alone = standing(&[notice("A2", NoticeKind::ConversionToLiquidation, "2026-12-01", "2026-12-10")]);
    let known = alone.insolvency.expect("a procedure");
    assert_eq!((known.judgment_on, known.published_on, alone.doubts.len()), (None, None, 1));
    let items = [item(1, 100, "2026-08-01", Some("2026-10-01")), item(2, 100, "2027-08-01", Some("2026-12-20"))];
    let found = effects(&known, &items, Law::builtin()).expect("effects");
    assert_eq!((found[0].chase, found[0].questions.as_slice()), (Chase::Stopped, &[Question::OpeningDay][..]));
    assert_eq!(found[1].chase, Chase::Continues);
    assert!(published(&known, Places::METROPOLE, Law::builtin()).expect("clocks").is_empty());
}

fn row(id: i64, name: &str, siren: Option<&str>, kind: DebtorKind) -> DebtorRow {
    DebtorRow {
        id: DebtorId(id),
        name: name.to_owned(),
        key: search_key(name),
        siren: siren.map(|s| Siren::parse(s).expect("a SIREN")),
        kind,
        postcode: "33000".to_owned(),
        town: "Bordeaux".to_owned(),
    }
}

#[test]
fn a_number_decides_and_a_homonym_never_does() {
    let mut told = opening();
    told.persons[0].siren = Some(Siren::parse("990000010").expect("a SIREN"));
    told.persons[0].postcode = Some("33000".to_owned());
    let company = DebtorKind::CommercialCompany;
    let debtors = [
        row(1, "Rouvière Menuiserie SARL", Some("990000028"), company),
        row(2, "MENUISERIE ROUVIERE", None, company),
        row(3, "Ancien nom", Some("990000010"), company),
        row(4, "Menuiserie Rouvière et fils", None, company),
    ];
    let pairs = |notice: &Notice, rows: &[DebtorRow]| {
        candidates(notice, rows).iter().map(|c| (c.debtor.get(), c.certain)).collect::<Vec<_>>()
    };
    assert_eq!(pairs(&told, &debtors), [(3, true), (2, false)], "another number is another company");
    let found = candidates(&told, &debtors);
    assert_eq!(found[1].grounds, [Ground::SameName, Ground::NoSiren, Ground::SamePostcode]);
    // without a number, every homonym is shown and none is certain
    told.persons[0].siren = None;
    assert_eq!(pairs(&told, &debtors), [(1, false), (2, false)]);
    // a sole trader: given names in any number, and a shop sign
    told.persons[0] = NoticePerson {
        name: Some("Vasseur Camille Renée".to_owned()),
        trade_name: Some("LE CENTAURE".to_owned()),
        natural: Some(true),
        postcode: Some("62340".to_owned()),
        ..NoticePerson::default()
    };
    let debtors = [
        row(1, "Camille Vasseur", None, DebtorKind::Trader),
        row(2, "Le Centaure", None, company),
        row(3, "Vasseur", None, DebtorKind::Trader),
    ];
    assert_eq!(pairs(&told, &debtors), [(1, false), (2, false)]);
    let found = candidates(&told, &debtors);
    assert!(found[1].grounds.contains(&Ground::OtherNature) && found[1].grounds.contains(&Ground::OtherPostcode));
}

#[test]
fn guarantors_arrangements_and_estates_are_put_to_somebody() {
    let person = |kind| Some(Person::of(kind));
    let cases = [
        (person(DebtorKind::Consumer), GuarantorDecision::Awaited),
        (person(DebtorKind::CommercialCompany), GuarantorDecision::Awaited),
        (person(DebtorKind::CommercialCompany), GuarantorDecision::Pursue),
        (None, GuarantorDecision::Hold),
    ]
    .map(|(person, decision)| around::guarantor(Guarantor { person, co_debtor: false, decision }));
    assert_eq!(cases.each_ref().map(|c| c.may_be_chased), [false, false, true, false]);
    assert_eq!(cases.each_ref().map(|c| c.missing.is_some()), [true, false, false, true]);
    for (held, chased, wanted) in
        [(0, 2, ArrangementEffect::GoesOn), (2, 0, ArrangementEffect::Suspended), (1, 1, ArrangementEffect::DrawAgain)]
    {
        for kind in Arrangement::ALL {
            let (effect, why) = around::arrangement(*kind, held, chased, Law::builtin()).expect("an effect");
            assert!(effect == wanted && why.fr != why.en);
        }
    }
    assert!(around::estates(DebtorKind::Artisan).is_some() && around::estates(DebtorKind::CommercialCompany).is_none());
    let personal = OpenItem { personal: true, ..item(1, 100, "2026-08-01", Some("2026-07-01")) };
    let effect = effects(&known(&[opening()]), &[personal], Law::builtin()).expect("effects").remove(0);
    assert_eq!((effect.chase, effect.questions.as_slice()), (Chase::Stopped, &[Question::Estate][..]));
    let claims = [1, 2, 3].map(|id| Admission { item: ItemId(id), amount: euros(100_000) });
    let shares = around::share(euros(100), &claims).expect("shares");
    assert_eq!(shares.iter().map(|s| s.amount.minor()).collect::<Vec<_>>(), [33, 34, 33]);
}

/// The reader's notice in this crate's words, as a use case makes it.
fn told(read: &formats::bodacc::Notice) -> Notice {
    let person = |d: &formats::bodacc::Person| NoticePerson {
        name: d.name.clone(),
        trade_name: d.trade_name.clone(),
        siren: d.siren.clone(),
        natural: d.kind.map(|k| k == formats::bodacc::PersonKind::Person),
        postcode: d.address.as_ref().and_then(|a| a.postcode.clone()),
        town: d.address.as_ref().and_then(|a| a.town.clone()),
    };
    let officer = |o: &formats::bodacc::Officer| Officer {
        role: OfficerRole::parse(o.role.slug()).expect("a role"),
        name: o.name.clone(),
        address: o.address.clone(),
    };
    Notice {
        id: read.id.clone(),
        published_on: read.published,
        status: NoticeStatus::parse(read.status.slug()).expect("a status"),
        replaces: read.refers_to.as_ref().and_then(|r| r.id.clone()),
        kind: read.kind().and_then(|k| NoticeKind::parse(k.slug())).unwrap_or(NoticeKind::Other),
        judgment_on: read.judgment.as_ref().and_then(|j| j.date),
        tribunal: read.tribunal.clone(),
        persons: read.debtors.iter().map(person).collect(),
        officers: read.officers.iter().map(officer).collect(),
        cessation_on: read.cessation,
        portal: read.portal.clone(),
    }
}

#[test]
fn the_words_of_the_reader_are_those_of_this_crate() {
    for kind in formats::bodacc::JudgmentKind::ALL {
        let here = NoticeKind::parse(kind.slug());
        assert!(here.is_some(), "{}", kind.slug());
        assert_eq!(here.is_some_and(|k| k.opens().is_some()), kind.opens(), "{}", kind.slug());
    }
    assert_eq!(NoticeKind::ALL.len(), formats::bodacc::JudgmentKind::ALL.len());
    assert!(formats::bodacc::OfficerRole::ALL.iter().all(|role| OfficerRole::parse(role.slug()).is_some()));
}

#[test]
fn every_sample_notice_opens_turns_or_leaves_alone() {
    let root = std::env::var_os("QUITTANCE_SAMPLES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/samples"),
        std::path::PathBuf::from,
    );
    let folder = root.join("bodacc");
    if !folder.is_dir() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "samples are required on CI: {}", folder.display());
        eprintln!("SKIP samples of bodacc: no folder {}", folder.display());
        return;
    }
    let read = |name: &str| -> Vec<Notice> {
        let read = formats::bodacc::read(&std::fs::read(folder.join(name)).expect("a sample"));
        read.list.iter().map(told).collect()
    };
    // accounts filed and companies struck off open nothing
    for name in ["annuaire_bodacc.json", "sentinelle_depot_comptes_confidentiel.json"] {
        assert_eq!(standing(&read(name)).insolvency, None, "{name}");
    }
    let colmar = read("sentinelle_liquidation_v2.1.json");
    let opened = known(&colmar[..1]);
    assert_eq!((opened.regime, opened.judgment_on), (Procedure::Liquidation, Some(day("2026-09-29"))));
    let to = opened.declare_to().expect("a liquidator");
    assert!(to.role == OfficerRole::Liquidator && to.address.as_deref().is_some_and(|a| a.ends_with("COLMAR")));
    // published on 7 October 2026: until Monday 7 December
    let clocks = published(&opened, Places::METROPOLE, Law::builtin()).expect("clocks");
    assert_eq!(clocks[0].due, day("2026-12-07"));
    // the sale of the year before is about the same company and changes nothing
    assert_eq!(known(&colmar).judgment_on, opened.judgment_on);
    let debtor = row(1, "Ancienne enseigne", Some("933407314"), DebtorKind::CommercialCompany);
    let matched = candidates(&colmar[0], &[debtor]);
    assert!(matched.len() == 1 && matched[0].certain);
    // a conversion whose opening is not among the notices
    let masked = standing(&read("sentinelle_liquidation_personne_physique_masked.json"));
    let turned = masked.insolvency.expect("a procedure");
    assert_eq!((turned.regime, turned.judgment_on, masked.doubts.len()), (Procedure::Liquidation, None, 1));
    // the persisted form reads back
    let kept = serde_json::to_string(&turned).expect("JSON");
    assert_eq!(serde_json::from_str::<Insolvency>(&kept).expect("JSON"), turned);
}

fn any_item() -> impl Strategy<Value = OpenItem> {
    let supply = prop::option::of(-400_i32..400);
    (any::<i64>(), -2_000_000_i64..5_000_000, -400_i32..400, supply, any::<bool>(), any::<bool>()).prop_map(
        |(id, cents, due, supply, long_loan, personal)| {
            let judgment = kernel::epoch_day(day("2026-09-01"));
            let at = |offset: i32| kernel::from_epoch_day(judgment + offset).to_string();
            let (due, supply) = (at(due), supply.map(at));
            OpenItem { long_loan, personal, ..item(id, cents, &due, supply.as_deref()) }
        },
    )
}

fn any_notice() -> impl Strategy<Value = Notice> {
    let kind = prop::sample::select(NoticeKind::ALL.to_vec());
    let status = prop::sample::select(NoticeStatus::ALL.to_vec());
    (0_usize..6, prop::option::of(0_usize..6), kind, status, 0_i32..900, 0_i32..40, any::<bool>()).prop_map(
        |(id, replaces, kind, status, at, later, dated)| {
            let start = kernel::epoch_day(day("2026-01-01"));
            let on = |offset: i32| kernel::from_epoch_day(start + offset).to_string();
            let mut made = notice(&format!("A{id}"), kind, &on(at), &on(at + later));
            made.status = status;
            made.replaces = replaces.map(|r| format!("A{r}"));
            made.judgment_on = made.judgment_on.filter(|_| dated);
            made
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn nothing_prior_is_chased_nothing_later_is_stopped_and_sums_agree(
        items in prop::collection::vec(any_item(), 0..12)
    ) {
        let known = known(&[opening()]);
        let judgment = day("2026-09-01");
        let found = effects(&known, &items, Law::builtin()).expect("effects");
        prop_assert_eq!(found.len(), items.len());
        for (item, effect) in items.iter().zip(&found) {
            if item.supply_on.is_some_and(|on| on > judgment) {
                prop_assert!(effect.chase == Chase::Continues && !effect.declare);
            } else {
                prop_assert_eq!(effect.chase, Chase::Stopped);
                prop_assert_eq!(effect.declare, item.open.minor() > 0);
            }
        }
        let drawn = declaration(&known, &items, Places::METROPOLE, Law::builtin()).expect("drawn");
        let owed: i64 = items.iter().zip(&found).filter(|(_, e)| e.declare).map(|(i, _)| i.open.minor()).sum();
        let heads: i64 = drawn.heads.iter().map(|h| h.principal.minor()).sum();
        let sums: i64 = drawn.sums.iter().map(|s| s.due.minor() + s.not_yet_due.minor()).sum();
        prop_assert_eq!((heads, sums), (owed, owed));
        let interest: i64 = drawn.heads.iter().filter_map(|h| h.interest).map(Money::minor).sum();
        prop_assert_eq!(drawn.sums.iter().map(|s| s.interest.minor()).sum::<i64>(), interest);
    }

    #[test]
    fn notices_in_any_order_and_number_say_the_same(notices in prop::collection::vec(any_notice(), 0..8)) {
        // one content for each number: the bulletin does not print two notices under one
        let mut once: Vec<Notice> = Vec::new();
        for notice in notices {
            if !once.iter().any(|n| n.id == notice.id) {
                once.push(notice);
            }
        }
        let forward = standing(&once);
        let mut backward: Vec<Notice> = once.iter().rev().cloned().collect();
        backward.extend(once.clone());
        prop_assert_eq!(&standing(&backward), &forward);
        prop_assert!(forward.insolvency.is_none_or(|known| !known.notices.is_empty()));
    }

    #[test]
    fn a_dividend_is_shared_to_the_cent(
        dividend in 0_i64..10_000_000, claims in prop::collection::vec(0_i64..5_000_000, 0..20)
    ) {
        let admitted: Vec<Admission> =
            (1..).zip(&claims).map(|(id, cents)| Admission { item: ItemId(id), amount: euros(*cents) }).collect();
        let shares = around::share(euros(dividend), &admitted).expect("shares");
        let total: i64 = claims.iter().sum();
        prop_assert_eq!(shares.iter().map(|s| s.amount.minor()).sum::<i64>(), dividend.min(total));
        for (share, claim) in shares.iter().zip(&admitted) {
            prop_assert!(share.amount.minor() >= 0 && share.amount.minor() <= claim.amount.minor() + 1);
        }
    }
}
