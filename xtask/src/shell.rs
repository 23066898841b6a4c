//! Finding and running other programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The repository: the folder above `xtask/`.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// Whether a skipped check counts as a failure: `CI=true`.
pub fn strict() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true" || value == "1")
}

/// The first program of that name on `PATH`.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// A command started at the root of the repository.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// Runs to the end with its output on the terminal; a failure names the command and its exit code.
pub fn run(command: &mut Command) -> Result<(), String> {
    let shown = describe(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` failed ({status})")),
        Err(error) => Err(format!("`{shown}` could not start: {error}")),
    }
}

/// Runs to the end and gives its standard output; a failure carries what it wrote on standard error.
pub fn output(command: &mut Command) -> Result<String, String> {
    let shown = describe(command);
    let done = command.stdin(Stdio::null()).output().map_err(|error| format!("`{shown}` could not start: {error}"))?;
    if done.status.success() {
        return Ok(String::from_utf8_lossy(&done.stdout).into_owned());
    }
    let said = String::from_utf8_lossy(&done.stderr);
    Err(format!("`{shown}` failed ({}): {}", done.status, said.trim()))
}

/// Runs silently; true if it ended well.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// True for the superuser.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|uid| uid.trim() == "0")
}

/// The command as one would type it.
pub fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// `cargo metadata --no-deps`: the members of the workspace and their direct dependencies.
pub fn cargo_metadata() -> Result<serde_json::Value, String> {
    let text = output(command("cargo").args(["metadata", "--no-deps", "--format-version", "1"]))?;
    serde_json::from_str(&text).map_err(|error| format!("cargo metadata gave something that is not JSON: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_on_the_path_or_not() {
        assert!(which("sh").is_some());
        assert!(which("no-program-has-this-name").is_none());
    }

    #[test]
    fn a_failure_names_the_command() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).expect_err("exit 3 is a failure");
        assert!(error.contains("sh -c exit 3") && error.contains('3'), "{error}");
        assert!(output(&mut Command::new("no-program-has-this-name")).is_err());
    }
}
