"""What may be shown to everyone, and what an attacker could learn from it.

Who uses it: the release, and through it every public page. Tables lose their small cells, places become snap
points or are masked once and for ever. It must never know where a figure comes from, nor let a figure out
that its own audit has not passed.
"""
