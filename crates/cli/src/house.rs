//! The database at hand, and the commands that keep it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::users::NewUser;
use app::{Actor, Desk, Role};
use clap::Args;
use kernel::{Clock, Date};
use ledger::Language;
use store::{OpenOptions, Store};

use crate::carriers::CarrierArgs;
use crate::clock::HouseClock;
use crate::output::{Done, Failure, json, line, table, talk};
use crate::provider::ProviderArgs;

/// Which database, which day.
pub struct House {
    /// As given, or none for the default place.
    pub url: Option<String>,
    /// The day to believe in.
    pub today: Option<Date>,
    /// Minutes the clock runs ahead.
    pub ahead: i64,
    /// Who carries what leaves.
    pub carriers: CarrierArgs,
}

impl House {
    /// The address of the database.
    pub fn url(&self) -> Result<String, Failure> {
        if let Some(url) = &self.url {
            return Ok(url.clone());
        }
        let folder = data_folder()
            .ok_or_else(|| Failure("no data directory is known here: give --db sqlite:PATH".to_owned()))?;
        std::fs::create_dir_all(&folder).map_err(|e| Failure(format!("{}: {e}", folder.display())))?;
        Ok(format!("sqlite:{}", folder.join("quittance.db").display()))
    }

    /// The desk over the database, its schema up to date.
    pub fn desk(&self) -> Result<Desk, Failure> {
        let store = Store::open(&self.url()?, &OpenOptions::default())?;
        let zone = app::schedule::zone_of(&store)?;
        let clock: Arc<dyn Clock> = Arc::new(HouseClock { pinned: self.today, ahead: self.ahead, zone });
        // Two processes that start within the same millisecond must not make the same ids.
        let node = u16::try_from(std::process::id() & 0x3ff).unwrap_or(1);
        let tables = std::env::var_os("QUITTANCE_LAW").map(PathBuf::from);
        Ok(Desk::new(store, clock, node).with_law(crate::law::tables(tables.as_deref())?))
    }

    /// The desk with its carriers: for what makes and sends messages.
    pub fn sending_desk(&self) -> Result<Desk, Failure> {
        let desk = self.desk()?.with_carriers(self.carriers.carriers()?).with_webhooks(self.carriers.webhooks());
        let desk = match self.carriers.bodacc()? {
            Some(source) => desk.with_bodacc(source),
            None => desk,
        };
        Ok(match self.carriers.sirene()? {
            Some(source) => desk.with_sirene(source),
            None => desk,
        })
    }

    /// `migrate`.
    pub fn migrate(&self) -> Result<Done, Failure> {
        let store = Store::open(&self.url()?, &OpenOptions { migrate: false, ..OpenOptions::default() });
        let ran = match store {
            Ok(store) => store.migrate()?,
            Err(store::OpenError::Outdated { .. }) => {
                Store::open(&self.url()?, &OpenOptions::default())?;
                vec!["schema brought up to date".to_owned()]
            }
            Err(error) => return Err(error.into()),
        };
        if ran.is_empty() {
            talk("the schema is up to date");
        }
        for name in ran {
            line(&name)?;
        }
        Ok(Done::Well)
    }

    /// `backup`.
    pub fn backup(&self, file: &Path) -> Result<Done, Failure> {
        self.desk()?.backup(&Actor::operator(), file)?;
        line(&format!("{}", file.display()))?;
        Ok(Done::Well)
    }

    /// `restore`.
    pub fn restore(&self, file: &Path) -> Result<Done, Failure> {
        let store = Store::open(&self.url()?, &OpenOptions::default())?;
        let hashes = store.restore(file, &mut |_, _| ())?;
        show_hashes(&hashes)
    }

