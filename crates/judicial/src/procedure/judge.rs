//! Whether an act can be done where the procedure stands, and what must be said of it.

use kernel::{Date, Wording, calendar};
use law::procedures::{Act, StateKind};
use law::text::{date_en, date_fr};
use law::{LawError, words};

use super::deadlines::{Side, of_creditor, of_time};
use super::period::Period;
use super::runner::{Runner, Verdict};
use super::{ActDone, Event, ProofKind, Refused};

/// The rule on the days and hours of enforcement, in the table of deadlines.
const CLOSED_DAYS: (&str, &str) = ("time", "hours");
/// The rule of a partial grant, in the table of deadlines.
const PARTIAL: &str = "partial";

impl<'a> Runner<'a> {
    /// What becomes of an act told of a day. Time passes to the eve of that day.
    pub(super) fn judge(&mut self, done: &ActDone, day: Date) -> Result<Verdict<'a>, LawError> {
        if let Some((_, ended, why)) = &self.ended {
            return Ok(Verdict::Refused(Refused::Ended { day: *ended, why: why.clone() }));
        }
        if !self.definition.acts.iter().any(|act| act.act == done.act) {
            let refused = Refused::NoSuchAct { act: done.act.clone(), known: self.known() };
            return Ok(Verdict::Refused(refused));
        }
        if day < self.since && !self.brought_by_time(&done.act) {
            return Ok(Verdict::Refused(self.before_state(done, day)));
        }
        let made = self.pass(day)?;
        if let Some(act) = self.acts().find(|act| act.act == done.act) {
            return self.allowed(act, done, day);
        }
        let happened = self.way.iter().rposition(|passage| passage.act == done.act && passage.position.is_none());
        if let Some(index) = happened.filter(|index| made.contains(index) || index + 1 == self.way.len()) {
            return Ok(Verdict::Happened(index));
        }
        let was_possible = |passed: &usize| {
            let from = self.way.get(*passed).map(|passage| passage.from.as_str());
            from.is_some_and(|from| self.definition.acts_from(from).any(|act| act.act == done.act))
        };
        if let Some(passage) = made.iter().find(|index| was_possible(index)).and_then(|index| self.way.get(*index)) {
            let (act, to) = (words::of("act", &passage.act), words::of("state", &self.state));
            return Ok(Verdict::Late(Wording::new(
                format!("depuis le {} à 24 h ({}), l’état est « {} »", date_fr(passage.day), act.fr, to.fr),
                format!("since the end of {} ({}), the state is « {} »", date_en(passage.day), act.en, to.en),
            )));
        }
        if let Some(act) = self.definition.acts.iter().find(|act| act.act == done.act && act.from == self.state) {
            let (act, place) = (words::of("act", &act.act), self.definition.done_where(act, self.law));
            return Ok(Verdict::Refused(Refused::NotHere { act, place }));
        }
        Ok(Verdict::Refused(self.wrong_order(&done.act)))
    }

    fn brought_by_time(&self, act: &str) -> bool {
        self.way.last().is_some_and(|passage| passage.act == act && passage.position.is_none())
    }

    fn before_state(&self, done: &ActDone, day: Date) -> Refused {
        let (act, state) = (words::of("act", &done.act), words::of("state", &self.state));
        Refused::BeforeState { act, day, state, since: self.since }
    }

    /// What may be done now, named.
    pub(super) fn known(&self) -> Wording {
        let acts: Vec<Wording> = self.acts().map(|act| words::of("act", &act.act)).collect();
        if acts.is_empty() {
            return Wording::new("aucun", "none");
        }
        let join = |pick: fn(&Wording) -> &str| acts.iter().map(pick).collect::<Vec<_>>().join(", ");
        Wording::new(join(|act| &act.fr), join(|act| &act.en))
    }

    fn wrong_order(&self, act: &str) -> Refused {
        let (name, now) = (words::of("act", act), here(&words::of("state", &self.state), &self.known()));
        let Some(first) = self.first_towards(act) else { return Refused::NoWay { act: name, now } };
        let first = words::of("act", &first.act);
        let now = Wording::new(
            format!("{} ; y mène d’abord : {}", now.fr, first.fr),
            format!("{}; what leads there first: {}", now.en, first.en),
        );
        Refused::WrongOrder { act: name, now }
    }

    /// The first act of the shortest way to a state where `wanted` is possible.
    fn first_towards(&self, wanted: &str) -> Option<&'a Act> {
        let leads = |state: &str| self.definition.acts_from(state).any(|act| act.act == wanted);
        let mut front: Vec<(&'a Act, &'a str)> = self.acts().map(|act| (act, act.to.as_str())).collect();
        let mut seen: Vec<&str> = Vec::new();
        while !front.is_empty() {
            if let Some((first, _)) = front.iter().find(|(_, state)| leads(state)) {
                return Some(first);
            }
            seen.extend(front.iter().map(|(_, state)| *state));
            let further = front.iter().flat_map(|(first, state)| {
                self.definition
                    .acts
                    .iter()
                    .filter(move |act| act.from == *state)
                    .map(move |act| (*first, act.to.as_str()))
            });
            front = further.filter(|(_, state)| !seen.contains(state)).collect();
        }
        None
    }

    fn allowed(&self, act: &'a Act, done: &ActDone, day: Date) -> Result<Verdict<'a>, LawError> {
        let name = || words::of("act", &act.act);
        let refused = |refused| Ok(Verdict::Refused(refused));
        if self.kind_of(&act.from) == Some(StateKind::Initial)
            && let Err(why) = self.definition.open_on(day)
        {
            return refused(Refused::NotOpen { why });
        }
        if of_creditor(act)
            && let Some(stay) = self.stayed_on(day)
        {
            let ground = stay.ground.words();
            return refused(Refused::Stayed { act: name(), day, since: stay.from, ground });
        }
        if let Some(order) = done.order.or(self.order).filter(|order| day < *order) {
            return refused(Refused::BeforeOrder { act: name(), day, order });
        }
        if of_time(act) {
            let article = act.source.article.clone();
            return match self.end_of(act)?.filter(|end| day <= *end) {
                Some(end) => {
                    let from = end.tomorrow().unwrap_or(end);
                    refused(Refused::TooEarly { act: name(), day, from, safe: from, article })
                }
                None => Ok(Verdict::Follows(act)),
            };
        }
        let binds = act.deadline.as_deref().is_some_and(|step| self.set_aside(step).is_none());
        if let Period::Dated(_, answer) = self.period(act)?
            && binds
            && let Some(from) = answer.earliest.filter(|from| day < *from)
        {
            let (safe, article) = (answer.safe, answer.article.clone());
            return refused(Refused::TooEarly { act: name(), day, from, safe, article });
        }
        match self
            .closed_day(act, done, day)
            .or_else(|| self.unproved(act, done))
            .or_else(|| self.wrong_amount(act, done))
        {
            Some(why) => refused(why),
            None => Ok(Verdict::Follows(act)),
        }
    }

    /// Enforcement begun on a Sunday or public holiday without the judge's leave.
    fn closed_day(&self, act: &Act, done: &ActDone, day: Date) -> Option<Refused> {
        let enforces = act.actor == "officer" && act.limitation_event.as_deref().is_some_and(is_enforcement);
        if !enforces || done.leave.is_some() || !self.is_closed(day) {
            return None;
        }
        let row = self.law.deadlines().find(CLOSED_DAYS.0, CLOSED_DAYS.1).ok()?;
        let (article, lost) = (&row.source.article, words::of("lost", &row.consequence));
        let rule = Wording::new(format!("{article} : {}", lost.fr), format!("{article}: {}", lost.en));
        Some(Refused::ClosedDay { act: words::of("act", &act.act), day, rule })
    }

    fn is_closed(&self, day: Date) -> bool {
        day.weekday().to_monday_one_offset() == 7 || calendar::is_holiday(day, self.procedure.territory)
    }

    /// An act that moves the limitation clock, or keeps a right of ours, is told with its proof.
    fn unproved(&self, act: &Act, done: &ActDone) -> Option<Refused> {
        let keeps = self.ours(act) && act.deadline.is_some();
        if done.proof.is_some() || !(keeps || act.limitation_event.is_some()) {
            return None;
        }
        let named = act.limitation_event.as_deref().and_then(|event| self.proof_of(event, done.day));
        let (document, article) = (named.unwrap_or_else(|| by_actor(act)), &act.source.article);
        let expected = Wording::new(format!("{} ({article})", document.fr), format!("{} ({article})", document.en));
        Some(Refused::NoProof { act: words::of("act", &act.act), expected })
    }

    /// The document the law tables name as the proof of an event.
    fn proof_of(&self, event: &str, day: Date) -> Option<Wording> {
        let asked = law::limitation::LimitationAsked {
            kind: "civil".to_owned(),
            due: day,
            completed: None,
            events: vec![law::limitation::Event::new(day, event)],
            on: day,
        };
        let answer = law::limitation::limitation(&asked, self.law).ok()?;
        answer.timeline.into_iter().next()?.proof.map(|proof| proof.words)
    }

    fn wrong_amount(&self, act: &Act, done: &ActDone) -> Option<Refused> {
        let partial = act.actor == "judge" && act.deadline.as_deref() == Some(PARTIAL);
        let Some(granted) = done.granted else {
            return partial.then(|| Refused::NoAmount { act: words::of("act", &act.act) });
        };
        let claimed = self.procedure.claimed.unwrap_or(granted);
        let within =
            granted.currency() == claimed.currency() && granted.minor() > 0 && granted.minor() <= claimed.minor();
        (!within).then_some(Refused::Granted { granted, claimed })
    }

    /// What is said of an act that is followed: weak proofs, early days, rules that bind the choice.
    pub(super) fn remark(&mut self, act: &Act, done: &ActDone, day: Date) -> Result<(), LawError> {
        match &done.proof {
            None if !of_time(act) => {
                let expected = by_actor(act);
                self.warn(
                    &format!("sans preuve notée ; attendue : {}", expected.fr),
                    &format!("no proof recorded; expected: {}", expected.en),
                );
            }
            Some(proof) if !proves(act, proof.kind) => {
                let expected = by_actor(act);
                self.warn(
                    &format!("preuve d’un autre genre que celui attendu : {}", expected.fr),
                    &format!("a proof of another kind than expected: {}", expected.en),
                );
            }
            _ => {}
        }
        if act.actor == "officer" && self.is_closed(day) {
            self.warn(
                "dimanche ou jour férié : la table ne porte que la règle des mesures d’exécution (CPCE L141-1) ; vérifiez l’acte",
                "a Sunday or public holiday: the table holds the rule of enforcement only (CPCE L141-1); check the act",
            );
        }
        if let Some(deadline) = self.deadline_of(act)? {
            if deadline.side == Some(Side::Earliest)
                && deadline.binds()
                && let Some(safe) = deadline.safe.filter(|safe| day < *safe)
            {
                self.warn(
                    &format!("{} : avant la date sûre du {}", deadline.words.fr, date_fr(safe)),
                    &format!("{}: before the safe date of {}", deadline.words.en, date_en(safe)),
                );
            }
            for what in deadline.warnings {
                self.events.push(Event::Warned { what });
            }
        }
        self.say_rules(act, done)
    }

    /// The rules of the present state that are no period: what a choice of ours gives up.
    fn say_rules(&mut self, act: &Act, done: &ActDone) -> Result<(), LawError> {
        let mut said: Vec<Event> = Vec::new();
        for other in self.acts().filter(|other| of_creditor(other)) {
            let Period::Rule(rule) = self.period(other)? else { continue };
            let open = self.kind_of(&act.to) == Some(StateKind::Open);
            let granted = done.granted.or(self.granted);
            let rest =
                self.procedure.claimed.zip(granted).and_then(|(claimed, granted)| claimed.checked_add(-granted).ok());
            let amount = rest.filter(|_| open && rule.step == PARTIAL);
            let says = Wording::new(
                format!("{} : {}", rule.words.fr, rule.lost.fr),
                format!("{}: {}", rule.words.en, rule.lost.en),
            );
            let event = Event::Rule { step: rule.step, says, amount, article: rule.article };
            if of_creditor(act) && !said.contains(&event) {
                said.push(event);
            }
        }
        self.events.append(&mut said);
        Ok(())
    }
}

