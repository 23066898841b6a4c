//! Pages of lists that are read whole: they are short as a rule, and still no answer is without a limit.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::problem::Failure;

/// Lines of a page, at most and where none are asked for.
const LINES: usize = 500;

/// Where a page starts, and how long it is.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Slice {
    /// Key of the last line of the page before: its code or its `id`.
    #[serde(default)]
    after: Option<String>,
    /// Lines of a page, 500 at most.
    #[serde(default)]
    limit: Option<usize>,
}

impl Slice {
    /// The page of a list.
    ///
    /// # Errors
    /// [`Failure::Refused`] when the line before is on the list no more.
    pub fn of<T>(&self, list: Vec<T>, key: impl Fn(&T) -> String) -> Result<Vec<T>, Failure> {
        let start = match self.after.as_deref().filter(|text| !text.is_empty()) {
            Some(after) => list.iter().position(|line| key(line) == after).ok_or(app::Refusal::ListMoved)? + 1,
            None => 0,
        };
        let limit = self.limit.unwrap_or(LINES).clamp(1, LINES);
        Ok(list.into_iter().skip(start).take(limit).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_and_end() {
        let page = |after: Option<&str>, limit| {
            let asked = Slice { after: after.map(str::to_owned), limit };
            asked.of(vec!["a", "b", "c"], |line| (*line).to_owned())
        };
        assert_eq!(page(None, Some(2)).expect("a page"), ["a", "b"]);
        assert_eq!(page(Some("b"), Some(2)).expect("a page"), ["c"]);
        assert!(page(Some("c"), Some(0)).expect("a page").is_empty());
        assert!(matches!(page(Some("z"), None), Err(Failure::Refused(_))));
    }
}
