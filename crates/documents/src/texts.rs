//! Texts that users edit: rendered in a sandbox, the same for mail and letter.
//!
//! A text is a subject line, then paragraphs parted by blank lines; a line `---` marks where the
//! items and totals stand in a letter. `{{ total }}` and the other facts are the fields of
//! [`TextFacts`]; an unknown name is an error that says the line and the names known, never an empty
//! word. A text has conditions and no loops: the items stand in the table of the letter.

use minijinja::{Environment, ErrorKind, UndefinedBehavior, syntax::SyntaxConfig, value::Serde};
use serde::{Deserialize, Serialize};

use crate::Language;

/// Instructions one text may spend: a letter needs some hundreds.
const FUEL: u64 = 20_000;
/// Longest result, in bytes: some thirty pages.
const LONGEST: usize = 100_000;
/// Longest template, in bytes: ten pages and their conditions.
const LONGEST_TEMPLATE: usize = 40_000;
/// The only tags.
const TAGS: [&str; 4] = ["if", "elif", "else", "endif"];

/// Why a text could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct TextError {
    /// Line of the template, from 1; 0 when the error has no place.
    pub line: usize,
    /// What is wrong and what to do.
    pub message: String,
}

/// The facts a text may speak of, ready to print in the letter's language.
///
/// An absent optional fact is defined and false: `{% if interest %}` works, `{{ intrest }}` is an error.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word that a text may test")]
pub struct TextFacts {
    /// Name of the creditor.
    pub creditor: String,
    /// Name of the debtor.
    pub debtor: String,
    /// Number of pieces claimed.
    pub count: usize,
    /// What is asked in all: `12 602,13 €`.
    pub total: String,
    /// Principal after credits.
    pub principal: String,
    /// Late-payment interest, when claimed.
    pub interest: Option<String>,
    /// The fixed indemnity, when claimed.
    pub indemnity: Option<String>,
    /// Due date of the oldest piece claimed, in words.
    pub oldest_due: Option<String>,
    /// Days since then.
    pub days_late: i64,
    /// Credits are deducted.
    pub has_credits: bool,
    /// Part of the account is disputed and left out.
    pub has_disputed: bool,
    /// Date of the last letter on the same debt, in words.
    pub previous_date: Option<String>,
    /// The delay granted, in days.
    pub delay_days: u32,
    /// The debtor is a professional: late-payment interest of L441-10 and the 40 € can apply.
    pub business: bool,
    /// The debtor is a consumer: no indemnity, interest from the formal notice only.
    pub consumer: bool,
    /// Telephone of who follows the file.
    pub phone: Option<String>,
    /// Mail address of who follows the file.
    pub mail: Option<String>,
}

impl TextFacts {
    /// Every name a text may use, as in the fields above.
    pub const NAMES: [&str; 17] = [
        "creditor",
        "debtor",
        "count",
        "total",
        "principal",
        "interest",
        "indemnity",
        "oldest_due",
        "days_late",
        "has_credits",
        "has_disputed",
        "previous_date",
        "delay_days",
        "business",
        "phone",
        "mail",
        "consumer",
    ];

    /// Facts of an invented account, for the live preview of an editor.
    pub fn sample(language: Language) -> Self {
        let own = |fr: &'static str, en: &'static str| language.pick(fr, en).to_owned();
        Self {
            creditor: "Ateliers Vauban".to_owned(),
            debtor: "Garage Moreau SARL".to_owned(),
            count: 3,
            total: own("12\u{202f}990,39\u{202f}€", "€12,990.39"),
            principal: own("12\u{202f}400,00\u{202f}€", "€12,400.00"),
            interest: Some(own("510,39\u{202f}€", "€510.39")),
            indemnity: Some(own("80,00\u{202f}€", "€80.00")),
            oldest_due: Some(own("11\u{a0}juin\u{a0}2026", "11\u{a0}June\u{a0}2026")),
            days_late: 165,
            has_credits: true,
            has_disputed: true,
            previous_date: Some(own("2\u{a0}novembre\u{a0}2026", "2\u{a0}November\u{a0}2026")),
            delay_days: 8,
            business: true,
            consumer: false,
            phone: Some("04 72 00 00 14".to_owned()),
            mail: Some("comptabilite@ateliers-vauban.example".to_owned()),
        }
    }
}

