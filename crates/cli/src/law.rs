//! The law, asked from the command line; no database needed.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use kernel::{Currency, Date, Money};
use law::convention::PaymentOrder;
use law::courts::CourtAsked;
use law::deadlines::DeadlineAsked;
use law::judgment::Judgment;
use law::limitation::{Event, LimitationAsked};
use law::tariffs::TariffAsked;
use law::time::{Counting, Distance, Length, Period, territory};
use law::{AgreedRate, Claim, CreditorClass, Law, Override, Payment, RateKind, Regime};
use serde::Serialize;

use crate::clock::HouseClock;
use crate::output::{Done, Failure, json, line, talk};

/// `law`.
#[derive(Args)]
pub struct LawArgs {
    /// Folder of your own rows: TABLE.csv files with the table's header; they win and are shown as such.
    #[arg(long, global = true, env = "QUITTANCE_LAW", value_name = "DIR")]
    tables: Option<PathBuf>,
    /// Print one JSON document.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    question: Question,
}

fn amount(text: &str) -> Result<Money, String> {
    Money::parse(text, Currency::EUR).map_err(|e| e.to_string())
}

/// `2026-07-01:4000.00`.
fn payment(text: &str) -> Result<Payment, String> {
    let (date, sum) = text.split_once(':').ok_or("write DATE:AMOUNT, such as 2026-07-01:4000.00")?;
    Ok(Payment { date: date.parse().map_err(|e| format!("{date}: {e}"))?, amount: amount(sum)? })
}

/// `2026-07-01:acknowledgement`.
fn event(text: &str) -> Result<Event, String> {
    let (date, event) = text.split_once(':').ok_or("write DATE:EVENT, such as 2026-07-01:acknowledgement")?;
    Ok(Event { date: date.parse().map_err(|e| format!("{date}: {e}"))?, event: event.to_owned() })
}

/// How a procedural period is counted.
#[derive(Args)]
struct Count {
    /// none, overseas or abroad.
    #[arg(long, default_value = "none")]
    distance: String,
    /// metropole, alsace-moselle, guadeloupe…
    #[arg(long, default_value = "metropole")]
    territory: String,
    /// Do not roll to a working day.
    #[arg(long)]
    no_roll: bool,
}

