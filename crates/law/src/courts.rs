//! Which court, which judge, which procedures are open for a claim and why not the others.
//!
//! CPC 750-1, 760, 761, 853, 1405, 1406; COJ L211-3, L213-4-4, L213-4-5; Reg. 1896/2006, 861/2007.
//! The district is that of the debtor's place; the table of communes says its own status.

use kernel::{Currency, Date, Money};
use serde::Serialize;

use crate::court_procedures::{Claim, procedures};
use crate::court_tables::MATTERS;
use crate::refusals::{Refusal, Sought, Word};
use crate::source::cite;
pub use crate::table_dates::TableDate;
use crate::tariffs::{TariffAsked, tariff};
use crate::{Law, LawError, Line, Source};

/// What is asked of [`court`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourtAsked {
    /// `commercial-company`, `civil-company`, `association`, `trader`, `artisan`, `professional`,
    /// `consumer`, `public-body`, `public-undertaking`; `company` and `public` are read with a warning.
    pub debtor: String,
    /// Principal, or principal and interest where a threshold counts both.
    pub amount: Money,
    /// `goods`, `services`, `consumer-credit`, `housing-rent`, `commercial-lease`, `cheque`…
    pub matter: String,
    /// INSEE code of the debtor's commune, or the two letters of a State (`RE`, `GP`… are France).
    pub place: Option<String>,
    /// The day of the question.
    pub on: Date,
    /// True when insolvency proceedings of the debtor are open.
    pub insolvent: bool,
}

impl CourtAsked {
    /// A claim for goods, the debtor somewhere in France.
    pub fn new(debtor: &str, amount: Money, on: Date) -> Self {
        Self { debtor: debtor.to_owned(), amount, matter: "goods".to_owned(), place: None, on, insolvent: false }
    }
}

/// What a claim may be about, in the words that [`CourtAsked::matter`] takes.
pub const fn matters() -> &'static [&'static str] {
    &MATTERS
}

/// A procedure, open or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProcedureOption {
    /// Its name: `payment-order`.
    pub procedure: String,
    /// Whether it is open for this claim.
    pub available: bool,
    /// Why, or why not.
    pub why: Line,
    /// The form to use.
    pub form: Option<String>,
}

/// A cost of starting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fee {
    /// Word of the tariff.
    pub item: String,
    /// What is paid, VAT included; absent when unknown on that day.
    pub amount: Option<String>,
    /// For which procedure, or why it is unknown.
    pub note: Line,
}

/// The competent court and the ways to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CourtAnswer {
    /// The court, with its seat where the tables know it.
    pub court: String,
    /// The same in English.
    pub court_en: String,
    /// Which kind: `commercial`, `tae`, `civil`, `protection`, `administrative`, `foreign`…
    pub kind: String,
    /// The seat, where the tables know it.
    pub seat: Option<String>,
    /// The judge of a payment order or interim claim.
    pub judge: String,
    /// The same in English.
    pub judge_en: String,
    /// Procedures, open ones and others.
    pub procedures: Vec<ProcedureOption>,
    /// Whether a lawyer is mandatory on the merits.
    pub lawyer_required: bool,
    /// Whether an amicable attempt must come first (CPC 750-1).
    pub amicable_attempt_required: bool,
    /// What starting costs.
    pub fees: Vec<Fee>,
    /// As of which day the tables of places that were read hold, and their source. Empty when no place decided.
    pub dates: Vec<TableDate>,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// What a reader must know.
    pub warnings: Vec<Line>,
}

