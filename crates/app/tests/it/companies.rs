//! Companies of the register, asked of a server on this machine or read from saved answers: what changes is told
//! once, what cannot be read takes nothing away, what differs from our file is said.

mod register;
mod watch;

use app::companies::{CompanyEvent, CompanyFetched, CompanyFile, CompanyQuery, CompanyState, CompanyWarning};
use app::readiness::CaseAspect;
use app::{Actor, Desk, DeskError, Reach, Role};
use kernel::{FixedClock, Siren};
use ledger::AccountId;
use serde_json::{Value, json};

use crate::readiness::opened;
use crate::support::{House, day, houses, import, open_at, request, upload};
use register::{Register, Reply, record, siret};

const TODAY: &str = "2026-11-23";
const HEAD: &str = "code client;raison sociale;siren;adresse;code postal;ville;piece;type;date;echeance;montant\n";
/// Our debtors, and somebody who is none: every name and place is invented.
const ONE: &str = "732829320";
const TWO: &str = "990000010";
const STRANGER: &str = "990000028";

fn operator() -> Actor {
    Actor::operator()
}

/// A desk of the house that asks this register, with two customers who owe something and one without a number.
fn asks(house: &House, register: &Register) -> Desk {
    let rows = format!(
        "C1;Menuiserie Rouvière;{ONE};1 rue A;75001;Paris;F1;facture;01/08/2026;01/09/2026;10,00\n\
         C2;Garage Vasseur;{TWO};2 rue B;69003;Lyon;F2;facture;01/08/2026;01/09/2026;10,00\n\
         C3;Sans Numéro;;3 rue C;75001;Paris;F3;facture;01/08/2026;01/09/2026;10,00\n"
    );
    let answer = import(&house.desk, &request(vec![upload("open.csv", format!("{HEAD}{rows}"))]));
    assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
    open_at(&house.url, FixedClock::on(day(TODAY))).with_sirene(register.source())
}

fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&operator(), code).expect("the account")
}

fn ask(desk: &Desk, code: &str) -> CompanyFetched {
    desk.fetch_company(&operator(), account(desk, code)).expect("an answer")
}

fn file(desk: &Desk, code: &str) -> CompanyFile {
    desk.company(&operator(), account(desk, code)).expect("a company")
}

fn warned(file: &CompanyFile) -> Vec<CompanyWarning> {
    file.warnings.iter().map(|one| one.warning).collect()
}

/// The facts of a kind in the thread of an account.
fn told(desk: &Desk, code: &str, kind: &str) -> Vec<Value> {
    let file = desk.account_file(&operator(), account(desk, code)).expect("the file");
    file.timeline.into_iter().filter(|line| line.kind == kind).map(|line| line.payload).collect()
}

/// Ours as it stands in our file too.
fn ours() -> Value {
    record((ONE, "MENUISERIE ROUVIERE"), 7, ("1 RUE A", "75001", "PARIS"))
}

#[test]
fn each_change_is_told_once_on_the_account() {
    let moved = || record((ONE, "MENUISERIE ROUVIERE"), 8, ("9 QUAI D", "69003", "LYON"));
    let renamed = || record((ONE, "BOISERIES DU RHONE"), 8, ("9 QUAI D", "69003", "LYON"));
    let closed = || {
        let mut of = renamed();
        of["siege"]["etat_administratif"] = "F".into();
        of["siege"]["date_fermeture"] = "2026-10-31".into();
        of
    };
    let ceased = || {
        let mut of = closed();
        of["etat_administratif"] = "C".into();
        of["date_fermeture"] = "2026-10-31".into();
        of
    };
    let register = Register::serving(Vec::new());
    for house in houses(TODAY) {
        let desk = asks(&house, &register);
        register.set(ONE, json!([ours()]));
        let first = ask(&desk, "C1");
        assert_eq!((first.state, first.changes, first.error), (Some(CompanyState::Active), vec![], None));
        let read = file(&desk, "C1");
        assert_eq!((read.state, warned(&read)), (Some(CompanyState::Active), vec![]), "on {}", house.engine);
        assert_eq!((read.name.as_deref(), read.open), (Some("MENUISERIE ROUVIERE"), Some(1)));
        assert!(read.read.is_some() && read.source.starts_with("127.0.0.1"), "{read:?}");
        let mut n = 0;
        for (next, event) in [
            (moved(), CompanyEvent::SeatMoved),
            (renamed(), CompanyEvent::Renamed),
            (closed(), CompanyEvent::SeatClosed),
            (ceased(), CompanyEvent::Ceased),
        ] {
            register.set(ONE, json!([next]));
            assert_eq!(ask(&desk, "C1").changes, [event], "on {}", house.engine);
            assert!(ask(&desk, "C1").changes.is_empty(), "the same answer twice notes nothing");
            n += 1;
            assert_eq!((told(&desk, "C1", "company.changed").len(), file(&desk, "C1").changes.len()), (n, n));
        }
        let known = told(&desk, "C1", "company.changed");
        let fact = known.iter().find(|fact| fact["what"] == "seat-moved").expect("a move");
        assert!(fact["was"].as_str().is_some_and(|was| was.contains("75001")), "{fact}");
        assert!(fact["became"].as_str().is_some_and(|became| became.contains("9 QUAI D")), "{fact}");
        let last = file(&desk, "C1");
        let all = [CompanyWarning::Ceased, CompanyWarning::SeatMoved, CompanyWarning::Renamed];
        assert_eq!(warned(&last)[..3], all);
        assert_eq!(warned(&last)[3..], [CompanyWarning::NameDiffers]);
        assert_eq!((last.state, last.ceased), (Some(CompanyState::Ceased), Some(day("2026-10-31"))));
        assert!(last.establishments.iter().any(|one| one.former_head_office && one.siret == siret(ONE, 7)));
        assert!(last.offers.address.is_none(), "nobody takes over the address of a closed head office");
        assert_eq!(told(&desk, "C2", "company.changed").len(), 0);
    }
}

