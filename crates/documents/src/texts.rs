//! Texts that users edit: rendered in a sandbox, the same for mail and letter.
//!
//! A text is a subject line, then paragraphs parted by blank lines; a line `---` marks where the
//! items and totals stand in a letter. `{{ total }}` and the other facts are the fields of
//! [`TextFacts`]; an unknown name is an error that says the line, never an empty word.

use minijinja::{Environment, ErrorKind, UndefinedBehavior, syntax::SyntaxConfig, value::Serde};
use serde::{Deserialize, Serialize};

use crate::Language;

/// Instructions one text may spend: a letter needs some hundreds.
const FUEL: u64 = 20_000;
/// Longest result, in bytes: some thirty pages.
const LONGEST: usize = 100_000;

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
    /// Telephone of who follows the file.
    pub phone: Option<String>,
    /// Mail address of who follows the file.
    pub mail: Option<String>,
}

/// Renders `template` with `context`, a serialisable record whose absent options are null.
///
/// Strict: an unknown name is an error. Bounded: a loop without end stops. Nothing is included,
/// imported or read; nothing is escaped, the result is plain text.
///
/// # Errors
/// [`TextError`] with the line and the reason.
pub fn render_text(template: &str, context: &impl Serialize) -> Result<String, TextError> {
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
    let compiled = environment.template_from_str(template).map_err(|e| in_words(&e))?;
    let mut bounded = Bounded(Vec::new());
    compiled.render_captured_to(Serde(context), &mut bounded).map_err(|e| in_words(&e))?;
    String::from_utf8(bounded.0).map_err(|e| TextError { line: 0, message: e.to_string() })
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
            format!("« {name} » is not a known fact; check its spelling in the list of facts")
        }
        ErrorKind::OutOfFuel => "the text takes too long to compute; remove its loops".to_owned(),
        ErrorKind::WriteFailure => format!("the text is longer than {LONGEST} bytes; shorten it or remove its loops"),
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

/// The texts shipped with the house: three steps of growing firmness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DefaultText {
    /// First reminder: courteous; the doubt benefits the customer.
    Reminder1,
    /// Second reminder: firm, says the interest and the indemnity.
    Reminder2,
    /// Mise en demeure (code civil 1344).
    FormalNotice,
}

impl DefaultText {
    /// In the order of the strategy.
    pub const ALL: [Self; 3] = [Self::Reminder1, Self::Reminder2, Self::FormalNotice];

    /// The name of its file: `reminder-1`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Reminder1 => "reminder-1",
            Self::Reminder2 => "reminder-2",
            Self::FormalNotice => "formal-notice",
        }
    }
}

/// The shipped template, to be used as it is or copied and edited.
pub const fn default_text(text: DefaultText, language: Language) -> &'static str {
    match (language, text) {
        (Language::Fr, DefaultText::Reminder1) => include_str!("../texts/fr/reminder-1.txt"),
        (Language::Fr, DefaultText::Reminder2) => include_str!("../texts/fr/reminder-2.txt"),
        (Language::Fr, DefaultText::FormalNotice) => include_str!("../texts/fr/formal-notice.txt"),
        (Language::En, DefaultText::Reminder1) => include_str!("../texts/en/reminder-1.txt"),
        (Language::En, DefaultText::Reminder2) => include_str!("../texts/en/reminder-2.txt"),
        (Language::En, DefaultText::FormalNotice) => include_str!("../texts/en/formal-notice.txt"),
    }
}
