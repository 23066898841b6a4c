//! The thread of an account: facts in words.

use app::accounts::TimelineLine;
use app::mentions::Mentioned;
use kernel::{Currency, Date, Money, Wording};
use serde_json::Value;

use super::mentions::{Marked, marked, untold};
use crate::figures::{self, day};
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
    /// A document or a page to open.
    pub href: String,
    /// The same text in parts, where somebody is called in it.
    pub parts: Vec<Marked>,
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
        "debtor.address_returned" => (w.t1("fact-debtor-address-returned", "address", text(p, "address")), "bad"),
        "contact.bounced" => (w.t1("fact-contact-bounced", "address", text(p, "address")), "bad"),
        "letter.made" if !matches!(text(p, "channel"), "" | "letter") => {
            (w.of("fact-letter-made", text(p, "channel")), "")
        }
        "letter.failed" => (w.t1("fact-letter-failed", "why", reason(p, "why", w)), "bad"),
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
        "einvoice.said" => {
            let values = [("code", text(p, "code")), ("label", text(p, "label")), ("piece", text(p, "piece"))];
            (w.with("fact-einvoice-said", &values), "")
        }
        "account.noted" => (joined(&noted(p, w)), ""),
        "task.answered" => {
            let values = [("subject", subject(p, w)), ("note", text(p, "note").to_owned())];
            let key = format!("fact-task-answered-{}", text(p, "verdict"));
            (w.with(&key, &values.each_ref().map(|(k, v)| (*k, v.as_str()))), "")
        }
        other => by_family(other, p, own, today, w),
    };
    // The reverse of an act is an act of the same kind; these two say by themselves what they take back.
    let own_words = matches!(line.kind.as_str(), "message.recalled" | "task.reopened" | "account.note_undone");
    let back = !text(p, "undone").is_empty() && !own_words;
    let words = if back { w.t1("fact-put-back", "fact", words) } else { words };
    let machine = matches!(line.actor.as_str(), "worker" | "cli" | "");
    Fact {
        day: day(line.on, today, w.lang),
        at: format!("{} {}", w.day_of(line.at), w.hour(line.at)),
        text: words,
        by: if machine { String::new() } else { who(&line.actor, w) },
        tone,
        href: match text(p, "document") {
            "" => at_post(&line.kind, p),
            id => format!("/documents/{id}"),
        },
        parts: if line.kind == "account.noted" { noted(p, w) } else { Vec::new() },
    }
}

/// Where what the post says of a letter that left is read and told; empty for any other fact.
fn at_post(kind: &str, p: &Value) -> String {
    let letter = kind == "message.registered" || (kind == "message.sent" && text(p, "channel") == "letter");
    if letter { format!("/outbox/{}/letter", text(p, "message")) } else { String::new() }
}

/// The facts of a capability are told by its own pages.
fn by_family(kind: &str, p: &Value, own: Currency, today: Date, w: Words) -> (String, &'static str) {
    match kind.split_once('.').map_or("", |(family, _)| family) {
        "dispute" => dispute(kind, p, today, w),
        "credit" => credit(kind, p, own, today, w),
        "case" | "procedure" | "title" | "cost" | "right" | "limitation" => super::cases::said(kind, p, own, today, w),
        "company" => super::companies::said(p, today, w),
        "insolvency" => insolvency(kind, p, own, today, w),
        "sale_terms" => sale_terms(kind, p, today, w),
        "link" | "space" => by_link(kind, p, today, w),
        "notice" => notice(kind, p, w),
        _ if is_act(kind) => act(kind, p, own, today, w),
        _ if SENDING.contains(&kind) => sending(kind, p, today, w),
        _ => (w.of("fact", kind), if kind == "letter.cancelled" { "cash" } else { "" }),
    }
}

/// A note in parts, with who was called and is not told.
fn noted(p: &Value, w: Words) -> Vec<Marked> {
    let mentioned: Mentioned = serde_json::from_value(p.clone()).unwrap_or_default();
    let mut parts = vec![(w.t("fact-account-noted") + " ", false)];
    parts.extend(marked(text(p, "note"), Some(&mentioned.told)));
    let untold = untold(&mentioned, w);
    parts.extend((!untold.is_empty()).then(|| (format!(" ({untold})"), false)));
    parts
}

