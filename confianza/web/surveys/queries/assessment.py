"""The participatory assessment: what citizens, justice and officers say of the same things, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from confianza.web.fieldwork.models import Form
from confianza.web.fieldwork.queries import answers
from confianza.web.surveys import assessing
from confianza.web.surveys.assessing import Answered, Report, Shared, Side
from confianza.web.surveys.models import Assessment, Prong

if TYPE_CHECKING:
    import polars as pl

# What all three forms ask begins so; what is asked of one prong alone does not.
SHARED = "juntos_"
REMARKS = ("funciona", "cambiar", "aporte")
CODES = {str(code): float(code) for code in range(assessing.LOWEST, assessing.HIGHEST + 1)}


@dataclass(frozen=True)
class Remark:
    """What somebody wrote in their own words; nothing says who."""

    prong: str
    question: str
    text: str


def side_by_side(assessment: Assessment) -> Report:
    """Return what the three prongs answered in the time of an assessment; groups below ten are not told."""
    found = {prong: _answers(assessment, form) for prong, form in forms(assessment)}
    sides = [Side(prong, assessing.counted(frame.height)) for prong, (_asked, frame) in found.items()]
    wordings = _shared(found[Prong.CITIZENS][0])
    shared = [
        Shared(column, wording, [_told(prong, column, frame) for prong, (_asked, frame) in found.items()])
        for column, wording in wordings.items()
    ]
    return Report(sides, shared)


def as_read_by(assessment: Assessment, *, keeps: bool) -> Report | None:
    """Return the report: as it was concluded; before, only whoever keeps it reads it as it stands."""
    if frozen := assessment.findings.get("told"):
        return assessing.read(frozen)
    return side_by_side(assessment) if keeps else None


def remarks(assessment: Assessment) -> list[Remark]:
    """Return what was written in own words, in the order of the alphabet: not in that of who came when.

    Of a prong with fewer than ten answers nothing is shown.
    """
    found = []
    for prong, form in forms(assessment):
        asked, frame = _answers(assessment, form)
        if frame.height < assessing.FEWEST:
            continue
        for question in asked:
            if question.column in REMARKS:
                texts = {text.strip() for text in frame[question.column].to_list() if text and text.strip()}
                label = {"es": question.label("es"), "en": question.label("en")}
                found += [Remark(prong, assessing.said(label), text) for text in sorted(texts)]
    return found


def forms(assessment: Assessment) -> Iterator[tuple[str, Form]]:
    """Yield the form of each prong."""
    yield Prong.CITIZENS, assessment.citizens
    yield Prong.JUSTICE, assessment.justice
    yield Prong.OFFICERS, assessment.officers


def _answers(assessment: Assessment, form: Form) -> "tuple[tuple[answers.Question, ...], pl.DataFrame]":
    """Return what a form asks, and what was answered in the time of an assessment by who agreed to answer."""
    import polars as pl

    told = answers.rows(form)
    rows = [row["instance_id"] for row in told.top.iter_rows(named=True) if _counts(row, assessment)]
    return told.questions, told.top.filter(pl.col("instance_id").is_in(rows))


def _counts(row: dict[str, Any], assessment: Assessment) -> bool:
    moment = row["begun_at"] or row["ended_at"] or row["received_at"]
    day = row.get("fecha") or timezone.localtime(moment).date()
    agreed = row.get("consentimiento") in (None, "si")
    return bool(agreed and assessment.begins_on <= day <= assessment.ends_on)


def _shared(asked: tuple[answers.Question, ...]) -> dict[str, dict[str, str]]:
    return {
        each.column: {language: each.label(language) for language in ("es", "en")}
        for each in asked
        if each.column.startswith(SHARED)
    }


def _told(prong: str, column: str, frame: "pl.DataFrame") -> Answered:
    if column not in frame.columns:
        return assessing.told(prong, [])
    values = [CODES[code] for code in frame[column].to_list() if code in CODES]
    return assessing.told(prong, values)
