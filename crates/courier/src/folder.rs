//! A folder that stands for a carrier: the demo's mail, the printer of letters, the gateway of text
//! messages. Another program empties it, or a person does.
//!
//! A parcel is one file (`.eml`, `.txt`, `.pdf`) and one label (`.json`). The label is written last
//! and all at once: a label is there only if its file is there whole. The same id is written once,
//! whoever asks and however often. Files can be read by the account that runs the house alone.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use kernel::{Language, Timestamp};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::outcome::{Accepted, Evidence, Outcome, Refusal, Stage, sha256, size};
use crate::parcel::{BatchPlace, Content, Mail, Parcel, Post, Service, Sms};
use crate::words::MessageId;
use crate::{Carrier, Recall, eml};

/// Largest label read back.
const LABEL_MAX: u64 = 1_000_000;

/// What a file is, for whoever empties the folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The parcel's id; the label is `<id>.json`.
    pub id: MessageId,
    /// How it is to go.
    pub medium: Medium,
    /// The file from the folder, with `/`.
    pub file: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// When the house wrote it.
    pub written: Timestamp,
    /// The language it is written in.
    pub language: Language,
    /// Addresses of a mail, the number of a text message, lines of a postal address.
    pub to: Vec<String>,
    /// Subject of a mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Segments of a text message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segments: Option<usize>,
    /// Postal data of a letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<Letter>,
}

/// How a parcel is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Medium {
    /// E-mail.
    Mail,
    /// Text message.
    Sms,
    /// Letter on paper.
    Post,
}

/// What the printer has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// Pages to print.
    pub pages: u32,
    /// The number of a registered letter; none for an ordinary one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registered: Option<String>,
    /// The batch it is printed with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// Its place in the batch, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// Letters in the batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<u32>,
}

/// Why a folder cannot be used, or what is wrong in it.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The system refuses.
    #[error("{}: {error}", path.display())]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A label that is not one.
    #[error("{}: not a label ({why}): restore it or take it away", path.display())]
    Label {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// Letters are missing or too many.
    #[error("batch {batch}: place {place} {what}: print nothing before it is explained")]
    Batch {
        /// Which batch.
        batch: String,
        /// Which place.
        place: u32,
        /// What is wrong with it.
        what: &'static str,
    },
}

