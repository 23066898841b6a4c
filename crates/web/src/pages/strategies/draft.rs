//! A draft of a strategy as its form types it: read, checked, written again. It lives in the form, so
//! that nothing is kept before it is saved.

use std::collections::BTreeMap;

use app::strategies::{Channel, Claim, Enclosure, Strategy, StrategyStep as Step, Timing, Tone};
use app::texts::StepFault;
use kernel::{Currency, Money, Territory};

use crate::forms::plain_amount;
use crate::words::{Lang, Words};

/// Steps a form may send; a strategy has fewer.
const STEPS_READ: usize = 40;

/// Values of one part of the form, by field.
type Values = BTreeMap<String, String>;

/// What is typed, with what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    head: Values,
    steps: Vec<Values>,
    errors: BTreeMap<String, String>,
    /// What is wrong and beside no field.
    pub loose: Vec<String>,
}

/// Name of a field of a step in the form.
pub fn field(n: usize, name: &str) -> String {
    format!("s{n}-{name}")
}

fn value(values: &Values, name: &str) -> String {
    values.get(name).map(|text| text.trim().to_owned()).unwrap_or_default()
}

fn amount(minor: i64, lang: Lang) -> String {
    if minor == 0 {
        return String::new();
    }
    let text = Money::new(minor, Currency::EUR).to_decimal();
    if lang == Lang::Fr { text.replace('.', ",") } else { text }
}

impl Draft {
    /// The form of a strategy.
    pub fn of(strategy: &Strategy, lang: Lang) -> Self {
        let head = [
            ("name", strategy.name.clone()),
            ("item_threshold_minor", amount(strategy.item_threshold_minor, lang)),
            ("account_threshold_minor", amount(strategy.account_threshold_minor, lang)),
            ("working_days", strategy.working_days.map_or("", Territory::slug).to_owned()),
        ];
        Self {
            head: head.map(|(k, v)| (k.to_owned(), v)).into(),
            steps: strategy.steps.iter().map(|step| typed(step, lang)).collect(),
            ..Self::default()
        }
    }

    /// What a form sent.
    pub fn read_form(pairs: &[(String, String)]) -> Self {
        let mut draft = Self::default();
        for (name, text) in pairs {
            let of_step = name.strip_prefix('s').and_then(|rest| rest.split_once('-'));
            match of_step.and_then(|(n, field)| Some((n.parse::<usize>().ok()?, field))) {
                Some((n, field)) if n < STEPS_READ => {
                    if draft.steps.len() <= n {
                        draft.steps.resize(n + 1, Values::new());
                    }
                    draft.steps[n].insert(field.to_owned(), text.clone());
                }
                _ => drop(draft.head.insert(name.clone(), text.clone())),
            }
        }
        draft.steps.retain(|step| !step.is_empty());
        draft
    }

    /// A field of the strategy itself.
    pub fn get(&self, name: &str) -> &str {
        self.head.get(name).map_or("", String::as_str)
    }

    /// What is wrong with a field, by its name in the form.
    pub fn error(&self, name: &str) -> &str {
        self.errors.get(name).map_or("", String::as_str)
    }

    /// Steps typed.
    pub fn steps(&self) -> &[Values] {
        &self.steps
    }

    /// Everything wrong beside a field, by its name in the form.
    pub const fn errors(&self) -> &BTreeMap<String, String> {
        &self.errors
    }

    /// True when something is wrong.
    pub fn is_wrong(&self) -> bool {
        !(self.errors.is_empty() && self.loose.is_empty())
    }

    fn wrong(&mut self, field: String, words: String) {
        self.errors.entry(field).or_insert(words);
    }

    /// Does what a button of the form says: `add`, `order`, `copy-2`, `remove-2`.
    pub fn act(&mut self, act: &str, lang: Lang) {
        let (verb, n) = act.split_once('-').map_or((act, None), |(verb, n)| (verb, n.parse::<usize>().ok()));
        match (verb, n.filter(|n| *n < self.steps.len())) {
            ("remove", Some(n)) => drop(self.steps.remove(n)),
            ("copy", Some(n)) => {
                let mut copy = self.steps[n].clone();
                let days: i64 = value(&copy, "days").parse().unwrap_or(0);
                let grant: i64 = value(&copy, "grant_days").parse().unwrap_or(5);
                if !value(&copy, "timing").starts_with("after-previous") {
                    copy.insert("days".to_owned(), (days + grant + 1).to_string());
                }
                copy.insert("slug".to_owned(), self.free_name(&value(&copy, "slug")));
                self.steps.insert(n + 1, copy);
            }
            ("add", _) => {
                let last = self.steps.last();
                let number = |name: &str| last.and_then(|s| value(s, name).parse::<i64>().ok()).unwrap_or(0);
                let days = if last.is_some() { number("days") + number("grant_days") + 2 } else { 8 };
                let step = Step {
                    slug: self.free_name("reminder"),
                    timing: Timing::AfterDue(i16::try_from(days.clamp(-60, 730)).unwrap_or(8)),
                    channel: Channel::Mail,
                    tone: Tone::Courteous,
                    text: String::new(),
                    sender: String::new(),
                    language: None,
                    grant_days: 8,
                    claim: Claim::Withheld,
                    formal_notice: false,
                    approval: false,
                    threshold_minor: 0,
                    attach: Vec::new(),
                };
                self.steps.push(typed(&step, lang));
            }
            ("order", _) => self.steps.sort_by_key(|s| value(s, "days").parse::<i64>().unwrap_or(i64::MAX)),
            _ => {}
        }
    }

