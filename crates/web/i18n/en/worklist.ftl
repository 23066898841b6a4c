# The worklist of the day: order, reasons, files put off, weights, the team.
toast-undo = Undo
work-lists = Lists
work-mine = My list
work-team = Whole team
work-files =
    { $n ->
        [one] 1 file awaits a move
       *[other] { $count } files await a move
    }
work-done =
    { $n ->
        [one] 1 dealt with
       *[other] { $count } dealt with
    }
work-rank = Rank
work-why = Why now
work-why-rank = Why this rank
work-right = right at risk
work-top-sums = { $part } of { $whole }
work-cut =
    { $n ->
        [0] your capacity is reached
        [one] your capacity today: 1 file
       *[other] your capacity today: { $count } files
    }
work-cut-left =
    { $n ->
        [0] { $done } dealt with: your capacity of the day is reached
        [one] { $done } dealt with, 1 more file today
       *[other] { $done } dealt with, { $count } more files today
    }
work-none = Nothing awaits a move today.
work-none-next = The reminders of the day leave by themselves; what changes during the day appears here.
work-none-mine = Your list is empty.
work-none-mine-next = None of your accounts awaits a move. The team's list shows the others.

move-call = Call
move-write = Write
move-remind = Remind
move-approve = Approve
move-enter = Approve
move-do = Take up
move-mend = Mend
move-decide = Decide

why-title = Why this rank
why-place = rank { $rank } of { $of }
why-criterion = Criterion
why-points = Points
why-total = Total
why-hint = Each criterion gives 0 to 100 points, times its weight. At equal points, the larger overdue amount goes first.
why-right-hint = Limitation is computed without any act that interrupts it: its date is the earliest it can be.
criterion-amount = Overdue amount
criterion-lateness = Lateness
criterion-payer = Payer's habits
criterion-promise = Broken promise
criterion-right = Right at risk
criterion-value = Expected gain
criterion-waiting = Waiting for a move
criterion-hint-amount = What is overdue, credits taken off, in its currency
criterion-hint-lateness = Days late of the oldest item
criterion-hint-payer = Average lateness of its payments over two years, from three items on
criterion-hint-promise = Not kept for less than 30 days, and nothing done since
criterion-hint-right = Limitation within 90 days
criterion-hint-value = Overdue × share received within 15 days of a reminder of this level
criterion-hint-waiting = Task, approval to give or released item, more and more with the days

snooze-short = Later
snooze-title = Put the file off
snooze-reason = Reason
snooze-until = Comes back on
snooze-hint = The file leaves everybody's list and comes back on that day. Reminders do not stop.
snooze-go = Put off
snooze-end = Put back
snoozed-title = Put off
snoozed-line = comes back on { $day } · { $reason } · { $by }
done-snoozed = File put off
done-snooze-ended = File back on the list
fact-account-snoozed = Put off until { $day }: { $why }
fact-account-snooze-ended = Back on the list
fact-account-assigned = Given to { $to }
fact-account-assigned-none = Nobody's any more
keys-later = put the file of the row off, or pause its reminders
keys-why = why this rank

weights-short = Weights
weights-title = Weights of the worklist
weights-lead = The order of the list is a sum: the points of each criterion, times its weight. Change a weight, see who moves, then save.
weights-criteria = Criteria
weights-weight = Weight
weights-preview = See who moves
weights-save = Save these weights
weights-reset = Back to the shipped weights
weights-shipped = Shipped weights
weights-may-not = Only a manager changes the weights.
weights-moves = Who moves
weights-none = Change a weight to see the ranks before and after, at the head of the list.
weights-before = Before
weights-after = After
weights-up =
    { $n ->
        [one] ▲ up one rank
       *[other] ▲ up { $count } ranks
    }
weights-down =
    { $n ->
        [one] ▼ down one rank
       *[other] ▼ down { $count } ranks
    }
weights-same = does not move
weights-enter =
    { $n ->
        [0] Nobody enters the { $capacity } files of the day, of { $files }.
        [one] One file enters the { $capacity } of the day, another leaves them ({ $files } in all).
       *[other] { $count } files enter the { $capacity } of the day, as many leave them ({ $files } in all).
    }
weights-saved = Last saved
done-weights = Weights saved

team-title = Team
team-lead = Whose accounts are, how many contacts a day, who stands in for whom
team-accounts = Accounts
team-files = To deal with
team-capacity = Contacts a day
team-presence = Presence
team-nobody = Nobody
team-anybody = Anybody
team-all-creditors = All
team-away = away until { $day }
team-away-with = away until { $day }, { $who } stands in
assign-act = Give accounts
assign-hint = The criteria add up: only accounts that meet them all are given.
assign-whose = Now assigned to
assign-creditor = Creditor
assign-salesperson = Salesperson
assign-letters = Names from A to… (A-F)
assign-account = Or one account (code)
assign-to = Give to
assign-go = Give these accounts
letters-unreadable = Give one letter or two with a dash, for example A-F
done-assigned =
    { $n ->
        [one] 1 account given
       *[other] { $count } accounts given
    }
done-assigned-none = No account changes hands
capacity-act = Contacts a day
done-capacity = Capacity saved
absence-act = Note an absence
absence-hint = The list goes to the stand-in on these days, the first and the last included.
absence-who = Away
absence-stand-in = Stand-in
absence-since = From
absence-until = Until
absence-go = Note the absence
absences = Absences
absence-line = { $who }: from { $since } to { $until }
absence-line-with = { $who }: from { $since } to { $until }, { $stand } stands in
absence-end = Remove
done-absence = Absence noted
done-absence-ended = Absence removed
