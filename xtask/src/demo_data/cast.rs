//! The debtors: who they are, how they pay, what is missing in their file.

use super::Cents;
use super::names::{ASSOCIATIONS, CIVIL, CRAFTS, FIRST_NAMES, PUBLIC, STREETS, SURNAMES, TOWNS, TRADES, UNDERTAKINGS};
use super::text::{Day, Draw, french_vat, siren, slug};

/// What the debtor is in law; the customer file only shows its legal form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Company,
    Civil,
    Association,
    Artisan,
    Trader,
    Consumer,
    PublicBody,
    PublicUndertaking,
}

impl Kind {
    pub(super) const ALL: [Self; 8] = [
        Self::Company,
        Self::Civil,
        Self::Association,
        Self::Artisan,
        Self::Trader,
        Self::Consumer,
        Self::PublicBody,
        Self::PublicUndertaking,
    ];

    /// The name in `expected.json`.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Company => "commercial_company",
            Self::Civil => "civil_company",
            Self::Association => "association",
            Self::Artisan => "artisan",
            Self::Trader => "trader",
            Self::Consumer => "consumer",
            Self::PublicBody => "public_body",
            Self::PublicUndertaking => "public_undertaking",
        }
    }
}

/// How long the debtor has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Terms {
    /// Days from the invoice; 0 is cash on receipt.
    Net(i64),
    /// 45 days, then the end of that month.
    MonthEnd,
    /// A bill of exchange at so many days.
    Bill(i64),
}

impl Terms {
    pub(super) const fn due(self, issue: Day) -> Day {
        match self {
            Self::Net(days) | Self::Bill(days) => issue.plus(days),
            Self::MonthEnd => issue.plus(45).end_of_month(),
        }
    }

    pub(super) fn label(self) -> String {
        match self {
            Self::Net(0) => "Comptant à réception".to_owned(),
            Self::Net(days) => format!("{days} jours date de facture"),
            Self::MonthEnd => "45 jours fin de mois".to_owned(),
            Self::Bill(days) => format!("LCR {days} jours date de facture"),
        }
    }
}

/// How the debtor pays.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    Early,
    OnTime,
    Late,
    Chronic,
    Parts,
    /// On time in spring, late in summer, silent since September.
    Sinking,
    /// Stopped paying in March, reorganisation in April: moved to 416.
    Failed,
    /// Only the scripted items exist.
    Scripted,
}

/// The series the invoices are numbered in, one by place of business.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Series {
    Workshop,
    Belfort,
    Dole,
}

/// A customer of the demo company.
pub(super) struct Debtor {
    pub(super) code: String,
    /// Key used by the script; empty for the many.
    pub(super) role: &'static str,
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) form: &'static str,
    pub(super) siren: String,
    pub(super) vat: String,
    pub(super) street: String,
    pub(super) postcode: String,
    pub(super) town: String,
    pub(super) country: &'static str,
    pub(super) contact: String,
    pub(super) post: &'static str,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) language: &'static str,
    pub(super) terms: Terms,
    pub(super) sales: &'static str,
    pub(super) group: &'static str,
    pub(super) currency: &'static str,
    pub(super) habit: Habit,
    pub(super) series: Series,
    /// Usual invoice before tax.
    pub(super) size: Cents,
    /// Invoices a year, about.
    pub(super) yearly: i64,
    /// The weekday of its payment run, 0 for Monday.
    pub(super) payday: i64,
}

const POSTS: [&str; 4] = ["Comptabilité", "Gérance", "Achats", "Comptabilité fournisseurs"];
const SALES: [&str; 5] = ["M. Sorel", "Mme Bailly", "M. Haddad", "Mme Kieffer", "M. Perrin-Roux"];
/// Usual invoices in euros before tax, small ones more frequent.
const SIZES: [Cents; 16] = [110, 150, 210, 270, 340, 420, 520, 640, 760, 920, 1150, 1450, 1950, 2700, 4200, 6900];

struct Casting {
    draw: Draw,
    siren: i64,
    list: Vec<Debtor>,
}

impl Casting {
    fn siren(&mut self) -> String {
        self.siren += self.draw.between(1, 55);
        siren(self.siren)
    }

    fn person(&mut self) -> String {
        let (first, sex) = *self.draw.pick(FIRST_NAMES);
        let title = if sex == 'F' { "Mme" } else { "M." };
        format!("{title} {first} {}", self.draw.pick(SURNAMES))
    }

