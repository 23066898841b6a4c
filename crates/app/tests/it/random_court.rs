//! Random acts on the procedures of a stored case: no state the definition forbids, no deadline lost in silence,
//! nothing moved by what is refused, each euro somewhere once, and a timeline that is sound at the end.
//!
//! So many stories as `PROPTEST_CASES` says, always the same ones.

mod checks;
mod tries;

use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};

use app::cases::{CaseId, CaseOrder, Distance, Party, ProcedureOrder};
use app::costs::CaseCostId;
use app::guard::RightWaiverId;
use app::{Actor, Desk};
use kernel::{Clock, Date, FixedClock, Territory, Timestamp, epoch_day, from_epoch_day};
use law::Law;
use ledger::AccountId;
use store::{OpenOptions, Store};

use crate::support::{day, houses, import, request, upload};
use checks::Seen;

/// Stories, where `PROPTEST_CASES` says nothing.
const STORIES: u64 = 6;
/// Things tried in one story.
const STEPS: usize = 22;
/// The worker of the model, apart from those of the houses.
const NODE: u16 = 1_000;

const HEAD: &str =
    "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n";
const OWED: &str = "C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F1;facture;01/11/2025;30/11/2025;1000,00\n\
    C1;Garage Leroy SARL;société;1 rue A;75001;Paris;F2;facture;01/12/2025;31/12/2025;250,00\n";
/// What the pieces come to, cents.
const CLAIMED: i64 = 125_000;

/// Chance that can be had again.
struct Chance(u64);

impl Chance {
    fn below(&mut self, high: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let high = u64::try_from(high).expect("a bound");
        usize::try_from((z ^ (z >> 31)) % high).expect("below a bound")
    }

