//! What is written reads back the same; what does not count does not show.

use kernel::{Currency, Siren, Wording, epoch_day};
use ledger::{
    AccountId, AllocationId, BatchId, BatchState, Contact, ContactId, ContactRole, Group, GroupId, Item, ItemId,
};
use store::{
    BatchChange, BatchChangeId, Document, DocumentId, LoginAttempt, Message, MessageId, MessageState, OpenOptions,
    PrintFile, Profile, ProfileId, Reminder, ReminderId, ReminderItem, Run, RunId, RunState, Session, Store,
    StoreError, Tx, User, UserId,
};

use crate::common::*;

type Pieces = Vec<(ItemId, String, i64, i32)>;
type Matches = Vec<(AllocationId, i32)>;

/// Pieces and matches that count, of all accounts or of some.
fn scanned(tx: &mut Tx, of: Option<&[AccountId]>) -> Result<(Pieces, Matches), StoreError> {
    let (mut items, mut matches) = (Vec::new(), Vec::new());
    tx.scan_allocations::<StoreError>(of, |a| {
        matches.push((a.id, a.on));
        Ok(())
    })?;
    tx.scan_items::<StoreError>(of, |i| {
        items.push((i.id, i.number, i.amount_minor, i.due_on));
        Ok(())
    })?;
    items.sort();
    Ok((items, matches))
}

/// A document of an account, of a piece where one is given.
fn paper(account: AccountId, item: Option<ItemId>) -> Document {
    Document {
        id: DocumentId(id()),
        account_id: Some(account),
        kind: "paper".into(),
        file_name: "l.pdf".into(),
        media_type: "application/pdf".into(),
        sha256: "0".repeat(64),
        size: 3,
        content: vec![0, 255, 7],
        created_us: at(3),
        item_id: item,
    }
}

