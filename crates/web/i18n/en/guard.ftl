nav-guard = Rights to keep
guard-lead = What is lost if nobody acts, and when
guard-calendar = Calendar (.ics)
guard-soon-sum = Lost within { $n } days
guard-lost-sum = Lost already
guard-unconfirmed-sum = Due dates to confirm
guard-rights =
    { $count ->
        [one] { $count } right
       *[other] { $count } rights
    }
guard-nothing = nothing
guard-shown = Rights shown
guard-show-all = all
guard-show-soon = lost soon
guard-show-lost = lost
guard-show-unconfirmed = to confirm
guard-ahead = Days ahead
guard-days = { $n } days
guard-all = All rights
guard-none = No right here.
guard-none-next = An open item has its own from its import: widen the choice.
guard-at-risk = At stake
guard-safe = Safe day
guard-last = Last day
guard-state = Where it stands
guard-owner = Followed by
guard-why = how it is counted
guard-formula = Limitation of each open item, counted from the day of supply or the due date, whichever comes first, and from the dated facts that interrupted or stopped it (signed plan, mediation). Safe day: last working day on or before the last day. An inferred due date starts nothing until it is confirmed.
