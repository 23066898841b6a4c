//! An invented claim, from the invoices to the insolvency of the debtor, and files to be bound.

use documents::{
    Pdf, Signature,
    court::{
        Agent, Bearer, Bodacc, Charge, Claim, Contact, Cost, Cover, Deadline, Declaration, DeclaredSums, Decompte,
        DecompteTotals, Exhibit, FoundAddress, Goods, Ground, Head, Instruction, InterestAsked, Mission, Party,
        PartyKind, Payment, Period, Petition, Proceedings, Reclaim, ReclaimForm, Rectification, Relief, Representative,
        Running, Term, Transfer, UnpaidInvoice, VatSums,
    },
};
use kernel::{Currency, Date, Money, Rate, Rounding, Wording};

pub fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

pub fn euro(text: &str) -> Money {
    Money::parse(text, Currency::EUR).expect("an amount")
}

pub fn words(fr: &str, en: &str) -> Wording {
    Wording::new(fr, en)
}

const NIL: Money = Money::zero(Currency::EUR);

fn add(amounts: impl IntoIterator<Item = Money>) -> Money {
    amounts.into_iter().fold(NIL, |sum, more| sum.checked_add(more).expect("one currency"))
}

pub fn cover(name: &str) -> Cover {
    Cover {
        ident: format!("court/{name}/17"),
        reference: "4K7-Q2".to_owned(),
        place: "Lyon".to_owned(),
        date: date("2026-11-23"),
    }
}

pub fn creditor() -> Party {
    Party {
        name: "Ateliers Vauban".to_owned(),
        kind: PartyKind::Company {
            form: words(
                "société par actions simplifiée",
                "société par actions simplifiée (simplified joint-stock company)",
            ),
            capital: Some(euro("240000")),
            registration: Some("RCS Lyon 732 829 320".to_owned()),
        },
        address: ["14 quai Rambaud", "69002 Lyon"].map(str::to_owned).to_vec(),
        represented_by: Some(Representative {
            name: "Mme Claire Aubert".to_owned(),
            capacity: words("présidente", "president"),
        }),
        agent: Some(Agent {
            name: "M. Paul Roy".to_owned(),
            capacity: words("responsable contentieux", "head of litigation"),
            authority: words(
                "pouvoir spécial du 2 novembre 2026 (pièce n° 12)",
                "special power of 2 November 2026 (exhibit 12)",
            ),
            address: Vec::new(),
        }),
        contact: ["04 72 00 00 14", "contentieux@ateliers-vauban.example"].map(str::to_owned).to_vec(),
    }
}

pub fn debtor() -> Party {
    Party {
        name: "Garage Moreau".to_owned(),
        kind: PartyKind::Company {
            form: words("société à responsabilité limitée", "société à responsabilité limitée (limited company)"),
            capital: None,
            registration: Some("RCS Aubenas 552 100 554".to_owned()),
        },
        address: ["8 route de Privas", "07200 Aubenas"].map(str::to_owned).to_vec(),
        represented_by: Some(Representative {
            name: "M. Luc Moreau".to_owned(), capacity: words("gérant", "manager")
        }),
        agent: None,
        contact: Vec::new(),
    }
}

fn period(from: &str, to: &str, days: i64, base: &str, rate: &str, amount: &str, half: usize) -> Period {
    let sources = [
        words(
            "BCE, opérations principales de refinancement au 1er janvier 2026 : 2,15 %, plus 10 points",
            "ECB, main refinancing operations on 1 January 2026: 2.15%, plus 10 points",
        ),
        words(
            "BCE, opérations principales de refinancement au 1er juillet 2026 : 2,40 %, plus 10 points",
            "ECB, main refinancing operations on 1 July 2026: 2.40%, plus 10 points",
        ),
    ];
    Period {
        from: date(from),
        to: date(to),
        days,
        base: euro(base),
        rate: Rate::parse(rate).expect("a rate"),
        year_days: 365,
        amount: euro(amount),
        source: sources[half].clone(),
    }
}

