//! The characters with a story, and the items that tell it. All the rest is drawn.

use super::Cents;
use super::cast::{Debtor, Habit, Kind, Series, Terms};
use super::text::Day;

/// How a character differs from the debtor that was drawn.
type Fix<'a> = &'a dyn Fn(&mut Debtor);

/// The ten of the README's table, in its order.
pub(super) const STORY: [&str; 10] =
    ["moreau", "vallon", "clinique", "vidal", "berenice", "rousseau", "pena", "nguyen", "fay", "durand"];

fn workshop(debtor: &mut Debtor, role: &'static str, habit: Habit, terms: i64, size: Cents, yearly: i64) {
    debtor.role = role;
    debtor.habit = habit;
    debtor.terms = Terms::Net(terms);
    debtor.size = size;
    debtor.yearly = yearly;
    debtor.series = Series::Workshop;
}

/// Creates the characters through `add`.
pub(super) fn leads(add: &mut dyn FnMut(Kind, &'static str, &str, Fix<'_>)) {
    mock(add);
    accounts(add);
    groups(add);
    abroad(add);
}

fn mock(add: &mut dyn FnMut(Kind, &'static str, &str, Fix<'_>)) {
    add(Kind::Company, "SARL", "Garage Moreau SARL", &|d| {
        workshop(d, "moreau", Habit::Late, 30, 210_000, 12);
        "Mme Roy".clone_into(&mut d.contact);
        d.post = "Comptabilité";
        "compta@garage-moreau.example".clone_into(&mut d.email);
        d.sales = "M. Sorel";
    });
    add(Kind::Company, "SAS", "Clinique des Pins", &|d| workshop(d, "clinique", Habit::OnTime, 30, 260_000, 8));
    add(Kind::Company, "SAS", "Transports Vidal", &|d| workshop(d, "vidal", Habit::Chronic, 60, 480_000, 9));
    add(Kind::Company, "SARL", "Hôtel Bérénice", &|d| workshop(d, "berenice", Habit::Late, 30, 175_000, 7));
    add(Kind::Civil, "SCI", "SCI Rousseau", &|d| workshop(d, "rousseau", Habit::Late, 30, 120_000, 4));
    add(Kind::Company, "SARL", "Imprimerie Peña", &|d| workshop(d, "pena", Habit::OnTime, 60, 110_000, 6));
    add(Kind::Company, "SELARL", "Cabinet Nguyễn", &|d| workshop(d, "nguyen", Habit::OnTime, 30, 62_000, 5));
    add(Kind::Trader, "Entrepreneur individuel", "Boulangerie Faÿ", &|d| {
        workshop(d, "fay", Habit::OnTime, 30, 34_000, 5);
    });
    add(Kind::Artisan, "Entrepreneur individuel", "Atelier Durand", &|d| {
        workshop(d, "durand", Habit::OnTime, 30, 9_000, 5);
    });
}

/// What the accountant will find: bills, doubtful, advance, strays, credits, a customer twice, growing trouble.
fn accounts(add: &mut dyn FnMut(Kind, &'static str, &str, Fix<'_>)) {
    add(Kind::Company, "SAS", "Constructions Belmontais-Roche", &|d| {
        d.role = "sinking";
        (d.habit, d.size, d.yearly, d.terms) = (Habit::Sinking, 480_000, 26, Terms::Net(30));
    });
    add(Kind::Company, "SARL", "Cuisines Corvaisel SARL", &|d| {
        d.role = "failed";
        (d.habit, d.size, d.yearly, d.terms) = (Habit::Failed, 190_000, 24, Terms::Net(45));
    });
    for name in ["Mobilier Arcenet SAS", "Agencements Pré-Mignot SARL"] {
        add(Kind::Company, "SAS", name, &|d| {
            d.role = "bills";
            (d.habit, d.size, d.yearly, d.terms) = (Habit::OnTime, 160_000, 32, Terms::Bill(60));
        });
    }
    add(Kind::Company, "SAS", "Résidences du Val Clairet", &|d| {
        (d.role, d.habit, d.size, d.yearly) = ("advance", Habit::OnTime, 520_000, 20);
    });
    add(Kind::Company, "SARL", "Électricité Rochat-Lébon", &|d| {
        (d.role, d.habit, d.size, d.yearly) = ("stray-1", Habit::Chronic, 130_000, 20);
    });
    add(Kind::Company, "SAS", "Librairie du Passe-Muraille", &|d| {
        (d.role, d.habit, d.size, d.yearly) = ("stray-2", Habit::Chronic, 130_000, 20);
    });
    add(Kind::Company, "SAS", "Façades Trémolière", &|d| (d.role, d.habit) = ("impossible", Habit::OnTime));
    for (kind, form, name, role) in [
        (Kind::Artisan, "Entrepreneur individuel", "Marqueterie Ullmann-Sève", "credit-1"),
        (Kind::Company, "SARL", "Optique du Grand Puits", "credit-2"),
        (Kind::Trader, "Entrepreneur individuel", "Café de l'Écluse Neuve", "credit-3"),
    ] {
        add(kind, form, name, &|d| (d.role, d.habit, d.terms) = (role, Habit::Scripted, Terms::Net(30)));
    }
    add(Kind::Company, "SAS", "Charpentes Billodet SAS", &|d| (d.role, d.habit) = ("twin", Habit::Late));
    add(Kind::Company, "SAS", "CHARPENTES BILLODET", &|d| {
        (d.role, d.habit, d.yearly) = ("twin-again", Habit::Late, 5);
        d.contact.clear();
        d.email.clear();
    });
}

