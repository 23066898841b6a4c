//! Terms of sale on the pages: written, accepted with a proof, taken back, in both languages.

use app::imports::Upload;
use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{Answer, TestApp};

const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF";

/// Sends a form with a file as a browser does.
async fn send(app: &TestApp, path: &str, cookie: &str, fields: &[(&str, &str)], file: Option<(&str, &str)>) -> Answer {
    let part = |(name, value): &(&str, &str)| {
        format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let typed = fields.iter().map(part).collect::<Vec<_>>().concat();
    let (name, bytes) = file.unwrap_or(("", ""));
    let part = format!("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{bytes}");
    let body = format!("{typed}{part}\r\n--limit--\r\n");
    let request = Request::post(path)
        .header("cookie", cookie)
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "multipart/form-data; boundary=limit")
        .body(Body::from(body));
    app.send(request.expect("a request")).await
}

/// The reference in the address that an act goes on to.
fn reference(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let path = answer.location().split('?').next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_version_is_written_copied_and_kept_as_it_was() {
    let app = TestApp::with_ledger();
    let cookie = app.sign_in("manager").await;
    assert!(app.get("/sale-terms", &cookie).await.body.contains("Aucune version."));
    let fields = [
        ("creditor", "VAUBAN"),
        ("label", "CGV 2025-01"),
        ("since", "2025-01-01"),
        ("clause-late-penalties", "Dès le lendemain de l’échéance."),
        ("rate", "BCE + 10 points"),
    ];
    // What was typed is still there where the date is missing, and nothing was written.
    let wrong: Vec<(&str, &str)> = fields.into_iter().filter(|(name, _)| *name != "since").collect();
    let answer = send(&app, "/sale-terms/new", &cookie, &wrong, None).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("BCE + 10 points") && answer.body.contains("Indiquez une date"), "{}", answer.body);
    let answer = send(&app, "/sale-terms/new", &cookie, &fields, Some(("cgv.pdf", "<html>"))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("n’est pas un PDF"), "{}", answer.body);
    let made = reference(&send(&app, "/sale-terms/new", &cookie, &fields, Some(("cgv.pdf", PDF))).await);

    let page = app.get(&format!("/sale-terms/{made}"), &cookie).await;
    for told in ["CGV 2025-01", "Taux écrit", "12,40", "C. com. L441-10 II, D441-5", "ne change plus"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let page = app.get(&format!("/sale-terms/{made}?lang=en"), &cookie).await.body;
    assert!(page.contains("Rate as worded") && page.contains("L441-10") && !page.contains("Taux"), "{page}");
    let paper = app.get(&format!("/sale-terms/{made}/document"), &cookie).await;
    assert_eq!((paper.headers["content-type"].to_str().ok(), paper.body.as_str()), (Some("application/pdf"), PDF));
    let answer = send(&app, &format!("/sale-terms/{made}/edit"), &cookie, &fields, None).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("ne change plus"), "{}", answer.body);

    let copy = app.get(&format!("/sale-terms/new?creditor=VAUBAN&from={made}"), &cookie).await.body;
    assert!(copy.contains("BCE + 10 points") && copy.contains("copie de CGV 2025-01"), "{copy}");
    let next = [("creditor", "VAUBAN"), ("label", "CGV 2027"), ("since", "2027-01-01"), ("from", &made)];
    let draft = reference(&send(&app, "/sale-terms/new", &cookie, &next, None).await);
    let list = app.get("/sale-terms", &cookie).await.body;
    assert!(list.contains("à venir") && list.contains("PDF à joindre"), "{list}");
    let removed = app.post(&format!("/sale-terms/{draft}/remove"), &cookie, &[]).await;
    assert_eq!(removed.location(), "/sale-terms?done=sale-terms-removed");
    assert_eq!(app.get(&format!("/sale-terms/{draft}"), &cookie).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_collector_notes_an_acceptance_with_its_proof_and_takes_it_back() {
    let app = TestApp::with_ledger();
    let manager = app.sign_in("manager").await;
    let fields = [("creditor", "VAUBAN"), ("label", "CGV 2025-01"), ("since", "2025-01-01")];
    let terms = reference(&send(&app, "/sale-terms/new", &manager, &fields, None).await);
    let cookie = app.sign_in("collector").await;
    let account = app.account(&cookie, "moreau").await;
    let (file, page) = (format!("/accounts/{account}"), format!("/accounts/{account}/sale-terms"));
    let before = app.get(&file, &cookie).await.body;
    assert!(before.contains("aucune preuve que des conditions de vente") && before.contains("name=\"accept-on\""));
    let with = |on: &'static str, how: &'static str| {
        vec![
            ("accept-version".to_owned(), terms.clone()),
            ("accept-on".to_owned(), on.to_owned()),
            ("accept-how".to_owned(), how.to_owned()),
        ]
    };
    let noted = async |fields: Vec<(String, String)>, proof: Option<(&str, &str)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        send(&app, &page, &cookie, &fields, proof).await
    };
    let answer = noted(with("01/12/2026", "signed"), None).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
    assert!(answer.body.contains("01/12/2026") && answer.body.contains("ou d’avant"), "{}", answer.body);
    let answer = noted(with("12/03/2025", "signed"), Some(("a.txt", "il a dit oui"))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("n’est ni un PDF ni une photo"), "{}", answer.body);
    let answer = noted(with("12/03/2025", "signed"), Some(("scan.pdf", PDF))).await;
    assert_eq!(answer.location(), format!("{page}?done=sale-terms-accepted"));
    let after = app.get(&file, &cookie).await.body;
    assert!(after.contains("« CGV 2025-01 » acceptées le") && after.contains("preuve au dossier"), "{after}");
    assert!(after.contains("Conditions de vente CGV 2025-01 acceptées le"), "the thread tells it");
    let shown = app.get(&format!("{page}?lang=en"), &cookie).await.body;
    assert!(shown.contains("strong proof") && shown.contains("scan.pdf"), "{shown}");

    let told = app.get(&format!("/api/v1/accounts/{account}/sale-terms"), &cookie).await.json();
    assert_eq!(told["today"]["strength"], "strong", "{told}");
    let acceptance = told["acceptances"][0]["id"].as_str().expect("a reference").to_owned();
    let back = format!("/acceptances/{acceptance}/withdrawal");
    let answer = app.post(&back, &cookie, &[("back-reason", "")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("dites pourquoi"), "{}", answer.body);
    let answer = app.post(&back, &cookie, &[("back-reason", "signature par un tiers")]).await;
    assert_eq!(answer.location(), format!("{page}?done=sale-terms-withdrawn"));
    let shown = app.get(&page, &cookie).await.body;
    assert!(shown.contains("signature par un tiers") && shown.contains("sans preuve"), "{shown}");
}

#[tokio::test]
async fn a_file_of_acceptances_tells_its_bad_lines_on_the_page_and_by_the_api() {
    let app = TestApp::with_ledger();
    let manager = app.sign_in("manager").await;
    let fields = [("creditor", "VAUBAN"), ("label", "CGV 2025-01"), ("since", "2025-01-01")];
    reference(&send(&app, "/sale-terms/new", &manager, &fields, None).await);
    let csv = "code client;date;mode;version\nC0107;12/03/2025;signed;CGV 2025-01\nZZZ;12/03/2025;signed;CGV 2025-01\n";
    let answer = send(&app, "/sale-terms/file", &manager, &[("creditor", "VAUBAN")], Some(("a.csv", csv))).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(
        answer.body.contains("« ZZZ » n’est pas un client") && answer.body.contains("code client"),
        "{}",
        answer.body
    );
    let file = Upload { name: "a.csv".to_owned(), bytes: csv.as_bytes().to_vec() };
    let again = app.upload("/api/v1/creditors/VAUBAN/sale-terms/acceptances", &manager, &[file]).await.json();
    let counts = ["lines", "accepted", "unchanged", "rejected"].map(|name| again[name].as_u64());
    assert_eq!(counts, [Some(2), Some(0), Some(1), Some(1)], "{again}");
    assert_eq!(
        (again["errors"][0]["line"].as_u64(), again["errors"][0]["field"].as_str()),
        (Some(3), Some("customer"))
    );
}
