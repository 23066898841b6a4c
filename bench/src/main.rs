//! End-to-end measurements of the house, each beside what the machine could do at best.
//!
//! `bench` measures everything for a million ledger lines and prints one table. Each measurement is a
//! process of its own, so that its peak memory is its own. Nothing here fails for being slow.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal talks on the terminal")]

mod answers;
mod bare_typst;
mod cases;
mod chance;
mod data;
mod guard;
mod house;
mod letters;
mod load;
mod probe;
mod reading;
mod runs;
mod search;
mod table;
mod works;

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use data::Shape;
use house::House;
use probe::{Fallible, Sample};
use table::Line;
use works::{Need, WORKS, Work};

/// The allocator of the program that is measured.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "\
bench [--rows N] [--only NAME] [--dir DIR] [--keep]

  --rows N     ledger lines (1 000 000); the bars that depend on them follow
  --only NAME  only the measurements whose name begins with NAME: fec, import, aged, search, indicators, dry,
               run, guard, letters, cold, page
  --dir DIR    folder of the files and databases; a temporary one by default
  --keep       leave the folder, so that the next call with the same --rows and --dir begins from it";

struct Arguments {
    rows: usize,
    only: Option<String>,
    one: Option<String>,
    folder: Option<PathBuf>,
    keep: bool,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Fallible<Arguments> {
    let mut given = Arguments { rows: 1_000_000, only: None, one: None, folder: None, keep: false };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} wants a value\n{USAGE}"));
        match word.as_str() {
            "--rows" => given.rows = value()?.replace('_', "").parse().map_err(|e| format!("--rows: {e}"))?,
            "--only" => given.only = Some(value()?),
            "--one" => given.one = Some(value()?),
            "--dir" => given.folder = Some(value()?.into()),
            "--keep" => given.keep = true,
            "--help" | "-h" => {
                println!("{USAGE}");
                std::process::exit(0);
            }
            other => return Err(format!("« {other} » is not known\n{USAGE}").into()),
        }
    }
    if given.rows < 1000 {
        return Err("--rows: a thousand lines at least".into());
    }
    Ok(given)
}

fn run(given: &Arguments) -> Fallible<()> {
    let parent = given.folder.clone().unwrap_or_else(std::env::temp_dir);
    let house = House { folder: parent.join(format!("quittance-bench-{}", given.rows)), rows: given.rows };
    if let Some(name) = &given.one {
        println!("{}", serde_json::to_string(&works::one(name, &house)?)?);
        return Ok(());
    }
    let wanted = |work: &&Work| given.only.as_ref().is_none_or(|only| work.name.starts_with(only.as_str()));
    let works: Vec<&Work> = WORKS.iter().filter(wanted).collect();
    if works.is_empty() {
        return Err(format!("no measurement has that name\n{USAGE}").into());
    }
    fs::create_dir_all(&house.folder)?;
    let lines = measure(&works, &house)?;
    println!("{} ledger lines, {} processors\n", given.rows, std::thread::available_parallelism()?);
    println!("{}", table::markdown(&lines));
    for line in &lines {
        println!("{}", line.note);
    }
    if !given.keep {
        fs::remove_dir_all(&house.folder)?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "some millions")]
fn measure(works: &[&Work], house: &House) -> Fallible<Vec<Line>> {
    let millions = house.rows as f64 / 1e6;
    let mut known: HashMap<&str, Sample> = HashMap::new();
    let mut lines = Vec::new();
    for work in works {
        for need in work.needs {
            provide(*need, house)?;
        }
        for name in std::iter::once(work.name).chain(work.baseline) {
            if !known.contains_key(name) {
                known.insert(name, middle(name, work.runs, house)?);
            }
        }
        let baseline = work.baseline.and_then(|name| known.get(name));
        lines.push(Line::new(work, &known[work.name], baseline, millions));
    }
    Ok(lines)
}

fn middle(name: &str, runs: usize, house: &House) -> Fallible<Sample> {
    let samples = (0..runs).map(|_| child(name, house)).collect::<Fallible<Vec<_>>>()?;
    Sample::median(samples).ok_or_else(|| "nothing was measured".into())
}

/// One measurement in a process of its own.
fn child(name: &str, house: &House) -> Fallible<Sample> {
    eprintln!("measuring {name}");
    let parent = house.folder.parent().ok_or("the folder has no parent")?;
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--one", name, "--rows", &house.rows.to_string(), "--dir"]).arg(parent);
    if name == "letters-bare" {
        // one document on one thread: what the compiler itself spreads over threads stays on it
        command.env("RAYON_NUM_THREADS", "1");
    }
    let done = command.stderr(Stdio::inherit()).output()?;
    if !done.status.success() {
        return Err(format!("the measurement « {name} » failed ({})", done.status).into());
    }
    Ok(serde_json::from_slice(&done.stdout)?)
}

/// Makes what is not there yet; a database only by the measurement that writes it.
fn provide(need: Need, house: &House) -> Fallible<()> {
    match need {
        Need::Fec if !house.fec().exists() => fs::write(house.fec(), data::fec(house.rows)?)?,
        Need::Files(shape) if !house.files(shape).join("items.csv").exists() => {
            data::write_open_items(shape, house.rows, &house.files(shape))?;
        }
        Need::Tenth => data::write_open_items(Shape::Open, house.rows / 10, &house.folder.join("tenth"))?,
        Need::Imported(shape) if !house.database(shape).exists() => {
            provide(Need::Files(shape), house)?;
            child(if shape == Shape::Open { "import-open" } else { "import-history" }, house)?;
        }
        Need::Run(shape) if !house.after_run(shape).exists() => {
            provide(Need::Imported(shape), house)?;
            child(if shape == Shape::Open { "run-first" } else { "run-history" }, house)?;
        }
        Need::Guarded if !house.guarded().exists() => {
            provide(Need::Imported(Shape::Open), house)?;
            eprintln!("cases: {}", child("cases", house)?.note);
        }
        Need::Passed if !house.after_pass().exists() => {
            provide(Need::Guarded, house)?;
            child("guard-pass", house)?;
        }
        _ => {}
    }
    Ok(())
}
