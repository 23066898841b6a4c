//! What is wrong with a line, said in French or in English: what, why, and what to do.

use std::fmt;

use kernel::{Currency, Language, Wording};
use ledger::intake::LineError;

use crate::limits;

kernel::sentences! {
    /// Why a line or a value could not be used, or deserves a look.
    Problem {
        /// Too few or too many fields.
        FieldCount { found: usize, expected: usize } = "field-count",
            "la ligne a {found} champs au lieu de {expected} : un séparateur manque ou est de trop ; corrigez la ligne dans le logiciel d’origine",
            "the line has {found} fields instead of {expected}: a separator is missing or one too many; mend the line in the program it comes from";
        /// An empty line inside a FEC.
        BlankLine = "blank-line",
            "ligne vide, passée ; le contrôle de l’administration la compte comme une erreur",
            "empty line, skipped; the tax office's checker counts it as an error";
        /// A mandatory field is empty.
        EmptyField = "empty-field",
            "le champ est vide alors qu’il est obligatoire ; complétez-le",
            "the field is empty and may not be; fill it in";
        /// No such day.
        NoSuchDate { text: String } = "no-such-date",
            "« {text} » n’est pas une date du calendrier ; corrigez le jour, le mois ou l’année",
            "« {text} » is no date of the calendar; mend the day, the month or the year";
        /// The date cannot be read with the order of the profile.
        UnreadableDate { text: String, order: &'static str } = "unreadable-date",
            "« {text} » ne se lit pas comme une date {order} ; corrigez la valeur ou choisissez un autre ordre de date dans le profil",
            "« {text} » cannot be read as a {order} date; mend the value or choose another date order in the profile";
        /// Not a number.
        NotAnAmount { text: String } = "not-an-amount",
            "« {text} » n’est pas un montant ; attendu par exemple 1234,56 ou 1 234,56",
            "« {text} » is not an amount; expected for instance 1234.56 or 1,234.56";
        /// The separator may be decimal or of thousands.
        AmbiguousAmount { text: String } = "ambiguous-amount",
            "« {text} » se lit de deux façons (milliers ou décimales) ; choisissez le style des montants dans le profil",
            "« {text} » reads in two ways (thousands or decimals); choose the style of amounts in the profile";
        /// More decimals than the currency has.
        TooPrecise { text: String, currency: Currency } = "too-precise",
            "« {text} » a plus de décimales que la devise {currency} n’en admet ; arrondissez à la source",
            "« {text} » has more decimals than {currency} allows; round it at the source";
        /// Too large.
        TooLarge { text: String } = "too-large",
            "« {text} » dépasse ce qu’un montant peut être ; vérifiez la colonne",
            "« {text} » is larger than an amount can be; check the column";
        /// Decimal point in a FEC.
        DecimalPoint { text: String } = "decimal-point",
            "« {text} » porte un point décimal ; lu quand même, mais le FEC veut une virgule",
            "« {text} » has a decimal point; read all the same, but a FEC wants a comma";
        /// Both columns filled.
        DebitAndCredit = "debit-and-credit",
            "débit et crédit sont remplis tous deux ; le montant retenu est leur différence",
            "debit and credit are both filled; their difference is used";
        /// Neither D nor C.
        UnknownSide { text: String } = "unknown-side",
            "« {text} » n’est pas un sens ; attendu D ou C, +1 ou -1",
            "« {text} » is no side; expected D or C, +1 or -1";
        /// Account outside the chart.
        AccountOutsidePlan { account: String } = "account-outside-plan",
            "le compte « {account} » ne commence pas par trois chiffres du plan comptable ; la ligne est comptée dans les totaux mais n’est pas importée",
            "account « {account} » does not begin with three digits of the chart of accounts; the line counts in the totals but is not imported";
        /// The whole file does not balance.
        Unbalanced { debit: String, credit: String } = "unbalanced",
            "le fichier n’est pas équilibré : débit {debit}, crédit {credit} ; il est peut-être incomplet",
            "the file does not balance: debit {debit}, credit {credit}; it may be incomplete";
        /// Entries that do not balance.
        UnbalancedEntries { count: u64 } = "unbalanced-entries",
            "{count} écritures ne sont pas équilibrées, de quelque façon qu’on les regroupe ; le fichier est peut-être incomplet",
            "{count} entries do not balance however they are grouped; the file may be incomplete";
        /// The last line is cut.
        Truncated = "truncated",
            "la dernière ligne est coupée : le fichier est sans doute incomplet ; exportez-le de nouveau",
            "the last line is cut short: the file is probably incomplete; export it again";
        /// A quote is never closed.
        OpenQuote = "open-quote",
            "un guillemet ouvert n’est jamais refermé ; il est lu comme un caractère ordinaire",
            "a quote is opened and never closed; it is read as an ordinary character";
        /// More cells than headers.
        ExtraCells { found: usize, expected: usize } = "extra-cells",
            "la ligne a {found} cellules pour {expected} colonnes : un séparateur est de trop, sans doute dans un texte sans guillemets ; corrigez la ligne",
            "the line has {found} cells for {expected} columns: a separator too many, probably inside an unquoted text; mend the line";
        /// A cell is too long.
        LongCell = "long-cell",
            "une cellule dépasse la longueur admise ; la ligne est laissée de côté",
            "a cell is longer than allowed; the line is left aside";
        /// A spreadsheet cell holds an error such as `#REF!`.
        SpreadsheetError { text: String } = "spreadsheet-error",
            "la cellule contient l’erreur {text} du tableur ; corrigez la formule",
            "the cell holds the spreadsheet error {text}; mend the formula";
        /// No customer.
        MissingCustomer = "missing-customer",
            "aucun client sur cette ligne ; indiquez son code",
            "no customer on this line; give its code";
        /// No amount.
        MissingAmount = "missing-amount",
            "aucun montant sur cette ligne ; complétez-le",
            "no amount on this line; fill it in";
        /// No date.
        MissingDate = "missing-date",
            "aucune date sur cette ligne ; il faut au moins la date de la pièce ou l’échéance",
            "no date on this line; the date of the piece or the due date is needed";
        /// Unknown currency.
        UnknownCurrency { text: String } = "unknown-currency",
            "« {text} » n’est pas une devise connue ; attendu un code de trois lettres comme EUR",
            "« {text} » is not a known currency; expected a code of three letters such as EUR";
        /// The amount names another currency than the column.
        CurrencyConflict { amount: Currency, column: Currency } = "currency-conflict",
            "le montant est écrit en {amount} et la colonne dit {column} ; corrigez l’un des deux",
            "the amount is written in {amount} and the column says {column}; mend one of them";
        /// Unknown nature of piece.
        UnknownKind { text: String } = "unknown-kind",
            "« {text} » n’est pas une nature de pièce connue ; ajoutez ce mot au profil",
            "« {text} » is not a known kind of piece; add the word to the profile";
        /// Same piece twice.
        Duplicate { number: String, first: u64 } = "duplicate",
            "la pièce « {number} » est déjà à la ligne {first} avec la même date, la même échéance et le même montant ; cette ligne n’est pas reprise",
            "piece « {number} » already stands on line {first} with the same date, due date and amount; this line is not taken";
        /// The settled part does not fit the amount.
        SettledBeyondAmount { settled: String, amount: String } = "settled-beyond-amount",
            "le montant réglé {settled} ne tient pas dans le montant {amount} de la pièce ; vérifiez montant, réglé et reste dû",
            "the settled amount {settled} does not fit in the amount {amount} of the piece; check amount, paid and open";
        /// An identifier is wrong; the rest of the line is used.
        BadIdentifier { text: String, what: Wording } = "bad-identifier",
            "« {text} » n’est pas un {what} valable ; la valeur est laissée de côté, le reste de la ligne est repris",
            "« {text} » is not a valid {what}; the value is left aside, the rest of the line is used";
        /// Terms we cannot read.
        UnknownTerms { text: String } = "unknown-terms",
            "« {text} » n’est pas un délai de paiement lisible (30, 45 jours fin de mois…) ; la valeur est laissée de côté",
            "« {text} » is not a payment term we can read (30, 45 days end of month…); the value is left aside";
        /// Unknown legal kind or language or role.
        UnknownWord { text: String } = "unknown-word",
            "« {text} » n’est pas un mot connu pour cette colonne ; la valeur est laissée de côté",
            "« {text} » is not a known word for this column; the value is left aside";
        /// A text that breaks its line.
        SeveralLines { text: String } = "several-lines",
            "la valeur contenait un saut de ligne ou un caractère de contrôle ; elle est lue en une ligne : « {text} »",
            "the value held a line break or a control character; it is read as one line: « {text} »";
        /// An address of a person or a machine that breaks its line.
        BrokenAddress { text: String } = "broken-address",
            "« {text} » contenait un saut de ligne ou un caractère de contrôle ; cette adresse est laissée de côté, le reste de la ligne est repris",
            "« {text} » held a line break or a control character; this address is left aside, the rest of the line is used";
        /// A customer written twice differently.
        CustomerTwice { number: String, first: u64 } = "customer-twice",
            "le client « {number} » est déjà à la ligne {first} ; ce que cette ligne ajoute est repris, le reste non",
            "customer « {number} » already stands on line {first}; what this line adds is taken, the rest is not";
        /// A column the profile needs.
        MissingColumn { wanted: Wording } = "missing-column",
            "aucune colonne pour « {wanted} » ; associez-en une dans le profil",
            "no column for « {wanted} »; map one in the profile";
        /// The profile names a column the file has not.
        UnknownColumn { header: String } = "unknown-column",
            "le profil attend la colonne « {header} », absente du fichier",
            "the profile expects the column « {header} », which the file does not have";
        /// Dates could be day first or month first.
        AmbiguousDates = "ambiguous-dates",
            "les dates se lisent jour/mois ou mois/jour : aucune valeur ne tranche ; vérifiez l’ordre avant d’importer",
            "the dates read day/month or month/day: no value decides; check the order before importing";
        /// The bytes are no JSON.
        NotJson { line: usize, column: usize } = "not-json",
            "ce n’est pas du JSON valide (ligne {line}, caractère {column}) : le fichier est sans doute incomplet ; téléchargez-le de nouveau",
            "this is no valid JSON (line {line}, character {column}): the file is probably incomplete; download it again";
        /// JSON, of another shape than the open data's.
        OtherRecords = "other-records",
            "aucun enregistrement reconnu dans ce JSON ; attendu : une réponse de l’API ouverte ou son export",
            "no record recognised in this JSON; expected: an answer of the open API or its export";
        /// A record that is no object.
        NotARecord = "not-a-record",
            "ce n’est pas un enregistrement : un objet JSON est attendu ; téléchargez-le de nouveau",
            "this is no record: a JSON object is expected; download it again";
        /// JSON held as text in a field, that cannot be read.
        NestedJson { text: String } = "nested-json",
            "« {text} » devrait contenir du JSON et ne se lit pas ; consultez l’annonce d’origine",
            "« {text} » should hold JSON and cannot be read; look at the original notice";
        /// More than a record or a file may hold.
        TooMany { found: usize, limit: usize } = "too-many",
            "{found} éléments, au-delà de la limite de {limit} : les suivants ne sont pas lus ; découpez le fichier",
            "{found} elements, beyond the limit of {limit}: the rest is not read; cut the file up";
        /// More bytes than a file of this sort may have.
        TooBig { limit_mib: usize } = "too-big",
            "le fichier dépasse {limit_mib} Mio ; demandez une période plus courte",
            "the file is larger than {limit_mib} MiB; ask for a shorter period";
        /// Problems beyond the limit.
        More { count: u64 } = "more",
            "et {count} autres remarques de même sorte, non détaillées",
            "and {count} more remarks of this sort, not listed";
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Language::En))
    }
}

