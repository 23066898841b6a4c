//! The doors of a procedure: open it, tell it a fact, correct it, ask where it stands.

use kernel::{Date, Territory};
use law::conditions::CourtKind;
use law::procedures::StateKind;
use law::time::Distance;
use law::{Law, LawError, words};

use super::course::Course;
use super::deadlines::Deadline;
use super::judge::here;
use super::news::news;
use super::runner::Runner;
use super::{ActDone, EndGround, Event, Fact, Procedure, Proof, Refused, Stand, StayGround};

/// Acts by which the creditor gives the procedure up, as the definitions name them.
const WITHDRAWALS: [&str; 2] = ["withdraw", "abandon"];

impl Procedure {
    /// Begins to follow a definition, in its initial state, on a day.
    ///
    /// # Errors
    /// [`Refused::Law`] for a definition that does not exist, [`Refused::NotOpen`] for one that cannot be begun on
    /// that day.
    ///
    /// ```
    /// use judicial::procedure::{ActDone, Procedure, ProofKind};
    /// use law::Law;
    /// let (law, day) = (Law::builtin(), |text: &str| text.parse::<kernel::Date>());
    /// let mut order = Procedure::open("payment-order", day("2026-09-01")?, law)?;
    /// let today = day("2026-11-21")?;
    /// let filed = ActDone::new("file-request", day("2026-09-01")?, "us").proved(ProofKind::RegistryReceipt, "2026/114");
    /// order.apply(filed, today, law)?;
    /// let granted = ActDone::new("grant", day("2026-09-10")?, "president").proved(ProofKind::Decision, "2026IP00114");
    /// order.apply(granted, today, law)?;
    /// let now = order.as_of(today, law)?;
    /// let serve = now.open().find(|deadline| deadline.step == "service").and_then(|deadline| deadline.due);
    /// assert_eq!(serve, Some(day("2026-12-10")?));
    /// // three months later nothing was served, and time tells what is lost
    /// assert_eq!(order.as_of(day("2026-12-11")?, law)?.state, "lapsed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(definition: &str, begun: Date, law: &Law) -> Result<Self, Refused> {
        let known = law.procedures().find(definition)?;
        known.open_on(begun).map_err(|why| Refused::NotOpen { why })?;
        Ok(Self {
            definition: known.name.clone(),
            begun,
            stand: Stand::Claimant,
            court: None,
            court_kind: None,
            order: None,
            distance: Distance::None,
            territory: Territory::Metropole,
            claimed: None,
            facts: Vec::new(),
        })
    }

    /// Where it stands on a day, everything counted that the facts known today say of that day.
    ///
    /// # Errors
    /// [`LawError`] where the tables do not know the definition, or a date leaves the calendar.
    pub fn as_of(&self, today: Date, law: &Law) -> Result<Course, LawError> {
        Ok(self.followed(today, law)?.0)
    }

    /// What the days after `seen`, to `today`, brought by themselves or by facts that bear on them.
    ///
    /// # Errors
    /// As [`Procedure::as_of`].
    pub fn passed_between(&self, seen: Date, today: Date, law: &Law) -> Result<Vec<Event>, LawError> {
        Ok(self.looked_at(seen, today, law)?.0)
    }

    /// The same, and where it stands on `today`.
    ///
    /// # Errors
    /// As [`Procedure::as_of`].
    pub fn looked_at(&self, seen: Date, today: Date, law: &Law) -> Result<(Vec<Event>, Course), LawError> {
        let now = self.as_of(today, law)?;
        let (before, _) = self.run_to(seen, law)?;
        Ok((news(&before.events, &now.events), now))
    }

    /// Followed to a day, and the deadlines open on it.
    fn run_to<'a>(&'a self, today: Date, law: &'a Law) -> Result<(Runner<'a>, Vec<Deadline>), LawError> {
        let mut runner = Runner::new(self, law)?;
        runner.run(today)?;
        let open = runner.close_of_day(today)?;
        Ok((runner, open))
    }

    fn followed(&self, today: Date, law: &Law) -> Result<(Course, Vec<(usize, Refused)>), LawError> {
        let (runner, open) = self.run_to(today, law)?;
        let wakes = runner.wakes(today, &open)?;
        let kind = runner.kind_of(&runner.state).unwrap_or(StateKind::Initial);
        let (possible, closed, map) = (runner.possible(today)?, runner.closed_doors(), runner.map());
        let stayed = runner.stayed_on(today).map(|stay| (stay.ground, stay.from));
        let Runner { state, since, reached, order, court, granted, way, ended, were, events, refused, .. } = runner;
        let course = Course {
            definition: self.definition.clone(),
            on: today,
            state,
            kind,
            since,
            reached,
            order,
            court,
            granted,
            way,
            stayed,
            ended: ended.map(|(ground, day, _)| (ground, day)),
            deadlines: open.into_iter().chain(were).collect(),
            possible,
            closed,
            map,
            events,
            hearing: self.hearing(law),
            wakes,
        };
        Ok((course, refused))
    }

    /// Takes in an act that was done, and answers everything it changed. An act that came too late is a fact: it is
    /// kept, and the events say what was lost and why it changes nothing. The same act told again changes nothing
    /// and answers no event.
    ///
    /// # Errors
    /// [`Refused`], and nothing is kept: an act the present state does not allow, a day before the state began or
    /// that has not come, a period that must be over first, enforcement on a closed day, a missing proof, a stay.
    pub fn apply(&mut self, done: ActDone, today: Date, law: &Law) -> Result<Vec<Event>, Refused> {
        not_ahead(done.day, today)?;
        let fact = Fact::Act(Box::new(done));
        // told twice, it is done once
        if self.standing_facts().any(|(_, known)| *known == fact) {
            return Ok(Vec::new());
        }
        self.tell(fact, today, law)
    }

    /// Gives the procedure up by the act its definition has for it.
    ///
    /// # Errors
    /// [`Refused::NoWithdrawal`] where the definition has none from the present state, else as [`Procedure::apply`].
    pub fn withdraw(&mut self, done: ActDone, today: Date, law: &Law) -> Result<Vec<Event>, Refused> {
        let now = self.as_of(done.day, law)?;
        let way_out = now.possible.iter().find(|possible| WITHDRAWALS.contains(&possible.act.as_str()));
        let Some(way_out) = way_out else {
            let known: Vec<_> = now.possible.iter().map(|possible| &possible.words).collect();
            let join =
                |pick: fn(&kernel::Wording) -> &str| known.iter().map(|one| pick(one)).collect::<Vec<_>>().join(", ");
            let now =
                here(&words::of("state", &now.state), &kernel::Wording::new(join(|one| &one.fr), join(|one| &one.en)));
            return Err(Refused::NoWithdrawal { now });
        };
        self.apply(ActDone { act: way_out.act.clone(), ..done }, today, law)
    }

    /// Tells the day of the event from which the period of a step is counted, or of the hearing it comes before.
    ///
    /// # Errors
    /// [`Refused::NoStep`] for a step the table does not have.
    pub fn tell_day(
        &mut self,
        step: &str,
        day: Date,
        proof: Option<Proof>,
        today: Date,
        law: &Law,
    ) -> Result<Vec<Event>, Refused> {
        self.known_step(step, law)?;
        self.tell(Fact::Told { step: step.to_owned(), day, proof }, today, law)
    }

    /// Tells the day for which a hearing is set, or to which it is put off: steps counted from it, or back from it,
    /// are counted again. The same told again changes nothing and answers no event.
    ///
    /// # Errors
    /// [`Refused::HearingBefore`] the procedure began, [`Refused::Ended`] once it has ended.
    pub fn tell_hearing(
        &mut self,
        day: Date,
        note: Option<String>,
        proof: Option<Proof>,
        today: Date,
        law: &Law,
    ) -> Result<Vec<Event>, Refused> {
        if day < self.begun {
            return Err(Refused::HearingBefore { day, begun: self.begun });
        }
        if let Some((_, day)) = self.as_of(today, law)?.ended {
            return Err(Refused::Ended { day, why: self.why_ended() });
        }
        let fact = Fact::Hearing { day, note, proof };
        let last = self.standing_facts().rev().find(|(_, known)| matches!(known, Fact::Hearing { .. }));
        if last.is_some_and(|(position, known)| *known == fact && self.day_of(position) == Some(day)) {
            return Ok(Vec::new());
        }
        self.tell(fact, today, law)
    }

    /// Follows another step of the table in place of the one the definition names: fifteen days before the hearing of
    /// a civil court, in place of the eight of a commercial one.
    ///
    /// # Errors
    /// [`Refused::NoStep`] for a step the table does not have, [`Refused::NoReason`].
    pub fn follow_instead(
        &mut self,
        step: &str,
        by: &str,
        why: &str,
        today: Date,
        law: &Law,
    ) -> Result<Vec<Event>, Refused> {
        self.known_step(step, law)?;
        self.known_step(by, law)?;
        reason(why)?;
        self.tell(Fact::Instead { step: step.to_owned(), by: by.to_owned(), why: why.to_owned() }, today, law)
    }

    /// Decides, with a reason, that the period of a step does not bind in this file: time loses nothing by it,
    /// and nothing has to wait for its end. It stays in the list, with the reason.
    ///
    /// # Errors
    /// [`Refused::NoStep`] for a step the table does not have, [`Refused::NoReason`].
    pub fn set_aside(
        &mut self,
        step: &str,
        why: &str,
        proof: Option<Proof>,
        today: Date,
        law: &Law,
    ) -> Result<Vec<Event>, Refused> {
        self.known_step(step, law)?;
        reason(why)?;
        self.tell(Fact::SetAside { step: step.to_owned(), why: why.to_owned(), proof }, today, law)
    }

    /// Tells the kind of court from a day on: it was not known, or the file went to another. What only the former one
    /// asked has no object any more; acts that were done stay.
    ///
    /// # Errors
    /// [`Refused::Future`], [`Refused::CourtAlready`].
    pub fn tell_court(
        &mut self,
        day: Date,
        court: CourtKind,
        proof: Option<Proof>,
        today: Date,
        law: &Law,
    ) -> Result<Vec<Event>, Refused> {
        not_ahead(day, today)?;
        if self.as_of(today, law)?.court == Some(court) {
            return Err(Refused::CourtAlready { court: court.words() });
        }
        self.tell(Fact::Before { day, court, proof }, today, law)
    }

    /// Suspends the creditor's acts from a day on: what the other side and the court do goes on, and time loses
    /// nothing meanwhile. Not for the procedure that follows the insolvency or the over-indebtedness itself.
    ///
    /// # Errors
    /// [`Refused::Future`], [`Refused::StayedAlready`].
    pub fn stay(
        &mut self,
        day: Date,
        ground: StayGround,
        proof: Option<Proof>,
        today: Date,
        law: &Law,
    ) -> Result<Vec<Event>, Refused> {
        not_ahead(day, today)?;
        if let Some((_, since)) = self.as_of(today, law)?.stayed {
            return Err(Refused::StayedAlready { since });
        }
        self.tell(Fact::Stayed { day, ground, proof }, today, law)
    }

    /// Lets the creditor's acts go on from a day on.
    ///
    /// # Errors
    /// [`Refused::Future`], [`Refused::NotStayed`].
    pub fn lift(&mut self, day: Date, proof: Option<Proof>, today: Date, law: &Law) -> Result<Vec<Event>, Refused> {
        not_ahead(day, today)?;
        match self.as_of(today, law)?.stayed {
            Some((_, since)) if since <= day => self.tell(Fact::Lifted { day, proof }, today, law),
            _ => Err(Refused::NotStayed),
        }
    }

    /// Ends the procedure outside of its acts: the debt is paid, the parties settled. Its open deadlines lose their
    /// object, each with an event.
    ///
    /// # Errors
    /// [`Refused::Future`], [`Refused::Ended`] when it has ended already, [`Refused::NoReason`].
    pub fn end(
        &mut self,
        day: Date,
        ground: EndGround,
        why: &str,
        proof: Option<Proof>,
        today: Date,
        law: &Law,
    ) -> Result<Vec<Event>, Refused> {
        not_ahead(day, today)?;
        reason(why)?;
        if let Some((_, day)) = self.as_of(today, law)?.ended {
            return Err(Refused::Ended { day, why: self.why_ended() });
        }
        self.tell(Fact::Ended { day, ground, why: why.to_owned(), proof }, today, law)
    }

    /// Gives a fact its right day. The first one stays in the history; deadlines are computed again, and those of
    /// acts done already are judged again.
    ///
    /// # Errors
    /// [`Refused::NoFact`], [`Refused::NoReason`], [`Refused::Future`], [`Refused::Contradicts`] when that day puts a
    /// later fact before its time.
    pub fn correct(
        &mut self,
        position: usize,
        day: Date,
        why: &str,
        today: Date,
        law: &Law,
    ) -> Result<Vec<Event>, Refused> {
        self.known_fact(position)?;
        reason(why)?;
        if !matches!(self.facts.get(position), Some(Fact::Told { .. } | Fact::Hearing { .. })) {
            not_ahead(day, today)?;
        }
        self.tell(Fact::Amended { position, day, why: why.to_owned() }, today, law)
    }

    /// Strikes out a fact that was recorded by mistake. It stays in the history and counts no more.
    ///
    /// # Errors
    /// [`Refused::NoFact`], [`Refused::NoReason`], [`Refused::Contradicts`] when a later fact stands on it.
    pub fn strike(&mut self, position: usize, why: &str, today: Date, law: &Law) -> Result<Vec<Event>, Refused> {
        self.known_fact(position)?;
        reason(why)?;
        self.tell(Fact::Struck { position, why: why.to_owned() }, today, law)
    }

    /// Adds a fact when nothing contradicts it.
    fn tell(&mut self, fact: Fact, today: Date, law: &Law) -> Result<Vec<Event>, Refused> {
        // a clock that goes back does not hide what is known already
        let today = self.known_to(today);
        let (before, stood) = self.followed(today, law)?;
        let mut next = self.clone();
        next.facts.push(fact);
        let (after, refused) = next.followed(today, law)?;
        let added = self.facts.len();
        let striking = matches!(next.facts.last(), Some(Fact::Struck { .. }));
        for (position, why) in refused {
            if position == added {
                return Err(why);
            }
            // an act that only comes too late once a day is corrected stays a fact, and the events tell it
            let new = !stood.iter().any(|(known, _)| *known == position);
            if new && (striking || why.is_about_days()) {
                return Err(Refused::Contradicts { why: why.wording() });
            }
        }
        *self = next;
        Ok(news(&before.events, &after.events))
    }

    fn known_to(&self, today: Date) -> Date {
        let days = self.standing_facts().filter(|(_, fact)| !matches!(fact, Fact::Told { .. } | Fact::Hearing { .. }));
        days.filter_map(|(position, _)| self.day_of(position)).fold(today, Date::max)
    }

    fn known_fact(&self, position: usize) -> Result<(), Refused> {
        let known = self.facts.get(position).is_some_and(|fact| {
            fact.day().is_some() && !matches!(fact, Fact::Amended { .. }) && !self.struck(position)
        });
        if known { Ok(()) } else { Err(Refused::NoFact { position }) }
    }

    fn known_step(&self, step: &str, law: &Law) -> Result<(), Refused> {
        let mut steps: Vec<&str> = Vec::new();
        for row in law.deadlines().list().iter().filter(|row| row.procedure == self.definition) {
            if !steps.contains(&row.step.as_str()) {
                steps.push(&row.step);
            }
        }
        if steps.contains(&step) {
            return Ok(());
        }
        Err(Refused::NoStep { step: step.to_owned(), known: steps.join(", ") })
    }

    fn why_ended(&self) -> String {
        let ends = self.standing_facts().find_map(|(_, fact)| match fact {
            Fact::Ended { why, .. } => Some(why.clone()),
            _ => None,
        });
        ends.unwrap_or_default()
    }
}

fn not_ahead(day: Date, today: Date) -> Result<(), Refused> {
    if today < day { Err(Refused::Future { day, today }) } else { Ok(()) }
}

fn reason(why: &str) -> Result<(), Refused> {
    if why.trim().is_empty() { Err(Refused::NoReason) } else { Ok(()) }
}
