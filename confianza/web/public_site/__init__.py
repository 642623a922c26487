"""What anyone may see: what happens in a place, figures, maps, data, bulletins, corrections.

Who works here: neighbours, journalists, students; nobody needs an account.
It must never see another room except through its `published.py`, nor show a row about a person.
Extra pieces: pages, tip_pages, survey_pages, community_pages, promise_pages, downloads, drawings, sentences,
words (what stands on a page, each a subject of showing), sections (the ways from page to page), interface
(the description of the API as a page), schemas (the shape of its answers), feeds (Django's own syndication),
memory and middleware (pages that are the same for everybody are made once).
"""