/// A problem and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// 1-based line (XLSX: row); 0 for the file as a whole.
    pub line: u64,
    /// Column as named in the file, or our name of it.
    pub field: Box<str>,
    /// What.
    pub problem: Problem,
}

impl Located {
    /// The line as the ledger lists it, in both languages.
    pub fn to_line_error(&self) -> LineError {
        LineError { line: self.line, field: self.field.to_string(), message: self.problem.wording() }
    }
}

/// Problems of a file, bounded by [`limits::PROBLEMS`]; what is not kept is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Those kept, in the order of the lines once [`Report::sort`]ed.
    pub list: Vec<Located>,
    /// How many more there were.
    pub more: u64,
}

impl Report {
    /// Adds one.
    pub fn add(&mut self, line: u64, field: &str, problem: Problem) {
        if self.list.len() < limits::PROBLEMS {
            self.list.push(Located { line, field: field.into(), problem });
        } else {
            self.more += 1;
        }
    }

    /// Adds those of another part of the file.
    pub fn append(&mut self, other: Self) {
        self.more += other.more;
        for located in other.list {
            if self.list.len() < limits::PROBLEMS {
                self.list.push(located);
            } else {
                self.more += 1;
            }
        }
    }

    /// Orders by line.
    pub fn sort(&mut self) {
        self.list.sort_by_key(|l| l.line);
    }

