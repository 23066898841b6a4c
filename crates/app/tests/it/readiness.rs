//! Whether a case can go: the ten files judged by hand, told through the desk; answers, requests, weights.

use app::cases::{CaseId, CaseOrder, CaseOutcome, CaseSide};
use app::colleagues::ColleagueOrder;
use app::disputes::{DisputeKind, DisputeOrder};
use app::imports::Upload;
use app::readiness::{CaseAspect, CasePolicy, Criterion, Gap, PieceOwner, Verdict};
use app::{Actor, Desk, DeskError, Role};
use kernel::Language;

use crate::support::{House, houses, import, request, upload};

pub const TODAY: &str = "2026-11-23";
const HEAD: &str =
    "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n";

/// The ten files, an account each: code, type, day, due date, amount. Their court is that of Lille.
const ACCOUNTS: [(&str, &str, &str, &str, &str); 12] = [
    ("C1", "société", "31/05/2026", "30/06/2026", "8000,00"),
    ("C2", "société", "31/05/2026", "30/06/2026", "8000,00"),
    ("C3", "société", "31/05/2026", "30/06/2026", "8000,00"),
    ("C4", "société", "15/10/2021", "15/11/2021", "8000,00"),
    ("C5", "société", "31/05/2026", "30/06/2026", "8000,00"),
    ("C6", "société", "31/05/2026", "30/06/2026", "8000,00"),
    ("C7", "société", "31/05/2026", "30/06/2026", "8000,00"),
    ("C8", "société", "31/05/2026", "", "8000,00"),
    ("C9", "particulier", "31/05/2026", "30/06/2026", "8000,00"),
    ("C10", "société", "31/05/2026", "30/06/2026", "8000,00"),
    ("C11", "société", "31/05/2026", "30/06/2026", "20,00"),
    ("C12", "société", "31/05/2026", "30/06/2026", "8000,00"),
];

pub fn filled() -> Vec<House> {
    let all = houses(TODAY);
    let line = |(code, kind, day, due, amount): &(&str, &str, &str, &str, &str)| {
        format!("{code};Garage {code} SARL;{kind};1 rue A;59000;Lille;F-{code};facture;{day};{due};{amount}\n")
    };
    let file = HEAD.to_owned() + &ACCOUNTS.iter().map(line).collect::<String>();
    for house in &all {
        let answer = import(&house.desk, &request(vec![upload("open.csv", file.clone())]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
    }
    all
}

pub fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

pub fn opened(desk: &Desk, account: &str) -> CaseId {
    let actor = Actor::operator();
    let account = desk.find_account(&actor, account).expect("an account");
    desk.open_case(&actor, account, &CaseOrder::default()).expect("a case")
}

pub fn say(desk: &Desk, case: CaseId, aspect: &str, value: &str) {
    let aspect = CaseAspect::parse(aspect).expect("an aspect");
    desk.answer_readiness(&Actor::operator(), case, (aspect, value, "vu au dossier papier")).expect("an answer");
}

/// A file that lacks nothing, as far as people say it.
const WHOLE: [(&str, &str); 11] = [
    ("contest", "not"),
    ("order", "filed"),
    ("delivery", "filed"),
    ("invoice", "filed"),
    ("terms", "strong"),
    ("notice", "presented"),
    ("register", "2026-10-15"),
    ("authority", "own"),
    ("identity", "checked"),
    ("solvency", "good"),
    ("place", "59350"),
];

pub fn whole(desk: &Desk, account: &str) -> CaseId {
    let case = opened(desk, account);
    for (aspect, value) in WHOLE {
        say(desk, case, aspect, value);
    }
    case
}

/// Account, what differs from a whole file, verdict, what is asked first and of whom, score: as judged by hand.
type Judged = (&'static str, &'static [(&'static str, &'static str)], Verdict, Option<(Gap, PieceOwner)>, u32);

const TEN: [Judged; 10] = [
    ("C1", &[], Verdict::Ready, None, 1000),
    ("C2", &[("notice", "none")], Verdict::Ready, Some((Gap::NoticeMissing, PieceOwner::Credit)), 935),
    (
        "C3",
        &[("order", "missing"), ("delivery", "missing")],
        Verdict::Reserves,
        Some((Gap::DeliveryMissing, PieceOwner::Logistics)),
        822,
    ),
    ("C4", &[], Verdict::NotReady, Some((Gap::TimeBarred, PieceOwner::Legal)), 919),
    ("C5", &[("solvency", "insolvent")], Verdict::NotReady, Some((Gap::Insolvent, PieceOwner::Legal)), 935),
    ("C6", &[("contest", "serious")], Verdict::NotReady, Some((Gap::SeriouslyContested, PieceOwner::Credit)), 879),
    (
        "C7",
        &[("contest", "part"), ("register", "2025-11-01")],
        Verdict::Ready,
        Some((Gap::PartContested, PieceOwner::Credit)),
        950,
    ),
    ("C8", &[], Verdict::NotReady, Some((Gap::DueInferred, PieceOwner::Accounting)), 879),
    (
        "C9",
        &[
            ("order", "mentioned"),
            ("delivery", "mentioned"),
            ("invoice", "mentioned"),
            ("terms", "none"),
            ("notice", "sent"),
            ("register", "none-needed"),
            ("identity", "unchecked"),
            ("solvency", "unknown"),
            ("place", ""),
        ],
        Verdict::Reserves,
        Some((Gap::InvoiceMentioned, PieceOwner::Accounting)),
        676,
    ),
    (
        "C10",
        &[("identity", "conflicting"), ("authority", "missing")],
        Verdict::NotReady,
        Some((Gap::IdentityConflicting, PieceOwner::Sales)),
        887,
    ),
];

#[test]
fn the_ten_files_told_through_the_desk_get_the_verdicts_given_by_hand() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        for (account, differs, verdict, first, score) in TEN {
            let case = whole(desk, account);
            for (aspect, value) in differs {
                say(desk, case, aspect, value);
            }
            let found = desk.readiness(&actor, case).expect("a verdict");
            let asked = found.missing.first().map(|line| (line.missing.gap, line.missing.owner));
            assert_eq!((found.verdict, asked, found.score), (verdict, first, score), "{account} on {}", house.engine);
        }
    }
}

