# Disputes: board, list, one dispute, policy, causes; statuses of electronic invoices.
nav-disputes = Disputes
disputes-lead = What is contested, who has it, by when
disputes-late =
    { $n ->
        [one] { $count } late
       *[other] { $count } late
    }
disputes-list = List
disputes-board = Board by step
disputes-causes = Causes
disputes-late-only = Late only
disputes-all = All disputes
disputes-more =
    { $n ->
        [one] and { $count } more
       *[other] and { $count } more
    }
disputes-none = No dispute here.
disputes-none-next = A dispute is opened from a file (key L), or by an imported status of an electronic invoice.
disputes-column-none = None
dispute-open = Open a dispute
dispute-open-go = Open the dispute
dispute-amount = Amount contested (empty: all that is left)
dispute-amount-hint = Only this part stops: reminders go on for the rest and say so.
dispute-mail = The customer's mail (paste it: it is kept as evidence)
dispute-more = Motive of the reform, owner
dispute-motive = Motive (electronic invoice)
dispute-motive-none = None
dispute-owner-hint = Owner (empty: who the routing rules name)
dispute-owner = Owner
dispute-owner-next = Owner from now on (empty: unchanged)
dispute-other-reason = Set an item aside for another reason
dispute-title = Dispute about { $kind } on { $piece }
dispute-card = { $kind } · { $piece }
dispute-step = Step
dispute-kind = Type
dispute-service = Service
dispute-side = From whom
dispute-what = Dispute
dispute-held = Suspended
dispute-held-of = { $held } of { $open } still open
dispute-who = Who has it
dispute-clock = Clock
dispute-contested = Contested
dispute-due = Answer by
dispute-opened-on = Opened
dispute-opened-by = { $day }, by { $by }
dispute-source = Came by
dispute-escalations = Escalations
dispute-granted = Granted
dispute-granted-of = { $granted }, of which { $credited } credited already
dispute-granted-field = Amount granted to the customer
dispute-outcome = Outcome
dispute-closed-on = closed on { $day }
dispute-late = late since { $day }
dispute-left =
    { $n ->
        [0] last day
        [one] { $count } working day
       *[other] { $count } working days
    }
dispute-age =
    { $n ->
        [0] opened today
        [one] for { $count } day
       *[other] for { $count } days
    }