/// Where a debtor lives.
pub(crate) enum Place {
    Unknown,
    Commune(String),
    /// A French department or collectivity overseas, by its ISO 3166 code, the commune unknown.
    Overseas(&'static str),
    Abroad {
        european: bool,
        listed: bool,
        name: Line,
    },
}

/// Codes that ISO 3166 gives to parts of the French Republic: they are no foreign States.
const OVERSEAS: [&str; 12] = ["BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"];

impl Place {
    /// New Caledonia, French Polynesia, Wallis and Futuna.
    fn pacific(&self) -> bool {
        match self {
            Self::Commune(insee) => insee.starts_with("98"),
            Self::Overseas(code) => matches!(*code, "NC" | "PF" | "WF"),
            Self::Unknown | Self::Abroad { .. } => false,
        }
    }
}

/// Finds the court of a claim and the procedures open for it.
///
/// # Errors
/// [`LawError::Unknown`] for a debtor, a State or a commune that is not in the tables.
///
/// ```
/// use kernel::{Currency, Money};
/// use law::Law;
/// use law::courts::{CourtAsked, court};
/// let mut asked = CourtAsked::new("civil-company", Money::parse("4000.00", Currency::EUR)?, "2026-11-21".parse()?);
/// asked.place = Some("59350".to_owned());
/// let answer = court(&asked, Law::builtin())?;
/// // a société civile goes to the civil court, after an amicable attempt
/// assert_eq!((answer.kind.as_str(), answer.amicable_attempt_required), ("civil", true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn court(asked: &CourtAsked, law: &Law) -> Result<CourtAnswer, LawError> {
    let (mut sources, mut warnings) = (Vec::new(), Vec::new());
    if asked.amount.minor() < 0 || asked.amount.currency() != Currency::EUR {
        return Err(Refusal::ClaimAmount { amount: asked.amount }.into());
    }
    let debtor = debtor(&asked.debtor, law, &mut warnings)?;
    let tables = law.court_tables();
    let place = place(asked, law)?;
    let rule = tables
        .rule(&debtor, &asked.matter)
        .ok_or_else(|| LawError::unknown(Word::Debtor, &debtor, tables.debtors().collect::<Vec<_>>().join(", ")))?;
    cite(&mut sources, &mut warnings, &rule.source);
    let (mut kind, mut judge, mut seat) = (rule.court.clone(), rule.judge.clone(), None);
    match &place {
        Place::Abroad { .. } => (kind, judge) = ("foreign".to_owned(), "foreign-judge".to_owned()),
        Place::Commune(insee) if kind == "commercial" => {
            let (found, source) = tables.seat(insee).ok_or_else(|| missing_commune(insee))?;
            cite(&mut sources, &mut warnings, source);
            seat = Some(found.to_owned());
            kind = local_kind(insee, found, asked.on, law, &mut sources, &mut warnings);
            judge = format!("{kind}-president");
        }
        Place::Commune(insee) if matches!(kind.as_str(), "civil" | "civil-exclusive" | "protection") => {
            seat = civil_seat(insee, law, &mut sources, &mut warnings);
        }
        Place::Overseas(_) if kind == "commercial" => {
            (kind, judge) = ("mixed-commercial".to_owned(), "mixed-commercial-president".to_owned());
        }
        Place::Commune(_) | Place::Overseas(_) | Place::Unknown => {}
    }
    let claim = Claim { asked, debtor: &debtor, kind: &kind, place: &place };
    let thresholds = Thresholds::read(law)?;
    let options = procedures(&claim, &thresholds, law)?;
    let label = tables.label(&kind)?;
    cite(&mut sources, &mut warnings, &label.source);
    let judge = tables.label(&judge)?;
    let court = seat.as_deref().map_or_else(|| label.words.fr.clone(), |seat| with_seat(&label.words.fr, seat));
    let lawyer_required = lawyer(&kind, asked, &thresholds);
    let amicable = matches!(kind.as_str(), "civil" | "civil-exclusive" | "protection")
        && asked.amount.minor() <= thresholds.amicable
        && asked.matter != "consumer-credit";
    say(&kind, &place, &claim, &mut warnings);
    let dates = crate::table_dates::of(&sources, law);
    let mut explanation = explain(&court, label, judge, lawyer_required, amicable, &thresholds);
    explanation.extend(dates.iter().map(|date| date.words.clone()));
    Ok(CourtAnswer {
        court_en: seat.as_deref().map_or_else(|| label.words.en.clone(), |seat| format!("{}, {seat}", label.words.en)),
        judge: judge.words.fr.clone(),
        judge_en: judge.words.en.clone(),
        fees: fees(&kind, asked, law),
        procedures: options,
        lawyer_required,
        amicable_attempt_required: amicable,
        court,
        kind,
        seat,
        dates,
        explanation,
        sources,
        warnings,
    })
}

