//! Who is found by words: accounts by name, code and SIREN, contacts by name, mail and telephone.

use std::cmp::Reverse;

use kernel::search_key;

use super::Reason;
use super::sought::{Sought, number_key, phone_key};
use super::words::{Owners, Words};
use crate::{ContactId, DebtorId};

/// Letters of a word, at most, after which the next one is found written in one with it: « Le Roux ».
const JOINED_MAX: usize = 3;

/// An account, to be found.
#[derive(Debug, Clone, Copy)]
pub struct AccountEntry<'a> {
    /// Who owes.
    pub debtor: DebtorId,
    /// Name of the debtor.
    pub name: &'a str,
    /// Customer code.
    pub number: &'a str,
    /// SIREN.
    pub siren: Option<&'a str>,
}

/// A contact, to be found.
#[derive(Debug, Clone, Copy)]
pub struct ContactEntry<'a> {
    /// Contact.
    pub id: ContactId,
    /// Whose.
    pub debtor: DebtorId,
    /// Name.
    pub name: &'a str,
    /// Mail address.
    pub email: &'a str,
    /// Telephone number.
    pub phone: &'a str,
}

/// The words of every account and contact. Accounts are known by their place in the order they came.
#[derive(Debug, Default)]
pub struct Directory {
    accounts: Words,
    /// Where the folded name of each account begins.
    names: Vec<u32>,
    /// Places of the accounts by debtor.
    by_debtor: Vec<(DebtorId, u32)>,
    people: Words,
    /// Mail addresses, their domains, and telephone numbers.
    reach: Words,
    contacts: Vec<(ContactId, DebtorId)>,
}