    /// `doctor`.
    pub fn doctor(&self, provider: &ProviderArgs) -> Result<Done, Failure> {
        let url = self.url()?;
        let desk = provider.on(self.desk()?)?;
        talk(&format!("database: {}", desk.store().address()));
        drop(url);
        let checks = desk.doctor(&Actor::operator())?;
        let bad = checks.iter().any(|c| c.health == store::doctor::Health::Bad);
        let rows: Vec<Vec<String>> = checks
            .iter()
            .map(|c| vec![format!("{:<6} {:<24} {}", format!("{:?}", c.health).to_lowercase(), c.name, c.detail)])
            .collect();
        table(&rows)?;
        Ok(if bad { Done::Broken } else { Done::Well })
    }
}

fn data_folder() -> Option<PathBuf> {
    let var = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let folder = if cfg!(target_os = "windows") {
        var("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        var("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        var("XDG_DATA_HOME").or_else(|| var("HOME").map(|home| home.join(".local/share")))
    };
    folder.map(|f| f.join("quittance"))
}

fn show_hashes(hashes: &[store::transfer::TableHash]) -> Result<Done, Failure> {
    let rows: Vec<Vec<String>> = hashes
        .iter()
        .map(|h| vec![h.table.to_owned(), h.rows.to_string(), h.sha256.chars().take(16).collect()])
        .collect();
    table(&rows)?;
    Ok(Done::Well)
}

/// `move-store`.
pub fn move_store(from: &str, to: &str) -> Result<Done, Failure> {
    let from = Store::open(from, &OpenOptions { create: false, ..OpenOptions::default() })?;
    let to = Store::open(to, &OpenOptions::default())?;
    let hashes = from.move_to(&to, &mut |name, rows| tracing::debug!(name, rows, "copied"))?;
    show_hashes(&hashes)
}

/// `verify`.
#[derive(Args)]
pub struct Verify {
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Verify {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let found = house.desk()?.verify(&Actor::operator())?;
        let sound = found.is_sound();
        let findings: Vec<serde_json::Value> =
            found.findings.iter().map(|f| serde_json::json!({ "check": f.check, "detail": f.detail })).collect();
        if self.json {
            json(&serde_json::json!({
                "sound": sound, "sealed": found.sealed, "unsealed": found.unsealed, "head": found.head, "items": found.items,
                "allocations": found.allocations, "batches": found.batches, "findings": findings,
            }))?;
        } else {
            line(&format!(
                "{} items, {} matches, {} imports, {} sealed facts: {}",
                found.items,
                found.allocations,
                found.batches,
                found.sealed,
                if sound { "sound" } else { "BROKEN" }
            ))?;
            if let Some(head) = &found.head {
                line(&format!("  last hash: {head}"))?;
            }
            for f in &found.findings {
                line(&format!("  {}: {}", f.check, f.detail))?;
            }
        }
        Ok(if sound { Done::Well } else { Done::Broken })
    }
}

/// `user`.
#[derive(Args)]
pub struct UserArgs {
    /// Login.
    login: String,
    /// Name shown.
    #[arg(long, default_value = "")]
    name: String,
    /// Role: administrator, manager, collector, accountant, salesperson, reader.
    #[arg(long, default_value = "collector")]
    role: String,
    /// File that holds the password; without it, the password is read from standard input.
    #[arg(long)]
    password_file: Option<PathBuf>,
    /// Language of the pages: fr or en.
    #[arg(long, default_value = "fr")]
    language: String,
}

impl UserArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let role = Role::parse(&self.role).ok_or_else(|| Failure(format!("« {} » is no role", self.role)))?;
        let language = Language::parse(&self.language).ok_or_else(|| Failure("the language is fr or en".to_owned()))?;
        let password = if let Some(file) = &self.password_file {
            std::fs::read_to_string(file).map_err(|e| Failure(format!("{}: {e}", file.display())))?
        } else {
            talk("password (ends with the line):");
            let mut text = String::new();
            std::io::stdin().read_line(&mut text)?;
            text
        };
        let name = if self.name.is_empty() { self.login.clone() } else { self.name.clone() };
        let password = password.trim_end_matches(['\n', '\r']).to_owned();
        let new = NewUser { login: self.login.clone(), name, password, role, language };
        house.desk()?.create_user(Some(&Actor::operator()), &new)?;
        line(&self.login)?;
        Ok(Done::Well)
    }
}
