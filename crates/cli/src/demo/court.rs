//! The court file of the demo: what its workshop did before judges since June, told on its days through the use cases
//! users call. `demo/README.md` says what there is to see.

use app::cases::{
    CaseId, CaseOrder, CaseOutcome, CaseSide, CourtProcedureId, Fact, ProcedureOrder, ProofKind, Tell, TellOrder,
};
use app::costs::{CostOrder, TimeOrder};
use app::insolvency::ItemAnswer;
use app::papers::FilesAdded;
use app::readiness::{CaseAspect, Gap};
use app::titles::{HeadOrder, TitleOrder, TitleTell, TitleTold};
use app::{Actor, Desk, Role};

use super::{Embedded, LOGIN, file};
use crate::output::{Failure, bar, language, talk};

/// Who serves and seizes; who grants; the bank that answers.
const OFFICER: &str = "Me Solange Grandmottet, commissaire de justice";
const JUDGE: &str = "le président du tribunal";
const BANK: &str = "Banque des Rabots";

const SUMMER: Embedded = ("sirene-2026-08-24.json", include_bytes!("../../../../demo/sirene-2026-08-24.json"));
const AUTUMN: Embedded = ("sirene-2026-11-09.json", include_bytes!("../../../../demo/sirene-2026-11-09.json"));
const NOTICES: Embedded = ("bodacc-2026-10-20.json", include_bytes!("../../../../demo/bodacc-2026-10-20.json"));

const ORDER: Embedded =
    ("Ordonnance 2026IP00318.pdf", include_bytes!("../../../../demo/papers/ordonnance-2026IP00318.pdf"));
const SERVICE: Embedded =
    ("PV de signification 2026-0706.pdf", include_bytes!("../../../../demo/papers/signification-jobardet.pdf"));

/// What the case being prepared shows already; their names say what they are.
const EXHIBITS: [Embedded; 6] = [
    ("Commande 4471.pdf", include_bytes!("../../../../demo/papers/commande-4471.pdf")),
    ("Facture F0875.pdf", include_bytes!("../../../../demo/papers/facture-F0875.pdf")),
    ("Facture F0919.pdf", include_bytes!("../../../../demo/papers/facture-F0919.pdf")),
    ("Facture F0963.pdf", include_bytes!("../../../../demo/papers/facture-F0963.pdf")),
    ("Mise en demeure du 5 octobre 2026.pdf", include_bytes!("../../../../demo/papers/mise-en-demeure-vidal.pdf")),
    ("Avis de réception.pdf", include_bytes!("../../../../demo/papers/avis-de-reception-vidal.pdf")),
];

/// The desks of the days on which something happened.
pub struct Days<'d> {
    /// 8 June.
    pub june: &'d Desk,
    /// 24 August.
    pub august: &'d Desk,
    /// 21 October.
    pub october: &'d Desk,
    /// 9 November.
    pub november: &'d Desk,
    /// The demo's day.
    pub today: &'d Desk,
}

/// Who tells it: she who signs in.
fn clerk() -> Actor {
    Actor::new(LOGIN, Role::Administrator)
}

/// Tells it all. The desk of the demo's day looks at the whole only after the others have told: their ids are older, and
/// what it keeps in memory would not hear of them.
pub fn tell(days: &Days<'_>) -> Result<(), Failure> {
    talk("court: cases, a title, an insolvency");
    registers(days)?;
    delivered(days.november)?;
    enforced(days)?;
    to_serve(days)?;
    paid(days)?;
    heard(days)?;
    prepared(days)
}

/// What two registers said, from files: no server is asked.
fn registers(days: &Days<'_>) -> Result<(), Failure> {
    let actor = clerk();
    days.august.take_companies(&actor, &file(SUMMER), &bar("companies"))?;
    days.october.take_insolvency_notices(&actor, &file(NOTICES), &bar("notices"))?;
    days.november.take_companies(&actor, &file(AUTUMN), &bar("companies"))?;
    Ok(())
}

/// Constructions Belmontais-Roche: when each piece was delivered, which tells what is born before the judgment; of one,
/// nobody has found it yet.
fn delivered(desk: &Desk) -> Result<(), Failure> {
    let actor = clerk();
    for (number, day) in [
        ("FD26-0708", "2026-08-10"),
        ("FD26-0771", "2026-09-07"),
        ("FD26-0788", "2026-09-08"),
        ("FD26-0855", "2026-09-21"),
        ("FD26-0915", "2026-10-01"),
        ("FD26-1030", "2026-11-06"),
    ] {
        let answer = ItemAnswer { supply_on: Some(day.parse()?), ..ItemAnswer::default() };
        desk.answer_insolvency_item(&actor, desk.find_item(&actor, number)?.id, &answer)?;
    }
    Ok(())
}

