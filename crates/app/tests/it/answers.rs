//! Disputes leave the desk and come back answered: questions by link, mails to the customer, mediation, settlement.

use app::colleagues::ColleagueOrder;
use app::creditors::CreditorEdit;
use app::disputes::{
    CauseGrouping, CauseQuery, ColleagueAnswer, DisputeId, DisputeKind, DisputeMove, DisputeOrder, MediationOrder,
    MediationPath, MediationStep, Outcome, PreventionOrder, Side, Step, Verdict,
};
use app::imports::ImportRequest;
use app::runs::RunRequest;
use app::users::NewUser;
use app::{Actor, Desk, DeskError, Refusal, Role};
use kernel::{Currency, Language, Money};
use ledger::{DebtorKind, ImportMode};

use crate::scenarios::token_of;
use crate::support::{House, become_kind, day, houses, import, open, request, upload};

const FILE: &str = "code client;raison sociale;adresse;code postal;ville;mail;piece;type;date;echeance;montant\n\
    A;Atelier A;1 rue A;75001;Paris;compta@atelier.example;F1;facture;01/08/2026;01/09/2026;1 000,00\n";

fn euros(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

fn code<T: std::fmt::Debug>(answer: Result<T, DeskError>) -> &'static str {
    answer.expect_err("refused").code()
}

fn person(login: &str) -> NewUser {
    NewUser {
        login: login.to_owned(),
        name: format!("Mme {login}"),
        password: "une phrase assez longue".to_owned(),
        role: Role::Collector,
        language: Language::Fr,
    }
}

/// A house with an address, a collector `julie`, a colleague Lea who answers for logistics.
fn filled() -> Vec<House> {
    let houses = houses("2026-09-21");
    for house in &houses {
        let (desk, actor) = (&house.desk, Actor::operator());
        let files = ImportRequest { mode: Some(ImportMode::Movement), ..request(vec![upload("export.csv", FILE)]) };
        assert_eq!(import(desk, &files).outcome.rejected, 0);
        desk.create_user(Some(&actor), &person("julie")).expect("a collector");
        desk.set_address(&actor, "https://desk.example/").expect("an address");
        let lea =
            ColleagueOrder { name: "Lea".to_owned(), email: "lea@house.example".to_owned(), language: Language::Fr };
        desk.save_colleague(&actor, None, &lea).expect("a colleague");
    }
    houses
}

/// Julie opens a dispute that Lea must answer.
fn asked(desk: &Desk) -> DisputeId {
    let julie = Actor::new("julie", Role::Collector);
    let item = desk.find_item(&julie, "F1").expect("a piece").id;
    let order = DisputeOrder {
        kind: DisputeKind::Delivery,
        amount: Some(euros("120.00")),
        owner: "Lea".to_owned(),
        mail: "Bonjour,\n<script>alert(1)</script> il manque 12 cartons.".to_owned(),
        ..DisputeOrder::heard("douze cartons manquent")
    };
    desk.open_dispute(&julie, item, &order).expect("open")
}

fn answer(verdict: Verdict) -> ColleagueAnswer {
    ColleagueAnswer { verdict, amount: None, words: String::new(), file: None }
}

#[test]
fn the_question_says_all_that_is_needed_and_its_answer_counts_once() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = asked(desk);
        let notice = desk.notices(&actor, None, None, 10).expect("notices").remove(0);
        assert_eq!((notice.recipient.as_str(), notice.email.as_str()), ("Lea", "lea@house.example"));
        let body = desk.store().read(|tx| tx.notices().get(notice.id)).expect("it").body;
        let body = body.replace(['\u{202f}', '\u{a0}'], " ");
        for said in [
            "Atelier A conteste 120,00 €",
            "F1",
            "« douze cartons manquent »",
            "12 cartons.",
            "https://desk.example/link/dispute/",
        ] {
            assert!(body.contains(said), "{said} is not in:\n{body}");
        }
        let token = token_of(desk, "Lea");
        let shown = desk.asked_dispute(&token).expect("the question");
        assert_eq!((shown.debtor.as_str(), shown.amount), ("Atelier A", euros("120.00")));
        assert_eq!(shown.words.len(), 2, "what was heard and what was written");

        let photo = upload("quai.exe", b"\xff\xd8\xff\xe0quai".as_slice());
        let said = ColleagueAnswer {
            amount: Some(euros("80.00")),
            words: "il en manquait huit".to_owned(),
            file: Some(photo),
            ..answer(Verdict::Part)
        };
        let kept = desk.answer_dispute(&token, &said).expect("an answer");
        assert_eq!(kept.next, "julie", "who opened it decides");
        let file = desk.dispute(&actor, id).expect("the dispute");
        assert_eq!((file.line.step, file.line.owner.as_str()), (Step::Facts, "julie"));
        let theirs: Vec<_> = file.evidence.iter().filter(|e| e.side == Side::House).collect();
        assert_eq!(theirs.len(), 2, "words and a photograph");
        assert!(theirs[0].words.contains("en partie") && theirs[0].words.contains("il en manquait huit"));
        assert_eq!((theirs[0].actor.as_str(), theirs[1].file.as_str()), ("link:Lea", "quai.jpg"));
        let tasks = desk.tasks(&actor, None, 10).expect("tasks").rows;
        assert_eq!(tasks.iter().map(|t| t.owner.as_str()).collect::<Vec<_>>(), ["julie"]);
        assert_eq!(code(desk.answer_dispute(&token, &answer(Verdict::No))), "link-used");
        assert_eq!(code(desk.asked_dispute(&token)), "link-used");
        assert!(desk.verify(&actor).expect("verify").is_sound(), "on {}", house.engine);
    }
}

