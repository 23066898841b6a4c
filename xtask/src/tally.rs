//! How many tests a tool says it ran, read from its own closing line, and the table at the end.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Tests that passed and failed, and what they said they could not do here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Lines `SKIP …` printed by tests that lack something on this machine.
    pub skips: u64,
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
}

impl Tally {
    /// Sums up.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skips += other.skips;
    }

    /// Adds what one line of a test runner's output says, if it says anything.
    ///
    /// Knows the closing lines of nextest, of `cargo test` and of Node's runner.
    pub fn read(&mut self, line: &str) {
        if line.trim_start().starts_with("SKIP ") {
            self.skips += 1;
            return;
        }
        // nextest aligns its own words to the twelfth column, and indents what tests wrote
        let is_nextest = line.starts_with("     Summary [");
        if line.starts_with(' ') && !is_nextest {
            return;
        }
        let line = line.trim();
        if is_nextest || line.starts_with("test result:") {
            self.passed += number_before(line, "passed");
            // nextest counts a test that ran out of time apart from one that failed
            self.failed += number_before(line, "failed") + number_before(line, "timed out");
            return;
        }
        let bare = line.trim_start_matches(['#', 'ℹ']).trim_start();
        if bare.len() == line.len() {
            return;
        }
        if let Some(count) = bare.strip_prefix("pass ").and_then(|count| count.parse::<u64>().ok()) {
            self.passed += count;
        }
        if let Some(count) = bare.strip_prefix("fail ").and_then(|count| count.parse::<u64>().ok()) {
            self.failed += count;
        }
    }
}

/// Hides what tests that passed wrote, save their `SKIP` lines. nextest is asked to show the output
/// of every test, because it would swallow those lines with the rest.
#[derive(Default)]
struct Noise {
    in_passed: bool,
}

impl Noise {
    fn hides(&mut self, line: &str) -> bool {
        let words = line.trim_start();
        if let Some((word, _)) = words.split_once(" [") {
            let is_status =
                word == "Summary" || (!word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase()));
            if is_status {
                self.in_passed = word == "PASS";
                return self.in_passed;
            }
        }
        // what a test wrote is indented; anything else ends it
        if self.in_passed && !line.is_empty() && !line.starts_with("  ") {
            self.in_passed = false;
        }
        self.in_passed && !words.starts_with("SKIP ")
    }
}

