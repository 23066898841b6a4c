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
        /// Could not be made, or was refused for good.
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
            (S::Awaiting, Event::Approve) | (S::Rendered, Event::Remake) | (S::Failed, Event::Redirect) => S::Planned,
            (S::Awaiting | S::Planned | S::Rendered | S::Ambiguous | S::Failed, Event::Cancel) => S::Cancelled,
            (S::Planned | S::Rendered, Event::Recall) => S::Awaiting,
            (S::Planned, Event::Render) | (S::Reserved, Event::Defer) | (S::Ambiguous, Event::Release) => S::Rendered,
            (S::Planned, Event::Break) | (S::Reserved, Event::Refuse) => S::Failed,
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

    /// True where a person must look.
    pub const fn asks(self) -> bool {
        matches!(self, Self::Awaiting | Self::Ambiguous | Self::Failed | Self::Bounced)
    }
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

    const EVENTS: [Event; 16] = [
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
        Event::DeclareSent,
        Event::Release,
        Event::Remake,
        Event::Redirect,
        Event::Recall,
    ];

    proptest! {
        /// Two workers, crashes anywhere, a carrier that loses its answers: what really left the house
        /// is counted outside the states, as the debtor would count it.
        #[test]
        fn a_message_leaves_once_unless_a_person_releases_a_doubt(
            moves in proptest::collection::vec((select(EVENTS.to_vec()), any::<bool>()), 0..60),
        ) {
            let (mut state, mut left, mut released) = (MessageState::Awaiting, 0_u32, 0_u32);
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
                    _ => {}
                }
                let anew = event == Event::Redirect && state == MessageState::Failed;
                prop_assert!(!state.is_over() || anew || matches!(next, MessageState::Bounced | MessageState::Cancelled));
                state = next;
            }
            prop_assert!(left <= 1 + released, "it left {left} times, {released} released");
            if state == MessageState::Cancelled || state == MessageState::Awaiting {
                prop_assert!(left <= released + 1);
            }
            prop_assert_eq!(MessageState::parse(state.slug()), Some(state));
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
