//! A first mapping for a table nobody described: headers by their words, confirmed by the cells.

use kernel::{Currency, Siren, VatNumber};
use ledger::{ImportMode, Language};

use super::{Field, Profile, SignConvention, Target, headers, words};
use crate::table::CellKind;
use crate::value::{DateFault, DateOrder, DecimalStyle, is_no_date, parse_amount, parse_date, parse_side};
use crate::{Located, Problem, Table};

/// A proposed profile and how sure we are.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// The proposal.
    pub profile: Profile,
    /// 0 to 100: the share of what an import needs that was found, weighted by how surely.
    pub confidence: u8,
    /// Column by column.
    pub columns: Vec<ColumnGuess>,
    /// What the user must decide or complete.
    pub problems: Vec<Located>,
}

/// What one column was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnGuess {
    /// Its header.
    pub header: String,
    /// The field, if any.
    pub field: Option<Field>,
    /// 0 to 100.
    pub confidence: u8,
    /// Why.
    pub why: Why,
}

/// Why a column was taken for a field, or left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The header is a usual name of the field.
    Header,
    /// The header contains a usual name of the field.
    PartOfHeader,
    /// The cells look like it.
    Cells,
    /// Another column was a better candidate.
    BetterColumn,
    /// The header says so and the cells do not.
    CellsDisagree,
    /// Nothing speaks.
    Unknown,
}

impl Why {
    /// In words.
    pub const fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Header, Language::Fr) => "l’intitulé le dit",
            (Self::Header, Language::En) => "the header says so",
            (Self::PartOfHeader, Language::Fr) => "l’intitulé contient ce mot",
            (Self::PartOfHeader, Language::En) => "the header contains the word",
            (Self::Cells, Language::Fr) => "les valeurs y ressemblent",
            (Self::Cells, Language::En) => "the values look like it",
            (Self::BetterColumn, Language::Fr) => "une autre colonne convient mieux",
            (Self::BetterColumn, Language::En) => "another column fits better",
            (Self::CellsDisagree, Language::Fr) => "l’intitulé convient, les valeurs non",
            (Self::CellsDisagree, Language::En) => "the header fits, the values do not",
            (Self::Unknown, Language::Fr) => "rien ne l’indique",
            (Self::Unknown, Language::En) => "nothing tells",
        }
    }
}

/// What the cells of one column are, on a sample.
#[derive(Debug, Default, Clone)]
struct Seen {
    filled: usize,
    dates: [usize; 3],
    impossible: [usize; 3],
    numbers: usize,
    comma: usize,
    point: usize,
    sides: usize,
    mails: usize,
    currencies: usize,
    sirens: usize,
    vats: usize,
    kinds: usize,
    countries: usize,
}

/// Rows looked at: enough to see a day after the twelfth, spread over the table.
const SAMPLE: usize = 400;

/// Guesses a profile from the headers and from at most 400 rows spread over the table.
pub fn guess(table: &Table) -> Guess {
    let seen: Vec<Seen> = (0..table.headers.len()).map(|column| look(table, column)).collect();
    let mut candidates: Vec<(u8, Field, usize, Why)> = Vec::new();
    let mut disagree: Vec<usize> = Vec::new();
    for (column, header) in table.headers.iter().enumerate() {
        for (score, field, why) in by_header(header) {
            match agreement(field, &seen[column]) {
                Agreement::Yes => candidates.push((score, field, column, why)),
                Agreement::Empty => candidates.push((score.saturating_sub(25), field, column, why)),
                Agreement::No => disagree.push(column),
            }
        }
        if let Some((score, field)) = by_cells(&seen[column]) {
            candidates.push((score, field, column, Why::Cells));
        }
    }
    // Best first; among equals the order of the columns.
    candidates.sort_by(|a, b| b.0.cmp(&a.0).then(a.2.cmp(&b.2)));
    let mut columns: Vec<ColumnGuess> = table
        .headers
        .iter()
        .map(|h| ColumnGuess { header: h.clone(), field: None, confidence: 0, why: Why::Unknown })
        .collect();
    let mut profile = Profile::new("guessed", ImportMode::Snapshot);
    for (score, field, column, why) in &candidates {
        if columns[*column].field.is_none() && !profile.columns.contains_key(field) {
            columns[*column].field = Some(*field);
            columns[*column].confidence = *score;
            columns[*column].why = *why;
            profile.columns.insert(*field, vec![table.headers[*column].clone()]);
        }
    }
    for (at, column) in columns.iter_mut().enumerate().filter(|(_, c)| c.field.is_none()) {
        if candidates.iter().any(|c| c.2 == at) {
            column.why = Why::BetterColumn;
        } else if disagree.contains(&at) {
            column.why = Why::CellsDisagree;
        }
    }
    let mut problems = Vec::new();
    settle_customer(table, &mut profile);
    settle_signs(table, &mut profile);
    settle_styles(table, &seen, &mut profile, &mut problems);
    settle_target(&mut profile);
    problems.extend(super::check(table, &profile));
    let confidence = confidence(&profile, &columns);
    Guess { profile, confidence, columns, problems }
}