fn claim() -> Claim {
    Claim {
        label: words("Facture FA-2026-0812", "Invoice FA-2026-0812"),
        issued: Some(date("2026-05-21")),
        due: date("2026-06-20"),
        principal: euro("10000"),
        periods: vec![
            period("2026-06-21", "2026-06-30", 10, "10000", "12.15", "33.29", 0),
            period("2026-07-01", "2026-11-21", 144, "6033.29", "12.40", "295.15", 1),
        ],
        interest: euro("328.44"),
        indemnity: euro("40"),
        principal_left: euro("6033.29"),
        interest_left: euro("295.15"),
        indemnity_left: euro("40"),
    }
}

fn payment() -> Payment {
    Payment {
        date: date("2026-06-30"),
        label: words("Virement", "Transfer"),
        amount: euro("4000"),
        to_costs: NIL,
        to_interest: euro("33.29"),
        to_indemnities: NIL,
        to_principal: euro("3966.71"),
        to_penalties: NIL,
        surplus: NIL,
    }
}

fn totals() -> DecompteTotals {
    DecompteTotals {
        principal: euro("10000"),
        principal_left: euro("6033.29"),
        interest: euro("328.44"),
        interest_left: euro("295.15"),
        indemnities: euro("40"),
        indemnities_left: euro("40"),
        penalties: euro("600"),
        penalties_left: euro("600"),
        costs: euro("72.48"),
        costs_left: euro("72.48"),
        received: euro("4000"),
        surplus: NIL,
        owed: euro("7040.92"),
    }
}

/// One invoice of 10 000 €, 4 000 € paid on 30 June: 33.29 of interest then, 295.15 since, counted by hand.
pub fn decompte() -> Decompte {
    let cost = |kind: Wording, label: Wording, day: &str, amount: &str, borne_by: Bearer| Cost {
        kind,
        label,
        date: date(day),
        amount: euro(amount),
        borne_by,
    };
    Decompte {
        as_of: date("2026-11-21"),
        currency: Currency::EUR,
        claims: vec![claim()],
        penalties: vec![Charge {
            label: words(
                "clause pénale, article 12 des conditions générales",
                "penalty clause, article 12 of the terms",
            ),
            date: date("2026-10-02"),
            amount: euro("600"),
        }],
        costs: vec![
            cost(
                words("acte prescrit par la loi", "act the law prescribes"),
                words("sommation de payer", "summons to pay"),
                "2026-10-20",
                "72.48",
                Bearer::Debtor,
            ),
            cost(
                words("affranchissement", "postage"),
                words("lettre recommandée du 2 octobre", "registered letter of 2 October"),
                "2026-10-02",
                "7.85",
                Bearer::Creditor,
            ),
        ],
        payments: vec![payment()],
        totals: totals(),
        running: vec![Running {
            base: euro("6033.29"),
            rate: Rate::parse("12.40").expect("a rate"),
            year_days: 365,
            daily: euro("2.05"),
        }],
        articles: vec![
            words(
                "articles L441-10 II et D441-5 du code de commerce",
                "articles L441-10 II and D441-5 of the code de commerce",
            ),
            words("article 1343-1 du code civil", "article 1343-1 of the code civil"),
        ],
        notes: vec![words(
            "Les paiements s’imputent d’abord sur les frais, puis sur les intérêts, puis sur le principal.",
            "Payments settle costs first, then interest, then principal.",
        )],
    }
}

/// Many invoices, each with many periods of a week: what a long file looks like.
pub fn long_decompte(claims: usize, periods: usize) -> Decompte {
    let rate = Rate::parse("12.40").expect("a rate");
    let claim = |at: usize| {
        let principal = Money::new(1_234_567 + i64::try_from(at).expect("small") * 98_765, Currency::EUR);
        let mut from = date("2026-01-05");
        let week = |_| {
            let to = from.checked_add(week_days(6)).expect("a day");
            let amount = rate.interest(principal, 7, 365, Rounding::HalfUp).expect("interest");
            let source = words("BCE, taux d’une semaine inventée", "ECB, rate of an invented week");
            let period = Period { from, to, days: 7, base: principal, rate, year_days: 365, amount, source };
            from = to.tomorrow().expect("a day");
            period
        };
        let periods: Vec<Period> = (0..periods).map(week).collect();
        let interest = add(periods.iter().map(|p| p.amount));
        Claim {
            label: words(&format!("Facture FA-2026-{:04}", 801 + at), &format!("Invoice FA-2026-{:04}", 801 + at)),
            issued: Some(date("2025-12-05")),
            due: date("2026-01-04"),
            principal,
            periods,
            interest,
            indemnity: euro("40"),
            principal_left: principal,
            interest_left: interest,
            indemnity_left: euro("40"),
        }
    };
    let claims: Vec<Claim> = (0..claims).map(claim).collect();
    let (principal, interest) = (add(claims.iter().map(|c| c.principal)), add(claims.iter().map(|c| c.interest)));
    let indemnities = add(claims.iter().map(|c| c.indemnity));
    Decompte {
        totals: DecompteTotals {
            principal,
            principal_left: principal,
            interest,
            interest_left: interest,
            indemnities,
            indemnities_left: indemnities,
            penalties: NIL,
            penalties_left: NIL,
            costs: NIL,
            costs_left: NIL,
            received: NIL,
            surplus: NIL,
            owed: add([principal, interest, indemnities]),
        },
        claims,
        penalties: Vec::new(),
        costs: Vec::new(),
        payments: Vec::new(),
        running: Vec::new(),
        ..decompte()
    }
}

