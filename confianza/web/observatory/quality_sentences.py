"""What the quality of a source says, in words: verdicts, criteria, and what is asked of an institution."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from confianza.web.design import writing
from confianza.web.observatory import labels

if TYPE_CHECKING:
    from confianza.analysis.quality.scorecard import Finding

VERDICTS = {
    "met": gettext_lazy("met"),
    "partly": gettext_lazy("met in part"),
    "not_met": gettext_lazy("not met"),
    "to_be_answered": gettext_lazy("to be answered"),
    "not_measurable": gettext_lazy("cannot be measured yet"),
}
VARIABLES = {
    "name": gettext_lazy("name"),
    "sex": gettext_lazy("sex"),
    "age": gettext_lazy("age"),
    "date": gettext_lazy("date of the fact"),
    "time": gettext_lazy("time"),
    "place": gettext_lazy("municipality"),
    "fine_place": gettext_lazy("finer place"),
    "place_type": gettext_lazy("type of place"),
    "mechanism": gettext_lazy("weapon or mechanism"),
    "context": gettext_lazy("motive or context"),
    "relationship": gettext_lazy("relationship with the aggressor"),
    "died_on": gettext_lazy("date of death"),
    "registered_on": gettext_lazy("date of registration"),
    "record_id": gettext_lazy("identifier of the record"),
    "cause": gettext_lazy("cause (ICD-10)"),
}
REASONS = {
    "not_reported": gettext_lazy("left blank"),
    "unknown": gettext_lazy("written as not known"),
    "unreadable": gettext_lazy("unreadable"),
    "impossible": gettext_lazy("impossible"),
    "ambiguous": gettext_lazy("ambiguous"),
    "unsaid": gettext_lazy("no word"),
}
FAMILIES = {"security": gettext_lazy("security and justice"), "health": gettext_lazy("health and forensics")}
SCOPES = {
    "homicides": gettext_lazy("its homicides"),
    "everything": gettext_lazy("all it tells, because it does not say which deaths are homicides"),
}


def verdict(finding: "Finding") -> str:
    return str(VERDICTS[finding.verdict])


def percent(share: float | None, decimals: int = 0) -> str:
    """Write a share as per cent; a share that is not none is never written as 0 %."""
    if share is None:
        return ""
    if 0 < share < 0.005 and not decimals:
        return _("less than 1 %")
    return _("%(number)s %%") % {"number": writing.number(100 * share, decimals)}


def variables(names: Any) -> str:
    return ", ".join(str(VARIABLES[name]) for name in names)


def finding(found: "Finding") -> str:
    """Say what was measured for a criterion, or what is still to be answered."""
    said = _FINDINGS[found.criterion.measure](found) if found.value is not None else _unmeasured(found)
    return " ".join(filter(None, (said, answered(found))))


def answered(found: "Finding") -> str:
    """Say who answered a criterion, when and why; "" where nobody has."""
    if found.answer is None:
        return ""
    told = found.answer
    values = {"author": told.author, "on": writing.day(told.on), "reason": told.reason}
    return _("%(author)s answered on %(on)s: %(reason)s") % values


def limit(found: "Finding") -> str:
    """Say the limit of a criterion, and whether anybody verified it."""
    told = found.criterion
    if told.limits:
        said = ", ".join(f"{VARIABLES[name]} {percent(share)}" for name, share in told.limits.items())
    elif told.limit is None:
        return ""
    elif told.measure in ("gap_days", "p90_days"):
        said = _("%(days)s days") % {"days": writing.number(told.limit)}
    else:
        said = percent(told.limit)
    bound = _("at least %(limit)s") if told.sense == "at_least" else _("at most %(limit)s")
    said = bound % {"limit": said}
    return said if told.verified else _("%(limit)s (limit not verified)") % {"limit": said}


def _unmeasured(found: "Finding") -> str:
    return {
        "coverage": _("No other source is linked to this one yet: run confianza link."),
        "convergence": _("No source of the other family speaks of the same places and months."),
        "undetermined": _("The source does not say the intent or the cause of the deaths."),
        "gap_days": _("There is one delivery only."),
        "p90_days": _("Neither the date of registration nor a later delivery tells how long it takes."),
        "duplicates": _("It is not known how many rows were read."),
    }.get(found.criterion.measure, "" if found.answer else _("Only a person can answer this."))


def _classified(found: "Finding") -> str:
    said = _("%(share)s of the victims are classed as intentional homicide and as nothing wider.")
    open_part = _(
        "Whether deaths by police, femicides and assaults followed by death are in it, a person must say."
    )
    return said % {"share": percent(found.value)} + (" " + open_part if found.answer is None else "")


def _grain(found: "Finding") -> str:
    return _("%(share)s of the victims have a row of their own.") % {"share": percent(found.value)}


def _duplicates(found: "Finding") -> str:
    values = {
        name: writing.number(found.parts[name]) for name in ("duplicates", "conflicting_ids", "rows_read")
    }
    return (
        _("Of %(rows_read)s rows, %(duplicates)s repeat another; %(conflicting_ids)s share an identifier.")
        % values
    )


def _variables(found: "Finding") -> str:
    told = [name for name, is_told in found.parts.items() if is_told]
    lacking = [name for name, is_told in found.parts.items() if not is_told]
    said = _("It tells: %(told)s.") % {"told": variables(told)} if told else ""
    without = _("It never tells: %(lacking)s.") % {"lacking": variables(lacking)} if lacking else ""
    return " ".join(filter(None, (said, without)))


def _missing(found: "Finding") -> str:
    shares = ", ".join(f"{VARIABLES[name]} {percent(share)}" for name, share in found.parts.items())
    return _("Missing: %(shares)s.") % {"shares": shares}


def _undetermined(found: "Finding") -> str:
    values = {name: writing.number(found.parts[name]) for name in ("undetermined", "external")}
    return _(
        "Of %(external)s deaths by external causes, %(undetermined)s are of undetermined intent "
        "(%(share)s)."
    ) % {
        **values, "share": percent(found.value),
    }  # fmt: skip


def _coverage(found: "Finding") -> str:
    return _("It knows %(share)s of the victims that the linked sources know together.") % {
        "share": percent(found.value)
    }


def _convergence(found: "Finding") -> str:
    parts = found.parts
    values = {
        "a": labels.source(parts["a"]), "b": labels.source(parts["b"]),
        "months": writing.number(parts["months"]),
        "count_a": writing.number(parts["count_a"]), "count_b": writing.number(parts["count_b"]),
        "share": percent(found.value),
    }  # fmt: skip
    return (
        _(
            "In %(months)s months both speak of: %(a)s counts %(count_a)s, %(b)s %(count_b)s; "
            "they differ by %(share)s."
        )
        % values
    )


def _gap(found: "Finding") -> str:
    return _("A delivery comes every %(days)s days (the middle one).") % {"days": writing.number(found.value)}


def _lag(found: "Finding") -> str:
    values = {"p50": writing.number(found.parts["p50"]), "p90": writing.number(found.parts["p90"])}
    if found.parts["to"] == "delivery":
        return (
            _("Half of the victims are told %(p50)s days after their month ends, nine tenths after %(p90)s.")
            % values
        )
    return (
        _("Half of the victims are registered %(p50)s days after the fact, nine tenths after %(p90)s.")
        % values
    )


def _revisions(found: "Finding") -> str:
    values = {name: writing.number(found.parts[name]) for name in ("revised", "months")}
    return (
        _(
            "Later deliveries changed %(revised)s of %(months)s months; whether a rule is "
            "behind it, a person must say."
        )
        % values
    )


_FINDINGS: Mapping[str, Callable[["Finding"], str]] = {
    "classified": _classified, "victim_grain": _grain, "duplicates": _duplicates, "variables": _variables,
    "missing": _missing, "undetermined": _undetermined, "coverage": _coverage, "convergence": _convergence,
    "gap_days": _gap, "p90_days": _lag, "revisions": _revisions,
}  # fmt: skip


def whole(found: "Finding") -> str:
    """Say how many sources meet a criterion, and which do not."""
    if found.answer is not None:
        return answered(found)
    counts = {verdict: len(names) for verdict, names in found.parts.items()}
    judged = sum(counts.get(verdict, 0) for verdict in ("met", "partly", "not_met"))
    said = [_met(counts.get("met", 0), judged)] if judged else []
    for verdict, sentence in _OPEN.items():
        if counts.get(verdict):
            said.append(sentence % {"count": writing.number(counts[verdict])})
    lacking = [labels.source(source) for source in found.parts.get("not_met", ())]
    if lacking:
        said.append(_("Not met by: %(names)s.") % {"names": "; ".join(lacking)})
    return " ".join(str(each) for each in said)


_OPEN = {
    "to_be_answered": gettext_lazy("To be answered for %(count)s."),
    "not_measurable": gettext_lazy("It cannot be measured yet for %(count)s."),
}


def _met(met: int, judged: int) -> str:
    said = ngettext(
        "%(met)s of %(judged)s source meets it.", "%(met)s of %(judged)s sources meet it.", judged
    )
    return said % {"met": writing.number(met), "judged": writing.number(judged)}


def span(first: date | None, last: date | None) -> str:
    """Say from when until when a source speaks."""
    from confianza.web.observatory import sentences

    return sentences.period(first, last)
