//! A small portfolio with every way a file ends, of two creditors and in two currencies.

use app::cases::{
    CaseId, CaseOrder, CaseOutcome, CaseSide, CourtProcedureId, ProcedureOrder, ProofKind, Tell, TellOrder,
};
use app::costs::{CaseClosing, CaseCostId, CostOrder, LossOrder, TimeOrder};
use app::titles::{HeadOrder, TitleOrder};
use app::{Actor, Desk};
use ledger::ImportMode;

use crate::support::{House, day, houses, import, request, upload};

pub const TODAY: &str = "2026-11-23";
const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant;devise\n";

/// All of it due on 30 June 2026: an account each, a piece each. Creditor, piece, amount, currency.
const PIECES: [(&str, &str, &str, &str); 18] = [
    ("UN", "A1", "300,00", "EUR"),
    ("UN", "A2", "200,00", "EUR"),
    ("UN", "A3", "400,00", "EUR"),
    ("UN", "A4", "500,00", "EUR"),
    ("UN", "A5", "600,00", "EUR"),
    ("UN", "A6", "100,00", "USD"),
    ("UN", "WON", "1000,00", "EUR"),
    ("UN", "PART", "800,00", "EUR"),
    ("UN", "LOST", "600,00", "EUR"),
    ("UN", "SETTLED", "700,00", "EUR"),
    ("UN", "WITHDRAWN", "250,00", "EUR"),
    ("UN", "SHELL", "900,00", "EUR"),
    ("UN", "STAYED", "450,00", "EUR"),
    ("UN", "MISTAKE", "77,00", "EUR"),
    ("UN", "DEFENCE", "55,00", "EUR"),
    ("UN", "DOLLARS", "2000,00", "USD"),
    ("DEUX", "JUDGED", "1500,00", "EUR"),
    ("DEUX", "DISMISSED", "400,00", "EUR"),
];

/// What came in. 10 July is 10 days late, 29 August 60, 8 October 100, 10 October 102. Piece, number, kind, day, amount.
const CAME: [(&str, &str, &str, &str, &str); 12] = [
    ("A1", "R1", "règlement", "08/10/2026", "300,00"),
    ("A2", "R2", "règlement", "08/10/2026", "150,00"),
    ("A2", "N2", "avoir", "10/10/2026", "50,00"),
    ("A3", "R3", "règlement", "30/06/2026", "400,00"),
    ("A4", "R4", "règlement", "08/10/2026", "100,00"),
    ("A5", "R5", "règlement", "10/07/2026", "600,00"),
    ("A6", "R6", "règlement", "29/08/2026", "100,00"),
    ("WON", "R7", "règlement", "08/10/2026", "400,00"),
    ("WON", "R8", "règlement", "29/08/2026", "600,00"),
    ("PART", "R9", "règlement", "08/10/2026", "500,00"),
    ("SETTLED", "R10", "règlement", "29/08/2026", "350,00"),
    ("DOLLARS", "R11", "règlement", "08/10/2026", "1000,00"),
];

pub fn take(desk: &Desk, creditor: &str, lines: &str) {
    let mut request = request(vec![upload(&format!("{creditor}.csv"), format!("{HEAD}{lines}"))]);
    (request.creditor, request.mode) = (Some(creditor.to_owned()), Some(ImportMode::Movement));
    let answer = import(desk, &request);
    assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
}

pub fn line(
    piece: &str,
    (number, kind): (&str, &str),
    (on, due): (&str, &str),
    (amount, currency): (&str, &str),
) -> String {
    format!("C-{piece};Garage {piece};1 rue A;75001;Paris;{number};{kind};{on};{due};{amount};{currency}\n")
}

fn owing(desk: &Desk) {
    for creditor in ["UN", "DEUX"] {
        let mine = PIECES.iter().filter(|(of, ..)| *of == creditor);
        let lines = mine.map(|(_, piece, amount, currency)| {
            line(piece, (piece, "facture"), ("31/05/2026", "30/06/2026"), (amount, currency))
        });
        take(desk, creditor, &lines.collect::<String>());
    }
}

