//! The letter as the template reads it: words and figures ready to print, decided here once.

use kernel::Money;
use serde::Serialize;

use crate::{
    Accessories, Delivery, InterestBasis, InterestNote, InterestSlice, Language, Letter, LetterCredit, LetterItem,
    Letterhead, PieceKind, Totals,
    epc::{QrPicture, picture},
    figures::{amount, date_long, date_short, money, rate},
    slip::{SlipView, slip},
};

/// Characters of closing text beyond which it may take more than a page, and is not kept whole.
const CLOSING_KEPT: usize = 1800;

/// What `letter.typ` receives.
#[derive(Serialize)]
pub(crate) struct LetterView<'a> {
    lang: &'static str,
    pub(crate) title: &'a str,
    creditor: &'a str,
    contact: Vec<String>,
    logo_svg: Option<&'a str>,
    sender_line: String,
    recipient: &'a [String],
    delivery: Option<String>,
    place_date: String,
    references: Vec<(&'static str, &'a str)>,
    running: String,
    subject_label: &'static str,
    /// Under the subject of a mise en demeure: what no text can forget.
    pub(crate) mention: Option<String>,
    pub(crate) salutation: &'a str,
    pub(crate) before: Vec<&'a str>,
    pub(crate) after: Vec<&'a str>,
    pub(crate) columns: Vec<ColumnView>,
    pub(crate) rows: Vec<RowView>,
    pub(crate) totals: Vec<TotalView>,
    pub(crate) notes: Vec<String>,
    pub(crate) slip: SlipView,
    pub(crate) signature: (&'a str, &'a str),
    /// Under the signature: what goes with the letter.
    pub(crate) enclosed: Vec<String>,
    /// The last lines, totals, closing, signature and slip stay on one page.
    #[serde(rename = "closing-kept")]
    closing_kept: bool,
    /// Where the debtor reads, pays and answers: label, address, and its code as SVG.
    space: Option<(&'static str, &'a str, String)>,
    footer: &'a [String],
    page: &'static str,
    /// Laid out as the only page, in one pass; false when that overflowed.
    #[serde(rename = "one-page")]
    pub(crate) one_page: bool,
}

#[derive(Serialize)]
pub(crate) struct ColumnView {
    pub(crate) label: &'static str,
    /// `text`, `date`, `days` or `money`: alignment and width.
    pub(crate) kind: &'static str,
}

#[derive(Serialize)]
pub(crate) struct RowView {
    pub(crate) cells: Vec<String>,
    /// Small line under the number.
    pub(crate) note: Option<String>,
    /// The due date is inferred: marked in its column.
    pub(crate) mark: Option<&'static str>,
    /// Certain to hold on one line in each column.
    #[serde(rename = "one-line")]
    one_line: bool,
}

impl RowView {
    fn new(cells: Vec<String>, note: Option<String>, mark: Option<&'static str>) -> Self {
        let short = |(place, cell): (usize, &String)| cell.chars().count() <= if place == 0 { 16 } else { 12 };
        let one_line = note.is_none() && mark.is_none() && cells.iter().enumerate().all(short);
        Self { cells, note, mark, one_line }
    }
}

#[derive(Serialize)]
pub(crate) struct TotalView {
    pub(crate) label: String,
    pub(crate) amount: String,
    pub(crate) strong: bool,
}

/// Which columns this letter needs: an empty column is not printed.
#[derive(Clone, Copy)]
struct Shape {
    kind: bool,
    original: bool,
    interest: bool,
}

