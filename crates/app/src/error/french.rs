//! The French of the errors that come from below, whose own words are English.

use documents::address::AddressFault;
use documents::{DocumentError, NoticeFault};
use store::StoreError;

use super::DeskError;
use crate::Role;

/// The sentence in French.
pub(super) fn words(error: &DeskError) -> String {
    match error {
        DeskError::Forbidden { role, .. } => {
            format!("votre rôle ({}) ne le permet pas ; demandez à un administrateur", role_name(*role))
        }
        DeskError::Beyond => {
            "cela concerne plus de comptes que vous n’en voyez ; demandez à quelqu’un qui les voit tous".to_owned()
        }
        DeskError::OutOfScope { scope } => {
            format!("ce jeton n’a pas la portée « {} » : créez-en un qui l’ait", scope.slug())
        }
        DeskError::NotByToken => "aucun jeton ne peut faire cela : connectez-vous vous-même".to_owned(),
        DeskError::Refused(refusal) | DeskError::Confirm(refusal) => refusal.words(kernel::Language::Fr),
        DeskError::NotFound { what, key } => {
            format!(
                "{} « {key} » introuvable : la référence est mal tapée, ou ce qu’elle désigne a été retiré",
                thing(what)
            )
        }
        DeskError::Store(error) => store(error),
        DeskError::Procedure(refused) => refused.words(kernel::Language::Fr),
        DeskError::Law(error) => error.words(kernel::Language::Fr),
        DeskError::Document(error) => document(error),
        DeskError::Text { text, error } => {
            format!(
                "le texte « {text} » est inutilisable, ligne {} : {}",
                error.line,
                error.fault.words(kernel::Language::Fr)
            )
        }
        DeskError::File { path, error } => format!("le fichier {path} ne peut pas être lu ou écrit : {error}"),
    }
}

const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Administrator => "administrateur",
        Role::Manager => "responsable",
        Role::Collector => "chargé de recouvrement",
        Role::Accountant => "comptable",
        Role::Salesperson => "commercial",
        Role::Reader => "lecteur",
    }
}

/// The trade's word for a thing the ledger keeps.
fn thing(what: &str) -> &str {
    match what {
        "absence" => "absence",
        "account" => "compte",
        "act" => "geste",
        "allocation" => "lettrage",
        "block" => "blocage",
        "case" => "dossier",
        "title" => "titre",
        "right" => "droit",
        "waiver" => "renonciation",
        "cost" => "coût",
        "time" => "temps passé",
        "claim" => "pièce du dossier",
        "party" => "partie",
        "procedure" => "procédure",
        "proof" => "pièce justificative",
        "choice" => "choix de scénario",
        "order block" => "blocage de commandes",
        "signal" => "signal",
        "terms of sale" => "version de conditions de vente",
        "acceptance" => "acceptation",
        "limit" => "plafond de crédit",
        "cover" => "assurance",
        "creditor" => "créancier",
        "criterion" => "critère",
        "debtor" => "débiteur",
        "delivery" => "envoi",
        "insolvency" => "procédure collective",
        "match" => "rapprochement d’annonce",
        "declared claim" => "déclaration de créance",
        "bulletin notice" => "annonce",
        "webhook" => "webhook",
        "entry level" => "niveau d’entrée",
        "file" => "fichier",
        "group" => "groupe",
        "item" => "pièce",
        "job" | "task" => "tâche",
        "rank" => "dossier du jour",
        "snooze" => "dossier mis de côté",
        "profile" => "profil",
        "pause" => "suspension",
        "plan" => "échéancier",
        "promise" => "promesse",
        "reminder" => "relance",
        "run" => "passage",
        "step" => "étape",
        "text" => "texte",
        "token" => "jeton",
        "user" => "utilisateur",
        "the row" => "ligne",
        // contact, document, import, message: the same word in both languages.
        same => same,
    }
}

fn store(error: &StoreError) -> String {
    match error {
        StoreError::NotFound { what, id } => format!("{} « {id} » introuvable", thing(what)),
        StoreError::Conflict { what, id } => format!(
            "quelqu’un d’autre a modifié entre-temps : {} {id} ; rechargez la page et refaites la modification",
            thing(what)
        ),
        StoreError::Exists { constraint } => format!("cela existe déjà ({constraint})"),
        StoreError::Reference(why) => {
            format!("une ligne liée manque, ou une autre dépend encore de celle-ci ({why})")
        }
        StoreError::Refused(why) => format!("la base de données refuse la ligne : {why}"),
        StoreError::Corrupt { table, field, why } => format!(
            "{table}.{field} contient une valeur illisible ({why}) : lancez `verify`, puis restaurez une sauvegarde"
        ),
        StoreError::TooLong { name, limit_s } => format!(
            "« {name} » a duré plus de {limit_s} s et a été annulé : rien n’a été écrit ; procédez par parties plus petites"
        ),
        StoreError::Busy { name, attempts, last } => format!(
            "« {name} » a rencontré d’autres écritures {attempts} fois et a renoncé ({last}) : rien n’a été écrit ; réessayez"
        ),
        StoreError::Swallowed { name, first } => {
            format!("« {name} » a continué après une erreur ({first}) ; rien n’a été écrit")
        }
        StoreError::Disconnected(why) => {
            format!(
                "le serveur de base de données a coupé la connexion ({why}) : vérifiez qu’il tourne, puis réessayez"
            )
        }
        StoreError::Database(why) => format!("la base de données refuse l’opération : {why}"),
        StoreError::File { path, why } => format!("le fichier {path} ne peut pas être lu ou écrit : {why}"),
    }
}

