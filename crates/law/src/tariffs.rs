//! Costs of acts: registry, commissaire de justice, stamps, contributions.
//!
//! `gross = (emolument × coefficient + travel) × 1.20` for acts; slices for proportional fees. A tariff
//! that ended is not applied: the answer is a refusal that names the row to add.

use kernel::{Currency, Date, Money, Rate};
use serde::Serialize;

use crate::refusals::{Refusal, Sought};
use crate::scale::{Exact, Scale, coefficient, meets};
use crate::source::cite;
pub use crate::tariff_tables::TariffItem;
use crate::tariff_tables::{Kind, TariffRow};
use crate::text::{amount_en, amount_fr, decimal, rate_en, rate_fr};
use crate::{Law, LawError, Line, Source, Status};

/// What is asked of [`tariff`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TariffAsked {
    /// Word of the item.
    pub item: String,
    /// The debt the act is for; the claim, for a contribution.
    pub debt: Money,
    /// Day of the act.
    pub on: Date,
    /// What was collected, for the fees due on it (A444-31, A444-32); absent, the debt. Nothing collected owes none.
    pub collected: Option<Money>,
    /// Average yearly turnover over three years, for the contribution to economic justice.
    pub turnover: Option<Money>,
    /// Average yearly profit over three years.
    pub profit: Option<Money>,
    /// Number of employees.
    pub staff: Option<i64>,
    /// Reference income of the household, for the contribution of a natural person.
    pub income: Option<Money>,
    /// Quarters of parts of that household: ten for two parts and a half. Absent, one part.
    pub quarter_parts: Option<u16>,
    /// Whether the act is served by electronic means: a fee takes the place of travel.
    pub electronic: bool,
}

impl TariffAsked {
    /// An item for a debt on a day.
    pub fn new(item: &str, debt: Money, on: Date) -> Self {
        Self {
            item: item.to_owned(),
            debt,
            on,
            collected: None,
            turnover: None,
            profit: None,
            staff: None,
            income: None,
            quarter_parts: None,
            electronic: false,
        }
    }
}

/// One line of a cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CostLine {
    /// What.
    pub label: Line,
    /// Without VAT, rounded for show.
    #[serde(serialize_with = "decimal::serialize")]
    pub amount: Money,
}

/// The cost of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TariffAnswer {
    /// Word of the item.
    pub item: String,
    /// What it is.
    pub label: Line,
    /// Without VAT.
    #[serde(serialize_with = "decimal::serialize")]
    pub net: Money,
    /// VAT; zero for taxes.
    #[serde(serialize_with = "decimal::serialize")]
    pub vat: Money,
    /// What is paid.
    #[serde(serialize_with = "decimal::serialize")]
    pub gross: Money,
    /// Parts, without VAT.
    pub breakdown: Vec<CostLine>,
    /// Plain words.
    pub explanation: Vec<Line>,
    /// Rows used.
    pub sources: Vec<Source>,
    /// What a reader must know.
    pub warnings: Vec<Line>,
}

/// A cost being put together.
pub(crate) struct Bill<'a> {
    pub law: &'a Law,
    pub asked: &'a TariffAsked,
    item: &'a TariffItem,
    lines: Vec<CostLine>,
    sources: Vec<Source>,
    pub warnings: Vec<Line>,
}

