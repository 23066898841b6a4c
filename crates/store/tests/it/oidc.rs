//! Who somebody is at the provider of identities, on both engines.

use ledger::Language;
use store::{ProviderAttempt, ProviderIdentity, User, UserId};

use crate::common::*;

fn user(login: &str) -> User {
    User {
        id: UserId(id()),
        login: login.to_owned(),
        name: login.to_owned(),
        password_hash: "x".to_owned(),
        role: "collector".to_owned(),
        language: Language::Fr,
        active: true,
        created_us: at(0),
        version: 0,
        own_only: false,
        salesperson: String::new(),
        email: String::new(),
    }
}

fn tied(user: &User, subject: Option<&str>) -> ProviderIdentity {
    ProviderIdentity {
        user_id: user.id,
        known_as: format!("{}@house.example", user.login),
        issuer: subject.map(|_| "https://id.example".to_owned()),
        subject: subject.map(str::to_owned),
        bound_us: subject.map(|_| at(5)),
    }
}

both_stores! {
    fn a_key_of_the_provider_is_one_persons_and_a_sign_in_is_used_once(trial: &Trial) {
        let (paul, anne) = (user("paul"), user("anne"));
        let attempt = ProviderAttempt {
            token_hash: "a1".to_owned(), back: "/aging".to_owned(), created_us: at(0), expires_us: at(10),
        };
        write(&trial.store, |tx| {
            tx.users().insert(&paul)?;
            tx.users().insert(&anne)?;
            tx.providers().put(&tied(&paul, None))?;
            tx.providers().put(&tied(&anne, None))?;
            tx.providers().put(&tied(&paul, Some("k1")))?;
            tx.providers().begin(&attempt)?;
            tx.providers().begin(&ProviderAttempt { token_hash: "a2".to_owned(), expires_us: at(20), ..attempt.clone() })
        });
        read(&trial.store, |tx| {
            assert_eq!(tx.providers().by_subject("https://id.example", "k1")?, Some(tied(&paul, Some("k1"))));
            assert_eq!(tx.providers().by_subject("https://other.example", "k1")?, None);
            assert_eq!(tx.providers().of(anne.id)?, Some(tied(&anne, None)), "two without a tie are no conflict");
            assert_eq!(tx.providers().list()?.len(), 2);
            assert_eq!(tx.providers().attempt("a1", at(9))?, Some(attempt.clone()));
            assert_eq!(tx.providers().attempt("a1", at(10))?, None, "its last instant is over");
            Ok(())
        });
        let twice = trial.store.write("twice", |tx| tx.providers().put(&tied(&anne, Some("k1"))));
        assert!(twice.is_err(), "one key of a provider is one person");
        let before = trial.store.table_hashes().expect("hashes");
        for (table, rows) in [("provider_identity", 2), ("provider_attempt", 2)] {
            assert_eq!(before.iter().find(|t| t.table == table).map(|t| t.rows), Some(rows), "{table}");
        }
        let copy = Trial::sqlite();
        assert_eq!(trial.store.move_to(&copy.store, &mut |_, _| ()).expect("moved"), before);
        write(&trial.store, |tx| {
            assert!(tx.providers().use_up("a1")? && !tx.providers().use_up("a1")?);
            assert_eq!(tx.providers().sweep(at(19))?, 1);
            assert_eq!(tx.providers().sweep(at(20))?, 0);
            Ok(())
        });
    }
}
