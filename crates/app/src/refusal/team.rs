//! Why nobody is told: notes, tasks given, digests.

kernel::sentences! {
    /// Why nobody of the house is told.
    TeamRefusal {
        /// No words.
        NoteMissing = "note-missing" at "note",
            "écrivez la note ; « @identifiant » y prévient quelqu’un",
            "write the note; « @login » in it tells somebody";
        /// Words without end.
        NoteLong { most: i64 } = "note-too-long" at "note",
            "une note a {most} caractères au plus : coupez-la, ou joignez un document",
            "a note has {most} characters at most: shorten it, or attach a document";
        /// More than one note is for.
        TooManyCalled { most: i64 } = "note-calls-too-many" at "note",
            "une note prévient {most} personnes au plus : écrivez-en une autre pour les suivantes",
            "a note tells {most} people at most: write another one for the others";
        /// A task for nobody we know.
        Nobody { name: String } = "owner-unknown" at "owner",
            "personne ne s’appelle « {name} », ou plusieurs : donnez l’identifiant d’un utilisateur, ou ajoutez d’abord la personne aux collègues (Réglages, Collègues)",
            "nobody is called « {name} », or several are: give the login of a user, or add the person to the colleagues first (Settings, Colleagues)";
        /// A task for who may not see it.
        OutOfSight { name: String } = "owner-out-of-sight" at "owner",
            "« {name} » ne voit pas ce compte : donnez la tâche à quelqu’un d’autre, ou faites élargir ses droits",
            "« {name} » does not see this account: give the task to somebody else, or have their rights widened";
        /// The task of a link is over.
        TaskOver = "task-over-already",
            "cette tâche est déjà faite ou abandonnée : il n’y a plus rien à répondre",
            "this task is done or dropped already: there is nothing to answer any more";
        /// The task of a link is somebody else's.
        TaskElsewhere = "task-elsewhere",
            "cette tâche a été confiée à quelqu’un d’autre : il n’y a plus rien à répondre",
            "this task was given to somebody else: there is nothing to answer any more";
        /// Neither of the two buttons.
        TaskAnswerMissing = "task-answer-missing" at "answer",
            "dites si c’est fait, ou si vous ne pouvez pas",
            "say whether it is done, or that you cannot";
        /// Given back without a word.
        WhyMissing = "task-why-missing" at "words",
            "dites en quelques mots pourquoi : la personne qui vous l’a demandé doit s’organiser",
            "say in some words why: the person who asked has to find another way";
        /// A digest for no address.
        DigestNoAddress = "digest-no-address" at "frequency",
            "aucune adresse de courriel n’est connue : indiquez-la d’abord sur cette page",
            "no mail address is known: give it on this page first";
        /// Outside a closed list.
        DigestUnknown { text: String, known: String } = "digest-unknown" at "frequency",
            "« {text} » n’est pas connu ; au choix : {known}",
            "« {text} » is not known; choose among: {known}";
    }
}
