"""What is asked of an institution, in words and with its figures; never what a record says of a person."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from confianza.web.design import writing
from confianza.web.observatory import labels
from confianza.web.observatory.quality_sentences import REASONS, VARIABLES, percent, variables

if TYPE_CHECKING:
    from confianza.analysis.quality.asking import Ask

NOTICED = {
    "dates_out_of_order": gettext_lazy("dates of death or registration before the fact"),
    "date_impossible": gettext_lazy("dates that cannot be"),
    "age_impossible": gettext_lazy("ages that cannot be"),
    "coordinates_zero": gettext_lazy("coordinates of 0"),
    "coordinates_mangled": gettext_lazy("coordinates that lost their decimal mark"),
    "coordinates_outside": gettext_lazy("coordinates outside the territory"),
    "coordinates_incomplete": gettext_lazy("rows with one coordinate only"),
    "coordinates_swapped": gettext_lazy("rows with latitude and longitude in each other's place"),
    "conflicting_ids": gettext_lazy("different records that share an identifier"),
    "unreadable": gettext_lazy("values that could not be read"),
    "offence_not_in_catalogue": gettext_lazy("offences that are in no catalogue"),
    "mechanism_not_in_catalogue": gettext_lazy("mechanisms that are in no catalogue"),
    "sex_ambiguous": gettext_lazy("sexes written so that they can be read in two ways"),
    "date_parts_differ": gettext_lazy("dates that do not agree with the day of the week beside them"),
}
HEAPS = {
    "first_of_month": gettext_lazy("the first day of the month"),
    "january": gettext_lazy("January"),
    "midnight": gettext_lazy("midnight"),
    "noon": gettext_lazy("noon"),
    "ages": gettext_lazy("ages ending in 0 or 5"),
}


def sentence(told: "Ask") -> str:
    """Say one request to an institution, politely, with its figures."""
    return _ASKS[told.kind](told.values)


def _numbers(values: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {name: writing.number(values[name]) for name in names}


def _ask_rows(values: Mapping[str, Any]) -> str:
    return _("Deliver one row for each victim: %(summed)s of %(victims)s victims came in sums.") % _numbers(
        values, "summed", "victims"
    )


def _ask_repeated(values: Mapping[str, Any]) -> str:
    return _(
        "Look at the %(duplicates)s rows (of %(rows)s) that repeat another in every cell: "
        "were they delivered twice?"
    ) % _numbers(values, "duplicates", "rows")


def _ask_identifier(values: Mapping[str, Any]) -> str:
    return _(
        "Give every record an identifier of your own that does not change: %(lacking)s of %(rows)s have none."
    ) % _numbers(values, "lacking", "rows")


def _ask_columns(values: Mapping[str, Any]) -> str:
    return _("Add the columns that the layout does not have: %(names)s.") % {
        "names": variables(values["variables"])
    }


def _ask_blanks(values: Mapping[str, Any]) -> str:
    reasons = ", ".join(
        f"{REASONS[name]} {writing.number(count)}" for name, count in values["reasons"].items()
    )
    told = {
        **_numbers(values, "missing", "count"), "variable": VARIABLES[values["variable"]], "reasons": reasons,
        "share": percent(values["share"]), "limit": percent(values["limit"]),
    }  # fmt: skip
    return (
        _(
            "Complete the %(variable)s: %(missing)s of %(count)s lack it (%(share)s; the limit "
            "is %(limit)s): %(reasons)s."
        )
        % told
    )


def _ask_intent(values: Mapping[str, Any]) -> str:
    told = {**_numbers(values, "undetermined", "external"), "share": percent(values["share"])}
    return (
        _("Resolve the deaths of undetermined intent: %(undetermined)s of %(external)s (%(share)s).") % told
    )


def _ask_residue(values: Mapping[str, Any]) -> str:
    told = {
        "first": percent(values["first"]),
        "last": percent(values["last"]),
        "days": writing.number(values["days"]),
    }
    return (
        _(
            "Say how deaths still to be established are worked off: they were %(first)s at "
            "first and %(last)s after %(days)s days."
        )
        % told
    )


def _ask_often(values: Mapping[str, Any]) -> str:
    return _("Deliver more often: there are %(days)s days between deliveries.") % _numbers(values, "days")


def _ask_sooner(values: Mapping[str, Any]) -> str:
    return _("Deliver sooner: nine tenths of the victims are known only after %(p90)s days.") % _numbers(
        values, "p90"
    )


def _ask_before(values: Mapping[str, Any]) -> str:
    return _("Correct the %(count)s records that were registered before the fact.") % _numbers(
        values, "count"
    )


def _ask_difference(values: Mapping[str, Any]) -> str:
    told = {
        **_numbers(values, "mine", "theirs", "months"),
        "other": labels.source(values["other"]),
        "share": percent(values["share"]),
    }
    return (
        _(
            "Compare your list with that of “%(other)s”: over %(months)s months you count "
            "%(mine)s and they %(theirs)s, a difference of %(share)s."
        )
        % told
    )


def _ask_noticed(values: Mapping[str, Any]) -> str:
    return _("Correct %(count)s %(what)s.") % {**_numbers(values, "count"), "what": NOTICED[values["code"]]}


def _ask_thousands(values: Mapping[str, Any]) -> str:
    return _(
        "Write counts without a thousands point: %(count)s lost it, and whole thousands "
        "cannot be told from single ones."
    ) % _numbers(values, "count")


def _ask_rejected(values: Mapping[str, Any]) -> str:
    return _(
        "Mend the %(count)s records of %(rows)s that could not be read and wait in quarantine."
    ) % _numbers(values, "count", "rows")


def _ask_rounded(values: Mapping[str, Any]) -> str:
    told = {**_numbers(values, "observed", "usual"), "what": HEAPS[values["what"]]}
    return (
        _(
            "Say what is written when it is not known: %(what)s stands in %(observed)s records "
            "where some %(usual)s would be usual."
        )
        % told
    )


def _ask_break(values: Mapping[str, Any]) -> str:
    told = {
        "month": writing.month(values["month"]),
        **{name: writing.number(values[name], 1) for name in ("before", "after")},
    }
    return (
        _(
            "Explain what changed in %(month)s: from %(before)s to %(after)s victims a month, "
            "more than chance."
        )
        % told
    )


_ASKS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "one_row_a_victim": _ask_rows, "repeated_rows": _ask_repeated, "no_identifier": _ask_identifier,
    "absent_columns": _ask_columns, "missing_values": _ask_blanks, "undetermined": _ask_intent,
    "residue_stays": _ask_residue, "rare_deliveries": _ask_often, "late": _ask_sooner,
    "registered_before": _ask_before, "differs": _ask_difference, "noticed": _ask_noticed,
    "thousands_point": _ask_thousands, "rejected_rows": _ask_rejected, "rounded": _ask_rounded,
    "break": _ask_break,
}  # fmt: skip
