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
    /// Address of the debtor's space, where the house has one.
    pub space_link: Option<String>,
    /// First due day of an instalment plan, in words; empty elsewhere.
    pub first_due: String,
    /// Last due day of an instalment plan, in words; empty elsewhere.
    pub last_due: String,
    /// A default of the plan makes everything due.
    pub acceleration: bool,
    /// The piece that is contested; empty elsewhere.
    pub piece: String,
    /// What of it is contested.
    pub contested: String,
    /// How the dispute ended: `founded`, `partly`, `unfounded`; empty while it is open.
    pub outcome: String,
    /// What was granted, if anything.
    pub granted: Option<String>,
    /// What of the piece is owed all the same, if anything.
    pub left: Option<String>,
    /// Where they say how it was handled, once it is over.
    pub opinion: Option<String>,
    /// The mediator of consumption, told to a consumer who does not get all they asked for.
    pub mediator: Option<String>,
}

impl TextFacts {
    /// Every name a text may use, as in the fields above.
    pub const NAMES: [&str; 28] = [
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
        "space_link",
        "first_due",
        "last_due",
        "acceleration",
        "piece",
        "contested",
        "outcome",
        "granted",
        "left",
        "opinion",
        "mediator",
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
            "space_link" => language
                .pick("adresse de l’espace du débiteur, s’il en est une", "address of the debtor’s space, if any"),
            "first_due" => language.pick("première date d’un échéancier", "first date of an instalment plan"),
            "last_due" => language.pick("dernière date d’un échéancier", "last date of an instalment plan"),
            "acceleration" => language.pick("vrai si le plan prévoit la déchéance", "true when the plan accelerates"),
            "piece" => language.pick("pièce contestée", "contested piece"),
            "contested" => language.pick("somme contestée", "contested sum"),
            "outcome" => language.pick(
                "issue du litige : founded, partly, unfounded",
                "how the dispute ended: founded, partly, unfounded",
            ),
            "granted" => language.pick("somme accordée, s’il y en a une", "sum granted, if any"),
            "left" => language.pick("reste dû sur la pièce, s’il y en a un", "what is owed on the piece, if anything"),
            "mediator" => language.pick("médiateur de la consommation", "mediator of consumption"),
            "opinion" => language.pick("lien pour donner son avis", "link to say how it was handled"),
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
            space_link: Some("https://recouvrement.example/link/space/7K3F2Q".to_owned()),
            first_due: own("5\u{a0}janvier\u{a0}2027", "5\u{a0}January\u{a0}2027"),
            last_due: own("7\u{a0}juin\u{a0}2027", "7\u{a0}June\u{a0}2027"),
            acceleration: true,
            piece: "F1044".to_owned(),
            contested: own("900,00\u{202f}€", "€900.00"),
            outcome: "partly".to_owned(),
            granted: Some(own("400,00\u{202f}€", "€400.00")),
            left: Some(own("500,00\u{202f}€", "€500.00")),
            opinion: Some("https://recouvrement.example/link/opinion/0000".to_owned()),
            mediator: None,
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
    /// The clauses of an instalment plan that is signed; `---` marks its schedule.
    PlanProtocol,
    /// The notice of a plan's default.
    PlanNotice,
    /// A dispute is noted: what is not asked, what remains.
    DisputeOpened,
    /// A dispute is over: how, and what is owed.
    DisputeClosed,
    /// A settlement agreement of a dispute; `---` marks its table.
    DisputeSettlement,
}

impl DefaultText {
    /// In the order of the strategy.
    pub const ALL: [Self; 11] = [
        Self::PreDue,
        Self::Reminder1,
        Self::Reminder2,
        Self::Reminder3,
        Self::FormalNotice,
        Self::Sms,
        Self::PlanProtocol,
        Self::PlanNotice,
        Self::DisputeOpened,
        Self::DisputeClosed,
        Self::DisputeSettlement,
    ];

    /// How it speaks.
    pub const fn tone(self) -> Tone {
        match self {
            Self::PreDue | Self::Reminder1 | Self::Sms | Self::DisputeOpened | Self::DisputeClosed => Tone::Courteous,
            Self::Reminder2 => Tone::Firm,
            Self::Reminder3 | Self::FormalNotice | Self::PlanProtocol | Self::PlanNotice | Self::DisputeSettlement => {
                Tone::Formal
            }
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
            Self::PlanProtocol => "plan-protocol",
            Self::PlanNotice => "plan-notice",
            Self::DisputeOpened => "dispute-opened",
            Self::DisputeClosed => "dispute-closed",
            Self::DisputeSettlement => "dispute-settlement",
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
        (Language::Fr, DefaultText::PlanProtocol) => include_str!("../texts/fr/plan-protocol.txt"),
        (Language::Fr, DefaultText::PlanNotice) => include_str!("../texts/fr/plan-notice.txt"),
        (Language::Fr, DefaultText::DisputeOpened) => include_str!("../texts/fr/dispute-opened.txt"),
        (Language::Fr, DefaultText::DisputeClosed) => include_str!("../texts/fr/dispute-closed.txt"),
        (Language::Fr, DefaultText::DisputeSettlement) => include_str!("../texts/fr/dispute-settlement.txt"),
        (Language::En, DefaultText::DisputeSettlement) => include_str!("../texts/en/dispute-settlement.txt"),
        (Language::En, DefaultText::DisputeOpened) => include_str!("../texts/en/dispute-opened.txt"),
        (Language::En, DefaultText::DisputeClosed) => include_str!("../texts/en/dispute-closed.txt"),
        (Language::En, DefaultText::PlanProtocol) => include_str!("../texts/en/plan-protocol.txt"),
        (Language::En, DefaultText::PlanNotice) => include_str!("../texts/en/plan-notice.txt"),
        (Language::En, DefaultText::PreDue) => include_str!("../texts/en/pre-due.txt"),
        (Language::En, DefaultText::Reminder1) => include_str!("../texts/en/reminder-1.txt"),
        (Language::En, DefaultText::Reminder2) => include_str!("../texts/en/reminder-2.txt"),
        (Language::En, DefaultText::Reminder3) => include_str!("../texts/en/reminder-3.txt"),
        (Language::En, DefaultText::Sms) => include_str!("../texts/en/sms.txt"),
        (Language::En, DefaultText::FormalNotice) => include_str!("../texts/en/formal-notice.txt"),
    }
}
