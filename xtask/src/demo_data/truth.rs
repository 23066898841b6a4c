//! What the files must give, worked out here and nowhere else: `expected.json` for the tests,
//! `README.md` for people.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::books::Books;
use super::cast::Kind;
use super::exports::Export;
use super::foreign::Foreign;
use super::script::{STORY, STRAYS};
use super::sums::{Ageing, BANDS, OpenItem, ageing, by_customer};
use super::text::{Day, amount, grouped};
use super::world::{Type, World};
use super::{Cents, Creditor, FRIDAY, MONDAY};

/// All that was made.
pub(super) struct Truth<'a> {
    pub(super) creditor: &'a Creditor,
    pub(super) world: &'a World,
    pub(super) books: &'a Books,
    pub(super) friday: Export<'a>,
    pub(super) monday: Export<'a>,
    pub(super) abroad: &'a [Foreign],
}

/// JSON text.
fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// An amount is a string with a point: no reader may round it.
fn money(cents: Cents) -> String {
    quote(&amount(cents, '.'))
}

fn object(pairs: impl IntoIterator<Item = (String, String)>) -> String {
    let inner: Vec<String> = pairs.into_iter().map(|(key, value)| format!("{}: {value}", quote(&key))).collect();
    format!("{{{}}}", inner.join(", "))
}

fn array(values: impl IntoIterator<Item = String>) -> String {
    format!("[{}]", values.into_iter().collect::<Vec<_>>().join(", "))
}

/// One entry a line, for what is long.
fn block(pairs: impl IntoIterator<Item = (String, String)>) -> String {
    let inner: Vec<String> = pairs.into_iter().map(|(key, value)| format!("    {}: {value}", quote(&key))).collect();
    format!("{{\n{}\n  }}", inner.join(",\n"))
}

fn key(text: &str) -> String {
    text.to_owned()
}

fn bands_json(net: impl Fn(usize) -> Cents) -> String {
    object((0..5).map(|band| (key(BANDS[band]), money(net(band)))))
}

