//! Where the procedure of one debtor stands, by all the notices about it.

use kernel::{Date, slug_enum};
use law::Line;
use serde::{Deserialize, Serialize};

use super::{MissingRow, Notice, NoticeKind, NoticeStatus, Officer, OfficerRole, Regime};

slug_enum!(
    /// How far it is.
    Stage {
        /// Open: individual actions are stopped.
        Open = "open",
        /// A plan runs: claims of before are paid by the plan.
        Plan = "plan",
        /// The plan is ended for default, and no procedure is opened yet: prudently as open.
        PlanEnded = "plan-ended",
        /// Closed, individual actions not given back.
        Closed = "closed",
        /// Closed, the debts paid or the plan carried out.
        ClosedPaid = "closed-paid",
        /// Creditors may sue again, each for himself.
        ActionsResumed = "actions-resumed",
    }
);

/// The procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Insolvency {
    /// Which procedure it is now.
    pub regime: Regime,
    /// How far it is.
    pub stage: Stage,
    /// The day of the opening judgment: it parts claims of before from later ones. None when no notice read tells it.
    pub judgment_on: Option<Date>,
    /// The judgment from which the procedure is known, where the opening is not.
    pub known_from: Date,
    /// The day the opening was published: periods run from it. None when the opening is not known.
    pub published_on: Option<Date>,
    /// The notice that opened it, or the first that is known.
    pub opened_by: String,
    /// The day the list of claims was published.
    pub claims_list_on: Option<Date>,
    /// The day payments stopped.
    pub cessation_on: Option<Date>,
    /// The court.
    pub tribunal: String,
    /// Officers, the last named of each role.
    pub officers: Vec<Officer>,
    /// Where claims are declared online.
    pub portal: Option<String>,
    /// The notices it rests on, in order.
    pub notices: Vec<String>,
}

impl Insolvency {
    /// To whom claims are declared: the liquidator, else the representative of the creditors.
    pub fn declare_to(&self) -> Option<&Officer> {
        [OfficerRole::Liquidator, OfficerRole::Representative]
            .iter()
            .find_map(|role| self.officers.iter().find(|officer| officer.role == *role))
    }
}

/// What a person must look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doubt {
    /// The notice.
    pub notice: String,
    /// What and why.
    pub why: Line,
    /// The row of law that would decide it.
    pub missing: Option<MissingRow>,
}

/// Where a debtor stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Its procedure; none when no notice that counts opens one.
    pub insolvency: Option<Insolvency>,
    /// What a person must look at.
    pub doubts: Vec<Doubt>,
}

/// A notice that counts, with the day its first publication appeared.
#[derive(Debug, Clone)]
struct Counting {
    notice: Notice,
    first_on: Date,
}

/// Reads all the notices about one debtor, in any order, each as often as it was given.
pub fn standing(notices: &[Notice]) -> Standing {
    let mut out = Standing::default();
    for Counting { notice, first_on } in counting(notices, &mut out.doubts) {
        tell(&mut out, &notice, first_on);
    }
    out
}

/// The notices that count: once each, the corrected ones replaced, the cancelled ones gone.
fn counting(notices: &[Notice], doubts: &mut Vec<Doubt>) -> Vec<Counting> {
    let mut once: Vec<Notice> = Vec::new();
    for notice in notices {
        match once.iter_mut().find(|known| known.id == notice.id) {
            Some(known) => *known = notice.clone(),
            None => once.push(notice.clone()),
        }
    }
    once.sort_by(|a, b| (a.published_on, &a.id).cmp(&(b.published_on, &b.id)));
    let mut count: Vec<Counting> = Vec::new();
    for mut notice in once {
        let before = notice.replaces.as_ref().and_then(|id| count.iter().position(|c| c.notice.id == *id));
        let mut first_on = notice.published_on;
        match (notice.status, before) {
            (NoticeStatus::Initial, _) => {}
            (NoticeStatus::Cancelled, Some(at)) => {
                count.remove(at);
                continue;
            }
            (NoticeStatus::Cancelled, None) => {
                doubts.push(doubt(&notice, without_object_fr(true), without_object_en(true)));
                continue;
            }
            (NoticeStatus::Corrected, Some(at)) => {
                let former = count.remove(at);
                first_on = former.first_on;
                complete(&mut notice, former.notice);
                doubts.push(corrected(&notice));
            }
            (NoticeStatus::Corrected, None) => {
                doubts.push(doubt(&notice, without_object_fr(false), without_object_en(false)));
            }
        }
        count.push(Counting { notice, first_on });
    }
    count.sort_by_key(|c| (c.notice.judgment_on.unwrap_or(c.notice.published_on), c.notice.published_on));
    count
}

