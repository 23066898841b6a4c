//! Why a use case says no, or asks first: a code for programs, a sentence in French and in English
//! for people, and the field of the form it is about, where there is one.

mod cases;
mod companies;
mod credit;
mod disputes;
mod fields;
mod guard;
mod insolvency;
mod limitation;
mod links;
mod papers;
mod plans;
mod post;
mod provider;
mod readiness;
mod sale_terms;
mod sign_in;
mod team;
mod texts;
mod titles;
mod webhooks;
mod worklist;

use kernel::{Currency, Date, Money, Wording};

pub use cases::CaseRefusal;
pub use companies::CompanyRefusal;
pub use credit::CreditRefusal;
pub use disputes::DisputeRefusal;
pub use fields::FieldRefusal;
pub use guard::GuardRefusal;
pub use insolvency::InsolvencyRefusal;
pub use limitation::LimitationRefusal;
pub use links::LinkRefusal;
pub use papers::PaperRefusal;
pub use plans::PlanRefusal;
pub use post::PostRefusal;
pub use provider::ProviderRefusal;
pub use readiness::ReadinessRefusal;
pub use sale_terms::SaleTermsRefusal;
pub use sign_in::SignInRefusal;
pub use team::TeamRefusal;
pub use texts::TextRefusal;
pub use titles::{CostRefusal, TitleRefusal};
pub use webhooks::WebhookRefusal;
pub use worklist::WorkRefusal;