#[derive(Subcommand)]
enum Question {
    /// Late interest and the 40 € of one invoice.
    LateInterest {
        /// Amount, taxes included.
        #[arg(long, value_parser = amount)]
        amount: Money,
        /// Due date.
        #[arg(long)]
        due: Date,
        /// Last day counted, included.
        #[arg(long)]
        until: Date,
        /// b2b, public or consumer.
        #[arg(long, default_value = "b2b")]
        regime: String,
        /// 12.15, 3xlegal or ecb+10.
        #[arg(long)]
        agreed_rate: Option<String>,
        /// DATE:AMOUNT, as often as needed.
        #[arg(long, value_parser = payment)]
        payment: Vec<Payment>,
        /// Day the formal notice was received (consumers).
        #[arg(long)]
        formal_notice: Option<Date>,
        /// professional or individual.
        #[arg(long)]
        creditor_class: Option<String>,
        /// Leave the 40 € out.
        #[arg(long)]
        no_indemnity: bool,
        /// interest-first or principal-first (a judge's order under C. civ. 1343-5).
        #[arg(long)]
        payments: Option<String>,
    },
    /// Interest at the legal rate after a decision, majoration included.
    LegalInterest {
        /// Amount awarded.
        #[arg(long, value_parser = amount)]
        amount: Money,
        /// Day the decision became enforceable.
        #[arg(long)]
        enforceable: Date,
        /// Last day counted, included.
        #[arg(long)]
        until: Date,
        /// individual or professional.
        #[arg(long)]
        creditor_class: String,
        /// Capitalise yearly (C. civ. 1343-2).
        #[arg(long)]
        capitalise: bool,
        /// DATE:AMOUNT, as often as needed.
        #[arg(long, value_parser = payment)]
        payment: Vec<Payment>,
    },
    /// A rate on a day: ecb, legal-individual, legal-professional, b2b-default, b2b-floor, public.
    Rate {
        /// Which.
        kind: String,
        /// Day.
        #[arg(long)]
        on: Date,
    },
    /// The due date of an invoice under payment terms.
    DueDate {
        /// Date of the invoice.
        #[arg(long)]
        invoice: Date,
        /// « 30 days », « 45 days end of month », « fin de mois 45 jours »…
        #[arg(long)]
        terms: String,
        /// eom-after-45d, 45d-after-eom or eom-15th.
        #[arg(long)]
        convention: Option<String>,
    },
    /// The end of a procedural period.
    Period {
        /// The day that starts it.
        #[arg(long)]
        from: Date,
        /// Years.
        #[arg(long, default_value_t = 0)]
        years: u16,
        /// Months.
        #[arg(long, default_value_t = 0)]
        months: u16,
        /// Days.
        #[arg(long, default_value_t = 0)]
        days: u16,
        #[command(flatten)]
        count: Count,
    },
    /// The deadline of a step of a procedure.
    Deadline {
        /// Procedure.
        #[arg(required_unless_present = "list")]
        procedure: Option<String>,
        /// Step.
        #[arg(required_unless_present = "list")]
        step: Option<String>,
        /// The day that starts it.
        #[arg(long, required_unless_present = "list")]
        from: Option<Date>,
        /// Date of the order, where the rule changed with it.
        #[arg(long)]
        order_date: Option<Date>,
        /// Amount, where it decides.
        #[arg(long, value_parser = amount)]
        amount: Option<Money>,
        /// Print every procedure and step.
        #[arg(long)]
        list: bool,
        #[command(flatten)]
        count: Count,
    },
    /// Whether a claim is time-barred, and what interrupted or suspended the clock.
    Limitation {
        /// Kind of claim (b2b, consumer, transport…).
        #[arg(long, required_unless_present = "list")]
        kind: Option<String>,
        /// Due date.
        #[arg(long, required_unless_present = "list")]
        due: Option<Date>,
        /// Day the service was completed.
        #[arg(long)]
        completed: Option<Date>,
        /// DATE:EVENT, as often as needed.
        #[arg(long, value_parser = event)]
        event: Vec<Event>,
        /// Day asked about; today when none.
        #[arg(long)]
        on: Option<Date>,
        /// Print every kind of claim.
        #[arg(long)]
        list: bool,
    },
    /// The competent court and the routes open.
    Court {
        /// commercial-company, civil-company, association, trader, artisan, professional, consumer, public-body, public-undertaking.
        #[arg(long)]
        debtor: String,
        /// Amount claimed.
        #[arg(long, value_parser = amount)]
        amount: Money,
        /// goods, consumer-credit, housing-rent…
        #[arg(long, default_value = "goods")]
        matter: String,
        /// INSEE code of the commune, or a country.
        #[arg(long)]
        place: Option<String>,
        /// Day asked about; today when none.
        #[arg(long)]
        on: Option<Date>,
    },
    /// What an act costs.
    Tariff {
        /// Item; --list names them.
        #[arg(required_unless_present = "list")]
        item: Option<String>,
        /// Amount of the debt.
        #[arg(long, value_parser = amount, required_unless_present = "list")]
        debt: Option<Money>,
        /// Day of the act; today when none.
        #[arg(long)]
        on: Option<Date>,
        /// Amount collected.
        #[arg(long, value_parser = amount)]
        collected: Option<Money>,
        /// Yearly turnover of the claimant.
        #[arg(long, value_parser = amount)]
        turnover: Option<Money>,
        /// Mean yearly profit of the claimant.
        #[arg(long, value_parser = amount)]
        profit: Option<Money>,
        /// Staff of the claimant.
        #[arg(long)]
        staff: Option<i64>,
        /// Print every item.
        #[arg(long)]
        list: bool,
    },
    /// The part of a wage that can be seized.
    Wage {
        /// Net wage of a year.
        #[arg(long, value_parser = amount)]
        net_yearly: Money,
        /// Dependants.
        #[arg(long, default_value_t = 0)]
        dependants: u16,
        /// Day; today when none.
        #[arg(long)]
        on: Option<Date>,
    },
    /// Check every table, and say what runs out within 60 days.
    Check,
}

