//! Who carries what leaves: a folder, a mail server, or nobody.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use app::companies::SireneSource;
use app::insolvency::BodaccSource;
use app::outbox::Carriers;
use clap::{Args, ValueEnum};
use courier::smtp::Timeouts;
use courier::{
    Carrier, EmailAddress, FeedClient, Folder, Login, Roots, Security, Server, Smtp, WebhookClient, WebhookReach,
};

use crate::output::Failure;

/// Where webhooks may go.
#[derive(Clone, Copy, Default, ValueEnum)]
pub enum Reach {
    /// Public addresses.
    #[default]
    Public,
    /// This machine too.
    Loopback,
    /// Private networks too.
    Private,
}

/// How long a webhook is waited for, all in all.
const WEBHOOK_WAIT: Duration = Duration::from_secs(15);

/// How long a page of notices is waited for, all in all.
const BODACC_WAIT: Duration = Duration::from_secs(30);

/// How long the answer about a company is waited for, all in all.
const SIRENE_WAIT: Duration = Duration::from_secs(10);

/// Carriers as they are told on the command line or by the environment.
#[derive(Args, Clone, Default)]
pub struct CarrierArgs {
    /// Folder that takes mails, text messages and letters; another program or a person empties it.
    #[arg(long, global = true, env = "QUITTANCE_OUTBOX", value_name = "DIR")]
    pub outbox: Option<PathBuf>,
    /// Mail server: `smtps://user:password@host:465`, `smtp+starttls://user:password@host:587`, or
    /// `smtp://127.0.0.1:25` for a relay on this machine.
    #[arg(long, global = true, env = "QUITTANCE_SMTP", value_name = "URL", hide_env_values = true)]
    pub smtp: Option<String>,
    /// Address that sends mail and receives the reports of servers; answers go to the creditor's.
    #[arg(long, global = true, env = "QUITTANCE_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<String>,
    /// Where webhooks may go: public addresses, this machine too (`loopback`), or private networks too.
    #[arg(long, global = true, env = "QUITTANCE_WEBHOOKS_REACH", value_name = "REACH", default_value = "public")]
    pub webhooks_reach: Reach,
    /// Address of the notices of insolvencies: the records of « annonces commerciales » of the BODACC, or a copy that
    /// answers as they do. Nothing is fetched without it.
    #[arg(long, global = true, env = "QUITTANCE_BODACC", value_name = "URL")]
    pub bodacc: Option<String>,
    /// Address of the SIRENE register: that of the open company search (asked with `q=SIREN`), or one that holds
    /// `{siren}`. Nobody is asked without it.
    #[arg(long, global = true, env = "QUITTANCE_SIRENE", value_name = "URL")]
    pub sirene: Option<String>,
    /// Certificate authority of one's own for the mail server, in PEM.
    #[arg(long, global = true, env = "QUITTANCE_SMTP_CA", value_name = "FILE", hide = true)]
    pub smtp_ca: Option<PathBuf>,
}

impl CarrierArgs {
    /// Who tells the webhooks; calls nobody yet.
    pub const fn webhooks(&self) -> WebhookClient {
        let reach = match self.webhooks_reach {
            Reach::Public => WebhookReach::Public,
            Reach::Loopback => WebhookReach::Loopback,
            Reach::Private => WebhookReach::Private,
        };
        WebhookClient::new(reach, WEBHOOK_WAIT)
    }

    /// Where notices of insolvencies are published, where an address is given; calls nobody yet.
    pub fn bodacc(&self) -> Result<Option<BodaccSource>, Failure> {
        let url = self.bodacc.as_deref().map(str::trim).filter(|url| !url.is_empty());
        let source = |url| BodaccSource::new(url, FeedClient::new(Roots::System, BODACC_WAIT));
        url.map(source).transpose().map_err(|e| Failure(format!("QUITTANCE_BODACC: {e}")))
    }

    /// Where companies are asked for, where an address is given; calls nobody yet.
    pub fn sirene(&self) -> Result<Option<SireneSource>, Failure> {
        let url = self.sirene.as_deref().map(str::trim).filter(|url| !url.is_empty());
        let source = |url| SireneSource::new(url, FeedClient::new(Roots::System, SIRENE_WAIT));
        url.map(source).transpose().map_err(|e| Failure(format!("QUITTANCE_SIRENE: {e}")))
    }

