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