/// Fermetures Jobardet: a title, and a bank account attached five days ago.
fn enforced(days: &Days<'_>) -> Result<(), Failure> {
    let (desk, actor) = (days.october, clerk());
    let case = open(days.june, ("C0030", "VAUBAN 2026/07"), &["FD26-0214", "FD26-0231"])?;
    let order = ("payment-order", "Tribunal de commerce de Dijon", "2026-06-08");
    let ordered = follow(
        desk,
        case,
        order,
        &[
            ("file-request", "2026-06-08", ProofKind::RegistryReceipt, "2026/1187"),
            ("grant", "2026-06-22", ProofKind::Decision, "2026IP00231"),
            ("serve", "2026-07-06", ProofKind::OfficerAct, "PV 2026/0706"),
            ("issue-certificate", "2026-08-20", ProofKind::RegistryReceipt, "certificat 2026/1187"),
        ],
    )?;
    spend(desk, (case, ordered), &[request("2026-06-08"), service("2026-07-06")])?;
    prove(desk, (case, ordered), "serve", SERVICE)?;
    let head = |kind: &str, amount: &str, bare| HeadOrder { kind: kind.to_owned(), amount: amount.to_owned(), bare };
    let title = TitleOrder {
        kind: "payment-order".to_owned(),
        issued: Some("2026-06-22".parse()?),
        court: order.1.to_owned(),
        number: "2026IP00231".to_owned(),
        heads: vec![head("principal", "10776.00", false), head("costs", "33.47", true)],
        enforceable: Some("2026-08-20".parse()?),
        finality: "final".to_owned(),
        ..TitleOrder::default()
    };
    let title = desk.add_title(&actor, case, &title)?;
    let served = TitleTell {
        on: "Mme Inès Ramanoël, gérante".to_owned(),
        proof: "PV 2026/0706".to_owned(),
        ..TitleTell::new(TitleTold::Service, Some("2026-07-06".parse()?))
    };
    desk.tell_title(&actor, title, &served)?;
    let kept = TitleTell {
        place: "coffre de l’étude".to_owned(),
        holder: OFFICER.to_owned(),
        ..TitleTell::new(TitleTold::Original, Some("2026-08-31".parse()?))
    };
    desk.tell_title(&actor, title, &kept)?;
    let attached = follow(
        days.today,
        case,
        ("attachment", "", "2026-11-18"),
        &[
            ("seize", "2026-11-18", ProofKind::OfficerAct, "PV 2026/1118"),
            ("answer", "2026-11-18", ProofKind::Statement, "compte débiteur de 84,10 €, un livret de 6 412,55 €"),
        ],
    )?;
    let record = Spent {
        act: "seize",
        kind: "officer-act",
        label: "procès-verbal de saisie-attribution",
        day: "2026-11-18",
        amounts: ("96.40", "19.28"),
        ground: "enforcement",
        tariff: "attachment-record",
    };
    spend(days.today, (case, attached), &[record])
}

/// Domaine Mbarga: an order granted on 10 September that waits for its service.
fn to_serve(days: &Days<'_>) -> Result<(), Failure> {
    let (desk, actor) = (days.october, clerk());
    let case = open(days.august, ("C0202", "VAUBAN 2026/11"), &["FB26-0282"])?;
    let order = follow(
        desk,
        case,
        ("payment-order", "Tribunal de commerce de Besançon", "2026-09-01"),
        &[
            ("file-request", "2026-09-01", ProofKind::RegistryReceipt, "2026/2204"),
            ("grant", "2026-09-10", ProofKind::Decision, "2026IP00318"),
        ],
    )?;
    let agency = Spent {
        act: "",
        kind: "agency",
        label: "relance par un cabinet, sans suite",
        day: "2026-08-28",
        amounts: ("60.00", "12.00"),
        ground: "without-title",
        tariff: "",
    };
    spend(desk, (case, order), &[agency, request("2026-09-01")])?;
    prove(desk, (case, order), "grant", ORDER)?;
    desk.add_time(&actor, case, &minutes("2026-09-01", 45)?)?;
    Ok(())
}