impl<'a> LetterView<'a> {
    /// The view, with the picture of the slip's code.
    pub(crate) fn new(letter: &'a Letter, totals: &Totals, recipient: &'a [String]) -> (Self, Option<QrPicture>) {
        let lang = letter.language;
        let shape = Shape {
            kind: letter.items.iter().any(|item| item.kind != PieceKind::Invoice) || !letter.credits.is_empty(),
            original: letter.items.iter().any(|item| item.original != item.open),
            interest: letter.accessories == Accessories::Claimed && totals.interest.minor() != 0,
        };
        let (slip, code) = slip(letter, totals, recipient.first().map_or("", String::as_str));
        let mut rows: Vec<RowView> = letter.items.iter().map(|item| item_row(item, shape, lang)).collect();
        rows.extend(letter.credits.iter().map(|credit| credit_row(credit, shape, lang)));
        let head = &letter.creditor;
        let filled = |texts: &'a [String]| -> Vec<&'a str> {
            texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect()
        };
        let view = Self {
            lang: lang.code(),
            title: letter.subject.trim(),
            creditor: head.name.trim(),
            contact: head.address.iter().chain(&head.phone).chain(&head.mail).cloned().collect(),
            logo_svg: head.logo_svg.as_deref(),
            sender_line: sender_line(head),
            recipient,
            delivery: letter.delivery.as_ref().map(|delivery| delivery_words(delivery, lang)),
            place_date: place_and_date(letter),
            references: references(letter),
            running: running_line(letter, recipient),
            subject_label: lang.pick("Objet\u{a0}:", "Subject:"),
            mention: mention(letter),
            salutation: letter.salutation.trim(),
            before: filled(&letter.paragraphs),
            after: filled(&letter.closing),
            columns: columns(shape, lang),
            rows,
            totals: total_rows(letter, totals),
            notes: notes(letter, totals),
            slip,
            signature: (letter.signature.name.trim(), letter.signature.role.trim()),
            space: letter.space_link.as_deref().map(|link| {
                let label = lang.pick("Votre dossier en ligne", "Your file online");
                (label, link, picture(link).map(|code| code.svg()).unwrap_or_default())
            }),
            footer: &head.legal_lines,
            closing_kept: letter
                .closing
                .iter()
                .chain(&letter.enclosures)
                .chain(&letter.on_request)
                .map(String::len)
                .sum::<usize>()
                <= CLOSING_KEPT,
            enclosed: enclosed(letter),
            page: "Page",
            one_page: true,
        };
        (view, code)
    }
}

/// What goes with the letter, and what does not fit in it.
fn enclosed(letter: &Letter) -> Vec<String> {
    let lang = letter.language;
    let line = |label: &str, list: &[String]| {
        let names: Vec<&str> = list.iter().map(|name| name.trim()).collect();
        (!list.is_empty()).then(|| format!("{label} {}", names.join(", ")))
    };
    let with_it = line(lang.pick("Pièces jointes\u{a0}:", "Enclosed:"), &letter.enclosures);
    let apart = line(
        lang.pick(
            "Trop volumineux pour être joint, envoyé sur simple demande\u{a0}:",
            "Too large to be enclosed, sent on request:",
        ),
        &letter.on_request,
    );
    with_it.into_iter().chain(apart).collect()
}

/// The sender above the address, on the one line the window has for it.
fn sender_line(head: &Letterhead) -> String {
    const CHARS: usize = 72;
    let whole = std::iter::once(&head.name).chain(&head.address).map(String::as_str).collect::<Vec<_>>().join(" · ");
    if whole.chars().count() <= CHARS { whole } else { whole.chars().take(CHARS).chain(['…']).collect() }
}

fn delivery_words(delivery: &Delivery, lang: Language) -> String {
    let numbered = |words: &str, number: &Option<String>| {
        number.as_ref().map_or_else(|| words.to_owned(), |n| format!("{words} n°\u{a0}{}", n.trim()))
    };
    match delivery {
        Delivery::Registered { number } => numbered(
            lang.pick("Lettre recommandée avec avis de réception", "Registered letter with acknowledgement of receipt"),
            number,
        ),
        Delivery::RegisteredElectronic { number } => numbered(
            lang.pick(
                "Lettre recommandée électronique avec avis de réception",
                "Electronic registered letter with acknowledgement of receipt",
            ),
            number,
        ),
        Delivery::Tracked => lang.pick("Lettre suivie", "Tracked letter").to_owned(),
        Delivery::Other(words) => words.clone(),
    }
}

/// The words of code civil 1344 and the delay, whatever the text of the letter says.
fn mention(letter: &Letter) -> Option<String> {
    let days = letter.formal_notice?.delay_days;
    Some(match letter.language {
        Language::Fr => format!(
            "Mise en demeure au sens de l’article 1344 du code civil. Délai pour payer\u{a0}: {days}\u{a0}{} à compter de sa réception.",
            if days.get() == 1 { "jour" } else { "jours" }
        ),
        Language::En => format!(
            "Formal notice (mise en demeure) within the meaning of article 1344 of the French civil code. Time to pay: \
             {days}\u{a0}{} from its receipt.",
            if days.get() == 1 { "day" } else { "days" }
        ),
    })
}

fn place_and_date(letter: &Letter) -> String {
    let date = date_long(letter.date, letter.language);
    match (letter.place.trim(), letter.language) {
        ("", _) => date,
        (place, Language::Fr) => format!("{place}, le {date}"),
        (place, Language::En) => format!("{place}, {date}"),
    }
}

fn references(letter: &Letter) -> Vec<(&'static str, &str)> {
    let (lang, refs) = (letter.language, &letter.references);
    [
        (lang.pick("Notre dossier", "Our file"), &refs.our_file),
        (lang.pick("Votre n° client", "Your customer no."), &refs.customer_number),
        (lang.pick("Suivi par", "Handled by"), &refs.handled_by),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label, value.as_deref()?)))
    .collect()
}

