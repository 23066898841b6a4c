//! Mail over SMTP (RFC 5321), as a client of the house's own mail server.
//!
//! The one thing that matters here is to know exactly when the other side may have the message: it
//! cannot have it before the final dot was handed to the system whole, and may have it from then on.

mod session;
mod wire;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde::{Deserialize, Serialize};

use crate::outcome::{Outcome, Refusal, Stage, size};
use crate::parcel::{Content, Mail, Parcel};
use crate::words::ascii_domain;
use crate::{Carrier, eml};
use session::{Ending, Envelope, Session};

/// Largest message unless set otherwise: what most servers take, once encoded.
pub const SIZE_MAX: u64 = 15_000_000;
/// Messages on one connection before it is renewed; relays cut off long ones.
const MESSAGES_A_CONNECTION: u32 = 100;

/// How the conversation is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// TLS from the first byte (port 465; what RFC 8314 recommends).
    Tls,
    /// `STARTTLS`, required: a server that does not offer it is refused (port 587).
    StartTls,
    /// None, to this machine only: a local relay, tests.
    PlainOnLoopback,
    /// None, over a network: only where the house has decided so. Never with a password.
    PlainAccepted,
}

/// Whose certificates are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Roots {
    /// The authorities of the system.
    System,
    /// Those and one's own, in PEM.
    SystemAnd(Vec<u8>),
    /// One's own alone, in PEM.
    Only(Vec<u8>),
}

/// A name and a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// Who.
    pub name: String,
    /// The secret.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // a password is never shown, not even by mistake
        f.debug_struct("Login").field("name", &self.name).finish_non_exhaustive()
    }
}

/// How long each side is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// To be connected, for each address of the host.
    pub connect: Duration,
    /// For the answer to a command, and for a piece of the message to be taken.
    pub command: Duration,
    /// For the answer to the final dot: the server may be scanning the message.
    pub end_of_data: Duration,
}

impl Default for Timeouts {
    /// RFC 5321, 4.5.3.2: five minutes for commands, ten after the final dot.
    fn default() -> Self {
        let minutes = Duration::from_mins;
        Self { connect: Duration::from_secs(30), command: minutes(5), end_of_data: minutes(10) }
    }
}

/// The mail server to use, and how.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the conversation is protected.
    pub security: Security,
    /// Whose certificates are believed.
    pub roots: Roots,
    /// Who we are to it, if it asks.
    pub login: Option<Login>,
    /// The domain name that we greet it with.
    pub hello: String,
    /// How long it is waited for.
    pub timeouts: Timeouts,
    /// Largest message, encoded, in bytes. The server's own limit counts as well.
    pub size_max: u64,
}

impl Server {
    /// A server with the usual limits, the system's authorities and no login.
    pub fn new(host: &str, port: u16, security: Security, hello: &str) -> Self {
        Self {
            host: host.to_owned(),
            port,
            security,
            roots: Roots::System,
            login: None,
            hello: hello.to_owned(),
            timeouts: Timeouts::default(),
            size_max: SIZE_MAX,
        }
    }
}

/// Settings that cannot work.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Not a host.
    #[error("« {0} » is not the name of a mail server")]
    Host(String),
    /// Not a domain.
    #[error("« {0} » is not a domain name: give the house's own, such as example.fr")]
    Hello(String),
    /// A password over a network without protection.
    #[error("the password would travel in clear: use TLS or STARTTLS, or take the login away")]
    LoginInClear,
    /// A name or password that cannot be sent.
    #[error("the login's name or password is empty or holds a control character")]
    Login,
    /// Certificates that cannot be read.
    #[error("the certificates given cannot be read as PEM: {0}")]
    Certificate(String),
    /// Nobody to believe.
    #[error("no certificate authority was found on this system: install them (package ca-certificates) or give one")]
    NoRoots,
    /// The TLS library refuses.
    #[error("TLS cannot be set up: {0}")]
    Tls(String),
}

/// Sends mail through one server. Several threads may share it; each message has a connection to
/// itself, and an idle one is used again.
pub struct Smtp {
    ready: Ready,
    idle: Mutex<Vec<Session>>,
}

/// Settings found good.
struct Ready {
    server: Server,
    tls: Option<(Arc<ClientConfig>, ServerName<'static>)>,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Smtp").field("server", &self.ready.server).finish_non_exhaustive()
    }
}

