//! Texts that users edit: where they run, and what is refused before they do.

use kernel::sentences;
use minijinja::{
    Environment, Error, ErrorKind, UndefinedBehavior, escape_formatter, syntax::SyntaxConfig, value::Serde,
};
use serde::Serialize;

use crate::{Language, LetterText, TextFacts, parse_text};

/// Instructions one text may spend: a letter needs some hundreds.
const FUEL: u64 = 20_000;
/// Longest result, in bytes: some thirty pages.
const LONGEST: usize = 100_000;
/// Longest template, in bytes: ten pages and their conditions.
const LONGEST_TEMPLATE: usize = 40_000;
/// What the formatter says of a fact that is absent.
const ABSENT: &str = "absent";
/// The only tags.
const TAGS: [&str; 4] = ["if", "elif", "else", "endif"];

sentences! {
    /// What is wrong with a text, and what to do.
    TextFault {
        /// A word that no fact has.
        UnknownName { name: String, known: String } = "unknown-name",
            "« {name} » n’est pas un mot connu ; les mots connus sont {known}",
            "« {name} » is not a known fact; the facts are {known}";
        /// A loop, an inclusion, an assignment.
        TagRefused { tag: String } = "tag-refused",
            "« {tag} » n’a pas sa place dans un texte : seules les conditions en ont une (if, elif, else, endif) ; les pièces sont dans le tableau, là où est la ligne ---",
            "« {tag} » has no place in a text, only conditions have (if, elif, else, endif); the items stand in the table, where the line --- is";
        /// A product can be as long as one likes.
        Multiplied = "multiplied",
            "un texte ne multiplie pas : ôtez le signe « * » ; les sommes arrivent déjà calculées",
            "a text multiplies nothing: take the sign « * » out; amounts come computed";
        /// Too long to read.
        TooLong { most: usize } = "too-long",
            "le texte dépasse {most} octets : raccourcissez-le",
            "the text is longer than {most} bytes; shorten it";
        /// Too much work.
        TooHeavy = "too-heavy",
            "le texte demande trop de calcul : simplifiez-le",
            "the text takes too long to compute; simplify it";
        /// Braces that do not close, an expression cut short.
        Syntax { detail: String } = "syntax",
            "ce n’est pas compris ({detail}) : vérifiez les accolades {{{{ }}}} et {{% %}}",
            "{detail}; check the braces {{{{ }}}} and {{% %}}";
        /// A filter, a test or a function.
        NoFunction { detail: String } = "no-function",
            "un texte n’a ni filtre ni fonction ({detail}) : écrivez le mot seul, par exemple {{{{ total }}}}",
            "a text has neither filters nor functions ({detail}); write the word alone, for instance {{{{ total }}}}";
        /// A fact that some letters do not have.
        MayBeAbsent { name: String } = "may-be-absent",
            "« {name} » peut manquer : écrivez-le dans une condition, {{% if {name} %}}… {{% endif %}}",
            "« {name} » may be absent: write it within a condition, {{% if {name} %}}… {{% endif %}}";
        /// Anything else.
        Failed { detail: String } = "failed",
            "le calcul a échoué ({detail}) : corrigez l’expression",
            "it could not be computed ({detail}); mend the expression";
    }
}

/// Why a text could not be rendered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {}", .fault.words(Language::En))]
pub struct TextError {
    /// Line of the template, from 1; 0 when the error has no place.
    pub line: usize,
    /// What is wrong and what to do.
    pub fault: TextFault,
}

