"""A bulletin: four pages on one month of one place, all from one release, laid out by typst.

`contents` reads what the release says, `sentences` words it, `pictures` draws it, `pages` puts both into the
four pages as data, and `printing` hands data and pictures to the layout `bulletin.typ`. No figure comes from
anywhere but the release, and no text of a person ever becomes part of the layout's own code.
"""
