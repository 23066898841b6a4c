# The indicators. Names, formulas and what is missing come from the desk (app::indicators), the same on paper.
nav-indicators = Indicators
indicators-title = Indicators on { $day }
indicators-read = Books read at { $hour }
indicators-import = last import: { $file } ({ $day })
indicators-months = Period
indicators-length =
    { $n ->
        [one] { $count } month
       *[other] { $count } months
    }
indicators-months-wrong = « { $text } » is no number of months: 1 to 12
currency-unknown = « { $code } » is not a known currency code
indicators-period = from { $from } to { $until }
indicators-owed = What is owed
indicators-delays = Time to be paid
indicators-work = Collection
indicators-formula = Formula
indicators-table = The figures, month by month
indicators-rate = Overdue rate
indicators-sales = Sales of the month, tax included
indicators-dso = DSO (d)
indicators-best = Best possible DSO (d)
indicators-count-back = Count-back (d)
indicators-top = Where the overdue is
indicators-top-delays = The delays that weigh most (amount × days)
indicators-late = Late
indicators-items = Items
indicators-average = Mean delay (d)
indicators-share = Share of delays
indicators-by-weight = All, by weight
indicators-by-age = All, the longest first
indicators-late-accounts =
    { $n ->
        [one] { $count } account is late
       *[other] { $count } accounts are late
    }
indicators-amount = Amount
indicators-of-outstanding = Share of outstanding
indicators-number-of = Number
indicators-number = Item
indicators-on = Accounting date
indicators-kind = Kind
indicators-due = Due
indicators-owner = Owner
indicators-given = Given on
indicators-promised = Promised
indicators-paid = Paid
indicators-sales-sub = { $total } from { $from } to { $until }
indicators-behind-aging = See the aged balance of that day
indicators-behind-accounts = See the overdue accounts
indicators-behind-sales = Sales of the period
indicators-behind-delays = Late accounts
indicators-behind-blocked = Items set aside
indicators-behind-promises = Promises of the period
indicators-none-blocked = Nothing is set aside on that day.
indicators-none-promised = No promise whose day falls in the period.
indicators-nothing = Nothing here.
indicators-nothing-next = Choose another date, another period or another currency.
indicators-foot = Accounting dates; each currency by itself, never added up. A figure that cannot be told is not estimated: it says what is missing. Rounded once, to the nearest tenth.
indicators-files = How files ended
indicators-by-creditor = How files ended, by creditor
indicators-by-procedure = How court cases ended, by procedure
indicators-procedure = Procedure followed
indicators-files-of = Files
indicators-behind-files = Files that ended
indicators-files-count =
    { $n ->
        [one] { $count } file that ended
       *[other] { $count } files that ended
    }
indicators-ended-on = Ended on
indicators-file = File
indicators-case = case without a reference
indicators-procedures = Procedures
indicators-amicable = Without a judge
indicators-yes = yes
indicators-no = no
indicators-entrusted = Entrusted
indicators-collected = Collected
indicators-amount-days = Collected × days
indicators-won = Won
indicators-decided = Decided
indicators-granted = Granted
indicators-asked = Asked
indicators-cost = Costs
file-basis-ended = All
file-basis-collected = With money
file-basis-decided = Procedure decided
file-basis-cases = Court cases
delay-order-weight = By weight (amount × days)
delay-order-longest = The longest first
promises-state-kept = kept
promises-state-partly = kept in part
promises-state-broken = broken
promises-state-open = not judged yet
promises-state-withdrawn = withdrawn
