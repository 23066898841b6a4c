//! Terms of sale: versions that are not rewritten, acceptances that prove, which terms bind a piece.

use app::creditors::CreditorEdit;
use app::sale_terms::{
    AcceptanceHow, AcceptanceOrder, AccountSaleTerms, ClauseKind, ClauseText, CreditorSaleTerms, SaleTermsId,
    SaleTermsOrder, Strength, TermsAcceptanceId, VersionState,
};
use app::{Actor, Desk, DeskError, Reach, Role};
use kernel::FixedClock;
use ledger::AccountId;

use crate::support::{House, day, houses, import, open_at, request, upload};

const START: &str = "2026-11-23";
const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;commercial;piece;type;date;echeance;montant\n";
const PDF: &[u8] =
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF";

/// C1 owes 600 of February 2025 and 400 of March 2026, C2 owes 1 000 of March 2026 and has a credit of 50.
fn filled() -> Vec<House> {
    let line = |client: &str, who: &str, piece: &str, kind: &str, dated: &str, amount: &str| {
        format!("{client};Maison {client};1 rue A;75001;Paris;{who};{piece};{kind};{dated};{dated};{amount}\n")
    };
    let text = [
        HEAD.to_owned(),
        line("C1", "Durand", "F1", "facture", "01/02/2025", "600,00"),
        line("C1", "Durand", "F2", "facture", "01/03/2026", "400,00"),
        line("C2", "Petit", "G1", "facture", "01/03/2026", "1000,00"),
        line("C2", "Petit", "A1", "avoir", "01/04/2026", "-50,00"),
    ]
    .concat();
    let all = houses(START);
    for house in &all {
        let answer = import(&house.desk, &request(vec![upload("open.csv", text.clone())]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
    }
    all
}

fn chief() -> Actor {
    Actor::operator()
}

fn creditor(desk: &Desk) -> String {
    desk.creditors(&chief()).expect("creditors").remove(0).code
}

fn account(desk: &Desk, code: &str) -> AccountId {
    desk.find_account(&chief(), code).expect("the account")
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

fn clause(kind: ClauseKind, text: &str, rate: &str) -> ClauseText {
    ClauseText { kind, text: text.to_owned(), rate: rate.to_owned() }
}

fn written(label: &str, since: &str, clauses: Option<Vec<ClauseText>>) -> SaleTermsOrder {
    SaleTermsOrder { label: label.to_owned(), since: day(since), clauses, from: None, pdf: None }
}

fn version(desk: &Desk, label: &str, since: &str) -> SaleTermsId {
    let clauses = vec![clause(ClauseKind::LatePenalties, "Dès le lendemain de l’échéance.", "BCE + 10 points")];
    desk.add_sale_terms(&chief(), &creditor(desk), &written(label, since, Some(clauses))).expect("a version")
}

fn order(version: SaleTermsId, on: &str, how: AcceptanceHow) -> AcceptanceOrder {
    AcceptanceOrder { version, on: day(on), how, note: String::new(), file: None }
}

fn accept(desk: &Desk, client: &str, order: &AcceptanceOrder) -> TermsAcceptanceId {
    desk.accept_sale_terms(&chief(), account(desk, client), order).expect("an acceptance")
}

fn only(desk: &Desk, actor: &Actor) -> CreditorSaleTerms {
    let mut all = desk.sale_terms(actor, None).expect("terms");
    assert_eq!(all.len(), 1, "one creditor");
    all.remove(0)
}

fn of(desk: &Desk, client: &str) -> AccountSaleTerms {
    desk.sale_terms_of_account(&chief(), account(desk, client)).expect("the terms of an account")
}

/// Piece, version, what it is worth.
fn bound(terms: &AccountSaleTerms) -> Vec<String> {
    let told = |item: &app::sale_terms::ItemTerms| {
        let worth = item.binding.strength.map_or("none", Strength::slug);
        format!("{} {} {worth}", item.item, item.binding.label)
    };
    terms.items.iter().map(told).collect()
}

#[test]
fn the_next_version_ends_the_one_before_and_a_copy_has_its_clauses() {
    for house in filled() {
        let (desk, house_code) = (&house.desk, creditor(&house.desk));
        let first = version(desk, "CGV 2024", "2024-01-01");
        let copy = SaleTermsOrder { from: Some(first), ..written("CGV 2025", "2025-01-01", None) };
        let second = desk.add_sale_terms(&chief(), &house_code, &copy).expect("a copy");
        let next = version(desk, "CGV 2027", "2027-01-01");
        let list = only(desk, &chief());
        let told: Vec<_> = list.versions.iter().map(|v| (v.id, v.state, v.until, v.draft)).collect();
        let expected = [
            (next, VersionState::Upcoming, None, true),
            (second, VersionState::InForce, Some(day("2026-12-31")), false),
            (first, VersionState::Ended, Some(day("2024-12-31")), false),
        ];
        assert_eq!(told, expected, "on {}", house.engine);
        let file = desk.sale_terms_version(&chief(), second).expect("a version");
        assert_eq!(file.clauses.len(), 1);
        assert_eq!(
            (file.clauses[0].kind, file.clauses[0].rate.as_str()),
            (ClauseKind::LatePenalties, "BCE + 10 points")
        );
        // The penalties are there, the 40 € are not: the table of law names the article.
        let missing: Vec<&str> = file.mentions.iter().filter(|m| !m.present).map(|m| m.article.as_str()).collect();
        assert_eq!((missing, file.line.missing), (vec!["C. com. L441-10 II, D441-5"], 1));
        assert_eq!(file.rates.applied.map(|rate| rate.to_string()).as_deref(), Some("12.40"));
        let again = written("cgv-2025", "2026-01-01", None);
        assert_eq!(code(desk.add_sale_terms(&chief(), &house_code, &again)), "sale-terms-label-taken");
        assert_eq!(code(desk.add_sale_terms(&chief(), &house_code, &written(" ", START, None))), "sale-terms-label");
        let twice = vec![clause(ClauseKind::Deposit, "30 %", ""), clause(ClauseKind::Deposit, "40 %", "")];
        let twice = written("CGV x", START, Some(twice));
        assert_eq!(code(desk.add_sale_terms(&chief(), &house_code, &twice)), "sale-terms-clause-twice");
        assert!(desk.verify(&chief()).expect("verify").is_sound(), "on {}", house.engine);
    }
}

#[test]
fn what_was_in_force_or_accepted_is_not_rewritten() {
    for house in filled() {
        let desk = &house.desk;
        let (kept, draft) = (version(desk, "CGV 2025", "2025-01-01"), version(desk, "CGV 2027", "2027-01-01"));
        let other = written("Autre", "2027-02-01", Some(vec![clause(ClauseKind::Deposit, "30 %", "")]));
        assert_eq!(code(desk.change_sale_terms(&chief(), kept, &other)), "sale-terms-kept");
        assert_eq!(code(desk.remove_sale_terms(&chief(), kept)), "sale-terms-kept");
        desk.change_sale_terms(&chief(), draft, &other).expect("changed");
        let file = desk.sale_terms_version(&chief(), draft).expect("a version");
        assert_eq!((file.line.label.as_str(), file.line.since), ("Autre", day("2027-02-01")));
        assert_eq!(file.clauses.iter().map(|c| c.kind).collect::<Vec<_>>(), [ClauseKind::Deposit]);

        // Accepted before its day: it binds somebody, and that it was taken back changes nothing of it.
        let signed = accept(desk, "C1", &order(draft, "2026-11-20", AcceptanceHow::Signed));
        assert_eq!(code(desk.change_sale_terms(&chief(), draft, &other)), "sale-terms-kept");
        desk.withdraw_acceptance(&chief(), signed, "saisie sur le mauvais compte").expect("taken back");
        assert_eq!(code(desk.remove_sale_terms(&chief(), draft)), "sale-terms-kept");
        let free = version(desk, "CGV 2028", "2028-01-01");
        desk.remove_sale_terms(&chief(), free).expect("nobody is bound by it");
        assert_eq!(code(desk.sale_terms_version(&chief(), free)), "not-found");

        // A day later than its first day, it is in force.
        let late = version(desk, "CGV demain", "2026-11-24");
        let tomorrow = open_at(&house.url, FixedClock::on(day("2026-11-24")));
        assert_eq!(code(tomorrow.change_sale_terms(&chief(), late, &other)), "sale-terms-kept");
        assert!(desk.verify(&chief()).expect("verify").is_sound(), "on {}", house.engine);
    }
}

#[test]
fn a_version_has_one_pdf_and_what_is_none_is_refused() {
    for house in filled() {
        let desk = &house.desk;
        let first = version(desk, "CGV 2025", "2025-01-01");
        assert_eq!(code(desk.sale_terms_paper(&chief(), first)), "not-found");
        let wrong = upload("cgv.pdf", "<html>");
        assert_eq!(code(desk.attach_sale_terms(&chief(), first, &wrong)), "sale-terms-pdf");
        let heavy = upload("cgv.pdf", [b"%PDF-1.4\n".as_slice(), &vec![b'x'; 9_000_000]].concat());
        assert_eq!(code(desk.attach_sale_terms(&chief(), first, &heavy)), "file-too-heavy");
        let kept = desk.attach_sale_terms(&chief(), first, &upload("cgv.pdf", PDF)).expect("kept");
        assert_eq!(desk.attach_sale_terms(&chief(), first, &upload("x.pdf", PDF)).expect("the same"), kept);
        let newer = upload("cgv.pdf", String::from_utf8_lossy(PDF).replace("595", "596"));
        assert_eq!(code(desk.attach_sale_terms(&chief(), first, &newer)), "sale-terms-document-kept");
        let paper = desk.sale_terms_paper(&Actor::new("rita", Role::Reader), first).expect("the text");
        assert_eq!((paper.content.as_slice(), paper.file_name.as_str()), (PDF, "CGV 2025.pdf"));
        // While nobody is bound, the text is mended.
        let pdf = Some(upload("a.pdf", PDF));
        let draft = SaleTermsOrder { pdf, ..written("CGV 2027", "2027-01-01", None) };
        let draft = desk.add_sale_terms(&chief(), &creditor(desk), &draft).expect("a draft with its text");
        let changed = desk.attach_sale_terms(&chief(), draft, &newer).expect("mended");
        assert_eq!(
            desk.sale_terms_version(&chief(), draft).expect("it").line.document,
            Some(changed),
            "{}",
            house.engine
        );
    }
}

#[test]
fn the_last_version_accepted_before_a_piece_binds_it_and_what_is_owed_under_it_is_summed() {
    for house in filled() {
        let desk = &house.desk;
        let (old, new) = (version(desk, "CGV 2024", "2024-01-01"), version(desk, "CGV 2026", "2026-01-01"));
        assert_eq!(bound(&of(desk, "C1")), ["F1  none", "F2  none"]);
        assert!(of(desk, "C1").today.why.fr.contains("aucune preuve"));
        let signed = AcceptanceOrder {
            file: Some(upload("scan.jpg", [0xff, 0xd8, 0xff, 0xe0].as_slice())),
            ..order(old, "2024-05-01", AcceptanceHow::Signed)
        };
        accept(desk, "C1", &signed);
        let printed = accept(desk, "C1", &order(new, "2026-02-01", AcceptanceHow::InvoiceOnly));
        // Accepted after the piece: it says nothing of it.
        accept(desk, "C2", &order(new, "2026-03-02", AcceptanceHow::OrderForm));
        let terms = of(desk, "C1");
        assert_eq!(bound(&terms), ["F1 CGV 2024 strong", "F2 CGV 2026 weak"]);
        let weak = &terms.items[1].binding;
        assert!(weak.stronger.is_some() && weak.why.fr.contains("à défaut, « CGV 2024 »"), "{:?}", weak.why);
        assert!(terms.items[0].binding.document.is_some() && weak.document.is_none());
        assert_eq!(terms.versions[1].clauses[0].rate, "BCE + 10 points", "a court file reads the clauses here");
        assert_eq!(bound(&of(desk, "C2")), ["G1  none"]);
        let late = &of(desk, "C2").items[0].binding.why;
        assert!(late.en.contains("2\u{a0}March\u{a0}2026"), "{}", late.en);
        assert_eq!(of(desk, "C2").today.label, "CGV 2026");
        let item = desk.find_item(&chief(), "F1").expect("a piece").id;
        assert_eq!(desk.sale_terms_of_item(&chief(), item).expect("terms").binding, terms.items[0].binding);

        // 2 000 are owed by debits; 600 under a strong proof, which is on file; 400 under a weak one.
        let sums = |list: &CreditorSaleTerms| [&list.owed, &list.strong, &list.filed, &list.weak].map(String::clone);
        let list = only(desk, &chief());
        assert_eq!(sums(&list), ["2000.00", "600.00", "600.00", "400.00"], "on {}", house.engine);
        assert_eq!(list.strong_per_mille, Some(300));
        assert_eq!(list.versions.iter().map(|v| v.accounts).collect::<Vec<_>>(), [2, 1]);
        let page = desk.sale_terms_accepted(&chief(), new, None, 1).expect("a page");
        assert_eq!((page.rows[0].account.as_str(), page.next.is_some()), ("C2", true), "the last written down first");
        let next = desk.sale_terms_accepted(&chief(), new, page.next, 1).expect("the next page");
        assert_eq!((next.rows[0].id, next.next), (printed, None));

        // Taken back, it proves nothing any more: the older version binds again.
        assert_eq!(code(desk.withdraw_acceptance(&chief(), printed, " ")), "reason-missing");
        desk.withdraw_acceptance(&chief(), printed, "ces factures ne les portent pas").expect("taken back");
        desk.withdraw_acceptance(&chief(), printed, "encore").expect("twice changes nothing");
        assert_eq!(bound(&of(desk, "C1")), ["F1 CGV 2024 strong", "F2 CGV 2024 strong"]);
        assert_eq!(sums(&only(desk, &chief())), ["2000.00", "1000.00", "1000.00", "0.00"]);
        let taken = of(desk, "C1").acceptances.into_iter().find(|a| a.id == printed).expect("still told");
        assert_eq!(taken.withdrawn_why, "ces factures ne les portent pas");
        let told = desk.account_file(&chief(), account(desk, "C1")).expect("a file").timeline;
        let told: Vec<&str> =
            told.iter().rev().map(|l| l.kind.as_str()).filter(|k| k.starts_with("sale_terms")).collect();
        assert_eq!(told, ["sale_terms.accepted", "sale_terms.accepted", "sale_terms.withdrawn"]);
        assert!(desk.verify(&chief()).expect("verify").is_sound(), "on {}", house.engine);
    }
}

#[test]
fn an_acceptance_says_when_how_and_of_whose_terms() {
    for house in filled() {
        let (desk, client) = (&house.desk, account(&house.desk, "C1"));
        let terms = version(desk, "CGV 2025", "2025-01-01");
        let refused = |order: &AcceptanceOrder| code(desk.accept_sale_terms(&chief(), client, order));
        assert_eq!(refused(&order(terms, "2026-11-24", AcceptanceHow::Signed)), "sale-terms-accepted-later");
        assert_eq!(refused(&order(terms, "2026-11-20", AcceptanceHow::Other)), "sale-terms-note-missing");
        let with = |name: &str, bytes: &[u8]| AcceptanceOrder {
            file: Some(upload(name, bytes)),
            ..order(terms, "2026-11-20", AcceptanceHow::Signed)
        };
        assert_eq!(refused(&with("note.txt", b"il a dit oui")), "sale-terms-proof");
        assert_eq!(refused(&with("scan.pdf", b"MZ\x90\0program")), "sale-terms-proof");
        let edit =
            CreditorEdit { code: "AUTRE".to_owned(), name: "Autre maison".to_owned(), ..CreditorEdit::default() };
        desk.save_creditor(&chief(), &edit).expect("saved").expect("sound");
        let foreign =
            desk.add_sale_terms(&chief(), "AUTRE", &written("CGV autre", "2025-01-01", None)).expect("a version");
        assert_eq!(refused(&order(foreign, "2026-11-20", AcceptanceHow::Signed)), "sale-terms-other-creditor");

        let bare = order(terms, "2026-11-20", AcceptanceHow::Signed);
        let made = accept(desk, "C1", &bare);
        assert_eq!(accept(desk, "C1", &bare), made, "the same again is the one that is there");
        assert_eq!(accept(desk, "C1", &with("scan.pdf", PDF)), made, "its proof is added to it");
        let line = of(desk, "C1").acceptances.remove(0);
        assert!(line.document.is_some() && line.file == "scan.pdf", "{line:?}");
        let again = upload("scan.pdf", PDF);
        assert_eq!(desk.attach_acceptance(&chief(), made, &again).ok(), line.document, "the same file");
        let other = upload("b.png", b"\x89PNG\r\n\x1a\nrest".as_slice());
        assert_eq!(code(desk.attach_acceptance(&chief(), made, &other)), "sale-terms-proof-kept");
        desk.withdraw_acceptance(&chief(), made, "signée par un tiers").expect("taken back");
        assert_eq!(code(desk.attach_acceptance(&chief(), made, &other)), "sale-terms-withdrawn");
        assert_ne!(accept(desk, "C1", &bare), made, "by hand it is written down anew, on {}", house.engine);
    }
}

#[test]
fn collectors_note_acceptances_managers_write_versions_and_the_rest_stays_out_of_reach() {
    for house in filled() {
        let desk = &house.desk;
        let terms = version(desk, "CGV 2025", "2025-01-01");
        let (collector, manager) = (Actor::new("ana", Role::Collector), Actor::new("marc", Role::Manager));
        let client = account(desk, "C1");
        let bare = order(terms, "2025-01-15", AcceptanceHow::Click);
        let made = desk.accept_sale_terms(&collector, client, &bare).expect("a collector may");
        for role in [Role::Reader, Role::Accountant, Role::Salesperson] {
            let actor = Actor::new("x", role);
            assert_eq!(code(desk.accept_sale_terms(&actor, client, &bare)), "forbidden", "{role:?}");
            assert_eq!(code(desk.withdraw_acceptance(&actor, made, "x")), "forbidden", "{role:?}");
        }
        let house_code = creditor(desk);
        let fresh = written("CGV 2027", "2027-01-01", None);
        assert_eq!(code(desk.add_sale_terms(&collector, &house_code, &fresh)), "forbidden");
        let draft = desk.add_sale_terms(&manager, &house_code, &fresh).expect("a manager may");
        assert_eq!(code(desk.remove_sale_terms(&collector, draft)), "forbidden");
        let sold = Actor::new("paul", Role::Salesperson).within(Reach::own(["paul".to_owned()], "Durand"));
        let list = only(desk, &sold);
        assert_eq!((list.owed.as_str(), list.may_write), ("1000.00", false), "of their customers only");
        assert_eq!(desk.sale_terms_version(&sold, terms).expect("a version").line.accounts, 1);
        let away = Actor::new("eve", Role::Salesperson).within(Reach::own(["eve".to_owned()], "Petit"));
        assert_eq!(code(desk.sale_terms_of_account(&away, client)), "not-found");
        assert_eq!(desk.sale_terms_accepted(&away, terms, None, 10).expect("a page").rows.len(), 0);
        let edit =
            CreditorEdit { code: "AUTRE".to_owned(), name: "Autre maison".to_owned(), ..CreditorEdit::default() };
        let other = desk.save_creditor(&chief(), &edit).expect("saved").expect("sound").id;
        let limited = Actor::new("lea", Role::Manager).within(Reach::creditors([other]));
        for answer in [
            desk.sale_terms_version(&limited, terms).err(),
            desk.sale_terms_paper(&limited, terms).err(),
            desk.remove_sale_terms(&limited, draft).err(),
            desk.attach_acceptance(&limited, made, &upload("a.txt", "x")).err(),
            desk.add_sale_terms(&limited, &house_code, &fresh).err(),
        ] {
            assert_eq!(answer.map(|e| e.code()), Some("not-found"), "on {}", house.engine);
        }
    }
}

#[test]
fn a_file_notes_its_good_lines_tells_the_others_and_changes_nothing_twice() {
    let file = "code client;date;mode;version;note\n\
        C1;12/03/2025;signed;CGV 2025;\n\
        C2;2025-03-13;Clic sur un site;cgv 2025;\n\
        C9;12/03/2025;signed;CGV 2025;\n\
        C1;31/02/2025;signed;CGV 2025;\n\
        C1;12/03/2025;poignée de main;CGV 2025;\n\
        C1;12/03/2025;signed;CGV 1999;\n\
        C1;12/03/2025;other;CGV 2025;\n\
        ;12/03/2025;signed;CGV 2025;\n\
        C1;12/03/2027;signed;CGV 2025;\n\
        C1;12/03/2025;signed;CGV 2025;\n\
        C1;12/03/2025;signed;CGV 2025;;de trop;oui\n";
    for house in filled() {
        let (desk, house_code) = (&house.desk, creditor(&house.desk));
        version(desk, "CGV 2025", "2025-01-01");
        let collector = Actor::new("ana", Role::Collector);
        let taken = desk.take_acceptances(&collector, &house_code, &upload("a.csv", file)).expect("taken");
        assert_eq!((taken.lines, taken.accepted, taken.unchanged, taken.rejected), (11, 2, 1, 8), "{:?}", taken.errors);
        let told: Vec<String> = taken.errors.iter().map(|e| format!("{} {}", e.line, e.field)).collect();
        let expected = ["4 customer", "5 on", "6 how", "7 version", "8 note", "9 customer", "10 on", "12 "];
        assert_eq!(told, expected, "{:?}", taken.errors);
        assert!(taken.errors[3].why.fr.contains("CGV 2025"), "what there is: {}", taken.errors[3].why.fr);
        assert_eq!(bound(&of(desk, "C2")), ["G1 CGV 2025 strong"]);

        let made = of(desk, "C1").acceptances.remove(0).id;
        desk.withdraw_acceptance(&chief(), made, "fichier erroné").expect("taken back");
        let again = desk.take_acceptances(&collector, &house_code, &upload("a.csv", file)).expect("taken");
        assert_eq!((again.accepted, again.unchanged, again.rejected), (0, 3, 8), "on {}", house.engine);
        assert_eq!(bound(&of(desk, "C1")), ["F1  none", "F2  none"], "what was taken back stays so");

        let refused = |bytes: &str| code(desk.take_acceptances(&collector, &house_code, &upload("a.csv", bytes)));
        assert_eq!(refused("client;date\nC1;12/03/2025\n"), "sale-terms-columns");
        assert_eq!(refused(""), "sale-terms-file");
        let sold = Actor::new("paul", Role::Salesperson);
        assert_eq!(code(desk.take_acceptances(&sold, &house_code, &upload("a.csv", file))), "forbidden");
        let own = Actor::new("zoe", Role::Collector).within(Reach::own(["zoe".to_owned()], "Petit"));
        let taken = desk.take_acceptances(&own, &house_code, &upload("a.csv", file)).expect("taken");
        assert_eq!((taken.accepted, taken.unchanged), (0, 1), "customers out of reach are not there");
    }
}
