use kernel::{Currency, Money};
use proptest::prelude::*;

use super::exhibits::{Exhibit, ExhibitKind, numbered};
use super::*;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// A file that lacks nothing.
fn whole() -> Facts {
    Facts {
        amount: Money::new(800_000, Currency::EUR),
        determined: true,
        contest: Contest::Not,
        due: day("2026-06-30"),
        due_inferred: false,
        order: Evidence::Filed,
        delivery: Evidence::Filed,
        invoice: Evidence::Filed,
        terms: Acceptance::Strong,
        notice: Notice::Presented,
        register: Some(day("2026-10-15")),
        unregistered: false,
        authority: Authority::Own,
        identity: Identity::Checked,
        solvency: Solvency::Good,
        limitation: Some(guard::State::Running { left: 1_600, level: 0 }),
        court: CourtKnown::Seat,
    }
}

const TODAY: Date = Date::constant(2026, 11, 23);

/// Ten files judged before the code was run: what each is, the verdict, the article or usage that commands it, then
/// what the desk must be told first. The scores were added up by hand from the default weights (124 in all).
struct Judged {
    name: &'static str,
    verdict: Verdict,
    article: Option<&'static str>,
    first: Option<(Gap, Role)>,
    score: u32,
    facts: Facts,
}

#[expect(clippy::too_many_lines, reason = "a table is read whole")]
fn ten() -> Vec<Judged> {
    let on = |name, verdict, article, first, score, facts| Judged { name, verdict, article, first, score, facts };
    vec![
        // Everything is there: 12 400 of 12 400.
        on("complete file, two traders", Verdict::Ready, None, None, 1000, whole()),
        // No text asks for a notice before a petition: the file goes. 124 − 8 = 116 of 124.
        on(
            "no formal notice at all",
            Verdict::Ready,
            None,
            Some((Gap::NoticeMissing, Role::Credit)),
            935,
            Facts { notice: Notice::None, ..whole() },
        ),
        // Traders prove by any means, but a judge will look: 124 − 10 − 12 = 102 of 124.
        on(
            "orders by telephone, delivery note lost",
            Verdict::Reserves,
            Some("C. civ. 1353"),
            Some((Gap::DeliveryMissing, Role::Logistics)),
            822,
            Facts { order: Evidence::Missing, delivery: Evidence::Missing, ..whole() },
        ),
        // Limitation over: L110-4. 124 − 10 = 114 of 124.
        on(
            "due five years and a week ago, never interrupted",
            Verdict::NotReady,
            Some("C. com. L110-4; C. civ. 2224; C. conso. L218-2"),
            Some((Gap::TimeBarred, Role::Legal)),
            919,
            Facts {
                due: day("2021-11-15"),
                limitation: Some(guard::State::Expired { since: day("2026-11-15") }),
                ..whole()
            },
        ),
        // Worked example B16: the action stops, the claim is declared. 124 − 8 of 124.
        on(
            "safeguard opened yesterday",
            Verdict::NotReady,
            Some("C. com. L622-21, L622-24"),
            Some((Gap::Insolvent, Role::Legal)),
            935,
            Facts { solvency: Solvency::Insolvent, ..whole() },
        ),
        // A ground a judge would look at: no order, no provision. 124 − 15 of 124.
        on(
            "machine that never worked, expert report",
            Verdict::NotReady,
            Some("CPC 835 al. 2, 873 al. 2"),
            Some((Gap::SeriouslyContested, Role::Credit)),
            879,
            Facts { contest: Contest::Serious, ..whole() },
        ),
        // A third is contested, the rest is asked; the extract is a year old: − 4.5 − 1.6.
        on(
            "price of one line contested, old extract",
            Verdict::Ready,
            Some("CPC 1405"),
            Some((Gap::PartContested, Role::Credit)),
            950,
            Facts { contest: Contest::Part, register: Some(day("2025-11-01")), ..whole() },
        ),
        // The due date comes from default terms: no petition on it. − 8 (due 20) − 7 (limitation 30).
        on(
            "due date inferred from default terms",
            Verdict::NotReady,
            None,
            Some((Gap::DueInferred, Role::Accounting)),
            879,
            Facts {
                due_inferred: true,
                limitation: Some(guard::State::Unconfirmed { supposed: day("2031-06-30") }),
                ..whole()
            },
        ),
        // A consumer has no Kbis: 120 count. Weak paper all along: − 5 − 6 − 7.2 − 5 − 3.2 − 6 − 4 − 2.4 = 81.2.
        on(
            "consumer, papers in three drawers",
            Verdict::Reserves,
            Some("CPC 1407"),
            Some((Gap::InvoiceMentioned, Role::Accounting)),
            676,
            Facts {
                order: Evidence::Mentioned,
                delivery: Evidence::Mentioned,
                invoice: Evidence::Mentioned,
                terms: Acceptance::None,
                notice: Notice::Sent,
                register: None,
                unregistered: true,
                identity: Identity::Unchecked,
                solvency: Solvency::Unknown,
                court: CourtKnown::KindOnly,
                ..whole()
            },
        ),
        // Who ordered is not who was invoiced, and nobody may sign: 124 − 10 − 4 = 110 of 124.
        on(
            "ordered by the sister company, no power",
            Verdict::NotReady,
            Some("CPC 54"),
            Some((Gap::IdentityConflicting, Role::Sales)),
            887,
            Facts { identity: Identity::Conflicting, authority: Authority::Missing, ..whole() },
        ),
    ]
}

