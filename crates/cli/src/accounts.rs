//! Accounts and their pieces by hand: an account opened, strategies and payers chosen, levels set, files attached.

use std::path::PathBuf;

use app::accounts::{AccountOrder, DebtorEdit};
use app::imports::Upload;
use app::{Actor, Desk};
use clap::{ArgGroup, Args};
use kernel::{Currency, Language, Money};
use ledger::{Address, DebtorKind};

use crate::acts::account;
use crate::house::House;
use crate::output::{Done, Failure, fields, language, line, talk};

/// `account`.
#[derive(Args)]
pub struct AccountArgs {
    /// Customer code, or reference of the account.
    account: String,
    /// Strategy it follows, by its slug.
    #[arg(long, conflicts_with = "segment")]
    strategy: Option<String>,
    /// Follow the segment again.
    #[arg(long)]
    segment: bool,
    /// Account that pays for it: customer code or reference.
    #[arg(long, conflicts_with = "no_payer")]
    payer: Option<String>,
    /// Nobody pays for it any more.
    #[arg(long)]
    no_payer: bool,
    /// Take this level as done, without sending anything; 0 starts again with the first step.
    #[arg(long, requires = "reason")]
    level: Option<u8>,
    /// Currency whose level is set.
    #[arg(long, default_value = "EUR")]
    currency: String,
    /// Why the level is set.
    #[arg(long)]
    reason: Option<String>,
    /// Open the account by hand, for whoever no file of the ledger names: their name.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["strategy", "segment", "payer", "no_payer", "level"])]
    open: Option<String>,
    #[command(flatten)]
    who: OpenedArgs,
}

/// Who an account is opened for.
#[derive(Args)]
struct OpenedArgs {
    /// Code of the creditor, where there are several.
    #[arg(long, default_value = "", requires = "open")]
    creditor: String,
    /// Legal kind, as a slug.
    #[arg(long, default_value = "commercial-company", requires = "open")]
    kind: String,
    /// SIREN.
    #[arg(long, default_value = "", requires = "open")]
    siren: String,
    /// VAT number.
    #[arg(long, default_value = "", requires = "open")]
    vat: String,
    /// Street.
    #[arg(long, default_value = "", requires = "open")]
    street: String,
    /// Post code.
    #[arg(long, default_value = "", requires = "open")]
    postcode: String,
    /// Town.
    #[arg(long, default_value = "", requires = "open")]
    city: String,
    /// ISO 3166 code of two letters.
    #[arg(long, default_value = "FR", requires = "open")]
    country: String,
    /// Language of letters: fr or en.
    #[arg(long, default_value = "fr", requires = "open")]
    letters: String,
}

impl OpenedArgs {
    fn order(&self, number: &str, name: &str) -> Result<AccountOrder, Failure> {
        let known: Vec<&str> = DebtorKind::ALL.iter().map(|kind| kind.slug()).collect();
        let kind = DebtorKind::parse(&self.kind)
            .ok_or_else(|| Failure(format!("--kind {}: one of {}", self.kind, known.join(", "))))?;
        let letters =
            Language::parse(&self.letters).ok_or_else(|| Failure(format!("--letters {}: fr or en", self.letters)))?;
        let address = Address {
            street: self.street.clone(),
            complement: String::new(),
            postcode: self.postcode.clone(),
            city: self.city.clone(),
            country: self.country.to_uppercase(),
        };
        let (siren, vat, version) = (self.siren.clone(), self.vat.clone(), 0);
        let debtor = DebtorEdit { name: name.to_owned(), kind, siren, vat, address, language: letters, version };
        Ok(AccountOrder { creditor: self.creditor.clone(), number: number.to_owned(), debtor })
    }
}

impl AccountArgs {
    fn open(&self, desk: &Desk, actor: &Actor, name: &str) -> Result<Done, Failure> {
        let opened =
            desk.open_account(actor, &self.who.order(&self.account, name)?)?.map_err(|wrong| fields(&wrong))?;
        if opened.known {
            talk("the debtor is known by this SIREN, and stays as known");
        }
        line(&opened.id.to_string())?;
        Ok(Done::Well)
    }

    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        if let Some(name) = &self.open {
            return self.open(&desk, &actor, name);
        }
        let id = desk.find_account(&actor, &self.account)?;
        if self.strategy.is_some() || self.segment {
            desk.choose_strategy(&actor, id, self.strategy.as_deref())?;
        }
        if self.payer.is_some() || self.no_payer {
            let payer = account(&desk, &actor, self.payer.as_deref())?;
            desk.set_payer(&actor, id, payer)?;
        }
        if let Some(level) = self.level {
            let currency = Currency::parse(&self.currency)?;
            desk.set_level(&actor, id, currency, level, self.reason.as_deref().unwrap_or_default())?;
        }
        let file = desk.account_file(&actor, id)?;
        let payer = file.payer.as_ref().map_or_else(String::new, |payer| format!(" payer {}", payer.number));
        line(&format!("{} {}{payer}", file.account.number, file.account.strategy.as_deref().unwrap_or("segment")))?;
        for next in &file.next {
            let amount = next.amount.map_or_else(String::new, Money::to_decimal);
            let what = next.step.as_ref().map_or_else(|| "nothing".to_owned(), |step| format!("{step} {amount}"));
            let why = next.why.pick(language());
            let with =
                file.payer.as_ref().map_or_else(String::new, |p| format!("  decided on {}, who pays:", p.number));
            line(&format!("{with}  {} level {}, next run: {what} ({why})", next.currency, next.level))?;
        }
        Ok(Done::Well)
    }
}

/// `item`.
#[derive(Args)]
#[command(group(ArgGroup::new("what").required(true).multiple(true).args(["strategy", "segment", "attach", "detach"])))]
pub struct ItemArgs {
    /// Number of the piece, or its reference.
    item: String,
    /// Strategy it follows, by its slug.
    #[arg(long, conflicts_with = "segment")]
    strategy: Option<String>,
    /// Follow its account again.
    #[arg(long)]
    segment: bool,
    /// Its PDF, to go with the messages that ask for it: 8 MB at most.
    #[arg(long, value_name = "FILE", conflicts_with = "detach")]
    attach: Option<PathBuf>,
    /// Take its PDF from it.
    #[arg(long)]
    detach: bool,
}

impl ItemArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        let item = desk.find_item(&actor, &self.item)?;
        if self.strategy.is_some() || self.segment {
            desk.choose_item_strategy(&actor, item.id, self.strategy.as_deref())?;
        }
        if let Some(path) = &self.attach {
            let bytes = std::fs::read(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
            let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            line(&desk.attach_file(&actor, item.id, &Upload { name, bytes })?.to_string())?;
        }
        if self.detach && !desk.detach_file(&actor, item.id)? {
            talk("it has no file");
        }
        Ok(Done::Well)
    }
}