#[test]
fn what_cannot_be_read_takes_nothing_away() {
    let register = Register::serving(Vec::new());
    for house in houses(TODAY) {
        let desk = asks(&house, &register);
        register.set(ONE, json!([ours()]));
        assert_eq!(ask(&desk, "C1").state, Some(CompanyState::Active));
        for reply in [Reply::Half, Reply::Garbage, Reply::Short, Reply::Status(500), Reply::Mute] {
            register.then(reply);
            let answer = ask(&desk, "C1");
            assert!(answer.state.is_none() && answer.error.is_some(), "{reply:?}: {answer:?}");
            let known = file(&desk, "C1");
            assert_eq!(known.state, Some(CompanyState::Active), "{reply:?} on {}", house.engine);
            assert!(known.name.is_some() && known.error.is_some(), "{reply:?}: {known:?}");
        }
        // A record of ours that cannot be read among good ones is no « unknown » either.
        register.set(ONE, json!([{ "siren": "732829321" }, record((TWO, "AUTRE"), 1, ("2 RUE B", "69003", "LYON"))]));
        assert!(ask(&desk, "C1").error.is_some());
        register.set(ONE, json!([ours()]));
        assert_eq!(ask(&desk, "C1").error, None);
        assert_eq!(file(&desk, "C1").error, None);
        assert_eq!(told(&desk, "C1", "company.changed").len(), 0);
    }
}

#[test]
fn another_company_in_the_answer_is_no_answer_and_an_unknown_one_is_told() {
    let register = Register::serving(Vec::new());
    let other = || record((STRANGER, "HOMONYME"), 1, ("1 RUE Z", "33000", "BORDEAUX"));
    for house in houses(TODAY) {
        let desk = asks(&house, &register);
        register.set(ONE, json!([other(), ours()]));
        assert_eq!(ask(&desk, "C1").state, Some(CompanyState::Active));
        assert_eq!(file(&desk, "C1").name.as_deref(), Some("MENUISERIE ROUVIERE"));
        // C2 was never known: that the register does not know it is an answer, and no change.
        register.set(TWO, json!([other()]));
        let never = ask(&desk, "C2");
        assert_eq!((never.state, never.changes, never.error), (Some(CompanyState::Unknown), vec![], None));
        assert_eq!(warned(&file(&desk, "C2")), [CompanyWarning::Unknown], "on {}", house.engine);
        register.set(ONE, json!([other()]));
        assert_eq!(ask(&desk, "C1").changes, [CompanyEvent::Unknown]);
        assert!(ask(&desk, "C1").changes.is_empty());
        let gone = file(&desk, "C1");
        assert_eq!((gone.state, gone.name.as_deref()), (Some(CompanyState::Unknown), Some("MENUISERIE ROUVIERE")));
        assert_eq!(told(&desk, "C1", "company.changed").len(), 1);
    }
}

#[test]
fn what_a_company_asked_not_to_be_spread_stays_absent() {
    let register = Register::serving(Vec::new());
    for house in houses(TODAY) {
        let desk = asks(&house, &register);
        register.set(ONE, json!([record((ONE, "ANCIEN NOM"), 7, ("5 RUE E", "75001", "PARIS"))]));
        ask(&desk, "C1");
        register.set(ONE, json!([ours()]));
        assert_eq!(ask(&desk, "C1").changes, [CompanyEvent::Renamed]);
        let mut hidden = ours();
        hidden["statut_diffusion"] = "P".into();
        register.set(ONE, json!([hidden]));
        ask(&desk, "C1");
        let known = file(&desk, "C1");
        assert!(known.hidden && known.name.is_none(), "on {}: {known:?}", house.engine);
        assert!(!serde_json::to_string(&known).expect("JSON").contains("RUE"), "{known:?}");
        assert!(known.changes.iter().all(|change| change.was.is_empty() && change.became.is_empty()), "{known:?}");
        assert_eq!((known.offers.name, known.offers.address), (None, None));
    }
}