impl TextError {
    const fn new(line: usize, fault: TextFault) -> Self {
        Self { line, fault }
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
        .map(|name| TextError::new(line_of(template, name), unknown_name(name)))
        .collect();
    if errors.is_empty() {
        let bare = TextFacts { count: 1, ..TextFacts::default() };
        let facts = [TextFacts::sample(Language::Fr), bare];
        errors.extend(facts.iter().find_map(|facts| render_text(template, facts).err()));
    }
    errors.sort_by_cached_key(|e| (e.line, e.fault.words(Language::En)));
    errors
}

/// The text as its reader would get it, with the facts given (`TextFacts::sample` in an editor).
///
/// # Errors
/// As [`render_text`].
pub fn preview_text(template: &str, facts: &TextFacts) -> Result<LetterText, TextError> {
    render_text(template, facts).map(|rendered| parse_text(&rendered))
}

/// True for a text of one line: a text message. Letters and mails have paragraphs under their subject.
pub fn is_short(template: &str) -> bool {
    preview_text(template, &TextFacts::sample(Language::Fr))
        .is_ok_and(|text| text.before.is_empty() && text.after.is_empty())
}

/// Refuses, before anything runs, what no text needs: great length, tags other than conditions, and
/// products, which make a long word out of a short one.
fn check_shape(template: &str) -> Result<(), TextError> {
    if template.len() > LONGEST_TEMPLATE {
        return Err(TextError::new(0, TextFault::TooLong { most: LONGEST_TEMPLATE }));
    }
    let line = |at: usize| template[..at].matches('\n').count() + 1;
    for (start, _) in template.match_indices("{%") {
        let rest = template[start + 2..].trim_start_matches(['-', '+']).trim_start();
        let tag: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if !TAGS.contains(&tag.as_str()) && !tag.is_empty() {
            return Err(TextError::new(line(start), TextFault::TagRefused { tag }));
        }
    }
    match product(template) {
        Some(at) => Err(TextError::new(line(at), TextFault::Multiplied)),
        None => Ok(()),
    }
}

/// Where a `*` stands between braces, outside of quotes and comments.
fn product(template: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(open) = template[at..].find('{').map(|found| at + found) {
        let close = match template.as_bytes().get(open + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => {
                at = template[open..].find("#}").map_or(template.len(), |end| open + end + 2);
                continue;
            }
            _ => {
                at = open + 1;
                continue;
            }
        };
        at = template.len();
        let (mut quote, mut escaped, mut nested) = (None, false, 0_usize);
        for (place, sign) in template[open + 2..].char_indices().map(|(place, sign)| (open + 2 + place, sign)) {
            match quote {
                Some(_) if escaped => escaped = false,
                Some(_) if sign == '\\' => escaped = true,
                Some(mark) if sign == mark => quote = None,
                None if sign == '\'' || sign == '"' => quote = Some(sign),
                None if sign == '*' => return Some(place),
                // Within brackets two braces close two tables, not the expression.
                None if nested == 0 && template[place..].starts_with(close) => {
                    at = place + 2;
                    break;
                }
                None if "([{".contains(sign) => nested += 1,
                None if ")]}".contains(sign) => nested = nested.saturating_sub(1),
                _ => {}
            }
        }
    }
    None
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

fn unknown_name(name: &str) -> TextFault {
    TextFault::UnknownName { name: name.chars().take(60).collect(), known: TextFacts::NAMES.join(", ") }
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
    String::from_utf8(bounded.0).map_err(|e| TextError::new(0, TextFault::Failed { detail: e.to_string() }))
}

/// Where texts run: names must be known, work is bounded, nothing is read. No filter, test or function
/// is there: a text needs words only, and some of them would build as long a word as one likes.
fn sandbox<'a>() -> Result<Environment<'a>, TextError> {
    let mut environment = Environment::empty();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Debug information names the word at fault.
    environment.set_debug(true);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(50);
    // « none » in the middle of a letter is nobody's word.
    environment.set_formatter(|out, state, value| {
        if value.is_none() {
            Err(Error::new(ErrorKind::InvalidOperation, ABSENT))
        } else {
            escape_formatter(out, state, value)
        }
    });
    // A tag alone on its line leaves no blank line behind.
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(syntax.map_err(|e| in_words(&e))?);
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

fn in_words(error: &Error) -> TextError {
    let detail = error.detail().unwrap_or_default();
    let named = error.template_source().zip(error.range()).and_then(|(source, range)| source.get(range)).unwrap_or("");
    let said = || if detail.is_empty() { error.kind().to_string() } else { detail.to_owned() };
    let fault = match error.kind() {
        ErrorKind::UndefinedError => unknown_name(if named.is_empty() { detail } else { named }),
        ErrorKind::InvalidOperation if detail == ABSENT => {
            TextFault::MayBeAbsent { name: named.trim_matches(['{', '}', ' ']).chars().take(60).collect() }
        }
        ErrorKind::OutOfFuel => TextFault::TooHeavy,
        ErrorKind::WriteFailure => TextFault::TooLong { most: LONGEST },
        ErrorKind::SyntaxError | ErrorKind::BadEscape => TextFault::Syntax { detail: said() },
        ErrorKind::UnknownFilter
        | ErrorKind::UnknownTest
        | ErrorKind::UnknownFunction
        | ErrorKind::UnknownMethod
        | ErrorKind::TooManyArguments
        | ErrorKind::MissingArgument => TextFault::NoFunction { detail: said() },
        _ => TextFault::Failed { detail: said() },
    };
    TextError::new(error.line().unwrap_or(0), fault)
}
