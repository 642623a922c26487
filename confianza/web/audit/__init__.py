"""The account of who did what, and who read what: entries are added, never changed or deleted.

Who works here: the auditor reads it; every room writes to it through `actions.record`.
It must never hold the content of what was done: it names the deed and its subject, never a victim.
Extra piece: `entrance` (what the room puts in the hall).
"""
