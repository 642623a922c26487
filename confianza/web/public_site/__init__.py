"""What anyone may see: yearly figures, what this is, how privacy and accessibility are kept.

Who works here: neighbours, journalists, students; nobody needs an account.
It must never see another room except through its `published.py`, nor show a row about a person.
"""
