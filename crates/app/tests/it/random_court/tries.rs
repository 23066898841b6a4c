//! What a story tries: acts, days told, corrections, costs, payments, waivers, the end of the case.

use app::DeskError;
use app::cases::{
    CaseOutcome, EndGround, Ground, Party, ProcedureDetail, ProofKind, Service, StayGround, Tell, TellOrder,
};
use app::costs::{CaseClosing, CostKind, CostOrder, LossOrder, TimeOrder};
use judicial::procedure::Event;
use kernel::{Currency, Date, Money, epoch_day, from_epoch_day};
use law::Law;

use super::checks::Seen;
use super::{HEAD, Model, OWED, Paid, Typed};
use crate::support::{import, request, upload};

/// The ways a case may end.
const OUTCOMES: [CaseOutcome; 3] = [CaseOutcome::Paid, CaseOutcome::Settled, CaseOutcome::Irrecoverable];

fn decimal(cents: i64) -> String {
    Money::new(cents, Currency::EUR).to_decimal()
}

type Tried = Result<Vec<Event>, DeskError>;

impl Model {
    /// Tries one thing; answers the events of what was taken in.
    pub fn attempt(&mut self, seen: &Seen) -> Tried {
        let none = |()| Vec::new();
        match self.chance.below(24) {
            0..=9 => self.act(seen),
            10..=13 => self.tell(seen),
            14 => self.amend(seen),
            15 | 16 => self.cost(seen),
            17 => self.change_cost(),
            18 => {
                self.pay();
                Ok(Vec::new())
            }
            19 | 20 => self.allocate().map(none),
            21 => self.waive(seen).map(none),
            22 => self.take_up().map(none),
            _ => self.close().map(none),
        }
    }

