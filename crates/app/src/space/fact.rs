//! The one fact asked of a person: something that the letter with the link does not say.

use std::collections::HashSet;

use kernel::{Currency, Date, Money, Wording, epoch_day, from_epoch_day};
use ledger::statement::open_of;
use ledger::{Account, Allocation, Item, ItemId, ItemKind};
use store::{StoreError, Tx};

/// Days back in which an invoice or a payment still tells who somebody is.
const KNOWN_DAYS: i32 = 366;
/// Characters of an answer that are read.
const ANSWER_MAX: usize = 100;
/// Digits that are asked of a telephone number.
const PHONE_DIGITS: usize = 4;

/// What is asked, with the right answers. The first that has an answer is asked: each proves more than the next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fact {
    /// What they paid, and the invoices that no reminder lists.
    Past { numbers: Vec<String>, paid: Vec<Money> },
    /// The last digits of their telephone numbers.
    Phone(Vec<String>),
    /// Their mail addresses.
    Mail(Vec<String>),
    /// What is printed: an invoice, or the customer code. There is always one.
    Paper(Vec<String>),
}

impl Fact {
    /// What is asked of the person of an account.
    pub fn of(tx: &mut Tx, account: &Account, today: Date) -> Result<Self, StoreError> {
        let (items, matches) = (tx.items().of_account(account.id)?, tx.allocations().of_account(account.id)?);
        let mut listed = HashSet::new();
        for reminder in tx.reminders().of_account(account.id)? {
            listed.extend(tx.reminders().items(reminder.id)?.into_iter().map(|line| line.item_id));
        }
        let past = Self::past(&items, &matches, &mut listed, today);
        if past != (Self::Past { numbers: Vec::new(), paid: Vec::new() }) {
            return Ok(past);
        }
        let contacts = tx.contacts().of_debtor(account.debtor_id)?;
        let phones: Vec<String> = contacts.iter().filter_map(|c| last_digits(&c.phone)).collect();
        if !phones.is_empty() {
            return Ok(Self::Phone(phones));
        }
        let mails: Vec<String> = contacts.iter().map(|c| mail(&c.email)).filter(|text| !text.is_empty()).collect();
        if !mails.is_empty() {
            return Ok(Self::Mail(mails));
        }
        let printed = items.iter().filter(|item| item.amount.minor() > 0).map(|item| item.number.as_str());
        Ok(Self::Paper(facts(printed.chain([account.number.as_str()]))))
    }

    fn past(items: &[Item], matches: &[Allocation], listed: &mut HashSet<ItemId>, today: Date) -> Self {
        let since = from_epoch_day(epoch_day(today) - KNOWN_DAYS);
        let owed = |item: &&Item| !open_of(item, matches, Some(today)).is_zero();
        // What is late stands on the next letter, if not on the last.
        listed.extend(items.iter().filter(|item| item.due_on < today).filter(owed).map(|item| item.id));
        let told = |item: &&Item| !listed.contains(&item.id);
        let recent = |item: &&Item| item.issue_on >= since || owed(item);
        let invoices = items.iter().filter(|item| item.amount.minor() > 0).filter(told).filter(recent);
        // What settled a piece that a letter lists is read from that letter.
        let apart = |item: &&Item| {
            let mut of_it = matches.iter().filter(|a| a.credit_id == item.id);
            of_it.all(|a| !listed.contains(&a.debit_id))
        };
        let money = |item: &&Item| matches!(item.kind, ItemKind::Payment | ItemKind::Advance);
        let payments = items.iter().filter(money).filter(|item| item.amount.minor() < 0 && item.entry_on >= since);
        Self::Past {
            numbers: facts(invoices.map(|item| item.number.as_str())),
            paid: payments.filter(apart).map(|item| -item.amount).collect(),
        }
    }

