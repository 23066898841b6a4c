//! The law asked from the command line: the contract's keys, ten unusual questions, and a house's own rows.

use std::process::{Command, Output, Stdio};

fn ask(args: &[&str]) -> Output {
    ask_in("en", args)
}

fn ask_in(language: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_quittance"));
    command
        .env("QUITTANCE_TODAY", "2026-11-23")
        .env("QUITTANCE_LANG", language)
        .env_remove("QUITTANCE_LAW")
        .arg("law")
        .args(args);
    command.stdin(Stdio::null()).output().expect("the binary runs")
}

fn json(args: &[&str]) -> serde_json::Value {
    let mut args = args.to_vec();
    args.push("--json");
    let output = ask(&args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("one document")
}

/// What is said when the answer is no.
fn refused(args: &[&str]) -> String {
    let output = ask(args);
    assert_eq!(output.status.code(), Some(2), "{args:?}");
    assert!(output.stdout.is_empty(), "{args:?}");
    String::from_utf8(output.stderr).expect("text")
}

fn says(answer: &serde_json::Value, words: &str) -> bool {
    let lines = ["warnings", "explanation"].iter().filter_map(|key| answer[key].as_array()).flatten();
    // the blanks of a date do not break
    lines.into_iter().any(|line| line["fr"].as_str().is_some_and(|text| text.replace('\u{a0}', " ").contains(words)))
}

#[test]
fn a_due_date_of_29_february() {
    let leap = json(&["late-interest", "--amount", "1000", "--due", "2024-02-29", "--until", "2024-03-31"]);
    assert_eq!((leap["slices"][0]["from"].as_str(), leap["interest"].as_str()), (Some("2024-03-01"), Some("12.32")));
    let none = refused(&["late-interest", "--amount", "1000", "--due", "2026-02-29", "--until", "2026-03-31"]);
    assert!(none.contains("2026-02-29") && none.contains("day of the calendar"), "{none}");
}

#[test]
fn a_due_date_to_come() {
    let answer = json(&["late-interest", "--amount", "1000", "--due", "2027-05-01", "--until", "2026-11-23"]);
    assert_eq!((answer["total"].as_str(), answer["principal_left"].as_str()), (Some("0.00"), Some("1000.00")));
    assert!(says(&answer, "n'est pas échue"));
}

#[test]
fn a_negative_amount() {
    let words = refused(&["late-interest", "--amount", "-50.00", "--due", "2026-05-01", "--until", "2026-11-23"]);
    assert!(words.contains("credit note"), "{words}");
}

#[test]
fn a_rate_that_is_not_known_yet() {
    let words = refused(&["late-interest", "--amount", "1000", "--due", "2026-12-01", "--until", "2027-01-15"]);
    for part in ["ecb_main_refinancing_rate", "2027-01-01", "effective_date,rate_percent,status,source"] {
        assert!(words.contains(part), "{words}");
    }
}

#[test]
fn good_friday_in_alsace() {
    let question = ["period", "--from", "2026-03-03", "--months", "1"];
    let inside = json(&[&question[..], &["--territory", "alsace-moselle"]].concat());
    assert_eq!((inside["raw"].as_str(), inside["due"].as_str()), (Some("2026-04-03"), Some("2026-04-07")));
    assert!(says(&inside, "Vendredi saint"));
    assert_eq!(json(&question)["due"], "2026-04-03");
}

#[test]
fn a_debtor_abroad() {
    let answer = json(&["court", "--debtor", "commercial-company", "--amount", "30000", "--place", "BE"]);
    let open = |name: &str| {
        let list = answer["procedures"].as_array().expect("a list");
        list.iter().find(|p| p["procedure"] == name).expect("listed")["available"].as_bool()
    };
    assert_eq!((open("european-payment-order"), open("payment-order")), (Some(true), Some(false)));
    let far = json(&["deadline", "payment-order", "opposition", "--from", "2026-10-01", "--distance", "abroad"]);
    assert_eq!(far["raw"], "2027-01-01");
}

#[test]
fn a_payment_before_the_due_date() {
    let args = ["late-interest", "--amount", "100", "--due", "2026-01-31", "--until", "2026-03-31"];
    let answer = json(&[&args[..], &["--payment", "2026-01-15:60.00"]].concat());
    assert_eq!(
        (answer["slices"][0]["balance"].as_str(), answer["principal_left"].as_str()),
        (Some("40.00"), Some("40.00"))
    );
    assert!(says(&answer, "Paiement de 60,00"));
}

#[test]
fn paid_in_excess() {
    let args = ["late-interest", "--amount", "100", "--due", "2026-01-31", "--until", "2026-03-31"];
    let answer = json(&[&args[..], &["--payment", "2026-01-31:150.00"]].concat());
    assert_eq!((answer["owed"].as_str(), answer["overpaid"].as_str()), (Some("0.00"), Some("50.00")));
    assert!(says(&answer, "Trop-perçu"));
}

#[test]
fn a_claim_already_time_barred() {
    let answer = json(&["limitation", "--kind", "b2b", "--due", "2021-11-15"]);
    assert_eq!((answer["expires"].as_str(), answer["expired"].as_bool()), (Some("2026-11-15"), Some(true)));
    let interest = json(&["late-interest", "--amount", "100", "--due", "2021-11-15", "--until", "2026-11-23"]);
    assert!(says(&interest, "prescrite depuis le 15 novembre 2026"));
}

/// A décompte needs no file: its invoices and payments are given as rows.
#[test]
fn a_decompte_by_rows() {
    let item = ["decompte", "--item", "2026-06-20:10000.00:F-1", "--payment", "2026-06-30:4000.00"];
    let answer = json(&[&item[..], &["--as-of", "2026-06-30"]].concat());
    assert_eq!(answer["totals"]["principal_left"], "6033.29");
    let words = refused(&["decompte", "--as-of", "2026-06-30"]);
    assert!(words.contains("give items, an account or an annex"), "{words}");
    let words = refused(&["decompte", "--item", "2026-06-20:10000.00:F-1", "--payment", "2026-06-30:1.00:F-2"]);
    assert!(words.contains("F-2"), "{words}");
}

#[test]
fn an_unknown_territory() {
    let words = refused(&["period", "--from", "2026-03-03", "--months", "1", "--territory", "corse"]);
    assert!(words.contains("corse") && words.contains("alsace-moselle"), "{words}");
}

#[test]
fn the_unusual_questions_are_answered_in_french_too() {
    let interest = ["late-interest", "--until", "2026-11-23"];
    for (question, words) in [
        (&[&interest[..], &["--amount", "1000", "--due", "2026-02-29"]].concat()[..], "un jour du calendrier tel que"),
        (&[&interest[..], &["--amount", "1000", "--due", "2027-05-01"]].concat(), "n'est pas échue"),
        (&[&interest[..], &["--amount", "-50.00", "--due", "2026-05-01"]].concat(), "un montant négatif est un avoir"),
        (
            &["late-interest", "--amount", "1000", "--due", "2026-12-01", "--until", "2027-01-15"],
            "n’a pas de ligne pour 2027-01-01",
        ),
        (&["period", "--from", "2026-03-03", "--months", "1", "--territory", "alsace-moselle"], "Vendredi saint"),
        (&["court", "--debtor", "commercial-company", "--amount", "30000", "--place", "BE"], "Débiteur en Belgique"),
        (
            &[&interest[..], &["--amount", "100", "--due", "2026-01-31", "--payment", "2026-01-15:60.00"]].concat(),
            "Paiement de 60,00",
        ),
        (
            &[&interest[..], &["--amount", "100", "--due", "2026-01-31", "--payment", "2026-01-31:150.00"]].concat(),
            "Trop-perçu",
        ),
        (&["limitation", "--kind", "b2b", "--due", "2021-11-15"], "prescrite depuis le"),
        (
            &["period", "--from", "2026-03-03", "--months", "1", "--territory", "corse"],
            "territoire : « corse » n’existe pas",
        ),
    ] {
        let output = ask_in("fr", question);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("text");
        assert!(said.contains(words), "{question:?}: {said}");
        let english = ask_in("en", question);
        let english = String::from_utf8([english.stdout, english.stderr].concat()).expect("text");
        assert!(!english.contains(words), "{question:?} in English: {english}");
    }
}

#[test]
fn every_answer_explains_itself() {
    for question in [
        &["late-interest", "--amount", "4800", "--due", "2026-03-01", "--until", "2026-06-01"][..],
        &[
            "legal-interest",
            "--amount",
            "1",
            "--enforceable",
            "2026-01-01",
            "--until",
            "2026-06-01",
            "--creditor-class",
            "individual",
        ],
        &[
            "consumer-credit",
            "--capital",
            "6000",
            "--loan-rate",
            "5.5",
            "--forfeited",
            "2026-01-31",
            "--until",
            "2026-03-02",
        ],
        &["rate", "public", "--on", "2026-06-30"],
        &["discount", "--percent", "2", "--days", "30"],
        &["delay-cost", "--amount", "10000", "--days", "30", "--cost-of-cash", "6"],
        &["due-date", "--invoice", "2026-01-15", "--terms", "45 jours fin de mois"],
        &["legal-term", "livestock_fresh_meat", "--from", "2026-06-05"],
        &["period", "--from", "2026-03-31", "--months", "1"],
        &["deadline", "payment-order", "service", "--from", "2026-09-10"],
        &["limitation", "--kind", "b2b", "--due", "2024-11-15", "--event", "2025-01-01:letter"],
        &["procedure", "payment-order", "--state", "granted", "--since", "2026-09-10"],
        &["court", "--debtor", "consumer", "--amount", "5000"],
        &["tariff", "service-of-order", "--debt", "10000", "--on", "2023-06-01"],
        &["estimate", "payment-order", "--debt", "10000"],
        &["wage", "--net-yearly", "24000"],
        &["bank-minimum"],
        &["mentions", "formal-notice"],
        &["einvoice-status", "210"],
        &["check"],
    ] {
        let answer = json(question);
        for key in ["explanation", "sources", "warnings"] {
            assert!(answer[key].is_array(), "{question:?} has no {key}");
        }
        assert!(!answer["explanation"].as_array().expect("a list").is_empty(), "{question:?}");
        let people = ask(question);
        assert!(people.status.success() && !people.stdout.is_empty(), "{question:?}");
    }
    assert_eq!(json(&["discount", "--percent", "2", "--days", "30"])["yearly"], "24.83");
    assert_eq!(json(&["delay-cost", "--amount", "10000", "--days", "30", "--cost-of-cash", "6"])["cost"], "49.32");
    for list in [
        &["deadline", "--list"][..],
        &["tariff", "--list"],
        &["limitation", "--list"],
        &["procedure", "--list"],
        &["legal-term", "--list"],
    ] {
        assert!(json(list).as_array().is_some_and(|list| !list.is_empty()), "{list:?}");
    }
}

#[test]
fn an_estimate_says_what_is_out_of_date_and_what_is_unknown() {
    let text = |args: &[&str]| {
        let said = String::from_utf8(ask_in("fr", args).stdout).expect("text");
        said.replace(['\u{a0}', '\u{202f}'], " ")
    };
    let late = text(&["estimate", "payment-order-attachment", "--debt", "10000", "--on", "2026-11-23"]);
    assert!(late.contains("périmé") && late.contains("au moins") && late.contains("28 février 2026"), "{late}");
    assert!(text(&["check"]).contains("périmé depuis le 28 février 2026"));
}

#[test]
fn a_house_adds_its_own_tariff() {
    let question = ["tariff", "service-of-order", "--debt", "10000", "--on", "2026-03-10"];
    assert!(refused(&question).contains("tariffs.csv"));
    let folder = tempfile::tempdir().expect("a folder");
    let row = "item,act,amount_or_formula,valid_from,valid_to,article,status,source\n\
        CdJ act,signification of decision / title / payment order,26.05,2026-03-01,2028-02-29,C.com A444-11,verified,arrêté de 2026\n";
    std::fs::write(folder.path().join("tariffs.csv"), row).expect("written");
    let place = folder.path().display().to_string();
    let answer = json(&[&question[..], &["--tables", &place]].concat());
    assert_eq!(answer["gross"], "73.80");
    assert!(says(&answer, "ligne ajoutée par vous"));
    let check = json(&["check", "--tables", &place]);
    assert_eq!(check["user_rows"][0]["table"], "tariffs");
    // a bad row is refused with its line, and a folder that is not there too
    std::fs::write(folder.path().join("tariffs.csv"), row.replace("verified", "sure")).expect("written");
    let words = refused(&[&question[..], &["--tables", &place]].concat());
    assert!(words.contains("line 2") && words.contains("status"), "{words}");
    assert!(refused(&["check", "--tables", "/nowhere/at/all"]).contains("no such folder"));
}

#[test]
fn a_decompte_and_its_annex_from_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("written");
        path.display().to_string()
    };
    let item = r#"{"reference":"F1","amount":{"minor":1000000,"currency":"EUR"},"due":"2026-06-20","regime":"b2b","agreed_rate":null,"formal_notice":null,"creditor_class":"professional","indemnity":true}"#;
    let account = format!(
        r#"{{"currency":"EUR","items":[{item}],"costs":[],"penalty":null,"receipts":[],"insolvency":null,"conventions":{{}}}}"#
    );
    let account = write("account.json", &account);
    let drawn = json(&["decompte", "--account", &account, "--as-of", "2026-06-30"]);
    assert_eq!(
        (drawn["totals"]["interest"].as_str(), drawn["totals"]["owed"].as_str()),
        (Some("33.29"), Some("10073.29"))
    );
    let annex = write("annex.json", &drawn["annex"].to_string());
    assert_eq!(json(&["decompte", "--annex", &annex])["totals"], drawn["totals"]);
}