    /// How many, listed or not.
    pub fn len(&self) -> u64 {
        u64::try_from(self.list.len()).unwrap_or(u64::MAX).saturating_add(self.more)
    }

    /// How many are about a record, listed or not: those about the file come first and are few.
    pub(crate) fn of_records(&self) -> u64 {
        let of_file = self.list.iter().filter(|l| l.line == 0).count();
        self.len().saturating_sub(u64::try_from(of_file).unwrap_or(u64::MAX))
    }

    /// True when nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty() && self.more == 0
    }

    /// The lines as the ledger lists them; the uncounted rest is one more line.
    pub fn to_line_errors(&self) -> Vec<LineError> {
        let mut out: Vec<LineError> = self.list.iter().map(Located::to_line_error).collect();
        if self.more > 0 {
            let more = Located { line: 0, field: "".into(), problem: Problem::More { count: self.more } };
            out.push(more.to_line_error());
        }
        out
    }
}

/// The start of a text, short enough for a message.
pub(crate) fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_problem_has_a_code_of_its_own_and_two_sentences() {
        let all = Problem::examples();
        let codes: BTreeSet<&str> = all.iter().map(Problem::code).collect();
        assert_eq!(codes.len(), all.len(), "two problems share a code");
        for problem in all {
            let said = problem.wording();
            assert!(!said.fr.is_empty() && !said.en.is_empty() && said.fr != said.en, "{said:?}");
        }
    }
}
