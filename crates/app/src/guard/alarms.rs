//! The alarms of a day: each right that is due is told to who answers for it, what is left unanswered to who manages,
//! in one mail a day each. A missed day loses none; a day told is not told again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use judicial::guard::Policy;
use judicial::guard::alarms::Ask;
use judicial::guard::pass::{Alarm, Row};
use kernel::{Date, Money, epoch_day, from_epoch_day};
use rayon::prelude::*;
use serde::Serialize;
use serde_json::json;
use store::{CaseId, RightAlarm, Store, StoreError};

use super::RightKey;
use super::ground::Ground;
use super::limits::{End, moves_of};
use super::list::{RightOf, Runs, SeenRight};
use super::mail::{Letter, key_of};
use super::waive::facts;
use crate::desk::About;
use crate::digests::words::PartKind;
use crate::notices::NoticeOrder;
use crate::portfolio::Sight;
use crate::worklist::House;
use crate::{Actor, Desk, DeskError, GuardRefusal, Permission, Role};

/// Days between the safe day and the last one, at most, with room to spare: week-ends and holidays.
const SLACK_DAYS: i32 = 15;
/// Titles told whole at a time.
const CHUNK: usize = 5_000;
/// Alarms written in one transaction.
const ROWS: usize = 4_000;

/// What the alarms of a day told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct AlarmsTold {
    /// Rights told.
    pub rights: u64,
    /// People written to.
    pub people: u64,
}

/// An alarm to tell.
#[derive(Debug, Clone)]
pub(super) struct Due {
    pub seen: SeenRight,
    pub alarm: Alarm,
    /// Who follows its case; empty where it has none.
    case_owner: String,
}

/// What is due of an account.
#[derive(Default)]
struct AccountDue {
    pieces: Vec<(SeenRight, Alarm)>,
    deadlines: Vec<(SeenRight, Alarm, Option<CaseId>)>,
    /// Its titles that may have an alarm.
    titles: Vec<SeenRight>,
}

/// Who is told an alarm, and under which head.
type ToldTo<'p> = Vec<(&'p str, PartKind)>;

/// Somebody who may be told, and how far they see.
struct Person {
    login: String,
    role: Option<Role>,
    sight: Sight,
}

/// Those who may be told.
struct People<'h> {
    all: Vec<Person>,
    house: &'h House,
}

impl Ground<'_> {
    /// The alarms that are due of every right, in no order.
    fn due(&self, store: &Store, sight: &Sight) -> Result<Vec<Due>, DeskError> {
        let policy = Policy::default();
        let at = |position: usize| self.due_at(sight, position, &policy);
        let found: Result<Vec<AccountDue>, DeskError> = (0..sight.cards.len()).into_par_iter().map(at).collect();
        let (mut due, mut titles, mut cases) = (Vec::new(), Vec::new(), Vec::new());
        for account in found? {
            due.extend(account.pieces.into_iter().map(|(seen, alarm)| (seen, alarm, None)));
            due.extend(account.deadlines);
            titles.extend(account.titles);
        }
        cases.extend(due.iter().filter_map(|(.., case)| *case));
        let owners = owners(store, cases)?;
        let owner = |case: Option<CaseId>| case.and_then(|case| owners.get(&case).cloned()).unwrap_or_default();
        let mut due: Vec<Due> =
            due.into_iter().map(|(seen, alarm, case)| Due { seen, alarm, case_owner: owner(case) }).collect();
        for page in titles.chunks(CHUNK) {
            for whole in self.rights(store, sight, page)? {
                let alarm = whole.right.row().and_then(|row| self.alarm_due(row, whole.seen.key(), &policy));
                due.extend(alarm.map(|alarm| Due { seen: whole.seen, alarm, case_owner: whole.case_owner }));
            }
        }
        Ok(due)
    }

    /// What is due of the account at a place. What ends farther ahead than any alarm is told is passed over.
    fn due_at(&self, sight: &Sight, position: usize, policy: &Policy) -> Result<AccountDue, DeskError> {
        let (card, today) = (&sight.cards[position], epoch_day(self.today));
        let first = policy.rungs().first().copied().unwrap_or_default().max(policy.short_days());
        let (until, mut due) = (today + first + SLACK_DAYS, AccountDue::default());
        let (file, limits) = (self.file(position), self.limits());
        for (item, End { last, .. }) in self.pieces(sight, position).filter(|(_, end)| end.last <= until) {
            let key = RightKey(item.id.0);
            if self.waiver(key).is_some() {
                continue;
            }
            let Some(row) = limits.row(card, &item, moves_of(&file.moves, item.id))? else { continue };
            let open = Money::new(item.open, item.currency);
            let counted = file.counted_of(item.id);
            let seen = SeenRight { last, of: RightOf::Item(item.id), position, open, runs: Runs::Yes, counted };
            due.pieces.extend(self.alarm_due(row, key, policy).map(|alarm| (seen, alarm)));
        }
        for one in file.court.iter().filter(|one| one.last <= until) {
            let seen = one.seen(position, file.counted(one.case));
            if self.waiver(seen.key()).is_some() {
                continue;
            }
            match one.row(card.id) {
                Some(row) => {
                    let alarm = self.alarm_due(row, seen.key(), policy);
                    due.deadlines.extend(alarm.map(|alarm| (seen, alarm, one.case)));
                }
                None if one.last < today && self.is_told_lost(seen) => {}
                None => due.titles.push(seen),
            }
        }
        Ok(due)
    }

    /// It was told that a right is lost: nothing more is.
    fn is_told_lost(&self, seen: SeenRight) -> bool {
        self.alarm(seen.key(), from_epoch_day(seen.last)).is_some_and(|told| told.told_on > told.last_on)
    }

    /// What is due of a right, as far as it was told and answered.
    fn alarm_due(&self, row: Row, key: RightKey, policy: &Policy) -> Option<Alarm> {
        let first = row.due(self.today, policy)?;
        let Some(known) = self.alarm(key, row.last_day()) else { return Some(first) };
        let row = row.told(known.told_on);
        known.answered_on.map_or(row, |day| row.answered(day)).due(self.today, policy)
    }

    /// An alarm as it is kept once it is told.
    fn kept_alarm(&self, due: &Due) -> RightAlarm {
        let (key, last_on) = (due.seen.key(), due.alarm.last_day);
        let known = self.alarm(key, last_on);
        RightAlarm {
            right_id: key,
            account_id: due.alarm.account,
            last_on,
            told_on: self.today,
            answered_on: known.and_then(|known| known.answered_on),
            answered_by: known.map(|known| known.answered_by.clone()).unwrap_or_default(),
        }
    }
}

