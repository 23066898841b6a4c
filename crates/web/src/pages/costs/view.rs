//! The costs of a case as its page shows them.

use app::costs::{CaseCosts, CaseDecompte, CostLine, KindLine, LossDetail, TimeLine};
use app::papers::PaperKind;
use app::proofs::{Provable, Subject, SubjectKind};
use kernel::{Currency, Date, Wording};

use crate::figures::{Amount, day, decimal, money};
use crate::pages::proofs::{ProofFile, files};
use crate::words::Words;

/// An act, with its day.
pub fn act(one: &Provable, today: Date, w: Words) -> String {
    let on = one.on.map_or_else(String::new, |on| day(on, today, w.lang));
    format!("{} {on}", one.words.pick(w.lang)).trim_end().to_owned()
}

/// One cost.
pub struct Line {
    pub id: String,
    pub day: String,
    pub label: String,
    pub kind: String,
    pub reference: String,
    pub net: Amount,
    pub vat: Amount,
    pub gross: Amount,
    pub bearer: String,
    pub tone: &'static str,
    pub why: String,
    pub paid: String,
    pub beside: String,
    pub warnings: Vec<String>,
    pub left: String,
    pub act: String,
    pub subject: Subject,
    pub files: Vec<ProofFile>,
}

/// Time of the house.
pub struct Spent {
    pub who: String,
    pub day: String,
    pub minutes: i64,
    pub cost: Amount,
    pub left: String,
}

/// One kind, foreseen and spent.
pub struct KindRow {
    pub kind: String,
    pub budget: String,
    pub actual: Amount,
    pub over: Amount,
    pub beyond: bool,
}

/// The account of the case.
pub struct Drawn {
    pub sums: Vec<(String, Amount, Amount)>,
    pub owed: Amount,
    pub receipts: Vec<Vec<String>>,
    pub warnings: Vec<String>,
}

/// What is lost.
pub struct Lost {
    pub proof: String,
    pub gross: Amount,
    pub pieces: Vec<(String, Amount, String)>,
    pub warnings: Vec<String>,
    /// Where its VAT is rectified; empty where it is not to be.
    pub rectification: String,
}

/// One line of an entry; its object where it begins one.
pub struct Entry {
    pub what: String,
    pub account: String,
    pub label: String,
    pub debit: String,
    pub credit: String,
}

fn told(words: &[Wording], w: Words) -> Vec<String> {
    words.iter().map(|one| one.pick(w.lang).to_owned()).collect()
}

fn sum(text: &str, currency: Currency, w: Words) -> Amount {
    Amount::new(decimal(text, currency), w.lang)
}

fn left(on: Option<Date>, why: &str, today: Date, w: Words) -> String {
    on.map_or_else(String::new, |on| w.with("cost-left", &[("day", day(on, today, w.lang).as_str()), ("why", why)]))
}

/// The figures above the page.
pub fn figures(costs: &CaseCosts, w: Words) -> Vec<(String, String)> {
    let shown = |text: &str| sum(text, costs.currency, w).html();
    let recovered = costs.sums.recovered.as_deref().map_or_else(|| "—".to_owned(), shown);
    vec![
        (w.t("cost-spent"), shown(&costs.sums.gross)),
        (w.t("cost-foreseen"), shown(&costs.sums.budget)),
        (w.t("cost-advanced"), shown(&costs.sums.advanced)),
        (w.t("cost-to-claim"), shown(&costs.sums.to_claim)),
        (w.t("cost-recovered"), recovered),
        (w.t("cost-unpaid"), shown(&costs.sums.unpaid)),
    ]
}

/// One cost as a line.
pub fn line(line: &CostLine, (costs, proofs): (&CaseCosts, &[Provable]), w: Words) -> Line {
    let subject = Subject::new(SubjectKind::Cost, line.id.0);
    let found = |subject: Subject| proofs.iter().find(|one| one.subject == subject);
    let article = line.article.as_ref().map_or_else(String::new, |article| format!(" · {article}"));
    let beside = line.beside.as_ref();
    Line {
        id: line.id.to_string(),
        day: day(line.day, costs.today, w.lang),
        label: line.label.clone(),
        kind: w.of("cost-kind", line.kind.slug()),
        reference: line.reference.clone(),
        net: sum(&line.net, costs.currency, w),
        vat: sum(&line.vat, costs.currency, w),
        gross: sum(&line.gross, costs.currency, w),
        bearer: w.of("cost-party", line.borne_by.slug()),
        tone: if line.borne_by.slug() == "undecided" { "attention" } else { "" },
        why: format!("{}{article}", line.why.pick(w.lang)),
        paid: line.paid.map_or_else(|| w.t("cost-not-paid"), |on| day(on, costs.today, w.lang)),
        beside: beside.map_or_else(String::new, |beside| beside.words.pick(w.lang).to_owned()),
        warnings: beside.map_or_else(Vec::new, |beside| told(&beside.warnings, w)),
        left: left(line.left, &line.left_why, costs.today, w),
        files: found(subject).map_or_else(Vec::new, |one| files(one, w)),
        act: line.act.and_then(found).map_or_else(String::new, |one| act(one, costs.today, w)),
        subject,
    }
}

