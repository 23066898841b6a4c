//! Texts the house writes: what a letter says, which one a step speaks by, what is refused.

use amicable::{Channel, Strategy};
use app::outbox::Carriers;
use app::runs::RunRequest;
use app::strategies::Plan;
use app::texts::{Example, TextDraft, TextUsed};
use app::{Actor, DeskError, MessageState, Role};
use kernel::Language;
use store::{Message, TextTemplateId, TextVersion, VersionState};

use crate::outbox::{Fake, later};
use crate::support::{House, day, houses, import, open, pdf_text, request, upload};
use crate::writing::seconds_later;

/// A Monday.
const TODAY: &str = "2026-09-21";
const OWN: &str = "Un mot de {{ creditor }} : {{ total }}\n\nCher client,\n\nNotre phrase maison pour {{ debtor }}.\n\n---\n\nAu revoir.\n";

fn draft(slug: &str, language: Language, body: &str) -> TextDraft {
    TextDraft { slug: slug.to_owned(), language, body: body.to_owned() }
}

fn save(house: &House, slug: &str, body: &str) -> Result<Option<i64>, DeskError> {
    house.desk.save_text(&Actor::operator(), &draft(slug, Language::Fr, body), None).map(|saved| saved.version)
}

/// Houses with two customers who owe one piece each since 1 September.
fn filled() -> Vec<House> {
    let houses = houses(TODAY);
    for house in &houses {
        bring(house, "0.00,");
    }
    houses
}

/// The piece of C0, with what was paid of it; C1 pays nothing.
fn bring(house: &House, paid: &str) {
    let customers = "customer_id,name,street,postcode,city,country,email,language,terms_days\n\
        C0,Atelier A,1 rue A,75001,Paris,FR,a@a.example,fr,30\nC1,Bureau B,2 rue B,69001,Lyon,FR,b@b.example,en,30\n";
    let items = format!(
        "invoice_id,kind,customer_id,issue_date,due_date,amount,paid_amount,paid_date,currency\n\
         F0,INV,C0,2026-08-01,2026-09-01,100.00,{paid},EUR\nF1,INV,C1,2026-08-01,2026-09-01,100.00,0.00,,EUR\n"
    );
    let mut files = request(vec![upload("customers.csv", customers), upload("items.csv", items)]);
    files.profile = formats::Profile::named("open-items");
    assert_eq!(import(&house.desk, &files).outcome.rejected, 0);
}

fn decide(house: &House) {
    let run = RunRequest { day: Some(day(TODAY)), dry: false, creditor: None, summary: true };
    house.desk.run(&Actor::operator(), &run, &|_, _| ()).expect("the run");
}

fn make(house: &House) {
    let report = house.desk.render_pending(&Actor::operator(), &|_, _| ()).expect("letters");
    assert_eq!(report.failed, 0, "on {}", house.engine);
}

/// The message of an account, with the text it was made from.
fn message(house: &House, code: &str) -> (Message, TextUsed) {
    let actor = Actor::operator();
    let id = house.desk.find_account(&actor, code).expect("the account");
    let file = house.desk.account_file(&actor, id).expect("its file");
    let message = file.messages.into_iter().next().expect("a message");
    let body: serde_json::Value = serde_json::from_str(&message.body).expect("JSON");
    let used = serde_json::from_value(body["made_from"].clone()).expect("the text it was made from");
    (message, used)
}

/// What the letter says, as the message keeps it.
fn said(message: &Message) -> String {
    let body: serde_json::Value = serde_json::from_str(&message.body).expect("JSON");
    body["text"].as_str().expect("words").to_owned()
}

