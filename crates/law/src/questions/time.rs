//! Verbs about time: periods, deadlines of procedures, limitation.

use kernel::Territory;
use serde_json::Value;

use super::Need::{Optional, Positional, Repeated, Required, Switch};
use super::declared::{Figure, Group, Kind, Param, Part, Rows, Shown, Verb, said};
use super::{Asked, choices, value};
use crate::deadlines::DeadlineAsked;
use crate::limitation::LimitationAsked;
use crate::time::{Counting, Distance, Length, Period, territory};
use crate::{Law, LawError, answers};

pub(super) const DISTANCE: Param = Param::new(
    "distance",
    Optional,
    Kind::Choice(choices::distances),
    said("Éloignement", "Distance"),
    said(
        "Une partie loin de la juridiction a plus de temps (CPC 643).",
        "A party far from the court has more time (CPC 643).",
    ),
)
.usage("none (when not given), overseas or abroad")
.or("none")
.aside();
pub(super) const TERRITORY: Param = Param::new(
    "territory",
    Optional,
    Kind::Choice(choices::territories),
    said("Jours fériés", "Public holidays"),
    said(
        "Le dernier jour se reporte selon les jours fériés du lieu.",
        "The last day moves by the public holidays of the place.",
    ),
)
.usage("Whose public holidays: metropole (when not given), alsace-moselle, guadeloupe…")
.or("metropole")
.aside();
const NO_ROLL: Param = Param::new(
    "no-roll",
    Switch,
    Kind::Switch,
    said("Sans report", "Not moved"),
    said("Laisser le dernier jour où il tombe.", "Leave the last day where it falls"),
)
.aside();
pub(super) const ORDER_DATE: Param = Param::new(
    "order-date",
    Optional,
    Kind::Date,
    said("Date de l’ordonnance", "Date of the order"),
    said("Là où la règle a changé avec elle.", "Date of the order, where the rule changed with it"),
)
.aside();
pub(super) const ON: Param = Param::new(
    "on",
    Optional,
    Kind::Date,
    said("Au", "On"),
    said("Jour de la question ; aujourd’hui sinon.", "The day of the question; today otherwise."),
)
.usage("Day asked about; today when not given")
.or_today();

pub(super) fn place(asked: &Asked) -> Result<(Distance, Territory), LawError> {
    let distance = asked.text("distance").map(Distance::parse).transpose()?.unwrap_or_default();
    Ok((distance, asked.text("territory").map_or(Ok(Territory::Metropole), territory)?))
}

const RAW: Figure = Figure::new("/raw", Shown::Date, "Avant report", "Before any move").means(
            "Le dernier jour tel que le délai se compte. S’il tombe un samedi, un dimanche ou un jour férié, il est reporté au premier jour ouvrable (CPC 641, 642).",
            "The last day as the period is counted. When it is a Saturday, a Sunday or a public holiday, it moves to the next working day (CPC 641, 642).",
        );
const SAFE: Figure = Figure::new("/safe", Shown::Date, "Date prudente", "Safe day").means(
            "Le jour où agir pour qu’aucune lecture des règles ne puisse nuire : le dernier jour ouvrable avant tout report. Pour ce qui doit attendre, le premier jour sûr (CPC 642).",
            "The day to act on so that no reading of the rules can hurt: the last working day before any move. For what must wait, the first day that is sure (CPC 642).",
        );
const LAST_DAY: Figure = Figure::new("/due", Shown::Date, "Dernier jour", "Last day");

