//! The competent court for forty places, and the routing of the worked examples.

use kernel::{Currency, Date, Money};
use law::courts::{CourtAnswer, CourtAsked, court};
use law::{Law, LawError};

fn eur(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn asked(debtor: &str, amount: &str, place: Option<&str>, matter: &str) -> CourtAsked {
    let on: Date = "2026-11-21".parse().expect("a date");
    CourtAsked {
        matter: matter.to_owned(),
        place: place.map(str::to_owned),
        ..CourtAsked::new(debtor, eur(amount), on)
    }
}

fn ask(debtor: &str, amount: &str, place: Option<&str>, matter: &str) -> CourtAnswer {
    court(&asked(debtor, amount, place, matter), Law::builtin()).expect("an answer")
}

fn available(answer: &CourtAnswer, procedure: &str) -> bool {
    answer.procedures.iter().find(|option| option.procedure == procedure).expect(procedure).available
}

/// The date of the table stands in the answer and in its words: the state the source gives, or that it gives none.
fn dated(answer: &CourtAnswer, place: &str, table: &str, state_of: Option<&str>, drawn_up: &str) {
    let [date] = &answer.dates[..] else { panic!("{place}: {:?}", answer.dates) };
    assert_eq!((date.table.as_str(), date.state_of.as_deref()), (table, state_of), "{place}");
    assert_eq!(date.drawn_up.to_string(), drawn_up, "{place}");
    let said = answer.explanation.iter().find(|line| **line == date.words).expect("said in words");
    let (fr, en) = match state_of {
        Some(_) => ("état de septembre 2020", "state of September 2020"),
        None => ("la source ne date pas son état", "the source does not date its state"),
    };
    let day: Date = drawn_up.parse().expect("a date");
    let drawn =
        (format!("table dressée le {}\u{a0}novembre\u{a0}2026", day.day()), format!("drawn up on {}\u{a0}", day.day()));
    assert!(said.fr.contains(fr) && said.fr.contains(&drawn.0), "{place}: {}", said.fr);
    assert!(said.en.contains(en) && said.en.contains(&drawn.1), "{place}: {}", said.en);
    assert!(!date.source.is_empty() && said.fr.len() > 60);
}

#[test]
fn no_place_no_date_and_a_row_of_yours_has_none_of_ours() {
    assert!(ask("commercial-company", "8000", None, "goods").dates.is_empty());
    assert!(ask("commercial-company", "8000", Some("BE"), "goods").dates.is_empty());
    let csv = "department,seat,communes,status,source\n2B,Bastia,001-900,verified,letter of the registry\n";
    let law = Law::builtin().with_overrides(&[law::Override { table: "commercial_court_districts", csv }]);
    let answer = court(&asked("trader", "8000", Some("2B033"), "goods"), &law.expect("read")).expect("an answer");
    assert!(answer.dates.is_empty() && answer.warnings.iter().any(|w| w.en.contains("your own row")));
    // a date of yours for the whole table is shown as such
    let csv = "table,state_of,drawn_up,origin_fr,origin_en,status,source\ncommercial_court_districts,2026-10-01,2026-11-20,référentiel,table,verified,registry\n";
    let law = Law::builtin().with_overrides(&[law::Override { table: "table_dates", csv }]).expect("read");
    let answer = court(&asked("trader", "8000", Some("59350"), "goods"), &law).expect("an answer");
    assert!(
        answer.dates[0].words.en.contains("state of 1\u{a0}October\u{a0}2026")
            && answer.dates[0].words.en.contains("your own row")
    );
    for state in ["2026-13", "autumn"] {
        let csv = csv.replace("2026-10-01", state);
        let refused = Law::builtin().with_overrides(&[law::Override { table: "table_dates", csv: &csv }]);
        assert!(matches!(refused, Err(LawError::Table { line: 2, .. })), "{state}");
    }
}

#[test]
fn forty_places() {
    for (insee, expected) in [
        ("59350", "tribunal de commerce de Lille Métropole"),
        ("59599", "tribunal de commerce de Lille Métropole"), // Tourcoing
        ("33063", "tribunal de commerce de Bordeaux"),
        ("44109", "tribunal de commerce de Nantes"),
        ("31555", "tribunal de commerce de Toulouse"),
        ("06088", "tribunal de commerce de Nice"),
        ("06029", "tribunal de commerce de Cannes"),
        ("06004", "tribunal de commerce d'Antibes"),
        ("35238", "tribunal de commerce de Rennes"),
        ("35288", "tribunal de commerce de Saint-Malo"),
        ("29019", "tribunal de commerce de Brest"),
        ("51454", "tribunal de commerce de Reims"),
        ("21231", "tribunal de commerce de Dijon"),
        ("38185", "tribunal de commerce de Grenoble"),
        ("34172", "tribunal de commerce de Montpellier"),
        ("93008", "tribunal de commerce de Bobigny"),
        ("94028", "tribunal de commerce de Créteil"),
        ("49007", "tribunal de commerce d'Angers"),
        ("2A004", "tribunal de commerce d'Ajaccio"),
        ("2B033", "tribunal de commerce de Bastia"),
        // merged communes, old and new
        ("74010", "tribunal de commerce d'Annecy"),
        ("74011", "tribunal de commerce d'Annecy"),
        ("50129", "tribunal de commerce de Cherbourg"),
        // the twelve courts of economic affairs
        ("84007", "tribunal des activités économiques d'Avignon"),
        ("89024", "tribunal des activités économiques d'Auxerre"),
        ("76351", "tribunal des activités économiques du Havre"),
        ("72181", "tribunal des activités économiques du Mans"),
        ("87085", "tribunal des activités économiques de Limoges"),
        ("69123", "tribunal des activités économiques de Lyon"),
        ("13055", "tribunal des activités économiques de Marseille"),
        ("54395", "tribunal des activités économiques de Nancy"),
        ("92050", "tribunal des activités économiques de Nanterre"),
        ("75056", "tribunal des activités économiques de Paris"),
        ("22278", "tribunal des activités économiques de Saint-Brieuc"),
        ("78646", "tribunal des activités économiques de Versailles"),
        // Alsace-Moselle and overseas
        ("67482", "chambre commerciale du tribunal judiciaire de Strasbourg"),
        ("57463", "chambre commerciale du tribunal judiciaire de Metz"),
        ("68224", "chambre commerciale du tribunal judiciaire de Mulhouse"),
        ("97411", "tribunal mixte de commerce de Saint-Denis de La Réunion"),
        ("97209", "tribunal mixte de commerce de Fort-de-France"),
        ("97302", "tribunal mixte de commerce de Cayenne"),
    ] {
        let answer = ask("commercial-company", "8000", Some(insee), "goods");
        assert_eq!(answer.court, expected, "{insee}");
        assert!(
            answer.sources.iter().any(|s| s.row.starts_with("commercial_court_districts")),
            "the table shows itself"
        );
        dated(&answer, insee, "commercial_court_districts", None, "2026-11-21");
    }
}

#[test]
fn a_civil_debtor_goes_to_the_civil_court_of_its_department() {
    // where there is one: a société civile, an association, a consumer
    for (debtor, insee, expected) in [
        ("civil-company", "75056", "tribunal judiciaire de Paris"),
        ("association", "21231", "tribunal judiciaire de Dijon"),
        ("consumer", "93008", "tribunal judiciaire de Bobigny"),
        ("civil-company", "72181", "tribunal judiciaire du Mans"),
        ("professional", "97209", "tribunal judiciaire de Fort-de-France"),
        ("association", "2B033", "tribunal judiciaire de Bastia"),
    ] {
        let answer = ask(debtor, "8000", Some(insee), "goods");
        assert_eq!(answer.court, expected, "{debtor} {insee}");
        dated(&answer, insee, "civil_court_seats", Some("2020-09"), "2026-11-22");
    }
    // where it has several, they are named and none is chosen
    let savoy = ask("civil-company", "8000", Some("74011"), "goods");
    assert!(
        savoy.seat.is_none() && savoy.warnings.iter().any(|w| w.fr.contains("Annecy, Bonneville, Thonon-les-Bains"))
    );
    for insee in ["69123", "67482", "59350"] {
        for debtor in ["civil-company", "association", "consumer", "professional"] {
            let answer = ask(debtor, "8000", Some(insee), "goods");
            assert_eq!(answer.court, "tribunal judiciaire", "{debtor}");
            dated(&answer, insee, "civil_court_seats", Some("2020-09"), "2026-11-22");
        }
    }
}

#[test]
fn b01_b02_between_traders() {
    let b01 = ask("commercial-company", "8000", Some("59350"), "goods");
    assert!(available(&b01, "payment-order") && !b01.lawyer_required && !b01.amicable_attempt_required);
    assert_eq!(b01.judge, "président du tribunal de commerce");
    assert!(b01.fees.iter().any(|fee| fee.item == "payment-order-request"));
    assert!(!b01.fees.iter().any(|fee| fee.item == "stamp-duty"));
    let form = b01.procedures.iter().find(|o| o.procedure == "payment-order").and_then(|o| o.form.clone());
    assert_eq!(form.as_deref(), Some("CERFA 12946*02"));
    // a tariff that ended is no figure
    assert!(b01.fees.iter().all(|fee| fee.amount.is_none() && fee.note.fr.contains("inconnu")));
    let b02 = ask("commercial-company", "8000", Some("69123"), "goods");
    let contribution = b02.fees.iter().find(|fee| fee.item == "tae-contribution").expect("a fee");
    assert_eq!((b02.kind.as_str(), contribution.amount.as_deref()), ("tae", Some("0.00")));
    // before the experiment, Lyon is a commercial court
    let before = CourtAsked {
        on: "2024-06-01".parse().expect("a date"),
        ..asked("commercial-company", "8000", Some("69123"), "goods")
    };
    assert_eq!(court(&before, Law::builtin()).expect("an answer").kind, "commercial");
}

#[test]
fn b04_to_b11_civil_courts() {
    let b04 = ask("consumer", "6000", None, "consumer-credit");
    assert_eq!((b04.judge.as_str(), b04.kind.as_str()), ("juge des contentieux de la protection", "protection"));
    assert_eq!(ask("consumer", "20000", None, "housing-rent").kind, "protection"); // B05
    assert!(!ask("consumer", "20000", None, "housing-rent").lawyer_required);
    let b09 = ask("commercial-company", "4000", None, "goods");
    assert!(!b09.amicable_attempt_required);
    let b10 = ask("association", "10000.01", None, "goods");
    assert!(b10.lawyer_required && !b10.amicable_attempt_required && !available(&b10, "simple-request"));
    assert!(!ask("association", "10000.00", None, "goods").lawyer_required);
    let b11 = ask("consumer", "5000.00", None, "goods");
    assert!(b11.amicable_attempt_required && available(&b11, "simple-request"));
    let above = ask("consumer", "5000.01", None, "goods");
    assert!(!above.amicable_attempt_required && !available(&above, "simple-request"));
    assert_eq!(b11.fees[0].amount.as_deref(), Some("50.00"));
}

#[test]
fn b13_to_b15_across_borders() {
    let b13 = ask("commercial-company", "30000", Some("BE"), "goods");
    assert!(available(&b13, "european-payment-order") && !available(&b13, "payment-order"));
    assert!(!available(&b13, "european-small-claims"));
    let b14 = ask("commercial-company", "3000", Some("DK"), "goods");
    assert!(!available(&b14, "european-payment-order") && !available(&b14, "european-small-claims"));
    assert!(available(&ask("consumer", "5000.00", Some("it"), "goods"), "european-small-claims"));
    assert!(!available(&ask("consumer", "5000.01", Some("IT"), "goods"), "european-small-claims"));
    assert!(!available(&ask("consumer", "5000.00", Some("CH"), "goods"), "european-payment-order"));
    assert!(!available(&ask("consumer", "5000.00", None, "goods"), "european-payment-order"));
}

#[test]
fn b16_to_b19_insolvency_small_claims_seizure_and_the_rest() {
    let b16 =
        court(&CourtAsked { insolvent: true, ..asked("commercial-company", "8000", None, "goods") }, Law::builtin())
            .expect("an answer");
    assert!(b16.procedures.iter().all(|option| !option.available));
    assert!(b16.warnings.iter().any(|w| w.en.contains("declare the claim")));
    assert!(available(&ask("consumer", "5000.00", None, "goods"), "small-claims")); // B17
    assert!(!available(&ask("consumer", "5000.01", None, "goods"), "small-claims"));
    let b19 = ask("commercial-company", "8000", None, "goods");
    let measure = b19.procedures.iter().find(|o| o.procedure == "conservatory-measures").expect("listed");
    assert!(
        measure.available
            && measure.why.fr.contains("juge de l'exécution")
            && measure.why.fr.contains("tribunal de commerce")
    );
    let waiting = b19.procedures.iter().find(|o| o.procedure == "uncontested-claims").expect("listed");
    assert!(!waiting.available && waiting.why.fr.contains("décret"));
    assert!(!available(&ask("commercial-company", "800", None, "cheque"), "payment-order"));
    let cheque = ask("commercial-company", "800", None, "cheque");
    assert!(available(&cheque, "cheque") && !available(&b19, "cheque")); // B18
    let measure = cheque.procedures.iter().find(|o| o.procedure == "conservatory-measures").expect("listed");
    assert!(measure.why.fr.contains("sans autorisation"));
    let public = ask("public-body", "8000", None, "goods");
    assert!(
        public.kind == "administrative"
            && !available(&public, "payment-order")
            && available(&public, "interim-payment")
    );
    assert_eq!(ask("public-undertaking", "8000", None, "goods").kind, "commercial");
}

#[test]
fn the_rule_of_the_day_is_said() {
    let why = |on: &str| {
        let asked =
            CourtAsked { on: on.parse().expect("a date"), ..asked("commercial-company", "8000", None, "goods") };
        let answer = court(&asked, Law::builtin()).expect("an answer");
        answer.procedures.into_iter().find(|o| o.procedure == "payment-order").expect("listed").why.fr
    };
    assert!(why("2026-08-31").contains("6 mois") && why("2026-09-01").contains("3 mois"));
}

#[test]
fn vague_and_unknown_words() {
    assert!(ask("company", "8000", None, "goods").warnings.iter().any(|w| w.en.contains("Legal form missing")));
    assert_eq!(ask("public", "8000", None, "goods").kind, "administrative");
    let refused = |debtor: &str, place: Option<&str>| {
        court(&asked(debtor, "8000", place, "goods"), Law::builtin()).expect_err("refused")
    };
    assert!(matches!(refused("robot", None), LawError::Unknown { .. }));
    assert!(matches!(refused("trader", Some("Lyon")), LawError::Unknown { .. }));
    assert!(matches!(
        refused("trader", Some("99999")),
        LawError::MissingRow { table: "commercial_court_districts", .. }
    ));
    assert!(court(&asked("trader", "-1", None, "goods"), Law::builtin()).is_err());
}

#[test]
fn a_place_of_strange_letters_is_refused_and_never_cut() {
    for place in ["€12", "é123", "1234", "123456", "ABCDE", "", "É1"] {
        let found = court(&asked("commercial-company", "8000", Some(place), "goods"), Law::builtin());
        assert!(matches!(found, Err(LawError::Unknown { .. } | LawError::MissingRow { .. })), "{place}: {found:?}");
    }
}

#[test]
fn european_procedures_are_for_civil_and_commercial_matters() {
    let body = ask("public-body", "3000", Some("BE"), "goods");
    assert!(!available(&body, "european-payment-order") && !available(&body, "european-small-claims"));
}

#[test]
fn an_amicable_attempt_comes_first_before_the_exclusive_court_too() {
    // CPC 750-1 looks at the amount alone
    let lease = |amount: &str| ask("commercial-company", amount, Some("75056"), "commercial-lease");
    assert!(lease("5000.00").amicable_attempt_required && !lease("5000.01").amicable_attempt_required);
    assert!(lease("4000").lawyer_required);
}

#[test]
fn overseas_codes_are_france_and_unknown_states_are_said() {
    // an address file writes RE or GP where it writes DE or BE
    let reunion = ask("commercial-company", "8000", Some("RE"), "goods");
    assert_eq!((reunion.kind.as_str(), available(&reunion, "payment-order")), ("mixed-commercial", true));
    assert!(!available(&reunion, "european-payment-order"));
    assert_eq!(ask("civil-company", "8000", Some("gp"), "goods").kind, "civil");
    let local = |place: &str| {
        let answer = ask("commercial-company", "8000", Some(place), "goods");
        answer.warnings.iter().any(|line| line.en.contains("local law"))
    };
    assert!(local("98818") && local("NC") && !local("97411") && !local("RE"));
    let unlisted = |place: &str| {
        let answer = ask("commercial-company", "8000", Some(place), "goods");
        assert_eq!(answer.kind, "foreign");
        answer.warnings.iter().any(|line| line.en.contains("not in the table of States"))
    };
    assert!(unlisted("XX") && unlisted("US") && !unlisted("DE") && !unlisted("DK"));
}
