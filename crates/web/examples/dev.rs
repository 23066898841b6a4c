//! Scratch.
use app::imports::{ImportRequest, Upload};
use app::users::NewUser;
use app::{Actor, Desk, Role};
use kernel::{Clock, Date, FixedClock};
use std::sync::Arc;
fn main() {
    let dir = std::env::args().nth(1).expect("dir");
    let port = std::env::args().nth(2).expect("port");
    let seed = std::env::args().nth(3).is_some();
    let store = store::Store::open(&format!("sqlite:{dir}/dev.db"), &store::OpenOptions::default()).expect("store");
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::on(Date::new(2026, 11, 23).expect("d")));
    let desk = Arc::new(Desk::new(store, clock, 1));
    if seed && desk.needs_first_user().expect("x") {
        desk.create_user(
            None,
            &NewUser {
                login: "lefort".into(),
                name: "Mme Lefort".into(),
                password: "une bonne phrase".into(),
                role: Role::Administrator,
                language: ledger::Language::Fr,
            },
        )
        .expect("u");
        let read =
            |n: &str| Upload { name: n.into(), bytes: std::fs::read(format!("/work/main/demo/{n}")).expect("f") };
        let a = Actor::operator();
        let r = ImportRequest {
            files: vec![read("clients.csv"), read("balance-2026-11-20.csv")],
            as_of: Some(Date::new(2026, 11, 20).expect("d")),
            ..Default::default()
        };
        let x = desk.import(&a, &r, &|_, _| ()).expect("import");
        eprintln!("{}", x.to_json());
        let r = ImportRequest { files: vec![read("balance-2026-11-23.csv")], ..Default::default() };
        desk.import(&a, &r, &|_, _| ()).expect("import");
        desk.queue_run(&a, desk.today()).expect("r");
        desk.work_off("dev").expect("w");
    }
    let worker = Arc::clone(&desk);
    std::thread::spawn(move || worker.work_until("dev", &std::sync::atomic::AtomicBool::new(false)));
    let rt = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("rt");
    rt.block_on(async {
        let l = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.expect("bind");
        eprintln!("ready");
        web::serve(l, desk, web::WebConfig::default(), std::future::pending()).await.expect("serve");
    });
}