/// Head of the second page and the next: enough to put a fallen page back in its letter.
fn running_line(letter: &Letter, recipient: &[String]) -> String {
    let to = recipient.first().map_or("", String::as_str);
    let file = letter.references.our_file.as_deref().or(letter.references.customer_number.as_deref());
    let parts = [Some(letter.creditor.name.as_str()), Some(to), file].into_iter().flatten().map(str::to_owned);
    parts.chain([date_long(letter.date, letter.language)]).collect::<Vec<_>>().join(" · ")
}

fn columns(shape: Shape, lang: Language) -> Vec<ColumnView> {
    let all = [
        (true, lang.pick("Pièce", "Document"), "text"),
        (shape.kind, lang.pick("Nature", "Kind"), "kind"),
        (true, lang.pick("Émise le", "Issued"), "date"),
        (true, lang.pick("Échéance", "Due"), "date"),
        (true, lang.pick("Retard", "Late"), "days"),
        (shape.original, lang.pick("Montant", "Amount"), "money"),
        (shape.interest, lang.pick("Intérêts", "Interest"), "money"),
        (true, lang.pick("Reste dû", "Open"), "money"),
    ];
    all.into_iter().filter(|(shown, ..)| *shown).map(|(_, label, kind)| ColumnView { label, kind }).collect()
}

/// Lets a number longer than its column break: a zero-width space after each eighth character.
fn breakable(number: &str) -> String {
    if number.chars().count() <= 16 {
        return number.to_owned();
    }
    let mut text = String::with_capacity(number.len() + 8);
    for (i, c) in number.chars().enumerate() {
        if i > 0 && i % 8 == 0 {
            text.push('\u{200b}');
        }
        text.push(c);
    }
    text
}

const NONE: &str = "–";

fn item_row(item: &LetterItem, shape: Shape, lang: Language) -> RowView {
    let day = |date: Option<kernel::Date>| date.map_or_else(|| NONE.to_owned(), |d| date_short(d, lang));
    let late = match item.days_late {
        Some(days) if days > 0 => format!("{days}\u{202f}{}", lang.pick("j", "d")),
        _ => NONE.to_owned(),
    };
    let interest = item.interest.filter(|m| m.minor() != 0).map_or_else(|| NONE.to_owned(), |m| amount(m, lang));
    let all = [
        (true, breakable(item.number.trim())),
        (shape.kind, item.kind.words(lang).to_owned()),
        (true, day(item.issued)),
        (true, day(item.due)),
        (true, late),
        (shape.original, amount(item.original, lang)),
        (shape.interest, interest),
        (true, amount(item.open, lang)),
    ];
    let cells = all.into_iter().filter(|(shown, _)| *shown).map(|(_, text)| text).collect();
    RowView::new(cells, remark(item, lang), item.due_inferred.then_some(lang.pick("à confirmer", "to confirm")))
}

/// What stands under the number: the disputed part, then the caller's words.
fn remark(item: &LetterItem, lang: Language) -> Option<String> {
    let disputed = item.disputed.filter(|part| !part.is_zero()).map(|part| match lang {
        Language::Fr => format!("{} contestés", money(part, lang)),
        Language::En => format!("{} disputed", money(part, lang)),
    });
    let words: Vec<String> = disputed.into_iter().chain(item.note.clone()).collect();
    (!words.is_empty()).then(|| words.join(" ; "))
}

fn credit_row(credit: &LetterCredit, shape: Shape, lang: Language) -> RowView {
    let all = [
        (true, breakable(credit.number.trim())),
        (shape.kind, credit.kind.words(lang).to_owned()),
        (true, credit.date.map_or_else(|| NONE.to_owned(), |d| date_short(d, lang))),
        (true, NONE.to_owned()),
        (true, NONE.to_owned()),
        (shape.original, NONE.to_owned()),
        (shape.interest, NONE.to_owned()),
        (true, amount(-credit.amount, lang)),
    ];
    RowView::new(all.into_iter().filter(|(shown, _)| *shown).map(|(_, text)| text).collect(), None, None)
}

