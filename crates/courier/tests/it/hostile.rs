//! A server of our own making that says what no library would say.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use courier::{Carrier, Outcome, Refusal, Security, Server, Smtp, Stage};

use crate::mails::to;

/// Listens once and plays that part.
fn play(part: impl FnOnce(TcpStream) + Send + 'static) -> (Smtp, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let mut server = Server::new(
        "127.0.0.1",
        listener.local_addr().expect("an address").port(),
        Security::PlainOnLoopback,
        "house.example",
    );
    server.timeouts.command = Duration::from_secs(1);
    server.timeouts.end_of_data = Duration::from_secs(1);
    let player = std::thread::spawn(move || part(listener.accept().expect("a call").0));
    (Smtp::try_new(server).expect("settings"), player)
}

fn refused(smtp: &Smtp) -> Refusal {
    match smtp.send(&to("a", &["one@client.example"])) {
        Outcome::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_greeting_that_never_ends_is_given_up() {
    for endless in [b"220-hello\r\n".as_slice(), b"220 aaaaaaaaaaaaaaaaaaaaaaaa"] {
        let (smtp, player) = play(move |mut tcp| while tcp.write_all(endless).is_ok() {});
        let refusal = refused(&smtp);
        assert_eq!((refusal.permanent, refusal.stage), (false, Stage::Greeting));
        assert!(refusal.reply.contains("without end"), "{refusal}");
        drop(smtp);
        player.join().expect("played");
    }
}

#[test]
fn a_byte_now_and_then_does_not_keep_us_waiting() {
    let (smtp, player) = play(|mut tcp| {
        // nothing comes: each turn takes as long as the read is allowed to wait
        tcp.set_read_timeout(Some(Duration::from_millis(100))).expect("set");
        while tcp.write_all(b"2").is_ok() && !matches!(tcp.read(&mut [0]), Ok(0)) {}
    });
    assert_eq!(refused(&smtp).stage, Stage::Greeting);
    drop(smtp);
    player.join().expect("played");
}

#[test]
fn what_is_no_mail_server_is_refused() {
    let (smtp, player) = play(|mut tcp| {
        let _ = tcp.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    let refusal = refused(&smtp);
    assert_eq!((refusal.permanent, refusal.stage), (false, Stage::Greeting));
    assert!(refusal.reply.contains("HTTP/1.1 400"), "{refusal}");
    player.join().expect("played");
}

/// A server that answers politely and gives up in the middle of the message, after its last word.
#[test]
fn the_last_word_of_a_server_that_hangs_up_in_the_middle_counts() {
    let (told, until_told) = std::sync::mpsc::channel::<()>();
    let (smtp, player) = play(move |tcp| {
        let mut out = tcp.try_clone().expect("a handle");
        let mut lines = BufReader::new(tcp);
        let mut line = String::new();
        out.write_all(b"220 x.test\r\n").expect("written");
        for answer in ["250 x.test\r\n", "250 ok\r\n", "250 ok\r\n", "354 go on\r\n"] {
            line.clear();
            lines.read_line(&mut line).expect("a command");
            out.write_all(answer.as_bytes()).expect("written");
        }
        // reads on without ever taking the dot, then says no: the reply meets a sender in its stride
        let mut some = [0; 1000];
        lines.read_exact(&mut some).expect("the beginning of the message");
        out.write_all(b"552 5.3.4 that is enough\r\n").expect("written");
        // keeps the line open, reading nothing, until the other side has judged
        let _ = until_told.recv();
    });
    let file = courier::Attachment::pdf(crate::mails::line("a.pdf"), vec![b'x'; 10_000_000]).expect("a file");
    let me = crate::mails::mailbox("", "me@house.example");
    let mail = courier::Mail::try_new(me.clone(), vec![me], crate::mails::line("s"), "t").and_then(|m| m.attach(file));
    match smtp.send(&crate::mails::parcel("big", mail.expect("a mail"))) {
        Outcome::Refused(refusal) => {
            assert_eq!((refusal.permanent, refusal.stage, refusal.code), (true, Stage::Content, Some(552)));
        }
        other => panic!("{other:?}"),
    }
    drop(told);
    player.join().expect("played");
}

#[test]
fn a_mail_of_twenty_megabytes_is_refused_before_anybody_is_called() {
    let file = courier::Attachment::pdf(crate::mails::line("scan.pdf"), vec![b'x'; 20_000_000]).expect("a file");
    let me = crate::mails::mailbox("", "me@house.example");
    let mail = courier::Mail::try_new(me.clone(), vec![me], crate::mails::line("s"), "t").and_then(|m| m.attach(file));
    // Nobody listens there: a call would be a temporary refusal.
    let nobody = Server::new("127.0.0.1", 9, Security::PlainOnLoopback, "house.example");
    let smtp = Smtp::try_new(nobody).expect("settings");
    match smtp.send(&crate::mails::parcel("heavy", mail.expect("a mail"))) {
        Outcome::Refused(refusal) => {
            assert!(refusal.permanent && refusal.reply.contains("send fewer or smaller attachments"), "{refusal}");
        }
        other => panic!("{other:?}"),
    }
}
