//! Every route × every role × what is within reach and what is not × nobody: the answers stand in
//! `matrix/table.txt`. A new route of the pages or of the API without a line there fails.

mod agency;
mod log;
mod routes;

use axum::body::Body;
use axum::http::{Request, StatusCode};

use crate::support::{Answer, TestApp};
use agency::{Agency, References};

/// One line of the table.
struct Line {
    method: String,
    /// With its query.
    path: String,
    /// Letters of the roles that may; none when anybody may.
    who: Option<String>,
    own: u16,
    /// It is about the whole house.
    house: bool,
    foreign: Option<u16>,
    body: String,
}

impl Line {
    fn read(text: &str) -> Self {
        let cells: Vec<&str> = text.splitn(5, '|').map(str::trim).collect();
        let [route, who, own, foreign, body] = cells.try_into().unwrap_or_else(|_| panic!("five cells: {text}"));
        let (method, path) = route.split_once(' ').unwrap_or_else(|| panic!("METHOD path: {text}"));
        let number = |text: &str| text.trim_end_matches('!').parse().unwrap_or_else(|_| panic!("a status: {text}"));
        Self {
            method: method.to_owned(),
            path: path.trim().to_owned(),
            who: (who != "-").then(|| who.to_owned()),
            own: number(own),
            house: own.ends_with('!'),
            foreign: (foreign != ".").then(|| number(foreign)),
            body: body.to_owned(),
        }
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }

