//! One language out of an answer that keeps its sentences in both.

use kernel::Language;
use serde::Serialize;
use serde_json::Value;

/// The JSON of an answer with each of its sentences ([`kernel::Wording`]) as one text, in `language`.
pub fn said(answer: &impl Serialize, language: Language) -> Value {
    let mut json = serde_json::to_value(answer).unwrap_or_default();
    say(&mut json, language);
    json
}

fn say(json: &mut Value, language: Language) {
    match json {
        Value::Array(values) => values.iter_mut().for_each(|value| say(value, language)),
        Value::Object(map) => {
            let sentence =
                map.len() == 2 && Language::ALL.iter().all(|l| map.get(l.slug()).is_some_and(Value::is_string));
            if sentence {
                *json = map.remove(language.slug()).unwrap_or_default();
            } else {
                map.values_mut().for_each(|value| say(value, language));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use kernel::Wording;
    use serde_json::json;

    use super::*;

    #[test]
    fn sentences_become_texts_and_the_rest_stays() {
        let answer =
            json!({ "errors": [{ "line": 3, "message": Wording::new("non", "no") }], "fr": "FR", "written": true });
        assert_eq!(
            said(&answer, Language::En),
            json!({ "errors": [{ "line": 3, "message": "no" }], "fr": "FR", "written": true })
        );
        assert_eq!(said(&Wording::new("non", "no"), Language::Fr), json!("non"));
    }
}
