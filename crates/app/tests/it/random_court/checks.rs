//! What holds after each step of a story.

use std::collections::{BTreeMap, BTreeSet};

use app::cases::{Course, Deadline, DeadlineStanding, Fact, ProcedureDetail};
use app::costs::{CaseCosts, Party, Recovery};
use app::guard::{GuardLine, GuardQuery, GuardSum, RightShow};
use judicial::procedure::{Event, Outcome};
use kernel::{Currency, Date, Money};
use law::Law;
use store::{CourtProcedureId, ProcedureDeadline, RightKey};

use super::{CLAIMED, Model};

/// Rights of a page: all there are.
const MOST: usize = 500;

/// Everything that can be seen of the case and of its account.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// How far the timeline is.
    entries: (i64, i64),
    /// The procedures, whole.
    pub procedures: Vec<ProcedureDetail>,
    /// What lists say of them: where each stands, its first day.
    lines: Vec<(CourtProcedureId, String, Option<Date>)>,
    /// The rights that the store keeps of them.
    kept: Vec<ProcedureDeadline>,
    /// What the guard lists.
    pub rights: Vec<GuardLine>,
    given_up: Vec<GuardLine>,
    sums: [GuardSum; 4],
    costs: CaseCosts,
    closed: Option<Date>,
    /// What is open of the account, by currency.
    owed: Vec<(String, String, String)>,
}

fn cents(text: &str) -> i64 {
    Money::parse(text, Currency::EUR).expect("an amount").minor()
}

fn same(deadline: &Deadline, kept: &ProcedureDeadline) -> bool {
    (&deadline.step, &deadline.state) == (&kept.step, &kept.state)
}

/// A right of ours that somebody has to look after by a day: it runs, or its day is over and nobody answered it.
fn is_right(deadline: &Deadline) -> bool {
    let stands =
        matches!(deadline.standing, DeadlineStanding::Running | DeadlineStanding::Ahead | DeadlineStanding::Passed);
    deadline.ours && stands && deadline.earliest.is_none() && deadline.due.is_some()
}

/// Whether the events of what was told say that a deadline moved, or never ran.
fn is_said(kept: &ProcedureDeadline, events: &[Event]) -> bool {
    events.iter().any(|event| match event {
        Event::Recomputed { step, state, .. } => *step == kept.step && *state == kept.state,
        Event::NoLonger { what } => match what.as_ref() {
            Event::Opened { step, state, .. } | Event::Recomputed { step, state, .. } => {
                *step == kept.step && *state == kept.state
            }
            _ => false,
        },
        _ => false,
    })
}

impl Model {
    /// Everything that can be seen now.
    pub fn seen(&self) -> Seen {
        let (desk, actor) = (&self.desk, &self.actor);
        let detail = desk.case(actor, self.case).expect("the case");
        let ids: Vec<CourtProcedureId> = detail.procedures.iter().map(|line| line.id).collect();
        let (entries, mut kept) = desk
            .store()
            .read(|tx| Ok::<_, store::StoreError>((tx.timeline().stamp()?, tx.procedures().deadlines_of(&ids)?)))
            .expect("read");
        kept.sort_by_key(|one| one.id);
        let page = |show: RightShow| {
            let query = GuardQuery { account: Some(self.account), show, ..GuardQuery::default() };
            desk.guard(actor, &query, None, MOST).expect("rights")
        };
        let (all, given_up) = (page(RightShow::All), page(RightShow::GivenUp));
        Seen {
            entries,
            procedures: ids.iter().map(|id| desk.procedure(actor, *id).expect("a procedure")).collect(),
            lines: detail.procedures.iter().map(|line| (line.id, line.state.clone(), line.due)).collect(),
            kept,
            rights: all.rows,
            given_up: given_up.rows,
            sums: [all.soon, all.lost, all.unconfirmed, all.given_up],
            costs: desk.case_costs(actor, self.case).expect("the costs"),
            closed: detail.line.closed,
            owed: crate::support::balances(desk, None),
        }
    }

