//! The house's policy: which service answers what, who that is, and how long it has. Data, not code.

use kernel::calendar::{Territory, is_working_day};
use kernel::{Date, epoch_day, from_epoch_day};
use serde::{Deserialize, Serialize};

use super::{DisputeKind, Service};

/// The longest a service is given, in working days: three months.
pub const DAYS_MAX: u16 = 66;

/// A service, who answers in it, and how long it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceDesk {
    /// The service.
    pub service: Service,
    /// Login or name of who answers; whoever opened the dispute when empty.
    #[serde(default)]
    pub owner: String,
    /// Who is told of silence; the owner stays when empty.
    #[serde(default)]
    pub escalate_to: String,
    /// Working days to answer, from the day after.
    pub days: u16,
    /// Whose holidays it keeps.
    #[serde(default)]
    pub territory: Territory,
}

/// A kind goes to a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// What is contested.
    pub kind: DisputeKind,
    /// Who answers.
    pub service: Service,
}

/// What the house does with a dispute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Each service, once.
    pub services: Vec<ServiceDesk>,
    /// Each kind, once.
    pub routes: Vec<Route>,
}

/// Why a policy cannot be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// A service missing, or named twice.
    #[error("the service {} must be named once", .0.slug())]
    Service(Service),
    /// A kind missing, or named twice.
    #[error("the kind {} must go to one service", .0.slug())]
    Kind(DisputeKind),
    /// No time, or too much.
    #[error("the service {} has 1 to {DAYS_MAX} working days", .0.slug())]
    Days(Service),
}

impl Default for Policy {
    fn default() -> Self {
        Self::shipped()
    }
}

impl Policy {
    /// The one a new house starts with: five working days everywhere, three for invoicing.
    pub fn shipped() -> Self {
        let desk = |service: &Service| ServiceDesk {
            service: *service,
            owner: String::new(),
            escalate_to: String::new(),
            days: if *service == Service::Accounting { 3 } else { 5 },
            territory: Territory::Metropole,
        };
        let route = |kind: &DisputeKind| Route { kind: *kind, service: usual(*kind) };
        Self { services: Service::ALL.iter().map(desk).collect(), routes: DisputeKind::ALL.iter().map(route).collect() }
    }

    /// Says what is wrong with it.
    ///
    /// # Errors
    /// [`PolicyFault`], the first.
    pub fn check(&self) -> Result<(), PolicyFault> {
        for service in Service::ALL {
            if self.services.iter().filter(|d| d.service == *service).count() != 1 {
                return Err(PolicyFault::Service(*service));
            }
        }
        for kind in DisputeKind::ALL {
            if self.routes.iter().filter(|r| r.kind == *kind).count() != 1 {
                return Err(PolicyFault::Kind(*kind));
            }
        }
        match self.services.iter().find(|d| d.days == 0 || d.days > DAYS_MAX) {
            Some(desk) => Err(PolicyFault::Days(desk.service)),
            None => Ok(()),
        }
    }

    /// The service that answers a kind.
    pub fn service_of(&self, kind: DisputeKind) -> Service {
        self.routes.iter().find(|r| r.kind == kind).map_or_else(|| usual(kind), |r| r.service)
    }

    /// A service as the house set it.
    pub fn desk(&self, service: Service) -> ServiceDesk {
        let shipped = || ServiceDesk {
            service,
            owner: String::new(),
            escalate_to: String::new(),
            days: 5,
            territory: Territory::Metropole,
        };
        self.services.iter().find(|d| d.service == service).cloned().unwrap_or_else(shipped)
    }

    /// The last day, included, a service has that is asked on `day`.
    pub fn due(&self, service: Service, day: Date) -> Date {
        let desk = self.desk(service);
        after_working_days(day, desk.days, desk.territory)
    }
}

