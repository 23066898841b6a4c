//! Every sentence of a refusal, in French and in English.

kernel::sentences! {
    /// A question that has no answer in law, or is not whole: what was asked, and what to ask instead.
    Refusal {
        /// A credit note bears no interest.
        NegativeClaim { amount: kernel::Money } = "negative-claim" at "amount",
            "intérêts sur {amount} : un montant négatif est un avoir et ne porte pas intérêt ; donnez la créance",
            "interest on {amount}: a negative amount is a credit note and bears no interest; give the claim";
        /// A payment is what was received.
        PaymentNotPositive { amount: kernel::Money, day: kernel::Date } = "payment-not-positive" at "payment",
            "paiement de {amount} du {day} : un paiement est un montant positif ; un paiement rejeté ne se porte pas",
            "the payment of {amount} on {day}: a payment is a positive amount; a returned one is left out";
        /// CCP R2192-31 leaves no choice of rate.
        PublicAgreedRate = "public-agreed-rate" at "agreed-rate",
            "taux convenu avec un acheteur public : il doit le taux de CCP R2192-31 quoi qu’il ait été convenu ; ne donnez pas de taux convenu",
            "an agreed rate with a public buyer: it owes the rate of CCP R2192-31, whatever was agreed; leave the agreed rate out";
        /// The cost of waiting, asked with a negative number.
        DelayCost = "delay-cost" at "amount",
            "coût d’un délai : montant, jours et taux ne sont pas négatifs",
            "the cost of a delay: amount, days and rate are not negative";
        /// A discount outside its bounds.
        Discount = "discount" at "percent",
            "cet escompte : il est entre 0 et 100 %, pour un jour gagné ou plus",
            "this discount: it lies between 0 and 100 %, for one day gained or more";
        /// A forfeited credit with a negative number.
        Credit = "credit" at "capital",
            "ce crédit : capital, intérêts et taux ne sont pas négatifs",
            "this credit: capital, interest and rate are not negative";
        /// An annex that is not ours, or not whole.
        Annex = "annex" at "annex",
            "cette annexe : elle est incomplète ou d’une autre version",
            "this annex: it is not whole, or of another version";
        /// An annex without a rate it needs.
        AnnexRate { day: kernel::Date, reference: String } = "annex-rate" at "annex",
            "cette annexe au {day} : elle ne contient pas de taux pour {reference}",
            "this annex on {day}: it holds no rate for {reference}";
        /// Two items of one name.
        ReferenceTwice { reference: String } = "reference-twice" at "item",
            "pièce {reference} : la référence sert deux fois dans le compte",
            "item {reference}: the reference is used twice in the account";
        /// An amount below zero in an account.
        NegativeAmount { what: kernel::Wording, amount: kernel::Money } = "negative-amount" at "item",
            "{what} ({amount}) : les montants sont positifs ; un avoir est une recette",
            "{what} ({amount}): amounts are positive; a credit note is a receipt";
        /// A receipt for an item that is not there.
        NotAnItem { day: kernel::Date, chosen: String } = "not-an-item" at "payment",
            "recette du {day} : {chosen} n’est pas une pièce du compte",
            "the receipt of {day}: {chosen} is no item of the account";
        /// A wage that is none.
        Wage { amount: kernel::Money } = "wage" at "net-yearly",
            "salaire de {amount} : donnez un net annuel en euros, positif",
            "a wage of {amount}: give a yearly net amount in euros, not negative";
        /// A tariff on an amount that is none.
        TariffAmount { amount: kernel::Money } = "tariff-amount" at "debt",
            "tarif sur {amount} : donnez un montant positif en euros",
            "the tariff on {amount}: give a positive amount in euros";
        /// A claim that is none.
        ClaimAmount { amount: kernel::Money } = "claim-amount" at "amount",
            "créance de {amount} : donnez un montant positif en euros",
            "a claim of {amount}: give a positive amount in euros";
        /// A cell of the tariff that holds no amount.
        NoAmount { cell: String } = "no-amount",
            "tarif « {cell} » : la case ne contient pas de montant",
            "tariff « {cell} »: the cell holds no amount";
        /// A coefficient or scale that cannot be read.
        UnreadCell { cell: String } = "unread-cell",
            "tarif « {cell} » : la case ne peut pas être lue",
            "tariff « {cell} »: the cell cannot be read";
        /// The means that decide the contribution of a company.
        CompanyMeans = "company-means" at "turnover",
            "contribution pour la justice économique d’une personne morale : donnez le chiffre d’affaires et le bénéfice moyens de trois ans et l’effectif (ou, pour une personne physique, le revenu fiscal de référence et les parts)",
            "the contribution to economic justice of a legal person: give the average turnover and profit of three years and the staff (or, for a natural person, the reference income and the household parts)";
        /// The means of a company and of a natural person at once.
        TwoPayers = "two-payers" at "income",
            "contribution pour la justice économique : une personne morale donne chiffre d’affaires, bénéfice et effectif, une personne physique son revenu fiscal de référence ; donnez les uns ou l’autre",
            "the contribution to economic justice: a legal person gives turnover, profit and staff, a natural person the reference income; give one or the other";
        /// Parts of a household that make no sense.
        Parts = "parts" at "parts",
            "parts du foyer fiscal : un nombre de parts entre 1 et 50, par quarts, tel que 2.5, et un revenu positif",
            "parts of the household: between 1 and 50, in quarters, such as 2.5, and an income that is not negative";
        /// A procedure that is empty.
        NoStates = "no-states",
            "une procédure sans état : ajoutez ses états",
            "a procedure without states: add them";
        /// A value that is not what its name wants.
        Value { name: &'static str, shown: String, expected: kernel::Wording } = "value",
            "{name} « {shown} » : attendu {expected}",
            "{name} « {shown} »: expected {expected}";
        /// A value given twice.
        Twice { name: &'static str } = "twice",
            "{name} : donné deux fois ; gardez une seule valeur",
            "{name}: it is given twice; keep one value";
        /// A value that must be given.
        Needed { verb: &'static str, name: &'static str } = "needed",
            "{verb} sans {name} : donnez {name}",
            "{verb} without {name}: give {name}";
        /// An answer that cannot be written as JSON.
        Unwritable { why: String } = "unwritable",
            "cette réponse ne peut pas être écrite : {why}",
            "this answer cannot be written: {why}";
        /// An account or annex that cannot be read.
        Unread { what: kernel::Wording, why: String } = "unread",
            "{what} illisible : {why}",
            "{what} cannot be read: {why}";
        /// A décompte asked with nothing, or with both.
        DecompteInput = "decompte-input" at "item",
            "un décompte : donnez des factures, un compte ou une annexe, l’un des trois",
            "a décompte: give items, an account or an annex, one of them";
        /// A threshold whose row holds no amount.
        NoThreshold { title: String } = "no-threshold",
            "{title} : la ligne ne contient pas de montant",
            "{title}: the row holds no amount";
        /// Years, months and days all nought.
        EmptyPeriod = "empty-period" at "months",
            "un délai de durée nulle : donnez des années, des mois ou des jours",
            "a period of no length: give years, months or days";
        /// A payment term that is no length.
        NoLength { kind: String, duration: String, article: String, start: String } = "no-length" at "kind",
            "délai de {kind} : la table donne « {duration} » ({article}) : {start}",
            "the term of {kind}: the table gives « {duration} » ({article}): {start}";
        /// A step that came or went with a reform.
        NotThen { procedure: String, step: String, day: String } = "not-then" at "order-date",
            "{procedure} {step} pour une ordonnance du {day} : cette étape n’existe pas pour cette date ; voyez la liste",
            "{procedure} {step} for an order of {day}: this step does not exist for orders of that date; see the list";
        /// A step that is a threshold or a rule.
        NoPeriod { procedure: String, step: String, value: String, article: String, consequence: String } = "no-period" at "step",
            "{procedure} {step} : la table donne {value} ({article}), ce n’est pas un délai : {consequence}",
            "{procedure} {step}: the table gives {value} ({article}), no period: {consequence}";
    }
}

kernel::sentences! {
    /// A refusal said beside the field it is about.
    Beside {
        /// A value that is not what its name wants.
        Value { shown: String, expected: kernel::Wording } = "beside-value",
            "« {shown} » : attendu {expected}", "« {shown} »: expected {expected}";
        /// A value that must be given.
        Needed = "beside-needed", "À donner : sans cela, pas de réponse", "To be given: without it, no answer";
    }
}

kernel::sentences! {
    /// What is wrong with a cell of a table, and what is expected.
    Fault {
        /// Nothing in it.
        Empty = "empty", "est vide ; une valeur est attendue", "is empty; a value is expected";
        /// No date in it.
        EmptyDate = "empty-date", "est vide ; une date est attendue", "is empty; a date is expected";
        /// No day of the calendar.
        Date { text: String } = "date",
            "« {text} » n’est pas une date ; attendu AAAA-MM-JJ", "« {text} » is no date; expected YYYY-MM-DD";
        /// No percentage.
        Percentage { text: String } = "percentage",
            "« {text} » n’est pas un pourcentage ; attendu par exemple 12.15",
            "« {text} » is no percentage; expected e.g. 12.15";
        /// No status.
        Status { text: String } = "status",
            "« {text} » n’est pas un statut ; attendu verified, secondary, derived, memory ou not_found",
            "« {text} » is no status; expected verified, secondary, derived, memory or not_found";
        /// The key of another row.
        Twin { line: u64 } = "twin",
            "répète la ligne {line} ; gardez l’une des deux", "repeats the row of line {line}; keep one of them";
        /// A column that is not there.
        Column { expected: String } = "column",
            "manque à l’en-tête ; attendu {expected}", "is missing from the header; expected {expected}";
        /// Too many or too few cells.
        Cells { found: usize, expected: usize } = "cells",
            "{found} cases où l’en-tête en a {expected}", "{found} cells where the header has {expected}";
        /// Not CSV.
        Unreadable { why: String } = "unreadable",
            "ne se lit pas comme du CSV : {why}", "cannot be read as CSV: {why}";
        /// Dates that are no half-year.
        HalfYear = "half-year",
            "début et fin ne sont pas ceux d’un semestre", "start and end are not those of a half-year";
        /// A published figure that is not the one computed.
        SaysOther { said: String, computed: String } = "says-other",
            "dit {said}, les tables de base donnent {computed} ; corrigez ou ajoutez la ligne de base",
            "says {said}, the base tables give {computed}; correct or add the base row";
        /// Rows out of order.
        Unordered = "unordered",
            "les lignes doivent suivre l’ordre des dates", "rows must be in increasing order of dates";
        /// A change that changes nothing.
        SameRate = "same-rate",
            "est le taux déjà en vigueur ; une ligne est de trop", "is the rate already in force; one row is too many";
        /// No class of creditor.
        Class { text: String } = "class",
            "« {text} » n’est pas une catégorie ; attendu particulier ou autres",
            "« {text} » is no class; expected particulier or autres";
        /// An end before its start.
        EndBeforeStart = "end-before-start", "précède le début", "comes before the start";
        /// Days no row covers.
        Gap { day: kernel::Date } = "gap", "laisse un trou après le {day}", "leaves a gap after {day}";
        /// Days two rows cover.
        Overlap { day: kernel::Date } = "overlap",
            "chevauche la ligne qui finit le {day}", "overlaps the row that ends on {day}";
        /// Days of another row of the same thing.
        OverlapLine { line: u64 } = "overlap-line",
            "chevauche la ligne {line}, qui porte sur la même chose", "overlaps line {line}, which is about the same thing";
        /// No whole number.
        WholeNumber { text: String } = "whole-number",
            "« {text} » n’est pas un nombre entier", "« {text} » is no whole number";
        /// No amount.
        Amount { text: String } = "amount", "« {text} » n’est pas un montant", "« {text} » is no amount";
        /// A word out of its list.
        Listed { text: String, expected: &'static str } = "listed",
            "« {text} » n’est pas admis ; attendu {expected}", "« {text} » is not allowed; expected {expected}";
        /// No bracket of the wage scale.
        Bracket { text: String } = "bracket",
            "« {text} » n’est pas une tranche ; attendu « over 0 up to 4480 »",
            "« {text} » is no bracket; expected « over 0 up to 4480 »";
        /// No fraction.
        Fraction { text: String } = "fraction",
            "« {text} » n’est pas une fraction telle que 1/20", "« {text} » is no fraction such as 1/20";
        /// A wage scale with a hole.
        Brackets = "brackets",
            "les tranches de cette année laissent un trou ou se chevauchent",
            "the brackets of this year leave a hole or overlap";
        /// Something another table should hold.
        NotIn { file: &'static str } = "not-in", "n’est pas dans {file}", "is not in {file}";
        /// A state of another procedure.
        State { text: String, procedure: String } = "state",
            "« {text} » n’est pas un état de {procedure}", "« {text} » is no state of {procedure}";
        /// A state nothing leaves.
        DeadEnd { state: String } = "dead-end",
            "« {state} » est une impasse : aucun acte n’en sort", "« {state} » is a dead end: no act leaves it";
        /// A state nothing reaches.
        Unreached { state: String, first: String } = "unreached",
            "« {state} » ne peut pas être atteint depuis « {first} »", "« {state} » cannot be reached from « {first} »";
        /// No initial state, or several.
        OneInitial = "one-initial", "un seul état est initial", "exactly one state is initial";
        /// No range of communes.
        Communes { text: String } = "communes",
            "« {text} » n’est pas une suite de communes telle que 001-017",
            "« {text} » is no range of communes such as 001-017";
        /// A commune in two districts.
        CommuneTwice { commune: String, line: u64 } = "commune-twice",
            "la commune {commune} est dans la suite de la ligne {line}", "commune {commune} lies in the range of line {line}";
        /// No number of days.
        Days { text: String } = "days", "« {text} » n’est pas un nombre de jours", "« {text} » is no number of days";
        /// No duration.
        Duration { text: String } = "duration",
            "« {text} » n’est pas une durée ISO 8601 telle que P5Y", "« {text} » is no ISO 8601 duration such as P5Y";
        /// No short name for a step.
        NoShortName = "no-short-name",
            "n’a pas de nom court ; ajoutez une ligne à deadline_names.csv",
            "has no short name; add a row to deadline_names.csv";
        /// What another reader said of it.
        Said { why: kernel::Wording } = "said", "{why}", "{why}";
    }
}

kernel::sentences! {
    /// What a word out of its closed list was taken for.
    Word {
        /// A kind of rate.
        Rate = "rate" at "kind", "taux", "rate";
        /// A regime of interest.
        Regime = "regime" at "regime", "régime", "regime";
        /// A class of creditor.
        CreditorClass = "creditor-class" at "creditor-class", "catégorie de créancier", "class of creditor";
        /// A rate of a contract.
        AgreedRate = "agreed-rate" at "agreed-rate", "taux convenu", "agreed rate";
        /// What a payment settles first.
        PaymentOrder = "payment-order" at "payments", "ordre d’imputation", "order of payments";
        /// A life-cycle status.
        EinvoiceStatus = "einvoice-status" at "code", "statut de facture électronique", "e-invoicing status";
        /// A document with mandatory mentions.
        Document = "document" at "document", "type de document", "document";
        /// An item of the tariff.
        TariffItem = "tariff-item" at "item", "poste du tarif", "item of the tariff";
        /// A procedure.
        Procedure = "procedure" at "procedure", "procédure", "procedure";
        /// A step of a procedure.
        Step = "step" at "step", "étape de cette procédure", "step of this procedure";
        /// A state of a procedure.
        State = "state" at "state", "état de cette procédure", "state of this procedure";
        /// A value a question takes.
        Param = "param", "valeur de cette question", "value of this question";
        /// A question.
        Question = "question", "type de question", "question";
        /// A kind of debtor.
        Debtor = "debtor" at "debtor", "débiteur", "debtor";
        /// A commune or a State.
        Place = "place" at "place", "lieu", "place";
        /// A path through acts.
        Path = "path" at "path", "parcours", "path";
        /// Near or far from the court.
        Distance = "distance" at "distance", "éloignement", "distance";
        /// Rules of counting.
        Counting = "counting" at "counting", "règle de computation", "rules of counting";
        /// A territory.
        Territory = "territory" at "territory", "territoire", "territory";
        /// A reading of end-of-month terms.
        Convention = "convention" at "convention", "convention de calcul", "convention";
        /// Terms of payment.
        Terms = "terms" at "terms", "conditions de paiement", "payment term";
        /// A kind of sale with a legal term.
        TermKind = "term-kind" at "kind", "type de délai de paiement", "kind of payment term";
        /// A kind of claim.
        ClaimKind = "claim-kind" at "kind", "type de créance", "kind of claim";
        /// A fact of limitation.
        Event = "event" at "event", "événement", "event";
    }
}

kernel::sentences! {
    /// What the tables were asked for and do not hold. Days are written as the row to add writes them.
    Sought {
        /// Something by its key alone.
        Thing { key: String } = "thing", "{key}", "{key}";
        /// Something on a day.
        ThingOn { key: String, day: String } = "thing-on", "{key} au {day}", "{key} on {day}";
        /// The legal rate of a class.
        LegalRate { day: String, class: &'static str } = "legal-rate", "{day}, catégorie {class}", "{day}, class {class}";
        /// A rate on a day.
        RateOn { day: String, rate: &'static str } = "rate-on", "{day} (taux {rate})", "{day} (rate {rate})";
        /// A rate before its rule.
        BeforeRule { rate: &'static str, day: String } = "before-rule",
            "{rate} au {day} : la règle par semestre commence le 2013-01-01",
            "{rate} on {day}: the rule by half-year starts on 2013-01-01";
        /// A commune.
        Commune { insee: String } = "commune", "commune {insee}", "commune {insee}";
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernel::Wording;

    use super::*;

    #[test]
    fn every_refusal_speaks_french_and_english() {
        let all = |said: Vec<(&'static str, Wording)>| {
            let codes: BTreeSet<&str> = said.iter().map(|(code, _)| *code).collect();
            assert_eq!(codes.len(), said.len(), "two sentences share a code");
            said
        };
        let refusals = all(Refusal::examples().iter().map(|one| (one.code(), one.wording())).collect());
        let faults = all(Fault::examples().iter().map(|one| (one.code(), one.wording())).collect());
        all(Word::examples().iter().map(|one| (one.code(), one.wording())).collect());
        all(Sought::examples().iter().map(|one| (one.code(), one.wording())).collect());
        for (code, said) in refusals.into_iter().chain(faults) {
            assert!(!said.fr.is_empty() && !said.en.is_empty() && said.fr != said.en, "{code}: {said:?}");
        }
    }
}
