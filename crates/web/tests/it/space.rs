//! The debtor's space by its pages: what shows, to whom, and what hostile use comes to.

use app::Actor;
use app::links::LinkAsked;
use app::plans::PlanTerms;
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{Answer, TestApp, form};

/// A company of the demo, with two late invoices.
const COMPANY: &str = "C0107";
/// A consumer of the demo, the number printed on what they were sent, and their name.
const PERSON: (&str, &str, &str) = ("C0269", "F1088", "Élard");
/// The end of their telephone number: the only thing the books hold that no letter says.
const KNOWN: &str = "51 96";

struct House {
    app: TestApp,
}

impl House {
    fn open() -> Self {
        let app = TestApp::with_ledger();
        app.desk.set_address(&Actor::operator(), "https://desk.example").expect("an address");
        Self { app }
    }

    /// The path of a new link to the space of an account.
    fn space(&self, number: &str) -> String {
        let (desk, actor) = (&self.app.desk, Actor::operator());
        let account = desk.find_account(&actor, number).expect("the account");
        let made = desk.make_link(&actor, account, &LinkAsked::default()).expect("a link");
        made.address.strip_prefix("https://desk.example").expect("our address").to_owned()
    }

    fn item(&self, number: &str) -> String {
        self.app.desk.find_item(&Actor::operator(), number).expect("a piece").id.to_string()
    }

    fn facts(&self, number: &str) -> Vec<String> {
        let (desk, actor) = (&self.app.desk, Actor::operator());
        let account = desk.find_account(&actor, number).expect("the account");
        let file = desk.account_file(&actor, account).expect("the file");
        file.timeline.into_iter().map(|line| line.kind).collect()
    }

    /// A form sent as a browser does from the page of a link.
    async fn send(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        self.app.post(path, cookie, fields).await
    }

    /// A dispute with a photograph, as a browser sends it.
    async fn contest(
        &self,
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, Vec<u8>)>,
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        if let Some((name, bytes)) = file {
            let head = format!("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(&bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--limit--\r\n");
        let request = Request::post(format!("{path}/contest"))
            .header("cookie", cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=limit")
            .body(Body::from(body));
        self.app.send(request.expect("a request")).await
    }
}

/// The cookie of a right answer.
fn proof(answer: &Answer) -> String {
    let line = answer.headers.get("set-cookie").and_then(|v| v.to_str().ok()).expect("a cookie");
    assert!(line.contains("HttpOnly") && line.contains("SameSite=Lax") && line.contains("Path=/link/"), "{line}");
    line.split(';').next().expect("a pair").to_owned()
}

#[tokio::test]
async fn a_company_reads_what_it_owes_without_signing_in() {
    let house = House::open();
    let path = house.space(COMPANY);
    let page = house.app.get(&path, "").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("Vous devez aujourd") && page.body.contains("F1044"), "{}", page.body);
    for (header, value) in [("referrer-policy", "no-referrer"), ("cache-control", "no-store")] {
        assert_eq!(page.headers.get(header).and_then(|v| v.to_str().ok()), Some(value), "{header}");
    }
    assert!(!page.body.contains("<script") && !page.body.contains("style=\""), "nothing inline, no script");
    for part in ["pay", "plan", "contest", "other"] {
        let page = house.app.get(&format!("{path}/{part}"), "").await;
        assert_eq!(page.status, StatusCode::OK, "{part}: {}", page.body);
    }
    let item = house.item("F1044");
    let line = house.app.get(&format!("{path}/lines/{item}"), "").await;
    assert!(line.status == StatusCode::OK && line.body.contains("Reste dû"), "{}", line.body);
    let unpayable = house.app.get(&format!("{path}/pay"), "").await.body;
    assert!(!unpayable.contains("<svg"), "no code without a bank account of ours");
    let own = |tx: &mut store::Tx| {
        for creditor in tx.creditors().list()? {
            let iban = kernel::Iban::parse("FR7630006000011234567890189").ok();
            tx.creditors().save(&ledger::Creditor { iban, ..creditor })?;
        }
        Ok::<_, store::StoreError>(())
    };
    house.app.desk.store().write("creditor.iban", own).expect("a bank account");
    assert!(house.app.get(&format!("{path}/pay"), "").await.body.contains("<svg"), "the code of the transfer");
    let english = house.app.get(&format!("{path}?lang=en"), "").await;
    assert!(english.body.contains("You owe today"), "{}", english.body);
}

