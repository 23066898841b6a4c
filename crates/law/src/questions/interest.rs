//! Verbs about interest: late, legal, of a consumer credit, and the rates themselves.

use serde_json::Value;

use super::Need::{Optional, Positional, Repeated, Required, Switch};
use super::declared::{Figure, Group, Kind, Param, Part, Rows, Said, Shown, Verb, said};
use super::{Asked, choices, value};
use crate::convention::PaymentOrder;
use crate::judgment::Judgment;
use crate::{AgreedRate, Claim, CreditorClass, Law, LawError, RateKind, Regime, answers};

pub(super) const REGIME: Param = Param::new(
    "regime",
    Optional,
    Kind::Choice(choices::regimes),
    said("Débiteur", "Debtor"),
    said("La loi qui s’applique dépend de qui doit.", "The law depends on who owes."),
)
.usage("b2b (when not given), public or consumer")
.or("b2b");
pub(super) const AGREED_RATE: Param = Param::new(
    "agreed-rate",
    Optional,
    Kind::AgreedRate,
    said("Taux convenu", "Agreed rate"),
    said(
        "Celui du contrat : 12,15, 3xlegal ou ecb+10 ; rien pour le taux de la loi.",
        "That of the contract: 12.15, 3xlegal or ecb+10; nothing for the rate of the law.",
    ),
)
.usage("12.15, 3xlegal or ecb+10")
.aside();
pub(super) const FORMAL_NOTICE: Param = Param::new(
    "formal-notice",
    Optional,
    Kind::Date,
    said("Mise en demeure reçue le", "Formal notice received on"),
    said("Pour un particulier : les intérêts courent de ce jour.", "For a consumer: interest runs from that day."),
)
.usage("Day the formal notice was received (consumers)")
.aside();
pub(super) const CREDITOR_CLASS: Param = Param::new(
    "creditor-class",
    Optional,
    Kind::Choice(choices::creditor_classes),
    said("Créancier", "Creditor"),
    said("Le taux légal dépend de qui est créancier.", "The legal rate depends on who is owed."),
)
.usage("professional or individual")
.or("professional")
.aside();
pub(super) const NO_INDEMNITY: Param = Param::new(
    "no-indemnity",
    Switch,
    Kind::Switch,
    said("Sans l’indemnité de 40 €", "Without the 40 € indemnity"),
    said("Laisser l’indemnité forfaitaire de côté.", "Leave the fixed indemnity aside."),
)
.usage("Leave the 40 € out")
.aside();
pub(super) const PAYMENTS: Param = Param::new(
    "payments",
    Optional,
    Kind::Choice(choices::payment_orders),
    said("Un paiement éteint d’abord", "A payment settles first"),
    said(
        "Les intérêts, sauf décision d’un juge (C. civ. 1343-5).",
        "Interest, unless a judge ordered otherwise (C. civ. 1343-5).",
    ),
)
.usage("interest-first, or principal-first (a judge's order under C. civ. 1343-5)")
.or("interest-first")
.aside();
pub(super) const INSOLVENCY: Param = Param::new(
    "insolvency",
    Optional,
    Kind::Date,
    said("Procédure collective ouverte le", "Insolvency opened on"),
    said("Elle arrête le cours des intérêts.", "It stops the interest."),
)
.usage("Day of the judgment that opened insolvency")
.aside();
pub(super) const RECEIVED: Said = said("Reçu le", "Received on");
pub(super) const AMOUNT: Said = said("Montant", "Amount");
const UNTIL: Param = Param::new(
    "until",
    Required,
    Kind::Date,
    said("Jusqu’au", "Until"),
    said("Dernier jour compté, inclus.", "Last day counted, included"),
)
.such_as("2026-11-01")
.or_today();
const PAYMENT: Param = Param::new(
    "payment",
    Repeated,
    Kind::Row(&[
        Part { name: "date", label: RECEIVED, kind: Kind::Date },
        Part { name: "amount", label: AMOUNT, kind: Kind::Amount },
    ]),
    said("Paiements reçus", "Payments received"),
    said("Un par ligne ; laissez vides les lignes inutiles.", "One a row; leave the others empty."),
)
.usage("DATE:AMOUNT, as often as needed")
.such_as("2026-05-01:1000.00");