/// A carrier that writes files.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes the folder if it is not there.
    pub fn open(root: &Path) -> Result<Self, FolderError> {
        fs::create_dir_all(root).map_err(|error| FolderError::Io { path: root.to_owned(), error })?;
        Ok(Self { root: root.to_owned() })
    }

    /// The label of a parcel, if the parcel is there.
    pub fn label(&self, id: &MessageId) -> Result<Option<Label>, FolderError> {
        let path = self.root.join(format!("{id}.json"));
        if path.exists() { read_label(&path).map(Some) } else { Ok(None) }
    }

    /// The letters of a batch in the order in which they are printed. Fails if a place is empty or
    /// taken twice: letters would go into the wrong envelopes.
    pub fn batch(&self, batch: &str) -> Result<Vec<Label>, FolderError> {
        let io = |error| FolderError::Io { path: self.root.clone(), error };
        let mut found: Vec<(u32, u32, Label)> = Vec::new();
        for entry in fs::read_dir(&self.root).map_err(io)? {
            let path = entry.map_err(io)?.path();
            if path.extension().is_none_or(|extension| extension != "json") {
                continue;
            }
            let label = read_label(&path)?;
            let Some(letter) = label.letter.as_ref().filter(|letter| letter.batch.as_deref() == Some(batch)) else {
                continue;
            };
            found.push((letter.place.unwrap_or(0), letter.of.unwrap_or(0), label));
        }
        found.sort_by_key(|(place, ..)| *place);
        let of = found.iter().map(|(_, of, _)| *of).max().unwrap_or(0);
        let fault = |place, what| Err(FolderError::Batch { batch: batch.to_owned(), place, what });
        for (expected, (place, own, _)) in (1..).zip(&found) {
            if *place < expected {
                return fault(*place, "is taken twice");
            }
            if *place > expected {
                return fault(expected, "is empty");
            }
            if *own != of {
                return fault(*place, "belongs to a batch of another length");
            }
        }
        match u32::try_from(found.len()) {
            Ok(count) if count < of => fault(count + 1, "is empty"),
            _ => Ok(found.into_iter().map(|(.., label)| label).collect()),
        }
    }

    fn evidence(&self, label: Label, reply: &str) -> Evidence {
        Evidence {
            by: self.root.join(&label.file).display().to_string(),
            reply: reply.to_owned(),
            queue_id: None,
            secured: true,
            size: label.size,
            sha256: label.sha256,
        }
    }

    /// Writes file and label, or finds that they are there.
    fn put(&self, label: &Label, bytes: &[u8]) -> Result<Put, FolderError> {
        let label_path = self.root.join(format!("{}.json", label.id));
        let file_path = self.root.join(&label.file);
        let there = self.label(&label.id)?;
        if let Some(there) = there {
            return Ok(if there == *label { Put::Again } else { Put::Other });
        }
        if let Some(folder) = file_path.parent() {
            fs::create_dir_all(folder).map_err(|error| FolderError::Io { path: folder.to_owned(), error })?;
        }
        // a file without its label was left by a run that died: it is written over
        place(&file_path, bytes, true)?;
        let text = serde_json::to_vec_pretty(label)
            .map_err(|error| FolderError::Label { path: label_path.clone(), why: error.to_string() })?;
        match place(&label_path, &text, false) {
            Ok(()) => Ok(Put::New),
            // another worker was quicker
            Err(FolderError::Io { error, .. }) if error.kind() == io::ErrorKind::AlreadyExists => {
                Ok(if read_label(&label_path)? == *label { Put::Again } else { Put::Other })
            }
            Err(error) => Err(error),
        }
    }
}

enum Put {
    New,
    Again,
    Other,
}

/// All at once or not at all: written beside, flushed to the disk, then given its name.
fn place(path: &Path, bytes: &[u8], over: bool) -> Result<(), FolderError> {
    let io = |error| FolderError::Io { path: path.to_owned(), error };
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::with_prefix_in(".being-written-", folder).map_err(io)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(io)?;
    let placed = if over { file.persist(path) } else { file.persist_noclobber(path) };
    placed.map_err(|error| io(error.error))?;
    // the name too must outlive a power cut; not every system lets a folder be flushed
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

fn read_label(path: &Path) -> Result<Label, FolderError> {
    let io = |error| FolderError::Io { path: path.to_owned(), error };
    let fault = |why: String| FolderError::Label { path: path.to_owned(), why };
    if fs::metadata(path).map_err(io)?.len() > LABEL_MAX {
        return Err(fault("it is too long".to_owned()));
    }
    serde_json::from_slice(&fs::read(path).map_err(io)?).map_err(|error| fault(error.to_string()))
}

impl Carrier for Folder {
    fn carries(&self, _: &Content) -> bool {
        true
    }

    fn send(&self, parcel: &Parcel) -> Outcome {
        let (label, bytes) = match &parcel.content {
            Content::Mail(mail) => of_mail(parcel, mail),
            Content::Sms(sms) => of_sms(parcel, sms),
            Content::Post(post) => of_post(parcel, post),
        };
        let reply = match self.put(&label, &bytes) {
            Ok(Put::New) => "written",
            Ok(Put::Again) => "was there already",
            Ok(Put::Other) => {
                return Outcome::unfit(format!(
                    "another parcel is there under the id {}: nothing was written",
                    label.id
                ));
            }
            // a label comes last, so that without it nothing is there
            Err(error) => return Outcome::Refused(Refusal::silent(Stage::Content, error)),
        };
        Outcome::Accepted(Accepted { evidence: self.evidence(label, reply), refused: Vec::new() })
    }

    /// A label is written last: where it is, the parcel is there whole.
    fn recall(&self, id: &MessageId) -> Recall {
        match self.label(id) {
            Ok(Some(label)) => Recall::Taken(Box::new(self.evidence(label, "was there already"))),
            Ok(None) => Recall::Absent,
            Err(_) => Recall::Unknown,
        }
    }

    fn kind(&self) -> &'static str {
        "folder"
    }
}

