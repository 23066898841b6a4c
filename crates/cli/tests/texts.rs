//! `text` as scripts use it.

use std::process::{Command, Output, Stdio};

fn run(db: &str, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quittance"))
        .env("QUITTANCE_DATABASE", db)
        .env("QUITTANCE_TODAY", "2026-11-23")
        .env("QUITTANCE_LANG", "fr")
        .args(args)
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_str(&out(output))
        .unwrap_or_else(|e| panic!("{e}: {}{}", out(output), String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn a_text_goes_from_the_shipped_one_to_the_house_s_and_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let db = format!("sqlite:{}", folder.path().join("texts.db").display());
    let file = |name: &str, body: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, body).expect("written");
        path.display().to_string()
    };
    let list = json(&run(&db, &["text", "list", "--json"]));
    assert_eq!((list.as_array().map(Vec::len), list[0]["version"].is_null()), (Some(22), true));
    // The shipped text, edited as a script would.
    let shipped = out(&run(&db, &["text", "show", "reminder-1"]));
    let own = file("own.txt", &shipped.replace("Madame, Monsieur,", "Chère cliente, cher client,"));
    assert!(run(&db, &["text", "check", &own]).status.success());
    let saved = json(&run(&db, &["text", "save", "reminder-1", &own, "--json"]));
    assert_eq!((saved["version"].as_i64(), saved["written"].as_bool()), (Some(1), Some(true)));
    assert!(out(&run(&db, &["text", "save", "reminder-1", &own])).contains("says this already"));
    let pdf = folder.path().join("letter.pdf").display().to_string();
    let preview = run(&db, &["text", "preview", "reminder-1", "-o", &pdf]);
    assert!(out(&preview).contains("Chère cliente, cher client,") && out(&preview).contains("[…]"), "{preview:?}");
    assert!(std::fs::read(&pdf).expect("the letter").starts_with(b"%PDF"));
    assert!(out(&run(&db, &["text", "preview", "sms", "--language", "en"])).contains("/160)"));
    let bad = file("bad.txt", "Objet\n\n{% for x in debtor %}{{ x }}{% endfor %}\n");
    for args in [vec!["text", "check", &bad], vec!["text", "save", "reminder-1", &bad]] {
        let refused = run(&db, &args);
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2), "{args:?}");
        assert!(told.starts_with("error: ") && told.contains("« for » n’a pas sa place"), "{told}");
    }
    let faults = run(&db, &["text", "check", &bad, "--json"]);
    assert_eq!((faults.status.code(), json(&faults)["faults"][0]["line"].as_u64()), (Some(2), Some(3)));
    assert!(run(&db, &["text", "retire", "reminder-1"]).status.success());
    assert_eq!(run(&db, &["text", "retire", "reminder-1"]).status.code(), Some(2), "once");
    assert_eq!(out(&run(&db, &["text", "show", "reminder-1"])), shipped);
    assert!(out(&run(&db, &["text", "show", "reminder-1", "--version", "1"])).contains("Chère cliente"));
    for wrong in [vec!["text", "show", "nothing"], vec!["text", "show", "reminder-1", "--language", "de"]] {
        assert_eq!(run(&db, &wrong).status.code(), Some(2), "{wrong:?}");
    }
}