fn joined(parts: &[Marked]) -> String {
    parts.iter().map(|(text, _)| text.as_str()).collect()
}

/// The subject of a task, in the language of who reads it.
fn subject(p: &Value, w: Words) -> String {
    app::tasks::subject(text(p, "subject")).pick(w.lang).to_owned()
}

/// What became of a link, and what was said by it.
fn by_link(kind: &str, p: &Value, today: Date, w: Words) -> (String, &'static str) {
    match kind {
        "space.paid" => {
            let day = date(p, "day", today, w);
            (w.with("fact-space-paid", &[("day", &day), ("words", text(p, "note"))]), "cash")
        }
        "space.said" => (w.t1("fact-space-said", "words", text(p, "words")), ""),
        kind => {
            let purpose = w.of("link-purpose", text(p, "purpose"));
            let values = [("purpose", purpose.as_str()), ("to", text(p, "recipient"))];
            (w.with(&format!("fact-{}", kind.replace('.', "-")), &values), "")
        }
    }
}

/// What happens to a mail to somebody of the house.
fn notice(kind: &str, p: &Value, w: Words) -> (String, &'static str) {
    let values = [("to", text(p, "to")), ("subject", text(p, "subject")), ("reply", text(p, "reply"))];
    let words = w.with(&format!("fact-{}", kind.replace('.', "-")), &values);
    (words, if kind == "notice.failed" { "bad" } else { "" })
}

/// Who did it: a login, or the name of who came by a link.
pub fn who(actor: &str, w: Words) -> String {
    app::links::came_by_link(actor).map_or_else(|| actor.to_owned(), |name| w.t1("by-link", "name", name))
}

