# Strategies: the list, the editor on its axis, what a draft would bring, the past year, the segments.
nav-strategies = Strategies
strategies-title = Reminder strategies
strategies-sub =
    { $n ->
        [0] none is followed: nothing is open
        [one] one is followed, by { $accounts } open accounts
       *[other] { $count } are followed, by { $accounts } open accounts
    }
strategies-hint = Accounts: those with something open today. Overdue is net of credits.
strategy = Strategy
strategy-followed-by = Followed by
strategy-accounts = Accounts
strategy-version = Version
strategy-template = shipped template
strategy-shipped = shipped template, never changed
strategy-fresh = new, not saved yet
strategy-rest = accounts without a segment
strategy-steps =
    { $n ->
        [0] no step: never reminded
        [one] { $count } step
       *[other] { $count } steps
    }
strategy-retire-short = Retire
strategy-retire = Back to the shipped template
strategy-retire-own = Retire this strategy
strategy-new = Write a new strategy
strategy-new-name = Name (unaccented letters, digits, hyphens)
strategy-new-go = Begin the draft
strategy-name-wrong = A name has 1 to 40 of a-z, 0-9 and « - »; « segments » is reserved
strategy-name-taken = A strategy has this name already: open it, or choose another
strategy-name = Name on the screens
strategy-itself = Settings of the strategy
strategy-save = Save a new version
strategy-may-not = Only a manager saves; you may try things out.
strategy-looking = You are looking at version { $version }, taken up as a draft. Save it to put it in force again.
strategy-look-back = Back to the strategy in force
strategy-conflict = { $by } saved version { $version } meanwhile. Your draft is kept; this is how it differs from what is in force. Saving again goes over it.
strategy-conflict-retired = This strategy was retired meanwhile. Your draft is kept; saving again puts it in force.
item-threshold = Threshold of an item, in euros
account-threshold = Threshold of the account, in euros
working-days = Working days of
territory-every-day = Every day
territory-metropole = Mainland France
territory-alsace-moselle = Alsace-Moselle
territory-guadeloupe = Guadeloupe
territory-guyane = French Guiana
territory-martinique = Martinique
territory-mayotte = Mayotte
territory-reunion = Réunion
territory-saint-barthelemy = Saint Barthélemy
territory-saint-martin = Saint Martin
followed-by =
    { $n ->
        [0] no open account
        [one] { $count } open account
       *[other] { $count } open accounts
    }
followed-nobody = followed by nobody
followed-by-hand =
    { $n ->
        [one] { $count } account follows a strategy chosen by hand.
       *[other] { $count } accounts follow a strategy chosen by hand.
    }
unsaved =
    { $n ->
        [one] { $count } change not saved yet
       *[other] { $count } changes not saved yet
    }

axis-title = Steps around the due date
axis-due = due date
axis-hint = Arrows ← →: one day; with Shift: five. Or drag the card. Enter opens the step.
when-before = D−{ $days }
when-after = D+{ $days }
when-month = end of month D+{ $days }
when-previous = +{ $days } d
timing-after-due = days after the due date (negative: before)
timing-after-previous = days after the step before
timing-end-of-month = end of the month of due date + days
tone-courteous = courteous
tone-firm = firm
tone-formal = formal
claim-withheld = computed, not mentioned
claim-announced = announced
claim-claimed = claimed
attach-statement = Attach the statement of account
attach-invoices = Attach the invoices
plan-step = Step { $n }
plan-granted =
    { $n ->
        [one] { $count } day granted
       *[other] { $count } days granted
    }