/// The civil court of a department that has only one; the candidates are said where there are several,
/// since districts follow cantons that the tables do not hold.
fn civil_seat(insee: &str, law: &Law, sources: &mut Vec<Source>, warnings: &mut Vec<Line>) -> Option<String> {
    let Some((seats, source)) = law.court_tables().civil_seats(insee) else {
        warnings.push(Line::new(
            "Le siège du tribunal judiciaire de ce lieu n'est pas dans les tables.",
            "The seat of the civil court of this place is not in the tables.",
        ));
        return None;
    };
    cite(sources, warnings, source);
    if let [only] = seats {
        return Some(only.clone());
    }
    let list = seats.join(", ");
    warnings.push(Line::new(
        format!("Plusieurs tribunaux judiciaires dans ce département ({list}) : la commune n'est pas rattachée dans les tables, vérifiez."),
        format!("Several civil courts in this department ({list}): the tables do not say which has the commune; check."),
    ));
    None
}

/// Amounts at which the rules change, from `procedure_deadlines`.
pub(crate) struct Thresholds {
    pub lawyer: i64,
    pub amicable: i64,
    pub simple_request: i64,
    pub small_claims: i64,
    pub european_small_claims: i64,
}

impl Thresholds {
    fn read(law: &Law) -> Result<Self, LawError> {
        let at = |procedure: &str, step: &str| {
            let row = law.deadlines().find(procedure, step)?;
            row.threshold
                .map(Money::minor)
                .ok_or_else(|| LawError::from(Refusal::NoThreshold { title: row.title.clone() }))
        };
        Ok(Self {
            lawyer: at("payment-order", "lawyer-threshold")?,
            amicable: at("summons", "amicable-attempt")?,
            simple_request: at("summons", "simple-request")?,
            small_claims: at("small-claims", "cap")?,
            european_small_claims: at("european-small-claims", "threshold")?,
        })
    }
}

fn debtor(word: &str, law: &Law, warnings: &mut Vec<Line>) -> Result<String, LawError> {
    let tables = law.court_tables();
    Ok(match word {
        "company" => {
            warnings.push(Line::new(
                "Forme juridique absente : société commerciale supposée ; une société civile relève du tribunal judiciaire.",
                "Legal form missing: a commercial company is assumed; a civil company goes to the civil court.",
            ));
            "commercial-company".to_owned()
        }
        "public" => {
            warnings.push(Line::new(
                "Personne publique supposée ; une entreprise publique à activité commerciale relève du juge commercial.",
                "A public body is assumed; a public undertaking with a commercial activity goes to the commercial court.",
            ));
            "public-body".to_owned()
        }
        word if tables.debtors().any(|known| known == word) => word.to_owned(),
        word => {
            let known: Vec<&str> = tables.debtors().chain(["company", "public"]).collect();
            return Err(LawError::unknown(Word::Debtor, word, known.join(", ")));
        }
    })
}

fn place(asked: &CourtAsked, law: &Law) -> Result<Place, LawError> {
    let Some(word) = asked.place.as_deref().map(str::trim) else { return Ok(Place::Unknown) };
    let upper = word.to_uppercase();
    let commune = upper.len() == 5 && upper.is_ascii() && upper.chars().skip(2).all(|c| c.is_ascii_digit());
    if commune {
        return Ok(Place::Commune(upper));
    }
    if upper == "FR" {
        return Ok(Place::Unknown);
    }
    if let Some(code) = OVERSEAS.into_iter().find(|code| *code == upper) {
        return Ok(Place::Overseas(code));
    }
    if upper.len() == 2 && upper.chars().all(|c| c.is_ascii_uppercase()) {
        let state = law.court_tables().state(&upper);
        let name = state.map_or_else(|| Line::new(upper.clone(), upper.clone()), |state| state.name.clone());
        let european = state.is_some_and(|state| state.european_procedures);
        return Ok(Place::Abroad { european, listed: state.is_some(), name });
    }
    let known = Line::new(
        "les cinq caractères d’un code INSEE, ou les deux lettres d’un État",
        "the five characters of an INSEE code, or the two letters of a State",
    );
    Err(LawError::unknown_form(Word::Place, word, known))
}

