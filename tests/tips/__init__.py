"""What crosses the tip line's rooms: who can open what, with every key that exists tried for real."""
