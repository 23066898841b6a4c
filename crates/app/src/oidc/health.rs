//! Whether sign-in through the provider works, and what is set wrongly, in words.

use store::{Check, Health};

use super::{Provider, ProviderClaim, ProviderFault, metadata, people};
use crate::{Desk, DeskError, Role};

impl Desk {
    /// Asks the provider as a sign-in would, and looks at who could come in.
    pub(crate) fn provider_checks(&self) -> Vec<Check> {
        let Some(provider) = &self.provider else { return Vec::new() };
        let mut checks = vec![self.asked(provider)];
        let people = self.provider_readiness(provider).and_then(|ready| Ok((ready, self.emergency(provider)?)));
        match people {
            Ok((ready, emergency)) => {
                checks.push(ready);
                checks.extend(emergency);
            }
            Err(error) => checks.push(check("provider-people", Health::Bad, error.to_string())),
        }
        checks
    }

    /// Its configuration and its keys, read now.
    fn asked(&self, provider: &Provider) -> Check {
        let settings = &provider.settings;
        let asked = || -> Result<(metadata::Metadata, usize), ProviderFault> {
            let said = provider.client.read(&metadata::address(&settings.issuer))?;
            let read = metadata::read(&said, &settings.issuer)?;
            let keys = provider.fetch_keys(&read, self.now())?.len();
            Ok((read, keys))
        };
        match asked() {
            Ok((read, keys)) => {
                let said = format!("{} answers, {keys} keys, codes exchanged at {}", settings.issuer, read.token);
                if settings.secret.is_none() {
                    let advice =
                        "no client secret is given (QUITTANCE_OIDC_CLIENT_SECRET): right for a public client only";
                    return check("provider", Health::Watch, format!("{said}; {advice}"));
                }
                check("provider", Health::Good, said)
            }
            Err(fault) => {
                let words = fault.words(kernel::Language::En);
                let advice = match fault {
                    ProviderFault::IssuerDiffers { .. } => "write --oidc-issuer as it does, to the last character",
                    ProviderFault::Tls { .. } => "give its authority with --oidc-ca, or renew its certificate",
                    ProviderFault::Unreachable { .. } | ProviderFault::TimedOut { .. } => {
                        "check the address, the name server and the firewall of this machine"
                    }
                    ProviderFault::Refused { .. } => "check the path of --oidc-issuer",
                    ProviderFault::Redirects { .. } => "write the address it sends to as --oidc-issuer",
                    _ => "this is set at the provider",
                };
                check("provider", Health::Bad, format!("{}: {words}; {advice}", settings.issuer))
            }
        }
    }

    /// How many people it can let in.
    fn provider_readiness(&self, provider: &Provider) -> Result<Check, DeskError> {
        let settings = &provider.settings;
        let all = self.store.read(people::everyone)?;
        let active = || all.iter().filter(|(user, _)| user.active);
        let tied = |held: &store::ProviderIdentity| held.issuer.as_ref() == Some(&settings.issuer);
        let bound = active().filter(|(_, held)| held.as_ref().is_some_and(tied)).count();
        let is_named = |login: &str, known_as: &str| match settings.claim {
            ProviderClaim::Email => if known_as.is_empty() { login } else { known_as }.contains('@'),
            ProviderClaim::Subject => !known_as.is_empty(),
            _ => true,
        };
        let lost: Vec<&str> = active()
            .filter(|(_, held)| !held.as_ref().is_some_and(tied))
            .filter(|(user, held)| !is_named(&user.login, held.as_ref().map_or("", |held| held.known_as.as_str())))
            .map(|(user, _)| user.login.as_str())
            .collect();
        let said = format!("{bound} of {} people signed in through it", active().count());
        if lost.is_empty() {
            return Ok(check("provider-people", Health::Good, said));
        }
        let claim = settings.claim.slug();
        let some = lost.iter().take(5).copied().collect::<Vec<_>>().join(", ");
        let detail = format!(
            "{said}; {} could not, their login is no `{claim}`: {some}; `provider name LOGIN NAME` says it",
            lost.len()
        );
        Ok(check("provider-people", Health::Watch, detail))
    }

    /// The login that passwords still open, where they open one only.
    fn emergency(&self, provider: &Provider) -> Result<Option<Check>, DeskError> {
        let Some(login) = provider.settings.passwords_for.as_deref() else { return Ok(None) };
        let (user, code) = self.store.read(|tx| {
            let user = tx.users().by_login(login)?;
            let code = match &user {
                Some(user) => super::has_code(tx, user)?,
                None => false,
            };
            Ok::<_, DeskError>((user, code))
        })?;
        let (health, detail) = match user {
            None => (Health::Bad, format!("« {login} » does not exist: nobody comes in when the provider is down")),
            Some(user) if !user.active => (Health::Bad, format!("« {login} » is closed: open it again")),
            Some(user) if user.role != Role::Administrator.slug() => {
                (Health::Bad, format!("« {login} » is no administrator: its password opens nothing"))
            }
            Some(_) if !code => {
                (Health::Watch, format!("« {login} » has no sign-in code: its password alone opens it"))
            }
            Some(_) => (Health::Good, format!("passwords open « {login} » only")),
        };
        Ok(Some(check("provider-passwords", health, detail)))
    }
}

const fn check(name: &'static str, health: Health, detail: String) -> Check {
    Check { name, health, detail }
}