/// Where a kind goes unless the house says otherwise: each cause to its natural owner.
const fn usual(kind: DisputeKind) -> Service {
    match kind {
        DisputeKind::Quality => Service::Quality,
        DisputeKind::Delivery | DisputeKind::Quantity | DisputeKind::MissingProof => Service::Logistics,
        DisputeKind::Price | DisputeKind::Order | DisputeKind::Terms => Service::Sales,
        DisputeKind::Tax
        | DisputeKind::InvoiceError
        | DisputeKind::Duplicate
        | DisputeKind::Recipient
        | DisputeKind::BankDetails => Service::Accounting,
        DisputeKind::UnknownSale | DisputeKind::Other => Service::CustomerService,
    }
}

/// The `days`-th working day after `day`; `day` itself for none.
pub fn after_working_days(day: Date, days: u16, territory: Territory) -> Date {
    let (mut at, mut left) = (day, days);
    while left > 0 {
        at = tomorrow(at);
        left -= u16::from(is_working_day(at, territory));
    }
    at
}

fn tomorrow(day: Date) -> Date {
    from_epoch_day(epoch_day(day) + 1)
}

/// What the clock of a dispute says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// There is time until that day, included.
    Runs {
        /// Working days left, the last one included; zero on the last day.
        left: u16,
    },
    /// The last day is over: silence escalates.
    Over,
}

impl Clock {
    /// The clock of who must answer by `due`, included, on `today`, in the working days of `territory`.
    pub fn read(due: Date, today: Date, territory: Territory) -> Self {
        if today > due {
            return Self::Over;
        }
        let (mut at, mut left) = (today, 0_u16);
        while at < due && left < u16::MAX {
            at = tomorrow(at);
            left += u16::from(is_working_day(at, territory));
        }
        Self::Runs { left }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn a_long_weekend_is_no_silence() {
        let m = Territory::Metropole;
        // Friday 1 May 2026 is a holiday: asked on Thursday, the first working day is Monday.
        assert_eq!(after_working_days(day("2026-04-30"), 1, m), day("2026-05-04"));
        // Ascension, Thursday 14 May 2026: the service works on Friday, then on Monday.
        assert_eq!(after_working_days(day("2026-05-13"), 2, m), day("2026-05-18"));
        assert_eq!(after_working_days(day("2026-05-13"), 0, m), day("2026-05-13"));
        assert_eq!(Clock::read(day("2026-05-04"), day("2026-05-03"), m), Clock::Runs { left: 1 });
        assert_eq!(Clock::read(day("2026-05-04"), day("2026-05-04"), m), Clock::Runs { left: 0 });
        assert_eq!(Clock::read(day("2026-05-04"), day("2026-05-05"), m), Clock::Over);
        // Boxing day is a holiday in Alsace-Moselle: Monday 28 December comes first there.
        let christmas = day("2025-12-24");
        assert_eq!(after_working_days(christmas, 1, m), day("2025-12-26"));
        assert_eq!(after_working_days(christmas, 1, Territory::AlsaceMoselle), day("2025-12-29"));
    }

    #[test]
    fn each_kind_has_one_service_and_each_service_time() {
        assert_eq!(Policy::shipped().check(), Ok(()));
        let mut policy = Policy::shipped();
        assert_eq!(policy.service_of(DisputeKind::Delivery), Service::Logistics);
        policy.services[0].days = 0;
        assert_eq!(policy.check(), Err(PolicyFault::Days(Service::Sales)));
        policy.services[0].days = 5;
        policy.routes.pop();
        assert_eq!(policy.check(), Err(PolicyFault::Kind(DisputeKind::Other)));
        policy.services.pop();
        assert_eq!(policy.check(), Err(PolicyFault::Service(Service::CustomerService)));
    }

    #[test]
    fn a_policy_is_written_and_read_again() {
        let json = serde_json::to_string(&Policy::shipped()).expect("JSON");
        assert_eq!(serde_json::from_str::<Policy>(&json).expect("a policy"), Policy::shipped());
    }
}
