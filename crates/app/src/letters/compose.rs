//! From a reminder to the letter that carries it.

use std::num::NonZeroU16;

use amicable::{Claim, Step};
use documents::figures;
use documents::{
    Accessories, Delivery, FormalNotice, Indemnity, InterestBasis, InterestNote, InterestSlice, Letter, LetterCredit,
    LetterItem, Letterhead, PaymentBlock, PieceKind, References, Signature, TextFacts, Totals, parse_text, render_text,
};
use kernel::{Date, Money, country_name, days_between};
use law::{Law, RateKind};
use ledger::{Account, Address, Creditor, Debtor, DebtorKind, Item, ItemKind, Language};

use crate::DeskError;
use crate::texts::Chosen;

/// One line of a reminder, with the piece it is about.
#[derive(Debug, Clone)]
pub struct AskedLine {
    /// The piece.
    pub item: Item,
    /// Open amount when the reminder was decided, negative for a credit.
    pub open: Money,
    /// Interest until the day of the reminder.
    pub interest: Money,
    /// Indemnity.
    pub indemnity: Money,
    /// What the debtor contests of it: not asked, and without interest.
    pub disputed: Money,
}

/// What a reminder asks.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Names the letter for ever.
    pub ident: String,
    /// The step it was decided by: a mise en demeure or not, what it claims, who signs.
    pub step: Step,
    /// Number of the registered letter, where it is known before printing.
    pub registered: String,
    /// Address of the debtor's space; empty where there is none.
    pub space: String,
    /// Day of the reminder and of the letter.
    pub on: Date,
    /// Last day of the delay granted.
    pub grant_until: Date,
    /// Day of the reminder before, in the same cycle.
    pub previous_on: Option<Date>,
    /// Part of the account is contested and left out: the letter says so.
    pub disputed: bool,
    /// Lines: pieces owed, then credits.
    pub lines: Vec<AskedLine>,
}

/// Who receives it.
#[derive(Debug, Clone, Copy)]
pub struct Addressee<'a> {
    /// The account.
    pub account: &'a Account,
    /// The debtor.
    pub debtor: &'a Debtor,
    /// Name of a person to whose attention it goes; may be empty.
    pub attention: &'a str,
}

/// Lays the reminder out as a letter in the words of `text`, in the debtor's language.
///
/// # Errors
/// [`DeskError::Text`] when the text cannot be rendered, [`DeskError::Law`] when a rate is missing for
/// the note on interest.
pub fn compose(
    law: &Law,
    creditor: &Creditor,
    to: Addressee<'_>,
    asked: &Asked,
    text: &Chosen,
) -> Result<Letter, DeskError> {
    let language = to.debtor.language;
    let formal_notice = asked.step.formal_notice;
    let (owed, credits): (Vec<&AskedLine>, Vec<&AskedLine>) = asked.lines.iter().partition(|l| l.open.minor() > 0);
    let interest: i64 = asked.lines.iter().map(|l| l.interest.minor()).sum();
    let mut letter = Letter {
        ident: asked.ident.clone(),
        language,
        creditor: letterhead(creditor),
        recipient: recipient(to, &creditor.address.country),
        delivery: delivery(asked),
        place: creditor.address.city.clone(),
        date: asked.on,
        references: References {
            our_file: Some(to.account.id.to_string()),
            customer_number: Some(to.account.number.clone()),
            handled_by: None,
        },
        subject: String::new(),
        salutation: String::new(),
        paragraphs: Vec::new(),
        closing: Vec::new(),
        formal_notice: formal_notice.then_some(FormalNotice { delay_days: delay(asked) }),
        accessories: match asked.step.claim {
            Claim::Withheld => Accessories::Withheld,
            Claim::Announced => Accessories::Announced,
            Claim::Claimed => Accessories::Claimed,
        },
        items: owed.iter().map(|l| item(l, asked.on)).collect(),
        credits: credits.iter().map(|l| credit(l)).collect(),
        indemnity: indemnity_of(&owed),
        interest_note: None,
        payment: PaymentBlock {
            holder: creditor.name.clone(),
            iban: creditor.iban.clone(),
            bic: creditor.bic.clone(),
            reference: format!("{} {}", to.account.number, to.account.id),
            // A formal notice counts its delay from reception: no day can be printed.
            pay_by: (!formal_notice).then_some(asked.grant_until),
        },
        enclosures: Vec::new(),
        on_request: Vec::new(),
        space_link: present(&asked.space),
        signature: signature(creditor, &asked.step.sender, language),
    };
    if asked.step.claim != Claim::Withheld && interest != 0 {
        letter.interest_note = Some(note(law, to.debtor.kind, &owed, asked.on)?);
    }
    let totals = letter.totals()?;
    let facts = facts(creditor, to, asked, &totals, language);
    let rendered =
        render_text(&text.body, &facts).map_err(|error| DeskError::Text { text: text.used.slug.clone(), error })?;
    let words = parse_text(&rendered);
    (letter.subject, letter.paragraphs, letter.closing) = (words.subject, words.before, words.after);
    Ok(letter)
}