    /// A name that no step has: the stem, or the stem and a number.
    fn free_name(&self, like: &str) -> String {
        let stem = like.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('-');
        let taken = |name: &str| self.steps.iter().any(|s| value(s, "slug") == name);
        (1..=STEPS_READ + 1).map(|n| format!("{stem}-{n}")).find(|name| !taken(name)).unwrap_or_default()
    }

    /// The strategy typed; what is wrong is noted beside its field, and the strategy is none.
    pub fn strategy(&mut self, slug: &str, w: Words) -> Option<Strategy> {
        let strategy = self.typed_strategy(slug, w);
        (!self.is_wrong()).then_some(strategy)
    }

    /// The same with its faults, for a picture of it.
    pub fn typed_strategy(&mut self, slug: &str, w: Words) -> Strategy {
        let head = self.head.clone();
        let steps = self.steps.clone();
        let strategy = Strategy {
            slug: slug.to_owned(),
            name: value(&head, "name"),
            item_threshold_minor: self.amount(&head, "item_threshold_minor", None, w),
            account_threshold_minor: self.amount(&head, "account_threshold_minor", None, w),
            working_days: Territory::parse(&value(&head, "working_days")),
            steps: steps.iter().enumerate().map(|(n, values)| self.step(n, values, w)).collect(),
        };
        for fault in strategy.faults() {
            let words = match w.lang {
                Lang::Fr => fault.error.french(),
                Lang::En => fault.error.to_string(),
            };
            let name = if fault.field == "timing" { "days" } else { fault.field };
            match fault.step {
                Some(n) => self.wrong(field(n, name), words),
                None if name == "slug" || name == "steps" => {
                    if !self.loose.contains(&words) {
                        self.loose.push(words);
                    }
                }
                None => self.wrong(name.to_owned(), words),
            }
        }
        strategy
    }

    /// Notes what the texts in force lack for its steps.
    pub fn told_of_texts(&mut self, faults: &[StepFault], w: Words) {
        for fault in faults {
            self.wrong(field(fault.place, fault.field), fault.message.pick(w.lang).to_owned());
        }
    }

    fn step(&mut self, n: usize, values: &Values, w: Words) -> Step {
        let ticked = |name: &str| value(values, name) == "yes";
        let attach = Enclosure::ALL.iter().filter(|kind| ticked(&format!("attach-{}", kind.slug())));
        Step {
            slug: value(values, "slug"),
            timing: self.timing(n, values, w),
            channel: Channel::parse(&value(values, "channel")).unwrap_or(Channel::Mail),
            tone: Tone::parse(&value(values, "tone")).unwrap_or(Tone::Courteous),
            text: value(values, "text"),
            sender: value(values, "sender"),
            language: Some(value(values, "language")).filter(|l| !l.is_empty()),
            grant_days: self.days(n, (values, "grant_days"), w),
            claim: Claim::parse(&value(values, "claim")).unwrap_or(Claim::Withheld),
            formal_notice: ticked("formal_notice"),
            approval: ticked("approval"),
            threshold_minor: self.amount(values, "threshold_minor", Some(n), w),
            attach: attach.copied().collect(),
        }
    }

    fn timing(&mut self, n: usize, values: &Values, w: Words) -> Timing {
        match value(values, "timing").as_str() {
            "end-of-month" => Timing::EndOfMonth(self.days(n, (values, "days"), w)),
            "after-previous" => Timing::AfterPrevious(self.days(n, (values, "days"), w)),
            _ => {
                let text = value(values, "days").replace('\u{2212}', "-");
                let days = text.parse::<i64>().map(|days| i16::try_from(days).unwrap_or(i16::MAX));
                Timing::AfterDue(days.unwrap_or_else(|_| {
                    self.wrong(field(n, "days"), w.t1("number-unreadable", "text", &text));
                    0
                }))
            }
        }
    }

