//! Accounts opened by hand: of a supplier, a partner, whoever no file of the ledger names.

use app::accounts::{AccountOpened, AccountOrder, DebtorEdit};
use app::cases::{CaseOrder, CaseSide};
use app::creditors::CreditorEdit;
use app::search::SearchQuery;
use app::{Actor, Desk, DeskError, FieldRefusal, Reach, Role};
use ledger::{Address, DebtorKind, Language};

use crate::support::{houses, import, request, upload};

const TODAY: &str = "2026-11-23";
/// Numbers made by hand, their ninth digit the check digit (Luhn).
const SIREN: &str = "901 234 567";
const OTHER: &str = "812345676";
const FILE: &str = "code client;raison sociale;type client;siren;adresse;code postal;ville;piece;type;date;echeance;montant\n\
    C1;Garage Leroy SARL;société;812345676;1 rue A;75001;Paris;F1;facture;01/05/2026;31/05/2026;1000,00\n";

fn order(creditor: &str, number: &str, siren: &str) -> AccountOrder {
    AccountOrder {
        creditor: creditor.to_owned(),
        number: number.to_owned(),
        debtor: DebtorEdit {
            name: " Fournitures du Port SAS ".to_owned(),
            kind: DebtorKind::CommercialCompany,
            siren: siren.to_owned(),
            vat: String::new(),
            address: Address {
                street: "4 quai des Docks".to_owned(),
                postcode: "76600".to_owned(),
                city: "Le Havre".to_owned(),
                country: "FR".to_owned(),
                ..Address::default()
            },
            language: Language::Fr,
            version: 0,
        },
    }
}

fn opened(desk: &Desk, actor: &Actor, order: &AccountOrder) -> AccountOpened {
    desk.open_account(actor, order).expect("an answer").expect("no wrong field")
}

fn wrong(desk: &Desk, order: &AccountOrder) -> Vec<&'static str> {
    let fields = desk.open_account(&Actor::operator(), order).expect("an answer").expect_err("wrong fields");
    fields.iter().map(FieldRefusal::code).collect()
}

fn creditor(desk: &Desk, code: &str) {
    let edit = CreditorEdit { code: code.to_owned(), name: code.to_owned(), ..CreditorEdit::default() };
    desk.save_creditor(&Actor::operator(), &edit).expect("saved").expect("sound");
}

#[test]
fn a_supplier_who_sues_has_an_account_a_case_and_stays_one_when_a_file_names_it() {
    for house in houses(TODAY) {
        let (desk, actor) = (&house.desk, Actor::operator());
        import(desk, &request(vec![upload("open.csv", FILE)]));
        let supplier = opened(desk, &actor, &order("", "F0042", SIREN));
        assert!(!supplier.known, "nobody has this SIREN");
        let file = desk.account_file(&actor, supplier.id).expect("a file");
        assert_eq!((file.account.number.as_str(), file.debtor.name.as_str()), ("F0042", "Fournitures du Port SAS"));
        assert!(file.items.is_empty() && file.debtor.kind_confirmed && file.debtor.is_postable());
        assert_eq!(file.timeline[0].kind, "account.opened");
        let query = SearchQuery { text: "fournitures".to_owned(), creditor: None, limit: 10 };
        assert_eq!(desk.search(&actor, &query).expect("found").accounts.total, 1, "on {}", house.engine);
        // The case where we defend is held with it, without a piece.
        let defence = CaseOrder {
            side: CaseSide::Defendant,
            object: "assignation reçue le 20 novembre".to_owned(),
            ..CaseOrder::default()
        };
        let case = desk.open_case(&actor, supplier.id, &defence).expect("a case");
        let case = desk.case(&actor, case).expect("the case");
        assert_eq!((case.line.account.as_str(), case.claims.len()), ("F0042", 0));
        // A file that names it later completes it: no second account, no second debtor.
        let later = "code client;raison sociale;type client;adresse;code postal;ville;piece;type;date;echeance;montant\n\
            F0042;Fournitures du Port SAS;société;4 quai des Docks;76600;Le Havre;V1;facture;01/11/2026;30/11/2026;80,00\n";
        let answer = import(desk, &request(vec![upload("later.csv", later)]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
        assert_eq!(desk.find_account(&actor, "F0042").expect("one account"), supplier.id);
        let file = desk.account_file(&actor, supplier.id).expect("a file");
        assert_eq!(file.items.len(), 1, "on {}", house.engine);
        let report = desk.verify(&actor).expect("verified");
        assert!(report.is_sound(), "{report:?}");
    }
}

#[test]
fn what_an_account_lacks_or_shares_is_told_field_by_field() {
    for house in houses(TODAY) {
        let (desk, actor) = (&house.desk, Actor::operator());
        assert_eq!(wrong(desk, &order("", "F1", "")), ["account-creditor-missing"], "no creditor yet");
        import(desk, &request(vec![upload("open.csv", FILE)]));
        let nameless = DebtorEdit { name: " ".to_owned(), siren: "123".to_owned(), ..order("", "", "").debtor };
        let nothing = AccountOrder { debtor: nameless, ..order("", " ", "") };
        assert_eq!(wrong(desk, &nothing), ["account-number-malformed", "siren-wrong", "name-missing"]);
        assert_eq!(wrong(desk, &order("", &"x".repeat(41), "")), ["account-number-malformed"]);
        assert_eq!(wrong(desk, &order("", "A\nB", "")), ["account-number-malformed"]);
        // The code and the SIREN of the customer of the file.
        assert_eq!(wrong(desk, &order("", "C1", "")), ["account-number-taken"]);
        assert_eq!(wrong(desk, &order("", "F0042", OTHER)), ["account-siren-taken"]);
        let absent = desk.open_account(&actor, &order("NOBODY", "F1", "")).expect_err("no such creditor");
        assert_eq!(absent.code(), "not-found");
    }
}

#[test]
fn a_debtor_of_another_creditor_is_shared_and_a_new_account_is_of_whom_one_sees() {
    for house in houses(TODAY) {
        let (desk, actor) = (&house.desk, Actor::operator());
        import(desk, &request(vec![upload("open.csv", FILE)]));
        creditor(desk, "SUD");
        assert_eq!(wrong(desk, &order("", "F1", "")), ["account-creditor-missing"], "there are two");
        let shared = opened(desk, &actor, &order("SUD", "C1", OTHER));
        assert!(shared.known, "the same SIREN with another creditor");
        let file = desk.account_file(&actor, shared.id).expect("a file");
        assert_eq!(file.debtor.name, "Garage Leroy SARL", "what is known stays");
        let south = desk.creditor(&actor, "SUD").expect("the creditor").id;
        let agent = Actor::new("agent", Role::Collector).within(Reach::creditors([south]));
        opened(desk, &agent, &order("", "F7", ""));
        let first = desk.creditors(&actor).expect("creditors").into_iter().find(|one| one.id != south);
        let first = first.expect("the other creditor").code;
        let unseen = desk.open_account(&agent, &order(&first, "F8", "")).expect_err("out of reach");
        assert_eq!(unseen.code(), "not-found");
        let own = Actor::new("agent", Role::Collector).within(Reach::own(["agent".to_owned()], ""));
        let beyond = desk.open_account(&own, &order("SUD", "F9", "")).expect_err("not among their own");
        assert!(matches!(beyond, DeskError::Beyond), "{beyond:?}");
        let reader = Actor::new("lit", Role::Reader);
        let refused = desk.open_account(&reader, &order("SUD", "F9", "")).expect_err("may not");
        assert!(matches!(refused, DeskError::Forbidden { .. }), "{refused:?}");
    }
}