dispute-next = What is next
dispute-next-close = The dispute is to be closed with its outcome.
dispute-back-to = Back to: { $step }
dispute-until = By (empty: the service's time)
dispute-close = Close the dispute
dispute-close-go = Close
dispute-close-hint = The part suspended is asked for again, less the credit notes matched.
dispute-assign = Hand over or requalify
dispute-assign-go = Hand over
dispute-unchanged = Unchanged
dispute-proofs = Evidence
dispute-proofs-none = Nothing yet: paste a mail, add a delivery note or a photograph.
dispute-add-words = Add words or a mail
dispute-add-file = Attach a file
dispute-add-go = Keep
dispute-words = Text
dispute-is-mail = It is a mail pasted in
dispute-file = PDF, photograph (JPEG, PNG, WebP) or text, 12 MB at most
dispute-statuses = Life cycle of the electronic invoice
dispute-proposal-approved = The buyer has approved the invoice since: the dispute can probably be closed.
dispute-proposal-settled = The item is settled: the dispute is to be closed.
dispute-proposal-credit = An unmatched credit note waits on the account: match it with the item if it is meant for it.
dispute-policy = Routing rules of disputes
dispute-policy-lead = Who answers, and in how many days
dispute-policy-shipped = rules as shipped
dispute-policy-days = give each service a number of working days, from 1 to 66
dispute-services = Services and times
dispute-services-hint = Time runs in the service's working days; once its last day is over without an answer, the dispute goes to whom the escalation names. Empty: who has it keeps it.
dispute-days = Working days
dispute-territory = Holidays
dispute-escalate = Escalates to
dispute-routes = Which service for which type
dispute-from = Opened since
dispute-until-day = Until
dispute-causes-lead = { $disputes }, { $amount } contested, { $days } blocked
dispute-n =
    { $n ->
        [one] { $count } dispute
       *[other] { $count } disputes
    }
dispute-n-days =
    { $n ->
        [one] { $count } day
       *[other] { $count } days
    }
dispute-causes-none = No dispute in this period.
dispute-causes-foot = Contested: the amount when opened. Days: from opening to closing, or to today. Founded: wholly or partly, of those closed. Disputes withdrawn do not count; no file tells the product.
dispute-pareto = Pareto of causes
dispute-trend = Month by month
dispute-share = Share
dispute-running = Running share
dispute-count = Disputes
dispute-still-open = Open
dispute-days-blocked = Days
dispute-founded = Founded
dispute-month = Month
dispute-opened-n = Opened in it
dispute-closed-n = Closed in it
dispute-nobody = No salesperson
done-dispute-opened = Dispute opened
done-dispute-moved = Step taken
done-dispute-assigned = Dispute handed over
done-dispute-closed = Dispute closed
done-dispute-evidence = Evidence kept
done-dispute-policy = Rules saved
hook-family-dispute = Disputes
hook-family-einvoice = Electronic invoices
fact-dispute-opened = Dispute ({ $kind }) on { $piece }: { $amount } suspended, with { $service }
fact-dispute-moved = Dispute on { $piece }: { $step }
fact-dispute-assigned = Dispute ({ $kind }) on { $piece } given to { $service } ({ $owner }), by { $due }
fact-dispute-evidence = Evidence on { $piece } ({ $side }, { $evidence })
fact-dispute-answered = Answer on { $piece }: is the customer right? { $verdict }.
fact-dispute-opinion = Customer's opinion on the dispute of { $piece }: { $score }
fact-dispute-mediation = Mediation ({ $path }) of the dispute on { $piece }: { $what }
fact-dispute-refund = Refund asked of accounting for { $piece }: { $refund }
fact-dispute-escalated = Silence on the dispute of { $piece }: escalated to { $owner }, by { $due }
fact-dispute-closed = Dispute on { $piece } closed: { $outcome }
fact-einvoice-said = Electronic invoice { $piece }: { $label } ({ $code })
statuses-taken = Statuses of electronic invoices
statuses-fresh = New
statuses-repeated = Known already
statuses-waiting = Invoice not imported yet
statuses-disputes = Disputes opened
statuses-unknown = Codes without effect here
statuses-unread = Not read
dispute-step-identify = to identify
dispute-step-facts = facts
dispute-step-negotiate = negotiation
dispute-step-agree = agreement
dispute-step-carry-out = execution
dispute-step-closed = closed
dispute-step-go-facts = Go to the facts
dispute-step-go-negotiate = Open the negotiation
dispute-step-go-agree = Note the agreement
dispute-step-go-carry-out = Have it carried out
dispute-kind-quality = quality
dispute-kind-delivery = delivery
dispute-kind-quantity = quantity
dispute-kind-price = price
dispute-kind-tax = VAT
dispute-kind-invoice-error = invoice error
dispute-kind-order = order
dispute-kind-terms = terms of payment
dispute-kind-duplicate = duplicate
dispute-kind-recipient = recipient
dispute-kind-unknown-sale = unknown sale
dispute-kind-bank-details = bank details
dispute-kind-missing-proof = missing document
dispute-kind-other = other
dispute-service-sales = sales
dispute-service-logistics = logistics
dispute-service-quality = quality
dispute-service-accounting = accounting
dispute-service-customer-service = customer service
dispute-source-collector = a collector
dispute-source-mail = a mail
dispute-source-e-invoice = the electronic invoice
dispute-source-debtor = the debtor's link
dispute-outcome-founded = founded
dispute-outcome-partly = partly founded
dispute-outcome-unfounded = unfounded
dispute-outcome-withdrawn = withdrawn (mistake)
dispute-side-customer = customer
dispute-side-house = house
dispute-evidence-note = note
dispute-evidence-mail = mail
dispute-evidence-file = file
dispute-by-kind = By cause
dispute-by-service = By service
dispute-by-salesperson = By salesperson
dispute-by-account = By customer
dispute-line = { $kind } on { $piece }: { $amount } suspended · { $step } · { $owner }, by { $due }
statuses-hint = A status whose invoice is not imported yet waits for it: it takes effect at its import. The same file imported twice changes nothing.
statuses-unread-hint = Import these files from the Imports page: it says why each is not read.
statuses-file = File
