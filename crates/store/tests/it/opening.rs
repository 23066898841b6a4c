//! Opening says what is wrong and what to do.

use store::{OpenError, OpenOptions, Store};

use crate::common::*;

fn refused(url: &str, options: &OpenOptions) -> OpenError {
    Store::open(url, options).err().unwrap_or_else(|| panic!("{url} opened"))
}

#[test]
fn a_wrong_address_is_explained() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| format!("sqlite:{}", folder.path().join(name).display());
    let options = OpenOptions::default();
    std::fs::write(folder.path().join("text.db"), "this is no database, only some text that is long enough")
        .expect("a file");
    assert!(matches!(refused("oracle://x", &options), OpenError::Scheme(_)));
    assert!(matches!(refused("sqlite::memory:", &options), OpenError::Memory));
    assert!(refused(&at("no/such/folder.db"), &options).to_string().contains("create it first"));
    assert!(refused(&at("text.db"), &options).to_string().contains("not a SQLite database"));
    assert!(refused(&at(""), &options).to_string().contains("a folder"));
    let absent = OpenOptions { create: false, ..options.clone() };
    assert!(refused(&at("absent.db"), &absent).to_string().contains("does not exist"));
    assert!(!folder.path().join("absent.db").exists());
    let unmigrated = OpenOptions { migrate: false, ..options.clone() };
    assert!(matches!(refused(&at("new.db"), &unmigrated), OpenError::Outdated { pending: 5 }));
    let nobody = refused("postgres://u:secret@127.0.0.1:1/x", &options);
    assert!(matches!(&nobody, OpenError::Unreachable { server, .. } if server == "127.0.0.1:1"), "{nobody:?}");
    assert!(!nobody.to_string().contains("secret"));
}

#[test]
fn a_missing_database_or_role_is_named() {
    let Some(trial) = Trial::postgres() else { return };
    let options = OpenOptions::default();
    let (base, _) = trial.url.rsplit_once('/').expect("a path");
    let missing = refused(&format!("{base}/no_such_database"), &options);
    assert!(matches!(missing, OpenError::NoDatabase { .. }), "{missing:?}");
    let (scheme, rest) = base.split_once("://").expect("a scheme");
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let stranger = refused(&format!("{scheme}://no_such_role:x@{host}/postgres"), &options);
    assert!(matches!(stranger, OpenError::Credentials { .. }), "{stranger:?}");
}

both_stores! {
    fn a_later_schema_is_refused(trial: &Trial) {
        assert_eq!(trial.store.migrate().expect("nothing due"), [""; 0]);
        trial.tamper("INSERT INTO __diesel_schema_migrations (version) VALUES ('29990101000000')");
        let newer = refused(&trial.url, &OpenOptions::default());
        assert!(matches!(&newer, OpenError::Newer { found, .. } if found == "29990101000000"), "{newer:?}");
    }

    /// Several servers may start on one empty database at once.
    fn many_open_at_once(trial: &Trial) {
        trial.empty();
        std::thread::scope(|scope| {
            for n in 0..4 {
                scope.spawn(move || {
                    let other = Store::open(&trial.url, &OpenOptions::default()).expect("opened");
                    write(&other, |tx| tx.settings().set(&format!("server {n}"), ""));
                });
            }
        });
        assert_eq!(read(&trial.store, |tx| tx.settings().list()).len(), 4);
    }
}