#[test]
fn a_link_that_is_forged_over_or_for_something_else_opens_nothing() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = asked(desk);
        let token = token_of(desk, "Lea");
        let (head, tail) = token.split_once('.').expect("two parts");
        let last = if tail.ends_with('A') { "B" } else { "A" };
        let turned: String = format!("{}{last}", &tail[..tail.len() - 1]);
        let signed_for_another = format!("{}.{tail}", DisputeId(id.0).to_string().to_lowercase());
        for forged in [
            "",
            ".",
            "x.y",
            head,
            &format!("{head}."),
            &format!("{head}.{turned}"),
            &format!("{token}A"),
            &signed_for_another,
        ] {
            assert_eq!(code(desk.asked_dispute(forged)), "link-unknown", "{forged}");
            assert_eq!(code(desk.answer_dispute(forged, &answer(Verdict::Yes))), "link-unknown", "{forged}");
        }
        assert_eq!(code(desk.asked_opinion(&token)), "link-unknown", "made for a question");
        // Fifteen days later.
        let later = open(&house.url, day("2026-10-06"));
        assert_eq!(code(later.asked_dispute(&token)), "link-expired");
        let account = desk.find_account(&actor, "A").expect("the account");
        let link = desk.links(&actor, account).expect("links").remove(0);
        desk.revoke_link(&actor, link.id).expect("taken back");
        assert_eq!(code(desk.answer_dispute(&token, &answer(Verdict::Yes))), "link-revoked");
        let file = desk.dispute(&actor, id).expect("the dispute");
        assert_eq!((file.line.step, file.line.owner.as_str()), (Step::Identify, "Lea"), "on {}", house.engine);
        assert_eq!(file.evidence.len(), 1, "the customer's mail, nothing else");
    }
}

#[test]
fn an_answer_is_bounded_as_evidence_is_and_nothing_is_half_kept() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = asked(desk);
        let token = token_of(desk, "Lea");
        let with =
            |file: &str, bytes: Vec<u8>| ColleagueAnswer { file: Some(upload(file, bytes)), ..answer(Verdict::Yes) };
        assert_eq!(code(desk.answer_dispute(&token, &with("mur.jpg", vec![0xff; 50_000_000]))), "dispute-file-heavy");
        assert_eq!(code(desk.answer_dispute(&token, &with("mur.jpg", b"MZ\x90\0".to_vec()))), "dispute-file-unknown");
        let endless = ColleagueAnswer { words: "a".repeat(20_001), ..answer(Verdict::Yes) };
        assert_eq!(code(desk.answer_dispute(&token, &endless)), "dispute-words-long");
        for amount in ["0.00", "-1.00", "120.00", "1000000.00"] {
            let part = ColleagueAnswer { amount: Some(euros(amount)), ..answer(Verdict::Part) };
            assert_eq!(code(desk.answer_dispute(&token, &part)), "answer-amount", "{amount}");
        }
        let dollars = Money::parse("80.00", Currency::parse("USD").expect("a currency")).expect("an amount");
        let foreign = ColleagueAnswer { amount: Some(dollars), ..answer(Verdict::Part) };
        assert_eq!(code(desk.answer_dispute(&token, &foreign)), "answer-amount");
        assert_eq!(desk.dispute(&actor, id).expect("it").evidence.len(), 1, "on {}", house.engine);
        desk.answer_dispute(&token, &answer(Verdict::No)).expect("the link still works");
    }
}

