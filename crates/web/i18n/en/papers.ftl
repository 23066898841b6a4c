## Exhibits and papers
papers-title = Exhibits and papers
papers-of = Exhibits and papers: { $debtor }
papers-lead = The list of exhibits, and the papers ready to file or to send.
papers-open = Open exhibits and papers
papers-made = Papers made
papers-none = No paper was made yet.
papers-paper = Paper
papers-size = Size
papers-data = Data
papers-by = By
papers-kilobytes = { $n } kB
papers-exhibits = Exhibits
papers-files = Add files
papers-files-hint = PDF, PNG or JPEG, several at once, { $limit } MiB in all. The kind of each is read in the name of its file; correct it below.
papers-add = Add
papers-added = { $n ->
    [0] No exhibit added.
    [one] { $n } exhibit added.
   *[other] { $n } exhibits added.
  }
papers-known = { $n ->
    [one] { $n } file was there already.
   *[other] { $n } files were there already.
  }
papers-refused = These files were not added.
papers-proposals = { $n ->
    [one] { $n } document of the account to show
   *[other] { $n } documents of the account to show
  }
papers-file = Document
papers-kind = Kind
papers-name = Title
papers-number = No.
papers-out = Take out
papers-show = Show the ticked documents
papers-no-exhibits = No exhibit: a petition comes with the documents that prove it.
papers-order-hint = Numbers follow kind, date, then title: they change by themselves.
papers-names-go = Save the list
paper-of = { $paper }: { $debtor }
papers-call = Draw up a paper
paper-lead = The file filled everything in: read it, complete it, make it.
paper-bound = The paper and its exhibits are one PDF, stamped and bookmarked.
paper-missing = Before the paper can be made
paper-optional = (optional)
paper-hint = The paper is kept as it is in the case. It is sent and filed nowhere: note the sending or the filing in the procedure.
paper-go = Make the paper
paper-go-en = English copy to read
paper-forms = The bundle that is made keeps the text of the exhibits, which can be searched: it is the one for online filing. The archival copy is PDF/A, for keeping: the pages of the exhibits are pictures; pages, stamps and bookmarks are the same.
paper-go-archive = Make the archival copy
paper-exhibits = { $n ->
    [0] no exhibit
    [one] { $n } exhibit
   *[other] { $n } exhibits
  }
paper-warnings = { $n ->
    [one] { $n } point to check
   *[other] { $n } points to check
  }
done-exhibits-added = { $n ->
    [0] These files were there already
    [one] { $n } exhibit shown
   *[other] { $n } exhibits shown
  }
done-exhibits-named = List saved
done-paper-made = Paper made and kept in the case
done-paper-archived = { $n ->
    [one] Archival copy kept in the case: { $n } page
   *[other] Archival copy kept in the case: { $n } pages
  }
done-paper-archived-compare = { $n ->
    [one] Archival copy kept in the case; compare { $n } exhibit with its original: a font was replaced or a page is white
   *[other] Archival copy kept in the case; compare { $n } exhibits with their originals: a font was replaced or a page is white
  }
done-paper-bound = { $n ->
    [one] Paper made: { $n } page
   *[other] Paper made: { $n } pages
  }
fact-case-shown = { $count } exhibit(s) shown in the case: { $files }
fact-case-exhibits-named = List of exhibits corrected ({ $count })
fact-case-hidden = { $count } exhibit(s) taken out of the case: { $files }
fact-case-paper-made = Paper made: { $said }, counted to { $on }

## Proofs
proofs-title = Proofs
proofs-of = Proofs: { $debtor }
proofs-lead = The file of what proves each act, date, cost, title or declaration: report of service, acknowledgement of receipt, fee note, enforceable copy.
proofs-nothing = Nothing to prove yet: no act, no cost, no title.
proofs-thing = What is proved
proofs-reference = Reference
proofs-files = Files
proofs-none = None
proofs-add-title = Attach files
proofs-files-hint = PDF, PNG or JPEG, several at once, { $limit } MiB in all. The case may be closed.
proofs-out-title = Take a file out
proofs-out-lead = The file stays among those of the account; the reason is kept on the timeline.
proof-add = Attach
done-proofs-added = { $n ->
    [0] File attached already
    [one] { $n } file attached
   *[other] { $n } files attached
  }
done-proof-out = File taken out, the reason is on file
fact-case-proved = { $count } file(s) attached to “{ $label }”: { $files }
fact-case-unproved = File taken out: { $files } ({ $reason })
cost-act = Act that it pays
procedure-cost = cost { $amount }