/// Maçonnerie Esnault-Pré: served, it paid.
fn paid(days: &Days<'_>) -> Result<(), Failure> {
    let (desk, actor) = (days.november, clerk());
    let case = open(days.august, ("C0137", "VAUBAN 2026/12"), &["FB26-0595"])?;
    let order = follow(
        desk,
        case,
        ("payment-order", "Tribunal de commerce de Lons-le-Saunier", "2026-08-31"),
        &[
            ("file-request", "2026-08-31", ProofKind::RegistryReceipt, "2026/0931"),
            ("grant", "2026-09-11", ProofKind::Decision, "2026IP00147"),
            ("serve", "2026-09-28", ProofKind::OfficerAct, "PV 2026/0928"),
        ],
    )?;
    spend(desk, (case, order), &[request("2026-08-31"), service("2026-09-28")])?;
    desk.add_time(&actor, case, &minutes("2026-08-31", 30)?)?;
    let end = TellOrder {
        day: Some("2026-11-05".parse()?),
        ground: "paid".to_owned(),
        why: "virement de tout le principal".to_owned(),
        proof_kind: ProofKind::Bank.slug().to_owned(),
        proof: "BQ26-2015".to_owned(),
        ..TellOrder::new(Tell::End)
    };
    desk.tell_procedure(&actor, order, &end)?;
    Ok(desk.close_case(&actor, case, (CaseOutcome::Paid, "payé après la signification"))?)
}

/// Hôtel Bérénice: it asks a provision before the judge of urgent matters; the house defends, and the hearing is ahead.
fn heard(days: &Days<'_>) -> Result<(), Failure> {
    let (desk, actor) = (days.november, clerk());
    let case = CaseOrder {
        side: CaseSide::Defendant,
        reference: "VAUBAN 2026/13".to_owned(),
        object: "référé-provision : reprise de huit fenêtres posées en mai".to_owned(),
        owner: LOGIN.to_owned(),
        ..CaseOrder::default()
    };
    let case = desk.open_case(&actor, desk.find_account(&actor, "C0129")?, &case)?;
    let order = ProcedureOrder {
        definition: "interim-payment".to_owned(),
        begun: Some("2026-10-26".parse()?),
        court: "Tribunal de commerce de Besançon".to_owned(),
        claimed: "4860.00".to_owned(),
        ..ProcedureOrder::default()
    };
    let procedure = desk.begin_procedure(&actor, case, &order)?;
    for (act, day, proof, reference, by) in [
        ("summon", "2026-10-27", ProofKind::OfficerAct, "assignation du 27 octobre 2026", OFFICER),
        ("file", "2026-11-03", ProofKind::RegistryReceipt, "2026R00207", "Hôtel Bérénice"),
    ] {
        let told = TellOrder::act(act, day.parse()?).proved(proof, reference);
        desk.tell_procedure(&actor, procedure, &TellOrder { by: by.to_owned(), ..told })?;
    }
    let hearing = TellOrder {
        day: Some("2026-12-08".parse()?),
        note: "9 h, salle B ; Me Aubry plaide pour nous".to_owned(),
        proof_kind: ProofKind::OfficerAct.slug().to_owned(),
        proof: "assignation du 27 octobre 2026".to_owned(),
        ..TellOrder::new(Tell::Hearing)
    };
    desk.tell_procedure(&actor, procedure, &hearing)?;
    Ok(())
}

/// Transports Vidal: nearly ready to go before a judge, but for the proof of delivery.
fn prepared(days: &Days<'_>) -> Result<(), Failure> {
    let (desk, actor) = (days.today, clerk());
    let case = open(days.november, ("C0128", "VAUBAN 2026/14"), &["F0875", "F0919", "F0963"])?;
    taken(&desk.add_exhibits(&actor, case, &EXHIBITS.map(file))?)?;
    for (aspect, value, note) in [
        (CaseAspect::Register, "2026-11-09", "extrait du greffe"),
        // INSEE's code of Saint-Claude.
        (CaseAspect::Place, "39478", ""),
        (CaseAspect::Authority, "own", "Mme Lefort, présidente, signe la requête"),
        (CaseAspect::Solvency, "good", "comptes 2025 déposés, capitaux propres positifs"),
    ] {
        desk.answer_readiness(&actor, case, (aspect, value, note))?;
    }
    desk.ask_piece(&actor, case, Gap::DeliveryMissing)?;
    Ok(())
}

/// A case over some pieces of an account.
fn open(desk: &Desk, (code, reference): (&str, &str), pieces: &[&str]) -> Result<CaseId, Failure> {
    let actor = clerk();
    let mut items = Vec::with_capacity(pieces.len());
    for number in pieces {
        items.push(desk.find_item(&actor, number)?.id);
    }
    let (reference, owner) = (reference.to_owned(), LOGIN.to_owned());
    let order = CaseOrder { items, reference, owner, ..CaseOrder::default() };
    Ok(desk.open_case(&actor, desk.find_account(&actor, code)?, &order)?)
}

