//! Whole stories as text: commands in, what the desk says out. See `scenarios/README.md`.

mod by_court;
mod by_house;
mod by_link;
mod by_watch;

use std::fmt::Write;
use std::path::Path;

use app::colleagues::ColleagueOrder;
use app::disputes::{
    ColleagueAnswer, DisputeFilter, DisputeId, DisputeKind, DisputeMove, DisputeOrder, MediationOrder, MediationPath,
    MediationStep, Outcome, Service, Step, Verdict,
};
use app::imports::ImportRequest;
use app::runs::RunRequest;
use app::{Actor, Desk, DeskError, MessageState};
use kernel::{Currency, Date, Language, Money};
use ledger::{ImportMode, ItemId};
use store::{Reminder, ReminderId};

use crate::support::{House, day, houses, import, open, pdf_text, request, upload};

/// A story while it is told.
struct Story {
    house: House,
    today: Date,
    last: Option<DisputeId>,
    /// Who comes by a link.
    caller: Option<app::space::Caller>,
    plan: by_link::Proposed,
    court: by_court::Court,
}

pub fn cdar(code: &str, invoice: &str, at: &str, motive: &str) -> String {
    let status = if motive.is_empty() {
        String::new()
    } else {
        format!("<ram:SpecifiedDocumentStatus><ram:ReasonCode>{motive}</ram:ReasonCode></ram:SpecifiedDocumentStatus>")
    };
    format!(
        "<?xml version=\"1.0\"?><rsm:CrossDomainAcknowledgementAndResponse xmlns:rsm=\"r\" xmlns:ram=\"a\" \
         xmlns:udt=\"u\"><rsm:AcknowledgementDocument><ram:TypeCode>23</ram:TypeCode><ram:IssueDateTime>\
         <udt:DateTimeString format=\"204\">{at}</udt:DateTimeString></ram:IssueDateTime>\
         <ram:ReferenceReferencedDocument><ram:IssuerAssignedID>{invoice}</ram:IssuerAssignedID>\
         <ram:ProcessConditionCode>{code}</ram:ProcessConditionCode>{status}</ram:ReferenceReferencedDocument>\
         </rsm:AcknowledgementDocument></rsm:CrossDomainAcknowledgementAndResponse>"
    )
}

impl Story {
    fn desk(&self) -> &Desk {
        &self.house.desk
    }

    fn item(&self, number: &str) -> ItemId {
        self.desk().find_item(&Actor::operator(), number).expect("a piece").id
    }

    /// What a command of a link, of the house, of a court or of the watch prints; none when it is another's.
    fn elsewhere(&mut self, words: &[&str]) -> Result<Option<String>, DeskError> {
        for told in [Self::by_link, Self::by_house, Self::by_court, Self::by_watch] {
            if let Some(said) = told(self, words)? {
                return Ok(Some(said));
            }
        }
        Ok(None)
    }

    /// What a command prints.
    fn play(&mut self, command: &str, file: &str, said: &str) -> Result<String, DeskError> {
        let words: Vec<&str> = command.split_whitespace().collect();
        if let Some(said) = self.elsewhere(&words)? {
            return Ok(said);
        }
        let (actor, mut out) = (Actor::operator(), String::new());
        let money = |text: &str| Money::parse(text, Currency::EUR).expect("an amount");
        match words.as_slice() {
            ["day", on] => {
                self.today = day(on);
                self.house.desk = open(&self.house.url, self.today);
            }
            ["import"] => {
                let mode = Some(ImportMode::Movement);
                let order = ImportRequest { mode, ..request(vec![upload("fichier.csv", file)]) };
                assert_eq!(import(self.desk(), &order).outcome.rejected, 0, "{file}");
            }
            ["policy", service, settings @ ..] => self.policy(service, settings)?,
            ["dispute", piece, kind, amount @ ..] => {
                let kind = DisputeKind::parse(kind).expect("a kind");
                let amount = amount.first().map(|text| money(text));
                let order = DisputeOrder { kind, amount, ..DisputeOrder::heard("") };
                self.last = Some(self.desk().open_dispute(&actor, self.item(piece), &order)?);
            }
            ["step", step, granted @ ..] => {
                let granted = granted.first().map(|text| money(text));
                let order = DisputeMove { granted, ..DisputeMove::default() };
                let id = self.last.expect("a dispute");
                self.desk().move_dispute(&actor, id, Step::parse(step).expect("a step"), &order)?;
            }
            ["close", outcome] => {
                let outcome = Outcome::parse(outcome).expect("an outcome");
                self.desk().close_dispute(&actor, self.last.expect("a dispute"), outcome, "")?;
            }
            ["match", debit, credit] => {
                self.desk().allocate(&actor, self.item(debit), self.item(credit), None)?;
            }
            ["cdar", code, piece, at, motive @ ..] => {
                let text = cdar(code, piece, at, motive.first().copied().unwrap_or_default());
                let taken = self.desk().take_statuses(&actor, &[upload("cdv.xml", text)])?;
                let (fresh, repeated, waiting) = (taken.fresh, taken.repeated, taken.waiting);
                let disputes = taken.disputes;
                writeln!(out, "fresh {fresh}, repeated {repeated}, waiting {waiting}, disputes {disputes}")
                    .expect("text");
                for code in taken.unknown {
                    writeln!(out, "unknown: {code}").expect("text");
                }
            }
            ["tend"] => {
                let done = self.desk().tend_disputes(&actor, self.today)?;
                writeln!(out, "closed {}, escalated {}", done.closed, done.escalated).expect("text");
            }
            ["run"] => out = self.run()?,
            ["letter", ..] => {
                let wanted = command.trim_start_matches("letter ").trim();
                // Without a reader of PDF, said aloud, a story goes on as if it had been read.
                out = self.messages().map_or_else(
                    || said.to_owned(),
                    |text| if text.contains(wanted) { "yes\n".to_owned() } else { "no\n".to_owned() },
                );
            }
            ["disputes"] => out = self.disputes()?,
            ["tasks"] => {
                for task in self.desk().tasks(&actor, None, 100)?.rows {
                    writeln!(out, "{}", task.subject.fr.replace(['\u{202f}', '\u{a0}'], " ")).expect("text");
                }
            }
            _ => out = self.answered(&words)?,
        }
        Ok(out)
    }

