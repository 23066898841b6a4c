//! The thread of an account: facts in words.

use app::accounts::TimelineLine;
use kernel::{Currency, Date, Money};
use serde_json::Value;

use crate::figures::{self, day, hour};
use crate::words::Words;

/// One line of the thread.
pub struct Fact {
    /// Day, as shown.
    pub day: String,
    /// Day and hour of writing, for machines and for the curious.
    pub at: String,
    /// What happened.
    pub text: String,
    /// Who, when it was a person.
    pub by: String,
    /// Tone of its mark: `cash`, `bad`, or nothing.
    pub tone: &'static str,
    /// A document to open.
    pub href: String,
}

fn text<'a>(payload: &'a Value, key: &str) -> &'a str {
    payload.get(key).and_then(Value::as_str).unwrap_or("")
}

fn number(payload: &Value, key: &str) -> u64 {
    payload.get(key).and_then(Value::as_u64).unwrap_or(0)
}

fn date(payload: &Value, key: &str, today: Date, w: Words) -> String {
    text(payload, key).parse().map_or_else(|_| String::new(), |d: Date| figures::weekday_day(d, today, w.lang))
}

fn money(payload: &Value, key: &str, currency: Currency, w: Words) -> String {
    Money::parse(text(payload, key), currency)
        .map_or_else(|_| text(payload, key).to_owned(), |m| figures::money(m, w.lang))
}

/// The facts of an account, the last first.
pub fn facts(lines: &[TimelineLine], currency: Currency, today: Date, w: Words) -> Vec<Fact> {
    lines.iter().map(|line| fact(line, currency, today, w)).collect()
}

fn fact(line: &TimelineLine, currency: Currency, today: Date, w: Words) -> Fact {
    let p = &line.payload;
    let own = Currency::parse(text(p, "currency")).unwrap_or(currency);
    let (words, tone) = match line.kind.as_str() {
        "batch.pieces" => (w.n("fact-pieces", number(p, "pieces"), &[("file", text(p, "source"))]), ""),
        "reminder.decided" => {
            let values = [
                ("step", w.of("step", text(p, "step"))),
                ("total", money(p, "total", own, w)),
                ("until", date(p, "until", today, w)),
            ];
            (w.with("fact-reminder", &values.each_ref().map(|(k, v)| (*k, v.as_str()))), "")
        }
        "letter.failed" => (w.t1("fact-letter-failed", "why", text(p, "why")), "bad"),
        "account.paused" => {
            let until = date(p, "until", today, w);
            (w.with("fact-paused", &[("until", &until), ("reason", text(p, "reason"))]), "")
        }
        "item.due_confirmed" => {
            let after = date(p, "after", today, w);
            (w.with("fact-due", &[("piece", text(p, "item")), ("day", &after)]), "")
        }
        "allocation.made" => {
            let amount = money(p, "amount", own, w);
            let values = [("amount", amount.as_str()), ("debit", text(p, "debit")), ("credit", text(p, "credit"))];
            (w.with("fact-allocated", &values), "cash")
        }
        "allocation.reversed" => {
            let amount = money(p, "amount", own, w);
            (w.t1("fact-reversed", "amount", amount.trim_start_matches('\u{2212}')), "bad")
        }
        kind if is_act(kind) => act(kind, p, own, today, w),
        other => (w.of("fact", other), if other == "letter.cancelled" { "cash" } else { "" }),
    };
    let machine = matches!(line.actor.as_str(), "worker" | "cli" | "");
    Fact {
        day: day(line.on, today, w.lang),
        at: format!("{} {}", figures::day_of(line.at), hour(line.at)),
        text: words,
        by: if machine { String::new() } else { line.actor.clone() },
        tone,
        href: match text(p, "document") {
            "" => String::new(),
            id => format!("/documents/{id}"),
        },
    }
}

/// Facts that people's acts around the run leave.
fn is_act(kind: &str) -> bool {
    ["item.blocked", "item.released", "account.strategy", "account.payer", "item.strategy"].contains(&kind)
        || ["promise.", "task.", "entry.", "message.refused"].iter().any(|family| kind.starts_with(family))
}

/// One of them in words.
fn act(kind: &str, p: &Value, currency: Currency, today: Date, w: Words) -> (String, &'static str) {
    let outcome = app::tasks::Outcome::parse(text(p, "outcome"));
    let values = [
        ("pieces", text(p, "pieces").to_owned()),
        ("piece", text(p, "piece").to_owned()),
        ("reason", w.of("block-reason", text(p, "reason"))),
        ("why", text(p, "reason").to_owned()),
        ("amount", money(p, "amount", currency, w)),
        ("paid", money(p, "paid", currency, w)),
        ("day", date(p, "until", today, w)),
        ("due", date(p, "due", today, w)),
        ("subject", text(p, "subject").to_owned()),
        ("kind", w.of("task-kind", text(p, "kind"))),
        ("note", text(p, "note").to_owned()),
        ("owner", text(p, "owner").to_owned()),
        ("outcome", outcome.map_or_else(String::new, |o| o.wording().pick(w.lang).to_owned())),
        ("strategy", text(p, "strategy").to_owned()),
        ("payer", text(p, "payer").to_owned()),
        ("level", p.get("level").and_then(Value::as_i64).unwrap_or(0).to_string()),
        ("because", text(p, w.lang.pick("french", "english")).to_owned()),
    ];
    let tone = match kind {
        "promise.kept" => "cash",
        "promise.broken" | "promise.partly" => "bad",
        _ => "",
    };
    let none = kind == "account.strategy" && text(p, "strategy").is_empty()
        || kind == "account.payer" && text(p, "payer").is_empty()
        || kind == "item.strategy" && text(p, "strategy").is_empty();
    let key = format!("fact-{}{}", kind.replace(['.', '_'], "-"), if none { "-none" } else { "" });
    (w.with(&key, &values.each_ref().map(|(k, v)| (*k, v.as_str()))), tone)
}
