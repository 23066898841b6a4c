//! What people and programs sign in with.

use store::{ApiToken, ApiTokenId, SecondFactor, Session, StoreError, User, UserId};

use crate::common::*;

fn user(login: &str) -> User {
    User {
        id: UserId(id()),
        login: login.to_owned(),
        name: login.to_owned(),
        password_hash: "x".to_owned(),
        role: "reader".to_owned(),
        language: ledger::Language::Fr,
        active: true,
        own_only: false,
        salesperson: String::new(),
        email: String::new(),
        created_us: at(0),
        version: 1,
    }
}

fn token(user: &User, hash: &str) -> ApiToken {
    ApiToken {
        id: ApiTokenId(id()),
        user_id: user.id,
        name: "tableau".to_owned(),
        hint: "qt_abcd".to_owned(),
        token_hash: hash.to_owned(),
        scopes: "read run".to_owned(),
        created_us: at(1),
        expires_us: at(100),
        used_us: None,
    }
}

fn session(user: &User, hash: &str, awaits_code: bool) -> Session {
    Session {
        token_hash: hash.to_owned(),
        user_id: user.id,
        created_us: at(1),
        last_seen_us: at(2),
        expires_us: at(100),
        user_agent: String::new(),
        address: "192.0.2.1".to_owned(),
        awaits_code,
        vouched: false,
    }
}

both_stores! {
    fn what_one_signs_in_with_is_kept_found_and_taken(trial: &Trial) {
        let (paul, anne) = (user("paul"), user("anne"));
        let (first, second) = (token(&paul, "h1"), token(&paul, "h2"));
        let factor = SecondFactor {
            user_id: paul.id, secret: "ABCD".to_owned(), created_us: at(1), confirmed_us: None, last_step: -1,
        };
        let codes = ["c1", "c2", "c3"].map(str::to_owned);
        write(&trial.store, |tx| {
            for one in [&paul, &anne] {
                tx.users().insert(one)?;
            }
            for one in [session(&paul, "s1", false), session(&paul, "s2", true), session(&anne, "s3", false)] {
                tx.sessions().insert(&one)?;
            }
            tx.api_tokens().insert(&first)?;
            tx.api_tokens().insert(&second)?;
            tx.api_tokens().touch(second.id, at(7))?;
            tx.second_factors().put(&factor)?;
            tx.second_factors().set_codes(paul.id, &codes)
        });
        read(&trial.store, |tx| {
            assert_eq!(tx.api_tokens().find("h1", at(99))?, Some((first.clone(), paul.clone())));
            assert_eq!(tx.api_tokens().find("h1", at(100))?, None, "its last instant is over");
            let used = ApiToken { used_us: Some(at(7)), ..second.clone() };
            assert_eq!(tx.api_tokens().of_user(paul.id)?, [used, first.clone()], "the last made first");
            assert_eq!(tx.second_factors().of(paul.id)?, Some(factor.clone()));
            assert!(tx.second_factors().in_force()?.is_empty(), "not before it is confirmed");
            assert_eq!(tx.sessions().of_user(paul.id, at(99))?.len(), 2);
            assert!(tx.sessions().of_user(paul.id, at(100))?.is_empty());
            assert!(tx.sessions().find("s2", at(9))?.is_some_and(|(s, _)| s.awaits_code));
            Ok(())
        });
        let on = SecondFactor { confirmed_us: Some(at(2)), last_step: 59, ..factor.clone() };
        write(&trial.store, |tx| {
            tx.second_factors().put(&on)?;
            assert_eq!(tx.second_factors().of(paul.id)?, Some(on.clone()), "in the place of the former");
            assert_eq!(tx.second_factors().in_force()?, [paul.id]);
            assert!(!tx.second_factors().use_code(anne.id, "c1")?, "of somebody else");
            assert!(tx.second_factors().use_code(paul.id, "c1")? && !tx.second_factors().use_code(paul.id, "c1")?);
            assert_eq!(tx.second_factors().codes_left(paul.id)?, 2);
            assert_eq!(tx.sessions().remove_others(paul.id, "s1")?, 1);
            tx.users().save(&User { active: false, ..paul.clone() })?;
            assert_eq!(tx.api_tokens().find("h1", at(9))?, None, "nobody acts for who is out");
            Ok(())
        });
        // A copy of the whole carries all of it.
        let before = trial.store.table_hashes().expect("hashes");
        for (table, rows) in [("api_token", 2), ("second_factor", 1), ("recovery_code", 2), ("session", 2)] {
            assert_eq!(before.iter().find(|t| t.table == table).map(|t| t.rows), Some(rows), "{table}");
        }
        let copy = Trial::sqlite();
        assert_eq!(trial.store.move_to(&copy.store, &mut |_, _| ()).expect("moved"), before);
        write(&trial.store, |tx| {
            assert!(tx.second_factors().remove(paul.id)? && !tx.second_factors().remove(paul.id)?);
            assert_eq!(tx.second_factors().codes_left(paul.id)?, 0);
            tx.api_tokens().remove(first.id)
        });
        let gone = trial.store.write("gone", |tx| tx.api_tokens().remove(first.id));
        assert!(matches!(gone, Err(StoreError::NotFound { .. })));
    }
}
