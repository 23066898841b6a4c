use app::imports::Upload;
use axum::http::StatusCode;

use crate::support::{TestApp, demo};

fn param<'a>(address: &'a str, name: &str) -> &'a str {
    address.split(['?', '&']).find_map(|p| p.strip_prefix(&format!("{name}=") as &str)).unwrap_or("")
}

#[tokio::test]
async fn files_go_from_the_drop_to_the_ledger_and_back() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("accountant").await;
    let kept = app.upload("/imports", &cookie, &[demo("clients.csv"), demo("balance-2026-11-23.csv")]).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.body);
    let files = param(kept.location(), "files").to_owned();
    let prepare = app.get(&format!("{}&creditor=VAUBAN", kept.location()), &cookie).await;
    assert_eq!(prepare.status, StatusCode::OK);
    // demo/README.md: three lines of Monday's export cannot be read.
    for line in ["41", "160", "287"] {
        assert!(prepare.body.contains(&format!("<td class=\"num tight\">{line}</td>")), "line {line} is listed");
    }
    assert!(prepare.body.contains("0,00<small>"), "the gap is shown");
    let order = [("files", files.as_str()), ("creditor", "VAUBAN"), ("as_of", "2026-11-23")];
    let started = app.post("/imports/start", &cookie, &order).await;
    assert_eq!(started.location(), format!("/imports/running?files={files}"));
    let waiting = app.get(started.location(), &cookie).await;
    assert!(waiting.body.contains("<progress") && waiting.body.contains("http-equiv=\"refresh\""));
    app.work();
    let done = app.get(started.location(), &cookie).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let result = app.get(done.location(), &cookie).await;
    assert!(result.body.contains("287") && result.body.contains("/undo"));
    // demo/README.md: 1 062 164,12 EUR on Monday.
    assert_eq!(app.get("/api/v1/aging", &cookie).await.json()["total"], "1062164.12");

    // The same files again change nothing.
    let again = app.upload("/imports", &cookie, &[demo("clients.csv"), demo("balance-2026-11-23.csv")]).await;
    let page = app.get(again.location(), &cookie).await.body;
    assert!(page.contains("Rien à changer"), "{page}");

    let batch = done.location().split(['/', '?']).nth(2).expect("a batch").to_owned();
    let undone = app.post(&format!("/imports/{batch}/undo"), &cookie, &[]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
    assert_eq!(app.get("/api/v1/aging", &cookie).await.json()["items"], 0);
}

#[tokio::test]
async fn a_mapping_made_in_the_page_is_saved_and_serves() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("manager").await;
    let csv = "Qui;Quoi;Le;Pour le;Combien\nA1;P1;01/10/2026;31/10/2026;100,00\nA1;P2;05/10/2026;31/02/2026;50,00\n";
    let file = Upload { name: "maison.csv".to_owned(), bytes: csv.as_bytes().to_vec() };
    let kept = app.upload("/imports", &cookie, &[file]).await;
    let files = param(kept.location(), "files").to_owned();
    let mut fields = vec![
        ("files", files.as_str()),
        ("c0_0", "customer_number"),
        ("c0_1", "number"),
        ("c0_2", "issue_on"),
        ("c0_3", "due_on"),
        ("c0_4", "amount"),
        ("signs", "signed"),
        ("dates", "dmy"),
        ("decimals", "comma"),
        ("profile_mode", "snapshot"),
        ("currency", "EUX"),
        ("name", "maison"),
    ];
    let wrong = app.post("/imports/prepare", &cookie, &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"e-currency\""));
    fields[10].1 = "EUR";
    let saved = app.post("/imports/prepare", &cookie, &fields).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert_eq!(param(saved.location(), "profile"), "maison");
    let preview = app.get(saved.location(), &cookie).await.body;
    assert!(preview.contains("31/02/2026"), "the bad line says which value: {preview}");
    app.post("/imports/start", &cookie, &[("files", files.as_str()), ("profile", "maison"), ("creditor", "MAISON")])
        .await;
    app.work();
    let list = app.get("/api/v1/imports", &cookie).await.json();
    assert_eq!(list[0]["profile"], "maison");
}

#[tokio::test]
async fn files_that_are_nothing_get_an_answer() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("manager").await;
    let files: [(&str, &[u8]); 4] = [
        ("vide.csv", b""),
        ("image.png", b"\x89PNG\r\n\x1a\n\0\0\0\0"),
        ("zip.xlsx", b"PK\x03\x04rubbish"),
        ("mot.csv", b"bonjour"),
    ];
    for (name, bytes) in files {
        let kept = app.upload("/imports", &cookie, &[Upload { name: name.to_owned(), bytes: bytes.to_vec() }]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{name}");
        let page = app.get(kept.location(), &cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{name}");
        assert!(
            page.body.contains("role=\"alert\"") && !page.body.contains("/imports/start"),
            "{name} cannot be imported"
        );
    }
    let none = app.upload("/imports", &cookie, &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let path = app
        .upload(
            "/imports",
            &cookie,
            &[Upload { name: "../../etc/passwd.csv".to_owned(), bytes: b"a;b\n1;2\n".to_vec() }],
        )
        .await;
    assert!(!app.get(path.location(), &cookie).await.body.contains("../"), "a name is never a path");
}

#[tokio::test]
async fn uploads_have_a_limit_and_forms_a_smaller_one() {
    let app = TestApp::with_people();
    let config = web::WebConfig { upload_limit: 3_000_000, ..web::WebConfig::default() };
    let app = TestApp { router: web::router(std::sync::Arc::clone(&app.desk), config), ..app };
    let cookie = app.sign_in("manager").await;
    let big = Upload { name: "gros.csv".to_owned(), bytes: vec![b'a'; 3_100_000] };
    assert_eq!(app.upload("/imports", &cookie, &[big]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = "x".repeat(2_200_000);
    let answer = app.post("/creditors/new", &cookie, &[("code", "A"), ("name", &long)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}
