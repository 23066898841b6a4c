//! What a debtor does by their link, in a story.

use std::fmt::Write;

use app::disputes::DisputeKind;
use app::links::LinkAsked;
use app::plans::{MeansTyped, PlanFilter, PlanId};
use app::space::{Caller, LinkPurpose, SpaceContest, SpacePaid, SpaceSignature, SpaceTerms};
use app::{Actor, DeskError};
use ledger::DebtorKind;

use super::Story;
use crate::support::{become_kind, day};

impl Story {
    /// What a command of the debtor prints; none when it is another's.
    pub(super) fn by_link(&mut self, words: &[&str]) -> Result<Option<String>, DeskError> {
        let (actor, mut out) = (Actor::operator(), String::new());
        match words {
            ["kind", kind] => become_kind(self.desk(), "C1", DebtorKind::parse(kind).expect("a kind")),
            ["link"] => {
                self.desk().set_address(&actor, "https://recouvrement.example")?;
                let account = self.desk().find_account(&actor, "C1")?;
                let address = self.desk().make_link(&actor, account, &LinkAsked::default())?.address;
                let token = address.rsplit('/').next().expect("a token").to_owned();
                self.caller = Some(Caller { purpose: LinkPurpose::Space, token, proof: String::new() });
            }
            ["fact", answer] => {
                let caller = self.caller();
                let (proof, _) = self.desk().prove_link(caller.purpose, &caller.token, answer)?;
                self.caller = Some(Caller { proof, ..caller });
            }
            ["owes"] => {
                for sum in self.desk().space(&self.caller())?.sums {
                    let (now, coming, aside) = (sum.now(), sum.coming, sum.aside);
                    let (now, coming, aside) = (now.to_decimal(), coming.to_decimal(), aside.to_decimal());
                    writeln!(out, "now {now}, coming {coming}, aside {aside}").expect("text");
                }
            }
            ["propose", months, first, means @ ..] => {
                let typed = match means {
                    [income, charges] => {
                        Some(MeansTyped { income: (*income).to_owned(), charges: (*charges).to_owned() })
                    }
                    _ => None,
                };
                let months = Some(months.parse().expect("months"));
                let terms = SpaceTerms { months, first: Some(day(first)), means: typed, ..SpaceTerms::default() };
                self.plan = Some(self.desk().space_propose(&self.caller(), &terms)?);
            }
            ["sign", name @ ..] => {
                let signature = SpaceSignature { name: name.join(" "), capacity: String::new(), consent: true };
                self.desk().space_sign(&self.caller(), self.plan, &signature)?;
            }
            ["plans"] => {
                for plan in self.desk().plans(&actor, &PlanFilter::default(), None, 100)?.rows {
                    let told = self.desk().plan_detail(&actor, plan.id)?;
                    let level = if told.signed_level.is_empty() { "unsigned" } else { told.signed_level.as_str() };
                    let state = plan.state.slug();
                    writeln!(out, "{state} {} × {} {level}", plan.instalments, plan.total).expect("text");
                }
            }
            ["contest", piece, kind, amount @ ..] => {
                let contest = SpaceContest {
                    item: self.item(piece),
                    kind: DisputeKind::parse(kind).expect("a kind"),
                    amount: amount.first().map_or_else(String::new, |text| (*text).to_owned()),
                    words: "vu à la livraison".to_owned(),
                    file: None,
                };
                self.last = Some(self.desk().space_contest(&self.caller(), &contest)?);
            }
            ["paid", on] => {
                let paid = SpacePaid { on: Some(day(on)), words: String::new() };
                self.desk().space_paid(&self.caller(), &paid)?;
            }
            _ => return Ok(None),
        }
        Ok(Some(out))
    }

    fn caller(&self) -> Caller {
        self.caller.clone().expect("a link")
    }
}

/// The plan last proposed.
pub(super) type Proposed = Option<PlanId>;