#[tokio::test]
async fn of_a_person_nothing_shows_before_the_fact() {
    let house = House::open();
    let (code, number, name) = PERSON;
    let path = house.space(code);
    for part in ["", "/pay", "/plan", "/contest", "/other"] {
        let page = house.app.get(&format!("{path}{part}"), "").await;
        assert!(page.status == StatusCode::OK && page.body.contains("name=\"fact\""), "{part}: {}", page.body);
        assert!(page.body.contains("quatre derniers chiffres"), "{part}: {}", page.body);
        for word in [name, number, code, "€", "Vauban"] {
            assert!(!page.body.contains(word), "{part} tells {word}");
        }
    }
    let wrong = house.send(&format!("{path}/fact"), "", &[("fact", "X1")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("id=\"e-fact\""), "{}", wrong.body);
    assert!(wrong.body.contains("quatre derniers chiffres"), "the question stands: {}", wrong.body);
    let printed = house.send(&format!("{path}/fact"), "", &[("fact", number)]).await;
    assert_eq!(printed.status, StatusCode::UNPROCESSABLE_ENTITY, "a number of the letter proves nothing");
    let right = house.send(&format!("{path}/fact"), "", &[("fact", KNOWN)]).await;
    assert_eq!((right.status, right.location()), (StatusCode::SEE_OTHER, path.as_str()));
    let cookie = proof(&right);
    let page = house.app.get(&path, &cookie).await;
    assert!(page.body.contains(number) && page.body.contains("€"), "{}", page.body);
    let other = house.space("C0107");
    let astray = format!("{other}/lines/{}", house.item(number));
    assert_eq!(house.app.get(&astray, &cookie).await.status, StatusCode::NOT_FOUND, "the line of another account");
    let lent = house.space(code);
    assert_eq!(lent, path, "the link is the same while it is good");
    for _ in 0..4 {
        house.send(&format!("{path}/fact"), "", &[("fact", "X1")]).await;
    }
    let closed = house.send(&format!("{path}/fact"), "", &[("fact", "X1")]).await;
    assert_eq!(closed.status, StatusCode::GONE, "{}", closed.body);
    assert_eq!(house.app.get(&path, &cookie).await.status, StatusCode::GONE, "whoever holds it");
}

#[tokio::test]
async fn links_that_are_forged_revoked_or_of_another_kind_are_kind_and_tell_nothing() {
    let house = House::open();
    let path = house.space(COMPANY);
    let (desk, actor) = (&house.app.desk, Actor::operator());
    let account = desk.find_account(&actor, COMPANY).expect("the account");
    let last = path.chars().next_back().expect("a sign");
    let turned = format!("{}{}", &path[..path.len() - 1], if last == 'A' { 'Q' } else { 'A' });
    let cut = &path[..path.len() - 4];
    let plan = path.replace("/space/", "/plan/");
    for forged in [turned.as_str(), cut, plan.as_str(), "/link/space/x", "/link/space/%00.%00"] {
        let page = house.app.get(forged, "").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{forged}: {}", page.body);
        assert!(page.body.contains("rien") && !page.body.contains("Moreau"), "{forged}: {}", page.body);
        assert!(!page.body.contains("Vauban") && !page.body.contains("8\u{202f}300"), "{forged}");
    }
    let terms = PlanTerms { count: Some(2), first: Some("2026-12-07".parse().expect("a day")), ..PlanTerms::default() };
    let foreign = desk.find_account(&actor, "C0044").expect("another");
    let foreign = desk.propose_plan(&actor, foreign, &terms).expect("a plan");
    for (method, part) in [("GET", ""), ("POST", ""), ("GET", "/protocol"), ("POST", "/refusal")] {
        let at = format!("{path}/plans/{foreign}{part}");
        let page = match method {
            "GET" => house.app.get(&at, "").await,
            _ => house.send(&at, "", &[("name", "A"), ("consent", "1"), ("reason", "non")]).await,
        };
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{method} {part}: {}", page.body);
    }
    let link = desk.links(&actor, account).expect("links").remove(0);
    desk.revoke_link(&actor, link.id).expect("taken back");
    let page = house.app.get(&path, "").await;
    assert!(page.status == StatusCode::GONE && !page.body.contains("Moreau"), "{}", page.body);
}

#[tokio::test]
async fn what_is_said_by_link_is_kept_and_never_run() {
    let house = House::open();
    let path = house.space(COMPANY);
    let words = "<script>alert(1)</script> & \"bonjour\"";
    let said = house.send(&format!("{path}/other"), "", &[("words", words)]).await;
    assert_eq!(said.location(), format!("{path}?done=said"), "{}", said.body);
    assert!(house.app.get(said.location(), "").await.body.contains("transmis"));
    let cookie = house.app.sign_in("collector").await;
    let account = house.app.desk.find_account(&Actor::operator(), COMPANY).expect("the account");
    let file = house.app.get(&format!("/accounts/{account}"), &cookie).await.body;
    assert!(file.contains("&lt;script&gt;") || file.contains("&#60;script&#62;"), "the words stand in the thread");
    assert!(!file.contains("<script>alert"), "and are not run");
    let paid = house.send(&format!("{path}/pay"), "", &[("on", "2026-11-20"), ("words", "virement")]).await;
    assert_eq!(paid.location(), format!("{path}?done=paid"), "{}", paid.body);
    let wrong = house.send(&format!("{path}/pay"), "", &[("on", "2027-11-20")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("id=\"e-on\""), "{}", wrong.body);
}

#[tokio::test]
async fn a_line_is_contested_with_a_photograph_and_nothing_else() {
    let house = House::open();
    let path = house.space(COMPANY);
    let item = house.item("F1044");
    let fields = |amount: &'static str| {
        [
            ("item", item.clone()),
            ("kind", "price".to_owned()),
            ("amount", amount.to_owned()),
            ("words", "Prix convenu : 3 320 €".to_owned()),
        ]
    };
    for (amount, file, field) in [
        ("-5", None, "amount"),
        ("100 USD", None, "amount"),
        ("9 000,00", None, "amount"),
        ("", Some(("photo.jpg", b"MZ\x90\0program".to_vec())), "file"),
        ("", Some(("photo.jpg", vec![0xff; 50_000_000])), "file"),
    ] {
        let fields = fields(amount);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        let answer = house.contest(&path, "", &fields, file).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{amount}: {}", answer.body);
        assert!(answer.body.contains(&format!("id=\"e-{field}\"")), "{amount} {field}: {}", answer.body);
        assert!(answer.body.contains("Prix convenu"), "what was typed is not lost");
    }
    assert!(!house.facts(COMPANY).contains(&"dispute.opened".to_owned()));
    let fields = fields("900,00");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let photo = Some(("bon.png", b"\x89PNG\r\n\x1a\nrest".to_vec()));
    let answer = house.contest(&path, "", &fields, photo).await;
    assert_eq!(answer.location(), format!("{path}?done=contested"), "{}", answer.body);
    let page = house.app.get(&path, "").await.body;
    assert!(page.contains("votre contestation est à l&#39;étude") && page.contains("900,00"), "{page}");
}

#[tokio::test]
async fn a_plan_is_proposed_and_signed_on_the_pages() {
    let house = House::open();
    let (code, ..) = PERSON;
    let path = house.space(code);
    let cookie = proof(&house.send(&format!("{path}/fact"), "", &[("fact", KNOWN)]).await);
    let asked = [("by", "months"), ("count", "3"), ("first", "2026-12-05")];
    let shown = house.send(&format!("{path}/plan"), &cookie, &asked).await;
    assert!(shown.status == StatusCode::OK && shown.body.contains("value=\"propose\""), "{}", shown.body);
    assert!(!house.facts(code).contains(&"plan.proposed".to_owned()), "to compute writes nothing");
    for (count, each) in [("400", ""), ("-3", ""), ("3", "-50"), ("3", "100 USD")] {
        let by = if each.is_empty() { "months" } else { "amount" };
        let fields = [("act", "propose"), ("by", by), ("count", count), ("each", each), ("first", "2026-12-05")];
        let answer = house.send(&format!("{path}/plan"), &cookie, &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{count} {each}: {}", answer.body);
    }
    let fields = [
        ("act", "propose"),
        ("by", "months"),
        ("count", "3"),
        ("first", "2026-12-05"),
        ("income", "1 800"),
        ("charges", "1 500"),
    ];
    let proposed = house.send(&format!("{path}/plan"), &cookie, &fields).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.body);
    let (plan, _) = proposed.location().split_once('?').expect("a plan");
    let page = house.app.get(plan, &cookie).await.body;
    assert!(page.contains("name=\"consent\"") && page.contains("Vous reconnaissez devoir"), "{page}");
    let hollow = house.send(plan, &cookie, &[("name", "A")]).await;
    assert!(hollow.status == StatusCode::UNPROCESSABLE_ENTITY && hollow.body.contains("id=\"e-consent\""));
    let signed = house.send(plan, &cookie, &[("name", "A. Dupont"), ("consent", "1")]).await;
    assert_eq!(signed.location(), format!("{plan}?done=signed"), "{}", signed.body);
    let page = house.app.get(plan, &cookie).await.body;
    assert!(page.contains("Signé le") && page.contains("signature électronique simple"), "{page}");
    assert!(!page.contains("1\u{202f}800"), "the means of a person stand on no page of theirs");
    let again = house.send(plan, &cookie, &[("name", "A. Dupont"), ("consent", "1")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "it is signed");
    let facts = house.facts(code);
    assert_eq!(facts.iter().filter(|kind| *kind == "plan.signed").count(), 1);
}

#[tokio::test]
async fn forms_from_elsewhere_and_pages_that_are_read_change_nothing() {
    let house = House::open();
    let path = house.space(COMPANY);
    let post = |headers: &[(&str, &str)]| {
        let mut request = Request::post(format!("{path}/other"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form(&[("words", "bonjour")])))
            .expect("a request")
    };
    for foreign in [
        &[("origin", "https://evil.example"), ("host", "desk.example")][..],
        &[("sec-fetch-site", "cross-site"), ("origin", "null")],
    ] {
        assert_eq!(house.app.send(post(foreign)).await.status, StatusCode::FORBIDDEN, "{foreign:?}");
    }
    for part in ["", "/pay", "/plan", "/contest", "/other", "/fact", "/lines/x", "/lines/x/invoice"] {
        house.app.get(&format!("{path}{part}?words=bonjour&act=propose&on=2026-11-20"), "").await;
    }
    let facts = house.facts(COMPANY);
    let by_link = |kind: &&String| kind.starts_with("space.") || kind.starts_with("plan.") || kind.starts_with("task.");
    assert_eq!(facts.iter().filter(by_link).count(), 0, "{facts:?}");
    assert_eq!(facts.iter().filter(|kind| *kind == "link.opened").count(), 1, "opened, once");
    // An old telephone that hides where it comes from, as the page asks it to.
    let hidden = house.app.send(post(&[("origin", "null"), ("host", "desk.example")])).await;
    assert_eq!(hidden.status, StatusCode::SEE_OTHER, "{}", hidden.body);
}

#[tokio::test]
async fn a_collector_makes_links_shows_them_and_takes_them_back() {
    let house = House::open();
    let account = house.app.desk.find_account(&Actor::operator(), COMPANY).expect("the account");
    let cookie = house.app.sign_in("collector").await;
    let page = format!("/accounts/{account}/links");
    assert!(house.app.get(&format!("/accounts/{account}"), &cookie).await.body.contains(&page), "a button in the file");
    let made = house.app.post(&page, &cookie, &[("recipient", "Mme Roy"), ("days", "10")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let shown = house.app.get(made.location(), &cookie).await.body;
    assert!(shown.contains("value=\"https://desk.example/link/space/") && shown.contains("Mme Roy"), "{shown}");
    assert!(!house.app.get(&page, &cookie).await.body.contains("/link/space/"), "the address is shown when asked for");
    let wrong = house.app.post(&page, &cookie, &[("days", "1000")]).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.body.contains("id=\"e-days\""), "{}", wrong.body);
    let id = made.location().split_once("link=").expect("a link").1.to_owned();
    let back = house.app.post(&format!("/links/{id}/revoke"), &cookie, &[("back", &page)]).await;
    assert_eq!(back.location(), format!("{page}?done=link-revoked"));
    let reader = house.app.sign_in("reader").await;
    assert_eq!(house.app.get(made.location(), &reader).await.status, StatusCode::FORBIDDEN);
    house.app.desk.set_address(&Actor::operator(), "").expect("nowhere");
    let nowhere = house.app.post(&page, &cookie, &[("recipient", "M. Petit")]).await;
    assert!(nowhere.status == StatusCode::UNPROCESSABLE_ENTITY && nowhere.body.contains("adresse publique"));
}
