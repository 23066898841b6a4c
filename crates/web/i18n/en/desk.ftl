# Receivables: today, accounts, the aged balance, runs, letters, diagnosis, creditors.
debtor = Debtor
code = Code
name = Name
overdue = Overdue
outstanding = Outstanding
credits = Credits
credits-netted = of which credits
currency = Currency
amount = Amount
oldest = Oldest delay
situation = Situation
not-due = nothing due
late = Delay
late-today = today
late-days =
    { $n ->
        [one] { $count } day
       *[other] { $count } days
    }
late-in-days =
    { $n ->
        [one] tomorrow
       *[other] in { $count } days
    }
creditor = Creditor

today-title = Today, { $day }
today-empty = No receivable yet.
today-empty-next = Import today's open items (CSV, XLSX) or the ledger (FEC): the rest of this page follows.
today-all-overdue = All overdue accounts
today-run = Today's reminders
today-run-lead = Who would be reminded today, for what, and who is left alone.
today-waiting = What waits
today-nothing = Nothing waits.
today-letters =
    { $n ->
        [one] letter ready to print
       *[other] letters ready to print
    }
today-letters-failed =
    { $n ->
        [one] message could not be made
       *[other] messages could not be made
    }
today-refused =
    { $n ->
        [one] refused line of { $file }
       *[other] refused lines of { $file }
    }
top-accounts =
    { $n ->
        [one] The first account is { $share } of what is overdue
       *[other] The first { $count } accounts are { $share } of what is overdue
    }

accounts-all = All
accounts-overdue = Overdue
accounts-found =
    { $n ->
        [one] { $count } account
       *[other] { $count } accounts
    }
accounts-shown = { $from } to { $to } of { $total }
accounts-widen = See every account
accounts-searched = “{ $words }”
accounts-of-salesperson = Salesperson: { $name }
accounts-none = No account.
accounts-none-next = No open item matches this filter.
accounts-search-next = Search by the beginning of a name, a customer code, a SIREN or a whole item number.
tag-paused = paused
tag-currencies = several currencies
tag-credit = in credit

account-paused = Reminders paused until { $until }: { $reason }
account-sibling = another account of this debtor
account-age-label = Age of the outstanding, { $overdue } of it overdue
siren-missing = SIREN missing
address-missing = address missing
extras-to-date = Interest and €40 to date
age-of-outstanding = Age of the outstanding
items-open = Open items
items-none = Nothing is open.
items-none-next = Everything is settled; the settled items are below.
items-settled = Items settled lately
item-of = of { $amount }
piece = Item
due = Due
left-to-pay = Left to pay
choose-piece = Choose { $piece }
recompute = Compute again
due-inferred-why = Due date inferred from payment terms: no penalty and no formal notice until it is confirmed.
due-act = Confirm a due date
due-go = Confirm the due date
pause-act = Pause reminders
pause-until = Until (included)
pause-reason = Reason
pause-go = Pause
pause-resume = Resume reminders
pause-until-missing = Give the last day of the pause
allocate-act = Match two items
allocate-debit = Item owed
allocate-credit = Credit
allocate-amount = Amount (empty: all that is left)
allocate-go = Match
matches = Matches
settled-by = Settled by
reverse-go = Take back
thread = Timeline
next-run = next
next-would-send = { $step } would leave today: { $amount } ({ $why })
next-would-not = Nothing would leave today: { $why }
judicial-lane = Judicial track
judicial-none = nothing started
ask-title = Why this amount
ask-principal = Chosen principal
ask-total = Asked
ask-chosen =
    { $n ->
        [one] { $count } item chosen, { $total }
       *[other] { $count } items chosen, { $total }
    }
ask-extras = Computed to date: { $interest } of late interest and { $indemnity } of recovery indemnity, { $does }.
ask-no-extras = No interest and no indemnity on these items to date.
ask-mixed = These items are in several currencies: choose one.
ask-none = Tick items to see what a letter would ask.

statement = Statement
statement-title = Statement of account · { $name }
statement-opening = Balance before the period
statement-closing = Balance at the end of the period
statement-empty = No item.
statement-empty-next = This account has no entry; widen the period.

correct = Correct
debtor-correct = Correct the debtor
debtor-hint = What you correct here stays until a customer file says otherwise. The legal form is then confirmed.
account-open = New account
account-open-go = Open the account
account-open-case = Case with somebody new
account-number = Code of the account
account-open-lead = For a customer, a supplier or a partner whom no file names yet.
account-open-case-lead = A case is held with anybody: a supplier, a partner, a customer with no open item. Say first who it is; where there is an account already, start from that account.
account-open-hint = The code is that of your books. A file imported later under the same code completes this account instead of making another.
legal-kind = Legal form
letters-language = Language of letters
siren = SIREN
vat = VAT number
street = Street
complement = Complement
postcode = Post code
city = Town
country = Country (two letters)
phone = Telephone
email = Mail

aging-title = Aged balance on { $day }
aging-counted =
    { $n ->
        [one] { $count } open item, { $accounts } accounts
       *[other] { $count } open items, { $accounts } accounts
    }
