//! The instruction to a commissaire de justice: what to serve or to enforce, on whom, for how much, until when.

use documents::court as paper;
use kernel::{Language, Wording, figures};
use store::{CourtProcedure, CourtTitle, Tx};

use super::decompte::{Drawn, assembled, counted_to};
use super::form::{Filled, PaperField, signature};
use super::make::{Draw, Ground, Shown, Written, signed};
use super::{PaperFigure, PaperKind};
use crate::titles::{TitleKind, kind_words};
use crate::{Desk, DeskError, PaperRefusal};

/// What the file says for an instruction.
pub(super) struct Instructed {
    drawn: Drawn,
    title: Vec<Wording>,
    served: bool,
    deadline: Option<paper::Deadline>,
}

fn named(fr: &str, en: &str, value: impl Fn(Language) -> String) -> Option<Wording> {
    let (said, said_en) = (value(Language::Fr), value(Language::En));
    (!said.trim().is_empty()).then(|| Wording::new(format!("{fr} : {said}"), format!("{en}: {said_en}")))
}

/// A title of the vault, a name and a value a line.
fn of_title(title: &CourtTitle) -> Vec<Wording> {
    let kind = TitleKind::parse(&title.kind);
    let lines = [
        kind.and_then(|kind| named("Nature", "Kind", |language| kind_words(kind, language).to_owned())),
        named("Juridiction", "Court", |_| title.court.clone()),
        named("Numéro", "Number", |_| title.number.clone()),
        named("Date", "Date", |language| figures::date_long(title.issued_on, language)),
    ];
    lines.into_iter().flatten().collect()
}

/// An order that is no title yet.
fn of_order(procedure: &CourtProcedure, label: &Wording) -> Vec<Wording> {
    let lines = [
        named("Nature", "Kind", |language| label.pick(language).to_owned()),
        named("Juridiction", "Court", |_| procedure.court.lines().next().unwrap_or_default().to_owned()),
        procedure.order_on.and_then(|on| named("Date", "Date", |language| figures::date_long(on, language))),
    ];
    lines.into_iter().flatten().collect()
}

impl Draw for Instructed {
    fn fields(&self, _desk: &Desk, ground: &Ground) -> Vec<PaperField> {
        let creditor = &ground.parties.creditor_record;
        let hint = ("Une par ligne.", "One a line.");
        let returns = vec![
            Wording::new(
                "chaque acte signifié, avec ses modalités et sa date",
                "each act served, how and on which day",
            ),
            Wording::new("le détail des frais, poste par poste", "the detail of the costs, one by one"),
            Wording::new("tout règlement reçu, le jour même", "any payment received, the same day"),
        ];
        let mut fields = vec![
            PaperField::lines(
                "officer",
                ("Au commissaire de justice, avec son adresse", "To the commissaire de justice, with their address"),
                Vec::new(),
            )
            .needed(PaperRefusal::OfficerMissing)
            .kept(),
            counted_to(ground),
            PaperField::lines("title", ("L’ordonnance ou le titre", "The order or title"), self.title.clone())
                .under("La mission", "What is asked")
                .hint("Un par ligne : le nom, deux-points, la valeur.", "One a line: the name, a colon, the value.")
                .needed(PaperRefusal::TitleMissing),
            PaperField::tick("serve", ("Signifier", "To serve it"), !self.served)
                .hint("Décochez pour demander l’exécution.", "Untick to ask for enforcement."),
            PaperField::lines(
                "measures",
                ("Mesures d’exécution, dans l’ordre voulu", "Measures of enforcement, in the order wished"),
                Vec::new(),
            )
            .hint(hint.0, hint.1)
            .kept(),
            PaperField::lines("known", ("Ce que nous savons par ailleurs", "What else we know"), Vec::new())
                .under("Le débiteur", "The debtor")
                .hint(
                    "Adresse, banque, employeur, véhicule ; un par ligne.",
                    "Address, bank, employer, vehicle; one a line.",
                )
                .kept(),
            PaperField::lines("returns", ("Ce que nous attendons en retour", "What we expect back"), returns)
                .under("Le suivi", "Follow-up")
                .hint(hint.0, hint.1)
                .needed(PaperRefusal::ReturnsMissing),
            PaperField::lines("enclosures", ("Pièces remises", "Enclosed"), Vec::new()).hint(hint.0, hint.1).kept(),
            PaperField::line("contact", ("Votre interlocuteur", "Whom to contact"), ground.signatory().0)
                .needed(PaperRefusal::ContactMissing)
                .kept(),
            PaperField::line("phone", ("Téléphone", "Telephone"), creditor.phone.trim()).kept(),
            PaperField::line("mail", ("Courriel", "Mail"), creditor.email.trim()).kept(),
        ];
        fields.extend(signature(ground));
        fields
    }

