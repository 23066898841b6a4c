//! The procedures open for a claim, each with its reason.

use crate::courts::{CourtAsked, Place, ProcedureOption, Thresholds};
use crate::text::{amount_en, amount_fr};
use crate::{Law, LawError, Line};
use kernel::{Currency, Money};

/// A claim as the rules of procedure see it.
pub(crate) struct Claim<'a> {
    pub asked: &'a CourtAsked,
    pub debtor: &'a str,
    /// Kind of court.
    pub kind: &'a str,
    pub place: &'a Place,
}

type Verdict = (bool, Line);

fn open(fr: &str, en: &str) -> Verdict {
    (true, Line::new(fr, en))
}

fn closed(fr: &str, en: &str) -> Verdict {
    (false, Line::new(fr, en))
}

impl Claim<'_> {
    fn abroad(&self) -> bool {
        matches!(self.place, Place::Abroad { .. })
    }

    fn public(&self) -> bool {
        self.debtor == "public-body"
    }

    fn trader(&self) -> bool {
        matches!(self.debtor, "commercial-company" | "trader" | "artisan")
    }

    fn up_to(&self, threshold: i64) -> bool {
        self.asked.amount.minor() <= threshold
    }
}

/// Every procedure with its verdict, in the order a creditor would try them.
pub(crate) fn procedures(
    claim: &Claim<'_>,
    thresholds: &Thresholds,
    law: &Law,
) -> Result<Vec<ProcedureOption>, LawError> {
    let form = law.court_tables().label(claim.kind)?.form.clone();
    let verdicts: [(&str, Verdict, Option<String>); 10] = [
        ("cheque", cheque(claim), None),
        ("small-claims", small_claims(claim, thresholds), None),
        ("payment-order", payment_order(claim, law), form),
        ("uncontested-claims", uncontested(claim), None),
        ("european-payment-order", european_order(claim), Some("A".to_owned())),
        ("european-small-claims", european_small_claims(claim, thresholds), Some("A".to_owned())),
        ("interim-payment", interim(claim), None),
        ("simple-request", simple_request(claim, thresholds), None),
        ("summons", summons(claim), None),
        ("conservatory-measures", conservatory(claim), None),
    ];
    let options = verdicts.into_iter().map(|(procedure, (available, why), form)| {
        let (available, why) = if claim.asked.insolvent {
            closed(
                "procédure collective ouverte : l'action est arrêtée, la créance se déclare (C. com. L622-21)",
                "insolvency is open: the action stops, the claim is declared (C. com. L622-21)",
            )
        } else {
            (available, why)
        };
        ProcedureOption { procedure: procedure.to_owned(), available, why, form: form.filter(|_| available) }
    });
    Ok(options.collect())
}

fn payment_order(claim: &Claim<'_>, law: &Law) -> Verdict {
    if claim.abroad() {
        return closed("le débiteur doit demeurer en France (CPC 1406)", "the debtor must live in France (CPC 1406)");
    }
    if claim.public() {
        return closed(
            "pas contre une personne publique : juge administratif",
            "not against a public body: administrative judge",
        );
    }
    if claim.asked.matter == "cheque" {
        return closed("le chèque a sa propre voie (CMF L131-73)", "a cheque has its own way (CMF L131-73)");
    }
    let Ok(service) = law.deadlines().choose("payment-order", "service", Some(claim.asked.on)) else {
        return closed("délai de signification inconnu à cette date", "the period of service is not known on that day");
    };
    (
        true,
        Line::new(
            format!(
                "créance contractuelle ou statutaire d'un montant déterminé, sans avocat (CPC 1405) ; ordonnance rendue ce jour à signifier dans les {} ({})",
                service.length.words_fr(),
                service.source.article
            ),
            format!(
                "contractual or statutory claim of a fixed amount, no lawyer (CPC 1405); an order of that day must be served within {} ({})",
                service.length.words_en(),
                service.source.article
            ),
        ),
    )
}