/// Fields a header may name: the whole header, then a part of it.
fn by_header(header: &str) -> Vec<(u8, Field, Why)> {
    let key = words::header_key(header);
    let mut out = Vec::new();
    for (field, names) in headers::all() {
        if let Some(rank) = names.clone().position(|name| name == key) {
            let rank = u8::try_from(rank.min(20)).unwrap_or(20);
            out.push((95 - rank / 2, field, Why::Header));
            continue;
        }
        let part = names.filter(|name| name.len() > 2 && contains_words(&key, name)).map(str::len).max();
        if let Some(longest) = part {
            out.push((45 + u8::try_from(longest.min(20)).unwrap_or(20), field, Why::PartOfHeader));
        }
    }
    out
}

fn contains_words(key: &str, name: &str) -> bool {
    key.match_indices(name).any(|(at, _)| {
        let before = at == 0 || key.as_bytes().get(at - 1) == Some(&b' ');
        let after = at + name.len() == key.len() || key.as_bytes().get(at + name.len()) == Some(&b' ');
        before && after
    })
}

fn look(table: &Table, column: usize) -> Seen {
    let mut seen = Seen::default();
    let step = (table.len() / SAMPLE).max(1);
    for row in (0..table.len()).step_by(step).take(SAMPLE) {
        let cell = table.cell(row, column);
        if cell.text.is_empty() {
            continue;
        }
        seen.filled += 1;
        match cell.kind {
            CellKind::Date => seen.dates.iter_mut().for_each(|d| *d += 1),
            CellKind::Number => seen.numbers += 1,
            CellKind::Error => {}
            CellKind::Text => look_at_text(cell.text, &mut seen),
        }
    }
    seen
}

fn look_at_text(text: &str, seen: &mut Seen) {
    for (at, order) in [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd].into_iter().enumerate() {
        // Bare numbers are amounts or codes rather than dates, but for eight digits.
        if text.bytes().all(|b| b.is_ascii_digit()) && text.len() != 8 {
            continue;
        }
        match parse_date(text, order) {
            Ok(_) => seen.dates[at] += 1,
            Err(DateFault::NoSuchDay) => seen.impossible[at] += 1,
            Err(DateFault::Unreadable) if is_no_date(text) => seen.dates[at] += 1,
            Err(DateFault::Unreadable) => {}
        }
    }
    let comma = parse_amount(text, DecimalStyle::Comma).is_ok();
    let point = parse_amount(text, DecimalStyle::Point).is_ok();
    seen.numbers += usize::from(comma || point);
    // Decimals show the style: two digits after the sign, or both signs in their order.
    let auto = parse_amount(text, DecimalStyle::Auto);
    if let Ok(written) = auto
        && written.value.decimals > 0
    {
        let last = text.rfind(['.', ',']).map(|at| text.as_bytes()[at]);
        seen.comma += usize::from(last == Some(b','));
        seen.point += usize::from(last == Some(b'.'));
    }
    seen.sides += usize::from(parse_side(text).is_some());
    seen.mails += usize::from(text.contains('@') && text.contains('.') && !text.contains(' '));
    seen.currencies += usize::from(Currency::parse(text).is_ok());
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let siren = (digits == 9 || digits == 14)
        && Siren::parse(&text.replace(' ', "").chars().take(9).collect::<String>()).is_ok();
    seen.sirens += usize::from(siren);
    seen.vats += usize::from(VatNumber::parse(text).is_ok() && digits >= 8 && !text.contains('@'));
    seen.kinds += usize::from(words::item_kind(text).is_some());
    seen.countries += usize::from(words::country(text).is_some());
}

