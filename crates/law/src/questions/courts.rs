//! Verbs about courts, procedures and what they cost.

use serde_json::Value;

use super::Need::{Optional, Positional, Repeated, Required, Switch};
use super::declared::{Figure, Group, Kind, Param, Part, Rows, Shown, Verb, said};
use super::time::{DISTANCE, ON, ORDER_DATE, TERRITORY, place};
use super::{Asked, choices, value};
use crate::courts::CourtAsked;
use crate::procedures::Standing;
use crate::tariffs::TariffAsked;
use crate::{Law, LawError, answers};

pub(super) const COURT: Verb = Verb {
    name: "court",
    title: said("Juridiction compétente", "Competent court"),
    about: said(
        "La juridiction compétente et les procédures ouvertes, avec leurs raisons",
        "The competent court and the procedures open, with the reasons",
    ),
    group: Group::Courts,
    params: &[
        Param::new(
            "debtor",
            Required,
            Kind::Choice(choices::debtors),
            said("Débiteur", "Debtor"),
            said(
                "Sa forme décide de la juridiction.",
                "Its form decides the court.",
            )
        )
.usage("commercial-company, civil-company, association, trader, artisan, professional, consumer, public-body or public-undertaking")
        .such_as("commercial-company"),
        Param::new(
            "amount",
            Required,
            Kind::Amount,
            said("Montant réclamé", "Amount claimed"),
            said("En principal.", "Amount claimed"),
        )
        .such_as("4000.00"),
        Param::new(
            "matter",
            Optional,
            Kind::Choice(choices::matters),
            said("Matière", "Matter"),
            said(
                "Certaines créances ont leur juge.",
                "Some claims have their own judge.",
            )
        )
.usage("goods (when not given), consumer-credit, housing-rent, co-ownership…")
        .or("goods"),
        Param::new(
            "place",
            Optional,
            Kind::Text,
            said("Lieu", "Place"),
            said(
                "Code INSEE de la commune du débiteur (75056 pour Paris), ou les deux lettres d’un État (BE).",
                "INSEE code of the debtor's commune (75056 for Paris), or the two letters of a State (BE).",
            )
        )
.usage("INSEE code of the debtor's commune, or the two letters of a State")
        .such_as("75056"),
        Param::new(
            "insolvent",
            Switch,
            Kind::Switch,
            said("Procédure collective ouverte", "Insolvency open"),
            said("Les poursuites sont alors arrêtées.", "Insolvency of the debtor is open"),
        ),
        ON.such_as("2026-11-01").aside(),
    ],
    figures: &[
        Figure::new("/court", Shown::Beside("/court_en"), "Juridiction", "Court"),
        Figure::new("/judge", Shown::Beside("/judge_en"), "Ordonnance et référé", "Orders and interim claims").if_any(),
        Figure::new("/lawyer_required", Shown::YesNo, "Avocat obligatoire", "Lawyer needed"),
        Figure::new("/amicable_attempt_required", Shown::YesNo, "Tentative amiable obligatoire", "Amicable attempt needed").means(
            "Devant le tribunal judiciaire, une petite demande doit être précédée d’une conciliation, d’une médiation ou d’une procédure participative. Sinon elle est irrecevable (CPC 750-1).",
            "Before the civil court, a small claim must come after a conciliation, a mediation or a participative procedure. Otherwise it is inadmissible (CPC 750-1).",
        ),
    ],
    tables: &[
        Rows {
            at: "/procedures",
            title: said("Procédures", "Procedures"),
            columns: &[
                Figure::new("/procedure", Shown::Named("procedure"), "Procédure", "Procedure"),
                Figure::new("/available", Shown::YesNo, "Ouverte", "Open"),
                Figure::new("/why", Shown::Words, "Pourquoi", "Why"),
                Figure::new("/form", Shown::Text, "Formulaire", "Form"),
            ],
        },
        Rows {
            at: "/fees",
            title: said("Frais d’entrée", "Fees at the door"),
            columns: &[
                Figure::new("/item", Shown::Named("tariff"), "Frais", "Fee"),
                Figure::new("/amount", Shown::Amount, "Montant", "Amount"),
                Figure::new("/note", Shown::Words, "Note", "Note"),
            ],
        },
    ],
    answer: court,
};

fn court(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let mut claim = CourtAsked::new(asked.needed("debtor")?, asked.money("amount")?, asked.date_or_today("on")?);
    if let Some(matter) = asked.text("matter") {
        matter.clone_into(&mut claim.matter);
    }
    claim.place = asked.text("place").map(str::to_owned);
    claim.insolvent = asked.on("insolvent");
    value(answers::court(&claim, law)?)
}