/// « au-delà de 5 000 € », with the amount of the table.
fn above(threshold: i64, fr: &str, en: &str) -> Verdict {
    let amount = Money::new(threshold, Currency::EUR);
    (false, Line::new(format!("au-delà de {} {fr}", amount_fr(amount)), format!("above {} {en}", amount_en(amount))))
}

/// « jusqu'à 5 000 € », with the amount of the table.
fn within(threshold: i64, fr: &str, en: &str) -> Verdict {
    let amount = Money::new(threshold, Currency::EUR);
    (true, Line::new(format!("jusqu'à {}{fr}", amount_fr(amount)), format!("up to {}{en}", amount_en(amount))))
}

fn cheque(claim: &Claim<'_>) -> Verdict {
    if claim.asked.matter == "cheque" {
        return open(
            "certificat de non-paiement signifié, titre sans juge quinze jours après (CMF L131-73, CPCE L111-3 5°)",
            "certificate of non-payment served, title without a judge fifteen days later (CMF L131-73, CPCE L111-3 5°)",
        );
    }
    closed("la créance n'est pas un chèque impayé", "the claim is no unpaid cheque")
}

fn small_claims(claim: &Claim<'_>, thresholds: &Thresholds) -> Verdict {
    if claim.abroad() {
        return closed(
            "le débiteur doit résider en France (CPCE R125-1)",
            "the debtor must live in France (CPCE R125-1)",
        );
    }
    if claim.public() {
        return closed("pas contre une personne publique", "not against a public body");
    }
    if !claim.up_to(thresholds.small_claims) {
        return above(
            thresholds.small_claims,
            "en principal et intérêts (CPCE R125-1)",
            "of principal and interest (CPCE R125-1)",
        );
    }
    open(
        "par commissaire de justice, avec l'accord du débiteur, frais au créancier (CPCE L125-1)",
        "by a commissaire de justice, with the debtor's agreement, costs on the creditor (CPCE L125-1)",
    )
}

fn uncontested(claim: &Claim<'_>) -> Verdict {
    // artisans are no merchants in the sense of this text
    if matches!(claim.debtor, "commercial-company" | "trader") && !claim.abroad() {
        return closed(
            "décret d'application non paru à notre connaissance (loi 2026-307, CPCE L126-1)",
            "its decree is not published as far as we know (loi 2026-307, CPCE L126-1)",
        );
    }
    closed("réservé aux factures entre commerçants (CPCE L126-1)", "for invoices between traders only (CPCE L126-1)")
}

fn european_order(claim: &Claim<'_>) -> Verdict {
    match claim.place {
        Place::Abroad { european: true, .. } if claim.public() => {
            closed("matière civile ou commerciale seulement", "civil or commercial matters only")
        }
        Place::Abroad { european: true, .. } => open(
            "créance transfrontière liquide et exigible, sans avocat (Reg. 1896/2006)",
            "liquid and due cross-border claim, no lawyer (Reg. 1896/2006)",
        ),
        Place::Abroad { .. } => closed(
            "cet État n'applique pas le règlement (Danemark, hors Union)",
            "this State does not apply the regulation (Denmark, outside the Union)",
        ),
        _ => closed("litige non transfrontière", "not a cross-border dispute"),
    }
}

fn european_small_claims(claim: &Claim<'_>, thresholds: &Thresholds) -> Verdict {
    match claim.place {
        Place::Abroad { european: true, .. } if claim.public() => {
            closed("matière civile ou commerciale seulement", "civil or commercial matters only")
        }
        Place::Abroad { european: true, .. } if !claim.up_to(thresholds.european_small_claims) => above(
            thresholds.european_small_claims,
            "hors intérêts et frais (Reg. 861/2007 art. 2)",
            "without interest and costs (Reg. 861/2007 art. 2)",
        ),
        Place::Abroad { european: true, .. } => within(
            thresholds.european_small_claims,
            ", litige transfrontière (Reg. 861/2007)",
            ", cross-border dispute (Reg. 861/2007)",
        ),
        Place::Abroad { .. } => closed(
            "cet État n'applique pas le règlement (Danemark, hors Union)",
            "this State does not apply the regulation (Denmark, outside the Union)",
        ),
        _ => closed("litige non transfrontière", "not a cross-border dispute"),
    }
}

