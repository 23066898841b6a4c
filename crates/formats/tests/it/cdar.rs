//! Life-cycle messages of electronic invoices: every sample says what its expected figures say.

use formats::cdar::{self, Acknowledgement, Message};
use serde_json::{Value, json};

use crate::common::{expected, samples};

/// A message in the words of the expected figures. Whether a value changes is told there by the presence of its
/// element alone.
fn told(message: &Message) -> Value {
    let of = |a: &Acknowledgement| {
        let details = a.details.iter().map(|d| {
            let figures = d.characteristics.iter().map(|c| {
                let changed = c.changed.as_ref().map(|_| "");
                json!({ "type": c.kind, "changed": changed, "percent": c.percent, "amount": c.amount, "date": c.date })
            });
            json!({
                "reason_code": d.motive, "reason": d.reason, "action": d.action, "sequence": d.sequence,
                "characteristics": figures.collect::<Vec<_>>(),
            })
        });
        json!({
            "ack_type": a.kind, "ack_status": null, "invoice": a.invoice, "invoice_type": a.invoice_type,
            "process_condition_code": a.code, "process_condition": a.label, "invoice_date": a.invoice_date,
            "seller": a.seller, "statuses": details.collect::<Vec<_>>(),
        })
    };
    let recipients = message.recipients.iter().map(|r| json!({ "id": r.id, "role": r.role }));
    json!({
        "process": message.process, "guideline": message.guideline, "doc_id": message.id, "doc_name": message.name,
        "issued": message.issued, "sender_role": message.sender_role, "issuer": message.issuer,
        "issuer_role": message.issuer_role, "recipients": recipients.collect::<Vec<_>>(),
        "acknowledgements": message.acknowledgements.iter().map(of).collect::<Vec<_>>(),
    })
}

#[test]
fn every_sample_is_read_as_expected() {
    let Some(folder) = samples("cdar") else { return };
    let mut read = 0;
    for (name, wanted) in expected(&folder) {
        let bytes = std::fs::read(folder.join(&name)).expect("a sample");
        let message = cdar::read(&bytes).unwrap_or_else(|e| panic!("{name}: {e}"));
        let told = told(&message);
        for (field, value) in told.as_object().expect("an object") {
            assert_eq!(value, &wanted[field], "{name}: {field}");
        }
        read += 1;
    }
    assert!(read >= 10, "the samples were not found: {read}");
}

#[test]
fn another_message_or_no_message_is_refused_with_its_reason() {
    for (bytes, said) in [
        (&b"<Invoice><ID>1</ID></Invoice>"[..], "CrossDomainAcknowledgementAndResponse"),
        (b"code;nom\n1;A\n", "no element"),
        (b"\xff\xfe<", "UTF-8"),
        (b"<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "document type"),
    ] {
        let error = cdar::read(bytes).expect_err("refused").to_string();
        assert!(error.contains(said), "{error}");
    }
}
