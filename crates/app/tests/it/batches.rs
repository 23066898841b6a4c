//! Letters of several creditors, and a thousand at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use app::runs::RunRequest;
use app::{Actor, MessageState};
use ledger::{Contact, ContactId, ContactRole};
use store::StoreError;

use crate::support::{House, day, houses, import, request, upload};

const TODAY: &str = "2026-11-23";

fn run(house: &House) -> app::letters::RenderReport {
    let actor = Actor::operator();
    let request = RunRequest { day: Some(day(TODAY)), dry: false, creditor: None, summary: true };
    house.desk.run(&actor, &request, &|_, _| ()).expect("the run");
    house.desk.render_pending(&actor, &|_, _| ()).expect("letters")
}

/// Ten invoices of one debtor, five for each of two creditors; two contacts.
fn shared() -> Vec<House> {
    let houses = houses(TODAY);
    for house in &houses {
        for (creditor, code) in [("ONE", "A1"), ("TWO", "A2")] {
            let mut text =
                "code client;raison sociale;siren;adresse;code postal;ville;piece;type;date;echeance;montant\n"
                    .to_owned();
            for n in 1..=5 {
                let amount = format!("{n}00,00");
                let line = format!("1 rue A;75001;Paris;{code}-{n};facture;01/08/2026;0{n}/09/2026;{amount}");
                writeln!(text, "{code};Atelier A;732829320;{line}").expect("text");
            }
            let mut files = request(vec![upload("export.csv", text)]);
            files.creditor = Some(creditor.to_owned());
            assert_eq!(import(&house.desk, &files).outcome.rejected, 0);
        }
        let account = house.desk.find_account(&Actor::operator(), "A1").expect("an account");
        let debtor = house.desk.account_file(&Actor::operator(), account).expect("a file").debtor.id;
        let contact = |id: i64, name: &str, role: ContactRole| Contact {
            id: ContactId(id),
            debtor_id: debtor,
            name: name.to_owned(),
            role,
            email: String::new(),
            phone: String::new(),
            bounced_on: None,
            batch_id: None,
        };
        let both =
            [contact(1, "M. Directeur", ContactRole::Management), contact(2, "Mme Comptable", ContactRole::Accounting)];
        house.desk.store().write("test", |tx| tx.contacts().insert_many(&both)).expect("contacts");
    }
    houses
}

#[test]
fn ten_invoices_of_two_creditors_make_two_letters_to_the_right_people() {
    for house in shared() {
        let report = run(&house);
        assert_eq!((report.made, report.letters, report.failed), (2, 2, 0), "on {}", house.engine);
        let letters = house.desk.store().read(|tx| {
            let mut letters = BTreeMap::new();
            for message in tx.messages().list(Some(MessageState::Rendered), None, None, 10)? {
                let reminder = tx.reminders().get(message.reminder_id.expect("a reminder"))?;
                let asked: Vec<_> = tx.reminders().items(reminder.id)?.iter().map(|l| l.item_id).collect();
                let numbers: BTreeSet<String> = tx.items().get_many(&asked)?.into_iter().map(|i| i.number).collect();
                letters.insert(reminder.creditor_id, (message.recipient, numbers, reminder.principal_minor));
            }
            Ok::<_, StoreError>(letters)
        });
        let letters = letters.expect("two letters");
        let numbers = |code: &str| (1..=5).map(|n| format!("{code}-{n}")).collect::<BTreeSet<_>>();
        let recipient = "Atelier A\nMme Comptable\n1 rue A\n75001 Paris".to_owned();
        let wanted = ["A1", "A2"].map(|code| (recipient.clone(), numbers(code), 150_000));
        assert_eq!(letters.into_values().collect::<Vec<_>>(), wanted, "never two creditors in one letter");
    }
}

#[test]
fn a_thousand_letters_are_made_with_one_bad_address_told() {
    for house in houses(TODAY) {
        let mut customers = "customer_id,name,street,postcode,city,country,email,language,terms_days\n".to_owned();
        let mut items =
            "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n".to_owned();
        for n in 0..1000 {
            let street = if n == 500 { "Résidence du Long Couloir ".repeat(12) } else { format!("{n} rue A") };
            writeln!(customers, "C{n},Client {n},{street},75001,Paris,FR,,fr,30").expect("text");
            writeln!(items, "F{n},INV,C{n},2026-08-01,2026-09-01,{}.00,0.00,,EUR", 100 + n).expect("text");
        }
        let mut files = request(vec![upload("customers.csv", customers), upload("items.csv", items)]);
        files.profile = formats::Profile::named("open-items");
        assert_eq!(import(&house.desk, &files).outcome.rejected, 0);
        let report = run(&house);
        assert_eq!((report.made, report.failed), (999, 1), "on {}", house.engine);
        let actor = Actor::operator();
        let bad = house.desk.find_account(&actor, "C500").expect("an account");
        let told = format!("{:?}", house.desk.account_file(&actor, bad).expect("a file").timeline);
        assert!(told.contains("la fenêtre en montre 6"), "{told}");
        // Every other one asks its own customer for its own amount.
        let rows = house.desk.store().read(|tx| {
            let messages = tx.messages().list(Some(MessageState::Rendered), None, None, 1000)?;
            let ids: Vec<_> = messages.iter().filter_map(|m| m.reminder_id).collect();
            let sums = ids.iter().map(|id| tx.reminders().get(*id).map(|r| r.principal_minor));
            let sums = sums.collect::<Result<Vec<_>, _>>()?;
            Ok::<_, StoreError>(messages.into_iter().map(|m| m.recipient).zip(sums).collect::<Vec<_>>())
        });
        let rows = rows.expect("letters");
        assert_eq!(rows.len(), 999);
        for (recipient, principal) in rows {
            let first = recipient.lines().next().unwrap_or_default();
            let n: i64 = first.strip_prefix("Client ").and_then(|n| n.parse().ok()).expect("a customer of ours");
            assert_eq!(principal, (100 + n) * 100, "{recipient}");
            assert!(recipient.contains(&format!("{n} rue A\n75001 Paris")), "{recipient}");
        }
    }
}
