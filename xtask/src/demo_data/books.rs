//! The books of the year to Friday 20 November, as a FEC (article A47 A-1 LPF, 18 columns).

use std::collections::BTreeMap;

use super::text::{Day, amount};
use super::world::{Piece, Type, World};
use super::{Cents, FRIDAY, OPENING};

/// A line of an entry; debits positive.
#[derive(Clone)]
struct Line {
    account: &'static str,
    /// Customer or supplier: number and name.
    auxiliary: Option<(String, String)>,
    reference: String,
    dated: Day,
    label: String,
    euros: Cents,
    matched: Option<(String, Option<Day>)>,
    currency: Option<(Cents, &'static str)>,
}

struct Entry {
    journal: (&'static str, &'static str),
    day: Day,
    lines: Vec<Line>,
}

/// All entries, in the order they were validated.
pub(super) struct Books {
    entries: Vec<Entry>,
}

/// The totals of the file.
pub(super) struct Totals {
    pub(super) lines: usize,
    pub(super) entries: usize,
    pub(super) debit: Cents,
    pub(super) credit: Cents,
}

const CUSTOMER_ACCOUNTS: [&str; 4] = ["411000", "413000", "416000", "419100"];

fn account_name(account: &str) -> &'static str {
    match account {
        "101300" => "Capital souscrit appelé versé",
        "106800" => "Autres réserves",
        "164000" => "Emprunts bancaires",
        "215400" => "Matériel industriel",
        "281540" => "Amortissement du matériel",
        "310000" => "Matières premières",
        "401000" => "Fournisseurs",
        "411000" => "Clients",
        "413000" => "Clients effets à recevoir",
        "416000" => "Clients douteux",
        "419100" => "Clients avances et acomptes reçus",
        "421000" => "Personnel rémunérations dues",
        "431000" => "Sécurité sociale",
        "445510" => "TVA à décaisser",
        "445660" => "TVA déductible",
        "445710" => "TVA collectée",
        "491000" => "Dépréciation des comptes clients",
        "512000" => "Banque",
        "601000" => "Achats de bois",
        "606100" => "Énergie",
        "613200" => "Loyers",
        "627000" => "Services bancaires",
        "641000" => "Rémunérations",
        "645000" => "Charges sociales",
        "666000" => "Pertes de change",
        "681700" => "Dotations aux dépréciations",
        "701000" => "Menuiserie",
        "706000" => "Poses",
        "707000" => "Négoce",
        "707800" => "Ventes intracommunautaires",
        "707900" => "Ventes à l'export",
        "766000" => "Gains de change",
        _ => "Compte d'attente",
    }
}

fn line(account: &'static str, reference: &str, day: Day, label: &str, euros: Cents) -> Line {
    Line {
        account,
        auxiliary: None,
        reference: reference.to_owned(),
        dated: day,
        label: label.to_owned(),
        euros,
        matched: None,
        currency: None,
    }
}

/// Follows the matches between pieces to the first of each group.
struct Groups(Vec<usize>);

impl Groups {
    fn root(&mut self, mut i: usize) -> usize {
        while self.0[i] != i {
            self.0[i] = self.0[self.0[i]];
            i = self.0[i];
        }
        i
    }
}

/// A, B … Z, AA …: here always two letters at least.
fn letters(rank: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap_or(0));
    let mut code = String::new();
    if rank >= 676 {
        code.push(letter(rank / 676 - 1));
    }
    code.push(letter(rank / 26));
    code.push(letter(rank));
    code
}

type Matching = Vec<Option<(String, Option<Day>)>>;

