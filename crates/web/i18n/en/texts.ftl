# Texts of letters, mails and text messages: the list and the editor.
texts-title = Texts of reminders
texts-lead = The same text serves letter and mail. A step of a strategy names its own; else it speaks by the shipped text of the same tone.
settings-texts = What your letters, mails and text messages say, in French and in English.
settings-texts-go = Edit the texts
text = Text
text-for = For
text-for-letters = letter and mail
text-for-sms = text message
text-steps-title = Steps that use it
text-steps =
    { $n ->
        [0] none
        [one] { $count } step
       *[other] { $count } steps
    }
text-own = yours
text-shipped = shipped text
text-absent = to be written
text-version = version { $version }, { $day }, { $by }
text-version-n = Version { $version }
text-name-pre-due = Before the due date
text-name-reminder-1 = Reminder 1, courteous
text-name-reminder-2 = Reminder 2, firm
text-name-reminder-3 = Reminder 3, last call
text-name-formal-notice = Formal notice
text-name-sms = Text message
text-new = Write a new text
text-new-lead = A step uses it by naming it in its field “text”.
text-new-name = Name (unaccented letters, digits, hyphens)
text-new-go = Start
text-from = Start from
text-from-nothing = a blank page
text-body = Text
text-hint = First line: the subject. Then paragraphs parted by a blank line. A line --- marks where the table of items stands. A text of one line is a text message.
text-save = Save a new version
text-preview = Preview
text-preview-go = Refresh the preview
text-letter-go = Open the letter (PDF)
text-on = Example
text-on-business = a company, reminded twice
text-on-consumer = a consumer, first reminder
text-account = or a customer code
text-table = Items, totals, interest: the table stands here
text-no-preview = Write a subject and a paragraph: the preview shows here.
text-line = Line { $line }
text-facts = Words the text may use
text-facts-hint = Click to insert. A word that may be absent is written within a condition.
text-versions = Versions
text-in-force = in force
text-looking = You are looking at version { $version }. Save it to put it in force again.
text-look-back = Back to the text in force
text-retire = Back to the shipped text
text-retire-own = Retire this text
text-sms-size = { $length } of { $most } characters
text-sms-foreign = telephones lack a sign: the message will count double
done-text = Text in force: the next messages say it
done-text-retired = Text retired