/// The number that stands right before `word`: 12 in "12 passed".
fn number_before(line: &str, word: &str) -> u64 {
    let Some((before, _)) = line.split_once(&format!(" {word}")) else { return 0 };
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Runs a test program, showing all it says, and counts.
pub fn run_counting(command: &mut Command) -> (Tally, Result<(), String>) {
    let shown = crate::shell::describe(command);
    let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) => return (Tally::default(), Err(format!("`{shown}` could not start: {error}"))),
    };
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let beside =
        std::thread::spawn(move || err.map(|stream| echo(stream, |line| eprintln!("{line}"))).unwrap_or_default());
    let mut tally = out.map(|stream| echo(stream, |line| println!("{line}"))).unwrap_or_default();
    let other = beside.join().unwrap_or_default();
    tally.add(other);
    let end = match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` failed ({status})")),
        Err(error) => Err(format!("`{shown}`: {error}")),
    };
    (tally, end)
}

fn echo(stream: impl Read, show: impl Fn(&str)) -> Tally {
    let mut tally = Tally::default();
    let mut noise = Noise::default();
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    // bytes, not lines: a test may print anything, and a broken character must not end the reading
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        if !noise.hides(text) {
            show(text.strip_prefix("    SKIP ").map_or(text, |_| text.trim_start()));
        }
        tally.read(text);
        line.clear();
    }
    tally
}

/// What became of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Everything held; tests counted, if the stage counts any.
    Passed(Option<Tally>),
    /// Something did not hold, and why.
    Failed(Option<Tally>, String),
    /// Could not be run here, and why.
    Skipped(String),
}

/// One row of the closing table.
#[derive(Debug, Clone)]
pub struct Row {
    /// The stage's name.
    pub stage: &'static str,
    /// Its outcome.
    pub verdict: Verdict,
    /// Wall time.
    pub took: Duration,
}

/// Everything that passed and failed. A stage without tests of its own counts as one check; a stage
/// that failed counts at least one failure whatever its tests said.
pub fn total(rows: &[Row], strict: bool) -> (Tally, u64) {
    let (mut sum, mut skipped) = (Tally::default(), 0);
    for row in rows {
        match &row.verdict {
            Verdict::Passed(tests) => {
                sum.passed += tests.map_or(1, |tests| tests.passed);
            }
            Verdict::Failed(tests, _) => {
                let tests = tests.unwrap_or_default();
                sum.passed += tests.passed;
                sum.failed += tests.failed.max(1);
            }
            Verdict::Skipped(_) if strict => sum.failed += 1,
            Verdict::Skipped(_) => skipped += 1,
        }
    }
    (sum, skipped)
}

/// Prints the table, the failures, and the count alone on the last line. True if nothing failed.
pub fn close(rows: &[Row], strict: bool) -> bool {
    println!("\n  stage     outcome    tests      time");
    for row in rows {
        let (word, tests) = match &row.verdict {
            Verdict::Passed(tests) => ("passed", *tests),
            Verdict::Failed(tests, _) => ("FAILED", *tests),
            Verdict::Skipped(_) if strict => ("FAILED", None),
            Verdict::Skipped(_) => ("skipped", None),
        };
        let tests = tests.map_or_else(|| "–".to_owned(), |tests| (tests.passed + tests.failed).to_string());
        println!("  {:<9} {word:<8} {tests:>7} {:>8.1} s", row.stage, row.took.as_secs_f64());
    }
    println!();
    for row in rows {
        match &row.verdict {
            Verdict::Failed(_, why) => println!("FAILED {}: {why}", row.stage),
            Verdict::Skipped(why) if strict => println!("FAILED {}: skipped under CI=true: {why}", row.stage),
            Verdict::Skipped(why) => println!("SKIP {}: {why}", row.stage),
            Verdict::Passed(_) => {}
        }
        if let Verdict::Passed(Some(tests)) | Verdict::Failed(Some(tests), _) = &row.verdict
            && tests.skips > 0
        {
            println!(
                "SKIP {}: {} tests said that they lacked something here (lines SKIP above)",
                row.stage, tests.skips
            );
        }
    }
    let (sum, skipped) = total(rows, strict);
    if skipped > 0 {
        println!("{} passed, {} failed, {skipped} skipped", sum.passed, sum.failed);
    } else {
        println!("{} passed, {} failed", sum.passed, sum.failed);
    }
    sum.failed == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed, skips: 0 }
    }

    #[test]
    fn closing_lines_of_the_three_runners_are_understood() {
        let cases = [
            ("     Summary [   0.512s] 132 tests run: 131 passed, 1 failed, 3 skipped", tally(131, 1)),
            ("     Summary [  61.0s] 5 tests run: 3 passed (1 slow), 1 failed, 1 timed out, 0 skipped", tally(3, 2)),
            ("     Summary [   0.1s] 7 tests run: 7 passed, 0 skipped", tally(7, 0)),
            ("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out", tally(12, 0)),
            ("test result: FAILED. 4 passed; 2 failed; 0 ignored", tally(4, 2)),
            ("# pass 9", tally(9, 0)),
            ("    # fail 9", tally(0, 0)),
            ("ℹ fail 2", tally(0, 2)),
            ("pass 9", tally(0, 0)),
            ("    test result: FAILED. 0 passed; 1 failed; 0 ignored", tally(0, 0)),
            ("test money::splits_without_loss ... ok", tally(0, 0)),
        ];
        for (line, expected) in cases {
            let mut read = Tally::default();
            read.read(line);
            assert_eq!(read, expected, "{line}");
        }
    }

    #[test]
    fn what_a_passed_test_wrote_is_hidden_but_for_its_skip() {
        let output = [
            ("   Compiling kernel v0.1.0", false),
            ("        PASS [   0.008s] (1/2) kernel money::adds", true),
            ("  stdout ───", true),
            ("", true),
            ("    running 1 test", true),
            ("    SKIP real files: no folder", false),
            ("        FAIL [   0.008s] (2/2) kernel money::splits", false),
            ("    assertion failed", false),
            ("        PASS [   0.008s] (2/2) kernel money::parses", true),
            ("     Summary [   0.5s] 2 tests run: 1 passed, 1 failed, 0 skipped", false),
            ("error: test run failed", false),
        ];
        let mut noise = Noise::default();
        for (line, hidden) in output {
            assert_eq!(noise.hides(line), hidden, "{line}");
        }
        let mut read = Tally::default();
        for (line, _) in output {
            read.read(line);
        }
        assert_eq!(read, Tally { passed: 1, failed: 1, skips: 1 });
    }

    #[test]
    fn both_streams_are_counted_and_the_exit_code_kept() {
        let script = "echo '# pass 2'; echo '# fail 1' >&2; exit 1";
        let (read, end) = run_counting(Command::new("sh").args(["-c", script]));
        assert_eq!(read, tally(2, 1));
        assert!(end.is_err());
    }

    #[test]
    fn a_failed_stage_is_never_lost_in_the_sum() {
        let row = |stage, verdict| Row { stage, verdict, took: Duration::ZERO };
        let rows = [
            row("fmt", Verdict::Passed(None)),
            row("unit", Verdict::Failed(Some(tally(40, 0)), "would not build".into())),
            row("e2e", Verdict::Skipped("no browser".into())),
        ];
        assert_eq!(total(&rows, false), (tally(41, 1), 1));
        assert_eq!(total(&rows, true), (tally(41, 2), 0));
    }
}
