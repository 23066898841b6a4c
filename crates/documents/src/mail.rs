//! The letter as a mail: the same text, items, totals and payment, as plain text and as HTML.
//!
//! The HTML asks for nothing from outside (no picture, style sheet, script or link to follow), and all
//! that came from a file is escaped.

use std::fmt::Write;

use crate::{
    DocumentError, Letter,
    charts::escaped,
    figures::date_long,
    fonts::printable,
    letter_view::{ColumnView, LetterView, RowView},
};

/// Characters of a subject line beyond which mail programs cut it.
const SUBJECT: usize = 200;

/// A mail ready to be addressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// Subject, on one line.
    pub subject: String,
    /// `text/plain`, lines parted by `\n`.
    pub plain: String,
    /// `text/html`, a whole document.
    pub html: String,
}

/// Writes a letter as a mail.
///
/// # Errors
/// As `render_letter`; a postal address is asked of a mise en demeure only.
pub fn mail(letter: &Letter) -> Result<Mail, DocumentError> {
    let totals = letter.check_mail()?;
    let (view, _) = LetterView::new(letter, &totals, &[]);
    let subject: String = one_line(view.title).chars().take(SUBJECT).collect();
    Ok(Mail { plain: plain(letter, &view), html: html(letter, &view, &subject), subject })
}

/// Nothing in a subject may begin another header.
fn one_line(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn plain(letter: &Letter, view: &LetterView<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    let paragraphs = |texts: &[&str]| texts.iter().map(|text| printable(text).into_owned()).collect::<Vec<_>>();
    parts.extend(view.mention.clone());
    if !view.salutation.is_empty() {
        parts.push(printable(view.salutation).into_owned());
    }
    parts.extend(paragraphs(&view.before));
    parts.push(view.rows.iter().map(|row| plain_row(&view.columns, row)).collect::<Vec<_>>().join("\n"));
    // A colon stands apart in French; what people wrote keeps its own.
    let pair = |label: &str, value: &str| format!("{label}{}{value}", letter.language.pick(" : ", ": "));
    parts.push(view.totals.iter().map(|t| pair(&t.label, &t.amount)).collect::<Vec<_>>().join("\n"));
    parts.extend(view.notes.iter().cloned());
    parts.push(payment_lines(view).map(|(label, value)| pair(label, value)).collect::<Vec<_>>().join("\n"));
    parts.extend(paragraphs(&view.after));
    parts.push(view.enclosed.iter().map(|line| one_line(line)).collect::<Vec<_>>().join("\n"));
    parts.push(signature(letter, view).join("\n"));
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n").replace('\u{200b}', "")
}

/// `FA-1, échéance 11/06/2026, retard 165 j, reste dû 8 300,00`.
fn plain_row(columns: &[ColumnView], row: &RowView) -> String {
    let cells = columns.iter().zip(&row.cells).enumerate();
    let words = cells.filter(|(_, (_, cell))| cell.as_str() != "–").map(|(place, (column, cell))| match place {
        0 => format!("- {cell}"),
        _ => format!("{} {cell}", column.label.to_lowercase()),
    });
    let marks = row.mark.map(str::to_owned).into_iter().chain(row.note.clone());
    printable(&words.chain(marks).collect::<Vec<_>>().join(", ")).into_owned()
}

fn payment_lines<'a>(view: &'a LetterView<'_>) -> impl Iterator<Item = (&'static str, &'a str)> {
    let slip = &view.slip;
    let pairs = std::iter::once(&slip.amount).chain(&slip.delay).chain(&slip.debtor).chain(&slip.account);
    pairs.filter(|(_, value)| !value.trim().is_empty()).map(|(label, value)| (*label, value.as_str()))
}

/// Who writes, as the letterhead, signature and foot of the letter say it.
fn signature(letter: &Letter, view: &LetterView<'_>) -> Vec<String> {
    let head = &letter.creditor;
    let (name, role) = view.signature;
    let own = [name, role, head.name.as_str()].map(str::to_owned);
    let lines = own.into_iter().chain(head.address.iter().chain(&head.phone).chain(&head.mail).cloned());
    let legal = head.legal_lines.iter().cloned();
    lines.chain(legal).map(|line| one_line(&line)).filter(|line| !line.is_empty()).collect()
}

