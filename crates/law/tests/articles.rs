//! Every article the tables cite is met by a question: it stands among the sources of an answer, or in the
//! words of a refusal. What is a rule in words only is named here, and nothing else is let through.

use std::collections::BTreeSet;

use kernel::{Currency, Date, Money, Rate, Territory};
use law::convention::PaymentOrder;
use law::courts::{CourtAsked, court};
use law::deadlines::{DeadlineAsked, deadline};
use law::judgment::{Judgment, legal_interest};
use law::limitation::{Event, LimitationAsked, limitation};
use law::procedures::{Standing, next_acts};
use law::tariffs::{TariffAsked, tariff};
use law::time::Distance;
use law::{Claim, CreditorClass, Law, LawError, Payment, Regime, Source, answers, late_interest};

/// Articles of rows that no question computes with: words for a reader, kept with their source. A row whose
/// value was not found has nothing to compute either and is left out.
const WORDS_ONLY: &[&str] = &[
    // how the procedures and periods are headed
    "C. civ. 2219 à 2254",
    "CPC 640 à 647-1",
    "CPCE L111-3, L111-4",
    "Reg. 1215/2012; CPC 509-1, 643",
    // what parties may agree, what must be kept, what cannot be billed: no clock of a claim
    "C. civ. 2254",
    "C. com. L123-22",
    "C. conso. L224-11",
    "CPCE L111-4 a contrario",
    // deadlines of procedure that stand in procedure_deadlines.csv, where they are computed
    "CPC 1411 (version before decret 2026-96)",
    "CPC 1411 as amended by decret 2026-96 du 16 fev. 2026",
    "CPC 1416",
    "CPC 1425",
    "CPCE R221-2",
    // who bears a cost, in words; the fee of service by electronic means
    "CPCE L512-2",
    "C.com A444-48 2",
    // the former tariff stays until 1 May 2024: said as a warning
    "arrete 28 Feb 2024",
    // computed from tae_contribution.csv
    "loi 2023-1059 art. 27; decret 2024-1225 art. 2",
];

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

/// The articles met so far, and the refusals read.
#[derive(Default)]
struct Met {
    articles: BTreeSet<String>,
    refusals: String,
}

impl Met {
    fn sources(&mut self, sources: &[Source]) {
        self.articles.extend(sources.iter().map(|source| source.article.clone()));
    }

    fn answer<T>(&mut self, answer: Result<T, LawError>, sources: impl Fn(&T) -> &[Source]) {
        match answer {
            Ok(answer) => self.sources(sources(&answer)),
            Err(error) => {
                self.refusals.push_str(&error.to_string());
                self.refusals.push('\n');
            }
        }
    }
}

fn interest(met: &mut Met) {
    let law = Law::builtin();
    for (due, until) in [("2014-05-31", "2015-06-30"), ("2026-01-31", "2026-11-21")] {
        for regime in [Regime::B2b, Regime::Public, Regime::Consumer] {
            for order in [PaymentOrder::InterestFirst, PaymentOrder::PrincipalFirst] {
                let mut claim = Claim::new(eur(1_000_000), day(due), regime);
                claim.formal_notice = Some(day(due));
                claim.conventions.payment_order = order;
                claim.payments = vec![Payment { date: day(due).tomorrow().expect("a day"), amount: eur(5_000) }];
                claim.insolvency = Some(day(until));
                met.answer(late_interest(&claim, law, day(until)), |answer| &answer.sources);
            }
        }
        let mut judgment = Judgment::new(eur(1_000_000), day(due), CreditorClass::Individual);
        judgment.capitalise = true;
        met.answer(legal_interest(&judgment, law, day(until)), |answer| &answer.sources);
        let credit =
            law::consumer_credit::forfeited_credit(eur(1), eur(0), Rate::percent(5), day(due), day(until), law);
        met.answer(credit, |answer| &answer.sources);
    }
    // a judgment so old that its interest is partly lost
    let old = Judgment::new(eur(1_000_000), day("2019-05-31"), CreditorClass::Professional);
    met.answer(legal_interest(&old, law, day("2026-11-21")), |answer| &answer.sources);
}