impl Directory {
    /// The directory of these accounts, without contacts yet: it is of no use before it is finished.
    pub fn of_accounts<'a>(accounts: impl Iterator<Item = AccountEntry<'a>>) -> Self {
        let mut directory = Self::default();
        for (place, entry) in (0..).zip(accounts) {
            directory.add_account(place, entry);
        }
        directory
    }

    /// Puts the words in order, so that they can be found.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.by_debtor.sort_unstable();
        self.accounts.finish();
        self.people.finish();
        self.reach.finish();
        self
    }

    fn add_account(&mut self, place: u32, entry: AccountEntry<'_>) {
        let name = search_key(entry.name);
        self.by_debtor.push((entry.debtor, place));
        self.names.push(self.accounts.add(place, &name));
        let (code, joined) = (search_key(entry.number), number_key(entry.number));
        self.accounts.add(place, &code);
        if joined != code {
            self.accounts.add(place, &joined);
        }
        if let Some(siren) = entry.siren {
            self.accounts.add(place, siren);
        }
        for other in other_words(entry.name, &name) {
            self.accounts.add(place, &other);
        }
    }

    /// Adds a contact.
    pub fn add_contact(&mut self, entry: ContactEntry<'_>) {
        let place = u32::try_from(self.contacts.len()).unwrap_or(u32::MAX);
        self.contacts.push((entry.id, entry.debtor));
        let name = search_key(entry.name);
        self.people.add(place, &name);
        for other in other_words(entry.name, &name) {
            self.people.add(place, &other);
        }
        let email = entry.email.trim().to_lowercase().replace(' ', "");
        if let Some((local, _)) = email.split_once('@') {
            let start = self.reach.add(place, &email);
            // with the sign, `@garage`, and without
            self.reach.add_within(place, start, local.len());
            self.reach.add_within(place, start, local.len() + 1);
        }
        let phone = phone_key(entry.phone);
        if !phone.is_empty() {
            self.reach.add(place, &phone);
        }
    }

    /// Places of the accounts found: by all the words of the query, by all of it in one word, or by the
    /// SIREN it holds.
    pub fn accounts(&self, sought: &Sought) -> Owners {
        let mut found = self.accounts_named(&sought.words);
        self.add_beginning(&mut found, &sought.compact);
        if let Some(siren) = &sought.siren {
            self.add_beginning(&mut found, siren);
        }
        found
    }

    /// Places of the accounts that have, for each of these words, one that begins with it.
    pub fn accounts_named(&self, words: &[String]) -> Owners {
        let mut words = words.iter();
        let mut found = Owners::none(self.names.len());
        if let Some(first) = words.next() {
            self.add_beginning(&mut found, first);
        }
        for word in words {
            let mut these = Owners::none(self.names.len());
            self.add_beginning(&mut these, word);
            found.keep(&these);
        }
        found
    }

    /// Places of the accounts of a debtor.
    pub fn accounts_of(&self, debtor: DebtorId) -> impl Iterator<Item = usize> + '_ {
        let from = self.by_debtor.partition_point(|(other, _)| *other < debtor);
        let these = self.by_debtor.get(from..).unwrap_or_default().iter();
        these.take_while(move |(other, _)| *other == debtor).map(|(_, place)| *place as usize)
    }

    fn add_beginning(&self, found: &mut Owners, word: &str) {
        for owner in self.accounts.beginning(word) {
            found.insert(owner as usize);
        }
    }

    /// How well the name of an account answers the query, the best first: it is the name, the beginning of
    /// it, whole words of it, or beginnings of words.
    pub fn closeness(&self, place: usize, sought: &Sought) -> Reverse<u8> {
        let name = self.names.get(place).map_or("", |at| self.accounts.text_at(*at));
        let whole = |word: &String| name.split(' ').any(|w| w == word);
        let mut rest = name;
        let in_order = sought.words.iter().enumerate().all(|(n, word)| {
            rest = if n == 0 { rest } else { rest.strip_prefix(' ').unwrap_or_default() };
            let (next, last) = (rest.strip_prefix(word.as_str()), n + 1 == sought.words.len());
            rest = next.unwrap_or_default();
            next.is_some_and(|left| last || left.starts_with(' '))
        });
        Reverse(match () {
            () if in_order && rest.is_empty() => 3,
            () if in_order => 2,
            () if sought.words.iter().all(whole) => 1,
            () => 0,
        })
    }

    /// The contacts found, each with what of it was looked for.
    pub fn contacts(&self, sought: &Sought) -> Vec<(ContactId, DebtorId, Reason)> {
        let mut found = Vec::new();
        let mut seen = Owners::none(self.contacts.len());
        let mut add = |owner: usize, reason| {
            if !seen.contains(owner)
                && let Some((id, debtor)) = self.contacts.get(owner)
            {
                seen.insert(owner);
                found.push((*id, *debtor, reason));
            }
        };
        for (beginning, reason) in [(&sought.mail, Reason::Email), (&sought.phone, Reason::Phone)] {
            for owner in beginning.iter().flat_map(|text| self.reach.beginning(text)) {
                add(owner as usize, reason);
            }
        }
        let named = !sought.words.is_empty() && sought.words.iter().all(|w| w.bytes().any(|b| b.is_ascii_alphabetic()));
        if named && sought.names.len() == sought.words.len() {
            let mut all: Option<Owners> = None;
            for word in &sought.words {
                let mut these = Owners::none(self.contacts.len());
                self.people.beginning(word).for_each(|owner| these.insert(owner as usize));
                match &mut all {
                    Some(all) => all.keep(&these),
                    None => all = Some(these),
                }
            }
            for owner in all.iter().flat_map(Owners::iter) {
                add(owner, Reason::Contact);
            }
        }
        found
    }
}

