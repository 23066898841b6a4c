//! What is lost when nothing will come: its proof, and the entries that accounting may write. They are proposed and
//! never posted anywhere.

use kernel::{Currency, Date, Money, Rounding, Wording};
use ledger::ItemId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{CaseClaim, CaseId, CaseLoss, CaseLossId, CaseOutcome, CourtCase, StoreError, Tx};

use super::write::short;
use crate::blocks::open_pieces;
use crate::cases::worded;
use crate::desk::About;
use crate::titles::word;
use crate::{Actor, CostRefusal, Desk, DeskError, Permission};

kernel::slug_enum!(
    /// When the VAT of the sale was due to the State.
    VatDue {
        /// On debits, or on delivery.
        Debits = "debits",
        /// On collection: what was not collected was not paid to the State.
        Collection = "collection",
        /// Nobody said.
        Unknown = "unknown",
    }
);

/// What proves a loss, and what accounting needs to know.
#[derive(Debug, Clone, Default)]
pub struct LossOrder {
    /// What proves it, in words: a certificate, a judgment, the reason.
    pub proof: String,
    /// Its day.
    pub proof_on: Option<Date>,
    /// Rate of VAT of the pieces, percent; may be empty.
    pub vat_rate: String,
    /// When the VAT was due, as a slug; unknown when empty.
    pub vat: String,
}

/// One piece that is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LostPiece {
    /// Its number.
    pub number: String,
    /// Customer code of its account.
    pub account: String,
    /// What was open of it, VAT included.
    pub gross: String,
    /// Without VAT; none where the rate is not told.
    pub net: Option<String>,
    /// VAT.
    pub vat: Option<String>,
    /// What its duplicate says so that the VAT may be recovered; none where it may not.
    pub overprint: Option<String>,
}

/// One line of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryLine {
    /// Which entry, from 1: the lines of one are balanced.
    pub entry: u8,
    /// What the entry does, and when it is written.
    pub what: Wording,
    /// Account of the general ledger.
    pub account: String,
    /// What the line is.
    pub label: Wording,
    /// Debit.
    pub debit: Option<String>,
    /// Credit.
    pub credit: Option<String>,
}

/// What is lost in a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LossDetail {
    /// What proves it.
    pub proof: String,
    /// Its day.
    pub proof_on: Date,
    /// Rate of VAT, percent.
    pub vat_rate: Option<String>,
    /// When the VAT was due.
    pub vat_due: VatDue,
    /// The pieces.
    pub pieces: Vec<LostPiece>,
    /// Their sum, VAT included.
    pub gross: String,
    /// Without VAT.
    pub net: Option<String>,
    /// VAT.
    pub vat: Option<String>,
    /// The entries proposed.
    pub entries: Vec<EntryLine>,
    /// Conditions, and what the tables lack.
    pub warnings: Vec<Wording>,
}

/// A piece as it is kept on the day of closing.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Lost {
    number: String,
    account: String,
    item: ItemId,
    minor: i64,
}

/// A piece that is lost, with what of it is VAT.
#[derive(Debug, Clone)]
pub(crate) struct LostItem {
    /// It.
    pub item: ItemId,
    /// Its number.
    pub number: String,
    /// Customer code of its account.
    pub account: String,
    /// What was open of it, VAT included.
    pub gross: Money,
    /// The same without VAT, and the VAT; none where the rate is not told.
    pub split: Option<(Money, Money)>,
    /// What its duplicate says so that the VAT may be recovered; none where it may not.
    pub overprint: Option<String>,
}

/// What is lost of a case, as it is kept and as it was told since.
#[derive(Debug, Clone)]
pub(crate) struct LossKept {
    /// When the VAT was due.
    pub due: VatDue,
    /// True where the rate of VAT is told.
    pub rated: bool,
    /// The pieces.
    pub items: Vec<LostItem>,
}

/// What a case lost, where it was closed as irrecoverable.
fn loss_of(tx: &mut Tx, case: &CourtCase) -> Result<Option<CaseLoss>, DeskError> {
    Ok(if case.outcome == Some(CaseOutcome::Irrecoverable) { tx.costs().loss_of(case.id)? } else { None })
}

