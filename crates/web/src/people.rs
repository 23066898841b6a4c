//! The list of people, until the desk has these two use cases: nothing else here speaks to the store.

use app::{Actor, Desk, DeskError, Permission};

/// Someone who may sign in.
pub struct Person {
    /// What they type.
    pub login: String,
    /// Name shown.
    pub name: String,
    /// Role slug.
    pub role: String,
    /// False when they may no longer sign in.
    pub active: bool,
}

/// Everyone, by login.
pub fn list(desk: &Desk, actor: &Actor) -> Result<Vec<Person>, DeskError> {
    actor.may(Permission::ManageUsers)?;
    let users = desk.store().read(|tx| Ok::<_, DeskError>(tx.users().list()?))?;
    Ok(users.into_iter().map(|u| Person { login: u.login, name: u.name, role: u.role, active: u.active }).collect())
}

/// Lets someone sign in, or no longer: their sessions end with the next request.
pub fn set_active(desk: &Desk, actor: &Actor, login: &str, active: bool) -> Result<(), DeskError> {
    actor.may(Permission::ManageUsers)?;
    desk.store().write("user.active", |tx| {
        let found = tx.users().by_login(login)?;
        let mut user = found.ok_or_else(|| DeskError::NotFound { what: "utilisateur", key: login.to_owned() })?;
        user.active = active;
        tx.users().save(&user)?;
        Ok::<_, DeskError>(())
    })
}