fn interim(claim: &Claim<'_>) -> Verdict {
    match claim.kind {
        "foreign" => closed(
            "juge français incompétent en principe, sauf clause ou lieu d'exécution en France",
            "no French judge as a rule, save by clause or place of performance in France",
        ),
        "administrative" => open(
            "obligation non sérieusement contestable (CJA R541-1)",
            "obligation not seriously contestable (CJA R541-1)",
        ),
        "commercial" | "tae" | "mixed-commercial" => {
            open("obligation non sérieusement contestable (CPC 873)", "obligation not seriously contestable (CPC 873)")
        }
        _ => {
            open("obligation non sérieusement contestable (CPC 835)", "obligation not seriously contestable (CPC 835)")
        }
    }
}

fn simple_request(claim: &Claim<'_>, thresholds: &Thresholds) -> Verdict {
    if !matches!(claim.kind, "civil" | "protection") {
        return closed("devant le tribunal judiciaire seulement (CPC 818)", "before the civil court only (CPC 818)");
    }
    if claim.up_to(thresholds.simple_request) {
        return within(
            thresholds.simple_request,
            ", requête sans assignation (CPC 818)",
            ", request without summons (CPC 818)",
        );
    }
    above(thresholds.simple_request, ": assignation (CPC 818)", ": summons (CPC 818)")
}

fn summons(claim: &Claim<'_>) -> Verdict {
    match claim.kind {
        "foreign" => closed(
            "juge français incompétent en principe, sauf clause ou lieu d'exécution en France",
            "no French judge as a rule, save by clause or place of performance in France",
        ),
        "administrative" => closed(
            "requête au tribunal administratif, après demande préalable",
            "application to the administrative court, after a claim to the body",
        ),
        "commercial" | "tae" | "mixed-commercial" => {
            open("assignation au fond (CPC 854 à 857)", "summons on the merits (CPC 854 to 857)")
        }
        _ => open("assignation au fond (CPC 750 à 763)", "summons on the merits (CPC 750 to 763)"),
    }
}

fn conservatory(claim: &Claim<'_>) -> Verdict {
    if claim.public() {
        return closed("les biens publics sont insaisissables", "public property cannot be seized");
    }
    if claim.abroad() {
        return closed(
            "biens en France seulement : à examiner bien par bien",
            "property in France only: to be looked at one by one",
        );
    }
    let without_leave = ["cheque", "bill-of-exchange", "promissory-note", "housing-rent", "co-ownership"];
    if without_leave.contains(&claim.asked.matter.as_str()) {
        return open(
            "sans autorisation du juge : chèque, effet accepté, billet à ordre, loyer d'un bail écrit, charges de copropriété (CPCE L511-2)",
            "without leave of the judge: cheque, accepted bill, promissory note, rent of a written lease, co-ownership charges (CPCE L511-2)",
        );
    }
    if claim.trader() {
        return open(
            "créance fondée en son principe et menace sur le recouvrement ; juge de l'exécution, ou président du tribunal de commerce avant tout procès (CPCE L511-1, L511-3)",
            "claim founded in principle and threatened recovery; enforcement judge, or president of the commercial court before any suit (CPCE L511-1, L511-3)",
        );
    }
    open(
        "créance fondée en son principe et menace sur le recouvrement ; juge de l'exécution (CPCE L511-1, L511-3)",
        "claim founded in principle and threatened recovery; enforcement judge (CPCE L511-1, L511-3)",
    )
}
