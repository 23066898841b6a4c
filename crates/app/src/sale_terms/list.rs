//! Versions by creditor, how much of what is owed they cover, one of them, and who accepted it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use amicable::sale_terms::{Accepted, Binding, Strength, binding, spans};
use kernel::{Date, Money, from_epoch_day};
use law::{Law, RateKind};
use ledger::{AccountId, Creditor, CreditorId};
use store::{AcceptanceMark, SaleClause, SaleTerms, TermsAcceptance, TermsAcceptanceId, Tx};

use super::{
    AcceptedBy, AcceptedPage, ClauseKind, ClauseLine, CreditorSaleTerms, MentionLine, RatesBeside, SaleTermsFile,
    SaleTermsId, SaleTermsLine, VersionState,
};
use crate::portfolio::Sight;
use crate::{Actor, Desk, DeskError, Permission};

/// An acceptance and its version, as they bear on pieces.
pub(super) type Bearing = Accepted<TermsAcceptanceId, SaleTermsId>;

/// Versions with what they say, as the store has them.
pub(super) struct Versions {
    /// By creditor, then by the day they begin.
    pub all: Vec<SaleTerms>,
    kinds: HashMap<SaleTermsId, Vec<ClauseKind>>,
    clauses: HashMap<SaleTermsId, Vec<ClauseLine>>,
    spans: HashMap<SaleTermsId, (Option<Date>, VersionState)>,
    /// Those that somebody accepted, even if that was taken back.
    touched: BTreeSet<SaleTermsId>,
}

impl Versions {
    pub fn read(tx: &mut Tx, creditor: Option<CreditorId>, today: Date) -> Result<Self, DeskError> {
        let all = tx.sale_terms().list(creditor)?;
        let mut clauses: HashMap<SaleTermsId, Vec<ClauseLine>> = HashMap::new();
        let ids: Vec<SaleTermsId> = all.iter().map(|terms| terms.id).collect();
        for SaleClause { terms_id, kind, body, rate, .. } in tx.sale_terms().clauses(&ids)? {
            clauses.entry(terms_id).or_default().push(ClauseLine { kind, text: body, rate });
        }
        for lines in clauses.values_mut() {
            lines.sort_by_key(|line| line.kind);
        }
        let kinds = clauses.iter().map(|(id, lines)| (*id, lines.iter().map(|line| line.kind).collect())).collect();
        let mut by_creditor: BTreeMap<CreditorId, Vec<&SaleTerms>> = BTreeMap::new();
        for terms in &all {
            by_creditor.entry(terms.creditor_id).or_default().push(terms);
        }
        let mut known = HashMap::new();
        for versions in by_creditor.values() {
            let since: Vec<Date> = versions.iter().map(|terms| terms.since_on).collect();
            known.extend(versions.iter().map(|terms| terms.id).zip(spans(&since, today)));
        }
        let mut touched = BTreeSet::new();
        for terms in all.iter().filter(|terms| terms.since_on > today) {
            if tx.sale_terms().was_accepted(terms.id)? {
                touched.insert(terms.id);
            }
        }
        Ok(Self { all, kinds, clauses, spans: known, touched })
    }

    pub fn span(&self, id: SaleTermsId) -> (Option<Date>, VersionState) {
        self.spans.get(&id).copied().unwrap_or((None, VersionState::InForce))
    }

    pub fn clauses(&self, id: SaleTermsId) -> Vec<ClauseLine> {
        self.clauses.get(&id).cloned().unwrap_or_default()
    }

    pub fn find(&self, id: SaleTermsId) -> Option<&SaleTerms> {
        self.all.iter().find(|terms| terms.id == id)
    }

    pub fn line(&self, terms: &SaleTerms, creditor: &str, (accounts, today): (u64, Date), law: &Law) -> SaleTermsLine {
        let (until, state) = self.span(terms.id);
        let kinds = self.kinds.get(&terms.id).map_or(&[][..], Vec::as_slice);
        let missing = mentions(law, kinds).iter().filter(|mention| !mention.present).count();
        SaleTermsLine {
            id: terms.id,
            creditor: creditor.to_owned(),
            label: terms.label.clone(),
            since: terms.since_on,
            until,
            state,
            accounts,
            document: terms.document_id,
            missing: u64::try_from(missing).unwrap_or(u64::MAX),
            draft: terms.since_on > today && !self.touched.contains(&terms.id),
            actor: terms.actor.clone(),
        }
    }
}

/// What the law asks terms of sale to say between professionals, against the clauses that are there. The articles are
/// those of the table of mentions.
fn mentions(law: &Law, kinds: &[ClauseKind]) -> Vec<MentionLine> {
    let Ok(answer) = law::answers::mentions("terms-of-sale", law) else { return Vec::new() };
    let line = |mention: law::mentions::Mention| {
        let kind = clause_of(&mention.position)?;
        Some(MentionLine { kind, what: mention.text, article: mention.article, present: kinds.contains(&kind) })
    };
    answer.mentions.into_iter().filter_map(line).collect()
}

