//! Whatever is contested, paid, withdrawn or planned, in any order: only that part is withheld, the rest is asked for,
//! and the two make what is open.

use app::disputes::{DisputeId, DisputeKind, DisputeOrder, Outcome};
use app::imports::ImportRequest;
use app::links::LinkAsked;
use app::plans::{PlanSignature, PlanTerms, SignatureLevel};
use app::space::{Caller, LinkPurpose};
use app::{Actor, Desk};
use kernel::{Currency, Money};
use ledger::{AccountId, DebtorKind, ImportMode, ItemId};
use proptest::prelude::*;

use crate::support::{become_kind, day, houses, import, request, upload};

const HEAD: &str = "code client;raison sociale;adresse;code postal;ville;piece;type;date;echeance;montant\n";
/// What the pieces F0, F1 and F2 are of, in cents.
const AMOUNTS: [i64; 3] = [100_000, 25_050, 999];

#[derive(Debug, Clone)]
enum Act {
    /// Contests a piece: a part of it in cents, or all of it.
    Contest(usize, Option<i64>),
    /// Withdraws the dispute opened last.
    Withdraw,
    /// Pays a share of what is open of a piece, in thousandths.
    Pay(usize, i64),
    /// Signs a plan over what is free.
    Plan,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        3 => (0..3_usize, proptest::option::of(1_i64..60_000)).prop_map(|(piece, part)| Act::Contest(piece, part)),
        1 => Just(Act::Withdraw),
        2 => (0..3_usize, 1_i64..=1_000).prop_map(|(piece, share)| Act::Pay(piece, share)),
        1 => Just(Act::Plan),
    ];
    proptest::collection::vec(act, 1..10)
}

/// What the test knows of a piece by itself.
#[derive(Debug, Default, Clone)]
struct Known {
    open: i64,
    /// What each open dispute holds; all of it when none.
    contested: Vec<(DisputeId, Option<i64>)>,
    planned: bool,
}

impl Known {
    fn disputed(&self) -> i64 {
        self.contested.iter().map(|(_, part)| part.unwrap_or(self.open)).sum::<i64>().min(self.open)
    }

    fn withheld(&self) -> i64 {
        if self.planned { self.open } else { self.disputed() }
    }
}

struct Told<'a> {
    desk: &'a Desk,
    account: AccountId,
    who: Caller,
    pieces: [Known; 3],
    last: Vec<(usize, DisputeId)>,
    payments: u32,
}