fn missing_commune(insee: &str) -> LawError {
    LawError::MissingRow {
        table: "commercial_court_districts",
        asked: Sought::Commune { insee: insee.to_owned() },
        row: format!("department,seat,communes,status,source = {},<seat>,{},verified,<page>", &insee[..2], &insee[2..]),
    }
}

/// Alsace-Moselle has commercial chambers, the overseas departments mixed courts, twelve seats the TAE.
fn local_kind(
    insee: &str,
    seat: &str,
    on: Date,
    law: &Law,
    sources: &mut Vec<Source>,
    warnings: &mut Vec<Line>,
) -> String {
    if let Some(source) = law.court_tables().experiment(seat, on) {
        cite(sources, warnings, source);
        return "tae".to_owned();
    }
    match &insee[..2] {
        "57" | "67" | "68" => "commercial-chamber",
        "97" | "98" => "mixed-commercial",
        _ => "commercial",
    }
    .to_owned()
}

/// « tribunal de commerce d'Angers », « tribunal des activités économiques du Mans ».
fn with_seat(words: &str, seat: &str) -> String {
    if let Some(rest) = seat.strip_prefix("Le ") {
        format!("{words} du {rest}")
    } else if seat.starts_with(['A', 'E', 'É', 'I', 'O', 'U', 'Y']) {
        format!("{words} d'{seat}")
    } else {
        format!("{words} de {seat}")
    }
}

fn lawyer(kind: &str, asked: &CourtAsked, thresholds: &Thresholds) -> bool {
    match kind {
        "protection" | "foreign" | "administrative" => false,
        "civil-exclusive" => true,
        _ => asked.amount.minor() > thresholds.lawyer,
    }
}

fn fees(kind: &str, asked: &CourtAsked, law: &Law) -> Vec<Fee> {
    let items: &[(&str, &str, &str)] = match kind {
        "commercial" | "mixed-commercial" => &[("payment-order-request", "injonction de payer", "payment order")],
        "tae" => &[
            ("payment-order-request", "injonction de payer", "payment order"),
            ("tae-contribution", "demande initiale au fond", "first claim on the merits"),
        ],
        "civil" | "civil-exclusive" | "protection" | "commercial-chamber" => &[(
            "stamp-duty",
            "première instance ; exigibilité pour une injonction de payer non établie",
            "first instance; whether a payment order owes it is not settled",
        )],
        _ => &[],
    };
    items
        .iter()
        .map(|(item, fr, en)| match tariff(&TariffAsked::new(item, asked.amount, asked.on), law) {
            Ok(answer) => {
                Fee { item: (*item).to_owned(), amount: Some(answer.gross.to_decimal()), note: Line::new(*fr, *en) }
            }
            Err(error) => Fee {
                item: (*item).to_owned(),
                amount: None,
                note: Line::new(
                    format!("{fr} : inconnu ({})", error.words(kernel::Language::Fr)),
                    format!("{en}: unknown ({})", error.words(kernel::Language::En)),
                ),
            },
        })
        .collect()
}

fn say_place(place: &Place, warnings: &mut Vec<Line>) {
    if place.pacific() {
        warnings.push(Line::new(
            "Collectivité du Pacifique : juridictions et procédure suivent le droit local, non relu ; vérifiez-les.",
            "Pacific collectivity: courts and procedure follow local law, not read; check them.",
        ));
    }
    if let Place::Abroad { listed: false, name, .. } = place {
        warnings.push(Line::new(
            format!("« {} » n'est pas dans la table des États : traité comme hors de l'Union européenne.", name.fr),
            format!("\"{}\" is not in the table of States: treated as outside the European Union.", name.en),
        ));
    }
}

