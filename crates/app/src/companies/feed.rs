//! Companies asked for at the service of the register: one on demand, or by the watch those of debtors with something
//! open or in an open case, the oldest read first.
//!
//! The watch goes at a pace and by bounded beats. A service that asks to be left alone is left alone; a company whose
//! answer cannot be read keeps what is known of it, and is asked for again after a day.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use courier::{FeedClient, FeedSilence};
use formats::sirene;
use kernel::{Siren, Timestamp, Wording};
use ledger::AccountId;
use serde::Serialize;
use serde_json::{Value, json};
use store::{CaseFilter, CompanyEvent, CompanyState, KnownCompany};

use super::take::{Said, Taken, bearers};
use crate::imports::Progress;
use crate::sources::silent;
use crate::{Actor, CompanyRefusal, Desk, DeskError, Permission, Refusal, jobs};

/// Companies of one beat: the rest follows at the next.
const BEAT: usize = 50;
/// Between two questions: the open service takes seven a second from one address.
const PACE: Duration = Duration::from_millis(200);
/// Companies in a row whose answers cannot be read, after which it is the service that fails.
const TROUBLES: u32 = 3;
/// Days that an answer is good for.
const FRESH_DAYS: i64 = 30;
/// Days after which a company without an answer is asked for again.
const AGAIN_DAYS: i64 = 1;
/// Minutes between two looks when nothing is left to ask.
const PAUSE_MIN: i64 = 6 * 60;
/// Minutes of a day.
const DAY_MIN: i64 = 24 * 60;
/// Cases read at a time.
const CASES: u32 = 1_000;
/// Where the number stands in an address that holds it.
const PLACE: &str = "{siren}";

/// Where companies are asked for: an address that answers as the open search or as API Entreprise does.
#[derive(Clone)]
pub struct SireneSource {
    url: String,
    client: Arc<FeedClient>,
    pace: Duration,
}

impl SireneSource {
    /// A service at an address, asked with `q=SIREN` unless the address holds `{siren}`; asks it nothing yet.
    ///
    /// # Errors
    /// [`FeedSilence::Address`].
    pub fn new(url: &str, client: FeedClient) -> Result<Self, FeedSilence> {
        let source = Self { url: url.trim().to_owned(), client: Arc::new(client), pace: PACE };
        FeedClient::check(&source.address("000000000"))?;
        Ok(source)
    }

    /// The same at another pace: a copy on one's own machine needs none.
    #[must_use]
    pub const fn paced(mut self, pace: Duration) -> Self {
        self.pace = pace;
        self
    }

    /// The machine it is on.
    pub(super) fn host(&self) -> String {
        crate::sources::host(&self.url)
    }

    fn address(&self, siren: &str) -> String {
        if self.url.contains(PLACE) {
            return self.url.replace(PLACE, siren);
        }
        let join = if self.url.contains('?') { '&' } else { '?' };
        format!("{}{join}q={siren}", self.url)
    }

    /// Asks for one company: its answer whole, or why there is none.
    fn ask(&self, siren: &Siren) -> Result<Said, Trouble> {
        let bytes = match self.client.read(&self.address(siren.as_str())) {
            Ok(bytes) => bytes,
            // A page of one company that is not there; a search answers that it found nothing.
            Err(FeedSilence::Refused { status: 404, .. }) if self.url.contains(PLACE) => return Ok(Said::Unknown),
            Err(silence) => return Err(Trouble::of(&silence)),
        };
        let read = sirene::read(&bytes);
        let broken = || Trouble { why: broken(&self.host(), siren), seconds: None, of_service: false };
        let whole = read.problems.list.iter().all(|problem| problem.line > 0) && !is_short(&bytes, read.read);
        if !whole {
            return Err(broken());
        }
        // A search finds by words too: another company is no answer.
        match read.list.into_iter().find(|company| company.siren == *siren) {
            Some(company) => Ok(Said::Known(Box::new(company))),
            None if read.refused > 0 => Err(broken()),
            None => Ok(Said::Unknown),
        }
    }
}

/// Why there is no answer.
struct Trouble {
    why: Wording,
    /// The service asks to be left alone for so long.
    seconds: Option<u32>,
    /// It is about the service, not about this company.
    of_service: bool,
}

impl Trouble {
    fn of(silence: &FeedSilence) -> Self {
        use FeedSilence as S;
        let (seconds, of_service) = match silence {
            S::Busy { seconds, .. } => (*seconds, true),
            S::Address { .. } | S::Unreachable { .. } | S::TimedOut { .. } | S::Tls { .. } => (None, true),
            S::Refused { status, .. } => (None, !matches!(status, 400 | 422)),
            S::TooLong { .. } | S::BrokeOff { .. } => (None, false),
        };
        Self { why: silent(silence), seconds, of_service }
    }
}