/// The matching code of each piece on Friday: per account, capitals with their day when the group
/// balances, small letters without a day when it does not yet.
fn matching(world: &World) -> Matching {
    let mut groups = Groups((0..world.pieces.len()).collect());
    for link in world.links.iter().filter(|l| l.day <= FRIDAY) {
        let (a, b) = (groups.root(link.debit), groups.root(link.credit));
        groups.0[a.max(b)] = a.min(b);
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in (0..world.pieces.len()).filter(|i| world.pieces[*i].booked <= FRIDAY) {
        members.entry(groups.root(i)).or_default().push(i);
    }
    let mut list: Vec<(Day, usize, Vec<usize>)> = members
        .into_values()
        .filter(|m| m.len() > 1)
        .map(|m| (m.iter().map(|i| world.pieces[*i].booked).max().unwrap_or(FRIDAY), m[0], m))
        .filter(|(day, ..)| *day >= OPENING)
        .collect();
    list.sort();
    let mut ranks: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut codes: Matching = vec![None; world.pieces.len()];
    for (day, first, group) in list {
        let rank = ranks.entry((world.pieces[first].debtor, world.pieces[first].account)).or_insert(0);
        let balanced = group.iter().map(|i| world.pieces[*i].euros).sum::<Cents>() == 0;
        let code = if balanced { letters(*rank) } else { letters(*rank).to_lowercase() };
        *rank += 1;
        for i in group {
            codes[i] = Some((code.clone(), balanced.then_some(day)));
        }
    }
    codes
}

/// A customer's line for a piece.
fn customer_line(world: &World, codes: &Matching, i: usize) -> Line {
    let piece = &world.pieces[i];
    let debtor = &world.debtors[piece.debtor];
    let mut line = line(piece.account, &piece.number, piece.date, piece.label, piece.euros);
    line.auxiliary = Some((debtor.code.clone(), debtor.name.clone()));
    line.matched.clone_from(&codes[i]);
    if debtor.currency != "EUR" {
        line.currency = Some((piece.amount.abs(), debtor.currency));
    }
    line
}

impl Books {
    pub(super) fn keep(world: &World) -> Self {
        let codes = matching(world);
        let mut books = Self { entries: Vec::new() };
        books.opening(world, &codes);
        books.sales(world, &codes);
        books.bank(world, &codes);
        books.transfers(world, &codes);
        books.running();
        books.entries.sort_by_key(|e| (e.journal.0 != "AN", valid(e).0, e.day.0, e.journal.0));
        books
    }

    fn add(&mut self, journal: (&'static str, &'static str), day: Day, lines: Vec<Line>) {
        if day <= FRIDAY {
            self.entries.push(Entry { journal, day, lines });
        }
    }

    /// Opening balances; customers piece by piece.
    fn opening(&mut self, world: &World, codes: &Matching) {
        let label = "À nouveau";
        let fixed: [(&'static str, Cents); 9] = [
            ("101300", -30_000_000),
            ("164000", -18_000_000),
            ("215400", 61_200_000),
            ("281540", -38_840_000),
            ("310000", 14_825_000),
            ("401000", -21_436_620),
            ("445510", -6_120_400),
            ("512000", 34_211_840),
            ("106800", 0),
        ];
        let mut lines: Vec<Line> = fixed.iter().map(|(a, e)| line(a, "AN2026", OPENING, label, *e)).collect();
        lines[5].auxiliary = Some(sawmill());
        let eve = OPENING.plus(-1);
        for (i, open) in world.open_all(eve).into_iter().enumerate().filter(|(_, open)| *open != 0) {
            let mut line = customer_line(world, codes, i);
            if line.currency.is_none() {
                line.euros = open;
            }
            lines.push(line);
        }
        lines[8].euros = -lines.iter().map(|l| l.euros).sum::<Cents>();
        self.add(("AN", "À nouveaux"), OPENING, lines);
    }

    fn sales(&mut self, world: &World, codes: &Matching) {
        for (i, p) in world.pieces.iter().enumerate().filter(|(_, p)| this_year(p)) {
            if !matches!(p.kind, Type::Invoice | Type::CreditNote) {
                continue;
            }
            let mut lines =
                vec![customer_line(world, codes, i), line(p.sales, &p.number, p.date, "Vente", p.vat - p.euros)];
            if p.vat != 0 {
                lines.push(line("445710", &p.number, p.date, "TVA", -p.vat));
            }
            self.add(("VE", "Ventes"), p.booked, lines);
        }
    }

    /// One entry per bank piece, whatever the number of customers it pays for.
    fn bank(&mut self, world: &World, codes: &Matching) {
        let mut pieces: BTreeMap<(Day, &str), Vec<usize>> = BTreeMap::new();
        for (i, p) in world.pieces.iter().enumerate().filter(|(_, p)| this_year(p)) {
            if matches!(p.kind, Type::Payment | Type::Advance) {
                pieces.entry((p.booked, &p.number)).or_default().push(i);
            }
        }
        for ((day, number), list) in pieces {
            let cash: Cents = list.iter().map(|i| world.pieces[*i].cash).sum();
            let mut lines = vec![line("512000", number, day, "Virement", cash)];
            lines.extend(list.iter().map(|i| customer_line(world, codes, *i)));
            let gap: Cents = lines.iter().map(|l| l.euros).sum();
            if gap != 0 {
                let account = if gap > 0 { "766000" } else { "666000" };
                lines.push(line(account, number, day, "Différence de change", -gap));
            }
            self.add(("BQ", "Banque"), day, lines);
        }
    }

    /// Bills accepted and invoices turned doubtful: from 411 to 413 or 416.
    fn transfers(&mut self, world: &World, codes: &Matching) {
        let mut doubtful = 0;
        for (i, p) in world.pieces.iter().enumerate().filter(|(_, p)| p.kind == Type::Transfer) {
            let twin = world.pieces.iter().position(|q| {
                matches!(q.kind, Type::Bill | Type::Doubtful) && q.number == p.number && q.debtor == p.debtor
            });
            let Some(twin) = twin else { continue };
            let bill = world.pieces[twin].kind == Type::Bill;
            let journal = if bill { ("EF", "Effets à recevoir") } else { ("OD", "Opérations diverses") };
            if !bill {
                doubtful -= p.vat + super::trade::before_tax(p.euros.abs()) * p.euros.signum();
            }
            self.add(journal, p.booked, vec![customer_line(world, codes, twin), customer_line(world, codes, i)]);
        }
        let (day, half) = (Day::of(2026, 4, 30), doubtful / 2);
        self.add(
            ("OD", "Opérations diverses"),
            day,
            vec![
                line("681700", "DEP-0426", day, "Dépréciation 50 % hors taxe", half),
                line("491000", "DEP-0426", day, "Dépréciation 50 % hors taxe", -half),
            ],
        );
    }

    /// Purchases, wages, rent and tax of each month, from that month's sales.
    fn running(&mut self) {
        let months: Vec<(i64, Cents, Cents)> = (1..=11)
            .map(|month| {
                let of = |account: &str| -> Cents {
                    let here = self.entries.iter().filter(|e| e.journal.0 == "VE" && e.day.civil().1 == month);
                    -here
                        .flat_map(|e| &e.lines)
                        .filter(|l| l.account.starts_with(account))
                        .map(|l| l.euros)
                        .sum::<Cents>()
                };
                (month, of("70"), of("44571"))
            })
            .collect();
        let opening = Day::of(2026, 1, 15);
        self.pay(opening, "401000", "Solde fournisseurs 2025", 21_436_620);
        self.pay(opening.plus(8), "445510", "TVA décembre 2025", 6_120_400);
        for (month, sales, collected) in months {
            let end = Day::of(2026, month, 15).end_of_month();
            let wood = sales * 54 / 10_000 * 100;
            let energy = sales * 3 / 10_000 * 100;
            let deductible = (wood + energy) / 5;
            let reference = format!("AC26-{month:02}");
            let mut owed = line("401000", &reference, end, "Bois et énergie du mois", -(wood + energy + deductible));
            owed.auxiliary = Some(sawmill());
            self.add(
                ("AC", "Achats"),
                end,
                vec![
                    line("601000", &reference, end, "Bois et panneaux", wood),
                    line("606100", &reference, end, "Énergie atelier", energy),
                    line("445660", &reference, end, "TVA 20 %", deductible),
                    owed,
                ],
            );
            let (gross, social) = (sales * 22 / 10_000 * 100, sales * 9 / 10_000 * 100);
            let reference = format!("PAIE-{month:02}");
            self.add(
                ("OD", "Opérations diverses"),
                end,
                vec![
                    line("641000", &reference, end, "Salaires", gross),
                    line("645000", &reference, end, "Cotisations", social),
                    line("421000", &reference, end, "Salaires", -gross),
                    line("431000", &reference, end, "Cotisations", -social),
                ],
            );
            let reference = format!("TVA-{month:02}");
            self.add(
                ("OD", "Opérations diverses"),
                end,
                vec![
                    line("445710", &reference, end, "Déclaration de TVA", collected),
                    line("445660", &reference, end, "Déclaration de TVA", -deductible),
                    line("445510", &reference, end, "Déclaration de TVA", deductible - collected),
                ],
            );
            self.pay(Day::of(2026, month, 5).workday(), "613200", "Loyer de l'atelier", 640_000);
            self.pay(end.workday(), "627000", "Frais de banque", 18_250);
            self.pay(end.plus(2).workday(), "421000", "Salaires", gross);
            self.pay(end.plus(13).workday(), "431000", "Cotisations", social);
            self.pay(end.plus(15).workday(), "401000", "Bois et énergie", wood + energy + deductible);
            self.pay(end.plus(20).workday(), "445510", "TVA du mois précédent", collected - deductible);
        }
    }

    fn pay(&mut self, day: Day, account: &'static str, label: &str, euros: Cents) {
        let reference = format!("VIR{}", day.fec());
        let mut paid = line(account, &reference, day, label, euros);
        if account == "401000" {
            paid.auxiliary = Some(sawmill());
        }
        self.add(("BQ", "Banque"), day, vec![paid, line("512000", &reference, day, label, -euros)]);
    }

    /// The file: TAB, UTF-8 without mark, LF, decimal comma.
    pub(super) fn fec(&self) -> String {
        let mut text =
            "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\t\
            PieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise\n"
                .to_owned();
        for (number, entry) in self.entries.iter().enumerate() {
            for l in &entry.lines {
                let (aux, aux_name) = l.auxiliary.clone().unwrap_or_default();
                let (code, day) = l.matched.clone().map_or((String::new(), String::new()), |(code, day)| {
                    (code, day.map(Day::fec).unwrap_or_default())
                });
                let (foreign, currency) = l.currency.map_or((String::new(), ""), |(a, c)| (amount(a, ','), c));
                let row = [
                    entry.journal.0,
                    entry.journal.1,
                    &(number + 1).to_string(),
                    &entry.day.fec(),
                    l.account,
                    account_name(l.account),
                    &aux,
                    &aux_name,
                    &l.reference,
                    &l.dated.fec(),
                    &l.label,
                    &amount(l.euros.max(0), ','),
                    &amount((-l.euros).max(0), ','),
                    &code,
                    &day,
                    &valid(entry).fec(),
                    &foreign,
                    currency,
                ];
                text.push_str(&row.join("\t"));
                text.push('\n');
            }
        }
        text
    }

    pub(super) fn totals(&self) -> Totals {
        let lines = || self.entries.iter().flat_map(|e| &e.lines);
        Totals {
            lines: lines().count(),
            entries: self.entries.len(),
            debit: lines().map(|l| l.euros.max(0)).sum(),
            credit: lines().map(|l| (-l.euros).max(0)).sum(),
        }
    }

    /// The balance in euros of each customer on each customer account, those at zero left out.
    pub(super) fn customers(&self) -> BTreeMap<String, BTreeMap<&'static str, Cents>> {
        let mut balances: BTreeMap<String, BTreeMap<&'static str, Cents>> = BTreeMap::new();
        for l in self.entries.iter().flat_map(|e| &e.lines).filter(|l| CUSTOMER_ACCOUNTS.contains(&l.account)) {
            if let Some((code, _)) = &l.auxiliary {
                *balances.entry(code.clone()).or_default().entry(l.account).or_insert(0) += l.euros;
            }
        }
        for accounts in balances.values_mut() {
            accounts.retain(|_, e| *e != 0);
        }
        balances.retain(|_, b| !b.is_empty());
        balances
    }
}

/// The one supplier of the story.
fn sawmill() -> (String, String) {
    ("S0001".to_owned(), "Scierie des Deux Combes".to_owned())
}

fn this_year(piece: &Piece) -> bool {
    piece.booked >= OPENING && piece.booked <= FRIDAY
}

/// Entries are validated on the Friday of their week, the opening balances first.
fn valid(entry: &Entry) -> Day {
    if entry.journal.0 == "AN" { OPENING.plus(1) } else { entry.day.on(4) }
}