    /// What a command about who answers, and before whom, prints.
    fn answered(&self, words: &[&str]) -> Result<String, DeskError> {
        let (actor, mut out) = (Actor::operator(), String::new());
        let money = |text: &str| Money::parse(text, Currency::EUR).expect("an amount");
        match words {
            ["posted"] => {
                for (_, file) in self.desk().print_files_to_post(&actor)? {
                    self.desk().posted(&actor, file.document, self.today, &[])?;
                }
            }
            ["address", address] => self.desk().set_address(&actor, address)?,
            ["colleague", name, email] => {
                let (name, email) = ((*name).to_owned(), (*email).to_owned());
                let order = ColleagueOrder { name, email, language: Language::Fr };
                self.desk().save_colleague(&actor, None, &order)?;
            }
            ["notices"] => {
                let mut told = self.desk().notices(&actor, None, None, 100)?;
                told.reverse();
                for notice in told {
                    writeln!(out, "{} {}: {}", notice.recipient, notice.state.slug(), notice.subject).expect("text");
                }
            }
            ["answer", who, verdict, amount @ ..] => {
                let verdict = Verdict::parse(verdict).expect("a verdict");
                let amount = amount.first().map(|text| money(text));
                let answer = ColleagueAnswer { verdict, amount, words: String::new(), file: None };
                self.desk().answer_dispute(&token_of(self.desk(), who), &answer)?;
            }
            ["mediate", what, path @ ..] => {
                let step = MediationStep::parse(what).expect("what happens");
                let path = path.first().map_or(Some(MediationPath::Conventional), |text| MediationPath::parse(text));
                let order = MediationOrder { path: path.expect("a path"), mediator: String::new(), on: None };
                self.desk().mediate(&actor, self.last.expect("a dispute"), (step, &order))?;
            }
            ["limitation"] => {
                let account = self.desk().find_account(&actor, "C1")?;
                let events = self.desk().store().read(|tx| tx.claim_events().of_account(account)).expect("events");
                for event in events {
                    writeln!(out, "{} {}", event.event, event.on_day).expect("text");
                }
            }
            other => {
                let said = crate::credit_story::play(self.desk(), other)?;
                out = said.unwrap_or_else(|| panic!("no such command: {words:?}"));
            }
        }
        Ok(out)
    }

    fn policy(&self, service: &str, settings: &[&str]) -> Result<(), DeskError> {
        let service = Service::parse(service).expect("a service");
        let mut policy = self.desk().dispute_policy(&Actor::operator())?.policy;
        let desk = policy.services.iter_mut().find(|d| d.service == service).expect("the service");
        for setting in settings {
            match setting.split_once('=').expect("name=value") {
                ("owner", who) => who.clone_into(&mut desk.owner),
                ("escalate", who) => who.clone_into(&mut desk.escalate_to),
                ("days", n) => desk.days = n.parse().expect("days"),
                (other, _) => panic!("no such setting: {other}"),
            }
        }
        self.desk().set_dispute_policy(&Actor::operator(), &policy)
    }

