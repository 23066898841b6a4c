//! What is asked of who administers an insolvency: whether a contract in progress goes on (L622-13), that goods be
//! given back (L624-9). He has a time to answer; his silence means what the table says; then a right of ours runs.

use kernel::{Date, slug_enum};
use law::{Law, LawError};

use super::clocks::{Clock, ClockKind, Places, clock};

slug_enum!(
    /// What is asked.
    DemandKind {
        /// Whether a contract in progress goes on.
        Contract = "contract",
        /// That goods be given back.
        Goods = "goods",
    }
);
slug_enum!(
    /// What became of it.
    DemandAnswer {
        /// Nobody told.
        Awaited = "awaited",
        /// The contract goes on; the goods are given back.
        Agreed = "agreed",
        /// The contract is given up; the goods are refused.
        Declined = "declined",
        /// Nobody answered in time.
        Silent = "silent",
    }
);
slug_enum!(
    /// How far it is.
    DemandStage {
        /// It was not asked yet.
        ToAsk = "to-ask",
        /// The time to answer runs.
        Awaited = "awaited",
        /// The contract goes on.
        Continued = "continued",
        /// The contract ended: what it leaves is to be declared.
        Terminated = "terminated",
        /// The goods are given back.
        GivenBack = "given-back",
        /// They are not: the judge is to be seized.
        ToSeize = "to-seize",
        /// What there was to do is done.
        Done = "done",
    }
);
slug_enum!(
    /// What can be told of it.
    DemandAct {
        /// It was received.
        Asked = "asked",
        /// A judge prolonged the time to answer.
        Extended = "extended",
        /// It was answered, or nobody did.
        Answered = "answered",
        /// The judge was seized, or the damages declared.
        Done = "done",
        /// What it is about, and its amount, are corrected.
        Changed = "changed",
        /// It is taken out.
        Left = "left",
    }
);

/// What is known of something asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// What is asked.
    pub kind: DemandKind,
    /// The day it was received.
    pub asked_on: Option<Date>,
    /// The day until which a judge prolonged the time to answer.
    pub extended_to: Option<Date>,
    /// What became of it.
    pub answer: DemandAnswer,
    /// The day of that answer.
    pub answer_on: Option<Date>,
    /// The day the judge was seized, or the damages declared.
    pub done_on: Option<Date>,
}

/// Where something asked stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandStanding {
    /// How far it is.
    pub stage: DemandStage,
    /// The time of who administers to answer, as it was prolonged: not ours to lose.
    pub answers: Option<Clock>,
    /// As far as a judge may prolong it; none for goods.
    pub at_most: Option<Clock>,
    /// The period of a right of ours that counts now.
    pub ours: Option<Clock>,
    /// The day the contract ended.
    pub ended_on: Option<Date>,
    /// What there was to do was done after its last day.
    pub late: bool,
    /// What can be told of it now.
    pub acts: Vec<DemandAct>,
}

impl DemandStanding {
    /// The last day of the time to answer.
    pub fn until(&self) -> Option<Date> {
        self.answers.as_ref().map(|clock| clock.due)
    }

    /// True when something can be told now.
    pub fn takes(&self, act: DemandAct) -> bool {
        self.acts.contains(&act)
    }
}

