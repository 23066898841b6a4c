//! The décompte: from rows of sums, or from the account as a document.

use kernel::Currency;
use serde_json::Value;

use super::Need::{Optional, Repeated};
use super::declared::{Figure, Group, Kind, Param, Part, Rows, Shown, Verb, said};
use super::interest::{
    AGREED_RATE, AMOUNT, CREDITOR_CLASS, FORMAL_NOTICE, INSOLVENCY, NO_INDEMNITY, PAYMENTS, RECEIVED, REGIME,
};
use super::{Asked, value};
use crate::convention::PaymentOrder;
use crate::decompte::{Account, Annex, Cost, Item, Penalty, Receipt};
use crate::refusals::Refusal;
use crate::{AgreedRate, CreditorClass, Law, LawError, Line, Regime, answers};

const PIECE: Part = Part { name: "reference", label: said("Facture", "Invoice"), kind: Kind::Text };
const WHEN: Part = Part { name: "date", label: RECEIVED, kind: Kind::Date };
const HOW_MUCH: Part = Part { name: "amount", label: AMOUNT, kind: Kind::Amount };
const WHAT_FOR: Part = Part { name: "label", label: said("Objet", "What for"), kind: Kind::Text };
const DAY: Part = Part { name: "date", label: said("Date", "Date"), kind: Kind::Date };

pub(super) const DECOMPTE: Verb = Verb {
    name: "decompte",
    title: said("Décompte d’un compte", "Statement of what is owed"),
    about: said(
        "Ce que doit un débiteur un jour donné, facture par facture : le décompte",
        "What a debtor owes on a day, invoice by invoice: the décompte",
    ),
    group: Group::Interest,
    params: PARAMS,
    figures: &[
        Figure::new("/totals/owed", Shown::Amount, "Reste dû en tout", "Owed altogether"),
        Figure::new("/totals/principal", Shown::Amount, "Principal", "Principal"),
        Figure::new("/totals/interest", Shown::Amount, "Intérêts", "Interest").if_any(),
        Figure::new("/totals/indemnities", Shown::Amount, "Indemnités", "Indemnities").if_any(),
        Figure::new("/totals/costs", Shown::Amount, "Frais", "Costs").if_any(),
        Figure::new("/totals/penalty", Shown::Amount, "Clause pénale", "Penalty clause").if_any().means(
            "Somme que le contrat fixe d’avance si le débiteur n’exécute pas. Le juge peut la réduire si elle est manifestement excessive (C. civ. 1231-5).",
            "A sum the contract sets in advance if the debtor does not perform. The judge may reduce it when it is manifestly too high (C. civ. 1231-5).",
        ),
        Figure::new("/totals/received", Shown::Amount, "Reçu", "Received").if_any(),
        Figure::new("/totals/principal_left", Shown::Amount, "Principal restant dû", "Principal left").means(
            "Ce qui reste de la somme elle-même, sans intérêts ni frais. Un paiement éteint d’abord les intérêts, sauf accord ou décision contraire (C. civ. 1343-1).",
            "What is left of the sum itself, without interest or costs. A payment settles interest first, unless agreed or ordered otherwise (C. civ. 1343-1).",
        ),
        Figure::new("/totals/overpaid", Shown::Amount, "Reçu en trop", "Received beyond the debt").if_any(),
        Figure::new("/as_of", Shown::Date, "Arrêté au", "Drawn up to"),
    ],
    tables: &[
        Rows {
            at: "/items",
            title: said("Pièces", "Items"),
            columns: &[
                Figure::new("/reference", Shown::Text, "Facture", "Invoice"),
                Figure::new("/due", Shown::Date, "Échéance", "Due date"),
                Figure::new("/principal", Shown::Amount, "Principal", "Principal"),
                Figure::new("/interest", Shown::Amount, "Intérêts", "Interest"),
                Figure::new("/indemnity", Shown::Amount, "Indemnité", "Indemnity"),
                Figure::new("/principal_left", Shown::Amount, "Principal restant", "Principal left"),
                Figure::new("/interest_left", Shown::Amount, "Intérêts restants", "Interest left"),
                Figure::new("/indemnity_left", Shown::Amount, "Indemnité restante", "Indemnity left"),
            ],
        },
        Rows {
            at: "/receipts",
            title: said("Imputation des paiements", "What the payments settled"),
            columns: &[
                Figure::new("/date", Shown::Date, "Reçu le", "Received on"),
                Figure::new("/amount", Shown::Amount, "Montant", "Amount"),
                Figure::new("/to_costs", Shown::Amount, "Frais", "Costs"),
                Figure::new("/to_interest", Shown::Amount, "Intérêts", "Interest"),
                Figure::new("/to_indemnities", Shown::Amount, "Indemnités", "Indemnities"),
                Figure::new("/to_principal", Shown::Amount, "Principal", "Principal"),
                Figure::new("/to_penalty", Shown::Amount, "Clause pénale", "Penalty clause"),
                Figure::new("/surplus", Shown::Amount, "En trop", "Beyond the debt"),
            ],
        },
    ],
    answer: decompte,
};

