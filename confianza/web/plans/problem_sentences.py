"""What the pages of problems say in words: where one stands, why it is stalled, what became of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from confianza.web.design import writing
from confianza.web.plans.models import Evidence, Measure, Problem, Sign, Stage

STALLED = {
    "not_looked": gettext_lazy("nobody looked at it on its day"),
    "not_moved": gettext_lazy("it has not moved for three weeks"),
    "promises_late": gettext_lazy("promises are late"),
}
# What a verdict says in a word or two, and how it is marked; the sentence stands beside it.
VERDICTS = {
    "no_evidence_of_change": pgettext_lazy("verdict", "No evidence of change"),
    "fell": pgettext_lazy("verdict", "Fell"),
    "rose": pgettext_lazy("verdict", "Rose"),
    "too_few_to_tell": pgettext_lazy("verdict", "Too few to tell"),
    "refused": pgettext_lazy("verdict", "Cannot be computed"),
    "": pgettext_lazy("verdict", "Never assessed"),
}
MARKS = {"fell": "good", "rose": "act"}
NEXT = {
    Stage.SCAN: gettext_lazy("Next: say by what it is seen, then understand it."),
    Stage.ANALYSE: gettext_lazy("Next: say who, where and when, and agree how it will be measured."),
    Stage.RESPOND: gettext_lazy("Next: keep what was promised; then it is assessed."),
    Stage.ASSESS: gettext_lazy("Next: compute what became of it, and say what others should know."),
    Stage.CLOSED: gettext_lazy("It can be taken up again."),
}
ALIKE = {
    "offence": gettext_lazy("the same offence"),
    "setting": gettext_lazy("the same kind of place"),
}


def headline(problem: Problem, place: str) -> str:
    """Say where it is, since when, who leads it, where it stands and when somebody looks again."""
    values = {
        "place": place,
        "since": writing.day(problem.opened_at),
        "leader": problem.leader.display_name,
        "stage": problem.get_stage_display().lower(),
        "next": writing.day(problem.next_on),
    }
    if problem.stage == Stage.CLOSED:
        return _("%(place)s, since %(since)s; led by %(leader)s. It is closed.") % values
    return (
        _("%(place)s, since %(since)s; led by %(leader)s. It is %(stage)s; looked at again on %(next)s.")
        % values
    )


def stalled(reasons: Sequence[str]) -> str:
    """Say why a problem is stalled; empty where it is not."""
    return "; ".join(str(STALLED[reason]) for reason in reasons)


def alike(reasons: Sequence[str]) -> str:
    """Say in what two problems are alike."""
    return ", ".join(str(ALIKE[reason]) for reason in reasons)


def verdict(told: Mapping[str, Any]) -> tuple[str, str]:
    """Return how a verdict is marked and what it is called."""
    code = str(told.get("verdict", ""))
    return MARKS.get(code, "neutral"), str(VERDICTS[code])


def measure(told: Measure, what: str, places: Mapping[int, str]) -> str:
    """Say what was agreed, in one sentence."""
    values = {
        "what": what,
        "area": places[told.area_id],
        "before": writing.period(told.before_from, told.before_until),
        "after": writing.period(told.after_from, told.after_until),
    }
    said = _("%(what)s in %(area)s: %(after)s against %(before)s") % values
    if told.comparison_id is None:
        return _("%(said)s, compared with no other place.") % {"said": said}
    return _("%(said)s, compared with %(beside)s.") % {"said": said, "beside": places[told.comparison_id]}


def spoken(told: Mapping[str, str]) -> str:
    """Return a text kept in both languages in the reader's."""
    return told.get((get_language() or "es")[:2], "")


def kept(each: Evidence) -> str:
    """Return what a page said when it was kept."""
    return spoken(each.content.get("said", {}))


def title(each: Evidence) -> str:
    """Return the title of a page kept."""
    return spoken(each.content.get("titles", {})) or each.title


def sign_address(sign: Sign) -> str:
    """Return where a sign leads back to: the request it came from, or the page it was seen on."""
    from django.urls import reverse

    if sign.request_id is not None:
        return reverse("community:request", args=[sign.request_id])
    return str(sign.address)
