use formats::fec::{FecOptions, FecRefused, Grouping, receivables};
use formats::{Problem, text};
use kernel::{Currency, Money};
use ledger::ItemKind;
use ledger::ItemKind::{Advance, Bill, CreditNote, Doubtful, Invoice, Opening, Other, Payment, Refund};

const HEADER: &str = "JournalCode|JournalLib|EcritureNum|EcritureDate|CompteNum|CompteLib|CompAuxNum|CompAuxLib|PieceRef|PieceDate|\
    EcritureLib|Debit|Credit|EcritureLet|DateLet|ValidDate|Montantdevise|Idevise";

fn fec_with<T>(body: &str, then: impl FnOnce(&formats::fec::Fec<'_>) -> T) -> T {
    let whole = format!("{HEADER}\n{body}");
    let decoded = text::decode(whole.as_bytes()).expect("a text");
    let fec = formats::fec::read(&decoded).expect("a FEC");
    then(&fec)
}

/// One line; `account|auxiliary`, debit, credit, label.
fn line(journal: &str, account: &str, debit: &str, credit: &str, label: &str) -> String {
    let (account, auxiliary) = account.split_once('/').unwrap_or((account, ""));
    format!(
        "{journal}|{journal}|1|20260131|{account}|Compte|{auxiliary}|{auxiliary}|P1|20260131|{label}|{debit}|{credit}|||20260131||\n"
    )
}

#[test]
fn good_lines_go_in_and_bad_ones_are_named() {
    let body = [
        line("VE", "411000/C1", "120,00", "0,00", "Facture"),
        line("VE", "707000", "0,00", "100,00", "Facture"),
        line("VE", "445710", "0,00", "20,00", "Facture")
            .replace("20260131|P1", "20260231|P1")
            .replace("|20260131|445710", "|20260231|445710"),
        line("VE", "411000/C2", "12..0", "0", "Montant illisible"),
        "VE|VE|1|20260131|411000\n".to_owned(),
        "\n".to_owned(),
        line("VE", "ATTENTE", "5,00", "0", "Compte hors plan"),
        line("VE", "411000/C3", "1.50", "0", "Point décimal"),
    ]
    .concat();
    fec_with(&body, |fec| {
        assert_eq!(fec.lines, 7);
        let errors: Vec<(u64, &str, &str)> =
            fec.errors.list.iter().map(|l| (l.line, &*l.field, l.problem.code())).collect();
        assert_eq!(
            errors,
            [(4, "EcritureDate", "no-such-date"), (5, "Debit", "not-an-amount"), (6, "", "field-count")]
        );
        let warned: Vec<(u64, &str)> = fec.warnings.list.iter().map(|l| (l.line, l.problem.code())).collect();
        for expected in [(7, "blank-line"), (8, "account-outside-plan"), (9, "decimal-point"), (0, "unbalanced")] {
            assert!(warned.contains(&expected), "{expected:?} in {warned:?}");
        }
        let intake = receivables(fec, &FecOptions::default());
        assert_eq!(intake.pieces.len(), 2);
        assert_eq!(intake.errors.len(), 3);
        assert!(intake.errors[0].message.fr.contains("n’est pas une date du calendrier"), "{:?}", intake.errors[0]);
        let outside = intake.ignored.iter().find(|i| i.reason == "account-outside-plan").expect("told");
        assert_eq!(outside.lines, 1);
    });
}

#[test]
fn pieces_have_the_nature_of_their_journal_account_and_sign() {
    let body = [
        line("AN", "411000/C1", "10", "0", "A nouveau"),
        line("VE", "411000/C1", "120", "0", "Facture"),
        line("VE", "411000/C1", "0", "20", "Avoir"),
        line("VE", "411000/C1", "-7", "0", "Avoir en négatif"),
        line("BQ", "411000/C1", "0", "50", "Virement"),
        line("BQ", "411000/C1", "50", "0", "Rejet"),
        line("OD", "411000/C1", "0", "5", "Ecart"),
        line("OD", "411000/C1", "0", "6", "Report à nouveau"),
        line("OD", "413000/C1", "30", "0", "LCR"),
        line("OD", "416000/C1", "25", "0", "Douteux"),
        line("BQ", "419100/C1", "0", "15", "Acompte"),
        line("OD", "419800/C1", "0", "99", "Avoir à établir"),
        line("OD", "411000", "1", "0", "Comptoir"),
        line("VE", "411000/C1", "0", "0", "Zéro"),
    ]
    .concat();
    fec_with(&body, |fec| {
        let intake = receivables(fec, &FecOptions::default());
        let kinds: Vec<(ItemKind, i64)> = intake.pieces.iter().map(|p| (p.kind, p.amount.minor())).collect();
        assert_eq!(
            kinds,
            [
                (Opening, 1000),
                (Invoice, 12_000),
                (CreditNote, -2000),
                (CreditNote, -700),
                (Payment, -5000),
                (Refund, 5000),
                (Payment, -500),
                (Opening, -600),
                (Bill, 3000),
                (Doubtful, 2500),
                (Advance, -1500),
                (Other, 100),
            ]
        );
        // One customer whatever the account, and the till.
        assert_eq!(intake.customers.len(), 2);
        assert_eq!(intake.customers[1].name.as_deref(), Some("Clients divers"));
        let reasons: Vec<(&str, u64)> = intake.ignored.iter().map(|i| (&*i.reason, i.lines)).collect();
        assert_eq!(reasons, [("customer-account-not-owed", 1), ("zero", 1)]);
    });
}

#[test]
fn the_variant_with_amount_and_side_is_read() {
    let header = HEADER.replace("Debit|Credit", "Montant|Sens").to_uppercase();
    let body = "VE|Ventes|1|20260131|411000|Clients|C1|Un|F1|20260131|Facture|120,00|D|||20260131||\n\
                VE|Ventes|1|20260131|707000|Ventes|||F1|20260131|Facture|120,00|-1|||20260131||\n\
                VE|Ventes|1|20260131|707000|Ventes|||F1|20260131|Facture|120,00|X|||20260131||";
    let whole = format!("  {header}  \r\r\n{}", body.replace('\n', "\r\r\n"));
    let decoded = text::decode(whole.as_bytes()).expect("a text");
    let fec = formats::fec::read(&decoded).expect("a FEC");
    assert_eq!((fec.lines, fec.debit, fec.credit, fec.errors.len()), (3, 12_000, 12_000, 1));
    assert_eq!(fec.errors.list[0].problem, Problem::UnknownSide { text: "X".into() });
}

#[test]
fn useless_numbers_are_replaced_by_journal_date_and_piece() {
    let mut body = String::new();
    for piece in 0..40 {
        for (account, debit, credit) in [("411000/C1", "12", "0"), ("707000", "0", "12")] {
            body += &line("VE", account, debit, credit, "F")
                .replace("|1|2026", "|0|2026")
                .replace("|P1|", &format!("|P{piece}|"));
        }
    }
    fec_with(&body, |fec| assert_eq!((fec.entries, fec.grouping), (40, Grouping::Rebuilt)));
}

#[test]
fn lasting_content_alone_makes_the_key() {
    let first = line("VE", "411000/C1", "12,00", "0", "Facture");
    let lettered = first.replace("|||20260131||", "|AB|20260301|20260401||").replace("|1|20260131", "|77|20260131");
    let padded = first.replace("|12,00|", "|+00012,00|").replace("|Facture|", "|  Facture |");
    let other = first.replace("12,00", "12,01");
    let keys = |body: &str| {
        fec_with(body, |fec| {
            let pieces = receivables(fec, &FecOptions::default()).pieces;
            pieces.into_iter().map(|p| p.key.expect("a key").to_string()).collect::<Vec<_>>()
        })
    };
    assert_eq!(keys(&first), keys(&lettered));
    assert_eq!(keys(&first), keys(&padded));
    assert_ne!(keys(&first), keys(&other));
    let twins = keys(&format!("{first}{first}"));
    assert_eq!(twins[1], format!("{}#2", twins[0]));
}

#[test]
fn books_in_another_currency_and_foreign_amounts_are_kept() {
    let body = line("VE", "411000/C1", "1200", "0", "Invoice").replace("20260131||\n", "20260131|10,06|EUR\n");
    fec_with(&body, |fec| {
        let xpf = Currency::parse("XPF").expect("a currency");
        let intake = receivables(fec, &FecOptions { currency: xpf });
        assert_eq!(intake.pieces[0].amount, Money::new(1200, xpf));
        assert_eq!(&*intake.pieces[0].label, "Invoice [10,06 EUR]");
    });
}

#[test]
fn files_that_are_no_fec_are_refused_clearly() {
    let refused = |whole: &str| {
        let decoded = text::decode(whole.as_bytes()).expect("a text");
        formats::fec::read(&decoded).expect_err("refused")
    };
    assert_eq!(refused("\n\n"), FecRefused::Empty);
    assert_eq!(refused(HEADER), FecRefused::NoLine);
    let no_account = refused(&HEADER.replace("CompteNum", "Compte"));
    assert_eq!(no_account, FecRefused::Header { missing: "CompteNum".into() });
    assert!(no_account.french().contains("en-tête d’un FEC"));
    let cut = format!("{}\n{}VE|VE|1|2026013", HEADER, line("VE", "411000/C1", "12", "0", "F"));
    let decoded = text::decode(cut.as_bytes()).expect("a text");
    let fec = formats::fec::read(&decoded).expect("the rest is read");
    assert_eq!((fec.lines, fec.errors.list[0].problem.code()), (2, "truncated"));
}
