//! One connection: greeting, TLS, login, then messages.

use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::wire::{Reply, Wire};
use super::{Login, Ready, Security, Timeouts};
use crate::outcome::{
    Accepted, Doubt, Evidence, Outcome, RecipientRefusal, Refusal, Silence, Stage, queue_id, sha256, shown, size,
};
use crate::words::EmailAddress;

/// Bytes of a message handed over at a time, each piece within the command's time.
const PIECE: usize = 32 * 1024;
/// For what no longer matters to the message: `QUIT`, a last word after a broken send.
const FAREWELL: Duration = Duration::from_secs(5);

/// A connection that is ready for a message.
pub(super) struct Session {
    wire: Wire,
    address: SocketAddr,
    host: String,
    /// What the server calls itself.
    name: String,
    /// Its limit, if it tells one.
    size_max: Option<u64>,
    messages: u32,
}

/// Who gets which bytes.
pub(super) struct Envelope<'a> {
    pub(super) from: &'a EmailAddress,
    pub(super) to: Vec<&'a EmailAddress>,
    pub(super) bytes: &'a [u8],
}

/// What is left of the connection.
pub(super) enum Ending {
    Open(Session),
    Closed,
}

/// The extensions that we use.
#[derive(Default)]
struct Offer {
    name: String,
    starttls: bool,
    plain: bool,
    login: bool,
    size_max: Option<u64>,
}

impl Session {
    pub(super) fn open(ready: &Ready) -> Result<Self, Refusal> {
        let server = &ready.server;
        let within = server.timeouts.command;
        let (tcp, address) = connect(ready)?;
        let mut wire = Wire::new(tcp);
        let secure = |wire: Wire| match &ready.tls {
            Some((config, name)) => {
                wire.secure(config.clone(), name.clone(), within).map_err(|why| Refusal::silent(Stage::Tls, why))
            }
            None => Ok(wire),
        };
        if server.security == Security::Tls {
            wire = secure(wire)?;
        }
        heard(wire.reply(within), Stage::Greeting, 220)?;
        let mut offer = hello(&mut wire, &server.hello, within)?;
        if server.security == Security::StartTls {
            if !offer.starttls {
                let why = "the server does not offer STARTTLS: use TLS from the first byte (often port 465), or another server";
                return Err(Refusal::silent(Stage::Tls, why));
            }
            ask(&mut wire, "STARTTLS", Stage::Tls, 220, within)?;
            wire = secure(wire)?;
            // what was offered before TLS does not count (RFC 3207, 4.2)
            offer = hello(&mut wire, &server.hello, within)?;
        }
        if let Some(login) = &server.login {
            log_in(&mut wire, login, &offer, within)?;
        }
        Ok(Self {
            wire,
            address,
            host: format!("{}:{}", server.host, server.port),
            name: offer.name,
            size_max: offer.size_max,
            messages: 0,
        })
    }

    /// Messages begun on it.
    pub(super) fn messages(&self) -> u32 {
        self.messages
    }

    /// Who it is: the host as set, the address that answered, the name that it gives itself.
    pub(super) fn by(&self) -> String {
        format!("{} [{}] {}", self.host, self.address.ip(), self.name)
    }

    /// Says good-bye; what the server answers does not matter.
    pub(super) fn quit(mut self) {
        if self.wire.put(b"QUIT\r\n", FAREWELL).is_ok() {
            let _ = self.wire.reply(FAREWELL);
        }
    }

    /// Hands one message over.
    pub(super) fn deliver(mut self, ready: &Ready, envelope: &Envelope<'_>) -> (Outcome, Ending) {
        self.messages += 1;
        let times = ready.server.timeouts;
        match self.converse(times, envelope) {
            Ok(accepted) => (Outcome::Accepted(accepted), Ending::Open(self)),
            Err(Stop::Refused(refusal)) => {
                // a conversation that went as it should can be ended as it should
                if refusal.code.is_some_and(|code| code != 421) {
                    self.quit();
                }
                (Outcome::Refused(refusal), Ending::Closed)
            }
            Err(Stop::Doubt(doubt)) => (Outcome::Ambiguous(doubt), Ending::Closed),
        }
    }