    /// The request of somebody with a cookie, about these things, with these headers.
    fn request(&self, references: &References, headers: &[(&str, &str)]) -> Request<Body> {
        let mut request = Request::builder().method(self.method.as_str()).uri(references.write(&self.path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (kind, body) = match self.body.as_str() {
            "@file" => ("multipart/form-data; boundary=limit", agency::multipart()),
            text if self.is_api() => ("application/json", references.write(text)),
            text => ("application/x-www-form-urlencoded", references.write(text)),
        };
        request.header("content-type", kind).body(Body::from(body)).expect("a request")
    }
}

fn table() -> Vec<Line> {
    // Read when the test runs: who adds a line builds nothing again.
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/matrix/table.txt");
    let text = std::fs::read_to_string(path).expect("the table");
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(Line::read).collect()
}

#[test]
fn every_route_has_its_line() {
    let told: Vec<(String, String)> =
        table().iter().map(|line| (line.method.clone(), routes::bare(&line.path))).collect();
    let written = routes::of_the_code();
    assert!(written.len() > 100, "the routes are found: {}", written.len());
    let missing: Vec<_> = written.iter().filter(|route| !told.contains(route)).collect();
    let gone: Vec<_> = told.iter().filter(|route| !written.contains(*route)).collect();
    assert!(missing.is_empty(), "write a line in matrix/table.txt for {missing:?}");
    assert!(gone.is_empty(), "no route is {gone:?}");
    let documented = routes::of_the_document();
    let api: Vec<_> = written.iter().filter(|(_, path)| path.starts_with("/api/")).collect();
    let secret: Vec<_> = api.iter().filter(|route| !documented.contains(**route)).collect();
    let dead: Vec<_> = documented.iter().filter(|route| !written.contains(*route)).collect();
    assert!(dead.is_empty(), "documented and nowhere: {dead:?}");
    assert_eq!(secret, [&&("GET".to_owned(), "/api/v1/openapi.json".to_owned())], "served and not documented");
}

async fn ask(app: &TestApp, line: &Line, cookie: &str, references: &References) -> Answer {
    app.send(line.request(references, &[("cookie", cookie), ("sec-fetch-site", "same-origin")])).await
}

/// What of an answer tells of the creditor out of reach.
fn leak(answer: &Answer) -> Option<&'static str> {
    let plain: String = answer.body.chars().filter(|c| !c.is_whitespace()).collect();
    agency::FOREIGN.into_iter().find(|word| plain.contains(word))
}

/// Compares every answer to somebody of a role with the table.
async fn check(role: &str, letter: char) {
    let agency = Agency::filled();
    let mut wrong = Vec::new();
    let mut say = |who: &str, line: &Line, expected: &str, found: StatusCode| {
        wrong.push(format!("{who}: {} {expected}, not {}", line.name(), found.as_u16()));
    };
    let lines = table();
    let asked: Vec<&Line> = lines.iter().filter(|line| line.who.is_some()).collect();

    // Who sees both creditors; a salesperson, their customers.
    let (app, cookie) = agency.open(role).await;
    let own = agency.own(role);
    for line in &asked {
        let answer = ask(&app, line, &cookie, &own).await;
        let may = line.who.as_ref().is_some_and(|who| who.contains(letter)) && !(letter == 's' && line.house);
        let fits = if may { answer.status.as_u16() == line.own } else { is_refused(&answer, letter) };
        if !fits {
            say(role, line, &if may { line.own.to_string() } else { "403".to_owned() }, answer.status);
        }
    }

    // Who is limited to one of them: first what is the other's, and what never was.
    let limited = format!("{role}-limited");
    let (app, cookie) = agency.open(&limited).await;
    let (own, foreign, never) = (agency.own(&limited), agency.foreign(), agency.never());
    for line in &asked {
        let Some(expected) = line.foreign else { continue };
        let answer = ask(&app, line, &cookie, &foreign).await;
        let may = line.who.as_ref().is_some_and(|who| who.contains(letter));
        if may && answer.status.as_u16() != expected {
            say(&limited, line, &format!("{expected} on what is out of reach"), answer.status);
        }
        let hidden = answer.status == StatusCode::NOT_FOUND || answer.status.as_u16() == expected;
        if !may && !is_refused(&answer, letter) && !hidden {
            say(&limited, line, "403 or 404 on what is out of reach", answer.status);
        }
        // What was asked may be said again.
        let asked = foreign.write(&format!("{} {}", line.path, line.body));
        if let Some(word) = leak(&answer).filter(|word| !asked.contains(word)) {
            say(&limited, line, &format!("a word less: {word}"), answer.status);
        }
        let unknown = ask(&app, line, &cookie, &never).await;
        if unknown.status != answer.status {
            say(&limited, line, &format!("{} as on what never was", unknown.status.as_u16()), answer.status);
        }
    }
    assert!(!Agency::touched(&app, &limited), "{limited} wrote on an account out of reach");
    for line in &asked {
        let answer = ask(&app, line, &cookie, &own).await;
        let may = line.who.as_ref().is_some_and(|who| who.contains(letter)) && !line.house;
        let fits = if may { answer.status.as_u16() == line.own } else { is_refused(&answer, letter) };
        if !fits {
            say(&limited, line, &if may { line.own.to_string() } else { "403".to_owned() }, answer.status);
        }
        if let Some(word) = leak(&answer) {
            say(&limited, line, &format!("a word less: {word}"), answer.status);
        }
    }
    assert!(wrong.is_empty(), "{} answers differ from matrix/table.txt:\n{}", wrong.len(), wrong.join("\n"));
}

fn is_refused(answer: &Answer, letter: char) -> bool {
    answer.status == StatusCode::FORBIDDEN || (letter == 's' && answer.status == StatusCode::NOT_FOUND)
}

macro_rules! roles {
    ($($name:ident $role:literal $letter:literal;)+) => {$(
        #[tokio::test]
        async fn $name() {
            check($role, $letter).await;
        }
    )+};
}

roles! {
    an_administrator "administrator" 'a';
    a_manager "manager" 'm';
    a_collector "collector" 'c';
    an_accountant "accountant" 'v';
    a_salesperson "salesperson" 's';
    a_reader "reader" 'r';
}

#[tokio::test]
async fn nobody_is_asked_to_sign_in() {
    let agency = Agency::filled();
    let (app, _) = agency.open("reader").await;
    let mut wrong = Vec::new();
    for line in table() {
        let answer = app.send(line.request(&agency.own("nobody"), &[("host", "desk.example")])).await;
        let status = answer.status.as_u16();
        let fits = match &line.who {
            None => status == line.own,
            Some(_) if line.is_api() => status == 401,
            Some(_) => status == 303 && answer.location().starts_with("/sign-in"),
        };
        if !fits {
            wrong.push(format!("{}: {status} {}", line.name(), answer.location()));
        }
        if let Some(word) = leak(&answer) {
            wrong.push(format!("{}: {word}", line.name()));
        }
    }
    assert!(wrong.is_empty(), "nobody is signed in:\n{}", wrong.join("\n"));
}

#[tokio::test]
async fn forms_from_elsewhere_do_nothing_and_are_noted() {
    let log = log::keep();
    let agency = Agency::filled();
    let (app, cookie) = agency.open("administrator").await;
    let own = agency.own("administrator");
    let before = log::count(log, "the form came from another site");
    let mut sent = 0;
    let mut wrong = Vec::new();
    for line in table().iter().filter(|line| line.method != "GET") {
        let tricks: [&[(&str, &str)]; 4] = [
            &[("origin", "https://evil.example"), ("host", "desk.example")],
            &[("origin", "null"), ("host", "desk.example")],
            &[("sec-fetch-site", "cross-site"), ("origin", "https://desk.example"), ("host", "desk.example")],
            // A browser always says one or the other with a cookie.
            &[("host", "desk.example")],
        ];
        for trick in tricks {
            let headers: Vec<(&str, &str)> = [("cookie", cookie.as_str())].iter().chain(trick).copied().collect();
            let answer = app.send(line.request(&own, &headers)).await;
            sent += 1;
            if answer.status != StatusCode::FORBIDDEN {
                wrong.push(format!("{} with {trick:?}: {}", line.name(), answer.status));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(log::count(log, "the form came from another site") - before, sent, "each is noted");
    assert_eq!(app.get("/accounts", &cookie).await.status, StatusCode::OK, "the session still holds");
}

#[tokio::test]
async fn tokens_that_are_forged_or_over_open_nothing_and_are_noted() {
    let log = log::keep();
    let agency = Agency::filled();
    let ended = agency.open("manager").await.1;
    let (app, cookie) = agency.open("manager").await;
    let token = cookie.split_once('=').expect("a token").1.to_owned();
    let status = |app: &TestApp, token: String| {
        let request = Request::get("/api/v1/me").header("authorization", format!("Bearer {token}"));
        let request = request.body(Body::empty()).expect("a request");
        let app = TestApp {
            router: app.router.clone(),
            desk: std::sync::Arc::clone(&app.desk),
            _dir: tempfile::tempdir().expect("a folder"),
        };
        async move { app.send(request).await.status.as_u16() }
    };
    assert_eq!(status(&app, token.clone()).await, 200);
    let mut turned = token.clone();
    let last = turned.pop().expect("a letter");
    turned.push(if last == '0' { '1' } else { '0' });
    let of_another = ended.split_once('=').expect("a token").1.to_owned();
    let noted = || log::count(log, "the token opens no session");
    let before = noted();
    for forged in [turned, of_another, "x".to_owned(), "not a token".to_owned(), "0".repeat(64), "f".repeat(4_000)] {
        assert_eq!(status(&app, forged).await, 401);
    }
    assert!(noted() - before >= 6, "each is noted");
    // A session nobody used for a day is over, on this desk as on another.
    let late = agency.a_day_later();
    assert_eq!(status(&late, token.clone()).await, 401);
    assert!(noted() - before >= 7);
    assert_eq!(status(&app, token.clone()).await, 200);
    assert_eq!(app.post("/sign-out", &cookie, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(status(&app, token).await, 401);
    assert!(noted() - before >= 8);
}

#[tokio::test]
async fn refusals_are_noted_without_the_names_of_people() {
    let log = log::keep();
    let agency = Agency::filled();
    let (app, cookie) = agency.open("collector-limited").await;
    let foreign = agency.foreign();
    let account = foreign.write("{account}");
    for (path, said) in [
        (format!("/accounts/{account}"), "refused: out of their reach"),
        ("/users".to_owned(), "refused: the role does not carry the permission"),
    ] {
        let before = log::count(log, said);
        assert!(app.get(&path, &cookie).await.status.is_client_error());
        assert!(log::count(log, said) > before, "{path}");
    }
    assert!(log::holds(log, &account) && !log::holds(log, "Austral"), "what was asked for, and no name");
}
