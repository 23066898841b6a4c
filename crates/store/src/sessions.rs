//! Sessions of signed-in people, and counters of failed sign-ins.

use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, RunQueryDsl, SelectableHelper};
use kernel::Timestamp;

use crate::{
    StoreError,
    connection::on_engine,
    entity::{Entity, all, entity, insert_row, maybe, repository},
    schema::{LoginAttemptRow, SessionRow, UserRow, desk_user, login_attempt, session},
    types::Stored,
    users::{User, UserId},
};

/// Sessions of one person that are listed.
const MOST: i64 = 500;

repository!(
    /// Sessions and failed sign-ins.
    Sessions,
    sessions
);

entity!(
    /// A signed-in person on one browser. The token itself is never stored.
    Session, session => SessionRow {
        /// SHA-256 of the token, hexadecimal.
        token_hash: String,
        /// Who.
        user_id: UserId,
        /// Since when.
        created_us: Timestamp,
        /// Last request.
        last_seen_us: Timestamp,
        /// It ends then at the latest.
        expires_us: Timestamp,
        /// Browser, as it names itself.
        user_agent: String,
        /// Address it began from.
        address: String,
        /// The password was right; the code of the second step is still awaited.
        awaits_code: bool,
        /// The provider vouched for a second factor: none of ours is asked.
        vouched: bool,
    }
);

entity!(
    /// Failed sign-ins under one key (a login, an address).
    LoginAttempt, login_attempt => LoginAttemptRow {
        /// The key.
        key: String,
        /// How many since the first.
        failures: i64,
        /// The first.
        first_us: Timestamp,
        /// The last.
        last_us: Timestamp,
    }
);

impl Sessions<'_> {
    /// Opens a session.
    pub fn insert(&mut self, entity: &Session) -> Result<(), StoreError> {
        insert_row!(self.tx, session, entity)
    }

    /// The session of a token that still holds at `now`, with its active user.
    pub fn find(&mut self, token_hash: &str, now: Timestamp) -> Result<Option<(Session, User)>, StoreError> {
        let row: Option<(SessionRow, UserRow)> = self.tx.run(|c| {
            session::table
                .inner_join(desk_user::table)
                .filter(session::token_hash.eq(token_hash))
                .filter(session::expires_us.gt(now.store()))
                .filter(desk_user::active.eq(true))
                .select((SessionRow::as_select(), UserRow::as_select()))
                .first(c)
                .optional()
        })?;
        row.map(|(session, user)| Ok((Session::from_row(session)?, User::from_row(user)?))).transpose()
    }

    /// Notes a request, and when the session now ends.
    pub fn touch(&mut self, token_hash: &str, now: Timestamp, expires: Timestamp) -> Result<(), StoreError> {
        self.tx
            .run(|c| {
                diesel::update(session::table.find(token_hash))
                    .set((session::last_seen_us.eq(now.store()), session::expires_us.eq(expires.store())))
                    .execute(c)
            })
            .map(drop)
    }

    /// Ends a session; ending it twice is no error.
    pub fn remove(&mut self, token_hash: &str) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(session::table.find(token_hash)).execute(c)).map(drop)
    }

    /// Sessions of a user that still hold at `now`, the last seen first.
    pub fn of_user(&mut self, user: UserId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
        let rows = self.tx.run(|c| {
            session::table
                .filter(session::user_id.eq(user.0))
                .filter(session::expires_us.gt(now.store()))
                .order((session::last_seen_us.desc(), session::token_hash))
                .limit(MOST)
                .select(SessionRow::as_select())
                .load(c)
        })?;
        all(rows)
    }

    /// Ends every session of a user but one; returns how many.
    pub fn remove_others(&mut self, user: UserId, kept: &str) -> Result<usize, StoreError> {
        self.tx.run(|c| {
            let others = session::table.filter(session::user_id.eq(user.0)).filter(session::token_hash.ne(kept));
            diesel::delete(others).execute(c)
        })
    }

    /// Ends every session of a user; returns how many.
    pub fn remove_of(&mut self, user: UserId) -> Result<usize, StoreError> {
        self.tx.run(|c| diesel::delete(session::table.filter(session::user_id.eq(user.0))).execute(c))
    }

    /// Forgets sessions ended at `now` and failures last seen before `attempts_before`.
    pub fn sweep(&mut self, now: Timestamp, attempts_before: Timestamp) -> Result<usize, StoreError> {
        self.tx.run(|c| {
            let ended = diesel::delete(session::table.filter(session::expires_us.le(now.store()))).execute(c)?;
            let old = login_attempt::table.filter(login_attempt::last_us.lt(attempts_before.store()));
            Ok(ended + diesel::delete(old).execute(c)?)
        })
    }

    /// The failures under a key.
    pub fn attempts(&mut self, key: &str) -> Result<Option<LoginAttempt>, StoreError> {
        let row =
            self.tx.run(|c| login_attempt::table.find(key).select(LoginAttemptRow::as_select()).first(c).optional())?;
        maybe(row)
    }

    /// Counts one failure more under a key; a first failure older than `since` is forgotten.
    pub fn fail(&mut self, key: &str, now: Timestamp, since: Timestamp) -> Result<LoginAttempt, StoreError> {
        let fresh = LoginAttempt { key: key.to_owned(), failures: 1, first_us: now, last_us: now };
        let counted = match self.attempts(key)? {
            Some(known) if known.first_us >= since => {
                LoginAttempt { failures: known.failures + 1, last_us: now, ..known }
            }
            _ => fresh,
        };
        let row = counted.to_row();
        self.tx.run(|connection| {
            on_engine!(connection, c => {
                diesel::insert_into(login_attempt::table)
                    .values(&row)
                    .on_conflict(login_attempt::key)
                    .do_update()
                    .set(&row)
                    .execute(c)
            })
        })?;
        Ok(counted)
    }

    /// Forgets the failures under a key: they signed in.
    pub fn forgive(&mut self, key: &str) -> Result<(), StoreError> {
        self.tx.run(|c| diesel::delete(login_attempt::table.find(key)).execute(c)).map(drop)
    }
}
