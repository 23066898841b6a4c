nav-insolvency = Insolvencies
insolvency-lead = What stops, what is declared, and by when
insolvency-shown = What is shown
insolvency-show-all = under way and closed
insolvency-show-to-declare = to declare
insolvency-show-late = too late
insolvency-show-declared = declared
insolvency-show-closed = closed
insolvency-show-taken-back = taken back
insolvency-all = All of them
insolvency-none = No procedure here.
insolvency-none-next = Import the notices of the BODACC below, or give the address of the service: the watch ties them to your debtors by their SIREN.
insolvency-procedure = Procedure
insolvency-court = Court
insolvency-judgment = Judgment
insolvency-published = Published
insolvency-before = Before
insolvency-later = After
insolvency-declaration = Declaration
insolvency-safe = Safe day
insolvency-export = Export (CSV)
insolvency-review = Names to check
insolvency-last-day = last day
insolvency-rule = What was supplied before the judgment is chased no more and is declared; what was supplied after it is owed at its term and chased. Without a day of supply a piece is taken as prior until somebody tells it. Periods run from the publication.
insolvency-watch = Watch over the BODACC
insolvency-source = Service
insolvency-source-none = no address (QUITTANCE_BODACC)
insolvency-seen = Seen until
insolvency-checked = Last read
insolvency-failed = The last look failed:
insolvency-next-look = Next look
insolvency-since = Read again since (empty: since the last day seen)
insolvency-fetch = Look now
insolvency-file = File of notices
insolvency-file-hint = JSON export of the BODACC, or an answer of its API. What is known already changes nothing; records that cannot be read are listed, the others go in.
insolvency-import = Import the notices
insolvency-taken = Notices imported
insolvency-taken-read = Records read
insolvency-taken-kept = Notices kept
insolvency-taken-certain = Debtors known by their SIREN
insolvency-taken-waiting = Names to check
insolvency-taken-unchanged = Known already
insolvency-taken-strangers = About nobody of yours
insolvency-taken-others = Other notices
insolvency-taken-refused = Records refused
insolvency-record = No.
insolvency-field = Field
insolvency-back = See the procedures
insolvency-review-lead = Only a SIREN decides by itself. A name waits for your word: nothing stops until then.
insolvency-review-none = No name here.
insolvency-review-none-next = Notices tied by their SIREN are in the list of procedures.
insolvency-review-told = { $court }, judgment { $judgment }, published { $published }
insolvency-there = In the notice
insolvency-here = Ours
insolvency-name = Name
insolvency-trade-name = Shop sign
insolvency-siren = SIREN number
insolvency-place = Place
insolvency-for = for
insolvency-against = against
insolvency-ours = This is our debtor
insolvency-not-ours = It is somebody else
insolvency-match-waiting = to check
insolvency-match-confirmed = confirmed
insolvency-match-refused = set aside
insolvency-decided = { $by }: { $why }
insolvency-by-siren = by SIREN
insolvency-status-initial = first notice
insolvency-status-corrected = correction
insolvency-status-cancelled = cancellation
insolvency-notice-told = { $status }, published { $published }, judgment { $judgment } ({ $source })
insolvency-notice-replaces = { $status } of { $replaces }, published { $published }, judgment { $judgment } ({ $source })
insolvency-known = Known since
insolvency-cessation = Payments stopped
insolvency-claims-list = List of claims published
insolvency-declare-to = Declare to
insolvency-declare-to-none = no notice names him: ask the registry
insolvency-portal = Declare online
insolvency-missing = rule missing
insolvency-missing-row = Row to add in
insolvency-by = By { $day } ({ $left })
insolvency-due = Due at the judgment
insolvency-not-yet-due = To fall due
insolvency-interest = Interest
insolvency-indemnity = Indemnities
insolvency-draft = Draft of the declaration: read it again before it is sent. Credits are not deducted.
insolvency-case = Open a case to draw up the papers
insolvency-declaration-go = Draw up the declaration
insolvency-credit = Credit
insolvency-connected-unsaid = connected or not: to be said
insolvency-connected-yes = connected
insolvency-connected-no = not connected
insolvency-connected = Same contract (connected)
insolvency-sent = Declaration sent
insolvency-declared = Declared
insolvency-received = Received
insolvency-answer = Answer
insolvency-admitted = Admitted
insolvency-dividends = Dividends
insolvency-shares = Piece by piece
insolvency-sent-act = Note that the declaration was sent
insolvency-sent-again = Correct the sending
insolvency-received-act = Note that it was received
insolvency-answer-act = Note the answer
insolvency-dividend-act = Note a dividend
insolvency-dividend-hint = Its parts by piece are proposed; the money itself comes by the bank.
insolvency-on = Day
insolvency-proof = Proof (registered number, receipt of the portal)
insolvency-admitted-field = Amount admitted (if admitted)
insolvency-note = Note
insolvency-answer-admitted = admitted
insolvency-answer-contested = contested
insolvency-answer-rejected = rejected
insolvency-side-before = Born before the judgment: stopped
insolvency-side-unknown = To be settled: taken as prior
insolvency-side-later = Born after the judgment: owed and chased
insolvency-supply = Supplied
insolvency-demands = Reminders
insolvency-to-declare = To declare
insolvency-term-due = due
insolvency-term-later = to fall due
insolvency-no-figure = interest cannot be computed: see why
insolvency-interest-of = interest { $amount }
insolvency-indemnity-of = indemnity { $amount }
insolvency-factored = assigned to a factor
insolvency-why = why
insolvency-set-off = Set-off
insolvency-privilege = Privilege or security
insolvency-long-loan = Loan of a year or more
insolvency-personal = Personal debt of the sole trader
insolvency-plan = Instalment plan
insolvency-periods = Every period
insolvency-period = Period
insolvency-lost = What is lost
insolvency-beside = Beside the procedure
insolvency-guarantors = Guarantors, co-debtors and payers, one by one
insolvency-guarantor-act = Decide for this person
insolvency-guarantor-decided = { $by }, { $day }: { $why }
insolvency-decision = Decision
insolvency-decision-pursue = pursue
insolvency-decision-hold = wait
insolvency-decision-release = give up
insolvency-person = In law
insolvency-person-natural = natural person
insolvency-person-legal = legal person
insolvency-role-guarantor = guarantor
insolvency-role-co-debtor = co-debtor
insolvency-role-payer = payer of the account
insolvency-ask-title = Contracts in progress and goods to take back
insolvency-ask-new = Note a contract in progress or goods of ours
insolvency-ask-kind = What it is
insolvency-ask-kind-contract = a contract in progress
insolvency-ask-kind-goods = goods of ours
insolvency-ask-what = Which contract, which goods
insolvency-ask-amount = Price of the goods not paid, or damages (may wait)
insolvency-ask-received = Demand received
insolvency-ask-until = Answered by
insolvency-ask-extended = Prolonged until
insolvency-ask-at-most = Prolonged by the judge, at most
insolvency-ask-ended = End of the contract
insolvency-ask-done = Done
insolvency-ask-late = too late
insolvency-ask-proof = Proof (registered number, order, receipt)
insolvency-ask-act-asked = Note that the demand was received
insolvency-ask-act-extended = Note that the judge prolonged
insolvency-ask-act-answered = Note the answer or the silence
insolvency-ask-act-done = Note the judge seized or the damages declared
insolvency-ask-act-changed = Correct what it is or the amount
insolvency-ask-act-left = Take out, noted by mistake
insolvency-ask-contract-awaited = answer still awaited
insolvency-ask-contract-agreed = the contract goes on
insolvency-ask-contract-declined = the contract is given up
insolvency-ask-contract-silent = no answer
insolvency-ask-goods-awaited = answer still awaited
insolvency-ask-goods-agreed = agreed: the goods are given back
insolvency-ask-goods-declined = refused
insolvency-ask-goods-silent = no answer
insolvency-goods = Claiming goods back: to check
insolvency-notices = Notices
insolvency-set-aside = Set this notice aside
insolvency-banner = { $regime }, { $stage } · declaration: { $declaration }
insolvency-banner-by = by { $day }
insolvency-see = See the procedure
done-insolvency-ours = Notice taken: what follows is done
done-insolvency-not-ours = Notice set aside
done-insolvency-sent = Sending of the declaration noted
done-insolvency-received = Receipt noted
done-insolvency-answered = Answer noted
done-insolvency-dividend = Dividend noted
done-insolvency-guarantor = Decision noted
done-insolvency-ask = Demand to the administrator noted
done-insolvency-ask-told = What followed the demand is noted
done-insolvency-item = Answer noted, the piece was sorted again
done-insolvency-fetch-failed = Reading stopped: see why below
fact-insolvency-opened = Insolvency: { $what } ({ $court }, judgment { $day }, notice { $notice })
fact-insolvency-changed = Insolvency: { $what } ({ $court })
fact-insolvency-taken-back = Insolvency taken back ({ $notice })
fact-insolvency-confirmed = Notice { $notice } taken { $why }
fact-insolvency-refused = Notice { $notice } set aside { $why }
fact-insolvency-declared = Claim declared: { $amount } ({ $proof })
fact-insolvency-received = Declaration received ({ $proof })
fact-insolvency-answered = Claim declared: { $answer } { $amount }
fact-insolvency-dividend = Dividend announced: { $amount }
fact-insolvency-guarantor = { $name }: { $decision } ({ $why })
fact-insolvency-demand = { $what }: { $name } { $amount }
fact-insolvency-demand-told = { $name }: { $what } ({ $proof })
fact-insolvency-item-answered = { $piece }: answer for the insolvency
block-reason-insolvency = stopped by the insolvency
sources-watch = Watch over the BODACC
insolvency-count =
    { $n ->
        [one] { $count } procedure
       *[other] { $count } procedures
    }
insolvency-left =
    { $n ->
        [one] { $count } day
       *[other] { $count } days
    }
insolvency-over =
    { $n ->
        [one] over by one day
       *[other] over by { $count } days
    }
insolvency-questions =
    { $n ->
        [one] { $count } question
       *[other] { $count } questions
    }
insolvency-reviews =
    { $n ->
        [one] { $count } name to check
       *[other] { $count } names to check
    }
insolvency-taken-more =
    { $n ->
        [one] { $count } more is not shown
       *[other] { $count } more are not shown
    }
done-insolvency-fetched =
    { $n ->
        [one] Bulletin read: { $count } notice kept
       *[other] Bulletin read: { $count } notices kept
    }
today-insolvency-reviews =
    { $n ->
        [one] name of an insolvency to check
       *[other] names of insolvencies to check
    }
done-insolvency-fetched-none = Bulletin read: nothing new about your debtors
