"""Why something brought to the ceremony does not do, in a sentence that says what to do."""

from collections.abc import Callable

from confianza.cli.language import _

SENTENCES: dict[str, Callable[[], str]] = {
    "file_exists": lambda: _("%(told)s is there already, and no key is ever replaced; name another folder."),
    "unreadable": lambda: _("%(told)s cannot be read; look whether the stick is in and the name is right."),
    "broken_file": lambda: _("%(told)s is damaged or was changed; have it made again."),
    "another_kind": lambda: _("%(told)s is another file than the one asked for here."),
    "empty_request": lambda: _("%(told)s asks for nothing: no key waits to be vouched for."),
    "words_count": lambda: _("A key on paper has 24 words; here are %(told)s."),
    "words_unknown": lambda: _("“%(told)s” is not one of the words; compare it with the paper."),
    "words_wrong": lambda: _("One of the words is another than on the paper, or two changed places."),
    "not_three": lambda: _("These keys do not open it: it takes the keys of three of the five holders."),
    "another_key": lambda: _(
        "%(told)s asks for another key than it says. Open nothing; find out who made it."
    ),
}


def of(code: str, told: str) -> str:
    """Return the sentence of a refusal."""
    return SENTENCES[code]() % {"told": told} if code in SENTENCES else code