#[test]
fn a_letter_says_what_the_house_wrote_and_keeps_which_text_it_was() {
    for house in filled() {
        assert_eq!(save(&house, "reminder-1", OWN).expect("saved"), Some(1));
        decide(&house);
        make(&house);
        let (own, used) = message(&house, "C0");
        assert_eq!((used.slug.as_str(), used.language, used.version), ("reminder-1", Language::Fr, Some(1)));
        assert_eq!(own.subject, format!("Un mot de {} : 100,00\u{202f}€", creditor(&house)), "on {}", house.engine);
        assert!(said(&own).contains("Notre phrase maison pour Atelier A."), "{}", said(&own));
        // English was not written by the house: the shipped text speaks.
        let (other, used) = message(&house, "C1");
        assert_eq!((used.language, used.version), (Language::En, None));
        assert!(!said(&other).contains("phrase maison"));
        let actor = Actor::operator();
        let id = house.desk.find_account(&actor, "C0").expect("the account");
        let timeline = format!("{:?}", house.desk.account_file(&actor, id).expect("its file").timeline);
        assert!(timeline.contains("sha256") && timeline.contains("reminder-1"), "the proof names the text");
    }
}

fn creditor(house: &House) -> String {
    house.desk.creditors(&Actor::operator()).expect("creditors")[0].name.clone()
}

#[test]
fn a_message_made_again_keeps_its_own_text() {
    for house in filled() {
        save(&house, "reminder-1", OWN).expect("saved");
        decide(&house);
        make(&house);
        save(&house, "reminder-1", &OWN.replace("phrase maison", "nouvelle phrase")).expect("saved");
        // Part is paid before the letter is posted: it is made again for what is left.
        bring(&house, "40.00,2026-09-20");
        let print = house.desk.print_files(&Actor::operator(), day(TODAY)).expect("files")[0].document;
        let posted = house.desk.posted(&Actor::operator(), print, day(TODAY), &[]).expect("posted");
        assert_eq!(posted.take_out.len(), 1, "on {}", house.engine);
        make(&house);
        let (again, used) = message(&house, "C0");
        assert!(said(&again).contains("Notre phrase maison") && again.subject.contains("60,00"), "{}", again.subject);
        assert_eq!(used.version, Some(1));
    }
}

#[test]
fn a_step_that_left_the_plan_keeps_its_meaning() {
    for house in filled() {
        let actor = Actor::operator();
        // The standard strategy in one step: a formal notice from the first day.
        let mut strategy = Strategy::standard();
        let notice = amicable::Step {
            timing: amicable::Timing::AfterDue(8),
            slug: "last-word".to_owned(),
            ..strategy.steps[2].clone()
        };
        strategy.steps = vec![notice];
        house.desk.save_strategy(&actor, &strategy).expect("saved");
        let mut signed = creditor_edit(&house);
        signed.signatory = "Claire Lefort".to_owned();
        house.desk.save_creditor(&actor, &signed).expect("saved").expect("sound");
        decide(&house);
        house.desk.retire_strategy(&actor, "standard").expect("retired");
        make(&house);
        let (letter, used) = message(&house, "C0");
        assert_eq!(used.slug, "formal-notice", "not a first reminder, on {}", house.engine);
        assert!(letter.subject.starts_with("Mise en demeure"), "{}", letter.subject);
    }
}

fn creditor_edit(house: &House) -> app::creditors::CreditorEdit {
    let c = house.desk.creditors(&Actor::operator()).expect("creditors").remove(0);
    app::creditors::CreditorEdit {
        code: c.code,
        name: c.name,
        legal_line: c.legal_line,
        siren: String::new(),
        vat: String::new(),
        address: c.address,
        phone: c.phone,
        email: c.email,
        iban: String::new(),
        bic: String::new(),
        signatory: c.signatory,
        mediator: c.mediator,
        terms: c.terms.to_string(),
    }
}

#[test]
fn the_sender_of_a_step_signs_and_its_language_is_the_letters() {
    for house in filled() {
        let mut strategy = Strategy::standard();
        strategy.steps[0].sender = "Paule Roy, directrice financière".to_owned();
        strategy.steps[0].language = Some("en".to_owned());
        strategy.steps[0].channel = Channel::Mail;
        house.desk.save_strategy(&Actor::operator(), &strategy).expect("saved");
        decide(&house);
        make(&house);
        let (mail, used) = message(&house, "C0");
        assert_eq!((used.language, mail.language), (Language::En, Language::En));
        let text = said(&mail);
        assert!(text.contains("Paule Roy\ndirectrice financière\n"), "on {}: {text}", house.engine);
        assert!(text.contains("Total to pay") && !text.contains("Service recouvrement"), "{text}");
    }
}

