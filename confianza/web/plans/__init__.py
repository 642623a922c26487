"""Plans: problems taken from what is seen to what was done about it, prevention plans, and what was promised.

Who works here: whoever leads a problem, whoever promised something, the weekly meeting, the mayor, a jury. It
must never let a result be typed in that can be computed, lose a promise, or call a change an effect. Extra
pieces: `rules` and `forms` (folders, a module a subject), `sentences` (reasons in words), `entrance` (menu,
home card), grant_pages, grant_cards and grant_sentences (what stands on the pages of grants, in the hall, in words).
"""