pub(super) const PERIOD: Verb = Verb {
    name: "period",
    title: said("Fin d’un délai", "End of a period"),
    about: said("La fin d’un délai de procédure", "The end of a procedural period"),
    group: Group::Dates,
    params: &[
        Param::new(
            "from",
            Required,
            Kind::Date,
            said("À compter du", "From"),
            said("Jour de l’acte ou de l’événement, non compté.", "The day that starts it, not counted"),
        )
        .such_as("2026-03-03"),
        Param::new(
            "months",
            Optional,
            Kind::Whole,
            said("Mois", "Months"),
            said("De quantième à quantième (CPC 641).", "Months"),
        )
        .such_as("1"),
        Param::new("days", Optional, Kind::Whole, said("Jours", "Days"), said("Comptés après les mois.", "Days")),
        Param::new("years", Optional, Kind::Whole, said("Années", "Years"), said("Comptées avec les mois.", "Years"))
            .aside(),
        Param::new(
            "counting",
            Optional,
            Kind::Choice(choices::countings),
            said("Règle", "Rule"),
            said("Comment le dernier jour se compte et se reporte.", "How the last day is counted and moved."),
        )
        .usage("cpc (when not given), eu (Regulation 1182/71) or no-roll")
        .or("cpc")
        .aside(),
        DISTANCE,
        TERRITORY,
        NO_ROLL,
    ],
    figures: &[LAST_DAY, RAW, SAFE],
    tables: &[],
    answer: period,
};

fn period(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let (years, months, days) = (asked.number("years")?, asked.number("months")?, asked.number("days")?);
    let mut period = Period::new(asked.date("from")?, Length { years, months, days, ..Length::default() });
    (period.distance, period.territory) = place(asked)?;
    period.counting = asked.text("counting").map(Counting::parse).transpose()?.unwrap_or_default();
    if asked.on("no-roll") {
        period.counting = Counting::NoRoll;
    }
    value(answers::period(&period, law)?)
}

pub(super) const DEADLINE: Verb = Verb {
    name: "deadline",
    title: said("Délai d’une étape", "Deadline of a step"),
    about: said("Le délai d’une étape de procédure", "The deadline of a step of a procedure"),
    group: Group::Dates,
    params: &[
        Param::new(
            "procedure",
            Positional,
            Kind::Choice(choices::deadline_procedures),
            said("Procédure", "Procedure"),
            said("Celle où se trouve l’étape.", "Procedure"),
        )
        .such_as("payment-order"),
        Param::new(
            "step",
            Positional,
            Kind::Choice(choices::steps),
            said("Étape", "Step"),
            said("Ce qui doit être fait, ou ne peut l’être qu’après.", "Step"),
        )
        .such_as("service"),
        Param::new(
            "from",
            Required,
            Kind::Date,
            said("À compter du", "From"),
            said(
                "Jour qui fait courir le délai ; l’audience, pour ce qui doit la précéder.",
                "The day that starts it (the hearing, for a step that must precede it)",
            ),
        )
        .such_as("2026-09-10"),
        Param { aside: false, ..ORDER_DATE }.such_as("2026-09-10"),
        Param::new(
            "amount",
            Optional,
            Kind::Amount,
            said("Montant", "Amount"),
            said("Là où il décide.", "Amount, where it decides"),
        )
        .aside(),
        Param::new(
            "list",
            Switch,
            Kind::List,
            said("Liste", "List"),
            said("Toutes les procédures et étapes.", "Every procedure and step"),
        ),
        DISTANCE,
        TERRITORY,
        NO_ROLL,
    ],
    figures: &[
        LAST_DAY,
        Figure::new("/words", Shown::Words, "Étape", "Step"),
        Figure::new("/earliest", Shown::Date, "Pas avant le", "Not before").if_any(),
        RAW,
        SAFE,
        Figure::new("/lost", Shown::Words, "Sinon", "Otherwise").if_any(),
        Figure::new("/article", Shown::Text, "Texte", "Article"),
    ],
    tables: &[],
    answer: deadline,
};

fn deadline(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    if asked.on("list") {
        return value(answers::deadline_list(law));
    }
    let mut step = DeadlineAsked::new(asked.needed("procedure")?, asked.needed("step")?, asked.date("from")?);
    (step.order, step.amount) = (asked.date_if("order-date")?, asked.money_if("amount")?);
    (step.distance, step.territory) = place(asked)?;
    step.no_roll = asked.on("no-roll");
    value(answers::deadline(&step, law)?)
}