#[test]
fn what_the_books_know_is_read_and_an_answer_goes_before_it_until_it_is_taken_back() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let item = desk.find_item(&actor, "F-C12").expect("F-C12").id;
        let order = DisputeOrder { kind: DisputeKind::Quality, ..DisputeOrder::heard("elle ne marche pas") };
        desk.open_dispute(&actor, item, &order).expect("a dispute");
        let case = opened(desk, "C12");
        let of = |aspect: CaseAspect| {
            let found = desk.readiness(&actor, case).expect("a verdict");
            let line = found.aspects.into_iter().find(|line| line.aspect == aspect).expect("the aspect");
            (line.desk, line.value, line.answer.map(|answer| answer.by))
        };
        let bare = desk.readiness(&actor, case).expect("a verdict");
        assert_eq!(bare.verdict, Verdict::NotReady);
        let gaps: Vec<Gap> = bare.missing.iter().map(|line| line.missing.gap).collect();
        for gap in [Gap::SeriouslyContested, Gap::PowerMissing, Gap::InvoiceMentioned, Gap::TermsNone, Gap::CourtSeat] {
            assert!(gaps.contains(&gap), "{gap:?} in {gaps:?}");
        }
        assert!(!gaps.contains(&Gap::LimitationUnknown), "the ledger follows it");
        assert_eq!(of(CaseAspect::Contest), ("serious".to_owned(), "serious".to_owned(), None));
        // Saying otherwise than the books takes a reason; what they cannot know does not.
        let bare = desk.answer_readiness(&actor, case, (CaseAspect::Contest, "unfounded", " "));
        assert_eq!(code(bare), "readiness-note-missing");
        desk.answer_readiness(&actor, case, (CaseAspect::Authority, "own", "")).expect("an answer");
        let note = (CaseAspect::Contest, "unfounded", "expertise : la machine marche");
        desk.answer_readiness(&actor, case, note).expect("an answer");
        assert_eq!(of(CaseAspect::Contest), ("serious".to_owned(), "unfounded".to_owned(), Some("cli".to_owned())));
        desk.answer_readiness(&actor, case, (CaseAspect::Contest, "", "")).expect("taken back");
        assert_eq!(of(CaseAspect::Contest), ("serious".to_owned(), "serious".to_owned(), None));
        // The file of the piece is its invoice.
        let pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
            3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF";
        let file = Upload { name: "f12.pdf".to_owned(), bytes: pdf.as_bytes().to_vec() };
        desk.attach_file(&actor, item, &file).expect("attached");
        assert_eq!(of(CaseAspect::Invoice).0, "filed");
        let account = desk.case(&actor, case).expect("a case").line.account_id;
        let entries = desk.account_file(&actor, account).expect("the file").timeline;
        let kinds: Vec<String> = entries.into_iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds.iter().filter(|kind| *kind == "case.answered").count(), 3, "{kinds:?}");
    }
}