enum Agreement {
    Yes,
    No,
    Empty,
}

/// Do the cells agree with the field? Nine in ten must.
fn agreement(field: Field, seen: &Seen) -> Agreement {
    if seen.filled == 0 {
        return Agreement::Empty;
    }
    let most = |n: usize| n * 10 >= seen.filled * 8;
    let best_dates = (0..3).map(|i| seen.dates[i] + seen.impossible[i]).max().unwrap_or(0);
    let agrees = match field {
        _ if field.is_date() => {
            most(best_dates) || (most(seen.numbers) && best_dates == 0 && seen.comma + seen.point == 0)
        }
        _ if field.is_amount() => most(seen.numbers),
        Field::Sign => most(seen.sides),
        Field::Currency => seen.currencies * 2 >= seen.filled,
        Field::Email => most(seen.mails),
        Field::Country => most(seen.countries),
        Field::Siren => seen.sirens * 2 >= seen.filled,
        Field::CustomerName | Field::City | Field::Street | Field::Contact => {
            seen.numbers * 2 < seen.filled && best_dates * 2 < seen.filled && seen.mails * 2 < seen.filled
        }
        Field::Number | Field::CustomerNumber | Field::Label => best_dates * 10 < seen.filled * 9 || most(seen.numbers),
        Field::Kind => !most(best_dates) && !most(seen.numbers),
        _ => true,
    };
    if agrees { Agreement::Yes } else { Agreement::No }
}

/// What cells alone tell, for headers nobody knows.
fn by_cells(seen: &Seen) -> Option<(u8, Field)> {
    if seen.filled < 2 {
        return None;
    }
    let nearly_all = |n: usize| n * 10 >= seen.filled * 9;
    if nearly_all(seen.mails) {
        Some((50, Field::Email))
    } else if nearly_all(seen.vats) && seen.numbers == 0 {
        Some((45, Field::Vat))
    } else if nearly_all(seen.sirens) {
        Some((45, Field::Siren))
    } else if nearly_all(seen.currencies) {
        Some((45, Field::Currency))
    } else {
        None
    }
}

/// « client » beside « nom »: the first is the code, the second the name.
fn settle_customer(table: &Table, profile: &mut Profile) {
    const CODES: [&str; 8] = ["client", "customer", "kunde", "cliente", "debtor", "debiteur", "party", "partner"];
    const NAMES: [&str; 6] = ["nom", "name", "raison sociale", "denomination", "intitule", "nombre"];
    if profile.columns.contains_key(&Field::CustomerNumber) {
        return;
    }
    let is = |header: &String, words: &[&str]| words.contains(&kernel::search_key(header).as_str());
    let code = table.headers.iter().find(|h| is(h, &CODES));
    let name = table.headers.iter().find(|h| is(h, &NAMES));
    if let (Some(code), Some(name)) = (code, name) {
        profile.columns.insert(Field::CustomerNumber, vec![code.clone()]);
        profile.columns.insert(Field::CustomerName, vec![name.clone()]);
    }
}

/// Debit and credit columns, one amount with a side, or signed amounts.
fn settle_signs(table: &Table, profile: &mut Profile) {
    let has = |p: &Profile, f| p.columns.contains_key(&f);
    if has(profile, Field::Debit) && has(profile, Field::Credit) {
        if has(profile, Field::Amount) || has(profile, Field::OpenAmount) {
            // An amount beside them says it already: signed, or told by a running balance.
            profile.columns.remove(&Field::Amount);
        }
        profile.signs = SignConvention::DebitCredit;
        profile.columns.remove(&Field::OpenAmount);
        return;
    }
    profile.columns.remove(&Field::Debit);
    profile.columns.remove(&Field::Credit);
    if has(profile, Field::Sign) {
        profile.signs = SignConvention::Side;
        return;
    }
    let amount = profile.place(Field::Amount, table).or_else(|| profile.place(Field::OpenAmount, table));
    let (Some(amount), Some(kind)) = (amount, profile.place(Field::Kind, table)) else { return };
    let mut credits = 0_usize;
    let mut negative = 0_usize;
    for row in 0..table.len().min(20_000) {
        let text = table.cell(row, amount).text;
        negative += usize::from(text.contains(['-', '(', '\u{2212}']));
        credits += usize::from(words::item_kind(table.cell(row, kind).text).is_some_and(words::is_credit));
    }
    if credits > 0 && negative == 0 {
        profile.signs = SignConvention::ByKind;
    }
}