#[test]
fn a_closed_dispute_asks_nothing_any_more() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = asked(desk);
        let token = token_of(desk, "Lea");
        desk.close_dispute(&actor, id, Outcome::Withdrawn, "").expect("closed");
        assert_eq!(code(desk.asked_dispute(&token)), "dispute-over-already");
        assert_eq!(code(desk.answer_dispute(&token, &answer(Verdict::Yes))), "dispute-over-already");
        assert_eq!(code(desk.draft_dispute_mail(&actor, id)), "dispute-over-already", "a mistake is nobody's news");
    }
}

#[test]
fn who_is_asked_twice_on_a_day_is_written_to_once() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = asked(desk);
        let again = app::disputes::DisputeHandOver { owner: "Lea".to_owned(), ..Default::default() };
        desk.assign_dispute(&actor, id, &again).expect("the same");
        assert_eq!(desk.notices(&actor, None, None, 10).expect("notices").len(), 1);
        let step = DisputeMove { owner: "Nobody Known".to_owned(), ..DisputeMove::default() };
        desk.move_dispute(&actor, id, Step::Facts, &step).expect("moved");
        let told = desk.notices(&actor, None, None, 10).expect("notices");
        assert_eq!(told.len(), 2);
        assert_eq!((told[0].recipient.as_str(), told[0].state.slug()), ("Nobody Known", "failed"));
        let account = desk.find_account(&actor, "A").expect("the account");
        assert_eq!(desk.links(&actor, account).expect("links").len(), 1, "no link for who has no address");
    }
}

#[test]
fn the_customer_is_told_of_it_and_says_what_they_think() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = asked(desk);
        let plain = |text: &str| text.replace(['\u{202f}', '\u{a0}'], " ");
        let noted = desk.draft_dispute_mail(&actor, id).expect("a draft");
        assert_eq!((noted.text, noted.to.as_str()), ("dispute-opened", "compta@atelier.example"));
        let words = plain(&noted.words);
        assert!(words.contains("120,00 €") && words.contains("Le reste de cette pièce, 880,00 €"), "{words}");
        let sent = desk.inform_of_dispute(&actor, id, ("", Some(noted.id))).expect("sent");
        assert_eq!(desk.inform_of_dispute(&actor, id, ("", Some(noted.id))).expect("again"), sent, "once");

        desk.move_dispute(&actor, id, Step::Facts, &DisputeMove::default()).expect("facts");
        desk.close_dispute(&actor, id, Outcome::Unfounded, "").expect("closed");
        let over = desk.draft_dispute_mail(&actor, id).expect("a draft");
        let words = plain(&over.words);
        assert!(over.text == "dispute-closed" && words.contains("Il reste à payer 1 000,00 €"), "{words}");
        let (_, after) = words.split_once("/link/opinion/").expect("a link");
        let token = after.split_whitespace().next().expect("a token");
        assert_eq!(code(desk.asked_opinion(token)), "link-unknown", "nothing was sent yet");
        let account = desk.find_account(&actor, "A").expect("the account");
        let links = desk.links(&actor, account).expect("links").len();
        desk.draft_dispute_mail(&actor, id).expect("looked at again");
        assert_eq!(desk.links(&actor, account).expect("links").len(), links, "looking at a draft makes no link");
        desk.inform_of_dispute(&actor, id, (&over.words, Some(over.id))).expect("sent");
        assert_eq!(desk.asked_opinion(token).expect("asked").piece, "F1");
        assert_eq!(code(desk.give_opinion(token, 0, "")), "opinion-score");
        assert_eq!(code(desk.give_opinion(token, 6, "")), "opinion-score");
        desk.give_opinion(token, 4, " rapide ").expect("an opinion");
        assert_eq!(code(desk.give_opinion(token, 5, "")), "link-used");
        let query = CauseQuery { by: CauseGrouping::Kind, from: None, until: None, currency: Currency::EUR };
        let told = desk.dispute_causes(&actor, &query).expect("causes").opinions;
        assert_eq!((told.count, told.mean_tenths), (1, Some(40)));
        assert_eq!(told.words.iter().map(|o| o.words.as_str()).collect::<Vec<_>>(), ["rapide"]);
    }
}

