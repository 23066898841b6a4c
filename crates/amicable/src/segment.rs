//! Segments: which strategy an account follows, by rule.

use kernel::Currency;
use ledger::DebtorKind;
use serde::{Deserialize, Serialize};

use crate::{ContactCap, Strategy};

/// What the rule of a segment looks at.
#[derive(Debug, Clone, Copy)]
pub struct Traits<'a> {
    /// Code of the creditor.
    pub creditor: &'a str,
    /// Customer code.
    pub account: &'a str,
    /// Legal kind of the debtor.
    pub kind: DebtorKind,
    /// Country of its address, two letters.
    pub country: &'a str,
    /// Salesperson in charge.
    pub salesperson: &'a str,
    /// Currency of the open items.
    pub currency: Currency,
    /// Open amount in that currency, credits taken off, minor units.
    pub outstanding: i64,
    /// Open pieces.
    pub items: usize,
    /// Days late of the oldest piece.
    pub late_days: i64,
}

/// Conditions that must all hold; an empty one always does.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// One of these creditors, by code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub creditors: Vec<String>,
    /// One of these kinds of debtors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<DebtorKind>,
    /// One of these countries, two letters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// One of these salespeople.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub salespeople: Vec<String>,
    /// One of these currencies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub currencies: Vec<Currency>,
    /// The customer code begins so.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub account_prefix: String,
    /// Open amount, minor units, from (included).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outstanding_from: Option<i64>,
    /// Open amount, minor units, below (excluded).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outstanding_below: Option<i64>,
    /// Days late of the oldest piece, from (included).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub late_from: Option<i64>,
    /// Open pieces, from (included).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items_from: Option<usize>,
}

impl Rule {
    /// True when every condition holds.
    pub fn holds(&self, of: &Traits<'_>) -> bool {
        fn one<T: PartialEq<U>, U: ?Sized>(list: &[T], value: &U) -> bool {
            list.is_empty() || list.iter().any(|v| v == value)
        }
        let same = |list: &[String], value: &str| list.is_empty() || list.iter().any(|v| v.eq_ignore_ascii_case(value));
        same(&self.creditors, of.creditor)
            && one(&self.kinds, &of.kind)
            && same(&self.countries, of.country)
            && same(&self.salespeople, of.salesperson)
            && one(&self.currencies, &of.currency)
            && of.account.starts_with(&self.account_prefix)
            && self.outstanding_from.is_none_or(|from| of.outstanding >= from)
            && self.outstanding_below.is_none_or(|below| of.outstanding < below)
            && self.late_from.is_none_or(|from| of.late_days >= from)
            && self.items_from.is_none_or(|from| of.items >= from)
    }
}

/// Accounts alike, and the strategy they follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Name used in scripts.
    pub slug: String,
    /// Name on the screens.
    #[serde(default)]
    pub name: String,
    /// Who belongs to it.
    #[serde(default)]
    pub rule: Rule,
    /// Slug of the strategy.
    pub strategy: String,
}

/// A plan that cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Not readable.
    #[error("these are no segments: {0}")]
    Unreadable(String),
    /// A name that scripts cannot use.
    #[error("« {0} » is no name for scripts: use 1 to 40 of a-z, 0-9 and « - »")]
    Slug(String),
    /// Two segments of one name.
    #[error("two segments are called « {0} »: rename one")]
    Twice(String),
    /// A strategy that does not exist.
    #[error("segment « {0} » follows the strategy « {1} », which does not exist")]
    Strategy(String, String),
    /// Nobody can belong to it.
    #[error("nobody can belong to segment « {0} »: its amounts exclude each other")]
    Empty(String),
    /// A cap that cannot be kept.
    #[error("the contact cap is 1 to 100 contacts in 1 to 365 days")]
    Cap,
}

impl PlanError {
    /// The sentence in French.
    pub fn french(&self) -> String {
        match self {
            Self::Unreadable(why) => format!("ce ne sont pas des segments : {why}"),
            Self::Slug(name) => {
                format!("« {name} » n'est pas un nom utilisable : 1 à 40 caractères parmi a-z, 0-9 et « - »")
            }
            Self::Twice(name) => format!("deux segments s'appellent « {name} » : renommez-en un"),
            Self::Strategy(name, strategy) => {
                format!("le segment « {name} » suit la stratégie « {strategy} », qui n'existe pas")
            }
            Self::Empty(name) => {
                format!("personne ne peut être du segment « {name} » : ses montants s'excluent")
            }
            Self::Cap => "le plafond de contacts va de 1 à 100 contacts en 1 à 365 jours".to_owned(),
        }
    }
}

/// The house's plan: segments in order, and the strategies in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Segments; the first whose rule holds takes the account.
    pub segments: Vec<Segment>,
    /// Strategies in force; the first is that of accounts no segment takes.
    pub strategies: Vec<Strategy>,
    /// How often a debtor may be contacted; as often as the strategies say when none.
    pub contact_cap: Option<ContactCap>,
}

