//! Reading files: what they are, how they are understood, and what importing them would change.

use std::collections::HashSet;

use formats::fec::FecOptions;
use formats::open_items::{Defaults, from_tables};
use formats::table::{CsvOptions, XlsxOptions};
use formats::{Decoded, Format, Profile, Table, detect, fec, profile, table, text};
use kernel::{Currency, Date, Language, PaymentTerms, Wording};
use ledger::imports::{Context, Known, Plan, plan};
use ledger::intake::{Intake, LineError};
use ledger::{Address, Batch, BatchId, BatchState, Creditor, CreditorId, ImportMode};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{ImportAnswer, ImportRequest, Upload};
use crate::{Actor, Desk, DeskError, Refusal};

/// Rows shown before anything is decided.
const SHOWN: usize = 10;
/// A snapshot smaller than this share of the last asks first, percent.
const SMALLER: i64 = 80;

/// A table as people map it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableView {
    /// Column headers.
    pub headers: Vec<String>,
    /// First rows, as written in the file.
    pub rows: Vec<Vec<String>>,
    /// Number of rows.
    pub count: usize,
    /// For each header: the field it was taken for, if any, and why.
    pub guesses: Vec<(Option<String>, Wording)>,
    /// What stands in the way of an import with this profile.
    pub problems: Vec<LineError>,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inspection {
    /// Name of the file.
    pub file: String,
    /// Format slug.
    pub format: String,
    /// Version or variant, where the format has some.
    pub version: Option<String>,
    /// Character set.
    pub encoding: Option<String>,
    /// Separator of columns.
    pub separator: Option<String>,
    /// Data lines.
    pub records: u64,
    /// Accounting entries of a general ledger.
    pub entries: Option<u64>,
    /// Total debit of a general ledger.
    pub debit: Option<String>,
    /// Total credit of a general ledger.
    pub credit: Option<String>,
    /// First accounting date.
    pub first_date: Option<Date>,
    /// Last accounting date.
    pub last_date: Option<Date>,
    /// Lines and values that could not be used.
    pub errors: Vec<LineError>,
    /// Remarks.
    pub warnings: Vec<LineError>,
    /// The table, when it is one.
    pub table: Option<TableView>,
    /// The profile it would be read with.
    pub profile: Option<Profile>,
    /// A sentence for people, when the file cannot be read.
    pub note: Option<Wording>,
}

impl Inspection {
    /// The document of the command-line contract.
    pub fn to_json(&self) -> serde_json::Value {
        let mut json = serde_json::to_value(self).unwrap_or_default();
        if let (Some(map), "fec") = (json.as_object_mut(), self.format.as_str()) {
            map.insert("lines".to_owned(), self.records.into());
        }
        json
    }

    fn new(file: &Upload, found: &formats::Detection) -> Self {
        Self {
            file: file.name.clone(),
            format: found.format.slug().to_owned(),
            version: found.version.clone(),
            encoding: found.encoding.map(|e| e.name().to_owned()),
            separator: found.separator.map(|c| c.to_string()),
            records: 0,
            entries: None,
            debit: None,
            credit: None,
            first_date: None,
            last_date: None,
            errors: Vec::new(),
            warnings: Vec::new(),
            table: None,
            profile: None,
            note: found.note.map(note_words),
        }
    }

    fn refuse(mut self, why: Wording) -> Self {
        self.errors.push(LineError { line: 0, field: String::new(), message: why.clone() });
        self.note = Some(why);
        self
    }
}

/// What the file is and how it would be understood. A file that cannot be read is an inspection that
/// says so, not a failure.
pub fn inspect(file: &Upload, chosen: Option<&Profile>) -> Inspection {
    let found = detect(&file.bytes, &file.name);
    let view = Inspection::new(file, &found);
    match found.format {
        Format::Fec => inspect_fec(view, file),
        Format::Csv | Format::Xlsx => match read_table(file, found.format) {
            Ok(table) => inspect_table(view, file, &table, chosen),
            Err(why) => view.refuse(why),
        },
        _ => view.refuse(unread_words(&found)),
    }
}