    /// The question.
    pub fn question(&self) -> Wording {
        match self {
            Self::Past { .. } => Wording::new(
                "Le montant d’un paiement que vous avez fait depuis un an, ou le numéro d’une facture que nos relances \
                 ne citent pas : déjà réglée, ou pas encore échue",
                "The amount of a payment you made in the last year, or the number of an invoice that our reminders do \
                 not list: paid already, or not due yet",
            ),
            Self::Phone(_) => Wording::new(
                "Les quatre derniers chiffres du numéro de téléphone que nous avons de vous",
                "The last four digits of the telephone number we have of yours",
            ),
            Self::Mail(_) => {
                Wording::new("L’adresse de courriel que nous avons de vous", "The mail address we have of yours")
            }
            Self::Paper(_) => {
                Wording::new("Un numéro de facture, ou votre code client", "An invoice number, or your customer code")
            }
        }
    }

    /// True of a right answer.
    pub fn is(&self, answer: &str) -> bool {
        let answer: String = answer.chars().take(ANSWER_MAX).collect();
        match self {
            Self::Past { numbers, paid } => {
                let sums = |sum: &Money| amount(&answer, sum.currency()) == Some(*sum);
                is_one(numbers, &answer) || paid.iter().any(sums)
            }
            Self::Phone(ends) => last_digits(&answer).is_some_and(|told| ends.contains(&told)),
            Self::Mail(known) => known.contains(&mail(&answer)),
            Self::Paper(numbers) => is_one(numbers, &answer),
        }
    }
}

/// True where nothing that can be compared was typed.
pub(super) fn is_empty(answer: &str) -> bool {
    folded(answer).is_empty()
}

fn facts<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    texts.map(folded).filter(|fact| !fact.is_empty()).collect()
}

/// Letters and digits alone, whatever the case, the blanks and the dashes.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// True of one of these numbers, as typed or after the word that is printed before it.
fn is_one(numbers: &[String], answer: &str) -> bool {
    let told = folded(answer);
    let bare = ["FACTURE", "INVOICE", "CLIENT", "N", "NO", "NUMERO"].iter().filter_map(|word| told.strip_prefix(word));
    bare.chain([told.as_str()]).any(|one| numbers.iter().any(|number| number == one))
}

fn last_digits(text: &str) -> Option<String> {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    digits.len().checked_sub(PHONE_DIGITS).map(|from| digits.into_iter().skip(from).collect())
}

fn mail(text: &str) -> String {
    text.trim().to_lowercase()
}

/// An amount as people type it: `1 250,50 €`, `1.250,50`, `1250.5`, `1 250`.
fn amount(text: &str, currency: Currency) -> Option<Money> {
    let bare: String = text.chars().filter(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).collect();
    let plain = |text: &str| text.replace([',', '.'], "");
    // Three digits after a mark are thousands.
    let parted = bare.rsplit_once([',', '.']).filter(|(_, cents)| cents.len() != 3);
    let text = parted.map_or_else(|| plain(&bare), |(whole, cents)| format!("{}.{cents}", plain(whole)));
    Money::parse(&text, currency).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_is_printed() {
        let numbers = facts(["F-1044"].into_iter());
        for answer in ["F-1044", " f 1044 ", "facture F1044", "N° F1044"] {
            assert!(is_one(&numbers, answer), "{answer}");
        }
        assert!(is_empty(" -- ") && is_empty("") && !is_one(&numbers, "") && !is_one(&numbers, "F104"));
    }

    #[test]
    fn an_amount_is_read_as_it_is_typed() {
        let paid = Money::parse("1250.50", Currency::EUR).expect("an amount");
        for answer in ["1 250,50 €", "1.250,50", "1,250.5", "1250.50", "j'ai payé 1250,5"] {
            assert_eq!(amount(answer, Currency::EUR), Some(paid), "{answer}");
        }
        assert_eq!(amount("1.250", Currency::EUR), Money::parse("1250", Currency::EUR).ok());
        for answer in ["1250", "", "1250,512", "F", "125050"] {
            assert_ne!(amount(answer, Currency::EUR), Some(paid), "{answer}");
        }
    }

    #[test]
    fn a_telephone_is_known_by_its_end() {
        let fact = Fact::Phone(last_digits("06 39 98 51 96").into_iter().collect());
        assert!(fact.is("5196") && fact.is("+33 6 39 98 51 96") && fact.is("51 96"));
        assert!(!fact.is("196") && !fact.is("5197") && !fact.is(""));
        assert!(Fact::Mail(vec![mail("A@b.example")]).is(" a@B.example "));
    }
}
