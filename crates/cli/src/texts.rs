//! `text`: what letters, mails and text messages say, shipped or written by the house.

use std::path::{Path, PathBuf};

use app::texts::{Example, Fault, TextDraft, TextPreview, faults};
use app::{Actor, Desk, DeskError, TextRefusal};
use clap::{Args, Subcommand};
use kernel::Language;

use crate::house::House;
use crate::output::{Done, Failure, language, line, said, table, talk};

/// `text`.
#[derive(Args)]
pub struct TextArgs {
    #[command(subcommand)]
    verb: Verb,
    /// Print one JSON document.
    #[arg(long, global = true)]
    json: bool,
}

/// Which text.
#[derive(Args)]
struct Which {
    /// Its name, as steps give it.
    text: String,
    /// Its language: fr or en.
    #[arg(long, default_value = "fr")]
    language: String,
}

#[derive(Subcommand)]
enum Verb {
    /// Texts in force, with the steps that speak by them.
    List,
    /// A text, to be edited and saved again.
    Show {
        #[command(flatten)]
        which: Which,
        /// An earlier version.
        #[arg(long)]
        version: Option<i64>,
    },
    /// Check a file without saving it; exit code 2 when something is wrong.
    Check {
        /// A text.
        file: PathBuf,
        /// The name it would be saved under.
        #[arg(long, default_value = "")]
        text: String,
    },
    /// A text as its reader would get it.
    Preview {
        #[command(flatten)]
        which: Which,
        /// A file, instead of the text in force.
        #[arg(long)]
        file: Option<PathBuf>,
        /// On whose account: business or consumer (invented), or the code of an account.
        #[arg(long, default_value = "business")]
        on: String,
        /// Write the letter as a PDF.
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
    /// Put a text in force as a new version: messages made from now on say it.
    Save {
        #[command(flatten)]
        which: Which,
        /// The text: a subject, a blank line, paragraphs; a line --- where the table stands.
        file: PathBuf,
    },
    /// Take the house's version out of force: the shipped one speaks again.
    Retire {
        #[command(flatten)]
        which: Which,
    },
}

impl Which {
    fn language(&self) -> Result<Language, DeskError> {
        Language::parse(&self.language)
            .ok_or_else(|| TextRefusal::LanguageUnknown { language: self.language.clone() }.into())
    }

    fn draft(&self, desk: &Desk, actor: &Actor, file: Option<&Path>) -> Result<TextDraft, Failure> {
        let language = self.language()?;
        let body = match file {
            Some(file) => read(file)?,
            None => desk.text(actor, &self.text, language, None)?.body,
        };
        Ok(TextDraft { slug: self.text.clone(), language, body })
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|e| Failure(format!("{}: {e}", file.display())))
}

impl TextArgs {
    /// Runs it.
    pub fn run(&self, house: &House) -> Result<Done, Failure> {
        if let Verb::Check { file, text } = &self.verb {
            return self.check(file, text);
        }
        let (desk, actor) = (house.desk()?, Actor::operator());
        match &self.verb {
            Verb::List => self.list(&desk, &actor)?,
            Verb::Show { which, version } => {
                let shown = desk.text(&actor, &which.text, which.language()?, *version)?;
                if self.json {
                    said(&shown)?;
                } else {
                    line(shown.body.trim_end())?;
                }
            }
            Verb::Check { .. } => {}
            Verb::Preview { which, file, on, output } => {
                let draft = which.draft(&desk, &actor, file.as_deref())?;
                let on = match Example::parse(on) {
                    Some(example) => example,
                    None => Example::Account(desk.find_account(&actor, on)?),
                };
                let preview = desk.preview_text(&actor, &draft, on)?;
                if let (Some(path), []) = (output, preview.faults.as_slice()) {
                    std::fs::write(path, desk.preview_letter(&actor, &draft, on)?)
                        .map_err(|e| Failure(format!("{}: {e}", path.display())))?;
                }
                return self.preview(&preview);
            }
            Verb::Save { which, file } => {
                let saved = desk.save_text(&actor, &which.draft(&desk, &actor, Some(file))?, None)?;
                let name = format!("{} ({})", saved.text, saved.language.slug());
                match (self.json, saved.version) {
                    (true, _) => said(&saved)?,
                    (false, None) => line(&format!("{name}: the shipped text, as it is"))?,
                    (false, Some(version)) if saved.written => line(&format!("{name}: version {version} is in force"))?,
                    (false, Some(version)) => line(&format!("{name}: version {version} says this already"))?,
                }
            }
            Verb::Retire { which } => {
                desk.retire_text(&actor, &which.text, which.language()?)?;
                line(&format!("{} ({}): out of force", which.text, which.language))?;
            }
        }
        Ok(Done::Well)
    }

    fn check(&self, file: &Path, text: &str) -> Result<Done, Failure> {
        let found = faults(text, &read(file)?);
        if self.json {
            said(&serde_json::json!({ "faults": found }))?;
        } else if found.is_empty() {
            line(&format!("{}: can be used", file.display()))?;
        }
        if found.is_empty() { Ok(Done::Well) } else { Ok(self.wrong(&file.display().to_string(), &found)) }
    }

    /// The faults, where no JSON has told them.
    fn wrong(&self, what: &str, found: &[Fault]) -> Done {
        for fault in found.iter().filter(|_| !self.json) {
            let place = if fault.line == 0 { String::new() } else { format!(":{}", fault.line) };
            talk(&format!("error: {what}{place}: {}", fault.message.pick(language())));
        }
        Done::Broken
    }

    fn list(&self, desk: &Desk, actor: &Actor) -> Result<(), Failure> {
        let texts = desk.texts(actor)?;
        if self.json {
            return said(&texts);
        }
        let mut rows = vec![["text", "language", "version", "for", "steps"].map(str::to_owned).to_vec()];
        rows.extend(texts.into_iter().map(|t| {
            let version = t.version.map_or_else(|| "shipped".to_owned(), |v| v.to_string());
            let kind = if t.short { "sms" } else { "letter, mail" };
            vec![t.slug, t.language.slug().to_owned(), version, kind.to_owned(), t.steps.len().to_string()]
        }));
        table(&rows)
    }

    fn preview(&self, preview: &TextPreview) -> Result<Done, Failure> {
        if self.json {
            said(preview)?;
        } else if let Some(sms) = &preview.sms {
            let length = sms.length.map_or_else(|| "?".to_owned(), |n| n.to_string());
            line(&format!("{}\n({length}/{})", sms.text, sms.most))?;
        } else if preview.faults.is_empty() {
            let table = ["[…]".to_owned()];
            let parts = std::iter::once(&preview.subject).chain(&preview.before).chain(&table).chain(&preview.after);
            let signed = preview.signature.join("\n");
            line(&parts.chain([&signed]).map(String::as_str).collect::<Vec<_>>().join("\n\n"))?;
        }
        if preview.faults.is_empty() { Ok(Done::Well) } else { Ok(self.wrong("text", &preview.faults)) }
    }
}