const fn without_object_fr(cancels: bool) -> &'static str {
    if cancels {
        "annulation d’une annonce qui n’est pas connue : rien n’est repris ; retrouvez l’annonce annulée"
    } else {
        "rectificatif d’une annonce qui n’est pas connue : il compte par lui-même ; retrouvez l’annonce rectifiée"
    }
}

const fn without_object_en(cancels: bool) -> &'static str {
    if cancels {
        "cancels a notice that is not known: nothing is taken back; find the cancelled notice"
    } else {
        "corrects a notice that is not known: it counts by itself; find the corrected notice"
    }
}

/// A correction may name only what it corrects: the rest stays.
fn complete(notice: &mut Notice, former: Notice) {
    if notice.kind == NoticeKind::Other {
        notice.kind = former.kind;
    }
    notice.judgment_on = notice.judgment_on.or(former.judgment_on);
    notice.cessation_on = notice.cessation_on.or(former.cessation_on);
    notice.portal = notice.portal.take().or(former.portal);
    if notice.officers.is_empty() {
        notice.officers = former.officers;
    }
    if notice.persons.is_empty() {
        notice.persons = former.persons;
    }
}

fn doubt(notice: &Notice, fr: &str, en: &str) -> Doubt {
    Doubt { notice: notice.id.clone(), why: Line::new(fr, en), missing: None }
}

/// Whether a period begins anew with a correction, no row says: the first publication gives the earlier day.
fn corrected(notice: &Notice) -> Doubt {
    let why = Line::new(
        "annonce rectifiée : ses effets sont recalculés ; les délais restent comptés de la première publication, date prudente",
        "notice corrected: its effects are computed again; periods stay counted from the first publication, the prudent date",
    );
    let row =
        "10 procedures collectives, « declaration of claim after a corrected notice (rectificatif) », its article";
    let missing = Some(MissingRow::new("procedure_deadlines", row, why.clone()));
    Doubt { notice: notice.id.clone(), why, missing }
}

fn tell(out: &mut Standing, notice: &Notice, first_on: Date) {
    let day = notice.judgment_on.unwrap_or(notice.published_on);
    if let Some(regime) = notice.kind.opens() {
        open(out, notice, first_on, regime);
    } else if let Some(regime) = notice.kind.converts() {
        match &mut out.insolvency {
            Some(known) if is_under_way(known.stage) => {
                known.regime = regime;
                known.stage = Stage::Open;
            }
            _ => {
                out.insolvency = Some(begun(notice, None, None, regime));
                out.doubts.push(doubt(
                    notice,
                    "conversion d’une procédure dont l’ouverture n’est pas connue : cherchez l’annonce d’ouverture, dont dépendent le tri des créances et les délais",
                    "conversion of a procedure whose opening is not known: find the opening notice, on which the sorting of claims and the periods depend",
                ));
            }
        }
    } else if notice.kind == NoticeKind::Extension {
        extend(out, notice, first_on);
    } else if notice.kind == NoticeKind::Overturned {
        out.doubts.push(doubt(
            notice,
            "décision infirmée ou rétractée : rien n’est repris seul ; lisez l’arrêt et écartez l’annonce qu’il défait",
            "decision undone on appeal or withdrawn: nothing is taken back by itself; read it and set aside the notice it undoes",
        ));
    }
    let Some(known) = &mut out.insolvency else { return };
    match notice.kind {
        NoticeKind::PlanAdopted => known.stage = Stage::Plan,
        // the same day may end a plan and open a procedure anew, told in either order
        NoticeKind::PlanResolved if known.stage == Stage::Plan => known.stage = Stage::PlanEnded,
        NoticeKind::PlanCompleted | NoticeKind::ClosingDebtsPaid => known.stage = Stage::ClosedPaid,
        NoticeKind::ClosingWithoutAssets | NoticeKind::Closing => known.stage = Stage::Closed,
        NoticeKind::IndividualActionsResumed => known.stage = Stage::ActionsResumed,
        NoticeKind::ClaimsListFiled => known.claims_list_on = Some(first_on),
        _ => {}
    }
    gather(known, notice);
    known.known_from = known.known_from.min(day);
}

