"""Surveys: what people say of their safety and of the police, wave by wave, and how sure that is.

Who works here: the analyst who plans a survey, draws its sample and weighs what came back; mayor, commander
and programme managers who read what it says. It must never compare what was asked differently without saying
so, show what too few people said, or keep a list of the homes that were visited. Extra pieces:
`entrance` (menu, home card); of the set-up `frames` (lists to draw from, as people bring them), `margins`
(what is known of everybody, as people type it), `items.toml` (what is followed of the ready forms, as data),
`weights` (on disk, sealed), `weight_tables` and `plan_sentences`; of the results `telling` (plain values),
`result_sentences`, `result_tables`, `drawings` (charts), `pages`, `printing` and `sheet.typ` (on paper); of
the assessment `assessing`, `assessment_forms` and `assessment_pages`.
"""
