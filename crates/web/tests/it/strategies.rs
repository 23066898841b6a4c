//! Strategies on pages: the list, the editor with its preview and its replay, segments, refusals, rights.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{Answer, TestApp, form};

const STANDARD: &str = "/strategies/standard";

/// A form sent by htmx: a part of the page is wanted.
async fn part(app: &TestApp, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    let request = Request::post(path)
        .header("cookie", cookie)
        .header("hx-request", "true")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(form(fields)));
    app.send(request.expect("a request")).await
}

/// What a browser would send from the form of a page: inputs ticked or typed, choices selected.
fn fields(page: &str) -> BTreeMap<String, String> {
    let form = page.split("id=\"strategy-form\"").nth(1).and_then(|rest| rest.split("</form>").next()).expect("a form");
    let attribute = |tag: &str, name: &str| {
        tag.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next()).map(str::to_owned)
    };
    let mut sent = BTreeMap::new();
    for tag in form.split("<input ").skip(1).map(|rest| format!(" {}", rest.split('>').next().expect("an end"))) {
        let ticks = attribute(&tag, "type").is_some_and(|kind| kind == "checkbox");
        if let Some(name) = attribute(&tag, "name").filter(|_| !ticks || tag.contains(" checked")) {
            sent.insert(name, attribute(&tag, "value").unwrap_or_default());
        }
    }
    for select in form.split("<select ").skip(1).map(|rest| rest.split("</select>").next().expect("an end")) {
        let name = attribute(&format!(" {}", select.split('>').next().expect("an end")), "name").expect("a name");
        let chosen = select.split("<option ").find(|option| option.contains(" selected"));
        let value = chosen.and_then(|option| attribute(&format!(" {option}"), "value")).unwrap_or_default();
        sent.insert(name, value);
    }
    sent
}

/// The same with some of it changed.
fn with<'a>(fields: &'a BTreeMap<String, String>, changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = fields.iter().map(|(k, v)| (k.as_str(), v.as_str()));
    let kept = kept.filter(|(k, _)| !changes.iter().any(|(c, _)| c == k));
    kept.chain(changes.iter().copied()).collect()
}

#[tokio::test]
async fn the_list_tells_who_follows_what() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let list = app.get("/strategies", &cookie).await.body;
    assert!(list.contains("href=\"/strategies/key-account\"") && list.contains("modèle fourni"), "{list}");
    assert!(list.contains("Tous les comptes suivent") && list.contains("data-go=\"n\""));
    // Every open account of demo/README.md follows the standard one.
    let open = app.desk.followers(&app::Actor::operator()).expect("followers").strategies["standard"].accounts;
    assert!(open > 200 && list.contains(&format!(">{open}</a>")), "{open}");
}

#[tokio::test]
async fn a_strategy_is_edited_previewed_replayed_and_saved_without_a_script() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let page = app.get(STANDARD, &cookie).await.body;
    assert!(
        page.contains("Demain, mardi 24 novembre") && page.contains("J+35") && page.contains("id=\"flag-2\""),
        "{page}"
    );
    let sent = fields(&page);
    assert_eq!((sent["s0-days"].as_str(), sent["s2-formal_notice"].as_str(), sent["base"].as_str()), ("8", "yes", "0"));
    let earlier = with(&sent, &[("s0-days", "2"), ("show", "gain")]);
    let whole = app.post(&format!("{STANDARD}/preview"), &cookie, &earlier).await;
    assert_eq!(whole.status, StatusCode::OK, "{}", whole.body);
    assert!(whole.body.ends_with("</html>") && whole.body.contains("comptes en plus"), "{}", whole.body);
    assert!(whole.body.contains("id=\"names\"") && whole.body.contains("href=\"/accounts/"), "names behind the figure");
    assert!(whole.body.contains("J+8 → J+2") && fields(&whole.body)["s0-days"] == "2", "the draft is kept in the form");
    // The part beside the editor says the same.
    let fragment = part(&app, &format!("{STANDARD}/preview"), &cookie, &earlier).await.body;
    assert!(!fragment.contains("<html") && fragment.contains("comptes en plus") && fragment.contains("id=\"axis\""));
    let replay = app.post(&format!("{STANDARD}/replay"), &cookie, &earlier).await.body;
    assert!(replay.contains("contacts à") && replay.contains("class=\"chart past\""), "{replay}");
    let month = replay.split("name=\"past\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("a figure");
    let month = month.to_owned();
    let behind =
        part(&app, &format!("{STANDARD}/replay"), &cookie, &with(&sent, &[("s0-days", "2"), ("past", &month)])).await;
    assert!(behind.body.contains("id=\"past-names\"") && behind.body.contains("href=\"/accounts/"), "{}", behind.body);
    let saved = app.post(STANDARD, &cookie, &with(&sent, &[("s0-days", "2")])).await;
    assert_eq!((saved.status, saved.location()), (StatusCode::SEE_OTHER, "/strategies/standard?done=strategy"));
    let after = app.get(STANDARD, &cookie).await.body;
    assert!(after.contains("version 1") && after.contains("J+8 → J+2") && after.contains("role=\"status\""), "{after}");
    // Somebody who began before is told what differs, and may go over it.
    let late = app.post(STANDARD, &cookie, &with(&sent, &[("s1-days", "25")])).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.body.contains("entre-temps") && late.body.contains("J+2 → J+8"), "{}", late.body);
    let again = app.post(STANDARD, &cookie, &with(&fields(&late.body), &[])).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    let first = app.get(&format!("{STANDARD}?version=1"), &cookie).await.body;
    assert!(
        first.contains("reprise comme brouillon") && fields(&first)["base"] == "2" && fields(&first)["s0-days"] == "2"
    );
    assert_eq!(
        app.post(&format!("{STANDARD}/retire"), &cookie, &[]).await.location(),
        "/strategies?done=strategy-retired"
    );
}

