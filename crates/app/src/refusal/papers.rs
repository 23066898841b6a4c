//! What cannot be shown or drawn up in a case.

use kernel::{Date, Wording};

kernel::sentences! {
    /// What cannot be shown or drawn up in a case.
    PaperRefusal {
        /// A file that cannot be bound.
        Unreadable { file: String, why: Wording } = "exhibit-unreadable" at "files",
            "{file} : {why}",
            "{file}: {why}";
        /// Nothing to add.
        NoFile = "exhibit-no-file" at "files",
            "choisissez au moins un fichier : PDF, PNG ou JPEG",
            "choose at least one file: PDF, PNG or JPEG";
        /// Too many of them.
        TooMany { most: i64 } = "exhibit-too-many" at "files",
            "un dossier montre {most} pièces au plus : regroupez-les",
            "a case shows {most} exhibits at most: group them";
        /// A name that the list cannot bear.
        Name { most: i64 } = "exhibit-name" at "name",
            "le nom d’une pièce a 1 à {most} signes, sur une ligne",
            "the name of an exhibit has 1 to {most} characters, on one line";
        /// A kind nobody knows.
        Kind { text: String } = "exhibit-kind" at "kind",
            "« {text} » n’est pas une nature de pièce",
            "« {text} » is no kind of exhibit";
        /// A date to come.
        Ahead { today: Date } = "paper-day-ahead" at "on",
            "ce jour n’est pas encore venu : au plus tard le {today}",
            "that day has not come yet: {today} at the latest";
        /// Nothing is claimed.
        NothingClaimed = "paper-nothing-claimed",
            "le dossier ne réclame aucune pièce encore due à ce jour : rien à décompter",
            "the case claims no item that is owed on that day: there is nothing to compute";
        /// Interest would be drawn on dates nobody confirmed.
        Wrong { why: Wording } = "paper-wrong",
            "le document n’a pas été fait : {why}",
            "the document was not made: {why}";
        /// A date that nobody confirmed.
        NoticeInferred { piece: String } = "paper-notice-inferred",
            "{piece} : échéance supposée, une mise en demeure ne peut pas la viser ; confirmez l’échéance dans le dossier",
            "{piece}: its due date is supposed, a formal notice cannot claim it; confirm the due date in the account";
        /// A piece that is contested.
        NoticeDisputed { piece: String } = "paper-notice-disputed",
            "{piece} est contestée : tranchez le litige, ou retirez-la du dossier, avant de mettre en demeure",
            "{piece} is contested: settle the dispute, or take it out of the case, before giving notice";
        /// By when?
        DelayMissing = "paper-delay-missing" at "delay",
            "dites en combien de jours payer : aucune ligne de droit ne fixe ce délai",
            "say within how many days to pay: no row of law sets that time";
        /// No number of days.
        Delay { text: String } = "paper-delay" at "delay",
            "« {text} » : écrivez un nombre de jours, de 1 à 365",
            "« {text} »: write a number of days, from 1 to 365";
        /// How?
        MeansMissing = "paper-means-missing" at "means",
            "dites comment payer : compte bancaire, lien de paiement",
            "say how to pay: bank account, payment link";
        /// Or else?
        ConsequencesMissing = "paper-consequences-missing" at "consequences",
            "dites ce qui suivra à défaut de paiement",
            "say what follows failing payment";
        /// Whom it is addressed to.
        CourtMissing = "paper-court-missing" at "court",
            "dites à quel juge l’acte s’adresse, avec son adresse",
            "say which judge the paper is addressed to, with their address";
        /// Whom it is sent to.
        ToMissing = "paper-to-missing" at "to",
            "dites à qui l’acte est adressé, avec son adresse",
            "say whom the paper is sent to, with their address";
        /// Who asks.
        FormMissing = "paper-form-missing" at "form",
            "donnez la forme, le capital et l’immatriculation du créancier",
            "give the legal form, the capital and the registration of the creditor";
        /// Who represents.
        RepresentativeMissing = "paper-representative-missing" at "representative",
            "dites qui représente légalement le créancier",
            "say who represents the creditor by law";
        /// In what capacity they do.
        CapacityMissing = "paper-capacity-missing" at "capacity",
            "dites en quelle qualité il le représente : l’acte nomme l’organe (CPC 54)",
            "say in what capacity they do: the paper names the organ (CPC 54)";
        /// Who signs.
        SignerMissing = "paper-signer-missing" at "signer",
            "dites qui signe",
            "say who signs";
        /// Where the creditor is.
        CreditorAddressMissing = "paper-creditor-address-missing",
            "l’adresse du créancier manque : complétez sa fiche",
            "the address of the creditor is missing: complete its record";
        /// Where the debtor is.
        DebtorAddressMissing { name: String } = "paper-debtor-address-missing",
            "l’adresse de {name} manque : complétez sa fiche, un acte dit où il demeure",
            "the address of {name} is missing: complete their record, a paper says where they live";
        /// What happened.
        FactsMissing = "paper-facts-missing" at "facts",
            "dites les faits",
            "say the facts";
        /// On what it stands.
        GroundsMissing = "paper-grounds-missing" at "grounds",
            "dites le fondement, un par ligne, ainsi : article : ce qu’il donne",
            "say the basis, one a line, thus: article: what it gives";
        /// A ground without an article.
        Ground { text: String } = "paper-ground" at "grounds",
            "« {text} » : mettez l’article, deux-points, puis ce qu’il donne",
            "« {text} »: put the article, a colon, then what it gives";
        /// A line of a title without its name.
        Title { text: String } = "paper-title" at "title",
            "« {text} » : mettez le nom, deux-points, puis la valeur",
            "« {text} »: put the name, a colon, then the value";
        /// A day that cannot be read.
        Day { text: String } = "paper-day",
            "« {text} » n’est pas un jour : écrivez-le ainsi, 2026-11-23",
            "« {text} » is no day: write it thus, 2026-11-23";
        /// A field that the paper does not have.
        Field { name: String, known: String } = "paper-field",
            "cet acte n’a pas de champ « {name} » ; il a {known}",
            "this paper has no field « {name} »; it has {known}";
        /// A kind of paper that nobody knows.
        PaperUnknown { text: String, known: String } = "paper-unknown",
            "« {text} » n’est pas un acte ; sont connus {known}",
            "« {text} » is no paper; those known are {known}";
        /// A text without end.
        TooLong { words: Wording, most: i64 } = "paper-too-long",
            "« {words} » est trop long : {most} caractères au plus",
            "« {words} » is too long: {most} characters at most";
        /// Nothing to prove it.
        ExhibitsMissing = "paper-exhibits-missing",
            "cet acte est accompagné de ses pièces justificatives : ajoutez-les d’abord",
            "this paper comes with the exhibits that prove it: add them first";
        /// The creditor does not claim.
        NotClaimant = "paper-not-claimant",
            "le créancier est défendeur dans ce dossier : il n’y demande rien",
            "the creditor is the defendant in this case: it asks for nothing in it";
        /// No insolvency to be in.
        NotInsolvent = "paper-not-insolvent",
            "aucune procédure collective du débiteur n’est connue : rapprochez d’abord son annonce",
            "no insolvency of the debtor is known: match its notice first";
        /// No judgment to count to.
        JudgmentUnknown = "paper-judgment-unknown",
            "le jour du jugement d’ouverture n’est pas connu : aucune annonce lue ne le dit",
            "the day of the opening judgment is not known: no notice that was read says it";
        /// Nothing born before the judgment.
        NothingToDeclare = "paper-nothing-to-declare",
            "rien de ce compte, dans la devise du dossier, n’est né avant le jugement d’ouverture",
            "nothing of this account, in the currency of the case, was born before the opening judgment";
        /// The time to declare is not over.
        NotLate = "paper-not-late",
            "la déclaration n’est pas hors délai : déclarez la créance, il n’y a pas de forclusion à relever",
            "the declaration is not late: declare the claim, there is no forclusion to be relieved of";
        /// The time to ask relief is over.
        ReliefOver { day: Date } = "paper-relief-over",
            "le relevé de forclusion ne peut plus être demandé depuis le {day}",
            "relief can no longer be asked since {day}";
        /// Why it was late.
        ReasonsMissing = "paper-reasons-missing" at "reasons",
            "dites pourquoi la déclaration n’a pas été faite à temps",
            "say why the declaration was not made in time";
        /// What is claimed back.
        GoodsMissing = "paper-goods-missing" at "goods",
            "dites quels biens sont revendiqués, un par ligne",
            "say which goods are claimed back, one a line";
        /// Goods that cannot be read.
        Goods { text: String } = "paper-goods" at "goods",
            "« {text} » : écrivez désignation ; quantité ; livré le (2026-05-31) ; facture ; prix impayé",
            "« {text} »: write what; how many; delivered on (2026-05-31); invoice; price not paid";
        /// When the letter came.
        AskedMissing = "paper-asked-missing" at "asked",
            "dites quel jour la demande en revendication fut reçue : le délai du juge en dépend",
            "say on which day the letter that claims the goods was received: the period of the judge depends on it";
        /// Who serves.
        OfficerMissing = "paper-officer-missing" at "officer",
            "dites quel commissaire de justice est chargé, avec son adresse",
            "say which commissaire de justice is asked, with their address";
        /// What is served.
        TitleMissing = "paper-title-missing" at "title",
            "désignez l’ordonnance ou le titre, un par ligne, ainsi : nom : valeur",
            "name the order or title, one a line, thus: name: value";
        /// What is expected back.
        ReturnsMissing = "paper-returns-missing" at "returns",
            "dites ce qui est attendu en retour",
            "say what is expected back";
        /// Nothing was said to be lost.
        NotIrrecoverable = "paper-not-irrecoverable",
            "ce dossier n’est pas clos comme irrécouvrable : il n’y a pas de TVA à rectifier",
            "this case was not closed as irrecoverable: there is no VAT to rectify";
        /// Nothing was open, or nothing of this customer.
        NothingLost = "paper-nothing-lost",
            "rien de ce client n’était ouvert quand le dossier fut clos : il n’y a rien à rectifier",
            "nothing of this customer was open when the case was closed: there is nothing to rectify";
        /// When was the VAT due?
        VatDueUnknown = "paper-vat-due-unknown",
            "dites d’abord quand la TVA était due, sur les débits ou sur les encaissements : page des coûts du dossier, « Compléter la preuve et la TVA »",
            "first say when the VAT was due, on debits or on collection: page of the costs of the case, « Complete the proof and the VAT »";
        /// Nothing to recover.
        VatOnCollection = "paper-vat-on-collection",
            "la TVA était due sur les encaissements : elle n’a pas été versée, il n’y a rien à récupérer ni à rectifier",
            "the VAT was due on collection: it was not paid to the State, there is nothing to recover or to rectify";
        /// How much of it is VAT?
        VatRateMissing = "paper-vat-rate-missing",
            "donnez d’abord le taux de TVA des pièces : page des coûts du dossier, « Compléter la preuve et la TVA »",
            "first give the rate of VAT of the items: page of the costs of the case, « Complete the proof and the VAT »";
        /// No VAT in what is lost.
        VatNone = "paper-vat-none",
            "à ce taux, ce qui est perdu ne porte pas de TVA : il n’y a rien à rectifier",
            "at that rate there is no VAT in what is lost: there is nothing to rectify";
        /// Who answers.
        ContactMissing = "paper-contact-missing" at "contact",
            "dites qui répond dans la maison",
            "say who answers in the house";
    }
}
