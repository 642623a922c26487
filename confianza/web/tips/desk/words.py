"""The desk's words for codes: grades, outcomes, who receives what, lines of the account, ready answers."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from confianza.web.tips.rules.outcomes import OUTCOMES as OUTCOMES

# The first half of the 5×5 grading that criminal-information units use: who tells, then what is told.
SOURCES = (
    ("A", _("A · always reliable")),
    ("B", _("B · mostly reliable")),
    ("C", _("C · sometimes reliable")),
    ("D", _("D · unreliable")),
    ("E", _("E · not known: most tips")),
)
INFORMATION = (
    ("1", _("1 · known to be true")),
    ("2", _("2 · told by who saw it, confirmed elsewhere")),
    ("3", _("3 · told by who saw it, not confirmed")),
    ("4", _("4 · told by somebody else, cannot be judged")),
    ("5", _("5 · held to be false")),
)
RECEIVERS = (
    ("intelligence", _("The criminal-information centre")),
    ("case", _("A case of the prosecutor")),
    ("problem", _("A problem that a precinct works on")),
)
TELLINGS = {
    "own_words": _("The teller's own words:"),
    "first_person": _("Said of oneself:"),
    "nearness": _("Who stands near whom:"),
    "the_teller": _("Speaks of the teller:"),
    "telephone": _("Looks like a telephone number:"),
}
COMPARED = {
    "phone": _("Telephone"),
    "plate": _("Vehicle plate"),
    "alias": _("Nickname"),
    "badge": _("Badge number"),
    "document": _("Identity number"),
    "place": _("Point on the map"),
}
DUE = {
    "take_up": _("Somebody is in danger: to be taken up by %(day)s"),
    "answer": _("First answer due by %(day)s"),
    "reply": _("The teller wrote again: answer by %(day)s"),
    "close": _("Nothing more said: close it by %(day)s"),
}
KINDS = {
    "killing": _("Killing"),
    "threat_to_life": _("Threat to a life"),
    "kidnapping": _("Kidnapping"),
    "missing_person": _("Missing person"),
    "extortion": _("Extortion"),
    "gang": _("Gang"),
    "trafficking_in_persons": _("Trafficking in persons"),
    "weapons": _("Weapons"),
    "corruption": _("Corruption"),
    "drugs": _("Drugs"),
    "violence_at_home": _("Violence at home"),
    "sexual_violence": _("Sexual violence"),
    "harm_to_a_child": _("Harm to a child"),
    "wanted_person": _("Wanted person"),
    "robbery": _("Robbery"),
    "vehicle": _("Vehicle"),
    "bullying": _("Bullying at school"),
    "self_harm": _("Somebody may harm themselves"),
    "police": _("Conduct of police"),
    "other": _("Something else"),
}
WHY_NOT = {
    "nothing_to_compare": _("Choose something to compare, or write it."),
    "too_many_today": _("Your unit has had as much compared as it may today, or of this tip. Try tomorrow."),
    "no_worker": _("The worker has not been started yet. Tell your administrator: confianza worker."),
    "concerned": _("The tip concerns that unit, or all of its people. It cannot go there."),
    "no_key": _("That unit has no key that anybody vouches for. Its administrator has to make one first."),
    "nobody_has_keys": _("Nobody in that unit has made their keys yet."),
    "nobody_left": _(
        "Nobody is left who could read it without being concerned. Call external oversight before "
        "doing anything."
    ),
    "no_original": _("No original of this file was kept."),
    "asked_already": _("You have asked for this original already."),
    "answered_already": _("Somebody answered this meanwhile."),
    "own_request": _("Somebody else has to decide on what you ask for yourself."),
    "asker_has_no_keys": _("Whoever asked has no keys any more."),
    "no_unit_key": _("You hold no key of your unit yet: ask a colleague who does."),
    "not_released": _("This original was not released to you, or you have taken it already."),
    "receipt": _(
        "There are twenty digits of a receipt in the text. Take them out: whoever reads them is the "
        "teller."
    ),
    "unsigned": _(
        "Your unit's key is new to you, or nobody vouches for it: the teller could not tell that the "
        "answer is "
        "yours. Ask your unit for its key, and the administrator for the ceremony."
    ),
}  # fmt: skip
TEMPLATES = (
    ("", _("None")),
    ("received", _("We read it and are working on it")),
    ("more", _("We need to know more")),
    ("danger", _("You or somebody else may be in danger")),
    ("passed_on", _("We passed it on")),
    ("done", _("Something came of it")),
    ("nothing", _("We could do nothing with it")),
)
TEXTS: Mapping[str, Any] = {
    "received": _(
        "Thank you. We read what you told us and are working on it. Come back in a few days with your"
        " receipt: "
        "we may have a question, or news."
    ),
    "more": _(
        "Thank you. To go on we need to know more: where exactly, on which days and at what time, and"
        " how whoever "
        "takes part can be recognised. Write only what you know without asking around. Do not put "
        "yourself in danger."
    ),
    "danger": _(
        "If you or somebody else is in danger now, go to a safe place and call the emergency number. "
        "Here we may "
        "read your answer only hours later. Do not confront anybody and do not take pictures."
    ),
    "passed_on": _(
        "Thank you. What you told us is with those who can act on it, without anything about you. You"
        " need do nothing "
        "more."
    ),
    "done": _(
        "Something was done thanks to what you told us. We cannot say more, so as not to put you at "
        "risk. Do not tell "
        "anybody that it was you."
    ),
    "nothing": _(
        "Thank you. We looked into it and can do nothing with it for now. If you learn where, when or"
        " who, write to us "
        "here with your receipt."
    ),
}
MOVES = {
    "closed": _("closed it"),
    "reopened": _("opened it again"),
    "referred": _("had another unit read it too"),
    "discovered": _("found that it concerns police and sent it to internal affairs"),
    "original": _("asked for an original, or opened one"),
}


def ready_answer(name: str, language: str) -> str:
    """Return a ready answer in the language in which the tip was told."""
    if name not in TEXTS:
        return ""
    with translation.override(language if language in ("es", "en") else "es"):
        return str(TEXTS[name])


def of_kind(name: str) -> Any:
    """Return what a kind of tip is called."""
    return KINDS.get(name, KINDS["other"])