#[test]
fn a_consumer_who_does_not_get_all_is_told_of_the_mediator() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = asked(desk);
        become_kind(desk, "A", DebtorKind::Consumer);
        let why = |answer: Result<_, DeskError>| match answer {
            Err(DeskError::Refused(Refusal::NotWritten { why })) => why.en,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            desk.draft_dispute_mail(&actor, id).expect("a draft").objections,
            [],
            "noted: nothing is refused yet"
        );
        desk.move_dispute(&actor, id, Step::Facts, &DisputeMove::default()).expect("facts");
        desk.close_dispute(&actor, id, Outcome::Unfounded, "").expect("closed");
        let told = desk.draft_dispute_mail(&actor, id).expect("a draft").objections;
        assert_eq!(told.iter().map(|o| o.code).collect::<Vec<_>>(), ["mediator-unknown"]);
        assert!(why(desk.inform_of_dispute(&actor, id, ("", None))).contains("add it"));

        let creditor = desk.creditors(&actor).expect("creditors").remove(0);
        let mediator = " Médiateur du bois,\n1 rue des Arbitres, 25000 Besançon ".to_owned();
        let edit = CreditorEdit { mediator, ..CreditorEdit::of(&creditor) };
        let saved = desk.save_creditor(&actor, &edit).expect("saved").expect("no wrong field");
        assert_eq!(saved.mediator, "Médiateur du bois, 1 rue des Arbitres, 25000 Besançon");
        let draft = desk.draft_dispute_mail(&actor, id).expect("a draft");
        assert!(draft.objections.is_empty() && draft.words.contains(&saved.mediator), "{}", draft.words);
        assert!(why(desk.inform_of_dispute(&actor, id, ("Objet\n\nC’est non.", None))).contains("must name"));
        desk.inform_of_dispute(&actor, id, (&draft.words, None)).expect("sent");
    }
}

#[test]
fn a_settlement_needs_something_granted_and_a_day_to_pay() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = asked(desk);
        let until = Some(day("2026-10-15"));
        assert_eq!(code(desk.dispute_settlement(&actor, id, until)), "dispute-not-agreed");
        assert_eq!(code(desk.ask_refund(&actor, id, euros("10.00"), "")), "dispute-not-agreed");
        for step in [Step::Facts, Step::Negotiate, Step::Agree] {
            desk.move_dispute(&actor, id, step, &DisputeMove::default()).expect("a step");
        }
        assert_eq!(code(desk.dispute_settlement(&actor, id, until)), "dispute-nothing-granted");
        let granted = DisputeMove { granted: Some(euros("80.00")), ..DisputeMove::default() };
        desk.move_dispute(&actor, id, Step::CarryOut, &granted).expect("granted");
        assert_eq!(code(desk.dispute_settlement(&actor, id, None)), "settlement-pay-by", "due on 1 September");
        let paper = desk.dispute_settlement(&actor, id, until).expect("an agreement");
        assert!(paper.bytes.starts_with(b"%PDF-") && paper.name.starts_with("transaction-"), "{}", paper.name);
        if let Ok(folder) = std::env::var("QUITTANCE_PAPERS") {
            let file = std::path::Path::new(&folder).join("settlement.pdf");
            std::fs::write(file, &paper.bytes).expect("written");
        }
        assert_eq!(code(desk.ask_refund(&actor, id, euros("0.00"), "")), "dispute-refund");
        desk.ask_refund(&actor, id, euros("25.00"), "geste").expect("asked");
        let tasks = desk.tasks(&actor, None, 10).expect("tasks").rows;
        assert!(tasks.iter().any(|t| t.subject.en == "pay the customer back, or compensate them: 25.00 EUR · F1"));
    }
}

