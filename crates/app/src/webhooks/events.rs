//! What a webhook can be told of: a closed list, taken from what the house writes into its timeline.

/// Families and the kinds in each, as the timeline writes them. A webhook names kinds, or a family for all of
/// them, those added later included.
pub const EVENTS: [(&str, &[&str]); 30] = [
    (
        "account",
        &[
            "account.opened",
            "account.paused",
            "account.resumed",
            "account.strategy",
            "account.payer",
            "account.level",
            "account.assigned",
            "account.snoozed",
            "account.snooze_ended",
            "account.noted",
            "account.note_undone",
        ],
    ),
    ("allocation", &["allocation.made", "allocation.reversed"]),
    ("batch", &["batch.live", "batch.pieces", "batch.undone", "batch.settled"]),
    (
        "case",
        &[
            "case.opened",
            "case.changed",
            "case.claimed",
            "case.unclaimed",
            "case.party",
            "case.party_out",
            "case.shown",
            "case.hidden",
            "case.exhibits_named",
            "case.proved",
            "case.unproved",
            "case.paper_made",
            "case.closed",
            "case.loss_told",
            "case.answered",
            "case.asked",
            "case.received",
            "case.decided",
            "case.ticked",
            "case.unticked",
        ],
    ),
    ("company", &["company.changed"]),
    ("contact", &["contact.bounced"]),
    (
        "credit",
        &[
            "credit.limit_set",
            "credit.limit_removed",
            "credit.cover_set",
            "credit.cover_removed",
            "credit.block_proposed",
            "credit.blocked",
            "credit.block_refused",
            "credit.block_withdrawn",
            "credit.release_asked",
            "credit.release_refused",
            "credit.release_withdrawn",
            "credit.released",
            "credit.signal",
            "credit.seen",
            "credit.declared",
            "credit.declaration_reversed",
            "credit.factored",
            "credit.factor_reversed",
        ],
    ),
    (
        "cost",
        &[
            "cost.added",
            "cost.changed",
            "cost.dropped",
            "cost.paid",
            "cost.foreseen",
            "cost.time_added",
            "cost.time_dropped",
        ],
    ),
    ("creditor", &["creditor.created", "creditor.changed"]),
    ("debtor", &["debtor.corrected", "debtor.address_returned"]),
    (
        "dispute",
        &[
            "dispute.opened",
            "dispute.moved",
            "dispute.assigned",
            "dispute.evidence",
            "dispute.answered",
            "dispute.opinion",
            "dispute.mediation",
            "dispute.refund",
            "dispute.escalated",
            "dispute.closed",
        ],
    ),
    ("einvoice", &["einvoice.said"]),
    ("entry", &["entry.proposed", "entry.changed", "entry.approved", "entry.refused"]),
    (
        "insolvency",
        &[
            "insolvency.opened",
            "insolvency.changed",
            "insolvency.taken_back",
            "insolvency.confirmed",
            "insolvency.refused",
            "insolvency.declared",
            "insolvency.received",
            "insolvency.answered",
            "insolvency.dividend",
            "insolvency.item_answered",
            "insolvency.guarantor",
            "insolvency.demand",
            "insolvency.demand_told",
        ],
    ),
    (
        "item",
        &["item.due_confirmed", "item.blocked", "item.released", "item.strategy", "item.attached", "item.detached"],
    ),
    ("letter", &["letter.made", "letter.failed", "letter.cancelled"]),
    ("limitation", &["limitation.told", "limitation.struck"]),
    ("link", &["link.made", "link.opened", "link.failed", "link.locked", "link.revoked"]),
    (
        "message",
        &[
            "message.approved",
            "message.refused",
            "message.recalled",
            "message.settled",
            "message.written",
            "message.sent",
            "message.deferred",
            "message.failed",
            "message.again",
            "message.doubtful",
            "message.resolved",
            "message.bounced",
            "message.redirected",
            "message.cancelled",
            "message.waits",
            "message.remade",
            "message.registered",
        ],
    ),
    ("notice", &["notice.sent", "notice.failed", "notice.resent"]),
    (
        "plan",
        &[
            "plan.proposed",
            "plan.approved",
            "plan.refused",
            "plan.signed",
            "plan.copied",
            "plan.late",
            "plan.resumed",
            "plan.noticed",
            "plan.lapsed",
            "plan.accelerated",
            "plan.kept",
            "plan.cancelled",
            "plan.expired",
            "plan.replaced",
        ],
    ),
    ("procedure", &["procedure.begun", "procedure.told", "procedure.passed"]),
    ("promise", &["promise.made", "promise.kept", "promise.partly", "promise.broken", "promise.withdrawn"]),
    ("reminder", &["reminder.decided"]),
    ("right", &["right.waived", "right.taken_up", "right.answered"]),
    ("run", &["run.done"]),
    (
        "sale_terms",
        &[
            "sale_terms.added",
            "sale_terms.changed",
            "sale_terms.removed",
            "sale_terms.document",
            "sale_terms.accepted",
            "sale_terms.withdrawn",
            "sale_terms.proof",
        ],
    ),
    ("space", &["space.paid", "space.said"]),
    (
        "task",
        &[
            "task.given",
            "task.done",
            "task.answered",
            "task.postponed",
            "task.reassigned",
            "task.dropped",
            "task.reopened",
            "task.undone",
        ],
    ),
    (
        "title",
        &[
            "title.added",
            "title.changed",
            "title.served",
            "title.renewed",
            "title.moved",
            "title.struck",
            "title.annulled",
        ],
    ),
];

