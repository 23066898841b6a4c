//! What cannot be told to other programs.

use kernel::Wording;

kernel::sentences! {
    /// What cannot be told to other programs.
    WebhookRefusal {
        /// Nothing can be told there.
        Url { why: Wording } = "webhook-url" at "url",
            "l’adresse ne peut pas servir : {why}",
            "the address cannot be used: {why}";
        /// Nothing happens by this name.
        Event { event: String, known: String } = "webhook-event" at "events",
            "« {event} » n’est pas un événement : nommez une famille ({known}) ou un de ses événements",
            "« {event} » is no event: name a family ({known}) or one of its events";
        /// Told of nothing.
        NoEvent = "webhook-no-event" at "events",
            "choisissez au moins un événement",
            "choose at least one event";
        /// One too many.
        TooMany { most: i64 } = "webhook-too-many",
            "il y a déjà {most} webhooks, le plus que la maison tienne : supprimez-en un d’abord",
            "there are {most} webhooks already, as many as the house keeps: remove one first";
    }
}