/// What is open of the claims of a case.
fn lost_pieces(tx: &mut Tx, claims: &[&CaseClaim], today: Date) -> Result<Vec<Lost>, DeskError> {
    let mut lost = Vec::new();
    for claim in claims {
        let open = open_pieces(tx, claim.account_id, today)?;
        let open = open.into_iter().find(|(item, open)| item.id == claim.item_id && open.minor() > 0);
        if let Some((item, open)) = open {
            let account = tx.accounts().get(claim.account_id)?.number;
            lost.push(Lost { number: item.number, account, item: item.id, minor: open.minor() });
        }
    }
    Ok(lost)
}

/// A rate in hundredths of a percent.
fn rate(text: &str) -> Result<Option<i64>, CostRefusal> {
    let wrong = || CostRefusal::VatRate { text: short(text) };
    match text.trim().trim_end_matches('%').trim() {
        "" => Ok(None),
        text => {
            let bps = Money::parse(&text.replace(',', "."), Currency::EUR).map_err(|_| wrong())?.minor();
            if (0..=10_000).contains(&bps) { Ok(Some(bps)) } else { Err(wrong()) }
        }
    }
}

impl LossOrder {
    fn fill(&self, kept: &mut CaseLoss, today: Date) -> Result<(), DeskError> {
        kept.proof = worded(&self.proof)?;
        if kept.proof.is_empty() {
            return Err(CostRefusal::LossProof.into());
        }
        kept.proof_on = self.proof_on.ok_or(CostRefusal::LossDay)?;
        if today < kept.proof_on {
            return Err(CostRefusal::LossAhead { today }.into());
        }
        kept.vat_bps = rate(&self.vat_rate)?;
        let known: Vec<&str> = VatDue::ALL.iter().map(|due| due.slug()).collect();
        word(&self.vat, VatDue::Unknown, (VatDue::parse, &known))?.slug().clone_into(&mut kept.vat);
        Ok(())
    }
}

impl Desk {
    /// Keeps what proves a loss with what is open of the pieces, as a case closes.
    pub(crate) fn keep_loss(
        &self,
        tx: &mut Tx,
        (actor, order): (&Actor, &LossOrder),
        case: &CourtCase,
        claims: &[&CaseClaim],
    ) -> Result<(), DeskError> {
        let today = self.today();
        let mut kept = CaseLoss {
            id: CaseLossId(self.id()),
            case_id: case.id,
            account_id: case.account_id,
            proof: String::new(),
            proof_on: today,
            lost: String::new(),
            vat_bps: None,
            vat: String::new(),
            actor: actor.name.clone(),
            created_us: self.now(),
        };
        order.fill(&mut kept, today)?;
        kept.lost = serde_json::to_string(&lost_pieces(tx, claims, today)?).unwrap_or_default();
        Ok(tx.costs().insert_loss(&kept)?)
    }

