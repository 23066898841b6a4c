use app::imports::Upload;
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::TestApp;

/// Every page that exists, over the demo company after a run.
async fn every_page(app: &TestApp, cookie: &str) -> Vec<String> {
    let account = app.account(cookie, "moreau").await;
    let batch = app.get("/api/v1/imports", cookie).await.json()[0]["id"].as_str().expect("an import").to_owned();
    let upload = app.upload("/imports", cookie, &[crate::support::demo("balance-2026-11-23.csv")]).await;
    let mut pages: Vec<String> = [
        "/",
        "/search",
        "/search?q=c01",
        "/search?q=zzz",
        "/accounts",
        "/accounts?q=zzz",
        "/aging",
        "/letters",
        "/outbox",
        "/run",
        "/imports",
        "/diagnosis",
    ]
    .iter()
    .chain(&[
        "/indicators",
        "/indicators?months=12&as_of=2026-10-31&currency=EUR",
        "/indicators/delays?order=longest",
        "/indicators/sales?from=2026-10-01&until=2026-10-31",
        "/indicators/blocked?reason=disputed",
        "/indicators/promises?state=kept",
        "/indicators/files?basis=cases&months=12&procedure=payment-order",
        "/creditors",
        "/creditors/new",
        "/creditors/VAUBAN",
        "/sale-terms",
        "/sale-terms/new",
        "/worklist/team",
        "/worklist/weights",
        "/worklist/weights?amount=1&right=2",
        "/?list=team",
        "/?list=mine",
        "/tasks",
        "/tasks?when=later",
        "/approvals",
        "/entries",
        "/users",
        "/settings",
        "/sources",
        "/webhooks",
        "/profile",
        "/profile/second-factor",
        "/users/reader/sign-in",
        "/calculators",
        "/calculators/late-interest",
        "/calculators/decompte?item=2026-03-01%3A4800.00%3AF-1&as-of=2026-11-01",
        "/strategies",
        "/strategies/key-account",
        "/strategies/segments",
        "/texts",
        "/texts/reminder-2/fr",
        "/texts/sms/en",
        "/texts/not-written-yet/fr",
        "/help",
        "/menu",
        "/nowhere",
    ])
    .map(|p| (*p).to_owned())
    .collect();
    pages.extend(["", "/statement", "/debtor", "/sale-terms"].map(|part| format!("/accounts/{account}{part}")));
    pages.push(format!("/worklist/{account}/snooze"));
    pages.push(format!("/imports/{batch}"));
    pages.push(upload.location().to_owned());
    pages
}

#[tokio::test]
async fn every_page_is_whole_in_both_languages_and_carries_nothing_inline() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("administrator").await;
    app.post("/run", &cookie, &[("day", "2026-11-23")]).await;
    app.work();
    for page in every_page(&app, &cookie).await {
        for lang in ["fr", "en"] {
            let mark = if page.contains('?') { '&' } else { '?' };
            let answer = app.get(&format!("{page}{mark}lang={lang}"), &cookie).await;
            let expected = if page == "/nowhere" { StatusCode::NOT_FOUND } else { StatusCode::OK };
            assert_eq!(answer.status, expected, "{page} {lang}: {}", answer.body);
            let body = &answer.body;
            assert!(
                body.contains(&format!("<html lang=\"{lang}\">")) && body.ends_with("</html>"),
                "{page} {lang} is cut"
            );
            assert!(body.contains("<main") && body.contains("class=\"skip\""), "{page} lacks its landmarks");
            for (at, _) in body.match_indices("<script") {
                assert!(body[at..].starts_with("<script src=\"/assets/"), "{page}: inline script");
            }
            assert!(
                !body.contains("<style") && !body.contains(" style=") && !body.contains("javascript:"),
                "{page}: inline style"
            );
            assert!(!body.contains(" onclick=") && !body.contains(" onload="), "{page}: inline handler");
            let h1 = body.matches("<h1>").count();
            assert_eq!(h1, 1, "{page} has {h1} titles");
        }
    }
}

