# Notes, mentions, tasks given, digests, satisfaction.
act-note = Note
note-act = Write a note
note-words = Note
note-hint = “@login”, “@First.Last” or “@"First Last"” tells the person, once.
note-go = Keep the note
note-people = Who can be told
note-nobody = nobody is called { $names }, or several are: write the login.
note-out-of-sight = { $names } does not see this account and was not told.
person-by-mail = { $name }, by mail
keys-note = write a note
done-noted = Note kept.
done-noted-partly = Note kept, but not everybody was told: the note says who.
done-dispute-evidence-partly = Kept, but not everybody was told: the history says who.
fact-account-noted = Note:
fact-account-note-undone = Note taken back
fact-task-answered-done = Done: { $subject } { $note }
fact-task-answered-cannot = Given back, cannot: { $subject } { $note }
mentions-title = Mentions
mentions-lead = The notes that call you and that you have not seen yet.
mentions-none = No mention to read.
mentions-none-next = Somebody calls you by writing “@” and your login in a note.
mentions-all = All your mentions
mention-see = Seen
done-mention-seen = Mention seen.
link-purpose-task = task given
task-link-title = What you are asked
task-link-lead = You are given a task about { $debtor }.
task-link-lead-by = { $asker } gives you a task about { $debtor }.
task-link-until = To be done by { $day } at the latest.
task-link-words-hint = Needed where you cannot.
task-link-done = It is done
task-link-cannot = I cannot
task-link-kept-done = Noted as done, for { $debtor }.
task-link-kept-cannot = Noted: the task about { $debtor } goes back to who gave it.
task-link-told = { $asker } is told.
# The digest.
digest-title = Digest by mail
digest-frequency = One mail that says what waits for you
digest-none = Never
digest-working-day = Each working day
digest-monday = On Monday
digest-hint = Tasks, promises not kept, disputes, mentions and credit signals of your accounts. Nothing leaves where there is nothing to say.
digest-preview = What it would say now
digest-nothing = Nothing to say for now: no mail would leave.
done-digest = Choice saved.
# What waits, on Today.
today-credit-signals =
    { $n ->
        [one] credit signal to see
       *[other] credit signals to see
    }
today-credit-proposals =
    { $n ->
        [one] credit decision to take
       *[other] credit decisions to take
    }
# What customers answer.
satisfaction-title = Satisfaction
satisfaction-go = By service and by month
satisfaction-lead = { $share } satisfied: { $answered } answers to { $asked } questions asked
satisfaction-lead-none = { $asked } questions asked, no answer
satisfaction-hint = A question leaves with the mail that tells of the closing. Satisfied: “{ $score }” or better. The share is of the answers, by the last opinion given.
satisfaction-from = Closed from
satisfaction-until = Closed until
satisfaction-reset = See all
satisfaction-none = No dispute closed in this period.
satisfaction-none-next = Widen the period, or wait for the next closing.
satisfaction-services = By service
satisfaction-months = By month of closing
satisfaction-all = All services
satisfaction-share = Satisfied
satisfaction-closed = Closed
satisfaction-asked = Asked
satisfaction-answered = Answers
satisfaction-satisfied = Of whom satisfied
satisfaction-answers = Behind the figures
satisfaction-answers-none = Nobody in this list.
satisfaction-closed-on = Closed on
satisfaction-words = Comment
satisfaction-no-answer = no answer
satisfaction-show-asked = Asked
satisfaction-show-answered = Answers
satisfaction-show-satisfied = Satisfied
satisfaction-show-unsatisfied = Unsatisfied
