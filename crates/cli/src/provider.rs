//! The provider of identities people sign in with: what is told of it, and who is who there.

use std::path::PathBuf;
use std::time::Duration;

use app::oidc::{Provider, ProviderClaim, ProviderPerson, ProviderSettings};
use app::{Actor, Desk};
use clap::{Args, Subcommand};
use courier::{OidcClient, Roots};

use crate::house::House;
use crate::output::{Done, Failure, json, language, table};

/// How long each answer of the provider is waited for, all in all.
const WAIT: Duration = Duration::from_secs(5);
/// The client secret, which no argument carries: arguments are seen by every program of the machine.
const SECRET: &str = "QUITTANCE_OIDC_CLIENT_SECRET";
/// Longest secret, in bytes.
const SECRET_MAX: usize = 4_096;

/// The provider as it is told on the command line or by the environment. Its client secret comes from
/// `QUITTANCE_OIDC_CLIENT_SECRET`, or from a file.
#[derive(Args, Clone, Default)]
pub struct ProviderArgs {
    /// Provider of identities people sign in with (OpenID Connect): its address, as it writes it itself.
    #[arg(long, env = "QUITTANCE_OIDC_ISSUER", value_name = "URL")]
    oidc_issuer: Option<String>,
    /// Who Quittance is at the provider. The secret comes from `QUITTANCE_OIDC_CLIENT_SECRET` or a file.
    #[arg(long, env = "QUITTANCE_OIDC_CLIENT_ID", value_name = "ID")]
    oidc_client_id: Option<String>,
    /// File that holds the client secret.
    #[arg(long, env = "QUITTANCE_OIDC_CLIENT_SECRET_FILE", value_name = "FILE")]
    oidc_client_secret_file: Option<PathBuf>,
    /// Name of the provider on the button; the name of its machine without it.
    #[arg(long, env = "QUITTANCE_OIDC_NAME", value_name = "NAME")]
    oidc_name: Option<String>,
    /// What of its tokens names people until they are tied: `email` (verified), `sub`, `preferred_username`, `upn`.
    #[arg(long, env = "QUITTANCE_OIDC_CLAIM", value_name = "CLAIM")]
    oidc_claim: Option<String>,
    /// The `amr` or `acr` by which it vouches for a second factor: whoever comes so is asked no code of ours.
    #[arg(long, env = "QUITTANCE_OIDC_MFA", value_name = "VALUE")]
    oidc_mfa: Option<String>,
    /// Certificate authority of one's own for the provider, in PEM.
    #[arg(long, env = "QUITTANCE_OIDC_CA", value_name = "FILE")]
    oidc_ca: Option<PathBuf>,
    /// Take passwords from this administrator only, kept for emergencies; everybody else uses the provider.
    #[arg(long, env = "QUITTANCE_PASSWORDS_ONLY_FOR", value_name = "LOGIN")]
    passwords_only_for: Option<String>,
}

impl ProviderArgs {
    /// The desk with the provider, where there is one; asks it nothing yet.
    pub fn on(&self, desk: Desk) -> Result<Desk, Failure> {
        let secret = std::env::var(SECRET).ok().filter(|secret| !secret.is_empty());
        Ok(match self.provider(secret)? {
            Some(provider) => desk.with_provider(provider),
            None => desk,
        })
    }

