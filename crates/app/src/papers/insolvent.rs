//! What the papers of an insolvency have in common: the proceedings, its organs, what is declared, who claims.

use documents::court as paper;
use judicial::insolvency::OfficerRole;
use judicial::insolvency::clocks::{Clock, ClockKind, published};
use judicial::insolvency::declaration::{Head, Sums};
use kernel::{Date, Wording, figures};
use ledger::{ItemId, ItemKind};

use super::make::Ground;
use crate::insolvency::{Declaring, regime};
use crate::{Desk, DeskError, PaperRefusal};

/// The debtor's proceedings as the papers of one case need them.
pub(super) struct Insolvent {
    pub now: Declaring,
    /// The day of the opening judgment; papers name it.
    pub judgment_on: Option<Date>,
    /// What is declared in the currency of the case.
    pub heads: Vec<Head>,
    /// Its sums.
    pub sums: Option<Sums>,
    clocks: Vec<Clock>,
}

impl Insolvent {
    /// Reads it from what the account declares now.
    pub fn new(now: Declaring, ground: &Ground, desk: &Desk) -> Result<Self, DeskError> {
        let currency = ground.case.currency;
        let heads = now.drawn.declaration.heads.iter().filter(|head| head.principal.currency() == currency);
        let heads = heads.cloned().collect();
        let sums = now.drawn.declaration.sums.iter().find(|sums| sums.due.currency() == currency).copied();
        let clocks = published(&now.known, now.places, &desk.law)?;
        Ok(Self { judgment_on: now.known.judgment_on, heads, sums, clocks, now })
    }

    /// A period that runs by the publications.
    pub fn clock(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.kind == kind)
    }

    /// The proceedings.
    pub fn proceedings(&self) -> Result<paper::Proceedings, PaperRefusal> {
        let known = &self.now.known;
        let judgment_on = self.judgment_on.ok_or(PaperRefusal::JudgmentUnknown)?;
        let bodacc =
            known.published_on.map(|published_on| paper::Bodacc { number: known.opened_by.clone(), published_on });
        Ok(paper::Proceedings {
            kind: regime(known.regime),
            court: Wording::same(known.tribunal.trim()),
            judgment_on,
            bodacc,
        })
    }

    /// Somebody of the proceedings with their address, a line each; the first of these roles that a notice names.
    pub fn officer(&self, roles: &[OfficerRole]) -> Vec<Wording> {
        let officers = &self.now.known.officers;
        let found = roles.iter().find_map(|role| officers.iter().find(|officer| officer.role == *role));
        let lines = found.map(|officer| {
            let address = officer.address.as_deref().unwrap_or_default();
            std::iter::once(officer.name.as_str()).chain(address.split([',', '\n'])).collect::<Vec<_>>()
        });
        let lines = lines.unwrap_or_default().into_iter().map(str::trim).filter(|line| !line.is_empty());
        lines.map(Wording::same).collect()
    }

    /// The juge-commissaire, at the court of the proceedings.
    pub fn judge(&self) -> Vec<Wording> {
        let court = self.now.known.tribunal.trim();
        let judge = Wording::new("Monsieur ou Madame le juge-commissaire", "The juge-commissaire");
        [judge, Wording::same(court)].into_iter().filter(|line| !line.fr.is_empty()).collect()
    }

    /// What a head is called.
    pub fn label(&self, head: &Head) -> Wording {
        let number = &head.number;
        match self.kind_of(head.item) {
            Some(ItemKind::Bill) => Wording::new(format!("Effet {number}"), format!("Bill {number}")),
            Some(ItemKind::Opening) => {
                Wording::new(format!("Solde antérieur {number}"), format!("Earlier balance {number}"))
            }
            _ => Wording::new(format!("Facture {number}"), format!("Invoice {number}")),
        }
    }

    fn kind_of(&self, item: ItemId) -> Option<ItemKind> {
        self.now.judged.iter().find(|one| one.piece.item.id == item).map(|one| one.piece.item.kind)
    }

    /// What a reader must know: interest that could not be counted, questions nobody answered, other currencies.
    pub fn warnings(&self) -> Vec<Wording> {
        let mut found = Vec::new();
        for head in &self.heads {
            let number = &head.number;
            if head.interest.is_none() {
                found.push(Wording::new(
                    format!("{number} : les intérêts n’ont pu être comptés, ils ne sont pas déclarés"),
                    format!("{number}: interest could not be counted, it is not declared"),
                ));
            }
            if !head.questions.is_empty() {
                found.push(Wording::new(
                    format!("{number} : des questions restent sans réponse, voyez la procédure collective"),
                    format!("{number}: questions were not answered, see the insolvency"),
                ));
            }
            for line in head.warnings.iter().filter(|line| !found.contains(*line)).cloned().collect::<Vec<_>>() {
                found.push(line);
            }
        }
        if self.now.drawn.declaration.heads.len() > self.heads.len() {
            found.push(Wording::new(
                "D’autres pièces à déclarer sont dans une autre devise : ouvrez un dossier dans cette devise",
                "Other items to declare are in another currency: open a case in that currency",
            ));
        }
        found
    }

    /// The claim in one sentence: `Facture F-1 du …, échue le …`.
    pub fn facts(&self, ground: &Ground) -> Vec<Wording> {
        let numbers = self.heads.iter().map(|head| head.number.as_str()).collect::<Vec<_>>().join(", ");
        if numbers.is_empty() {
            return Vec::new();
        }
        let (creditor, account) = (&ground.parties.creditor.name, &ground.parties.account.number);
        let debtor = ground.parties.debtors.first().map_or("", |party| party.name.as_str());
        vec![Wording::new(
            format!(
                "{creditor} est en relation d’affaires avec {debtor}, son client n° {account} ; sa créance, née avant le jugement d’ouverture, résulte des pièces suivantes, restées impayées : {numbers}."
            ),
            format!(
                "{creditor} trades with {debtor}, its customer No. {account}; its claim, born before the opening judgment, follows from these items, left unpaid: {numbers}."
            ),
        )]
    }
}

/// `C. com. L622-24 : ce que l’article donne`; nothing where the tables lack the period.
pub(super) fn ground_of(clock: Option<&Clock>, (fr, en): (&str, &str)) -> Vec<Wording> {
    let line = |clock: &Clock| {
        let (article, day) = (&clock.article, clock.due);
        let (day_fr, day_en) =
            (figures::date_long(day, kernel::Language::Fr), figures::date_long(day, kernel::Language::En));
        Wording::new(
            format!("{article} : {}", fr.replace("{day}", &day_fr)),
            format!("{article}: {}", en.replace("{day}", &day_en)),
        )
    };
    clock.map(line).into_iter().collect()
}
