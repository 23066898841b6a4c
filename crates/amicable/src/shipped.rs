//! The strategies shipped, as editable templates: data, read once.

use std::sync::LazyLock;

use kernel::Language;

use crate::Strategy;

/// Days from the due date of the oldest piece that nobody contests; the last step before the file
/// changes hands. Working days only, save the standard one.
static SHIPPED: LazyLock<Vec<Strategy>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../data/strategies.json")).unwrap_or_default());

/// The English names of the strategies shipped, whose own are French.
const ENGLISH: [(&str, &str); 7] = [
    ("standard", "Standard: three letters"),
    ("key-account", "Key accounts"),
    ("sme", "Small and medium companies"),
    ("small", "Small accounts"),
    ("risky", "Risky payers"),
    ("public", "Public sector"),
    ("consumer", "Consumers"),
];

/// What a strategy is called on a screen: its name, in both languages where it is the one it was shipped with, else
/// the one that scripts know.
pub fn title<'a>(slug: &'a str, name: &'a str, language: Language) -> &'a str {
    let as_shipped = || shipped().iter().any(|strategy| strategy.slug == slug && strategy.name == name);
    let english = || ENGLISH.iter().find(|(of, _)| *of == slug).map(|(_, english)| *english);
    match language {
        _ if name.is_empty() => slug,
        Language::En if as_shipped() => english().unwrap_or(name),
        _ => name,
    }
}

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
    use crate::{Channel, Claim, Timing, Tone};

    #[test]
    fn every_shipped_strategy_can_run_and_has_a_name_in_both_languages() {
        assert_eq!(
            shipped().iter().map(|s| s.slug.as_str()).collect::<Vec<_>>(),
            ["standard", "key-account", "sme", "small", "risky", "public", "consumer"]
        );
        for strategy in shipped() {
            strategy.check().expect("a shipped strategy can run");
            let Strategy { slug, name, .. } = strategy;
            let (fr, en) = (title(slug, name, Language::Fr), title(slug, name, Language::En));
            assert!(!fr.is_empty() && fr != slug && !en.is_empty() && en != fr, "{slug}: {fr}, {en}");
        }
        assert_eq!(title("sme", "Nos PME", Language::En), "Nos PME", "a name of the house is the house's");
        assert_eq!(title("agencies", "", Language::Fr), "agencies");
    }

    /// The default scenarios by segment, as the study of the market sets them down: days from the due date, channel,
    /// and what is grave about each. What a person decides in them (to inform sales, to hold orders, to offer a plan,
    /// to hand the file over) is no step; the row « contentieux » is the file's own, after the last step.
    #[test]
    fn the_steps_are_those_of_the_default_scenarios() {
        use Channel::{Call, Letter, Mail, Sms};
        /// Days after the due date, by what, and whether it is the formal notice.
        type Expected = (i16, Channel, bool);
        let scenarios: [(&str, &[Expected]); 6] = [
            // J−10 call, J+3 call, J+10 call, J+20 manager to manager, J+30 letter of the credit manager.
            (
                "key-account",
                &[(-10, Call, false), (3, Call, false), (10, Call, false), (20, Letter, false), (30, Letter, false)],
            ),
            // J−7 mail, J+3 mail, J+10 call, J+20 formal mail with penalties and 40 €, J+30 mise en demeure.
            ("sme", &[(-7, Mail, false), (3, Mail, false), (10, Call, false), (20, Mail, false), (30, Letter, true)]),
            // J−5 mail, J+2 mail, J+8 SMS, J+15 firm mail, J+25 mise en demeure.
            ("small", &[(-5, Mail, false), (2, Mail, false), (8, Sms, false), (15, Mail, false), (25, Letter, true)]),
            // J−5 call, J+1 call, J+5 firm mail, J+8 mise en demeure of 8 days, then the last letter: J+16 in the
            // scenario is the last day of the delay that the mise en demeure grants, so it is J+17 here.
            ("risky", &[(-5, Call, false), (1, Call, false), (5, Mail, false), (8, Letter, true), (17, Letter, false)]),
            // J−10 check of the deposit, J+5 mail, J+15 call, J+30 letter with interest and 40 €, J+45 mise en demeure.
            (
                "public",
                &[(-10, Call, false), (5, Mail, false), (15, Call, false), (30, Letter, false), (45, Letter, true)],
            ),
            // J−5 mail, J+3 mail, J+10 mail, J+20 letter, J+35 mise en demeure of 15 days.
            (
                "consumer",
                &[(-5, Mail, false), (3, Mail, false), (10, Mail, false), (20, Letter, false), (35, Letter, true)],
            ),
        ];
        let of = |slug: &str| shipped().iter().find(|s| s.slug == slug).expect("a shipped strategy");
        for (slug, steps) in scenarios {
            let told: Vec<(Timing, Channel, bool)> =
                of(slug).steps.iter().map(|s| (s.timing, s.channel, s.formal_notice)).collect();
            let wanted: Vec<(Timing, Channel, bool)> =
                steps.iter().map(|(days, channel, notice)| (Timing::AfterDue(*days), *channel, *notice)).collect();
            assert_eq!(told, wanted, "{slug}");
            assert!(of(slug).working_days.is_some(), "{slug}: working days only");
        }
        let step = |slug: &str, day: i16| {
            let found = of(slug).steps.iter().find(|s| s.timing == Timing::AfterDue(day));
            found.unwrap_or_else(|| panic!("{slug}: no step of day {day}"))
        };
        for (slug, day) in [("sme", 20), ("public", 30)] {
            assert_eq!(step(slug, day).claim, Claim::Claimed, "{slug}: penalties and 40 €");
        }
        for (slug, day) in [("key-account", 20), ("small", 15), ("risky", 5)] {
            assert_eq!(step(slug, day).tone, Tone::Firm, "{slug}");
        }
        for (slug, day) in [("key-account", 20), ("key-account", 30), ("risky", 17)] {
            assert!(step(slug, day).approval, "{slug}: a person decides");
        }
        let granted = [("sme", 30, 8), ("risky", 8, 8), ("consumer", 35, 15)];
        assert!(granted.iter().all(|(slug, day, days)| step(slug, *day).grant_days == *days));
        assert!(of("consumer").steps[..4].iter().all(|s| s.claim == Claim::Withheld), "nothing before the notice");
    }
}