    fn provider(&self, from_environment: Option<String>) -> Result<Option<Provider>, Failure> {
        let said = |text: &Option<String>| text.as_deref().map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
        let Some(issuer) = said(&self.oidc_issuer) else {
            if said(&self.oidc_client_id).is_some() || said(&self.passwords_only_for).is_some() {
                let words = "a provider is named in part only: give its address with --oidc-issuer https://…";
                return Err(Failure(words.to_owned()));
            }
            return Ok(None);
        };
        let client_id = said(&self.oidc_client_id).ok_or_else(|| {
            Failure("--oidc-issuer needs --oidc-client-id: who Quittance is at the provider".to_owned())
        })?;
        let claim = said(&self.oidc_claim).unwrap_or_else(|| ProviderClaim::Email.slug().to_owned());
        let claim = ProviderClaim::parse(&claim).ok_or_else(|| {
            let known = ProviderClaim::ALL.iter().map(|claim| claim.slug()).collect::<Vec<_>>().join(", ");
            Failure(format!("--oidc-claim: « {claim} » is none of {known}"))
        })?;
        let roots = match &self.oidc_ca {
            Some(path) => {
                Roots::SystemAnd(std::fs::read(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?)
            }
            None => Roots::System,
        };
        let settings = ProviderSettings {
            name: said(&self.oidc_name).unwrap_or_else(|| machine(&issuer)),
            issuer,
            client_id,
            secret: self.secret(from_environment)?,
            claim,
            multi_factor: said(&self.oidc_mfa),
            passwords_for: said(&self.passwords_only_for).map(|login| login.to_lowercase()),
        };
        let provider = Provider::try_new(settings, OidcClient::new(roots, WAIT));
        Ok(Some(provider.map_err(|fault| Failure(format!("--oidc-issuer: {}", fault.words(language()))))?))
    }

    fn secret(&self, from_environment: Option<String>) -> Result<Option<String>, Failure> {
        let Some(path) = &self.oidc_client_secret_file else { return Ok(from_environment) };
        if from_environment.is_some() {
            return Err(Failure(format!("the client secret is given twice: by {SECRET} and by a file; take one out")));
        }
        let text = std::fs::read_to_string(path).map_err(|e| Failure(format!("{}: {e}", path.display())))?;
        let secret = text.trim();
        if secret.is_empty() || secret.len() > SECRET_MAX || secret.chars().any(char::is_control) {
            return Err(Failure(format!("{}: one line is expected, the client secret", path.display())));
        }
        Ok(Some(secret.to_owned()))
    }
}

/// The machine of an address.
fn machine(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest).to_owned()
}

/// `provider`.
#[derive(Args)]
pub struct ProviderCommand {
    #[command(subcommand)]
    verb: ProviderVerb,
}

#[derive(Subcommand)]
enum ProviderVerb {
    /// Who everybody is at the provider.
    List {
        /// Print one JSON document.
        #[arg(long)]
        json: bool,
    },
    /// Say by which name the provider knows somebody, until their first sign-in ties them.
    Name {
        /// Login.
        login: String,
        /// The name; empty for the login.
        name: String,
    },
    /// Untie somebody whose identity at the provider has changed; their sessions end.
    Untie {
        /// Login.
        login: String,
    },
}

impl ProviderCommand {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.verb {
            ProviderVerb::List { json: whole } => {
                let people = desk.provider_people(&actor)?;
                if *whole {
                    json(&people)?;
                } else {
                    let row = |p: &ProviderPerson| {
                        let name = if p.known_as.is_empty() { p.login.clone() } else { p.known_as.clone() };
                        let tied = p.tied_at.map_or_else(|| "-".to_owned(), |at| at.to_string());
                        vec![p.login.clone(), name, tied, p.issuer.clone().unwrap_or_default()]
                    };
                    let head = ["login", "name at the provider", "tied", "issuer"].map(str::to_owned).to_vec();
                    table(&std::iter::once(head).chain(people.iter().map(row)).collect::<Vec<_>>())?;
                }
            }
            ProviderVerb::Name { login, name } => desk.name_at_provider(&actor, login, name)?,
            ProviderVerb::Untie { login } => desk.untie_from_provider(&actor, login)?,
        }
        Ok(Done::Well)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(change: impl Fn(&mut ProviderArgs)) -> Result<bool, String> {
        let mut args = ProviderArgs {
            oidc_issuer: Some("https://id.example/realms/house".to_owned()),
            oidc_client_id: Some("quittance".to_owned()),
            ..ProviderArgs::default()
        };
        change(&mut args);
        args.provider(Some("secret".to_owned())).map(|found| found.is_some()).map_err(|Failure(words)| words)
    }

    #[test]
    fn a_provider_is_told_whole_or_not_at_all() {
        assert_eq!(told(|_| ()), Ok(true));
        assert_eq!(told(|args| *args = ProviderArgs::default()), Ok(false));
        assert!(told(|args| args.oidc_issuer = None).is_err_and(|words| words.contains("--oidc-issuer")));
        assert!(told(|args| args.oidc_client_id = None).is_err_and(|words| words.contains("--oidc-client-id")));
        assert!(told(|args| args.oidc_claim = Some("name".to_owned())).is_err_and(|words| words.contains("upn")));
        assert!(told(|args| args.oidc_issuer = Some("http://id.example".to_owned())).is_err());
        assert!(told(|args| args.oidc_client_secret_file = Some("/x".into())).is_err_and(|w| w.contains("twice")));
        assert_eq!(machine("https://id.example:8443/realms/house"), "id.example");
    }
}
