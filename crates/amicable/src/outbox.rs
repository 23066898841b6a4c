//! What may become of a message once decided: the states, and what moves it from one to the next.
//!
//! A message leaves the house at most once. It is reserved before its carrier is called, and what the
//! carrier answered is written after; when nobody knows whether it left, it is *ambiguous*, and only a
//! person decides what happens next.

use kernel::slug_enum;

slug_enum!(
    /// Where a message stands.
    MessageState {
        /// Decided; waits for somebody's approval.
        Awaiting = "awaiting",
        /// Decided, not made yet.
        Planned = "planned",
        /// Made: its text and its document exist. It may leave.
        Rendered = "rendered",
        /// Handed to its carrier, whose answer is not known yet.
        Reserved = "reserved",
        /// Accepted by its carrier.
        Sent = "sent",
        /// Could not be made, was refused for good, or came back without having been presented.
        Failed = "failed",
        /// Nobody knows whether it left: the house asks.
        Ambiguous = "ambiguous",
        /// Accepted, then returned.
        Bounced = "bounced",
        /// Taken back before leaving.
        Cancelled = "cancelled",
    }
);

/// What happens to a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// Somebody approves it.
    Approve,
    /// Somebody takes it back, or nothing is left to ask.
    Cancel,
    /// Its text and document are made.
    Render,
    /// It cannot be made.
    Break,
    /// A worker takes it to its carrier.
    Reserve,
    /// The carrier accepts it.
    Accept,
    /// The carrier was not reached, or says « later »: it certainly did not leave.
    Defer,
    /// The carrier refuses it for good.
    Refuse,
    /// The carrier's answer is unknown, or the worker died holding it.
    Doubt,
    /// The carrier answers after all, when its worker was taken for lost: what it answers follows.
    Hear,
    /// It comes back.
    Bounce,
    /// The post brings it back without having presented it: it reached nobody.
    Return,
    /// A person says the doubtful message did leave.
    DeclareSent,
    /// A person says the doubtful message did not leave, and wants it to.
    Release,
    /// What it asks has changed since it was made: it is made again.
    Remake,
    /// Refused for its address, so that it did not leave: it is made again for another channel.
    Redirect,
    /// Its approval is taken back before it leaves.
    Recall,
    /// What made it fail is mended: it is made again.
    Again,
}

/// A move that the state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a message that is {} cannot take this move", .from.slug())]
pub struct NotAllowed {
    /// The state.
    pub from: MessageState,
    /// The move.
    pub event: Event,
}

impl MessageState {
    /// The state after `event`.
    ///
    /// # Errors
    /// [`NotAllowed`], and the message stays where it is.
    pub const fn after(self, event: Event) -> Result<Self, NotAllowed> {
        use MessageState as S;
        Ok(match (self, event) {
            (S::Awaiting, Event::Approve)
            | (S::Rendered, Event::Remake)
            | (S::Failed, Event::Redirect | Event::Again) => S::Planned,
            (S::Awaiting | S::Planned | S::Rendered | S::Ambiguous | S::Failed, Event::Cancel) => S::Cancelled,
            (S::Planned | S::Rendered, Event::Recall) => S::Awaiting,
            (S::Planned, Event::Render) | (S::Reserved, Event::Defer) | (S::Ambiguous, Event::Release) => S::Rendered,
            (S::Planned, Event::Break) | (S::Reserved, Event::Refuse) | (S::Sent, Event::Return) => S::Failed,
            (S::Rendered, Event::Reserve) | (S::Ambiguous, Event::Hear) => S::Reserved,
            (S::Reserved, Event::Accept) | (S::Ambiguous, Event::DeclareSent) => S::Sent,
            (S::Reserved, Event::Doubt) => S::Ambiguous,
            (S::Sent, Event::Bounce) => S::Bounced,
            (from, event) => return Err(NotAllowed { from, event }),
        })
    }

    /// True once nothing more can leave.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Sent | Self::Failed | Self::Bounced | Self::Cancelled)
    }

    /// True of what certainly left the house.
    pub const fn has_left(self) -> bool {
        matches!(self, Self::Sent | Self::Bounced)
    }

    /// True of what was decided and did not leave, or not as far as anybody knows: while a reminder stands so, no
    /// further level of its account is decided.
    pub const fn holds_back(self) -> bool {
        !self.has_left() && !matches!(self, Self::Cancelled)
    }

    /// The states in which a message [holds back](Self::holds_back) what would follow it.
    pub const HOLDING: [Self; 6] =
        [Self::Awaiting, Self::Planned, Self::Rendered, Self::Reserved, Self::Ambiguous, Self::Failed];

    /// True where a person must look.
    pub const fn asks(self) -> bool {
        matches!(self, Self::Awaiting | Self::Ambiguous | Self::Failed | Self::Bounced)
    }
}