#[test]
fn a_mediation_stops_the_clock_and_is_shown() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let id = asked(desk);
        let order = |on: Option<&str>| MediationOrder {
            path: MediationPath::Conventional,
            mediator: "Me Roux".to_owned(),
            on: on.map(day),
        };
        let mediate = |desk: &Desk, step, on| desk.mediate(&actor, id, (step, &order(on)));
        assert_eq!(code(mediate(desk, MediationStep::Proposed, Some("2026-09-20"))), "mediation-day", "before it");
        assert_eq!(code(mediate(desk, MediationStep::Proposed, Some("2026-09-22"))), "mediation-day", "to come");
        mediate(desk, MediationStep::Proposed, None).expect("proposed");
        assert!(!desk.dispute(&actor, id).expect("it").line.mediation, "nobody agreed yet");
        mediate(desk, MediationStep::Accepted, None).expect("accepted");
        let later = open(&house.url, day("2026-12-01"));
        let line = later.dispute(&actor, id).expect("it").line;
        assert!(line.mediation && !line.late && line.left_days.is_none(), "on {}", house.engine);
        mediate(&later, MediationStep::Failure, Some("2026-11-30")).expect("ended");
        let file = later.dispute(&actor, id).expect("it");
        assert!(!file.line.mediation && file.line.left_days.is_some());
        assert_eq!(file.mediations[0].ended, Some(day("2026-11-30")));
        assert!(later.verify(&actor).expect("verify").is_sound());
    }
}

#[test]
fn an_action_is_judged_on_as_many_days_before_as_since() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        asked(desk);
        let order = |since: Option<&str>| PreventionOrder {
            kind: DisputeKind::Delivery,
            what: "deux photos au quai".to_owned(),
            owner: "Lea".to_owned(),
            due: day("2026-09-30"),
            since: since.map(day),
        };
        let nobody = PreventionOrder { owner: " ".to_owned(), ..order(None) };
        assert_eq!(code(desk.save_prevention(&actor, None, &nobody)), "prevention-what");
        let id = desk.save_prevention(&actor, None, &order(None)).expect("an action");
        let told = desk.notices(&actor, None, None, 10).expect("notices");
        assert_eq!((told[0].kind.as_str(), told[0].recipient.as_str()), ("prevention", "Lea"));
        assert_eq!(desk.preventions(&actor, Currency::EUR).expect("actions")[0].effect, None, "not in place");
        desk.save_prevention(&actor, Some(id), &order(Some("2026-10-01"))).expect("in place");
        // Eleven days on each side: 20 September to 30 September, 1 October to 11 October.
        let later = open(&house.url, day("2026-10-12"));
        let effect = later.preventions(&actor, Currency::EUR).expect("actions").remove(0).effect.expect("figures");
        assert_eq!((effect.days, effect.before.count, effect.after.count), (11, 1, 0), "on {}", house.engine);
        assert_eq!((effect.before.amount.as_str(), effect.after.amount.as_str()), ("120.00", "0.00"));
        // Ten days: the dispute of 21 September is the first of them, and counts.
        let sooner = open(&house.url, day("2026-10-11"));
        let effect = sooner.preventions(&actor, Currency::EUR).expect("actions").remove(0).effect.expect("figures");
        assert_eq!((effect.days, effect.before.count), (10, 1));
        let sooner = open(&house.url, day("2026-10-10"));
        let effect = sooner.preventions(&actor, Currency::EUR).expect("actions").remove(0).effect.expect("figures");
        assert_eq!((effect.days, effect.before.count), (9, 0), "opened the day before the window");
    }
}

#[test]
fn each_service_reads_once_a_month_what_its_disputes_cost() {
    for house in filled() {
        let (desk, actor) = (&house.desk, Actor::operator());
        let mut policy = desk.dispute_policy(&actor).expect("a policy").policy;
        for service in &mut policy.services {
            "Lea".clone_into(&mut service.owner);
        }
        desk.set_dispute_policy(&actor, &policy).expect("saved");
        asked(desk);
        let run = |on: &str| {
            let desk = open(&house.url, day(on));
            let order = RunRequest { day: Some(day(on)), dry: false, creditor: None, summary: true };
            desk.run(&actor, &order, &|_, _| ()).expect("a run");
            let told = desk.notices(&actor, None, None, 100).expect("notices");
            told.into_iter().filter(|n| n.kind == "causes").collect::<Vec<_>>()
        };
        assert_eq!(run("2026-09-30"), [], "the month is not over");
        let told = run("2026-10-01");
        assert_eq!(
            told.iter().map(|n| n.subject.as_str()).collect::<Vec<_>>(),
            ["Causes de litiges de 09/2026 : logistique"]
        );
        let body = desk.store().read(|tx| tx.notices().get(told[0].id)).expect("it").body;
        let body = body.replace(['\u{202f}', '\u{a0}'], " ");
        assert!(body.contains("- livraison : 120,00 € contestés, 1 litige, 10 jours"), "{body}");
        assert_eq!(run("2026-10-02").len(), 1, "once, on {}", house.engine);
        assert_eq!(run("2026-11-02").len(), 1, "nothing was opened in October");
    }
}