pub(super) const LIMITATION: Verb = Verb {
    name: "limitation",
    title: said("Prescription d’une créance", "Limitation of a claim"),
    about: said(
        "Si une créance est prescrite, et ce qui a interrompu ou suspendu le délai",
        "Whether a claim is time-barred, and what interrupted or suspended the clock",
    ),
    group: Group::Limitation,
    params: &[
        Param::new(
            "kind",
            Required,
            Kind::Choice(choices::claim_kinds),
            said("Créance", "Claim"),
            said("La durée dépend de qui doit, et de quoi.", "The length depends on who owes, and what.")
        )
.usage("Kind of claim: b2b, consumer, carriage…")
        .such_as("b2b"),
        Param::new(
            "due",
            Required,
            Kind::Date,
            said("Échéance", "Due date"),
            said("Jour où elle est due.", "Due date"),
        )
        .such_as("2022-01-01"),
        Param::new(
            "completed",
            Optional,
            Kind::Date,
            said("Achevée ou livrée le", "Completed on"),
            said(
                "Le délai part de ce jour s’il est connu et plus tôt.",
                "Day the service was completed or the goods delivered",
            ),
        ),
        Param::new(
            "event",
            Repeated,
            Kind::Row(&[
                Part { name: "date", label: said("Date", "Date"), kind: Kind::Date },
                Part {
                    name: "event",
                    label: said("Ce qui s’est passé", "What happened"),
                    kind: Kind::Choice(choices::events),
                },
                Part { name: "proof", label: said("Preuve, en vos mots", "Proof, in your words"), kind: Kind::Text },
            ]),
            said("Événements", "Events"),
            said(
                "Ce qui a pu interrompre ou suspendre le délai.",
                "What may have interrupted or suspended the period.",
            )
        )
.usage("DATE:EVENT or DATE:EVENT:PROOF, as often as needed; the proof in your own words")
        .such_as("2023-02-01:acknowledgement:courriel du 1er février"),
        ON.such_as("2026-11-01"),
        Param::new(
            "list",
            Switch,
            Kind::List,
            said("Liste", "List"),
            said("Toutes les créances et tous les événements.", "Every kind of claim and every event"),
        ),
    ],
    figures: &[
        Figure::new("/expires", Shown::Date, "Prescrite après le", "Time-barred after").means(
            "Passé ce jour, le débiteur peut refuser de payer parce que le créancier a trop attendu. Un acte en justice ou une reconnaissance fait repartir le délai, une lettre jamais (C. civ. 2219, 2240 à 2244).",
            "After this day the debtor may refuse to pay because the creditor waited too long. A claim in court or an acknowledgement starts the period again, a letter never does (C. civ. 2219, 2240 to 2244).",
        ),
        Figure::new("/expired", Shown::YesNo, "Prescrite au jour de la question", "Time-barred on that day"),
        Figure::new("/starts", Shown::Date, "Comptée du", "Counted from"),
        SAFE,
    ],
    tables: &[Rows {
        at: "/timeline",
        title: said("Événements", "Events"),
        columns: &[
            Figure::new("/date", Shown::Date, "Date", "Date"),
            Figure::new("/event", Shown::Named("event"), "Événement", "Event"),
            Figure::new("/effect", Shown::Named("effect"), "Effet", "Effect"),
            Figure::new("/why", Shown::Words, "Pourquoi", "Why"),
            Figure::new("/expires", Shown::Date, "Prescrite après le", "Time-barred after"),
        ],
    }],
    answer: limitation,
};

fn limitation(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    if asked.on("list") {
        return value(answers::limitation_list(law));
    }
    let claim = LimitationAsked {
        kind: asked.needed("kind")?.to_owned(),
        due: asked.date("due")?,
        completed: asked.date_if("completed")?,
        events: asked.events("event")?,
        on: asked.date_or_today("on")?,
    };
    value(answers::limitation(&claim, law)?)
}