kernel::sentences! {
    /// Why a use case did nothing: what happened, and what to do next.
    Refusal {
        /// A login nobody could type.
        LoginMalformed = "login-malformed" at "login",
            "un identifiant a 1 à 60 lettres sans accent, chiffres ou « . - _ @ »",
            "a login has 1 to 60 unaccented letters, digits or « . - _ @ »";
        /// A short password.
        PasswordTooShort { shortest: i64 } = "password-too-short" at "password",
            "mot de passe trop court : {shortest} caractères au moins",
            "the password is too short: {shortest} characters at least";
        /// Only the first user needs nobody's leave.
        AdministratorExists = "administrator-exists",
            "un administrateur existe déjà : connectez-vous",
            "there is an administrator already: sign in";
        /// Someone has this login.
        LoginTaken { login: String } = "login-taken" at "login",
            "l’identifiant « {login} » est pris : choisissez-en un autre",
            "the login « {login} » is taken: choose another";
        /// Somebody must be left to manage the others.
        LastAdministrator = "last-administrator",
            "c’est le dernier administrateur actif qui voit tout : nommez-en un autre d’abord",
            "this is the last active administrator who sees everything: name another first";
        /// A name no customer file would hold.
        SalespersonTooLong { most: i64 } = "salesperson-too-long" at "salesperson",
            "le nom du commercial a {most} caractères au plus",
            "the name of the salesperson has {most} characters at most";
        /// Too many failed sign-ins.
        TooManyTries { wait_s: i64 } = "too-many-tries",
            "trop d’essais : attendez {wait_s} s avant de réessayer",
            "too many tries: wait {wait_s} s before the next";
        /// Wrong login or password: never which.
        WrongCredentials = "wrong-credentials",
            "identifiant ou mot de passe incorrect",
            "wrong login or password";
        /// The system failed at what a password or a session needs.
        NoSecret { why: String } = "no-secret",
            "le système n’a pas pu protéger le mot de passe ou la session ({why}) : réessayez",
            "the system could not protect the password or the session ({why}): try again";

        /// No such form of a report.
        UnknownReportFormat { format: String } = "unknown-report-format" at "format",
            "« {format} » : une balance se fait en xlsx, csv, pdf ou pptx, un relevé ou des indicateurs en xlsx, csv ou pdf",
            "« {format} »: a balance is made as xlsx, csv, pdf or pptx, a statement or indicators as xlsx, csv or pdf";
        /// A page asked for after a line that is in the list no more.
        ListMoved = "list-moved" at "after",
            "la liste a changé depuis la page d’avant : reprenez-la à son début",
            "the list has changed since the page before: take it again from its start";
        /// No such report.
        UnknownReport { name: String } = "unknown-report" at "name",
            "« {name} » : les rapports de cette version sont aged-balance, indicators, files et disputes",
            "« {name} »: the reports of this version are aged-balance, indicators, files and disputes";
        /// A period of no month, or of more than a year.
        IndicatorMonths { months: i64 } = "indicator-months" at "months",
            "la période d’un indicateur a de 1 à 12 mois, et non {months}",
            "the period of an indicator has 1 to 12 months, not {months}";
        /// No such grouping of the aged balance.
        UnknownGrouping { by: String } = "unknown-grouping" at "by",
            "« {by} » n’est pas un regroupement : creditor, segment, account, currency ou salesperson",
            "« {by} » is no grouping: creditor, segment, account, currency or salesperson";

        /// A job that was written otherwise.
        JobUnreadable { kind: String } = "job-unreadable",
            "le contenu de la tâche « {kind} » est illisible",
            "the payload of the job « {kind} » cannot be read";
        /// Something that was to be sent could not be handled; the rest was.
        PassedOver { count: usize, what: String, why: Wording } = "passed-over",
            "{count} envoi(s) laissé(s) de côté, le reste est parti ; le premier, {what} : {why}",
            "{count} left aside, the rest was sent; the first, {what}: {why}";
        /// A job of a later version.
        JobUnknown { kind: String } = "job-unknown",
            "cette version ne connaît pas la tâche « {kind} »",
            "no worker of this version knows the job « {kind} »";
        /// A strategy that contradicts itself.
        StrategyUnsound { why: Wording } = "strategy-unsound",
            "la stratégie ne peut pas servir : {why}",
            "the strategy cannot be used: {why}";
        /// Segments that nobody could follow.
        SegmentsUnsound { why: Wording } = "segments-unsound",
            "les segments ne peuvent pas servir : {why}",
            "the segments cannot be used: {why}";
        /// A cap that cannot be kept.
        ContactCapWrong = "contact-cap-wrong" at "contacts",
            "le plafond va de 1 à 100 contacts en 1 à 365 jours ; laissez tout vide pour l’ôter",
            "the cap is 1 to 100 contacts in 1 to 365 days; leave it all empty to lift it";
        /// A strategy that a segment still follows.
        StrategyFollowed { strategy: String, segment: String } = "strategy-followed",
            "le segment « {segment} » suit la stratégie « {strategy} » : donnez-lui-en une autre d’abord",
            "the segment « {segment} » follows the strategy « {strategy} »: give it another first";
        /// A strategy that accounts or pieces follow by choice.
        StrategyChosen { strategy: String, accounts: i64, pieces: i64, example: String } = "strategy-chosen",
            "« {strategy} » est choisie à la main (dossiers : {accounts}, pièces ouvertes : {pieces}, dont {example}) : donnez-leur-en une autre d’abord",
            "« {strategy} » is chosen by hand (accounts: {accounts}, open items: {pieces}, {example} among them): give them another first";
        /// A step that names a text nobody wrote.
        StepTextUnknown { step: String, text: String, known: String } = "step-text-unknown",
            "l’étape « {step} » nomme le texte « {text} », qui n’existe pas : écrivez-le d’abord, ou choisissez parmi {known}",
            "the step « {step} » names the text « {text} », which does not exist: write it first, or choose among {known}";
        /// A replay of more than two years.
        ReplayTooLong = "replay-too-long" at "from",
            "le rejeu porte sur deux ans au plus : rapprochez les dates",
            "a replay covers two years at most: bring the days closer";
        /// A backup never writes over a file.
        BackupExists { path: String } = "backup-exists",
            "{path} existe déjà : donnez un autre nom à la sauvegarde",
            "{path} exists already: give the backup another name";
        /// The backup stopped.
        BackupFailed { why: String } = "backup-failed",
            "la sauvegarde n’a pas abouti ({why}) : vérifiez le dossier et la place libre",
            "the backup did not succeed ({why}): check the folder and the space left";
        /// A value of ours that could not be written as JSON.
        Unwritable { why: String } = "unwritable",
            "la demande n’a pas pu être enregistrée ({why})",
            "the request could not be kept ({why})";

        /// An import of nothing.
        NoFile = "no-file" at "files",
            "aucun fichier : choisissez au moins un fichier à importer",
            "no file: choose at least one file to import";
        /// Whose pieces are they?
        SeveralCreditors { first: String, second: String } = "several-creditors" at "creditor",
            "plusieurs créanciers existent ({first}, {second}…) : dites lequel (--creditor CODE)",
            "there are several creditors ({first}, {second}…): say which (--creditor CODE)";
        /// A general ledger is read alone.
        FecAlone = "fec-alone" at "files",
            "un FEC s’importe seul : importez les autres fichiers ensuite",
            "a FEC is imported alone: import the other files afterwards";
        /// A file that cannot be read.
        FileUnusable { file: String, why: Wording } = "file-unusable" at "files",
            "{file} : {why}",
            "{file}: {why}";
        /// A snapshot much smaller than the last.
        SmallerSnapshot { now: i64, last: i64 } = "smaller-snapshot",
            "ce fichier n’a que {now} pièces, le dernier en avait {last} : les absentes seraient soldées. Confirmez s’il est complet.",
            "this file has only {now} pieces, the last had {last}: those absent would be settled. Confirm if it is complete.";
        /// The import does not count any more, or not yet.
        ImportNotLive { import: String, state: Wording } = "import-not-live",
            "l’import {import} n’est pas actif ({state}) : il n’y a rien à annuler",
            "the import {import} is not live ({state}): there is nothing to take back";
        /// A later import settled its pieces.
        ImportBuiltOn { import: String, later: String, source: String } = "import-built-on",
            "l’import {import} ne peut pas être annulé seul : l’import {later} ({source}) s’appuie sur ses pièces ; annulez-le d’abord",
            "the import {import} cannot be taken back alone: the import {later} ({source}) builds on its pieces; take that one back first";
        /// Another import of the creditor is being written or taken back.
        ImportUnderWay { import: String, source: String } = "import-under-way",
            "l’import {import} ({source}) du même créancier est en cours : recommencez quand il sera fini",
            "the import {import} ({source}) of the same creditor is under way: try again once it is done";
        /// An empty name, or that of a shipped profile.
        ProfileNameReserved { name: String } = "profile-name-reserved" at "name",
            "« {name} » : choisissez un autre nom de profil, celui-ci est réservé",
            "« {name} »: choose another name for the profile, this one is reserved";

        /// The period ends before it starts.
        PeriodReversed = "period-reversed" at "until",
            "la période finit avant de commencer : corrigez les dates",
            "the period ends before it starts: mend the dates";
        /// A page of a list that no list of ours named.
        PlaceUnknown { place: String } = "place-unknown" at "after",
            "« {place} » ne désigne aucune page : reprenez la liste au début",
            "« {place} » names no page: start the list again";
        /// Several creditors use the customer code.
        AccountAmbiguous { code: String, references: String } = "account-ambiguous",
            "plusieurs comptes ont le code « {code} » : donnez la référence ({references})",
            "several accounts have the code « {code} »: give the reference ({references})";
        /// A pause that nobody could follow.
        PauseWithoutReason = "pause-without-reason" at "reason",
            "dites pourquoi : une suspension sans motif n’est pas suivie",
            "say why: nobody follows up a pause without a reason";
        /// A pause that is over.
        PauseOver { until: Date } = "pause-over" at "until",
            "la date de fin ({until}) est passée : choisissez aujourd’hui ou plus tard",
            "the last day ({until}) is past: choose today or later";
        /// Nothing is due before it exists.
        DueBeforePiece { due: Date, issued: Date } = "due-before-piece" at "due",
            "l’échéance du {due} précède la pièce du {issued} : vérifiez la date",
            "the due date {due} comes before the piece of {issued}: check the date";
        /// A match is taken back once.
        MatchTakenBack = "match-taken-back",
            "ce lettrage est déjà annulé, ou est lui-même une annulation",
            "this match is taken back already, or takes another back itself";
        /// A match stays inside an account.
        MatchAcrossAccounts = "match-across-accounts",
            "les deux pièces ne sont pas du même compte : un lettrage reste dans un compte",
            "the two pieces are not of the same account: a match stays inside one";
        /// A match stays inside a currency.
        MatchAcrossCurrencies = "match-across-currencies",
            "les deux pièces n’ont pas la même devise : choisissez-en deux de même devise",
            "the two pieces are not in the same currency: choose two that are";
        /// Nothing to match.
        MatchNothingOpen = "match-nothing-open",
            "il faut une pièce due et un crédit, tous deux encore ouverts",
            "a piece owed and a credit are needed, both still open";
        /// More than both leave open.
        MatchAmount { most: Money } = "match-amount" at "amount",
            "le montant doit être positif et au plus {most}",
            "the amount must be above zero and at most {most}";

        /// A piece of which nothing is open, or nothing that is not set aside already.
        BlockNothingLeft { piece: String } = "block-nothing-left",
            "la pièce {piece} n’a plus rien à mettre de côté : elle est soldée, ou déjà bloquée",
            "the piece {piece} has nothing left to set aside: it is settled, or blocked already";
        /// More than is open.
        BlockAmount { most: Money } = "block-amount" at "amount",
            "le montant bloqué doit être positif et au plus {most}",
            "the amount blocked must be above zero and at most {most}";
        /// A day gone by.
        DayOver { day: Date } = "day-over" at "until",
            "le {day} est passé : choisissez aujourd’hui ou plus tard",
            "{day} is past: choose today or later";
        /// An amount in another currency than what it is about.
        CurrencyDiffers { expected: Currency } = "currency-differs" at "amount",
            "donnez le montant en {expected}",
            "give the amount in {expected}";
        /// Several pieces bear the number.
        ItemAmbiguous { number: String, references: String } = "item-ambiguous",
            "plusieurs pièces portent le numéro « {number} » : donnez la référence ({references})",
            "several pieces bear the number « {number} »: give the reference ({references})";
        /// No such reason of a block.
        UnknownReason { reason: String, known: String } = "unknown-reason" at "reason",
            "« {reason} » n’est pas un motif de blocage : {known}",
            "« {reason} » is no reason to block: {known}";

        /// Nobody can promise more than is owed.
        PromiseAmount { most: Money } = "promise-amount" at "amount",
            "le montant promis doit être positif et au plus {most} : ce qui reste dû, moins ce qui est déjà promis",
            "the amount promised must be above zero and at most {most}: what is open, less what is promised already";
        /// A promise too far away for a collector to accept.
        PromiseTooFar { latest: Date } = "promise-too-far" at "until",
            "une promesse va jusqu’au {latest} au plus ; au-delà, un responsable l’accorde",
            "a promise goes to {latest} at most; beyond it, a manager grants it";
        /// A promise that is judged already.
        PromiseOver { state: String } = "promise-over",
            "cette promesse n’est plus ouverte ({state}) : il n’y a rien à retirer",
            "this promise is no longer open ({state}): there is nothing to withdraw";

        /// No such outcome.
        UnknownOutcome { outcome: String, known: String } = "unknown-outcome" at "outcome",
            "« {outcome} » n’est pas une issue : {known}",
            "« {outcome} » is no outcome: {known}";
        /// A promise without amount or day.
        OutcomeNeedsPromise = "outcome-needs-promise" at "amount",
            "dites combien est promis, et pour quel jour",
            "say how much is promised, and for which day";
        /// A call to make again, nobody knows when.
        OutcomeNeedsDay = "outcome-needs-day" at "until",
            "dites quel jour rappeler",
            "say on which day to call back";
        /// A claim about nothing.
        OutcomeNeedsPieces = "outcome-needs-pieces" at "item",
            "dites quelles pièces sont contestées",
            "say which pieces are contested";
        /// A piece of somebody else.
        ItemOfOther { piece: String } = "item-of-other" at "item",
            "la pièce {piece} est d’un autre compte : choisissez parmi celles du compte",
            "the piece {piece} is of another account: choose among those of the account";
        /// A piece whose import was taken back.
        ItemUndone { piece: String } = "item-undone" at "item",
            "la pièce {piece} ne compte plus : son import a été annulé ; choisissez parmi celles du compte",
            "the piece {piece} no longer counts: its import was undone; choose among those of the account";
        /// Too many pieces for one act.
        TooManyPieces { most: i64 } = "too-many-pieces" at "item",
            "au plus {most} pièces à la fois : choisissez-en moins",
            "{most} pieces at most at a time: choose fewer";
        /// An act that must be explained.
        ReasonMissing = "reason-missing" at "reason",
            "dites pourquoi : le motif reste dans le fil du compte",
            "say why: the reason stays in the timeline of the account";

        /// No such strategy.
        UnknownStrategy { slug: String, known: String } = "unknown-strategy" at "strategy",
            "« {slug} » n’est pas un scénario en vigueur : {known}",
            "« {slug} » is no strategy in force: {known}";
        /// Nobody pays for itself.
        PayerItself = "payer-itself" at "payer",
            "un compte ne peut pas être son propre payeur : choisissez-en un autre, ou aucun",
            "an account cannot be its own payer: choose another, or none";
        /// A payer in other books.
        PayerElsewhere { number: String } = "payer-elsewhere" at "payer",
            "le compte {number} est d’un autre créancier : une lettre ne parle jamais pour deux créanciers",
            "the account {number} is of another creditor: a letter never speaks for two creditors";
        /// A payer that has a payer.
        PayerHasPayer { number: String } = "payer-has-payer" at "payer",
            "le compte {number} a lui-même un payeur : choisissez celui qui paie vraiment",
            "the account {number} has a payer itself: choose the one that really pays";
        /// A payer for others.
        PayerForOthers = "payer-for-others" at "payer",
            "ce compte paie pour d’autres : ôtez-leur ce payeur d’abord",
            "this account pays for others: take this payer from them first";
        /// A level no step has.
        LevelBeyond { level: i64, most: i64 } = "level-beyond" at "level",
            "le niveau {level} n’existe pas : le scénario a {most} étapes",
            "there is no level {level}: the strategy has {most} steps";
        /// The level of an account that another pays for.
        LevelOfPayer { number: String } = "level-of-payer" at "level",
            "le compte {number} paie pour celui-ci et reçoit les relances : changez le niveau là-bas",
            "the account {number} pays for this one and gets the reminders: set the level there";
        /// A message that has not left.
        LevelPending = "level-pending" at "level",
            "un message de ce compte attend encore de partir : approuvez-le ou refusez-le d’abord",
            "a message of this account still waits to leave: approve or refuse it first";
        /// Nothing to take as done.
        LevelNothingLate = "level-nothing-late" at "level",
            "rien n’est échu dans cette devise : il n’y a pas de niveau à poser",
            "nothing is overdue in this currency: there is no level to set";
        /// A line of former levels that cannot be read.
        FormerLevelUnreadable { line: i64 } = "former-level-unreadable" at "file",
            "ligne {line} : il faut le code client, le niveau (0 à 20) et le jour (2026-12-31)",
            "line {line}: it takes the customer code, the level (0 to 20) and the day (2026-12-31)";
        /// A file of former levels without its columns.
        FormerLevelColumns = "former-level-columns" at "file",
            "le fichier des anciens niveaux a trois colonnes : customer, level, date",
            "the file of former levels has three columns: customer, level, date";
        /// A move that the message's state does not allow.
        MessageMoved { state: String } = "message-moved",
            "le message est dans l’état « {state} » : ce geste ne lui convient plus ; rechargez la liste",
            "the message is « {state} »: this act does not fit it any more; load the list again";
        /// Only a doubt is resolved.
        NoDoubt { state: String } = "no-doubt",
            "ce message n’est pas incertain (état « {state} ») : il n’y a rien à lever",
            "this message is not doubtful (state « {state} »): there is nothing to resolve";
        /// Not a mail.
        BounceUnreadable { why: String } = "bounce-unreadable" at "file",
            "ce fichier n’est pas un mail de retour lisible ({why}) : enregistrez le mail reçu au format .eml",
            "this file is no readable returned mail ({why}): save the mail received as .eml";
        /// Posted in the future.
        PostedLater { on: Date } = "posted-later" at "on",
            "le {on} n’est pas encore venu : donnez le jour du dépôt",
            "{on} has not come yet: give the day it was posted";
        /// Posted before it was dated.
        PostedBefore { on: Date, written: Date } = "posted-before" at "on",
            "ces lettres sont datées du {written} : elles n’ont pas pu partir le {on} ; vérifiez le jour et l’année",
            "these letters are dated {written}: they cannot have left on {on}; check the day and the year";
        /// More numbers than registered letters.
        TooManyNumbers { given: i64, most: i64 } = "too-many-numbers" at "registered",
            "{given} numéros de recommandé pour {most} lettres recommandées : vérifiez la liste",
            "{given} registered numbers for {most} registered letters: check the list";
        /// No number of a registered letter.
        NumberWrong { text: String } = "number-wrong" at "registered",
            "« {text} » n’est pas un numéro de recommandé : 10 à 20 lettres et chiffres, comme sur la liasse",
            "« {text} » is no registered number: 10 to 20 letters and digits, as on the form";
        /// A date without a number.
        NumberMissing = "number-missing" at "registered",
            "donnez d’abord le numéro du recommandé : sans lui la date ne prouve rien",
            "give the registered number first: without it the date proves nothing";
        /// Only letters are registered.
        NotALetter = "not-a-letter",
            "ce message n’est pas une lettre : il n’a ni numéro de recommandé ni présentation",
            "this message is not a letter: it has no registered number and no presentation";
        /// Presented or returned in the future.
        PostLater { day: Date } = "post-later",
            "le {day} n’est pas encore venu : vérifiez la date de la poste",
            "{day} has not come yet: check the post's date";
        /// The post tells of a letter before its date.
        PostBefore { day: Date, written: Date } = "post-before",
            "la lettre est datée du {written} : la poste n’en a rien pu faire le {day} ; vérifiez la date de la poste",
            "the letter is dated {written}: the post can have done nothing with it on {day}; check the post's date";
        /// Returned before it was presented.
        ReturnedBefore { presented: Date, returned: Date } = "returned-before" at "returned_on",
            "le retour du {returned} précède la présentation du {presented} : vérifiez les dates",
            "the return of {returned} comes before the presentation of {presented}: check the dates";
        /// No such state of a message.
        UnknownState { state: String } = "unknown-state" at "state",
            "« {state} » n’est pas un état : awaiting, planned, rendered, reserved, sent, failed, ambiguous, bounced ou cancelled",
            "« {state} » is no state: awaiting, planned, rendered, reserved, sent, failed, ambiguous, bounced or cancelled";
        /// No such channel.
        UnknownChannel { channel: String } = "unknown-channel" at "channel",
            "« {channel} » n’est pas un canal : letter, mail ou sms",
            "« {channel} » is no channel: letter, mail or sms";
        /// An hour that no day has.
        HourWrong { hour: String } = "hour-wrong" at "at",
            "« {hour} » n’est pas une heure : donnez-la de 00:00 à 23:59",
            "« {hour} » is no hour: give it from 00:00 to 23:59";
        /// No such time zone.
        ZoneWrong { zone: String } = "zone-wrong" at "zone",
            "« {zone} » n’est pas un fuseau horaire connu : donnez son nom IANA, par exemple Europe/Paris ou Indian/Reunion",
            "« {zone} » is no time zone we know: give its IANA name, for example Europe/Paris or Indian/Reunion";
        /// No such calendar of working days.
        TerritoryWrong { text: String } = "territory-wrong" at "working_days",
            "« {text} » n’est pas un calendrier de jours ouvrés : metropole, alsace-moselle…",
            "« {text} » is no calendar of working days: metropole, alsace-moselle…";

        /// An act of some time ago.
        UndoTooLate { seconds: i64 } = "undo-too-late",
            "un geste s’annule dans les {seconds} secondes qui le suivent : défaites-le depuis le dossier",
            "an act is taken back in the {seconds} seconds that follow it: undo it from the file";
        /// A message that must not leave.
        NotWritten { why: Wording } = "not-written",
            "le message n’est pas écrit : {why}",
            "the message is not written: {why}";

        /// A file that mail servers would refuse.
        FileTooHeavy { file: String, size: i64, most: i64 } = "file-too-heavy" at "file",
            "{file} pèse {size} Mo : un fichier joint pèse {most} Mo au plus, bien des messageries refusant davantage ; enregistrez-le en qualité réduite (150 points par pouce suffisent) et joignez-le de nouveau",
            "{file} weighs {size} MB: an attached file weighs {most} MB at most, since many mail servers refuse more; save it in lower quality (150 dots per inch are enough) and attach it again";
        /// By its content, not by its name.
        NotAPdf { file: String } = "not-a-pdf" at "file",
            "{file} n’est pas un PDF : son contenu ne commence pas comme un PDF ; exportez la facture en PDF et joignez-la de nouveau",
            "{file} is no PDF: its content does not begin like one; export the invoice as PDF and attach it again";
        /// A PDF that no printer could take.
        PdfUnusable { file: String, why: String } = "pdf-unusable" at "file",
            "{file} est un PDF inutilisable (en anglais : {why}) : enregistrez-le de nouveau, sans mot de passe, et joignez-le",
            "{file} is a PDF that cannot be used ({why}): save it again, without a password, and attach it";
    } with {
        /// A field of a form.
        Field(FieldRefusal),
        /// The provider of identities.
        Provider(ProviderRefusal),
        /// A case.
        Case(CaseRefusal),
        /// A title.
        Title(TitleRefusal),
        /// The costs of a case.
        Cost(CostRefusal),
        /// A right.
        Guard(GuardRefusal),
        /// Whether a case can go, and by which route.
        Readiness(ReadinessRefusal),
        /// The credit of a customer.
        Credit(CreditRefusal),
        /// What the register says of a company.
        Company(CompanyRefusal),
        /// The insolvency of a debtor.
        Insolvency(InsolvencyRefusal),
        /// A dispute.
        Dispute(DisputeRefusal),
        /// A limitation.
        Limitation(LimitationRefusal),
        /// A link, or who is written to.
        Link(LinkRefusal),
        /// How somebody signs in.
        SignIn(SignInRefusal),
        /// Terms of sale.
        SaleTerms(SaleTermsRefusal),
        /// A paper of a case.
        Paper(PaperRefusal),
        /// An instalment plan.
        Plan(PlanRefusal),
        /// What the post says of a letter.
        Post(PostRefusal),
        /// A note, a task given, a digest.
        Team(TeamRefusal),
        /// A text that people wrote.
        Text(TextRefusal),
        /// A webhook.
        Webhook(WebhookRefusal),
        /// The list of the day.
        Work(WorkRefusal),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kernel::Spoken;

    use super::*;

    #[test]
    fn every_refusal_has_a_code_of_its_own_and_two_sentences() {
        let all = Refusal::examples();
        let codes: BTreeSet<&str> = all.iter().map(Refusal::code).collect();
        assert_eq!(codes.len(), all.len(), "two refusals share a code");
        for refusal in all {
            let (code, said) = (refusal.code(), refusal.wording());
            assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !code.starts_with('-'), "{code}");
            assert!(!said.fr.is_empty() && !said.en.is_empty() && said.fr != said.en, "{code}: {said:?}");
        }
    }

    #[test]
    fn amounts_and_dates_are_written_as_each_language_writes_them() {
        let said = Refusal::MatchAmount { most: Spoken::example() }.wording();
        assert!(said.fr.ends_with("1\u{202f}234,50\u{202f}€") && said.en.ends_with("€1,234.50"), "{said:?}");
        let said = Refusal::PauseOver { until: Spoken::example() }.wording();
        assert!(said.fr.contains("1er\u{a0}novembre") && said.en.contains("1\u{a0}November"), "{said:?}");
    }
}
