"""Fieldwork: forms on telephones, and what comes back from the street. The one way data enters from there.

Who works here: whoever draws up forms and reviews what was sent; people in the field, whose telephones send
without a password of theirs. It must never lose a submission, take one twice, or keep its content in the
register: that lies sealed in the workspace. Extra pieces: `xforms` (spreadsheet forms made into XForms,
checked, and submissions read by them), `sentences` (reasons in words), `entrance` (menu, home card),
`openrosa` (the words telephones speak), `sealed` (content on disk), `library` (the forms that come with
the program, as text), `cards` (forms as a browser fills them in without network), `exports` (answers as
files for other programs) and `flags` (what looks odd: pure rules and their thresholds).
"""