    /// Completes what proves a loss, or what accounting needs to know of it, once the case is closed.
    ///
    /// # Errors
    /// [`CostRefusal::NoLoss`] on a case that was not closed as irrecoverable, [`CostRefusal`].
    pub fn complete_loss(&self, actor: &Actor, case: CaseId, order: &LossOrder) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let today = self.today();
        self.store.write("case.loss", |tx| {
            let case = actor.find(tx, case)?;
            let account = tx.accounts().get(case.account_id)?;
            let mut kept = loss_of(tx, &case)?.ok_or(CostRefusal::NoLoss)?;
            order.fill(&mut kept, today)?;
            tx.costs().save_loss(&kept)?;
            let payload = json!({
                "case": case.id, "reference": case.reference, "currency": case.currency, "proof": kept.proof,
                "proof_on": kept.proof_on, "vat": kept.vat, "vat_bps": kept.vat_bps,
            });
            Ok(self.note(tx, actor, About::account(&account), "case.loss_told", &payload)?)
        })
    }

    /// What is lost of a case, piece by piece; none where it was not closed as irrecoverable.
    pub(crate) fn loss_kept(&self, tx: &mut Tx, case: &CourtCase) -> Result<Option<LossKept>, DeskError> {
        loss_of(tx, case)?.map(|kept| self.lost(&kept, case.currency)).transpose()
    }

    fn lost(&self, kept: &CaseLoss, currency: Currency) -> Result<LossKept, DeskError> {
        let corrupt = |field, why: String| DeskError::Store(StoreError::Corrupt { table: "case_loss", field, why });
        let lost: Vec<Lost> = serde_json::from_str(&kept.lost).map_err(|error| corrupt("lost", error.to_string()))?;
        let due = VatDue::parse(&kept.vat).ok_or_else(|| corrupt("vat", kept.vat.clone()))?;
        let overprint = self.overprint()?;
        let mut items = Vec::with_capacity(lost.len());
        for one in lost {
            let gross = Money::new(one.minor, currency);
            let vat = kept.vat_bps.map(|bps| gross.ratio(bps, 10_000 + bps, Rounding::HalfUp)).transpose();
            let vat = vat.map_err(law::LawError::from)?;
            let split = vat.map(|vat| (Money::new(gross.minor() - vat.minor(), currency), vat));
            let told = split.filter(|(_, vat)| due == VatDue::Debits && vat.minor() > 0);
            let overprint = told.zip(overprint.as_ref()).map(|((net, vat), text)| filled(text, net, vat));
            items.push(LostItem { item: one.item, number: one.number, account: one.account, gross, split, overprint });
        }
        Ok(LossKept { due, rated: kept.vat_bps.is_some(), items })
    }

    pub(super) fn loss_detail(&self, kept: &CaseLoss, currency: Currency) -> Result<LossDetail, DeskError> {
        let LossKept { due, rated, items } = self.lost(kept, currency)?;
        let sum = |of: fn(&LostItem) -> Money| Money::new(items.iter().map(|one| of(one).minor()).sum(), currency);
        let gross = sum(|one| one.gross);
        let vat = sum(|one| one.split.map_or(Money::zero(one.gross.currency()), |(_, vat)| vat));
        let split = rated.then(|| (Money::new(gross.minor() - vat.minor(), currency), vat));
        let piece = |one: LostItem| LostPiece {
            number: one.number,
            account: one.account,
            gross: one.gross.to_decimal(),
            net: one.split.map(|(net, _)| net.to_decimal()),
            vat: one.split.map(|(_, vat)| vat.to_decimal()),
            overprint: one.overprint,
        };
        Ok(LossDetail {
            proof: kept.proof.clone(),
            proof_on: kept.proof_on,
            vat_rate: kept.vat_bps.map(|bps| Money::new(bps, Currency::EUR).to_decimal()),
            vat_due: due,
            pieces: items.into_iter().map(piece).collect(),
            gross: gross.to_decimal(),
            net: split.map(|(net, _)| net.to_decimal()),
            vat: split.map(|(_, vat)| vat.to_decimal()),
            entries: entries(gross, split, due),
            warnings: self.conditions(rated, due)?,
        })
    }

    /// What the tables of law have a duplicate say.
    fn overprint(&self) -> Result<Option<String>, DeskError> {
        let mentions = law::mentions::mentions(OVERPRINT, &self.law)?.mentions;
        Ok(mentions.into_iter().next().map(|mention| mention.text.fr))
    }

    fn conditions(&self, split: bool, due: VatDue) -> Result<Vec<Wording>, DeskError> {
        let mut all = vec![Wording::new(
            "Écritures proposées, jamais passées : les comptes 416, 491, 654 et 4457 ne sont dans aucune table de la loi embarquée et viennent de sources comptables secondaires ; faites-les confirmer.",
            "Entries proposed, never posted: accounts 416, 491, 654 and 4457 are in no table of the built-in law and come from secondary accounting sources; have them confirmed.",
        )];
        if !split {
            all.push(Wording::new(
                "Le taux de TVA n’est pas donné : la perte hors taxe n’est pas proposée ; donnez-le ci-dessous.",
                "The rate of VAT is not given: the loss without VAT is not proposed; give it below.",
            ));
        }
        match due {
            VatDue::Debits => {
                all.push(Wording::new(
                    "La TVA ne se récupère que si la créance est définitivement irrécouvrable et la facture rectifiée d’abord par un duplicata portant la mention ; le délai pour le faire et son point de départ ne sont pas dans les tables : faites-les confirmer.",
                    "VAT is recovered only if the debt is definitively irrecoverable and the invoice rectified first by a duplicate that bears the overprint; the time allowed and where it starts are not in the tables: have them confirmed.",
                ));
                all.extend(law::mentions::mentions(OVERPRINT, &self.law)?.warnings);
            }
            VatDue::Collection => all.push(Wording::new(
                "TVA sur les encaissements : elle n’a pas été versée, il n’y a rien à récupérer ; le compte qui la solde n’est dans aucune table, elle reste au 416.",
                "VAT on collection: it was not paid to the State, nothing is recovered; the account that clears it is in no table, it stays on 416.",
            )),
            VatDue::Unknown => all.push(Wording::new(
                "Dites quand la TVA était due (débits ou encaissements) : sans cela, sa récupération n’est pas proposée.",
                "Say when the VAT was due (debits or collection): without it, its recovery is not proposed.",
            )),
        }
        Ok(all)
    }
}

