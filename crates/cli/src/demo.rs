//! The demo company: an invented workshop, its files imported by the very commands users run.

mod court;
mod tour;

use std::path::PathBuf;
use std::sync::Arc;

use app::blocks::{BlockOrder, BlockReason, ItemBlockId};
use app::creditors::CreditorEdit;
use app::imports::{ImportRequest, Upload};
use app::outbox::Carriers;
use app::promises::{PromiseLevel, PromiseOrder};
use app::runs::RunRequest;
use app::users::NewUser;
use app::{Actor, Desk, Role};
use clap::Args;
use kernel::{Currency, Date, Money};
use ledger::{Address, ImportMode, Language};

use court::Days;

use crate::carriers::{CarrierArgs, folder};
use crate::house::House;
use crate::output::{Done, Failure, bar, talk};
use crate::provider::ProviderArgs;
use crate::serve::Serve;

/// The day of the story: a Monday.
const DAY: &str = "2026-11-23";
/// The evening before the week-end: the day of the first export.
const FRIDAY: &str = "2026-11-20";
/// The day the last calls were made.
const BEFORE: &str = "2026-11-09";
/// The days on which a case was opened, or a register read, before that; the oldest first.
const EARLIER: [&str; 3] = ["2026-06-08", "2026-08-24", "2026-10-21"];
const CODE: &str = "VAUBAN";
const LOGIN: &str = "demo";
const PASSWORD: &str = "menuiserie-vauban";

/// A file of `demo/`: the name it is brought under, its bytes.
type Embedded = (&'static str, &'static [u8]);

const LEDGER: Embedded = ("000017079FEC20261231.txt", include_bytes!("../../../demo/000017079FEC20261231.txt"));
const CUSTOMERS: Embedded = ("clients.csv", include_bytes!("../../../demo/clients.csv"));
const OPEN_ITEMS: Embedded = ("balance-2026-11-20.csv", include_bytes!("../../../demo/balance-2026-11-20.csv"));

/// `demo`.
#[derive(Args)]
pub struct Demo {
    /// Folder of the demo's database; made again at each call.
    #[arg(long, default_value = "demo-data")]
    dir: PathBuf,
    /// Build only.
    #[arg(long)]
    no_serve: bool,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: std::net::SocketAddr,
}

impl Demo {
    /// Runs it.
    pub fn run(&self, asked: &House) -> Result<Done, Failure> {
        let fail = |path: &PathBuf, e: std::io::Error| Failure(format!("{}: {e}", path.display()));
        std::fs::create_dir_all(&self.dir).map_err(|e| fail(&self.dir, e))?;
        let database = self.dir.join("demo.db");
        for suffix in ["", "-wal", "-shm"] {
            let file = PathBuf::from(format!("{}{suffix}", database.display()));
            if let Err(e) = std::fs::remove_file(&file)
                && e.kind() != std::io::ErrorKind::NotFound
            {
                return Err(fail(&file, e));
            }
        }
        let day: Date = DAY.parse()?;
        let carriers = CarrierArgs::default();
        let house = House { url: Some(format!("sqlite:{}", database.display())), today: Some(day), ahead: 0, carriers };
        // Mails and text messages land in a folder; letters stay on paper, as in most houses.
        let outbox = folder(&self.dir.join("outbox"))?;
        let carriers = Carriers { post: None, ..Carriers::all(&outbox) };
        let desk = Arc::new(house.desk()?.with_carriers(carriers).with_webhooks(asked.carriers.webhooks()));
        // Five minutes apart, two desks of one process make no id twice.
        let past = |on: &str, ahead: i64| -> Result<Desk, Failure> {
            let (url, carriers) = (house.url.clone(), CarrierArgs::default());
            House { url, today: Some(on.parse()?), ahead, carriers }.desk()
        };
        let [june, august, october] = EARLIER;
        let (june, august, october) = (past(june, -20)?, past(august, -15)?, past(october, -10)?);
        let before = past(BEFORE, -5)?;
        let days = Days { june: &june, august: &august, october: &october, november: &before, today: &desk };
        build(&days, day)?;
        tour::guide(&database, self.listen)?;
        if self.no_serve {
            return Ok(Done::Well);
        }
        Serve {
            listen: self.listen,
            origin: None,
            trusted_proxies: Vec::new(),
            no_worker: false,
            provider: ProviderArgs::default(),
        }
        .serve(&desk)
    }
}

fn file((name, bytes): Embedded) -> Upload {
    Upload { name: name.to_owned(), bytes: bytes.to_vec() }
}

