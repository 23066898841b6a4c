//! Whose line is it: customers by auxiliary account, by sub-account of 411, or nobody in particular.

use std::collections::{HashMap, HashSet};

/// Customer numbers of the lines of one file.
#[derive(Debug)]
pub(crate) struct Who<'a> {
    /// Accounts 411 without auxiliary.
    sub_accounts: HashSet<&'a str>,
}

impl<'a> Who<'a> {
    /// Looks at every (account, auxiliary) of the file first.
    pub fn new(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let sub_accounts = pairs
            .filter(|(account, auxiliary)| auxiliary.is_empty() && account.starts_with("411"))
            .map(|(account, _)| account)
            .collect();
        Self { sub_accounts }
    }

    /// The customer number of a line.
    pub fn number(&self, account: &'a str, auxiliary: &'a str) -> &'a str {
        if !auxiliary.is_empty() {
            return auxiliary;
        }
        if is_collective(account) {
            return account.trim_end_matches('0');
        }
        if account.starts_with("411") {
            return account;
        }
        self.sibling(account).unwrap_or(account)
    }

    /// The 411 account of the same customer: 416DUPONT with 411DUPONT, 4191DUPO with 4111DUPO or
    /// 411DUPO. Only a suffix that names somebody counts, and only one candidate.
    fn sibling(&self, account: &str) -> Option<&'a str> {
        let mut found = None;
        for cut in [3, 4] {
            let Some(suffix) = account.get(cut..) else { continue };
            let names_somebody =
                suffix.trim_end_matches('0').len() >= 2 || suffix.bytes().any(|b| b.is_ascii_alphabetic());
            if !names_somebody {
                continue;
            }
            for stem in ["411", "4111"] {
                if cut == 3 && stem == "4111" {
                    continue;
                }
                if let Some(candidate) = self.sub_accounts.get(format!("{stem}{suffix}").as_str()) {
                    if found.is_some_and(|f| f != *candidate) {
                        return None;
                    }
                    found = Some(*candidate);
                }
            }
        }
        found
    }
}

/// True for 411, 4110, 411000: an account of the plan, nobody's in particular.
pub(crate) fn is_collective(account: &str) -> bool {
    account.trim_end_matches('0').len() <= 3
}

/// Names a customer goes by in the file and how often: the most frequent wins, ties by the alphabet,
/// so that the order of lines does not matter.
#[derive(Debug, Default)]
pub(crate) struct Names<'a>(HashMap<&'a str, u32>);

impl<'a> Names<'a> {
    pub fn add(&mut self, name: &'a str) {
        if !name.is_empty() {
            *self.0.entry(name).or_default() += 1;
        }
    }

    pub fn best(&self) -> Option<&'a str> {
        self.0.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_are_found_in_every_plan() {
        let who = Who::new([("411DUPONT", ""), ("4110012", ""), ("411000", ""), ("4111ABC", "")].into_iter());
        for (account, auxiliary, number) in [
            ("411000", "C12", "C12"),
            ("416000", "C12", "C12"),
            ("411000", "", "411"),
            ("411", "", "411"),
            ("411DUPONT", "", "411DUPONT"),
            ("416DUPONT", "", "411DUPONT"),
            ("4160012", "", "4110012"),
            ("4191ABC", "", "4111ABC"),
            // 4191 and 4161 are accounts of the plan, not customers.
            ("419100", "", "419100"),
            ("416000", "", "416"),
        ] {
            assert_eq!(who.number(account, auxiliary), number, "{account} {auxiliary}");
        }
    }
}
