"""Why there is no bulletin, in one sentence that says what to do; in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from confianza.web.observatory.bulletins.asking import NoBulletin

SENTENCES: Mapping[str, str] = {
    "no_release": gettext_lazy("Nothing is released yet, and a bulletin is made of a release: make one."),
    "unknown_release": gettext_lazy("There is no release %(version)s."),
    "language": gettext_lazy("Bulletins are made in es or en, not in %(language)s."),
    "not_by_month": gettext_lazy(
        "Of %(area)s nothing is published by month: it is too small, or too little happens. Ask for a wider "
        "area."
    ),
    "too_late": gettext_lazy("%(month)s is not in the release; the last month published is %(last)s."),
    "not_told": gettext_lazy(
        "%(month)s is not in the release; of this place it has months from %(first)s to %(last)s."
    ),
    "no_reason": gettext_lazy(
        "Bulletin %(version)s is published with other figures. What is published stays: to correct it, give "
        "the reason."
    ),
    "nothing_to_correct": gettext_lazy("No bulletin of %(month)s is published yet: none to correct."),
    "not_the_last": gettext_lazy("The bulletin that holds is %(last)s, not %(version)s: correct that one."),
}  # fmt: skip
# What the person asked wrongly, rather than what could not be done.
WRONG_USAGE = frozenset({"language", "unknown_release"})


def sentence(refused: NoBulletin) -> str:
    """Return the sentence of a refusal."""
    return str(SENTENCES[refused.problem]) % refused.told
