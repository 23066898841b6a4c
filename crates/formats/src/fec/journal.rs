//! What a journal is for, told by its name and by the accounts it moves.

use kernel::search_key;

/// A journal of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journal {
    /// Code.
    pub code: String,
    /// Label.
    pub label: String,
    /// Lines.
    pub lines: u64,
    /// Sum of debits, cents.
    pub debit: i64,
    /// Sum of credits, cents.
    pub credit: i64,
    /// Lines on accounts 70 (sales).
    pub sales: u64,
    /// Lines on accounts 51, 53 and 54 (banks, cash).
    pub treasury: u64,
}

/// What a journal records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Balances brought forward.
    Opening,
    /// Invoices and credit notes to customers.
    Sales,
    /// Banks, cheques, cash.
    Treasury,
    /// Everything else.
    Other,
}

impl Journal {
    /// By words first, then by what it moves: a sales journal moves 70, a bank journal 51.
    pub fn nature(&self) -> Nature {
        let label = search_key(&self.label);
        let code = search_key(&self.code);
        let says = |words: &[&str]| label.split(' ').any(|w| words.contains(&w));
        if is_opening(&label) || matches!(code.as_str(), "an" | "ano" | "ran" | "anx" | "ouv") {
            return Nature::Opening;
        }
        if says(&["vente", "ventes", "facturation", "sales", "verkauf", "factures"])
            || matches!(code.as_str(), "ve" | "vt" | "vte" | "ven" | "vente" | "ventes")
        {
            return Nature::Sales;
        }
        if says(&[
            "banque",
            "bank",
            "caisse",
            "cheque",
            "cheques",
            "chequier",
            "encaissement",
            "encaissements",
            "bnp",
            "lcl",
            "credit",
            "ccp",
            "tresorerie",
            "cash",
            "virements",
            "prelevements",
            "remises",
            "effets",
        ]) || matches!(code.as_str(), "bq" | "bqe" | "ban" | "cai" | "cs" | "tre" | "enc")
        {
            return Nature::Treasury;
        }
        if self.sales * 5 >= self.lines && self.treasury * 5 < self.lines && self.sales > 0 {
            Nature::Sales
        } else if self.treasury * 4 >= self.lines && self.treasury > 0 {
            Nature::Treasury
        } else {
            Nature::Other
        }
    }
}

/// `a nouveau`, `report a nouveau`, `bilan d'ouverture`, `report exercice precedent`.
pub(crate) fn is_opening(key: &str) -> bool {
    key.contains("nouveau") && (key.starts_with("a nouv") || key.contains(" a nouv") || key.starts_with("anouv"))
        || key.starts_with("bilan d ouverture")
        || key.starts_with("bilan douverture")
        || key.starts_with("bilan debut")
        || key.starts_with("report exercice")
        || key.starts_with("reprise des soldes")
        || key.starts_with("solde d ouverture")
        || key.starts_with("solde douverture")
        || key.starts_with("balance d ouverture")
}
