//! The contribution to economic justice (loi 2023-1059 art. 27, décret 2024-1225): who owes it before the twelve
//! courts of economic affairs, and how much.

use kernel::{Currency, Date, Money, Rate};

use crate::LawError;
use crate::refusals::Refusal;
use crate::scale::Exact;
use crate::tariffs::{Bill, TariffAsked};
use crate::text::{amount_en, amount_fr, rate_en, rate_fr};

/// Quarters in one part of a household.
const PART: i64 = 4;

fn in_force(from: Date, to: Option<Date>, asked: &TariffAsked) -> bool {
    from <= asked.on && to.is_none_or(|to| asked.on <= to)
}

impl Bill<'_> {
    /// Net and gross, which are the same: a tax without VAT.
    pub(crate) fn contribution(&mut self) -> Result<(Money, Money), LawError> {
        let asked = self.asked;
        let company = asked.turnover.is_some() || asked.profit.is_some() || asked.staff.is_some();
        match (asked.income, company) {
            (Some(_), true) => Err(Refusal::TwoPayers.into()),
            (Some(income), false) => self.of_a_person(income),
            (None, _) => self.of_a_company(),
        }
    }

    fn of_a_person(&mut self, income: Money) -> Result<(Money, Money), LawError> {
        let (asked, law) = (self.asked, self.law);
        let quarters = i64::from(asked.quarter_parts.unwrap_or(4));
        if !(PART..=50 * PART).contains(&quarters) || income.minor() < 0 {
            return Err(Refusal::Parts.into());
        }
        let rows: Vec<_> =
            law.tariffs().person_contributions.iter().filter(|row| in_force(row.from, row.to, asked)).collect();
        let Some(first) = rows.first() else { return Err(self.missing_row("tae_contribution_persons")) };
        self.cite(&first.source);
        // the income of one part, compared without dividing: four times the income against the quarters
        let (income, of) = (i128::from(income.minor()) * i128::from(PART), |top: Money| {
            i128::from(top.minor()) * i128::from(quarters)
        });
        let row = rows.iter().find(|row| {
            asked.debt.minor() > row.claim_over.minor()
                && income > of(row.income_over)
                && row.income_up_to.is_none_or(|top| income <= of(top))
        });
        match row {
            Some(row) => self.share(row.percent, row.cap),
            None if asked.debt.minor() <= first.claim_over.minor() => self.small_claim(first.claim_over),
            None => {
                let least = amount_fr(first.income_over);
                let least_en = amount_en(first.income_over);
                self.nothing(
                    format!("Rien : le revenu d'une part n'excède pas {least}"),
                    format!("Nothing: the income of one part does not exceed {least_en}"),
                )
            }
        }
    }

    fn of_a_company(&mut self) -> Result<(Money, Money), LawError> {
        let (asked, law) = (self.asked, self.law);
        let rows: Vec<_> = law.tariffs().contributions.iter().filter(|row| in_force(row.from, row.to, asked)).collect();
        let Some(first) = rows.first() else { return Err(self.missing_row("tae_contribution")) };
        self.cite(&first.source);
        let small = rows.iter().all(|row| asked.debt.minor() <= row.claim_over.minor());
        let few = asked.staff.is_some_and(|staff| rows.iter().all(|row| staff < row.staff_from));
        if small {
            return self.small_claim(first.claim_over);
        }
        if few {
            return self.nothing(
                format!("Rien : moins de {} salariés", first.staff_from),
                format!("Nothing: fewer than {} employees", first.staff_from),
            );
        }
        let (Some(turnover), Some(profit), Some(staff)) = (asked.turnover, asked.profit, asked.staff) else {
            return Err(Refusal::CompanyMeans.into());
        };
        let row = rows.into_iter().find(|row| {
            asked.debt.minor() > row.claim_over.minor()
                && staff >= row.staff_from
                && turnover.minor() > row.turnover_over.minor()
                && row.turnover_up_to.is_none_or(|top| turnover.minor() <= top.minor())
                && profit.minor() > row.profit_over.minor()
        });
        match row {
            Some(row) => self.share(row.percent, row.cap),
            None => self.nothing(
                "Rien : chiffre d'affaires ou bénéfice moyens sous les seuils".to_owned(),
                "Nothing: average turnover or profit under the thresholds".to_owned(),
            ),
        }
    }

    fn small_claim(&mut self, claim_over: Money) -> Result<(Money, Money), LawError> {
        self.nothing(
            format!("Rien : la demande n'excède pas {}", amount_fr(claim_over)),
            format!("Nothing: the claim does not exceed {}", amount_en(claim_over)),
        )
    }

    /// Nothing is owed, and why.
    fn nothing(&mut self, fr: String, en: String) -> Result<(Money, Money), LawError> {
        self.line(fr, en, Exact::default())?;
        let zero = Money::zero(Currency::EUR);
        Ok((zero, zero))
    }

    fn share(&mut self, percent: Rate, cap: Money) -> Result<(Money, Money), LawError> {
        let debt = self.asked.debt;
        let amount = Exact::percent(debt, percent).min(Exact::of(cap)).rounded()?;
        self.line(
            format!("{} de {}, plafond {}", rate_fr(percent), amount_fr(debt), amount_fr(cap)),
            format!("{} of {}, cap {}", rate_en(percent), amount_en(debt), amount_en(cap)),
            Exact::of(amount),
        )?;
        Ok((amount, amount))
    }

    fn missing_row(&self, table: &'static str) -> LawError {
        let on = self.asked.on;
        let columns = match table {
            "tae_contribution" => {
                "claim_over,staff_from,turnover_over,turnover_up_to,profit_over,percent,cap,valid_from,valid_to,article,status,source = <amount>,<value>,<amount>,<amount>,<amount>,<percent>,<amount>"
            }
            _ => {
                "claim_over,income_over,income_up_to,percent,cap,valid_from,valid_to,article,status,source = <amount>,<amount>,<amount>,<percent>,<amount>"
            }
        };
        let asked = crate::refusals::Sought::ThingOn { key: "tae-contribution".to_owned(), day: on.to_string() };
        LawError::MissingRow { table, asked, row: format!("{columns},{on},,<article>,verified,<page>") }
    }
}
