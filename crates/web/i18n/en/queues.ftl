# What waits for people: tasks, approvals, entry levels, the level of an account.
nav-tasks = To do
nav-approvals = To approve
queue-more = Next page
tick-all = Tick all
untick-all = Untick all
tick-row = Tick { $name }
nothing-ticked = Nothing is ticked: tick one line at least
number-unreadable = “{ $text }” is no whole number
refuse-ticked = Refuse the ticked

today-tasks =
    { $n ->
        [one] task to do
       *[other] tasks to do
    }
today-approvals =
    { $n ->
        [one] message to approve
       *[other] messages to approve
    }
today-entries =
    { $n ->
        [one] entry level to approve
       *[other] entry levels to approve
    }

tasks-now = Today
tasks-later = Later
tasks-lead = From the largest overdue amount to the smallest
tasks-later-lead = By day
tasks-none = Nothing to do today.
tasks-later-none = Nothing planned for later.
tasks-none-next = Calls and visits come from the run of the day; call-backs from what you note on the accounts.
task-what = What
task-due = For
task-owner = Assigned to
task-file = Open the account
task-nobody = No contact known: complete the account before calling.
task-before = Before calling
task-closed = Closed: { $outcome }. { $note }
task-dropped = Dropped: { $note }
outcome-missing = Choose what came of it
task-later-act = Put off
task-later-until = Until
task-later-go = Put the task off
task-owner-act = Give to somebody
task-owner-to = Assigned to (empty: anybody)
task-owner-go = Give the task
task-drop-act = Drop
task-drop-go = Drop the task

approvals-count =
    { $n ->
        [one] { $count } message waits
       *[other] { $count } messages wait
    }
approvals-lead = Their step asks for approval before they leave. A message refused counts as done: the next level comes in its time.
approvals-reader = Only a manager approves or refuses.
approvals-none = No message waits for approval.
approvals-none-next = Those of the steps of a strategy that ask for approval come here after the run of the day.
approvals-go = Approve the ticked
approve = Approve
approve-label = Approve the message to { $name }
refusal-reason = Reason, to refuse
approval-reason-unused = A reason is for refusing: empty it to approve, or choose “Refuse”
decided-on = Decided on

entries-title = Going live
entries-sends-nothing = Nothing is sent.
entries-lead = Old debts need not start again with the first reminder. An approved level counts as done today: the delay it grants runs, then the run of the day goes on from there. An account whose proposal waits is not reminded.
entries-none = No level is left to approve.
entries-none-next = Propose the levels of overdue accounts that have received nothing from here yet; those already reminded or already looked at are not proposed again.
entries-level = Level { $level }
entries-level-column = Taken as done
entries-level-of = Level taken as done for { $name }
entries-change = Change
entries-change-label = Change the level of { $name }
entries-approve-ticked = Approve the ticked
entries-approve-all =
    { $n ->
        [one] Approve the only proposal
       *[other] Approve the { $count } proposals
    }
entries-propose = Propose the levels
entries-propose-lead = By age, one level lower than it calls for and never a formal notice; by history, if you give it.
entries-propose-go = Propose
entries-every-creditor = All creditors
entries-former = What the former tool had sent
entries-former-paste = Paste the CSV: customer, level, date
settings-entries = Give each old debt the level at which it enters its strategy. Nothing is sent.
settings-entries-go = Open going live

level-act = Level of the reminders
level-field = Taken as done
level-none = 0 · nothing, from the beginning
level-done = { $level } · { $step }
level-hint = Counts as done today, with nothing sent; the run of the day goes on from there.
level-go = Change the level
level-missing = Choose a level
piece-act = Strategy of one item
strategy-by-account = that of its account

account-paid-by = { $name } ({ $number }) pays for this account and gets its reminders.
account-payer-go = See its file
next-of-payer = On account { $number }, who pays: { $said }
fact-account-level = Level changed from { $before } to { $level }, nothing sent: { $why }
fact-entry-changed = Entry level changed from { $before } to { $level }, to approve

done-approved =
    { $n ->
        [one] { $count } message may leave
       *[other] { $count } messages may leave
    }
done-settled =
    { $n ->
        [one] { $count } message taken back: everything was settled meanwhile
       *[other] { $count } messages taken back: everything was settled meanwhile
    }
done-refused =
    { $n ->
        [one] { $count } message refused
       *[other] { $count } messages refused
    }
done-entered =
    { $n ->
        [one] { $count } level approved, nothing is sent
       *[other] { $count } levels approved, nothing is sent
    }
done-entries-refused =
    { $n ->
        [one] { $count } proposal refused: the account starts at the beginning
       *[other] { $count } proposals refused: the accounts start at the beginning
    }
done-proposed =
    { $n ->
        [one] { $count } level proposed
       *[other] { $count } levels proposed
    }
done-proposed-none = Nothing more to propose
done-entry-level = Level changed
done-level = Level changed, nothing is sent
done-task-later = Task put off
done-task-owner = Task given
done-task-dropped = Task dropped

settings-house = House
cap-contacts = Contacts of a debtor, at most
cap-days = In how many days
cap-hint = All channels, all creditors and all accounts of one debtor together. Empty: as often as the strategies say. A rule of the house, not a figure of the law.
zone-field = Time zone
zone-hint = IANA name, for example Europe/Paris or Indian/Reunion. It sets the hour of the run and the day it is; a program that runs already takes the new day when it starts again.
done-settings = Settings saved
