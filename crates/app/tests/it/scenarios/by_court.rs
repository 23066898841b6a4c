//! What goes before a judge in a story: cases, procedures act by act, and what the days take away.

use std::fmt::Write;

use app::cases::{
    CaseId, CaseOrder, CaseOutcome, CaseSide, CourtProcedureId, DeadlineStanding, Distance, Event, ProcedureOrder,
    Tell, TellOrder,
};
use app::costs::CostOrder;
use app::guard::GuardQuery;
use app::titles::{HeadOrder, TitleOrder};
use app::{Actor, DeskError};

use super::Story;
use crate::support::day;

/// The case and the procedure that a story is about.
#[derive(Default)]
pub struct Court {
    case: Option<CaseId>,
    procedure: Option<CourtProcedureId>,
}

impl Story {
    /// What a command about a case prints; none when it is another's.
    pub(super) fn by_court(&mut self, words: &[&str]) -> Result<Option<String>, DeskError> {
        let (actor, mut out) = (Actor::operator(), String::new());
        match words {
            ["case", pieces @ ..] => {
                let items = pieces.iter().map(|number| self.item(number)).collect();
                let order = CaseOrder { items, ..CaseOrder::default() };
                let id = self.desk().open_case(&actor, self.account(), &order)?;
                self.court.case = Some(id);
                out = self.claims()?;
            }
            ["claims"] => out = self.claims()?,
            ["defend", object @ ..] => {
                let order = CaseOrder { side: CaseSide::Defendant, object: object.join(" "), ..CaseOrder::default() };
                self.court.case = Some(self.desk().open_case(&actor, self.account(), &order)?);
            }
            ["begin", definition, on, details @ ..] => {
                let case = self.court.case.expect("a case");
                let order = begun(definition, on, details);
                self.court.procedure = Some(self.desk().begin_procedure(&actor, case, &order)?);
            }
            ["cost", label, on, net, vat, ground] => self.cost((label, on), (net, vat), ground)?,
            ["title", issued, enforceable, sum] => self.title((issued, enforceable), sum)?,
            ["received"] => out = self.received()?,
            ["state"] => out = self.state()?,
            ["passed"] => {
                let done = self.desk().judge_procedures(&actor, self.today)?;
                writeln!(out, "moved {}, lost {}", done.moved, done.lost).expect("text");
            }
            ["rights"] => {
                for line in self.desk().guard(&actor, &GuardQuery::default(), None, 100)?.rows {
                    writeln!(out, "{} {} {} {}", line.item.fr, line.at_risk, line.last_day, line.state).expect("text");
                }
            }
            ["close-case", outcome, why @ ..] => {
                let outcome = CaseOutcome::parse(outcome).expect("an outcome");
                let why = why.join(" ");
                self.desk().close_case(&actor, self.court.case.expect("a case"), (outcome, why.as_str()))?;
            }
            ["tells", told @ ..] => out = self.told(&order(told).expect("something to tell"), true)?,
            words => match order(words) {
                Some(order) => out = self.told(&order, false)?,
                None => return Ok(None),
            },
        }
        Ok(Some(out))
    }

    pub(super) fn case(&self) -> CaseId {
        self.court.case.expect("a case")
    }

    fn claims(&self) -> Result<String, DeskError> {
        let case = self.desk().case(&Actor::operator(), self.court.case.expect("a case"))?;
        let numbers: Vec<&str> = case.claims.iter().map(|claim| claim.number.as_str()).collect();
        Ok(format!("claimed {}, open {}: {}\n", case.line.claimed, case.line.open, numbers.join(" ")))
    }

    fn cost(&self, (label, on): (&str, &str), (net, vat): (&str, &str), ground: &str) -> Result<(), DeskError> {
        let order = CostOrder {
            kind: "officer-act".to_owned(),
            label: label.to_owned(),
            day: Some(day(on)),
            net: net.to_owned(),
            vat: vat.to_owned(),
            ground: ground.to_owned(),
            ..CostOrder::default()
        };
        self.desk().add_cost(&Actor::operator(), self.court.case.expect("a case"), &order).map(drop)
    }

    fn title(&self, (issued, enforceable): (&str, &str), sum: &str) -> Result<(), DeskError> {
        let order = TitleOrder {
            issued: Some(day(issued)),
            enforceable: Some(day(enforceable)),
            court: "tribunal de commerce".to_owned(),
            heads: vec![HeadOrder { amount: sum.to_owned(), ..HeadOrder::default() }],
            ..TitleOrder::default()
        };
        self.desk().add_title(&Actor::operator(), self.court.case.expect("a case"), &order).map(drop)
    }

    /// What each receipt settled, in legal order, and what is owed after them.
    fn received(&self) -> Result<String, DeskError> {
        let costs = self.desk().case_costs(&Actor::operator(), self.court.case.expect("a case"))?;
        let drawn = costs.decompte.unwrap_or_else(|| panic!("{:?}", costs.decompte_missing));
        let mut out = String::new();
        for one in &drawn.receipts {
            let (costs, interest, principal) = (&one.to_costs, &one.to_interest, &one.to_principal);
            writeln!(out, "{} {}: costs {costs}, interest {interest}, principal {principal}", one.day, one.amount)
                .expect("text");
        }
        writeln!(out, "owed {}", drawn.owed).expect("text");
        Ok(out)
    }