/// The company's own letterhead, terms and account.
fn creditor() -> CreditorEdit {
    CreditorEdit {
        code: CODE.to_owned(),
        name: "Menuiserie Vauban".to_owned(),
        legal_line: "SAS au capital de 80 000 €".to_owned(),
        siren: "000017079".to_owned(),
        vat: "FR33000017079".to_owned(),
        address: Address {
            street: "14 chemin des Copeaux".to_owned(),
            complement: String::new(),
            postcode: "25000".to_owned(),
            city: "Besançon".to_owned(),
            country: "FR".to_owned(),
        },
        phone: "01 99 00 17 07".to_owned(),
        email: "compta@menuiserie-vauban.example".to_owned(),
        iban: "FR7699999000250000170723344".to_owned(),
        bic: String::new(),
        signatory: "Claire Lefort".to_owned(),
        mediator: "Médiateur de la consommation du bois (exemple inventé), 1 rue des Arbitres, 25000 Besançon, https://mediateur-bois.example".to_owned(),
        terms: "30 jours".to_owned(),
    }
}

/// The company, its files and its day, on the same desk of several days.
fn build(days: &Days<'_>, day: Date) -> Result<(), Failure> {
    let (desk, actor) = (days.today, Actor::operator());
    let creditor = creditor();
    if let Err(errors) = desk.save_creditor(&actor, &creditor)? {
        return Err(Failure(format!("the demo creditor is wrong: {errors:?}")));
    }
    let import = |what: &'static str, files: Vec<Upload>, mode: ImportMode, as_of: &str| -> Result<(), Failure> {
        talk(&format!("import: {what}"));
        let request = ImportRequest {
            files,
            creditor: Some(CODE.to_owned()),
            profile: None,
            mode: Some(mode),
            as_of: Some(as_of.parse()?),
            confirmed: true,
        };
        let answer = desk.import(&actor, &request, &bar("import"))?;
        for (currency, control) in &answer.outcome.controls {
            talk(&format!(
                "  {} customers, ledger {}, gap {}",
                control.customers,
                Money::new(control.after, *currency),
                Money::new(control.gap(), *currency)
            ));
        }
        Ok(())
    };
    import("the year's general ledger (FEC)", vec![file(LEDGER)], ImportMode::Movement, FRIDAY)?;
    import(
        "the customer file and Friday's open items",
        vec![file(CUSTOMERS), file(OPEN_ITEMS)],
        ImportMode::Snapshot,
        FRIDAY,
    )?;
    let user = NewUser {
        login: LOGIN.to_owned(),
        name: "Mme Lefort".to_owned(),
        password: PASSWORD.to_owned(),
        role: Role::Administrator,
        language: Language::Fr,
    };
    desk.create_user(Some(&actor), &user)?;
    live(desk, days.november)?;
    court::tell(days)?;
    talk("run: the day's reminders");
    let answer =
        desk.run(&actor, &RunRequest { day: Some(day), dry: false, creditor: None, summary: false }, &bar("run"))?;
    let letters = desk.render_pending(&actor, &bar("letters"))?;
    let called = desk.find_account(&actor, "C0120")?;
    desk.add_task(&actor, called, "rappeler le comptable avant midi", day, "")?;
    let others = letters.made - letters.letters;
    talk(&format!("  {} reminders: {} letters and {others} mails made", answer.messages, letters.letters));
    desk.store().seal(desk.now())?;
    Ok(())
}

/// What people did these two weeks, so that the first page and the indicators have something to say: a promise
/// that was not kept and two that were, a payment announced that did not come, a dispute that is over.
fn live(desk: &Desk, before: &Desk) -> Result<(), Failure> {
    let actor = Actor::operator();
    for (code, minor, until) in
        [("C0055", 500_000, "2026-11-16"), ("C0199", 771_198, "2026-11-13"), ("C0144", 519_246, "2026-11-13")]
    {
        let promise = PromiseOrder {
            amount: Money::new(minor, Currency::EUR),
            until: until.parse()?,
            level: PromiseLevel::Said,
            note: "au téléphone, par le gérant".to_owned(),
        };
        before.promise(&actor, before.find_account(&actor, code)?, &promise)?;
    }
    let set_aside = |(code, piece): (&str, &str), reason, until| -> Result<Option<ItemBlockId>, Failure> {
        let file = before.account_file(&actor, before.find_account(&actor, code)?)?;
        let meant = |number: &str| piece.is_empty() || number == piece;
        let found = file.items.iter().find(|line| line.open.minor() > 0 && meant(&line.item.number));
        let Some(line) = found else { return Ok(None) };
        let order = BlockOrder { reason, amount: None, owner: String::new(), until, note: String::new() };
        Ok(Some(before.block(&actor, line.item.id, &order)?))
    };
    // Two older pieces of C0030 are before a judge.
    set_aside(("C0030", "FD26-0745"), BlockReason::PaymentAnnounced, Some("2026-11-20".parse()?))?;
    if let Some(dispute) = set_aside(("C0130", ""), BlockReason::Disputed, None)? {
        desk.unblock(&actor, dispute)?;
    }
    Ok(())
}