    /// A debtor with everything drawn; the caller corrects what the story asks.
    fn add(&mut self, kind: Kind, form: &'static str, name: String) -> &mut Debtor {
        let company = !matches!(kind, Kind::Consumer);
        let siren = if company { self.siren() } else { String::new() };
        let taxed = !matches!(kind, Kind::Consumer | Kind::Association | Kind::PublicBody | Kind::Civil);
        let (postcode, town) = *self.draw.pick(TOWNS);
        let contact = self.person();
        let host = slug(&name);
        let (a, b) = (self.draw.below(100), self.draw.below(100));
        let prefix = ["compta", "comptabilite", "fournisseurs", "contact"];
        let email = if company {
            format!("{}@{host}.example", self.draw.pick(&prefix))
        } else {
            format!("{}@courriel.example", slug(&name).replace("mme-", "").replace("m-et-", "").replace("m-", ""))
        };
        let debtor = Debtor {
            code: String::new(),
            role: "",
            kind,
            form,
            vat: if taxed { french_vat(&siren) } else { String::new() },
            siren,
            street: format!("{} {}", self.draw.between(1, 88), self.draw.pick(STREETS)),
            postcode: postcode.to_owned(),
            town: town.to_owned(),
            country: "France",
            contact: if company { contact } else { String::new() },
            post: if company { self.draw.pick::<&str>(&POSTS) } else { "" },
            phone: if company { format!("01 99 00 {a:02} {b:02}") } else { format!("06 39 98 {a:02} {b:02}") },
            email,
            language: "fr",
            terms: self.terms(kind),
            sales: self.draw.pick::<&str>(&SALES),
            group: "",
            currency: "EUR",
            habit: self.habit(kind),
            series: if kind == Kind::Consumer {
                Series::Workshop
            } else {
                *self.draw.pick(&[Series::Belfort, Series::Dole])
            },
            size: 100 * *self.draw.pick(&SIZES[..if kind == Kind::Company { 16 } else { 12 }]),
            yearly: self.frequency(kind),
            payday: self.draw.between(0, 4),
            name,
        };
        self.list.push(debtor);
        let last = self.list.len() - 1;
        &mut self.list[last]
    }

    fn terms(&mut self, kind: Kind) -> Terms {
        match kind {
            Kind::Consumer => *self.draw.pick(&[Terms::Net(0), Terms::Net(15)]),
            Kind::PublicBody | Kind::PublicUndertaking | Kind::Association | Kind::Civil => Terms::Net(30),
            Kind::Artisan | Kind::Trader => *self.draw.pick(&[Terms::Net(30), Terms::Net(15), Terms::Net(30)]),
            Kind::Company => *self.draw.pick(&[
                Terms::Net(30),
                Terms::Net(30),
                Terms::Net(30),
                Terms::MonthEnd,
                Terms::Net(45),
                Terms::Net(60),
            ]),
        }
    }

    fn habit(&mut self, kind: Kind) -> Habit {
        let draw = self.draw.between(1, 100);
        let bars: [i64; 4] = match kind {
            Kind::Consumer => [20, 75, 93, 97],
            Kind::PublicBody | Kind::PublicUndertaking => [0, 25, 75, 100],
            _ => [10, 46, 76, 93],
        };
        match bars.iter().filter(|bar| draw > **bar).count() {
            0 => Habit::Early,
            1 => Habit::OnTime,
            2 => Habit::Late,
            3 => Habit::Chronic,
            _ => Habit::Parts,
        }
    }

    fn frequency(&mut self, kind: Kind) -> i64 {
        match kind {
            Kind::Company => *self.draw.pick(&[4, 6, 8, 10, 12, 12, 15, 18, 23]),
            Kind::PublicBody | Kind::PublicUndertaking => self.draw.between(4, 12),
            _ => self.draw.between(2, 9),
        }
    }

    fn companies(&mut self, count: usize) {
        const FORMS: [(&str, &str); 5] =
            [("SARL", " SARL"), ("SAS", " SAS"), ("SARL", ""), ("SAS", ""), ("EURL", " EURL")];
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        while pairs.len() < count {
            let pair = (self.draw.below(TRADES.len()), self.draw.below(SURNAMES.len()));
            if !pairs.contains(&pair) {
                pairs.push(pair);
            }
        }
        for (rank, (trade, surname)) in pairs.into_iter().enumerate() {
            let (form, suffix) = *self.draw.pick(&FORMS);
            let debtor = self.add(Kind::Company, form, format!("{} {}{suffix}", TRADES[trade], SURNAMES[surname]));
            if rank % 6 == 0 {
                debtor.series = Series::Workshop;
            }
        }
    }

