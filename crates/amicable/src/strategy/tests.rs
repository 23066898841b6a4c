use super::*;

fn step(slug: &str, timing: Timing) -> Step {
    Step {
        slug: slug.to_owned(),
        timing,
        channel: Channel::Letter,
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
    }
}

fn with(steps: Vec<Step>) -> Result<(), StrategyError> {
    Strategy { steps, ..Strategy::standard() }.check()
}

#[test]
fn what_cannot_run_is_refused_with_its_step() {
    use Timing::{AfterDue, AfterPrevious, EndOfMonth};
    assert_eq!(with(vec![]), Ok(()), "no step parks the accounts");
    assert_eq!(with(vec![step("a", AfterDue(-5)), step("b", AfterDue(8)), step("c", AfterPrevious(10))]), Ok(()));
    let order = Err(StrategyError::Order("b".to_owned()));
    assert_eq!(with(vec![step("a", AfterDue(8)), step("b", AfterDue(8))]), order);
    assert_eq!(with(vec![step("a", AfterDue(8)), step("b", AfterDue(-3))]), order, "negative after positive");
    assert_eq!(with(vec![step("a", EndOfMonth(30)), step("b", AfterDue(20))]), order);
    assert_eq!(with(vec![step("a", AfterPrevious(5))]), Err(StrategyError::First("a".to_owned())));
    assert_eq!(with(vec![step("a", AfterDue(-61))]), Err(StrategyError::Delay("a".to_owned())));
    assert_eq!(with(vec![Step { grant_days: 0, ..step("a", AfterDue(1)) }]), Err(StrategyError::Grant("a".to_owned())));
    assert_eq!(
        with(vec![Step { formal_notice: true, ..step("a", AfterDue(-1)) }]),
        Err(StrategyError::BeforeDue("a".to_owned()))
    );
    assert_eq!(
        with(vec![Step { formal_notice: true, channel: Channel::Mail, ..step("a", AfterDue(1)) }]),
        Err(StrategyError::Notice("a".to_owned()))
    );
    let attaching = |channel, attach| with(vec![Step { channel, attach, ..step("a", AfterDue(1)) }]);
    let both = vec![Enclosure::Statement, Enclosure::Invoices];
    assert_eq!((attaching(Channel::Mail, both.clone()), attaching(Channel::Letter, both.clone())), (Ok(()), Ok(())));
    for (channel, attach) in [
        (Channel::Sms, both.clone()),
        (Channel::Call, vec![Enclosure::Statement]),
        (Channel::Mail, vec![Enclosure::Invoices; 2]),
    ] {
        assert_eq!(attaching(channel, attach), Err(StrategyError::Attach("a".to_owned())));
    }
    assert_eq!(with(vec![step("a", AfterDue(1)), step("a", AfterDue(2))]), Err(StrategyError::Twice("a".to_owned())));
    assert_eq!(with(vec![step("A b", AfterDue(1))]), Err(StrategyError::Slug("A b".to_owned())));
}

#[test]
fn a_step_that_can_come_before_the_delay_granted_ran_out_is_refused() {
    use Timing::{AfterDue, AfterPrevious, EndOfMonth};
    let granting = |timing, grant_days| Step { grant_days, ..step("a", timing) };
    let pair = |first: Step, second: Timing| with(vec![first, step("b", second)]);
    let least = |days| Err(StrategyError::Overlap("b".to_owned(), "a".to_owned(), days));
    // 8 + 8 = day 16 still counts for the debtor: the next one comes on day 17.
    assert_eq!(pair(granting(AfterDue(8), 8), AfterDue(16)), least(17));
    assert_eq!(pair(granting(AfterDue(8), 8), AfterDue(17)), Ok(()));
    assert_eq!(pair(granting(AfterDue(8), 60), AfterPrevious(10)), least(61));
    assert_eq!(pair(granting(AfterDue(8), 60), AfterPrevious(61)), Ok(()));
    // The end of the month of day 10 may be day 40; that of day 18 may be day 18 itself.
    assert_eq!(pair(granting(EndOfMonth(10), 1), AfterDue(12)), least(42));
    assert_eq!(pair(granting(EndOfMonth(10), 1), AfterDue(42)), Ok(()));
    assert_eq!(pair(granting(AfterDue(10), 8), EndOfMonth(18)), least(19));
    // Due dates 30 days apart may end in one month of 31; 31 days apart never do.
    assert_eq!(pair(granting(EndOfMonth(30), 8), EndOfMonth(60)), least(61));
    assert_eq!(pair(granting(EndOfMonth(30), 8), EndOfMonth(61)), Ok(()));
    // Days counted from the step before add up: 8 + 700, and 8 more to pay.
    let far = vec![step("z", AfterDue(8)), step("a", AfterPrevious(700)), step("b", AfterDue(20))];
    assert_eq!(with(far), least(717));
    // One that was in force before this was asked goes on.
    let kept =
        Strategy { steps: vec![granting(AfterDue(8), 60), step("b", AfterPrevious(10))], ..Strategy::standard() };
    let json = serde_json::to_string(&kept).expect("a strategy is JSON");
    assert_eq!(
        (Strategy::kept(&json), Strategy::from_json(&json)),
        (Ok(kept), least(61).map(|()| Strategy::standard()))
    );
    assert!(Strategy::kept(&json.replace("\"slug\":\"b\"", "\"slug\":\"a\"")).is_err(), "two steps of one name");
}

