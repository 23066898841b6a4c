//! Copies: backup, restore, move.

use std::sync::atomic::{AtomicBool, Ordering};

use store::{OpenOptions, Store, StoreError, TransferError};

use crate::common::*;

fn fill(store: &Store) {
    let s = small(store);
    let more = batch(&s.creditor);
    let items: Vec<_> = (0..6000).map(|n| item(s.account.id, more.id, 100 + n)).collect();
    write(store, |tx| {
        tx.batches().insert(&more, None)?;
        tx.items().insert_many(&items[..3000])
    });
    write(store, |tx| tx.items().insert_many(&items[3000..]));
    go_live(store, &more);
    let picture = store::Document {
        id: store::DocumentId(id()),
        account_id: None,
        kind: "x".into(),
        file_name: "é.bin".into(),
        media_type: "x".into(),
        sha256: "0".repeat(64),
        size: 256,
        content: (0..=255).collect(),
        created_us: at(0),
        item_id: None,
    };
    write(store, |tx| {
        tx.documents().insert(&picture)?;
        tx.settings().set("clé", "valeur\n\"’")
    });
    store.seal(at(3)).expect("a seal");
}

/// The way home: SQLite to PostgreSQL to SQLite, the same hashes, table by table.
#[test]
fn a_store_moves_there_and_back() {
    let (from, home) = (Trial::sqlite(), Trial::sqlite());
    fill(&from.store);
    let before = from.store.table_hashes().expect("hashes");
    assert!(before.iter().any(|t| t.table == "item" && t.rows == 6002));
    let Some(there) = Trial::postgres() else { return };
    let moved = from.store.move_to(&there.store, &mut |_, _| ()).expect("moved");
    assert_eq!(moved, before);
    let back = there.store.move_to(&home.store, &mut |_, _| ()).expect("moved back");
    assert_eq!(back, before);
    assert!(home.store.verify().expect("a verification").is_sound());
    let full = from.store.move_to(&home.store, &mut |_, _| ());
    assert!(matches!(full, Err(TransferError::NotEmpty { table: "creditor" })), "{full:?}");
    let copy = there.path("copy.db");
    there.store.backup(&copy).expect("a backup");
    let restored = Trial::sqlite();
    assert_eq!(restored.store.restore(&copy, &mut |_, _| ()).expect("restored"), before);
}

both_stores! {
    /// A backup taken while others write is whole: it verifies, and restores elsewhere.
    fn a_backup_while_writing_is_whole(trial: &Trial) {
        fill(&trial.store);
        let stop = AtomicBool::new(false);
        let copy = trial.path("backup.db");
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut pairs = 0_u32;
                while !stop.load(Ordering::Relaxed) || pairs == 0 {
                    pairs += 1;
                    // Always both or none: a torn copy would hold one.
                    write(&trial.store, |tx| {
                        tx.settings().set(&format!("left {pairs}"), "")?;
                        tx.settings().set(&format!("right {pairs}"), "")
                    });
                }
                pairs
            });
            trial.store.backup(&copy).expect("a backup");
            stop.store(true, Ordering::Relaxed);
            assert!(writer.join().expect("the writer") > 0);
        });
        assert!(matches!(trial.store.backup(&copy), Err(TransferError::Exists(_))));
        let bytes = std::fs::read(&copy).expect("the file");
        let restored = Trial::sqlite();
        restored.store.restore(&copy, &mut |_, _| ()).expect("restored");
        assert!(bytes == std::fs::read(&copy).expect("the file"), "a restore only reads the backup");
        assert!(restored.store.verify().expect("a verification").is_sound());
        let keys = read(&restored.store, |tx| tx.settings().list());
        let count = |side: &str| keys.iter().filter(|(k, _)| k.starts_with(side)).count();
        assert_eq!(count("left"), count("right"));
        // The copy is a database like any other.
        let opened = Store::open(&format!("sqlite:{}", copy.display()), &OpenOptions::default()).expect("the copy opens");
        assert_eq!(opened.read(|tx| tx.settings().get("clé")), Ok::<_, StoreError>(Some("valeur\n\"’".into())));
    }
}