    fn figures(&self) -> Vec<PaperFigure> {
        self.drawn.figures()
    }

    fn warnings(&self) -> Vec<Wording> {
        self.drawn.warnings.clone()
    }

    fn shows(&self) -> bool {
        false
    }

    fn write(
        &self,
        _desk: &Desk,
        ground: &Ground,
        filled: &Filled,
        _shown: Shown<'_>,
        language: Language,
    ) -> Result<Written, DeskError> {
        let some = |name: &str| Some(filled.text(name).to_owned()).filter(|text| !text.is_empty());
        let mission = if filled.is("serve") {
            paper::Mission::Service
        } else {
            paper::Mission::Enforcement(filled.paragraphs("measures"))
        };
        let instruction = paper::Instruction {
            cover: ground.cover(PaperKind::Instruction, filled),
            officer: filled.rows("officer"),
            creditor: ground.parties.creditor.clone(),
            debtors: ground.parties.debtors.clone(),
            mission,
            title: filled.pairs("title", |text| PaperRefusal::Title { text })?,
            decompte: self.drawn.paper.clone(),
            deadline: self.deadline.clone(),
            addresses: Vec::new(),
            known: filled.paragraphs("known"),
            contact: paper::Contact {
                name: filled.text("contact").to_owned(),
                phone: some("phone"),
                mail: some("mail"),
            },
            returns: filled.paragraphs("returns"),
            enclosures: filled.paragraphs("enclosures"),
            signature: signed(filled),
        };
        Ok(Written::Alone(instruction.render(language)?))
    }
}

impl Desk {
    /// What the file says for an instruction: the last title of the case, else the order of a procedure, with the first
    /// right that is lost if the officer does nothing.
    pub(super) fn instruction_drawn(&self, tx: &mut Tx, ground: &Ground) -> Result<Instructed, DeskError> {
        let drawn = assembled(&self.case_drawn(tx, ground)?);
        let id = ground.case.id;
        let title = tx.titles().of_cases(&[id])?.into_iter().rfind(|title| title.annulled_on.is_none());
        let procedures = tx.procedures().of_cases(&[id])?;
        let mut deadlines = Vec::new();
        for procedure in &procedures {
            let course = crate::cases::course(self, tx, procedure)?;
            deadlines.extend(course.deadlines.into_iter().filter(|one| one.ours && one.standing.is_open()));
        }
        let first = deadlines.into_iter().filter(|one| one.due.is_some()).min_by_key(|one| one.due);
        let deadline = first.and_then(|one| {
            Some(paper::Deadline {
                last_day: one.due?,
                what: one.words,
                lost: one.lost,
                article: Wording::same(&one.article),
            })
        });
        let (title, served) = match title {
            Some(title) => {
                let facts = tx.titles().facts_of(&[title.id])?;
                let served = crate::titles::title_of(&title, &facts, &[])?.first_service().is_some();
                (of_title(&title), served)
            }
            None => match procedures.iter().rfind(|one| one.order_on.is_some()) {
                Some(procedure) => {
                    (of_order(procedure, &self.law.procedures().find(&procedure.definition)?.label), false)
                }
                None => (Vec::new(), false),
            },
        };
        Ok(Instructed { drawn, title, served, deadline })
    }
}