    fn cents(&mut self, high: usize) -> i64 {
        1 + i64::try_from(self.below(high)).expect("cents")
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

/// A clock that the story turns.
struct Turned(Arc<AtomicI32>);

impl Clock for Turned {
    fn now(&self) -> Timestamp {
        FixedClock::on(self.today()).now
    }

    fn today(&self) -> Date {
        from_epoch_day(self.0.load(Ordering::SeqCst))
    }
}

/// A cost as it was typed.
struct Typed {
    /// None for time of the house.
    id: Option<CaseCostId>,
    advanced_by: Party,
    /// Cents, VAT included; nothing once it is taken out.
    gross: i64,
}

/// A payment as it came.
struct Paid {
    number: String,
    /// As the list of pieces has it.
    line: String,
    cents: i64,
    matched: i64,
}

/// What came of the things tried.
#[derive(Debug, Default)]
struct Counts {
    taken: usize,
    refused: usize,
    /// Times the account of the case could be drawn up.
    drawn: usize,
    /// Deadlines looked after from one step to the next.
    followed: usize,
}

/// A case of a store, and what the test knows of it by itself.
struct Model {
    desk: Desk,
    turned: Arc<AtomicI32>,
    chance: Chance,
    actor: Actor,
    account: AccountId,
    case: CaseId,
    costs: Vec<Typed>,
    payments: Vec<Paid>,
    waivers: Vec<RightWaiverId>,
    counts: Counts,
}

impl Model {
    fn begin(url: &str, seed: u64) -> Self {
        let mut chance = Chance(seed);
        let begun = epoch_day(day("2026-01-05")) + i32::try_from(chance.below(120)).expect("days");
        let turned = Arc::new(AtomicI32::new(begun));
        let store = Store::open(url, &OpenOptions::default()).expect("a store");
        let desk = Desk::new(store, Arc::new(Turned(Arc::clone(&turned))), NODE);
        let actor = Actor::operator();
        import(&desk, &request(vec![upload("open.csv", format!("{HEAD}{OWED}"))]));
        let account = desk.find_account(&actor, "C1").expect("C1");
        let case = desk.open_case(&actor, account, &CaseOrder::default()).expect("a case");
        let (costs, payments, waivers, counts) = (Vec::new(), Vec::new(), Vec::new(), Counts::default());
        Self { desk, turned, chance, actor, account, case, costs, payments, waivers, counts }
    }

    fn today(&self) -> Date {
        from_epoch_day(self.turned.load(Ordering::SeqCst))
    }

    /// Some days ago.
    fn ago(&mut self, most: usize) -> Date {
        from_epoch_day(epoch_day(self.today()) - i32::try_from(self.chance.below(most)).expect("days"))
    }

    /// A procedure of any definition that can be begun.
    fn begin_procedure(&mut self) {
        let law = Law::builtin();
        let names: Vec<String> = law.procedures().list().map(|definition| definition.name.clone()).collect();
        let order = ProcedureOrder {
            definition: self.chance.of(&names),
            court: self.chance.of(&["", "Tribunal de commerce de Paris", "Tribunal judiciaire de Lyon"]).to_owned(),
            distance: self.chance.of(&[Distance::None, Distance::None, Distance::Overseas, Distance::Abroad]),
            territory: self.chance.of(&[Territory::Metropole, Territory::Metropole, Territory::AlsaceMoselle]),
            leave: "ordonnance du juge de l’exécution".to_owned(),
            ..ProcedureOrder::default()
        };
        // one whose law waits for a decree is refused
        let _ = self.desk.begin_procedure(&self.actor, self.case, &order);
    }

    /// Time passes, and the desk looks at what it brought.
    fn pass(&mut self, days: usize) {
        let before = self.seen();
        self.turned.fetch_add(i32::try_from(days).expect("days"), Ordering::SeqCst);
        self.desk.judge_procedures(&self.actor, self.today()).expect("judged");
        let after = self.seen();
        self.counts.followed += before.loses_nothing(&after, &[]);
        let again = self.desk.judge_procedures(&self.actor, self.today()).expect("judged");
        assert_eq!((again.moved, &self.seen()), (0, &after), "a day looked at twice");
        self.holds(&after);
    }

    fn step(&mut self) {
        let days = [0, 0, 1, 12, 12, 70][self.chance.below(6)];
        let days = self.chance.below(days + 1);
        self.pass(days);
        let before = self.seen();
        match self.attempt(&before) {
            Ok(events) => {
                let after = self.seen();
                self.counts.taken += 1;
                self.counts.followed += before.loses_nothing(&after, &events);
                self.holds(&after);
            }
            Err(refused) => {
                assert!(!matches!(refused, app::DeskError::Store(_)), "{refused:?}");
                assert_eq!(self.seen(), before, "refused, and yet: {refused}");
                self.counts.refused += 1;
            }
        }
    }

    /// Everything that holds on any day.
    fn holds(&mut self, seen: &Seen) {
        seen.follows_the_definitions();
        seen.is_guarded();
        self.balances(seen);
    }
}

fn stories() -> u64 {
    std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(STORIES)
}

#[test]
fn random_acts_on_a_stored_case_lose_no_right_and_no_cent() {
    let mut told: Vec<Counts> = Vec::new();
    for seed in 0..stories() {
        for house in houses("2026-01-05") {
            eprintln!("story {seed} on {}", house.engine);
            let mut model = Model::begin(&house.url, seed);
            for _ in 0..=model.chance.below(3) {
                model.begin_procedure();
            }
            for _ in 0..STEPS {
                model.step();
            }
            let found = model.desk.verify(&model.actor).expect("verified");
            assert!(found.is_sound(), "{:?}", found.findings);
            told.push(model.counts);
        }
    }
    let sum = |of: fn(&Counts) -> usize| told.iter().map(of).sum::<usize>();
    let (taken, refused, drawn, followed) =
        (sum(|c| c.taken), sum(|c| c.refused), sum(|c| c.drawn), sum(|c| c.followed));
    eprintln!("{taken} taken in, {refused} refused, {drawn} accounts drawn up, {followed} deadlines followed");
    // a model that tries nothing proves nothing
    let stories = told.len();
    assert!(taken > 5 * stories && refused > stories, "{told:?}");
    assert!(drawn > 10 * stories && followed > 5 * stories, "{told:?}");
}
