//! The question of a dispute as somebody without an account meets it, and as somebody hostile does.

use app::Actor;
use app::colleagues::ColleagueOrder;
use app::disputes::{DisputeId, DisputeKind, DisputeOrder, Step};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use kernel::Language;

use crate::support::{Answer, TestApp};

/// A dispute whose question Lea got by mail; its path.
fn asked(app: &TestApp) -> (DisputeId, String) {
    let actor = Actor::operator();
    app.desk.set_address(&actor, "https://desk.example").expect("an address");
    let lea = ColleagueOrder { name: "Lea".to_owned(), email: "lea@house.example".to_owned(), language: Language::Fr };
    app.desk.save_colleague(&actor, None, &lea).expect("a colleague");
    let account = app.desk.find_account(&actor, "C0107").expect("an account");
    let file = app.desk.account_file(&actor, account).expect("a file");
    let item = file.items.iter().find(|line| line.open.minor() > 50_000).expect("an invoice").item.id;
    let order = DisputeOrder {
        kind: DisputeKind::Delivery,
        owner: "Lea".to_owned(),
        ..DisputeOrder::heard("<script>alert('x')</script> \" onload=\"x")
    };
    let id = app.desk.open_dispute(&actor, item, &order).expect("open");
    let told = app.desk.store().read(|tx| tx.notices().page(None, None, 10)).expect("notices");
    let (_, path) = told[0].body.split_once("https://desk.example").expect("a link");
    (id, path.split_whitespace().next().expect("a path").to_owned())
}

/// Sends the form of the page, from no session at all.
async fn send(app: &TestApp, path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let (name, bytes) = file.unwrap_or(("", b""));
    let head = format!("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--limit--\r\n");
    let request = Request::post(path)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=limit")
        .body(Body::from(body));
    app.send(request.expect("a request")).await
}

#[tokio::test]
async fn a_colleague_answers_without_an_account_and_once() {
    let app = TestApp::with_ledger();
    let (id, path) = asked(&app);
    let page = app.get(&path, "").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("Le client a-t-il raison ?"), "{}", page.body);
    assert!(!page.body.contains("<script>alert") && !page.body.contains("href=\"/accounts"), "{}", page.body);
    assert!(page.body.contains("&#60;script&#62;") || page.body.contains("&lt;script&gt;"), "{}", page.body);
    // Nothing chosen, then in part without an amount: the words typed stay.
    let nothing = send(&app, &path, &[("words", "<b>vu</b>")], None).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nothing.body.contains("choisissez une réponse") && !nothing.body.contains("<b>vu</b>"));
    let part = send(&app, &path, &[("verdict", "part"), ("amount", "beaucoup")], None).await;
    assert!(part.status == StatusCode::UNPROCESSABLE_ENTITY && part.body.contains("e-amount"), "{}", part.body);
    let said = [("verdict", "part"), ("amount", "80,00"), ("words", "<script>alert(2)</script>")];
    let thanks = send(&app, &path, &said, Some(("quai.jpg", b"\xff\xd8\xff\xe0quai"))).await;
    assert!(thanks.status == StatusCode::OK && thanks.body.contains("Merci"), "{}", thanks.body);
    let file = app.desk.dispute(&Actor::operator(), id).expect("the dispute");
    assert_eq!((file.line.step, file.evidence.len()), (Step::Facts, 2));
    for again in [app.get(&path, "").await, send(&app, &path, &said, None).await] {
        assert!(again.status == StatusCode::GONE && again.body.contains("déjà servi"), "{}", again.body);
    }
    // What was written stands in the desk's own page as text.
    let cookie = app.sign_in("manager").await;
    let shown = app.get(&format!("/disputes/{id}"), &cookie).await;
    assert!(shown.body.contains("Lea (par lien)") && !shown.body.contains("<script>alert"), "{}", shown.body);
}

#[tokio::test]
async fn hostile_links_and_files_are_refused_and_leave_nothing() {
    let app = TestApp::with_ledger();
    let (id, path) = asked(&app);
    let forged = format!("{}A", &path[..path.len() - 1]);
    let forged = if forged == path { format!("{}B", &path[..path.len() - 1]) } else { forged };
    for wrong in [forged.as_str(), "/link/dispute/x", "/link/opinion/x", &path.replace("dispute", "opinion")] {
        let answer = app.get(wrong, "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
        assert!(!answer.body.contains("C0107"), "{wrong}");
    }
    let yes = [("verdict", "yes"), ("words", "gardé")];
    let heavy = vec![0xff; 50_000_000];
    let large = send(&app, &path, &yes, Some(("mur.jpg", &heavy))).await;
    assert_eq!(large.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(large.body.contains("50 Mo") && large.body.contains("gardé"), "what was typed stays");
    let program = send(&app, &path, &yes, Some(("photo.jpg", b"MZ\x90\0"))).await;
    assert!(program.status == StatusCode::UNPROCESSABLE_ENTITY && program.body.contains("e-file"), "{}", program.body);
    let elsewhere = Request::post(&path)
        .header("sec-fetch-site", "cross-site")
        .header("content-type", "multipart/form-data; boundary=limit")
        .body(Body::from("--limit--\r\n"));
    assert_eq!(app.send(elsewhere.expect("a request")).await.status, StatusCode::FORBIDDEN);
    let file = app.desk.dispute(&Actor::operator(), id).expect("the dispute");
    assert_eq!((file.line.step, file.evidence.len()), (Step::Identify, 0), "nothing was kept");
}
