//! No use case forgets how far who asks sees: read in the sources, so that a new one is asked too.

use std::path::Path;

/// What a use case says when it keeps to the reach of its actor, or hands the actor on.
const KEEPS: [&str; 22] = [
    "actor.find(",
    "actor.find_all(",
    "actor.sees(",
    "actor.reach",
    "actor.may_everywhere(",
    "actor.whole_of(",
    "self.scope(actor)",
    "self.sight",
    "self.eyes(",
    "actor.among(",
    "(actor,",
    "ground(tx, actor,",
    "in_state(tx, actor,",
    "ledgers(tx, actor)",
    "_within(tx, actor,",
    "open_task(tx, actor,",
    "dispute_of(tx, actor,",
    "open_case(tx, actor,",
    "payer_within(tx, actor,",
    "strategy_within(tx, actor,",
    "live_cost(tx, actor,",
    "live_title(tx, actor,",
];
/// Permissions that are about the whole house: `Actor::may` asks for somebody who sees everything.
const OF_THE_HOUSE: [&str; 3] =
    ["actor.may(Permission::Settings)", "actor.may(Permission::ManageUsers)", "actor.may(Permission::Maintain)"];
/// What is the house's and everybody may read, or is about who asks.
const FOR_EVERYBODY: [&str; 35] = [
    "absences",
    "address",
    "calendar_address",
    "cancel_absence",
    "capacity",
    "case_policy",
    "check_strategy",
    "colleagues",
    "confirm_second_factor",
    "credit_policy",
    "credit_weights",
    "dispute_policy",
    "end_other_sessions",
    "enrolment",
    "keep_files",
    "make_token",
    "next_day",
    "note_absence",
    "plan_limits",
    "procedure_choices",
    "procedure_steps",
    "profile",
    "profiles",
    "renew_calendar_address",
    "schedule",
    "set_capacity",
    "set_language",
    "strategies",
    "strategy",
    "tariff_words",
    "text",
    "texts",
    "weights",
    "withdraw_calendar_address",
    "written_strategy",
];

/// The use cases of a file that take an actor: name and body.
fn use_cases(text: &str) -> Vec<(&str, &str)> {
    let calls = text.split("\n    pub fn ").skip(1);
    let with_body = calls.filter_map(|rest| {
        let body = rest.find("\n    }\n").map_or(rest, |end| &rest[..end]);
        let name = body.split(['(', '<']).next()?;
        let (signature, body) = body.split_once("{\n")?;
        (signature.contains("actor: &Actor") && signature.contains("&self")).then_some((name, body))
    });
    with_body.collect()
}

fn walk(folder: &Path, read: &mut dyn FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            walk(&path, read);
        } else if path.extension().is_some_and(|e| e == "rs") {
            read(&path, &std::fs::read_to_string(&path).expect("a source"));
        }
    }
}

#[test]
fn each_use_case_says_how_far_it_sees() {
    let (mut known, mut forgot, mut named) = (0, Vec::new(), Vec::new());
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |file, text| {
        for (name, body) in use_cases(text) {
            known += 1;
            let says = KEEPS.iter().chain(&OF_THE_HOUSE).any(|words| body.contains(words));
            if FOR_EVERYBODY.contains(&name) {
                named.push(name.to_owned());
            } else if !says {
                forgot.push(format!("{} in {}", name, file.display()));
            }
        }
    });
    assert!(known > 80, "the use cases are found: {known}");
    assert_eq!(forgot, [""; 0], "load what is named by Actor::find, read lists by Desk::scope or Desk::sight");
    named.sort();
    named.dedup();
    assert_eq!(named, FOR_EVERYBODY, "no use case has such a name any more");
}