/// Everything wrong with a template, in the order of its lines; empty when it can be used. Names in
/// branches that the facts of the day would not take are checked too.
pub fn check_text(template: &str) -> Vec<TextError> {
    if let Err(error) = check_shape(template) {
        return vec![error];
    }
    let environment = match sandbox() {
        Ok(environment) => environment,
        Err(error) => return vec![error],
    };
    let compiled = match environment.template_from_str(template) {
        Ok(compiled) => compiled,
        Err(error) => return vec![in_words(&error)],
    };
    let unknown = compiled.undeclared_variables(false);
    let mut errors: Vec<TextError> = unknown
        .iter()
        .filter(|name| !TextFacts::NAMES.contains(&name.as_str()))
        .map(|name| TextError { line: line_of(template, name), message: unknown_name(name) })
        .collect();
    if errors.is_empty() {
        let bare = TextFacts { count: 1, ..TextFacts::default() };
        let facts = [TextFacts::sample(Language::Fr), bare];
        errors.extend(facts.iter().find_map(|facts| render_text(template, facts).err()));
    }
    errors.sort_by(|a, b| (a.line, &a.message).cmp(&(b.line, &b.message)));
    errors
}

/// The text as its reader would get it, with the facts given (`TextFacts::sample` in an editor).
///
/// # Errors
/// As [`render_text`].
pub fn preview_text(template: &str, facts: &TextFacts) -> Result<LetterText, TextError> {
    render_text(template, facts).map(|rendered| parse_text(&rendered))
}

/// Refuses, before anything runs, what no text needs: great length, and tags other than conditions.
fn check_shape(template: &str) -> Result<(), TextError> {
    if template.len() > LONGEST_TEMPLATE {
        let message = format!("the text is longer than {LONGEST_TEMPLATE} bytes; shorten it");
        return Err(TextError { line: 0, message });
    }
    for (start, _) in template.match_indices("{%") {
        let rest = template[start + 2..].trim_start_matches(['-', '+']).trim_start();
        let tag: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !TAGS.contains(&tag.as_str()) && !tag.is_empty() {
            let line = template[..start].matches('\n').count() + 1;
            let message = format!(
                "« {tag} » has no place in a text, only conditions have (if, elif, else, endif); the items stand in the \
                 table, where the line --- is"
            );
            return Err(TextError { line, message });
        }
    }
    Ok(())
}

/// Where a name first stands as a word.
fn line_of(template: &str, name: &str) -> usize {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let alone = |(start, found): &(usize, &str)| {
        !template[..*start].ends_with(word) && !template[start + found.len()..].starts_with(word)
    };
    let found = template.match_indices(name).find(alone);
    found.map_or(0, |(start, _)| template[..start].matches('\n').count() + 1)
}

fn unknown_name(name: &str) -> String {
    format!("« {name} » is not a known fact; the facts are {}", TextFacts::NAMES.join(", "))
}

/// Renders `template` with `context`, a serialisable record whose absent options are null.
///
/// Strict: an unknown name is an error. Bounded: a loop without end stops. Nothing is included,
/// imported or read; nothing is escaped, the result is plain text.
///
/// # Errors
/// [`TextError`] with the line and the reason.
pub fn render_text(template: &str, context: &impl Serialize) -> Result<String, TextError> {
    check_shape(template)?;
    let environment = sandbox()?;
    let compiled = environment.template_from_str(template).map_err(|e| in_words(&e))?;
    let mut bounded = Bounded(Vec::new());
    compiled.render_captured_to(Serde(context), &mut bounded).map_err(|e| in_words(&e))?;
    String::from_utf8(bounded.0).map_err(|e| TextError { line: 0, message: e.to_string() })
}

/// Where texts run: names must be known, work is bounded, nothing is read.
fn sandbox<'a>() -> Result<Environment<'a>, TextError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Debug information names the word at fault.
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(50);
    // A tag alone on its line leaves no blank line behind.
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(|e| in_words(&e))?);
    // A text only needs words.
    for function in ["range", "debug", "dict", "namespace"] {
        environment.remove_global(function);
    }
    Ok(environment)
}

/// A buffer that refuses to grow past [`LONGEST`].
struct Bounded(Vec<u8>);