/// Three groups; the first of each pays for all, on one day.
fn groups(add: &mut dyn FnMut(Kind, &'static str, &str, Fix<'_>)) {
    const GROUPS: [(&str, [&str; 3], Habit, i64); 3] = [
        ("Groupe Valmorin", ["Valmorin Bâtiment", "Valmorin Rénovation", "Valmorin Bois"], Habit::Late, 2),
        ("Groupe Jurançelle", ["Jurançelle Hôtels", "Jurançelle Thermes", "Jurançelle Table"], Habit::OnTime, 3),
        (
            "Groupe Sainte-Odrine",
            ["Cliniques Sainte-Odrine", "Résidences Sainte-Odrine", "Odrine Services"],
            Habit::Chronic,
            1,
        ),
    ];
    for (group, names, habit, payday) in GROUPS {
        for name in names {
            add(Kind::Company, "SAS", name, &|d| {
                d.group = group;
                (d.habit, d.payday, d.terms) = (habit, payday, Terms::MonthEnd);
                (d.size, d.yearly) = (d.size.max(150_000), d.yearly.max(12));
            });
        }
    }
}

#[expect(clippy::too_many_lines, reason = "one story, told in order")]
fn abroad(add: &mut dyn FnMut(Kind, &'static str, &str, Fix<'_>)) {
    const FOREIGN: [[&str; 8]; 8] = [
        ["Harborline Interiors Inc.", "Inc.", "", "12 Foundry Lane", "MA 02210", "Boston", "États-Unis", "en"],
        ["Holzbau Brändlimann AG", "AG", "", "Sägeweg 4", "2800", "Delémont", "Suisse", "de"],
        [
            "Köhlmann & Söhne Innenausbau GmbH",
            "GmbH",
            "DE100000170",
            "Tannenweg 9",
            "79098",
            "Freiburg im Breisgau",
            "Allemagne",
            "de",
        ],
        ["Schrijnwerk De Waelmans BV", "BV", "BE0000170739", "Eikstraat 21", "9000", "Gent", "Belgique", "nl"],
        [
            "Falegnameria Zanchettoni S.r.l.",
            "S.r.l.",
            "IT00001700020",
            "Via dei Larici 3",
            "10121",
            "Torino",
            "Italie",
            "it",
        ],
        [
            "Menuiserie Weyrichen S.à r.l.",
            "S.à r.l.",
            "LU10001770",
            "6 rue des Tanneurs",
            "1110",
            "Luxembourg",
            "Luxembourg",
            "fr",
        ],
        [
            "Carpintería Ibáñez Solá S.L.",
            "S.L.",
            "ESB00001701",
            "Calle del Roble 8",
            "31001",
            "Pamplona",
            "Espagne",
            "es",
        ],
        [
            "Carpintaria Ferreira da Ponte Lda",
            "Lda",
            "PT500000174",
            "Rua do Carvalho 17",
            "4000-008",
            "Porto",
            "Portugal",
            "en",
        ],
    ];
    for [name, form, vat, street, postcode, town, country, language] in FOREIGN {
        add(Kind::Company, form, name, &|d| {
            d.siren.clear();
            d.phone.clear();
            if country != "Luxembourg" {
                "Accounts payable".clone_into(&mut d.contact);
                d.post = "";
                d.email = format!("ap@{}.example", super::text::slug(name));
            }
            (d.vat, d.street) = (vat.to_owned(), street.to_owned());
            (d.postcode, d.town) = (postcode.to_owned(), town.to_owned());
            (d.country, d.language, d.terms) = (country, language, Terms::Net(60));
            d.habit = Habit::OnTime;
            (d.currency, d.role, d.size, d.yearly) = match country {
                "États-Unis" => ("USD", "dollars", 420_000, 14),
                "Suisse" => ("CHF", "francs", 310_000, 18),
                _ => ("EUR", "", d.size.max(90_000), d.yearly),
            };
            if country == "Suisse" {
                d.habit = Habit::Late;
            }
        });
    }
}

