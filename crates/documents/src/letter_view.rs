//! The letter as the template reads it: words and figures ready to print, decided here once.

use kernel::Money;
use serde::Serialize;

use crate::{
    Delivery, InterestBasis, InterestNote, InterestSlice, Language, Letter, LetterCredit, LetterItem, PieceKind,
    Totals,
    figures::{amount, date_long, date_short, money, rate},
};

/// What `letter.typ` receives.
#[derive(Serialize)]
pub(crate) struct LetterView<'a> {
    lang: &'static str,
    title: &'a str,
    creditor: &'a str,
    contact: Vec<String>,
    logo_svg: Option<&'a str>,
    sender_line: String,
    recipient: Vec<&'a str>,
    delivery: Option<String>,
    place_date: String,
    references: Vec<(&'static str, &'a str)>,
    running: String,
    subject_label: &'static str,
    salutation: &'a str,
    before: Vec<&'a str>,
    after: Vec<&'a str>,
    columns: Vec<ColumnView>,
    rows: Vec<RowView>,
    totals: Vec<TotalView>,
    notes: Vec<String>,
    payment: PaymentView<'a>,
    signature: (&'a str, &'a str),
    footer: &'a [String],
    page: &'static str,
    /// Laid out as the only page, in one pass; false when that overflowed.
    #[serde(rename = "one-page")]
    pub(crate) one_page: bool,
}

#[derive(Serialize)]
struct ColumnView {
    label: &'static str,
    /// `text`, `date`, `days` or `money`: alignment and width.
    kind: &'static str,
}