fn identity(desk: &Desk, case: app::cases::CaseId) -> String {
    let found = desk.readiness(&operator(), case).expect("a verdict");
    let line = found.aspects.into_iter().find(|line| line.aspect == CaseAspect::Identity).expect("an aspect");
    assert_eq!(line.value, line.desk, "nobody answered it");
    line.desk
}

#[test]
fn our_file_takes_over_what_the_register_says_and_the_case_knows_it() {
    let register = Register::serving(Vec::new());
    for house in houses(TODAY) {
        let desk = asks(&house, &register);
        let case = opened(&desk, "C1");
        assert_eq!(identity(&desk, case), "unchecked", "nothing read: as before");
        register.set(ONE, json!([record((ONE, "BOISERIES DU RHONE"), 8, ("9 QUAI D", "69003", "LYON 3"))]));
        ask(&desk, "C1");
        assert_eq!(identity(&desk, case), "unchecked", "another name, another place");
        let differs = file(&desk, "C1");
        assert_eq!(warned(&differs), [CompanyWarning::AddressDiffers, CompanyWarning::NameDiffers]);
        assert!(differs.offers.address.is_some() && differs.offers.name.is_some());
        let id = account(&desk, "C1");
        for _ in 0..2 {
            desk.take_company_name(&operator(), id).expect("taken");
            desk.take_company_address(&operator(), id).expect("taken");
        }
        let debtor = desk.account_file(&operator(), id).expect("the file").debtor;
        assert_eq!(debtor.name, "BOISERIES DU RHONE");
        let at = &debtor.address;
        assert_eq!((at.street.as_str(), at.postcode.as_str(), at.city.as_str()), ("9 QUAI D", "69003", "LYON 3"));
        assert_eq!(told(&desk, "C1", "debtor.corrected").len(), 2, "once each, on {}", house.engine);
        assert_eq!((warned(&file(&desk, "C1")), identity(&desk, case)), (vec![], "checked".to_owned()));
        register.set(ONE, json!([]));
        ask(&desk, "C1");
        assert_eq!(identity(&desk, case), "unregistered");
        let mut ceased = record((ONE, "BOISERIES DU RHONE"), 8, ("9 QUAI D", "69003", "LYON 3"));
        ceased["etat_administratif"] = "C".into();
        register.set(ONE, json!([ceased]));
        ask(&desk, "C1");
        assert_eq!(identity(&desk, case), "gone");
        let nothing = desk.take_company_address(&operator(), account(&desk, "C3"));
        assert_eq!(nothing.expect_err("nothing to take").code(), "company-no-address");
    }
}

#[test]
fn who_does_not_see_the_account_does_not_see_its_company() {
    let register = Register::serving(Vec::new());
    for house in houses(TODAY) {
        let desk = asks(&house, &register);
        let id = account(&desk, "C1");
        let siren = Siren::parse(ONE).expect("a SIREN");
        let mut stranger = Actor::new("n", Role::Collector);
        stranger.reach = Reach::own(["nobody".to_owned()], "Nobody");
        for refused in [
            desk.company(&stranger, id).map(drop),
            desk.fetch_company(&stranger, id).map(drop),
            desk.fetch_company_of(&stranger, &siren).map(drop),
            desk.take_company_name(&stranger, id),
            desk.take_company_address(&stranger, id),
        ] {
            assert!(matches!(refused, Err(DeskError::NotFound { .. })), "{refused:?} on {}", house.engine);
        }
        assert_eq!(desk.companies(&stranger, &CompanyQuery::default(), None, 9).expect("a list").rows.len(), 0);
        let reader = Actor::new("r", Role::Reader);
        assert!(matches!(desk.fetch_company(&reader, id), Err(DeskError::Forbidden { .. })));
        assert!(desk.company(&reader, id).is_ok());
        let mut agent = Actor::new("agent", Role::Administrator);
        agent.reach = Reach::creditors([ledger::CreditorId(1)]);
        assert!(matches!(desk.fetch_companies(&agent, &|_, _| ()), Err(DeskError::Beyond)));
        let saved = upload("a.json", "[]");
        assert!(matches!(desk.take_companies(&agent, &saved, &|_, _| ()), Err(DeskError::Beyond)));
        let without = house.desk.fetch_company(&operator(), id);
        assert_eq!(without.expect_err("no address").code(), "company-source-missing");
        let numberless = desk.fetch_company(&operator(), account(&desk, "C3"));
        assert_eq!(numberless.expect_err("no number").code(), "company-no-siren");
        assert_eq!(register.asked(), Vec::<String>::new(), "nobody was asked");
    }
}
