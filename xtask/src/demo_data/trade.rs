//! Sales and how they are paid: which customer buys when, for how much, and the days the money comes.

use super::cast::{Debtor, Habit, Kind, Series};
use super::script::{SCENES, Scene};
use super::text::{Day, Draw};
use super::{Cents, MONDAY, OPENING};

/// A credit note on an invoice.
#[derive(Clone, Copy)]
pub(super) struct Credit {
    pub(super) day: Day,
    pub(super) amount: Cents,
    /// Matched with its invoice, or left open on the account.
    pub(super) matched: bool,
}

/// A sale. Amounts in the customer's currency, tax in euros.
pub(super) struct Invoice {
    pub(super) debtor: usize,
    pub(super) number: String,
    pub(super) issue: Day,
    pub(super) due: Day,
    pub(super) total: Cents,
    pub(super) vat: Cents,
    pub(super) sales: &'static str,
    pub(super) label: &'static str,
    pub(super) credit: Option<Credit>,
    pub(super) scene: Option<&'static Scene>,
}

const LABELS: [(&str, &str); 12] = [
    ("Fenêtres chêne", "701000"),
    ("Portes", "701000"),
    ("Escalier chêne", "701000"),
    ("Bibliothèque", "701000"),
    ("Volets mélèze", "701000"),
    ("Huisseries", "701000"),
    ("Parquet massif", "707000"),
    ("Quincaillerie", "707000"),
    ("Panneaux bois", "707000"),
    ("Pose en atelier", "706000"),
    ("Pose chantier", "706000"),
    ("Réparation", "706000"),
];

/// First day of the sales that are simulated; what they leave open makes the opening balances.
const START: Day = Day::of(2025, 9, 1);
/// Numbers of the workshop's series with their day; the days between are spread evenly.
const PINS: [(i64, Day); 6] = [
    (490, START),
    (998, Day::of(2026, 8, 24)),
    (1023, Day::of(2026, 9, 12)),
    (1044, Day::of(2026, 10, 3)),
    (1101, Day::of(2026, 10, 31)),
    (1142, MONDAY),
];

/// An amount that includes 20 % of tax, without it; half a cent goes up.
pub(super) const fn before_tax(total: Cents) -> Cents {
    (total * 10 + 6) / 12
}

/// Euros at the month's rate (units of currency for 10 000 euros).
pub(super) fn in_euros(amount: Cents, currency: &str, day: Day) -> Cents {
    const DOLLARS: [i64; 12] =
        [10_840, 10_795, 10_910, 11_020, 11_085, 11_140, 11_060, 10_990, 11_035, 11_110, 11_170, 11_120];
    const FRANCS: [i64; 12] = [9_410, 9_385, 9_360, 9_395, 9_420, 9_405, 9_370, 9_350, 9_365, 9_340, 9_325, 9_315];
    let month = usize::try_from(day.civil().1 - 1).unwrap_or(0);
    let rate = match currency {
        "USD" => DOLLARS[month],
        "CHF" => FRANCS[month],
        _ => return amount,
    };
    (amount * 10_000 * 2 + rate * amount.signum()) / (2 * rate)
}

/// Every invoice from September 2025 to Monday, numbered, in order of day.
pub(super) fn invoices(debtors: &[Debtor]) -> Vec<Invoice> {
    let mut list = Vec::new();
    workshop(debtors, &mut list);
    branches(debtors, &mut list);
    number_branches(debtors, &mut list);
    workshop_credits(debtors, &mut list);
    list.sort_by(|a, b| (a.issue, &a.number).cmp(&(b.issue, &b.number)));
    list
}

fn scripted(debtors: &[Debtor], scene: &'static Scene) -> Option<Invoice> {
    let debtor = debtors.iter().position(|d| d.role == scene.role)?;
    Some(Invoice {
        debtor,
        number: String::new(),
        issue: scene.issue,
        due: scene.due,
        total: scene.total,
        vat: scene.total - before_tax(scene.total),
        sales: "701000",
        label: "Menuiseries sur mesure",
        credit: scene.credited.map(|(day, amount, matched)| Credit { day, amount, matched }),
        scene: Some(scene),
    })
}