/// The kind of a test.
pub(super) const TEST: &str = "webhook.test";

/// True of the name of a family or of a kind.
pub(super) fn is_known(name: &str) -> bool {
    EVENTS.iter().any(|(family, kinds)| *family == name || kinds.contains(&name))
}

/// True when who named these families and kinds is told of this one.
pub(super) fn is_told(events: &str, kind: &str) -> bool {
    let family = kind.split_once('.').map_or(kind, |(family, _)| family);
    // A kind nobody listed is told to nobody, whatever its family.
    is_known(kind) && events.split(' ').any(|name| name == kind || name == family)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    /// Who works here and how the house is set: no program needs to hear of it. Then names that are no kinds.
    const UNTOLD: [&str; 72] = [
        "case.policy",
        "absence.cancelled",
        "absence.noted",
        "colleague.removed",
        "colleague.saved",
        "credit.policy",
        "credit.weights",
        "dispute.policy",
        "prevention.saved",
        "house.address",
        "plan.contact_cap",
        "plan.limits",
        "plan.means_erased",
        "profile.saved",
        "right.told",
        "schedule.set",
        "schedule.started",
        "segments.saved",
        "strategy.retired",
        "strategy.saved",
        "text.retired",
        "text.saved",
        "user.allowed",
        "user.barred",
        "user.calendar_made",
        "user.calendar_withdrawn",
        "user.code_begun",
        "user.code_off",
        "user.code_on",
        "user.code_recovered",
        "user.code_reset",
        "user.code_roles",
        "user.codes_renewed",
        "user.created",
        "user.digest",
        "user.email",
        "user.language",
        "user.password",
        "user.provider_named",
        "user.provider_tied",
        "user.provider_untied",
        "user.rights",
        "user.sessions_ended",
        "user.token_made",
        "user.token_revoked",
        "webhook.added",
        "webhook.changed",
        "webhook.failing",
        "webhook.gone",
        "webhook.paused",
        "webhook.removed",
        "webhook.resumed",
        "webhook.rotated",
        "worklist.capacity",
        "worklist.weights",
        "zone.set",
        "company.taken",
        "company.fetch",
        "insolvency.taken",
        "insolvency.fetch",
        "letters.render",
        "notices.send",
        "outbox.send",
        "plan.segments",
        "webhook.deliver",
        "webhook.test",
        "webhook.by_hand",
        "print_file.made",
        "facture.pdf",
        "preuve.jpg",
        "quittance.invalid",
        "something.new",
    ];

    fn sources(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).expect("the sources").map(|e| e.expect("an entry").path());
        entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
    }

    /// Texts of the form `word.word` that are no names of transactions.
    fn kinds(source: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut rest = source;
        while let Some(at) = rest.find('"') {
            let (before, after) = (&rest[..at], &rest[at + 1..]);
            let Some(end) = after.find('"') else { break };
            let text = &after[..end];
            let named = text.split_once('.').is_some_and(|(family, word)| {
                let plain = |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_lowercase() || c == '_');
                plain(family) && plain(word)
            });
            let opened = before.trim_end();
            if named && !opened.ends_with("write(") && !opened.ends_with("StoreError>(") && !opened.ends_with(", _>(") {
                found.insert(text.to_owned());
            }
            rest = &after[end + 1..];
        }
        found
    }

    #[test]
    fn every_kind_that_is_written_is_told_or_left_out_by_name() {
        let written: BTreeSet<String> = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
            .iter()
            .filter(|path| !path.ends_with("webhooks/events.rs"))
            .flat_map(|path| kinds(&std::fs::read_to_string(path).expect("a source")))
            .collect();
        assert!(written.len() > 50, "the sources were not read: {written:?}");
        let lost: Vec<&String> =
            written.iter().filter(|kind| !is_known(kind) && !UNTOLD.contains(&kind.as_str())).collect();
        assert_eq!(lost, Vec::<&String>::new(), "add it to EVENTS, or to UNTOLD with a reason");
        // `promise.{state}` is put together, `batch.live` is written by the store.
        let made_up: Vec<&str> = EVENTS
            .iter()
            .flat_map(|(_, kinds)| *kinds)
            .copied()
            .filter(|kind| !written.contains(*kind) && !kind.starts_with("promise.") && *kind != "batch.live")
            .collect();
        assert_eq!(made_up, Vec::<&str>::new(), "nothing of that kind is written");
    }

    #[test]
    fn whatever_becomes_of_a_promise_is_told() {
        for state in crate::promises::PromiseState::ALL {
            let kind = format!("promise.{}", state.slug());
            assert_eq!(is_known(&kind), *state != crate::promises::PromiseState::Open, "{kind}");
        }
    }

    #[test]
    fn a_family_stands_for_its_kinds_and_for_nothing_else() {
        for (events, kind, told) in [
            ("promise", "promise.broken", true),
            ("promise.made message", "promise.broken", false),
            ("promise.made message", "message.sent", true),
            ("user", "user.created", false),
            ("message", "message.", false),
            ("", "promise.made", false),
        ] {
            assert_eq!(is_told(events, kind), told, "{events}: {kind}");
        }
    }
}