#[test]
fn a_step_names_only_texts_that_exist() {
    for house in filled() {
        let actor = Actor::operator();
        let mut strategy = Strategy::standard();
        strategy.steps[0].text = "relance-douce".to_owned();
        let refused = house.desk.save_strategy(&actor, &strategy).expect_err("no such text");
        assert_eq!(refused.code(), "step-text-unknown");
        assert!(
            refused.words(Language::Fr).contains("reminder-1") && refused.words(Language::Fr).contains("formal-notice")
        );
        save(&house, "relance-douce", OWN).expect("saved");
        house.desk.save_strategy(&actor, &strategy).expect("now it exists");
        // In a language it is not written in, it does not exist.
        strategy.steps[0].language = Some("en".to_owned());
        assert_eq!(
            house.desk.save_strategy(&actor, &strategy).expect_err("not in English").code(),
            "step-text-unknown"
        );
        decide(&house);
        make(&house);
        assert_eq!(message(&house, "C0").1.slug, "relance-douce", "on {}", house.engine);
        assert_eq!(message(&house, "C1").1.slug, "reminder-1", "nobody wrote it in English: by its tone");
        let kept = house.desk.retire_text(&actor, "relance-douce", Language::Fr).expect_err("a step names it");
        assert_eq!(kept.code(), "text-named");
        house.desk.retire_strategy(&actor, "standard").expect("retired");
        house.desk.retire_text(&actor, "relance-douce", Language::Fr).expect("nothing names it");
        assert_eq!(house.desk.text(&actor, "relance-douce", Language::Fr, None).expect_err("gone").code(), "not-found");
    }
}

/// What the check of a strategy tells: step, field, code.
fn lacking(house: &House, strategy: &Strategy) -> Vec<(String, &'static str, &'static str)> {
    let found = house.desk.check_strategy(&Actor::operator(), strategy).expect("checked");
    found.into_iter().map(|fault| (fault.step, fault.field, fault.code)).collect()
}

#[test]
fn the_check_of_a_strategy_reads_the_texts_that_its_steps_name() {
    for house in houses(TODAY) {
        let actor = Actor::operator();
        for strategy in Plan::default().strategies {
            assert_eq!(lacking(&house, &strategy), [], "« {} » as shipped, on {}", strategy.slug, house.engine);
        }
        let mut strategy = Strategy::standard();
        save(&house, "relance-douce", OWN).expect("saved");
        save(&house, "court", "{{ creditor }} : {{ total }}").expect("saved");
        strategy.steps[0].text = "personne".to_owned();
        strategy.steps[1].text = "court".to_owned();
        strategy.steps[2].text = "relance-douce".to_owned();
        let told = |step: &str, field, code| (step.to_owned(), field, code);
        let all = [
            told("reminder-1", "text", "step-text-unknown"),
            told("reminder-2", "text", "step-text-short"),
            told("formal-notice", "text", "step-text-unsound"),
        ];
        // The formal notice says nothing of the sort in French; in English the shipped one speaks.
        assert_eq!(lacking(&house, &strategy), all, "on {}", house.engine);
        let refused = house.desk.save_strategy(&actor, &strategy).expect_err("the first is the refusal");
        assert_eq!(refused.code(), "step-text-unknown");
        // A reminder in the words of a formal notice has none of its guards.
        strategy.steps[0].text = "formal-notice".to_owned();
        strategy.steps[1].text = "relance-douce".to_owned();
        strategy.steps[2].text = String::new();
        assert_eq!(lacking(&house, &strategy), [told("reminder-1", "formal_notice", "step-no-notice")]);
        strategy.steps[0].channel = Channel::Sms;
        assert_eq!(lacking(&house, &strategy), [told("reminder-1", "text", "step-text-long")]);
        strategy.steps[0].text = String::new();
        house.desk.save_strategy(&actor, &strategy).expect("nothing is wrong with it");
    }
}