    fn people(&mut self) {
        for i in 0..16 {
            let surname = SURNAMES[(i * 7 + 3) % SURNAMES.len()];
            let kind = if i % 3 == 0 { Kind::Trader } else { Kind::Artisan };
            let name = format!("{} {surname}", CRAFTS[i % CRAFTS.len()]);
            self.add(kind, "Entrepreneur individuel", name);
        }
        for i in 0..25 {
            let (first, sex) = FIRST_NAMES[(i * 3 + 1) % FIRST_NAMES.len()];
            let surname = SURNAMES[(i * 11 + 5) % SURNAMES.len()];
            let name = match (i % 5, sex) {
                (4, _) => format!("M. et Mme {surname}"),
                (_, 'F') => format!("Mme {first} {surname}"),
                _ => format!("M. {first} {surname}"),
            };
            let debtor = self.add(Kind::Consumer, "Particulier", name);
            debtor.yearly = 2;
            debtor.size = debtor.size.max(38_000) * 2;
        }
    }

    fn bodies(&mut self) {
        for name in CIVIL {
            self.add(Kind::Civil, "SCI", (*name).to_owned());
        }
        for name in ASSOCIATIONS {
            self.add(Kind::Association, "Association", (*name).to_owned());
        }
        for (name, form, postcode, town) in PUBLIC {
            let debtor = self.add(Kind::PublicBody, form, (*name).to_owned());
            (debtor.postcode, debtor.town) = ((*postcode).to_owned(), (*town).to_owned());
            debtor.post = "Service comptable";
            if *name == "Commune de Vallon" {
                (debtor.role, debtor.series, debtor.habit) = ("vallon", Series::Workshop, Habit::Late);
            }
            if form.contains("santé") {
                debtor.terms = Terms::Net(50);
            }
        }
        for (name, postcode, town) in UNDERTAKINGS {
            let debtor = self.add(Kind::PublicUndertaking, "EPIC", (*name).to_owned());
            (debtor.postcode, debtor.town) = ((*postcode).to_owned(), (*town).to_owned());
        }
    }

    /// What the ledger diagnosis has to find.
    fn holes(&mut self) {
        let plain: Vec<usize> = (0..self.list.len())
            .filter(|i| {
                self.list[*i].role.is_empty() && self.list[*i].group.is_empty() && self.list[*i].country == "France"
            })
            .collect();
        for (rank, i) in plain.into_iter().enumerate() {
            let debtor = &mut self.list[i];
            if rank % 19 == 4 {
                debtor.email.clear();
            }
            if rank % 43 == 7 {
                debtor.street.clear();
                debtor.postcode.clear();
                debtor.town.clear();
            }
            if rank % 31 == 11 && debtor.kind != Kind::Consumer {
                debtor.siren.clear();
                debtor.vat.clear();
            }
            if rank % 37 == 20 {
                debtor.contact.clear();
                debtor.post = "";
                debtor.phone.clear();
            }
        }
    }
}

/// Every debtor, with its code.
pub(super) fn cast() -> Vec<Debtor> {
    let mut casting = Casting { draw: Draw::of("cast"), siren: 10_000, list: Vec::new() };
    casting.bodies();
    casting.people();
    super::script::leads(&mut |kind, form, name, fix| fix(casting.add(kind, form, name.to_owned())));
    let billed = casting.list.iter().filter(|d| d.kind == Kind::Company).count();
    casting.companies(213_usize.saturating_sub(billed));
    casting.holes();
    let mut list = casting.list;
    let twin = list.iter().find(|d| d.role == "twin").map(|d| d.siren.clone()).unwrap_or_default();
    Draw::of("codes").shuffle(&mut list);
    for (rank, debtor) in list.iter_mut().enumerate() {
        debtor.code = format!("C{:04}", rank + 1);
        if debtor.role == "twin-again" {
            debtor.siren.clone_from(&twin);
            debtor.vat = french_vat(&twin);
        }
    }
    list
}