/// The slices of interest.
const SLICES: Rows = Rows {
    at: "/slices",
    title: said("Tranches", "Slices"),
    columns: &[
        Figure::new("/from", Shown::Date, "Du", "From"),
        Figure::new("/to", Shown::Date, "Au", "To"),
        Figure::new("/days", Shown::Count, "Jours", "Days"),
        Figure::new("/balance", Shown::Amount, "Sur", "On"),
        Figure::new("/rate", Shown::Rate, "Taux", "Rate"),
        Figure::new("/interest", Shown::Amount, "Intérêts", "Interest"),
    ],
};
/// What each payment settled.
const SETTLED: Rows = Rows {
    at: "/payments",
    title: said("Imputation des paiements", "What the payments settled"),
    columns: &[
        Figure::new("/date", Shown::Date, "Reçu le", "Received on"),
        Figure::new("/amount", Shown::Amount, "Montant", "Amount"),
        Figure::new("/to_interest", Shown::Amount, "Intérêts", "Interest"),
        Figure::new("/to_indemnity", Shown::Amount, "Indemnité", "Indemnity"),
        Figure::new("/to_principal", Shown::Amount, "Principal", "Principal"),
        Figure::new("/surplus", Shown::Amount, "En trop", "Beyond the debt"),
    ],
};

pub(super) const LATE_INTEREST: Verb = Verb {
    name: "late-interest",
    title: said("Intérêts de retard", "Late interest"),
    about: said("Intérêts de retard et 40 € d’une facture", "Late interest and the 40 € of one invoice"),
    group: Group::Interest,
    params: &[
        Param::new(
            "amount",
            Required,
            Kind::Amount,
            said("Montant de la facture", "Amount of the invoice"),
            said("Taxes comprises.", "Taxes included.")
        )
.usage("Amount, taxes included")
        .such_as("4800.00"),
        Param::new(
            "due",
            Required,
            Kind::Date,
            said("Échéance", "Due date"),
            said("Les intérêts courent du lendemain.", "Due date"),
        )
        .such_as("2026-03-01"),
        UNTIL,
        REGIME,
        AGREED_RATE,
        PAYMENT,
        FORMAL_NOTICE,
        CREDITOR_CLASS,
        NO_INDEMNITY,
        PAYMENTS,
        INSOLVENCY,
    ],
    figures: &[
        Figure::new("/total", Shown::Amount, "Intérêts et indemnité", "Interest and indemnity"),
        Figure::new("/interest", Shown::Amount, "Intérêts", "Interest"),
        Figure::new("/indemnity", Shown::Amount, "Indemnité forfaitaire", "Fixed indemnity").means(
            "Quarante euros par facture payée en retard, dus de plein droit entre professionnels et par les acheteurs publics. Un particulier ne les doit jamais (C. com. D441-5, CCP D2192-35).",
            "Forty euros for each invoice paid late, owed of right between professionals and by public buyers. A consumer never owes them (C. com. D441-5, CCP D2192-35).",
        ),
        Figure::new("/principal_left", Shown::Amount, "Principal restant dû", "Principal left").means(
            "Ce qui reste de la somme elle-même, sans intérêts ni frais. Un paiement éteint d’abord les intérêts, sauf accord ou décision contraire (C. civ. 1343-1).",
            "What is left of the sum itself, without interest or costs. A payment settles interest first, unless agreed or ordered otherwise (C. civ. 1343-1).",
        ),
        Figure::new("/interest_left", Shown::Amount, "Intérêts restant dus", "Interest left").if_any(),
        Figure::new("/indemnity_left", Shown::Amount, "Indemnité restant due", "Indemnity left").if_any(),
        Figure::new("/overpaid", Shown::Amount, "Reçu en trop", "Received beyond the debt").if_any(),
        Figure::new("/owed", Shown::Amount, "Reste dû en tout", "Owed altogether"),
    ],
    tables: &[SLICES, SETTLED],
    answer: late_interest,
};

