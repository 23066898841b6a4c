//! A décompte as tables.

use kernel::{
    Money, Wording,
    figures::{amount, count, date_long, date_short, money, rate},
    words::Language,
};

use super::{
    decompte::{Bearer, Claim, Decompte, Payment, Period},
    paper::{Block, Column, Table},
    party::upper,
};

/// What is owed in all: the table that other papers show too.
pub(super) fn summary(drawn: &Decompte, lang: Language) -> Vec<Block> {
    let t = &drawn.totals;
    let parts = [
        (("Principal", "Principal"), t.principal, t.principal_left),
        (("Intérêts de retard", "Late-payment interest"), t.interest, t.interest_left),
        (("Indemnités forfaitaires de recouvrement", "Fixed recovery indemnities"), t.indemnities, t.indemnities_left),
        (("Clauses pénales", "Penalty clauses"), t.penalties, t.penalties_left),
        (("Frais à la charge du débiteur", "Costs borne by the debtor"), t.costs, t.costs_left),
    ];
    let settled = |whole: Money, left: Money| Money::new(left.minor() - whole.minor(), whole.currency());
    let shown = parts.into_iter().filter(|(_, whole, _)| !whole.is_zero());
    let rows = shown.map(|((fr, en), whole, left)| {
        vec![lang.pick(fr, en).to_owned(), amount(whole, lang), or_dash(settled(whole, left), lang), amount(left, lang)]
    });
    let on = date_long(drawn.as_of, lang);
    let table = Table {
        caption: lang.either(format!("Somme due au {on}"), format!("Sum due on {on}")),
        aside: currency(drawn, lang),
        columns: vec![
            Column::words(""),
            Column::figures(lang.pick("Dû", "Due")),
            Column::figures(lang.pick("Réglé", "Settled")),
            Column::figures(lang.pick("Reste dû", "Left")),
        ],
        rows: rows.collect(),
        total: vec![
            lang.pick("Total restant dû", "Total left").to_owned(),
            String::new(),
            String::new(),
            amount(t.owed, lang),
        ],
        ..Table::default()
    };
    let mut blocks = vec![Block::Table(table)];
    if !t.surplus.is_zero() {
        let surplus = money(t.surplus, lang);
        blocks.push(Block::note(lang.either(
            format!("Reçu au-delà de la dette : {surplus}."),
            format!("Received beyond the debt: {surplus}."),
        )));
    }
    blocks
}

/// Everything behind the summary.
pub(super) fn detail(drawn: &Decompte, lang: Language) -> Vec<Block> {
    let mut blocks = vec![Block::heading(lang, "Par créance", "By claim"), Block::Table(by_claim(drawn, lang))];
    let mut sources: Vec<&Wording> = Vec::new();
    let bearing: Vec<&Claim> = drawn.claims.iter().filter(|claim| !claim.periods.is_empty()).collect();
    if !bearing.is_empty() {
        blocks.push(Block::heading(lang, "Intérêts, période par période", "Interest, period by period"));
        blocks.push(Block::note(lang.pick(
            "Intérêts d’une période = base × taux × jours ÷ jours de l’année. Les deux jours qui bornent une période sont compris.",
            "Interest of a period = base × rate × days ÷ days of the year. Both days that bound a period are included.",
        )));
        for claim in bearing {
            blocks.push(Block::Table(periods(claim, &mut sources, lang)));
        }
        blocks.push(Block::note(lang.pick("Sources des taux :", "Sources of the rates:")));
        let lines = sources.iter().enumerate().map(|(at, source)| format!("[{}] {}", at + 1, source.pick(lang)));
        blocks.extend(lines.map(Block::note));
    }
    if !drawn.penalties.is_empty() {
        blocks.push(Block::heading(lang, "Clauses pénales", "Penalty clauses"));
        blocks.push(Block::Table(penalties(drawn, lang)));
    }
    if !drawn.costs.is_empty() {
        blocks.push(Block::heading(lang, "Frais", "Costs"));
        blocks.push(Block::Table(costs(drawn, lang)));
    }
    if !drawn.payments.is_empty() {
        blocks.push(Block::heading(
            lang,
            "Paiements et avoirs, et leur imputation",
            "Payments and credit notes, and what they settled",
        ));
        blocks.push(Block::Table(payments(drawn, lang)));
    }
    blocks.extend(running(drawn, lang));
    blocks.extend(drawn.notes.iter().map(|note| Block::note(note.pick(lang))));
    blocks
}

