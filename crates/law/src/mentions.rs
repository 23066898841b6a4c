//! What a document must say (table `mandatory_mentions`).

use serde::Serialize;

use crate::refusals::Word;
use crate::source::cite;
use crate::{Law, LawError, Line, Source};

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mention {
    /// Rank in the document.
    pub position: String,
    /// What to say.
    pub text: Line,
    /// `all`, or `b2b`.
    pub audience: String,
    /// Article.
    pub article: String,
}

/// Everything a document must say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MentionsAnswer {
    /// The document.
    pub document: String,
    /// In order.
    pub mentions: Vec<Mention>,
    /// Each mention with its article.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// Rows that are not verified.
    pub warnings: Vec<Line>,
}

/// The mentions of a document: `third-party-letter`, `formal-notice`, `invoice`, `payment-order-request`…
///
/// # Errors
/// [`LawError::Unknown`] with the documents that are in the table.
///
/// ```
/// let letter = law::mentions::mentions("third-party-letter", law::Law::builtin())?;
/// assert!(letter.mentions.iter().any(|mention| mention.article.starts_with("CPCE R124-4")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn mentions(document: &str, law: &Law) -> Result<MentionsAnswer, LawError> {
    let table = law.table("mandatory_mentions")?;
    let (mut sources, mut warnings, mut mentions) = (Vec::new(), Vec::new(), Vec::new());
    for row in table.rows.iter().filter(|row| row.text("document") == document) {
        let article = row.required("article")?;
        cite(&mut sources, &mut warnings, &row.source(article)?);
        mentions.push(Mention {
            position: row.required("position")?.to_owned(),
            text: Line::new(row.required("mention_fr")?, row.required("mention_en")?),
            audience: row.required("audience")?.to_owned(),
            article: article.to_owned(),
        });
    }
    if mentions.is_empty() {
        let mut known: Vec<&str> = table.rows.iter().map(|row| row.text("document")).collect();
        known.dedup();
        return Err(LawError::unknown(Word::Document, document, known.join(", ")));
    }
    let explanation = mentions
        .iter()
        .map(|m| Line::new(format!("{} ({})", m.text.fr, m.article), format!("{} ({})", m.text.en, m.article)));
    let explanation = explanation.collect();
    Ok(MentionsAnswer { document: document.to_owned(), mentions, explanation, sources, warnings })
}