    /// Where the procedure stands after a fact, what a choice gives up, and whether a right was lost by it; each
    /// deadline it moved or kept too, where they are asked.
    fn told(&self, order: &TellOrder, moved: bool) -> Result<String, DeskError> {
        let id = self.court.procedure.expect("a procedure");
        let events = self.desk().tell_procedure(&Actor::operator(), id, order)?;
        let mut out = String::new();
        for event in &events {
            match event {
                Event::Rule { amount: Some(amount), .. } => writeln!(out, "gives up {}", amount.to_decimal()),
                Event::Recomputed { step, was: Some(was), is: Some(is), .. } if moved => {
                    writeln!(out, "moved {step} {was} {is}")
                }
                Event::Kept { step, day, late: false, .. } if moved => writeln!(out, "kept {step} {day}"),
                _ => Ok(()),
            }
            .expect("text");
        }
        let lost = if events.iter().any(Event::is_loss) { "lost\n" } else { "" };
        Ok(format!("{out}{lost}{}", self.state()?))
    }

    /// The state, and every open deadline: step, whose, last day or first day, safe day.
    fn state(&self) -> Result<String, DeskError> {
        let id = self.court.procedure.expect("a procedure");
        let found = self.desk().procedure(&Actor::operator(), id)?;
        let mut out = format!("{} since {}\n", found.course.state, found.course.since);
        for deadline in found.course.open() {
            let whose = if deadline.ours { "ours" } else { "theirs" };
            let date = |day: Option<kernel::Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
            let when = match deadline.earliest {
                Some(first) => format!("not before {first}"),
                None => format!("by {}, safe {}", date(deadline.due), date(deadline.safe)),
            };
            let over = match deadline.standing {
                DeadlineStanding::Passed => ", over",
                DeadlineStanding::Stayed => ", stayed",
                _ => "",
            };
            writeln!(out, "  {} {whose} {when}{over}", deadline.step).expect("text");
        }
        Ok(out)
    }
}

/// A procedure as a story begins it: `overseas`, `court=civil`, `claimed=8000.00`.
fn begun(definition: &str, on: &str, details: &[&str]) -> ProcedureOrder {
    let begun = Some(day(on));
    let mut order = ProcedureOrder { definition: definition.to_owned(), begun, ..ProcedureOrder::default() };
    for detail in details {
        match detail.split_once('=') {
            Some(("court", kind)) => kind.clone_into(&mut order.court_kind),
            Some(("claimed", sum)) => sum.clone_into(&mut order.claimed),
            Some((other, _)) => panic!("no such detail: {other}"),
            None => order.distance = Distance::parse(detail).expect("a distance"),
        }
    }
    order
}

/// What a command tells a procedure; none when it tells nothing.
fn order(words: &[&str]) -> Option<TellOrder> {
    let number = |n: &str| Some(n.parse().expect("a number"));
    Some(match words {
        ["act" | "withdraw", act, on, details @ ..] => {
            let what = if words[0] == "act" { Tell::Act } else { Tell::Withdraw };
            let mut order = TellOrder { what, ..TellOrder::act(act, day(on)) };
            for detail in details {
                match detail.split_once('=') {
                    Some(("granted", sum)) => sum.clone_into(&mut order.granted),
                    Some((kind, reference)) => {
                        kind.clone_into(&mut order.proof_kind);
                        reference.clone_into(&mut order.proof);
                    }
                    None => (*detail).clone_into(&mut order.service),
                }
            }
            order
        }
        ["told", step, on] => TellOrder { step: (*step).to_owned(), day: Some(day(on)), ..TellOrder::new(Tell::Day) },
        ["correct", n, on, why @ ..] => {
            let (position, why) = (number(n), why.join(" "));
            TellOrder { position, day: Some(day(on)), why, ..TellOrder::new(Tell::Correct) }
        }
        ["strike", n, why @ ..] => {
            TellOrder { position: number(n), why: why.join(" "), ..TellOrder::new(Tell::Strike) }
        }
        ["stay", ground, on] => {
            TellOrder { ground: (*ground).to_owned(), day: Some(day(on)), ..TellOrder::new(Tell::Stay) }
        }
        ["court", kind, on] => {
            TellOrder { ground: (*kind).to_owned(), day: Some(day(on)), ..TellOrder::new(Tell::Court) }
        }
        ["lift", on] => TellOrder { day: Some(day(on)), ..TellOrder::new(Tell::Lift) },
        ["end", ground, on, why @ ..] => {
            let (ground, why) = ((*ground).to_owned(), why.join(" "));
            TellOrder { ground, day: Some(day(on)), why, ..TellOrder::new(Tell::End) }
        }
        _ => return None,
    })
}