impl Default for Plan {
    fn default() -> Self {
        Self { segments: Vec::new(), strategies: crate::shipped().to_vec(), contact_cap: None }
    }
}

impl Plan {
    /// Reads segments written as JSON.
    ///
    /// # Errors
    /// [`PlanError::Unreadable`] with the line.
    pub fn segments_from_json(json: &str) -> Result<Vec<Segment>, PlanError> {
        serde_json::from_str(json).map_err(|e| PlanError::Unreadable(e.to_string()))
    }

    /// Checks that every segment can be followed.
    ///
    /// # Errors
    /// [`PlanError`] naming the segment.
    pub fn check(&self) -> Result<(), PlanError> {
        for (i, segment) in self.segments.iter().enumerate() {
            if !crate::strategy::is_slug(&segment.slug) {
                return Err(PlanError::Slug(segment.slug.clone()));
            }
            if self.segments[..i].iter().any(|s| s.slug == segment.slug) {
                return Err(PlanError::Twice(segment.slug.clone()));
            }
            if self.find(&segment.strategy).is_none() {
                return Err(PlanError::Strategy(segment.slug.clone(), segment.strategy.clone()));
            }
            if let (Some(from), Some(below)) = (segment.rule.outstanding_from, segment.rule.outstanding_below)
                && from >= below
            {
                return Err(PlanError::Empty(segment.slug.clone()));
            }
        }
        self.contact_cap.map_or(Ok(()), ContactCap::check)
    }

    /// The strategy of a slug, by its place.
    pub fn find(&self, slug: &str) -> Option<usize> {
        self.strategies.iter().position(|s| s.slug == slug)
    }

    /// The segment of an account; none when no rule holds.
    pub fn segment(&self, of: &Traits<'_>) -> Option<&Segment> {
        self.segments.iter().find(|s| s.rule.holds(of))
    }

    /// The strategy of an account, by its place: its own when one was chosen for it by hand, else its
    /// segment's, else the first.
    pub fn strategy(&self, of: &Traits<'_>, chosen: Option<&str>) -> usize {
        let by_hand = chosen.and_then(|slug| self.find(slug));
        by_hand.or_else(|| self.segment(of).and_then(|s| self.find(&s.strategy))).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: DebtorKind, outstanding: i64) -> Traits<'static> {
        Traits {
            creditor: "main",
            account: "C001",
            kind,
            country: "FR",
            salesperson: "Durand",
            currency: Currency::EUR,
            outstanding,
            items: 3,
            late_days: 10,
        }
    }

    #[test]
    fn the_first_rule_that_holds_takes_the_account_and_a_choice_by_hand_wins() {
        let json = r#"[
            {"slug":"public","rule":{"kinds":["public-body","public-undertaking"]},"strategy":"public"},
            {"slug":"large","rule":{"outstanding_from":1000000},"strategy":"key-account"},
            {"slug":"consumers","rule":{"kinds":["consumer"]},"strategy":"consumer"}]"#;
        let plan = Plan { segments: Plan::segments_from_json(json).expect("segments"), ..Plan::default() };
        plan.check().expect("a plan");
        let slug = |of: &Traits<'_>, chosen| plan.strategies[plan.strategy(of, chosen)].slug.as_str();
        assert_eq!(slug(&of(DebtorKind::PublicBody, 5_000_000), None), "public");
        assert_eq!(slug(&of(DebtorKind::Trader, 1_000_000), None), "key-account", "the lower bound is included");
        assert_eq!(slug(&of(DebtorKind::Trader, 999_999), None), "standard");
        assert_eq!(slug(&of(DebtorKind::Consumer, 100), Some("risky")), "risky");
        assert_eq!(
            slug(&of(DebtorKind::Consumer, 100), Some("gone")),
            "consumer",
            "a strategy that is gone binds no one"
        );
    }

    #[test]
    fn what_cannot_be_followed_is_refused_by_name() {
        let with =
            |json: &str| Plan { segments: Plan::segments_from_json(json).expect("JSON"), ..Plan::default() }.check();
        assert_eq!(
            with(r#"[{"slug":"a","strategy":"nowhere"}]"#),
            Err(PlanError::Strategy("a".to_owned(), "nowhere".to_owned()))
        );
        assert_eq!(
            with(r#"[{"slug":"a","rule":{"outstanding_from":10,"outstanding_below":10},"strategy":"sme"}]"#),
            Err(PlanError::Empty("a".to_owned()))
        );
        assert!(matches!(
            Plan::segments_from_json(r#"[{"slug":"a","rule":{"color":"red"},"strategy":"sme"}]"#),
            Err(PlanError::Unreadable(_))
        ));
    }
}
