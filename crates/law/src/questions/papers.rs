//! Verbs about wages, bank accounts, documents and the tables themselves.

use serde_json::Value;

use super::Need::{Optional, Positional, Required};
use super::declared::{Figure, Group, Kind, Param, Rows, Shown, Verb, said};
use super::time::ON;
use super::{Asked, choices, value};
use crate::{Law, LawError, answers};

pub(super) const WAGE: Verb = Verb {
    name: "wage",
    title: said("Quotité saisissable", "Seizable part of a wage"),
    about: said("La part d’un salaire qui peut être saisie", "The part of a wage that can be seized"),
    group: Group::Wages,
    params: &[
        Param::new(
            "net-yearly",
            Required,
            Kind::Amount,
            said("Salaire net d’une année", "Net wage of a year"),
            said("Les douze mois qui précèdent la saisie.", "Net wage of a year"),
        )
        .such_as("24000.00"),
        Param::new(
            "dependants",
            Optional,
            Kind::Whole,
            said("Personnes à charge", "Dependants"),
            said("Chacune relève les seuils.", "Dependants"),
        )
        .such_as("1"),
        ON.such_as("2026-11-01"),
    ],
    figures: &[
        Figure::new("/monthly", Shown::Amount, "Saisissable par mois", "Seizable a month").means(
            "La part du salaire qu’un créancier peut faire saisir ; le reste est laissé au salarié. Elle croît par tranches, que les personnes à charge relèvent (C. trav. R3252-2, R3252-3).",
            "The part of a wage a creditor may have seized; the rest stays with the employee. It grows by brackets, which dependants raise (C. trav. R3252-2, R3252-3).",
        ),
        Figure::new("/yearly", Shown::Amount, "Par an", "A year"),
        Figure::new("/floor", Shown::Amount, "Toujours laissé par mois", "Always left each month").if_any(),
    ],
    tables: &[],
    answer: wage,
};

fn wage(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::wage(asked.money("net-yearly")?, asked.number("dependants")?, asked.date_or_today("on")?, law)?)
}

pub(super) const BANK_MINIMUM: Verb = Verb {
    name: "bank-minimum",
    title: said("Solde bancaire insaisissable", "What a bank must leave"),
    about: said(
        "Ce qu’une banque doit laisser sur les comptes d’une personne physique (CPCE L162-2)",
        "What a bank must leave on the accounts of a natural person (CPCE L162-2)",
    ),
    group: Group::Wages,
    params: &[ON.such_as("2026-11-01")],
    figures: &[Figure::new("/amount", Shown::Amount, "Laissé sur les comptes", "Left on the accounts").means(
            "Même saisie, la banque laisse cette somme à une personne physique, une fois pour tous ses comptes. Elle est celle du revenu de solidarité active d’une personne seule (CPCE L162-2).",
            "Even under seizure, the bank leaves this sum to a natural person, once for all accounts. It is that of the income support of a single person (CPCE L162-2).",
        )],
    tables: &[],
    answer: bank_minimum,
};

fn bank_minimum(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::bank_minimum(law, asked.date_or_today("on")?)?)
}

pub(super) const MENTIONS: Verb = Verb {
    name: "mentions",
    title: said("Mentions d’un document", "What a document must say"),
    about: said("Ce qu’un document doit dire", "What a document must say"),
    group: Group::Documents,
    params: &[Param::new(
        "document",
        Positional,
        Kind::Choice(choices::documents),
        said("Document", "Document"),
        said("Lettre, facture, requête…", "Letter, invoice, request…"),
    )
    .usage("third-party-letter, formal-notice, invoice, payment-order-request…")
    .such_as("formal-notice")],
    figures: &[],
    tables: &[Rows {
        at: "/mentions",
        title: said("Mentions", "Mentions"),
        columns: &[
            Figure::new("/position", Shown::Text, "N°", "No"),
            Figure::new("/text", Shown::Words, "Mention", "Mention"),
            Figure::new("/audience", Shown::Named("audience"), "Envers", "Towards"),
            Figure::new("/article", Shown::Text, "Texte", "Article"),
        ],
    }],
    answer: mentions,
};

fn mentions(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::mentions(asked.needed("document")?, law)?)
}

pub(super) const EINVOICE: Verb = Verb {
    name: "einvoice-status",
    title: said("Statut de facture électronique", "Status of an electronic invoice"),
    about: said(
        "Un statut du cycle de vie des factures électroniques et ses motifs",
        "A life-cycle status of electronic invoices and its reasons",
    ),
    group: Group::Documents,
    params: &[Param::new(
        "code",
        Positional,
        Kind::Choice(choices::statuses),
        said("Statut", "Status"),
        said("Celui que la plateforme annonce.", "The one the platform announces."),
    )
    .usage("Code of the status, such as 210")
    .such_as("210")],
    figures: &[
        Figure::new("/code", Shown::Named("status"), "Statut", "Status"),
        Figure::new("/reason_mandatory", Shown::YesNo, "Motif obligatoire", "Reason needed"),
        Figure::new(
            "/mandatory_to_tax_administration",
            Shown::Named("duty"),
            "Transmis à l’administration",
            "Sent to the tax administration",
        ),
    ],
    tables: &[Rows {
        at: "/reasons",
        title: said("Motifs", "Reasons"),
        columns: &[
            Figure::new("/0", Shown::Text, "Motif", "Reason"),
            Figure::new("/1", Shown::Named("audience"), "Envers", "Towards"),
        ],
    }],
    answer: einvoice,
};

fn einvoice(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(crate::einvoice::status(asked.needed("code")?, law)?)
}

pub(super) const CHECK: Verb = Verb {
    name: "check",
    title: said("État des tables de droit", "State of the tables of law"),
    about: said(
        "Vérifie chaque table, et dit ce qui s’arrête dans les 60 jours",
        "Check every table, and say what runs out within 60 days",
    ),
    group: Group::Documents,
    params: &[ON.such_as("2026-11-01")],
    figures: &[Figure::new("/ok", Shown::YesNo, "Tables en ordre", "Tables in order")],
    tables: &[
        Rows {
            at: "/runs_out",
            title: said("S’arrêtent bientôt", "Run out soon"),
            columns: &[
                Figure::new("/table", Shown::Text, "Table", "Table"),
                Figure::new("/what", Shown::Text, "Quoi", "What"),
                Figure::new("/last_day", Shown::Date, "Dernier jour", "Last day"),
                Figure::new("/days_left", Shown::Count, "Jours restants", "Days left"),
            ],
        },
        Rows {
            at: "/ended",
            title: said("Arrêtées", "Ended"),
            columns: &[
                Figure::new("/table", Shown::Text, "Table", "Table"),
                Figure::new("/what", Shown::Text, "Quoi", "What"),
                Figure::new("/last_day", Shown::Date, "Dernier jour", "Last day"),
            ],
        },
        Rows {
            at: "/tables",
            title: said("Tables", "Tables"),
            columns: &[
                Figure::new("/table", Shown::Text, "Table", "Table"),
                Figure::new("/rows", Shown::Count, "Lignes", "Rows"),
                Figure::new("/verified", Shown::Count, "Vérifiées", "Verified"),
                Figure::new("/secondary", Shown::Count, "Secondaires", "Secondary"),
                Figure::new("/memory", Shown::Count, "De mémoire", "From memory"),
                Figure::new("/not_found", Shown::Count, "Introuvables", "Not found"),
                Figure::new("/user", Shown::Count, "Les vôtres", "Your own"),
            ],
        },
    ],
    answer: check,
};

fn check(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::check(law, asked.date_or_today("on")?))
}
