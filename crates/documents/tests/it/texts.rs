//! Texts that users edit.

use documents::{DefaultText, Language, TextFacts, default_text, parse_text, render_text};

fn facts() -> TextFacts {
    TextFacts {
        debtor: "Moreau".to_owned(),
        count: 2,
        total: "12 €".to_owned(),
        principal: "10 €".to_owned(),
        delay_days: 8,
        ..TextFacts::default()
    }
}

#[test]
fn every_shipped_text_renders_in_every_situation() {
    for bits in 0_u32..256 {
        let on = |bit: u32| bits & (1 << bit) != 0;
        let some = |bit: u32, text: &str| on(bit).then(|| text.to_owned());
        let facts = TextFacts {
            count: if on(0) { 1 } else { 3 },
            interest: some(1, "1 €"),
            indemnity: some(2, "40 €"),
            oldest_due: some(3, "11 juin 2026"),
            days_late: if on(3) { 165 } else { 0 },
            has_credits: on(4),
            has_disputed: on(5),
            previous_date: some(6, "2 novembre 2026"),
            business: on(7),
            phone: some(6, "04 72"),
            ..facts()
        };
        for language in [Language::Fr, Language::En] {
            for text in DefaultText::ALL {
                let rendered = render_text(default_text(text, language), &facts).expect("renders");
                let parts = parse_text(&rendered);
                assert!(!parts.subject.is_empty() && parts.before.len() >= 3 && parts.after.len() >= 2, "{rendered}");
                for paragraph in parts.before.iter().chain(&parts.after) {
                    for fault in ["  ", " .", " ,", "{", "}", "none", "\n"] {
                        assert!(!paragraph.contains(fault), "{fault:?} in {paragraph:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn the_formal_notice_says_what_it_must() {
    let facts = TextFacts { business: true, ..facts() };
    let text = render_text(default_text(DefaultText::FormalNotice, Language::Fr), &facts).expect("renders");
    for said in ["mettons en demeure", "délai de 8 jours", "courent de plein droit", "article 1344 du code civil"] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    let consumer = render_text(default_text(DefaultText::FormalNotice, Language::Fr), &self::facts()).expect("renders");
    assert!(!consumer.contains("L441-10") && consumer.contains("taux légal"), "{consumer}");
}

#[test]
fn errors_name_the_line_and_the_word() {
    let error = render_text("Objet\n\nBonjour {{ debtr }}", &facts()).expect_err("unknown");
    assert_eq!(error.line, 3);
    assert!(error.message.contains("debtr"), "{error}");
    let error = render_text("a\n{% if %}", &facts()).expect_err("syntax");
    assert_eq!(error.line, 2, "{error}");
}

#[test]
fn a_text_cannot_run_away_or_look_around() {
    for hostile in [
        "{% for a in range(100000) %}x{% endfor %}",
        "{% include 'x' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ 'a' * 10000000000 }}",
        "{{ 'aaaaaaaaaa' * 50000 }}",
        "{% for a in 'abcdefghijklmnop' %}{% for b in 'abcdefghijklmnop' %}{% for c in 'abcdefghijklmnop' %}{% for d in 'abcdefghijklmnop' %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    ] {
        let error = render_text(hostile, &facts()).expect_err(hostile);
        assert!(!error.message.is_empty(), "{hostile}");
    }
    assert_eq!(render_text("{{ debtor }} <b> & {{ total }}", &facts()).as_deref(), Ok("Moreau <b> & 12 €"));
}

#[test]
fn a_text_is_taken_apart() {
    let text = parse_text("\nObjet\r\n\r\nMadame,\n\nUn\ndeux\n---\nFin\n");
    assert_eq!(text.subject, "Objet");
    assert_eq!(text.before, ["Madame,", "Un\ndeux"]);
    assert_eq!(text.after, ["Fin"]);
}