/// Date order and decimal sign, from the mapped columns together.
fn settle_styles(table: &Table, seen: &[Seen], profile: &mut Profile, problems: &mut Vec<Located>) {
    let mut read = [0_usize; 3];
    let mut wrong = [0_usize; 3];
    let mut dated = None;
    let (mut comma, mut point) = (0_usize, 0_usize);
    for (field, column) in profile.places(table) {
        let Some(seen) = seen.get(column) else { continue };
        if field.is_date() {
            dated = dated.or(Some(column));
            for order in 0..3 {
                read[order] += seen.dates[order];
                wrong[order] += seen.impossible[order];
            }
        } else if field.is_amount() {
            comma += seen.comma;
            point += seen.point;
        }
    }
    let [dmy, mdy, ymd] = read;
    if let Some(column) = dated {
        let text = (0..table.len()).map(|r| table.cell(r, column)).find(|c| !c.text.is_empty());
        let year_first =
            text.is_some_and(|c| c.kind == CellKind::Date || c.text.get(4..5).is_some_and(|s| s == "-" || s == "/"));
        profile.dates = if year_first || (ymd > dmy && ymd > mdy) {
            DateOrder::Ymd
        } else if mdy > dmy {
            DateOrder::Mdy
        } else {
            DateOrder::Dmy
        };
        // Each value reads both ways: nothing above twelve in either place.
        if !year_first && dmy == mdy && dmy > 0 && ymd < dmy && wrong[0] == wrong[1] {
            let field = table.headers.get(column).map_or("", String::as_str);
            problems.push(Located { line: table.header_line, field: field.into(), problem: Problem::AmbiguousDates });
        }
    }
    profile.decimals = match comma.cmp(&point) {
        std::cmp::Ordering::Greater => DecimalStyle::Comma,
        std::cmp::Ordering::Less => DecimalStyle::Point,
        std::cmp::Ordering::Equal => DecimalStyle::Auto,
    };
}

fn settle_target(profile: &mut Profile) {
    let amount = [Field::Amount, Field::OpenAmount, Field::Debit].iter().any(|f| profile.columns.contains_key(f));
    profile.target = if amount { Target::Both } else { Target::Customers };
    let open = [Field::OpenAmount, Field::DueOn].iter().any(|f| profile.columns.contains_key(f));
    profile.mode = if open || !amount { ImportMode::Snapshot } else { ImportMode::Movement };
}

/// Customer, amount and date make an import; number and due date make a good one.
fn confidence(profile: &Profile, columns: &[ColumnGuess]) -> u8 {
    let of = |fields: &[Field]| {
        let best = columns
            .iter()
            .filter(|c| c.field.is_some_and(|f| fields.contains(&f)))
            .map(|c| u32::from(c.confidence))
            .max();
        best.unwrap_or(0)
    };
    let customer = of(&[Field::CustomerNumber, Field::CustomerName]);
    let score = if profile.target == Target::Customers {
        (customer * 2 + of(&[Field::CustomerName]) + of(&[Field::City, Field::Street])) / 4
    } else {
        let amount = of(&[Field::Amount, Field::OpenAmount, Field::Debit]);
        let date = of(&[Field::IssueOn, Field::DueOn, Field::EntryOn]);
        (customer * 3 + amount * 3 + date * 2 + of(&[Field::Number]) + of(&[Field::DueOn])) / 10
    };
    u8::try_from(score.min(100)).unwrap_or(100)
}