fn came(desk: &Desk) {
    let (actor, mut lines) = (Actor::operator(), String::new());
    for (piece, number, kind, on, amount) in CAME {
        let currency = PIECES.iter().find(|(_, known, ..)| *known == piece).expect("a piece").3;
        lines += &line(piece, (number, kind), (on, ""), (&format!("-{amount}"), currency));
    }
    take(desk, "UN", &lines);
    for (piece, number, ..) in CAME {
        let of = |number: &str| desk.find_item(&actor, number).expect("an item").id;
        desk.allocate(&actor, of(piece), of(number), None).expect("matched");
    }
}

pub fn opened(desk: &Desk, piece: &str) -> CaseId {
    let actor = Actor::operator();
    let account = desk.find_account(&actor, &format!("C-{piece}")).expect("an account");
    desk.open_case(&actor, account, &CaseOrder::default()).expect("a case")
}

fn tell(desk: &Desk, id: CourtProcedureId, order: &TellOrder) {
    desk.tell_procedure(&Actor::operator(), id, order).expect("told");
}

/// A payment order filed on 1 September.
fn filed(desk: &Desk, case: CaseId) -> CourtProcedureId {
    let order = ProcedureOrder {
        definition: "payment-order".to_owned(),
        begun: Some(day("2026-09-01")),
        ..ProcedureOrder::default()
    };
    let id = desk.begin_procedure(&Actor::operator(), case, &order).expect("a procedure");
    tell(desk, id, &TellOrder::act("file-request", day("2026-09-01")).proved(ProofKind::RegistryReceipt, "2026/114"));
    id
}

/// The same, granted on 10 September, in part where a sum is told.
fn granted(desk: &Desk, case: CaseId, part: &str) -> CourtProcedureId {
    let id = filed(desk, case);
    let act = if part.is_empty() { "grant" } else { "grant-part" };
    let order = TellOrder::act(act, day("2026-09-10")).proved(ProofKind::Decision, "2026IP114");
    tell(desk, id, &TellOrder { granted: part.to_owned(), ..order });
    id
}

fn end(desk: &Desk, id: CourtProcedureId, ground: &str) {
    let (ground, why) = (ground.to_owned(), "voir le dossier".to_owned());
    tell(desk, id, &TellOrder { ground, why, ..TellOrder::new(Tell::End) });
}

/// The same, opposed, and judged on 20 November.
fn judged(desk: &Desk, case: CaseId) {
    let id = granted(desk, case, "");
    let serve = TellOrder::act("serve", day("2026-10-10")).proved(ProofKind::OfficerAct, "PV 4512");
    tell(desk, id, &TellOrder { service: "in-person".to_owned(), ..serve });
    for (act, on, proof) in [
        ("oppose", "2026-10-30", ProofKind::RegistryReceipt),
        ("ask-opposition-deposit", "2026-11-02", ProofKind::RegistryReceipt),
        ("deposit-opposition", "2026-11-10", ProofKind::RegistryReceipt),
        ("judge", "2026-11-20", ProofKind::Decision),
    ] {
        tell(desk, id, &TellOrder::act(act, day(on)).proved(proof, "voir le dossier"));
    }
}

fn cost(desk: &Desk, case: CaseId, (net, vat): (&str, &str), advanced: &str) -> CaseCostId {
    let order = CostOrder {
        kind: "officer-act".to_owned(),
        label: "acte".to_owned(),
        net: net.to_owned(),
        vat: vat.to_owned(),
        advanced_by: advanced.to_owned(),
        ..CostOrder::default()
    };
    desk.add_cost(&Actor::operator(), case, &order).expect("a cost")
}

pub fn close(desk: &Desk, case: CaseId, outcome: CaseOutcome) {
    let loss = LossOrder {
        proof: "certificat d’irrécouvrabilité".to_owned(),
        proof_on: Some(day(TODAY)),
        ..LossOrder::default()
    };
    let closing = CaseClosing { outcome, why: "voir le dossier".to_owned(), loss };
    desk.close_case(&Actor::operator(), case, closing).expect("closed");
}

