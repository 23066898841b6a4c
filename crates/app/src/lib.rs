//! The desk: every use case of Quittance, for the command line, the pages and the API alike.
//!
//! A command has five beats: who may, what is known, what is decided (a pure function below), what is
//! saved in one transaction with its timeline entry, what is answered. No HTTP and no SQL here.

pub mod access;
pub mod accounts;
pub mod aging;
pub mod approvals;
pub mod blocks;
pub mod calculators;
pub mod cases;
pub mod checklist;
pub mod choice;
pub mod colleagues;
pub mod companies;
pub mod costs;
pub mod credit;
pub mod creditors;
pub mod desk;
pub mod diagnosis;
pub mod digests;
pub mod disputes;
pub mod entries;
pub mod error;
pub mod guard;
pub mod imports;
pub mod indicators;
pub mod insolvency;
pub mod jobs;
pub mod letters;
pub mod limitation;
pub mod links;
pub mod maintenance;
pub mod mentions;
mod news;
pub mod notices;
pub mod oidc;
pub mod outbox;
pub mod papers;
pub mod pauses;
pub mod plans;
pub mod portfolio;
pub mod promises;
pub mod proofs;
pub mod reach;
pub mod readiness;
pub mod refusal;
pub mod reports;
pub mod runs;
pub mod said;
pub mod sale_terms;
pub mod schedule;
pub mod scopes;
pub mod search;
pub mod second_factor;
mod secret;
pub mod sessions;
pub mod sign_in;
pub mod sources;
pub mod space;
pub mod strategies;
pub mod tasks;
pub mod texts;
pub mod titles;
pub mod tokens;
pub mod undo;
pub mod users;
pub mod waiting;
pub mod webhooks;
pub mod worklist;
pub mod writing;

pub use access::{Actor, Permission, Role};
/// What the doors above make carriers of, and name states by.
pub use amicable::{Channel, outbox::MessageState, schedule::Schedule};
pub use desk::Desk;
pub use error::DeskError;
/// The questions of law and what they take, for the doors above.
pub use law::questions;
pub use reach::Reach;
pub use refusal::{
    CaseRefusal, CompanyRefusal, CostRefusal, CreditRefusal, DisputeRefusal, FieldRefusal, GuardRefusal,
    InsolvencyRefusal, LimitationRefusal, LinkRefusal, PaperRefusal, PlanRefusal, PostRefusal, ProviderRefusal,
    ReadinessRefusal, Refusal, SaleTermsRefusal, SignInRefusal, TeamRefusal, TextRefusal, TitleRefusal, WebhookRefusal,
    WorkRefusal,
};
pub use said::said;
pub use undo::Undo;