fn note_words(note: formats::Note) -> Wording {
    Wording::new(note.french(), note.english())
}

/// Why a file of that format is not imported.
fn unread_words(found: &formats::Detection) -> Wording {
    found.note.map_or_else(
        || {
            let slug = found.format.slug();
            Wording::new(
                format!("format « {slug} » : seuls FEC, CSV et XLSX s’importent ; exportez-le autrement"),
                format!("format « {slug} »: only FEC, CSV and XLSX are imported; export it otherwise"),
            )
        },
        note_words,
    )
}

fn decode(file: &Upload) -> Result<Decoded<'_>, Wording> {
    text::decode(&file.bytes).map_err(|e| Wording::new(e.french(), e.to_string()))
}

fn read_fec<'a>(decoded: &'a Decoded<'_>) -> Result<fec::Fec<'a>, Wording> {
    fec::read(decoded).map_err(|e| Wording::new(e.french(), e.to_string()))
}

fn read_table(file: &Upload, format: Format) -> Result<Table, Wording> {
    let table = match format {
        Format::Xlsx => table::read_xlsx(&file.bytes, &XlsxOptions::default()),
        _ => table::read_csv(&decode(file)?, CsvOptions::default()),
    };
    table.map_err(|e| Wording::new(e.french(), e.to_string()))
}

fn inspect_fec(mut view: Inspection, file: &Upload) -> Inspection {
    let decoded = match decode(file) {
        Ok(decoded) => decoded,
        Err(why) => return view.refuse(why),
    };
    let fec = match read_fec(&decoded) {
        Ok(fec) => fec,
        Err(why) => return view.refuse(why),
    };
    let euros = |cents: i64| kernel::Money::new(cents, Currency::EUR).to_decimal();
    view.records = fec.lines;
    view.entries = Some(fec.entries);
    (view.debit, view.credit) = (Some(euros(fec.debit)), Some(euros(fec.credit)));
    (view.first_date, view.last_date) = (fec.first_date, fec.last_date);
    view.separator = Some(fec.separator_name().to_owned());
    view.encoding = Some(fec.encoding.name().to_owned());
    view.errors = fec.errors.to_line_errors();
    view.warnings = fec.warnings.to_line_errors();
    view
}

fn choose(table: &Table, chosen: Option<&Profile>) -> Profile {
    chosen.cloned().or_else(|| Profile::recognise(table)).unwrap_or_else(|| profile::guess(table).profile)
}

fn inspect_table(mut view: Inspection, file: &Upload, table: &Table, chosen: Option<&Profile>) -> Inspection {
    let used = choose(table, chosen);
    let guess = profile::guess(table);
    let field_of = |header: &str| {
        let placed =
            profile::Field::ALL.iter().find(|f| used.place(**f, table).is_some_and(|p| table.headers[p] == header));
        placed.map(|f| f.slug().to_owned())
    };
    let guesses = table
        .headers
        .iter()
        .map(|h| {
            let guessed = guess.columns.iter().find(|c| &c.header == h);
            let why = guessed
                .map_or_else(Wording::default, |c| Wording::new(c.why.text(Language::Fr), c.why.text(Language::En)));
            (field_of(h), why)
        })
        .collect();
    view.records = table.len() as u64;
    view.table = Some(TableView {
        headers: table.headers.clone(),
        rows: (0..table.len().min(SHOWN)).map(|r| table.row(r).map(str::to_owned).collect()).collect(),
        count: table.len(),
        guesses,
        problems: profile::check(table, &used).iter().map(formats::Located::to_line_error).collect(),
    });
    view.errors = table.problems.to_line_errors();
    let intake = from_tables(&[(table.clone(), used.clone())], Defaults::default());
    let mut intake = intake;
    locate(&[(table.clone(), used.clone())], std::slice::from_ref(file), &mut intake);
    view.errors.extend(intake.errors);
    view.warnings.extend(intake.remarks);
    view.profile = Some(used);
    view
}