#[test]
fn an_answer_that_answers_nothing_is_refused_and_says_what_would() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1");
        for (aspect, value, refused) in [
            (CaseAspect::Solvency, "rich", "readiness-value"),
            (CaseAspect::Register, "yesterday", "readiness-value"),
            (CaseAspect::Register, "2027-01-01", "readiness-day-to-come"),
            (CaseAspect::Place, "Lille, Nord", "readiness-value"),
            (CaseAspect::Place, "99999", "law"),
            (CaseAspect::Matter, "gifts", "readiness-value"),
        ] {
            assert_eq!(code(desk.answer_readiness(&actor, case, (aspect, value, "x"))), refused, "{value}");
        }
        let long = "x".repeat(2_001);
        assert_eq!(
            code(desk.answer_readiness(&actor, case, (CaseAspect::Identity, "checked", &long))),
            "readiness-note-too-long"
        );
        let salesperson = Actor::new("x", Role::Salesperson);
        assert_eq!(code(desk.readiness(&salesperson, case)), "not-found");
        let reader = Actor::new("r", Role::Reader);
        desk.readiness(&reader, case).expect("a reader reads");
        assert_eq!(code(desk.answer_readiness(&reader, case, (CaseAspect::Identity, "checked", ""))), "forbidden");
        assert_eq!(code(desk.ask_piece(&reader, case, Gap::PowerMissing)), "forbidden");
        desk.close_case(&actor, case, (CaseOutcome::Settled, "protocole")).expect("closed");
        assert_eq!(code(desk.answer_readiness(&actor, case, (CaseAspect::Identity, "checked", ""))), "case-closed");
        let account = desk.find_account(&actor, "C2").expect("C2");
        let defence =
            CaseOrder { side: CaseSide::Defendant, object: "assignation reçue".to_owned(), ..CaseOrder::default() };
        let defence = desk.open_case(&actor, account, &defence).expect("a defence");
        assert_eq!(code(desk.readiness(&actor, defence)), "readiness-not-claimant");
    }
}

#[test]
fn a_missing_piece_is_asked_once_of_who_holds_it_and_closed_by_the_answer() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = opened(desk, "C1");
        let lea =
            ColleagueOrder { name: "Léa".to_owned(), email: "lea@vauban.example".to_owned(), language: Language::Fr };
        desk.save_colleague(&actor, None, &lea).expect("a colleague");
        let mut policy = CasePolicy { ask_days: 3, ..CasePolicy::default() };
        policy.people.insert(PieceOwner::Logistics, "Léa".to_owned());
        desk.set_case_policy(&actor, &policy).expect("the policy");
        let asked = desk.ask_piece(&actor, case, Gap::DeliveryMissing).expect("asked");
        assert_eq!((asked.owner.as_str(), asked.before), ("Léa", false));
        assert_eq!(asked.due.to_string(), "2026-11-26", "three working days from a Monday");
        let again = desk.ask_piece(&actor, case, Gap::DeliveryMissing).expect("answered");
        assert_eq!((again.task, again.before), (asked.task, true));
        let account = desk.case(&actor, case).expect("a case").line.account_id;
        let tasks = desk.account_tasks(&actor, account).expect("tasks");
        assert_eq!(tasks.len(), 1, "once on {}", house.engine);
        assert!(tasks[0].subject.fr.starts_with("Quel document montre"), "{:?}", tasks[0].subject);
        let found = desk.readiness(&actor, case).expect("a verdict");
        let line = found.missing.iter().find(|line| line.missing.gap == Gap::DeliveryMissing).expect("missing");
        assert_eq!(line.asked.as_ref().map(|asked| asked.owner.as_str()), Some("Léa"));
        // Another answer leaves it; the piece closes it.
        say(desk, case, "identity", "checked");
        assert_eq!(desk.tend_asked_pieces(&actor).expect("tended"), 0);
        assert_eq!(desk.account_tasks(&actor, account).expect("tasks").len(), 1);
        say(desk, case, "delivery", "filed");
        assert_eq!(desk.account_tasks(&actor, account).expect("tasks").len(), 0);
        assert_eq!(code(desk.ask_piece(&actor, case, Gap::DeliveryMissing)), "readiness-not-missing");
        // What the books learn closes it with the day.
        desk.ask_piece(&actor, case, Gap::DueInferred).expect_err("its due date is known");
        let inferred = opened(desk, "C8");
        let asked = desk.ask_piece(&actor, inferred, Gap::DueInferred).expect("asked");
        assert_eq!(asked.owner, "", "nobody of the house is known to hold it");
        let item = desk.find_item(&actor, "F-C8").expect("F-C8");
        desk.confirm_due(&actor, item.id, item.due_on).expect("confirmed");
        assert_eq!(desk.tend_asked_pieces(&actor).expect("tended"), 1, "on {}", house.engine);
        assert_eq!(desk.tend_asked_pieces(&actor).expect("tended"), 0, "once");
    }
}

#[test]
fn weights_are_the_houses_and_their_faults_are_refused() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let case = whole(desk, "C2");
        say(desk, case, "notice", "none");
        assert_eq!(desk.readiness(&actor, case).expect("a verdict").score, 935);
        let mut policy = desk.case_policy(&actor).expect("the policy").policy;
        policy.weights = policy.weights.with(Criterion::Notice, 0).expect("weights");
        let collector = Actor::new("c", Role::Collector);
        assert_eq!(code(desk.set_case_policy(&collector, &policy)), "forbidden");
        desk.set_case_policy(&actor, &policy).expect("saved");
        assert_eq!(desk.readiness(&actor, case).expect("a verdict").score, 1000, "on {}", house.engine);
        let mut wrong = policy.clone();
        wrong.ask_days = 0;
        assert_eq!(code(desk.set_case_policy(&actor, &wrong)), "readiness-ask-days");
        let heavy = DeskError::from(policy.weights.clone().with(Criterion::Due, 21).expect_err("too heavy"));
        assert_eq!(heavy.code(), "readiness-too-heavy");
    }
}
