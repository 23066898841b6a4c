//! What the bulletin tells of a debtor in a story, what is declared and what comes of it.

use std::fmt::Write;

use app::insolvency::{ClaimAnswer, ClaimLine, InsolvencyFile, InsolvencyQuery};
use app::papers::PaperKind;
use app::{Actor, DeskError};
use kernel::{Currency, Language, Money};
use serde_json::{Value, json};

use super::Story;
use crate::insolvency::{SIREN, about, notice, opening, take};
use crate::support::day;

impl Story {
    /// What a command of the watch prints; none when it is another's.
    pub(super) fn by_watch(&mut self, words: &[&str]) -> Result<Option<String>, DeskError> {
        let (actor, mut out) = (Actor::operator(), String::new());
        let money = |text: &str| Money::parse(text, Currency::EUR).expect("an amount");
        let told = |number: &str, published: &str, judgment: &Value| {
            notice(number, published, "GARAGE LEROY", Some(SIREN), judgment)
        };
        match words {
            ["notice", number, published, judgment] => out = self.read(&told(number, published, &opening(judgment))),
            ["notice-corrected", number, published, judgment, former] => {
                out = self.read(&about(told(number, published, &opening(judgment)), "rectificatif", former));
            }
            ["notice-cancelled", number, published, former] => {
                out = self.read(&about(told(number, published, &json!({})), "annulation", former));
            }
            ["watch"] => out = self.watch()?,
            ["declare", on, proof] => {
                let claim = self.declared()?.id;
                self.desk().send_insolvency_declaration(&actor, claim, day(on), proof)?;
            }
            ["admit", amount, on] => {
                let answer = (ClaimAnswer::Admitted, day(on));
                let claim = self.declared()?.id;
                self.desk().answer_insolvency_claim(&actor, claim, answer, (Some(money(amount)), "ordonnance"))?;
            }
            ["dividend", amount, on] => {
                let claim = self.declared()?.id;
                self.desk().note_insolvency_dividend(&actor, claim, day(on), money(amount))?;
            }
            ["claim"] => {
                let claim = self.declared()?;
                let admitted = claim.admitted.as_deref().unwrap_or("?");
                writeln!(out, "declared {}, admitted {admitted}, dividend {}", claim.declared, claim.dividend)
                    .expect("text");
                for share in claim.shares {
                    let (declared, admitted, dividend) = (share.declared, share.admitted, share.dividend);
                    writeln!(out, "  {} {declared} {admitted} {dividend}", share.number).expect("text");
                }
            }
            ["figures", kind] => {
                let kind = PaperKind::parse(kind).expect("a kind");
                let draft = self.desk().paper_draft(&actor, self.case(), kind)?;
                let amounts: Vec<&str> = draft.figures.iter().map(|figure| figure.amount.as_str()).collect();
                writeln!(out, "{}", amounts.join(" ")).expect("text");
            }
            ["paper", kind] => {
                let kind = PaperKind::parse(kind).expect("a kind");
                let order = self.desk().paper_draft(&actor, self.case(), kind)?.order();
                self.desk().make_paper(
                    &actor,
                    self.case(),
                    (kind, &order, Language::Fr, app::papers::BundleForm::Filing),
                )?;
                out.push_str("made\n");
            }
            _ => return Ok(None),
        }
        Ok(Some(out))
    }

    fn read(&self, notice: &Value) -> String {
        let taken = take(self.desk(), std::slice::from_ref(notice));
        format!("kept {}, unchanged {}\n", taken.kept, taken.unchanged)
    }

    /// The procedure of the debtor, while it counts.
    fn insolvent(&self) -> Result<Option<InsolvencyFile>, DeskError> {
        let actor = Actor::operator();
        let rows = self.desk().insolvencies(&actor, &InsolvencyQuery::default(), None, 9)?.rows;
        rows.first().map(|line| self.desk().insolvency(&actor, line.id)).transpose()
    }

    fn declared(&self) -> Result<ClaimLine, DeskError> {
        let part = self.insolvent()?.expect("a procedure").accounts.remove(0);
        Ok(part.claim.expect("a claim"))
    }

    /// Where the declaration is and its day, then each piece: its side of the judgment, and whether it is stopped.
    fn watch(&self) -> Result<String, DeskError> {
        let Some(mut file) = self.insolvent()? else { return Ok("none\n".to_owned()) };
        let part = file.accounts.remove(0);
        let by = part.due.map(|due| format!(" by {}, safe {}", due.due, due.safe)).unwrap_or_default();
        let mut out = format!("{}{by}\n", part.declaration.slug());
        for item in part.items {
            let goes = if item.stopped { "stopped" } else { "goes on" };
            writeln!(out, "  {} {} {goes}", item.number, item.side.slug()).expect("text");
        }
        Ok(out)
    }
}
