//! What a collector promises, plans and approves, and what the books and the thread then hold, in a story.

use std::fmt::Write;

use app::imports::ImportRequest;
use app::plans::{PlanId, PlanSignature, PlanTerms, SignatureLevel};
use app::promises::{PromiseFilter, PromiseLevel, PromiseOrder};
use app::{Actor, DeskError};
use kernel::{Currency, Money};
use ledger::ImportMode;

use super::Story;
use crate::support::{day, import, request, upload};

/// The columns of a payment.
const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant";

impl Story {
    /// What a command of the house prints; none when it is another's.
    pub(super) fn by_house(&mut self, words: &[&str]) -> Result<Option<String>, DeskError> {
        let (actor, mut out) = (Actor::operator(), String::new());
        match words {
            ["promise", amount, until] => {
                let amount = Money::parse(amount, Currency::EUR).expect("an amount");
                let level = PromiseLevel::Written;
                let order = PromiseOrder { amount, until: day(until), level, note: String::new() };
                self.desk().promise(&actor, self.account(), &order)?;
            }
            ["promises"] => {
                let filter = PromiseFilter { account: Some(self.account()), ..PromiseFilter::default() };
                for p in self.desk().promises(&actor, &filter, None, 100)?.rows {
                    let (state, paid) = (p.state.slug(), p.paid);
                    writeln!(out, "{} until {}: {state}, paid {paid}", p.amount, p.until).expect("text");
                }
            }
            ["judge"] => {
                let p = self.desk().judge_promises(&actor, self.today)?;
                let plans = self.desk().judge_plans(&actor, self.today)?;
                writeln!(out, "promises kept {}, partly {}, broken {}", p.kept, p.partly, p.broken).expect("text");
                let (late, lapsed) = (plans.late, plans.lapsed);
                writeln!(out, "plans kept {}, late {late}, lapsed {lapsed}", plans.kept).expect("text");
            }
            ["plan", count, first, rate @ ..] => {
                let (count, first) = (Some(count.parse().expect("how many")), Some(day(first)));
                let rate = rate.first().map_or_else(String::new, |rate| (*rate).to_owned());
                let terms = PlanTerms { count, first, rate, ..PlanTerms::default() };
                self.plan = Some(self.desk().propose_plan(&actor, self.account(), &terms)?);
            }
            ["signed", name @ ..] => {
                let (by, level) = (name.join(" "), SignatureLevel::Handwritten);
                self.desk().sign_plan(&actor, self.planned(), &PlanSignature { on: None, by, level })?;
            }
            ["schedule"] => {
                for i in self.desk().plan_detail(&actor, self.planned())?.schedule {
                    writeln!(out, "{} {} {}", i.due, i.amount, i.state).expect("text");
                }
            }
            ["default-notice"] => self.desk().notify_plan(&actor, self.planned(), None)?,
            ["accelerate"] => self.desk().accelerate_plan(&actor, self.planned())?,
            ["receipt", payment] => {
                let paper = self.desk().receipt(&actor, self.item(payment))?;
                writeln!(out, "{}", if paper.bytes.starts_with(b"%PDF-") { "a PDF" } else { "?" }).expect("text");
            }
            ["pays", number, amount, pieces @ ..] => self.pays(number, amount, pieces)?,
            ["refund", amount] => {
                let amount = Money::parse(amount, Currency::EUR).expect("an amount");
                self.desk().ask_refund(&actor, self.last.expect("a dispute"), amount, "")?;
            }
            ["follow", strategy] => self.desk().choose_strategy(&actor, self.account(), Some(strategy))?,
            ["awaiting"] => {
                for line in self.desk().approvals(&actor, None, 100)?.rows {
                    writeln!(out, "{} {} {}", line.step, line.channel, line.amount).expect("text");
                }
            }
            ["approve"] => {
                let done = self.desk().approve_all(&actor, None)?;
                writeln!(out, "approved {}, settled {}", done.approved, done.settled).expect("text");
            }
            ["ledger"] => out = self.ledger()?,
            ["timeline", families @ ..] => {
                let file = self.desk().account_file(&actor, self.account())?;
                let told = file.timeline.iter().rev().map(|line| line.kind.as_str());
                for kind in told.filter(|kind| families.iter().any(|family| kind.starts_with(family))) {
                    writeln!(out, "{kind}").expect("text");
                }
            }
            _ => return Ok(None),
        }
        Ok(Some(out))
    }

    pub(super) fn account(&self) -> ledger::AccountId {
        self.desk().find_account(&Actor::operator(), "C1").expect("the account")
    }

    fn planned(&self) -> PlanId {
        self.plan.expect("a plan")
    }

    /// A payment of today, matched with pieces where some are named.
    fn pays(&self, number: &str, amount: &str, pieces: &[&str]) -> Result<(), DeskError> {
        let (on, amount) = (self.today.strftime("%d/%m/%Y"), amount.replace('.', ","));
        let file = format!("{HEAD}\nC1;x;1 rue A;75001;Paris;{number};règlement;{on};;-{amount}\n");
        let order = ImportRequest { mode: Some(ImportMode::Movement), ..request(vec![upload("paiement.csv", file)]) };
        assert_eq!(import(self.desk(), &order).outcome.rejected, 0, "{number}");
        for piece in pieces {
            self.desk().allocate(&Actor::operator(), self.item(piece), self.item(number), None)?;
        }
        Ok(())
    }

    /// Every piece, by number, and what is open of it.
    fn ledger(&self) -> Result<String, DeskError> {
        let file = self.desk().account_file(&Actor::operator(), self.account())?;
        let mut lines: Vec<String> = file
            .items
            .iter()
            .chain(&file.settled)
            .map(|f| format!("{} {} open {}\n", f.item.number, f.item.amount.to_decimal(), f.open.to_decimal()))
            .collect();
        lines.sort();
        Ok(lines.concat())
    }
}
