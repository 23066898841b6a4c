//! Whether a case can go, and by which route.

use app::Actor;
use app::choice::{ChoiceOutcome, DecisionOrder};
use app::readiness::{CaseAspect, Gap};
use clap::Args;
use kernel::{Date, Wording};

use crate::cases::case_id;
use crate::output::{Done, Failure, language, line, said, table};

/// `case ready`.
#[derive(Args)]
pub struct CaseReady {
    /// The case.
    id: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

/// `case answer`.
#[derive(Args)]
pub struct CaseAnswer {
    /// The case.
    id: String,
    /// contest, amount, order, delivery, invoice, terms, notice, register, authority, identity, solvency, place or
    /// matter.
    aspect: String,
    /// What; without it, what was said is taken back.
    #[arg(default_value = "")]
    value: String,
    /// Why; needed where the books say otherwise.
    #[arg(long, default_value = "")]
    note: String,
}

/// `case ask`.
#[derive(Args)]
pub struct CaseAsk {
    /// The case.
    id: String,
    /// What is missing, as `case ready` names it.
    piece: String,
}

/// `case choose`.
#[derive(Args)]
pub struct CaseChoose {
    /// The case.
    id: String,
    /// Go by this route: payment-order, summons…
    #[arg(long, value_name = "ROUTE", conflicts_with_all = ["no_go", "later"])]
    go: Option<String>,
    /// Do not act.
    #[arg(long, conflicts_with = "later")]
    no_go: bool,
    /// Decide on that day.
    #[arg(long, value_name = "DATE")]
    later: Option<Date>,
    /// Why.
    #[arg(long, default_value = "")]
    why: String,
    /// Print one JSON document.
    #[arg(long)]
    json: bool,
}

fn pick(words: &Wording) -> String {
    words.pick(language()).to_owned()
}

fn some(words: Option<&Wording>) -> String {
    words.map(pick).unwrap_or_default()
}

impl CaseReady {
    /// Runs it.
    pub fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let found = desk.readiness(actor, case_id(&self.id)?)?;
        if self.json {
            said(&found)?;
            return Ok(Done::Well);
        }
        line(&format!("{} {}/1000", pick(&found.words), found.score))?;
        let findings = found.findings.iter().map(|line| {
            let points = line.finding.points.map_or_else(|| "–".to_owned(), |points| points.to_string());
            vec![pick(&line.words), points, line.finding.weight.to_string(), some(line.lacks.as_ref())]
        });
        table(&findings.collect::<Vec<_>>())?;
        let missing = found.missing.iter().map(|line| {
            let asked = line.asked.as_ref().map_or_else(String::new, |asked| format!("{} {}", asked.due, asked.owner));
            let one = &line.missing;
            let article = one.basis.article.unwrap_or_default().to_owned();
            vec![one.gap.slug().to_owned(), pick(&one.ask), pick(&line.owner_words), article, asked]
        });
        table(&missing.collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}

impl CaseAnswer {
    /// Runs it.
    pub fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let known = || CaseAspect::ALL.iter().map(|aspect| aspect.slug()).collect::<Vec<_>>().join(", ");
        let aspect =
            CaseAspect::parse(&self.aspect).ok_or_else(|| Failure(format!("{}: one of {}", self.aspect, known())))?;
        desk.answer_readiness(actor, case_id(&self.id)?, (aspect, &self.value, &self.note))?;
        Ok(Done::Well)
    }
}

impl CaseAsk {
    /// Runs it.
    pub fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let unknown = || Failure(format!("{}: no missing piece; `quittance case ready` names them", self.piece));
        let gap = Gap::parse(&self.piece).ok_or_else(unknown)?;
        let asked = desk.ask_piece(actor, case_id(&self.id)?, gap)?;
        table(&[vec![asked.task.to_string(), asked.due.to_string(), asked.owner]])?;
        Ok(Done::Well)
    }
}

impl CaseChoose {
    /// Runs it.
    pub fn run(&self, desk: &app::Desk, actor: &Actor) -> Result<Done, Failure> {
        let id = case_id(&self.id)?;
        let outcome = match (&self.go, self.no_go, self.later) {
            (Some(_), ..) => Some(ChoiceOutcome::Go),
            (None, true, _) => Some(ChoiceOutcome::NoGo),
            (None, false, Some(_)) => Some(ChoiceOutcome::Later),
            (None, false, None) => None,
        };
        if let Some(outcome) = outcome {
            let (route, why) = (self.go.clone().unwrap_or_default(), self.why.clone());
            let made = desk.decide_case(actor, id, &DecisionOrder { outcome, route, why, until: self.later })?;
            line(&made.to_string())?;
            return Ok(Done::Well);
        }
        let found = desk.choice(actor, id)?;
        if self.json {
            said(&found)?;
            return Ok(Done::Well);
        }
        line(&pick(&found.words))?;
        let routes = found.routes.iter().filter(|one| one.route.open).map(|one| {
            let expected = one.route.expected.map_or_else(String::new, |sum| sum.to_string());
            let (cost, hinge) = (some(one.cost_words.as_ref()), some(one.hinge_words.as_ref()));
            vec![one.route.procedure.clone(), pick(&one.advice_words), cost, expected, hinge]
        });
        table(&routes.collect::<Vec<_>>())?;
        let decisions = found
            .decisions
            .iter()
            .map(|one| vec![one.on.to_string(), pick(&one.words), one.by.clone(), one.why.clone()]);
        table(&decisions.collect::<Vec<_>>())?;
        Ok(Done::Well)
    }
}
