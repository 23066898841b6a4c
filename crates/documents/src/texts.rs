//! Texts that users edit: rendered in a sandbox, the same for mail and letter.
//!
//! A text is a subject line, then paragraphs parted by blank lines; a line `---` marks where the
//! items and totals stand in a letter. `{{ total }}` and the other facts are the fields of
//! [`TextFacts`]; an unknown name is an error that says the line and the names known, never an empty
//! word. A text has conditions and no loops: the items stand in the table of the letter.

use serde::{Deserialize, Serialize};

use crate::Language;

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

    /// What a name stands for, for who writes a text.
    pub fn meaning(name: &str, language: Language) -> &'static str {
        match name {
            "creditor" => language.pick("nom du créancier", "name of the creditor"),
            "debtor" => language.pick("nom du débiteur", "name of the debtor"),
            "count" => language.pick("nombre de pièces demandées", "number of items asked for"),
            "total" => language.pick("somme demandée en tout", "sum asked for in all"),
            "principal" => language.pick("principal, avoirs déduits", "principal, credits deducted"),
            "interest" => language.pick("intérêts de retard, s’ils sont réclamés", "late interest, when claimed"),
            "indemnity" => language.pick("indemnités de 40 €, si elles sont réclamées", "the 40 € each, when claimed"),
            "oldest_due" => language.pick("échéance la plus ancienne", "oldest due date"),
            "days_late" => language.pick("jours de retard depuis elle", "days late since then"),
            "has_credits" => language.pick("vrai si des avoirs sont déduits", "true when credits are deducted"),
            "has_disputed" => language.pick("vrai si une part est contestée", "true when a part is disputed"),
            "previous_date" => language.pick("date de la relance d’avant", "date of the reminder before"),
            "delay_days" => language.pick("jours accordés pour payer", "days granted to pay"),
            "business" => language.pick("vrai pour un professionnel", "true for a professional"),
            "consumer" => language.pick("vrai pour un particulier", "true for a consumer"),
            "phone" => language.pick("téléphone du créancier", "telephone of the creditor"),
            "mail" => language.pick("adresse mail du créancier", "mail address of the creditor"),
            _ => "",
        }
    }

    /// Facts of an invented account, to check a text on.
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

    /// Reads a slug.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|text| text.slug() == slug)
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