#[test]
fn a_text_kept_that_can_no_longer_be_used_is_told_with_its_step() {
    for house in houses(TODAY) {
        let mut strategy = Strategy::standard();
        strategy.steps[1].text = "ancien".to_owned();
        strategy.steps[1].language = Some("fr".to_owned());
        // As an earlier version of the program may have let it in.
        let kept = |body: &str, id: i64, version: i64| TextVersion {
            id: TextTemplateId(id),
            slug: "ancien".to_owned(),
            language: Language::Fr,
            version,
            body: body.to_owned(),
            state: VersionState::Active,
            actor: "somebody".to_owned(),
            created_us: house.desk.now(),
        };
        for (id, body) in
            [(1, "Objet\n\nVous devez {{ montant }}.\n"), (2, "Objet\n\n{% for x in debtor %}{% endfor %}\n")]
        {
            let version = kept(body, id, id);
            house.desk.store().write("test", |tx| tx.text_templates().put_in_force(&version)).expect("kept");
            let told = house.desk.check_strategy(&Actor::operator(), &strategy).expect("checked");
            let [fault] = told.as_slice() else { panic!("{told:?}") };
            assert_eq!((fault.step.as_str(), fault.place, fault.code), ("reminder-2", 1, "step-text-unsound"));
            assert!(fault.message.fr.contains("ancien (fr)") && fault.message.fr.contains("ligne 3"), "{fault:?}");
        }
    }
}

#[test]
fn the_text_of_a_formal_notice_is_refused_without_what_makes_it_one() {
    for house in houses(TODAY) {
        let why = save(&house, "formal-notice", OWN).expect_err("a reminder").words(Language::Fr);
        assert!(why.contains("mise en demeure"), "{why}");
        save(&house, "formal-notice", &OWN.replace("Cher client", "Mise en demeure")).expect("it says so");
        // A text of another name too, while a formal notice is made from it.
        let notice = OWN.replace("Cher client", "Nous vous mettons en demeure");
        save(&house, "notre-mise-en-demeure", &notice).expect("saved");
        let mut strategy = Strategy::standard();
        strategy.steps[2].text = "notre-mise-en-demeure".to_owned();
        house.desk.save_strategy(&Actor::operator(), &strategy).expect("saved");
        assert_eq!(save(&house, "notre-mise-en-demeure", OWN).expect_err("a reminder").code(), "text-unsound");
    }
}

#[test]
fn versions_follow_each_other_and_the_shipped_text_comes_back() {
    for house in houses(TODAY) {
        let actor = Actor::operator();
        let shipped = house.desk.text(&actor, "reminder-2", Language::Fr, None).expect("shipped").body;
        assert_eq!(save(&house, "reminder-2", &shipped).expect("as it is"), None, "nothing to write");
        assert_eq!(save(&house, "reminder-2", OWN).expect("saved"), Some(1));
        assert_eq!(save(&house, "reminder-2", &OWN.replace('\n', "\r\n")).expect("said already"), Some(1));
        assert_eq!(save(&house, "reminder-2", &OWN.replace("maison", "à nous")).expect("saved"), Some(2));
        let over = house.desk.save_text(&actor, &draft("reminder-2", Language::Fr, OWN), Some(1));
        assert_eq!(over.expect_err("somebody was quicker").code(), "changed-meanwhile");
        let shown = house.desk.text(&actor, "reminder-2", Language::Fr, None).expect("in force");
        assert!(shown.body.contains("à nous") && shown.shipped_body.as_deref() == Some(&shipped));
        assert_eq!(shown.versions.iter().map(|v| (v.version, v.in_force)).collect::<Vec<_>>(), [(2, true), (1, false)]);
        let first = house.desk.text(&actor, "reminder-2", Language::Fr, Some(1)).expect("an earlier version");
        assert_eq!((first.body.as_str(), first.card.version), (OWN, Some(2)));
        house.desk.retire_text(&actor, "reminder-2", Language::Fr).expect("retired");
        let back = house.desk.text(&actor, "reminder-2", Language::Fr, None).expect("shipped");
        assert_eq!((back.body.as_str(), back.card.version), (shipped.as_str(), None), "on {}", house.engine);
        assert_eq!(house.desk.retire_text(&actor, "reminder-2", Language::Fr).expect_err("once").code(), "not-found");
        assert_eq!(save(&house, "reminder-2", OWN).expect("saved"), Some(3), "numbers are never used twice");
        // Another desk on the same database sees the same.
        let texts = open(&house.url, day(TODAY)).texts(&actor).expect("texts");
        let of = |slug: &str, language| texts.iter().find(|t| t.slug == slug && t.language == language).expect("there");
        assert_eq!(of("reminder-2", Language::Fr).version, Some(3));
        assert!(of("reminder-1", Language::En).steps.iter().any(|s| s.strategy == "standard"));
        assert!(of("sms", Language::Fr).short);
        house.desk.store().seal(house.desk.now()).expect("sealed");
        assert!(house.desk.verify(&actor).expect("verified").is_sound());
    }
}

