//! Notices as the bulletin's reader gives them, as judgments read them, and as they are kept.

use formats::bodacc::{self, Family, PersonKind};
use judicial::insolvency::{Notice, NoticeKind, NoticePerson, NoticeStatus, Officer, OfficerRole};
use store::{InsolvencyNotice, InsolvencyNoticeId, Tx};

use crate::{DeskError, InsolvencyRefusal};

/// A notice about an insolvency; none for one about something else.
pub(super) fn of_insolvency(read: &bodacc::Notice) -> Option<Notice> {
    let family = matches!(read.family, Family::Collective | Family::Conciliation | Family::ProfessionalRecovery);
    family.then(|| Notice {
        id: read.id.clone(),
        published_on: read.published,
        status: NoticeStatus::parse(read.status.slug()).unwrap_or(NoticeStatus::Initial),
        replaces: read.refers_to.as_ref().and_then(|reference| reference.id.clone()),
        kind: read.kind().and_then(|kind| NoticeKind::parse(kind.slug())).unwrap_or(NoticeKind::Other),
        judgment_on: read.judgment.as_ref().and_then(|judgment| judgment.date),
        tribunal: read.tribunal.clone(),
        persons: read.debtors.iter().map(person).collect(),
        officers: read.officers.iter().filter_map(officer).collect(),
        cessation_on: read.cessation,
        portal: read.portal.clone(),
    })
}

fn person(read: &bodacc::Person) -> NoticePerson {
    let at = read.address.as_ref();
    NoticePerson {
        name: read.name.clone(),
        trade_name: read.trade_name.clone(),
        siren: read.siren.clone(),
        natural: read.kind.map(|kind| kind == PersonKind::Person),
        postcode: at.and_then(|at| at.postcode.clone()),
        town: at.and_then(|at| at.town.clone()),
    }
}

fn officer(read: &bodacc::Officer) -> Option<Officer> {
    let role = OfficerRole::parse(read.role.slug())?;
    Some(Officer { role, name: read.name.clone(), address: read.address.clone() })
}

/// A kept notice as it was read.
pub(super) fn kept(notice: &InsolvencyNotice) -> Result<Notice, DeskError> {
    let unsound = |_| InsolvencyRefusal::NoticeUnsound { number: notice.number.clone() };
    Ok(serde_json::from_str(&notice.body).map_err(unsound)?)
}

/// Kept notices with what each tells.
pub(super) fn read(tx: &mut Tx, ids: &[InsolvencyNoticeId]) -> Result<Vec<(InsolvencyNotice, Notice)>, DeskError> {
    let rows = tx.insolvencies().notices(ids)?;
    rows.into_iter()
        .map(|row| {
            let told = kept(&row)?;
            Ok((row, told))
        })
        .collect()
}
