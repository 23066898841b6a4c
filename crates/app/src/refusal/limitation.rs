//! What cannot be told of a limitation.

use kernel::{Date, Wording};

kernel::sentences! {
    /// What cannot be told of a limitation.
    LimitationRefusal {
        /// Of which piece?
        NoPiece = "limitation-no-piece" at "items",
            "choisissez les pièces dont la prescription est touchée",
            "choose the items whose limitation is touched";
        /// A piece of somebody else.
        OtherAccount { piece: String } = "limitation-other-account" at "items",
            "{piece} n’est pas de ce compte : dites-le depuis le sien",
            "{piece} is not of this account: tell it from its own";
        /// Before the piece was.
        BeforePiece { piece: String, issued: Date } = "limitation-before-piece" at "day",
            "{piece} est du {issued} : rien n’a touché sa prescription avant ; vérifiez le jour",
            "{piece} is of {issued}: nothing touched its limitation before; check the day";
        /// That has not come.
        Ahead { today: Date } = "limitation-ahead" at "day",
            "ce jour n’est pas encore venu (nous sommes le {today})",
            "that day has not come yet (today is {today})";
        /// It moves nothing.
        Idle { event: Wording, why: Wording } = "limitation-idle" at "event",
            "« {event} » ne se note pas ici ({why}) ; ce qui vient d’une procédure se note dans la procédure",
            "« {event} » is not told here ({why}); what comes from a procedure is told in the procedure";
        /// A fact is proved.
        ProofMissing = "limitation-proof-missing" at "proof",
            "dites ce qui le prouve (l’écrit, le relevé, l’acte) : sans preuve, l’interruption ne s’oppose pas",
            "say what proves it (the writing, the statement, the act): without proof the interruption cannot be relied on";
        /// It was.
        Struck { day: Date } = "limitation-struck",
            "ce fait est rayé depuis le {day}",
            "this fact was struck out on {day}";
    }
}
