"""How tips end, in codes and words: the desk chooses one when it closes a tip, the public reads how many."""

from django.utils.translation import gettext_lazy as _

OUTCOMES = (
    ("arrest", _("Somebody was arrested")),
    ("seizure", _("Weapons, drugs, money or goods were seized")),
    ("rescued", _("Somebody was found, freed or brought to safety")),
    ("prevented", _("A crime was prevented")),
    ("solved_problem", _("The problem was solved another way")),
    ("passed_on", _("It went to another institution")),
    ("information", _("Useful information, nothing more for now")),
    ("nothing_found", _("It was looked into and nothing was found")),
    ("unfounded", _("Unfounded")),
    ("duplicate", _("Told before")),
)