/// What happens to a dispute, with the tone of its mark.
pub fn dispute(kind: &str, p: &Value, today: Date, w: Words) -> (String, &'static str) {
    let own = Currency::parse(text(p, "currency")).unwrap_or(Currency::EUR);
    let values = [
        ("piece", text(p, "piece").to_owned()),
        ("amount", money(p, "amount", own, w)),
        ("kind", w.of("dispute-kind", text(p, "kind"))),
        ("step", w.of("dispute-step", text(p, "step"))),
        ("service", w.of("dispute-service", text(p, "service"))),
        ("owner", text(p, "owner").to_owned()),
        ("due", date(p, "due", today, w)),
        ("outcome", w.of("dispute-outcome", text(p, "outcome"))),
        ("side", w.of("dispute-side", text(p, "side"))),
        ("evidence", w.of("dispute-evidence", text(p, "evidence"))),
        ("verdict", verdict(p, own, w)),
        ("refund", money(p, "refund", own, w)),
        ("what", w.of("mediation-step", text(p, "what"))),
        ("path", w.of("mediation-path", text(p, "path"))),
        ("score", w.of("opinion-score", &number(p, "score").to_string())),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let said = w.with(&format!("fact-{}", kind.replace('.', "-")), &values);
    let note = text(p, "note");
    let said = if note.is_empty() { said } else { format!("{said} « {note} »") };
    let untold = untold(&serde_json::from_value(p.clone()).unwrap_or_default(), w);
    let said = if untold.is_empty() { said } else { format!("{said} ({untold})") };
    (said, if matches!(kind, "dispute.opened" | "dispute.escalated") { "bad" } else { "" })
}

/// What a colleague answers, with the amount where the customer is right in part.
fn verdict(p: &Value, own: Currency, w: Words) -> String {
    let said = w.of("asked-verdict", text(p, "verdict"));
    if text(p, "granted").is_empty() || text(p, "verdict").is_empty() {
        return said;
    }
    format!("{said} ({})", money(p, "granted", own, w))
}

/// What happens to the credit of a customer, with the tone of its mark.
fn credit(kind: &str, p: &Value, own: Currency, today: Date, w: Words) -> (String, &'static str) {
    let cause = app::credit::OrderCause::parse(text(p, "cause"));
    let by_hand = cause.is_none_or(|cause| cause == app::credit::OrderCause::ByHand);
    let cause = cause.filter(|_| !by_hand).map(|cause| app::credit::cause_words(cause).pick(w.lang).to_owned());
    let gone = app::credit::OrderGone::parse(text(p, "gone"));
    let gone = gone.map_or_else(String::new, |gone| app::credit::gone_words(gone).pick(w.lang).to_owned());
    let parts = [cause.unwrap_or_default(), gone, text(p, "reason").to_owned()];
    let why: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let values = [
        ("amount", money(p, "amount", own, w)),
        ("why", why.join(", ")),
        ("insurer", text(p, "insurer").to_owned()),
        ("pieces", text(p, "pieces").to_owned()),
        ("piece", text(p, "piece").to_owned()),
        ("factor", text(p, "factor").to_owned()),
        ("signal", w.of("credit-signal", text(p, "signal"))),
        ("day", date(p, "about", today, w)),
    ];
    let key = match kind {
        "credit.signal" if !text(p, "piece").is_empty() => "fact-credit-signal-piece".to_owned(),
        _ => format!("fact-{}", kind.replace(['.', '_'], "-")),
    };
    let tone = match kind {
        "credit.blocked" | "credit.signal" => "bad",
        "credit.released" => "cash",
        _ => "",
    };
    (w.with(&key, &values.each_ref().map(|(k, v)| (*k, v.as_str()))), tone)
}

/// Where a procedure stands, what was declared in it and what came of that.
fn insolvency(kind: &str, p: &Value, own: Currency, today: Date, w: Words) -> (String, &'static str) {
    let said = |value: &Value| {
        let wording: Option<Wording> = serde_json::from_value(value.clone()).ok();
        wording.map_or_else(String::new, |words| words.pick(w.lang).to_owned())
    };
    let values = [
        ("what", p.get("words").map(said).unwrap_or_default()),
        ("court", text(p, "court").to_owned()),
        ("day", date(p, "judgment", today, w)),
        ("notice", text(p, "notice").to_owned()),
        ("why", text(p, "reason").to_owned()),
        ("proof", text(p, "proof").to_owned()),
        ("amount", if text(p, "amount").is_empty() { String::new() } else { money(p, "amount", own, w) }),
        ("answer", w.of("insolvency-answer", text(p, "answer"))),
        ("name", text(p, "name").to_owned()),
        ("decision", w.of("insolvency-decision", text(p, "decision"))),
        ("piece", text(p, "piece").to_owned()),
    ];
    let key = format!("fact-{}", kind.replace(['.', '_'], "-"));
    let tone = if kind == "insolvency.opened" { "bad" } else { "" };
    (w.with(&key, &values.each_ref().map(|(k, v)| (*k, v.as_str()))), tone)
}

/// What a customer accepted, and what of it was taken back.
fn sale_terms(kind: &str, p: &Value, today: Date, w: Words) -> (String, &'static str) {
    let values = [
        ("label", text(p, "label").to_owned()),
        ("day", date(p, "on", today, w)),
        ("how", w.of("acceptance-how", text(p, "how"))),
        ("why", text(p, "reason").to_owned()),
    ];
    let key = format!("fact-{}", kind.replace(['.', '_'], "-"));
    let said = w.with(&key, &values.each_ref().map(|(k, v)| (*k, v.as_str())));
    (said, if kind == "sale_terms.withdrawn" { "bad" } else { "" })
}

/// What happens to a message on its way out.
const SENDING: [&str; 13] = [
    "message.written",
    "message.sent",
    "message.deferred",
    "message.failed",
    "message.again",
    "message.doubtful",
    "message.bounced",
    "message.cancelled",
    "message.waits",
    "message.remade",
    "message.redirected",
    "message.registered",
    "message.resolved",
];

/// A reason in the language of who reads it; as it was written, where it was kept in one.
fn reason(p: &Value, field: &str, w: Words) -> String {
    let why = p.get(field).and_then(|why| serde_json::from_value::<Wording>(why.clone()).ok());
    why.map(|why| why.pick(w.lang).to_owned()).unwrap_or_default()
}

/// One of them in words; a carrier's own answer is given as it was.
fn sending(kind: &str, p: &Value, today: Date, w: Words) -> (String, &'static str) {
    let why = reason(p, "why", w);
    let reply = if why.is_empty() { text(p, "reply").to_owned() } else { why };
    let number = text(p, "registered");
    let words = match kind {
        "message.sent" if !text(p, "posted_on").is_empty() => {
            let day = date(p, "posted_on", today, w);
            [w.t1("fact-letter-posted", "day", day), number.to_owned()].join(" ").trim_end().to_owned()
        }
        "message.sent" => {
            let channel = w.of("channel", text(p, "channel"));
            w.with("fact-message-sent", &[("channel", &channel), ("to", text(p, "to"))])
        }
        "message.written" => {
            let channel = w.of("channel", text(p, "channel"));
            w.with("fact-message-written", &[("channel", &channel), ("subject", text(p, "subject"))])
        }
        "message.registered" => {
            let days = [("presented_on", "registered-presented"), ("returned_on", "registered-returned")];
            let known = days.iter().filter(|(field, _)| !text(p, field).is_empty());
            let told = known.map(|(field, key)| w.t1(key, "day", date(p, field, today, w)));
            let reason = Some(text(p, "reason")).filter(|slug| !slug.is_empty());
            let head = if number.is_empty() {
                w.t("fact-letter-returned")
            } else {
                w.t1("fact-message-registered", "number", number)
            };
            std::iter::once(head)
                .chain(told)
                .chain(reason.map(|slug| w.of("post-return", slug)))
                .collect::<Vec<_>>()
                .join(", ")
        }
        "message.resolved" if p.get("left").and_then(Value::as_bool) == Some(false) => w.t("fact-message-not-left"),
        kind => w.with(&format!("fact-{}", kind.replace('.', "-")), &[("reply", &reply)]),
    };
    let bad = matches!(kind, "message.failed" | "message.doubtful" | "message.bounced");
    (words, if bad { "bad" } else { "" })
}

/// Facts that people's acts around the run leave.
fn is_act(kind: &str) -> bool {
    const ACTS: [&str; 11] = [
        "item.blocked",
        "item.released",
        "item.attached",
        "item.detached",
        "item.strategy",
        "account.strategy",
        "account.payer",
        "account.level",
        "account.snoozed",
        "account.snooze_ended",
        "account.assigned",
    ];
    ACTS.contains(&kind)
        || ["promise.", "plan.", "task.", "entry.", "message.refused"].iter().any(|family| kind.starts_with(family))
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
        ("late", money(p, "late", currency, w)),
        ("left", money(p, "left", currency, w)),
        ("day", date(p, "until", today, w)),
        ("due", date(p, "due", today, w)),
        ("subject", subject(p, w)),
        ("kind", w.of("task-kind", text(p, "kind"))),
        ("note", text(p, "note").to_owned()),
        ("owner", text(p, "owner").to_owned()),
        ("outcome", outcome.map_or_else(String::new, |o| o.wording().pick(w.lang).to_owned())),
        ("strategy", text(p, "strategy").to_owned()),
        ("payer", text(p, "payer").to_owned()),
        ("to", text(p, "to").to_owned()),
        ("before", p.get("before").and_then(Value::as_i64).unwrap_or(0).to_string()),
        ("level", p.get("level").and_then(Value::as_i64).unwrap_or(0).to_string()),
        ("because", text(p, w.lang.pick("french", "english")).to_owned()),
    ];
    let tone = match kind {
        "promise.kept" | "plan.kept" => "cash",
        "promise.broken" | "promise.partly" | "plan.late" | "plan.lapsed" | "plan.accelerated" => "bad",
        _ => "",
    };
    let none = kind == "account.strategy" && text(p, "strategy").is_empty()
        || kind == "account.payer" && text(p, "payer").is_empty()
        || kind == "item.strategy" && text(p, "strategy").is_empty()
        || kind == "account.assigned" && text(p, "to").is_empty();
    let key = format!("fact-{}{}", kind.replace(['.', '_'], "-"), if none { "-none" } else { "" });
    (w.with(&key, &values.each_ref().map(|(k, v)| (*k, v.as_str()))), tone)
}