    /// What each reminder that this run decides asks.
    fn run(&self) -> Result<String, DeskError> {
        let actor = Actor::operator();
        let before: Vec<_> = self.reminders()?.into_iter().map(|(id, _)| id).collect();
        let order = RunRequest { day: Some(self.today), dry: false, creditor: None, summary: true };
        self.desk().run(&actor, &order, &|_, _| ())?;
        self.desk().render_pending(&actor, &|_, _| ())?;
        let fresh = self.reminders()?.into_iter().filter(|(id, _)| !before.contains(id));
        Ok(fresh.map(|(_, said)| said + "\n").collect())
    }

    /// The reminders of C1: the account and what they ask.
    fn reminders(&self) -> Result<Vec<(ReminderId, String)>, DeskError> {
        let actor = Actor::operator();
        let Ok(account) = self.desk().find_account(&actor, "C1") else { return Ok(Vec::new()) };
        let file = self.desk().account_file(&actor, account)?;
        let said = |r: &Reminder| {
            let asked = Money::new(r.principal_minor, r.currency).to_decimal();
            (r.id, format!("{} {asked}", file.account.number))
        };
        Ok(file.reminders.iter().map(said).collect())
    }

    /// The words of every message made, letters as they are printed, with plain blanks; `None` without a reader of PDF.
    fn messages(&self) -> Option<String> {
        let read = self.desk().store().read(|tx| {
            let (mut text, mut papers) = (String::new(), Vec::new());
            for state in [MessageState::Awaiting, MessageState::Rendered] {
                for message in tx.messages().list(Some(state), None, None, 100)? {
                    match message.document_id {
                        Some(paper) => papers.push(tx.documents().get(paper)?.content),
                        None => text.push_str(&message.body),
                    }
                }
            }
            Ok::<_, store::StoreError>((text, papers))
        });
        let (mut text, papers) = read.expect("messages");
        for paper in papers {
            text.push_str(&pdf_text(&paper)?);
        }
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn disputes(&self) -> Result<String, DeskError> {
        let filter = DisputeFilter { closed_too: true, ..DisputeFilter::default() };
        let mut out = String::new();
        for d in self.desk().disputes(&Actor::operator(), &filter, None, 100)?.rows {
            let tail = match d.outcome {
                Some(outcome) => outcome.slug().to_owned(),
                // Nobody has it where the policy names nobody, and no person opened it.
                None if d.owner.is_empty() => format!("{} {}", d.service.slug(), d.due),
                None => format!("{} {} {}", d.service.slug(), d.owner, d.due),
            };
            writeln!(out, "{} {} {} {} {tail}", d.item, d.held, d.kind.slug(), d.step.slug()).expect("text");
        }
        Ok(out)
    }
}

/// What the link of the last question to somebody holds after the address.
pub fn token_of(desk: &Desk, who: &str) -> String {
    let told = desk.store().read(|tx| tx.notices().page(None, None, 100)).expect("notices");
    let body = told.into_iter().find(|notice| notice.recipient == who).expect("a notice").body;
    let (_, after) = body.split_once("/link/dispute/").expect("a link in the mail");
    after.split_whitespace().next().expect("a token").to_owned()
}

/// The commands of a text, each with its file and what it must print.
fn commands(text: &str) -> Vec<(String, String, String)> {
    let mut found: Vec<(String, String, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        match (line.strip_prefix("> "), line.strip_prefix("| "), found.last_mut()) {
            (Some(command), ..) => found.push((command.trim().to_owned(), String::new(), String::new())),
            (None, Some(row), Some((_, file, _))) => {
                file.push_str(row);
                file.push('\n');
            }
            (None, None, Some((.., wanted))) => {
                wanted.push_str(line.trim_end());
                wanted.push('\n');
            }
            _ => panic!("a line before any command: {line}"),
        }
    }
    found
}

#[test]
fn every_story_goes_as_it_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let (mut told, mut wrong) = (0, Vec::new());
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("the scenarios").map(|e| e.expect("a file").path()).collect();
    files.sort();
    for path in files.iter().filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let (name, text) = (path.display(), std::fs::read_to_string(path).expect("a scenario"));
        let commands = commands(&text);
        assert!(commands.len() > 3, "{name} says too little");
        for house in houses("2026-01-01") {
            let engine = house.engine;
            let mut story = Story {
                house,
                today: day("2026-01-01"),
                last: None,
                caller: None,
                plan: None,
                court: by_court::Court::default(),
            };
            for (command, file, wanted) in &commands {
                let said = match story.play(command, file, wanted) {
                    Ok(said) => said,
                    Err(error) => format!("refused: {}\n", error.code()),
                };
                if said != *wanted {
                    wrong.push(format!("{name} on {engine}: > {command}\nsaid:\n{said}wanted:\n{wanted}"));
                }
            }
            assert!(story.desk().verify(&Actor::operator()).expect("verify").is_sound(), "{name} on {engine}");
            told += 1;
        }
    }
    assert!(told > 0, "no scenario was found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