    fn converse(&mut self, times: Timeouts, envelope: &Envelope<'_>) -> Result<Accepted, Stop> {
        let length = size(envelope.bytes);
        if let Some(limit) = self.size_max.filter(|&limit| length > limit) {
            // it said so in advance: no need to make it refuse 20 MB
            let why = format!("the message has {length} bytes once encoded and the server takes {limit} at most");
            return Err(Refusal { permanent: true, ..Refusal::silent(Stage::Preparation, why) }.into());
        }
        let sized = if self.size_max.is_some() { format!(" SIZE={length}") } else { String::new() };
        ask(&mut self.wire, &format!("MAIL FROM:<{}>{sized}", envelope.from), Stage::Sender, 250, times.command)?;
        let refused = self.recipients(times, envelope)?;
        ask(&mut self.wire, "DATA", Stage::Data, 354, times.command)?;
        self.content(times, envelope.bytes)?;

        // From here on the server may have it.
        let reply = match self.wire.reply(times.end_of_data) {
            Ok(reply) => reply,
            Err(why) => return Err(self.doubt(why, envelope, refused)),
        };
        match reply.code {
            200..=299 => Ok(Accepted { evidence: self.evidence(&reply, envelope), refused }),
            400.. => Err(Refusal::spoken(Stage::EndOfData, reply.code, reply.text()).into()),
            _ => Err(self.doubt(Silence::Unreadable(reply.text()), envelope, refused)),
        }
    }

    /// `RCPT TO` for each; gives those refused, or fails if that is all of them.
    fn recipients(&mut self, times: Timeouts, envelope: &Envelope<'_>) -> Result<Vec<RecipientRefusal>, Stop> {
        let mut refused = Vec::new();
        for to in &envelope.to {
            let reply = say(&mut self.wire, &format!("RCPT TO:<{to}>"), Stage::Recipient, times.command)?;
            match reply.code {
                // 251: the server forwards it
                200..=299 => {}
                // the server closes: this is not about the recipient
                421 => return Err(Refusal::spoken(Stage::Recipient, reply.code, reply.text()).into()),
                code => refused.push(RecipientRefusal {
                    recipient: to.to_string(),
                    permanent: code >= 500,
                    code,
                    reply: reply.text(),
                }),
            }
        }
        if refused.len() < envelope.to.len() {
            return Ok(refused);
        }
        // one that may be taken later is enough to try again later
        let chief = refused.iter().find(|r| !r.permanent).or(refused.first());
        let (code, reply) = chief.map_or((None, String::new()), |r| (Some(r.code), r.reply.clone()));
        let permanent = refused.iter().all(|r| r.permanent);
        Err(Refusal { permanent, stage: Stage::Recipient, code, reply, recipients: refused }.into())
    }

    /// The message and its final dot. An error means that the dot did not leave whole, so that the
    /// server cannot have taken the message.
    fn content(&mut self, times: Timeouts, bytes: &[u8]) -> Result<(), Stop> {
        let stuffed = stuff(bytes);
        let dot = if bytes.ends_with(b"\r\n") { b".\r\n".as_slice() } else { b"\r\n.\r\n" };
        for piece in stuffed.chunks(PIECE).chain([dot]) {
            if let Err(why) = self.wire.put(piece, times.command) {
                // a server that hangs up in the middle has often said why
                return Err(match self.wire.reply(FAREWELL) {
                    Ok(reply) if reply.code >= 400 => Refusal::spoken(Stage::Content, reply.code, reply.text()),
                    _ => Refusal::silent(Stage::Content, why),
                }
                .into());
            }
        }
        Ok(())
    }

    fn evidence(&self, reply: &Reply, envelope: &Envelope<'_>) -> Evidence {
        let text = reply.text();
        Evidence {
            by: self.by(),
            queue_id: queue_id(&text),
            reply: text,
            secured: self.wire.secured(),
            size: size(envelope.bytes),
            sha256: sha256(envelope.bytes),
        }
    }

    fn doubt(&self, why: Silence, envelope: &Envelope<'_>, refused: Vec<RecipientRefusal>) -> Stop {
        let (by, size, sha256) = (self.by(), size(envelope.bytes), sha256(envelope.bytes));
        Stop::Doubt(Box::new(Doubt { after: Stage::EndOfData, why, by, size, sha256, refused }))
    }
}

/// Why a message went no further.
enum Stop {
    Refused(Refusal),
    Doubt(Box<Doubt>),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A dot at the beginning of a line is doubled (RFC 5321, 4.5.2).
fn stuff(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 64);
    let mut start = true;
    for &byte in bytes {
        if start && byte == b'.' {
            out.push(b'.');
        }
        out.push(byte);
        start = byte == b'\n';
    }
    out
}

