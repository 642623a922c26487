"""People with an account, their roles, logging in, and the home page: my work for today.

Who works here: everybody logs in here; the system administrator opens accounts and reads no content.
It must never decide what a later room shows: rooms keep their own permissions, built on the roles here.
Extra pieces: `cast` (the named cast of demo and tests, one per role: data, so that both speak of the same
people), `entrance` (what the room puts in the hall), `adapters` and `second_factors` (what allauth asks of us
and keeps for us), `sealing` (its secrets at rest), `keyrings` (a person's own keys, open and sealed),
`unlocking` (how they stay open while somebody works), `throttling` and `devices` (who guesses must wait),
`passwords` (what a password may not be), `stolen` (the list of stolen ones), `middleware` (what is asked
of everybody who is logged in), `forms` in a folder (one subject each) and `watch` (stands behind every door
while somebody has emergency access).
"""