impl Told<'_> {
    fn item(&self, number: &str) -> ItemId {
        self.desk.find_item(&Actor::operator(), number).expect("a piece").id
    }

    fn bring(&self, line: &str) {
        let text = format!("{HEAD}C1;Clinique;1 rue A;75001;Paris;{line}\n");
        let order = ImportRequest { mode: Some(ImportMode::Movement), ..request(vec![upload("x.csv", text)]) };
        assert_eq!(import(self.desk, &order).outcome.rejected, 0, "{line}");
    }

    fn play(&mut self, act: &Act) {
        let actor = Actor::operator();
        match *act {
            Act::Contest(piece, part) => {
                let amount = part.map(|minor| Money::new(minor, Currency::EUR));
                let order = DisputeOrder { kind: DisputeKind::Price, amount, ..DisputeOrder::heard("") };
                let opened = self.desk.open_dispute(&actor, self.item(&format!("F{piece}")), &order);
                let known = &mut self.pieces[piece];
                let left = known.open - known.disputed();
                let fits = left > 0 && part.is_none_or(|minor| minor <= left);
                assert_eq!(opened.is_ok(), fits, "{act:?} on {known:?}: {opened:?}");
                let Ok(id) = opened else { return };
                let held = if known.contested.is_empty() { part } else { Some(part.unwrap_or(left)) };
                known.contested.push((id, held));
                self.last.push((piece, id));
            }
            Act::Withdraw => {
                let Some((piece, id)) = self.last.pop() else { return };
                self.desk.close_dispute(&actor, id, Outcome::Withdrawn, "").expect("withdrawn");
                self.pieces[piece].contested.retain(|(known, _)| *known != id);
            }
            Act::Pay(piece, share) => {
                let minor = self.pieces[piece].open * share / 1_000;
                if minor == 0 {
                    return;
                }
                self.payments += 1;
                let (number, amount) = (format!("R{}", self.payments), Money::new(-minor, Currency::EUR).to_decimal());
                self.bring(&format!("{number};règlement;21/09/2026;;{}", amount.replace('.', ",")));
                let (debit, credit) = (self.item(&format!("F{piece}")), self.item(&number));
                self.desk.allocate(&actor, debit, credit, None).expect("matched");
                self.pieces[piece].open -= minor;
            }
            Act::Plan => {
                let terms = PlanTerms { count: Some(2), first: Some(day("2026-10-05")), ..PlanTerms::default() };
                let free = |piece: &Known| piece.open > 0 && piece.contested.is_empty() && !piece.planned;
                let proposed = self.desk.propose_plan(&actor, self.account, &terms);
                assert_eq!(proposed.is_ok(), self.pieces.iter().any(free), "{:?}: {proposed:?}", self.pieces);
                let Ok(plan) = proposed else { return };
                let (by, level) = ("Mme Leroy".to_owned(), SignatureLevel::Written);
                self.desk.sign_plan(&actor, plan, &PlanSignature { on: None, by, level }).expect("signed");
                self.pieces.iter_mut().filter(|piece| free(piece)).for_each(|piece| piece.planned = true);
            }
        }
    }

    /// What the debtor is asked now and what is left aside are what the test counted by itself.
    fn check(&self, act: &Act) -> Result<(), TestCaseError> {
        let sums = self.desk.space(&self.who).expect("the space").sums;
        let shown = sums.first().map_or((0, 0), |sum| (sum.due.minor(), sum.aside.minor()));
        let withheld: i64 = self.pieces.iter().map(Known::withheld).sum();
        let open: i64 = self.pieces.iter().map(|piece| piece.open).sum();
        prop_assert_eq!(shown, (open - withheld, withheld), "after {:?}: {:?}", act, self.pieces);
        let file = self.desk.account_file(&Actor::operator(), self.account).expect("the file");
        let asked: i64 = file.next.iter().filter_map(|next| next.amount).map(Money::minor).sum();
        prop_assert!(asked <= open - withheld, "{} asked of {}", asked, open - withheld);
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn only_what_is_contested_or_planned_is_withheld(acts in acts()) {
        let house = houses("2026-09-21").into_iter().next().expect("a house");
        let desk = &house.desk;
        let row = |(n, minor): (usize, &i64)| {
            let amount = Money::new(*minor, Currency::EUR).to_decimal().replace('.', ",");
            format!("C1;Clinique;1 rue A;75001;Paris;F{n};facture;01/08/2026;01/09/2026;{amount}\n")
        };
        let rows = AMOUNTS.iter().enumerate().map(row).collect::<Vec<_>>().concat();
        import(desk, &request(vec![upload("open.csv", format!("{HEAD}{rows}"))]));
        become_kind(desk, "C1", DebtorKind::CommercialCompany);
        desk.set_address(&Actor::operator(), "https://desk.example").expect("an address");
        let account = desk.find_account(&Actor::operator(), "C1").expect("the account");
        let link = desk.make_link(&Actor::operator(), account, &LinkAsked::default()).expect("a link").address;
        let token = link.rsplit('/').next().expect("a token").to_owned();
        let who = Caller { purpose: LinkPurpose::Space, token, proof: String::new() };
        let pieces = AMOUNTS.map(|open| Known { open, ..Known::default() });
        let mut told = Told { desk, account, who, pieces, last: Vec::new(), payments: 0 };
        for act in &acts {
            told.play(act);
            told.check(act)?;
        }
    }
}
