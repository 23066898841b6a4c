//! What a file can lack: what, why, by which text or usage, who is asked, in which words.

use kernel::Wording;
use law::Status;
use serde::{Deserialize, Serialize};

use super::{Missing, Role};

/// Why something is wanted: an article with how sure it is, or usage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// The article; none for what usage alone asks.
    pub article: Option<&'static str>,
    /// How the article was established; none for usage.
    pub status: Option<Status>,
}

const fn article(article: &'static str, status: Status) -> Basis {
    Basis { article: Some(article), status: Some(status) }
}

const USAGE: Basis = Basis { article: None, status: None };

/// One gap: points left out of 100, whether it blocks, its basis, who is asked; then what, why and the question, in
/// French and in English.
macro_rules! gaps {
    ($($(#[$doc:meta])* $Gap:ident = $slug:literal, $points:literal, $blocking:literal, $basis:expr, $owner:ident,
        $what_fr:literal, $what_en:literal, $why_fr:literal, $why_en:literal, $ask_fr:literal, $ask_en:literal;)+) => {
        /// Something a file lacks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Gap { $($(#[$doc])* #[serde(rename = $slug)] $Gap,)+ }

        impl Gap {
            /// Every gap.
            pub const ALL: &'static [Self] = &[$(Self::$Gap),+];

            /// The word of filters and scripts.
            pub const fn slug(self) -> &'static str { match self { $(Self::$Gap => $slug,)+ } }

            /// Reads a slug.
            pub fn parse(slug: &str) -> Option<Self> { match slug { $($slug => Some(Self::$Gap),)+ _ => None } }

            /// Points its criterion still has, of 100.
            pub const fn points(self) -> u8 { match self { $(Self::$Gap => $points,)+ } }

            /// True when the file cannot go with it.
            pub const fn blocks(self) -> bool { match self { $(Self::$Gap => $blocking,)+ } }

            /// What to ask of who holds it.
            pub fn question(self) -> Wording { self.told(0).ask }

            pub(super) fn told(self, worth: u32) -> Missing {
                match self { $(Self::$Gap => Missing {
                    gap: self,
                    what: Wording::new($what_fr, $what_en),
                    why: Wording::new($why_fr, $why_en),
                    basis: $basis,
                    blocking: $blocking,
                    owner: Role::$owner,
                    ask: Wording::new($ask_fr, $ask_en),
                    worth,
                },)+ }
            }
        }
    };
}

gaps! {
    /// A part is contested.
    PartContested = "part-contested", 70, false, article("CPC 1405", Status::Verified), Credit,
        "une partie est contestée", "a part is contested",
        "la part contestée ferait rejeter ou opposer le tout : seule la part certaine se demande",
        "the contested part would have the whole rejected or opposed: only the certain part is asked",
        "Quelle part de la facture le client reconnaît-il, et par quel écrit ?",
        "Which part of the invoice does the customer accept, and in which writing?";
    /// All is contested, without ground.
    Contested = "contested", 40, false, article("CPC 1416", Status::Verified), Credit,
        "la créance est contestée", "the claim is contested",
        "le débiteur formera opposition : la réponse à son grief doit être au dossier",
        "the debtor will oppose: the answer to the grievance must be on file",
        "Que répondons-nous au grief du client, et quelle pièce le montre ?",
        "What do we answer to the customer's grievance, and which document shows it?";
    /// All is contested, with a ground.
    SeriouslyContested = "seriously-contested", 0, true, article("CPC 835 al. 2, 873 al. 2", Status::Verified), Credit,
        "la créance est sérieusement contestée", "the claim is seriously contested",
        "ni injonction ni provision sur une obligation sérieusement contestable : réglez le litige, ou assignez au fond",
        "no order or provision on an obligation seriously contestable: settle the dispute, or sue on the merits",
        "Le litige peut-il être tranché : avoir, nouvelle livraison, ou preuve que le grief est faux ?",
        "Can the dispute be settled: credit note, new delivery, or proof that the grievance is wrong?";
    /// The amount is not determined.
    AmountUndetermined = "amount-undetermined", 0, true, article("CPC 1405, 1407", Status::Verified), Accounting,
        "le montant n’est pas déterminé", "the amount is not determined",
        "la demande porte sur un montant déterminé, avec le décompte de chaque élément",
        "the petition is for a determined amount, with the computation of each element",
        "Quel est le montant exact dû, pièce par pièce, avoirs et règlements déduits ?",
        "What exactly is owed, item by item, credits and payments taken off?";
    /// Not due.
    NotDue = "not-due", 0, true, USAGE, Accounting,
        "la créance n’est pas échue", "the claim is not due",
        "une créance se demande certaine, liquide et exigible : attendez l’échéance, ou constatez la déchéance du terme",
        "a claim is asked certain, liquid and due: wait for the due date, or forfeit the term",
        "L’échéance est-elle exacte, et une clause rend-elle tout exigible ?",
        "Is the due date right, and does a clause make all of it due?";
    /// The due date is inferred.
    DueInferred = "due-inferred", 20, true, USAGE, Accounting,
        "l’échéance est déduite, personne ne l’a confirmée", "the due date is inferred, nobody confirmed it",
        "une échéance déduite n’entre dans aucune demande et ne fait courir aucun délai",
        "an inferred due date enters no petition and starts no period",
        "Quelle échéance la facture porte-t-elle ?",
        "Which due date does the invoice bear?";
    /// The order exists, elsewhere.
    OrderMentioned = "order-mentioned", 50, false, article("C. com. L110-3", Status::Verified), Sales,
        "la commande n’est pas au dossier", "the order is not on file",
        "elle montre l’accord sur la chose et le prix", "it shows the agreement on goods and price",
        "Pouvez-vous verser la commande ou le devis accepté par le client ?",
        "Can you file the order or the quotation the customer accepted?";
    /// No order.
    OrderMissing = "order-missing", 0, false, article("C. com. L110-3", Status::Verified), Sales,
        "aucune commande", "no order",
        "sans elle, l’accord se prouve autrement : courriels, échanges, relations suivies",
        "without it the agreement is proved otherwise: mails, exchanges, regular dealings",
        "Quel écrit du client montre qu’il a commandé ?",
        "Which writing of the customer shows the order?";
    /// The proof of delivery exists, elsewhere.
    DeliveryMentioned = "delivery-mentioned", 50, false, article("C. civ. 1353", Status::Verified), Logistics,
        "la preuve de livraison n’est pas au dossier", "the proof of delivery is not on file",
        "qui réclame l’exécution d’une obligation la prouve", "who claims an obligation proves it",
        "Pouvez-vous verser le bon de livraison ou le procès-verbal signé ?",
        "Can you file the signed delivery note or record?";
    /// No proof of delivery.
    DeliveryMissing = "delivery-missing", 0, false, article("C. civ. 1353", Status::Verified), Logistics,
        "aucune preuve de livraison ni d’exécution", "no proof of delivery or performance",
        "sans elle, le débiteur dira n’avoir rien reçu", "without it the debtor will say nothing was received",
        "Quel document montre que le client a reçu la marchandise ou le service : émargement, transporteur, courriel ?",
        "Which document shows that the customer received the goods or service: signature, carrier, mail?";
    /// The invoice exists, elsewhere.
    InvoiceMentioned = "invoice-mentioned", 40, false, article("CPC 1407", Status::Verified), Accounting,
        "la copie de la facture n’est pas au dossier", "the copy of the invoice is not on file",
        "la demande est accompagnée des documents justificatifs", "the petition comes with its documents",
        "Pouvez-vous verser la copie de la facture telle qu’elle fut envoyée ?",
        "Can you file the copy of the invoice as it was sent?";
    /// No invoice.
    InvoiceMissing = "invoice-missing", 0, true, article("CPC 1407; C. com. L441-9", Status::Verified), Accounting,
        "aucune facture", "no invoice",
        "rien d’autre ne dit ce qui est demandé", "nothing else says what is asked",
        "La facture a-t-elle été émise, et pouvez-vous la verser ?",
        "Was the invoice issued, and can you file it?";
    /// The terms are weakly accepted.
    TermsWeak = "terms-weak", 50, false, article("C. civ. 1119", Status::Memory), Sales,
        "l’acceptation des conditions de vente est faible", "the acceptance of the terms of sale is weak",
        "clause pénale, taux convenu et réserve de propriété ne valent qu’acceptés",
        "penalty clause, agreed rate and retention of title hold only when accepted",
        "Le client a-t-il signé les conditions de vente, ou une commande qui s’y réfère ?",
        "Did the customer sign the terms of sale, or an order that refers to them?";
    /// No terms.
    TermsNone = "terms-none", 0, false, article("C. civ. 1119", Status::Memory), Sales,
        "aucune acceptation des conditions de vente", "no acceptance of the terms of sale",
        "seuls le principal et ce que la loi ajoute d’elle-même seront demandés",
        "only the principal and what the law adds by itself will be asked",
        "Une ouverture de compte ou une commande signée porte-t-elle nos conditions ?",
        "Does an account form or a signed order bear our terms?";
    /// Sent, not proved.
    NoticeUnproved = "notice-unproved", 60, false, USAGE, Credit,
        "la présentation de la mise en demeure n’est pas prouvée", "the formal notice has no proof of presentation",
        "sa date fait courir ce qui court de la mise en demeure", "its day starts what runs from a formal notice",
        "Avez-vous l’avis de réception, ou le suivi qui montre la présentation ?",
        "Do you have the receipt, or the tracking that shows the presentation?";
    /// None.
    NoticeMissing = "notice-missing", 0, false, USAGE, Credit,
        "aucune mise en demeure", "no formal notice",
        "aucun texte ne l’exige avant une injonction de payer, mais le juge y voit que tout fut tenté",
        "no text asks for it before a payment order, but the judge sees in it that all was tried",
        "Peut-on envoyer une mise en demeure recommandée avant la requête ?",
        "Can a registered formal notice be sent before the petition?";
    /// No extract.
    ExtractMissing = "extract-missing", 0, false, USAGE, Credit,
        "pas d’extrait Kbis du débiteur", "no extract of the register of the debtor",
        "il donne la forme, le siège et le représentant, donc le tribunal et l’adresse de signification",
        "it gives the form, seat and representative, hence the court and the address of service",
        "Pouvez-vous demander l’extrait Kbis du débiteur ?",
        "Can you ask for the debtor's extract of the register?";
    /// Old extract.
    ExtractOld = "extract-old", 60, false, USAGE, Credit,
        "l’extrait Kbis est ancien", "the extract of the register is old",
        "siège, représentant et procédures collectives ont pu changer",
        "seat, representative and insolvency may have changed",
        "Pouvez-vous redemander un extrait Kbis de moins de trois mois ?",
        "Can you ask again for an extract less than three months old?";
    /// No power.
    PowerMissing = "power-missing", 0, true, article("CPC 1407, 853", Status::Verified), Management,
        "rien ne montre le pouvoir de qui agit", "nothing shows the power of who acts",
        "la demande est formée par le créancier ou par un mandataire", "the petition is made by the creditor or an agent",
        "Le représentant légal peut-il signer la requête, ou un pouvoir spécial ?",
        "Can the legal representative sign the petition, or a special power?";
    /// Not checked.
    IdentityUnchecked = "identity-unchecked", 40, false, article("CPC 54", Status::Verified), Credit,
        "l’identité du débiteur n’est pas vérifiée", "the debtor's identity is not checked",
        "une demande contre la mauvaise personne est perdue", "a petition against the wrong person is lost",
        "Le SIREN, la dénomination et l’adresse du débiteur sont-ils ceux du registre ?",
        "Are the debtor's number, name and address those of the register?";
    /// Papers disagree.
    IdentityConflicting = "identity-conflicting", 0, true, article("CPC 54", Status::Verified), Sales,
        "les pièces nomment plusieurs débiteurs", "the papers name several debtors",
        "qui a commandé, qui fut livré et qui fut facturé doivent être la même personne",
        "who ordered, who was delivered and who was invoiced must be the same person",
        "Quelle société a commandé, et pourquoi la facture est-elle à un autre nom ?",
        "Which company ordered, and why does the invoice bear another name?";
    /// The register knows nobody of that number.
    SirenUnknown = "siren-unknown", 0, true, article("CPC 54", Status::Verified), Credit,
        "le registre ne connaît pas le SIREN du débiteur", "the register does not know the debtor's number",
        "une demande contre qui n’existe pas est nulle, et rien ne peut lui être signifié",
        "a petition against nobody is void, and nothing can be served",
        "Quel est le SIREN du débiteur, d’après sa commande ou son extrait Kbis ?",
        "What is the debtor's number, by its order or its extract of the register?";
    /// Struck off.
    DebtorGone = "debtor-gone", 0, true, article("CPC 54", Status::Verified), Legal,
        "le débiteur n’existe plus", "the debtor no longer exists",
        "on n’agit pas contre une société radiée ou une personne décédée",
        "no action lies against a company struck off or a person who died",
        "Y a-t-il un liquidateur, un mandataire ad hoc, un héritier ou une caution à poursuivre ?",
        "Is there a liquidator, an ad hoc agent, an heir or a guarantor to sue?";
    /// Doubtful means.
    SolvencyDoubtful = "solvency-doubtful", 40, false, USAGE, Credit,
        "la solvabilité est douteuse", "solvency is doubtful",
        "un titre ne vaut que ce qui se saisit", "a title is worth what can be seized",
        "Que saisir : banque, clients, véhicules, stock, caution ?",
        "What is there to seize: bank, customers, vehicles, stock, guarantor?";
    /// Nobody looked.
    SolvencyUnknown = "solvency-unknown", 50, false, USAGE, Credit,
        "la solvabilité est inconnue", "solvency is unknown",
        "un titre ne vaut que ce qui se saisit", "a title is worth what can be seized",
        "Que disent les comptes déposés et le BODACC ?",
        "What do the filed accounts and the BODACC say?";
    /// Nothing to seize.
    EmptyShell = "empty-shell", 0, false, USAGE, Management,
        "le débiteur n’a rien à saisir", "the debtor has nothing to seize",
        "le dossier peut être parfait et ne rien rapporter : la décision d’agir le dira",
        "a perfect file may bring nothing: the decision to act will say so",
        "Existe-t-il une caution, un codébiteur ou une réserve de propriété ?",
        "Is there a guarantor, a co-debtor or a retention of title?";
    /// Insolvency is open.
    Insolvent = "insolvent", 0, true, article("C. com. L622-21, L622-24", Status::Verified), Legal,
        "une procédure collective est ouverte", "insolvency proceedings are open",
        "toute action en paiement est arrêtée : la créance se déclare", "every action for payment stops: the claim is declared",
        "La créance est-elle déclarée, et avant quel jour doit-elle l’être ?",
        "Is the claim declared, and by which day must it be?";
    /// Nobody followed it.
    LimitationUnknown = "limitation-unknown", 30, false, article("C. com. L110-4; C. civ. 2224; C. conso. L218-2", Status::Verified), Legal,
        "la prescription n’est pas établie", "limitation is not established",
        "sans date certaine de départ, le dernier jour pour agir est inconnu",
        "without a sure start, the last day to act is unknown",
        "De quel jour date l’achèvement ou la livraison, et quelle est l’échéance ?",
        "On which day was the service completed or delivered, and what is the due date?";
    /// Near.
    LimitationNear = "limitation-near", 50, false, article("C. com. L110-4; C. civ. 2224; C. conso. L218-2", Status::Verified), Legal,
        "la prescription est proche", "limitation is near",
        "la requête n’interrompt pas : la signification de l’ordonnance, ou une assignation, doit venir à temps",
        "the petition does not interrupt: the service of the order, or a summons, must come in time",
        "Faut-il assigner plutôt que demander une injonction, pour interrompre à temps ?",
        "Should we summon rather than petition, to interrupt in time?";
    /// Over.
    TimeBarred = "time-barred", 0, true, article("C. com. L110-4; C. civ. 2224; C. conso. L218-2", Status::Verified), Legal,
        "la créance est prescrite", "the claim is time-barred",
        "l’action est éteinte, sauf acte interruptif que nous ignorerions",
        "the action is over, save an interruption we do not know of",
        "Existe-t-il un paiement partiel, une reconnaissance ou un acte qui ait interrompu la prescription ?",
        "Is there a part payment, an acknowledgement or an act that interrupted limitation?";
    /// Several seats.
    CourtSeat = "court-seat", 60, false, article("CPC 1406", Status::Verified), Legal,
        "le siège du tribunal est à vérifier", "the seat of the court is to be checked",
        "le tribunal est celui du lieu où demeure le débiteur", "the court is that of the debtor's place",
        "De quel tribunal dépend la commune du débiteur ?",
        "Which court has the debtor's commune?";
    /// Abroad.
    CourtAbroad = "court-abroad", 30, false, article("CPC 1406", Status::Verified), Legal,
        "le débiteur demeure à l’étranger", "the debtor lives abroad",
        "l’injonction nationale est fermée : voies européennes, ou juge étranger",
        "the national order is closed: European ways, or a foreign judge",
        "Une clause désigne-t-elle un juge français, ou une voie européenne est-elle ouverte ?",
        "Does a clause name a French judge, or is a European way open?";
    /// Unknown.
    CourtUnknown = "court-unknown", 0, true, article("CPC 1406", Status::Verified), Credit,
        "le lieu du débiteur est inconnu", "the debtor's place is unknown",
        "sans lui, ni tribunal ni signification", "without it neither court nor service",
        "Quelle est l’adresse du siège ou du domicile du débiteur ?",
        "What is the address of the debtor's seat or home?";
}