/// « l’état est « signifiée » ; possibles maintenant : s’opposer ».
pub(super) fn here(state: &Wording, known: &Wording) -> Wording {
    Wording::new(
        format!("l’état est « {} » ; possibles maintenant : {}", state.fr, known.fr),
        format!("the state is « {} »; possible now: {}", state.en, known.en),
    )
}

fn is_enforcement(event: &str) -> bool {
    matches!(event, "enforcement-act" | "conservatory-measure")
}

/// The proof an act is expected to leave, by who does it.
fn by_actor(act: &Act) -> Wording {
    match act.actor.as_str() {
        "officer" => Wording::new("l’acte du commissaire de justice", "the act of the commissaire de justice"),
        "judge" | "court" | "commission" => Wording::new("la décision", "the decision"),
        "registry" => Wording::new("l’avis ou le récépissé du greffe", "the notice or receipt of the registry"),
        "creditor" => Wording::new("le récépissé ou l’accusé de réception", "the receipt or notice of receipt"),
        _ => Wording::new("l’écrit daté qui l’établit", "the dated writing that shows it"),
    }
}

fn proves(act: &Act, kind: ProofKind) -> bool {
    use ProofKind::{Decision, OfficerAct, Publication, Receipt, RegisteredLetter, RegistryReceipt};
    match act.actor.as_str() {
        "officer" => matches!(kind, OfficerAct | Receipt),
        "judge" | "court" | "commission" => matches!(kind, Decision | RegistryReceipt | Publication),
        "registry" => matches!(kind, RegistryReceipt | RegisteredLetter | Decision | Publication | Receipt),
        "creditor" => matches!(kind, RegistryReceipt | RegisteredLetter | OfficerAct | Receipt),
        _ => true,
    }
}
