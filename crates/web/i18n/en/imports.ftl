# Importing: files, mapping, preview, control totals, progress.
import-go = Import files
drop-title = Drop your files here
drop-what = open items, customers (CSV, XLSX) or a French ledger file (FEC); several at once
drop-label = Files to import
drop-limit = { $megabytes } MB at most
drop-go = Examine
drop-nothing-written = Nothing is written before you agree.
import-too-many = Too many files: { $most } at most at once
imports-before = Imports so far
imports-none = No import.
imports-none-next = The first file opens the ledger.
file = File
line = Line
field = Field
reason = Reason
whole-file = file
accounts-column = Accounts touched
import-accounts =
    { $n ->
        [one] { $count } account
       *[other] { $count } accounts
    }
import-by = By
import-format = Format
import-profile = Profile
import-mode = Nature of the file
import-fingerprint = Fingerprint
import-about = About this import
import-running = Import running
import-waiting = Waiting for its turn…
import-progress =
    { $n ->
        [one] { $count } account of { $all } written
       *[other] { $count } accounts of { $all } written
    }
import-nothing = Nothing to change: the ledger already says all that this file says.
import-back = Back to the preview
import-errors =
    { $n ->
        [one] { $count } refused line
       *[other] { $count } refused lines
    }
import-remarks =
    { $n ->
        [one] { $count } value left aside, its line went in
       *[other] { $count } values left aside, their lines went in
    }
import-errors-cut =
    { $n ->
        [one] { $count } more.
       *[other] { $count } more.
    }
undo = Undo this import
undo-hint = Undoing takes away all that this file brought and restores the former state, to the cent.

prepare-title = Preview before import
prepare-sub = nothing is written yet
prepare-refused = These files cannot be imported so
prepare-confirm = I checked that the file is complete
prepare-go =
    { $n ->
        [one] Import this line
       *[other] Import these { $count } lines
    }
preview-again = Compute again
profile-guessed = guessed from the columns
profile-used = Profile: { $profile }
mode-of-profile = that of the profile
file-separator = separator { $separator }
file-records =
    { $n ->
        [one] { $count } line
       *[other] { $count } lines
    }
file-entries =
    { $n ->
        [one] { $count } entry
       *[other] { $count } entries
    }
file-balance = debit { $debit }, credit { $credit }
first-rows = First ten lines of { $file }, as understood
mapping = Columns: what each one means
mapping-lead = Correct what is misunderstood; the profile is saved under its name and will serve again.
column = Column
examples = Examples
ignore-column = ignore
map-signs = Sign of amounts
map-dates = Dates
map-decimals = Decimals
map-currency = Default currency
map-name = Name of the profile
map-kinds = Words of the kind of item
map-kinds-hint = Those we do not know, such as GU = credit note, RE = invoice. Kinds: { $kinds }.
map-kinds-wrong = “{ $pair }” is not understood: write word = kind
map-invert = Reverse every sign (credits are positive)
map-go = Save the profile and compute again

controls = Control totals
customers = Customers
control-file = File
control-before = Before
control-after = After
gap = Gap
ignored-title = Lines left aside
samples-title = Examples of what changes
sample-what = Change
outcome-debtors = Debtors created
outcome-items = Items created
outcome-payments = Payments
outcome-changes = Fields changed
outcome-absent = Settled by absence
outcome-unchanged = Lines already known
outcome-rejected = Lines refused
outcome-held = Kept open

drop-here = Drop to import
drop-sending = Uploading…
drop-too-large = Too large: { $megabytes } MB at most at once. Split the file, or import it on the command line.
drop-lost = The upload did not get through: check the connection, then drop again. A folder cannot be dropped: open it and take its files.

sources-title = How fresh the data is
sources-lead = What we know is as old as the last file of each source.
sources-ledgers = What comes in
sources-ours = What we made of it
sources-source = Source
sources-last = Last import
sources-of = Position on
sources-none = nothing yet
sources-loading = being written
sources-age =
    { $n ->
        [0] today
        [one] { $count } day ago
       *[other] { $count } days ago
    }
sources-refused =
    { $n ->
        [one] { $count } line refused
       *[other] { $count } lines refused
    }
sources-run = Last run
sources-run-of = decided for { $day }, started on { $at } at { $hour } by { $by }
sources-run-going = going on
sources-sent = Last sending
sources-sent-at = on { $at } at { $hour }
sources-read = Open items read
sources-never = never
sources-empty = No creditor
sources-empty-next = Import a first file: its source will be here.