fn week_days(days: i64) -> std::time::Duration {
    std::time::Duration::from_secs(u64::try_from(days).expect("days") * 86_400)
}

pub fn exhibits(count: u32) -> Vec<Exhibit> {
    let titles = [
        words("contrat de fourniture", "supply contract"),
        words("conditions générales de vente, version 3", "terms of sale, version 3"),
        words("bon de commande n° 4512", "order no. 4512"),
        words("bon de livraison signé", "signed proof of delivery"),
        words("facture FA-2026-0812", "invoice FA-2026-0812"),
        words("mise en demeure et son avis de réception", "formal notice and its receipt"),
    ];
    let exhibit = |number: u32| Exhibit {
        number,
        title: titles[(number as usize - 1) % titles.len()].clone(),
        on: (number % 5 != 2).then(|| date("2026-05-12")),
        file: format!("piece-{number:02}.pdf"),
    };
    (1..=count).map(exhibit).collect()
}

fn ground(article: (&str, &str), text: (&str, &str)) -> Ground {
    Ground { article: words(article.0, article.1), text: words(text.0, text.1) }
}

fn signature() -> Signature {
    Signature { name: "Paul Roy".to_owned(), role: "Responsable contentieux".to_owned() }
}

fn facts() -> Vec<Wording> {
    vec![
        words(
            "Par bon de commande n° 4512 du 12 mai 2026 (pièce n° 3), la société Garage Moreau a commandé à la société Ateliers Vauban deux ponts élévateurs, au prix de 10 000,00 € toutes taxes comprises.",
            "By order no. 4512 of 12 May 2026 (exhibit 3), Garage Moreau ordered two car lifts from Ateliers Vauban, for €10,000.00 with taxes.",
        ),
        words(
            "Le matériel a été livré le 19 mai 2026, sans réserve (pièce n° 4), et facturé le 21 mai 2026 avec une échéance au 20 juin 2026 (pièce n° 5). Un seul paiement de 4 000,00 € est intervenu le 30 juin 2026.",
            "The goods were delivered on 19 May 2026 without reservation (exhibit 4), and invoiced on 21 May 2026, due on 20 June 2026 (exhibit 5). One payment of €4,000.00 came on 30 June 2026.",
        ),
        words(
            "La mise en demeure du 2 octobre 2026, présentée le 5 octobre (pièce n° 6), est restée sans effet ; le débiteur n’a jamais contesté la somme.",
            "The formal notice of 2 October 2026, presented on 5 October (exhibit 6), had no effect; the debtor never disputed the sum.",
        ),
    ]
}

