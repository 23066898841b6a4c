//! What is wrong with a text that people wrote.

use kernel::Wording;

kernel::sentences! {
    /// What is wrong with a text that people wrote.
    TextRefusal {
        /// A name that no script could write.
        TextNameWrong { name: String } = "text-name-wrong" at "name",
            "« {name} » n’est pas un nom de texte : 1 à 40 caractères parmi a-z, 0-9 et « - »",
            "« {name} » is no name of a text: 1 to 40 of a-z, 0-9 and « - »";
        /// A language we do not write.
        LanguageUnknown { language: String } = "language-unknown" at "language",
            "« {language} » : un texte s’écrit en fr ou en en",
            "« {language} »: a text is written in fr or in en";
        /// An account no preview knows.
        ExampleUnknown { example: String } = "example-unknown" at "example",
            "« {example} » n’est pas un exemple : business, consumer, ou un compte par son code",
            "« {example} » is no example: business, consumer, or an account by its code";
        /// A template with something wrong.
        TextUnsound { why: Wording } = "text-unsound" at "body",
            "le texte ne peut pas servir : {why}",
            "the text cannot be used: {why}";
        /// Nothing to say.
        TextEmpty = "text-empty" at "body",
            "le texte n’a pas d’objet : écrivez-le sur la première ligne, hors de toute condition",
            "the text has no subject: write it on the first line, outside of any condition";
        /// A letter of one line.
        TextWithoutBody = "text-without-body" at "body",
            "le texte n’a pas toujours de paragraphe avant le tableau : ajoutez-en un sous l’objet, après une ligne vide, hors de toute condition",
            "the text does not always have a paragraph before the table: add one under the subject, after a blank line, outside of any condition";
        /// A text message of several lines.
        TextNotShort = "text-not-short" at "body",
            "un SMS tient en une ligne : gardez la première",
            "a text message is one line: keep the first";
        /// A formal notice that does not say so.
        TextWithoutNotice = "text-without-notice" at "body",
            "une mise en demeure dit qu’elle en est une, à tout débiteur : écrivez « mise en demeure », hors de toute condition",
            "a formal notice says that it is one, to every debtor: write « formal notice » or « mise en demeure », outside of any condition";
        /// A formal notice that asks for no sum.
        TextWithoutSum = "text-without-sum" at "body",
            "une mise en demeure dit la somme demandée : écrivez {{{{ total }}}}, hors de toute condition",
            "a formal notice says the sum asked for: write {{{{ total }}}}, outside of any condition";
        /// The text of a step cannot be used.
        StepTextUnsound { step: String, text: String, why: Wording } = "step-text-unsound",
            "l’étape « {step} » parle par le texte « {text} », qui ne peut pas servir : {why}",
            "the step « {step} » speaks by the text « {text} », which cannot be used: {why}";
        /// A text message made from a letter.
        StepTextLong { step: String, text: String } = "step-text-long",
            "l’étape « {step} » part par SMS et le texte « {text} » est celui d’une lettre : nommez un texte d’une ligne",
            "the step « {step} » goes by text message and the text « {text} » is that of a letter: name a text of one line";
        /// A letter made from a text message.
        StepTextShort { step: String, text: String } = "step-text-short",
            "l’étape « {step} » part par mail ou par lettre et le texte « {text} » tient en une ligne : nommez un texte qui a des paragraphes",
            "the step « {step} » goes by mail or by letter and the text « {text} » is one line: name a text that has paragraphs";
        /// The words of a formal notice in a step that is none.
        StepNoNotice { step: String, text: String } = "step-no-notice" at "formal_notice",
            "l’étape « {step} » dit le texte « {text} » sans être une mise en demeure : cochez-la, pour que ses pièces et son adresse soient vérifiées, ou nommez un autre texte",
            "the step « {step} » says the text « {text} » and is no formal notice: make it one, so that its items and its address are checked, or name another text";
        /// A text message has no letter.
        TextShort = "text-short",
            "ce texte tient en une ligne : c’est un SMS, il ne fait pas de lettre",
            "this text is one line: it is a text message and makes no letter";
        /// A text that a step still names.
        TextNamed { text: String, strategy: String, step: String } = "text-named",
            "l’étape « {step} » de la stratégie « {strategy} » nomme le texte « {text} » : donnez-lui-en un autre d’abord",
            "the step « {step} » of the strategy « {strategy} » names the text « {text} »: give it another first";
    }
}