fn ageing_json(items: &[OpenItem<'_>], day: Day) -> String {
    let one = |a: &Ageing| {
        object([
            (key("net"), bands_json(|b| a.net(b))),
            (key("debits"), bands_json(|b| a.debits[b])),
            (key("credits"), bands_json(|b| a.credits[b])),
            (key("total"), money(a.total())),
            (key("overdue"), money(a.overdue())),
        ])
    };
    object(ageing(items, day).iter().map(|(currency, a)| (key(currency), one(a))))
}

fn customers_json(items: &[OpenItem<'_>]) -> String {
    block(by_customer(items).into_iter().map(|(code, (currency, open))| {
        (code, object([(key("currency"), quote(currency)), (key("open"), money(open))]))
    }))
}

/// Code, name, then open and overdue by Friday's export and by Monday's.
type Character = (String, String, (Cents, Cents), (Cents, Cents));

/// What Monday's export changes, item by item.
struct Changes {
    settled: Vec<String>,
    reduced: Vec<String>,
    new: Vec<String>,
    corrected: Vec<String>,
    unchanged: usize,
}

impl Truth<'_> {
    fn changes(&self) -> Changes {
        let before: BTreeMap<_, _> = self.friday.items.iter().map(|i| (i.key(), i)).collect();
        let after: BTreeMap<_, _> = self.monday.items.iter().map(|i| (i.key(), i)).collect();
        let mut changes = Changes { settled: vec![], reduced: vec![], new: vec![], corrected: vec![], unchanged: 0 };
        for (key, old) in &before {
            let head = [("customer".to_owned(), quote(&key.0)), ("number".to_owned(), quote(&key.1))];
            let pair = |a: String, b: String| {
                object(head.clone().into_iter().chain([("from".to_owned(), a), ("to".to_owned(), b)]))
            };
            match after.get(key) {
                None => {
                    changes
                        .settled
                        .push(object(head.clone().into_iter().chain([("open".to_owned(), money(old.open))])));
                }
                Some(new) if new.open != old.open => changes.reduced.push(pair(money(old.open), money(new.open))),
                Some(new) if new.due != old.due => {
                    changes.corrected.push(pair(quote(&old.due.iso()), quote(&new.due.iso())));
                }
                Some(_) => changes.unchanged += 1,
            }
        }
        for (key, item) in after.iter().filter(|(key, _)| !before.contains_key(key)) {
            changes.new.push(object([
                ("customer".to_owned(), quote(&key.0)),
                ("number".to_owned(), quote(&key.1)),
                ("open".to_owned(), money(item.open)),
            ]));
        }
        changes
    }

    /// `expected.json`.
    pub(super) fn json(&self) -> String {
        let sections = [
            (
                "about",
                quote(
                    "Amounts are text with a point. Bands by days since the due date, due today is not due; credits age by the day of their piece. Balances are in the customer's currency, the FEC in euros.",
                ),
            ),
            ("creditor", self.creditor_json()),
            ("fec", self.fec_json()),
            (
                "fec_open_by_customer",
                block(
                    self.books
                        .customers()
                        .into_iter()
                        .map(|(code, accounts)| (code, object(accounts.into_iter().map(|(a, e)| (key(a), money(e)))))),
                ),
            ),
            ("clients", self.clients_json()),
            ("balance_2026-11-20", Self::export_json(&self.friday)),
            ("balance_2026-11-20_open_by_customer", customers_json(&self.friday.items)),
            ("balance_2026-11-23", Self::export_json(&self.monday)),
            ("balance_2026-11-23_open_by_customer", customers_json(&self.monday.items)),
            (
                "ageing",
                block([
                    (key("balance_2026-11-20 at 2026-11-20"), ageing_json(&self.friday.items, FRIDAY)),
                    (key("balance_2026-11-20 at 2026-11-23"), ageing_json(&self.friday.items, MONDAY)),
                    (key("balance_2026-11-23 at 2026-11-23"), ageing_json(&self.monday.items, MONDAY)),
                ]),
            ),
            ("changes", self.changes_json()),
            ("diagnosis", self.diagnosis_json()),
            ("story_at_2026-11-23", self.story_json()),
            ("foreign", self.foreign_json()),
        ];
        let body: Vec<String> = sections.iter().map(|(name, value)| format!("  {}: {value}", quote(name))).collect();
        format!("{{\n{}\n}}\n", body.join(",\n"))
    }

    fn creditor_json(&self) -> String {
        let c = self.creditor;
        block([
            (key("name"), quote(c.name)),
            (key("form"), quote(c.form)),
            (key("siren"), quote(&c.siren)),
            (key("vat"), quote(&c.vat)),
            (key("iban"), quote(&c.iban)),
            (key("address"), array(c.address.iter().map(|l| quote(l)))),
            (key("phone"), quote(c.phone)),
            (key("email"), quote(c.email)),
            (key("site"), quote(c.site)),
        ])
    }

    fn fec_json(&self) -> String {
        let totals = self.books.totals();
        let mut accounts: BTreeMap<&str, Cents> = BTreeMap::new();
        for (account, euros) in self.books.customers().into_values().flatten() {
            *accounts.entry(account).or_insert(0) += euros;
        }
        block([
            (key("file"), quote(&format!("{}FEC20261231.txt", self.creditor.siren))),
            (key("lines"), totals.lines.to_string()),
            (key("entries"), totals.entries.to_string()),
            (key("debit"), money(totals.debit)),
            (key("credit"), money(totals.credit)),
            (key("customer_accounts"), object(accounts.into_iter().map(|(a, e)| (key(a), money(e))))),
        ])
    }

    fn clients_json(&self) -> String {
        let debtors = &self.world.debtors;
        let count = |of: &dyn Fn(&super::cast::Debtor) -> bool| debtors.iter().filter(|d| of(d)).count().to_string();
        block([
            (key("rows"), debtors.len().to_string()),
            (key("by_kind"), object(Kind::ALL.map(|kind| (key(kind.code()), count(&|d| d.kind == kind))))),
            (key("without_email"), count(&|d| d.email.is_empty())),
            (key("without_address"), count(&|d| d.street.is_empty())),
            (key("without_contact"), count(&|d| d.contact.is_empty() && d.kind != Kind::Consumer)),
            (
                key("french_companies_without_siren"),
                count(&|d| d.siren.is_empty() && d.kind != Kind::Consumer && d.country == "France"),
            ),
            (key("foreign"), count(&|d| d.country != "France")),
        ])
    }

    fn export_json(export: &Export<'_>) -> String {
        let mut sums: BTreeMap<&str, Cents> = BTreeMap::new();
        let mut types: BTreeMap<&str, usize> = BTreeMap::new();
        for item in &export.items {
            *sums.entry(item.currency).or_insert(0) += item.open;
            *types.entry(item.piece.kind.french()).or_insert(0) += 1;
        }
        let bad = export.bad.iter().map(|b| {
            object([(key("line"), b.line.to_string()), (key("field"), quote(b.field)), (key("value"), quote(b.value))])
        });
        block([
            (key("day"), quote(&export.day.iso())),
            (key("rows"), (export.items.len() + export.bad.len()).to_string()),
            (key("good_rows"), export.items.len().to_string()),
            (key("customers"), by_customer(&export.items).len().to_string()),
            (key("sums"), object(sums.into_iter().map(|(c, s)| (key(c), money(s))))),
            (key("types"), object(types.into_iter().map(|(t, n)| (key(t), n.to_string())))),
            (key("bad_lines"), array(bad)),
        ])
    }

    fn changes_json(&self) -> String {
        let changes = self.changes();
        block([
            (key("unchanged"), changes.unchanged.to_string()),
            (key("settled"), array(changes.settled)),
            (key("reduced"), array(changes.reduced)),
            (key("new"), array(changes.new)),
            (key("due_date_corrected"), array(changes.corrected)),
        ])
    }

    fn code(&self, role: &str) -> String {
        self.world.debtors.iter().find(|d| d.role == role).map(|d| d.code.clone()).unwrap_or_default()
    }

    fn diagnosis_json(&self) -> String {
        let coded = |roles: &[&str]| array(roles.iter().map(|role| quote(&self.code(role))));
        let credit: Vec<String> = by_customer(&self.friday.items)
            .into_iter()
            .filter(|(_, (_, open))| *open < 0)
            .map(|(c, _)| quote(&c))
            .collect();
        let impossible = self
            .friday
            .items
            .iter()
            .filter(|i| i.due < i.piece.date)
            .map(|i| object([(key("customer"), quote(i.code)), (key("number"), quote(&i.piece.number))]));
        let mut seen = BTreeSet::new();
        let twins: Vec<String> = self
            .world
            .debtors
            .iter()
            .filter(|d| !d.siren.is_empty() && !seen.insert(&d.siren))
            .map(|d| quote(&d.siren))
            .collect();
        block([
            (key("same_siren_twice"), array(twins)),
            (key("same_siren_customers"), coded(&["twin", "twin-again"])),
            (key("old_unmatched_payments"), coded(&STRAYS.map(|s| s.0))),
            (key("customers_with_credit_balance"), array(credit)),
            (key("due_before_issue"), array(impossible)),
            (key("doubtful"), coded(&["failed"])),
            (key("advance"), coded(&["advance"])),
        ])
    }

    /// Open and overdue of a character on Monday, from one of the exports.
    fn standing(export: &Export<'_>, role: &str) -> (Cents, Cents) {
        let of = || export.items.iter().filter(|i| i.role == role);
        (of().map(|i| i.open).sum(), of().filter(|i| i.overdue(MONDAY)).map(|i| i.open).sum())
    }

    fn story(&self) -> Vec<Character> {
        STORY
            .iter()
            .filter_map(|role| {
                let debtor = self.world.debtors.iter().find(|d| d.role == *role)?;
                let (before, after) = (Self::standing(&self.friday, role), Self::standing(&self.monday, role));
                Some((debtor.code.clone(), debtor.name.clone(), before, after))
            })
            .collect()
    }

    fn story_json(&self) -> String {
        let side = |(open, late): (Cents, Cents)| object([(key("open"), money(open)), (key("overdue"), money(late))]);
        block(self.story().into_iter().map(|(code, name, before, after)| {
            (code, object([(key("name"), quote(&name)), (key("before"), side(before)), (key("after"), side(after))]))
        }))
    }

    fn foreign_json(&self) -> String {
        block(self.abroad.iter().map(|f| {
            let value = object([
                (key("company"), quote(f.company)),
                (key("currency"), quote(f.currency)),
                (key("rows"), f.rows.to_string()),
                (key("customers"), f.customers.to_string()),
                (key("debits"), money(f.debits)),
                (key("credits"), money(f.credits)),
                (key("sum"), money(f.debits + f.credits)),
                (key("ageing_at_2026-11-20"), bands_json(|b| f.bands[b])),
            ]);
            (key(f.name), value)
        }))
    }

    /// `README.md`.
    pub(super) fn readme(&self) -> String {
        let mut out = String::new();
        let _ = self.write_readme(&mut out);
        out
    }

    fn write_readme(&self, out: &mut String) -> std::fmt::Result {
        let c = self.creditor;
        writeln!(out, "# The demo company\n")?;
        writeln!(
            out,
            "Made by `cargo xtask demo-data`; do not edit by hand. Everything is invented: people, companies, communes,"
        )?;
        writeln!(
            out,
            "SIREN (with right keys, all under 000 190 000, below the first of the public register), phones (numbers kept for fiction), `.example` hosts.\n"
        )?;
        writeln!(
            out,
            "**{} {}**, {}, {}. SIREN {}, VAT {}, IBAN {} (a bank code that no bank has), {}, {}, {}.\n",
            c.name, c.form, c.address[0], c.address[1], c.siren, c.vat, c.iban, c.phone, c.email, c.site
        )?;
        writeln!(
            out,
            "The demo's day is Monday 23 November 2026. All the files come from one world of {} debtors and tie to the cent;",
            self.world.debtors.len()
        )?;
        writeln!(out, "`expected.json` holds the full figures (amounts as text).\n\n## Figures of control\n")?;
        writeln!(out, "| File | Form | Rows | Sum |\n|---|---|---:|---:|")?;
        let t = self.books.totals();
        writeln!(
            out,
            "| `{}FEC20261231.txt` | FEC, TAB, UTF-8 | {} ({} entries) | {} debit = credit |",
            c.siren,
            t.lines,
            t.entries,
            show(t.debit)
        )?;
        writeln!(out, "| `clients.csv` | `;`, Windows-1252, CRLF | {} | |", self.world.debtors.len())?;
        for export in [&self.friday, &self.monday] {
            let sums: Vec<String> =
                ageing(&export.items, export.day).iter().map(|(cur, a)| format!("{} {cur}", show(a.total()))).collect();
            let bad = if export.bad.is_empty() { String::new() } else { format!(" + {} bad", export.bad.len()) };
            writeln!(
                out,
                "| `balance-{}.csv` | `;`, Windows-1252, CRLF | {}{bad} | {} |",
                export.day.iso(),
                export.items.len(),
                sums.join(", ")
            )?;
        }
        for f in self.abroad {
            writeln!(
                out,
                "| `foreign/{}` ({}) | {} | {} | {} {} |",
                f.name,
                f.company,
                f.form,
                f.rows,
                show(f.debits + f.credits),
                f.currency
            )?;
        }
        out.push_str(super::court::FILES);
        self.write_ageing(out)?;
        self.write_story(out)?;
        out.push_str(super::court::STORY);
        Ok(())
    }

    fn write_ageing(&self, out: &mut String) -> std::fmt::Result {
        writeln!(
            out,
            "\n## Aged balance in euros, net of credits\n\n| | Not due | 1–30 | 31–60 | 61–90 | 91 + | Total |\n|---|---:|---:|---:|---:|---:|---:|"
        )?;
        for (title, export, day) in [
            ("Friday's export, on 20 November", &self.friday, FRIDAY),
            ("Friday's export, on 23 November", &self.friday, MONDAY),
            ("Monday's export, on 23 November", &self.monday, MONDAY),
        ] {
            let a = ageing(&export.items, day).get("EUR").copied().unwrap_or_default();
            let bands: Vec<String> = (0..5).map(|b| show(a.net(b))).collect();
            writeln!(out, "| {title} | {} | {} |", bands.join(" | "), show(a.total()))?;
        }
        let changes = self.changes();
        writeln!(
            out,
            "\nMonday's export: {} items settled, {} reduced, {} new, {} due date corrected, {} unchanged; three lines cannot be read (lines {}).",
            changes.settled.len(),
            changes.reduced.len(),
            changes.new.len(),
            changes.corrected.len(),
            changes.unchanged,
            self.monday.bad.iter().map(|b| b.line.to_string()).collect::<Vec<_>>().join(", ")
        )
    }

    fn write_story(&self, out: &mut String) -> std::fmt::Result {
        writeln!(
            out,
            "\n## Ten debtors on 23 November 2026\n\n| Code | Debtor | Open before | Overdue before | Open after | Overdue after |\n|---|---|---:|---:|---:|---:|"
        )?;
        for (code, name, before, after) in self.story() {
            writeln!(
                out,
                "| {code} | {name} | {} | {} | {} | {} |",
                show(before.0),
                show(before.1),
                show(after.0),
                show(after.1)
            )?;
        }
        writeln!(
            out,
            "\n\"Before\" is Friday's export read on Monday, \"after\" is Monday's. Credits count as due on their day."
        )?;
        let missed: Vec<String> = self
            .friday
            .items
            .iter()
            .filter(|i| i.due < i.piece.date && i.piece.kind == Type::Invoice)
            .map(|i| format!("{} of {}", i.piece.number, i.code))
            .collect();
        writeln!(
            out,
            "\nTo be found by the diagnosis: a customer twice ({}, {}), two payments nobody matched ({}, {}), three credit balances ({}, {}, {}),\nan invoice due before it was issued ({}), a customer in 416 ({}), bills in 413, an advance in 419 ({}), one customer in USD ({}), one in CHF ({}).\n`clients.csv` writes « Cabinet Nguyên »: Windows-1252 has no ễ; the FEC, in UTF-8, writes « Cabinet Nguyễn ».",
            self.code("twin"),
            self.code("twin-again"),
            self.code("stray-1"),
            self.code("stray-2"),
            self.code("credit-1"),
            self.code("credit-2"),
            self.code("credit-3"),
            missed.join(", "),
            self.code("failed"),
            self.code("advance"),
            self.code("dollars"),
            self.code("francs")
        )
    }
}

fn show(cents: Cents) -> String {
    grouped(cents, " ", ',')
}
