nav-companies = Companies
companies-lead = What the SIRENE register says of your debtors, and what changed
companies-shown = What is shown
companies-show-all = all
companies-show-changed = changed lately
companies-show-ceased = ceased
companies-show-seat = head office closed or moved
companies-show-never = never read
companies-show-unknown = unknown to the register
companies-all = All
companies-none = No company here.
companies-none-next = Give the address of the register (QUITTANCE_SIRENE) or import saved answers: the accounts whose debtor has a SIREN are listed.
companies-look = To look at
companies-changed = Changed on
companies-read = Read on
companies-export = Export (CSV)
companies-rule = The companies of debtors who owe something, or have an open case, are asked for again every thirty days. What a company asked not to be spread is not kept.
companies-watch = Watch over the SIRENE register
companies-source = Service
companies-source-none = no address (QUITTANCE_SIRENE)
companies-checked = Last look
companies-failed = The last look failed:
companies-next-look = Next look
companies-fetch = Ask now
companies-file = Saved answers
companies-file-hint = JSON answers of the company search or of API Entreprise. Good records go in, the others are listed; only the companies of your debtors are kept.
companies-import = Import the answers
companies-taken = Answers imported
companies-taken-read = Records read
companies-taken-kept = Companies kept
companies-taken-changes = Changes
companies-taken-unchanged = Unchanged
companies-taken-strangers = None of your debtors
companies-taken-refused = Records refused
companies-back = See the companies
company-title = Company
company-see = See the company
company-no-siren = Without a SIREN in the customer file the register cannot be asked: correct the debtor.
company-never = The register was not read for this SIREN yet.
company-error = No answer
company-name = Name in the register
company-hidden = not spread, as the company asked
company-form = Form
company-created = Created on
company-ceased = Ceased on
company-seat = Head office
company-open-count = Open establishments
company-read = Read
company-others = Other establishments
company-former-seat = former head office
company-closed = closed
company-closed-on = closed on { $day }
company-open = open
company-changes = Changes
company-fetch = Ask the register again
company-take-address = Take over the address of the head office: { $address }
company-take-name = Take over the name: { $name }
company-no-source = To ask the register from here, start the program with QUITTANCE_SIRENE; else import a saved answer from the page Companies.
done-company-address = Address of the head office taken over
done-company-name = Name of the register taken over
done-company-unanswered = The register gave no answer that can be read: see why under “Company”
done-company-unknown = The register does not know this SIREN
done-company-read = Company read: nothing changed
done-companies-fetch-failed = The look stopped: see why below
done-companies-fetched-none = Nothing to ask: each company was read less than thirty days ago
fact-company-changed-ceased = Register: the company ceased { $became }
fact-company-changed-seat-moved = Register: head office moved, { $was } → { $became }
fact-company-changed-seat-closed = Register: head office closed, { $was } { $became }
fact-company-changed-renamed = Register: renamed, { $was } → { $became }
fact-company-changed-unknown = Register: the company is not known there any more
hook-family-company = Companies
sources-companies = Watch over the SIRENE register
companies-taken-more =
    { $n ->
        [one] { $count } more is not shown
       *[other] { $count } more are not shown
    }
done-companies-fetched =
    { $n ->
        [one] { $count } company asked for
       *[other] { $count } companies asked for
    }
done-company-changed =
    { $n ->
        [one] Company read: { $count } change
       *[other] Company read: { $count } changes
    }