/// Computes the cost of an item.
///
/// # Errors
/// [`LawError::MissingRow`] when the tariff of that day is not known, [`LawError::Unknown`].
///
/// ```
/// use kernel::{Currency, Money};
/// use law::Law;
/// use law::tariffs::{TariffAsked, tariff};
/// let asked = TariffAsked::new("service-of-order", Money::parse("10000.00", Currency::EUR)?, "2023-06-01".parse()?);
/// assert_eq!(tariff(&asked, Law::builtin())?.gross.to_decimal(), "70.48");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn tariff(asked: &TariffAsked, law: &Law) -> Result<TariffAnswer, LawError> {
    let item = law.tariffs().item(&asked.item)?;
    for amount in [Some(asked.debt), asked.collected].into_iter().flatten() {
        if amount.minor() < 0 || amount.currency() != Currency::EUR {
            return Err(Refusal::TariffAmount { amount }.into());
        }
    }
    let mut bill = Bill { law, asked, item, lines: Vec::new(), sources: Vec::new(), warnings: Vec::new() };
    let (net, gross) = match item.kind {
        Kind::Act => bill.act()?,
        Kind::Scale => bill.scale()?,
        Kind::RegistryGross => bill.registry_gross()?,
        Kind::RegistryNet => bill.registry_net()?,
        Kind::Tax => bill.tax()?,
        Kind::Tae => bill.contribution()?,
    };
    let vat = gross.checked_add(-net)?;
    let mut explanation: Vec<Line> = bill.lines.iter().map(explain).collect();
    explanation.push(Line::new(
        format!("Hors taxe {}, TVA {}, total {}.", amount_fr(net), amount_fr(vat), amount_fr(gross)),
        format!("Net {}, VAT {}, total {}.", amount_en(net), amount_en(vat), amount_en(gross)),
    ));
    Ok(TariffAnswer {
        item: item.slug.clone(),
        label: item.label.clone(),
        net,
        vat,
        gross,
        breakdown: bill.lines,
        explanation,
        sources: bill.sources,
        warnings: bill.warnings,
    })
}

fn explain(line: &CostLine) -> Line {
    Line::new(
        format!("{} : {}.", line.label.fr, amount_fr(line.amount)),
        format!("{}: {}.", line.label.en, amount_en(line.amount)),
    )
}

impl<'a> Bill<'a> {
    pub(crate) fn cite(&mut self, source: &Source) {
        cite(&mut self.sources, &mut self.warnings, source);
    }

    pub(crate) fn line(&mut self, fr: String, en: String, amount: Exact) -> Result<(), LawError> {
        self.lines.push(CostLine { label: Line::new(fr, en), amount: amount.rounded()? });
        Ok(())
    }

    pub(crate) fn missing(&self) -> LawError {
        let on = self.asked.on;
        let act = self.item.acts.first().map_or("", String::as_str);
        let act = if act.contains(',') { format!("\"{act}\"") } else { act.to_owned() };
        LawError::MissingRow {
            table: "tariffs",
            asked: Sought::ThingOn { key: self.item.slug.clone(), day: on.to_string() },
            row: format!(
                "item,act,amount_or_formula,valid_from,valid_to,article,status,source = {},{act},<amount>,{on},,<article>,verified,<arrêté or page>",
                self.item.item
            ),
        }
    }

