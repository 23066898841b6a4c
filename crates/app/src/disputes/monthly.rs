//! The mail of the month to those who can mend the causes: what last month's disputes of their service cost.

use std::collections::BTreeMap;

use jiff::ToSpan;
use kernel::{Currency, Date, Language, Money, Spoken, Wording};

use super::policy::service_words;
use super::{DisputeFilter, DisputeKind, DisputeLine, Outcome, Service};
use crate::notices::NoticeOrder;
use crate::{Actor, Desk, DeskError, Permission};

/// A kind in words.
pub(super) const fn kind_words(kind: DisputeKind) -> (&'static str, &'static str) {
    match kind {
        DisputeKind::Quality => ("qualité", "quality"),
        DisputeKind::Delivery => ("livraison", "delivery"),
        DisputeKind::Quantity => ("quantité", "quantity"),
        DisputeKind::Price => ("prix", "price"),
        DisputeKind::Tax => ("TVA", "VAT"),
        DisputeKind::InvoiceError => ("erreur de facture", "invoice error"),
        DisputeKind::Order => ("commande", "order"),
        DisputeKind::Terms => ("conditions de paiement", "terms of payment"),
        DisputeKind::Duplicate => ("doublon", "duplicate"),
        DisputeKind::Recipient => ("destinataire", "recipient"),
        DisputeKind::UnknownSale => ("opération inconnue", "unknown sale"),
        DisputeKind::BankDetails => ("coordonnées bancaires", "bank details"),
        DisputeKind::MissingProof => ("justificatif absent", "missing proof"),
        DisputeKind::Other => ("autre", "other"),
    }
}

/// What one cause cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cost {
    kind: DisputeKind,
    currency: Currency,
    count: u64,
    minor: i64,
    days: i64,
}

/// The causes of a service among disputes opened from `first` to `last`, both included, the dearest first.
fn costs(lines: &[DisputeLine], service: Service, (first, last): (Date, Date)) -> Vec<Cost> {
    let mut sums: BTreeMap<(&str, &str), Cost> = BTreeMap::new();
    let taken = lines.iter().filter(|l| {
        l.service == service && l.outcome != Some(Outcome::Withdrawn) && l.opened >= first && l.opened <= last
    });
    for line in taken {
        let fresh = Cost { kind: line.kind, currency: line.currency, count: 0, minor: 0, days: 0 };
        let cost = sums.entry((line.kind.slug(), line.currency.code())).or_insert(fresh);
        cost.count += 1;
        cost.minor += Money::parse(&line.contested, line.currency).map_or(0, Money::minor);
        cost.days += line.age_days;
    }
    let mut sorted: Vec<Cost> = sums.into_values().collect();
    sorted.sort_by_key(|cost| std::cmp::Reverse(cost.minor));
    sorted
}

/// Both ends of the month before `day`, included.
fn last_month(day: Date) -> Option<(Date, Date)> {
    let last = day.first_of_month().checked_sub(1.day()).ok()?;
    Some((last.first_of_month(), last))
}

/// `1 jour`, `2 jours`: both languages say one thing in the singular; French says none so too.
fn many(count: impl Into<i128>, one: &str, more: &str) -> String {
    let count = count.into();
    let single = count == 1 || (count == 0 && one == "jour");
    format!("{count} {}", if single { one } else { more })
}

fn body(costs: &[Cost], service: Service, first: Date, language: Language) -> String {
    let (fr, en) = service_words(service);
    let month = format!("{:02}/{:04}", first.month(), first.year());
    let (count, days) = (costs.iter().map(|c| c.count).sum::<u64>(), costs.iter().map(|c| c.days).sum::<i64>());
    let mut parts = vec![match language {
        Language::Fr => format!(
            "Litiges ouverts en {month} et confiés au service « {fr} » : {count}, {} de blocage. Les causes, de la plus \
             chère à la moins chère :",
            many(days, "jour", "jours"),
        ),
        Language::En => format!(
            "Disputes opened in {month} and given to « {en} »: {count}, {} blocked. The causes, the dearest first:",
            many(days, "day", "days"),
        ),
    }];
    let line = |cost: &Cost| {
        let (fr, en) = kind_words(cost.kind);
        let money = Money::new(cost.minor, cost.currency).said(language);
        match language {
            Language::Fr => {
                let (count, days) = (many(cost.count, "litige", "litiges"), many(cost.days, "jour", "jours"));
                format!("- {fr} : {money} contestés, {count}, {days}")
            }
            Language::En => {
                let (count, days) = (many(cost.count, "dispute", "disputes"), many(cost.days, "day", "days"));
                format!("- {en}: {money} contested, {count}, {days}")
            }
        }
    };
    parts.push(costs.iter().map(line).collect::<Vec<_>>().join("\n"));
    parts.push(match language {
        Language::Fr => {
            "Qu’est-ce qui éviterait les prochains ? Dites-le au service recouvrement, qui le notera comme action de \
             prévention."
                .to_owned()
        }
        Language::En => {
            "What would spare the next ones? Tell the collection desk, which notes it as a prevention action."
                .to_owned()
        }
    });
    parts.join("\n\n")
}

impl Desk {
    /// Writes to each service's owner what the disputes of the month before `day` cost, once a month; to nobody where
    /// there was none.
    ///
    /// # Errors
    /// [`DeskError::Forbidden`], [`DeskError::Beyond`], [`DeskError::Store`].
    pub(crate) fn tell_causes(&self, actor: &Actor, day: Date) -> Result<u64, DeskError> {
        actor.may(Permission::Run)?;
        actor.may_everywhere()?;
        let Some((first, last)) = last_month(day) else { return Ok(0) };
        let policy = self.dispute_policy(actor)?.policy;
        let named = |service: &Service| Some(policy.desk(*service).owner).filter(|owner| !owner.is_empty());
        let key = |service: Service| format!("causes:{:04}-{:02}:{}", first.year(), first.month(), service.slug());
        let untold = self.store.read(|tx| {
            let mut untold = Vec::new();
            for service in Service::ALL {
                if let Some(owner) = named(service)
                    && !tx.notices().is_told(&key(*service))?
                {
                    untold.push((*service, owner));
                }
            }
            Ok::<_, store::StoreError>(untold)
        })?;
        if untold.is_empty() {
            return Ok(0);
        }
        let filter = DisputeFilter { closed_too: true, ..DisputeFilter::default() };
        let lines = self.dispute_lines(actor, &filter, Some((first, last)))?;
        let orders: Vec<NoticeOrder> = untold
            .into_iter()
            .filter_map(|(service, owner)| {
                let found = costs(&lines, service, (first, last));
                let (fr, en) = service_words(service);
                let month = format!("{:02}/{:04}", first.month(), first.year());
                (!found.is_empty()).then(|| NoticeOrder {
                    kind: "causes",
                    to: owner,
                    account: None,
                    subject: Wording::new(
                        format!("Causes de litiges de {month} : {fr}"),
                        format!("Causes of disputes of {month}: {en}"),
                    ),
                    body: Wording::new(
                        body(&found, service, first, Language::Fr),
                        body(&found, service, first, Language::En),
                    ),
                    key: key(service),
                })
            })
            .collect();
        self.store.write("dispute.tell_causes", |tx| {
            let mut told = 0;
            for order in &orders {
                told += u64::from(self.tell_within(tx, order)?);
            }
            Ok(told)
        })
    }
}