/// The workshop's series: numbers have days, customers take numbers.
fn workshop(debtors: &[Debtor], list: &mut Vec<Invoice>) {
    let mut slots: Vec<(i64, Day, bool)> = Vec::new();
    for pair in PINS.windows(2) {
        let ((n0, d0), (n1, d1)) = (pair[0], pair[1]);
        for n in n0..n1 {
            let mut day = Day(d0.0 + (d1.0 - d0.0) * (n - n0) / (n1 - n0));
            while day.closed() {
                day = day.plus(-1);
            }
            slots.push((n, if n == n0 { d0 } else { day.max(d0) }, false));
        }
    }
    let here = |d: &Debtor| d.series == Series::Workshop;
    for scene in SCENES.iter().filter(|s| debtors.iter().any(|d| d.role == s.role && here(d))) {
        let slot = match scene.number {
            Some(number) => slots.iter().position(|s| s.0 == number),
            None => slots.iter().position(|s| !s.2 && s.1 >= scene.issue && PINS.iter().all(|p| p.0 != s.0)),
        };
        if let (Some(slot), Some(mut invoice)) = (slot, scripted(debtors, scene)) {
            (slots[slot].1, slots[slot].2) = (scene.issue, true);
            invoice.number = format!("F{:04}", slots[slot].0);
            list.push(invoice);
        }
    }
    let mut draw = Draw::of("workshop");
    let customers: Vec<usize> = (0..debtors.len()).filter(|i| here(&debtors[*i])).collect();
    let tickets: Vec<usize> = customers
        .iter()
        .flat_map(|i| std::iter::repeat_n(*i, usize::try_from(debtors[*i].yearly).unwrap_or(1)))
        .collect();
    for (number, day, _) in slots.into_iter().filter(|s| !s.2) {
        let mut debtor = *draw.pick(&tickets);
        // The characters' autumn is written; the rest of their year is not.
        while !debtors[debtor].role.is_empty() && day > Day::of(2026, 7, 20) {
            debtor = *draw.pick(&tickets);
        }
        let mut invoice = sale(debtors, debtor, day, &mut draw);
        invoice.number = format!("F{number:04}");
        invoice.credit = None;
        list.push(invoice);
    }
}

/// The other places: each customer buys through the year, less in August.
fn branches(debtors: &[Debtor], list: &mut Vec<Invoice>) {
    let mut draw = Draw::of("branches");
    for (i, debtor) in debtors.iter().enumerate().filter(|(_, d)| d.series != Series::Workshop) {
        list.extend(SCENES.iter().filter(|s| s.role == debtor.role).filter_map(|s| scripted(debtors, s)));
        if debtor.habit == Habit::Scripted {
            continue;
        }
        let span = MONDAY.0 - START.0;
        let count = (debtor.yearly * span + draw.between(0, 364)) / 365;
        for _ in 0..count.max(2) {
            let mut day = START.plus(draw.between(0, span));
            if day.civil().1 == 8 && draw.chance(55) {
                day = day.plus(31);
            }
            let day = day.workday();
            if day <= MONDAY && !(debtor.habit == Habit::Failed && day > Day::of(2026, 4, 10)) {
                list.push(sale(debtors, i, day, &mut draw));
            }
        }
    }
}

fn sale(debtors: &[Debtor], index: usize, issue: Day, draw: &mut Draw) -> Invoice {
    const SPREAD: [i64; 14] = [30, 40, 50, 60, 70, 80, 90, 100, 100, 110, 130, 160, 210, 300];
    let debtor = &debtors[index];
    let (label, domestic) = *draw.pick(&LABELS);
    let mut net = debtor.size * *draw.pick(&SPREAD) / 100 + draw.between(0, 400) * 5;
    if draw.chance(30) {
        net = net / 500 * 500;
    }
    if debtor.habit == Habit::Sinking && issue >= Day::of(2026, 6, 1) {
        net = net * 3 / 2;
    }
    let (sales, vat) = match debtor.country {
        "France" => (domestic, (net + 2) / 5),
        "États-Unis" | "Suisse" => ("707900", 0),
        _ => ("707800", 0),
    };
    let total = net + vat;
    let credit = credit(debtor, issue, total, draw);
    Invoice {
        debtor: index,
        number: String::new(),
        issue,
        due: debtor.terms.due(issue),
        total,
        vat,
        sales,
        label,
        credit,
        scene: None,
    }
}

fn credit(debtor: &Debtor, issue: Day, total: Cents, draw: &mut Draw) -> Option<Credit> {
    let day = issue.plus(draw.between(3, 20)).workday();
    let share = if draw.chance(15) { 100 } else { draw.between(5, 40) };
    let (drawn, matched) = (draw.between(1, 1000) <= 37, !draw.chance(12) || debtor.yearly < 12);
    let plain = debtor.role.is_empty() && debtor.habit != Habit::Failed && debtor.currency == "EUR";
    let amount = if share == 100 { total } else { total * share / 10_000 * 100 };
    (drawn && plain && issue >= OPENING && day <= MONDAY && amount > 0).then_some(Credit { day, amount, matched })
}

