//! What goes with a message: the statement, the invoices the house has, and what is refused.

use std::fmt::Write;
use std::sync::Arc;

use app::imports::Upload;
use app::outbox::SendReport;
use app::runs::RunRequest;
use app::strategies::{Enclosure, strategy_from_json};
use app::writing::MessageOrder;
use app::{Actor, Channel, Desk, DeskError, MessageState};
use courier::Carrier;
use ledger::ItemId;
use store::{Document, Message};

use crate::outbox::{Fake, TODAY, import_items, items, later, mail_by, send, state, states};
use crate::support::{House, day, houses, import, request, upload};

/// A PDF of so many pages that weighs about `bytes`; `mark` tells it from others.
pub fn pdf(pages: usize, bytes: usize, mark: &str) -> Vec<u8> {
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>".to_owned()];
    let kids: Vec<String> = (0..pages).map(|n| format!("{} 0 R", n + 4)).collect();
    objects.push(format!("<</Type/Pages/Kids[{}]/Count {pages}>>", kids.join(" ")));
    let drawn = format!("% {mark} {}", "x".repeat(bytes));
    objects.push(format!("<</Length {}>>stream\n{drawn}\nendstream", drawn.len()));
    objects.extend((0..pages).map(|_| "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>".to_owned()));
    let mut text = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (n, object) in objects.iter().enumerate() {
        offsets.push(text.len());
        writeln!(text, "{} 0 obj{object}endobj", n + 1).expect("text");
    }
    let start = text.len();
    writeln!(text, "xref\n0 {}\n0000000000 65535 f ", objects.len() + 1).expect("text");
    for offset in offsets {
        writeln!(text, "{offset:010} 00000 n ").expect("text");
    }
    writeln!(text, "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF", objects.len() + 1).expect("text");
    text.into_bytes()
}

/// Houses whose one customer owes three pieces.
fn owing() -> Vec<House> {
    let houses = houses(TODAY);
    for House { desk, .. } in &houses {
        let customers = "customer_id,name,street,postcode,city,country,email,language,terms_days\n\
                         C0,Client 0,1 rue A,75001,Paris,FR,c0@d0.example,fr,30\n";
        let mut pieces =
            "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n".to_owned();
        for n in 0..3 {
            writeln!(pieces, "F{n},INV,C0,2026-08-0{},2026-09-0{},100.00,0.00,,EUR", n + 1, n + 1).expect("text");
        }
        let mut files = request(vec![upload("customers.csv", customers), upload("items.csv", pieces)]);
        files.profile = formats::Profile::named("open-items");
        assert_eq!(import(desk, &files).outcome.rejected, 0);
    }
    houses
}

fn pieces(desk: &Desk) -> [ItemId; 3] {
    ["F0", "F1", "F2"].map(|number| desk.find_item(&Actor::operator(), number).expect("a piece").id)
}

/// The same, reminded today with what `attach` says.
fn reminded(channel: &str, attach: &str, prepare: impl Fn(&Desk, &[ItemId])) -> Vec<House> {
    let houses = owing();
    for House { desk, .. } in &houses {
        let actor = Actor::operator();
        let plan = format!(
            r#"{{"slug":"standard","steps":[{{"slug":"reminder-1","timing":{{"after-due":8}},"channel":"{channel}","grant_days":8,"attach":{attach}}}]}}"#
        );
        desk.save_strategy(&actor, &strategy_from_json(&plan).expect("a strategy")).expect("saved");
        prepare(desk, &pieces(desk));
        let run = RunRequest { day: Some(day(TODAY)), dry: false, creditor: None, summary: true };
        desk.run(&actor, &run, &|_, _| ()).expect("the run");
        let report = desk.render_pending(&actor, &|_, _| ()).expect("messages");
        assert_eq!((report.made, report.failed), (1, 0));
    }
    houses
}

fn file(name: &str, bytes: Vec<u8>) -> Upload {
    Upload { name: name.to_owned(), bytes }
}

fn attach(desk: &Desk, item: ItemId, name: &str, bytes: Vec<u8>) {
    desk.attach_file(&Actor::operator(), item, &file(name, bytes)).expect("attached");
}

/// The one message, what it says, and the documents of its account.
fn made(desk: &Desk) -> (Message, String, Vec<Document>) {
    let read = desk.store().read(|tx| {
        let message = tx.messages().list(None, None, None, 5)?.remove(0);
        let documents = tx.documents().of_account(message.account_id)?;
        let documents = documents.iter().map(|d| tx.documents().get(d.id)).collect::<Result<Vec<_>, _>>()?;
        Ok::<_, store::StoreError>((message, documents))
    });
    let (message, documents) = read.expect("read");
    let said = message.body.replace(['\u{a0}', '\u{202f}'], " ");
    (message, said, documents)
}