fn label(parcel: &Parcel, medium: Medium, file: String, bytes: &[u8], to: Vec<String>) -> Label {
    Label {
        id: parcel.id.clone(),
        medium,
        file,
        size: size(bytes),
        sha256: sha256(bytes),
        written: parcel.written,
        language: parcel.language,
        to,
        subject: None,
        segments: None,
        letter: None,
    }
}

fn of_mail(parcel: &Parcel, mail: &Mail) -> (Label, Vec<u8>) {
    let bytes = eml::bytes(parcel, mail);
    let to = mail.to.iter().map(|to| to.address.to_string()).collect();
    let mut label = label(parcel, Medium::Mail, format!("{}.eml", parcel.id), &bytes, to);
    label.subject = Some(mail.subject.to_string());
    (label, bytes)
}

fn of_sms(parcel: &Parcel, sms: &Sms) -> (Label, Vec<u8>) {
    let bytes = sms.text.as_str().as_bytes().to_vec();
    let mut label = label(parcel, Medium::Sms, format!("{}.txt", parcel.id), &bytes, vec![sms.to.to_string()]);
    label.segments = Some(sms.text.segments());
    (label, bytes)
}

/// A batch is a folder of its own whose files, sorted by name, are in the order of printing.
fn of_post(parcel: &Parcel, post: &Post) -> (Label, Vec<u8>) {
    let file = match &post.batch {
        Some(BatchPlace { batch, place, .. }) => format!("{batch}/{place:06}-{}.pdf", parcel.id),
        None => format!("{}.pdf", parcel.id),
    };
    let to = post.address.iter().map(ToString::to_string).collect();
    let mut label = label(parcel, Medium::Post, file, &post.pdf, to);
    label.letter = Some(Letter {
        pages: post.pages,
        registered: match &post.service {
            Service::Simple => None,
            Service::Registered(number) => Some(number.to_string()),
        },
        batch: post.batch.as_ref().map(|b| b.batch.clone()),
        place: post.batch.as_ref().map(|b| b.place),
        of: post.batch.as_ref().map(|b| b.of),
    });
    (label, post.pdf.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Line;

    fn letter(id: &str, place: Option<(u32, u32)>, pdf: &[u8]) -> Parcel {
        let address = ["Garage Moreau", "12 rue des Lilas", "75011 PARIS"].map(|l| Line::parse(l).expect("a line"));
        let mut post = Post::try_new(pdf.to_vec(), 1, address.to_vec(), Service::Simple).expect("a letter");
        if let Some((place, of)) = place {
            post = post.in_batch(BatchPlace::try_new("lot-7", place, of).expect("a place"));
        }
        Parcel {
            id: MessageId::parse(&format!("{id}@house.example")).expect("an id"),
            written: Timestamp::UNIX_EPOCH,
            language: Language::Fr,
            content: Content::Post(post),
        }
    }

    fn accepted(outcome: Outcome) -> Evidence {
        match outcome {
            Outcome::Accepted(accepted) => accepted.evidence,
            other => panic!("{other:?}"),
        }
    }

    fn files(root: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(root)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_same_parcel_is_written_once_and_another_under_its_id_is_refused() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(&home.path().join("out")).expect("a folder");
        let first = accepted(folder.send(&letter("a", None, b"%PDF-1")));
        assert_eq!(first.reply, "written");
        assert_eq!(fs::read(&first.by).expect("the file"), b"%PDF-1");
        assert_eq!(accepted(folder.send(&letter("a", None, b"%PDF-1"))).sha256, first.sha256);
        let recall = |id: &str| folder.recall(&MessageId::parse(id).expect("an id"));
        assert!(matches!(recall("a@house.example"), Recall::Taken(known) if known.sha256 == first.sha256));
        assert_eq!(recall("b@house.example"), Recall::Absent);
        match folder.send(&letter("a", None, b"%PDF-2")) {
            Outcome::Refused(refusal) => assert!(refusal.permanent && refusal.reply.contains("a@house.example")),
            other => panic!("{other:?}"),
        }
        assert_eq!(fs::read(&first.by).expect("the file"), b"%PDF-1");
        assert_eq!(files(&home.path().join("out")), ["a@house.example.json", "a@house.example.pdf"]);
    }

    #[test]
    fn what_a_dead_run_left_without_a_label_is_written_over() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(home.path()).expect("a folder");
        fs::write(home.path().join("a@house.example.pdf"), b"%PD").expect("a leftover");
        let id = MessageId::parse("a@house.example").expect("an id");
        assert!(folder.label(&id).expect("readable").is_none());
        let evidence = accepted(folder.send(&letter("a", None, b"%PDF-1")));
        assert_eq!(fs::read(&evidence.by).expect("the file"), b"%PDF-1");
        assert_eq!(folder.label(&id).expect("readable").expect("there").sha256, evidence.sha256);
    }

    #[test]
    fn two_workers_with_the_same_parcel_write_it_once() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(home.path()).expect("a folder");
        let parcels: Vec<Parcel> =
            (0..20).map(|n| letter(&format!("p{n}"), None, &[b"%PDF-".as_slice(), &[n; 9000]].concat())).collect();
        let written: usize = std::thread::scope(|scope| {
            let work = || parcels.iter().filter(|p| accepted(folder.send(p)).reply == "written").count();
            let workers: Vec<_> = (0..3).map(|_| scope.spawn(work)).collect();
            workers.into_iter().map(|worker| worker.join().expect("no panic")).sum()
        });
        assert_eq!(written, 20);
        for parcel in &parcels {
            let label = folder.label(&parcel.id).expect("readable").expect("there");
            assert_eq!(sha256(&fs::read(home.path().join(&label.file)).expect("the file")), label.sha256);
        }
        assert_eq!(files(home.path()).len(), 40);
    }

    #[test]
    fn a_batch_is_printed_in_order_and_not_at_all_with_a_gap() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(home.path()).expect("a folder");
        for (id, place) in [("z", 1), ("m", 3)] {
            accepted(folder.send(&letter(id, Some((place, 4)), b"%PDF-1")));
        }
        assert!(folder.batch("lot-7").expect_err("2 is missing").to_string().contains("place 2 is empty"));
        accepted(folder.send(&letter("a", Some((2, 4)), b"%PDF-1")));
        assert!(folder.batch("lot-7").expect_err("4 is missing").to_string().contains("place 4 is empty"));
        accepted(folder.send(&letter("b", Some((4, 4)), b"%PDF-1")));
        let order: Vec<String> = folder.batch("lot-7").expect("whole").into_iter().map(|l| l.id.to_string()).collect();
        assert_eq!(order, ["z", "a", "m", "b"].map(|id| format!("{id}@house.example")));
        assert_eq!(files(&home.path().join("lot-7")).len(), 4);
        assert!(files(&home.path().join("lot-7"))[0].starts_with("000001-z@"));
        accepted(folder.send(&letter("c", Some((4, 4)), b"%PDF-1")));
        assert!(folder.batch("lot-7").expect_err("4 twice").to_string().contains("place 4 is taken twice"));
        assert!(folder.batch("lot-8").expect("empty").is_empty());
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_a_refusal_to_be_tried_again() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(&home.path().join("out")).expect("a folder");
        fs::remove_dir(home.path().join("out")).expect("removed");
        fs::write(home.path().join("out"), b"a file").expect("written");
        match folder.send(&letter("a", None, b"%PDF-1")) {
            Outcome::Refused(refusal) => assert!(!refusal.permanent, "{refusal}"),
            other => panic!("{other:?}"),
        }
    }
}