fn late_interest(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let regime = asked.text("regime").map(Regime::parse).transpose()?.unwrap_or_default();
    let mut claim = Claim::new(asked.money("amount")?, asked.date("due")?, regime);
    claim.agreed_rate = asked.text("agreed-rate").map(AgreedRate::parse).transpose()?;
    claim.payments = asked.payments("payment")?;
    claim.formal_notice = asked.date_if("formal-notice")?;
    claim.indemnity = !asked.on("no-indemnity");
    claim.insolvency = asked.date_if("insolvency")?;
    if let Some(class) = asked.text("creditor-class") {
        claim.creditor_class = CreditorClass::parse(class)?;
    }
    if let Some(order) = asked.text("payments") {
        claim.conventions.payment_order = PaymentOrder::parse(order)?;
    }
    value(answers::late_interest(&claim, law, asked.date("until")?)?)
}

pub(super) const LEGAL_INTEREST: Verb = Verb {
    name: "legal-interest",
    title: said("Intérêts d’une condamnation", "Interest on a judgment"),
    about: said(
        "Intérêts au taux légal après une décision, majoration comprise",
        "Interest at the legal rate after a decision, majoration included",
    ),
    group: Group::Interest,
    params: &[
        Param::new(
            "amount",
            Required,
            Kind::Amount,
            said("Montant de la condamnation", "Amount awarded"),
            said("La somme que la décision accorde.", "Amount awarded"),
        )
        .such_as("4800.00"),
        Param::new(
            "enforceable",
            Required,
            Kind::Date,
            said("Décision exécutoire le", "Enforceable on"),
            said(
                "En pratique, le jour de sa signification.",
                "Day the decision became enforceable; in practice, its service",
            ),
        )
        .such_as("2026-03-01"),
        Param::new(
            "from",
            Optional,
            Kind::Date,
            said("Intérêts depuis le", "Interest from"),
            said(
                "Jour de la décision, ou celui qu’elle fixe (C. civ. 1231-7).",
                "Day of the decision, or the one it sets for interest (C. civ. 1231-7)",
            ),
        ),
        UNTIL,
        Param::new(
            "creditor-class",
            Required,
            Kind::Choice(choices::creditor_classes),
            said("Créancier", "Creditor"),
            said("Le taux légal dépend de qui est créancier.", "The legal rate depends on who is owed.")
        )
.usage("individual or professional")
        .such_as("professional"),
        Param::new(
            "capitalise",
            Switch,
            Kind::Switch,
            said("Capitaliser chaque année", "Capitalise yearly"),
            said("Si la décision l’ordonne (C. civ. 1343-2).", "Capitalise yearly (C. civ. 1343-2)"),
        ),
        PAYMENT,
    ],
    figures: &[
        Figure::new("/interest", Shown::Amount, "Intérêts", "Interest"),
        Figure::new("/principal_left", Shown::Amount, "Principal restant dû", "Principal left").means(
            "Ce qui reste de la somme elle-même, sans intérêts ni frais. Un paiement éteint d’abord les intérêts, sauf accord ou décision contraire (C. civ. 1343-1).",
            "What is left of the sum itself, without interest or costs. A payment settles interest first, unless agreed or ordered otherwise (C. civ. 1343-1).",
        ),
        Figure::new("/interest_left", Shown::Amount, "Intérêts restant dus", "Interest left").if_any(),
        Figure::new("/overpaid", Shown::Amount, "Reçu en trop", "Received beyond the debt").if_any(),
        Figure::new("/owed", Shown::Amount, "Reste dû en tout", "Owed altogether"),
    ],
    tables: &[SLICES, SETTLED],
    answer: legal_interest,
};