fn currency(drawn: &Decompte, lang: Language) -> String {
    let name = match drawn.currency.code() {
        "EUR" => lang.pick("euros", "euro"),
        code => code,
    };
    lang.either(format!("Montants en {name}"), format!("Amounts in {name}"))
}

fn or_dash(value: Money, lang: Language) -> String {
    if value.is_zero() { "–".to_owned() } else { amount(value, lang) }
}

fn by_claim(drawn: &Decompte, lang: Language) -> Table {
    let t = &drawn.totals;
    let left =
        |claim: &Claim| claim.principal_left.minor() + claim.interest_left.minor() + claim.indemnity_left.minor();
    let row = |claim: &Claim| {
        let whole = claim.principal.minor() + claim.interest.minor() + claim.indemnity.minor();
        let settled = Money::new(left(claim) - whole, drawn.currency);
        vec![
            claim.label.pick(lang).to_owned(),
            date_short(claim.due, lang),
            amount(claim.principal, lang),
            or_dash(claim.interest, lang),
            or_dash(claim.indemnity, lang),
            or_dash(settled, lang),
            amount(Money::new(left(claim), drawn.currency), lang),
        ]
    };
    let all = t.principal_left.minor() + t.interest_left.minor() + t.indemnities_left.minor();
    let whole = t.principal.minor() + t.interest.minor() + t.indemnities.minor();
    let sum = |minor| Money::new(minor, drawn.currency);
    Table {
        caption: String::new(),
        aside: currency(drawn, lang),
        columns: vec![
            Column::words(lang.pick("Créance", "Claim")),
            Column::short(lang.pick("Échéance", "Due")),
            Column::figures("Principal"),
            Column::figures(lang.pick("Intérêts", "Interest")),
            Column::figures(lang.pick("Indemnité", "Indemnity")),
            Column::figures(lang.pick("Réglé", "Settled")),
            Column::figures(lang.pick("Reste dû", "Left")),
        ],
        rows: drawn.claims.iter().map(row).collect(),
        total: vec![
            "Total".to_owned(),
            String::new(),
            amount(t.principal, lang),
            or_dash(t.interest, lang),
            or_dash(t.indemnities, lang),
            or_dash(sum(all - whole), lang),
            amount(sum(all), lang),
        ],
        ..Table::default()
    }
}

fn periods<'a>(claim: &'a Claim, sources: &mut Vec<&'a Wording>, lang: Language) -> Table {
    let row = |period: &'a Period| {
        let known = sources.iter().position(|source| **source == period.source);
        let number = known.unwrap_or_else(|| {
            sources.push(&period.source);
            sources.len() - 1
        });
        vec![
            date_short(period.from, lang),
            date_short(period.to, lang),
            count(period.days, lang),
            amount(period.base, lang),
            rate(period.rate, lang),
            count(period.year_days, lang),
            format!("[{}]", number + 1),
            amount(period.amount, lang),
        ]
    };
    let (principal, due) = (money(claim.principal, lang), date_short(claim.due, lang));
    let issued = claim.issued.map(|day| date_short(day, lang));
    let aside = match (issued, lang) {
        (Some(day), Language::Fr) => format!("{principal}, émise le {day}, échue le {due}"),
        (Some(day), Language::En) => format!("{principal}, issued {day}, due {due}"),
        (None, Language::Fr) => format!("{principal}, échéance du {due}"),
        (None, Language::En) => format!("{principal}, due {due}"),
    };
    let mut total = vec![lang.pick("Intérêts", "Interest").to_owned()];
    total.resize(7, String::new());
    total.push(amount(claim.interest, lang));
    Table {
        caption: claim.label.pick(lang).to_owned(),
        aside,
        columns: vec![
            Column::short(lang.pick("Du", "From")),
            Column::short(lang.pick("Au", "To")),
            Column::figures(lang.pick("Jours", "Days")),
            Column::figures("Base"),
            Column::figures(lang.pick("Taux annuel", "Yearly rate")),
            Column::figures(lang.pick("Année", "Year")),
            Column::words("Source"),
            Column::figures(lang.pick("Intérêts", "Interest")),
        ],
        rows: claim.periods.iter().map(row).collect(),
        total,
        ..Table::default()
    }
}

fn penalties(drawn: &Decompte, lang: Language) -> Table {
    let rows = drawn.penalties.iter().map(|charge| {
        vec![date_short(charge.date, lang), charge.label.pick(lang).to_owned(), amount(charge.amount, lang)]
    });
    Table {
        columns: vec![Column::short("Date"), Column::words("Clause"), Column::figures(lang.pick("Montant", "Amount"))],
        rows: rows.collect(),
        total: vec!["Total".to_owned(), String::new(), amount(drawn.totals.penalties, lang)],
        ..Table::default()
    }
}

