//! A measure of enforcement is begun with a title that opens it.

use kernel::Date;
use store::{CaseSide, CourtCase, Tx};

use super::received;
use super::rules::title_of;
use crate::cases::standing;
use crate::{Desk, DeskError, TitleRefusal};

impl Desk {
    /// Refuses a measure that no title of its case opens on a day, with the reason of its door. The leave of a judge
    /// opens it too; what is taken against the creditor asks for none of ours.
    pub(crate) fn measure_opens(
        &self,
        tx: &mut Tx,
        case: &CourtCase,
        (definition, day): (&str, Date),
        leave: &str,
    ) -> Result<(), DeskError> {
        let definition = self.law.procedures().find(definition)?;
        if !definition.needs_title() || case.side == CaseSide::Defendant || !leave.trim().is_empty() {
            return Ok(());
        }
        let measure = definition.label.clone();
        let claims = standing(tx, case.id)?;
        let receipts = received(tx, &claims)?;
        let mut shut = None;
        let titles = tx.titles().of_cases(&[case.id])?;
        for kept in titles.iter().rev().filter(|kept| kept.issued_on <= day) {
            let facts = tx.titles().facts_of(&[kept.id])?;
            let (title, stayed) = (title_of(kept, &facts, &receipts)?, self.stayed(tx, kept)?);
            let doors = self.title_standing(&title, stayed, day)?.doors;
            match doors.into_iter().find(|door| door.measure == definition.name) {
                Some(door) if door.open => return Ok(()),
                Some(door) => shut = shut.or(Some(door.why)),
                None => {}
            }
        }
        Err(match shut {
            Some(why) => TitleRefusal::Shut { measure, why }.into(),
            None => TitleRefusal::NoTitle { measure }.into(),
        })
    }
}
