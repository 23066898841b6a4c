//! The seal, and what verification finds.

use crate::common::*;

fn findings(trial: &Trial) -> Vec<String> {
    let seen = trial.store.verify().expect("a verification");
    seen.findings.into_iter().map(|f| format!("{}: {}", f.check, f.detail)).collect()
}

both_stores! {
    /// Several sealers and writers at once: every entry ends in one unbroken chain.
    fn sealers_share_one_chain(trial: &Trial) {
        let account = small(&trial.store).account.id;
        std::thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    for i in 0..40 {
                        let entries = [entry(Some(account), "note", &format!("{{\"n\":{i}}}")), entry(None, "note", "{}")];
                        write(&trial.store, |tx| tx.timeline().append_many(&entries));
                    }
                });
                scope.spawn(|| for _ in 0..10 { trial.store.seal(at(70)).expect("a seal"); });
            }
        });
        trial.store.seal(at(71)).expect("a seal");
        let seen = trial.store.verify().expect("a verification");
        assert_eq!((seen.sealed, seen.unsealed, seen.batches), (241, 0, 1));
        assert_eq!(findings(trial), [""; 0]);
        assert_eq!(trial.store.seal(at(72)), Ok(0));
        let newest = read(&trial.store, |tx| tx.timeline().of_account(account, None, 7));
        assert_eq!(newest.len(), 7);
        assert!(newest.windows(2).all(|w| w[0].id > w[1].id) && newest.iter().all(|e| e.seal_no.is_some()));
        let older = read(&trial.store, |tx| tx.timeline().of_account(account, Some(newest[6].id), 1000));
        assert_eq!(older.len(), 113);
    }

    /// One flipped byte in a payload is found and named.
    fn a_flipped_byte_is_found(trial: &Trial) {
        let account = small(&trial.store).account.id;
        let entries: Vec<_> = (0..20).map(|i| entry(Some(account), "note", &format!("{{\"n\":{i}}}"))).collect();
        write(&trial.store, |tx| tx.timeline().append_many(&entries));
        trial.store.seal(at(1)).expect("a seal");
        assert_eq!(findings(trial), [""; 0]);
        trial.tamper(&format!("UPDATE timeline SET payload = '{{\"n\":8}}' WHERE id = {}", entries[7].id.0));
        let found = findings(trial);
        assert!(matches!(found.as_slice(), [one] if one.starts_with("timeline-chain") && one.contains(&entries[7].id.to_string())), "{found:?}");
        trial.tamper(&format!("UPDATE timeline SET payload = '{{\"n\":7}}' WHERE id = {}", entries[7].id.0));
        assert_eq!(findings(trial), [""; 0]);
        trial.tamper(&format!("DELETE FROM timeline WHERE id = {}", entries[3].id.0));
        assert!(findings(trial).iter().any(|f| f.contains("is missing")));
    }

    /// One changed amount is found, in the digest of its import and in the rules of the ledger.
    fn a_changed_amount_is_found(trial: &Trial) {
        let s = small(&trial.store);
        assert_eq!(findings(trial), [""; 0]);
        trial.tamper(&format!("UPDATE item SET amount_minor = 10001 WHERE id = {}", s.invoice.id.0));
        let found = findings(trial);
        assert!(matches!(found.as_slice(), [one] if one.starts_with("batch-digest") && one.contains(&s.batch.id.to_string())), "{found:?}");
        trial.tamper(&format!("UPDATE item SET amount_minor = 3000 WHERE id = {}", s.invoice.id.0));
        assert!(findings(trial).iter().any(|f| f.starts_with("ledger") && f.contains(&s.invoice.id.to_string())));
        trial.tamper(&format!("UPDATE item SET amount_minor = -10000 WHERE id = {}", s.invoice.id.0));
        assert!(findings(trial).iter().any(|f| f.contains("wrong sign")));
        trial.tamper(&format!("UPDATE item SET amount_minor = 10000, currency = 'CHF' WHERE id = {}", s.invoice.id.0));
        assert!(findings(trial).iter().any(|f| f.contains("is in EUR")));
        trial.tamper(&format!("UPDATE item SET currency = 'EUR' WHERE id = {}", s.invoice.id.0));
        assert_eq!(findings(trial), [""; 0]);
        trial.tamper(&format!("UPDATE allocation SET amount_minor = 3999 WHERE id = {}", s.allocation.id.0));
        assert!(findings(trial).iter().any(|f| f.starts_with("batch-digest")));
    }

    /// The health of a sound database is good; waiting work is named.
    fn the_doctor_looks(trial: &Trial) {
        small(&trial.store);
        trial.store.seal(at(20)).expect("a seal");
        let checks = trial.store.doctor(at(30));
        assert!(checks.iter().all(|c| c.health == store::Health::Good), "{checks:#?}");
        assert!(checks.iter().any(|c| c.name == "rows" && c.detail.contains("2 items")), "{checks:#?}");
        let stuck = { let c = creditor(); write(&trial.store, |tx| tx.creditors().insert(&c)); batch(&c) };
        write(&trial.store, |tx| {
            tx.batches().insert(&stuck, Some(at(40)))?;
            tx.timeline().append(&entry(None, "note", "{}"))
        });
        let checks = trial.store.doctor(at(7200));
        let watched: Vec<_> = checks.iter().filter(|c| c.health == store::Health::Watch).map(|c| c.name).collect();
        assert_eq!(watched, ["seal", "imports"], "{checks:#?}");
    }
}