fn costs(drawn: &Decompte, lang: Language) -> Table {
    let rows = drawn.costs.iter().map(|cost| {
        let bearer = match cost.borne_by {
            Bearer::Debtor => lang.pick("débiteur", "debtor"),
            Bearer::Creditor => lang.pick("créancier", "creditor"),
            Bearer::Undecided => lang.pick("à décider par le juge", "for the judge to say"),
        };
        let what = format!("{} · {}", upper(cost.kind.pick(lang)), cost.label.pick(lang));
        vec![date_short(cost.date, lang), what, bearer.to_owned(), amount(cost.amount, lang)]
    });
    let borne = lang.pick("À la charge du débiteur", "Borne by the debtor").to_owned();
    Table {
        columns: vec![
            Column::short("Date"),
            Column::words(lang.pick("Nature", "What")),
            Column::short(lang.pick("À la charge de", "Borne by")),
            Column::figures(lang.pick("Montant", "Amount")),
        ],
        rows: rows.collect(),
        total: vec![String::new(), borne, String::new(), amount(drawn.totals.costs, lang)],
        ..Table::default()
    }
}

/// Columns of what nothing was imputed to are left out.
fn payments(drawn: &Decompte, lang: Language) -> Table {
    type Part = fn(&Payment) -> Money;
    let parts: [((&str, &str), Part); 6] = [
        (("Frais", "Costs"), |p| p.to_costs),
        (("Intérêts", "Interest"), |p| p.to_interest),
        (("Indemnités", "Indemnities"), |p| p.to_indemnities),
        (("Cl. pénale", "Penalty"), |p| p.to_penalties),
        (("Principal", "Principal"), |p| p.to_principal),
        (("Trop-perçu", "Beyond"), |p| p.surplus),
    ];
    let used: Vec<_> =
        parts.into_iter().filter(|(_, part)| drawn.payments.iter().any(|p| !part(p).is_zero())).collect();
    let mut columns = vec![
        Column::short("Date"),
        Column::words(lang.pick("Nature", "What")),
        Column::figures(lang.pick("Reçu", "Received")),
    ];
    columns.extend(used.iter().map(|((fr, en), _)| Column::figures(lang.pick(fr, en))));
    let rows = drawn.payments.iter().map(|payment| {
        let head = [date_short(payment.date, lang), payment.label.pick(lang).to_owned(), amount(payment.amount, lang)];
        head.into_iter().chain(used.iter().map(|(_, part)| or_dash(part(payment), lang))).collect()
    });
    let sum = |part: Part| Money::new(drawn.payments.iter().map(|p| part(p).minor()).sum(), drawn.currency);
    let total = ["Total".to_owned(), String::new(), amount(drawn.totals.received, lang)].into_iter();
    Table {
        rows: rows.collect(),
        total: total.chain(used.iter().map(|(_, part)| or_dash(sum(*part), lang))).collect(),
        columns,
        ..Table::default()
    }
}

fn running(drawn: &Decompte, lang: Language) -> Vec<Block> {
    if drawn.running.is_empty() {
        return Vec::new();
    }
    let daily = Money::new(drawn.running.iter().map(|r| r.daily.minor()).sum(), drawn.currency);
    let rows = drawn
        .running
        .iter()
        .map(|r| vec![amount(r.base, lang), rate(r.rate, lang), count(r.year_days, lang), amount(r.daily, lang)]);
    let on = date_long(drawn.as_of, lang);
    let said = lang.either(
        format!("Passé le {on}, et tant que rien n’est réglé ni le taux changé, les intérêts courent ainsi :"),
        format!("After {on}, while nothing is paid and no rate changes, interest runs as follows:"),
    );
    let total = vec![String::new(), String::new(), lang.pick("En tout", "In all").to_owned(), amount(daily, lang)];
    let table = Table {
        columns: vec![
            Column::figures("Base"),
            Column::figures(lang.pick("Taux annuel", "Yearly rate")),
            Column::figures(lang.pick("Année", "Year")),
            Column::figures(lang.pick("Par jour", "A day")),
        ],
        rows: rows.collect(),
        total: if drawn.running.len() > 1 { total } else { Vec::new() },
        ..Table::default()
    };
    vec![
        Block::heading(lang, "Intérêts qui continuent de courir", "Interest that goes on"),
        Block::text(said),
        Block::Table(table),
    ]
}
