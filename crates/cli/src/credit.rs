//! The credit of customers: what they owe and may owe, whose orders are held, what got worse.

use app::credit::{
    CoverOrder, CreditLine, CreditPolicy, CreditQuery, CreditShow, CreditSignalId, Grade, OrderAct, OrderBlockId,
    OrderBlockLine, OrderState, SignalLine,
};
use app::{Actor, CreditRefusal, Desk, DeskError};
use clap::{Args, Subcommand};
use kernel::{Currency, Date, Money};

use crate::house::House;
use crate::output::{Done, Failure, json, language, line, said, table};

/// `credit`.
#[derive(Args)]
pub struct CreditArgs {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Customers: beyond their limit first, then those who owe most.
    List {
        /// all, over, uncovered, blocked, waiting or unlimited.
        #[arg(long, default_value = "all")]
        show: String,
        /// One class: a to e.
        #[arg(long)]
        grade: Option<String>,
        /// The first so many only.
        #[arg(long)]
        top: Option<u64>,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// The credit of one customer with each point of its class, as one JSON document.
    Show {
        /// Customer code or reference.
        account: String,
    },
    /// Set what a customer may owe; without an amount, nothing limits it any more.
    Limit {
        /// Customer code or reference.
        account: String,
        /// How much.
        amount: Option<String>,
        /// Why.
        #[arg(long)]
        reason: String,
        /// Its currency.
        #[arg(long, default_value = "EUR")]
        currency: String,
    },
    /// Note what an insurer covers.
    Cover {
        /// Customer code or reference.
        account: String,
        /// How much; without it, the insurance is taken away.
        amount: Option<String>,
        /// Who insures.
        #[arg(long, default_value = "")]
        insurer: String,
        /// Number of the policy.
        #[arg(long, default_value = "")]
        policy: String,
        /// Its currency.
        #[arg(long, default_value = "EUR")]
        currency: String,
        /// First day, included; today when none.
        #[arg(long)]
        since: Option<Date>,
        /// Last day, included.
        #[arg(long)]
        until: Option<Date>,
        /// Days after the due day to declare an unpaid piece, as the policy says.
        #[arg(long)]
        declare_days: Option<i64>,
    },
    /// Hold the orders of a customer at once, or propose it; prints the reference.
    Block {
        /// Customer code or reference.
        account: String,
        /// Why.
        #[arg(long)]
        reason: String,
        /// Propose it only.
        #[arg(long)]
        propose: bool,
    },
    /// Whose orders are held; with a state, those in it.
    Blocked {
        /// proposed, blocked, releasing, released, refused or withdrawn.
        #[arg(long)]
        state: Option<String>,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Decide on a block: approve, refuse, ask-release or release.
    Decide {
        /// Its reference.
        id: OrderBlockId,
        /// approve, refuse, ask-release or release.
        act: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// What got worse and nobody saw yet.
    Signals {
        /// Those that somebody saw too.
        #[arg(long)]
        seen: bool,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// What waits: signals nobody saw, orders proposed to be held or released.
    Waiting {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Note that a signal was seen.
    See {
        /// Its reference.
        id: CreditSignalId,
    },
    /// Assign a piece to a factor; with a reason, take it back.
    Factor {
        /// Number of the piece, or its reference.
        item: String,
        /// Name of the factor.
        #[arg(long, default_value = "", conflicts_with = "reverse")]
        to: String,
        /// Take it back: why.
        #[arg(long)]
        reverse: Option<String>,
    },
    /// Note that a late piece was declared to the insurer; with a reason, take that back.
    Declare {
        /// Number of the piece, or its reference.
        item: String,
        /// Day it was declared; today when none.
        #[arg(long)]
        on: Option<Date>,
        /// In words: the number the insurer gave it, say.
        #[arg(long, default_value = "")]
        note: String,
        /// Take it back: why.
        #[arg(long)]
        reverse: Option<String>,
    },
    /// Tell what gets worse, propose what the rules ask for; the day's run does it.
    Tend,
    /// The rules in force as JSON; with a file, saves those it holds.
    Policy {
        /// A JSON file.
        file: Option<std::path::PathBuf>,
    },
}

fn word<T: Copy>(
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
    all: &[T],
    slug: impl Fn(T) -> &'static str,
) -> Result<T, Failure> {
    parse(text).ok_or_else(|| {
        let known = all.iter().map(|one| slug(*one)).collect::<Vec<_>>().join(", ");
        DeskError::from(CreditRefusal::UnknownWord { text: text.to_owned(), known }).into()
    })
}

impl CreditArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.act {
            Act::List { show, grade, top, json } => list(&desk, &actor, (show, grade.as_deref(), *top), *json)?,
            Act::Show { account } => said(&desk.credit_of(&actor, desk.find_account(&actor, account)?)?)?,
            Act::Limit { account, amount, reason, currency } => {
                let currency = Currency::parse(currency)?;
                let amount = amount.as_deref().map(|text| Money::parse(text, currency)).transpose()?;
                desk.set_credit_limit(&actor, desk.find_account(&actor, account)?, amount, reason)?;
            }
            Act::Cover { account, .. } => {
                let order = self.cover()?;
                desk.set_credit_cover(&actor, desk.find_account(&actor, account)?, order.as_ref())?;
            }
            Act::Block { account, reason, propose } => {
                let account = desk.find_account(&actor, account)?;
                line(&desk.block_orders(&actor, account, reason, !propose)?.to_string())?;
            }
            Act::Blocked { state, json } => blocked(&desk, &actor, state.as_deref(), *json)?,
            Act::Decide { id, act, reason } => {
                let act = word(act, OrderAct::parse, OrderAct::ALL, OrderAct::slug)?;
                line(desk.decide_orders(&actor, *id, act, reason)?.slug())?;
            }
            Act::Signals { seen, json } => signals(&desk, &actor, *seen, *json)?,
            Act::Waiting { json } => waiting(&desk, &actor, *json)?,
            Act::See { id } => desk.see_credit_signal(&actor, *id)?,
            Act::Factor { item, to, reverse } => {
                let item = desk.find_item(&actor, item)?;
                match reverse {
                    Some(reason) => desk.take_back_from_factor(&actor, item.id, reason)?,
                    None => desk.assign_to_factor(&actor, item.account_id, &[item.id], to)?,
                }
            }
            Act::Declare { item, on, note, reverse } => {
                let item = desk.find_item(&actor, item)?;
                match reverse {
                    Some(reason) => desk.take_back_declaration(&actor, item.id, reason)?,
                    None => desk.declare_to_insurer(&actor, item.account_id, &[item.id], (*on, note))?,
                }
            }
            Act::Tend => {
                let done = desk.tend_credit(&actor, desk.today())?;
                let (signals, proposed, withdrawn) = (done.signals, done.proposed, done.withdrawn);
                let (releases, told) = (done.releases, done.told);
                let orders =
                    format!("{proposed} blocks proposed, {withdrawn} proposals withdrawn, {releases} releases");
                line(&format!("{signals} signals, {orders}, {told} mails"))?;
            }
            Act::Policy { file } => policy(&desk, &actor, file.as_deref())?,
        }
        Ok(Done::Well)
    }

    fn cover(&self) -> Result<Option<CoverOrder>, Failure> {
        let Act::Cover { amount: Some(amount), insurer, policy, currency, since, until, declare_days, .. } = &self.act
        else {
            return Ok(None);
        };
        Ok(Some(CoverOrder {
            insurer: insurer.clone(),
            policy: policy.clone(),
            amount: Money::parse(amount, Currency::parse(currency)?)?,
            since: *since,
            until: *until,
            declare_days: *declare_days,
        }))
    }
}

fn list(
    desk: &Desk,
    actor: &Actor,
    (show, grade, top): (&str, Option<&str>, Option<u64>),
    json: bool,
) -> Result<(), Failure> {
    let query = CreditQuery {
        creditor: None,
        grade: grade.map(|text| word(text, Grade::parse, Grade::ALL, Grade::slug)).transpose()?,
        show: word(show, CreditShow::parse, CreditShow::ALL, CreditShow::slug)?,
        top,
    };
    let page = desk.credit(actor, &query, None, usize::MAX)?;
    if json {
        return said(&page);
    }
    let row = |l: &CreditLine| {
        vec![
            format!("{} {}", l.account, l.debtor),
            l.grade.map_or("-", Grade::slug).to_owned(),
            format!("{} {}", l.exposure, l.currency),
            l.limit.clone().unwrap_or_default(),
            l.beyond.clone().unwrap_or_default(),
            l.orders.map_or("", OrderState::slug).to_owned(),
        ]
    };
    table(&page.rows.iter().map(row).collect::<Vec<_>>())
}

fn blocked(desk: &Desk, actor: &Actor, state: Option<&str>, json: bool) -> Result<(), Failure> {
    let state = state.map(|text| word(text, OrderState::parse, OrderState::ALL, OrderState::slug)).transpose()?;
    let held = || OrderState::ALL.iter().copied().filter(|state| state.holds()).collect();
    let states = state.map_or_else(held, |state| vec![state]);
    let page = desk.orders_blocked(actor, &states, None, u32::MAX)?;
    if json {
        return said(&page);
    }
    let row = |b: &OrderBlockLine| {
        let who = format!("{} {} {}", b.id, b.account, b.debtor);
        vec![who, b.state.slug().to_owned(), b.why.pick(language()).to_owned(), b.since.to_string(), b.actor.clone()]
    };
    table(&page.rows.iter().map(row).collect::<Vec<_>>())
}

fn waiting(desk: &Desk, actor: &Actor, json: bool) -> Result<(), Failure> {
    let waiting = desk.credit_waiting(actor)?;
    if json {
        return said(&waiting);
    }
    line(&format!("{} signals to see, {} decisions to take", waiting.signals, waiting.proposals))
}

fn signals(desk: &Desk, actor: &Actor, seen: bool, json: bool) -> Result<(), Failure> {
    let page = desk.credit_signals(actor, seen, None, u32::MAX)?;
    if json {
        return said(&page);
    }
    let row = |s: &SignalLine| {
        let who = format!("{} {} {}", s.id, s.account, s.debtor);
        vec![who, s.why.pick(language()).to_owned(), s.proposed.pick(language()).to_owned(), s.seen_by.clone()]
    };
    table(&page.rows.iter().map(row).collect::<Vec<_>>())
}

fn policy(desk: &Desk, actor: &Actor, file: Option<&std::path::Path>) -> Result<(), Failure> {
    let Some(path) = file else { return json(&desk.credit_policy(actor)?) };
    let text = std::fs::read_to_string(path)?;
    let policy: CreditPolicy = serde_json::from_str(&text).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
    Ok(desk.set_credit_policy(actor, &policy)?)
}