fn say(kind: &str, place: &Place, claim: &Claim<'_>, warnings: &mut Vec<Line>) {
    say_place(place, warnings);
    match place {
        Place::Unknown | Place::Overseas(_) => warnings.push(Line::new(
            "Lieu du débiteur inconnu : le siège du tribunal n'est pas donné.",
            "The debtor's place is unknown: the seat of the court is not given.",
        )),
        Place::Abroad { name, .. } => warnings.push(Line::new(
            format!(
                "Débiteur en {} : vérifiez aussi la compétence du lieu d'exécution et les clauses (Reg. 1215/2012).",
                name.fr
            ),
            format!("Debtor in {}: check also the place of performance and the clauses (Reg. 1215/2012).", name.en),
        )),
        Place::Commune(_) if kind == "administrative" => warnings.push(Line::new(
            "Le siège du tribunal administratif n'est pas dans les tables.",
            "The seat of the administrative court is not in the tables.",
        )),
        Place::Commune(_) if kind == "protection" => warnings.push(Line::new(
            "Le juge des contentieux de la protection siège aussi en chambre de proximité : non tenu dans les tables.",
            "The protection judge may sit in a local chamber: not in the tables.",
        )),
        Place::Commune(_) => {}
    }
    if kind == "administrative" {
        warnings.push(Line::new(
            "Avocat devant le juge administratif : voir CJA R431-2 et R431-3, non relus.",
            "Lawyer before the administrative judge: see CJA R431-2 and R431-3, not read.",
        ));
    }
    if !MATTERS.contains(&claim.asked.matter.as_str()) {
        let (matter, known) = (&claim.asked.matter, MATTERS.join(", "));
        warnings.push(Line::new(
            format!("Matière « {matter} » inconnue, traitée comme une créance ordinaire ; connues : {known}."),
            format!("Matter \"{matter}\" is unknown and treated as an ordinary claim; known: {known}."),
        ));
    }
    if claim.asked.matter == "co-ownership" {
        warnings.push(Line::new(
            "Charges de copropriété : le lieu est celui de l'immeuble, non celui du débiteur.",
            "Co-ownership charges: the place is that of the building, not the debtor's.",
        ));
    }
    if kind == "commercial-chamber" {
        warnings.push(Line::new(
            "Alsace-Moselle : représentation et tentative amiable suivent le droit local, non relu ; vérifiez-les.",
            "Alsace-Moselle: lawyer and amicable attempt follow local law, not read; check them.",
        ));
    }
    if claim.asked.insolvent {
        warnings.push(Line::new(
            "Procédure collective ouverte : toute action en paiement est arrêtée, déclarez la créance (C. com. L622-21, L622-24).",
            "Insolvency is open: every action for payment stops, declare the claim (C. com. L622-21, L622-24).",
        ));
    }
}

fn explain(
    court: &str,
    label: &crate::court_tables::Label,
    judge: &crate::court_tables::Label,
    lawyer: bool,
    amicable: bool,
    thresholds: &Thresholds,
) -> Vec<Line> {
    let euros = |minor: i64| Money::new(minor, Currency::EUR);
    let mut lines = vec![Line::new(
        format!("Juridiction : {court} ; ordonnance et référé : {}.", judge.words.fr),
        format!("Court: {}; orders and interim claims: {}.", label.words.en, judge.words.en),
    )];
    let (fr, en) = (crate::text::amount_fr(euros(thresholds.lawyer)), crate::text::amount_en(euros(thresholds.lawyer)));
    lines.push(if lawyer {
        Line::new(
            format!("Avocat obligatoire au fond (plus de {fr}, ou compétence exclusive)."),
            format!("A lawyer is mandatory on the merits (over {en}, or exclusive competence)."),
        )
    } else {
        Line::new("Avocat facultatif.", "No lawyer needed.")
    });
    if amicable {
        lines.push(Line::new(
            "Tentative amiable préalable obligatoire avant d'assigner ou de saisir par requête (CPC 750-1) ; l'injonction de payer en est dispensée.",
            "An amicable attempt must come before a summons or a request (CPC 750-1); a payment order needs none.",
        ));
    }
    lines
}
