//! What is measured, against what, and the bar it has to clear.

use app::aging::Grouping;

use crate::data::Shape;
use crate::house::House;
use crate::probe::{Fallible, Sample};
use crate::{answers, cases, guard, letters, load, reading, runs, search};

/// What must lie in the folder before a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The general ledger.
    Fec,
    /// The two files of a shape.
    Files(Shape),
    /// A tenth of the open items.
    Tenth,
    /// The database the files were imported into.
    Imported(Shape),
    /// The same after its first run.
    Run(Shape),
    /// The open items, with the cases of some of them.
    Guarded,
    /// The same after the pass of a day over its rights.
    Passed,
}

/// A limit of the product, for a million ledger lines or the letters of the work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bar {
    /// Seconds of wall time.
    Wall(f64),
    /// Seconds of processor time.
    Cpu(f64),
    /// Times the baseline, by wall time.
    Ratio(f64),
    /// Mebibytes of peak memory.
    Peak(f64),
}

/// One line of the table.
pub struct Work {
    /// Name of the measurement.
    pub name: &'static str,
    /// What it is, for people.
    pub title: &'static str,
    /// Name of the measurement it is compared with.
    pub baseline: Option<&'static str>,
    /// Processes measured; the middle one is shown.
    pub runs: usize,
    /// What it works on.
    pub needs: &'static [Need],
    /// The bars.
    pub bars: &'static [Bar],
    /// The bars grow and shrink with the number of lines.
    pub by_lines: bool,
}

const OPEN: Need = Need::Imported(Shape::Open);
const HISTORY: Need = Need::Imported(Shape::History);

const fn work(name: &'static str, title: &'static str, needs: &'static [Need], bars: &'static [Bar]) -> Work {
    Work { name, title, baseline: None, runs: 1, needs, bars, by_lines: true }
}

impl Work {
    const fn against(self, baseline: &'static str) -> Self {
        Self { baseline: Some(baseline), ..self }
    }

    const fn median_of(self, runs: usize) -> Self {
        Self { runs, ..self }
    }

    const fn of_any_size(self) -> Self {
        Self { by_lines: false, ..self }
    }
}

/// Every line of the table, in its order.
pub const WORKS: [Work; 36] = [
    work("fec", "FEC: parse and validate", &[Need::Fec], &[Bar::Wall(0.5)]).against("fec-bare").median_of(3),
    work("import-history", "Import, two years with payments", &[Need::Files(Shape::History)], &[Bar::Ratio(2.0)])
        .against("import-history-bare"),
    work("import-open", "Import, open items only", &[Need::Files(Shape::Open)], &[Bar::Ratio(2.0)])
        .against("import-open-bare"),
    work("import-tenth", "Import, a tenth of the open items (memory)", &[Need::Tenth], &[]),
    work("aged-total", "Aged balance, warm, total", &[OPEN], &[Bar::Wall(0.010)]).against("aged-bare"),
    work("aged-segment", "Aged balance, warm, by segment", &[OPEN], &[Bar::Wall(0.010)]).against("aged-bare"),
    work("aged-account", "Aged balance, warm, by account", &[OPEN], &[Bar::Wall(0.010)]).against("aged-bare"),
    work("aged-past", "Aged balance of a past day", &[HISTORY], &[]).against("cold-history-bare"),
    work("search", "Search as you type, warm", &[OPEN], &[Bar::Wall(0.100), Bar::Peak(600.0)]),
    work("indicators-open", "Indicators, warm", &[OPEN], &[Bar::Wall(0.100)]),
    work("indicators-history", "Indicators, warm, two years with payments", &[HISTORY], &[Bar::Wall(0.100)]),
    work("indicators-cold", "Indicators once the ledger has moved, two years with payments", &[HISTORY], &[]),
    work("dry-warm", "Dry run, warm, every message told", &[OPEN], &[Bar::Wall(1.0)]),
    work("dry-summary", "Dry run, warm, in figures", &[OPEN], &[Bar::Wall(1.0)]),
    work("replay", "Twelve months replayed, two years with payments", &[HISTORY], &[Bar::Wall(30.0)]),
    work("dry-cold", "Dry run, from nothing, every message told", &[OPEN], &[Bar::Wall(1.0)]).median_of(3),
    work("run-first", "First run ever, written", &[OPEN], &[Bar::Wall(10.0), Bar::Peak(600.0)])
        .against("run-first-bare"),
    work("run-next", "Run of the day after, written", &[Need::Run(Shape::Open)], &[Bar::Wall(10.0), Bar::Peak(600.0)]),
    work("run-history", "First run, two years with payments", &[HISTORY], &[Bar::Wall(10.0), Bar::Peak(600.0)]),
    work("guard-pass", "Rights: first pass of a day ever, alarms told", &[Need::Guarded], &[Bar::Wall(5.0)])
        .against("guard-bare"),
    work("guard-judged", "Procedures: what three days brought, told", &[Need::Passed], &[]),
    work("guard-pass-next", "Rights: pass of the Tuesday after", &[Need::Passed], &[Bar::Wall(5.0)])
        .against("guard-bare"),
    work("guard-pass-usual", "Rights: pass of the Wednesday, one day to tell", &[Need::Passed], &[Bar::Wall(5.0)])
        .against("guard-bare"),
    work("guard-moved", "Rights: a page after a fact was told to one file", &[Need::Passed], &[Bar::Wall(0.100)]),
    work("guard-page", "Rights: a page of the calendar, warm", &[Need::Guarded], &[Bar::Wall(0.100)]),
    work("guard-tile", "Rights lost within thirty days, for the home page", &[Need::Guarded], &[Bar::Wall(0.100)]),
    work("guard-web", "Rights: the page as a browser asks for it", &[Need::Guarded], &[Bar::Wall(0.100)]),
    work("letters-1", "Letters, 1 thread", &[Need::Run(Shape::Open)], &[Bar::Cpu(7.0), Bar::Peak(300.0)])
        .against("letters-bare")
        .of_any_size(),
    work("letters-2", "Letters, 2 threads", &[Need::Run(Shape::Open)], &[Bar::Wall(3.5), Bar::Peak(300.0)])
        .against("letters-bare")
        .of_any_size(),
    work(
        "letters-many",
        "Letters of a big morning, 2 threads",
        &[Need::Run(Shape::Open)],
        &[Bar::Wall(35.0), Bar::Peak(300.0)],
    )
    .of_any_size(),
    work("cold-open", "Cold start, open items only", &[OPEN], &[Bar::Wall(2.0)]).against("cold-open-bare").median_of(3),
    work("cold-history", "Cold start, two years with payments", &[HISTORY], &[Bar::Wall(2.0)])
        .against("cold-history-bare")
        .median_of(3),
    work("page-first", "Start of the server to the first page, nothing sent yet", &[OPEN], &[Bar::Wall(2.0)])
        .median_of(3),
    work(
        "page-first-run",
        "Start of the server to the first page, a reminder to everybody sent",
        &[Need::Run(Shape::Open)],
        &[Bar::Wall(2.0)],
    )
    .median_of(3),
    work(
        "pages",
        "Pages under load: search, file, today, aged balance",
        &[Need::Run(Shape::Open)],
        &[Bar::Wall(0.100), Bar::Peak(600.0)],
    )
    .of_any_size(),
    work("aged-bare", "Sums over three plain columns, by account", &[OPEN], &[]),
];