impl People<'_> {
    /// Who answers for a right; none where nobody who sees it does.
    fn owner(&self, due: &Due) -> Option<&str> {
        let named = Some(due.case_owner.to_lowercase()).filter(|name| !name.is_empty());
        let of_case = named.and_then(|name| self.house.login_of(&name));
        let written = of_case.or_else(|| self.house.collector(due.alarm.account))?;
        let login = self.house.working(written);
        let found = self.all.iter().find(|one| one.login == login && one.sight.holds(due.seen.position));
        found.map(|one| one.login.as_str())
    }

    /// Those who manage and see a right; those who administrate where nobody manages.
    fn managers(&self, due: &Due) -> Vec<&str> {
        let of = |role: Role| {
            let seeing = self.all.iter().filter(|one| one.role == Some(role) && one.sight.holds(due.seen.position));
            seeing.map(|one| one.login.as_str()).collect::<Vec<_>>()
        };
        let managers = of(Role::Manager);
        if managers.is_empty() { of(Role::Administrator) } else { managers }
    }

    /// Who is told an alarm, and under which head. What nobody answers for is told to who manages.
    fn told(&self, due: &Due) -> ToldTo<'_> {
        let own = match due.alarm.ask {
            Ask::Act => PartKind::RightsToSave,
            Ask::Confirm => PartKind::RightsToConfirm,
            Ask::Lost => PartKind::RightsLost,
        };
        let escalated = if due.alarm.ask == Ask::Act { PartKind::RightsUnanswered } else { own };
        let Some(owner) = self.owner(due) else {
            return self.managers(due).into_iter().map(|login| (login, own)).collect();
        };
        let mut told = Vec::new();
        if due.alarm.to_owner {
            told.push((owner, own));
        }
        if due.alarm.to_manager {
            for login in self.managers(due) {
                if login != owner {
                    told.push((login, escalated));
                } else if !due.alarm.to_owner {
                    told.push((login, own));
                }
            }
        }
        told
    }
}

/// Who follows each of those cases.
fn owners(store: &Store, mut cases: Vec<CaseId>) -> Result<HashMap<CaseId, String>, StoreError> {
    cases.sort_unstable();
    cases.dedup();
    let cases = store.read(|tx| tx.cases().get_many(&cases))?;
    Ok(cases.into_iter().map(|case| (case.id, case.owner)).collect())
}

