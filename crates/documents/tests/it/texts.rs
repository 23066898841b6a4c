//! Texts that users edit.

use documents::{
    DefaultText, Language, TextFacts, TextFault, check_text, default_text, gsm_length, is_short, parse_text,
    preview_text, render_text, sms,
};

fn facts() -> TextFacts {
    TextFacts {
        creditor: "Vauban".to_owned(),
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
            consumer: !on(7),
            phone: some(6, "04 72"),
            first_due: some(3, "5 janvier 2027").unwrap_or_default(),
            last_due: some(3, "7 juin 2027").unwrap_or_default(),
            acceleration: on(4),
            piece: "F1".to_owned(),
            contested: "120 €".to_owned(),
            outcome: ["founded", "partly", "unfounded", ""][(bits % 4) as usize].to_owned(),
            granted: some(1, "80 €"),
            left: some(2, "40 €"),
            opinion: some(6, "https://desk.example/link/opinion/x"),
            mediator: some(7, "Médiateur du bois, 25000 Besançon"),
            ..facts()
        };
        for language in [Language::Fr, Language::En] {
            for text in DefaultText::ALL.into_iter().filter(|text| *text != DefaultText::Sms) {
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
fn one_day_is_one_day() {
    let facts = TextFacts { delay_days: 1, days_late: 1, ..facts() };
    for text in DefaultText::ALL.into_iter().filter(|text| *text != DefaultText::Sms) {
        let french = render_text(default_text(text, Language::Fr), &facts).expect("renders");
        let english = render_text(default_text(text, Language::En), &facts).expect("renders");
        assert!(!french.contains("1 jours") && !english.contains("1 days"), "{french}\n{english}");
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
    assert!(error.to_string().contains("debtr"), "{error}");
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
        "{{ \"}}\" * 50000 }}",
        "{{ ('a' * 99000000) ~ ('b' * 99000000) }}",
        "{{ 'a\nb'|indent(9000000000000000000) }}",
        "{{ 'aaaaaaaaaa'|replace('a', 'aaaaaaaaaa')|replace('a', 'aaaaaaaaaa') }}",
        "{{ range(100000000) }}",
        "{{ debtor.upper() }}",
        "{% for a in 'abcdefghijklmnop' %}{% for b in 'abcdefghijklmnop' %}{% for c in 'abcdefghijklmnop' %}{% for d in 'abcdefghijklmnop' %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
    ] {
        let error = render_text(hostile, &facts()).expect_err(hostile);
        assert!(!error.fault.words(Language::Fr).is_empty(), "{hostile}");
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

#[test]
fn the_shipped_text_message_is_one_message() {
    for language in [Language::Fr, Language::En] {
        let rendered =
            render_text(default_text(DefaultText::Sms, language), &TextFacts::sample(language)).expect("renders");
        let text = sms(&rendered).expect("one message");
        assert!(gsm_length(&text).is_ok_and(|length| length <= 160) && !text.contains('\n'), "{text}");
        assert!(text.contains("Ateliers Vauban") && text.contains("04 72 00 00 14"), "{text}");
    }
}

#[test]
fn an_editor_is_told_every_fault_before_anything_is_sent() {
    for language in [Language::Fr, Language::En] {
        for text in DefaultText::ALL {
            assert_eq!(check_text(default_text(text, language)), [], "{}", text.slug());
        }
    }
    // The wrong name stands in a branch that these facts would not take.
    let errors = check_text("Objet\n\n{% if has_credits %}{{ totl }}{% endif %}\n{{ dettor }}");
    let lines: Vec<usize> = errors.iter().map(|e| e.line).collect();
    assert_eq!(lines, [3, 4]);
    assert!(
        errors[0].to_string().contains("totl") && errors[0].to_string().contains("has_disputed, previous_date"),
        "{errors:?}"
    );
    for (hostile, line, word) in [
        ("a\n{% for x in debtor %}x{% endfor %}", 2, "for"),
        ("{%- include 'x' %}", 1, "include"),
        ("{% import 'x' as y %}", 1, "import"),
        ("{% macro m() %}{% endmacro %}", 1, "macro"),
        ("{% set x = 1 %}", 1, "set"),
    ] {
        let errors = check_text(hostile);
        assert_eq!((errors.len(), errors[0].line), (1, line), "{hostile}: {errors:?}");
        assert!(errors[0].to_string().contains(word), "{errors:?}");
        assert_eq!(render_text(hostile, &facts()).expect_err(hostile), errors[0]);
    }
    assert_eq!(check_text(&"x".repeat(50_000)).len(), 1);
    // Some letters claim no interest: the word must stand in a condition.
    let errors = check_text("Objet\n\nPrincipal {{ principal }}, intérêts {{ interest }}.");
    assert_eq!(
        (errors.len(), errors[0].line, &errors[0].fault),
        (1, 3, &TextFault::MayBeAbsent { name: "interest".to_owned() })
    );
    // Braces that close a table do not end the expression around it.
    for hidden in ["{{ {'a': {'b': 1}}.a.b ~ 'x' * 9 }}", "{% if {'a': {'b': 1}} and 'x' * 9 %}x{% endif %}"] {
        assert_eq!(check_text(hidden).first().map(|e| &e.fault), Some(&TextFault::Multiplied), "{hidden}");
    }
    // What only looks like a product, or a filter, is words.
    assert_eq!(check_text("A * b {# 2 * 3 #} {{ \"5 * 'x' | y\" if count == 1 else '\\'*' }} { * }"), []);
}

#[test]
fn every_fault_of_a_text_is_said_in_both_languages() {
    let all = TextFault::examples();
    let codes: std::collections::BTreeSet<&str> = all.iter().map(TextFault::code).collect();
    assert_eq!(codes.len(), all.len());
    for fault in all {
        let said = fault.wording();
        assert!(!said.fr.is_empty() && !said.en.is_empty() && said.fr != said.en, "{said:?}");
    }
    let syntax = TextFault::Syntax { detail: "x".to_owned() }.words(Language::Fr);
    assert!(syntax.ends_with("accolades {{ }} et {% %}"), "{syntax}");
}

#[test]
fn a_preview_reads_as_the_letter_will() {
    let facts = TextFacts::sample(Language::Fr);
    let text = preview_text(default_text(DefaultText::Reminder2, Language::Fr), &facts).expect("a preview");
    assert_eq!(text.subject, "Rappel\u{a0}: 12\u{202f}990,39\u{202f}€ à régler");
    assert!(text.before.iter().any(|p| p.contains("sous 8 jours")), "{text:?}");
}

#[test]
fn the_known_names_are_the_fields_of_the_facts() {
    let fields = serde_json::to_value(TextFacts::default()).expect("JSON");
    let mut names: Vec<&str> = fields.as_object().expect("a record").keys().map(String::as_str).collect();
    let mut known = TextFacts::NAMES.to_vec();
    names.sort_unstable();
    known.sort_unstable();
    assert_eq!(names, known);
    for language in [Language::Fr, Language::En] {
        assert!(known.iter().all(|name| !TextFacts::meaning(name, language).is_empty()), "each name says what it is");
    }
}

#[test]
fn a_text_of_one_line_is_a_text_message() {
    for text in DefaultText::ALL {
        assert_eq!(is_short(default_text(text, Language::Fr)), text == DefaultText::Sms, "{}", text.slug());
    }
}