#[tokio::test]
async fn answers_carry_their_protections() {
    let app = TestApp::with_people();
    let answer = app.get("/sign-in", "").await;
    let text = |name: &str| answer.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or("");
    let policy = text("content-security-policy");
    assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(text("x-content-type-options"), "nosniff");
    assert_eq!(text("referrer-policy"), "same-origin");
    assert!(!text("x-request-id").is_empty());
    assert!(answer.headers.get_all("vary").iter().any(|v| v == "HX-Request"));
    assert_eq!(app.get("/healthz", "").await.body, "ok\n");
}

#[tokio::test]
async fn assets_are_named_by_content_and_kept() {
    let app = TestApp::with_people();
    let page = app.get("/sign-in", "").await.body;
    for (mark, kind) in [("href=\"/assets/quittance.", "text/css"), ("src=\"/assets/htmx.min.", "text/javascript")] {
        let at = page.find(mark).unwrap_or_else(|| panic!("{mark}"));
        let path = page[at..].split('"').nth(1).expect("an address");
        let answer = app.get(path, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.headers["content-type"].to_str().expect("text").starts_with(kind));
        assert!(answer.headers["cache-control"].to_str().expect("text").contains("immutable"));
    }
    assert_eq!(app.get("/assets/quittance.css", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn names_from_files_are_text_and_nothing_else() {
    let app = TestApp::with_people();
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";
    let csv = format!(
        "Code client;Raison sociale;N° pièce;Date pièce;Date échéance;Montant TTC;Adresse;Code postal;Ville\nX1;\"{}\";F<b>1;01/09/2026;01/10/2026;120,00;1 rue X;25000;Besançon\n",
        hostile.replace('"', "\"\"")
    );
    app.import(vec![Upload { name: "a.csv".to_owned(), bytes: csv.into_bytes() }]);
    let cookie = app.sign_in("administrator").await;
    let account = app.account(&cookie, "X1").await;
    for page in
        ["/".to_owned(), "/accounts".to_owned(), "/aging".to_owned(), "/run".to_owned(), format!("/accounts/{account}")]
    {
        let body = app.get(&page, &cookie).await.body;
        assert!(body.contains("alert(1)"), "{page} shows the name");
        assert!(!body.contains("<script>alert") && !body.contains("<img src=x") && !body.contains("F<b>1"), "{page}");
    }
    let search = app.get("/accounts?q=%3Cscript%3Ealert(3)%3C/script%3E", &cookie).await.body;
    assert!(search.contains("alert(3)") && !search.contains("<script>alert"));
}

#[tokio::test]
async fn a_fragment_is_a_part_and_says_so() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("reader").await;
    let ask = format!("/accounts/{}/ask", app.account(&cookie, "moreau").await);
    for (path, words) in [("/run", "dossiers"), ("/diagnosis", "manquant"), (ask.as_str(), "12\u{202f}400,00")] {
        let request = Request::get(path).header("cookie", &cookie).header("hx-request", "true").body(Body::empty());
        let answer = app.send(request.expect("a request")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(!answer.body.contains("<html") && answer.body.contains(words), "{path}: {}", answer.body);
    }
    let request = Request::get("/run").header("hx-request", "true").body(Body::empty()).expect("a request");
    assert_eq!(app.send(request).await.headers["hx-redirect"], "/sign-in?next=/run");
}

#[tokio::test]
async fn the_account_shows_its_figures_and_takes_acts() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("administrator").await;
    let account = app.account(&cookie, "moreau").await;
    let page = format!("/accounts/{account}");
    let body = app.get(&page, &cookie).await.body;
    // demo/README.md: 24 310,00 open, 12 400,00 overdue.
    assert!(body.contains("12\u{202f}400,00<small>") && body.contains("24\u{202f}310,00<small>"));
    let wrong = app.post(&format!("{page}/pause"), &cookie, &[("until", "hier"), ("reason", "x")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"e-until\"") && wrong.body.contains("value=\"hier\""));
    let missing = app.post(&format!("{page}/pause"), &cookie, &[("until", "2026-12-01"), ("reason", "")]).await;
    assert!(missing.body.contains("id=\"e-reason\""));
    let done =
        app.post(&format!("{page}/pause"), &cookie, &[("until", "2026-12-01"), ("reason", "chèque annoncé")]).await;
    assert!(done.location().starts_with(&format!("{page}?done=paused&undo=fact%3A")), "{}", done.location());
    let after = app.get(done.location(), &cookie).await.body;
    assert!(after.contains("chèque annoncé") && after.contains("role=\"status\""));
    let resumed = app.post(&format!("{page}/pause"), &cookie, &[("resume", "1")]).await;
    assert!(resumed.location().starts_with(&format!("{page}?done=resumed&undo=fact%3A")), "{}", resumed.location());
    let payer = app.post(&format!("{page}/choices"), &cookie, &[("choice-payer", "C9999")]).await;
    assert_eq!(payer.status, StatusCode::UNPROCESSABLE_ENTITY, "an unknown customer code");
    assert!(payer.body.contains("id=\"e-choice-payer\"") && payer.body.contains("value=\"C9999\""));
    let edit = [("name", ""), ("kind", "trader"), ("siren", "123"), ("language", "fr"), ("version", "0")];
    let refused = app.post(&format!("{page}/debtor"), &cookie, &edit).await;
    assert!(refused.body.contains("id=\"e-name\"") && refused.body.contains("id=\"e-siren\""));
}

/// A form of one account that names a piece of another changes neither.
#[tokio::test]
async fn an_act_on_one_account_never_touches_another() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("administrator").await;
    let moreau = app.get("/api/v1/accounts/C0107", &cookie).await.json();
    let accounts = app.get("/api/v1/accounts?overdue=true", &cookie).await.json();
    let mut ids = accounts["accounts"].as_array().expect("accounts").iter().filter_map(|a| a["id"].as_str());
    let other = ids.find(|id| Some(*id) != moreau["id"].as_str()).expect("another account").to_owned();
    let items = moreau["items"].as_array().expect("items");
    let (item, due) = (items[0]["id"].as_str().expect("a piece"), items[0]["due_on"].as_str().expect("a day"));
    let forms: [(&str, Vec<(&str, &str)>); 3] = [
        ("due", vec![("item", item), ("due", "2027-01-31")]),
        ("block", vec![("block-item", item), ("block-reason", "disputed")]),
        ("allocate", vec![("debit", item), ("credit", item)]),
    ];
    for (act, fields) in forms {
        let answer = app.post(&format!("/accounts/{other}/{act}"), &cookie, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{act}: {}", answer.location());
    }
    let body = format!("{{\"debit\":\"{item}\",\"credit\":\"{item}\"}}");
    let request = Request::post(format!("/api/v1/accounts/{other}/allocations"))
        .header("cookie", &cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/json")
        .body(Body::from(body));
    let refused = app.send(request.expect("a request")).await;
    assert_eq!(refused.json()["code"], "item-of-other", "{}", refused.body);
    let after = app.get("/api/v1/accounts/C0107", &cookie).await.json();
    assert_eq!((&after["items"][0]["due_on"], &after["blocks"]), (&serde_json::json!(due), &serde_json::json!([])));
}

#[tokio::test]
async fn a_run_goes_from_preview_to_letters() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    let preview = app.get("/api/v1/run", &cookie).await.json();
    let messages = preview["messages"].as_u64().expect("a number");
    assert!(messages > 10 && preview["written"] == false);
    let started = app.post("/run", &cookie, &[("day", "2026-11-23")]).await;
    assert_eq!(started.location(), "/letters?day=2026-11-23&wait=1");
    let waiting = app.get(started.location(), &cookie).await.body;
    assert!(
        waiting.contains("<progress value=") && waiting.contains("http-equiv=\"refresh\""),
        "it shows its progress without a script"
    );
    app.work();
    let letters = app.get("/api/v1/letters", &cookie).await.json();
    assert_eq!(letters["letters"].as_array().map(Vec::len), usize::try_from(messages).ok());
    let document = letters["letters"][0]["document"].as_str().expect("a PDF");
    let pdf = app.get(&format!("/documents/{document}"), &cookie).await;
    assert!(pdf.body.starts_with("%PDF") && pdf.headers["content-type"] == "application/pdf");
    let page = app.get("/letters", &cookie).await.body;
    assert!(!page.contains("<progress value=") && page.contains(document));
    assert_eq!(app.get("/documents/0000000000000", &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_letter_posted_is_told_on_its_account() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    app.post("/run", &cookie, &[("day", "2026-11-23")]).await;
    app.work();
    let letters = app.get("/api/v1/letters", &cookie).await.json();
    assert!(app.get("/", &cookie).await.body.contains("prêtes à imprimer"));
    let first = letters["print_files"][0]["document"].as_str().expect("a reference");
    let typed = [("on", "2026-11-22"), ("registered", "2C 168 9471 6308, non")];
    let wrong = app.post(&format!("/outbox/{first}/posted"), &cookie, &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains(&format!("id=\"e-n-{first}\"")) && wrong.body.contains("« non »"), "{}", wrong.body);
    assert!(wrong.body.contains("value=\"2C 168 9471 6308, non\"") && wrong.body.contains("value=\"2026-11-22\""));
    let later = app.post(&format!("/outbox/{first}/posted"), &cookie, &[("on", "2026-11-24")]).await;
    assert!(later.body.contains(&format!("id=\"e-on-{first}\"")), "{}", later.body);
    for file in letters["print_files"].as_array().expect("print files") {
        let file = file["document"].as_str().expect("a reference");
        let posted = app.post(&format!("/outbox/{file}/posted"), &cookie, &[("on", "2026-11-23")]).await;
        assert_eq!(posted.status, StatusCode::OK, "{}", posted.body);
    }
    assert!(!app.get("/", &cookie).await.body.contains("prêtes à imprimer"), "nothing waits any more");
    let sent = app.get("/api/v1/outbox?state=sent", &cookie).await.json();
    let account = sent["messages"][0]["account"].as_str().expect("a letter sent").to_owned();
    let thread = app.get(&format!("/accounts/{account}"), &cookie).await.body;
    assert!(thread.contains("Lettre remise à la poste le") && !thread.contains("message.sent"), "{thread}");
}

#[tokio::test]
async fn what_the_post_says_of_a_letter_is_told_on_its_page() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    app.post("/run", &cookie, &[("day", "2026-11-23")]).await;
    app.work();
    let letters = app.get("/api/v1/letters", &cookie).await.json();
    let file = letters["print_files"][0]["document"].as_str().expect("a reference");
    app.post(&format!("/outbox/{file}/posted"), &cookie, &[("on", "2026-11-23")]).await;
    let sent = app.get("/api/v1/outbox?state=sent&channel=letter", &cookie).await.json();
    let id = sent["messages"][0]["id"].as_str().expect("a letter sent");
    let account = sent["messages"][0]["account"].as_str().expect("its account");
    let (page, back) = (format!("/outbox/{id}/letter"), format!("/outbox/{id}/returned"));
    for path in ["/outbox?state=sent".to_owned(), format!("/accounts/{account}")] {
        assert!(app.get(&path, &cookie).await.body.contains(&format!("href=\"{page}\"")), "{path}");
    }
    assert!(app.get(&page, &cookie).await.body.contains("pas encore dit"));
    let mut typed = vec![("back-returned_on", "2026-11-23"), ("back-registered", "2C 168 9471 6308")];
    let wrong = app.post(&back, &cookie, &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"e-back-reason\""), "no reason was chosen: {}", wrong.body);
    typed.push(("back-reason", "refused"));
    let wrong = app.post(&back, &cookie, &typed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("id=\"e-back-presented_on\""), "a letter refused was presented: {}", wrong.body);
    assert!(wrong.body.contains("value=\"2C 168 9471 6308\"") && wrong.body.contains("value=\"refused\" selected"));
    let number = [("post-registered", "non"), ("post-presented_on", "2026-11-23")];
    let wrong = app.post(&format!("/outbox/{id}/registered"), &cookie, &number).await;
    assert!(wrong.body.contains("id=\"e-post-registered\"") && wrong.body.contains("« non »"), "{}", wrong.body);
    typed.push(("back-presented_on", "2026-11-23"));
    let told = app.post(&back, &cookie, &typed).await;
    assert_eq!(told.location(), format!("{page}?done=letter-returned"));
    let shown = app.get(&format!("{page}?lang=en"), &cookie).await.body;
    assert!(shown.contains("2C1689471") && shown.contains("refused by the addressee"), "{shown}");
    let reader = app.sign_in("reader").await;
    assert!(!app.get(&page, &reader).await.body.contains("name=\"back-reason\""), "who only reads writes nothing");
}

#[tokio::test]
async fn an_indicator_says_its_rule_or_what_it_lacks() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("reader").await;
    let open_only = app.get("/indicators?lang=fr", &cookie).await.body;
    assert!(open_only.contains("1\u{202f}043\u{202f}943,96\u{202f}€"), "the outstanding of the aged balance");
    assert!(open_only.contains("ventes inconnues depuis") && open_only.contains("<details><summary>Formule"));
    assert!(open_only.contains("Efficacité nette") && open_only.contains("aucun dossier contentieux clos du"));
    assert!(open_only.contains("class=\"chart months\"") && open_only.contains("hatch-late"));
    assert!(!open_only.contains("DSO optimal</text>"), "no line is drawn of what is unknown");
    app.import(vec![crate::support::demo("000017079FEC20261231.txt")]);
    let page = app.get("/indicators?lang=en", &cookie).await.body;
    assert!(!page.contains("sales unknown since") && page.contains("Best possible</text>"), "{page}");
    let first = app.get("/indicators/delays?lang=en", &cookie).await.body;
    let next = first.split("rel=\"next\"").next().and_then(|head| head.rsplit("href=\"").next());
    let next = next
        .and_then(|href| href.split('"').next())
        .expect("a second page")
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    let second = app.get(&next, &cookie).await;
    assert_eq!(second.status, StatusCode::OK, "{next}");
    for (format, start) in [("csv", "\u{feff}"), ("xlsx", "PK"), ("pdf", "%PDF")] {
        let answer = app.get(&format!("/indicators/export?format={format}"), &cookie).await;
        assert!(answer.status == StatusCode::OK && answer.body.starts_with(start), "{format}");
    }
    for (wrong, status) in [
        ("/indicators?months=13", StatusCode::UNPROCESSABLE_ENTITY),
        ("/indicators?months=x", StatusCode::UNPROCESSABLE_ENTITY),
        ("/indicators?currency=EUX", StatusCode::UNPROCESSABLE_ENTITY),
        ("/indicators?creditor=NOBODY", StatusCode::NOT_FOUND),
        ("/indicators/delays?order=moon", StatusCode::NOT_FOUND),
        ("/indicators/files?basis=moon", StatusCode::NOT_FOUND),
        ("/indicators/files?procedure=moon", StatusCode::UNPROCESSABLE_ENTITY),
        ("/indicators/export?format=pptx", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(app.get(wrong, &cookie).await.status, status, "{wrong}");
    }
}

#[tokio::test]
async fn the_aged_balance_leaves_in_every_form() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("reader").await;
    for (format, start) in [("csv", "\u{feff}"), ("xlsx", "PK"), ("pdf", "%PDF")] {
        let answer = app.get(&format!("/aging/export?format={format}"), &cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{format}");
        assert!(answer.body.starts_with(start), "{format}");
        assert!(answer.headers["content-disposition"].to_str().expect("text").contains("balance-agee-2026-11-23"));
    }
    let wrong = app.get("/aging?buckets=30,20", &cookie).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let friday = app.get("/api/v1/aging?as_of=2026-11-20", &cookie).await.json();
    assert_eq!(friday["currency"], "EUR");
}