/// Cases that a judge decided: won, won in part, lost; in dollars; judged with a title in the vault and without.
fn decided(desk: &Desk) -> Vec<(CaseId, CaseOutcome)> {
    let actor = Actor::operator();
    let [won, part, lost, dollars, title, none] =
        ["WON", "PART", "LOST", "DOLLARS", "JUDGED", "DISMISSED"].map(|piece| opened(desk, piece));
    end(desk, granted(desk, won, ""), "paid");
    cost(desk, won, ("120.00", "24.00"), "");
    let time = TimeOrder { who: "Léa".to_owned(), day: None, minutes: 60, hourly: "40.00".to_owned() };
    desk.add_time(&actor, won, &time).expect("time");
    end(desk, granted(desk, part, "500.00"), "settled");
    cost(desk, part, ("50.00", ""), "");
    let refused = filed(desk, lost);
    tell(desk, refused, &TellOrder::act("reject", day("2026-10-01")).proved(ProofKind::Decision, "2026IP115"));
    cost(desk, lost, ("30.00", "6.00"), "");
    end(desk, granted(desk, dollars, ""), "given-up");
    cost(desk, dollars, ("500.00", ""), "");
    judged(desk, title);
    let order = TitleOrder {
        issued: Some(day("2026-11-20")),
        court: "tribunal de commerce de Paris".to_owned(),
        number: "2026F00112".to_owned(),
        heads: vec![
            HeadOrder { amount: "1500.00".to_owned(), ..HeadOrder::default() },
            HeadOrder { kind: "outside-costs".to_owned(), amount: "300.00".to_owned(), bare: true },
        ],
        ..TitleOrder::default()
    };
    desk.add_title(&actor, title, &order).expect("a title");
    cost(desk, title, ("100.00", ""), "");
    judged(desk, none);
    vec![
        (won, CaseOutcome::Paid),
        (part, CaseOutcome::Settled),
        (lost, CaseOutcome::GivenUp),
        (dollars, CaseOutcome::GivenUp),
        (title, CaseOutcome::GivenUp),
        (none, CaseOutcome::GivenUp),
    ]
}

/// Cases that nobody decided: settled during the case, withdrawn, irrecoverable; and what counts nowhere: a case that
/// an insolvency stays, one opened by mistake, one in which we defend.
fn undecided(desk: &Desk) -> Vec<(CaseId, CaseOutcome)> {
    let actor = Actor::operator();
    let [settled, withdrawn, shell, stayed, mistake] =
        ["SETTLED", "WITHDRAWN", "SHELL", "STAYED", "MISTAKE"].map(|piece| opened(desk, piece));
    end(desk, filed(desk, settled), "settled");
    end(desk, filed(desk, withdrawn), "given-up");
    cost(desk, shell, ("10.00", ""), "");
    cost(desk, shell, ("70.00", "14.00"), "third-party");
    let gone = cost(desk, shell, ("90.00", ""), "");
    desk.drop_cost(&actor, gone, "autre dossier").expect("taken out");
    cost(desk, mistake, ("33.00", ""), "");
    let stay =
        TellOrder { day: Some(day("2026-10-01")), ground: "insolvency".to_owned(), ..TellOrder::new(Tell::Stay) };
    tell(desk, filed(desk, stayed), &stay.proved(ProofKind::Publication, "BODACC A n° 180"));
    let account = desk.find_account(&actor, "C-DEFENCE").expect("an account");
    let order =
        CaseOrder { side: CaseSide::Defendant, object: "assignation reçue".to_owned(), ..CaseOrder::default() };
    let defence = desk.open_case(&actor, account, &order).expect("a case");
    cost(desk, defence, ("44.00", ""), "");
    vec![
        (settled, CaseOutcome::Settled),
        (withdrawn, CaseOutcome::GivenUp),
        (shell, CaseOutcome::Irrecoverable),
        (mistake, CaseOutcome::Mistake),
        (defence, CaseOutcome::GivenUp),
    ]
}

pub fn filled() -> Vec<House> {
    let all = houses(TODAY);
    for House { desk, .. } in &all {
        owing(desk);
        let mut cases = decided(desk);
        cases.extend(undecided(desk));
        came(desk);
        for (case, outcome) in cases {
            close(desk, case, outcome);
        }
    }
    all
}