    /// A number of days that counts forward only.
    fn days(&mut self, n: usize, (values, name): (&Values, &str), w: Words) -> u16 {
        let text = value(values, name);
        match text.parse::<i64>() {
            Ok(days) if days < 0 => {
                self.wrong(field(n, name), w.t("plan-days-negative"));
                1
            }
            Ok(days) => u16::try_from(days).unwrap_or(u16::MAX),
            Err(_) => {
                self.wrong(field(n, name), w.t1("number-unreadable", "text", &text));
                1
            }
        }
    }

    fn amount(&mut self, values: &Values, name: &str, n: Option<usize>, w: Words) -> i64 {
        let text = value(values, name);
        if text.is_empty() {
            return 0;
        }
        Money::parse(&plain_amount(&text), Currency::EUR).map_or_else(
            |_| {
                let beside = n.map_or_else(|| name.to_owned(), |n| field(n, name));
                self.wrong(beside, w.t1("amount-unreadable", "text", &text));
                0
            },
            Money::minor,
        )
    }
}

/// The values of a step.
fn typed(step: &Step, lang: Lang) -> Values {
    let (timing, days) = match step.timing {
        Timing::AfterDue(days) => ("after-due", days.to_string()),
        Timing::EndOfMonth(days) => ("end-of-month", days.to_string()),
        Timing::AfterPrevious(days) => ("after-previous", days.to_string()),
    };
    let tick = |on: bool| if on { "yes".to_owned() } else { String::new() };
    let mut values: Values = [
        ("slug", step.slug.clone()),
        ("timing", timing.to_owned()),
        ("days", days),
        ("channel", step.channel.slug().to_owned()),
        ("tone", step.tone.slug().to_owned()),
        ("text", step.text.clone()),
        ("sender", step.sender.clone()),
        ("language", step.language.clone().unwrap_or_default()),
        ("grant_days", step.grant_days.to_string()),
        ("claim", step.claim.slug().to_owned()),
        ("formal_notice", tick(step.formal_notice)),
        ("approval", tick(step.approval)),
        ("threshold_minor", amount(step.threshold_minor, lang)),
    ]
    .map(|(k, v)| (k.to_owned(), v))
    .into();
    for kind in Enclosure::ALL {
        values.insert(format!("attach-{}", kind.slug()), tick(step.attach.contains(kind)));
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    const W: Words = Words::new(Lang::Fr);

    fn pairs(draft: &Draft) -> Vec<(String, String)> {
        let head = draft.head.iter().map(|(k, v)| (k.clone(), v.clone()));
        let steps = draft.steps.iter().enumerate();
        let steps = steps.flat_map(|(n, s)| s.iter().map(move |(k, v)| (field(n, k), v.clone())));
        head.chain(steps).collect()
    }

    #[test]
    fn every_shipped_strategy_comes_back_from_its_form_as_it_was() {
        for strategy in &app::strategies::Plan::default().strategies {
            let sent = pairs(&Draft::of(strategy, Lang::Fr));
            assert_eq!(Draft::read_form(&sent).strategy(&strategy.slug, W).as_ref(), Some(strategy));
        }
    }

    #[test]
    fn steps_are_added_copied_removed_and_put_in_order() {
        let mut draft = Draft::of(&Strategy::standard(), Lang::Fr);
        draft.act("copy-0", Lang::Fr);
        draft.act("add", Lang::Fr);
        draft.act("remove-2", Lang::Fr);
        let strategy = draft.strategy("standard", W).expect("it can run");
        let told: Vec<(&str, Timing)> = strategy.steps.iter().map(|s| (s.slug.as_str(), s.timing)).collect();
        let after = Timing::AfterDue;
        assert_eq!(
            told,
            [
                ("reminder-1", after(8)),
                ("reminder-3", after(17)),
                ("formal-notice", after(35)),
                ("reminder-4", after(45))
            ]
        );
        draft.steps[0].insert("days".to_owned(), "60".to_owned());
        assert!(draft.strategy("standard", W).is_none());
        assert!(draft.error("s1-days").contains("après"), "{:?}", draft.errors);
        let mut again = Draft { errors: BTreeMap::new(), ..draft };
        again.act("order", Lang::Fr);
        assert!(again.strategy("standard", W).is_some());
        again.act("remove-99", Lang::Fr);
        assert_eq!(again.steps.len(), 4);
    }

    #[test]
    fn what_cannot_be_read_is_told_beside_its_field() {
        let mut draft = Draft::of(&Strategy::standard(), Lang::Fr);
        draft.steps[0].insert("days".to_owned(), "huit".to_owned());
        draft.steps[1].insert("timing".to_owned(), "after-previous".to_owned());
        draft.steps[1].insert("days".to_owned(), "-3".to_owned());
        draft.steps[2].insert("threshold_minor".to_owned(), "beaucoup".to_owned());
        assert!(draft.strategy("standard", W).is_none());
        let fields: Vec<&str> = draft.errors.keys().map(String::as_str).collect();
        assert_eq!(fields, ["s0-days", "s1-days", "s2-threshold_minor"]);
    }
}
