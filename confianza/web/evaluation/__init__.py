"""Evaluation: did it work? From the question to the answer and its critique, on one page.

Who works here: the analyst and the donor's programme manager, who ask; a second analyst, who criticises; the
commander and the mayor, who read what was published. It must never let a result be typed, a design be changed
after it was registered, or an evaluation that disappoints disappear. Extra pieces: `entrance` (menu, home
card), `sentences` and `next_door` (codes in words), `pages` and `drawings` (how it is shown).
"""
