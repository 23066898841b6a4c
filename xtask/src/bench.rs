//! `cargo xtask bench`: builds and runs the measurements that live in `bench/`.

use crate::shell;

/// Hands every argument through to the `bench` program.
pub fn command(arguments: &[String]) -> Result<(), String> {
    if !shell::root().join("bench/Cargo.toml").is_file() {
        return Err("bench: the crate `bench/` is not in this tree, so there is nothing to measure.\n\
            hint: it is a binary package named `bench`, listed among the workspace's members."
            .to_owned());
    }
    // the program itself is part of some measurements (start-up, import), so it is built first
    shell::run(shell::command("cargo").args(["build", "--release", "--package", "quittance"]))?;
    let mut bench = shell::command("cargo");
    bench.args(["run", "--release", "--package", "bench", "--"]).args(arguments);
    shell::run(&mut bench)
}