    /// The carriers; calls nobody yet.
    pub fn carriers(&self) -> Result<Carriers, Failure> {
        let mut carriers = match &self.outbox {
            Some(path) => Carriers::all(&folder(path)?),
            None => Carriers::default(),
        };
        let from = |text: &String| EmailAddress::parse(text).map_err(|e| Failure(format!("QUITTANCE_MAIL_FROM: {e}")));
        carriers.mail_from = self.mail_from.as_ref().map(from).transpose()?;
        if let Some(url) = &self.smtp {
            let from = carriers.mail_from.as_ref().ok_or_else(|| {
                Failure("QUITTANCE_SMTP needs QUITTANCE_MAIL_FROM too: the address that sends the mails".to_owned())
            })?;
            let mut server = server(url, from.domain())?;
            if let Some(path) = &self.smtp_ca {
                let pem = std::fs::read(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
                server.roots = Roots::SystemAnd(pem);
            }
            carriers.mail = Some(Arc::new(Smtp::try_new(server)?));
        }
        Ok(carriers)
    }
}

/// A folder as carrier.
pub fn folder(path: &Path) -> Result<Arc<dyn Carrier>, Failure> {
    Ok(Arc::new(Folder::open(path)?))
}

/// Reads the address of a mail server. What is wrong is said without the address: it holds a password.
fn server(url: &str, hello: &str) -> Result<Server, Failure> {
    let wrong = |why: &str| Failure(format!("QUITTANCE_SMTP: {why}; expected smtps://user:password@host:465"));
    let (scheme, rest) = url.split_once("://").ok_or_else(|| wrong("there is no ://"))?;
    let (security, usual) = match scheme {
        "smtps" => (Security::Tls, 465),
        "smtp+starttls" => (Security::StartTls, 587),
        "smtp" => (Security::PlainOnLoopback, 25),
        _ => return Err(wrong("the scheme is none of smtps, smtp+starttls, smtp")),
    };
    let (login, host) = rest.trim_end_matches('/').rsplit_once('@').map_or((None, rest), |(l, h)| (Some(l), h));
    let host = host.trim_end_matches('/');
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) => (host, port.parse().map_err(|_| wrong("the port is not a number"))?),
        None => (host, usual),
    };
    let mut server = Server::new(host, port, security, hello);
    // Shorter than the lease of an attempt, so that an answer finds its attempt still open.
    server.timeouts = Timeouts {
        connect: Duration::from_secs(15),
        command: Duration::from_secs(30),
        end_of_data: Duration::from_mins(1),
    };
    if let Some(login) = login {
        let (name, password) = login.split_once(':').ok_or_else(|| wrong("the login has no password"))?;
        let read = |text| decoded(text).ok_or_else(|| wrong("a % is not followed by two hexadecimal digits"));
        server.login = Some(Login { name: read(name)?, password: read(password)? });
    }
    Ok(server)
}

/// Percent-encoded text, as a URL holds a name with an `@`.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        rest = others;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, others) = rest.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
        rest = others;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_servers_are_read_from_their_address() {
        let known = server("smtps://claire%40vauban.example:s3cr%25t@mail.example:1465", "vauban.example");
        let known = known.expect("a server");
        assert_eq!((known.host.as_str(), known.port, known.security), ("mail.example", 1465, Security::Tls));
        let login = known.login.expect("a login");
        assert_eq!((login.name.as_str(), login.password.as_str()), ("claire@vauban.example", "s3cr%t"));
        let start = server("smtp+starttls://mail.example", "vauban.example").expect("a server");
        assert_eq!((start.port, start.security, start.login), (587, Security::StartTls, None));
        assert_eq!(server("smtp://127.0.0.1:2525/", "v.example").expect("a server").port, 2525);
        for wrong in ["mail.example", "http://mail.example", "smtps://mail.example:x", "smtps://a:%zz@mail.example"] {
            assert!(server(wrong, "v.example").is_err(), "{wrong}");
        }
    }
}