/// In which clause a mention of the table belongs.
fn clause_of(position: &str) -> Option<ClauseKind> {
    match position {
        "1" => Some(ClauseKind::LatePenalties),
        "2" => Some(ClauseKind::RecoveryIndemnity),
        _ => None,
    }
}

/// The rates of law of a day.
fn rates(law: &Law, on: Date) -> RatesBeside {
    let rate = |kind| law.rate(kind, on).ok().map(|found| found.rate);
    RatesBeside {
        on,
        applied: rate(RateKind::B2bDefault),
        lowest: rate(RateKind::B2bFloor),
        article: "C. com. L441-10 II".to_owned(),
    }
}

/// Acceptances that count, by account.
fn by_account(marks: &[AcceptanceMark], versions: &Versions) -> HashMap<AccountId, Vec<Bearing>> {
    let since: HashMap<SaleTermsId, Date> = versions.all.iter().map(|terms| (terms.id, terms.since_on)).collect();
    let mut by: HashMap<AccountId, Vec<Bearing>> = HashMap::new();
    for mark in marks {
        let Some(since) = since.get(&mark.terms_id) else { continue };
        by.entry(mark.account_id).or_default().push(Accepted {
            acceptance: mark.id,
            version: mark.terms_id,
            since: *since,
            on: mark.on,
            how: mark.how,
            filed: mark.filed,
        });
    }
    by
}

/// What is owed, minor units, by what its terms are proven.
#[derive(Debug, Default)]
struct Cover {
    owed: i64,
    strong: i64,
    filed: i64,
    weak: i64,
}

impl Cover {
    fn of(sight: &Sight, creditor: CreditorId, accepted: &HashMap<AccountId, Vec<Bearing>>) -> Self {
        let (view, mut cover) = (&sight.view, Self::default());
        for position in sight.positions(Some(creditor)) {
            let mine = accepted.get(&view.cards[position].id);
            for item in view.portfolio.items(position).filter(|i| i.open > 0 && i.currency == view.currency) {
                cover.owed += item.open;
                let Some(Binding::Bound { by, .. }) = mine.map(|all| binding(all, from_epoch_day(item.issue_day)))
                else {
                    continue;
                };
                if by.how.strength() == Strength::Strong {
                    cover.strong += item.open;
                    cover.filed += if by.filed { item.open } else { 0 };
                } else {
                    cover.weak += item.open;
                }
            }
        }
        cover
    }

    fn per_mille(&self) -> Option<i64> {
        let thousandths = i128::from(self.strong) * 1_000 / i128::from(self.owed.max(1));
        (self.owed > 0).then(|| i64::try_from(thousandths).unwrap_or(1_000))
    }
}

/// Accounts within reach that accepted each version.
fn counts(sight: &Sight, accepted: &HashMap<AccountId, Vec<Bearing>>) -> HashMap<SaleTermsId, u64> {
    let mut counts = HashMap::new();
    for (_, mine) in accepted.iter().filter(|(account, _)| sight.reaches(**account)) {
        for version in mine.iter().map(|one| one.version).collect::<BTreeSet<_>>() {
            *counts.entry(version).or_default() += 1;
        }
    }
    counts
}

