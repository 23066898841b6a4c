# Names of what the code calls by a slug: `family-slug`.
kind-commercial-company = Commercial company
kind-civil-company = Civil company
kind-association = Association
kind-trader = Sole trader
kind-artisan = Craftsman
kind-professional = Professional
kind-consumer = Consumer
kind-public-body = Public body
kind-public-undertaking = Public undertaking

item-invoice = invoice
item-credit-note = credit note
item-payment = payment
item-refund = refund
item-bill = bill
item-advance = advance
item-opening = opening balance
item-doubtful = doubtful
item-settlement = settled by the ERP
item-other = other

contact-accounting = accounts
contact-management = management
contact-purchasing = purchasing
contact-legal = legal
contact-other = contact

role-administrator = Administrator
role-manager = Manager
role-collector = Collector
role-accountant = Accountant
role-reader = Reader
may-read = Read
may-edit = Pause, correct
may-allocate = Match
may-import = Import, undo
may-run = Remind
may-settings = Creditors
may-users = Users

by-account = Account
by-creditor = Creditor
by-segment = Legal form
by-salesperson = Salesperson
by-currency = Currency

step-reminder-1 = Reminder 1
step-reminder-2 = Reminder 2
step-formal-notice = Formal notice

blocked-too-early = first step not due yet
blocked-delay-granted = granted delay running
blocked-next-step-later = next step not due yet
blocked-steps-exhausted = every step is done
blocked-covered-by-credits = covered by credits
blocked-below-threshold = below the threshold
blocked-paused = paused
blocked-no-address = address missing
blocked-due-dates-unconfirmed = due dates to confirm

block-reason-disputed = contested
block-reason-payment-announced = payment announced
block-reason-collecting = direct debit or bill under way
block-reason-to-check = for us to check
block-reason-excluded = left out of reminders
task-kind-call = Call
task-kind-visit = Visit
task-kind-contact = Contact to mend
task-kind-follow-up = To look at again
message-state-awaiting = to approve

message-state-planned = to be made
message-state-rendered = ready
message-state-sent = gone
message-state-failed = failed
message-state-cancelled = cancelled
message-state-reserved = leaving
message-state-ambiguous = doubtful
message-state-bounced = came back
channel-letter = Letter
channel-mail = Mail
channel-sms = Text message
run-state-running = running
run-state-done = done
run-state-failed = given up
batch-state-loading = running
batch-state-live = live
batch-state-undone = undone
batch-state-dropped = interrupted
mode-movement = movements
mode-snapshot = all that is open

format-fec = French ledger file (FEC)
format-csv = CSV table
format-xlsx = XLSX workbook
format-unknown = unknown format

signs-signed = signed amounts
signs-debit-credit = two columns, debit and credit
signs-side = one D/C column
signs-by-kind = by the kind of piece
dates-dmy = 31/12/2026
dates-mdy = 12/31/2026
dates-ymd = 2026-12-31
decimals-auto = told by each amount
decimals-comma = 1.234,56
decimals-point = 1,234.56

sample-create = created
sample-settle = settled
sample-absent = absent: settled
sample-due = due date
sample-customer = customer
ignored-not-receivable = not a receivable
ignored-total-line = line of totals
ignored-blank = blank line
ignored-closed-item = settled piece

missing-address = address
missing-iban = IBAN
missing-signatory = signatory

column-date = Date
column-piece = Document
column-kind = Kind
column-due = Due
column-currency = Currency
column-amount = Amount
column-balance = Balance
column-open = Open

trouble-missing-address = Address missing
trouble-why-missing-address = No letter can leave, so no formal notice either: correct the debtor or complete the customer file.
trouble-inferred-due-date = Due date inferred
trouble-why-inferred-due-date = It ages and ranks the piece but bears no penalty and no formal notice: import open items with their due dates, or confirm them.
trouble-due-before-issue = Due before it was issued
trouble-why-due-before-issue = One of the two dates is wrong: check the piece in the original software.
trouble-impossible-date = Impossible date
trouble-why-impossible-date = In the future, or more than ten years old.
trouble-missing-siren = SIREN missing
trouble-why-missing-siren = Without it, no sure court and no watch over insolvencies.
trouble-missing-contact = Mail missing
trouble-why-missing-contact = Only the post reaches them.
trouble-duplicate = Likely duplicate
trouble-why-duplicate = Two accounts with one SIREN or one name will receive two letters.
trouble-old-unmatched-payment = Unmatched payment
trouble-why-old-unmatched-payment = Money received over thirty days ago while pieces are due: match before reminding.
trouble-credit-balance = Credit balance
trouble-why-credit-balance = We owe them more than they owe: refund or allocate.
