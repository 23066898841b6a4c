//! `cargo xtask bench`: builds and runs the measurements that live in `bench/`.

use crate::shell;

/// Hands every argument through to the `bench` program.
pub fn command(arguments: &[String]) -> Result<(), String> {
    if !shell::root().join("bench/Cargo.toml").is_file() {
        return Err("bench: the crate `bench/` is not in this tree, so there is nothing to measure.\n\
            hint: it is a binary package named `bench`, listed among the workspace's members."
            .to_owned());
    }
    // Within the whole workspace, as the tests are: alone, it would ask less of the libraries it
    // shares with the others, and Typst would be compiled once more. The program is there to serve pages.
    shell::run(shell::command("cargo").args([
        "build",
        "--release",
        "--workspace",
        "--bin",
        "bench",
        "--bin",
        "quittance",
    ]))?;
    let metadata = shell::cargo_metadata()?;
    let target = metadata["target_directory"].as_str().ok_or("cargo metadata names no target directory")?;
    shell::run(shell::command(&format!("{target}/release/bench")).args(arguments))
}
