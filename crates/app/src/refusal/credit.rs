//! Why nothing is done about a credit limit, an insurance, a block of orders.

use kernel::{Date, Money, Wording};

kernel::sentences! {
    /// Why nothing is done about the credit of a customer.
    CreditRefusal {
        /// Below zero.
        LimitNegative = "credit-limit-negative" at "amount",
            "un plafond est de zéro ou plus ; zéro demande le paiement d’avance",
            "a limit is zero or above; zero asks for payment beforehand";
        /// Whose insurance?
        InsurerMissing = "credit-insurer-missing" at "insurer",
            "dites quel assureur couvre ce client",
            "say which insurer covers this customer";
        /// Nothing is covered.
        CoverAmount = "credit-cover-amount" at "amount",
            "le montant assuré est au-dessus de zéro",
            "the insured amount is above zero";
        /// It ends before it starts.
        CoverReversed = "credit-cover-reversed" at "until",
            "la garantie finit avant de commencer : corrigez ses dates",
            "the insurance ends before it starts: correct its dates";
        /// No such delay.
        DeclareDays { most: i64 } = "credit-declare-days" at "declare",
            "le délai de déclaration va de 1 à {most} jours après l’échéance ; laissez vide s’il n’est pas connu",
            "the delay to declare is 1 to {most} days after the due day; leave it empty where it is not known";
        /// There is one already.
        OrdersOpen { state: Wording } = "credit-orders-open",
            "les commandes de ce client sont déjà {state} : décidez d’abord de cela",
            "the orders of this customer are already {state}: decide that first";
        /// The block moved.
        OrdersNotNow { state: Wording } = "credit-orders-not-now",
            "les commandes de ce client sont {state} : cet acte n’est plus possible, ou pas encore",
            "the orders of this customer are {state}: this is no longer possible, or not yet";
        /// The rule would propose it no more.
        CauseGone { why: Wording } = "credit-cause-gone",
            "la règle ne demande plus ce blocage : {why} ; refusez-le, ou bloquez vous-même avec votre motif",
            "the rule asks for this hold no more: {why}; refuse it, or hold orders yourself for your own reason";
        /// The rule asks for the block again.
        CauseBack { why: Wording } = "credit-cause-back",
            "la règle demande de nouveau ce blocage : {why} ; maintenez-le, ou débloquez tout de suite avec votre motif",
            "the rule asks for this hold again: {why}; keep it, or release at once for your own reason";
        /// Nothing insures them.
        NotInsured = "credit-not-insured" at "item",
            "aucune garantie n’est notée pour ce client : notez-la d’abord",
            "no insurance is noted for this customer: note it first";
        /// Which pieces?
        DeclareNothing = "credit-declare-nothing" at "item",
            "choisissez les pièces déclarées à l’assureur",
            "choose the pieces declared to the insurer";
        /// Not yet.
        DeclareLater { day: Date } = "credit-declare-later" at "on",
            "le {day} n’est pas encore là : donnez le jour où la pièce a été déclarée",
            "{day} has not come yet: give the day the piece was declared";
        /// It was declared.
        DeclaredAlready { piece: String, day: Date } = "credit-declared-already" at "item",
            "{piece} est déjà déclarée, le {day}",
            "{piece} is declared already, on {day}";
        /// It was not.
        NotDeclared { piece: String } = "credit-not-declared" at "item",
            "{piece} n’est pas déclarée à l’assureur",
            "{piece} is not declared to the insurer";
        /// Beyond what a manager grants.
        BeyondYours { most: Money } = "credit-beyond-yours",
            "l’encours dépasse {most}, ce que votre rôle décide : demandez à un administrateur",
            "what is owed is beyond {most}, which your role decides: ask an administrator";
        /// Outside a closed list.
        UnknownWord { text: String, known: String } = "credit-unknown-word",
            "« {text} » n’est pas connu ; au choix : {known}",
            "« {text} » is not known; choose among: {known}";
        /// A policy that cannot be kept.
        PolicyDays { most: i64 } = "credit-policy-days" at "days",
            "un délai va de 1 à {most} jours ; laissez vide pour ne rien faire",
            "a delay is 1 to {most} days; leave it empty to do nothing";
        /// An amount of the policy.
        PolicyAmount = "credit-policy-amount" at "above",
            "un seuil est un nombre entier de zéro ou plus, dans la monnaie du compte",
            "a threshold is a whole number of zero or above, in the currency of the account";
        /// A factor has it.
        Factored { piece: String, factor: String } = "credit-factored" at "item",
            "{piece} est cédée à {factor} : son paiement va au factor ; annulez d’abord la cession, avec son motif",
            "{piece} is assigned to {factor}: its payment goes to the factor; reverse the assignment first, with its reason";
        /// Which factor, which pieces?
        FactorMissing = "credit-factor-missing" at "factor",
            "dites à quel factor, et choisissez les pièces cédées",
            "say which factor, and choose the pieces assigned";
        /// No factor has it.
        NotFactored { piece: String } = "credit-not-factored" at "item",
            "{piece} n’est cédée à aucun factor",
            "{piece} is assigned to no factor";
        /// A block that nobody sets by hand.
        FactorByHand = "credit-factor-by-hand" at "reason",
            "ce motif est celui des cessions : cédez la pièce au factor depuis la page du crédit du client",
            "this reason belongs to assignments: assign the piece to its factor from the credit page of the customer";
        /// Nothing would count.
        WeightsVoid = "credit-weights-void" at "lateness",
            "un critère au moins doit compter",
            "one criterion at least must count";
        /// Too heavy.
        WeightTooHeavy { most: i64 } = "credit-weight" at "lateness",
            "un poids va de 0 à {most}",
            "a weight is 0 to {most}";
        /// Kept weights or a policy that cannot be read.
        SettingUnsound = "credit-setting-unsound",
            "les réglages du crédit ne se lisent plus : enregistrez-les de nouveau",
            "the settings of credit cannot be read any more: save them again";
    }
}
