//! A décompte in plain words, for the debtor and for the judge.

use crate::decompte::{Account, Decompte, DecompteItem, ReceiptLine};
use crate::explain::slice_line;
use crate::interest::{self, Plan};
use crate::source::cite;
use crate::text::{amount_en, amount_fr, date_en, date_fr};
use crate::{Law, LawError, Line};

/// Fills explanation, sources and warnings.
pub(crate) fn explain(answer: &mut Decompte, account: &Account, plans: &[Plan<'_>], law: &Law) -> Result<(), LawError> {
    let (mut sources, mut warnings, mut lines) = (Vec::new(), Vec::new(), Vec::new());
    for (item, plan) in answer.items.iter().zip(plans) {
        for source in interest::sources_of(&item.slices, plan, law)? {
            cite(&mut sources, &mut warnings, &source);
        }
        if let Some(act) = interest::indemnity_rule(plan.regime).filter(|_| !item.indemnity.is_zero())
            && let Some((_, source)) = law.tariffs().flat(interest::INDEMNITY_ITEM, act, plan.course.late_from)
        {
            cite(&mut sources, &mut warnings, source);
        }
        lines.push(opening(item));
        lines.extend(item.slices.iter().map(slice_line));
    }
    if let Some(first) = answer.receipts.first()
        && let Some(rule) = law.rules().if_any("imputation_interest_first", first.date)
    {
        cite(&mut sources, &mut warnings, &rule.source);
    }
    lines.extend(answer.receipts.iter().map(receipt));
    lines.push(closing(answer));
    say(answer, account, &mut warnings);
    (answer.explanation, answer.sources, answer.warnings) = (lines, sources, warnings);
    Ok(())
}

fn opening(item: &DecompteItem) -> Line {
    let (reference, indemnity) = (&item.reference, item.indemnity);
    let (also_fr, also_en) = if indemnity.is_zero() {
        (String::new(), String::new())
    } else {
        (
            format!(", indemnité forfaitaire {}", amount_fr(indemnity)),
            format!(", fixed indemnity {}", amount_en(indemnity)),
        )
    };
    Line::new(
        format!("{reference} : {} à payer le {}{also_fr}.", amount_fr(item.principal), date_fr(item.due)),
        format!("{reference}: {} due on {}{also_en}.", amount_en(item.principal), date_en(item.due)),
    )
}

fn receipt(line: &ReceiptLine) -> Line {
    let parts = [
        ("frais", "costs", line.to_costs),
        ("intérêts", "interest", line.to_interest),
        ("principal", "principal", line.to_principal),
        ("indemnités", "indemnities", line.to_indemnities),
        ("clause pénale", "penalty", line.to_penalty),
        ("trop-perçu", "overpaid", line.surplus),
    ];
    let kept: Vec<_> = parts.iter().filter(|(.., amount)| !amount.is_zero()).collect();
    let fr: Vec<_> = kept.iter().map(|(word, _, amount)| format!("{word} {}", amount_fr(*amount))).collect();
    let en: Vec<_> = kept.iter().map(|(_, word, amount)| format!("{word} {}", amount_en(*amount))).collect();
    let (what_fr, what_en) = if line.credit_note { ("Avoir", "Credit note") } else { ("Paiement", "Payment") };
    Line::new(
        format!("{what_fr} du {} de {} : {}.", date_fr(line.date), amount_fr(line.amount), fr.join(", ")),
        format!("{what_en} of {}, {}: {}.", date_en(line.date), amount_en(line.amount), en.join(", ")),
    )
}

fn closing(answer: &Decompte) -> Line {
    let t = &answer.totals;
    Line::new(
        format!(
            "Au {} vous devez {} : {} de principal, {} d'intérêts, {} d'indemnités, {} de frais, {} de clause pénale.",
            date_fr(answer.as_of),
            amount_fr(t.owed),
            amount_fr(t.principal_left),
            amount_fr(t.interest_left),
            amount_fr(t.indemnities_left),
            amount_fr(t.costs_left),
            amount_fr(t.penalty_left)
        ),
        format!(
            "On {} you owe {}: {} of principal, {} of interest, {} of indemnities, {} of costs, {} of penalty.",
            date_en(answer.as_of),
            amount_en(t.owed),
            amount_en(t.principal_left),
            amount_en(t.interest_left),
            amount_en(t.indemnities_left),
            amount_en(t.costs_left),
            amount_en(t.penalty_left)
        ),
    )
}

fn say(answer: &Decompte, account: &Account, warnings: &mut Vec<Line>) {
    if account.receipts.iter().any(|receipt| receipt.date > answer.as_of) {
        warnings.push(Line::new(
            format!("Les paiements postérieurs au {} ne sont pas comptés.", date_fr(answer.as_of)),
            format!("Payments after {} are not counted.", date_en(answer.as_of)),
        ));
    }
    if account.penalty.is_some() {
        warnings.push(Line::new(
            "Clause pénale : le juge peut la modérer, même d'office (C. civ. 1231-5).",
            "Penalty clause: the judge may reduce it, even unasked (C. civ. 1231-5).",
        ));
    }
    if !answer.totals.costs_of_creditor.is_zero() {
        warnings.push(Line::new(
            "Frais sans titre exécutoire : à la charge du créancier, non réclamés (CPCE L111-8).",
            "Costs without a title stay with the creditor and are not claimed (CPCE L111-8).",
        ));
    }
}
