//! What `README.md` says of the court file: the answers of registers, the papers, and what `quittance demo` makes of
//! them. The story itself is told by the program, in `crates/cli/src/demo`.

/// Its files, as rows of the table of figures.
pub(super) const FILES: &str = "\
| `bodacc-2026-10-20.json` | answer of the bulletin's API, UTF-8 | 2 notices | |
| `sirene-2026-08-24.json`, `sirene-2026-11-09.json` | answers of the company search, UTF-8 | 2 and 3 companies | |
| `papers/*.pdf` | exhibits and proofs, one page each | 8 | |
";

/// Who is before a judge, and the day that counts, as the tables of law count it.
pub(super) const STORY: &str = "
## The court file of `quittance demo`

The registers, the officers and the decisions are invented too; the courts are those of the tables of law.

| Code | Debtor | What it shows | Day that counts |
|---|---|---|---|
| C0128 | Transports Vidal | a case being prepared for 31 780,55: order, invoices and formal notice are there, the proof of delivery is asked | 30 November: five working days |
| C0202 | Domaine Mbarga SARL | a payment order of 10 September for 2 592,06, to be served; the head office has moved since | 10 December: three months from the order (CPC 1411) |
| C0030 | Fermetures Jobardet SARL | a payment order of 22 June for 10 776,00, enforceable, in the vault; a bank account attached on 18 November. Monday's export brings 1 500,00 | 26 November: eight days to denounce it (CPCE R211-3) |
| C0137 | Maçonnerie Esnault-Pré | a payment order for 2 323,86, served, paid on 5 November: the case is closed, at a cost of 122,95 | |
| C0129 | Hôtel Bérénice | asks a provision of 4 860,00 before the judge of urgent matters: the house defends, and the hearing is ahead | 8 December: the hearing |
| C0154 | Cuisines Zwirner | ceased in October, says the register, while 1 195,50 is open | |
| C0143 | Constructions Belmontais-Roche | a receivership of 13 October published on the 20th: 50 221,70 born before it to declare, 6 063,20 delivered after it goes on | 21 December: two months end on Sunday 20 December (R622-24, CPC 642) |
| C0168 | Bâtiment Pourchelet SAS | a liquidation of the same name elsewhere: a person must say whose it is | |
";
