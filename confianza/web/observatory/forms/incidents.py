"""What can be asked of the analysis pages: which incidents, where, when, and how a map is drawn of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.observatory import labels
from confianza.web.observatory.analysis_sentences import explained_kind
from confianza.web.observatory.forms.months import DateInput
from confianza.web.observatory.queries import forecasts, patterns, tilings
from confianza.web.observatory.queries.forecasts import Step
from confianza.web.observatory.queries.incidents import Asked, Incidents
from confianza.web.observatory.queries.patterns import Cut

FIELDS = ("indicator", "area", "from", "to", "step", "source", "measure", "kind", "shape", "size", "share")
# What a page of cells asks besides; and the page of forecasts.
CELLS, KINDS, AHEAD = ("size", "shape", "measure"), ("kind",), ("step", "share", "size")
HOT = "hot"


def _size() -> forms.Field:
    return forms.TypedChoiceField(
        label=_("Cells of"),
        choices=[(size, f"{size} m") for size in tilings.SIZES],
        coerce=int,
        empty_value=0,
        required=False,
    )


def _choice(label: Any, choices: Sequence[tuple[str, Any]]) -> forms.Field:
    return forms.TypedChoiceField(label=label, choices=choices, required=False, empty_value=choices[0][0])


def _kinds() -> forms.Field:
    kinds = [(kind, explained_kind(kind)) for kind in patterns.KINDS]
    return _choice(_("Which cells"), [("", _("All")), (HOT, _("Hot spots of the period")), *kinds])


def _share() -> forms.Field:
    choices = [(f"{share:g}", labels.percent(share)) for share in forecasts.SHARES]
    return forms.TypedChoiceField(
        label=_("First places, of the area"),
        choices=choices,
        coerce=float,
        required=False,
        empty_value=forecasts.AREA_SHARE,
    )


EXTRA = {
    "size": _size,
    "shape": lambda: _choice(
        _("Shape of the cells"),
        [(tilings.SQUARES, _("Squares")), (tilings.HEXAGONS, _("Hexagons (H3)"))],
    ),
    "measure": lambda: _choice(
        _("Colours tell"),
        [(patterns.COUNT, _("How many incidents")), (patterns.HARM, _("How much harm"))],
    ),
    "kind": _kinds,
    "step": lambda: _choice(_("For"), [("week", _("the next week")), ("month", _("the next month"))]),
    "share": _share,
}


class IncidentsForm(forms.Form):
    """The choices of a page of analysis; an empty field is left to the data. `extra` are the page's own."""

    indicator = forms.CharField(label=_("What"), required=False)
    area = forms.CharField(label=_("Where"), required=False)
    to = forms.DateField(label=_("To (day)"), required=False, widget=DateInput(), input_formats=["%Y-%m-%d"])
    source = forms.CharField(label=_("According to"), required=False)

    def __init__(self, *args: Any, extra: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.extra = extra
        self.fields["from"] = forms.DateField(
            label=_("From (day)"), required=False, widget=DateInput(), input_formats=["%Y-%m-%d"]
        )
        self.fields |= {name: EXTRA[name]() for name in extra}
        self.order_fields(FIELDS)

    def clean(self) -> dict[str, Any]:
        """Days run forward."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("from"), told.get("to")
        if first and last and first > last:
            self.add_error("to", _("The last day lies before the first one."))
        return told

    def asked(self) -> Asked:
        """Return what was asked."""
        told = self.cleaned_data
        return Asked(told["indicator"], told["area"], told["from"], told["to"], told["source"])

    @property
    def cut(self) -> Cut:
        """How the area is cut and what is added up in a cell; what was not asked is left to the area."""
        told = self.cleaned_data
        return Cut(
            int(told.get("size") or 0),
            told.get("shape") or tilings.SQUARES,
            told.get("measure") or patterns.COUNT,
        )

    @property
    def kind(self) -> str:
        """Which cells are shown: HOT, one of `patterns.KINDS`, or all ("")."""
        return str(self.cleaned_data.get("kind") or "")

    @property
    def step(self) -> Step:
        """What is foretold: the next week or month."""
        return "month" if self.cleaned_data.get("step") == "month" else "week"

    @property
    def share(self) -> float:
        """Which share of the area the first places of a forecast are."""
        return float(self.cleaned_data.get("share") or forecasts.AREA_SHARE)

    @property
    def told(self) -> Mapping[str, str]:
        """What this page asks besides, as it is written in an address."""
        cut = self.cut
        values = {
            "size": cut.size, "shape": cut.shape, "measure": cut.measure, "kind": self.kind,
            "step": self.step, "share": f"{self.share:g}",
        }  # fmt: skip
        return {name: str(values[name]) for name in self.extra if values[name]}

    def answered(self, found: Incidents) -> "IncidentsForm":
        """Return the form as it was answered: each field shows what was chosen and offers what there is."""
        asked = found.asked
        chosen: dict[str, str | int | date | None] = {
            "indicator": asked.indicator_id, "area": asked.area, "from": asked.first, "to": asked.last,
            "source": asked.source, **self.told,
        }  # fmt: skip
        if "size" in self.extra:
            chosen["size"] = tilings.size_of_cells(found, self.cut.size)
        form = IncidentsForm(initial=chosen, extra=self.extra)
        form.fields["indicator"].widget = forms.Select(
            choices=[(each, labels.indicator(each)) for each in found.indicators]
        )
        form.fields["area"].widget = forms.Select(choices=found.areas)
        if len(found.sources) > 1:
            form.fields["source"].widget = forms.Select(
                choices=[(each, labels.source(each)) for each in found.sources]
            )
        else:
            del form.fields["source"]
        return form