    /// The row of the item itself. A row of officers or registries without end proves nothing past the
    /// last tariff we know.
    fn own(&mut self, act: impl Fn(&str) -> bool) -> Result<&'a TariffRow, LawError> {
        let tariffs = self.law.tariffs();
        let row = tariffs.find(&self.item.item, act, self.asked.on).ok_or_else(|| self.missing())?;
        let beyond = tariffs.horizon().is_some_and(|last| self.asked.on > last);
        let officer = matches!(self.item.kind, Kind::Act | Kind::Scale | Kind::RegistryGross | Kind::RegistryNet);
        if officer && beyond && row.to.is_none() && row.source.status != Status::User {
            return Err(self.missing());
        }
        self.cite(&row.source);
        self.warn_transition();
        Ok(row)
    }

    fn warn_transition(&mut self) {
        let rule = self.law.tariffs().of("CdJ rule").iter().find(|row| row.act.starts_with("transition"));
        if matches!(self.item.kind, Kind::Act | Kind::Scale)
            && rule.is_some_and(|row| row.to.is_some() && row.covers(self.asked.on))
        {
            self.warnings.push(Line::new(
                "Période de transition : l'ancien tarif reste applicable aux actes faits avant le 1er mai 2024.",
                "Transition: the former tariff stays for acts done before 1 May 2024.",
            ));
        }
    }

    /// An amount that serves every act (travel, coefficient, VAT), open rows allowed and said.
    fn shared(&mut self, item: &str, act: &str) -> Result<&'a TariffRow, LawError> {
        let tariffs = self.law.tariffs();
        let row = tariffs.find(item, |name| name.starts_with(act), self.asked.on).ok_or_else(|| LawError::MissingRow {
            table: "tariffs",
            asked: Sought::ThingOn { key: act.to_owned(), day: self.asked.on.to_string() },
            row: format!("item,act,amount_or_formula,valid_from,valid_to,article,status,source = {item},{act},<amount>,{},,<article>,verified,<page>", self.asked.on),
        })?;
        self.cite(&row.source);
        if row.to.is_none()
            && row.source.status != Status::User
            && tariffs.horizon().is_some_and(|last| self.asked.on > last)
        {
            self.warnings.push(Line::new(
                format!("« {act} » : ligne sans fin connue, à confirmer pour cette date."),
                format!("\"{act}\": row without a known end, to be confirmed for that day."),
            ));
        }
        Ok(row)
    }

    fn vat(&mut self) -> Result<Rate, LawError> {
        let cell = &self.shared("CdJ rule", "VAT")?.cell;
        Ok(Rate::parse(cell.trim_end_matches('%').trim())?)
    }

    fn flat(&mut self) -> Result<Money, LawError> {
        let acts = self.item.acts.clone();
        let row = self.own(|act| acts.iter().any(|name| name == act))?;
        row.flat.ok_or_else(|| Refusal::NoAmount { cell: row.cell.clone() }.into())
    }

    fn act(&mut self) -> Result<(Money, Money), LawError> {
        let emolument = self.flat()?;
        let mut sum = Exact::of(emolument);
        let label = self.item.label.clone();
        if self.item.coefficient {
            let cell = self.shared("CdJ rule", "coefficient by amount")?.cell.clone();
            let factor =
                coefficient(&cell, self.asked.debt).ok_or_else(|| Refusal::UnreadCell { cell: cell.clone() })?;
            sum = Exact::percent(emolument, factor);
            let times = factor.to_string();
            self.line(
                format!("{} : {} × {times} %", label.fr, amount_fr(emolument)),
                format!("{}: {} × {times}%", label.en, amount_en(emolument)),
                sum,
            )?;
        } else {
            let rule = self.law.tariffs().find("CdJ rule", |act| act.starts_with("coefficient NOT"), self.asked.on);
            if let Some(rule) = rule {
                self.cite(&rule.source);
            }
            self.line(label.fr, label.en, sum)?;
        }
        if self.item.travel {
            let (act, fr, en) = if self.asked.electronic {
                (
                    "electronic service fee",
                    "Signification électronique, au lieu du déplacement",
                    "Electronic service, instead of travel",
                )
            } else {
                ("forfait transport", "Frais de déplacement", "Travel")
            };
            let row = self.shared("CdJ travel", act)?;
            let cell = row.cell.clone();
            let travel = row.flat.map(Exact::of).ok_or(Refusal::NoAmount { cell })?;
            self.line(fr.to_owned(), en.to_owned(), travel)?;
            sum = sum.plus(travel);
        }
        let vat = self.vat()?;
        Ok((sum.rounded()?, sum.with_percent_added(vat)?))
    }

    fn scale(&mut self) -> Result<(Money, Money), LawError> {
        // A444-31 and -32 are owed on what was collected, the right of pursuit (A444-15) on the debt itself
        let on_collected = self.item.item.starts_with("A444-3");
        let base = self.asked.collected.filter(|_| on_collected).unwrap_or(self.asked.debt);
        let row = self.own(|act| meets(act, base) == Some(true))?;
        if on_collected && base.is_zero() {
            let zero = Money::zero(Currency::EUR);
            self.line(
                "Rien : aucune somme encaissée".into(),
                "Nothing: no sum was collected".into(),
                Exact::default(),
            )?;
            return Ok((zero, zero));
        }
        let scale = Scale::parse(&row.cell).ok_or_else(|| Refusal::UnreadCell { cell: row.cell.clone() })?;
        let (slices, sum) = scale.apply(base);
        for (bracket, part, fee) in slices {
            self.line(
                format!("{} de {}", rate_fr(bracket.rate), amount_fr(part)),
                format!("{} of {}", rate_en(bracket.rate), amount_en(part)),
                fee,
            )?;
        }
        if self.lines.is_empty() {
            let label = self.item.label.clone();
            self.line(label.fr, label.en, sum)?;
        }
        self.settle(sum, &scale)?;
        self.cumulative();
        let vat = self.vat()?;
        Ok((sum.rounded()?, sum.with_percent_added(vat)?))
    }

    /// What the cap takes away, or the one rounding of the sum: the lines add up to the total.
    fn settle(&mut self, sum: Exact, scale: &Scale) -> Result<(), LawError> {
        let mut rest = sum.rounded()?;
        for line in &self.lines {
            rest = rest.checked_add(-line.amount)?;
        }
        let label = match scale {
            _ if rest.is_zero() => return Ok(()),
            Scale::Degressive { cap: Some(cap), .. } if sum == Exact::of(*cap) => Line::new(
                format!("Ramené au plafond de {}", amount_fr(*cap)),
                format!("Brought down to the cap of {}", amount_en(*cap)),
            ),
            _ => Line::new("Arrondi une fois, sur le total", "Rounded once, on the total"),
        };
        self.lines.push(CostLine { label, amount: rest });
        Ok(())
    }

    /// The proportional fees of the debtor and of the creditor add up, on voluntary payments too.
    fn cumulative(&mut self) {
        let row = self.law.tariffs().of("A444-31 + A444-32").first();
        if let Some(row) = row.filter(|_| self.item.item.starts_with("A444-3")) {
            self.cite(&row.source);
            self.warnings.push(Line::new(
                "Se cumule avec l'émolument à la charge de l'autre partie (C. com. R444-55) ; dû aussi sur un paiement volontaire reçu par le commissaire de justice (Cass. 2e civ. 20 janv. 2022 n° 20-14.537).",
                "Adds to the fee borne by the other party (C. com. R444-55); due on a voluntary payment received by the commissaire de justice too (Cass. 2e civ. 20 Jan. 2022 n° 20-14.537).",
            ));
        }
    }

    fn registry_gross(&mut self) -> Result<(Money, Money), LawError> {
        let gross = self.flat()?;
        let vat = self.vat()?;
        // net = gross / 1.20, the registry prints the total with VAT
        let net = gross.ratio(100_000_000, 100_000_000 + vat.micro_percent(), kernel::Rounding::HalfUp)?;
        let label = self.item.label.clone();
        self.line(label.fr, label.en, Exact::of(net))?;
        Ok((net, gross))
    }

    fn registry_net(&mut self) -> Result<(Money, Money), LawError> {
        let net = self.flat()?;
        let vat = self.vat()?;
        let label = self.item.label.clone();
        self.line(label.fr, label.en, Exact::of(net))?;
        Ok((net, Exact::of(net).with_percent_added(vat)?))
    }

    fn tax(&mut self) -> Result<(Money, Money), LawError> {
        let starts = self.law.tariffs().of(&self.item.item).iter().filter_map(|row| row.from).min();
        let label = self.item.label.clone();
        if starts.is_some_and(|from| self.asked.on < from) {
            let zero = Money::zero(Currency::EUR);
            self.line(
                format!("{} : n'existe pas encore", label.fr),
                format!("{}: does not exist yet", label.en),
                Exact::default(),
            )?;
            return Ok((zero, zero));
        }
        let amount = self.flat()?;
        if self.item.slug == "stamp-duty" && self.asked.on < Date::constant(2026, 5, 1) {
            self.warnings.push(Line::new(
                "Entrée en vigueur discutée : 1er mars 2026, ou 1er mai 2026 selon un commentateur.",
                "Its first day is disputed: 1 March 2026, or 1 May 2026 by one commentator.",
            ));
        }
        self.line(label.fr, label.en, Exact::of(amount))?;
        Ok((amount, amount))
    }
}
