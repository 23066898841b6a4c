# How people and their programs sign in: the code, sessions, tokens.
nav-profile = My account
profile-title = Your sign-in
problem-too-many = Too many tries
problem-next-too-many = Wait, then try again.

sign-in-code-title = Sign-in code
sign-in-code-hint = The six digits that your application shows, or one of your recovery codes.
sign-in-again = Back to the password
code-field = Code

second-factor-title = Sign-in code
codes-off = You sign in with your password alone. A one-time code, read from your telephone, keeps out whoever might have stolen it.
codes-off-required = Your role signs in with a password and a code.
codes-on = On since { $since }. { $left } recovery codes are left.
codes-go = Turn on
codes-manage = Manage
codes-lead = You need an application for codes (Aegis, FreeOTP, Bitwarden, Google Authenticator…) on a telephone or a computer.
codes-must = Turn the code on to go on: nothing else is open until then.
codes-begin = Get a key
codes-shown = The sign-in code is on. Here are your recovery codes.
codes-shown-once = Each replaces the code once if you no longer have your device. Print them or put them in a safe: they will not be shown again.
codes-kept = They are safe
codes-renew = New recovery codes
codes-renew-hint = The former ones are good no longer once the new ones are shown.
codes-turn-off = Turn the code off
codes-turn-off-hint = To change your device: turn it off, then on with the new one.
enrol-scan = Take a picture of this with the application.
enrol-qr = Picture (QR code) that holds the key below
enrol-by-hand = Without a camera, copy the key:
enrol-here = The application is on this device: give it the key
enrol-code = Copy the six-digit code that it shows
enrol-confirm = Turn the code on

sessions-title = Signed-in devices
sessions-none = No device is signed in.
sessions-end-others = Sign all other devices out
sessions-end-all = Sign all their devices out
session-device = Device
session-from = Address
session-since = Signed in
session-seen = Last seen
session-here = this one
session-end = Sign out
session-end-label = Sign { $device } out

tokens-title = Tokens of programs
tokens-lead = A token lets a program act in your name through the JSON interface, within your role and what you choose. It changes no password, no code and no token.
tokens-none = No token.
token-name = Name
token-days = Good for (days)
token-scopes = Scopes
token-scopes-choose = What the program may do
token-created = Created
token-used = Last used
token-expires = Expires
token-over = expired
token-never-used = never
token-new = New token
token-make = Make the token
token-password-why = It is asked again: a session left open on a desk must not become a token.
token-made = Here is the token. Copy it now.
token-made-once = It will not be shown again. The program sends it so: “Authorization: Bearer” and the token.
token-value = Token
token-revoke = Revoke
token-revoke-label = Revoke { $name }

password-change = Change the password
password-current = Present password
password-new = New password
password-ends = Your other devices will be signed out, and your tokens revoked: make new ones for your programs.
language-of-pages = Language of the pages

person-sign-in = Sign-in
person-sign-in-label = Sign-in of { $name }
person-sign-in-title = Sign-in of { $name }
person-reset = Reset the code
person-reset-hint = If they have neither their device nor their recovery codes: they sign in with their password alone again, and their devices are signed out.
code-roles-title = Roles that sign in with a code
code-roles-lead = Who has no code yet turns it on with their next page, before anything else.

done-language = Language saved
done-password = Password changed, other devices signed out
done-sessions = { $n ->
    [one] One device signed out
   *[other] { $count } devices signed out
}
done-token-revoked = Token revoked
done-codes-off = Sign-in code turned off
done-code-roles = Roles saved

provider-sign-in = Sign in with { $name }
provider-or = or
provider-emergency = Emergency account
provider-needs-origin = Signing in through the provider of identities needs Quittance's public address: start "serve" with --origin https://…
provider-tied = Identity tied since { $since }: a change of address changes nothing here.
provider-not-tied = No identity tied yet: the first sign-in will tie it.
provider-known-as = Name at the provider
provider-known-as-hint = The address (or the other name chosen by --oidc-claim) by which the provider knows this person. Empty: the login.
provider-untie = Untie
provider-untie-hint = If the person's identity has changed at the provider: they are signed out, and their next sign-in ties the new one.
done-provider-named = Name saved
done-provider-untied = Identity untied, devices signed out
