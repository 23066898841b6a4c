//! The calculators: each question's page empty, answered and refused, in both languages.

use app::questions::{self, Kind, Piece, VERBS, Verb};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use kernel::{Language, figures};

use crate::support::{TestApp, form};

fn address(verb: &Verb, pairs: &[(String, String)]) -> String {
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    format!("/calculators/{}?{}", verb.name, form(&pairs))
}

/// The text of a page, entities of quotes and angles read.
fn text(body: &str) -> String {
    let marks = [("&#39;", "'"), ("&#34;", "\""), ("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
    marks.iter().fold(body.to_owned(), |text, (escaped, mark)| text.replace(escaped, mark))
}

/// The page behind an address, its clean form followed as a browser does.
async fn open(app: &TestApp, cookie: &str, path: &str) -> crate::support::Answer {
    let answer = app.get(path, cookie).await;
    if answer.status == StatusCode::SEE_OTHER { app.get(answer.location(), cookie).await } else { answer }
}

#[tokio::test]
async fn the_list_leads_to_every_question() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("reader").await;
    for lang in Language::ALL {
        let body = text(&app.get(&format!("/calculators?lang={}", lang.code()), &cookie).await.body);
        for verb in VERBS {
            assert!(body.contains(&format!("href=\"/calculators/{}\"", verb.name)), "{}", verb.name);
            assert!(body.contains(verb.title.pick(*lang)), "{}", verb.name);
        }
    }
    assert_eq!(app.get("/calculators/divorce", &cookie).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/calculators/rate", "").await.location(), "/sign-in?next=/calculators/rate");
}

#[tokio::test]
async fn an_empty_page_has_a_field_for_every_value() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("reader").await;
    for verb in VERBS {
        for lang in Language::ALL {
            let answer = app.get(&format!("/calculators/{}?lang={}", verb.name, lang.code()), &cookie).await;
            assert_eq!(answer.status, StatusCode::OK, "{}", verb.name);
            let body = text(&answer.body);
            assert!(
                body.contains("<form class=\"form\" method=\"get\"") && !body.contains("<output>"),
                "{}",
                verb.name
            );
            for param in verb.params.iter().filter(|p| !matches!(p.kind, Kind::List | Kind::Document)) {
                let name = match param.kind {
                    Kind::Row(parts) => format!("{}.{}", param.name, parts[0].name),
                    _ => param.name.to_owned(),
                };
                assert!(body.contains(&format!(" name=\"{name}\"")), "{} {name}", verb.name);
                assert!(body.contains(param.label.pick(*lang)), "{} {name} has no label", verb.name);
                assert!(!body.contains(&format!("id=\"e-{}\"", param.name)), "{} {name} is wrong already", verb.name);
            }
        }
    }
}

#[tokio::test]
async fn the_figure_of_a_page_is_that_of_the_law() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("reader").await;
    for verb in VERBS {
        let pairs = verb.example();
        let law = questions::ask(verb.name, &pairs, app.desk.law(), app.desk.today()).expect("an answer");
        let told = questions::tell(verb, &law, app.desk.law());
        for lang in Language::ALL {
            let path = format!("{}&lang={}", address(verb, &pairs), lang.code());
            let answer = open(&app, &cookie, &path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
            let body = text(&answer.body);
            let expected = match told.figures.first().map(|figure| &figure.piece) {
                Some(Piece::Amount(money)) => format!("<output>{}</output>", figures::money(*money, *lang)),
                Some(Piece::Rate(rate)) => format!("<output>{}</output>", figures::rate(*rate, *lang)),
                Some(Piece::Date(day)) => {
                    format!("{}</output>", figures::date_long(*day, *lang).replace('\u{a0}', " "))
                }
                Some(Piece::Words(words)) => format!("<output>{}</output>", words.pick(*lang)),
                Some(Piece::Yes(yes)) => {
                    let said = if *yes { lang.pick("Oui", "Yes") } else { lang.pick("Non", "No") };
                    format!("<output>{said}</output>")
                }
                _ => format!("<h2>{}</h2>", told.tables.first().expect("a table").title.pick(*lang)),
            };
            assert!(body.contains(&expected), "{path}: {expected} is not on the page");
            for line in told.explanation.iter().chain(&told.warnings) {
                assert!(body.contains(&text(line.pick(*lang))), "{path}: {}", line.pick(*lang));
            }
            for source in &told.sources {
                assert!(body.contains(&source.row), "{path}: {} is not cited", source.row);
            }
            assert_eq!(
                body.contains("class=\"tag attention\""),
                told.unsure() > 0,
                "{path}: what is not verified is shown"
            );
        }
    }
}

#[tokio::test]
async fn a_value_that_cannot_be_read_is_refused_beside_its_field() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("reader").await;
    for verb in VERBS {
        for param in verb.params {
            // a matter nobody knows is an ordinary claim, with a warning
            let read = !matches!(param.kind, Kind::Text | Kind::Switch | Kind::List | Kind::Document);
            if !read || param.name == "matter" {
                continue;
            }
            let mut pairs = verb.example();
            pairs.retain(|(name, _)| name != param.name);
            pairs.push((param.name.to_owned(), "31/02/zz:zz:zz".to_owned()));
            for lang in Language::ALL {
                let path = format!("{}&lang={}", address(verb, &pairs), lang.code());
                let answer = open(&app, &cookie, &path).await;
                let error = format!("id=\"e-{}\"", param.name);
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
                assert!(answer.body.contains(&error), "{path}: {} is not said beside its field", param.name);
                assert!(!answer.body.contains("<output>"), "{path}");
                assert!(answer.body.contains("zz"), "{path}: what was typed is lost");
            }
        }
        let needed: Vec<_> = verb.params.iter().filter(|param| param.is_needed()).collect();
        let other = verb.params.iter().find(|param| !param.is_needed() && !param.example.is_empty());
        let pairs = other.map(|param| vec![(param.name.to_owned(), param.example.to_owned())]);
        if let Some(pairs) = pairs.filter(|_| !needed.is_empty()) {
            let body = open(&app, &cookie, &address(verb, &pairs)).await.body;
            for param in needed {
                assert!(body.contains(&format!("id=\"e-{}\"", param.name)), "{} {}: missing", verb.name, param.name);
            }
        }
    }
}