#[test]
fn ten_files_judged_by_hand_get_that_verdict() {
    let weights = Weights::default();
    for file in ten() {
        let found = judge(&file.facts, &weights, TODAY);
        assert_eq!(found.verdict, file.verdict, "{}", file.name);
        let first = found.missing.first();
        assert_eq!(first.map(|missing| (missing.gap, missing.owner)), file.first, "{}", file.name);
        assert_eq!(first.and_then(|missing| missing.basis.article), file.article, "{}", file.name);
        assert_eq!(found.score, file.score, "{}", file.name);
    }
}

#[test]
fn what_is_weighed_never_blocks_and_what_blocks_is_not_outweighed() {
    let weights = Weights::default();
    let bare = Facts { notice: Notice::None, terms: Acceptance::None, register: None, ..whole() };
    assert_ne!(judge(&bare, &weights, TODAY).verdict, Verdict::NotReady);
    let free = Criterion::ALL.iter().fold(weights, |weights, criterion| {
        weights.with(*criterion, u8::from(*criterion == Criterion::Terms)).unwrap_or_default()
    });
    let gone = Facts { identity: Identity::Gone, ..whole() };
    assert_eq!(judge(&gone, &free, TODAY).verdict, Verdict::NotReady, "even when its criterion counts for nothing");
}

#[test]
fn every_gap_says_what_why_and_asks_somebody_in_both_languages() {
    for gap in Gap::ALL {
        let told = gap.told(0);
        for words in [&told.what, &told.why, &told.ask] {
            assert!(!words.fr.is_empty() && !words.en.is_empty() && words.fr != words.en, "{gap:?}");
        }
        assert!(told.ask.fr.ends_with(" ?") && told.ask.en.ends_with('?'), "{gap:?} is one question");
        assert_eq!((Gap::parse(gap.slug()), gap.points() < 100), (Some(*gap), true));
    }
}