const MUTED: &str = "color:#5c6470;font-size:13px";
const CELL: &str = "padding:5px 8px;border-bottom:1px solid #d5d0c4";

fn html(letter: &Letter, view: &LetterView<'_>, subject: &str) -> String {
    let mut page = String::with_capacity(8192);
    let _ = write!(
        page,
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{}</title></head><body \
         style=\"margin:0;padding:24px;background:#ffffff;color:#1a1d21;font:16px/1.5 system-ui,sans-serif\"><div \
         style=\"max-width:680px\">",
        letter.language.code(),
        escaped(subject)
    );
    if let Some(mention) = &view.mention {
        let _ = write!(page, "<p style=\"{MUTED}\">{}</p>", escaped(mention));
    }
    for text in [view.salutation].iter().filter(|text| !text.is_empty()).chain(&view.before) {
        paragraph(&mut page, text);
    }
    table(&mut page, view);
    for note in &view.notes {
        let _ = write!(page, "<p style=\"{MUTED}\">{}</p>", escaped(note));
    }
    let _ = write!(
        page,
        "<table role=\"presentation\" style=\"border-collapse:collapse;margin:16px 0;border-left:3px solid #1f4e79\"><caption \
         style=\"text-align:left;font-weight:600;color:#1f4e79\">{}</caption>",
        escaped(view.slip.title)
    );
    for (label, value) in payment_lines(view) {
        let _ = write!(
            page,
            "<tr><td style=\"padding:2px 12px;{MUTED}\">{}</td><td style=\"padding:2px 0;font-weight:600\">{}</td></tr>",
            escaped(label),
            escaped(value)
        );
    }
    page.push_str("</table>");
    for text in &view.after {
        paragraph(&mut page, text);
    }
    for line in &view.enclosed {
        let _ = write!(page, "<p style=\"{MUTED}\">{}</p>", escaped(line));
    }
    let _ = write!(page, "<p style=\"{MUTED}\">");
    page.push_str(&signature(letter, view).iter().map(|line| escaped(line)).collect::<Vec<_>>().join("<br>"));
    let date = escaped(&date_long(letter.date, letter.language));
    let _ = write!(page, "<br>{date}</p></div></body></html>");
    page
}

fn paragraph(page: &mut String, text: &str) {
    let _ = write!(page, "<p>{}</p>", escaped(text).replace('\n', "<br>"));
}

fn table(page: &mut String, view: &LetterView<'_>) {
    let side = |column: &ColumnView| if matches!(column.kind, "days" | "money") { "right" } else { "left" };
    page.push_str("<table style=\"border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums\"><thead><tr>");
    for column in &view.columns {
        let (side, label) = (side(column), escaped(column.label));
        let _ = write!(page, "<th scope=\"col\" style=\"{CELL};{MUTED};text-align:{side}\">{label}</th>");
    }
    page.push_str("</tr></thead><tbody>");
    for row in &view.rows {
        page.push_str("<tr>");
        for (place, (column, cell)) in view.columns.iter().zip(&row.cells).enumerate() {
            let _ = write!(page, "<td style=\"{CELL};text-align:{}\">{}", side(column), escaped(cell));
            let due = matches!(column.label, "Échéance" | "Due");
            for small in row.note.iter().filter(|_| place == 0).map(String::as_str).chain(row.mark.filter(|_| due)) {
                let _ = write!(page, "<br><span style=\"{MUTED}\">{}</span>", escaped(small));
            }
            page.push_str("</td>");
        }
        page.push_str("</tr>");
    }
    page.push_str("</tbody><tfoot>");
    for total in &view.totals {
        let weight = if total.strong { "font-weight:600;color:#1f4e79;font-size:16px" } else { "" };
        let _ = write!(
            page,
            "<tr><th scope=\"row\" colspan=\"{}\" style=\"padding:3px 8px;text-align:right;font-weight:400;{weight}\">{}</th><td \
             style=\"padding:3px 8px;text-align:right;white-space:nowrap;{weight}\">{}</td></tr>",
            view.columns.len().saturating_sub(1).max(1),
            escaped(&total.label),
            escaped(&total.amount)
        );
    }
    page.push_str("</tfoot></table>");
}