fn broken(host: &str, siren: &Siren) -> Wording {
    Wording::new(
        format!("{host} a donné une réponse illisible sur {siren} : ce qui était connu reste, elle sera redemandée"),
        format!(
            "{host} gave an answer about {siren} that cannot be read: what was known stays, it will be asked again"
        ),
    )
}

/// A search that says it found somebody and shows nobody.
fn is_short(bytes: &[u8], read: u64) -> bool {
    let whole: Value = serde_json::from_slice(bytes).unwrap_or_default();
    read == 0 && whole.get("total_results").and_then(Value::as_u64).is_some_and(|total| total > 0)
}

/// What the register said of one company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CompanyFetched {
    /// Its number.
    pub siren: Siren,
    /// What it says; none when it gave no answer.
    pub state: Option<CompanyState>,
    /// What is no more as it was.
    pub changes: Vec<CompanyEvent>,
    /// Why there is no answer.
    pub error: Option<Wording>,
}

/// What a beat of the watch brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CompaniesFetched {
    /// Companies asked for.
    pub asked: u64,
    /// Companies that are not as they were.
    pub kept: u64,
    /// Companies that the register does not know.
    pub unknown: u64,
    /// Changes told.
    pub changes: u64,
    /// Companies without an answer.
    pub failed: u64,
    /// Companies left for the next beat.
    pub left: u64,
    /// Why it stopped before the end.
    pub error: Option<Wording>,
}

impl CompaniesFetched {
    fn add(&mut self, said: &Said, taken: &Taken) {
        self.kept += u64::from(taken.kept);
        self.unknown += u64::from(matches!(said, Said::Unknown));
        self.changes += taken.changes.len() as u64;
    }
}

impl Desk {
    /// The same desk, asking a service for companies.
    #[must_use]
    pub fn with_sirene(mut self, source: SireneSource) -> Self {
        self.sirene = Some(source);
        self
    }

    /// Asks for the company of an account's debtor.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`CompanyRefusal::NoSiren`], [`CompanyRefusal::SourceMissing`].
    pub fn fetch_company(&self, actor: &Actor, account: AccountId) -> Result<CompanyFetched, DeskError> {
        actor.may(Permission::EditAccount)?;
        let debtor = self.store.read(|tx| {
            let account = actor.find(tx, account)?;
            Ok::<_, DeskError>(tx.debtors().get(account.debtor_id)?)
        })?;
        let siren = debtor.siren.ok_or(CompanyRefusal::NoSiren { name: debtor.name })?;
        self.ask_company(actor, &siren)
    }

    /// Asks for the company of a SIREN that a debtor within reach bears.
    ///
    /// # Errors
    /// [`DeskError::NotFound`]; [`CompanyRefusal::SourceMissing`].
    pub fn fetch_company_of(&self, actor: &Actor, siren: &Siren) -> Result<CompanyFetched, DeskError> {
        actor.may(Permission::EditAccount)?;
        let seen = self.store.read(|tx| {
            let accounts = bearers(tx, siren)?;
            Ok::<_, DeskError>(!actor.among(tx, accounts)?.is_empty())
        })?;
        if !seen {
            return Err(actor.out_of_reach("debtor", siren));
        }
        self.ask_company(actor, siren)
    }

    fn ask_company(&self, actor: &Actor, siren: &Siren) -> Result<CompanyFetched, DeskError> {
        let source = self.sirene.clone().ok_or(CompanyRefusal::SourceMissing)?;
        let nothing = CompanyFetched { siren: siren.clone(), state: None, changes: Vec::new(), error: None };
        let said = match source.ask(siren) {
            Ok(said) => said,
            Err(trouble) => {
                self.keep_trouble(siren, &trouble, &source)?;
                if trouble.seconds.is_some() {
                    let mut looks = self.company_looks()?;
                    looks.failed(self.now(), trouble.why.clone(), trouble.seconds);
                    self.keep_company_looks(&looks)?;
                }
                return Ok(CompanyFetched { error: Some(trouble.why), ..nothing });
            }
        };
        let taken = self.take_said(actor, siren, &said, &source.host())?;
        let changes = taken.changes.len() as u64;
        self.note_companies(actor, &source.host(), (1, u64::from(taken.kept), changes, 0))?;
        let state = self.store.read(|tx| tx.companies().of(siren))?.map(|row| row.state);
        Ok(CompanyFetched { state, changes: taken.changes, ..nothing })
    }