/// How the letter is sent, when that is printed: a mise en demeure is registered, and a number that is
/// known stands on its letter.
fn delivery(asked: &Asked) -> Option<Delivery> {
    let number = (!asked.registered.is_empty()).then(|| asked.registered.clone());
    (asked.step.formal_notice || number.is_some()).then_some(Delivery::Registered { number })
}

/// Who signs: the step's own sender, « name » or « name, function », else the creditor's signatory.
fn signature(creditor: &Creditor, sender: &str, language: Language) -> Signature {
    let service = language.pick("Service recouvrement", "Credit control");
    let (name, role) = match sender.split_once(',') {
        _ if sender.trim().is_empty() => (creditor.signatory.as_str(), service),
        Some((name, role)) => (name.trim(), role.trim()),
        None => (sender.trim(), service),
    };
    Signature { name: name.to_owned(), role: role.to_owned() }
}

/// What the text of the step may speak of.
fn facts(creditor: &Creditor, to: Addressee<'_>, asked: &Asked, totals: &Totals, language: Language) -> TextFacts {
    let claimed = asked.step.claim == Claim::Claimed;
    let owed = || asked.lines.iter().filter(|l| l.open.minor() > 0);
    let shown = |m: Money| figures::money(m, language);
    TextFacts {
        creditor: one_line(&creditor.name),
        debtor: one_line(&to.debtor.name),
        count: owed().count(),
        total: shown(totals.total),
        principal: shown(totals.principal),
        interest: (claimed && !totals.interest.is_zero()).then(|| shown(totals.interest)),
        indemnity: (claimed && !totals.indemnity.is_zero()).then(|| shown(totals.indemnity)),
        oldest_due: owed().map(|l| l.item.due_on).min().map(|d| figures::date_long(d, language)),
        days_late: owed().map(|l| days_between(l.item.due_on, asked.on)).max().unwrap_or(0),
        has_credits: asked.lines.iter().any(|l| l.open.minor() < 0),
        has_disputed: asked.disputed,
        previous_date: asked.previous_on.map(|d| figures::date_long(d, language)),
        delay_days: u32::from(delay(asked).get()),
        business: to.debtor.kind != DebtorKind::Consumer,
        consumer: to.debtor.kind == DebtorKind::Consumer,
        // A number is never cut at the end of a line.
        phone: present(&creditor.phone).map(|number| number.replace(' ', "\u{a0}")),
        mail: present(&creditor.email),
        space_link: present(&asked.space),
        ..TextFacts::default()
    }
}