/// Words that a name is looked for by beside those of its key: what follows an elision (« L'Atelier »),
/// initials in one (« S.N.C.F. »), a short word and the next in one (« Le Roux »).
fn other_words(name: &str, key: &str) -> Vec<String> {
    let mut others = Vec::new();
    for part in name.split_whitespace() {
        if let Some((_, rest)) = part.split_once(['\'', '’']) {
            others.push(number_key(rest));
        }
        let letters: Vec<&str> = part.split('.').filter(|l| !l.is_empty()).collect();
        if letters.len() > 1 && letters.iter().all(|l| l.chars().count() == 1) {
            others.push(number_key(part));
        }
    }
    let words: Vec<&str> = key.split(' ').collect();
    others.extend(words.windows(2).filter(|pair| pair[0].len() <= JOINED_MAX).map(<[&str]>::concat));
    others.retain(|word| !word.is_empty());
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNTS: [(&str, &str, Option<&str>); 9] = [
        ("Garage Moréau SARL", "C0107", Some("732829320")),
        ("SARL Électricité Çelik & Fils", "411-0042", None),
        ("L'Atelier d’Œuvre", "C 99", None),
        ("S.N.C.F. Réseau", "SNCF01", None),
        ("Le Roux Frères", "C0200", None),
        ("Morgane Gardel", "C0300", None),
        ("Leroux", "C0400", Some("552100554")),
        ("Boulangerie Saint-Étienne", "C01070", None),
        ("", "", None),
    ];
    const CONTACTS: [(&str, &str, &str); 4] = [
        ("Mme Inès D'Arcy", "Compta@garage-moreau.example", "+33 (0)6 39 98 12 34"),
        ("M. Müller", "contact@celik.example", "01 99 00 13 21"),
        ("", "moreau@celik.example", "+44 20 7123 4567"),
        ("", "not an address", ""),
    ];

    fn directory() -> Directory {
        let accounts = (0..).zip(ACCOUNTS).map(|(debtor, (name, number, siren))| AccountEntry {
            debtor: DebtorId(debtor % 8),
            name,
            number,
            siren,
        });
        let mut directory = Directory::of_accounts(accounts);
        for (id, (name, email, phone)) in (1..).zip(CONTACTS) {
            let (id, debtor) = (ContactId(id), DebtorId(id * 10));
            directory.add_contact(ContactEntry { id, debtor, name, email, phone });
        }
        directory.finish()
    }

    #[test]
    fn accounts_are_found_however_they_are_typed() {
        let directory = directory();
        for (typed, places) in [
            ("mor gar", &[0, 5][..]),
            ("GARAGE moreau", &[0]),
            ("moréau", &[0]),
            ("moreaux", &[]),
            ("arage", &[]),
            ("elec fils", &[1]),
            ("çelik", &[1]),
            ("fils & çelik", &[1]),
            ("atelier", &[2]),
            ("l'atelier", &[2]),
            ("l’oeuvre", &[]),
            ("oeuvre", &[2]),
            ("d'oeuvre", &[2]),
            ("sncf", &[3]),
            ("s.n.c.f.", &[3]),
            ("leroux", &[4, 6]),
            ("le roux", &[4, 6]),
            ("saint etienne", &[7]),
            ("st-etienne", &[]),
            ("C0107", &[0, 7]),
            ("c 0107", &[0, 7]),
            ("411 0042", &[1]),
            ("4110042", &[1]),
            ("0042", &[1]),
            ("C99", &[2]),
            ("732829320", &[0]),
            ("732 829 320", &[0]),
            ("732 829", &[0]),
            ("73282932000074", &[0]),
            ("732 829 320 00074", &[0]),
            ("FR44732829320", &[0]),
            ("garage 732829320", &[0]),
            ("%", &[]),
            ("_", &[]),
            ("", &[]),
            ("   ", &[]),
        ] {
            let found: Vec<usize> = directory.accounts(&Sought::read(typed)).iter().collect();
            assert_eq!(found, places, "{typed}");
        }
    }

    #[test]
    fn contacts_are_found_by_name_mail_and_telephone() {
        let directory = directory();
        for (typed, found) in [
            ("compta@", &[(1, Reason::Email)][..]),
            ("COMPTA@GARAGE-MOREAU.EXAMPLE", &[(1, Reason::Email)]),
            ("garage-mor", &[(1, Reason::Email)]),
            ("@celik", &[(2, Reason::Email), (3, Reason::Email)]),
            ("celik.example", &[(2, Reason::Email), (3, Reason::Email)]),
            ("06 39 98", &[(1, Reason::Phone)]),
            ("+33 6 39 98 12 34", &[(1, Reason::Phone)]),
            ("0033639", &[(1, Reason::Phone)]),
            ("0199001321", &[(2, Reason::Phone)]),
            ("+44 20", &[(3, Reason::Phone)]),
            ("muller", &[(2, Reason::Contact)]),
            ("ines arcy", &[(1, Reason::Contact)]),
            ("darcy ines", &[(1, Reason::Contact)]),
            ("not an", &[]),
            ("12", &[]),
            ("", &[]),
        ] {
            let mut these: Vec<(i64, Reason)> =
                directory.contacts(&Sought::read(typed)).into_iter().map(|(id, _, reason)| (id.0, reason)).collect();
            these.sort_unstable();
            assert_eq!(these, found, "{typed}");
        }
    }

    #[test]
    fn the_nearest_name_comes_first() {
        let directory = directory();
        let close = |place, typed| directory.closeness(place, &Sought::read(typed)).0;
        assert_eq!((close(6, "leroux"), close(4, "leroux")), (3, 0));
        assert_eq!((close(0, "garage mor"), close(0, "moreau garage"), close(0, "mor gar")), (2, 1, 0));
        assert_eq!(close(99, "garage"), 0);
        let of = |debtor| directory.accounts_of(DebtorId(debtor)).collect::<Vec<_>>();
        assert_eq!((of(0), of(7), of(9)), (vec![0, 8], vec![7], vec![]));
    }
}