pub fn petition(exhibit_count: u32) -> Petition {
    Petition {
        cover: cover("petition"),
        court: [
            "Monsieur le président",
            "du tribunal de commerce d’Aubenas",
            "Place de la République",
            "07200 Aubenas",
        ]
        .map(str::to_owned)
        .to_vec(),
        articles: vec![words(
            "articles 1405 à 1425 du code de procédure civile",
            "articles 1405 to 1425 of the code de procédure civile",
        )],
        creditor: creditor(),
        debtors: vec![debtor()],
        joint: false,
        facts: facts(),
        amicable: vec![words(
            "Trois rappels, deux appels et une proposition d’échéancier sont restés sans réponse.",
            "Three reminders, two calls and a proposal to pay by instalments were not answered.",
        )],
        grounds: vec![
            ground(
                ("article 1405 du code de procédure civile", "article 1405 of the code de procédure civile"),
                (
                    "la créance a une cause contractuelle et s’élève à un montant déterminé ;",
                    "the claim is contractual and its amount is determined;",
                ),
            ),
            ground(
                ("article L441-10 II du code de commerce", "article L441-10 II of the code de commerce"),
                (
                    "les pénalités de retard sont dues de plein droit, sans rappel, au taux de la Banque centrale européenne majoré de dix points ;",
                    "late-payment interest is due without notice, at the rate of the European Central Bank plus ten points;",
                ),
            ),
            ground(
                ("article D441-5 du code de commerce", "article D441-5 of the code de commerce"),
                (
                    "l’indemnité forfaitaire de recouvrement est de 40 € par facture.",
                    "the fixed recovery indemnity is €40 for each invoice.",
                ),
            ),
        ],
        decompte: decompte(),
        interest: Some(InterestAsked {
            from: date("2026-11-22"),
            rate: words(
                "au taux de refinancement de la Banque centrale européenne majoré de dix points",
                "at the refinancing rate of the European Central Bank plus ten points",
            ),
        }),
        registry: Some(euro("33.47")),
        transfer: Some(Transfer {
            court: words("le tribunal de commerce d’Aubenas", "the tribunal de commerce of Aubenas"),
            article: words("article 1408 du code de procédure civile", "article 1408 of the code de procédure civile"),
        }),
        also_asked: Vec::new(),
        exhibits: exhibits(exhibit_count),
        signature: signature(),
    }
}

pub fn instruction() -> Instruction {
    Instruction {
        cover: cover("instruction"),
        officer: ["SELARL Delmas & Fabre", "Commissaires de justice associés", "3 place du Château", "07200 Aubenas"]
            .map(str::to_owned)
            .to_vec(),
        creditor: creditor(),
        debtors: vec![debtor()],
        mission: Mission::Service,
        title: vec![
            (words("Nature", "Kind"), words("ordonnance portant injonction de payer", "order to pay")),
            (
                words("Juridiction", "Court"),
                words(
                    "président du tribunal de commerce d’Aubenas",
                    "president of the tribunal de commerce of Aubenas",
                ),
            ),
            (words("Numéro", "Number"), Wording::same("2026 IP 00412")),
            (words("Rendue le", "Given on"), words("30 novembre 2026", "30 November 2026")),
        ],
        decompte: decompte(),
        deadline: Some(Deadline {
            last_day: date("2027-02-26"),
            what: words("signifier l’ordonnance à la société Garage Moreau", "serve the order on Garage Moreau"),
            lost: words("l’ordonnance devient non avenue", "the order becomes void"),
            article: words("article 1411 du code de procédure civile", "article 1411 of the code de procédure civile"),
        }),
        addresses: vec![FoundAddress {
            address: "Zone artisanale du Moulon, 07200 Aubenas".to_owned(),
            source: words("répertoire Sirene, établissement secondaire", "Sirene register, second establishment"),
            on: date("2026-11-20"),
        }],
        known: vec![words("Le gérant est présent le matin.", "The manager is there in the morning.")],
        contact: Contact {
            name: "M. Paul Roy".to_owned(),
            phone: Some("04 72 00 00 14".to_owned()),
            mail: Some("contentieux@ateliers-vauban.example".to_owned()),
        },
        returns: vec![
            words(
                "l’acte de signification et ses modalités (à personne, à domicile, à étude) ;",
                "the act of service and how it was served;",
            ),
            words("le détail de vos frais, article par article ;", "your costs, item by item;"),
            words(
                "toute opposition ou proposition du débiteur dont vous auriez connaissance.",
                "any opposition or proposal of the debtor you hear of.",
            ),
        ],
        enclosures: vec![
            words("copie exécutoire de l’ordonnance", "enforceable copy of the order"),
            words("requête et bordereau des pièces", "petition and list of exhibits"),
        ],
        signature: signature(),
    }
}