#[test]
fn hostile_texts_are_refused_with_their_line_and_never_saved() {
    for house in houses(TODAY) {
        let long = "x".repeat(1_000_000);
        for (slug, body, told) in [
            ("reminder-1", "Objet\n\n{% for x in debtor %}x{% endfor %}", "ligne 3\u{a0}: « for »"),
            ("reminder-1", "Objet\n\nBonjour {{ debtr }}", "ligne 3\u{a0}: « debtr » n’est pas un mot connu"),
            ("reminder-1", "Objet\n\n{{ interest }}", "« interest » peut manquer"),
            ("reminder-1", "Objet\n\n{{ 'a' * 90000000 }}", "ne multiplie pas"),
            ("reminder-1", "Objet\n\n{{ debtor", "accolades"),
            ("reminder-1", "\n \n", "n’a pas d’objet"),
            ("reminder-1", &long, "dépasse 40\u{202f}000 octets"),
            ("sms", OWN, "une ligne"),
            ("../etc", OWN, "n’est pas un nom de texte"),
        ] {
            let refused = save(&house, slug, body).expect_err(told).words(Language::Fr);
            assert!(refused.contains(told), "{told}: {refused}");
        }
        assert!(house.desk.texts(&Actor::operator()).expect("texts").iter().all(|t| t.version.is_none()));
        let reader = Actor::new("r", Role::Reader);
        let forbidden = house.desk.save_text(&reader, &draft("reminder-1", Language::Fr, OWN), None);
        assert_eq!(forbidden.expect_err("a reader").code(), "forbidden");
    }
}

#[test]
fn a_preview_shows_what_the_letter_will_say() {
    for house in filled() {
        let actor = Actor::operator();
        let body =
            "Objet\n\n{% if consumer %}Cher monsieur{% else %}Messieurs{% endif %},\n\n{{ debtor }} doit {{ total }}.";
        let draft = draft("reminder-2", Language::Fr, body);
        let on = |example| house.desk.preview_text(&actor, &draft, example).expect("a preview").before;
        assert_eq!(on(Example::Business)[0], "Messieurs,");
        assert_eq!(on(Example::Consumer)[0], "Cher monsieur,");
        let account = house.desk.find_account(&actor, "C0").expect("the account");
        // 100 €, announced interest is not asked for by the step that names this text.
        assert_eq!(on(Example::Account(account))[1], "Atelier A doit 100,00\u{202f}€.");
        for example in [Example::Business, Example::Consumer, Example::Account(account)] {
            for text in house.desk.texts(&actor).expect("texts").into_iter().filter(|t| !t.short) {
                let body = house.desk.text(&actor, &text.slug, text.language, None).expect("a text").body;
                let draft = TextDraft { slug: text.slug, language: text.language, body };
                let pdf = house.desk.preview_letter(&actor, &draft, example);
                match pdf {
                    Ok(bytes) => assert!(bytes.starts_with(b"%PDF"), "{draft:?}"),
                    // Nobody signs in this house: its formal notice must not leave.
                    Err(error) => assert_eq!((draft.slug.as_str(), error.code()), ("formal-notice", "document")),
                }
            }
        }
        let short = TextDraft { body: "{{ creditor }} : {{ total }}".to_owned(), slug: "sms".to_owned(), ..draft };
        let sms = house.desk.preview_text(&actor, &short, Example::Business).expect("a preview").sms.expect("short");
        assert!(sms.length.is_some_and(|n| n < sms.most) && sms.text.contains(':'), "{sms:?}");
        assert_eq!(
            house.desk.preview_letter(&actor, &short, Example::Business).expect_err("short").code(),
            "text-short"
        );
        assert_eq!(house.desk.texts(&actor).expect("texts").len(), 22, "nothing was written");
    }
}