/// A name on one line: a cell of a spreadsheet may hold several, and a line is a mark of the text.
fn one_line(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The delay granted, one day at least.
fn delay(asked: &Asked) -> NonZeroU16 {
    let days = u16::try_from(days_between(asked.on, asked.grant_until)).unwrap_or(u16::MAX);
    NonZeroU16::new(days).unwrap_or(NonZeroU16::MIN)
}

fn present(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// How the creditor signs its papers.
pub(crate) fn letterhead(creditor: &Creditor) -> Letterhead {
    let siren = creditor.siren.as_ref().map(|s| format!("SIREN {}", s.grouped()));
    let vat = creditor.vat.as_ref().map(|v| format!("TVA {v}"));
    let identity: Vec<String> = [present(&creditor.legal_line), siren, vat].into_iter().flatten().collect();
    Letterhead {
        name: creditor.name.clone(),
        address: postal(&creditor.address, &creditor.address.country),
        phone: present(&creditor.phone),
        mail: present(&creditor.email),
        legal_lines: if identity.is_empty() { Vec::new() } else { vec![identity.join(" · ")] },
        logo_svg: None,
    }
}

/// Address lines; the country only when the letter crosses a border: in capitals, in the words of the
/// country it is posted in, as the posts ask (UPU, S42).
pub(crate) fn postal(address: &Address, from: &str) -> Vec<String> {
    let town = format!("{} {}", address.postcode, address.city);
    let language = if from == "FR" { Language::Fr } else { Language::En };
    let country = country_name(&address.country, language).unwrap_or(&address.country).to_uppercase();
    let abroad = if address.country == from { "" } else { country.as_str() };
    [address.complement.as_str(), &address.street, town.trim(), abroad]
        .into_iter()
        .filter(|l| !l.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Name and address, one printed line each; `from` is the country it is posted in.
pub(crate) fn recipient(to: Addressee<'_>, from: &str) -> Vec<String> {
    let mut lines = vec![to.debtor.name.clone()];
    if !to.attention.is_empty() && to.attention != to.debtor.name {
        lines.push(to.attention.to_owned());
    }
    lines.extend(postal(&to.debtor.address, from));
    lines
}

/// A piece in the words of a document.
pub(crate) const fn piece_kind(kind: ItemKind) -> PieceKind {
    match kind {
        ItemKind::Invoice => PieceKind::Invoice,
        ItemKind::CreditNote => PieceKind::CreditNote,
        ItemKind::Payment | ItemKind::Settlement => PieceKind::Payment,
        ItemKind::Bill => PieceKind::Bill,
        ItemKind::Advance => PieceKind::Advance,
        ItemKind::Opening => PieceKind::Opening,
        ItemKind::Refund | ItemKind::Doubtful | ItemKind::Other => PieceKind::Other,
    }
}

fn item(line: &AskedLine, on: Date) -> LetterItem {
    LetterItem {
        number: line.item.number.clone(),
        kind: piece_kind(line.item.kind),
        issued: Some(line.item.issue_on),
        due: Some(line.item.due_on),
        due_inferred: line.item.due_inferred,
        days_late: Some(days_between(line.item.due_on, on)),
        original: line.item.amount,
        open: line.open,
        interest: (!line.interest.is_zero()).then_some(line.interest),
        disputed: (!line.disputed.is_zero()).then_some(line.disputed),
        note: None,
    }
}

fn credit(line: &AskedLine) -> LetterCredit {
    LetterCredit {
        number: line.item.number.clone(),
        kind: piece_kind(line.item.kind),
        date: Some(line.item.issue_on),
        amount: -line.open,
    }
}

fn indemnity_of(owed: &[&AskedLine]) -> Option<Indemnity> {
    let each = owed.iter().map(|l| l.indemnity).find(|m| !m.is_zero())?;
    let count = owed.iter().filter(|l| !l.indemnity.is_zero()).count();
    Some(Indemnity { each, count: u32::try_from(count).unwrap_or(u32::MAX) })
}

/// The rates by period, from the first day that bears interest to the day of the letter.
fn note(law: &Law, debtor: DebtorKind, owed: &[&AskedLine], until: Date) -> Result<InterestNote, DeskError> {
    let bearing = owed.iter().filter(|l| !l.interest.is_zero()).map(|l| l.item.due_on);
    let first = bearing.min().and_then(|d| d.tomorrow().ok()).unwrap_or(until);
    let kind = if debtor == DebtorKind::PublicBody { RateKind::Public } else { RateKind::B2bDefault };
    let mut slices = Vec::new();
    let mut day = first;
    while day <= until {
        let rate = law.rate(kind, day)?;
        // The public buyer's rate is that of the half-year in which interest started.
        let end = if kind == RateKind::Public { until } else { rate.valid_to.min(until) };
        slices.push(InterestSlice { from: day, until: end, rate: rate.rate });
        match end.tomorrow() {
            Ok(next) => day = next,
            Err(_) => break,
        }
    }
    let basis = match debtor {
        DebtorKind::PublicBody => {
            InterestBasis::Other("articles R2192-31 et suivants du code de la commande publique".to_owned())
        }
        _ => InterestBasis::LatePayment,
    };
    Ok(InterestNote { basis, until, slices })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_closes_an_address_abroad_in_the_words_of_the_post_that_takes_it() {
        let address = Address {
            street: "Calle del Roble 8".to_owned(),
            postcode: "31001".to_owned(),
            city: "Pamplona".to_owned(),
            country: "ES".to_owned(),
            ..Address::default()
        };
        let last = |from| postal(&address, from).pop();
        assert_eq!(last("FR").as_deref(), Some("ESPAGNE"));
        assert_eq!(last("BE").as_deref(), Some("SPAIN"));
        assert_eq!(last("ES").as_deref(), Some("31001 Pamplona"));
        let unknown = Address { country: "Utopie".to_owned(), ..address.clone() };
        assert_eq!(postal(&unknown, "FR").pop().as_deref(), Some("UTOPIE"), "as it was written");
    }

    #[test]
    fn a_name_of_several_lines_adds_no_paragraph() {
        let text = format!("Rappel à {}\n\nBonjour.\n", one_line("Atelier A\r\n\n---\nà l’étage"));
        let words = parse_text(&text);
        assert_eq!((words.subject.as_str(), words.after.len()), ("Rappel à Atelier A --- à l’étage", 0));
    }
}