#[tokio::test]
async fn every_problem_stands_beside_its_field_and_nothing_is_saved() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let sent = fields(&app.get(STANDARD, &cookie).await.body);
    for (changes, field, words) in [
        (vec![("s1-days", "8")], "s1-days", "doit venir après"),
        (vec![("s1-timing", "after-previous"), ("s1-days", "-4")], "s1-days", "ne peut pas être négatif"),
        (vec![("s0-days", "bientôt")], "s0-days", "pas un nombre entier"),
        (vec![("s0-days", "99999999999")], "s0-days", "hors limites"),
        (vec![("s2-channel", "mail")], "s2-channel", "part par lettre"),
        (vec![("s0-grant_days", "0")], "s0-grant_days", "au moins un jour"),
        (vec![("s0-grant_days", "400")], "s0-grant_days", "365 jours au plus"),
        (vec![("s0-grant_days", "30")], "s1-days", "39 jours au moins"),
        (vec![("s1-timing", "after-previous"), ("s1-days", "8")], "s1-days", "9 jours au moins"),
        (vec![("s1-timing", "end-of-month"), ("s1-days", "20")], "s2-days", "59 jours au moins"),
        (vec![("s1-slug", "reminder-1")], "s1-slug", "renommez-en une"),
        (vec![("account_threshold_minor", "-5")], "account_threshold_minor", "négatifs"),
        (vec![("s0-channel", "sms"), ("s0-attach-invoices", "yes")], "s0-attach", "ne peut pas joindre"),
    ] {
        let refused = app.post(STANDARD, &cookie, &with(&sent, &changes)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{changes:?}");
        let beside = format!("id=\"e-{field}\">");
        let told = refused.body.split(&beside).nth(1).and_then(|rest| rest.split("</p>").next()).expect("a place");
        assert!(told.contains(words), "{changes:?}: {told}");
        // The live part names the same field, and brings no preview.
        let live = part(&app, &format!("{STANDARD}/preview"), &cookie, &with(&sent, &changes)).await.body;
        assert!(live.contains(&format!("data-field=\"{field}\"")) && live.contains("Corrigez d&#39;abord"), "{live}");
    }
    let hostile =
        app.post(STANDARD, &cookie, &with(&sent, &[("s0-slug", "<script>"), ("name", "<b>x</b>")])).await.body;
    assert!(!hostile.contains("<script>\"") && !hostile.contains("<b>x</b>"), "{hostile}");
    assert!(app.get(STANDARD, &cookie).await.body.contains("jamais modifié"));
}

