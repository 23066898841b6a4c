//! The list under the field, the page of results and the API: whole, marked, escaped, for who may see them.

use app::users::NewUser;
use app::{Actor, Role};
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{Answer, PASSWORD, TestApp, form};

async fn typed(app: &TestApp, cookie: &str, query: &str) -> Answer {
    let request = Request::get(format!("/search?{query}")).header("cookie", cookie).header("hx-request", "true");
    app.send(request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn the_list_under_the_field_marks_what_was_typed_and_leads_there() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("reader").await;
    let garage = app.account(&cookie, "C0107").await;
    let list = typed(&app, &cookie, "q=mor+gar").await;
    assert_eq!(list.status, StatusCode::OK);
    let body = &list.body;
    assert!(body.contains("<mark>Gar</mark>age <mark>Mor</mark>eau SARL"), "{body}");
    assert!(body.contains(&format!("role=\"option\" id=\"found-accounts-1\" href=\"/accounts/{garage}\"")), "{body}");
    assert!(body.contains("C0107") && body.contains("24\u{202f}310,00"), "the code and what is owed: {body}");
    assert!(!body.contains("<html") && !body.contains("style=") && !body.contains("<script"), "{body}");
    let piece = typed(&app, &cookie, "q=11+910%2C00").await.body;
    assert!(piece.contains(&format!("href=\"/accounts/{garage}#piece-")), "{piece}");
    assert!(piece.contains("montant ouvert") && piece.contains("<mark>11\u{202f}910,00"), "{piece}");
    let file = app.get(&format!("/accounts/{garage}"), &cookie).await.body;
    let to = piece.split("#piece-").nth(1).and_then(|rest| rest.split('"').next()).expect("a piece");
    assert!(file.contains(&format!("<tr id=\"piece-{to}\">")), "the piece is on the page it leads to");
    let english = typed(&app, &cookie, "q=compta%40garage-mor&lang=en").await.body;
    assert!(
        english.contains("mail address") && english.contains("<mark>compta@garage-mor</mark>eau.example"),
        "{english}"
    );
    for short in ["q=", "q=m", "q=%20%20", ""] {
        assert_eq!(typed(&app, &cookie, short).await.body, "", "{short:?}");
    }
}

#[tokio::test]
async fn the_page_works_by_itself_and_one_answer_is_opened() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("reader").await;
    let garage = app.account(&cookie, "C0107").await;
    let straight = app.get("/search?q=garage+moreau+sarl", &cookie).await;
    assert_eq!((straight.status, straight.location()), (StatusCode::SEE_OTHER, format!("/accounts/{garage}").as_str()));
    let piece = app.get("/search?q=11910", &cookie).await;
    assert!(piece.location().starts_with(&format!("/accounts/{garage}#piece-")), "{}", piece.location());
    for (lang, words) in
        [("fr", ["Dossiers", "Trouvé par", "code client"]), ("en", ["Accounts", "Found by", "customer code"])]
    {
        let page = app.get(&format!("/search?q=C01&lang={lang}"), &cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        for word in words {
            assert!(page.body.contains(word), "{word} in {lang}");
        }
        assert!(page.body.contains("value=\"C01\"") && page.body.contains("<mark>C01</mark>07"), "{lang}");
    }
    let nothing = app.get("/search?q=zzyzx&lang=fr", &cookie).await.body;
    assert!(nothing.contains("Rien ne répond à « zzyzx »"), "{nothing}");
    let list = app.get("/accounts?q=compta%40garage-moreau", &cookie).await;
    assert_eq!(list.location(), format!("/accounts/{garage}"), "the list of accounts finds by the same means");
}

#[tokio::test]
async fn hostile_queries_are_answered_and_escaped() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("reader").await;
    let long = "garage ".repeat(1500);
    for text in [
        long.as_str(),
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "%",
        "_",
        "%_%",
        "' OR '1'='1",
        "\\",
        "\0\u{1b}[2J\r\n",
        "🙂🙂",
        "     ",
        "{{ 7*7 }}",
    ] {
        let query = form(&[("q", text)]);
        for answer in [typed(&app, &cookie, &query).await, app.get(&format!("/search?{query}"), &cookie).await] {
            let shown: String = text.chars().take(30).collect();
            assert!(answer.status == StatusCode::OK || answer.status == StatusCode::SEE_OTHER, "{shown:?}");
            assert!(!answer.body.contains("<script>") && !answer.body.contains("<img"), "{shown:?}: {}", answer.body);
        }
        let api = app.get(&format!("/api/v1/search?{query}"), &cookie).await;
        assert_eq!(api.status, StatusCode::OK, "{}", api.body);
        assert!(api.json()["items"]["hits"].is_array());
    }
    let unread = app.get("/search?q=%FF%FE", &cookie).await;
    assert!(unread.status == StatusCode::OK || unread.status.is_client_error(), "{}", unread.status);
}

#[tokio::test]
async fn who_is_not_signed_in_sees_nothing_and_every_role_searches() {
    let app = TestApp::with_ledger();
    for role in Role::ALL {
        let cookie = app.sign_in(role.slug()).await;
        let found = app.get("/api/v1/search?q=moreau+11910&limit=1", &cookie).await.json();
        if role == Role::Salesperson {
            assert_eq!(found["items"]["total"], 0, "nobody's customers are theirs yet");
            continue;
        }
        assert_eq!(found["items"]["hits"][0]["account"]["number"], "C0107", "{}", role.slug());
        assert_eq!(found["items"]["hits"][0]["reason"], "open-amount");
        assert_eq!(found["items"]["hits"][0]["open"], "11910.00");
    }
    let out = app.get("/api/v1/search?q=moreau", "").await;
    assert_eq!(out.status, StatusCode::UNAUTHORIZED);
    assert!(!out.body.contains("Moreau"));
    let page = app.get("/search?q=moreau", "").await;
    assert!(page.location().starts_with("/sign-in?next=/search"), "{}", page.location());
    let fragment = typed(&app, "", "q=moreau").await;
    assert!(fragment.headers.contains_key("hx-redirect") && !fragment.body.contains("Moreau"));
    let cookie = app.sign_in("reader").await;
    let unknown = app.get("/api/v1/search?q=moreau&creditor=NOBODY", &cookie).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND, "{}", unknown.body);
    // Put away, the account of a person opens nothing any more.
    let new = NewUser {
        login: "gone".to_owned(),
        name: "Mme Partie".to_owned(),
        password: PASSWORD.to_owned(),
        role: Role::Reader,
        language: ledger::Language::Fr,
    };
    app.desk.create_user(Some(&Actor::operator()), &new).expect("a new user");
    let gone = app.sign_in("gone").await;
    assert_eq!(app.get("/api/v1/search?q=moreau", &gone).await.status, StatusCode::OK);
    app.desk.set_active(&Actor::operator(), "gone", false).expect("put away");
    assert_eq!(app.get("/api/v1/search?q=moreau", &gone).await.status, StatusCode::UNAUTHORIZED);
}