fn time(met: &mut Met) {
    let law = Law::builtin();
    for row in law.deadlines().list() {
        for distance in [Distance::None, Distance::Overseas, Distance::Abroad] {
            let order = row.order_from.or(row.order_to);
            let asked =
                DeadlineAsked { order, distance, ..DeadlineAsked::new(&row.procedure, &row.step, day("2026-10-10")) };
            met.answer(deadline(&asked, law), |answer| &answer.sources);
        }
    }
    for procedure in law.procedures().list() {
        met.sources(std::slice::from_ref(&procedure.source));
        for state in &procedure.states {
            let standing = Standing {
                procedure: procedure.name.clone(),
                state: state.state.clone(),
                since: day("2026-10-10"),
                reached: Vec::new(),
                order: Some(day("2026-10-10")),
                distance: Distance::None,
                territory: Territory::Metropole,
            };
            met.answer(next_acts(&standing, day("2026-11-21"), law), |answer| &answer.sources);
        }
    }
    let (kinds, events) = answers::limitation_list(law);
    for kind in &kinds {
        for event in &events {
            let asked = LimitationAsked {
                kind: kind.name.clone(),
                due: day("1990-01-31"),
                completed: None,
                events: vec![
                    Event::new(day("1990-02-15"), &event.name),
                    Event::new(day("1994-02-15"), "acknowledgement"),
                    Event::new(day("1998-02-15"), "acknowledgement"),
                    Event::new(day("2002-02-15"), "acknowledgement"),
                    Event::new(day("2006-02-15"), "acknowledgement"),
                ],
                on: day("2026-11-21"),
            };
            met.answer(limitation(&asked, law), |answer| &answer.sources);
        }
    }
    for row in &law.table("payment_terms").expect("a table").rows {
        met.answer(answers::legal_term(row.text("kind"), day("2026-06-05"), law), |answer| &answer.sources);
    }
}

fn places(met: &mut Met) {
    let law = Law::builtin();
    for row in &law.table("court_rules").expect("a table").rows {
        for place in ["69123", "59350"] {
            let debtor = if row.text("debtor").is_empty() { "consumer" } else { row.text("debtor") };
            let mut asked = CourtAsked::new(debtor, eur(800_000), day("2026-11-21"));
            if !row.text("matter").is_empty() {
                row.text("matter").clone_into(&mut asked.matter);
            }
            asked.place = Some(place.to_owned());
            met.answer(court(&asked, law), |answer| &answer.sources);
        }
    }
    for seat in ["84007", "89024", "76351", "72181", "87085", "13055", "54395", "92050", "75056", "22278", "78646"] {
        let asked = CourtAsked {
            place: Some(seat.to_owned()),
            ..CourtAsked::new("commercial-company", eur(800_000), day("2026-11-21"))
        };
        met.answer(court(&asked, law), |answer| &answer.sources);
    }
    for item in law.tariff_items() {
        for on in ["2023-06-01", "2025-06-01", "2026-11-21"] {
            for debt in [5_000, 1_000_000] {
                let asked = TariffAsked {
                    turnover: Some(eur(1)),
                    profit: Some(eur(1)),
                    staff: Some(1),
                    ..TariffAsked::new(&item.slug, eur(debt), day(on))
                };
                met.answer(tariff(&asked, law), |answer| &answer.sources);
            }
        }
    }
    met.answer(answers::estimate("summons", eur(100), day("2025-06-01"), law), |answer| &answer.sources);
    for on in ["2024-06-01", "2025-06-01", "2026-02-01", "2026-11-21"] {
        met.answer(answers::wage(eur(10_000_000), 2, day(on), law), |answer| &answer.sources);
        met.answer(answers::bank_minimum(law, day(on)), |answer| &answer.sources);
    }
    let documents: BTreeSet<&str> =
        law.table("mandatory_mentions").expect("a table").rows.iter().map(|row| row.text("document")).collect();
    for document in documents {
        met.answer(answers::mentions(document, law), |answer| &answer.sources);
    }
}

#[test]
fn every_article_of_the_tables_is_exercised() {
    let mut met = Met::default();
    interest(&mut met);
    time(&mut met);
    places(&mut met);
    let mut all = 0;
    let mut missing = BTreeSet::new();
    for table in Law::builtin().tables() {
        for row in &table.rows {
            let article = row.text("article");
            if matches!(article, "" | "-") || row.status() == Ok(law::Status::NotFound) {
                continue;
            }
            all += 1;
            if !met.articles.contains(article) && !met.refusals.contains(article) {
                missing.insert(article);
            }
        }
    }
    let allowed: BTreeSet<&str> = WORDS_ONLY.iter().copied().collect();
    let forgotten: Vec<_> = missing.difference(&allowed).collect();
    assert!(forgotten.is_empty(), "articles that no question meets: {forgotten:#?}");
    let idle: Vec<_> = allowed.difference(&missing).collect();
    assert!(idle.is_empty(), "articles said to be words that a question meets: {idle:#?}");
    assert!(all > 600 && met.articles.len() > 250, "{all} rows, {} articles", met.articles.len());
}