aging-finding = { $share } of what is outstanding is overdue
aging-in-currency = Outstanding in { $currency }
aging-others = Other currencies, never added up
aging-empty = Nothing was open on that day.
aging-empty-next = Choose another date, or import open items.
aging-cut =
    { $n ->
        [one] { $count } more line in the export.
       *[other] { $count } more lines in the export.
    }
aging-formula = Delay is counted from the due date to the chosen day; an item due on that day is not late. Open = amount − matches at that accounting date. Credits count at their own date.
as-of = As of
group-by = By
buckets = Buckets (days)
buckets-wrong = Buckets: 1 to 12 increasing numbers of days, such as 30, 60, 90
bucket-not-due = Not due
bucket-between = { $from }–{ $to } days
bucket-beyond = { $from } days and more

run-title = Today's reminders
run-title-day = Reminders of { $day }
run-headline =
    { $n ->
        [one] { $count } account would be reminded
       *[other] { $count } accounts would be reminded
    }
run-go =
    { $n ->
        [one] Make the reminder
       *[other] Make the { $count } reminders
    }
run-preview-go = See who and why
run-summary = In short
run-blocked = Left alone
run-none = Nobody to remind on that day.
run-none-next = Late accounts wait for a granted delay, are paused, or have had every step; the detail is beside.
run-cut =
    { $n ->
        [one] { $count } more.
       *[other] { $count } more.
    }
run-rule = One reminder per account. Each decision is taken again from the ledger when it is written: what was just paid is not asked for. Running the same day twice changes nothing.
preview = Preview
asked = Asked
pieces-column = Items
pieces =
    { $n ->
        [one] { $count } item
       *[other] { $count } items
    }

letters-title = Letters of { $day }
letters-count =
    { $n ->
        [one] { $count } letter
       *[other] { $count } letters
    }
letters-print =
    { $n ->
        [one] Print the letter · { $creditor }
       *[other] Print the { $count } letters · { $creditor }
    }
letters-none = No letter on that day.
letters-none-next = See first who would be reminded: nothing leaves without you.
letters-deciding = Deciding…
letters-making =
    { $n ->
        [one] { $count } letter of { $all } made
       *[other] { $count } letters of { $all } made
    }
letter-open = Open the letter of { $name }
another-day = Another day
runs-before = Days before
runs-none = No reminder was made yet.
progress-leave = You may leave this page: the work goes on.

diagnosis-headline =
    { $n ->
        [one] { $count } thing to mend
       *[other] { $count } things to mend
    }
diagnosis-none = Nothing to mend.
diagnosis-none-next = Addresses, due dates, SIREN and contacts are where they should be.
diagnosis-at-stake = at stake
diagnosis-amount = At stake
diagnosis-more =
    { $n ->
        [one] { $count } more account.
       *[other] { $count } more accounts.
    }

creditor-new = Add a creditor
creditor-exists = This code is taken: open the creditor to change it
creditor-complete = complete
creditor-who = Who
creditor-code = Short code
creditor-money = Payment
creditors-none = No creditor.
creditors-none-next = The first import makes one; complete its letterhead and IBAN afterwards.
legal-name = Legal name
legal-line = Legal line (form, capital, register)
letterhead = Letterhead
signatory = Signatory
creditor-mediator = Mediator of consumption (name, address, site)
creditor-mediator-hint = Needed where consumers are among your customers: the answer to what they contest names it.
iban = IBAN
bic = BIC
terms = Payment terms
terms-hint = 30, 45+eom (45 days, then end of month), eom+45 (end of month, then 45 days).

fact-pieces =
    { $n ->
        [one] { $count } item received from { $file }
       *[other] { $count } items received from { $file }
    }
fact-reminder = { $step } decided: { $total }, to be paid by { $until }
fact-letter-made = Letter made
fact-letter-made-mail = Mail written
fact-letter-made-sms = Text message written
fact-letter-failed = The message could not be made: { $why }
fact-letter-cancelled = Message cancelled: everything was settled meanwhile
fact-letter-posted = Letter posted on { $day }
fact-message-sent = { $channel }: gone to { $to }
fact-message-deferred = Sending put off: { $reply }
fact-message-failed = Sending failed: { $reply }
fact-message-again = Message to make again after it failed
fact-message-doubtful = Sending in doubt: { $reply }
fact-message-bounced = Message came back: { $reply }
fact-message-cancelled = Message cancelled: { $reply }
fact-message-waits = Message held back: { $reply }
fact-message-remade = Message made again: { $reply }
fact-message-redirected = Address refused: the reminder goes by letter
fact-message-registered = Registered letter { $number }
registered-presented = presented on { $day }
registered-returned = returned on { $day }
fact-letter-returned = Letter returned
post-return-unclaimed = not collected
post-return-refused = refused by the addressee
post-return-unknown = addressee unknown at the address
fact-message-resolved = Doubt settled: the message had left
fact-message-not-left = Doubt settled: the message had not left, it is sent again
fact-contact-bounced = Address refused: { $address }
fact-debtor-address-returned = Letter returned, addressee unknown at the address: { $address }
fact-paused = Reminders paused until { $until }: { $reason }
fact-account-resumed = Reminders resumed
fact-due = Due date of { $piece } confirmed: { $day }
fact-allocated = { $amount } matched: { $debit } by { $credit }
fact-reversed = Match of { $amount } taken back
fact-debtor-corrected = Debtor corrected
fact-account-opened = Account opened by hand
fact-batch-undone = Import undone
fact-batch-settled = Corrections of the import finished