pub fn proceedings() -> Proceedings {
    Proceedings {
        kind: words("redressement judiciaire", "redressement judiciaire (reorganisation)"),
        court: words("tribunal de commerce d’Aubenas", "tribunal de commerce of Aubenas"),
        judgment_on: date("2026-09-08"),
        bodacc: Some(Bodacc { number: "20260180 1423".to_owned(), published_on: date("2026-09-15") }),
    }
}

pub fn declaration(exhibit_count: u32) -> Declaration {
    let head = |label: &str, due: &str, term, principal: &str, interest: &str, privilege: Option<Wording>| Head {
        label: words(&format!("Facture {label}"), &format!("Invoice {label}")),
        due_on: date(due),
        term,
        principal: euro(principal),
        interest: euro(interest),
        indemnity: if term == Term::Due { euro("40") } else { NIL },
        interest_goes_on: false,
        privilege,
    };
    Declaration {
        cover: cover("declaration"),
        to: ["Maître Hélène Sabatier", "Mandataire judiciaire", "12 rue Nationale", "07000 Privas"]
            .map(str::to_owned)
            .to_vec(),
        articles: vec![words(
            "articles L622-24, L622-25 et R622-23 du code de commerce",
            "articles L622-24, L622-25 and R622-23 of the code de commerce",
        )],
        creditor: creditor(),
        debtor: debtor(),
        proceedings: proceedings(),
        currency: Currency::EUR,
        heads: vec![
            head("FA-2026-0812", "2026-06-20", Term::Due, "6033.29", "141.43", None),
            head(
                "FA-2026-0934",
                "2026-10-31",
                Term::NotYetDue,
                "2400",
                "0",
                Some(words(
                    "gage sur véhicule inscrit le 3 mars 2026",
                    "pledge on a vehicle registered on 3 March 2026",
                )),
            ),
        ],
        sums: DeclaredSums {
            due: euro("6033.29"),
            not_yet_due: euro("2400"),
            interest: euro("141.43"),
            indemnity: euro("40"),
            privileged: euro("2400"),
            ordinary: euro("6214.72"),
            total: euro("8614.72"),
        },
        interest: vec![words(
            "Intérêts de retard de l’article L441-10 II du code de commerce, arrêtés au jour du jugement.",
            "Late-payment interest of article L441-10 II of the code de commerce, counted to the judgment.",
        )],
        aside: Vec::new(),
        facts: vec![words(
            "Ventes de matériel de garage, commandées, livrées et facturées (pièces n° 1 à 3).",
            "Sales of garage equipment, ordered, delivered and invoiced (exhibits 1 to 3).",
        )],
        grounds: Vec::new(),
        exhibits: exhibits(exhibit_count),
        signature: signature(),
    }
}

pub fn relief() -> Relief {
    Relief {
        cover: cover("relief"),
        court: [
            "Monsieur le juge-commissaire",
            "du redressement judiciaire de la société Garage Moreau",
            "Tribunal de commerce d’Aubenas",
        ]
        .map(str::to_owned)
        .to_vec(),
        articles: vec![words("article L622-26 du code de commerce", "article L622-26 of the code de commerce")],
        creditor: creditor(),
        debtor: debtor(),
        proceedings: proceedings(),
        claim: euro("8614.72"),
        missed_on: date("2026-11-16"),
        last_day: Some(date("2027-03-15")),
        facts: vec![words(
            "La créance naît de deux factures impayées (pièces n° 1 et 2).",
            "The claim comes from two unpaid invoices (exhibits 1 and 2).",
        )],
        reasons: vec![words(
            "Le débiteur a omis la créance de la liste remise au mandataire ; aucun avertissement n’a été reçu.",
            "The debtor left the claim out of its list; no notice was received.",
        )],
        grounds: vec![ground(
            ("article L622-26 du code de commerce", "article L622-26 of the code de commerce"),
            (
                "le juge-commissaire relève de la forclusion le créancier dont la défaillance n’est pas due à son fait.",
                "the judge relieves a creditor whose failure is not its own doing.",
            ),
        )],
        exhibits: exhibits(3),
        signature: signature(),
    }
}