plan-to-approve = to approve
plan-mark-approval = to approve
plan-wrong = to mend
plan-from = from { $amount }
plan-when = Counted as
plan-days = Delay
plan-days-negative = This delay cannot be negative: only one counted from the due date may come before it
plan-channel = Channel
plan-tone = Tone
plan-sender = Signatory (empty: the creditor's)
plan-grant = Days granted to pay
plan-claim = Interest and €40
plan-approval = To approve before it leaves
plan-threshold = From (euros)
plan-attach = Attachments
plan-slug = Name of the step
plan-text-usual = that of the step, or of its tone
plan-language-usual = the debtor's
plan-copy = Duplicate the step
plan-remove = Remove the step
plan-add = Add a step
plan-order = Put in order of days
differs = { $what }: { $before } → { $after }
differs-added = Step added: { $step } ({ $said })
differs-removed = Step removed: { $step } ({ $said })
said-yes = yes
said-no = no
said-usual = as usual
said-or = { " or " }
version-first = First version
version-same = No difference
version-unreadable = Unreadable to this version of the program
version-take = Take up as a draft
done-strategy = Strategy in force: the next run follows it
done-strategy-retired = Strategy retired
done-segments = Segments in force: the next run follows them

bring-title = What this draft would bring
bring-go = Refresh the preview
bring-hint = Decided on the ledger as it is now. If today's run is not done yet, its messages count here.
bring-wrong = Mend the steps named first: the preview will come back at once.
bring-tomorrow =
    { $n ->
        [0] Tomorrow, { $day }: nothing leaves
        [one] Tomorrow, { $day }: { $count } contact
       *[other] Tomorrow, { $day }: { $count } contacts
    }
bring-day =
    { $n ->
        [0] Next working day, { $day }: nothing leaves
        [one] Next working day, { $day }: { $count } contact
       *[other] Next working day, { $day }: { $count } contacts
    }
bring-none = No account reaches a step that day.
bring-asked = Asked in all, every strategy together:
bring-changes = Compared with what is in force
bring-same = Nothing changes that day.
bring-from =
    { $n ->
        [one] In force: { $count } contact.
       *[other] In force: { $count } contacts.
    }
bring-nothing = nothing
bring-names = { $what }, { $from } to { $to }
bring-first = Back to the start
bring-mail =
    { $n ->
        [one] { $count } mail
       *[other] { $count } mails
    }
bring-letter =
    { $n ->
        [one] { $count } letter
       *[other] { $count } letters
    }
bring-sms =
    { $n ->
        [one] { $count } text message
       *[other] { $count } text messages
    }
bring-call =
    { $n ->
        [one] { $count } call
       *[other] { $count } calls
    }
bring-visit =
    { $n ->
        [one] { $count } visit
       *[other] { $count } visits
    }
bring-formal-notice =
    { $n ->
        [one] { $count } formal notice
       *[other] { $count } formal notices
    }
bring-key =
    { $n ->
        [one] { $count } strategic account
       *[other] { $count } strategic accounts
    }
bring-gain =
    { $n ->
        [one] { $count } account gained
       *[other] { $count } accounts gained
    }
bring-lose =
    { $n ->
        [one] { $count } account lost
       *[other] { $count } accounts lost
    }
bring-change =
    { $n ->
        [one] { $count } message changed
       *[other] { $count } messages changed
    }
kind-sent-mail = Mails
kind-sent-letter = Letters
kind-sent-sms = Text messages
kind-sent-call = Calls
kind-sent-visit = Visits
kind-sent-formal-notice = Formal notices

past-heading = What would have left since a year ago
past-lead = Each day of the past year, replayed by the decision that serves the run, on the ledger as it lived, from silence. The pauses, promises and blocks of the time are left out: they belong to people.
past-go = Replay the year with this draft
past-wait = Replaying the year…
past-title =
    { $n ->
        [0] Nothing would have left
        [one] { $count } contact would have left, in { $month }
       *[other] { $count } contacts to { $accounts } accounts, most in { $month } ({ $most })
    }
past-followers = on the accounts that follow this strategy today
past-every = on every account, for nobody follows this strategy today
past-table = By month and channel
past-month = Month
past-total = Total
past-day = On

segments-title = Segments
segments-lead = The first segment whose rule holds takes the account; order counts. The other accounts follow « { $strategy } ».
segments-none = Every account follows « { $strategy } ».
segments-empty = No segment
segments-rest = Every other account
segments-go = Change the segments
segments-look = See the segments
segments-compare = Compare with what is in force
segments-save = Save the segments
segment-add = Add a segment
segment-up = Up
segment-down = Down
segment-remove = Remove the segment
segment-name = Name on the screens
segment-slug = Name for programs
segment-from = Outstanding from (euros)
segment-below = Outstanding below (euros)
segment-late = Days late, at least
segment-items = Open items, at least
segment-prefix = The customer code begins with
segment-salespeople = Salespeople, separated by commas
segment-creditors = Creditors, by code
segment-countries = Countries (FR, BE…)
segment-currencies = Currencies (EUR…)
segment-kinds = Legal forms (none: all)
rule-creditors = creditor { $list }
rule-kinds = { $list }
rule-countries = country { $list }
rule-salespeople = salesperson { $list }
rule-currencies = in { $list }
rule-prefix = customer code beginning with « { $text } »
rule-from = outstanding of at least { $amount }
rule-below = outstanding below { $amount }
rule-late = at least { $days } d late
rule-items = at least { $items } open items
rule-everybody = every account
rule-currency-unknown = « { $text } » is no currency: three letters, EUR for instance
cap-title = Cap of contacts
cap-none = None: as often as the strategies say.
cap-told = At most { $contacts } contacts of a debtor in { $days } days, all channels and creditors together.
cap-change = Change the cap
