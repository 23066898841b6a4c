//! What leaves the house: letters from the ledger's facts, statements and reports as files.

use amicable::{Channel, Claim, Step, Strategy};
use app::Actor;
use app::accounts::AccountFile;
use app::aging::AgingQuery;
use app::letters::{Addressee, Asked, AskedLine, compose, line_claim};
use app::reports::ReportFormat;
use app::runs::RunRequest;
use app::texts::Texts;
use kernel::{Period, epoch_day};
use law::Law;

use crate::support::{House, day, houses, import, request, upload};

const ITEMS: &str = "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n\
    F1,INV,A,2026-05-20,2026-06-20,1000.00,0.00,,EUR\nF2,INV,L,2026-05-20,2026-06-20,200.00,0.00,,EUR\n";

fn filled(today: &str) -> Vec<House> {
    let long = "Très longue dénomination ".repeat(10);
    let customers = format!(
        "customer_id,name,street,postcode,city,country,email,language,terms_days\n\
         A,Atelier A,1 rue A,75001,Paris,FR,a@example.com,fr,30\nL,{long},2 rue L,75002,Paris,FR,,fr,30\n"
    );
    let houses = houses(today);
    for house in &houses {
        let mut files = request(vec![upload("customers.csv", customers.clone()), upload("items.csv", ITEMS)]);
        files.profile = formats::Profile::named("open-items");
        assert_eq!(import(&house.desk, &files).outcome.rejected, 0);
    }
    houses
}

fn file(house: &House, code: &str) -> AccountFile {
    let actor = Actor::operator();
    let id = house.desk.find_account(&actor, code).expect("the account");
    house.desk.account_file(&actor, id).expect("its file")
}

#[test]
fn a_letter_across_the_half_year_prints_two_slices_of_the_tables() {
    let law = Law::builtin();
    for house in filled("2026-07-10") {
        let file = file(&house, "A");
        let item = file.items[0].item.clone();
        let piece = (item.kind, item.amount, epoch_day(item.due_on), item.due_inferred);
        let on = day("2026-07-10");
        let sums = line_claim(law, file.debtor.kind, piece, &[], on).expect("rates are known");
        // 10 days at 12.15 % and 10 days at 12.40 % of 1 000 €, on 365 days: 3.33 + 3.40.
        assert_eq!((sums.interest.minor(), sums.indemnity.minor()), (673, 4_000));
        let asked = |claim, formal_notice: bool| Asked {
            ident: "l/1".to_owned(),
            step: Step { claim, ..Strategy::standard().steps[if formal_notice { 2 } else { 1 }].clone() },
            registered: String::new(),
            space: String::new(),
            on,
            grant_until: day("2026-07-18"),
            previous_on: None,
            disputed: false,
            lines: vec![AskedLine {
                open: item.amount,
                item: item.clone(),
                interest: sums.interest,
                indemnity: sums.indemnity,
                disputed: kernel::Money::zero(item.amount.currency()),
            }],
        };
        let to = Addressee { account: &file.account, debtor: &file.debtor, attention: "" };
        let texts = Texts::default();
        let letter = |claim, notice| {
            let asked = asked(claim, notice);
            let text = texts.choose(&asked.step, Channel::Letter, file.debtor.language, None);
            compose(law, &file.creditor, to, &asked, text).expect("a letter")
        };
        let claimed = letter(Claim::Claimed, true);
        let slices = &claimed.interest_note.as_ref().expect("a note").slices;
        let told: Vec<_> = slices.iter().map(|s| (s.from, s.until, s.rate.to_string())).collect();
        assert_eq!(
            told,
            [
                (day("2026-06-21"), day("2026-06-30"), "12.15".to_owned()),
                (day("2026-07-01"), day("2026-07-10"), "12.40".to_owned())
            ]
        );
        assert_eq!(claimed.totals().expect("totals").total.minor(), 104_673);
        assert!(claimed.formal_notice.is_some_and(|n| n.delay_days.get() == 8));
        documents::render_letter(&claimed).expect("laid out");
        // Announced or withheld, the principal alone is asked for.
        for claim in [Claim::Announced, Claim::Withheld] {
            assert_eq!(letter(claim, false).totals().expect("totals").total.minor(), 100_000);
        }
    }
}

#[test]
fn one_bad_address_is_told_and_the_other_letters_leave() {
    for house in filled("2026-07-10") {
        let actor = Actor::operator();
        let run = RunRequest { day: Some(day("2026-07-10")), dry: false, creditor: None, summary: false };
        house.desk.run(&actor, &run, &|_, _| ()).expect("the run");
        let report = house.desk.render_pending(&actor, &|_, _| ()).expect("letters");
        assert_eq!((report.made, report.failed), (1, 1), "on {}", house.engine);
        let told = format!("{:?}", file(&house, "L").timeline);
        assert!(told.contains("la fenêtre en montre 6"), "{told}");
    }
}

#[test]
fn a_statement_and_a_balance_are_saved_in_every_format() {
    for house in filled("2026-07-10") {
        let actor = Actor::operator();
        let id = file(&house, "A").account.id;
        let year = Period { from: day("2026-01-01"), until: day("2026-07-10") };
        let saved = |format| house.desk.statement_file(&actor, id, year, format);
        let pdf = saved(ReportFormat::Pdf).expect("a file");
        assert!(pdf.bytes.starts_with(b"%PDF") && pdf.name == "releve-A-2026-07-10.pdf", "{}", pdf.name);
        assert!(saved(ReportFormat::Xlsx).expect("a file").bytes.starts_with(b"PK"));
        let csv = String::from_utf8(saved(ReportFormat::Csv).expect("a file").bytes).expect("UTF-8");
        assert!(csv.contains("2026-05-20;F1;Facture;2026-06-20;EUR;1000.00;1000.00;1000.00"), "{csv}");
        assert!(saved(ReportFormat::Pptx).is_err(), "a statement is no presentation");
        let before = Period { from: day("2025-01-01"), until: day("2025-12-31") };
        assert!(house.desk.statement_file(&actor, id, before, ReportFormat::Pdf).is_err(), "nothing to state");
        for (word, head) in [("pptx", b"PK".as_slice()), ("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")] {
            let format = ReportFormat::parse(word).expect("a format");
            let report = house
                .desk
                .report(&actor, "aged-balance", format, &AgingQuery::default(), kernel::Language::Fr)
                .expect("a report");
            assert!(report.bytes.starts_with(head) && report.name.ends_with(word), "{word}: {}", report.name);
        }
    }
}