#[tokio::test]
async fn steps_are_added_copied_and_removed_by_plain_buttons() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("manager").await;
    let path = format!("{STANDARD}/preview");
    let mut sent = fields(&app.get(STANDARD, &cookie).await.body);
    // A copy overlaps what followed its model: the page says so until somebody moves one of them.
    let (fine, overlaps) = (StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY);
    for (act, steps, status) in [
        ("add", 4, fine),
        ("copy-0", 5, overlaps),
        ("remove-4", 4, overlaps),
        ("remove-0", 3, overlaps),
        ("nothing-99", 3, overlaps),
    ] {
        let page = app.post(&path, &cookie, &with(&sent, &[("act", act)])).await;
        assert_eq!(page.status, status, "{act}");
        assert_eq!(page.body.matches("class=\"flag").count(), steps, "{act}");
        sent = fields(&page.body);
    }
    assert_eq!(sent["s0-days"], "17", "the copy stays, later than its model");
    // A strategy of the house begins from another, and nobody's name is taken twice.
    let begun = app.post("/strategies", &cookie, &[("slug", "doux"), ("from", "sme")]).await;
    assert_eq!(begun.location(), "/strategies/doux?from=sme");
    let fresh = app.get(begun.location(), &cookie).await.body;
    assert!(fresh.contains("nouveau, pas encore enregistré") && fresh.matches("class=\"flag").count() == 5, "{fresh}");
    for slug in ["Élan", "sme", "segments"] {
        let refused = app.post("/strategies", &cookie, &[("slug", slug), ("from", "sme")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{slug}");
    }
    assert_eq!(app.post("/strategies/doux", &cookie, &with(&fields(&fresh), &[])).await.status, StatusCode::SEE_OTHER);
    assert!(app.get("/strategies", &cookie).await.body.contains("href=\"/strategies/doux\""));
    assert_eq!(app.get("/strategies/inconnu?from=nulle-part", &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_text_that_cannot_be_a_steps_is_told_beside_its_field() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let sent = fields(&app.get(STANDARD, &cookie).await.body);
    // A reminder in the words of a formal notice, a formal notice in those of a reminder.
    let changes = [("s0-text", "formal-notice"), ("s2-text", "reminder-1")];
    let preview = part(&app, &format!("{STANDARD}/preview"), &cookie, &with(&sent, &changes)).await;
    assert!(preview.body.contains("sans être une mise en demeure"), "{}", preview.body);
    assert!(preview.body.contains("une mise en demeure dit qu’elle en est une"), "{}", preview.body);
    let saved = app.post(STANDARD, &cookie, &with(&sent, &changes)).await;
    assert_eq!(saved.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(saved.body.contains("id=\"e-s0-formal_notice\">l’étape « reminder-1 »"), "{}", saved.body);
    let step = r#"{"slug":"r1","timing":{"after-due":8},"channel":"sms","grant_days":8,"text":"reminder-1"}"#;
    let request = Request::post("/api/v1/strategies/mine/check")
        .header("cookie", &cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json")
        .body(Body::from(format!(r#"{{"steps":[{step}]}}"#)));
    let told = app.send(request.expect("a request")).await.json();
    let fault = &told["faults"][0];
    assert_eq!(
        (fault["step"].as_str(), fault["field"].as_str(), fault["code"].as_str()),
        (Some("r1"), Some("text"), Some("step-text-long")),
        "{told}"
    );
}

#[tokio::test]
async fn segments_are_compared_then_saved_in_their_order() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let path = "/strategies/segments";
    let rows = [
        ("g0-slug", "large"),
        ("g0-name", "Grands"),
        ("g0-strategy", "risky"),
        ("g0-outstanding_from", "5 000,00"),
        ("g1-slug", "others"),
        ("g1-strategy", "sme"),
        ("g1-kind-consumer", "yes"),
    ];
    let compared = app.post(path, &cookie, &[&rows[..], &[("act", "compare")]].concat()).await;
    assert_eq!(compared.status, StatusCode::OK, "{}", compared.body);
    assert!(compared.body.contains("encours d&#39;au moins 5\u{202f}000,00") && compared.body.contains("En vigueur"));
    let down = app.post(path, &cookie, &[&rows[..], &[("act", "down-0")]].concat()).await.body;
    assert!(down.find("value=\"others\"") < down.find("value=\"large\""), "the order changed");
    let bad = app
        .post(
            path,
            &cookie,
            &[&rows[..], &[("g1-outstanding_from", "9"), ("g1-outstanding_below", "3"), ("act", "save")]].concat(),
        )
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.body.contains("s’excluent") || bad.body.contains("s&#39;excluent"), "{}", bad.body);
    let saved = app.post(path, &cookie, &[&rows[..], &[("act", "save")]].concat()).await;
    assert_eq!(saved.location(), "/strategies?done=segments", "{}", saved.body);
    let list = app.get("/strategies", &cookie).await.body;
    assert!(list.contains("<b>Grands</b>") && list.contains("Particulier"), "{list}");
    let followed = app.post("/strategies/standard/retire", &cookie, &[]).await;
    assert_eq!(followed.status, StatusCode::UNPROCESSABLE_ENTITY, "it was never written");
}

#[tokio::test]
async fn others_read_and_try_and_only_managers_save() {
    let app = TestApp::with_ledger();
    for role in ["collector", "accountant", "reader"] {
        let cookie = app.sign_in(role).await;
        assert_eq!(app.get("/strategies", &cookie).await.status, StatusCode::OK, "{role}");
        let page = app.get(STANDARD, &cookie).await.body;
        assert!(page.contains("Seul un responsable enregistre") && !page.contains("Enregistrer une nouvelle version"));
        let sent = fields(&page);
        let tried = app.post(&format!("{STANDARD}/preview"), &cookie, &with(&sent, &[("s0-days", "4")])).await;
        assert_eq!(tried.status, StatusCode::OK, "{role}");
        for (path, fields) in [
            (STANDARD, with(&sent, &[])),
            ("/strategies/standard/retire", vec![]),
            ("/strategies", vec![("slug", "x"), ("from", "sme")]),
            ("/strategies/segments", vec![("act", "save")]),
        ] {
            assert_eq!(app.post(path, &cookie, &fields).await.status, StatusCode::FORBIDDEN, "{role} {path}");
        }
        assert_eq!(app.get("/strategies/inconnu?from=sme", &cookie).await.status, StatusCode::NOT_FOUND);
    }
}

/// A document sent to the API.
async fn put(app: &TestApp, path: &str, cookie: &str, body: &serde_json::Value) -> Answer {
    let request = Request::put(path)
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("accept-language", "en")
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()));
    app.send(request.expect("a request")).await
}

#[tokio::test]
async fn the_api_begins_with_a_base_tells_the_versions_and_refuses_what_is_lost() {
    let app = TestApp::with_people();
    let cookie = app.sign_in("manager").await;
    let path = "/api/v1/strategies/agencies";
    assert_eq!(app.get(path, &cookie).await.status, StatusCode::NOT_FOUND, "nobody wrote it");
    let bare = put(&app, path, &cookie, &serde_json::json!({ "name": "Agencies" })).await;
    assert_eq!(
        (bare.status, bare.json()["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("strategy-unsound"))
    );
    assert!(bare.body.contains("« steps » is missing") && bare.body.contains("« base »"), "{}", bare.body);
    for (days, said) in [(-3, "out of range"), (70_000, "out of range"), (8, "9 days at least")] {
        let step = |slug: &str, timing| serde_json::json!({ "slug": slug, "timing": timing, "channel": "letter", "grant_days": 8 });
        let steps = [
            step("r1", serde_json::json!({ "after-due": 8 })),
            step("r2", serde_json::json!({ "after-previous": days })),
        ];
        let wrong = put(&app, path, &cookie, &serde_json::json!({ "name": "Agencies", "steps": steps })).await;
        assert_eq!(wrong.json()["code"].as_str(), Some("strategy-unsound"), "{}", wrong.body);
        assert!(wrong.body.contains("« r2 »") && wrong.body.contains(said), "{}", wrong.body);
    }
    let lost = put(&app, path, &cookie, &serde_json::json!({ "base": "moon" })).await;
    assert_eq!(
        (lost.status, lost.json()["code"].as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, Some("unknown-strategy"))
    );
    assert!(lost.body.contains("moon") && lost.body.contains("key-account"), "{}", lost.body);

    let body = serde_json::json!({ "base": "sme", "name": "Agencies", "account_threshold_minor": 5000, "over": 0 });
    let saved = put(&app, path, &cookie, &body).await;
    assert_eq!((saved.status, saved.json()["version"].as_i64()), (StatusCode::OK, Some(1)), "{}", saved.body);
    let told = app.get(path, &cookie).await.json();
    let sme = app.get("/api/v1/strategies/sme", &cookie).await.json();
    assert_eq!(told["in_force"]["steps"], sme["shipped"]["steps"], "its steps are those of its base");
    assert_eq!(told["in_force"]["account_threshold_minor"], 5000, "what is written holds");
    assert_eq!(
        (told["in_force"]["name"].as_str(), told["versions"][0]["actor"].as_str()),
        (Some("Agencies"), Some("manager"))
    );
    let stale = put(&app, path, &cookie, &body).await;
    assert_eq!(stale.json()["code"].as_str(), Some("changed-meanwhile"), "another version is in force: {}", stale.body);
    let wrong = put(&app, path, &cookie, &serde_json::json!({ "base": "sme", "over": "1" })).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("« over »"), "{}", wrong.body);
    let none = put(&app, path, &cookie, &serde_json::json!({ "steps": [], "over": 1 })).await;
    assert_eq!(none.json()["version"], 2, "no steps at all park the accounts: {}", none.body);
}
