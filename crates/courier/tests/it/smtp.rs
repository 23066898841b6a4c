//! What is known after a mail was handed to a real server, whatever that server does.

use std::time::Duration;

use courier::outcome::{Outcome, Refusal};
use courier::smtp::SettingsError;
use courier::{
    Accepted, Attachment, Blame, Carrier, Content, Doubt, Login, Mail, Roots, Security, Server, Silence, Smtp, Stage,
    eml,
};
use mail_parser::{MessageParser, MimeHeaders};

use crate::mails::{self, line, mailbox, parcel, to};
use crate::server::relay;

fn accepted(outcome: Outcome) -> Accepted {
    match outcome {
        Outcome::Accepted(accepted) => accepted,
        other => panic!("{other:?}"),
    }
}

fn refused(outcome: Outcome) -> Refusal {
    match outcome {
        Outcome::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn doubt(outcome: Outcome) -> Doubt {
    match outcome {
        Outcome::Ambiguous(doubt) => *doubt,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_mail_arrives_as_it_was_written() {
    let Some(relay) = relay(&[]) else { return };
    let sent = mails::full("full-1");
    let taken = accepted(relay.plain().send(&sent));
    assert_eq!(taken.evidence.queue_id.as_deref(), Some("Q1"));
    assert_eq!(taken.evidence.reply, "250 2.0.0 Ok: queued as Q1");
    assert!(
        taken.evidence.by.contains("localhost") && taken.evidence.by.contains("relay.test"),
        "{}",
        taken.evidence.by
    );
    assert!(!taken.evidence.secured && taken.refused.is_empty());

    let (bytes, envelope) = relay.message(1);
    assert_eq!(envelope["from"], "retours@house.example");
    assert_eq!(envelope["to"], serde_json::json!(["compta@client.example", "direction@xn--bcher-kva.example"]));
    assert_eq!(envelope["hello"], "house.example");
    assert!(bytes.is_ascii() && bytes.split(|&b| b == b'\n').all(|line| line.len() < 999), "fit for any server");
    let Content::Mail(mail) = &sent.content else { panic!("a mail") };
    assert!(eml::bytes(&sent, mail) == bytes, "the server has the very bytes that were hashed");
    assert_eq!(taken.evidence.size, bytes.len() as u64);

    let read = MessageParser::default().parse(&bytes).expect("a mail");
    let name = |address: Option<&mail_parser::Address<'_>>, place: usize| {
        let one = address.and_then(|a| a.as_list()).and_then(|list| list.get(place)).cloned().expect("an address");
        (one.name.unwrap_or_default().into_owned(), one.address.unwrap_or_default().into_owned())
    };
    let pair = |name: &str, address: &str| (name.to_owned(), address.to_owned());
    assert_eq!(
        name(read.from(), 0),
        pair("Société Générale d'Électricité, recouvrement", "recouvrement@house.example")
    );
    assert_eq!(name(read.to(), 0), pair("Zoé \"Zaza\" Ünal", "compta@client.example"));
    assert_eq!(name(read.to(), 1), pair("", "direction@xn--bcher-kva.example"));
    assert_eq!(name(read.reply_to(), 0), pair("Réponses", "reponses@house.example"));
    let subject = "Relance n° 2 — facture impayée de la société Çelik & Œuvres, échue depuis le 14 février 2026 déjà";
    assert_eq!(read.subject(), Some(subject));
    assert_eq!(read.message_id(), Some("full-1@house.example"));
    assert_eq!(read.date().expect("a date").to_rfc3339(), "2026-03-02T09:30:00Z");
    assert_eq!(read.header_raw("Auto-Submitted").map(str::trim), Some("auto-generated"));
    assert_eq!(read.header_raw("Content-Language").map(str::trim), Some("fr"));
    assert_eq!(read.body_text(0).expect("text").replace("\r\n", "\n"), mails::TEXT);
    assert_eq!(read.body_html(0).expect("HTML").trim_end(), mails::HTML);
    let file = |place| read.attachment(place).expect("a file");
    assert_eq!(file(0).attachment_name(), Some("Relevé n° 2 (février).pdf"));
    assert!(file(0).contents() == mails::every_byte(), "every byte of the file");
    assert_eq!(file(1).attachment_name(), Some("detail.csv"));
}

/// Another reader than ours, from another house: Python's.
#[test]
fn another_program_reads_the_same_mail() {
    let sent = mails::full("full-2");
    let Content::Mail(mail) = &sent.content else { panic!("a mail") };
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("mail.eml");
    std::fs::write(&path, eml::bytes(&sent, mail)).expect("written");
    // names by the older reader: the newer one keeps the blank between two encoded words of a name
    let script = "import email, email.policy, sys, json
from email.header import decode_header, make_header
whole = open(sys.argv[1], 'rb').read()
m = email.message_from_bytes(whole, policy=email.policy.default)
old = email.message_from_bytes(whole)
name = lambda field: str(make_header(decode_header(email.utils.getaddresses([old[field]])[0][0])))
files = [(a.get_filename(), a.get_payload(decode=True).hex()) for a in m.iter_attachments()]
text = m.get_body(('plain',)).get_content()
print(json.dumps([m['subject'], name('from'), name('to'), text, files, [str(d) for d in m.defects]]))";
    let Ok(done) = std::process::Command::new("python3").args(["-c", script]).arg(&path).output() else {
        assert!(!std::env::var("CI").is_ok_and(|v| v == "true"), "no python3");
        eprintln!("SKIP another reader: no python3");
        return;
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let read: serde_json::Value = serde_json::from_slice(&done.stdout).expect("JSON");
    let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect::<Vec<String>>().concat();
    let subject = "Relance n° 2 — facture impayée de la société Çelik & Œuvres, échue depuis le 14 février 2026 déjà";
    assert_eq!(read[0], subject);
    assert_eq!(read[1], "Société Générale d'Électricité, recouvrement");
    assert_eq!(read[2], "Zoé \"Zaza\" Ünal");
    assert_eq!(read[3].as_str().expect("text").replace("\r\n", "\n"), mails::TEXT);
    assert_eq!(read[4][0][0], "Relevé n° 2 (février).pdf");
    assert!(read[4][0][1] == hex(&mails::every_byte()), "every byte of the PDF");
    assert_eq!(read[4][1], serde_json::json!(["detail.csv", hex(mails::CSV)]));
    assert_eq!(read[5], serde_json::json!([]));
}

#[test]
fn an_unknown_recipient_is_refused_for_good() {
    let Some(relay) = relay(&[]) else { return };
    let refusal = refused(relay.plain().send(&to("a", &["unknown@client.example"])));
    assert_eq!((refusal.permanent, refusal.stage, refusal.code), (true, Stage::Recipient, Some(550)));
    assert_eq!(refusal.blame(), Blame::Recipient);
    assert_eq!(refusal.recipients[0].recipient, "unknown@client.example");
    assert!(refusal.reply.starts_with("550 5.1.1"), "{refusal}");
    assert_eq!(relay.taken(), 0);
}

#[test]
fn one_unknown_among_several_is_named_and_the_others_get_it() {
    let Some(relay) = relay(&[]) else { return };
    let taken = accepted(
        relay.plain().send(&to("a", &["one@client.example", "unknown@client.example", "grey@client.example"])),
    );
    let named: Vec<_> = taken.refused.iter().map(|r| (r.recipient.as_str(), r.permanent, r.code)).collect();
    assert_eq!(named, [("unknown@client.example", true, 550), ("grey@client.example", false, 451)]);
    assert_eq!(relay.message(1).1["to"], serde_json::json!(["one@client.example"]));
}

#[test]
fn a_greylist_refuses_for_a_while_and_then_takes_it() {
    let Some(relay) = relay(&[]) else { return };
    let smtp = relay.plain();
    let mail = to("a", &["grey@client.example", "unknown@client.example"]);
    let refusal = refused(smtp.send(&mail));
    assert_eq!((refusal.permanent, refusal.stage, refusal.code), (false, Stage::Recipient, Some(451)));
    assert_eq!(refusal.recipients.len(), 2);
    assert_eq!(accepted(smtp.send(&mail)).refused.len(), 1);
    assert_eq!(relay.taken(), 1);
}

#[test]
fn a_server_that_leaves_at_the_recipient_blames_nobody() {
    let Some(relay) = relay(&[]) else { return };
    let refusal = refused(relay.plain().send(&to("a", &["busy@client.example"])));
    assert_eq!((refusal.permanent, refusal.code, refusal.recipients.len()), (false, Some(421), 0));
}

#[test]
fn a_message_too_large_for_the_server_is_refused_for_good() {
    let Some(server) = relay(&["--misbehave", "too-large"]) else { return };
    let refusal = refused(server.plain().send(&to("a", &["one@client.example"])));
    assert_eq!((refusal.permanent, refusal.stage, refusal.code), (true, Stage::EndOfData, Some(552)));
    assert_eq!(refusal.blame(), Blame::Parcel);
    // a server that tells its limit in advance is not even asked
    let server = relay(&["--size", "50000"]).expect("a server");
    let smtp = server.plain();
    let refusal = refused(smtp.send(&mails::full("big")));
    assert_eq!((refusal.permanent, refusal.stage, refusal.blame()), (true, Stage::Preparation, Blame::Parcel));
    assert!(refusal.reply.contains("50000"), "{refusal}");
    accepted(smtp.send(&to("a", &["one@client.example"])));
    let mails: Vec<String> = server.commands().into_iter().filter(|c| c.starts_with("MAIL")).collect();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("SIZE="), "{}", mails[0]);
}

#[test]
fn twenty_megabytes_are_refused_before_anybody_is_called() {
    // nobody listens there: a call would be another refusal
    let smtp =
        Smtp::try_new(Server::new("localhost", 9, Security::PlainOnLoopback, "house.example")).expect("settings");
    let big = Attachment::pdf(line("releve.pdf"), vec![b'x'; 20_000_000]).expect("a file");
    let me = mailbox("", "me@house.example");
    let mail = Mail::try_new(me.clone(), vec![me], line("s"), "t").and_then(|m| m.attach(big)).expect("a mail");
    let refusal = refused(smtp.send(&parcel("big", mail)));
    assert_eq!((refusal.permanent, refusal.stage, refusal.code), (true, Stage::Preparation, None));
    assert!(refusal.reply.contains("15000000"), "{refusal}");
}

#[test]
fn before_the_final_dot_a_broken_connection_is_a_refusal_to_be_tried_again() {
    for (way, stage, code) in [
        ("drop-before-data", Stage::Data, None),
        ("stall-before-data", Stage::Data, None),
        ("250-to-data", Stage::Data, None),
        ("busy-greeting", Stage::Greeting, Some(554)),
    ] {
        let Some(relay) = relay(&["--misbehave", way]) else { return };
        let mut settings = relay.settings(Security::PlainOnLoopback);
        if way.starts_with("stall") {
            settings.timeouts.command = Duration::from_secs(1);
        }
        let smtp = Smtp::try_new(settings).expect("settings");
        let refusal = refused(smtp.send(&to("a", &["one@client.example"])));
        assert_eq!((refusal.permanent, refusal.stage, refusal.code), (false, stage, code), "{way}: {refusal}");
        assert_eq!(relay.taken(), 0, "{way}");
    }
}

/// A mail larger than what the system takes in advance, so that the break is met while sending.
fn heavy(id: &str) -> courier::Parcel {
    let file = Attachment::pdf(line("releve.pdf"), vec![b'x'; 10_000_000]).expect("a file");
    let me = mailbox("", "me@house.example");
    parcel(id, Mail::try_new(me.clone(), vec![me], line("s"), "t").and_then(|m| m.attach(file)).expect("a mail"))
}

#[test]
fn a_break_in_the_middle_of_the_message_is_a_refusal_with_the_servers_word_if_it_said_one() {
    let Some(server) = relay(&["--misbehave", "drop-in-data"]) else { return };
    let refusal = refused(server.plain().send(&heavy("a")));
    assert_eq!((refusal.permanent, refusal.stage, refusal.code), (false, Stage::Content, None), "{refusal}");
    assert_eq!(server.taken(), 0);
}

#[test]
fn after_the_final_dot_silence_is_a_doubt() {
    for (way, why) in [
        ("drop-after-dot", Silence::Closed),
        ("half-reply-after-dot", Silence::Closed),
        ("stall-after-dot", Silence::TimedOut),
        ("354-after-dot", Silence::Unreadable("354 go on".into())),
    ] {
        let Some(relay) = relay(&["--misbehave", way]) else { return };
        let mut settings = relay.settings(Security::PlainOnLoopback);
        if way.starts_with("stall") {
            settings.timeouts.end_of_data = Duration::from_secs(1);
        }
        let smtp = Smtp::try_new(settings).expect("settings");
        let doubt = doubt(smtp.send(&to("a", &["unknown@client.example", "one@client.example"])));
        assert_eq!((doubt.after, &doubt.why), (Stage::EndOfData, &why), "{way}");
        assert_eq!(doubt.refused.len(), 1, "{way}");
        // the server had it all the same: exactly what makes it a doubt, and it was sent once
        assert_eq!(relay.taken(), 1, "{way}");
        assert_eq!(relay.message(1).0.len() as u64, doubt.size, "{way}");
    }
    let Some(relay) = relay(&["--misbehave", "garbage-after-dot"]) else { return };
    assert!(matches!(doubt(relay.plain().send(&to("a", &["one@client.example"]))).why, Silence::Unreadable(_)));
}

#[test]
fn after_the_final_dot_a_spoken_no_is_a_refusal() {
    for (way, permanent, code) in [("spam", true, 554), ("421-after-dot", false, 421)] {
        let Some(relay) = relay(&["--misbehave", way]) else { return };
        let refusal = refused(relay.plain().send(&to("a", &["one@client.example"])));
        assert_eq!(
            (refusal.permanent, refusal.stage, refusal.code),
            (permanent, Stage::EndOfData, Some(code)),
            "{way}"
        );
    }
}

#[test]
fn a_connection_serves_again_and_one_that_died_idle_is_replaced_unseen() {
    let Some(server) = relay(&[]) else { return };
    let smtp = server.plain();
    for n in 0..3 {
        accepted(smtp.send(&to(&format!("m{n}"), &["one@client.example"])));
    }
    drop(smtp);
    let greetings = |commands: &[String]| commands.iter().filter(|c| *c == "EHLO").count();
    assert_eq!(greetings(&server.commands()), 1);
    assert_eq!(server.commands().last().map(String::as_str), Some("QUIT"));

    let server = relay(&["--misbehave", "drop-at-second-mail"]).expect("a server");
    let smtp = server.plain();
    for n in 0..3 {
        accepted(smtp.send(&to(&format!("m{n}"), &["one@client.example"])));
    }
    assert_eq!(server.taken(), 3);
    assert_eq!(greetings(&server.commands()), 2);
}

#[test]
fn tls_is_used_with_the_authority_given_and_refused_without_it() {
    for (kind, security) in [("starttls", Security::StartTls), ("implicit", Security::Tls)] {
        let Some(relay) = relay(&["--tls", kind]) else { return };
        let settings = relay.settings(security);
        let smtp = Smtp::try_new(settings.clone()).expect("settings");
        assert!(smtp.try_out().expect("reached").contains("relay.test"));
        assert!(accepted(smtp.send(&mails::full("t"))).evidence.secured, "{kind}");
        assert_eq!(relay.message(1).1["tls"], true, "{kind}");
        // a certificate that nobody vouches for, and one for another name
        let stranger = Smtp::try_new(Server { roots: Roots::System, ..settings.clone() });
        let elsewhere = Smtp::try_new(Server { host: "127.0.0.1".into(), ..settings });
        for smtp in [stranger, elsewhere] {
            match smtp {
                // a machine without authorities at all
                Err(error) => assert_eq!(error, SettingsError::NoRoots),
                Ok(smtp) => {
                    let refusal = refused(smtp.send(&to("u", &["one@client.example"])));
                    assert_eq!((refusal.permanent, refusal.stage), (false, Stage::Tls), "{kind}: {refusal}");
                    assert!(refusal.reply.contains("certificate"), "{refusal}");
                }
            }
        }
        assert_eq!(relay.taken(), 1, "{kind}");
    }
}

#[test]
fn starttls_is_required_where_it_is_asked_for() {
    // this server does not offer it: somebody may have taken the offer away
    let Some(server) = relay(&[]) else { return };
    let own = relay(&["--tls", "starttls"]).expect("a server");
    let settings = Server { port: server.port, ..own.settings(Security::StartTls) };
    let refusal = refused(Smtp::try_new(settings).expect("settings").send(&to("a", &["one@client.example"])));
    assert_eq!((refusal.permanent, refusal.stage), (false, Stage::Tls));
    assert_eq!(server.taken(), 0);
}

#[test]
fn a_reply_slipped_in_before_tls_is_not_taken_for_one_under_it() {
    let Some(relay) = relay(&["--tls", "starttls", "--misbehave", "speak-before-tls"]) else { return };
    let smtp = Smtp::try_new(relay.settings(Security::StartTls)).expect("settings");
    let refusal = refused(smtp.send(&to("a", &["one@client.example"])));
    assert_eq!((refusal.stage, refusal.permanent), (Stage::Tls, false));
    assert!(refusal.reply.contains("before TLS"), "{refusal}");
}

#[test]
fn a_login_is_made_with_either_mechanism_and_a_wrong_one_is_the_houses_matter() {
    for mechanism in ["PLAIN", "LOGIN"] {
        let Some(relay) = relay(&["--tls", "starttls", "--login", mechanism]) else { return };
        let settings = |password: &str| Server {
            login: Some(Login { name: "house".into(), password: password.into() }),
            ..relay.settings(Security::StartTls)
        };
        let smtp = Smtp::try_new(settings("sésame")).expect("settings");
        accepted(smtp.send(&to("a", &["one@client.example"])));
        assert_eq!(relay.message(1).1["login"], "house", "{mechanism}");
        let refusal =
            refused(Smtp::try_new(settings("wrong")).expect("settings").send(&to("b", &["one@client.example"])));
        assert_eq!((refusal.permanent, refusal.stage, refusal.code), (false, Stage::Login, Some(535)), "{mechanism}");
        assert_eq!(refusal.blame(), Blame::House);
        assert!(!format!("{refusal:?} {:?}", settings("wrong")).contains("wrong"), "a password is never shown");
        assert_eq!(relay.taken(), 1, "{mechanism}");
    }
}

#[test]
fn settings_that_would_be_unsafe_are_refused() {
    let with = |host: &str, hello: &str, security, login| {
        let mut server = Server::new(host, 25, security, hello);
        server.login = login;
        Smtp::try_new(server).err()
    };
    let login = || Some(Login { name: "house".into(), password: "secret".into() });
    assert_eq!(
        with("relay.example", "house.example", Security::PlainAccepted, login()),
        Some(SettingsError::LoginInClear)
    );
    assert_eq!(with("relay.example", "house.example", Security::PlainAccepted, None), None);
    for host in ["", "relay.example\r\nX", "a b"] {
        assert!(
            matches!(with(host, "house.example", Security::PlainAccepted, None), Some(SettingsError::Host(_))),
            "{host:?}"
        );
    }
    for hello in ["", "house.example\r\nMAIL FROM:<>", "localhost", "House.example"] {
        assert!(
            matches!(with("relay.example", hello, Security::PlainAccepted, None), Some(SettingsError::Hello(_))),
            "{hello:?}"
        );
    }
    // an address of another machine, which is not called: the refusal comes first (RFC 5737's addresses lead nowhere)
    let far =
        Smtp::try_new(Server::new("192.0.2.1", 25, Security::PlainOnLoopback, "house.example")).expect("settings");
    let refusal = refused(far.send(&to("a", &["one@client.example"])));
    assert!(refusal.stage == Stage::Connect && refusal.reply.contains("in clear"), "{refusal}");
}

#[test]
fn several_threads_share_a_carrier() {
    let Some(relay) = relay(&[]) else { return };
    let smtp = relay.plain();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let smtp = &smtp;
            scope.spawn(move || {
                for n in 0..5 {
                    accepted(smtp.send(&to(&format!("t{thread}-{n}"), &["one@client.example"])));
                }
            });
        }
    });
    assert_eq!(relay.taken(), 20);
}