pub(super) const PROCEDURE: Verb = Verb {
    name: "procedure",
    title: said("Suite d’une procédure", "What follows in a procedure"),
    about: said(
        "Ce qui peut suivre dans une procédure, par qui, avant quand, à quel coût",
        "What may follow in a procedure, by whom, by when, at what cost",
    ),
    group: Group::Courts,
    params: &[
        Param::new(
            "procedure",
            Positional,
            Kind::Choice(choices::procedures),
            said("Procédure", "Procedure"),
            said("Celle qui est engagée, ou que l’on envisage.", "Procedure"),
        )
        .such_as("payment-order"),
        Param::new(
            "state",
            Optional,
            Kind::Choice(choices::states),
            said("Où elle en est", "Where it stands"),
            said("Rien pour voir toute la procédure.", "Nothing, to see the whole procedure."),
        )
        .usage("Where it stands; without it, the whole procedure")
        .such_as("granted"),
        Param::new(
            "since",
            Optional,
            Kind::Date,
            said("Depuis le", "Since"),
            said("Jour où elle en est arrivée là.", "The day it came there."),
        )
        .usage("Day it came there; today when not given")
        .such_as("2026-09-10")
        .or_today(),
        Param::new(
            "reached",
            Repeated,
            Kind::Row(&[
                Part { name: "date", label: said("Date", "Date"), kind: Kind::Date },
                Part {
                    name: "state",
                    label: said("Étape passée", "Passed through"),
                    kind: Kind::Choice(choices::states),
                },
            ]),
            said("Étapes passées", "Passed through"),
            said("Certains délais se comptent de l’une d’elles.", "Some deadlines are counted from one of them."),
        )
        .usage("DATE:STATE it went through before: some deadlines are counted from it")
        .aside(),
        ORDER_DATE,
        ON.aside(),
        Param::new(
            "list",
            Switch,
            Kind::List,
            said("Liste", "List"),
            said("Toutes les procédures.", "Every procedure"),
        ),
        DISTANCE,
        TERRITORY,
    ],
    figures: &[
        Figure::new("/next_deadline", Shown::Date, "Prochain délai", "Next deadline").if_any(),
        Figure::new("/lapsed", Shown::YesNo, "Un délai est passé", "A deadline has passed").if_any(),
        Figure::new("/label", Shown::Words, "Procédure", "Procedure").if_any(),
        Figure::new("/waits_for", Shown::Named("waits"), "En attente", "Waits for").if_any(),
    ],
    tables: &[
        Rows {
            at: "/acts",
            title: said("Ce qui peut suivre", "What may follow"),
            columns: &[
                Figure::new("/act/act", Shown::Named("act"), "Acte", "Act"),
                Figure::new("/act/actor", Shown::Named("actor"), "Par", "By"),
                Figure::new("/deadline/due", Shown::Date, "Avant le", "By"),
                Figure::new("/deadline/earliest", Shown::Date, "Pas avant le", "Not before"),
                Figure::new("/undated", Shown::Words, "Délai", "Period"),
                Figure::new("/act/to", Shown::Named("state"), "Mène à", "Leads to"),
                Figure::new("/act/source/article", Shown::Text, "Texte", "Article"),
            ],
        },
        Rows {
            at: "/acts",
            title: said("Actes de la procédure", "Acts of the procedure"),
            columns: &[
                Figure::new("/from", Shown::Named("state"), "De", "From"),
                Figure::new("/act", Shown::Named("act"), "Acte", "Act"),
                Figure::new("/actor", Shown::Named("actor"), "Par", "By"),
                Figure::new("/to", Shown::Named("state"), "Mène à", "Leads to"),
                Figure::new("/tariff", Shown::Named("tariff"), "Coût", "Cost"),
                Figure::new("/source/article", Shown::Text, "Texte", "Article"),
            ],
        },
    ],
    answer: procedure,
};

fn procedure(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    if asked.on("list") {
        return value(answers::procedure_list(law));
    }
    let name = asked.needed("procedure")?;
    let Some(state) = asked.text("state") else {
        return value(law.procedures().find(name)?);
    };
    let (distance, territory) = place(asked)?;
    let standing = Standing {
        procedure: name.to_owned(),
        state: state.to_owned(),
        since: asked.date_or_today("since")?,
        reached: asked.states("reached")?,
        order: asked.date_if("order-date")?,
        distance,
        territory,
    };
    value(answers::next_acts(&standing, asked.date_or_today("on")?, law)?)
}