    fn any<'s>(&mut self, seen: &'s Seen) -> Option<&'s ProcedureDetail> {
        let most = seen.procedures.len();
        (most > 0).then(|| &seen.procedures[self.chance.below(most)])
    }

    /// An act of the definition: most often one that is possible, sometimes any.
    fn act(&mut self, seen: &Seen) -> Tried {
        let Some(procedure) = self.any(seen) else { return Ok(Vec::new()) };
        let possible: Vec<String> = procedure.course.possible.iter().map(|one| one.act.clone()).collect();
        let act = if possible.is_empty() || self.chance.one_in(6) {
            let definition = Law::builtin().procedures().find(&procedure.line.definition).expect("known");
            let all: Vec<String> = definition.acts.iter().map(|act| act.act.clone()).collect();
            self.chance.of(&all)
        } else {
            self.chance.of(&possible)
        };
        let on = if self.chance.one_in(4) { self.ago(30) } else { self.today() };
        let kind = if self.chance.one_in(8) {
            self.chance.of(ProofKind::ALL)
        } else {
            proof_of(&procedure.line.definition, &act)
        };
        let service = self.chance.of(&["", "", Service::InPerson.slug(), Service::NotInPerson.slug()]).to_owned();
        let granted = if act.contains("part") { "700.00".to_owned() } else { String::new() };
        let leave = "ordonnance du juge de l’exécution".to_owned();
        let told = TellOrder { service, granted, leave, ..TellOrder::act(&act, on).proved(kind, "pièce 1") };
        self.desk.tell_procedure(&self.actor, procedure.line.id, &told)
    }

    /// A day, a step set aside, a stay, its end, the end of the procedure.
    fn tell(&mut self, seen: &Seen) -> Tried {
        let Some(procedure) = self.any(seen) else { return Ok(Vec::new()) };
        let rows = Law::builtin().deadlines().list();
        let mut steps: Vec<String> =
            rows.iter().filter(|row| row.procedure == procedure.line.definition).map(|row| row.step.clone()).collect();
        // what is open is asked about more often
        steps.extend(procedure.course.open().map(|one| one.step.clone()));
        let told = match self.chance.below(12) {
            0..=3 => TellOrder { step: self.chance.of(&steps), day: Some(self.around()), ..TellOrder::new(Tell::Day) },
            4 => TellOrder {
                step: self.chance.of(&steps),
                why: "sans objet ici".to_owned(),
                ..TellOrder::new(Tell::Aside)
            },
            5..=7 => {
                TellOrder { ground: self.chance.of(StayGround::ALL).slug().to_owned(), ..TellOrder::new(Tell::Stay) }
            }
            8..=9 => TellOrder::new(Tell::Lift),
            10 => TellOrder::new(Tell::Withdraw),
            _ => TellOrder {
                ground: self.chance.of(EndGround::ALL).slug().to_owned(),
                why: "réglé entre parties".to_owned(),
                ..TellOrder::new(Tell::End)
            },
        };
        self.desk.tell_procedure(&self.actor, procedure.line.id, &told.proved(ProofKind::Statement, "pièce 2"))
    }

    /// A day of some weeks before or after today.
    fn around(&mut self) -> Date {
        let ahead = i32::try_from(self.chance.below(90)).expect("days") - 20;
        from_epoch_day(epoch_day(self.today()) + ahead)
    }

    /// The day of a fact corrected, or the fact struck out.
    fn amend(&mut self, seen: &Seen) -> Tried {
        let Some(procedure) = self.any(seen) else { return Ok(Vec::new()) };
        let position = Some(self.chance.below(procedure.facts.len() + 1));
        let why = "relu".to_owned();
        let told = if self.chance.one_in(3) {
            TellOrder { position, why, ..TellOrder::new(Tell::Strike) }
        } else {
            TellOrder { position, why, day: Some(self.ago(60)), ..TellOrder::new(Tell::Correct) }
        };
        self.desk.tell_procedure(&self.actor, procedure.line.id, &told)
    }

    /// A cost, beside an act where one was told; now and then one that cannot be.
    fn cost(&mut self, seen: &Seen) -> Tried {
        if self.chance.one_in(4) {
            let minutes = i64::try_from(self.chance.below(300)).expect("minutes");
            let time = TimeOrder { who: "Léa".to_owned(), day: None, minutes, hourly: "42.50".to_owned() };
            self.desk.add_time(&self.actor, self.case, &time)?;
            // an hour at 42.50, half a cent up
            self.costs.push(Typed { id: None, advanced_by: Party::Creditor, gross: (minutes * 4_250 + 30) / 60 });
            return Ok(Vec::new());
        }
        let net = self.chance.cents(60_000);
        let vat = if self.chance.one_in(2) { net / 5 } else { 0 };
        let ground = self.chance.of(Ground::ALL);
        let advanced_by = self.chance.of(&[Party::Creditor, Party::Creditor, Party::Debtor, Party::ThirdParty]);
        let fact = self.any(seen).and_then(|one| one.facts.first()).map(|fact| fact.subject.to_string());
        let order = CostOrder {
            kind: CostKind::OfficerAct.slug().to_owned(),
            label: "acte".to_owned(),
            day: Some(self.ago(40)),
            net: if self.chance.one_in(6) { "-1".to_owned() } else { decimal(net) },
            vat: decimal(vat),
            advanced_by: advanced_by.slug().to_owned(),
            ground: ground.slug().to_owned(),
            act: fact.filter(|_| self.chance.one_in(2)).unwrap_or_default(),
            ..CostOrder::default()
        };
        let id = self.desk.add_cost(&self.actor, self.case, &order)?;
        self.costs.push(Typed { id: Some(id), advanced_by, gross: net + vat });
        Ok(Vec::new())
    }

    /// A cost paid, or taken out.
    fn change_cost(&mut self) -> Tried {
        let own: Vec<usize> = (0..self.costs.len()).filter(|at| self.costs[*at].id.is_some()).collect();
        if own.is_empty() {
            return Ok(Vec::new());
        }
        let at = self.chance.of(&own);
        let Some(id) = self.costs[at].id else { return Ok(Vec::new()) };
        if self.chance.one_in(2) {
            self.desk.pay_cost(&self.actor, id, None)?;
        } else {
            self.desk.drop_cost(&self.actor, id, "autre dossier")?;
            // it stays to be taken out a second time, which is refused
            self.costs[at].gross = 0;
        }
        Ok(Vec::new())
    }

    /// Money comes in: the whole list of pieces is read again.
    fn pay(&mut self) {
        let cents = self.chance.cents(30_000);
        let (number, today) = (format!("R{}", self.payments.len() + 1), self.today());
        let on = format!("{:02}/{:02}/{}", today.day(), today.month(), today.year());
        let amount = decimal(-cents).replace('.', ",");
        let line = format!("C1;Garage Leroy SARL;société;1 rue A;75001;Paris;{number};règlement;{on};;{amount}\n");
        self.payments.push(Paid { number, line, cents, matched: 0 });
        let lines: String = self.payments.iter().map(|one| one.line.as_str()).collect();
        let answer = import(&self.desk, &request(vec![upload("paid.csv", format!("{HEAD}{OWED}{lines}"))]));
        assert_eq!(answer.outcome.rejected, 0, "{:?}", answer.outcome.errors);
    }

    /// A payment matched with a piece, in part or beyond what is left of either.
    fn allocate(&mut self) -> Result<(), DeskError> {
        if self.payments.is_empty() {
            return Ok(());
        }
        let (at, piece) = (self.chance.below(self.payments.len()), self.chance.of(&["F1", "F1", "F2"]));
        let cents = self.chance.cents(20_000);
        let of = |number: &str| self.desk.find_item(&self.actor, number).expect("a piece").id;
        let (debit, credit) = (of(piece), of(&self.payments[at].number));
        self.desk.allocate(&self.actor, debit, credit, Some(Money::new(cents, Currency::EUR)))?;
        self.payments[at].matched += cents;
        Ok(())
    }

    fn waive(&mut self, seen: &Seen) -> Result<(), DeskError> {
        let rights: Vec<_> = seen.rights.iter().filter(|line| line.procedure_id.is_some()).collect();
        if rights.is_empty() {
            return Ok(());
        }
        let right = self.chance.of(&rights).right;
        let why = if self.chance.one_in(4) { " " } else { "trop peu pour agir" };
        let id = self.desk.waive_right(&self.actor, right, why)?;
        self.waivers.push(id);
        Ok(())
    }

    fn take_up(&mut self) -> Result<(), DeskError> {
        if self.waivers.is_empty() {
            return Ok(());
        }
        let id = self.chance.of(&self.waivers);
        self.desk.take_up_right(&self.actor, id, "erreur")
    }

    /// An attempt to close the case: refused while a procedure goes on, where it is said to be paid and is not, where a
    /// loss is not proved.
    fn close(&mut self) -> Result<(), DeskError> {
        let proved = self.chance.one_in(2);
        let loss = LossOrder {
            proof: if proved { "certificat d’irrécouvrabilité".to_owned() } else { String::new() },
            proof_on: proved.then(|| self.today()),
            ..LossOrder::default()
        };
        let closing = CaseClosing { outcome: self.chance.of(&OUTCOMES), why: "fin".to_owned(), loss };
        self.desk.close_case(&self.actor, self.case, closing)
    }
}

/// What proves an act, by who does it in the definition.
fn proof_of(definition: &str, act: &str) -> ProofKind {
    let definition = Law::builtin().procedures().find(definition).expect("known");
    let by = definition.acts.iter().find(|known| known.act == act).map_or("", |known| known.actor.as_str());
    match by {
        "officer" => ProofKind::OfficerAct,
        "judge" | "court" => ProofKind::Decision,
        "registry" => ProofKind::RegistryReceipt,
        _ => ProofKind::Receipt,
    }
}
