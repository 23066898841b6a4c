//! The rows of the worked examples, for the test that asks them and the one that varies them.

use serde_json::Value;

/// Identifier, tag, verb, what is given, what must be answered: `path=value`, `path!=value`, `path~words`.
pub type Row = (&'static str, &'static str, &'static str, &'static str, &'static str);

const P6: &str = r#"account={"currency":"EUR","items":[{"reference":"P6","amount":{"minor":100000,"currency":"EUR"},"due":"2020-04-30","regime":"b2b","agreed_rate":{"fixed":"2.70"},"formal_notice":null,"creditor_class":"professional","indemnity":true}],"costs":[],"penalty":null,"receipts":[],"insolvency":null,"conventions":{"rounding":"down"}}; as-of=2020-05-29"#;
const L1: &str = r#"account={"currency":"EUR","items":[{"reference":"L1","amount":{"minor":200000,"currency":"EUR"},"due":"2020-09-01","regime":"consumer","agreed_rate":null,"formal_notice":"2020-09-01","creditor_class":"individual","indemnity":true}],"costs":[],"penalty":null,"receipts":[],"insolvency":null,"conventions":{"ends":"both-included"}}; as-of=2020-09-30"#;
const I2: &str = r#"account={"currency":"EUR","items":[{"reference":"I2","amount":{"minor":100000,"currency":"EUR"},"due":"2026-01-31","regime":"b2b","agreed_rate":{"fixed":"10"},"formal_notice":null,"creditor_class":"professional","indemnity":false}],"costs":[{"label":"signification","date":"2026-02-01","amount":{"minor":7048,"currency":"EUR"},"recoverable":true}],"penalty":null,"receipts":[{"date":"2026-03-31","amount":{"minor":10000,"currency":"EUR"},"chosen":null,"credit_note":false}],"insolvency":null,"conventions":{}}; as-of=2026-03-31"#;

#[rustfmt::skip]
const MONEY: &[Row] = &[
    ("P3", "OK", "late-interest", "amount=1000; due=2026-07-31; until=2026-09-30; agreed-rate=8", "warnings~8.25%; warnings~8.00%"),
    ("P4", "OK", "late-interest", "amount=3000; due=2024-09-01; until=2024-10-01; agreed-rate=14.76", "interest=36.39; slices.0.days=30"),
    ("P5", "OK", "late-interest", "amount=4800; due=2026-03-01; until=2026-06-01", "interest=147.00; owed=4987.00; slices.0.days=92; slices.0.rate=12.15"),
    ("P6", "CONV", "decompte", P6, "items.0.interest=2.14; totals.owed=1042.14"),
    ("P6", "CONV", "late-interest", "amount=1000; due=2020-04-30; until=2020-05-29; agreed-rate=2.70", "interest=2.15; slices.0.days=29"),
    ("P7", "BAD", "late-interest", "amount=1000; due=2020-04-30; until=2020-05-29", "interest!=8.63; interest!=8.64; interest=7.95; slices.0.rate=10.00"),
    ("P8", "BAD", "late-interest", "amount=10000; due=2026-05-01; until=2026-09-03; payment=2026-07-01:4000", "interest!=413.68; slices.0.days=60; slices.1.days=1; slices.2.days=64; principal_left=6203.13"),
    ("P8", "BAD", "late-interest", "amount=10000; due=2026-05-01; until=2026-09-03; payment=2026-07-01:4000; payments=principal-first", "interest!=413.68; interest=333.58"),
    ("P9", "OK", "rate", "kind=b2b-default; on=2026-06-30", "rate=12.15"),
    ("P9", "OK", "rate", "kind=b2b-default; on=2026-07-02", "rate=12.40"),
    ("P10", "OK", "rate", "kind=b2b-default; on=2024-10-01", "rate=14.25"),
    ("P10", "OK", "rate", "kind=b2b-floor; on=2024-10-01", "rate=14.76"),
    ("P11", "OK", "rate", "kind=b2b-default; on=2021-02-01", "rate=10.00"),
    ("P11", "OK", "rate", "kind=b2b-floor; on=2021-02-01", "rate=2.37"),
    ("P14", "BAD", "rate", "kind=b2b-default; on=2024-02-01", "rate!=15.07; rate=14.50"),
    ("L1", "CONV", "decompte", L1, "items.0.interest=5.11; items.0.slices.0.days=30; totals.owed=2005.11"),
    ("L3", "OK", "late-interest", "amount=10000; due=2025-01-01; until=2025-06-30; regime=consumer; formal-notice=2025-01-01; agreed-rate=3.15", "interest=155.34; slices.0.days=180"),
    ("L3", "OK", "rate", "kind=legal-professional; on=2025-03-01", "rate!=3.15"),
    // the day of the majoration is an option: by default the day after the two months, as in L2
    ("L5", "OK", "legal-interest", "amount=1000; enforceable=2024-01-01; until=2024-06-30; creditor-class=individual", "slices.0.rate=8.01; slices.1.rate=13.01; slices.1.from=2024-03-02"),
    ("I1", "OK", "late-interest", "amount=20000; due=2025-01-01; until=2026-01-01; agreed-rate=15; payment=2026-01-01:18000", "interest=3000.00; payments.0.to_interest=3000.00; payments.0.to_principal=15000.00; principal_left=5000.00"),
    ("I2", "OK", "decompte", I2, "receipts.0.to_costs=70.48; items.0.payments.0.to_interest=16.16; items.0.payments.0.to_principal=13.36"),
    ("I3", "CONSTRUCTED", "late-interest", "amount=10000; due=2026-06-20; until=2026-06-30; payment=2026-06-30:4000", "interest=33.29; payments.0.to_interest=33.29; payments.0.to_principal=3966.71; principal_left=6033.29"),
    ("D2", "OK", "due-date", "invoice=2025-04-10; terms=45 days end of month; convention=eom-after-45d", "due=2025-05-31"),
    ("D2", "OK", "due-date", "invoice=2025-04-10; terms=45 days end of month; convention=45d-after-eom", "due=2025-06-14"),
    ("D3", "OK", "due-date", "invoice=2025-01-15; terms=45 days end of month", "due=2025-03-31"),
    ("D3", "OK", "due-date", "invoice=2025-01-15; terms=end of month 45 days", "due=2025-03-17"),
    ("D4", "OK", "due-date", "invoice=2025-02-15; terms=45 days end of month", "due=2025-04-30"),
    ("D4", "OK", "due-date", "invoice=2025-02-15; terms=end of month 45 days", "due=2025-04-14"),
    ("D5", "CONV", "due-date", "invoice=2025-04-15; terms=45 jours fin de mois", "due=2025-05-31"),
    ("D5", "CONV", "due-date", "invoice=2025-04-15; terms=45 jours fin de mois; convention=eom-15th", "due=2025-06-15"),
    ("D5", "CONV", "due-date", "invoice=2025-04-15; terms=fin de mois 45 jours", "due=2025-06-14"),
    ("D6", "CONV", "due-date", "invoice=2025-04-17; terms=45 jours fin de mois", "due=2025-06-30"),
    ("D6", "CONV", "due-date", "invoice=2025-04-17; terms=45 jours fin de mois; convention=eom-15th", "due=2025-06-15"),
    ("D7", "CONV", "due-date", "invoice=2019-04-20; terms=45 jours fin de mois; convention=eom-15th", "due=2019-06-15"),
    ("D7", "CONV", "due-date", "invoice=2019-04-20; terms=fin de mois 45 jours", "due=2019-06-14"),
    ("D9", "OK", "due-date", "invoice=2011-10-05; terms=45 days end of month", "due=2011-11-30"),
    ("D9", "OK", "due-date", "invoice=2011-10-05; terms=end of month 45 days", "due=2011-12-15"),
    ("D9", "OK", "due-date", "invoice=2011-10-05; terms=45 days end of month; convention=eom-15th", "due=2011-12-15"),
    ("D11", "OK", "due-date", "invoice=2011-10-07; terms=45 jours nets", "due=2011-11-21"),
    ("D11", "OK", "due-date", "invoice=2011-10-07; terms=60 jours nets", "due=2011-12-06"),
    ("D11", "OK", "due-date", "invoice=2017-11-08; terms=30 jours nets", "due=2017-12-08"),
    ("T2", "OK", "limitation", "kind=co-ownership; due=2018-11-24; on=2023-11-25", "expires=2023-11-25; expired=false"),
    ("T2", "OK", "limitation", "kind=co-ownership; due=2018-11-24; on=2023-11-26", "expires=2023-11-25; expired=true"),
    // the page's remark that a sommation interrupts is the trap of this row
    ("T2", "OK", "limitation", "kind=co-ownership; due=2018-11-24; on=2023-11-26; event=2022-06-01:sommation", "expires!=2027-06-01; expired=true; timeline.0.effect=none"),
    ("T5", "OK", "limitation", "kind=b2b; due=2021-11-15; on=2026-12-01; event=2026-11-16:partial-payment", "expires=2026-11-15; expired=true; timeline.0.effect=none"),
    ("T6", "CONSTRUCTED", "period", "from=2026-11-30; months=3", "raw=2027-02-28; due=2027-03-01"),
    ("T6", "CONSTRUCTED", "deadline", "procedure=payment-order; step=service; from=2026-11-30", "raw=2027-02-28; due=2027-03-01"),
    ("T6", "CONSTRUCTED", "deadline", "procedure=payment-order; step=service; from=2026-08-31", "raw=2027-02-28; due=2027-03-01"),
    ("E3", "", "einvoice-status", "code=200", "code=200"),
    ("E3", "", "einvoice-status", "code=202", "code=202"),
    ("E3", "", "einvoice-status", "code=203", "code=203"),
    ("E3", "", "einvoice-status", "code=210", "reason_mandatory=true; reasons~TX_TVA_ERR"),
];

#[rustfmt::skip]
const DATES: &[Row] = &[
    ("A02", "", "period", "from=2026-03-31; months=1", "raw=2026-04-30; due=2026-04-30"),
    ("A03", "", "period", "from=2026-07-15; months=1", "raw=2026-08-15; due=2026-08-17"),
    ("A05", "", "period", "from=2026-10-11; months=1", "raw=2026-11-11; due=2026-11-12"),
    ("A07", "", "period", "from=2026-09-16; months=2; days=15", "due=2026-12-01"),
    ("A08", "", "deadline", "procedure=payment-order; step=service; from=2026-08-31", "raw=2027-02-28; due=2027-03-01"),
    ("A11", "", "deadline", "procedure=payment-order; step=service; from=2026-02-10", "due=2026-08-10"),
    ("A11", "", "procedure", "procedure=payment-order; state=granted; since=2026-02-10; on=2026-11-21", "lapsed=true"),
    ("A13", "", "deadline", "procedure=payment-order; step=opposition; from=2026-10-01; distance=overseas", "due=2026-12-01"),
    ("A16", "", "deadline", "procedure=payment-order; step=enforcement; from=2026-10-10", "raw=2026-12-10; earliest=2026-12-11"),
    ("A17", "", "deadline", "procedure=payment-order; step=notice-of-opposition; from=2026-11-05", "raw=2026-12-05; due=2026-12-07"),
    ("A18", "", "deadline", "procedure=payment-order; step=creditor-lawyer; from=2026-11-02; amount=12000", "due=2026-11-17"),
    ("A19", "", "deadline", "procedure=payment-order; step=deposit-request; from=2026-10-27", "raw=2026-11-11; due=2026-11-12"),
    ("A20", "", "deadline", "procedure=payment-order; step=deposit-opposition; from=2026-11-16", "due=2026-12-01"),
    ("A21", "", "deadline", "procedure=uncontested-claims; step=answer; from=2026-10-05", "raw=2026-11-05"),
    ("A21", "", "deadline", "procedure=uncontested-claims; step=certificate; from=2026-11-05", "earliest=2026-11-14"),
    ("A23", "", "deadline", "procedure=european-payment-order; step=opposition; from=2026-10-01", "raw=2026-10-31; due=2026-11-02"),
    ("A23", "", "deadline", "procedure=european-payment-order; step=postal-wait; from=2026-11-02", "raw=2026-11-12"),
    ("A25", "", "deadline", "procedure=attachment; step=notice; from=2026-11-02", "due=2026-11-10"),
    ("A28", "", "deadline", "procedure=attachment; step=contest; from=2026-11-10", "due=2026-12-10"),
    ("A30", "", "deadline", "procedure=sale-of-goods; step=order-to-pay; from=2026-11-02", "raw=2026-11-10; earliest=2026-11-12"),
    ("A34", "", "deadline", "procedure=conservatory-measures; step=notice-claims; from=2026-11-12", "due=2026-11-20"),
    ("A34", "", "deadline", "procedure=conservatory-measures; step=proceedings; from=2026-11-12", "raw=2026-12-12; due=2026-12-14"),
    ("A36", "", "deadline", "procedure=conservatory-measures; step=after-rejected-order; from=2026-12-28", "due=2027-01-28"),
    ("A37", "", "deadline", "procedure=conservatory-measures; step=definitive-publicity; from=2026-06-29", "raw=2026-08-29; due=2026-08-31"),
    ("A40", "", "deadline", "procedure=wage-seizure; step=seizure-registration; from=2026-10-05", "due=2026-10-06"),
    ("A40", "", "deadline", "procedure=wage-seizure; step=notice; from=2026-10-05", "due=2026-10-13"),
    ("A40", "", "deadline", "procedure=wage-seizure; step=employer-declaration; from=2026-10-05", "due=2026-10-20"),
    // the order to pay of A39 was served on 1 September 2026
    ("A41", "", "deadline", "procedure=wage-seizure; step=contest; from=2026-09-01", "due=2026-10-01; title~suspends; consequence~not suspensive"),
    ("A42", "", "deadline", "procedure=wage-seizure; step=seizure; from=2026-09-01", "due=2026-12-01"),
    ("A42", "", "procedure", "procedure=wage-seizure; state=agreed; since=2026-11-25; on=2026-12-15", "lapsed=false"),
    ("A43", "", "deadline", "procedure=wage-seizure; step=new-employer; from=2026-03-31", "due=2027-03-31"),
    ("A44", "", "deadline", "procedure=insolvency; step=declaration; from=2026-09-15", "raw=2026-11-15; due=2026-11-16; safe=2026-11-13"),
    ("A46", "", "deadline", "procedure=insolvency; step=relief; from=2026-09-15", "due=2027-03-15"),
    ("A46", "", "deadline", "procedure=insolvency; step=retention-of-title; from=2026-09-15", "due=2026-12-15"),
    ("A50", "", "deadline", "procedure=insolvency; step=answer-contest; from=2026-11-12", "raw=2026-12-12; due=2026-12-14"),
    ("A51", "", "deadline", "procedure=insolvency; step=retention-of-title-answer; from=2026-12-04", "due=2027-01-04"),
    ("A51", "", "deadline", "procedure=insolvency; step=retention-of-title-judge; from=2027-01-04", "due=2027-02-04"),
    ("A52", "", "deadline", "procedure=insolvency; step=contract-option; from=2026-10-13", "due=2026-11-13"),
    ("A52", "", "deadline", "procedure=insolvency; step=declaration-after-termination; from=2026-11-13", "raw=2026-12-13; due=2026-12-14"),
    ("A54", "", "deadline", "procedure=over-indebtedness; step=recourse; from=2026-11-03", "due=2026-11-18"),
    ("A54", "", "deadline", "procedure=over-indebtedness; step=suspension; from=2026-11-03", "raw=2028-11-03"),
    ("A55", "", "deadline", "procedure=over-indebtedness; step=justify; from=2026-11-03", "due=2026-12-03"),
    ("A56", "", "deadline", "procedure=over-indebtedness; step=contest-measures; from=2026-11-20", "raw=2026-12-20; due=2026-12-21"),
    ("A58", "", "deadline", "procedure=public-debtors; step=judgment-local; from=2026-09-01", "raw=2026-11-01; due=2026-11-02"),
    ("A60", "", "deadline", "procedure=summons; step=service-commercial; from=2026-12-15", "due=2026-11-30"),
    ("A60", "", "deadline", "procedure=summons; step=filing-commercial; from=2026-12-15", "due=2026-12-07"),
    ("A62", "", "deadline", "procedure=summons; step=service-default-judgment; from=2026-04-20", "due=2026-10-20"),
    ("A63", "", "limitation", "kind=b2b; due=2021-11-15; on=2026-11-21", "expires=2026-11-15; expired=true"),
    ("A65", "", "limitation", "kind=b2b; due=2021-11-15; on=2026-11-21; event=2026-10-01:order-requested; event=2026-11-10:order-served", "expires=2031-11-10; expired=false; timeline.0.effect=none; timeline.1.effect=interrupts"),
];

#[rustfmt::skip]
const ROUTES: &[Row] = &[
    ("B01", "", "court", "debtor=commercial-company; amount=8000; place=59350", "judge=président du tribunal de commerce; court=tribunal de commerce de Lille Métropole; lawyer_required=false; procedures[payment-order].available=true; fees[payment-order-request].item=payment-order-request; fees[stamp-duty]=null"),
    ("B02", "", "court", "debtor=commercial-company; amount=8000; place=69123", "kind=tae; seat=Lyon; fees[tae-contribution].amount=0.00"),
    ("B04", "", "court", "debtor=consumer; amount=6000; matter=consumer-credit", "judge=juge des contentieux de la protection"),
    ("B05", "", "court", "debtor=consumer; amount=6000; matter=housing-rent", "judge=juge des contentieux de la protection"),
    ("B06", "", "court", "debtor=commercial-company; amount=8000; place=67482", "kind=commercial-chamber; court~tribunal judiciaire"),
    ("B09", "", "court", "debtor=commercial-company; amount=4000", "amicable_attempt_required=false"),
    ("B10", "", "court", "debtor=association; amount=10000.01", "kind=civil; lawyer_required=true; procedures[simple-request].available=false"),
    ("B10", "", "court", "debtor=association; amount=10000.00", "lawyer_required=false"),
    ("B11", "", "court", "debtor=consumer; amount=5000.00", "procedures[simple-request].available=true"),
    ("B11", "", "court", "debtor=consumer; amount=5000.01", "procedures[simple-request].available=false"),
    ("B13", "", "court", "debtor=commercial-company; amount=30000; place=BE", "procedures[european-payment-order].available=true; procedures[payment-order].available=false"),
    ("B14", "", "court", "debtor=commercial-company; amount=3000; place=DK", "procedures[european-payment-order].available=false; procedures[european-small-claims].available=false"),
    ("B15", "", "court", "debtor=commercial-company; amount=5000.00; place=BE", "procedures[european-small-claims].available=true"),
    ("B15", "", "court", "debtor=commercial-company; amount=5000.01; place=BE", "procedures[european-small-claims].available=false"),
    ("B16", "", "court", "debtor=commercial-company; amount=8000; insolvent=true", "procedures[payment-order].available=false; procedures[summons].available=false; warnings~declare the claim"),
    ("B17", "", "court", "debtor=consumer; amount=5000.00", "procedures[small-claims].available=true"),
    ("B17", "", "court", "debtor=consumer; amount=5000.01", "procedures[small-claims].available=false"),
    ("B19", "", "court", "debtor=commercial-company; amount=8000", "procedures[conservatory-measures].available=true; procedures[conservatory-measures].why~juge de l'exécution; procedures[conservatory-measures].why~tribunal de commerce"),
    ("B20", "", "procedure", "procedure=payment-order; state=granted-part; since=2026-09-10; on=2026-09-11", "acts~\"serve\"; acts~\"abandon\""),
    ("B20", "", "deadline", "procedure=payment-order; step=partial; from=2026-09-10", "error~CPC 1409"),
];

#[rustfmt::skip]
const COSTS: &[Row] = &[
    ("C02", "", "tariff", "item=payment-order-request; debt=8000; on=2025-06-01", "net=26.50; gross=31.80"),
    ("C03", "", "tariff", "item=service-of-order; debt=10000; on=2023-06-01", "gross=70.48"),
    ("C05", "", "tariff", "item=service-of-order; debt=500; on=2023-06-01", "gross=39.84"),
    ("C05", "", "tariff", "item=service-of-order; debt=100; on=2023-06-01", "gross=24.52"),
    ("C06", "", "tariff", "item=attachment-notice; debt=10000; on=2023-06-01", "gross=88.36"),
    ("C07", "", "tariff", "item=order-to-pay; debt=10000; on=2023-06-01", "gross=57.71"),
    ("C08", "", "tariff", "item=collection-fee-debtor; debt=44; on=2023-06-01", "net=4.25"),
    ("C08", "", "tariff", "item=collection-fee-debtor; debt=45; on=2023-06-01", "net=4.35"),
    ("C08", "", "tariff", "item=collection-fee-debtor; debt=500; on=2023-06-01", "net=35.68"),
    ("C08", "", "tariff", "item=collection-fee-debtor; debt=1000; on=2023-06-01", "net=55.78"),
    ("C08", "", "tariff", "item=collection-fee-debtor; debt=1525; on=2023-06-01", "net=73.52"),
    ("C08", "", "tariff", "item=collection-fee-debtor; debt=5000; on=2023-06-01", "net=83.60"),
    ("C08", "", "tariff", "item=collection-fee-debtor; debt=10000; on=2023-06-01", "net=98.10"),
    ("C08", "", "tariff", "item=collection-fee-debtor; debt=52400; on=2023-06-01", "net=221.06"),
    ("C08", "", "tariff", "item=collection-fee-debtor; debt=100000; on=2023-06-01", "net=359.10"),
    ("C08", "", "tariff", "item=collection-fee-debtor; debt=170000; on=2023-06-01", "net=550.00"),
    ("C09", "", "tariff", "item=collection-fee-creditor; debt=188; on=2023-06-01", "net=21.28"),
    ("C09", "", "tariff", "item=collection-fee-creditor; debt=189; on=2023-06-01", "net=21.32"),
    ("C09", "", "tariff", "item=collection-fee-creditor; debt=500; on=2023-06-01", "net=54.41"),
    ("C09", "", "tariff", "item=collection-fee-creditor; debt=1000; on=2023-06-01", "net=105.74"),
    ("C09", "", "tariff", "item=collection-fee-creditor; debt=1525; on=2023-06-01", "net=159.08"),
    ("C09", "", "tariff", "item=collection-fee-creditor; debt=5000; on=2023-06-01", "net=293.56"),
    ("C09", "", "tariff", "item=collection-fee-creditor; debt=10000; on=2023-06-01", "net=487.06"),
    ("C09", "", "tariff", "item=collection-fee-creditor; debt=52400; on=2023-06-01", "net=2127.94"),
    ("C09", "", "tariff", "item=collection-fee-creditor; debt=100000; on=2023-06-01", "net=3546.42"),
    ("C09", "", "tariff", "item=collection-fee-creditor; debt=170000; on=2023-06-01", "net=5540.00"),
    ("C10", "", "tariff", "item=collection-fee-creditor; debt=10000; collected=10000; on=2023-06-01", "net=487.06; net!=787.24"),
    ("C10", "", "tariff", "item=collection-fee-creditor; debt=10000; collected=2500; on=2023-06-01", "net=196.81"),
    ("C19", "", "tariff", "item=tae-contribution; debt=1000000; turnover=100000000; profit=4000000; staff=249; on=2026-06-01", "gross=0.00"),
    // whatever else is not known
    ("C19", "", "tariff", "item=tae-contribution; debt=1000000; staff=249; on=2026-06-01", "gross=0.00"),
    ("C20", "", "tariff", "item=tae-contribution; debt=1000000; turnover=100000000; profit=3000000; staff=250; on=2026-06-01", "gross=0.00"),
    ("C20", "", "tariff", "item=tae-contribution; debt=1000000; turnover=100000000; profit=3000000.01; staff=250; on=2026-06-01", "gross=30000.00"),
    ("C21", "", "wage", "net-yearly=24000; on=2026-02-01", "yearly=5660.50; monthly=471.71"),
    ("C22", "", "wage", "net-yearly=24000; dependants=2; on=2026-02-01", "yearly=3831.17; monthly=319.26"),
    ("C24", "", "wage", "net-yearly=4480; on=2026-02-01", "yearly=0.00; monthly=0.00; explanation~L3252-3"),
    ("C26", "", "late-interest", "amount=10000; due=2026-10-10; until=2026-11-09; regime=public", "slices.0.days=30; slices.0.rate=10.40; interest=85.48; total=125.48"),
    ("C27", "", "tariff", "item=stamp-duty; debt=8000; on=2026-06-01", "gross=50.00"),
    ("C27", "", "court", "debtor=commercial-company; amount=8000; on=2026-06-01", "fees[stamp-duty]=null"),
    ("C27", "", "tariff", "item=appeal-stamp; debt=8000; on=2026-06-01", "gross=225.00"),
    ("D01", "", "estimate", "path=payment-order-attachment; debt=10000; on=2023-06-01", "gross=192.31; complete=false; lines.0.gross=33.47; lines.1.gross=70.48; lines.3.gross=88.36"),
    ("D01", "", "tariff", "item=collection-fee-debtor; debt=10000; on=2023-06-01", "gross=117.72"),
    ("D01", "", "tariff", "item=collection-fee-creditor; debt=10000; on=2023-06-01", "gross=584.48"),
    ("D02", "", "tariff", "item=collection-fee-creditor; debt=10000; on=2023-06-01", "warnings~20-14.537"),
];

/// Every row.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    [MONEY, DATES, ROUTES, COSTS].into_iter().flatten()
}

/// A value by its path: fields, positions, and `list[key]` for the entry with that procedure or item.
pub fn at<'a>(answer: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(answer, |value, part| match part.split_once('[') {
        Some((list, key)) => {
            let key = key.trim_end_matches(']');
            let entries = value[list].as_array().map_or(&[][..], Vec::as_slice);
            entries.iter().find(|entry| entry["procedure"] == key || entry["item"] == key).unwrap_or(&Value::Null)
        }
        None => part.parse::<usize>().map_or_else(|_| &value[part], |position| &value[position]),
    })
}

/// A value as the rows write it.
pub fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
