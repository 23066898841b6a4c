//! What the demo prints: where it is, and what to try.

use std::net::SocketAddr;
use std::path::Path;

use super::{DAY, LOGIN, PASSWORD};
use crate::output::{Failure, line};

/// Prints it.
pub fn guide(database: &Path, listen: SocketAddr) -> Result<(), Failure> {
    line(&format!(
        "
Menuiserie Vauban is ready, on Monday 23 November 2026, in {db}
  http://{listen}   sign in as {LOGIN} / {PASSWORD}

Things to try
  1. Aged balance: click a bucket, then a debtor; the pieces behind each figure are one click away.
  2. Garage Moreau SARL (search « moreau »): what is owed, since when, what the next letter would ask.
  3. Today's letters: open one, then the print file for the folding machine.
  4. Imports: drop demo/balance-2026-11-23.csv, Monday's export. Three lines are wrong on purpose: see
     them listed with their reason while the others go in, 22 pieces settled, and the gap at 0,00.
  5. Undo that import: everything is as before, to the cent.
  6. Imports: demo/foreign/*.csv, three companies with other columns, signs and dates, to map.
  7. Diagnosis: missing addresses, a duplicate customer, two old unmatched payments.

Before a judge
  8. Today, rights at risk: a bank account attached, to be denounced by 26 November; a payment order, to be
     served by 10 December; a claim, to be declared by 21 December. Each with its article, and in the calendar.
  9. Cases: Transports Vidal is being prepared. See what is ready, what is missing and who was asked for it.
     Hearings: that of Hôtel Bérénice, where the house defends, is on 8 December.
 10. Domaine Mbarga SARL: its order is granted, not served. What may come next, what it cost and who bears it,
     the order as a proof; the register says that its head office has moved.
 11. Titles: Fermetures Jobardet SARL, what the order awards, interest to this day, what may be done with it.
     With Monday's export in (4), 1 500,00 has come on it.
 12. Insolvency: Constructions Belmontais-Roche, what was born before the judgment and what goes on; and a
     notice about another Bâtiment Pourchelet, or the same: say which.
 13. Indicators: what came of the case that is closed, what it cost and what was collected.

The same from the command line
  quittance --db sqlite:{db} --today {DAY} aging --by segment
  quittance --db sqlite:{db} --today {DAY} run --dry-run --date 2026-12-02
  quittance --db sqlite:{db} --today {DAY} guard --show soon --days 30
  quittance --db sqlite:{db} --today {DAY} case list --all
  quittance --db sqlite:{db} verify
",
        db = database.display()
    ))
}