both_stores! {
    fn a_piece_has_its_files_until_they_are_taken(trial: &Trial) {
        let s = small(&trial.store);
        let file = || paper(s.account.id, Some(s.invoice.id));
        let (old, new) = (file(), file());
        write(&trial.store, |tx| {
            tx.documents().insert(&old)?;
            tx.documents().insert(&new)
        });
        read(&trial.store, |tx| {
            let files = tx.documents().of_items(&[s.invoice.id, ItemId(id())])?;
            assert_eq!(files.iter().map(|f| (f.id, f.item_id)).collect::<Vec<_>>(), [old.id, new.id].map(|f| (f, Some(s.invoice.id))));
            assert_eq!(tx.documents().infos(&[new.id, DocumentId(id())])?, [files[1].clone()]);
            Ok(())
        });
        assert_eq!(write(&trial.store, |tx| tx.documents().take_from(s.invoice.id)), 2);
        read(&trial.store, |tx| {
            assert!(tx.documents().of_items(&[s.invoice.id])?.is_empty());
            assert_eq!(tx.documents().of_account(s.account.id)?.len(), 2, "they stay");
            Ok(())
        });
    }

    fn the_ledger_reads_back(trial: &Trial) {
        let s = small(&trial.store);
        read(&trial.store, |tx| {
            assert_eq!(tx.creditors().get(s.creditor.id)?, s.creditor);
            assert_eq!(tx.creditors().by_code(&s.creditor.code)?, Some(s.creditor.clone()));
            assert_eq!(tx.debtors().get_many(&[s.debtor.id])?, std::slice::from_ref(&s.debtor));
            assert_eq!(tx.accounts().by_number(s.creditor.id, "CLI-0042")?, Some(s.account.clone()));
            assert_eq!(tx.accounts().with_number("CLI-0042")?, std::slice::from_ref(&s.account));
            assert_eq!(tx.items().of_account(s.account.id)?, [s.invoice.clone(), s.payment.clone()]);
            assert_eq!(tx.items().by_number(&s.invoice.number, 5)?, std::slice::from_ref(&s.invoice));
            assert_eq!(tx.items().of_batch(s.batch.id, Some(s.invoice.id), 9)?, std::slice::from_ref(&s.payment));
            assert_eq!(tx.allocations().of_item(s.payment.id)?, std::slice::from_ref(&s.allocation));
            assert_eq!(tx.allocations().of_account(s.account.id)?, std::slice::from_ref(&s.allocation));
            assert_eq!(tx.batches().get(s.batch.id)?.state, BatchState::Live);
            Ok(())
        });
    }

    /// By the beginning of the folded number, of what counts only, on both engines alike; numbers that an
    /// older version wrote are folded by the next to open the database.
    fn numbers_are_found_from_their_beginning(trial: &Trial) {
        let s = small(&trial.store);
        let (live, loading) = (batch(&s.creditor), batch(&s.creditor));
        let numbered = |batch: &ledger::Batch, number: &str| Item { number: number.into(), ..item(s.account.id, batch.id, 100) };
        let numbers = ["FA-2026/0613", "fa 2026 0612", "FA20260612B", "FAZ1", "Avoir n° 7", "%", "_", "", "~"];
        let items: Vec<Item> = numbers.iter().map(|number| numbered(&live, number)).collect();
        write(&trial.store, |tx| {
            tx.batches().insert(&live, None)?;
            tx.items().insert_many(&items)
        });
        go_live(&trial.store, &live);
        write(&trial.store, |tx| {
            tx.batches().insert(&loading, None)?;
            tx.items().insert_many(&[numbered(&loading, "FA-2026-0612")])
        });
        let find = |store: &Store, beginning: &str, limit| {
            let found = read(store, |tx| tx.items().numbered_from(beginning, limit));
            found.into_iter().map(|i| i.number).collect::<Vec<_>>()
        };
        let both = ["fa 2026 0612", "FA20260612B", "FA-2026/0613"];
        assert_eq!(find(&trial.store, "fa2026061", 9), both);
        assert_eq!(find(&trial.store, "fa2026061", 2), both[..2]);
        assert_eq!(find(&trial.store, "avoir", 9), ["Avoir n° 7"]);
        for nothing in ["fa2026062", "FA", "%", "_", "z"] {
            assert_eq!(find(&trial.store, nothing, 9), [""; 0], "{nothing}");
        }
        assert_eq!(read(&trial.store, |tx| tx.items().by_number("FA-2026/0613", 5)).len(), 1);
        assert_eq!(read(&trial.store, |tx| tx.items().by_number("FA-2026/0612", 5)), [], "the very number");
        trial.tamper("UPDATE item SET number_key = NULL");
        assert_eq!(find(&trial.store, "fa2026061", 9), [""; 0]);
        let again = Store::open(&trial.url, &OpenOptions::default()).expect("opened");
        assert_eq!(find(&again, "fa2026061", 9), both);
    }

    /// Nothing of a batch shows before it is live nor after it is undone; scans agree with lists.
    fn only_live_batches_count(trial: &Trial) {
        let s = small(&trial.store);
        let loading = batch(&s.creditor);
        let hidden = item(s.account.id, loading.id, 777);
        write(&trial.store, |tx| {
            tx.batches().insert(&loading, None)?;
            tx.items().insert_many(std::slice::from_ref(&hidden))
        });
        let scan = || {
            let whole = read(&trial.store, |tx| scanned(tx, None));
            assert_eq!(read(&trial.store, |tx| scanned(tx, Some(&[s.account.id]))), whole, "one account has it all");
            assert_eq!(read(&trial.store, |tx| scanned(tx, Some(&[AccountId(1)]))), (Vec::new(), Vec::new()));
            whole
        };
        let due = epoch_day(day("2026-03-01"));
        assert_eq!(scan(), (
            vec![
                (s.invoice.id, s.invoice.number.clone(), 10_000, due),
                (s.payment.id, s.payment.number.clone(), -4_000, due),
            ],
            vec![(s.allocation.id, epoch_day(day("2026-02-28")))],
        ));
        assert_eq!(read(&trial.store, |tx| tx.items().by_number(&hidden.number, 5)), []);
        let mut known = Vec::new();
        read(&trial.store, |tx| {
            known.clear();
            tx.scan_known(s.creditor.id, |k| { known.push((k.key, k.open_minor)); Ok::<_, StoreError>(()) })
        });
        assert_eq!(known, [(s.invoice.key.clone(), 6_000), (s.payment.key.clone(), 0)]);
        assert_eq!(
            trial.store.read(|tx| tx.scan_items(None, |_| Err(StoreError::Refused("enough".into())))),
            Err(StoreError::Refused("enough".into())),
        );

        go_live(&trial.store, &loading);
        assert_eq!(scan().0.len(), 3);
        write(&trial.store, |tx| tx.batches().set_state(loading.id, BatchState::Live, BatchState::Undone, at(99)));
        assert_eq!(scan().0.len(), 2);
        let changed = read(&trial.store, |tx| tx.batches().changed_since(at(50)));
        assert_eq!(changed.iter().map(|(b, t)| (b.id, b.state, *t)).collect::<Vec<_>>(), [(loading.id, BatchState::Undone, at(99))]);
    }

    /// An import reads the known pieces account by account, whatever the order they were written in.
    fn known_pieces_come_account_by_account(trial: &Trial) {
        let s = small(&trial.store);
        let others: Vec<_> = (0..3).map(|n| account(&s.creditor, &s.debtor, &format!("O{n}"))).collect();
        let loading = batch(&s.creditor);
        let mixed: Vec<_> = (0..30).map(|n| item(others[n % 3].id, loading.id, 100)).collect();
        write(&trial.store, |tx| {
            tx.accounts().insert_many(&others)?;
            tx.batches().insert(&loading, None)?;
            tx.items().insert_many(&mixed)
        });
        go_live(&trial.store, &loading);
        let mut seen = Vec::new();
        read(&trial.store, |tx| {
            seen.clear();
            tx.scan_known(s.creditor.id, |k| {
                seen.push((k.account_id, k.id));
                Ok::<_, StoreError>(())
            })
        });
        assert_eq!(seen.len(), 32);
        assert!(seen.is_sorted(), "{seen:?}");
    }

    /// One import at a time for a creditor; an interrupted one is found and dropped whole.
    fn an_interrupted_import_is_dropped(trial: &Trial) {
        let s = small(&trial.store);
        let loading = batch(&s.creditor);
        let mut newcomer = debtor("Nouveau");
        newcomer.batch_id = Some(loading.id);
        let mut opened = account(&s.creditor, &newcomer, "NEW");
        opened.batch_id = Some(loading.id);
        let (debit, credit) = (item(opened.id, loading.id, 500), item(opened.id, loading.id, -500));
        write(&trial.store, |tx| {
            tx.batches().insert(&loading, Some(at(60)))?;
            tx.debtors().insert(&newcomer)?;
            tx.accounts().insert(&opened)?;
            tx.items().insert_many(&[debit.clone(), credit.clone()])?;
            tx.allocations().insert_many(&[matching(&debit, &credit, 500)])
        });
        let second = trial.store.write("second", |tx| tx.batches().insert(&batch(&s.creditor), None));
        assert!(matches!(second, Err(StoreError::Exists { .. })), "{second:?}");
        assert_eq!(read(&trial.store, |tx| tx.batches().abandoned(at(30))), []);
        let found = read(&trial.store, |tx| tx.batches().abandoned(at(61)));
        assert_eq!(found.iter().map(|b| b.id).collect::<Vec<_>>(), [loading.id]);
        let taken = |now| write(&trial.store, |tx| tx.batches().give_up(loading.id, false, now, at(90)));
        assert!(!taken(at(30)), "who writes it lives");
        assert!(taken(at(61)) && !taken(at(61)), "given up once");
        let late = trial.store.write("late", |tx| tx.batches().progress(loading.id, 1, 2, Some(at(200))));
        assert!(matches!(late, Err(StoreError::Conflict { .. })), "who writes it is told: {late:?}");
        let count = trial.store.write("count", |tx| {
            tx.batches().set_state(loading.id, BatchState::Loading, BatchState::Live, at(62))
        });
        assert!(matches!(count, Err(StoreError::Conflict { .. })), "it never counts: {count:?}");
        let left = |now| read(&trial.store, |tx| tx.batches().abandoned(now)).len();
        assert_eq!((left(at(80)), left(at(91))), (0, 1), "its rows are somebody's until then");
        assert!(read(&trial.store, |tx| tx.batches().busy(s.creditor.id)).is_some());
        trial.store.drop_batch(loading.id).expect("dropped");
        assert_eq!(left(at(91)), 0);
        assert!(read(&trial.store, |tx| tx.batches().busy(s.creditor.id)).is_none());
        read(&trial.store, |tx| {
            assert_eq!(tx.batches().get(loading.id)?.state, BatchState::Dropped);
            assert!(tx.accounts().get(opened.id).is_err() && tx.debtors().get(newcomer.id).is_err());
            assert_eq!(tx.items().of_batch(loading.id, None, 9)?, []);
            assert_eq!(tx.items().of_account(s.account.id)?.len(), 2);
            Ok(())
        });
        assert!(matches!(trial.store.drop_batch(s.batch.id), Err(StoreError::Conflict { .. })));
    }

    /// The stale copy of a row is refused.
    fn a_stale_copy_is_refused(trial: &Trial) {
        let s = small(&trial.store);
        let stale = s.debtor.clone();
        let fresh = ledger::Debtor { siren: Siren::parse("732829320").ok(), ..s.debtor };
        assert_eq!(write(&trial.store, |tx| tx.debtors().save(&fresh)), 2);
        let refused = trial.store.write("stale", |tx| tx.debtors().save(&stale));
        assert!(matches!(refused, Err(StoreError::Conflict { what: "debtor", .. })), "{refused:?}");
        let siren = Siren::parse("732829320").expect("a SIREN");
        assert_eq!(read(&trial.store, |tx| tx.debtors().by_siren(&siren)).len(), 1);
        let nobody = ledger::Debtor { id: ledger::DebtorId(1), ..fresh };
        let missing = trial.store.write("missing", |tx| tx.debtors().save(&nobody));
        assert!(matches!(missing, Err(StoreError::NotFound { .. })), "{missing:?}");
    }

    /// Accounts and contacts are walked in the order of their ids, over the pages.
    fn accounts_are_walked_and_counted(trial: &Trial) {
        let s = small(&trial.store);
        let many: Vec<_> = (0..256).map(|i| debtor(&format!("Client {i:03}"))).collect();
        let accounts: Vec<_> = many.iter().enumerate().map(|(i, d)| account(&s.creditor, d, &format!("N{i}"))).collect();
        write(&trial.store, |tx| {
            tx.debtors().insert_many(&many)?;
            tx.accounts().insert_many(&accounts)
        });
        let (mut walked, mut ordered) = (0, AccountId(i64::MIN));
        read(&trial.store, |tx| tx.accounts().for_each(None, |l| {
            walked += 1;
            assert!(l.account.id > ordered);
            ordered = l.account.id;
            Ok::<_, StoreError>(())
        }));
        assert_eq!((walked, read(&trial.store, |tx| tx.accounts().count(None))), (257, 257));
    }

    /// A reminder exists once for an account, a currency, a cycle and a level, even for two servers at once.
    fn a_reminder_exists_once(trial: &Trial) {
        let s = small(&trial.store);
        let run = Run {
            id: RunId(id()), day: day("2026-11-21"), creditor_id: None, state: RunState::Running,
            started_us: at(0), finished_us: None, actor: "nuit".into(), summary: "{}".into(),
        };
        write(&trial.store, |tx| tx.runs().insert(&run));
        let reminder = |level| Reminder {
            id: ReminderId(id()), account_id: s.account.id, creditor_id: s.creditor.id, run_id: run.id,
            currency: Currency::EUR, cycle: 1, level, step: "r1".into(), strategy: "standard".into(),
            on_day: run.day, grant_until: day("2026-11-29"), principal_minor: 6000, interest_minor: 12,
            indemnity_minor: 4000, total_minor: 10_012, reason: Wording::new("échue depuis 265 jours", "due 265 days ago"),
        };
        let won = std::sync::atomic::AtomicU32::new(0);
        std::thread::scope(|scope| {
            for _ in 0..6 {
                scope.spawn(|| {
                    match trial.store.write("remind", |tx| tx.reminders().insert_many(&[reminder(1)])) {
                        Ok(()) => { won.fetch_add(1, std::sync::atomic::Ordering::Relaxed); }
                        Err(StoreError::Exists { .. }) => {}
                        Err(other) => panic!("{other}"),
                    }
                });
            }
        });
        assert_eq!(won.load(std::sync::atomic::Ordering::Relaxed), 1);
        let second = reminder(2);
        let line = ReminderItem {
            reminder_id: second.id, item_id: s.invoice.id, account_id: s.account.id,
            open_minor: 6000, interest_minor: 12, indemnity_minor: 4000,
        };
        let letter = paper(s.account.id, None);
        let message = Message {
            id: MessageId(id()), account_id: s.account.id, reminder_id: Some(second.id), channel: "letter".into(),
            language: ledger::Language::Fr, state: MessageState::Planned, recipient: "{}".into(), subject: "Relance".into(),
            body: "{}".into(), document_id: None, created_us: at(2), address: String::new(), refusals: 0,
            next_try_us: at(2), settled_us: None, registered: "1A 000".into(), presented_on: Some(day("2026-11-25")),
            returned_on: None, run_id: Some(run.id), print_file_id: None,
        };
        let file = PrintFile { document_id: letter.id, run_id: run.id, creditor_id: s.creditor.id, letters: 1 };
        let done = Run { state: RunState::Done, finished_us: Some(at(9)), ..run.clone() };
        write(&trial.store, |tx| {
            tx.reminders().insert_many(std::slice::from_ref(&second))?;
            tx.reminders().insert_items(std::slice::from_ref(&line))?;
            tx.messages().insert_many(std::slice::from_ref(&message))?;
            tx.documents().insert(&letter)?;
            tx.runs().add_print_file(&file)?;
            tx.messages().set_state(message.id, MessageState::Planned, MessageState::Rendered, Some(letter.id))?;
            tx.runs().save(&done)
        });
        read(&trial.store, |tx| {
            assert_eq!(tx.reminders().of_account(s.account.id)?.len(), 2);
            assert_eq!(tx.reminders().get(second.id)?, second);
            assert_eq!(tx.reminders().of_run(run.id, None, 9)?.len(), 2);
            assert_eq!(tx.reminders().items(second.id)?, std::slice::from_ref(&line));
            assert_eq!(tx.documents().get(letter.id)?, letter);
            assert_eq!(tx.documents().of_account(s.account.id)?.len(), 1);
            assert_eq!(tx.runs().print_files(run.id)?, std::slice::from_ref(&file));
            assert_eq!(tx.runs().of_day(run.day)?, std::slice::from_ref(&done));
            let rendered = Message { state: MessageState::Rendered, document_id: Some(letter.id), ..message.clone() };
            assert_eq!(tx.messages().of_reminders(&[second.id])?, std::slice::from_ref(&rendered));
            assert_eq!(tx.messages().in_state(MessageState::Rendered, None, 5)?, [rendered]);
            Ok(())
        });
        counted_and_listed(trial, run.id, &second);
        let twice = trial.store.write("twice", |tx| tx.messages().set_state(message.id, MessageState::Planned, MessageState::Sent, None));
        assert!(matches!(twice, Err(StoreError::Conflict { .. })));
    }

    fn people_and_the_rest_read_back(trial: &Trial) {
        let s = small(&trial.store);
        let group = Group { id: GroupId(id()), name: "Groupe Rhône".into() };
        let contact = Contact {
            id: ContactId(id()), debtor_id: s.debtor.id, name: "Compta".into(), role: ContactRole::Accounting,
            email: "c@example.fr".into(), phone: String::new(), bounced_on: Some(day("2026-11-20")), batch_id: None,
        };
        let user = User {
            id: UserId(id()), login: "paul".into(), name: "Paul".into(), password_hash: "x".into(), role: "admin".into(),
            language: ledger::Language::En, active: true, created_us: at(0), version: 1,
            own_only: true, salesperson: "Durand".into(), email: "p@example.fr".into(),
        };
        let session = Session {
            token_hash: "ab".repeat(32), user_id: user.id, created_us: at(0), last_seen_us: at(0), expires_us: at(100),
            user_agent: "test".into(), address: "192.0.2.1".into(), awaits_code: false, vouched: true,
        };
        let profile = Profile { id: ProfileId(id()), name: "sage".into(), creditor_id: None, json: "{}".into(), updated_us: at(1) };
        let change = BatchChange {
            id: BatchChangeId(id()), batch_id: s.batch.id, account_id: Some(s.account.id), entity: "debtor".into(),
            entity_id: s.debtor.id.0, field: "name".into(), old_value: None, new_value: Some("N".into()), applied: true,
        };
        write(&trial.store, |tx| {
            tx.groups().insert(&group)?;
            tx.groups().rename(group.id, "Groupe Loire")?;
            let member = ledger::Debtor { group_id: Some(group.id), ..tx.debtors().get(s.debtor.id)? };
            tx.debtors().save(&member)?;
            tx.contacts().insert(&contact)?;
            tx.users().insert(&user)?;
            tx.users().limit_to(user.id, &[s.creditor.id])?;
            tx.sessions().insert(&session)?;
            tx.profiles().insert(&profile)?;
            tx.batches().add_changes(std::slice::from_ref(&change))?;
            tx.batches().mark_changes(&[change.id], false)?;
            tx.sessions().fail("paul", at(1), at(0))?;
            tx.sessions().fail("paul", at(2), at(0)).map(drop)
        });
        read(&trial.store, |tx| {
            assert_eq!(tx.groups().get(group.id)?.name, "Groupe Loire");
            assert_eq!(tx.debtors().of_group(group.id)?.len(), 1);
            assert_eq!(tx.contacts().of_debtor(s.debtor.id)?, std::slice::from_ref(&contact));
            assert_eq!(tx.contacts().get_many(&[contact.id])?, std::slice::from_ref(&contact));
            let mut walked = Vec::new();
            tx.contacts().each(|c| {
                walked.push((c.id, c.debtor_id, c.name, c.email, c.phone, c.bounced));
                Ok::<_, StoreError>(())
            })?;
            let known = contact.clone();
            let bounced = known.bounced_on.is_some();
            assert_eq!(walked, [(known.id, known.debtor_id, known.name, known.email, known.phone, bounced)]);
            assert_eq!(tx.users().by_login("paul")?, Some(user.clone()));
            assert_eq!(tx.users().creditors_of(user.id)?, [s.creditor.id]);
            assert_eq!(tx.users().creditors()?[&user.id], [s.creditor.id]);
            assert_eq!(tx.sessions().find(&session.token_hash, at(99))?, Some((session.clone(), user.clone())));
            assert_eq!(tx.sessions().find(&session.token_hash, at(100))?, None);
            assert_eq!(tx.profiles().by_name("sage")?, Some(profile.clone()));
            assert_eq!(tx.batches().changes(s.batch.id, None, 5)?, [BatchChange { applied: false, ..change.clone() }]);
            let failures = LoginAttempt { key: "paul".into(), failures: 2, first_us: at(1), last_us: at(2) };
            assert_eq!(tx.sessions().attempts("paul")?, Some(failures));
            Ok(())
        });
        write(&trial.store, |tx| {
            assert_eq!(tx.sessions().sweep(at(200), at(200))?, 2);
            tx.profiles().remove(profile.id)?;
            tx.contacts().remove(contact.id)
        });
        let missing = trial.store.write("progress", |tx| tx.batches().progress(BatchId(5), 1, 2, None));
        assert!(matches!(missing, Err(StoreError::Conflict { .. })));
    }
}

/// A run whose second reminder alone has a message: a letter, made.
fn counted_and_listed(trial: &Trial, run: RunId, second: &Reminder) {
    read(&trial.store, |tx| {
        assert_eq!(tx.messages().standing_of_runs(&[run])?, [(MessageState::Rendered, "letter".to_owned(), 1)]);
        assert!(tx.messages().standing_of_runs(&[])?.is_empty());
        let first = tx.reminders().by_level(run, None, 1)?;
        assert_eq!(first, std::slice::from_ref(second), "the highest level first");
        let rest = tx.reminders().by_level(run, Some((second.level, second.id)), 9)?;
        assert_eq!(rest.iter().map(|r| r.level).collect::<Vec<_>>(), [1]);
        Ok(())
    });
}