const PARAMS: &[Param] = &[
    Param::new(
        "item",
        Repeated,
        Kind::Row(&[Part { name: "date", label: said("Échéance", "Due date"), kind: Kind::Date }, HOW_MUCH, PIECE]),
        said("Factures", "Invoices"),
        said(
            "Échéance, montant taxes comprises, numéro ; une par ligne.",
            "Due date, amount with taxes, number; one a row.",
        ),
    )
    .usage("DUE-DATE:AMOUNT or DUE-DATE:AMOUNT:NUMBER, as often as needed")
    .such_as("2026-03-01:4800.00:F-1"),
    Param::new(
        "payment",
        Repeated,
        Kind::Row(&[WHEN, HOW_MUCH, PIECE]),
        said("Paiements reçus", "Payments received"),
        said(
            "Le numéro de la facture, si le débiteur l’a choisie (C. civ. 1342-10).",
            "The number of the invoice, if the debtor chose it (C. civ. 1342-10).",
        ),
    )
    .usage("DATE:AMOUNT or DATE:AMOUNT:NUMBER of the invoice the debtor chose, as often as needed")
    .such_as("2026-05-01:1000.00"),
    Param::new(
        "credit-note",
        Repeated,
        Kind::Row(&[DAY, HOW_MUCH, PIECE]),
        said("Avoirs", "Credit notes"),
        said(
            "Un avoir réduit le principal de la facture qu’il corrige.",
            "A credit note lowers the principal of the invoice it corrects.",
        ),
    )
    .usage("DATE:AMOUNT or DATE:AMOUNT:NUMBER of the invoice it corrects, as often as needed")
    .aside(),
    Param::new(
        "cost",
        Repeated,
        Kind::Row(&[DAY, HOW_MUCH, WHAT_FOR]),
        said("Frais dus par le débiteur", "Costs the debtor owes"),
        said(
            "Frais d’exécution après un titre, ou acte prescrit par la loi (CPCE L111-8).",
            "Enforcement costs after a title, or an act the law prescribes (CPCE L111-8).",
        ),
    )
    .usage("DATE:AMOUNT:WHAT-FOR, as often as needed: costs the debtor owes (CPCE L111-8)")
    .aside(),
    Param::new(
        "penalty",
        Optional,
        Kind::Row(&[DAY, HOW_MUCH, WHAT_FOR]),
        said("Clause pénale", "Penalty clause"),
        said(
            "Le jour où elle est encourue, son montant ; le juge peut la réduire (C. civ. 1231-5).",
            "The day it was incurred, its amount; the judge may reduce it (C. civ. 1231-5).",
        ),
    )
    .usage("DATE:AMOUNT or DATE:AMOUNT:CLAUSE (C. civ. 1231-5)")
    .aside(),
    Param::new(
        "as-of",
        Optional,
        Kind::Date,
        said("Arrêté au", "Drawn up to"),
        said("Dernier jour compté, inclus.", "Last day counted, included."),
    )
    .usage("Last day counted, included; today when not given")
    .such_as("2026-11-01")
    .or_today(),
    REGIME,
    AGREED_RATE,
    FORMAL_NOTICE,
    CREDITOR_CLASS,
    NO_INDEMNITY,
    PAYMENTS,
    INSOLVENCY,
    Param::new(
        "account",
        Optional,
        Kind::Document,
        said("Compte", "Account"),
        said("Le compte, en JSON.", "The account, as JSON, instead of rows"),
    ),
    Param::new(
        "annex",
        Optional,
        Kind::Document,
        said("Annexe", "Annex"),
        said(
            "L’annexe d’un décompte, en JSON : refait sans les tables.",
            "The annex of a décompte, as JSON: computed again without the tables",
        ),
    ),
];

fn decompte(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let unread = |fr, en, error: serde_json::Error| Refusal::Unread { what: Line::new(fr, en), why: error.to_string() };
    let account = match (asked.given("item"), asked.text("account"), asked.text("annex")) {
        (true, None, None) => rows(asked)?,
        (false, Some(text), None) => {
            serde_json::from_str(text).map_err(|error| unread("ce compte", "this account", error))?
        }
        (false, None, Some(text)) => {
            let annex: Annex =
                serde_json::from_str(text).map_err(|error| unread("cette annexe", "this annex", error))?;
            return value(crate::decompte::recompute(&annex)?);
        }
        _ => return Err(Refusal::DecompteInput.into()),
    };
    value(answers::decompte(&account, law, asked.date_or_today("as-of")?)?)
}

/// The account the rows make, each item under the same law.
fn rows(asked: &Asked) -> Result<Account, LawError> {
    let mut account = Account::new(Currency::EUR);
    let regime = asked.text("regime").map(Regime::parse).transpose()?.unwrap_or_default();
    let agreed_rate = asked.text("agreed-rate").map(AgreedRate::parse).transpose()?;
    let class = asked.text("creditor-class").map(CreditorClass::parse).transpose()?.unwrap_or_default();
    let formal_notice = asked.date_if("formal-notice")?;
    for (i, (due, amount, reference)) in asked.sums("item")?.into_iter().enumerate() {
        let reference = if reference.is_empty() { (i + 1).to_string() } else { reference.to_owned() };
        account.items.push(Item {
            regime,
            agreed_rate,
            formal_notice,
            creditor_class: class,
            indemnity: !asked.on("no-indemnity"),
            ..Item::new(&reference, amount, due)
        });
    }
    for (name, credit_note) in [("payment", false), ("credit-note", true)] {
        let chosen = |reference: &str| (!reference.is_empty()).then(|| reference.to_owned());
        let received = asked.sums(name)?.into_iter();
        account.receipts.extend(received.map(|(date, amount, reference)| Receipt {
            date,
            amount,
            chosen: chosen(reference),
            credit_note,
        }));
    }
    let costs = asked.sums("cost")?.into_iter();
    account.costs.extend(costs.map(|(date, amount, label)| Cost {
        label: label.to_owned(),
        date,
        amount,
        recoverable: true,
    }));
    let penalty = asked.sums("penalty")?.into_iter().next();
    account.penalty = penalty.map(|(date, amount, label)| Penalty { label: label.to_owned(), date, amount });
    account.insolvency = asked.date_if("insolvency")?;
    if let Some(order) = asked.text("payments") {
        account.conventions.payment_order = PaymentOrder::parse(order)?;
    }
    Ok(account)
}
