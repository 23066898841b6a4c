//! The strategies shipped, as editable templates: data, read once.

use std::sync::LazyLock;

use crate::Strategy;

/// Days from the due date of the oldest piece that nobody contests; the last step before the file
/// changes hands. Working days only, save the standard one.
static SHIPPED: LazyLock<Vec<Strategy>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/strategies.json")).unwrap_or_default());

/// Every strategy shipped; the first is the standard one.
pub fn shipped() -> &'static [Strategy] {
    &SHIPPED
}

/// The strategy of accounts that no segment takes.
pub(crate) fn standard() -> Strategy {
    SHIPPED.first().cloned().unwrap_or_else(|| Strategy {
        slug: "standard".to_owned(),
        name: String::new(),
        steps: Vec::new(),
        item_threshold_minor: 0,
        account_threshold_minor: 0,
        working_days: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_strategy_can_run_and_grants_no_more_than_the_gap_to_its_next_step() {
        assert_eq!(
            shipped().iter().map(|s| s.slug.as_str()).collect::<Vec<_>>(),
            ["standard", "key-account", "sme", "small", "risky", "public", "consumer"]
        );
        for strategy in shipped() {
            strategy.check().expect("a shipped strategy can run");
            for pair in strategy.steps.windows(2) {
                let (from, to) = (pair[0].timing.first_day(0, None), pair[1].timing.first_day(0, None));
                assert!(from + i32::from(pair[0].grant_days) < to, "{}: {}", strategy.slug, pair[1].slug);
            }
        }
    }
}
