"""Plans: problems taken from what is seen to what was done about it, prevention plans, and what was promised.

Who works here: whoever leads a problem, whoever promised something, the weekly meeting, the mayor, a jury. It
must never let a result be typed in that can be computed, lose a promise, or call a change an effect. Extra
pieces: `rules` and `forms` (folders, a module a subject), `sentences` (reasons in words), `entrance` (menu,
home cards), `printing` with `sheet.typ` (papers); and by subject what its pages show and say, what leads
on from other rooms and what is printed: `problem_pages`, `problem_sentences`, `problem_ways`,
`appraisal_sentences`, `promise_ways`, `prevention_pages`, `prevention_sentences`, `coordination_pages`,
`coordination_sentences`, `coordination_papers`, `week_pending`, `week_patrols`, `effectiveness_pages`,
`effectiveness_sentences`, `grant_pages`, `grant_cards`, `grant_sentences`, `exhibit_pages`; `exhibits`,
how files are cleaned and kept, and `whose`, that no words tell who applies.
"""