/// An import decided, not written.
pub(super) struct Prepared {
    pub creditor: Creditor,
    /// The creditor is to be created with the batch.
    pub new_creditor: bool,
    pub intake: Intake,
    pub known: Known,
    pub plan: Plan,
    pub answer: ImportAnswer,
    /// The batch without its identity.
    pub batch: Batch,
}

/// Files read together.
struct Content {
    intake: Intake,
    format: String,
    profile: String,
}

impl Desk {
    pub(super) fn prepare_import(&self, actor: &Actor, request: &ImportRequest) -> Result<Prepared, DeskError> {
        if request.files.is_empty() {
            return Err(Refusal::NoFile.into());
        }
        let (creditor, new_creditor) = self.import_creditor(actor, request)?;
        let content = read_content(request, creditor.currency)?;
        let as_of = request.as_of.unwrap_or_else(|| self.today());
        // Of a creditor yet to be made nothing is known but the debtors it shares with others.
        let known = self.known(creditor.id)?;
        let decided = plan(&content.intake, &known, Context { creditor: &creditor, as_of });
        let question = self.smaller_than_last(&creditor, &content.intake, new_creditor)?;
        let batch = Batch {
            id: BatchId(0),
            creditor_id: creditor.id,
            format: content.format.clone(),
            source: request.files.iter().map(|f| f.name.as_str()).collect::<Vec<_>>().join(" + "),
            fingerprint: fingerprint(&request.files),
            profile: content.profile.clone(),
            mode: content.intake.mode,
            state: BatchState::Loading,
            as_of,
            actor: String::new(),
            created_at: self.now(),
            total: 0,
            done: 0,
            outcome: String::new(),
        };
        let answer = ImportAnswer {
            batch: None,
            format: content.format,
            profile: content.profile,
            outcome: decided.outcome.clone(),
            question,
        };
        Ok(Prepared { creditor, new_creditor, intake: content.intake, known, plan: decided, answer, batch })
    }

    /// The creditor asked for; else the only one; else a new one, named after the code, or after the
    /// SIREN in the name of a general ledger.
    pub(super) fn import_creditor(
        &self,
        actor: &Actor,
        request: &ImportRequest,
    ) -> Result<(Creditor, bool), DeskError> {
        let (creditor, new) = self.creditor_meant(actor, request)?;
        if new && !actor.reach.is_everything() {
            return Err(actor.out_of_reach("creditor", creditor.code));
        }
        if !new {
            actor.whole_of(creditor.id, &creditor.code)?;
        }
        Ok((creditor, new))
    }

    fn creditor_meant(&self, actor: &Actor, request: &ImportRequest) -> Result<(Creditor, bool), DeskError> {
        let mut creditors = self.store.read(|tx| tx.creditors().list())?;
        creditors.retain(|creditor| actor.reach.admits(creditor.id));
        if let Some(code) = request.creditor.as_deref().filter(|c| !c.is_empty()) {
            let known = creditors.into_iter().find(|c| c.code == code);
            return Ok(known.map_or_else(|| (self.fresh_creditor(code), true), |c| (c, false)));
        }
        let mut creditors = creditors.into_iter();
        match (creditors.next(), creditors.next()) {
            (Some(only), None) => Ok((only, false)),
            (None, _) => Ok((self.fresh_creditor("MAISON"), true)),
            (Some(first), Some(second)) => {
                Err(Refusal::SeveralCreditors { first: first.code, second: second.code }.into())
            }
        }
    }

    fn fresh_creditor(&self, code: &str) -> Creditor {
        Creditor {
            id: CreditorId(self.id()),
            code: code.to_owned(),
            name: code.to_owned(),
            legal_line: String::new(),
            siren: None,
            vat: None,
            address: Address { country: "FR".to_owned(), ..Address::default() },
            phone: String::new(),
            email: String::new(),
            iban: None,
            bic: None,
            signatory: String::new(),
            mediator: String::new(),
            currency: Currency::EUR,
            terms: PaymentTerms::net(30),
            version: 0,
        }
    }

