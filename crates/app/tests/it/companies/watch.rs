//! The watch over the register, and saved answers.

use std::path::Path;

use app::Desk;
use app::companies::{CompanyQuery, CompanyShow, CompanyState};
use app::reports::ReportFormat;
use kernel::{FixedClock, Language, Siren, Timestamp};
use serde_json::{Value, json};

use super::register::{Register, Reply, record};
use super::{HEAD, ONE, STRANGER, TODAY, TWO, asks, file, operator, ours, told};
use crate::support::{House, day, houses, import, open_at, request, samples, upload};

/// The same house some hours later, on the same day.
fn later(house: &House, register: &Register, hours: i64) -> Desk {
    let mut clock = FixedClock::on(day(TODAY));
    clock.now = Timestamp::from_second(clock.now.as_second() + hours * 3_600).expect("an instant");
    open_at(&house.url, clock).with_sirene(register.source())
}

fn shown(desk: &Desk, show: CompanyShow) -> Vec<String> {
    let query = CompanyQuery { show, ..CompanyQuery::default() };
    let page = desk.companies(&operator(), &query, None, 9).expect("a list");
    let mut codes: Vec<String> = page.rows.into_iter().map(|row| row.account).collect();
    codes.sort();
    codes
}

#[test]
fn a_service_that_asks_to_be_left_alone_is_left_alone() {
    for house in houses(TODAY) {
        let register = Register::serving(vec![Reply::Well, Reply::Busy(3_600)]);
        register.set(ONE, json!([ours()]));
        register.set(TWO, json!([record((TWO, "GARAGE VASSEUR"), 1, ("2 RUE B", "69003", "LYON"))]));
        let desk = asks(&house, &register);
        let first = desk.fetch_companies(&operator(), &|_, _| ()).expect("a beat");
        assert_eq!((first.asked, first.kept, first.failed, first.left), (2, 1, 1, 1), "on {}", house.engine);
        assert!(first.error.is_some());
        let watch = desk.sources(&operator()).expect("sources").companies;
        assert!(watch.error.is_some() && watch.failures == 1, "{watch:?}");
        desk.work_off("worker").expect("worked");
        assert_eq!(register.asked(), [ONE, TWO], "nothing before its hour");
        later(&house, &register, 1).work_off("worker").expect("worked");
        assert_eq!(register.asked(), [ONE, TWO], "an hour is not over at its last minute");
        let after = later(&house, &register, 2);
        after.work_off("worker").expect("worked");
        assert_eq!(register.asked(), [ONE, TWO, TWO], "what was read is not asked for again");
        let watch = after.sources(&operator()).expect("sources").companies;
        assert_eq!((watch.error, watch.failures, watch.checked.is_some()), (None, 0, true));
        assert_eq!(shown(&after, CompanyShow::Never), [""; 0]);
    }
}

#[test]
fn a_worker_asks_for_who_owes_something_and_one_bad_answer_stops_nobody() {
    for house in houses(TODAY) {
        let register = Register::serving(vec![Reply::Garbage]);
        register.set(TWO, json!([record((TWO, "GARAGE VASSEUR"), 1, ("2 RUE B", "69003", "LYON"))]));
        let desk = asks(&house, &register);
        assert_eq!(shown(&desk, CompanyShow::Never), ["C1", "C2"]);
        desk.work_off("worker").expect("worked");
        assert_eq!(register.asked(), [ONE, TWO], "on {}", house.engine);
        assert_eq!(shown(&desk, CompanyShow::Never), ["C1"]);
        assert!(file(&desk, "C1").error.is_some());
        assert_eq!(desk.sources(&operator()).expect("sources").companies.error, None, "the service answers");
        desk.work_off("worker").expect("worked");
        assert_eq!(register.asked().len(), 2, "nothing before its hour");
        later(&house, &register, 30).work_off("worker").expect("worked");
        assert_eq!(register.asked(), [ONE, TWO, ONE], "asked for again after a day");
        assert_eq!(shown(&desk, CompanyShow::Unknown), ["C1"]);
    }
}