/// An invoice of the story, tax included, with what was paid on it.
pub(super) struct Scene {
    pub(super) role: &'static str,
    pub(super) issue: Day,
    /// The day in the file, even where it is wrong.
    pub(super) due: Day,
    pub(super) total: Cents,
    /// Its number in the workshop's series when the story fixes it.
    pub(super) number: Option<i64>,
    pub(super) paid: &'static [(Day, Cents)],
    /// A credit note: day, amount, whether it is matched with the invoice.
    pub(super) credited: Option<(Day, Cents, bool)>,
}

const fn scene(role: &'static str, issue: Day, due: Day, total: Cents) -> Scene {
    Scene { role, issue, due, total, number: None, paid: &[], credited: None }
}

const fn day(month: i64, day: i64) -> Day {
    Day::of(2026, month, day)
}

/// The script, in no particular order.
pub(super) const SCENES: &[Scene] = &[
    Scene {
        number: Some(998),
        paid: &[(day(9, 28), 320_000), (day(11, 5), 200_000)],
        ..scene("moreau", day(8, 24), day(9, 23), 520_000)
    },
    Scene { number: Some(1023), ..scene("moreau", day(9, 12), day(10, 12), 830_000) },
    Scene {
        number: Some(1044),
        credited: Some((day(10, 20), 12_000, false)),
        ..scene("moreau", day(10, 3), day(11, 2), 422_000)
    },
    Scene { number: Some(1101), ..scene("moreau", day(10, 31), day(11, 30), 1_191_000) },
    // One month from the deposit on the public invoicing portal, 13 September.
    scene("vallon", day(9, 11), day(10, 13), 891_240),
    scene("vallon", day(11, 4), day(12, 4), 321_600),
    Scene { credited: Some((super::MONDAY, 220_000, true)), ..scene("clinique", day(10, 15), day(11, 14), 630_000) },
    scene("vidal", day(5, 29), day(7, 28), 1_428_055),
    scene("vidal", day(6, 29), day(8, 28), 990_000),
    scene("vidal", day(7, 30), day(9, 28), 760_000),
    scene("berenice", day(10, 6), day(11, 5), 624_000),
    scene("berenice", day(11, 3), day(12, 3), 195_000),
    scene("rousseau", day(8, 19), day(9, 18), 291_520),
    scene("pena", day(9, 18), day(11, 17), 148_000),
    Scene { paid: &[(super::MONDAY, 216_000)], ..scene("pena", day(9, 21), day(11, 20), 216_000) },
    scene("pena", day(11, 2), Day::of(2027, 1, 1), 126_000),
    scene("nguyen", day(9, 21), day(10, 21), 98_000),
    scene("fay", day(10, 12), day(11, 11), 41_200),
    scene("durand", day(10, 20), day(11, 19), 9_630),
    // The year was mistyped: due eleven months before it was issued.
    scene("impossible", day(10, 14), Day::of(2025, 11, 13), 273_600),
    // Paid, then credited for a returned door.
    Scene {
        paid: &[(day(4, 14), 184_800)],
        credited: Some((day(5, 6), 38_400, false)),
        ..scene("credit-1", day(3, 12), day(4, 11), 184_800)
    },
    // Paid twice.
    Scene { paid: &[(day(6, 9), 93_600), (day(6, 23), 93_600)], ..scene("credit-2", day(5, 11), day(6, 10), 93_600) },
    // Two figures swapped in the transfer: 1 728 for 1 278.
    Scene { paid: &[(day(8, 3), 172_800)], ..scene("credit-3", day(7, 2), day(8, 1), 127_800) },
];

/// Money nobody could match: role, day, amount.
pub(super) const STRAYS: [(&str, Day, Cents); 2] = [("stray-1", day(2, 12), 68_400), ("stray-2", day(4, 8), 131_520)];

/// The deposit on an order not yet delivered.
pub(super) const ADVANCE: (&str, Day, Cents) = ("advance", day(11, 2), 1_200_000);