#[derive(Serialize)]
struct RowView {
    cells: Vec<String>,
    /// Small line under the number.
    note: Option<String>,
    /// The due date is inferred: marked in its column.
    mark: Option<&'static str>,
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
struct TotalView {
    label: String,
    amount: String,
    strong: bool,
}

#[derive(Serialize)]
struct PaymentView<'a> {
    title: String,
    /// What to pay, then where to.
    columns: [Vec<(&'static str, String)>; 2],
    qr_svg: Option<&'a str>,
    qr_alt: &'static str,
}

/// Which columns this letter needs: an empty column is not printed.
#[derive(Clone, Copy)]
struct Shape {
    kind: bool,
    original: bool,
    interest: bool,
}

impl<'a> LetterView<'a> {
    pub(crate) fn new(letter: &'a Letter, totals: &Totals) -> Self {
        let lang = letter.language;
        let shape = Shape {
            kind: letter.items.iter().any(|item| item.kind != PieceKind::Invoice) || !letter.credits.is_empty(),
            original: letter.items.iter().any(|item| item.original != item.open),
            interest: totals.interest.minor() != 0,
        };
        let mut rows: Vec<RowView> = letter.items.iter().map(|item| item_row(item, shape, lang)).collect();
        rows.extend(letter.credits.iter().map(|credit| credit_row(credit, shape, lang)));
        let head = &letter.creditor;
        let filled = |texts: &'a [String]| -> Vec<&'a str> {
            texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect()
        };
        Self {
            lang: lang.code(),
            title: letter.subject.trim(),
            creditor: head.name.trim(),
            contact: head.address.iter().chain(&head.phone).chain(&head.mail).cloned().collect(),
            logo_svg: head.logo_svg.as_deref(),
            sender_line: std::iter::once(&head.name).chain(&head.address).cloned().collect::<Vec<_>>().join(" · "),
            recipient: filled(&letter.recipient),
            delivery: letter.delivery.as_ref().map(|delivery| delivery_words(delivery, lang)),
            place_date: place_and_date(letter),
            references: references(letter),
            running: running_line(letter),
            subject_label: lang.pick("Objet\u{a0}:", "Subject:"),
            salutation: letter.salutation.trim(),
            before: filled(&letter.paragraphs),
            after: filled(&letter.closing),
            columns: columns(shape, lang),
            rows,
            totals: total_rows(letter, totals),
            notes: notes(letter, totals),
            payment: payment(letter, totals),
            signature: (letter.signature.name.trim(), letter.signature.role.trim()),
            footer: &head.legal_lines,
            page: "Page",
            one_page: true,
        }
    }
}

fn delivery_words(delivery: &Delivery, lang: Language) -> String {
    match delivery {
        Delivery::Registered { number } => {
            let words = lang
                .pick("Lettre recommandée avec avis de réception", "Registered letter with acknowledgement of receipt");
            number.as_ref().map_or_else(|| words.to_owned(), |n| format!("{words} n°\u{a0}{n}"))
        }
        Delivery::Tracked => lang.pick("Lettre suivie", "Tracked letter").to_owned(),
        Delivery::Other(words) => words.clone(),
    }
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
fn running_line(letter: &Letter) -> String {
    let to = letter.recipient.first().map_or("", String::as_str);
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

fn kind_words(kind: PieceKind, lang: Language) -> &'static str {
    match kind {
        PieceKind::Invoice => lang.pick("Facture", "Invoice"),
        PieceKind::Bill => lang.pick("Effet", "Bill"),
        PieceKind::DebitNote => lang.pick("Note de débit", "Debit note"),
        PieceKind::Opening => lang.pick("À-nouveau", "Opening"),
        PieceKind::CreditNote => lang.pick("Avoir", "Credit note"),
        PieceKind::Payment => lang.pick("Règlement", "Payment"),
        PieceKind::Advance => lang.pick("Acompte", "Advance"),
        PieceKind::Other => lang.pick("Pièce", "Other"),
    }
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
        (shape.kind, kind_words(item.kind, lang).to_owned()),
        (true, day(item.issued)),
        (true, day(item.due)),
        (true, late),
        (shape.original, amount(item.original, lang)),
        (shape.interest, interest),
        (true, amount(item.open, lang)),
    ];
    let cells = all.into_iter().filter(|(shown, _)| *shown).map(|(_, text)| text).collect();
    RowView::new(cells, item.note.clone(), item.due_inferred.then_some(lang.pick("à confirmer", "to confirm")))
}

fn credit_row(credit: &LetterCredit, shape: Shape, lang: Language) -> RowView {
    let all = [
        (true, breakable(credit.number.trim())),
        (shape.kind, kind_words(credit.kind, lang).to_owned()),
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
    let extras = totals.interest.minor() != 0 || letter.indemnity.is_some();
    let mut lines = Vec::new();
    if extras {
        let label = if letter.credits.is_empty() {
            "Principal"
        } else {
            lang.pick("Principal, avoirs et règlements déduits", "Principal, credits and payments deducted")
        };
        lines.push(line(label.to_owned(), totals.principal, false));
    }
    if totals.interest.minor() != 0 {
        lines.push(line(lang.pick("Intérêts de retard", "Late-payment interest").to_owned(), totals.interest, false));
    }
    if let Some(indemnity) = letter.indemnity {
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

fn payment<'a>(letter: &'a Letter, totals: &Totals) -> PaymentView<'a> {
    let (lang, block) = (letter.language, &letter.payment);
    let mut what = vec![(lang.pick("Montant", "Amount"), money(totals.total, lang))];
    if let Some(day) = block.pay_by {
        what.push((lang.pick("Au plus tard le", "No later than"), date_long(day, lang)));
    }
    what.push((lang.pick("Référence à rappeler", "Reference to quote"), block.reference.trim().to_owned()));
    let mut to = Vec::new();
    if let Some(iban) = &block.iban {
        to.push(("IBAN", iban.grouped().replace(' ', "\u{a0}")));
    }
    if let Some(bic) = &block.bic {
        to.push(("BIC", bic.as_str().to_owned()));
    }
    if !block.holder.trim().is_empty() {
        to.push((lang.pick("Titulaire", "Account holder"), block.holder.trim().to_owned()));
    }
    PaymentView {
        title: match &block.iban {
            Some(_) => lang.pick("Pour régler par virement", "To pay by bank transfer"),
            None => lang.pick("Pour régler", "To pay"),
        }
        .to_owned(),
        columns: [what, to],
        qr_svg: block.qr_svg.as_deref(),
        qr_alt: lang.pick("Code QR du virement", "QR code of the transfer"),
    }
}