    /// Asks for the companies whose turn it is, as many as a beat takes. What fails is told in the answer and where
    /// sources are shown; what came before it stays.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Beyond`]; [`CompanyRefusal::SourceMissing`].
    pub fn fetch_companies(&self, actor: &Actor, progress: Progress<'_>) -> Result<CompaniesFetched, DeskError> {
        actor.may(Permission::Import)?;
        actor.may_everywhere()?;
        let source = self.sirene.clone().ok_or(CompanyRefusal::SourceMissing)?;
        let due = self.companies_due()?;
        let beat = due.len().min(BEAT);
        let mut done = CompaniesFetched { left: (due.len() - beat) as u64, ..CompaniesFetched::default() };
        let (mut looks, mut troubles) = (self.company_looks()?, 0);
        for (n, siren) in due.iter().take(beat).enumerate() {
            progress(n as u64, beat as u64);
            if n > 0 {
                std::thread::sleep(source.pace);
            }
            done.asked += 1;
            let trouble = match source.ask(siren) {
                Ok(said) => {
                    let taken = self.take_said(actor, siren, &said, &source.host())?;
                    done.add(&said, &taken);
                    troubles = 0;
                    continue;
                }
                Err(trouble) => trouble,
            };
            done.failed += 1;
            troubles += 1;
            if !trouble.of_service {
                self.keep_trouble(siren, &trouble, &source)?;
            }
            if trouble.of_service || troubles >= TROUBLES {
                done.left = (due.len() - n) as u64;
                done.error = Some(trouble.why.clone());
                looks.failed(self.now(), trouble.why, trouble.seconds);
                break;
            }
        }
        if done.error.is_none() {
            looks.succeeded(self.now(), (done.left == 0).then_some(PAUSE_MIN));
        }
        self.keep_company_looks(&looks)?;
        self.note_companies(actor, &source.host(), (done.asked, done.kept, done.changes, 0))?;
        Ok(done)
    }

    /// Queues a beat when its hour has come: later after each failure, and when the service says so.
    pub(crate) fn queue_company_fetch(&self) -> Result<(), DeskError> {
        if self.sirene.is_none() || !self.company_looks()?.is_due(self.now()) {
            return Ok(());
        }
        self.enqueue(jobs::SIRENE, &json!({}), Some(jobs::SIRENE.to_owned())).map(drop)
    }

    /// The SIREN of debtors with something open or in an open case whose turn it is, the longest unasked first.
    fn companies_due(&self) -> Result<Vec<Siren>, DeskError> {
        let view = self.view()?;
        let mut accounts: BTreeSet<AccountId> = BTreeSet::new();
        let open = CaseFilter { open: Some(true), account: None };
        let mut after = None;
        loop {
            let cases = self.store.read(|tx| tx.cases().list(&open, after, CASES))?;
            after = cases.last().map(|case| case.id);
            accounts.extend(cases.iter().map(|case| case.account_id));
            if u32::try_from(cases.len()).is_ok_and(|n| n < CASES) {
                break;
            }
        }
        let cards = view.cards.iter().enumerate();
        let chased = cards.filter(|(at, card)| view.portfolio.items(*at).len() > 0 || accounts.contains(&card.id));
        let sirens: BTreeSet<&str> = chased.filter_map(|(_, card)| card.siren.as_deref()).collect();
        let asked = self.store.read(|tx| tx.companies().asked())?;
        let ago = |days: i64| crate::outbox::minutes(self.now(), -days * DAY_MIN);
        let (fresh, again) = (ago(FRESH_DAYS), ago(AGAIN_DAYS));
        let turn = |siren: &str| match asked.get(siren) {
            None => Some(None),
            Some((asked, read)) => {
                let due = *asked <= again && read.is_none_or(|read: Timestamp| read <= fresh);
                due.then_some(Some(*asked))
            }
        };
        let mut due: Vec<(Option<Timestamp>, Siren)> =
            sirens.into_iter().filter_map(|siren| Some((turn(siren)?, Siren::parse(siren).ok()?))).collect();
        due.sort();
        Ok(due.into_iter().map(|(_, siren)| siren).collect())
    }

    /// Keeps why a company had no answer, beside what is known of it.
    fn keep_trouble(&self, siren: &Siren, trouble: &Trouble, source: &SireneSource) -> Result<(), DeskError> {
        let error = serde_json::to_string(&trouble.why).map_err(|e| Refusal::Unwritable { why: e.to_string() })?;
        self.store.write("company.unanswered", |tx| {
            let known = tx.companies().of(siren)?;
            let blank = || KnownCompany {
                siren: siren.clone(),
                state: CompanyState::Unsaid,
                body: String::new(),
                seat_closed: false,
                seat_moved_on: None,
                changed_on: None,
                source: source.host(),
                error: String::new(),
                asked_us: self.now(),
                read_us: None,
            };
            let row = KnownCompany { error: error.clone(), asked_us: self.now(), ..known.unwrap_or_else(blank) };
            Ok(tx.companies().keep(&row)?)
        })
    }
}
