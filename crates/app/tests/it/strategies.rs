//! What a draft would bring, who follows what, versions and conflicts; the past year with its names.

use app::runs::RunRequest;
use app::strategies::{Kind, Strategy, Timing, plan_with};
use app::{Actor, Desk};
use kernel::Period;

use crate::support::{House, day, houses, import, request, upload};

const TODAY: &str = "2026-11-23";

fn fed(house: &House) {
    let read = |name: &str| std::fs::read(format!("{}/../../demo/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a file");
    let files = vec![
        upload("clients.csv", read("clients.csv")),
        upload("balance-2026-11-20.csv", read("balance-2026-11-20.csv")),
    ];
    let mut morning = request(files);
    morning.creditor = Some("VAUBAN".to_owned());
    import(&house.desk, &morning);
}

fn standard(desk: &Desk, first: i16) -> Strategy {
    let mut strategy = desk.plan().expect("a plan").strategies[0].clone();
    strategy.steps[0].timing = Timing::AfterDue(first);
    strategy
}

#[test]
fn a_preview_of_the_next_day_says_what_the_run_then_decides() {
    for house in houses(TODAY) {
        fed(&house);
        let (desk, actor) = (&house.desk, Actor::operator());
        let draft = standard(desk, 2);
        let shown = desk.preview_strategy(&actor, &draft, (Some(Kind::Gain), 0)).expect("a preview");
        assert_eq!(shown.day, day("2026-11-24"));
        // The same by the comparison of the command line, which reads the ledger of that day from the database.
        let other = plan_with(desk.plan().expect("a plan"), &draft);
        let compared = desk.compare_plan(&actor, &other, Some(shown.day)).expect("a comparison");
        let of = |kind| shown.counts.iter().find(|c| c.kind == kind).map_or(0, |c| c.now);
        assert_eq!((of(Kind::Gain), of(Kind::Lose)), (compared.gain, compared.lose), "{}", house.engine);
        assert!(of(Kind::Gain) > 5 && of(Kind::Letter) > of(Kind::Key), "{shown:?}");
        assert_eq!(shown.rows.len() as u64, of(Kind::Gain).min(50));
        let new: Vec<&str> =
            compared.accounts.iter().filter(|c| c.before.is_none()).map(|c| c.account.as_str()).collect();
        assert!(shown.rows.iter().all(|row| new.contains(&row.account.as_str())), "the names are those of the figure");
        desk.save_strategy(&actor, &draft).expect("saved");
        let order = RunRequest { day: Some(shown.day), dry: true, ..RunRequest::default() };
        assert_eq!(desk.run(&actor, &order, &|_, _| ()).expect("a dry run").messages, shown.now, "{}", house.engine);
        // In force now: nothing differs any more.
        let again = desk.preview_strategy(&actor, &draft, (None, 0)).expect("a preview");
        assert_eq!((again.before, again.now), (shown.now, shown.now), "what was kept in memory is read again");
    }
}

#[test]
fn two_who_edit_at_once_are_told_and_past_versions_are_kept() {
    for house in houses(TODAY) {
        let (desk, actor) = (&house.desk, Actor::operator());
        assert_eq!(desk.save_strategy_over(&actor, &standard(desk, 9), Some(0)).expect("saved"), 1);
        let refused = desk.save_strategy_over(&actor, &standard(desk, 10), Some(0)).expect_err("somebody was quicker");
        assert_eq!(refused.code(), "changed-meanwhile");
        assert_eq!(desk.save_strategy_over(&actor, &standard(desk, 10), Some(1)).expect("saved"), 2);
        let shown = desk.strategy(&actor, "standard").expect("a strategy");
        let first = |s: &Option<Strategy>| s.as_ref().map(|s| s.steps[0].timing);
        assert_eq!(shown.version, 2);
        assert_eq!(first(&shown.in_force), Some(Timing::AfterDue(10)));
        assert_eq!(
            shown.versions.iter().map(|v| first(&v.strategy)).collect::<Vec<_>>(),
            [Some(Timing::AfterDue(10)), Some(Timing::AfterDue(9))]
        );
        assert_eq!(first(&shown.shipped), Some(Timing::AfterDue(8)));
        assert_eq!(desk.strategy(&actor, "nobody").expect_err("nobody wrote it").code(), "not-found");
    }
}

#[test]
fn the_past_year_of_a_draft_has_names_and_agrees_with_the_replay() {
    for house in houses(TODAY) {
        fed(&house);
        let (desk, actor) = (&house.desk, Actor::operator());
        let period = Period { from: day("2025-11-23"), until: day("2026-11-22") };
        let draft = standard(desk, 8);
        let past = desk.replay_past(&actor, (&draft, period), None).expect("a past");
        let replayed = desk.replay(&actor, &draft, period).expect("a replay");
        let messages: u64 = replayed.steps.iter().map(|s| s.messages).sum();
        assert_eq!((past.messages, past.accounts), (messages, replayed.accounts), "everybody follows it");
        assert!(!past.every_account && past.months.len() == 13 && messages > 50, "{}", house.engine);
        for month in &past.months {
            let told: u64 = replayed.months.get(&month.month).map_or(0, |steps| steps.values().sum());
            assert_eq!(month.kinds.values().sum::<u64>(), told, "{}", month.month);
        }
        let busy = past.months.iter().max_by_key(|m| m.kinds.get(&Kind::Letter)).expect("a month");
        let named = desk.replay_past(&actor, (&draft, period), Some((&busy.month, Kind::Letter, 0))).expect("names");
        assert_eq!(named.rows.len() as u64, busy.kinds[&Kind::Letter].min(50));
        assert!(named.rows.iter().all(|row| row.on.to_string().starts_with(&busy.month)));
        // Nobody follows the template of risky payers: every account is replayed, and that is said.
        let risky = desk.plan().expect("a plan").strategies.into_iter().find(|s| s.slug == "risky").expect("shipped");
        assert!(desk.replay_past(&actor, (&risky, period), None).expect("a past").every_account);
    }
}