# What people do around the run.
note-field = In one sentence
owner-field = Owner (empty: you)
amount-missing = Give an amount
task-act = Tasks to do
task-outcome = What came of it
task-amount = Amount promised
task-until = Day promised, or day to call back
task-item = Item contested or announced
task-go = Close the task
promise-act = Take down a promise
promise-amount = Amount promised
promise-until = By (included)
promise-go = Take down the promise
promise-withdraw = Withdraw
promise-line = { $amount } promised by { $day } ({ $level }, taken down by { $by })
promises-kept = promises kept: { $kept } of { $all } ({ $rate }%)
block-act = Set an item aside
block-reason = Reason of the block
block-amount = Amount (empty: all that is left)
block-until = Until (included, empty: until released)
block-go = Set aside
block-release = Release
block-line = { $piece }: { $amount } aside ({ $reason }), { $owner }, for { $age } days { $until }
held-until = until { $day }
choices-act = Strategy and payer
choice-strategy = Strategy
choice-payer = Account that pays (customer code, empty: none)
choices-go = Save
strategy-by-segment = that of its segment
fact-item-blocked = Set aside ({ $reason }): { $pieces } · { $owner }
fact-item-released = { $piece } is no longer aside
fact-promise-made = Promise: { $amount } by { $day }
fact-promise-withdrawn = Promise of { $amount } withdrawn
fact-promise-kept = Promise kept: { $amount } paid
fact-promise-partly = Promise kept in part: { $paid } of { $amount }
fact-promise-broken = Promise broken: { $amount } expected on { $day }
fact-task-given = Task given for { $due }: { $subject }
fact-task-done = { $kind }: { $outcome }. { $note }
fact-task-reassigned = Task given to { $owner }: { $subject }
fact-task-postponed = Task put off to { $due }: { $note }
fact-task-dropped = Task dropped: { $note }
fact-message-approved = Message approved
fact-message-refused = Message refused: { $why }
fact-message-settled = Message taken back: everything was settled meanwhile
fact-message-recalled = Answer taken back: the message waits for approval again
fact-put-back = Taken back. { $fact }
fact-entry-proposed = Entry level proposed: { $level } ({ $because })
fact-entry-approved = Entry level approved: { $level }, nothing is sent
fact-entry-refused = Entry level refused: the account starts at the beginning
fact-account-strategy = Strategy chosen: { $strategy }
fact-account-strategy-none = The account follows its segment's strategy again
fact-account-payer = Payer: { $payer }
fact-account-payer-none = No payer any more: reminders go to the account
fact-item-attached = PDF attached to { $piece }: it goes with the reminders that say so
fact-item-detached = PDF taken from { $piece }
fact-item-strategy = { $piece } follows the strategy { $strategy }
fact-item-strategy-none = { $piece } follows the account's strategy again
outbox-lead = Everything that leaves, once: decided again just before it is sent
outbox-none = No message in this state.
outbox-none-next = The day's reminders arrive here as soon as they are made.
outbox-way = By
outbox-subject = Subject and last answer
outbox-left = It left
outbox-left-label = The message to { $name } left
outbox-not-left = Send again
outbox-not-left-label = The message to { $name } did not leave: send it again
outbox-older = Older messages
outbox-post = Track
outbox-post-label = What the post says of the letter to { $name }
letter-post-title = What the post says
letter-post-of = Letter to { $name }: what the post says
letter-post-address = Address
letter-post-written = Dated
letter-post-number = Registered number
letter-post-presented = Presented on
letter-post-returned = Came back on
letter-post-untold = not told yet
letter-post-tell = Number and presentation
letter-post-tell-lead = The number on the form, and the day the post presented the letter: readiness, the statement of what is claimed and the petition take it up. An empty field leaves what is known.
letter-post-tell-go = Note the presentation
letter-post-back = The letter came back
letter-post-back-lead = Not collected or refused, it was presented: the number and the day of presentation are required, and its level is done. Unknown at the address, it reached nobody: its level is not done, and the address is to be mended.
letter-post-here = The letter does not count as gone: say first that it was posted.
letter-post-reason = Why it came back
letter-post-reason-missing = Choose the reason the post wrote on it
letter-post-back-go = Note the return
done-letter-registered = Number and presentation noted
done-letter-returned = Return of the letter noted
post-title = Posting
post-lead = Say when the print file went to the post. What was paid meanwhile is listed: take those envelopes out first.
post-none = No print file.
post-on = Posted on
post-numbers = Registered numbers, in order
post-go = Say it was posted
posted-title = Letters posted
posted-count =
    { $n ->
        [one] { $count } letter counts as sent
       *[other] { $count } letters count as sent
    }
posted-all = No envelope to take out.
posted-take-out = Envelopes to take out: they do not count as sent
posted-place = Place
posted-why = Why
