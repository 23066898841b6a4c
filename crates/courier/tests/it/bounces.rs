//! Reports as servers write them, with invented addresses.

use courier::bounce::{BounceError, read};
use courier::{Bounce, Fate, Returned};
use proptest::prelude::*;

fn bounce(text: &str) -> Bounce {
    match read(text.replace('\n', "\r\n").as_bytes()).expect("a mail") {
        Returned::Bounce(bounce) => bounce,
        other => panic!("{other:?}"),
    }
}

/// The example of RFC 3464, appendix E.1, shortened, with its own addresses.
const RFC_3464: &str = r#"Date: Thu, 7 Jul 1994 17:16:05 -0400
From: Mail Delivery Subsystem <MAILER-DAEMON@CS.UTK.EDU>
Message-Id: <199407072116.RAA14128@CS.UTK.EDU>
Subject: Returned mail: Cannot send message for 5 days
To: <owner-info-mime@cs.utk.edu>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
      boundary="RAA14128.773615765/CS.UTK.EDU"

--RAA14128.773615765/CS.UTK.EDU

The original message was received at Sat, 2 Jul 1994 17:10:28 -0400
from root@localhost

----- The following addresses had delivery problems -----
<louisl@larry.slip.umd.edu>  (unrecoverable error)

--RAA14128.773615765/CS.UTK.EDU
content-type: message/delivery-status

Reporting-MTA: dns; cs.utk.edu

Original-Recipient: rfc822;louisl@larry.slip.umd.edu
Final-Recipient: rfc822;louisl@larry.slip.umd.edu
Action: failed
Status: 4.0.0
Diagnostic-Code: smtp; 426 connection timed out
Last-Attempt-Date: Thu, 7 Jul 1994 17:15:49 -0400

--RAA14128.773615765/CS.UTK.EDU
content-type: message/rfc822

Message-ID: <q-1.2@house.example>
Subject: original

text
--RAA14128.773615765/CS.UTK.EDU--
"#;

#[test]
fn the_standards_example_is_read() {
    let bounce = bounce(RFC_3464);
    assert_eq!(bounce.message_id.as_deref(), Some("q-1.2@house.example"));
    assert_eq!(bounce.reporter.as_deref(), Some("cs.utk.edu"));
    assert!(bounce.standard);
    let one = &bounce.recipients[0];
    assert_eq!(one.address.as_deref(), Some("louisl@larry.slip.umd.edu"));
    assert_eq!((one.fate, one.status.as_deref()), (Fate::GaveUp, Some("4.0.0")));
    assert_eq!(one.diagnostic.as_deref(), Some("426 connection timed out"));
}

fn standard(groups: &str, original: &str) -> String {
    format!(
        "Return-Path: <>\nFrom: MAILER-DAEMON@relay.example\nTo: retours@house.example\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\n\n--b1\nContent-Type: text/plain\n\nI'm sorry.\n\n--b1\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.example\nX-Postfix-Queue-ID: 4XkZ\n\n{groups}\n--b1\n{original}\n--b1--\n"
    )
}

const HEADERS: &str = "Content-Type: text/rfc822-headers\n\nReceived: from house.example\nMessage-ID:\n <q-3@house.example>\nSubject: Relance\n";

#[test]
fn each_recipient_has_its_own_fate() {
    let groups = "Final-Recipient: rfc822; Inconnu@Client.example\nOriginal-Recipient: rfc822;compta@client.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <inconnu@client.example>: Recipient address\n    rejected: User unknown\n\nFinal-Recipient: rfc822; plein@client.example\nAction: failed\nStatus: 5.2.2 (mailbox full)\n\nFinal-Recipient: rfc822; lent@client.example\nAction: delayed\nStatus: 4.4.1\nWill-Retry-Until: Thu, 5 Mar 2026 09:00:00 +0000\n\nFinal-Recipient: rfc822; lu@client.example\nAction: delivered\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; liste@client.example\nAction: expanded\nStatus: 2.0.0\n\nFinal-Recipient: rfc822; obscur@client.example\nAction: failed\n";
    let bounce = bounce(&standard(groups, HEADERS));
    assert_eq!(bounce.message_id.as_deref(), Some("q-3@house.example"));
    let read: Vec<_> =
        bounce.recipients.iter().map(|r| (r.address.as_deref().unwrap_or(""), r.fate, r.address_is_wrong())).collect();
    assert_eq!(
        read,
        [
            ("compta@client.example", Fate::Permanent, true),
            ("plein@client.example", Fate::Permanent, false),
            ("lent@client.example", Fate::Delayed, false),
            ("lu@client.example", Fate::Delivered, false),
            ("liste@client.example", Fate::HandedOn, false),
            ("obscur@client.example", Fate::Unknown, false),
        ]
    );
    assert_eq!(
        bounce.recipients[0].diagnostic.as_deref(),
        Some("550 5.1.1 <inconnu@client.example>: Recipient address rejected: User unknown")
    );
    assert_eq!(bounce.recipients[1].status.as_deref(), Some("5.2.2"));
}

#[test]
fn a_report_without_the_original_is_matched_by_what_it_answers() {
    let text = standard(
        "Final-Recipient: rfc822; a@client.example\nAction: failed\nStatus: 5.1.10\n",
        "Content-Type: text/plain\n\nnothing\n",
    )
    .replacen("MIME-Version", "In-Reply-To: <q-9@house.example>\nMIME-Version", 1)
    // some hosters forget the report type, or write another
    .replace("multipart/report; report-type=delivery-status", "multipart/mixed");
    let bounce = bounce(&text);
    assert_eq!(bounce.message_id.as_deref(), Some("q-9@house.example"));
    assert!(bounce.recipients[0].address_is_wrong());
}

