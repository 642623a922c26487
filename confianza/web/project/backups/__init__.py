"""Keeping safe: a whole installation into two sealed files, and back.

Who works here: the administrator, from the command line and a nightly timer; no page leads here.
A backup is `….datos` (register and files, sealed with a key of its own) and `….llaves` (that key and the
installation's, sealed with a passphrase or to the keys of people). Neither alone opens anything.
It must never change what it keeps, leave half of anything, or touch a target before everything was verified.
"""