#[test]
fn a_number_known_before_printing_stands_on_the_registered_letter() {
    for house in filled() {
        let actor = Actor::operator();
        let mut strategy = Strategy::standard();
        strategy.steps.drain(..2);
        strategy.steps[0].timing = amicable::Timing::AfterDue(8);
        strategy.steps[0].sender = "Claire Lefort".to_owned();
        strategy.steps[0].approval = true;
        house.desk.save_strategy(&actor, &strategy).expect("saved");
        decide(&house);
        let id = house.desk.find_account(&actor, "C0").expect("the account");
        let waiting = house.desk.account_file(&actor, id).expect("its file").messages.remove(0);
        house.desk.registered(&actor, waiting.id, Some("2C12345678901"), (None, None)).expect("noted");
        house.desk.approve_messages(&actor, &[waiting.id]).expect("approved");
        let held = house.desk.render_pending(&actor, &|_, _| ()).expect("letters");
        assert_eq!(held.made, 0, "who approved may still take it back");
        seconds_later(&house, 10).render_pending(&actor, &|_, _| ()).expect("letters");
        let (letter, _) = message(&house, "C0");
        let document = house.desk.read_document(&actor, letter.document_id.expect("made")).expect("a document");
        if let Some(text) = pdf_text(&document.content) {
            let words = text.replace(['\u{a0}', '\n'], " ");
            assert!(words.contains("avec avis de réception n° 2C12345678901"), "on {}: {words}", house.engine);
            assert!(words.contains("Claire Lefort"), "the step's sender signs: {words}");
        }
        assert_eq!(letter.registered, "2C12345678901");
    }
}

#[test]
fn a_number_given_before_printing_makes_the_letter_again_and_after_it_does_not() {
    for house in filled() {
        let actor = Actor::operator();
        decide(&house);
        // A carrier posts the letters: the house prints none.
        let posts = Carriers { post: Some(Fake::doing(&[])), ..Carriers::default() };
        let desk = later(&house, 0, posts);
        let report = desk.render_pending(&actor, &|_, _| ()).expect("letters");
        assert_eq!((report.made, report.failed), (2, 0), "on {}", house.engine);
        let (made, _) = message(&house, "C0");
        desk.registered(&actor, made.id, Some("2C12345678901"), (None, None)).expect("noted");
        let (planned, _) = message(&house, "C0");
        assert_eq!((planned.state, planned.document_id), (MessageState::Planned, None));
        // This desk prints: what is made now stands on paper.
        make(&house);
        let (printed, _) = message(&house, "C0");
        assert_eq!(printed.state, MessageState::Rendered);
        let document = house.desk.read_document(&actor, printed.document_id.expect("made")).expect("a document");
        if let Some(text) = pdf_text(&document.content) {
            assert!(text.contains("2C12345678901"), "{text}");
        }
        house.desk.registered(&actor, printed.id, Some("2C12345678902"), (None, None)).expect("noted");
        let (kept, _) = message(&house, "C0");
        assert_eq!((kept.state, kept.document_id), (MessageState::Rendered, printed.document_id), "it is on paper");
        assert_eq!(kept.registered, "2C12345678902");
    }
}

#[test]
fn the_plan_shipped_names_texts_that_exist() {
    for house in houses(TODAY) {
        for strategy in Plan::default().strategies {
            house.desk.save_strategy(&Actor::operator(), &strategy).expect("every shipped strategy can be saved");
        }
    }
}
