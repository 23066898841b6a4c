//! The indicators of files computed again from the text of the CSV, by nothing of ours.

use std::collections::BTreeMap;

/// An amount or a count of the file, decimal point and all, as an integer of its last digit.
fn number(text: &str) -> i128 {
    text.replace('.', "").parse().expect("a number")
}

/// What a text file says, recounted by itself: columns by their titles, integers, one rounding.
#[derive(Default)]
pub struct Recount(BTreeMap<&'static str, i128>);

impl Recount {
    pub fn of(csv: &str, currency: &str) -> Self {
        let mut lines = csv.trim_start_matches('\u{feff}').lines();
        let head: Vec<&str> = lines.next().expect("a head").split(';').collect();
        let mut sums = Self::default();
        for line in lines {
            let cells: Vec<&str> = line.split(';').collect();
            assert_eq!(cells.len(), head.len(), "{line}");
            let cell = |title: &str| cells[head.iter().position(|known| *known == title).expect("a column")];
            if cell("Currency") != currency {
                continue;
            }
            let entrusted = number(cell("Entrusted"));
            sums.add("entrusted", entrusted);
            sums.add("collected", number(cell("Collected")));
            sums.add("weight", number(cell("Collected × days")));
            sums.add("amicable", if cell("Without a judge") == "yes" { entrusted } else { 0 });
            if cell("Kind") == "case" {
                sums.add("cases", 1);
                sums.add("claimed", entrusted);
                sums.add("recovered", number(cell("Collected")));
                sums.add("cost", number(cell("Costs")));
            }
            for (sum, title) in [
                ("decided", "Procedures decided"),
                ("won", "Procedures won"),
                ("asked", "Asked"),
                ("granted", "Granted"),
            ] {
                sums.add(sum, number(cell(title)));
            }
        }
        sums
    }

    fn add(&mut self, sum: &'static str, n: i128) {
        *self.0.entry(sum).or_default() += n;
    }

    fn get(&self, sum: &str) -> i128 {
        self.0.get(sum).copied().unwrap_or(0)
    }

    /// The six, each with its two numbers, or nothing.
    pub fn six(&self) -> Vec<Option<String>> {
        let get = |sum: &str| self.get(sum);
        let half_up = |n: i128, by: i128| (2 * n + by).div_euclid(2 * by);
        let point = |n: i128, digits: usize| {
            let (sign, n) = (if n < 0 { "-" } else { "" }, n.unsigned_abs());
            let one = 10_u128.pow(u32::try_from(digits).expect("few"));
            format!("{sign}{}.{:0digits$}", n / one, n % one)
        };
        let cents = |n: i128| point(n, 2);
        let over = |(top, scale): (i128, i128), below: i128, said: (String, String)| {
            (below > 0).then(|| format!("{} = {} / {}", point(half_up(top * scale * 10, below), 1), said.0, said.1))
        };
        let net = get("recovered") - get("cost");
        let mean = (get("cases") > 0).then(|| {
            let mean = half_up(get("cost"), get("cases"));
            format!("{} = {} / {}", cents(mean), cents(get("cost")), get("cases"))
        });
        let money = |top: &str, below: &str| (cents(get(top)), cents(get(below)));
        vec![
            over((get("amicable"), 100), get("entrusted"), money("amicable", "entrusted")),
            over((get("weight"), 1), get("collected"), money("weight", "collected")),
            over((get("won"), 100), get("decided"), (get("won").to_string(), get("decided").to_string())),
            over((get("granted"), 100), get("asked"), money("granted", "asked")),
            mean,
            over((net, 100), get("claimed"), (cents(net), cents(get("claimed")))),
        ]
    }
}