impl Desk {
    /// Terms of sale by creditor, of one or of all within reach, with what of the amounts owed they cover.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn sale_terms(&self, actor: &Actor, creditor: Option<&str>) -> Result<Vec<CreditorSaleTerms>, DeskError> {
        actor.may(Permission::Read)?;
        let creditors = match creditor {
            Some(code) => vec![self.creditor(actor, code)?],
            None => self.creditors(actor)?,
        };
        let (sight, today) = (self.sight(actor)?, self.today());
        let (versions, marks) = self.store.read(|tx| {
            let marks = tx.sale_terms().marks()?;
            Ok::<_, DeskError>((Versions::read(tx, None, today)?, marks))
        })?;
        let accepted = by_account(&marks, &versions);
        let counts = counts(&sight, &accepted);
        let of = |creditor: &Creditor| {
            let cover = Cover::of(&sight, creditor.id, &accepted);
            let money = |minor: i64| Money::new(minor, sight.view.currency).to_decimal();
            let own = versions.all.iter().rev().filter(|terms| terms.creditor_id == creditor.id);
            let line = |terms: &SaleTerms| {
                let accounts = counts.get(&terms.id).copied().unwrap_or(0);
                versions.line(terms, &creditor.code, (accounts, today), &self.law)
            };
            CreditorSaleTerms {
                creditor: creditor.code.clone(),
                name: creditor.name.clone(),
                versions: own.map(line).collect(),
                currency: sight.view.currency,
                owed: money(cover.owed),
                strong: money(cover.strong),
                filed: money(cover.filed),
                weak: money(cover.weak),
                strong_per_mille: cover.per_mille(),
                may_write: may_write(actor, creditor.id),
            }
        };
        Ok(creditors.iter().map(of).collect())
    }

    /// One version: its clauses, what the law asks for, the rates to be read beside.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn sale_terms_version(&self, actor: &Actor, id: SaleTermsId) -> Result<SaleTermsFile, DeskError> {
        actor.may(Permission::Read)?;
        let (terms, creditor) = self.version_within(actor, id)?;
        let (sight, today) = (self.sight(actor)?, self.today());
        let (versions, marks) = self.store.read(|tx| {
            let marks = tx.sale_terms().marks()?;
            Ok::<_, DeskError>((Versions::read(tx, Some(creditor.id), today)?, marks))
        })?;
        let counts = counts(&sight, &by_account(&marks, &versions));
        let accounts = counts.get(&id).copied().unwrap_or(0);
        let clauses = versions.clauses(id);
        let kinds: Vec<ClauseKind> = clauses.iter().map(|clause| clause.kind).collect();
        Ok(SaleTermsFile {
            line: versions.line(&terms, &creditor.code, (accounts, today), &self.law),
            name: creditor.name,
            clauses,
            mentions: mentions(&self.law, &kinds),
            rates: rates(&self.law, today),
            may_write: may_write(actor, creditor.id),
        })
    }

    /// Who accepted a version, within reach: the last written down first.
    ///
    /// # Errors
    /// [`DeskError::NotFound`], [`DeskError::Store`].
    pub fn sale_terms_accepted(
        &self,
        actor: &Actor,
        id: SaleTermsId,
        before: Option<TermsAcceptanceId>,
        limit: u32,
    ) -> Result<AcceptedPage, DeskError> {
        actor.may(Permission::Read)?;
        self.version_within(actor, id)?;
        let scope = self.scope(actor)?;
        self.store.read(|tx| {
            let place = |a: &TermsAcceptance| (a.id, a.account_id);
            let read = |from, most| tx.sale_terms().acceptances(id, from, most);
            let (rows, more) = scope.page((before, limit), read, place)?;
            let ids: Vec<AccountId> = rows.iter().map(|row| row.account_id).collect();
            let lines = tx.accounts().get_many(&ids)?;
            let names: HashMap<AccountId, (String, String)> =
                lines.into_iter().map(|l| (l.account.id, (l.account.number, l.debtor.name))).collect();
            let next = rows.last().filter(|_| more).map(|row| row.id);
            let line = |row: TermsAcceptance| {
                let (account, debtor) = names.get(&row.account_id).cloned().unwrap_or_default();
                AcceptedBy {
                    id: row.id,
                    account_id: row.account_id,
                    account,
                    debtor,
                    on: row.accepted_on,
                    how: row.how,
                    strength: row.how.strength(),
                    document: row.document_id,
                }
            };
            Ok(AcceptedPage { rows: rows.into_iter().map(line).collect(), next })
        })
    }
}

/// True when an actor may write versions of a creditor: nothing is refused here, and nothing is noted.
fn may_write(actor: &Actor, creditor: CreditorId) -> bool {
    let by_token = actor.scopes().is_none_or(|scopes| scopes.carry(Permission::Settings));
    by_token && actor.role.carries(Permission::Settings) && actor.reach.covers(creditor)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A mention whose row moved would be asked of the wrong clause.
    #[test]
    fn each_mention_of_the_table_is_asked_of_its_clause() {
        let all = mentions(Law::builtin(), &[ClauseKind::RecoveryIndemnity]);
        let told: Vec<(ClauseKind, bool, &str)> = all.iter().map(|m| (m.kind, m.present, m.article.as_str())).collect();
        let expected = [
            (ClauseKind::LatePenalties, false, "C. com. L441-10 II"),
            (ClauseKind::RecoveryIndemnity, true, "C. com. L441-10 II, D441-5"),
        ];
        assert_eq!(told, expected);
        assert!(all[0].what.fr.contains("pénalités de retard") && all[1].what.fr.contains("indemnité"));
        let table = law::answers::mentions("terms-of-sale", Law::builtin()).expect("mentions");
        assert_eq!(table.mentions.len(), all.len(), "a mention of the table has no clause");
    }

    #[test]
    fn the_rates_beside_are_those_of_the_half_year() {
        let on: Date = "2026-11-23".parse().expect("a date");
        let beside = rates(Law::builtin(), on);
        let text = |rate: Option<kernel::Rate>| rate.map(|rate| rate.to_string());
        // late_payment_rates_by_half_year.csv, 2026-H2.
        assert_eq!(text(beside.applied).as_deref(), Some("12.40"));
        assert_eq!(text(beside.lowest).as_deref(), Some("8.25"));
    }
}
