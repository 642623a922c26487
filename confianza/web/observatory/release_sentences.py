"""What a release says in words, in the languages it is published in."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from confianza.web.observatory import labels

if TYPE_CHECKING:
    import polars as pl

    from confianza.analysis.releases.differences import Difference
    from confianza.web.observatory.queries.publications import Prepared


def title(prepared: "Prepared", language: str) -> str:
    """Name a release after the place it is about."""
    with translation.override(language):
        return _("Citizen security: %(place)s") % {"place": _place(prepared)}


def publisher(prepared: "Prepared") -> str:
    """Name who publishes."""
    with translation.override("es"):
        return _("Observatory of %(place)s") % {"place": _place(prepared)}


def sources(prepared: "Prepared", language: str) -> list[str]:
    """Say of each source which indicators quote it."""
    with translation.override(language):
        quoted: dict[str, list[str]] = {}
        for indicator in prepared.indicators:
            voice = prepared.voices.get(indicator.id, "")
            quoted.setdefault(voice, []).append(indicator.name(language))
        return [f"{labels.source(voice)}: {', '.join(names)}" for voice, names in sorted(quoted.items())]


def missing_values() -> list[dict[str, str]]:
    """Return the values of a table that are no figures, and what they stand for."""
    from confianza.analysis.releases import dictionary

    return [
        {"value": "", "label": "no dicho · not told"},
        {"value": dictionary.MARK, "label": "oculto · hidden"},
    ]


def dictionary_columns(language: str) -> tuple[str, ...]:
    """Name the columns of the data dictionary."""
    with translation.override(language):
        return (_("table"), _("column"), _("type"), _("what it holds"), _("values"))


def method(prepared: "Prepared", edition: Any, tables: Mapping[str, "pl.DataFrame"], language: str) -> str:
    """Return the method note, as Markdown."""
    cells = prepared.protected.cells
    with translation.override(language):
        context = {
            "title": title(prepared, language),
            "edition": edition,
            "as_of": formats.date_format(edition.as_of),
            "sources": sources(prepared, language),
            "threshold": prepared.threshold,
            "most": prepared.threshold - 1,
            "cells": cells.height,
            "hidden": int(cells["hidden"].sum()),
        }
        return render_to_string("observatory/release/method.txt", context).strip() + "\n"


def changes(differences: Sequence["Difference"], before: str, language: str) -> tuple[str, ...]:
    """Say what changed since version `before`; one sentence for a first release."""
    with translation.override(language):
        if not before:
            return (_("This is the first release."),)
        told = tuple(_sentence(each) for each in differences)
        return told or (_("No figure changed since version %(before)s.") % {"before": before},)


def _place(prepared: "Prepared") -> str:
    place = prepared.ground.place(prepared.root)
    return place.name if place else prepared.root


def _sentence(told: "Difference") -> str:
    words = {
        "what": labels.indicator(told.indicator_id),
        "when": told.first if told.first == told.last else f"{told.first} – {told.last}",
        "count": told.count,
    }
    if told.change in ("up", "down") and told.before is not None and told.after is not None:
        revised = {"before": f"{told.before:g}", "after": f"{told.after:g}"}
        return _("%(what)s, %(when)s: revised from %(before)s to %(after)s in the whole.") % (words | revised)
    if told.change == "new" and told.after is not None:
        return _("%(what)s: %(when)s is new, with %(after)s in the whole.") % (
            words | {"after": f"{told.after:g}"}
        )
    return _SAID[told.change](told.count) % words


def _new(count: int) -> str:
    return ngettext(
        "%(what)s: a new figure of %(when)s.", "%(what)s: %(count)s new figures of %(when)s.", count
    )


def _gone(count: int) -> str:
    return ngettext(
        "%(what)s: a figure of %(when)s is no longer published.",
        "%(what)s: %(count)s figures of %(when)s are no longer published.",
        count,
    )


def _grown(count: int) -> str:
    return ngettext(
        "%(what)s: a figure of %(when)s counts more months than before.",
        "%(what)s: %(count)s figures of %(when)s count more months than before.",
        count,
    )


def _up(count: int) -> str:
    return ngettext(
        "%(what)s: a figure of %(when)s was revised upwards.",
        "%(what)s: %(count)s figures of %(when)s were revised upwards.",
        count,
    )


def _down(count: int) -> str:
    return ngettext(
        "%(what)s: a figure of %(when)s was revised downwards.",
        "%(what)s: %(count)s figures of %(when)s were revised downwards.",
        count,
    )


def _hidden_now(count: int) -> str:
    return ngettext(
        "%(what)s: a figure of %(when)s that was shown is now hidden.",
        "%(what)s: %(count)s figures of %(when)s that were shown are now hidden.",
        count,
    )


def _shown_now(count: int) -> str:
    return ngettext(
        "%(what)s: a figure of %(when)s that was hidden is now shown.",
        "%(what)s: %(count)s figures of %(when)s that were hidden are now shown.",
        count,
    )


def _source(count: int) -> str:
    return ngettext(
        "%(what)s: a figure of %(when)s quotes another source.",
        "%(what)s: %(count)s figures of %(when)s quote another source.",
        count,
    )


_SAID = {
    "new": _new, "gone": _gone, "grown": _grown, "up": _up, "down": _down,
    "hidden_now": _hidden_now, "shown_now": _shown_now, "source": _source,
}  # fmt: skip