#[test]
fn saved_answers_go_in_once_and_bad_ones_are_listed() {
    let register = Register::serving(Vec::new());
    for house in houses(TODAY) {
        let desk = asks(&house, &register);
        let mut ceased = record((TWO, "GARAGE VASSEUR"), 1, ("2 RUE B", "69003", "LYON"));
        ceased["etat_administratif"] = "C".into();
        let stranger = record((STRANGER, "PERSONNE"), 1, ("1 RUE Z", "33000", "BORDEAUX"));
        let answers = json!({ "results": [{ "siren": "12" }, ours(), stranger, ceased] });
        let saved = upload("saved.json", answers.to_string());
        let take = || desk.take_companies(&operator(), &saved, &|_, _| ()).expect("taken");
        let first = take();
        assert_eq!((first.read, first.refused, first.kept, first.strangers), (4, 1, 2, 1), "on {}", house.engine);
        assert_eq!((first.errors.len(), first.changes), (1, 0));
        let again = take();
        assert_eq!((again.kept, again.unchanged, again.changes), (0, 2, 0));
        assert_eq!(file(&desk, "C1").source, "saved.json");
        assert_eq!(shown(&desk, CompanyShow::Ceased), ["C2"]);
        assert_eq!(shown(&desk, CompanyShow::All), ["C1", "C2"]);
        let all = CompanyQuery::default();
        let csv = desk.company_report(&operator(), ReportFormat::Csv, &all, Language::Fr).expect("a file");
        let text = String::from_utf8_lossy(&csv.bytes).into_owned();
        assert!(text.contains("C2") && text.contains("cessée") && !text.contains("Sans Numéro"), "{text}");
        let none = desk.take_companies(&operator(), &upload("a.csv", "a;b\n1;2\n"), &|_, _| ());
        assert_eq!(none.expect_err("no company").code(), "company-file");
        assert_eq!(register.asked(), Vec::<String>::new());
    }
}

/// The answers of the samples to a question by number: the number, and what was found.
fn saved(folder: &Path) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(siren) = name.strip_prefix("search-").filter(|text| Siren::parse(text).is_ok()) else { continue };
        let bytes = std::fs::read(&path).expect("a sample");
        let truth: Value = serde_json::from_slice(&bytes).expect("JSON");
        all.push((siren.to_owned(), truth["result"]["results"].clone()));
    }
    all
}

#[test]
fn the_register_itself_is_read_as_it_stands() {
    let Some(folder) = samples("sirene") else { return };
    let answers = saved(&folder);
    assert!(answers.len() > 15, "{} answers", answers.len());
    let register = Register::serving(Vec::new());
    let line = |(siren, _): &(String, Value)| {
        format!("S{siren};Client {siren};{siren};1 rue A;75001;Paris;F{siren};facture;01/08/2026;01/09/2026;10,00\n")
    };
    let rows: String = answers.iter().map(line).collect();
    for (siren, results) in &answers {
        register.set(siren, results.clone());
    }
    for house in houses(TODAY) {
        import(&house.desk, &request(vec![upload("open.csv", format!("{HEAD}{rows}"))]));
        let desk = open_at(&house.url, FixedClock::on(day(TODAY))).with_sirene(register.source());
        let done = desk.fetch_companies(&operator(), &|_, _| ()).expect("a beat");
        assert_eq!((done.asked, done.failed), (answers.len() as u64, 0), "on {}: {done:?}", house.engine);
        for (siren, results) in &answers {
            let truth = results.as_array().and_then(|all| all.iter().find(|one| one["siren"] == siren.as_str()));
            let known = file(&desk, &format!("S{siren}"));
            let Some(truth) = truth else {
                assert_eq!(known.state, Some(CompanyState::Unknown), "{siren}");
                continue;
            };
            let state = known.state.map(CompanyState::slug);
            let said =
                truth["etat_administratif"].as_str().map_or("unsaid", |s| if s == "A" { "active" } else { "ceased" });
            assert_eq!(state, Some(said), "{siren}");
            assert_eq!(
                known.seat.as_ref().map(|seat| seat.siret.as_str()),
                truth["siege"]["siret"].as_str(),
                "{siren}"
            );
            let hidden = truth["statut_diffusion"] == "P";
            assert_eq!((known.hidden, known.name.is_none()), (hidden, hidden), "{siren}");
            assert_eq!(told(&desk, &format!("S{siren}"), "company.changed").len(), 0);
        }
    }
}
