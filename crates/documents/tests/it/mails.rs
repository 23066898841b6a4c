//! The letter as a mail.

use documents::{DefaultText, DocumentError, Language, mail};

use crate::common::{letter, notice, squeezed, with_text};

fn blanks(text: &str) -> String {
    squeezed(&text.replace(['\u{202f}', '\u{a0}'], " "))
}

#[test]
fn a_mail_says_what_the_letter_says_in_both_parts() {
    let made = mail(&with_text(letter(Language::Fr), DefaultText::Reminder2)).expect("a mail");
    assert_eq!(blanks(&made.subject), "Rappel : 12 990,39 € à régler");
    for said in [
        "FA-2026-0812",
        "8 300,00",
        "900,00 € contestés",
        "à confirmer",
        "−120,00",
        "12 990,39 €",
        "L441-10 du code de commerce",
        "FR76 3000 6000 0112 3456 7890 189",
        "C00417 4K7-Q2",
        "Claire Aubert",
        "RCS Lyon",
    ] {
        assert!(blanks(&made.plain).contains(said), "« {said} » is not in:\n{}", made.plain);
        assert!(blanks(&made.html).contains(said), "« {said} » is not in:\n{}", made.html);
    }
    assert!(made.html.contains("lang=\"fr\"") && made.html.contains("<th scope=\"col\""), "{}", made.html);
}

#[test]
fn a_mail_needs_no_address_and_a_formal_notice_does() {
    let mut reminder = with_text(letter(Language::En), DefaultText::Reminder1);
    reminder.recipient.clear();
    let made = mail(&reminder).expect("a mail");
    assert!(made.plain.contains("Total to pay: €12,990.39"), "{}", made.plain);
    let mut formal = notice(Language::En);
    formal.recipient.clear();
    assert!(matches!(mail(&formal), Err(DocumentError::Address { .. })));
}

/// What people wrote stays as they wrote it, whatever the language: a number is looked up by it.
#[test]
fn the_colons_of_others_are_kept() {
    let mut letter = with_text(letter(Language::En), DefaultText::Reminder1);
    letter.items[0].number = "FA : 12".to_owned();
    letter.paragraphs.push("Our reference : LYON : 7".to_owned());
    let made = mail(&letter).expect("a mail");
    for said in ["FA : 12", "Our reference : LYON : 7", "Total to pay: €12,990.39"] {
        assert!(made.plain.contains(said), "« {said} » is not in:\n{}", made.plain);
    }
}

#[test]
fn hostile_text_neither_runs_nor_fetches_nor_adds_a_header() {
    let mut hostile = with_text(letter(Language::Fr), DefaultText::Reminder1);
    hostile.subject = "Objet\r\nBcc: tous@example.org".to_owned();
    hostile.paragraphs.push("<script>alert(1)</script><img src=x onerror=y> & \"".to_owned());
    hostile.items[0].number = "<b>".to_owned();
    hostile.creditor.name = "A<i>".to_owned();
    let made = mail(&hostile).expect("a mail");
    assert_eq!(made.subject, "Objet Bcc: tous@example.org");
    for tag in ["<script", "<img", "<b>", "<i>", "http:", "https:", "url(", "src=\"", "href"] {
        assert!(!made.html.contains(tag), "{tag} is in {}", made.html);
    }
    assert!(made.html.contains("&lt;script&gt;"));
}