fn legal_interest(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let class = CreditorClass::parse(asked.needed("creditor-class")?)?;
    let mut judgment = Judgment::new(asked.money("amount")?, asked.date("enforceable")?, class);
    judgment.bears_from = asked.date_if("from")?;
    (judgment.capitalise, judgment.payments) = (asked.on("capitalise"), asked.payments("payment")?);
    value(answers::legal_interest(&judgment, law, asked.date("until")?)?)
}

pub(super) const CONSUMER_CREDIT: Verb = Verb {
    name: "consumer-credit",
    title: said("Crédit à la consommation", "Consumer credit"),
    about: said(
        "Ce que doit un crédit à la consommation déchu du terme (C. conso. L312-39)",
        "What a forfeited consumer credit owes (C. conso. L312-39)",
    ),
    group: Group::Interest,
    params: &[
        Param::new(
            "capital",
            Required,
            Kind::Amount,
            said("Capital restant dû", "Capital still due"),
            said("Au jour de la déchéance du terme.", "Capital still due"),
        )
        .such_as("4800.00"),
        Param::new(
            "interest-before",
            Optional,
            Kind::Amount,
            said("Intérêts déjà échus", "Interest accrued before"),
            said("Échus avant la déchéance et impayés.", "Interest accrued before the forfeiture and unpaid"),
        ),
        Param::new(
            "loan-rate",
            Required,
            Kind::Percent,
            said("Taux du prêt", "Rate of the loan"),
            said("Pour cent l’an.", "Rate of the loan, percent a year"),
        )
        .such_as("5.20"),
        Param::new(
            "forfeited",
            Required,
            Kind::Date,
            said("Déchéance du terme le", "Forfeited on"),
            said("Jour où le prêteur a exigé le tout.", "Day of the forfeiture"),
        )
        .such_as("2026-01-01"),
        UNTIL,
    ],
    figures: &[
        Figure::new("/owed", Shown::Amount, "Reste dû en tout", "Owed altogether"),
        Figure::new("/capital", Shown::Amount, "Capital", "Capital"),
        Figure::new("/interest_before", Shown::Amount, "Intérêts d’avant", "Interest before").if_any(),
        Figure::new("/interest", Shown::Amount, "Intérêts", "Interest"),
        Figure::new("/indemnity", Shown::Amount, "Indemnité", "Indemnity"),
    ],
    tables: &[SLICES],
    answer: consumer_credit,
};

fn consumer_credit(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    let capital = asked.money("capital")?;
    let before = asked.money_if("interest-before")?.unwrap_or(kernel::Money::zero(capital.currency()));
    let (forfeited, until) = (asked.date("forfeited")?, asked.date("until")?);
    value(crate::consumer_credit::forfeited_credit(capital, before, asked.rate("loan-rate")?, forfeited, until, law)?)
}

pub(super) const RATE: Verb = Verb {
    name: "rate",
    title: said("Taux d’un jour", "A rate on a day"),
    about: said("Un taux, un jour donné", "A rate on a day"),
    group: Group::Interest,
    params: &[
        Param::new(
            "kind",
            Positional,
            Kind::Choice(choices::rates),
            said("Taux", "Rate"),
            said(
                "Celui de la loi, de la banque centrale, ou le plancher d’un contrat.",
                "That of the law, of the central bank, or the floor of a contract.",
            ),
        )
        .usage("ecb, legal-individual, legal-professional, b2b-default, b2b-floor or public")
        .such_as("b2b-default"),
        Param::new("on", Required, Kind::Date, said("Jour", "Day"), said("Le jour demandé.", "Day"))
            .such_as("2026-11-01")
            .or_today(),
    ],
    figures: &[
        Figure::new("/rate", Shown::Rate, "Taux annuel", "Rate a year"),
        Figure::new("/valid_from", Shown::Date, "Du", "From"),
        Figure::new("/valid_to", Shown::Date, "Au", "To"),
        Figure::new("/status", Shown::Status, "Établi", "Established"),
    ],
    tables: &[],
    answer: rate,
};

fn rate(asked: &Asked, law: &Law) -> Result<Value, LawError> {
    value(answers::rate(law, RateKind::parse(asked.needed("kind")?)?, asked.date("on")?)?)
}