impl std::io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() > LONGEST {
            return Err(std::io::Error::other("the text is too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn in_words(error: &minijinja::Error) -> TextError {
    let detail = error.detail().unwrap_or_default();
    let named = error.template_source().zip(error.range()).and_then(|(source, range)| source.get(range)).unwrap_or("");
    let message = match error.kind() {
        ErrorKind::UndefinedError => {
            let name = if named.is_empty() { detail } else { named };
            unknown_name(name)
        }
        ErrorKind::OutOfFuel => "the text takes too long to compute; simplify it".to_owned(),
        ErrorKind::WriteFailure => format!("the text is longer than {LONGEST} bytes; shorten it"),
        ErrorKind::SyntaxError => format!("{detail}; check the braces {{{{ }}}} and {{% %}}"),
        kind if detail.is_empty() => kind.to_string(),
        kind => format!("{kind}: {detail}"),
    };
    TextError { line: error.line().unwrap_or(0), message }
}

/// A rendered text, taken apart for a letter or a mail.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LetterText {
    /// First line.
    pub subject: String,
    /// Paragraphs before the items; line breaks inside a paragraph are kept.
    pub before: Vec<String>,
    /// Paragraphs after them.
    pub after: Vec<String>,
}

/// Takes a rendered text apart: subject, paragraphs before and after the `---` line. Without such a
/// line everything stands before the items.
pub fn parse_text(rendered: &str) -> LetterText {
    let mut lines = rendered.trim_start_matches(['\n', '\r', '\u{feff}']).lines();
    let mut text = LetterText { subject: lines.next().unwrap_or("").trim().to_owned(), ..LetterText::default() };
    let (mut after, mut paragraph) = (false, String::new());
    for line in lines.chain([""]) {
        let line = line.trim();
        if !line.is_empty() && line != "---" {
            if !paragraph.is_empty() {
                paragraph.push('\n');
            }
            paragraph.push_str(line);
            continue;
        }
        if !paragraph.is_empty() {
            if after { &mut text.after } else { &mut text.before }.push(std::mem::take(&mut paragraph));
        }
        after |= line == "---";
    }
    text
}

/// How a text speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// The doubt benefits the customer.
    Courteous,
    /// States the facts and what is expected.
    Firm,
    /// Produces legal effects, or says that the next message will.
    Formal,
}

/// The texts shipped with the house, of growing firmness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DefaultText {
    /// Before the due date: a service, no demand.
    PreDue,
    /// First reminder: courteous; the doubt benefits the customer.
    Reminder1,
    /// Second reminder: firm, says the interest and the indemnity.
    Reminder2,
    /// Third reminder: announces the formal notice.
    Reminder3,
    /// Mise en demeure (code civil 1344).
    FormalNotice,
    /// Text message (`sms`): one line.
    Sms,
}

impl DefaultText {
    /// In the order of the strategy.
    pub const ALL: [Self; 6] =
        [Self::PreDue, Self::Reminder1, Self::Reminder2, Self::Reminder3, Self::FormalNotice, Self::Sms];

    /// How it speaks.
    pub const fn tone(self) -> Tone {
        match self {
            Self::PreDue | Self::Reminder1 | Self::Sms => Tone::Courteous,
            Self::Reminder2 => Tone::Firm,
            Self::Reminder3 | Self::FormalNotice => Tone::Formal,
        }
    }

    /// The name of its file: `reminder-1`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::PreDue => "pre-due",
            Self::Reminder1 => "reminder-1",
            Self::Reminder2 => "reminder-2",
            Self::Reminder3 => "reminder-3",
            Self::FormalNotice => "formal-notice",
            Self::Sms => "sms",
        }
    }
}

/// The shipped template, to be used as it is or copied and edited.
pub const fn default_text(text: DefaultText, language: Language) -> &'static str {
    match (language, text) {
        (Language::Fr, DefaultText::PreDue) => include_str!("../texts/fr/pre-due.txt"),
        (Language::Fr, DefaultText::Reminder1) => include_str!("../texts/fr/reminder-1.txt"),
        (Language::Fr, DefaultText::Reminder2) => include_str!("../texts/fr/reminder-2.txt"),
        (Language::Fr, DefaultText::Reminder3) => include_str!("../texts/fr/reminder-3.txt"),
        (Language::Fr, DefaultText::Sms) => include_str!("../texts/fr/sms.txt"),
        (Language::Fr, DefaultText::FormalNotice) => include_str!("../texts/fr/formal-notice.txt"),
        (Language::En, DefaultText::PreDue) => include_str!("../texts/en/pre-due.txt"),
        (Language::En, DefaultText::Reminder1) => include_str!("../texts/en/reminder-1.txt"),
        (Language::En, DefaultText::Reminder2) => include_str!("../texts/en/reminder-2.txt"),
        (Language::En, DefaultText::Reminder3) => include_str!("../texts/en/reminder-3.txt"),
        (Language::En, DefaultText::Sms) => include_str!("../texts/en/sms.txt"),
        (Language::En, DefaultText::FormalNotice) => include_str!("../texts/en/formal-notice.txt"),
    }
}
