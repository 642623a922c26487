"""The report of a participatory assessment: sentences, the chart and the tables, on a page and on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from confianza.web.design import charts, drawing, palette, typesetting, writing
from confianza.web.design.tables import Column, Table
from confianza.web.surveys import assessing, printing
from confianza.web.surveys.assessing import Report, Shared
from confianza.web.surveys.models import Assessment, Prong

EVERYBODY = "all"
DECIMALS = 1
PERCENT = 100
ROW = 64
# A label of a chart breaks into lines of about so many letters.
LINE = 18
WIDE_ON_PAPER = 480


@dataclass(frozen=True)
class Note:
    """A finding of the team."""

    prong: str
    text: str
    by: str
    on: date


@dataclass(frozen=True)
class Page:
    """What stands on the page of an assessment."""

    assessment: Assessment
    report: Report | None

    @property
    def title(self) -> str:
        return str(self.assessment.title)

    @property
    def when(self) -> str:
        return writing.period(self.assessment.begins_on, self.assessment.ends_on)

    @property
    def sides(self) -> Sequence[str]:
        """How many of each prong answered."""
        return [_side(side.prong, side.n) for side in self.report.sides] if self.report else []

    @property
    def honest(self) -> str:
        return _(
            "Whoever came answered: this is no sample drawn by lot. The figures tell only of those who "
            "answered, and have no interval."
        )

    @property
    def sentences(self) -> Sequence[str]:
        """The widest gaps first, at most three."""
        if self.report is None:
            return []
        told = [(each, each.gap) for each in self.report.shared]
        found = sorted(((each, gap) for each, gap in told if gap), key=lambda pair: -_width(pair[1]))
        return [_gap(each, gap) for each, gap in found[:3]]

    @property
    def is_drawn(self) -> bool:
        return bool(self.report and any(one.is_told for each in self.report.shared for one in each.answers))

    @property
    def drawing(self) -> SafeString:
        return charts.svg(self.spec, alt=" ".join(self.sentences) or self.title)

    @property
    def spec(self) -> dict[str, Any]:
        return _spec(self.report.shared if self.report else [])

    @property
    def table(self) -> Table:
        return _table(self.report.shared if self.report else [])

    @property
    def notes(self) -> Sequence[Note]:
        found = self.assessment.findings.get("notes", [])
        return [Note(n["prong"], n["text"], n["by"], date.fromisoformat(n["on"])) for n in found]

    @property
    def by_prong(self) -> Sequence[tuple[str, Sequence[Note]]]:
        """The findings, all three together first."""
        order = (EVERYBODY, *Prong.values)
        told = [(prong_name(prong), [n for n in self.notes if n.prong == prong]) for prong in order]
        return [(name, notes) for name, notes in told if notes]

    @property
    def concluded(self) -> str:
        found = self.assessment.findings.get("concluded")
        if not found:
            return ""
        values = {"name": found["by"], "date": writing.day(date.fromisoformat(found["on"]))}
        return _("Concluded by %(name)s on %(date)s; what stands here changes no more.") % values

    def paper(self) -> printing.Paper:
        """Return the report as a sheet."""
        drawn = drawing.for_paper(self.spec, width=WIDE_ON_PAPER, family=typesetting.FONT)
        alt = " ".join(self.sentences) or self.title
        said = [*self.sides, self.honest, *self.sentences]
        shared = printing.Part(
            _("What all three were asked"), said, drawn if self.is_drawn else "", alt, [self.table], wide=True
        )
        return printing.Paper(
            title=self.title,
            lead=self.when,
            summary=_("Citizens, investigation and justice, and officers on the same things."),
            foot=f"{self.title} · {self.when}",
            last=self.assessment.ends_on,
            parts=[shared, *_notes_on_paper(self.by_prong)],
            notes=[self.concluded] if self.concluded else [],
            notes_title=_("How it was made, and what it cannot say"),
        )


def prong_name(prong: str) -> str:
    """Name a prong, or all three."""
    return _("All three together") if prong == EVERYBODY else assessing.name(prong)


def share(value: float | None) -> str:
    """Write a share in steps: nearly nobody and nearly everybody are not told apart from none and all."""
    if value is None:
        return writing.MISSING
    if value <= assessing.NEARLY:
        return _("at most 10 %")
    if value >= 1 - assessing.NEARLY:
        return _("at least 90 %")
    return _("about %(share)s %%") % {"share": writing.number(PERCENT * value)}


def _side(prong: str, n: int | None) -> str:
    values = {"prong": assessing.name(prong), "n": writing.number(n)}
    if n is None:
        return _("%(prong)s: fewer than ten answered, so that nothing is told of them.") % values
    return _("%(prong)s: %(n)s answered.") % values


def _width(gap: Any) -> float:
    low, high = gap
    return float(high.mean - low.mean)


def _gap(shared: Shared, gap: Any) -> str:
    low, high = gap
    values = {
        "wording": shared.title,
        "high": assessing.name(high.prong).lower(),
        "most": writing.number(high.mean, DECIMALS),
        "low": assessing.name(low.prong).lower(),
        "least": writing.number(low.mean, DECIMALS),
    }
    return (
        _("“%(wording)s”: agreement of %(high)s %(most)s, of %(low)s %(least)s, on a scale from 1 to 4.")
        % values
    )


def _spec(shared: Sequence[Shared]) -> dict[str, Any]:
    rows = [
        {"label": _lines(each.title), "prong": assessing.name(one.prong), "mean": one.mean}
        for each in shared
        for one in each.answers
        if one.is_told
    ]
    names = {"domain": [str(label) for _code, label in Prong.choices]}
    kinds = {
        "color": {"range": [palette.ACCENT, palette.SECOND, palette.INK]},
        "shape": {"range": ["circle", "square", "triangle-up"]},
    }
    marked: dict[str, Any] = {
        channel: {"field": "prong", "type": "nominal", "scale": {**names, **told}, "legend": {"title": None}}
        for channel, told in kinds.items()
    }
    up = {"field": "label", "type": "nominal", "sort": None, "axis": _label_axis()}
    scale = {"domain": [assessing.LOWEST, assessing.HIGHEST], "nice": False, "zero": False}
    across = {
        "field": "mean", "type": "quantitative", "scale": scale,
        "axis": {"title": None, "values": [1, 2, 3, 4], "format": "d", "grid": True},
    }  # fmt: skip
    span = {"type": "line", "color": palette.LINE, "strokeWidth": 3}
    return {
        "title": _("Mean agreement, from 1 to 4"),
        "height": ROW * max(len({row["label"] for row in rows}), 1),
        "data": {"values": rows},
        "encoding": {"y": up, "x": across},
        "layer": [
            {"mark": span, "encoding": {"detail": {"field": "label"}}},
            {"mark": {"type": "point", "filled": True, "size": 130, "opacity": 1}, "encoding": marked},
        ],
    }


def _label_axis() -> Mapping[str, Any]:
    return {"title": None, "domain": False, "labelExpr": "split(datum.label, '\\n')"}


def _lines(text: str) -> str:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) > LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


def _table(shared: Sequence[Shared]) -> Table:
    columns = [Column(_("How far do you agree?"))]
    for prong in Prong.values:
        columns += [Column(assessing.name(prong), DECIMALS), Column(pgettext("of people", "agree"))]
    rows: list[list[Any]] = []
    for each in shared:
        row: list[Any] = [each.title]
        for prong in Prong.values:
            answered = each.of(prong)
            row += [answered.mean, share(answered.agree)]
        rows.append(row)
    note = _(
        "Mean from 1 (not at all) to 4 (very much), and the share who agree. A dash: fewer than ten answered."
    )
    return Table(_("What all three were asked"), columns, rows, note=note)


def _notes_on_paper(told: Sequence[tuple[str, Sequence[Note]]]) -> list[printing.Part]:
    return [
        printing.Part(
            _("Findings: %(of)s") % {"of": name.lower()},
            [f"{note.text} ({note.by}, {writing.day(note.on)})" for note in notes],
        )
        for name, notes in told
    ]
