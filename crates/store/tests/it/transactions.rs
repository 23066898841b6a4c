//! Transactions: contention, retry, rollback, savepoints.

use std::sync::atomic::{AtomicU32, Ordering};

use ledger::DebtorId;
use store::StoreError;

use crate::common::*;

both_stores! {
    /// Eight threads read, change and write one account: no update is lost, nobody is refused.
    fn no_update_is_lost(trial: &Trial) {
        let account = small(&trial.store).account;
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..25 {
                        write(&trial.store, |tx| {
                            let mut account = tx.accounts().get(account.id)?;
                            let count: u32 = account.pause_reason.parse().unwrap_or(0);
                            account.pause_reason = (count + 1).to_string();
                            tx.accounts().save(&account)
                        });
                    }
                });
            }
        });
        let account = read(&trial.store, |tx| tx.accounts().get(account.id));
        assert_eq!((account.pause_reason.as_str(), account.version), ("200", 201));
    }

    /// Two on call, each may leave only while the other stays: run as if alone, one stays.
    fn a_write_skew_is_tried_again(trial: &Trial) {
        write(&trial.store, |tx| {
            tx.settings().set("anne", "on")?;
            tx.settings().set("bob", "on")
        });
        let (tries, gate) = (AtomicU32::new(0), std::sync::Barrier::new(2));
        let leave = |me: &str, postgres: bool| {
            let mut first = true;
            write(&trial.store, |tx| {
                tries.fetch_add(1, Ordering::Relaxed);
                let on = tx.settings().list()?.iter().filter(|(_, v)| v == "on").count();
                // Both have read before either writes; SQLite lets only one in at a time.
                if std::mem::take(&mut first) && postgres {
                    gate.wait();
                }
                if on > 1 { tx.settings().set(me, "off") } else { Ok(()) }
            });
        };
        std::thread::scope(|scope| {
            scope.spawn(|| leave("anne", trial.store.is_postgres()));
            scope.spawn(|| leave("bob", trial.store.is_postgres()));
        });
        let on = read(&trial.store, |tx| tx.settings().list());
        assert_eq!(on.iter().filter(|(_, v)| v == "on").count(), 1, "{on:?}");
        let expected = if trial.store.is_postgres() { 3 } else { 2 };
        assert!(tries.load(Ordering::Relaxed) >= expected, "the closure was not run again");
    }

    /// An error takes everything back, and the caller gets its own error.
    fn an_error_writes_nothing(trial: &Trial) {
        #[derive(Debug, PartialEq)]
        enum Mine { Refused, Store(StoreError) }
        impl From<StoreError> for Mine {
            fn from(e: StoreError) -> Self { Self::Store(e) }
        }
        let result: Result<(), Mine> = trial.store.write("test", |tx| {
            tx.settings().set("a", "1")?;
            Err(Mine::Refused)
        });
        assert_eq!(result, Err(Mine::Refused));
        assert_eq!(read(&trial.store, |tx| tx.settings().get("a")), None);
        let missing = trial.store.read(|tx| tx.debtors().get(DebtorId(7)).map_err(Mine::from));
        assert!(matches!(missing, Err(Mine::Store(StoreError::NotFound { what: "debtor", .. }))));
    }

    /// What failed inside a savepoint alone is taken back; the rest goes on.
    fn a_savepoint_is_taken_back_alone(trial: &Trial) {
        let creditor = creditor();
        write(&trial.store, |tx| tx.creditors().insert(&creditor));
        write(&trial.store, |tx| {
            tx.settings().set("before", "1")?;
            let twice: Result<(), StoreError> = tx.savepoint(|tx| {
                tx.settings().set("inside", "1")?;
                tx.creditors().insert(&creditor)
            });
            assert!(matches!(twice, Err(StoreError::Exists { .. })), "{twice:?}");
            tx.savepoint(|tx| tx.settings().set("after", "1"))
        });
        let kept: Vec<String> = read(&trial.store, |tx| tx.settings().list()).into_iter().map(|(k, _)| k).collect();
        assert_eq!(kept, ["after", "before"]);
    }

    /// Going on after a failed statement is an error, not a silent loss.
    fn a_failure_cannot_be_swallowed(trial: &Trial) {
        let creditor = creditor();
        write(&trial.store, |tx| tx.creditors().insert(&creditor));
        let result = trial.store.write("careless", |tx| {
            tx.settings().set("kept", "1")?;
            let _ignored = tx.creditors().insert(&creditor);
            Ok::<_, StoreError>(())
        });
        assert!(matches!(result, Err(StoreError::Swallowed { .. })), "{result:?}");
        assert_eq!(read(&trial.store, |tx| tx.settings().get("kept")), None);
    }

    /// A reading cannot write, and sees a still picture.
    fn a_reading_is_still(trial: &Trial) {
        write(&trial.store, |tx| tx.settings().set("a", "1"));
        assert!(trial.store.read(|tx| tx.settings().set("a", "2")).is_err());
        let (before, after) = read(&trial.store, |tx| {
            let before = tx.settings().get("a")?;
            write(&trial.store, |tx| tx.settings().set("a", "3"));
            Ok((before, tx.settings().get("a")?))
        });
        assert_eq!((before.as_deref(), after.as_deref()), (Some("1"), Some("1")));
        assert_eq!(read(&trial.store, |tx| tx.settings().get("a")).as_deref(), Some("3"));
    }

    /// A panic in the closure writes nothing and leaves the store usable.
    fn a_panic_leaves_the_store_usable(trial: &Trial) {
        for _ in 0..10 {
            let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                trial.store.write("panic", |tx| -> Result<(), StoreError> {
                    tx.settings().set("a", "1")?;
                    panic!("on purpose");
                })
            }));
            assert!(panicked.is_err());
        }
        assert_eq!(read(&trial.store, |tx| tx.settings().get("a")), None);
        write(&trial.store, |tx| tx.settings().set("a", "2"));
    }
}