    /// Costs typed are the costs shown, by who advanced them and by whether they come back; money that came in is
    /// matched or left over; what is matched settles the case in legal order, and its total is what was owed less that.
    pub fn balances(&mut self, seen: &Seen) {
        let costs = &seen.costs;
        let mut typed: BTreeMap<&str, i64> = BTreeMap::new();
        for one in self.costs.iter().filter(|one| one.gross > 0) {
            *typed.entry(one.advanced_by.slug()).or_default() += one.gross;
        }
        let shown = |parts: &[(Party, String)]| -> BTreeMap<&str, i64> {
            parts.iter().map(|(party, sum)| (party.slug(), cents(sum))).filter(|(_, sum)| *sum != 0).collect()
        };
        assert_eq!(shown(&costs.sums.by_advance), typed);
        let gross: i64 = typed.values().sum();
        let bearers: i64 = costs.sums.by_bearer.iter().map(|(_, sum)| cents(sum)).sum();
        let recovery: i64 = costs.sums.by_recovery.iter().map(|(_, sum)| cents(sum)).sum();
        assert_eq!((cents(&costs.sums.gross), bearers, recovery), (gross, gross, gross));
        for one in Recovery::ALL {
            let lines = costs.costs.iter().filter(|line| line.left.is_none() && line.recovery == *one);
            let time = costs.time.iter().filter(|line| line.left.is_none() && *one == Recovery::NotRecoverable);
            let sum: i64 = lines.map(|line| cents(&line.gross)).chain(time.map(|line| cents(&line.cost))).sum();
            let told = costs.sums.by_recovery.iter().find(|(known, _)| known == one);
            assert_eq!(told.map_or(0, |(_, sum)| cents(sum)), sum, "{one:?}");
        }
        let (came, matched): (i64, i64) =
            self.payments.iter().fold((0, 0), |sum, one| (sum.0 + one.cents, sum.1 + one.matched));
        let open: i64 = seen.owed.iter().map(|(_, _, total)| cents(total)).sum();
        assert_eq!(open, CLAIMED - came, "what is owed less what came, matched or not");
        for one in &self.payments {
            assert!(one.matched <= one.cents, "{} is matched beyond itself", one.number);
        }
        self.draws_up(seen, matched);
    }

    fn draws_up(&mut self, seen: &Seen, matched: i64) {
        if seen.closed.is_some() {
            return;
        }
        let Some(drawn) = &seen.costs.decompte else { return };
        self.counts.drawn += 1;
        let (mut received, mut parts) = (0, [0_i64; 5]);
        for line in &drawn.receipts {
            let to = [&line.to_costs, &line.to_interest, &line.to_indemnities, &line.to_principal, &line.surplus];
            let to = to.map(|text| cents(text));
            assert_eq!(to.iter().sum::<i64>(), cents(&line.amount), "{line:?}");
            received += cents(&line.amount);
            for (sum, part) in parts.iter_mut().zip(to) {
                *sum += part;
            }
        }
        assert_eq!((received, cents(&drawn.received)), (matched, matched), "what was matched, and no more");
        let claimed = seen.costs.costs.iter().filter(|line| {
            line.left.is_none()
                && line.advanced_by == Party::Creditor
                && line.borne_by == Party::Debtor
                && line.recovery == Recovery::Recoverable
        });
        let claimed: i64 = claimed.map(|line| cents(&line.gross)).sum();
        let due = [&drawn.principal, &drawn.costs, &drawn.interest, &drawn.indemnities].map(|text| cents(text));
        assert_eq!((due[0], due[1]), (CLAIMED, claimed));
        // C. civ. 1342-10, 1343-1: each head is what it was less what came to it
        let left = [
            (due[1], parts[0], &drawn.costs_left),
            (due[2], parts[1], &drawn.interest_left),
            (due[3], parts[2], &drawn.indemnities_left),
            (due[0], parts[3], &drawn.principal_left),
        ];
        for (was, paid, is) in left {
            assert_eq!(was - paid, cents(is), "{drawn:?}");
        }
        // no more can be matched than the pieces: nothing is beyond the debt
        assert_eq!(parts[4], 0, "{drawn:?}");
        assert_eq!(cents(&drawn.owed), due.iter().sum::<i64>() - received);
    }
}

impl Seen {
    /// What was a right of ours is one still, or was kept, missed, closed, suspended or set aside, or its move is said.
    /// Answers how many were looked at.
    pub fn loses_nothing(&self, after: &Self, events: &[Event]) -> usize {
        for was in &self.kept {
            if after.kept.iter().any(|is| is.id == was.id && (is.from_on, is.due_on) == (was.from_on, was.due_on)) {
                continue;
            }
            let course = after.course(was.procedure_id);
            let told = course.deadlines.iter().any(|one| {
                same(one, was)
                    && one.due == Some(was.due_on)
                    && !is_right(one)
                    && one.standing != DeadlineStanding::Undated
            });
            let ended = course.ended.is_some();
            assert!(told || ended || is_said(was, events), "{was:#?} vanished: {events:#?}\n{:#?}", course.deadlines);
        }
        self.kept.len()
    }

    fn course(&self, id: CourtProcedureId) -> &Course {
        let found = self.procedures.iter().find(|one| one.line.id == id);
        &found.expect("a procedure never leaves its case").course
    }