/// Where something asked stands on a day; `published_on` is the day the opening was published.
///
/// # Errors
/// [`LawError`] when the tables lack a step.
pub fn demand_standing(
    demand: Demand,
    published_on: Option<Date>,
    (places, today, law): (Places, Date, &Law),
) -> Result<DemandStanding, LawError> {
    let Some(asked) = demand.asked_on else { return to_ask(demand, published_on, (places, law)) };
    let (kind, most) = match demand.kind {
        DemandKind::Contract => (ClockKind::ContractOption, Some(ClockKind::ContractExtension)),
        DemandKind::Goods => (ClockKind::RetentionOfTitleAnswer, None),
    };
    let first = clock(kind, asked, places, law)?;
    let at_most = most.map(|kind| clock(kind, first.due, places, law)).transpose()?;
    let answers = match demand.extended_to {
        // The judge names the day: no table moves it.
        Some(day) => Clock { raw: day, due: day, safe: day, ..first },
        None => first,
    };
    let over = answers.is_over(today);
    let stage = match (demand.kind, demand.answer) {
        (_, DemandAnswer::Awaited) if !over => DemandStage::Awaited,
        (DemandKind::Contract, DemandAnswer::Agreed) => DemandStage::Continued,
        (DemandKind::Goods, DemandAnswer::Agreed) => DemandStage::GivenBack,
        // Silence: the contract is terminated by law, the goods are refused.
        (DemandKind::Contract, _) => DemandStage::Terminated,
        (DemandKind::Goods, _) => DemandStage::ToSeize,
    };
    let ended_on = (stage == DemandStage::Terminated).then_some(match (demand.answer, demand.answer_on) {
        (DemandAnswer::Declined, Some(day)) => day,
        _ => answers.due,
    });
    let ours = match (demand.kind, stage, ended_on) {
        // It runs from the end of the time to answer, answered before or not.
        (DemandKind::Goods, DemandStage::Awaited | DemandStage::ToSeize, _) => {
            Some(clock(ClockKind::RetentionOfTitleJudge, answers.due, places, law)?)
        }
        (DemandKind::Contract, DemandStage::Terminated, Some(end)) => {
            Some(clock(ClockKind::DeclarationAfterTermination, end, places, law)?)
        }
        _ => None,
    };
    let done = demand.done_on.is_some();
    let late = demand.done_on.zip(ours.as_ref()).is_some_and(|(day, clock)| clock.is_over(day));
    let standing = DemandStanding {
        stage: if done { DemandStage::Done } else { stage },
        answers: Some(answers),
        at_most,
        ours: ours.filter(|_| !done),
        ended_on,
        late,
        acts: Vec::new(),
    };
    Ok(DemandStanding { acts: acts(demand, &standing), ..standing })
}

/// What nobody asked yet: goods are lost by it, a contract goes on.
fn to_ask(
    demand: Demand,
    published_on: Option<Date>,
    (places, law): (Places, &Law),
) -> Result<DemandStanding, LawError> {
    let from = published_on.filter(|_| demand.kind == DemandKind::Goods);
    let ours = from.map(|on| clock(ClockKind::RetentionOfTitle, on, places, law)).transpose()?;
    let standing = DemandStanding {
        stage: DemandStage::ToAsk,
        answers: None,
        at_most: None,
        ours,
        ended_on: None,
        late: false,
        acts: Vec::new(),
    };
    Ok(DemandStanding { acts: acts(demand, &standing), ..standing })
}