#[test]
fn a_message_by_hand_carries_what_is_ticked_and_not_a_file_taken_away_since() {
    for house in owing() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let ids = pieces(desk);
        attach(desk, ids[0], "F0.pdf", pdf(1, 10, "one"));
        let account = desk.find_account(&actor, "C0").expect("the account");
        let order = |channel, attach: &[Enclosure]| MessageOrder {
            channel: Some(channel),
            attach: attach.to_vec(),
            ..MessageOrder::default()
        };
        let both = order(Channel::Mail, Enclosure::ALL);
        let draft = desk.draft_message(&actor, account, &both).expect("a draft");
        assert_eq!(draft.enclosed, ["relevé de compte au 21\u{a0}septembre\u{a0}2026", "facture F0"]);
        assert!(desk.draft_message(&actor, account, &order(Channel::Mail, &[])).expect("a draft").enclosed.is_empty());
        desk.write_message(&actor, account, &both).expect("written");
        let (_, said, _) = made(desk);
        assert!(said.contains("Pièces jointes : relevé de compte au 21 septembre 2026, facture F0"), "{said}");
        let fake = Fake::doing(&[]);
        let sender = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(send(&sender).sent, 1, "on {}", house.engine);
        let text = fake.texts.lock().expect("a lock").join("");
        let places = ["C0.pdf", "releve-C0-2026-09-21.pdf", "F0.pdf"].map(|name| text.find(name));
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");

        let alone = desk.draft_letter(&actor, account, &order(Channel::Letter, &[])).expect("a letter");
        let followed = desk.draft_letter(&actor, account, &order(Channel::Letter, Enclosure::ALL)).expect("a letter");
        let count = |pdf: Vec<u8>| documents::page_count(&documents::Pdf::from_bytes(pdf)).expect("pages");
        assert!(count(followed) >= count(alone) + 2, "on paper what is enclosed follows the letter");

        sender.write_message(&actor, account, &order(Channel::Mail, &[Enclosure::Invoices])).expect("written");
        assert!(sender.detach_file(&actor, ids[0]).expect("taken away"));
        let after = later(&house, 2, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(send(&after), SendReport { cancelled: 1, ..SendReport::default() }, "nobody writes it anew");
        after.store().seal(after.now()).expect("sealed");
        assert!(after.verify(&actor).expect("verified").is_sound());
    }
}

#[test]
fn a_mail_carries_the_statement_and_the_newest_invoices_and_says_so() {
    let houses = reminded("mail", r#"["statement","invoices"]"#, |desk, ids| {
        attach(desk, ids[0], "old.pdf", pdf(1, 10, "old"));
        attach(desk, ids[0], "../F0.pdf", pdf(1, 10, "new"));
        attach(desk, ids[2], "F2.pdf", pdf(2, 10, "two"));
    });
    for house in houses {
        let (message, said, documents) = made(&house.desk);
        assert_eq!(message.state, MessageState::Rendered);
        assert!(
            said.contains("Pièces jointes : relevé de compte au 21 septembre 2026, facture F0, facture F2"),
            "{said}"
        );
        let kinds: Vec<&str> = documents.iter().map(|d| d.kind.as_str()).collect();
        assert_eq!(kinds.iter().filter(|k| **k == "statement").count(), 1, "{kinds:?}");
        let fake = Fake::doing(&[]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(send(&desk).sent, 1, "on {}", house.engine);
        let text = fake.texts.lock().expect("a lock").join("");
        let places: Vec<Option<usize>> =
            ["2026-09-21-C0-n1.pdf", "releve-C0-2026-09-21.pdf", "F0.pdf", "F2.pdf"].map(|name| text.find(name)).into();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");
        assert!(!text.contains("old.pdf"), "the newer file took its place");
        desk.store().seal(desk.now()).expect("sealed");
        assert!(desk.verify(&Actor::operator()).expect("verified").is_sound());
    }
}

#[test]
fn a_letter_is_followed_by_its_enclosures_each_on_a_sheet_of_its_own() {
    let houses = reminded("letter", r#"["statement","invoices"]"#, |desk, ids| {
        attach(desk, ids[0], "F0.pdf", pdf(3, 10, "three"));
        attach(desk, ids[1], "F1.pdf", pdf(40, 10, "forty"));
        attach(desk, ids[2], "F2.pdf", pdf(1, 10, "one"));
    });
    for house in houses {
        let (message, said, documents) = made(&house.desk);
        let letter = documents.iter().find(|d| Some(d.id) == message.document_id).expect("the letter");
        let pages = documents::page_count(&documents::Pdf::from_bytes(letter.content.clone())).expect("readable");
        // The letter and the statement have one page each and a blank back, the invoice three and one, the last one.
        assert_eq!(pages, 2 + 2 + 4 + 1, "on {}: {said}", house.engine);
        let entries = house.desk.store().read(|tx| tx.timeline().of_account(message.account_id, None, 50));
        let entries = entries.expect("entries");
        let told = &entries.iter().find(|e| e.kind == "letter.made").expect("an entry").payload;
        let told: serde_json::Value = serde_json::from_str(told).expect("JSON");
        assert_eq!(
            told["enclosed"]["named"],
            serde_json::json!(["relevé de compte au 21\u{a0}septembre\u{a0}2026", "facture F0", "facture F2"])
        );
        assert_eq!(told["enclosed"]["on_request"], serde_json::json!(["facture F1"]), "forty pages are no letter");
        let printed = house.desk.print_files(&Actor::operator(), day(TODAY)).expect("files");
        let file = house.desk.read_document(&Actor::operator(), printed[0].document).expect("a print file");
        assert_eq!(documents::page_count(&documents::Pdf::from_bytes(file.content)).expect("readable"), 9);
    }
}

