# The calculators.
calculators-lead = The answers of the law, each with its working and its sources. The address of an answer can be shared.
calculator-go = Compute
calculator-clear = Start again
calculator-example = See an example
calculator-more = More detail (optional)
calculator-wrong = No answer: correct what follows.
calculator-answer = Answer
calculator-empty = The answer will stand here.
calculator-empty-next = With the working slice by slice, the articles, and how sure each source is.
calculator-steps = The working
calculator-sources = Sources
calculator-stamp = Computed on { $day } with the tables of law of Quittance { $version }.
calculator-api = The same answer for a program:
calculator-unsure = { $n ->
    [one] One of these rows is not verified: read it again before you rely on it.
   *[other] { $count } of these rows are not verified: read them again before you rely on them.
}
source-verified = verified
source-derived = computed
source-user = your own row
source-secondary = secondary source
source-memory = from memory
source-not-found = not found
item-interest = interest
item-working = Interest of { $piece }: the working
