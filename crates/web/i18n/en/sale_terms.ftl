# Terms of sale: versions, clauses, proofs of acceptance.
sale-terms = Terms of sale
sale-terms-lead = Each creditor has its versions: the next one ends the one before. What counts before a judge is the proof that the customer accepted them before the invoice.
sale-terms-new = New version
sale-terms-edit = Change { $label }
sale-terms-from = copy of { $label }
sale-terms-of = Terms of sale of { $name }
sale-terms-version = Version
sale-terms-when = In force
sale-terms-span = from { $since } to { $until }
sale-terms-since = since { $since }
sale-terms-state-upcoming = upcoming
sale-terms-state-in-force = in force
sale-terms-state-ended = replaced
sale-terms-state-replaced = never in force
sale-terms-who = Who accepted them
sale-terms-accounts =
    { $n ->
        [0] no account
        [one] { $count } account
       *[other] { $count } accounts
    }
sale-terms-to-see = To look at
sale-terms-missing =
    { $n ->
        [one] { $count } mention missing
       *[other] { $count } mentions missing
    }
sale-terms-no-paper = PDF to be attached
sale-terms-share = Owed under a strong proof
sale-terms-owed = Owed
sale-terms-strong = Under a strong proof
sale-terms-filed = its proof on file
sale-terms-weak = Under a weak proof
sale-terms-formula = Owed: open debits in the main currency, credits not taken off. Under a strong proof: the last version accepted before the date of the item was accepted by an act of the customer (signature, order, click, account opening).
sale-terms-no-version = No version.
sale-terms-no-version-next = Enter the terms of sale in force, with their date and their PDF.
sale-terms-no-creditor = No creditor.
sale-terms-no-creditor-next = Add one, or import a file: its terms of sale come next.
sale-terms-label = Name of the version
sale-terms-since-field = In force from (included)
sale-terms-since-hint = A version that was in force or accepted does not change any more. While its date is to come and nobody accepted it, it can be changed and taken away.
sale-terms-paper = The text (PDF)
sale-terms-paper-act = Attach the PDF
sale-terms-paper-field = The text as PDF
sale-terms-paper-go = Attach
sale-terms-clauses = Clauses
sale-terms-clauses-hint = Copy the text of each clause; leave empty those that your terms do not have.
sale-terms-no-clause = No clause entered.
sale-terms-no-clause-next = Make a new version with the text of its clauses.
sale-terms-rate-field = Rate of the penalties, as it is worded
sale-terms-rate-worded = Rate as worded:
sale-terms-rate-applied = Rate that letters and computations apply between professionals on { $day }: { $rate } ({ $article }). Where it differs from the clause, see which one to claim.
sale-terms-rate-lowest = Lowest rate that may be agreed: { $rate } ({ $article }).
sale-terms-rate-unknown = not in the tables
sale-terms-missing-title = The law asks for these mentions between professionals; no clause is about them:
sale-terms-nobody = Nobody accepted it yet.
sale-terms-change = Change
sale-terms-copy = New version from it
sale-terms-remove = Take this version away
sale-terms-kept = This version was in force or accepted: it does not change any more. Make a new one to correct it.
sale-terms-accepted-on = Accepted on
sale-terms-how = How
sale-terms-worth = Proof
sale-terms-proof = File
sale-terms-no-proof = proof to be attached
sale-terms-none-proven = no proof
sale-terms-note = Note
sale-terms-accept-act = Note an acceptance of the terms of sale
sale-terms-accept-go = Note the acceptance
sale-terms-accept-not = It takes a version of the terms of sale, and the right to change the file.
sale-terms-accepted-title = Acceptances
sale-terms-none-accepted = No acceptance noted.
sale-terms-proof-act = Attach the proof
sale-terms-proof-field = Proof: PDF or photograph (optional)
sale-terms-proof-go = Attach
sale-terms-back-act = Take back
sale-terms-back-go = Take the acceptance back
sale-terms-pieces = What applies to each item
sale-terms-issued = Date of the item
sale-terms-rule = The last version accepted on or before the date of the item applies. What is accepted later says nothing of it.
sale-terms-file-act = Note the acceptances of a file
sale-terms-file-hint = A CSV whose first line names the columns: customer; date; how; version, and if needed note. Good lines go in, the others are told; the same file twice changes nothing.
sale-terms-csv = CSV file
sale-terms-file-go = Read the file
sale-terms-taken = File read
sale-terms-taken-lines = lines
sale-terms-taken-fresh = acceptances noted
sale-terms-taken-known = known already
sale-terms-taken-bad = rejected
sale-terms-taken-errors = Rejected lines
sale-terms-taken-more =
    { $n ->
        [one] And { $count } more rejected line.
       *[other] And { $count } more rejected lines.
    }
sale-terms-line = Line
sale-terms-about = Column
sale-terms-why = Why
sale-terms-field-customer = customer
sale-terms-field-on = date
sale-terms-field-how = how
sale-terms-field-version = version
sale-terms-field-note = note
clause-kind-payment-period = Payment period
clause-kind-late-penalties = Late-payment penalties
clause-kind-recovery-indemnity = Recovery indemnity
clause-kind-penalty-clause = Penalty clause
clause-kind-retention-of-title = Retention of title
clause-kind-acceleration = Acceleration on default
clause-kind-jurisdiction = Jurisdiction clause
clause-kind-early-discount = Early-payment discount
clause-kind-deposit = Deposit
clause-kind-complaints = Complaints period
clause-kind-other = Other
clause-hint-payment-period = in days, and from when they run
clause-hint-late-penalties = when they are due, and at which rate
clause-hint-recovery-indemnity = the fixed amount, and the complement on proof
clause-hint-penalty-clause = the sum agreed beforehand for not performing
clause-hint-retention-of-title = the goods stay the seller's until they are paid
clause-hint-acceleration = one unpaid instalment makes all of it due
clause-hint-jurisdiction = which court
clause-hint-early-discount = the rate, or “no discount”
clause-hint-deposit = what is paid on the order
clause-hint-complaints = in how many days a delivery is contested
clause-hint-other = anything of use
acceptance-how-signed = signed
acceptance-how-order-form = order form referring to them
acceptance-how-order-unopposed = order confirmation unopposed
acceptance-how-click = click on a site
acceptance-how-account-opening = account opening form
acceptance-how-invoice-only = printed on invoices only (weak)
acceptance-how-course-of-dealing = course of dealing (weak)
acceptance-how-other = other, told in the note (weak)
acceptance-strength-strong = strong proof
acceptance-strength-weak = weak proof
acceptance-told = noted by { $by }, { $day }
acceptance-back = taken back by { $by }, { $day }: “{ $why }”
done-sale-terms-saved = Version saved
done-sale-terms-removed = Version taken away
done-sale-terms-document = PDF attached
done-sale-terms-accepted = Acceptance noted
done-sale-terms-proof = Proof attached
done-sale-terms-withdrawn = Acceptance taken back
fact-sale-terms-accepted = Terms of sale { $label } accepted on { $day }: { $how }
fact-sale-terms-withdrawn = Acceptance of the terms { $label } of { $day } taken back ({ $why })
fact-sale-terms-proof = Proof of the acceptance of the terms { $label } attached
hook-family-sale-terms = Terms of sale
