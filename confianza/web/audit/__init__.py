"""The account of who did what, and who read what: entries are added, never changed, and their chain shows it.

Who works here: the auditor reads it; every room writes to it through `actions.record`. It must never hold the
content of what was done: it names the deed and its subject, never a victim. Extra pieces: `chain` (links,
keys, signed heads and the verification of all three; docs/decisions/0012 says what it can and cannot show),
`sentences` (deeds, kinds and faults in words) and `entrance` (what the room puts in the hall).
"""