/// What a form sends, blanks and empty rows and all, becomes the address that the API takes too.
#[tokio::test]
async fn the_address_of_an_answer_is_its_question() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("reader").await;
    let sent = [
        ("amount", "4 800,00 €"),
        ("due", "01/03/2026"),
        ("until", "2026-11-01"),
        ("regime", "b2b"),
        ("payment.date", "2026-05-01"),
        ("payment.amount", "1 000,00"),
        ("payment.date", ""),
        ("payment.amount", ""),
        ("agreed-rate", ""),
        ("formal-notice", ""),
        ("creditor-class", "professional"),
        ("payments", "interest-first"),
        ("insolvency", ""),
    ];
    let clean = "amount=4800.00&due=2026-03-01&until=2026-11-01&payment=2026-05-01%3A1000.00";
    let answer = app.get(&format!("/calculators/late-interest?{}", form(&sent)), &cookie).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), format!("/calculators/late-interest?{clean}"));
    let page = app.get(answer.location(), &cookie).await;
    assert_eq!(page.status, StatusCode::OK);
    let api = app.get(&format!("/api/v1/law/late-interest?{clean}"), &cookie).await.json();
    assert_eq!((api["interest"].as_str(), api["total"].as_str()), (Some("339.49"), Some("379.49")));
    assert!(page.body.contains("<output>379,49\u{202f}€</output>"));
    assert!(page.body.contains(&format!("href=\"/api/v1/law/late-interest?{}\"", clean.replace('&', "&#38;"))));
    // the rows that were filled come back filled, with room for more
    assert!(page.body.contains("name=\"payment.date\" type=\"date\" value=\"2026-05-01\""));
    assert_eq!(page.body.matches("name=\"payment.date\"").count(), 3);
    // one address for one question: nothing is left to clean
    for verb in VERBS {
        let first = app.get(&address(verb, &verb.example()), &cookie).await;
        let at = if first.status == StatusCode::SEE_OTHER { first.location() } else { continue };
        assert_eq!(app.get(at, &cookie).await.status, StatusCode::OK, "{at} is not clean");
    }
}

