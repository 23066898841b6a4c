//! Verbs about terms of payment: due dates, the longest term, discounts, the cost of waiting.

use serde_json::Value;

use super::Need::{Optional, Positional, Required, Switch};
use super::declared::{Figure, Group, Kind, Param, Shown, Verb, said};
use super::{Asked, choices, value};
use crate::due_date::{EndOfMonth, Terms};
use crate::{Law, LawError, answers};

const READING: Figure =
    Figure::new("/convention", Shown::Named("convention"), "Lecture de « fin de mois »", "Reading of « end of month »")
        .if_any();

pub(super) const DUE_DATE: Verb = Verb {
    name: "due-date",
    title: said("Échéance d’une facture", "Due date of an invoice"),
    about: said(
        "L’échéance d’une facture selon ses conditions de paiement",
        "The due date of an invoice under payment terms",
    ),
    group: Group::Terms,
    params: &[
        Param::new(
            "invoice",
            Required,
            Kind::Date,
            said("Date de la facture", "Date of the invoice"),
            said("Jour de son émission.", "Date of the invoice"),
        )
        .such_as("2026-03-01"),
        Param::new(
            "terms",
            Required,
            Kind::Text,
            said("Conditions de paiement", "Payment terms"),
            said(
                "Comme elles sont écrites : « 30 jours », « 45 jours fin de mois », « 60 jours le 10 »…",
                "As they are written: « 30 days », « 45 days end of month », « 60 jours le 10 »…",
            ),
        )
        .usage("« 30 days », « 45 days end of month », « fin de mois 45 jours »…")
        .such_as("45 jours fin de mois"),
        Param::new(
            "convention",
            Optional,
            Kind::Choice(choices::conventions),
            said("« Fin de mois » se lit", "« End of month » reads"),
            said("Selon le contrat ou l’usage entre les parties.", "By the contract, or by usage between the parties."),
        )
        .usage("eom-after-45d, 45d-after-eom or eom-15th"),
    ],
    figures: &[Figure::new("/due", Shown::Date, "Échéance", "Due date"), READING],
    tables: &[],
    answer: due_date,
};

fn due_date(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let convention = asked.text("convention").map(EndOfMonth::parse).transpose()?;
    value(answers::due_date(asked.date("invoice")?, Terms::parse(asked.needed("terms")?)?, convention, law)?)
}

pub(super) const LEGAL_TERM: Verb = Verb {
    name: "legal-term",
    title: said("Délai de paiement maximal", "Longest payment term"),
    about: said(
        "Le plus long délai de paiement que la loi permet pour un genre de vente",
        "The longest payment term the law allows for a kind of sale",
    ),
    group: Group::Terms,
    params: &[
        Param::new(
            "kind",
            Positional,
            Kind::Choice(choices::term_kinds),
            said("Vente ou acheteur", "Sale or buyer"),
            said("Certaines ventes ont leur propre délai.", "Some sales have a term of their own."),
        )
        .usage("Kind of sale or buyer; the list names them")
        .such_as("agreed_max"),
        Param::new(
            "from",
            Required,
            Kind::Date,
            said("Point de départ", "Starts on"),
            said(
                "Facture, livraison ou réception, selon la vente choisie.",
                "Invoice, delivery or receipt, by the kind of sale.",
            ),
        )
        .usage("The day it starts from: invoice, delivery or receipt, as the list says")
        .such_as("2026-03-01"),
        Param::new("list", Switch, Kind::List, said("Liste", "List"), said("Tous les genres.", "Every kind")),
    ],
    figures: &[Figure::new("/due", Shown::Date, "Échéance la plus lointaine", "Latest due date"), READING],
    tables: &[],
    answer: legal_term,
};

fn legal_term(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    if asked.on("list") {
        return value(answers::legal_term_list(law)?);
    }
    value(answers::legal_term(asked.needed("kind")?, asked.date("from")?, law)?)
}

pub(super) const DISCOUNT: Verb = Verb {
    name: "discount",
    title: said("Taux d’un escompte", "Rate of a discount"),
    about: said(
        "Le taux annuel caché dans un escompte pour paiement anticipé",
        "The yearly rate hidden in a discount for early payment",
    ),
    group: Group::Terms,
    params: &[
        Param::new(
            "percent",
            Required,
            Kind::Percent,
            said("Escompte", "Discount"),
            said("Pour cent de la facture.", "Discount, percent of the invoice"),
        )
        .such_as("2"),
        Param::new(
            "days",
            Required,
            Kind::Whole,
            said("Jours gagnés", "Days gained"),
            said("Entre le paiement anticipé et l’échéance.", "Days gained"),
        )
        .such_as("30"),
    ],
    figures: &[Figure::new("/yearly", Shown::Rate, "Taux annuel", "Rate a year")],
    tables: &[],
    answer: discount,
};

fn discount(asked: &Asked, _law: &Law) -> Result<Value, LawError> {
    asked.needed("days")?;
    value(crate::terms_cost::discount_rate(asked.rate("percent")?, asked.number("days")?)?)
}

pub(super) const DELAY_COST: Verb = Verb {
    name: "delay-cost",
    title: said("Coût d’un délai", "Cost of a delay"),
    about: said(
        "Ce que coûte l’attente d’un paiement, au coût de la trésorerie",
        "What waiting for a payment costs at the house's cost of cash",
    ),
    group: Group::Terms,
    params: &[
        Param::new(
            "amount",
            Required,
            Kind::Amount,
            said("Montant", "Amount"),
            said("Taxes comprises.", "Taxes included."),
        )
        .usage("Amount, taxes included")
        .such_as("10000.00"),
        Param::new(
            "days",
            Required,
            Kind::Whole,
            said("Jours d’attente", "Days of waiting"),
            said("Nombre de jours accordés ou de retard.", "Days of waiting"),
        )
        .such_as("30"),
        Param::new(
            "cost-of-cash",
            Required,
            Kind::Percent,
            said("Coût de la trésorerie", "Cost of cash"),
            said("Pour cent l’an que l’argent coûte à l’entreprise.", "Percent a year the house pays for its cash"),
        )
        .such_as("5"),
    ],
    figures: &[Figure::new("/cost", Shown::Amount, "Coût de l’attente", "Cost of waiting")],
    tables: &[],
    answer: delay_cost,
};

fn delay_cost(asked: &Asked, _law: &Law) -> Result<Value, LawError> {
    asked.needed("days")?;
    let days = asked.number("days")?;
    value(crate::terms_cost::cost_of_delay(asked.money("amount")?, days, asked.rate("cost-of-cash")?)?)
}