/// The tables compiled in, with the user's own rows over them.
pub fn tables(folder: Option<&PathBuf>) -> Result<Law, Failure> {
    let law = Law::builtin();
    let Some(folder) = folder else { return Ok(law.clone()) };
    let mut files = Vec::new();
    for name in Law::table_names() {
        let path = folder.join(format!("{name}.csv"));
        match std::fs::read_to_string(&path) {
            Ok(text) => files.push((name, text)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(Failure(format!("{}: {e}", path.display()))),
        }
    }
    let overrides: Vec<Override<'_>> = files.iter().map(|(table, csv)| Override { table, csv }).collect();
    Ok(law.with_overrides(&overrides)?)
}

impl LawArgs {
    /// Answers.
    pub fn run(self, today: Option<Date>) -> Result<Done, Failure> {
        let law = tables(self.tables.as_ref())?;
        let today = kernel::Clock::today(&HouseClock { pinned: today });
        let answer = self.question.answer(&law, today)?;
        if self.json {
            json(&answer)?;
        } else {
            show(&answer)?;
        }
        let broken = answer.get("ok") == Some(&serde_json::Value::Bool(false));
        Ok(if broken { Done::Broken } else { Done::Well })
    }
}

fn value(answer: impl Serialize) -> Result<serde_json::Value, Failure> {
    Ok(serde_json::to_value(answer)?)
}

impl Question {
    fn answer(self, law: &Law, today: Date) -> Result<serde_json::Value, Failure> {
        match self {
            Self::LateInterest { .. } => self.late_interest(law),
            Self::LegalInterest { amount, enforceable, until, creditor_class, capitalise, payment } => {
                let mut judgment = Judgment::new(amount, enforceable, CreditorClass::parse(&creditor_class)?);
                (judgment.capitalise, judgment.payments) = (capitalise, payment);
                value(law::answers::legal_interest(&judgment, law, until)?)
            }
            Self::Rate { kind, on } => value(law::answers::rate(law, RateKind::parse(&kind)?, on)?),
            Self::DueDate { invoice, terms, convention } => {
                let convention = convention.as_deref().map(law::due_date::EndOfMonth::parse).transpose()?;
                let terms = law::due_date::Terms::parse(&terms)?;
                value(law::answers::due_date(invoice, terms, convention, law)?)
            }
            Self::Period { from, years, months, days, count } => {
                let length = Length { years, months, days: days.into(), ..Length::default() };
                let mut asked = Period::new(from, length);
                (asked.distance, asked.territory) = (Distance::parse(&count.distance)?, territory(&count.territory)?);
                if count.no_roll {
                    asked.counting = Counting::NoRoll;
                }
                value(law::answers::period(&asked, law)?)
            }
            Self::Deadline { list: true, .. } => value(law::answers::deadline_list(law)),
            Self::Deadline { procedure, step, from, order_date, amount, count, .. } => {
                let from = from.ok_or_else(|| Failure("--from is needed".to_owned()))?;
                let mut asked = DeadlineAsked::new(&procedure.unwrap_or_default(), &step.unwrap_or_default(), from);
                (asked.order, asked.amount, asked.no_roll) = (order_date, amount, count.no_roll);
                (asked.distance, asked.territory) = (Distance::parse(&count.distance)?, territory(&count.territory)?);
                value(law::answers::deadline(&asked, law)?)
            }
            Self::Limitation { list: true, .. } => value(law::answers::limitation_list(law)),
            Self::Limitation { kind, due, completed, event, on, .. } => {
                let due = due.ok_or_else(|| Failure("--due is needed".to_owned()))?;
                let kind = kind.unwrap_or_default();
                let asked = LimitationAsked { kind, due, completed, events: event, on: on.unwrap_or(today) };
                value(law::answers::limitation(&asked, law)?)
            }
            Self::Court { debtor, amount, matter, place, on } => {
                let mut asked = CourtAsked::new(&debtor, amount, on.unwrap_or(today));
                (asked.matter, asked.place) = (matter, place);
                value(law::answers::court(&asked, law)?)
            }
            Self::Tariff { list: true, .. } => value(law::answers::tariff_list(law)),
            Self::Tariff { item, debt, on, collected, turnover, profit, staff, .. } => {
                let debt = debt.ok_or_else(|| Failure("--debt is needed".to_owned()))?;
                let mut asked = TariffAsked::new(&item.unwrap_or_default(), debt, on.unwrap_or(today));
                (asked.collected, asked.turnover, asked.profit, asked.staff) = (collected, turnover, profit, staff);
                value(law::answers::tariff(&asked, law)?)
            }
            Self::Wage { net_yearly, dependants, on } => {
                value(law::answers::wage(net_yearly, dependants, on.unwrap_or(today), law)?)
            }
            Self::Check => value(law::answers::check(law, today)),
        }
    }

    fn late_interest(self, law: &Law) -> Result<serde_json::Value, Failure> {
        let Self::LateInterest {
            amount,
            due,
            until,
            regime,
            agreed_rate,
            payment,
            formal_notice,
            creditor_class,
            no_indemnity,
            payments,
        } = self
        else {
            return Err(Failure("not a question of late interest".to_owned()));
        };
        let mut claim = Claim::new(amount, due, Regime::parse(&regime)?);
        claim.agreed_rate = agreed_rate.as_deref().map(AgreedRate::parse).transpose()?;
        (claim.payments, claim.formal_notice, claim.indemnity) = (payment, formal_notice, !no_indemnity);
        if let Some(class) = creditor_class {
            claim.creditor_class = CreditorClass::parse(&class)?;
        }
        if let Some(order) = payments {
            claim.conventions.payment_order = PaymentOrder::parse(&order)?;
        }
        value(law::answers::late_interest(&claim, law, until)?)
    }
}

/// The answer for people: its plain values, then the explanation in French, sources, warnings.
fn show(answer: &serde_json::Value) -> Result<(), Failure> {
    let Some(map) = answer.as_object() else {
        return json(answer);
    };
    for (key, value) in map {
        if !matches!(key.as_str(), "explanation" | "sources" | "warnings") {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            line(&format!("{key}: {text}"))?;
        }
    }
    let words = |key: &str| map.get(key).and_then(serde_json::Value::as_array).cloned().unwrap_or_default();
    for text in words("explanation") {
        line(&format!("  {}", text["fr"].as_str().unwrap_or_default()))?;
    }
    for source in words("sources") {
        let field = |name: &str| source[name].as_str().unwrap_or_default().to_owned();
        line(&format!("  [{}] {} · {}", field("status"), field("article"), field("source")))?;
    }
    for text in words("warnings") {
        talk(&format!("  ! {}", text["fr"].as_str().unwrap_or_default()));
    }
    Ok(())
}
