//! The ledger's health: what to mend first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::indicators::creditor_of;
use crate::figures::{self, Amount};
use crate::layout::{Frame, html};
use crate::problem::Failure;
use crate::session::Visit;
use crate::site::Site;
use crate::words::Words;

struct Found {
    slug: &'static str,
    title: String,
    why: String,
    count: String,
    accounts: String,
    at_stake: Amount,
    rows: Vec<(String, String, String, Amount)>,
    more: String,
    grave: bool,
}

#[derive(Template)]
#[template(path = "diagnosis.html")]
struct Diagnosis {
    w: Words,
    frame: Frame,
    headline: String,
    findings: Vec<Found>,
    creditors: Vec<(String, String)>,
    creditor: String,
}

#[derive(Template)]
#[template(path = "diagnosis_summary.html")]
struct Summary {
    w: Words,
    findings: Vec<Found>,
}

/// Of one creditor or of all.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    creditor: String,
}

/// `GET /diagnosis`. As a fragment: the three worst.
pub async fn page(State(site): State<Site>, visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Failure> {
    let (actor, w) = (visit.actor.clone(), visit.words());
    let code = asked.creditor.clone();
    let read = site.ask(move |desk| {
        let creditors = desk.creditors(&actor)?;
        let creditor = creditor_of(&creditors, &code)?.map(|c| c.id);
        Ok((desk.diagnosis(&actor, creditor)?, creditors, desk.now()))
    });
    let (found, creditors, now) = read.await?;
    let findings: Vec<Found> = found
        .iter()
        .map(|f| {
            let slug = f.trouble.slug();
            let hidden = f.account_count.saturating_sub(f.accounts.len()) as u64;
            Found {
                slug,
                title: w.of("trouble", slug),
                why: w.of("trouble-why", slug),
                count: figures::count(f.count, w.lang),
                accounts: w.n("accounts-found", f.account_count as u64, &[]),
                at_stake: Amount::new(f.at_stake, w.lang),
                rows: f
                    .accounts
                    .iter()
                    .map(|a| (a.id.to_string(), a.number.clone(), a.name.clone(), Amount::new(a.amount, w.lang)))
                    .collect(),
                more: if hidden > 0 { w.n("diagnosis-more", hidden, &[]) } else { String::new() },
                grave: matches!(slug, "missing-address" | "due-before-issue" | "impossible-date" | "duplicate"),
            }
        })
        .collect();
    if visit.visitor.fragment {
        return html(&Summary { w, findings });
    }
    html(&Diagnosis {
        w,
        frame: Frame::of(&visit, "nav-diagnosis", &w.t("nav-diagnosis")).read_at(now),
        headline: w.n("diagnosis-headline", findings.len() as u64, &[]),
        findings,
        creditors: if creditors.len() > 1 {
            creditors.into_iter().map(|c| (c.code, c.name)).collect()
        } else {
            Vec::new()
        },
        creditor: asked.creditor,
    })
}
