//! The formal notice of a case, from its décompte: with what the law asks such a letter to say, and refused as the
//! letters of reminders are.

use documents::court as paper;
use kernel::{Language, Wording};
use law::mentions::mentions;
use store::{BlockReason, Tx};

use super::decompte::{Drawn, assembled, counted_to};
use super::form::{Filled, PaperField, signature};
use super::make::{Draw, Ground, Shown, Written, signed};
use super::{PaperFigure, PaperKind};
use crate::{Desk, DeskError, PaperRefusal};

/// The document in the table of mentions.
const DOCUMENT: &str = "formal-notice";
/// What the layout says by itself, by the ranks of that table: the words, the parties and the claim, the sums, the
/// time and the means, the consequences and the signature.
const SAID: [&str; 5] = ["1", "2", "3", "4", "5"];
/// A row that is no article of law.
const USAGE: &str = "usage";
/// Longest time to pay, in days: a year is no notice any more.
const DELAY_MAX: u16 = 365;

/// What the file says for a formal notice.
pub(super) struct Demanded {
    drawn: Drawn,
    articles: Vec<String>,
    warnings: Vec<Wording>,
    refusal: Option<PaperRefusal>,
}

/// How the creditor is paid, as far as its own record says.
fn means(ground: &Ground) -> Vec<Wording> {
    let iban = ground.parties.creditor_record.iban.as_ref().map(ToString::to_string).unwrap_or_default();
    if iban.is_empty() {
        return Vec::new();
    }
    vec![Wording::new(format!("Par virement sur le compte {iban}."), format!("By transfer to the account {iban}."))]
}

fn consequences() -> Vec<Wording> {
    vec![Wording::new(
        "À défaut de paiement dans ce délai, nous saisirons le juge sans autre avis et lui demanderons, outre la somme due, les intérêts, les indemnités et les frais de justice.",
        "Failing payment within that time we shall go before a judge without further notice, and ask for interest, indemnities and costs beside the sum owed.",
    )]
}

impl Draw for Demanded {
    fn fields(&self, _desk: &Desk, ground: &Ground) -> Vec<PaperField> {
        let hint = ("Un paragraphe par ligne.", "One paragraph a line.");
        let mut fields = vec![
            counted_to(ground),
            PaperField::line("delay", ("Délai pour payer, en jours", "Time to pay, in days"), "")
                .hint("Compté de la réception de la lettre.", "Counted from the day the letter is received.")
                .needed(PaperRefusal::DelayMissing)
                .kept(),
            PaperField::lines("means", ("Comment payer", "How to pay"), means(ground))
                .hint(hint.0, hint.1)
                .needed(PaperRefusal::MeansMissing)
                .kept(),
            PaperField::lines("consequences", ("À défaut de paiement", "Failing payment"), consequences())
                .hint(hint.0, hint.1)
                .needed(PaperRefusal::ConsequencesMissing)
                .kept(),
        ];
        fields.extend(signature(ground));
        fields
    }

    fn figures(&self) -> Vec<PaperFigure> {
        self.drawn.figures()
    }

    fn warnings(&self) -> Vec<Wording> {
        self.drawn.warnings.iter().chain(&self.warnings).cloned().collect()
    }

    fn shows(&self) -> bool {
        false
    }

    fn hindrance(&self, ground: &Ground) -> Option<PaperRefusal> {
        self.refusal.clone().or_else(|| ground.unaddressed())
    }

    fn write(
        &self,
        _desk: &Desk,
        ground: &Ground,
        filled: &Filled,
        _shown: Shown<'_>,
        language: Language,
    ) -> Result<Written, DeskError> {
        let text = filled.text("delay");
        let delay = text.parse::<u16>().ok().filter(|days| (1..=DELAY_MAX).contains(days));
        let notice = paper::Notice {
            cover: ground.cover(PaperKind::FormalNotice, filled),
            articles: self.articles.iter().map(Wording::same).collect(),
            creditor: ground.parties.creditor.clone(),
            debtor: ground.debtor()?,
            decompte: self.drawn.paper.clone(),
            delay_days: delay.ok_or_else(|| PaperRefusal::Delay { text: text.chars().take(40).collect() })?,
            means: filled.paragraphs("means"),
            consequences: filled.paragraphs("consequences"),
            signature: signed(filled),
        };
        Ok(Written::Alone(notice.render(language)?))
    }
}

impl Desk {
    /// What the file says for a formal notice: its sums, the articles it stands on, and why it cannot be made where a
    /// due date is supposed or a piece is contested.
    pub(super) fn notice_drawn(&self, tx: &mut Tx, ground: &Ground) -> Result<Demanded, DeskError> {
        let case = self.case_drawn(tx, ground)?;
        let asked = mentions(DOCUMENT, &self.law)?;
        let mut warnings = asked.warnings;
        for mention in asked.mentions.iter().filter(|one| !SAID.contains(&one.position.as_str())) {
            warnings.push(Wording::new(
                format!("à écrire vous-même : {} ({})", mention.text.fr, mention.article),
                format!("to be written by yourself: {} ({})", mention.text.en, mention.article),
            ));
        }
        let mut articles: Vec<String> = asked.mentions.into_iter().map(|mention| mention.article).collect();
        articles.retain(|article| article != USAGE);
        articles.dedup();
        let mut accounts: Vec<ledger::AccountId> = case.items.iter().map(|item| item.account_id).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let blocks = tx.item_blocks().of_accounts(&accounts)?;
        let disputed = |item: &&ledger::Item| {
            let mut mine = blocks.iter().filter(|block| block.item_id == item.id);
            mine.any(|block| block.reason == BlockReason::Disputed && block.in_force(ground.today))
        };
        let inferred = case.items.iter().find(|item| item.due_inferred);
        let refusal = inferred.map(|item| PaperRefusal::NoticeInferred { piece: item.number.clone() }).or_else(|| {
            case.items.iter().find(disputed).map(|item| PaperRefusal::NoticeDisputed { piece: item.number.clone() })
        });
        Ok(Demanded { drawn: assembled(&case), articles, warnings, refusal })
    }
}