impl Desk {
    /// Tells the alarms that are due, each person in one mail a day. Doing it twice on a day tells nothing again: what
    /// comes due after somebody was written to is told the next day. It is about today: another day is left alone.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Beyond`], [`DeskError::Law`], [`DeskError::Store`].
    pub fn tell_alarms(&self, actor: &Actor, day: Date) -> Result<AlarmsTold, DeskError> {
        actor.may(Permission::Run)?;
        actor.may_everywhere()?;
        if day != self.today() {
            return Ok(AlarmsTold::default());
        }
        let (sight, ground) = self.guard_ground(actor)?;
        let due = ground.due(&self.store, &sight)?;
        if due.is_empty() {
            return Ok(AlarmsTold::default());
        }
        let house = self.store.read(|tx| House::read(tx, day, None))?;
        let people = People { all: self.people_told(&sight)?, house: &house };
        let (due, told) = self.to_tell(&people, due, day)?;
        let mut letters: BTreeMap<&str, Letter> = BTreeMap::new();
        for (n, logins) in told.iter().enumerate() {
            for (login, kind) in logins {
                letters.entry(*login).or_default().add(*kind, n);
            }
        }
        let owners: Vec<Option<&str>> = due.iter().map(|due| people.owner(due)).collect();
        let orders = self.alarm_letters((&sight, &ground), &letters, (&due, &owners))?;
        let rows: Vec<RightAlarm> = due.iter().map(|due| ground.kept_alarm(due)).collect();
        self.keep_told(actor, &orders, &rows)
    }

    fn people_told(&self, sight: &Sight) -> Result<Vec<Person>, DeskError> {
        let users = self.store.read(|tx| {
            let mut users = Vec::new();
            for user in tx.users().list()?.into_iter().filter(|user| user.active) {
                users.push((self.actor_of(tx, &user)?, user));
            }
            Ok::<_, DeskError>(users)
        })?;
        let person = |(actor, user): (Actor, store::User)| {
            let sight = self.sight_of(Arc::clone(&sight.view), &actor)?;
            Ok(Person { role: Role::parse(&user.role), login: user.login, sight })
        };
        users.into_iter().map(person).collect()
    }

    /// The alarms that somebody can be told today, and who is told each. What is for somebody who was written to today
    /// waits for tomorrow.
    fn to_tell<'p>(
        &self,
        people: &'p People<'_>,
        mut due: Vec<Due>,
        day: Date,
    ) -> Result<(Vec<Due>, Vec<ToldTo<'p>>), DeskError> {
        due.sort_unstable_by_key(|one| (one.seen.last, one.seen.key()));
        let told: Vec<ToldTo<'p>> = due.iter().map(|one| people.told(one)).collect();
        let logins: BTreeSet<&str> = told.iter().flatten().map(|(login, _)| *login).collect();
        let written = self.store.read(|tx| {
            let mut written = BTreeSet::new();
            for login in &logins {
                if tx.notices().is_told(&key_of(login, day))? {
                    written.insert(*login);
                }
            }
            Ok::<_, StoreError>(written)
        })?;
        let both = due.into_iter().zip(told);
        let open = both.filter(|(_, told)| !told.is_empty() && !told.iter().any(|(login, _)| written.contains(login)));
        Ok(open.unzip())
    }

    /// Writes the mails, and that their alarms were told.
    fn keep_told(&self, actor: &Actor, orders: &[NoticeOrder], rows: &[RightAlarm]) -> Result<AlarmsTold, DeskError> {
        let told = AlarmsTold { rights: rows.len() as u64, people: orders.len() as u64 };
        for (n, rows) in rows.chunks(ROWS).enumerate() {
            let mine = self.store.write("right.tell", |tx| {
                if n == 0 {
                    // Another worker may have been quicker.
                    for order in orders {
                        if tx.notices().is_told(&order.key)? {
                            return Ok(false);
                        }
                    }
                    for order in orders {
                        self.tell_within(tx, order)?;
                    }
                    let payload = json!({ "rights": told.rights, "people": told.people });
                    self.note(tx, actor, About::default(), "right.told", &payload)?;
                }
                tx.guard().put_alarms(rows)?;
                Ok::<_, DeskError>(true)
            })?;
            if !mine {
                return Ok(AlarmsTold::default());
            }
        }
        Ok(told)
    }

    /// Answers the alarms of a right: somebody saw them, and acts. Answered since it was last told, nothing is done.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`GuardRefusal::NotTold`] where nobody was told.
    pub fn answer_alarm(&self, actor: &Actor, right: RightKey) -> Result<(), DeskError> {
        actor.may(Permission::EditAccount)?;
        let (_, _, whole) = self.one_right(actor, right)?;
        let (today, last, payload) = (self.today(), whole.right.clock.term().last_day, facts(&whole));
        self.store.write("right.answer", |tx| {
            let account = actor.find(tx, right)?;
            let account = tx.accounts().get(account)?;
            let known = tx.guard().alarm(right)?.filter(|known| known.last_on == last);
            let known = known.ok_or(GuardRefusal::NotTold)?;
            if known.answered_on.is_some_and(|on| on >= known.told_on) {
                return Ok(());
            }
            let answered = RightAlarm { answered_on: Some(today), answered_by: actor.name.clone(), ..known };
            tx.guard().put_alarms(&[answered])?;
            Ok(self.note(tx, actor, About::account(&account), "right.answered", &payload)?)
        })
    }
}
