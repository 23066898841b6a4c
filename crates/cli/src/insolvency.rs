//! Insolvencies: notices in, names to look at, procedures, declarations.

use std::path::PathBuf;

use app::Actor;
use app::imports::Upload;
use app::insolvency::{
    ClaimAnswer, DemandAct, DemandAnswer, DemandKind, DemandOrder, DemandTold, GuarantorDecision, GuarantorOrder,
    InsolvencyClaimId, InsolvencyDemandId, InsolvencyGuarantorId, InsolvencyId, InsolvencyLine, InsolvencyMatchId,
    InsolvencyQuery, InsolvencyShow, ItemAnswer, MatchState, NoticesTaken, Person, ReviewLine,
};
use app::reports::ReportFormat;
use clap::{Args, Subcommand};
use kernel::{Currency, Date, Money};

use crate::desk::save;
use crate::house::House;
use crate::output::{Done, Failure, language, line, said, table};

/// `insolvency`.
#[derive(Args)]
pub struct InsolvencyArgs {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// The procedures of our debtors, those whose day comes first, first.
    List {
        /// all, to-declare, late, declared, closed or taken-back.
        #[arg(long, default_value = "all")]
        show: String,
        /// One creditor only, by code.
        #[arg(long)]
        creditor: Option<String>,
        /// Write the list to a CSV file instead.
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
        /// The first so many only.
        #[arg(long, default_value_t = 1_000)]
        top: usize,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// One procedure, whole, as JSON.
    Show {
        /// Its reference.
        id: InsolvencyId,
    },
    /// Import notices of the BODACC from a file.
    Import {
        /// Export or answer of the API, in JSON.
        file: PathBuf,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Read the bulletin since the last day seen; its address is `QUITTANCE_BODACC`.
    Fetch {
        /// Since this day instead.
        #[arg(long)]
        since: Option<Date>,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Names to look at: notices beside debtors of the same name.
    Review {
        /// waiting, confirmed or refused.
        #[arg(long, default_value = "waiting")]
        state: String,
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// The notice is about our debtor: what follows is done at once.
    Confirm {
        /// Reference of the match.
        id: InsolvencyMatchId,
        /// Why.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// The notice is about somebody else of that name.
    Refuse {
        /// Reference of the match.
        id: InsolvencyMatchId,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Note that a declaration was sent.
    Sent {
        /// Reference of the claim.
        claim: InsolvencyClaimId,
        /// The day.
        #[arg(long)]
        on: Date,
        /// What proves it.
        #[arg(long)]
        proof: String,
    },
    /// Note that a declaration was received.
    Received {
        /// Reference of the claim.
        claim: InsolvencyClaimId,
        /// The day.
        #[arg(long)]
        on: Date,
        /// What proves it.
        #[arg(long)]
        proof: String,
    },
    /// Note what became of a claim.
    Answer {
        /// Reference of the claim.
        claim: InsolvencyClaimId,
        /// admitted, contested or rejected.
        answer: String,
        /// The day.
        #[arg(long)]
        on: Date,
        /// What was admitted.
        #[arg(long)]
        amount: Option<String>,
        /// Its currency.
        #[arg(long, default_value = "EUR")]
        currency: String,
        /// In words.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Note a dividend.
    Dividend {
        /// Reference of the claim.
        claim: InsolvencyClaimId,
        /// How much.
        amount: String,
        /// Its currency.
        #[arg(long, default_value = "EUR")]
        currency: String,
        /// The day.
        #[arg(long)]
        on: Date,
    },
    /// Decide what is asked of somebody who answers beside the debtor.
    Guarantor {
        /// Their reference, as `show` gives it.
        guarantor: InsolvencyGuarantorId,
        /// pursue, hold or release.
        decision: String,
        /// Why.
        #[arg(long)]
        why: String,
        /// natural or legal, where nobody said it yet.
        #[arg(long)]
        person: Option<String>,
    },
    /// Tell that a contract with the debtor is in progress, or that goods of ours are with him.
    Ask {
        /// Reference of the claim.
        claim: InsolvencyClaimId,
        /// contract or goods.
        kind: String,
        /// Which contract, which goods.
        #[arg(long)]
        what: String,
        /// The price of the goods that was not paid, or the damages claimed.
        #[arg(long)]
        amount: Option<String>,
        /// Its currency.
        #[arg(long, default_value = "EUR")]
        currency: String,
    },
    /// Tell what happened to something asked.
    Asked {
        /// Its reference, as `show` gives it.
        demand: InsolvencyDemandId,
        /// asked (it was received), extended, answered, done, changed or left.
        act: String,
        /// The day; of a prolongation, the day until which.
        #[arg(long)]
        on: Option<Date>,
        /// What proves it; why, of what is taken out.
        #[arg(long, default_value = "")]
        proof: String,
        /// agreed, declined, silent or awaited.
        #[arg(long)]
        answer: Option<String>,
        /// Which contract, which goods, where that is corrected.
        #[arg(long, default_value = "")]
        what: String,
        /// The amount, where that is corrected.
        #[arg(long)]
        amount: Option<String>,
        /// Its currency.
        #[arg(long, default_value = "EUR")]
        currency: String,
    },
    /// Answer what a procedure asks about a piece.
    Item {
        /// Number or reference of the piece.
        item: String,
        /// The day it was supplied.
        #[arg(long)]
        supply: Option<Date>,
        /// For a credit: whether it is connected.
        #[arg(long)]
        connected: Option<bool>,
        /// It belongs to the private life of a sole trader.
        #[arg(long)]
        personal: bool,
        /// It is a loan of a year or more.
        #[arg(long)]
        long_loan: bool,
        /// Privilege or security.
        #[arg(long, default_value = "")]
        privilege: String,
    },
}

fn listed<T: Copy>(name: &str, text: &str, all: &[T], slug: impl Fn(T) -> &'static str) -> Result<T, Failure> {
    let known = || all.iter().map(|one| slug(*one)).collect::<Vec<_>>().join(", ");
    let found = all.iter().copied().find(|one| slug(*one) == text);
    found.ok_or_else(|| Failure(format!("{name} {text}: one of {}", known())))
}

fn money(text: &str, currency: &str) -> Result<Money, Failure> {
    let currency = Currency::parse(currency).map_err(|e| Failure(format!("--currency {currency}: {e}")))?;
    Money::parse(text, currency).map_err(|e| Failure(format!("{text}: {e}")))
}

/// What could not be read goes to standard error; the rest in a line.
fn told(taken: &NoticesTaken) -> Result<Done, Failure> {
    for error in &taken.errors {
        let field = if error.field.is_empty() { String::new() } else { format!(", {}", error.field) };
        crate::output::talk(&format!("record {}{field}: {}", error.line, error.message.pick(language())));
    }
    line(&format!(
        "{} read, {} kept, {} unchanged, {} of nobody here, {} refused; {} debtors by number, {} names to check",
        taken.read, taken.kept, taken.unchanged, taken.strangers, taken.refused, taken.certain, taken.waiting
    ))?;
    Ok(if taken.refused > 0 { Done::WithRejects } else { Done::Well })
}

impl InsolvencyArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.sending_desk()?, Actor::operator());
        match &self.act {
            Act::List { .. } => return self.list(&desk),
            Act::Show { id } => said(&desk.insolvency(&actor, *id)?)?,
            Act::Import { file, json } => {
                let bytes = std::fs::read(file).map_err(|e| Failure(format!("{}: {e}", file.display())))?;
                let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
                let taken = desk.take_insolvency_notices(&actor, &Upload { name, bytes }, &|_, _| ())?;
                if !json {
                    return told(&taken);
                }
                said(&taken)?;
                return Ok(if taken.refused > 0 { Done::WithRejects } else { Done::Well });
            }
            Act::Fetch { since, json } => {
                let answer = desk.fetch_insolvency_notices(&actor, *since, &|_, _| ())?;
                if *json {
                    said(&answer)?;
                } else {
                    told(&answer.taken)?;
                }
                if let Some(error) = &answer.error {
                    return Err(Failure(error.pick(language()).to_owned()));
                }
            }
            Act::Review { state, json } => {
                let state = listed("--state", state, MatchState::ALL, MatchState::slug)?;
                let page = desk.insolvency_reviews(&actor, state, None, 1_000)?;
                if *json {
                    said(&page)?;
                } else {
                    table(&page.rows.iter().map(review).collect::<Vec<_>>())?;
                }
            }
            Act::Confirm { id, reason } => desk.decide_insolvency_match(&actor, *id, true, reason)?,
            Act::Refuse { id, reason } => desk.decide_insolvency_match(&actor, *id, false, reason)?,
            Act::Sent { claim, on, proof } => desk.send_insolvency_declaration(&actor, *claim, *on, proof)?,
            Act::Received { claim, on, proof } => desk.receive_insolvency_declaration(&actor, *claim, *on, proof)?,
            Act::Answer { claim, answer, on, amount, currency, note } => {
                let answer = listed("answer", answer, ClaimAnswer::ALL, ClaimAnswer::slug)?;
                let amount = amount.as_deref().map(|text| money(text, currency)).transpose()?;
                desk.answer_insolvency_claim(&actor, *claim, (answer, *on), (amount, note))?;
            }
            Act::Dividend { claim, amount, currency, on } => {
                desk.note_insolvency_dividend(&actor, *claim, *on, money(amount, currency)?)?;
            }
            Act::Guarantor { guarantor, decision, why, person } => {
                let person = person.as_deref().map(|text| listed("--person", text, Person::ALL, Person::slug));
                let order = GuarantorOrder {
                    decision: listed("decision", decision, GuarantorDecision::ALL, GuarantorDecision::slug)?,
                    person: person.transpose()?,
                    why: why.clone(),
                };
                desk.decide_guarantor(&actor, *guarantor, &order)?;
            }
            Act::Ask { .. } => self.ask(&desk)?,
            Act::Asked { .. } => self.asked(&desk)?,
            Act::Item { item, supply, connected, personal, long_loan, privilege } => {
                let id = desk.find_item(&actor, item)?.id;
                let answer = ItemAnswer {
                    supply_on: *supply,
                    connected: *connected,
                    personal: *personal,
                    long_loan: *long_loan,
                    privilege: privilege.clone(),
                };
                desk.answer_insolvency_item(&actor, id, &answer)?;
            }
        }
        Ok(Done::Well)
    }

    fn ask(&self, desk: &app::Desk) -> Result<(), Failure> {
        let Act::Ask { claim, kind, what, amount, currency } = &self.act else { return Ok(()) };
        let order = DemandOrder {
            kind: listed("kind", kind, DemandKind::ALL, DemandKind::slug)?,
            what: what.clone(),
            amount: amount.as_deref().map(|text| money(text, currency)).transpose()?,
        };
        line(&desk.add_insolvency_demand(&Actor::operator(), *claim, &order)?.to_string())
    }

    fn asked(&self, desk: &app::Desk) -> Result<(), Failure> {
        let Act::Asked { demand, act, on, proof, answer, what, amount, currency } = &self.act else { return Ok(()) };
        let answer = answer.as_deref().map(|text| listed("--answer", text, DemandAnswer::ALL, DemandAnswer::slug));
        let told = DemandTold {
            act: listed("act", act, DemandAct::ALL, DemandAct::slug)?,
            on: *on,
            proof: proof.clone(),
            answer: answer.transpose()?,
            what: what.clone(),
            amount: amount.as_deref().map(|text| money(text, currency)).transpose()?,
        };
        Ok(desk.tell_insolvency_demand(&Actor::operator(), *demand, &told)?)
    }

    fn list(&self, desk: &app::Desk) -> Result<Done, Failure> {
        let Act::List { show, creditor, csv, top, json } = &self.act else { return Ok(Done::Well) };
        let actor = Actor::operator();
        let query = InsolvencyQuery {
            creditor: creditor.as_deref().map(|code| desk.creditor(&actor, code)).transpose()?.map(|c| c.id),
            show: listed("--show", show, InsolvencyShow::ALL, InsolvencyShow::slug)?,
        };
        if let Some(path) = csv {
            let file = desk.insolvency_report(&actor, ReportFormat::Csv, &query, language())?;
            return save(path, &file.bytes);
        }
        let page = desk.insolvencies(&actor, &query, None, *top)?;
        if *json {
            said(&page)?;
            return Ok(Done::Well);
        }
        table(&page.rows.iter().map(procedure).collect::<Vec<_>>())?;
        line(&format!("{} procedures, {} names to check", page.count, page.reviews))?;
        Ok(Done::Well)
    }
}

fn procedure(of: &InsolvencyLine) -> Vec<String> {
    let numbers: Vec<&str> = of.accounts.iter().map(|(_, number)| number.as_str()).collect();
    vec![
        of.id.to_string(),
        format!("{} {}", numbers.join(","), of.debtor),
        format!("{}, {}", of.regime.pick(language()), of.stage.pick(language())),
        of.judgment_on.map_or_else(|| "-".to_owned(), |day| day.to_string()),
        format!("{} + {} {}", of.before, of.later, of.currency),
        of.declaration_words.pick(language()).to_owned(),
        of.safe.map_or_else(|| "-".to_owned(), |day| day.to_string()),
    ]
}

fn review(of: &ReviewLine) -> Vec<String> {
    let grounds: Vec<&str> = of.grounds.iter().map(|ground| ground.words.pick(language())).collect();
    vec![
        of.id.to_string(),
        of.notice.clone(),
        format!("{} ({})", of.name, of.place),
        format!("{} ({})", of.debtor.name, of.debtor.place),
        grounds.join(", "),
    ]
}
