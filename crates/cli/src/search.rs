//! Search: accounts, pieces, contacts.

use app::Actor;
use app::search::{FoundAccount, SearchAnswer, SearchQuery};
use clap::Args;
use kernel::{Language, Money, figures};
use ledger::search::Reason;

use crate::house::House;
use crate::output::{Done, Failure, json, language, table, talk};

/// `search`.
#[derive(Args)]
pub struct Search {
    /// Beginnings of words of a name, a code, a SIREN, a number, an exact amount, a mail, a telephone.
    #[arg(required = true)]
    words: Vec<String>,
    /// One creditor only, by code.
    #[arg(long)]
    creditor: Option<String>,
    /// Results of each kind, 100 at most.
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

impl Search {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let desk = house.desk()?;
        let actor = Actor::operator();
        let creditor = self.creditor.as_deref().map(|c| desk.creditor(&actor, c)).transpose()?.map(|c| c.id);
        let query = SearchQuery { text: self.words.join(" "), creditor, limit: self.limit };
        let answer = desk.search(&actor, &query)?;
        if self.json {
            json(&answer)?;
        } else {
            show(&answer, language())?;
        }
        Ok(Done::Well)
    }
}

/// Why a result is here, in words.
const fn said(reason: Reason, language: Language) -> &'static str {
    match reason {
        Reason::Name => language.pick("nom", "name"),
        Reason::Code => language.pick("code client", "customer code"),
        Reason::Siren => "SIREN",
        Reason::Owed => language.pick("tout ce qui est dû", "all that is owed"),
        Reason::Number => language.pick("numéro", "number"),
        Reason::NumberEnd => language.pick("fin du numéro", "end of the number"),
        Reason::OpenAmount => language.pick("montant ouvert", "open amount"),
        Reason::Amount => language.pick("montant d'origine", "original amount"),
        Reason::Contact => "contact",
        Reason::Email => language.pick("adresse électronique", "mail address"),
        Reason::Phone => language.pick("téléphone", "telephone"),
    }
}

fn show(answer: &SearchAnswer, language: Language) -> Result<(), Failure> {
    let money = |amount: Money| figures::money(amount, language);
    let row = |what: &str, account: &FoundAccount, reason: Reason, owed: Money| {
        let whose = format!("{} {}", account.number, account.name);
        let first = if what.is_empty() { whose.clone() } else { format!("{what} · {whose}") };
        vec![first, said(reason, language).to_owned(), money(owed)]
    };
    let accounts = answer.accounts.hits.iter().map(|hit| row("", &hit.account, hit.reason, hit.account.total));
    let items = answer.items.hits.iter().map(|hit| row(&hit.number, &hit.account, hit.reason, hit.open));
    let contacts = answer.contacts.hits.iter().map(|hit| {
        let what = match hit.reason {
            Reason::Phone => &hit.phone,
            Reason::Email => &hit.email,
            _ => &hit.name,
        };
        row(what, &hit.account, hit.reason, hit.account.total)
    });
    let rows: Vec<Vec<String>> = accounts.chain(items).chain(contacts).collect();
    table(&rows)?;
    let (all, shown) = (answer.accounts.total + answer.items.total + answer.contacts.total, answer.shown());
    let (more, none) = (
        language.pick(
            "résultats de plus ; précisez, ou demandez --limit 100",
            "more results; say more, or ask --limit 100",
        ),
        language.pick("rien ne répond", "nothing answers"),
    );
    match all - shown {
        _ if all == 0 => talk(none),
        0 => {}
        left => talk(&format!("{left} {more}")),
    }
    Ok(())
}