#[tokio::test]
async fn what_was_typed_is_text_and_nothing_else() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("reader").await;
    let hostile = "<script>alert(1)</script>\"'";
    for query in [
        form(&[("amount", hostile), ("due", hostile), ("payment", hostile), ("regime", hostile)]),
        form(&[("amount", "100"), ("due", "2026-03-01"), ("until", "2026-06-01"), (hostile, hostile)]),
    ] {
        let answer = open(&app, &cookie, &format!("/calculators/late-interest?{query}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("alert(1)") && !answer.body.contains("<script>alert"), "{query}");
    }
    let proof = form(&[("kind", "b2b"), ("due", "2022-01-01"), ("event", &format!("2023-02-01:letter:{hostile}"))]);
    let answer = open(&app, &cookie, &format!("/calculators/limitation?{proof}")).await;
    assert!(answer.status == StatusCode::OK && !answer.body.contains("<script>alert"));
}

/// The steps of a procedure go with it: no script is needed to narrow a list.
#[tokio::test]
async fn a_list_follows_what_was_chosen() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("reader").await;
    let steps = async |query: &str| app.get(&format!("/calculators/deadline{query}"), &cookie).await.body;
    let all = steps("").await;
    assert!(all.contains("<optgroup label=\"Injonction de payer\">") && all.contains("value=\"contest-conversion\""));
    let some = steps("?procedure=payment-order").await;
    assert!(some.contains("value=\"opposition\"") && !some.contains("value=\"contest-conversion\""));
    // with a script the form is read again as soon as the procedure changes: nothing is wrong with it yet
    let path = "/calculators/deadline?procedure=payment-order&step=contest-conversion";
    let request = Request::get(path).header("cookie", &cookie).header("hx-request", "true").body(Body::empty());
    let part = app.send(request.expect("a request")).await;
    assert_eq!(part.status, StatusCode::OK);
    assert!(
        !part.body.contains("value=\"contest-conversion\"") && !part.body.contains("class=\"error\""),
        "{}",
        part.body
    );
}

#[tokio::test]
async fn a_decompte_is_asked_by_rows() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("reader").await;
    let sent = [
        ("item.date", "2026-06-20"),
        ("item.amount", "10 000,00"),
        ("item.reference", "F-1"),
        ("payment.date", "30/06/2026"),
        ("payment.amount", "4000"),
        ("payment.reference", ""),
        ("as-of", "2026-06-30"),
    ];
    let answer = open(&app, &cookie, &format!("/calculators/decompte?{}", form(&sent))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    // interest first (C. civ. 1343-1): 33.29, then principal, and the 40 € left
    assert!(answer.body.contains("33,29\u{202f}€") && answer.body.contains("6\u{202f}033,29\u{202f}€"));
    let wrong = form(&[("item", "2026-06-20:100.00:F-1"), ("payment", "2026-06-30:10.00:F-9")]);
    let refused = app.get(&format!("/calculators/decompte?{wrong}"), &cookie).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"e-payment\"") && refused.body.contains("F-9"), "{}", refused.body);
}

/// The interest shown on a file is the one its link computes.
#[tokio::test]
async fn a_late_piece_leads_to_its_working() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("reader").await;
    let account = app.account(&cookie, "moreau").await;
    let body = app.get(&format!("/accounts/{account}"), &cookie).await.body;
    let links: Vec<String> = body
        .split("href=\"/calculators/late-interest?")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|query| query.replace("&#38;", "&").replace("&amp;", "&"))
        .collect();
    assert!(!links.is_empty(), "no late piece has a link");
    let file = app.get(&format!("/api/v1/accounts/{account}"), &cookie).await.json();
    let items = file["items"].as_array().expect("items");
    let shown: Vec<&str> = items.iter().filter_map(|item| item["interest"].as_str()).filter(|i| *i != "0.00").collect();
    let mut computed = Vec::new();
    for query in &links {
        assert_eq!(
            app.get(&format!("/calculators/late-interest?{query}"), &cookie).await.status,
            StatusCode::OK,
            "{query}"
        );
        let answer = app.get(&format!("/api/v1/law/late-interest?{query}"), &cookie).await.json();
        computed.push(answer["interest"].as_str().expect("interest").to_owned());
    }
    assert_eq!(computed, shown);
}