pub fn reclaim(form: ReclaimForm) -> Reclaim {
    Reclaim {
        cover: cover("reclaim"),
        form,
        to: ["Maître Hélène Sabatier", "Administrateur judiciaire", "12 rue Nationale", "07000 Privas"]
            .map(str::to_owned)
            .to_vec(),
        articles: vec![words(
            "articles L624-9 et R624-13 du code de commerce",
            "articles L624-9 and R624-13 of the code de commerce",
        )],
        creditor: creditor(),
        debtor: debtor(),
        proceedings: proceedings(),
        last_day: Some(date("2026-12-15")),
        currency: Currency::EUR,
        goods: vec![Goods {
            what: words(
                "pont élévateur deux colonnes, n° de série PV-88214 et PV-88215",
                "two-post car lift, serial numbers PV-88214 and PV-88215",
            ),
            quantity: Wording::same("2"),
            delivered_on: date("2026-05-19"),
            invoice: "FA-2026-0812".to_owned(),
            price: euro("6033.29"),
        }],
        total: euro("6033.29"),
        facts: vec![words(
            "La clause de réserve de propriété figure à l’article 9 des conditions générales, acceptées par écrit avant la livraison (pièce n° 2).",
            "Title is retained by article 9 of the terms, accepted in writing before delivery (exhibit 2).",
        )],
        grounds: vec![ground(
            ("article L624-9 du code de commerce", "article L624-9 of the code de commerce"),
            (
                "la demande est faite dans les trois mois de la publication du jugement.",
                "the claim is made within three months of publication.",
            ),
        )],
        exhibits: exhibits(3),
        signature: signature(),
    }
}

/// The words of a duplicate, as secob.fr and artemavocats.com give them, with two sums.
pub fn overprint(net: &str, vat: &str) -> String {
    format!(
        "« Facture demeurée impayée pour la somme de {net} € (prix net) et pour la somme de {vat} € (taxe sur la valeur ajoutée correspondante) qui ne peut faire l'objet d'une déduction (article 272 du CGI) »"
    )
}

/// Two invoices at 20 %: 1 200 = 1 000 + 200 and 600 = 500 + 100; the files of the first `kept` are kept.
pub fn rectification(kept: u32) -> Rectification {
    let sums = |gross: &str, net: &str, vat: &str| VatSums { gross: euro(gross), net: euro(net), vat: euro(vat) };
    let invoice = |at: u32, number: &str, sums, words| UnpaidInvoice {
        number: number.to_owned(),
        on: Some(date("2026-05-21")),
        sums,
        words,
        duplicate: (at <= kept).then(|| Exhibit {
            number: at,
            title: words_of(number),
            on: Some(date("2026-05-21")),
            file: format!("{number}.pdf"),
        }),
    };
    Rectification {
        cover: cover("rectification"),
        to: ["Garage Moreau", "8 route de Privas", "07200 Aubenas"].map(str::to_owned).to_vec(),
        creditor: creditor(),
        debtor: debtor(),
        currency: Currency::EUR,
        opening: vec![words("Ces factures sont irrécouvrables.", "These invoices are irrecoverable.")],
        invoices: vec![
            invoice(1, "FA-2026-0812", sums("1200", "1000", "200"), overprint("1 000,00", "200,00")),
            invoice(2, "FA-2026-1044", sums("600", "500", "100"), overprint("500,00", "100,00")),
        ],
        totals: sums("1800", "1500", "300"),
        enclosures: Vec::new(),
        signature: signature(),
    }
}

fn words_of(number: &str) -> Wording {
    words(&format!("facture {number}"), &format!("invoice {number}"))
}

/// The papers by name, French.
pub fn all(lang: documents::Language) -> Vec<(&'static str, Pdf)> {
    let drawn = decompte().render(&cover("decompte"), &creditor(), &[debtor()], lang);
    let asked = ReclaimForm::Request { asked_on: date("2026-12-04"), answer: None };
    vec![
        ("decompte", drawn.expect("laid out")),
        ("petition", petition(12).render(lang).expect("laid out")),
        ("instruction", instruction().render(lang).expect("laid out")),
        ("declaration", declaration(3).render(lang).expect("laid out")),
        ("relief", relief().render(lang).expect("laid out")),
        ("reclaim-letter", reclaim(ReclaimForm::Letter).render(lang).expect("laid out")),
        ("reclaim-request", reclaim(asked).render(lang).expect("laid out")),
        ("rectification", rectification(0).render(lang).expect("laid out")),
    ]
}
