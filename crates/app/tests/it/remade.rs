//! A message made again tells the sums of its day, and so does its reminder.

use std::sync::Arc;

use app::letters::line_claim;
use app::outbox::SendReport;
use app::runs::RunRequest;
use app::strategies::strategy_from_json;
use app::{Actor, Desk};
use courier::Carrier;
use kernel::{Date, FixedClock, epoch_day};
use store::{Reminder, StoreError};

use crate::outbox::{Fake, TODAY, import_items, mail_by, send};
use crate::support::{House, day, houses, import, open_at, request, upload};

const CUSTOMERS: &str = "customer_id,name,street,postcode,city,country,email,language,terms_days\n\
    C0,Client 0,1 rue A,75001,Paris,FR,c0@d0.example,fr,30\n";

/// One piece of 10 000 € due on 1 September, with what was paid of it.
fn piece(paid: &str) -> String {
    format!(
        "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n\
         F0,INV,C0,2026-08-01,2026-09-01,10000.00,{paid},EUR\n"
    )
}

/// Houses whose one customer was asked today, by mail, for the piece with interest and indemnity.
fn claimed() -> Vec<House> {
    let houses = houses(TODAY);
    for House { desk, .. } in &houses {
        let mut files = request(vec![upload("customers.csv", CUSTOMERS), upload("items.csv", piece("0.00,"))]);
        files.profile = formats::Profile::named("open-items");
        assert_eq!(import(desk, &files).outcome.rejected, 0);
        let plan = r#"{"slug":"standard","steps":[{"slug":"reminder-1","timing":{"after-due":8},"channel":"mail",
            "grant_days":8,"claim":"claimed"}]}"#;
        let actor = Actor::operator();
        desk.save_strategy(&actor, &strategy_from_json(plan).expect("a strategy")).expect("saved");
        let run = RunRequest { day: Some(day(TODAY)), dry: false, creditor: None, summary: true };
        desk.run(&actor, &run, &|_, _| ()).expect("the run");
        make(desk);
    }
    houses
}

fn make(desk: &Desk) {
    let report = desk.render_pending(&Actor::operator(), &|_, _| ()).expect("messages");
    assert_eq!((report.made, report.failed), (1, 0));
}

/// The reminder, whose lines bear what it says.
fn reminder(desk: &Desk) -> Reminder {
    let account = desk.find_account(&Actor::operator(), "C0").expect("an account");
    let (reminder, lines) = desk
        .store()
        .read(|tx| {
            let reminder = tx.reminders().of_account(account)?.remove(0);
            let lines = tx.reminders().items(reminder.id)?;
            Ok::<_, StoreError>((reminder, lines))
        })
        .expect("a reminder");
    assert_eq!(lines.iter().map(|l| l.interest_minor).sum::<i64>(), reminder.interest_minor);
    assert_eq!(lines.iter().map(|l| l.indemnity_minor).sum::<i64>(), reminder.indemnity_minor);
    assert_eq!(lines.iter().map(|l| l.open_minor).sum::<i64>(), 1_000_000, "what was decided stays");
    reminder
}

/// What the law gives on the piece.
fn interest(desk: &Desk, payments: &[(i32, i64)], on: Date) -> i64 {
    let actor = Actor::operator();
    let account = desk.find_account(&actor, "C0").expect("an account");
    let kind = desk.account_file(&actor, account).expect("its file").debtor.kind;
    let item = desk.find_item(&actor, "F0").expect("a piece");
    let piece = (item.kind, item.amount, epoch_day(item.due_on), item.due_inferred);
    line_claim(desk.law(), kind, piece, payments, on).expect("rates are known").interest.minor()
}

#[test]
fn a_message_dated_anew_or_paid_in_part_asks_the_interest_of_its_day() {
    for house in claimed() {
        // 20 days at 12.40 % on 10 000 €.
        let first = reminder(&house.desk);
        assert_eq!((first.interest_minor, first.total_minor), (6_795, 1_010_795), "on {}", house.engine);
        let fake = Fake::doing(&[]);
        let carriers = mail_by(Arc::clone(&fake) as Arc<dyn Carrier>);
        let desk = open_at(&house.url, FixedClock::on(day("2026-10-01"))).with_carriers(carriers);
        let remade = SendReport { remade: 1, ..SendReport::default() };
        assert_eq!(send(&desk), remade, "the delay granted has passed");
        make(&desk);
        // 30 days.
        let again = reminder(&desk);
        assert_eq!((again.on_day, again.interest_minor), (day("2026-10-01"), 10_192), "on {}", house.engine);
        assert_eq!(again.total_minor, 1_000_000 + 10_192 + 4_000);
        let on = day("2026-09-20");
        import_items(&desk, piece("4000.00,2026-09-20"));
        assert_eq!(send(&desk), remade, "part is paid");
        make(&desk);
        let part = reminder(&desk);
        let owed = interest(&desk, &[(epoch_day(on), 400_000)], again.on_day);
        assert!(owed < again.interest_minor);
        assert_eq!((part.principal_minor, part.interest_minor), (600_000, owed), "on {}", house.engine);
        assert_eq!(part.total_minor, 600_000 + owed + 4_000);
        let told = desk.letters(&Actor::operator(), day(TODAY), None, 10).expect("letters").letters.remove(0);
        assert_eq!(told.total.minor(), part.total_minor, "the list says what the mail says");
        assert_eq!((send(&desk).sent, fake.count()), (1, 1), "and nothing calls for another");
    }
}