fn total_rows(letter: &Letter, totals: &Totals) -> Vec<TotalView> {
    let lang = letter.language;
    let line = |label: String, amount: Money, strong| TotalView { label, amount: money(amount, lang), strong };
    let claimed = letter.accessories == Accessories::Claimed;
    let (interest, indemnity) = (claimed && totals.interest.minor() != 0, letter.indemnity.filter(|_| claimed));
    // A mise en demeure splits its amount even when there is nothing beside the principal.
    let extras = interest || indemnity.is_some() || letter.formal_notice.is_some();
    let mut lines = Vec::new();
    if extras {
        let label = if letter.credits.is_empty() {
            "Principal"
        } else {
            lang.pick("Principal, avoirs et règlements déduits", "Principal, credits and payments deducted")
        };
        lines.push(line(label.to_owned(), totals.principal, false));
    }
    if interest {
        lines.push(line(lang.pick("Intérêts de retard", "Late-payment interest").to_owned(), totals.interest, false));
    }
    if let Some(indemnity) = indemnity {
        let label = format!(
            "{} ({}\u{a0}×\u{a0}{})",
            lang.pick("Indemnité forfaitaire de recouvrement", "Fixed recovery compensation"),
            money(indemnity.each, lang),
            indemnity.count
        );
        lines.push(line(label, totals.indemnity, false));
    }
    lines.push(line(lang.pick("Total à régler", "Total to pay").to_owned(), totals.total, true));
    lines
}

/// The small print under the table: each claim with its ground.
fn notes(letter: &Letter, totals: &Totals) -> Vec<String> {
    let lang = letter.language;
    let mut notes = Vec::new();
    if letter.items.iter().any(|item| item.due_inferred) {
        notes.push(
            lang.pick(
                "Échéance à confirmer\u{a0}: déduite des conditions de règlement habituelles, elle ne porte ni pénalité ni \
                 indemnité.",
                "Due date to confirm: inferred from the usual payment terms, it carries neither interest nor \
                 compensation.",
            )
            .to_owned(),
        );
    }
    if letter.accessories == Accessories::Withheld {
        return notes;
    }
    notes.extend(announced(letter, totals));
    if let Some(note) = &letter.interest_note
        && totals.interest.minor() != 0
    {
        notes.push(interest_words(note, lang));
    }
    if letter.indemnity.is_some() {
        notes.push(
            lang.pick(
                "Indemnité forfaitaire pour frais de recouvrement due par facture payée en retard (articles L441-10 et \
                 D441-5 du code de commerce).",
                "Fixed compensation for recovery costs, due for each invoice paid late (articles L441-10 and D441-5 of \
                 the French commercial code).",
            )
            .to_owned(),
        );
    }
    notes
}

/// What runs without being asked for yet.
fn announced(letter: &Letter, totals: &Totals) -> Option<String> {
    let lang = letter.language;
    let mut parts = Vec::new();
    if totals.interest.minor() != 0 {
        let label = lang.pick("intérêts de retard", "late-payment interest");
        parts.push(format!("{label} {}", money(totals.interest, lang)));
    }
    if totals.indemnity.minor() != 0 {
        let label = lang.pick("indemnité forfaitaire de recouvrement", "fixed recovery compensation");
        parts.push(format!("{label} {}", money(totals.indemnity, lang)));
    }
    if letter.accessories != Accessories::Announced || parts.is_empty() {
        return None;
    }
    let head = lang.pick(
        "Pour information, dus et non demandés à ce jour\u{a0}: ",
        "For information, due and not asked for today: ",
    );
    Some(format!("{head}{}.", parts.join(lang.pick(" ; ", "; "))))
}

fn interest_words(note: &InterestNote, lang: Language) -> String {
    let basis = match &note.basis {
        InterestBasis::LatePayment => lang.pick(
            "taux de la Banque centrale européenne majoré de dix points, article L441-10 du code de commerce",
            "rate of the European Central Bank plus ten points, article L441-10 of the French commercial code",
        ),
        InterestBasis::Agreed => lang.pick(
            "taux convenu, article L441-10 du code de commerce",
            "agreed rate, article L441-10 of the French commercial code",
        ),
        InterestBasis::LegalRate => lang.pick(
            "taux de l’intérêt légal, articles 1231-6 et 1344-1 du code civil",
            "legal interest rate, articles 1231-6 and 1344-1 of the French civil code",
        ),
        InterestBasis::Other(words) => words.as_str(),
    };
    let slice = |s: &InterestSlice| {
        let (from, until, rate) = (date_short(s.from, lang), date_short(s.until, lang), rate(s.rate, lang));
        match lang {
            Language::Fr => format!("{rate} du {from} au {until}"),
            Language::En => format!("{rate} from {from} to {until}"),
        }
    };
    let slices = note.slices.iter().map(slice).collect::<Vec<_>>().join(lang.pick(" ; ", "; "));
    let until = date_long(note.until, lang);
    match lang {
        Language::Fr => format!(
            "Intérêts de retard arrêtés au {until} et courant jusqu’au paiement ({basis})\u{a0}: {slices}, sur 365 jours."
        ),
        Language::En => {
            format!("Interest computed to {until}, running until payment ({basis}): {slices}, on a year of 365 days.")
        }
    }
}
