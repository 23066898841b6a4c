//! A décompte in plain words, for the debtor and for the judge.

use kernel::Money;

use crate::decompte::{Account, Cost, Decompte, DecompteItem, Penalty, ReceiptLine};
use crate::explain::{self, slice_line};
use crate::interest::{self, Imputation, Plan};
use crate::source::cite;
use crate::text::{amount_en, amount_fr, date_en, date_fr};
use crate::{Law, LawError, Line};

/// Fills explanation, sources and warnings.
pub(crate) fn tell(answer: &mut Decompte, account: &Account, plans: &[Plan<'_>], law: &Law) -> Result<(), LawError> {
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    let mut lines = vec![explain::conventions(account.conventions)];
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
        let mut settled = item.payments.iter().peekable();
        for slice in &item.slices {
            while let Some(payment) = settled.next_if(|payment| payment.date < slice.from) {
                lines.push(share(item, payment));
            }
            lines.push(slice_line(slice));
        }
        lines.extend(settled.map(|payment| share(item, payment)));
    }
    lines.extend(account.costs.iter().filter(|cost| cost.date <= answer.as_of).map(cost_line));
    lines.extend(account.penalty.iter().filter(|penalty| penalty.date <= answer.as_of).map(penalty_line));
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

/// What a receipt settled of one item.
fn share(item: &DecompteItem, payment: &Imputation) -> Line {
    let (fr, en) = parts(&[
        ("intérêts", "interest", payment.to_interest),
        ("principal", "principal", payment.to_principal),
        ("indemnité", "indemnity", payment.to_indemnity),
    ]);
    let (reference, day) = (&item.reference, payment.date);
    Line::new(
        format!("{reference}, imputé le {} : {fr}.", date_fr(day)),
        format!("{reference}, settled on {}: {en}.", date_en(day)),
    )
}

fn cost_line(cost: &Cost) -> Line {
    let (label, day, amount) = (&cost.label, cost.date, cost.amount);
    let (who_fr, who_en) = if cost.recoverable {
        ("à la charge du débiteur", "owed by the debtor")
    } else {
        ("à la charge du créancier", "borne by the creditor")
    };
    Line::new(
        format!("Frais ({label}, {}) : {}, {who_fr}.", date_fr(day), amount_fr(amount)),
        format!("Costs ({label}, {}): {}, {who_en}.", date_en(day), amount_en(amount)),
    )
}

fn penalty_line(penalty: &Penalty) -> Line {
    let (label, day, amount) = (&penalty.label, penalty.date, penalty.amount);
    Line::new(
        format!("Clause pénale ({label}, {}) : {}.", date_fr(day), amount_fr(amount)),
        format!("Penalty clause ({label}, {}): {}.", date_en(day), amount_en(amount)),
    )
}

/// The parts that are not zero, side by side, in French and in English.
fn parts(parts: &[(&str, &str, Money)]) -> (String, String) {
    let kept: Vec<_> = parts.iter().filter(|(.., amount)| !amount.is_zero()).collect();
    let fr: Vec<_> = kept.iter().map(|(word, _, amount)| format!("{word} {}", amount_fr(*amount))).collect();
    let en: Vec<_> = kept.iter().map(|(_, word, amount)| format!("{word} {}", amount_en(*amount))).collect();
    (fr.join(", "), en.join(", "))
}

fn receipt(line: &ReceiptLine) -> Line {
    let (fr, en) = parts(&[
        ("frais", "costs", line.to_costs),
        ("intérêts", "interest", line.to_interest),
        ("principal", "principal", line.to_principal),
        ("indemnités", "indemnities", line.to_indemnities),
        ("clause pénale", "penalty", line.to_penalty),
        ("trop-perçu", "overpaid", line.surplus),
    ]);
    let (what_fr, what_en) = if line.credit_note { ("Avoir", "Credit note") } else { ("Paiement", "Payment") };
    Line::new(
        format!("{what_fr} du {} de {} : {}.", date_fr(line.date), amount_fr(line.amount), fr),
        format!("{what_en} of {}, {}: {}.", date_en(line.date), amount_en(line.amount), en),
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