fn acts(demand: Demand, standing: &DemandStanding) -> Vec<DemandAct> {
    let (awaited, asked) = (demand.answer == DemandAnswer::Awaited, demand.asked_on.is_some());
    let done = standing.stage == DemandStage::Done;
    let takes = |act: &DemandAct| match act {
        DemandAct::Asked => awaited && !done && demand.extended_to.is_none(),
        DemandAct::Extended => asked && awaited && !done && demand.kind == DemandKind::Contract,
        DemandAct::Answered => asked && !done,
        DemandAct::Done => matches!(standing.stage, DemandStage::Terminated | DemandStage::ToSeize),
        DemandAct::Changed | DemandAct::Left => !done,
    };
    DemandAct::ALL.iter().copied().filter(takes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn asked(kind: DemandKind, on: &str) -> Demand {
        let asked_on = Some(day(on));
        Demand { kind, asked_on, extended_to: None, answer: DemandAnswer::Awaited, answer_on: None, done_on: None }
    }

    fn at(demand: Demand, today: &str) -> DemandStanding {
        let on = (Places::METROPOLE, day(today), Law::builtin());
        demand_standing(demand, Some(day("2026-09-15")), on).expect("a standing")
    }

    fn last(clock: Option<&Clock>) -> Option<Date> {
        clock.map(|clock| clock.due)
    }

    /// The worked example A52: a notice received on 13 October 2026 has an answer by 13 November; silence ends the
    /// contract that day, and what it leaves is declared within a month, to Sunday 13 December, hence Monday 14.
    #[test]
    fn silence_ends_a_contract_and_its_damages_are_declared_within_a_month() {
        let notice = asked(DemandKind::Contract, "2026-10-13");
        let waits = at(notice, "2026-11-13");
        assert_eq!(
            (waits.stage, waits.until(), waits.ours.is_none()),
            (DemandStage::Awaited, Some(day("2026-11-13")), true)
        );
        // L622-13 III 1: two months more at most
        assert_eq!(last(waits.at_most.as_ref()), Some(day("2027-01-13")));
        let over = at(notice, "2026-11-14");
        assert_eq!((over.stage, over.ended_on), (DemandStage::Terminated, Some(day("2026-11-13"))));
        assert_eq!(last(over.ours.as_ref()), Some(day("2026-12-14")));
        assert!(over.takes(DemandAct::Done) && over.takes(DemandAct::Extended));
        let longer = at(Demand { extended_to: Some(day("2026-12-20")), ..notice }, "2026-12-20");
        assert_eq!((longer.stage, longer.until()), (DemandStage::Awaited, Some(day("2026-12-20"))));
        let told = |answer, on: &str| Demand { answer, answer_on: Some(day(on)), ..notice };
        let on = at(told(DemandAnswer::Agreed, "2026-11-02"), "2027-06-01");
        assert_eq!((on.stage, on.ours.is_none()), (DemandStage::Continued, true));
        let ended = at(told(DemandAnswer::Declined, "2026-11-02"), "2026-11-03");
        assert_eq!((ended.ended_on, last(ended.ours.as_ref())), (Some(day("2026-11-02")), Some(day("2026-12-02"))));
        let declared =
            at(Demand { done_on: Some(day("2026-11-20")), ..told(DemandAnswer::Declined, "2026-11-02") }, "2026-12-01");
        assert_eq!((declared.stage, declared.ours.is_none(), declared.acts.len()), (DemandStage::Done, true, 0));
    }

    /// The worked example A51: asked on 4 December 2026, an answer by 4 January 2027, then the judge by 4 February,
    /// answered before or not (R624-13).
    #[test]
    fn goods_refused_go_before_the_judge_within_the_month_after_the_time_to_answer() {
        let ask = Demand { asked_on: None, ..asked(DemandKind::Goods, "2026-12-04") };
        let first = at(ask, "2026-10-01");
        // L624-9: three months from the publication
        assert_eq!((first.stage, last(first.ours.as_ref())), (DemandStage::ToAsk, Some(day("2026-12-15"))));
        let letter = asked(DemandKind::Goods, "2026-12-04");
        let waits = at(letter, "2027-01-04");
        assert_eq!((waits.stage, waits.until()), (DemandStage::Awaited, Some(day("2027-01-04"))));
        assert_eq!((last(waits.ours.as_ref()), waits.takes(DemandAct::Done)), (Some(day("2027-02-04")), false));
        assert!(waits.at_most.is_none() && !waits.takes(DemandAct::Extended));
        let silent = at(letter, "2027-01-05");
        assert_eq!((silent.stage, last(silent.ours.as_ref())), (DemandStage::ToSeize, Some(day("2027-02-04"))));
        let told = |answer| Demand { answer, answer_on: Some(day("2026-12-10")), ..letter };
        let refused = at(told(DemandAnswer::Declined), "2026-12-11");
        assert_eq!((refused.stage, last(refused.ours.as_ref())), (DemandStage::ToSeize, Some(day("2027-02-04"))));
        let given = at(told(DemandAnswer::Agreed), "2026-12-11");
        assert_eq!((given.stage, given.ours.is_none()), (DemandStage::GivenBack, true));
        let seized = at(Demand { done_on: Some(day("2027-01-20")), ..letter }, "2027-01-20");
        assert_eq!((seized.stage, seized.ours.is_none()), (DemandStage::Done, true));
    }
}