/// Whether it is the turn of a level, among those of its account and cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It may leave.
    Now,
    /// Another level leaves first, or is in doubt; an earlier one that failed is mended or given up first.
    After(i64),
    /// A later level left: this one would speak of what is over.
    Overtaken(i64),
}

/// The turn of `level`, given where the messages of the other levels of its cycle stand. Levels leave in their order,
/// one at a time; what a later one overtook never leaves.
pub fn turn(level: i64, others: &[(i64, MessageState)]) -> Turn {
    let left = |later: bool| {
        let those = others.iter().filter(move |(other, state)| state.has_left() && (*other > level) == later);
        those.map(|(other, _)| *other)
    };
    if let Some(later) = left(true).min() {
        return Turn::Overtaken(later);
    }
    let reached = left(false).max().unwrap_or(i64::MIN);
    let first = others.iter().filter(|(other, state)| {
        let on_its_way = matches!(state, MessageState::Reserved | MessageState::Ambiguous);
        if *other > level { on_its_way } else { *other < level && *other > reached && state.holds_back() }
    });
    first.map(|(other, _)| *other).min().map_or(Turn::Now, Turn::After)
}

/// Minutes to wait before trying again, after that many temporary refusals; none when it is given up.
pub const fn retry_after(refusals: u32) -> Option<u32> {
    match refusals {
        0 => Some(0),
        1 => Some(5),
        2 => Some(15),
        3 => Some(60),
        4 => Some(240),
        5 => Some(720),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use proptest::sample::select;

    const EVENTS: [Event; 18] = [
        Event::Approve,
        Event::Cancel,
        Event::Render,
        Event::Break,
        Event::Reserve,
        Event::Accept,
        Event::Defer,
        Event::Refuse,
        Event::Doubt,
        Event::Hear,
        Event::Bounce,
        Event::Return,
        Event::DeclareSent,
        Event::Release,
        Event::Remake,
        Event::Redirect,
        Event::Recall,
        Event::Again,
    ];

    const STATES: [MessageState; 9] = [
        MessageState::Awaiting,
        MessageState::Planned,
        MessageState::Rendered,
        MessageState::Reserved,
        MessageState::Sent,
        MessageState::Failed,
        MessageState::Ambiguous,
        MessageState::Bounced,
        MessageState::Cancelled,
    ];

    /// Three levels of one account, as the debtor sees them.
    #[derive(Default)]
    struct Levels {
        states: Vec<MessageState>,
        /// Whether the doubt about a level hides that it left.
        hidden: [bool; 3],
        /// The levels that reached somebody.
        reached: [bool; 3],
        /// Those that the post brought back, once at least.
        back: [bool; 3],
    }

    impl Levels {
        /// One move of the message of `level`; none where it is not its turn, or its state does not allow it.
        fn go(&mut self, level: usize, event: Event, it_left: bool) {
            let Some(state) = self.states.get(level).copied() else { return };
            // A person who settles a doubt knows.
            let known = match event {
                Event::DeclareSent => self.hidden[level],
                Event::Release | Event::Hear | Event::Cancel => state != MessageState::Ambiguous || !self.hidden[level],
                _ => true,
            };
            if !known {
                return;
            }
            let mut event = event;
            if event == Event::Reserve {
                let others = self.states.iter().enumerate().filter(|(other, _)| *other != level);
                let others: Vec<(i64, MessageState)> =
                    others.map(|(l, s)| (i64::try_from(l).unwrap_or(0), *s)).collect();
                match turn(i64::try_from(level).unwrap_or(0), &others) {
                    Turn::Now => {}
                    Turn::After(_) => return,
                    Turn::Overtaken(_) => event = Event::Cancel,
                }
            }
            let Ok(next) = state.after(event) else { return };
            self.states[level] = next;
            if event == Event::Doubt {
                self.hidden[level] = it_left;
            }
            if event == Event::Accept || (event == Event::Doubt && it_left) {
                assert!(!self.reached[level..].contains(&true), "level {level} left after {:?}", self.reached);
                self.reached[level] = true;
            }
            if event == Event::Return {
                (self.reached[level], self.back[level]) = (false, true);
            }
        }
    }

    proptest! {
        /// Two workers, crashes anywhere, a carrier that loses its answers: what really left the house
        /// is counted outside the states, as the debtor would count it.
        #[test]
        fn a_message_leaves_once_unless_a_person_releases_a_doubt(
            moves in proptest::collection::vec((select(EVENTS.to_vec()), any::<bool>()), 0..60),
        ) {
            let (mut state, mut left, mut released, mut returned) = (MessageState::Awaiting, 0_u32, 0_u32, 0_u32);
            let mut hidden = 0;
            for (event, it_left) in moves {
                let Ok(next) = state.after(event) else { continue };
                match event {
                    Event::Accept => left += 1,
                    // A doubt hides either truth.
                    Event::Doubt => {
                        hidden = u32::from(it_left);
                        left += hidden;
                    }
                    // What follows is the truth that the doubt hid.
                    Event::Hear => left -= hidden,
                    Event::Release => released += 1,
                    // It left, and reached nobody.
                    Event::Return => returned += 1,
                    _ => {}
                }
                let anew = matches!(event, Event::Redirect | Event::Again) && state == MessageState::Failed;
                let back = matches!(event, Event::Bounce | Event::Return);
                prop_assert!(!state.is_over() || anew || back || next == MessageState::Cancelled);
                state = next;
            }
            let most = 1 + released + returned;
            prop_assert!(left <= most, "it left {left} times, {released} released, {returned} returned");
            if state == MessageState::Cancelled || state == MessageState::Awaiting {
                prop_assert!(left <= most);
            }
            prop_assert_eq!(MessageState::parse(state.slug()), Some(state));
        }

        /// Levels decided one by one, or found waiting together in a ledger of before: whatever fails, is doubted or made
        /// again, they leave in their order.
        #[test]
        fn levels_leave_in_their_order_whatever_happens_to_them(
            moves in proptest::collection::vec((0..3_usize, select(EVENTS.to_vec()), any::<bool>()), 0..120),
            together in any::<bool>(),
        ) {
            let mut levels = Levels::default();
            for (level, event, flag) in moves {
                let free = together || !levels.states.iter().any(|state| state.holds_back());
                if levels.states.len() < 3 && flag && free {
                    levels.states.push(MessageState::Planned);
                }
                levels.go(level, event, flag);
                if !together {
                    // One that comes back late joins the one that waits by then.
                    let came_back = levels.back.iter().chain(std::iter::repeat(&false));
                    let here = levels.states.iter().zip(came_back).filter(|(_, back)| !**back);
                    let waiting = here.filter(|(state, _)| state.holds_back()).count();
                    prop_assert!(waiting <= 1, "{:?}", levels.states);
                }
            }
        }
    }

    #[test]
    fn a_level_waits_for_the_one_before_and_never_follows_the_one_after() {
        use MessageState::{Ambiguous, Bounced, Cancelled, Failed, Rendered, Reserved, Sent};
        for (level, others, wanted) in [
            (2, vec![(1, Sent)], Turn::Now),
            (2, vec![(1, Cancelled)], Turn::Now),
            (2, vec![(1, Rendered)], Turn::After(1)),
            (3, vec![(1, Failed), (2, Rendered)], Turn::After(1)),
            (3, vec![(1, Failed), (2, Sent)], Turn::Now),
            (1, vec![(2, Rendered)], Turn::Now),
            (1, vec![(2, Reserved)], Turn::After(2)),
            (1, vec![(2, Ambiguous)], Turn::After(2)),
            (1, vec![(2, Sent)], Turn::Overtaken(2)),
            (1, vec![(2, Cancelled), (3, Bounced)], Turn::Overtaken(3)),
        ] {
            assert_eq!(turn(level, &others), wanted, "{level} among {others:?}");
        }
        for state in STATES {
            assert_eq!(state.holds_back(), MessageState::HOLDING.contains(&state), "{state:?}");
        }
    }

    #[test]
    fn a_doubt_is_never_resent_by_itself() {
        for event in EVENTS {
            let after = MessageState::Ambiguous.after(event);
            let settles = matches!(event, Event::Release | Event::DeclareSent | Event::Cancel | Event::Hear);
            assert_eq!(after.is_ok(), settles, "{event:?}");
        }
        assert_eq!((0..8).map_while(retry_after).sum::<u32>(), 1040, "given up after about seventeen hours");
    }
}