pub(super) const TARIFF: Verb = Verb {
    name: "tariff",
    title: said("Coût d’un acte", "Cost of an act"),
    about: said("Ce que coûte un acte", "What an act costs"),
    group: Group::Costs,
    params: &[
        Param::new(
            "item",
            Positional,
            Kind::Choice(choices::tariff_items),
            said("Acte", "Act"),
            said("Greffe, commissaire de justice, timbres.", "Registry, commissaire de justice, stamps."),
        )
        .usage("Item; the list names them")
        .such_as("service-of-order"),
        Param::new(
            "debt",
            Required,
            Kind::Amount,
            said("Montant de la créance", "Amount of the debt"),
            said("Beaucoup de tarifs en dépendent.", "Amount of the debt"),
        )
        .such_as("4000.00"),
        Param::new(
            "collected",
            Optional,
            Kind::Amount,
            said("Montant encaissé", "Amount collected"),
            said("Tous versements réunis.", "Amount collected, all instalments together"),
        )
        .aside(),
        Param::new(
            "turnover",
            Optional,
            Kind::Amount,
            said("Chiffre d’affaires du demandeur", "Turnover of the claimant"),
            said("Moyenne de trois ans.", "Yearly turnover of the claimant, mean of three years"),
        )
        .aside(),
        Param::new(
            "profit",
            Optional,
            Kind::Amount,
            said("Bénéfice du demandeur", "Profit of the claimant"),
            said("Moyenne de trois ans.", "Yearly profit of the claimant, mean of three years"),
        )
        .aside(),
        Param::new(
            "staff",
            Optional,
            Kind::Whole,
            said("Effectif du demandeur", "Staff of the claimant"),
            said("Nombre de salariés.", "Staff of the claimant"),
        )
        .aside(),
        Param::new(
            "income",
            Optional,
            Kind::Amount,
            said("Revenu fiscal de référence", "Reference income"),
            said(
                "Du foyer d’un demandeur personne physique.",
                "Reference income of the claimant's household, a natural person",
            ),
        )
        .aside(),
        Param::new(
            "parts",
            Optional,
            Kind::Quarters,
            said("Parts du foyer", "Household parts"),
            said("Par quarts : 2,5.", "In quarters: 2.5."),
        )
        .usage("Parts of that household, in quarters: 2.5 (1 when not given)")
        .aside(),
        Param::new(
            "electronic",
            Switch,
            Kind::Switch,
            said("Par voie électronique", "By electronic means"),
            said("Un forfait remplace le déplacement.", "Served by electronic means: a fee instead of travel"),
        )
        .aside(),
        Param::new("list", Switch, Kind::List, said("Liste", "List"), said("Tous les actes.", "Every item")),
        ON.such_as("2026-01-15"),
    ],
    figures: &[
        Figure::new("/gross", Shown::Amount, "À payer", "To pay"),
        Figure::new("/net", Shown::Amount, "Hors taxe", "Before VAT"),
        Figure::new("/vat", Shown::Amount, "TVA", "VAT"),
        Figure::new("/label", Shown::Words, "Acte", "Act"),
    ],
    tables: &[Rows {
        at: "/breakdown",
        title: said("Détail, hors taxe", "Parts, before VAT"),
        columns: &[
            Figure::new("/label", Shown::Words, "Poste", "Part"),
            Figure::new("/amount", Shown::Amount, "Montant", "Amount"),
        ],
    }],
    answer: tariff,
};

fn tariff(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    if asked.on("list") {
        return value(answers::tariff_list(law));
    }
    let mut act = TariffAsked::new(asked.needed("item")?, asked.money("debt")?, asked.date_or_today("on")?);
    act.collected = asked.money_if("collected")?;
    (act.turnover, act.profit) = (asked.money_if("turnover")?, asked.money_if("profit")?);
    act.staff = asked.number_if("staff")?;
    (act.income, act.quarter_parts) = (asked.money_if("income")?, asked.quarters_if("parts")?);
    act.electronic = asked.on("electronic");
    value(answers::tariff(&act, law)?)
}

pub(super) const ESTIMATE: Verb = Verb {
    name: "estimate",
    title: said("Coût d’un parcours", "Cost of a path"),
    about: said(
        "Le coût d’un parcours entier, « périmé » et « au moins » dits ; jamais pour un document",
        "The cost of a whole path, « périmé » and « au moins » said; never for a document",
    ),
    group: Group::Costs,
    params: &[
        Param::new(
            "path",
            Positional,
            Kind::Choice(choices::paths),
            said("Parcours", "Path"),
            said("De la requête à la saisie.", "From the request to the seizure."),
        )
        .usage("payment-order, payment-order-attachment, interim-payment, summons…")
        .such_as("payment-order"),
        Param::new(
            "debt",
            Required,
            Kind::Amount,
            said("Montant de la créance", "Amount of the debt"),
            said("Beaucoup de tarifs en dépendent.", "Amount of the debt"),
        )
        .such_as("4000.00"),
        ON.such_as("2026-11-01"),
    ],
    figures: &[
        Figure::new("/gross", Shown::Amount, "Coût estimé", "Estimated cost"),
        Figure::new("/complete", Shown::YesNo, "Tous les actes chiffrés", "Every act priced"),
        Figure::new("/current", Shown::YesNo, "Tarifs en vigueur", "Tariffs in force"),
    ],
    tables: &[Rows {
        at: "/lines",
        title: said("Actes", "Acts"),
        columns: &[
            Figure::new("/label", Shown::Words, "Acte", "Act"),
            Figure::new("/gross", Shown::Amount, "Coût", "Cost"),
            Figure::new("/stale_since", Shown::Date, "Tarif périmé depuis le", "Tariff stale since"),
        ],
    }],
    answer: estimate,
};

fn estimate(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::estimate(asked.needed("path")?, asked.money("debt")?, asked.date_or_today("on")?, law)?)
}