fn document(error: &DocumentError) -> String {
    match error {
        DocumentError::Missing { ident, field } => {
            format!("document {ident} : il manque une donnée ({field}) ; complétez-la et imprimez de nouveau")
        }
        DocumentError::Address { ident, fault } => format!("document {ident} : {}", address(fault)),
        DocumentError::Notice { ident, fault } => {
            format!("document {ident} : mise en demeure refusée : {}", notice(fault))
        }
        DocumentError::NothingOwed { ident, principal } => format!(
            "document {ident} : il reste {principal} dû une fois les crédits déduits ; aucune lettre ne part à zéro ou moins"
        ),
        DocumentError::Money { ident, cause } => {
            let cause = cause.words(kernel::Language::Fr);
            format!("document {ident} : {cause} ; une lettre ne parle que d’une devise")
        }
        DocumentError::Layout { ident, message } => {
            format!("le document {ident} n’a pas pu être mis en page : {message}")
        }
        DocumentError::Unreadable { position, message } => format!(
            "la lettre n° {position} du fichier d’impression n’est pas un PDF lisible ({message}) : refaites-la"
        ),
        DocumentError::Sheet { title, message } => format!("le tableau « {title} » n’a pas pu être écrit : {message}"),
        DocumentError::Write(error) => format!("le document n’a pas pu être écrit : {error}"),
    }
}

fn address(fault: &AddressFault) -> String {
    match fault {
        AddressFault::Empty => "le nom et l’adresse du destinataire manquent ; complétez le débiteur".to_owned(),
        AddressFault::Control { line, text } => format!(
            "la ligne {line} de l’adresse du destinataire, « {text} », contient un saut de ligne ou un caractère de commande ; ressaisissez-la d’un trait"
        ),
        AddressFault::Tall { lines } => format!(
            "l’adresse du destinataire prend {lines} lignes de {} caractères, la fenêtre en montre {} ; raccourcissez-la",
            documents::address::WINDOW_CHARS,
            documents::address::WINDOW_LINES
        ),
    }
}

fn notice(fault: &NoticeFault) -> String {
    match fault {
        NoticeFault::DueDate { number } => {
            format!("l’échéance de « {number} » n’est pas certaine ; confirmez-la ou retirez la pièce")
        }
        NoticeFault::Disputed { number } => {
            format!("« {number} » est contestée ; réglez le litige ou retirez la pièce")
        }
        NoticeFault::Address => "le débiteur n’a pas d’adresse postale ; complétez-la".to_owned(),
        NoticeFault::Signature => "personne ne signe ; nommez un signataire du créancier".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Currency, Language, Money, MoneyError};

    use super::*;
    use crate::Permission;

    fn disk_full() -> std::io::Error {
        std::io::Error::other("disk full")
    }

    fn all() -> Vec<DeskError> {
        let text = || "X1".to_owned();
        let stores = [
            StoreError::Conflict { what: "debtor", id: text() },
            StoreError::Exists { constraint: text() },
            StoreError::Reference(text()),
            StoreError::Refused(text()),
            StoreError::Corrupt { table: "item", field: "due_on", why: text() },
            StoreError::TooLong { name: text(), limit_s: 30 },
            StoreError::Busy { name: text(), attempts: 8, last: text() },
            StoreError::Swallowed { name: text(), first: text() },
            StoreError::Disconnected(text()),
            StoreError::Database(text()),
            StoreError::File { path: text(), why: text() },
        ];
        let laws =
            [law::time::territory("corse").expect_err("no territory"), law::LawError::Money(MoneyError::Overflow)];
        let documents = [
            DocumentError::Missing { ident: text(), field: "street" },
            DocumentError::NothingOwed { ident: text(), principal: Money::zero(Currency::EUR) },
            DocumentError::Money { ident: text(), cause: MoneyError::Overflow },
            DocumentError::Address { ident: text(), fault: AddressFault::Empty },
            DocumentError::Address { ident: text(), fault: AddressFault::Control { line: 2, text: text() } },
            DocumentError::Address { ident: text(), fault: AddressFault::Tall { lines: 9 } },
            DocumentError::Notice { ident: text(), fault: NoticeFault::DueDate { number: text() } },
            DocumentError::Notice { ident: text(), fault: NoticeFault::Disputed { number: text() } },
            DocumentError::Notice { ident: text(), fault: NoticeFault::Address },
            DocumentError::Notice { ident: text(), fault: NoticeFault::Signature },
            DocumentError::Layout { ident: text(), message: text() },
            DocumentError::Unreadable { position: 3, message: text() },
            DocumentError::Sheet { title: text(), message: text() },
            DocumentError::Write(disk_full()),
        ];
        let mut all: Vec<DeskError> =
            Role::ALL.into_iter().map(|role| DeskError::Forbidden { role, permission: Permission::Maintain }).collect();
        all.push(DeskError::NotFound { what: "creditor", key: text() });
        all.push(DeskError::NotByToken);
        all.extend(crate::scopes::Scope::ALL.map(|scope| DeskError::OutOfScope { scope }));
        all.extend(stores.map(DeskError::Store));
        all.extend(laws.map(DeskError::Law));
        all.extend(documents.map(DeskError::Document));
        all.push(DeskError::Text {
            text: text(),
            error: documents::TextError { line: 2, fault: documents::TextFault::TooHeavy },
        });
        all.push(DeskError::File { path: text(), error: disk_full() });
        all
    }

    #[test]
    fn every_error_from_below_speaks_french_and_english() {
        for error in all() {
            let (code, said) = (error.code(), error.wording());
            assert!(!said.fr.is_empty() && !said.en.is_empty() && said.fr != said.en, "{code}: {said:?}");
            assert!(code.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{code}");
        }
        let missing = DeskError::NotFound { what: "creditor", key: "ACME".to_owned() };
        assert!(missing.words(Language::Fr).starts_with("créancier « ACME » introuvable"));
    }
}
