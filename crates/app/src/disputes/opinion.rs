//! What a customer thinks of how their dispute was handled: one question, by the link of the closing mail.

use serde::Serialize;
use serde_json::json;
use store::{Dispute, DisputeId, LinkPurpose, Opinion, OpinionId, SignedLink, Tx};

use super::{DisputeLine, Step, evidence};
use crate::desk::About;
use crate::{Actor, Desk, DeskError, DisputeRefusal};

/// The best answer; one is the worst.
pub const SCORE_MAX: i64 = 5;
/// Words of customers shown beside the figures.
const SHOWN: usize = 20;

/// What somebody who opens the link is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedOpinion {
    /// Who the house is to them: the creditor.
    pub creditor: String,
    /// Number of the piece.
    pub piece: String,
}

/// What customers think of how disputes were handled.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Opinions {
    /// How many answered.
    pub count: u64,
    /// How many gave each score, from 1 to 5.
    pub scores: Vec<u64>,
    /// Mean of the scores in tenths, half up; none without an answer.
    pub mean_tenths: Option<i64>,
    /// What they wrote, the last first.
    pub words: Vec<OpinionWords>,
}

/// One answer in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpinionWords {
    /// The dispute.
    pub dispute: DisputeId,
    /// From 1 to 5.
    pub score: i64,
    /// What they wrote.
    pub words: String,
}

fn asked_by(tx: &mut Tx, link: &SignedLink) -> Result<Dispute, DeskError> {
    let dispute = Actor::guest(link).find(tx, DisputeId(link.subject_id.unwrap_or_default()))?;
    if dispute.step == Step::Closed { Ok(dispute) } else { Err(DisputeRefusal::NotOver.into()) }
}

/// Sums answers up.
fn summed(told: &[Opinion]) -> Opinions {
    let mut scores = vec![0_u64; usize::try_from(SCORE_MAX).unwrap_or_default()];
    for opinion in told {
        if let Some(n) = usize::try_from(opinion.score - 1).ok().and_then(|at| scores.get_mut(at)) {
            *n += 1;
        }
    }
    let (count, sum) = (told.len(), told.iter().map(|o| o.score).sum::<i64>());
    let whole = i64::try_from(count).unwrap_or(i64::MAX);
    let words = told.iter().filter(|o| !o.words.is_empty()).take(SHOWN);
    Opinions {
        count: u64::try_from(count).unwrap_or(u64::MAX),
        scores,
        mean_tenths: (count > 0).then(|| (sum * 20 + whole) / (whole * 2)),
        words: words.map(|o| OpinionWords { dispute: o.dispute_id, score: o.score, words: o.words.clone() }).collect(),
    }
}

impl Desk {
    /// What the holder of a link is asked about.
    ///
    /// # Errors
    /// [`crate::LinkRefusal`] on a link that is forged, over, used or taken back.
    pub fn asked_opinion(&self, token: &str) -> Result<AskedOpinion, DeskError> {
        self.seen_good(token, LinkPurpose::Opinion)?;
        self.store.write("opinion.asked", |tx| {
            let link = self.opened(tx, token, LinkPurpose::Opinion)?;
            let dispute = asked_by(tx, &link)?;
            let account = tx.accounts().get(dispute.account_id)?;
            let piece = tx.items().get(dispute.item_id)?.number;
            Ok(AskedOpinion { creditor: tx.creditors().get(account.creditor_id)?.name, piece })
        })
    }

    /// Takes the opinion of who holds a link, once.
    ///
    /// # Errors
    /// As [`Desk::asked_opinion`]; [`DisputeRefusal::Score`] outside of one to five.
    pub fn give_opinion(&self, token: &str, score: i64, words: &str) -> Result<(), DeskError> {
        evidence::bounded(words)?;
        self.seen_good(token, LinkPurpose::Opinion)?;
        self.store.write("opinion.give", |tx| {
            let mut link = self.opened(tx, token, LinkPurpose::Opinion)?;
            let dispute = asked_by(tx, &link)?;
            if !(1..=SCORE_MAX).contains(&score) {
                return Err(DisputeRefusal::Score.into());
            }
            let account = tx.accounts().get(dispute.account_id)?;
            let piece = tx.items().get(dispute.item_id)?.number;
            tx.opinions().insert(&Opinion {
                id: OpinionId(self.id()),
                account_id: account.id,
                dispute_id: dispute.id,
                score,
                words: words.trim().to_owned(),
                recipient: link.recipient.clone(),
                created_us: self.now(),
            })?;
            link.used_us = Some(self.now());
            tx.signed_links().save(&link)?;
            let payload = json!({
                "dispute": dispute.id, "piece": piece, "score": score, "note": words.trim(), "link": link.id,
            });
            Ok(self.note(tx, &Actor::guest(&link), About::account(&account), "dispute.opinion", &payload)?)
        })
    }

    /// What customers think of how these disputes were handled.
    pub(super) fn opinions(&self, lines: &[&DisputeLine]) -> Result<Opinions, DeskError> {
        let ids: Vec<DisputeId> = lines.iter().filter(|l| l.step == Step::Closed).map(|l| l.id).collect();
        Ok(summed(&self.store.read(|tx| tx.opinions().of_disputes(&ids))?))
    }
}

#[cfg(test)]
mod tests {
    use kernel::Timestamp;
    use ledger::AccountId;

    use super::*;

    #[test]
    fn the_mean_is_rounded_half_up_to_a_tenth() {
        let told = |score| Opinion {
            id: OpinionId(score),
            account_id: AccountId(1),
            dispute_id: DisputeId(1),
            score,
            words: String::new(),
            recipient: String::new(),
            created_us: Timestamp::UNIX_EPOCH,
        };
        assert_eq!(summed(&[]).mean_tenths, None);
        // 4 + 5 + 5 over 3 is 4.666…
        let three = summed(&[told(4), told(5), told(5)]);
        assert_eq!((three.mean_tenths, three.scores), (Some(47), vec![0, 0, 0, 1, 2]));
        // 1 + 2 + 2 + 2 over 4 is 1.75: 1.8
        assert_eq!(summed(&[told(1), told(2), told(2), told(2)]).mean_tenths, Some(18));
    }
}