/// The document of the tables whose words a duplicate bears.
pub(crate) const OVERPRINT: &str = "irrecoverable-vat-duplicate";

/// The words of the duplicate with its two sums.
fn filled(text: &str, net: Money, vat: Money) -> String {
    text.replacen("… €", &law::text::amount_fr(net), 1).replacen("… €", &law::text::amount_fr(vat), 1)
}

/// The entries of a loss, each balanced: to doubtful claims; the loss, with the VAT where it is recovered; the
/// impairment taken back, if one was made.
fn entries(gross: Money, split: Option<(Money, Money)>, due: VatDue) -> Vec<EntryLine> {
    let mut all = Vec::new();
    if gross.is_zero() {
        return all;
    }
    let mut add = |entry: u8, (fr, en): (&str, &str), lines: &[(&str, (&str, &str), Money, bool)]| {
        for (account, (label_fr, label_en), amount, debit) in lines {
            let shown = Some(amount.to_decimal());
            let (debit, credit) = if *debit { (shown, None) } else { (None, shown) };
            all.push(EntryLine {
                entry,
                what: Wording::new(fr, en),
                account: (*account).to_owned(),
                label: Wording::new(*label_fr, *label_en),
                debit,
                credit,
            });
        }
    };
    let (customers, doubtful) = (("clients", "customers"), ("clients douteux ou litigieux", "doubtful customers"));
    add(
        1,
        ("passage en créance douteuse, s’il n’est pas déjà fait", "to doubtful claims, where not done already"),
        &[("416", doubtful, gross, true), ("411", customers, gross, false)],
    );
    let Some((net, vat)) = split else { return all };
    let loss = ("pertes sur créances irrécouvrables", "losses on irrecoverable claims");
    let what = ("perte", "loss");
    if due == VatDue::Debits && !vat.is_zero() {
        let collected = ("TVA collectée, à récupérer", "VAT collected, to be recovered");
        add(2, what, &[("654", loss, net, true), ("4457", collected, vat, true), ("416", doubtful, gross, false)]);
    } else {
        add(2, what, &[("654", loss, net, true), ("416", doubtful, net, false)]);
    }
    add(
        3,
        (
            "reprise de la dépréciation, seulement si elle a été constatée et pour ce qui l’a été",
            "impairment taken back, only where one was made and for what it was",
        ),
        &[
            ("491", ("dépréciation des comptes de clients", "impairment of customers"), net, true),
            ("78174", ("reprises sur dépréciations des créances", "reversals of impairment of claims"), net, false),
        ],
    );
    all
}