#[test]
fn what_does_not_fit_in_a_mail_is_sent_on_request() {
    let houses = reminded("mail", r#"["invoices"]"#, |desk, ids| {
        attach(desk, ids[0], "F0.pdf", pdf(1, 6_000_000, "a"));
        attach(desk, ids[1], "F1.pdf", pdf(1, 6_000_000, "b"));
        attach(desk, ids[2], "F2.pdf", pdf(1, 100, "c"));
    });
    for house in houses {
        let (_, said, _) = made(&house.desk);
        assert!(said.contains("Pièces jointes : facture F0, facture F2"), "{said}");
        assert!(said.contains("Trop volumineux pour être joint, envoyé sur simple demande : facture F1"), "{said}");
    }
}

#[test]
fn a_file_taken_back_no_longer_leaves() {
    let houses = reminded("mail", r#"["invoices"]"#, |desk, ids| attach(desk, ids[1], "F1.pdf", pdf(1, 10, "wrong")));
    for house in houses {
        let actor = Actor::operator();
        let item = house.desk.find_item(&actor, "F1").expect("a piece").id;
        assert!(house.desk.detach_file(&actor, item).expect("taken"));
        assert!(!house.desk.detach_file(&actor, item).expect("nothing left to take"));
        let fake = Fake::doing(&[]);
        let desk = later(&house, 1, mail_by(Arc::clone(&fake) as Arc<dyn Carrier>));
        assert_eq!(send(&desk), SendReport { remade: 1, ..SendReport::default() }, "on {}", house.engine);
        desk.render_pending(&actor, &|_, _| ()).expect("made again");
        assert_eq!(send(&desk).sent, 1);
        assert!(!fake.texts.lock().expect("a lock").join("").contains("F1.pdf"));
        assert_eq!(states(&desk), state("sent", 1));
    }
}

#[test]
fn a_file_is_checked_at_the_door() {
    for house in houses(TODAY) {
        let (desk, actor) = (&house.desk, Actor::operator());
        import_items(desk, items(1, &[]));
        let item = desk.find_item(&actor, "F0").expect("a piece").id;
        let refused = |name: &str, bytes: Vec<u8>| match desk.attach_file(&actor, item, &file(name, bytes)) {
            Err(DeskError::Refused(refusal)) => (refusal.code(), refusal.words(kernel::Language::Fr)),
            other => panic!("{name}: {other:?}"),
        };
        let (code, words) = refused("scan.pdf", pdf(1, 20_000_000, "heavy"));
        assert_eq!(code, "file-too-heavy");
        assert!(words.contains("scan.pdf pèse 21 Mo") && words.contains("8 Mo au plus"), "{words}");
        assert_eq!(refused("photo.pdf", b"\x89PNG\r\n".to_vec()).0, "not-a-pdf", "its content speaks, not its name");
        assert_eq!(refused("empty.pdf", Vec::new()).0, "not-a-pdf");
        assert_eq!(refused("cut.pdf", pdf(1, 10, "cut")[..60].to_vec()).0, "pdf-unusable");
        assert_eq!(refused("none.pdf", pdf(0, 10, "no page")).0, "pdf-unusable");
        let first = desk.attach_file(&actor, item, &file("F0", pdf(1, 10, "a"))).expect("attached");
        let again = desk.attach_file(&actor, item, &file("F0", pdf(1, 10, "a"))).expect("attached");
        assert_eq!(first, again, "the same file again changes nothing");
        let kept = desk.read_document(&actor, first).expect("a document");
        assert_eq!((kept.file_name.as_str(), kept.kind.as_str(), kept.item_id), ("F0.pdf", "invoice", Some(item)));
        let reader = Actor::new(actor.name, app::Role::Reader);
        let file = file("F0", pdf(1, 10, "b"));
        assert!(matches!(desk.attach_file(&reader, item, &file), Err(DeskError::Forbidden { .. })));
    }
}
