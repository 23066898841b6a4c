//! Who is who at the provider of identities.

use kernel::Timestamp;
use serde_json::json;
use store::{ProviderIdentity, Tx, User};

use super::token::Claims;
use super::{ProviderClaim, ProviderFault, ProviderSettings};
use crate::desk::About;
use crate::sign_in::user_in_tx;
use crate::{Actor, Desk, DeskError, Permission, ProviderRefusal, Role};

/// Longest name at the provider, in characters.
const NAME_MAX: usize = 255;

/// Who somebody is at the provider.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ProviderPerson {
    /// Their login.
    pub login: String,
    /// The name it calls them by until they are tied; their login when empty.
    pub known_as: String,
    /// The provider they are tied to; none before their first sign-in.
    pub issuer: Option<String>,
    /// Tied since.
    pub tied_at: Option<Timestamp>,
}

impl Desk {
    /// Who everybody is at the provider, by login.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`].
    pub fn provider_people(&self, actor: &Actor) -> Result<Vec<ProviderPerson>, DeskError> {
        actor.may(Permission::ManageUsers)?;
        self.store.read(|tx| Ok(everyone(tx)?.into_iter().map(|(user, held)| told(user, held)).collect()))
    }

    /// Who somebody is at the provider.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::NotFound`].
    pub fn provider_person(&self, actor: &Actor, login: &str) -> Result<ProviderPerson, DeskError> {
        actor.may(Permission::ManageUsers)?;
        self.store.read(|tx| {
            let user = user_in_tx(tx, login)?;
            let held = tx.providers().of(user.id)?;
            Ok(told(user, held))
        })
    }

    /// Says by which name the provider knows somebody who is not tied yet; empty for their login.
    ///
    /// # Errors
    /// [`DeskError::Refused`] for a name that is none, or another's.
    pub fn name_at_provider(&self, actor: &Actor, login: &str, known_as: &str) -> Result<(), DeskError> {
        actor.in_person()?;
        actor.may(Permission::ManageUsers)?;
        let known_as = known_as.trim();
        if known_as.chars().count() > NAME_MAX || known_as.chars().any(char::is_control) {
            return Err(ProviderRefusal::ProviderNameWrong { most: i64::try_from(NAME_MAX).unwrap_or(0) }.into());
        }
        self.store.write("user.provider_name", |tx| {
            let user = user_in_tx(tx, login)?;
            let others = everyone(tx)?.into_iter().filter(|(other, _)| other.id != user.id);
            let same = |(other, held): &(User, Option<ProviderIdentity>)| is_called(other, held.as_ref(), known_as);
            if let Some((other, _)) = others.filter(|_| !known_as.is_empty()).find(|one| same(one)) {
                let known_as = known_as.to_owned();
                return Err(ProviderRefusal::ProviderNameTaken { known_as, login: other.login }.into());
            }
            let held = tx.providers().of(user.id)?.unwrap_or_else(|| nobody_yet(&user));
            if held.known_as == known_as {
                return Ok(());
            }
            tx.providers().put(&ProviderIdentity { known_as: known_as.to_owned(), ..held })?;
            let payload = json!({ "login": user.login, "known_as": known_as });
            Ok(self.note(tx, actor, About::default(), "user.provider_named", &payload)?)
        })
    }

    /// Unties somebody from the provider's key of them: their next sign-in goes by their name again, and
    /// they are signed out.
    ///
    /// # Errors
    /// [`DeskError::Refused`] where they are not tied.
    pub fn untie_from_provider(&self, actor: &Actor, login: &str) -> Result<(), DeskError> {
        actor.in_person()?;
        actor.may(Permission::ManageUsers)?;
        self.store.write("user.provider_untie", |tx| {
            let user = user_in_tx(tx, login)?;
            let held = tx.providers().of(user.id)?.filter(|held| held.subject.is_some());
            let held = held.ok_or(ProviderRefusal::ProviderUntied)?;
            let payload = json!({ "login": user.login, "issuer": held.issuer });
            tx.providers().put(&ProviderIdentity { issuer: None, subject: None, bound_us: None, ..held })?;
            tx.sessions().remove_of(user.id)?;
            Ok(self.note(tx, actor, About::default(), "user.provider_untied", &payload)?)
        })
    }