/// Time as a line.
pub fn spent(line: &TimeLine, costs: &CaseCosts, w: Words) -> Spent {
    Spent {
        who: line.who.clone(),
        day: day(line.day, costs.today, w.lang),
        minutes: line.minutes,
        cost: sum(&line.cost, costs.currency, w),
        left: left(line.left, &line.left_why, costs.today, w),
    }
}

/// One kind as a line.
pub fn kind(line: &KindLine, currency: Currency, w: Words) -> KindRow {
    let budget = line.budget.as_deref().map_or_else(|| "—".to_owned(), |text| sum(text, currency, w).html());
    let beyond = line.budget.is_some() && decimal(&line.over, currency).minor() > 0;
    KindRow {
        kind: w.of("cost-kind", line.kind.slug()),
        budget,
        actual: sum(&line.actual, currency, w),
        over: sum(&line.over, currency, w),
        beyond,
    }
}

/// Who bears what.
pub fn bearers(costs: &CaseCosts, w: Words) -> Vec<(String, Amount)> {
    let one =
        |(party, text): &(app::costs::Party, String)| (w.of("cost-party", party.slug()), sum(text, costs.currency, w));
    costs.sums.by_bearer.iter().map(one).collect()
}

/// The account of the case.
pub fn drawn(drawn: &CaseDecompte, costs: &CaseCosts, w: Words) -> Drawn {
    let amount = |text: &str| sum(text, costs.currency, w);
    let cell = |text: &str| money(decimal(text, costs.currency), w.lang);
    let row = |key: &str, all: &str, left: &str| (w.t(key), amount(all), amount(left));
    let receipt = |one: &app::costs::DecompteReceipt| {
        let key = if one.credit_note { "decompte-credit-note" } else { "decompte-payment" };
        vec![
            format!("{} · {}", day(one.day, costs.today, w.lang), w.t(key)),
            cell(&one.amount),
            cell(&one.to_costs),
            cell(&one.to_interest),
            cell(&one.to_indemnities),
            cell(&one.to_principal),
            cell(&one.surplus),
        ]
    };
    Drawn {
        sums: vec![
            row("decompte-principal", &drawn.principal, &drawn.principal_left),
            row("decompte-interest", &drawn.interest, &drawn.interest_left),
            row("decompte-indemnities", &drawn.indemnities, &drawn.indemnities_left),
            row("decompte-costs", &drawn.costs, &drawn.costs_left),
        ],
        owed: amount(&drawn.owed),
        receipts: drawn.receipts.iter().map(receipt).collect(),
        warnings: told(&drawn.warnings, w),
    }
}

/// What is lost, and whether its VAT can be rectified.
pub fn lost(loss: &LossDetail, (costs, rectified): (&CaseCosts, bool), w: Words) -> Lost {
    let piece = |one: &app::costs::LostPiece| {
        (one.number.clone(), sum(&one.gross, costs.currency, w), one.overprint.clone().unwrap_or_default())
    };
    Lost {
        proof: format!("{} · {}", loss.proof, day(loss.proof_on, costs.today, w.lang)),
        gross: sum(&loss.gross, costs.currency, w),
        pieces: loss.pieces.iter().map(piece).collect(),
        warnings: told(&loss.warnings, w),
        rectification: if rectified {
            format!("/cases/{}/papers/{}", costs.case, PaperKind::VatRectification.slug())
        } else {
            String::new()
        },
    }
}

/// The entries proposed.
pub fn entries(costs: &CaseCosts, w: Words) -> Vec<Entry> {
    let Some(loss) = &costs.loss else { return Vec::new() };
    let cell =
        |text: Option<&String>| text.map_or_else(String::new, |text| money(decimal(text, costs.currency), w.lang));
    let mut last = 0;
    let line = |one: &app::costs::EntryLine| {
        let begins = one.entry != last;
        last = one.entry;
        Entry {
            what: if begins { format!("{}. {}", one.entry, one.what.pick(w.lang)) } else { String::new() },
            account: one.account.clone(),
            label: one.label.pick(w.lang).to_owned(),
            debit: cell(one.debit.as_ref()),
            credit: cell(one.credit.as_ref()),
        }
    };
    loss.entries.iter().map(line).collect()
}
