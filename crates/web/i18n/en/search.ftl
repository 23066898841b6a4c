# Search: the field, the list under it, the page.
search-title = Search
search-label = Search for an account, an item, a contact
search-placeholder = Name, code, SIREN, item, amount, mail…
search-empty = What are you looking for?
search-next = Search by beginnings of words of a name, a customer code, a SIREN or a SIRET, an item number, an exact amount, a mail address or a telephone number. Accents, capitals and the order of words do not matter.
found-results =
    { $n ->
        [0] No result
        [one] { $count } result
       *[other] { $count } results
    }
found-none = Nothing answers “{ $words }”.
found-more = more than { $count }
found-all = All results
found-all-accounts = All accounts found
found-reason = Found by
found-accounts = Accounts
found-items = Items
found-contacts = Contacts
found-one-items = Item
found-one-contacts = Contact
found-settled = settled
found-due = due { $day }
found-nothing-open = nothing open
found-overdue = overdue { $amount }
found-by-name = name
found-by-code = customer code
found-by-siren = SIREN
found-by-owed = all that is owed
found-by-number = number
found-by-number-end = end of the number
found-by-open-amount = open amount
found-by-amount = original amount
found-by-contact = contact
found-by-email = mail address
found-by-phone = telephone
