//! The house's own tools: `cargo xtask setup | test | tidy | bench | demo-data`.
//!
//! Kept nearly free of dependencies, so that it is ready in seconds on a machine that has nothing yet.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool for the terminal talks on the terminal")]

mod bench;
mod browser;
mod demo_data;
mod postgres;
mod schemathesis;
mod setup;
mod shell;
mod tally;
mod test;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  setup               install what the tests need and this machine lacks (Debian, as root)
  test [STAGE…]       every check: tidy fmt clippy deny unit doc schemathesis e2e (all of them without a name)
  tidy                the house rules that no compiler knows
  bench [ARGS…]       end-to-end measurements; arguments are handed through (--rows N …)
  demo-data           write the invented company again into demo/
  postgres            start a private PostgreSQL, print its address, stop it when a line or the end of input arrives
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let outcome = match command.as_str() {
        "setup" => setup::command(),
        "test" => test::command(&rest),
        "tidy" => tidy::command(),
        "bench" => bench::command(&rest),
        "demo-data" => demo_data_command(),
        "postgres" => postgres::command(),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(format!("unknown command `{other}`\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // `test` has already printed its table, whose last line stays the last
            if !message.is_empty() {
                eprintln!("{message}");
            }
            ExitCode::FAILURE
        }
    }
}

fn demo_data_command() -> Result<(), String> {
    let folder = shell::root().join("demo");
    demo_data::generate(&folder)
        .map_err(|error| format!("demo-data: cannot write into {}: {error}", folder.display()))?;
    println!("demo-data: written into {}", folder.display());
    Ok(())
}
