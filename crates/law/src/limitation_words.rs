//! The words of a limitation: why an event does nothing, and the clock told from start to end.

use kernel::Date;

use crate::limitation::{LimitationAsked, TimelineEntry};
use crate::limitation_tables::KindRow;
use crate::text::{date_en, date_fr};
use crate::{Line, Status, words};

/// Why an event did what it did.
pub(crate) enum Why<'a> {
    /// A later event undid it.
    Undone,
    /// The period was over.
    TooLate { expired: Date },
    /// Nothing ran yet.
    TooEarly { starts: Date },
    /// A time-bar.
    Forfeiture,
    /// As its row says.
    Row(&'a Line),
}

impl Why<'_> {
    pub(crate) fn line(&self) -> Line {
        match self {
            Self::Undone => Line::new(
                "interruption non avenue, l'instance ou l'ordonnance ayant disparu",
                "the interruption never happened, the proceedings or the order being lost",
            ),
            Self::TooLate { expired } => Line::new(
                format!("sans effet : la prescription était acquise depuis le {} à minuit", date_fr(*expired)),
                format!("no effect: the limitation period was over since {} at midnight", date_en(*expired)),
            ),
            Self::TooEarly { starts } => Line::new(
                format!("sans effet : la prescription ne court qu'à partir du {}", date_fr(*starts)),
                format!("no effect: the limitation period runs only from {}", date_en(*starts)),
            ),
            Self::Forfeiture => Line::new(
                "sans effet : délai de forclusion, que seules la demande en justice et l'exécution interrompent (C. civ. 2220)",
                "no effect: a time-bar, which only court claims and enforcement interrupt (C. civ. 2220)",
            ),
            Self::Row(why) => (*why).clone(),
        }
    }
}

/// The clock in plain words: the period and its start, each event with its effect and proof, the end.
pub(crate) fn explain(
    asked: &LimitationAsked,
    kind: &KindRow,
    (starts, capped): (Date, bool),
    timeline: &[TimelineEntry],
    (expires, over): (Date, bool),
) -> Vec<Line> {
    let (period, article) = (kind.length, &kind.source.article);
    let mut lines = vec![Line::new(
        format!("Délai de {} ({article}), compté du {}.", period.words_fr(), date_fr(starts)),
        format!("Period of {} ({article}), counted from {}.", period.words_en(), date_en(starts)),
    )];
    lines.extend(timeline.iter().map(|entry| {
        let ((fr, en), event) = (proof(entry), words::of("event", &entry.event));
        Line::new(
            format!("{} — {} : {}.{fr}", date_fr(entry.date), event.fr, entry.why.fr),
            format!("{} — {}: {}.{en}", date_en(entry.date), event.en, entry.why.en),
        )
    }));
    if capped {
        lines.push(Line::new(
            "Plafonné à vingt ans de la naissance du droit (C. civ. 2232).",
            "Capped at twenty years from the birth of the right (C. civ. 2232).",
        ));
    }
    let (fr, en) = if over { ("prescrite depuis le", "time-barred since") } else { ("dernier jour :", "last day:") };
    lines.push(Line::new(
        format!(
            "Au {}, {fr} {} à minuit ; le terme n'est pas reporté au jour ouvré.",
            date_fr(asked.on),
            date_fr(expires)
        ),
        format!(
            "On {}, {en} {} at midnight; the end is not moved to a working day.",
            date_en(asked.on),
            date_en(expires)
        ),
    ));
    lines
}

/// « Preuve : … (à confirmer). Pièce indiquée : … » of an event, in French and in English.
fn proof(entry: &TimelineEntry) -> (String, String) {
    let (mut fr, mut en) = (String::new(), String::new());
    if let Some(proof) = &entry.proof {
        let (how_fr, how_en) = match proof.status {
            Status::Verified => ("", ""),
            Status::User => (" (votre ligne)", " (your own row)"),
            Status::Memory => (" (de mémoire, à confirmer)", " (from memory, to be confirmed)"),
            Status::Derived | Status::Secondary | Status::NotFound => (" (à confirmer)", " (to be confirmed)"),
        };
        fr = format!(" Preuve : {}{how_fr}.", proof.words.fr);
        en = format!(" Proof: {}{how_en}.", proof.words.en);
    }
    if let Some(reference) = &entry.reference {
        fr = format!("{fr} Pièce indiquée : {reference}.");
        en = format!("{en} Given as proof: {reference}.");
    }
    (fr, en)
}