const fn is_under_way(stage: Stage) -> bool {
    matches!(stage, Stage::Open | Stage::Plan)
}

/// An opening while one is open is a second notice of it, or a conversion told as an opening: claims keep their day.
fn open(out: &mut Standing, notice: &Notice, first_on: Date, regime: Regime) {
    match &mut out.insolvency {
        Some(known) if known.stage == Stage::Open => {
            if known.judgment_on.is_some() && known.judgment_on == notice.judgment_on {
                known.regime = known.regime.max(regime);
                return;
            }
            known.regime = regime;
            out.doubts.push(doubt(
                notice,
                "nouvelle ouverture alors qu’une procédure est en cours : traitée comme une conversion, les créances gardent la date du premier jugement ; vérifiez",
                "another opening while a procedure is under way: treated as a conversion, claims keep the day of the first judgment; check",
            ));
        }
        _ => {
            if notice.judgment_on.is_none() {
                out.doubts.push(doubt(
                    notice,
                    "l’annonce ne dit pas le jour du jugement : demandez-le au greffe ; d’ici là tout ce qui est livré avant la publication est tenu pour antérieur",
                    "the notice does not tell the day of the judgment: ask the registry; until then all that was supplied before the publication is taken as prior",
                ));
            }
            out.insolvency = Some(begun(notice, notice.judgment_on, Some(first_on), regime));
        }
    }
}

/// Claims on whom the procedure is extended to: whether the first judgment or the extension parts them, no row says.
fn extend(out: &mut Standing, notice: &Notice, first_on: Date) {
    let why = Line::new(
        "extension de procédure : faute de règle dans les tables, les créances sont triées au jour de l’extension et les délais courent de sa publication ; demandez l’avis d’un avocat",
        "procedure extended: for want of a rule in the tables, claims are sorted at the day of the extension and periods run from its publication; ask a lawyer",
    );
    let row = "10 procedures collectives, « extension to another person: day that parts the claims, start of the declaration period », its article";
    let missing = Some(MissingRow::new("procedure_deadlines", row, why.clone()));
    out.doubts.push(Doubt { notice: notice.id.clone(), why, missing });
    if out.insolvency.as_ref().is_none_or(|known| !is_under_way(known.stage)) {
        // which procedure is extended stands in the text only: the gravest is supposed until somebody says
        out.insolvency = Some(begun(notice, notice.judgment_on, Some(first_on), Regime::Liquidation));
    }
}

fn begun(notice: &Notice, judgment_on: Option<Date>, published_on: Option<Date>, regime: Regime) -> Insolvency {
    Insolvency {
        regime,
        stage: Stage::Open,
        judgment_on,
        known_from: notice.judgment_on.unwrap_or(notice.published_on),
        published_on,
        opened_by: notice.id.clone(),
        claims_list_on: None,
        cessation_on: None,
        tribunal: notice.tribunal.clone(),
        officers: Vec::new(),
        portal: None,
        notices: Vec::new(),
    }
}

fn gather(known: &mut Insolvency, notice: &Notice) {
    known.notices.push(notice.id.clone());
    known.cessation_on = notice.cessation_on.or(known.cessation_on);
    known.portal = notice.portal.clone().or(known.portal.take());
    for officer in &notice.officers {
        known.officers.retain(|other| other.role != officer.role);
        known.officers.push(officer.clone());
    }
}