/// Six in the workshop's series before Garage Moreau's, which is the seventh.
fn workshop_credits(debtors: &[Debtor], list: &mut [Invoice]) {
    for month in [2, 3, 4, 6, 7, 9] {
        let found = list.iter_mut().find(|v| {
            let d = &debtors[v.debtor];
            d.series == Series::Workshop
                && d.role.is_empty()
                && d.kind == Kind::Company
                && v.issue >= Day::of(2026, month, 3)
                && v.total > 60_000
                && v.credit.is_none()
        });
        if let Some(invoice) = found {
            let amount = invoice.total / 8 / 100 * 100;
            invoice.credit = Some(Credit { day: invoice.issue.plus(6).workday(), amount, matched: true });
        }
    }
}

fn number_branches(debtors: &[Debtor], list: &mut [Invoice]) {
    let mut order: Vec<usize> = (0..list.len()).filter(|i| list[*i].number.is_empty()).collect();
    order.sort_by_key(|i| (list[*i].issue, *i));
    // The year 2025 was under way when the simulation begins.
    let mut counts = [[1408_i64, 1131], [0, 0]];
    for i in order {
        let year = usize::from(list[i].issue >= OPENING);
        let place = usize::from(debtors[list[i].debtor].series == Series::Dole);
        counts[year][place] += 1;
        list[i].number = format!("F{}{}-{:04}", ["B", "D"][place], 25 + year, counts[year][place]);
    }
}

/// Whether the customer pays its invoices whole, so that one transfer may pay several.
pub(super) fn whole(invoice: &Invoice, debtor: &Debtor) -> bool {
    invoice.scene.is_none() && debtor.habit != Habit::Parts
}

/// The days and amounts of the payments of an invoice; empty when nothing comes.
pub(super) fn settlement(invoice: &Invoice, debtor: &Debtor, draw: &mut Draw) -> Vec<(Day, Cents)> {
    // Drawn for all, so that one customer's story does not move the others'.
    let (late, tail, part) = (draw.between(0, 10), draw.between(1, 200), draw.between(40, 60));
    let matched = invoice.credit.filter(|c| c.matched);
    let owed = invoice.total - matched.map_or(0, |c| c.amount);
    if let Some(scene) = invoice.scene {
        return scene.paid.to_vec();
    }
    if owed == 0 || (debtor.role == "bills" && invoice.issue >= OPENING) {
        return Vec::new();
    }
    let delay = match debtor.habit {
        Habit::Early => -2 - late,
        Habit::OnTime | Habit::Scripted => late / 3 - 1,
        Habit::Late => 4 + late,
        Habit::Chronic => 20 + late * 4,
        Habit::Parts => 2 + late,
        Habit::Sinking => match invoice.issue {
            day if day < Day::of(2026, 4, 1) => late / 3,
            day if day < Day::of(2026, 6, 15) => 10 + late * 2,
            day if day < Day::of(2026, 8, 1) => 35 + late * 2,
            _ => return Vec::new(),
        },
        Habit::Failed if invoice.issue >= Day::of(2026, 1, 20) => return Vec::new(),
        Habit::Failed => -late,
    };
    // A few invoices are forgotten or argued about, whoever the customer is.
    let forgotten = match (tail, debtor.role) {
        (1..=3, "") if invoice.issue >= Day::of(2026, 3, 1) => return Vec::new(),
        (1..=6, "") => 45 + late * 6,
        _ => 0,
    };
    let after_credit = matched.map_or(invoice.issue, |c| c.day).plus(2);
    let mut day = invoice.due.plus(delay + forgotten).max(after_credit).on(debtor.payday);
    if debtor.yearly >= 5 && debtor.group.is_empty() && (day.0.div_euclid(7) + debtor.size / 500) % 2 == 1 {
        // Most pay every other week.
        day = day.plus(7);
    }
    if !debtor.role.is_empty() && debtor.series == Series::Workshop {
        // Nothing of a character's earlier year stays open.
        day = day.min(Day::of(2026, 10, 29));
    }
    if debtor.habit == Habit::Parts && invoice.issue >= OPENING {
        let first = owed * part / 10_000 * 100;
        return vec![(day.workday(), first), (day.plus(25 + late * 4).on(debtor.payday).workday(), owed - first)];
    }
    vec![(day.workday(), owed)]
}
