//! What cannot be agreed.

use amicable::plans::PlanFault;
use kernel::{Date, Wording};

kernel::sentences! {
    /// What cannot be agreed.
    PlanRefusal {
        /// No such division.
        Kind { text: String, known: String } = "plan-kind" at "kind",
            "« {text} » n’est pas une façon de répartir : {known}",
            "« {text} » is no way to divide: {known}";
        /// No such rhythm.
        Every { text: String, known: String } = "plan-every" at "every",
            "« {text} » n’est pas un rythme : {known}",
            "« {text} » is no rhythm: {known}";
        /// How many?
        CountMissing = "plan-count-missing" at "count",
            "dites en combien d’échéances",
            "say in how many instalments";
        /// How much?
        EachMissing = "plan-each-missing" at "each",
            "dites ce que le débiteur peut payer à chaque échéance",
            "say what the debtor can pay each time";
        /// Which?
        StepsMissing = "plan-steps-missing" at "steps",
            "écrivez les échéances, une par ligne",
            "write the instalments, one a line";
        /// Unreadable.
        StepMalformed { text: String } = "plan-step-malformed" at "steps",
            "« {text} » : écrivez un montant par ligne, ou une date puis un montant (2027-01-05 400,00)",
            "« {text} »: write one amount a line, or a date and an amount (2027-01-05 400.00)";
        /// When?
        FirstMissing = "plan-first-missing" at "first",
            "donnez le jour de la première échéance",
            "give the day of the first instalment";
        /// No rate.
        RateMalformed { text: String } = "plan-rate-malformed" at "rate",
            "« {text} » n’est pas un taux : un pourcentage par an, par exemple 3,25",
            "« {text} » is no rate: a percentage a year, for instance 3.25";
        /// Notice too short or too long.
        NoticeDays { least: i64, most: i64 } = "plan-notice-days" at "notice",
            "la mise en demeure laisse de {least} à {most} jours",
            "the notice gives {least} to {most} days";
        /// All is contested, assigned or planned, or nothing is owed.
        NothingFree = "plan-nothing-free",
            "rien à étaler : rien n’est dû, ou chaque pièce est contestée, même en partie, cédée ou déjà dans un échéancier",
            "nothing to spread: nothing is due, or each item is disputed, even in part, assigned or in a plan already";
        /// The plan moved.
        NotNow { state: Wording } = "plan-not-now",
            "le plan est {state} : cet acte n’est plus possible, ou pas encore",
            "the plan is {state}: this is no longer possible, or not yet";
        /// The ledger moved.
        OpenMoved { piece: String } = "plan-open-moved" at "item",
            "ce qui reste dû sur {piece} a changé depuis la proposition : faites-en une nouvelle",
            "what is open on {piece} has changed since the proposal: make a new one";
        /// The approver is held by limits too.
        BeyondYours { why: Wording } = "plan-beyond-yours",
            "ce plan dépasse aussi ce que vous accordez : {why}",
            "this plan is beyond what you may grant too: {why}";
        /// Nobody signed.
        SignerMissing = "plan-signer-missing" at "by",
            "dites qui a signé, et en quelle qualité",
            "say who signed, and in what capacity";
        /// Signed in the future, or before it was written.
        SignedWhen { made: Date } = "plan-signed-when" at "on",
            "la signature est datée d’un jour entre le {made} et aujourd’hui",
            "the signature bears a day between {made} and today";
        /// A signature that comes after the first instalment was due.
        DatesOver { first: Date } = "plan-dates-over" at "on",
            "la première échéance était le {first}, avant la signature : faites une nouvelle proposition",
            "the first instalment was due on {first}, before the signature: make a new proposal";
        /// No such level.
        Level { text: String, known: String } = "plan-level" at "level",
            "« {text} » n’est pas un niveau de preuve : {known}",
            "« {text} » is no level of proof: {known}";
        /// Nothing is late.
        NotLate = "plan-not-late",
            "rien n’est en retard : le plan est tenu",
            "nothing is late: the plan is kept";
        /// The notice still runs.
        NoticeRuns { until: Date } = "plan-notice-runs",
            "la mise en demeure laisse jusqu’au {until} : la déchéance du terme se prononce après",
            "the notice runs until {until}: the term is forfeited after it";
        /// A clause that nobody signed.
        ClauseUnwritten = "plan-clause-unwritten",
            "l’accord n’est pas écrit : la déchéance du terme ne se prononce que sur un protocole signé",
            "the agreement is not in writing: the term is forfeited only on a signed protocol";
        /// No clause.
        NoClause = "plan-no-clause",
            "ce plan ne prévoit pas la déchéance du terme : seules les échéances en retard sont exigibles",
            "this plan has no acceleration clause: only the late instalments can be asked for";
        /// No money.
        NotAPayment { piece: String } = "receipt-not-a-payment" at "item",
            "{piece} n’est pas un règlement reçu : une quittance se donne pour de l’argent reçu",
            "{piece} is no payment received: a receipt is given for money received";
        /// A block of a plan.
        HoldsPiece { piece: String } = "plan-holds-piece",
            "{piece} est dans un échéancier : elle sera relancée de nouveau quand il prendra fin",
            "{piece} is in an instalment plan: it will be asked for again when the plan is over";
        /// A block that nobody sets by hand.
        BlockByHand = "plan-block-by-hand" at "reason",
            "ce motif est celui des échéanciers : signez-en un, ou choisissez un autre motif",
            "this reason belongs to instalment plans: sign one, or choose another reason";
        /// Means of a company.
        MeansOfPerson = "plan-means-person" at "income",
            "les ressources ne se demandent qu’à une personne physique",
            "means are asked of a natural person only";
        /// Means that cannot be.
        MeansWrong { text: String } = "plan-means" at "income",
            "« {text} » : les ressources et charges sont des montants par mois, positifs ou nuls",
            "« {text} »: income and charges are amounts a month, zero or above";
        /// Limits that cannot be kept.
        LimitsWrong { months: i64, days: i64 } = "plan-limits" at "months",
            "une limite va de 1 à {months} mois et de 0 à {days} jours",
            "a limit is 1 to {months} months and 0 to {days} days";
    } with {
        /// What no plan may be.
        Fault(PlanFault),
    }
}