    /// The question to ask when a snapshot has far fewer pieces than the last one.
    fn smaller_than_last(
        &self,
        creditor: &Creditor,
        intake: &Intake,
        fresh: bool,
    ) -> Result<Option<Refusal>, DeskError> {
        if fresh || intake.mode != ImportMode::Snapshot || intake.pieces.is_empty() {
            return Ok(None);
        }
        let open = self.store.read(|tx| tx.settings().get(&last_snapshot(creditor.id)))?;
        let last: i64 = open.and_then(|n| n.parse().ok()).unwrap_or(0);
        let now = i64::try_from(intake.pieces.len()).unwrap_or(i64::MAX);
        Ok((now * 100 < last * SMALLER).then_some(Refusal::SmallerSnapshot { now, last }))
    }
}

/// Setting that holds the number of pieces of the last snapshot of a creditor.
pub(super) fn last_snapshot(creditor: CreditorId) -> String {
    format!("last-snapshot:{creditor}")
}

fn read_content(request: &ImportRequest, currency: Currency) -> Result<Content, DeskError> {
    let found: Vec<formats::Detection> = request.files.iter().map(|f| detect(&f.bytes, &f.name)).collect();
    let formats: Vec<Format> = found.iter().map(|f| f.format).collect();
    let refuse = |file: &Upload, why: Wording| Refusal::FileUnusable { file: file.name.clone(), why };
    if formats.contains(&Format::Fec) {
        let [file] = request.files.as_slice() else {
            return Err(Refusal::FecAlone.into());
        };
        let decoded = decode(file).map_err(|why| refuse(file, why))?;
        let fec = read_fec(&decoded).map_err(|why| refuse(file, why))?;
        let mut intake = fec::receivables(&fec, &FecOptions { currency });
        intake.mode = ImportMode::Movement;
        return Ok(Content { intake, format: "fec".to_owned(), profile: "fec".to_owned() });
    }
    let mut tables = Vec::with_capacity(formats.len());
    for (file, found) in request.files.iter().zip(&found) {
        if !matches!(found.format, Format::Csv | Format::Xlsx) {
            return Err(refuse(file, unread_words(found)).into());
        }
        let table = read_table(file, found.format).map_err(|why| refuse(file, why))?;
        let used = choose(&table, request.profile.as_ref());
        if let Some(block) = profile::check(&table, &used).iter().find(|l| l.problem.blocks()) {
            return Err(refuse(file, block.problem.wording()).into());
        }
        tables.push((table, used));
    }
    let name = tables
        .iter()
        .find(|(t, p)| p.has_pieces(t))
        .or(tables.first())
        .map_or_else(String::new, |(_, p)| p.name.clone());
    let slug = formats.first().map_or("csv", |f| f.slug()).to_owned();
    let mut intake = from_tables(&tables, Defaults { mode: request.mode });
    if !intake.errors.is_empty() {
        locate(&tables, &request.files, &mut intake);
    }
    Ok(Content { intake, format: slug, profile: name })
}

/// Says of which file each error is, and parts the lines refused from the values left aside. Each
/// table is read again alone: errors are few.
fn locate(tables: &[(Table, Profile)], files: &[Upload], intake: &mut Intake) {
    let several = files.len() > 1;
    intake.errors.clear();
    for (table, file) in tables.iter().zip(files) {
        let alone = from_tables(std::slice::from_ref(table), Defaults::default());
        let lines = alone.pieces.iter().map(|p| p.line).chain(alone.customers.iter().map(|c| c.line));
        let went_in: HashSet<u64> = lines.collect();
        for mut error in alone.errors {
            if several {
                error.field = format!("{} · {}", file.name, error.field);
            }
            let left_aside = went_in.contains(&error.line);
            if left_aside { &mut intake.remarks } else { &mut intake.errors }.push(error);
        }
    }
}

fn fingerprint(files: &[Upload]) -> String {
    let mut hash = Sha256::new();
    for file in files {
        hash.update((file.bytes.len() as u64).to_be_bytes());
        hash.update(&file.bytes);
    }
    kernel::hex(&hash.finalize())
}
