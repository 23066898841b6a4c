//! The database: current state, timeline and jobs on SQLite or PostgreSQL, one typed code path.
//!
//! No decision is taken here, no id is made, no clock is read: callers bring ids and instants.

pub mod accounts;
pub mod allocations;
pub mod batches;
pub mod blocks;
pub mod case_checks;
pub mod cases;
pub mod choices;
pub mod claim_events;
pub mod colleagues;
pub mod companies;
mod connection;
pub mod contacts;
pub mod costs;
pub mod credit;
pub mod creditors;
pub mod debtors;
pub mod deliveries;
pub mod demands;
pub mod digests;
pub mod disputes;
pub mod doctor;
pub mod documents;
mod entity;
pub mod entries;
mod error;
pub mod exhibits;
pub mod guarantors;
pub mod guard;
mod held;
pub mod identity;
pub mod indicators;
pub mod insolvency;
pub mod items;
pub mod jobs;
pub mod limitation_facts;
pub mod links;
mod lookups;
pub mod mediations;
pub mod mentions;
pub mod messages;
pub mod notices;
pub mod oidc;
mod open;
pub mod opinions;
mod outbox;
pub mod plans;
mod pool;
pub mod preventions;
pub mod procedures;
pub mod profiles;
pub mod promises;
mod purge;
pub mod readiness;
pub mod reminders;
pub mod runs;
pub mod sale_terms;
pub mod scan;
mod schema;
pub mod seal;
pub mod sessions;
pub mod settings;
mod store;
pub mod strategies;
pub mod tasks;
pub mod timeline;
pub mod titles;
pub mod transfer;
mod types;
pub mod users;
pub mod verify;
pub mod webhooks;
pub mod worklist;

pub use accounts::AccountLine;
pub use batches::{BatchChange, BatchChangeId};
pub use blocks::{BlockReason, ItemBlock, ItemBlockId, ItemChoice};
pub use case_checks::{CaseCheck, CaseCheckId};
pub use cases::{
    CaseClaim, CaseClaimId, CaseFilter, CaseId, CaseOutcome, CaseParty, CasePartyId, CaseSide, CourtCase, PartyRole,
};
pub use choices::{CaseDecision, CaseDecisionId, ChoiceOutcome};
pub use claim_events::{ClaimEvent, ClaimEventId, ClaimMove};
pub use colleagues::{Colleague, ColleagueId};
pub use companies::{
    CompanyChange, CompanyChangeId, CompanyEvent, CompanyFilter, CompanyShow, CompanyState, KnownCompany,
};
pub use costs::{CaseBudget, CaseBudgetId, CaseCost, CaseCostId, CaseLoss, CaseLossId, CaseTime, CaseTimeId};
pub use credit::{
    Aside, CreditCover, CreditCoverId, CreditDeclaration, CreditDeclarationId, CreditLimit, CreditLimitId,
    CreditSignal, CreditSignalId, OrderBlock, OrderBlockId,
};
pub use deliveries::{Delivery, DeliveryId, DeliveryOutcome};
pub use demands::{InsolvencyDemand, InsolvencyDemandId};
pub use digests::Digest;
pub use disputes::{
    Dispute, DisputeBrief, DisputeId, DisputeSought, EvidenceId, EvidenceKind, InvoiceStatus, InvoiceStatusId, Side,
    Testimony,
};
pub use doctor::{Check, Health};
pub use documents::{Document, DocumentId, DocumentInfo};
pub use entries::{EntryLevel, EntryLevelId, EntryState};
pub use error::{OpenError, StoreError};
pub use exhibits::{CaseExhibit, CaseExhibitId, CasePaper, CasePaperId, CaseProof, CaseProofId};
pub use guarantors::{GuarantorRole, InsolvencyGuarantor, InsolvencyGuarantorId};
pub use guard::{CalendarAddress, RightAlarm, RightKey, RightWaiver, RightWaiverId};
pub use held::Held;
pub use identity::{ApiToken, ApiTokenId, SecondFactor};
pub use indicators::{LedgerStamp, LiveBatch};
pub use insolvency::{
    ClaimAnswer, Connected, DebtorName, Insolvency, InsolvencyAnswer, InsolvencyClaim, InsolvencyClaimId, InsolvencyId,
    InsolvencyMatch, InsolvencyMatchId, InsolvencyNotice, InsolvencyNoticeId, InsolvencyState, MatchState,
};
pub use jobs::{Job, JobId, JobState, NewJob};
pub use limitation_facts::{LimitationFact, LimitationFactId};
pub use links::{LinkId, LinkPurpose, SignedLink};
pub use lookups::ContactMade;
pub use mediations::{Mediation, MediationId, MediationPath, MediationResult};
pub use mentions::{Mention, MentionId};
pub use messages::{Message, MessageId, MessageState};
pub use notices::{Notice, NoticeId, NoticeState};
pub use oidc::{ProviderAttempt, ProviderIdentity};
pub use open::OpenOptions;
pub use opinions::{Opinion, OpinionId};
pub use plans::{InstalmentPlan, PlanId, PlanInstalment, PlanInstalmentId, PlanItem, PlanItemId};
pub use preventions::{Prevention, PreventionId};
pub use procedures::{
    CourtProcedure, CourtProcedureId, ProcedureDeadline, ProcedureDeadlineId, ProcedureFact, ProcedureFactId,
};
pub use profiles::{Profile, ProfileId};
pub use promises::{Promise, PromiseId};
pub use readiness::{CaseAnswer, CaseAnswerId, CaseAspect};
pub use reminders::{Reminder, ReminderId, ReminderItem};
pub use runs::{PrintFile, Run, RunId, RunState};
pub use sale_terms::{
    AcceptanceMark, SaleClause, SaleClauseId, SaleTerms, SaleTermsId, TermsAcceptance, TermsAcceptanceId,
};
pub use scan::{
    KnownItem, Part, ProcedureTerm, ScannedAccount, ScannedAllocation, ScannedContact, ScannedItem, ScannedReminder,
};
pub use sessions::{LoginAttempt, Session};
pub use store::{LIMIT, Store, Tx};
pub use strategies::{StrategyId, StrategyVersion, TextTemplateId, TextVersion, VersionState};
pub use tasks::{Task, TaskId, TaskKind, TaskState};
pub use timeline::{Entry, EntryId};
pub use titles::{CourtTitle, CourtTitleId, TitleFact, TitleFactId, TitleFilter, TitlePlace};
pub use transfer::{TableHash, TransferError};
pub use users::{User, UserId};
pub use verify::{Finding, Verification};
pub use webhooks::{Webhook, WebhookDelivery, WebhookDeliveryId, WebhookDeliveryState, WebhookId, WebhookState};
pub use worklist::{Absence, AbsenceId, Collector, Mark, Snooze, SnoozeId};