#[test]
fn exhibits_are_numbered_in_the_order_of_the_list() {
    let exhibit = |kind, on: Option<&str>, name: &str| Exhibit {
        kind,
        on: on.map(day),
        name: name.to_owned(),
        file: format!("{name}.pdf"),
    };
    let given = vec![
        exhibit(ExhibitKind::Notice, Some("2026-09-01"), "LRAR 1A 203"),
        exhibit(ExhibitKind::Invoice, Some("2026-05-31"), "FA-12"),
        exhibit(ExhibitKind::Invoice, Some("2026-04-30"), "FA-9"),
        exhibit(ExhibitKind::Order, None, "BC-4"),
        exhibit(ExhibitKind::Invoice, None, "FA-1"),
        exhibit(ExhibitKind::Invoice, Some("2026-05-31"), "FA-12"),
    ];
    let list = numbered(given);
    let names: Vec<&str> = list.iter().map(|one| one.exhibit.name.as_str()).collect();
    assert_eq!(names, ["BC-4", "FA-9", "FA-12", "FA-1", "LRAR 1A 203"], "the same file once");
    assert_eq!(list.iter().map(|one| one.number).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert!(list[1].line.fr.starts_with("Pièce n° 2 : Facture FA-9 du 30"), "{:?}", list[1].line);
}

#[test]
fn the_court_is_read_from_the_answer_of_the_law() {
    use law::courts::{CourtAsked, court};
    let known = |place: &str| {
        let asked = CourtAsked {
            place: Some(place.to_owned()),
            ..CourtAsked::new("commercial-company", Money::new(800_000, Currency::EUR), TODAY)
        };
        CourtKnown::of(&court(&asked, law::Law::builtin()).expect("a court"))
    };
    assert_eq!(
        (known("59350"), known("BE"), known("FR")),
        (CourtKnown::Seat, CourtKnown::Abroad, CourtKnown::KindOnly)
    );
}

#[test]
fn weights_are_the_houses_own_and_checked() {
    let written = serde_json::to_string(&Weights::default()).expect("plain data");
    assert_eq!(serde_json::from_str::<Weights>(&written).ok(), Some(Weights::default()));
    assert!(serde_json::from_str::<Weights>(&written.replace("\"certain\":15", "\"certain\":21")).is_err());
    assert_eq!(Weights::default().bounded(400, 500), Err(WeightFault::Bounds));
    assert!(Weights::default().with(Criterion::Due, 21).is_err());
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let pick = |n: usize| 0..n;
    let first = (pick(4), pick(4), pick(4), pick(4), pick(3), pick(3), pick(4), pick(5), pick(4));
    (first, any::<bool>(), any::<bool>(), -400_i64..400, proptest::option::of(0_i64..400)).prop_map(
        |(
            (contest, order, delivery, invoice, terms, notice, identity, solvency, court),
            determined,
            inferred,
            left,
            extract,
        )| {
            Facts {
                determined,
                due_inferred: inferred,
                contest: Contest::ALL[contest],
                order: Evidence::ALL[order],
                delivery: Evidence::ALL[delivery],
                invoice: Evidence::ALL[invoice],
                terms: Acceptance::ALL[terms],
                notice: Notice::ALL[notice],
                identity: Identity::ALL[identity],
                solvency: Solvency::ALL[solvency],
                court: CourtKnown::ALL[court],
                register: extract
                    .map(|days| kernel::from_epoch_day(kernel::epoch_day(TODAY) - i32::try_from(days).unwrap_or(0))),
                limitation: Some(if left < 0 {
                    guard::State::Expired { since: TODAY }
                } else {
                    guard::State::Running { left, level: 0 }
                }),
                ..whole()
            }
        },
    )
}

proptest! {
    #[test]
    fn the_points_shown_make_the_score_and_the_verdict(facts in any_facts(), raw in any::<[u8; CRITERIA]>()) {
        let mut weights = Weights::default();
        for (criterion, weight) in Criterion::ALL.iter().zip(raw) {
            weights = weights.clone().with(*criterion, weight % (WEIGHT_MAX + 1)).unwrap_or(weights);
        }
        let found = judge(&facts, &weights, TODAY);
        let shown = |most: bool| -> u32 {
            found.findings.iter().filter_map(|f| Some(u32::from(if most { f.points.map(|_| 100)? } else { f.points? }) * u32::from(f.weight))).sum()
        };
        let score = if shown(true) == 0 { 0 } else { shown(false) * 1000 / shown(true) };
        prop_assert_eq!(found.score, score);
        let blocked = found.missing.iter().any(|missing| missing.blocking);
        prop_assert!(!blocked || found.verdict == Verdict::NotReady);
        prop_assert_eq!(found.missing.len(), found.findings.iter().filter(|f| f.gap.is_some()).count(), "nothing is silent");
    }

    #[test]
    fn a_piece_more_never_makes_a_file_worse(facts in any_facts()) {
        let weights = Weights::default();
        let before = judge(&facts, &weights, TODAY);
        if facts.order != Evidence::NotApplicable {
            let after = judge(&Facts { order: Evidence::Filed, ..facts }, &weights, TODAY);
            prop_assert!(after.score >= before.score && after.verdict <= before.verdict);
        }
    }
}