fn connect(ready: &Ready) -> Result<(TcpStream, SocketAddr), Refusal> {
    let server = &ready.server;
    let silent = |why: String| Refusal::silent(Stage::Connect, format!("{}:{}: {why}", server.host, server.port));
    let found = (server.host.as_str(), server.port).to_socket_addrs();
    let addresses: Vec<SocketAddr> = found.map_err(|error| silent(shown(&error.to_string())))?.collect();
    if server.security == Security::PlainOnLoopback && !addresses.iter().all(|a| a.ip().is_loopback()) {
        return Err(silent(
            "this is another machine, to which mail must not travel in clear: use TLS or STARTTLS".into(),
        ));
    }
    let mut last = "no address was found for this name".to_owned();
    for address in addresses {
        match TcpStream::connect_timeout(&address, server.timeouts.connect) {
            Ok(tcp) => return Ok((tcp, address)),
            Err(error) => last = shown(&error.to_string()),
        }
    }
    Err(silent(last))
}

/// Sends a command and gives whatever is answered. The command is made of types that hold no line
/// break.
fn say(wire: &mut Wire, command: &str, stage: Stage, within: Duration) -> Result<Reply, Refusal> {
    let line = format!("{command}\r\n");
    wire.put(line.as_bytes(), within).and_then(|()| wire.reply(within)).map_err(|why| Refusal::silent(stage, why))
}

/// Sends a command that must be answered with that code.
fn ask(wire: &mut Wire, command: &str, stage: Stage, wanted: u16, within: Duration) -> Result<Reply, Refusal> {
    let reply = say(wire, command, stage, within)?;
    heard(Ok(reply), stage, wanted)
}

fn heard(reply: Result<Reply, Silence>, stage: Stage, wanted: u16) -> Result<Reply, Refusal> {
    let reply = reply.map_err(|why| Refusal::silent(stage, why))?;
    match reply.code {
        code if code == wanted => Ok(reply),
        code @ 400.. => Err(Refusal::spoken(stage, code, reply.text())),
        // neither yes nor no: the two sides no longer speak of the same thing
        _ => Err(Refusal::silent(stage, Silence::Unreadable(reply.text()))),
    }
}

fn hello(wire: &mut Wire, name: &str, within: Duration) -> Result<Offer, Refusal> {
    let reply = ask(wire, &format!("EHLO {name}"), Stage::Greeting, 250, within)?;
    let mut lines = reply.lines.iter();
    let word = |line: &String| line.split(' ').next().unwrap_or_default().to_owned();
    let mut offer = Offer { name: shown(&lines.next().map(word).unwrap_or_default()), ..Offer::default() };
    for line in lines {
        let upper = line.to_ascii_uppercase();
        let mut words = upper.split_ascii_whitespace();
        match words.next() {
            Some("STARTTLS") => offer.starttls = true,
            // no number or zero: it has no limit that it would tell (RFC 1870, 4)
            Some("SIZE") => {
                let limit = words.next().and_then(|n| n.parse().ok()).filter(|&n| n > 0);
                offer.size_max = Some(limit.unwrap_or(u64::MAX));
            }
            Some("AUTH") => {
                for mechanism in words {
                    offer.plain |= mechanism == "PLAIN";
                    offer.login |= mechanism == "LOGIN";
                }
            }
            _ => {}
        }
    }
    Ok(offer)
}

/// `AUTH PLAIN` (RFC 4616), or `LOGIN` for servers that know nothing better.
fn log_in(wire: &mut Wire, login: &Login, offer: &Offer, within: Duration) -> Result<(), Refusal> {
    if offer.plain {
        let word = STANDARD.encode(format!("\0{}\0{}", login.name, login.password));
        ask(wire, &format!("AUTH PLAIN {word}"), Stage::Login, 235, within)?;
        return Ok(());
    }
    if offer.login {
        ask(wire, "AUTH LOGIN", Stage::Login, 334, within)?;
        ask(wire, &STANDARD.encode(&login.name), Stage::Login, 334, within)?;
        ask(wire, &STANDARD.encode(&login.password), Stage::Login, 235, within)?;
        return Ok(());
    }
    Err(Refusal::silent(
        Stage::Login,
        "the server offers neither AUTH PLAIN nor AUTH LOGIN: take the login away or use another server",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_at_the_beginning_of_a_line_is_doubled() {
        assert_eq!(stuff(b".a\r\n..\r\nb.c\r\n.\r\n"), b"..a\r\n...\r\nb.c\r\n..\r\n");
    }
}