/// Does one measurement in this process.
pub fn one(name: &str, house: &House) -> Fallible<Sample> {
    match name {
        "fec" => reading::parse_fec(house),
        "fec-bare" => reading::count_separators(house),
        "import-history" => reading::import(house, Shape::History),
        "import-history-bare" => reading::insert_bare(house, Shape::History),
        "import-open" => reading::import(house, Shape::Open),
        "import-open-bare" => reading::insert_bare(house, Shape::Open),
        "import-tenth" => reading::import_tenth(house),
        "aged-total" => answers::aged(house, Grouping::None),
        "aged-segment" => answers::aged(house, Grouping::Segment),
        "aged-account" => answers::aged(house, Grouping::Account),
        "aged-bare" => answers::aged_bare(house),
        "aged-past" => answers::aged_past(house),
        "search" => search::typed(house),
        "page-first" => load::first_page(house, false),
        "page-first-run" => load::first_page(house, true),
        "pages" => load::pages(house),
        "indicators-open" => answers::indicators(house, Shape::Open),
        "indicators-history" => answers::indicators(house, Shape::History),
        "indicators-cold" => answers::indicators_cold(house, Shape::History),
        "dry-warm" => runs::dry_warm(house, Shape::Open, false),
        "dry-summary" => runs::dry_warm(house, Shape::Open, true),
        "replay" => runs::replay(house, Shape::History),
        "dry-cold" => runs::dry_cold(house, Shape::Open),
        "run-first" => runs::first(house, Shape::Open),
        "run-first-bare" => runs::first_bare(house, Shape::Open),
        "run-next" => runs::next(house, Shape::Open),
        "run-history" => runs::first(house, Shape::History),
        "cases" => cases::make(house),
        "guard-pass" => guard::pass(house),
        "guard-judged" => guard::judged(house),
        "guard-pass-next" => guard::next(house),
        "guard-pass-usual" => guard::usual(house),
        "guard-moved" => guard::moved(house),
        "guard-page" => guard::pages(house),
        "guard-tile" => guard::tile(house),
        "guard-web" => load::guard(house),
        "guard-bare" => guard::bare(house),
        "letters-1" => letters::render(house, letters::THOUSAND, 1),
        "letters-2" => letters::render(house, letters::THOUSAND, 2),
        "letters-many" => letters::morning(house, letters::TEN_THOUSAND, 2),
        "letters-bare" => letters::bare(house),
        "cold-open" => answers::cold(house, Shape::Open),
        "cold-open-bare" => answers::cold_bare(house, Shape::Open),
        "cold-history" => answers::cold(house, Shape::History),
        "cold-history-bare" => answers::cold_bare(house, Shape::History),
        other => Err(format!("no measurement is called « {other} »").into()),
    }
}
