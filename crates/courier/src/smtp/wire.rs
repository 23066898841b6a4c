//! Bytes to and from the server, over TCP or TLS, never waiting for ever.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
// only to measure how long the other side is waited for: no decision of the house depends on it
use std::time::{Duration, Instant};

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use crate::outcome::{Silence, shown};

/// Longest line of a reply (512 in RFC 5321, 4.5.3.1.5; some servers write more).
const LINE_MAX: usize = 4096;
/// Most lines of a reply.
const LINES_MAX: usize = 100;

/// A conversation.
pub(super) struct Wire {
    stream: BufReader<Channel>,
}

enum Channel {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Channel {
    fn tcp(&self) -> &TcpStream {
        match self {
            Self::Plain(tcp) => tcp,
            Self::Tls(tls) => &tls.sock,
        }
    }
}

impl Read for Channel {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(tcp) => tcp.read(buf),
            Self::Tls(tls) => tls.read(buf),
        }
    }
}

/// What the server said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) code: u16,
    /// The lines without their code.
    pub(super) lines: Vec<String>,
}

impl Reply {
    /// On one line, code first.
    pub(super) fn text(&self) -> String {
        shown(&format!("{} {}", self.code, self.lines.join(" ")))
    }
}

impl Wire {
    pub(super) fn new(tcp: TcpStream) -> Self {
        // a command is one small packet; failing to say so only slows it down
        let _ = tcp.set_nodelay(true);
        Self { stream: BufReader::new(Channel::Plain(tcp)) }
    }

    /// Goes on over TLS.
    pub(super) fn secure(
        self,
        config: Arc<ClientConfig>,
        name: ServerName<'static>,
        within: Duration,
    ) -> Result<Self, Silence> {
        // what came before TLS must not be taken for what comes under it
        if !self.stream.buffer().is_empty() {
            return Err(Silence::Unreadable("the server spoke on before TLS began".to_owned()));
        }
        let mut tcp = match self.stream.into_inner() {
            Channel::Plain(tcp) => tcp,
            Channel::Tls(_) => return Err(Silence::Unreadable("TLS within TLS".to_owned())),
        };
        let mut tls = ClientConnection::new(config, name).map_err(|error| Silence::Failed(error.to_string()))?;
        tcp.set_read_timeout(Some(within)).and_then(|()| tcp.set_write_timeout(Some(within))).map_err(silence)?;
        while tls.is_handshaking() {
            tls.complete_io(&mut tcp).map_err(silence)?;
        }
        Ok(Self { stream: BufReader::new(Channel::Tls(Box::new(StreamOwned::new(tls, tcp)))) })
    }

    /// Hands bytes to the system. After an error some of them may be on their way, but not all.
    pub(super) fn put(&mut self, bytes: &[u8], within: Duration) -> Result<(), Silence> {
        let channel = self.stream.get_mut();
        channel.tcp().set_write_timeout(Some(within)).map_err(silence)?;
        match channel {
            Channel::Plain(tcp) => tcp.write_all(bytes).map_err(silence),
            Channel::Tls(tls) => {
                tls.write_all(bytes).and_then(|()| tls.flush()).map_err(silence)?;
                // the library keeps what the system would not take
                if tls.conn.wants_write() { Err(Silence::TimedOut) } else { Ok(()) }
            }
        }
    }

    /// The next reply, whole, within that time.
    pub(super) fn reply(&mut self, within: Duration) -> Result<Reply, Silence> {
        let until = Instant::now() + within;
        let mut lines = Vec::new();
        loop {
            let line = self.line(until)?;
            let (code, last, text) = parse(&line).ok_or_else(|| Silence::Unreadable(shown(&line)))?;
            lines.push(text.to_owned());
            if last {
                return Ok(Reply { code, lines });
            }
            if lines.len() >= LINES_MAX {
                return Err(Silence::Unreadable("a reply without end".to_owned()));
            }
        }
    }

    fn line(&mut self, until: Instant) -> Result<String, Silence> {
        let mut line = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Silence::TimedOut);
            }
            self.stream.get_ref().tcp().set_read_timeout(Some(left)).map_err(silence)?;
            let bytes = match self.stream.fill_buf() {
                Ok([]) => return Err(Silence::Closed),
                Ok(bytes) => bytes,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(silence(error)),
            };
            let end = bytes.iter().position(|&b| b == b'\n');
            let taken = end.map_or(bytes.len(), |at| at + 1);
            line.extend_from_slice(bytes.get(..taken).unwrap_or(bytes));
            self.stream.consume(taken);
            if line.len() > LINE_MAX {
                return Err(Silence::Unreadable("a line without end".to_owned()));
            }
            if end.is_some() {
                return Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned());
            }
        }
    }

    /// Whether TLS protects it.
    pub(super) fn secured(&self) -> bool {
        matches!(self.stream.get_ref(), Channel::Tls(_))
    }
}

/// Code, whether it is the last line, text.
fn parse(line: &str) -> Option<(u16, bool, &str)> {
    let (digits, rest) = line.split_at_checked(3)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let code: u16 = digits.parse().ok().filter(|code| (200..600).contains(code))?;
    match rest.as_bytes().first() {
        None => Some((code, true, "")),
        Some(b' ') => Some((code, true, rest.get(1..)?)),
        Some(b'-') => Some((code, false, rest.get(1..)?)),
        Some(_) => None,
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form that map_err takes")]
fn silence(error: io::Error) -> Silence {
    match error.kind() {
        // which of the two a timeout gives depends on the system
        ErrorKind::WouldBlock | ErrorKind::TimedOut => Silence::TimedOut,
        ErrorKind::UnexpectedEof
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted
        | ErrorKind::BrokenPipe => Silence::Closed,
        _ => Silence::Failed(shown(&error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_read_as_the_standard_writes_them() {
        assert_eq!(parse("250 2.0.0 Ok"), Some((250, true, "2.0.0 Ok")));
        assert_eq!(parse("250-SIZE 1000"), Some((250, false, "SIZE 1000")));
        assert_eq!(parse("354"), Some((354, true, "")));
        for bad in ["", "25", "2x0 ok", "250_ok", "999 x", "100 x", "+50 x", "é5 x"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
