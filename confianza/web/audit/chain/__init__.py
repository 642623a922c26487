"""What makes the account hard to rewrite: links between entries, a key that only goes forward, signed heads.

Threats and limits stand in docs/decisions/0012. Everything here is below the room's queries and actions.
"""