impl Smtp {
    /// Checks the settings and loads the certificates; calls nobody yet.
    pub fn try_new(server: Server) -> Result<Self, SettingsError> {
        if server.host.is_empty() || server.host.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(SettingsError::Host(server.host.escape_debug().to_string()));
        }
        if ascii_domain(&server.hello).is_none_or(|ascii| ascii != server.hello) {
            return Err(SettingsError::Hello(server.hello.escape_debug().to_string()));
        }
        if let Some(login) = &server.login {
            let bad = |t: &str| t.is_empty() || t.len() > 500 || t.chars().any(char::is_control);
            if bad(&login.name) || bad(&login.password) {
                return Err(SettingsError::Login);
            }
            if server.security == Security::PlainAccepted {
                return Err(SettingsError::LoginInClear);
            }
        }
        let tls = match server.security {
            Security::Tls | Security::StartTls => {
                let name =
                    ServerName::try_from(server.host.clone()).map_err(|_| SettingsError::Host(server.host.clone()))?;
                Some((Arc::new(tls_settings(&server.roots)?), name))
            }
            Security::PlainOnLoopback | Security::PlainAccepted => None,
        };
        Ok(Self { ready: Ready { server, tls }, idle: Mutex::new(Vec::new()) })
    }

    /// Calls the server, logs in and hangs up: what a "test the settings" button does. Gives the
    /// server's name.
    pub fn try_out(&self) -> Result<String, Refusal> {
        let session = Session::open(&self.ready)?;
        let name = session.by();
        session.quit();
        Ok(name)
    }

    /// Ends the idle connections. Also done when dropped.
    pub fn hang_up(&self) {
        let idle = std::mem::take(&mut *self.idle.lock().unwrap_or_else(PoisonError::into_inner));
        for session in idle {
            session.quit();
        }
    }

    fn mail(&self, parcel: &Parcel, mail: &Mail) -> Outcome {
        let limit = self.ready.server.size_max;
        // known too large before it is encoded, which takes twice its memory
        if mail.size_min() > limit {
            return too_large(mail.size_min(), limit);
        }
        let bytes = eml::bytes(parcel, mail);
        if size(&bytes) > limit {
            return too_large(size(&bytes), limit);
        }
        let from = mail.bounces_to.as_ref().unwrap_or(&mail.from.address);
        let envelope = Envelope { from, to: mail.to.iter().map(|to| &to.address).collect(), bytes: &bytes };
        loop {
            let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let session = match idle.map_or_else(|| Session::open(&self.ready), Ok) {
                Ok(session) => session,
                Err(refusal) => return Outcome::Refused(refusal),
            };
            let fresh = session.messages() == 0;
            let (outcome, ending) = session.deliver(&self.ready, &envelope);
            match (outcome, ending) {
                // an idle connection had been closed meanwhile: nothing was said yet, so ask a new one;
                // each turn uses one idle connection up
                (Outcome::Refused(refusal), _) if !fresh && gone(&refusal) => {}
                (outcome, Ending::Open(session)) => {
                    if session.messages() < MESSAGES_A_CONNECTION {
                        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(session);
                    } else {
                        session.quit();
                    }
                    return outcome;
                }
                (outcome, Ending::Closed) => return outcome,
            }
        }
    }
}

/// At the very first word of a message, and the connection is what failed.
fn gone(refusal: &Refusal) -> bool {
    refusal.stage == Stage::Sender && matches!(refusal.code, None | Some(421))
}

fn too_large(bytes: u64, limit: u64) -> Outcome {
    Outcome::unfit(format!(
        "the message has {bytes} bytes once encoded and the limit is {limit}: send fewer or smaller attachments, or raise the limit"
    ))
}

impl Carrier for Smtp {
    fn carries(&self, content: &Content) -> bool {
        matches!(content, Content::Mail(_))
    }

    fn send(&self, parcel: &Parcel) -> Outcome {
        match &parcel.content {
            Content::Mail(mail) => self.mail(parcel, mail),
            Content::Sms(_) | Content::Post(_) => Outcome::unfit("a mail server carries mail only"),
        }
    }

    fn kind(&self) -> &'static str {
        "smtp"
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.hang_up();
    }
}

fn tls_settings(roots: &Roots) -> Result<ClientConfig, SettingsError> {
    let mut store = RootCertStore::empty();
    let (system, own) = match roots {
        Roots::System => (true, None),
        Roots::SystemAnd(pem) => (true, Some(pem)),
        Roots::Only(pem) => (false, Some(pem)),
    };
    if system {
        // a system may hold certificates that cannot be used; the others serve
        store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    for certificate in own.into_iter().flat_map(|pem| CertificateDer::pem_slice_iter(pem)) {
        let certificate = certificate.map_err(|error| SettingsError::Certificate(error.to_string()))?;
        store.add(certificate).map_err(|error| SettingsError::Certificate(error.to_string()))?;
    }
    if store.is_empty() {
        return Err(match own {
            Some(_) => SettingsError::Certificate("there is none in it".to_owned()),
            None => SettingsError::NoRoots,
        });
    }
    // named rather than the process's default, which another library could set
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| SettingsError::Tls(error.to_string()))?;
    Ok(builder.with_root_certificates(store).with_no_client_auth())
}