    /// The store keeps each right of ours, and the guard lists each of them once with its last day, given up or not;
    /// what there is to lose by it is what is open of the pieces, and no sum counts that twice.
    pub fn is_guarded(&self) {
        let mut rights: Vec<(CourtProcedureId, &str, &str, Date)> = Vec::new();
        for procedure in &self.procedures {
            for one in procedure.course.deadlines.iter().filter(|one| is_right(one)) {
                rights.push((procedure.line.id, &one.step, &one.state, one.due.expect("a day")));
            }
        }
        rights.sort_unstable();
        let mut kept: Vec<_> =
            self.kept.iter().map(|one| (one.procedure_id, one.step.as_str(), one.state.as_str(), one.due_on)).collect();
        kept.sort_unstable();
        assert_eq!(kept, rights, "what the store keeps of the rights");
        let listed = self.rights.iter().chain(&self.given_up).filter(|line| line.procedure_id.is_some());
        let mut listed: Vec<(RightKey, Date)> = listed.map(|line| (line.right, line.last_day)).collect();
        listed.sort_unstable();
        let mut keys: Vec<(RightKey, Date)> = self.kept.iter().map(|one| (RightKey(one.id.0), one.due_on)).collect();
        keys.sort_unstable();
        assert_eq!(listed, keys, "what the guard lists of the rights");
        if self.closed.is_some() {
            return;
        }
        let open: i64 = self
            .rights
            .iter()
            .chain(&self.given_up)
            .filter(|line| line.item_id.is_some())
            .map(|line| cents(&line.at_risk))
            .sum();
        for line in self.rights.iter().filter(|line| line.procedure_id.is_some()) {
            assert_eq!(cents(&line.at_risk), open, "{line:?}");
        }
        for sum in &self.sums {
            let told: i64 = sum.amounts.iter().map(|(_, amount)| cents(amount)).sum();
            assert!(told <= open, "{told} of {open} at risk: {sum:?}");
        }
    }

    /// Where each procedure stands is where its acts lead by the table of the law.
    pub fn follows_the_definitions(&self) {
        for procedure in &self.procedures {
            let course = &procedure.course;
            let line = self.lines.iter().find(|(id, ..)| *id == procedure.line.id).expect("listed");
            let first =
                self.kept.iter().filter(|one| one.procedure_id == procedure.line.id).map(|one| one.due_on).min();
            assert_eq!((&line.1, line.2), (&course.state, first), "what lists say");
            let reachable = reachable(procedure);
            assert!(reachable.contains(&course.state), "{} is not among {reachable:?}", course.state);
            walked(procedure);
        }
    }
}

/// Every state that the acts told, in the order of their days, can lead to by the table, time passing in between.
fn reachable(procedure: &ProcedureDetail) -> BTreeSet<String> {
    let definition = Law::builtin().procedures().find(&procedure.line.definition).expect("known");
    let mut states: BTreeSet<String> = BTreeSet::from([definition.initial().expect("a first state").state.clone()]);
    let pass = |states: &mut BTreeSet<String>| {
        while let Some(to) = definition
            .acts
            .iter()
            .find(|act| act.actor == "time" && states.contains(&act.from) && !states.contains(&act.to))
        {
            states.insert(to.to.clone());
        }
    };
    let mut acts: Vec<(Option<Date>, usize, &str)> = Vec::new();
    for line in procedure.facts.iter().filter(|line| !line.struck) {
        if let Fact::Act(done) = &line.fact {
            acts.push((line.day, line.position, &done.act));
        }
    }
    acts.sort_unstable();
    pass(&mut states);
    for (.., name) in acts {
        let led = definition.acts.iter().filter(|act| act.act == name && states.contains(&act.from));
        let led: Vec<String> = led.map(|act| act.to.clone()).collect();
        states.extend(led);
        pass(&mut states);
    }
    states
}

/// The way goes from the first state to the present one by acts of the table, each of a fact that stands or of time.
fn walked(procedure: &ProcedureDetail) {
    let course = &procedure.course;
    let definition = Law::builtin().procedures().find(&procedure.line.definition).expect("known");
    let mut state = definition.initial().expect("a first state").state.as_str();
    for passage in course.way.iter().filter(|passage| passage.outcome == Outcome::Effective) {
        assert_eq!(passage.from, state, "{:?}", course.way);
        let known = definition
            .acts
            .iter()
            .find(|act| (&act.act, &act.from, &act.to) == (&passage.act, &passage.from, &passage.to))
            .unwrap_or_else(|| panic!("{passage:?} is not of {}", definition.name));
        match passage.position {
            None => assert_eq!(known.actor, "time", "{passage:?}"),
            Some(position) => {
                let line = procedure.facts.get(position).expect("a fact");
                // what time brings happened at the end of its period, whenever somebody told it
                let by_time = known.actor == "time" && line.day.is_some_and(|told| passage.day <= told);
                assert!(!line.struck && (by_time || line.day == Some(passage.day)), "{passage:?} of {line:?}");
                assert!(matches!(&line.fact, Fact::Act(done) if done.act == passage.act), "{passage:?} of {line:?}");
            }
        }
        state = &passage.to;
    }
    assert_eq!(course.state, state, "{:?}", course.way);
}