#[test]
fn qmail_writes_in_its_own_words() {
    let text = "Return-Path: <>\nFrom: MAILER-DAEMON@relay.example\nTo: retours@house.example\nSubject: failure notice\n\nHi. This is the qmail-send program at relay.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<inconnu@client.example>:\n192.0.2.7 does not like recipient.\nRemote host said: 550 5.1.1 unknown user\nGiving up on 192.0.2.7.\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <retours@house.example>\nMessage-ID: <q-4@house.example>\nTo: autre@client.example, <tiers@client.example>\n\nBonjour\n";
    let bounce = bounce(text);
    assert!(!bounce.standard);
    assert_eq!(bounce.message_id.as_deref(), Some("q-4@house.example"));
    assert_eq!(bounce.recipients.len(), 1, "{bounce:?}");
    let one = &bounce.recipients[0];
    assert_eq!((one.address.as_deref(), one.fate), (Some("inconnu@client.example"), Fate::Permanent));
    assert_eq!(one.status.as_deref(), Some("5.1.1"));
    assert_eq!(one.diagnostic.as_deref(), Some("Remote host said: 550 5.1.1 unknown user"));
    assert!(one.address_is_wrong());
}

#[test]
fn exim_names_the_recipients_in_a_header() {
    let text = "From: Mail Delivery System <Mailer-Daemon@relay.example>\nTo: retours@house.example\nX-Failed-Recipients: inconnu@client.example\nAuto-Submitted: auto-replied\nSubject: Mail delivery failed: returning message to sender\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  inconnu@client.example\n    host mx.client.example [192.0.2.8]\n    SMTP error from remote mail server after RCPT TO:<inconnu@client.example>:\n    452 4.2.2 Over quota\n\n------ This is a copy of the message, including all the headers. ------\n\nMessage-Id: <q-5@house.example>\nSubject: Relance\n\ntext\n";
    let bounce = bounce(text);
    assert_eq!(bounce.message_id.as_deref(), Some("q-5@house.example"));
    let one = &bounce.recipients[0];
    assert_eq!((one.address.as_deref(), one.fate), (Some("inconnu@client.example"), Fate::GaveUp));
    assert_eq!(one.status.as_deref(), Some("4.2.2"));
}

#[test]
fn a_french_notice_and_a_delay_are_understood() {
    let text = "From: postmaster@client.example\nTo: retours@house.example\nSubject: =?utf-8?Q?=C3=89chec_de_la_remise?=\nIn-Reply-To: <q-6@house.example>\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nVotre message n'a pas pu être remis à :\n\ninconnu@client.example\n\nCode : 550 5.1.1 destinataire inconnu\n";
    let french = bounce(text);
    assert_eq!(french.message_id.as_deref(), Some("q-6@house.example"));
    assert_eq!(
        (french.recipients[0].address.as_deref(), french.recipients[0].fate),
        (Some("inconnu@client.example"), Fate::Permanent)
    );

    let text = "From: MAILER-DAEMON@relay.example\nSubject: Warning: delivery failure delayed\n\nThe message to <lent@client.example> has not yet been delivered; the server will continue to try.\n450 4.2.0 greylisted\n";
    assert_eq!(bounce(text).recipients[0].fate, Fate::Delayed);
}

#[test]
fn an_out_of_office_answer_and_a_persons_are_no_bounces() {
    let away = "From: compta@client.example\nSubject: Absence : undeliverable until Monday\nAuto-Submitted: auto-replied\nIn-Reply-To: <q-7@house.example>\n\nJe suis absente.\n";
    assert_eq!(read(away.as_bytes()), Ok(Returned::AutoReply { message_id: Some("q-7@house.example".into()) }));
    // speaks of failures and codes, but a person wrote it
    let person = "From: compta@client.example\nSubject: Re: failure notice\n\nNous avons reçu « 550 5.1.1 » de <x@client.example>.\n";
    assert_eq!(read(person.as_bytes()), Ok(Returned::Other));
    let human = "From: a@client.example\nAuto-Submitted: no\nSubject: bonjour\n\nmerci\n";
    assert_eq!(read(human.as_bytes()), Ok(Returned::Other));
    assert_eq!(read(b""), Err(BounceError::NotMail));
}

#[test]
fn a_report_with_a_thousand_recipients_or_a_thousand_layers_is_bounded() {
    let one = |n| format!("Final-Recipient: rfc822; r{n}@client.example\nAction: failed\nStatus: 5.1.1\n\n");
    let many = (0..1000).map(one).collect::<Vec<String>>().concat();
    assert_eq!(bounce(&standard(&many, HEADERS)).recipients.len(), courier::bounce::RECIPIENTS_MAX);
    let deep = "Content-Type: message/rfc822\n\n".repeat(20_000) + "x";
    let _ = read(deep.as_bytes());
    let layer = |n| format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n");
    let nested = (0..5000).map(layer).collect::<Vec<String>>().concat();
    let _ = read(nested.as_bytes());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_makes_the_reader_fall(cut in 0_usize..1400, at in 0_usize..1400, byte in any::<u8>(), noise in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut bytes = RFC_3464.as_bytes().to_vec();
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        bytes.truncate(cut);
        let _ = read(&bytes);
        bytes.extend_from_slice(&noise);
        let _ = read(&bytes);
        let _ = read(&noise);
    }
}
