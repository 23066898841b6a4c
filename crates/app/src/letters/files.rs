//! The print files: what lies ready for the post, however long ago it was made, or of the runs of a day.

use kernel::Date;
use serde::Serialize;
use store::{DocumentId, PrintFile};

use crate::{Actor, Desk, DeskError, Permission};

/// A print file as a list tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrintFileLine {
    /// The PDF.
    pub document: DocumentId,
    /// Its name.
    pub file: String,
    /// Day of its run.
    pub day: Date,
    /// Creditor whose letters they are.
    pub creditor: String,
    /// Letters in it.
    pub letters: i64,
    /// Of them, letters made and not posted yet.
    pub to_post: i64,
}

impl Desk {
    /// The print files of the runs of a day; without a day, those of which a letter is still to be posted, newest
    /// first.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Store`].
    pub fn print_file_list(&self, actor: &Actor, day: Option<Date>) -> Result<Vec<PrintFileLine>, DeskError> {
        actor.may(Permission::Read)?;
        let names = self.creditor_names()?;
        self.store.read(|tx| {
            let mut files: Vec<PrintFile> = Vec::new();
            match day {
                Some(day) => {
                    for run in tx.runs().of_day(day)? {
                        files.extend(tx.runs().print_files(run.id)?);
                    }
                }
                None => files.extend(tx.runs().print_files_to_post()?.into_iter().rev()),
            }
            files.retain(|file| actor.reach.covers(file.creditor_id));
            let documents: Vec<DocumentId> = files.iter().map(|file| file.document_id).collect();
            let waiting = tx.messages().to_post_in(&documents)?;
            let infos = tx.documents().infos(&documents)?;
            let line = |file: PrintFile| {
                let id = file.document_id;
                let info = infos.iter().find(|info| info.id == id);
                Ok(PrintFileLine {
                    document: id,
                    file: info.map_or_else(String::new, |info| info.file_name.clone()),
                    day: tx.runs().get(file.run_id)?.day,
                    creditor: names.get(&file.creditor_id).map_or_else(String::new, |(_, name)| name.clone()),
                    letters: file.letters,
                    to_post: waiting.get(&id).copied().unwrap_or(0),
                })
            };
            files.into_iter().map(line).collect()
        })
    }

    /// The bytes of a print file.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`]; [`DeskError::NotFound`] on what is no print file within reach.
    pub fn read_print_file(&self, actor: &Actor, document: DocumentId) -> Result<store::Document, DeskError> {
        actor.may(Permission::Read)?;
        self.store.read(|tx| {
            let file = tx.runs().print_file(document)?;
            if !actor.reach.covers(file.creditor_id) {
                return Err(actor.out_of_reach("print file", document));
            }
            Ok(tx.documents().get(document)?)
        })
    }
}
