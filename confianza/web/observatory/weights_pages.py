"""The page of what crimes weigh: what the municipality decided, what is missing, and what it is for."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from confianza.web.design.tables import Column, Table
from confianza.web.observatory import labels, permissions, weights
from confianza.web.observatory.queries import harm
from confianza.web.observatory.queries.harm import Offence

MakeForm = Callable[[Sequence[Offence]], Any]


def shown(user: Any, make_form: MakeForm) -> dict[str, Any]:
    """Show the weights that hold, all decisions, and to who may decide, the form."""
    from confianza.analysis.hotspots.harm import NotWeights

    try:
        offences = harm.offences()
    except NotWeights as error:
        return {"wrong": str(error), "file": weights.file().name}
    decides = permissions.can_weigh(user)
    return {
        "table": _standing(offences),
        "decided": any(each.decision for each in offences),
        "lacking": [labels.offence(each.code) for each in offences if each.facts and each.inherited is None],
        "history": _history(),
        "offences": offences,
        "form": make_form(offences) if decides and offences else None,
    }


def _standing(offences: Sequence[Offence]) -> Table:
    columns = (Column(_("Offence")), Column(_("Told so far"), 0), Column(_("Weight")), Column(_("Decided")))
    rows = [(labels.offence(each.code), each.facts, _weight(each), _decided(each)) for each in offences]
    return Table(_("What a case weighs"), columns, rows)


def _weight(each: Offence) -> str:
    if each.decision:
        return each.decision.weight
    if each.inherited is None:
        return _("none yet")
    return _("%(weight)s, as the class above it") % {"weight": f"{each.inherited:g}"}


def _decided(each: Offence) -> str:
    return f"{each.decision.author}, {each.decision.decided_on}" if each.decision else ""


def _history() -> Table | None:
    """Every decision, the latest first; None where there is none."""
    columns = (
        Column(_("Offence")),
        Column(_("Weight")),
        Column(_("By")),
        Column(_("On")),
        Column(_("Reason")),
    )
    rows = [
        (
            labels.offence(each.iccs),
            each.weight or _("taken back"),
            each.author,
            parse_date(each.decided_on) or each.decided_on,
            each.reason,
        )
        for each in reversed(weights.everything())
    ]
    return Table(_("All decisions, the latest first"), columns, rows) if rows else None