#[test]
fn names_and_senders_are_one_line_of_a_length() {
    let standard = Strategy::standard();
    let first = |change: &dyn Fn(&mut Strategy)| {
        let mut strategy = standard.clone();
        change(&mut strategy);
        strategy.check()
    };
    let name = "reminder-1".to_owned();
    assert_eq!(first(&|s| s.name = "é".repeat(100)), Ok(()));
    assert_eq!(first(&|s| s.name = "é".repeat(101)), Err(StrategyError::Name));
    assert_eq!(first(&|s| s.name = "a\nb".to_owned()), Err(StrategyError::Name));
    assert_eq!(first(&|s| s.steps[0].sender = "a\0b".to_owned()), Err(StrategyError::Sender(name.clone())));
    assert_eq!(first(&|s| s.steps[0].sender = "a".repeat(201)), Err(StrategyError::Sender(name.clone())));
    assert_eq!(first(&|s| s.steps[0].text = "a".repeat(101)), Err(StrategyError::Text(name.clone())));
    assert_eq!(first(&|s| s.steps[0].grant_days = 366), Err(StrategyError::LongGrant(name)));
    assert!(StrategyError::Overlap("b".to_owned(), "a".to_owned(), 17).french().contains("17 jours au moins"));
}

#[test]
fn a_strategy_is_read_from_json_with_the_place_of_its_fault() {
    let json = serde_json::to_string(&Strategy::standard()).expect("a strategy is JSON");
    assert_eq!(Strategy::from_json(&json), Ok(Strategy::standard()));
    let wrong = json.replacen("\"after-due\":8", "\"after-due\":-800", 1);
    assert_eq!(Strategy::from_json(&wrong), Err(StrategyError::Delay("reminder-1".to_owned())));
    for days in ["-1", "70000", "-99999999999", "18446744073709551615"] {
        let of = |field: &str, value: &str| {
            json.replacen(field, &format!("{}{days}", &field[..field.len() - value.len()]), 1)
        };
        assert_eq!(
            Strategy::from_json(&of("\"grant_days\":8", "8")),
            Err(StrategyError::LongGrant("reminder-1".to_owned())),
            "{days} days granted"
        );
        let previous = json.replacen("{\"after-due\":20}", &format!("{{\"after-previous\":{days}}}"), 1);
        assert_eq!(Strategy::from_json(&previous), Err(StrategyError::Delay("reminder-2".to_owned())), "{days} days");
    }
    let Err(StrategyError::Unreadable(why)) =
        Strategy::from_json(&json.replacen("\"after-due\":8", "\"after-due\":8.5", 1))
    else {
        panic!("half a day is refused")
    };
    assert!(why.contains("a whole number of days"), "{why}");
    let Err(StrategyError::Unreadable(why)) = Strategy::from_json(&json.replace("grant_days", "grant")) else {
        panic!("an unknown field is refused")
    };
    assert!(why.contains("grant") && why.contains("line 1"), "{why}");
    let unknown = json.replacen("\"claim\":", "\"attach\":[\"contract\"],\"claim\":", 1);
    let Err(StrategyError::Unreadable(why)) = Strategy::from_json(&unknown) else {
        panic!("an enclosure of no kind is refused")
    };
    assert!(why.contains("contract") && why.contains("statement") && why.contains("invoices"), "{why}");
}

#[test]
fn the_end_of_the_month_is_a_day_of_that_month() {
    let day = |text: &str| epoch_day(text.parse().expect("a date"));
    let timing = Timing::EndOfMonth(30);
    assert_eq!(timing.first_day(day("2013-01-18"), None), day("2013-02-28"));
    assert_eq!(timing.first_day(day("2024-01-30"), None), day("2024-02-29"));
    assert_eq!(Timing::AfterPrevious(10).first_day(0, Some(day("2013-02-28"))), day("2013-03-10"));
}
