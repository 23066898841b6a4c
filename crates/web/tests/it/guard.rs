//! Rights on their pages: the figure of the first page, alarms answered, given up and taken up again, the calendar at
//! an address.

use app::Actor;
use app::imports::{ImportRequest, Upload};
use axum::http::StatusCode;

use crate::support::TestApp;

/// Due 10 December 2021: lost in seventeen days (C. com. L110-4).
const FILE: &str = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F2;facture;01/11/2021;10/12/2021;250,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F3;facture;01/10/2026;01/11/2026;40,00\n";

fn filled() -> TestApp {
    let app = TestApp::with_people();
    let files = vec![Upload { name: "open.csv".to_owned(), bytes: FILE.as_bytes().to_vec() }];
    let request = ImportRequest { files, confirmed: true, ..ImportRequest::default() };
    app.desk.import(&Actor::operator(), &request, &|_, _| ()).expect("an import");
    app
}

#[tokio::test]
async fn a_right_is_told_answered_given_up_and_taken_up_again() {
    let app = filled();
    let cookie = app.sign_in("manager").await;
    let home = app.get("/", &cookie).await.body;
    assert!(home.contains("/guard?show=soon") && home.contains("250,00"), "{home}");
    let list = app.get("/api/v1/guard?show=soon", &cookie).await.json();
    let right = list["rows"][0]["right"].as_str().expect("a right").to_owned();
    let page = format!("/guard/rights/{right}");
    let one = app.get(&page, &cookie).await;
    assert!(one.status == StatusCode::OK && one.body.contains("pièce F2"), "{}", one.body);
    let early = app.post(&format!("{page}/answer"), &cookie, &[]).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody was told");
    assert!(early.body.contains("aucune alerte"), "{}", early.body);

    let told = app.desk.tell_alarms(&Actor::operator(), app.desk.today()).expect("the alarms");
    assert_eq!(told.rights, 1);
    let shown = app.get("/guard?show=soon", &cookie).await.body;
    assert!(shown.contains(&format!("{page}/answer")) && shown.contains("sans réponse"), "{shown}");
    let done = app.post(&format!("{page}/answer"), &cookie, &[("back", "/guard?show=soon")]).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/guard?show=soon&done=right-answered"));
    let shown = app.get("/guard?show=soon", &cookie).await.body;
    assert!(!shown.contains(&format!("{page}/answer")) && shown.contains("pris en charge par manager"), "{shown}");

    let wrong = app.post(&format!("{page}/waive"), &cookie, &[("why", "tant pis")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("tant pis") && wrong.body.contains("pourquoi l’on renonce"), "{}", wrong.body);
    let done = app.post(&format!("{page}/waive"), &cookie, &[("why", "coquille vide, rien à saisir")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(!app.get("/guard", &cookie).await.body.contains(">F2<"));
    let given_up = app.get("/guard?show=given-up", &cookie).await.body;
    assert!(given_up.contains("abandonné par manager") && given_up.contains("coquille vide"), "{given_up}");
    assert!(!app.get("/", &cookie).await.body.contains("/guard?show=soon"), "nothing is lost soon");
    let one = app.get(&format!("/api/v1{page}"), &cookie).await.json();
    let waiver = one["line"]["waiver"]["id"].as_str().expect("a waiver").to_owned();
    let back = format!("/guard/waivers/{waiver}/take-up");
    let wrong = app.post(&back, &cookie, &[("right", right.as_str()), ("back-reason", "")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.body);
    for page in ["/guard?show=given-up", page.as_str(), "/guard/subscription"] {
        let separator = if page.contains('?') { "&" } else { "?" };
        let english = app.get(&format!("{page}{separator}lang=en"), &cookie).await;
        assert_eq!(english.status, StatusCode::OK, "{page}: {}", english.body);
    }
    let done = app.post(&back, &cookie, &[("right", right.as_str()), ("back-reason", "un bien trouvé")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(app.get("/guard", &cookie).await.body.contains(">F2<"));
}

#[tokio::test]
async fn a_calendar_program_reads_the_address_until_it_is_closed() {
    let app = filled();
    let cookie = app.sign_in("collector").await;
    assert!(app.get("/guard/subscription", &cookie).await.body.contains("Aucune adresse"));
    let made = app.post("/guard/subscription", &cookie, &[]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    let (_, rest) = made.body.split_once("/link/calendar/").expect("an address");
    let (token, _) = rest.split_once(".ics").expect("a calendar");
    let shown = app.get("/guard/subscription", &cookie).await.body;
    assert!(!shown.contains(token) && shown.contains("Une adresse est ouverte"), "shown once: {shown}");
    let read = app.get(&format!("/link/calendar/{token}.ics"), "").await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.body);
    assert_eq!(read.body.matches("BEGIN:VEVENT").count(), 1, "{}", read.body);
    assert_eq!(app.get(&format!("/link/calendar/{}", "0".repeat(64)), "").await.status, StatusCode::NOT_FOUND);
    let closed = app.post("/guard/subscription/withdraw", &cookie, &[]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    assert_eq!(app.get(&format!("/link/calendar/{token}.ics"), "").await.status, StatusCode::NOT_FOUND);
}