/// A procedure begun, with its acts: name, day, what proves each.
fn follow(
    desk: &Desk,
    case: CaseId,
    (definition, court, begun): (&str, &str, &str),
    acts: &[(&str, &str, ProofKind, &str)],
) -> Result<CourtProcedureId, Failure> {
    let actor = clerk();
    let order = ProcedureOrder {
        definition: definition.to_owned(),
        begun: Some(begun.parse()?),
        court: court.to_owned(),
        ..ProcedureOrder::default()
    };
    let id = desk.begin_procedure(&actor, case, &order)?;
    for (act, day, proof, reference) in acts {
        let (by, service) = match *act {
            "serve" => (OFFICER, "in-person"),
            "seize" => (OFFICER, ""),
            "grant" => (JUDGE, ""),
            "answer" => (BANK, ""),
            "issue-certificate" => ("le greffe", ""),
            _ => (LOGIN, ""),
        };
        let told = TellOrder::act(act, day.parse()?).proved(*proof, reference);
        let told = TellOrder { by: by.to_owned(), service: service.to_owned(), ..told };
        desk.tell_procedure(&actor, id, &told)?;
    }
    Ok(id)
}

/// An act of a procedure, as what proves it or pays it names it.
fn subject(desk: &Desk, procedure: CourtProcedureId, act: &str) -> Result<String, Failure> {
    let facts = desk.procedure(&clerk(), procedure)?.facts;
    let line = facts.iter().find(|line| matches!(&line.fact, Fact::Act(done) if done.act == act));
    Ok(line.ok_or_else(|| Failure(format!("the demo's procedure has no act {act}")))?.subject.to_string())
}

/// A file beside an act.
fn prove(
    desk: &Desk,
    (case, procedure): (CaseId, CourtProcedureId),
    act: &str,
    paper: Embedded,
) -> Result<(), Failure> {
    let subject = subject(desk, procedure, act)?;
    taken(&desk.add_proofs(&clerk(), case, (subject.as_str(), &[file(paper)]))?)
}

/// Says which file was not taken.
fn taken(added: &FilesAdded) -> Result<(), Failure> {
    match added.refused.first() {
        Some(bad) => Err(Failure(format!("{}: {}", bad.file, bad.why.pick(language())))),
        None => Ok(()),
    }
}

/// A cost, as it was invoiced.
struct Spent {
    /// The act it pays; none when empty.
    act: &'static str,
    kind: &'static str,
    label: &'static str,
    day: &'static str,
    /// Without VAT, and the VAT.
    amounts: (&'static str, &'static str),
    ground: &'static str,
    tariff: &'static str,
}

/// The registry, for a request.
const fn request(day: &'static str) -> Spent {
    Spent {
        act: "file-request",
        kind: "registry",
        label: "requête en injonction de payer",
        day,
        amounts: ("27.89", "5.58"),
        ground: "proceedings",
        tariff: "payment-order-request",
    }
}

/// The service of an order.
const fn service(day: &'static str) -> Spent {
    Spent {
        act: "serve",
        kind: "officer-act",
        label: "signification de l’ordonnance",
        day,
        amounts: ("58.73", "11.75"),
        ground: "prescribed-act",
        tariff: "service-of-order",
    }
}

fn spend(desk: &Desk, (case, procedure): (CaseId, CourtProcedureId), costs: &[Spent]) -> Result<(), Failure> {
    for cost in costs {
        let act = if cost.act.is_empty() { String::new() } else { subject(desk, procedure, cost.act)? };
        let order = CostOrder {
            kind: cost.kind.to_owned(),
            label: cost.label.to_owned(),
            day: Some(cost.day.parse()?),
            net: cost.amounts.0.to_owned(),
            vat: cost.amounts.1.to_owned(),
            ground: cost.ground.to_owned(),
            paid: Some(cost.day.parse()?),
            tariff: cost.tariff.to_owned(),
            act,
            ..CostOrder::default()
        };
        desk.add_cost(&clerk(), case, &order)?;
    }
    Ok(())
}

/// Time of the house.
fn minutes(day: &str, minutes: i64) -> Result<TimeOrder, Failure> {
    let (who, hourly) = ("Mme Lefort".to_owned(), "38.00".to_owned());
    Ok(TimeOrder { who, day: Some(day.parse()?), minutes, hourly })
}
