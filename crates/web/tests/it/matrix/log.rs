//! What the program says in its log, kept to be read again.

use std::fmt::{Debug, Write};
use std::sync::{Mutex, OnceLock, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// The lines said so far, by every thread.
#[derive(Default)]
pub struct Log(Mutex<Vec<String>>);

struct Keeper(&'static Log);

#[derive(Default)]
struct Words(String);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

impl Subscriber for Keeper {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut words = Words::default();
        event.record(&mut words);
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).push(words.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Keeps what is said from now on. Use cases run on threads of their own: the log is that of the process.
pub fn keep() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    static SET: OnceLock<()> = OnceLock::new();
    let log = LOG.get_or_init(Log::default);
    SET.get_or_init(|| tracing::subscriber::set_global_default(Keeper(log)).expect("the only log"));
    log
}

/// How often something was said.
pub fn count(log: &Log, words: &str) -> usize {
    log.0.lock().unwrap_or_else(PoisonError::into_inner).iter().filter(|line| line.contains(words)).count()
}

/// True when something was said.
pub fn holds(log: &Log, words: &str) -> bool {
    count(log, words) > 0
}