    /// The user whom a token names: whoever is tied to its key, else the one who bears its name, who is tied
    /// to the key from now on.
    pub(super) fn recognised_in_tx(
        &self,
        tx: &mut Tx,
        settings: &ProviderSettings,
        claims: &Claims,
    ) -> Result<User, DeskError> {
        let barred = |user: User| DeskError::from(ProviderRefusal::ProviderBarred { who: user.login });
        if let Some(held) = tx.providers().by_subject(&settings.issuer, &claims.subject)? {
            let user = tx.users().get(held.user_id)?;
            return if user.active { Ok(user) } else { Err(barred(user)) };
        }
        let (name, who) = (settings.name.clone(), name_of(settings, claims)?);
        // A key is another in other letters; an address and a name are not.
        let whole = settings.claim == ProviderClaim::Subject;
        let called = everyone(tx)?.into_iter().filter(|(user, held)| {
            let held = held.as_ref();
            is_called(user, held, &who) && (!whole || own_name(user, held) == who)
        });
        let (mut active, mut closed): (Vec<_>, Vec<_>) = called.partition(|(user, _)| user.active);
        let Some((user, held)) = active.pop() else {
            let none = || ProviderRefusal::ProviderUnknown { name, who }.into();
            return Err(closed.pop().map_or_else(none, |(user, _)| barred(user)));
        };
        if !active.is_empty() {
            return Err(ProviderRefusal::ProviderSeveral { name, who }.into());
        }
        let held = held.unwrap_or_else(|| nobody_yet(&user));
        // A tie to a provider that the house has left holds no more.
        if held.issuer.as_ref() == Some(&settings.issuer) {
            return Err(ProviderRefusal::ProviderTied { name, who: user.login }.into());
        }
        tx.providers().put(&ProviderIdentity {
            issuer: Some(settings.issuer.clone()),
            subject: Some(claims.subject.clone()),
            bound_us: Some(self.now()),
            ..held
        })?;
        let by = Actor::new(user.login.clone(), Role::Reader);
        let payload = json!({ "login": user.login, "issuer": settings.issuer });
        self.note(tx, &by, About::default(), "user.provider_tied", &payload)?;
        Ok(user)
    }
}

/// The name that a token gives, fit to be believed.
fn name_of(settings: &ProviderSettings, claims: &Claims) -> Result<String, DeskError> {
    let claim = settings.claim.slug();
    let found = match settings.claim {
        ProviderClaim::Subject => Some(claims.subject.as_str()),
        _ => claims.text(claim),
    };
    let Some(who) = found.map(str::to_owned) else {
        let why = ProviderFault::ClaimMissing { claim: claim.to_owned() }.wording();
        return Err(ProviderRefusal::ProviderFailed { name: settings.name.clone(), why }.into());
    };
    if settings.claim == ProviderClaim::Email && !claims.has_verified_email() {
        return Err(ProviderRefusal::ProviderUnverified { name: settings.name.clone(), who }.into());
    }
    Ok(who)
}

/// The name by which the provider knows somebody who is not tied yet.
fn own_name<'u>(user: &'u User, held: Option<&'u ProviderIdentity>) -> &'u str {
    let own = held.map_or("", |held| held.known_as.as_str());
    if own.is_empty() { user.login.as_str() } else { own }
}

/// True of who is called so at the provider. Addresses and names are the same in both cases of letters.
fn is_called(user: &User, held: Option<&ProviderIdentity>, name: &str) -> bool {
    own_name(user, held).eq_ignore_ascii_case(name)
}

/// Everybody, by login, with who they are at the provider.
pub(super) fn everyone(tx: &mut Tx) -> Result<Vec<(User, Option<ProviderIdentity>)>, DeskError> {
    let mut held: std::collections::HashMap<_, _> =
        tx.providers().list()?.into_iter().map(|held| (held.user_id, held)).collect();
    let users = tx.users().list()?;
    Ok(users.into_iter().map(|user| (held.remove(&user.id), user)).map(|(held, user)| (user, held)).collect())
}

fn nobody_yet(user: &User) -> ProviderIdentity {
    ProviderIdentity { user_id: user.id, known_as: String::new(), issuer: None, subject: None, bound_us: None }
}

fn told(user: User, held: Option<ProviderIdentity>) -> ProviderPerson {
    let (known_as, issuer, tied_at) =
        held.map_or((String::new(), None, None), |held| (held.known_as, held.issuer, held.bound_us));
    ProviderPerson { login: user.login, known_as, issuer, tied_at }
}
