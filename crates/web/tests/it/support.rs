//! A desk, a router, and a browser that only knows cookies.

use std::path::PathBuf;
use std::sync::Arc;

use app::imports::{ImportRequest, Upload};
use app::users::NewUser;
use app::{Actor, Desk, Role};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use kernel::{Clock, Date, FixedClock};
use tower::ServiceExt;
use web::{WebConfig, router};

/// The password of everyone here.
pub const PASSWORD: &str = "une phrase assez longue";

/// An answer read whole.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or("")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    /// The session cookie it sets.
    pub fn cookie(&self) -> Option<String> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
        lines.map(|l| l.split(';').next().unwrap_or("").to_owned()).find(|c| c.starts_with("quittance="))
    }
}

pub struct TestApp {
    pub desk: Arc<Desk>,
    pub router: Router,
    /// Kept until the test ends.
    pub _dir: tempfile::TempDir,
}

/// The demo files of the repository.
pub fn demo(name: &str) -> Upload {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../demo").join(name);
    Upload { name: name.to_owned(), bytes: std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())) }
}

impl TestApp {
    /// An empty database on Monday 23 November 2026.
    pub fn empty() -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let address = format!("sqlite:{}", dir.path().join("desk.sqlite").display());
        let store = store::Store::open(&address, &store::OpenOptions::default()).expect("a fresh database");
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::on(Date::new(2026, 11, 23).expect("a day")));
        let desk = Arc::new(Desk::new(store, clock, 1));
        let router = router(Arc::clone(&desk), WebConfig::default());
        Self { desk, router, _dir: dir }
    }

    /// With one person per role, each named after it.
    pub fn with_people() -> Self {
        let app = Self::empty();
        for role in Role::ALL {
            let new = NewUser {
                login: role.slug().to_owned(),
                name: format!("M. {}", role.slug()),
                password: PASSWORD.to_owned(),
                role,
                language: ledger::Language::Fr,
            };
            let by = Actor::operator();
            let by = if role == Role::Administrator { None } else { Some(&by) };
            app.desk.create_user(by, &new).expect("a new user");
        }
        app
    }

    /// With the demo company of Friday.
    pub fn with_ledger() -> Self {
        let app = Self::with_people();
        app.import(vec![demo("clients.csv"), demo("balance-2026-11-20.csv")]);
        app
    }

    pub fn import(&self, files: Vec<Upload>) {
        let request = ImportRequest { files, creditor: Some("VAUBAN".to_owned()), ..ImportRequest::default() };
        self.desk.import(&Actor::operator(), &request, &|_, _| ()).expect("an import");
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        let request = Request::get(path).header("cookie", cookie).body(Body::empty());
        self.send(request.expect("a request")).await
    }

    /// Sends a form as a browser does from our own page.
    pub async fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let request = Request::post(path)
            .header("cookie", cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(form(fields)));
        self.send(request.expect("a request")).await
    }

    /// Uploads files as a browser does.
    pub async fn upload(&self, path: &str, cookie: &str, files: &[Upload]) -> Answer {
        let mut body = Vec::new();
        for file in files {
            body.extend_from_slice(
                format!("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\r\n", file.name)
                    .as_bytes(),
            );
            body.extend_from_slice(&file.bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--limit--\r\n");
        let request = Request::post(path)
            .header("cookie", cookie)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "multipart/form-data; boundary=limit")
            .body(Body::from(body));
        self.send(request.expect("a request")).await
    }

    /// The cookie of a person.
    pub async fn sign_in(&self, login: &str) -> String {
        let answer = self.post("/sign-in", "", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.cookie().expect("a session cookie")
    }

    /// Does what is queued, as a worker would.
    pub fn work(&self) {
        self.desk.work_off("test").expect("the queue");
    }

    /// The reference of the account of a name.
    pub async fn account(&self, cookie: &str, words: &str) -> String {
        let found = self.get(&format!("/api/v1/accounts?q={words}"), cookie).await.json();
        found["accounts"][0]["id"].as_str().unwrap_or_else(|| panic!("no account for {words}")).to_owned()
    }
}

pub fn form(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect()
    };
    fields.iter().map(|(k, v)| format!("{}={}", escape(k), escape(v))).collect::<Vec<_>>().join("&")
}
